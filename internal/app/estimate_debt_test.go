package app_test

import (
	"fmt"
	"testing"

	"tieout/check"
	"tieout/debt"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/exporter/exportertest"
)

// lineYAML is a line of credit with two certificates of its borrowing base, a smaller commitment, and an assessment of going concern.
const lineYAML = `
code: LINE
name: Revolving line
facility: {lender: Bank, kind: revolving line, description: Line secured by receivables and inventory, agreed: 2007-12-08, matures: 2009-12-31, commitment: "2500000.00"}
accounts: {long-term: "2500", current: "2410", interest: "7000", payable: "2300", costs: "1700"}
principal: [{date: 2008-01-15, amount: "900000.00", portion: current}, {date: 2008-08-15, amount: "400000.00", portion: current}]
costs: [{paid: 2008-01-01, amount: "24000.00", until: 2009-12-31}]
modifications: [{date: 2008-12-31, what: smaller line, until: 2009-12-31, third: "1500.00", old-amount: "2500000.00", old-months: 12, new-amount: "2000000.00", new-months: 12}]
base:
  - {at: 2008-06-30, class: receivables, gross: "1900000.00", rate: 80%}
  - {at: 2008-09-30, class: receivables, rate: 80%, cross: 50%, most: 40%}
  - {at: 2008-09-30, class: inventory, gross: "2600000.00", rate: 50%, cap: "600000.00"}
customers:
  - {at: 2008-09-30, class: receivables, customer: post, owed: "700000.00", over: "90000.00"}
  - {at: 2008-09-30, class: receivables, customer: dealers, owed: "520000.00", over: "300000.00", contra: "20000.00"}
  - {at: 2008-09-30, class: receivables, customer: schools, owed: "480000.00", over: "20000.00", contra: "15000.00"}
ineligible: [{at: 2008-09-30, class: inventory, reason: slow moving, amount: "900000.00"}]
reserves: [{at: 2008-09-30, kind: reserve, what: rent, amount: "50000.00"}, {at: 2008-09-30, kind: letter of credit, what: insurer, amount: "25000.00"}]
`

// loanYAML is a loan with a discount whose terms were changed for good.
const loanYAML = `
code: LOAN
name: Loan with new terms
facility: {lender: Bank, kind: term loan, description: Loan, agreed: 2007-01-01, matures: 2010-12-31, method: effective interest, period: 12, effective-rate: 8.6%}
accounts: {long-term: "2500", current: "2410", interest: "7000", payable: "2300", costs: "1700", discount: "2510", loss: "7100"}
principal: [{date: 2007-01-01, amount: "1000000.00", portion: long-term}]
rates: [{from: 2007-01-01, rate: 8%, basis: 30/360}]
costs: [{what: discount, paid: 2007-01-01, amount: "19600.00", until: 2010-12-31}]
modifications: [{date: 2009-01-01, what: lower interest, until: 2010-12-31, period: 12, lender: "5000.00", third: "2000.00", fair: "920000.00"}]
flows: [{date: 2009-01-01, terms: new, payment: "10000.00"}, {date: 2009-01-01, terms: new, payment: "1010000.00"}]
`

// TestPapersOfDebt: LibreOffice computes the papers of a line with its borrowing base and of a loan with new terms to the same cents, with inputs
// changed too.
func TestPapersOfDebt(t *testing.T) {
	var papers []exportertest.Case
	for _, text := range []string{lineYAML, loanYAML} {
		f, err := app.ParseEstimate(debt.Topic, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		rec, err := debt.Topic.Form.Record(f.Tables)
		if err != nil {
			t.Fatal(err)
		}
		r := estimate.NewReader(debt.Topic.Form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear, Current: app.CurrentReport})
		if r.Failed() {
			t.Fatal(r.Found)
		}
		s := debt.Topic.Read(r)
		if check.Worst(r.Found) >= check.Stop {
			t.Fatal(r.Found)
		}
		for i, p := range s.(estimate.Papered).Papers(fiscal.CalendarYear.YearPeriod(2009)) {
			papers = append(papers, exportertest.Case{Name: fmt.Sprintf("%s %d", f.Code, i+1), Paper: p})
		}
	}
	if len(papers) != 7 {
		t.Errorf("there are %d papers", len(papers))
	}
	exportertest.Recalculates(t, papers...)
}
