package inventory

import (
	"cmp"
	"slices"

	"tieout/check"
	"tieout/fiscal"
)

// Card is a stock through time: what was closed stands as one balance, what is open is costed in the order of days. Posting a move
// costs anew what comes after it among the open moves of this stock, and nothing else.
type Card struct {
	policy Policy
	closed fiscal.Date // last day that is closed; 0 for none
	base   stock       // as it stood then
	open   []costed    // moves that count after it, in order
	last   int64       // highest id posted
}

// costed is a move with its effect.
type costed struct {
	Move
	Effect
}

// Change is what posting a move does to the effect of a move, the new one or one that was costed anew: to be entered on its day.
type Change struct {
	Move   int64
	On     fiscal.Date // the day on which the move counts
	Effect             // the difference
}

// NewCard is a stock with nothing in it.
func NewCard(p Policy) (*Card, error) {
	s, err := p.newStock()
	if err != nil {
		return nil, err
	}
	return &Card{policy: p, base: s}, nil
}

// Closed is the last day that is closed, 0 for none.
func (c *Card) Closed() fiscal.Date { return c.closed }

// FirstOpen is the day on which a move of a day counts if it is posted now: that day, or the first open one.
func (c *Card) FirstOpen(day fiscal.Date) fiscal.Date { return max(day, c.closed+1) }

func before(a, b Move) int {
	return cmp.Or(cmp.Compare(a.Costed, b.Costed), cmp.Compare(a.ID, b.ID))
}

// Post posts a move and gives what it changes, the new move first, then by day. Its Costed is set to FirstOpen of its day when it is
// zero. A move that cannot be costed, or that leaves a later issue without stock, is refused, and the card is unchanged.
func (c *Card) Post(m Move) ([]Change, error) {
	if m.Costed == 0 {
		m.Costed = c.FirstOpen(m.Date)
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	if m.ID <= c.last {
		return nil, check.Refuse("move", "its id %d is not above %d, the last one", m.ID, c.last)
	}
	if m.Costed <= c.closed {
		return nil, check.Refuse("move", "it counts on %s, and %s is closed", m.Costed, c.closed)
	}
	at, _ := slices.BinarySearchFunc(c.open, m, func(x costed, m Move) int { return before(x.Move, m) })
	s, err := c.upTo(at)
	if err != nil {
		return nil, err
	}
	e, err := s.apply(m)
	if err != nil {
		return nil, err
	}
	out := []Change{{m.ID, m.Costed, e}}
	effects := make([]Effect, 0, len(c.open)-at)
	for _, x := range c.open[at:] {
		again, err := s.apply(x.Move)
		if err != nil {
			return nil, err
		}
		effects = append(effects, again)
		if d := (Effect{again.Inventory - x.Inventory, again.CostOfSales - x.CostOfSales}); d != (Effect{}) {
			out = append(out, Change{x.ID, x.Costed, d})
		}
	}
	for i, e := range effects {
		c.open[at+i].Effect = e
	}
	c.open = slices.Insert(c.open, at, costed{m, e})
	c.last = m.ID
	return out, nil
}

// upTo is the stock after so many open moves.
func (c *Card) upTo(n int) (stock, error) {
	s := c.base.clone()
	for _, x := range c.open[:n] {
		if _, err := s.apply(x.Move); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Close closes all days up to one: what counts on them is never costed anew. Days that are closed stay so.
func (c *Card) Close(through fiscal.Date) {
	if through <= c.closed {
		return
	}
	n := 0
	for n < len(c.open) && c.open[n].Costed <= through {
		if _, err := c.base.apply(c.open[n].Move); err != nil {
			panic("inventory: a move that was costed cannot be costed again: " + err.Error())
		}
		n++
	}
	c.open, c.closed = slices.Clone(c.open[n:]), through
}

// At is what is on hand at the end of an open day, or of the last closed one: units, value and layers. It panics on an earlier day.
func (c *Card) At(day fiscal.Date) (units, value int64, layers []Stacked) {
	if day < c.closed {
		panic("inventory: a card keeps no layers of days before the last that is closed")
	}
	n, _ := slices.BinarySearchFunc(c.open, day, func(x costed, d fiscal.Date) int {
		if x.Costed <= d {
			return -1
		}
		return 1
	})
	s, err := c.upTo(n)
	if err != nil {
		panic("inventory: " + err.Error())
	}
	return s.units(), s.value(), s.layers()
}

// CardOf is a stock with the moves that were posted so far, in any order, with the days on which they count. Those up to closed are
// closed.
func CardOf(p Policy, closed fiscal.Date, moves []Move) (*Card, error) {
	c, err := NewCard(p)
	if err != nil {
		return nil, err
	}
	sorted := slices.Clone(moves)
	slices.SortFunc(sorted, before)
	for _, m := range sorted {
		c.last = max(c.last, m.ID)
	}
	n, _ := slices.BinarySearchFunc(sorted, closed, func(m Move, d fiscal.Date) int {
		if m.Costed <= d {
			return -1
		}
		return 1
	})
	for _, m := range sorted[:n] {
		if _, err := c.base.apply(m); err != nil {
			return nil, err
		}
	}
	s := c.base.clone()
	for _, m := range sorted[n:] {
		e, err := s.apply(m)
		if err != nil {
			return nil, err
		}
		c.open = append(c.open, costed{m, e})
	}
	c.closed = closed
	return c, nil
}

// Effects are the effects of moves, costed in the order of days, by their ids.
func Effects(p Policy, moves []Move) (map[int64]Effect, error) {
	s, err := p.newStock()
	if err != nil {
		return nil, err
	}
	sorted := slices.Clone(moves)
	slices.SortFunc(sorted, before)
	out := make(map[int64]Effect, len(sorted))
	for _, m := range sorted {
		if out[m.ID], err = s.apply(m); err != nil {
			return nil, err
		}
	}
	return out, nil
}
