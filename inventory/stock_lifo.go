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
	calendar   fiscal.Calendar
	years      []lifoYear  // oldest first
	units0     int64       // of all years
	cost0      int64       // of all years
	year       int         // of the receipts below; 0 before the first move
	end        fiscal.Date // the last day of it
	in, cost   int64       // received in it and not in a layer
	received   int64       // received in it at all
	on, worth  int64       // units on hand, and what they cost
	receipts   receiptList // of the year
	receiptsOf []yearReceipts
}

// lifoYear is a layer. A write-down splits a year: what it took its part of is a layer apart.
type lifoYear struct {
	year        int
	units, cost int64
	received    int64 // units of all receipts of the year, over which a cost that comes later spreads
	down        int64 // written off it in the fiscal year at hand
}

// yearReceipts are the receipts of a year of which something is on hand: a later cost names one.
type yearReceipts struct {
	year int
	list receiptList
}

// receiptList is ids of receipts. A copy shares what was there and costs nothing.
type receiptList struct {
	full *receiptChunk
	tail []int64
}

type receiptChunk struct {
	before *receiptChunk
	ids    []int64
}

func (l *receiptList) add(id int64) { l.tail = append(l.tail, id) }

// share freezes what is there, so that a copy does not see what either adds.
func (l *receiptList) share() {
	if len(l.tail) > 0 {
		l.full, l.tail = &receiptChunk{l.full, l.tail}, nil
	}
}

func (l receiptList) has(id int64) bool {
	if slices.Contains(l.tail, id) {
		return true
	}
	for c := l.full; c != nil; c = c.before {
		if slices.Contains(c.ids, id) {
			return true
		}
	}
	return false
}

func (s *lifoStock) units() int64 { return s.on }

func (s *lifoStock) clone() stock {
	s.receipts.share()
	c := *s
	c.years, c.receiptsOf = slices.Clone(s.years), slices.Clone(s.receiptsOf)
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

// measure is what the standing layers cost.
func (s *lifoStock) measure() (sum int64) {
	left := s.on - s.units0
	if left > 0 {
		return s.cost0 + part(s.cost, left, s.in)
	}
	if left == 0 {
		return s.cost0
	}
	left = s.on
	for _, y := range s.years {
		n := min(left, y.units)
		sum += part(y.cost, n, y.units)
		if left -= n; left == 0 {
			break
		}
	}
	return sum
}

// laid takes layers as those of years.
func (s *lifoStock) laid(years []lifoYear) {
	s.years, s.units0, s.cost0 = years, 0, 0
	for _, y := range years {
		s.units0, s.cost0 = s.units0+y.units, s.cost0+y.cost
	}
}

func (s *lifoStock) value() int64 { return s.worth }

func (s *lifoStock) layers() (out []Stacked) {
	for _, y := range s.standing() {
		out = append(out, Stacked{Year: y.year, Date: s.calendar.YearPeriod(y.year).End, Units: y.units, Cost: y.cost})
	}
	return out
}

// turn closes the years before a day: what stands of them are their layers.
func (s *lifoStock) turn(day fiscal.Date) {
	if day <= s.end && s.year != 0 {
		return
	}
	y := s.calendar.Year(day)
	if s.year != 0 && y != s.year {
		years := s.standing()
		for i := range years {
			years[i].down = 0
			if years[i].year == s.year {
				years[i].received = s.received
			}
		}
		if s.received > 0 {
			s.receipts.share()
			s.receiptsOf = append(slices.Clip(s.receiptsOf), yearReceipts{s.year, s.receipts})
		}
		s.receiptsOf = slices.DeleteFunc(slices.Clone(s.receiptsOf), func(r yearReceipts) bool {
			return !slices.ContainsFunc(years, func(l lifoYear) bool { return l.year == r.year })
		})
		s.laid(years)
		s.in, s.cost, s.received, s.receipts = 0, 0, 0, receiptList{}
	}
	s.year, s.end = y, yearEnd(s.calendar, day)
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
	if m.Kind == Recover {
		if down := s.down(); m.Cost > down {
			return Effect{}, Excess{m.Date, m.Cost, down, true}
		}
	}
	before, from := s.worth, m.Cost // what comes from outside
	switch m.Kind {
	case Receive:
		s.in, s.received, s.cost, s.on = s.in+m.Units, s.received+m.Units, s.cost+m.Cost, s.on+m.Units
		s.receipts.add(m.ID)
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
	s.worth = s.measure()
	change := s.worth - before
	return Effect{change, from - change}, nil
}

// add spreads a later cost over all receipts of the year that its receipt is of: what is not on hand any more bears its part too.
func (s *lifoStock) add(m Move) {
	year := s.yearOf(m.Of)
	if year == 0 {
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
			s.cost0 += n
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

// yearOf is the year of a receipt, 0 where nothing of that year is on hand.
func (s *lifoStock) yearOf(receipt int64) int {
	if s.receipts.has(receipt) {
		return s.year
	}
	for _, r := range s.receiptsOf {
		if r.list.has(receipt) {
			return r.year
		}
	}
	return 0
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
	s.laid(years)
	return nil
}
