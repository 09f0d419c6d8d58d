package statement

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/xbrl"
)

var end = fiscal.MustParse("2006-12-31")

// balances are rows written as "account dollars [basis]", separated by semicolons, in cents and in order.
func balances(t testing.TB, text string) ledger.TrialBalance {
	t.Helper()
	tb := ledger.TrialBalance{AsOf: end}
	for _, part := range strings.Split(text, ";") {
		f := append(strings.Fields(part), "")
		var dollars int64
		if _, err := fmt.Sscan(f[1], &dollars); err != nil {
			t.Fatal(err)
		}
		tb.Rows = append(tb.Rows, ledger.Row{Slot: ledger.Slot{Account: f[0], Dims: ledger.Dims("").With(ledger.BasisDimension, f[2])}, Amount: dollars * 100})
	}
	tb.Sort()
	return tb
}

func dated(tb ledger.TrialBalance) Column { return Column{Key: "2006", Title: "2006", At: end, TB: tb} }

func over(tb ledger.TrialBalance) Column {
	return Column{Key: "2006", Title: "2006", Over: bookYear, TB: tb}
}

// leaves are the lines of a layout that can take accounts, with their elements.
func leaves(l Layout) []Item {
	var out []Item
	walk(l.Items, func(i Item) {
		if len(i.Items) == 0 {
			out = append(out, i)
		}
	})
	return out
}

func typeFor(l Layout, i Item) ledger.AccountType {
	switch {
	case l.Instant && i.Show == Debit:
		return ledger.Asset
	case l.Instant:
		return ledger.Liability
	case i.Show == Debit:
		return ledger.Expense
	}
	return ledger.Revenue
}

// Every element that a layout names brings an account to its line, alone in the books and on its own.
func TestEveryCaptionIsReachable(t *testing.T) {
	for _, l := range []Layout{BalanceSheet, IncomeStatement} {
		taken := map[string]string{}
		for _, i := range leaves(l) {
			for _, concept := range append([]string{i.Concept}, i.Concepts...) {
				if first, twice := taken[concept]; twice {
					t.Errorf("%s: %s and %s both name %s", l.ID, first, i.ID, concept)
					continue
				}
				taken[concept] = i.ID
				c := &ledger.Chart{}
				if err := c.Open(ledger.Account{Code: "1", Name: "One", Type: typeFor(l, i), Concept: concept}); err != nil {
					t.Fatal(err)
				}
				col := dated(balances(t, "1 5"))
				if !l.Instant {
					col = over(col.TB)
				}
				s, found := Build(l, c, []Column{col})
				if f, ok := s.Figure(i.ID, "2006"); !ok || f.Amount != 500 || len(found) > 0 {
					t.Errorf("%s by %s: %v %v\n%s", i.ID, concept, f, found, printed(s))
				}
			}
		}
	}
}

func TestLayoutIDsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range []Layout{BalanceSheet, IncomeStatement} {
		walk(l.Items, func(i Item) {
			if seen[i.ID] || i.ID == "" {
				t.Errorf("%s: id %q", l.ID, i.ID)
			}
			seen[i.ID] = true
		})
	}
}

// historical are elements that were standard once and are not in the 2024 taxonomy: they become elements of the
// registrant's own.
var historical = []string{"us-gaap:DeferredTaxAssetsNetCurrent"}

// Every element of a line or total is in force with the layout's kind of period and shows its own side, or is one
// that a report replaces; what stands with "Less" is the other side.
func TestLayoutElementsAreStandard(t *testing.T) {
	tax := standard(t)
	for _, l := range []Layout{BalanceSheet, IncomeStatement} {
		want := xbrl.Duration
		if l.Instant {
			want = xbrl.Instant
		}
		one := func(id, name string, show xbrl.Balance, less bool) {
			c, ok := tax.Concept(name)
			switch {
			case strings.HasPrefix(name, "ext:"):
			case slices.Contains(historical, name):
				if ok && c.Deprecated == "" {
					t.Errorf("%s: %s is in force", id, name)
				}
			case !ok || c.Deprecated != "" || c.Abstract || !c.Monetary() || c.Period != want:
				t.Errorf("%s: %s: %v %+v", id, name, ok, c)
			case c.Balance == xbrl.NoBalance || (c.Balance != show) != less:
				t.Errorf("%s: %s has balance %s and is shown as %s, less %v", id, name, c.Balance, show, less)
			}
		}
		walk(l.Items, func(i Item) {
			if i.Label != "" { // other-assets has no total of its own
				one(i.ID, i.Concept, i.Show, i.Less)
			}
			if i.Rest != nil {
				one(i.ID+" rest", i.Rest.Concept, i.Show, false)
			}
		})
	}
}

// The elements that accounts may bear besides the line's own are, where they are in force, of the same kind.
func TestAlternativeElementsFit(t *testing.T) {
	tax := standard(t)
	known := 0
	for _, l := range []Layout{BalanceSheet, IncomeStatement} {
		for _, i := range leaves(l) {
			for _, name := range i.Concepts {
				c, ok := tax.Concept(name)
				if !ok || c.Deprecated != "" {
					continue
				}
				known++
				if !c.Monetary() || c.Abstract || (c.Period == xbrl.Instant) != l.Instant || c.Balance == xbrl.NoBalance {
					t.Errorf("%s: %+v", i.ID, c)
				}
			}
		}
	}
	if known < 40 {
		t.Errorf("only %d alternatives are in force", known)
	}
}

const shopChart = `
cash asset CashAndCashEquivalentsAtCarryingValue
till asset Cash
debtors asset AccountsReceivableGrossCurrent
doubtful asset AllowanceForDoubtfulAccountsReceivableCurrent
deposit asset/noncurrent
odd asset
patents asset/noncurrent DepositsAssetsNoncurrent
machines asset/noncurrent MachineryAndEquipmentGross
worn asset/noncurrent AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment
suppliers liability AccountsPayableCurrent
shares equity CommonStockValue
own equity TreasuryStockCommonValue
retained equity RetainedEarningsAccumulatedDeficit
sales revenue SalesRevenueNet
costs expense CostOfGoodsSold`

const shopBalances = "cash 60; till 5; debtors 40; doubtful -4; deposit 7; odd 3; patents 11; machines 100; worn -30; suppliers -25; shares -100; own 8; retained -35; sales -120; costs 80"

func rowOf(t *testing.T, s Statement, id string) Row {
	t.Helper()
	r, ok := s.Row(id)
	if !ok {
		t.Fatalf("there is no row %s\n%s", id, printed(s))
	}
	return r
}

func TestAccountsFindTheirLines(t *testing.T) {
	b := newBook(t, shopChart)
	s, found := Build(BalanceSheet, b.chart, []Column{dated(balances(t, shopBalances))})
	wantRow(t, s, map[string]int64{"cash": 65, "receivables": 36, "current-assets.rest": 3, "current-assets": 104, "machinery": 100,
		"accumulated-depreciation": -30, "ppe": 70, "other-assets.us-gaap:DepositsAssetsNoncurrent": 11, "other-assets-line": 7, "assets": 192,
		"payables": -25, "current-liabilities": -25, "liabilities": -25, "common-stock": -100, "treasury-stock": 8, "retained-earnings": -75, "equity": -167, "liabilities-and-equity": -192})
	if got := rules(found); got != "account-untagged account deposit; account-untagged account odd" || found[0].Severity != check.Open {
		t.Error(got)
	}
	if r := rowOf(t, s, "accumulated-depreciation"); !r.Less || r.Shown(r.Figures[0]) != -3000 {
		t.Errorf("contra account: %+v", r)
	}
	if r := rowOf(t, s, "payables"); r.Shown(r.Figures[0]) != 2500 || r.Ledger(r.Figures[0]) != -2500 {
		t.Errorf("credit caption: %+v", r)
	}
	if len(Foot(s, whole, 2))+len(Tie(s, 2)) > 0 {
		t.Error(Foot(s, whole, 2), Tie(s, 2))
	}
}

// The accounts of a figure are all there, each once.
func TestFiguresKnowTheirSources(t *testing.T) {
	b := newBook(t, shopChart)
	s, _ := Build(BalanceSheet, b.chart, []Column{dated(balances(t, shopBalances))})
	f, _ := s.Figure("receivables", "2006")
	if fmt.Sprint(f.Sources) != "[{debtors 4000 } {doubtful -400 }]" {
		t.Error(f.Sources)
	}
	f, _ = s.Figure("retained-earnings", "2006")
	if fmt.Sprint(accountsOf(f.Sources)) != "[costs retained sales]" {
		t.Error(f.Sources)
	}
	f, _ = s.Figure("assets", "2006")
	if fmt.Sprint(f.Of) != "[current-assets ppe other-assets-line other-assets.us-gaap:DepositsAssetsNoncurrent]" {
		t.Error(f.Of)
	}
}

// Income accounts stand on a balance sheet only as the year's result in retained earnings, and balance-sheet accounts
// never in income.
func TestIncomeAccountsStayApart(t *testing.T) {
	b := newBook(t, shopChart)
	col := dated(balances(t, shopBalances))
	s, _ := Build(BalanceSheet, b.chart, []Column{col})
	for _, r := range s.Rows {
		for _, src := range flatten(r) {
			if (src.Account == "sales" || src.Account == "costs") && r.ID != "retained-earnings" {
				t.Errorf("%s holds %s", r.ID, src.Account)
			}
		}
	}
	s, found := Build(IncomeStatement, b.chart, []Column{over(col.TB)})
	wantRow(t, s, map[string]int64{"net-sales": -120, "cost-of-sales": 80, "gross-profit": -40, "net-income": -40})
	if len(found) > 0 || len(s.Rows) != 4 {
		t.Error(found, printed(s))
	}
	s, _ = Build(BalanceSheet, newBook(t, "cash asset Cash\nsales revenue Revenues").chart, []Column{dated(balances(t, "cash 9; sales -9"))})
	wantRow(t, s, map[string]int64{"retained-earnings": -9, "equity": -9})
}

func flatten(r Row) []Source {
	var out []Source
	for _, f := range r.Figures {
		out = append(out, f.Sources...)
	}
	return out
}

// An untagged account that the chart knows as retained earnings stands there, and is still a finding.
func TestUntaggedRetainedEarnings(t *testing.T) {
	b := newBook(t, "cash asset Cash\nretained-earnings equity\nsales revenue Revenues")
	s, found := Build(BalanceSheet, b.chart, []Column{dated(balances(t, "cash 9; retained-earnings -4; sales -5"))})
	wantRow(t, s, map[string]int64{"retained-earnings": -9})
	if rules(found) != "account-untagged account retained-earnings" {
		t.Error(found)
	}
}

// A group with one line is that line; its heading goes and nothing hangs in the air.
func TestCollapse(t *testing.T) {
	b := newBook(t, "cash asset Cash\nplant asset/noncurrent PropertyPlantAndEquipmentNet\nretained equity RetainedEarningsAccumulatedDeficit")
	s, _ := Build(BalanceSheet, b.chart, []Column{dated(balances(t, "cash 1; plant 4; retained -5"))})
	r := rowOf(t, s, "ppe-net")
	if _, ok := s.Row("ppe-heading"); ok || r.Parent != "assets" || r.Level != 1 {
		t.Errorf("%+v\n%s", r, printed(s))
	}
	for _, r := range s.Rows {
		if _, ok := s.Row(r.Parent); r.Parent != "" && !ok {
			t.Errorf("%s hangs from %s, which is not there", r.ID, r.Parent)
		}
	}
	if got := Foot(s, whole, 2); len(got) > 0 {
		t.Error(got)
	}
}

// A line whose accounts agree on one element bears it; else it bears its own.
func TestOwnElementOfALine(t *testing.T) {
	b := newBook(t, "a expense CostOfServices\nb expense CostOfServices\nc expense CostOfGoodsSold")
	s, _ := Build(IncomeStatement, b.chart, []Column{over(balances(t, "a 1; b 1"))})
	if r := rowOf(t, s, "cost-of-sales"); r.Concept != "us-gaap:CostOfServices" {
		t.Error(r.Concept)
	}
	s, _ = Build(IncomeStatement, b.chart, []Column{over(balances(t, "a 1; c 1"))})
	if r := rowOf(t, s, "cost-of-sales"); r.Concept != "us-gaap:CostOfRevenue" {
		t.Error(r.Concept)
	}
}

// No two figures of a statement carry one element: they would be one fact with two values.
func TestNoElementTwice(t *testing.T) {
	for _, c := range []struct{ chart, tb string }{
		{"a revenue Revenues\nb revenue", "a -10; b -3"},
		{"a asset/noncurrent OtherAssetsNoncurrent\nb asset/noncurrent", "a 10; b 3"},
		{"a asset OtherAssetsCurrent\nb asset", "a 10; b 3"},
		{"a asset Land\nb asset PropertyPlantAndEquipmentGross\nc asset PropertyPlantAndEquipmentNet", "a 10; b 3; c 4"},
		{"a asset/current DepositsAssets\nb asset/noncurrent DepositsAssets", "a 10; b 3"},
		{"a asset AssetsCurrent\nb asset Cash", "a 10; b 3"},
		{"a equity StockholdersEquity\nb equity CommonStockValue", "a -10; b -3"},
	} {
		b := newBook(t, c.chart)
		l, col := IncomeStatement, over(balances(t, c.tb))
		if !strings.Contains(c.chart, "revenue") {
			l, col = BalanceSheet, dated(col.TB)
		}
		s, _ := Build(l, b.chart, []Column{col})
		seen := map[string]string{}
		for _, r := range s.Rows {
			if other, twice := seen[r.Concept]; twice && r.Kind != HeadingRow {
				t.Errorf("%s and %s both carry %s\n%s", other, r.ID, r.Concept, printed(s))
			}
			if r.Kind != HeadingRow {
				seen[r.Concept] = r.ID
			}
		}
		if got := Foot(s, whole, 2); check.Worst(got) == check.Stop {
			t.Error(got)
		}
	}
}

func TestMarksRiseToTotals(t *testing.T) {
	b := newBook(t, shopChart)
	tb := balances(t, "cash 60; till 5 synthetic; debtors 40; suppliers -25 difference; shares -80")
	cols := []Column{dated(tb), {Key: "2005", Title: "2005", At: end - 365, Absent: "no books before 2006"}}
	s, found := Build(BalanceSheet, b.chart, cols)
	for id, want := range map[string][2]bool{"cash": {true, false}, "receivables": {}, "current-assets": {true, false}, "assets": {true, false},
		"payables": {false, true}, "liabilities": {false, true}, "common-stock": {}, "liabilities-and-equity": {false, true}} {
		f, _ := s.Figure(id, "2006")
		if f.Synthetic != want[0] || f.Difference != want[1] || f.Absent {
			t.Errorf("%s: %+v", id, f)
		}
		f, ok := s.Figure(id, "2005")
		if !ok || !f.Absent || f.Amount != 0 {
			t.Errorf("%s of the absent year: %v %+v", id, ok, f)
		}
	}
	if len(found)+len(Foot(s, whole, 2)) > 0 {
		t.Error(found)
	}
}

// A document that vouches for the sum of a line clears its mark, and with the last mark those of the totals; it does
// not clear that an amount was found by difference.
func TestAgreedClearsTheMark(t *testing.T) {
	b := newBook(t, shopChart)
	col := dated(balances(t, "cash 60; till 5 synthetic; debtors 40 difference; suppliers -105"))
	asked := map[string]bool{}
	col.Agreed = func(accounts []string) (string, bool) {
		asked[strings.Join(accounts, "+")] = true
		return "10-Q, page 3", slices.Contains(accounts, "till") || slices.Contains(accounts, "debtors")
	}
	s, _ := Build(BalanceSheet, b.chart, []Column{col})
	f, _ := s.Figure("cash", "2006")
	if f.Synthetic || f.Citation != "10-Q, page 3" || !asked["cash+till"] {
		t.Errorf("%+v %v", f, asked)
	}
	if f, _ = s.Figure("assets", "2006"); f.Synthetic || !f.Difference || f.Citation != "" {
		t.Errorf("total: %+v", f)
	}
	if f, _ = s.Figure("payables", "2006"); f.Citation != "" {
		t.Errorf("not agreed: %+v", f)
	}
}

// An account without a place, or one that the chart does not have, stops.
func TestNothingIsLeftOutSilently(t *testing.T) {
	b := newBook(t, "cash asset Cash")
	s, found := Build(BalanceSheet, b.chart, []Column{dated(balances(t, "cash 9; ghost -9"))})
	if rules(found) != "account-unplaced account ghost" || check.Worst(found) != check.Stop || len(Tie(s, 2)) == 0 {
		t.Error(found)
	}
	l := BalanceSheet
	l.Items = l.Items[1:]
	if _, found = Build(l, b.chart, []Column{dated(balances(t, "cash 9"))}); rules(found) != "account-unplaced account cash" {
		t.Error(found)
	}
}

// vocabulary are elements for random accounts: the layouts' own, strangers, totals' and none.
func vocabulary() []string {
	out := []string{"", "", "us-gaap:DepositsAssets", "us-gaap:DueToRelatedPartiesNoncurrent", "us-gaap:Assets", "us-gaap:NetIncomeLoss", "acme:Special"}
	for _, l := range []Layout{BalanceSheet, IncomeStatement} {
		for _, i := range leaves(l) {
			out = append(append(out, i.Concept), i.Concepts...)
		}
	}
	return out
}

// randomBooks is a chart with balances that come to nil.
func randomBooks(t *rapid.T) (*ledger.Chart, ledger.TrialBalance) {
	c, words := &ledger.Chart{}, vocabulary()
	types := []ledger.AccountType{ledger.Asset, ledger.Liability, ledger.Equity, ledger.Revenue, ledger.Expense}
	tb := ledger.TrialBalance{AsOf: end}
	var sum int64
	for n := range rapid.IntRange(2, 40).Draw(t, "accounts") {
		a := ledger.Account{Code: fmt.Sprint(n), Name: "Account", Type: rapid.SampledFrom(types).Draw(t, "type"), Concept: rapid.SampledFrom(words).Draw(t, "concept")}
		if !a.Type.Income() {
			a.Section = rapid.SampledFrom([]ledger.Section{"", ledger.Current, ledger.Noncurrent}).Draw(t, "section")
		}
		if err := c.Open(a); err != nil {
			t.Fatal(err)
		}
		amount := rapid.Int64Range(-1e12, 1e12).Draw(t, "amount")
		basis := rapid.SampledFrom([]string{"", ledger.Synthetic, ledger.ByDifference}).Draw(t, "basis")
		tb.Rows = append(tb.Rows, ledger.Row{Slot: ledger.Slot{Account: a.Code, Dims: ledger.Dims("").With(ledger.BasisDimension, basis)}, Amount: amount})
		sum += amount
	}
	tb.Rows[0].Amount -= sum
	tb.Sort()
	return c, tb
}

// Whatever the chart, assets and claims come to nil, every account with an amount stands in exactly one line with all
// of it, or a finding stops, or its line is nil and not shown; totals are the sums of what is under them and no
// element is there twice.
func TestBuildPlacesEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, tb := randomBooks(t)
		s, found := Build(BalanceSheet, c, []Column{dated(tb)})
		if ties := Tie(s, 2); len(ties) > 0 {
			t.Fatal(ties)
		}
		income, more := Build(IncomeStatement, c, []Column{over(tb)})
		result, _ := income.Figure("net-income", "2006")
		if want := tb.Of(func(r ledger.Row) bool { a, _ := c.Account(r.Account); return a.Type.Income() }); result.Amount != want {
			t.Fatalf("net income %d, want %d", result.Amount, want)
		}
		placedOnce(t, c, tb, s, found, func(a ledger.Account) bool { return true })
		placedOnce(t, c, tb, income, more, func(a ledger.Account) bool { return a.Type.Income() })
		for _, s := range []Statement{s, income} {
			if got := Foot(s, whole, 0); check.Worst(got) == check.Stop {
				t.Fatal(got)
			}
			distinct(t, s)
		}
	})
}

func placedOnce(t *rapid.T, c *ledger.Chart, tb ledger.TrialBalance, s Statement, found []check.Finding, belongs func(ledger.Account) bool) {
	stands := map[string]int{}
	amounts := map[string]int64{}
	for _, r := range s.Rows {
		if r.Kind != LineRow {
			continue
		}
		for _, code := range accountsOf(r.Figures[0].Sources) {
			stands[code]++
		}
		for _, src := range r.Figures[0].Sources {
			amounts[src.Account] += src.Amount
		}
	}
	var hidden int64
	for _, a := range c.Accounts() {
		want := tb.Account(a.Code)
		if !belongs(a) {
			want = 0
		}
		if stands[a.Code] == 0 {
			hidden += want
			continue
		}
		stopped := slices.ContainsFunc(found, func(f check.Finding) bool { return f.Severity == check.Stop && f.Subject == "account "+a.Label() })
		if want != 0 && !stopped && (stands[a.Code] != 1 || amounts[a.Code] != want) {
			t.Fatalf("%s: account %s stands in %d lines with %d of %d", s.ID, a.Code, stands[a.Code], amounts[a.Code], want)
		}
	}
	if hidden != 0 && check.Worst(found) < check.Stop {
		t.Fatalf("%s: accounts with %d stand nowhere", s.ID, hidden)
	}
}

func distinct(t *rapid.T, s Statement) {
	ids, concepts := map[string]bool{}, map[string]bool{}
	for _, r := range s.Rows {
		if ids[r.ID] || r.Kind != HeadingRow && concepts[r.Concept] {
			t.Fatalf("%s: %s with %s is there twice", s.ID, r.ID, r.Concept)
		}
		ids[r.ID] = true
		if r.Kind != HeadingRow {
			concepts[r.Concept] = true
		}
	}
}
