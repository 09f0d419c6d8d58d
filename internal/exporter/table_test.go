package exporter

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tieout/evidence"
	"tieout/money"
)

func write(t testing.TB, table Table, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := table.Write(&b, format); err != nil {
		t.Fatal(format, err)
	}
	return b.Bytes()
}

// words are the texts of random cells: names, dates, and what a spreadsheet would run.
var cellText = rapid.OneOf(rapid.StringMatching(`[A-Za-z][A-Za-z0-9,.'"<&é-]{0,12}`), rapid.StringMatching(`[=+@-][A-Za-z0-9()"|!]{1,9}`))

// randomTable has texts without blanks, so that the text form can be read back by words.
func randomTable(t *rapid.T) Table {
	table := Table{ID: "random", Title: []string{"RANDOM", "as of a day"}, Columns: []Column{{Key: "name", Title: "Name"}}}
	for i := range rapid.IntRange(1, 4).Draw(t, "columns") {
		table.Columns = append(table.Columns, Column{Key: fmt.Sprintf("c%d", i), Title: fmt.Sprintf("Column%d", i), Amount: rapid.Bool().Draw(t, "amount")})
	}
	digits := rapid.SampledFrom([]int{0, 2, 3}).Draw(t, "digits")
	for n := range rapid.IntRange(1, 6).Draw(t, "rows") {
		r := Row{Key: fmt.Sprintf("r%d", n), Kind: rapid.SampledFrom([]string{"", "total"}).Draw(t, "kind"), Level: rapid.IntRange(0, 3).Draw(t, "level")}
		for _, c := range table.Columns {
			cell := Text(cellText.Draw(t, "text"))
			if c.Amount {
				cell = Amount(rapid.OneOf(rapid.Int64Range(-1e17, 1e17), rapid.SampledFrom([]int64{0, 1, -1, 9007199254740993, -9223372036854775807})).Draw(t, "minor"), digits)
			}
			cell.Mark = rapid.SampledFrom([]string{"", "", "s"}).Draw(t, "mark")
			r.Cells = append(r.Cells, cell)
		}
		table.Rows = append(table.Rows, r)
	}
	return table
}

// exact is what a cell must be in every format: the text, or the amount as a plain decimal.
func exact(c Cell) string {
	if c.Set {
		return money.FormatMinor(c.Minor, c.Digits)
	}
	return c.Text
}

// The four formats say the same in every cell.
func TestFormatsAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		table := randomTable(rt)
		rows := len(table.Rows)
		fromText, fromJSON, fromCSV, fromXLSX := readText(rt, t, table), readJSON(rt, t, table), readCSV(rt, t, table), readXLSX(rt, t, table)
		if len(fromText) != rows || len(fromJSON) != rows || len(fromCSV) != rows || len(fromXLSX) != rows {
			rt.Fatal("number of rows", rows, len(fromText), len(fromJSON), len(fromCSV), len(fromXLSX))
		}
		for n, r := range table.Rows {
			for i, c := range r.Cells {
				want := exact(c)
				for form, got := range map[string]string{"table": fromText[n][i], "json": fromJSON[n][i], "csv": fromCSV[n][i], "xlsx": fromXLSX[n][i]} {
					if got != want {
						rt.Fatalf("%s row %d column %d: %q, want %q", form, n, i, got, want)
					}
				}
			}
		}
	})
}

// readText undoes the printing for people: dashes, thousands, parentheses and marks.
func readText(rt *rapid.T, t *testing.T, table Table) [][]string {
	var out [][]string
	lines := strings.Split(strings.TrimRight(string(write(t, table, "table")), "\n"), "\n")[len(table.Title)+1:]
	for _, l := range lines {
		if strings.Trim(l, " ─") == "" {
			continue
		}
		fields := strings.Fields(l)
		r := table.Rows[len(out)]
		if len(fields) != len(r.Cells) {
			rt.Fatalf("%q has %d fields for %d cells", l, len(fields), len(r.Cells))
		}
		for i, c := range r.Cells {
			fields[i] = unprinted(fields[i], c)
		}
		out = append(out, fields)
	}
	return out
}

func unprinted(s string, c Cell) string {
	if !c.Set {
		return strings.TrimSuffix(s, c.Mark)
	}
	s, negative := strings.CutPrefix(s, "(")
	if negative {
		s = strings.TrimSuffix(s, ")")
	}
	s = strings.ReplaceAll(strings.TrimSuffix(s, c.Mark), ",", "")
	if s == "–" {
		return money.FormatMinor(0, c.Digits)
	}
	if negative {
		s = "-" + s
	}
	return s
}

func readJSON(rt *rapid.T, t *testing.T, table Table) [][]string {
	var doc struct {
		Report string
		Rows   []map[string]any
	}
	if err := json.Unmarshal(write(t, table, "json"), &doc); err != nil || doc.Report != "random" {
		rt.Fatal(err, doc.Report)
	}
	var out [][]string
	for n, r := range doc.Rows {
		var cells []string
		for i, c := range table.Columns {
			s, ok := r[c.Key].(string) // an amount that is a JSON number would fail here
			if !ok {
				rt.Fatalf("%s is %T", c.Key, r[c.Key])
			}
			if mark, _ := r[c.Key+"_mark"].(string); mark != table.Rows[n].Cells[i].Mark {
				rt.Fatalf("mark %q", mark)
			}
			cells = append(cells, s)
		}
		if r["key"] != table.Rows[n].Key {
			rt.Fatal(r["key"])
		}
		out = append(out, cells)
	}
	return out
}

func readCSV(rt *rapid.T, t *testing.T, table Table) [][]string {
	records, err := csv.NewReader(bytes.NewReader(write(t, table, "csv"))).ReadAll()
	if err != nil {
		rt.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range records[0] {
		at[name] = i
	}
	var out [][]string
	for n, rec := range records[1:] {
		var cells []string
		for i, c := range table.Columns {
			s := rec[at[c.Key]]
			if !c.Amount && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
				rt.Fatalf("%q would run", s)
			}
			if !c.Amount && strings.HasPrefix(s, "'") {
				s = s[1:]
			}
			cells = append(cells, s)
			mark := ""
			if j, ok := at[c.Key+"_mark"]; ok {
				mark = rec[j]
			}
			if mark != table.Rows[n].Cells[i].Mark {
				rt.Fatalf("mark %q of %q", mark, s)
			}
		}
		out = append(out, cells)
	}
	return out
}

// readXLSX opens the workbook and takes the text of the stored numbers, not what they are shown as.
func readXLSX(rt *rapid.T, t *testing.T, table Table) [][]string {
	body := write(t, table, "xlsx")
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		rt.Fatal(err)
	}
	defer f.Close()
	name := sheetName(table.ID)
	rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		rt.Fatal(err)
	}
	at := map[string]int{}
	for i, key := range rows[len(table.Title)+1] {
		at[key] = i
	}
	raw := stored(rt, body)
	var out [][]string
	for n, r := range table.Rows {
		row := len(table.Title) + 3 + n
		if rows[row][0] != r.Key {
			rt.Fatalf("row %d has the key %q", row+1, rows[row][0])
		}
		var cells []string
		for i, c := range table.Columns {
			name, _ := excelize.CoordinatesToCellName(at[c.Key]+1, row+1)
			if c.Amount {
				if raw[name].T != "" && raw[name].T != "n" || raw[name].F != "" {
					rt.Fatalf("%s is no number: %+v", name, raw[name])
				}
				cells = append(cells, raw[name].V)
			} else {
				if raw[name].F != "" || raw[name].T != "inlineStr" {
					rt.Fatalf("%s is no text: %+v", name, raw[name])
				}
				cells = append(cells, rows[row][at[c.Key]])
			}
			mark := ""
			if j, ok := at[c.Key+"_mark"]; ok && j < len(rows[row]) {
				mark = rows[row][j]
			}
			if mark != r.Cells[i].Mark {
				rt.Fatalf("%s: mark %q", name, mark)
			}
		}
		out = append(out, cells)
	}
	return out
}

// cell is a cell of the sheet's XML.
type cell struct {
	R string `xml:"r,attr"`
	T string `xml:"t,attr"`
	V string `xml:"v"`
	F string `xml:"f"`
}

func stored(rt *rapid.T, body []byte) map[string]cell {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		rt.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		rt.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		rt.Fatal(err)
	}
	var sheet struct {
		Rows []struct {
			Cells []cell `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal(text, &sheet); err != nil {
		rt.Fatal(err)
	}
	out := map[string]cell{}
	for _, r := range sheet.Rows {
		for _, c := range r.Cells {
			out[c.R] = c
		}
	}
	return out
}

func sample() Table {
	return Table{ID: "trial-balance", Title: []string{"COMPANY", "Trial balance"}, Columns: []Column{{Key: "account", Title: "Account"}, {Key: "code", Title: "Code", Aside: true}, {Key: "2006", Title: "2006", Amount: true}},
		Rows: []Row{
			{Key: "=HYPERLINK(1)", Cells: []Cell{Text("=1+1"), Text("1"), Amount(-123456, 2)}},
			{Key: "b", Cells: []Cell{Text("Cash"), Text("2"), {Minor: 5, Digits: 2, Set: true, Mark: "s"}}, Level: 1},
			{Key: "c", Cells: []Cell{Text("Nothing"), {}, {}}},
			{Key: "total", Kind: "total", Cells: []Cell{Text("Total"), {}, Amount(0, 2)}}},
		Notes: []string{"A note."}, Extra: map[string]any{"difference": "0.00"}}
}

// The text form as people see it: columns line up, totals have a rule, what is aside is left out.
func TestTextForm(t *testing.T) {
	want := strings.Join([]string{
		"COMPANY", "Trial balance",
		"Account        2006",
		"=1+1     (1,234.56)",
		"  Cash       0.05s",
		"Nothing",
		"         ──────────",
		"Total            –",
		"A note.", ""}, "\n")
	if got := string(write(t, sample(), "table")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if string(write(t, sample(), "")) != want {
		t.Error("the empty format is not the table")
	}
}

func TestCSVForm(t *testing.T) {
	want := "key,account,code,2006,2006_mark\n'=HYPERLINK(1),'=1+1,1,-1234.56,\nb,Cash,2,0.05,s\nc,Nothing,,,\ntotal,Total,,0.00,\n"
	if got := string(write(t, sample(), "csv")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestJSONForm(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal(write(t, sample(), "json"), &doc); err != nil {
		t.Fatal(err)
	}
	row := doc["rows"].([]any)[0].(map[string]any)
	if row["2006"] != "-1234.56" || row["account"] != "=1+1" || row["key"] != "=HYPERLINK(1)" || doc["difference"] != "0.00" || fmt.Sprint(doc["notes"]) != "[A note.]" {
		t.Error(doc)
	}
	if _, there := doc["rows"].([]any)[2].(map[string]any)["2006"]; there {
		t.Error("an empty cell has a value")
	}
	if _, there := doc["stamp"]; there {
		t.Error("a stamp out of nothing")
	}
	table := sample()
	table.Rows = nil
	if !strings.Contains(string(write(t, table, "json")), `"rows": []`) {
		t.Error("no rows are not an empty list")
	}
}

func TestStampStandsInEveryForm(t *testing.T) {
	table := sample()
	table.Stamp = evidence.Stamp{Report: "trial-balance", Position: 42, Hash: table.Hash(), Rows: 4}
	for _, format := range []string{"table", "json"} {
		if !strings.Contains(string(write(t, table, format)), table.Hash()) {
			t.Errorf("%s has no stamp", format)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(write(t, table, "xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, _ := f.GetRows("Trial balance")
	if last := rows[len(rows)-1]; last[0] != "tieout:stamp" || last[1] != table.Stamp.String() {
		t.Error(last)
	}
	if footer, err := f.GetHeaderFooter("Trial balance"); err != nil || !strings.Contains(footer.OddFooter, "position 42 · sha256 "+table.Hash()[:16]) || !strings.Contains(footer.OddFooter, "Page &P of &N") {
		t.Error(footer, err)
	}
}

// The hash moves with any cell and stays when nothing moved.
func TestHash(t *testing.T) {
	base := sample().Hash()
	if base != sample().Hash() {
		t.Error("two hashes for one table")
	}
	for _, change := range []func(*Table){
		func(t *Table) { t.Rows[0].Cells[2].Minor++ }, func(t *Table) { t.Rows[1].Cells[0].Text = "cash" }, func(t *Table) { t.Rows = t.Rows[1:] },
		func(t *Table) { t.Rows[0], t.Rows[1] = t.Rows[1], t.Rows[0] }, func(t *Table) { t.Rows[0].Cells[2].Digits = 3 },
		func(t *Table) { t.Rows[0].Key = "other" }, func(t *Table) { t.Rows[1].Cells[2].Mark = "" }, func(t *Table) { t.Columns[2].Key = "2007" },
		func(t *Table) { t.Rows[2].Cells[1], t.Rows[2].Cells[0] = t.Rows[2].Cells[0], t.Rows[2].Cells[1] },
	} {
		table := sample()
		change(&table)
		if table.Hash() == base {
			t.Error("a change that the hash does not see")
		}
	}
}

// A workbook shows the digits that the currency has.
func TestWorkbookShowsTheCurrencysDigits(t *testing.T) {
	for digits, want := range map[int]string{0: "(1,234,567) ", 2: "(12,345.67)", 3: "(1,234.567)"} {
		table := Table{ID: "digits", Columns: []Column{{Key: "a", Title: "A", Amount: true}}, Rows: []Row{{Key: "k", Cells: []Cell{Amount(-1234567, digits)}}}}
		f, err := excelize.OpenReader(bytes.NewReader(write(t, table, "xlsx")))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.GetCellValue("Digits", "B3"); err != nil || strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%d digits: %q %v", digits, got, err)
		}
		f.Close()
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := sample().Write(io.Discard, "pdf"); err == nil || !strings.Contains(err.Error(), "pdf") || !strings.Contains(err.Error(), "xlsx") {
		t.Error(err)
	}
}

// failing is a disk that is full.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriteErrorsAreReported(t *testing.T) {
	for _, format := range Formats {
		if sample().Write(failing{}, format) == nil {
			t.Errorf("%s: a full disk is no error", format)
		}
	}
}
