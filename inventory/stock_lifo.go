package inventory

import (
	"maps"
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
	years    []lifoYear    // oldest first
	year     int           // of the receipts below; 0 before the first move
	in, cost int64         // received in it and not in a layer
	received int64         // received in it at all
	on       int64         // units on hand
	of       map[int64]int // the year of a receipt, as long as something of that year is on hand
}

// lifoYear is a layer. A write-down splits a year: what it took its part of is a layer apart.
type lifoYear struct {
	year        int
	units, cost int64
	received    int64 // units of all receipts of the year, over which a cost that comes later spreads
	down        int64 // written off it in the fiscal year at hand
}

func (s *lifoStock) units() int64 { return s.on }

func (s *lifoStock) clone() stock {
	c := *s
	c.years, c.of = slices.Clone(s.years), maps.Clone(s.of)
	return &c
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
		out = append(out, lifoYear{y.year, n, part(y.cost, n, y.units), y.received, part(y.down, n, y.units)})
	}
	if left > 0 {
		out = append(out, lifoYear{s.year, left, part(s.cost, left, s.in), s.received, 0})
	}
	return out
}

// part is the cost of some units of others: all of it for all of them, else in proportion, rounded half away from zero.
func part(cost, some, of int64) int64 {
	if some == of {
		return cost
	}
	return money.MulDiv(cost, some, of, money.HalfAway)
}

func (s *lifoStock) value() (sum int64) {
	for _, y := range s.standing() {
		sum += y.cost
	}
	return sum
}

func (s *lifoStock) layers() (out []Stacked) {
	for _, y := range s.standing() {
		out = append(out, Stacked{Year: y.year, Date: s.calendar.YearPeriod(y.year).End, Units: y.units, Cost: y.cost})
	}
	return out
}

// turn closes the years before a day: what stands of them are their layers.
func (s *lifoStock) turn(day fiscal.Date) {
	y := s.calendar.Year(day)
	if s.year == 0 {
		s.year, s.of = y, map[int64]int{}
	}
	if y == s.year {
		return
	}
	s.years = s.standing()
	for i := range s.years {
		s.years[i].down = 0
		if s.years[i].year == s.year {
			s.years[i].received = s.received
		}
	}
	s.year, s.in, s.cost, s.received = y, 0, 0, 0
	maps.DeleteFunc(s.of, func(_ int64, year int) bool {
		return !slices.ContainsFunc(s.years, func(l lifoYear) bool { return l.year == year })
	})
}

func (s *lifoStock) apply(m Move) (Effect, error) {
	if m.Kind == Issue && m.Units > s.on {
		return Effect{}, short(m, s.on)
	}
	if m.Kind == WriteDown && m.Cost > s.value() {
		return Effect{}, Excess{On: m.Date, Amount: m.Cost, Cost: s.value()}
	}
	if m.Kind == SetStandard {
		return Effect{}, noStandard(m)
	}
	s.turn(m.Costed)
	if down := s.down(); m.Kind == Recover && m.Cost > down {
		return Effect{}, Excess{m.Date, m.Cost, down, true}
	}
	before, from := s.value(), m.Cost // what comes from outside
	switch m.Kind {
	case Receive:
		s.in, s.received, s.cost, s.on = s.in+m.Units, s.received+m.Units, s.cost+m.Cost, s.on+m.Units
		s.of[m.ID] = s.year
	case Issue:
		s.on -= m.Units
	case AddCost:
		s.add(m)
	case WriteDown:
		from = 0
		if err := s.rebase(m.Cost, func(y lifoYear) int64 { return y.cost }); err != nil {
			return Effect{}, err
		}
	case Recover:
		from = 0
		if err := s.rebase(-m.Cost, func(y lifoYear) int64 { return y.down }); err != nil {
			return Effect{}, err
		}
	}
	change := s.value() - before
	return Effect{change, from - change}, nil
}

// add spreads a later cost over all receipts of the year that its receipt is of: what is not on hand any more bears its part too.
func (s *lifoStock) add(m Move) {
	year, ok := s.of[m.Of]
	if !ok {
		return // nothing of that year is on hand
	}
	is := func(l lifoYear) bool { return l.year == year }
	cost, units := m.Cost, s.received
	if year != s.year {
		units = s.years[slices.IndexFunc(s.years, is)].received
	}
	for i, l := range s.years {
		if is(l) {
			n := part(cost, l.units, units)
			s.years[i].cost, cost, units = l.cost+n, cost-n, units-l.units
		}
	}
	if year == s.year && s.in > 0 {
		s.cost += cost
	}
}

// down is what was written down in the year of what is on hand.
func (s *lifoStock) down() (sum int64) {
	for _, y := range s.standing() {
		sum += y.down
	}
	return sum
}

// rebase takes an amount off what is on hand, or gives it back where it is below zero, by a measure of each layer: a new cost basis of
// those units, and of no others.
func (s *lifoStock) rebase(amount int64, by func(lifoYear) int64) error {
	standing := s.standing()
	measures := make([]int64, len(standing))
	for i, y := range standing {
		measures[i] = by(y)
	}
	parts, err := money.Allocate(amount, measures)
	if err != nil {
		return err
	}
	var years []lifoYear
	for i, y := range s.years {
		if i >= len(standing) {
			years = append(years, y)
			continue
		}
		n := standing[i]
		years = append(years, lifoYear{y.year, n.units, n.cost - parts[i], y.received, n.down + parts[i]})
		if n.units < y.units {
			years = append(years, lifoYear{y.year, y.units - n.units, y.cost - n.cost, y.received, y.down - n.down})
		}
	}
	if last := len(s.years); len(standing) > last { // of the year's own
		n := standing[last]
		years = append(years, lifoYear{n.year, n.units, n.cost - parts[last], n.received, parts[last]})
		s.in, s.cost = s.in-n.units, s.cost-n.cost
	}
	s.years = years
	return nil
}
