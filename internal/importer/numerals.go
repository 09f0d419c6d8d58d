package importer

import (
	"errors"
	"strings"

	"tieout/money"
)

// numerals is how numbers are written in a table.
type numerals struct {
	decimal, group string // group is empty for none
}

func (m Mapping) numerals() numerals {
	n := numerals{m.Decimal, m.Group}
	if n.decimal == "" {
		n.decimal = "."
	}
	switch {
	case n.group == noGroup:
		n.group = ""
	case n.group == "" && n.decimal == ".":
		n.group = ","
	case n.group == "":
		n.group = "."
	}
	return n
}

// own says that numbers are written as everywhere else in Tieout.
func (n numerals) own() bool { return n == numerals{".", ","} }

// is says whether a character is the mark; spaces of all widths are one mark.
func is(mark string, r rune) bool {
	return mark == string(r) || mark == " " && (r == '\u00a0' || r == '\u202f')
}

// plain is a number in our own writing, without marks between thousands. What surrounds the digits stays.
func (n numerals) plain(s string) (string, error) {
	if n.own() {
		return s, nil
	}
	s = strings.TrimSpace(s)
	var b strings.Builder
	since, groups, behind := 0, 0, false // digits since the last mark, marks between thousands, behind the decimal mark
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			since++
		case is(n.decimal, r) && !behind:
			if groups > 0 && since != 3 {
				return "", n.misplaced(s)
			}
			behind, r = true, '.'
		case is(n.group, r) && since > 0 && !behind:
			if since > 3 || groups > 0 && since != 3 {
				return "", n.misplaced(s)
			}
			since, groups = 0, groups+1
			continue
		case r == '.' || r == ',' || r == '\'' || is(n.group, r):
			return "", n.misplaced(s)
		}
		b.WriteRune(r)
	}
	if groups > 0 && !behind && since != 3 {
		return "", n.misplaced(s)
	}
	return b.String(), nil
}

func (n numerals) misplaced(s string) error {
	thousands := "and no mark between thousands"
	if n.group != "" {
		thousands = "and " + quote(n.group) + " between complete thousands"
	}
	return unread("amount %s is not written with the decimal mark %s %s, as the mapping says", quote(clip(s)), quote(n.decimal), thousands)
}

// amount reads an amount in minor units.
func (n numerals) amount(s string, cur money.Currency) (int64, error) {
	p, err := n.plain(s)
	if err != nil {
		return 0, err
	}
	minor, err := parsePlain(p, cur)
	var m money.Mistake
	if errors.As(err, &m) {
		m.Text = s
		err = m
	}
	return minor, err
}
