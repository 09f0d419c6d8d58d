package calc

import "testing"

// TestLeaseCases: example 3 of ASC 842-20-55, and arithmetic that anybody can check.
func TestLeaseCases(t *testing.T) {
	first := func(path ...any) []any { return append([]any{"leases", 0}, path...) }
	answers(t, "lease",
		answer{"842 example 3", "{amount_decimals: 0, payments: [10000, 12000, 14000], rate: 4.235%}", first("right_of_use_asset"), "33000"},
		answer{"842 example 3", "{amount_decimals: 0, payments: [10000, 12000, 14000], rate: 4.235%}", first("periods", 0, "asset_end"), "22398"},
		answer{"842 example 3", "{amount_decimals: 0, payments: [10000, 12000, 14000], rate: 4.235%}", first("cost_per_period"), "12000"},
		answer{"finance by term", "{annual_payment: 20000, term: 4, rate: 10%, useful_life: 5}", first("classification"), "finance"},
		answer{"finance by term", "{annual_payment: 20000, term: 4, rate: 10%, useful_life: 5}", first("lease_liability"), "63397.31"},
		answer{"in advance", "{annual rent: 10000, years: 3, discount_rate: 5%, timing: beginning}", first("present_value"), "28594.10"},
		answer{"in advance, after the first payment", "{annual rent: 10000, years: 3, discount_rate: 5%, timing: beginning}", first("lease_liability"), "18594.10"},
		answer{"monthly", "{monthly_rent: 1000, term: 1, rate: 12%}", first("present_value"), "11255.08"},
		answer{"monthly, compounding", "{monthly_rent: 1000, term: 1, rate: 12%, compound: yes}", first("rate_of_a_period"), "0.00948879"},
		answer{"by table", "{annual_payment: 1000, term: 4, rate: 8%, factor_decimals: 5}", first("present_value"), "3312.13"},
		answer{"lower rate", "{standard: SFAS 13, annual_payment: 1000, term: 4, implicit_rate: 9%, incremental_rate: 8%, economic_life: 5}", first("present_value"), "3312.13"},
		answer{"capital", "{standard: SFAS 13, annual_payment: 1000, term: 4, implicit_rate: 9%, incremental_rate: 8%, economic_life: 5}", first("classification"), "capital"},
		answer{"rent in equal parts", "{fiscal_year_begins: 2005-01-01, annual_rent: 1000, term: 5, escalation: 10%, rate: 8%}", first("cost_per_period"), "1221.02"},
		answer{"free rent", "{standard: ASC 840, monthly_rent: 1200, term_months: 12, free_periods: 3, rate: 8%}", first("periods", 2, "deferred_rent"), "2700.00"},
		answer{"lessor", "{lessor: yes, fair_value: 100000, cost: 80000, term: 5, rate: 8%, economic_life: 5}", []any{"lessors", 0, "payment"}, "25045.65"},
		answer{"lessor", "{lessor: yes, fair_value: 100000, cost: 80000, term: 5, rate: 8%, economic_life: 5}", []any{"lessors", 0, "classification"}, "sales-type"},
	)
}

func TestLeaseRefusals(t *testing.T) {
	refuses(t, "lease",
		[2]string{"{rate: 5%}", "payments is missing"},
		[2]string{"{payments: [5]}", "rate is missing"},
		[2]string{"{payments: [5], rate: 8}", "from 0 to 1"},
		[2]string{"{payments: [5, 6, 7], term: 5, rate: 8%}", "3 payments for 5 periods"},
		[2]string{"{annual_rent: 5, term: 3, rate: 8%, short_term: yes}", "twelve months or less"},
		[2]string{"{annual_rent: 5, term: 3, rate: 8%, change: {after: 5}}", "within the 3 periods"},
		[2]string{"{annual_rent: 5, term: 1.5, rate: 8%}", "whole periods"},
		[2]string{"{lessor: yes, payments: [5], rate: 8%}", "give the fair value"},
	)
}
