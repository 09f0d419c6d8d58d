package app

import (
	"slices"
	"sync"

	"tieout/evidence"
	"tieout/internal/store"
)

// A folded state is kept, so that a request does not fold every act anew: the nearest one at or before a position is
// copied and goes on from there. Acts never change, so neither does a state. Verify folds everything itself.
type foldedStates struct {
	mu   sync.Mutex
	held []*State // the last used at the end
}

// mostFolded is how many states are kept.
const mostFolded = 12

// state is the book's state at a position, for reading only.
func (a *App) state(tx *store.Tx, position int64) (*State, error) {
	near := a.folded.near(position)
	if near != nil && near.Position == position {
		return near, nil
	}
	s := newState()
	if near != nil {
		s = near.clone()
	}
	if err := tx.Acts(s.Position, position, func(act evidence.Act, _ int64) error { return s.Apply(act) }); err != nil {
		return nil, err
	}
	a.folded.keep(s)
	return s, nil
}

// near is the kept state nearest to a position and not behind it.
func (f *foldedStates) near(position int64) *State {
	f.mu.Lock()
	defer f.mu.Unlock()
	best := -1
	for i, s := range f.held {
		if s.Position <= position && (best < 0 || s.Position > f.held[best].Position) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	s := f.held[best]
	f.held = append(slices.Delete(f.held, best, best+1), s)
	return s
}

func (f *foldedStates) keep(s *State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held = append(f.held, s)
	if len(f.held) > mostFolded {
		f.held = slices.Delete(f.held, 0, 1)
	}
}

// clone is a state that can go on by itself. Its lists are cut off, so that appending to them copies.
func (s *State) clone() *State {
	c := *s
	c.Chart = s.Chart.Clone()
	c.People = slices.Clip(s.People)
	c.Locks = slices.Clip(s.Locks)
	c.Overrides = slices.Clone(s.Overrides)
	c.Registrants = slices.Clip(s.Registrants)
	c.Documents = slices.Clip(s.Documents)
	c.Assertions = slices.Clip(s.Assertions)
	c.Imports = slices.Clip(s.Imports)
	c.Filings = slices.Clip(s.Filings)
	c.Checkpoints = slices.Clip(s.Checkpoints)
	c.Postings = slices.Clip(s.Postings)
	c.Reviews = slices.Clip(s.Reviews)
	c.Plans = slices.Clip(s.Plans)
	c.Standing = slices.Clip(s.Standing)
	c.Branches = slices.Clip(s.Branches)
	c.Notes = slices.Clip(s.Notes)
	c.Stock = StockBook{slices.Clip(s.Stock.Classes), slices.Clip(s.Stock.Items), slices.Clip(s.Stock.Moves), slices.Clip(s.Stock.Pools), slices.Clip(s.Stock.Indexes), slices.Clip(s.Stock.Bills), slices.Clip(s.Stock.Counts)}
	return &c
}
