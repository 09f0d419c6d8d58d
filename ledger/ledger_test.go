package ledger

import (
	"errors"
	"iter"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/money"
)

// testChart is a small chart: cash, stock, sales and cost in two entities.
func testChart(t interface{ Fatal(...any) }) *Chart {
	c := &Chart{}
	for _, e := range []Entity{{Code: "main", Currency: "USD"}, {Code: "canada", Currency: "CAD"}} {
		if err := c.Found(e); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range []Account{{Code: "1000", Type: Asset}, {Code: "1300", Type: Asset}, {Code: "3100", Name: "Retained earnings", Type: Equity},
		{Code: "4000", Type: Revenue}, {Code: "5000", Type: Expense}} {
		if err := c.Open(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Define(Dimension{Code: "plant"}); err != nil {
		t.Fatal(err)
	}
	return c
}

func entry(lines ...Line) Entry {
	return Entry{Kind: Standard, Effective: fiscal.MustParse("2005-06-30"), Source: "x:1", Lines: lines}
}

func TestEntryCheck(t *testing.T) {
	c := testChart(t)
	for _, k := range []struct {
		name string
		e    Entry
		want string // part of a finding; empty for none
	}{
		{"balanced", entry(Line{Account: "1000", Amount: 100}, Line{Account: "4000", Amount: -100}), ""},
		{"out of balance", entry(Line{Account: "1000", Amount: 10000}, Line{Account: "4000", Amount: -8750}), "out of balance by 12.50 USD: debits 100.00, credits 87.50"},
		{"balanced over two entities only together", entry(Line{Account: "1000", Amount: 100}, Line{Account: "4000", Amount: -100, Entity: "canada"}), "out of balance by 1.00 CAD: debits 0.00, credits 1.00"},
		{"balanced within each entity", entry(Line{Account: "1000", Amount: 5}, Line{Account: "4000", Amount: -5}, Line{Account: "1000", Amount: 7, Entity: "canada"}, Line{Account: "4000", Amount: -7, Entity: "canada"}), ""},
		{"unknown account", entry(Line{Account: "9999", Amount: 1}, Line{Account: "4000", Amount: -1}), `account "9999" is not in the chart`},
		{"unknown entity", entry(Line{Account: "1000", Amount: 1, Entity: "mexico"}, Line{Account: "4000", Amount: -1, Entity: "mexico"}), `entity "mexico"`},
		{"unknown dimension", entry(Line{Account: "1000", Amount: 1, Dims: "colour=red"}, Line{Account: "4000", Amount: -1}), `dimension "colour" is not defined`},
		{"dimensions every book has", entry(Line{Account: "1000", Amount: 1, Dims: "basis=synthetic;cashflow=dividends;plant=TX"}, Line{Account: "4000", Amount: -1}), ""},
		{"one line", entry(Line{Account: "1000", Amount: 0}), "1 lines"},
		{"no date", Entry{Kind: Standard, Lines: []Line{{Account: "1000", Amount: 1}, {Account: "4000", Amount: -1}}}, "no effective date"},
		{"kind", Entry{Kind: "odd", Effective: 1, Lines: []Line{{Account: "1000", Amount: 1}, {Account: "4000", Amount: -1}}}, `kind "odd"`},
		{"too large", entry(Line{Account: "1000", Amount: money.MaxMinor + 1}, Line{Account: "4000", Amount: -money.MaxMinor - 1}), "largest single amount"},
		{"bidi", Entry{Kind: Standard, Effective: 1, Description: "pay\u202eecived", Lines: []Line{{Account: "1000", Amount: 1}, {Account: "4000", Amount: -1}}}, "invisible direction mark"},
	} {
		fs := k.e.Check(c)
		var all []string
		for _, f := range fs {
			all = append(all, f.String())
		}
		got := strings.Join(all, "\n")
		if k.want == "" && got != "" || !strings.Contains(got, k.want) {
			t.Errorf("%s: findings %q, want %q", k.name, got, k.want)
		}
	}
}

func TestReversalTakesBackEverything(t *testing.T) {
	e := entry(Line{Account: "1000", Amount: 125, Dims: "plant=TX", Transaction: &Transaction{Amount: money.New(100, "CAD"), Rate: "1.25"}}, Line{Account: "4000", Amount: -125})
	e.ID = 7
	r := e.Reversal(fiscal.MustParse("2005-07-31"), "wrong customer")
	if r.Reverses != 7 || r.Origin != e.Effective || r.Kind != Reversing {
		t.Errorf("%+v", r)
	}
	tb, err := Balances(seq(e, r), fiscal.MustParse("2005-12-31"))
	if err != nil || tb.Total() != 0 || tb.Account("1000") != 0 || tb.Account("4000") != 0 {
		t.Errorf("%+v, %v", tb, err)
	}
	if r.Lines[0].Transaction.Amount.Minor != -100 || e.Lines[0].Transaction.Amount.Minor != 100 {
		t.Error("the transaction amount was not reversed, or the original was changed")
	}
}

func seq(es ...Entry) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range es {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestAReadErrorIsNeverAShorterTrialBalance(t *testing.T) {
	broken := errors.New("disk")
	journal := func(yield func(Entry, error) bool) {
		if yield(entry(Line{Account: "1000", Amount: 1}, Line{Account: "4000", Amount: -1}), nil) {
			yield(Entry{}, broken)
		}
	}
	if tb, err := Balances(journal, 1<<30); !errors.Is(err, broken) || len(tb.Rows) != 0 {
		t.Error(tb, err)
	}
}

func TestVirtualClose(t *testing.T) {
	c := testChart(t)
	year := func(date string, sales int64) Entry {
		e := entry(Line{Account: "1000", Amount: sales}, Line{Account: "4000", Amount: -sales, Dims: "basis=synthetic"})
		e.Effective = fiscal.MustParse(date)
		return e
	}
	journal := []Entry{year("2004-05-01", 100), year("2005-05-01", 30)}
	at := func(d string) TrialBalance { tb, _ := Balances(seq(journal...), fiscal.MustParse(d)); return tb }
	closed := at("2005-12-31").Close(c, at("2004-12-31"), c.Retained().Code)
	if closed.Total() != 0 || closed.Account("4000") != -30 || closed.Account("3100") != -100 || closed.Account("1000") != 130 {
		t.Errorf("%+v", closed.Rows)
	}
	for _, r := range closed.Rows {
		if r.Account == "3100" && r.Dims != "basis=synthetic" {
			t.Errorf("the basis was lost: %+v", r)
		}
	}
}

func TestMovementIsEndLessBeginning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) TrialBalance {
			var tb TrialBalance
			seen := map[Slot]bool{}
			for range rapid.IntRange(0, 6).Draw(t, name) {
				s := Slot{rapid.SampledFrom([]string{"1000", "1300", "4000"}).Draw(t, "a"), "", Dims(rapid.SampledFrom([]string{"", "plant=TX"}).Draw(t, "d"))}
				if !seen[s] {
					tb.Rows = append(tb.Rows, Row{s, rapid.Int64Range(-1e9, 1e9).Draw(t, "n")})
				}
				seen[s] = true
			}
			tb.Sort()
			return tb
		}
		b, e := draw("begin"), draw("end")
		m := e.Less(b)
		for _, a := range []string{"1000", "1300", "4000"} {
			if m.Account(a) != e.Account(a)-b.Account(a) {
				t.Fatalf("%s moved by %d", a, m.Account(a))
			}
		}
	})
}

func TestDims(t *testing.T) {
	d, err := MakeDims("segment", "metal", "plant", "TX")
	if err != nil || d != "plant=TX;segment=metal" || d.Get("segment") != "metal" || d.Get("none") != "" {
		t.Error(d, err)
	}
	if d.With("plant", "") != "segment=metal" || d.With("basis", "synthetic") != "basis=synthetic;plant=TX;segment=metal" {
		t.Error(d.With("plant", ""))
	}
	for _, bad := range [][]string{{"plant", ""}, {"a=b", "c"}, {"a", "b;c"}, {"a", "1", "a", "2"}} {
		if _, err := MakeDims(bad...); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}

func TestTypesAsPeopleWriteThem(t *testing.T) {
	for s, want := range map[string]string{"Current Assets": "asset current", "fixed asset": "asset noncurrent", "COGS": "expense ", "long-term liability": "liability noncurrent",
		"Income": "revenue ", "Equity": "equity ", "A": "asset ", "expenses": "expense ", "Liabilities": "liability "} {
		got, section, err := ParseType(s)
		if err != nil || string(got)+" "+string(section) != want {
			t.Errorf("%q is %s %s, %v; want %s", s, got, section, err, want)
		}
	}
	if _, _, err := ParseType("widget"); err == nil {
		t.Error("widget is a type")
	}
}

func TestAnAccountKeepsItsType(t *testing.T) {
	c := testChart(t)
	if err := c.Open(Account{Code: "1000", Name: "Cash", Type: Expense}); err == nil {
		t.Error("an asset became an expense")
	}
	if err := c.Open(Account{Code: "1000", Name: "Cash at bank", Type: Asset}); err != nil {
		t.Error(err)
	}
	if a, _ := c.Account("1000"); a.Name != "Cash at bank" || a.ID != 1 {
		t.Errorf("%+v", a)
	}
}
