package calc

import (
	_ "embed"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/incometax"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/tax.yaml
var taxExample []byte

var taxTopic = Topic{
	Name:    "tax",
	Summary: "interim tax by the estimated annual rate, deferred tax with carryforwards and valuation allowance, change of rate, reconciliation",
	Example: taxExample,
	Run:     func(in []byte) (any, error) { return taxes(in) },
}

type taxOut struct {
	Interim  []interimTaxOut `json:"interim,omitempty"`
	Years    []taxYearOut    `json:"years,omitempty"`
	Reconcil []reconcileOut  `json:"reconciliations,omitempty"`
	papered
}

type interimTaxOut struct {
	Name      string           `json:"name,omitempty"`
	AnnualTax string           `json:"annual_tax"`
	Rate      string           `json:"rate"`
	RatePct   string           `json:"rate_pct"`
	Quarters  []quarterTaxOut  `json:"quarters"`
	Work      *workpaper.Sheet `json:"work"`
}

type quarterTaxOut struct {
	Income   string `json:"income"`
	ToDate   string `json:"income_to_date"`
	Rate     string `json:"rate"`
	TaxYTD   string `json:"tax_to_date"`
	Tax      string `json:"tax"`
	Discrete string `json:"discrete"`
	Total    string `json:"total_tax"`
	Limited  bool   `json:"limited,omitempty"`
}

type taxYearOut struct {
	Name        string           `json:"name,omitempty"`
	Taxable     string           `json:"taxable_income,omitempty"`
	Current     string           `json:"current_tax,omitempty"`
	LossUsed    string           `json:"loss_used,omitempty"`
	LossEnd     string           `json:"loss_carried_forward,omitempty"`
	Assets      string           `json:"deferred_tax_assets"`
	Liabilities string           `json:"deferred_tax_liabilities"`
	Allowance   string           `json:"valuation_allowance"`
	Net         string           `json:"net_deferred_tax"`
	NetBegin    string           `json:"net_deferred_tax_beginning"`
	RateEffect  string           `json:"effect_of_rate_change"`
	OCI         string           `json:"other_comprehensive_income"`
	Deferred    string           `json:"deferred_tax_expense"`
	Expense     string           `json:"income_tax_expense"`
	Effective   string           `json:"effective_rate,omitempty"`
	NetCurrent  string           `json:"net_current"`
	Noncurrent  string           `json:"net_noncurrent"`
	Work        *workpaper.Sheet `json:"work"`
}

type reconcileOut struct {
	Name        string           `json:"name,omitempty"`
	Statutory   string           `json:"statutory_tax"`
	Items       []taxItemOut     `json:"items"`
	Total       string           `json:"income_tax_expense"`
	Effective   string           `json:"effective_rate,omitempty"`
	Unexplained string           `json:"unexplained"`
	Work        *workpaper.Sheet `json:"work"`
}

type taxItemOut struct {
	Name    string `json:"name,omitempty"`
	Tax     string `json:"tax"`
	Percent string `json:"rate,omitempty"`
}

// percentText is a rate as a percentage with two decimals.
func percentText(n workpaper.Number) string {
	return n.Mul(workpaper.Whole(100)).Text(2, money.HalfAway) + "%"
}

var (
	quarterKeys = []string{"quarter_income", "quarters", "quarterly_income", "ordinary_income", "income_by_quarter", "taxable_income", "quarters_income"}
	diffKeys    = []string{"differences", "temporary_differences", "temporary", "difference"}
)

func taxes(in []byte) (out taxOut, err error) {
	a, err := asking(in)
	if err != nil {
		return out, err
	}
	a.kinds(out.bare, kindOf{[]string{"interim"}, out.interim}, kindOf{[]string{"years", "year", "deferred"}, out.year}, kindOf{[]string{"reconciliations", "reconciliation"}, out.reconcile})
	out.done()
	return out, a.c.r.err
}

func (out *taxOut) bare(a *asked) {
	switch {
	case a.has("statutory_rate") && a.has("items"):
		out.reconcile(a)
	case a.has(quarterKeys...):
		out.interim(a)
	default:
		out.year(a)
	}
}

// readScale reads a rate, or brackets: pairs of a width and a rate, or of an upper end where each is above the one before; or {width, rate},
// {up_to, rate}.
func readScale(a *asked) incometax.Scale {
	state := a.rate("state_rate")
	if r := a.rate("rate", "tax_rate", "statutory_rate", "federal_rate", "enacted_rate"); r != nil {
		if state != nil {
			return incometax.Flat(incometax.Combined(*r, *state))
		}
		return incometax.Flat(*r)
	}
	f, ok := a.find("brackets", "schedule", "tax_brackets", "rates")
	if !ok {
		return nil
	}
	r := a.c.r
	type pairIn struct {
		at   *workpaper.Number
		rate workpaper.Number
		to   bool
	}
	var all []pairIn
	for _, x := range r.list(f) {
		if x.node.Kind == yaml.SequenceNode {
			of := items(x)
			if len(of) != 2 {
				r.fail(x, "write a pair: a width of income and its rate, such as [50000, 15%%]; the last is [next, 39%%]")
				return nil
			}
			p := pairIn{rate: r.rateOf(of[1])}
			if w := spelled(of[0].node.Value); w != "next" && w != "rest" && w != "above" && w != "over" {
				n := r.number(of[0])
				p.at = &n
			}
			all = append(all, p)
			continue
		}
		b := a.c.asking(x)
		p := pairIn{}
		if n := b.rate("rate"); n != nil {
			p.rate = *n
		}
		if n := b.num("up_to", "to", "upper"); n != nil {
			p.at, p.to = n, true
		} else {
			p.at = b.num("width", "next")
		}
		b.done()
		all = append(all, p)
	}
	limits := len(all) > 1
	for i := range all {
		limits = limits && (all[i].at == nil || i == 0 || all[i-1].at != nil && all[i].at.Cmp(*all[i-1].at) > 0)
	}
	var scale incometax.Scale
	before := workpaper.Whole(0)
	for _, p := range all {
		b := incometax.Bracket{Rate: p.rate}
		if p.at != nil {
			n := *p.at
			if limits || p.to {
				n, before = n.Sub(before), n
			}
			b.Width = &n
		}
		scale = append(scale, b)
	}
	return scale
}

func (out *taxOut) interim(a *asked) {
	x := incometax.Interim{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, Begins: a.day("fiscal_year_begins", "year_begins"), Quarters: a.numbers(quarterKeys...), Scale: readScale(a), NoBenefit: a.yes("no_benefit"), ToDate: a.yes("to_date", "actual_rate_to_date")}
	x.Benefit = a.num("benefit_realisable", "realisable_benefit", "realizable_benefit")
	if f, ok := a.find("estimates", "annual", "estimate", "year_estimate", "annual_estimate", "expected_annual_income", "estimated_annual_income"); ok {
		for _, one := range a.c.r.many(f) {
			x.Estimates = append(x.Estimates, readEstimate(a.c, one))
		}
	}
	if len(x.Estimates) == 0 && a.has("credits", "permanent") {
		sum := workpaper.Whole(0)
		for _, q := range x.Quarters {
			sum = sum.Add(q)
		}
		x.Estimates = []incometax.Estimate{{Ordinary: sum, Credits: a.or("credits", "credit"), Permanent: a.or("permanent", "permanent_differences")}}
	}
	for _, d := range a.each("discrete", "discrete_items") {
		i := incometax.Discrete{Name: d.text("name"), Income: d.or("income", "amount"), Tax: d.num("tax"), Rate: d.rate("rate")}
		i.Quarter, _ = d.whole(1, 12, "quarter")
		if i.Tax == nil && i.Rate == nil && len(x.Scale) == 1 {
			i.Rate = &x.Scale[0].Rate
		}
		d.done()
		x.Discrete = append(x.Discrete, i)
	}
	res, ok := computed(a, x.Compute)
	if !ok {
		return
	}
	t := a.c.text
	y := interimTaxOut{Name: x.Name, AnnualTax: t(res.AnnualTax), Rate: percentText(res.Rate), RatePct: strings.TrimSuffix(percentText(res.Rate), "%"), Quarters: []quarterTaxOut{}, Work: sheetOf(res.Paper)}
	for _, q := range res.Quarters {
		y.Quarters = append(y.Quarters, quarterTaxOut{t(q.Income), t(q.IncomeToDate), percentText(q.Rate), t(q.TaxToDate), t(q.Tax), t(q.Discrete), t(q.Total), q.Limited})
	}
	out.Interim = append(out.Interim, y)
	out.add(res.Paper, res.Findings...)
	a.hold("tax", y, &out.papered)
}

func readEstimate(c costContext, f field) (e incometax.Estimate) {
	if f.node.Kind != yaml.MappingNode {
		e.Ordinary = c.r.number(f)
		return e
	}
	b := c.asking(f)
	e = incometax.Estimate{Ordinary: b.must("ordinary_income", "income", "ordinary", "pretax"), Permanent: b.or("permanent", "permanent_differences"), Credits: b.or("credits", "credit", "tax_credits"), Tax: b.num("tax", "annual_tax")}
	b.done()
	return e
}

// readDifferences reads temporary differences. Of assets a book amount above the tax basis will be taxed; of liabilities it will be deducted.
func readDifferences(a *asked) (out []incometax.Difference) {
	f, ok := a.find(diffKeys...)
	if !ok {
		return nil
	}
	scheduled := map[string]workpaper.Number{}
	if g, ok := a.find("rates_by_year", "enacted_rates"); ok {
		for _, p := range a.c.r.pairs(g) {
			scheduled[p.name] = a.c.r.rateOf(p.field)
		}
	}
	for _, b := range a.c.named(f) {
		d := incometax.Difference{Name: b.text("name"), Current: b.yes("current"), OCI: b.yes("oci", "other_comprehensive_income"), Rate: b.rate("rate")}
		d.Begin, d.End = readDifference(b, "beginning", "begin", "prior"), readDifference(b, "")
		if g, ok := b.find("reversals", "turns"); ok {
			sign := workpaper.Whole(1)
			if b.yes("taxable_later") || d.End.Sign() < 0 {
				sign = workpaper.Whole(-1)
			}
			for _, p := range a.c.r.pairs(g) {
				part := d
				part.Name, part.Begin, part.End = d.Name+", "+p.name, workpaper.Number{}, a.c.r.number(p.field).Abs().Mul(sign)
				if r, ok := scheduled[p.name]; ok {
					part.Rate = &r
				}
				out = append(out, part)
			}
			b.done()
			continue
		}
		b.done()
		out = append(out, d)
	}
	return out
}

// readDifference reads the difference at one end of the year.
func readDifference(b *asked, prefixes ...string) workpaper.Number {
	key := func(names ...string) (keys []string) {
		for _, p := range prefixes {
			for _, n := range names {
				if p == "" {
					keys = append(keys, n)
				} else {
					keys = append(keys, p+"_"+n)
				}
			}
		}
		return keys
	}
	end := prefixes[0] == ""
	if n := b.num(key("deductible", "future_deductible")...); n != nil {
		return *n
	}
	if n := b.num(key("taxable", "future_taxable")...); n != nil {
		return n.Neg()
	}
	book, tax := b.num(key("book", "book_basis", "carrying_amount", "book_value")...), b.num(key("tax", "tax_basis", "tax_base")...)
	switch {
	case book != nil || tax != nil:
		zero := workpaper.Whole(0)
		if book == nil {
			book = &zero
		}
		if tax == nil {
			tax = &zero
		}
		d := tax.Sub(*book)
		if b.word("asset", [][]string{{"asset"}, {"liability"}}, "kind", "type") == "liability" {
			d = d.Neg()
		}
		return d
	case end:
		if n := b.num("amount", "end", "ending"); n != nil {
			return *n
		}
	default:
		if n := b.num(prefixes...); n != nil {
			return *n
		}
	}
	return workpaper.Number{}
}

// named are problems in a list, or under names of the writer's own; a plain amount stands for {amount}.
func (c costContext) named(f field) (out []*asked) {
	if f.node.Kind != yaml.MappingNode {
		return c.problems(f)
	}
	single := false
	for i := 0; i < len(f.node.Content); i += 2 {
		switch spelled(f.node.Content[i].Value) {
		case "name", "book", "tax", "deductible", "taxable", "book_basis", "tax_basis", "amount":
			single = true
		}
	}
	if single {
		return []*asked{c.asking(f)}
	}
	for _, p := range c.r.pairs(f) {
		n := p.field
		if n.node.Kind == yaml.ScalarNode {
			n = field{p.path, &yaml.Node{Kind: yaml.MappingNode, Line: p.node.Line, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: "amount", Line: p.node.Line}, p.node}}}
		}
		x := c.asking(n)
		x.name(p.name)
		out = append(out, x)
	}
	return out
}

func (out *taxOut) year(a *asked) {
	x := incometax.Year{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, Begins: a.day("fiscal_year_begins", "year_begins"), Before: a.rate("old_rate", "rate_before", "beginning_rate"), Current: a.rate("current_rate"),
		Pretax: a.num("pretax_income", "pretax", "pretax_book_income", "pretax_financial_income", "income_before_tax", "book_income"), Credits: a.or("credits", "tax_credits"), Carryback: a.or("carryback_income", "prior_taxable_income"), CarryRate: a.rate("carryback_rate"), Limit: a.rate("limit", "loss_limit")}
	if s := readScale(a); len(s) == 1 {
		x.Rate = s[0].Rate
	} else if n := a.rate("new_rate", "future_rate"); n != nil {
		x.Rate = *n
	} else {
		a.miss([]string{"rate", "tax_rate", "enacted_rate"})
	}
	for _, p := range a.parts("permanent", "permanent_differences") {
		x.Permanent = append(x.Permanent, incometax.Part{Name: p.name, Amount: p.amount})
	}
	x.Diffs = readDifferences(a)
	if d := readDifference(a, ""); d.Sign() != 0 {
		x.Diffs = append(x.Diffs, incometax.Difference{Name: "difference", Begin: readDifference(a, "beginning"), End: d})
	}
	readCarried(a, &x)
	x.AllowanceBegin, x.Allowance, x.Losses = a.or("allowance_beginning", "valuation_allowance_beginning"), a.num("valuation_allowance", "allowance"), a.yes("cumulative_losses")
	if n := a.rate("not_realised", "allowance_part", "valuation_allowance_part"); n != nil && x.Allowance == nil {
		assets := workpaper.Whole(0)
		for _, d := range x.Diffs {
			if d.End.Sign() > 0 {
				assets = assets.Add(d.End.Mul(x.Rate))
			}
		}
		for _, c := range x.Carried {
			assets = assets.Add(c.End.Mul(x.Rate))
		}
		v := assets.Mul(*n).Round(x.Places, money.HalfAway)
		x.Allowance = &v
	}
	if f, ok := a.find("sources", "sources_of_income"); ok {
		for _, b := range a.c.named(f) {
			x.Sources = append(x.Sources, incometax.Source{Name: b.text("name"), Income: b.must("amount", "income"), Future: b.yes("future") || strings.Contains(spelled(b.text("name")), "future")})
			b.done()
		}
	}
	res, ok := computed(a, x.Compute)
	if !ok {
		return
	}
	t := a.c.text
	y := taxYearOut{Name: x.Name, Assets: t(res.Assets), Liabilities: t(res.Liabilities), Allowance: t(res.Allowance), Net: t(res.Net), NetBegin: t(res.NetBegin), RateEffect: t(res.RateEffect), OCI: t(res.OCI), Deferred: t(res.Deferred), Expense: t(res.Expense), NetCurrent: t(res.NetCurrent), Noncurrent: t(res.NetNoncurrent), Work: sheetOf(res.Paper)}
	if x.Pretax != nil {
		y.Taxable, y.Current = t(res.Taxable), t(res.CurrentTax)
	}
	if len(x.Unused) > 0 {
		y.LossUsed, y.LossEnd = t(res.LossUsed), t(res.LossEnd)
	}
	if res.Effective != nil {
		y.Effective = percentText(*res.Effective)
	}
	out.Years = append(out.Years, y)
	out.add(res.Paper, res.Findings...)
	a.hold("tax", y, &out.papered)
}

// readCarried reads losses and credits carried forward: one amount is the beginning of a year whose use is worked out, where the year's
// income is given, and the end where it is not.
func readCarried(a *asked, x *incometax.Year) {
	if f, ok := a.find("loss_carryforward", "nol", "nol_carryforward", "operating_loss_carryforward", "losses"); ok {
		c := incometax.Carried{Name: "loss carryforward"}
		if f.node.Kind == yaml.ScalarNode {
			n := a.c.r.positive(f)
			c.Begin, c.End = n, n
			x.Unused = append(x.Unused, x.Pretax != nil)
			if x.Pretax == nil {
				c.Begin = workpaper.Number{}
			}
		} else {
			b := a.c.asking(f)
			c.Begin = b.or("beginning", "begin")
			n := b.num("end", "ending")
			if n != nil {
				c.End = *n
			}
			x.Unused = append(x.Unused, n == nil)
			b.done()
		}
		x.Carried = append(x.Carried, c)
	} else if x.Pretax != nil && x.Pretax.Sign() < 0 {
		x.Carried, x.Unused = append(x.Carried, incometax.Carried{Name: "loss carryforward"}), append(x.Unused, true)
	}
	if f, ok := a.find("credit_carryforward", "credits_carried_forward"); ok {
		c := incometax.Carried{Name: "credit carryforward", Credit: true}
		if f.node.Kind == yaml.ScalarNode {
			c.End = a.c.r.positive(f)
		} else {
			b := a.c.asking(f)
			c.Begin, c.End = b.or("beginning", "begin"), b.or("end", "ending")
			b.done()
		}
		x.Carried, x.Unused = append(x.Carried, c), append(x.Unused, false)
	}
}

func (out *taxOut) reconcile(a *asked) {
	x := incometax.Reconciliation{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, Pretax: a.must("pretax_income", "pretax", "income_before_tax"), Expense: a.num("expense", "income_tax_expense", "tax_expense", "booked")}
	if r := a.rate("statutory_rate", "rate", "federal_rate"); r != nil {
		x.Rate = *r
	} else {
		a.miss([]string{"statutory_rate"})
	}
	if f, ok := a.find("items", "reconciling_items"); ok {
		for _, b := range a.c.named(f) {
			x.Items = append(x.Items, incometax.Item{Name: b.text("name"), Tax: b.num("tax", "amount"), Base: b.num("difference", "base", "gross"), Rate: b.rate("rate")})
			b.done()
		}
	}
	res, ok := computed(a, x.Compute)
	if !ok {
		return
	}
	y := reconcileOut{Name: x.Name, Statutory: a.c.text(res.Statutory), Items: []taxItemOut{}, Total: a.c.text(res.Total), Unexplained: a.c.text(res.Unexplained), Work: sheetOf(res.Paper)}
	for i, it := range x.Items {
		one := taxItemOut{Name: it.Name, Tax: a.c.text(res.Taxes[i])}
		if i < len(res.Percents) {
			one.Percent = percentText(res.Percents[i])
		}
		y.Items = append(y.Items, one)
	}
	if res.Effective != nil {
		y.Effective = percentText(*res.Effective)
	}
	out.Reconcil = append(out.Reconcil, y)
	out.add(res.Paper, res.Findings...)
	a.hold("tax", y, &out.papered)
}
