package impairment

import (
	"cmp"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Rule is how goodwill is measured.
type Rule string

// The rules through time.
const (
	Amortised Rule = "amortised" // APB 17: over not more than forty years
	TwoSteps  Rule = "two-step"  // SFAS 142 paragraphs 19 to 22
	OneStep   Rule = "one-step"  // ASC 350-20-35-4 to 35-8B since ASU 2017-04
)

// RuleFor is the rule by the day on which the fiscal year begins and by who files. early says that ASU 2017-04 was adopted before it had
// to be; that could be for tests since 1 January 2017.
func RuleFor(begins fiscal.Date, filer Filer, early bool) Rule {
	last, ok := oneStep[filer]
	if !ok {
		last = oneStep[SECFiler]
	}
	switch {
	case begins != 0 && !SFAS142.Holds(begins):
		return Amortised
	case begins == 0 || begins > last || early && begins >= earliest:
		return OneStep
	}
	return TwoSteps
}

// Part is a named amount.
type Part struct {
	Name   string
	Amount workpaper.Number
}

// Unit is a reporting unit with its goodwill.
type Unit struct {
	Name     string
	Currency money.Currency
	Places   int
	Rule     Rule
	Goodwill workpaper.Number
	Carrying workpaper.Number // of the unit with its goodwill
	// First are losses of other assets, which are recognised before goodwill is tested (ASC 350-20-35-31; SFAS 142 paragraph 29).
	First []Part
	Fair  *workpaper.Number
	// NotLikely is the qualitative conclusion that a loss is not more likely than not (ASC 350-20-35-3A): nothing is measured.
	NotLikely bool
	// Second step: fair value of the identifiable net assets, or the implied fair value of goodwill itself.
	Identifiable, Implied *workpaper.Number
	TaxRate               *workpaper.Number
	Deductible            *workpaper.Number // goodwill that is deductible for tax, of all; all of it for nil with a tax rate
}

// UnitResult is what the test gave. Deferred is the deferred tax benefit that comes with the loss.
type UnitResult struct {
	Rule                Rule
	Carrying, Excess    workpaper.Number // Excess of carrying amount over fair value, not below zero
	Implied             *workpaper.Number
	Loss, Deferred, Net workpaper.Number
	Remaining           workpaper.Number // goodwill after the loss
	Failed              bool             // the first step, or the only one
	Paper               *workpaper.Paper
	Findings            []check.Finding
}

// Compute tests the unit. Goodwill is not written down below zero, and a loss is not taken back (ASC 350-20-35-12, 35-13).
func (u Unit) Compute() (r UnitResult, err error) {
	if err := u.check(cmp.Or(u.Name, "reporting unit")); err != nil {
		return r, err
	}
	r.Rule = u.Rule
	p := workpaper.New(workpaper.Head{Title: "Goodwill", Entity: u.Name, Purpose: "Is the goodwill of the reporting unit impaired, and by how much?"})
	usd := workpaper.Money(u.Currency).To(u.Places)
	s := p.Section("Reporting unit")
	goodwill := s.Input("goodwill", usd, u.Goodwill)
	carrying := s.Input("carrying amount with goodwill", usd, u.Carrying)
	for _, x := range u.First {
		loss := s.Input("loss recognised first: "+cmp.Or(x.Name, "other assets"), usd, x.Amount, workpaper.Cite("ASC 350-20-35-31; SFAS 142 paragraph 29"))
		carrying = s.Step("carrying amount after "+cmp.Or(x.Name, "other assets"), usd, carrying.Minus(loss))
	}
	r.Carrying, r.Paper = carrying.Number(), p
	if u.NotLikely {
		s.Note("A loss is not more likely than not: nothing is measured (ASC 350-20-35-3A).")
		r.Remaining = u.Goodwill
		return r, nil
	}
	fair := s.Input("fair value of the unit", usd, *u.Fair)
	excess := s.Step("carrying amount above fair value", usd, workpaper.NotBelowZero(carrying.Minus(fair)), workpaper.Cite("ASC 350-20-35-4; SFAS 142 paragraph 19"))
	r.Excess, r.Failed = excess.Number(), excess.Number().Sign() > 0
	if u.Rule == TwoSteps {
		u.second(p, usd, &r, goodwill, fair, excess)
	} else {
		u.together(p, usd, &r, goodwill, excess)
	}
	r.Findings = p.Findings()
	return r, nil
}

func (u Unit) check(about string) error {
	switch {
	case u.Rule == Amortised:
		return check.Refuse(about, "before fiscal years that begin after 15 December 2001 goodwill was amortised over not more than forty years (APB 17) and tested with the assets it came with (SFAS 121); use a depreciation schedule")
	case u.Goodwill.Sign() < 0:
		return check.Refuse(about, "goodwill of %s; it is not negative", u.Goodwill)
	case u.NotLikely:
		return nil
	case u.Fair == nil:
		return check.Refuse(about, "give the fair value of the reporting unit")
	case u.Identifiable != nil && u.Implied != nil:
		return check.Refuse(about, "give the fair value of the identifiable net assets or the implied fair value of goodwill, not both")
	case u.Rule == OneStep && (u.Identifiable != nil || u.Implied != nil):
		return check.Refuse(about, "a second step is of the old rule; leave the implied fair value out, or give rule: two-step, or the beginning of the fiscal year, which decides it")
	case u.TaxRate != nil && (u.TaxRate.Sign() < 0 || u.TaxRate.Cmp(workpaper.Whole(1)) >= 0):
		return check.Refuse(about, "a tax rate of %s; it is from 0 to below 1", *u.TaxRate)
	case u.Deductible != nil && (u.Deductible.Sign() < 0 || u.Deductible.Cmp(u.Goodwill) > 0):
		return check.Refuse(about, "%s of the goodwill is said to be deductible, of %s in all", *u.Deductible, u.Goodwill)
	case u.Deductible != nil && u.TaxRate == nil:
		return check.Refuse(about, "give the tax rate for the goodwill that is deductible")
	}
	return nil
}

// second is the old second step: goodwill against what would be left of the unit's fair value for it.
func (u Unit) second(p *workpaper.Paper, usd workpaper.Unit, r *UnitResult, goodwill, fair, excess workpaper.Num) {
	s := p.Section("Second step")
	failed := s.Test("the second step is needed", excess.More(workpaper.Int(0)), workpaper.Cite("SFAS 142 paragraph 20; ASU 2010-28 where the carrying amount is not above zero"))
	var implied workpaper.Num
	switch {
	case u.Implied != nil:
		implied = s.Input("implied fair value of goodwill", usd, *u.Implied)
	case u.Identifiable != nil:
		implied = s.Step("implied fair value of goodwill", usd, fair.Minus(s.Input("fair value of identifiable net assets", usd, *u.Identifiable)), workpaper.Cite("SFAS 142 paragraph 21"))
	default:
		r.Remaining = u.Goodwill
		if r.Failed {
			p.Raise(check.Finding{Rule: "goodwill-second-step", Severity: check.Open, Subject: cmp.Or(u.Name, "reporting unit"), Cite: "SFAS 142 paragraph 28",
				Message: "the carrying amount is " + shown(r.Excess, u.Places) + " above fair value: measure the identifiable net assets at fair value; a loss that is probable and can be estimated is recognised meanwhile"}, failed)
		}
		return
	}
	loss := s.Step("loss", usd, workpaper.If(failed, workpaper.NotBelowZero(goodwill.Minus(workpaper.NotBelowZero(implied))), workpaper.Int(0)).Round(u.Places, money.HalfAway), workpaper.Cite("SFAS 142 paragraph 20"))
	n := implied.Number()
	r.Implied = &n
	u.deferred(s, usd, r, goodwill, loss)
}

// together solves the loss and the deferred tax that comes with it: the tax benefit raises the carrying amount again, so that a loss of
// the excess alone would leave the unit above its fair value (ASC 350-20-35-8B).
func (u Unit) together(p *workpaper.Paper, usd workpaper.Unit, r *UnitResult, goodwill, excess workpaper.Num) {
	s := p.Section("Loss")
	wanted := excess
	if u.TaxRate != nil {
		rate := u.rate(s, usd, goodwill)
		wanted = s.Step("excess with its deferred tax", usd, excess.Over(workpaper.Int(1).Minus(rate)), workpaper.Cite("ASC 350-20-35-8B, 55-23A to 55-23D"))
		loss := s.Step("loss", usd, workpaper.Least(wanted, goodwill).Round(u.Places, money.HalfAway), workpaper.Cite("ASC 350-20-35-8"))
		u.close(s, usd, r, goodwill, loss, loss.Times(rate))
		return
	}
	loss := s.Step("loss", usd, workpaper.Least(wanted, goodwill).Round(u.Places, money.HalfAway), workpaper.Cite("ASC 350-20-35-8"))
	u.close(s, usd, r, goodwill, loss, loss.Times(workpaper.Int(0)))
}

// rate is the tax rate on a loss of which the deductible part bears tax.
func (u Unit) rate(s *workpaper.Section, usd workpaper.Unit, goodwill workpaper.Num) workpaper.Num {
	rate := s.Input("tax rate", workpaper.Percent, *u.TaxRate)
	if u.Deductible == nil || u.Goodwill.Sign() == 0 {
		return rate
	}
	return s.Step("tax on a loss of one", workpaper.Percent.To(6), rate.Times(s.Input("goodwill deductible for tax", usd, *u.Deductible)).Over(goodwill))
}

func (u Unit) deferred(s *workpaper.Section, usd workpaper.Unit, r *UnitResult, goodwill, loss workpaper.Num) {
	tax := loss.Times(workpaper.Int(0))
	if u.TaxRate != nil {
		tax = loss.Times(u.rate(s, usd, goodwill))
	}
	u.close(s, usd, r, goodwill, loss, tax)
}

func (u Unit) close(s *workpaper.Section, usd workpaper.Unit, r *UnitResult, goodwill, loss, tax workpaper.Num) {
	deferred := s.Step("deferred tax benefit", usd, tax.Round(u.Places, money.HalfAway), workpaper.Cite("ASC 740-10-25-20"))
	net := s.Step("loss after tax", usd, loss.Minus(deferred))
	left := s.Step("goodwill after the loss", usd, goodwill.Minus(loss), workpaper.Cite("ASC 350-20-35-12"))
	r.Loss, r.Deferred, r.Net, r.Remaining = loss.Number(), deferred.Number(), net.Number(), left.Number()
}

// Intangible is an intangible asset that is not amortised.
type Intangible struct {
	Name           string
	Currency       money.Currency
	Places         int
	Carrying, Fair workpaper.Number
}

// IntangibleResult is its loss and what it is carried at.
type IntangibleResult struct {
	Loss, NewCarrying workpaper.Number
	Paper             *workpaper.Paper
}

// Compute holds the carrying amount against fair value, without a test of recoverability (ASC 350-30-35-18 to 35-19; SFAS 142 paragraph 17).
func (x Intangible) Compute() (r IntangibleResult, err error) {
	if x.Carrying.Sign() < 0 || x.Fair.Sign() < 0 {
		return r, check.Refuse(cmp.Or(x.Name, "intangible asset"), "carrying amount %s and fair value %s; neither is negative", x.Carrying, x.Fair)
	}
	p := workpaper.New(workpaper.Head{Title: "Intangible asset that is not amortised", Entity: x.Name})
	usd := workpaper.Money(x.Currency).To(x.Places)
	s := p.Section("Test")
	c := s.Input("carrying amount", usd, x.Carrying)
	loss := s.Step("impairment loss", usd, workpaper.NotBelowZero(c.Minus(s.Input("fair value", usd, x.Fair))).Round(x.Places, money.HalfAway), workpaper.Cite("ASC 350-30-35-19; SFAS 142 paragraph 17"))
	r.Loss, r.Paper = loss.Number(), p
	r.NewCarrying = s.Step("carrying amount after the loss", usd, c.Minus(loss)).Number()
	return r, nil
}
