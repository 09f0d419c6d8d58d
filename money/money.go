// Package money holds amounts, currencies, rates and the named ways of rounding them.
//
// An Amount is a whole number of minor units (cents) and a currency; there is no floating point and no
// rounding that is not named at the call.
package money

import (
	"fmt"
	"math"
	"strings"

	"github.com/bojanz/currency"
)

// Currency is an ISO 4217 code in capitals, such as "USD".
type Currency string

// Digits is the number of minor digits of the currency: 2 for USD, 0 for JPY. It is false for an unknown code.
func (c Currency) Digits() (int, bool) {
	d, ok := currency.GetDigits(string(c))
	return int(d), ok
}

// Amount is an exact sum of money in minor units of its currency. Inside the ledger a debit is positive and
// a credit negative.
type Amount struct {
	Minor    int64
	Currency Currency
}

// New returns the amount of minor units in the currency.
func New(minor int64, c Currency) Amount { return Amount{minor, c} }

// Overflow is the panic value when an addition leaves the range of 64 bits. Sums of user data go through
// TryAdd; reaching Overflow is a bug.
type Overflow struct{ A, B int64 }

func (o Overflow) Error() string {
	return fmt.Sprintf("money: %d + %d leaves the range of an amount", o.A, o.B)
}

// TryAdd adds two whole numbers of minor units and reports whether the sum fits.
func TryAdd(a, b int64) (int64, bool) {
	s := a + b
	return s, (s > a) == (b > 0)
}

// Add is the sum of two amounts of one currency. It panics on two currencies or on overflow: both are bugs.
func (a Amount) Add(b Amount) Amount {
	if a.Currency != b.Currency {
		panic(fmt.Sprintf("money: adding %s to %s", b.Currency, a.Currency))
	}
	s, ok := TryAdd(a.Minor, b.Minor)
	if !ok {
		panic(Overflow{a.Minor, b.Minor})
	}
	return Amount{s, a.Currency}
}

// Sub is a less b.
func (a Amount) Sub(b Amount) Amount { return a.Add(b.Neg()) }

// Neg turns a debit into a credit. The smallest 64-bit number has no opposite and panics.
func (a Amount) Neg() Amount {
	if a.Minor == math.MinInt64 {
		panic(Overflow{a.Minor, -1})
	}
	return Amount{-a.Minor, a.Currency}
}

// Abs is the amount without its sign.
func (a Amount) Abs() Amount {
	if a.Minor < 0 {
		return a.Neg()
	}
	return a
}

// IsZero says that nothing is left.
func (a Amount) IsZero() bool { return a.Minor == 0 }

// String is the plain number with all minor digits and no grouping: "-12.50".
func (a Amount) String() string {
	d, ok := a.Currency.Digits()
	if !ok {
		d = 2
	}
	return FormatMinor(a.Minor, d)
}

// FormatMinor writes a whole number of minor units with the given digits after the point: 1250, 2 gives "12.50".
func FormatMinor(minor int64, digits int) string {
	return string(AppendMinor(nil, minor, digits))
}

// AppendMinor appends what FormatMinor writes.
func AppendMinor(dst []byte, minor int64, digits int) []byte {
	u := uint64(minor)
	if minor < 0 {
		dst = append(dst, '-')
		u = -u
	}
	var buf [24]byte
	i := len(buf)
	for n := 0; u > 0 || n <= digits; n++ {
		if n == digits && digits > 0 {
			i--
			buf[i] = '.'
		}
		i--
		buf[i] = byte('0' + u%10)
		u /= 10
	}
	return append(dst, buf[i:]...)
}

// Accounting writes an amount as accountants print it: thousands grouped, negatives in parentheses, zero as a dash.
func (a Amount) Accounting() string { return accounting(a, true) }

// Grouped writes an amount with thousands grouped and a minus sign.
func (a Amount) Grouped() string { return Group(a.String()) }

func accounting(a Amount, dash bool) string {
	if a.Minor == 0 && dash {
		return "–"
	}
	s := Group(a.Abs().String())
	if a.Minor < 0 {
		return "(" + s + ")"
	}
	return s
}

// Group puts commas between the thousands of a plain number.
func Group(s string) string {
	if rest, below := strings.CutPrefix(s, "-"); below {
		return "-" + Group(rest)
	}
	end := len(s)
	for i := 0; i < len(s); i++ {
		if s[i] == '.' {
			end = i
			break
		}
	}
	out := make([]byte, 0, len(s)+len(s)/3)
	for i := 0; i < len(s); i++ {
		if i > 0 && i < end && (end-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, s[i])
	}
	return string(out)
}
