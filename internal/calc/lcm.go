package calc

import (
	_ "embed"
	"strings"

	"tieout/check"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/lcm.yaml
var lowerExample []byte

var lowerTopic = Topic{
	Name:    "lcm",
	Summary: "lower of cost or market with ceiling and floor, and lower of cost and net realizable value, by item, class and total",
	Example: lowerExample,
	Run:     func(in []byte) (any, error) { return lowerOfCost(in) },
}

type lowerOut struct {
	Rule     inventory.LowerRule `json:"rule"`
	By       inventory.LowerBy   `json:"by"`
	Items    []lowerItemOut      `json:"items"`
	Classes  []lowerClassOut     `json:"classes"`
	Cost     string              `json:"cost"`
	Market   string              `json:"market"` // or net realizable value
	ByItem   string              `json:"lower_by_item"`
	ByClass  string              `json:"lower_by_class"`
	ByTotal  string              `json:"lower_by_total"`
	Value    string              `json:"inventory"`
	Loss     string              `json:"write_down"`
	Work     workpaper.Sheet     `json:"work"`
	Findings []check.Finding     `json:"findings"`

	papers []*workpaper.Paper
}

func (o lowerOut) Raised() []check.Finding    { return o.Findings }
func (o lowerOut) Papers() []*workpaper.Paper { return o.papers }

type lowerItemOut struct {
	Name        string `json:"name,omitempty"`
	Class       string `json:"class,omitempty"`
	Ceiling     string `json:"ceiling,omitempty"`
	Floor       string `json:"floor,omitempty"`
	Replacement string `json:"replacement_cost,omitempty"`
	Market      string `json:"market"`
	UnitValue   string `json:"unit_value"`
	Cost        string `json:"cost"`
	Value       string `json:"value"`
	Loss        string `json:"write_down"`
}

type lowerClassOut struct {
	Name   string `json:"name,omitempty"`
	Cost   string `json:"cost"`
	Market string `json:"market"`
	Value  string `json:"value"`
	Loss   string `json:"write_down"`
}

func lowerOfCost(in []byte) (out lowerOut, err error) {
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	o := r.object(top, "currency", "rule", "fiscal_year_begins", "cost_flow", "early_adoption", "by", "amount_decimals", "items", "groups")
	l := inventory.Lower{Currency: readCurrency(r, o), By: inventory.ByItem}
	places := r.decimals(o, 2)
	l.Rule = readRule(r, o)
	if f, ok := o.get("by"); ok {
		l.By = inventory.LowerBy(strings.ToLower(r.text(f)))
		if l.By != inventory.ByItem && l.By != inventory.ByClass && l.By != inventory.ByTotal {
			r.fail(f, "%q is not item, class or total", string(l.By))
		}
	}
	for _, f := range r.many(o.oneOf("items", "groups")) {
		l.Items = append(l.Items, readLowerItem(r, f))
	}
	if r.err != nil {
		return out, r.err
	}
	res, err := l.Compute()
	if err != nil {
		r.failed(top, err)
		return out, r.err
	}
	out.print(l, res, places)
	return out, nil
}

// print fills in the answer; amounts are rounded half away from zero.
func (o *lowerOut) print(l inventory.Lower, r inventory.LowerResult, places int) {
	text := func(n workpaper.Number) string { return n.Text(places, money.HalfAway) }
	some := func(n *workpaper.Number) string {
		if n == nil {
			return ""
		}
		return n.String()
	}
	*o = lowerOut{Rule: l.Rule, By: l.By, Items: []lowerItemOut{}, Classes: []lowerClassOut{}, Cost: text(r.Cost), Market: text(r.Against), ByItem: text(r.ValueByItem), ByClass: text(r.ValueByClass), ByTotal: text(r.ByTotal),
		Value: text(r.Value), Loss: text(r.WriteDown), Work: r.Paper.Sheet(), Findings: r.Findings, papers: []*workpaper.Paper{r.Paper}}
	for _, i := range r.Items {
		o.Items = append(o.Items, lowerItemOut{i.Name, i.Class, some(i.Ceiling), some(i.Floor), some(i.Replacement), i.Against.String(), i.Value.String(), text(i.Cost), text(i.Total), text(i.WriteDown)})
	}
	for _, c := range r.Classes {
		o.Classes = append(o.Classes, lowerClassOut{c.Name, text(c.Cost), text(c.Against), text(c.Value), text(c.Writedown)})
	}
	if o.Findings == nil {
		o.Findings = []check.Finding{}
	}
}

// readRule reads the rule, or finds it by the fiscal year and the cost flow.
func readRule(r *reader, o object) inventory.LowerRule {
	if f, ok := o.get("rule"); ok {
		for _, key := range []string{"fiscal_year_begins", "cost_flow", "early_adoption"} {
			if o.has(key) {
				r.fail(o.must(key), "the rule is given; leave it out, or leave out the rule")
			}
		}
		rule := inventory.LowerRule(strings.ToLower(r.text(f)))
		if rule != inventory.Market && rule != inventory.Realizable {
			r.fail(f, "%q is not lcm or lcnrv", string(rule))
		}
		return rule
	}
	begins, ok := o.get("fiscal_year_begins")
	if !ok {
		r.fail(o.field, "give rule (lcm or lcnrv), or fiscal_year_begins and cost_flow, which decide it")
		return inventory.Market
	}
	early := false
	if f, ok := o.get("early_adoption"); ok {
		early = r.yes(f)
	}
	return inventory.RuleFor(r.date(begins), r.optional(o, "cost_flow"), early)
}

func readLowerItem(r *reader, f field) inventory.LowerItem {
	o := r.object(f, "name", "item", "part", "model", "class", "units", "cost", "replacement", "replacement_cost", "market", "nrv", "price", "selling_price", "cost_to_complete", "cost_to_sell", "floor", "nrv_less_profit", "normal_profit")
	it := inventory.LowerItem{Class: r.optional(o, "class"), Units: workpaper.Whole(1), Cost: r.positive(o.must("cost"))}
	for _, key := range []string{"name", "item", "part", "model"} {
		if o.has(key) {
			it.Name = r.optional(o, key)
		}
	}
	if f, ok := o.get("units"); ok {
		it.Units = aboveZero(r, f)
	}
	for _, x := range []struct {
		into **workpaper.Number
		keys []string
	}{{&it.Replacement, []string{"replacement", "replacement_cost"}}, {&it.Market, []string{"market"}}, {&it.NRV, []string{"nrv"}}, {&it.Price, []string{"price", "selling_price"}}, {&it.Floor, []string{"floor", "nrv_less_profit"}}, {&it.Profit, []string{"normal_profit"}}} {
		for _, key := range x.keys {
			if f, ok := o.get(key); ok {
				n := r.number(f)
				*x.into = &n
			}
		}
	}
	for _, key := range []string{"cost_to_complete", "cost_to_sell"} {
		if f, ok := o.get(key); ok {
			it.Dispose = it.Dispose.Add(r.positive(f))
		}
	}
	return it
}
