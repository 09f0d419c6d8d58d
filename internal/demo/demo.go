// Package demo builds the demonstration: a real company's late years, posted in the order in which they became
// known, to five report packages, and the tie-out of every filed figure.
package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/inventory"
	"tieout/money"
)

// Plan is the demonstration's list of what is done when (plan.yaml).
type Plan struct {
	Name       string            `yaml:"name"`
	CIK        string            `yaml:"cik"`
	Clock      fiscal.Date       `yaml:"clock"` // the day at which the site opens
	People     []person          `yaml:"people"`
	Registrant []registrant      `yaml:"registrant"`
	Reports    []Report          `yaml:"reports"`
	Expected   []expected        `yaml:"expected"`
	Locks      []lock            `yaml:"locks"`
	Desk       []desk            `yaml:"desk"`
	Stock      []stockClass      `yaml:"stock"`
	PoolEnds   poolEnd           `yaml:"pool_ends"`
	BillsOn    fiscal.Date       `yaml:"bills_on"`
	Estimates  []estimated       `yaml:"estimates"`
	Presets    []Preset          `yaml:"presets"`
	Sources    map[string]string `yaml:"sources"` // what the short codes of the tie-out stand for
}

// Preset is a day that the site's clock offers.
type Preset struct {
	On    fiscal.Date `yaml:"on"`
	Label string      `yaml:"label"`
}

type person struct {
	Code  string      `yaml:"code"`
	Name  string      `yaml:"name"`
	Role  string      `yaml:"role"`
	Until fiscal.Date `yaml:"until"`
}

// expected is a day on which a report was expected to be filed, as it was said on a day.
type expected struct {
	On     fiscal.Date `yaml:"on"`
	Form   string      `yaml:"form"`
	Period string      `yaml:"period"`
	Date   fiscal.Date `yaml:"date"`
	Why    string      `yaml:"why"`
}

// poolEnd is the change of method: the day on which it was decided, and the day from whose end on the new one holds.
type poolEnd struct {
	On   fiscal.Date `yaml:"on"`
	Pool string      `yaml:"pool"`
	At   fiscal.Date `yaml:"at"`
	Why  string      `yaml:"why"`
}

// estimated is a record of an estimate as it was written down on a day, and up to which day its entries were made then.
type estimated struct {
	On    fiscal.Date `yaml:"on"`
	Topic string      `yaml:"topic"`
	Code  string      `yaml:"code"` // of one that is recorded, whose entries alone are made
	File  string      `yaml:"file"`
	Why   string      `yaml:"why"`
	UpTo  fiscal.Date `yaml:"up_to"`
	// Documents are attached before: what the record names by its hash.
	Documents []string `yaml:"documents"`
}

// stockClass is a class of inventory whose entries come with the journals.
type stockClass struct {
	Code    string           `yaml:"code"`
	Name    string           `yaml:"name"`
	Method  inventory.Method `yaml:"method"`
	Account string           `yaml:"account"`
}

type registrant struct {
	On   fiscal.Date `yaml:"on"`
	File string      `yaml:"file"`
}

// Report is a report that the demonstration makes.
type Report struct {
	Form     string      `yaml:"form"`
	Period   string      `yaml:"period"`
	On       fiscal.Date `yaml:"on"`
	Document string      `yaml:"document"`
	Why      string      `yaml:"why"` // where the day is known from
}

type lock struct {
	On     fiscal.Date `yaml:"on"`
	Period string      `yaml:"period"`
	Level  string      `yaml:"level"`
}

// Options of a run.
type Options struct {
	Data fs.FS  // the example's files
	Dir  string // where the book and the packages go
	Out  io.Writer
	// Step is told what is being done and how far it is.
	Step func(what string, done, of int)
}

// Result is what a run made.
type Result struct {
	Book     string
	Plan     Plan
	Ties     []Tie
	Problems []string // what makes the command exit 1
	Packages []string
}

const marker = "this folder was made by tieout demo and may be replaced by it\n"

// Build makes the demonstration anew.
func Build(ctx context.Context, o Options) (Result, error) {
	r := Result{Book: filepath.Join(o.Dir, "american-locker.db")}
	if err := prepare(o.Dir); err != nil {
		return r, err
	}
	if err := readYAML(o.Data, "plan.yaml", &r.Plan); err != nil {
		return r, err
	}
	b := &building{ctx: ctx, o: o, r: &r}
	if err := b.run(); err != nil {
		return r, err
	}
	return r, nil
}

// prepare empties the folder if it is the demonstration's own.
func prepare(dir string) error {
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		if text, err := os.ReadFile(filepath.Join(dir, ".tieout-demo")); err != nil || string(text) != marker {
			return fmt.Errorf("%s holds files that the demonstration did not make; choose another folder with --dir", dir)
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, ".tieout-demo"), []byte(marker), 0o644)
}

func readYAML(data fs.FS, name string, into any) error {
	text, err := fs.ReadFile(data, name)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// building is one run.
type building struct {
	ctx  context.Context
	o    Options
	r    *Result
	a    *app.App
	now  time.Time
	work string // the example's files on disk, for the importer
}

// event is something that happens on a day.
type event struct {
	on    fiscal.Date
	order int
	what  string
	do    func() error
}

func (b *building) run() error {
	b.work = filepath.Join(b.o.Dir, "source")
	if err := os.CopyFS(b.work, b.o.Data); err != nil {
		return err
	}
	events, err := b.events()
	if err != nil {
		return err
	}
	for i, e := range events {
		b.now = e.on.Time().Add(time.Duration(9*60+i%480) * time.Minute)
		b.o.Step(e.what, i, len(events))
		if err := e.do(); err != nil {
			var m app.Mistake
			if errors.As(err, &m) || errors.As(err, new(app.Refused)) {
				b.r.Problems = append(b.r.Problems, e.what+": "+err.Error())
				b.close()
				return nil
			}
			return fmt.Errorf("%s: %w", e.what, err)
		}
	}
	b.o.Step("done", len(events), len(events))
	defer b.close()
	return b.tie()
}

func (b *building) close() {
	if b.a != nil {
		b.a.Close()
	}
}

// events are everything that happens, in order of the days on which it became known.
func (b *building) events() ([]event, error) {
	p := b.r.Plan
	journals, err := b.journals()
	if err != nil {
		return nil, err
	}
	first := journals[0].on
	evs := []event{{first, 0, "open the book", b.open}}
	for _, x := range p.People {
		evs = append(evs, event{first, 1, "add " + x.Code, func() error { return b.person(x) }})
	}
	for _, x := range p.Registrant {
		evs = append(evs, event{x.On, 2, "registrant data of " + x.On.String(), func() error { return b.registrant(x.File) }})
	}
	evs = append(evs, journals...)
	if len(p.Stock) > 0 {
		moves, err := b.movements()
		if err != nil {
			return nil, err
		}
		evs = append(append(evs, event{first, 3, "items of inventory", b.items}), moves...)
		if p.BillsOn != 0 {
			evs = append(evs, event{p.BillsOn, 3, "bills of material", func() error {
				text, err := fs.ReadFile(b.o.Data, "bills.yaml")
				if err == nil {
					_, err = b.a.SetBills(b.ctx, b.approver(), p.BillsOn, string(text))
				}
				return err
			}})
		}
		if e := p.PoolEnds; e.On != 0 {
			evs = append(evs, event{e.On, 3, "the LIFO pool ends", func() error {
				_, err := b.a.EndPool(b.ctx, b.approver(), e.Pool, e.At, e.Why)
				return err
			}})
		}
	}
	for _, x := range p.Estimates {
		evs = append(evs, event{x.On, 3, x.Topic + " " + x.On.String(), func() error { return b.estimate(x) }})
	}
	for _, x := range p.Expected {
		evs = append(evs, event{x.On, 3, "the plan of " + x.Form + " " + x.Period, func() error { return b.expected(x) }})
	}
	for _, x := range p.Reports {
		evs = append(evs, event{x.On, 4, fmt.Sprintf("%s for %s", x.Form, x.Period), func() error { return b.report(x) }})
	}
	for _, x := range p.Locks {
		evs = append(evs, event{x.On, 5, "lock " + x.Period, func() error { return b.lock(x) }})
	}
	for _, x := range p.Desk {
		evs = append(evs, event{x.On, 6, x.what(), func() error { return b.desk(x) }})
	}
	slices.SortStableFunc(evs, func(x, y event) int {
		if x.on != y.on {
			return int(x.on - y.on)
		}
		return x.order - y.order
	})
	return evs, nil
}

// control are the batch control totals of a journal file.
type control struct {
	file, sha      string
	entries, lines int64
	debits         string
}

// journals are the journal files in order of the day in their names, with their control totals.
func (b *building) journals() ([]event, error) {
	rows, err := readCSV(b.o.Data, "journal/control.csv")
	if err != nil {
		return nil, err
	}
	var evs []event
	for _, r := range rows {
		c := control{file: r[0], sha: r[1], debits: r[4]}
		c.entries, _ = strconv.ParseInt(r[2], 10, 64)
		name := filepath.Base(c.file)
		parts := strings.SplitN(name, "-", 5)
		if len(parts) < 4 {
			return nil, fmt.Errorf("journal/control.csv: %q does not begin with a number and a date", c.file)
		}
		on, err := fiscal.Parse(strings.Join(parts[1:4], "-"))
		if err != nil {
			return nil, fmt.Errorf("journal/control.csv: %s: %w", c.file, err)
		}
		evs = append(evs, event{on, 3, name, func() error { return b.journal(name, c) }})
	}
	if len(evs) == 0 {
		return nil, fmt.Errorf("journal/control.csv lists no journals")
	}
	return evs, nil
}

func (b *building) open() error {
	a, err := app.Create(b.ctx, b.r.Book, app.New{Name: b.r.Plan.Name, CIK: b.r.Plan.CIK, Calendar: "12-31", By: "owner"}, b.clock)
	if err != nil {
		return err
	}
	b.a = a
	a.Key = app.Key{Path: filepath.Join(b.o.Dir, "source", "insecure-demonstration.key")}
	return nil
}

func (b *building) clock() time.Time { return b.now }

func (b *building) preparer() string { return b.withRole("accountant") }
func (b *building) approver() string { return b.withRole("controller") }

// withRole is the first person of the plan with a role.
func (b *building) withRole(role string) string {
	for _, p := range b.r.Plan.People {
		if p.Role == role {
			return p.Code
		}
	}
	return ""
}

func (b *building) person(p person) error {
	_, err := b.a.AddPerson(b.ctx, b.r.Plan.People[0].Code, app.Person{Code: p.Code, Name: p.Name, Role: p.Role, Until: p.Until})
	return err
}

func (b *building) registrant(file string) error {
	text, err := fs.ReadFile(b.o.Data, file)
	if err != nil {
		return err
	}
	if _, err := filing.ParseRegistrant(text); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	_, err = b.a.SetRegistrant(b.ctx, b.approver(), string(text))
	return err
}

// journal imports one file: prepared by one person, approved by another, and held against its control totals.
func (b *building) journal(name string, c control) error {
	path := filepath.Join(b.work, "journal", name)
	body, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	out, err := b.take("journal", path)
	if err != nil {
		return err
	}
	if hex.EncodeToString(sum[:]) != c.sha {
		b.r.Problems = append(b.r.Problems, fmt.Sprintf("%s is not the file that its control totals were taken of: %s", name, b.difference(c, out)))
	}
	return nil
}

// difference says how a file's totals depart from its control totals.
func (b *building) difference(c control, out app.Outcome) string {
	var debits int64
	_ = b.a.Read(b.ctx, 0, func(v *app.View) error {
		for _, p := range v.State.Postings {
			if p.Position == out.Act {
				debits = p.Debits
			}
		}
		return nil
	})
	return fmt.Sprintf("%d entries with debits of %s; control totals say %d entries with %s", out.Count, cents(debits), c.entries, c.debits)
}

// items defines the classes of inventory, their items and the LIFO pool.
func (b *building) items() error {
	for _, c := range b.r.Plan.Stock {
		if _, err := b.a.DefineClass(b.ctx, b.approver(), app.StockClass{Code: c.Code, Name: c.Name, Method: c.Method, Inventory: c.Account, Imported: true}); err != nil {
			return err
		}
	}
	items, err := b.a.ReadItems(b.ctx, filepath.Join(b.work, "stock", "items.csv"))
	if err != nil {
		return err
	}
	if _, err = b.a.DefineItems(b.ctx, b.approver(), items); err != nil {
		return err
	}
	text, err := fs.ReadFile(b.o.Data, "pool.yaml")
	if err != nil {
		return err
	}
	p, err := app.ParsePool(text)
	if err == nil {
		_, err = b.a.DefinePool(b.ctx, b.approver(), p)
	}
	return err
}

// movements are the files of movements in order of the day in their names.
func (b *building) movements() ([]event, error) {
	names, err := fs.Glob(b.o.Data, "stock/2*.csv")
	if err != nil {
		return nil, err
	}
	var evs []event
	for _, name := range names {
		on, err := fiscal.Parse(filepath.Base(name)[:10])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		evs = append(evs, event{on, 3, filepath.Base(name), func() error {
			_, err := b.take("stock", filepath.Join(b.work, filepath.FromSlash(name)))
			return err
		}})
	}
	return evs, nil
}

// take imports one file: prepared by one person, approved by another.
func (b *building) take(kind, path string) (app.Outcome, error) {
	out, err := b.a.Import(b.ctx, b.preparer(), app.ImportRequest{Kind: kind, Path: path})
	if err == nil && out.Draft != 0 {
		out, err = b.a.Approve(b.ctx, b.approver(), out.Draft)
	}
	return out, err
}

// estimate writes a record down, and has its entries prepared by one person and approved by another.
func (b *building) estimate(x estimated) error {
	for _, name := range x.Documents {
		body, err := fs.ReadFile(b.o.Data, name)
		if err != nil {
			return err
		}
		if _, err := b.a.Attach(b.ctx, b.preparer(), path.Base(name), "text/plain; charset=utf-8", body); err != nil {
			return err
		}
	}
	if x.File != "" {
		body, err := os.ReadFile(filepath.Join(b.work, filepath.FromSlash(x.File)))
		if err != nil {
			return err
		}
		f, err := app.ReadEstimate(x.Topic, x.File, body)
		if err != nil {
			return err
		}
		if _, _, err = b.a.RecordEstimate(b.ctx, b.preparer(), app.EstimateRecord{Topic: x.Topic, Code: f.Code, Name: f.Name, Tables: f.Tables, Why: x.Why}); err != nil {
			return err
		}
		x.Code = f.Code
	}
	if x.UpTo == 0 {
		return nil
	}
	made, err := b.a.ProposeEstimate(b.ctx, b.preparer(), x.Topic, x.Code, x.UpTo)
	if err != nil {
		return err
	}
	for _, m := range made {
		if m.Refused != "" {
			return app.Refused{Rule: "estimate", Message: m.Refused}
		}
		if _, err := b.a.Approve(b.ctx, b.approver(), m.Outcome.Draft); err != nil {
			return err
		}
	}
	return nil
}

func (b *building) expected(x expected) error {
	form, err := filing.ParseForm(x.Form)
	if err != nil {
		return err
	}
	p, err := fiscal.CalendarYear.ParsePeriod(x.Period)
	if err != nil {
		return err
	}
	_, err = b.a.PlanReport(b.ctx, b.approver(), form, p, x.Date, x.Why)
	return err
}

func (b *building) report(x Report) error {
	form, err := filing.ParseForm(x.Form)
	if err != nil {
		return err
	}
	text, err := fs.ReadFile(b.o.Data, x.Document)
	if err != nil {
		return err
	}
	s, err := b.a.State(b.ctx, 0)
	if err != nil {
		return err
	}
	p, err := s.Calendar.ParsePeriod(x.Period)
	if err != nil {
		return err
	}
	dir := filepath.Join(b.o.Dir, "packages", strings.ToLower(x.Form)+"-"+strings.ToLower(x.Period))
	_, err = b.a.FileReport(b.ctx, b.approver(), app.ReportRequest{Form: form, Period: p, On: x.On, Document: string(text)}, dir, true)
	b.r.Packages = append(b.r.Packages, dir)
	return err
}

func (b *building) lock(x lock) error {
	s, err := b.a.State(b.ctx, 0)
	if err != nil {
		return err
	}
	p, err := s.Calendar.ParsePeriod(x.Period)
	if err != nil {
		return err
	}
	_, err = b.a.Lock(b.ctx, b.approver(), p.Period, app.Level(x.Level))
	return err
}

// tie compares the filed figures with the books as they now stand, and verifies the book.
func (b *building) tie() error {
	filed, err := readFiled(b.o.Data)
	if err != nil {
		return err
	}
	exceptions, err := readKnown(b.o.Data)
	if err != nil {
		return err
	}
	err = b.a.Read(b.ctx, 0, func(v *app.View) error {
		b.r.Ties, err = tieOut(v, filed, exceptions)
		return err
	})
	if err != nil {
		return err
	}
	for _, d := range differences(b.r.Ties) {
		b.r.Problems = append(b.r.Problems, fmt.Sprintf("filed.csv row %d: %s, %s: %s", d.Row, d.Caption, d.Period, d.Reason))
	}
	v, err := b.a.Verify(b.ctx, nil, app.RebuildFiling)
	for _, f := range v.Findings {
		b.r.Problems = append(b.r.Problems, "verify: "+f.String())
	}
	return err
}

func cents(minor int64) string { return money.New(minor, "USD").Grouped() }
