package app

import (
	"context"

	"tieout/internal/store"
)

// Working is mutable working state: sessions, credentials, preferences, uploads. It is outside the log and no figure
// rests on it.
type Working = store.Working

// Event is something that happened around the book and changed nothing in it.
type Event = store.Event

// KeepWorking writes pieces of working state in one transaction.
func (a *App) KeepWorking(ctx context.Context, ws ...Working) error {
	return a.book.WriteWorking(ctx, func(tx *store.Tx) error {
		for _, w := range ws {
			w.At = stampOf(a.Clock())
			if err := tx.PutWorking(w); err != nil {
				return err
			}
		}
		return nil
	})
}

// FindWorking reads a piece of working state.
func (a *App) FindWorking(ctx context.Context, kind, id string) (w Working, ok bool, err error) {
	err = a.book.Read(ctx, func(tx *store.Tx) error {
		w, ok, err = tx.Working(kind, id)
		return err
	})
	return w, ok, err
}

// TakeWorking reads a piece of working state and removes it: of several who ask for it, one gets it. What should have been
// swept away already is not given.
func (a *App) TakeWorking(ctx context.Context, kind, id string) (w Working, ok bool, err error) {
	err = a.book.WriteWorking(ctx, func(tx *store.Tx) error {
		if err = tx.HoldWorking(kind, id); err != nil {
			return err
		}
		if w, ok, err = tx.Working(kind, id); err != nil || !ok {
			return err
		}
		ok = w.Until == "" || w.Until > stampOf(a.Clock())
		return tx.DeleteWorking(kind, id)
	})
	return w, ok && err == nil, err
}

// AllWorking reads the working state of a kind in order of id, without its content.
func (a *App) AllWorking(ctx context.Context, kind string) (ws []Working, err error) {
	err = a.book.Read(ctx, func(tx *store.Tx) error {
		ws, err = tx.WorkingOf(kind)
		return err
	})
	return ws, err
}

// DropWorking removes pieces of working state of a kind.
func (a *App) DropWorking(ctx context.Context, kind string, ids ...string) error {
	return a.book.WriteWorking(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if err := tx.DeleteWorking(kind, id); err != nil {
				return err
			}
		}
		return tx.SweepWorking(stampOf(a.Clock()))
	})
}

// ChangeWorking reads a piece of working state, lets fn change it, and writes it back in one transaction. fn is given an
// empty one when there is none. When fn returns false nothing is written.
func (a *App) ChangeWorking(ctx context.Context, kind, id string, fn func(w *Working) (bool, error)) error {
	return a.book.WriteWorking(ctx, func(tx *store.Tx) error {
		if err := tx.HoldWorking(kind, id); err != nil {
			return err
		}
		w, _, err := tx.Working(kind, id)
		if err != nil {
			return err
		}
		keep, err := fn(&w)
		if err != nil || !keep {
			return err
		}
		w.At = stampOf(a.Clock())
		return tx.PutWorking(w)
	})
}

// Note appends an event.
func (a *App) Note(ctx context.Context, e Event) error {
	e.At = stampOf(a.Clock())
	return a.book.WriteWorking(ctx, func(tx *store.Tx) error { return tx.AddEvent(e) })
}

// Events reads up to a number of events with ids before one (0 for the newest), the newest first.
func (a *App) Events(ctx context.Context, before int64, most int) (es []Event, err error) {
	err = a.book.Read(ctx, func(tx *store.Tx) error {
		es, err = tx.Events(before, most)
		return err
	})
	return es, err
}
