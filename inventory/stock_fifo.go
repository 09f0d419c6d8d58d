package inventory

import (
	"maps"
	"slices"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
)

// fifoStock is layers in the order in which they came. An issue takes the oldest first, or the receipt that it names; by specific
// identification it must name one that has enough. A layer's cost leaves in proportion, rounded half away from zero; the last unit
// takes what is left.
type fifoStock struct { // as long as a cache line: reaching it is most of the time of valuing many
	line      []fifoLayer // from head on
	head      int
	on, worth int64
	written   *fifoWritten // nil where nothing of the year's write-downs is on hand
	policy    *Policy
}

// fifoWritten is what was written down in a fiscal year of what is on hand, by receipt, and until when it can be recovered.
type fifoWritten struct {
	written
	of map[int64]int64
}

type fifoLayer struct {
	receipt     int64
	date        fiscal.Date
	received    int64 // units, at first
	units, cost int64 // left
}

// written is what was written down in a fiscal year of what is on hand, and until when it can be recovered.
type written struct {
	down  int64
	until fiscal.Date
}

// year forgets what was written down in an earlier year; it says whether there was any.
func (w *written) year(day fiscal.Date) bool {
	if w.down == 0 || day <= w.until {
		return false
	}
	w.down = 0
	return true
}

func (s *fifoStock) units() int64 { return s.on }
func (s *fifoStock) value() int64 { return s.worth }

func (s *fifoStock) clone() stock {
	c := *s
	c.line, c.head = slices.Clone(s.line[s.head:]), 0
	if s.written != nil {
		c.written = &fifoWritten{s.written.written, maps.Clone(s.written.of)}
	}
	return &c
}

func (s *fifoStock) layers() (out []Stacked) {
	for _, l := range s.line[s.head:] {
		if l.units > 0 {
			out = append(out, Stacked{Receipt: l.receipt, Date: l.date, Units: l.units, Cost: l.cost})
		}
	}
	return out
}

func (s *fifoStock) apply(m Move) (Effect, error) {
	if s.written != nil && m.Costed > s.written.until {
		s.written = nil
	}
	switch m.Kind {
	case Receive:
		s.line = append(s.line, fifoLayer{receipt: m.ID, date: m.Costed, received: m.Units, units: m.Units, cost: m.Cost})
		s.on, s.worth = s.on+m.Units, s.worth+m.Cost
		return Effect{Inventory: m.Cost}, nil
	case Issue:
		return s.issue(m)
	case AddCost:
		l := s.find(m.Of)
		if l == nil { // all of it has left
			return Effect{CostOfSales: m.Cost}, nil
		}
		stays := money.MulDiv(m.Cost, l.units, l.received, money.HalfAway)
		l.cost, s.worth = l.cost+stays, s.worth+stays
		return Effect{stays, m.Cost - stays}, nil
	case WriteDown:
		return s.writeDown(m)
	case Recover:
		return s.recover(m)
	}
	return Effect{}, noStandard(m)
}

// find is the layer of a receipt that has units left.
func (s *fifoStock) find(receipt int64) *fifoLayer {
	for i := s.head; i < len(s.line); i++ {
		if s.line[i].receipt == receipt && s.line[i].units > 0 {
			return &s.line[i]
		}
	}
	return nil
}

func (s *fifoStock) issue(m Move) (Effect, error) {
	if m.Units > s.on {
		return Effect{}, short(m, s.on)
	}
	wanted, cost := m.Units, int64(0)
	if m.Of != 0 {
		l := s.find(m.Of)
		switch {
		case s.policy.Method == Specific && l == nil:
			return Effect{}, check.Refuse("issue of "+m.Date.String(), "nothing is left of the receipt that it names")
		case s.policy.Method == Specific && l.units < wanted:
			return Effect{}, check.Refuse("issue of "+m.Date.String(), "it takes %d of a receipt that has %d left", wanted, l.units)
		}
		if l != nil {
			n := min(wanted, l.units)
			cost, wanted = cost+s.take(l, n), wanted-n
		}
	} else if s.policy.Method == Specific {
		return Effect{}, check.Refuse("issue of "+m.Date.String(), "by specific identification it names the receipt that it comes from")
	}
	for wanted > 0 {
		l := &s.line[s.head]
		switch {
		case l.units == 0:
			s.drop()
		case l.units > wanted || s.written != nil:
			n := min(wanted, l.units)
			cost, wanted = cost+s.take(l, n), wanted-n
		default: // all of it, the way of most
			cost, wanted = cost+l.cost, wanted-l.units
			l.units, l.cost = 0, 0
			s.drop()
		}
	}
	for s.head < len(s.line) && s.line[s.head].units == 0 {
		s.drop()
	}
	s.on, s.worth = s.on-m.Units, s.worth-cost
	return Effect{-cost, cost}, nil
}

// take takes units of a layer with their part of the cost, and of what was written off it.
func (s *fifoStock) take(l *fifoLayer, n int64) int64 {
	c := part(l.cost, n, l.units)
	if w := s.written; w != nil {
		d := part(w.of[l.receipt], n, l.units)
		w.of[l.receipt], w.down = w.of[l.receipt]-d, w.down-d
	}
	l.units, l.cost = l.units-n, l.cost-c
	return c
}

// drop leaves the first layer behind, and now and then the room that such layers took.
func (s *fifoStock) drop() {
	if s.head++; s.head > 8 && s.head > len(s.line)/2 {
		s.line = append(s.line[:0], s.line[s.head:]...)
		s.head = 0
	}
}

// writeDown spreads over the layers by their cost, so that it adds up.
func (s *fifoStock) writeDown(m Move) (Effect, error) {
	if m.Cost > s.worth {
		return Effect{}, Excess{On: m.Date, Amount: m.Cost, Cost: s.worth}
	}
	costs := make([]int64, 0, len(s.line)-s.head)
	for _, l := range s.line[s.head:] {
		costs = append(costs, l.cost)
	}
	parts, err := money.Allocate(m.Cost, costs)
	if err != nil {
		return Effect{}, err
	}
	if s.written == nil {
		s.written = &fifoWritten{written{until: yearEnd(s.policy.Calendar, m.Costed)}, map[int64]int64{}}
	}
	for i, p := range parts {
		s.line[s.head+i].cost -= p
		s.written.of[s.line[s.head+i].receipt] += p
	}
	s.worth, s.written.down = s.worth-m.Cost, s.written.down+m.Cost
	return Effect{-m.Cost, m.Cost}, nil
}

func yearEnd(c fiscal.Calendar, day fiscal.Date) fiscal.Date { return c.YearPeriod(c.Year(day)).End }

// recover gives back to the layers what was written off them in the year, by what was.
func (s *fifoStock) recover(m Move) (Effect, error) {
	w := s.written
	if w == nil {
		return Effect{}, Excess{m.Date, m.Cost, 0, true}
	}
	if m.Cost > w.down {
		return Effect{}, Excess{m.Date, m.Cost, w.down, true}
	}
	downs := make([]int64, 0, len(s.line)-s.head)
	for _, l := range s.line[s.head:] {
		downs = append(downs, w.of[l.receipt])
	}
	parts, err := money.Allocate(m.Cost, downs)
	if err != nil {
		return Effect{}, err
	}
	for i, p := range parts {
		s.line[s.head+i].cost += p
		w.of[s.line[s.head+i].receipt] -= p
	}
	s.worth, w.down = s.worth+m.Cost, w.down-m.Cost
	return Effect{m.Cost, -m.Cost}, nil
}
