package inventory

import (
	"tieout/check"
	"tieout/workpaper"
)

// wholeMatrix is up to how many rows a perpetual paper shows every layer that an issue could come from, so that it stays right
// when quantities are changed in the spreadsheet. Longer ones show only the layers that were used.
const wholeMatrix = 600

// perpetualLayers takes every issue from the layers on hand at that moment.
func (w *flowWork) perpetualLayers() {
	w.receiptsTable()
	t := w.p.Table("Issues, layer by layer", "issue and layer")
	wanted, on, taken := t.Column("still to take", w.count), t.Column("in the layer", w.count), t.Column("taken", w.count, workpaper.Cite("ASC 330-10-30-9"))
	each, cost := t.Column("unit cost", w.each), t.Column("cost", w.usd)
	type layer struct {
		m    Movement
		name string
		left workpaper.Number
		cell *workpaper.Num // what is left of it, once something was taken
	}
	var layers []*layer
	for i, m := range w.Opening {
		layers = append(layers, &layer{m: m, name: m.label(i), left: m.Units})
	}
	whole := len(w.issues())*len(w.receipts()) <= wholeMatrix
	issue := 0
	for i, m := range w.Movements {
		if m.Units.Sign() > 0 {
			layers = append(layers, &layer{m: m, name: m.label(i), left: m.Units})
			continue
		}
		name := m.label(issue)
		issue++
		out := Issued{m.Name, m.Date, m.Units.Abs(), nought}
		var rest *workpaper.Num
		for n := range layers {
			l := layers[n]
			if w.Method == LIFO {
				l = layers[len(layers)-1-n]
			}
			if !whole && (l.left.Sign() == 0 || rest != nil && rest.Number().Sign() == 0) {
				continue
			}
			r := t.Row(name + " from " + l.name)
			var want, have workpaper.Num
			if rest == nil {
				want = r.Input(wanted, m.Units.Abs())
			} else {
				want = r.Step(wanted, *rest)
			}
			if l.cell == nil {
				have = r.Input(on, l.m.Units)
			} else {
				have = r.Step(on, *l.cell)
			}
			use := r.Step(taken, workpaper.Least(want, have))
			c := r.Step(cost, use.Times(r.Input(each, l.m.Cost)))
			next, left := want.Minus(use), have.Minus(use)
			rest, l.cell, l.left = &next, &left, left.Number()
			out.Cost = out.Cost.Add(c.Number())
		}
		w.res.Issues = append(w.res.Issues, out)
	}
	w.sold = cost.Total()
	w.issued = taken.Total()
	s := w.p.Section("Left")
	w.ending = s.Step("cost of what is left", w.usd, w.cost.Minus(w.sold))
	var left []Layer
	for _, l := range layers {
		left = append(left, Layer{l.m.Name, l.m.Date, l.left, l.m.Cost})
	}
	w.keep(left)
}

// specific takes every issue from the receipts that it names.
func (w *flowWork) specific() error {
	w.receiptsTable()
	t := w.p.Table("Issues by lot", "issue and lot")
	units, each, cost := t.Column("units", w.count), t.Column("unit cost", w.each), t.Column("cost", w.usd, workpaper.Cite("ASC 330-10-30-9"))
	rs := w.receipts()
	left := make([]workpaper.Number, len(rs))
	for i, m := range rs {
		left[i] = m.Units
	}
	find := func(name string) (at, found int) {
		for i, m := range rs {
			if m.Name == name || m.Name == "" && m.Date.String() == name {
				at, found = i, found+1
			}
		}
		return at, found
	}
	for i, m := range w.issues() {
		total := nought
		out := Issued{m.Name, m.Date, m.Units.Abs(), nought}
		for _, lot := range m.From {
			n, found := find(lot.Name)
			switch {
			case found == 0:
				return check.Refuse(w.about(m.label(i)), "there is no lot %q; name a receipt", lot.Name)
			case found > 1:
				return check.Refuse(w.about(m.label(i)), "%d receipts are called %q; give each lot a name of its own", found, lot.Name)
			case w.System == Perpetual && m.Date != 0 && rs[n].Date > m.Date:
				return check.Refuse(w.about(m.label(i)), "lot %s came on %s, after it", lot.Name, rs[n].Date)
			case lot.Units.Sign() <= 0:
				return check.Refuse(w.about(m.label(i)), "it takes %s units of lot %s", lot.Units, lot.Name)
			case left[n].Cmp(lot.Units) < 0:
				return check.Refuse(w.about(m.label(i)), "it takes %s units of lot %s, which has %s left", lot.Units, lot.Name, left[n])
			}
			left[n], total = left[n].Sub(lot.Units), total.Add(lot.Units)
			r := t.Row(m.label(i) + " from " + lot.Name)
			c := r.Step(cost, r.Input(units, lot.Units).Times(r.Input(each, rs[n].Cost)))
			out.Cost = out.Cost.Add(c.Number())
		}
		if total.Cmp(m.Units.Abs()) != 0 {
			return check.Refuse(w.about(m.label(i)), "it issues %s units and its lots are %s; say of which receipts all of them come", m.Units.Abs(), total)
		}
		w.res.Issues = append(w.res.Issues, out)
	}
	w.issued, w.sold = units.Total(), cost.Total()
	w.ending = w.p.Section("Left").Step("cost of what is left", w.usd, w.cost.Minus(w.sold))
	var layers []Layer
	for i, m := range rs {
		layers = append(layers, Layer{m.Name, m.Date, left[i], m.Cost})
	}
	w.keep(layers)
	return nil
}
