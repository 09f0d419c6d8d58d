package audit

import (
	"cmp"
	"fmt"
	"math/big"

	"tieout/check"
	"tieout/workpaper"
)

// AttributeTest is a sample that was examined.
type AttributeTest struct {
	Name       string
	Model      Model // as in a plan
	Risk       workpaper.Number
	Sample     int64 // items examined
	Deviations int64 // found in them
	Population int64 // number of items; 0 for a large one
	// Tolerable rate, nil where only the limit is asked.
	Tolerable *workpaper.Number
}

// AttributeLimit is what a sample says of its population.
type AttributeLimit struct {
	Rate workpaper.Number // deviations ÷ items of the sample: the best estimate
	// Upper is the highest rate that so few deviations still fit to at the risk, solved to six decimals and rounded up; of a known
	// number of items the highest that a whole number of deviations comes to.
	Upper     workpaper.Number
	Allowance workpaper.Number // for sampling risk: upper limit less rate
	Projected int64            // deviations in a known population at the rate of the sample, rounded up
	Most      int64            // deviations in a known population at the upper limit
	// Supports is whether the limit is at most the tolerable rate; false where none was given.
	Supports bool
	Paper    *workpaper.Paper
	Findings []check.Finding
}

// Compute finds the upper limit of the rate of deviations (AICPA Audit Guide Audit Sampling, appendix A, tables; AS
// 2315.41). A mistake of the input is a check.Mistake.
func (t AttributeTest) Compute() (r AttributeLimit, err error) {
	about := cmp.Or(t.Name, "sample")
	if err := t.check(about); err != nil {
		return r, err
	}
	if t.Model == "" {
		t.Model = Binomial
		if t.Population > 0 {
			t.Model = Hypergeometric
		}
	}
	r.Rate = workpaper.Ratio(t.Deviations, t.Sample)
	r.Upper, r.Most = t.upper()
	if t.Population > 0 {
		r.Projected = ceiling(new(big.Rat).SetFrac(big.NewInt(t.Deviations*t.Population), big.NewInt(t.Sample)))
		if t.Model != Hypergeometric {
			r.Most = times(t.Population, r.Upper.Rat())
		}
	}
	r.show(t, about)
	return r, nil
}

func (t AttributeTest) check(about string) error {
	if err := checkRisk(about, t.Risk); err != nil {
		return err
	}
	switch {
	case t.Sample <= 0 || t.Sample > MostItems:
		return check.Refuse(about, "a sample of %d items; it is from 1 to %d", t.Sample, MostItems)
	case t.Deviations < 0 || t.Deviations > t.Sample:
		return check.Refuse(about, "%d deviations in a sample of %d items; an item deviates once: count items, not faults", t.Deviations, t.Sample)
	case t.Population < 0 || t.Population > 0 && t.Population < t.Sample:
		return check.Refuse(about, "a sample of %d items from a population of %d; check both counts, or leave the population out where it is large", t.Sample, t.Population)
	case t.Tolerable != nil && (t.Tolerable.Sign() <= 0 || t.Tolerable.Cmp(one) >= 0):
		return check.Refuse(about, "a tolerable rate of %s; it is above 0%% and below 100%%", percent(*t.Tolerable))
	case t.Model == Hypergeometric && t.Population == 0:
		return check.Refuse(about, "the hypergeometric distribution needs the number of items in the population")
	}
	return checkModel(about, t.Model)
}

// upper is the limit, and of a known number of items the deviations that it comes to.
func (t AttributeTest) upper() (workpaper.Number, int64) {
	risk := t.Risk.Rat()
	switch t.Model {
	case Hypergeometric:
		most := least(t.Deviations, t.Population-t.Sample+t.Deviations, func(bad int64) bool {
			part, of := hypergeometricTail(t.Deviations, t.Sample, bad, t.Population)
			return within(part, of, risk)
		}) - 1
		return workpaper.Ratio(most, t.Population), most
	case Poisson:
		limit := ConfidenceFactor(t.Risk, workpaper.Whole(t.Deviations)).Quo(workpaper.Whole(t.Sample))
		if limit.Cmp(one) > 0 {
			limit = one
		}
		return workpaper.Ratio(ceiling(limit.Mul(workpaper.Whole(grain)).Rat()), grain), 0
	}
	den := big.NewInt(grain)
	limit := least(0, grain, func(rate int64) bool {
		part, of := binomialTail(t.Deviations, t.Sample, big.NewInt(rate), den)
		return within(part, of, risk)
	})
	return workpaper.Ratio(min(limit, grain), grain), 0
}

func (r *AttributeLimit) show(t AttributeTest, about string) {
	w := workpaper.New(workpaper.Head{Title: "Evaluation of a test of a control", Entity: t.Name, Purpose: "How often may the control fail in the population?"})
	r.Paper = w
	s := w.Section("Sample")
	pct := workpaper.Percent.To(4)
	items := s.Input("items examined", workpaper.Unit{Name: "items"}, workpaper.Whole(t.Sample))
	found := s.Input("deviations found", workpaper.Unit{Name: "deviations"}, workpaper.Whole(t.Deviations))
	s.Input("risk of overreliance", workpaper.Percent, t.Risk, workpaper.Cite("AS 2315.33 to .36"))
	rate := s.Step("rate in the sample", pct, found.Over(items), workpaper.Cite("AS 2315.41"))
	upper := s.Solved("upper limit of the rate", pct, r.Upper, workpaper.Remark("by the "+string(t.Model)+" distribution, rounded up"), workpaper.Cite("AICPA Audit Sampling, appendix A"))
	r.Allowance = s.Step("allowance for sampling risk", pct, upper.Minus(rate)).Number()
	if t.Population > 0 {
		all := s.Input("items in the population", workpaper.Unit{Name: "items"}, workpaper.Whole(t.Population))
		s.Step("deviations in the population at the limit", workpaper.Unit{Name: "deviations", Places: 2}, upper.Times(all))
	}
	if t.Tolerable != nil {
		tolerable := s.Input("tolerable rate of deviation", pct, *t.Tolerable, workpaper.Cite("AS 2315.34"))
		r.Supports = s.Test("the sample supports reliance", upper.AtMost(tolerable), workpaper.Cite("AS 2315.41, .44")).Holds()
		if !r.Supports {
			w.Raise(check.Finding{Rule: "sample-limit", Severity: check.Open, Subject: about, Cite: "AS 2315.41, .44", Message: fmt.Sprintf("the rate may be as high as %s and %s is tolerable: the sample does not support the control; record the deficiency and look for other controls, or widen the test of the balance", percent(r.Upper), percent(*t.Tolerable))}, upper)
		}
	}
	if t.Model == Binomial && t.Sample <= 500 && t.Deviations <= 20 && t.Deviations < t.Sample {
		proof(w, items, upper, t.Deviations)
	}
	r.Findings = w.Findings()
}

// proof adds up the binomial probabilities at the limit: they come to the risk.
func proof(w *workpaper.Paper, items, upper workpaper.Num, deviations int64) {
	t := w.Table("Proof: so few deviations at the limit are as likely as the risk", "deviations")
	chance, sum := t.Column("probability", workpaper.Percent.To(4)), t.Column("probability of no more", workpaper.Percent.To(4))
	sound := workpaper.Int(1).Minus(upper)
	var before workpaper.Num
	for i := range deviations + 1 {
		row := t.Row(fmt.Sprint(i))
		if i == 0 {
			before = row.Step(chance, sound.Power(items))
		} else {
			before = row.Step(chance, before.Times(items.Minus(workpaper.Int(i-1))).Over(workpaper.Int(i)).Times(upper).Over(sound))
		}
		row.Running(sum, before)
	}
}
