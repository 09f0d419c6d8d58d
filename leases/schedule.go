package leases

import (
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// recognise measures asset and liability on the first day (ASC 842-20-30-1, 30-5; SFAS 13 paragraph 10).
func (w *work) recognise(r *Result) {
	s := w.p.Section("First day")
	liability := w.first
	asset := liability
	if w.Standard == Old && w.Facts.Fair != nil {
		fair := s.Input("fair value, above which nothing is recognised", w.usd, *w.Facts.Fair)
		if w.first.Number().Cmp(*w.Facts.Fair) > 0 {
			w.p.Raise(check.Finding{Rule: "lease-fair-value", Severity: check.Open, Subject: w.about, Cite: "SFAS 13 paragraph 10",
				Message: "the present value of " + shown(w.first.Number(), w.Places) + " is above fair value of " + shown(*w.Facts.Fair, w.Places) + ": it is recognised at fair value, with the rate that gives it; give that rate"}, fair)
		}
	}
	if n := w.Direct; n.Sign() != 0 {
		asset = asset.Plus(s.Input("initial direct costs", w.usd, n, workpaper.Cite("ASC 842-20-30-5(c)")))
	}
	if n := w.Prepaid; n.Sign() != 0 {
		asset = asset.Plus(s.Input("paid before the first day", w.usd, n, workpaper.Cite("ASC 842-20-30-5(b)")))
	}
	if n := w.Incentives; n.Sign() != 0 {
		asset = asset.Minus(s.Input("incentives received", w.usd, n, workpaper.Cite("ASC 842-20-30-5(b)")))
	}
	a := s.Step("asset", w.usd, asset.Plus(workpaper.Int(0)), workpaper.Cite("ASC 842-20-30-5; SFAS 13 paragraph 10"))
	l := liability
	if w.Advance {
		l = liability.Minus(w.minor[0])
	}
	r.Asset = a.Number()
	r.Liability = s.Step("liability after what is paid on the first day", w.usd, l.Plus(workpaper.Int(0)), workpaper.Cite("ASC 842-20-30-1")).Number()
	w.asset = a
}

// columns of the schedule.
type columns struct {
	begin, before, interest, paid, end, assetBegin, cost, amortised, assetEnd *workpaper.Column
}

// schedule runs the periods, stretch by stretch between changes.
func (w *work) schedule(r *Result) {
	payments, from := w.Payments, 0
	liability, asset := w.first, w.asset
	changes := w.Changes
	impaired := false
	for {
		upTo := len(payments)
		if len(changes) > 0 {
			upTo = changes[0].After - from
		}
		liability, asset = w.stretch(r, payments, from, upTo, liability, asset, impaired)
		if len(changes) == 0 {
			return
		}
		c := changes[0]
		changes, from = changes[1:], c.After
		if c.Ended {
			w.ended(r, c, liability, asset)
			return
		}
		payments = payments[upTo:]
		var adjusted, loss workpaper.Num
		liability, asset, adjusted, loss = w.change(c, &payments, liability, asset)
		impaired = impaired || c.Impairment.Sign() > 0
		w.adjusted, w.impaired = adjusted, loss
	}
}

// stretch is periods under one measurement. All payments of it give the cost of an operating lease; up to a number of them are shown.
func (w *work) stretch(r *Result, payments []workpaper.Number, from, upTo int, liability, asset workpaper.Num, impaired bool) (workpaper.Num, workpaper.Num) {
	t := w.p.Table(fmt.Sprintf("Schedule from period %d", from+1), "period")
	var k columns
	k.begin, k.before, k.interest = t.Column("liability at the beginning", w.usd), t.Column("paid at the beginning", w.usd), t.Column("interest", w.usd, workpaper.Cite("ASC 842-20-35-1; SFAS 13 paragraph 12"))
	k.paid, k.end = t.Column("paid at the end", w.usd), t.Column("liability at the end", w.usd)
	k.assetBegin, k.cost = t.Column("asset at the beginning", w.usd), t.Column("cost", w.usd, workpaper.Cite("ASC 842-20-25-5, 25-6"))
	k.amortised, k.assetEnd = t.Column("amortisation of the asset", w.usd, workpaper.Cite("ASC 842-20-35-3, 35-7")), t.Column("asset at the end", w.usd)
	n := int64(len(payments))
	s := w.p.Section(fmt.Sprintf("Cost from period %d", from+1))
	var terms []workpaper.Term
	for _, x := range w.minor {
		terms = append(terms, x)
	}
	total := s.Step("paid in all from here", w.usd, workpaper.Sum(append(terms, w.final)...))
	all := s.Step("cost in all from here", w.usd, total.Plus(asset).Minus(liability), workpaper.Cite("ASC 842-20-25-8"))
	spread, straightLine := int64(len(payments)), w.r.Class != Operating || impaired
	if w.Life != nil && (w.Facts.Transfers || w.Facts.Certain || w.Option.Sign() > 0) && w.r.Class != Operating {
		life, _ := w.Life.Mul(workpaper.Whole(int64(w.PerYear))).Round(0, money.HalfAway).Int64()
		spread = max(life-int64(from), n)
	}
	first := asset
	for i := range upTo {
		row := t.Row(fmt.Sprint(from + i + 1))
		b := row.Step(k.begin, liability.Plus(workpaper.Int(0)))
		open := b
		var pay workpaper.Num
		if w.Advance {
			pay = row.Step(k.before, w.minor[i].Plus(workpaper.Int(0)))
			open = b.Minus(pay)
		}
		last := i == len(payments)-1
		var end workpaper.Num
		switch {
		case last && w.Advance:
			end = w.final
		case last:
			end = w.minor[i].Plus(w.final)
		case !w.Advance:
			end = w.minor[i]
		}
		interest := open.Times(w.rate).Round(w.Places, money.HalfAway)
		if last {
			interest = end.Minus(open)
		}
		in := row.Step(k.interest, interest)
		close := open.Plus(in)
		paid := pay
		if last || !w.Advance {
			e := row.Step(k.paid, end.Plus(workpaper.Int(0)))
			close, paid = close.Minus(e), e
			if w.Advance {
				paid = pay.Plus(e)
			}
		}
		liability = row.Step(k.end, close)
		ab := row.Step(k.assetBegin, asset.Plus(workpaper.Int(0)))
		var cost, am workpaper.Num
		if straightLine {
			am = row.Step(k.amortised, share(first, int64(i), spread, w.Places))
			cost = row.Step(k.cost, in.Plus(am))
		} else {
			cost = row.Step(k.cost, share(all, int64(i), n, w.Places))
			am = row.Step(k.amortised, cost.Minus(in))
		}
		asset = row.Step(k.assetEnd, ab.Minus(am))
		p := Period{Number: from + i + 1, Begin: b.Number(), Interest: in.Number(), Paid: paid.Number(), End: liability.Number(), AssetBegin: ab.Number(), Amortised: am.Number(), AssetEnd: asset.Number(), Cost: cost.Number()}
		if i == 0 && from > 0 {
			p.Adjusted, p.Impaired = w.adjusted.Number(), w.impaired.Number()
		}
		r.Periods = append(r.Periods, p)
		r.Paid, r.Cost = r.Paid.Add(p.Paid), r.Cost.Add(p.Cost)
	}
	return liability, asset
}

// share is one of n equal parts of an amount, such that the parts add up to it.
func share(n workpaper.Num, i, of int64, places int) workpaper.Num {
	upTo := func(k int64) workpaper.Num {
		return n.Times(workpaper.Int(k)).Over(workpaper.Int(of)).Round(places, money.HalfAway)
	}
	if i == 0 {
		return upTo(1)
	}
	return upTo(i + 1).Minus(upTo(i))
}

// change remeasures: the liability at what remains and at the rate of the day, the asset by as much (ASC 842-20-35-4, 842-10-25-11 to
// 25-13); then a loss of value takes the asset down.
func (w *work) change(c Change, payments *[]workpaper.Number, liability, asset workpaper.Num) (l, a, adjusted, loss workpaper.Num) {
	s := w.p.Section(fmt.Sprintf("After period %d", c.After))
	if c.Why != "" {
		s.Text("why", c.Why)
	}
	if c.Rate != nil {
		year := s.Input("rate of a year on that day", workpaper.Percent.To(4), *c.Rate)
		if w.Compound && w.PerYear > 1 {
			n, _ := compounding(*c.Rate, w.PerYear)
			w.rate = s.Solved("rate of a period", workpaper.Percent.To(8), n)
		} else {
			w.rate = s.Step("rate of a period", workpaper.Percent.To(8), year.Over(workpaper.Int(int64(w.PerYear))))
		}
	}
	l = liability
	if c.Payments != nil || c.Rate != nil {
		if c.Payments != nil {
			*payments = c.Payments
		}
		l = w.present(s, fmt.Sprintf("Payments after period %d", c.After), *payments, w.rate, false)
	} else {
		w.minor = w.minor[len(w.minor)-len(*payments):]
	}
	adjusted = s.Step("liability more, or less where negative", w.usd, l.Minus(liability), workpaper.Cite("ASC 842-20-35-4"))
	after := s.Step("asset after that", w.usd, workpaper.NotBelowZero(asset.Plus(adjusted)), workpaper.Cite("ASC 842-20-35-4: what is below zero is income"))
	loss = s.Input("loss of value of the asset", w.usd, c.Impairment, workpaper.Cite("ASC 842-20-35-9"))
	a = s.Step("asset from then on", w.usd, after.Minus(loss))
	return l, a, adjusted, loss
}

// ended takes both off (ASC 842-20-40-1).
func (w *work) ended(r *Result, c Change, liability, asset workpaper.Num) {
	s := w.p.Section(fmt.Sprintf("Given up after period %d", c.After))
	r.Gain = s.Step("gain, a loss negative", w.usd, liability.Minus(asset).Minus(s.Input("paid to end it", w.usd, c.Penalty)), workpaper.Cite("ASC 842-20-40-1")).Number()
}

// straight is rent in equal parts where nothing else is recognised: operating leases before ASC 842 (SFAS 13 paragraph 15; FTB 85-3) and
// short-term leases. End is deferred rent, prepaid where negative.
func (w *work) straight(r *Result) {
	t := w.p.Table("Rent", "period")
	paid, cost, deferred := t.Column("paid", w.usd), t.Column("rent expense", w.usd, workpaper.Cite("SFAS 13 paragraph 15; ASC 842-20-25-2")), t.Column("deferred rent, prepaid negative", w.usd)
	s := w.p.Section("Rent in all")
	var terms []workpaper.Term
	for _, n := range w.minor {
		terms = append(terms, n)
	}
	sum := s.Step("payments", w.usd, workpaper.Sum(terms...))
	all := sum.Plus(s.Input("initial direct costs and payments before", w.usd, w.Direct.Add(w.Prepaid))).Minus(s.Input("incentives", w.usd, w.Incentives))
	total := s.Step("rent expense in all", w.usd, all, workpaper.Cite("FTB 88-1 for incentives"))
	above := s.Step("deferred rent on the first day", w.usd, sum.Minus(total))
	for i := range w.Payments {
		row := t.Row(fmt.Sprint(i + 1))
		p, c := row.Step(paid, w.minor[i].Plus(workpaper.Int(0))), row.Step(cost, share(total, int64(i), int64(len(w.Payments)), w.Places))
		begin := above
		above = row.Step(deferred, begin.Plus(c).Minus(p))
		r.Periods = append(r.Periods, Period{Number: i + 1, Begin: begin.Number(), Paid: p.Number(), Cost: c.Number(), End: above.Number()})
		r.Paid, r.Cost = r.Paid.Add(p.Number()), r.Cost.Add(c.Number())
	}
}
