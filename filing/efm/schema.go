package efm

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"tieout/xbrl"
)

// Schema is the extension's schema as it stands.
type Schema struct {
	Namespace string
	Prefixes  []string // that stand for the namespace
	Elements  []Element
	Roles     []Role
	Imports   []string // namespaces
	Includes  []string
	Embedded  int // linkbases inside the schema
	Linkbases []string
}

// Prefix is the prefix of own elements.
func (s Schema) Prefix() string {
	if len(s.Prefixes) == 0 {
		return ""
	}
	return s.Prefixes[0]
}

// Element is a declaration.
type Element struct {
	Concept                                        xbrl.Concept
	ID, Nillable, Group, Type, TypedDomain, Period string
}

// Role is a group of the report.
type Role struct {
	ID, URI, Definition string
	UsedOn              []string
}

// readSchema reads a schema. Elements that are no items, which xbrl leaves out, are kept with their attributes.
func readSchema(r io.Reader) (Schema, error) {
	text, err := io.ReadAll(io.LimitReader(r, xbrl.MaxFile))
	if err != nil {
		return Schema{}, err
	}
	s := Schema{}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = xbrl.Charset
	var field *string
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return s, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			field = s.start(t)
		case xml.EndElement:
			field = nil
		case xml.CharData:
			if field != nil {
				*field += string(t)
			}
		}
	}
	typed, err := xbrl.ParseSchema(bytes.NewReader(text), s.Prefix())
	for _, c := range typed.Concepts {
		for i := range s.Elements {
			if s.Elements[i].Concept.Name == c.Name {
				s.Elements[i].Concept = c
			}
		}
	}
	return s, err
}

// start takes an element and gives the text that follows it, if it counts.
func (s *Schema) start(e xml.StartElement) *string {
	switch e.Name.Local {
	case "schema":
		s.Namespace = attr(e, "targetNamespace")
		for _, a := range e.Attr {
			if a.Name.Space == "xmlns" && a.Value == s.Namespace {
				s.Prefixes = append(s.Prefixes, a.Name.Local)
			}
		}
	case "import":
		s.Imports = append(s.Imports, attr(e, "namespace"))
	case "include":
		s.Includes = append(s.Includes, attr(e, "schemaLocation"))
	case "linkbase":
		s.Embedded++
	case "linkbaseRef":
		s.Linkbases = append(s.Linkbases, attr(e, "href"))
	case "roleType":
		s.Roles = append(s.Roles, Role{ID: attr(e, "id"), URI: attr(e, "roleURI")})
	case "definition":
		if n := len(s.Roles); n > 0 {
			return &s.Roles[n-1].Definition
		}
	case "usedOn":
		if n := len(s.Roles); n > 0 {
			r := &s.Roles[n-1]
			r.UsedOn = append(r.UsedOn, "")
			return &r.UsedOn[len(r.UsedOn)-1]
		}
	case "element":
		name := s.Prefix() + ":" + attr(e, "name")
		s.Elements = append(s.Elements, Element{Concept: xbrl.Concept{Name: name}, ID: attr(e, "id"), Nillable: attr(e, "nillable"), Group: attr(e, "substitutionGroup"),
			Type: attr(e, "type"), TypedDomain: attr(e, "typedDomainRef"), Period: attr(e, "periodType")})
	}
	return nil
}

// origin is the scheme and authority of a URI.
func origin(uri string) string {
	parts := strings.SplitN(uri, "/", 4)
	if len(parts) < 3 {
		return uri
	}
	return strings.Join(parts[:3], "/")
}

func elementsOf(p Package) []Element { return p.Schema.Elements }

func rolesOf(p Package) []Role { return p.Schema.Roles }
