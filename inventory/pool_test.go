package inventory

import (
	"testing"

	"pgregory.net/rapid"

	"tieout/money"
	"tieout/workpaper"
)

func ref(s string) *workpaper.Number {
	x := workpaper.MustParse(s)
	return &x
}

func places(i int) *int { return &i }

// lifos are the amounts at LIFO of the years of a pool.
func lifos(t *testing.T, p Pool) (out []string) {
	t.Helper()
	p.Currency = "USD"
	r, err := p.Compute()
	if err != nil {
		t.Fatal(err)
	}
	for _, y := range r.Years {
		out = append(out, y.LIFO.String())
	}
	return out
}

func same(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestPoolCases are published problems: DVL-06 (Arna BE8-9, a solution page), DVL-08 (Kieso P8-10 in a copy, whose third index is cut
// off and not rounded), DVL-11 (a homework page; its LIFO amount is ours).
func TestPoolCases(t *testing.T) {
	arna := Pool{Layers: []PoolLayer{{"base", n("19750"), n("1")}}, Years: []PoolYear{{Current: ref("22140"), Index: ref("1.08")}, {Current: ref("25935"), Index: ref("1.14")}}}
	if got := lifos(t, arna); !same(got, []string{"20560", "23125"}) {
		t.Errorf("DVL-06: %v", got)
	}
	kaisson := Pool{Layers: []PoolLayer{{"base", n("45000"), n("1")}}, Rule: IndexRule{places(2), money.Down},
		Years: []PoolYear{{Current: ref("62700"), Base: ref("56000")}, {Current: ref("87300"), Base: ref("68400")}, {Current: ref("90800"), Base: ref("70000")}}}
	cut := lifos(t, kaisson)
	kaisson.Rule.Rounding = money.HalfAway
	rounded := lifos(t, kaisson)
	if !same(rounded, []string{"57320", "73192", "75272"}) {
		t.Errorf("DVL-08, rounded: %v", rounded)
	}
	// cut off, the first index is 1.11 and not the 1.12 that the source prints: no one rule gives its three indexes
	if same(cut, []string{"57320", "73192", "75256"}) {
		t.Errorf("DVL-08: one rule gives the printed indexes after all: %v", cut)
	}
	for i, x := range []string{"1.12", "1.28", "1.29"} { // with the indexes as printed
		kaisson.Years[i] = PoolYear{Current: workpaperMul(kaisson.Years[i].Base, x), Index: ref(x)}
	}
	if got := lifos(t, kaisson); !same(got, []string{"57320", "73192", "75256"}) {
		t.Errorf("DVL-08, indexes as printed: %v", got)
	}
	if got := lifos(t, Pool{Layers: []PoolLayer{{"base", n("1400000"), n("1")}}, Years: []PoolYear{{Current: ref("1664000"), Index: ref("1.04")}}}); !same(got, []string{"1608000"}) {
		t.Errorf("DVL-11: %v", got)
	}
}

func workpaperMul(a *workpaper.Number, b string) *workpaper.Number {
	x := a.Mul(n(b))
	return &x
}

// TestPoolLiquidates: an increase, then a decrease through the newest layer into the one before, and its effect.
func TestPoolLiquidates(t *testing.T) {
	p := Pool{Currency: "USD", Tax: ref("0.25"), Layers: []PoolLayer{{"base", n("1000"), n("1")}, {"2004", n("200"), n("1.1")}}, Years: []PoolYear{
		{Name: "2005", Current: ref("1560"), Index: ref("1.2"), Purchases: ref("5000")}, // 1,300 at base: a layer of 100
		{Name: "2006", Current: ref("1430"), Index: ref("1.3")},                         // 1,100 at base: 100 of 2005 and 100 of 2004 go
	}}
	r, err := p.Compute()
	if err != nil {
		t.Fatal(err)
	}
	a, b := r.Years[0], r.Years[1]
	if a.LIFO.String() != "1340" || a.Increment.String() != "100" || a.CostOfSales.String() != "4880" || a.Reserve.String() != "220" {
		t.Errorf("2005: %+v", a)
	}
	if b.LIFO.String() != "1110" || b.Effect.String() != "30" || b.EffectAfterTax.String() != "22.5" || len(b.Liquidated) != 2 || b.Liquidated[0].Name != "layer of 2005" || b.Reserve.String() != "320" || b.ReserveChange.String() != "100" || a.ReserveChange != nil {
		t.Errorf("2006: %+v", b)
	}
	if len(r.Findings) != 1 || len(b.Layers) != 2 {
		t.Errorf("findings %v, layers %v", r.Findings, b.Layers)
	}
}

// TestLinkChainAndItems: linked indexes multiply; items give the same as their totals.
func TestLinkChainAndItems(t *testing.T) {
	chain := Pool{Layers: []PoolLayer{{"base", n("1000"), n("1")}}, Years: []PoolYear{{Current: ref("1100"), Prior: ref("1000")}, {Current: ref("1331"), Prior: ref("1210")}}}
	if got := lifos(t, chain); !same(got, []string{"1000", "1121"}) { // indexes 1.1 and 1.21; 1,100 at base
		t.Errorf("link chain: %v", got)
	}
	items := Pool{Layers: []PoolLayer{{"base", n("1000"), n("1")}}, Years: []PoolYear{{Items: []PoolItem{{"A", n("60"), n("12"), ref("10"), nil}, {"B", n("50"), n("9.6"), ref("12"), nil}}}}}
	totals := Pool{Layers: items.Layers, Years: []PoolYear{{Current: ref("1200"), Base: ref("1200")}}}
	if a, b := lifos(t, items), lifos(t, totals); !same(a, b) || a[0] != "1200" {
		t.Errorf("items %v, totals %v", a, b)
	}
}

// TestPoolKeepsItsBase: layers at base-year cost are the inventory at base-year cost, whatever comes.
func TestPoolKeepsItsBase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Pool{Currency: "USD", Layers: []PoolLayer{{"base", workpaper.Whole(rapid.Int64Range(0, 5000).Draw(t, "base")), n("1")}}}
		for range rapid.IntRange(1, 6).Draw(t, "years") {
			base, index := workpaper.Whole(rapid.Int64Range(0, 5000).Draw(t, "at base")), workpaper.FromMinor(rapid.Int64Range(50, 300).Draw(t, "index"), 2)
			current := base.Mul(index)
			p.Years = append(p.Years, PoolYear{Current: &current, Index: &index})
		}
		r, err := p.Compute()
		if err != nil {
			t.Fatal(err)
		}
		for _, y := range r.Years {
			base, lifo := nought, nought
			for _, l := range y.Layers {
				base, lifo = base.Add(l.Base), lifo.Add(l.Cost())
			}
			if base.Cmp(y.Base) != 0 || lifo.Cmp(y.LIFO) != 0 || y.LIFO.Add(y.Reserve).Cmp(y.Current) != 0 {
				t.Fatalf("%+v", y)
			}
		}
	})
}

func TestPoolRefuses(t *testing.T) {
	base := []PoolLayer{{"base", n("100"), n("1")}}
	for want, p := range map[string]Pool{
		"an index of zero has no meaning": {Layers: base, Years: []PoolYear{{Current: ref("1"), Index: ref("0")}}},
		"give one of":                     {Layers: base, Years: []PoolYear{{Current: ref("1")}}},
		"at the prices of the year":       {Layers: base, Years: []PoolYear{{Index: ref("1")}}},
		"no layer to begin with":          {Years: []PoolYear{{Current: ref("1"), Index: ref("1")}}},
		"not both":                        {Layers: base, Years: []PoolYear{{Current: ref("1"), Index: ref("1"), Items: []PoolItem{{"A", n("1"), n("1"), ref("1"), nil}}}}},
	} {
		p.Currency = "USD"
		if _, err := p.Compute(); err == nil || !contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// TestPoolBySample: the index of some items stands for all of the pool, both ways; by hand. 5 at 22 and 2 at 55 are 220, at earlier
// prices 5 at 20 and 2 at 50 are 200: 1.1.
func TestPoolBySample(t *testing.T) {
	for _, double := range []bool{true, false} {
		items := []PoolItem{{Name: "A", Units: n("5"), Current: n("22")}, {Name: "B", Units: n("2"), Current: n("55")}}
		for i, was := range []string{"20", "50"} {
			if items[i].Prior = ref(was); double {
				items[i].Base, items[i].Prior = items[i].Prior, nil
			}
		}
		p := Pool{Currency: "USD", Layers: []PoolLayer{{"base", n("1000"), n("1")}}, Years: []PoolYear{{Name: "2004", Current: ref("1320"), Items: items}, {Name: "2005", Current: ref("990"), Items: items}}}
		r, err := p.Compute()
		if err != nil {
			t.Fatal(err)
		}
		if y := r.Years[0]; y.Index.String() != "1.1" || y.Base.String() != "1200" || y.LIFO.String() != "1220" || y.Reserve.String() != "100" {
			t.Errorf("double %v: %+v", double, y)
		}
		y := r.Years[1]
		if double && (y.Base.String() != "900" || y.LIFO.String() != "900") || !double && (y.Index.String() != "1.21" || y.Base.Mul(n("1.21")).String() != "990") {
			t.Errorf("double %v, second year: %+v", double, y)
		}
	}
}

// TestLiquidationCases: LIQ-02 and LIQ-04 (a course pack without a name, its arithmetic confirmed), LIQ-01 (Saylor Financial Accounting
// 9.3), LIQ-05 (the same pack, ASC 270), LIQ-09 (FinanceMath validation 18 and 112).
func TestLiquidationCases(t *testing.T) {
	l := Liquidation{Currency: "USD", Layers: []Layer{{Units: n("25000"), Cost: n("4")}, {Units: n("8000"), Cost: n("5.5")}, {Units: n("3000"), Cost: n("7")}}, Purchases: []Layer{{Units: n("50000"), Cost: n("9")}}, Ending: n("12000"), Tax: ref("0.25")}
	r, err := l.Compute()
	if err != nil || r.Ending.String() != "48000" || r.CostOfSales.String() != "567000" || r.Effect.String() != "99000" || r.AfterTax.String() != "74250" || r.EffectTax.String() != "24750" {
		t.Errorf("LIQ-02: %+v, %v", r, err)
	}
	l.Layers, l.Purchases, l.Ending = []Layer{{Units: n("18000"), Cost: n("8")}}, []Layer{{Units: n("30000"), Cost: n("21")}}, n("11000")
	if r, err = l.Compute(); err != nil || r.CostOfSales.String() != "686000" || r.Effect.String() != "91000" || r.AfterTax.String() != "68250" || r.Ending.String() != "88000" {
		t.Errorf("LIQ-04: %+v, %v", r, err)
	}
	if a, e, _ := (InterimLiquidation{Currency: "USD", Units: n("4000"), Replacement: n("20"), LIFO: n("8"), Replaced: true}).Compute(); a.String() != "48000" || e.Sign() != 0 {
		t.Errorf("LIQ-05: %s, %s", a, e)
	}
	if a, e, _ := (InterimLiquidation{Currency: "USD", Units: n("4000"), Replacement: n("20"), LIFO: n("8")}).Compute(); a.Sign() != 0 || e.String() != "48000" {
		t.Errorf("not replaced: %s, %s", a, e)
	}
	if r, err := (Reserve{Currency: "USD", End: n("40000"), Inventory: ref("250000")}).Compute(); err != nil || r.Inventory.String() != "290000" || r.Change != nil {
		t.Errorf("LIQ-09 a: %+v, %v", r, err)
	}
	if r, err := (Reserve{Currency: "USD", Begin: ref("64"), End: n("82"), Tax: ref("0.3")}).Compute(); err != nil || r.IncomeChange.String() != "12.6" || r.RetainedEarnings.String() != "57.4" {
		t.Errorf("LIQ-09 b: %+v, %v", r, err)
	}
}

// TestPoolNeedsItsPriorIndex: a pool that begins with later layers does not start its index at the year's own link, and its first
// change of the reserve is not the whole reserve. 1,100 at base-year cost at 1.2 is 1,320, less LIFO of 1,110; ours.
func TestPoolNeedsItsPriorIndex(t *testing.T) {
	p := Pool{Currency: "USD", Layers: []PoolLayer{{"base", n("1000"), n("1")}, {"2004", n("100"), n("1.1")}}, Years: []PoolYear{{Name: "2006", Current: ref("1584"), Prior: ref("1440")}}}
	if _, err := p.Compute(); err == nil || !contains(err.Error(), "cumulative index at the beginning") {
		t.Errorf("without the index: %v", err)
	}
	p.PriorIndex = ref("1.2") // 1,584 is 1,440 up 10%: index 1.32, and 1,200 at base-year cost
	r, err := p.Compute()
	if err != nil {
		t.Fatal(err)
	}
	y := r.Years[0]
	if y.Index.String() != "1.32" || y.Base.String() != "1200" || y.LIFO.String() != "1242" || y.Reserve.String() != "342" || y.ReserveChange.String() != "132" {
		t.Errorf("%+v", y)
	}
	p.PriorIndex, p.Years = nil, []PoolYear{{Current: ref("0"), Base: ref("0")}}
	if _, err := p.Compute(); err == nil || !contains(err.Error(), "cumulative index at the beginning") {
		t.Errorf("empty: %v", err)
	}
}

// TestReserveNeedsItsBeginning: a year's cost of goods sold is not turned by the reserve of all years.
func TestReserveNeedsItsBeginning(t *testing.T) {
	for what, r := range map[string]Reserve{"cost": {CostOfSales: ref("9")}, "income": {Income: ref("9")}, "fifo cost": {FIFOCostOfSales: ref("9")}, "fifo income": {FIFOIncome: ref("9")}} {
		r.Currency, r.End = "USD", n("40")
		if _, err := r.Compute(); err == nil || !contains(err.Error(), "[at the beginning, at the end]") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestInterimGainIsNamed: replacement below the cost of the layer lowers cost of sales, and that is said.
func TestInterimGainIsNamed(t *testing.T) {
	a, e, p := (InterimLiquidation{Currency: "USD", Units: n("10"), Replacement: n("6"), LIFO: n("8"), Replaced: true}).Compute()
	if a.String() != "-20" || e.Sign() != 0 || len(p.Findings()) != 1 {
		t.Errorf("%s, %s, %v", a, e, p.Findings())
	}
}
