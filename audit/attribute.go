package audit

import (
	"cmp"
	"fmt"
	"math/big"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Model is the distribution of deviations in a sample.
type Model string

// The three: a population so large that drawing does not change it, one of a known number of items, and the approximation of tables
// that have one factor for all sizes.
const (
	Binomial       Model = "binomial"
	Hypergeometric Model = "hypergeometric"
	Poisson        Model = "poisson"
)

// MostItems is the largest sample that is solved for.
const MostItems = 5_000

// AttributePlan asks how many items a test of a control needs.
type AttributePlan struct {
	Name  string
	Model Model // binomial where it is left out, hypergeometric where the population is known
	// Risk of relying on a control that deviates more than is tolerable: 0.05. Confidence is one less it.
	Risk       workpaper.Number
	Tolerable  workpaper.Number // rate of deviations that one can live with
	Expected   workpaper.Number // rate that one expects; below the tolerable one
	Population int64            // number of items; 0 for a large one
}

// AttributeSize is the answer to a plan.
type AttributeSize struct {
	Size       int64 // items to examine; all of them where no smaller sample will do
	Deviations int64 // that may be found without the limit going above the tolerable rate
	Large      int64 // the size for a large population; 0 where none up to MostItems will do
	// Corrected is the large size by the correction of textbooks, n ÷ (1 + n ÷ N), rounded up; 0 without a population.
	Corrected int64
	Paper     *workpaper.Paper
	Findings  []check.Finding
}

// Compute finds the least size at which so few deviations as are expected, rounded up to whole ones, are no more likely than the risk
// when the population deviates at the tolerable rate (AICPA Audit Guide Audit Sampling, appendix A, tables; AS 2315.31 to
// .38). A mistake of the input is a check.Mistake.
func (p AttributePlan) Compute() (r AttributeSize, err error) {
	about := cmp.Or(p.Name, "sample size")
	if err := p.check(about); err != nil {
		return r, err
	}
	if p.Model == "" {
		p.Model = Binomial
		if p.Population > 0 {
			p.Model = Hypergeometric
		}
	}
	risk, tolerable, expected := p.Risk.Rat(), p.Tolerable.Rat(), p.Expected.Rat()
	large := binomialSize
	if p.Model == Poisson {
		large = poissonSize
	}
	size, enough := large(risk, tolerable, expected)
	r.Large, r.Size = size, size
	if p.Model == Hypergeometric {
		r.Size, enough = hypergeometricSize(risk, tolerable, expected, p.Population)
	} else if p.Population > 0 && (!enough || r.Size > p.Population) {
		r.Size, enough = p.Population, true
	}
	if !enough {
		return r, check.Refuse(about, "an expected rate of %s is so near to the tolerable rate of %s that more than %d items would be needed; do not plan to rely on the control, or say what deviation is tolerable", percent(p.Expected), percent(p.Tolerable), MostItems)
	}
	r.Deviations = times(r.Size, expected)
	if p.Population > 0 && r.Large > 0 {
		r.Corrected = ceiling(new(big.Rat).SetFrac(big.NewInt(r.Large*p.Population), big.NewInt(p.Population+r.Large)))
	}
	r.show(p, about)
	return r, nil
}

func (p AttributePlan) check(about string) error {
	if err := checkRisk(about, p.Risk); err != nil {
		return err
	}
	switch {
	case p.Tolerable.Sign() <= 0 || p.Tolerable.Cmp(one) >= 0:
		return check.Refuse(about, "a tolerable rate of %s; it is above 0%% and below 100%%", percent(p.Tolerable))
	case p.Expected.Sign() < 0 || p.Expected.Cmp(p.Tolerable) >= 0:
		return check.Refuse(about, "an expected rate of %s with a tolerable rate of %s; sampling cannot support a control that is expected to deviate as much as is tolerable: test other controls, or the balance", percent(p.Expected), percent(p.Tolerable))
	case p.Population < 0:
		return check.Refuse(about, "a population of %d items; leave it out where it is large", p.Population)
	case p.Model == Hypergeometric && p.Population == 0:
		return check.Refuse(about, "the hypergeometric distribution needs the number of items in the population")
	}
	return checkModel(about, p.Model)
}

func checkRisk(about string, risk workpaper.Number) error {
	if risk.Sign() <= 0 || risk.Cmp(workpaper.Ratio(1, 2)) > 0 || risk.Cmp(workpaper.Ratio(1, 10_000)) < 0 {
		return check.Refuse(about, "a risk of %s, which is a confidence of %s; give a risk from 0.01%% to 50%%, such as 5%%, or a confidence such as 95%%", percent(risk), percent(one.Sub(risk)))
	}
	return nil
}

func checkModel(about string, m Model) error {
	switch m {
	case "", Binomial, Hypergeometric, Poisson:
		return nil
	}
	return check.Refuse(about, "there is no distribution %q; write binomial, hypergeometric or poisson", m)
}

// binomialSize walks through the sizes; everything is multiplied by the denominator of the rate to the power of the size.
func binomialSize(risk, tolerable, expected *big.Rat) (int64, bool) {
	bad, all := tolerable.Num(), tolerable.Denom()
	sound := new(big.Int).Sub(all, bad)
	one := big.NewInt(1)
	last, tail, of := new(big.Int).Set(one), new(big.Int).Set(one), new(big.Int).Set(one) // exactly k, at most k, all
	k := int64(0)
	for n := int64(1); n <= MostItems; n++ {
		tail.Mul(tail, all).Sub(tail, new(big.Int).Mul(bad, last))
		last.Mul(last, sound).Mul(last, big.NewInt(n)).Quo(last, big.NewInt(n-k))
		of.Mul(of, all)
		for k < times(n, expected) {
			last.Mul(last, bad).Mul(last, big.NewInt(n-k)).Quo(last, new(big.Int).Mul(sound, big.NewInt(k+1)))
			tail.Add(tail, last)
			k++
		}
		if n > k && within(tail, of, risk) {
			return n, true
		}
	}
	return 0, false
}

// hypergeometricSize walks through the sizes; everything is multiplied by the number of samples of that size.
func hypergeometricSize(risk, tolerable, expected *big.Rat, population int64) (int64, bool) {
	bad := times(population, tolerable)
	sound := population - bad
	last, tail, of := big.NewInt(1), big.NewInt(1), big.NewInt(1) // exactly k, at most k, all
	k := int64(0)
	for n := int64(1); n < population; n++ {
		if n > MostItems {
			return 0, false
		}
		left := big.NewInt(population - n + 1)
		tail.Mul(tail, left).Sub(tail, new(big.Int).Mul(last, big.NewInt(bad-k))).Quo(tail, big.NewInt(n))
		of.Mul(of, left).Quo(of, big.NewInt(n))
		last.Mul(last, big.NewInt(max(0, sound-n+1+k))).Quo(last, big.NewInt(n-k))
		for k < times(n, expected) {
			k++
			if last.Sign() == 0 || sound-n+k == 0 {
				last.Mul(new(big.Int).Binomial(bad, k), new(big.Int).Binomial(sound, n-k))
			} else {
				last.Mul(last, big.NewInt(bad-k+1)).Mul(last, big.NewInt(n-k+1))
				last.Quo(last, new(big.Int).Mul(big.NewInt(k), big.NewInt(sound-n+k)))
			}
			tail.Add(tail, last)
		}
		if within(tail, of, risk) {
			return n, true
		}
	}
	return population, true
}

// poissonSize tries the sizes to which each number of expected deviations belongs, the largest of them first.
func poissonSize(risk, tolerable, expected *big.Rat) (int64, bool) {
	first := int64(1)
	for k := int64(0); first <= MostItems; k++ {
		last := int64(MostItems)
		if expected.Sign() > 0 {
			at := new(big.Rat).Quo(new(big.Rat).SetInt64(k), expected)
			last = min(last, new(big.Int).Quo(at.Num(), at.Denom()).Int64())
		}
		d := poissonOf(new(big.Rat).SetInt64(k))
		enough := func(n int64) bool { return d.within(new(big.Rat).Mul(big.NewRat(n, 1), tolerable), risk) }
		if last >= first && enough(last) {
			return least(first, last, enough), true
		}
		first = max(first, last+1)
	}
	return 0, false
}

func (r *AttributeSize) show(p AttributePlan, about string) {
	w := workpaper.New(workpaper.Head{Title: "Sample size for a test of a control", Entity: p.Name, Purpose: "How many items have to be examined?"})
	r.Paper = w
	s := w.Section("Plan")
	items, pct := workpaper.Unit{Name: "items"}, workpaper.Percent
	risk := s.Input("risk of overreliance", pct, p.Risk, workpaper.Cite("AS 2315.33 to .36"))
	s.Step("confidence", pct, workpaper.Int(1).Minus(risk))
	tolerable := s.Input("tolerable rate of deviation", pct, p.Tolerable, workpaper.Cite("AS 2315.34"))
	expected := s.Input("expected rate of deviation", pct, p.Expected, workpaper.Cite("AS 2315.37"))
	size := s.Solved("items to examine", items, workpaper.Whole(r.Size), workpaper.Remark("the least size by the "+string(p.Model)+" distribution"), workpaper.Cite("AICPA Audit Sampling, appendix A"))
	s.Step("deviations expected in the sample, at most", workpaper.Unit{Name: "deviations"}, size.Times(expected).Round(0, money.Up))
	s.Step("deviations in the sample at the tolerable rate", workpaper.Unit{Name: "deviations", Places: 2}, size.Times(tolerable))
	if p.Population > 0 {
		n := s.Input("items in the population", items, workpaper.Whole(p.Population))
		if r.Large > 0 {
			large := s.Solved("size for a large population", items, workpaper.Whole(r.Large))
			s.Step("the same by the usual correction", items, large.Over(workpaper.Int(1).Plus(large.Over(n))).Round(0, money.Up), workpaper.Remark("n ÷ (1 + n ÷ N), an approximation"))
		}
		s.Step("part of the population", pct, size.Over(n))
	}
	if p.Population > 0 && r.Size == p.Population {
		r.Findings = append(r.Findings, check.Finding{Rule: "sample-all", Severity: check.Note, Subject: about, Message: fmt.Sprintf("all %d items have to be examined: no smaller sample supports this plan", r.Size)})
	}
}

func percent(n workpaper.Number) string { return n.Mul(workpaper.Whole(100)).String() + "%" }
