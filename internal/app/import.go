package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"os"
	"path/filepath"
	"slices"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/importer"
	"tieout/internal/store"
	"tieout/ledger"
	"tieout/money"
)

// ImportRequest is a file to take in.
type ImportRequest struct {
	Kind   string // "journal", "trial-balance" or "stock"
	Path   string
	Date   fiscal.Date // of a trial balance
	DryRun bool
	// Mapping says how the file is to be read when it is not in Tieout's own form: importer.Mapping as text.
	Mapping string
	// Account and Clearing say of a bank statement which account it is of and which takes the other side; the same as
	// a mapping with one statement.
	Account, Clearing string
	// Upload is the hash of a file that is kept in the book's working state (Upload); Path is then only its name.
	Upload string
	// Progress is told the bytes read so far; may be nil.
	Progress func(read, size int64)
}

// stockKind is the kind of a file of movements of stock.
const stockKind = "stock"

// largeFile is the size in bytes from which a file is taken in as a large act.
const largeFile = 16 << 20

// maxProblems is how many mistakes of one file are listed.
const maxProblems = 100

var errDryRun = errors.New("dry run")

// Import takes a file in as one act: all of it or nothing. The same file again does nothing. Once the book has
// had two people it waits for the approval of a second one.
func (a *App) Import(ctx context.Context, by string, r ImportRequest) (Outcome, error) {
	return a.runImport(ctx, by, r, nil)
}

// importDraft is an import that waits for approval, bound to the content of its file.
type importDraft struct {
	Request          ImportRequest
	SHA256, Preparer string
	ID               int64
}

func (d importDraft) body() string {
	date := ""
	if d.Request.Date != 0 {
		date = d.Request.Date.String()
	}
	return evidence.Text([]evidence.Record{evidence.Rec("import", "kind", d.Request.Kind, "path", d.Request.Path, "date", date, "sha256", d.SHA256, "preparer", d.Preparer, "mapping", d.Request.Mapping, "upload", d.Request.Upload)})
}

func parseImportDraft(d store.Draft) (*importDraft, error) {
	rs, err := evidence.ParseRecords(d.Body)
	if err != nil || len(rs) != 1 {
		return nil, fmt.Errorf("draft %d cannot be read: %w", d.ID, err)
	}
	out := &importDraft{Request: ImportRequest{Kind: rs[0].Get("kind"), Path: rs[0].Get("path"), Mapping: rs[0].Get("mapping"), Upload: rs[0].Get("upload")}, SHA256: rs[0].Get("sha256"), Preparer: rs[0].Get("preparer"), ID: d.ID}
	if out.Preparer != d.Actor {
		return nil, refused("self-approval", "D-%06d was prepared by %s, whoever stands beside it now; prepare it again", d.ID, out.Preparer)
	}
	if t := rs[0].Get("date"); t != "" {
		out.Request.Date, err = fiscal.Parse(t)
	}
	return out, err
}

func (a *App) approveImport(ctx context.Context, by string, id int64, d *importDraft) (Outcome, error) {
	d.ID = id
	return a.runImport(ctx, by, d.Request, d)
}

// importCommand is the command that a request is: preparing, or approving what another person prepared.
func importCommand(r ImportRequest, d *importDraft) Command {
	switch {
	case d == nil && r.Kind == stockKind:
		return cmdStock
	case r.Kind == stockKind:
		return cmdApproveStock
	case d == nil && r.Kind == "journal":
		return cmdJournal
	case d == nil:
		return cmdTrialBalance
	case r.Kind == "journal":
		return cmdApproveJournal
	}
	return cmdApproveTrial
}

func (a *App) runImport(ctx context.Context, by string, r ImportRequest, d *importDraft) (Outcome, error) {
	m, err := r.mapping()
	if err != nil {
		return Outcome{}, err
	}
	r.Mapping, r.Account, r.Clearing = m.Text(), "", ""
	f, size, sum, err := a.openSource(ctx, r)
	if err != nil {
		return Outcome{}, err
	}
	defer f.Close()
	if d != nil && d.SHA256 != sum {
		return Outcome{}, refused("draft-changed", "%s changed since %s prepared its import; prepare it again", r.Path, d.Preparer)
	}
	var out Outcome
	write := a.book.Write
	if size > largeFile {
		write = a.book.WriteLarge
	}
	act, err := a.actBy(ctx, write, by, importCommand(r, d), "", func(w *writing) error {
		im := &importing{w: w, r: r, mapping: m, size: size, sha: sum, preparer: w.act.By}
		if d != nil {
			im.preparer, im.approver = d.Preparer, w.act.By
		}
		err := im.run(f, d)
		out = im.out
		return err
	})
	if errors.Is(err, errDryRun) {
		return out, nil
	}
	var wait errDraft
	if errors.As(err, &wait) {
		return a.keepDraft(ctx, by, wait.importDraft)
	}
	out.Act = act.Position
	return out, err
}

func (a *App) keepDraft(ctx context.Context, by string, d importDraft) (Outcome, error) {
	var out Outcome
	_, err := a.act(ctx, by, cmdKeepImport, "", func(w *writing) error {
		w.skip = true
		ds, err := w.tx.Drafts()
		for _, old := range ds {
			if old.Kind == draftImport && old.Actor == w.act.By && old.Body == d.body() {
				out.Draft = old.ID
				return nil
			}
		}
		if err != nil {
			return err
		}
		kept, err := w.tx.PutDraft(store.Draft{Kind: draftImport, Actor: w.act.By, At: w.act.At, Body: d.body()})
		out.Draft = kept.ID
		return err
	})
	return out, err
}

// source is the content of a file that is taken in.
type source interface {
	io.ReaderAt
	io.Closer
}

type heldSource struct{ *bytes.Reader }

func (heldSource) Close() error { return nil }

// openSource opens what a request names: a file, or one that was uploaded.
func (a *App) openSource(ctx context.Context, r ImportRequest) (source, int64, string, error) {
	if r.Upload == "" {
		return openHashed(r.Path)
	}
	w, ok, err := a.FindWorking(ctx, uploadKind, r.Upload)
	switch {
	case err != nil:
		return nil, 0, "", err
	case !ok:
		return nil, 0, "", mistake("", "%s is not kept any more; upload it again", r.Path)
	}
	return heldSource{bytes.NewReader(w.Content)}, int64(len(w.Content)), evidence.SHA256(w.Content), nil
}

// openHashed opens a plain file and hashes it.
func openHashed(path string) (source, int64, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, "", mistake("", "%v", err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		f.Close()
		return nil, 0, "", mistake("", "%s is not a plain file", path)
	}
	h := sha256.New()
	if err == nil {
		_, err = io.Copy(h, f)
	}
	if err != nil {
		f.Close()
		return nil, 0, "", fmt.Errorf("reading %s: %w", path, err)
	}
	return f, info.Size(), hex.EncodeToString(h.Sum(nil)), nil
}

// importing is one import in the making.
type importing struct {
	w                  *writing
	r                  ImportRequest
	mapping            importer.Mapping
	size               int64
	sha                string
	preparer, approver string
	format             importer.Format
	poster             *store.Poster
	keys               map[[16]byte]keyed // by hash of the key
	unknown            map[string]bool    // accounts that were named as not in the chart
	asserted           []importer.Assertion
	problems           importer.Problems
	row                int // of the file, that is taken in
	out                Outcome
}

func (im *importing) run(f io.ReaderAt, d *importDraft) error {
	if (im.r.Kind == "journal" || im.r.Kind == stockKind) && im.before() != 0 {
		return im.already(d)
	}
	im.w.record(evidence.Rec("import", "kind", im.kindKey(), "file", filepath.Base(im.r.Path), "sha256", im.sha, "mapping", im.r.Mapping))
	if im.r.Upload != "" {
		body, err := io.ReadAll(io.NewSectionReader(f, 0, im.size))
		if err != nil {
			return err
		}
		media := mime.TypeByExtension(filepath.Ext(im.r.Path))
		if _, err := im.w.attach(filepath.Base(im.r.Path), media, body); err != nil {
			return err
		}
	}
	if err := im.read(f); err != nil {
		return err
	}
	if len(im.problems) > 0 {
		return im.mistake()
	}
	if im.poster != nil {
		if err := im.w.posted(im.poster); err != nil {
			return err
		}
	}
	if err := im.assert(); err != nil {
		return err
	}
	switch {
	case im.r.DryRun:
		return errDryRun
	case len(im.w.records) == 1 && im.before() != 0: // a trial balance is repeated when the books stand as it says
		return im.already(d)
	case d == nil && !im.w.state.Alone():
		return im.draft()
	case d != nil:
		return im.w.tx.DeleteDraft(d.ID)
	}
	return nil
}

// before is the position at which the same file was imported last, or 0.
func (im *importing) before() int64 {
	var position int64
	for _, old := range im.w.state.Imports {
		if old.SHA256 == im.sha && old.Kind == im.kindKey() {
			position = old.Position
		}
	}
	return position
}

// already ends an import that has nothing new, and the draft that waited for it.
func (im *importing) already(d *importDraft) error {
	im.w.skip, im.out.Already = true, true
	im.out.Notes = append(im.out.Notes, check.Finding{Rule: "import-repeated", Severity: check.Note, Subject: filepath.Base(im.r.Path),
		Message: fmt.Sprintf("the same file was imported at position %d; nothing was posted", im.before())})
	if d != nil {
		return im.w.tx.DeleteDraft(d.ID)
	}
	return nil
}

func (im *importing) kindKey() string {
	if im.r.Date != 0 {
		return im.r.Kind + " " + im.r.Date.String()
	}
	return im.r.Kind
}

// errDraft rolls the trial posting back; the caller then keeps the draft.
type errDraft struct{ importDraft }

func (errDraft) Error() string { return "the import waits for approval" }

func (im *importing) draft() error {
	r := im.r
	if r.Upload == "" {
		path, err := filepath.Abs(r.Path)
		if err != nil {
			return err
		}
		r.Path = path
	}
	return errDraft{importDraft{Request: r, SHA256: im.sha, Preparer: im.preparer}}
}

func (im *importing) options() importer.Options {
	return importOptions(im.w.state.Chart, im.r.Path, im.mapping)
}

// importOptions are what a reader must know of the book.
func importOptions(c *ledger.Chart, path string, m importer.Mapping) importer.Options {
	ent, _ := c.Entity("")
	o := importer.Options{Currency: ent.Currency, Name: filepath.Base(path), MaxProblems: maxProblems, Mapping: m, Entities: map[string]money.Currency{}}
	for _, e := range c.Entities() {
		o.Entities[e.Code] = e.Currency
	}
	for _, d := range c.Dimensions() {
		o.Dimensions = append(o.Dimensions, d.Code)
	}
	return o
}

func (im *importing) read(f io.ReaderAt) error {
	head := make([]byte, min(im.size, 4096))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return fmt.Errorf("reading %s: %w", im.r.Path, err)
	}
	im.format = importer.Detect(im.r.Path, head)
	r := f
	if im.r.Progress != nil {
		r = &counting{r: f, size: im.size, tell: im.r.Progress}
	}
	if im.r.Kind == "trial-balance" {
		return im.trialBalance(r)
	}
	if im.r.Kind == stockKind {
		return im.stock(r)
	}
	for it, err := range importer.Journal(im.format, r, im.size, im.options()) {
		if err := im.item(it, err); err != nil {
			return err
		}
	}
	return nil
}

// item takes in one thing from a journal. Mistakes are collected; a fault ends the import.
func (im *importing) item(it importer.Item, err error) error {
	if err != nil {
		return im.problem("", err)
	}
	im.row = it.Row
	switch {
	case it.Account != nil:
		err = im.account(it)
	case it.Dimension != nil:
		if !im.w.state.Chart.HasDimension(it.Dimension.Code) {
			err = im.w.apply(evidence.Rec("dimension", "code", it.Dimension.Code, "name", it.Dimension.Name))
		}
	case it.Assertion != nil:
		im.asserted = append(im.asserted, *it.Assertion)
	case it.Entry != nil:
		err = im.entry(it)
	}
	return im.problem(fmt.Sprintf("%s:%d", filepath.Base(im.r.Path), it.Row), err)
}

// account opens a declared account. One that is only used must be in the chart: a misspelt code never makes an
// account.
func (im *importing) account(it importer.Item) error {
	_, known := im.w.state.Chart.Account(it.Account.Code)
	switch {
	case it.Inferred && known:
		return nil
	case it.Inferred:
		if im.unknown == nil {
			im.unknown = map[string]bool{}
		}
		im.unknown[it.Account.Code] = true
		if im.format != importer.FormatHledger {
			return mistake("", "account %q is not in the chart; open it, or correct the name", it.Account.Code)
		}
		return mistake("", "account %q is not in the chart; declare it in the file with a line \"account %s\", or correct the name", it.Account.Code, it.Account.Code)
	}
	a := *it.Account
	if old, ok := im.w.state.Chart.Account(a.Code); ok { // what a later directive leaves out stays
		a = mergeAccount(old, a)
	}
	return im.w.open([]ledger.Account{a})
}

// ImportMistake is everything that is wrong with a file: a Mistake whose findings know their row, their column and
// the text that is refused, so that a page can mark the cells.
type ImportMistake struct {
	Mistake
	Problems importer.Problems
}

func (m ImportMistake) Unwrap() error { return m.Mistake }

func (im *importing) mistake() error {
	return ImportMistake{Mistake{im.problems.Findings()}, im.problems}
}

func (im *importing) problem(where string, err error) error {
	var m Mistake
	var p importer.Problem
	var all importer.Problems
	var ref Refused
	switch {
	case err == nil:
		return nil
	case errors.As(err, &m):
		for _, f := range m.Findings {
			if f.Subject == "" {
				f.Subject = where
			} else if where != "" && f.Subject != where {
				f.Message = f.Subject + ": " + f.Message
				f.Subject = where
			}
			im.problems = append(im.problems, importer.Problem{Finding: f, Row: im.row})
		}
	case errors.As(err, &all):
		if len(im.problems) == 0 {
			im.problems = append(im.problems, all...)
		}
		return im.mistake()
	case errors.As(err, &p):
		im.problems = append(im.problems, p)
	case errors.As(err, &ref):
		return Refused{ref.Rule, where + ": " + ref.Message}
	default:
		return err
	}
	if len(im.problems) >= maxProblems {
		return im.mistake()
	}
	return nil
}

func (im *importing) entry(it importer.Item) error {
	e := it.Entry
	if slices.ContainsFunc(e.Lines, func(l ledger.Line) bool { return im.unknown[l.Account] }) {
		return nil // the account was named where it is used first
	}
	e.Preparer, e.Approver = im.preparer, im.approver
	for _, name := range it.Documents {
		h, err := im.attach(name)
		if err != nil {
			return err
		}
		e.Documents = append(e.Documents, ledger.Hash(h))
	}
	if e.Key != "" {
		if done, err := im.w.repeated(e); done || err != nil {
			return err
		}
		if done, err := im.repeatedHere(e, it.Row); done || err != nil {
			return err
		}
	}
	if err := im.w.admit(e); err != nil || len(im.problems) > 0 {
		return err
	}
	return im.post(e)
}

// keyed is where a key stood in the file, and with what content.
type keyed struct {
	row     int
	content [16]byte
}

// repeatedHere looks for the same key earlier in the file, whose entries may not be in the database yet.
func (im *importing) repeatedHere(e *ledger.Entry, row int) (bool, error) {
	key, sum := shortHash([]byte(e.Key)), shortHash(content(*e))
	if im.keys == nil {
		im.keys = map[[16]byte]keyed{}
	}
	was, ok := im.keys[key]
	if !ok {
		im.keys[key] = keyed{row, sum}
		return false, nil
	}
	if was.content != sum {
		return false, mistake("", "key %q stands in row %d of the file too, with other content; an entry has a key of its own", e.Key, was.row)
	}
	return true, nil
}

func shortHash(b []byte) [16]byte {
	h := sha256.Sum256(b)
	return [16]byte(h[:16])
}

func (im *importing) post(e *ledger.Entry) error {
	if im.poster == nil {
		p, err := im.w.tx.Poster(im.w.state.Chart, im.w.state.Calendar, im.large())
		if err != nil {
			return err
		}
		im.poster = p
	}
	im.out.Count++
	return im.poster.Add(e)
}

// large says whether building the indexes afterwards is cheaper: the file is big, and big against what is there.
func (im *importing) large() bool {
	const bytesAnEntry = 250
	n := im.size / bytesAnEntry
	return n > 20_000 && n > im.w.tx.Head().Entries/2
}

// attach reads a document that stands beside the journal.
func (im *importing) attach(name string) (string, error) {
	if !filepath.IsLocal(name) {
		return "", mistake("", "document %q does not stand in or below the folder of the journal", name)
	}
	body, err := os.ReadFile(filepath.Join(filepath.Dir(im.r.Path), name))
	if err != nil {
		return "", mistake("", "document %q cannot be read: %v", name, err)
	}
	return im.w.attach(filepath.Base(name), mime.TypeByExtension(filepath.Ext(name)), body)
}

// assert proves the balances that the file asserts and records them with their citations.
func (im *importing) assert() error {
	books := map[fiscal.Date]ledger.TrialBalance{}
	for _, as := range im.asserted {
		tb, ok := books[as.Date]
		if !ok {
			var err error
			if tb, err = im.w.tx.TrialBalance(im.w.state.Chart, im.w.state.Calendar, as.Date, im.w.tx.Head().Acts+1); err != nil {
				return err
			}
			books[as.Date] = tb
		}
		ent, _ := im.w.state.Chart.Entity(as.Entity)
		first := ent.ID == 1
		have := tb.Of(func(r ledger.Row) bool {
			a, _ := im.w.state.Chart.Account(r.Account)
			return (first && r.Entity == "" || !first && r.Entity == as.Entity) && (r.Account == as.Account || as.Inclusive && a.Within(as.Account))
		})
		if have != as.Amount {
			im.problems = append(im.problems, importer.Problem{Row: as.Row, Finding: check.Finding{Rule: "balance-assertion", Severity: check.Stop, Subject: fmt.Sprintf("%s:%d", filepath.Base(im.r.Path), as.Row),
				Message: fmt.Sprintf("%s is asserted to stand at %s at the end of %s; the books give %s, a difference of %s", as.Account,
					amount(as.Amount, ent), as.Date, amount(have, ent), amount(have-as.Amount, ent))}})
		}
		if first { // a recorded assertion is of the book's first entity
			im.w.record(evidence.Rec("assertion", "account", as.Account, "date", as.Date.String(), "amount", itoa(as.Amount), "citation", as.Citation))
		}
	}
	if len(im.problems) > 0 {
		return im.mistake()
	}
	return nil
}

// counting tells how far a file was read. A workbook is read here and there; what counts is the reading on.
type counting struct {
	r       io.ReaderAt
	n, size int64
	tell    func(read, size int64)
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.r.ReadAt(p, off)
	if off <= c.n && off+int64(n) > c.n {
		c.n = off + int64(n)
		c.tell(c.n, c.size)
	}
	return n, err
}
