package app

import (
	"context"
	"encoding/json"
	"fmt"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/store"
	"tieout/ledger"
)

// uploadKind is the working state that files to take in are.
const uploadKind = "upload"

// mappingKind is the working state that remembered mappings are.
const mappingKind = "mapping"

// uploadDays is how long an upload is kept.
const uploadDays = 60

// maxUpload is the largest upload in bytes.
const maxUpload = 50 << 20

// Upload is a file that is to be taken in: kept in the book's working state by its hash, with how it is to be read.
type Upload struct {
	SHA256  string `json:"-"`
	By      string `json:"-"`
	Name    string `json:"name"`
	Kind    string `json:"kind"` // "journal" or "trial-balance"
	Date    string `json:"date,omitempty"`
	Mapping string `json:"mapping,omitempty"`
	Size    int64  `json:"size"`
}

// Request is the upload as a request to take it in.
func (u Upload) Request() (ImportRequest, error) {
	r := ImportRequest{Kind: u.Kind, Path: u.Name, Upload: u.SHA256, Mapping: u.Mapping}
	var err error
	if u.Date != "" {
		r.Date, err = fiscal.Parse(u.Date)
	}
	return r, err
}

// KeepUpload keeps a file, or how one that is kept is to be read (content is then nil).
func (a *App) KeepUpload(ctx context.Context, by string, u Upload, content []byte) (Upload, error) {
	if content != nil {
		u.SHA256, u.Size = evidence.SHA256(content), int64(len(content))
	}
	_, err := a.act(ctx, by, cmdKeepUpload, "", func(w *writing) error {
		w.skip = true
		switch {
		case content != nil && len(content) == 0:
			return mistake("", "%s is empty", u.Name)
		case u.Size > maxUpload:
			return mistake("", "%s has %d bytes; up to %d are kept. Take it in on the command line: tieout import", u.Name, u.Size, int64(maxUpload))
		}
		if err := ledger.CheckText("the file name", u.Name, 300); err != nil {
			return mistake("", "%v", err)
		}
		if err := w.tx.HoldWorking(uploadKind, u.SHA256); err != nil {
			return err
		}
		old, ok, err := w.tx.Working(uploadKind, u.SHA256)
		if err != nil {
			return err
		}
		if content == nil {
			if !ok {
				return mistake("", "%s is not kept any more; upload it again", u.Name)
			}
			content = old.Content
		}
		u.By = w.act.By
		body, err := json.Marshal(u)
		if err != nil {
			return err
		}
		return w.tx.PutWorking(store.Working{Kind: uploadKind, ID: u.SHA256, Person: w.act.By, At: w.act.At, Until: stampOf(w.now.AddDate(0, 0, uploadDays)), Body: string(body), Content: content})
	})
	return u, err
}

// FindUpload finds a kept file by its hash, without its content.
func (a *App) FindUpload(ctx context.Context, sha string) (Upload, bool, error) {
	w, ok, err := a.FindWorking(ctx, uploadKind, sha)
	if err != nil || !ok {
		return Upload{}, false, err
	}
	u := Upload{SHA256: sha, By: w.Person}
	return u, true, json.Unmarshal([]byte(w.Body), &u)
}

// Uploads are the kept files that were not taken in, in order of their hashes.
func (a *App) Uploads(ctx context.Context) ([]Upload, error) {
	s, err := a.State(ctx, 0)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, im := range s.Imports {
		taken[im.SHA256] = true
	}
	ws, err := a.AllWorking(ctx, uploadKind)
	var out []Upload
	for _, w := range ws {
		u := Upload{SHA256: w.ID, By: w.Person}
		if err := json.Unmarshal([]byte(w.Body), &u); err != nil {
			return nil, err
		}
		if !taken[u.SHA256] {
			out = append(out, u)
		}
	}
	return out, err
}

// RememberMapping keeps how files with a signature are read; RememberedMapping gives it back.
func (a *App) RememberMapping(ctx context.Context, by, signature, mapping string) error {
	if signature == "" || mapping == "" {
		return nil
	}
	return a.KeepWorking(ctx, Working{Kind: mappingKind, ID: signature, Person: by, Body: mapping})
}

// RememberedMapping is how the last file with a signature was read; empty for none.
func (a *App) RememberedMapping(ctx context.Context, signature string) (string, error) {
	w, ok, err := a.FindWorking(ctx, mappingKind, signature)
	if !ok {
		return "", err
	}
	return w.Body, err
}

// reverting is a draft that takes an import back.
type reverting struct {
	RevertWaiting
	Preparer string
}

func (r reverting) body() string {
	on := ""
	if r.On != 0 {
		on = r.On.String()
	}
	return evidence.Text([]evidence.Record{evidence.Rec("revert", "position", itoa(r.Position), "on", on, "file", r.File, "why", r.Why, "preparer", r.Preparer)})
}

func parseReverting(d store.Draft) (reverting, error) {
	rs, err := evidence.ParseRecords(d.Body)
	if err != nil || len(rs) != 1 {
		return reverting{}, fmt.Errorf("draft %d cannot be read: %w", d.ID, err)
	}
	r := reverting{RevertWaiting{Position: rs[0].Int("position"), File: rs[0].Get("file"), Why: rs[0].Get("why")}, rs[0].Get("preparer")}
	if t := rs[0].Get("on"); t != "" {
		r.On, err = fiscal.Parse(t)
	}
	return r, err
}

// RevertImport takes back every entry of an import by linked reversals in one act, each on its own day or all on one, or has
// that wait for a second person.
func (a *App) RevertImport(ctx context.Context, by string, position int64, on fiscal.Date, why string) (Outcome, error) {
	var out Outcome
	act, err := a.act(ctx, by, cmdRevert, why, func(w *writing) error {
		out = Outcome{}
		if why == "" {
			return mistake("", "say why the import is taken back")
		}
		r := reverting{RevertWaiting{Position: position, On: on, Why: why}, w.act.By}
		for _, im := range w.state.Imports {
			if im.Position == position {
				r.File = im.File
				if im.Kind == stockKind {
					return refused("stock-revert", "movements of stock are not taken back by their entries: the stock would stay. Correct them by movements: a return, an issue, a count")
				}
			}
		}
		es, err := w.reversals(r)
		if err != nil {
			return err
		}
		if !w.state.Alone() {
			w.skip = true
			d, err := w.tx.PutDraft(store.Draft{Kind: draftRevert, Actor: w.act.By, At: w.act.At, Body: r.body()})
			if err != nil {
				return err
			}
			out.Draft, out.Count = d.ID, int64(len(es))
			return w.step(d.ID, "prepared", why)
		}
		out.Count = int64(len(es))
		w.record(evidence.Rec("reverted", "position", itoa(position)))
		return w.post(es)
	})
	out.Act = act.Position
	return out, err
}

func (a *App) approveRevert(ctx context.Context, by string, draft int64) (Outcome, error) {
	var out Outcome
	act, err := a.act(ctx, by, cmdApproveRevert, "", func(w *writing) error {
		d, err := w.draft(draft)
		if err != nil {
			return err
		}
		r, err := parseReverting(d)
		if err != nil {
			return err
		}
		if r.Preparer != d.Actor {
			return refused("self-approval", "D-%06d was prepared by %s, whoever stands beside it now; another person must approve", d.ID, r.Preparer)
		}
		if err := w.may(access.What{Action: access.ApproveImport, Owner: r.Preparer}); err != nil {
			return err
		}
		w.act.Why = r.Why
		es, err := w.reversals(r)
		if err != nil {
			return err
		}
		for i := range es {
			es[i].Preparer, es[i].Approver = r.Preparer, w.act.By
		}
		out.Count = int64(len(es))
		w.record(evidence.Rec("reverted", "position", itoa(r.Position)))
		if err := w.drop(d.ID); err != nil {
			return err
		}
		return w.post(es)
	})
	out.Act = act.Position
	return out, err
}

// reversals are the entries that take an import back, admitted.
func (w *writing) reversals(r reverting) ([]ledger.Entry, error) {
	found := false
	for _, im := range w.state.Imports {
		if im.Position != r.Position {
			continue
		}
		found = true
		if im.RevertedAt != 0 {
			return nil, refused("reverted", "the import at position %d was taken back before, at position %d", r.Position, im.RevertedAt)
		}
	}
	if !found {
		return nil, mistake("", "no file was taken in at position %d; imports are listed with their positions", r.Position)
	}
	var out []ledger.Entry
	for _, p := range w.state.Postings {
		if p.Position != r.Position {
			continue
		}
		for e, err := range w.tx.Entries(w.state.Chart, p.First-1, p.First-1+p.Count) {
			if err != nil {
				return nil, err
			}
			if _, taken, err := w.tx.ReversalOf(w.state.Chart, e.ID); err != nil {
				return nil, err
			} else if taken {
				continue // it was taken back by itself before
			}
			on := r.On
			if on == 0 {
				on = e.Effective
			}
			rev := w.fresh(e.Reversal(on, "Taking back "+e.Number.String()+" of "+r.File+": "+r.Why))
			if err := w.admit(&rev); err != nil {
				return nil, err
			}
			out = append(out, rev)
		}
	}
	if len(out) == 0 {
		return nil, mistake("", "the import at position %d has no entry that still stands; there is nothing to take back", r.Position)
	}
	return out, nil
}
