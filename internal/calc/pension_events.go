package calc

import (
	"go.yaml.in/yaml/v3"

	"tieout/pension"
	"tieout/workpaper"
)

type settledOut struct {
	Curtailment string          `json:"net_gain"`
	Offset      string          `json:"offset_against_net_loss"`
	Prior       string          `json:"prior_service_recognised"`
	Total       string          `json:"total_gain"`
	NetLossEnd  string          `json:"net_loss_close,omitempty"`
	Settlement  string          `json:"settlement_gain,omitempty"`
	Part        string          `json:"part_settled,omitempty"`
	Work        workpaper.Sheet `json:"work"`
}

func (out *pensionOut) settled(c costContext, f field) {
	r := c.r
	f = renamed(f, []string{"net_loss", "prior_service", "obligation", "service", "interest"})
	o := r.object(f, "currency", "amount_decimals", "name", "reduction", "offset", "net_loss", "prior_service", "prior_service_all", "service_years_lost", "service_years", "transition", "settled", "paid", "obligation", "service", "interest", "policy", "settlement_first")
	if p := r.optional(o, "policy"); p != "" && p != "threshold" && p != "always" {
		r.fail(o.must("policy"), "%q is not threshold or always", p)
	}
	x := pension.Settled{First: r.optionalYes(o, "settlement_first"), PriorAll: c.some(o, "prior_service_all"), Lost: c.some(o, "service_years_lost"), Of: c.some(o, "service_years"), Transition: c.or(o, "transition"), Paid: c.some(o, "paid"), Service: c.some(o, "service"), Interest: c.some(o, "interest"), Always: r.optional(o, "policy") == "always", Name: r.optional(o, "name"), Currency: c.currency, Reduction: c.or(o, "reduction"), NetLoss: c.or(o, "net_loss"), Prior: c.or(o, "prior_service"), Offset: c.some(o, "offset"), Settlement: c.some(o, "settled"), Obligation: c.some(o, "obligation")}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := settledOut{Curtailment: c.text(res.Curtailment), Offset: c.text(res.Offset), Prior: c.text(res.Prior), Total: c.text(res.Total), NetLossEnd: c.text(res.NetLossEnd), Work: res.Paper.Sheet()}
	if !o.has("net_loss") {
		y.NetLossEnd = ""
	}
	if res.Part != nil {
		y.Settlement, y.Part = c.text(res.Settlement), res.Part.String()
	}
	out.Settlements = append(out.Settlements, y)
	out.add(res.Paper, res.Findings...)
}

type watchOut struct {
	Name      string          `json:"name,omitempty"`
	Limit     string          `json:"service_plus_interest"`
	Paid      string          `json:"paid"`
	Expected  string          `json:"expected"`
	Headroom  string          `json:"headroom"`
	Crossed   string          `json:"crossed_at,omitempty"`
	Recognise bool            `json:"recognise"`
	Loss      string          `json:"settlement_loss,omitempty"`
	Work      workpaper.Sheet `json:"work"`
}

func (out *pensionOut) watch(c costContext, f field) {
	a := c.known(f, "service", "interest", "payments", "lump_sums", "pbo", "net_loss", "policy", "reference", "expected")
	w := pension.Watch{Name: a.text("name"), Currency: c.currency, Service: a.or("service"), Interest: a.or("interest"), Obligation: a.num("pbo"), NetLoss: a.or("net_loss"), Reference: a.text("reference")}
	w.Always = a.word("threshold", [][]string{{"threshold"}, {"always", "all"}}, "policy") == "always"
	for _, key := range []string{"payments", "lump_sums", "expected"} {
		g, ok := a.find(key)
		if !ok {
			continue
		}
		for _, x := range c.r.many(g) {
			w.Payments = append(w.Payments, readPayment(c, x, key == "expected"))
		}
	}
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := w.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	out.Watches = append(out.Watches, watchOut{w.Name, c.text(res.Limit), c.text(res.Paid), c.text(res.Expected), c.text(res.Headroom), res.Crossed, res.Recognise, c.given(res.Loss), res.Paper.Sheet()})
	out.add(res.Paper, res.Findings...)
}

func readPayment(c costContext, f field, expected bool) pension.Payment {
	if f.node.Kind != yaml.MappingNode {
		return pension.Payment{Amount: c.r.number(f), Expected: expected}
	}
	b := c.asking(f)
	p := pension.Payment{Name: b.text("name"), On: b.day("on", "date"), Amount: b.must("amount", "paid"), Expected: expected || b.yes("expected")}
	b.done()
	return p
}

type terminationOut struct {
	Name      string          `json:"name,omitempty"`
	Recognise bool            `json:"recognise"`
	Present   string          `json:"present_value_of_payments"`
	Both      string          `json:"benefits"`
	Loss      string          `json:"loss"`
	Work      workpaper.Sheet `json:"work"`
}

func (out *pensionOut) termination(c costContext, f field) {
	a := c.known(f, "kind", "probable", "accepted", "lump_sum", "lump_sums", "payment", "years", "rate", "discount_rate", "already_accrued")
	x := pension.Termination{Name: a.text("name"), Currency: c.currency, Lump: a.or("lump_sum", "lump_sums"), Payment: a.or("payment"), Rate: a.rate("rate", "discount_rate"), Already: a.or("already_accrued")}
	x.Contractual = a.word("special", [][]string{{"special"}, {"contractual"}}, "kind") == "contractual"
	x.Probable, x.Accepted = a.yes("probable"), a.yes("accepted")
	if !a.has("probable", "accepted") {
		c.r.fail(f, "say whether special benefits were accepted, or contractual ones are probable: accepted: yes")
	}
	x.Years, _ = a.whole(1, 100, "years")
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	out.Terminations = append(out.Terminations, terminationOut{x.Name, res.Recognise, c.text(res.Present), c.text(res.Both), c.text(res.Loss), res.Paper.Sheet()})
	out.add(res.Paper)
}

type interimCostOut struct {
	Name        string          `json:"name,omitempty"`
	Estimated   string          `json:"annual_estimate"`
	Actuary     string          `json:"actuary,omitempty"`
	TrueUp      string          `json:"true_up"`
	Quarters    []string        `json:"quarters"`
	Differences []partOut       `json:"differences,omitempty"`
	Work        workpaper.Sheet `json:"work"`
}

func (out *pensionOut) interim(c costContext, f field) {
	a := c.known(f, "estimate", "annual", "actuary", "quarter", "spread", "booked", "year", "frozen", "dated", "year_end")
	x := pension.Interim{Name: a.text("name"), Currency: c.currency, Places: c.places, Spread: a.yes("spread"), Booked: a.numbers("booked"), Year: a.num("year"), Frozen: a.yes("frozen")}
	x.Quarter, _ = a.whole(1, 4, "quarter")
	x.Estimate, x.Actuary = readItems(a, "estimate", "annual"), readItems(a, "actuary")
	dated, end := a.day("dated"), a.day("year_end")
	a.done()
	if c.r.err != nil {
		return
	}
	if len(x.Actuary) > 0 && (dated != 0 || end != 0) {
		if c.r.failed(f, pension.Dated(x.Name, end, dated, 0)); c.r.err != nil {
			return
		}
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	y := interimCostOut{Name: x.Name, Estimated: c.text(res.Estimated), TrueUp: c.text(res.TrueUp), Work: res.Paper.Sheet()}
	if len(x.Actuary) > 0 {
		y.Actuary = c.text(res.Actuary)
	}
	for _, q := range res.Quarters {
		y.Quarters = append(y.Quarters, c.text(q))
	}
	for _, d := range res.Differences {
		y.Differences = append(y.Differences, partOut{d.Name, c.text(d.Amount)})
	}
	out.Interims = append(out.Interims, y)
	out.add(res.Paper, res.Findings...)
}

// readItems are components by name, or one amount for all.
func readItems(a *asked, keys ...string) (out []pension.Item) {
	for _, p := range a.parts(keys...) {
		name := p.name
		if name == "" {
			name = "cost"
		}
		out = append(out, pension.Item{Name: name, Amount: p.amount})
	}
	return out
}
