package pension

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Funded puts plans on the balance sheet (ASC 715-30-25-1; 715-20-45-2 and 45-3): overfunded plans together are a noncurrent asset, underfunded
// ones a liability, current as far as the benefits of the next year are more than the assets. Plans do not offset one another.
type Funded struct {
	Name     string
	Currency money.Currency // of the balance sheet
	Plans    []FundedPlan
}

// FundedPlan is a plan in its own currency.
type FundedPlan struct {
	Name               string
	Currency           money.Currency
	Rate               *workpaper.Number // units of the balance sheet's currency for one of the plan's, at its date
	Obligation, Assets workpaper.Number
	Next               workpaper.Number  // benefits payable in the next twelve months
	Stated             *workpaper.Number // assets less obligation, as published
}

// FundedLine is a plan's place; a status below zero is a liability.
type FundedLine struct {
	Name                               string
	Currency                           money.Currency
	Status, Asset, Current, Noncurrent workpaper.Number // in its own currency
}

// FundedResult is the plans and what they come to.
type FundedResult struct {
	Lines                              []FundedLine
	Status, Asset, Current, Noncurrent workpaper.Number // of all, in the currency of the balance sheet
	Findings                           []finding
	Paper                              *workpaper.Paper
}

// Compute classifies.
func (f Funded) Compute() (r FundedResult, err error) {
	about := cmp.Or(f.Name, "funded status")
	if len(f.Plans) == 0 {
		return r, check.Refuse(about, "give the plans")
	}
	p := workpaper.New(workpaper.Head{Title: "Funded status of plans", Entity: f.Name})
	r.Paper = p
	plain := workpaper.Unit{Name: "of its currency", Places: 2}
	usd := workpaper.Money(f.Currency)
	t := p.Table("Plans", "plan")
	pbo, fair, next, status, asset, current, rest := t.Column("obligation", plain), t.Column("assets", plain), t.Column("benefits of the next year", plain), t.Column("assets less obligation", plain), t.Column("noncurrent asset", plain), t.Column("current liability", plain), t.Column("noncurrent liability", plain)
	rate := t.Column("rate of exchange", workpaper.Factor)
	each := []*workpaper.Column{status, asset, current, rest}
	var into []*workpaper.Column
	for _, c := range each {
		into = append(into, t.Column(c.Name()+", translated", usd))
	}
	for i, x := range f.Plans {
		name := cmp.Or(x.Name, "plan "+workpaper.Whole(int64(i+1)).String())
		own := x.Currency
		if own == "" {
			own = f.Currency
		}
		fx := workpaper.Whole(1)
		switch {
		case own != f.Currency && x.Rate == nil:
			return r, check.Refuse(about+", "+name, "it is in %s; give exchange_rate, %s for one %s at the balance sheet's date", own, f.Currency, own)
		case x.Rate != nil && x.Rate.Sign() <= 0:
			return r, check.Refuse(about+", "+name, "a rate of exchange of %s; it is above zero", x.Rate)
		case x.Obligation.Sign() < 0 || x.Assets.Sign() < 0 || x.Next.Sign() < 0:
			return r, check.Refuse(about+", "+name, "obligation %s, assets %s, benefits of the next year %s: none is below zero", two(x.Obligation), two(x.Assets), two(x.Next))
		case x.Rate != nil:
			fx = *x.Rate
		}
		row := t.Row(name)
		a, b, n := row.Input(pbo, x.Obligation), row.Input(fair, x.Assets), row.Input(next, x.Next)
		st := row.Step(status, b.Minus(a), workpaper.Cite("ASC 715-30-25-1"))
		as := row.Step(asset, workpaper.NotBelowZero(st), workpaper.Cite("ASC 715-20-45-2"))
		cu := row.Step(current, workpaper.Least(workpaper.NotBelowZero(st.Neg()), workpaper.NotBelowZero(n.Minus(b))), workpaper.Cite("ASC 715-20-45-3"))
		no := row.Step(rest, workpaper.NotBelowZero(st.Neg()).Minus(cu))
		q := row.Input(rate, fx)
		for k, v := range []workpaper.Num{st, as, cu, no} {
			row.Step(into[k], v.Times(q).Round(2, money.HalfAway))
		}
		r.Lines = append(r.Lines, FundedLine{name, own, st.Number(), as.Number(), cu.Number(), no.Number()})
		if x.Stated != nil && x.Stated.Sub(st.Number()).Abs().Cmp(workpaper.Whole(1)) > 0 {
			r.Findings = append(r.Findings, open("funded-status", about+", "+name, "ASC 715-20-50-1(c)", "assets less obligation are %s, published is %s; the difference is %s", two(st.Number()), two(*x.Stated), two(x.Stated.Sub(st.Number()))))
		}
	}
	r.Status, r.Asset, r.Current, r.Noncurrent = into[0].Total().Number(), into[1].Total().Number(), into[2].Total().Number(), into[3].Total().Number()
	return r, nil
}
