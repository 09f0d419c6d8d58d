package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/importer"
	"tieout/internal/store/storetest"
	"tieout/inventory"
	"tieout/workpaper"
)

const lockerBills = `items:
  SHEET1: latest
  LOCK1: {cost: 4.00}
  DOOR:
    components: {SHEET1: {quantity: 2, scrap: 20%}}
    operations: {name: cut, hours: 0.1, labour_rate: 20, overhead_of_labour: 150%}
  LOCKER:
    components: {DOOR: 2, LOCK1: 2}
    operations: {name: assemble, hours: 0.5, labour_rate: 18, overhead_rate: 24}
`

// costed is a book with a class at standard cost, work in process, and bills of a locker.
func costed(t testing.TB, address string) *fixture {
	f := stocked(t, address)
	f.open("1220 asset Standard us-gaap:InventoryNet", "1300 asset WIP us-gaap:InventoryNet", "5300 expense Price us-gaap:CostOfRevenue", "5400 expense Revaluation us-gaap:CostOfRevenue")
	_, err := f.DefineClass(f.ctx, "", app.StockClass{Code: "std", Name: "At standard", Method: inventory.Standard, Inventory: "1220", Cost: "5000", Clearing: "2000", Variance: "5300", Revaluation: "5400"})
	f.ok(err)
	_, err = f.DefineItems(f.ctx, "", []app.StockItem{{Code: "SHEET1", Name: "Sheet", Class: "std", Unit: "sheet"}, {Code: "LOCK1", Name: "Lock", Class: "std", Unit: "piece"}, {Code: "DOOR", Name: "Door", Class: "std", Unit: "piece"}, {Code: "LOCKER", Name: "Locker", Class: "std", Unit: "piece"}})
	f.ok(err)
	return f
}

// TestStandardsInTheBook: a sheet at 10.00, two of them with a fifth lost are 25.00 in a door, 2.00 of labour and 3.00 of overhead make it
// 30.00; two doors and two locks at 4.00, 9.00 and 12.00 make a locker of 89.00. Prices above it are variances, an order that took 11
// sheets for 4 doors that allow 10 has one too many; a new price revalues. All by hand.
func TestStandardsInTheBook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := costed(t, address)
		day := fiscal.MustParse("2026-01-05")
		f.ok(f.take("2026-01-05,standard,SHEET1,,,,,,10.00,,,"))
		f.ok(f.take("2026-01-05,receipt,SHEET1,main,,100,,,10.00,PO-1,,"))
		_, err := f.SetBills(f.ctx, "", day, lockerBills)
		f.ok(err)
		var moves string
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			r, err := v.RollUp(day)
			f.ok(err)
			got := map[string]string{}
			for _, x := range r.Items {
				got[x.Code] = x.Total.String()
			}
			if got["DOOR"] != "30" || got["LOCKER"] != "89" || got["SHEET1"] != "10" {
				t.Errorf("rolled up %v", got)
			}
			var n int
			if moves, n = v.StandardMovements(r); n != 3 {
				t.Errorf("%d standards: %s", n, moves)
			}
			return nil
		}))
		path := filepath.Join(f.dir, "standards.csv")
		f.ok(os.WriteFile(path, []byte(moves), 0o644))
		_, err = f.Import(f.ctx, "", app.ImportRequest{Kind: "stock", Path: path})
		f.ok(err)
		f.ok(f.wip("2026-01-08,receipt,LOCK1,main,20,4.50,PO-2,", "2026-01-10,issue,SHEET1,main,11,,WO-1,1300", "2026-01-12,receipt,DOOR,main,4,30.00,WO-1,1300"))
		f.holds("SHEET1", "2026-01-31", 89, 89_000)
		f.holds("DOOR", "2026-01-31", 4, 12_000)
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			p, err := v.State.Calendar.ParsePeriod("2026-M01")
			f.ok(err)
			usage, err := v.Usage("1300", p.Period)
			f.ok(err)
			if len(usage) != 1 || usage[0].Item != "SHEET1" || usage[0].Allowed.String() != "10" || usage[0].Variance != 1000 || usage[0].Output != "4 DOOR" {
				t.Errorf("usage %+v", usage)
			}
			prices, err := v.PriceVariances(p.Period)
			f.ok(err)
			for _, x := range prices {
				if want := map[string]int64{"LOCK1": 1000}[x.Item]; x.Price != want {
					t.Errorf("%s: price variance %d, want %d", x.Item, x.Price, want)
				}
			}
			tb, err := v.Open(p.End)
			f.ok(err)
			if a, b := tb.Account("5300"), tb.Account("1300"); a != 1000 || b != 11_000-12_000 {
				t.Errorf("variances %d, work in process %d", a, b)
			}
			_, err = v.VarianceTable(p, "1300")
			f.ok(err)
			// 110.00 of sheets in, 120.00 of doors out: the order is at (10.00), and no more was charged.
			orders, err := v.OrdersTable("1300", p)
			f.ok(err)
			if len(orders.Rows) != 3 || orders.Rows[0].Cells[2].Minor != 11_000 || orders.Rows[0].Cells[4].Minor != 12_000 || orders.Rows[2].Cells[5].Minor != -1000 || orders.Rows[1].Cells[3].Minor != 0 {
				t.Errorf("orders %+v", orders.Rows)
			}
			return nil
		}))
		// A dearer sheet: what is on hand is revalued when the roll-up is taken in.
		f.ok(f.take("2026-01-20,receipt,SHEET1,main,,10,,,12.00,PO-3,,"))
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			r, err := v.RollUp(fiscal.MustParse("2026-02-01"))
			f.ok(err)
			for _, x := range r.Items {
				if want := map[string]int64{"SHEET1": 99 * 200, "DOOR": 4 * 500}[x.Code]; x.Change != want {
					t.Errorf("%s: revaluation %d, want %d", x.Code, x.Change, want)
				}
			}
			moves, _ = v.StandardMovements(r)
			return nil
		}))
		f.ok(os.WriteFile(path, []byte(moves), 0o644))
		_, err = f.Import(f.ctx, "", app.ImportRequest{Kind: "stock", Path: path})
		f.ok(err)
		f.holds("SHEET1", "2026-02-01", 99, 118_800)
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			tb, err := v.Open(fiscal.MustParse("2026-02-01"))
			f.ok(err)
			if n := tb.Account("5400"); n != -(99*200 + 4*500) {
				t.Errorf("revaluation %d", n)
			}
			return nil
		}))
	})
}

// wip takes rows with an account in: date, kind, item, site, quantity, unit cost, reference, account.
func (f *fixture) wip(rows ...string) error {
	f.t.Helper()
	path := filepath.Join(f.dir, "wip.csv")
	f.ok(os.WriteFile(path, []byte("date,kind,item,site,quantity,unit cost,reference,account\n"+strings.Join(rows, "\n")+"\n"), 0o644))
	_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "stock", Path: path})
	return err
}

func TestStandardsRefuse(t *testing.T) {
	f := costed(t, storetest.SQLite(t))
	for row, want := range map[string]string{
		"2026-01-05,receipt,SHEET1,main,,1,,,10.00,PO-1,,": "no standard cost is set on its day",
		"2026-01-05,standard,SHEET1,,,,,10.00,,,,":         "a standard is the unit cost",
		"2026-01-05,standard,SHEET1,,,,,,0.1234567,,,":     "more than 6 decimals",
		"2026-01-05,standard,P100,,,,,,1.00,,,":            "carried at what it cost, not at standard",
		"2026-01-05,recovery,P100,,,,,1.00,,,,":            "no more comes back",
	} {
		if err := f.take(row); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", row, err, want)
		}
	}
	day := fiscal.MustParse("2026-01-05")
	for want, text := range map[string]string{
		"item X is not known":                        "items: {X: 1}",
		"comes back to itself: DOOR > LOCKER > DOOR": "items: {DOOR: {components: {LOCKER: 1}}, LOCKER: {components: {DOOR: 1}}}",
		"they are in CAD":                            "currency: CAD\nitems: {DOOR: 1}",
		"components":                                 "items: {DOOR: {components: {SHEET1: 0}}, SHEET1: 1}",
	} {
		f.mistaken(want, func() error { _, err := f.SetBills(f.ctx, "", day, text); return err })
	}
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		if _, err := v.RollUp(day); err == nil || !strings.Contains(err.Error(), "no bills of material are in force") {
			t.Errorf("%v", err)
		}
		return nil
	}))
	_, err := f.SetBills(f.ctx, "", day, "items: {SHEET1: latest}")
	f.ok(err)
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		if _, err := v.RollUp(day); err == nil || !strings.Contains(err.Error(), "the book has no receipt of it by then") {
			t.Errorf("%v", err)
		}
		return nil
	}))
}

// TestRecoveryInTheBook: a write-down comes back within its year through the account that took it, and the note has the net.
func TestRecoveryInTheBook(t *testing.T) {
	f := stocked(t, storetest.SQLite(t))
	f.ok(f.take("2026-01-05,receipt,P100,main,,10,,100.00,,PO-1,,", "2026-01-10,write-down,P100,main,,,,30.00,,,,", "2026-02-10,recovery,P100,main,,,,20.00,,,,prices came back"))
	f.holds("P100", "2026-02-28", 10, 9000)
	if err := f.take("2027-01-10,recovery,P100,main,,,,5.00,,,,"); err == nil || !strings.Contains(err.Error(), "no more comes back") {
		t.Errorf("after the year: %v", err)
	}
}

// TestCapitaliseInTheBook: 100 sheets at 10.00 came in for 1,100.00 and 40 are left: 40 of the variance of 100 stays, less a tenth that was
// abnormal: 36. In the next month nothing came in and 10 are left: a quarter of it, 9. The entries take the account there. By hand.
func TestCapitaliseInTheBook(t *testing.T) {
	f := costed(t, storetest.SQLite(t))
	f.open("1225 asset Variances us-gaap:InventoryNet")
	f.ok(f.take("2026-01-05,standard,SHEET1,,,,,,10.00,,,"))
	f.ok(f.take("2026-01-06,receipt,SHEET1,main,,100,,,11.00,PO-1,,", "2026-01-20,issue,SHEET1,main,,60,,,,,,", "2026-02-20,issue,SHEET1,main,,30,,,,,,"))
	ask := func(period string, abnormal int64) (c app.Capitalising) {
		f.ok(f.Read(f.ctx, 0, func(v *app.View) (err error) {
			c.Period, err = v.State.Calendar.ParsePeriod(period)
			return err
		}))
		c.Account, c.Abnormal = "1225", map[string]int64{"std": abnormal}
		return c
	}
	for _, x := range []struct {
		ask           app.Capitalising
		end, released string
		account       int64
	}{{ask("2026-M01", 1000), "36", "54", 3600}, {ask("2026-M02", 0), "9", "27", 900}} {
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			c, err := v.Capitalise(x.ask)
			f.ok(err)
			if c.Result.End.String() != x.end || c.Result.Released.String() != x.released {
				t.Errorf("%s: end %s, released %s", x.ask.Period.Name, c.Result.End, c.Result.Released)
			}
			v.CapitalisedTable(c)
			return nil
		}))
		if _, any, err := f.ProposeCapitalised(f.ctx, "", x.ask); !any || err != nil {
			t.Errorf("%v %v", any, err)
		}
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			tb, err := v.Open(x.ask.Period.End)
			f.ok(err)
			if n := tb.Account("1225"); n != x.account {
				t.Errorf("%s: the account has %d, want %d", x.ask.Period.Name, n, x.account)
			}
			return nil
		}))
		if _, any, err := f.ProposeCapitalised(f.ctx, "", x.ask); any || err != nil {
			t.Errorf("twice: %v %v", any, err)
		}
	}
}

// TestExcessReserve: 100 on hand with a demand of 20 in the year are 80 in excess at 10.00; half of it is reserved, and nothing twice.
func TestExcessReserve(t *testing.T) {
	f := stocked(t, storetest.SQLite(t))
	f.open("1299 asset Reserve us-gaap:InventoryValuationReserves")
	f.ok(f.take("2025-01-05,receipt,P100,main,,120,,1200.00,,PO-1,,", "2025-10-05,issue,P100,main,,20,,,,,,"))
	day, half := fiscal.MustParse("2025-12-31"), workpaper.Whole(50)
	if _, any, err := f.ProposeExcess(f.ctx, "", day, 12, 12, half, "1299", "5000"); !any || err != nil {
		t.Fatal(any, err)
	}
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		tb, err := v.Open(day)
		f.ok(err)
		if n := tb.Account("1299"); n != -40_000 {
			t.Errorf("a reserve of %d", n)
		}
		return nil
	}))
	if _, any, err := f.ProposeExcess(f.ctx, "", day, 12, 12, half, "1299", "5000"); any || err != nil {
		t.Errorf("twice: %v %v", any, err)
	}
	f.mistaken("0 to 100", func() error {
		_, _, err := f.ProposeExcess(f.ctx, "", day, 12, 12, workpaper.Whole(120), "1299", "5000")
		return err
	})
}

// TestLabourInTheBook: 4 doors allow 0.4 hours at 20.00; half an hour for 11.00 is 1.00 over its rate and 2.00 too long. By hand.
func TestLabourInTheBook(t *testing.T) {
	f := costed(t, storetest.SQLite(t))
	f.ok(f.take("2026-01-05,standard,DOOR,,,,,,30.00,,,"))
	_, err := f.SetBills(f.ctx, "", fiscal.MustParse("2026-01-01"), strings.Replace(lockerBills, "latest", "10", 1))
	f.ok(err)
	f.ok(f.wip("2026-01-12,receipt,DOOR,main,4,30.00,WO-1,1300"))
	half := workpaper.MustParse("0.5")
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod("2026-M01")
		f.ok(err)
		lines, papers, err := v.Labour("1300", p.Period, []importer.HoursRow{{Row: 2, Order: "WO-1", Operation: "cut", Hours: half, Cost: 1100}, {Row: 3, Order: "WO-1", Operation: "polish", Hours: half, Cost: 500}})
		f.ok(err)
		if len(lines) != 2 || len(papers) != 1 || lines[0].Allowed.String() != "0.4" || lines[0].RateVariance != 100 || lines[0].Efficiency != 200 || !lines[1].Unknown || lines[1].RateVariance != 500 {
			t.Errorf("%+v", lines)
		}
		v.LabourTable(lines, p)
		if _, _, err := v.Labour("1300", p.Period, []importer.HoursRow{{Row: 2, Order: "WO-9", Hours: half}}); err == nil || !strings.Contains(err.Error(), "made nothing") {
			t.Errorf("an order that is not there: %v", err)
		}
		return nil
	}))
}
