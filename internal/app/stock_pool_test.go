package app_test

import (
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
	"tieout/workpaper"
)

func pooled(t testing.TB, address string) *fixture {
	f := stocked(t, address)
	f.open("1290 asset Reserve us-gaap:InventoryLIFOReserve", "2900 liability Deferred us-gaap:DeferredTaxLiabilities", "5900 expense Tax us-gaap:IncomeTaxExpenseBenefit")
	return f
}

// poolOf is a pool over one account. By hand: 100,000 at the end of 2023, index 1.
func poolOf(index string) app.StockPool {
	return app.StockPool{Code: "LOCK", Name: "Lockers", Accounts: []string{"1200"}, Reserve: "1290", Cost: "5000", Index: index, Base: fiscal.MustParse("2023-12-31"), Layers: []app.PoolLayerText{{Name: "base", Base: "100000", Index: "1"}}, Prior: "1", Places: 4, Tax: "0.4"}
}

func (f *fixture) pool(on string) (s app.PoolStanding) {
	f.t.Helper()
	f.ok(f.Read(f.ctx, 0, func(v *app.View) (err error) {
		s, err = v.PoolAt("LOCK", fiscal.MustParse(on))
		return err
	}))
	return s
}

// TestPoolInTheBook: 132,000 at 1.1 is 120,000 at base prices, so a layer of 20,000 at 1.1; 115,500 at 1.155 is 100,000, so the layer is
// gone: 20,000 x (1.155 - 1.1) raised income by 1,100. The reserve is proposed, posted, and then ties; by hand.
func TestPoolInTheBook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := pooled(t, address)
		_, err := f.DefinePool(f.ctx, "", poolOf("supplied"))
		f.ok(err)
		f.post("", entry("2024-06-30", "1200", "3000", 13_200_000))
		f.post("", entry("2025-06-30", "3000", "1200", 1_650_000))
		for on, n := range map[string]string{"2024-12-31": "1.1", "2025-12-31": "1.155"} {
			_, err := f.SetPoolIndex(f.ctx, "", app.StockIndex{Pool: "LOCK", On: fiscal.MustParse(on), Index: n, Evidence: "price list"})
			f.ok(err)
		}
		s := f.pool("2025-12-31")
		if len(s.Days) != 2 || s.Days[0].Reserve != 1_000_000 || s.Days[1].Reserve != 1_550_000 || s.Days[1].Exact.Effect.String() != "1100" || s.Days[1].Exact.EffectAfterTax.String() != "660" {
			t.Fatalf("%+v", s.Days)
		}
		open := 0
		for _, x := range s.Findings {
			if x.Rule == "pool-tie" && x.Severity == check.Open {
				open++
			}
		}
		if open != 2 {
			t.Errorf("the ledger carries nothing yet, and that is not found twice: %v", s.Findings)
		}
		for _, on := range []string{"2024-12-31", "2025-12-31"} {
			out, any, err := f.ProposePool(f.ctx, "", "LOCK", fiscal.MustParse(on))
			if err != nil || !any || len(out.Entries) != 1 {
				t.Fatalf("%+v %v %v", out, any, err)
			}
		}
		if s = f.pool("2025-12-31"); s.Days[1].Ledger != 1_550_000 || len(s.Findings) != 1 || s.Findings[0].Rule != "lifo-liquidation" {
			t.Errorf("posted: %+v, %v", s.Days, s.Findings)
		}
		if _, any, err := f.ProposePool(f.ctx, "", "LOCK", fiscal.MustParse("2025-12-31")); any || err != nil {
			t.Errorf("proposed twice: %v", err)
		}
		_, err = f.EndPool(f.ctx, "", "LOCK", fiscal.MustParse("2025-12-31"), "current cost on the balance sheet")
		f.ok(err)
		f.refuses("pool-ended", func() error {
			_, _, err := f.ProposePool(f.ctx, "", "LOCK", fiscal.MustParse("2024-12-31"))
			if err == nil {
				_, err = f.DefinePool(f.ctx, "", poolOf("supplied"))
			}
			return err
		})
	})
}

// TestPoolIndexOfItems: a link chain out of the items on hand. 100 at 10 end 2024; at the end of 2025 50 of the old at 10 and 100 at 12 are
// 1,700, a cost of one of 11.333333: a link of 1.1333 to four decimals. By hand.
func TestPoolIndexOfItems(t *testing.T) {
	f := pooled(t, storetest.SQLite(t))
	p := poolOf("link-chain")
	p.Layers = []app.PoolLayerText{{Name: "base", Base: "1000", Index: "1"}}
	_, err := f.DefinePool(f.ctx, "", p)
	f.ok(err)
	f.ok(f.take("2024-03-01,receipt,P100,main,,100,,1000.00,,PO-1,,", "2025-03-01,receipt,P100,main,,100,,1200.00,,PO-2,,", "2025-04-01,issue,P100,main,,50,,,,,,"))
	s := f.pool("2025-12-31")
	if a, b := s.Days[0].Exact, s.Days[1].Exact; a.Index.String() != "1" || b.Index.String() != "1.1333" || s.Days[1].Current != 170_000 {
		t.Errorf("%s, %s, %d", a.Index, b.Index, s.Days[1].Current)
	}
	p.Index, p.BaseCosts = "double-extension", map[string]workpaper.Number{"P100": workpaper.MustParse("8")}
	_, err = f.DefinePool(f.ctx, "", p)
	f.ok(err)
	if s = f.pool("2025-12-31"); s.Days[0].Exact.Index.String() != "1.25" || s.Days[1].Exact.Index.String() != "1.4167" {
		t.Errorf("double extension: %s, %s", s.Days[0].Exact.Index, s.Days[1].Exact.Index)
	}
	f.ok(f.take("2025-05-01,receipt,SHEET,main,,10,,50.00,,PO-3,,"))
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		if _, err := v.PoolAt("LOCK", fiscal.MustParse("2025-12-31")); err == nil || !strings.Contains(err.Error(), "items SHEET are on hand on 2025-12-31 without a cost in the base year") {
			t.Errorf("an item without a base cost: %v", err)
		}
		return nil
	}))
}

func TestPoolRefusesInTheBook(t *testing.T) {
	f := pooled(t, storetest.SQLite(t))
	for want, change := range map[string]func(*app.StockPool){
		"not in the chart":               func(p *app.StockPool) { p.Accounts = []string{"9999"} },
		"stands twice":                   func(p *app.StockPool) { p.Accounts = []string{"1200", "1200"} },
		"at the end of a fiscal year":    func(p *app.StockPool) { p.Base = fiscal.MustParse("2023-11-30") },
		"the index above it":             func(p *app.StockPool) { p.Layers[0].Index = "0" },
		"with the cumulative index":      func(p *app.StockPool) { p.Index, p.Prior = "link-chain", "" },
		"has a base cost and is not":     func(p *app.StockPool) { p.BaseCosts = map[string]workpaper.Number{"X": workpaper.Whole(1)} },
		"its index comes by link-chain,": func(p *app.StockPool) { p.Index = "guess" },
	} {
		p := poolOf("supplied")
		change(&p)
		f.mistaken(want, func() error { _, err := f.DefinePool(f.ctx, "", p); return err })
	}
	_, err := f.DefinePool(f.ctx, "", poolOf("supplied"))
	f.ok(err)
	for want, x := range map[string]app.StockIndex{
		"above zero":                {Pool: "LOCK", On: fiscal.MustParse("2024-12-31"), Index: "0", Evidence: "list"},
		"an index is of a later":    {Pool: "LOCK", On: fiscal.MustParse("2023-12-31"), Index: "1", Evidence: "list"},
		"what the index of 2024-12": {Pool: "LOCK", On: fiscal.MustParse("2024-12-31"), Index: "1"},
		"there is no pool":          {Pool: "X", On: fiscal.MustParse("2024-12-31"), Index: "1", Evidence: "list"},
	} {
		f.mistaken(want, func() error { _, err := f.SetPoolIndex(f.ctx, "", x); return err })
	}
	f.post("", entry("2024-06-30", "1200", "3000", 100))
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		if _, err := v.PoolAt("LOCK", fiscal.MustParse("2024-12-31")); err == nil || !strings.Contains(err.Error(), "no index is said") {
			t.Errorf("without an index: %v", err)
		}
		return nil
	}))
}

// TestChangeOfMethod: the comparative statements as adjusted are those that stand on the branch with the entries of the change.
func TestChangeOfMethod(t *testing.T) {
	f := pooled(t, storetest.SQLite(t))
	_, err := f.DefinePool(f.ctx, "", poolOf("supplied"))
	f.ok(err)
	f.post("", entry("2024-06-30", "1200", "3000", 13_200_000))
	f.post("", entry("2025-06-30", "5000", "1200", 1_650_000))
	f.post("", entry("2025-07-30", "1000", "4000", 9_000_000))
	for _, x := range [][2]string{{"2024-12-31", "1.1"}, {"2025-12-31", "1.155"}} { // in order: a year rests on the one before
		_, err := f.SetPoolIndex(f.ctx, "", app.StockIndex{Pool: "LOCK", On: fiscal.MustParse(x[0]), Index: x[1], Evidence: "price list"})
		f.ok(err)
		_, _, err = f.ProposePool(f.ctx, "", "LOCK", fiscal.MustParse(x[0]))
		f.ok(err)
	}
	var m app.MethodEffect
	f.ok(f.Read(f.ctx, 0, func(v *app.View) (err error) {
		m, err = v.ChangeOfMethod(app.MethodChange{Pool: "LOCK", From: 2025, To: 2025, Tax: workpaper.MustParse("0.4")})
		return err
	}))
	y := m.Years[0]
	if m.Cumulative() != 600_000 || y.Begin != 1_000_000 || y.End != 1_550_000 || y.TaxEnd != 620_000 {
		t.Fatalf("%+v", m)
	}
	branch, err := f.ProposeChange(f.ctx, "", "to FIFO", "current cost", m, app.MethodAccounts{Retained: "3000", Deferred: "2900", TaxExpense: "5900"})
	f.ok(err)
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		if err := v.On(branch); err != nil {
			return err
		}
		p, err := v.State.Calendar.ParsePeriod("2025")
		f.ok(err)
		income, _, err := v.Income(p)
		f.ok(err)
		balance, _, err := v.BalanceSheet(p.End, p.Start-1)
		f.ok(err)
		for _, l := range y.Lines {
			got := int64(0)
			switch l.Key {
			case "cost", "pretax", "tax", "income":
				row, ok := income.Row(map[string]string{"cost": "cost-of-sales", "pretax": "pretax", "tax": "income-tax", "income": "net-income"}[l.Key])
				if !ok {
					continue // a book without the caption
				}
				got = row.Shown(row.Figures[0])
			case "inventory":
				row, _ := balance.RowOf(l.Concept)
				got = row.Shown(row.Figures[0])
			default:
				continue
			}
			if !l.Absent && got != l.Adjusted {
				t.Errorf("%s: as adjusted %d, on the branch %d", l.Caption, l.Adjusted, got)
			}
		}
		tb, err := v.Open(p.End)
		f.ok(err)
		if n := tb.Account("1290"); n != 0 {
			t.Errorf("a reserve of %d is left", n)
		}
		if n := tb.Of(func(r ledger.Row) bool { return r.Account == "2900" }); n != -620_000 {
			t.Errorf("deferred tax %d", n)
		}
		return nil
	}))
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		for want, c := range map[string]app.MethodChange{"first year that can": {Pool: "LOCK", From: 2023, To: 2025}, "from the first to the last": {Pool: "LOCK", From: 2025, To: 2024}, "a part of one": {Pool: "LOCK", From: 2025, To: 2025, Tax: workpaper.Whole(38)}} {
			if _, err := v.ChangeOfMethod(c); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", want, err)
			}
		}
		return nil
	}))
}

// TestInventoryNote: the note says how cost is determined on its day, and has what there is to say of reserve, liquidation and
// write-downs, each figure worked out.
func TestInventoryNote(t *testing.T) {
	f := pooled(t, storetest.SQLite(t))
	f.ok(f.take("2024-03-01,receipt,P100,main,,100,,1000.00,,PO-1,,", "2025-03-01,receipt,M10,main,,100,,1200.00,,PO-2,,", "2025-04-01,write-down,M10,main,,,,50.00,,,,"))
	note := func(p, prior string) (n app.InventoryNote) {
		t.Helper()
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			a, err := v.State.Calendar.ParsePeriod(p)
			f.ok(err)
			b, err := v.State.Calendar.ParsePeriod(prior)
			f.ok(err)
			n, err = v.InventoryNote(a, b)
			return err
		}))
		return n
	}
	n := note("2025", "2024")
	for _, want := range []string{"the lower of cost or market.", "first-in, first-out method for plastic lockers", "last-in, first-out method for metal lockers", "written down by {{InventoryWriteDown}} in the period,"} {
		if !strings.Contains(n.Text, want) {
			t.Errorf("%q is not in\n%s", want, n.Text)
		}
	}
	if strings.Contains(n.Text, "liquidated") || len(n.Figures.Rows) != 1 || n.Figures.Rows[0].Figures[0].Amount != 5000 {
		t.Errorf("%s\n%+v", n.Text, n.Figures.Rows)
	}
	_, err := f.DefinePool(f.ctx, "", poolOf("supplied"))
	f.ok(err)
	for on, x := range map[string]string{"2024-12-31": "1.1", "2025-12-31": "1.155"} {
		_, err := f.SetPoolIndex(f.ctx, "", app.StockIndex{Pool: "LOCK", On: fiscal.MustParse(on), Index: x, Evidence: "price list"})
		f.ok(err)
	}
	f.post("", entry("2024-06-30", "1200", "3000", 13_100_000))
	f.post("", entry("2025-06-30", "3000", "1200", 1_650_000))
	_, _, err = f.ProposePool(f.ctx, "", "LOCK", fiscal.MustParse("2025-12-31"))
	f.ok(err)
	n = note("2025", "2024")
	for _, want := range []string{"in dollar-value pools (Lockers)", "higher by {{InventoryLIFOReserve}} at {{date now}}", "raised income before tax by {{EffectOfLIFOInventoryLiquidationOnIncome}}"} {
		if !strings.Contains(n.Text, want) {
			t.Errorf("%q is not in\n%s", want, n.Text)
		}
	}
	if r, ok := n.Figures.RowOf("us-gaap:EffectOfLIFOInventoryLiquidationOnIncome"); !ok || r.Figures[0].Amount != -110_000 {
		t.Errorf("%+v", n.Figures)
	}
}

// TestScheduleTwo: a charge, a write-off against receivables, and what came from equity, each in its column; by hand.
func TestScheduleTwo(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	f.open("1105 asset Allowance us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent", "1100 asset Receivables us-gaap:AccountsReceivableGrossCurrent")
	f.post("", entry("2024-12-01", "3000", "1105", 20_000)) // brought in
	f.post("", entry("2025-02-01", "5000", "1105", 7_000))
	f.post("", entry("2025-03-01", "1105", "1100", 4_000))
	f.post("", entry("2025-04-01", "1105", "5000", 1_000)) // released
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		for year, want := range map[string][5]int64{"2024": {0, 0, 20_000, 0, 20_000}, "2025": {20_000, 6_000, 0, 4_000, 22_000}} {
			p, err := v.State.Calendar.ParsePeriod(year)
			f.ok(err)
			r, err := v.ReserveRoll("1105", p)
			f.ok(err)
			if got := [5]int64{r.Begin, r.Costs, r.Other, r.Deductions, r.End}; got != want {
				t.Errorf("%s: %v, want %v", year, got, want)
			}
		}
		p, err := v.State.Calendar.ParsePeriod("2025")
		f.ok(err)
		tb, err := v.ScheduleTwo(p)
		if err != nil || len(tb.Rows) != 1 {
			t.Errorf("%+v, %v", tb.Rows, err)
		}
		return nil
	}))
}
