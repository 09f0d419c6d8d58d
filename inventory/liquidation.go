package inventory

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Liquidation is LIFO by unit layers over one period, and what it means that old layers were sold (SAB Topic 11.F).
type Liquidation struct {
	Item      string
	Currency  money.Currency
	Layers    []Layer // at the beginning, oldest first
	Purchases []Layer // of the period, in order
	Ending    workpaper.Number
	// Replacement is what a unit costs now; nil for the average of the purchases.
	Replacement *workpaper.Number
	Tax         *workpaper.Number
}

// LiquidationResult is what came out. Effect is on income before tax, positive where it was raised by old, lower costs.
type LiquidationResult struct {
	Ending, CostOfSales workpaper.Number
	Units               workpaper.Number // liquidated
	Effect              workpaper.Number
	EffectTax, AfterTax *workpaper.Number
	Layers              []Layer // left, oldest first
	Paper               *workpaper.Paper
}

// Compute values what is left by LIFO and measures the effect of the layers that were sold.
func (l Liquidation) Compute() (LiquidationResult, error) {
	about := cmp.Or(l.Item, "the item")
	available := nought
	for _, x := range append(append([]Layer(nil), l.Layers...), l.Purchases...) {
		if x.Units.Sign() <= 0 || x.Cost.Sign() < 0 {
			return LiquidationResult{}, check.Refuse(about, "a layer of %s units at %s; units are above zero and costs not below", x.Units, x.Cost)
		}
		available = available.Add(x.Units)
	}
	switch {
	case l.Ending.Sign() < 0:
		return LiquidationResult{}, check.Refuse(about, "%s units are left; they cannot be below zero", l.Ending)
	case l.Ending.Cmp(available) > 0:
		return LiquidationResult{}, check.Refuse(about, "%s units are left and only %s were there", l.Ending, available)
	case l.Replacement == nil && len(l.Purchases) == 0:
		return LiquidationResult{}, check.Refuse(about, "nothing was bought, so give the replacement cost of a unit")
	}
	return l.work(), nil
}

func (l Liquidation) work() (r LiquidationResult) {
	p := workpaper.New(workpaper.Head{Title: "LIFO layers and their liquidation", Entity: l.Item})
	usd, each := workpaper.Money(l.Currency), workpaper.Per(l.Currency, "unit")
	counts := []workpaper.Number{l.Ending}
	for _, x := range append(append([]Layer(nil), l.Layers...), l.Purchases...) {
		counts = append(counts, x.Units)
	}
	count := workpaper.Count.To(workpaper.PlacesOf(counts...))
	ending := p.Section("On hand").Input("units left", count, l.Ending)
	t := p.Table("Layers, oldest first", "layer")
	units, cost, value := t.Column("units", count), t.Column("unit cost", each), t.Column("cost", usd)
	wanted, kept, left := t.Column("still to cover", count), t.Column("kept", count, workpaper.Cite(citePool)), t.Column("cost kept", usd)
	still := ending
	var gone []workpaper.Num
	var costs []workpaper.Num
	for i, x := range append(append([]Layer(nil), l.Layers...), l.Purchases...) {
		name := cmp.Or(x.Name, "layer "+workpaper.Whole(int64(i+1)).String())
		if i >= len(l.Layers) {
			name = cmp.Or(x.Name, "purchase "+workpaper.Whole(int64(i-len(l.Layers)+1)).String())
		}
		row := t.Row(name)
		u, c := row.Input(units, x.Units), row.Input(cost, x.Cost)
		row.Step(value, u.Times(c))
		w := row.Step(wanted, still)
		k := row.Step(kept, workpaper.Least(u, w))
		row.Step(left, k.Times(c))
		still = w.Minus(k)
		if i < len(l.Layers) {
			gone, costs = append(gone, u.Minus(k)), append(costs, c)
		}
		if k.Number().Sign() > 0 {
			r.Layers = append(r.Layers, Layer{x.Name, x.Date, k.Number(), x.Cost})
		}
	}
	total, held := value.Total(), left.Total()
	s := p.Section("Result")
	r.Ending = s.Step("inventory at LIFO", usd, held).Number()
	r.CostOfSales = s.Step("cost of goods sold", usd, total.Minus(held)).Number()
	replacement := l.replacement(p, each, count, usd)
	e := p.Table("Layers of the beginning that were sold", "layer")
	sold, was, effect := e.Column("units", count), e.Column("unit cost", each), e.Column("effect on income before tax", usd, workpaper.Cite(citeLiquidate))
	for i, g := range gone {
		row := e.Row(cmp.Or(l.Layers[i].Name, "layer "+workpaper.Whole(int64(i+1)).String()))
		u, c := row.Step(sold, g), row.Step(was, costs[i])
		row.Step(effect, u.Times(replacement.Minus(c)))
	}
	r.Units, r.Effect = sold.Total().Number(), effect.Total().Number()
	f := p.Section("Effect")
	pretax := f.Step("effect on income before tax", usd, effect.Total(), workpaper.Cite(citeLiquidate))
	if l.Tax != nil {
		tax := f.Step("tax on it", usd, pretax.Times(f.Input("tax rate", workpaper.Percent, *l.Tax)))
		after := f.Step("effect after tax", usd, pretax.Minus(tax))
		a, b := tax.Number(), after.Number()
		r.EffectTax, r.AfterTax = &a, &b
	}
	r.Paper = p
	return r
}

func (l Liquidation) replacement(p *workpaper.Paper, each, count, usd workpaper.Unit) workpaper.Num {
	s := p.Section("Current cost")
	if l.Replacement != nil {
		return s.Input("replacement cost of a unit", each, *l.Replacement)
	}
	t := p.Table("Purchases of the period", "purchase")
	units, cost, value := t.Column("units", count), t.Column("unit cost", each), t.Column("cost", usd)
	for i, x := range l.Purchases {
		row := t.Row(cmp.Or(x.Name, "purchase "+workpaper.Whole(int64(i+1)).String()))
		row.Step(value, row.Input(units, x.Units).Times(row.Input(cost, x.Cost)))
	}
	return p.Section("Average of the purchases").Step("current cost of a unit", each, value.Total().Over(units.Total()))
}

// InterimLiquidation is a LIFO layer that was liquidated at an interim date (ASC 270-10-45-6(b); APB 28.14b).
type InterimLiquidation struct {
	Currency    money.Currency
	Units       workpaper.Number // or an amount at base-year cost, with Replacement and LIFO as indexes
	Replacement workpaper.Number
	LIFO        workpaper.Number
	Replaced    bool // it is expected to be replaced by the end of the year
}

// Compute gives the accrual that brings cost of sales to replacement cost where the layer is expected to be replaced by the end
// of the year, else nothing; and the effect on income before tax that remains in the interim period. Where replacement
// costs less than the layer did, the accrual is below zero as the paragraph has it, with a finding.
func (l InterimLiquidation) Compute() (accrual, effect workpaper.Number, p *workpaper.Paper) {
	p = workpaper.New(workpaper.Head{Title: "LIFO liquidation at an interim date"})
	usd, each := workpaper.Money(l.Currency), workpaper.Per(l.Currency, "unit")
	s := p.Section("Layer")
	units := s.Input("units liquidated", workpaper.Count.To(workpaper.PlacesOf(l.Units)), l.Units)
	now, was := s.Input("replacement cost of a unit", each, l.Replacement), s.Input("LIFO cost of a unit", each, l.LIFO)
	replaced := s.InputTruth("expected to be replaced by the end of the year", l.Replaced)
	r := p.Section("Result")
	excess := r.Step("replacement cost over LIFO cost", usd, units.Times(now.Minus(was)))
	a := r.Step("accrual for replacement, in cost of sales", usd, workpaper.If(replaced, excess, workpaper.Int(0)), workpaper.Cite("ASC 270-10-45-6(b)"))
	e := r.Step("effect on income before tax of the interim period", usd, excess.Minus(a), workpaper.Cite(citeLiquidate))
	if a.Number().Sign() < 0 {
		p.Raise(check.Finding{Rule: "interim-lifo", Severity: check.Open, Subject: "interim liquidation", Cite: "ASC 270-10-45-6(b)",
			Message: "replacement costs less than the layer did, so cost of sales at the cost of replacement falls by " + money.Group(a.Number().Abs().Text(2, money.HalfAway)) + "; see that this gain should be taken before the goods are replaced"}, a)
	}
	return a.Number(), e.Number(), p
}

// Reserve turns figures at LIFO into figures at FIFO or current cost (Regulation S-X 5-02.6(c)): the same way as a change of
// method is shown (ASC 250-10-45-5).
type Reserve struct {
	Currency            money.Currency
	Begin               *workpaper.Number // LIFO reserve at the beginning; nil where what rests on its change is not asked
	End                 workpaper.Number  // LIFO reserve: current cost less LIFO
	Inventory           *workpaper.Number // at LIFO
	CostOfSales, Income *workpaper.Number // at LIFO
	FIFOInventory       *workpaper.Number // at FIFO, where that is what is known
	FIFOCostOfSales     *workpaper.Number
	FIFOIncome          *workpaper.Number
	Tax                 *workpaper.Number
}

// ReserveResult are the figures at FIFO. What rests on figures that were not given is nil.
type ReserveResult struct {
	Inventory        *workpaper.Number
	Change           *workpaper.Number // of the reserve, by which income before tax is higher
	CostOfSales      *workpaper.Number
	IncomeChange     *workpaper.Number // increase of net income
	Income           *workpaper.Number
	RetainedEarnings *workpaper.Number // cumulative effect at the end
	DeferredTax      *workpaper.Number // also what LIFO has saved in taxes to date
	LIFOInventory    *workpaper.Number // from figures at FIFO
	LIFOCostOfSales  *workpaper.Number
	LIFOIncome       *workpaper.Number
	Paper            *workpaper.Paper
}

// Compute converts. Cost of goods sold and income are of a year and need the reserve at its beginning; without it they are refused.
func (c Reserve) Compute() (r ReserveResult, err error) {
	if c.Begin == nil && (c.CostOfSales != nil || c.Income != nil || c.FIFOCostOfSales != nil || c.FIFOIncome != nil) {
		return r, check.Refuse("reserve", "cost of goods sold and income differ by the change of the reserve; give it as [at the beginning, at the end], with 0 where there was none")
	}
	r.Paper = workpaper.New(workpaper.Head{Title: "From LIFO to FIFO"})
	usd, s := workpaper.Money(c.Currency), r.Paper.Section("LIFO reserve")
	end := s.Input("LIFO reserve at the end", usd, c.End, workpaper.Cite(citeReserve))
	kept := func(n workpaper.Num) *workpaper.Number { x := n.Number(); return &x }
	if c.Inventory != nil {
		r.Inventory = kept(s.Step("inventory at FIFO", usd, s.Input("inventory at LIFO", usd, *c.Inventory).Plus(end)))
	}
	if c.FIFOInventory != nil {
		r.LIFOInventory = kept(s.Step("inventory at LIFO from FIFO", usd, s.Input("inventory at FIFO, given", usd, *c.FIFOInventory).Minus(end)))
	}
	var rate workpaper.Num
	if c.Tax != nil {
		rate = s.Input("tax rate", workpaper.Percent, *c.Tax)
		tax := s.Step("deferred tax on the reserve at the end", usd, end.Times(rate))
		r.DeferredTax = kept(tax)
		r.RetainedEarnings = kept(s.Step("increase of retained earnings at the end", usd, end.Minus(tax), workpaper.Cite("ASC 250-10-45-5")))
	}
	if c.Begin == nil {
		return r, nil
	}
	y := r.Paper.Section("The year")
	change := y.Step("change of the reserve: increase of income before tax", usd, end.Minus(y.Input("LIFO reserve at the beginning", usd, *c.Begin)))
	r.Change = kept(change)
	if c.CostOfSales != nil {
		r.CostOfSales = kept(y.Step("cost of goods sold at FIFO", usd, y.Input("cost of goods sold at LIFO", usd, *c.CostOfSales).Minus(change)))
	}
	if c.FIFOCostOfSales != nil {
		r.LIFOCostOfSales = kept(y.Step("cost of goods sold at LIFO from FIFO", usd, y.Input("cost of goods sold at FIFO, given", usd, *c.FIFOCostOfSales).Plus(change)))
	}
	if c.Tax == nil {
		return r, nil
	}
	after := y.Step("increase of net income", usd, change.Times(workpaper.Int(1).Minus(rate)), workpaper.Cite("ASC 250-10-45-5"))
	r.IncomeChange = kept(after)
	if c.Income != nil {
		r.Income = kept(y.Step("net income at FIFO", usd, y.Input("net income at LIFO", usd, *c.Income).Plus(after)))
	}
	if c.FIFOIncome != nil {
		r.LIFOIncome = kept(y.Step("net income at LIFO from FIFO", usd, y.Input("net income at FIFO, given", usd, *c.FIFOIncome).Minus(after)))
	}
	return r, nil
}
