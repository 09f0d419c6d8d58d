// Package cli spells the command list for a terminal. It holds no accounting: it reads arguments, calls the app and
// prints what comes back.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"tieout/check"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/calc"
	"tieout/internal/exporter"
)

// Exit codes.
const (
	Fine     = 0
	Findings = 1 // findings or differences
	Misuse   = 2 // misuse or bad input
	Guarded  = 3 // refused by a guard
	Disk     = 4 // disk or other I/O
)

// Env is what commands need of the world.
type Env struct {
	Ctx         context.Context
	In          io.Reader
	Out, Err    io.Writer
	exit        int
	failed      error // what ended the command, for tests
	Interactive bool  // the error stream is a terminal: progress may overwrite itself
}

// bookFlag names the book of a command.
type bookFlag struct {
	Book string `required:"" placeholder:"BOOK" help:"The book: a file, or postgres://…#NAME." env:"TIEOUT_BOOK"`
}

// asFlag names the person who acts.
type asFlag struct {
	As string `placeholder:"PERSON" help:"The person who acts; needed once the book has people."`
}

// viewFlags say how a report is shown and at which position.
type viewFlags struct {
	Position int64  `help:"The position of the books to look at; the newest by default."`
	Format   string `enum:"table,json,csv,tsv,xlsx" default:"table" help:"table, json, csv, tsv or xlsx."`
	Out      string `short:"o" placeholder:"FILE" help:"Write to a file instead of the terminal."`
	Entity   string `placeholder:"CODE" help:"The legal entity; the book's first by default. Entities are never added up unconverted."`
	Branch   int64  `placeholder:"N" help:"Balances, registers and statements as if what is proposed on the branch were posted."`
}

type root struct {
	Demo          demoCmd          `cmd:"" help:"A real company's late years, from journal to five reports, tied out."`
	Init          initCmd          `cmd:"" help:"Make a new book."`
	Registrant    registrantCmd    `cmd:"" help:"The registrant's data for cover pages, exhibits and deadlines."`
	Person        personCmd        `cmd:"" help:"The people who act in a book."`
	Account       accountCmd       `cmd:"" help:"The chart of accounts."`
	Dimension     dimensionCmd     `cmd:"" help:"Dimensions of lines."`
	Entity        entityCmd        `cmd:"" help:"Legal entities."`
	Entry         entryCmd         `cmd:"" help:"Post, approve, reverse and show entries."`
	Document      documentCmd      `cmd:"" help:"Attach and open documents."`
	Import        importCmd        `cmd:"" help:"Take in trial balances and journals."`
	Lock          lockCmd          `cmd:"" help:"Lock a period."`
	Override      overrideCmd      `cmd:"" help:"Let entries into a locked period, with a reason and a second person."`
	Checkpoint    checkpointCmd    `cmd:"" help:"Sign what the log is now, to keep outside the book."`
	TrialBalance  trialBalanceCmd  `cmd:"" help:"The trial balance at a date."`
	Register      registerCmd      `cmd:"" help:"The lines of an account with running balance."`
	GeneralLedger generalLedgerCmd `cmd:"" help:"What every account opened with, what went through it, and what it closed with."`
	OutOfPeriod   outOfPeriodCmd   `cmd:"" help:"Late adjustments by the quarter that they belong to."`
	ScheduleIi    scheduleTwoCmd   `cmd:"" name:"schedule-ii" help:"Valuation and qualifying accounts over the years: Schedule II."`
	Note          noteCmd          `cmd:"" help:"Notes at figures, accounts and entries."`
	List          listCmd          `cmd:"" help:"The journal, the log, drafts, imports, documents, notes or branches as a table."`
	Inventory     inventoryCmd     `cmd:"" help:"Classes, items and what is on hand."`
	Estimate      estimateCmd      `cmd:"" help:"Accounting estimates: what they rest on, their entries, roll-forwards and notes."`
	Recurring     recurringCmd     `cmd:"" help:"Templates, and entries that come again."`
	Branch        branchCmd        `cmd:"" help:"Branches of proposed entries, seen before they are posted."`
	Statement     statementCmd     `cmd:"" help:"A financial statement."`
	Explain       explainCmd       `cmd:"" help:"Where a figure comes from, or where an entry ends up."`
	Verify        verifyCmd        `cmd:"" help:"Recompute everything and name the first record that was altered."`
	File          fileCmd          `cmd:"" help:"Make a report package: 10-K or 10-Q."`
	CashFlow      cashFlowCmd      `cmd:"" help:"What a cash-flow statement needs to be proven."`
	Deadlines     deadlinesCmd     `cmd:"" help:"When the registrant's reports are due."`
	Calc          calcCmd          `cmd:"" help:"Calculators that need no book."`
	Serve         serveCmd         `cmd:"" help:"The book as a site for those who keep it."`
	Export        exportCmd        `cmd:"" help:"Every entry as a CSV journal, with a signed checkpoint."`
	Log           logCmd           `cmd:"" help:"The acts of the book in order of position."`
	Version       versionCmd       `cmd:"" help:"The version of the program."`
}

// Main runs the program and returns its exit code. Further commands are bound by their packages' own roots.
func Main(args []string, env *Env, extra ...any) int {
	var cli root
	options := []kong.Option{kong.Name("tieout"), kong.Description("From journal entry to 10-K, every number ties."), kong.Writers(env.Out, env.Err),
		kong.Bind(env), kong.Exit(func(code int) { panic(exited(code)) }), kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true})}
	for i := 0; i+2 < len(extra); i += 3 { // name, help, command
		options = append(options, kong.DynamicCommand(extra[i].(string), extra[i+1].(string), "", extra[i+2]))
	}
	return run(&cli, args, env, options)
}

type exited int

func run(cli *root, args []string, env *Env, options []kong.Option) (code int) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case exited:
			code = int(e)
		default:
			panic(e)
		}
	}()
	k, err := kong.New(cli, options...)
	if err != nil {
		panic(err)
	}
	ctx, err := k.Parse(args)
	if err != nil {
		fmt.Fprintf(env.Err, "tieout: %v\n", err)
		return Misuse
	}
	if err := ctx.Run(env); err != nil {
		env.failed = err
		fmt.Fprintf(env.Err, "tieout: %v\n", err)
		return exitOf(err)
	}
	return env.exit
}

// exitOf says which exit an error is.
func exitOf(err error) int {
	var m app.Mistake
	var r app.Refused
	var b calc.BadInput
	var n calc.NoTopic
	var fm fiscal.Mistake
	var fl filing.Mistake
	switch {
	case errors.As(err, &m), errors.As(err, &b), errors.As(err, &n), errors.As(err, &fm), errors.As(err, &fl), errors.Is(err, os.ErrNotExist):
		return Misuse
	case errors.As(err, &r):
		return Guarded
	}
	return Disk
}

// open opens the book and hands it to fn.
func (e *Env) open(book string, fn func(*app.App) error) error {
	a, err := app.Open(e.Ctx, book)
	if err != nil {
		return err
	}
	defer a.Close()
	return fn(a)
}

// say prints a line of result.
func (e *Env) say(format string, args ...any) { fmt.Fprintf(e.Out, format+"\n", args...) }

// note prints a line of comment.
func (e *Env) note(format string, args ...any) { fmt.Fprintf(e.Err, format+"\n", args...) }

// findings prints findings; open ones make the exit 1.
func (e *Env) findings(fs []check.Finding) {
	for _, f := range fs {
		e.note("%s", f)
		if f.Severity >= check.Open {
			e.exit = Findings
		}
	}
}

// write writes a table as the flags say.
func (e *Env) write(t exporter.Table, v viewFlags) error {
	if v.Out == "" {
		return t.Write(e.Out, v.Format)
	}
	f, err := os.Create(v.Out)
	if err != nil {
		return err
	}
	if err := t.Write(f, v.Format); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// readFile reads a whole small file and refuses what is larger than a few megabytes.
func readFile(path string) ([]byte, error) {
	const most = 8 << 20
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, app.Mistake{Findings: []check.Finding{{Message: fmt.Sprintf("%s is not a plain file of at most %d bytes", path, most)}}}
	}
	return os.ReadFile(path)
}

func mistake(format string, args ...any) error {
	return app.Mistake{Findings: []check.Finding{{Rule: "usage", Severity: check.Stop, Message: fmt.Sprintf(format, args...)}}}
}

// outcome reports what became of an entry or import.
func (e *Env) outcome(o app.Outcome, what string) {
	e.findings(o.Notes)
	switch {
	case o.Draft != 0:
		e.say("%s waits as draft D-%06d for the approval of a second person: tieout entry approve D-%06d --book … --as PERSON", what, o.Draft, o.Draft)
	case o.Already && len(o.Entries) == 1:
		e.say("%s was posted before; nothing changed", o.Entries[0].Number)
	case o.Already:
		e.say("nothing was posted: it was there before")
	case len(o.Entries) == 1:
		e.say("%s posted at position %d", o.Entries[0].Number, o.Act)
	default:
		e.say("%d entries posted at position %d", o.Count, o.Act)
	}
}

func parseDate(s string) (fiscal.Date, error) { return fiscal.Parse(strings.TrimSpace(s)) }
