package americanlocker

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/importer"
	"tieout/ledger"
	"tieout/statement"
)

// books are the journals as one ledger, with the file that each entry came from.
type books struct {
	chart   ledger.Chart
	entries []ledger.Entry
	files   []string
	claims  []importer.Assertion
	cited   map[string]bool // documents named
	lines   int
}

func journals(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(Data, "journal/*.journal")
	if err != nil || len(names) < 70 {
		t.Fatal(names, err)
	}
	return names
}

// read reads the journals until one that was posted after a day; no day reads all.
func read(t *testing.T, until string) books {
	t.Helper()
	b := books{cited: map[string]bool{}}
	if err := b.chart.Found(ledger.Entity{Code: "main", Currency: "USD"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range journals(t) {
		if posted := strings.TrimPrefix(name, "journal/")[3:13]; until != "" && posted > until {
			break
		}
		b.file(t, name)
	}
	for _, x := range recorded(t) {
		if until == "" || x.known <= until {
			b.text(t, "journal/00-"+x.known+"-estimates", []byte(x.text))
		}
	}
	return b
}

func (b *books) file(t *testing.T, name string) {
	body, err := fs.ReadFile(Data, name)
	if err != nil {
		t.Fatal(err)
	}
	b.text(t, name, body)
}

func (b *books) text(t *testing.T, name string, body []byte) {
	for it, err := range importer.Hledger(bytes.NewReader(body), importer.Options{Name: name, Currency: "USD", Dimensions: []string{"product"}}) {
		switch {
		case err != nil:
			t.Fatal(err)
		case it.Account != nil && !it.Inferred:
			err = b.chart.Open(*it.Account)
		case it.Account != nil:
			if _, ok := b.chart.Account(it.Account.Code); !ok {
				t.Fatalf("%s: %s is not in the chart", name, it.Account.Code)
			}
		case it.Dimension != nil:
			err = b.chart.Define(*it.Dimension)
		case it.Entry != nil:
			e := *it.Entry
			e.Lines = slices.Clone(e.Lines)
			b.entries, b.files = append(b.entries, e), append(b.files, name)
			b.lines += len(e.Lines)
			for _, d := range it.Documents {
				b.cited[d] = true
			}
		case it.Assertion != nil:
			b.claims = append(b.claims, *it.Assertion)
		}
		if err != nil {
			t.Fatal(name, err)
		}
	}
}

func (b *books) all() iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for _, e := range b.entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (b *books) at(t *testing.T, day string) ledger.TrialBalance {
	t.Helper()
	tb, err := ledger.Balances(b.all(), fiscal.MustParse(day))
	if err != nil || tb.Total() != 0 {
		t.Fatal(tb.Total(), err)
	}
	return tb
}

func (b *books) under(tb ledger.TrialBalance, code string) int64 {
	return tb.Of(func(r ledger.Row) bool { return r.Account == code || strings.HasPrefix(r.Account, code+":") })
}

func TestEveryEntryIsSound(t *testing.T) {
	b := read(t, "")
	if len(b.entries) < 2500 {
		t.Errorf("%d entries", len(b.entries))
	}
	for i, e := range b.entries {
		for _, f := range e.Check(&b.chart) {
			t.Errorf("%s: %s", b.files[i], f)
		}
		if strings.Contains(strings.ToLower(e.Description), "plug") {
			t.Errorf("%s: %s", b.files[i], e.Description)
		}
		if e.Effective > fiscal.MustParse(b.files[i][11:21]) {
			t.Errorf("%s: %s is dated after it was posted", b.files[i], e.Description)
		}
	}
	t.Log(len(b.entries), "entries", b.lines, "lines")
}

// Property, debt and equity move by named flows only.
func TestGrossFlowsAreNamed(t *testing.T) {
	b := read(t, "")
	for i, e := range b.entries {
		if e.Kind == ledger.Opening {
			continue
		}
		for _, l := range e.Lines {
			name := l.Dims.Get(ledger.CashFlowDimension)
			if _, known := statement.FlowNamed(name); name != "" && !known {
				t.Errorf("%s: flow %q", b.files[i], name)
			}
			if named(l.Account) && name == "" {
				t.Errorf("%s: %s: %s moves without a flow", b.files[i], e.Description, l.Account)
			}
		}
	}
}

func named(account string) bool {
	for _, p := range []string{"Assets:Noncurrent:Property", "Assets:Noncurrent:Goodwill", "Assets:Noncurrent:Intangible", "Liabilities:Current:Line of credit", "Liabilities:Current:Long-term debt", "Liabilities:Noncurrent:Long-term debt", "Equity"} {
		if strings.HasPrefix(account, p) {
			return true
		}
	}
	return false
}

func TestAssertionsHold(t *testing.T) {
	b := read(t, "")
	if len(b.claims) < 120 {
		t.Errorf("%d assertions", len(b.claims))
	}
	for _, c := range b.claims {
		tb := b.at(t, c.Date.String())
		have := tb.Account(c.Account)
		if c.Inclusive {
			have = b.under(tb, c.Account)
		}
		if have != c.Amount {
			t.Errorf("%s at %s: %d, asserted %d", c.Account, c.Date, have, c.Amount)
		}
	}
}

// Cash and every class of inventory, but for differences of counts, are never negative at the end of a day, with everything known and as it stood on
// 13 November 2006.
func TestNeverNegative(t *testing.T) {
	for _, until := range []string{"", "2006-11-13"} {
		b := read(t, until)
		slices.SortStableFunc(b.entries, func(x, y ledger.Entry) int { return int(x.Effective - y.Effective) })
		balance := map[string]int64{}
		for i, e := range b.entries {
			for _, l := range e.Lines {
				balance[l.Account] += l.Amount
			}
			if i+1 < len(b.entries) && b.entries[i+1].Effective == e.Effective {
				continue
			}
			for code, n := range balance {
				if n < 0 && (strings.HasPrefix(code, "Assets:Current:Cash") || strings.HasPrefix(code, "Assets:Current:Inventories")) && !strings.Contains(code, "reserve") && !strings.Contains(code, "Reserve") && !strings.Contains(code, "Count differences") {
					t.Errorf("%s (known by %q): %s stands at %d", e.Effective, until, code, n)
				}
			}
		}
	}
}

// What was filed: every figure is in the books but the two known exceptions.
func TestFiledFigures(t *testing.T) {
	b := read(t, "")
	f, err := Data.Open("filed.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var differ []string
	for _, r := range rows[1:] {
		want, err := strconv.ParseInt(r[4], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		var have int64
		if r[0] == "balance" {
			have = b.caption(t, r[2], r[3])
		} else {
			have = b.flow(t, r)
		}
		if have != want*100 {
			differ = append(differ, r[1]+" "+r[3]+" "+strconv.FormatInt(have, 10))
		}
	}
	want := []string{"Plastic locker sales (probable misprint of 988,000) 2005-Q3 98800000", "Net sales (quarters add to 37,882,547) 2004-9M 3788254700"}
	if !slices.Equal(differ, want) {
		t.Errorf("%q", differ)
	}
}

// caption is a figure of the balance sheet.
func (b *books) caption(t *testing.T, concept, day string) int64 {
	t.Helper()
	d := fiscal.MustParse(day)
	tb := b.at(t, day)
	s, found := statement.Build(statement.BalanceSheet, &b.chart, []statement.Column{{Key: day, At: d, TB: tb}})
	for _, f := range found {
		t.Error(f)
	}
	row, ok := s.RowOf("us-gaap:" + concept)
	if !ok {
		return max(b.concept(tb, concept), -b.concept(tb, concept))
	}
	n := row.Shown(row.Figures[0])
	if row.Less {
		return -n
	}
	return n
}

func (b *books) concept(tb ledger.TrialBalance, concept string) int64 {
	return tb.Of(func(r ledger.Row) bool {
		a, _ := b.chart.Account(r.Account)
		return a.Concept == "us-gaap:"+concept
	})
}

// flow is a figure of the income statement, or the sales of a product line in thousands.
func (b *books) flow(t *testing.T, r []string) int64 {
	t.Helper()
	c, err := fiscal.ParseCalendar("12-31")
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.ParsePeriod(r[3])
	if err != nil {
		t.Fatal(err)
	}
	move := b.at(t, p.End.String()).Less(b.at(t, (p.Start - 1).String()))
	switch r[2] {
	case "":
		n := -b.under(move, "Results:Net sales:"+strings.Fields(r[1])[0]+" lockers")
		return (n + 50000) / 100000 * 100000
	case "NetIncomeLoss":
		return -b.under(move, "Results")
	case "Revenues":
		return -b.under(move, "Results:Net sales")
	}
	return b.concept(move, r[2])
}

// On 13 November 2006 the bank debt is current; once the refinancing is known it is long-term again.
func TestDebtByPosition(t *testing.T) {
	then, now := read(t, "2006-11-13"), read(t, "")
	for _, x := range []struct {
		day          string
		then, now    int64
		current, old int64
	}{{"2005-12-31", 0, -217804200, -13816800, -231621000}, {"2006-03-31", 0, -214110500, -14098200, -228208700}} {
		a, z := then.at(t, x.day), now.at(t, x.day)
		if n := then.under(a, "Liabilities:Noncurrent:Long-term debt"); n != x.then {
			t.Errorf("%s as known then: long-term %d", x.day, n)
		}
		if n := then.under(a, "Liabilities:Current:Long-term debt"); n != x.old {
			t.Errorf("%s as known then: current %d", x.day, n)
		}
		if n := now.under(z, "Liabilities:Noncurrent:Long-term debt"); n != x.now {
			t.Errorf("%s as known now: long-term %d", x.day, n)
		}
		if n := now.under(z, "Liabilities:Current:Long-term debt"); n != x.current {
			t.Errorf("%s as known now: current %d", x.day, n)
		}
	}
	last := then.entries[0].Effective
	for _, e := range then.entries {
		last = max(last, e.Effective)
	}
	if last < fiscal.MustParse("2006-10-31") || last > fiscal.MustParse("2006-11-13") {
		t.Errorf("the books of 13 November 2006 end on %s", last)
	}
}

// Documents that entries name are there, say that they are samples, and stand behind the inventories of March 2006.
func TestDocuments(t *testing.T) {
	b := read(t, "")
	if len(b.cited) < 5 {
		t.Errorf("documents: %v", b.cited)
	}
	for name := range b.cited {
		body, err := fs.ReadFile(Data, "journal/"+name)
		if err != nil || !strings.Contains(string(body), "Sample document: synthetic") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
