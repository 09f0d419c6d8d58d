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
	var out Outcome
	act, err := a.act(ctx, by, cmdPost, "", func(w *writing) error {
		out, w.act.Why = Outcome{}, e.Description
		e := w.fresh(e)
		done, err := w.repeated(&e)
		if done || err != nil {
			w.skip, out.Already, out.Entries = true, done, []ledger.Entry{e}
			return err
		}
		if err = w.admit(&e); err != nil {
			return err
		}
		if !w.state.Alone() {
			w.skip = true
			out.Draft, err = w.wait(&e)
			return err
		}
		out.Entries, out.Count = []ledger.Entry{e}, 1
		return w.post(out.Entries)
	})
	out.Act = act.Position
	return out, err
}

// fresh is a copy of an entry as a person sends it: what posting and approval give is not theirs to say.
func (w *writing) fresh(e ledger.Entry) ledger.Entry {
	e.ID, e.Position, e.Number, e.Override = 0, 0, ledger.Number{}, 0
	e.Preparer, e.Approver = w.act.By, ""
	e.Lines = slices.Clone(e.Lines)
	return e
}

// wait keeps an entry as a draft. One with the same key that waits already is not kept twice.
func (w *writing) wait(e *ledger.Entry) (int64, error) {
	ds, err := w.tx.Drafts()
	if err != nil {
		return 0, err
	}
	for _, d := range ds {
		old, err := evidence.ParseEntry(d.Body)
		if d.Kind != "entry" || err != nil || e.Key == "" || old.Key != e.Key {
			continue
		}
		if !bytes.Equal(content(old), content(*e)) {
			return 0, mistake("", "key %q waits with other content as draft D-%06d; nothing was written. Use another key", e.Key, d.ID)
		}
		return d.ID, nil
	}
	d, err := w.tx.PutDraft(store.Draft{Kind: "entry", Actor: w.act.By, At: w.act.At, Body: string(evidence.AppendEntry(nil, e))})
	return d.ID, err
}

// Approve posts a draft that another person prepared: byte for byte what was drafted. A hash, when it is given, is that
// of the draft which the approver read; a draft that is another by now is refused.
func (a *App) Approve(ctx context.Context, by string, draft int64, read ...string) (Outcome, error) {
	var out Outcome
	var imp *importDraft
	act, err := a.act(ctx, by, cmdApprove, "", func(w *writing) error {
		out = Outcome{}
		d, err := w.draft(draft)
		if err != nil {
			return err
		}
		if len(read) > 0 && read[0] != d.Hash {
			return refused("draft-changed", "D-%06d changed since the page was shown; read it again before approving it", d.ID)
		}
		if d.Actor == w.act.By {
			return refused("self-approval", "D-%06d was prepared by %s, who cannot approve it; another person must", d.ID, d.Actor)
		}
		if d.Kind == "import" {
			imp, err = parseImportDraft(d)
			w.skip = true
			return err
		}
		e, err := evidence.ParseEntry(d.Body)
		if err != nil {
			return err
		}
		if e.Preparer == w.act.By || e.Preparer != d.Actor {
			return refused("self-approval", "D-%06d was prepared by %s, whoever stands beside it now; another person must approve", d.ID, e.Preparer)
		}
		debits, _, _ := e.Totals()
		if err := w.may(access.What{Action: access.ApproveEntry, Owner: e.Preparer, Amount: debits}); err != nil {
			return err
		}
		w.act.Why = e.Description
		return w.settle(d, e, w.act.By, &out)
	})
	if err == nil && imp != nil {
		return a.approveImport(ctx, by, draft, imp)
	}
	out.Act = act.Position
	return out, err
}

// entryDraft is a draft that holds an entry.
func (w *writing) entryDraft(id int64) (store.Draft, ledger.Entry, error) {
	d, err := w.draft(id)
	if err != nil {
		return d, ledger.Entry{}, err
	}
	if d.Kind != "entry" {
		return d, ledger.Entry{}, mistake("", "D-%06d is an import, not an entry", id)
	}
	e, err := evidence.ParseEntry(d.Body)
	return d, e, err
}

// settle posts a draft's entry and removes the draft.
func (w *writing) settle(d store.Draft, e ledger.Entry, approver string, out *Outcome) error {
	if done, err := w.repeated(&e); done || err != nil {
		w.skip, out.Already, out.Entries = true, done, []ledger.Entry{e}
		if err == nil {
			err = w.tx.DeleteDraft(d.ID)
		}
		return err
	}
	if err := w.admit(&e); err != nil {
		return err
	}
	e.Approver = approver
	out.Entries, out.Count = []ledger.Entry{e}, 1
	if err := w.tx.DeleteDraft(d.ID); err != nil {
		return err
	}
	return w.post(out.Entries)
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

// Reverse takes an entry back on a date.
func (a *App) Reverse(ctx context.Context, by string, n ledger.Number, on fiscal.Date, why string) (Outcome, error) {
	var rev ledger.Entry
	err := a.read(ctx, 0, func(v *View) error {
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
	if err != nil {
		return Outcome{}, err
	}
	return a.Post(ctx, by, rev)
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
	if e.Reverses == 0 {
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
func (a *App) Drafts(ctx context.Context) ([]store.Draft, error) {
	var ds []store.Draft
	err := a.read(ctx, 0, func(v *View) (err error) { ds, err = v.tx.Drafts(); return err })
	return ds, err
}
