package calc

import (
	_ "embed"
	"strconv"

	"tieout/check"
	"tieout/costing"
	"tieout/workpaper"
)

//go:embed examples/variances.yaml
var variancesExample []byte

var variancesTopic = Topic{
	Name:    "variances",
	Summary: "standard cost variances: material price, usage, mix and yield; labour rate and efficiency; overhead two-, three- and four-way",
	Example: variancesExample,
	Run:     func(in []byte) (any, error) { return variances(in) },
}

type variancesOut struct {
	Sign        string                `json:"sign"`
	Materials   *resourceOut          `json:"materials,omitempty"`
	Labour      *resourceOut          `json:"labour,omitempty"`
	Overhead    []overheadVarianceOut `json:"overhead,omitempty"`
	Capitalised *capitalisedOut       `json:"capitalised,omitempty"`
	papered
}

type resourceOut struct {
	Inputs []inputOut      `json:"inputs"`
	Price  string          `json:"price,omitempty"`      // materials
	Usage  string          `json:"usage,omitempty"`      // materials
	Rate   string          `json:"rate,omitempty"`       // labour
	Eff    string          `json:"efficiency,omitempty"` // labour
	Idle   string          `json:"idle_time,omitempty"`
	Mix    string          `json:"mix,omitempty"`
	Yield  string          `json:"yield,omitempty"`
	Total  string          `json:"total"`
	Work   workpaper.Sheet `json:"work"`
}

type inputOut struct {
	Name     string `json:"name,omitempty"`
	Price    string `json:"price,omitempty"`
	Usage    string `json:"usage,omitempty"`
	Rate     string `json:"rate,omitempty"`
	Eff      string `json:"efficiency,omitempty"`
	Idle     string `json:"idle_time,omitempty"`
	Mix      string `json:"mix,omitempty"`
	Yield    string `json:"yield,omitempty"`
	Standard string `json:"standard_cost"`
	Actual   string `json:"actual_cost"`
}

type overheadVarianceOut struct {
	Name               string          `json:"name,omitempty"`
	VariableSpending   string          `json:"variable_spending,omitempty"` // also called rate
	VariableEfficiency string          `json:"variable_efficiency,omitempty"`
	FixedSpending      string          `json:"fixed_spending,omitempty"` // also called budget
	Volume             string          `json:"volume,omitempty"`
	FixedEfficiency    string          `json:"fixed_efficiency,omitempty"` // with fixed_capacity the parts of volume
	FixedCapacity      string          `json:"fixed_capacity,omitempty"`
	Spending           string          `json:"spending,omitempty"`
	Efficiency         string          `json:"efficiency,omitempty"`
	Controllable       string          `json:"controllable,omitempty"`
	FlexibleBudget     string          `json:"flexible_budget,omitempty"`
	Applied            string          `json:"applied,omitempty"`
	Total              string          `json:"total,omitempty"`
	Work               workpaper.Sheet `json:"work"`
}

func variances(in []byte) (out variancesOut, err error) {
	out.Sign = "unfavourable positive"
	c, o, err := costTopic(in, "units", "output", "materials", "labour", "labor", "overhead", "fiscal_year_begins", "capitalise", "capitalize")
	if err != nil {
		return out, err
	}
	output := c.some(o, "units", "output")
	if f, ok := o.get("materials"); ok {
		out.Materials = out.resource(c, f, output, false)
	}
	if o.has("labour") || o.has("labor") {
		out.Labour = out.resource(c, o.oneOf("labour", "labor"), output, true)
	}
	if f, ok := o.get("overhead"); ok {
		for _, one := range c.r.many(f) {
			out.overhead(c, one, output)
		}
	}
	for _, key := range []string{"capitalise", "capitalize"} {
		if f, ok := o.get(key); ok {
			out.capitalised(c, o, f)
		}
	}
	if c.r.err == nil && len(out.papers) == 0 {
		c.r.fail(o.field, "give materials, labour, overhead or what to capitalise")
	}
	out.done()
	return out, c.r.err
}

// capitalisedOut is the roll of what of the variances stays in inventory.
type capitalisedOut struct {
	Stages   []capitalisedStageOut `json:"stages"`
	Begin    string                `json:"beginning"`
	Normal   string                `json:"capitalised"`
	Abnormal string                `json:"abnormal_expensed"`
	Released string                `json:"released"`
	End      string                `json:"ending"`
	Work     workpaper.Sheet       `json:"work"`
	Findings []check.Finding       `json:"findings,omitempty"`
}

type capitalisedStageOut struct {
	Stage    string `json:"stage"`
	Share    string `json:"share_on_hand"`
	Begin    string `json:"beginning"`
	Normal   string `json:"capitalised"`
	Released string `json:"released"`
	End      string `json:"ending"`
}

func (out *variancesOut) capitalised(c costContext, o object, f field) {
	x := costing.Capitalised{Currency: c.currency}
	if day, ok := o.get("fiscal_year_begins"); ok {
		x.Begins = c.r.date(day)
	}
	for _, p := range c.r.pairs(f) {
		s := c.r.object(p.field, "beginning_on_hand", "beginning", "came_in", "on_hand", "variance", "abnormal")
		x.Stages = append(x.Stages, costing.CapitalisedStage{Name: p.name, BeginHand: c.or(s, "beginning_on_hand"), Begin: c.or(s, "beginning"), Throughput: c.or(s, "came_in"), EndHand: c.or(s, "on_hand"), Variance: c.or(s, "variance"), Abnormal: c.or(s, "abnormal")})
	}
	if c.r.err != nil {
		return
	}
	r, err := x.Compute()
	if err != nil {
		c.r.failed(f, err)
		return
	}
	co := &capitalisedOut{Begin: c.text(r.Begin), Normal: c.text(r.Normal), Abnormal: c.text(r.Abnormal), Released: c.text(r.Released), End: c.text(r.End), Work: r.Paper.Sheet(), Findings: r.Findings}
	for _, s := range r.Stages {
		co.Stages = append(co.Stages, capitalisedStageOut{s.Name, s.Share.String(), c.text(s.Begin), c.text(s.Capitalised), c.text(s.Released), c.text(s.End)})
	}
	out.Capitalised = co
	out.add(r.Paper)
}

func (out *variancesOut) resource(c costContext, f field, output *workpaper.Number, labour bool) *resourceOut {
	x := c.resource(f, output, labour)
	if c.r.err != nil {
		return nil
	}
	r, err := x.Compute()
	if err != nil {
		c.r.failed(f, err)
		return nil
	}
	ro := &resourceOut{Total: c.text(r.Total), Work: r.Paper.Sheet()}
	if labour {
		ro.Rate, ro.Eff, ro.Idle = c.text(r.Price), c.text(r.Usage), c.text(r.IdleTime)
	} else {
		ro.Price, ro.Usage = c.text(r.Price), c.text(r.Usage)
	}
	several := len(r.Inputs) > 1
	if several {
		ro.Mix, ro.Yield = c.text(r.Mix), c.text(r.Yield)
	}
	for _, in := range r.Inputs {
		io := inputOut{Name: in.Name, Standard: c.text(in.Standard), Actual: c.text(in.Actual)}
		if labour {
			io.Rate, io.Eff, io.Idle = c.text(in.Price), c.text(in.Usage), c.text(in.IdleTime)
		} else {
			io.Price, io.Usage = c.text(in.Price), c.text(in.Usage)
		}
		if several {
			io.Mix, io.Yield = c.text(in.Mix), c.text(in.Yield)
		}
		ro.Inputs = append(ro.Inputs, io)
	}
	out.add(r.Paper)
	return ro
}

var inputKeys = []string{"name", "standard_per_unit", "standard_quantity", "standard_hours", "standard_price", "standard_rate", "standard_mix", "quantity", "hours", "actual_mix", "actual_per_unit", "price", "rate", "cost", "purchased", "idle_hours"}

// resource reads inputs: a list, or one; with total_quantity and standard_input the standard and actual mixes of one.
func (c costContext) resource(f field, output *workpaper.Number, labour bool) costing.Resource {
	x := costing.Resource{Labour: labour, Currency: c.currency}
	top := object{f, c.r}
	var total, allowed *workpaper.Number
	list := f
	if in, ok := top.get("inputs"); ok {
		o := c.r.object(f, "inputs", "total_quantity", "standard_input")
		total, allowed, list = c.some(o, "total_quantity"), c.some(o, "standard_input"), in
		if allowed == nil {
			allowed = total
		}
	}
	for i, one := range c.r.many(list) {
		x.Inputs = append(x.Inputs, c.input(one, i, output, total, allowed))
	}
	return x
}

// input reads one material or grade of labour. Quantities are of the whole output, or of one unit times units.
func (c costContext) input(f field, i int, output, total, allowed *workpaper.Number) costing.Input {
	o := c.r.object(f, inputKeys...)
	in := costing.Input{Name: c.r.optional(o, "name"), StandardPrice: c.r.positive(o.oneOf("standard_price", "standard_rate"))}
	if in.Name == "" {
		in.Name = "input " + strconv.Itoa(i+1)
	}
	times := func(f field, n *workpaper.Number, what string) workpaper.Number {
		if n == nil {
			c.r.fail(f, "it needs %s", what)
			return workpaper.Number{}
		}
		return n.Mul(c.r.positive(f))
	}
	switch {
	case o.has("standard_per_unit"):
		in.StandardQuantity = times(o.must("standard_per_unit"), output, "units: how many were made")
	case o.has("standard_mix"):
		if allowed == nil {
			c.r.fail(o.must("standard_mix"), "it needs total_quantity: give inputs under inputs, with the quantity of all of them beside it")
		} else {
			in.StandardQuantity = allowed.Mul(c.r.share(o.must("standard_mix")))
		}
	default:
		in.StandardQuantity = c.r.positive(o.oneOf("standard_quantity", "standard_hours"))
	}
	switch {
	case o.has("actual_per_unit"):
		in.Quantity = times(o.must("actual_per_unit"), output, "units: how many were made")
	case o.has("actual_mix"):
		if total == nil {
			c.r.fail(o.must("actual_mix"), "it needs total_quantity: give inputs under inputs, with the quantity of all of them beside it")
		} else {
			in.Quantity = total.Mul(c.r.share(o.must("actual_mix")))
		}
	default:
		in.Quantity = c.r.positive(o.oneOf("quantity", "hours"))
	}
	in.Purchased, in.Idle = c.some(o, "purchased"), c.or(o, "idle_hours")
	c.price(o, &in)
	return in
}

// price is the actual price: given, or cost over what it was paid for. Left out it is the standard price: only usage is asked.
func (c costContext) price(o object, in *costing.Input) {
	switch {
	case o.has("cost"):
		of := in.Quantity
		if in.Purchased != nil {
			of = *in.Purchased
		}
		if of.Sign() <= 0 {
			c.r.fail(o.must("cost"), "it is the cost of nothing; give the quantity")
			return
		}
		in.Price = c.r.positive(o.must("cost")).Quo(of)
	case o.has("price") || o.has("rate"):
		in.Price = c.r.positive(o.oneOf("price", "rate"))
	default:
		in.Price = in.StandardPrice
	}
}

func (out *variancesOut) overhead(c costContext, f field, output *workpaper.Number) {
	o := c.r.object(f, "name", "standard_hours", "hours_allowed", "standard_hours_per_unit", "hours", "actual_hours", "variable_rate", "actual_variable", "fixed_rate", "budgeted_fixed", "capacity_hours", "normal_hours", "actual_fixed", "actual")
	x := costing.OverheadVariance{Name: c.r.optional(o, "name"), Currency: c.currency, Hours: c.some(o, "hours", "actual_hours"), VariableRate: c.or(o, "variable_rate"), Variable: c.some(o, "actual_variable"), FixedRate: c.some(o, "fixed_rate"),
		Budget: c.some(o, "budgeted_fixed"), Capacity: c.some(o, "capacity_hours", "normal_hours"), Fixed: c.some(o, "actual_fixed"), Actual: c.some(o, "actual")}
	if f, ok := o.get("standard_hours_per_unit"); ok {
		if output == nil {
			c.r.fail(f, "it needs units: how many were made")
			return
		}
		x.Allowed = output.Mul(c.r.positive(f))
	} else {
		x.Allowed = c.r.positive(o.oneOf("standard_hours", "hours_allowed"))
	}
	if c.r.err != nil {
		return
	}
	r, err := x.Compute()
	if err != nil {
		c.r.failed(f, err)
		return
	}
	out.Overhead = append(out.Overhead, overheadVarianceOut{x.Name, c.given(r.VariableSpending), c.given(r.VariableEfficiency), c.given(r.FixedSpending), c.given(r.Volume), c.given(r.FixedEfficiency), c.given(r.FixedCapacity), c.given(r.Spending), c.given(r.Efficiency), c.given(r.Controllable),
		c.given(r.FlexibleBudget), c.given(r.Applied), c.given(r.Total), r.Paper.Sheet()})
	out.add(r.Paper)
}
