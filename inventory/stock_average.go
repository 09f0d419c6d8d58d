package inventory

import (
	"tieout/fiscal"
	"tieout/money"
)

// averageStock has one cost for all: the moving average. It remembers how many units each receipt had, for costs that come later.
type averageStock struct {
	calendar  fiscal.Calendar
	on, worth int64
	received  map[int64]int64
	written   // down in its fiscal year, of what is on hand
}

func (s *averageStock) units() int64 { return s.on }
func (s *averageStock) value() int64 { return s.worth }

func (s *averageStock) clone() stock {
	c := averageStock{calendar: s.calendar, on: s.on, worth: s.worth, written: s.written}
	if len(s.received) > 0 {
		c.received = make(map[int64]int64, len(s.received))
		for k, v := range s.received {
			c.received[k] = v
		}
	}
	return &c
}

func (s *averageStock) layers() []Stacked {
	if s.on == 0 {
		return nil
	}
	return []Stacked{{Units: s.on, Cost: s.worth}}
}

func (s *averageStock) apply(m Move) (Effect, error) {
	s.year(m.Costed)
	switch m.Kind {
	case Receive:
		s.on, s.worth = s.on+m.Units, s.worth+m.Cost
		if s.received == nil {
			s.received = map[int64]int64{}
		}
		s.received[m.ID] = m.Units
		return Effect{Inventory: m.Cost}, nil
	case Issue:
		if m.Units > s.on {
			return Effect{}, short(m, s.on)
		}
		cost := part(s.worth, m.Units, s.on)
		if s.down != 0 {
			s.down -= part(s.down, m.Units, s.on)
		}
		s.on, s.worth = s.on-m.Units, s.worth-cost
		return Effect{-cost, cost}, nil
	case AddCost: // of the units that it belongs to, as many can be on hand as there are at all
		stays := int64(0)
		if n := s.received[m.Of]; n > 0 {
			stays = money.MulDiv(m.Cost, min(n, s.on), n, money.HalfAway)
		}
		s.worth += stays
		return Effect{stays, m.Cost - stays}, nil
	case WriteDown:
		if m.Cost > s.worth {
			return Effect{}, Excess{On: m.Date, Amount: m.Cost, Cost: s.worth}
		}
		s.worth, s.down, s.until = s.worth-m.Cost, s.down+m.Cost, yearEnd(s.calendar, m.Costed)
		return Effect{-m.Cost, m.Cost}, nil
	case Recover:
		if m.Cost > s.down {
			return Effect{}, Excess{m.Date, m.Cost, s.down, true}
		}
		s.worth, s.down = s.worth+m.Cost, s.down-m.Cost
		return Effect{m.Cost, -m.Cost}, nil
	}
	return Effect{}, noStandard(m)
}
