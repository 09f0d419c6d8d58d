package cli

import (
	"bytes"
	"fmt"
	"mime"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
)

type entryCmd struct {
	Post     entryPostCmd     `cmd:"" help:"Post an entry from a YAML file."`
	Approve  entryApproveCmd  `cmd:"" help:"Approve a draft that another person prepared."`
	Return   entryReturnCmd   `cmd:"" help:"Give a draft back to its preparer, with the reason."`
	Revise   entryReviseCmd   `cmd:"" help:"Put another entry in the place of one's own draft."`
	Withdraw entryWithdrawCmd `cmd:"" help:"Take one's own draft back."`
	Review   entryReviewCmd   `cmd:"" help:"Review what was posted without a second person."`
	Reverse  entryReverseCmd  `cmd:"" help:"Take an entry back with opposite signs."`
	Correct  entryCorrectCmd  `cmd:"" help:"Take an entry back and put another in its place, in one act."`
	Drafts   entryDraftsCmd   `cmd:"" help:"What waits for a second person."`
	Show     entryShowCmd     `cmd:"" help:"Show an entry."`
}

// entryFile is an entry as a person writes it. Amounts are text, so that nothing is rounded in reading.
type entryFile struct {
	Date        string     `yaml:"date"`
	Description string     `yaml:"description"`
	Kind        string     `yaml:"kind,omitempty"`
	Key         string     `yaml:"key,omitempty"`
	Origin      string     `yaml:"origin,omitempty"`
	Documents   []string   `yaml:"documents,omitempty"`
	Lines       []lineFile `yaml:"lines"`
}

type lineFile struct {
	Account  string            `yaml:"account"`
	Debit    yaml.Node         `yaml:"debit,omitempty"`
	Credit   yaml.Node         `yaml:"credit,omitempty"`
	Entity   string            `yaml:"entity,omitempty"`
	CashFlow string            `yaml:"cashflow,omitempty"`
	Basis    string            `yaml:"basis,omitempty"`
	Dims     map[string]string `yaml:"dimensions,omitempty"`
	Currency string            `yaml:"currency,omitempty"`
	Amount   yaml.Node         `yaml:"transaction_amount,omitempty"`
	Rate     yaml.Node         `yaml:"rate,omitempty"`
	Memo     string            `yaml:"memo,omitempty"`
}

const entryExample = `# An entry. Post it with: tieout entry post FILE.yaml --book BOOK --as PERSON
date: 2006-03-31
description: Depreciation of March
kind: adjusting        # standard, opening, adjusting, reversing, recurring, reclassifying, eliminating, correcting, analysing
key: dep-2006-03       # posts once, however often the file is sent
documents: []          # files to attach, relative to this one
lines:
  - {account: "6400", debit: 34761.00}
  - {account: "1590", credit: 34761.00, cashflow: depreciation, memo: straight line}
`

type entryPostCmd struct {
	File      string `arg:"" optional:"" help:"YAML file."`
	Example   bool   `help:"Print a complete example."`
	Book      string `placeholder:"BOOK" help:"The book." env:"TIEOUT_BOOK"`
	ReverseOn string `help:"The day on which it is taken back again." placeholder:"DATE"`
	asFlag
}

func (c *entryPostCmd) Run(e *Env) error {
	if c.Example {
		fmt.Fprint(e.Out, entryExample)
		return nil
	}
	if c.File == "" || c.Book == "" {
		return mistake("name the file of the entry and --book")
	}
	return e.withEntry(c.Book, c.As, c.File, func(a *app.App, entry ledger.Entry) error {
		es := []ledger.Entry{entry}
		if c.ReverseOn != "" {
			on, err := parseDate(c.ReverseOn)
			if err != nil {
				return err
			}
			if on <= entry.Effective {
				return mistake("it is reversed on a later day than %s", entry.Effective)
			}
			es = app.Reversing(entry, on)
		}
		out, err := a.PostTogether(e.Ctx, c.As, es)
		if err == nil {
			e.outcome(out, "the entry")
		}
		return err
	})
}

// withEntry reads the entry of a file, with its documents stored.
func (e *Env) withEntry(book, as, file string, fn func(*app.App, ledger.Entry) error) error {
	text, err := readFile(file)
	if err != nil {
		return err
	}
	return e.open(book, func(a *app.App) error {
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		entry, docs, err := parseEntryFile(text, s.Chart)
		if err != nil {
			return mistake("%s: %v", file, err)
		}
		for _, d := range docs {
			h, err := attach(e, a, as, filepath.Join(filepath.Dir(file), d))
			if err != nil {
				return err
			}
			entry.Documents = append(entry.Documents, h)
		}
		entry.Source = filepath.Base(file)
		return fn(a, entry)
	})
}

func attach(e *Env, a *app.App, as, path string) (ledger.Hash, error) {
	body, err := readFile(path)
	if err != nil {
		return "", err
	}
	return a.Attach(e.Ctx, as, filepath.Base(path), mime.TypeByExtension(filepath.Ext(path)), body)
}

func parseEntryFile(text []byte, c *ledger.Chart) (ledger.Entry, []string, error) {
	var f entryFile
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil {
		return ledger.Entry{}, nil, fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	e := ledger.Entry{Description: f.Description, Kind: ledger.Kind(f.Kind), Key: f.Key}
	var err error
	if e.Effective, err = parseDate(f.Date); err != nil {
		return e, nil, err
	}
	if f.Origin != "" {
		if e.Origin, err = parseDate(f.Origin); err != nil {
			return e, nil, err
		}
	}
	for i, l := range f.Lines {
		line, err := l.line(c)
		if err != nil {
			return e, nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		e.Lines = append(e.Lines, line)
	}
	return e, f.Documents, nil
}

func (l lineFile) line(c *ledger.Chart) (ledger.Line, error) {
	out := ledger.Line{Account: l.Account, Entity: l.Entity, Memo: l.Memo}
	ent, ok := c.Entity(l.Entity)
	if !ok {
		return out, fmt.Errorf("entity %q is not in the book", l.Entity)
	}
	if (l.Debit.Value == "") == (l.Credit.Value == "") {
		return out, fmt.Errorf("account %s: give either a debit or a credit", l.Account)
	}
	a, err := money.Parse(l.Debit.Value+l.Credit.Value, ent.Currency)
	if err != nil {
		return out, fmt.Errorf("account %s: %w", l.Account, err)
	}
	if a.Minor < 0 {
		return out, fmt.Errorf("account %s: %s is negative; write it on the other side", l.Account, a)
	}
	out.Amount = a.Minor
	if l.Credit.Value != "" {
		out.Amount = -a.Minor
	}
	pairs := []string{}
	for k, v := range l.Dims {
		pairs = append(pairs, k, v)
	}
	for k, v := range map[string]string{ledger.CashFlowDimension: l.CashFlow, ledger.BasisDimension: l.Basis} {
		if v != "" {
			pairs = append(pairs, k, v)
		}
	}
	if out.Dims, err = ledger.MakeDims(pairs...); err != nil || l.Currency == "" {
		return out, err
	}
	t, err := money.Parse(l.Amount.Value, money.Currency(l.Currency))
	if err != nil {
		return out, fmt.Errorf("account %s, transaction_amount: %w", l.Account, err)
	}
	if out.Amount < 0 {
		t = t.Neg()
	}
	out.Transaction = &ledger.Transaction{Amount: t, Rate: l.Rate.Value}
	return out, nil
}

type entryApproveCmd struct {
	Draft string `arg:"" help:"D-000001."`
	bookFlag
	asFlag
}

func (c *entryApproveCmd) Run(e *Env) error {
	n, err := draftNumber(c.Draft)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		out, err := a.Approve(e.Ctx, c.As, n)
		if err == nil {
			e.outcome(out, c.Draft)
		}
		return err
	})
}

type entryReverseCmd struct {
	Number string `arg:"" help:"JE-2005-000042."`
	bookFlag
	asFlag
	Date string `help:"Effective date of the reversal; the entry's own by default."`
	Why  string `help:"Reason."`
}

func (c *entryReverseCmd) Run(e *Env) error {
	n, err := app.ParseNumber(c.Number)
	if err != nil {
		return err
	}
	var on fiscal.Date
	if c.Date != "" {
		if on, err = parseDate(c.Date); err != nil {
			return err
		}
	}
	return e.open(c.Book, func(a *app.App) error {
		out, err := a.Reverse(e.Ctx, c.As, n, on, c.Why)
		if err == nil {
			e.outcome(out, "the reversal of "+c.Number)
		}
		return err
	})
}

type entryDraftsCmd struct{ bookFlag }

func (c *entryDraftsCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		ds, err := a.Drafts(e.Ctx)
		for _, d := range ds {
			e.draft(d)
		}
		return err
	})
}

// draft says what waits: what approval will post, in the words of the log, and what was done with it.
func (e *Env) draft(d app.Draft) {
	kind, state := "entry", "waits for approval"
	switch {
	case d.Import != nil:
		kind = "import"
	case d.Revert != nil:
		kind = "revert"
	case len(d.Entries) > 1:
		kind = "entries"
	}
	if d.Returned {
		state = "returned"
	}
	e.say("D-%06d  %s  %s  by %s  %s", d.ID, d.At, kind, d.By, state)
	if d.Import != nil {
		e.say("  %s %s sha256 %s", d.Import.Kind, d.Import.File, d.Import.SHA256)
	}
	if d.Revert != nil {
		e.say("  %s, taken in at position %d: %s", d.Revert.File, d.Revert.Position, d.Revert.Why)
	}
	for i := range d.Entries {
		for line := range strings.Lines(string(evidence.AppendEntry(nil, &d.Entries[i]))) {
			e.say("  %s", strings.TrimRight(line, "\n"))
		}
	}
	for _, t := range d.Trail {
		e.say("  %s %s by %s %s", t.At, t.What, t.By, t.Why)
	}
}

type entryReturnCmd struct {
	Draft string `arg:"" help:"D-000001."`
	Why   string `help:"What is to be set right." required:""`
	bookFlag
	asFlag
}

func (c *entryReturnCmd) Run(e *Env) error {
	n, err := draftNumber(c.Draft)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		if err := a.Return(e.Ctx, c.As, n, c.Why); err != nil {
			return err
		}
		e.say("%s is returned to its preparer", c.Draft)
		return nil
	})
}

type entryWithdrawCmd struct {
	Draft string `arg:"" help:"D-000001."`
	bookFlag
	asFlag
}

func (c *entryWithdrawCmd) Run(e *Env) error {
	n, err := draftNumber(c.Draft)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		if err := a.Withdraw(e.Ctx, c.As, n); err != nil {
			return err
		}
		e.say("%s is withdrawn; nothing was posted", c.Draft)
		return nil
	})
}

type entryReviseCmd struct {
	Draft string `arg:"" help:"D-000001."`
	File  string `arg:"" help:"YAML file of the entry as it should be."`
	bookFlag
	asFlag
}

func (c *entryReviseCmd) Run(e *Env) error {
	n, err := draftNumber(c.Draft)
	if err != nil {
		return err
	}
	return e.withEntry(c.Book, c.As, c.File, func(a *app.App, entry ledger.Entry) error {
		out, err := a.Revise(e.Ctx, c.As, n, []ledger.Entry{entry})
		if err == nil {
			e.outcome(out, "the entry")
		}
		return err
	})
}

type entryCorrectCmd struct {
	Number string `arg:"" help:"JE-2005-000042."`
	File   string `arg:"" help:"YAML file of the entry as it should be; its date is that of the correction."`
	Why    string `help:"Reason." required:""`
	bookFlag
	asFlag
}

func (c *entryCorrectCmd) Run(e *Env) error {
	n, err := app.ParseNumber(c.Number)
	if err != nil {
		return err
	}
	return e.withEntry(c.Book, c.As, c.File, func(a *app.App, entry ledger.Entry) error {
		out, err := a.Correct(e.Ctx, c.As, n, entry.Effective, entry, c.Why)
		if err == nil {
			e.outcome(out, "the correction of "+c.Number)
		}
		return err
	})
}

type entryReviewCmd struct {
	Position int64  `arg:"" help:"Position of the act that posted without a second person."`
	Note     string `help:"What was looked at, and what was found." required:""`
	bookFlag
	asFlag
}

func (c *entryReviewCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		act, err := a.Review(e.Ctx, c.As, c.Position, c.Note)
		if err == nil {
			e.say("the posting at position %d is reviewed, at position %d", c.Position, act.Position)
		}
		return err
	})
}

func draftNumber(s string) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimLeft(strings.TrimPrefix(strings.ToUpper(s), "D-"), "0"), 10, 64)
	if err != nil {
		return 0, mistake("%q is not the number of a draft; write it as D-000001", s)
	}
	return n, nil
}

type entryShowCmd struct {
	Number string `arg:""`
	bookFlag
	viewFlags
}

func (c *entryShowCmd) Run(e *Env) error {
	return (&explainCmd{What: c.Number, bookFlag: c.bookFlag, viewFlags: c.viewFlags}).Run(e)
}

type documentCmd struct {
	Attach documentAttachCmd `cmd:"" help:"Store a document."`
	Save   documentSaveCmd   `cmd:"" help:"Write a stored document to a file."`
}

type documentAttachCmd struct {
	File string `arg:""`
	bookFlag
	asFlag
}

func (c *documentAttachCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		h, err := attach(e, a, c.As, c.File)
		if err == nil {
			e.say("%s", h)
		}
		return err
	})
}

type documentSaveCmd struct {
	Hash string `arg:"" help:"SHA-256 of the document, or its first characters."`
	bookFlag
	Out string `short:"o" required:"" placeholder:"FILE"`
}

func (c *documentSaveCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		return a.Read(e.Ctx, 0, func(v *app.View) error {
			h, err := v.FindDocument(c.Hash)
			if err != nil {
				return err
			}
			info, body, ok, err := v.Document(h)
			if err != nil || !ok {
				return mistake("document %s is not stored", c.Hash)
			}
			if err := os.WriteFile(c.Out, body, 0o644); err != nil {
				return err
			}
			e.say("%s, %d bytes, written to %s", info.Name, len(body), c.Out)
			return nil
		})
	})
}
