package calc

import "testing"

// TestSampleCases: sources stand with the same cases in the package audit.
func TestSampleCases(t *testing.T) {
	size := func(key string) []any { return []any{"attribute_sizes", 0, key} }
	limit := func(key string) []any { return []any{"attribute_results", 0, key} }
	unit := func(key string) []any { return []any{"monetary_unit_sizes", 0, key} }
	projection := func(key string) []any { return []any{"projections", 0, key} }
	jordan := "{risk: 5%, tolerable_misstatement: 65000, interval: 12300, items: [{recorded: 15000, audited: 12500}, {recorded: 10000, audited: 4000}, {recorded: 3000, audited: 2000}]}"
	answers(t, "sample",
		answer{"table A-1", "{risk: 5%, tolerable_rate: 4%, expected_rate: 1%}", size("sample_size"), "156"},
		answer{"table A-1", "{confidence: 95%, tolerable: 5%, expected_deviation_rate: 2%}", size("deviations_allowed"), "4"},
		answer{"table A-2", "{risk: 10%, tolerable_rate: 7%, expected_rate: 3%}", size("sample_size"), "94"},
		answer{"percent in names", "{risk_pct: 10, tolerable_rate_pct: 8, expected_rate_pct: 4}", size("sample_size"), "98"},
		answer{"correction of textbooks", "{risk: 5%, tolerable_rate: 5%, population: 200}", size("size_by_correction"), "46"},
		answer{"known population", "{risk: 5%, tolerable_rate: 5%, population: 200}", size("sample_size"), "51"},
		answer{"Poisson", "{risk: 5%, tolerable_rate: 5%, model: Poisson}", size("sample_size"), "60"},
		answer{"table A-3 has 11.1%", "{risk: 5%, sample_size: 80, deviations: 4}", limit("upper_limit"), "11.08%"},
		answer{"table A-3", "{risk: 5%, sample_size: 150, deviations: 3, tolerable_rate: 6%}", limit("supports_reliance"), true},
		answer{"table A-3", "{risk: 5%, sample_size: 150, deviations: 6, tolerable_rate: 6%}", []any{"findings", 0, "rule"}, "sample-limit"},
		answer{"all seen", "{risk: 5%, sample_size: 50, deviations: 2, population: 50}", limit("deviations_at_limit"), "2"},
		answer{"table C-1", "{risk: 5%, recorded: 1000000, tolerable_rate: 5%, expected_rate: 1%}", unit("sample_size"), "93"},
		answer{"expansion factor", "{risk: 5%, book_value: 3460000, tolerable_error: 63460, anticipated_misstatement: 13000}", unit("size_by_expansion_factor"), "244"},
		answer{"projection", jordan, projection("projected_misstatement"), "13980.00"},
		answer{"projection", jordan, projection("incremental_allowance"), "7790.00"},
		answer{"projection", jordan, projection("upper_limit"), "58670.00"},
		answer{"published 63,025", "{risk: 5%, interval: 12300, items: {recorded: 10000, audited: 4000}, published: {basic_precision: 36900, upper_limit: 63025}}", []any{"findings", 0, "subject"}, "upper_limit"},
		answer{"nothing found", "{aria: 5%, book: 2500000, sample_size: 93, items: []}", projection("upper_limit"), "80645.16"},
		answer{"selection", "{seed: x, interval: 10.00, population: {a: 25.00, b: 0, c: 4.00}}", []any{"selections", 0, "top_stratum", 0, "id"}, "a"},
		answer{"selection of ids", "{seed: x, size: 2, population: [a, b]}", []any{"selections", 0, "drawn", 1, "id"}, "b"},
		answer{"several", "{a: {risk: 5%, tolerable_rate: 10%}, b: {risk: 10%, tolerable_rate: 10%}}", []any{"attribute_sizes", 1, "sample_size"}, "22"},
	)
}

func TestSampleRefusals(t *testing.T) {
	refuses(t, "sample",
		[2]string{"{tolerable_rate: 5%}", "risk is missing (or confidence)"},
		[2]string{"{risk: 5%, confidence: 95%, tolerable_rate: 5%}", "one is what the other leaves"},
		[2]string{"{risk: 5, tolerable_rate: 5%}", "give a risk from"},
		[2]string{"{risk: 5%}", "tolerable_rate is missing"},
		[2]string{"{risk: 5%, tolerable_rate: 5%, expected_rate: 6%}", "test other controls"},
		[2]string{"{risk: 5%, deviations: 1}", "sample_size is missing"},
		[2]string{"{risk: 5%, deviations: 3, sample_size: 2}", "count items, not faults"},
		[2]string{"{risk: 5%, recorded: 10}", "tolerable_misstatement is missing"},
		[2]string{"{risk: 5%, interval: 5, items: [{recorded: -3, audited: 0}]}", "test it apart"},
		[2]string{"{risk: 5%, items: [{recorded: 3, audited: 0}]}", "interval is missing"},
		[2]string{"{seed: x, population: {a: 1.00}}", "give interval to draw"},
		[2]string{"{seed: x, interval: 1.005, population: {a: 1.00}}", "2 decimals"},
		[2]string{"{seed: x, size: 3, population: [a, a, b]}", "a stands in row 1 too"},
		[2]string{"{seed: x, size: 3, population: [a, b]}", "from 1 to all"},
		[2]string{"{risk: 5%, tolerable_rate: 5%, sigma: 3}", "sigma: the key is not known here"},
	)
}
