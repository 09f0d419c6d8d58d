package ixbrl

import (
	"encoding/xml"
	"slices"
	"strings"

	"tieout/xbrl"
)

// reader keeps what the document has said so far.
type reader struct {
	d         *xml.Decoder
	depth     int
	languages []string
	out       Report
	contexts  map[string]*readContext
	first     string // entity of the first context
	units     map[string]xbrl.Unit
	context   *readContext
	unit      *readUnit
	raw       []*rawFact          // facts in document order
	open      []*capture          // of facts and continuations that are open
	chains    map[string]*rawPart // continuations by id
	field     *strings.Builder    // text of a context's or unit's element
	seenIX    bool
}

// capture collects the content of an open element both as text and as markup: which one counts may be known later.
type capture struct {
	depth  int
	text   strings.Builder
	markup strings.Builder
	paused int // depth of excludes around, 0 when it listens
	done   func(text, markup string)
}

func newReader(d *xml.Decoder) *reader {
	return &reader{d: d, contexts: map[string]*readContext{}, units: map[string]xbrl.Unit{}, chains: map[string]*rawPart{}, out: Report{Namespaces: map[string]string{}}}
}

func (p *reader) language(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "lang" && a.Name.Space != "" {
			return a.Value
		}
	}
	if len(p.languages) == 0 {
		return ""
	}
	return p.languages[len(p.languages)-1]
}

func (p *reader) start(e xml.StartElement) error {
	if p.depth == 1 {
		p.root(e)
	}
	switch e.Name.Space {
	case nsIX:
		p.seenIX = true
		return p.startIX(e)
	case nsXBRLI, nsXBRLDI:
		p.startContext(e)
	case nsXHTML, "":
		p.startHTML(e)
	case "http://www.xbrl.org/2003/linkbase":
		if e.Name.Local == "schemaRef" {
			p.out.Schemas = append(p.out.Schemas, get(e, "href"))
		}
	default:
		p.startTyped()
	}
	return nil
}

func (p *reader) root(e xml.StartElement) {
	for _, a := range e.Attr {
		if a.Name.Space == "xmlns" {
			p.out.Namespaces[a.Name.Local] = a.Value
		}
	}
}

func (p *reader) end(e xml.EndElement) {
	for _, c := range p.open {
		if c.paused == p.depth {
			c.paused = 0
		}
	}
	if e.Name.Space == nsXHTML || e.Name.Space == "" {
		p.write("", "</"+e.Name.Local+">", e.Name.Local)
	}
	if n := len(p.open); n > 0 && p.open[n-1].depth == p.depth {
		c := p.open[n-1]
		p.open = p.open[:n-1]
		c.done(c.text.String(), c.markup.String())
	}
	p.endContext(e)
	p.field = nil
}

func (p *reader) text(s string) {
	if p.field != nil {
		p.field.WriteString(s)
	}
	if len(p.open) > 0 {
		p.write(s, escapeText(s), "")
	}
}

// write hands text and markup to every capture that listens. An end tag of an element that XHTML has without content
// turns its start tag into an empty one.
func (p *reader) write(text, markup, ends string) {
	for _, c := range p.open {
		if c.paused != 0 {
			continue
		}
		c.text.WriteString(text)
		if ends != "" && void[ends] {
			continue
		}
		c.markup.WriteString(markup)
	}
}

func (p *reader) startHTML(e xml.StartElement) {
	if len(p.open) == 0 {
		return
	}
	attrs := slices.Clone(e.Attr)
	slices.SortFunc(attrs, func(a, b xml.Attr) int { return strings.Compare(attrName(a), attrName(b)) })
	var b strings.Builder
	b.WriteString("<" + e.Name.Local)
	for _, a := range attrs {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			b.WriteString(" " + attrName(a) + `="` + escapeAttr(a.Value) + `"`)
		}
	}
	if void[e.Name.Local] {
		b.WriteByte('/')
	}
	b.WriteByte('>')
	p.write("", b.String(), "")
}

func attrName(a xml.Attr) string {
	switch a.Name.Space {
	case "":
		return a.Name.Local
	case "http://www.w3.org/XML/1998/namespace":
		return "xml:" + a.Name.Local
	}
	return a.Name.Space + ":" + a.Name.Local
}

var (
	textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;", "\r", "&#13;")
)

func escapeText(s string) string { return textEscaper.Replace(s) }
func escapeAttr(s string) string { return attrEscaper.Replace(s) }

// get is the value of an attribute without a namespace or with any.
func get(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// collapse turns runs of XML's white space into single spaces.
func collapse(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
}
