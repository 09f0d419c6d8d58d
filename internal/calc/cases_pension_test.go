package calc

import (
	"errors"
	"strings"
	"testing"
)

// TestPensionCases asks what textbooks and filings show; the ids are those of the collection. PEN-02, 05, 06: Kieso chapter 20; PEN-04, 11, 26:
// answers that are wrong; PEN-14: FinanceMath validation-51, -78, -143; PEN-16: AnalystNotes; PEN-18: a textbook's inputs; PEN-22: CPA Journal, exhibit
// 1; PEN-24: Winklevoss. PNR-02: 3M 10-K 2018 note 13; PNR-06: Corning 10-K 2019 note 12; PNR-12: General Mills FY2019; PNR-14: Alcoa 10-Qs 2013 to 2015;
// PNR-15: Superior Group; PNR-16: Standard Register; PNR-17: Harman 2007; PNR-18: Journal Communications; PNR-19: CenturyLink 2017 to 2019. The company: R34, R13.
func TestPensionCases(t *testing.T) {
	const years = "years: [{pbo_boy: 2000000, assets_boy: 1900000, loss_arising_in_year: 280000, avg_remaining_service: 10}, {pbo_boy: 2400000, assets_boy: 2500000, loss_arising_in_year: 90000, avg_remaining_service: 10}, {pbo_boy: 2950000, assets_boy: 2600000, loss_arising_in_year: 11000, avg_remaining_service: 12}, {pbo_boy: 3600000, assets_boy: 3000000, loss_arising_in_year: 0, avg_remaining_service: 12}]"
	const kenseth = "years: [{pbo_boy: 6544000, assets_boy: 6216800, loss_arising_in_year: 916160, avg_remaining_service: 10}, {pbo_boy: 7852800, assets_boy: 8180000, loss_arising_in_year: 294480, avg_remaining_service: 10}, {pbo_boy: 9652400, assets_boy: 8507200, loss_arising_in_year: 35992, avg_remaining_service: 12}, {pbo_boy: 11779200, assets_boy: 9816000, loss_arising_in_year: 0, avg_remaining_service: 12}]"
	const webb = "{pbo: 601900, assets: 486570, service: 91500, rate: 0.1, actual_return: 62680, expected_return: 58790, psc_open: 102010, psc_amortisation: 19650, actuarial_increase_pbo: 85230, contribution: 104000, benefits: 94400, stated: 133700}"
	const threeM = "{unit: USD m, amount_decimals: 0, npc_components: {service: 268, interest: 565, expected_return: -1035, psc: -23, loss_amort: 388, settlements: 2}, pbo_rollforward: {open: 16202, service: 268, interest: 565, actuarial: 1263, benefits: -936, settlements: -2}, asset_rollforward: {open: 14081, actual_return: 1693, contributions: 852, benefits: -936, settlements: -4}, oci_items: {psc_amort: 23, net_loss: 605, loss_amort: -388}}"
	const corning = "{amount_decimals: 0, npc_components: {service: 101, interest: 148, expected_return: -171, psc: 6, loss_recognised: 90}, pbo_rollforward: {open: 4003, service: 101, interest: 148, participant: 1, actuarial: 533, other: 6, benefits: -214, fx: 3}, asset_rollforward: {open: 3239, actual_return: 615, contributions: 22, participant: 1, benefits: -214, fx: 8}, oci_items: {loss: 88, amort: -90, psc: -6}}"
	const mills = "{amount_decimals: 1, npc_components: {service: 9.9, interest: 33.1, expected_return: -40.4, loss_amort: 0.6, psc: -5.5}, pbo_rollforward: {open: 871.8, service: 9.9, interest: 33.1, participant: 15, medicare: 2.5, actuarial: -45.4, benefits: -62.2, fx: -0.6}, asset_rollforward: {open: 726.1, actual_return: 41.3, contributions: 0.1, participant: 15, benefits: -28.7}}"
	plan := func(key string) []any { return []any{"plans", 0, key} }
	cost := func(i int, key string) []any { return []any{"cost", i, key} }
	total := func(i int) []any { return []any{"totals", i, "amount"} }
	for _, c := range []struct {
		id, topic, in string
		path          []any
		want          any
	}{
		{"PEN-02", "corridor", "{" + years + "}", []any{"amortisation", 1}, "3000"},
		{"PEN-02", "corridor", "{" + years + "}", []any{"amortisation", 2}, "6000"},
		{"PEN-02", "corridor", "{" + years + "}", []any{"amortisation", 3}, "1000"},
		{"PEN-02", "corridor", "{" + years + "}", []any{"boy_cumulative_loss", 2}, "367000"},
		{"PEN-04", "corridor", "{" + kenseth + ", stated: [0, 9816, 19668, 3305]}", []any{"amortisation", 2}, "19632"},
		{"PEN-04", "corridor", "{" + kenseth + ", stated: [0, 9816, 19668, 3305]}", []any{"amortisation", 3}, "3272"},
		{"PEN-04: the answer is wrong", "corridor", "{" + kenseth + ", stated: [0, 9816, 19668, 3305]}", []any{"findings", 1, "rule"}, "stated-amortisation"},
		{"a gain", "corridor", "{opening_loss: -500, years: {pbo: 1000, assets: 900, avg_remaining_service: 10}}", []any{"amortisation", 0}, "-40"},
		{"PEN-05", "pension", "{service: 90000, pbo: [800000, 700000], rate: 0.1, return: 64000, psc: 10000}", cost(0, "expense"), "116000.00"},
		{"PEN-05", "pension", "{service: 90000, pbo: [800000, 700000], rate: 0.1, return: 64000, psc: 10000}", cost(1, "expense"), "106000.00"},
		{"PEN-06", "pension", "{service: 60000, interest: 50000, return: [12000, 15000], psc: 8000, contribution: [95000, 90000]}", cost(0, "expense"), "106000.00"},
		{"PEN-06", "pension", "{service: 60000, interest: 50000, return: [12000, 15000], psc: 8000, contribution: [95000, 90000]}", cost(1, "expense"), "103000.00"},
		{"PEN-11", "pension", "{service: 91100, interest: 69430, return: 65100, psc: 9400, stated: 104730}", cost(0, "expense"), "104830.00"},
		{"PEN-11: the answer is wrong", "pension", "{service: 91100, interest: 69430, return: 65100, psc: 9400, stated: 104730}", []any{"findings", 0, "rule"}, "stated-cost"},
		{"PEN-14 a", "pension", "{assets: [40800, 44300], contribution: 1200, actual_return: 3100}", []any{"implied", 0, "amount"}, "800.00"},
		{"PEN-14 b", "pension", "{service: 320, past_service: 150, pbo: 45000, rate: 0.075, expected: 0.082, assets: 40800}", cost(0, "expense"), "360.65"},
		{"PEN-14 c", "pension", "{contribution: 1200, pbo: [45000, 43500], assets: [40800, 39650]}", []any{"implied", 0, "amount"}, "850.00"},
		{"PEN-14", "pension", "{a: {assets: [40800, 44300], contribution: 1200, actual_return: 3100}, b: {service: 320, past_service: 150, pbo: 45000, rate: 0.075, expected: 0.082, assets: 40800}, c: {contribution: 1200, pbo: [45000, 43500], assets: [40800, 39650]}}", cost(0, "expense"), "360.65"},
		{"PEN-16", "pension", "{abo: 740000, pbo: 785000, fv: 655000, expense: 715000, contribution: 655000}", []any{"minimum_liability", 0, "additional"}, "25000.00"},
		{"PEN-18", "pension", "{abo: [159100, 172900], fv: [149000, 160000], accrued_negative_is_prepaid: [-4200, 1950], unrecognised_psc: [8200, 6300]}", []any{"minimum_liability", 0, "equity"}, "6100.00"},
		{"PEN-18", "pension", "{abo: [159100, 172900], fv: [149000, 160000], accrued_negative_is_prepaid: [-4200, 1950], unrecognised_psc: [8200, 6300]}", []any{"minimum_liability", 1, "additional"}, "10950.00"},
		{"PEN-22", "pension", "{amr: {accrued_before: 882, liability_after: 3225}, glatfelter: {asset_reduction: 90}}", []any{"sfas_158", 0, "aoci_adjustment"}, "-2343.00"},
		{"PEN-22", "pension", "{amr: {accrued_before: 882, liability_after: 3225}, glatfelter: {asset_reduction: 90}}", []any{"sfas_158", 1, "aoci_adjustment"}, "-90.00"},
		{"PEN-24", "pension", "{rule: MRV = MV - 1/3 x gain two years ago - 2/3 x gain one year ago}", []any{"market_related_value", 0, "weights_of_gains", 0}, "0.666667"},
		{"PEN-24: a value", "pension", "{fair_value: 1000, years: 3, gains: [90, 30]}", []any{"market_related_value", 0, "market_related_value"}, "930.00"},
		{"PEN-26", "pension", webb, cost(0, "expense"), "112550.00"},
		{"PEN-26", "pension", webb, cost(0, "pbo_close"), "744420.00"},
		{"PEN-26", "pension", webb, cost(0, "assets_close"), "558850.00"},
		{"PEN-26: the answer is wrong", "pension", webb, []any{"findings", 0, "rule"}, "stated-cost"},
		{"PNR-02", "pension", threeM, plan("net_periodic_cost"), "165"},
		{"PNR-02", "pension", threeM, plan("pbo_close"), "17360"},
		{"PNR-02", "pension", threeM, plan("funded_status"), "-1674"},
		{"PNR-02", "pension", threeM, plan("oci_total"), "240"},
		{"PNR-02", "pension", threeM, plan("net_actuarial_arising"), "605"},
		{"PNR-06", "pension", corning, plan("net_periodic_cost"), "174"},
		{"PNR-06", "pension", corning, plan("pbo_close"), "4581"},
		{"PNR-06", "pension", corning, plan("assets_close"), "3671"},
		{"PNR-06", "pension", corning, plan("oci_total"), "-8"},
		{"PNR-06: with special termination", "pension", strings.Replace(corning, "loss_recognised: 90}", "loss_recognised: 90, special termination: 6}", 1), plan("net_periodic_cost"), "180"},
		{"PNR-12", "pension", mills, plan("net_periodic_cost"), "-2.3"},
		{"PNR-12", "pension", mills, plan("pbo_close"), "824.1"},
		{"PNR-12", "pension", mills, plan("funded_status"), "-70.3"},
		{"PNR-14", "pension", "{unit: USD m, periods: {Q3_2015: [44, 144, -189, 117, 4, 13, 9], 9M_2015: [132, 433, -566, 352, 12, 14, 9, 12], OPEB_9M_2015: [11, 69, 13, -28, -6, 1]}}", total(1), "398.00"},
		{"PNR-15", "pension", "{Q3_2021: [46, 84, 375], Q3_2020: [38, 216, -389, 305, 82], 9M_2021: [138, 424, -597, 1501, 6945], 9M_2020: [114, 648, -1167, 938, 413]}", total(2), "8411.00"},
		{"PNR-16", "pension", "{Q1_2009: [32, 6478, -6771, 148, 4657, 19747], Q1_2008: [1667, 7006, -7321, 95, 5210], freeze: {reduction: 52797, offset: 28059}}", total(0), "24291.00"},
		{"PNR-16", "pension", "{Q1_2009: [32, 6478, -6771, 148, 4657, 19747], Q1_2008: [1667, 7006, -7321, 95, 5210], freeze: {reduction: 52797, offset: 28059}}", []any{"settlements", 0, "net_gain"}, "24738.00"},
		{"PNR-17", "pension", "{'2007': [3292, 6010, 887, 2147], '2006': [2679, 4354, 728, 2003], '2005': [2683, 4403, 17, 1884]}", total(2), "8987.00"},
		{"PNR-18", "pension", "{q1_2009: [544, 2228, -2724, -55, 182, -353], q1_2008: [568, 2061, -2776, -55], pbo: 130355, assets: 85071}", total(0), "-178.00"},
		{"PNR-18", "pension", "{q1_2009: [544, 2228, -2724, -55, 182, -353], q1_2008: [568, 2061, -2776, -55], pbo: 130355, assets: 85071}", []any{"implied", 1, "amount"}, "45284.00"},
		{"PNR-19", "pension", "{'2019': [11594, 56, 436, -9, 6, 1249, -1115], '2018': [13064, 66, 392, 15, -765, -1178], '2017': [13244, 63, 409, 586, -1238]}", total(0), "12217.00"},
		{"the company, Canada 2012", "pension", "{pbo_rollforward: {begin: 1441482, interest: 58812, benefits: -94119, actuarial: 60912, currency: 33450}, asset_rollforward: {begin: 1212167, actual return: 58042, contributions: 83387, benefits: -94119, currency: 28203}, pbo_close: 1500537}", plan("funded_status"), "-212857.00"},
		{"no assumption, footed only", "pension", "{pbo_rollforward: {begin: 1441482, interest: 58812}}", []any{"plans", 0, "performed", 0, "verdict"}, "footed"},
		{"the company, 21,100 on a frozen plan", "pension", "{frozen: yes, pbo_rollforward: {begin: 3176669, service: 21100, interest: 172221, benefits: -72132, administrative: -24669, actuarial: 556538}}", []any{"findings", 0, "rule"}, "service-on-frozen-plan"},
		{"the company, six months of 2013", "pension", "{US: [116343, -125410, 79218], frozen plan of 2012: [10500, 85000, -80500, 47000]}", total(0), "70151.00"},
		{"Corning re-performed", "pension", strings.Replace(corning, "amount_decimals: 0", "amount_decimals: 0, discount_rate: 3.8%, rates_rounded_to: 0.25%, tolerance: 1", 1), []any{"plans", 0, "performed", 0, "verdict"}, "re-performed"},
		{"planted: interest of another rate", "pension", strings.Replace(corning, "amount_decimals: 0", "amount_decimals: 0, discount_rate: 5.8%, rates_rounded_to: 0.1%, tolerance: 1", 1), []any{"findings", 0, "rule"}, "reperformed-differs"},
		{"planted: a roll that does not foot", "pension", "{pbo_rollforward: {begin: 100, interest: 5}, pbo_close: 106}", []any{"findings", 0, "message"}, "obligation at the end comes to 105.00, published is 106.00; the difference is 1.00"},
		{"planted: benefits that differ", "pension", "{pbo_rollforward: {begin: 100, benefits: -5}, asset_rollforward: {begin: 50, benefits: -7}}", []any{"findings", 0, "rule"}, "benefits-tie"},
		{"planted: interest that differs", "pension", "{npc_components: {interest: 6}, pbo_rollforward: {begin: 100, interest: 5}}", []any{"findings", 0, "rule"}, "interest-ties"},
		{"planted: a rate beyond the plausible", "pension", "{discount_rate: 25%, pbo_rollforward: {begin: 100, interest: 25}}", []any{"findings", 0, "rule"}, "assumption-plausible"},
		{"a settlement of a quarter", "pension", "{settlements: {net_loss: 400, settled: 100, obligation: 400}}", []any{"settlements", 0, "settlement_gain"}, "-100.00"},
	} {
		if got := at(t, c.topic, c.in, c.path...); got != c.want {
			t.Errorf("%s: %v is %v, want %v", c.id, c.path, got, c.want)
		}
	}
}

func TestPensionRefusals(t *testing.T) {
	for _, c := range []struct{ topic, in, want string }{
		{"pension", "{}", "give one of"},
		{"pension", "{service: 5}", "give interest, or the obligation"},
		{"pension", "{service: [1, 2], interest: [1, 2, 3]}", "give as many"},
		{"pension", "{plans: {}}", "give components of cost"},
		{"pension", "{minimum_liability: {abo: 5, fv: 3, at: 2008-12-31}}", "the funded status itself is on the balance sheet"},
		{"pension", "{settlements: {settled: 5}}", "give the obligation before the settlement"},
		{"pension", "{fair_value: 5, years: 6}", "not a whole number from 1 to 5"},
		{"pension", "{cost: {service: 1, interest: 1}, other: 5}", "the key is not known here"},
		{"pension", "{pension: 5}", "give lists of components"},
		{"corridor", "{years: [{pbo: 1, assets: 1}]}", "avg_remaining_service is missing"},
		{"corridor", "{years: [{pbo: 1, assets: 1, avg_remaining_service: 0}]}", "it must be above zero"},
	} {
		_, _, err := Run(c.topic, []byte(c.in))
		if !errors.As(err, new(BadInput)) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %q", c.topic, c.in, err, c.want)
		}
	}
}
