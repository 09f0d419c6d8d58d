package workpaper

import (
	"cmp"
	"math/big"
	"math/bits"

	"tieout/money"
)

// Most numbers of a calculation fit in two 64-bit words; these are the operations that stay there. They give false
// where a result does not fit, and the caller computes in big numbers.

// fits says that a whole number may stand in a small ratio: its opposite fits too.
func fits(i int64) bool { return i > -1<<63 }

// ratio is num ÷ den for a den above zero, in lowest terms.
func ratio(num, den int64) Number {
	if !fits(num) {
		return Number{big: big.NewRat(num, den)}
	}
	if den != 1 {
		if d := gcd(magnitude(num), uint64(den)); d > 1 {
			num, den = num/int64(d), den/int64(d)
		}
	}
	return Number{num: num, den: den}
}

// fromRat takes the ratio over; it must not be changed afterwards.
func fromRat(r *big.Rat) Number {
	if r.Num().IsInt64() && r.Denom().IsInt64() && fits(r.Num().Int64()) {
		return Number{num: r.Num().Int64(), den: r.Denom().Int64()}
	}
	return Number{big: r}
}

func magnitude(i int64) uint64 {
	if i < 0 {
		return uint64(-i)
	}
	return uint64(i)
}

func gcd(a, b uint64) uint64 {
	if a == 0 {
		return b
	}
	if a|b < 1<<32 { // short divisions are fast
		x, y := uint32(a), uint32(b)
		for y != 0 {
			x, y = y, x%y
		}
		return uint64(x)
	}
	shift := bits.TrailingZeros64(a | b)
	a >>= bits.TrailingZeros64(a)
	for b != 0 {
		b >>= bits.TrailingZeros64(b)
		if a > b {
			a, b = b, a
		}
		b -= a
	}
	return a << shift
}

// times is a × b where that fits.
func times(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo >= 1<<63 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func plus(a, b int64) (int64, bool) {
	s := a + b
	return s, (s > a) == (b > 0) && fits(s)
}

// pow10 are the powers of ten that fit.
var pow10 = func() (p [19]int64) {
	p[0] = 1
	for i := range p[1:] {
		p[i+1] = 10 * p[i]
	}
	return p
}()

// scaled is n × 10^places, rounded by name.
func (n Number) scaled(places int, how money.Rounding) (int64, bool) {
	if n.big != nil || places < 0 || places >= len(pow10) {
		return 0, false
	}
	den := uint64(max(n.den, 1))
	hi, lo := bits.Mul64(magnitude(n.num), uint64(pow10[places]))
	if hi >= den {
		return 0, false
	}
	q, rem := bits.Div64(hi, lo, den)
	if rounds(how, rem != 0, cmp.Compare(rem, den-rem), q&1 == 1) {
		q++
	}
	if q >= 1<<63 {
		return 0, false
	}
	if n.num < 0 {
		return -int64(q), true
	}
	return int64(q), true
}

func (n Number) addSmall(m Number) (Number, bool) {
	if n.big != nil || m.big != nil {
		return Number{}, false
	}
	nd, md := max(n.den, 1), max(m.den, 1)
	if nd == md {
		s, ok := plus(n.num, m.num)
		return ratio(s, nd), ok
	}
	a, ok1 := times(n.num, md)
	b, ok2 := times(m.num, nd)
	d, ok3 := times(nd, md)
	if !ok1 || !ok2 || !ok3 {
		return Number{}, false
	}
	s, ok := plus(a, b)
	return ratio(s, d), ok
}

// mulSmall takes common factors out before it multiplies, so that the product is in lowest terms.
func (n Number) mulSmall(m Number) (Number, bool) {
	if n.big != nil || m.big != nil {
		return Number{}, false
	}
	a, b := ratio(n.num, max(m.den, 1)), ratio(m.num, max(n.den, 1))
	num, ok1 := times(a.num, b.num)
	den, ok2 := times(a.den, b.den)
	return Number{num: num, den: den}, ok1 && ok2
}

// inverse is 1 ÷ n; it panics on zero.
func (n Number) inverse() Number {
	switch {
	case n.Sign() == 0:
		panic("workpaper: division by zero")
	case n.big != nil:
		return fromRat(new(big.Rat).Inv(n.big))
	case n.num < 0:
		return Number{num: -max(n.den, 1), den: -n.num}
	}
	return Number{num: max(n.den, 1), den: n.num}
}

func (n Number) cmpSmall(m Number) int {
	nd, md := max(n.den, 1), max(m.den, 1)
	if nd == md || (n.num < 0) != (m.num < 0) || n.num == 0 || m.num == 0 {
		if nd == md {
			return cmp.Compare(n.num, m.num)
		}
		return cmp.Compare(cmp.Compare(n.num, 0), cmp.Compare(m.num, 0))
	}
	hi1, lo1 := bits.Mul64(magnitude(n.num), uint64(md))
	hi2, lo2 := bits.Mul64(magnitude(m.num), uint64(nd))
	c := cmp.Compare(hi1, hi2)
	if c == 0 {
		c = cmp.Compare(lo1, lo2)
	}
	if n.num < 0 {
		return -c
	}
	return c
}
