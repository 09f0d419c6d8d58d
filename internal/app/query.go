package app

import (
	"context"
	"iter"
	"slices"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/ledger"
)

// Read runs fn over the book as known at a position; 0 means the newest.
func (a *App) Read(ctx context.Context, position int64, fn func(*View) error) error {
	return a.read(ctx, position, fn)
}

// TrialBalance is the trial balance at the end of a day with the virtual year-end close: income accounts hold the
// fiscal year to date, earlier results stand in retained earnings.
func (v *View) TrialBalance(asOf fiscal.Date) (ledger.TrialBalance, error) {
	tb, err := v.Open(asOf)
	if err != nil {
		return tb, err
	}
	start := v.State.Calendar.YearPeriod(v.State.Calendar.Year(asOf)).Start
	prior, err := v.Open(start - 1)
	if err != nil {
		return tb, err
	}
	return tb.Close(v.State.Chart, prior, v.State.Chart.Retained().Code), nil
}

// Open is the trial balance without the virtual close: every account cumulative from the beginning.
// A view reads each only once; callers do not change the rows.
func (v *View) Open(asOf fiscal.Date) (ledger.TrialBalance, error) {
	if tb, ok := v.open[asOf]; ok {
		return tb, nil
	}
	tb, err := v.tx.TrialBalance(v.State.Chart, v.State.Calendar, asOf, v.Position)
	if err == nil {
		if !v.every {
			tb.Rows = slices.DeleteFunc(tb.Rows, func(r ledger.Row) bool { return r.Entity != v.entity })
		}
		tb = v.addProposed(tb, asOf)
		if in := v.counts(); in != nil {
			tb.Rows = slices.DeleteFunc(tb.Rows, func(r ledger.Row) bool { return !in(r.Dims) })
		}
		if v.open == nil {
			v.open = map[fiscal.Date]ledger.TrialBalance{}
		}
		v.open[asOf] = tb
	}
	return tb, err
}

// Entries yields the entries known at the view's position, in order of posting.
func (v *View) Entries() iter.Seq2[store.Stored, error] {
	return v.tx.Entries(v.State.Chart, 0, v.last)
}

// Register yields the entity's lines of an account in a period, in order of date and posting: those of the slice, if the view
// looks at one.
func (v *View) Register(account string, p fiscal.Period) iter.Seq2[store.RegisterLine, error] {
	all, in := v.register(account, p), v.counts()
	if in == nil {
		return all
	}
	return func(yield func(store.RegisterLine, error) bool) {
		for r, err := range all {
			if (err != nil || in(r.Line.Dims)) && !yield(r, err) {
				return
			}
		}
	}
}

// RegisterFirst are the first lines of an account in a period, as Register yields them, at most n; more says that there are
// others. It looks at the first days alone where these have enough.
func (v *View) RegisterFirst(account string, p fiscal.Period, n int) (lines []store.RegisterLine, more bool, err error) {
	for start, days := p.Start, fiscal.Date(1); start <= p.End; start, days = start+days, 2*days {
		for r, err := range v.Register(account, fiscal.Period{Start: start, End: min(start+days-1, p.End)}) {
			if err != nil {
				return lines, false, err
			}
			if len(lines) == n {
				return lines, true, nil
			}
			lines = append(lines, r)
		}
	}
	return lines, false, nil
}

func (v *View) register(account string, p fiscal.Period) iter.Seq2[store.RegisterLine, error] {
	return func(yield func(store.RegisterLine, error) bool) {
		more := v.proposedLines(account, p)
		for r, err := range v.tx.Register(v.State.Chart, account, p, v.last) {
			if err == nil && r.Line.Entity != v.entity {
				continue
			}
			for err == nil && len(more) > 0 && more[0].Entry.Effective < r.Entry.Effective {
				if !yield(more[0], nil) {
					return
				}
				more = more[1:]
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
		for _, r := range more {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Entry finds an entry by its spoken number, if it is known at the view's position.
func (v *View) Entry(n ledger.Number) (ledger.Entry, bool, error) {
	e, ok, err := v.tx.EntryByNumber(v.State.Chart, n)
	return e.Entry, ok && e.Entry.ID <= v.last, err
}

// ReversedBy finds the entry that reverses another, if it is known.
func (v *View) ReversedBy(id int64) (ledger.Entry, bool, error) {
	e, ok, err := v.tx.ReversalOf(v.State.Chart, id)
	return e.Entry, ok && e.Entry.ID <= v.last, err
}

// Document reads a stored document.
func (v *View) Document(h ledger.Hash) (DocumentInfo, []byte, bool, error) {
	for _, d := range v.State.Documents {
		if d.Hash == h {
			b, ok, err := v.tx.Document(string(h))
			return d, b, ok, err
		}
	}
	return DocumentInfo{}, nil, false, nil
}

// PositionAt is the position of the books at the end of a day: the last act with a time not after it. Acts are
// timed in UTC.
func (a *App) PositionAt(ctx context.Context, d fiscal.Date) (int64, error) {
	var position int64
	end := (d + 1).String()
	err := a.book.Read(ctx, func(tx *store.Tx) error {
		at, err := tx.ActTimes()
		for i, t := range at {
			if t < end {
				position = int64(i + 1)
			}
		}
		return err
	})
	return position, err
}

// Acts are all acts of the book in order of position.
func (a *App) Acts(ctx context.Context) ([]evidence.Act, error) {
	var out []evidence.Act
	err := a.book.Read(ctx, func(tx *store.Tx) error {
		return tx.Acts(0, tx.Head().Acts, func(act evidence.Act, _ int64) error { out = append(out, act); return nil })
	})
	return out, err
}
