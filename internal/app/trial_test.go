package app_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
)

const tbHead = "account,name,type,concept,debit,credit\n"

// before closing: income in its accounts.
const tb2025 = tbHead + `1000,Cash,asset,CashAndCashEquivalentsAtCarryingValue,900.00,
3000,Stock,equity,CommonStockValue,,500.00
3100,Retained,equity,RetainedEarningsAccumulatedDeficit,,100.00
4000,Sales,revenue,Revenues,,1000.00
5000,Costs,expense,CostOfRevenue,700.00,
`

// after closing: the result of 300 in retained earnings.
const tb2025Closed = tbHead + `1000,Cash,asset,,900.00,
3000,Stock,equity,,,500.00
3100,Retained,equity,,,400.00
`

// a quarter later: the income of the new year only.
const tb2026Q1 = tbHead + `1000,Cash,asset,,980.00,
3000,Stock,equity,,,500.00
3100,Retained,equity,,,400.00
4000,Sales,revenue,,,200.00
5000,Costs,expense,,120.00,
`

func (f *fixture) trial(name, text, date string) (app.Outcome, error) {
	f.t.Helper()
	return f.Import(f.ctx, "", app.ImportRequest{Kind: "trial-balance", Path: f.file(name, text), Date: fiscal.MustParse(date)})
}

func (f *fixture) mustTrial(name, text, date string) app.Outcome {
	f.t.Helper()
	out, err := f.trial(name, text, date)
	f.ok(err)
	return out
}

// stands wants the trial balance at a day, as account and amount in whole units.
func (f *fixture) stands(date, want string) {
	f.t.Helper()
	var got []string
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		tb, err := v.TrialBalance(fiscal.MustParse(date))
		for _, r := range tb.Rows {
			got = append(got, fmt.Sprintf("%s %d", r.Account, r.Amount/100))
		}
		return err
	}))
	if s := strings.Join(got, ", "); s != want {
		f.t.Errorf("at %s stand %s; should be %s", date, s, want)
	}
}

func emptyBook(t testing.TB, address string) *fixture {
	t.Helper()
	f := &fixture{t: t, ctx: context.Background(), address: storetest.Named(address, "main"), dir: t.TempDir(), clock: &clock{}}
	f.clock.now = fiscal.MustParse("2026-04-01").Time()
	a, err := app.Create(f.ctx, f.address, app.New{Name: "Example Works, Inc.", Calendar: "12-31"}, f.clock.read)
	f.ok(err)
	f.use(a)
	return f
}

// TestTrialBalances takes in two dated trial balances before and after closing.
func TestTrialBalances(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := emptyBook(t, address)
		f.mustTrial("dec.csv", tb2025, "2025-12-31")
		f.stands("2025-12-31", "1000 900, 3000 -500, 3100 -100, 4000 -1000, 5000 700")
		f.stands("2026-01-01", "1000 900, 3000 -500, 3100 -400") // the virtual close
		f.mustTrial("mar.csv", tb2026Q1, "2026-03-31")
		f.stands("2026-03-31", "1000 980, 3000 -500, 3100 -400, 4000 -200, 5000 120")
		f.stands("2025-12-31", "1000 900, 3000 -500, 3100 -100, 4000 -1000, 5000 700")
		f.stands("2027-01-01", "1000 980, 3000 -500, 3100 -480")
		f.stands("2035-06-30", "1000 980, 3000 -500, 3100 -480")
		f.same(func() (app.Outcome, error) { return f.trial("dec.csv", tb2025, "2025-12-31") })
		f.verified()
	})
}

// TestTrialBalanceAfterClosing says nothing of the year's income: it stays in its accounts.
func TestTrialBalanceAfterClosing(t *testing.T) {
	f := emptyBook(t, storetest.SQLite(t))
	f.mustTrial("dec.csv", tb2025, "2025-12-31")
	at := f.position()
	out := f.mustTrial("closed.csv", tb2025Closed, "2025-12-31")
	if out.Count != 0 || !strings.Contains(fmt.Sprint(out.Notes), "after closing") {
		t.Errorf("posted %d entries and said %v", out.Count, out.Notes)
	}
	f.stands("2025-12-31", "1000 900, 3000 -500, 3100 -100, 4000 -1000, 5000 700")
	f.mustTrial("corrected.csv", strings.Replace(strings.Replace(tb2025Closed, "900.00", "910.00", 1), "400.00", "410.00", 1), "2025-12-31")
	f.stands("2026-01-01", "1000 910, 3000 -500, 3100 -410")
	if f.position() <= at {
		t.Error("the correction made no act")
	}

	g := emptyBook(t, storetest.SQLite(t))
	g.mustTrial("closed.csv", tb2025Closed, "2025-12-31")
	g.stands("2025-12-31", "1000 900, 3000 -500, 3100 -400")
	g.mustTrial("mar.csv", tb2026Q1, "2026-03-31")
	g.stands("2026-03-31", "1000 980, 3000 -500, 3100 -400, 4000 -200, 5000 120")
	g.verified()
}

// TestCorrectedTrialBalance posts only the difference, takes absent accounts to nil and names them; going back to
// the first file posts the difference back.
func TestCorrectedTrialBalance(t *testing.T) {
	f := emptyBook(t, storetest.SQLite(t))
	f.mustTrial("dec.csv", tb2025, "2025-12-31")
	corrected := strings.Replace(tb2025, "5000,Costs,expense,CostOfRevenue,700.00,\n", "5100,Other costs,expense,CostOfRevenue,690.00,\n6000,Tax,expense,IncomeTaxExpenseBenefit,10.00,\n", 1)
	out := f.mustTrial("dec2.csv", corrected, "2025-12-31")
	if said := fmt.Sprint(out.Notes); !strings.Contains(said, "account 5000: it stood at 700.00 USD and is not in the file; it was taken to nil") {
		t.Errorf("the notes say %s", said)
	}
	f.stands("2025-12-31", "1000 900, 3000 -500, 3100 -100, 4000 -1000, 5100 690, 6000 10")
	var lines int
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		for e, err := range v.Entries() {
			lines = len(e.Lines)
			if err != nil {
				return err
			}
		}
		return nil
	}))
	if lines != 3 {
		t.Errorf("the corrected trial balance posted %d lines; three accounts differ", lines)
	}
	f.mustTrial("dec.csv", tb2025, "2025-12-31")
	f.stands("2025-12-31", "1000 900, 3000 -500, 3100 -100, 4000 -1000, 5000 700")
	f.same(func() (app.Outcome, error) { return f.trial("dec.csv", tb2025, "2025-12-31") })
	f.verified()
}

// TestEarlierTrialBalance names the later one that now stands on changed ground.
func TestEarlierTrialBalance(t *testing.T) {
	f := emptyBook(t, storetest.SQLite(t))
	f.mustTrial("mar.csv", tb2026Q1, "2026-03-31")
	out := f.mustTrial("dec.csv", tb2025, "2025-12-31")
	if said := fmt.Sprint(out.Notes); !strings.Contains(said, "mar.csv: the trial balance of 2026-03-31 was imported before this earlier one") {
		t.Errorf("the notes say %s", said)
	}
	f.mustTrial("mar.csv", tb2026Q1, "2026-03-31")
	f.stands("2026-03-31", "1000 980, 3000 -500, 3100 -400, 4000 -200, 5000 120")
	f.verified()
}

// TestDryRun writes nothing, whatever the file holds, and says what would be posted.
func TestDryRun(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.people("alice", "bob")
		before := f.dump().String()
		for _, r := range []app.ImportRequest{
			{Kind: "journal", Path: f.file("a.journal", "account 6000  ; type: X\n\n2026-03-04 Rent\n    6000  $25.00\n    1000\n")},
			{Kind: "trial-balance", Path: f.file("dec.csv", tb2025), Date: fiscal.MustParse("2025-12-31")},
		} {
			r.DryRun = true
			out, err := f.Import(f.ctx, "alice", r)
			f.ok(err)
			if out.Count != 1 || out.Act != 0 || out.Draft != 0 {
				t.Errorf("%s: the dry run says %+v", r.Kind, out)
			}
		}
		if f.dump().String() != before {
			t.Error("a dry run changed the book")
		}
	})
}

// TestRefusedImportsChangeNothing runs through files that are refused for one thing near their end.
func TestRefusedImportsChangeNothing(t *testing.T) {
	good := "account 6000  ; type: X\n\n2026-03-04 Rent\n    6000  $25.00\n    1000\n\n"
	cases := map[string]struct{ text, words string }{
		"unbalanced":      {good + "2026-03-05 Tea\n    6000  $5.00\n    1000  $-4.99\n", "out of balance by 0.01 USD"},
		"unknown account": {good + "2026-03-05 Tea\n    6001  $5.00\n    1000\n", `:8: account "6001" is not in the chart`},
		"wrong currency":  {good + "2026-03-05 Tea\n    6000  5.00 EUR\n    1000\n", "EUR"},
		"leap day":        {good + "2005-02-29 Tea\n    6000  $5.00\n    1000\n", "February 2005 has no day 29"},
		"two-digit year":  {good + "05-02-28 Tea\n    6000  $5.00\n    1000\n", ":7:"},
		"comma":           {good + "2026-03-05 Tea\n    6000  $1.234,56\n    1000\n", "1.234,56"},
		"exponent":        {good + "2026-03-05 Tea\n    6000  1e9 USD\n    1000\n", "1e9"},
		"NUL":             {good + "2026-03-05 Tea\x00\n    6000  $5.00\n    1000\n", "NUL"},
		"UTF-8":           {good + "2026-03-05 Te\xe9\n    6000  $5.00\n    1000\n", "not valid UTF-8"},
		"cut":             {good + "2026-03-05 Tea\n    6000  $5.00\n    10", ":9"},
		"assertion":       {good + "2026-03-05 Tea\n    6000  $5.00\n    1000  $-5.00 = $3.00\n", "is asserted to stand at 3.00 USD"},
		"type changed":    {good + "account 1000  ; type: X\n", "cannot become expense"},
		"too large":       {good + "2026-03-05 Tea\n    6000  $99999999999999.00\n    1000\n", "largest single amount"},
		"document":        {good + "2026-03-05 Tea  ; document: none.pdf\n    6000  $5.00\n    1000\n", `document "none.pdf" cannot be read`},
		"outside":         {good + "2026-03-05 Tea  ; document: ../x\n    6000  $5.00\n    1000\n", "does not stand in or below"},
		"empty":           {"", "empty"},
	}
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		for name, c := range cases {
			f.mistaken(c.words, func() error {
				_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: f.file("a.journal", c.text)})
				var m app.Mistake
				if errors.As(err, &m) && !strings.Contains(m.Findings[0].String(), c.words) {
					t.Errorf("%s: the first message is another: %v", name, err)
				}
				return err
			})
		}
		f.verified()
	})
}

// TestTimeTravel: a trial balance at a position never changes, whatever is posted later and at whatever date.
func TestTimeTravel(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		dates := []string{"2024-02-29", "2024-12-31", "2025-01-01", "2025-06-15", "2025-12-31", "2026-03-31"}
		known := map[int64]map[string]string{}
		for i := range 24 {
			debit, credit := []string{"1000", "5000", "1100"}[i%3], []string{"3000", "4000", "2000", "5000"}[i%4]
			f.post("", entry(dates[(i*5)%len(dates)], debit, credit, int64(100+i)))
			at := f.position()
			known[at] = map[string]string{}
			for _, d := range dates {
				known[at][d] = f.trialBalance(d, at)
			}
		}
		for at, days := range known {
			for d, was := range days {
				if now := f.trialBalance(d, at); now != was {
					t.Errorf("at %s and position %d stood\n%s\nand now\n%s", d, at, was, now)
				}
			}
		}
		f.mistaken("is not in the book", func() error { _, err := f.State(f.ctx, 999); return err })
		f.verified()
	})
}

// TestVirtualClose: income starts every year at nil and stands in retained earnings afterwards, without an entry.
func TestVirtualClose(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	f.post("", entry("2024-05-01", "1000", "4000", 100_00))
	f.post("", entry("2025-05-01", "1000", "4000", 200_00))
	f.post("", entry("2026-05-01", "5000", "1000", 50_00))
	f.stands("2024-12-31", "1000 100, 4000 -100")
	f.stands("2025-01-01", "1000 100, 3100 -100")
	f.stands("2025-12-31", "1000 300, 3100 -100, 4000 -200")
	f.stands("2026-12-31", "1000 250, 3100 -300, 5000 50")
	f.stands("2027-01-01", "1000 250, 3100 -250")
	f.post("", entry("2024-06-01", "1000", "4000", 1_00)) // late: it moves every later opening balance
	f.stands("2024-12-31", "1000 101, 4000 -101")
	f.stands("2027-01-01", "1000 251, 3100 -251")
}
