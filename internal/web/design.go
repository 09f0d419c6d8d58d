package web

import (
	"tieout/internal/access"
)

// designRoutes are those of the page that shows every piece the pages are made of.
func (s *site) designRoutes() []route {
	return []route{{Pattern: "/design", Action: access.ReadBooks, Page: s.design}}
}

// designPage shows every piece.
type designPage struct {
	Colours  []colourRow
	Marks    []mark
	SignOffs []signOff
	Findings []finding
	Sheet    sheet
	Table    []tableRow
	Charts   []chart
	Problem  problem
}

// colourRow is a name of a colour and what it means; its chip is drawn by the style sheet.
type colourRow struct{ Name, Means string }

// signOff is who vouched for something, and whether it still holds.
type signOff struct {
	Meaning, By, When string
	Mark              mark
	Why               string
}

var designHeads = []head{{Text: "Account", Tight: true}, {Text: "Name"}, {Text: "Debit", Amount: true}, {Text: "Credit", Amount: true}}

func (s *site) design(*call) (page, error) {
	f := func(minor int64) figure { return amountOf(minor, 0) }
	synthetic := f(3737)
	synthetic.Synthetic = true
	p := designPage{
		Colours: []colourRow{{"paper", "the page"}, {"sheet", "what lies on it"}, {"ink", "text"}, {"soft", "what explains"}, {"faint", "nil and stamps"}, {"hair", "lines between rows"}, {"rule", "under heads"},
			{"edge", "around what can be used"}, {"accent", "a link, the place one is at, focus"}, {"done", "it holds"}, {"info", "a note"}, {"wait", "it waits or is open"}, {"stop", "it stops or is late"}},
		Marks: []mark{{"done", "posted"}, {"info", "filed late"}, {"wait", "waits"}, {"stop", "late"}, {"idle", "period not ended"}},
		SignOffs: []signOff{{"prepared", "Senior accountant", "6 Apr 2026 09:12", mark{"done", "holds"}, ""}, {"reviewed", "Controller", "7 Apr 2026 16:40", mark{"stop", "suspended"}, "JE-2026-000142 of 8 April 2026 moved the balance by 1,250.00"},
			{"approved", "nobody yet", "", mark{"wait", "waits"}, ""}},
		Findings: []finding{{mark{"stop", "stop"}, "JE-2026-000007", "It is out of balance by 12.50 USD: debits 100.00, credits 87.50.", ""}, {mark{"wait", "open"}, "Cash flows, 2026-Q1", "The gross flows of property are not known; say them with an analysing entry.", "ASC 230-10-45-7"},
			{mark{"info", "note"}, "DeferredTaxAssetsNetCurrent", "The element was withdrawn; one of the registrant's own stands in its place.", ""}},
		Sheet: sheet{Columns: [][]string{{"March 31,", "2026"}, {"December 31,", "2025"}}, Rows: []sheetRow{
			{Label: "Current assets", Kind: "heading"}, {Label: "Cash and cash equivalents", Level: 1, Kind: "line", Figures: []figure{f(9200), f(10000)}}, {Label: "Accounts receivable, net", Level: 1, Kind: "line", Figures: []figure{f(5400), f(0)}},
			{Label: "Inventories, net", Level: 1, Kind: "line", Figures: []figure{synthetic, f(-310)}}, {Label: "Total current assets", Kind: "total", Rule: true, Figures: []figure{f(18337), f(9690)}},
			{Label: "Total assets", Kind: "total", Rule: true, Double: true, Figures: []figure{f(18337), f(9690)}}}},
		Table: []tableRow{{Cells: []cell{{Text: "1010"}, {Text: "Cash - operating"}, {Amount: true, Figure: f(9200)}, {}}}, {Cells: []cell{{Text: "2010"}, {Text: "Trade payables"}, {}, {Amount: true, Figure: f(3770)}}},
			{Kind: "total", Cells: []cell{{Text: "Total"}, {}, {Amount: true, Figure: f(9200)}, {Amount: true, Figure: f(3770)}}}},
		Problem: problem{Title: "Not found", What: "There is no entry JE-2026-000999 as known on 6 April 2026.", Way: "It may have been posted later: move the clock. Entries are listed in the journal."},
	}
	quarters := []string{"Q1 25", "Q2 25", "Q3 25", "Q4 25", "Q1 26"}
	p.Charts = []chart{
		lineChart("design-line", "Headroom under the covenant, thousands", quarters, []series{{Name: "fixed charge ratio headroom", Values: []int64{420, 310, 180, 40, -60}}, {Name: "limit", Values: []int64{0, 0, 0, 0, 0}}, {Name: "forecast", Values: []int64{0, 0, 0, 0, -60}, Absent: []bool{true, true, true, true, false}}}, 0),
		barChart("design-bar", "Inventory by class, thousands", quarters, []series{{Name: "raw materials", Values: []int64{1200, 1300, 1250, 1100, 1400}}, {Name: "work in process", Values: []int64{300, 280, 310, 290, 320}}, {Name: "finished goods", Values: []int64{2300, 2100, 2250, 2280, 2016}}}, 0, true),
		bridgeChart("design-bridge", "Operating income, year on year, thousands", []bridgeStep{{"2025", 1200, true}, {"volume", -480, false}, {"price", 150, false}, {"plant closed", -900, false}, {"savings", 240, false}, {"2026", 210, true}}, 0),
	}
	return page{Title: "Design", Section: "design", Body: designBody(p)}, nil
}
