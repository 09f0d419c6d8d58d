package calc

import "testing"

// TestAllowanceCases: sources stand with the same cases in the package allowance. CEC-03 has rates alone: its balances here are ours.
func TestAllowanceCases(t *testing.T) {
	is := func(key string) []any { return []any{"allowances", 0, key} }
	both := "{receivables: 324850, rate: 0.15, opening_credit: 23000, credit_sales: 458230, sales_rate: 0.05}"
	rates := "historical: {current: 0.003, 1-30: 0.08, 31-60: 0.26, 61-90: 0.58, 90+: 0.82}"
	answers(t, "allowance",
		answer{"CEC-02", both, is("required_allowance"), "48727.50"},
		answer{"CEC-02", both, is("expense"), "25727.50"},
		answer{"CEC-02", both, is("expense_by_sales"), "22911.50"},
		answer{"CEC-03", "{" + rates + "}", []any{"allowances", 0, "rates", "90+"}, "82.00%"},
		answer{"CEC-03 with balances", "{" + rates + ", balances: {current: 100000, 1-30: 20000, 31-60: 5000, 61-90: 2000, 90+: 1000}, uplift: 10%}", is("required_allowance"), "5698.00"},
		answer{"CEC-03 with invoices", "{" + rates + ", as_of: 2023-12-31, invoices: [{customer: A, due: 2024-01-15, amount: 1000}, {customer: B, due: 2023-12-01, amount: 100}, {customer: C, due: 2023-08-01, amount: 10}]}", is("required_allowance"), "19.20"},
		answer{"a debit before", "{aging: {current: [50000, 2%], past due: [10000, 20%]}, debit_balance: 500}", is("expense"), "3500.00"},
		answer{"percent in names", "{receivables: 100, rate_pct: 5}", is("required_allowance"), "5.00"},
		answer{"adoption", "{receivables: 1000, rate: 5%, beginning: 30, adoption: yes}", is("to_retained_earnings"), "20.00"},
		answer{"sales alone", "{credit_sales: 200000, rate: 1%, beginning: 300}", is("allowance_by_sales"), "2300.00"},
		answer{"hindsight", "{receivables: 1000, rate: 5%, hindsight: {name: 2004, allowance: 232000, written_off: 90000}}", []any{"findings", 0, "rule"}, "allowance-hindsight"},
	)
}

func TestAllowanceRefusals(t *testing.T) {
	refuses(t, "allowance",
		[2]string{"{}", "give receivables with a rate of loss"},
		[2]string{"{receivables: 5}", "rate is missing"},
		[2]string{"{receivables: 5, rate: 15}", "from 0 to 1"},
		[2]string{"{receivables: 5, rate: 1%, uplift: 10%, fiscal_year_begins: 2005-01-01}", "forecasts do not change an incurred loss"},
		[2]string{"{balances: {a: 5}}", "give a rate for each balance"},
		[2]string{"{rates: {a: 1%, b: 2%}, balances: {a: 5}}", "there is no balance for b"},
		[2]string{"{rates: {a: 1%, b: 2%}, balances: {a: 5, b: 6, c: 7}}", "give a rate for each balance"},
		[2]string{"{receivables: 5, rate: 1%, write_offs: -3}", "both are positive"},
		[2]string{"{history: {written_off: 5, of: 0}, receivables: 5}", "a rate needs some"},
	)
}
