package inventory

import (
	"tieout/money"
	"tieout/workpaper"
)

// RetailPool is dollar-value LIFO retail over years (Treas. Reg. §1.472-1(k)): what is on hand at retail is measured at base-year
// retail, and a layer is carried at its index and its cost ratio.
type RetailPool struct {
	Name     string
	Currency money.Currency
	Layers   []RetailLayer // at the beginning, oldest first
	Years    []RetailYear
}

// RetailYear is the end of a year: inventory at the retail prices of the year, the index, and the cost ratio of the year's purchases.
type RetailYear struct {
	Name                 string
	Retail, Index, Ratio workpaper.Number
}

// RetailYearResult is a year. Amounts are exact.
type RetailYearResult struct {
	Name            string
	Base, Increment workpaper.Number // at base-year retail
	LIFO            workpaper.Number // cost
	Layers          []RetailLayer
}

// Compute carries the layers through the years. Indexes and cost ratios not above zero are refused.
func (p RetailPool) Compute() (out []RetailYearResult, paper *workpaper.Paper, err error) {
	about := orName(p.Name, "the department")
	if len(p.Layers) == 0 {
		return nil, nil, mistake(about, "it has no layer to begin with; give the base inventory at cost and at retail")
	}
	for _, l := range p.Layers {
		if l.Base.Sign() < 0 || l.Index.Sign() <= 0 || l.Ratio.Sign() < 0 {
			return nil, nil, mistake(about+", "+l.Name, "base-year retail %s at index %s and cost ratio %s; the index is above zero and the others not below", l.Base, l.Index, l.Ratio)
		}
	}
	paper = workpaper.New(workpaper.Head{Title: "Dollar-value LIFO retail", Entity: p.Name})
	usd := workpaper.Money(p.Currency)
	type layer struct {
		name            string
		base, at, ratio workpaper.Num
	}
	var layers []layer
	t := paper.Table("Layers at the beginning", "layer")
	base, at, ratio := t.Column("base-year retail", usd), t.Column("index", workpaper.Factor), t.Column("cost ratio", workpaper.Factor)
	for i, l := range p.Layers {
		name := orName(l.Name, "layer "+workpaper.Whole(int64(i+1)).String())
		row := t.Row(name)
		layers = append(layers, layer{name, row.Input(base, l.Base), row.Input(at, l.Index), row.Input(ratio, l.Ratio)})
	}
	for i, y := range p.Years {
		name := orName(y.Name, "Year "+workpaper.Whole(int64(i+1)).String())
		if y.Index.Sign() <= 0 || y.Ratio.Sign() < 0 || y.Retail.Sign() < 0 {
			return nil, nil, mistake(about+", "+name, "retail %s, index %s, cost ratio %s; the index is above zero and the others not below", y.Retail, y.Index, y.Ratio)
		}
		s := paper.Section(name)
		index := s.Input("index", workpaper.Factor, y.Index)
		q := s.Input("cost ratio of the year", workpaper.Factor, y.Ratio)
		b := s.Step("inventory at base-year retail", usd, s.Input("inventory at retail", usd, y.Retail).Over(index), workpaper.Cite(citePool))
		lt := paper.Table(name+", layers", "layer")
		before, covered, kept := lt.Column("base-year retail before", usd), lt.Column("still to cover", usd), lt.Column("base-year retail kept", usd)
		lat, lratio, cost := lt.Column("index", workpaper.Factor), lt.Column("cost ratio", workpaper.Factor), lt.Column("LIFO cost", usd, workpaper.Cite(citePool))
		still := b
		r := RetailYearResult{Name: y.Name, Base: b.Number()}
		var next []layer
		for _, l := range layers {
			row := lt.Row(l.name)
			n, c := row.Step(before, l.base), row.Step(covered, still)
			k := row.Step(kept, workpaper.NotBelowZero(workpaper.Least(n, c)))
			x, z := row.Step(lat, l.at), row.Step(lratio, l.ratio)
			row.Step(cost, k.Times(x).Times(z))
			still = c.Minus(k)
			next = append(next, layer{l.name, k, x, z})
		}
		row := lt.Row("layer of " + name)
		k := row.Step(kept, workpaper.NotBelowZero(still))
		x, z := row.Step(lat, index), row.Step(lratio, q)
		row.Step(cost, k.Times(x).Times(z))
		next = append(next, layer{"layer of " + name, k, x, z})
		r.Increment = k.Number()
		r.LIFO = paper.Section(name+", result").Step("inventory at LIFO", usd, cost.Total()).Number()
		layers = nil
		for _, l := range next {
			if l.base.Number().Sign() > 0 || len(layers) == 0 {
				layers = append(layers, l)
				r.Layers = append(r.Layers, RetailLayer{l.name, l.base.Number(), l.at.Number(), l.ratio.Number()})
			}
		}
		out = append(out, r)
	}
	return out, paper, nil
}
