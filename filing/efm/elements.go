package efm

import (
	"slices"
	"strings"

	"tieout/check"
	"tieout/xbrl"
)

// elementRules are about the elements of the company's own (EFM 6.7.16 to 6.7.32).
var elementRules = []Rule{
	{ID: "EFM.6.07.16", Text: "an own element does not have the name of a standard one (6.7.16)", Since: xbrlReports, Check: each(elementsOf, nameIsNew)},
	{ID: "EFM.6.07.17", Text: "the id is prefix_Name (6.7.17)", Since: xbrlReports, Check: each(elementsOf, idFits)},
	{ID: "EFM.6.07.18", Text: "an own element is nillable (6.7.18)", Since: xbrlReports, Check: each(elementsOf, nillable)},
	{ID: "EFM.6.07.19", Text: "no tuples (6.7.19)", Since: xbrlReports, Check: each(elementsOf, noTuple)},
	{ID: "EFM.6.07.20", Text: "no typed axes (6.7.20)", Since: xbrlReports, Check: each(elementsOf, noTypedAxis)},
	{ID: "EFM.6.07.21", Text: "an abstract element is a duration (6.7.21)", Since: xbrlReports, Check: each(elementsOf, abstractIsDuration)},
	{ID: "EFM.6.07.23", Text: "axes and only axes have names in Axis (6.7.23)", Since: xbrlReports, Check: each(elementsOf, axisName)},
	{ID: "EFM.6.07.24", Text: "tables and only tables have names in Table (6.7.24)", Since: xbrlReports, Check: each(elementsOf, tableName)},
	{ID: "EFM.6.07.25", Text: "the substitution group is item, dimensionItem or hypercubeItem (6.7.25)", Since: xbrlReports, Check: each(elementsOf, groupKnown)},
	{ID: "EFM.6.07.26", Text: "line items are abstract (6.7.26)", Since: xbrlReports, Check: each(elementsOf, lineItemsAbstract)},
	{ID: "EFM.6.07.27", Text: "domains and members and only they are domainItemType (6.7.27)", Since: xbrlReports, Check: each(elementsOf, memberName)},
	{ID: "EFM.6.07.28", Text: "a domain or member is a duration (6.7.28)", Since: xbrlReports, Check: each(elementsOf, memberIsDuration)},
	{ID: "EFM.6.07.29", Text: "a name has at most 200 bytes (6.7.29)", Since: xbrlReports, Check: each(elementsOf, nameLength)},
	{ID: "EFM.6.07.31", Text: "no fractions (6.7.31)", Since: xbrlReports, Check: each(elementsOf, noFraction)},
	{ID: "EFM.6.07.32", Text: "a text block is a duration (6.7.32)", Since: xbrlReports, Check: each(elementsOf, textIsDuration)},
}

func (e Element) name() string { return e.Concept.Name }

func (e Element) ends(with string) bool { return strings.HasSuffix(e.name(), with) }

func (e Element) group(local string) bool { return strings.HasSuffix(e.Group, ":"+local) }

func (e Element) instant() bool { return e.Period == "instant" }

func nameIsNew(p Package, e Element) (check.Finding, bool) {
	for _, f := range p.Taxonomy.Families() {
		if _, taken := p.Taxonomy.Concept(f.Prefix + ":" + e.Concept.Local()); taken {
			return refused(e.name(), "%s:%s is a standard element", f.Prefix, e.Concept.Local())
		}
	}
	return fine()
}

func idFits(_ Package, e Element) (check.Finding, bool) {
	want := strings.Replace(e.name(), ":", "_", 1)
	return when(e.ID != want, e.name(), "its id is %q and must be %q", e.ID, want)
}

func nillable(_ Package, e Element) (check.Finding, bool) {
	return when(e.Nillable != "true", e.name(), "it is not nillable")
}

func noTuple(_ Package, e Element) (check.Finding, bool) {
	return when(e.group("tuple"), e.name(), "it is a tuple")
}

func noTypedAxis(_ Package, e Element) (check.Finding, bool) {
	return when(e.TypedDomain != "", e.name(), "it has a typed domain")
}

func abstractIsDuration(_ Package, e Element) (check.Finding, bool) {
	return when(e.Concept.Abstract && e.instant(), e.name(), "it is abstract and an instant")
}

func axisName(_ Package, e Element) (check.Finding, bool) {
	return when(e.group("dimensionItem") != e.ends("Axis"), e.name(), "its group is %s", e.Group)
}

func tableName(_ Package, e Element) (check.Finding, bool) {
	return when(e.group("hypercubeItem") != e.ends("Table"), e.name(), "its group is %s", e.Group)
}

func groupKnown(_ Package, e Element) (check.Finding, bool) {
	known := e.group("item") || e.group("dimensionItem") || e.group("hypercubeItem") || e.group("tuple")
	return when(!known, e.name(), "its group is %q", e.Group)
}

func lineItemsAbstract(_ Package, e Element) (check.Finding, bool) {
	return when(e.ends("LineItems") && !e.Concept.Abstract, e.name(), "it is not abstract")
}

func memberName(_ Package, e Element) (check.Finding, bool) {
	named := e.ends("Domain") || e.ends("Member")
	return when(named != strings.HasSuffix(e.Type, ":domainItemType"), e.name(), "its type is %s", e.Type)
}

func memberIsDuration(_ Package, e Element) (check.Finding, bool) {
	return when(strings.HasSuffix(e.Type, ":domainItemType") && e.instant() && !e.Concept.Abstract, e.name(), "it is an instant")
}

func nameLength(_ Package, e Element) (check.Finding, bool) {
	return when(len(e.Concept.Local()) > 200, e.name(), "the name has %d bytes", len(e.Concept.Local()))
}

func noFraction(_ Package, e Element) (check.Finding, bool) {
	return when(strings.HasSuffix(e.Type, ":fractionItemType"), e.name(), "it is a fraction")
}

func textIsDuration(_ Package, e Element) (check.Finding, bool) {
	return when(strings.HasSuffix(e.Type, ":textBlockItemType") && e.instant() && !e.Concept.Abstract, e.name(), "it is a text block and an instant")
}

// sortedRoles are the roles in the order of their definitions, as EDGAR shows them.
func sortedRoles(roles []Role) []Role {
	out := slices.Clone(roles)
	slices.SortStableFunc(out, func(a, b Role) int { return strings.Compare(a.Definition, b.Definition) })
	return out
}

// nameAt is the element of a locator's address.
func nameAt(href string) string { return xbrl.NameOf(href) }
