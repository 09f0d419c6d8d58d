package efm

import (
	"regexp"
	"strings"

	"tieout/check"
)

var (
	namespaceForm  = regexp.MustCompile(`^http://[^/]+/(?:[^/]+/)*([0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})$`)
	authorityForm  = regexp.MustCompile(`^https?://[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+(/|$)`)
	definitionForm = regexp.MustCompile(`^[0-9]+ - (Statement|Disclosure|Schedule|Document) - \S(.*\S)?$`)
)

// authorities are those of standard taxonomies: no company's own elements live there.
var authorities = []string{"fasb.org", "xbrl.org", "sec.gov", "ifrs.org", "w3.org", "xbrl.us"}

// schemaRules are about the extension's schema and its roles (EFM 6.7.1 to 6.7.12).
var schemaRules = []Rule{
	{ID: "EFM.6.07.01", Text: "the schema includes no other (6.7.1)", Since: xbrlReports, Check: each(func(p Package) []string { return p.Schema.Includes }, noInclude)},
	{ID: "EFM.6.07.03", Text: "the namespace is not that of a standard authority (6.7.3)", Since: xbrlReports, Check: once(ownAuthority)},
	{ID: "EFM.6.07.04", Text: "the namespace ends in the date (6.7.4)", Since: xbrlReports, Check: once(namespaceDated)},
	{ID: "EFM.6.07.05", Text: "the namespace begins with a valid authority (6.7.5)", Since: xbrlReports, Check: once(authorityValid)},
	{ID: "EFM.6.07.07", Text: "the prefix has no underscore (6.7.7)", Since: xbrlReports, Check: once(prefixPlain)},
	{ID: "EFM.6.07.07.multipleRecommendedPrefixes", Text: "the namespace has one prefix (6.7.7)", Since: xbrlReports, Check: once(onePrefix)},
	{ID: "EFM.6.07.08", Text: "no linkbase stands in the schema (6.7.8)", Since: xbrlReports, Check: once(noEmbedded)},
	{ID: "EFM.6.07.09", Text: "a role begins like the namespace (6.7.9)", Since: xbrlReports, Check: each(rolesOf, roleAuthority)},
	{ID: "EFM.6.07.09.roleEnding", Text: "a role ends in /role/ and a name (6.7.9)", Since: xbrlReports, Check: each(rolesOf, roleEnding)},
	{ID: "EFM.6.07.10", Text: "a role is declared once (6.7.10)", Since: xbrlReports, Check: twins(rolesOf, func(r Role) string { return r.ID }, func(r Role) string { return r.URI })},
	{ID: "EFM.6.07.11", Text: "a role is for presentation, calculation and definition links (6.7.11)", Since: xbrlReports, Check: each(rolesOf, forThreeLinks)},
	{ID: "EFM.6.07.12", Text: "the definition of a role is {number} - {type} - {title} (6.7.12)", Since: xbrlReports, Check: each(rolesOf, definitionFits)},
	{ID: "EFM.6.07.12.presentationBaseSetOrder", Text: "roles come as cover, statements, notes, policies, tables, details (6.7.12)", Since: xbrlReports, Check: levelsRise},
}

func noInclude(_ Package, location string) (check.Finding, bool) {
	return refused(location, "the schema includes it")
}

func ownAuthority(p Package) (check.Finding, bool) {
	host := strings.TrimPrefix(origin(p.Schema.Namespace), "http://")
	for _, a := range authorities {
		if host == a || strings.HasSuffix(host, "."+a) {
			return refused(p.Schema.Namespace, "%s publishes standard taxonomies", a)
		}
	}
	return fine()
}

func namespaceDated(p Package) (check.Finding, bool) {
	return when(!namespaceForm.MatchString(p.Schema.Namespace), p.Schema.Namespace, "the namespace does not have the form http://authority/yyyymmdd")
}

func authorityValid(p Package) (check.Finding, bool) {
	return when(!authorityForm.MatchString(p.Schema.Namespace), p.Schema.Namespace, "the namespace has no valid authority")
}

func prefixPlain(p Package) (check.Finding, bool) {
	prefix := p.Schema.Prefix()
	return when(prefix == "" || strings.Contains(prefix, "_"), p.Schema.Namespace, "its prefix is %q", prefix)
}

func onePrefix(p Package) (check.Finding, bool) {
	return when(len(p.Schema.Prefixes) > 1, p.Schema.Namespace, "it has the prefixes %s", strings.Join(p.Schema.Prefixes, ", "))
}

func noEmbedded(p Package) (check.Finding, bool) {
	return when(p.Schema.Embedded > 0, p.Schema.Namespace, "%d linkbases stand in the schema", p.Schema.Embedded)
}

func roleAuthority(p Package, r Role) (check.Finding, bool) {
	return when(origin(r.URI) != origin(p.Schema.Namespace), r.URI, "it does not begin like %s", p.Schema.Namespace)
}

func roleEnding(_ Package, r Role) (check.Finding, bool) {
	before, name, ok := strings.Cut(r.URI, "/role/")
	if !ok || before == "" || name == "" || strings.Contains(name, "/") {
		return warned(r.URI, "it does not end in /role/ and a name")
	}
	return fine()
}

func forThreeLinks(_ Package, r Role) (check.Finding, bool) {
	for _, link := range []string{"link:presentationLink", "link:calculationLink", "link:definitionLink"} {
		if !contains(r.UsedOn, link) {
			return refused(r.URI, "it is not for %s", link)
		}
	}
	return fine()
}

func definitionFits(_ Package, r Role) (check.Finding, bool) {
	return when(!definitionForm.MatchString(r.Definition), r.URI, "its definition is %q", r.Definition)
}

// level is what a role shows: EDGAR tells from the words of its definition.
func (r Role) level() int {
	switch {
	case strings.Contains(r.Definition, "- Document - "):
		return 0
	case strings.Contains(r.Definition, " - Statement - "):
		return 1
	case strings.Contains(r.Definition, " (Detail"):
		return 5
	case strings.Contains(r.Definition, " (Polic"):
		return 3
	case strings.Contains(r.Definition, " (Table"):
		return 4
	}
	return 2
}

// levelsRise looks at the roles that show something in the order of their numbers, which is that of the text of equally long numbers.
func levelsRise(p Package) findings {
	return func(yield func(check.Finding) bool) {
		last, groups := Role{}, groupsOf(p)
		for _, r := range sortedRoles(p.Schema.Roles) {
			if !contains(groups, r.URI) {
				continue
			}
			if last.URI != "" && r.level() < last.level() {
				if f, _ := warned(r.Definition, "it comes after %s", last.Definition); !yield(f) {
					return
				}
			}
			last = r
		}
	}
}
