package restructuring

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Savings is what a plan was to save, against what the accounts show (SAB Topic 5.P.4: expected effects on future earnings and whether they
// came).
type Savings struct {
	Name        string
	Currency    money.Currency
	Baseline    workpaper.Number // expense of a quarter before the plan
	Quarters    []Quarter
	Initiatives []Initiative
}

// Quarter is what was reported, with what is in it that the plan does not touch.
type Quarter struct {
	Name     string
	Reported workpaper.Number
	Oneoff   workpaper.Number // in what was reported: fees of a review, say
	Volume   workpaper.Number // change that follows from sales; positive where it raises the expense
}

// Initiative saves an amount a quarter from its first quarter on, by its place in the list.
type Initiative struct {
	Name   string
	Annual workpaper.Number // run rate of a year
	From   int              // first quarter with a full saving, from 1
}

// SavingsResult is the bridge of each quarter.
type SavingsResult struct {
	Planned, Realised []workpaper.Number // saved in each quarter by the plan, and by the accounts
	Paper             *workpaper.Paper
}

// Compute makes the bridge: baseline, less what the initiatives should save, plus volume and one-off items, against what was reported.
func (x Savings) Compute() (r SavingsResult, err error) {
	about := cmp.Or(x.Name, "savings")
	if len(x.Quarters) == 0 || len(x.Initiatives) == 0 {
		return r, check.Refuse(about, "give the quarters reported and the initiatives")
	}
	for _, i := range x.Initiatives {
		if i.From < 1 {
			return r, check.Refuse(about+", "+i.Name, "its first quarter is %d; quarters count from 1", i.From)
		}
	}
	p := workpaper.New(workpaper.Head{Title: "Savings of the plan", Entity: x.Name, Purpose: "Whether the expected savings came"})
	usd := workpaper.Money(x.Currency)
	base := p.Section("Before the plan").Input("baseline of a quarter", usd, x.Baseline)
	t := p.Table("Initiatives", "initiative")
	annual, quarterly := t.Column("run rate of a year", usd), t.Column("of a quarter", usd)
	var each []workpaper.Num
	for _, i := range x.Initiatives {
		row := t.Row(i.Name)
		each = append(each, row.Step(quarterly, row.Input(annual, i.Annual).Over(workpaper.Int(4))))
	}
	b := p.Table("Bridge", "quarter")
	saved, oneoff, volume, expect, reported, gap, real := b.Column("savings planned", usd), b.Column("one-off", usd), b.Column("volume", usd), b.Column("expected", usd), b.Column("reported", usd), b.Column("above expected", usd), b.Column("savings realised", usd)
	for n, q := range x.Quarters {
		row := b.Row(cmp.Or(q.Name, fmt.Sprintf("quarter %d", n+1)))
		plan := workpaper.Int(0)
		for k, i := range x.Initiatives {
			if n+1 >= i.From {
				plan = plan.Plus(each[k])
			}
		}
		planned := row.Step(saved, plan.Plus(base.Times(workpaper.Int(0))))
		once, vol := row.Input(oneoff, q.Oneoff), row.Input(volume, q.Volume)
		want := row.Step(expect, base.Minus(planned).Plus(once).Plus(vol))
		is := row.Input(reported, q.Reported)
		row.Step(gap, is.Minus(want))
		realised := row.Step(real, base.Plus(once).Plus(vol).Minus(is))
		r.Planned, r.Realised = append(r.Planned, planned.Number()), append(r.Realised, realised.Number())
	}
	r.Paper = p
	return r, nil
}
