package xbrl

import (
	"errors"
	"fmt"
	"strings"
)

// Extension is the taxonomy that goes with one report: which standard concepts it shows, in what order and under
// what captions, how they add up, and the few concepts of the company's own.
type Extension struct {
	Prefix    string    // of own concepts, without "_" (EFM 6.7.7): "acme"
	Namespace string    // ending in the date of the report (EFM 6.7.4): "http://www.acme.com/20241231"
	Base      string    // file name without ending, "{base}-{yyyymmdd}" (EFM 6.3.3): "acme-20241231"
	Taxonomy  *Taxonomy // standard taxonomies of one year
	Concepts  []Concept // own concepts; Name bears Prefix, Label is required, Doc is wise
	Roles     []Role    // in the order in which the pages of the report are shown
}

// Role is one group of the report: a statement, a note, the cover.
type Role struct {
	ID         string // letters and digits, unique: "BalanceSheets"
	URI        string // same authority as the namespace, ending in "/role/" and a name (EFM 6.7.9)
	Definition string // "000002 - Statement - CONSOLIDATED BALANCE SHEETS" (EFM 6.7.12); roles sort by the number
	Tree       []Node // presentation: one root
	Sums       []Sum  // calculation
	Table      *Cube  // dimensions of the facts in this role, nil for none
}

// Node is a row of a role. Label is its caption. Preferred is a label role; when it is empty the caption becomes a
// terse label (or, when the concept has another terse caption elsewhere, a verbose one), and without a caption the row
// bears the standard label.
type Node struct {
	Concept   string
	Label     string
	Preferred string
	Children  []Node
}

// Sum says that a total is the weighted sum of its parts (XBRL 2.1 section 5.2.5).
type Sum struct {
	Total string
	Parts []Part
}

// Part is one addend; Weight is 1 or -1.
type Part struct {
	Concept string
	Weight  int
}

// Cube is the table of a role: its rows are broken down by axes. The writer puts the table, axes, members and line
// items between the root of the role's tree and its rows.
type Cube struct {
	Table     string // "us-gaap:StatementTable"
	LineItems string // "us-gaap:StatementLineItems"
	Axes      []Breakdown
}

// Breakdown is one axis of a table. The domain is also the default: a fact without the axis is the total.
type Breakdown struct {
	Axis, Domain string
	Members      []string          // a parent before those under it
	Under        map[string]string // member to the member it stands under; the others stand under the domain
}

// File is one file of the package.
type File struct {
	Name string // "acme-20241231_pre.xml"
	Type string // EDGAR's document type, "EX-101.PRE"
	Body []byte
}

// Flaw is one thing that keeps an extension from being written.
type Flaw struct {
	Where string // the role, concept or field
	What  string
	Cite  string
}

func (f Flaw) Error() string {
	s := f.Where + ": " + f.What
	if f.Cite != "" {
		s += " (" + f.Cite + ")"
	}
	return s
}

// Concept looks up an own or standard concept.
func (x Extension) Concept(name string) (Concept, bool) {
	if strings.HasPrefix(name, x.Prefix+":") {
		for _, c := range x.Concepts {
			if c.Name == name {
				return c, true
			}
		}
		return Concept{}, false
	}
	return x.Taxonomy.Concept(name)
}

// NamespaceOf is the namespace of a prefix.
func (x Extension) NamespaceOf(prefix string) (string, bool) {
	if prefix == x.Prefix {
		return x.Namespace, true
	}
	return x.Taxonomy.Namespace(prefix)
}

// SchemaFile is the name of the schema, to which the report refers.
func (x Extension) SchemaFile() string { return x.Base + ".xsd" }

// href is the address of an element in a locator.
func (x Extension) href(name string) string {
	prefix, local := Split(name)
	if f, ok := x.Taxonomy.Family(prefix); ok {
		return f.Href(local)
	}
	return x.SchemaFile() + "#" + prefix + "_" + local
}

// Missing are the concepts, axes and members of facts that no role shows, in the order of the facts: EDGAR wants each
// in a presentation (EFM 6.12.3).
func (x Extension) Missing(facts []Fact) []string {
	shown := map[string]bool{}
	var visit func([]Node)
	visit = func(nodes []Node) {
		for _, n := range nodes {
			shown[n.Concept] = true
			visit(n.Children)
		}
	}
	for _, r := range x.Roles {
		visit(r.Tree)
		if r.Table != nil {
			visit([]Node{withTable(Node{}, *r.Table)})
		}
	}
	var out []string
	need := func(name string) {
		if !shown[name] {
			out = append(out, name)
			shown[name] = true
		}
	}
	for _, f := range facts {
		need(f.Concept)
		for _, m := range f.Dimensions {
			need(m.Axis)
			need(m.Member)
		}
	}
	return out
}

// Sums are the calculations by role.
func (x Extension) Sums() []RoleSums {
	var out []RoleSums
	for _, r := range x.Roles {
		if len(r.Sums) > 0 {
			out = append(out, RoleSums{r.URI, r.Sums})
		}
	}
	return out
}

// Files writes the schema and the linkbases as separate files (EFM 6.3.3, 6.7.8): schema, calculation, definition,
// label, presentation. A linkbase without content is left out, because a file without an extended link is refused
// (EFM 6.3.3.noLinkElement): a package without sums has no _cal, one without tables no _def. The error joins every
// Flaw found.
func (x Extension) Files() ([]File, error) {
	b := builder{x: x, captions: map[string][]caption{}, standard: map[string]string{}}
	b.check()
	b.arrange()
	if len(b.flaws) > 0 {
		return nil, errors.Join(b.flaws...)
	}
	var out []File
	for _, f := range []struct {
		suffix, kind string
		write        func() ([]byte, error)
	}{
		{".xsd", "SCH", b.schema}, {"_cal.xml", "CAL", b.calculation}, {"_def.xml", "DEF", b.definition},
		{"_lab.xml", "LAB", b.labels}, {"_pre.xml", "PRE", b.presentation},
	} {
		body, err := f.write()
		if err != nil {
			return nil, fmt.Errorf("%s%s: %w", x.Base, f.suffix, err)
		}
		if body != nil {
			out = append(out, File{x.Base + f.suffix, "EX-101." + f.kind, body})
		}
	}
	return out, nil
}
