package efm

import (
	"fmt"
	"strings"
	"testing"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/xbrl"
)

const chart = `cash asset CashAndCashEquivalentsAtCarryingValue 500
stock asset InventoryNet 200
deferred asset DeferredTaxAssetsNetCurrent 40
payables liability AccountsPayableCurrent -240
capital equity CommonStockValue -100
retained equity RetainedEarningsAccumulatedDeficit -300
sales revenue SalesRevenueNet -900
costs expense CostOfGoodsSold 800`

const source = `@cover
# PART I
@statement balance-sheet
@statement income
@statement equity
@note "1. Inventories" InventoryDisclosureTextBlock
Inventories are {{InventoryNet}}, before {{InventoryNet prior}}.
@block InventoryPolicyTextBlock
At cost.
@end
@block ScheduleOfInventoryCurrentTableTextBlock
| | now |
|= Inventories | {{InventoryNet}} |
@end
@end
`

// made is the package of a small company, by filing.Make.
func made(t testing.TB, form filing.Form, scale int) filing.Package {
	t.Helper()
	c := &ledger.Chart{}
	if err := c.Found(ledger.Entity{Code: "co", Name: "Company", Currency: "USD"}); err != nil {
		t.Fatal(err)
	}
	tb := func(times int64) ledger.TrialBalance {
		var out ledger.TrialBalance
		for _, line := range strings.Split(chart, "\n") {
			f := strings.Fields(line)
			var n int64
			fmt.Sscan(f[3], &n)
			out.Rows = append(out.Rows, ledger.Row{Slot: ledger.Slot{Account: f[0]}, Amount: n * times * 123400})
		}
		out.Sort()
		return out
	}
	for _, line := range strings.Split(chart, "\n") {
		f := strings.Fields(line)
		if err := c.Open(ledger.Account{Code: f[0], Name: f[0], Type: ledger.AccountType(f[1]), Concept: "us-gaap:" + f[2]}); err != nil {
			t.Fatal(err)
		}
	}
	r, err := filing.ParseRegistrant([]byte(filing.RegistrantExample))
	if err != nil {
		t.Fatal(err)
	}
	spec := filing.Spec{Form: form, Year: 2024, On: fiscal.MustParse("2025-03-20")}
	if form == filing.Form10Q {
		spec.Quarter, spec.On = 2, fiscal.MustParse("2024-08-09")
	}
	cal := fiscal.CalendarYear
	d, err := filing.ParseDocument(source)
	if err != nil {
		t.Fatal(err)
	}
	tax, err := xbrl.Standard(2024)
	if err != nil {
		t.Fatal(err)
	}
	cols := spec.Columns(cal)
	var dates, spans []statement.Column
	for i, day := range cols.BalanceDates {
		dates = append(dates, statement.Column{Key: day.String(), Title: day.Long(), At: day, TB: tb(int64(3 - i))})
	}
	for i, p := range cols.Income {
		spans = append(spans, statement.Column{Key: p.Name, Title: p.Name, Over: p.Period, TB: tb(1), Begin: tb(int64(2 - i)), End: tb(int64(3 - i))})
	}
	balance, _ := statement.Build(statement.BalanceSheet, c, dates)
	income, _ := statement.Build(statement.IncomeStatement, c, spans)
	equity, _ := statement.ChangesInEquity(c, spans[:1])
	p, err := filing.Make(filing.Input{Spec: spec, Registrant: r, Calendar: cal, Currency: "USD", Chart: c, Document: d, Statements: []statement.Statement{balance, income}, Equity: &equity,
		Instants: map[string]statement.Column{"now": dates[0], "prior": dates[1]}, Spans: map[string]statement.Column{"now": spans[0], "prior": spans[1]},
		Taxonomy: tax, Scale: statement.Scale{Power: scale, Rounding: money.HalfAway}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
