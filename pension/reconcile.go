package pension

import (
	"cmp"

	"tieout/money"
	"tieout/workpaper"
)

// Reconcile goes from the funded status to what stands on the balance sheet (SFAS 87 paragraph 54; SFAS 132R paragraph 5(c)): before SFAS 158
// the status less what no cost has borne yet is prepaid or accrued cost; since then the status itself stands there, and what no cost has borne
// in accumulated other comprehensive income.
type Reconcile struct {
	Name               string
	Currency           money.Currency
	Obligation, Assets workpaper.Number
	Carried            []Item // a loss or cost positive, a gain or credit negative
	Tax                *workpaper.Number
	Accrued            *workpaper.Number // as the books have it, prepaid negative
}

// ReconcileResult is the status and both ways to show it.
type ReconcileResult struct {
	Status   workpaper.Number // assets less obligation
	Prepaid  workpaper.Number // accrued cost negative
	AOCI     workpaper.Number // a loss negative, net of tax where there is a rate
	Pending  workpaper.Number // not borne by cost
	Findings []finding
	Paper    *workpaper.Paper
}

// Compute reconciles.
func (x Reconcile) Compute() (r ReconcileResult, err error) {
	about := cmp.Or(x.Name, "funded status")
	p := workpaper.New(workpaper.Head{Title: "From funded status to balance sheet", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Money(x.Currency)
	s := p.Section("Status")
	status := s.Step("assets less obligation", usd, s.Input("fair value of assets", usd, x.Assets).Minus(s.Input("projected benefit obligation", usd, x.Obligation)), workpaper.Cite("ASC 715-30-25-1"))
	t := p.Table("Not borne by cost yet", "amount")
	col := t.Column("loss or cost, gain or credit negative", usd)
	for _, i := range x.Carried {
		t.Row(i.Name).Input(col, i.Amount)
	}
	pending := status.Times(workpaper.Int(0))
	if len(x.Carried) > 0 {
		pending = col.Total()
	}
	b := p.Section("Balance sheet")
	before := b.Step("prepaid cost before SFAS 158, accrued negative", usd, status.Plus(pending), workpaper.Cite("SFAS 87 paragraph 54"))
	gross := b.Step("in accumulated other comprehensive income, before tax, a loss negative", usd, pending.Neg(), workpaper.Cite("ASC 715-30-25-4"))
	aoci := gross
	if x.Tax != nil {
		aoci = b.Step("net of tax", usd, gross.Minus(gross.Times(b.Input("tax rate", workpaper.Percent.To(2), *x.Tax)).Round(2, money.HalfAway)))
	}
	r.Status, r.Prepaid, r.AOCI, r.Pending = status.Number(), before.Number(), aoci.Number(), pending.Number()
	if x.Accrued != nil && x.Accrued.Add(r.Prepaid).Abs().Cmp(workpaper.Whole(1)) > 0 {
		r.Findings = append(r.Findings, open("accrued-ties", about, "SFAS 87 paragraph 54", "the books have accrued cost of %s; from the status of %s and %s that no cost has borne it is %s", two(*x.Accrued), two(r.Status), two(r.Pending), two(r.Prepaid.Neg())))
	}
	return r, nil
}
