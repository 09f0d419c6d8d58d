package exporter

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/xuri/excelize/v2"

	"tieout/internal/sheet"
)

// rewritten is a workbook with one of its parts changed, or a new one.
func rewritten(t testing.TB, body []byte, part string, change func(string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	put := func(name, text string) {
		p, err := w.CreateHeader(&zip.FileHeader{Name: name})
		if err == nil {
			_, err = io.WriteString(p, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	met := false
	for _, f := range z.File {
		text := must(io.ReadAll(must(f.Open())))
		if f.Name == part {
			met = true
			text = []byte(change(string(text)))
		}
		put(f.Name, string(text))
	}
	if !met {
		put(part, change(""))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// replaced replaces a piece of the table's sheet, which must be there.
func replaced(t testing.TB, body []byte, pairs ...string) []byte {
	t.Helper()
	return rewritten(t, body, "xl/worksheets/sheet1.xml", func(s string) string {
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(s, pairs[i]) {
				t.Fatalf("no %s in the sheet", pairs[i])
			}
			s = strings.Replace(s, pairs[i], pairs[i+1], 1)
		}
		return s
	})
}

const debitCell = `<c r="D6" s="8"><v>1234.56</v></c>`

// TestReadKnowsTheTraps: what programs and people do to a workbook below what a library lets one do.
func TestReadKnowsTheTraps(t *testing.T) {
	good := write(t, trialTable(), "xlsx")
	part := func(name, text string) []byte {
		return rewritten(t, good, name, func(string) string { return text })
	}
	var blank strings.Builder
	for n := 20; n <= 1<<20; n++ {
		fmt.Fprintf(&blank, `<row r="%d"/>`, n)
	}
	for _, c := range []struct {
		name string
		body []byte
		want string
	}{
		{"macros", part("xl/vbaProject.bin", "x"), "file | the workbook carries macros; save it as .xlsx without them"},
		{"macro sheets", part("xl/macrosheets/sheet1.xml", "x"), "file | the workbook carries macros; save it as .xlsx without them"},
		{"macros by another name", rewritten(t, good, "xl/_rels/workbook.xml.rels", func(s string) string {
			return strings.Replace(s, "</Relationships>", `<Relationship Id="x" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="x.bin"/></Relationships>`, 1)
		}), "file | the workbook carries macros; save it as .xlsx without them"},
		{"other workbooks by another name", rewritten(t, good, "xl/_rels/workbook.xml.rels", func(s string) string {
			return strings.Replace(s, "</Relationships>", `<Relationship Id="x" Type="x/externalLink" Target="x.xml"/></Relationships>`, 1)
		}), "file | the workbook takes values from other workbooks; break the links, so that the values stand in it, and save it again"},
		{"other workbooks", part("xl/externalLinks/externalLink1.xml", "x"), "file | the workbook takes values from other workbooks; break the links, so that the values stand in it, and save it again"},
		{"a dimension without end", replaced(t, good, "<sheetViews>", `<dimension ref="A1:XFD1048576"/><sheetViews>`), ""},
		{"a cell at the last row", replaced(t, good, "</sheetData>", `<row r="1048576"><c r="IV1048576"><v>5</v></c></row></sheetData>`), "Trial balance!IV1048576 | ignored: the first cell of a column that is not the table's"},
		{"a row beyond the last", replaced(t, good, "</sheetData>", `<row r="1048577"/></sheetData>`), "file | Trial balance: the sheet has more than 1048576 rows"},
		{"a million blank rows", replaced(t, good, "</sheetData>", blank.String()+"</sheetData>"), ""},
		{"shared formulas", replaced(t, good, `<f>SUM(D6)-SUM(F6)</f>`, `<f t="shared" ref="G6:G10" si="0">SUM(D6)-SUM(F6)</f>`, `<f>SUM(D7)-SUM(F7)</f>`, `<f t="shared" si="0"/>`), ""},
		{"an array formula", replaced(t, good, `<f>SUM(D6:D10)</f>`, `<f t="array" ref="D11">SUM(D6:D10)</f>`), ""},
		{"a formula in an editable cell", replaced(t, good, debitCell, `<c r="D6" s="8"><f>1000*2</f><v>2000</v></c>`), "Trial balance!D6 | 0100 debit | 1,234.56 -> 2,000.00"},
		{"a formula with a text for a result", replaced(t, good, debitCell, `<c r="D6" s="7" t="str"><f>TEXT(5,"0.00")</f><v>5.00</v></c>`), "Trial balance!D6 | 0100 debit | 1,234.56 -> 5.00"},
		{"an error in an editable cell", replaced(t, good, debitCell, `<c r="D6" s="7" t="e"><v>#REF!</v></c>`), `value | Trial balance!D6: the cell holds the error "#REF!"`},
		{"an error in a total", replaced(t, good, `<f>SUM(D6:D10)</f><v>701234.57</v>`, `<f>SUM(#REF!)</f><v>#REF!</v>`, `<c r="D11" s="10">`, `<c r="D11" s="10" t="e">`), `value | Trial balance!D11: the cell holds the error "#REF!"`},
		{"an exponent", replaced(t, good, debitCell, `<c r="D6"><v>1.23456E3</v></c>`), ""},
		{"no number", replaced(t, good, debitCell, `<c r="D6"><v>NaN</v></c>`), `value | Trial balance!D6: amount "NaN": the character 'N' is not a digit`},
		{"no end", replaced(t, good, debitCell, `<c r="D6"><v>1e999</v></c>`), `value | Trial balance!D6: amount "1e999": exponents are not read; write the number out`},
		{"a rich text", replaced(t, good, `<is><t xml:space="preserve">Cash</t></is>`, `<is><r><t>Ca</t></r><r><t>sh</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is>`), ""},
		{"no addresses", replaced(t, good, `<c r="B6"`, `<c`, `<c r="C6"`, `<c`), ""},
		{"a DOCTYPE", rewritten(t, good, "xl/worksheets/sheet1.xml", func(s string) string { return `<!DOCTYPE x [<!ENTITY a "b">]>` + s }), `file | Trial balance: the part "xl/worksheets/sheet1.xml" of the workbook declares a DOCTYPE; this is no ordinary workbook`},
		{"a sheet that was cut", rewritten(t, good, "xl/worksheets/sheet1.xml", func(s string) string { return s[:strings.Index(s, `<row r="9">`)] }), `file | Trial balance: the part "xl/worksheets/sheet1.xml" of the workbook is damaged or was cut (XML syntax error on line 2: unexpected EOF)`},
		{"a stamp sheet that was cut", rewritten(t, good, "xl/worksheets/sheet2.xml", func(s string) string { return s[:len(s)/2] }), `file | Stamp: the part "xl/worksheets/sheet2.xml" of the workbook is damaged or was cut (XML syntax error on line 2: unexpected EOF)`},
		{"a stamp without end", rewritten(t, good, "xl/worksheets/sheet2.xml", func(s string) string {
			return strings.Replace(s, "</sheetData>", strings.Repeat(`<row><c t="inlineStr"><is><t>title</t></is></c></row>`, maxBlock)+"</sheetData>", 1)
		}), "stamp | Stamp: the stamp block has more than 2560 lines; it is not as it was written"},
		{"no workbook", []byte("account,debit\n"), "file | the file is no XLSX workbook; save it as .xlsx, or import it as CSV if it is text"},
		{"nothing", nil, "file | the file is empty"},
		{"a cut file", good[:len(good)-30], "file | the file is damaged or was cut (it has no directory at its end); get it again"},
		{"another form", restamped(t, good, labelForm, "tieout workbook 2"), `stamp | Stamp: the workbook is of the form "tieout workbook 2" and this program reads "tieout workbook 1"; take a fresh copy`},
		{"a position that is none", restamped(t, good, labelPosition, "many"), `stamp | Stamp: the stamp block says "many" for position, which is no number`},
		{"rows that are none", restamped(t, good, labelRows, "many"), `stamp | Stamp: the stamp block says "many" for rows, which is no number`},
		{"another report", restamped(t, good, labelReport, "register"), `stamp | the workbook is the report "register" and not "trial-balance"`},
		{"another day", restamped(t, good, labelParams, "at 2006-06-30"), `stamp | the workbook is the report "at 2006-06-30" and not "at 2006-03-31"`},
		{"another position", restamped(t, good, labelPosition, "18"), "stamp | the workbook was made at position 18 and is held against position 17; make the report again at the position of the workbook"},
		{"another registrant", restamped(t, good, labelTitle, "Other Company"), `stamp | the workbook is of "Other Company" and not of "Synthetic Lock Company"`},
		{"other figures", restamped(t, good, labelHash, strings.Repeat("0", 64)), "stamp | the workbook was made from other figures than the report has at position 17 (sha256 0000000000000000 and " + trialTable().Hash()[:16] + `): it is of another book, or of another version of the program ("0.0.1" and "0.0.1"); take a fresh copy`},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			var got []string
			if r, err := Read(bytes.NewReader(c.body), int64(len(c.body))); err != nil {
				got = told(Changes{}, err)
			} else {
				got = told(Compare(trialTable(), r))
			}
			if s := strings.Join(got, "\n"); s != c.want {
				t.Errorf("got\n%s\nwant\n%s", s, c.want)
			}
			if d := time.Since(start); d > 2*time.Minute { // seconds on a machine that does nothing else
				t.Errorf("it took %s", d)
			}
		})
	}
}

// restamped is a workbook whose stamp block says something else, with a check that fits.
func restamped(t *testing.T, body []byte, label, value string) []byte {
	t.Helper()
	return changed(t, body, func(f *excelize.File) {
		rows := must(f.GetRows(stampSheet))
		var lines [][]string
		done := false
		for i, r := range rows {
			if i < 2 || len(r) == 0 || r[0] == "" {
				continue
			}
			if r[0] == label && !done {
				r = []string{label, value}
				done = true
				f.SetCellStr(stampSheet, fmt.Sprint("B", i+1), value)
			}
			if r[0] == labelCheck {
				f.SetCellStr(stampSheet, fmt.Sprint("B", i+1), checkOf(lines))
			}
			lines = append(lines, r)
		}
	})
}

// TestReadYieldsWhatStandsThere: rows by key, cells by kind, and the stamp.
func TestReadYieldsWhatStandsThere(t *testing.T) {
	table := registerTable()
	r := back(t, write(t, table, "xlsx"))
	if r.Stamp != table.Stamp || fmt.Sprint(r.Title) != fmt.Sprint(table.Title) || r.Sheet != "Register" || fmt.Sprint(r.Columns) != "[date description debit credit balance]" {
		t.Errorf("%+v", r)
	}
	if len(r.Rows) != len(table.Rows) {
		t.Fatal(len(r.Rows))
	}
	row := r.Rows[1]
	want := []ReturnedCell{{Holds: Day, Text: "2006-01-01"}, {Holds: Word, Text: "Line 0"}, {}, {Holds: Number, Text: "90.00"}, {Holds: Number, Text: "9910.00", Formula: true}}
	if row.Key != "JE-2006-000001/1" || row.Number != 7 || fmt.Sprint(row.Cells) != fmt.Sprint(want) || r.Address(row, 4) != "Register!F7" {
		t.Errorf("%+v", row)
	}
}

// TestReadTellsFaultsFromRefusals: a disk that fails is no fault of the workbook.
func TestReadTellsFaultsFromRefusals(t *testing.T) {
	body := write(t, trialTable(), "xlsx")
	_, err := Read(failingAt{}, int64(len(body)))
	var rs Refusals
	if !errors.Is(err, iotest.ErrTimeout) || errors.As(err, &rs) {
		t.Error(err)
	}
}

type failingAt struct{}

func (failingAt) ReadAt([]byte, int64) (int, error) { return 0, iotest.ErrTimeout }

// TestRefusalsAreListedAndBounded: all that is wrong comes at once, and a hundred are enough.
func TestRefusalsAreListedAndBounded(t *testing.T) {
	table := registerTable()
	var all []Row
	for n := range 10 {
		for _, r := range table.Rows[1:] {
			r.Key += fmt.Sprint("/", n)
			r.Brought = true
			all = append(all, r)
		}
	}
	table.Rows = all
	table = stampedTable(table, "x", 1)
	changes, err := Compare(table, back(t, changed(t, write(t, table, "xlsx"), func(f *excelize.File) {
		for i := range all {
			f.SetCellValue("Register", fmt.Sprint("D", i+6), "x")
		}
	})))
	var rs Refusals
	if !errors.As(err, &rs) || len(rs) != maxRefusals || !changes.None() || rs[3].Row != all[3].Key || rs[3].Column != "debit" || rs[3].Severity.String() != "stop" {
		t.Fatalf("%d %v", len(rs), err)
	}
	if s := err.Error(); strings.Count(s, "\n") != 20 || !strings.HasSuffix(s, "… and 80 more") {
		t.Error(s)
	}
}

// FuzzRead reads arbitrary bytes as the table's sheet of a workbook, and as the whole of one: never a panic, never a
// fault, and never a change where none may be.
func FuzzRead(f *testing.F) {
	table := trialTable()
	good := write(f, table, "xlsx")
	z := must(zip.NewReader(bytes.NewReader(good), int64(len(good))))
	f.Add(must(io.ReadAll(must(z.Open("xl/worksheets/sheet1.xml")))))
	f.Add(must(io.ReadAll(must(z.Open("xl/worksheets/sheet2.xml")))))
	f.Add([]byte(`<worksheet><sheetData><row><c t="inlineStr"><is><t>key</t></is></c><c t="inlineStr"><is><t>debit</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, body := range [][]byte{b, rewritten(t, good, "xl/worksheets/sheet1.xml", func(string) string { return string(b) }), rewritten(t, good, "xl/worksheets/sheet2.xml", func(string) string { return string(b) })} {
			r, err := Read(bytes.NewReader(body), int64(len(body)))
			if err == nil {
				sound(t, table, r)
				continue
			}
			var rs Refusals
			if !errors.As(err, &rs) || len(rs) == 0 {
				t.Fatalf("no file can make a fault: %v", err)
			}
		}
	})
}

// sound checks what is true of every comparison.
func sound(t *testing.T, table Table, r Returned) {
	changes, err := Compare(table, r)
	var rs Refusals
	if err != nil && (!errors.As(err, &rs) || !changes.None()) {
		t.Fatalf("%v, %+v", err, changes)
	}
	for _, c := range changes.Cells {
		if c.Column == "account" || c.Column == "balance" || c.Row == "total" || c.Was == c.Is {
			t.Fatalf("%+v", c)
		}
		if _, ok := sheet.ParseRange(strings.TrimPrefix(c.Address, tb+"!")); !ok {
			t.Fatal(c.Address)
		}
	}
}
