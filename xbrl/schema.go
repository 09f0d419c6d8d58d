package xbrl

import (
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// MaxFile bounds a taxonomy file in bytes; the largest official schema has five million.
const MaxFile = 64 << 20

// maxDepth bounds the nesting of a taxonomy file.
const maxDepth = 64

// Schema is what a taxonomy schema declares.
type Schema struct {
	Namespace string
	Concepts  []Concept // in the order of the file
	Imports   []string  // namespaces
}

// ReadFault says why a taxonomy file or a report cannot be read, and where.
type ReadFault struct {
	Line int // 0 when unknown
	Why  string
}

func (f ReadFault) Error() string {
	if f.Line == 0 {
		return f.Why
	}
	return fmt.Sprintf("line %d: %s", f.Line, f.Why)
}

// typePrefix is the usual prefix for the namespaces whose types elements have.
var typePrefix = []struct{ part, prefix string }{
	{"http://www.xbrl.org/2003/instance", "xbrli"}, {"/dtr/type/", "dtr-types"}, {"/us-types/", "us-types"},
	{"/srt-types/", "srt-types"}, {"extensible-enumerations-2.0", "enum2"}, {"http://www.w3.org/2001/XMLSchema", "xs"},
}

// ParseSchema reads the elements of a taxonomy schema and names them with the prefix. Only global elements that are
// items, axes or tables count; a file with a DOCTYPE, deeper than 64 elements or larger than MaxFile is refused.
func ParseSchema(r io.Reader, prefix string) (Schema, error) {
	var s Schema
	spaces := map[string]string{}
	err := walk(r, func(e xml.StartElement, depth int) error {
		switch {
		case depth == 1 && e.Name.Local != "schema":
			return ReadFault{0, "the root element is <" + e.Name.Local + ">, not <schema>"}
		case depth == 1:
			s.Namespace = attr(e, "targetNamespace")
			for _, a := range e.Attr {
				if a.Name.Space == "xmlns" {
					spaces[a.Name.Local] = a.Value
				}
			}
		case depth == 2 && e.Name.Local == "import":
			s.Imports = append(s.Imports, attr(e, "namespace"))
		case depth == 2 && e.Name.Local == "element":
			if c, ok := concept(e, prefix, spaces); ok {
				s.Concepts = append(s.Concepts, c)
			}
		}
		return nil
	})
	return s, err
}

func concept(e xml.StartElement, prefix string, spaces map[string]string) (Concept, bool) {
	c := Concept{Name: prefix + ":" + attr(e, "name"), Type: usualName(attr(e, "type"), spaces), Abstract: attr(e, "abstract") == "true"}
	_, group := Split(attr(e, "substitutionGroup"))
	switch group {
	case "item":
	case "hypercubeItem":
		c.Group = Table
	case "dimensionItem":
		c.Group = Axis
	default:
		return c, false
	}
	if attr(e, "periodType") == "instant" {
		c.Period = Instant
	}
	switch attr(e, "balance") {
	case "debit":
		c.Balance = Debit
	case "credit":
		c.Balance = Credit
	}
	return c, true
}

// usualName gives a type the prefix that everybody uses for its namespace.
func usualName(name string, spaces map[string]string) string {
	p, local := Split(name)
	for _, t := range typePrefix {
		if strings.Contains(spaces[p], t.part) {
			return t.prefix + ":" + local
		}
	}
	return name
}

// Load is the taxonomy with the elements of an official package in place of the shipped ones. The folder tree
// (a directory, a zip.Reader) is searched for the schemas of the families of the year by their target namespace.
func (t *Taxonomy) Load(pkg fs.FS) (*Taxonomy, error) {
	var found []Concept
	err := fs.WalkDir(pkg, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		for _, f := range t.families {
			if path.Base(name) == path.Base(f.Location) {
				cs, err := loadSchema(pkg, name, f)
				found = append(found, cs...)
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no schema of the %d taxonomies is in the package", t.Year)
	}
	return t.With(found...), nil
}

func loadSchema(pkg fs.FS, name string, f Family) ([]Concept, error) {
	file, err := pkg.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	s, err := ParseSchema(file, f.Prefix)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if s.Namespace != f.Namespace {
		return nil, fmt.Errorf("%s: its namespace is %s, not %s", name, s.Namespace, f.Namespace)
	}
	return s.Concepts, nil
}

// walk calls visit for each start element with its depth, the root being 1.
func walk(r io.Reader, visit func(xml.StartElement, int) error) error {
	return walkText(r, visit, func(string, int) {})
}

func walkText(r io.Reader, visit func(xml.StartElement, int) error, text func(string, int)) error {
	lim := &io.LimitedReader{R: r, N: MaxFile}
	d := xml.NewDecoder(lim)
	d.CharsetReader = Charset
	depth := 0
	for {
		tok, err := d.Token()
		if err == io.EOF && depth == 0 && lim.N > 0 {
			return nil
		}
		line, _ := d.InputPos()
		switch {
		case lim.N <= 0:
			return ReadFault{line, fmt.Sprintf("the file is larger than %d bytes", MaxFile)}
		case err != nil:
			return ReadFault{line, err.Error()}
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return ReadFault{line, fmt.Sprintf("elements are nested deeper than %d", maxDepth)}
			}
			if err := visit(tok, depth); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			text(string(tok), depth)
		case xml.Directive:
			return ReadFault{line, "a DOCTYPE is not allowed"}
		}
	}
}

func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
