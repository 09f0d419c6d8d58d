package ixbrl

import (
	"testing"

	"tieout/fiscal"
	"tieout/xbrl"
)

// demoCover are the cover facts in the order of the page, and those that stay hidden.
var demoCover = []string{
	"dei:DocumentType", "dei:DocumentAnnualReport", "dei:DocumentPeriodEndDate", "dei:DocumentTransitionReport", "dei:EntityFileNumber",
	"dei:EntityRegistrantName", "dei:EntityIncorporationStateCountryCode", "dei:EntityTaxIdentificationNumber",
	"dei:EntityAddressAddressLine1", "dei:EntityAddressCityOrTown", "dei:EntityAddressStateOrProvince", "dei:EntityAddressPostalZipCode",
	"dei:CityAreaCode", "dei:LocalPhoneNumber", "dei:Security12bTitle", "dei:TradingSymbol", "dei:SecurityExchangeName",
	"dei:EntityWellKnownSeasonedIssuer", "dei:EntityVoluntaryFilers", "dei:EntityCurrentReportingStatus", "dei:EntityInteractiveDataCurrent",
	"dei:EntityFilerCategory", "dei:EntitySmallBusiness", "dei:EntityEmergingGrowthCompany", "dei:IcfrAuditorAttestationFlag",
	"dei:DocumentFinStmtErrorCorrectionFlag", "dei:EntityShellCompany", "dei:EntityPublicFloat", "dei:EntityCommonStockSharesOutstanding",
	"dei:DocumentsIncorporatedByReferenceTextBlock",
	"dei:AmendmentFlag", "dei:EntityCentralIndexKey", "dei:CurrentFiscalYearEndDate", "dei:DocumentFiscalYearFocus", "dei:DocumentFiscalPeriodFocus",
}

// demo writes a page with short calls.
type demo struct{ *Page }

func word(concept, value string) xbrl.Fact {
	return xbrl.Fact{Concept: concept, Period: fy24, Value: value}
}

func usd(concept string, at xbrl.Period, value string, members ...string) xbrl.Fact {
	f := xbrl.Fact{Concept: concept, Period: at, Unit: xbrl.USD, Value: value, Decimals: -3}
	for _, m := range members {
		f.Dimensions = append(f.Dimensions, xbrl.Member{Axis: g("StatementEquityComponentsAxis"), Member: g(m)})
	}
	return f
}

func (d demo) para(write ...func()) {
	d.Open("p")
	for _, w := range write {
		w()
	}
	d.Close("p")
	d.Line()
}

func (d demo) say(s string) func() { return func() { d.Text(s) } }

func (d demo) row(label string, show Show, facts ...xbrl.Fact) {
	d.Open("tr")
	d.Leaf("td", label)
	for _, f := range facts {
		d.Open("td", "style", "text-align:right")
		if f.Concept != "" {
			d.Number(f, show)
		}
		d.Close("td")
	}
	d.Close("tr")
	d.Line()
}

func (d demo) cover() {
	words := func(concept, value string) func() { return func() { d.Words(word(concept, value)) } }
	as := func(concept, value, shown, format string) func() {
		return func() { d.Formatted(word(concept, value), shown, format) }
	}
	box := func(concept, value string) func() { return func() { d.Box(word(concept, value)) } }
	d.para(d.say("FORM "), words("dei:DocumentType", "10-K"))
	d.para(box("dei:DocumentAnnualReport", "true"), d.say(" ANNUAL REPORT for the fiscal year ended "),
		func() { d.Date(word("dei:DocumentPeriodEndDate", "2024-12-31")) })
	d.para(box("dei:DocumentTransitionReport", "false"), d.say(" TRANSITION REPORT. Commission File Number "), words("dei:EntityFileNumber", "001-99998"))
	d.para(words("dei:EntityRegistrantName", "LAKESIDE TOOL & DIE, INC."))
	d.para(as("dei:EntityIncorporationStateCountryCode", "OH", "Ohio", "ixt-sec:stateprovnameen"), d.say(" "), words("dei:EntityTaxIdentificationNumber", "34-0000001"))
	d.para(words("dei:EntityAddressAddressLine1", "1 Lakeside Avenue"), d.say(", "), words("dei:EntityAddressCityOrTown", "Cleveland"), d.say(", "),
		as("dei:EntityAddressStateOrProvince", "OH", "Ohio", "ixt-sec:stateprovnameen"), d.say(" "), words("dei:EntityAddressPostalZipCode", "44114"),
		d.say(" ("), words("dei:CityAreaCode", "216"), d.say(") "), words("dei:LocalPhoneNumber", "555-0100"))
	d.para(words("dei:Security12bTitle", "Common Stock, $0.01 par value"), d.say(" "), words("dei:TradingSymbol", "LKSD"), d.say(" "),
		as("dei:SecurityExchangeName", "NASDAQ", "The Nasdaq Stock Market LLC", "ixt-sec:exchnameen"))
	d.para(d.say("Well-known seasoned issuer: "), words("dei:EntityWellKnownSeasonedIssuer", "No"), d.say(" Not required to file: "), words("dei:EntityVoluntaryFilers", "No"),
		d.say(" Current: "), words("dei:EntityCurrentReportingStatus", "Yes"), d.say(" Interactive data: "), words("dei:EntityInteractiveDataCurrent", "Yes"))
	d.para(as("dei:EntityFilerCategory", "Non-accelerated Filer", "Non-accelerated filer", "ixt-sec:entityfilercategoryen"), d.say(" Smaller reporting company "),
		box("dei:EntitySmallBusiness", "true"), d.say(" Emerging growth company "), box("dei:EntityEmergingGrowthCompany", "false"))
	d.para(d.say("Attestation "), box("dei:IcfrAuditorAttestationFlag", "false"), d.say(" Error correction "), box("dei:DocumentFinStmtErrorCorrectionFlag", "false"),
		d.say(" Shell company "), box("dei:EntityShellCompany", "false"))
	d.para(d.say("Aggregate market value $"), func() {
		d.Number(xbrl.Fact{Concept: "dei:EntityPublicFloat", Period: xbrl.At(fiscal.MustParse("2024-06-28")), Unit: xbrl.USD, Value: "48200000", Decimals: -5}, Show{Scale: 6})
	}, d.say(" million; shares outstanding "), func() {
		d.Number(xbrl.Fact{Concept: "dei:EntityCommonStockSharesOutstanding", Period: xbrl.At(fiscal.MustParse("2025-02-28")), Unit: xbrl.Shares, Value: "5000000"}, Show{})
	})
	d.OpenBlock(xbrl.Fact{Concept: "dei:DocumentsIncorporatedByReferenceTextBlock", Period: fy24})
	d.para(d.say("Portions of the proxy statement."))
	d.CloseBlock()
	for _, h := range []struct{ concept, value, text string }{
		{"dei:AmendmentFlag", "false", "Not an amendment."}, {"dei:EntityCentralIndexKey", demoEntity, "CIK " + demoEntity + "."},
		{"dei:DocumentFiscalYearFocus", "2024", "Fiscal 2024."}, {"dei:DocumentFiscalPeriodFocus", "FY", "Annual."},
	} {
		id := d.Hidden(word(h.concept, h.value))
		d.para(func() { d.Refer(id, h.text) })
	}
	d.para(d.say("The year ends on "), as("dei:CurrentFiscalYearEndDate", "--12-31", "December 31", "ixt:date-monthname-day-en"))
	d.para(d.say("Audited by "), words("dei:AuditorName", "Lake Erie Audit LLP"), d.say(", "), words("dei:AuditorLocation", "Cleveland, Ohio"), d.say(", firm "), words("dei:AuditorFirmId", "99999"))
}

func (d demo) statements() {
	thousands := Show{Scale: 3}
	bs := func(label, concept, now, before string) {
		d.row(label, thousands, usd(g(concept), at24, now), usd(g(concept), at23, before))
	}
	d.Leaf("p", "CONSOLIDATED BALANCE SHEETS (in thousands)", "style", "font-weight:bold")
	d.Open("table")
	bs("Cash", "CashAndCashEquivalentsAtCarryingValue", "4210000", "3105000")
	bs("Inventories", "InventoryNet", "7450000", "7020000")
	bs("Total assets", "Assets", "11660000", "10125000")
	bs("Liabilities", "Liabilities", "3330000", "4000000")
	none := usd(g("CommitmentsAndContingencies"), at24, "")
	none.Nil, none.Decimals = true, 0
	before := none
	before.Period = at23
	d.row("Commitments and contingencies (Note 3)", thousands, none, before)
	bs("Common stock", "CommonStockValue", "5050000", "5050000")
	bs("Retained earnings", "RetainedEarningsAccumulatedDeficit", "3280000", "1075000")
	bs("Total stockholders\u2019 equity", "StockholdersEquity", "8330000", "6125000")
	bs("Total liabilities and equity", "LiabilitiesAndStockholdersEquity", "11660000", "10125000")
	d.Close("table")

	is := func(label, concept, now, before string) {
		d.row(label, thousands, usd(g(concept), fy24, now), usd(g(concept), fy23, before))
	}
	d.Leaf("p", "CONSOLIDATED STATEMENTS OF INCOME (in thousands, except per share)")
	d.Open("table")
	is("Sales", "Revenues", "41500000", "39800000")
	is("Cost of sales", "CostOfRevenue", "38715000", "37760000")
	is("Other expense", "OtherNonoperatingIncomeExpense", "-80000", "0")
	is("Net income", "NetIncomeLoss", "2705000", "2040000")
	eps := func(at xbrl.Period, v string) xbrl.Fact {
		return xbrl.Fact{Concept: g("EarningsPerShareBasic"), Period: at, Unit: xbrl.USDPerShare, Value: v, Decimals: 2}
	}
	d.row("Per share", Show{}, eps(fy24, "0.54"), eps(fy23, "0.4"))
	d.Close("table")

	eq := func(label, concept string, show Show, at xbrl.Period, stock, earnings, total string) {
		var none, first xbrl.Fact
		if first = none; stock != "" {
			first = usd(g(concept), at, stock, "CommonStockMember")
		}
		d.row(label, show, first, usd(g(concept), at, earnings, "RetainedEarningsMember"), usd(g(concept), at, total))
	}
	d.Leaf("p", "CONSOLIDATED STATEMENTS OF STOCKHOLDERS\u2019 EQUITY (in thousands)")
	d.Open("table")
	flip := Show{Scale: 3, Flip: true}
	eq("Balance December 31, 2022", "StockholdersEquity", thousands, at22, "5050000", "-465000", "4585000")
	eq("Net income", "NetIncomeLoss", thousands, fy23, "", "2040000", "2040000")
	eq("Dividends", "DividendsCommonStockCash", flip, fy23, "", "500000", "500000")
	eq("Balance December 31, 2023", "StockholdersEquity", thousands, at23, "5050000", "1075000", "6125000")
	eq("Net income", "NetIncomeLoss", thousands, fy24, "", "2705000", "2705000")
	eq("Dividends", "DividendsCommonStockCash", flip, fy24, "", "500000", "500000")
	eq("Balance December 31, 2024", "StockholdersEquity", thousands, at24, "5050000", "3280000", "8330000")
	d.Close("table")
}

func (d demo) note() {
	d.OpenBlock(xbrl.Fact{Concept: g("InventoryDisclosureTextBlock"), Period: fy24})
	d.para(d.say("NOTE 2 \u2014 INVENTORIES"))
	d.OpenBlock(xbrl.Fact{Concept: g("InventoryPolicyTextBlock"), Period: fy24})
	d.para(d.say("Inventories are stated at the lower of cost (FIFO) & net realizable value."))
	d.CloseBlock()
	rest := d.Suspend()
	d.para(d.say("31"))
	d.Void("hr")
	d.Resume(rest)
	d.OpenBlock(xbrl.Fact{Concept: g("ScheduleOfInventoryCurrentTableTextBlock"), Period: fy24})
	d.Open("table")
	d.row("Raw materials", Show{Scale: 3}, usd(g("InventoryRawMaterials"), at24, "3100000"), usd(g("InventoryRawMaterials"), at23, "2900000"))
	d.row("Finished goods", Show{Scale: 3}, usd(g("InventoryFinishedGoods"), at24, "4350000"), usd(g("InventoryFinishedGoods"), at23, "4120000"))
	d.row("Inventories", Show{Scale: 3}, usd(g("InventoryNet"), at24, "7450000"), usd(g("InventoryNet"), at23, "7020000"))
	d.Close("table")
	d.CloseBlock()
	d.para(d.say("Tooling held for customers was $"), func() { d.Number(usd("lksd:ToolingHeldForCustomers", at24, "640000"), Show{Scale: 3}) }, d.say(" thousand."))
	d.CloseBlock()
}

// demoDocument is the page and the facts on it.
func demoDocument(t testing.TB, ext xbrl.Extension) ([]byte, []xbrl.Fact) {
	t.Helper()
	d := demo{New(Head{Entity: demoEntity, Schema: ext.SchemaFile(), Title: ext.Base}, ext)}
	d.cover()
	d.statements()
	d.note()
	doc, err := d.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return doc, d.Facts()
}
