package efm

import (
	"regexp"
	"slices"
	"strings"

	"tieout/check"
)

const cikScheme = "http://www.sec.gov/CIK"

var tenDigits = regexp.MustCompile(`^[0-9]{10}$`)

// contextRules are about contexts and units (EFM 6.5.1 to 6.5.9, 6.5.11, 6.5.38, 6.5.39).
var contextRules = []Rule{
	{ID: "EFM.6.05.01", Text: "the scheme of an identifier is " + cikScheme + " (6.5.1)", Since: xbrlReports, Check: each(contextsOf, schemeIsCIK)},
	{ID: "EFM.6.05.02", Text: "an identifier is a CIK of ten digits (6.5.2)", Since: xbrlReports, Check: each(contextsOf, cikHasTenDigits)},
	{ID: "EFM.6.05.03", Text: "all contexts have one identifier (6.5.3)", Since: xbrlReports, Check: each(contextsOf, sameEntity)},
	{ID: "EFM.6.05.04", Text: "no scenario (6.5.4)", Since: xbrlReports, Check: each(contextsOf, noScenario)},
	{ID: "EFM.6.05.05", Text: "a segment has explicit members only (6.5.5)", Since: xbrlReports, Check: each(contextsOf, membersOnly)},
	{ID: "EFM.6.05.07", Text: "no two contexts are equal (6.5.7)", Since: xbrlReports, Check: contextsDiffer},
	{ID: "EFM.6.05.08", Text: "every context is used (6.5.8)", Since: xbrlReports, Check: each(contextsOf, contextIsUsed)},
	{ID: "EFM.6.05.09", Text: "no period begins on the day on which another ends (6.5.9)", Since: xbrlReports, Check: each(contextsOf, noOverlap)},
	{ID: "EFM.6.05.11", Text: "no two units are equal (6.5.11)", Since: xbrlReports, Check: unitsDiffer},
	{ID: "EFM.6.05.38", Text: "no period for ever (6.5.38)", Since: xbrlReports, Check: each(contextsOf, notForever)},
	{ID: "EFM.6.05.39", Text: "no typed dimension of one's own (6.5.39)", Since: xbrlReports, Check: each(contextsOf, noTyped)},
}

func contextsOf(p Package) []Context { return p.Page.Contexts }

func schemeIsCIK(_ Package, c Context) (check.Finding, bool) {
	return when(c.Scheme != cikScheme, c.ID, "the scheme is %q", c.Scheme)
}

func cikHasTenDigits(_ Package, c Context) (check.Finding, bool) {
	return when(!tenDigits.MatchString(c.Identifier), c.ID, "the identifier is %q", c.Identifier)
}

func sameEntity(p Package, c Context) (check.Finding, bool) {
	first := p.Page.Contexts[0].Identifier
	return when(c.Identifier != first, c.ID, "the identifier is %q and that of the first context is %q", c.Identifier, first)
}

func noScenario(_ Package, c Context) (check.Finding, bool) {
	return when(c.Scenario, c.ID, "it has a scenario")
}

func membersOnly(_ Package, c Context) (check.Finding, bool) {
	return when(len(c.Others) > 0, c.ID, "the segment holds %s", strings.Join(c.Others, ", "))
}

// twins makes a rule of a key that two things must not share.
func twins[T any](list func(Package) []T, id, key func(T) string) func(Package) findings {
	return func(p Package) findings {
		return func(yield func(check.Finding) bool) {
			seen := map[string]string{}
			for _, x := range list(p) {
				first, twice := seen[key(x)]
				if !twice {
					seen[key(x)] = id(x)
					continue
				}
				if f, _ := refused(id(x), "it is equal to %s", first); !yield(f) {
					return
				}
			}
		}
	}
}

var contextsDiffer = twins(contextsOf, func(c Context) string { return c.ID }, func(c Context) string {
	c.Members = slices.Sorted(slices.Values(c.Members))
	return c.key()
})

var unitsDiffer = twins(func(p Package) []Unit { return p.Page.Units }, func(u Unit) string { return u.ID }, func(u Unit) string {
	return strings.Join(slices.Sorted(slices.Values(u.Measures)), " ")
})

func contextIsUsed(p Package, c Context) (check.Finding, bool) {
	used := slices.ContainsFunc(p.Page.Facts, func(m Marked) bool { return m.Context == c.ID })
	return when(!used, c.ID, "no fact uses it")
}

// periodic says whether the report is one whose periods must not touch.
func (p Package) periodic() bool { return strings.HasPrefix(p.value("DocumentType"), "10-") }

// noOverlap is the rule as it stands since version 27 of the manual, older than any inline report: periods of one day,
// and those that begin or end together, are let be. That version dropped section 6.5.10 too.
func noOverlap(p Package, c Context) (check.Finding, bool) {
	for _, other := range p.Page.Contexts {
		if c.Start != "" && c.Start == other.End && other.Start != other.End && other.Start != c.Start && other.End != c.End && p.periodic() {
			return refused(c.ID, "it begins on %s, the last day of %s", c.Start, other.ID)
		}
	}
	return fine()
}

func notForever(_ Package, c Context) (check.Finding, bool) {
	return when(c.Forever, c.ID, "its period is for ever")
}

func noTyped(p Package, c Context) (check.Finding, bool) {
	for _, m := range c.Members {
		axis, typed := strings.CutPrefix(m, "typed ")
		axis, _, _ = strings.Cut(axis, "=")
		if _, standard := p.Taxonomy.Concept(axis); typed && !standard {
			return refused(c.ID, "axis %s is typed and of no standard taxonomy", axis)
		}
	}
	return fine()
}
