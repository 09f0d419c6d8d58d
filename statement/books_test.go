package statement

import (
	"fmt"
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/xbrl"
)

// book is a small company: its chart and, in whole dollars, its balances at the beginning and its movements.
type book struct {
	t       *testing.T
	chart   *ledger.Chart
	begin   ledger.TrialBalance
	entries []ledger.Entry
}

var bookYear = fiscal.Period{Start: fiscal.MustParse("2006-01-01"), End: fiscal.MustParse("2006-12-31")}

// newBook opens accounts written as "code type[/section] element [class]".
func newBook(t *testing.T, accounts string) *book {
	t.Helper()
	b := &book{t: t, chart: &ledger.Chart{}}
	if err := b.chart.Found(ledger.Entity{Code: "co", Name: "Company", Currency: "USD"}); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(accounts), "\n") {
		f := append(strings.Fields(line), "", "")
		typ, section, _ := strings.Cut(f[1], "/")
		a := ledger.Account{Code: f[0], Name: f[0], Type: ledger.AccountType(typ), Section: ledger.Section(section), CashFlow: f[3]}
		if f[2] != "" && f[2] != "-" {
			a.Concept = gaap(f[2])
		}
		if err := b.chart.Open(a); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// lines reads "account amount [flow[+synthetic]]" in whole dollars, debit positive, separated by semicolons.
func (b *book) lines(text string) []ledger.Line {
	b.t.Helper()
	var out []ledger.Line
	for _, part := range strings.Split(text, ";") {
		f := append(strings.Fields(part), "")
		if len(f) < 3 {
			b.t.Fatalf("%q", part)
		}
		a, err := money.Parse(f[1], "USD")
		if err != nil {
			b.t.Fatal(err)
		}
		flow, basis, _ := strings.Cut(f[2], "+")
		l := ledger.Line{Account: f[0], Amount: a.Minor}
		l.Dims = l.Dims.With(ledger.CashFlowDimension, flow).With(ledger.BasisDimension, basis)
		out = append(out, l)
	}
	return out
}

func (b *book) opening(text string) *book {
	b.t.Helper()
	e := b.entry(ledger.Opening, bookYear.Start-1, b.lines(text))
	b.begin = b.fold([]ledger.Entry{e})
	return b
}

func (b *book) post(texts ...string) *book {
	b.t.Helper()
	for _, text := range texts {
		b.entries = append(b.entries, b.entry(ledger.Standard, bookYear.End, b.lines(text)))
	}
	return b
}

func (b *book) entry(kind ledger.Kind, on fiscal.Date, lines []ledger.Line) ledger.Entry {
	b.t.Helper()
	e := ledger.Entry{Kind: kind, Effective: on, Description: "test", Lines: lines}
	if found := e.Check(b.chart); len(found) > 0 {
		b.t.Fatal(found)
	}
	return e
}

func (b *book) fold(entries []ledger.Entry) ledger.TrialBalance {
	tb, err := ledger.Balances(func(yield func(ledger.Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}, bookYear.End)
	if err != nil {
		b.t.Fatal(err)
	}
	return tb
}

// column is the year.
func (b *book) column() Column {
	move := b.fold(b.entries)
	end := move.Less(ledger.TrialBalance{Rows: negated(b.begin.Rows)})
	return Column{Key: "2006", Title: "Year 2006", Over: bookYear, TB: move, Begin: b.begin, End: end, Founded: true}
}

func negated(rows []ledger.Row) []ledger.Row {
	var out []ledger.Row
	for _, r := range rows {
		r.Amount = -r.Amount
		out = append(out, r)
	}
	return out
}

func (b *book) cashFlow() (Statement, ColumnProof, []check.Finding) {
	b.t.Helper()
	s, proofs, found := CashFlowStatementOf(b.chart, []Column{b.column()})
	for _, f := range Foot(s, Scale{0, money.HalfAway}, 2) {
		if f.Severity == check.Stop {
			b.t.Error(f)
		}
	}
	begin, _ := s.Figure("cash-begin", "2006")
	end, _ := s.Figure("cash-end", "2006")
	net, _ := s.Figure("net-change", "2006")
	if begin.Amount+net.Amount != end.Amount || proofs[0].Difference != 0 {
		b.t.Errorf("%d + %d is not %d", begin.Amount, net.Amount, end.Amount)
	}
	b.sources(s)
	return s, proofs[0], found
}

// sources holds every line against the ledger behind it: the cash of a line is the credit of its sources.
func (b *book) sources(s Statement) {
	b.t.Helper()
	for _, r := range s.Rows {
		if r.Kind != LineRow || r.Instant || strings.HasPrefix(r.ID, "noncash-") {
			continue
		}
		var sum int64
		for _, src := range r.Figures[0].Sources {
			sum += src.Amount
		}
		if flow, ok := FlowNamed(r.ID); ok && flow.gain() {
			sum = -sum
		}
		if r.Figures[0].Amount != -sum {
			b.t.Errorf("%s is %d and its sources come to %d", r.ID, r.Figures[0].Amount, -sum)
		}
	}
}

func wantRow(t *testing.T, s Statement, want map[string]int64) {
	t.Helper()
	for id, dollars := range want {
		f, ok := s.Figure(id, "2006")
		if !ok && dollars != 0 || f.Amount != dollars*100 {
			t.Errorf("%s is %d, want %d", id, f.Amount, dollars*100)
		}
	}
	if t.Failed() {
		t.Log(printed(s))
	}
}

func printed(s Statement) string {
	var b strings.Builder
	for _, r := range s.Rows {
		fmt.Fprintf(&b, "%*s%s [%s %s]", 2*r.Level, "", r.Label, r.ID, r.Concept)
		for _, f := range r.Figures {
			fmt.Fprintf(&b, " %d", f.Amount)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func openOnes(fs []check.Finding) []check.Finding {
	var out []check.Finding
	for _, f := range fs {
		if f.Severity >= check.Open {
			out = append(out, f)
		}
	}
	return out
}

func standard(t *testing.T) *xbrl.Taxonomy {
	t.Helper()
	tax, err := xbrl.Standard(2024)
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

func moneyOf(minor int64) money.Amount { return money.New(minor, "USD") }
