package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/importer"
)

type importCmd struct {
	TrialBalance importTrialBalanceCmd `cmd:"" help:"A trial balance in CSV or XLSX; posts the difference to what the book has."`
	Journal      importJournalCmd      `cmd:"" help:"A journal: hledger text, beancount, QuickBooks IIF, OFX, CSV or XLSX."`
	Stock        importStockCmd        `cmd:"" help:"Movements of stock in CSV or XLSX: receipts, issues, transfers, counts, costs, write-downs."`
	Revert       importRevertCmd       `cmd:"" help:"Take every entry of an import back, linked."`
	List         importListCmd         `cmd:"" help:"Every file that was taken in."`
	Preview      importPreviewCmd      `cmd:"" help:"What a file is, its first rows, and what its columns are taken for."`
}

type mappingFlag struct {
	Mapping string `type:"path" help:"File that says how the file is to be read, as JSON." placeholder:"FILE"`
}

// text is the content of the file of the mapping; empty without one.
func (m mappingFlag) text() (string, error) {
	if m.Mapping == "" {
		return "", nil
	}
	b, err := readFile(m.Mapping)
	return string(b), err
}

type importTrialBalanceCmd struct {
	File string `arg:""`
	bookFlag
	asFlag
	mappingFlag
	Date   string `required:"" help:"Date of the trial balance."`
	DryRun bool   `help:"Check everything and write nothing."`
}

func (c *importTrialBalanceCmd) Run(e *Env) error {
	d, err := parseDate(c.Date)
	if err != nil {
		return err
	}
	m, err := c.text()
	if err != nil {
		return err
	}
	return e.take(c.Book, c.As, app.ImportRequest{Kind: "trial-balance", Path: c.File, Date: d, DryRun: c.DryRun, Mapping: m})
}

type importJournalCmd struct {
	File string `arg:""`
	bookFlag
	asFlag
	mappingFlag
	Account  string `help:"Of a bank statement: the account of the book that it is of."`
	Clearing string `help:"Of a bank statement: the account that takes the other side of its lines."`
	DryRun   bool   `help:"Check everything and write nothing."`
}

func (c *importJournalCmd) Run(e *Env) error {
	m, err := c.text()
	if err != nil {
		return err
	}
	return e.take(c.Book, c.As, app.ImportRequest{Kind: "journal", Path: c.File, DryRun: c.DryRun, Mapping: m, Account: c.Account, Clearing: c.Clearing})
}

type importPreviewCmd struct {
	File string `arg:""`
	bookFlag
	mappingFlag
	Kind string `enum:"journal,trial-balance" default:"journal" help:"Kind of table: journal or trial-balance."`
}

func (c *importPreviewCmd) Run(e *Env) error {
	m, err := c.text()
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		s, err := a.Preview(e.Ctx, app.ImportRequest{Kind: c.Kind, Path: c.File, Mapping: m})
		if err != nil {
			return err
		}
		e.sample(s)
		return nil
	})
}

// sample prints what a file looks like: what its columns are taken for, its first rows, and the mapping for it.
func (e *Env) sample(s importer.Sample) {
	e.say("%s", s.Format.Title())
	for _, x := range s.Statements {
		e.say("account %s in %s: %d transactions", x.ID, x.Currency, x.Count)
	}
	if s.HeaderRow > 0 {
		e.say("header in row %d, signature %s", s.HeaderRow, s.Signature)
	}
	for _, x := range s.Columns {
		e.say("column %s %q: %s", x.Letter, x.Title, cmp.Or(x.Is, "not known"))
	}
	for _, r := range s.Rows {
		var texts []string
		for _, x := range r.Cells {
			texts = append(texts, cmp.Or(x.Text, x.Bad))
		}
		e.say("%d\t%s", r.Row, strings.Join(texts, "\t"))
	}
	if text := s.Mapping.Text(); text != "" {
		e.say("mapping: %s", text)
	}
	e.findings(s.Problems.Findings())
}

func (e *Env) take(book, as string, r app.ImportRequest) error {
	return e.open(book, func(a *app.App) error {
		p := newProgress(e, "reading "+filepath.Base(r.Path))
		r.Progress = p.tell
		out, err := a.Import(e.Ctx, as, r)
		p.done()
		if err != nil {
			return err
		}
		if r.DryRun {
			e.findings(out.Notes)
			e.say("%d entries would be posted; nothing was written", out.Count)
			return nil
		}
		e.outcome(out, "the import")
		return nil
	})
}

type importRevertCmd struct {
	Position int64 `arg:"" help:"Position at which the file was taken in; tieout import list says it."`
	bookFlag
	asFlag
	On  string `help:"Day of the reversals; each entry's own by default." placeholder:"DATE"`
	Why string `required:"" help:"Reason."`
}

func (c *importRevertCmd) Run(e *Env) error {
	var on fiscal.Date
	var err error
	if c.On != "" {
		if on, err = parseDate(c.On); err != nil {
			return err
		}
	}
	return e.open(c.Book, func(a *app.App) error {
		out, err := a.RevertImport(e.Ctx, c.As, c.Position, on, c.Why)
		if err == nil {
			e.outcome(out, "the taking back")
		}
		return err
	})
}

type importListCmd struct{ bookFlag }

func (c *importListCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		for _, im := range s.Imports {
			back := ""
			if im.RevertedAt != 0 {
				back = fmt.Sprintf("  taken back at position %d", im.RevertedAt)
			}
			e.say("%6d  %s  %s  %d entries  sha256 %s%s", im.Position, im.Kind, im.File, s.Posted(im.Position), im.SHA256, back)
		}
		return nil
	})
}
