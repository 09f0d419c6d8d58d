package efm

import (
	"slices"
	"strings"

	"tieout/check"
	"tieout/xbrl"
)

// presentationRules are about what is shown where (EFM 6.12).
var presentationRules = []Rule{
	{ID: "EFM.6.12.01", Text: "every presentation relationship has an order (6.12.1)", Since: xbrlReports, Check: each(arcsOf, hasOrder)},
	{ID: "EFM.6.12.02", Text: "no two rows under one heading have one order (6.12.2)", Since: xbrlReports, Check: twins(arcsOf, arcName, func(a xbrl.Arc) string { return a.Role + " " + a.From + " " + a.Order })},
	{ID: "EFM.6.12.03", Text: "every element that is used is shown (6.12.3)", Since: xbrlReports, Check: each(Package.used, isShown)},
	{ID: "EFM.6.12.04", Text: "the label that a row prefers is there (6.12.4)", Since: xbrlReports, Check: each(arcsOf, preferredThere)},
	{ID: "EFM.6.12.05", Text: "an element that is twice under a heading has two kinds of label (6.12.5)", Since: xbrlReports, Check: twins(arcsOf, arcName, func(a xbrl.Arc) string { return a.Role + " " + a.From + " " + a.To + " " + a.Preferred })},
	{ID: "EFM.6.12.06", Text: "a presentation group has one root (6.12.6)", Since: xbrlReports, Check: each(groupsOf, oneRoot)},
	{ID: "EFM.6.12.07", Text: "only balances have labels of the beginning and end of a period (6.12.7)", Since: xbrlReports, Check: each(arcsOf, balanceLabel)},
	{ID: "EFM.6.12.08", Text: "an axis has a domain or members (6.12.8)", Since: xbrlReports, Check: each(arcsOf, axisHasDomain)},
	{ID: "EFM.6.12.role", Text: "presentation groups are declared roles (6.7.9, 6.9.3)", Since: xbrlReports, Check: each(groupsOf, roleDeclared)},
}

func arcsOf(p Package) []xbrl.Arc {
	return slices.DeleteFunc(slices.Clone(p.Pre.Arcs), func(a xbrl.Arc) bool { return a.Arcrole != xbrl.ArcroleParent })
}

func arcName(a xbrl.Arc) string { return nameAt(a.To) + " under " + nameAt(a.From) + " in " + a.Role }

// groupsOf are the roles of the presentation, in the order of the file.
func groupsOf(p Package) []string {
	var out []string
	for _, a := range arcsOf(p) {
		if !contains(out, a.Role) {
			out = append(out, a.Role)
		}
	}
	return out
}

func hasOrder(_ Package, a xbrl.Arc) (check.Finding, bool) {
	return when(a.Order == "", arcName(a), "it has no order")
}

func isShown(p Package, name string) (check.Finding, bool) {
	shown := slices.ContainsFunc(p.Pre.Arcs, func(a xbrl.Arc) bool { return nameAt(a.To) == name || nameAt(a.From) == name })
	return when(!shown, name, "it is used and no presentation group shows it")
}

func preferredThere(p Package, a xbrl.Arc) (check.Finding, bool) {
	if a.Preferred == "" {
		return fine()
	}
	_, ok := p.label(nameAt(a.To), a.Preferred)
	return when(!ok, arcName(a), "the row wants label %s, which is not there", a.Preferred)
}

func oneRoot(p Package, role string) (check.Finding, bool) {
	var children, roots []string
	for _, a := range arcsOf(p) {
		if a.Role == role {
			children = append(children, a.To)
		}
	}
	for _, a := range arcsOf(p) {
		if a.Role == role && !contains(children, a.From) && !contains(roots, a.From) {
			roots = append(roots, a.From)
		}
	}
	if len(roots) > 1 {
		return warned(role, "it has %d roots", len(roots))
	}
	return fine()
}

func balanceLabel(p Package, a xbrl.Arc) (check.Finding, bool) {
	c, ok := p.Concept(nameAt(a.To))
	if ok && c.Period == xbrl.Duration && (strings.HasSuffix(a.Preferred, "eriodStartLabel") || strings.HasSuffix(a.Preferred, "eriodEndLabel")) {
		return warned(arcName(a), "it is a duration and is shown as a balance")
	}
	return fine()
}

func axisHasDomain(p Package, a xbrl.Arc) (check.Finding, bool) {
	c, ok := p.Concept(nameAt(a.To))
	explicit := slices.ContainsFunc(p.Facts, func(f xbrl.Fact) bool {
		return slices.ContainsFunc(f.Dimensions, func(m xbrl.Member) bool { return m.Axis == c.Name && !m.Typed })
	})
	below := slices.ContainsFunc(p.Pre.Arcs, func(x xbrl.Arc) bool { return x.Role == a.Role && x.From == a.To })
	if ok && c.Group == xbrl.Axis && explicit && !below {
		return warned(arcName(a), "nothing stands below the axis")
	}
	return fine()
}

// roleDeclared passes over the roles of standard taxonomies.
func roleDeclared(p Package, role string) (check.Finding, bool) {
	if origin(role) != origin(p.Schema.Namespace) {
		return fine()
	}
	declared := slices.ContainsFunc(p.Schema.Roles, func(r Role) bool { return r.URI == role })
	return when(!declared, role, "the schema does not declare it")
}
