package calc

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/pension"
	"tieout/workpaper"
)

type costYearOut struct {
	Name       string          `json:"name,omitempty"`
	Interest   string          `json:"interest"`
	Expected   string          `json:"expected_return"`
	Prior      string          `json:"psc_amortisation"`
	Loss       string          `json:"loss_amortisation"`
	PriorEnd   string          `json:"prior_service_close,omitempty"`
	Expense    string          `json:"expense"`
	Accrual    string          `json:"accrued_less_contribution,omitempty"`
	Obligation string          `json:"pbo_close,omitempty"`
	Assets     string          `json:"assets_close,omitempty"`
	Funded     string          `json:"funded_status,omitempty"`
	Arising    string          `json:"net_loss_arising,omitempty"`
	Work       workpaper.Sheet `json:"work"`
}

// costWords are the keys of a cost.
var costWords = []string{"name", "service", "interest", "pbo", "obligation", "rate", "discount_rate", "return", "expected_return", "expected", "expected_rate", "actual_return", "assets", "psc", "psc_amortisation", "past_service", "psc_open", "loss_amortisation", "loss_amort", "transition", "settlement", "curtailment", "special_termination", "actuarial_increase_pbo", "actuarial_loss", "contribution", "benefits", "stated", "claimed", "prior_service_years", "net_loss", "remaining_service", "market_related_value"}

// variants are the values of keys that may be lists: each variant of a problem in turn.
func (c costContext) variants(o object, keys ...string) (n int, at func(i int, keys ...string) *workpaper.Number) {
	values := map[string][]workpaper.Number{}
	n = 1
	for _, k := range keys {
		f, ok := o.get(k)
		if !ok {
			continue
		}
		if f.node.Kind == yaml.SequenceNode {
			values[k] = c.numbers(f)
			if len(values[k]) == 0 {
				c.r.fail(f, "the list is empty")
				return 0, nil
			}
		} else {
			values[k] = []workpaper.Number{c.r.rateOrNumber(f)}
		}
		if m := len(values[k]); m > 1 {
			if n > 1 && m != n {
				c.r.fail(f, "it has %d values where others have %d; give as many", m, n)
			}
			n = m
		}
	}
	return n, func(i int, keys ...string) *workpaper.Number {
		for _, k := range keys {
			if v := values[k]; len(v) > 0 {
				x := v[min(i, len(v)-1)]
				return &x
			}
		}
		return nil
	}
}

// rateOrNumber reads 10%, 0.1 and any number.
func (r *reader) rateOrNumber(f field) workpaper.Number {
	if strings.HasSuffix(r.text(f), "%") {
		return r.rate(f)
	}
	return r.number(f)
}

func (out *pensionOut) cost(c costContext, f field) {
	r := c.r
	words := append([]string{"currency", "amount_decimals", "frozen", "flows"}, costWords...)
	f = renamed(f, words)
	o := r.object(f, words...)
	frozen := r.optionalYes(o, "frozen")
	n, at := c.variants(o, costWords[1:]...)
	for i := 0; i < n && r.err == nil; i++ {
		or := func(keys ...string) workpaper.Number {
			if x := at(i, keys...); x != nil {
				return *x
			}
			return workpaper.Whole(0)
		}
		x := pension.Cost{Name: r.optional(o, "name"), Currency: c.currency, Places: c.places, Service: or("service"), Amendment: or("past_service"), Interest: at(i, "interest"), Obligation: at(i, "pbo", "obligation"), Rate: at(i, "rate", "discount_rate"), Expected: at(i, "expected_return", "return"), Assets: at(i, "assets"), Return: at(i, "expected_rate", "expected"), Actual: at(i, "actual_return"),
			PriorService: or("psc_amortisation", "psc"), Loss: or("loss_amortisation", "loss_amort"), Transition: or("transition"), ActuarialLoss: or("actuarial_increase_pbo", "actuarial_loss"), Contribution: at(i, "contribution"), Benefits: or("benefits"), Stated: at(i, "stated", "claimed"),
			Frozen: frozen, Flows: r.optional(o, "flows"), Related: at(i, "market_related_value"), PriorOpen: at(i, "psc_open"), PriorYears: at(i, "prior_service_years"), NetLoss: at(i, "net_loss"), Remaining: at(i, "remaining_service")}
		if x.Expected != nil && x.Expected.Sign() < 0 && at(i, "expected_return") != nil { // as published among components
			n := x.Expected.Neg()
			x.Expected = &n
		}
		if x.Return != nil && x.Return.Cmp(workpaper.Whole(1)) > 0 { // "expected" given as an amount
			if x.Expected == nil {
				x.Expected = x.Return
			}
			x.Return = nil
		}
		for _, k := range []string{"settlement", "curtailment", "special_termination"} {
			if y := at(i, k); y != nil {
				x.Other = append(x.Other, pension.Item{Name: strings.ReplaceAll(k, "_", " "), Amount: *y})
			}
		}
		if r.err != nil {
			return
		}
		res, err := x.Compute()
		if r.failed(f, err); err != nil {
			return
		}
		out.Costs = append(out.Costs, costYearOut{x.Name, c.text(res.Interest), c.text(res.Expected), c.text(res.Prior), c.text(res.Loss), c.given(res.PriorEnd), c.text(res.Cost), c.given(res.Accrual), c.given(res.Obligation), c.given(res.Assets), c.given(res.Funded), c.given(res.Arising), res.Paper.Sheet()})
		out.add(res.Paper, res.Findings...)
	}
}
