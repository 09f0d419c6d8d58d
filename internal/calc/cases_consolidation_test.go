package calc

import "testing"

func TestConsolidation(t *testing.T) {
	two := "{translation: {from: CAD, opening_rate: 0.8, average_rate: 0.85, closing_rate: 0.9, opening_cta: 0, lines: [{name: net, kind: assets, amount: 1200}, {name: stock, kind: common stock, amount: 1000, rate: 0.8}, {name: sales, kind: revenue, amount: 500}, {name: costs, kind: expense, amount: 300}]}}"
	answers(t, "consolidation",
		answer{"1,000 × 0.10 + 200 × 0.05", two, []any{"translations", 0, "cumulative_translation_adjustment"}, "110.00"},
		answer{"the proof", two, []any{"translations", 0, "proof"}, "110.00"},
		answer{"minority interest", "{nci: {fiscal_year_begins: 2005-01-01, parent_share: 80%, beginning: 10, income: -100}}", []any{"noncontrolling", 0, "loss_borne_by_parent"}, "10.00"},
		answer{"noncontrolling", "{nci: {parent_share: 80%, beginning: 10, income: -100}}", []any{"noncontrolling", 0, "end"}, "-10.00"},
		answer{"unmatched", "{intercompany: {one: {entity: A, amount: 10}, other: {entity: B, amount: -9}}}", []any{"findings", 0, "rule"}, "intercompany-unmatched"},
	)
	refuses(t, "consolidation",
		[2]string{"{}", "give translations"},
		[2]string{"{rates: [{currency: CAD, date: 2005-12-30, rate: 0.86}], translation: {from: CAD, period_to: 2005-12-31, lines: []}}", "CAD: there is no rate on 2005-12-31"},
		[2]string{"{translation: {from: CAD, lines: [{name: x, kind: asset, amount: 5}]}}", "no closing rate of CAD"},
		[2]string{"{translation: {from: CAD, closing_rate: 1, lines: [{name: x, kind: asset, amount: 5}]}}", "does not balance: debits less credits are 5.00"},
		[2]string{"{intercompany: {one: {amount: 5}}}", "other is missing"},
		[2]string{"{nci: {income: 5}}", "share is missing"},
		[2]string{"{worksheet: {companies: {A: {cash: 5}}}}", "it does not balance"},
	)
}
