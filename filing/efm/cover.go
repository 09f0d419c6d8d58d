package efm

import (
	"slices"
	"strings"

	"tieout/check"
	"tieout/fiscal"
)

// The rules of the cover page are data: dei-validations.json of the SEC's own rule code (release 25.4), its rows for
// forms 10-K and 10-Q.

// kind says what a row asks for.
type kind uint8

const (
	needed   kind = iota + 1 // each of the facts is there
	exactly                  // and has this value
	oneOf                    // at least one of the facts is there
	notBoth                  // the second fact does not have the value when the first has the other
	needs                    // each is there when another fact has one of some values
	needsAny                 // one of them is there when another fact is
	onlyIn                   // none is there, the form has no such fact
)

// coverRow is a row of the table.
type coverRow struct {
	cite   string // section of the manual
	forms  string // empty for both
	kind   kind
	names  string // local names in dei
	values string // of exactly, notBoth and needs: what is compared, the condition before "="
	since  fiscal.Date
	warns  bool
}

var (
	attestationFlag = fiscal.MustParse("2020-04-27") // Release 34-88365
	auditorFacts    = fiscal.MustParse("2022-01-10") // Release 34-93701
	recoveryFlags   = fiscal.MustParse("2023-01-27") // Release 33-11126
)

// coverTable: facts that the required context, or for shares and securities any context without dimensions, must have.
var coverTable = []coverRow{
	{"6.5.20", "", needed, "DocumentType AmendmentFlag", "", xbrlReports, false},
	{"6.5.20", "", needed, "DocumentPeriodEndDate DocumentFiscalYearFocus DocumentFiscalPeriodFocus", "", xbrlReports, false},
	{"6.5.21", "", needed, "EntityRegistrantName EntityCentralIndexKey", "", xbrlReports, false},
	{"6.5.21", "", needed, "CurrentFiscalYearEndDate EntityFilerCategory", "", xbrlReports, false},
	{"6.5.21", "10-K", needed, "EntityVoluntaryFilers EntityWellKnownSeasonedIssuer EntityPublicFloat", "", xbrlReports, false},
	{"6.5.21", "", needed, "EntityCurrentReportingStatus", "", xbrlReports, false},
	{"6.5.21", "", needed, "EntityInteractiveDataCurrent", "", coverTagging, false},
	{"6.5.21", "10-K", notBoth, "EntityWellKnownSeasonedIssuer EntityVoluntaryFilers", "Yes=Yes", xbrlReports, false},
	{"6.5.21", "10-K", notBoth, "EntityWellKnownSeasonedIssuer EntityShellCompany", "Yes=true", coverTagging, false},
	{"6.5.21", "10-K", needs, "IcfrAuditorAttestationFlag", "EntityFilerCategory=Large Accelerated Filer|Accelerated Filer", attestationFlag, false},
	{"6.5.26", "", needed, "EntityCommonStockSharesOutstanding", "", xbrlReports, false},
	{"6.5.40", "", needed, "EntitySmallBusiness EntityShellCompany EntityEmergingGrowthCompany", "", coverTagging, false},
	{"6.5.40", "", onlyIn, "EntityExTransitionPeriod", "EntityEmergingGrowthCompany=false", coverTagging, false},
	{"6.5.46", "", oneOf, "Security12bTitle Security12gTitle", "", coverTagging, true},
	{"6.5.46", "", needs, "SecurityExchangeName", "Security12bTitle=", coverTagging, false},
	{"6.5.46", "", needsAny, "TradingSymbol NoTradingSymbolFlag", "Security12bTitle=", coverTagging, false},
	{"6.5.47", "", needed, "EntityFileNumber EntityIncorporationStateCountryCode EntityTaxIdentificationNumber", "", coverTagging, false},
	{"6.5.48", "", needed, "EntityAddressAddressLine1 EntityAddressCityOrTown EntityAddressPostalZipCode", "", coverTagging, false},
	{"6.5.48", "", oneOf, "EntityAddressStateOrProvince EntityAddressCountry", "", coverTagging, false},
	{"6.5.48", "", needed, "CityAreaCode LocalPhoneNumber", "", coverTagging, false},
	{"6.5.49", "10-K", exactly, "DocumentAnnualReport", "true", coverTagging, false},
	{"6.5.49", "10-Q", exactly, "DocumentQuarterlyReport", "true", coverTagging, false},
	{"6.5.49", "", exactly, "DocumentTransitionReport", "false", coverTagging, false},
	{"6.5.49", "10-K", needed, "DocumentFinStmtErrorCorrectionFlag", "", recoveryFlags, false},
	{"6.5.49", "10-K", needs, "DocumentFinStmtRestatementRecoveryAnalysisFlag", "DocumentFinStmtErrorCorrectionFlag=true", recoveryFlags, false},
	{"6.5.52", "10-K", onlyIn, "EntityInformationFormerLegalOrRegisteredName", "", coverTagging, true},
	{"6.5.54", "10-K", needed, "AuditorName AuditorLocation AuditorFirmId", "", auditorFacts, false},
}

// onCover says whether the table has the fact among those that the cover page shows. What the header may hold is
// left out.
func onCover(local string) bool {
	if contains([]string{"AmendmentFlag", "EntityCentralIndexKey", "DocumentFiscalYearFocus", "DocumentFiscalPeriodFocus", "CurrentFiscalYearEndDate"}, local) {
		return false
	}
	return slices.ContainsFunc(coverTable, func(r coverRow) bool { return contains(strings.Fields(r.names), local) })
}

// coverRules makes a rule of each name of each row.
func coverRules() []Rule {
	var out []Rule
	for _, r := range coverTable {
		names := strings.Fields(r.names)
		if r.kind == oneOf || r.kind == notBoth || r.kind == needsAny {
			names = []string{r.names}
		}
		for _, n := range names {
			id := "EFM." + twoDigits(r.cite) + "." + strings.ReplaceAll(n, " ", ".")
			out = append(out, Rule{ID: id, Text: r.says() + " (" + r.cite + ")", Since: r.since, Check: once(func(p Package) (check.Finding, bool) { return r.look(p, n) })})
		}
	}
	return out
}

// twoDigits is the section as codes spell it: 6.5.20 is 6.05.20.
func twoDigits(cite string) string {
	p := strings.Split(cite, ".")
	for i := 1; i < len(p); i++ {
		if len(p[i]) == 1 {
			p[i] = "0" + p[i]
		}
	}
	return strings.Join(p, ".")
}

func (r coverRow) says() string {
	return map[kind]string{needed: "the cover page needs the fact", exactly: "the fact of the cover page is " + r.values, oneOf: "the cover page needs one of the facts",
		notBoth: "the facts of the cover page exclude each other", needs: "the cover page needs the fact because of another", needsAny: "the cover page needs one of the facts because of another",
		onlyIn: "the fact does not belong on this cover page"}[r.kind]
}

// look judges one name, or all names of a row that go together.
func (r coverRow) look(p Package, names string) (check.Finding, bool) {
	form := strings.TrimSuffix(p.value("DocumentType"), "/A")
	if r.forms != "" && r.forms != form || form == "" && names != "DocumentType" {
		return fine()
	}
	f, bad := r.judge(p, strings.Fields(names))
	if bad && r.warns {
		f.Severity = check.Open
	}
	return f, bad
}

func (r coverRow) judge(p Package, names []string) (check.Finding, bool) {
	has := func(local string) bool { return p.value(local) != "" }
	all := strings.Join(names, ", ")
	switch r.kind {
	case needed:
		return when(!has(names[0]), "dei:"+all, "the fact is missing")
	case exactly:
		return when(p.value(names[0]) != r.values, "dei:"+all, "it is %q and must be %q", p.value(names[0]), r.values)
	case oneOf:
		return when(!slices.ContainsFunc(names, has), "dei:"+all, "none of the facts is there")
	case notBoth:
		first, second, _ := strings.Cut(r.values, "=")
		return when(p.value(names[0]) == first && p.value(names[1]) == second, "dei:"+all, "%s and %s cannot both be", first, second)
	case needs, needsAny:
		return when(r.condition(p) && !slices.ContainsFunc(names, has), "dei:"+all, "the fact is missing: %s", r.values)
	default:
		return when(has(names[0]) && (r.values == "" || r.condition(p)), "dei:"+all, "the fact is there and does not belong")
	}
}

// condition says whether the fact before "=" has one of the values after it, or is there at all.
func (r coverRow) condition(p Package) bool {
	name, values, _ := strings.Cut(r.values, "=")
	v := p.value(name)
	return v != "" && (values == "" || contains(strings.Split(values, "|"), v))
}
