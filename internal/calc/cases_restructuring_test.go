package calc

import (
	"errors"
	"strings"
	"testing"
)

// TestRestructuringCases asks what filings and articles show; the ids are those of the collection. RST-01, 03: General Mills 10-K 2019 note
// 4; RST-06: AMD 10-K 2015; RST-07: Johnson & Johnson 10-K 2018 note 22; RST-08: Kraft Heinz 10-K 2019 note 5; RST-10: FreightCar America
// 10-Q June 2021; RST-11: A.M. Castle 10-K 2014 and 10-Q 2016; RST-14: Lowe's 10-K 2013 note 6; RST-15: Level 3 10-K 2019; RST-18: BDO on
// termination benefits; RST-19: a question put to practitioners. RST-21 gives no rate and no timing: nothing can be computed from it.
func TestRestructuringCases(t *testing.T) {
	col := func(i int) []any { return []any{"rollforwards", 0, "columns", i, "close"} }
	total := []any{"rollforwards", 0, "total_close"}
	for _, c := range []struct {
		id, in string
		path   []any
		want   any
	}{
		{"RST-01", "{unit: USD m, amount_decimals: 1, columns: {severance: [73.6, 95, -86.8], contract: [1.5, 0.9, -1.7], other: [1.5, 8.1, -7.1], total: [76.6, 104, -95.6]}}", col(0), "81.8"},
		{"RST-01", "{unit: USD m, amount_decimals: 1, columns: {severance: [73.6, 95, -86.8], contract: [1.5, 0.9, -1.7], other: [1.5, 8.1, -7.1], total: [76.6, 104, -95.6]}}", total, "85.0"},
		{"RST-03", "{amount_decimals: 1, rollforward: {columns: {severance: [66, 7.7, -37.2], contract: [0.1, 2.5, -2.6], other: [0.7, 1.4, -2.1], total: [66.8, 11.6, -41.9]}}}", total, "36.5"},
		{"RST-06", "{amount_decimals: 0, columns: {2015_severance: [0, 27, -13], 2015_other: [0, 10, -1, -9], 2014_severance: [26, 2, -23], 2014_other: [13, 14, -7, -5]}}", col(3), "15"},
		{"RST-07", "{amount_decimals: 0, columns: {severance: [484, -104, -151, -35], other: [17, -16, 37, 568, -558], asset_2018: [132, -132]}}", col(1), "48"},
		{"RST-08", "{amount_decimals: 0, columns: {severance: [32, 15, -21, -4], other: [33, 1, -10], total: [65, 16, -31, -4]}}", total, "46"},
		{"RST-10", "{unit: USD k, amount_decimals: 0, severance: [1596, -80, -1238], other: [251, 6437, -6688], total_row: [1847, 6437, 93, -7926]}", col(0), "278"},
		{"RST-10", "{unit: USD k, amount_decimals: 0, severance: [1596, -80, -1238], other: [251, 6437, -6688], total_row: [1847, 6437, 93, -7926]}", []any{"rollforwards", 0, "total_row_close"}, "451"},
		{"RST-10", "{unit: USD k, amount_decimals: 0, severance: [1596, -80, -1238], other: [251, 6437, -6688], total_row: [1847, 6437, 93, -7926]}", []any{"findings", 0, "rule"}, "roll-total"},
		{"RST-11", "{amount_decimals: 0, columns: {2014_a: [37, 870], 2014_b: [2674, 816, 1830, 273, 479], 2014_c: [776, 870], 2014_d: [3459, 2214, 1830, 315, 1236], q1_2016: [553, 6145, 3135, 678, 1207]}}", col(4), "11718"},
		{"RST-14", "{amount_decimals: 0, columns: {'2012': [86, 11, -22], '2013': [75, 11, -32]}}", col(1), "54"},
		{"RST-15", "{amount_decimals: 0, columns: {'2018': [5, 33, -19], '2019': [19, 6, -16]}}", col(1), "9"},
		{"RST-18", "{decision_before: '2017-12-31', terminated: '2018-01-15', monthly: 5000, months: 6, prior_pattern_of_severance: true}", []any{"ongoing", 0, "accrual"}, "30000.00"},
		{"RST-18", "{decision_before: '2017-12-31', terminated: '2018-01-15', monthly: 5000, months: 6, prior_pattern_of_severance: true}", []any{"ongoing", 0, "fiscal_year"}, "2017"},
		{"RST-19", "{notified: '2014-03-30', termination: '2014-09-30', severance: 50000, retention: 30000, service_months: 6, reversed_on: '2014-09-15'}", []any{"benefits", 0, "total_liability"}, "80000.00"},
		{"RST-19", "{notified: '2014-03-30', termination: '2014-09-30', severance: 50000, retention: 30000, service_months: 6, reversed_on: '2014-09-15'}", []any{"benefits", 0, "monthly_expense"}, "13333.33"},
		{"RST-19", "{notified: '2014-03-30', termination: '2014-09-30', severance: 50000, retention: 30000, service_months: 6, reversed_on: '2014-09-15'}", []any{"benefits", 0, "reversals", 0, "benefit"}, "50000.00"},
		{"RST-19: by service to the day", "{notified: '2014-03-30', termination: '2014-09-30', severance: 50000, retention: 30000, service_months: 6, reversed_on: '2014-09-15'}", []any{"benefits", 0, "reversals", 0, "accrued_to_date"}, "45833.33"},
		{"the company, 2012 (R25)", "{rollforward: {columns: {severance: [111000, 64000, -147100], fees: [0, 42000, -42000], inventory: [0, 89000], other: [12000, 88900, -88900]}, total: [123000, 283900, -278000], close: {total: 128900}}}", []any{"rollforwards", 0, "foots"}, true},
		{"the company, nine months of 2013", "{rollforward: {columns: {severance: [27900, -14400], inventory: [89000], other: [12000, -12000]}, close: {severance: 13500, total: 102500}}}", []any{"rollforwards", 0, "foots"}, true},
		{"the company, 89,000 and 58,000", "{notes: {what: inventory reserve, say: {R25: 89000, Schedule II: 58000}}}", []any{"findings", 0, "rule"}, "notes-tie"},
		{"an end that does not foot", "{rollforward: {columns: {a: [10, 5]}, close: {a: 16}}}", []any{"findings", 0, "message"}, "its beginning and movements come to 15.00, the end printed is 16.00; the difference is 1.00"},
		{"a movement that does not add across", "{rollforward: {columns: {a: [10, 5], b: [1, 1]}, total: [11, 7]}}", []any{"findings", 1, "rule"}, "roll-across"},
		{"at once within the minimum", "{notified: 2020-01-01, termination: 2020-02-15, severance: 900}", []any{"benefits", 0, "decision", "recognised"}, "at once"},
		{"a year's rent that is due at its end", "{annual_rent: 1060, remaining: 1, rate: 6%}", []any{"leases", 0, "liability"}, "1000.00"},
		{"sublease above the rent is nil", "{annual_rent: 100, remaining: 2, sublease: 120, rate: 6%}", []any{"leases", 0, "liability"}, "0.00"},
		{"leases left ASC 420", "{costs: {type: lease, ended: 2020-05-01, fiscal_year_begins: 2020-01-01}}", []any{"decisions", 0, "recognised"}, "elsewhere"},
		{"before SFAS 146", "{costs: {type: severance, committed: 2002-11-01, communicated: 2003-02-01}}", []any{"decisions", 0, "standard"}, "EITF 94-3"},
		{"not told yet", "{costs: {type: severance, committed: 2005-11-01}}", []any{"decisions", 0, "recognised"}, "not yet"},
		{"Item 2.05", "{event: {committed: 2005-06-15, types: {severance: [700, 742]}}}", []any{"events", 0, "due"}, "2005-06-21"},
	} {
		if got := at(t, "restructuring", c.in, c.path...); got != c.want {
			t.Errorf("%s: %v is %v, want %v", c.id, c.path, got, c.want)
		}
	}
}

func TestRestructuringRefusals(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"{}", "give one of"},
		{"{columns: {}}", "it has no columns"},
		{"{columns: {a: []}}", "it has no amounts"},
		{"{rollforward: {columns: {a: [1]}, close: {b: 1}}}", "there is no column \"b\""},
		{"{costs: {type: severance, committed: 2005-06-01, communicated: 2005-05-01}}", "communicated is 2005-05-01, which is before"},
		{"{costs: {type: rent}}", "is not a type of cost"},
		{"{notified: 2014-09-30, termination: 2014-03-30, severance: 1}", "which is before"},
		{"{benefits: {severance: 5}}", "give the day on which it was communicated"},
		{"{notified: 2014-03-30}", "give its amount"},
		{"{notified: 2014-03-30, termination: 2014-09-30, severance: 5, changes: {date: 2015-01-01, total: 3}}", "is not between communication"},
		{"{monthly_rent: 5, rate: 5%}", "say how many periods remain"},
		{"{monthly_rent: [5, 5], remaining: 3, rate: 5%}", "2 amounts for 3 periods"},
		{"{monthly_rent: 5, remaining: 3, rate: -5%}", "is not a rate"},
		{"{baseline: 5, quarters: [], initiatives: []}", "give the quarters reported"},
		{"{event: {committed: 2005-06-15, estimated_on: 2005-06-01}}", "is before the commitment"},
		{"{notes: {what: x, say: {a: 1}}}", "at least two notes"},
	} {
		_, _, err := Run("restructuring", []byte(c.in))
		if !errors.As(err, new(BadInput)) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.in, err, c.want)
		}
	}
}
