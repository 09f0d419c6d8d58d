package calc

import (
	_ "embed"

	"tieout/costing"
	"tieout/workpaper"
)

//go:embed examples/absorption.yaml
var absorptionExample []byte

var absorptionTopic = Topic{
	Name:    "absorption",
	Summary: "overhead applied and its difference, fixed overhead at normal capacity with idle cost, normal and abnormal spoilage",
	Example: absorptionExample,
	Run:     func(in []byte) (any, error) { return absorption(in) },
}

type absorptionOut struct {
	Overhead []overheadOut `json:"overhead,omitempty"`
	Capacity []capacityOut `json:"capacity,omitempty"`
	Spoilage []spoilageOut `json:"spoilage,omitempty"`
	papered
}

type overheadOut struct {
	Name    string          `json:"name,omitempty"`
	Rate    string          `json:"rate,omitempty"`
	Actual  string          `json:"actual"`
	Applied string          `json:"applied"`
	Under   string          `json:"underapplied"` // overapplied negative
	Over    string          `json:"overapplied"`
	Shares  []partOut       `json:"disposition"`
	Work    workpaper.Sheet `json:"work"`
}

type capacityOut struct {
	Rate     string          `json:"rate"`
	Absorbed string          `json:"absorbed"`
	Idle     string          `json:"idle"`
	Expensed bool            `json:"idle_expensed"`
	Work     workpaper.Sheet `json:"work"`
}

type spoilageOut struct {
	Spoiled      string          `json:"spoiled"`
	Normal       string          `json:"normal"`
	Abnormal     string          `json:"abnormal"`
	UnitCost     string          `json:"unit_cost"`
	GoodCost     string          `json:"good_cost"`
	NormalCost   string          `json:"normal_cost"`
	AbnormalCost string          `json:"abnormal_cost"`
	Transferred  string          `json:"transferred"`
	PerGood      string          `json:"cost_of_a_good_unit"`
	Work         workpaper.Sheet `json:"work"`
}

func absorption(in []byte) (out absorptionOut, err error) {
	c, o, err := costTopic(in, "overhead", "capacity", "spoilage")
	if err != nil {
		return out, err
	}
	for _, x := range []struct {
		key string
		do  func(costContext, field)
	}{{"overhead", out.overhead}, {"capacity", out.capacity}, {"spoilage", out.spoilage}} {
		if f, ok := o.get(x.key); ok {
			for _, one := range c.r.many(f) {
				x.do(c, one)
			}
		}
	}
	if c.r.err == nil && len(out.papers) == 0 {
		c.r.fail(o.field, "give overhead, capacity or spoilage")
	}
	out.done()
	return out, c.r.err
}

func (out *absorptionOut) overhead(c costContext, f field) {
	o := c.r.object(f, "name", "rate", "rate_per_hour", "budgeted_overhead", "budgeted_base", "budgeted_hours", "base", "hours", "actual_hours", "applied", "actual", "actual_overhead", "prorate")
	x := costing.Overhead{Name: c.r.optional(o, "name"), Currency: c.currency, Rate: c.some(o, "rate", "rate_per_hour"), Budget: c.some(o, "budgeted_overhead"), BaseOf: c.some(o, "budgeted_base", "budgeted_hours"),
		Base: c.some(o, "base", "hours", "actual_hours"), Applied: c.some(o, "applied"), Actual: c.parts(o.oneOf("actual", "actual_overhead")), Places: c.places}
	if f, ok := o.get("prorate"); ok {
		x.Prorate = c.parts(f)
	}
	if c.r.err != nil {
		return
	}
	r, err := x.Compute()
	if err != nil {
		c.r.failed(f, err)
		return
	}
	out.Overhead = append(out.Overhead, overheadOut{x.Name, exact(r.Rate), c.text(r.Actual), c.text(r.Applied), c.text(r.Under), c.text(r.Under.Neg()), c.partsOut(r.Shares), r.Paper.Sheet()})
	out.add(r.Paper)
}

func (out *absorptionOut) capacity(c costContext, f field) {
	o := c.r.object(f, "fiscal_year_begins", "fixed_overhead", "normal_capacity", "range", "produced", "so_abnormal")
	x := costing.Capacity{Currency: c.currency, YearBegins: c.r.optionalDate(o, "fiscal_year_begins"), Fixed: c.r.positive(o.must("fixed_overhead")), Normal: aboveZero(c.r, o.must("normal_capacity")), Produced: c.r.positive(o.must("produced"))}
	if f, ok := o.get("range"); ok {
		if xs := c.r.list(f); len(xs) == 2 {
			a, b := c.r.positive(xs[0]), c.r.positive(xs[1])
			x.Low, x.High = &a, &b
		} else {
			c.r.fail(f, "write [lowest, highest]")
		}
	}
	if f, ok := o.get("so_abnormal"); ok {
		x.Unusual = c.r.yes(f)
	}
	if c.r.err != nil {
		return
	}
	r, err := x.Compute()
	if err != nil {
		c.r.failed(f, err)
		return
	}
	out.Capacity = append(out.Capacity, capacityOut{r.Rate.String(), c.text(r.Absorbed), c.text(r.Idle), r.Expensed, r.Paper.Sheet()})
	out.add(r.Paper, r.Findings...)
}

func (out *absorptionOut) spoilage(c costContext, f field) {
	o := c.r.object(f, "fiscal_year_begins", "units", "units_started", "good", "good_units", "spoiled", "normal", "normal_of_good", "normal_pct", "normal_of_started", "cost", "cost_per_unit", "unit_cost", "disposal_value")
	x := costing.Spoilage{Currency: c.currency, YearBegins: c.r.optionalDate(o, "fiscal_year_begins"), Units: c.some(o, "units", "units_started"), Good: c.r.positive(o.oneOf("good", "good_units")), Spoiled: c.some(o, "spoiled"), Normal: c.some(o, "normal"),
		Cost: c.some(o, "cost"), UnitCost: c.some(o, "cost_per_unit", "unit_cost"), Disposal: c.or(o, "disposal_value"), NormalIn: c.r.optionalShare(o, "normal_of_started")}
	for _, key := range []string{"normal_of_good", "normal_pct"} {
		if s := c.r.optionalShare(o, key); s != nil {
			x.NormalOf = s
		}
	}
	if c.r.err != nil {
		return
	}
	r, err := x.Compute()
	if err != nil {
		c.r.failed(f, err)
		return
	}
	out.Spoilage = append(out.Spoilage, spoilageOut{r.Spoiled.String(), r.Normal.String(), r.Abnormal.String(), r.UnitCost.String(), c.text(r.GoodCost), c.text(r.NormalCost), c.text(r.AbnormalCost), c.text(r.Transferred), r.PerGood.String(), r.Paper.Sheet()})
	out.add(r.Paper)
}
