package debt

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Modified is an exchange or change of terms with the same lender: the ten-per-cent test (ASC 470-50-40-10 and 40-12). The flows of the new
// terms, with what passes between debtor and lender, are discounted at the original effective rate and held against what is left of the
// old terms.
type Modified struct {
	Name      string
	Currency  money.Currency
	Carrying  *workpaper.Number  // what is left of the old terms at the original rate, as given; what Unpaid says is not deducted from it
	Old       []workpaper.Number // or its payments that remain; at the original rate they are worth less by the costs already
	NewValue  *workpaper.Number  // new payments at the original rate, as given
	New       []workpaper.Number
	Rate      *workpaper.Number // original effective rate of a period
	Lender    workpaper.Number  // fees paid to the lender now; received is negative
	Third     workpaper.Number  // costs of third parties
	Unpaid    workpaper.Number  // issue costs not yet amortised that Carrying has not deducted
	Prepay    []Prepay          // where old or new terms can be prepaid: the case with the smaller change counts (40-12(c))
	Different bool              // another lender: an extinguishment without a test
	Troubled  bool              // of a debtor in difficulties to whom a concession is made: ASC 470-60, no test
}

// Prepay is a case in which debt is prepaid: payments to and with the prepayment.
type Prepay struct {
	Name     string
	Old, New []workpaper.Number
}

// ModifiedResult is the test and what follows.
type ModifiedResult struct {
	Base, New, WithFees, Change workpaper.Number
	Percent                     workpaper.Number // of the base, a fall negative
	Substantial                 bool
	Accounting                  []string
	NewRate                     *workpaper.Number // of a period, when it is no extinguishment
	Paper                       *workpaper.Paper
	Findings                    []check.Finding
}

// TenPercent is the method of the test in words.
const TenPercent = "present value of the cash flows of the new terms, with fees between debtor and lender, at the original effective rate, against that of the old terms; a difference of ten per cent or more either way is substantial (ASC 470-50-40-10, 40-12)"

// Compute makes the test.
func (m Modified) Compute() (r ModifiedResult, err error) {
	about := cmp.Or(m.Name, "modification")
	if m.Carrying == nil && len(m.Old) > 0 && m.Unpaid.Sign() != 0 {
		return r, check.Refuse(about, "the old payments at the original effective rate are worth the debt less its costs, and costs not yet amortised of %s would be deducted twice; leave the costs out, or give the carrying amount before them", m.Unpaid)
	}
	p := workpaper.New(workpaper.Head{Title: "Ten-per-cent test", Entity: m.Name, Purpose: "Whether the new terms are a new debt"})
	r.Paper = p
	usd := workpaper.Money(m.Currency)
	s := p.Section("At the original effective rate")
	value := func(name string, flows []workpaper.Number) (workpaper.Num, error) {
		if m.Rate == nil {
			return workpaper.Num{}, check.Refuse(about, "give the original effective rate, at which %s are discounted", name)
		}
		t := p.Table(name, "period")
		pay, at := t.Column("payment", usd), t.Column("value", usd)
		rate := s.Input("original effective rate of a period, "+name, workpaper.Percent.To(6), *m.Rate)
		for i, f := range flows {
			row := t.Row(fmt.Sprintf("period %d", i+1))
			row.Step(at, workpaper.PresentValue(row.Input(pay, f), rate, workpaper.Int(int64(i+1))))
		}
		return s.Step("value of "+name, usd, at.Total().Round(2, money.HalfAway)), nil
	}
	base, fresh, err := m.both(s, usd, value, about)
	if err != nil {
		return r, err
	}
	fees := s.Step("new terms with fees to the lender", usd, fresh.Plus(s.Input("fees to the lender", usd, m.Lender)), workpaper.Cite("ASC 470-50-40-12(a)"))
	change := s.Step("change", usd, fees.Minus(base))
	part := s.Step("change, of the old terms", workpaper.Percent.To(2), change.Over(base))
	limit := s.Input("limit", workpaper.Percent, workpaper.Ratio(10, 100), workpaper.Cite("ASC 470-50-40-10"))
	s.Test("the change is ten per cent or more", part.Abs().AtLeast(limit), workpaper.Cite("ASC 470-50-40-10"))
	r.Base, r.New, r.WithFees, r.Change, r.Percent = base.Number(), fresh.Number(), fees.Number(), change.Number(), part.Number().Mul(workpaper.Whole(100))
	r.Substantial = part.Number().Abs().Cmp(workpaper.Ratio(10, 100)) >= 0
	for _, x := range m.Prepay {
		if m.Rate == nil || len(x.Old) == 0 || len(x.New) == 0 {
			return r, check.Refuse(about, "the case %q needs the payments of the old and the new terms and the original rate", x.Name)
		}
		a, b := valueOf(x.Old, *m.Rate), valueOf(x.New, *m.Rate).Add(m.Lender)
		if d := b.Sub(a).Quo(a); d.Abs().Cmp(r.Percent.Quo(workpaper.Whole(100)).Abs()) < 0 {
			r.Percent, r.Substantial = d.Mul(workpaper.Whole(100)), d.Abs().Cmp(workpaper.Ratio(10, 100)) >= 0
			p.Section("Prepayment").Note("The case “" + cmp.Or(x.Name, "prepaid") + "” has the smaller change, " + r.Percent.Text(2, money.HalfAway) + " %, and counts (ASC 470-50-40-12(c)).")
		}
	}
	return r, m.follow(&r, about)
}

// both are the old and the new terms at the original rate.
func (m Modified) both(s *workpaper.Section, usd workpaper.Unit, value func(string, []workpaper.Number) (workpaper.Num, error), about string) (base, fresh workpaper.Num, err error) {
	switch {
	case m.Carrying != nil:
		base = s.Input("what is left of the old terms", usd, *m.Carrying)
	case len(m.Old) > 0:
		if base, err = value("the old terms", m.Old); err != nil {
			return base, fresh, err
		}
	default:
		return base, fresh, check.Refuse(about, "give what is left of the old terms: the carrying amount, or its payments")
	}
	if base.Number().Sign() <= 0 {
		return base, fresh, check.Refuse(about, "what is left of the old terms is %s; it must be above zero", base.Number())
	}
	switch {
	case m.NewValue != nil:
		fresh = s.Input("value of the new terms", usd, *m.NewValue)
	case len(m.New) > 0:
		fresh, err = value("the new terms", m.New)
	default:
		err = check.Refuse(about, "give the payments of the new terms, or their value at the original rate")
	}
	return base, fresh, err
}

// follow says how it is accounted for.
func (m Modified) follow(r *ModifiedResult, about string) error {
	switch {
	case m.Troubled:
		r.Accounting = []string{"A concession to a debtor in difficulties: ASC 470-60, by undiscounted payments; the ten-per-cent test does not decide."}
	case m.Different:
		r.Substantial = true
		r.Accounting = []string{"Another lender: the old debt is extinguished (ASC 470-50-40-2), whatever the test says."}
	case r.Substantial:
		r.Accounting = []string{"Extinguishment: the new debt is recorded at fair value, the difference to the old carrying amount is a gain or loss (ASC 470-50-40-13).", "Fees to the lender are part of that gain or loss (40-17(a)); costs of third parties belong to the new debt (40-18(a)).", "Issue costs not yet amortised are part of the gain or loss."}
	default:
		r.Accounting = []string{"Modification: no gain or loss; a new effective rate from the carrying amount and the new payments (ASC 470-50-40-14).", "Fees to the lender are amortised with what is left of discount and issue costs (40-17(b)); costs of third parties are expensed (40-18(b))."}
		if len(m.New) > 0 {
			rate, ok := solve(m.New, r.Base.Sub(m.Lender).Sub(m.Unpaid))
			if !ok {
				return check.Refuse(about, "no rate makes the new payments worth the carrying amount less fees")
			}
			r.NewRate = &rate
		}
	}
	return nil
}

// Line is a change of a revolving line with the same lender (ASC 470-50-40-21): borrowing capacity is what remains of the term times the
// amount available.
type Line struct {
	Name                 string
	Currency             money.Currency
	OldAmount, NewAmount workpaper.Number
	OldMonths, NewMonths workpaper.Number
	Unpaid, Fees         workpaper.Number // costs not yet amortised, and fees and costs of the new arrangement
}

// LineResult is what of the costs is written off and what goes on over the new term.
type LineResult struct {
	Old, New, WriteOff, Deferred workpaper.Number
	Paper                        *workpaper.Paper
}

// Compute compares the capacities.
func (l Line) Compute() (r LineResult, err error) {
	about := cmp.Or(l.Name, "line of credit")
	if l.OldAmount.Sign() <= 0 || l.OldMonths.Sign() <= 0 {
		return r, check.Refuse(about, "the old arrangement has %s for %s months; both are above zero", l.OldAmount, l.OldMonths)
	}
	p := workpaper.New(workpaper.Head{Title: "Borrowing capacity", Entity: l.Name})
	r.Paper = p
	usd := workpaper.Money(l.Currency)
	s := p.Section("Capacity")
	old := s.Step("old borrowing capacity", usd, s.Input("old amount", usd, l.OldAmount).Times(s.Input("months left of it", workpaper.NoUnit, l.OldMonths)))
	fresh := s.Step("new borrowing capacity", usd, s.Input("new amount", usd, l.NewAmount).Times(s.Input("months of it", workpaper.NoUnit, l.NewMonths)))
	unpaid := s.Input("costs not yet amortised", usd, l.Unpaid)
	part := s.Step("part of capacity lost", workpaper.Percent.To(2), workpaper.NotBelowZero(old.Minus(fresh)).Over(old), workpaper.Cite("ASC 470-50-40-21"))
	off := s.Step("written off", usd, unpaid.Times(part).Round(2, money.HalfAway), workpaper.Cite("ASC 470-50-40-21(b)"))
	on := s.Step("amortised over the new term", usd, unpaid.Minus(off).Plus(s.Input("fees and costs of the new arrangement", usd, l.Fees)), workpaper.Cite("ASC 470-50-40-21(a)"))
	r.Old, r.New, r.WriteOff, r.Deferred = old.Number(), fresh.Number(), off.Number(), on.Number()
	return r, nil
}

// Troubled is new terms for a debtor in difficulties (ASC 470-60-35; SFAS 15): undiscounted, with interest.
type Troubled struct {
	Name     string
	Currency money.Currency
	Carrying workpaper.Number
	Pay      []workpaper.Number // all payments of the new terms
}

// TroubledResult is the gain, and the rate at which the new payments are worth the carrying amount.
type TroubledResult struct {
	Total, Gain workpaper.Number
	Rate        *workpaper.Number // of a period; nil where there is a gain: then nothing more is interest
	Paper       *workpaper.Paper
}

// Compute compares the payments with the carrying amount.
func (x Troubled) Compute() (r TroubledResult, err error) {
	about := cmp.Or(x.Name, "troubled debt")
	if x.Carrying.Sign() <= 0 || len(x.Pay) == 0 {
		return r, check.Refuse(about, "give the carrying amount, above zero, and the payments of the new terms")
	}
	p := workpaper.New(workpaper.Head{Title: "Troubled debt, new terms", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Money(x.Currency)
	t := p.Table("New terms", "period")
	pay := t.Column("payment", usd)
	for i, f := range x.Pay {
		t.Row(fmt.Sprintf("period %d", i+1)).Input(pay, f)
	}
	s := p.Section("Test")
	carrying := s.Input("carrying amount", usd, x.Carrying)
	total := s.Step("payments, undiscounted", usd, pay.Total(), workpaper.Cite("ASC 470-60-35-5"))
	gain := s.Step("gain", usd, workpaper.NotBelowZero(carrying.Minus(total)), workpaper.Cite("ASC 470-60-35-6"))
	r.Total, r.Gain = total.Number(), gain.Number()
	if r.Gain.Sign() == 0 {
		rate, ok := solve(x.Pay, x.Carrying)
		if !ok {
			return r, check.Refuse(about, "no rate makes the payments worth %s", x.Carrying)
		}
		n := s.Solved("new effective rate of a period", workpaper.Percent.To(8), rate, workpaper.Cite("ASC 470-60-35-5")).Number()
		r.Rate = &n
	}
	return r, nil
}
