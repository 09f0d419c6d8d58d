package exporter

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tieout/fiscal"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenWorkbook: the parts of workbooks, as text. -update writes them anew.
func TestGoldenWorkbook(t *testing.T) {
	for _, table := range []Table{trialTable(), statementTable()} {
		var got strings.Builder
		body := write(t, table, "xlsx")
		z := must(zip.NewReader(bytes.NewReader(body), int64(len(body))))
		for _, f := range z.File {
			text := string(must(io.ReadAll(must(f.Open()))))
			for _, end := range []string{"<row", "<sheetData", "</sheetData", "<definedName", "<xf", "<font>", "<border>", "<Override", "<Relationship ", "<c "} {
				text = strings.ReplaceAll(text, end, "\n"+end)
			}
			fmt.Fprintf(&got, "-- %s --\n%s\n", f.Name, text)
		}
		golden := filepath.Join("testdata", table.ID+".txt")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(golden); err != nil || string(want) != got.String() {
			t.Errorf("%s: the workbook is not what %s has (%v); run make golden and read the diff", table.ID, golden, err)
		}
	}
}

// TestSameTableSameBytes: nothing of the day, the machine or chance is in a workbook.
func TestSameTableSameBytes(t *testing.T) {
	for _, table := range everyTable() {
		first := write(t, table, "xlsx")
		for range 5 {
			if !bytes.Equal(first, write(t, table, "xlsx")) {
				t.Fatalf("%s: two workbooks of one table", table.ID)
			}
		}
		for _, f := range must(zip.NewReader(bytes.NewReader(first), int64(len(first)))).File {
			if f.ModifiedDate != 0 || f.ModifiedTime != 0 || len(f.Extra) > 0 {
				t.Errorf("%s has a time", f.Name)
			}
		}
		x := must(excelize.OpenReader(bytes.NewReader(first)))
		if p := must(x.GetDocProps()); p.Creator != "Tieout" || p.Created != "" || p.Modified != "" || p.LastModifiedBy != "" {
			t.Errorf("%+v", p)
		}
		x.Close()
	}
}

// TestWorkbookAsAccountantsWantIt reads what the workbook says of its looks with a library that is not ours.
func TestWorkbookAsAccountantsWantIt(t *testing.T) {
	f := must(excelize.OpenReader(bytes.NewReader(write(t, trialTable(), "xlsx"))))
	defer f.Close()
	if got := fmt.Sprint(f.GetSheetList()); got != "[Trial balance Stamp]" {
		t.Error(got)
	}
	if p := must(f.GetPanes(tb)); !p.Freeze || p.YSplit != 5 || p.TopLeftCell != "A6" {
		t.Errorf("%+v", p)
	}
	if v := must(f.GetColVisible(tb, "A")); v {
		t.Error("the keys are in sight")
	}
	if v := must(f.GetRowVisible(tb, 4)); v {
		t.Error("the keys of the columns are in sight")
	}
	for col, want := range map[string]float64{"B": 15, "C": 18, "D": 14, "E": 3} {
		if w := must(f.GetColWidth(tb, col)); w != want {
			t.Errorf("column %s is %v wide", col, w)
		}
	}
	for cell, want := range map[string]string{"D7": "700,000.01 ", "G8": "(500.00)", "B6": "0100"} {
		if got := must(f.GetCellValue(tb, cell)); got != want {
			t.Errorf("%s shows %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]string{"D6": "", "G6": "SUM(D6)-SUM(F6)", "D11": "SUM(D6:D10)", "F11": "SUM(F6:F10)", "G11": "SUM(G6:G10)"} {
		if got := must(f.GetCellFormula(tb, cell)); got != want {
			t.Errorf("%s has the formula %q, want %q", cell, got, want)
		}
	}
	if l := must(f.GetPageLayout(tb)); *l.Orientation != "portrait" || *l.FitToWidth != 1 || *l.FitToHeight != 0 || *l.Size != 1 {
		t.Errorf("%+v", l)
	}
	if p := must(f.GetSheetProps(tb)); !*p.FitToPage {
		t.Error("not fitted to the page")
	}
	var names []string
	for _, n := range f.GetDefinedName() {
		names = append(names, n.Name+" "+n.RefersTo)
	}
	for _, want := range []string{"_xlnm.Print_Titles 'Trial balance'!$5:$5", "_xlnm._FilterDatabase 'Trial balance'!$A$5:$G$10", "tieout_table 'Trial balance'!$A$5:$G$11", "tieout_position 'Stamp'!$B$8"} {
		if !slices.Contains(names, want) {
			t.Errorf("no %s in %v", want, names)
		}
	}
	if got := must(f.GetCellValue("Stamp", "B8")); got != "17" {
		t.Error(got)
	}
	style := must(f.GetStyle(must(f.GetCellStyle(tb, "D6"))))
	fixed := must(f.GetStyle(must(f.GetCellStyle(tb, "G6"))))
	total := must(f.GetStyle(must(f.GetCellStyle(tb, "D11"))))
	if style.Font.Color != "0000FF" || fixed.Font.Color == "0000FF" || !total.Font.Bold || len(total.Border) != 1 || total.Border[0].Type != "top" {
		t.Errorf("%+v %+v %+v", style.Font, fixed.Font, total)
	}
}

// TestFormulas: what totals say that they are the sum of.
func TestFormulas(t *testing.T) {
	read := func(table Table, sheet string, cells ...string) string {
		f := must(excelize.OpenReader(bytes.NewReader(write(t, table, "xlsx"))))
		defer f.Close()
		var out []string
		for _, c := range cells {
			out = append(out, must(f.GetCellFormula(sheet, c)))
		}
		return strings.Join(out, " | ")
	}
	if got := read(registerTable(), "Register", "F6", "F7", "F46"); got != " | SUM(F6,D7)-SUM(E7) | SUM(F45,D46)-SUM(E46)" {
		t.Error(got)
	}
	// The second total does not add up when rounded: it stands as a value, and the notes say so.
	if got := read(statementTable(), "Balance sheet", "C9", "D9"); got != "SUM(C7)-SUM(C8) | " {
		t.Error(got)
	}
	f := must(excelize.OpenReader(bytes.NewReader(write(t, statementTable(), "xlsx"))))
	defer f.Close()
	if got := must(f.GetCellValue("Balance sheet", "B12")); got != "Every figure is rounded on its own from its exact amount. 1 are sums of more than their rounded parts and stand as values, not formulas." {
		t.Error(got)
	}
	across := Table{ID: "equity", Columns: []Column{{Key: "a", Amount: true}, {Key: "b", Amount: true}, {Key: "c", Amount: true}, {Key: "total", Amount: true, Sum: Plus("a", "b", "c")}},
		Rows: []Row{{Key: "r", Cells: []Cell{Amount(1, 2), {Minor: 2, Digits: 2, Set: true, Mark: "s"}, Amount(3, 2), Amount(6, 2)}}}}
	if got := read(across, "Equity", "F3"); got != "SUM(B3:C3,E3)" {
		t.Error(got)
	}
}

// TestLongSumsFit: a total of many scattered rows stays within what a formula can be, and is a value beyond it.
func TestLongSumsFit(t *testing.T) {
	table := Table{ID: "long", Columns: []Column{{Key: "a", Amount: true}}}
	var even []Term
	for i := range 3000 {
		table.Rows = append(table.Rows, Row{Key: fmt.Sprint(i), Cells: []Cell{Amount(1, 0)}})
		if i%2 == 0 && i < 1200 {
			even = append(even, Term{Key: fmt.Sprint(i)})
		}
	}
	every := func(n int) []Term {
		var out []Term
		for i := 0; i < n; i += 2 {
			out = append(out, Term{Key: fmt.Sprint(i)})
		}
		return out
	}
	table.Rows = append(table.Rows, Row{Key: "some", Kind: "total", Sum: even, Cells: []Cell{Amount(600, 0)}}, Row{Key: "many", Kind: "total", Sum: every(3000), Cells: []Cell{Amount(1500, 0)}})
	f := must(excelize.OpenReader(bytes.NewReader(write(t, table, "xlsx"))))
	defer f.Close()
	some, many := must(f.GetCellFormula("Long", "B3003")), must(f.GetCellFormula("Long", "B3004"))
	if strings.Count(some, "SUM(") != 3 || !strings.HasPrefix(some, "SUM(B3,B5,") || many != "" {
		t.Errorf("%.80s, %.80s", some, many)
	}
}

func TestTablesThatCannotGoOut(t *testing.T) {
	one := []Column{{Key: "a", Title: "A", Amount: true}}
	many := make([]Column, 256)
	for i := range many {
		many[i] = Column{Key: fmt.Sprint(i)}
	}
	for want, table := range map[string]Table{
		`table x: row 2 has the key "k", which is empty or taken`:                                                      {Columns: one, Rows: []Row{{Key: "k"}, {Key: "k"}}},
		`table x: row 1 has the key " ", which is empty or taken`:                                                      {Columns: one, Rows: []Row{{Key: " "}}},
		`table x: the column key "a" is empty, taken or there twice`:                                                   {Columns: append(one, one...)},
		`table x: the column key "key" is empty, taken or there twice`:                                                 {Columns: []Column{{Key: "key"}}},
		`table x: row "k" has 2 cells and there are 1 columns`:                                                         {Columns: one, Rows: []Row{{Key: "k", Cells: make([]Cell, 2)}}},
		`table x: column a is a sum of "b", which is no column`:                                                        {Columns: []Column{{Key: "a", Sum: Plus("b")}}},
		`table x: row t is a sum of "b", which is no row`:                                                              {Columns: one, Rows: []Row{{Key: "t", Sum: Plus("b")}}},
		`table x: row "t", column a is 5.00, and what it is the sum of adds up to 4.00`:                                {Columns: one, Rows: []Row{{Key: "k", Cells: []Cell{Amount(400, 2)}}, {Key: "t", Sum: Plus("k"), Cells: []Cell{Amount(500, 2)}}}},
		`table x: row "t", column a is 4.00, and what it is the sum of adds up to 0.00`:                                {Columns: one, Rows: []Row{{Key: "k", Cells: []Cell{Amount(4, 0)}}, {Key: "t", Sum: Plus("k"), Cells: []Cell{Amount(400, 2)}}}},
		`row "k", column a: the text has 32768 characters and a cell of a workbook holds 32767; take the table as CSV`: {Columns: one, Rows: []Row{{Key: "k", Cells: []Cell{Text(strings.Repeat("x", 32768))}}}},
		`row "k", column a: the text is not valid UTF-8`:                                                               {Columns: one, Rows: []Row{{Key: "k", Cells: []Cell{Text("\xff")}}}},
		"the table has 1048576 rows and a sheet holds 1048569; take it as CSV, or for a shorter period":                {Columns: one, Rows: make([]Row, 1<<20)},
		"the table has 256 columns and a workbook that can come back holds 255; take it as CSV":                        {Columns: many},
	} {
		table.ID = "x"
		if len(table.Rows) == 1<<20 {
			for i := range table.Rows {
				table.Rows[i].Key = fmt.Sprint(i)
			}
		}
		if err := table.Write(io.Discard, "xlsx"); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestSheetNames(t *testing.T) {
	for id, want := range map[string]string{"trial-balance": "Trial balance", "": "Table", "stamp": "Stamp table", "a/b:c?*[x]'y\\z": "Abcxyz", "é": "É", strings.Repeat("x", 40): "X" + strings.Repeat("x", 30)} {
		if got := sheetName(id); got != want {
			t.Errorf("%q is %q", id, got)
		}
	}
}

// randomBook is a random table of which some columns are computed and some may be changed, with its totals.
type randomBook struct {
	columns []Column
	rows    []Row
	of      [][]int64 // the two amounts of a row
}

func (b randomBook) table() Table {
	t := Table{ID: "random-book", Title: []string{"Synthetic"}, Columns: b.columns}
	var sums [3]int64
	var all []Term
	running := int64(0)
	for i, r := range b.rows {
		x, y := b.of[i][0], b.of[i][1]
		running += x - y
		r.Cells = append(slices.Clone(r.Cells), Amount(x, 2), Amount(y, 2), Amount(x-y, 2), Amount(running, 2))
		t.Rows = append(t.Rows, r)
		sums[0], sums[1], sums[2], all = sums[0]+x, sums[1]+y, sums[2]+x-y, append(all, Term{Key: r.Key})
	}
	t.Rows = append(t.Rows, Row{Key: "total", Kind: "total", Sum: all, Cells: []Cell{{}, {}, Amount(sums[0], 2), Amount(sums[1], 2), Amount(sums[2], 2), {}}})
	return t
}

// TestExactlyTheChangesComeBack: whatever is changed in the cells that may be, in whatever order the rows come back,
// those changes are found and no others.
func TestExactlyTheChangesComeBack(t *testing.T) {
	minor := rapid.Int64Range(-99_999_999_999_999, 99_999_999_999_999)
	word := rapid.StringMatching(`[ =+@_xé"<&A-Za-z0-9-]{0,9}`)
	rapid.Check(t, func(rt *rapid.T) {
		b := randomBook{columns: []Column{{Key: "text", Title: "T", Editable: true}, {Key: "day", Title: "D", Date: true, Editable: true}, {Key: "x", Amount: true, Editable: true}, {Key: "y", Amount: true, Editable: true},
			{Key: "less", Amount: true, Sum: []Term{{Key: "x"}, {Key: "y", Minus: true}}}, {Key: "running", Amount: true, Running: true, Sum: []Term{{Key: "x"}, {Key: "y", Minus: true}}}}}
		for i := range rapid.IntRange(1, 8).Draw(rt, "rows") {
			b.rows = append(b.rows, Row{Key: fmt.Sprint(`\`, word.Draw(rt, "key"), i), Cells: []Cell{Text(word.Draw(rt, "text")), Date(fiscal.Date(rapid.IntRange(693_700, 800_000).Draw(rt, "day")))}})
			b.of = append(b.of, []int64{minor.Draw(rt, "x"), minor.Draw(rt, "y")})
		}
		original := b.table()
		now := randomBook{columns: b.columns, rows: slices.Clone(b.rows)}
		want := map[string]bool{}
		for i := range b.rows {
			now.of = append(now.of, slices.Clone(b.of[i]))
			now.rows[i].Cells = slices.Clone(b.rows[i].Cells)
			switch rapid.IntRange(0, 5).Draw(rt, "change") {
			case 0:
				now.of[i][0] = minor.Draw(rt, "new x")
			case 1:
				now.of[i][1] = minor.Draw(rt, "new y")
			case 2:
				now.rows[i].Cells[0] = Text(word.Draw(rt, "new text"))
			case 3:
				now.rows[i].Cells[1] = Date(now.rows[i].Cells[1].Day + 1)
			}
		}
		order := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "order"), 0)).Perm(len(b.rows))
		shuffled := randomBook{columns: b.columns}
		for _, i := range order {
			shuffled.rows, shuffled.of = append(shuffled.rows, now.rows[i]), append(shuffled.of, now.of[i])
			for j, c := range []Cell{now.rows[i].Cells[0], now.rows[i].Cells[1], Amount(now.of[i][0], 2), Amount(now.of[i][1], 2)} {
				if was := original.Rows[i].Cells[j]; strings.TrimSpace(was.Text) != strings.TrimSpace(c.Text) || was.Minor != c.Minor || strings.TrimSpace(c.Text) != "" && was.Text != c.Text {
					want[fmt.Sprint(b.rows[i].Key, " ", b.columns[j].Key, " ", was.said(), " ", c.said())] = true
				}
			}
		}
		out := shuffled.table()
		out.Stamp = original.stamped() // the workbook says that it is the original
		changes, err := Compare(original, back(t, write(t, out, "xlsx")))
		if err != nil {
			rt.Fatal(err)
		}
		for _, c := range changes.Cells {
			is := fmt.Sprint(c.Row, " ", c.Column, " ", c.Was.said(), " ", c.Is.said())
			if c.Is.said() == "blank" {
				is = fmt.Sprint(c.Row, " ", c.Column, " ", c.Was.said(), " ", Text(blankText(out, c)).said())
			}
			if !want[is] {
				rt.Fatalf("found %s, and not one of %v", is, want)
			}
			delete(want, is)
		}
		if len(want) > 0 || len(changes.Added)+len(changes.Removed) > 0 {
			rt.Fatalf("not found: %v %+v", want, changes)
		}
	})
}

// blankText is the white text that came back as blank.
func blankText(t Table, c Change) string {
	for _, r := range t.Rows {
		if r.Key == c.Row {
			return r.Cells[0].Text
		}
	}
	return ""
}
