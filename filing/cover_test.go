package filing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
)

// deiOf are the local names of the cover facts of a package.
func deiOf(p Package) map[string]string {
	out := map[string]string{}
	for _, f := range p.Facts {
		if local, ok := strings.CutPrefix(f.Concept, "dei:"); ok {
			out[local] = f.Value
		}
	}
	return out
}

// Today's form has all that EFM 6.5.20 to 6.5.54 ask of a complete registrant.
func TestCoverFacts(t *testing.T) {
	c := newCompany(t)
	both := map[string]string{"DocumentTransitionReport": "false", "EntityRegistrantName": "Harbor Precision Components, Inc.", "EntityCentralIndexKey": "0001999999",
		"CurrentFiscalYearEndDate": "--12-31", "EntityFilerCategory": "Non-accelerated Filer", "EntitySmallBusiness": "true", "EntityEmergingGrowthCompany": "false",
		"EntityShellCompany": "false", "EntityCurrentReportingStatus": "Yes", "EntityInteractiveDataCurrent": "Yes", "EntityFileNumber": "001-99999",
		"EntityIncorporationStateCountryCode": "OH", "EntityTaxIdentificationNumber": "34-0000000", "EntityAddressAddressLine1": "100 Harbor Road",
		"EntityAddressCityOrTown": "Toledo", "EntityAddressStateOrProvince": "OH", "EntityAddressPostalZipCode": "43604", "CityAreaCode": "419", "LocalPhoneNumber": "555-0100",
		"EntityCommonStockSharesOutstanding": "1000000", "Security12bTitle": "Common Stock, $1 par value", "TradingSymbol": "HPCI", "SecurityExchangeName": "NASDAQ", "AmendmentFlag": "false"}
	for _, x := range []struct {
		spec Spec
		more map[string]string
	}{
		{annual(2005, "2007-08-31"), map[string]string{"DocumentType": "10-K", "DocumentAnnualReport": "true", "DocumentPeriodEndDate": "2005-12-31", "DocumentFiscalYearFocus": "2005", "DocumentFiscalPeriodFocus": "FY",
			"EntityWellKnownSeasonedIssuer": "No", "EntityVoluntaryFilers": "No", "EntityPublicFloat": "12500000", "AuditorName": "Example Auditors LLP", "AuditorLocation": "Toledo, Ohio", "AuditorFirmId": "9999",
			"IcfrAuditorAttestationFlag": "false", "DocumentFinStmtErrorCorrectionFlag": "false"}},
		{small, map[string]string{"DocumentType": "10-Q", "DocumentQuarterlyReport": "true", "DocumentPeriodEndDate": "2006-03-31", "DocumentFiscalYearFocus": "2006", "DocumentFiscalPeriodFocus": "Q1"}},
	} {
		p := c.make(x.spec, "@cover")
		got := deiOf(p)
		for local, want := range both {
			x.more[local] = want
		}
		if fmt.Sprint(got) != fmt.Sprint(x.more) {
			t.Errorf("%s:\n got %v\nwant %v", x.spec.Form, got, x.more)
		}
		if len(subjects(p.Findings, "cover-missing")) > 0 {
			t.Error(p.Findings)
		}
		start := fiscal.MustParse(fmt.Sprintf("%d-01-01", x.spec.Year))
		for _, f := range p.Facts {
			if f.Period.Instant == 0 && (f.Period.Span.Start != start || f.Period.Span.End != x.spec.End(c.calendar)) {
				t.Errorf("%s is not in the required context: %s", f.Concept, f.Period.ID())
			}
		}
	}
}

// Each field that is missing is listed by its own name, its facts are left out and the package is written all the same.
func TestMissingCoverFields(t *testing.T) {
	k := annual(2005, "2007-08-31")
	for _, x := range []struct {
		field string
		drop  func(*Registrant)
		dei   []string
		both  bool
	}{
		{"file_number", func(r *Registrant) { r.FileNumber = "" }, []string{"EntityFileNumber"}, true},
		{"state_of_incorporation", func(r *Registrant) { r.Incorporation = "" }, []string{"EntityIncorporationStateCountryCode"}, true},
		{"employer_identification_number", func(r *Registrant) { r.TaxID = "" }, []string{"EntityTaxIdentificationNumber"}, true},
		{"address: line1", func(r *Registrant) { r.Address.Line1 = "" }, []string{"EntityAddressAddressLine1"}, true},
		{"address: city", func(r *Registrant) { r.Address.City = "" }, []string{"EntityAddressCityOrTown"}, true},
		{"address: state", func(r *Registrant) { r.Address.State = "" }, []string{"EntityAddressStateOrProvince"}, true},
		{"address: zip", func(r *Registrant) { r.Address.Zip = "" }, []string{"EntityAddressPostalZipCode"}, true},
		{"phone_area_code", func(r *Registrant) { r.AreaCode = "" }, []string{"CityAreaCode"}, true},
		{"phone_number", func(r *Registrant) { r.Phone = "" }, []string{"LocalPhoneNumber"}, true},
		{"filer_status", func(r *Registrant) { r.FilerStatus = "" }, []string{"EntityFilerCategory"}, true},
		{"smaller_reporting_company", func(r *Registrant) { r.SmallerReporting = nil }, []string{"EntitySmallBusiness"}, true},
		{"emerging_growth_company", func(r *Registrant) { r.EmergingGrowth = nil }, []string{"EntityEmergingGrowthCompany"}, true},
		{"shell_company", func(r *Registrant) { r.Shell = nil }, []string{"EntityShellCompany"}, true},
		{"filed_all_reports", func(r *Registrant) { r.ReportsCurrent = nil }, []string{"EntityCurrentReportingStatus"}, true},
		{"submitted_all_interactive_data", func(r *Registrant) { r.InteractiveCurrent = nil }, []string{"EntityInteractiveDataCurrent"}, true},
		{"shares_outstanding", func(r *Registrant) { r.Shares = nil }, []string{"EntityCommonStockSharesOutstanding"}, true},
		{"securities", func(r *Registrant) { r.Securities = nil }, []string{"Security12bTitle", "TradingSymbol", "SecurityExchangeName"}, true},
		{"well_known_seasoned_issuer", func(r *Registrant) { r.WellKnown = nil }, []string{"EntityWellKnownSeasonedIssuer"}, false},
		{"voluntary_filer", func(r *Registrant) { r.Voluntary = nil }, []string{"EntityVoluntaryFilers"}, false},
		{"public_float", func(r *Registrant) { r.PublicFloat = nil }, []string{"EntityPublicFloat"}, false},
		{"auditor: name", func(r *Registrant) { r.Auditor.Name = "" }, []string{"AuditorName"}, false},
		{"auditor: location", func(r *Registrant) { r.Auditor.Location = "" }, []string{"AuditorLocation"}, false},
		{"auditor: firm_id", func(r *Registrant) { r.Auditor.FirmID = "" }, []string{"AuditorFirmId"}, false},
	} {
		for _, s := range []Spec{k, small} {
			c := newCompany(t)
			full := deiOf(c.make(s, "@cover"))
			x.drop(&c.reg)
			p := c.make(s, "@cover")
			var want []string
			if x.both || s == k {
				want = []string{x.field}
			}
			if got := subjects(p.Findings, "cover-missing"); !slices.Equal(got, want) {
				t.Errorf("%s without %s: %v", s.Form, x.field, got)
			}
			got := deiOf(p)
			for local, value := range got {
				if value == "" {
					t.Errorf("without %s: %s is empty", x.field, local)
				}
			}
			gone := len(full) - len(got)
			for _, local := range x.dei {
				if _, still := got[local]; still || len(want) > 0 && gone != len(x.dei) {
					t.Errorf("%s without %s: %s is there: %v; %d facts are gone", s.Form, x.field, local, still, gone)
				}
			}
		}
	}
}

func TestNothingKnownOfTheRegistrant(t *testing.T) {
	c := newCompany(t)
	c.reg = Registrant{Name: "Bare", CIK: "7", Prefix: "bare"}
	p := c.make(annual(2005, "2007-08-31"), "@cover\n@statement balance-sheet")
	if got := subjects(p.Findings, "cover-missing"); len(got) != 23 {
		t.Error(len(got), got)
	}
	for _, f := range p.Findings {
		if Missing(f) && (f.Severity != check.Open || !strings.Contains(f.Message, "dei:") || !strings.Contains(f.Message, "registrant data")) {
			t.Error(f)
		}
	}
	if form := words(file(t, p, "-form.htm")); strings.Contains(form, "[X] Yes") || strings.Contains(form, "[X] No") {
		t.Errorf("a check mark was guessed: %s", form)
	}
}

const (
	wellKnown   = "is a well-known seasoned issuer"
	voluntary   = "is not required to file reports pursuant to Section 13"
	filedAll    = "(1) has filed all reports required"
	accelerated = "is an accelerated filer (as defined in Rule 12b-2 of the Act)"
	three       = "is a large accelerated filer, an accelerated filer, or a non-accelerated filer."
	four        = "a non-accelerated filer, or a smaller reporting company."
	shell       = "is a shell company (as defined in Rule 12b-2 of the Act)"
)

// The form of its day has the check marks of that day and none that came later (Releases 33-8128, 33-8587, 33-8591,
// 33-8644, 33-8876).
func TestCoverOfItsDay(t *testing.T) {
	all := []string{wellKnown, voluntary, filedAll, accelerated, three, four, shell}
	for _, x := range []struct {
		spec Spec
		has  []string
	}{
		{annual(2003, "2004-03-30"), []string{filedAll, accelerated}},
		{quarterly(2005, 2, "2005-08-21"), []string{filedAll, accelerated}},
		{quarterly(2005, 2, "2005-08-22"), []string{filedAll, accelerated, shell}},
		{annual(2005, "2005-12-26"), []string{filedAll, accelerated, shell, wellKnown, voluntary}},
		{annual(2005, "2006-01-31"), []string{filedAll, three, shell, wellKnown, voluntary}},
		{quarterly(2006, 1, "2006-05-15"), []string{filedAll, three, shell}},
		{annual(2006, "2008-02-03"), []string{filedAll, three, shell, wellKnown, voluntary}},
		{annual(2007, "2008-03-31"), []string{filedAll, four, shell, wellKnown, voluntary}},
	} {
		var hasNot []string
		for _, q := range all {
			if !slices.Contains(x.has, q) {
				hasNot = append(hasNot, q)
			}
		}
		form := file(t, newCompany(t).make(x.spec, "@cover"), "-form.htm")
		wantWords(t, form, x.has, append(hasNot, "merging growth", "Interactive Data", "Trading Symbol", "trading symbol"))
	}
}

// Until September 2018 the non-accelerated filer that is a smaller reporting company checks only the latter.
func TestFilerCategoryOfItsDay(t *testing.T) {
	for _, x := range []struct {
		day, status string
		small       bool
		want        string
	}{
		{"2006-05-15", "NAF", true, "[ ] Large Accelerated Filer [ ] Accelerated Filer [X] Non-accelerated Filer"},
		{"2006-05-15", "AF", false, "[ ] Large Accelerated Filer [X] Accelerated Filer [ ] Non-accelerated Filer"},
		{"2008-03-31", "NAF", true, "[ ] Large Accelerated Filer [ ] Accelerated Filer [ ] Non-accelerated Filer (Do not check if a smaller reporting company) [X] Smaller reporting company"},
		{"2008-03-31", "NAF", false, "[ ] Accelerated Filer [X] Non-accelerated Filer (Do not check if a smaller reporting company) [ ] Smaller reporting company"},
		{"2008-03-31", "LAF", false, "[X] Large Accelerated Filer [ ] Accelerated Filer"},
		{"2018-09-10", "NAF", true, "[X] Non-accelerated Filer [X] Smaller reporting company"},
		{"2004-03-30", "NAF", true, "accelerated filer (as defined in Rule 12b-2 of the Act). [ ] Yes [X] No"},
		{"2004-03-30", "AF", false, "accelerated filer (as defined in Rule 12b-2 of the Act). [X] Yes [ ] No"},
		{"2004-03-30", "", false, "accelerated filer (as defined in Rule 12b-2 of the Act). [ ] Yes [ ] No"},
	} {
		c := newCompany(t)
		c.reg.FilerStatus, c.reg.SmallerReporting = x.status, &x.small
		wantWords(t, file(t, c.make(quarterly(2003, 2, x.day), "@cover"), "-form.htm"), []string{x.want}, nil)
	}
}

func TestSecuritiesOnTheCover(t *testing.T) {
	c := newCompany(t)
	c.reg.Securities = []Security{{Title: "Common", Exchange: "NYSE"}, {Title: "Preferred", Exchange: "NYSE"}}
	p := c.make(small, "@cover")
	got := deiOf(p)
	if got["NoTradingSymbolFlag"] != "true" || got["SecurityExchangeName"] != "NYSE" || got["TradingSymbol"] != "" || len(subjects(p.Findings, "securities")) != 1 {
		t.Error(got, p.Findings)
	}
	c.reg.Securities = []Security{{Title: "Common", Symbol: "X"}}
	if got = deiOf(c.make(small, "@cover")); got["Security12gTitle"] != "Common" || got["Security12bTitle"] != "" || got["SecurityExchangeName"] != "" {
		t.Error(got)
	}
	for code := range exchanges {
		c.reg.Securities = []Security{{Title: "Common", Symbol: "X", Exchange: code}}
		if got = deiOf(c.make(small, "@cover")); got["SecurityExchangeName"] != code {
			t.Error(code, got)
		}
	}
}

// Every name of a state is one that the transformation of EDGAR turns into its code.
func TestStatesTransform(t *testing.T) {
	for code := range stateNames {
		c := newCompany(t)
		c.entries = c.entries[:1]
		c.reg.Incorporation, c.reg.Address.State = code, code
		if got := deiOf(c.make(quarterly(2003, 1, "2003-05-15"), "@cover")); got["EntityAddressStateOrProvince"] != code || got["EntityIncorporationStateCountryCode"] != code {
			t.Error(code, got)
		}
	}
}
