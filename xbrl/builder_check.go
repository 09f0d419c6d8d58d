package xbrl

import (
	"slices"
	"strings"

	"tieout/xbrl/internal/lazy"
)

var (
	nameOK       = lazy.New(`^[A-Z][A-Za-z0-9]{0,199}$`)
	prefixOK     = lazy.New(`^[a-z][a-z0-9-]*$`)
	baseOK       = lazy.New(`^[a-z0-9]+-[12][0-9]{3}[01][0-9][0-3][0-9]$`)
	namespaceOK  = lazy.New(`^http://[A-Za-z0-9.-]+/([A-Za-z0-9._-]+/)*([0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})$`)
	definitionOK = lazy.New(`^[0-9]+ - (Statement|Disclosure|Schedule|Document) - \S.*$`)
	ownTypeOK    = lazy.New(`^(xbrli|dtr-types):[A-Za-z0-9]+$`)
)

// check looks at what does not depend on the trees' labels.
func (b *builder) check() {
	x := b.x
	if x.Taxonomy == nil {
		b.x.Taxonomy = New(0)
		b.flaw("Taxonomy", "EFM 6.22.3", "no standard taxonomy is given")
	}
	for _, f := range []struct {
		field, value, cite string
		ok                 lazy.Form
	}{
		{"Prefix", x.Prefix, "EFM 6.7.7", prefixOK}, {"Namespace", x.Namespace, "EFM 6.7.4", namespaceOK}, {"Base", x.Base, "EFM 6.3.3", baseOK},
	} {
		if !f.ok.Match(f.value) {
			b.flaw(f.field, f.cite, "%q does not have the form %s", f.value, f.ok)
		}
	}
	if _, taken := b.x.Taxonomy.Family(x.Prefix); taken {
		b.flaw("Prefix", "EFM 6.7.3", "%q is the prefix of a standard taxonomy", x.Prefix)
	}
	seen := map[string]bool{}
	for _, c := range x.Concepts {
		b.checkConcept(c)
		if seen[c.Name] {
			b.flaw(c.Name, "", "it is declared twice")
		}
		seen[c.Name] = true
	}
	for _, r := range x.Roles {
		b.checkRole(r)
		for _, key := range []string{r.ID, r.URI} {
			if seen[key] {
				b.flaw(r.ID, "EFM 6.7.10", "%q names two roles", key)
			}
			seen[key] = true
		}
	}
}

// checkConcept applies EFM 6.7.16 to 6.7.32 to an own concept.
func (b *builder) checkConcept(c Concept) {
	local := c.Local()
	rule := func(bad bool, cite, what string) {
		if bad {
			b.flaw(c.Name, cite, "%s", what)
		}
	}
	rule(c.Prefix() != b.x.Prefix, "", "its prefix is not "+b.x.Prefix)
	rule(!nameOK.Match(local), "EFM 6.8.5", "a name is a capital and at most 199 more letters and digits")
	for _, f := range b.x.Taxonomy.Families() {
		_, exists := b.x.Taxonomy.Concept(f.Prefix + ":" + local)
		rule(exists, "EFM 6.7.16", "a standard concept has that name: "+f.Prefix+":"+local)
	}
	rule(!ownTypeOK.Match(c.Type), "", "an own concept has a type of xbrli or dtr-types")
	rule(c.Label == "", "EFM 6.10.1", "it needs a standard label")
	rule(c.Abstract && c.Period != Duration, "EFM 6.7.21", "an abstract element is a duration")
	rule(strings.HasSuffix(local, "Axis") != (c.Group == Axis), "EFM 6.7.23", "axes and only axes have names in Axis")
	rule(strings.HasSuffix(local, "Table") != (c.Group == Table), "EFM 6.7.24", "tables and only tables have names in Table")
	rule(strings.HasSuffix(local, "LineItems") && !c.Abstract, "EFM 6.7.26", "line items are abstract")
	member := strings.HasSuffix(local, "Domain") || strings.HasSuffix(local, "Member")
	rule(member != c.Member(), "EFM 6.7.27", "domains and members and only they are dtr-types:domainItemType")
	rule(!c.Numeric() && c.Period != Duration, "EFM 6.7.28, 6.7.32, 6.8.16", "what is not a number is a duration")
	rule(c.Group != Item && !c.Abstract, "XDT 1.0 section 2.2", "tables and axes are abstract")
	rule(c.Balance != NoBalance && !c.Monetary(), "XBRL 2.1 section 5.1.1.2", "only sums of money have a balance")
}

func (b *builder) checkRole(r Role) {
	origin := func(uri string) string {
		return strings.Join(slices.Concat(strings.Split(uri, "/"), []string{"", "", ""})[:3], "/")
	}
	if !nameOK.Match(r.ID) {
		b.flaw(r.ID, "", "a role id is a capital and letters or digits")
	}
	if origin(r.URI) != origin(b.x.Namespace) || !strings.Contains(r.URI, "/role/") {
		b.flaw(r.ID, "EFM 6.7.9", "role %q does not begin like the namespace %q and end in /role/name", r.URI, b.x.Namespace)
	}
	if !definitionOK.Match(r.Definition) {
		b.flaw(r.ID, "EFM 6.7.12", "definition %q does not have the form 000002 - Statement - TITLE", r.Definition)
	}
	if len(r.Tree) != 1 {
		b.flaw(r.ID, "EFM 6.12.6", "it has %d roots; a presentation has one", len(r.Tree))
	}
	shown := map[string]bool{}
	b.checkNodes(r, r.Tree, shown)
	for _, s := range r.Sums {
		b.checkSum(r, s, shown)
	}
	b.checkCycles(r)
	if r.Table != nil {
		b.checkCube(r)
	}
}

func (b *builder) checkNodes(r Role, nodes []Node, shown map[string]bool) {
	for _, n := range nodes {
		c, known := b.x.Concept(n.Concept)
		start := strings.HasSuffix(n.Preferred, "eriodStartLabel") || strings.HasSuffix(n.Preferred, "eriodEndLabel")
		if known && start && c.Period != Instant {
			b.flaw(r.ID, "EFM 6.12.7", "%s is a duration and has no opening or closing balance", n.Concept)
		}
		if known && !c.Numeric() && (start || Negated(n.Preferred) || n.Preferred == LabelTotal) {
			b.flaw(r.ID, "EFM 6.10.9", "%s is not a number and cannot have label role %s", n.Concept, n.Preferred)
		}
		if n.Preferred == LabelDoc {
			b.flaw(r.ID, "", "%s: a definition is not a caption", n.Concept)
		}
		shown[n.Concept] = true
		b.checkNodes(r, n.Children, shown)
	}
}

func (b *builder) checkSum(r Role, s Sum, shown map[string]bool) {
	total, ok := b.x.Concept(s.Total)
	if !ok || !total.Numeric() || total.Abstract || !shown[s.Total] || len(s.Parts) == 0 {
		b.flaw(r.ID, "EFM 6.14.5", "total %s must be a number shown in the role and have parts", s.Total)
		return
	}
	seen := map[string]bool{}
	for _, p := range s.Parts {
		part, ok := b.x.Concept(p.Concept)
		switch same := part.Balance == total.Balance; {
		case !ok || !part.Numeric() || part.Abstract || !shown[p.Concept] || seen[p.Concept]:
			b.flaw(r.ID, "EFM 6.14.5", "part %s of %s must be a number shown in the role, once", p.Concept, s.Total)
		case p.Weight != 1 && p.Weight != -1:
			b.flaw(r.ID, "EFM 6.14.2", "part %s of %s has weight %d, not 1 or -1", p.Concept, s.Total, p.Weight)
		case part.Period != total.Period:
			b.flaw(r.ID, "EFM 6.14.3", "part %s of %s has another period type", p.Concept, s.Total)
		case part.Balance != NoBalance && total.Balance != NoBalance && same != (p.Weight == 1):
			b.flaw(r.ID, "XBRL 2.1 section 5.1.1.2", "part %s (%s) of %s (%s) has weight %d", p.Concept, part.Balance, s.Total, total.Balance, p.Weight)
		}
		seen[p.Concept] = true
	}
}

// checkCycles refuses a total that is, over other totals, a part of itself (EFM 6.14.4).
func (b *builder) checkCycles(r Role) {
	parts := map[string][]Part{}
	for _, s := range r.Sums {
		if parts[s.Total] != nil {
			b.flaw(r.ID, "", "%s has two sums in one role", s.Total)
		}
		parts[s.Total] = s.Parts
	}
	for _, s := range r.Sums {
		if reaches(parts, s.Total, s.Total, len(r.Sums)) {
			b.flaw(r.ID, "EFM 6.14.4", "%s adds up to itself", s.Total)
		}
	}
}

func reaches(parts map[string][]Part, from, to string, steps int) bool {
	return steps >= 0 && slices.ContainsFunc(parts[from], func(p Part) bool {
		return p.Concept == to || reaches(parts, p.Concept, to, steps-1)
	})
}

func (b *builder) checkCube(r Role) {
	is := func(name string, ok func(Concept) bool, what string) {
		if c, known := b.x.Concept(name); !known || !ok(c) {
			b.flaw(r.ID, "XDT 1.0 section 2", "%s is not %s", name, what)
		}
	}
	t := r.Table
	is(t.Table, func(c Concept) bool { return c.Group == Table }, "a table")
	is(t.LineItems, func(c Concept) bool { return c.Abstract && c.Group == Item }, "a heading for line items")
	if len(t.Axes) == 0 {
		b.flaw(r.ID, "", "table %s has no axis", t.Table)
	}
	for _, a := range t.Axes {
		is(a.Axis, func(c Concept) bool { return c.Group == Axis }, "an axis")
		for _, m := range append([]string{a.Domain}, a.Members...) {
			is(m, Concept.Member, "a domain or member")
		}
	}
}
