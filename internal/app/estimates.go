package app

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tieout/check"
	"tieout/estimate"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/ledger"
)

// Estimate is an accounting estimate as it is kept in the book: a record of facts and assumptions, in versions. What follows from it
// (entries, roll-forward, findings, note) is computed at any position and kept nowhere.
type Estimate struct {
	Topic, Code, Name string
	Versions          []EstimateVersion // oldest first
}

// EstimateVersion is the record as one act set it.
type EstimateVersion struct {
	Position    int64
	By, At, Why string
	Text        string // estimate.Form.Text
	Name        string
}

// Last is the version that counts.
func (e Estimate) Last() EstimateVersion { return e.Versions[len(e.Versions)-1] }

// Estimate finds an estimate.
func (s *State) Estimate(topic, code string) (Estimate, bool) {
	i := slices.IndexFunc(s.Estimates, func(e Estimate) bool { return e.Topic == topic && e.Code == code })
	if i < 0 {
		return Estimate{}, false
	}
	return s.Estimates[i], true
}

func (s *State) applyEstimate(a evidence.Act, r evidence.Record) error {
	v := EstimateVersion{Position: a.Position, By: a.By, At: a.At, Why: a.Why, Text: r.Get("text"), Name: r.Get("name")}
	code := r.Get("code")
	if _, err := estimate.ParseText(v.Text); err != nil {
		return err
	}
	s.Estimates = slices.Clone(s.Estimates)
	i := slices.IndexFunc(s.Estimates, func(e Estimate) bool { return e.Topic == r.Get("topic") && e.Code == code })
	if i < 0 {
		s.Estimates = append(s.Estimates, Estimate{Topic: r.Get("topic"), Code: code, Name: v.Name, Versions: []EstimateVersion{v}})
		slices.SortStableFunc(s.Estimates, func(x, y Estimate) int { return strings.Compare(x.Code, y.Code) })
		return nil
	}
	s.Estimates[i].Name, s.Estimates[i].Versions = v.Name, append(slices.Clip(s.Estimates[i].Versions), v)
	return nil
}

// EstimateTopic finds a topic by its name; a name that there is not is a Mistake that says which there are.
func EstimateTopic(name string) (estimate.Topic, error) {
	var names []string
	for _, t := range EstimateTopics() {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return estimate.Topic{}, mistake("", "there is no topic %q; there are %s", name, strings.Join(names, ", "))
}

var estimateCode = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$`)

// EstimateRecord is what a person writes down.
type EstimateRecord struct {
	Topic, Code, Name string
	Tables            []estimate.Table
	Why               string // needed when a record is changed
	Seen              int64  // position of the version that was changed; another one in between is refused. 0 does not ask
}

// RecordEstimate writes an estimate's record down, or puts another in its place; every version stays. What is odd about it comes back
// as findings. The books are not touched: entries are made where somebody proposes them.
func (a *App) RecordEstimate(ctx context.Context, by string, r EstimateRecord) (evidence.Act, []check.Finding, error) {
	var found []check.Finding
	act, err := a.act(ctx, by, cmdEstimate, r.Why, func(w *writing) error {
		t, err := EstimateTopic(r.Topic)
		if err != nil {
			return err
		}
		if !estimateCode.MatchString(r.Code) {
			return mistake("", "the code %.50q: up to 40 letters, digits, dots and dashes", r.Code)
		}
		old, known := w.state.Estimate(r.Topic, r.Code)
		if known && r.Seen != 0 && r.Seen != old.Last().Position {
			return mistake(r.Code, "%s changed it at position %d, after you had read it at position %d: its versions show what changed; send yours again to put it in the place of that one", old.Last().By, old.Last().Position, r.Seen)
		}
		if err := ledger.CheckText("the name", r.Name, 200); err != nil {
			return mistake(r.Code, "%v", err)
		}
		rec, err := t.Form.Record(r.Tables)
		if err != nil {
			return mistake(r.Code, "%v", err)
		}
		text := t.Form.Text(rec)
		if known {
			if old.Last().Text == text && old.Name == r.Name {
				w.skip = true
				return nil
			}
			if strings.TrimSpace(r.Why) == "" {
				return mistake(r.Code, "say why the record is changed; the one before stays in the log")
			}
		}
		v, err := w.viewing()
		if err != nil {
			return err
		}
		s, err := v.schedule(t, rec)
		if err != nil {
			return err
		}
		if found = s.Found; check.Worst(found) >= check.Stop {
			return Mistake{slices.DeleteFunc(slices.Clone(found), func(f check.Finding) bool { return f.Severity < check.Stop })}
		}
		return w.apply(evidence.Rec("estimate", "topic", r.Topic, "code", r.Code, "name", r.Name, "text", text))
	})
	return act, found, err
}

// viewing looks at the books as they are before the act.
func (w *writing) viewing() (*View, error) {
	last, err := w.tx.LastEntry(w.state.Position)
	return &View{tx: w.tx, State: w.state, Position: w.state.Position, last: last}, err
}

// Prepared is what became of an entry of an estimate that was proposed.
type Prepared struct {
	Entry   ledger.Entry
	Outcome Outcome
	Refused string // why it could not be prepared; empty when it was
}

// mostPrepared bounds how many entries are prepared at once.
const mostPrepared = 200

// ProposeEstimate prepares the entries of an estimate up to a day that are neither posted nor waiting: each is posted, or waits for a
// second person, under its own key. One that is refused does not hold up the others.
func (a *App) ProposeEstimate(ctx context.Context, by, topic, code string, upTo fiscal.Date) ([]Prepared, error) {
	var due []EstimateEntry
	err := a.read(ctx, 0, func(v *View) error {
		s, err := v.Schedule(topic, code)
		if err != nil {
			return err
		}
		all, err := v.EstimateEntries(s, upTo)
		due = slices.DeleteFunc(all, func(e EstimateEntry) bool { return e.Remaining == nil || e.Waiting != 0 })
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(due) > mostPrepared {
		return nil, mistake(code, "%d entries are due; prepare at most %d at once: choose an earlier day", len(due), mostPrepared)
	}
	var out []Prepared
	for _, e := range due {
		p := Prepared{Entry: *e.Remaining}
		var err error
		p.Outcome, err = a.postAs(ctx, by, cmdProposeEstimate, []ledger.Entry{p.Entry})
		var r Refused
		var m Mistake
		switch {
		case err == nil:
		case errors.As(err, &r) && r.Rule != "not-allowed" && r.Rule != "who":
			p.Refused = r.Message
		case errors.As(err, &m):
			p.Refused = m.Error()
		default:
			return out, err
		}
		out = append(out, p)
	}
	return out, nil
}

// EstimateEntry is one entry that a schedule says, beside what the books have of it.
type EstimateEntry struct {
	Entry     ledger.Entry   // as the schedule says it, with the key that the book gives it; no lines where the schedule says it no more
	Posted    []ledger.Entry // under its key, with later differences and reversals
	Remaining *ledger.Entry  // what is still to be posted; nil for nothing
	Waiting   int64          // draft that waits with it; 0 for none
}

// EstimateEntries are the entries of a schedule from the books' first day up to a day, in order of date, each held against what was posted
// under its key. Where a later record says another amount, the difference remains; where it says nothing, the posted entry is taken back.
func (v *View) EstimateEntries(s Schedule, upTo fiscal.Date) ([]EstimateEntry, error) {
	begin := s.Topic.Name + "/" + s.Code + "/"
	stored, err := v.tx.EntriesOfKeys(v.State.Chart, begin, v.last)
	if err != nil {
		return nil, err
	}
	waiting, err := v.waitingKeys()
	if err != nil {
		return nil, err
	}
	posted := map[string][]ledger.Entry{}
	var order []string
	for _, e := range stored {
		key, _, _ := strings.Cut(e.Key, "~")
		if posted[key] == nil {
			order = append(order, key)
		}
		posted[key] = append(posted[key], e.Entry)
		if back, ok, err := v.tx.ReversalOf(v.State.Chart, e.ID); err != nil {
			return nil, err
		} else if ok && back.ID <= v.last {
			posted[key] = append(posted[key], back.Entry)
		}
	}
	began, err := v.first()
	if err != nil {
		return nil, err
	}
	var out []EstimateEntry
	said := map[string]bool{}
	for _, e := range s.Schedule.Entries(fiscal.Period{Start: began, End: upTo}) {
		if e.Effective < began || e.Effective > upTo {
			continue
		}
		e.Key = begin + e.Key
		if said[e.Key] {
			panic("estimate: two entries with key " + e.Key)
		}
		said[e.Key] = true
		if e.Source == "" {
			e.Source = s.Topic.Title + " " + s.Code
		}
		out = append(out, v.remaining(e, posted[e.Key], waiting))
	}
	for _, key := range order {
		if first := posted[key][0]; !said[key] && first.Effective <= upTo {
			e := ledger.Entry{Kind: ledger.Correcting, Effective: first.Effective, Key: key, Source: first.Source, Description: first.Description}
			out = append(out, v.remaining(e, posted[key], waiting))
		}
	}
	slices.SortStableFunc(out, func(x, y EstimateEntry) int { return int(x.Entry.Effective - y.Entry.Effective) })
	return out, nil
}

// waitingKeys are the keys of drafts with the number of each.
func (v *View) waitingKeys() (map[string]int64, error) {
	ds, err := v.Drafts()
	out := map[string]int64{}
	for _, d := range ds {
		if len(d.Entries) > 0 && d.Entries[0].Key != "" {
			out[d.Entries[0].Key] = d.ID
		}
	}
	return out, err
}

// remaining is what of an entry is still to be posted: all of it, the difference to what was posted, or nothing. A day that is locked by
// now has its difference on the first open day after, with the origin that it belongs to.
func (v *View) remaining(e ledger.Entry, posted []ledger.Entry, waiting map[string]int64) EstimateEntry {
	out := EstimateEntry{Entry: e, Posted: posted}
	lines := slices.Clone(e.Lines)
	for _, p := range posted {
		for _, l := range p.Lines {
			l.Amount, l.Memo, l.Transaction = -l.Amount, "", nil
			lines = append(lines, l)
		}
	}
	rest := e
	if rest.Lines = netLines(lines, len(posted) > 0); len(rest.Lines) == 0 {
		return out
	}
	if len(posted) > 0 {
		n := 1
		for _, p := range posted {
			if p.Key != "" {
				n++
			}
		}
		rest.Key = fmt.Sprintf("%s~%d", e.Key, n)
		rest.Description = "Change of estimate: " + e.Description
		if len(e.Lines) == 0 {
			rest.Description = "Taken back: " + e.Description
		}
		if len(rest.Description) > 480 {
			rest.Description = strings.ToValidUTF8(rest.Description[:480], "")
		}
	}
	if open := v.OpenDay(e.Effective); open != e.Effective {
		if l := v.State.LockAt(e.Effective); l.Level != Soft {
			rest.Effective, rest.Origin = open, e.Effective
		}
	}
	out.Remaining, out.Waiting = &rest, waiting[rest.Key]
	return out
}

// netLines are lines added up by account, entity and dimensions where they are differences; nil lines are left out.
func netLines(lines []ledger.Line, net bool) (out []ledger.Line) {
	for _, l := range lines {
		i := slices.IndexFunc(out, func(x ledger.Line) bool {
			return net && x.Account == l.Account && x.Entity == l.Entity && x.Dims == l.Dims
		})
		if i < 0 {
			out = append(out, l)
			continue
		}
		out[i].Amount += l.Amount
	}
	return slices.DeleteFunc(out, func(l ledger.Line) bool { return l.Amount == 0 })
}
