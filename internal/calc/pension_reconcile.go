package calc

import (
	"tieout/pension"
	"tieout/workpaper"
)

type reconcilePensionOut struct {
	Name    string          `json:"name,omitempty"`
	Status  string          `json:"funded_status"`
	Pending string          `json:"not_recognised"`
	Prepaid string          `json:"prepaid_cost"`
	Accrued string          `json:"accrued_cost"`
	AOCI    string          `json:"aoci"`
	Work    workpaper.Sheet `json:"work"`
}

func (out *pensionOut) reconcile(c costContext, f field) {
	a := c.known(f, "pbo", "assets", "psc_open", "psc_credit", "net_loss", "net_gain", "transition_open", "transition_asset", "carried", "tax_rate", "accrued")
	x := pension.Reconcile{Name: a.text("name"), Currency: c.currency, Obligation: a.must("pbo"), Assets: a.must("assets"), Tax: a.rate("tax_rate"), Accrued: a.num("accrued"), Carried: readItems(a, "carried")}
	for _, k := range []struct {
		key, name string
		credit    bool
	}{{"net_loss", "net loss", false}, {"net_gain", "net gain", true}, {"psc_open", "prior service", false}, {"psc_credit", "prior service credit", true}, {"transition_open", "transition obligation", false}, {"transition_asset", "transition asset", true}} {
		n := a.num(k.key)
		if n == nil {
			continue
		}
		m := *n
		if k.credit {
			m = m.Abs().Neg()
		}
		x.Carried = append(x.Carried, pension.Item{Name: k.name, Amount: m})
	}
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	out.Reconciled = append(out.Reconciled, reconcilePensionOut{x.Name, c.text(res.Status), c.text(res.Pending), c.text(res.Prepaid), c.text(res.Prepaid.Neg()), c.text(res.AOCI), res.Paper.Sheet()})
	out.add(res.Paper, res.Findings...)
}
