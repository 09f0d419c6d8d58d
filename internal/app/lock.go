package app

import (
	"context"
	"slices"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/access"
)

// Lock locks a period. A lock is never taken off; an override lets single entries in. Locking signs a checkpoint.
func (a *App) Lock(ctx context.Context, by string, p fiscal.Period, level Level) (evidence.Act, error) {
	act, err := a.act(ctx, by, cmdLock, "", func(w *writing) error {
		if !slices.Contains([]Level{Soft, Closed, Filed}, level) {
			return mistake("", "level %q is not soft, closed or filed", string(level))
		}
		w.record(evidence.Rec("lock", "first", p.Start.String(), "last", p.End.String(), "level", string(level)))
		return w.tx.PutLock(w.tx.Head().Acts+1, p.Start.String(), p.End.String(), string(level))
	})
	if err == nil {
		_, err = a.Checkpoint(ctx, by, "the lock of "+p.String())
	}
	return act, err
}

// RequestOverride asks to let entries into a locked period, for a reason and until a day. In a book that has
// only ever had one person it holds at once and is listed as unreviewed.
func (a *App) RequestOverride(ctx context.Context, by string, p fiscal.Period, until fiscal.Date, why string) (evidence.Act, error) {
	return a.act(ctx, by, cmdRequestOverride, why, func(w *writing) error {
		if why == "" {
			return mistake("", "an override needs a reason: --why")
		}
		if until < fiscal.FromTime(w.now) {
			return mistake("", "the override would have expired on %s; give a day not before today", until)
		}
		id := w.tx.Head().Acts + 1
		w.record(evidence.Rec("override", "first", p.Start.String(), "last", p.End.String(), "until", until.String()))
		if !w.state.Alone() {
			return nil
		}
		w.record(evidence.Rec("override-approved", "id", itoa(id)))
		return w.tx.PutOverride(id, p.Start.String(), p.End.String())
	})
}

// ApproveOverride lets the override hold. The person who asked for it cannot.
func (a *App) ApproveOverride(ctx context.Context, by string, id int64) (evidence.Act, error) {
	return a.act(ctx, by, cmdApproveOverride, "", func(w *writing) error {
		for _, o := range w.state.Overrides {
			switch {
			case o.ID != id:
				continue
			case o.ApprovedBy != "":
				return mistake("", "override %d was approved by %s before", id, o.ApprovedBy)
			case o.By == w.act.By:
				return refused("self-approval", "override %d was asked for by %s, who cannot approve it; another person must", id, o.By)
			case o.Until < fiscal.FromTime(w.now):
				return refused("expired", "override %d expired on %s; ask for another", id, o.Until)
			}
			if err := w.may(access.What{Action: access.ApproveOverride, Owner: o.By}); err != nil {
				return err
			}
			w.record(evidence.Rec("override-approved", "id", itoa(id)))
			return w.tx.PutOverride(id, o.First.String(), o.Last.String())
		}
		return mistake("", "there is no override %d", id)
	})
}

// OverrideUse is an override with exactly what was posted under it.
type OverrideUse struct {
	Override
	Entries []string // numbers
}

// Overrides lists every override with the entries that entered under it.
func (a *App) Overrides(ctx context.Context) ([]OverrideUse, error) {
	var out []OverrideUse
	err := a.read(ctx, 0, func(v *View) error {
		for _, o := range v.State.Overrides {
			use := OverrideUse{Override: o}
			es, err := v.tx.EntriesUnder(v.State.Chart, o.ID, v.last)
			if err != nil {
				return err
			}
			for _, e := range es {
				use.Entries = append(use.Entries, e.Number.String())
			}
			out = append(out, use)
		}
		return nil
	})
	return out, err
}
