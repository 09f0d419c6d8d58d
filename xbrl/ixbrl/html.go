package ixbrl

import (
	"slices"
	"strings"

	"tieout/xbrl/internal/lazy"
)

// Language is that of the page and of every fact in words (EFM 6.5.14).
const Language = "en-US"

// within says where an element may stand: the kind of its parent.
type within uint8

const (
	flow within = iota // flow: body, div, td, li
	phrase
	tableParts
	cells    // tr
	items    // ul, ol
	anything // text only elements have no children of their own
)

// elements are the elements a page may use, with the kind of place they stand in and the kind of place they are.
// EDGAR accepts more; these are enough for a report and none can hold script or forms (EFM 5.2.2.3, 5.2.2.5).
var elements = map[string]struct{ in, is within }{
	"div": {flow, flow}, "blockquote": {flow, flow}, "p": {flow, phrase},
	"h1": {flow, phrase}, "h2": {flow, phrase}, "h3": {flow, phrase}, "h4": {flow, phrase},
	"h5": {flow, phrase}, "h6": {flow, phrase}, "hr": {flow, anything},
	"ul": {flow, items}, "ol": {flow, items}, "li": {items, flow},
	"table": {flow, tableParts}, "caption": {tableParts, phrase}, "thead": {tableParts, tableParts}, "tbody": {tableParts, tableParts}, "tfoot": {tableParts, tableParts},
	"tr": {tableParts, cells}, "td": {cells, flow}, "th": {cells, flow},
	"span": {phrase, phrase}, "a": {phrase, phrase}, "b": {phrase, phrase}, "i": {phrase, phrase},
	"em": {phrase, phrase}, "strong": {phrase, phrase}, "sub": {phrase, phrase}, "sup": {phrase, phrase},
	"br": {phrase, anything}, "img": {phrase, anything},
}

// void elements have no content and are written as one tag.
var void = map[string]bool{"br": true, "hr": true, "img": true}

// attributes that may be set, besides href and src.
var attributes = []string{"id", "class", "style", "title", "colspan", "rowspan", "scope", "alt", "width", "height", "align", "valign", "border", "cellpadding", "cellspacing", "summary"}

var (
	hrefOK  = lazy.New(`^(#.+|https?://www\.sec\.gov/Archives/.*|[a-z0-9][A-Za-z0-9_.-]*\.htm(#.*)?)$`)
	imageOK = lazy.New(`^[a-z0-9][A-Za-z0-9_.-]*\.(gif|jpg)$`)
)

// Open starts an element. Attributes are pairs of name and value. Elements and attributes that EDGAR refuses are
// refused here, and so is an element where XHTML does not allow it.
func (p *Page) Open(element string, attrs ...string) {
	p.element(element, attrs)
	p.w.Open(element, sorted(attrs)...)
}

// sorted orders attributes by name, as the value of a text block has them.
func sorted(attrs []string) []string {
	var pairs [][2]string
	for i := 0; i+1 < len(attrs); i += 2 {
		pairs = append(pairs, [2]string{attrs[i], attrs[i+1]})
	}
	slices.SortStableFunc(pairs, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	out := attrs[len(attrs)/2*2:] // an odd one is left for the writer to refuse
	for _, p := range slices.Backward(pairs) {
		out = append([]string{p[0], p[1]}, out...)
	}
	return out
}

// Close ends the innermost element, which must be the one named.
func (p *Page) Close(element string) {
	if len(p.blocks) > 0 && p.w.Depth() <= p.blocks[len(p.blocks)-1].depth {
		p.refuse("</"+element+">", "", "the text block %s is still open", p.blocks[len(p.blocks)-1].fact.Concept)
	}
	p.w.Close(element)
}

// Void writes an element without content: br, hr or img.
func (p *Page) Void(element string, attrs ...string) {
	if !void[element] {
		p.refuse("<"+element+">", "", "it has content; use Open and Close")
	}
	p.element(element, attrs)
	p.w.Empty(element, sorted(attrs)...)
}

// Text writes characters.
func (p *Page) Text(s string) { p.w.Text(s) }

// Leaf writes an element that holds only text.
func (p *Page) Leaf(element, text string, attrs ...string) {
	p.Open(element, attrs...)
	p.Text(text)
	p.Close(element)
}

// Line begins a new line of the file, so that a person can read it. It is white space in the page.
func (p *Page) Line() { p.w.Raw("\n") }

func (p *Page) element(name string, attrs []string) {
	e, ok := elements[name]
	if !ok {
		p.refuse("<"+name+">", "EFM 5.2.2", "the element is not one a report needs")
		return
	}
	parent, is := p.place()
	fits := e.in == is || e.in == phrase && is == flow
	if name == "tr" && parent == "tr" || (name == "tbody" || name == "thead" || name == "tfoot" || name == "caption") && parent != "table" {
		fits = false
	}
	if !fits {
		p.refuse("<"+name+">", "XHTML 1.1", "it cannot stand in <%s>", parent)
	}
	if name == "table" && slices.Contains(p.path(), "table") {
		p.refuse("<table>", "EFM 5.2.5.nestedTable, 6.5.16", "a table stands in a table")
	}
	for i := 0; i+1 < len(attrs); i += 2 {
		p.attribute(name, attrs[i], attrs[i+1])
	}
}

func (p *Page) attribute(element, name, value string) {
	ok := slices.Contains(attributes, name)
	switch name {
	case "href":
		ok = element == "a" && hrefOK.Match(value)
	case "src":
		ok = element == "img" && imageOK.Match(value)
	case "style":
		ok = !strings.Contains(value, "url(") && !strings.Contains(value, "-sec-ix-hidden")
	case "id":
		p.claim(value)
	}
	if !ok || strings.Contains(strings.ToLower(value), "javascript:") {
		p.refuse("<"+element+">", "EFM 5.2.2.5", "attribute %s=%q is not allowed", name, value)
	}
}

// place is the nearest XHTML element and the kind of place it is; inline elements of XBRL are transparent.
func (p *Page) place() (string, within) {
	path := p.path()
	if len(path) == 0 {
		return "body", flow
	}
	name := path[len(path)-1]
	return name, elements[name].is
}

// path is the open XHTML elements from the outside in.
func (p *Page) path() []string {
	var out []string
	for _, e := range p.w.Stack() {
		if !strings.HasPrefix(e, "ix:") {
			out = append(out, e)
		}
	}
	return out
}
