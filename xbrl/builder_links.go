package xbrl

import (
	"slices"
	"strconv"
	"strings"

	"tieout/xbrl/internal/xw"
)

// linkbase begins a linkbase file; further declares namespaces.
func linkbase(further ...string) *xw.Writer {
	attrs := append([]string{"xmlns:link", nsLink, "xmlns:xlink", xlink}, further...)
	attrs = append(attrs, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance", "xsi:schemaLocation", nsLink+" "+atLink)
	return document("link:linkbase", attrs...)
}

func (b *builder) roleRef(w *xw.Writer, uri, href string) {
	w.Empty("link:roleRef", "roleURI", uri, "xlink:type", "simple", "xlink:href", href)
	w.Raw("\n")
}

func (b *builder) loc(w *xw.Writer, concept, label string) {
	w.Empty("link:loc", "xlink:type", "locator", "xlink:href", b.x.href(concept), "xlink:label", label)
	w.Raw("\n")
}

func arc(w *xw.Writer, element, arcrole, from, to string, order int, further ...string) {
	attrs := []string{"xlink:type", "arc", "xlink:arcrole", arcrole, "xlink:from", from, "xlink:to", to, "order", strconv.Itoa(order)}
	w.Empty(element, append(attrs, further...)...)
	w.Raw("\n")
}

// roleRefs refers to the own roles for which use says yes.
func (b *builder) roleRefs(w *xw.Writer, use func(Role) bool) {
	for _, r := range b.x.Roles {
		if use(r) {
			b.roleRef(w, r.URI, b.x.SchemaFile()+"#"+r.ID)
		}
	}
}

// negatedRefs refers to the label roles of 2009 that the linkbase uses.
func (b *builder) negatedRefs(w *xw.Writer, used []string) {
	slices.Sort(used)
	for _, role := range slices.Compact(used) {
		if Negated(role) {
			b.roleRef(w, role, atNegated+"#"+role[strings.LastIndex(role, "/")+1:])
		}
	}
}

// presentation writes _pre.xml.
func (b *builder) presentation() ([]byte, error) {
	w := linkbase()
	b.roleRefs(w, func(Role) bool { return true })
	var preferred []string
	for _, rows := range b.rows {
		for _, r := range rows {
			preferred = append(preferred, r.preferred)
		}
	}
	b.negatedRefs(w, preferred)
	for i, role := range b.x.Roles {
		w.Open("link:presentationLink", "xlink:type", "extended", "xlink:role", role.URI)
		w.Raw("\n")
		for _, r := range b.rows[i] {
			b.loc(w, r.concept, r.locator)
			if r.parent < 0 {
				continue
			}
			var further []string
			if r.preferred != "" {
				further = []string{"preferredLabel", r.preferred}
			}
			arc(w, "link:presentationArc", ArcroleParent, b.rows[i][r.parent].locator, r.locator, r.order, further...)
		}
		w.Close("link:presentationLink")
		w.Raw("\n")
	}
	return finish(w, "link:linkbase")
}

// calculation writes _cal.xml, or nothing. The arcrole is that of 2003: see package calc.
func (b *builder) calculation() ([]byte, error) {
	if !b.hasSums() {
		return nil, nil
	}
	w := linkbase()
	b.roleRefs(w, func(r Role) bool { return len(r.Sums) > 0 })
	for _, r := range b.x.Roles {
		if len(r.Sums) == 0 {
			continue
		}
		w.Open("link:calculationLink", "xlink:type", "extended", "xlink:role", r.URI)
		w.Raw("\n")
		located := locators{b, w, map[string]bool{}}
		for _, s := range r.Sums {
			from := located.once(s.Total)
			for i, p := range s.Parts {
				arc(w, "link:calculationArc", ArcroleSum, from, located.once(p.Concept), i+1, "weight", strconv.Itoa(p.Weight)+".0")
			}
		}
		w.Close("link:calculationLink")
		w.Raw("\n")
	}
	return finish(w, "link:linkbase")
}

// locators writes a locator for each element once.
type locators struct {
	b    *builder
	w    *xw.Writer
	done map[string]bool
}

func (l locators) once(concept string) string { return l.labelled(concept, locator(concept)) }

func (l locators) labelled(concept, label string) string {
	if !l.done[label] {
		l.done[label] = true
		l.b.loc(l.w, concept, label)
	}
	return label
}

// labels writes _lab.xml: one standard label for every element used, and those of the captions.
func (b *builder) labels() ([]byte, error) {
	w := linkbase()
	var roles []string
	for _, name := range b.used {
		for _, c := range b.captions[name] {
			roles = append(roles, c.role)
		}
	}
	b.negatedRefs(w, roles)
	w.Open("link:labelLink", "xlink:type", "extended", "xlink:role", "http://www.xbrl.org/2003/role/link")
	w.Raw("\n")
	for _, name := range b.used {
		b.labelsOf(w, name)
	}
	w.Close("link:labelLink")
	w.Raw("\n")
	return finish(w, "link:linkbase")
}

func (b *builder) labelsOf(w *xw.Writer, name string) {
	from := locator(name)
	to := "lab" + strings.TrimPrefix(from, "loc")
	b.loc(w, name, from)
	arc(w, "link:labelArc", ArcroleLabel, from, to, 1)
	all := append([]caption{{LabelStandard, b.standard[name]}}, b.captions[name]...)
	if c, _ := b.x.Concept(name); c.Doc != "" && c.Prefix() == b.x.Prefix {
		all = append(all, caption{LabelDoc, c.Doc})
	}
	for _, c := range all {
		w.Leaf("link:label", c.text, "xlink:type", "resource", "xlink:label", to, "xlink:role", c.role, "xml:lang", "en-US")
		w.Raw("\n")
	}
}
