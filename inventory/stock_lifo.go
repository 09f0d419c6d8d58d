package inventory

import (
	"slices"

	"tieout/fiscal"
	"tieout/money"
)

// lifoStock is LIFO by unit layers of years. Within a year the layers of earlier years stand as long as there are as many units as
// they have; what is beyond them costs the average of the year's receipts; what is short of them is gone from the newest layer on,
// and comes back when the year's receipts restore it. So the end of a year is as if it had been costed at once (periodic LIFO, the
// increment at the average cost of the year), and every day within it is an estimate by the same rule (ASC 270-10-45-6).
type lifoStock struct {
	calendar fiscal.Calendar
	years    []lifoYear // oldest first
	year     int        // of the receipts below; 0 before the first move
	in, cost int64      // received in it
	on       int64
	written  int64 // write-downs of the year's part, taken off at the end of the year
}

type lifoYear struct {
	year        int
	units, cost int64
}

func (s *lifoStock) units() int64 { return s.on }

func (s *lifoStock) clone() stock {
	c := *s
	c.years = slices.Clone(s.years)
	return &c
}

// old is how many units the layers of earlier years have.
func (s *lifoStock) old() (n int64) {
	for _, y := range s.years {
		n += y.units
	}
	return n
}

// standing are the layers that units on hand cover, oldest first, the year's own last.
func (s *lifoStock) standing() []lifoYear {
	left := s.on
	var out []lifoYear
	for _, y := range s.years {
		n := min(left, y.units)
		if left -= n; n == 0 {
			break
		}
		c := y.cost
		if n < y.units {
			c = money.MulDiv(y.cost, n, y.units, money.HalfAway)
		}
		out = append(out, lifoYear{y.year, n, c})
	}
	if left > 0 {
		c := s.cost
		if left < s.in {
			c = money.MulDiv(s.cost, left, s.in, money.HalfAway)
		}
		out = append(out, lifoYear{s.year, left, c})
	}
	return out
}

func (s *lifoStock) value() (sum int64) {
	for _, y := range s.standing() {
		sum += y.cost
	}
	return sum - s.written
}

func (s *lifoStock) layers() (out []Stacked) {
	for _, y := range s.standing() {
		out = append(out, Stacked{Year: y.year, Date: s.calendar.YearPeriod(y.year).End, Units: y.units, Cost: y.cost})
	}
	if s.written > 0 && len(out) > 0 {
		out[len(out)-1].Cost -= s.written
	}
	return out
}

// turn closes the years before a day: what stands of them are their layers.
func (s *lifoStock) turn(day fiscal.Date) {
	y := s.calendar.Year(day)
	if s.year == 0 {
		s.year = y
	}
	if y == s.year {
		return
	}
	years := s.standing()
	for i := len(years) - 1; i >= 0 && s.written > 0; i-- { // a write-down is a new cost basis of what it was taken off
		n := min(s.written, years[i].cost)
		years[i].cost, s.written = years[i].cost-n, s.written-n
	}
	s.years, s.year, s.in, s.cost, s.written = years, y, 0, 0, 0
}

func (s *lifoStock) apply(m Move) (Effect, error) {
	if m.Kind == Issue && m.Units > s.on {
		return Effect{}, short(m, s.on)
	}
	if m.Kind == WriteDown && m.Cost > s.value() {
		return Effect{}, mistake("write-down of "+m.Date.String(), "it takes %d off what costs %d, minor units", m.Cost, s.value())
	}
	s.turn(m.Costed)
	before := s.value()
	switch m.Kind {
	case Receive:
		s.in, s.cost, s.on = s.in+m.Units, s.cost+m.Cost, s.on+m.Units
	case Issue:
		s.on -= m.Units
		if v := s.value(); v < 0 { // what was written down has left with what carried it
			s.written += v
		}
	case AddCost:
		if s.in > 0 {
			s.cost += m.Cost
		}
	case WriteDown:
		s.written += m.Cost
	}
	change := s.value() - before
	return Effect{change, m.Cost*sign(m.Kind) - change}, nil
}

// sign is whether the cost of a move comes from outside.
func sign(k MoveKind) int64 {
	if k == WriteDown {
		return 0
	}
	return 1
}
