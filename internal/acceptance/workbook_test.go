package acceptance

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/exporter"
	"tieout/internal/testenv"
	"tieout/money"
	"tieout/statement"
)

// TestReportsComeBackFromASpreadsheet: every report of the demonstration, opened, worked out anew and saved by
// LibreOffice, comes back as it went out, and the totals that it worked out are the books'.
func TestReportsComeBackFromASpreadsheet(t *testing.T) {
	tables := demonstrationTables(t)
	var files [][]byte
	for _, x := range tables {
		var b bytes.Buffer
		if err := x.Write(&b, "xlsx"); err != nil {
			t.Fatal(x.Stamp, err)
		}
		files = append(files, b.Bytes())
	}
	formulas := 0
	for i, body := range testenv.Convert(t, "xlsx", "xlsx", files...) {
		back, err := exporter.Read(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(tables[i].Stamp, err)
		}
		for _, r := range back.Rows {
			for _, c := range r.Cells {
				if c.Formula {
					formulas++
				}
			}
		}
		if changes, err := exporter.Compare(tables[i], back); err != nil || !changes.None() {
			t.Errorf("%s: %v %+v", tables[i].Stamp, err, changes)
		}
	}
	if formulas < 1000 {
		t.Errorf("only %d cells were worked out", formulas)
	}
}

// demonstrationTables are the reports of the demonstration for some days and periods, at every scale.
func demonstrationTables(t *testing.T) []exporter.Table {
	t.Helper()
	dir, _ := demonstration(t)
	ctx := context.Background()
	a, err := app.Open(ctx, filepath.Join(dir, "american-locker.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var out []exporter.Table
	add := func(x exporter.Table, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	err = a.Read(ctx, 0, func(v *app.View) error {
		year, err := v.State.Calendar.ParsePeriod("2006")
		if err != nil {
			return err
		}
		tb, err := v.TrialBalanceTable(fiscal.MustParse("2006-12-31"))
		add(tb, err)
		for _, r := range tb.Rows {
			if r.Kind == "" && len(out) < 10 {
				add(v.RegisterTable(r.Key, year.Period))
			}
		}
		add(v.StockTable(fiscal.MustParse("2006-12-31")))
		pool, err := v.PoolAt("MAIN", fiscal.MustParse("2006-12-31"))
		if err != nil {
			return err
		}
		add(v.PoolTable(pool), nil)
		for _, power := range []int{-1, 0, 3} {
			for _, id := range []string{"balance-sheet", "income", "comprehensive-income", "cash-flow", "equity"} {
				x, _, err := v.StatementReport(id, year, statement.Scale{Power: power, Rounding: money.HalfAway})
				add(x, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestNoExactTotalIsAConstant: in amounts to the cent, every total of a report that knows what it is the sum of is a
// formula.
func TestNoExactTotalIsAConstant(t *testing.T) {
	for _, x := range demonstrationTables(t) {
		if x.Rounded {
			continue
		}
		var b bytes.Buffer
		if err := x.Write(&b, "xlsx"); err != nil {
			t.Fatal(err)
		}
		back, err := exporter.Read(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range x.Rows {
			for j, c := range back.Rows[i].Cells {
				if r.Kind == "total" && c.Holds == exporter.Number && !c.Formula {
					t.Errorf("%s: %s is a constant", x.ID, back.Address(back.Rows[i], j))
				}
			}
		}
	}
}
