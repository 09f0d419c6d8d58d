package inventory

import (
	"cmp"

	"tieout/check"
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
	about := cmp.Or(p.Name, "the department")
	if len(p.Layers) == 0 {
		return nil, nil, check.Refuse(about, "it has no layer to begin with; give the base inventory at cost and at retail")
	}
	for _, l := range p.Layers {
		if l.Base.Sign() < 0 || l.Index.Sign() <= 0 || l.Ratio.Sign() < 0 {
			return nil, nil, check.Refuse(about+", "+l.Name, "base-year retail %s at index %s and cost ratio %s; the index is above zero and the others not below", l.Base, l.Index, l.Ratio)
		}
	}
	paper = workpaper.New(workpaper.Head{Title: "Dollar-value LIFO retail", Entity: p.Name})
	usd := workpaper.Money(p.Currency)
	stack := retailStack{paper: paper, usd: usd}
	t := paper.Table("Layers at the beginning", "layer")
	base, at, ratio := t.Column("base-year retail", usd), t.Column("index", workpaper.Factor), t.Column("cost ratio", workpaper.Factor)
	for i, l := range p.Layers {
		name := cmp.Or(l.Name, "layer "+workpaper.Whole(int64(i+1)).String())
		row := t.Row(name)
		stack.layers = append(stack.layers, retailCells{name, row.Input(base, l.Base), row.Input(at, l.Index), row.Input(ratio, l.Ratio)})
	}
	for i, y := range p.Years {
		name := cmp.Or(y.Name, "Year "+workpaper.Whole(int64(i+1)).String())
		if y.Index.Sign() <= 0 || y.Ratio.Sign() < 0 || y.Retail.Sign() < 0 {
			return nil, nil, check.Refuse(about+", "+name, "retail %s, index %s, cost ratio %s; the index is above zero and the others not below", y.Retail, y.Index, y.Ratio)
		}
		s := paper.Section(name)
		index := s.Input("index", workpaper.Factor, y.Index)
		q := s.Input("cost ratio of the year", workpaper.Factor, y.Ratio)
		b := s.Step("inventory at base-year retail", usd, s.Input("inventory at retail", usd, y.Retail).Over(index), workpaper.Cite(citePool))
		increment, cost := stack.lay(name+", layers", "layer of "+name, b, index, q)
		lifo := paper.Section(name+", result").Step("inventory at LIFO", usd, cost)
		out = append(out, RetailYearResult{Name: y.Name, Base: b.Number(), Increment: increment.Number(), LIFO: lifo.Number(), Layers: stack.left()})
	}
	return out, paper, nil
}

// retailStack is the layers of a department on its workpaper.
type retailStack struct {
	paper  *workpaper.Paper
	usd    workpaper.Unit
	layers []retailCells
}

// retailCells is a layer with the cells it stands in.
type retailCells struct {
	name               string
	base, index, ratio workpaper.Num
}

// lay covers an inventory at base-year retail by the layers, oldest first, and makes a layer, at the index and the cost ratio of the
// year, of what is beyond them. It returns that layer at base-year retail, zero for none, and the cost of all.
func (s *retailStack) lay(title, name string, base, index, ratio workpaper.Num) (increment, cost workpaper.Num) {
	t := s.paper.Table(title, "layer")
	before, covered, kept := t.Column("base-year retail before", s.usd), t.Column("still to cover", s.usd), t.Column("base-year retail kept", s.usd)
	at, share, costs := t.Column("index", workpaper.Factor), t.Column("cost ratio", workpaper.Factor), t.Column("LIFO cost", s.usd, workpaper.Cite(citePool))
	still := base
	var next []retailCells
	put := func(row workpaper.Row, name string, k, index, ratio workpaper.Num) {
		x, q := row.Step(at, index), row.Step(share, ratio)
		row.Step(costs, k.Times(x).Times(q))
		if k.Number().Sign() > 0 {
			next = append(next, retailCells{name, k, x, q})
		}
	}
	for _, l := range s.layers {
		row := t.Row(l.name)
		n, c := row.Step(before, l.base), row.Step(covered, still)
		k := row.Step(kept, workpaper.NotBelowZero(workpaper.Least(n, c)))
		put(row, l.name, k, l.index, l.ratio)
		still = c.Minus(k)
	}
	row := t.Row(name)
	increment = row.Step(kept, workpaper.NotBelowZero(still))
	put(row, name, increment, index, ratio)
	s.layers = next
	return increment, costs.Total()
}

// left are the layers as they stand, oldest first.
func (s *retailStack) left() (out []RetailLayer) {
	for _, l := range s.layers {
		out = append(out, RetailLayer{l.name, l.base.Number(), l.index.Number(), l.ratio.Number()})
	}
	return out
}
