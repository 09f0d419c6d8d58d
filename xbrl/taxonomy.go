package xbrl

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Family is one standard taxonomy of one year: us-gaap/2024, dei/2024 and so on.
type Family struct {
	Prefix    string // the prefix EDGAR requires
	Namespace string // of its elements
	Location  string // official address of its schema, as xs:import and locators write it
}

// Href is the address of an element: schema, "#" and id (prefix_local; the official schemas all keep to that).
func (f Family) Href(local string) string { return f.Location + "#" + f.Prefix + "_" + local }

// families says where a taxonomy lives from which year on. All names are regular since 2022.
var families = []struct {
	prefix, host, dir string
	since             int
}{
	{"us-gaap", "fasb.org", "elts/", 2022},
	{"srt", "fasb.org", "elts/", 2022},
	{"dei", "xbrl.sec.gov", "", 2022},
	{"ecd", "xbrl.sec.gov", "", 2023},
	{"cyd", "xbrl.sec.gov", "", 2024},
	{"country", "xbrl.sec.gov", "", 2022},
	{"currency", "xbrl.sec.gov", "", 2022},
	{"exch", "xbrl.sec.gov", "", 2022},
	{"naics", "xbrl.sec.gov", "", 2022},
	{"sic", "xbrl.sec.gov", "", 2022},
	{"stpr", "xbrl.sec.gov", "", 2022},
}

// Families are the standard taxonomies of a year in a fixed order; none before 2022, when names were irregular.
// One filing uses one year for all of them (EFM 6.22.3).
func Families(year int) []Family {
	var out []Family
	for _, f := range families {
		if year < f.since {
			continue
		}
		y, at := strconv.Itoa(year), f.host
		if at == "fasb.org" {
			at = "xbrl.fasb.org"
		}
		out = append(out, Family{
			Prefix:    f.prefix,
			Namespace: "http://" + f.host + "/" + f.prefix + "/" + y,
			Location:  "https://" + at + "/" + f.prefix + "/" + y + "/" + f.dir + f.prefix + "-" + y + ".xsd",
		})
	}
	return out
}

// Taxonomy is the set of standard concepts of one year. It is read only; With gives a changed copy.
type Taxonomy struct {
	Year     int
	families []Family
	concepts func() map[string]Concept
}

// NoTable is the refusal of a year for which no elements are shipped.
type NoTable struct{ Year int }

func (n NoTable) Error() string {
	return fmt.Sprintf("no elements of the %d taxonomies are shipped: load the official package of that year", n.Year)
}

// Standard is the taxonomy of a year whose elements are shipped with the program. They are decoded at the first
// look-up. The error for another year is NoTable; New and Load serve any year from 2022 on.
func Standard(year int) (*Taxonomy, error) {
	t, ok := standard[year]
	if !ok {
		return nil, NoTable{year}
	}
	return t, nil
}

var standard = map[int]*Taxonomy{
	2024: {Year: 2024, families: Families(2024), concepts: sync.OnceValue(func() map[string]Concept { return decode(table2024) })},
}

// New is the taxonomy of a year without any element yet; With and Load add them.
func New(year int) *Taxonomy {
	return &Taxonomy{year, Families(year), func() map[string]Concept { return nil }}
}

// Concept looks up a prefixed name.
func (t *Taxonomy) Concept(name string) (Concept, bool) {
	c, ok := t.concepts()[name]
	return c, ok
}

// Len is the number of concepts.
func (t *Taxonomy) Len() int { return len(t.concepts()) }

// Names are all names with a prefix, sorted.
func (t *Taxonomy) Names(prefix string) []string {
	var out []string
	for name := range t.concepts() {
		if strings.HasPrefix(name, prefix+":") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Families are the taxonomies of the year, in a fixed order.
func (t *Taxonomy) Families() []Family { return slices.Clone(t.families) }

// Family finds a taxonomy by its prefix.
func (t *Taxonomy) Family(prefix string) (Family, bool) {
	i := slices.IndexFunc(t.families, func(f Family) bool { return f.Prefix == prefix })
	if i < 0 {
		return Family{}, false
	}
	return t.families[i], true
}

// Namespace is the namespace of a prefix.
func (t *Taxonomy) Namespace(prefix string) (string, bool) {
	f, ok := t.Family(prefix)
	return f.Namespace, ok
}

// With is the taxonomy with concepts added or replaced by name. A replacement without a label keeps the old label:
// schemas hold no labels.
func (t *Taxonomy) With(concepts ...Concept) *Taxonomy {
	all := sync.OnceValue(func() map[string]Concept {
		m := make(map[string]Concept, t.Len()+len(concepts))
		maps.Copy(m, t.concepts())
		for _, c := range concepts {
			if c.Label == "" {
				c.Label = m[c.Name].Label
			}
			m[c.Name] = c
		}
		return m
	})
	return &Taxonomy{t.Year, t.families, all}
}
