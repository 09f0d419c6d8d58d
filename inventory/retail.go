package inventory

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// RetailMethod is which goods the cost ratio of the retail method is of (ASC 330-10-30-13).
type RetailMethod string

// The retail methods. Conventional approximates the lower of average cost or market: markdowns are left out of the ratio.
// LIFO lays a layer at the ratio of the year's purchases; with an index it is dollar-value LIFO retail.
const (
	Conventional  RetailMethod = "conventional"
	RetailAverage RetailMethod = "average"
	RetailFIFO    RetailMethod = "fifo"
	RetailLIFO    RetailMethod = "lifo"
)

// RetailMethods are all of them.
var RetailMethods = []RetailMethod{Conventional, RetailAverage, RetailFIFO, RetailLIFO}

// CostRetail is an amount at cost and at retail.
type CostRetail struct{ Cost, Retail workpaper.Number }

// RetailLayer is a layer of dollar-value LIFO retail: at base-year retail, with its index and its cost ratio.
type RetailLayer struct {
	Name               string
	Base, Index, Ratio workpaper.Number
}

// Retail is a department over a period. What leaves is given positive.
type Retail struct {
	Name       string
	Currency   money.Currency
	Method     RetailMethod
	Begin      CostRetail
	Layers     []RetailLayer // at the beginning, oldest first, for LIFO; nil for one layer of Begin at index 1
	Purchases  CostRetail
	Freight    workpaper.Number // in, at cost
	Returns    CostRetail       // purchase returns
	Discounts  workpaper.Number // on purchases, at cost
	Transfers  CostRetail       // in
	Abnormal   CostRetail       // abnormal losses: out of cost and of retail, before the ratio
	Markups    workpaper.Number // net of cancellations
	Markdowns  workpaper.Number // net of cancellations
	Sales      workpaper.Number // net of returns of customers, before discounts to employees
	Employees  workpaper.Number // discounts to employees
	Shrinkage  workpaper.Number // normal spoilage, theft and breakage, at retail
	Index      *workpaper.Number
	RatioRound *int // decimals of the cost ratio, half away from zero; nil for not at all
}

// RetailResult is the inventory at the end.
type RetailResult struct {
	Retail, Ratio workpaper.Number // at the end at retail; cost over retail
	Cost          workpaper.Number // at the end
	CostOfSales   workpaper.Number
	Layers        []RetailLayer
	Paper         *workpaper.Paper
	Findings      []check.Finding
}

// Compute estimates the inventory at cost. More sold than there was, an index not above zero, layers without
// the beginning inventory that they are of, and no goods at retail are refused.
func (d Retail) Compute() (RetailResult, error) {
	about := cmp.Or(d.Name, "the department")
	if d.Index != nil && d.Index.Sign() <= 0 {
		return RetailResult{}, check.Refuse(about, "an index of %s has no meaning; it is above zero", *d.Index)
	}
	for name, n := range map[string]workpaper.Number{"beginning inventory": d.Begin.Retail, "purchases": d.Purchases.Retail, "sales": d.Sales, "beginning inventory at cost": d.Begin.Cost, "purchases at cost": d.Purchases.Cost} {
		if n.Sign() < 0 {
			return RetailResult{}, check.Refuse(about, "%s of %s are below zero", name, n)
		}
	}
	if len(d.Layers) > 0 && (d.Begin.Retail.Sign() == 0 || d.Begin.Cost.Sign() == 0) {
		return RetailResult{}, check.Refuse(about, "give the beginning inventory at cost and at retail beside its layers: what is left and what was sold are worked out from it")
	}
	w := retailWork{Retail: d, p: workpaper.New(workpaper.Head{Title: "Retail method, " + string(d.Method), Entity: d.Name}), usd: workpaper.Money(d.Currency)}
	return w.compute(about)
}

type retailWork struct {
	Retail
	p   *workpaper.Paper
	usd workpaper.Unit
}

func (w retailWork) compute(about string) (r RetailResult, err error) {
	t := w.p.Table("Goods at cost and at retail", "goods")
	cost, retail := t.Column("cost", w.usd), t.Column("retail", w.usd)
	put := func(name string, at CostRetail) (c, v workpaper.Num) {
		row := t.Row(name)
		return row.Input(cost, at.Cost), row.Input(retail, at.Retail)
	}
	away := func(at CostRetail) CostRetail { return CostRetail{at.Cost.Neg(), at.Retail.Neg()} }
	bc, bv := put("beginning inventory", w.Begin)
	var pc, pv []workpaper.Term // of the year's goods, without markups and markdowns
	for i, l := range []struct {
		name string
		at   CostRetail
	}{{"purchases", w.Purchases}, {"freight in", CostRetail{Cost: w.Freight}}, {"purchase returns", away(w.Returns)}, {"purchase discounts", away(CostRetail{Cost: w.Discounts})}, {"transfers in", w.Transfers}, {"abnormal losses", away(w.Abnormal)}} {
		if i > 0 && l.at.Cost.Sign() == 0 && l.at.Retail.Sign() == 0 {
			continue
		}
		c, v := put(l.name, l.at)
		pc, pv = append(pc, c), append(pv, v)
	}
	_, up := put("net markups", CostRetail{Retail: w.Markups})
	_, down := put("net markdowns", away(CostRetail{Retail: w.Markdowns}))
	_, sales := put("sales", away(CostRetail{Retail: w.Sales}))
	_, staff := put("discounts to employees", away(CostRetail{Retail: w.Employees}))
	_, shrink := put("normal shrinkage", away(CostRetail{Retail: w.Shrinkage}))
	s := w.p.Section("Cost ratio")
	yearCost, yearRetail := workpaper.Sum(pc...), workpaper.Sum(pv...)
	left := s.Step("inventory at the end at retail", w.usd, bv.Plus(yearRetail).Plus(up).Plus(down).Plus(sales).Plus(staff).Plus(shrink))
	if left.Number().Sign() < 0 {
		return r, check.Refuse(about, "%s more left at retail than there was; check sales, markdowns and purchases", left.Number().Abs())
	}
	var over, under workpaper.Num
	switch w.Method {
	case Conventional:
		over, under = bc.Plus(yearCost), bv.Plus(yearRetail).Plus(up)
	case RetailAverage:
		over, under = bc.Plus(yearCost), bv.Plus(yearRetail).Plus(up).Plus(down)
	case RetailFIFO, RetailLIFO:
		over, under = yearCost, yearRetail.Plus(up).Plus(down)
	default:
		return r, check.Refuse(about, "there is no retail method %q; there are conventional, average, fifo and lifo", string(w.Method))
	}
	above, below := s.Step("cost of the goods of the ratio", w.usd, over), s.Step("retail of the goods of the ratio", w.usd, under)
	if below.Number().Sign() <= 0 {
		return r, check.Refuse(about, "the goods of the cost ratio are %s at retail; nothing can be estimated from them", below.Number())
	}
	quotient := above.Over(below)
	if w.RatioRound != nil {
		quotient = quotient.Round(*w.RatioRound, money.HalfAway)
	}
	ratio := s.Step("cost ratio", workpaper.Factor, quotient, workpaper.Cite("ASC 330-10-30-13"))
	available := w.p.Section("Available").Step("cost of goods available", w.usd, bc.Plus(yearCost))
	var ending workpaper.Num
	if w.Method == RetailLIFO {
		ending = w.layers(&r, left, ratio, bc, bv)
	} else {
		ending = w.p.Section("Inventory at the end").Step("inventory at the end at cost", w.usd, left.Times(ratio), workpaper.Cite("ASC 330-10-30-13"))
	}
	z := w.p.Section("Result")
	sold := z.Step("cost of goods sold", w.usd, available.Minus(ending))
	r.Retail, r.Ratio, r.Cost, r.CostOfSales = left.Number(), ratio.Number(), ending.Number(), sold.Number()
	r.Paper, r.Findings = w.p, w.p.Findings()
	return r, nil
}

// layers is LIFO retail: what is left, measured at base-year retail, is covered by the layers; without an index prices stand still.
func (w retailWork) layers(r *RetailResult, left, ratio, bc, bv workpaper.Num) workpaper.Num {
	s := w.p.Section("Inventory at base-year retail")
	given := workpaper.Whole(1) // prices as in the base year
	if w.Index != nil {
		given = *w.Index
	}
	index := s.Input("index of the year", workpaper.Factor, given)
	base := s.Step("inventory at the end at base-year retail", w.usd, left.Over(index))
	old, stack := w.p.Section("Layers at the beginning"), retailStack{paper: w.p, usd: w.usd}
	for _, l := range w.Layers {
		stack.layers = append(stack.layers, retailCells{l.Name, old.Input(l.Name+" at base-year retail", w.usd, l.Base), old.Input(l.Name+" index", workpaper.Factor, l.Index), old.Input(l.Name+" cost ratio", workpaper.Factor, l.Ratio)})
	}
	if len(w.Layers) == 0 && w.Begin.Retail.Sign() > 0 {
		b := old.Step("beginning inventory at base-year retail", w.usd, bv)
		q := old.Step("beginning cost ratio", workpaper.Factor, bc.Over(bv))
		stack.layers = []retailCells{{"beginning inventory", b, old.Input("beginning index", workpaper.Factor, workpaper.Whole(1)), q}}
	}
	_, cost := stack.lay("Layers", "layer of the year", base, index, ratio)
	r.Layers = stack.left()
	return cost
}

// GrossProfit estimates an inventory from sales (ASC 270-10-45-6(a)): at interim dates, and after a loss.
type GrossProfit struct {
	Name             string
	Currency         money.Currency
	Begin, Purchases workpaper.Number  // at cost; purchases net of returns and discounts, with freight
	Sales            workpaper.Number  // net
	OnSales          *workpaper.Number // gross profit as a part of sales, or
	OnCost           *workpaper.Number // as a part of cost
	Undamaged        workpaper.Number  // at cost
	Salvage          workpaper.Number
}

// GrossProfitResult is what it comes to. Loss is of goods that are neither undamaged nor salvaged.
type GrossProfitResult struct {
	CostOfSales, Ending, Loss workpaper.Number
	Paper                     *workpaper.Paper
}

// Compute estimates. A rate that is not below one of sales, and none or two rates, are refused.
func (g GrossProfit) Compute() (r GrossProfitResult, err error) {
	about := cmp.Or(g.Name, "the gross profit method")
	if (g.OnSales == nil) == (g.OnCost == nil) {
		return r, check.Refuse(about, "give the gross profit as a part of sales or as a part of cost")
	}
	if g.OnSales != nil && g.OnSales.Cmp(workpaper.Whole(1)) >= 0 {
		return r, check.Refuse(about, "a gross profit of %s of sales leaves no cost; give it as a part of one", *g.OnSales)
	}
	p := workpaper.New(workpaper.Head{Title: "Gross profit method", Entity: g.Name})
	usd := workpaper.Money(g.Currency)
	s := p.Section("Goods")
	begin, bought, sales := s.Input("beginning inventory", usd, g.Begin), s.Input("net purchases", usd, g.Purchases), s.Input("net sales", usd, g.Sales)
	var rate workpaper.Num
	if g.OnSales != nil {
		rate = s.Input("gross profit on sales", workpaper.Percent, *g.OnSales)
	} else {
		on := s.Input("gross profit on cost", workpaper.Percent, *g.OnCost)
		rate = s.Step("gross profit on sales", workpaper.Percent, on.Over(workpaper.Int(1).Plus(on)))
	}
	available := s.Step("cost of goods available", usd, begin.Plus(bought))
	sold := s.Step("estimated cost of goods sold", usd, sales.Times(workpaper.Int(1).Minus(rate)), workpaper.Cite("ASC 270-10-45-6(a)"))
	ending := s.Step("estimated inventory", usd, available.Minus(sold))
	if ending.Number().Sign() < 0 {
		return r, check.Refuse(about, "%s more was sold at cost than was available; check sales and the rate", ending.Number().Abs())
	}
	loss := s.Step("loss", usd, ending.Minus(s.Input("undamaged goods", usd, g.Undamaged)).Minus(s.Input("salvage", usd, g.Salvage)))
	return GrossProfitResult{sold.Number(), ending.Number(), loss.Number(), p}, nil
}
