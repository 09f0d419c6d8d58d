package debt

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
)

func day(s string) fiscal.Date { return fiscal.MustParse(s) }

// mortgage is a facility with a default, and what is learned later.
func mortgage(events []Event, issued map[fiscal.Date]fiscal.Date) *Facility {
	f := &Facility{Lender: "M&T", Kind: "mortgage", Agreed: day("2003-12-15"), Matures: day("2018-12-31"), LongTerm: "L", Current: "S", Callable: "C", terms: Position{Subjective: true, Events: events}, issued: issued, portions: map[fiscal.Date]int64{}, documents: map[EventKind]ledger.Hash{},
		books: estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear, Began: day("2004-01-01")}}
	f.moves = []principal{{day("2004-01-01"), 240_000, long, ""}}
	for i := range 24 {
		d := dueAmount{day("2004-12-31").AddMonths(i*3, true), 5_000}
		f.instalments = append(f.instalments, d)
		f.moves = append(f.moves, principal{d.on, -d.amount, scheduled, ""})
	}
	slices.SortStableFunc(f.moves, func(x, y principal) int { return int(x.on - y.on) })
	return f
}

var letter = Event{Kind: Adverse, What: "letter", Effective: day("2005-03-18")}
var loan = Event{Kind: Refinanced, What: "new loan", Signed: day("2007-03-05"), Effective: day("2007-03-05"), Until: day("2012-03-05"), LongTerm: true}

// TestClassificationByPosition: the same balance sheets with what was known before and after the new loan. What was issued before it stays.
func TestClassificationByPosition(t *testing.T) {
	issued := map[fiscal.Date]fiscal.Date{day("2005-03-31"): day("2005-08-01")}
	before, after := mortgage([]Event{letter}, nil), mortgage([]Event{letter, loan}, issued)
	for _, c := range []struct {
		f        *Facility
		at       string
		callable int64
	}{{before, "2004-12-31", 0}, {before, "2005-03-31", 210_000}, {before, "2006-03-31", 190_000}, {after, "2005-03-31", 210_000}, {after, "2006-03-31", 0}} {
		b, _ := c.f.walk(day(c.at))
		if b[callable] != c.callable || b[scheduled] != 20_000 || b[long]+b[scheduled]+b[callable] != c.f.owed(day(c.at)) {
			t.Errorf("%s: %v, want %d callable", c.at, b, c.callable)
		}
	}
}

// TestEntriesAreTheRollForward: whatever halves are asked, the entries are the same, and with what moved principal they are the balances.
func TestEntriesAreTheRollForward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := mortgage([]Event{letter, loan}, nil)
		f.terms.Events[0].Effective = day("2004-06-01") + fiscal.Date(rapid.IntRange(0, 900).Draw(t, "default"))
		f.rates = []rate{{day("2004-01-01"), w("0.0675"), rapid.SampledFrom([]string{"30/360", "actual/360", "actual/365"}).Draw(t, "basis")}}
		f.Interest, f.Payable = "I", "P"
		from, cut, to := day("2004-01-01"), day("2004-01-01")+fiscal.Date(rapid.IntRange(1, 1400).Draw(t, "cut")), day("2007-12-31")
		whole := f.Entries(fiscal.Period{Start: from, End: to})
		halves := append(f.Entries(fiscal.Period{Start: from, End: cut}), f.Entries(fiscal.Period{Start: cut + 1, End: to})...)
		if len(whole) != len(halves) {
			t.Fatalf("%d entries, and %d in halves", len(whole), len(halves))
		}
		sums, keys := map[string]int64{}, map[string]bool{}
		for i, e := range whole {
			if keys[e.Key] || e.Key != halves[i].Key {
				t.Fatalf("key %s", e.Key)
			}
			keys[e.Key] = true
			for _, l := range e.Lines {
				sums[l.Account] += l.Amount
			}
		}
		for _, m := range f.moves {
			if m.on <= to {
				sums[[]string{"L", "S", "C"}[m.of]] -= m.amount
			}
		}
		b, _ := f.walk(to)
		if -sums["L"] != b[long] || -sums["S"] != b[scheduled] || -sums["C"] != b[callable] {
			t.Fatalf("entries leave %v, the schedule %v", sums, b)
		}
		if fs := f.Rollforward(fiscal.Period{Start: cut, End: to}).Foot(2); fs != nil {
			t.Fatal(fs)
		}
	})
}

func w(s string) (n numberT) { return mustParse(s) }

func TestFormulas(t *testing.T) {
	at := map[string]numberT{"a": mustParse("6"), "b": mustParse("4")}
	for text, want := range map[string]string{"a+b*2": "14", "(a+b)*2": "20", "a - b - 1": "1", "-a + 10": "4", "a/b": "1.5", "max(a, b, 7)": "7", "min(a,b)": "4", "a / (b - 4 + 2)": "3"} {
		f, err := ParseFormula(text)
		if err != nil {
			t.Error(text, err)
			continue
		}
		if n, ok := f.root.value(at); !ok || n.String() != want {
			t.Errorf("%s is %s, want %s", text, n, want)
		}
	}
	for _, bad := range []string{"", "a +", "(a", "a b", "max(a", "2 $ 3", strings.Repeat("(", 200)} {
		if _, err := ParseFormula(bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func FuzzFormula(f *testing.F) {
	f.Add("max(a, -b) / (1 + c) * 2.5")
	f.Fuzz(func(t *testing.T, s string) {
		if x, err := ParseFormula(s); err == nil {
			at := map[string]numberT{}
			for _, n := range x.Names() {
				at[n] = mustParse("3")
			}
			x.root.value(at)
		}
	})
}

// TestFacilityRefusals: what cannot be is refused at its cell; an agreement dated back is found.
func TestFacilityRefusals(t *testing.T) {
	head := func() []estimate.Table {
		return []estimate.Table{{Section: "facility", Rows: []estimate.Row{{"lender": "B", "kind": "term loan", "description": "x", "agreed": "2004-01-01", "matures": "2009-01-01"}}}, {Section: "accounts", Rows: []estimate.Row{{"long-term": "L", "current": "S"}}}}
	}
	read1 := func(more ...estimate.Table) []check.Finding {
		rec, err := form.Record(append(head(), more...))
		if err != nil {
			t.Fatal(err)
		}
		r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear})
		if !r.Failed() {
			read(r)
		}
		return r.Found
	}
	for want, table := range map[string]estimate.Table{
		"more is repaid than is owed":            {Section: "principal", Rows: []estimate.Row{{"date": "2004-02-01", "amount": "-5", "portion": "current"}}},
		"an instalment is above zero":            {Section: "instalments", Rows: []estimate.Row{{"due": "2004-02-01", "amount": "-5"}}},
		"is after the day on which it matures":   {Section: "instalments", Rows: []estimate.Row{{"due": "2010-02-01", "amount": "5"}}},
		"before it is effective":                 {Section: "events", Rows: []estimate.Row{{"kind": "waiver", "what": "x", "effective": "2005-02-01", "until": "2005-01-01"}}},
		"which is before":                        {Section: "issued", Rows: []estimate.Row{{"at": "2005-03-31", "on": "2005-01-01"}}},
		"names \"ebitda\", which is no quantity": {Section: "covenants", Rows: []estimate.Row{{"name": "c", "formula": "1 / ebitda", "bound": "at most", "limit": "2", "from": "2004-01-01"}}},
		"issue costs need their account":         {Section: "costs", Rows: []estimate.Row{{"paid": "2004-01-01", "amount": "5", "until": "2005-01-01"}}},
		"it has no lines":                        {Section: "liquidity", Rows: []estimate.Row{{"begins": "2004-01-01", "opening": "5"}}},
	} {
		if found := read1(table); !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Severity == check.Stop && strings.Contains(f.Message, want) }) {
			t.Errorf("%q is not said: %v", want, found)
		}
	}
}
