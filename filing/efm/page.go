package efm

import (
	"encoding/xml"
	"io"
	"regexp"
	"strings"

	"tieout/xbrl"
)

// Page is the markup of the report: what reading its facts leaves out.
type Page struct {
	Spaces   map[string]string // namespaces by prefix
	Contexts []Context
	Units    []Unit
	Facts    []Marked
	Tags     []Tag
	Pointers []string // ids that the text says it stands for: -sec-ix-hidden
	Schemas  []string
}

// Context is a context as it stands.
type Context struct {
	ID, Scheme, Identifier string
	Start, End, Instant    string
	Forever, Scenario      bool
	Members                []string // axis and member
	Others                 []string // what else is in the segment
}

// key is the same for contexts that mean the same.
func (c Context) key() string {
	return strings.Join(append([]string{c.Scheme, c.Identifier, c.Start, c.End, c.Instant}, c.Members...), " ")
}

// Unit is a unit as it stands: its measures with "/" before those divided by.
type Unit struct {
	ID       string
	Measures []string
}

// Marked is the element of a fact.
type Marked struct {
	ID, Name, Context, Unit, Format, Precision, Decimals, Target, Registry string
	Hidden, Number, Nil                                                    bool
}

// Tag is an element of the text with its attributes, and how many tables it stands in.
type Tag struct {
	Line   int
	Name   string
	Attrs  []xml.Attr
	Tables int
}

const (
	nsIX     = "http://www.xbrl.org/2013/inlineXBRL"
	nsXBRLI  = "http://www.xbrl.org/2003/instance"
	nsXBRLDI = "http://xbrl.org/2006/xbrldi"
	nsLink   = "http://www.xbrl.org/2003/linkbase"
)

// pageReader keeps where in the document it is.
type pageReader struct {
	page           Page
	context        *Context
	unit           *Unit
	field          *string
	under          bool
	segment, typed bool
	hidden, tables int
}

// readPage reads the markup of an inline document.
func readPage(r io.Reader) (Page, error) {
	p := pageReader{page: Page{Spaces: map[string]string{}}}
	d := xml.NewDecoder(r)
	d.CharsetReader = xbrl.Charset
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return p.page, nil
		}
		if err != nil {
			return p.page, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			line, _ := d.InputPos()
			p.start(t, line)
		case xml.EndElement:
			p.end(t)
		case xml.CharData:
			if p.field != nil {
				*p.field += strings.TrimSpace(string(t))
			}
		}
	}
}

func (p *pageReader) start(e xml.StartElement, line int) {
	p.field = nil
	for _, a := range e.Attr {
		if a.Name.Space == "xmlns" {
			p.page.Spaces[a.Name.Local] = a.Value
		}
	}
	switch e.Name.Space {
	case nsIX:
		p.startFact(e)
	case nsXBRLI, nsXBRLDI:
		p.startContext(e)
	case nsLink:
		if e.Name.Local == "schemaRef" {
			p.page.Schemas = append(p.page.Schemas, attr(e, "href"))
		}
	default:
		if p.segment {
			p.inSegment(e)
			return
		}
		if e.Name.Local == "table" {
			p.tables++
		}
		p.page.Tags = append(p.page.Tags, Tag{line, e.Name.Local, e.Attr, p.tables})
		p.point(attr(e, "style"))
	}
}

// inSegment takes what is no member: the element of a typed member holds its value, all else does not belong.
func (p *pageReader) inSegment(e xml.StartElement) {
	if p.typed {
		p.field = &p.context.Members[len(p.context.Members)-1]
		return
	}
	p.context.Others = append(p.context.Others, e.Name.Local)
}

var pointer = regexp.MustCompile(`-sec-ix-hidden:\s*([^;\s]+)`)

// point notes the hidden fact that a style points to.
func (p *pageReader) point(style string) {
	if m := pointer.FindStringSubmatch(style); m != nil {
		p.page.Pointers = append(p.page.Pointers, m[1])
	}
}

func (p *pageReader) startFact(e xml.StartElement) {
	switch e.Name.Local {
	case "hidden":
		p.hidden++
	case "nonFraction", "nonNumeric", "tuple", "fraction":
		prefix, _ := xbrl.Split(attr(e, "format"))
		p.page.Facts = append(p.page.Facts, Marked{ID: attr(e, "id"), Name: attr(e, "name"), Context: attr(e, "contextRef"), Unit: attr(e, "unitRef"), Format: attr(e, "format"),
			Precision: attr(e, "precision"), Decimals: attr(e, "decimals"), Target: attr(e, "target"), Registry: p.page.Spaces[prefix], Hidden: p.hidden > 0, Number: e.Name.Local == "nonFraction", Nil: attr(e, "nil") == "true"})
	}
}

// startContext takes an element of a context or a unit.
func (p *pageReader) startContext(e xml.StartElement) {
	switch local := e.Name.Local; {
	case local == "context":
		p.page.Contexts = append(p.page.Contexts, Context{ID: attr(e, "id")})
		p.context = &p.page.Contexts[len(p.page.Contexts)-1]
	case local == "unit":
		p.page.Units = append(p.page.Units, Unit{ID: attr(e, "id")})
		p.unit = &p.page.Units[len(p.page.Units)-1]
	case local == "unitDenominator":
		p.under = true
	case local == "measure" && p.unit != nil:
		mark := ""
		if p.under {
			mark = "/"
		}
		p.unit.Measures = append(p.unit.Measures, mark)
		p.field = &p.unit.Measures[len(p.unit.Measures)-1]
	case p.context != nil:
		p.context.part(p, e)
	}
}

func (c *Context) part(p *pageReader, e xml.StartElement) {
	switch e.Name.Local {
	case "identifier":
		c.Scheme, p.field = attr(e, "scheme"), &c.Identifier
	case "startDate":
		p.field = &c.Start
	case "endDate":
		p.field = &c.End
	case "instant":
		p.field = &c.Instant
	case "forever":
		c.Forever = true
	case "scenario":
		c.Scenario = true
	case "segment":
		p.segment = true
	case "explicitMember":
		c.Members = append(c.Members, attr(e, "dimension")+"=")
		p.field = &c.Members[len(c.Members)-1]
	case "typedMember":
		c.Members = append(c.Members, "typed "+attr(e, "dimension")+"=")
		p.typed = true
	}
}

func (p *pageReader) end(e xml.EndElement) {
	p.field = nil
	switch e.Name.Local {
	case "context":
		p.context = nil
	case "segment":
		p.segment = false
	case "typedMember":
		p.typed = false
	case "unit":
		p.unit = nil
	case "unitDenominator":
		p.under = false
	case "hidden":
		p.hidden--
	case "table":
		p.tables--
	}
}

func attr(e xml.StartElement, local string) string { return attrOf(e.Attr, local) }

func attrOf(attrs []xml.Attr, local string) string {
	for _, a := range attrs {
		if a.Name.Local == local && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}
