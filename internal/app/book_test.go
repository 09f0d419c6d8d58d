package app_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store"
	"tieout/internal/store/storetest"
	"tieout/ledger"
	"tieout/money"
)

// clock is a clock that a test sets and that moves by a second at every look.
type clock struct{ now time.Time }

func (c *clock) read() time.Time {
	c.now = c.now.Add(time.Second)
	return c.now
}

// fixture is a book in a test.
type fixture struct {
	*app.App
	t       testing.TB
	ctx     context.Context
	address string
	clock   *clock
	dir     string
}

// newBook makes a book with a short chart at an address that storetest gave.
func newBook(t testing.TB, address string) *fixture {
	t.Helper()
	f := &fixture{t: t, ctx: context.Background(), address: storetest.Named(address, "main"), dir: t.TempDir(),
		clock: &clock{time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)}}
	a, err := app.Create(f.ctx, f.address, app.New{Name: "Example Works, Inc.", CIK: "8855", Calendar: "12-31"}, f.clock.read)
	f.ok(err)
	f.use(a)
	f.open("1000 asset Cash us-gaap:CashAndCashEquivalentsAtCarryingValue", "1100 asset Receivables us-gaap:AccountsReceivableNetCurrent",
		"2000 liability Payables us-gaap:AccountsPayableCurrent", "3000 equity Stock us-gaap:CommonStockValue",
		"3100 equity Retained us-gaap:RetainedEarningsAccumulatedDeficit", "4000 revenue Sales us-gaap:Revenues", "5000 expense Costs us-gaap:CostOfRevenue")
	return f
}

func (f *fixture) use(a *app.App) {
	f.App = a
	a.Clock, a.Key = f.clock.read, app.Key{Path: filepath.Join(f.dir, "checkpoint.key")}
	f.t.Cleanup(func() { a.Close() })
}

// reopened is the book opened anew, as another process would.
func (f *fixture) reopened() *fixture {
	f.t.Helper()
	a, err := app.Open(f.ctx, f.address)
	f.ok(err)
	g := *f
	g.use(a)
	return &g
}

func (f *fixture) ok(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// open opens accounts given as CODE TYPE NAME CONCEPT.
func (f *fixture) open(accounts ...string) {
	f.t.Helper()
	var as []ledger.Account
	for _, s := range accounts {
		var a ledger.Account
		if _, err := fmt.Sscan(s, &a.Code, &a.Type, &a.Name, &a.Concept); err != nil {
			f.t.Fatal(s, err)
		}
		as = append(as, a)
	}
	_, err := f.OpenAccounts(f.ctx, "", as)
	f.ok(err)
}

// entry is an entry of two lines.
func entry(date, debit, credit string, amount int64) ledger.Entry {
	return ledger.Entry{Effective: fiscal.MustParse(date), Description: "of " + date, Lines: []ledger.Line{{Account: debit, Amount: amount}, {Account: credit, Amount: -amount}}}
}

// post posts an entry that must not wait.
func (f *fixture) post(by string, e ledger.Entry) ledger.Entry {
	f.t.Helper()
	out, err := f.Post(f.ctx, by, e)
	f.ok(err)
	if len(out.Entries) != 1 {
		f.t.Fatalf("the entry was not posted: %+v", out)
	}
	return out.Entries[0]
}

// postBoth drafts an entry as one person and approves it as another.
func (f *fixture) postBoth(by, approver string, e ledger.Entry) ledger.Entry {
	f.t.Helper()
	out, err := f.Post(f.ctx, by, e)
	f.ok(err)
	out, err = f.Approve(f.ctx, approver, out.Draft)
	f.ok(err)
	return out.Entries[0]
}

func (f *fixture) people(codes ...string) {
	f.t.Helper()
	by := ""
	for _, c := range codes {
		_, err := f.AddPerson(f.ctx, by, app.Person{Code: c, Name: "Ms. " + c, Role: "controller"})
		f.ok(err)
		if by == "" {
			by = c
		}
	}
}

func (f *fixture) state() *app.State {
	f.t.Helper()
	s, err := f.State(f.ctx, 0)
	f.ok(err)
	return s
}

func (f *fixture) position() int64 { f.t.Helper(); return f.state().Position }

// file writes a file in the fixture's folder.
func (f *fixture) file(name, text string) string {
	f.t.Helper()
	path := filepath.Join(f.dir, name)
	f.ok(os.WriteFile(path, []byte(text), 0o644))
	return path
}

// verified fails the test unless verify finds nothing.
func (f *fixture) verified() {
	f.t.Helper()
	v, err := f.Verify(f.ctx, nil, app.RebuildFiling)
	f.ok(err)
	if len(v.Findings) > 0 {
		f.t.Fatalf("verify: %v", v.Findings)
	}
}

// trialBalance is what stood where, at the end of a day and at a position, as text that is easy to compare.
func (f *fixture) trialBalance(date string, position int64) string {
	f.t.Helper()
	var s string
	f.ok(f.Read(f.ctx, position, func(v *app.View) error {
		tb, err := v.TrialBalance(fiscal.MustParse(date))
		for _, r := range tb.Rows {
			s += fmt.Sprintf("%s %s %s %d\n", r.Account, r.Entity, r.Dims, r.Amount)
		}
		return err
	}))
	return s
}

func period(t testing.TB, f *fixture, name string) fiscal.Period {
	t.Helper()
	p, err := f.state().Calendar.ParsePeriod(name)
	f.ok(err)
	return p.Period
}

// richBook is a book in which every table has rows and every column something in it: two people, two entities,
// dimensions, foreign currency, documents, an import, locks, an override in use, a reversal, a kept filing,
// checkpoints, and more acts than a tile of the log holds.
func richBook(t testing.TB, address string) *fixture {
	f := newBook(t, address)
	_, err := f.Define(f.ctx, "", ledger.Dimension{Code: "plant", Name: "Plant"})
	f.ok(err)
	_, err = f.Found(f.ctx, "", ledger.Entity{Code: "mx", Name: "Works de México", Currency: "MXN"})
	f.ok(err)
	doc, err := f.Attach(f.ctx, "", "invoice.txt", "text/plain", []byte("Invoice 17: 1,000.00"))
	f.ok(err)
	doc2, err := f.Attach(f.ctx, "", "order.txt", "text/plain", []byte("Order 17"))
	f.ok(err)

	first := entry("2025-12-30", "1000", "3000", 5_000_000)
	first.Kind, first.Key = ledger.Opening, "opening"
	f.post("", first)
	sale := entry("2026-01-15", "1100", "4000", 100_000)
	sale.Documents, sale.Key, sale.Origin, sale.Source = []ledger.Hash{doc, doc2}, "sale-17", fiscal.MustParse("2025-12-31"), "sales.yaml"
	sale.Lines[0].Dims, sale.Lines[1].Dims, sale.Lines[1].Memo = "plant=TX", "plant=TX", `the "first" of Łódź`
	sale.Lines[0].Transaction = &ledger.Transaction{Amount: money.New(92_000, "EUR"), Rate: "1.0869565"}
	posted := f.post("", sale)
	f.people("alice", "bob", "carol")
	peso := entry("2026-02-10", "1100", "4000", 700)
	for i := range peso.Lines {
		peso.Lines[i].Entity, peso.Lines[i].Dims = "mx", "plant=MTY"
	}
	f.postBoth("alice", "bob", peso)

	out, err := f.Import(f.ctx, "alice", app.ImportRequest{Kind: "journal", Path: f.file("feb.journal",
		"account 6100  ; type: X\n\n2026-02-03 Rent\n    6100  $250.00\n    1000  $-250.00\n\n2026-02-20 Paid\n    2000  $10.00  ; late\n    1000  $-10.00 = $49,740.00\n")})
	f.ok(err)
	_, err = f.Approve(f.ctx, "bob", out.Draft)
	f.ok(err)
	out, err = f.Reverse(f.ctx, "bob", posted.Number, fiscal.MustParse("2026-03-01"), "posted twice")
	f.ok(err)
	_, err = f.Approve(f.ctx, "alice", out.Draft)
	f.ok(err)

	_, err = f.Lock(f.ctx, "alice", period(t, f, "2026-M01"), app.Closed)
	f.ok(err)
	_, err = f.Lock(f.ctx, "alice", period(t, f, "2026-M02"), app.Soft)
	f.ok(err)
	o, err := f.RequestOverride(f.ctx, "alice", period(t, f, "2026-M01"), fiscal.MustParse("2026-12-31"), "a late invoice")
	f.ok(err)
	_, err = f.ApproveOverride(f.ctx, "bob", o.Position)
	f.ok(err)
	f.postBoth("alice", "carol", entry("2026-01-31", "5000", "2000", 4_321))
	for _, kind := range []string{"signed-in", "refused", "signed-out"} {
		f.ok(f.Note(f.ctx, app.Event{Person: "alice", Kind: kind, Place: "192.0.2.7", Detail: "password"}))
	}
	f.ok(f.KeepWorking(f.ctx, app.Working{Kind: "preference", ID: "alice scale", Person: "alice", Body: "thousands"}))

	_, err = f.SetRegistrant(f.ctx, "alice", filing.RegistrantExample)
	f.ok(err)
	p, err := f.state().Calendar.ParsePeriod("2026-Q1")
	f.ok(err)
	_, err = f.FileReport(f.ctx, "alice", app.ReportRequest{Form: filing.Form10Q, Period: p, On: fiscal.MustParse("2026-05-01")}, filepath.Join(f.dir, "out"), true)
	f.ok(err)
	_, err = f.RemovePerson(f.ctx, "alice", "carol", "left")
	f.ok(err)
	for i := f.position(); i < 260; i++ { // the log gets a second level
		_, err = f.OpenAccounts(f.ctx, "alice", []ledger.Account{{Code: fmt.Sprint(7000 + i), Type: ledger.Expense, Name: "Cost centre"}})
		f.ok(err)
	}
	f.postBoth("bob", "alice", entry("2026-03-31", "5000", "2000", 99))
	_, err = f.Post(f.ctx, "bob", entry("2026-03-31", "5000", "2000", 100)) // a draft that waits
	f.ok(err)
	_, err = f.Checkpoint(f.ctx, "alice", "the end")
	f.ok(err)
	return f
}

func tables(t testing.TB) []store.Table {
	t.Helper()
	all := store.Schema()
	if len(all) < 10 {
		t.Fatalf("the schema lists %d tables", len(all))
	}
	return all
}
