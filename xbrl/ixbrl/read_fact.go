package ixbrl

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"tieout/xbrl"
)

// rawPart is the content of a fact's element or of a continuation, and where it goes on.
type rawPart struct {
	text, markup string
	next         string
}

// rawFact is a fact's element as it stands.
type rawFact struct {
	rawPart
	line                                int
	number                              bool
	id, name, context, unit             string
	format, scale, sign, decimals, lang string
	precision, target                   string
	escape, null                        bool
	registry                            string
}

// startIX takes an element of Inline XBRL.
func (p *reader) startIX(e xml.StartElement) error {
	switch e.Name.Local {
	case "nonFraction", "nonNumeric":
		return p.startFact(e)
	case "continuation":
		part := &rawPart{next: get(e, "continuedAt")}
		id := get(e, "id")
		if _, twice := p.chains[id]; twice || id == "" {
			return p.fault("continuation %q has no id of its own", id)
		}
		p.chains[id] = part
		return p.capture(part)
	case "exclude":
		for _, c := range p.open {
			if c.paused == 0 {
				c.paused = p.depth
			}
		}
	case "tuple", "fraction":
		line, _ := p.d.InputPos()
		p.out.Flaws = append(p.out.Flaws, Flaw{line, get(e, "id"), "ix:" + e.Name.Local + " is not read"})
	}
	return nil
}

func (p *reader) startFact(e xml.StartElement) error {
	f := &rawFact{
		number: e.Name.Local == "nonFraction", id: get(e, "id"), name: get(e, "name"), context: get(e, "contextRef"), unit: get(e, "unitRef"),
		format: get(e, "format"), scale: get(e, "scale"), sign: get(e, "sign"), decimals: get(e, "decimals"), precision: get(e, "precision"),
		target: get(e, "target"), escape: yes(get(e, "escape")), null: yes(get(e, "nil")), lang: p.languages[len(p.languages)-1],
	}
	f.line, _ = p.d.InputPos()
	f.next = get(e, "continuedAt")
	prefix, _ := xbrl.Split(f.format)
	f.registry = p.out.Namespaces[prefix]
	for _, a := range e.Attr { // a namespace declared here counts before the root's
		if a.Name.Space == "xmlns" && a.Name.Local == prefix {
			f.registry = a.Value
		}
	}
	p.raw = append(p.raw, f)
	return p.capture(&f.rawPart)
}

func yes(s string) bool { return s == "true" || s == "1" }

func (p *reader) capture(part *rawPart) error {
	if len(p.open) >= maxNested {
		return p.fault("facts are nested deeper than %d", maxNested)
	}
	p.open = append(p.open, &capture{depth: p.depth, done: func(text, markup string) { part.text, part.markup = text, markup }})
	return nil
}

// report settles all facts once everything they refer to has been read.
func (p *reader) report() (Report, error) {
	if !p.seenIX {
		return Report{}, xbrl.ReadFault{Why: "the document holds no Inline XBRL"}
	}
	for _, f := range p.raw {
		fact, why := p.settle(f)
		if why != "" {
			p.out.Flaws = append(p.out.Flaws, Flaw{f.line, f.id, why})
			continue
		}
		p.out.Facts = append(p.out.Facts, fact)
	}
	return p.out, nil
}

func (p *reader) settle(f *rawFact) (xbrl.Fact, string) {
	c, ok := p.contexts[f.context]
	switch {
	case !ok:
		return xbrl.Fact{}, fmt.Sprintf("there is no context %q", f.context)
	case c.problem != "":
		return xbrl.Fact{}, c.problem
	case f.target != "":
		return xbrl.Fact{}, "it belongs to a second target document"
	}
	out := xbrl.Fact{ID: f.id, Concept: f.name, Period: c.Period, Dimensions: c.Dimensions, Nil: f.null}
	if f.number {
		return p.settleNumber(out, f)
	}
	if out.Nil {
		return out, ""
	}
	out.Language = f.lang
	content, why := p.joined(f)
	if why == "" && f.format != "" {
		content, why = p.transformed(f, content)
	}
	out.Value = content
	return out, why
}

// joined is the content of a fact with its continuations (section 4.1).
func (p *reader) joined(f *rawFact) (string, string) {
	var b strings.Builder
	seen := map[string]bool{}
	for part := &f.rawPart; ; {
		if f.escape {
			b.WriteString(part.markup)
		} else {
			b.WriteString(part.text)
		}
		if part.next == "" {
			return b.String(), ""
		}
		next, ok := p.chains[part.next]
		if !ok || seen[part.next] {
			return "", fmt.Sprintf("there is no continuation %q, or it leads back to itself", part.next)
		}
		seen[part.next] = true
		part = next
	}
}

func (p *reader) transformed(f *rawFact, text string) (string, string) {
	_, name := xbrl.Split(f.format)
	v, err := Transform(f.registry, name, text)
	if err != nil {
		return "", err.Error()
	}
	return v, ""
}

// settleNumber applies format, scale and sign (section 10.1).
func (p *reader) settleNumber(out xbrl.Fact, f *rawFact) (xbrl.Fact, string) {
	var ok bool
	if out.Unit, ok = p.units[f.unit]; !ok {
		return out, fmt.Sprintf("there is no unit %q", f.unit)
	}
	if out.Nil {
		return out, ""
	}
	var why string
	if out.Decimals, why = readDecimals(f); why != "" {
		return out, why
	}
	text, scale := collapse(f.text), 0
	if f.format != "" {
		if text, why = p.transformed(f, f.text); why != "" {
			return out, why
		}
	}
	if f.scale != "" {
		n, err := strconv.Atoi(f.scale)
		if err != nil {
			return out, fmt.Sprintf("its scale %q is not a number", f.scale)
		}
		scale = n
	}
	v, err := xbrl.Shift(text, scale)
	if err != nil {
		return out, err.Error()
	}
	if strings.HasPrefix(text, "-") {
		return out, "its text has a minus sign; the sign attribute says what is negative"
	}
	if out.Value = v; f.sign == "-" {
		out.Value = xbrl.Negate(v)
	}
	return out, ""
}

func readDecimals(f *rawFact) (xbrl.Decimals, string) {
	if f.decimals == "INF" {
		return xbrl.INF, ""
	}
	n, err := strconv.Atoi(f.decimals)
	if err != nil || n > xbrl.MaxDigits || n < -xbrl.MaxDigits {
		return 0, fmt.Sprintf("its decimals %q are not read (precision %q)", f.decimals, f.precision)
	}
	return xbrl.Decimals(n), ""
}
