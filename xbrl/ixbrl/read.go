package ixbrl

import (
	"encoding/xml"
	"fmt"
	"io"

	"tieout/xbrl"
)

// Limits of a document that is read.
const (
	MaxSize   = 64 << 20 // bytes
	MaxDepth  = 512      // elements in elements
	maxNested = 32       // facts in facts
)

// Report is what an inline document says.
type Report struct {
	Entity     string            // identifier of the first context: the CIK
	Schemas    []string          // addresses of the taxonomies it refers to
	Namespaces map[string]string // by prefix, as declared at the root
	Facts      []xbrl.Fact       // in the order of the document; see Typed about languages
	Flaws      []Flaw            // facts that could not be read, in the order of the document
}

// Flaw is a fact that could not be read, and why.
type Flaw struct {
	Line int
	ID   string
	Why  string
}

func (f Flaw) Error() string { return fmt.Sprintf("line %d: fact %s: %s", f.Line, f.ID, f.Why) }

// Read reads one inline document: its facts with formats, scale and sign applied, continuations joined, escaped content
// as XHTML and excluded content left out (Inline XBRL 1.1). A fact that cannot be read becomes a Flaw; the error, an
// xbrl.ReadFault, is for what is no inline document or beyond the limits. Entities other than those of XML, a DOCTYPE,
// tuples, fractions, typed dimensions and second targets are not read.
func Read(r io.Reader) (Report, error) {
	lim := &io.LimitedReader{R: r, N: MaxSize + 1}
	d := xml.NewDecoder(lim)
	d.CharsetReader = xbrl.Charset
	p := newReader(d)
	for {
		tok, err := d.Token()
		if err == io.EOF && lim.N > 0 {
			break
		}
		if lim.N <= 0 {
			return Report{}, p.fault("the document is larger than %d bytes", MaxSize)
		}
		if err != nil {
			return Report{}, p.fault("%v", err)
		}
		if err := p.token(tok); err != nil {
			return Report{}, err
		}
	}
	return p.report()
}

// token takes one piece of the document.
func (p *reader) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		if p.depth++; p.depth > MaxDepth {
			return p.fault("elements are nested deeper than %d", MaxDepth)
		}
		p.languages = append(p.languages, p.language(t))
		return p.start(t)
	case xml.EndElement:
		p.end(t)
		p.languages = p.languages[:len(p.languages)-1]
		p.depth--
	case xml.CharData:
		p.text(string(t))
	case xml.Directive:
		return p.fault("a DOCTYPE is not allowed")
	}
	return nil
}

func (p *reader) fault(format string, a ...any) error {
	line, _ := p.d.InputPos()
	return xbrl.ReadFault{Line: line, Why: fmt.Sprintf(format, a...)}
}

// Typed gives the facts what only the taxonomy knows: a language stays with words only, and white space that the type
// does not keep is collapsed. Facts of unknown concepts stay as they are.
func (r Report) Typed(dict Dictionary) []xbrl.Fact {
	out := make([]xbrl.Fact, len(r.Facts))
	for i, f := range r.Facts {
		c, ok := dict.Concept(f.Concept)
		if ok && !c.Worded() {
			f.Language = ""
		}
		if ok && !c.TextBlock() && c.Type != "xbrli:stringItemType" {
			f.Value = collapse(f.Value)
		}
		out[i] = f
	}
	return out
}
