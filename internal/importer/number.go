package importer

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"tieout/fiscal"
	"tieout/money"
)

// A sheet stores numbers in binary floating point and writes them with up to seventeen digits, so that 1234.56 may
// be stored as 1234.5599999999999. The rules here turn them back and refuse what is more than such an artefact.

// exact is a stored number as written, without rounding; ok is false for what is no number of sensible size.
func (c cell) exact() (r *big.Rat, ok bool) {
	if len(c.text) > 40 {
		return nil, false
	}
	mantissa, exponent, cut := strings.Cut(strings.ToUpper(c.text), "E")
	if n, err := strconv.Atoi(exponent); cut && (err != nil || n > 40 || n < -340) {
		return nil, false
	}
	if strings.Trim(mantissa, "+-0123456789.") != "" || strings.Trim(mantissa, "+-.") == "" {
		return nil, false
	}
	return new(big.Rat).SetString(c.text)
}

// minor is the amount of a number cell. It must be the nearest whole number of minor units to within one
// billionth of itself (of one unit of currency, when it is smaller); anything else has too many decimals.
func (c cell) minor(cur money.Currency) (int64, error) {
	digits, known := cur.Digits()
	r, ok := c.exact()
	if !ok || !known {
		return 0, unread("amount %q is no number in %s", clip(c.text), cur)
	}
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(pow10(digits)))
	n, ok := halfAway(scaled.Num(), scaled.Denom())
	if !ok {
		return 0, unread("amount %s is larger than %s, the largest single amount", clip(c.text), money.Group(money.FormatMinor(money.MaxMinor, digits)))
	}
	near := new(big.Rat).SetFrac(big.NewInt(n), pow10(digits))
	slack := new(big.Rat).Abs(r)
	if slack.Cmp(big.NewRat(1, 1)) < 0 {
		slack.SetInt64(1)
	}
	slack.Mul(slack, big.NewRat(1, 1_000_000_000))
	if near.Sub(near, r).Abs(near).Cmp(slack) > 0 {
		return 0, unread("amount %s: %s has %d decimals; round it in the sheet", clip(c.text), cur, digits)
	}
	return n, nil
}

// label is a number cell as text, such as an account number: the shortest decimal that is stored as the same
// number, which is what the sheet was given.
func (c cell) label() string {
	if _, ok := c.exact(); !ok {
		return c.text
	}
	f, err := strconv.ParseFloat(c.text, 64)
	if err != nil {
		return c.text
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// serialDate is the date that a sheet stores as a number of days.
func serialDate(value string, date1904 bool) cell {
	n, err := strconv.Atoi(strings.TrimSuffix(value, ".0"))
	if err != nil {
		return cell{text: value, bad: "the date " + quote(clip(value)) + " is no whole day; dates have no time of day"}
	}
	d := fiscal.Of(1899, time.December, 30) + fiscal.Date(min(max(n, 0), 1<<20))
	switch {
	case date1904:
		d = fiscal.Of(1904, time.January, 1) + fiscal.Date(min(max(n, 0), 1<<20))
	case n < 61:
		return cell{text: value, bad: "the date number " + value + " lies before 1 March 1900, where sheets count wrongly; write it as the text YYYY-MM-DD"}
	}
	if n < 0 || d.Year() > 2999 {
		return cell{text: value, bad: "the date number " + value + " is not between 1900 and 2999"}
	}
	return cell{text: d.String(), date: true}
}

// isoDate is a date that a sheet stores as text.
func isoDate(value string) cell {
	s, _, _ := strings.Cut(value, "T00:00:00")
	if _, err := fiscal.Parse(s); err != nil {
		return cell{text: value, bad: "the date " + quote(clip(value)) + " is no whole day as YYYY-MM-DD"}
	}
	return cell{text: s, date: true}
}
