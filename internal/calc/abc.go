package calc

import (
	_ "embed"

	"tieout/costing"
	"tieout/workpaper"
)

//go:embed examples/abc.yaml
var activityExample []byte

var activityTopic = Topic{
	Name:    "abc",
	Summary: "activity-based costing: rates of pools, cost and gross profit of products, unused capacity",
	Example: activityExample,
	Run:     func(in []byte) (any, error) { return activity(in) },
}

type activityOut struct {
	Rates       []partOut        `json:"rates"`
	Products    []productCostOut `json:"products,omitempty"`
	Unused      string           `json:"unused_capacity"`
	CostOfSales string           `json:"total_cost_of_goods_sold,omitempty"`
	GrossProfit string           `json:"total_gross_profit,omitempty"`
	Work        workpaper.Sheet  `json:"work"`
	papered
}

type productCostOut struct {
	Name        string `json:"name"`
	Overhead    string `json:"overhead"`
	PerUnit     string `json:"overhead_per_unit,omitempty"`
	UnitCost    string `json:"unit_cost,omitempty"`
	UnitProfit  string `json:"unit_gross_profit,omitempty"`
	CostOfSales string `json:"cost_of_goods_sold,omitempty"`
	GrossProfit string `json:"gross_profit,omitempty"`
}

func activity(in []byte) (out activityOut, err error) {
	c, o, err := costTopic(in, "pools", "products")
	if err != nil {
		return out, err
	}
	x := costing.Activity{Currency: c.currency}
	if f, ok := o.get("products"); ok {
		for _, p := range c.r.pairs(f) {
			x.Products = append(x.Products, c.product(p))
		}
	}
	for _, p := range c.r.pairs(o.must("pools")) {
		x.Pools = append(x.Pools, c.pool(p, x.Products))
	}
	if c.r.err != nil {
		return out, c.r.err
	}
	r, err := x.Compute()
	if err != nil {
		c.r.failed(o.field, err)
		return out, c.r.err
	}
	out.Unused, out.CostOfSales, out.GrossProfit, out.Work = c.text(r.Unused), c.given(r.CostOfSales), c.given(r.GrossProfit), r.Paper.Sheet()
	for _, p := range r.Rates {
		out.Rates = append(out.Rates, partOut{p.Name, p.Amount.String()})
	}
	for _, p := range r.Products {
		out.Products = append(out.Products, productCostOut{p.Name, c.text(p.Overhead), exact(p.OverheadPerUnit), exact(p.UnitCost), exact(p.UnitProfit), c.given(p.CostOfSales), c.given(p.GrossProfit)})
	}
	out.add(r.Paper)
	out.done()
	return out, nil
}

func (c costContext) product(p pair) costing.Product {
	o := c.r.object(p.field, "units", "material", "labour", "labor", "price", "units_sold")
	return costing.Product{Name: p.name, Units: c.some(o, "units"), Material: c.or(o, "material"), Labour: c.or(o, "labour", "labor"), Price: c.some(o, "price"), Sold: c.some(o, "units_sold")}
}

// pool reads {cost, drivers by product or in a list, total}.
func (c costContext) pool(p pair, products []costing.Product) costing.ActivityPool {
	o := c.r.object(p.field, "cost", "drivers", "total", "capacity")
	out := costing.ActivityPool{Name: p.name, Cost: c.r.positive(o.must("cost")), Total: c.some(o, "total", "capacity")}
	f, ok := o.get("drivers")
	if !ok {
		if out.Total == nil {
			c.r.fail(p.field, "give its drivers, by product or in a list, or their total")
		}
		return out
	}
	parts := c.parts(f)
	if len(products) == 0 { // no products: only the total counts
		sum := workpaper.Whole(0)
		for _, x := range parts {
			sum = sum.Add(x.Amount)
		}
		if out.Total == nil {
			out.Total = &sum
		}
		return out
	}
	byName := map[string]workpaper.Number{}
	for i, x := range parts {
		if f.node.Tag == "!!seq" {
			out.Drivers = append(out.Drivers, x.Amount)
			continue
		}
		byName[x.Name] = x.Amount
		known := false
		for _, pr := range products {
			known = known || pr.Name == x.Name
		}
		if !known {
			c.r.fail(f, "%q is not among the products", parts[i].Name)
		}
	}
	if f.node.Tag != "!!seq" {
		for _, pr := range products {
			out.Drivers = append(out.Drivers, byName[pr.Name])
		}
	}
	return out
}
