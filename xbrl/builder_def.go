package xbrl

import (
	"strings"

	"tieout/xbrl/internal/xw"
)

// definition writes _def.xml, or nothing: for each table the arcs of XBRL Dimensions 1.0 section 2.
func (b *builder) definition() ([]byte, error) {
	if !b.hasTables() {
		return nil, nil
	}
	w := linkbase("xmlns:xbrldt", nsXBRLDT)
	b.roleRefs(w, func(r Role) bool { return r.Table != nil })
	for _, a := range []string{ArcroleAll, ArcroleDefault, ArcroleDomain, ArcroleMember, ArcroleAxis} {
		if a == ArcroleMember && !b.hasMembers() {
			continue
		}
		w.Empty("link:arcroleRef", "arcroleURI", a, "xlink:type", "simple", "xlink:href", atXBRLDT+"#"+a[strings.LastIndex(a, "/")+1:])
		w.Raw("\n")
	}
	for i, r := range b.x.Roles {
		if r.Table == nil {
			continue
		}
		w.Open("link:definitionLink", "xlink:type", "extended", "xlink:role", r.URI)
		w.Raw("\n")
		d := definer{locators{b, w, map[string]bool{}}, w}
		d.cube(*r.Table)
		d.lineItems(*r.Table, b.rows[i])
		w.Close("link:definitionLink")
		w.Raw("\n")
	}
	return finish(w, "link:linkbase")
}

// hasMembers says whether any domain-member arc will be written.
func (b *builder) hasMembers() bool {
	for i, r := range b.x.Roles {
		if r.Table == nil {
			continue
		}
		for _, row := range b.rows[i] {
			if row.parent >= 0 && b.rows[i][row.parent].concept == r.Table.LineItems {
				return true
			}
		}
		for _, a := range r.Table.Axes {
			if len(a.Members) > 0 {
				return true
			}
		}
	}
	return false
}

type definer struct {
	locators
	w *xw.Writer
}

func (d definer) arc(arcrole, from, to string, order int, further ...string) {
	arc(d.w, "link:definitionArc", arcrole, from, to, order, further...)
}

// cube writes the table, its axes and their members. The table is closed: a fact of the line items has these axes and
// no others. The default needs a locator of its own, or two arcs would join the same two locators.
func (d definer) cube(c Cube) {
	table := d.once(c.Table)
	d.arc(ArcroleAll, d.once(c.LineItems), table, 1, "xbrldt:closed", "true", "xbrldt:contextElement", "segment")
	for i, a := range c.Axes {
		axis, domain := d.once(a.Axis), d.once(a.Domain)
		d.arc(ArcroleAxis, table, axis, i+1)
		d.arc(ArcroleDefault, axis, d.labelled(a.Domain, domain+"_default"), 1)
		d.arc(ArcroleDomain, axis, domain, 1)
		for j, m := range a.Members {
			from := domain
			if parent := a.Under[m]; parent != "" {
				from = d.once(parent)
			}
			d.arc(ArcroleMember, from, d.once(m), j+1)
		}
	}
}

// lineItems makes every row below the line items a primary item, under the first heading it has: a second arc to the
// same element would close an undirected cycle (EFM 6.16.4).
func (d definer) lineItems(c Cube, rows []row) {
	under := make([]bool, len(rows))
	orders, placed := map[string]int{}, map[string]bool{}
	for i, r := range rows {
		if r.parent < 0 {
			continue
		}
		parent := rows[r.parent].concept
		under[i] = under[r.parent] || parent == c.LineItems
		if under[i] && !placed[r.concept] {
			placed[r.concept] = true
			orders[parent]++
			d.arc(ArcroleMember, d.once(parent), d.once(r.concept), orders[parent])
		}
	}
}
