package inventory

import (
	"fmt"
	"slices"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// StockPaper is the valuation of a stock layer by layer, from its moves alone, with the same roundings to the cent.
type StockPaper struct {
	Head     workpaper.Head
	Item     string
	Unit     string // that it is counted in
	Places   int    // decimals of it
	Currency money.Currency
	Policy   Policy
	Moves    []Move // in the order in which they count
	Name     func(Move) string
}

// stockSheet is such a paper being written.
type stockSheet struct {
	StockPaper
	p      *workpaper.Paper
	count  workpaper.Unit
	usd    workpaper.Unit
	digits int
	on     workpaper.Num // units on hand
	worth  workpaper.Num // cost on hand
}

// Paper writes the valuation. It gives an error for moves that cannot be costed.
func (s StockPaper) Paper() (*workpaper.Paper, error) {
	st, err := s.Policy.newStock()
	if err != nil {
		return nil, err
	}
	for _, m := range s.Moves {
		if _, err := st.apply(m); err != nil {
			return nil, err
		}
	}
	if len(s.Moves) == 0 {
		return nil, check.Refuse(s.Item, "it has not moved")
	}
	if s.Policy.Since != 0 {
		return nil, check.Refuse(s.Item, "a stock whose method changed has no workpaper yet; its layers are on the page and in the lists")
	}
	if slices.ContainsFunc(s.Moves, func(m Move) bool { return m.Kind == Recover }) {
		return nil, check.Refuse(s.Item, "a stock with a recovery has no workpaper yet; its layers are on the page and in the lists")
	}
	if s.Policy.Method == LIFO && slices.ContainsFunc(s.Moves, func(m Move) bool { return m.Kind == WriteDown }) {
		return nil, check.Refuse(s.Item, "a LIFO stock that was written down has no workpaper yet; its layers are on the page and in the lists")
	}
	if s.Name == nil {
		s.Name = func(m Move) string { return m.Kind.String() + " of " + m.Costed.String() }
	}
	w := &stockSheet{StockPaper: s, p: workpaper.New(s.Head), count: workpaper.Unit{Name: s.Unit, Places: s.Places}, usd: workpaper.Money(s.Currency)}
	w.digits = w.usd.Places
	switch s.Policy.Method {
	case Average:
		w.average()
	case LIFO:
		w.years()
	case Standard:
		w.standard()
	default:
		w.layered()
	}
	r := w.p.Section("Result")
	units := r.Step("on hand", w.count, w.on)
	value := r.Step("inventory", w.usd, w.worth, workpaper.Cite("ASC 330-10-30-9"))
	r.Check("nothing on hand costs nothing", workpaper.Or(units.More(workpaper.Int(0)), value.Equals(workpaper.Int(0))), check.Finding{Rule: "stock-paper", Severity: check.Stop, Message: "a cost stands on no units"})
	if n, _ := value.Number().Minor(w.digits); n != st.value() {
		return nil, fmt.Errorf("item %s: the paper has %d and the stock is worth %d", s.Item, n, st.value())
	}
	return w.p, nil
}

func (w *stockSheet) units(n int64) workpaper.Number { return workpaper.FromMinor(n, w.Places) }
func (w *stockSheet) money(n int64) workpaper.Number { return workpaper.FromMinor(n, w.digits) }

// part is so much of a cost as some units are of others, to the minor unit half away from zero; all of it where they are equal.
func (w *stockSheet) part(cost, some, of workpaper.Num) workpaper.Num {
	return workpaper.If(some.Equals(of), cost, cost.Times(some).Over(of).Round(w.digits, money.HalfAway))
}

// average is the moving average, move by move.
func (w *stockSheet) average() {
	t := w.p.Table("Movements", "movement")
	in, cost, out := t.Column("received", w.count), t.Column("cost", w.usd), t.Column("issued", w.count)
	effect := t.Column("inventory", w.usd, workpaper.Cite("ASC 330-10-30-9"))
	sold := t.Column("cost of sales", w.usd)
	units, value := t.Column("on hand", w.count), t.Column("cost on hand", w.usd)
	received := map[int64]workpaper.Num{}
	zero := workpaper.Int(0)
	for i, m := range w.Moves {
		row := t.Row(w.Name(m))
		var e, n workpaper.Num
		switch m.Kind {
		case Receive:
			n = row.Input(in, w.units(m.Units))
			e, received[m.ID] = row.Input(cost, w.money(m.Cost)), n
			row.Step(effect, e)
		case Issue:
			u := row.Input(out, w.units(m.Units))
			c := row.Step(sold, w.part(w.worth, u, w.on))
			n, e = u.Neg(), c.Neg()
			row.Step(effect, e)
		case AddCost:
			c := row.Input(cost, w.money(m.Cost))
			if r, ok := received[m.Of]; ok {
				e = row.Step(effect, w.part(c, workpaper.Least(r, w.on), r))
			} else {
				e = row.Step(effect, c.Minus(c))
			}
			row.Step(sold, c.Minus(e))
			n = zero
		case WriteDown:
			c := row.Input(cost, w.money(m.Cost))
			e = row.Step(effect, c.Neg())
			row.Step(sold, c)
			n = zero
		}
		if i == 0 {
			w.on, w.worth = row.Step(units, n), row.Step(value, e)
			continue
		}
		w.on, w.worth = row.Step(units, w.on.Plus(n)), row.Step(value, w.worth.Plus(e))
	}
}

// standard is units at the standard of their day, move by move.
func (w *stockSheet) standard() {
	each := workpaper.Per(w.Currency, w.Unit)
	each.Places = w.digits + StandardPlaces
	t := w.p.Table("Movements", "movement")
	in, out, std := t.Column("received", w.count), t.Column("issued", w.count), t.Column("standard cost of one", each)
	units, value := t.Column("on hand", w.count), t.Column("inventory", w.usd, workpaper.Cite("ASC 330-10-30-12"))
	var now *workpaper.Num
	for i, m := range w.Moves {
		row := t.Row(w.Name(m))
		n := workpaper.Int(0)
		switch m.Kind {
		case Receive:
			n = row.Input(in, w.units(m.Units))
		case Issue:
			n = row.Input(out, w.units(m.Units)).Neg()
		case SetStandard:
			x := row.Input(std, workpaper.FromMinor(m.Cost, w.digits+StandardPlaces))
			now = &x
		}
		if i == 0 {
			n = now.Minus(*now) // a standard comes first
		} else {
			n = w.on.Plus(n)
		}
		w.on = row.Step(units, n)
		w.worth = row.Step(value, w.on.Times(*now).Round(w.digits, money.HalfAway))
	}
}

// paperLayer is a layer with the cells that it stands in.
type paperLayer struct {
	name        string
	receipt     int64
	received    workpaper.Num
	units, cost workpaper.Num
	have        int64 // units left, as it is
}

// layered is FIFO and specific identification: every receipt a layer, every issue taken from the layers that there are.
func (w *stockSheet) layered() {
	rt := w.p.Table("Receipts", "receipt")
	in, paid := rt.Column("units", w.count), rt.Column("cost", w.usd)
	byID := map[int64]*paperLayer{}
	for _, m := range w.Moves {
		if m.Kind == Receive {
			row := rt.Row(w.Name(m))
			u, c := row.Input(in, w.units(m.Units)), row.Input(paid, w.money(m.Cost))
			byID[m.ID] = &paperLayer{w.Name(m), m.ID, u, u, c, m.Units}
		}
	}
	t := w.p.Table("Layer by layer", "movement and layer")
	want, have, was := t.Column("still to take", w.count), t.Column("in the layer", w.count), t.Column("its cost", w.usd)
	taken, change, left, rest := t.Column("taken", w.count, workpaper.Cite("ASC 330-10-30-9")), t.Column("change of cost", w.usd), t.Column("left", w.count), t.Column("cost left", w.usd)
	var layers []*paperLayer
	for _, m := range w.Moves {
		switch m.Kind {
		case Receive:
			layers = append(layers, byID[m.ID])
		case Issue:
			need, wanted := m.Units, w.units(m.Units)
			var still *workpaper.Num
			order := layers
			if l := byID[m.Of]; l != nil && l.have > 0 {
				order = append([]*paperLayer{l}, layers...)
			}
			for _, l := range order {
				n := min(need, l.have)
				if n == 0 {
					continue
				}
				row := t.Row(w.Name(m) + " from " + l.name)
				var q workpaper.Num
				if still == nil {
					q = row.Input(want, wanted)
				} else {
					q = row.Step(want, *still)
				}
				h, c := row.Step(have, l.units), row.Step(was, l.cost)
				k := row.Step(taken, workpaper.Least(q, h))
				g := row.Step(change, w.part(c, k, h).Neg())
				l.units, l.cost = row.Step(left, h.Minus(k)), row.Step(rest, c.Plus(g))
				next := q.Minus(k)
				still, need, l.have = &next, need-n, l.have-n
			}
		case AddCost:
			l := byID[m.Of]
			if l == nil || l.have == 0 {
				continue
			}
			row := t.Row(w.Name(m) + " to " + l.name)
			h, c := row.Step(have, l.units), row.Step(was, l.cost)
			add := w.p.Section(w.Name(m)).Input("cost", w.usd, w.money(m.Cost))
			g := row.Step(change, w.part(add, h, l.received))
			l.units, l.cost = row.Step(left, h), row.Step(rest, c.Plus(g))
		case WriteDown:
			w.spread(m, layers, t, have, was, change, left, rest)
		}
	}
	end := w.p.Table("Layers on hand", "layer")
	units, cost := end.Column("units", w.count), end.Column("cost", w.usd)
	for _, l := range layers {
		row := end.Row(l.name)
		row.Step(units, l.units)
		row.Step(cost, l.cost)
	}
	w.on, w.worth = units.Total(), cost.Total()
}

// spread takes a write-down off the layers by their cost; the parts add up to it, the largest remainders first.
func (w *stockSheet) spread(m Move, layers []*paperLayer, t *workpaper.Table, have, was, change, left, rest *workpaper.Column) {
	var costs []int64
	for _, l := range layers {
		n, _ := l.cost.Number().Minor(w.digits)
		costs = append(costs, n)
	}
	parts, err := money.Allocate(m.Cost, costs)
	if err != nil {
		return
	}
	s := w.p.Section(w.Name(m))
	total := s.Input("write-down", w.usd, w.money(m.Cost))
	var sum []workpaper.Term
	for i, l := range layers {
		if l.have == 0 {
			continue
		}
		row := t.Row(w.Name(m) + " of " + l.name)
		h, c := row.Step(have, l.units), row.Step(was, l.cost)
		g := row.Solved(change, w.money(-parts[i]))
		sum = append(sum, g)
		l.units, l.cost = row.Step(left, h), row.Step(rest, c.Plus(g))
	}
	w.p.Section(w.Name(m)+", shared").Check("the parts are the write-down", workpaper.Sum(sum...).Neg().Equals(total), check.Finding{Rule: "stock-paper", Severity: check.Stop, Message: "the parts of the write-down do not add up to it"})
}
