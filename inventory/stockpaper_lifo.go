package inventory

import (
	"strconv"

	"tieout/workpaper"
)

// years is LIFO by years: what stands of the layers of earlier years, and the increment at the average of the year's receipts.
func (w *stockSheet) years() {
	type layer struct {
		year        int
		units, cost workpaper.Num
	}
	var old []layer
	for i := 0; i < len(w.Moves); {
		year := w.Policy.Calendar.Year(w.Moves[i].Costed)
		t := w.p.Table("Year "+strconv.Itoa(year), "movement")
		in, paid, out := t.Column("received", w.count), t.Column("cost", w.usd), t.Column("issued", w.count)
		var on *workpaper.Num
		if len(old) > 0 {
			var terms []workpaper.Term
			for _, l := range old {
				terms = append(terms, l.units)
			}
			n := w.p.Section("Brought into "+strconv.Itoa(year)).Step("on hand", w.count, workpaper.Sum(terms...))
			on = &n
		}
		bought := int64(0)
		for ; i < len(w.Moves) && w.Policy.Calendar.Year(w.Moves[i].Costed) == year; i++ {
			m := w.Moves[i]
			row := t.Row(w.Name(m))
			switch m.Kind {
			case Receive:
				row.Input(in, w.units(m.Units))
				row.Input(paid, w.money(m.Cost))
				bought += m.Units
			case Issue:
				row.Input(out, w.units(m.Units))
			case AddCost:
				if bought > 0 { // a cost before the year's first receipt is an expense
					row.Input(paid, w.money(m.Cost))
				}
			}
		}
		units, cost, gone := in.Total(), paid.Total(), out.Total()
		s := w.p.Section("End of " + strconv.Itoa(year))
		left := units.Minus(gone)
		if on != nil {
			left = on.Plus(left)
		}
		have := s.Step("on hand", w.count, left)
		lt := w.p.Table("Layers at the end of "+strconv.Itoa(year), "layer")
		before, was, cover, kept, at := lt.Column("units before", w.count), lt.Column("cost before", w.usd), lt.Column("still to cover", w.count), lt.Column("units", w.count, workpaper.Cite("ASC 330-10-30-9")), lt.Column("cost", w.usd)
		still := have
		var next []layer
		for _, l := range old {
			row := lt.Row("year " + strconv.Itoa(l.year))
			n, c, q := row.Step(before, l.units), row.Step(was, l.cost), row.Step(cover, still)
			k := row.Step(kept, workpaper.NotBelowZero(workpaper.Least(n, q)))
			next = append(next, layer{l.year, k, row.Step(at, w.part(c, k, n))})
			still = q.Minus(k)
		}
		row := lt.Row("year " + strconv.Itoa(year))
		if bought > 0 {
			n, c, q := row.Step(before, units), row.Step(was, cost), row.Step(cover, still)
			k := row.Step(kept, workpaper.NotBelowZero(workpaper.Least(n, q)))
			next = append(next, layer{year, k, row.Step(at, w.part(c, k, n))})
		}
		w.on, w.worth = kept.Total(), at.Total()
		old = nil
		for _, l := range next {
			if l.units.Number().Sign() > 0 {
				old = append(old, l)
			}
		}
	}
}
