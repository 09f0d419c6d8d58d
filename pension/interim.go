package pension

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Interim accrues the cost of a year by quarters as estimated at its beginning, and trues it up to the actuary's report (ASC 270-10-45-4; 715-20-50-6):
// in the quarter in which the report is there, as a change of estimate, at once or over the quarters that are left.
type Interim struct {
	Name     string
	Currency money.Currency
	Places   int
	Estimate []Item             // components of the year; an expected return is negative
	Actuary  []Item             // as reported; none as long as there is no report
	Quarter  int                // in which the report was there, 1 to 4; 4 where it is 0
	Spread   bool               // over that quarter and those after it, not at once
	Booked   []workpaper.Number // cost that the quarters bear in the books, as far as they are over
	Year     *workpaper.Number  // cost that the year bears in the books or in its note
	Frozen   bool
}

// InterimResult is the quarters with their true-up.
type InterimResult struct {
	Estimated, Actuary, TrueUp workpaper.Number // of the year
	Quarters                   []workpaper.Number
	Differences                []Item // actuary less estimate, by component
	Findings                   []finding
	Paper                      *workpaper.Paper
}

// Compute accrues.
func (x Interim) Compute() (r InterimResult, err error) {
	about := cmp.Or(x.Name, "interim cost")
	if len(x.Estimate) == 0 || x.Quarter < 0 || x.Quarter > 4 || len(x.Booked) > 4 {
		return r, check.Refuse(about, "give the components as estimated for the year, and quarters 1 to 4")
	}
	at := x.Quarter
	if at == 0 {
		at = 4
	}
	p := workpaper.New(workpaper.Head{Title: "Interim pension cost", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Unit{Name: string(x.Currency), Places: x.Places}
	t := p.Table("Components of the year", "component")
	est, act, diff := t.Column("estimated", usd), t.Column("actuary", usd), t.Column("difference", usd)
	for _, c := range x.union() {
		row := t.Row(c)
		a, _ := named(x.Estimate, c)
		e := row.Input(est, a)
		if len(x.Actuary) == 0 {
			continue
		}
		b, _ := named(x.Actuary, c)
		r.Differences = append(r.Differences, Item{c, row.Step(diff, row.Input(act, b).Minus(e)).Number()})
	}
	year := est.Total()
	r.Estimated = year.Number()
	more := workpaper.Int(0)
	if len(x.Actuary) > 0 {
		more = diff.Total()
		r.Actuary, r.TrueUp = act.Total().Number(), more.Number()
	}
	x.quarters(&r, p, usd, year, more, at)
	x.found(&r, about)
	return r, nil
}

// quarters accrue a fourth each, so that they add up; the true-up is added from its quarter on.
func (x Interim) quarters(r *InterimResult, p *workpaper.Paper, usd workpaper.Unit, year, more workpaper.Num, at int) {
	t := p.Table("Quarters", "quarter")
	base, up, cost, sofar := t.Column("estimated", usd), t.Column("true-up", usd), t.Column("cost", usd), t.Column("so far", usd)
	left, open := year, more
	for q := 1; q <= 4; q++ {
		row := t.Row(fmt.Sprint(q))
		part := row.Step(base, left.Over(workpaper.Int(int64(5-q))).Round(x.Places, money.HalfAway), workpaper.Cite("ASC 270-10-45-4"))
		left = left.Minus(part)
		add := workpaper.Int(0).Times(part)
		if q >= at && len(x.Actuary) > 0 {
			add = open.Plus(workpaper.Int(0))
			if x.Spread {
				add = open.Over(workpaper.Int(int64(5-q))).Round(x.Places, money.HalfAway)
			}
		}
		u := row.Step(up, add)
		open = open.Minus(u)
		c := row.Step(cost, part.Plus(u))
		row.Running(sofar, c)
		r.Quarters = append(r.Quarters, c.Number())
	}
}

// union are the names of all components in the order of their coming.
func (x Interim) union() (names []string) {
	for _, items := range [][]Item{x.Estimate, x.Actuary} {
		for _, i := range items {
			known := false
			for _, n := range names {
				known = known || n == i.Name
			}
			if !known {
				names = append(names, i.Name)
			}
		}
	}
	return names
}

func named(items []Item, name string) (workpaper.Number, bool) {
	for _, i := range items {
		if i.Name == name {
			return i.Amount, true
		}
	}
	return nought, false
}

// found holds the books against what the year should bear.
func (x Interim) found(r *InterimResult, about string) {
	if s, ok := item(x.Estimate, "service"); ok {
		r.Findings = append(r.Findings, onFrozen(about, x.Frozen, s)...)
	}
	sum := nought
	for i, n := range x.Booked {
		sum = sum.Add(n)
		if d := n.Sub(r.Quarters[i]); d.Abs().Cmp(workpaper.Whole(1)) > 0 {
			r.Findings = append(r.Findings, open("interim-accrual", fmt.Sprintf("%s, quarter %d", about, i+1), "ASC 270-10-45-4", "the books bear %s, the quarter's part is %s; the difference is %s", two(n), two(r.Quarters[i]), two(d)))
		}
	}
	if len(x.Actuary) == 0 {
		return
	}
	booked := x.Year
	if booked == nil && len(x.Booked) == 4 {
		booked = &sum
	}
	if booked != nil && booked.Sub(r.Actuary).Abs().Cmp(workpaper.Whole(1)) > 0 {
		r.Findings = append(r.Findings, open("accrual-not-trued-up", about, "ASC 715-30-35", "the books bear %s for the year, the actuary's report has %s; %s are not trued up", two(*booked), two(r.Actuary), two(r.Actuary.Sub(*booked))))
	}
	for _, d := range r.Differences {
		e, there := named(x.Estimate, d.Name)
		if a, _ := named(x.Actuary, d.Name); there && e.Sign() != 0 && a.Sign() == 0 {
			r.Findings = append(r.Findings, open("component-without-report", about, "ASC 715-20-50-6", "%s of %s was estimated for the year and the actuary's report has none", d.Name, two(e)))
		}
	}
}
