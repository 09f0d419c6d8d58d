package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// MaxDepth is how deep elements may lie in each other.
const MaxDepth = 64

// xmlPart reads one XML part of a workbook, element by element. It refuses a DOCTYPE, which has no place there
// and could name other files.
type xmlPart struct {
	name  string
	dec   *xml.Decoder
	depth int
	close func() error
}

// openXML opens a part; it is nil when there is none of the name.
func (a *archive) openXML(name string) (*xmlPart, error) {
	rc, ok, err := a.open(name)
	if err != nil || !ok {
		return nil, err
	}
	return &xmlPart{name: name, dec: xml.NewDecoder(rc), close: rc.Close}, nil
}

// token is the next start element, end element or text; io.EOF after the last.
func (p *xmlPart) token() (xml.Token, error) {
	t, err := p.dec.Token()
	if err != nil {
		return nil, p.refusal(err)
	}
	switch t.(type) {
	case xml.Directive:
		return nil, unfit("the part %q of the workbook declares a DOCTYPE; this is no ordinary workbook", clip(p.name))
	case xml.StartElement:
		if p.depth++; p.depth > MaxDepth {
			return nil, unfit("the part %q of the workbook is nested deeper than %d elements", clip(p.name), MaxDepth)
		}
	case xml.EndElement:
		p.depth--
	}
	return t, nil
}

func (p *xmlPart) refusal(err error) error {
	if refused(err) || errors.Is(err, io.EOF) {
		return err
	}
	var s *xml.SyntaxError
	if errors.As(err, &s) || strings.HasPrefix(err.Error(), "xml:") {
		return unfit("the part %q of the workbook is damaged or was cut (%v)", clip(p.name), err)
	}
	return err
}

// each calls f for every start element with the names of the elements around it, itself last.
func (p *xmlPart) each(f func(path []string, e xml.StartElement) error) error {
	defer p.close()
	var path []string
	for {
		t, err := p.token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := t.(type) {
		case xml.StartElement:
			path = append(path, e.Name.Local)
			if err := f(path, e); err != nil {
				return err
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// text reads the text of the element that has just begun, to its end. Of a string item (si, is) it is the text of the t
// elements, without phonetic guides.
func (p *xmlPart) text(start string) (string, error) {
	var b strings.Builder
	for stack := []string{start}; len(stack) > 0; {
		t, err := p.token()
		if err != nil {
			return "", err
		}
		switch e := t.(type) {
		case xml.StartElement:
			stack = append(stack, e.Name.Local)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			inner := stack[len(stack)-1]
			if len(stack) > 1 && (inner != "t" || stack[1] == "rPh") || len(stack) == 1 && (start == "si" || start == "is") {
				continue
			}
			if b.Len()+len(e) > maxText {
				return "", unfit("a cell holds more than 1 MiB of text")
			}
			b.Write(e)
		}
	}
	return b.String(), nil
}
