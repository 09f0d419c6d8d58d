package inventory

import (
	"testing"

	"pgregory.net/rapid"

	"tieout/workpaper"
)

func n(s string) workpaper.Number { return workpaper.MustParse(s) }

func got(units, cost string) Movement { return Movement{Units: n(units), Cost: n(cost)} }

func gone(units string) Movement { return Movement{Units: n(units).Neg()} }

func sold(units, price string) Movement {
	p := n(price)
	return Movement{Units: n(units).Neg(), Price: &p}
}

func compute(t testing.TB, f Flow) FlowResult {
	t.Helper()
	f.Currency = "USD"
	if f.System == "" {
		f.System = Periodic
	}
	r, err := f.Compute()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestCostFlowCases are published problems: OpenStax Principles of Accounting (CC BY-NC-SA) m67890; Saylor Financial Accounting
// (CC BY-NC-SA) 9.2; FinanceMath validation 16, 36 and 84; Kieso 13e E8-17 in a copy.
func TestCostFlowCases(t *testing.T) {
	spy := []Movement{got("150", "21"), sold("120", "36"), got("225", "27"), sold("180", "39"), got("210", "33")}
	gas := []Movement{got("10000", "1"), got("1000000", "2"), gone("1000000")}
	kids := []Movement{got("10000", "10"), got("5000", "11"), gone("12000")}
	for _, x := range []struct {
		name                  string
		method                Method
		system                System
		moves                 []Movement
		ending, cost, average string
	}{
		{"INV-CF-01", FIFO, Periodic, spy, "8955", "7200", ""},
		{"INV-CF-01", LIFO, Periodic, spy, "6795", "9360", ""},
		{"INV-CF-01", FIFO, Perpetual, spy, "8955", "7200", ""},
		{"INV-CF-04", LIFO, Periodic, gas, "10000", "2000000", ""},
		{"INV-CF-04", FIFO, Periodic, gas, "20000", "1990000", ""},
		{"INV-CF-08", FIFO, Periodic, kids, "33000", "122000", ""},
		{"INV-CF-12", LIFO, Perpetual, []Movement{got("400", "20"), gone("300"), got("300", "25"), gone("290"), got("400", "30")}, "14250", "13250", ""},
	} {
		r := compute(t, Flow{Method: x.method, System: x.system, Movements: x.moves})
		if r.Ending.Cmp(n(x.ending)) != 0 || r.CostOfSales.Cmp(n(x.cost)) != 0 {
			t.Errorf("%s, %s %s: %s on hand, %s issued; want %s and %s", x.name, x.method, x.system, r.Ending, r.CostOfSales, x.ending, x.cost)
		}
		if len(r.Findings) > 0 {
			t.Errorf("%s: %v", x.name, r.Findings)
		}
	}
	places := 2
	r := compute(t, Flow{Method: Average, Movements: spy, UnitPlaces: &places})
	if r.UnitCost.String() != "27.62" || r.Ending.String() != "7871.7" || r.CostOfSales.String() != "8283.3" || r.Sales.String() != "11340" {
		t.Errorf("INV-CF-01, average: %s, %s, %s, %s", r.UnitCost, r.Ending, r.CostOfSales, r.Sales)
	}
	r = compute(t, Flow{Method: FIFO, Movements: []Movement{got("20", "5"), got("70", "5.2"), got("35", "5.5"), sold("50", "6"), sold("40", "6.5")}})
	if r.GrossProfit.String() != "96" {
		t.Errorf("INV-CF-09: gross profit %s", r.GrossProfit)
	}
	first := compute(t, Flow{Method: FIFO, Movements: []Movement{got("2000", "50"), gone("1500")}})
	second := Flow{Method: FIFO, Movements: []Movement{got("1000", "60"), gone("500")}}
	for _, l := range first.Layers {
		second.Opening = append(second.Opening, Movement{Name: l.Name, Units: l.Units, Cost: l.Cost})
	}
	if r := compute(t, second); r.Ending.String() != "60000" {
		t.Errorf("INV-CF-10: %s", r.Ending)
	}
}

func TestMovingAverageAndSpecific(t *testing.T) {
	r := compute(t, Flow{Method: Average, System: Perpetual, Movements: []Movement{got("10", "4"), got("10", "6"), gone("5"), got("15", "7"), gone("30")}})
	if r.CostOfSales.String() != "205" || r.Ending.String() != "0" || r.Issues[0].Cost.String() != "25" || len(r.Layers) != 0 {
		t.Errorf("moving average: %s %s %v", r.CostOfSales, r.Ending, r.Issues)
	}
	lots := []Movement{{Name: "A", Units: n("10"), Cost: n("4")}, {Name: "B", Units: n("10"), Cost: n("6")}, {Name: "sale", Units: n("-8"), From: []Lot{{"B", n("6")}, {"A", n("2")}}}}
	if r := compute(t, Flow{Method: Specific, Movements: lots}); r.CostOfSales.String() != "44" || len(r.Layers) != 2 || r.Layers[1].Units.String() != "4" {
		t.Errorf("specific: %s %v", r.CostOfSales, r.Layers)
	}
	if r := compute(t, Flow{Method: Standard, Standard: n("5"), Movements: lots}); r.Ending.String() != "60" || r.CostOfSales.String() != "40" || r.Variance.String() != "0" {
		t.Errorf("standard: %s %s %s", r.Ending, r.CostOfSales, r.Variance)
	}
}

func TestWhatCannotBeCosted(t *testing.T) {
	for name, f := range map[string]Flow{
		"takes 5 units and 0 are on hand":  {Method: FIFO, System: Perpetual, Movements: []Movement{gone("5"), got("10", "1")}},
		"takes 11 units and 10 are on":     {Method: LIFO, System: Periodic, Movements: []Movement{got("10", "1"), gone("11")}},
		"moves no units":                   {Method: FIFO, System: Periodic, Movements: []Movement{{}}},
		"unit cost of -1 is below zero":    {Method: FIFO, System: Periodic, Movements: []Movement{got("1", "-1")}},
		"there is no lot \"C\"":            {Method: Specific, System: Periodic, Movements: []Movement{got("1", "1"), {Units: n("-1"), From: []Lot{{"C", n("1")}}}}},
		"2 receipts are called \"A\"":      {Method: Specific, System: Periodic, Movements: []Movement{{Name: "A", Units: n("1")}, {Name: "A", Units: n("1")}, {Units: n("-1"), From: []Lot{{"A", n("1")}}}}},
		"lot B came on 2006-03-01":         {Method: Specific, System: Perpetual, Movements: []Movement{{Name: "A", Date: day("2006-01-01"), Units: n("1")}, {Date: day("2006-02-01"), Units: n("-1"), From: []Lot{{"B", n("1")}}}, {Name: "B", Date: day("2006-03-01"), Units: n("1")}}},
		"its lots are 0":                   {Method: Specific, System: Periodic, Movements: []Movement{got("1", "1"), gone("1")}},
		"there is no such method":          {Method: "hifo", System: Periodic, Movements: []Movement{got("1", "1")}},
		"comes before 2006-02-01":          {Method: FIFO, System: Periodic, Movements: []Movement{{Date: 0, Units: n("1")}, {Date: day("2006-02-01"), Units: n("1")}, {Date: day("2006-01-01"), Units: n("1")}}},
		"an opening layer has units above": {Method: FIFO, System: Periodic, Opening: []Movement{gone("1")}},
	} {
		f.Currency = "USD"
		if _, err := f.Compute(); err == nil || !contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCostIsConserved: whatever moves, all cost is on hand or issued, layers say what is on hand, and perpetual FIFO is periodic
// FIFO.
func TestCostIsConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var moves []Movement
		onHand := int64(0)
		for range rapid.IntRange(1, 14).Draw(t, "movements") {
			if onHand > 0 && rapid.Bool().Draw(t, "issue") {
				u := rapid.Int64Range(1, onHand).Draw(t, "units")
				onHand -= u
				moves = append(moves, Movement{Units: workpaper.Whole(-u)})
				continue
			}
			u := rapid.Int64Range(1, 50).Draw(t, "units")
			onHand += u
			moves = append(moves, Movement{Units: workpaper.Whole(u), Cost: workpaper.FromMinor(rapid.Int64Range(0, 9_999).Draw(t, "cost"), 2)})
		}
		var fifo []workpaper.Number
		for _, m := range []Method{FIFO, LIFO, Average} {
			for _, s := range []System{Periodic, Perpetual} {
				r, err := Flow{Currency: "USD", Method: m, System: s, Movements: moves}.Compute()
				if err != nil {
					t.Fatal(err)
				}
				layers, units := nought, nought
				for _, l := range r.Layers {
					layers, units = layers.Add(l.Units.Mul(l.Cost)), units.Add(l.Units)
				}
				if len(r.Findings) > 0 || r.Ending.Add(r.CostOfSales).Cmp(r.AvailableCost) != 0 || layers.Cmp(r.Ending) != 0 || units.Cmp(r.EndingUnits) != 0 || r.EndingUnits.Cmp(workpaper.Whole(onHand)) != 0 {
					t.Fatalf("%s %s: %+v", m, s, r)
				}
				if m == FIFO {
					fifo = append(fifo, r.Ending)
				}
			}
		}
		if fifo[0].Cmp(fifo[1]) != 0 {
			t.Fatalf("periodic FIFO leaves %s, perpetual %s", fifo[0], fifo[1])
		}
	})
}
