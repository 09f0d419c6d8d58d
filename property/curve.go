package property

import (
	"cmp"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// segment is a stretch in which the estimates stand still.
type segment struct {
	from   workpaper.Number // years of calendar time
	since  fiscal.Date
	open   workpaper.Number // carried at its beginning
	terms  Terms
	parts  []part           // years of its life, the last may be a part of one
	before workpaper.Number // depreciation and losses before it
}

// part is a year of life: how long it is, and what it bears.
type part struct{ length, bears workpaper.Number }

// Curve is depreciation to any day.
type Curve struct {
	a     Asset
	segs  []segment
	until *workpaper.Number // when it ends by disposal
}

// Curve makes the curve of the asset. What cannot be computed is refused.
func (a Asset) Curve() (*Curve, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	c := &Curve{a: a}
	c.segs = append(c.segs, newSegment(a.turn(a.InService), a.InService, a.Cost(), a.Terms, nought))
	for _, x := range a.Changes {
		moment := years(x.On, a.Convention == ByDays)
		if first := c.segs[0].from; moment.Cmp(first) < 0 {
			moment = first
		}
		gone := c.exact(moment, x.On-1)
		carried := a.Cost().Sub(gone).Add(x.Add).Sub(x.Loss)
		for _, y := range a.Changes {
			if y.On < x.On {
				carried = carried.Add(y.Add)
			}
		}
		if carried.Sign() < 0 {
			return nil, check.Refuse(cmp.Or(a.Name, "asset"), "the loss of %s on %s takes what is carried below zero, to %s", x.Loss, x.On, carried)
		}
		if err := x.Terms.check(cmp.Or(a.Name, "asset")+", change of "+x.On.String(), carried); err != nil {
			return nil, err
		}
		c.segs = append(c.segs, newSegment(moment, x.On, carried, x.Terms, gone.Add(x.Loss)))
	}
	if a.Disposal != nil {
		u := a.turn(a.Disposal.On)
		c.until = &u
	}
	return c, nil
}

func newSegment(from workpaper.Number, since fiscal.Date, open workpaper.Number, t Terms, before workpaper.Number) segment {
	s := segment{from: from, since: since, open: open, terms: t, before: before}
	if t.Method == None || t.Method == Units {
		return s
	}
	left, carried := t.Life, open
	weights := nought
	for x := t.Life; x.Sign() > 0; x = x.Sub(one) {
		weights = weights.Add(x.Mul(least(one, x)))
	}
	base := greatest(nought, open.Sub(t.Salvage))
	for left.Sign() > 0 {
		length := least(one, left)
		p := part{length: length, bears: t.bears(base, carried, left, length, weights)}
		s.parts = append(s.parts, p)
		carried, left = carried.Sub(p.bears), left.Sub(length)
	}
	return s
}

// bears is the depreciation of a year of life, of which length is left.
func (t Terms) bears(base, carried, left, length, weights workpaper.Number) workpaper.Number {
	room := greatest(nought, carried.Sub(t.Salvage))
	switch t.Method {
	case SumOfYears:
		return base.Mul(left).Mul(length).Quo(weights)
	case Declining:
		d := carried.Mul(t.decline()).Mul(length)
		if t.Switch {
			d = greatest(d, room.Mul(length).Quo(left))
		}
		if left.Cmp(one) <= 0 && !t.ByRate {
			d = room
		}
		return least(d, room)
	}
	return base.Mul(length).Quo(t.Life)
}

// exact is depreciation and losses up to a moment, exact. Units count up to the end of a day.
func (c *Curve) exact(moment workpaper.Number, day fiscal.Date) workpaper.Number {
	if c.until != nil && moment.Cmp(*c.until) > 0 {
		moment = *c.until
	}
	n := 0
	for n+1 < len(c.segs) && c.segs[n+1].from.Cmp(moment) <= 0 && c.segs[n+1].since <= day {
		n++
	}
	s := c.segs[n]
	if s.terms.Method == Units {
		return s.before.Add(c.used(n, day))
	}
	return s.before.Add(s.upTo(moment.Sub(s.from)))
}

// upTo is what the stretch bears in its first years.
func (s segment) upTo(gone workpaper.Number) workpaper.Number {
	sum := nought
	for _, p := range s.parts {
		if gone.Sign() <= 0 {
			break
		}
		sum = sum.Add(p.bears.Mul(least(one, gone.Quo(p.length))))
		gone = gone.Sub(p.length)
	}
	return sum
}

// used is what units used in a stretch up to a day bear.
func (c *Curve) used(n int, day fiscal.Date) workpaper.Number {
	s, units := c.segs[n], nought
	for _, u := range c.a.Use {
		if u.On >= s.since && u.On <= day && (n+1 == len(c.segs) || u.On < c.segs[n+1].since) {
			units = units.Add(u.Units)
		}
	}
	if s.terms.UnitRate != nil {
		return units.Mul(*s.terms.UnitRate)
	}
	return s.open.Sub(s.terms.Salvage).Mul(least(one, units.Quo(s.terms.Capacity)))
}

// At is depreciation and losses of value to the end of a day, rounded. It stays after a disposal: what it was when the asset left.
func (c *Curve) At(d fiscal.Date) workpaper.Number {
	if d < c.a.InService {
		return nought
	}
	day := d
	if x := c.a.Disposal; x != nil && d >= x.On {
		day = x.On
	}
	return c.exact(c.a.end(d), day).Round(c.a.Places, money.HalfAway)
}

// Losses are the losses of value in a period.
func (c *Curve) Losses(p fiscal.Period) workpaper.Number {
	sum := nought
	for _, x := range c.a.Changes {
		if p.Contains(x.On) {
			sum = sum.Add(x.Loss)
		}
	}
	return sum
}

// Of is the depreciation of a period, without losses of value.
func (c *Curve) Of(p fiscal.Period) workpaper.Number {
	return c.At(p.End).Sub(c.At(p.Start - 1)).Sub(c.Losses(p))
}

// Accumulated is accumulated depreciation at the end of a day, nought before the asset came and after it left.
func (c *Curve) Accumulated(d fiscal.Date) workpaper.Number {
	if x := c.a.Disposal; x != nil && d >= x.On {
		return nought
	}
	return c.At(d)
}

// Carrying is cost less accumulated depreciation at the end of a day.
func (c *Curve) Carrying(d fiscal.Date) workpaper.Number {
	return c.a.CostAt(d).Sub(c.Accumulated(d))
}

// Yearly is the depreciation of the first year of life under a change, by its number; nought under the units method.
func (c *Curve) Yearly(change int) workpaper.Number {
	if parts := c.segs[change+1].parts; len(parts) > 0 {
		return parts[0].bears.Quo(parts[0].length)
	}
	return nought
}

// Left is what the asset was carried at when it left, and the gain, a loss negative.
func (c *Curve) Left() (carried, gain workpaper.Number) {
	x := c.a.Disposal
	carried = c.a.CostAt(x.On - 1).Sub(c.At(x.On))
	return carried, x.Proceeds.Sub(carried)
}

// Ends is the day on which nothing more will be borne: the end of life or the disposal. Under the units method it is the last use.
func (c *Curve) Ends() fiscal.Date {
	if c.a.Disposal != nil {
		return c.a.Disposal.On
	}
	s := c.segs[len(c.segs)-1]
	if s.terms.Method == Units || s.terms.Method == None {
		last := s.since
		for _, u := range c.a.Use {
			last = max(last, u.On)
		}
		return last
	}
	end := s.from.Add(s.terms.Life)
	d := s.since
	for c.a.end(d).Cmp(end) < 0 {
		y, m, _ := d.YMD()
		if last := fiscal.Of(y, m, fiscal.DaysIn(y, m)); c.a.end(last).Cmp(end) < 0 || d == last {
			d = last + 1
			continue
		}
		if c.a.Convention != ByDays {
			return fiscal.Of(y, m, fiscal.DaysIn(y, m))
		}
		d++
	}
	return d
}
