package debt

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/money"
)

// recorded reads a record as the book does; what cannot be taken fails the test.
func recorded(t testing.TB, tables map[string][]estimate.Row) (*Facility, []check.Finding) {
	t.Helper()
	var given []estimate.Table
	for _, s := range slices.Sorted(maps.Keys(tables)) {
		given = append(given, estimate.Table{Section: s, Rows: tables[s]})
	}
	rec, err := form.Record(given)
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear})
	if r.Failed() {
		t.Fatal(r.Found)
	}
	f := read(r).(*Facility)
	if r.Failed() {
		t.Fatal(r.Found)
	}
	return f, r.Found
}

// cents is an amount as a test writes it.
func cents(t testing.TB, s string) int64 {
	t.Helper()
	n, err := money.ParseMinor(s, 2)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// onAccount adds up what entries do to an account, debit positive.
func onAccount(f *Facility, p fiscal.Period, account string) (n int64) {
	for _, e := range f.Entries(p) {
		for _, l := range e.Lines {
			if l.Account == account {
				n += l.Amount
			}
		}
	}
	return n
}

// TestPublishedCases holds the entries of records against what textbooks print.
func TestPublishedCases(t *testing.T) {
	text, err := os.ReadFile("testdata/published.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Case, Source, Tolerance string
		Record                  map[string][]estimate.Row
		Interest, Carrying      map[int]string
	}
	if err := yaml.Unmarshal(text, &cases); err != nil || len(cases) < 3 {
		t.Fatal(len(cases), err)
	}
	for _, c := range cases {
		f, _ := recorded(t, c.Record)
		near := func(year int, what string, got int64, want string) {
			if d := got - cents(t, want); d > cents(t, c.Tolerance) || -d > cents(t, c.Tolerance) {
				t.Errorf("%s, %d: %s is %d, published %s", c.Case, year, what, got, want)
			}
		}
		for year, want := range c.Interest {
			near(year, "interest", onAccount(f, fiscal.CalendarYear.YearPeriod(year), "I"), want)
		}
		for year, want := range c.Carrying {
			end := fiscal.CalendarYear.YearEnd(year)
			near(year, "carrying amount", f.moves[0].amount-f.unamortised(-1, end), want)
		}
	}
}

// loanRecord is a loan of 1.2 million with costs, paid off monthly or at the end.
func loanRecord(method string, costs ...estimate.Row) map[string][]estimate.Row {
	return map[string][]estimate.Row{
		"facility":  {{"lender": "Bank", "kind": "term loan", "description": "Loan", "agreed": "2007-01-01", "matures": "2011-12-31", "method": method}},
		"accounts":  {{"long-term": "L", "current": "S", "interest": "I", "payable": "P", "costs": "C", "discount": "D", "loss": "X"}},
		"principal": {{"date": "2007-01-01", "amount": "1200000", "portion": "long-term"}},
		"rates":     {{"from": "2007-01-01", "rate": "9%", "basis": "30/360"}},
		"costs":     costs,
	}
}

// TestAmortisationEnds: whatever the costs and the method, they end at nil at maturity, entries and schedule say the same on every day, and what
// is repaid early takes exactly its part with it.
func TestAmortisationEnds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		amount := func(name string) string {
			return money.FormatMinor(int64(rapid.IntRange(1, 9_000_000).Draw(rt, name)), 2)
		}
		method := rapid.SampledFrom([]string{"straight line", "effective interest"}).Draw(rt, "method")
		rows := []estimate.Row{{"paid": "2007-01-01", "amount": amount("costs"), "until": "2011-12-31"}, {"what": "discount", "paid": "2007-01-01", "amount": amount("discount"), "until": "2011-12-31"}}
		rec := loanRecord(method, rows...)
		part := int64(0)
		on := day("2007-01-01") + fiscal.Date(rapid.IntRange(1, 1700).Draw(rt, "repaid on"))
		if rapid.Bool().Draw(rt, "repaid") {
			part = int64(rapid.IntRange(1, 120_000_000).Draw(rt, "part"))
			rec["principal"] = append(rec["principal"], estimate.Row{"date": on.String(), "amount": "-" + money.FormatMinor(part, 2), "portion": "long-term"})
		}
		f, _ := recorded(t, rec)
		if n := f.unamortised(-1, f.Matures); n != 0 {
			rt.Fatalf("%d is left at maturity", n)
		}
		at := day("2007-01-01") + fiscal.Date(rapid.IntRange(1, 1825).Draw(rt, "at"))
		span := fiscal.Period{Start: day("2007-01-01"), End: at}
		for i, a := range []string{"C", "D"} {
			if left := f.costs[i].amount + onAccount(f, span, a); left != f.unamortised(i, at) {
				rt.Fatalf("%s: entries leave %d, the schedule %d", a, left, f.unamortised(i, at))
			}
		}
		if part > 0 {
			for i := range f.costs {
				before, after := f.unamortised(i, on-1), f.unamortised(i, on)
				if on == fiscal.Of(on.Year(), on.Time().Month(), fiscal.DaysIn(on.Year(), on.Time().Month())) {
					continue // the month's own amortisation falls on the same day
				}
				if want := before * part / 120_000_000; before-after-want > 1 || want-(before-after) > 1 {
					rt.Fatalf("%d of %d is written off, want about %d", before-after, before, want)
				}
			}
		}
	})
}

// TestStraightLineDifference: a straight line that is not far from the effective method is noted with its amounts; one that is far is asked about.
func TestStraightLineDifference(t *testing.T) {
	for _, c := range []struct {
		amount, until string
		severity      check.Severity
		says          string
	}{
		{"12000", "2011-12-31", check.Note, "in equal months interest of the year to 2007-12-31 is 420.80 more than by the effective method, of 97,979.20"},
		{"700000", "2011-12-31", check.Open, "not materially different"},
	} {
		f, _ := recorded(t, loanRecord("", estimate.Row{"what": "discount", "paid": "2007-01-01", "amount": c.amount, "until": c.until}))
		found := f.straightLine(day("2007-12-31"))
		if len(found) != 1 || found[0].Severity != c.severity || !strings.Contains(found[0].Message, c.says) {
			t.Errorf("%s: %v", c.amount, found)
		}
	}
	f, _ := recorded(t, loanRecord("effective interest", estimate.Row{"paid": "2007-01-01", "amount": "12000", "until": "2011-12-31"}))
	if found := f.heldCosts(none{}, day("2007-12-31")); len(found) != 1 || found[0].Rule != "debt-costs-tie" {
		t.Errorf("the effective method says %v", found)
	}
}

// none is a ledger with nothing in it.
type none struct{}

func (none) Known(string) bool                             { return true }
func (none) Balance(string, fiscal.Date) (int64, error)    { return 0, nil }
func (none) Movement(string, fiscal.Period) (int64, error) { return 0, nil }

// TestEffectiveRefusals: what has no effective rate is refused with the way out.
func TestEffectiveRefusals(t *testing.T) {
	cost := estimate.Row{"paid": "2007-01-01", "amount": "12000", "until": "2011-12-31"}
	for want, change := range map[string]func(map[string][]estimate.Row){
		"amortised in equal months over its term": func(r map[string][]estimate.Row) { r["facility"][0]["kind"] = "revolving line" },
		"are no whole periods of 12 months": func(r map[string][]estimate.Row) {
			r["facility"][0]["period"], r["facility"][0]["matures"], r["costs"][0]["until"] = "12", "2011-08-31", "2011-08-31"
		},
		"an effective rate is of one issue": func(r map[string][]estimate.Row) {
			r["principal"] = append(r["principal"], estimate.Row{"date": "2008-01-01", "amount": "5", "portion": "long-term"})
		},
		"leave nothing of":                  func(r map[string][]estimate.Row) { r["costs"][0]["amount"] = "1200000" },
		"they run from the day of the loan": func(r map[string][]estimate.Row) { r["costs"][0]["paid"] = "2007-02-01" },
		"there is nothing to amortise":      func(r map[string][]estimate.Row) { delete(r, "costs") },
		"is not 1, 2, 3, 4, 6 or 12 months": func(r map[string][]estimate.Row) { r["facility"][0]["period"] = "5" },
		"is below zero; the kind says":      func(r map[string][]estimate.Row) { r["costs"][0]["amount"] = "-5" },
		"issue costs need their account":    func(r map[string][]estimate.Row) { delete(r["accounts"][0], "costs") },
		"discount and premium need their accou": func(r map[string][]estimate.Row) {
			r["costs"][0]["what"] = "premium"
			delete(r["accounts"][0], "discount")
		},
	} {
		rec := loanRecord("effective interest", maps.Clone(cost))
		change(rec)
		refused(t, rec, want)
	}
}

// refused says that a record is refused with some words.
func refused(t *testing.T, tables map[string][]estimate.Row, want string) {
	t.Helper()
	var given []estimate.Table
	for _, s := range slices.Sorted(maps.Keys(tables)) {
		given = append(given, estimate.Table{Section: s, Rows: tables[s]})
	}
	rec, err := form.Record(given)
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear})
	if !r.Failed() {
		read(r)
	}
	if !slices.ContainsFunc(r.Found, func(f check.Finding) bool { return f.Severity == check.Stop && strings.Contains(f.Message, want) }) {
		t.Errorf("%q is not said: %v", want, r.Found)
	}
}
