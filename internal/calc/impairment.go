package calc

import (
	_ "embed"
	"strings"

	"tieout/fiscal"
	"tieout/impairment"
	"tieout/workpaper"
)

//go:embed examples/impairment.yaml
var impairmentExample []byte

var impairmentTopic = Topic{
	Name:    "impairment",
	Summary: "long-lived assets held and used or for sale, goodwill in two steps or one with its tax, intangible assets that are not amortised",
	Example: impairmentExample,
	Run:     func(in []byte) (any, error) { return impair(in) },
}

type impairmentOut struct {
	Groups      []groupOut      `json:"groups,omitempty"`
	Sales       []saleOut       `json:"held_for_sale,omitempty"`
	Intangibles []intangibleOut `json:"intangibles,omitempty"`
	Goodwill    []goodwillOut   `json:"goodwill,omitempty"`
	papered
}

type groupOut struct {
	Name         string           `json:"name,omitempty"`
	Standard     string           `json:"standard"`
	Carrying     string           `json:"carrying_amount"`
	Undiscounted string           `json:"undiscounted_cash_flows"`
	Recoverable  bool             `json:"recoverable"`
	Fair         string           `json:"fair_value"`
	Loss         string           `json:"loss"`
	NewCarrying  string           `json:"new_carrying_amount"`
	Depreciation string           `json:"depreciation_of_a_year,omitempty"`
	Assets       []impairedOut    `json:"assets"`
	Work         *workpaper.Sheet `json:"work"`
}

type impairedOut struct {
	Name     string `json:"name,omitempty"`
	Carrying string `json:"carrying_amount"`
	Loss     string `json:"loss"`
	New      string `json:"new_carrying_amount"`
}

type saleOut struct {
	Name        string           `json:"name,omitempty"`
	Held        bool             `json:"held_for_sale"`
	Net         string           `json:"fair_value_less_cost_to_sell,omitempty"`
	Loss        string           `json:"loss"`
	Gain        string           `json:"gain"`
	NewCarrying string           `json:"new_carrying_amount"`
	Work        *workpaper.Sheet `json:"work"`
}

type intangibleOut struct {
	Name        string           `json:"name,omitempty"`
	Loss        string           `json:"loss"`
	NewCarrying string           `json:"new_carrying_amount"`
	Work        *workpaper.Sheet `json:"work"`
}

type goodwillOut struct {
	Name      string           `json:"name,omitempty"`
	Rule      impairment.Rule  `json:"rule"`
	Carrying  string           `json:"carrying_amount"`
	Failed    bool             `json:"carrying_amount_above_fair_value"`
	Excess    string           `json:"excess"`
	Implied   string           `json:"implied_fair_value_of_goodwill,omitempty"`
	Loss      string           `json:"loss"`
	Deferred  string           `json:"deferred_tax_benefit"`
	Net       string           `json:"loss_after_tax"`
	Remaining string           `json:"goodwill_after"`
	Work      *workpaper.Sheet `json:"work"`
}

// sheetOf is a paper's work for a result.
func sheetOf(p *workpaper.Paper) *workpaper.Sheet {
	s := p.Sheet()
	return &s
}

// impair reads groups, assets held for sale, intangible assets and reporting units, in the order in which they are tested
// (ASC 350-20-35-31). One problem may stand by itself.
func impair(in []byte) (out impairmentOut, err error) {
	a, err := asking(in)
	if err != nil {
		return out, err
	}
	a.kinds(out.bare, kindOf{[]string{"groups", "group", "asset_groups", "held_and_used"}, out.group}, kindOf{[]string{"held_for_sale", "disposal_groups"}, out.sale},
		kindOf{[]string{"intangibles", "indefinite_lived_intangibles"}, out.intangible}, kindOf{[]string{"reporting_units", "units", "goodwill_tests"}, out.unit})
	out.done()
	return out, a.c.r.err
}

// bare is a problem that does not say which it is: what it gives tells.
func (out *impairmentOut) bare(a *asked) {
	switch {
	case a.has("cost_to_sell", "costs_to_sell", "selling_costs", "still_held_for_sale"):
		out.sale(a)
	case a.has("goodwill", "goodwill_carrying"):
		out.unit(a)
	case a.has("indefinite_lived", "intangible", "not_amortised", "not_amortized"):
		out.intangible(a)
	default:
		out.group(a)
	}
}

var carryingKeys = []string{"carrying_amount", "carrying", "carrying_value", "book_value", "net_book_value"}

func (out *impairmentOut) group(a *asked) {
	g := impairment.Group{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, Tested: a.day("tested", "date", "fiscal_year_begins"), Fair: a.num("fair_value", "fair", "market_value"), Rate: a.rate("rate", "discount_rate")}
	g.Years, g.Residual = a.num("remaining_life", "years", "remaining_years", "useful_life_remaining"), a.or("residual", "salvage", "residual_value", "salvage_value")
	if a.has("assets", "long_lived") {
		for _, x := range a.each("assets", "long_lived") {
			g.Assets = append(g.Assets, impairedAsset(x))
		}
		for _, x := range a.parts("other", "other_assets", "other_net_assets") {
			n := x.amount
			g.Assets = append(g.Assets, impairment.Asset{Name: x.name, Carrying: &n, Other: true})
		}
	} else {
		x := impairment.Asset{Carrying: a.num(carryingKeys...)}
		if x.Carrying == nil {
			x.Cost, x.Depreciation = a.must("cost", "original_cost", "historical_cost"), a.or("acc_dep", "accumulated_depreciation", "accumulated", "accumulated_amortization", "depreciation_to_date")
		}
		g.Assets = append(g.Assets, x)
	}
	g.Scenarios = impairedFlows(a)
	fair := g.Fair
	if fair != nil {
		g.Rate = nil
	}
	res, ok := computed(a, g.Compute)
	if !ok {
		return
	}
	t := a.c.text
	y := groupOut{Name: g.Name, Standard: res.Standard, Carrying: t(res.Carrying), Undiscounted: t(res.Undiscounted), Recoverable: res.Recoverable, Fair: t(res.Fair), Loss: t(res.Loss), NewCarrying: t(res.NewCarrying), Depreciation: a.c.given(res.Depreciation), Work: sheetOf(res.Paper)}
	for _, x := range res.Assets {
		y.Assets = append(y.Assets, impairedOut{x.Name, t(x.Carrying), t(x.Loss), t(x.Written)})
	}
	out.Groups = append(out.Groups, y)
	out.add(res.Paper, res.Findings...)
	a.hold("impairment", y, &out.papered)
}

func impairedAsset(a *asked) impairment.Asset {
	x := impairment.Asset{Name: a.text("name"), Carrying: a.num(append([]string{"amount"}, carryingKeys...)...), Fair: a.num("fair_value", "own_fair_value", "fair"), Other: a.yes("other", "not_long_lived")}
	if x.Carrying == nil {
		x.Cost, x.Depreciation = a.must("cost", "original_cost"), a.or("acc_dep", "accumulated_depreciation", "accumulated")
	}
	a.done()
	return x
}

// impairedFlows are the undiscounted cash flows: a sum, a list by year, or scenarios with probabilities.
func impairedFlows(a *asked) (out []impairment.Scenario) {
	one := workpaper.Whole(1)
	if a.has("scenarios") {
		for _, x := range a.each("scenarios") {
			s := impairment.Scenario{Name: x.text("name"), Flows: x.numbers("cash_flows", "undiscounted", "flows", "amount")}
			if p := x.rate("probability", "weight"); p != nil {
				s.Probability = *p
			}
			x.done()
			out = append(out, s)
		}
		return out
	}
	flows := a.numbers("undiscounted", "undiscounted_cash_flows", "cash_flows", "future_cash_flows", "expected_cash_flows", "undiscounted_cf", "expected_future_cash_flows", "future_net_cash_flows")
	if n := a.num("annual_cash_flow", "cash_flow_per_year"); n != nil {
		years, _ := a.whole(1, 100, "cash_flow_years", "for_years")
		for range years {
			flows = append(flows, *n)
		}
	}
	if n := a.num("disposal", "disposal_proceeds"); n != nil && len(flows) > 0 {
		flows[len(flows)-1] = flows[len(flows)-1].Add(*n)
	}
	if len(flows) > 0 {
		out = append(out, impairment.Scenario{Name: "expected", Probability: one, Flows: flows})
	}
	return out
}

func (out *impairmentOut) sale(a *asked) {
	x := impairment.Sale{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, Fair: a.must("fair_value", "fair", "selling_price"), CostToSell: a.or("cost_to_sell", "costs_to_sell", "selling_costs"),
		Recognised: a.or("recognised", "recognized", "losses_before", "cumulative_loss"), Kept: a.yes("kept", "no_longer_for_sale"), Meanwhile: a.or("depreciation_meanwhile")}
	if n := a.num(carryingKeys...); n != nil {
		x.Carrying = *n
	} else {
		x.Carrying = a.must("cost", "original_cost").Sub(a.or("acc_dep", "accumulated_depreciation", "accumulated"))
	}
	if f, ok := a.find("criteria"); ok {
		c := a.c.asking(f)
		for _, q := range impairment.Criteria {
			if c.has(q.Key) {
				x.Criteria = append(x.Criteria, impairment.Criterion{Question: q.Question, Cite: q.Cite, Met: c.yes(q.Key)})
			} else {
				c.miss([]string{q.Key})
			}
		}
		c.done()
	}
	res, ok := computed(a, x.Compute)
	if !ok {
		return
	}
	t := a.c.text
	y := saleOut{Name: x.Name, Held: res.Held, Loss: t(res.Loss), Gain: t(res.Gain), NewCarrying: t(res.NewCarrying), Work: sheetOf(res.Paper)}
	if res.Held {
		y.Net = t(res.Net)
	}
	out.Sales = append(out.Sales, y)
	out.add(res.Paper, res.Findings...)
	a.hold("impairment", y, &out.papered)
}

func (out *impairmentOut) intangible(a *asked) {
	x := impairment.Intangible{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, Carrying: a.must(append(carryingKeys, "cost")...), Fair: a.must("fair_value", "fair")}
	a.yes("indefinite_lived", "intangible", "not_amortised", "not_amortized")
	res, ok := computed(a, x.Compute)
	if !ok {
		return
	}
	y := intangibleOut{x.Name, a.c.text(res.Loss), a.c.text(res.NewCarrying), sheetOf(res.Paper)}
	out.Intangibles = append(out.Intangibles, y)
	out.add(res.Paper)
	a.hold("impairment", y, &out.papered)
}

func (out *impairmentOut) unit(a *asked) {
	u := impairment.Unit{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, Goodwill: a.must("goodwill", "goodwill_carrying"), Fair: a.num("fair_value", "fair", "unit_fair_value", "fair_value_of_unit"),
		NotLikely: a.yes("not_likely", "loss_not_likely"), Identifiable: a.num("identifiable_net_assets", "identifiable", "fair_value_of_net_assets", "fair_value_net_assets", "net_assets_fair_value", "fair_value_of_identifiable_net_assets"),
		Implied: a.num("implied", "implied_goodwill", "implied_fair_value"), TaxRate: a.rate("tax_rate"), Deductible: a.num("deductible", "tax_deductible_goodwill")}
	if f, ok := a.find("net_assets_excluding_goodwill", "other_net_assets"); ok {
		u.Carrying = a.c.r.number(f).Add(u.Goodwill)
	} else {
		u.Carrying = a.must(append(carryingKeys, "unit_carrying", "net_assets", "net_assets_including_goodwill")...)
	}
	for _, p := range a.parts("losses_first", "first") {
		u.First = append(u.First, impairment.Part{Name: p.name, Amount: p.amount})
	}
	u.Rule = goodwillRule(a, u)
	res, ok := computed(a, u.Compute)
	if !ok {
		return
	}
	t := a.c.text
	y := goodwillOut{u.Name, res.Rule, t(res.Carrying), res.Failed, t(res.Excess), a.c.given(res.Implied), t(res.Loss), t(res.Deferred), t(res.Net), t(res.Remaining), sheetOf(res.Paper)}
	out.Goodwill = append(out.Goodwill, y)
	out.add(res.Paper, res.Findings...)
	a.hold("impairment", y, &out.papered)
}

// goodwillRule is the rule as given, or by the year, or by what the problem gives: a second step is of the old rule.
func goodwillRule(a *asked, u impairment.Unit) impairment.Rule {
	begins := a.day("fiscal_year_begins", "year_begins")
	if d := a.day("tested", "date"); begins == 0 && d != 0 {
		y, _, _ := d.YMD()
		begins = fiscal.Of(y, 1, 1)
	}
	filer := impairment.Filer(a.word(string(impairment.SECFiler), [][]string{{"sec", "accelerated", "large_accelerated"}, {"smaller", "src", "non_accelerated"}, {"private", "other", "none"}}, "filer"))
	early := a.yes("early_adoption", "early")
	given := a.word("", [][]string{{"two-step", "two_step", "sfas_142", "old"}, {"one-step", "one_step", "asu_2017_04", "new"}}, "rule", "method")
	switch {
	case given != "":
		return impairment.Rule(strings.ReplaceAll(given, "_", "-"))
	case begins == 0 && (u.Identifiable != nil || u.Implied != nil):
		return impairment.TwoSteps
	}
	return impairment.RuleFor(begins, filer, early)
}
