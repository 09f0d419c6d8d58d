package calc

import "testing"

// TestTaxCases: sources stand with the same cases in the package incometax.
func TestTaxCases(t *testing.T) {
	interim := func(path ...any) []any { return append([]any{"interim", 0}, path...) }
	year := func(key string) []any { return []any{"years", 0, key} }
	four := "{quarter_income: [20000, 25000, 30000, 35000], brackets: [[50000, 0.15], [25000, 0.25], [25000, 0.34], [next, 0.39]]}"
	answers(t, "tax",
		answer{"TAX-04", four, interim("annual_tax"), "26150.00"},
		answer{"TAX-04", four, interim("rate_pct"), "23.77"},
		answer{"TAX-04 derived", four, interim("quarters", 0, "tax"), "4754.55"},
		answer{"TAX-04 by upper ends", "{quarter_income: [110000], brackets: [[50000, 15%], [75000, 25%], [100000, 34%], [above, 39%]]}", interim("annual_tax"), "26150.00"},
		answer{"TAX-04 by named ends", "{taxable_income: 110000, brackets: [{up_to: 50000, rate: 15%}, {up_to: 75000, rate: 25%}, {up_to: 100000, rate: 34%}, {rate: 39%}]}", interim("annual_tax"), "26150.00"},
		answer{"FIN 18, 40% a year", "{rate: 50%, quarters: [20000, 20000, 20000, 40000], estimates: {income: 100000, credits: 10000}}", interim("quarters", 3, "tax"), "16000.00"},
		answer{"discrete", "{rate: 25%, quarters: [100, 100], estimates: 400, discrete: {name: gain, quarter: 2, income: 40}}", interim("quarters", 1, "total_tax"), "35.00"},
		answer{"deferred liability", "{pretax_income: 500000, rate: 40%, differences: {depreciation: {taxable: 60000}}}", year("deferred_tax_liabilities"), "24000.00"},
		answer{"taxable income", "{pretax_income: 500000, rate: 40%, differences: {depreciation: {taxable: 60000}}}", year("taxable_income"), "440000.00"},
		answer{"one difference", "{book: 80000, tax: 50000, rate: 30%}", year("deferred_tax_liabilities"), "9000.00"},
		answer{"a liability", "{differences: [{name: warranty, kind: liability, book: 100, tax: 0}], rate: 30%}", year("deferred_tax_assets"), "30.00"},
		answer{"rates by year", "{rate: 35%, rates_by_year: {'2021': 35%, '2022': 40%}, differences: [{name: sales, taxable: 300, reversals: {'2021': 100, '2022': 200}}]}", year("deferred_tax_liabilities"), "115.00"},
		answer{"loss carried forward", "{pretax_income: 60000, nol: 100000, rate: 30%}", year("loss_carried_forward"), "40000.00"},
		answer{"allowance by part", "{differences: [{deductible: 200000}], rate: 40%, not_realised: 25%}", year("valuation_allowance"), "20000.00"},
		answer{"reconciliation", "{pretax_income: 1000, statutory_rate: 21%, items: {state: 30, fines: {difference: 100}}, expense: 270}", []any{"findings", 0, "rule"}, "tax-reconciles"},
	)
}

func TestTaxRefusals(t *testing.T) {
	refuses(t, "tax",
		[2]string{"{quarters: [5]}", "give the rate, the brackets"},
		[2]string{"{quarters: [5], rate: 40}", "from 0 to 1"},
		[2]string{"{quarters: [5], brackets: [[50, 15%], [25, 20%]]}", "above the last bracket"},
		[2]string{"{quarters: [5], brackets: [5, 6]}", "write it as keys and values"},
		[2]string{"{pretax_income: 5}", "rate is missing"},
		[2]string{"{pretax_income: 5, rate: 40%, nol: -3}", "cannot be negative"},
		[2]string{"{quarters: [5, 6, 7], rate: 40%, estimates: [5, 6]}", "2 estimates of the year for 3 periods"},
		[2]string{"{rate: 40%, differences: [{bok: 5}]}", "bok: the key is not known here"},
	)
}
