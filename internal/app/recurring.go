package app

import (
	"context"
	"fmt"
	"slices"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/recurring"
)

// StandingEntry is a template in the book: an entry that is used again by hand or, with a rule, comes again by itself.
type StandingEntry struct {
	recurring.Standing
	By, At  string
	EndedAt int64 // position; 0 while it stands
}

// Recurs says that it comes by itself; else it is a template.
func (s StandingEntry) Recurs() bool { return s.Every != "" }

func (s *State) applyStanding(a evidence.Act, r evidence.Record) error {
	if r.Word == "standing-ended" {
		i := slices.IndexFunc(s.Standing, func(x StandingEntry) bool { return x.ID == r.Int("id") })
		if i < 0 {
			return fmt.Errorf("nothing stands at %s", r.Get("id"))
		}
		s.Standing = slices.Clone(s.Standing)
		s.Standing[i].EndedAt = a.Position
		return nil
	}
	e, err := evidence.ParseEntry(r.Get("text"))
	if err != nil {
		return err
	}
	x := StandingEntry{Standing: recurring.Standing{ID: a.Position, Name: r.Get("name"), Every: recurring.Every(r.Get("every")), Day: int(r.Int("day")), Spread: r.Get("spread") != "", Entry: e}, By: a.By, At: a.At}
	for _, d := range []struct {
		key  string
		into *fiscal.Date
	}{{"from", &x.From}, {"until", &x.Until}} {
		if t := r.Get(d.key); t != "" {
			if *d.into, err = fiscal.Parse(t); err != nil {
				return err
			}
		}
	}
	s.Standing = append(s.Standing, x)
	return nil
}

// KeepStanding keeps a template, or an entry that comes again.
func (a *App) KeepStanding(ctx context.Context, by string, s recurring.Standing) (int64, error) {
	act, err := a.act(ctx, by, cmdKeepStanding, "", func(w *writing) error {
		if err := ledger.CheckText("the name", s.Name, 200); err != nil || s.Name == "" {
			return mistake("", "give it a name of at most 200 characters")
		}
		e := w.fresh(s.Entry)
		e.Key, e.Reverses, e.Source = "", 0, ""
		if e.Effective == 0 {
			e.Effective = max(s.From, fiscal.FromTime(w.now))
		}
		w.plain(&e)
		if fs := e.Check(w.state.Chart); len(fs) > 0 {
			return Mistake{fs}
		}
		if s.Every != "" {
			if fs := s.Check(); len(fs) > 0 {
				return Mistake{fs}
			}
		} else if s.Spread {
			return mistake(s.Name, "a total is spread by a rule; say how often it comes")
		}
		day := func(d fiscal.Date) string {
			if d == 0 {
				return ""
			}
			return d.String()
		}
		spread := ""
		if s.Spread {
			spread = "equal parts"
		}
		w.act.Why = s.Name
		return w.apply(evidence.Rec("standing", "name", s.Name, "every", string(s.Every), "day", some(int64(s.Day)), "from", day(s.From), "until", day(s.Until), "spread", spread, "text", string(evidence.AppendEntry(nil, &e))))
	})
	return act.Position, err
}

// EndStanding ends a template or an entry that comes again. What it made stays.
func (a *App) EndStanding(ctx context.Context, by string, id int64, why string) (evidence.Act, error) {
	return a.act(ctx, by, cmdEndStanding, why, func(w *writing) error {
		i := slices.IndexFunc(w.state.Standing, func(x StandingEntry) bool { return x.ID == id })
		switch {
		case i < 0:
			return mistake("", "nothing recurring has the number %d", id)
		case w.state.Standing[i].EndedAt != 0:
			return mistake("", "%s ended at position %d before", w.state.Standing[i].Name, w.state.Standing[i].EndedAt)
		}
		return w.apply(evidence.Rec("standing-ended", "id", itoa(id)))
	})
}

// Due are the entries that are due up to a day and neither posted nor waiting for a second person, in order of day.
func (v *View) Due(upTo fiscal.Date) ([]recurring.Occurrence, error) {
	waiting := map[string]bool{}
	ds, err := v.Drafts()
	if err != nil {
		return nil, err
	}
	for _, d := range ds {
		if len(d.Entries) > 0 {
			waiting[d.Entries[0].Key] = true
		}
	}
	var out []recurring.Occurrence
	for _, s := range v.State.Standing {
		if !s.Recurs() || s.EndedAt != 0 {
			continue
		}
		for _, o := range s.Due(upTo) {
			if waiting[o.Key] {
				continue
			}
			if _, ok, err := v.tx.EntryByKey(v.State.Chart, o.Key); err != nil {
				return nil, err
			} else if !ok {
				out = append(out, o)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b recurring.Occurrence) int { return int(a.Entry.Effective - b.Entry.Effective) })
	return out, nil
}

// Made is what became of an entry that was due.
type Made struct {
	recurring.Occurrence
	Outcome Outcome
	Refused string // why it could not be made; empty when it was
}

// mostMade bounds how many are made at once.
const mostMade = 200

// MakeDue makes what is due up to a day: each entry posted, or waiting for a second person, under its own key, so that it is made
// once. One that is refused, such as into a locked period, does not hold up the others.
func (a *App) MakeDue(ctx context.Context, by string, upTo fiscal.Date) ([]Made, error) {
	var due []recurring.Occurrence
	err := a.read(ctx, 0, func(v *View) (err error) { due, err = v.Due(upTo); return err })
	if err != nil {
		return nil, err
	}
	if len(due) > mostMade {
		return nil, mistake("", "%d entries are due; make at most %d at once: choose an earlier day", len(due), mostMade)
	}
	var out []Made
	for _, o := range due {
		m := Made{Occurrence: o}
		m.Outcome, err = a.postAs(ctx, by, cmdMakeDue, []ledger.Entry{o.Entry})
		switch err := err.(type) {
		case nil:
		case Refused:
			if err.Rule == "not-allowed" || err.Rule == "who" {
				return out, err
			}
			m.Refused = err.Message
		case Mistake:
			m.Refused = err.Error()
		default:
			return out, err
		}
		out = append(out, m)
	}
	return out, nil
}
