package workpaper

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"

	"tieout/money"
)

// Number is an exact ratio of whole numbers: shares, rates, per-share amounts. The zero Number is 0. Numbers
// do not change: every operation gives a new one. Compare them with Cmp, never with ==.
type Number struct {
	num, den int64    // in lowest terms, den above zero, or den 0 for the zero Number
	big      *big.Rat // instead of both, where they do not hold it
}

func (n Number) rat() *big.Rat {
	if n.big != nil {
		return n.big
	}
	return big.NewRat(n.num, max(n.den, 1))
}

// Whole is the number of a count.
func Whole(i int64) Number { return ratio(i, 1) }

// Ratio is a ÷ b; it panics when b is zero.
func Ratio(a, b int64) Number { return Whole(a).Quo(Whole(b)) }

// Add is n + m.
func (n Number) Add(m Number) Number {
	if s, ok := n.addSmall(m); ok {
		return s
	}
	return fromRat(new(big.Rat).Add(n.rat(), m.rat()))
}

// Sub is n − m.
func (n Number) Sub(m Number) Number { return n.Add(m.Neg()) }

// Mul is n × m.
func (n Number) Mul(m Number) Number {
	if p, ok := n.mulSmall(m); ok {
		return p
	}
	return fromRat(new(big.Rat).Mul(n.rat(), m.rat()))
}

// Quo is n ÷ m, exact; it panics when m is zero: callers refuse that input first.
func (n Number) Quo(m Number) Number { return n.Mul(m.inverse()) }

// Neg is −n.
func (n Number) Neg() Number {
	if n.big != nil {
		return Number{big: new(big.Rat).Neg(n.big)}
	}
	n.num = -n.num
	return n
}

// Cmp is -1, 0 or 1 as n is below, equal to or above m.
func (n Number) Cmp(m Number) int {
	if n.big == nil && m.big == nil {
		return n.cmpSmall(m)
	}
	return n.rat().Cmp(m.rat())
}

// Sign is -1, 0 or 1.
func (n Number) Sign() int {
	if n.big != nil {
		return n.big.Sign()
	}
	return cmp.Compare(n.num, 0)
}

// Abs is n without its sign.
func (n Number) Abs() Number {
	if n.Sign() < 0 {
		return n.Neg()
	}
	return n
}

// Power is n to a whole power. It panics on zero to a negative power.
func (n Number) Power(exponent int) Number {
	if exponent < 0 {
		return Whole(1).Quo(n.Power(-exponent))
	}
	e := big.NewInt(int64(exponent))
	num, den := new(big.Int).Exp(n.rat().Num(), e, nil), new(big.Int).Exp(n.rat().Denom(), e, nil)
	return fromRat(new(big.Rat).SetFrac(num, den))
}

// Int64 is the number as a whole one; false where it is not whole or leaves 64 bits.
func (n Number) Int64() (int64, bool) {
	if n.big == nil {
		return n.num, n.den <= 1
	}
	return n.big.Num().Int64(), n.big.IsInt() && n.big.Num().IsInt64()
}

// Minor is the number in minor units of a currency with that many digits: 1250 for 12.5 and two digits. It is false
// where that is not whole or leaves 64 bits.
func (n Number) Minor(digits int) (int64, bool) { return n.Mul(Whole(10).Power(digits)).Int64() }

// FromMinor is the number of minor units of a currency with that many digits: 12.5 for 1250 and two digits.
func FromMinor(minor int64, digits int) Number { return Whole(minor).Quo(Whole(10).Power(digits)) }

// FromAmount is a sum of money as a number of its currency's units: 12.5 for 12.50 USD. It panics on a currency that is
// not ISO 4217.
func FromAmount(a money.Amount) Number { return FromMinor(a.Minor, Money(a.Currency).Places) }

// Rat is the number as a ratio of its own.
func (n Number) Rat() *big.Rat { return new(big.Rat).Set(n.rat()) }

// Round rounds to a number of decimal places by name. It panics on a rounding without a name.
func (n Number) Round(places int, r money.Rounding) Number {
	if q, ok := n.scaled(places, r); ok {
		return ratio(q, pow10[places])
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	num := new(big.Int).Mul(n.rat().Num(), scale)
	q := divide(num, n.rat().Denom(), r)
	return fromRat(new(big.Rat).SetFrac(q, scale))
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
	return rounds(r, rem.Sign() != 0, new(big.Int).Lsh(rem, 1).Cmp(den), q.Bit(0) == 1)
}

// rounds says whether a quotient goes one away from zero: there is a rest, which compares with one half, and the
// quotient is odd.
func rounds(r money.Rounding, rest bool, half int, odd bool) bool {
	switch r {
	case money.Down:
		return false
	case money.Up:
		return rest
	case money.HalfAway:
		return half >= 0
	case money.HalfEven:
		return half > 0 || half == 0 && odd
	}
	panic("workpaper: rounding without a name")
}

// Text is the number rounded by name, with exactly that many decimals.
func (n Number) Text(places int, r money.Rounding) string {
	if q, ok := n.scaled(places, r); ok {
		return money.FormatMinor(q, places)
	}
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

// PlacesOf is how many decimals it takes to show quantities whole, at most six.
func PlacesOf(quantities ...Number) int {
	places := 0
	for _, q := range quantities {
		places = max(places, Places(q.String()))
	}
	return min(places, 6)
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
	return fromRat(r), nil
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
