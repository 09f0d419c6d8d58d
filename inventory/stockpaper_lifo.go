package inventory

import (
	"strconv"

	"tieout/workpaper"
)

// years is LIFO by years: what stands of the layers of earlier years, and the increment at the average of the year's receipts.
func (w *stockSheet) years() {
	type layer struct {
		year                  int
		units, cost, received workpaper.Num
	}
	var old []layer
	of := map[int64]int{} // the year of a receipt
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
			if m.Kind == AddCost && of[m.Of] != year { // to its part of that year's layer; the rest is an expense
				for k, l := range old {
					if l.year == of[m.Of] {
						s := w.p.Section(w.Name(m))
						more := s.Input("later cost of "+strconv.Itoa(l.year), w.usd, w.money(m.Cost))
						old[k].cost = s.Step("cost of the layer", w.usd, l.cost.Plus(w.part(more, l.units, l.received)), workpaper.Cite("ASC 330-10-30-1"))
					}
				}
				continue
			}
			row := t.Row(w.Name(m))
			switch m.Kind {
			case Receive:
				of[m.ID] = year
				row.Input(in, w.units(m.Units))
				row.Input(paid, w.money(m.Cost))
				bought += m.Units
			case Issue:
				row.Input(out, w.units(m.Units))
			case AddCost:
				row.Input(paid, w.money(m.Cost))
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
			next = append(next, layer{l.year, k, row.Step(at, w.part(c, k, n)), l.received})
			still = q.Minus(k)
		}
		row := lt.Row("year " + strconv.Itoa(year))
		if bought > 0 {
			n, c, q := row.Step(before, units), row.Step(was, cost), row.Step(cover, still)
			k := row.Step(kept, workpaper.NotBelowZero(workpaper.Least(n, q)))
			next = append(next, layer{year, k, row.Step(at, w.part(c, k, n)), units})
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
