package ixbrl

import (
	"strconv"
	"strings"

	"tieout/money"
	"tieout/xbrl"
)

// Show says how a number is printed.
type Show struct {
	Scale int    // power of ten of the display: 0, 3 for thousands, 6 for millions, -2 for per cent
	Flip  bool   // print the other sign, as a negated label does; the fact keeps its own
	Zero  string // printed for zero; "" is a dash
}

// Dash is what a zero looks like.
const Dash = "\u2014"

// Number writes a numeric fact at this place and gives its id. The text of the element is the absolute number at the
// display scale; parentheses stand outside of it when the printed number is negative, and sign="-" is written when the
// fact is negative (Inline XBRL 1.1 section 10.1). As many decimals are printed as the fact's accuracy allows, no
// more and no fewer: 1,235 for 1234567 is refused, because a value with digits beyond its decimals must be rounded
// first (EFM 6.5.37). Zero is a dash with ixt:fixed-zero, nil an empty element with xsi:nil.
func (p *Page) Number(f xbrl.Fact, s Show) string {
	added := p.add(f, &p.facts)
	if added == nil {
		return ""
	}
	p.checkNumber(added)
	if _, is := p.place(); is != flow && is != phrase {
		p.refuse(f.Concept, "XHTML 1.1", "a number cannot stand here")
	}
	attrs := p.numberAttrs(added)
	switch {
	case f.Nil:
		p.w.Leaf("ix:nonFraction", "", append(attrs, "xsi:nil", "true")...)
	case f.Value == "0":
		zero := s.Zero
		if zero == "" {
			zero = Dash
		}
		p.w.Leaf("ix:nonFraction", zero, append(attrs, "decimals", f.Decimals.String(), "scale", strconv.Itoa(s.Scale), "format", "ixt:fixed-zero")...)
	default:
		p.printNumber(f, s, attrs)
	}
	return added.ID
}

func (p *Page) printNumber(f xbrl.Fact, s Show, attrs []string) {
	text, err := digits(f, s.Scale)
	if err != nil {
		p.w.Fail(err)
		return
	}
	negative := strings.HasPrefix(f.Value, "-")
	attrs = append(attrs, "decimals", f.Decimals.String(), "scale", strconv.Itoa(s.Scale), "format", "ixt:num-dot-decimal")
	if negative {
		attrs = append(attrs, "sign", "-")
	}
	if negative != s.Flip {
		p.w.Text("(")
	}
	p.w.Leaf("ix:nonFraction", text, attrs...)
	if negative != s.Flip {
		p.w.Text(")")
	}
}

func (p *Page) numberAttrs(f *xbrl.Fact) []string {
	return []string{"id", f.ID, "name", f.Concept, "contextRef", f.Context(p.head.Entity).ID(), "unitRef", f.Unit.ID()}
}

func (p *Page) checkNumber(f *xbrl.Fact) {
	if f.Nil {
		p.agree(f)
		return
	}
	if f.Unit.IsZero() {
		p.refuse(f.Concept, "XBRL 2.1 section 4.6.2", "it is not a number")
	}
	canonical, err := xbrl.Canonical(f.Value)
	switch {
	case err != nil:
		p.w.Fail(err)
	case canonical != f.Value:
		p.refuse(f.Concept, "", "write %q as %q", f.Value, canonical)
	case xbrl.Excess(f.Value, f.Decimals):
		p.refuse(f.Concept, "EFM 6.5.37", "value %s has digits beyond decimals %s: round it first", f.Value, f.Decimals)
	}
	p.agree(f)
}

// digits prints the absolute number at a scale with thousands grouped: 1234000 at -3 decimals and scale 3 is "1,234".
func digits(f xbrl.Fact, scale int) (string, error) {
	shifted, err := xbrl.Shift(strings.TrimPrefix(f.Value, "-"), -scale)
	if err != nil {
		return "", err
	}
	whole, frac, _ := strings.Cut(shifted, ".")
	if f.Decimals != xbrl.INF {
		if places := int(f.Decimals) + scale; places > len(frac) {
			frac += strings.Repeat("0", places-len(frac))
		}
	}
	if frac != "" {
		frac = "." + frac
	}
	return money.Group(whole) + frac, nil
}
