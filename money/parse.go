package money

import (
	"fmt"
	"strings"
)

// MaxMinor bounds one amount that a person may enter: a quadrillion minor units (ten trillion dollars). It
// leaves room for more than nine thousand such amounts before a sum could leave 64 bits.
const MaxMinor = 1_000_000_000_000_000

// Mistake is an amount as typed that cannot be read, and why.
type Mistake struct {
	Text, Why string
}

func (m Mistake) Error() string { return fmt.Sprintf("amount %q: %s", m.Text, m.Why) }

// Parse reads a plain amount: digits, at most one point, a leading minus or surrounding parentheses for a
// negative, commas between thousands where they are complete, and an optional leading "$" for USD. It never
// rounds and never guesses: exponents, "1.234,56", a trailing minus, full-width digits and more decimals than
// the currency has are refused with the reason.
func Parse(text string, c Currency) (Amount, error) {
	digits, ok := c.Digits()
	if !ok {
		return Amount{}, Mistake{text, fmt.Sprintf("currency %q is not an ISO 4217 code", string(c))}
	}
	minor, err := parse(text, digits, c)
	if err != nil {
		return Amount{}, err
	}
	return Amount{minor, c}, nil
}

// ParseMinor is Parse for an amount of which only the minor digits are known, and no currency: it reads no sign of one.
func ParseMinor(text string, digits int) (int64, error) { return parse(text, digits, "") }

func parse(text string, digits int, c Currency) (int64, error) {
	s, neg, why := unsign(strings.TrimSpace(text), c)
	if why != "" {
		return 0, Mistake{text, why}
	}
	whole, frac, _ := strings.Cut(s, ".")
	whole, why = ungroup(whole)
	if why == "" {
		why = badDigits(whole, frac, s)
	}
	if why != "" {
		return 0, Mistake{text, why}
	}
	if extra := strings.TrimRight(frac, "0"); len(extra) > digits {
		name := string(c)
		if name == "" {
			name = "the amount"
		}
		return 0, Mistake{text, fmt.Sprintf("%s has %d decimals and this has %d; round it where it comes from", name, digits, len(extra))}
	}
	if len(frac) > digits {
		frac = frac[:digits]
	}
	minor, ok := digitsToInt(whole, frac, digits)
	if !ok {
		return 0, Mistake{text, "it is larger than " + Group(FormatMinor(MaxMinor, digits)) + ", the largest single amount"}
	}
	if neg {
		minor = -minor
	}
	return minor, nil
}

func unsign(s string, c Currency) (rest string, neg bool, why string) {
	if s == "" {
		return "", false, "it is empty; write 0 for nil"
	}
	if s[0] == '(' {
		if s[len(s)-1] != ')' {
			return "", false, "the parenthesis is not closed"
		}
		s, neg = strings.TrimSpace(s[1:len(s)-1]), true
	}
	if strings.HasPrefix(s, "-") {
		if neg {
			return "", false, "it has both parentheses and a minus sign"
		}
		s, neg = s[1:], true
	}
	if c == "USD" {
		s = strings.TrimPrefix(s, "$")
	}
	if strings.HasSuffix(s, "-") {
		return "", false, "a trailing minus sign is not read; write it in front"
	}
	return s, neg, ""
}

func ungroup(whole string) (string, string) {
	if !strings.Contains(whole, ",") {
		return whole, ""
	}
	parts := strings.Split(whole, ",")
	for i, p := range parts {
		if i == 0 && (len(p) == 0 || len(p) > 3) || i > 0 && len(p) != 3 {
			return "", "the commas do not stand between thousands; the decimal mark is a point"
		}
	}
	return strings.Join(parts, ""), ""
}

func badDigits(whole, frac, s string) string {
	if whole == "" || strings.HasSuffix(s, ".") {
		return "write digits on both sides of the decimal point"
	}
	for _, r := range whole + frac {
		switch {
		case r == 'e' || r == 'E':
			return "exponents are not read; write the number out"
		case r == ',':
			return "a comma after the point; the decimal mark is a point and commas only group thousands"
		case r == '.':
			return "it has two decimal points"
		case r < '0' || r > '9':
			return fmt.Sprintf("the character %q is not a digit", r)
		}
	}
	return ""
}

func digitsToInt(whole, frac string, digits int) (int64, bool) {
	var n int64
	for i := 0; i < len(whole)+digits; i++ {
		d := byte('0')
		if i < len(whole) {
			d = whole[i]
		} else if j := i - len(whole); j < len(frac) {
			d = frac[j]
		}
		n = n*10 + int64(d-'0')
		if n > MaxMinor {
			return 0, false
		}
	}
	return n, true
}
