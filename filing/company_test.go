package filing

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/xbrl"
)

// company is a small maker of parts with books in memory: what a report is made from, without a database.
type company struct {
	t        testing.TB
	chart    *ledger.Chart
	entries  []ledger.Entry
	calendar fiscal.Calendar
	reg      Registrant
	scale    int
}

const companyChart = `cash asset CashAndCashEquivalentsAtCarryingValue
receivables asset AccountsReceivableNetCurrent
raw asset InventoryRawMaterials
finished asset InventoryFinishedGoods
machines asset MachineryAndEquipmentGross
worn asset AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment
payables liability AccountsPayableCurrent
loan liability LongTermDebtNoncurrent
shares equity CommonStockValue
premium equity AdditionalPaidInCapital
treasury equity TreasuryStockCommonValue
retained equity RetainedEarningsAccumulatedDeficit
sales revenue SalesRevenueNet
costs expense CostOfGoodsSold
selling expense SellingGeneralAndAdministrativeExpense
wear expense Depreciation
interest expense InterestExpense
tax expense IncomeTaxExpenseBenefit`

// newCompany has books from the end of 2002, with a quarter's business in every quarter of 2003 to 2026.
func newCompany(t testing.TB) *company {
	t.Helper()
	c := &company{t: t, chart: &ledger.Chart{}, calendar: fiscal.CalendarYear}
	if err := c.chart.Found(ledger.Entity{Code: "co", Name: "Company", Currency: "USD"}); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(companyChart, "\n") {
		f := strings.Fields(line)
		c.open(f[0], f[1], "us-gaap:"+f[2])
	}
	var err error
	if c.reg, err = ParseRegistrant([]byte(RegistrantExample)); err != nil {
		t.Fatal(err)
	}
	c.reg.Notice = "Demonstration: not filed, not audited, contains synthetic figures"
	c.reg.Shares = []ShareCount{{Date: fiscal.MustParse("2002-12-31"), Shares: 1000000}}
	c.reg.PublicFloat = []PublicFloat{{Date: fiscal.MustParse("2002-06-30"), Amount: 12500000}}
	c.post("2002-12-31", "cash 500000; receivables 120000; raw 90000; finished 80000; machines 400000; worn -100000; payables -70000; loan -200000; shares -10000; premium -390000; treasury 30000; retained -450000")
	for n := range 24 * 4 {
		y, q := 2003+n/4, n%4+1
		k := int64(n*1750 + n*n*13)
		c.post(c.calendar.Quarter(y, q).End.String(), fmt.Sprintf("sales %d; receivables %d; cash %d", -(210000+k), 10049, 199951+k),
			fmt.Sprintf("costs %d; finished %d; cash %d", 130500, 1250, -131750), fmt.Sprintf("selling %d; payables %d; cash %d", 41000+k/3, -501, -40499-k/3),
			"wear 9500; worn -9500", "interest 3500; cash -3500", "tax 8000; cash -8000")
	}
	return c
}

func (c *company) open(code, typ, concept string) {
	c.t.Helper()
	if err := c.chart.Open(ledger.Account{Code: code, Name: code, Type: ledger.AccountType(typ), Concept: concept}); err != nil {
		c.t.Fatal(err)
	}
}

// post adds entries written as "account dollars [basis]", separated by semicolons.
func (c *company) post(day string, texts ...string) {
	c.t.Helper()
	for _, text := range texts {
		e := ledger.Entry{Kind: ledger.Standard, Effective: fiscal.MustParse(day), Description: "test"}
		for _, part := range strings.Split(text, ";") {
			f := append(strings.Fields(part), "")
			a, err := money.Parse(f[1], "USD")
			if err != nil {
				c.t.Fatal(err)
			}
			e.Lines = append(e.Lines, ledger.Line{Account: f[0], Amount: a.Minor, Dims: ledger.Dims("").With(ledger.BasisDimension, f[2])})
		}
		if found := e.Check(c.chart); len(found) > 0 {
			c.t.Fatal(found)
		}
		c.entries = append(c.entries, e)
	}
}

func (c *company) balances(d fiscal.Date) ledger.TrialBalance {
	c.t.Helper()
	tb, err := ledger.Balances(func(yield func(ledger.Entry, error) bool) {
		for _, e := range c.entries {
			if !yield(e, nil) {
				return
			}
		}
	}, d)
	if err != nil {
		c.t.Fatal(err)
	}
	return tb
}

func (c *company) first() fiscal.Date { return c.entries[0].Effective }

func (c *company) at(d fiscal.Date) statement.Column {
	col := statement.Column{Key: d.String(), Title: d.Long(), At: d}
	if d < c.first() {
		col.Absent = "the books begin on " + c.first().Long()
		return col
	}
	before := c.calendar.YearPeriod(c.calendar.Year(d)).Start - 1
	col.TB = c.balances(d).Close(c.chart, c.balances(before), c.chart.Retained().Code)
	return col
}

func (c *company) over(p fiscal.Named) statement.Column {
	col := statement.Column{Key: p.Name, Title: PeriodWords(p.Period), Over: p.Period}
	if p.Start <= c.first() {
		col.Absent = "the books begin on " + c.first().Long()
		return col
	}
	col.Begin, col.End = c.balances(p.Start-1), c.balances(p.End)
	col.TB = col.End.Less(col.Begin)
	return col
}

func (c *company) overAll(ps []fiscal.Named) []statement.Column {
	var out []statement.Column
	for _, p := range ps {
		out = append(out, c.over(p))
	}
	return out
}

// input is all that the report needs.
func (c *company) input(s Spec, document string) Input {
	c.t.Helper()
	tax, err := xbrl.Standard(2024)
	if err != nil {
		c.t.Fatal(err)
	}
	d, err := ParseDocument(document)
	if err != nil {
		c.t.Fatal(err)
	}
	in := Input{Spec: s, Registrant: c.reg, Calendar: c.calendar, Currency: "USD", Chart: c.chart, Document: d, Taxonomy: tax, Stamp: "report test, position 7",
		Scale: statement.Scale{Power: c.scale, Rounding: money.HalfAway}}
	cols := s.Columns(c.calendar)
	balance, _ := statement.Build(statement.BalanceSheet, c.chart, []statement.Column{c.at(cols.BalanceDates[0]), c.at(cols.BalanceDates[1])})
	income, _ := statement.Build(statement.IncomeStatement, c.chart, c.overAll(cols.Income))
	cash, _, _ := statement.CashFlowStatementOf(c.chart, c.overAll(cols.CashFlow))
	in.Statements = []statement.Statement{balance, income, cash}
	if len(cols.Equity) > 0 {
		e, _ := statement.ChangesInEquity(c.chart, c.overAll(cols.Equity))
		in.Equity = &e
	}
	in.Instants = map[string]statement.Column{"now": balance.Columns[0], "prior": balance.Columns[1]}
	in.Spans = map[string]statement.Column{"now": income.Columns[0], "prior": income.Columns[1], "ytd": cash.Columns[0], "prior-ytd": cash.Columns[1]}
	return in
}

func (c *company) make(s Spec, document string) Package {
	c.t.Helper()
	p, err := Make(c.input(s, document))
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

func annual(year int, on string) Spec {
	return Spec{Form: Form10K, Year: year, On: fiscal.MustParse(on)}
}

func quarterly(year, q int, on string) Spec {
	return Spec{Form: Form10Q, Year: year, Quarter: q, On: fiscal.MustParse(on)}
}

// file is the text of the file whose name ends so.
func file(t testing.TB, p Package, end string) string {
	t.Helper()
	for _, f := range p.Files {
		if strings.HasSuffix(f.Name, end) {
			return string(f.Body)
		}
	}
	t.Fatalf("there is no file *%s", end)
	return ""
}

// words are the text of a page without markup, runs of white space as one blank.
func words(page string) string {
	var b strings.Builder
	depth := 0
	for _, r := range page {
		switch {
		case r == '<':
			depth++
		case r == '>':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(b.String(), "&#183;", " ")), " ")
}

func factsOf(p Package, concept string) []xbrl.Fact {
	var out []xbrl.Fact
	for _, f := range p.Facts {
		if f.Concept == concept {
			out = append(out, f)
		}
	}
	return out
}

func subjects(found []check.Finding, rule string) []string {
	var out []string
	for _, f := range found {
		if f.Rule == rule {
			out = append(out, f.Subject)
		}
	}
	return out
}

func wantWords(t *testing.T, page string, has []string, hasNot []string) {
	t.Helper()
	text := words(page)
	for _, w := range has {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing", w)
		}
	}
	for _, w := range hasNot {
		if strings.Contains(text, w) {
			t.Errorf("%q should not be there", w)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

func sameFiles(a, b Package) string {
	if len(a.Files) != len(b.Files) {
		return "number of files"
	}
	for i := range a.Files {
		if a.Files[i].Name != b.Files[i].Name || !bytes.Equal(a.Files[i].Body, b.Files[i].Body) {
			return a.Files[i].Name
		}
	}
	return ""
}
