package calc

import (
	"errors"
	"strings"
	"testing"
)

// refuses asks a topic what it must refuse, and holds the message against what it must say.
func refuses(t *testing.T, topic string, cases ...[2]string) {
	t.Helper()
	for _, c := range cases {
		_, _, err := Run(topic, []byte(c[0]))
		if !errors.As(err, new(BadInput)) || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%s: %v, want %q", c[0], err, c[1])
		}
	}
}

// answer is a figure that a problem must have, at a path of the result.
type answer struct {
	id, in string
	path   []any
	want   any
}

func answers(t *testing.T, topic string, cases ...answer) {
	t.Helper()
	for _, c := range cases {
		if got := at(t, topic, c.in, c.path...); got != c.want {
			t.Errorf("%s: %v is %v, want %v", c.id, c.path, got, c.want)
		}
	}
}

// TestImpairmentCases: sources stand with the same cases in the package impairment.
func TestImpairmentCases(t *testing.T) {
	group := func(key string) []any { return []any{"groups", 0, key} }
	answers(t, "impairment",
		answer{"IMP-02", "{cost: 900000, acc_dep: 380000, undiscounted: 500000, fair_value: 400000}", group("loss"), "120000.00"},
		answer{"IMP-03", "{cost: 963000, acc_dep: 406600, undiscounted: 535000, fair_value: 428000}", group("loss"), "128400.00"},
		answer{"IMP-04", "{cost: 20000, acc_dep: 0, undiscounted: 15000, fair_value: 12000}", group("loss"), "8000.00"},
		answer{"IMP-07 published 140,000", "{cost: 900000, acc_dep: 380000, undiscounted: 500000, fair_value: 400000, published: {loss: 140000}}", []any{"findings", 0, "message"}, "the published answer is 140,000, the facts give 120,000; the difference is 20,000"},
		answer{"several", "{a: {cost: 20000, acc_dep: 0, undiscounted: 15000, fair_value: 12000}, b: {carrying value: 100, undiscounted: 120, fair_value: 90}}", []any{"groups", 1, "loss"}, "0.00"},
		answer{"present value", "{carrying_amount: 500000, cash_flows: [150000, 150000, 150000], discount_rate: 10%}", group("loss"), "126972.20"},
		answer{"goodwill, one step", "{goodwill: 500, carrying_amount: 2000, fair_value: 1800}", []any{"goodwill", 0, "loss"}, "200.00"},
		answer{"goodwill, two steps", "{goodwill: 500, carrying_amount: 2000, fair_value: 1800, identifiable_net_assets: 1450}", []any{"goodwill", 0, "loss"}, "150.00"},
		answer{"goodwill, by year", "{goodwill: 500, carrying_amount: 2000, fair_value: 1800, fiscal_year_begins: 2005-01-01}", []any{"findings", 0, "rule"}, "goodwill-second-step"},
		answer{"held for sale", "{carrying: 100, fair_value: 95, cost_to_sell: 4}", []any{"held_for_sale", 0, "loss"}, "9.00"},
		answer{"intangible", "{indefinite_lived: yes, carrying: 100, fair_value: 70}", []any{"intangibles", 0, "loss"}, "30.00"},
	)
}

func TestImpairmentRefusals(t *testing.T) {
	refuses(t, "impairment",
		[2]string{"{cost: 5, undiscounted: 3}", "give the fair value of the group"},
		[2]string{"{cost: 5, fair_value: 3}", "give the undiscounted cash flows"},
		[2]string{"{cost: 5, fair_value: 3, undiscounted: 4, fairvalue: 2}", "fairvalue: the key is not known here"},
		[2]string{"{fair_value: 3, undiscounted: 4}", "cost is missing"},
		[2]string{"{cost: 5, original_cost: 6, fair_value: 3, undiscounted: 4}", "give one of cost"},
		[2]string{"{goodwill: 5, carrying: 6, fair_value: 3, implied: 2, rule: one-step}", "a second step is of the old rule"},
		[2]string{"{goodwill: 5, carrying: 6, fair_value: 3, fiscal_year_begins: 2001-01-01}", "amortised"},
		[2]string{"{goodwill: 5, carrying: 6}", "give the fair value of the reporting unit"},
		[2]string{"{held_for_sale: {carrying: 5, fair_value: 4, criteria: {committed: yes}}}", "available is missing"},
		[2]string{"{cost: 5, fair_value: 3, undiscounted: 4, published: {profit: 2}}", "no figure of that name"},
	)
}
