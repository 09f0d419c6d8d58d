package efm

import (
	"strings"

	"tieout/check"
	"tieout/xbrl"
	"tieout/xbrl/calc"
)

// factRules are about facts (EFM 6.5.12 to 6.5.42).
var factRules = []Rule{
	{ID: "EFM.6.05.12", Text: "a fact has one value (6.5.12)", Since: xbrlReports, Check: ofDuplicates(calc.RuleDuplicates)},
	{ID: "EFM.6.05.14", Text: "text is in English (6.5.14)", Since: xbrlReports, Check: each(factsOf, inEnglish)},
	{ID: "EFM.6.05.17", Text: "accuracy is given as decimals, not precision (6.5.17)", Since: xbrlReports, Check: each(markedOf, decimalsGiven)},
	{ID: "EFM.6.05.25", Text: "a domain or member is no fact (6.5.25)", Since: xbrlReports, Check: each(factsOf, noMemberAsFact)},
	{ID: "EFM.6.05.37", Text: "no digits other than nil beyond the decimals (6.5.37)", Since: xbrlReports, Check: ofDuplicates(calc.RuleExcess)},
	{ID: "EFM.6.05.42", Text: "no deprecated elements (6.5.42)", Since: xbrlReports, Check: each(Package.used, inForce)},
	{ID: "EFM.6.05.unknown", Text: "every element is one of the taxonomy (XBRL 2.1 section 4.6)", Since: xbrlReports, Check: each(Package.used, isKnown)},
	{ID: "EFM.6.05.period", Text: "a fact has the kind of period that its element wants (XBRL 2.1 section 4.7.2)", Since: xbrlReports, Check: each(factsOf, periodFits)},
	{ID: "EFM.6.05.unit", Text: "sums of money are in a currency, and only numbers have a unit (XBRL 2.1 section 4.8.2)", Since: xbrlReports, Check: each(factsOf, unitFits)},
}

// ofDuplicates are the findings of package calc under one of its rules.
func ofDuplicates(rule string) func(Package) findings {
	return func(p Package) findings {
		return func(yield func(check.Finding) bool) {
			for _, f := range calc.Duplicates(p.Facts, calc.Nearest) {
				if f.Rule == rule && !yield(f) {
					return
				}
			}
		}
	}
}

func inEnglish(_ Package, f xbrl.Fact) (check.Finding, bool) {
	return when(f.Language != "" && f.Language != "en-US", f.Concept, "fact %s is in %s", f.ID, f.Language)
}

func decimalsGiven(_ Package, m Marked) (check.Finding, bool) {
	return when(m.Precision != "", m.Name, "fact %s has precision %s", m.ID, m.Precision)
}

func noMemberAsFact(p Package, f xbrl.Fact) (check.Finding, bool) {
	c, ok := p.Concept(f.Concept)
	return when(ok && (c.Member() || c.Abstract), f.Concept, "fact %s has an element that is a member or a heading", f.ID)
}

func inForce(p Package, name string) (check.Finding, bool) {
	if c, ok := p.Concept(name); ok && c.Deprecated != "" {
		return warned(name, "it was deprecated in %s", c.Deprecated)
	}
	return fine()
}

// isKnown passes over families of which no element is at hand, such as exch.
func isKnown(p Package, name string) (check.Finding, bool) {
	if _, ok := p.Concept(name); ok {
		return fine()
	}
	prefix, _ := xbrl.Split(name)
	_, standard := p.Taxonomy.Family(prefix)
	return when(!standard || len(p.Taxonomy.Names(prefix)) > 0, name, "neither the %d taxonomies nor the schema of the report have it", p.Taxonomy.Year)
}

func periodFits(p Package, f xbrl.Fact) (check.Finding, bool) {
	c, ok := p.Concept(f.Concept)
	return when(ok && !f.Period.Forever() && c.Period != f.Period.Type(), f.Concept, "fact %s is for %s and its element is measured over %s", f.ID, f.Period.ID(), c.Period)
}

func unitFits(p Package, f xbrl.Fact) (check.Finding, bool) {
	c, ok := p.Concept(f.Concept)
	bad := c.Numeric() == f.Unit.IsZero() || c.Monetary() && !f.Unit.Monetary() || strings.HasSuffix(c.Type, ":sharesItemType") && !f.Unit.Equal(xbrl.Shares)
	return when(ok && !f.Nil && bad, f.Concept, "fact %s has unit %q and type %s", f.ID, f.Unit.Key(), c.Type)
}
