package ixbrl

import (
	"slices"
	"strings"

	"tieout/xbrl"
	"tieout/xbrl/internal/xw"
)

// Namespaces of an inline document.
const (
	nsIX      = "http://www.xbrl.org/2013/inlineXBRL"
	nsXHTML   = "http://www.w3.org/1999/xhtml"
	nsXBRLI   = "http://www.xbrl.org/2003/instance"
	nsXBRLDI  = "http://xbrl.org/2006/xbrldi"
	nsISO4217 = "http://www.xbrl.org/2003/iso4217"
	nsUTR     = "http://www.xbrl.org/2009/utr"
	nsXSI     = "http://www.w3.org/2001/XMLSchema-instance"
	schemeCIK = "http://www.sec.gov/CIK"
)

// Finish puts the header in front of the text and gives the whole document: ASCII, no DOCTYPE, one final line end.
// The page cannot be used after it.
func (p *Page) Finish() ([]byte, error) {
	body, err := p.body()
	if err != nil {
		return nil, err
	}
	spaces, err := p.namespaces()
	if err != nil {
		return nil, err
	}
	p.w = xw.Writer{}
	w := &p.w
	w.Raw(`<?xml version="1.0" encoding="ASCII"?>` + "\n")
	w.Open("html", append(spaces, "xml:lang", Language)...)
	w.Open("head")
	w.Empty("meta", "http-equiv", "Content-Type", "content", "text/html")
	w.Leaf("title", p.head.Title)
	w.Close("head")
	w.Open("body")
	w.Raw("\n")
	p.header()
	w.Raw("\n" + body)
	w.Close("body")
	w.Close("html")
	w.Raw("\n")
	return w.Bytes()
}

// body is the text with the attributes that were not known when their elements were opened.
func (p *Page) body() (string, error) {
	if p.done {
		return "", Refusal{What: "Finish", Why: "the page was finished already"}
	}
	if len(p.blocks) > 0 {
		p.refuse(p.blocks[0].fact.Concept, "", "the text block was never closed")
	}
	if p.waiting > 0 {
		p.refuse("Suspend", "Inline XBRL 1.1 section 4", "%d text blocks were suspended and never resumed", p.waiting)
	}
	b, err := p.w.Bytes()
	if err != nil {
		return "", err
	}
	p.done = true
	var out strings.Builder
	slices.SortStableFunc(p.inserts, func(a, b insert) int { return a.at - b.at })
	from := 0
	for _, in := range p.inserts {
		out.Write(b[from:in.at])
		out.WriteString(in.text)
		from = in.at
	}
	out.Write(b[from:])
	return out.String(), nil
}

// namespaces are declared at the root: the fixed ones and those of the prefixes in use, sorted.
func (p *Page) namespaces() ([]string, error) {
	out := []string{
		"xmlns", nsXHTML, "xmlns:ix", nsIX, "xmlns:ixt", registries["ixt"], "xmlns:ixt-sec", registries["ixt-sec"],
		"xmlns:xbrli", nsXBRLI, "xmlns:xbrldi", nsXBRLDI, "xmlns:link", "http://www.xbrl.org/2003/linkbase",
		"xmlns:xlink", "http://www.w3.org/1999/xlink", "xmlns:iso4217", nsISO4217, "xmlns:xsi", nsXSI,
	}
	fixed := map[string]bool{"xbrli": true, "iso4217": true}
	for _, prefix := range prefixes(p.Facts()) {
		space, ok := p.dict.NamespaceOf(prefix)
		if prefix == "utr" {
			space, ok = nsUTR, true
		}
		if !ok && !fixed[prefix] {
			return nil, Refusal{prefix, "the prefix stands for no namespace", ""}
		}
		if !fixed[prefix] {
			out = append(out, "xmlns:"+prefix, space)
		}
	}
	return out, nil
}

// prefixes are those of concepts, dimensions and measures, sorted.
func prefixes(facts []xbrl.Fact) []string {
	var names []string
	for _, f := range facts {
		names = append(names, f.Concept)
		names = append(append(names, f.Unit.Over...), f.Unit.Under...)
		for _, m := range f.Dimensions {
			names = append(names, m.Axis, m.Member)
		}
	}
	for i, n := range names {
		names[i], _ = xbrl.Split(n)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// header is the ix:header: hidden facts, the schema, contexts and units (Inline XBRL 1.1 section 8).
func (p *Page) header() {
	w := &p.w
	w.Open("div", "style", "display:none")
	w.Open("ix:header")
	if len(p.hidden) > 0 {
		w.Open("ix:hidden")
		for _, f := range p.hidden {
			p.writeHidden(f)
		}
		w.Close("ix:hidden")
	}
	w.Open("ix:references", "xml:lang", Language)
	w.Empty("link:schemaRef", "xlink:type", "simple", "xlink:href", p.head.Schema)
	w.Close("ix:references")
	w.Open("ix:resources")
	w.Raw("\n")
	for _, id := range p.cons.ids {
		p.context(id, p.cons.of[id].Context(p.head.Entity))
	}
	for _, id := range p.units.ids {
		p.unit(id, p.units.of[id].Unit)
	}
	w.Close("ix:resources")
	w.Close("ix:header")
	w.Close("div")
}

// context writes one context: the members of its dimensions in the segment (EFM 6.5.4, 6.5.5).
func (p *Page) context(id string, c xbrl.Context) {
	w := &p.w
	w.Open("xbrli:context", "id", id)
	w.Open("xbrli:entity")
	w.Leaf("xbrli:identifier", c.Entity, "scheme", schemeCIK)
	if len(c.Dimensions) > 0 {
		w.Open("xbrli:segment")
		for _, m := range c.Dimensions {
			w.Leaf("xbrldi:explicitMember", m.Member, "dimension", m.Axis)
		}
		w.Close("xbrli:segment")
	}
	w.Close("xbrli:entity")
	w.Open("xbrli:period")
	if c.Period.Type() == xbrl.Instant {
		w.Leaf("xbrli:instant", c.Period.Instant.String())
	} else {
		w.Leaf("xbrli:startDate", c.Period.Span.Start.String())
		w.Leaf("xbrli:endDate", c.Period.Span.End.String())
	}
	w.Close("xbrli:period")
	w.Close("xbrli:context")
	w.Raw("\n")
}

func (p *Page) unit(id string, u xbrl.Unit) {
	w := &p.w
	measures := func(list []string) {
		for _, m := range list {
			w.Leaf("xbrli:measure", m)
		}
	}
	w.Open("xbrli:unit", "id", id)
	if len(u.Under) == 0 {
		measures(u.Over)
	} else {
		w.Open("xbrli:divide")
		w.Open("xbrli:unitNumerator")
		measures(u.Over)
		w.Close("xbrli:unitNumerator")
		w.Open("xbrli:unitDenominator")
		measures(u.Under)
		w.Close("xbrli:unitDenominator")
		w.Close("xbrli:divide")
	}
	w.Close("xbrli:unit")
	w.Raw("\n")
}
