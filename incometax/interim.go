package incometax

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Estimate is what is expected of the year when a quarter ends.
type Estimate struct {
	Ordinary  workpaper.Number // income before tax without discrete items
	Permanent workpaper.Number // what is taxed and is no income, positive, or the other way round
	Credits   workpaper.Number
	Tax       *workpaper.Number // as worked out elsewhere; then the scale is not needed
}

// Discrete is an item whose tax is recognised in its quarter (ASC 740-270-30-8, 30-12): significant unusual or infrequent items, and effects of
// changes of rates, of valuation allowances of earlier years and of uncertain positions.
type Discrete struct {
	Name    string
	Quarter int
	Income  workpaper.Number
	Tax     *workpaper.Number
	Rate    *workpaper.Number // of Income, instead of Tax
}

// Interim is the tax of quarters.
type Interim struct {
	Name      string
	Currency  money.Currency
	Places    int
	Begins    fiscal.Date // of the fiscal year; decides the limit on losses. 0 for today's rule
	Quarters  []workpaper.Number
	Estimates []Estimate // one, or one for each quarter; none: the quarters are the whole year
	Scale     Scale
	Benefit   *workpaper.Number // the most of a benefit for a loss of the year that is more likely than not to be realised
	NoBenefit bool              // losses to date give no benefit before it is realised
	ToDate    bool              // no reliable estimate can be made: the actual rate to date is used (ASC 740-270-30-18)
	Discrete  []Discrete
}

// InterimQuarter is one quarter.
type InterimQuarter struct {
	Income, IncomeToDate            workpaper.Number
	Rate                            workpaper.Number // estimated annual effective rate
	TaxToDate, Tax, Discrete, Total workpaper.Number
	Limited                         bool
}

// InterimResult is the quarters and the year's estimates behind them.
type InterimResult struct {
	AnnualTax, Rate workpaper.Number // by the last estimate
	Quarters        []InterimQuarter
	Paper           *workpaper.Paper
	Findings        []check.Finding
}

// Compute applies the rate of the year to income to date; a quarter bears what was not recognised before (ASC 740-270-30-5; FIN 18 paragraph 9).
func (x Interim) Compute() (r InterimResult, err error) {
	about := cmp.Or(x.Name, "interim tax")
	if err := x.check(about); err != nil {
		return r, err
	}
	p := workpaper.New(workpaper.Head{Title: "Income tax of interim periods", Entity: x.Name, Purpose: "What does each quarter bear of the tax on ordinary income?"})
	r.Paper = p
	usd := workpaper.Money(x.Currency).To(x.Places)
	var sc scaled
	if len(x.Scale) > 0 {
		sc = x.Scale.paper(p, usd)
	}
	t := p.Table("Quarters", "quarter")
	income := t.Column("ordinary income", usd, workpaper.Cite("ASC 740-270-20"))
	toDate := t.Column("income to date", usd)
	var rows []workpaper.Row
	for i, q := range x.Quarters {
		row := t.Row(fmt.Sprint(i + 1))
		rows = append(rows, row)
		row.Running(toDate, row.Input(income, q))
	}
	y := &yearly{Interim: x, p: p, usd: usd, sc: sc, rows: rows, toDate: toDate}
	if x.Benefit != nil {
		y.most = p.Section("Limit").Input("benefit of a loss that is expected to be realised", usd, *x.Benefit, workpaper.Cite("ASC 740-270-25-9, 30-30; FIN 18 paragraph 12"))
	}
	y.estimates(income)
	y.quarters(&r)
	r.Findings = p.Findings()
	return r, nil
}

func (x Interim) check(about string) error {
	if len(x.Quarters) == 0 || len(x.Quarters) > 12 {
		return check.Refuse(about, "give the ordinary income of one to twelve interim periods")
	}
	if n := len(x.Estimates); n > 1 && n != len(x.Quarters) {
		return check.Refuse(about, "%d estimates of the year for %d periods; give one, or one for each", n, len(x.Quarters))
	}
	given := len(x.Estimates) > 0
	for _, e := range x.Estimates {
		given = given && e.Tax != nil
	}
	if !given || len(x.Scale) > 0 {
		if err := x.Scale.check(about); err != nil {
			return err
		}
	}
	for _, e := range x.Estimates {
		if e.Ordinary.Sign() < 0 && e.Tax == nil && len(x.Scale) > 1 {
			return check.Refuse(about, "a loss of %s is expected for the year and rates go by brackets: give the benefit that is expected to be realised as tax, negative", e.Ordinary.Neg())
		}
		if e.Ordinary.Sign() == 0 && !x.ToDate {
			return check.Refuse(about, "no ordinary income is expected for the year: a rate cannot be estimated; use the actual rate to date (to_date: yes)")
		}
	}
	for _, d := range x.Discrete {
		if d.Quarter < 1 || d.Quarter > len(x.Quarters) {
			return check.Refuse(cmp.Or(d.Name, about), "it is of quarter %d; there are %d", d.Quarter, len(x.Quarters))
		}
		if (d.Tax == nil) == (d.Rate == nil) {
			return check.Refuse(cmp.Or(d.Name, about), "give its tax, or its income and rate")
		}
	}
	return nil
}

// yearly is the calculation in the making: by quarter, what is expected of the year.
type yearly struct {
	Interim
	p                               *workpaper.Paper
	usd                             workpaper.Unit
	sc                              scaled
	rows                            []workpaper.Row
	toDate                          *workpaper.Column
	most                            workpaper.Num
	taxes, rates, permanent, credit []workpaper.Num
}

// estimate is what is expected at the end of a quarter.
func (x Interim) estimate(i int) (e Estimate) {
	if len(x.Estimates) > 0 {
		e = x.Estimates[min(i, len(x.Estimates)-1)]
	}
	return e
}

// estimates are tax and rate of the year as expected at the end of each quarter.
func (x *yearly) estimates(income *workpaper.Column) {
	t := x.p.Table("The year as expected", "at the end of quarter")
	ordinary, permanent := t.Column("ordinary income", x.usd), t.Column("permanent differences", x.usd)
	taxable, credits := t.Column("to be taxed, as if now", x.usd), t.Column("credits", x.usd)
	tax, rate := t.Column("tax", x.usd.To(x.Places+2), workpaper.Cite("ASC 740-270-30-6")), t.Column("estimated annual effective rate", workpaper.Percent.To(4), workpaper.Cite("ASC 740-270-30-6 to 30-8; FIN 18 paragraph 8"))
	var year workpaper.Num
	if len(x.Estimates) == 0 && !x.ToDate {
		year = x.p.Section("Year").Step("ordinary income of the year", x.usd, income.Total())
	}
	for i := range x.Quarters {
		row, e := t.Row(fmt.Sprint(i+1)), x.estimate(i)
		var o, n workpaper.Num
		switch {
		case x.ToDate:
			o = row.Step(ordinary, x.rows[i].At(x.toDate))
		case len(x.Estimates) == 0:
			o = row.Step(ordinary, year)
		default:
			o = row.Input(ordinary, e.Ordinary)
		}
		m, c := row.Input(permanent, e.Permanent), row.Input(credits, e.Credits)
		if e.Tax != nil {
			n = row.Input(tax, *e.Tax)
		} else {
			n = row.Step(tax, x.realised(x.sc.tax(row.Step(taxable, o.Plus(m))).Minus(c)))
		}
		x.taxes, x.permanent, x.credit = append(x.taxes, n), append(x.permanent, m), append(x.credit, c)
		x.rates = append(x.rates, row.Step(rate, workpaper.If(o.Equals(workpaper.Int(0)), workpaper.Int(0), n.Over(o))))
	}
}

// realised is tax with a benefit not above what is expected to be realised.
func (x *yearly) realised(tax workpaper.Num) workpaper.Num {
	if x.Benefit == nil {
		return tax
	}
	return workpaper.Greatest(tax, x.most.Neg())
}

func (x *yearly) quarters(r *InterimResult) {
	items := x.items()
	t := x.p.Table("Tax", "quarter")
	ytd, rate, gross := t.Column("income to date", x.usd), t.Column("rate", workpaper.Percent.To(4)), t.Column("tax at the rate", x.usd.To(x.Places+2))
	limit := t.Column("if the loss to date were the year's", x.usd.To(x.Places+2), workpaper.Cite("ASC 740-270-30-32 before ASU 2019-12; FIN 18 paragraph 13"))
	net := t.Column("tax to date", x.usd, workpaper.Cite("ASC 740-270-30-5"))
	part, discrete, total := t.Column("on the quarter's ordinary income", x.usd), t.Column("discrete items", x.usd, workpaper.Cite("ASC 740-270-30-8")), t.Column("tax of the quarter", x.usd)
	var above workpaper.Num
	for i := range x.Quarters {
		row := t.Row(fmt.Sprint(i + 1))
		y, f := row.Step(ytd, x.rows[i].At(x.toDate)), row.Step(rate, x.rates[i])
		n := row.Step(gross, y.Times(f))
		q := InterimQuarter{Income: x.Quarters[i], IncomeToDate: y.Number(), Rate: f.Number()}
		if x.capped(i, y.Number()) {
			n = workpaper.Greatest(n, row.Step(limit, x.realised(x.sc.tax(y.Plus(x.permanent[i])).Minus(x.credit[i]))))
			q.Limited = n.Number().Cmp(row.At(gross).Number()) != 0
		}
		if x.NoBenefit {
			n = workpaper.NotBelowZero(n)
		}
		a := row.Step(net, n.Round(x.Places, money.HalfAway))
		own := a
		if i > 0 {
			own = a.Minus(above)
		}
		own, above = row.Step(part, own), a
		var d workpaper.Num
		if of := items[i+1]; len(of) > 0 {
			d = row.Step(discrete, workpaper.Sum(of...))
		} else {
			d = row.Input(discrete, nought)
		}
		q.TaxToDate, q.Tax, q.Discrete, q.Total = a.Number(), own.Number(), d.Number(), row.Step(total, own.Plus(d)).Number()
		if q.Limited {
			x.p.Raise(check.Finding{Rule: "interim-limit", Severity: check.Note, Subject: fmt.Sprintf("quarter %d", i+1), Cite: "ASC 740-270-30-32 before ASU 2019-12",
				Message: "the loss to date is above the loss expected for the year: the benefit to date is limited to " + shown(q.TaxToDate.Neg(), x.Places)}, a)
		}
		r.Quarters = append(r.Quarters, q)
	}
	r.AnnualTax, r.Rate = x.taxes[len(x.taxes)-1].Number(), x.rates[len(x.rates)-1].Number()
	x.trueUp(r, above)
}

// trueUp asks whether the last estimate was what the year became.
func (x *yearly) trueUp(r *InterimResult, about workpaper.Num) {
	if len(x.Quarters) != 4 || x.ToDate || len(x.Estimates) == 0 {
		return
	}
	if y, e := r.Quarters[3].IncomeToDate, x.estimate(3).Ordinary; y.Cmp(e) != 0 {
		x.p.Raise(check.Finding{Rule: "interim-trueup", Severity: check.Open, Subject: "quarter 4", Cite: "ASC 740-270-30-5",
			Message: fmt.Sprintf("four quarters come to %s and the estimate of the year is %s; the last estimate is what the year was", shown(y, x.Places), shown(e, x.Places))}, about)
	}
}

// capped says whether the old limit on a loss to date above the year's is to be worked out.
func (x Interim) capped(i int, toDate workpaper.Number) bool {
	e := x.estimate(i)
	if len(x.Estimates) == 0 || e.Tax != nil || x.Begins == 0 || Uncapped.Holds(x.Begins) || len(x.Scale) != 1 || x.ToDate {
		return false
	}
	return e.Ordinary.Sign() < 0 && toDate.Cmp(e.Ordinary) < 0
}

// items are the taxes of the discrete items by quarter.
func (x *yearly) items() map[int][]workpaper.Term {
	out := map[int][]workpaper.Term{}
	if len(x.Discrete) == 0 {
		return out
	}
	t := x.p.Table("Discrete items", "item")
	quarter, income, rate, tax := t.Column("quarter", workpaper.NoUnit), t.Column("income", x.usd), t.Column("rate", workpaper.Percent.To(4)), t.Column("tax", x.usd, workpaper.Cite("ASC 740-270-30-8, 30-12"))
	for i, d := range x.Discrete {
		row := t.Row(cmp.Or(d.Name, fmt.Sprintf("item %d", i+1)))
		row.Input(quarter, workpaper.Whole(int64(d.Quarter)))
		var n workpaper.Num
		if d.Tax != nil {
			n = row.Input(tax, *d.Tax)
		} else {
			n = row.Step(tax, row.Input(income, d.Income).Times(row.Input(rate, *d.Rate)).Round(x.Places, money.HalfAway))
		}
		out[d.Quarter] = append(out[d.Quarter], n)
	}
	return out
}
