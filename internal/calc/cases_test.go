package calc

import (
	"errors"
	"strings"
	"testing"
)

// TestPublishedCases asks the calculators what textbooks, examinations and standards ask, as a person types it. The sources stand
// with the same cases in the tests of inventory and costing; ids are those of the collection.
func TestPublishedCases(t *testing.T) {
	m := func(i int) []any { return []any{"periods", 0, "methods", i} }
	for _, c := range []struct {
		id, topic, in string
		path          []any
		want          any
	}{
		{"INV-CF-01", "inventory", "{methods: fifo, receipts: [{date: 2020-07-01, units: 150, cost: 21}, {date: 2020-07-10, units: 225, cost: 27}, {date: 2020-07-25, units: 210, cost: 33}], sales: [{date: 2020-07-05, units: 120, price: 36}, {date: 2020-07-15, units: 180, price: 39}]}", append(m(0), "ending_inventory"), "8955.00"},
		{"INV-CF-01", "inventory", "{method: average, unit_cost_decimals: 2, amount_decimals: 0, layers: [[150, 21], [225, 27], [210, 33]], sales: [[120, 36], [180, 39]]}", append(m(0), "ending_inventory"), "7872"},
		{"INV-CF-04", "inventory", "{layers: [[10000, 1], [1000000, 2]], issues: 1000000}", append(m(1), "cost_of_goods_sold"), "2000000.00"},
		{"INV-CF-08", "inventory", "{method: fifo, layers: [[10000, 10], [5000, 11]], issues: 12000}", append(m(0), "cost_of_goods_sold"), "122000.00"},
		{"INV-CF-09", "inventory", "{method: fifo, layers: [[20, 5], [70, 5.2], [35, 5.5]], sales: [[50, 6], [40, 6.5]]}", append(m(0), "gross_profit"), "96.00"},
		{"INV-CF-10", "inventory", "{method: fifo, periods: [{receipts: [2000, 50], issues: 1500}, {receipts: [1000, 60], issues: 500}]}", []any{"periods", 1, "methods", 0, "ending_inventory"}, "60000.00"},
		{"INV-CF-10", "inventory", "{method: fifo, periods: [{receipts: [2000, 50], ending_units: 500}, {receipts: [1000, 60], ending_units: 1000}]}", []any{"periods", 1, "methods", 0, "ending_inventory"}, "60000.00"},
		{"DVL-06", "lifo-pool", "{base_inventory: 19750, years: [{year_end_current_cost: 22140, index: 1.08}, {year_end_current_cost: 25935, index: 1.14}]}", []any{"pools", 0, "years", 1, "lifo"}, "23125.00"},
		{"DVL-08", "lifo-pool", "{base_inventory: 45000, index_decimals: 2, years: [{base_cost: 56000, current_cost: 62700}, {base_cost: 68400, current_cost: 87300}, {base_cost: 70000, current_cost: 90800}]}", []any{"pools", 0, "years", 2, "lifo"}, "75272.00"},
		{"DVL-11", "lifo-pool", "{base_inventory: 1400000, current_cost: 1664000, index: 1.04}", []any{"pools", 0, "years", 0, "base_year_cost"}, "1600000.00"},
		{"DVL-10", "retail", "{begin: {cost: 160000, retail: 250000}, purchases: {cost: 350200, retail: 510000}, net_markups: 7000, net_markdowns: 2000, sales: 380000, index: 1.1}", []any{"methods", 0, "ending_inventory"}, "234800.00"},
		{"LIQ-01", "lifo-pool", "{margin: {old_cost: 0.42, current_cost: 2.55, price: 2.70}}", []any{"margin", "gross_profit_if_liquidated"}, "2.28"},
		{"LIQ-02", "lifo-pool", "{liquidation: {opening_layers: [[25000, 4], [8000, 5.5], [3000, 7]], purchases_units: 50000, purchase_cost: 9, ending_units: 12000, tax_rate: 0.25}}", []any{"liquidation", "effect_after_tax"}, "74250.00"},
		{"LIQ-04", "lifo-pool", "{tax_rate: 25%, liquidation: {opening_layers: [18000, 8], purchases: [30000, 21], ending_units: 11000}}", []any{"liquidation", "cost_of_goods_sold"}, "686000.00"},
		{"LIQ-05", "lifo-pool", "{interim: {temporarily_liquidated_units: 4000, replacement_cost: 20, lifo_cost: 8, expected_replaced_by_year_end: true}}", []any{"interim", "accrual_for_replacement"}, "48000.00"},
		{"LIQ-09", "lifo-pool", "{reserve: {lifo_inventory: 250000, reserve: 40000}}", []any{"reserve", "fifo_inventory"}, "290000.00"},
		{"LIQ-09", "lifo-pool", "{reserve: {reserve: [64, 82], tax_rate: 0.3}}", []any{"reserve", "increase_of_net_income"}, "12.60"},
		{"reserve of two methods", "lifo-pool", "{reserve: {fifo_inventory: [130, 160], lifo_inventory: [100, 110], fifo_cost_of_goods_sold: 500, tax_rate: 40%}}", []any{"reserve", "lifo_cost_of_goods_sold"}, "520.00"},
		{"price of all", "inventory", "{method: fifo, selling_price: 10, layers: [[4, 5], [4, 6]], ending_units: 2}", append(m(0), "gross_profit"), "28.00"},
		{"fixed efficiency", "variances", "{overhead: {standard_hours: 900, hours: 950, variable_rate: 0, fixed_rate: 6, capacity_hours: 1000}}", []any{"overhead", 0, "fixed_efficiency"}, "300.00"},
		{"fixed capacity", "variances", "{overhead: {standard_hours: 900, hours: 950, variable_rate: 0, fixed_rate: 6, capacity_hours: 1000}}", []any{"overhead", 0, "fixed_capacity"}, "300.00"},
		{"retail by years", "retail", "{dollar_value: {base: [27000, 50000], years: [{ending_retail: 64200, index: 1.07, cost_ratio: 0.6}]}}", []any{"dollar_value", "years", 0, "lifo"}, "33420.00"},
		{"LCM-02", "lcm", "{rule: lcm, items: [{part: '110', units: 600, cost: 95, market: 90}, {part: '111', units: 1000, cost: 60, market: 52}, {part: '112', units: 500, cost: 80, market: 76}, {part: '113', units: 200, cost: 170, market: 180}, {part: '120', units: 400, cost: 205, market: 208}, {part: '121', units: 1600, cost: 16, market: 0.2}, {part: '122', units: 300, cost: 240, market: 235}]}", []any{"lower_by_item"}, "330820.00"},
		{"LCM-06", "lcm", "{fiscal_year_begins: 2010-01-01, items: [{item: P3, cost: 50, replacement: 40, nrv: 60, nrv_less_profit: 48}]}", []any{"items", 0, "unit_value"}, "48"},
		{"LCM-06", "lcm", "{fiscal_year_begins: 2018-01-01, items: [{item: P3, cost: 50, replacement: 40, nrv: 60, nrv_less_profit: 48}]}", []any{"items", 0, "unit_value"}, "50"},
		{"LCM-08", "lcm", "{rule: lcm, by: total, groups: [{name: group 1, cost: 975, market: 867.5}]}", []any{"inventory"}, "867.50"},
		{"LCM-09", "lcm", "{rule: lcm, items: {cost: 10, replacement: 9, nrv: 8, normal_profit: 2}}", []any{"inventory"}, "8.00"},
		{"RET-03", "retail", "{gross_profit_method: {begin: 100000, purchases: 140000, sales: 220000, gp_on_sales: 0.35, salvage: 12000}}", []any{"gross_profit_method", "loss"}, "85000.00"},
		{"OH-04", "absorption", "{overhead: {rate_per_hour: 10, actual_hours: 21000, actual_overhead: 200000}}", []any{"overhead", 0, "overapplied"}, "10000.00"},
		{"OH-06", "absorption", "{overhead: [{actual: 256500, applied: 250000}, {actual: 248000, applied: 250000}]}", []any{"overhead", 1, "underapplied"}, "-2000.00"},
		{"OH-09", "absorption", "{spoilage: {units: 550, cost: 2200, good: 500, normal: 30}}", []any{"spoilage", 0, "transferred"}, "2120.00"},
		{"OH-10", "absorption", "{spoilage: {good_units: 132000, spoiled: 12000, normal_pct: 0.05, cost_per_unit: 10}}", []any{"spoilage", 0, "abnormal_cost"}, "54000.00"},
		{"VAR-03", "variances", "{units: 11000, labor: {standard_per_unit: 1.5, standard_rate: 35, hours: 16000, cost: 565600}}", []any{"labour", "efficiency"}, "-17500.00"},
		{"VAR-04", "variances", "{overhead: [{standard_hours: 2000, variable_rate: 2, hours: 2500, actual_variable: 7000}, {standard_hours: 2000, variable_rate: 2, hours: 1800, actual_variable: 3500}]}", []any{"overhead", 1, "variable_spending"}, "-100.00"},
		{"VAR-08", "variances", "{overhead: {actual: 189500, standard_hours: 45000, variable_rate: 3, capacity_hours: 42500, fixed_rate: 1.3}}", []any{"overhead", 0, "controllable"}, "-750.00"},
		{"VAR-09", "variances", "{units: 9000, labour: {standard_per_unit: 2.4, standard_rate: 20, actual_per_unit: 2.5, rate: 21}}", []any{"labour", "rate"}, "22500.00"},
		{"VAR-13", "variances", "{materials: [{standard_quantity: 160000, standard_price: 0.25, quantity: 157000}, {standard_quantity: 40000, standard_price: 0.4, quantity: 38000}, {standard_quantity: 40000, standard_price: 0.1, quantity: 36000}]}", []any{"materials", "yield"}, "-2250.00"},
		{"VAR-14", "variances", "{materials: {total_quantity: 6500, inputs: [{standard_mix: 0.5, actual_mix: 0.5, standard_price: 70}, {standard_mix: 0.3, actual_mix: 0.35, standard_price: 80}, {standard_mix: 0.2, actual_mix: 0.15, standard_price: 90}]}}", []any{"materials", "mix"}, "-3250.00"},
		{"VAR-15", "rollup", "{line_decimals: 2, items: {cardboard: 0.31, adhesive: 0.26, carton: 0.76, box: {components: {cardboard: 1, adhesive: 2, carton: 1}, operations: {minutes: 25, labour_rate: 8.25, overhead_rate: 12}}}}", []any{"items", 3, "total"}, "10.03"},
		{"PC-01", "process", "{started: 8700, completed: 7500, ending: 1200, costs: {dm: {cost: 10179, ending_complete: 1}, cc: {cost: 22176, ending_complete: 0.35}}}", []any{"methods", 0, "ending_wip"}, "2580.00"},
		{"PC-07", "process", "{completed: 450, costs: {a: {cost: 3696888, ending_equivalent_units: 128}, b: {cost: 2058570, ending_equivalent_units: 64}}}", []any{"methods", 0, "transferred_out"}, "4680450.00"},
		{"PC-09", "process", "{costs: {dm: {cost: 750000, equivalent_units: 10000}, cc: {cost: 798000, equivalent_units: 9500}}}", []any{"methods", 0, "cost_per_unit"}, "159"},
		{"ABC-02", "abc", "{pools: {machining: {cost: 420000, drivers: [30000, 20000]}, moving: {cost: 255000, drivers: [22500, 15000]}, setup: {cost: 160000, total: 25000}}}", []any{"rates", 0, "amount"}, "8.4"},
		{"BOM-03", "rollup", "{items: {child: 10, assembly: {components: {child: 5}}}}", []any{"items", 1, "material"}, "50"},
	} {
		if got := at(t, c.topic, c.in, c.path...); got != c.want {
			t.Errorf("%s: %v is %v, want %v", c.id, c.path, got, c.want)
		}
	}
}

// TestInventoryRefusals: what cannot be costed is refused with its place in the input.
func TestInventoryRefusals(t *testing.T) {
	for _, c := range []struct{ topic, in, want string }{
		{"inventory", "{system: perpetual, movements: [{issued: 5}, {received: 5, cost: 1}]}", "takes 5 units and 0 are on hand"},
		{"inventory", "{system: perpetual, receipts: [[5, 1]], issues: 3}", "must know which came first"},
		{"inventory", "{receipts: [[0, 1]]}", "it must be above zero"},
		{"inventory", "{receipts: [[1, -1]]}", "cannot be negative"},
		{"inventory", "{receipts: [[1, 1]], issues: 1, ending_units: 0}", "not both"},
		{"inventory", "{method: hifo, receipts: [[1, 1]]}", "is not fifo"},
		{"inventory", "{method: standard, receipts: [[1, 1]]}", "give standard_cost"},
		{"inventory", "{periods: [{receipts: [[1, 1]]}], issues: 1}", "belongs under one of the periods"},
		{"lifo-pool", "{base_inventory: 100, years: [{current_cost: 1, index: 0}]}", "index of zero has no meaning"},
		{"lifo-pool", "{}", "give a pool"},
		{"lcm", "{items: [{cost: 1, market: 1}]}", "give rule"},
		{"lcm", "{rule: lcm, items: [{cost: 1, nrv: 1, floor: 1}]}", "give its replacement cost"},
		{"lcm", "{rule: lcm, cost_flow: fifo, items: [{cost: 1, market: 1}]}", "the rule is given"},
		{"retail", "{purchases: [1, 2], sales: 3}", "more left at retail"},
		{"absorption", "{capacity: {fixed_overhead: 1, normal_capacity: 0, produced: 1}}", "must be above zero"},
		{"absorption", "{overhead: {actual: 1}}", "give what was applied"},
		{"variances", "{materials: [{standard_per_unit: 1, standard_price: 1, quantity: 1}]}", "it needs units"},
		{"variances", "{}", "give materials"},
		{"process", "{started: 10, completed: 8, ending: 1, costs: {dm: {cost: 1}}}", "the difference is 1 units"},
		{"process", "{started: 10, completed: 8, costs: {dm: {cost: 1, ending_complete: 35}}}", "between 0 and 1"},
		{"rollup", "{items: {A: {components: {B: 1}}, B: {components: {A: 1}}}}", "A > B > A"},
		{"rollup", "{items: {A: {components: {B: 0}}}}", "must be above zero"},
		{"abc", "{pools: {x: {cost: 1}}}", "give its drivers"},
	} {
		_, _, err := Run(c.topic, []byte(c.in))
		if !errors.As(err, new(BadInput)) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %q", c.topic, c.in, err, c.want)
		}
	}
}
