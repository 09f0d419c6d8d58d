package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/store"
	"tieout/ledger"
)

// Draft is what waits for a second person: an entry, entries that are posted together, or an import. It is outside the log
// and may change; approval is bound to its hash.
type Draft struct {
	ID       int64
	Entries  []ledger.Entry
	Import   *ImportWaiting // nil for entries
	Revert   *RevertWaiting // nil but for an import that is to be taken back
	By, At   string         // its preparer, and when it was made or last changed
	Hash     string
	Returned bool // it was given back, and waits for its preparer
	Trail    []DraftStep
}

// ImportWaiting is an import that waits.
type ImportWaiting struct {
	Kind, File, SHA256 string
	Date               fiscal.Date // of a trial balance
}

// RevertWaiting is the taking back of an import that waits.
type RevertWaiting struct {
	Position int64       // of the import
	On       fiscal.Date // of the reversals; none for each entry's own day
	File     string
	Why      string
}

// DraftStep is one thing that was done with a draft.
type DraftStep struct{ By, At, What, Why string }

// ThisDraft stands in the place of an entry's id where an entry of a draft takes back the first one of the same draft.
const ThisDraft int64 = -1

// Reversing is an entry together with its reversal on a later day, as PostTogether takes them.
func Reversing(e ledger.Entry, on fiscal.Date) []ledger.Entry {
	rev := e.Reversal(on, "Reversal of: "+e.Description)
	rev.Reverses, rev.Origin = ThisDraft, 0 // it belongs to the period it falls in
	return []ledger.Entry{e, rev}
}

// Title is what the draft is called.
func (d Draft) Title() string {
	switch {
	case d.Import != nil:
		return d.Import.Kind + " " + d.Import.File
	case d.Revert != nil:
		return "take back " + d.Revert.File
	}
	return d.Entries[0].Description
}

// Debits is the largest amount of its entries, minor units.
func (d Draft) Debits() int64 {
	var most int64
	for _, e := range d.Entries {
		n, _, _ := e.Totals()
		most = max(most, n)
	}
	return most
}

const (
	draftEntry   = "entry"
	draftEntries = "entries"
	draftImport  = "import"
	draftRevert  = "revert"
	trailKind    = "draft-trail"
)

// draftBody is entries as a draft holds them.
func draftBody(es []ledger.Entry) (kind, body string) {
	if len(es) == 1 {
		return draftEntry, string(evidence.AppendEntry(nil, &es[0]))
	}
	var rs []evidence.Record
	for i := range es {
		rs = append(rs, evidence.Rec("part", "text", string(evidence.AppendEntry(nil, &es[i]))))
	}
	return draftEntries, evidence.Text(rs)
}

// draftedEntries reads them back.
func draftedEntries(d store.Draft) ([]ledger.Entry, error) {
	switch d.Kind {
	case draftEntry:
		e, err := evidence.ParseEntry(d.Body)
		return []ledger.Entry{e}, err
	case draftEntries:
		rs, err := evidence.ParseRecords(d.Body)
		if err != nil {
			return nil, err
		}
		var es []ledger.Entry
		for _, r := range rs {
			e, err := evidence.ParseEntry(r.Get("text"))
			if err != nil {
				return nil, err
			}
			es = append(es, e)
		}
		if len(es) == 0 {
			return nil, fmt.Errorf("draft %d holds no entry", d.ID)
		}
		return es, nil
	}
	return nil, mistake("", "D-%06d is of an import, not an entry", d.ID)
}

// Drafts are what waits in the book, in order of making.
func (v *View) Drafts() ([]Draft, error) {
	ds, err := v.tx.Drafts()
	if err != nil {
		return nil, err
	}
	var out []Draft
	for _, d := range ds {
		x, err := v.drafted(d)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// Draft finds one by its number.
func (v *View) Draft(id int64) (Draft, bool, error) {
	ds, err := v.tx.Drafts()
	if err != nil {
		return Draft{}, false, err
	}
	for _, d := range ds {
		if d.ID == id {
			x, err := v.drafted(d)
			return x, err == nil, err
		}
	}
	return Draft{}, false, nil
}

func (v *View) drafted(d store.Draft) (Draft, error) {
	out := Draft{ID: d.ID, By: d.Actor, At: d.At, Hash: d.Hash}
	var err error
	if d.Kind == draftRevert {
		var r reverting
		if r, err = parseReverting(d); err == nil {
			out.Revert = &r.RevertWaiting
		}
	} else if d.Kind == draftImport {
		rs, perr := evidence.ParseRecords(d.Body)
		if perr != nil || len(rs) != 1 {
			return out, fmt.Errorf("draft %d cannot be read: %w", d.ID, perr)
		}
		out.Import = &ImportWaiting{Kind: rs[0].Get("kind"), File: fileName(rs[0].Get("path")), SHA256: rs[0].Get("sha256")}
		if t := rs[0].Get("date"); t != "" {
			out.Import.Date, err = fiscal.Parse(t)
		}
	} else {
		out.Entries, err = draftedEntries(d)
	}
	if err != nil {
		return out, err
	}
	out.Trail, err = trailOf(v.tx, d.ID)
	if n := len(out.Trail); n > 0 {
		out.Returned = out.Trail[n-1].What == "returned"
	}
	return out, err
}

func fileName(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

// trailOf is what was done with a draft so far.
func trailOf(tx *store.Tx, id int64) ([]DraftStep, error) {
	old, ok, err := tx.Working(trailKind, itoa(id))
	if err != nil || !ok {
		return nil, err
	}
	rs, err := evidence.ParseRecords(old.Body)
	var out []DraftStep
	for _, r := range rs {
		out = append(out, DraftStep{r.Get("by"), r.Get("at"), r.Get("what"), r.Get("why")})
	}
	return out, err
}

// step adds to a draft's trail.
func (w *writing) step(id int64, what, why string) error {
	old, _, err := w.tx.Working(trailKind, itoa(id))
	if err != nil {
		return err
	}
	body := old.Body + string(evidence.Rec("step", "by", w.act.By, "at", w.act.At, "what", what, "why", why).Append(nil))
	return w.tx.PutWorking(store.Working{Kind: trailKind, ID: itoa(id), Person: w.act.By, At: w.act.At, Body: body})
}

// drop removes a draft with its trail.
func (w *writing) drop(id int64) error {
	if err := w.tx.DeleteWorking(trailKind, itoa(id)); err != nil {
		return err
	}
	return w.tx.DeleteDraft(id)
}

// unchanged refuses to act on another draft than the one that was read.
func unchanged(d store.Draft, read []string) error {
	if len(read) > 0 && read[0] != "" && read[0] != d.Hash {
		return refused("draft-changed", "D-%06d changed since the page was shown; read it again before deciding on it", d.ID)
	}
	return nil
}

// Revise puts other entries in the place of those of a draft. Only its preparer may; what was returned waits for approval
// again. A hash, when it is given, is that of the draft as it was read.
func (a *App) Revise(ctx context.Context, by string, draft int64, es []ledger.Entry, read ...string) (Outcome, error) {
	var out Outcome
	_, err := a.act(ctx, by, cmdRevise, "", func(w *writing) error {
		out, w.skip = Outcome{Draft: draft}, true
		d, err := w.draft(draft)
		if err != nil {
			return err
		}
		if err := unchanged(d, read); err != nil {
			return err
		}
		old, err := draftedEntries(d)
		if err != nil {
			return err
		}
		if d.Actor != w.act.By || old[0].Preparer != w.act.By {
			return refused("not-own", "D-%06d was prepared by %s, who alone may revise it; return it with the reason instead", d.ID, d.Actor)
		}
		if len(old) != len(es) {
			return mistake("", "D-%06d holds %d entries that belong together, not %d; withdraw it and prepare it anew", d.ID, len(old), len(es))
		}
		for i := range es {
			reverses, key, source := old[i].Reverses, old[i].Key, old[i].Source
			es[i] = w.fresh(es[i])
			es[i].Reverses, es[i].Key, es[i].Source = reverses, key, source
		}
		if err := w.admitAll(es); err != nil {
			return err
		}
		d.Kind, d.Body = draftBody(es)
		d.At = w.act.At
		if err := w.tx.ReviseDraft(d); err != nil {
			return err
		}
		return w.step(d.ID, "revised", "")
	})
	return out, err
}

// Return gives a draft back to its preparer, with the reason.
func (a *App) Return(ctx context.Context, by string, draft int64, why string, read ...string) error {
	_, err := a.act(ctx, by, cmdReturn, why, func(w *writing) error {
		w.skip = true
		d, err := w.draft(draft)
		if err != nil {
			return err
		}
		switch {
		case strings.TrimSpace(why) == "":
			return mistake("", "say why D-%06d is returned, so that %s can set it right", d.ID, d.Actor)
		case d.Actor == w.act.By:
			return refused("own-draft", "D-%06d is your own; revise or withdraw it", d.ID)
		}
		if err := unchanged(d, read); err != nil {
			return err
		}
		return w.step(d.ID, "returned", why)
	})
	return err
}

// Withdraw takes one's own draft back. It is gone; nothing was posted.
func (a *App) Withdraw(ctx context.Context, by string, draft int64) error {
	_, err := a.act(ctx, by, cmdWithdraw, "", func(w *writing) error {
		w.skip = true
		d, err := w.draft(draft)
		if err != nil {
			return err
		}
		if d.Actor != w.act.By {
			return refused("not-own", "D-%06d was prepared by %s; return it with the reason instead", d.ID, d.Actor)
		}
		return w.drop(d.ID)
	})
	return err
}

// Wait is one thing that waits for a person.
type Wait struct {
	Kind   string // "approve", "returned", "review", "override", "due"
	ID     int64  // of the draft, the override, or the position of the posting
	Title  string
	By, At string // who brought it, and when
	Amount int64  // minor units
	Counts bool   // it has an amount
}

// Waits are what waits for a person: drafts of others that they may approve, drafts of theirs that were returned, postings
// to review, overrides to let hold; the oldest first of each.
func (v *View) Waits(code string, today fiscal.Date) ([]Wait, error) {
	var out []Wait
	ds, err := v.Drafts()
	if err != nil {
		return nil, err
	}
	for _, d := range ds {
		x := Wait{Kind: "approve", ID: d.ID, Title: d.Title(), By: d.By, At: d.At, Amount: d.Debits(), Counts: d.Import == nil}
		x.Counts = x.Counts && d.Revert == nil
		action := access.ApproveEntry
		if d.Import != nil || d.Revert != nil {
			action = access.ApproveImport
		}
		switch {
		case d.Returned && d.By == code:
			x.Kind, x.By = "returned", d.Trail[len(d.Trail)-1].By
		case d.Returned || d.By == code || !v.State.Decide(code, access.What{Action: action, Owner: d.By, Amount: x.Amount}, today).Allowed:
			continue
		}
		out = append(out, x)
	}
	for _, r := range v.State.Reviews {
		if r.ReviewedBy == "" && v.State.Decide(code, access.What{Action: access.ReviewEntry, Owner: r.By}, today).Allowed {
			out = append(out, Wait{Kind: "review", ID: r.Position, Title: r.Why, By: r.By})
		}
	}
	for _, o := range v.State.Overrides {
		if o.ApprovedBy == "" && today <= o.Until && v.State.Decide(code, access.What{Action: access.ApproveOverride, Owner: o.By}, today).Allowed {
			out = append(out, Wait{Kind: "override", ID: o.ID, Title: o.First.String() + " to " + o.Last.String() + ": " + o.Why, By: o.By})
		}
	}
	if v.State.Decide(code, access.What{Action: access.PrepareEntry}, today).Allowed && len(v.State.Standing) > 0 {
		due, err := v.Due(today)
		if err != nil {
			return nil, err
		}
		if n := len(due); n > 0 {
			out = append(out, Wait{Kind: "due", Title: fmt.Sprintf("recurring entries that are due: %d", n), At: due[0].Entry.Effective.String()})
		}
	}
	slices.SortStableFunc(out, func(a, b Wait) int { return strings.Compare(waitOrder[a.Kind], waitOrder[b.Kind]) })
	return out, nil
}

var waitOrder = map[string]string{"returned": "1", "approve": "2", "override": "3", "review": "4", "due": "5"}

// OpenDay is the first day from one on into which entries that take back or correct may be dated without an override: that
// day itself, or the first after the locks on it.
func (v *View) OpenDay(from fiscal.Date) fiscal.Date {
	for d := from; ; {
		l := v.State.LockAt(d)
		if l.Level == "" || l.Level == Soft {
			return d
		}
		d = l.Last + 1
	}
}

// Posted is how many entries an act posted.
func (s *State) Posted(position int64) (n int64) {
	for _, p := range s.Postings {
		if p.Position == position {
			n += p.Count
		}
	}
	return n
}

// EntriesWith are the newest entries that rest on a document, at most as many as asked for.
func (v *View) EntriesWith(h ledger.Hash, most int) ([]ledger.Entry, error) {
	es, err := v.tx.EntriesWith(v.State.Chart, string(h), v.last, most)
	return plainEntries(es), err
}

func plainEntries(es []store.Stored) []ledger.Entry {
	var out []ledger.Entry
	for _, e := range es {
		out = append(out, e.Entry)
	}
	return out
}
