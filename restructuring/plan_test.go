package restructuring

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
)

// planOf reads a record without a ledger.
func planOf(t testing.TB, tables ...estimate.Table) (*Plan, []check.Finding) {
	t.Helper()
	rec, err := form.Record(tables)
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear, Began: fiscal.MustParse("2004-01-01")})
	if r.Failed() {
		return nil, r.Found
	}
	s := read(r).(*Plan)
	return s, r.Found
}

func rows(section string, rows ...estimate.Row) estimate.Table {
	return estimate.Table{Section: section, Rows: rows}
}

var head = []estimate.Table{rows("plan", estimate.Row{"committed": "2005-06-15", "communicated": "2005-06-20", "complete": "2006-06-30", "description": "Head office moved"}), rows("accounts", estimate.Row{"liability": "2150", "charge": "6900"})}

// TestPlanOverTime: severance at once, retention over service, closing as incurred, a lease left with accretion, a linked impairment, a
// release with its origin, payments; entries and roll-forward say the same at every day.
func TestPlanOverTime(t *testing.T) {
	s, found := planOf(t, append(head,
		rows("costs", estimate.Row{"id": "sev", "type": "severance", "description": "Severance", "amount": "742000"}, estimate.Row{"id": "stay", "type": "retention", "description": "Stay", "last-service": "2005-12-31", "amount": "60000"},
			estimate.Row{"id": "close", "type": "closing", "description": "Closing", "expected": "231000"}, estimate.Row{"id": "office", "type": "lease", "description": "Office", "ended": "2005-12-31"}, estimate.Row{"id": "moulds", "type": "impairment", "description": "Moulds"}),
		rows("leases", estimate.Row{"cost": "office", "rent": "4000", "sublease": "1500", "months": "12", "rate": "9%"}),
		rows("charges", estimate.Row{"date": "2005-06-30", "cost": "close", "amount": "231000"}, estimate.Row{"date": "2005-06-30", "cost": "moulds", "amount": "300000"}),
		rows("changes", estimate.Row{"date": "2005-12-31", "cost": "sev", "amount": "-35000", "origin": "2005-09-30", "why": "staff who stayed"}),
		rows("payments", estimate.Row{"date": "2005-08-10", "cost": "sev", "amount": "700000"}))...)
	if s == nil || check.Worst(found) >= check.Open {
		t.Fatal(found)
	}
	year := fiscal.Period{Start: fiscal.MustParse("2005-01-01"), End: fiscal.MustParse("2005-12-31")}
	roll := s.Rollforward(year)
	if f := roll.Foot(2); f != nil {
		t.Error(f)
	}
	for i, want := range []int64{700_000, 6_000_000, 23_100_000, 2_858_728, 0} {
		if got := roll.Rows[i].End; got != want {
			t.Errorf("%s ends at %d, want %d", roll.Rows[i].Component, got, want)
		}
	}
	var sum int64
	keys := map[string]bool{}
	for _, e := range s.Entries(year) {
		if keys[e.Key] {
			t.Errorf("key %s stands twice", e.Key)
		}
		keys[e.Key] = true
		for _, l := range e.Lines {
			if l.Account == "2150" {
				sum -= l.Amount
			}
		}
		if e.Description == "Restructuring - staff who stayed" && e.Origin != fiscal.MustParse("2005-09-30") {
			t.Error("the release has lost its origin")
		}
	}
	if total := roll.Total(); sum-70_000_000 != total.End {
		t.Errorf("entries leave %d and the roll-forward %d", sum-70_000_000, total.End)
	}
	if end := s.sum("office", upTo(fiscal.MustParse("2006-12-31"))); end != 3_000_000 {
		t.Errorf("without payments the lease comes to what is paid in all: %d", end)
	}
	if fs := s.Check(ledgerOf(-3), fiscal.MustParse("2006-07-31")); !slices.ContainsFunc(fs, func(f check.Finding) bool { return f.Rule == "over-accrued" && f.Subject == "Severance" }) {
		t.Errorf("nothing is said of the release: %v", fs)
	}
	if len(s.Papers(year)) != 3 || len(s.Grids(year)) != 5 || len(s.Charts(year)) != 1 {
		t.Error("a paper, a table or a drawing is missing")
	}
}

type ledgerOf int64

func (l ledgerOf) Known(string) bool                             { return true }
func (l ledgerOf) Balance(string, fiscal.Date) (int64, error)    { return int64(l), nil }
func (l ledgerOf) Movement(string, fiscal.Period) (int64, error) { return int64(l), nil }

// TestEntriesOfHalves: whatever periods are asked, the entries are the same, and at the end of every day their sum less payments is the
// reserve of the roll-forward.
func TestEntriesOfHalves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		last := fiscal.MustParse("2005-08-20") + fiscal.Date(rapid.IntRange(0, 400).Draw(t, "days"))
		amount := rapid.Int64Range(1, 9_999_999).Draw(t, "amount")
		s := &Plan{Committed: fiscal.MustParse("2005-06-15"), Liability: "L", Charge: "C", books: estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear}}
		d, err := Decide(Facts{Kind: Retention, Committed: s.Committed, Communicated: s.Committed + 5, LastService: last})
		if err != nil {
			t.Fatal(err)
		}
		c := Cost{ID: "x", Description: "stay", Kind: Retention, Amount: amount, Decision: d}
		s.Costs = []Cost{c}
		s.accrue(c)
		cut := s.Committed + fiscal.Date(rapid.IntRange(0, 500).Draw(t, "cut"))
		whole := s.Entries(fiscal.Period{Start: s.Committed, End: s.Committed + 900})
		halves := append(s.Entries(fiscal.Period{Start: s.Committed, End: cut}), s.Entries(fiscal.Period{Start: cut + 1, End: s.Committed + 900})...)
		if len(whole) != len(halves) {
			t.Fatalf("%d entries, and %d in halves", len(whole), len(halves))
		}
		var sum int64
		for i, e := range whole {
			if e.Key != halves[i].Key || e.Lines[0].Amount != halves[i].Lines[0].Amount {
				t.Fatalf("%v and %v", e, halves[i])
			}
			sum += e.Lines[0].Amount
			if end := s.Rollforward(fiscal.Period{Start: s.Committed, End: e.Effective}).Rows[0].End; end != sum {
				t.Fatalf("at %s the roll-forward has %d and the entries %d", e.Effective, end, sum)
			}
		}
		if sum != amount {
			t.Fatalf("%d of %d", sum, amount)
		}
	})
}

func TestPlanRefusals(t *testing.T) {
	for want, tables := range map[string][]estimate.Table{
		"is before the plan was committed to":               {rows("plan", estimate.Row{"committed": "2005-06-15", "communicated": "2005-06-10", "description": "x"}), head[1]},
		"the code \"a\" stands twice":                       append(slices.Clone(head), rows("costs", estimate.Row{"id": "a", "type": "fees", "description": "x"}, estimate.Row{"id": "a", "type": "fees", "description": "x"})),
		"there is no cost \"b\"":                            append(slices.Clone(head), rows("charges", estimate.Row{"date": "2005-06-30", "cost": "b", "amount": "1"})),
		"which is before; correct one of them":              append(slices.Clone(head), rows("costs", estimate.Row{"id": "a", "type": "severance", "description": "x", "last-service": "2005-06-16", "amount": "5"})),
		"so its amount is needed":                           append(slices.Clone(head), rows("costs", estimate.Row{"id": "a", "type": "severance", "description": "x"})),
		"use Changes of estimate":                           append(slices.Clone(head), rows("costs", estimate.Row{"id": "a", "type": "severance", "description": "x", "amount": "5"}), rows("charges", estimate.Row{"date": "2005-06-30", "cost": "a", "amount": "1"})),
		"a payment is above zero":                           append(slices.Clone(head), rows("costs", estimate.Row{"id": "a", "type": "fees", "description": "x"}), rows("payments", estimate.Row{"date": "2005-06-30", "cost": "a", "amount": "-1"})),
		"is before the plan was committed to on 2005-06-15": append(slices.Clone(head), rows("costs", estimate.Row{"id": "a", "type": "fees", "description": "x"}), rows("payments", estimate.Row{"date": "2005-06-01", "cost": "a", "amount": "1"})),
	} {
		_, found := planOf(t, tables...)
		if !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Severity == check.Stop && strings.Contains(f.Message, want) }) {
			t.Errorf("%q is not said: %v", want, found)
		}
	}
}
