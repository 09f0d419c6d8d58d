package inventory

import (
	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// flowWork is a flow being computed: the paper and what the methods need of it.
type flowWork struct {
	Flow
	res              FlowResult
	p                *workpaper.Paper
	count, usd, each workpaper.Unit
	available, cost  workpaper.Num // of all receipts
	issued           workpaper.Num // units
	ending, sold     workpaper.Num // amounts
	unit             *workpaper.Num
	variance         workpaper.Num // standard cost: purchase price
}

// work lays out what was available and what was issued: the part that all methods share.
func (f Flow) work() *flowWork {
	var units []workpaper.Number
	for _, m := range append(f.receipts(), f.issues()...) {
		units = append(units, m.Units)
	}
	title := "Inventory cost flow, " + f.Method.Words() + ", " + string(f.System)
	w := &flowWork{Flow: f, p: workpaper.New(workpaper.Head{Title: title, Entity: f.Item}), count: workpaper.Count.To(workpaper.PlacesOf(units...)), usd: workpaper.Money(f.Currency), each: workpaper.Per(f.Currency, "unit")}
	w.res.Paper = w.p
	return w
}

// Words are the method as it is spoken.
func (m Method) Words() string {
	return map[Method]string{FIFO: "first-in, first-out", LIFO: "last-in, first-out", Average: "average cost", Specific: "specific identification", Standard: "standard cost"}[m]
}

// issuedUnits is a table of the issues with their total.
func (w *flowWork) issuedUnits() workpaper.Num {
	t := w.p.Table("Issues", "issue")
	units := t.Column("units", w.count)
	for i, m := range w.issues() {
		t.Row(m.label(i)).Input(units, m.Units.Abs())
	}
	return units.Total()
}

// periodicLayers takes all issues of the period from the receipts, in the order of use.
func (w *flowWork) periodicLayers() {
	issued := w.issuedUnits()
	rs := w.receipts()
	t := w.p.Table("Layers in the order of use", "receipt")
	units, each, cost := t.Column("units", w.count), t.Column("unit cost", w.each), t.Column("cost", w.usd)
	wanted := t.Column("still to take", w.count)
	taken := t.Column("issued", w.count, workpaper.Cite("ASC 330-10-30-9"))
	takenCost, left, leftCost := t.Column("cost issued", w.usd), t.Column("left", w.count), t.Column("cost left", w.usd)
	layers := make([]Layer, len(rs))
	still := issued
	for n := range rs {
		i := n
		if w.Method == LIFO {
			i = len(rs) - 1 - n
		}
		m := rs[i]
		r := t.Row(m.label(i))
		u, c := r.Input(units, m.Units), r.Input(each, m.Cost)
		r.Step(cost, u.Times(c))
		want := r.Step(wanted, still)
		use := r.Step(taken, workpaper.Least(u, want))
		r.Step(takenCost, use.Times(c))
		rest := r.Step(left, u.Minus(use))
		r.Step(leftCost, rest.Times(c))
		still = want.Minus(use)
		layers[i] = Layer{m.Name, m.Date, rest.Number(), m.Cost}
	}
	w.available, w.cost, w.issued = units.Total(), cost.Total(), issued
	w.sold, w.ending = takenCost.Total(), leftCost.Total()
	w.keep(layers)
}

// keep are the layers that have units left.
func (w *flowWork) keep(layers []Layer) {
	for _, l := range layers {
		if l.Units.Sign() > 0 {
			w.res.Layers = append(w.res.Layers, l)
		}
	}
}

// receiptsTable lists receipts with cost.
func (w *flowWork) receiptsTable() {
	t := w.p.Table("Receipts", "receipt")
	units, each := t.Column("units", w.count), t.Column("unit cost", w.each)
	cost := t.Column("cost", w.usd)
	for i, m := range w.receipts() {
		r := t.Row(m.label(i))
		r.Step(cost, r.Input(units, m.Units).Times(r.Input(each, m.Cost)))
	}
	w.available, w.cost = units.Total(), cost.Total()
}

// average rounds an average as the flow says.
func (w *flowWork) average(n workpaper.Num) workpaper.Num {
	if w.UnitPlaces != nil {
		return n.Round(*w.UnitPlaces, money.HalfAway)
	}
	return n
}

// weightedAverage is one average of the period. What is issued is what was available less what is left, so that rounding
// the average loses nothing.
func (w *flowWork) weightedAverage() {
	w.receiptsTable()
	w.issued = w.issuedUnits()
	s := w.p.Section("Average")
	if w.available.Number().Sign() == 0 {
		zero := s.Step("cost of what is left", w.usd, w.cost)
		w.ending, w.sold = zero, s.Step("cost of what was issued", w.usd, w.cost)
		return
	}
	unit := s.Step("average cost of a unit", w.each, w.average(w.cost.Over(w.available)), workpaper.Cite("ASC 330-10-30-9"))
	left := s.Step("units left", w.count, w.available.Minus(w.issued))
	w.ending = s.Step("cost of what is left", w.usd, left.Times(unit))
	w.sold = s.Step("cost of what was issued", w.usd, w.cost.Minus(w.ending))
	w.unit = &unit
	if left.Number().Sign() > 0 {
		w.res.Layers = []Layer{{Name: "average", Units: left.Number(), Cost: unit.Number()}}
	}
}

// movingAverage costs every issue at the average of what is on hand.
func (w *flowWork) movingAverage() {
	t := w.p.Table("Movements", "movement")
	in, each, inCost := t.Column("units received", w.count), t.Column("unit cost", w.each), t.Column("cost received", w.usd)
	out, avg, outCost := t.Column("units issued", w.count), t.Column("average on hand", w.each, workpaper.Cite("ASC 330-10-30-9")), t.Column("cost issued", w.usd)
	units, value := t.Column("units on hand", w.count), t.Column("cost on hand", w.usd)
	all := append(append([]Movement(nil), w.Opening...), w.Movements...)
	var onHand, worth *workpaper.Num
	for i, m := range all {
		r := t.Row(m.label(i))
		if m.Units.Sign() > 0 {
			u := r.Input(in, m.Units)
			c := r.Step(inCost, u.Times(r.Input(each, m.Cost)))
			n, v := r.Running(units, u), r.Running(value, c)
			onHand, worth = &n, &v
			continue
		}
		u := r.Input(out, m.Units.Abs())
		a := r.Step(avg, w.average(worth.Over(*onHand)))
		// the last unit takes what is left, so that nothing stays on no units
		c := r.Step(outCost, workpaper.If(u.Equals(*onHand), *worth, u.Times(a)))
		n, v := r.Running(units, u.Neg()), r.Running(value, c.Neg())
		onHand, worth = &n, &v
		w.res.Issues = append(w.res.Issues, Issued{m.Name, m.Date, m.Units.Abs(), c.Number()})
	}
	w.available, w.cost, w.issued, w.sold = in.Total(), inCost.Total(), out.Total(), outCost.Total()
	s := w.p.Section("Average")
	w.ending = s.Step("cost of what is left", w.usd, w.cost.Minus(w.sold))
	if onHand != nil && onHand.Number().Sign() > 0 {
		unit := s.Step("average cost of a unit left", w.each, w.ending.Over(w.available.Minus(w.issued)))
		w.unit = &unit
		w.res.Layers = []Layer{{Name: "average", Units: onHand.Number(), Cost: unit.Number()}}
	}
}

// standard carries units at standard cost; what receipts cost beyond it is the purchase price variance.
func (w *flowWork) standard() {
	w.receiptsTable()
	w.issued = w.issuedUnits()
	s := w.p.Section("Standard cost")
	std := s.Input("standard cost of a unit", w.each, w.Standard)
	at := s.Step("receipts at standard", w.usd, w.available.Times(std))
	v := s.Step("purchase price variance, unfavourable positive", w.usd, w.cost.Minus(at), workpaper.Cite("ASC 330-10-30-12"))
	w.res.Variance, w.variance = v.Number(), v
	left := s.Step("units left", w.count, w.available.Minus(w.issued))
	w.ending = s.Step("cost of what is left", w.usd, left.Times(std))
	w.sold = s.Step("cost of what was issued, at standard", w.usd, w.issued.Times(std))
	w.unit = &std
	if left.Number().Sign() > 0 {
		w.res.Layers = []Layer{{Name: "standard", Units: left.Number(), Cost: w.Standard}}
	}
}

// finish reads the results off the paper and holds them against each other.
func (w *flowWork) finish() {
	s := w.p.Section("Result")
	available := s.Step("units available", w.count, w.available)
	cost := s.Step("cost of goods available", w.usd, w.cost)
	issued := s.Step("units issued", w.count, w.issued)
	left := s.Step("units on hand at the end", w.count, available.Minus(issued))
	ending := s.Step("inventory at the end", w.usd, w.ending, workpaper.Cite("ASC 330-10-30-1"))
	sold := s.Step("cost of goods issued", w.usd, w.sold)
	total := ending.Plus(sold)
	if w.Method == Standard {
		total = total.Plus(w.variance)
	}
	s.Check("all cost is on hand or issued", total.Equals(cost), check.Finding{Rule: "cost-flow", Severity: check.Stop, Message: "the cost of what is left and of what was issued is not what was available"})
	r := &w.res
	r.AvailableUnits, r.AvailableCost, r.IssuedUnits, r.CostOfSales = available.Number(), cost.Number(), issued.Number(), sold.Number()
	r.EndingUnits, r.Ending = left.Number(), ending.Number()
	if w.unit != nil {
		n := w.unit.Number()
		r.UnitCost = &n
	}
	w.sales(s, sold)
	r.Findings = w.p.Findings()
}

// sales are revenue and gross profit, where every issue has a price.
func (w *flowWork) sales(s *workpaper.Section, sold workpaper.Num) {
	issues := w.issues()
	for _, m := range issues {
		if m.Price == nil {
			return
		}
	}
	if len(issues) == 0 {
		return
	}
	t := w.p.Table("Sales", "sale")
	units, price, amount := t.Column("units", w.count), t.Column("price", w.each), t.Column("sales", w.usd)
	for i, m := range issues {
		r := t.Row(m.label(i))
		r.Step(amount, r.Input(units, m.Units.Abs()).Times(r.Input(price, *m.Price)))
	}
	g := w.p.Section("Gross profit")
	revenue := g.Step("sales", w.usd, amount.Total())
	profit := g.Step("gross profit", w.usd, revenue.Minus(sold))
	a, b := revenue.Number(), profit.Number()
	w.res.Sales, w.res.GrossProfit = &a, &b
}
