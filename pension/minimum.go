package pension

import (
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Minimum is the additional minimum liability of SFAS 87 paragraphs 36 to 38, for fiscal years to 15 December 2006: an unfunded accumulated
// obligation that is more than what is accrued. An intangible asset balances it as far as there is unrecognised prior service, equity the rest.
type Minimum struct {
	Name                string
	Currency            money.Currency
	At                  fiscal.Date // 0 where the question has none
	Accumulated, Assets workpaper.Number
	Accrued             workpaper.Number // accrued cost, prepaid negative
	PriorService        workpaper.Number // unrecognised, with transition obligation
	Tax                 *workpaper.Number
}

// MinimumResult is the liability and what balances it.
type MinimumResult struct {
	Minimum, Additional, Intangible, Equity workpaper.Number
	EquityNet                               *workpaper.Number // after tax
	Paper                                   *workpaper.Paper
}

// Compute works it out. After SFAS 158 there is none.
func (m Minimum) Compute() (r MinimumResult, err error) {
	about := orName(m.Name, "minimum liability")
	if m.At != 0 && FundedStatus.Holds(m.At+1) && m.At > fiscal.MustParse("2006-12-31") {
		return r, mistake(about, "at %s the funded status itself is on the balance sheet (SFAS 158); there is no minimum liability", m.At)
	}
	p := workpaper.New(workpaper.Head{Title: "Additional minimum liability", Entity: m.Name})
	r.Paper = p
	usd := workpaper.Money(m.Currency)
	s := p.Section("Liability")
	least := s.Step("minimum liability", usd, workpaper.NotBelowZero(s.Input("accumulated benefit obligation", usd, m.Accumulated).Minus(s.Input("fair value of assets", usd, m.Assets))), workpaper.Cite("SFAS 87 paragraph 36"))
	accrued := s.Input("accrued cost, prepaid negative", usd, m.Accrued)
	more := s.Step("additional liability", usd, workpaper.If(least.More(workpaper.Int(0)), workpaper.NotBelowZero(least.Minus(accrued)), least.Times(workpaper.Int(0))), workpaper.Cite("SFAS 87 paragraph 36"))
	asset := s.Step("intangible asset", usd, workpaper.Least(more, s.Input("unrecognised prior service and transition obligation", usd, m.PriorService)), workpaper.Cite("SFAS 87 paragraph 37"))
	equity := s.Step("charge to other comprehensive income, before tax", usd, more.Minus(asset), workpaper.Cite("SFAS 87 paragraph 37; SFAS 130"))
	r.Minimum, r.Additional, r.Intangible, r.Equity = least.Number(), more.Number(), asset.Number(), equity.Number()
	if m.Tax != nil {
		n := s.Step("charge, net of tax", usd, equity.Minus(equity.Times(s.Input("tax rate", workpaper.Percent.To(2), *m.Tax)).Round(2, money.HalfAway))).Number()
		r.EquityNet = &n
	}
	return r, nil
}

// Adoption is the change to SFAS 158 at the end of the fiscal year of adoption: after the minimum liability was computed as before, the balance
// sheet goes to the funded status. The difference adjusts ending accumulated other comprehensive income and is no part of the year's
// comprehensive income (SFAS 158 paragraph 16).
type Adoption struct {
	Name       string
	Currency   money.Currency
	Before     workpaper.Number // net liability as it stood, with the minimum liability, an asset negative
	Intangible workpaper.Number // goes out
	After      workpaper.Number // obligation less assets
	Tax        *workpaper.Number
}

// AdoptionResult is the adjustment, a fall of equity negative.
type AdoptionResult struct {
	Adjustment, Tax, Net workpaper.Number
	Paper                *workpaper.Paper
}

// Compute works the adjustment out.
func (a Adoption) Compute() (r AdoptionResult, err error) {
	p := workpaper.New(workpaper.Head{Title: "Adoption of SFAS 158", Entity: a.Name})
	r.Paper = p
	usd := workpaper.Money(a.Currency)
	s := p.Section("Adjustment of ending accumulated other comprehensive income")
	before := s.Input("net liability as before, an asset negative", usd, a.Before)
	after := s.Input("obligation less assets", usd, a.After)
	gone := s.Input("intangible asset, which goes out", usd, a.Intangible)
	adj := s.Step("adjustment, before tax", usd, before.Minus(after).Minus(gone), workpaper.Cite("SFAS 158 paragraph 16"))
	tax := workpaper.Int(0).Plus(adj.Times(workpaper.Int(0)))
	if a.Tax != nil {
		tax = adj.Times(s.Input("tax rate", workpaper.Percent.To(2), *a.Tax)).Round(2, money.HalfAway)
	}
	t := s.Step("tax", usd, tax)
	net := s.Step("adjustment, net of tax", usd, adj.Minus(t))
	r.Adjustment, r.Tax, r.Net = adj.Number(), t.Number(), net.Number()
	return r, nil
}

// Settled is a settlement or curtailment (ASC 715-30-35-79 to 35-96; SFAS 88).
type Settled struct {
	Name       string
	Currency   money.Currency
	Reduction  workpaper.Number  // of the obligation by the curtailment; an increase negative
	NetLoss    workpaper.Number  // unrecognised at the date, a gain negative
	Prior      workpaper.Number  // unrecognised prior service of the years of service that will not be rendered
	Offset     *workpaper.Number // of the reduction against the net loss, as given
	Settlement *workpaper.Number // obligation that was settled
	Obligation *workpaper.Number // before it
}

// SettledResult is the gain or loss; a loss is negative.
type SettledResult struct {
	Curtailment workpaper.Number
	Offset      workpaper.Number // of the reduction that only lowers the net loss
	Settlement  workpaper.Number
	Part        *workpaper.Number
	Paper       *workpaper.Paper
}

// Compute works out both.
func (x Settled) Compute() (r SettledResult, err error) {
	about := orName(x.Name, "settlement or curtailment")
	p := workpaper.New(workpaper.Head{Title: "Settlement and curtailment", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Money(x.Currency)
	s := p.Section("Curtailment")
	reduction := s.Input("reduction of the obligation, an increase negative", usd, x.Reduction)
	loss := s.Input("net loss not recognised, gain negative", usd, x.NetLoss)
	var off workpaper.Num
	if x.Offset != nil {
		off = s.Input("of it against the net loss", usd, *x.Offset)
	} else {
		gain := workpaper.Least(workpaper.NotBelowZero(reduction), workpaper.NotBelowZero(loss))
		worse := workpaper.Least(workpaper.NotBelowZero(reduction.Neg()), workpaper.NotBelowZero(loss.Neg()))
		off = s.Step("of it against the net loss or gain", usd, gain.Minus(worse), workpaper.Cite("ASC 715-30-35-93"))
	}
	net := s.Step("reduction beyond it", usd, reduction.Minus(off), workpaper.Cite("ASC 715-30-35-93"))
	gain := s.Step("curtailment gain, loss negative", usd, net.Minus(s.Input("prior service of years that will not be rendered", usd, x.Prior)), workpaper.Cite("ASC 715-30-35-92, 35-93"))
	r.Offset, r.Curtailment = off.Number(), gain.Number()
	if x.Settlement != nil {
		if x.Obligation == nil || x.Obligation.Sign() <= 0 {
			return r, mistake(about, "give the obligation before the settlement")
		}
		t := p.Section("Settlement")
		part := t.Step("part of the obligation settled", workpaper.Percent.To(2), t.Input("settled", usd, *x.Settlement).Over(t.Input("obligation before", usd, *x.Obligation)), workpaper.Cite("ASC 715-30-35-79"))
		n := t.Step("settlement gain, loss negative", usd, loss.Minus(off).Times(part).Round(2, money.HalfAway).Neg(), workpaper.Cite("ASC 715-30-35-79"))
		q := part.Number()
		r.Settlement, r.Part = n.Number(), &q
	}
	return r, nil
}
