package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/store"
	"tieout/ledger"
	"tieout/statement"
)

// Outcome is what became of an entry or import: posted, or waiting for a second person.
type Outcome struct {
	Act     int64           // position of the act, 0 while it waits
	Entries []ledger.Entry  // for a posting of few entries: as posted
	Count   int64           // entries posted
	Draft   int64           // number of the draft, 0 when posted
	Already bool            // it was there before; nothing was written
	Notes   []check.Finding // what the person should know
}

// Post posts an entry, or keeps it as a draft until a second person approves it, once the book has had two people.
func (a *App) Post(ctx context.Context, by string, e ledger.Entry) (Outcome, error) {
	return a.PostTogether(ctx, by, []ledger.Entry{e})
}

// PostTogether posts entries that belong together as one act, all or none, or keeps them as one draft: a correction with
// the reversal of what it corrects, or an entry with its reversal on a later day. An entry whose Reverses is ThisDraft takes
// the first one back. Only the first may have an idempotency key.
func (a *App) PostTogether(ctx context.Context, by string, given []ledger.Entry) (Outcome, error) {
	return a.postAs(ctx, by, cmdPost, given)
}

func (a *App) postAs(ctx context.Context, by string, c Command, given []ledger.Entry) (Outcome, error) {
	var out Outcome
	if len(given) == 0 {
		return out, mistake("", "there is no entry to post")
	}
	act, err := a.act(ctx, by, c, "", func(w *writing) error {
		out, w.act.Why = Outcome{}, given[0].Description
		var es []ledger.Entry
		for _, e := range given {
			es = append(es, w.fresh(e))
		}
		done, err := w.repeated(&es[0])
		if done || err != nil {
			w.skip, out.Already, out.Entries = true, done, es[:1]
			return err
		}
		if err = w.admitAll(es); err != nil {
			return err
		}
		if !w.state.Alone() {
			w.skip = true
			out.Draft, err = w.wait(es)
			return err
		}
		out.Entries, out.Count = es, int64(len(es))
		return w.post(es)
	})
	out.Act = act.Position
	return out, err
}

// admitAll admits entries that are posted together.
func (w *writing) admitAll(es []ledger.Entry) error {
	for i := range es {
		if i > 0 && es[i].Key != "" {
			return mistake("", "of entries that are posted together only the first has a key")
		}
		if i == 0 && es[i].Reverses == ThisDraft || i > 0 && len(es) > maxTogether {
			return mistake("", "at most %d entries are posted together, and only a later one takes the first back", maxTogether)
		}
		if err := w.admit(&es[i]); err != nil {
			return err
		}
	}
	return nil
}

// maxTogether is how many entries one draft holds.
const maxTogether = 100

// fresh is a copy of an entry as a person sends it: what posting and approval give is not theirs to say.
func (w *writing) fresh(e ledger.Entry) ledger.Entry {
	e.ID, e.Position, e.Number, e.Override = 0, 0, ledger.Number{}, 0
	e.Preparer, e.Approver = w.act.By, ""
	e.Lines = slices.Clone(e.Lines)
	return e
}

// wait keeps entries as a draft. One with the same key that waits already is not kept twice.
func (w *writing) wait(es []ledger.Entry) (int64, error) {
	ds, err := w.tx.Drafts()
	if err != nil {
		return 0, err
	}
	for _, d := range ds {
		if d.Kind == draftImport || d.Kind == draftRevert || es[0].Key == "" {
			continue
		}
		old, err := draftedEntries(d)
		if err != nil || old[0].Key != es[0].Key {
			continue
		}
		if len(old) != len(es) || !bytes.Equal(content(old[0]), content(es[0])) {
			return 0, mistake("", "key %q waits with other content as draft D-%06d; nothing was written. Use another key", es[0].Key, d.ID)
		}
		return d.ID, nil
	}
	kind, body := draftBody(es)
	d, err := w.tx.PutDraft(store.Draft{Kind: kind, Actor: w.act.By, At: w.act.At, Body: body})
	if err != nil {
		return 0, err
	}
	return d.ID, w.step(d.ID, "prepared", "")
}

// Approve posts a draft that another person prepared: byte for byte what was drafted. A hash, when it is given, is that
// of the draft which the approver read; a draft that is another by now is refused.
func (a *App) Approve(ctx context.Context, by string, draft int64, read ...string) (Outcome, error) {
	var out Outcome
	var imp *importDraft
	var revert bool
	act, err := a.act(ctx, by, cmdApprove, "", func(w *writing) error {
		out = Outcome{}
		d, err := w.draft(draft)
		if err != nil {
			return err
		}
		if err := unchanged(d, read); err != nil {
			return err
		}
		if d.Actor == w.act.By {
			return refused("self-approval", "D-%06d was prepared by %s, who cannot approve it; another person must", d.ID, d.Actor)
		}
		if d.Kind == draftRevert {
			revert, w.skip = true, true
			return nil
		}
		if d.Kind == draftImport {
			imp, err = parseImportDraft(d)
			w.skip = true
			return err
		}
		es, err := draftedEntries(d)
		if err != nil {
			return err
		}
		for _, e := range es {
			if e.Preparer == w.act.By || e.Preparer != d.Actor {
				return refused("self-approval", "D-%06d was prepared by %s, whoever stands beside it now; another person must approve", d.ID, e.Preparer)
			}
			debits, _, _ := e.Totals()
			if err := w.may(access.What{Action: access.ApproveEntry, Owner: e.Preparer, Amount: debits}); err != nil {
				return err
			}
		}
		w.act.Why = es[0].Description
		return w.settle(d, es, w.act.By, &out)
	})
	if err == nil && revert {
		return a.approveRevert(ctx, by, draft)
	}
	if err == nil && imp != nil {
		return a.approveImport(ctx, by, draft, imp)
	}
	out.Act = act.Position
	return out, err
}

// entryDraft is a draft that holds entries.
func (w *writing) entryDraft(id int64) (store.Draft, []ledger.Entry, error) {
	d, err := w.draft(id)
	if err != nil {
		return d, nil, err
	}
	es, err := draftedEntries(d)
	return d, es, err
}

// settle posts a draft's entries and removes the draft.
func (w *writing) settle(d store.Draft, es []ledger.Entry, approver string, out *Outcome) error {
	if done, err := w.repeated(&es[0]); done || err != nil {
		w.skip, out.Already, out.Entries = true, done, es[:1]
		if err == nil {
			err = w.drop(d.ID)
		}
		return err
	}
	if err := w.admitAll(es); err != nil {
		return err
	}
	for i := range es {
		es[i].Approver = approver
	}
	out.Entries, out.Count = es, int64(len(es))
	if err := w.drop(d.ID); err != nil {
		return err
	}
	return w.post(es)
}

func (w *writing) draft(id int64) (store.Draft, error) {
	ds, err := w.tx.Drafts()
	if err != nil {
		return store.Draft{}, err
	}
	for _, d := range ds {
		if d.ID == id {
			if evidence.SHA256([]byte(d.Body)) != d.Hash {
				return d, refused("draft-changed", "D-%06d is not what its preparer wrote: its hash does not match; prepare it again", id)
			}
			return d, nil
		}
	}
	return store.Draft{}, mistake("", "there is no draft D-%06d waiting", id)
}

// Reverse takes an entry back on a date, the entry's own when none is given.
func (a *App) Reverse(ctx context.Context, by string, n ledger.Number, on fiscal.Date, why string) (Outcome, error) {
	rev, err := a.reversal(ctx, n, on, why)
	if err != nil {
		return Outcome{}, err
	}
	return a.Post(ctx, by, rev)
}

// Correct takes an entry back and puts another in its place, in one act: both on a date, the entry's own when none is given.
func (a *App) Correct(ctx context.Context, by string, n ledger.Number, on fiscal.Date, right ledger.Entry, why string) (Outcome, error) {
	if strings.TrimSpace(why) == "" {
		return Outcome{}, mistake("", "say why %s is corrected", n)
	}
	rev, err := a.reversal(ctx, n, on, "Correction of "+n.String()+": "+why)
	if err != nil {
		return Outcome{}, err
	}
	right.Kind, right.Effective, right.Source = ledger.Correcting, rev.Effective, "corrects "+n.String()
	if right.Origin == 0 {
		right.Origin = rev.Origin
	}
	return a.PostTogether(ctx, by, []ledger.Entry{rev, right})
}

// reversal is the entry that takes another back.
func (a *App) reversal(ctx context.Context, n ledger.Number, on fiscal.Date, why string) (rev ledger.Entry, err error) {
	err = a.read(ctx, 0, func(v *View) error {
		e, ok, err := v.tx.EntryByNumber(v.State.Chart, n)
		if err != nil {
			return err
		}
		if !ok {
			return mistake("", "there is no entry %s", n)
		}
		if why == "" {
			why = "Reversal of " + n.String() + ": " + e.Description
		}
		if on == 0 {
			on = e.Effective
		}
		rev = e.Reversal(on, why)
		return nil
	})
	return rev, err
}

// admit says whether the entry may be posted now: its own checks, the lock, what it reverses, its documents.
func (w *writing) admit(e *ledger.Entry) error {
	w.plain(e)
	if fs := e.Check(w.state.Chart); len(fs) > 0 {
		return Mistake{fs}
	}
	for _, l := range e.Lines {
		if flow := l.Dims.Get(ledger.CashFlowDimension); flow != "" {
			if _, ok := statement.FlowNamed(flow); !ok {
				return mistake("account "+l.Account, "cash flow %q is not one of %v", flow, statement.FlowNames())
			}
		}
	}
	if err := w.unlocked(e); err != nil {
		return err
	}
	for _, d := range e.Documents {
		if _, ok, err := w.tx.Document(string(d)); err != nil || !ok {
			if err == nil {
				err = mistake("", "document %s is not in the book; attach it first", d)
			}
			return err
		}
	}
	if e.Reverses == 0 || e.Reverses == ThisDraft {
		return nil
	}
	if _, ok, err := w.tx.EntryByID(w.state.Chart, e.Reverses); err != nil || !ok {
		if err == nil {
			err = mistake("", "there is no entry %d to reverse", e.Reverses)
		}
		return err
	}
	r, ok, err := w.tx.ReversalOf(w.state.Chart, e.Reverses)
	if err == nil && ok {
		err = refused("reversed", "the entry was reversed before, by %s", r.Number)
	}
	return err
}

// plain writes what can be written in two ways in one: the kind that goes without saying, and the first entity as
// no entity. So equal entries have equal text.
func (w *writing) plain(e *ledger.Entry) {
	if e.Kind == "" {
		e.Kind = ledger.Standard
	}
	for i := range e.Lines {
		if ent, ok := w.state.Chart.Entity(e.Lines[i].Entity); ok && ent.ID == 1 {
			e.Lines[i].Entity = ""
		}
	}
}

// unlocked says whether the lock on the effective date lets the entry in, and under which override.
func (w *writing) unlocked(e *ledger.Entry) error {
	e.Override = 0
	l := w.state.lockFor(e)
	if l.Level == "" {
		return nil
	}
	for _, o := range w.state.Overrides {
		if w.state.covered(e, o.ID, fiscal.FromTime(w.now)) {
			e.Override = o.ID
			return nil
		}
	}
	return refused("period-locked", "%s falls in %s to %s, which is locked (%s) since position %d; date it in an open period, or ask for an override with: tieout override request --period … --until … --why …",
		e.Effective, l.First, l.Last, l.Level, l.ID)
}

// repeated looks for an entry with the same idempotency key: the same content was posted before, other content
// is a mistake.
func (w *writing) repeated(e *ledger.Entry) (bool, error) {
	if e.Key == "" {
		return false, nil
	}
	w.plain(e)
	old, ok, err := w.tx.EntryByKey(w.state.Chart, e.Key)
	if err != nil || !ok {
		return false, err
	}
	if !bytes.Equal(content(old.Entry), content(*e)) {
		return false, mistake("", "key %q was used for %s with other content; nothing was posted. Use another key, or reverse %s first", e.Key, old.Number, old.Number)
	}
	*e = old.Entry
	return true, nil
}

// content is the canonical text of an entry without what posting adds.
func content(e ledger.Entry) []byte {
	e.ID, e.Number, e.Position, e.Preparer, e.Approver, e.Source, e.Override = 0, ledger.Number{}, 0, "", "", "", 0
	if e.Kind == "" {
		e.Kind = ledger.Standard
	}
	return evidence.AppendEntry(nil, &e)
}

// post inserts entries that were admitted and records them in the act.
func (w *writing) post(es []ledger.Entry) error {
	p, err := w.tx.Poster(w.state.Chart, w.state.Calendar, false)
	if err != nil {
		return err
	}
	for i := range es {
		if es[i].Reverses == ThisDraft {
			es[i].Reverses = es[0].ID
		}
		if err := p.Add(&es[i]); err != nil {
			return err
		}
	}
	return w.posted(p)
}

func (w *writing) posted(p *store.Poster) error {
	done, err := p.Finish()
	if err != nil {
		return err
	}
	w.record(evidence.Rec("entries", "first", itoa(done.First), "count", itoa(done.Count), "debits", itoa(done.Debits), "root", hex.EncodeToString(done.Root[:])))
	return nil
}

// ParseNumber reads a spoken number such as JE-2005-000042.
func ParseNumber(s string) (ledger.Number, error) {
	var n ledger.Number
	if _, err := fmt.Sscanf(strings.ToUpper(strings.TrimSpace(s)), "JE-%d-%d", &n.Year, &n.Seq); err != nil || n.Seq < 1 {
		return n, mistake("", "%q is not the number of an entry; write it as JE-2005-000042", s)
	}
	return n, nil
}

// Attach stores a document.
func (a *App) Attach(ctx context.Context, by, name, media string, body []byte) (ledger.Hash, error) {
	var h string
	_, err := a.act(ctx, by, cmdAttach, "", func(w *writing) error {
		var err error
		if h, err = w.attach(name, media, body); err == nil && len(w.records) == 0 {
			w.skip = true
		}
		return err
	})
	return ledger.Hash(h), err
}

func (w *writing) attach(name, media string, body []byte) (string, error) {
	if err := ledger.CheckText("the file name", name, 300); err != nil {
		return "", mistake("", "%v", err)
	}
	h, err := w.tx.PutDocument(body)
	if err != nil {
		return "", err
	}
	for _, d := range w.state.Documents {
		if string(d.Hash) == h {
			return h, nil
		}
	}
	return h, w.apply(evidence.Rec("document", "sha256", h, "name", name, "media", media, "bytes", itoa(int64(len(body)))))
}

// Drafts are what waits for a second person.
func (a *App) Drafts(ctx context.Context) (ds []Draft, err error) {
	err = a.read(ctx, 0, func(v *View) error { ds, err = v.Drafts(); return err })
	return ds, err
}
