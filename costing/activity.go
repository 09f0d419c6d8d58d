package costing

import (
	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// ActivityPool is overhead with what drives it. Drivers are by product, in the order of the products; or only their total.
type ActivityPool struct {
	Name    string
	Cost    workpaper.Number
	Drivers []workpaper.Number
	Total   *workpaper.Number // practical capacity, or the total where products are not asked
}

// Product is what pools are assigned to. Costs and price are of one unit.
type Product struct {
	Name             string
	Units            *workpaper.Number // made
	Material, Labour workpaper.Number
	Price            *workpaper.Number
	Sold             *workpaper.Number // units; nil for those made
}

// Activity is activity-based costing.
type Activity struct {
	Currency money.Currency
	Pools    []ActivityPool
	Products []Product
}

// ProductCost is a product's overhead and cost.
type ProductCost struct {
	Name                      string
	Overhead                  workpaper.Number
	OverheadPerUnit, UnitCost *workpaper.Number
	UnitProfit                *workpaper.Number
	CostOfSales, GrossProfit  *workpaper.Number
}

// ActivityResult is rates and products. Unused is the cost of capacity that no product used, where a pool has a total beyond its
// drivers (ASC 330-10-30-7).
type ActivityResult struct {
	Rates                    []Part
	Products                 []ProductCost
	Unused                   workpaper.Number
	CostOfSales, GrossProfit *workpaper.Number
	Paper                    *workpaper.Paper
}

// Compute finds the rate of each pool and assigns it by drivers. A pool without drivers, and with more used than there is, is
// refused.
func (x Activity) Compute() (r ActivityResult, err error) {
	p := workpaper.New(workpaper.Head{Title: "Activity-based costing"})
	usd, each := workpaper.Money(x.Currency), workpaper.Per(x.Currency, "unit")
	t := p.Table("Pools", "pool")
	cost, total, rate := t.Column("cost", usd), t.Column("drivers", workpaper.NoUnit), t.Column("rate", workpaper.Per(x.Currency, "driver"))
	var used []*workpaper.Column
	for _, pr := range x.Products {
		used = append(used, t.Column("used by "+pr.Name, workpaper.NoUnit))
	}
	var given []*workpaper.Column
	for _, pr := range x.Products {
		given = append(given, t.Column("to "+pr.Name, usd))
	}
	unused := t.Column("not used", usd, workpaper.Cite("ASC 330-10-30-7"))
	for _, pool := range x.Pools {
		sum := nought
		for _, d := range pool.Drivers {
			if d.Sign() < 0 {
				return r, check.Refuse(pool.Name, "a driver of %s is below zero", d)
			}
			sum = sum.Add(d)
		}
		whole := sum
		if pool.Total != nil {
			whole = *pool.Total
		}
		switch {
		case whole.Sign() <= 0:
			return r, check.Refuse(pool.Name, "its drivers come to %s; a rate needs them above zero", whole)
		case sum.Cmp(whole) > 0:
			return r, check.Refuse(pool.Name, "products used %s and there are %s", sum, whole)
		case len(pool.Drivers) > 0 && len(pool.Drivers) != len(x.Products):
			return r, check.Refuse(pool.Name, "it has drivers of %d products and there are %d", len(pool.Drivers), len(x.Products))
		}
		row := t.Row(pool.Name)
		c, w := row.Input(cost, pool.Cost), row.Input(total, whole)
		q := row.Step(rate, c.Over(w))
		r.Rates = append(r.Rates, Part{pool.Name, q.Number()})
		left := c
		for i, d := range pool.Drivers {
			left = left.Minus(row.Step(given[i], row.Input(used[i], d).Times(q)))
		}
		if len(pool.Drivers) > 0 {
			r.Unused = r.Unused.Add(row.Step(unused, left).Number())
		}
	}
	r.Paper = p
	x.products(p, &r, given, usd, each)
	return r, nil
}

// products are the costs of the products and what they earn.
func (x Activity) products(p *workpaper.Paper, r *ActivityResult, given []*workpaper.Column, usd, each workpaper.Unit) {
	cogs, profit := nought, nought
	all := len(x.Products) > 0
	for i, pr := range x.Products {
		s := p.Section(pr.Name)
		over := s.Step("overhead assigned", usd, given[i].Total())
		out := ProductCost{Name: pr.Name, Overhead: over.Number()}
		if pr.Units != nil && pr.Units.Sign() > 0 {
			per := s.Step("overhead of a unit", each, over.Over(s.Input("units made", workpaper.Count, *pr.Units)))
			unit := s.Step("cost of a unit", each, s.Input("material", each, pr.Material).Plus(s.Input("labour", each, pr.Labour)).Plus(per), workpaper.Cite("ASC 330-10-30-2"))
			out.OverheadPerUnit, out.UnitCost = keep(per), keep(unit)
			if pr.Price != nil {
				out.UnitProfit = keep(s.Step("gross profit of a unit", each, s.Input("price", each, *pr.Price).Minus(unit)))
			}
			sold := pr.Sold
			if sold == nil {
				sold = pr.Units
			}
			u := s.Input("units sold", workpaper.Count, *sold)
			out.CostOfSales = keep(s.Step("cost of goods sold", usd, u.Times(unit)))
			if out.UnitProfit != nil {
				n := sold.Mul(*out.UnitProfit)
				out.GrossProfit = &n
			}
		}
		if out.CostOfSales == nil || out.GrossProfit == nil {
			all = false
		} else {
			cogs, profit = cogs.Add(*out.CostOfSales), profit.Add(*out.GrossProfit)
		}
		r.Products = append(r.Products, out)
	}
	if all {
		r.CostOfSales, r.GrossProfit = &cogs, &profit
	}
}
