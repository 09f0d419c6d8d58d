package ixbrl

import (
	"strings"

	"tieout/fiscal"
	"tieout/xbrl"
)

// Words writes a fact that is not a number as the text it is: names, addresses, "10-K".
func (p *Page) Words(f xbrl.Fact) string { return p.Formatted(f, f.Value, "") }

// Date writes a date fact (value YYYY-MM-DD) as a filing prints it: December 31, 2024.
func (p *Page) Date(f xbrl.Fact) string {
	d, err := fiscal.Parse(f.Value)
	if err != nil {
		p.w.Fail(err)
		return ""
	}
	return p.Formatted(f, d.Long(), "ixt:date-monthname-day-year-en")
}

// Box writes a flag (value "true" or "false") as a ballot box.
func (p *Page) Box(f xbrl.Fact) string {
	box := "\u2610"
	if f.Value == "true" {
		box = "\u2612"
	}
	return p.Formatted(f, box, "ixt-sec:boolballotbox")
}

// Formatted writes a fact whose text is turned into its value by a transformation: shown "Ohio", format
// "ixt-sec:stateprovnameen", value "OH". It is refused unless the transformation of what is shown gives the value.
func (p *Page) Formatted(f xbrl.Fact, shown, format string) string {
	added := p.add(f, &p.facts)
	if added == nil {
		return ""
	}
	p.checkWords(added, shown, format)
	attrs := p.wordAttrs(added)
	if f.Nil {
		p.w.Leaf("ix:nonNumeric", "", append(attrs, "xsi:nil", "true")...)
		return added.ID
	}
	if format != "" {
		attrs = append(attrs, "format", format)
	}
	p.w.Leaf("ix:nonNumeric", shown, attrs...)
	return added.ID
}

func (p *Page) wordAttrs(f *xbrl.Fact) []string {
	return []string{"id", f.ID, "name", f.Concept, "contextRef", f.Context(p.head.Entity).ID()}
}

func (p *Page) checkWords(f *xbrl.Fact, shown, format string) {
	c, _ := p.dict.Concept(f.Concept)
	if c.Numeric() || c.TextBlock() {
		p.refuse(f.Concept, "", "it is a number or a text block; use Number or OpenBlock")
	}
	if _, is := p.place(); is != flow && is != phrase {
		p.refuse(f.Concept, "XHTML 1.1", "text cannot stand here")
	}
	p.agree(f)
	if f.Nil || format == "" {
		return
	}
	prefix, name := xbrl.Split(format)
	got, err := Transform(registries[prefix], name, shown)
	if err != nil {
		p.w.Fail(err)
	} else if got != f.Value {
		p.refuse(f.Concept, "Inline XBRL 1.1, format", "%s turns %q into %q, not %q", format, shown, got, f.Value)
	}
}

// Hidden puts a fact into the header: only what no visible text can be turned into, such as dei:AmendmentFlag
// (EFM 5.2.5.14). The text should point to it with Refer.
func (p *Page) Hidden(f xbrl.Fact) string {
	added := p.add(f, &p.hidden)
	if added == nil {
		return ""
	}
	if !added.Unit.IsZero() {
		p.checkNumber(added)
	} else {
		p.checkWords(added, f.Value, "")
	}
	return added.ID
}

// Refer writes text that stands for a hidden fact.
func (p *Page) Refer(id, text string) {
	known := false
	for _, f := range p.hidden {
		known = known || f.ID == id
	}
	if !known || p.pointed[id] {
		p.refuse(id, "EFM 5.2.5.14", "it is not a hidden fact, or the text points to it already")
	}
	p.pointed[id] = true
	p.w.Leaf("span", text, "style", "-sec-ix-hidden:"+id)
}

// writeHidden writes the hidden facts into the header.
func (p *Page) writeHidden(f *xbrl.Fact) {
	if f.Unit.IsZero() {
		p.w.Leaf("ix:nonNumeric", f.Value, p.wordAttrs(f)...)
		return
	}
	attrs := append(p.numberAttrs(f), "decimals", f.Decimals.String())
	value, negative := strings.CutPrefix(f.Value, "-")
	if negative {
		attrs = append(attrs, "sign", "-")
	}
	p.w.Leaf("ix:nonFraction", value, attrs...)
}
