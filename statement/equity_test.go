package statement

import (
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/xbrl"
)

const equityChart = propensityChart + `
preferred equity PreferredStockValue
capital equity AdditionalPaidInCapital
treasury equity TreasuryStockCommonValue
translation equity AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax
pensions equity AccumulatedOtherComprehensiveIncomeLossDefinedBenefitPensionAndOtherPostretirementPlansNetOfTax
pension liability DefinedBenefitPensionPlanLiabilitiesNoncurrent`

const equityOpening = "cash 1000; inventory 500; pension -200; pensions 50; common -100; capital -400; retained -700; sales -150"

func equityYear(t *testing.T) *book {
	return newBook(t, equityChart).opening(equityOpening).post("sales -300; cash 300", "cash 20; translation -20 fx-effect", "pension 30 oci; pensions -30 oci",
		"cash 60; common -10 stock-issued; capital -50 stock-issued", "costs 25; capital -25 stock-compensation", "treasury 40 stock-repurchased; cash -40", "retained 70 dividends; cash -70",
		"inventory 90 accounting-change; retained -90 accounting-change")
}

var whole = Scale{0, money.HalfAway}

func wantEquity(t *testing.T, e EquityStatement, want map[string]int64) {
	t.Helper()
	for key, dollars := range want {
		row, component, _ := strings.Cut(key, "|")
		f, ok := e.Figure(row, component)
		if !ok && dollars != 0 || f.Amount != -dollars*100 {
			t.Errorf("%s is %d, want %d", key, -f.Amount, dollars*100)
		}
	}
}

func TestChangesInEquity(t *testing.T) {
	b := equityYear(t)
	col := b.column()
	e, found := ChangesInEquity(b.chart, []Column{col})
	if len(found) > 0 || len(e.Foot(whole, 2)) > 0 {
		t.Error(found, e.Foot(whole, 2))
	}
	wantEquity(t, e, map[string]int64{"opening 2006|": 1300, "opening 2006|retained-earnings": 850, "opening 2006|aoci": -50, "net-income 2006|retained-earnings": 275, "net-income 2006|": 275,
		"oci 2006|aoci": 50, "stock-issued 2006|common-stock": 10, "stock-issued 2006|paid-in-capital": 50, "stock-issued 2006|": 60, "stock-compensation 2006|": 25, "repurchases 2006|treasury-stock": -40,
		"dividends 2006|": -70, "accounting-change 2006|retained-earnings": 90, "closing 2006|": 1690, "closing 2006|treasury-stock": -40, "closing 2006|retained-earnings": 1145})
	if len(e.Components) != 5 {
		t.Error(e.Components)
	}
	balance, _ := Build(BalanceSheet, b.chart, []Column{{Key: "end", At: bookYear.End, TB: col.End}, {Key: "begin", At: bookYear.Start - 1, TB: col.Begin}})
	income, _ := ComprehensiveIncome(b.chart, []Column{col})
	if ties := TieEquity(e, balance, income, 2); len(ties) > 0 {
		t.Error(ties)
	}
	balance.Rows[len(balance.Rows)-2].Figures[0].Amount++
	if ties := TieEquity(e, balance, income, 2); len(ties) != 1 || ties[0].Message != "equity is 1,690.00 here and 1,689.99 in the balance sheet, credit positive" {
		t.Error("a balance sheet that differs:", ties)
	}
}

func TestComprehensiveIncome(t *testing.T) {
	b := equityYear(t)
	s, found := ComprehensiveIncome(b.chart, []Column{b.column(), {Key: "none", Absent: "no books"}})
	if len(found) > 0 || len(Foot(s, whole, 2)) > 0 {
		t.Error(found, Foot(s, whole, 2))
	}
	tax := standard(t)
	for id, want := range map[string]int64{"net-income": 27500, "oci-translation": 2000, "oci-pension": -3000, "oci": 5000, "comprehensive-income": 32500} {
		r, _ := s.Row(id)
		c, _ := tax.Concept(r.Concept)
		a, err := xbrl.SignFor(c, moneyOf(r.Ledger(r.Figures[0])), r.Sign) // the pension element has a debit balance
		if err != nil || a.Minor != want || !r.Figures[1].Absent {
			t.Errorf("%s: %v %v, want %d", id, a, err, want)
		}
	}
	b = newBook(t, "cash asset Cash\naoci equity AccumulatedOtherComprehensiveIncomeLossNetOfTax").post("cash 5; aoci -5 fx-effect")
	if _, found = ComprehensiveIncome(b.chart, []Column{b.column()}); rules(found) != "oci-item account aoci" {
		t.Error(found)
	}
}

func TestAOCIRoll(t *testing.T) {
	b := equityYear(t)
	e, found := AOCIRoll(b.chart, []Column{b.column()})
	wantEquity(t, e, map[string]int64{"opening 2006|oci-pension": -50, "oci 2006|oci-pension": 30, "oci 2006|oci-translation": 20, "closing 2006|": 0, "closing 2006|oci-translation": 20})
	if len(found) > 0 || len(e.Foot(whole, 2)) > 0 || len(e.Components) != 2 {
		t.Error(found, e.Foot(whole, 2), e.Components)
	}
}

// A movement that no tag explains is its own line; the next period begins where this one ends.
func TestUnexplainedEquityAndConsecutivePeriods(t *testing.T) {
	b := newBook(t, equityChart).opening(equityOpening).post("cash 60; capital -60")
	first := b.column()
	next := Column{Key: "2007", Title: "Year 2007", Over: fiscal.Period{Start: bookYear.End + 1, End: fiscal.MustParse("2007-12-31")}, Begin: first.End, End: first.End}
	e, found := ChangesInEquity(b.chart, []Column{next, first})
	if rules(found) != "equity-other account capital" || found[0].Severity != check.Open {
		t.Error(found)
	}
	var ids []string
	for _, r := range e.Rows {
		ids = append(ids, r.ID)
	}
	if got := strings.Join(ids, ","); got != "opening 2006,net-income 2006,other 2006,closing 2006,net-income 2007,closing 2007" {
		t.Error(got)
	}
	wantEquity(t, e, map[string]int64{"other 2006|paid-in-capital": 60, "closing 2007|": 1360})
	if len(e.Foot(whole, 2)) > 0 {
		t.Error(e.Foot(whole, 2))
	}
}

func TestEquityFootsDownAndAcross(t *testing.T) {
	b := equityYear(t)
	e, _ := ChangesInEquity(b.chart, []Column{b.column()})
	e.Rows[1].Figures[2].Amount += 500
	if got := e.Foot(whole, 2); check.Worst(got) != check.Stop || len(got) != 2 {
		t.Error(got)
	}
	col := b.column()
	col.TB.Rows = col.TB.Rows[:len(col.TB.Rows)-1]
	e, _ = ChangesInEquity(b.chart, []Column{col})
	if got := e.Foot(whole, 2); check.Worst(got) != check.Stop {
		t.Error(got)
	}
	col.Founded, col.Begin.Rows = false, nil
	e, found := ChangesInEquity(b.chart, []Column{col})
	if len(found)+len(e.Foot(whole, 2)) > 0 || e.Columns[0].Absent == "" || !e.Rows[0].Total.Absent {
		t.Error(found, e)
	}
}

// Every element and member exists and is in force.
func TestEquityElementsAreStandard(t *testing.T) {
	tax := standard(t)
	var names, members []string
	for _, m := range equityMoves {
		names = append(names, m.concept)
	}
	for _, i := range ociItems {
		names, members = append(names, i.concept), append(members, i.member)
	}
	for _, c := range equityComponents {
		members = append(members, c.Member)
	}
	names = append(names, gaap("StockholdersEquity"), gaap("AccumulatedOtherComprehensiveIncomeLossNetOfTax"), gaap("ComprehensiveIncomeNetOfTax"))
	for _, n := range append(names, members...) {
		if strings.HasPrefix(n, "ext:") {
			continue
		}
		c, ok := tax.Concept(n)
		if !ok || c.Deprecated != "" || c.Member() != strings.HasSuffix(n, "Member") || !c.Member() && (!c.Monetary() || c.Balance == xbrl.NoBalance) {
			t.Errorf("%s: %v %+v", n, ok, c)
		}
	}
	if c, ok := tax.Concept(EquityAxis); !ok || c.Group != xbrl.Axis {
		t.Error(EquityAxis)
	}
}

// The adoption of a standard adjusts what it names, in the roll of accumulated other comprehensive income too, and is no part of the year's
// income or comprehensive income (SFAS 158 paragraph 16).
func TestAdoptionOfAStandard(t *testing.T) {
	b := newBook(t, equityChart).opening(equityOpening).post("cash 60; sales -60", "pensions 40 adoption; pension -40 adoption", "pensions 7 oci; pension -7 oci", "retained 5 adoption; pension -5 adoption")
	columns := []Column{b.column()}
	e, found := ChangesInEquity(b.chart, columns)
	if len(found) > 0 || len(e.Foot(whole, 2)) > 0 {
		t.Error(found, e.Foot(whole, 2))
	}
	wantEquity(t, e, map[string]int64{"adoption 2006|aoci": -40, "adoption 2006|retained-earnings": -5, "oci 2006|": -7, "net-income 2006|": 60})
	roll, _ := AOCIRoll(b.chart, columns)
	wantEquity(t, roll, map[string]int64{"adoption 2006|oci-pension": -40, "oci 2006|oci-pension": -7})
	s, _ := ComprehensiveIncome(b.chart, columns)
	if r, _ := s.Row("comprehensive-income"); -r.Figures[0].Amount != 5300 {
		t.Errorf("comprehensive income of %d, want 60 less 7", -r.Figures[0].Amount)
	}
}
