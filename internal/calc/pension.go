package calc

import (
	_ "embed"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/check"
	"tieout/money"
	"tieout/pension"
	"tieout/workpaper"
)

//go:embed examples/pension.yaml
var pensionExample []byte

var pensionTopic = Topic{
	Name:    "pension",
	Summary: "net periodic cost, plans over years, roll-forwards footed and performed again, prior service, minimum liability, SFAS 158, settlement, curtailment, interim true-up, benefits",
	Example: pensionExample,
	Run:     func(in []byte) (any, error) { return pensions(in) },
}

type pensionOut struct {
	Costs       []costYearOut  `json:"cost,omitempty"`
	Totals      []partOut      `json:"totals,omitempty"`
	Plans       []publishedOut `json:"plans,omitempty"`
	Minimum     []minimumOut   `json:"minimum_liability,omitempty"`
	Adoption    []adoptionOut  `json:"sfas_158,omitempty"`
	Settlements []settledOut   `json:"settlements,omitempty"`
	Related     []relatedOut   `json:"market_related_value,omitempty"`
	Implied     []partOut      `json:"implied,omitempty"`

	Histories    []historyOut          `json:"history,omitempty"`
	Prior        []priorOut            `json:"prior_service,omitempty"`
	Watches      []watchOut            `json:"settlement_watch,omitempty"`
	Terminations []terminationOut      `json:"termination_benefits,omitempty"`
	Interims     []interimCostOut      `json:"interim,omitempty"`
	FinalPay     []finalPayOut         `json:"final_pay,omitempty"`
	CashBalance  []cashBalanceOut      `json:"cash_balance,omitempty"`
	Funded       []fundedOut           `json:"funded,omitempty"`
	Measurement  []measurementOut      `json:"measurement_change,omitempty"`
	Reconciled   []reconcilePensionOut `json:"reconciliation,omitempty"`
	papered
}

type costYearOut struct {
	Name       string          `json:"name,omitempty"`
	Interest   string          `json:"interest"`
	Expected   string          `json:"expected_return"`
	Prior      string          `json:"psc_amortisation"`
	Loss       string          `json:"loss_amortisation"`
	PriorEnd   string          `json:"prior_service_close,omitempty"`
	Expense    string          `json:"expense"`
	Accrual    string          `json:"accrued_less_contribution,omitempty"`
	Obligation string          `json:"pbo_close,omitempty"`
	Assets     string          `json:"assets_close,omitempty"`
	Funded     string          `json:"funded_status,omitempty"`
	Arising    string          `json:"net_loss_arising,omitempty"`
	Work       workpaper.Sheet `json:"work"`
}

type publishedOut struct {
	Name       string          `json:"name,omitempty"`
	Cost       string          `json:"net_periodic_cost,omitempty"`
	Obligation string          `json:"pbo_close,omitempty"`
	Assets     string          `json:"assets_close,omitempty"`
	Funded     string          `json:"funded_status,omitempty"`
	OCI        string          `json:"oci_total,omitempty"`
	Arising    string          `json:"net_actuarial_arising,omitempty"`
	Performed  []performedOut  `json:"performed"`
	Work       workpaper.Sheet `json:"work"`
}

type performedOut struct {
	What      string `json:"what"`
	Published string `json:"published"`
	Computed  string `json:"computed,omitempty"`
	Allowed   string `json:"rounding_allows,omitempty"`
	Verdict   string `json:"verdict"`
	How       string `json:"how"`
}

type minimumOut struct {
	Minimum    string          `json:"minimum"`
	Additional string          `json:"additional"`
	Intangible string          `json:"intangible"`
	Equity     string          `json:"equity"`
	EquityNet  string          `json:"equity_net_of_tax,omitempty"`
	Change     string          `json:"change_additional,omitempty"`
	ChangeInt  string          `json:"change_intangible,omitempty"`
	ChangeEq   string          `json:"change_equity,omitempty"`
	Work       workpaper.Sheet `json:"work"`
}

type adoptionOut struct {
	Before     string          `json:"liability_before"`
	AOCIBefore string          `json:"aoci_before,omitempty"`
	AOCI       string          `json:"aoci_after,omitempty"`
	Adjustment string          `json:"aoci_adjustment"`
	Tax        string          `json:"tax"`
	Net        string          `json:"aoci_adjustment_net"`
	Work       workpaper.Sheet `json:"work"`
}

type settledOut struct {
	Curtailment string          `json:"net_gain"`
	Offset      string          `json:"offset_against_net_loss"`
	Prior       string          `json:"prior_service_recognised"`
	Total       string          `json:"total_gain"`
	NetLossEnd  string          `json:"net_loss_close,omitempty"`
	Settlement  string          `json:"settlement_gain,omitempty"`
	Part        string          `json:"part_settled,omitempty"`
	Work        workpaper.Sheet `json:"work"`
}

type relatedOut struct {
	Value   string          `json:"market_related_value"`
	Weights []string        `json:"weights_of_gains"`
	Work    workpaper.Sheet `json:"work"`
}

// costWords are the keys of a cost.
var costWords = []string{"name", "service", "interest", "pbo", "obligation", "rate", "discount_rate", "return", "expected_return", "expected", "expected_rate", "actual_return", "assets", "psc", "psc_amortisation", "past_service", "psc_open", "loss_amortisation", "loss_amort", "transition", "settlement", "curtailment", "special_termination", "actuarial_increase_pbo", "actuarial_loss", "contribution", "benefits", "stated", "claimed", "prior_service_years", "net_loss", "remaining_service", "market_related_value"}

var pensionParts = []string{"cost", "plans", "plan", "history", "prior_service", "transition_amount", "minimum_liability", "sfas_158", "measurement_change", "settlements", "settlement_watch", "termination_benefits", "interim", "final_pay", "cash_balance", "funded", "reconciliation", "market_related_value", "periods", "implied"}

func pensions(in []byte) (out pensionOut, err error) {
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	o := object{top, r}
	c := costContext{r: r, currency: readCurrency(r, o), places: r.decimals(o, 2)}
	named := false
	if key := single(top); key != "" {
		out.part(c, key, top)
		out.done()
		return out, r.err
	}
	for _, key := range pensionParts {
		f, ok := o.get(key)
		if !ok || f.node.Kind == yaml.ScalarNode { // an amount is of a problem without a part's name
			continue
		}
		named = true
		if key == "periods" {
			out.totals(c, f)
			continue
		}
		for _, one := range r.many(f) {
			out.part(c, key, one)
		}
	}
	if !named && r.err == nil {
		out.bare(c, o)
	} else if r.err == nil {
		for _, p := range r.pairs(top) {
			if !slices.Contains(pensionParts, p.name) && !slices.Contains([]string{"currency", "amount_decimals", "unit", "name"}, p.name) {
				r.fail(p.field, "the key is not known here; allowed are currency, amount_decimals, %s", strings.Join(pensionParts, ", "))
			}
		}
	}
	if r.err == nil && len(out.papers) == 0 && len(out.Totals) == 0 && len(out.Implied) == 0 {
		r.fail(top, "give one of %s", strings.Join(pensionParts, ", "))
	}
	out.done()
	return out, r.err
}

// single is a part that stands by itself and has keys that are parts elsewhere.
func single(top field) string {
	switch {
	case gives(top, "years") && gives(top, "pbo", "opening"):
		return "history"
	case gives(top, "months_early"):
		return "measurement_change"
	}
	return ""
}

// bare is a problem without the name of its part, known by what it gives.
func (out *pensionOut) bare(c costContext, o object) {
	has := func(keys ...string) bool { return slices.ContainsFunc(keys, o.has) }
	switch {
	case has("reduction", "settled"):
		out.part(c, "settlements", o.field)
	case gives(o.field, "payments") || gives(o.field, "lump_sums") && gives(o.field, "service", "interest"):
		out.part(c, "settlement_watch", o.field)
	case has("employees", "groups", "service_years", "retire"):
		out.part(c, "prior_service", o.field)
	case has("pay_credit", "interest_credit", "opening_balance", "payout_years"):
		out.part(c, "cash_balance", o.field)
	case has("final_salary", "salary", "current_salary"):
		out.part(c, "final_pay", o.field)
	case has("lump_sum", "accepted", "probable"):
		out.part(c, "termination_benefits", o.field)
	case has("annual", "estimate"):
		out.part(c, "interim", o.field)
	case has("npc_components", "pbo_rollforward", "asset_rollforward", "oci_items"):
		out.part(c, "plan", o.field)
	case has("carried"):
		out.adoptions(c, o.field)
	case gives(o.field, "abo"):
		out.part(c, "minimum_liability", o.field)
	case has("amr", "glatfelter", "accrued_before", "liability_after", "asset_reduction", "before", "after"):
		out.adoptions(c, o.field)
	case has("rule", "gains", "fair_value"):
		out.part(c, "market_related_value", o.field)
	case gives(o.field, "service", "interest"):
		out.part(c, "cost", o.field)
	case isList(o, "assets"):
		out.part(c, "implied", o.field)
	case gives(o.field, "pbo") && gives(o.field, "assets") && gives(o.field, "psc_open", "psc_credit", "net_loss", "net_gain", "transition_open", "transition_asset"):
		out.part(c, "reconciliation", o.field)
	default:
		out.totals(c, o.field)
	}
}

// isList says whether a key holds a list.
func isList(o object, key string) bool {
	f, ok := o.get(key)
	return ok && f.node.Kind == yaml.SequenceNode
}

func (out *pensionOut) part(c costContext, key string, f field) {
	if c.r.err != nil {
		return
	}
	c = c.of(f)
	switch key {
	case "history":
		out.history(c, f)
	case "prior_service", "transition_amount":
		out.prior(c, f, key == "transition_amount")
	case "settlement_watch":
		out.watch(c, f)
	case "termination_benefits":
		out.termination(c, f)
	case "interim":
		out.interim(c, f)
	case "final_pay":
		out.finalPay(c, f)
	case "cash_balance":
		out.cashBalance(c, f)
	case "funded":
		out.funded(c, f)
	case "reconciliation":
		out.reconcile(c, f)
	case "measurement_change":
		out.measurement(c, f)
	case "cost":
		out.cost(c, f)
	case "plans", "plan":
		out.published(c, f)
	case "minimum_liability":
		out.minimum(c, f)
	case "sfas_158":
		out.adoptions(c, f)
	case "settlements":
		out.settled(c, f)
	case "market_related_value":
		out.related(c, f)
	default:
		out.implied(c, f)
	}
}

// totals adds lists up: components of periods, roll-forwards. What stands among them with keys of its own is a part: pbo with assets, a
// freeze, or a further problem.
func (out *pensionOut) totals(c costContext, f field) {
	var held []field
	defer func() {
		for _, h := range held {
			out.holdTotals(c, h)
		}
	}()
	for _, p := range c.r.pairs(f) {
		switch {
		case p.name == "currency" || p.name == "amount_decimals" || p.name == "unit" || p.name == "name":
		case p.name == "totals" || p.name == "stated" || p.name == "expected" || p.name == "published":
			held = append(held, p.field)
		case p.node.Kind == yaml.SequenceNode:
			sum := workpaper.Whole(0)
			paper := workpaper.New(workpaper.Head{Title: "Total of " + p.name})
			t := paper.Table("Amounts", "item")
			col := t.Column("amount", workpaper.Money(c.currency))
			for i, n := range c.numbers(p.field) {
				t.Row(workpaper.Whole(int64(i+1)).String()).Input(col, n)
				sum = sum.Add(n)
			}
			if c.r.err != nil {
				return
			}
			if t.Len() > 0 {
				paper.Section("Total").Step("total", workpaper.Money(c.currency), col.Total())
				out.add(paper)
			}
			out.Totals = append(out.Totals, partOut{p.name, c.text(sum)})
		case p.node.Kind == yaml.MappingNode && (p.name == "periods" || p.name == "components"):
			out.totals(c, p.field)
		case p.node.Kind == yaml.MappingNode:
			o := object{p.field, c.r}
			if o.has("reduction") {
				out.settled(c, p.field)
			} else if scalars(p.field) && (gives(p.field, "service", "interest") && !gives(p.field, "pbo", "assets", "actual_return", "contribution") || gives(p.field, "opening") || o.has("open") || o.has("begin") || o.has("beginning")) {
				out.totals(c, listed(p))
			} else if gives(p.field, "service") {
				out.cost(c, p.field)
			} else {
				out.implied(c, p.field)
			}
		case p.name == "pbo" || p.name == "assets":
			o := object{f, c.r}
			if p.name == "pbo" && o.has("assets") {
				n := c.r.number(o.must("assets")).Sub(c.r.number(p.field))
				out.Implied = append(out.Implied, partOut{"funded_status", c.text(n)}, partOut{"underfunded", c.text(n.Neg())})
			}
		default:
			c.r.fail(p.field, "the key is not known here; give lists of components, or one of %s", strings.Join(pensionParts, ", "))
		}
		if c.r.err != nil {
			return
		}
	}
}

// listed is a period whose components have names, as one whose components are a list.
func listed(p pair) field {
	values := &yaml.Node{Kind: yaml.SequenceNode, Line: p.node.Line}
	for i := 1; i < len(p.node.Content); i += 2 {
		values.Content = append(values.Content, p.node.Content[i])
	}
	return field{p.path, &yaml.Node{Kind: yaml.MappingNode, Line: p.node.Line, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!str", Value: p.name, Line: p.node.Line}, values}}}
}

// holdTotals holds published totals, by name or in the order of the lists, against what the lists come to.
func (out *pensionOut) holdTotals(c costContext, f field) {
	if c.r.err != nil {
		return
	}
	var names []string
	var stated []workpaper.Number
	if f.node.Kind == yaml.MappingNode {
		for _, p := range c.r.pairs(f) {
			names, stated = append(names, p.name), append(stated, c.r.number(p.field))
		}
	} else {
		stated = c.numbers(f)
		for _, t := range out.Totals {
			names = append(names, t.Name)
		}
	}
	if len(stated) > len(names) {
		c.r.fail(f, "it has %d totals of %d lists; give one for each", len(stated), len(names))
	}
	for i, n := range stated {
		if c.r.err != nil {
			return
		}
		k := slices.IndexFunc(out.Totals, func(t partOut) bool { return t.Name == names[i] })
		if k < 0 {
			c.r.fail(f, "there is no list %s", names[i])
			return
		}
		have := workpaper.MustParse(out.Totals[k].Amount)
		if d := n.Sub(have); d.Abs().Cmp(workpaper.Ratio(1, 2)) > 0 {
			out.Findings = append(out.Findings, check.Finding{Rule: "total-foots", Severity: check.Open, Subject: names[i], Cite: "ASC 715-20-50-1", Message: "the components come to " + c.text(have) + ", published is " + c.text(n) + "; the difference is " + c.text(d)})
		}
	}
}

// variants are the values of keys that may be lists: each variant of a problem in turn.
func (c costContext) variants(o object, keys ...string) (n int, at func(i int, keys ...string) *workpaper.Number) {
	values := map[string][]workpaper.Number{}
	n = 1
	for _, k := range keys {
		f, ok := o.get(k)
		if !ok {
			continue
		}
		if f.node.Kind == yaml.SequenceNode {
			values[k] = c.numbers(f)
			if len(values[k]) == 0 {
				c.r.fail(f, "the list is empty")
				return 0, nil
			}
		} else {
			values[k] = []workpaper.Number{c.r.rateOrNumber(f)}
		}
		if m := len(values[k]); m > 1 {
			if n > 1 && m != n {
				c.r.fail(f, "it has %d values where others have %d; give as many", m, n)
			}
			n = m
		}
	}
	return n, func(i int, keys ...string) *workpaper.Number {
		for _, k := range keys {
			if v := values[k]; len(v) > 0 {
				x := v[min(i, len(v)-1)]
				return &x
			}
		}
		return nil
	}
}

// rateOrNumber reads 10%, 0.1 and any number.
func (r *reader) rateOrNumber(f field) workpaper.Number {
	if strings.HasSuffix(r.text(f), "%") {
		return r.rate(f)
	}
	return r.number(f)
}

func (out *pensionOut) cost(c costContext, f field) {
	r := c.r
	words := append([]string{"currency", "amount_decimals", "frozen", "flows"}, costWords...)
	f = renamed(f, words)
	o := r.object(f, words...)
	frozen := r.optionalYes(o, "frozen")
	n, at := c.variants(o, costWords[1:]...)
	for i := 0; i < n && r.err == nil; i++ {
		or := func(keys ...string) workpaper.Number {
			if x := at(i, keys...); x != nil {
				return *x
			}
			return workpaper.Whole(0)
		}
		x := pension.Cost{Name: r.optional(o, "name"), Currency: c.currency, Places: c.places, Service: or("service"), Amendment: or("past_service"), Interest: at(i, "interest"), Obligation: at(i, "pbo", "obligation"), Rate: at(i, "rate", "discount_rate"), Expected: at(i, "expected_return", "return"), Assets: at(i, "assets"), Return: at(i, "expected_rate", "expected"), Actual: at(i, "actual_return"),
			PriorService: or("psc_amortisation", "psc"), Loss: or("loss_amortisation", "loss_amort"), Transition: or("transition"), ActuarialLoss: or("actuarial_increase_pbo", "actuarial_loss"), Contribution: at(i, "contribution"), Benefits: or("benefits"), Stated: at(i, "stated", "claimed"),
			Frozen: frozen, Flows: r.optional(o, "flows"), Related: at(i, "market_related_value"), PriorOpen: at(i, "psc_open"), PriorYears: at(i, "prior_service_years"), NetLoss: at(i, "net_loss"), Remaining: at(i, "remaining_service")}
		if x.Expected != nil && x.Expected.Sign() < 0 && at(i, "expected_return") != nil { // as published among components
			n := x.Expected.Neg()
			x.Expected = &n
		}
		if x.Return != nil && x.Return.Cmp(workpaper.Whole(1)) > 0 { // "expected" given as an amount
			if x.Expected == nil {
				x.Expected = x.Return
			}
			x.Return = nil
		}
		for _, k := range []string{"settlement", "curtailment", "special_termination"} {
			if y := at(i, k); y != nil {
				x.Other = append(x.Other, pension.Item{Name: strings.ReplaceAll(k, "_", " "), Amount: *y})
			}
		}
		if r.err != nil {
			return
		}
		res, err := x.Compute()
		if r.failed(f, err); err != nil {
			return
		}
		out.Costs = append(out.Costs, costYearOut{x.Name, c.text(res.Interest), c.text(res.Expected), c.text(res.Prior), c.text(res.Loss), c.given(res.PriorEnd), c.text(res.Cost), c.given(res.Accrual), c.given(res.Obligation), c.given(res.Assets), c.given(res.Funded), c.given(res.Arising), res.Paper.Sheet()})
		out.add(res.Paper, res.Findings...)
	}
}

func (out *pensionOut) published(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "unit", "npc_components", "cost", "pbo_rollforward", "obligation", "asset_rollforward", "plan_assets", "oci_items", "net_periodic_cost", "pbo_close", "assets_close", "funded_status", "oci_total", "discount_rate", "expected_return_rate", "rates_rounded_to", "market_related_value", "flows", "tolerance", "frozen", "gain_loss_check", "year_end", "dated", "actuary", "salary_growth")
	if r.optionalYes(o, "actuary") || o.has("dated") {
		if r.failed(f, pension.Dated(r.optional(o, "name"), r.optionalDate(o, "year_end"), r.optionalDate(o, "dated"), 0)); r.err != nil {
			return
		}
	}
	x := pension.Published{Name: r.optional(o, "name"), Currency: c.currency, Unit: r.optional(o, "unit"), Places: c.places, CostSum: c.some(o, "net_periodic_cost"), ObligationEnd: c.some(o, "pbo_close"), AssetsEnd: c.some(o, "assets_close"), Funded: c.some(o, "funded_status"), OCISum: c.some(o, "oci_total"), Discount: r.optionalRate(o, "discount_rate"), Return: r.optionalRate(o, "expected_return_rate"), Related: c.some(o, "market_related_value"), Flows: r.optional(o, "flows"), Tolerance: c.or(o, "tolerance"), Frozen: r.optionalYes(o, "frozen")}
	if x.Flows != "" && !slices.Contains([]string{"mid-year", "begin", "end"}, x.Flows) {
		r.fail(o.must("flows"), "%q is not mid-year, begin or end", x.Flows)
	}
	if n, ok := o.get("rates_rounded_to"); ok {
		x.RateStep = r.rate(n).Quo(workpaper.Whole(2))
	}
	for _, y := range []struct {
		into *[]pension.Item
		keys []string
	}{{&x.Cost, []string{"npc_components", "cost"}}, {&x.Obligation, []string{"pbo_rollforward", "obligation"}}, {&x.Assets, []string{"asset_rollforward", "plan_assets"}}, {&x.OCI, []string{"oci_items"}}} {
		for _, k := range y.keys {
			if n, ok := o.get(k); ok {
				for _, p := range c.parts(n) {
					*y.into = append(*y.into, pension.Item{Name: p.Name, Amount: p.Amount})
				}
			}
		}
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	has := func(key string, n workpaper.Number) string {
		if !res.Has[key] {
			return ""
		}
		return c.text(n)
	}
	y := publishedOut{Name: x.Name, Cost: has("cost", res.Cost), Obligation: has("obligation", res.ObligationEnd), Assets: has("assets", res.AssetsEnd), Funded: has("funded", res.Funded), OCI: has("oci", res.OCI), Arising: has("arising", res.Arising), Performed: []performedOut{}, Work: res.Paper.Sheet()}
	for _, p := range res.Performed {
		z := performedOut{What: p.What, Published: c.text(p.Published), Verdict: p.Verdict, How: p.How}
		if p.Verdict != pension.FootedVerdict {
			z.Computed, z.Allowed = c.text(p.Computed), c.text(p.Allowed)
		}
		y.Performed = append(y.Performed, z)
	}
	out.Plans = append(out.Plans, y)
	out.add(res.Paper, res.Findings...)
}

func (out *pensionOut) minimum(c costContext, f field) {
	r := c.r
	keys := []string{"abo", "accumulated", "fv", "assets", "accrued_negative_is_prepaid", "accrued", "expense", "contribution", "unrecognised_psc", "tax_rate"}
	all := append([]string{"currency", "amount_decimals", "name", "at", "pbo"}, keys...)
	f = renamed(f, all)
	o := r.object(f, all...)
	var before, beforeAsset *workpaper.Number
	n, at := c.variants(o, keys...)
	for i := 0; i < n && r.err == nil; i++ {
		or := func(keys ...string) workpaper.Number {
			if x := at(i, keys...); x != nil {
				return *x
			}
			return workpaper.Whole(0)
		}
		x := pension.Minimum{Name: r.optional(o, "name"), Currency: c.currency, At: r.optionalDate(o, "at"), Accumulated: or("abo", "accumulated"), Assets: or("fv", "assets"), Accrued: or("accrued_negative_is_prepaid", "accrued"), PriorService: or("unrecognised_psc"), Tax: at(i, "tax_rate"), Before: before, BeforeAsset: beforeAsset}
		if o.has("expense") {
			x.Accrued = x.Accrued.Add(or("expense")).Sub(or("contribution"))
		}
		if r.err != nil {
			return
		}
		res, err := x.Compute()
		if r.failed(f, err); err != nil {
			return
		}
		out.Minimum = append(out.Minimum, minimumOut{c.text(res.Minimum), c.text(res.Additional), c.text(res.Intangible), c.text(res.Equity), c.given(res.EquityNet), c.given(res.Change), c.given(res.ChangeAsset), c.given(res.ChangeEquity), res.Paper.Sheet()})
		before, beforeAsset = &res.Additional, &res.Intangible
		out.add(res.Paper)
	}
}

// adoptions reads one adoption, or several under names.
func (out *pensionOut) adoptions(c costContext, f field) {
	r := c.r
	o := object{f, r}
	single := false
	for _, k := range []string{"accrued_before", "before", "liability_after", "after", "asset_reduction", "carried"} {
		single = single || o.has(k)
	}
	if !single {
		for _, p := range r.pairs(f) {
			if p.node.Kind == yaml.MappingNode {
				out.adoptions(c, p.field)
			}
		}
		return
	}
	o = r.object(f, "currency", "amount_decimals", "name", "accrued_before", "before", "liability_after", "after", "asset_reduction", "intangible", "tax_rate", "at", "pbo", "assets", "carried", "additional", "abo", "in_comprehensive_income")
	x := pension.Adoption{Name: r.optional(o, "name"), Currency: c.currency, At: r.optionalDate(o, "at"), Before: c.or(o, "accrued_before", "before"), After: c.or(o, "liability_after", "after").Add(c.or(o, "asset_reduction")), Intangible: c.or(o, "intangible"), Additional: c.or(o, "additional"), Tax: r.optionalRate(o, "tax_rate"), InIncome: r.optionalYes(o, "in_comprehensive_income")}
	if o.has("pbo") {
		x.After = c.or(o, "pbo").Sub(c.or(o, "assets"))
	}
	if n, ok := o.get("carried"); ok {
		for _, p := range c.parts(n) {
			x.Carried = append(x.Carried, pension.Item{Name: p.Name, Amount: p.Amount})
		}
		out.first(c, o, &x)
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := adoptionOut{Before: c.text(res.Before), Adjustment: c.text(res.Adjustment), Tax: c.text(res.Tax), Net: c.text(res.Net), Work: res.Paper.Sheet()}
	if len(x.Carried) > 0 {
		y.AOCIBefore, y.AOCI = c.text(res.AOCIBefore), c.text(res.AOCI)
	}
	out.Adoption = append(out.Adoption, y)
	out.add(res.Paper, res.Findings...)
}

// first computes the minimum liability before the adoption, where the accumulated obligation is given.
func (out *pensionOut) first(c costContext, o object, x *pension.Adoption) {
	abo := c.some(o, "abo")
	if abo == nil || c.r.err != nil {
		return
	}
	accrued, prior := x.After, workpaper.Whole(0)
	for _, i := range x.Carried {
		accrued = accrued.Sub(i.Amount)
		if s := spelled(i.Name); strings.Contains(s, "prior") || strings.Contains(s, "psc") || strings.Contains(s, "transition") {
			prior = prior.Add(i.Amount)
		}
	}
	m, err := pension.Minimum{Name: x.Name, Currency: c.currency, Accumulated: *abo, Assets: c.or(o, "assets"), Accrued: accrued, PriorService: prior, Tax: x.Tax}.Compute()
	if c.r.failed(o.field, err); err != nil {
		return
	}
	x.Additional, x.Intangible = m.Additional, m.Intangible
	out.Minimum = append(out.Minimum, minimumOut{Minimum: c.text(m.Minimum), Additional: c.text(m.Additional), Intangible: c.text(m.Intangible), Equity: c.text(m.Equity), EquityNet: c.given(m.EquityNet), Work: m.Paper.Sheet()})
	out.add(m.Paper)
}

func (out *pensionOut) settled(c costContext, f field) {
	r := c.r
	f = renamed(f, []string{"net_loss", "prior_service", "obligation", "service", "interest"})
	o := r.object(f, "currency", "amount_decimals", "name", "reduction", "offset", "net_loss", "prior_service", "prior_service_all", "service_years_lost", "service_years", "transition", "settled", "paid", "obligation", "service", "interest", "policy", "settlement_first")
	if p := r.optional(o, "policy"); p != "" && p != "threshold" && p != "always" {
		r.fail(o.must("policy"), "%q is not threshold or always", p)
	}
	x := pension.Settled{First: r.optionalYes(o, "settlement_first"), PriorAll: c.some(o, "prior_service_all"), Lost: c.some(o, "service_years_lost"), Of: c.some(o, "service_years"), Transition: c.or(o, "transition"), Paid: c.some(o, "paid"), Service: c.some(o, "service"), Interest: c.some(o, "interest"), Always: r.optional(o, "policy") == "always", Name: r.optional(o, "name"), Currency: c.currency, Reduction: c.or(o, "reduction"), NetLoss: c.or(o, "net_loss"), Prior: c.or(o, "prior_service"), Offset: c.some(o, "offset"), Settlement: c.some(o, "settled"), Obligation: c.some(o, "obligation")}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := settledOut{Curtailment: c.text(res.Curtailment), Offset: c.text(res.Offset), Prior: c.text(res.Prior), Total: c.text(res.Total), NetLossEnd: c.text(res.NetLossEnd), Work: res.Paper.Sheet()}
	if !o.has("net_loss") {
		y.NetLossEnd = ""
	}
	if res.Part != nil {
		y.Settlement, y.Part = c.text(res.Settlement), res.Part.String()
	}
	out.Settlements = append(out.Settlements, y)
	out.add(res.Paper, res.Findings...)
}

func (out *pensionOut) related(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "fair_value", "gains", "years", "rule")
	x := pension.Related{Name: r.optional(o, "name"), Currency: c.currency, Fair: c.or(o, "fair_value"), Years: 5}
	if n, ok := o.get("years"); ok {
		x.Years = r.count(n, 1, 5)
	} else if s := r.optional(o, "rule"); strings.Contains(s, "1/3") {
		x.Years = 3
	}
	if n, ok := o.get("gains"); ok {
		x.Gains = c.numbers(n)
	}
	if r.err != nil {
		return
	}
	n, weights, p, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := relatedOut{Value: c.text(n), Work: p.Sheet()}
	for _, w := range weights {
		y.Weights = append(y.Weights, w.Text(6, money.HalfAway))
	}
	out.Related = append(out.Related, y)
	out.add(p)
}

// implied works out what two ends leave open: the benefits that assets paid, or the cost of the year from contributions and the funded status.
func (out *pensionOut) implied(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "assets", "pbo", "contribution", "actual_return")
	two := func(key string) (a, b workpaper.Number) {
		ns := c.numbers(o.must(key))
		if len(ns) != 2 {
			r.fail(o.must(key), "write [beginning, end]")
			return a, b
		}
		return ns[0], ns[1]
	}
	if o.has("pbo") {
		a0, a1 := two("assets")
		p0, p1 := two("pbo")
		change := a1.Sub(p1).Sub(a0.Sub(p0))
		out.Implied = append(out.Implied, partOut{"total_cost", c.text(c.or(o, "contribution").Sub(change))}, partOut{"funded_status", c.text(a1.Sub(p1))})
		return
	}
	a0, a1 := two("assets")
	if r.err == nil {
		out.Implied = append(out.Implied, partOut{"benefits", c.text(a0.Add(c.or(o, "actual_return")).Add(c.or(o, "contribution")).Sub(a1))})
	}
}
