package calc

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/money"
	"tieout/pension"
	"tieout/workpaper"
)

type historyOut struct {
	Name  string            `json:"name,omitempty"`
	Years []historyYearOut  `json:"years"`
	Work  []workpaper.Sheet `json:"work"`
}

type historyYearOut struct {
	Name          string   `json:"name"`
	Interest      string   `json:"interest"`
	Related       string   `json:"market_related_value"`
	Expected      string   `json:"expected_return"`
	Corridor      string   `json:"corridor"`
	LossAmortised string   `json:"loss_amortisation"`
	Settlement    string   `json:"settlement_loss"`
	Expense       string   `json:"expense"`
	Obligation    string   `json:"pbo_close"`
	Assets        string   `json:"assets_close"`
	Funded        string   `json:"funded_status"`
	Arising       string   `json:"net_loss_arising"`
	Prior         string   `json:"prior_service_close"`
	NetLoss       string   `json:"net_loss_close"`
	Transition    string   `json:"transition_close"`
	OCI           string   `json:"oci"`
	OCIPrior      string   `json:"oci_prior_service"`
	OCILoss       string   `json:"oci_gain_loss"`
	OCITax        string   `json:"oci_tax,omitempty"`
	AOCI          string   `json:"aoci"`
	Basis         string   `json:"basis"`
	Accrued       string   `json:"accrued_cost"`
	Additional    string   `json:"additional,omitempty"`
	Intangible    string   `json:"intangible,omitempty"`
	Adopted       string   `json:"sfas_158_adjustment,omitempty"`
	Liability     string   `json:"liability"`
	Entry         entryOut `json:"entry"`
}

// entryOut is the entry of a year, debits positive: it adds up to nil.
type entryOut struct {
	Expense   string `json:"expense"`
	OCI       string `json:"oci"`
	Adopted   string `json:"sfas_158,omitempty"`
	Intang    string `json:"intangible,omitempty"`
	Cash      string `json:"cash"`
	Liability string `json:"liability"`
}

type priorOut struct {
	Name         string          `json:"name,omitempty"`
	ServiceYears string          `json:"service_years,omitempty"`
	Average      string          `json:"average_remaining_service"`
	Rate         string          `json:"per_service_year,omitempty"`
	Amortisation []string        `json:"amortisation"`
	Left         []string        `json:"balance"`
	Reduced      string          `json:"reduces_prior_service,omitempty"`
	Work         workpaper.Sheet `json:"work"`
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

type terminationOut struct {
	Name      string          `json:"name,omitempty"`
	Recognise bool            `json:"recognise"`
	Present   string          `json:"present_value_of_payments"`
	Both      string          `json:"benefits"`
	Loss      string          `json:"loss"`
	Work      workpaper.Sheet `json:"work"`
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

type finalPayOut struct {
	Name        string          `json:"name,omitempty"`
	Final       string          `json:"final_salary"`
	Annual      string          `json:"annual_benefit"`
	Projected   string          `json:"pbo"`
	Accumulated string          `json:"abo,omitempty"`
	Service     string          `json:"service_cost"`
	Interest    string          `json:"interest_next_year"`
	Work        workpaper.Sheet `json:"work"`
}

type cashBalanceOut struct {
	Name       string          `json:"name,omitempty"`
	Credits    []string        `json:"pay_credits"`
	Interest   []string        `json:"interest_credits"`
	Balances   []string        `json:"balances"`
	Projected  string          `json:"projected,omitempty"`
	Obligation string          `json:"pbo,omitempty"`
	Work       workpaper.Sheet `json:"work"`
}

type fundedOut struct {
	Name       string          `json:"name,omitempty"`
	Currency   string          `json:"currency"`
	Plans      []fundedPlanOut `json:"plans"`
	Status     string          `json:"funded_status"`
	Asset      string          `json:"noncurrent_asset"`
	Current    string          `json:"current_liability"`
	Noncurrent string          `json:"noncurrent_liability"`
	Work       workpaper.Sheet `json:"work"`
}

type fundedPlanOut struct {
	Name       string `json:"name"`
	Currency   string `json:"currency"`
	Status     string `json:"funded_status"`
	Asset      string `json:"noncurrent_asset"`
	Current    string `json:"current_liability"`
	Noncurrent string `json:"noncurrent_liability"`
}

type measurementOut struct {
	Name     string          `json:"name,omitempty"`
	Retained string          `json:"retained_earnings"`
	Tax      string          `json:"tax"`
	Net      string          `json:"retained_earnings_net"`
	Year     string          `json:"cost_of_year"`
	Work     workpaper.Sheet `json:"work"`
}

// of is the context of a part that may have a currency and decimals of its own.
func (c costContext) of(f field) costContext {
	if f.node.Kind == yaml.MappingNode {
		o := object{f, c.r}
		if o.has("currency") {
			c.currency = readCurrency(c.r, o)
		}
		c.places = c.r.decimals(o, c.places)
	}
	return c
}

// known begins a part: its keys by any spelling.
func (c costContext) known(f field, keys ...string) *asked {
	keys = append(keys, "currency", "amount_decimals", "name")
	a := c.asking(renamed(f, keys))
	a.known = append(a.known, keys...)
	return a
}

func (out *pensionOut) prior(c costContext, f field, transition bool) {
	a := c.known(f, "cost", "amount", "psc", "psc_open", "transition", "past_service", "pbo", "assets", "accrued", "method", "employees", "groups", "service_years", "retire", "employees_total", "remaining_service", "years", "elect_15", "first_year", "rate_decimals", "against", "stated", "amortisation")
	x := pension.Prior{Name: a.text("name"), Currency: c.currency, Places: c.places, Transition: transition, Remaining: a.num("remaining_service"), Elect15: a.yes("elect_15"), Against: a.or("against")}
	if n := a.num("cost", "amount", "psc", "psc_open", "transition", "past_service"); n != nil {
		x.Cost = *n
	} else if transition {
		x.Cost = a.must("pbo").Sub(a.must("assets")).Sub(a.or("accrued"))
	} else {
		a.miss([]string{"amount"})
	}
	if x.Remaining == nil && !a.has("employees", "groups", "service_years", "retire") {
		x.Remaining = a.num("years")
	}
	x.Groups = readGroups(a)
	otherwise := "years-of-service"
	if len(x.Groups) == 0 || transition {
		otherwise = "straight-line"
	}
	x.Straight = a.word(otherwise, [][]string{{"straight-line", "straight_line", "sl", "average", "straight"}, {"years-of-service", "years_of_service", "service_years", "yos"}}, "method") == "straight-line"
	x.First, _ = a.whole(1900, 2200, "first_year")
	if n, ok := a.whole(0, 6, "rate_decimals"); ok {
		x.RateTo = &n
	}
	x.Stated = a.numbers("stated", "amortisation")
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	y := priorOut{Name: x.Name, Average: res.Average.String(), Work: res.Paper.Sheet()}
	if res.ServiceYears.Sign() > 0 {
		y.ServiceYears = res.ServiceYears.String()
	}
	if !x.Straight {
		y.Rate = res.Rate.Text(max(c.places, 2), money.HalfAway)
	}
	if res.Reduced.Sign() != 0 {
		y.Reduced = c.text(res.Reduced)
	}
	for _, n := range res.Years {
		y.Amortisation, y.Left = append(y.Amortisation, c.text(n.Amortised)), append(y.Left, c.text(n.Left))
	}
	out.Prior = append(out.Prior, y)
	out.add(res.Paper, res.Findings...)
}

// readGroups reads who serves how long: names with years, a list of years, a list of {employees, years}, or how many retire at the end of each year.
func readGroups(a *asked) (out []pension.Group) {
	r := a.c.r
	one := workpaper.Whole(1)
	if f, ok := a.find("employees", "groups", "service_years"); ok {
		if f.node.Kind == yaml.MappingNode {
			for _, p := range r.pairs(f) {
				if p.node.Kind == yaml.MappingNode {
					out = append(out, readGroup(a.c, p.field, p.name))
				} else {
					out = append(out, pension.Group{Name: p.name, Employees: one, Years: r.number(p.field)})
				}
			}
			return out
		}
		for _, x := range r.many(f) {
			if x.node.Kind == yaml.MappingNode {
				out = append(out, readGroup(a.c, x, ""))
			} else {
				out = append(out, pension.Group{Employees: one, Years: r.number(x)})
			}
		}
		return out
	}
	ns := a.numbers("retire")
	total := a.num("employees_total")
	if len(ns) == 1 && total != nil && ns[0].Sign() > 0 { // the same number each year, until all have gone
		for left := *total; left.Sign() > 0 && len(ns) <= 60; left = left.Sub(ns[0]) {
			out = append(out, pension.Group{Employees: least(left, ns[0]), Years: workpaper.Whole(int64(len(out) + 1))})
		}
		return out
	}
	for i, n := range ns {
		out = append(out, pension.Group{Employees: n, Years: workpaper.Whole(int64(i + 1))})
	}
	return out
}

func least(a, b workpaper.Number) workpaper.Number {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func readGroup(c costContext, f field, name string) pension.Group {
	b := c.asking(f)
	g := pension.Group{Name: name, Employees: workpaper.Whole(1)}
	if n := b.num("employees", "number", "count"); n != nil {
		g.Employees = *n
	}
	if s := b.text("name", "group"); s != "" {
		g.Name = s
	}
	g.Years = b.must("years", "years_to_serve", "remaining_service", "service_years", "expected_years", "retire_in")
	b.done()
	return g
}

var yearWords = []string{"year", "end", "year_end", "frozen", "service", "interest", "rate", "discount_rate", "expected_return", "expected_rate", "actual_return", "past_service", "psc_amortisation", "transition", "loss_amortisation", "remaining_service", "actuarial_loss", "actuarial_gain", "contribution", "benefits", "direct_benefits", "settled", "paid", "pbo_end", "assets_end", "abo", "stated"}

func (out *pensionOut) history(c costContext, f field) {
	a := c.known(f, "pbo", "assets", "psc_open", "net_loss", "transition_open", "opening", "averaging_years", "gains", "corridor_percent", "flows", "tax_rate", "frozen", "additional", "intangible", "years", "rate", "discount_rate", "expected_rate", "remaining_service")
	o := a
	if g, ok := a.find("opening"); ok {
		o = c.known(g, "pbo", "assets", "psc_open", "net_loss", "transition_open", "additional", "intangible")
	}
	h := pension.History{Name: a.text("name"), Currency: c.currency, Places: c.places, Obligation: o.or("pbo"), Assets: o.or("assets"), Prior: o.or("psc_open"), NetLoss: o.or("net_loss"), Transition: o.or("transition_open"), Additional: o.or("additional"), Intangible: o.or("intangible"), Gains: a.numbers("gains"), Percent: a.rate("corridor_percent"), Tax: a.rate("tax_rate")}
	h.Average, _ = a.whole(1, 5, "averaging_years")
	h.Flows = a.word("end", [][]string{{"end"}, {"mid-year", "mid_year", "midyear"}, {"begin", "beginning"}}, "flows")
	rate, back, remaining := a.rate("rate", "discount_rate"), a.rate("expected_rate"), a.num("remaining_service")
	always := false
	if g, ok := a.find("frozen"); ok {
		if s := c.r.text(g); strings.Contains(s, "-") {
			h.Frozen = c.r.date(g)
		} else {
			always = c.r.yes(g)
		}
	}
	for _, x := range a.each("years") {
		b := c.known(x.o.field, yearWords...)
		y := readYear(b)
		y.Frozen = y.Frozen || always
		if y.Interest == nil && y.Rate == nil {
			y.Rate = rate
		}
		if y.Expected == nil && y.Return == nil {
			y.Return = back
		}
		if y.Remaining == nil && y.LossAmortised == nil {
			y.Remaining = remaining
		}
		h.Years = append(h.Years, y)
	}
	if o != a {
		o.done()
	}
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := h.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	out.showHistory(c, h, res)
}

func readYear(b *asked) pension.Year {
	y := pension.Year{Name: b.text("name", "year"), End: b.day("end", "year_end"), Frozen: b.yes("frozen"), Service: b.or("service"), Interest: b.num("interest"), Rate: b.rate("rate", "discount_rate"), Expected: b.num("expected_return"), Return: b.rate("expected_rate"), Actual: b.num("actual_return"), Amendment: b.or("past_service"), PriorAmortised: b.or("psc_amortisation"), TransitionAmortised: b.or("transition"), LossAmortised: b.num("loss_amortisation"), Remaining: b.num("remaining_service"), Loss: b.num("actuarial_loss"), Contribution: b.or("contribution"), Benefits: b.or("benefits"), Direct: b.or("direct_benefits"), Settled: b.or("settled"), ObligationEnd: b.num("pbo_end"), AssetsEnd: b.num("assets_end"), Accumulated: b.num("abo"), Stated: b.num("stated")}
	y.Paid = y.Settled
	if n := b.num("paid"); n != nil {
		y.Paid = *n
	}
	if n := b.num("actuarial_gain"); n != nil {
		m := n.Neg()
		y.Loss = &m
	}
	b.done()
	return y
}

func (out *pensionOut) showHistory(c costContext, h pension.History, res pension.HistoryResult) {
	z := historyOut{Name: h.Name}
	liability, intangible := h.Obligation.Sub(h.Assets), h.Intangible
	if len(res.Years) > 0 && res.Years[0].Basis != pension.FundedBasis {
		liability = liability.Sub(h.Prior).Sub(h.NetLoss).Sub(h.Transition).Add(h.Additional)
	}
	for i, y := range res.Years {
		t := historyYearOut{y.Name, c.text(y.Interest), c.text(y.Related), c.text(y.Expected), c.text(y.Corridor), c.text(y.LossAmortised), c.text(y.Settlement), c.text(y.Cost), c.text(y.Obligation), c.text(y.Assets), c.text(y.Funded), c.text(y.Arising), c.text(y.Prior), c.text(y.NetLoss), c.text(y.Transition), c.text(y.OCI), c.text(y.OCIPrior), c.text(y.OCILoss), "", c.text(y.AOCI), y.Basis, c.text(y.Accrued), "", "", "", c.text(y.Liability), entryOut{}}
		if h.Tax != nil {
			t.OCITax = c.text(y.OCITax)
		}
		t.Entry = entryOut{Expense: c.text(y.Cost), OCI: c.text(y.OCI.Neg()), Cash: c.text(h.Years[i].Contribution.Add(h.Years[i].Direct).Neg()), Liability: c.text(liability.Sub(y.Liability))}
		if y.Basis != pension.FundedBasis {
			t.Additional, t.Intangible, t.Entry.Intang = c.text(y.Additional), c.text(y.Intangible), c.text(y.Intangible.Sub(intangible))
		}
		if y.Basis == pension.AdoptedBasis {
			t.Adopted, t.Entry.Adopted = c.text(y.Adopted), c.text(y.Adopted.Neg())
			t.Entry.Intang = c.text(intangible.Neg())
		}
		liability, intangible = y.Liability, y.Intangible
		if y.Basis == pension.AdoptedBasis {
			intangible = workpaper.Whole(0)
		}
		z.Years = append(z.Years, t)
	}
	for _, p := range res.Papers {
		z.Work = append(z.Work, p.Sheet())
		out.add(p)
	}
	out.Histories, out.Findings = append(out.Histories, z), append(out.Findings, res.Findings...)
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

func (out *pensionOut) finalPay(c costContext, f field) {
	a := c.known(f, "percent", "factor", "served", "years_of_service", "salary", "current_salary", "growth", "salary_growth", "final_salary", "to_retirement", "years_to_retirement", "retirement_years", "years_of_retirement", "rate", "discount_rate", "factor_decimals")
	x := pension.FinalPay{Name: a.text("name"), Currency: c.currency, Served: a.must("served", "years_of_service"), Salary: a.num("salary", "current_salary"), Growth: a.rate("growth", "salary_growth"), Final: a.num("final_salary")}
	if n := a.rate("percent", "factor"); n != nil {
		x.Percent = *n
	} else {
		a.miss([]string{"percent"})
	}
	if n := a.rate("rate", "discount_rate"); n != nil {
		x.Discount = *n
	} else {
		a.miss([]string{"discount_rate"})
	}
	x.ToRetire, _ = a.whole(0, 100, "to_retirement", "years_to_retirement")
	x.Retired, _ = a.whole(1, 100, "retirement_years", "years_of_retirement")
	if n, ok := a.whole(0, 10, "factor_decimals"); ok {
		x.Places = &n
	}
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	out.FinalPay = append(out.FinalPay, finalPayOut{x.Name, c.text(res.Final), c.text(res.Annual), c.text(res.Projected), c.given(res.Accumulated), c.text(res.Service), c.text(res.Interest), res.Paper.Sheet()})
	out.add(res.Paper, res.Findings...)
}

func (out *pensionOut) cashBalance(c costContext, f field) {
	a := c.known(f, "opening", "opening_balance", "frozen_from", "years", "mid_year", "payout_years", "years_to_payout", "interest_credit", "rate", "discount_rate", "pay_credit")
	x := pension.CashBalance{Name: a.text("name"), Currency: c.currency, Opening: a.or("opening", "opening_balance"), Mid: a.yes("mid_year"), Credit: a.rate("interest_credit"), Discount: a.rate("rate", "discount_rate")}
	part := a.rate("pay_credit")
	x.Payout, _ = a.whole(0, 100, "payout_years", "years_to_payout")
	frozen := a.text("frozen_from")
	for _, one := range a.each("years") {
		b := c.known(one.o.field, "year", "pay", "pay_credit", "credit", "interest_credit", "benefits", "paid")
		y := pension.CreditYear{Name: b.text("name", "year"), Pay: b.or("pay"), Amount: b.num("credit"), Paid: b.or("benefits", "paid")}
		if n := b.rate("pay_credit"); n != nil {
			y.Part = *n
		} else if part != nil {
			y.Part = *part
		}
		if n := b.rate("interest_credit"); n != nil {
			y.Rate = *n
		} else if x.Credit != nil {
			y.Rate = *x.Credit
		} else {
			b.miss([]string{"interest_credit"})
		}
		b.done()
		x.Years = append(x.Years, y)
		if frozen != "" && (y.Name == frozen) {
			x.Frozen = len(x.Years)
		}
	}
	a.done()
	if frozen != "" && x.Frozen == 0 {
		c.r.fail(f, "frozen_from %s is none of the years", frozen)
	}
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	y := cashBalanceOut{Name: x.Name, Projected: c.given(res.Projected), Obligation: c.given(res.Obligation), Work: res.Paper.Sheet()}
	for i := range res.Balances {
		y.Credits, y.Interest, y.Balances = append(y.Credits, c.text(res.PayCredits[i])), append(y.Interest, c.text(res.Interest[i])), append(y.Balances, c.text(res.Balances[i]))
	}
	out.CashBalance = append(out.CashBalance, y)
	out.add(res.Paper, res.Findings...)
}

func (out *pensionOut) funded(c costContext, f field) {
	a := c.known(f, "plans", "pbo", "assets")
	x := pension.Funded{Name: a.text("name"), Currency: c.currency}
	plans := a.each("plans")
	if len(plans) == 0 {
		plans = []*asked{a}
	}
	for _, one := range plans {
		b := a
		if one != a {
			b = c.known(one.o.field, "pbo", "assets", "exchange_rate", "next_year_benefits", "stated", "funded_status")
		}
		p := pension.FundedPlan{Name: b.text("name"), Rate: b.num("exchange_rate"), Obligation: b.must("pbo"), Assets: b.must("assets"), Next: b.or("next_year_benefits"), Stated: b.num("stated", "funded_status"), Currency: c.of(b.o.field).currency}
		if b != a {
			b.done()
		}
		x.Plans = append(x.Plans, p)
	}
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	y := fundedOut{Name: x.Name, Currency: string(c.currency), Status: c.text(res.Status), Asset: c.text(res.Asset), Current: c.text(res.Current), Noncurrent: c.text(res.Noncurrent), Work: res.Paper.Sheet()}
	for _, l := range res.Lines {
		y.Plans = append(y.Plans, fundedPlanOut{l.Name, string(l.Currency), c.text(l.Status), c.text(l.Asset), c.text(l.Current), c.text(l.Noncurrent)})
	}
	out.Funded = append(out.Funded, y)
	out.add(res.Paper, res.Findings...)
}

func (out *pensionOut) measurement(c costContext, f field) {
	a := c.known(f, "cost", "months_early", "tax_rate")
	x := pension.MeasurementChange{Name: a.text("name"), Currency: c.currency, Cost: a.must("cost"), Tax: a.rate("tax_rate")}
	x.Early, _ = a.whole(1, 12, "months_early")
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	out.Measurement = append(out.Measurement, measurementOut{x.Name, c.text(res.Retained), c.text(res.Tax), c.text(res.Net), c.text(res.Year), res.Paper.Sheet()})
	out.add(res.Paper)
}

// scalars says whether a mapping has plain values only.
func scalars(f field) bool {
	if f.node.Kind != yaml.MappingNode {
		return false
	}
	return !slices.ContainsFunc(f.node.Content, func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode })
}
