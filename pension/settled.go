package pension

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Settled is a settlement or curtailment (ASC 715-30-35-79 to 35-96; SFAS 88).
type Settled struct {
	Name       string
	Currency   money.Currency
	Reduction  workpaper.Number  // of the obligation by the curtailment; an increase negative
	NetLoss    workpaper.Number  // unrecognised at the date, a gain negative
	Prior      workpaper.Number  // unrecognised prior service of the years of service that will not be rendered
	PriorAll   *workpaper.Number // or all of it, with the part of the expected years of service that will not be rendered
	Lost, Of   *workpaper.Number // those years, of all that were expected
	Transition workpaper.Number  // unrecognised transition obligation: treated as prior service; an asset, negative, as a gain
	Offset     *workpaper.Number // of the reduction against the net loss, as given
	Settlement *workpaper.Number // obligation that was settled
	Obligation *workpaper.Number // before it
	Paid       *workpaper.Number // for the settled obligation, where another amount: the difference joins the net loss first
	// Service, Interest and Policy decide whether a settlement must be recognised: below their sum it need not (715-30-35-82).
	Service, Interest *workpaper.Number
	Always            bool // policy: settlements below it are recognised too
	First             bool // the settlement is accounted for before the curtailment; either order will do, always the same (715-30-35-75)
}

// SettledResult is the gain or loss; a loss is negative.
type SettledResult struct {
	Curtailment workpaper.Number
	Offset      workpaper.Number // of the reduction that only lowers the net loss
	Settlement  workpaper.Number
	Part        *workpaper.Number
	Prior       workpaper.Number // that goes with the curtailment
	Total       workpaper.Number // gain of both, a loss negative
	NetLossEnd  workpaper.Number // that stays
	Below       bool             // a settlement that need not be recognised, and is not
	Findings    []finding
	Paper       *workpaper.Paper
}

// Compute works out both, the curtailment first.
func (x Settled) Compute() (r SettledResult, err error) {
	about := cmp.Or(x.Name, "settlement or curtailment")
	p := workpaper.New(workpaper.Head{Title: "Settlement and curtailment", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Money(x.Currency)
	s := p.Section("Curtailment")
	reduction := s.Input("reduction of the obligation, an increase negative", usd, x.Reduction)
	loss := s.Input("net loss not recognised, gain negative", usd, x.NetLoss)
	asset := nought
	if x.Transition.Sign() < 0 {
		asset = x.Transition
	}
	base := loss
	if asset.Sign() != 0 {
		base = s.Step("net loss with the transition asset", usd, loss.Plus(s.Input("transition asset, negative", usd, asset)), workpaper.Cite("ASC 715-30-35-93"))
	}
	left := base
	if x.First && x.Settlement != nil {
		if left, err = x.settle(&r, p, usd, left, about); err != nil {
			return r, err
		}
	}
	if left, err = x.curtail(&r, s, usd, reduction, left, about); err != nil {
		return r, err
	}
	if !x.First && x.Settlement != nil {
		if left, err = x.settle(&r, p, usd, left, about); err != nil {
			return r, err
		}
	}
	r.Total, r.NetLossEnd = r.Curtailment.Add(r.Settlement), left.Number()
	return r, nil
}

// curtail recognises what of the reduction is beyond the net loss, and the prior service that goes; it gives the net loss that is left.
func (x Settled) curtail(r *SettledResult, s *workpaper.Section, usd workpaper.Unit, reduction, loss workpaper.Num, about string) (workpaper.Num, error) {
	var off workpaper.Num
	if x.Offset != nil {
		off = s.Input("of it against the net loss", usd, *x.Offset)
	} else {
		gain := workpaper.Least(workpaper.NotBelowZero(reduction), workpaper.NotBelowZero(loss))
		worse := workpaper.Least(workpaper.NotBelowZero(reduction.Neg()), workpaper.NotBelowZero(loss.Neg()))
		off = s.Step("of it against the net loss or gain", usd, gain.Minus(worse), workpaper.Cite("ASC 715-30-35-93"))
	}
	net := s.Step("reduction beyond it", usd, reduction.Minus(off), workpaper.Cite("ASC 715-30-35-93"))
	prior, err := x.prior(s, usd, about)
	if err != nil {
		return loss, err
	}
	gain := s.Step("curtailment gain, loss negative", usd, net.Minus(prior), workpaper.Cite("ASC 715-30-35-92, 35-93"))
	r.Offset, r.Curtailment, r.Prior = off.Number(), gain.Number(), prior.Number()
	return s.Step("net loss left", usd, loss.Minus(off)), nil
}

// prior is the prior service, with a transition obligation, of the years that will not be rendered.
func (x Settled) prior(s *workpaper.Section, usd workpaper.Unit, about string) (workpaper.Num, error) {
	owed := nought
	if x.Transition.Sign() > 0 {
		owed = x.Transition
	}
	if x.PriorAll == nil {
		return s.Step("prior service that goes", usd, s.Input("prior service of years that will not be rendered", usd, x.Prior).Plus(s.Input("transition obligation", usd, owed)), workpaper.Cite("ASC 715-30-35-92")), nil
	}
	if x.Lost == nil || x.Of == nil || x.Of.Sign() <= 0 || x.Lost.Sign() < 0 || x.Lost.Cmp(*x.Of) > 0 {
		return workpaper.Num{}, check.Refuse(about, "give the years of service that will not be rendered, and of how many")
	}
	years := workpaper.Unit{Name: "years", Places: 2}
	part := s.Step("part of the service that will not be rendered", workpaper.Percent.To(4), s.Input("years of service lost", years, *x.Lost).Over(s.Input("years of service expected", years, *x.Of)), workpaper.Cite("ASC 715-30-35-92"))
	return s.Step("prior service that goes", usd, s.Input("prior service not recognised", usd, *x.PriorAll).Plus(s.Input("transition obligation", usd, owed)).Times(part).Round(2, money.HalfAway), workpaper.Cite("ASC 715-30-35-92")), nil
}

// settle recognises the part of the net loss that goes with the obligation that was settled.
func (x Settled) settle(r *SettledResult, p *workpaper.Paper, usd workpaper.Unit, loss workpaper.Num, about string) (workpaper.Num, error) {
	if x.Obligation == nil || x.Obligation.Sign() <= 0 {
		return loss, check.Refuse(about, "give the obligation before the settlement")
	}
	if x.Settlement.Sign() < 0 || x.Settlement.Cmp(*x.Obligation) > 0 {
		return loss, check.Refuse(about, "%s was settled of an obligation of %s", two(*x.Settlement), two(*x.Obligation))
	}
	if x.Paid != nil && (x.Paid.Sign() < 0 || x.Obligation.Add(*x.Paid).Cmp(*x.Settlement) <= 0) {
		return loss, check.Refuse(about, "%s was paid to settle %s of an obligation of %s; give what it cost", two(*x.Paid), two(*x.Settlement), two(*x.Obligation))
	}
	t := p.Section("Settlement")
	settled := t.Input("settled", usd, *x.Settlement)
	whole := t.Input("obligation before", usd, *x.Obligation)
	price := settled
	if x.Paid != nil {
		price = t.Input("paid for it", usd, *x.Paid)
		whole = t.Step("obligation, what is settled measured by its price", usd, whole.Plus(price).Minus(settled))
		loss = t.Step("net loss with what the settlement cost more", usd, loss.Plus(price).Minus(settled), workpaper.Cite("ASC 715-30-35-79"))
	}
	part := t.Step("part of the obligation settled", workpaper.Percent.To(4), price.Over(whole), workpaper.Cite("ASC 715-30-35-79"))
	gain := loss.Times(part).Round(2, money.HalfAway).Neg()
	if x.Service != nil || x.Interest != nil {
		sum := func(n *workpaper.Number) workpaper.Number {
			if n == nil {
				return nought
			}
			return *n
		}
		limit := t.Step("service and interest cost", usd, t.Input("service cost of the year", usd, sum(x.Service)).Plus(t.Input("interest cost of the year", usd, sum(x.Interest))), workpaper.Cite("ASC 715-30-35-82"))
		if !x.Always {
			gain = workpaper.If(price.More(limit), gain, workpaper.Int(0))
			r.Below = !price.More(limit).Holds()
		}
	}
	n := t.Step("settlement gain, loss negative", usd, gain, workpaper.Cite("ASC 715-30-35-79"))
	q := part.Number()
	r.Settlement, r.Part = n.Number(), &q
	if r.Below {
		r.Findings = append(r.Findings, finding{Rule: "settlement-below", Severity: check.Note, Subject: about, Cite: "ASC 715-30-35-82", Message: "the settlements of the year are not above service and interest cost: by the policy they are not recognised"})
	}
	return t.Step("net loss left after it", usd, loss.Plus(n)), nil
}
