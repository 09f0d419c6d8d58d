package calc

import (
	"errors"
	"strings"
	"testing"
)

// TestDebtCases asks what textbooks and filings show; the ids are those of the collection. DBT-02: OpenStax Principles of Accounting m67914;
// DBT-06: Saylor Financial Accounting 14.3; DBT-08: FinanceMath validation-185, -182, -20; DBT-09: a homework page; DBT-10: Kieso E14-23
// family; DBT-12: Grant Thornton, example 2; DBT-13: a wiki, which is wrong; DBT-15: exhibit 99.1 of registrant 713002, 30 April 2012.
func TestDebtCases(t *testing.T) {
	period := func(i int, key string) []any { return []any{"debts", 0, "periods", i, key} }
	const premium = "{amount_decimals: 0, face: 100000, proceeds: 104460, coupon: 0.05, yield: 0.04, years: 5}"
	const zero = "{amount_decimals: 0, face: 20000, years: 2, yield: 0.06, factor_decimals: 4}"
	const certificate = "{net_income: 9449, depreciation_amortisation: 6208, income_tax: 3276, interest_charges: 1112, non_cash_charges: 4317, total_debt: 4094, cash_taxes: 1252, maintenance_capex: 2000, cash_interest: 201, current_portion_other_ltd: 21, unit: USD k, max_leverage: 2.75, min_fccr: 1}"
	const mortgage = "{balance_sheet: 2006-03-31, ISSUED owed: 2282087, due_within_a_year: 140982, subjective_acceleration: yes, events: [{kind: mac, effective: 2005-03-18}, {kind: refinanced, signed: 2007-03-05, effective: 2007-03-05, until: 2012-03-05}]}"
	for _, c := range []struct {
		id, topic, in string
		path          []any
		want          any
	}{
		{"DBT-02", "debt", premium, period(0, "interest"), "4178"},
		{"DBT-02", "debt", premium, period(3, "interest"), "4076"},
		{"DBT-02", "debt", premium, period(4, "interest"), "4029"},
		{"DBT-02", "debt", premium, period(2, "carrying"), "101895"},
		{"DBT-02: its own last interest", "debt", strings.Replace(premium, "years: 5", "years: 5, last_period: own interest", 1), period(4, "interest"), "4039"},
		{"DBT-06", "debt", zero, []any{"debts", 0, "price"}, "17800"},
		{"DBT-06", "debt", zero, period(1, "interest"), "1132"},
		{"DBT-06", "debt", zero, period(0, "straight_line"), "1100"},
		{"DBT-08", "debt", "{face: 5000000, coupon: 0.025, yield: 0.03, years: 3, price_decimals: 3}", []any{"debts", 0, "price"}, "4929284.716"},
		{"DBT-08 b", "debt", "{amount_decimals: 3, issue_pct: 92.28, face: 50, yield: 0.05, years: 2}", period(0, "interest"), "2.307"},
		{"DBT-08 c", "debt", "{carrying: 950000, gain: 100000}", []any{"extinguishments", 0, "call_price"}, "85.00"},
		{"DBT-09", "debt", "{face: 650000, carrying: 677000, call: 1.02}", []any{"extinguishments", 0, "gain"}, "14000.00"},
		{"DBT-10", "debt", "{carrying: 1700000, new_principal: 1360000, new_rate: 0.1, years: 3}", []any{"troubled", 0, "gain"}, "0.00"},
		{"DBT-10", "debt", "{carrying: 1700000, new_principal: 1360000, new_rate: 0.1, years: 3}", []any{"troubled", 0, "undiscounted_total"}, "1768000.00"},
		{"DBT-12", "modification", "{original_carrying: 1000000, pv_new_at_original_rate: 976000, fee_to_lender: 10000}", []any{"tests", 0, "pv_plus_fee"}, "986000.00"},
		{"DBT-12", "modification", "{original_carrying: 1000000, pv_new_at_original_rate: 976000, fee_to_lender: 10000}", []any{"tests", 0, "pct"}, "-1.40"},
		{"DBT-12", "modification", "{original_carrying: 1000000, pv_new_at_original_rate: 976000, fee_to_lender: 10000}", []any{"tests", 0, "substantial"}, false},
		{"a rise of ten per cent is substantial too", "modification", "{carrying: 100, pv_new_at_original_rate: 110}", []any{"tests", 0, "substantial"}, true},
		{"DBT-13", "modification", "{claim: compare undiscounted totals; only a fall of 10 % counts}", []any{"findings", 0, "rule"}, "undiscounted-test"},
		{"DBT-15", "covenants", certificate, []any{"tests", 0, "value"}, "0.17"},
		{"DBT-15", "covenants", certificate, []any{"tests", 0, "pass"}, true},
		{"DBT-15", "covenants", certificate, []any{"quantities", 10, "amount"}, "24362.00"},
		{"DBT-15: derived", "covenants", certificate, []any{"tests", 1, "value"}, "95.09"},
		{"breached", "covenants", "{quantities: {debt: 30, ebitda: 10}, covenants: {name: leverage, formula: debt / ebitda, max: 2.5}}", []any{"findings", 0, "rule"}, "covenant-breached"},
		{"what would cure it", "covenants", "{quantities: {debt: 30, ebitda: 10}, covenants: {name: leverage, formula: debt / ebitda, max: 2.5}}", []any{"tests", 0, "room", 1, "breaks_at"}, "12.00"},
		{"the mortgage while nobody knew of the new loan", "debt", strings.NewReplacer("ISSUED ", "issued: 2006-05-15, ").Replace(mortgage), []any{"classification", 0, "current"}, "2282087.00"},
		{"the mortgage as the 10-Q of mid-2008 shows it", "debt", strings.NewReplacer("ISSUED ", "issued: 2008-06-30, ").Replace(mortgage), []any{"classification", 0, "non_current"}, "2141105.00"},
		{"a waiver of more than a year", "debt", "{balance_sheet: 2012-12-31, owed: 100, events: [{kind: violation, effective: 2012-12-31}, {kind: waiver, signed: 2013-02-01, until: 2014-01-31}]}", []any{"classification", 0, "non_current"}, "100.00"},
		{"a waiver of a year", "debt", "{balance_sheet: 2012-12-31, owed: 100, events: [{kind: violation, effective: 2012-12-31}, {kind: waiver, signed: 2013-02-01, until: 2013-12-31}]}", []any{"classification", 0, "current"}, "100.00"},
		{"forbearance is no waiver; dated as of August, signed in September", "debt", "{balance_sheet: 2013-06-30, issued: 2013-08-15, owed: 100, events: [{kind: violation, effective: 2013-06-30}, {kind: forbearance, as_of: 2013-08-01, signed: 2013-09-13}]}", []any{"classification", 0, "current"}, "100.00"},
		{"a lockbox", "debt", "{balance_sheet: 2012-12-31, owed: 100, revolver: yes, lockbox: yes, subjective_acceleration: yes}", []any{"classification", 0, "current"}, "100.00"},
		{"issue costs before ASU 2015-03", "debt", "{face: 100, coupon: 5%, years: 2, proceeds: 100, issue_costs: 4, fiscal_year_begins: 2015-01-01}", []any{"debts", 0, "issue_costs"}, "asset"},
		{"overadvance", "debt", "{classes: {ar: {gross: 100, rate: 80%}}, commitment: 100, drawn: 90}", []any{"findings", 0, "rule"}, "overadvance"},
		{"going concern before ASU 2014-15", "debt", "{period_ends: 2008-12-31, conditions: [losses], probable: yes}", []any{"going_concern", 0, "assessed_by"}, "the auditor"},
		{"and since, a year from issue", "debt", "{period_ends: 2016-12-31, issued: 2017-03-15, conditions: [losses], probable: yes}", []any{"going_concern", 0, "look_forward_to"}, "2018-03-15"},
		{"maturities", "debt", "{maturities: {at_date: 2007-12-31, principal: {2008-12-31: 5, 2013-01-01: 7}}}", []any{"maturities", 5, "amount"}, "7.00"},
	} {
		if got := at(t, c.topic, c.in, c.path...); got != c.want {
			t.Errorf("%s: %v is %v, want %v", c.id, c.path, got, c.want)
		}
	}
}

func TestDebtRefusals(t *testing.T) {
	for _, c := range []struct{ topic, in, want string }{
		{"debt", "{}", "give one of"},
		{"debt", "{face: 0, coupon: 5%, years: 2}", "must be above zero"},
		{"debt", "{face: 100, years: 2, coupon: 0}", "give its yield, or its proceeds"},
		{"debt", "{face: 100, years: 2, coupon: 5%, proceeds: 100000}", "no rate makes its payments worth"},
		{"debt", "{carrying: 5, call: 1.02}", "give what was paid"},
		{"debt", "{balance_sheet: 2012-12-31, issued: 2012-01-01, owed: 5}", "before the balance sheet date"},
		{"debt", "{balance_sheet: 2012-12-31, owed: 5, events: [{kind: storm, effective: 2012-01-01}]}", "is not one of"},
		{"debt", "{balance_sheet: 2012-12-31, owed: 5, events: [{kind: waiver, effective: 2012-02-01, until: 2012-01-01}]}", "before it is effective"},
		{"debt", "{classes: {ar: {gross: 100, rate: 180%}}, commitment: 1}", "is not between 0 and 1"},
		{"debt", "{opening: 5, flows: {a: [1, 2, 3]}, weeks: 2}", "it has 3 weeks, the view 2"},
		{"debt", "{maturities: {at_date: 2007-12-31, principal: {2007-12-31: 5}}}", "is not after"},
		{"modification", "{carrying: 100}", "give the payments of the new terms"},
		{"modification", "{carrying: 100, new_payments: [50, 60]}", "give the original effective rate"},
		{"modification", "{carrying: 0, pv_new_at_original_rate: 1}", "it must be above zero"},
		{"modification", "{old_payments: [50, 60], new_payments: [50, 55], original_rate: 5%, unamortised_costs: 3}", "leave the costs out, or give the carrying amount before them"},
		{"covenants", "{quantities: {debt: 30}, covenants: {name: leverage, formula: debt / ebitda, max: 2.5}}", "names \"ebitda\", which is no quantity before it and no account"},
		{"covenants", "{quantities: {debt: 30}, covenants: {name: leverage, formula: debt /, max: 2.5}}", "it ends where a name or a number is expected"},
		{"covenants", "{quantities: {debt: 30}, covenants: {name: leverage, formula: (debt, max: 2.5}}", "a parenthesis is not closed"},
		{"covenants", "{quantities: {debt: 30}}", "give covenants with their formulas"},
		{"covenants", "{at: 2009-12-31, quantities: {debt: 30}, covenants: {name: d, formula: debt, steps: [{from: 2010-01-01, max: 5}]}}", "its steps begin later"},
	} {
		_, _, err := Run(c.topic, []byte(c.in))
		if !errors.As(err, new(BadInput)) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %q", c.topic, c.in, err, c.want)
		}
	}
}
