package incometax

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Item is a reconciling item: its tax, or a difference that is taxed at a rate.
type Item struct {
	Name string
	Tax  *workpaper.Number
	Base *workpaper.Number
	Rate *workpaper.Number // nil: the statutory one
}

// Reconciliation goes from the statutory tax to the expense (ASC 740-10-50-12; SFAS 109 paragraph 47).
type Reconciliation struct {
	Name     string
	Currency money.Currency
	Places   int
	Pretax   workpaper.Number
	Rate     workpaper.Number
	Items    []Item
	Expense  *workpaper.Number // as booked, to be explained
}

// ReconciliationResult is the table. Percentages are of income before tax.
type ReconciliationResult struct {
	Statutory, Total workpaper.Number
	Taxes, Percents  []workpaper.Number // of the items
	Effective        *workpaper.Number
	Unexplained      workpaper.Number
	Paper            *workpaper.Paper
	Findings         []check.Finding
}

// Compute builds the reconciliation and asks about what it does not explain. An item of five per cent of the statutory tax or more stands by
// itself (Regulation S-X rule 4-08(h)(2)).
func (x Reconciliation) Compute() (r ReconciliationResult, err error) {
	about := cmp.Or(x.Name, "rate reconciliation")
	if x.Rate.Sign() < 0 || x.Rate.Cmp(one) > 0 {
		return r, check.Refuse(about, "a statutory rate of %s; it is from 0 to 1, or 0%% to 100%%", x.Rate)
	}
	p := workpaper.New(workpaper.Head{Title: "Rate reconciliation", Entity: x.Name})
	r.Paper = p
	usd, pct := workpaper.Money(x.Currency).To(x.Places), workpaper.Percent
	s := p.Section("Statutory tax")
	income, rate := s.Input("income before tax", usd, x.Pretax), s.Input("statutory rate", pct, x.Rate)
	statutory := s.Step("tax at the statutory rate", usd, income.Times(rate).Round(x.Places, money.HalfAway), workpaper.Cite("ASC 740-10-50-12"))
	t := p.Table("Items", "item")
	base, at, tax, part := t.Column("difference", usd), t.Column("rate", pct), t.Column("tax", usd), t.Column("of income before tax", pct)
	for i, it := range x.Items {
		row := t.Row(cmp.Or(it.Name, fmt.Sprintf("item %d", i+1)))
		var n workpaper.Num
		switch {
		case it.Tax != nil && it.Base == nil:
			n = row.Input(tax, *it.Tax)
		case it.Base != nil && it.Tax == nil:
			f := rate
			if it.Rate != nil {
				f = row.Input(at, *it.Rate)
			}
			n = row.Step(tax, row.Input(base, *it.Base).Times(f).Round(x.Places, money.HalfAway))
		default:
			return r, check.Refuse(cmp.Or(it.Name, about), "give the tax of the item, or the difference that is taxed, not both")
		}
		r.Taxes = append(r.Taxes, n.Number())
		if x.Pretax.Sign() != 0 {
			r.Percents = append(r.Percents, row.Step(part, n.Over(income)).Number())
		}
	}
	e := p.Section("Expense")
	total := e.Step("income tax expense", usd, statutory.Plus(tax.Total()))
	r.Statutory, r.Total = statutory.Number(), total.Number()
	if x.Pretax.Sign() != 0 {
		n := e.Step("effective rate", pct, total.Over(income)).Number()
		r.Effective = &n
	}
	if x.Expense != nil {
		booked := e.Input("expense as booked", usd, *x.Expense)
		rest := e.Step("not explained", usd, booked.Minus(total))
		r.Unexplained = rest.Number()
		e.Check("the items explain the expense", rest.Equals(workpaper.Int(0)), check.Finding{Rule: "tax-reconciles", Severity: check.Open, Subject: about, Cite: "ASC 740-10-50-12",
			Message: fmt.Sprintf("the items come to %s and %s is booked; %s is not explained", shown(r.Total, x.Places), shown(*x.Expense, x.Places), shown(r.Unexplained, x.Places))})
	}
	r.Findings = p.Findings()
	return r, nil
}
