package filing

import (
	"fmt"
	"strings"

	"tieout/check"
	"tieout/fiscal"
	"tieout/xbrl"
)

// missing lists the cover facts that the registrant's data lacks; the package is written all the same.
func (m *maker) missing() {
	r, k := m.in.Registrant, m.in.Spec.Form == Form10K
	need := func(ok bool, field, concept string) {
		if !ok {
			m.find("cover-missing", check.Open, field, "the cover page needs it (dei:%s); add it to the registrant data", concept)
		}
	}
	need(r.FileNumber != "", "file_number", "EntityFileNumber")
	need(r.Incorporation != "", "state_of_incorporation", "EntityIncorporationStateCountryCode")
	need(r.TaxID != "", "employer_identification_number", "EntityTaxIdentificationNumber")
	need(r.Address.Line1 != "", "address: line1", "EntityAddressAddressLine1")
	need(r.Address.City != "", "address: city", "EntityAddressCityOrTown")
	need(stateNames[r.Address.State] != "", "address: state", "EntityAddressStateOrProvince")
	need(r.Address.Zip != "", "address: zip", "EntityAddressPostalZipCode")
	need(r.AreaCode != "", "phone_area_code", "CityAreaCode")
	need(r.Phone != "", "phone_number", "LocalPhoneNumber")
	need(r.FilerStatus != "", "filer_status", "EntityFilerCategory")
	need(r.SmallerReporting != nil, "smaller_reporting_company", "EntitySmallBusiness")
	need(r.EmergingGrowth != nil, "emerging_growth_company", "EntityEmergingGrowthCompany")
	need(r.Shell != nil, "shell_company", "EntityShellCompany")
	need(r.ReportsCurrent != nil, "filed_all_reports", "EntityCurrentReportingStatus")
	need(r.InteractiveCurrent != nil, "submitted_all_interactive_data", "EntityInteractiveDataCurrent")
	_, ok := r.SharesAt(m.in.Spec.On)
	need(ok, "shares_outstanding", "EntityCommonStockSharesOutstanding")
	need(len(r.Securities) > 0, "securities", "Security12bTitle")
	if k {
		need(r.WellKnown != nil, "well_known_seasoned_issuer", "EntityWellKnownSeasonedIssuer")
		need(r.Voluntary != nil, "voluntary_filer", "EntityVoluntaryFilers")
		need(m.float().Date != 0, "public_float", "EntityPublicFloat")
		need(r.Auditor.Name != "", "auditor: name", "AuditorName")
		need(r.Auditor.Location != "", "auditor: location", "AuditorLocation")
		need(r.Auditor.FirmID != "", "auditor: firm_id", "AuditorFirmId")
	}
}

// float is the public float at the last date on or before the report's period end.
func (m *maker) float() PublicFloat {
	var best PublicFloat
	for _, f := range m.in.Registrant.PublicFloat {
		if f.Date <= m.in.Spec.End(m.in.Calendar) {
			best = f
		}
	}
	return best
}

// dei is a fact of the cover page in the report's required context.
func (m *maker) dei(local, value string) xbrl.Fact {
	return xbrl.Fact{Concept: "dei:" + local, Period: xbrl.Over(m.required()), Value: value}
}

// cover writes the cover page: today's form on the inline page, the date's form on the other.
func (m *maker) cover(inline bool) {
	if !inline {
		m.oldCover()
		return
	}
	r, end := m.in.Registrant, m.in.Spec.End(m.in.Calendar)
	m.center("UNITED STATES SECURITIES AND EXCHANGE COMMISSION", true)
	m.center("Washington, D.C. 20549", false)
	m.lineOf("FORM ", func() { m.out.Words(m.dei("DocumentType", string(m.in.Spec.Form))) })
	annual := m.in.Spec.Form == Form10K
	flag, words := "DocumentQuarterlyReport", " QUARTERLY REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934 for the quarterly period ended "
	if annual {
		flag, words = "DocumentAnnualReport", " ANNUAL REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934 for the fiscal year ended "
	}
	m.lineOf("", func() {
		m.out.Box(m.dei(flag, "true"))
		m.out.Text(words)
		m.out.Date(m.dei("DocumentPeriodEndDate", end.String()))
	})
	m.lineOf("", func() {
		m.out.Box(m.dei("DocumentTransitionReport", "false"))
		m.out.Text(" TRANSITION REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934")
	})
	m.wordsLine("Commission file number ", "EntityFileNumber", r.FileNumber)
	m.wordsLine("", "EntityRegistrantName", r.Name)
	m.lineOf("", func() { m.incorporation() })
	m.address()
	m.securities()
	m.checks(annual)
	m.counts(annual)
	m.hiddenFacts()
}

func (m *maker) center(text string, bold bool) {
	style := "text-align:center;margin:2pt 0"
	if bold {
		style += ";font-weight:bold"
	}
	m.out.Leaf("p", text, "style", style)
}

func (m *maker) lineOf(before string, write func()) {
	m.out.Open("p", "style", "text-align:center;margin:4pt 0")
	m.out.Text(before)
	write()
	m.out.Close("p")
	m.out.Line()
}

// wordsLine writes a fact in words, if there is one.
func (m *maker) wordsLine(before, local, value string) {
	if value != "" {
		m.lineOf(before, func() { m.out.Words(m.dei(local, value)) })
	}
}

// wordsPart writes a fact in words within a line, if there is one.
func (m *maker) wordsPart(before, local, value, after string) {
	if value != "" {
		m.out.Text(before)
		m.out.Words(m.dei(local, value))
		m.out.Text(after)
	}
}

func (m *maker) incorporation() {
	r := m.in.Registrant
	if r.Incorporation != "" {
		m.out.Text("State of incorporation: ")
		if name, ok := stateNames[r.Incorporation]; ok {
			m.out.Formatted(m.dei("EntityIncorporationStateCountryCode", r.Incorporation), name, "ixt-sec:stateprovnameen")
		} else {
			m.out.Words(m.dei("EntityIncorporationStateCountryCode", r.Incorporation))
		}
		m.out.Text(" \u00b7 ")
	}
	if r.TaxID != "" {
		m.out.Text("I.R.S. Employer Identification No. ")
		m.out.Words(m.dei("EntityTaxIdentificationNumber", r.TaxID))
	}
}

func (m *maker) address() {
	r := m.in.Registrant
	a := r.Address
	m.wordsLine("", "EntityAddressAddressLine1", a.Line1)
	m.wordsLine("", "EntityAddressAddressLine2", a.Line2)
	m.lineOf("", func() {
		m.wordsPart("", "EntityAddressCityOrTown", a.City, ", ")
		if name, ok := stateNames[a.State]; ok {
			m.out.Formatted(m.dei("EntityAddressStateOrProvince", a.State), name, "ixt-sec:stateprovnameen")
			m.out.Text(" ")
		}
		m.wordsPart("", "EntityAddressPostalZipCode", a.Zip, "")
	})
	m.lineOf("Registrant's telephone number: ", func() {
		m.wordsPart("(", "CityAreaCode", r.AreaCode, ") ")
		m.wordsPart("", "LocalPhoneNumber", r.Phone, "")
	})
	if r.FormerName != "" && m.in.Spec.Form == Form10Q {
		m.wordsLine("Former name: ", "EntityInformationFormerLegalOrRegisteredName", r.FormerName)
	}
}

// exchanges are the codes of dei's list that small registrants use, with the names their transformation reads.
var exchanges = map[string]string{"NASDAQ": "The Nasdaq Stock Market LLC", "NYSE": "New York Stock Exchange", "NYSEAMER": "NYSE American",
	"NYSEArca": "NYSE Arca", "NYSENAT": "NYSE National", "CHX": "Chicago Stock Exchange", "IEX": "Investors Exchange LLC", "CboeBZX": "Cboe BZX Exchange"}

func (m *maker) securities() {
	for i, s := range m.in.Registrant.Securities {
		if i > 0 {
			m.find("securities", check.Note, s.Title, "only the first class is tagged on the cover page")
			break
		}
		if s.Exchange == "" {
			m.lineOf("Securities registered pursuant to Section 12(g) of the Act: ", func() { m.out.Words(m.dei("Security12gTitle", s.Title)) })
			continue
		}
		m.lineOf("Securities registered pursuant to Section 12(b) of the Act: ", func() {
			m.out.Words(m.dei("Security12bTitle", s.Title))
			m.out.Text(" \u00b7 trading symbol ")
			if s.Symbol != "" {
				m.out.Words(m.dei("TradingSymbol", s.Symbol))
			} else {
				m.out.Formatted(m.dei("NoTradingSymbolFlag", "true"), "none", "ixt:fixed-true")
			}
			m.out.Text(" \u00b7 ")
			m.out.Formatted(m.dei("SecurityExchangeName", s.Exchange), exchanges[s.Exchange], "ixt-sec:exchnameen")
		})
	}
}

// checks writes the check marks of today's form.
func (m *maker) checks(annual bool) {
	r := m.in.Registrant
	if annual {
		m.yesNo("Well-known seasoned issuer, as defined in Rule 405 of the Securities Act: ", "EntityWellKnownSeasonedIssuer", r.WellKnown)
		m.yesNo("Not required to file reports pursuant to Section 13 or Section 15(d) of the Act: ", "EntityVoluntaryFilers", r.Voluntary)
	}
	m.yesNo("Filed all reports required during the preceding 12 months and subject to such filing requirements for the past 90 days: ", "EntityCurrentReportingStatus", r.ReportsCurrent)
	m.yesNo("Submitted electronically every Interactive Data File required during the preceding 12 months: ", "EntityInteractiveDataCurrent", r.InteractiveCurrent)
	if name, ok := filerNames[r.FilerStatus]; ok {
		m.wordsLine("Filer category: ", "EntityFilerCategory", name)
	}
	m.boxLine("Smaller reporting company ", "EntitySmallBusiness", r.SmallerReporting)
	m.boxLine("Emerging growth company ", "EntityEmergingGrowthCompany", r.EmergingGrowth)
	if annual {
		no := false
		m.boxLine("Auditor's attestation of internal control over financial reporting under Section 404(b) ", "IcfrAuditorAttestationFlag", &no)
		m.boxLine("The financial statements reflect the correction of an error to previously issued financial statements ", "DocumentFinStmtErrorCorrectionFlag", &no)
	}
	m.boxLine("Shell company (as defined in Rule 12b-2 of the Act) ", "EntityShellCompany", r.Shell)
}

var filerNames = map[string]string{"LAF": "Large Accelerated Filer", "AF": "Accelerated Filer", "NAF": "Non-accelerated Filer"}

func (m *maker) yesNo(text, local string, v *bool) {
	if v == nil {
		return
	}
	word := "No"
	if *v {
		word = "Yes"
	}
	m.lineOf(text, func() { m.out.Words(m.dei(local, word)) })
}

func (m *maker) boxLine(text, local string, v *bool) {
	if v != nil {
		m.lineOf(text, func() { m.out.Box(m.dei(local, fmt.Sprint(*v))) })
	}
}

// counts writes the public float, the shares outstanding and the auditor.
func (m *maker) counts(annual bool) {
	r := m.in.Registrant
	if f := m.float(); annual && f.Date != 0 {
		m.lineOf("Aggregate market value held by non-affiliates: $", func() {
			m.put(resolved{fact: &xbrl.Fact{Concept: "dei:EntityPublicFloat", Period: xbrl.At(f.Date), Unit: m.unit(), Value: fmt.Sprint(f.Amount)}, origin: Origin{Registrant: true}})
		})
	}
	if s, ok := r.SharesAt(m.in.Spec.On); ok {
		m.lineOf("Shares of common stock outstanding at "+m.in.Spec.On.Long()+": ", func() {
			m.put(resolved{fact: &xbrl.Fact{Concept: "dei:EntityCommonStockSharesOutstanding", Period: xbrl.At(m.in.Spec.On), Unit: xbrl.Shares, Value: fmt.Sprint(s.Shares)}, origin: Origin{Registrant: true}})
		})
	}
	if a := r.Auditor; annual && a != (Auditor{}) {
		m.lineOf("Auditor: ", func() {
			m.wordsPart("", "AuditorName", a.Name, "")
			m.wordsPart(" \u00b7 ", "AuditorLocation", a.Location, "")
			m.wordsPart(" \u00b7 PCAOB firm id ", "AuditorFirmId", a.FirmID, "")
		})
	}
}

// hiddenFacts are what no visible text can be turned into.
func (m *maker) hiddenFacts() {
	year := m.in.Calendar.YearEnd(m.in.Spec.Year)
	m.lineOf("Fiscal year end: ", func() {
		m.out.Formatted(m.dei("CurrentFiscalYearEndDate", "--"+year.String()[5:]), year.Time().Format("January 2"), "ixt:date-monthname-day-en")
	})
	period := "FY"
	if m.in.Spec.Form == Form10Q {
		period = fmt.Sprintf("Q%d", m.in.Spec.Quarter)
	}
	for _, f := range [][2]string{{"AmendmentFlag", "false"}, {"EntityCentralIndexKey", m.in.Registrant.Identifier()},
		{"DocumentFiscalYearFocus", fmt.Sprint(m.in.Spec.Year)}, {"DocumentFiscalPeriodFocus", period}} {
		m.page.Hidden(m.dei(f[0], f[1]))
	}
}

func longDate(s string) string {
	d, err := fiscal.Parse(s)
	if err != nil {
		return s
	}
	return d.Long()
}

// oldCover writes the cover page as the form had it on the report's day: check marks have come and gone.
func (m *maker) oldCover() {
	r, s, end := m.in.Registrant, m.in.Spec, m.in.Spec.End(m.in.Calendar)
	m.center("SECURITIES AND EXCHANGE COMMISSION", true)
	m.center("WASHINGTON, D.C. 20549", false)
	m.center("FORM "+string(s.Form), true)
	kind := "QUARTERLY REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934 For the quarterly period ended "
	if s.Form == Form10K {
		kind = "ANNUAL REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934 For the fiscal year ended "
	}
	m.center("[X] "+kind+end.Long(), false)
	m.center("[ ] TRANSITION REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934", false)
	m.center("Commission file number "+or(r.FileNumber, "(not given)"), false)
	m.center(r.Name, true)
	m.center("(Exact name of registrant as specified in its charter)", false)
	m.center(or(stateNames[r.Incorporation], r.Incorporation)+" \u00b7 "+or(r.TaxID, "(not given)"), false)
	m.center(strings.Join([]string{r.Address.Line1, r.Address.City, r.Address.State + " " + r.Address.Zip}, ", "), false)
	m.center("Registrant's telephone number, including area code: ("+r.AreaCode+") "+r.Phone, false)
	for _, q := range coverQuestions {
		if q.span.Holds(s.On) && (q.form == "" || q.form == s.Form) {
			m.center(q.text+" "+q.answer(r), false)
		}
	}
	if n, ok := r.SharesAt(s.On); ok {
		m.center(fmt.Sprintf("Number of shares of common stock outstanding at %s: %s", s.On.Long(), groupInt(n.Shares)), false)
	}
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
