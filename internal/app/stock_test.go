package app_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/importer"
	"tieout/internal/store/storetest"
	"tieout/inventory"
	"tieout/workpaper"
)

// stocked is a book with two classes and three items.
func stocked(t testing.TB, address string) *fixture {
	f := newBook(t, address)
	f.open("1200 asset Inventory us-gaap:InventoryNet", "1210 asset Metal us-gaap:InventoryNet", "5100 expense Counts us-gaap:CostOfRevenue")
	_, err := f.DefineClass(f.ctx, "", app.StockClass{Code: "plastic", Name: "Plastic lockers", Method: inventory.FIFO, Inventory: "1200", Cost: "5000", Clearing: "2000", Adjustments: "5100"})
	f.ok(err)
	_, err = f.DefineClass(f.ctx, "", app.StockClass{Code: "metal", Name: "Metal lockers", Method: inventory.LIFO, Inventory: "1210", Cost: "5000", Clearing: "2000"})
	f.ok(err)
	_, err = f.DefineItems(f.ctx, "", []app.StockItem{{Code: "P100", Name: "Plastic locker", Class: "plastic", Unit: "piece", Units: "box=12"}, {Code: "M10", Name: "Metal locker", Class: "metal", Unit: "piece"}, {Code: "SHEET", Name: "Steel sheet", Class: "plastic", Unit: "kg", Places: 3}})
	f.ok(err)
	return f
}

// take takes rows of movements in and gives what went wrong.
func (f *fixture) take(rows ...string) error {
	f.t.Helper()
	path := filepath.Join(f.dir, fmt.Sprintf("moves-%d.csv", f.clock.now.UnixNano()))
	f.ok(os.WriteFile(path, []byte("date,kind,item,site,to,quantity,unit,amount,unit cost,reference,of,memo\n"+strings.Join(rows, "\n")+"\n"), 0o644))
	_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "stock", Path: path})
	return err
}

// worth is what an item is worth at the end of a day, with a check that stock and ledger agree then.
func (f *fixture) worth(item, on string) (units, value int64) {
	f.t.Helper()
	day := fiscal.MustParse(on)
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		stock, err := v.StockAt(day)
		f.ok(err)
		for _, x := range stock {
			if x.Item.Code == item {
				units, value = x.Units, x.Value
			}
		}
		_, found, err := v.StockTies(day)
		f.ok(err)
		if len(found) > 0 {
			f.t.Errorf("on %s: %v", on, found)
		}
		return nil
	}))
	return units, value
}

func (f *fixture) holds(item, on string, units, value int64) {
	f.t.Helper()
	if u, v := f.worth(item, on); u != units || v != value {
		f.t.Errorf("%s on %s: %d worth %d, want %d worth %d", item, on, u, v, units, value)
	}
}

// TestStockMoves: receipts, issues, late ones, freight, a count and a lock, on both engines; the stock is the ledger on every day.
func TestStockMoves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := stocked(t, address)
		f.ok(f.take("2026-01-10,receipt,P100,main,,10,box,,120.00,PO-1,,", "2026-01-20,issue,P100,main,,20,,,,,,"))
		f.holds("P100", "2026-01-31", 100, 100_000)
		f.ok(f.take("2026-01-05,receipt,P100,main,,10,,80.00,,PO-0,,late but open"))
		f.holds("P100", "2026-01-10", 130, 128_000)
		f.holds("P100", "2026-01-31", 110, 110_000)
		if _, err := f.Lock(f.ctx, "", fiscal.Period{Start: fiscal.MustParse("2026-01-01"), End: fiscal.MustParse("2026-01-31")}, app.Closed); err != nil {
			t.Fatal(err)
		}
		f.ok(f.take("2026-01-15,receipt,P100,main,,5,,100.00,,PO-2,,came after the lock", "2026-02-03,freight,P100,,,,,55.00,,,PO-1,"))
		f.holds("P100", "2026-01-31", 110, 110_000)
		f.holds("P100", "2026-02-01", 115, 120_000)
		f.holds("P100", "2026-02-03", 115, 120_000+5042) // 110 of the 120 are left
		f.ok(f.take("2026-02-10,count,P100,main,,112,,,,,,", "2026-02-11,transfer,P100,main,shop,12,,,,,,", "2026-02-12,issue,P100,shop,,12,,,,,,"))
		if u, _ := f.worth("P100", "2026-02-12"); u != 100 {
			t.Errorf("%d on hand", u)
		}
		f.ok(f.take("2026-01-02,receipt,SHEET,main,,12.5,kg,,4.00,S-1,,", "2026-02-15,issue,SHEET,main,,0.125,kg,,,,,", "2026-02-20,write-down,SHEET,,,,,9.50,,,,"))
		f.holds("SHEET", "2026-02-28", 12_375, 5000-50-950)
		v, err := f.Verify(f.ctx, nil, app.RebuildFiling)
		if err != nil || len(v.Findings) > 0 {
			t.Errorf("verify: %v, %v", v.Findings, err)
		}
		g := f.reopened()
		g.holds("SHEET", "2026-02-28", 12_375, 5000-50-950)
	})
}

// TestStockRefuses names the row, the item and the way out, and posts nothing.
func TestStockRefuses(t *testing.T) {
	f := stocked(t, storetest.SQLite(t))
	f.ok(f.take("2026-01-10,receipt,P100,main,,10,,100.00,,PO-1,,"))
	if _, err := f.Lock(f.ctx, "", fiscal.Period{Start: fiscal.MustParse("2026-01-01"), End: fiscal.MustParse("2026-01-31")}, app.Soft); err != nil {
		t.Fatal(err)
	}
	for row, want := range map[string]string{
		"2026-02-01,issue,P100,main,,11,,,,,,":         "row 2",
		"2026-02-01,issue,P100,shop,,1,,,,,,":          "taken from site \"shop\"",
		"2026-02-01,receipt,P999,main,,1,,1,,,,":       "item \"P999\" is not known",
		"2026-02-01,receipt,P100,main,,1,carton,1,,,,": "unit \"carton\" is not one of the item's",
		"2026-02-01,receipt,P100,main,,0.5,,1,,,,":     "no whole number of the smallest part",
		"2026-02-01,receipt,P100,main,,-1,,1,,,,":      "is not above zero",
		"2026-02-01,receipt,P100,main,,0,,1,,,,":       "is not above zero",
		"2026-02-01,receipt,P100,main,,1,,-1,,,,":      "a cost below zero",
		"2026-02-01,receipt,P100,main,,1,,,,,,":        "say what the receipt cost",
		"2026-02-01,issue,P100,main,,1,,5,,,,":         "leave amount and unit cost blank",
		"2026-02-01,cost,P100,,,,,5,,,PO-9,":           "no receipt with the reference",
		"2026-01-31,count,P100,main,,9,,,,,,":          "comes after the lock",
		"2026-02-01,transfer,P100,main,main,1,,,,,,":   "from one site to another",
		"2026-02-01,burnt,P100,main,,1,,,,,,":          "the kind \"burnt\"",
		"01.02.2026,receipt,P100,main,,1,,1,,,,":       "csv:2:1: date",
		"2026-02-01,receipt,P100,main,,one,,1,,,,":     "is not a number",
		"2026-02-01,write-down,P100,,,,,100.01,,,,":    "takes 100.01 and on that day it is worth 100.00",
	} {
		err := f.take(row)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", row, err, want)
		}
	}
	f.holds("P100", "2026-03-01", 10, 10_000)
	if _, err := f.DefineClass(f.ctx, "", app.StockClass{Code: "plastic", Name: "x", Method: inventory.LIFO, Inventory: "1200", Cost: "5000", Clearing: "2000"}); err == nil || !strings.Contains(err.Error(), "change in accounting principle") {
		t.Errorf("another method: %v", err)
	}
	if _, err := f.DefineItems(f.ctx, "", []app.StockItem{{Code: "P100", Class: "plastic", Unit: "kg"}}); err == nil || !strings.Contains(err.Error(), "has movements") {
		t.Errorf("another unit: %v", err)
	}
	if _, err := f.DefineItems(f.ctx, "", []app.StockItem{{Code: "Q", Class: "wood", Unit: "kg"}}); err == nil || !strings.Contains(err.Error(), "not defined") {
		t.Errorf("an unknown class: %v", err)
	}
	var n int64
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		for _, im := range v.State.Imports {
			n = im.Position
		}
		return nil
	}))
	if _, err := f.RevertImport(f.ctx, "", n, 0, "wrong"); err == nil || !strings.Contains(err.Error(), "Correct them by movements") {
		t.Errorf("taken back: %v", err)
	}
}

// TestStockTieFindsWhatNoMovementMade: an entry made by hand in the inventory account is found with its amount, and nothing is plugged.
func TestStockTieFindsWhatNoMovementMade(t *testing.T) {
	f := stocked(t, storetest.SQLite(t))
	f.ok(f.take("2026-01-10,receipt,P100,main,,10,,100.00,,PO-1,,"))
	f.post("", entry("2026-01-15", "1200", "5000", 1234))
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		_, found, err := v.StockTies(fiscal.MustParse("2026-01-31"))
		f.ok(err)
		if len(found) != 1 || !strings.Contains(found[0].Message, "12.34 were entered without a movement") {
			t.Errorf("found %v", found)
		}
		return nil
	}))
}

// TestStockIsTheLedger: random movements with back-dating, late costs and locks, taken in act by act: stock and ledger agree on every day at
// every position, and locked days never move.
func TestStockIsTheLedger(t *testing.T) {
	histories := 12
	if testing.Short() {
		histories = 3
	}
	for seed := range histories {
		f := stocked(t, storetest.SQLite(t))
		r := rand.New(rand.NewPCG(uint64(seed), 11))
		day := fiscal.MustParse("2026-01-05")
		kept := map[fiscal.Date]int64{}
		refs := 0
		for range 14 {
			day += fiscal.Date(r.IntN(9))
			if r.IntN(6) == 0 {
				end := day - 10
				if _, err := f.Lock(f.ctx, "", fiscal.Period{Start: fiscal.MustParse("2025-12-01"), End: end}, app.Closed); err == nil {
					_, v1 := f.worth("P100", end.String())
					_, v2 := f.worth("M10", end.String())
					kept[end] = v1 + v2
				}
				continue
			}
			var rows []string
			for range 1 + r.IntN(4) {
				item, on := []string{"P100", "M10"}[r.IntN(2)], day-fiscal.Date(r.IntN(30))
				switch k := r.IntN(6); {
				case k < 3:
					refs++
					rows = append(rows, fmt.Sprintf("%s,receipt,%s,main,,%d,,%d.%02d,,R%d,,", on, item, 1+r.IntN(40), r.IntN(900), r.IntN(100), refs))
				case k < 5:
					rows = append(rows, fmt.Sprintf("%s,issue,%s,main,,%d,,,,,,", on, item, 1+r.IntN(20)))
				case refs > 0:
					rows = append(rows, fmt.Sprintf("%s,cost,%s,,,,,%d.50,,,R%d,", day, item, 1+r.IntN(30), 1+r.IntN(refs)))
				}
			}
			if len(rows) > 0 {
				_ = f.take(rows...) // what is refused is refused whole
			}
		}
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			for position := int64(1); position <= v.Position; position++ {
				old, err := v.AsOf(position)
				f.ok(err)
				for d := fiscal.MustParse("2025-12-20"); d <= day+1; d += 3 {
					_, found, err := old.StockTies(d)
					f.ok(err)
					if len(found) > 0 {
						t.Fatalf("history %d, position %d: %v", seed, position, found)
					}
				}
			}
			for d, want := range kept {
				var sum int64
				stock, err := v.StockAt(d)
				f.ok(err)
				for _, x := range stock {
					sum += x.Value
				}
				if sum != want {
					t.Errorf("history %d: %s was locked at %d and is now %d", seed, d, want, sum)
				}
			}
			return nil
		}))
	}
}

// TestLowerOfCostInTheBook: net realizable value for FIFO and market for LIFO in 2026; by class what one item gained is set against the other's
// loss; write-downs taken in lower cost to exactly what the test says, and the next test finds nothing.
func TestLowerOfCostInTheBook(t *testing.T) {
	f := stocked(t, storetest.SQLite(t))
	f.ok(f.take("2026-01-10,receipt,P100,main,,10,,100.00,,A,,", "2026-01-10,receipt,SHEET,main,,10,,100.00,,B,,", "2026-01-10,receipt,M10,main,,10,,100.00,,C,,"))
	ref := func(s string) *workpaper.Number { n := workpaper.MustParse(s); return &n }
	prices := []importer.PriceRow{{Item: "P100", Price: ref("9"), Sell: ref("1"), Evidence: "INV-7"}, {Item: "SHEET", NRV: ref("11")}, {Item: "M10", NRV: ref("12"), Replacement: ref("7"), Profit: ref("3")}}
	for by, want := range map[inventory.LowerBy]string{inventory.ByItem: "M10 1000 P100 2000", inventory.ByClass: "M10 1000 P100 1000", inventory.ByTotal: "M10 1000 P100 1000"} {
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			out, err := v.LowerOfCost(app.LowerTest{Day: fiscal.MustParse("2026-03-31"), By: by, Prices: prices})
			f.ok(err)
			var got []string
			for _, l := range out.Lines {
				got = append(got, fmt.Sprint(l.Item, " ", l.Amount))
			}
			if s := strings.Join(got, " "); s != want {
				t.Errorf("by %s: %s, want %s", by, s, want)
			}
			if len(out.Parts) != 2 || out.Parts[0].Rule != inventory.Market || len(out.Untested) != 0 {
				t.Errorf("by %s: %d parts, %v", by, len(out.Parts), out.Untested)
			}
			return nil
		}))
	}
	test := app.LowerTest{Day: fiscal.MustParse("2026-03-31"), Prices: prices}
	var moves string
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		out, err := v.LowerOfCost(test)
		moves = app.LowerMovements(test, out, v.Digits())
		return err
	}))
	_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "stock", Path: f.file("down.csv", moves)})
	f.ok(err)
	f.holds("P100", "2026-03-31", 10, 8000)
	f.holds("M10", "2026-03-31", 10, 9000)
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		out, err := v.LowerOfCost(test)
		if len(out.Lines) != 0 {
			t.Errorf("again: %+v", out.Lines)
		}
		return err
	}))
}

// TestPacksAreMadeAgain: a selection rests on seed, size and position alone, has the largest, and says what it covers.
func TestPacksAreMadeAgain(t *testing.T) {
	f := stocked(t, storetest.SQLite(t))
	var items []app.StockItem
	rows := []string{}
	for i := range 40 {
		code := fmt.Sprintf("I%02d", i)
		items = append(items, app.StockItem{Code: code, Class: "plastic", Unit: "piece"})
		rows = append(rows, fmt.Sprintf("2026-01-10,receipt,%s,main,,10,,%d.00,,R%02d,,", code, 10+i*i%37, i))
	}
	_, err := f.DefineItems(f.ctx, "", items)
	f.ok(err)
	f.ok(f.take(rows...))
	pack := func(seed string) (keys []string, note string) {
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			x, err := v.StockPack(app.PackRequest{Pack: "price", Day: fiscal.MustParse("2026-01-31"), Size: 10, Seed: seed})
			for _, r := range x.Rows {
				keys = append(keys, r.Key)
			}
			note = strings.Join(x.Notes, " ")
			return err
		}))
		return keys, note
	}
	a, note := pack("one")
	b, _ := pack("one")
	c, _ := pack("two")
	if len(a) != 10 || !slices.Equal(a, b) || slices.Equal(a, c) || !strings.Contains(note, "10 of 40") {
		t.Errorf("%v\n%v\n%v\n%s", a, b, c, note)
	}
}

// TestAgeing: layers fall into buckets by age and add up; demand and cover say what is in excess, at the average cost of the item.
func TestAgeing(t *testing.T) {
	f := stocked(t, storetest.SQLite(t))
	f.ok(f.take("2025-01-10,receipt,P100,main,,10,,100.00,,A,,", "2026-02-01,receipt,P100,main,,10,,200.00,,B,,", "2026-02-10,issue,P100,main,,6,,,,,,", "2026-01-10,receipt,SHEET,main,,5,,50.00,,C,,"))
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		x, err := v.AgeingTable(fiscal.MustParse("2026-03-31"), 12, 12)
		f.ok(err)
		for _, r := range x.Rows {
			c := r.Cells
			if got := fmt.Sprint(c[3].Minor, " ", c[4].Minor, " ", c[5].Minor, " ", c[8].Minor, " ", c[9].Minor, " ", c[11].Minor, " ", c[12].Minor); r.Key == "P100" && got != "14 24000 20000 4000 6 8 13714" {
				t.Errorf("P100: %s", got)
			}
			if r.Key == "SHEET" && (c[10].Text != "no demand" || c[12].Minor != 5000) {
				t.Errorf("SHEET: %+v", c)
			}
		}
		if last := x.Rows[len(x.Rows)-1].Cells; last[4].Minor != last[5].Minor+last[6].Minor+last[7].Minor+last[8].Minor {
			t.Errorf("the ages do not add up: %+v", last)
		}
		return nil
	}))
}

// TestLIFOAdoptedInTheBook: a class that moved by FIFO goes to LIFO with the next year: what is on hand is the base layer, and nothing that is
// entered is costed anew.
func TestLIFOAdoptedInTheBook(t *testing.T) {
	f := stocked(t, storetest.SQLite(t))
	f.ok(f.take("2025-03-01,receipt,P100,main,,10,,100.00,,PO-1,,", "2025-06-01,receipt,P100,main,,10,,200.00,,PO-2,,", "2025-09-01,issue,P100,main,,10,,,,,,"))
	to := app.StockClass{Code: "plastic", Name: "Plastic lockers", Method: inventory.LIFO, Inventory: "1200", Cost: "5000", Clearing: "2000", Adjustments: "5100"}
	for since, want := range map[string]string{"2026-02-01": "is adopted with a fiscal year, from 2026-01-01", "2025-01-01": "moved on 2025-03-01 and is entered"} {
		to.Since = fiscal.MustParse(since)
		if _, err := f.DefineClass(f.ctx, "", to); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", since, err)
		}
	}
	to.Since = fiscal.MustParse("2026-01-01")
	_, err := f.DefineClass(f.ctx, "", to)
	f.ok(err)
	f.ok(f.take("2026-02-01,receipt,P100,main,,10,,400.00,,PO-3,,", "2026-03-01,issue,P100,main,,10,,,,,,"))
	f.holds("P100", "2025-12-31", 10, 20_000)
	f.holds("P100", "2026-12-31", 10, 20_000)
	_, err = f.DefineClass(f.ctx, "", app.StockClass{Code: "plastic", Name: "Plastic lockers, all", Method: inventory.LIFO, Inventory: "1200", Cost: "5000", Clearing: "2000", Adjustments: "5100"})
	f.ok(err) // another name keeps since when
	f.holds("P100", "2026-12-31", 10, 20_000)
}
