package audit

import (
	"math/big"
	"sort"

	"tieout/workpaper"
)

// grain is the finest rate or factor that is solved: six decimals.
const grain = 1_000_000

// least is the least point from low to high at which something is enough, as it then is at all above; high+1 where it is at none.
func least(low, high int64, enough func(int64) bool) int64 {
	return low + int64(sort.Search(int(high-low+1), func(i int) bool { return enough(low + int64(i)) }))
}

// within says whether part ÷ of is at most the risk, exactly.
func within(part, of *big.Int, risk *big.Rat) bool {
	a, b := new(big.Int).Mul(part, risk.Denom()), new(big.Int).Mul(of, risk.Num())
	return a.Cmp(b) <= 0
}

// binomialTail is the probability of at most k deviations among n items at a rate of num ÷ den.
func binomialTail(k, n int64, num, den *big.Int) (part, of *big.Int) {
	of = new(big.Int).Exp(den, big.NewInt(n), nil)
	sound := new(big.Int).Sub(den, num)
	switch {
	case k >= n:
		return of, of
	case sound.Sign() == 0:
		return new(big.Int), of
	}
	term := new(big.Int).Exp(sound, big.NewInt(n), nil)
	part = new(big.Int).Set(term)
	for i := int64(0); i < k; i++ {
		term.Mul(term, num).Mul(term, big.NewInt(n-i))
		term.Quo(term, new(big.Int).Mul(sound, big.NewInt(i+1)))
		part.Add(part, term)
	}
	return part, of
}

// hypergeometricTail is the probability of at most k deviations among n of all items, of which bad are deviations.
func hypergeometricTail(k, n, bad, all int64) (part, of *big.Int) {
	of, part = new(big.Int).Binomial(all, n), new(big.Int)
	first := max(0, n-(all-bad))
	if k < first {
		return part, of
	}
	term := new(big.Int).Binomial(bad, first)
	term.Mul(term, new(big.Int).Binomial(all-bad, n-first))
	for i := first; ; i++ {
		part.Add(part, term)
		if i == min(k, n, bad) {
			return part, of
		}
		term.Mul(term, big.NewInt(bad-i)).Mul(term, big.NewInt(n-i))
		term.Quo(term, new(big.Int).Mul(big.NewInt(i+1), big.NewInt(all-bad-n+i+1)))
	}
}

// ceiling is the least whole number that is not below a ratio.
func ceiling(r *big.Rat) int64 {
	q, m := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	if m.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	return q.Int64()
}

// times is a count times a rate, rounded up: the deviations that an expected rate comes to.
func times(n int64, rate *big.Rat) int64 {
	return ceiling(new(big.Rat).Mul(new(big.Rat).SetInt64(n), rate))
}

// bits is how exactly logarithms and series are computed.
const bits = 192

func float(n int64) *big.Float { return new(big.Float).SetPrec(bits).SetInt64(n) }

func floatOf(r *big.Rat) *big.Float { return new(big.Float).SetPrec(bits).SetRat(r) }

// tiny says whether a term no longer counts beside a sum.
func tiny(term, sum *big.Float) bool {
	return term.Sign() == 0 || sum.Sign() != 0 && term.MantExp(nil) < sum.MantExp(nil)-bits
}

// logarithm is the natural one, of a number above zero.
func logarithm(y *big.Float) *big.Float {
	m := new(big.Float).SetPrec(bits)
	two := y.MantExp(m)
	out := new(big.Float).SetPrec(bits).Mul(atanh(float(1), float(3)), float(2*int64(two)))
	below, above := new(big.Float).SetPrec(bits).Sub(m, float(1)), new(big.Float).SetPrec(bits).Add(m, float(1))
	part := atanh(below, above)
	return out.Add(out, part.Mul(part, float(2)))
}

// atanh is the inverse hyperbolic tangent of a ÷ b by its series; ln y is twice that of (y − 1) ÷ (y + 1).
func atanh(a, b *big.Float) *big.Float {
	x := new(big.Float).SetPrec(bits).Quo(a, b)
	square := new(big.Float).SetPrec(bits).Mul(x, x)
	sum, power := new(big.Float).SetPrec(bits), new(big.Float).SetPrec(bits).Set(x)
	for i := int64(1); !tiny(power, sum); i += 2 {
		sum.Add(sum, new(big.Float).SetPrec(bits).Quo(power, float(i)))
		power.Mul(power, square)
	}
	return sum
}

// exponential is e to the x: the series of a small part of x, squared back.
func exponential(x *big.Float) *big.Float {
	small := new(big.Float).SetPrec(bits).Set(x)
	halvings := max(0, x.MantExp(nil)+8)
	small.SetMantExp(small, -halvings)
	sum, term := float(1), float(1)
	for i := int64(1); ; i++ {
		term.Mul(term, small).Quo(term, float(i))
		if tiny(term, sum) {
			break
		}
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// gammaSum is the series of the lower incomplete gamma function without its factor xᵃ·e⁻ˣ ÷ a.
func gammaSum(a, x *big.Float) *big.Float {
	sum, term, n := float(1), float(1), new(big.Float).SetPrec(bits).Set(a)
	for {
		term.Mul(term, x).Quo(term, n.Add(n, float(1)))
		if n.Cmp(x) > 0 && tiny(term, sum) {
			return sum
		}
		sum.Add(sum, term)
	}
}

// poisson is the distribution of the mean that goes with k misstatements: a Poisson variable with mean x is above k as likely as a gamma
// variable of shape k + 1 is below x, which also has a meaning for a k that is not whole. The complete gamma function is the incomplete
// one so far out that nothing is left: at 2(k + 1) + 150.
type poisson struct{ shape, far, all *big.Float }

func poissonOf(k *big.Rat) poisson {
	shape := floatOf(k)
	shape.Add(shape, float(1))
	far := new(big.Float).SetPrec(bits).Mul(shape, float(2))
	far.Add(far, float(150))
	return poisson{shape, far, gammaSum(shape, far)}
}

// above is the probability of more than k at a mean.
func (p poisson) above(mean *big.Rat) *big.Float {
	if mean.Sign() <= 0 {
		return new(big.Float)
	}
	x := floatOf(mean)
	if x.Cmp(p.far) >= 0 {
		return float(1)
	}
	power := logarithm(new(big.Float).SetPrec(bits).Quo(x, p.far))
	power.Mul(power, p.shape).Add(power, p.far).Sub(power, x)
	out := exponential(power)
	out.Mul(out, gammaSum(p.shape, x))
	return out.Quo(out, p.all)
}

// within says whether so few as k are no more likely than the risk at a mean.
func (p poisson) within(mean, risk *big.Rat) bool {
	return p.above(mean).Cmp(floatOf(new(big.Rat).Sub(big.NewRat(1, 1), risk))) >= 0
}

// ConfidenceFactor is the mean at which as few misstatements as found are just as likely as the risk, by the Poisson distribution:
// 2.995733 for none at a risk of 5%, which tables print as 3.00. It is solved to six decimals and rounded up. found may be a part of
// one, as an expected sum of taintings is; the gamma distribution then continues the Poisson one. A risk that is not between 0 and 1,
// found below 0 or above 10,000 is a bug of the caller and panics. AICPA Audit Guide Audit Sampling, appendix C, table C-3.
func ConfidenceFactor(risk, found workpaper.Number) workpaper.Number {
	if risk.Sign() <= 0 || risk.Cmp(one) >= 0 || found.Sign() < 0 || found.Cmp(workpaper.Whole(10_000)) > 0 {
		panic("audit: the factor of a risk " + risk.String() + " with " + found.String() + " misstatements")
	}
	p, r := poissonOf(found.Rat()), risk.Rat()
	enough := func(x int64) bool { return p.within(big.NewRat(x, grain), r) }
	high := int64(grain)
	for !enough(high) {
		high *= 2
	}
	return workpaper.Ratio(least(high/2, high, enough), grain)
}

var one = workpaper.Whole(1)
