package restructuring

import (
	"cmp"
	"slices"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Service is a count of the time over which a benefit is earned.
type Service string

// The counts: whole and part months of 30 days (the usual one), days, and whole calendar months.
const (
	Thirty Service = "30/360"
	Days   Service = "days"
	Months Service = "months"
)

// Benefits are one-time termination benefits of a group of employees (ASC 420-10-25-4 to 25-9, 30-4 to 30-6).
type Benefits struct {
	Name         string
	Currency     money.Currency
	Parts        []Part // severance, retention: amounts of the group as a whole, or Employees times Each
	Employees    *workpaper.Number
	Each         *workpaper.Number
	Communicated fiscal.Date
	Last         fiscal.Date       // last day of required service
	Months       *workpaper.Number // of service, where it is given and not counted from the days
	LegalNotice  int
	AtOnce       bool // no service is required, whatever the days
	Count        Service
	// Rate and PayMonths discount a benefit that is paid long after: the fair value at communication.
	Rate, PayMonths *workpaper.Number
	Ends            []fiscal.Date // of the periods that are asked for; the last day of service is added
	Changes         []Change
}

// Part is a named amount.
type Part struct {
	Name   string
	Amount workpaper.Number
}

// Change is a new estimate of the whole benefit from a day on: people leave earlier, or are kept. The difference of what is accrued to date
// is booked on that day (ASC 420-10-35-1 to 35-3).
type Change struct {
	On    fiscal.Date
	Total workpaper.Number
	Why   string
}

// Accrual is where the liability stands at the end of a day.
type Accrual struct {
	On                     fiscal.Date
	Part, Accrued, Expense workpaper.Number
}

// BenefitsResult is the liability over time.
type BenefitsResult struct {
	Decision     Decision
	Total        workpaper.Number // fair value at communication
	PerMonth     workpaper.Number // of service; nil at once
	ServiceTime  workpaper.Number // months, or days
	Accruals     []Accrual
	ReversalDate fiscal.Date
	Paper        *workpaper.Paper
}

// elapsed is the service between two days in the count's unit.
func elapsed(from, to fiscal.Date, count Service) workpaper.Number {
	switch count {
	case Days:
		return workpaper.Whole(int64(to - from))
	case Months:
		a, am, _ := from.YMD()
		b, bm, _ := to.YMD()
		return workpaper.Whole(int64((b-a)*12 + int(bm-am)))
	}
	return workpaper.Ratio(fiscal.Days30E(from, to), 30)
}

// Compute spreads the benefits over the service that is required for them, or takes them at once.
func (b Benefits) Compute() (r BenefitsResult, err error) {
	about := cmp.Or(b.Name, "termination benefits")
	if b.Communicated == 0 {
		return r, check.Refuse(about, "give the day on which it was communicated: no liability is there before (ASC 420-10-25-4)")
	}
	last := b.Last
	if b.AtOnce {
		last = 0
	}
	if r.Decision, err = Decide(Facts{Kind: Severance, Committed: b.Communicated, Communicated: b.Communicated, LastService: last, LegalNotice: b.LegalNotice}); err != nil {
		return r, err
	}
	if b.Count == "" {
		b.Count = Thirty
	}
	p := workpaper.New(workpaper.Head{Title: "Termination benefits", Entity: b.Name, Purpose: "What is owed at each date, and what each period bears"})
	usd := workpaper.Money(b.Currency)
	total, err := b.total(p, usd, about)
	if err != nil {
		return r, err
	}
	r.Total, r.Paper = total.Number(), p
	return r, b.spread(&r, p, total, usd, about)
}

// total is the benefit of the group at its fair value.
func (b Benefits) total(p *workpaper.Paper, usd workpaper.Unit, about string) (workpaper.Num, error) {
	s := p.Section("The benefit")
	var terms []workpaper.Term
	for _, x := range b.Parts {
		if x.Amount.Sign() < 0 {
			return workpaper.Num{}, check.Refuse(about, "%s of %s is below zero", x.Name, x.Amount)
		}
		terms = append(terms, s.Input(x.Name, usd, x.Amount))
	}
	if b.Employees != nil && b.Each != nil {
		terms = append(terms, s.Step("benefits of the group", usd, s.Input("employees", workpaper.NoUnit.To(workpaper.PlacesOf(*b.Employees)), *b.Employees).Times(s.Input("benefit of one", usd, *b.Each))))
	}
	if len(terms) == 0 {
		return workpaper.Num{}, check.Refuse(about, "give its amount: severance, retention, or employees and the benefit of one")
	}
	total := s.Step("total benefit", usd, workpaper.Sum(terms...))
	if b.Rate != nil && b.PayMonths != nil {
		monthly := s.Input("credit-adjusted risk-free rate, a year", workpaper.Percent.To(4), *b.Rate).Over(workpaper.Int(12))
		total = s.Step("fair value at communication", usd, workpaper.PresentValue(total, monthly, s.Input("months until it is paid", workpaper.NoUnit, *b.PayMonths)).Round(2, money.HalfAway), workpaper.Cite("ASC 420-10-30-4"))
	}
	return total, nil
}

// spread makes the accruals.
func (b Benefits) spread(r *BenefitsResult, p *workpaper.Paper, total workpaper.Num, usd workpaper.Unit, about string) error {
	if r.Decision.When == AtOnce {
		s := p.Section("Recognised")
		now := s.Step("liability at communication", usd, total.Plus(workpaper.Int(0)), workpaper.Cite(r.Decision.Cite))
		r.Accruals = []Accrual{{b.Communicated, workpaper.Whole(1), now.Number(), now.Number()}}
		return b.changedAtOnce(r, p, now, usd, about)
	}
	whole := elapsed(b.Communicated, b.Last, b.Count)
	if b.Months != nil && b.Count != Days {
		whole = *b.Months
	}
	if whole.Sign() <= 0 {
		return check.Refuse(about, "no service lies between %s and %s by the count of %s", b.Communicated, b.Last, b.Count)
	}
	unit := workpaper.Unit{Name: "months", Places: 2}
	if b.Count == Days {
		unit = workpaper.Unit{Name: "days"}
	}
	s := p.Section("Service")
	service := s.Input("required service", unit, whole, workpaper.Source("communicated "+b.Communicated.String()+", last day "+b.Last.String()+", counted "+string(b.Count)))
	per := s.Step("expense of a "+map[bool]string{true: "day", false: "month"}[b.Count == Days], usd, total.Over(service), workpaper.Cite("ASC 420-10-25-9"))
	r.PerMonth, r.ServiceTime = per.Number(), whole
	return b.rows(r, p, total, service, unit, usd, about)
}

// rows are the dates that are asked for, with changes of estimate on their days.
func (b Benefits) rows(r *BenefitsResult, p *workpaper.Paper, total, service workpaper.Num, unit, usd workpaper.Unit, about string) error {
	ends := append(slices.Clone(b.Ends), b.Last)
	for _, c := range b.Changes {
		if c.On < b.Communicated || c.On > b.Last {
			return check.Refuse(about, "a change on %s is not between communication on %s and the last day of service on %s", c.On, b.Communicated, b.Last)
		}
		ends = append(ends, c.On)
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	t := p.Table("Accrued", "at the end of")
	benefit, served, part, accrued, expense := t.Column("benefit expected", usd), t.Column("service to date", unit), t.Column("part earned", workpaper.Percent), t.Column("accrued", usd), t.Column("expense", usd)
	before := workpaper.Int(0)
	for _, d := range ends {
		if d < b.Communicated || d > b.Last {
			continue
		}
		row := t.Row(d.String())
		var now workpaper.Num
		if n, changed := b.expected(d); changed {
			now = row.Input(benefit, n, workpaper.Source("change of estimate"))
		} else {
			now = row.Step(benefit, total.Plus(workpaper.Int(0)))
		}
		done := elapsed(b.Communicated, d, b.Count)
		if d == b.Last {
			done = service.Number()
		}
		share := row.Step(part, row.Input(served, done).Over(service))
		to := row.Step(accrued, now.Times(share).Round(2, money.HalfAway))
		cost := row.Step(expense, to.Minus(before))
		before = to
		r.Accruals = append(r.Accruals, Accrual{d, share.Number(), to.Number(), cost.Number()})
	}
	return nil
}

// expected is the benefit as a change of estimate up to a day has it.
func (b Benefits) expected(d fiscal.Date) (n workpaper.Number, changed bool) {
	var last fiscal.Date
	for _, c := range b.Changes {
		if c.On <= d && c.On >= last {
			n, last, changed = c.Total, c.On, true
		}
	}
	return n, changed
}

// changedAtOnce books changes of a benefit that was taken at once.
func (b Benefits) changedAtOnce(r *BenefitsResult, p *workpaper.Paper, now workpaper.Num, usd workpaper.Unit, about string) error {
	if len(b.Changes) == 0 {
		return nil
	}
	t := p.Table("Changes of estimate", "on")
	benefit, expense := t.Column("benefit expected", usd), t.Column("expense", usd)
	changes := slices.Clone(b.Changes)
	slices.SortStableFunc(changes, func(x, y Change) int { return int(x.On - y.On) })
	for _, c := range changes {
		if c.On < b.Communicated {
			return check.Refuse(about, "a change on %s is before communication on %s", c.On, b.Communicated)
		}
		row := t.Row(c.On.String())
		to := row.Input(benefit, c.Total)
		cost := row.Step(expense, to.Minus(now))
		now = to
		r.Accruals = append(r.Accruals, Accrual{c.On, workpaper.Whole(1), to.Number(), cost.Number()})
	}
	return nil
}

// Ongoing is severance under an ongoing arrangement (ASC 712-10-25-4; SFAS 112 paragraph 6): accrued in full when payment is probable and
// can be estimated, not when it is made.
type Ongoing struct {
	Name       string
	Currency   money.Currency
	Employees  *workpaper.Number // nil for one
	Each       workpaper.Number  // of one employee and month
	Months     workpaper.Number
	Probable   fiscal.Date // the decision was made by then
	Terminated fiscal.Date
	Pattern    bool // a plan, a contract or past practice
}

// OngoingResult is the accrual.
type OngoingResult struct {
	Decision Decision
	Accrual  workpaper.Number
	Paper    *workpaper.Paper
}

// Compute accrues the benefit on the day on which it is probable.
func (o Ongoing) Compute() (r OngoingResult, err error) {
	about := cmp.Or(o.Name, "severance")
	if o.Probable == 0 {
		return r, check.Refuse(about, "give the day by which termination was decided: the accrual is of that day (ASC 712-10-25-4)")
	}
	if o.Each.Sign() < 0 || o.Months.Sign() <= 0 {
		return r, check.Refuse(about, "%s a month for %s months: the first is not below zero and the second above it", o.Each, o.Months)
	}
	if r.Decision, err = Decide(Facts{Kind: Severance, Ongoing: o.Pattern, Probable: o.Probable, Committed: o.Probable}); err != nil {
		return r, err
	}
	p := workpaper.New(workpaper.Head{Title: "Severance under an ongoing arrangement", Entity: o.Name})
	usd := workpaper.Money(o.Currency)
	s := p.Section("Accrual")
	each := s.Input("a month", usd, o.Each).Times(s.Input("months", workpaper.NoUnit.To(workpaper.PlacesOf(o.Months)), o.Months))
	if o.Employees != nil {
		each = each.Times(s.Input("employees", workpaper.NoUnit, *o.Employees))
	}
	n := s.Step("accrued on "+o.Probable.String(), usd, each, workpaper.Cite("ASC 712-10-25-4"))
	r.Accrual, r.Paper = n.Number(), p
	return r, nil
}
