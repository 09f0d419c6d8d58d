package exporter

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tieout/fiscal"
	"tieout/internal/sheet"
	"tieout/internal/testenv"
	"tieout/money"
)

// TestLibreOfficeChangesNothing: what LibreOffice opens, works out anew and saves is what went out.
func TestLibreOfficeChangesNothing(t *testing.T) {
	tables := everyTable()
	for i, r := range tables[3].Rows {
		if r.Cells[0].Text == "_x005F_x0041_" { // which LibreOffice itself does not keep
			tables[3].Rows[i].Cells[0].Text = "another"
		}
	}
	var files [][]byte
	for _, table := range tables {
		files = append(files, write(t, table, "xlsx"))
	}
	for i, body := range testenv.Convert(t, "xlsx", "xlsx", files...) {
		changes, err := Compare(tables[i], back(t, body))
		if err != nil || !changes.None() || len(changes.Ignored) > 0 {
			t.Errorf("%s: %v\n%+v", tables[i].ID, err, changes)
		}
	}
}

// TestLibreOfficeAddsUp: one cell is changed, its totals are not, and LibreOffice adds them up: exactly that change
// comes back, and the totals are those of the changed table.
func TestLibreOfficeAddsUp(t *testing.T) {
	trial, register := trialTable(), registerTable()
	out := testenv.Convert(t, "xlsx", "xlsx",
		changed(t, write(t, trial, "xlsx"), func(f *excelize.File) { f.SetCellValue("Trial balance", "D6", 2000.5) }),
		changed(t, write(t, register, "xlsx"), func(f *excelize.File) { f.SetCellValue("Register", "D8", 100) }))
	want := Change{Row: "0100", Column: "debit", Was: Amount(123456, 2), Is: Amount(200050, 2), Address: "Trial balance!D6"}
	changes, err := Compare(trial, back(t, out[0]))
	if err != nil || len(changes.Cells) != 1 || changes.Cells[0] != want {
		t.Errorf("%v %+v", err, changes)
	}
	for address, total := range map[string]string{"G6": "2000.5", "D11": "702000.51", "F11": "701234.57", "G11": "765.94"} {
		if got := value(t, out[0], "Trial balance", address); !(ReturnedCell{Holds: Number, Text: got}).near(Amount(must(money.ParseMinor(total, 2)), 2)) {
			t.Errorf("%s is %s, want %s", address, got, total)
		}
	}
	changes, err = Compare(register, back(t, out[1]))
	if err != nil || len(changes.Cells) != 1 || changes.Cells[0].Address != "Register!D8" {
		t.Errorf("%v %+v", err, changes)
	}
	if got := value(t, out[1], "Register", "F46"); got == register.Rows[40].Cells[4].plain() {
		t.Error("the running balance did not run on", got)
	}
}

// value is the stored value of a cell.
func value(t *testing.T, body []byte, sheet, address string) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	v, err := f.GetCellValue(sheet, address, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestLibreOfficeShowsAccounts: amounts are shown with the digits that they have, negatives in parentheses, nil as a dash,
// days as days.
func TestLibreOfficeShowsAccounts(t *testing.T) {
	table := Table{ID: "shown", Columns: []Column{{Key: "a", Amount: true}, {Key: "b", Date: true}}}
	amounts := []Cell{Amount(123456789, 2), Amount(-123456789, 2), Amount(0, 2), Amount(-123456789, 0), Amount(-123456789, 3), Amount(0, 0)}
	for i, c := range amounts {
		table.Rows = append(table.Rows, Row{Key: fmt.Sprint(i), Cells: []Cell{c, Date(732000)}})
	}
	const shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
	rows := parsed(t, testenv.Convert(t, "xlsx", shown, write(t, table, "xlsx"))[0])[2:]
	for i, want := range []string{"1,234,567.89", "(1,234,567.89)", "–", "(123,456,789)", "(123,456.789)", "–"} {
		if got := strings.TrimSpace(rows[i][1]); got != want || rows[i][2] != fiscal.Date(732000).String() {
			t.Errorf("%s shows as %q, the day as %q", amounts[i].plain(), got, rows[i][2])
		}
	}
}

// TestLibreOfficeRunsNothing: thousands of texts that look for a way to run open as texts, from a workbook, a CSV file and
// a clipboard, and the negative amounts beside them as numbers.
func TestLibreOfficeRunsNothing(t *testing.T) {
	table := Table{ID: "attack", Columns: []Column{{Key: "text", Title: "Text"}, {Key: "n", Title: "N", Amount: true}}}
	for i, s := range append(attacks(), oddTexts...) {
		if !strings.ContainsAny(s, "\x01\x1f\ufffe") && s != "_x005F_x0041_" { // which CSV or LibreOffice has no place for
			table.Rows = append(table.Rows, Row{Key: fmt.Sprint("k", i), Cells: []Cell{Text(s), Amount(-5-int64(i), 2)}})
		}
	}
	const text = "Text - txt - csv (StarCalc):"
	for form, body := range map[string][]byte{
		"xlsx": testenv.Convert(t, "xlsx", "xlsx", write(t, table, "xlsx"))[0],
		"csv":  testenv.ConvertFrom(t, "csv", text+"44,34,76,1", "xlsx", write(t, table, "csv"))[0],
		"tsv":  testenv.ConvertFrom(t, "csv", text+"9,34,76,1", "xlsx", write(t, table, "tsv"))[0],
	} {
		first := map[string]int{"xlsx": 2, "csv": 1, "tsv": 1}[form] // rows above the table's
		column := map[string]int{"xlsx": 2, "csv": 2, "tsv": 1}[form]
		rows := allRows(t, body)
		for i, r := range table.Rows {
			want := r.Cells[0].Text
			got, amount := get(rows[first+i], column), get(rows[first+i], column+1)
			switch {
			case got.Formula || got.Bad != "":
				t.Errorf("%s: %q runs", form, want)
			case form != "xlsx" && Inert(want) != want && oneLineEnd(got.Text) != oneLineEnd("'"+want):
				t.Errorf("%s: %q became %q", form, want, got.Text)
			case form == "xlsx" && strings.TrimSpace(want) != "" && oneLineEnd(got.Text) != oneLineEnd(want):
				t.Errorf("%s: %q became %q", form, want, got.Text)
			}
			if n, why := amountOf(found(amount), 2); why != "" || n != r.Cells[1] {
				t.Errorf("%s: %s became %q", form, r.Cells[1].plain(), amount.Text)
			}
		}
	}
}

// allRows are the rows of the first sheet, blank ones among them.
func allRows(t *testing.T, body []byte) [][]sheet.Cell {
	t.Helper()
	rows := must(must(sheet.OpenBook(bytes.NewReader(body), int64(len(body)))).Rows(""))
	var out [][]sheet.Cell
	for cells, n, err := rows.Next(); err == nil; cells, n, err = rows.Next() {
		for len(out) < n {
			out = append(out, nil)
		}
		out[n-1] = slices.Clone(cells)
	}
	return out
}

func parsed(t *testing.T, body []byte) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(body))
	r.FieldsPerRecord = -1
	out, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	return out
}
