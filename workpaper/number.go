package workpaper

import (
	"fmt"
	"math/big"
	"strings"

	"tieout/money"
)

// Number is an exact ratio of whole numbers: shares, rates, per-share amounts. The zero Number is 0. Numbers
// do not change: every operation gives a new one.
type Number struct{ r *big.Rat }

func (n Number) rat() *big.Rat {
	if n.r == nil {
		return new(big.Rat)
	}
	return n.r
}

// Whole is the number of a count.
func Whole(i int64) Number { return Number{new(big.Rat).SetInt64(i)} }

// Ratio is a ÷ b; it panics when b is zero.
func Ratio(a, b int64) Number { return Number{big.NewRat(a, b)} }

// Add is n + m.
func (n Number) Add(m Number) Number { return Number{new(big.Rat).Add(n.rat(), m.rat())} }

// Sub is n − m.
func (n Number) Sub(m Number) Number { return Number{new(big.Rat).Sub(n.rat(), m.rat())} }

// Mul is n × m.
func (n Number) Mul(m Number) Number { return Number{new(big.Rat).Mul(n.rat(), m.rat())} }

// Quo is n ÷ m, exact; it panics when m is zero: callers refuse that input first.
func (n Number) Quo(m Number) Number { return Number{new(big.Rat).Quo(n.rat(), m.rat())} }

// Neg is −n.
func (n Number) Neg() Number { return Number{new(big.Rat).Neg(n.rat())} }

// Cmp is -1, 0 or 1 as n is below, equal to or above m.
func (n Number) Cmp(m Number) int { return n.rat().Cmp(m.rat()) }

// Sign is -1, 0 or 1.
func (n Number) Sign() int { return n.rat().Sign() }

// Round rounds to a number of decimal places by name. It panics on a rounding without a name.
func (n Number) Round(places int, r money.Rounding) Number {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	num := new(big.Int).Mul(n.rat().Num(), scale)
	q := divide(num, n.rat().Denom(), r)
	return Number{new(big.Rat).SetFrac(q, scale)}
}

// divide is num ÷ den, rounded by name; den is positive.
func divide(num, den *big.Int, r money.Rounding) *big.Int {
	q, rem := new(big.Int).QuoRem(new(big.Int).Abs(num), den, new(big.Int))
	if away(q, rem, den, r) {
		q.Add(q, big.NewInt(1))
	}
	if num.Sign() < 0 {
		q.Neg(q)
	}
	return q
}

func away(q, rem, den *big.Int, r money.Rounding) bool {
	half := new(big.Int).Lsh(rem, 1).Cmp(den)
	switch r {
	case money.Down:
		return false
	case money.Up:
		return rem.Sign() != 0
	case money.HalfAway:
		return half >= 0
	case money.HalfEven:
		return half > 0 || half == 0 && q.Bit(0) == 1
	}
	panic("workpaper: rounding without a name")
}

// Text is the number rounded by name, with exactly that many decimals.
func (n Number) Text(places int, r money.Rounding) string {
	return n.Round(places, r).rat().FloatString(places)
}

// MaxPlaces is the most decimals that Parse reads and String writes.
const MaxPlaces = 10

// String is the number in plain decimals without trailing zeros: exact where ten places hold it, otherwise
// rounded there, half away from zero.
func (n Number) String() string {
	s := n.Text(MaxPlaces, money.HalfAway)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// MarshalText writes String.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// Places is the number of decimals that a plain number was written with: 2 for "102.50".
func Places(text string) int {
	_, frac, _ := strings.Cut(text, ".")
	return len(frac)
}

// Mistake is a number as typed that cannot be read, and why.
type Mistake struct{ Text, Why string }

func (m Mistake) Error() string { return fmt.Sprintf("number %q: %s", m.Text, m.Why) }

// Parse reads a plain number: an optional minus, digits with commas between thousands where complete, at most
// one point. No exponent, no sign behind, at most 20 digits before and 10 after the point.
func Parse(text string) (Number, error) {
	s, neg := strings.CutPrefix(strings.TrimSpace(text), "-")
	whole, frac, point := strings.Cut(s, ".")
	whole, ok := ungroup(whole)
	switch {
	case !ok:
		return Number{}, Mistake{text, "the commas do not stand between thousands; the decimal mark is a point"}
	case whole == "" || point && frac == "":
		return Number{}, Mistake{text, "write digits on both sides of the decimal point"}
	case !digits(whole) || !digits(frac):
		return Number{}, Mistake{text, "write it in plain digits: no exponent, no unit, no space"}
	case len(whole) > 20 || len(frac) > MaxPlaces:
		return Number{}, Mistake{text, "more than 20 digits before or 10 after the point"}
	}
	r, _ := new(big.Rat).SetString(whole + "." + frac + "0")
	if neg {
		r.Neg(r)
	}
	return Number{r}, nil
}

// MustParse is Parse for numbers written in the program.
func MustParse(text string) Number {
	n, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return n
}

func ungroup(whole string) (string, bool) {
	parts := strings.Split(whole, ",")
	for i, p := range parts {
		if len(parts) > 1 && (i > 0 && len(p) != 3 || i == 0 && (p == "" || len(p) > 3)) {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
