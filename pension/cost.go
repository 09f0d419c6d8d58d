package pension

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Cost is a year's net periodic cost and where the plan ends. A component that is nil is not there.
type Cost struct {
	Name     string
	Currency money.Currency
	Places   int
	// Service, and prior service that an amendment gave at the beginning of the year: it raises the obligation on which interest runs, and
	// its cost is amortised, not expensed.
	Service, Amendment workpaper.Number
	Interest           *workpaper.Number // or obligation times rate
	Obligation, Rate   *workpaper.Number // at the beginning
	Expected           *workpaper.Number // return that was expected; or assets times its rate; or the actual one where no other is given
	Assets, Return     *workpaper.Number // fair or market-related value at the beginning, and rate
	Actual             *workpaper.Number
	PriorService       workpaper.Number // amortisation, a credit negative
	Loss               workpaper.Number // amortisation of net loss, a gain negative
	Transition         workpaper.Number
	Other              []Item           // settlements, curtailments, special termination benefits: losses positive
	ActuarialLoss      workpaper.Number // on the obligation
	Contribution       *workpaper.Number
	Benefits           workpaper.Number
	Stated             *workpaper.Number // cost as somebody answered it
	Frozen             bool
	Related            *workpaper.Number // market-related value, where it is not the fair value
	Flows              string            // when contributions and benefits fall: "end" where it is blank, "mid-year", "begin"
	// What is amortised may be worked out: prior service over years, a net loss by the corridor.
	PriorOpen, PriorYears *workpaper.Number
	NetLoss, Remaining    *workpaper.Number
}

// Item is a named amount.
type Item struct {
	Name   string
	Amount workpaper.Number
}

// CostResult is the cost, and the ends of the plan where its beginnings are known.
type CostResult struct {
	Interest, Expected, Cost workpaper.Number
	Prior, Loss              workpaper.Number  // amortised
	PriorEnd                 *workpaper.Number // not borne at the end
	Obligation, Assets       *workpaper.Number // at the end
	Funded                   *workpaper.Number // assets less obligation
	Arising                  *workpaper.Number // net loss of the year that goes to other comprehensive income
	Accrual                  *workpaper.Number // cost less contribution: what is added to the liability
	Findings                 []finding
	Paper                    *workpaper.Paper
}

// Compute adds the components up.
func (c Cost) Compute() (r CostResult, err error) {
	about := cmp.Or(c.Name, "net periodic cost")
	p := workpaper.New(workpaper.Head{Title: "Net periodic pension cost", Entity: c.Name})
	r.Paper = p
	usd := workpaper.Unit{Name: string(c.Currency), Places: c.Places}
	s := p.Section("Components")
	if err := c.refuse(about); err != nil {
		return r, err
	}
	service := s.Input("service cost", usd, c.Service, workpaper.Cite("ASC 715-30-35-6"))
	var begin workpaper.Num
	if c.Obligation != nil {
		begin = s.Input("obligation at the beginning", usd, *c.Obligation)
		if c.Amendment.Sign() != 0 {
			begin = s.Step("obligation with the amendment", usd, begin.Plus(s.Input("prior service given at the beginning", usd, c.Amendment)), workpaper.Cite("ASC 715-30-35-10"))
		}
	}
	var interest workpaper.Num
	switch {
	case c.Interest != nil:
		interest = s.Input("interest cost", usd, *c.Interest)
	case c.Obligation != nil && c.Rate != nil:
		base := begin
		if c.bears() {
			base = c.bearing(begin, s.Input("benefits in the year", usd, c.Benefits).Neg())
		}
		interest = s.Step("interest cost", usd, base.Times(s.Input("discount rate", workpaper.Percent.To(2), *c.Rate)), workpaper.Cite("ASC 715-30-35-8"))
	default:
		return r, check.Refuse(about, "give interest, or the obligation at the beginning and its discount rate")
	}
	expected, err := c.expected(s, usd, about)
	if err != nil {
		return r, err
	}
	terms := []workpaper.Term{service, interest, expected.Neg()}
	terms = append(terms, c.amortised(&r, s, usd, begin)...)
	for _, x := range c.Other {
		terms = append(terms, s.Input(x.Name, usd, x.Amount))
	}
	cost := s.Step("net periodic cost", usd, workpaper.Sum(terms...), workpaper.Cite("ASC 715-30-35-4"))
	r.Interest, r.Expected, r.Cost = interest.Number(), expected.Number(), cost.Number()
	r.Findings = append(append(onFrozen(about, c.Frozen, c.Service), plausible(about, discountSpan, c.Rate)...), plausible(about, returnSpan, c.Return)...)
	c.ends(&r, p, usd, service, interest, expected, cost, begin)
	if c.Stated != nil && c.Stated.Sub(r.Cost).Abs().Cmp(workpaper.Ratio(1, 2)) > 0 {
		r.Findings = append(r.Findings, open("stated-cost", about, "ASC 715-30-35-4", "the cost that was stated is %s, its components come to %s; the difference is %s%s", two(*c.Stated), two(r.Cost), two(c.Stated.Sub(r.Cost)), c.hint(*c.Stated, r)))
	}
	return r, nil
}

// hint says what a wrong answer may have done.
func (c Cost) hint(stated workpaper.Number, r CostResult) string {
	if r.Arising == nil || r.Arising.Sign() == 0 {
		return ""
	}
	return "; actuarial losses and returns above or below the expected one go to other comprehensive income, not to the cost"
}

// expected is the return that counts.
func (c Cost) expected(s *workpaper.Section, usd workpaper.Unit, about string) (workpaper.Num, error) {
	switch {
	case c.Expected != nil:
		return s.Input("expected return", usd, *c.Expected, workpaper.Cite("ASC 715-30-35-47")), nil
	case c.value() != nil && c.Return != nil:
		base := s.Input("market-related value at the beginning", usd, *c.value())
		if c.bears() && c.Contribution != nil {
			base = c.bearing(base, s.Input("contribution in the year", usd, *c.Contribution).Minus(s.Input("benefits in the year, from assets", usd, c.Benefits)))
		}
		return s.Step("expected return", usd, base.Times(s.Input("expected long-term rate of return", workpaper.Percent.To(2), *c.Return)), workpaper.Cite("ASC 715-30-35-47")), nil
	case c.Actual != nil:
		return s.Input("return, as expected", usd, *c.Actual), nil
	}
	return s.Input("expected return", usd, nought), nil
}

func (c Cost) refuse(about string) error {
	if c.Flows != "" && c.Flows != "end" && c.Flows != "mid-year" && c.Flows != "begin" {
		return check.Refuse(about, "flows %q; write end, mid-year or begin", c.Flows)
	}
	if c.PriorYears != nil && (c.PriorOpen == nil || c.PriorYears.Sign() <= 0) {
		return check.Refuse(about, "prior service over %s years needs the amount that is not borne yet, and years above zero", c.PriorYears)
	}
	if c.Remaining != nil && c.Remaining.Sign() <= 0 {
		return check.Refuse(about, "remaining service of %s; it must be above zero", c.Remaining)
	}
	if c.NetLoss != nil && c.Remaining != nil && c.Obligation == nil {
		return check.Refuse(about, "the corridor needs the obligation at the beginning")
	}
	return nil
}

// value is what bears the expected return: the market-related value, or the fair value.
func (c Cost) value() *workpaper.Number {
	if c.Related != nil {
		return c.Related
	}
	return c.Assets
}

// bears says whether flows of the year bear interest by the convention.
func (c Cost) bears() bool { return c.Flows == "begin" || c.Flows == "mid-year" }

// bearing is a base with the flows of the year that bear for a part of it.
func (c Cost) bearing(base, flows workpaper.Num) workpaper.Num {
	if c.Flows == "begin" {
		return base.Plus(flows)
	}
	return base.Plus(flows.Over(workpaper.Int(2)))
}

// amortised are the amounts that the year bears of what was not borne before.
func (c Cost) amortised(r *CostResult, s *workpaper.Section, usd workpaper.Unit, begin workpaper.Num) (terms []workpaper.Term) {
	if c.PriorOpen != nil && c.PriorYears != nil {
		n := s.Step("amortisation of prior service", usd, s.Input("prior service not borne at the beginning", usd, *c.PriorOpen).Over(s.Input("years it is spread over", workpaper.Unit{Name: "years", Places: 2}, *c.PriorYears)).Round(c.Places, money.HalfAway), workpaper.Cite("ASC 715-30-35-13"))
		r.Prior, terms = n.Number(), append(terms, n)
	} else if c.PriorService.Sign() != 0 {
		r.Prior, terms = c.PriorService, append(terms, s.Input("amortisation of prior service", usd, c.PriorService))
	}
	if c.PriorOpen != nil {
		n := c.PriorOpen.Add(c.Amendment).Sub(r.Prior)
		r.PriorEnd = &n
	}
	switch {
	case c.Loss.Sign() != 0:
		r.Loss, terms = c.Loss, append(terms, s.Input("amortisation of net loss", usd, c.Loss))
	case c.NetLoss != nil && c.Remaining != nil:
		value := nought
		if v := c.value(); v != nil {
			value = *v
		}
		loss := s.Input("net loss not borne at the beginning, gain negative", usd, *c.NetLoss)
		line := s.Step("corridor", usd, workpaper.Greatest(begin, s.Input("market-related value, for the corridor", usd, value)).Times(s.Input("of the greater", workpaper.Percent, workpaper.Ratio(10, 100))), workpaper.Cite("ASC 715-30-35-24"))
		sign := workpaper.If(loss.Less(workpaper.Int(0)), workpaper.Int(-1), workpaper.Int(1))
		n := s.Step("amortisation of net loss", usd, workpaper.NotBelowZero(loss.Abs().Minus(line)).Over(s.Input("average remaining service", workpaper.Unit{Name: "years", Places: 2}, *c.Remaining)).Round(c.Places, money.HalfAway).Times(sign), workpaper.Cite("ASC 715-30-35-24"))
		r.Loss, terms = n.Number(), append(terms, n)
	}
	if c.Transition.Sign() != 0 {
		terms = append(terms, s.Input("amortisation of transition amounts", usd, c.Transition))
	}
	return terms
}

// ends carries obligation and assets to the end of the year, as far as they are known.
func (c Cost) ends(r *CostResult, p *workpaper.Paper, usd workpaper.Unit, service, interest, expected, cost, begin workpaper.Num) {
	keep := func(n workpaper.Num) *workpaper.Number {
		x := n.Number()
		return &x
	}
	s := p.Section("At the end of the year")
	var paid, gave workpaper.Num
	paid = s.Input("benefits paid", usd, c.Benefits)
	if c.Contribution != nil {
		gave = s.Input("contribution", usd, *c.Contribution)
		r.Accrual = keep(s.Step("cost less contribution", usd, cost.Minus(gave)))
	}
	var loss, actual workpaper.Num
	loss = s.Input("actuarial loss on the obligation", usd, c.ActuarialLoss)
	if c.Actual != nil {
		actual = s.Input("actual return", usd, *c.Actual)
		r.Arising = keep(s.Step("net loss arising, to other comprehensive income", usd, loss.Plus(expected.Minus(actual)), workpaper.Cite("ASC 715-30-35-18, 35-21")))
	}
	if c.Obligation != nil {
		r.Obligation = keep(s.Step("obligation", usd, begin.Plus(service).Plus(interest).Plus(loss).Minus(paid)))
	}
	if c.Assets != nil && c.Actual != nil && c.Contribution != nil {
		r.Assets = keep(s.Step("assets", usd, s.Input("assets at the beginning", usd, *c.Assets).Plus(actual).Plus(gave).Minus(paid)))
	}
	if r.Obligation != nil && r.Assets != nil {
		n := r.Assets.Sub(*r.Obligation)
		r.Funded = &n
	}
}

// Related is a market-related value by averaging gains and losses over up to five years (ASC 715-30-35-22): fair value less what of each
// year's gain is not taken in yet.
type Related struct {
	Name     string
	Currency money.Currency
	Fair     workpaper.Number
	Gains    []workpaper.Number // of the years before, newest first: return above the expected one
	Years    int
}

// Compute takes gains in over the years.
func (x Related) Compute() (n workpaper.Number, weights []workpaper.Number, p *workpaper.Paper, err error) {
	about := cmp.Or(x.Name, "market-related value")
	if x.Years < 1 || x.Years > 5 {
		return n, nil, nil, check.Refuse(about, "gains are averaged over 1 to 5 years, not %d (ASC 715-30-35-22)", x.Years)
	}
	p = workpaper.New(workpaper.Head{Title: "Market-related value of assets", Entity: x.Name})
	usd := workpaper.Money(x.Currency)
	fair := p.Section("Assets").Input("fair value", usd, x.Fair)
	t := p.Table("Gains of earlier years", "year before")
	gain, part, left := t.Column("gain, loss negative", usd), t.Column("part not taken in", workpaper.NoUnit.To(6)), t.Column("not taken in", usd)
	for i := 0; i < x.Years-1; i++ {
		g := nought
		if i < len(x.Gains) {
			g = x.Gains[i]
		}
		weight := workpaper.Ratio(int64(x.Years-1-i), int64(x.Years))
		weights = append(weights, weight)
		row := t.Row(workpaper.Whole(int64(i + 1)).String())
		row.Step(left, row.Input(gain, g).Times(row.Input(part, weight)))
	}
	s := p.Section("Value")
	value := fair.Plus(workpaper.Int(0))
	if x.Years > 1 {
		value = fair.Minus(left.Total())
	}
	return s.Step("market-related value", usd, value, workpaper.Cite("ASC 715-30-35-22")).Number(), weights, p, nil
}
