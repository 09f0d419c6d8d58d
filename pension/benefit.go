package pension

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// FinalPay is the obligation to one employee, or to many alike, by a formula of final pay (ASC 715-30-35-36 to 35-42; SFAS 87 paragraphs 39 to 42):
// a percentage of the final salary for each year of service, paid at the end of each year of retirement. The projected obligation counts
// the salary to come, the accumulated one the salary of today.
type FinalPay struct {
	Name              string
	Currency          money.Currency
	Percent           workpaper.Number // of final pay, for each year of service
	Served            workpaper.Number
	Salary            *workpaper.Number // of today
	Growth            *workpaper.Number // of it each year
	Final             *workpaper.Number // or the final salary
	ToRetire, Retired int               // years
	Discount          workpaper.Number
	Places            *int // decimals of the factors, as in tables; exact where it is nil
}

// FinalPayResult is the obligation and the cost of the year's service.
type FinalPayResult struct {
	Final, Annual, Projected, Service workpaper.Number
	Accumulated                       *workpaper.Number
	Interest                          workpaper.Number // on it for the next year
	Findings                          []finding
	Paper                             *workpaper.Paper
}

// Compute values the benefit.
func (x FinalPay) Compute() (r FinalPayResult, err error) {
	about := cmp.Or(x.Name, "final pay")
	switch {
	case x.Final == nil && x.Salary == nil:
		return r, check.Refuse(about, "give the final salary, or the salary of today and its growth")
	case x.Percent.Sign() <= 0 || x.Served.Sign() < 0 || x.ToRetire < 0 || x.Retired < 1 || x.ToRetire > 100 || x.Retired > 100:
		return r, check.Refuse(about, "a benefit of %s for each of %s years, retirement in %d years for %d: all are above zero and at most a hundred years", x.Percent, x.Served, x.ToRetire, x.Retired)
	}
	if err := discounts(about, &x.Discount); err != nil {
		return r, err
	}
	if x.Growth != nil && x.Growth.Cmp(workpaper.Whole(-1)) <= 0 {
		return r, check.Refuse(about, "a growth of the salary of %s%%; it is above -100%%", percent2(*x.Growth))
	}
	p := workpaper.New(workpaper.Head{Title: "Obligation of a final-pay plan", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Money(x.Currency)
	s := p.Section("Terms")
	percent, served := s.Input("of final pay for a year of service", workpaper.Percent.To(2), x.Percent), s.Input("years served", workpaper.Unit{Name: "years", Places: 1}, x.Served)
	wait, retired := s.Input("years to retirement", workpaper.Years, workpaper.Whole(int64(x.ToRetire))), s.Input("years of retirement", workpaper.Years, workpaper.Whole(int64(x.Retired)))
	rate := s.Input("discount rate", workpaper.Percent.To(2), x.Discount)
	annuity, back := workpaper.Annuity(rate, retired), workpaper.DiscountFactor(rate, wait)
	if x.Places != nil {
		annuity, back = annuity.Round(*x.Places, money.HalfAway), back.Round(*x.Places, money.HalfAway)
	}
	v := p.Section("Value")
	factor := v.Step("annuity of the years of retirement", workpaper.Factor, annuity)
	now := v.Step("discounted from retirement to today", workpaper.Factor, back)
	final, today := x.pay(v, s, usd, wait)
	annual := v.Step("benefit of a year", usd, final.Times(percent).Times(served), workpaper.Cite("ASC 715-30-35-36"))
	pbo := v.Step("projected benefit obligation", usd, annual.Times(factor).Times(now).Round(2, money.HalfAway), workpaper.Cite("ASC 715-30-35-1A"))
	one := v.Step("of one year of service", usd, final.Times(percent).Times(factor).Times(now).Round(2, money.HalfAway), workpaper.Cite("ASC 715-30-35-6"))
	next := v.Step("interest of the next year", usd, pbo.Times(rate).Round(2, money.HalfAway), workpaper.Cite("ASC 715-30-35-8"))
	r.Final, r.Annual, r.Projected, r.Service, r.Interest = final.Number(), annual.Number(), pbo.Number(), one.Number(), next.Number()
	if today != nil {
		n := v.Step("accumulated benefit obligation", usd, today.Times(percent).Times(served).Times(factor).Times(now).Round(2, money.HalfAway), workpaper.Cite("ASC 715-30-35-2")).Number()
		r.Accumulated = &n
		if n.Cmp(r.Projected) > 0 {
			r.Findings = append(r.Findings, open("accumulated-above-projected", about, "ASC 715-30-35-2", "the accumulated obligation of %s is above the projected one of %s: the final salary is below today's", two(n), two(r.Projected)))
		}
	}
	r.Findings = append(append(r.Findings, plausible(about, discountSpan, &x.Discount)...), plausible(about, salarySpan, x.Growth)...)
	return r, nil
}

// pay is the final salary, and today's where it is given.
func (x FinalPay) pay(v, s *workpaper.Section, usd workpaper.Unit, wait workpaper.Num) (final workpaper.Num, today *workpaper.Num) {
	if x.Salary != nil {
		n := s.Input("salary of today", usd, *x.Salary)
		today = &n
	}
	switch {
	case x.Final != nil:
		return s.Input("final salary", usd, *x.Final), today
	case x.Growth != nil:
		return v.Step("final salary", usd, today.Times(workpaper.Int(1).Plus(s.Input("growth of the salary", workpaper.Percent.To(2), *x.Growth)).Power(wait)).Round(2, money.HalfAway)), today
	}
	return v.Step("final salary", usd, today.Plus(workpaper.Int(0))), today
}

// CashBalance is a plan of accounts: each is credited with a part of pay and with interest (ASC 715-30-35-70 and 35-71). The obligation is the
// account projected to its payment at the credited rate and discounted; where both rates are alike that is the account.
type CashBalance struct {
	Name     string
	Currency money.Currency
	Opening  workpaper.Number
	Frozen   int // year from which on there is no pay credit, 1 the first; 0 never
	Years    []CreditYear
	Mid      bool // pay credits and payments bear half a year's interest
	Payout   int  // years from the last year to the payment
	Credit   *workpaper.Number
	Discount *workpaper.Number
}

// CreditYear is a year of the accounts.
type CreditYear struct {
	Name      string
	Pay, Part workpaper.Number  // pay, and the part of it that is credited
	Amount    *workpaper.Number // or the credit itself
	Rate      workpaper.Number  // of interest
	Paid      workpaper.Number
}

// CashBalanceResult is the accounts year by year and the obligation at their end.
type CashBalanceResult struct {
	PayCredits, Interest, Balances []workpaper.Number
	Projected, Obligation          *workpaper.Number
	Findings                       []finding
	Paper                          *workpaper.Paper
}

// Compute carries the accounts.
func (x CashBalance) Compute() (r CashBalanceResult, err error) {
	about := cmp.Or(x.Name, "cash balance")
	if len(x.Years) == 0 {
		return r, check.Refuse(about, "give its years")
	}
	if err := discounts(about, x.Discount); err != nil {
		return r, err
	}
	p := workpaper.New(workpaper.Head{Title: "Cash balance accounts", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Money(x.Currency)
	balance := p.Section("Accounts").Input("at the beginning", usd, x.Opening)
	t := p.Table("Years", "year")
	rate, credit, interest, paid, end := t.Column("interest credited", workpaper.Percent.To(3)), t.Column("pay credit", usd), t.Column("interest", usd), t.Column("paid", usd), t.Column("end", usd)
	pay, part := t.Column("pay", usd), t.Column("part credited", workpaper.Percent.To(2))
	for i, y := range x.Years {
		name := cmp.Or(y.Name, "year "+workpaper.Whole(int64(i+1)).String())
		row := t.Row(name)
		var c workpaper.Num
		if y.Amount != nil {
			c = row.Input(credit, *y.Amount)
		} else {
			c = row.Step(credit, row.Input(pay, y.Pay).Times(row.Input(part, y.Part)).Round(2, money.HalfAway), workpaper.Cite("ASC 715-30-35-71"))
		}
		out := row.Input(paid, y.Paid)
		base := balance
		if x.Mid {
			base = balance.Plus(c.Minus(out).Over(workpaper.Int(2)))
		}
		n := row.Step(interest, base.Times(row.Input(rate, y.Rate)).Round(2, money.HalfAway))
		balance = row.Step(end, balance.Plus(c).Plus(n).Minus(out))
		r.PayCredits, r.Interest, r.Balances = append(r.PayCredits, c.Number()), append(r.Interest, n.Number()), append(r.Balances, balance.Number())
		if x.Frozen > 0 && i+1 >= x.Frozen && c.Number().Sign() != 0 {
			r.Findings = append(r.Findings, open("service-on-frozen-plan", about+", "+name, "ASC 715-30-35-6", "the plan is frozen and %s of pay credits were given; ask the actuary", two(c.Number())))
		}
		if balance.Number().Sign() < 0 {
			r.Findings = append(r.Findings, open("account-below-zero", about+", "+name, "", "the accounts end at %s: %s was paid out of less", two(balance.Number()), two(y.Paid)))
		}
		r.Findings = append(r.Findings, plausible(about+", "+name, creditSpan, &y.Rate)...)
	}
	return r, x.obligation(&r, p, usd, balance, about)
}

// obligation projects the accounts and discounts them.
func (x CashBalance) obligation(r *CashBalanceResult, p *workpaper.Paper, usd workpaper.Unit, balance workpaper.Num, about string) error {
	if x.Discount == nil {
		return nil
	}
	if x.Payout < 0 || x.Payout > 100 {
		return check.Refuse(about, "a payment %d years away; give 0 to 100", x.Payout)
	}
	s := p.Section("Obligation")
	credit := x.Years[len(x.Years)-1].Rate
	if x.Credit != nil {
		credit = *x.Credit
	}
	if credit.Cmp(workpaper.Whole(-1)) <= 0 {
		return check.Refuse(about, "interest credited of %s%%; it is above -100%%", percent2(credit))
	}
	n := s.Input("years to payment", workpaper.Years, workpaper.Whole(int64(x.Payout)))
	ahead := s.Step("accounts at payment", usd, balance.Times(workpaper.Int(1).Plus(s.Input("interest credited to then", workpaper.Percent.To(3), credit)).Power(n)).Round(2, money.HalfAway), workpaper.Cite("ASC 715-30-35-71"))
	pbo := s.Step("projected benefit obligation", usd, workpaper.PresentValue(ahead, s.Input("discount rate", workpaper.Percent.To(3), *x.Discount), n).Round(2, money.HalfAway))
	a, b := ahead.Number(), pbo.Number()
	r.Projected, r.Obligation = &a, &b
	r.Findings = append(r.Findings, plausible(about, discountSpan, x.Discount)...)
	return nil
}
