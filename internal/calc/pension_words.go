package calc

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// pensionWords are other spellings of the keys of a pension, in the order of what they stand for.
var pensionWords = map[string][]string{
	"service":              {"service_cost", "current_service_cost", "annual_service_cost"},
	"interest":             {"interest_cost"},
	"pbo":                  {"pbo_boy", "pbo_open", "pbo_opening", "opening_pbo", "beginning_pbo", "pbo_beginning", "pbo_begin", "projected_benefit_obligation", "obligation_boy", "dbo"},
	"rate":                 {"settlement_rate", "discount", "interest_rate", "settlement_discount_rate"},
	"expected_return":      {"expected_return_on_assets", "expected_return_on_plan_assets", "return_expected"},
	"expected_rate":        {"expected_return_rate", "expected_rate_of_return", "return_rate", "expected_long_term_rate"},
	"actual_return":        {"actual_return_on_assets", "actual_return_on_plan_assets", "return_actual", "actual"},
	"assets":               {"assets_boy", "assets_open", "assets_opening", "opening_assets", "beginning_assets", "assets_beginning", "assets_begin", "plan_assets", "fair_value_of_assets", "fair_value_of_plan_assets", "plan_assets_boy"},
	"psc_amortisation":     {"psc", "prior_service_amortisation", "amortisation_of_prior_service", "amortisation_of_psc", "psc_amort", "prior_service_cost_amortisation", "amortisation_of_prior_service_cost"},
	"loss_amortisation":    {"amortisation_of_loss", "net_loss_amortisation", "amortisation_of_net_loss", "gain_loss_amortisation", "actuarial_loss_amortisation"},
	"transition":           {"transition_amortisation", "amortisation_of_transition"},
	"psc_open":             {"psc", "prior_service_open", "prior_service_cost", "unrecognised_prior_service", "unrecognised_prior_service_cost", "unrecognised_psc_open", "opening_psc", "psc_boy", "aoci_psc"},
	"prior_service_years":  {"psc_years", "psc_remaining_service", "psc_average_remaining_service"},
	"net_loss":             {"loss_open", "net_loss_open", "opening_loss", "opening_net_loss", "unrecognised_loss", "unrecognised_net_loss", "net_loss_boy", "aoci_loss", "aoci_net_loss", "boy_cumulative_loss"},
	"remaining_service":    {"avg_remaining_service", "average_remaining_service", "average_remaining_service_life", "average_remaining_service_period", "remaining_service_life", "remaining_service_years", "arsl"},
	"market_related_value": {"mrv", "market_related_asset_value", "market_related"},
	"actuarial_loss":       {"actuarial_increase_pbo", "liability_loss", "pbo_loss", "actuarial_loss_on_pbo", "loss_on_pbo", "change_in_assumptions"},
	"actuarial_gain":       {"liability_gain", "pbo_gain", "gain_on_pbo"},
	"contribution":         {"contributions", "employer_contribution", "employer_contributions", "funding"},
	"benefits":             {"benefits_paid", "benefit_payments", "benefits_to_retirees"},
	"past_service":         {"amendment", "psc_granted", "prior_service_granted", "plan_amendment", "prior_service_arising"},
	"stated":               {"claimed", "published", "stated_expense", "published_expense"},
	"special_termination":  {"special_termination_benefits", "termination_benefits"},
	"settlement":           {"settlements", "settlement_loss"},
	"curtailment":          {"curtailments", "curtailment_loss"},
	"net_gain":             {"unrecognised_gain", "unrecognised_net_gain", "aoci_gain", "gain_open"},
	"psc_credit":           {"prior_service_credit", "unrecognised_prior_service_credit"},
	"transition_open":      {"transition_obligation", "unrecognised_transition", "unrecognised_transition_obligation", "unrecognised_net_obligation"},
	"transition_asset":     {"unrecognised_transition_asset"},
	"abo":                  {"accumulated_benefit_obligation", "accumulated"},
	"fv":                   {"fair_value"},
	"unrecognised_psc":     {"unrecognised_prior_service", "unrecognised_prior_service_cost", "prior_service"},
	"pbo_end":              {"pbo_eoy", "pbo_close", "ending_pbo", "pbo_ending", "obligation_end"},
	"assets_end":           {"assets_eoy", "assets_close", "ending_assets", "assets_ending", "plan_assets_eoy"},
	"loss_arising_in_year": {"loss_arising", "loss_in_year", "loss_for_the_year"},
}

// renamed is a mapping whose keys are the ones that a reader knows: capitals, hyphens and -ize do not matter, and of other spellings
// the first one that is among the allowed is taken.
func renamed(f field, allowed []string) field {
	if f.node.Kind != yaml.MappingNode {
		return f
	}
	known := map[string]bool{}
	for _, a := range allowed {
		known[a] = true
	}
	node := *f.node
	node.Content = nil
	seen := map[string]bool{}
	for i := 0; i < len(f.node.Content); i += 2 {
		seen[f.node.Content[i].Value] = true
	}
	for i, n := range f.node.Content {
		if i%2 == 0 {
			k := *n
			if to := pensionKey(n.Value, known); !seen[to] { // two spellings of one thing: the second stays as it is and is refused
				k.Value, seen[to] = to, true
			}
			n = &k
		}
		node.Content = append(node.Content, n)
	}
	return field{f.path, &node}
}

func pensionKey(key string, known map[string]bool) string {
	if known[key] {
		return key
	}
	s := strings.NewReplacer("ization", "isation", "gnized", "gnised", "ized", "ised").Replace(spelled(key))
	if known[s] {
		return s
	}
	for _, to := range pensionOrder {
		for _, w := range pensionWords[to] {
			if w == s && known[to] {
				return to
			}
			if to == s && known[w] {
				return w
			}
		}
	}
	return key
}

// pensionOrder keeps the choice of a spelling the same every time.
var pensionOrder = slices.Sorted(maps.Keys(pensionWords))

// gives says whether a mapping gives any of some things, however they are spelled.
func gives(f field, things ...string) bool {
	if f.node.Kind != yaml.MappingNode {
		return false
	}
	known := map[string]bool{}
	for _, t := range things {
		known[t] = true
	}
	for i := 0; i < len(f.node.Content); i += 2 {
		if known[pensionKey(f.node.Content[i].Value, known)] {
			return true
		}
	}
	return false
}
