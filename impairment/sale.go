package impairment

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Criterion is one of the tests by which an asset is held for sale, with its answer.
type Criterion struct {
	Question, Cite string
	Met            bool
}

// Criteria are the six questions of ASC 360-10-45-9 (SFAS 144 paragraph 30), in order, with their short names.
var Criteria = []struct{ Key, Question, Cite string }{
	{"committed", "management with the authority committed itself to a plan to sell", "ASC 360-10-45-9(a)"},
	{"available", "the asset is available for immediate sale in its present condition", "ASC 360-10-45-9(b)"},
	{"searching", "an active programme to find a buyer was begun", "ASC 360-10-45-9(c)"},
	{"probable", "the sale is probable and expected to be complete within a year", "ASC 360-10-45-9(d)"},
	{"marketed", "the asset is marketed at a price that is reasonable for its fair value", "ASC 360-10-45-9(e)"},
	{"unlikely_to_change", "it is unlikely that the plan will be changed significantly or withdrawn", "ASC 360-10-45-9(f)"},
}

// Sale is a disposal group held for sale.
type Sale struct {
	Name       string
	Currency   money.Currency
	Places     int
	Carrying   workpaper.Number
	Fair       workpaper.Number
	CostToSell workpaper.Number
	Recognised workpaper.Number // losses recognised before, since it is held for sale: as much may be taken back
	Criteria   []Criterion      // those that were answered
	Kept       bool             // no longer held for sale
	Meanwhile  workpaper.Number // depreciation that would have been recognised since, of one that is kept
}

// SaleResult is what is recognised: a loss, or a gain that takes a loss back.
type SaleResult struct {
	Net               workpaper.Number // fair value less cost to sell
	Loss, Gain        workpaper.Number
	NewCarrying       workpaper.Number
	Held              bool
	Paper             *workpaper.Paper
	Findings          []check.Finding
	DepreciationStops bool
}

// Compute measures at the lower of carrying amount and fair value less cost to sell (ASC 360-10-35-43; SFAS 144 paragraph 34). A later
// increase is recognised up to the losses before it (35-40; paragraph 37). What is kept after all goes back at the lower of what it would
// be carried at and fair value (35-44; paragraph 38).
func (x Sale) Compute() (r SaleResult, err error) {
	about := cmp.Or(x.Name, "asset held for sale")
	if x.Fair.Sign() < 0 || x.CostToSell.Sign() < 0 || x.Recognised.Sign() < 0 {
		return r, check.Refuse(about, "fair value %s, cost to sell %s, losses before %s; none is negative", x.Fair, x.CostToSell, x.Recognised)
	}
	p := workpaper.New(workpaper.Head{Title: "Held for sale", Entity: x.Name})
	usd := workpaper.Money(x.Currency).To(x.Places)
	r.Paper, r.Held = p, !x.Kept
	x.criteria(p, &r, about)
	s := p.Section("Measurement")
	carrying, fair := s.Input("carrying amount", usd, x.Carrying), s.Input("fair value", usd, x.Fair)
	before := s.Input("losses recognised before", usd, x.Recognised)
	zero := workpaper.Int(0)
	if !r.Held && !x.Kept {
		s.Note("It is not held for sale: it is tested as held and used, and depreciated.")
		r.finish(s, usd, carrying, s.Step("carrying amount from now on", usd, carrying), x.Places)
		r.Findings = p.Findings()
		return r, nil
	}
	if x.Kept {
		was := s.Step("what it would be carried at, had it been kept in use", usd, carrying.Plus(before).Minus(s.Input("depreciation meanwhile", usd, x.Meanwhile)), workpaper.Cite("ASC 360-10-35-44(a)"))
		end := s.Step("carrying amount from now on", usd, workpaper.Least(was, fair), workpaper.Cite("ASC 360-10-35-44"))
		r.finish(s, usd, carrying, end, x.Places)
		r.Findings = p.Findings()
		return r, nil
	}
	net := s.Step("fair value less cost to sell", usd, fair.Minus(s.Input("cost to sell", usd, x.CostToSell)), workpaper.Cite("ASC 360-10-35-38; SFAS 144 paragraph 35"))
	change := net.Minus(carrying)
	end := s.Step("carrying amount from now on", usd, carrying.Plus(workpaper.If(change.Less(zero), change, workpaper.Least(change, before))), workpaper.Cite("ASC 360-10-35-40, 35-43"))
	r.Net, r.DepreciationStops = net.Number(), true
	s.Note("It is not depreciated while it is held for sale (ASC 360-10-35-43).")
	r.finish(s, usd, carrying, end, x.Places)
	r.Findings = p.Findings()
	return r, nil
}

func (r *SaleResult) finish(s *workpaper.Section, usd workpaper.Unit, carrying, end workpaper.Num, places int) {
	loss := s.Step("loss", usd, workpaper.NotBelowZero(carrying.Minus(end)).Round(places, money.HalfAway))
	gain := s.Step("gain", usd, workpaper.NotBelowZero(end.Minus(carrying)).Round(places, money.HalfAway))
	r.Loss, r.Gain, r.NewCarrying = loss.Number(), gain.Number(), end.Number()
}

// criteria holds the answers against what is asked for.
func (x Sale) criteria(p *workpaper.Paper, r *SaleResult, about string) {
	if len(x.Criteria) == 0 {
		return
	}
	s := p.Section("Criteria")
	for _, c := range x.Criteria {
		met := s.InputTruth(c.Question, c.Met, workpaper.Cite(c.Cite))
		if !c.Met && r.Held {
			r.Held = false
		}
		if !c.Met {
			p.Raise(check.Finding{Rule: "held-for-sale", Severity: check.Open, Subject: about, Cite: c.Cite, Message: "not held for sale, for this is not so: " + c.Question + "; test it as held and used"}, met)
		}
	}
}
