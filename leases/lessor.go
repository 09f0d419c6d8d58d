package leases

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Given is a lease as its lessor has it.
type Given struct {
	Lease                          // Guarantee is what the lessee guarantees of the residual value
	Count        int               // periods, where the payment is to be found
	Fair         workpaper.Number  // of the asset
	Cost         *workpaper.Number // carrying amount; fair value where it is left out
	Unguaranteed workpaper.Number  // residual value that nobody guarantees
	ThirdParty   workpaper.Number  // guaranteed by somebody else than the lessee
	Uncertain    bool              // collection is not probable
}

// Lessor classes.
const (
	SalesType       Class = "sales-type"
	DirectFinancing Class = "direct financing"
)

// GivenResult is the lessor's accounting on the first day and after it.
type GivenResult struct {
	Class              Class
	Tests              []Test
	Payment            workpaper.Number // of each period, where it was to be found
	Receivable         workpaper.Number // present value of payments and guaranteed residual value
	Residual           workpaper.Number // present value of the unguaranteed one
	Investment         workpaper.Number
	Revenue, CostSales workpaper.Number
	Profit             workpaper.Number // of a sales-type lease at once; of direct financing it is deferred
	Income             workpaper.Number // interest in all
	Periods            []Period         // of the net investment; of an operating lease the rent in equal parts
	Paper              *workpaper.Paper
	Findings           []check.Finding
}

// Compute classifies (ASC 842-10-25-2, 25-3) and measures (ASC 842-30-25-1, 25-7, 30-1; SFAS 13 paragraphs 17 and 18).
func (g Given) Compute() (r GivenResult, err error) {
	about := cmp.Or(g.Name, "lease")
	if g.Fair.Sign() <= 0 {
		return r, check.Refuse(about, "give the fair value of the asset; it is above zero")
	}
	if len(g.Payments) == 0 {
		if r.Payment, err = g.solve(about); err != nil {
			return r, err
		}
		for range g.Count {
			g.Payments = append(g.Payments, r.Payment)
		}
	}
	if err := g.check(about); err != nil {
		return r, err
	}
	w := &work{Lease: g.Lease, about: about, p: workpaper.New(workpaper.Head{Title: "Lease to others", Entity: g.Name, Purpose: "What does the lessor recognise?"}), r: &Result{}}
	w.Facts.Fair = &g.Fair
	w.usd, r.Paper = workpaper.Money(g.Currency).To(g.Places), w.p
	if err := w.rates(); err != nil {
		return r, err
	}
	s := w.p.Section("Present values")
	receivable := w.present(s, "Payments", g.Payments, w.rate, true)
	far := workpaper.Int(1).Plus(w.rate).Power(workpaper.Int(int64(len(g.Payments))))
	residual := s.Step("unguaranteed residual value, present value", w.usd, s.Input("unguaranteed residual value", w.usd, g.Unguaranteed).Over(far).Round(w.Places, money.HalfAway))
	third := s.Step("guarantee of a third party, present value", w.usd, s.Input("guaranteed by a third party", w.usd, g.ThirdParty).Over(far).Round(w.Places, money.HalfAway))
	w.classify(w.r)
	r.Tests, r.Receivable, r.Residual = w.r.Tests, receivable.Number(), residual.Number()
	r.Class = g.class(w, s, receivable, third)
	if g.Class != "" {
		r.Class = g.Class
	}
	if r.Class == Operating {
		w.straight(w.r)
		r.Periods = w.r.Periods
	} else {
		g.invest(w, &r, receivable, residual, third)
	}
	r.Findings = w.p.Findings()
	return r, nil
}

// solve is the payment that earns the rate on fair value.
func (g Given) solve(about string) (n workpaper.Number, err error) {
	if g.Count < 1 || g.Count > 1200 || g.PerYear < 1 {
		return n, check.Refuse(about, "give the payments, or the number of periods over which fair value is to be earned")
	}
	rate := g.Rate.Quo(workpaper.Whole(int64(g.PerYear)))
	if g.Compound && g.PerYear > 1 {
		rate, _ = compounding(g.Rate, g.PerYear)
	}
	annuity, f := nought, one
	for range g.Count {
		if g.Advance {
			annuity = annuity.Add(f)
		}
		f = f.Quo(one.Add(rate))
		if !g.Advance {
			annuity = annuity.Add(f)
		}
	}
	if g.Factors > 0 {
		annuity, f = annuity.Round(g.Factors, money.HalfAway), f.Round(g.Factors, money.HalfAway)
	}
	end := g.Guarantee.Add(g.Option).Add(g.Unguaranteed).Add(g.ThirdParty)
	n = g.Fair.Sub(end.Mul(f)).Quo(annuity).Round(g.Places, money.HalfAway)
	if n.Sign() < 0 {
		return n, check.Refuse(about, "the residual value alone is worth more than fair value at that rate")
	}
	return n, nil
}

func (g Given) class(w *work, s *workpaper.Section, receivable, third workpaper.Num) Class {
	if w.r.Class != Operating {
		return SalesType
	}
	all := s.Step("with the guarantee of a third party, as part of fair value", workpaper.Percent, receivable.Plus(third).Over(s.Input("fair value", w.usd, g.Fair)))
	direct := s.Test("substantially all, and collection is probable", workpaper.And(all.AtLeast(s.Input("substantially all of it", workpaper.Percent, either(g.Facts.Substantial, workpaper.Ratio(9, 10)))), s.InputTruth("collection is not probable", g.Uncertain).Not()), workpaper.Cite("ASC 842-10-25-3(b)"))
	if g.Standard == New && direct.Holds() {
		return DirectFinancing
	}
	return Operating
}

// invest is the net investment, what is sold, and the income of each period.
func (g Given) invest(w *work, r *GivenResult, receivable, residual, third workpaper.Num) {
	s := w.p.Section("Net investment")
	net := s.Step("net investment in the lease", w.usd, receivable.Plus(residual).Plus(third), workpaper.Cite("ASC 842-30-30-1, 30-2"))
	fair := s.Input("fair value of the asset sold", w.usd, g.Fair)
	cost := fair
	if g.Cost != nil {
		cost = s.Input("carrying amount of the asset", w.usd, *g.Cost)
	}
	revenue := s.Step("revenue", w.usd, workpaper.Least(fair, receivable), workpaper.Cite("ASC 842-30-45-4; SFAS 13 paragraph 17(c)"))
	sold := s.Step("cost of what is sold", w.usd, cost.Minus(residual).Minus(third))
	profit := s.Step("selling profit", w.usd, revenue.Minus(sold), workpaper.Cite("ASC 842-30-25-1; 25-8 for direct financing, where it is deferred"))
	r.Investment, r.Revenue, r.CostSales, r.Profit = net.Number(), revenue.Number(), sold.Number(), profit.Number()
	t := w.p.Table("Schedule", "period")
	begin, before, income, after, end := t.Column("net investment at the beginning", w.usd), t.Column("received at the beginning", w.usd), t.Column("interest income", w.usd), t.Column("received at the end", w.usd), t.Column("net investment at the end", w.usd)
	left := s.Step("residual values at the end", w.usd, s.Input("unguaranteed", w.usd, g.Unguaranteed).Plus(s.Input("of a third party", w.usd, g.ThirdParty)).Plus(w.final))
	for i := range g.Payments {
		row := t.Row(fmt.Sprint(i + 1))
		b := row.Step(begin, net.Plus(workpaper.Int(0)))
		open, paid := b, w.minor[i]
		if g.Advance {
			open = b.Minus(row.Step(before, paid.Plus(workpaper.Int(0))))
		}
		x := open.Times(w.rate).Round(w.Places, money.HalfAway)
		if i == len(g.Payments)-1 {
			x = left.Minus(open)
			if !g.Advance {
				x = x.Plus(paid)
			}
		}
		in := row.Step(income, x)
		close := open.Plus(in)
		if !g.Advance {
			close = close.Minus(row.Step(after, paid.Plus(workpaper.Int(0))))
		}
		net = row.Step(end, close)
		r.Periods = append(r.Periods, Period{Number: i + 1, Begin: b.Number(), Interest: in.Number(), Paid: paid.Number(), End: net.Number()})
		r.Income = r.Income.Add(in.Number())
	}
}
