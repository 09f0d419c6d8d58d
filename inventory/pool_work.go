package inventory

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Where the rules of a pool stand.
const (
	citePool      = "ASC 330-10-30-9; Treas. Reg. 1.472-8(a)"
	citeDouble    = "Treas. Reg. 1.472-8(e)(2)(ii)"
	citeSample    = "Treas. Reg. 1.472-8(e)(1)"
	citeLink      = "Treas. Reg. 1.472-8(e)(2)(i)"
	citeReserve   = "SEC Regulation S-X 5-02.6(c)"
	citeLiquidate = "SAB Topic 11.F"
)

// poolWork is a pool being carried through its years.
type poolWork struct {
	Pool
	paper      *workpaper.Paper
	usd, index workpaper.Unit
	layers     []poolLayer
	cumulative *workpaper.Num // the index of the year before; nil at the beginning where it is not known
	lifo       workpaper.Num  // of the year before
	reserve    *workpaper.Num // of the year before; nil where its index is
	res        PoolResult
}

// poolLayer is a layer with the cells it stands in.
type poolLayer struct {
	name        string
	base, index workpaper.Num
}

func (w *poolWork) opening() {
	t := w.paper.Table("Layers at the beginning", "layer")
	base, index, cost := t.Column("base-year cost", w.usd), t.Column("index", w.index), t.Column("LIFO cost", w.usd, workpaper.Cite(citePool))
	for _, l := range w.Layers {
		r := t.Row(cmp.Or(l.Name, "base layer"))
		x := poolLayer{cmp.Or(l.Name, "base layer"), r.Input(base, l.Base), r.Input(index, l.Index)}
		r.Step(cost, x.base.Times(x.index))
		w.layers = append(w.layers, x)
	}
	w.lifo = cost.Total()
	n := w.priorIndex()
	if n == nil {
		return
	}
	s := w.paper.Section("At the beginning")
	prior := s.Input("cumulative index", w.index, *n)
	reserve := s.Step("LIFO reserve", w.usd, base.Total().Times(prior).Minus(w.lifo), workpaper.Cite(citeReserve))
	w.cumulative, w.reserve = &prior, &reserve
}

// year measures one year and lays its layers.
func (w *poolWork) year(i int) {
	y := w.Years[i]
	name := cmp.Or(y.Name, "Year "+workpaper.Whole(int64(i+1)).String())
	current, now, then := w.measured(y, name)
	s := w.paper.Section(name)
	var index, base workpaper.Num
	switch {
	case y.Index != nil:
		index = s.Input("index, supplied", w.index, *y.Index)
		base = s.Step("inventory at base-year cost", w.usd, current.Over(index), workpaper.Cite(citePool))
	case y.Base != nil || len(y.Items) > 0 && y.Items[0].Base != nil:
		index = s.Step("index by double extension", w.index, w.rounded(w.indexOf(now, then)), workpaper.Cite(citeDouble))
		if base = then; y.sampled() {
			base = s.Step("inventory at base-year cost", w.usd, current.Over(index), workpaper.Cite(citeSample))
		}
	default:
		link := s.Step("link of the year", w.index, w.rounded(now.Over(then)), workpaper.Cite(citeLink))
		index = s.Step("cumulative index by link chain", w.index, w.rounded(link.Times(*w.cumulative)), workpaper.Cite(citeLink))
		base = s.Step("inventory at base-year cost", w.usd, current.Over(index))
	}
	w.cumulative = &index
	w.lay(y, name, current, index, base)
}

// indexOf is current over base cost; an empty pool keeps the index of the year before.
func (w *poolWork) indexOf(current, base workpaper.Num) workpaper.Num {
	if base.Number().Sign() == 0 {
		return *w.cumulative
	}
	return current.Over(base)
}

func (w *poolWork) rounded(n workpaper.Num) workpaper.Num {
	if w.Rule.Places == nil {
		return n
	}
	return n.Round(*w.Rule.Places, w.Rule.Rounding)
}

// sampled says whether items stand for all of the inventory.
func (y PoolYear) sampled() bool { return len(y.Items) > 0 && y.Current != nil }

// measured is the inventory at the prices of the year; and goods at the prices of the year and at the other prices that the year gives.
func (w *poolWork) measured(y PoolYear, name string) (current, now, then workpaper.Num) {
	if y.Current != nil {
		s := w.paper.Section(name + ", inventory")
		current = s.Input("at the prices of the year", w.usd, *y.Current)
		switch {
		case y.Base != nil:
			then = s.Input("at base-year cost", w.usd, *y.Base)
		case y.Prior != nil:
			then = s.Input("at the prices of the beginning of the year", w.usd, *y.Prior)
		}
	}
	if len(y.Items) == 0 {
		return current, current, then
	}
	var counts []workpaper.Number
	for _, it := range y.Items {
		counts = append(counts, it.Units)
	}
	words := "base-year cost of one"
	if y.Items[0].Base == nil {
		words = "cost of one at the beginning of the year"
	}
	each := workpaper.Per(w.Currency, "unit")
	t := w.paper.Table(name+", items", "item")
	units, one, earlier := t.Column("units", workpaper.Count.To(workpaper.PlacesOf(counts...))), t.Column("cost of one now", each), t.Column(words, each)
	atNow, atThen := t.Column("at the prices of the year", w.usd), t.Column("at the other prices", w.usd)
	for i, it := range y.Items {
		r := t.Row(cmp.Or(it.Name, "item "+workpaper.Whole(int64(i+1)).String()))
		was := it.Base
		if was == nil {
			was = it.Prior
		}
		u := r.Input(units, it.Units)
		r.Step(atNow, u.Times(r.Input(one, it.Current)))
		r.Step(atThen, u.Times(r.Input(earlier, *was)))
	}
	now, then = atNow.Total(), atThen.Total()
	if y.Current == nil {
		current = now
	}
	return current, now, then
}

// lay keeps of the old layers what the inventory at base-year cost still covers, oldest first, and makes a layer of what is
// beyond them.
func (w *poolWork) lay(y PoolYear, name string, current, index, base workpaper.Num) {
	t := w.paper.Table(name+", layers", "layer")
	before, covered := t.Column("base-year cost before", w.usd), t.Column("still to cover", w.usd)
	kept := t.Column("base-year cost kept", w.usd, workpaper.Cite(citePool))
	gone := t.Column("liquidated", w.usd)
	at, cost := t.Column("index", w.index), t.Column("LIFO cost", w.usd)
	effect := t.Column("effect on income before tax", w.usd, workpaper.Cite(citeLiquidate))
	r := PoolYearResult{Name: y.Name}
	still := base
	var layers []poolLayer
	for _, l := range w.layers {
		row := t.Row(l.name)
		b, c := row.Step(before, l.base), row.Step(covered, still)
		k := row.Step(kept, workpaper.NotBelowZero(workpaper.Least(b, c)))
		g := row.Step(gone, b.Minus(k))
		x := row.Step(at, l.index)
		row.Step(cost, k.Times(x))
		e := row.Step(effect, g.Times(index.Minus(x)))
		if g.Number().Sign() > 0 {
			r.Liquidated = append([]PoolLayer{{l.name, g.Number(), x.Number()}}, r.Liquidated...)
			r.Effect = r.Effect.Add(e.Number())
		}
		layers = append(layers, poolLayer{l.name, k, x})
		still = c.Minus(k)
	}
	row := t.Row("layer of " + name)
	k := row.Step(kept, workpaper.NotBelowZero(still))
	x := row.Step(at, index)
	row.Step(cost, k.Times(x))
	layers = append(layers, poolLayer{"layer of " + name, k, x})
	total, effects := cost.Total(), effect.Total()
	w.layers = nil
	for _, l := range layers {
		if l.base.Number().Sign() > 0 || len(w.layers) == 0 {
			w.layers = append(w.layers, l)
			r.Layers = append(r.Layers, PoolLayer{l.name, l.base.Number(), l.index.Number()})
		}
	}
	r.Current, r.Index, r.Base, r.Increment = current.Number(), index.Number(), base.Number(), k.Number()
	w.result(y, &r, name, current, total, effects)
}

// result states the year: inventory at LIFO, the reserve and its change, effects, cost of goods sold.
func (w *poolWork) result(y PoolYear, r *PoolYearResult, name string, current, total, effects workpaper.Num) {
	s := w.paper.Section(name + ", result")
	lifo := s.Step("inventory at LIFO", w.usd, total)
	reserve := s.Step("LIFO reserve", w.usd, current.Minus(lifo), workpaper.Cite(citeReserve))
	r.LIFO, r.Reserve = lifo.Number(), reserve.Number()
	if w.reserve != nil {
		n := s.Step("change of the reserve", w.usd, reserve.Minus(*w.reserve)).Number()
		r.ReserveChange = &n
	}
	if len(r.Liquidated) > 0 {
		e := s.Step("effect of the liquidation on income before tax", w.usd, effects, workpaper.Cite(citeLiquidate))
		if w.Tax != nil {
			rate := s.Input("tax rate", workpaper.Percent, *w.Tax)
			n := s.Step("effect of the liquidation after tax", w.usd, e.Times(workpaper.Int(1).Minus(rate))).Number()
			r.EffectAfterTax = &n
		}
		did := "raised"
		if r.Effect.Sign() < 0 {
			did = "lowered"
		}
		w.paper.Raise(check.Finding{Rule: "lifo-liquidation", Severity: check.Note, Subject: name, Cite: citeLiquidate,
			Message: "LIFO layers were liquidated, which " + did + " income before tax by " + money.Group(r.Effect.Abs().Text(2, money.HalfAway)) + "; disclose it where material"}, e)
	}
	if y.Purchases != nil {
		b := s.Input("purchases", w.usd, *y.Purchases)
		n := s.Step("cost of goods sold", w.usd, w.lifo.Plus(b).Minus(lifo)).Number()
		r.CostOfSales = &n
	}
	w.lifo, w.reserve = lifo, &reserve
	w.res.Years = append(w.res.Years, *r)
}
