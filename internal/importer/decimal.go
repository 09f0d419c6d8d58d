package importer

import (
	"math/big"
	"strings"

	"tieout/money"
)

// decimal is an exact number: mant ÷ 10^scale.
type decimal struct {
	mant  int64
	scale int
}

// parseDecimal reads a rate or unit price: digits with at most one point, at most 10 of them decimals.
func parseDecimal(s string) (decimal, error) {
	whole, frac, point := strings.Cut(s, ".")
	if whole == "" || point && frac == "" {
		return decimal{}, unread("rate %q: write digits on both sides of the decimal point", clip(s))
	}
	d := decimal{}
	for _, c := range []byte(whole + frac) {
		if c < '0' || c > '9' {
			return decimal{}, unread("rate %q is not a plain decimal number", clip(s))
		}
		if d.mant = d.mant*10 + int64(c-'0'); d.mant > money.MaxMinor {
			return decimal{}, unread("rate %q has too many digits", clip(s))
		}
	}
	if d.scale = len(frac); d.scale > 10 {
		return decimal{}, unread("rate %q has more than 10 decimals", clip(s))
	}
	return d, nil
}

// String is the number without zeros behind its decimals.
func (d decimal) String() string {
	s := money.FormatMinor(d.mant, d.scale)
	if d.scale == 0 {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// times is minor units of a currency with from digits at this rate, in minor units of a currency with to digits,
// rounded half away from zero; ok is false when the result is beyond the largest amount.
func (d decimal) times(minor int64, from, to int) (result int64, ok bool) {
	n := new(big.Int).Mul(big.NewInt(minor), big.NewInt(d.mant))
	n.Mul(n, pow10(to))
	return halfAway(n, pow10(from+d.scale))
}

// rateOf is functional ÷ transaction as a decimal of ten places (fewer for a rate beyond 100,000), rounded half
// away from zero.
func rateOf(functional, transaction int64, to, from int) (decimal, bool) {
	d := new(big.Int).Mul(big.NewInt(transaction), pow10(to))
	for scale := 10; scale >= 0; scale-- {
		n := new(big.Int).Mul(big.NewInt(functional), pow10(from+scale))
		if m, ok := halfAway(n.Abs(n), new(big.Int).Abs(d)); ok {
			return decimal{m, scale}, true
		}
	}
	return decimal{}, false
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// halfAway is n ÷ d for d > 0, rounded half away from zero.
func halfAway(n, d *big.Int) (int64, bool) {
	twice := new(big.Int).Mul(new(big.Int).Abs(n), big.NewInt(2))
	twice.Add(twice, d)
	q := twice.Quo(twice, new(big.Int).Mul(d, big.NewInt(2)))
	if !q.IsInt64() || q.Int64() > money.MaxMinor {
		return 0, false
	}
	if n.Sign() < 0 {
		return -q.Int64(), true
	}
	return q.Int64(), true
}
