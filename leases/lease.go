package leases

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Class is how a lease is accounted for.
type Class string

// The classes. A capital lease is what SFAS 13 called a finance lease.
const (
	Operating Class = "operating"
	Finance   Class = "finance"
	Capital   Class = "capital"
	Short     Class = "short-term"
)

// Change is what happens after a number of periods.
type Change struct {
	After      int                // periods that have passed
	Payments   []workpaper.Number // what remains to be paid, period by period; nil where it stays
	Rate       *workpaper.Number  // of a year, on the day of the change; nil where it stays
	Impairment workpaper.Number   // of the right-of-use asset (ASC 360-10-35; 842-20-35-9 to 35-11)
	Ended      bool               // the lease is given up
	Penalty    workpaper.Number   // paid for that
	Why        string
}

// Lease is a lease of a lessee.
type Lease struct {
	Name      string
	Currency  money.Currency
	Places    int
	Standard  Standard
	Payments  []workpaper.Number // each period; they are fixed, or vary with an index at its value on the first day (ASC 842-10-30-5)
	PerYear   int                // periods in a year
	Advance   bool               // paid at the beginning of periods
	Rate      workpaper.Number   // of a year: the rate implicit in the lease, or the incremental borrowing rate (ASC 842-20-30-3)
	Compound  bool               // the period's rate compounds to the year's; otherwise it is its part
	Factors   int                // decimals to which discount factors are rounded, as in printed tables; 0 for none
	Guarantee workpaper.Number   // residual value: what is probably owed under a guarantee (SFAS 13: the whole guarantee)
	Option    workpaper.Number   // price of a purchase option that is reasonably certain to be exercised
	Penalty   workpaper.Number   // for ending it, where the term reflects that it is ended

	Direct     workpaper.Number // initial direct costs
	Prepaid    workpaper.Number // paid before the first day, beyond Payments
	Incentives workpaper.Number // received
	Life       *workpaper.Number
	Facts      Facts
	Class      Class // as decided elsewhere; otherwise the tests decide
	ShortTerm  bool  // elected not to be recognised (ASC 842-20-25-2)
	Changes    []Change
}

// Period is a period of the schedule. Of an operating lease before ASC 842 there is only cost, paid and deferred rent in End.
type Period struct {
	Number                          int
	Begin, Interest, Paid, End      workpaper.Number
	AssetBegin, Amortised, AssetEnd workpaper.Number
	Cost                            workpaper.Number // lease cost of an operating lease; interest and amortisation of a finance lease
	Adjusted, Impaired              workpaper.Number // at its beginning
}

// Result is the lease's accounting.
type Result struct {
	Class      Class
	Tests      []Test
	Present    workpaper.Number // of what is to be paid, on the first day
	Liability  workpaper.Number // after what is paid on that day
	Asset      workpaper.Number
	PeriodRate workpaper.Number
	Paid, Cost workpaper.Number // in all, without what was changed on the way
	Periods    []Period
	Gain       workpaper.Number // where it was given up, a loss negative
	Paper      *workpaper.Paper
	Findings   []check.Finding
}

// Compute classifies the lease and builds its schedule.
func (l Lease) Compute() (r Result, err error) {
	about := cmp.Or(l.Name, "lease")
	if err := l.check(about); err != nil {
		return r, err
	}
	w := &work{Lease: l, about: about, p: workpaper.New(workpaper.Head{Title: "Lease", Entity: l.Name, Purpose: "How is the lease classified, and what stands in each period?"}), r: &r}
	w.usd = workpaper.Money(l.Currency).To(l.Places)
	r.Paper = w.p
	if err := w.rates(); err != nil {
		return r, err
	}
	s := w.p.Section("Present value")
	r.Present = w.present(s, "Payments", l.Payments, w.rate, true).Number()
	w.classify(&r)
	if l.Class != "" {
		r.Class = l.Class
	}
	if r.Class == Short || r.Class == Operating && l.Standard == Old {
		w.straight(&r)
	} else {
		w.recognise(&r)
		w.schedule(&r)
	}
	r.Findings = w.p.Findings()
	return r, nil
}

func (l Lease) check(about string) error {
	switch {
	case len(l.Payments) == 0 || len(l.Payments) > 1200:
		return check.Refuse(about, "give the payments of one to 1,200 periods")
	case l.PerYear < 1 || l.PerYear > 12 || 12%l.PerYear != 0:
		return check.Refuse(about, "%d periods in a year; there are 1, 2, 3, 4, 6 or 12", l.PerYear)
	case l.Rate.Sign() < 0 || l.Rate.Cmp(one) > 0:
		return check.Refuse(about, "a rate of %s a year; it is from 0 to 1, or 0%% to 100%%", l.Rate)
	case l.Facts.EconomicAge != nil && l.Facts.EconomicAge.Sign() <= 0:
		return check.Refuse(about, "an economic life of %s years; it is above zero, or left out and its test with it", l.Facts.EconomicAge)
	case l.Facts.Fair != nil && l.Facts.Fair.Cmp(l.Facts.Credit) <= 0:
		return check.Refuse(about, "a fair value of %s, less a tax credit of %s; it is above zero, or left out and its test with it", l.Facts.Fair, l.Facts.Credit)
	case l.ShortTerm && len(l.Payments) > l.PerYear:
		return check.Refuse(about, "it runs for %d periods; only a lease of twelve months or less may be kept off the balance sheet (ASC 842-20-20)", len(l.Payments))
	case l.ShortTerm && l.Option.Sign() > 0:
		return check.Refuse(about, "a purchase option is reasonably certain to be exercised; such a lease is recognised, however short (ASC 842-20-20)")
	}
	for i, n := range l.Payments {
		if n.Sign() < 0 {
			return check.Refuse(about, "payment %d is %s; what the lessor gives goes into incentives", i+1, n)
		}
	}
	last := 0
	for _, c := range l.Changes {
		if c.After <= last || c.After >= len(l.Payments) && !c.Ended {
			return check.Refuse(about, "a change after period %d; changes are in order and within the %d periods", c.After, len(l.Payments))
		}
		last = c.After
		if c.Rate != nil && (c.Rate.Sign() < 0 || c.Rate.Cmp(one) > 0) || c.Impairment.Sign() < 0 {
			return check.Refuse(about, "the change after period %d has a rate outside 0 to 1, or an impairment below zero", c.After)
		}
	}
	return nil
}

// work is the calculation in the making.
type work struct {
	Lease
	about string
	p     *workpaper.Paper
	usd   workpaper.Unit
	rate  workpaper.Num // of a period
	first workpaper.Num // present value of all payments
	final workpaper.Num
	minor []workpaper.Num // payments
	asset workpaper.Num

	adjusted, impaired workpaper.Num // by the last change
	r                  *Result
}

// rates is the rate of a period.
func (w *work) rates() error {
	s := w.p.Section("Rate")
	year := s.Input("rate of a year", workpaper.Percent.To(4), w.Rate, workpaper.Cite("ASC 842-20-30-3; SFAS 13 paragraph 7(d)"))
	if w.Compound && w.PerYear > 1 {
		n, ok := compounding(w.Rate, w.PerYear)
		if !ok {
			return check.Refuse(w.about, "no rate of a period compounds to %s a year", w.Rate)
		}
		w.rate = s.Solved("rate of a period", workpaper.Percent.To(8), n)
		s.Step("compounded over a year", workpaper.Percent.To(4), w.rate.Plus(workpaper.Int(1)).Power(workpaper.Int(int64(w.PerYear))).Minus(workpaper.Int(1)))
	} else {
		w.rate = s.Step("rate of a period", workpaper.Percent.To(8), year.Over(workpaper.Int(int64(w.PerYear))))
	}
	w.r.PeriodRate = w.rate.Number()
	return nil
}

// compounding is the rate of a period that compounds to a year's, to ten decimals.
func compounding(year workpaper.Number, periods int) (workpaper.Number, bool) {
	return workpaper.Solve(nought, one, 10, func(n workpaper.Number) workpaper.Number {
		return n.Add(one).Power(periods).Sub(one).Sub(year)
	})
}

// present discounts payments and what is due at the end.
func (w *work) present(s *workpaper.Section, title string, payments []workpaper.Number, rate workpaper.Num, begin bool) workpaper.Num {
	t := w.p.Table(title, "payment")
	amount, at, factor, value := t.Column("amount", w.usd), t.Column("periods away", workpaper.NoUnit), t.Column("discount factor", workpaper.Factor.To(max(w.Factors, 6))), t.Column("present value", w.usd.To(w.Places+4), workpaper.Cite("ASC 842-20-30-1; SFAS 13 paragraph 10"))
	one := workpaper.Int(1)
	line := func(row workpaper.Row, n workpaper.Number, away int) workpaper.Num {
		a := row.Input(amount, n)
		f := one.Over(one.Plus(rate).Power(row.Input(at, workpaper.Whole(int64(away)))))
		if w.Factors > 0 {
			f = f.Round(w.Factors, money.HalfAway)
		}
		row.Step(value, a.Times(row.Step(factor, f)))
		return a
	}
	var nums []workpaper.Num
	for i, n := range payments {
		away := i + 1
		if w.Advance {
			away = i
		}
		nums = append(nums, line(t.Row(fmt.Sprint(i+1)), n, away))
	}
	if end := w.end(); end.Sign() != 0 {
		w.final = line(t.Row("due at the end"), end, len(payments))
	} else {
		w.final = nums[0].Times(workpaper.Int(0))
	}
	sum := s.Step(title+", present value", w.usd, value.Total().Round(w.Places, money.HalfAway))
	w.minor = nums
	if begin {
		w.first = sum
	}
	return sum
}

// end is what is due at the end: residual value under a guarantee, the option's price, or the penalty.
func (l Lease) end() workpaper.Number { return l.Guarantee.Add(l.Option).Add(l.Penalty) }
