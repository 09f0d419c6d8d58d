package calc

import (
	_ "embed"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

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

// of is the context of a part that may have a currency and decimals of its own.
func (c costContext) of(f field) costContext {
	if f.node.Kind == yaml.MappingNode {
		o := object{f, c.r}
		if o.has("currency") {
			c.currency = readCurrency(c.r, o)
		}
		c.places = c.r.decimals(o, c.places)
	}
	return c
}

// known begins a part: its keys by any spelling.
func (c costContext) known(f field, keys ...string) *asked {
	keys = append(keys, "currency", "amount_decimals", "name")
	a := c.asking(renamed(f, keys))
	a.known = append(a.known, keys...)
	return a
}

// scalars says whether a mapping has plain values only.
func scalars(f field) bool {
	if f.node.Kind != yaml.MappingNode {
		return false
	}
	return !slices.ContainsFunc(f.node.Content, func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode })
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
