package calc

import "testing"

// TestDepreciationCases: sources stand with the same cases in the package property.
func TestDepreciationCases(t *testing.T) {
	year := func(method, n int, key string) []any { return []any{"assets", 0, "methods", method, "years", n, key} }
	kenzie := "{price: 54000, freight: 1500, setup: 2500, salvage: 10000, life: 5, pages: 960000, pages_year1: 180000"
	answers(t, "depreciation",
		answer{"DEP-02", kenzie + "}", []any{"assets", 0, "cost"}, "58000.00"},
		answer{"DEP-02 sl", kenzie + "}", year(0, 0, "depreciation"), "9600.00"},
		answer{"DEP-02 rate", kenzie + ", method: uop}", []any{"assets", 0, "methods", 0, "rate"}, "0.05"},
		answer{"DEP-02 units", kenzie + "}", year(1, 0, "depreciation"), "9000.00"},
		answer{"DEP-02 ddb", kenzie + "}", year(2, 0, "depreciation"), "23200.00"},
		answer{"DEP-02 extension", kenzie + ", method: sl, change: {after: 3, remaining_life: 5, salvage: 4200}}", []any{"assets", 0, "methods", 0, "changes", 0, "depreciation_per_year"}, "5000.00"},
		answer{"DEP-04 uop", "{uop: {cost: 5000000, residual: 500000, capacity: 950000, units: 150000}, ddb: {cost: 50000, life: 10, method: ddb}}", year(0, 0, "depreciation"), "710526.32"},
		answer{"DEP-04 ddb", "{uop: {cost: 5000000, residual: 500000, capacity: 950000, units: 150000}, ddb: {cost: 50000, life: 10, method: ddb}}", []any{"assets", 1, "methods", 0, "years", 0, "depreciation"}, "10000.00"},
		answer{"DEP-04 limo", "{limo: {rate: 0.3, miles: [80000, 120000, 100000]}, ore: {rate: 190, tons: [3000, 3600]}}", year(0, 2, "depreciation"), "30000.00"},
		answer{"DEP-04 ore", "{limo: {rate: 0.3, miles: [80000, 120000, 100000]}, ore: {rate: 190, tons: [3000, 3600]}}", []any{"assets", 1, "methods", 0, "years", 1, "depreciation"}, "684000.00"},
		answer{"part of a year", "{cost: 12000, life: 4, method: sl, months_in_first_year: 9}", year(0, 4, "depreciation"), "750.00"},
		answer{"a percentage of the balance", "{cost: 1000, life: 5, method: declining balance, rate: 40%}", year(0, 1, "depreciation"), "240.00"},
		answer{"sold", "{cost: 12000, life: 4, method: sl, sale: {after_years: 2.5, proceeds: 4000}}", []any{"assets", 0, "methods", 0, "disposal", "gain"}, "-500.00"},
		answer{"published", "{cost: 12000, life: 4, method: sl, published: {depreciation_per_year: 4000}}", []any{"findings", 0, "rule"}, "depreciation-published"},
	)
}

func TestDepreciationRefusals(t *testing.T) {
	refuses(t, "depreciation",
		[2]string{"{}", "give cost with life"},
		[2]string{"{cost: 5}", "give cost with life"},
		[2]string{"{cost: 5, life: 0, method: sl}", "it is above zero"},
		[2]string{"{cost: 5, life: 2, salvage: 6}", "between 0 and the cost"},
		[2]string{"{cost: 5, life: 2, method: linear quick}", "is not one of straight-line"},
		[2]string{"{cost: 5, life: 2, convention: quarter}", "is not one of full-month"},
		[2]string{"{cost: 5, life: 2, units: -1, capacity: 10}", "is not negative"},
		[2]string{"{cost: 5, life: 2, in_service: 2005-05-01, changes: {date: 2005-01-01, total_life: 3}}", "write changes in the order of days"},
		[2]string{"{assets: [{cost: 5, life: 2, method: sl}], rollforward: {from: 2005-01-01}}", "give from and to"},
	)
}
