package property

import (
	"cmp"

	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Span is a period with its name.
type Span struct {
	Name string
	fiscal.Period
}

// Line is what a period bears, and what stands at its end.
type Line struct {
	Span
	Units                               *workpaper.Number
	Depreciation, Accumulated, Carrying workpaper.Number
}

// Years are the fiscal years from the day on which the asset came to the end of its life or its disposal.
func (c *Curve) Years() (out []Span) {
	cal := c.a.Calendar
	for y := cal.Year(c.a.InService); y <= cal.Year(c.Ends()); y++ {
		out = append(out, Span{workpaper.Whole(int64(y)).String(), cal.YearPeriod(y)})
	}
	return out
}

// Lines are the periods one by one. Of an asset that left, accumulated depreciation and carrying amount are nought.
func (c *Curve) Lines(spans []Span) (out []Line) {
	for _, s := range spans {
		l := Line{Span: s, Depreciation: c.Of(s.Period), Accumulated: c.Accumulated(s.End), Carrying: c.Carrying(s.End)}
		if c.units() {
			n := nought
			for _, u := range c.a.Use {
				if s.Contains(u.On) {
					n = n.Add(u.Units)
				}
			}
			l.Units = &n
		}
		out = append(out, l)
	}
	return out
}

func (c *Curve) units() bool {
	for _, s := range c.segs {
		if s.terms.Method == Units {
			return true
		}
	}
	return false
}

// sheet is a paper in the making.
type sheet struct {
	*Curve
	p          *workpaper.Paper
	usd, years workpaper.Unit
	cost       workpaper.Num
	stretches  []stretch
}

// stretch is a segment on paper.
type stretch struct {
	before, open, base workpaper.Num
	bears, lengths     *workpaper.Column
	rows               []workpaper.Row
	capacity, rate     workpaper.Num
}

// Paper shows the whole calculation: cost, each estimate with the years of its life, the periods, and the disposal.
func (c *Curve) Paper(spans []Span) *workpaper.Paper {
	x := &sheet{Curve: c, p: workpaper.New(workpaper.Head{Title: "Depreciation", Entity: c.a.Name, Purpose: "What does each period bear of the cost?"}), usd: workpaper.Money(c.a.Currency).To(c.a.Places), years: workpaper.Years.To(4)}
	t := x.p.Table("Cost", "part")
	amount := t.Column("amount", x.usd, workpaper.Cite("ASC 360-10-30-1"))
	for _, k := range c.a.Costs {
		t.Row(cmp.Or(k.Name, "cost")).Input(amount, k.Amount)
	}
	x.cost = x.p.Section("Asset").Step("cost", x.usd, amount.Total())
	for n := range c.segs {
		x.estimate(n)
	}
	x.periods(spans)
	return x.p
}

// estimate is one set of estimates with the years of life that it gives.
func (x *sheet) estimate(n int) {
	s := x.segs[n]
	title := "Estimates"
	if n > 0 {
		title = "Estimates of " + s.since.String()
	}
	sec := x.p.Section(title)
	sec.Text("method", string(s.terms.Method), workpaper.Cite("ASC 360-10-35-4"))
	st := stretch{open: x.cost, before: x.cost.Times(workpaper.Int(0))}
	if n > 0 {
		ch := x.a.Changes[n-1]
		gone := sec.Step("depreciation and losses to that day", x.usd.To(x.a.Places+4), x.gone(sec.Input("years gone under the estimates before", x.years, s.from.Sub(x.segs[n-1].from)), n-1, s.since-1))
		loss := sec.Input("loss of value on that day", x.usd, ch.Loss)
		st.before = sec.Step("depreciation and losses with it", x.usd.To(x.a.Places+4), gone.Plus(loss))
		x.cost = sec.Step("cost from that day", x.usd, x.cost.Plus(sec.Input("added to cost", x.usd, ch.Add)))
		st.open = x.cost.Minus(st.before)
	}
	st.open = sec.Step("carried at the beginning", x.usd.To(x.a.Places+4), st.open)
	salvage := sec.Input("salvage value", x.usd, s.terms.Salvage)
	st.base = sec.Step("to be depreciated", x.usd.To(x.a.Places+4), workpaper.NotBelowZero(st.open.Minus(salvage)), workpaper.Cite("ASC 360-10-35-4; ASC 250-10-45-17 from a change on"))
	switch s.terms.Method {
	case Units:
		if s.terms.UnitRate != nil {
			st.rate = sec.Input("depreciation of a unit", workpaper.Per(x.a.Currency, "unit"), *s.terms.UnitRate)
		} else {
			st.capacity = sec.Input("units of its life", workpaper.Count.To(2), s.terms.Capacity)
			sec.Step("depreciation of a unit", workpaper.Per(x.a.Currency, "unit").To(6), st.base.Over(st.capacity))
		}
	case None:
	default:
		x.life(sec, s, &st, salvage)
	}
	x.stretches = append(x.stretches, st)
}

// life is the table of the years of life.
func (x *sheet) life(sec *workpaper.Section, s segment, st *stretch, salvage workpaper.Num) {
	life := sec.Input("life", x.years, s.terms.Life)
	var rate workpaper.Num
	if s.terms.Method == Declining {
		if s.terms.Rate != nil {
			rate = sec.Input("rate of the balance", workpaper.Percent.To(4), *s.terms.Rate)
		} else {
			rate = sec.Step("rate of the balance", workpaper.Percent.To(4), sec.Input("multiple of the straight-line rate", workpaper.Factor.To(2), s.terms.Factor).Over(life))
		}
	}
	t := x.p.Table("Years of life "+workpaper.Whole(int64(len(x.stretches)+1)).String(), "year")
	left := t.Column("life that is left", x.years)
	st.lengths = t.Column("part of a year", x.years)
	carried := t.Column("carried at its beginning", x.usd.To(x.a.Places+4))
	st.bears = t.Column("depreciation", x.usd.To(x.a.Places+4), workpaper.Cite("ASC 360-10-35-4"))
	one := workpaper.Int(1)
	for k := range s.parts {
		row := t.Row(workpaper.Whole(int64(k + 1)).String())
		l := row.Step(left, life.Minus(workpaper.Int(int64(k))))
		row.Step(st.lengths, workpaper.Least(one, l))
		st.rows = append(st.rows, row)
	}
	var weights workpaper.Num
	if s.terms.Method == SumOfYears {
		weights = sec.Step("sum of the years' digits", x.years, workpaper.SumOfProducts(left, st.lengths))
	}
	for k, row := range st.rows {
		c := st.open
		if k > 0 {
			c = st.rows[k-1].At(carried).Minus(st.rows[k-1].At(st.bears))
		}
		c = row.Step(carried, c)
		l, length := row.At(left), row.At(st.lengths)
		room := workpaper.NotBelowZero(c.Minus(salvage))
		var d workpaper.Num
		switch s.terms.Method {
		case SumOfYears:
			d = st.base.Times(l).Times(length).Over(weights)
		case Declining:
			d = c.Times(rate).Times(length)
			if s.terms.Switch {
				d = workpaper.Greatest(d, room.Times(length).Over(l))
			}
			if !s.terms.ByRate && k == len(s.parts)-1 {
				d = room
			} else {
				d = workpaper.Least(d, room)
			}
		default:
			d = st.base.Times(length).Over(life)
		}
		row.Step(st.bears, d)
	}
}

// gone is what a stretch bears in its first years, or by units up to a day, with all before it.
func (x *sheet) gone(years workpaper.Num, n int, day fiscal.Date) workpaper.Num {
	s, st := x.segs[n], x.stretches[n]
	switch {
	case s.terms.Method == None:
		return st.before
	case s.terms.Method == Units:
		units := nought
		for _, u := range x.a.Use {
			if u.On >= s.since && u.On <= day && (n+1 == len(x.segs) || u.On < x.segs[n+1].since) {
				units = units.Add(u.Units)
			}
		}
		return x.byUnits(st, workpaper.Lit(units))
	}
	sum := st.before
	passed := nought
	g := years.Number()
	for k, p := range s.parts {
		if g.Cmp(passed) <= 0 {
			break
		}
		if k > 0 && g.Cmp(passed.Add(p.length)) > 0 && k+1 < len(s.parts) {
			passed = passed.Add(p.length)
			continue
		}
		if k == 0 && g.Cmp(p.length) > 0 && len(s.parts) > 1 {
			passed = p.length
			continue
		}
		if k > 0 {
			sum = sum.Plus(workpaper.Sum(st.bears.Rows(st.rows[0], st.rows[k-1])))
		}
		row := st.rows[k]
		sum = sum.Plus(row.At(st.bears).Times(workpaper.Least(workpaper.Int(1), years.Minus(workpaper.Int(int64(k))).Over(row.At(st.lengths)))))
		break
	}
	return sum
}

func (x *sheet) byUnits(st stretch, units workpaper.Num) workpaper.Num {
	if st.rate.Defined() {
		return st.before.Plus(units.Times(st.rate))
	}
	return st.before.Plus(st.base.Times(workpaper.Least(workpaper.Int(1), units.Over(st.capacity))))
}

// periods is what each period bears.
func (x *sheet) periods(spans []Span) {
	t := x.p.Table("Periods", "period")
	units := t.Column("units to its end under the last estimates", workpaper.Count.To(2))
	years := t.Column("years gone under the last estimates", x.years.To(6))
	exact := t.Column("to its end, exact", x.usd.To(x.a.Places+4))
	sum := t.Column("accumulated, with losses of value", x.usd)
	loss := t.Column("losses of value", x.usd)
	dep := t.Column("depreciation", x.usd, workpaper.Cite("ASC 360-10-35-4"))
	carried := t.Column("carrying amount", x.usd)
	var above workpaper.Num
	cost := x.p.Section("Cost at the end").Step("cost", x.usd, x.cost)
	adds := x.laterAdds(spans)
	for i, s := range spans {
		row := t.Row(s.Name)
		day, moment := s.End, x.a.end(s.End)
		if d := x.a.Disposal; d != nil && day >= d.On {
			day = d.On
		}
		if x.until != nil && moment.Cmp(*x.until) > 0 {
			moment = *x.until
		}
		n := 0
		for n+1 < len(x.segs) && x.segs[n+1].from.Cmp(moment) <= 0 && x.segs[n+1].since <= day {
			n++
		}
		var e workpaper.Num
		if x.segs[n].terms.Method == Units {
			e = row.Step(exact, x.byUnits(x.stretches[n], row.Input(units, x.unitsTo(n, day))))
		} else {
			e = row.Step(exact, x.gone(row.Input(years, greatest(nought, moment.Sub(x.segs[n].from))), n, day))
		}
		a := row.Step(sum, e.Round(x.a.Places, money.HalfAway))
		d := a.Minus(row.Input(loss, x.Losses(s.Period)))
		if i > 0 {
			d = d.Minus(above)
		}
		row.Step(dep, d)
		c := cost
		if adds[i].Sign() != 0 {
			c = c.Minus(workpaper.Lit(adds[i]))
		}
		row.Step(carried, c.Minus(a))
		above = a
	}
	x.leave(cost, above)
}

// laterAdds are what is added to cost after the end of each period.
func (x *sheet) laterAdds(spans []Span) (out []workpaper.Number) {
	for _, s := range spans {
		n := nought
		for _, c := range x.a.Changes {
			if c.On > s.End {
				n = n.Add(c.Add)
			}
		}
		out = append(out, n)
	}
	return out
}

func (x *sheet) unitsTo(n int, day fiscal.Date) workpaper.Number {
	sum := nought
	for _, u := range x.a.Use {
		if u.On >= x.segs[n].since && u.On <= day && (n+1 == len(x.segs) || u.On < x.segs[n+1].since) {
			sum = sum.Add(u.Units)
		}
	}
	return sum
}

// leave is the disposal.
func (x *sheet) leave(cost, accumulated workpaper.Num) {
	d := x.a.Disposal
	if d == nil {
		return
	}
	s := x.p.Section("Disposal")
	carried := s.Step("carried when it left", x.usd, cost.Minus(accumulated))
	s.Step("gain, a loss negative", x.usd, s.Input("proceeds less what the sale cost", x.usd, d.Proceeds).Minus(carried), workpaper.Cite("ASC 610-20-32-2; ASC 360-10-45-5"))
}
