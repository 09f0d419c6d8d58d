package inventory

import (
	"tieout/check"
	"tieout/money"
)

// standardStock carries units at a standard that somebody set: of one unit, in ten-thousandths of a minor unit. Its value is units times
// the standard, rounded half away from zero. What was paid beside the standard is the purchase-price variance; a new standard
// revalues what is on hand (ASC 330-10-30-12).
type standardStock struct {
	places   int // decimals of the unit
	on       int64
	standard int64
	set      bool
}

// StandardPlaces are the decimals of a minor unit to which a standard is set.
const StandardPlaces = 4

func (s *standardStock) units() int64 { return s.on }

func (s *standardStock) value() int64 {
	of := int64(1)
	for range StandardPlaces + s.places {
		of *= 10
	}
	return money.MulDiv(s.on, s.standard, of, money.HalfAway)
}

func (s *standardStock) clone() stock { c := *s; return &c }

func (s *standardStock) layers() []Stacked {
	if s.on == 0 {
		return nil
	}
	return []Stacked{{Units: s.on, Cost: s.value()}}
}

func (s *standardStock) apply(m Move) (Effect, error) {
	about := m.Kind.String() + " of " + m.Date.String()
	before, paid := s.value(), int64(0)
	switch m.Kind {
	case SetStandard:
		s.standard, s.set = m.Cost, true
	case Receive:
		if !s.set {
			return Effect{}, check.Refuse(about, "no standard cost is set on its day; set one first, or date it later")
		}
		s.on, paid = s.on+m.Units, m.Cost
	case Issue:
		if m.Units > s.on {
			return Effect{}, short(m, s.on)
		}
		s.on -= m.Units
	case AddCost:
		paid = m.Cost
	default:
		return Effect{}, check.Refuse(about, "what is carried at standard cost is revalued by a new standard, or takes a reserve")
	}
	change := s.value() - before
	return Effect{change, paid - change}, nil
}

// noStandard refuses a standard for what is carried at what it cost.
func noStandard(m Move) error {
	return check.Refuse("standard of "+m.Date.String(), "the stock is carried at what it cost, not at standard")
}
