package efm

import (
	"regexp"

	"tieout/check"
	"tieout/xbrl"
)

// requiredRules are about the required context: without dimensions, over the period of the report (EFM 6.5.19 to
// 6.5.23, 6.22.3).
var requiredRules = []Rule{
	{ID: "EFM.6.05.19", Text: "there is a context over the period of the report that holds the document information (6.5.19)", Since: xbrlReports, Check: once(requiredContext)},
	{ID: "EFM.6.05.20", Text: "document information is in the required context (6.5.20)", Since: xbrlReports, Check: each(factsOf, inRequired)},
	{ID: "EFM.6.05.20.periodEnd", Text: "the period of the report ends on DocumentPeriodEndDate (6.5.20)", Since: xbrlReports, Check: once(endsOnItsDate)},
	{ID: "EFM.6.05.20.focus", Text: "the fiscal period focus fits the form (6.5.20)", Since: xbrlReports, Check: once(focusFits)},
	{ID: "EFM.6.05.23", Text: "EntityCentralIndexKey is the identifier of the contexts (6.5.23)", Since: xbrlReports, Check: once(cikAgrees)},
	{ID: "EFM.6.22.03", Text: "all standard taxonomies are of one year (6.22.3)", Since: xbrlReports, Check: oneYear},
}

// required is the period of the fact that says what the document is.
func (p Package) required() (xbrl.Period, bool) {
	for _, f := range p.cover("DocumentType") {
		return f.Period, f.Period.Type() == xbrl.Duration && !f.Period.Forever()
	}
	return xbrl.Period{}, false
}

func requiredContext(p Package) (check.Finding, bool) {
	_, ok := p.required()
	return when(!ok, "DocumentType", "no context over a period and without dimensions holds dei:DocumentType")
}

// inRequired: cover facts that are durations stand in the required context, but for those of a class of shares.
func inRequired(p Package, f xbrl.Fact) (check.Finding, bool) {
	prefix, _ := xbrl.Split(f.Concept)
	want, ok := p.required()
	if prefix != "dei" || !ok || f.Period.Type() == xbrl.Instant || len(f.Dimensions) > 0 {
		return fine()
	}
	return when(f.Period != want, f.Concept, "fact %s is over %s, not over %s", f.ID, f.Period.ID(), want.ID())
}

func endsOnItsDate(p Package) (check.Finding, bool) {
	want, ok := p.required()
	end := p.value("DocumentPeriodEndDate")
	return when(ok && end != "" && end != want.End().String(), "DocumentPeriodEndDate", "it is %s and the required context ends on %s", end, want.End())
}

func focusFits(p Package) (check.Finding, bool) {
	form, focus := p.value("DocumentType"), p.value("DocumentFiscalPeriodFocus")
	quarter := focus == "Q1" || focus == "Q2" || focus == "Q3"
	bad := focus != "" && (form == "10-K" && focus != "FY" || form == "10-Q" && !quarter)
	return when(bad, "DocumentFiscalPeriodFocus", "%s does not go with form %s", focus, form)
}

func cikAgrees(p Package) (check.Finding, bool) {
	cik := p.value("EntityCentralIndexKey")
	return when(cik != "" && cik != p.Report.Entity, "EntityCentralIndexKey", "it is %s and the contexts say %s", cik, p.Report.Entity)
}

var standardSpace = regexp.MustCompile(`^http://(?:fasb\.org|xbrl\.sec\.gov)/([a-z-]+)/([0-9]{4})$`)

// oneYear names each standard namespace of another year than the first.
func oneYear(p Package) findings {
	return func(yield func(check.Finding) bool) {
		first, year := "", ""
		for _, prefix := range sortedKeys(p.Page.Spaces) {
			m := standardSpace.FindStringSubmatch(p.Page.Spaces[prefix])
			if m == nil {
				continue
			}
			if first == "" {
				first, year = m[1], m[2]
			}
			if f, bad := when(m[2] != year, prefix, "it is of %s and %s is of %s", m[2], first, year); bad && !yield(f) {
				return
			}
		}
	}
}
