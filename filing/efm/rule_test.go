package efm

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/xbrl"
)

var today = fiscal.MustParse("2025-03-20")

// What filing.Make makes breaks no rule, in either form and at either scale.
func TestGoodPackages(t *testing.T) {
	for _, form := range []filing.Form{filing.Form10K, filing.Form10Q} {
		for _, scale := range []int{0, 3} {
			for _, f := range Check(made(t, form, scale), today) {
				t.Errorf("%s in %d: %v", form, scale, f)
			}
		}
	}
}

func TestRulesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || !strings.HasPrefix(r.ID, "EFM.") || r.Text == "" || r.Check == nil {
			t.Errorf("rule %+v", r)
		}
		seen[r.ID] = true
	}
}

// edit changes a package; it is false when there was nothing to change.
type edit func(*filing.Package) bool

// swap replaces the first place of a text in the file that ends so.
func swap(end, old, with string) edit {
	return change(end, func(s string) string { return strings.Replace(s, old, with, 1) })
}

// swapAll replaces every place.
func swapAll(end, old, with string) edit {
	return change(end, func(s string) string { return strings.ReplaceAll(s, old, with) })
}

func change(end string, f func(string) string) edit {
	return func(p *filing.Package) bool {
		i := slices.IndexFunc(p.Files, func(f xbrl.File) bool { return strings.HasSuffix(f.Name, end) })
		before := string(p.Files[i].Body)
		after := f(before)
		p.Files[i].Body = []byte(after)
		return before != after
	}
}

// all does some edits.
func all(edits ...edit) edit {
	return func(p *filing.Package) bool {
		for _, e := range edits {
			if !e(p) {
				return false
			}
		}
		return true
	}
}

// untag takes away the element of a cover fact and leaves its text.
func untag(local string) edit {
	return change(page, func(s string) string {
		return regexp.MustCompile(`<ix:non(?:Numeric|Fraction)[^>]* name="dei:`+local+`"[^>]*>([^<]*)</ix:non(?:Numeric|Fraction)>`).ReplaceAllString(s, "$1")
	})
}

// setFact gives a cover fact another text, without a format.
func setFact(local, text string) edit {
	return change(page, func(s string) string {
		s = regexp.MustCompile(`(<ix:nonNumeric[^>]* name="dei:`+local+`"[^>]*?)( format="[^"]*")?>[^<]*<`).ReplaceAllString(s, "${1}>"+text+"<")
		return s
	})
}

// addFact puts a cover fact into the text.
func addFact(local, text string) edit {
	return swap(page, "<p style=\"text-align:center;margin:4pt 0\">FORM ", `<p><ix:nonNumeric id="x-1" name="dei:`+local+`" contextRef="D20240101-20241231">`+text+`</ix:nonNumeric></p><p>FORM `)
}

func hide(fact string) edit { return swap(page, "</ix:hidden>", fact+"</ix:hidden>") }

const (
	page    = "20241231.htm"
	schema  = ".xsd"
	pre     = "_pre.xml"
	lab     = "_lab.xml"
	cal     = "_cal.xml"
	year    = `contextRef="D20240101-20241231"`
	instant = `<xbrli:instant>2023-12-31</xbrli:instant></xbrli:period></xbrli:context>`
	context = `<xbrli:context id="I20231231"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">0001999999</xbrli:identifier></xbrli:entity>`
	own     = `<xs:element id="hpci_SalesRevenueNet" name="SalesRevenueNet" nillable="true" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item" xbrli:periodType="duration" xbrli:balance="credit"/>`
)

// declare adds an own element.
func declare(name, attrs string) edit {
	return swap(schema, "</xs:schema>", `<xs:element id="hpci_`+name+`" name="`+name+`" `+attrs+`/></xs:schema>`)
}

const asItem = `nillable="true" substitutionGroup="xbrli:item" `

// damages are one for each rule, each caught by its rule alone, or with those that cannot but see it too.
var damages = []struct {
	rule string
	do   edit
	too  []string
}{
	{"EFM.5.01.01", func(p *filing.Package) bool { p.Files[len(p.Files)-1].Name = "Exhibit32.htm"; return true }, nil},
	{"EFM.5.01.01.tooManyCharacters", func(p *filing.Package) bool {
		p.Files[len(p.Files)-1].Name = "hpci-20241231-exhibit-thirty-two.htm"
		return true
	}, nil},
	{"EFM.6.03.03", rename("_pre.xml", "hpci-20241231-pre.xml"), nil},
	{"EFM.6.03.03.schemaRef", swap(page, `xlink:href="hpci-20241231.xsd"`, `xlink:href="hpci.xsd"`), nil},
	{"EFM.6.03.03.linkbaseRef", swap(schema, `xlink:href="hpci-20241231_cal.xml"`, `xlink:href="other_cal.xml"`), nil},
	{"EFM.5.02.01.01", swap("-form.htm", "SECURITIES", "S\u00c9CURITIES"), nil},
	{"EFM.5.02.05.doctypeDisallowed", swap(page, "<html ", "<!DOCTYPE html><html "), []string{"*"}},
	{"EFM.5.02.05.activeContent", swap(page, "<p ", `<p onclick="x()" `), nil},
	{"EFM.5.02.05.activeContent", swap(page, "</body>", "<script>x()</script></body>"), nil},
	{"EFM.5.02.05.externalReference", swap(page, "</body>", `<a href="https://example.com/">x</a></body>`), nil},
	{"EFM.5.02.05.externalReference", swap(page, "</body>", `<a href="mailto:a@example.com">x</a></body>`), nil},
	{"EFM.5.02.05.graphicDataUrl", swap(page, "</body>", `<img src="data:image/gif;base64,R0lG" alt="x"/></body>`), nil},
	{"EFM.5.02.05.graphicFileType", swap(page, "</body>", `<img src="logo.png" alt="x"/></body>`), nil},
	{"EFM.5.02.05.nestedTable", swap(page, "<tr><td></td>", "<tr><td><table><tr><td>x</td></tr></table></td>"), nil},
	{"EFM.5.02.05.standardNamespacePrefix", swap(page, ` xmlns:us-gaap=`, ` xmlns:gaap="http://fasb.org/us-gaap/2024" xmlns:us-gaap=`), nil},
	{"EFM.5.02.05.12.unsupportedTransformationRegistry", swap(page, `transformation/2020-02-12"`, `transformation/2010-04-20"`), []string{"EFM.5.02.05.unreadableFact", "*"}},
	{"EFM.5.02.05.targetDisallowed", swap(page, `name="dei:EntityPublicFloat"`, `target="two" name="dei:EntityPublicFloat"`), []string{"EFM.5.02.05.unreadableFact", "EFM.6.05.21.EntityPublicFloat"}},
	{"EFM.5.02.05.unreadableFact", swap(page, ">12,500,000<", ">twelve million<"), []string{"EFM.6.05.21.EntityPublicFloat"}},
	{"EFM.5.02.05.14.hidden-fact-not-found", swap(page, "<p style=\"", "<p style=\"-sec-ix-hidden:nowhere;"), nil},
	{"EFM.5.02.05.14.hidden-fact-multiple-references", swapAll(page, "<p style=\"text-align:center;margin:4pt 0\">", "<p style=\"-sec-ix-hidden:f-e69bd189ee;\">"), nil},
	{"EFM.5.02.05.14.hidden-fact-not-referenced", all(declare("OwnAddress", asItem+`type="xbrli:anyURIItemType" xbrli:periodType="duration"`), shown("OwnAddress"), hide(`<ix:nonNumeric id="x-2" name="hpci:OwnAddress" `+year+`>http://example.com</ix:nonNumeric>`)), nil},
	{"EFM.5.02.05.14.hidden-fact-eligible-for-transform", hide(`<ix:nonFraction id="x-3" name="us-gaap:InventoryNet" contextRef="I20231231" unitRef="usd" decimals="-3" scale="3" format="ixt:num-dot-decimal">494</ix:nonFraction>`), nil},
	{"EFM.6.05.45.cover-page-fact-not-visible", all(untag("EntityFileNumber"), hide(`<ix:nonNumeric id="x-4" name="dei:EntityFileNumber" `+year+`>001-99999</ix:nonNumeric>`)), nil},
	{"EFM.6.05.01", swap(page, `scheme="http://www.sec.gov/CIK"`, `scheme="http://www.sec.gov/cik"`), nil},
	{"EFM.6.05.02", all(swapAll(page, ">0001999999<", ">1999999<")), nil},
	{"EFM.6.05.03", swap(page, context, strings.Replace(context, "0001999999", "0001999998", 1)), nil},
	{"EFM.6.05.04", swap(page, context+`<xbrli:period>`+instant, context+`<xbrli:period>`+strings.Replace(instant, "</xbrli:context>", `<xbrli:scenario/></xbrli:context>`, 1)), nil},
	{"EFM.6.05.05", swap(page, `<xbrli:segment>`, `<xbrli:segment><x xmlns="urn:x">y</x>`), nil},
	{"EFM.6.05.07", swap(page, context, strings.Replace(context, `"I20231231"`, `"twin"`, 1)+`<xbrli:period>`+instant+context), []string{"EFM.6.05.08"}},
	{"EFM.6.05.08", swap(page, context, strings.Replace(context, `"I20231231"`, `"unused"`, 1)+`<xbrli:period>`+strings.Replace(instant, "2023-12-31", "2021-12-31", 1)+context), nil},
	{"EFM.6.05.09", swap(page, "<xbrli:startDate>2023-01-01<", "<xbrli:startDate>2022-12-31<"), nil},
	{"EFM.6.05.11", swap(page, `<xbrli:unit id="shares">`, `<xbrli:unit id="usd2"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit><xbrli:unit id="shares">`), nil},
	{"EFM.6.05.38", swap(page, `<xbrli:period><xbrli:startDate>2022-01-01</xbrli:startDate><xbrli:endDate>2022-12-31</xbrli:endDate></xbrli:period>`, `<xbrli:period><xbrli:forever/></xbrli:period>`), nil},
	{"EFM.6.05.39", swap(page, `<xbrldi:explicitMember dimension="us-gaap:StatementEquityComponentsAxis">us-gaap:CommonStockMember</xbrldi:explicitMember>`, `<xbrldi:typedMember dimension="hpci:OwnAxis"><hpci:x>y</hpci:x></xbrldi:typedMember>`), []string{"*"}},
	{"EFM.6.05.12", swap(page, `>740</ix:nonFraction>`, `>742</ix:nonFraction>`), nil},
	{"EFM.6.05.14", swap(page, `name="dei:EntityRegistrantName"`, `xml:lang="de" name="dei:EntityRegistrantName"`), nil},
	{"EFM.6.05.17", swap(page, `unitRef="shares" decimals`, `unitRef="shares" precision="3" decimals`), nil},
	{"EFM.6.05.25", addMember(), []string{"EFM.6.05.unit"}},
	{"EFM.6.05.37", swap(page, `unitRef="shares" decimals="0"`, `unitRef="shares" decimals="-7"`), nil},
	{"EFM.6.05.42", func(p *filing.Package) bool {
		c, _ := p.Taxonomy.Concept("us-gaap:InventoryNet")
		c.Deprecated = "2024"
		p.Taxonomy = p.Taxonomy.With(c)
		return true
	}, nil},
	{"EFM.6.05.unknown", all(swapAll(page, "us-gaap:InventoryNet", "us-gaap:InventoryNot"), swapAll(pre, "us-gaap_InventoryNet", "us-gaap_InventoryNot"), swapAll(lab, "us-gaap_InventoryNet", "us-gaap_InventoryNot")), []string{"EFM.6.14.05", "EFM.6.14.sum"}},
	{"EFM.6.05.period", swapAll(page, `name="us-gaap:InventoryNet" contextRef="I20231231"`, `name="us-gaap:InventoryNet" contextRef="D20230101-20231231"`), []string{"EFM.6.14.sum"}},
	{"EFM.6.05.unit", swap(page, `contextRef="I20250320" unitRef="shares"`, `contextRef="I20250320" unitRef="usd"`), nil},
	{"EFM.6.05.19", swap(page, `name="dei:DocumentType" `+year, `name="dei:DocumentType" contextRef="I20241231"`), []string{"EFM.6.05.period"}},
	{"EFM.6.05.20", swap(page, `name="dei:EntityFileNumber" `+year, `name="dei:EntityFileNumber" contextRef="D20230101-20231231"`), nil},
	{"EFM.6.05.20.periodEnd", swap(page, `>December 31, 2024</ix:nonNumeric>`, `>December 30, 2024</ix:nonNumeric>`), nil},
	{"EFM.6.05.20.focus", swap(page, `>FY<`, `>Q3<`), nil},
	{"EFM.6.05.23", swap(page, `name="dei:EntityCentralIndexKey" `+year+`>0001999999<`, `name="dei:EntityCentralIndexKey" `+year+`>0001999998<`), nil},
	{"EFM.6.22.03", swap(page, `xmlns:dei="http://xbrl.sec.gov/dei/2024"`, `xmlns:dei="http://xbrl.sec.gov/dei/2023"`), nil},
	{"EFM.6.05.21.EntityWellKnownSeasonedIssuer.EntityVoluntaryFilers", all(setFact("EntityWellKnownSeasonedIssuer", "Yes"), setFact("EntityVoluntaryFilers", "Yes")), nil},
	{"EFM.6.05.21.EntityWellKnownSeasonedIssuer.EntityShellCompany", all(setFact("EntityWellKnownSeasonedIssuer", "Yes"), setFact("EntityShellCompany", "true")), nil},
	{"EFM.6.05.21.IcfrAuditorAttestationFlag", all(untag("IcfrAuditorAttestationFlag"), setFact("EntityFilerCategory", "Accelerated Filer")), nil},
	{"EFM.6.05.40.EntityExTransitionPeriod", all(addFact("EntityExTransitionPeriod", "false"), shownDei("EntityExTransitionPeriod")), nil},
	{"EFM.6.05.46.Security12bTitle.Security12gTitle", all(untag("Security12bTitle"), untag("TradingSymbol"), untag("SecurityExchangeName")), nil},
	{"EFM.6.05.46.SecurityExchangeName", untag("SecurityExchangeName"), nil},
	{"EFM.6.05.46.TradingSymbol.NoTradingSymbolFlag", untag("TradingSymbol"), nil},
	{"EFM.6.05.48.EntityAddressAddressLine1", untag("EntityAddressAddressLine1"), nil},
	{"EFM.6.05.48.EntityAddressStateOrProvince.EntityAddressCountry", untag("EntityAddressStateOrProvince"), nil},
	{"EFM.6.05.49.DocumentAnnualReport", setFact("DocumentAnnualReport", "false"), nil},
	{"EFM.6.05.49.DocumentTransitionReport", setFact("DocumentTransitionReport", "true"), nil},
	{"EFM.6.05.49.DocumentFinStmtRestatementRecoveryAnalysisFlag", setFact("DocumentFinStmtErrorCorrectionFlag", "true"), nil},
	{"EFM.6.05.52.EntityInformationFormerLegalOrRegisteredName", all(addFact("EntityInformationFormerLegalOrRegisteredName", "Old"), shownDei("EntityInformationFormerLegalOrRegisteredName")), nil},
	{"EFM.6.07.01", swap(schema, "<xs:import ", `<xs:include schemaLocation="other.xsd"/><xs:import `), nil},
	{"EFM.6.07.03", all(swapAll(schema, "http://www.hpci.example.com", "http://www.fasb.org"), swapAll(pre, "http://www.hpci.example.com", "http://www.fasb.org")), nil},
	{"EFM.6.07.04", swapAll(schema, "example.com/20241231", "example.com/taxonomy"), nil},
	{"EFM.6.07.05", all(swapAll(schema, "http://www.hpci.example.com", "http://-x"), swapAll(pre, "http://www.hpci.example.com", "http://-x")), nil},
	{"EFM.6.07.07", all(swapAll(schema, "xmlns:hpci=", "xmlns:hp_ci="), swapAll(schema, `id="hpci_`, `id="hp_ci_`)), []string{"EFM.6.05.unknown", "EFM.6.07.17", "EFM.6.10.05"}},
	{"EFM.6.07.07.multipleRecommendedPrefixes", swap(schema, ` targetNamespace=`, ` xmlns:hpcii="http://www.hpci.example.com/20241231" targetNamespace=`), nil},
	{"EFM.6.07.08", swap(schema, "</xs:appinfo>", "<link:linkbase/></xs:appinfo>"), nil},
	{"EFM.6.07.09", all(swap(schema, "http://www.hpci.example.com/role/Cover", "http://www.other.example.com/role/Cover"), swapAll(pre, "http://www.hpci.example.com/role/Cover", "http://www.other.example.com/role/Cover")), nil},
	{"EFM.6.07.09.roleEnding", all(swap(schema, "example.com/role/Cover", "example.com/Cover"), swapAll(pre, "example.com/role/Cover", "example.com/Cover")), nil},
	{"EFM.6.07.10", swap(schema, "<link:roleType ", `<link:roleType id="Twin" roleURI="http://www.hpci.example.com/role/Cover"><link:definition>000001 - Document - Cover Page</link:definition><link:usedOn>link:presentationLink</link:usedOn><link:usedOn>link:calculationLink</link:usedOn><link:usedOn>link:definitionLink</link:usedOn></link:roleType><link:roleType `), nil},
	{"EFM.6.07.11", swap(schema, "<link:usedOn>link:calculationLink</link:usedOn>", ""), nil},
	{"EFM.6.07.12", swap(schema, "000001 - Document - Cover Page", "000001x - Document - Cover Page"), nil},
	{"EFM.6.07.12.presentationBaseSetOrder", swap(schema, "000003 - Statement", "000010 - Statement"), nil},
	{"EFM.6.07.16", declare("Assets", asItem+`type="xbrli:monetaryItemType" xbrli:periodType="instant"`), nil},
	{"EFM.6.07.17", swap(schema, `id="hpci_SalesRevenueNet"`, `id="SalesRevenueNet"`), nil},
	{"EFM.6.07.18", swap(schema, own, strings.Replace(own, ` nillable="true"`, "", 1)), nil},
	{"EFM.6.07.19", declare("Pair", `nillable="true" substitutionGroup="xbrli:tuple"`), nil},
	{"EFM.6.07.20", declare("TypedAxis", `nillable="true" abstract="true" type="xbrli:stringItemType" substitutionGroup="xbrldt:dimensionItem" xbrli:periodType="duration" xbrldt:typedDomainRef="#x"`), nil},
	{"EFM.6.07.21", declare("ThingAbstract", asItem+`abstract="true" type="xbrli:stringItemType" xbrli:periodType="instant"`), nil},
	{"EFM.6.07.23", declare("ThingAxis", asItem+`type="xbrli:stringItemType" xbrli:periodType="duration"`), nil},
	{"EFM.6.07.24", declare("Thing", `nillable="true" abstract="true" type="xbrli:stringItemType" substitutionGroup="xbrldt:hypercubeItem" xbrli:periodType="duration"`), nil},
	{"EFM.6.07.25", declare("Thing", `nillable="true" type="xbrli:stringItemType" substitutionGroup="us-gaap:Assets" xbrli:periodType="duration"`), nil},
	{"EFM.6.07.26", declare("ThingLineItems", asItem+`type="xbrli:stringItemType" xbrli:periodType="duration"`), nil},
	{"EFM.6.07.27", declare("ThingMember", asItem+`abstract="true" type="xbrli:stringItemType" xbrli:periodType="duration"`), nil},
	{"EFM.6.07.28", declare("ThingMember", asItem+`type="dtr-types:domainItemType" xbrli:periodType="instant"`), nil},
	{"EFM.6.07.29", declare(strings.Repeat("Long", 51), asItem+`type="xbrli:stringItemType" xbrli:periodType="duration"`), nil},
	{"EFM.6.07.31", declare("Share", asItem+`type="xbrli:fractionItemType" xbrli:periodType="duration"`), nil},
	{"EFM.6.07.32", declare("ThingTextBlock", asItem+`type="dtr-types:textBlockItemType" xbrli:periodType="instant"`), nil},
	{"EFM.6.10.01", swap(lab, `xlink:to="lab_us-gaap_InventoryNet"`, `xlink:to="nowhere"`), []string{"EFM.6.12.04"}},
	{"EFM.6.10.01.missingLabelLinkbase", func(p *filing.Package) bool {
		p.Files = slices.DeleteFunc(p.Files, func(f xbrl.File) bool { return f.Type == "EX-101.LAB" })
		return true
	}, []string{"EFM.6.03.03.linkbaseRef", "EFM.6.12.04"}},
	{"EFM.6.10.02", swap(lab, `<link:label xlink:type="resource" xlink:label="lab_us-gaap_Assets" `, `<link:label xlink:type="resource" xlink:label="lab_us-gaap_Assets" xlink:role="http://www.xbrl.org/2003/role/label" xml:lang="en-US">Everything owned</link:label><link:label xlink:type="resource" xlink:label="lab_us-gaap_Assets" `), nil},
	{"EFM.6.10.03", swap(lab, `</link:labelLink>`, `<link:label xlink:type="resource" xlink:label="lab_us-gaap_Assets" xlink:role="http://www.xbrl.org/2003/role/label" xml:lang="de">Aktiva</link:label></link:labelLink>`), nil},
	{"EFM.6.10.04", swap(lab, ">Amendment Flag<", ">Entity Central Index Key<"), nil},
	{"EFM.6.10.05", swap(lab, `</link:labelLink>`, `<link:label xlink:type="resource" xlink:label="lab_us-gaap_Assets" xlink:role="http://www.xbrl.org/2003/role/documentation" xml:lang="en-US">All of it.</link:label></link:labelLink>`), nil},
	{"EFM.6.10.06", swap(lab, ">Amendment Flag<", ">Amendment &lt;b> Flag<"), nil},
	{"EFM.6.10.08", swap(lab, ">Amendment Flag<", ">Amendment Flag <"), nil},
	{"EFM.6.10.09", swap(lab, `</link:labelLink>`, `<link:label xlink:type="resource" xlink:label="lab_dei_AmendmentFlag" xlink:role="http://www.xbrl.org/2003/role/totalLabel" xml:lang="en-US">Total flag</link:label></link:labelLink>`), nil},
	{"EFM.6.12.01", swap(pre, ` order="1"/>`, `/>`), nil},
	{"EFM.6.12.02", swap(pre, ` order="2"/>`, ` order="1"/>`), nil},
	{"EFM.6.12.03", swap(pre, `xlink:to="loc_dei_EntityFileNumber"`, `xlink:to="nowhere"`), nil},
	{"EFM.6.12.04", swap(lab, `xlink:role="http://www.xbrl.org/2003/role/totalLabel"`, `xlink:role="http://www.xbrl.org/2003/role/verboseLabel"`), nil},
	{"EFM.6.12.05", swap(pre, `xlink:to="loc_dei_EntityCentralIndexKey" order="2"/>`, `xlink:to="loc_dei_EntityCentralIndexKey" order="2"/><link:presentationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/parent-child" xlink:from="loc_dei_CoverAbstract" xlink:to="loc_dei_EntityCentralIndexKey" order="99"/>`), nil},
	{"EFM.6.12.06", swap(pre, `<link:presentationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/parent-child" xlink:from="loc_dei_CoverAbstract" xlink:to="loc_dei_EntityCentralIndexKey"`,
		`<link:loc xlink:type="locator" xlink:href="https://xbrl.sec.gov/dei/2024/dei-2024.xsd#dei_EntitiesTable" xlink:label="second"/><link:presentationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/parent-child" xlink:from="second" xlink:to="loc_dei_EntityCentralIndexKey"`), nil},
	{"EFM.6.12.07", swap(pre, `xlink:to="loc_dei_AmendmentFlag" order="1"/>`, `xlink:to="loc_dei_AmendmentFlag" order="1" preferredLabel="http://www.xbrl.org/2003/role/periodStartLabel"/>`), []string{"EFM.6.12.04"}},
	{"EFM.6.12.08", swapAll(pre, `xlink:from="loc_us-gaap_StatementEquityComponentsAxis"`, `xlink:from="loc_us-gaap_StatementTable"`), []string{"EFM.6.12.02"}},
	{"EFM.6.14.01", swap(cal, ` order="1"`, ``), nil},
	{"EFM.6.14.02", swap(cal, `weight="1.0"`, `weight="2.0"`), []string{"EFM.6.14.sum"}},
	{"EFM.6.14.03", swap(cal, "</link:calculationLink>", sum("us-gaap_AssetsCurrent", "us-gaap_StockIssuedDuringPeriodValueNewIssues")+"</link:calculationLink>"), []string{"EFM.6.14.05", "EFM.6.14.weight"}},
	{"EFM.6.14.04", swap(cal, "</link:calculationLink>", sum("us-gaap_InventoryNet", "us-gaap_AssetsCurrent")+"</link:calculationLink>"), []string{"EFM.6.14.sum"}},
	{"EFM.6.14.05", swap(cal, "</link:calculationLink>", sum("us-gaap_Assets", "us-gaap_Goodwill")+"</link:calculationLink>"), nil},
	{"EFM.6.14.weight", swap(cal, `xlink:to="loc_us-gaap_InventoryNet" order="2" weight="1.0"`, `xlink:to="loc_us-gaap_InventoryNet" order="2" weight="-1.0"`), []string{"EFM.6.14.sum"}},
	{"EFM.6.14.sum", swapAll(page, `>740</ix:nonFraction>`, `>790</ix:nonFraction>`), nil},
	{"EFM.6.12.role", swapAll(pre, `xlink:role="http://www.hpci.example.com/role/Cover"`, `xlink:role="http://www.hpci.example.com/role/Undeclared"`), nil},
}

// sum is a further calculation relationship between standard elements.
func sum(total, part string) string {
	at := `<link:loc xlink:type="locator" xlink:href="https://xbrl.fasb.org/us-gaap/2024/elts/us-gaap-2024.xsd#`
	return at + total + `" xlink:label="a"/>` + at + part + `" xlink:label="b"/><link:calculationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/summation-item" xlink:from="a" xlink:to="b" order="77" weight="1.0"/>`
}

func rename(end, name string) edit {
	return func(p *filing.Package) bool {
		i := slices.IndexFunc(p.Files, func(f xbrl.File) bool { return strings.HasSuffix(f.Name, end) })
		old := p.Files[i].Name
		p.Files[i].Name = name
		return swap(schema, old, name)(p)
	}
}

// shown puts an own element into the cover's presentation and labels.
func shown(name string) edit { return present("hpci-20241231.xsd#hpci_"+name, "loc_hpci_"+name, name) }

func shownDei(name string) edit {
	return present("https://xbrl.sec.gov/dei/2024/dei-2024.xsd#dei_"+name, "loc_dei_"+name, name)
}

func present(href, loc, label string) edit {
	locator := `<link:loc xlink:type="locator" xlink:href="` + href + `" xlink:label="` + loc + `"/>`
	return all(
		swap(pre, "</link:presentationLink>", locator+`<link:presentationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/parent-child" xlink:from="loc_dei_CoverAbstract" xlink:to="`+loc+`" order="99"/></link:presentationLink>`),
		swap(lab, "</link:labelLink>", locator+`<link:labelArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/concept-label" xlink:from="`+loc+`" xlink:to="l_`+loc+`" order="1"/><link:label xlink:type="resource" xlink:label="l_`+loc+`" xlink:role="http://www.xbrl.org/2003/role/label" xml:lang="en-US">`+label+`</link:label></link:labelLink>`))
}

// addMember reports a member as if it were a fact.
func addMember() edit {
	return swap(page, "</body>", `<p><ix:nonNumeric id="x-5" name="us-gaap:CommonStockMember" `+year+`>x</ix:nonNumeric></p></body>`)
}

// rulesOf are the rules that found something, each once.
func rulesOf(found []check.Finding) []string {
	var out []string
	for _, f := range found {
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out
}

// damaged is what is found in a copy of a package after an edit.
func damaged(t *testing.T, good filing.Package, name string, do edit) []string {
	t.Helper()
	p := good
	p.Files = slices.Clone(good.Files)
	if !do(&p) {
		t.Errorf("%s: nothing was damaged", name)
	}
	return rulesOf(Check(p, today))
}

func TestDamages(t *testing.T) {
	good := made(t, filing.Form10K, 3)
	for _, d := range damages {
		got := damaged(t, good, d.rule, d.do)
		if !slices.Contains(got, d.rule) {
			t.Errorf("%s does not see its damage; %v do", d.rule, got)
		}
		for _, r := range got {
			if r != d.rule && !slices.Contains(d.too, r) && !slices.Contains(d.too, "*") {
				t.Errorf("the damage of %s is seen by %s too", d.rule, r)
			}
		}
	}
}

// consequences are what else is missed when a fact goes: its context, or what depends on it.
var consequences = map[string][]string{"EntityPublicFloat": {"EFM.6.05.08"}, "EntityCommonStockSharesOutstanding": {"EFM.6.05.08", "EFM.6.05.11"},
	"DocumentType": {"EFM.6.05.19"}}

// Every fact that the table of the cover page needs is missed by its own rule when it is gone.
func TestEachCoverFactIsMissed(t *testing.T) {
	for form, good := range map[string]filing.Package{"10-K": made(t, filing.Form10K, 3), "10-Q": quarterAsYear(made(t, filing.Form10Q, 3))} {
		for _, r := range coverTable {
			if r.kind != needed || r.forms != "" && r.forms != form {
				continue
			}
			for _, local := range strings.Fields(r.names) {
				want := "EFM." + twoDigits(r.cite) + "." + local
				got := damaged(t, good, want, untag(local))
				got = slices.DeleteFunc(got, func(id string) bool { return slices.Contains(consequences[local], id) })
				if !slices.Equal(got, []string{want}) {
					t.Errorf("%s without %s: %v", form, local, got)
				}
			}
		}
	}
}

// quarterAsYear gives the files of a quarterly package the name that the edits look for.
func quarterAsYear(p filing.Package) filing.Package {
	for i := range p.Files {
		p.Files[i].Name = strings.ReplaceAll(p.Files[i].Name, "20240630", "20241231")
		p.Files[i].Body = []byte(strings.ReplaceAll(string(p.Files[i].Body), "hpci-20240630", "hpci-20241231"))
	}
	p.Base = strings.ReplaceAll(p.Base, "20240630", "20241231")
	return p
}

// Every rule is proved by a damage.
func TestEveryRuleHasItsDamage(t *testing.T) {
	proved := map[string]bool{"EFM.6.05.49.DocumentQuarterlyReport": true} // see TestQuarterlyReport
	for _, d := range damages {
		proved[d.rule] = true
	}
	for _, r := range coverTable {
		for _, local := range strings.Fields(r.names) {
			if r.kind == needed {
				proved["EFM."+twoDigits(r.cite)+"."+local] = true
			}
		}
	}
	for _, r := range Rules() {
		if !proved[r.ID] {
			t.Errorf("no damage for %s", r.ID)
		}
	}
}

func TestQuarterlyReport(t *testing.T) {
	good := quarterAsYear(made(t, filing.Form10Q, 0))
	for local, want := range map[string]string{"DocumentQuarterlyReport": "EFM.6.05.49.DocumentQuarterlyReport", "DocumentTransitionReport": "EFM.6.05.49.DocumentTransitionReport"} {
		if got := damaged(t, good, local, untag(local)); !slices.Equal(got, []string{want}) {
			t.Errorf("without %s: %v", local, got)
		}
	}
}

// Rules hold in their time: what the SEC asked for later is not missed earlier.
func TestRulesInTheirTime(t *testing.T) {
	good := made(t, filing.Form10K, 0)
	for _, x := range []struct {
		day, local, rule string
		found            bool
	}{
		{"2022-01-09", "AuditorName", "EFM.6.05.54.AuditorName", false}, {"2022-01-10", "AuditorName", "EFM.6.05.54.AuditorName", true},
		{"2023-01-26", "DocumentFinStmtErrorCorrectionFlag", "EFM.6.05.49.DocumentFinStmtErrorCorrectionFlag", false},
		{"2023-01-27", "DocumentFinStmtErrorCorrectionFlag", "EFM.6.05.49.DocumentFinStmtErrorCorrectionFlag", true},
		{"2019-05-01", "EntityFileNumber", "EFM.6.05.47.EntityFileNumber", false}, {"2019-05-02", "EntityFileNumber", "EFM.6.05.47.EntityFileNumber", true},
		{"2009-04-13", "EntityPublicFloat", "EFM.6.05.21.EntityPublicFloat", true},
	} {
		p := good
		p.Files = slices.Clone(good.Files)
		untag(x.local)(&p)
		if got := rulesOf(Check(p, fiscal.MustParse(x.day))); slices.Contains(got, x.rule) != x.found {
			t.Errorf("on %s without %s: %v", x.day, x.local, got)
		}
	}
	p := good
	p.Files = slices.Clone(good.Files)
	swap(page, "<p ", `<p onclick="x()" `)(&p)
	if got := Check(p, fiscal.MustParse("2006-05-15")); len(got) > 0 {
		t.Errorf("before there was XBRL: %v", got)
	}
}

// What cannot be read is said; the other rules go on.
func TestUnreadableFiles(t *testing.T) {
	good := made(t, filing.Form10K, 0)
	for _, end := range []string{page, schema, pre, lab} {
		got := damaged(t, good, end, change(end, func(s string) string { return s[:len(s)/2] }))
		if !slices.Contains(got, "EFM.6.03.unreadable") {
			t.Errorf("half of %s: %v", end, got)
		}
	}
	p := good
	p.Files = nil
	if got := rulesOf(Check(p, today)); !slices.Contains(got, "EFM.6.03.03.schemaRef") {
		t.Errorf("an empty package: %v", got)
	}
}

// A package that was kept as files alone is judged with the taxonomy that its report names.
func TestTaxonomyOfTheReport(t *testing.T) {
	p := made(t, filing.Form10K, 0)
	p.Taxonomy = nil
	if found := Check(p, today); len(found) > 0 {
		t.Error(found)
	}
	swapAll(page, "us-gaap/2024", "us-gaap/2019")(&p)
	if got := rulesOf(Check(p, today)); !slices.Contains(got, "EFM.6.03.unreadable") {
		t.Error(got)
	}
}

// A finding says under which text of the manual it stands, and EDGAR's warnings do not stop.
func TestFindingsSayWhy(t *testing.T) {
	p := made(t, filing.Form10K, 0)
	swap(lab, ">Amendment Flag<", ">Amendment Flag <")(&p)
	swap(schema, "000003 - Statement", "000010 - Statement")(&p)
	found := Check(p, today)
	if len(found) != 2 || found[0].Severity != check.Open || found[1].Severity != check.Stop || !strings.Contains(found[1].Cite, "6.10.8") || !strings.Contains(found[1].Message, "space") {
		t.Error(found)
	}
}

var number = regexp.MustCompile(`<ix:nonFraction [^>]*>[^<]*</ix:nonFraction>`)

// numberEdits change one tagged number.
var numberEdits = map[string]func(string) string{
	"sign": func(f string) string {
		if strings.Contains(f, ` sign="-"`) {
			return strings.Replace(f, ` sign="-"`, "", 1)
		}
		return strings.Replace(f, " scale=", ` sign="-" scale=`, 1)
	},
	"scale":  func(f string) string { return strings.Replace(f, `scale="0"`, `scale="3"`, 1) },
	"digits": func(f string) string { return strings.Replace(f, ",", "9,", 1) },
	"period": func(f string) string {
		return regexp.MustCompile(`contextRef="[^"]*"`).ReplaceAllString(f, `contextRef="D20220101-20221231_"`)
	},
	"unit": func(f string) string { return strings.Replace(f, `unitRef="usd"`, `unitRef="shares"`, 1) },
	"element": func(f string) string {
		return regexp.MustCompile(` name="[^"]*"`).ReplaceAllString(f, ` name="us-gaap:Goodwill"`)
	},
}

// A random edit of one number of a good package is caught: its sign, scale, digits, period, unit or element. Every
// figure of the balance sheet and the income statement stands in a sum or is shown twice.
func TestRandomEdits(t *testing.T) {
	good := made(t, filing.Form10K, 0)
	i := slices.IndexFunc(good.Files, func(f xbrl.File) bool { return strings.HasSuffix(f.Name, page) })
	body := string(good.Files[i].Body)
	var numbers [][]int
	before := body[:strings.Index(body, "CHANGES IN STOCKHOLDERS")] // no sum proves a movement of equity
	for _, at := range number.FindAllStringIndex(before, -1) {
		if f := body[at[0]:at[1]]; !strings.Contains(f, "dei:") && !strings.Contains(f, "fixed-zero") {
			numbers = append(numbers, at)
		}
	}
	if len(numbers) < 35 {
		t.Fatalf("only %d numbers", len(numbers))
	}
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.SampledFrom(numbers).Draw(rt, "number")
		kind := rapid.SampledFrom(sortedKeys(numberEdits)).Draw(rt, "edit")
		before := body[at[0]:at[1]]
		after := numberEdits[kind](before)
		if before == after {
			rt.Fatalf("%s changes nothing in %s", kind, before)
		}
		p := good
		p.Files = slices.Clone(good.Files)
		p.Files[i].Body = []byte(body[:at[0]] + after + body[at[1]:])
		if got := rulesOf(Check(p, today)); len(got) == 0 {
			rt.Fatalf("%s: nobody sees that %s became %s", kind, before, after)
		}
	})
}
