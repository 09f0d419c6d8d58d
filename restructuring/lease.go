package restructuring

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// CeaseUsed is the cost of a contract that goes on without benefit: a lease of a place that was left, before ASC 842, or a contract that
// is not terminated (ASC 420-10-25-13, 30-7 to 30-9; SFAS 146 paragraphs 15 and 16). The fair value is the remaining payments less what a
// sublease could bring, whether or not one is meant, never below nil, at the credit-adjusted risk-free rate.
type CeaseUsed struct {
	Name     string
	Currency money.Currency
	On       fiscal.Date        // the day on which the place was left, or the contract terminated
	Pay      []workpaper.Number // of each period that remains
	Sublease []workpaper.Number // that could reasonably be obtained; as many, or none
	Rate     workpaper.Number   // a year, credit-adjusted risk-free
	PerYear  int                // periods of a year: 12, 4 or 1
	Advance  bool               // payments at the beginning of periods
	Compound bool               // the rate of a period compounds to that of the year; else it is the year's divided
	Deferred workpaper.Number   // rent recognised and not yet paid, and other items of the lease: they go out against the cost (30-9)
	// Revisions are new estimates of the sublease from a period on, at the original rate (35-2).
	Revisions []Revision
}

// Revision is a new estimate of what a sublease brings, from after a period on.
type Revision struct {
	After    int // periods
	Sublease workpaper.Number
}

// Period is one period of the liability. Net is what is paid less what the sublease brings.
type Period struct {
	Number                                         int
	Begin, Accretion, Net, Adjusted, End, Sublease workpaper.Number
}

// CeaseUsedResult is the liability at its beginning and over its periods.
type CeaseUsedResult struct {
	Gross, Liability, Cost workpaper.Number // payments less sublease undiscounted; at fair value; the charge, less deferred items
	PeriodRate             workpaper.Number
	Periods                []Period
	Paper                  *workpaper.Paper
}

const mostPeriods = 600

// Compute measures the liability and carries it forward with accretion, which is an operating expense and no interest (ASC 420-10-35-4).
func (c CeaseUsed) Compute() (r CeaseUsedResult, err error) {
	about := cmp.Or(c.Name, "cease-use")
	switch {
	case len(c.Pay) == 0 || len(c.Pay) > mostPeriods:
		return r, check.Refuse(about, "%d periods remain; give the payments of 1 to %d", len(c.Pay), mostPeriods)
	case len(c.Sublease) > 0 && len(c.Sublease) != len(c.Pay):
		return r, check.Refuse(about, "%d periods have a payment and %d a sublease; give as many", len(c.Pay), len(c.Sublease))
	case c.Rate.Sign() < 0:
		return r, check.Refuse(about, "a rate of %s is below zero", c.Rate)
	case c.PerYear < 1 || c.PerYear > 12:
		return r, check.Refuse(about, "%d periods a year; there are 12, 4, 2 or 1", c.PerYear)
	}
	p := workpaper.New(workpaper.Head{Title: "Liability for a place that was left", Entity: c.Name, Purpose: "Fair value at cease-use, and accretion"})
	r.Paper = p
	usd := workpaper.Money(c.Currency)
	s := p.Section("Rate")
	rate := s.Input("credit-adjusted risk-free rate, a year", workpaper.Percent.To(4), c.Rate, workpaper.Cite("ASC 420-10-30-2"))
	per := s.Step("rate of a period", workpaper.Percent.To(6), rate.Over(s.Input("periods a year", workpaper.NoUnit, workpaper.Whole(int64(c.PerYear)))))
	if c.Compound && c.PerYear > 1 {
		root, ok := workpaper.Solve(nought, c.Rate.Add(workpaper.Whole(1)), 10, func(x workpaper.Number) workpaper.Number {
			return workpaper.Whole(1).Add(x).Power(c.PerYear).Sub(workpaper.Whole(1)).Sub(c.Rate)
		})
		if !ok {
			return r, check.Refuse(about, "no rate of a period compounds to %s a year", c.Rate)
		}
		per = s.Solved("rate of a period that compounds to it", workpaper.Percent.To(8), root)
	}
	r.PeriodRate = per.Number()
	liability := c.fairValue(&r, p, per, usd)
	return r, c.carry(&r, p, liability, per, usd, about)
}

// fairValue discounts what remains.
func (c CeaseUsed) fairValue(r *CeaseUsedResult, p *workpaper.Paper, per workpaper.Num, usd workpaper.Unit) workpaper.Num {
	t := p.Table("What remains", "period")
	pay, sub, net, when, value := t.Column("payment", usd), t.Column("sublease that could be obtained", usd), t.Column("net", usd), t.Column("periods to discount", workpaper.NoUnit), t.Column("value at cease-use", usd)
	for i, x := range c.Pay {
		row := t.Row(fmt.Sprintf("period %d", i+1))
		brings := nought
		if len(c.Sublease) > 0 {
			brings = c.Sublease[i]
		}
		n := row.Step(net, row.Input(pay, x).Minus(row.Input(sub, brings)), workpaper.Cite("ASC 420-10-30-8"))
		at := int64(i + 1)
		if c.Advance {
			at = int64(i)
		}
		row.Step(value, workpaper.PresentValue(n, per, row.Input(when, workpaper.Whole(at))))
	}
	s := p.Section("Fair value at cease-use")
	gross := s.Step("payments less sublease", usd, net.Total())
	liability := s.Step("liability", usd, workpaper.NotBelowZero(value.Total()).Round(2, money.HalfAway), workpaper.Cite("ASC 420-10-30-8"))
	cost := s.Step("cost, less deferred items of the lease", usd, liability.Minus(s.Input("deferred items of the lease", usd, c.Deferred, workpaper.Cite("ASC 420-10-30-9"))))
	r.Gross, r.Liability, r.Cost = gross.Number(), liability.Number(), cost.Number()
	return liability
}

// carry takes the liability from period to period. The last accretion takes what rounding left.
func (c CeaseUsed) carry(r *CeaseUsedResult, p *workpaper.Paper, liability, per workpaper.Num, usd workpaper.Unit, about string) error {
	if liability.Number().Sign() == 0 {
		return nil
	}
	net := make([]workpaper.Number, len(c.Pay))
	sub := make([]workpaper.Number, len(c.Pay))
	for i := range c.Pay {
		if len(c.Sublease) > 0 {
			sub[i] = c.Sublease[i]
		}
		net[i] = c.Pay[i].Sub(sub[i])
	}
	t := p.Table("Over time", "period")
	begin, accretion, paid, adjusted, end := t.Column("beginning", usd), t.Column("accretion", usd), t.Column("paid less sublease", usd), t.Column("change of estimate", usd), t.Column("end", usd)
	open := liability
	for i := range c.Pay {
		row := t.Row(fmt.Sprintf("period %d", i+1))
		from := row.Step(begin, open.Plus(workpaper.Int(0)))
		out := row.Input(paid, net[i])
		base := from
		if c.Advance {
			base = from.Minus(out)
		}
		grown := base.Times(per).Round(2, money.HalfAway)
		change := workpaper.Int(0)
		var changed workpaper.Num
		for _, v := range c.Revisions {
			if v.After == i+1 {
				for k := i + 1; k < len(c.Pay); k++ {
					sub[k], net[k] = v.Sublease, c.Pay[k].Sub(v.Sublease)
				}
				changed = row.Input(adjusted, c.valueAfter(i+1, net, r.PeriodRate).Sub(roundCents(base.Number().Add(grown.Number()).Sub(afterPay(c.Advance, out.Number())))), workpaper.Source("what remains at the new estimate and the original rate"), workpaper.Cite("ASC 420-10-35-2"))
				change = changed
			}
		}
		if i == len(c.Pay)-1 && len(c.Revisions) == 0 {
			grown = out.Minus(from) // what rounding left is in the last accretion
		}
		acc := row.Step(accretion, grown, workpaper.Cite("ASC 420-10-35-4"))
		open = row.Step(end, from.Plus(acc).Minus(out).Plus(change))
		r.Periods = append(r.Periods, Period{i + 1, from.Number(), acc.Number(), out.Number(), change.Number(), open.Number(), sub[i]})
	}
	for _, v := range c.Revisions {
		if v.After < 1 || v.After >= len(c.Pay) {
			return check.Refuse(about, "a revision after period %d; there are %d", v.After, len(c.Pay))
		}
	}
	return nil
}

func afterPay(advance bool, out workpaper.Number) workpaper.Number {
	if advance {
		return nought
	}
	return out
}

func roundCents(n workpaper.Number) workpaper.Number { return n.Round(2, money.HalfAway) }

// valueAfter is what remains after a period, at the original rate, never below nil.
func (c CeaseUsed) valueAfter(after int, net []workpaper.Number, per workpaper.Number) workpaper.Number {
	sum, factor, step := nought, workpaper.Whole(1), workpaper.Whole(1).Add(per)
	for k := after; k < len(net); k++ {
		if !c.Advance {
			factor = factor.Mul(step)
		}
		sum = sum.Add(net[k].Quo(factor))
		if c.Advance {
			factor = factor.Mul(step)
		}
	}
	if sum.Sign() < 0 {
		return nought
	}
	return roundCents(sum)
}
