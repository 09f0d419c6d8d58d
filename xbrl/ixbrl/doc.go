// Package ixbrl writes and reads Inline XBRL 1.1 documents as EDGAR wants them: one XHTML page that people read and
// whose marked numbers and words are the facts.
//
// # Writing
//
// A Page is written from top to bottom like any text; facts are put where they are shown. Contexts, units and the
// header follow from the facts, so nothing is declared twice or in vain:
//
//	year := xbrl.Over(fiscal.CalendarYear.YearPeriod(2024))
//	end := xbrl.At(fiscal.MustParse("2024-12-31"))
//
//	p := ixbrl.New(ixbrl.Head{Entity: "0001999999", Schema: ext.SchemaFile(), Title: ext.Base}, ext)
//	p.Open("p")
//	p.Text("For the fiscal year ended ")
//	p.Date(xbrl.Fact{Concept: "dei:DocumentPeriodEndDate", Period: year, Value: "2024-12-31"})
//	p.Close("p")
//
//	p.OpenBlock(xbrl.Fact{Concept: "us-gaap:InventoryDisclosureTextBlock", Period: year})
//	p.Leaf("p", "2. Inventories")
//	p.Open("table")
//	p.Open("tr")
//	p.Leaf("td", "Inventories")
//	p.Open("td", "style", "text-align:right")
//	p.Number(xbrl.Fact{Concept: "us-gaap:InventoryNet", Period: end, Unit: xbrl.USD, Value: "7450000", Decimals: -3},
//		ixbrl.Show{Scale: 3}) // 7,450
//	p.Close("td")
//	p.Close("tr")
//	p.Close("table")
//	p.CloseBlock()
//
//	flag := p.Hidden(xbrl.Fact{Concept: "dei:AmendmentFlag", Period: year, Value: "false"})
//	p.Open("p")
//	p.Refer(flag, "No amendment.")
//	p.Close("p")
//
//	document, err := p.Finish() // the first mistake of any call above
//	facts := p.Facts()          // with their ids, in the order of the document
//
// A value bears XBRL's sign (xbrl.SignFor) and never that of the presentation: dividends of 500 are "500000" with
// Show{Scale: 3, Flip: true}, printed (500), under a row whose label is xbrl.LabelNegated. The page
// refuses what EDGAR would: a value with digits beyond its accuracy, a period of the wrong type, two values for one fact,
// a table in a table, a text that its format does not turn into the value, an element that is not closed.
//
// # Reading
//
// Read turns a document, ours or another company's, back into facts: formats, scale, sign, continuations, escaped and
// hidden content resolved. What was written is what is read.
package ixbrl
