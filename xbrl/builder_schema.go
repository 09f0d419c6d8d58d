package xbrl

import (
	"slices"
	"strings"

	"tieout/xbrl/internal/xw"
)

const declaration = `<?xml version="1.0" encoding="US-ASCII"?>` + "\n"

// document begins an XML file; each top-level thing gets a line of its own through line.
func document(root string, attrs ...string) *xw.Writer {
	w := &xw.Writer{}
	w.Raw(declaration)
	w.Open(root, attrs...)
	w.Raw("\n")
	return w
}

func finish(w *xw.Writer, root string) ([]byte, error) {
	w.Close(root)
	w.Raw("\n")
	return w.Bytes()
}

// kinds are the linkbases of a package in the order of the schema's references.
var kinds = []struct{ suffix, role string }{
	{"cal", "calculation"}, {"def", "definition"}, {"lab", "label"}, {"pre", "presentation"},
}

// schema writes the .xsd: linkbase references, roles, imports and own elements.
func (b *builder) schema() ([]byte, error) {
	x := b.x
	attrs := []string{"xmlns:xs", "http://www.w3.org/2001/XMLSchema", "xmlns:xbrli", nsInstance, "xmlns:link", nsLink, "xmlns:xlink", xlink}
	if b.ownGroup() {
		attrs = append(attrs, "xmlns:xbrldt", nsXBRLDT)
	}
	if b.ownDataTypes() {
		attrs = append(attrs, "xmlns:dtr-types", b.dtr())
	}
	attrs = append(attrs, "xmlns:"+x.Prefix, x.Namespace, "targetNamespace", x.Namespace,
		"attributeFormDefault", "unqualified", "elementFormDefault", "qualified")
	w := document("xs:schema", attrs...)
	w.Open("xs:annotation")
	w.Open("xs:appinfo")
	w.Raw("\n")
	b.linkbaseRefs(w)
	b.roleTypes(w)
	w.Close("xs:appinfo")
	w.Close("xs:annotation")
	w.Raw("\n")
	b.imports(w)
	for _, c := range x.Concepts {
		element(w, c)
	}
	return finish(w, "xs:schema")
}

func (b *builder) linkbaseRefs(w *xw.Writer) {
	for _, k := range kinds {
		if k.suffix == "cal" && !b.hasSums() || k.suffix == "def" && !b.hasTables() {
			continue
		}
		w.Empty("link:linkbaseRef", "xlink:type", "simple", "xlink:arcrole", arcroleLinkb,
			"xlink:role", "http://www.xbrl.org/2003/role/"+k.role+"LinkbaseRef", "xlink:href", b.x.Base+"_"+k.suffix+".xml")
		w.Raw("\n")
	}
}

// roleTypes declares each role for all three kinds of link (EFM 6.7.11).
func (b *builder) roleTypes(w *xw.Writer) {
	for _, r := range b.x.Roles {
		w.Open("link:roleType", "id", r.ID, "roleURI", r.URI)
		w.Leaf("link:definition", r.Definition)
		for _, on := range []string{"presentation", "calculation", "definition"} {
			w.Leaf("link:usedOn", "link:"+on+"Link")
		}
		w.Close("link:roleType")
		w.Raw("\n")
	}
}

// imports brings in only the taxonomies of which an element is used.
func (b *builder) imports(w *xw.Writer) {
	imp := func(space, location string) {
		w.Empty("xs:import", "namespace", space, "schemaLocation", location)
		w.Raw("\n")
	}
	imp(nsInstance, atInstance)
	imp(nsLink, atLink)
	if b.ownGroup() {
		imp(nsXBRLDT, atXBRLDT)
	}
	if b.ownDataTypes() {
		imp(b.dtr(), "https://www.xbrl.org/dtr/type/"+dataTypes(b.x.Taxonomy.Year)+"/types.xsd")
	}
	for _, f := range b.x.Taxonomy.Families() {
		if slices.ContainsFunc(b.used, func(name string) bool { return strings.HasPrefix(name, f.Prefix+":") }) {
			imp(f.Namespace, f.Location)
		}
	}
}

// element declares an own concept: id is prefix_Name, always nillable (EFM 6.7.17, 6.7.18).
func element(w *xw.Writer, c Concept) {
	attrs := []string{"id", c.Prefix() + "_" + c.Local(), "name", c.Local(), "nillable", "true"}
	if c.Abstract {
		attrs = append(attrs, "abstract", "true")
	}
	attrs = append(attrs, "type", c.Type, "substitutionGroup", c.Group.String(), "xbrli:periodType", c.Period.String())
	if c.Balance != NoBalance {
		attrs = append(attrs, "xbrli:balance", c.Balance.String())
	}
	w.Empty("xs:element", attrs...)
	w.Raw("\n")
}

func (b *builder) dtr() string {
	return "http://www.xbrl.org/dtr/type/" + dataTypes(b.x.Taxonomy.Year)
}

func (b *builder) ownGroup() bool {
	return slices.ContainsFunc(b.x.Concepts, func(c Concept) bool { return c.Group != Item })
}

func (b *builder) ownDataTypes() bool {
	return slices.ContainsFunc(b.x.Concepts, func(c Concept) bool { return strings.HasPrefix(c.Type, "dtr-types:") })
}

func (b *builder) hasSums() bool {
	return slices.ContainsFunc(b.x.Roles, func(r Role) bool { return len(r.Sums) > 0 })
}

func (b *builder) hasTables() bool {
	return slices.ContainsFunc(b.x.Roles, func(r Role) bool { return r.Table != nil })
}
