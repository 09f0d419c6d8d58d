package inventory

import "tieout/fiscal"

// adoptedStock is a stock whose method changed on a day without looking back: what is on hand then is one layer of the new method, at what
// it costs. So LIFO is adopted, whose earlier layers nobody can tell (ASC 250-10-45-5 to 45-7).
type adoptedStock struct {
	policy Policy // of the new method
	since  fiscal.Date
	stock
	changed bool
}

func (s *adoptedStock) clone() stock {
	c := *s
	c.stock = s.stock.clone()
	return &c
}

func (s *adoptedStock) apply(m Move) (Effect, error) {
	if !s.changed && m.Costed >= s.since {
		next, err := s.policy.newStock()
		if err != nil {
			return Effect{}, err
		}
		if n := s.stock.units(); n > 0 {
			if _, err := next.apply(Move{Kind: Receive, Date: s.since - 1, Costed: s.since - 1, Units: n, Cost: s.stock.value()}); err != nil {
				return Effect{}, err
			}
		}
		s.stock, s.changed = next, true
	}
	return s.stock.apply(m)
}
