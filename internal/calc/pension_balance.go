package calc

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/money"
	"tieout/pension"
	"tieout/workpaper"
)

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

type relatedOut struct {
	Value   string          `json:"market_related_value"`
	Weights []string        `json:"weights_of_gains"`
	Work    workpaper.Sheet `json:"work"`
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

type measurementOut struct {
	Name     string          `json:"name,omitempty"`
	Retained string          `json:"retained_earnings"`
	Tax      string          `json:"tax"`
	Net      string          `json:"retained_earnings_net"`
	Year     string          `json:"cost_of_year"`
	Work     workpaper.Sheet `json:"work"`
}

func (out *pensionOut) measurement(c costContext, f field) {
	a := c.known(f, "cost", "months_early", "tax_rate")
	x := pension.MeasurementChange{Name: a.text("name"), Currency: c.currency, Cost: a.must("cost"), Tax: a.rate("tax_rate")}
	x.Early, _ = a.whole(1, 12, "months_early")
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	out.Measurement = append(out.Measurement, measurementOut{x.Name, c.text(res.Retained), c.text(res.Tax), c.text(res.Net), c.text(res.Year), res.Paper.Sheet()})
	out.add(res.Paper)
}
