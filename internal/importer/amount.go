package importer

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"tieout/money"
)

// quantity is an amount as written in a journal.
type quantity struct {
	minor int64          // minor units of cur, or of the book's currency when there is none
	cur   money.Currency // empty when no commodity was written
}

// numbers reads the amounts of a journal.
type numbers struct {
	cur    money.Currency // of the book
	digits int
	code   string          // the book's currency as text
	point  bool            // decimal-mark . was declared: a comma groups
	marked map[string]bool // commodities whose directive shows a decimal point
	known  map[string]money.Currency
}

func newNumbers(c money.Currency) numbers {
	d, _ := c.Digits()
	return numbers{cur: c, digits: d, code: string(c), marked: map[string]bool{}, known: map[string]money.Currency{}}
}

// amount reads $12.50, -$12.50, $-12.50, 12.50 USD, USD 12.50 or a bare number.
func (n *numbers) amount(b []byte) (quantity, error) {
	number, commodity, neg, err := splitAmount(b)
	if err != nil {
		return quantity{}, err
	}
	cur, digits := n.cur, n.digits
	if string(commodity) != n.code {
		if cur, err = n.currency(commodity); err != nil {
			return quantity{}, err
		}
		digits = n.digitsOf(cur)
	}
	minor, ok := quick(number, digits)
	if !ok {
		if minor, err = n.slow(b, number, commodity, cur); err != nil {
			return quantity{}, err
		}
	}
	if neg {
		minor = -minor
	}
	return quantity{minor, cur}, nil
}

func (n *numbers) digitsOf(c money.Currency) int {
	if c == "" {
		return n.digits
	}
	d, _ := c.Digits()
	return d
}

// splitAmount cuts an amount into its unsigned number and its commodity, on either side.
func splitAmount(b []byte) (number, commodity []byte, neg bool, err error) {
	text := b
	if len(b) > 0 && b[0] == '-' {
		neg, b = true, b[1:]
	}
	i := 0
	for i < len(b) && isNumber(b[i]) {
		i++
	}
	if i > 0 { // 12.50 USD
		number, commodity = b[:i], bytes.TrimLeft(b[i:], " \t")
	} else { // $12.50, $-12.50, USD 12.50
		for i < len(b) && !isNumber(b[i]) && b[i] != '-' && b[i] != ' ' && b[i] != '\t' {
			i++
		}
		commodity, number = b[:i], bytes.TrimLeft(b[i:], " \t")
		if len(number) > 0 && number[0] == '-' {
			if neg {
				return nil, nil, false, unread("amount %q has two minus signs", text)
			}
			neg, number = true, number[1:]
		}
	}
	if len(number) == 0 || bytes.ContainsAny(commodity, "0123456789-+ \t") {
		return nil, nil, false, unread("amount %q is not read; write it as 12.50 USD or $12.50, with a point before decimals and the minus sign in front", text)
	}
	return number, commodity, neg, nil
}

func isNumber(c byte) bool { return c >= '0' && c <= '9' || c == '.' || c == ',' }

// quick reads plain digits with at most the currency's decimals; whatever else is left to money.Parse.
func quick[T []byte | string](b T, digits int) (int64, bool) {
	if len(b) > 15 || len(b) == 0 || b[0] == '.' {
		return 0, false
	}
	n, decimals := int64(0), -1
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c == '.' && decimals < 0 {
			decimals = 0
			continue
		}
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
		if decimals >= 0 {
			decimals++
		}
	}
	if decimals == 0 || decimals > digits {
		return 0, false
	}
	for d := max(decimals, 0); d < digits; d++ {
		n *= 10
	}
	return n, n <= money.MaxMinor
}

func (n *numbers) slow(text, number, commodity []byte, cur money.Currency) (int64, error) {
	s, err := n.plain(text, number, commodity)
	if err != nil {
		return 0, err
	}
	if cur == "" {
		cur = n.cur
	}
	a, err := money.Parse(s, cur)
	if err != nil {
		return 0, unread("%v", err)
	}
	return a.Minor, nil
}

// plain refuses the number that hledger and ledger read differently (1,000 is one to the one and a thousand to
// the other), unless the file has said that its decimal mark is a point. It takes the point off 1,000.
func (n *numbers) plain(text, number, commodity []byte) (string, error) {
	s := string(number)
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") && !n.point && !n.marked[string(commodity)] {
		return "", unread("amount %q can be read in two ways, with a comma for decimals or for thousands; write the line \"decimal-mark .\" at the top of the file if it groups thousands", text)
	}
	if len(s) > 1 && strings.HasSuffix(s, ".") && strings.Count(s, ".") == 1 {
		s = s[:len(s)-1]
	}
	for i := range len(s) {
		if !isNumber(s[i]) {
			return "", unread("amount %q is not read; write it as 12.50 USD or $12.50", text)
		}
	}
	return s, nil
}

// currency is the currency that a commodity means; none for no commodity.
func (n *numbers) currency(commodity []byte) (money.Currency, error) {
	if c, ok := n.known[string(commodity)]; ok {
		return c, nil
	}
	s := string(commodity)
	c := money.Currency(s)
	switch s {
	case "":
	case "$":
		if c = "USD"; n.cur != "USD" {
			return "", unread("the commodity $ is not clear in a book kept in %s; write the ISO 4217 code, such as USD", n.cur)
		}
	case "€":
		c = "EUR"
	default:
		if _, ok := c.Digits(); !ok {
			return "", unread("the commodity %q is not an ISO 4217 currency; write amounts of money with a code such as USD, and keep quantities out of the journal", clip(s))
		}
	}
	n.known[s] = c
	return c, nil
}

// clip shortens a text for a message.
func clip(s string) string { return cut(s, 60) }

// cut shortens a text to so many bytes, between characters.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
