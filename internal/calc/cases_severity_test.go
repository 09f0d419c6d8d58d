package calc

import "testing"

// TestSeverityCases: sources stand with the same cases in the package controls; D-1 to D-3 are of AS 2 appendix D, ICFR of the collection.
func TestSeverityCases(t *testing.T) {
	is := func(key string) []any { return []any{"deficiencies", 0, key} }
	d1 := "likelihood: more than remote, transactions_material: no, many_transactions: yes"
	agreed := func(id, function string) string {
		return "{id: " + id + ", agreed: significant deficiency, function: " + function + ", accounts: loans}"
	}
	answers(t, "severity",
		answer{"D-1 A", "{standard: AS 2, " + d1 + ", compensating: {control: large differences, tested: yes, precise_to: material}}", is("classification"), "significant deficiency"},
		answer{"D-1 B", "{standard: AS 2, likelihood: more than remote, transactions_material: yes}", is("classification"), "material weakness"},
		answer{"D-2 A", "{fiscal_year_end: 2005-12-31, " + d1 + ", misstatements_found: more than inconsequential, compensating: {control: margins, tested: yes, precise_to: material}}", is("classification"), "significant deficiency"},
		answer{"D-2 B", "{standard: AS 2, transactions_material: yes, misstatements_found: material, compensating: {control: margins, tested: yes, precise_to: nothing}}", is("classification"), "material weakness"},
		answer{"D-2 C", "{standard: AS 2, " + d1 + ", misstatements_found: material}", is("classification"), "material weakness"},
		answer{"D-3 A", "{standard: AS 2, deficiencies: [" + agreed("1", "prevents") + ", " + agreed("2", "prevents") + ", " + agreed("3", "detects") + "]}", []any{"classification"}, "material weakness"},
		answer{"ICFR-07", "{standard: AS 2, " + d1 + ", compensating: [{control: large differences, tested: no}, {control: variance analysis of expenses, tested: yes, precise_to: nothing}]}", is("classification"), "at least significant deficiency, at most material weakness"},
		answer{"ICFR-07 asks for magnitude", "{standard: AS 2, " + d1 + "}", []any{"findings", 0, "rule"}, "severity-unknown"},
		answer{"ICFR-11", "{indicators: ineffective audit committee}", is("classification"), "material weakness"},
		answer{"ICFR-11", "{indicators: no_oversight}", []any{"deficiencies", 0, "reasons", 0, "cite"}, "AS 2201.69"},
		answer{"ICFR-13", "{fact: unauthorised discounts, misstatements_found: material}", is("classification"), "material weakness"},
		answer{"interim, found by the auditor", "{materiality: {annual: 1000000, interim: 300000}, actual_error: 420000, found_by: external auditor}", []any{"internal_control"}, "not effective"},
		answer{"published otherwise", "{materiality: 100, gross: 5, likelihood: remote, published: material weakness}", []any{"findings", 0, "rule"}, "severity-published"},
		answer{"retest", "{retests: {frequency: quarterly, live: 2005-07-15, on: 2005-12-31}}", []any{"retests", 0, "earliest"}, "2006-01-01"},
		answer{"retest of a year to June", "{fiscal_calendar: 06-30, retests: {frequency: annual, live: 2005-07-15, on: 2006-06-30}}", []any{"retests", 0, "allowed"}, false},
		answer{"mended", "{fiscal_year_end: 2005-12-31, magnitude: material, likelihood: probable, remediation: {frequency: M, live: 2005-09-10, retested: 2005-12-05, items: 2, design_walked_through: yes}}", []any{"classification"}, "no deficiency at the end of the year"},
	)
}

func TestSeverityRefusals(t *testing.T) {
	refuses(t, "severity",
		[2]string{"{gross: -5}", "the gross exposure is -5.00 USD"},
		[2]string{"{gross: 5, actual: 6}", "an error of 6.00 USD happened and the gross exposure is 5.00 USD"},
		[2]string{"{likelihood: maybe}", "\"maybe\" is not one of remote, possible, probable"},
		[2]string{"{indicators: [late]}", "\"late\" is not one of senior_fraud"},
		[2]string{"{accounts: {cash: ZZ}}", "as EO, CO, VA, RO or PD"},
		[2]string{"{materiality: {annual: 5, inconsequential: 6}}", "the first is far below the second"},
		[2]string{"{rebuttal: {why: a slip}}", "the audit committee reviewed it"},
		[2]string{"{deficiencies: [{id: a}, {id: a}]}", "two deficiencies have this id"},
		[2]string{"{deficiencies: []}", "there are none"},
		[2]string{"{retests: {frequency: fortnightly, live: 2005-01-01}}", "is not one of A, S, Q"},
		[2]string{"{retests: {frequency: M}}", "from which the mended control ran is missing"},
		[2]string{"{severity: 3}", "severity: the key is not known here"},
	)
}
