package pension

import (
	"cmp"

	"tieout/check"
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
	Before, BeforeAsset *workpaper.Number // additional liability and intangible asset of the year before, for the change
}

// MinimumResult is the liability and what balances it.
type MinimumResult struct {
	Minimum, Additional, Intangible, Equity workpaper.Number
	EquityNet                               *workpaper.Number // after tax
	Change                                  *workpaper.Number // of the additional liability
	ChangeAsset                             *workpaper.Number // of the intangible asset
	ChangeEquity                            *workpaper.Number // of the charge before tax
	Paper                                   *workpaper.Paper
}

// Compute works it out. After SFAS 158 there is none.
func (m Minimum) Compute() (r MinimumResult, err error) {
	about := cmp.Or(m.Name, "minimum liability")
	if m.At != 0 && FundedStatus.Holds(m.At+1) && m.At > fiscal.MustParse("2006-12-31") {
		return r, check.Refuse(about, "at %s the funded status itself is on the balance sheet (SFAS 158); there is no minimum liability", m.At)
	}
	p := workpaper.New(workpaper.Head{Title: "Additional minimum liability", Entity: m.Name})
	r.Paper = p
	usd := workpaper.Money(m.Currency)
	s := p.Section("Liability")
	least := s.Step("minimum liability", usd, workpaper.NotBelowZero(s.Input("accumulated benefit obligation", usd, m.Accumulated).Minus(s.Input("fair value of assets", usd, m.Assets))), workpaper.Cite("SFAS 87 paragraph 36"))
	accrued := s.Input("accrued cost, prepaid negative", usd, m.Accrued)
	more := s.Step("additional liability", usd, workpaper.If(least.More(workpaper.Int(0)), workpaper.NotBelowZero(least.Minus(accrued)), least.Times(workpaper.Int(0))), workpaper.Cite("SFAS 87 paragraph 36"))
	asset := s.Step("intangible asset", usd, workpaper.Least(more, workpaper.NotBelowZero(s.Input("unrecognised prior service and transition obligation", usd, m.PriorService))), workpaper.Cite("SFAS 87 paragraph 37"))
	equity := s.Step("charge to other comprehensive income, before tax", usd, more.Minus(asset), workpaper.Cite("SFAS 87 paragraph 37; SFAS 130"))
	r.Minimum, r.Additional, r.Intangible, r.Equity = least.Number(), more.Number(), asset.Number(), equity.Number()
	if m.Tax != nil {
		n := s.Step("charge, net of tax", usd, equity.Minus(equity.Times(s.Input("tax rate", workpaper.Percent.To(2), *m.Tax)).Round(2, money.HalfAway))).Number()
		r.EquityNet = &n
	}
	if m.Before != nil {
		t := p.Section("Change of the year")
		was, had := t.Input("additional liability of the year before", usd, *m.Before), nought
		if m.BeforeAsset != nil {
			had = *m.BeforeAsset
		}
		old := t.Input("intangible asset of the year before", usd, had)
		a := t.Step("change of the additional liability", usd, more.Minus(was)).Number()
		b := t.Step("change of the intangible asset", usd, asset.Minus(old)).Number()
		e := t.Step("change in other comprehensive income, before tax, a charge positive", usd, equity.Minus(was.Minus(old))).Number()
		r.Change, r.ChangeAsset, r.ChangeEquity = &a, &b, &e
	}
	return r, nil
}

// Adoption is the change to SFAS 158 at the end of the fiscal year of adoption: after the minimum liability was computed as before, the balance
// sheet goes to the funded status. The difference adjusts ending accumulated other comprehensive income and is no part of the year's
// comprehensive income (SFAS 158 paragraph 16).
type Adoption struct {
	Name       string
	Currency   money.Currency
	At         fiscal.Date      // 0 where the question has none
	Before     workpaper.Number // net liability as it stood, with the minimum liability, an asset negative
	Intangible workpaper.Number // goes out
	After      workpaper.Number // obligation less assets
	Tax        *workpaper.Number
	// Carried is what no cost has borne: where it is given, Before is worked out from it, After and the minimum liability.
	Carried    []Item
	Additional workpaper.Number // minimum liability at that day, computed first
	InIncome   bool             // the adjustment was reported within the year's comprehensive income
}

// AdoptionResult is the adjustment, a fall of equity negative.
type AdoptionResult struct {
	Adjustment, Tax, Net workpaper.Number
	Before               workpaper.Number // net liability before
	AOCIBefore, AOCI     workpaper.Number // before tax, where it is known what is carried
	Findings             []finding
	Paper                *workpaper.Paper
}

// Compute works the adjustment out.
func (a Adoption) Compute() (r AdoptionResult, err error) {
	about := cmp.Or(a.Name, "adoption of SFAS 158")
	if a.At != 0 && !FundedStatus.Holds(a.At) {
		return r, check.Refuse(about, "SFAS 158 is adopted at the end of a fiscal year that ends after 15 December 2006, not on %s", a.At)
	}
	p := workpaper.New(workpaper.Head{Title: "Adoption of SFAS 158", Entity: a.Name})
	r.Paper = p
	usd := workpaper.Money(a.Currency)
	s := p.Section("Adjustment of ending accumulated other comprehensive income")
	after := s.Input("obligation less assets", usd, a.After)
	before := a.before(s, p, usd, after)
	gone := s.Input("intangible asset, which goes out", usd, a.Intangible)
	adj := s.Step("adjustment, before tax", usd, before.Minus(after).Minus(gone), workpaper.Cite("SFAS 158 paragraph 16"))
	tax := workpaper.Int(0).Plus(adj.Times(workpaper.Int(0)))
	if a.Tax != nil {
		tax = adj.Times(s.Input("tax rate", workpaper.Percent.To(2), *a.Tax)).Round(2, money.HalfAway)
	}
	t := s.Step("tax", usd, tax)
	net := s.Step("adjustment, net of tax", usd, adj.Minus(t))
	r.Adjustment, r.Tax, r.Net, r.Before = adj.Number(), t.Number(), net.Number(), before.Number()
	if a.InIncome && r.Adjustment.Sign() != 0 {
		r.Findings = append(r.Findings, open("adoption-in-comprehensive-income", about, "SFAS 158 paragraph 16", "%s of the adoption was reported within the year's comprehensive income; it adjusts the ending balance of accumulated other comprehensive income alone", two(r.Net)))
	}
	if len(a.Carried) > 0 {
		r.AOCIBefore = a.Intangible.Sub(a.Additional)
		r.AOCI = r.AOCIBefore.Add(r.Adjustment)
	}
	return r, nil
}

// before is the net liability before: as given, or the funded status less what no cost has borne yet, with the minimum liability.
func (a Adoption) before(s *workpaper.Section, p *workpaper.Paper, usd workpaper.Unit, after workpaper.Num) workpaper.Num {
	if len(a.Carried) == 0 {
		return s.Input("net liability as before, an asset negative", usd, a.Before)
	}
	t := p.Table("Not borne by cost yet", "amount")
	col := t.Column("loss or cost, gain or credit negative", usd)
	for _, x := range a.Carried {
		t.Row(x.Name).Input(col, x.Amount)
	}
	accrued := s.Step("accrued cost, prepaid negative", usd, after.Minus(col.Total()), workpaper.Cite("SFAS 87 paragraph 35"))
	return s.Step("net liability as before, an asset negative", usd, accrued.Plus(s.Input("additional minimum liability, computed first", usd, a.Additional, workpaper.Cite("SFAS 158 paragraph 16(a)"))))
}

// MeasurementChange takes a plan that was measured some months before its year end to the year end (SFAS 158 paragraphs 17 to 19, by the second
// approach): the cost from the early measurement date to the end of the year of change goes to retained earnings for the months before that
// year began, and is the year's cost for the rest.
type MeasurementChange struct {
	Name     string
	Currency money.Currency
	Cost     workpaper.Number // of all those months, without settlements and curtailments
	Early    int              // months between the early measurement date and the year end
	Tax      *workpaper.Number
}

// MeasurementResult is the part for retained earnings, a charge positive.
type MeasurementResult struct {
	Retained, Year, Tax, Net workpaper.Number
	Paper                    *workpaper.Paper
}

// Compute parts the cost.
func (m MeasurementChange) Compute() (r MeasurementResult, err error) {
	about := cmp.Or(m.Name, "change of the measurement date")
	if m.Early < 1 || m.Early > 3 {
		return r, check.Refuse(about, "%d months between measurement and year end; SFAS 87 allowed at most 3", m.Early)
	}
	p := workpaper.New(workpaper.Head{Title: "Change of the measurement date", Entity: m.Name})
	r.Paper = p
	usd := workpaper.Money(m.Currency)
	s := p.Section("Cost of the months")
	cost := s.Input("cost from the early measurement to the end of the year of change", usd, m.Cost)
	early := s.Input("months before the year", workpaper.Months, workpaper.Whole(int64(m.Early)))
	gone := s.Step("to retained earnings, before tax", usd, cost.Times(early).Over(early.Plus(workpaper.Int(12))).Round(2, money.HalfAway), workpaper.Cite("SFAS 158 paragraph 19(a)"))
	year := s.Step("cost of the year", usd, cost.Minus(gone))
	tax := gone.Times(workpaper.Int(0))
	if m.Tax != nil {
		tax = gone.Times(s.Input("tax rate", workpaper.Percent.To(2), *m.Tax)).Round(2, money.HalfAway)
	}
	t := s.Step("tax", usd, tax)
	net := s.Step("to retained earnings, net of tax", usd, gone.Minus(t))
	r.Retained, r.Year, r.Tax, r.Net = gone.Number(), year.Number(), t.Number(), net.Number()
	return r, nil
}
