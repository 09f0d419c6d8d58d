package xbrl

import (
	"fmt"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"tieout/money"
)

// MaxDigits bounds the digits of one number, before and after the point together; scaling counts.
const MaxDigits = 1000

// exact does sums and products of decimals without any rounding.
var exact = apd.BaseContext

// Malformed is a number that is not spelled as xs:decimal, and why.
type Malformed struct{ Text, Why string }

func (m Malformed) Error() string { return fmt.Sprintf("number %q: %s", clip(m.Text), m.Why) }

func clip(s string) string {
	if len(s) > 60 {
		return s[:57] + "..."
	}
	return s
}

// ParseDecimal reads the lexical form of xs:decimal: an optional sign, digits, at most one point, no exponent, no
// grouping (XML Schema part 2, section 3.2.3).
func ParseDecimal(s string) (*apd.Decimal, error) {
	t := strings.TrimLeft(s, "+-")
	if len(s)-len(t) > 1 {
		return nil, Malformed{s, "it has two signs"}
	}
	digits, points := 0, 0
	for _, c := range []byte(t) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			points++
		default:
			return nil, Malformed{s, fmt.Sprintf("%q is neither a digit nor a point", c)}
		}
	}
	if digits == 0 || points > 1 || digits > MaxDigits {
		return nil, Malformed{s, fmt.Sprintf("it has %d digits and %d points", digits, points)}
	}
	d, _, err := apd.NewFromString(s)
	if err != nil {
		return nil, Malformed{s, err.Error()}
	}
	return d, nil
}

// Print writes the canonical spelling of a finite decimal: "-1234.5", "0", never "-0", "1.50" or "1E3".
func Print(d *apd.Decimal) string {
	if d.IsZero() {
		return "0"
	}
	s := d.Text('f')
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// Canonical respells a number: "+01.50" is "1.5", "-0.0" is "0".
func Canonical(s string) (string, error) {
	d, err := ParseDecimal(s)
	if err != nil {
		return "", err
	}
	return Print(d), nil
}

// Shift moves the decimal point: value × 10^places. It is exact.
func Shift(value string, places int) (string, error) {
	d, err := ParseDecimal(value)
	if err != nil {
		return "", err
	}
	if places > MaxDigits || places < -MaxDigits {
		return "", Malformed{value, fmt.Sprintf("moving the point by %d places is too far", places)}
	}
	d.Exponent += int32(places)
	return Print(d), nil
}

// Negate is the number with the other sign.
func Negate(value string) string {
	if value == "0" {
		return value
	}
	if rest, ok := strings.CutPrefix(value, "-"); ok {
		return rest
	}
	return "-" + value
}

// FromMinor is the canonical value of a whole number of minor units with the given digits: 1250, 2 gives "12.5".
func FromMinor(minor int64, digits int) string {
	return Print(apd.New(minor, -int32(digits)))
}

// FromAmount is the canonical value of an amount, in units of its currency. Its currency must be known to money.
func FromAmount(a money.Amount) string {
	digits, ok := a.Currency.Digits()
	if !ok {
		panic(fmt.Sprintf("xbrl: no digits for currency %q", string(a.Currency)))
	}
	return FromMinor(a.Minor, digits)
}

// Round rounds to the decimals of a fact, half away from zero: 1499.5 to -3 is "1000", 1500 to -3 is "2000". INF
// changes nothing.
func Round(value string, to Decimals) (string, error) {
	d, err := ParseDecimal(value)
	if err != nil || to == INF {
		return value, err
	}
	c := exact.WithPrecision(2*MaxDigits + 2)
	c.Rounding = apd.RoundHalfUp // apd's half-up is half away from zero
	if _, err := c.Quantize(d, d, -int32(to)); err != nil {
		return "", Malformed{value, err.Error()}
	}
	return Print(d), nil
}

// Excess says whether a number has digits other than zero beyond its decimals (EFM 6.5.37, calc11e:excessDigits).
func Excess(value string, to Decimals) bool {
	if to == INF {
		return false
	}
	r, err := Round(value, to)
	c, err2 := Canonical(value)
	return err == nil && err2 == nil && r != c
}
