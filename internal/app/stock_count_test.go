package app_test

import (
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/workpaper"
)

func counted(tag int, n string) app.CountEntry {
	q := workpaper.MustParse(n)
	return app.CountEntry{Tag: tag, Quantity: &q}
}

// TestPhysicalCount: tags of a site are counted blind; what is off by more than the tolerance is counted again by another person; every
// tag is accounted for before the book goes to physical, after approval; a count of a month locked since goes forward by its difference.
func TestPhysicalCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := stocked(t, address)
		f.ok(f.take("2026-01-05,receipt,P100,main,,100,,1000.00,,PO-1,,", "2026-01-05,receipt,M10,main,,50,,2500.00,,PO-2,,", "2026-01-05,receipt,SHEET,yard,,10,,50.00,,PO-3,,"))
		f.people2("carl")
		f.people2("dora")
		day := fiscal.MustParse("2026-01-31")
		id, err := f.OpenCount(f.ctx, "carl", day, "main", 5_000)
		f.ok(err)
		f.mistaken("no tag 9", func() error { _, err := f.EnterCount(f.ctx, "carl", id, []app.CountEntry{counted(9, "1")}); return err })
		f.mistaken("nothing has ever been at site", func() error { _, err := f.OpenCount(f.ctx, "carl", day, "moon", 0); return err })
		_, err = f.EnterCount(f.ctx, "carl", id, []app.CountEntry{counted(1, "40")}) // M10: 10 short, 500.00
		f.ok(err)
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			c, _ := v.State.Stock.Count(id)
			tb, blind, err := v.CountTable(c)
			f.ok(err)
			if !blind || len(tb.Columns) != 6 || len(c.Tags) != 2 {
				t.Errorf("blind %v, %d columns, tags %+v", blind, len(tb.Columns), c.Tags)
			}
			return nil
		}))
		f.mistaken("tags 2 are not accounted for", func() error { _, err := f.PostCount(f.ctx, "carl", id); return err })
		_, err = f.EnterCount(f.ctx, "carl", id, []app.CountEntry{counted(2, "97")}) // P100: 3 short, 30.00, within
		f.ok(err)
		f.mistaken("tags 1 differ from the books by more than the tolerance", func() error { _, err := f.PostCount(f.ctx, "carl", id); return err })
		f.refuses("count-again", func() error {
			_, err := f.EnterCount(f.ctx, "carl", id, []app.CountEntry{counted(1, "49")})
			return err
		})
		_, err = f.EnterCount(f.ctx, "dora", id, []app.CountEntry{counted(1, "49")})
		f.ok(err)
		out, err := f.PostCount(f.ctx, "carl", id)
		f.ok(err)
		if out.Draft == 0 {
			t.Fatalf("no second person: %+v", out)
		}
		_, err = f.Approve(f.ctx, "dora", out.Draft)
		f.ok(err)
		f.holds("P100", "2026-01-31", 97, 97_000)
		f.holds("M10", "2026-01-31", 49, 245_000)
		f.refuses("count-posted", func() error {
			_, err := f.EnterCount(f.ctx, "dora", id, []app.CountEntry{counted(1, "50")})
			return err
		})

		// the next one: the month is locked before it is posted, and items went out since
		second, err := f.OpenCount(f.ctx, "carl", fiscal.MustParse("2026-02-28"), "main", 1_000_000)
		f.ok(err)
		two := []app.CountEntry{counted(1, "49"), counted(2, "95"), {Item: "SHEET", Quantity: counted(0, "1.5").Quantity}}
		_, err = f.EnterCount(f.ctx, "carl", second, two)
		f.ok(err)
		if _, err := f.Lock(f.ctx, "dora", fiscal.Period{Start: fiscal.MustParse("2026-01-01"), End: fiscal.MustParse("2026-02-28")}, app.Closed); err != nil {
			t.Fatal(err)
		}
		out, err = f.PostCount(f.ctx, "carl", second)
		f.ok(err)
		_, err = f.Approve(f.ctx, "dora", out.Draft)
		f.ok(err)
		f.holds("P100", "2026-02-28", 97, 97_000)
		f.holds("P100", "2026-03-01", 95, 95_000)
		f.holds("SHEET", "2026-03-01", 11_500, 5_750)
	})
}

func TestCountVoids(t *testing.T) {
	f := stocked(t, storetest.SQLite(t))
	f.ok(f.take("2026-01-05,receipt,P100,main,,100,,1000.00,,PO-1,,"))
	id, err := f.OpenCount(f.ctx, "", fiscal.MustParse("2026-01-31"), "main", 0)
	f.ok(err)
	_, err = f.EnterCount(f.ctx, "", id, []app.CountEntry{{Tag: 1, Void: "torn; see tag 2"}, {Item: "P100", Quantity: counted(0, "60").Quantity}, {Item: "P100", Quantity: counted(0, "40").Quantity}})
	f.ok(err)
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		c, _ := v.State.Stock.Count(id)
		lines, err := v.CountLines(c)
		f.ok(err)
		if len(lines) != 3 || lines[0].Counted != 100 || lines[0].Difference != 0 || lines[1].Again {
			t.Errorf("%+v", lines)
		}
		return nil
	}))
	if _, err := f.PostCount(f.ctx, "", id); err != nil {
		t.Error(err)
	}
}
