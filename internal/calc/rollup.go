package calc

import (
	_ "embed"

	"tieout/costing"
	"tieout/workpaper"
)

//go:embed examples/rollup.yaml
var rollupExample []byte

var rollupTopic = Topic{
	Name:    "rollup",
	Summary: "standard cost rolled up through bills of material and routings, level by level, with revaluation of what is on hand",
	Example: rollupExample,
	Run:     func(in []byte) (any, error) { return rollup(in) },
}

type rollupOut struct {
	Items    []itemCostOut   `json:"items"`
	Revalued []revaluedOut   `json:"revaluation,omitempty"`
	Change   string          `json:"revaluation_total,omitempty"`
	Work     workpaper.Sheet `json:"work"`
	papered
}

type itemCostOut struct {
	Item     string `json:"item"`
	Level    int    `json:"level"`
	Material string `json:"material"`
	Labour   string `json:"labour"`
	Overhead string `json:"overhead"`
	Other    string `json:"other"`
	Total    string `json:"total"`
}

type revaluedOut struct {
	Item   string `json:"item"`
	Units  string `json:"units"`
	Old    string `json:"old_standard"`
	New    string `json:"new_standard"`
	Change string `json:"change"`
}

// ReadRollup reads the items of the topic for a book, which knows what things cost: an item that says latest costs what latest gives,
// and is refused where that is nothing.
func ReadRollup(in []byte, latest func(item string) *workpaper.Number) (costing.Rollup, error) {
	_, _, x, err := readRollup(in, latest)
	return x, err
}

func readRollup(in []byte, latest func(string) *workpaper.Number) (c costContext, o object, x costing.Rollup, err error) {
	if c, o, err = costTopic(in, "line_decimals", "item_decimals", "items", "on_hand"); err != nil {
		return c, o, x, err
	}
	c.latest = latest
	x = costing.Rollup{Currency: c.currency}
	for key, into := range map[string]**int{"line_decimals": &x.LinePlaces, "item_decimals": &x.ItemPlaces} {
		if f, ok := o.get(key); ok {
			n := c.r.count(f, 0, 8)
			*into = &n
		}
	}
	for _, p := range c.r.pairs(o.must("items")) {
		x.Items = append(x.Items, c.item(p))
	}
	if f, ok := o.get("on_hand"); ok {
		for _, p := range c.r.pairs(f) {
			h := c.r.object(p.field, "units", "old_standard", "standard")
			x.OnHand = append(x.OnHand, costing.OnHand{Item: p.name, Units: c.r.positive(h.must("units")), Standard: c.r.positive(h.oneOf("old_standard", "standard"))})
		}
	}
	return c, o, x, c.r.err
}

func rollup(in []byte) (out rollupOut, err error) {
	c, o, x, err := readRollup(in, nil)
	if err != nil {
		return out, err
	}
	r, err := x.Compute()
	if err != nil {
		c.r.failed(o.field, err)
		return out, c.r.err
	}
	for _, i := range r.Items {
		out.Items = append(out.Items, itemCostOut{i.Code, i.Level, i.Material.String(), i.Labour.String(), i.Overhead.String(), i.Other.String(), i.Total.String()})
	}
	for _, v := range r.Revalued {
		out.Revalued = append(out.Revalued, revaluedOut{v.Item, v.Units.String(), v.Old.String(), v.New.String(), c.text(v.Change)})
	}
	if len(r.Revalued) > 0 {
		out.Change = c.text(r.Change)
	}
	out.Work = r.Paper.Sheet()
	out.add(r.Paper)
	out.done()
	return out, nil
}

// item reads one item: bought at a cost, or made of components by operations. A bare amount is a purchase cost.
func (c costContext) item(p pair) costing.Item {
	it := costing.Item{Code: p.name}
	if p.node.Tag != "!!map" && len(p.node.Content) == 0 {
		if p.node.Value == "latest" && c.latest != nil {
			if it.Cost = c.latest(p.name); it.Cost == nil {
				c.r.fail(p.field, "the book has no receipt of it by then; give its cost")
			}
			return it
		}
		n := c.r.positive(p.field)
		it.Cost = &n
		return it
	}
	o := c.r.object(p.field, "name", "cost", "components", "operations", "other", "yield", "overhead_on_materials")
	it.Name, it.Cost, it.Other = c.r.optional(o, "name"), c.some(o, "cost"), c.or(o, "other")
	it.Yield = c.r.optionalShare(o, "yield")
	if f, ok := o.get("overhead_on_materials"); ok {
		n := c.r.rate(f)
		it.Overhead = &n
	}
	if f, ok := o.get("components"); ok {
		for _, l := range c.r.pairs(f) {
			it.Lines = append(it.Lines, c.component(l))
		}
	}
	if f, ok := o.get("operations"); ok {
		for _, one := range c.r.many(f) {
			it.Routing = append(it.Routing, c.operation(one))
		}
	}
	return it
}

// component reads a quantity, or {quantity, scrap}.
func (c costContext) component(p pair) costing.BOMLine {
	if len(p.node.Content) == 0 {
		return costing.BOMLine{Item: p.name, Quantity: aboveZero(c.r, p.field)}
	}
	o := c.r.object(p.field, "quantity", "scrap")
	l := costing.BOMLine{Item: p.name, Quantity: aboveZero(c.r, o.must("quantity"))}
	if s := c.r.optionalShare(o, "scrap"); s != nil {
		l.Scrap = *s
	}
	return l
}

func (c costContext) operation(f field) costing.Operation {
	o := c.r.object(f, "name", "hours", "minutes", "setup_hours", "lot", "labour_rate", "labor_rate", "overhead_rate", "overhead_of_labour", "overhead_of_labor")
	op := costing.Operation{Name: c.r.optional(o, "name"), Setup: c.or(o, "setup_hours"), Lot: c.or(o, "lot"), Rate: c.or(o, "labour_rate", "labor_rate"), Overhead: c.or(o, "overhead_rate")}
	if f, ok := o.get("minutes"); ok && !o.has("hours") {
		op.Hours = c.r.positive(f).Quo(workpaper.Whole(60))
	} else {
		op.Hours = c.r.positive(o.oneOf("hours", "minutes"))
	}
	for _, key := range []string{"overhead_of_labour", "overhead_of_labor"} {
		if f, ok := o.get(key); ok {
			op.OverheadOfLabour = c.r.rate(f)
		}
	}
	return op
}
