package web

import (
	"fmt"
	"strings"

	"tieout/money"
	"tieout/workpaper"
)

// amountTyped is an amount as people type or paste it, in minor units: 1,234.50, (1,234.50), -5, =1200/3, 12*99.50+4 or
// =round(100/3). Arithmetic is exact; what does not come out in whole minor units is refused unless round(…) says that it
// is rounded, half away from zero.
func amountTyped(text string, digits int) (int64, error) {
	t := strings.TrimSpace(strings.NewReplacer("−", "-", "\u00a0", "", "\u202f", "").Replace(text))
	t = strings.TrimSpace(strings.TrimPrefix(t, "="))
	t = strings.TrimSpace(strings.TrimPrefix(t, "$"))
	if inner, ok := strings.CutPrefix(t, "("); ok && strings.HasSuffix(inner, ")") { // as printed accounts show a negative
		if n, err := workpaper.Parse(strings.TrimSuffix(strings.TrimPrefix(inner, "$"), ")")); err == nil {
			return minorOf(n.Neg(), digits, text)
		}
	}
	a := &arithmetic{text: t, digits: digits}
	n, err := a.sum(0)
	if err == nil && a.skip() < len(a.text) {
		err = fmt.Errorf("%q cannot be read from %q on", plainText(text, 60), plainText(a.text[a.at:], 20))
	}
	if err != nil {
		return 0, err
	}
	return minorOf(n, digits, text)
}

func minorOf(n workpaper.Number, digits int, text string) (int64, error) {
	minor, ok := n.Minor(digits)
	switch {
	case !ok && n.Round(digits, money.HalfAway).Cmp(n) != 0:
		return 0, fmt.Errorf("%s is %s…, which is not a whole number of the smallest unit; write =round(…) to have it rounded half away from zero, or type the amount", plainText(text, 60), n.Text(digits+4, money.Down))
	case !ok || minor > money.MaxMinor || minor < -money.MaxMinor:
		return 0, fmt.Errorf("%s is beyond the largest amount", plainText(text, 60))
	}
	return minor, nil
}

// arithmetic reads sums, products, quotients, parentheses and round(…).
type arithmetic struct {
	text   string
	at     int
	digits int
}

const maxNested = 20

func (a *arithmetic) skip() int {
	for a.at < len(a.text) && (a.text[a.at] == ' ' || a.text[a.at] == '\t') {
		a.at++
	}
	return a.at
}

// next takes one of the characters, when it comes next.
func (a *arithmetic) next(chars string) byte {
	if a.skip() < len(a.text) && strings.IndexByte(chars, a.text[a.at]) >= 0 {
		a.at++
		return a.text[a.at-1]
	}
	return 0
}

func (a *arithmetic) sum(depth int) (workpaper.Number, error) {
	n, err := a.product(depth)
	for err == nil {
		op := a.next("+-")
		if op == 0 {
			break
		}
		var m workpaper.Number
		if m, err = a.product(depth); op == '-' {
			m = m.Neg()
		}
		n = n.Add(m)
	}
	return n, err
}

func (a *arithmetic) product(depth int) (workpaper.Number, error) {
	n, err := a.factor(depth)
	for err == nil {
		op := a.next("*/×÷")
		if op == 0 {
			break
		}
		var m workpaper.Number
		if m, err = a.factor(depth); err != nil {
			break
		}
		if op == '*' {
			n = n.Mul(m)
		} else if m.Sign() == 0 {
			err = fmt.Errorf("%q divides by zero", plainText(a.text, 60))
		} else {
			n = n.Quo(m)
		}
	}
	return n, err
}

func (a *arithmetic) factor(depth int) (workpaper.Number, error) {
	if depth > maxNested {
		return workpaper.Number{}, fmt.Errorf("%q is nested too deep", plainText(a.text, 40))
	}
	switch a.next("+-(") {
	case '-':
		n, err := a.factor(depth + 1)
		return n.Neg(), err
	case '+':
		return a.factor(depth + 1)
	case '(':
		return a.closed(depth)
	}
	if rest := a.text[a.at:]; len(rest) >= 6 && strings.EqualFold(rest[:6], "round(") {
		a.at += 6
		n, err := a.closed(depth)
		return n.Round(a.digits, money.HalfAway), err
	}
	start := a.at
	for a.at < len(a.text) && (a.text[a.at] >= '0' && a.text[a.at] <= '9' || a.text[a.at] == '.' || a.text[a.at] == ',') {
		a.at++
	}
	if start == a.at || a.at-start > 40 {
		return workpaper.Number{}, fmt.Errorf("%q is not an amount; write 1,234.50 or =1200/3", plainText(a.text, 60))
	}
	n, err := workpaper.Parse(a.text[start:a.at])
	if err != nil {
		return n, fmt.Errorf("%q is not a number", plainText(a.text[start:a.at], 40))
	}
	return n, nil
}

func (a *arithmetic) closed(depth int) (workpaper.Number, error) {
	n, err := a.sum(depth + 1)
	if err == nil && a.next(")") == 0 {
		err = fmt.Errorf("a parenthesis is not closed in %q", plainText(a.text, 60))
	}
	return n, err
}
