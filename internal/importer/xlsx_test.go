package importer

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tieout/internal/sheet"
)

// sheetOf makes a workbook with a library that is not ours.
func sheetOf(t *testing.T, rows [][]any, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func trialIn(b []byte, o Options) ([]string, error) {
	tb, err := TrialBalanceXLSX(bytes.NewReader(b), int64(len(b)), o)
	return tellTrial(tb), err
}

func TestXLSXReads(t *testing.T) {
	for _, c := range []struct {
		name   string
		rows   [][]any
		change func(*excelize.File)
		want   string
	}{
		{"numbers, texts and a gap", [][]any{{}, {"Account", "Name", "Debit", "Credit", nil}, {1000, "Cash & <coins>", 1234.56}, {}, {"0200", "Loan", nil, "1,234.56"}, {"Total", nil, 1234.56, 1234.56}}, nil, `
3 | 1000 | Cash & <coins> | 1234.56/0.00
5 | 0200 | Loan | 0.00/1234.56
2 rows, 1234.56/1234.56, total row 6`},
		{"what binary numbers leave behind", [][]any{{"account", "balance"}, {1310.1, 0.1 + 0.2}, {"b", 1e9 + 1.0/3 - 1.0/3}, {"c", -1000000000.3}, {"d", 1.1368683772161603e-13}}, nil, `
2 | 1310.1 | 0.30/0.00
3 | b | 1000000000.00/0.00
4 | c | 0.00/1000000000.30
5 | d | 0.00/0.00
4 rows, 1000000000.30/1000000000.30, total row 0`},
		{"stored results of formulas, rich text, booleans", [][]any{{"account", "name", "balance"}, {"a", true, 5}, {"b", nil, nil}}, func(f *excelize.File) {
			f.SetCellRichText("Sheet1", "B3", []excelize.RichTextRun{{Text: "Two "}, {Text: "runs", Font: &excelize.Font{Bold: true}}})
			f.SetCellValue("Sheet1", "C3", -5)
			f.SetCellFormula("Sheet1", "C3", "-C2")
		}, `
2 | a | TRUE | 5.00/0.00
3 | b | Two runs | 0.00/5.00
2 rows, 5.00/5.00, total row 0`},
		{"another sheet", [][]any{{"nothing here"}}, func(f *excelize.File) {
			f.NewSheet("Final TB")
			f.SetSheetRow("Final TB", "A1", &[]any{"account", "balance"})
			f.SetSheetRow("Final TB", "A2", &[]any{"a", 0})
		}, `
2 | a | 0.00/0.00
1 rows, 0.00/0.00, total row 0`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := usd
			if c.name == "another sheet" {
				o.Mapping.Sheet = "final tb"
			}
			got, err := trialIn(sheetOf(t, c.rows, c.change), o)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "trial balance", got, c.want)
		})
	}
}

func TestXLSXRefuses(t *testing.T) {
	date, _ := time.Parse(time.DateOnly, "2023-01-31")
	for _, c := range []struct {
		name   string
		rows   [][]any
		change func(*excelize.File)
		want   string
	}{
		{"places are cells", [][]any{{"account", "debit", "credit"}, {"a", "1.234,56"}, {"b", nil, 12.345}, {"c", 1e300}}, nil, `f:B2: column "debit": amount "1.234,56": a comma after the point; the decimal mark is a point and commas only group thousands
f:C3: column "credit": amount 12.345: USD has 2 decimals; round it in the sheet
f:B4: column "debit": amount "100000000000000000000000000000000000000000000000000000000000…" is no number in USD`},
		{"error", [][]any{{"account", "balance"}, {"a"}}, func(f *excelize.File) { f.SetCellFormula("Sheet1", "B2", "1/0") }, `f:B2: column "balance": the formula has no stored value; open the workbook in a spreadsheet program and save it`},
		{"date for an amount", [][]any{{"account", "balance"}, {"a", date}}, nil, `f:B2: column "balance": amount "2023-01-31": the character '-' is not a digit`},
		{"column without header", [][]any{{"account", "balance"}, {"a", 5, nil, "note"}}, nil, `f:D2: the cell "note" stands in a column without header`},
		{"far away", [][]any{{"account", "balance"}, {"a", 5}}, func(f *excelize.File) { f.SetCellValue("Sheet1", "XFD2", "x") }, `f:XFD2: the cell stands beyond column 256; delete it`},
		{"no such sheet", [][]any{{"account", "balance"}}, func(f *excelize.File) { f.SetSheetName("Sheet1", "TB") }, `f: there is no sheet "Nope"; the workbook has "TB"`},
		{"nothing in it", nil, nil, "f: there is no header and no row"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := usd
			if c.name == "no such sheet" {
				o.Mapping.Sheet = "Nope"
			}
			got, err := trialIn(sheetOf(t, c.rows, c.change), o)
			if err == nil {
				t.Fatalf("accepted: %q", got)
			}
			same(t, "problems", []string{err.Error()}, c.want)
		})
	}
}

// TestXLSXJournalDates: cells that show dates are dates in both date systems; the same number without a date
// format is not.
func TestXLSXJournalDates(t *testing.T) {
	day := time.Date(2006, 3, 31, 0, 0, 0, 0, time.UTC)
	make := func(v any, is1904 bool, format string) []byte {
		return sheetOf(t, [][]any{{"entry", "date", "account", "amount"}, {1, v, "a", 5}, {1, nil, "b", -5}}, func(f *excelize.File) {
			if is1904 {
				f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &is1904})
			}
			f.SetCellValue("Sheet1", "B2", v)
			if format != "" {
				s, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
				if err != nil {
					t.Fatal(err)
				}
				f.SetCellStyle("Sheet1", "B2", "B2", s)
			}
		})
	}
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"1900", make(day, false, ""), "2 | standard | 2006-03-31 | f:2"},
		{"1904", make(day, true, ""), "2 | standard | 2006-03-31 | f:2"},
		{"custom format", make(38807, false, `[$-409]d\-mmm\-yyyy;@`), "2 | standard | 2006-03-31 | f:2"},
		{"text", make("2006-03-31", false, ""), "2 | standard | 2006-03-31 | f:2"},
		{"number", make(38807, false, ""), `f:B2: column "date": date "38807": write it as YYYY-MM-DD with a four-digit year; 03/04/2005 is two dates to two readers, so only YYYY-MM-DD and date cells of a sheet are read, unless a mapping says how the file writes its dates`},
		{"number with words in its format", make(38807, false, `0 "days"`), `f:B2: column "date": date "38807": write it as YYYY-MM-DD with a four-digit year; 03/04/2005 is two dates to two readers, so only YYYY-MM-DD and date cells of a sheet are read, unless a mapping says how the file writes its dates`},
		{"time of day", make(38807.25, false, "yyyy-mm-dd"), `f:B2: column "date": the date "38807.25" is no whole day; dates have no time of day`},
		{"29 February 1900", make(60, false, "yyyy-mm-dd"), `f:B2: column "date": the date number 60 lies before 1 March 1900, where sheets count wrongly; write it as the text YYYY-MM-DD`},
		{"slashes", make("3/31/2006", false, ""), `f:B2: column "date": date "3/31/2006": write it as YYYY-MM-DD with a four-digit year; 03/04/2005 is two dates to two readers, so only YYYY-MM-DD and date cells of a sheet are read, unless a mapping says how the file writes its dates`},
	} {
		t.Run(c.name, func(t *testing.T) {
			told, problems := tell(JournalXLSX(bytes.NewReader(c.file), int64(len(c.file)), usd))
			if all := strings.Join(append(told, problems...), "\n"); !strings.Contains(all, c.want) {
				t.Errorf("got\n%s\nwant\n%s", all, c.want)
			}
		})
	}
}

// zipOf makes an archive of parts, pairs of name and content.
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		p, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		p.Write([]byte(parts[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	partTypes = `<Types/>`
	partBook  = `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`
	partRels  = `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></Relationships>`
)

// bookOf is the smallest workbook around a sheet.
func bookOf(t testing.TB, sheet string, more ...string) []byte {
	return zipOf(t, append([]string{"[Content_Types].xml", partTypes, "xl/workbook.xml", partBook, "xl/_rels/workbook.xml.rels", partRels, "xl/s.xml", sheet}, more...)...)
}

const smallSheet = `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>account</t></is></c><c t="str"><v>balance</v></c></row><row><c r="A2" t="inlineStr"><is><t>a_x0041_</t><rPh><t>no</t></rPh></is></c><c r="B2"><v>0</v></c></row></sheetData></worksheet>`

func TestXLSXGuards(t *testing.T) {
	if got, err := trialIn(bookOf(t, smallSheet), usd); err != nil || got[0] != "2 | aA | 0.00/0.00" {
		t.Fatalf("the smallest workbook: %q, %v", got, err)
	}
	many := []string{"[Content_Types].xml", partTypes}
	for i := range sheet.MaxEntries {
		many = append(many, fmt.Sprint("x", i), "")
	}
	bomb := strings.Repeat(" ", 8<<20)
	good := bookOf(t, smallSheet)
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "f: the file is empty"},
		{"text", []byte("account,balance\n"), "f: the file is no XLSX workbook; save it as .xlsx, or import it as CSV if it is text"},
		{"old", []byte(sheet.OLE + "Workbook"), "f: the file is in the old format .xls (or is no spreadsheet); save it as .xlsx or CSV"},
		{"encrypted", []byte(sheet.OLE + "....E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "f: the workbook is encrypted with a password; save a copy without one"},
		{"cut", good[:len(good)-40], "f: the file is damaged or was cut (it has no directory at its end); get it again"},
		{"binary workbook", zipOf(t, "[Content_Types].xml", "", "xl/workbook.bin", ""), "f: the workbook is in the binary format .xlsb; save it as .xlsx or CSV"},
		{"OpenDocument", zipOf(t, "mimetype", "", "content.xml", ""), "f: the file is an OpenDocument file; save it as .xlsx or CSV"},
		{"other archive", zipOf(t, "readme", ""), "f: the archive is no XLSX workbook; save the sheet as .xlsx or CSV"},
		{"other office document", zipOf(t, "[Content_Types].xml", "", "word/document.xml", ""), "f: the archive is no XLSX workbook; save the sheet as .xlsx or CSV"},
		{"too many entries", zipOf(t, many...), "f: the archive has more than 2000 entries; this is no ordinary workbook"},
		{"path out of it", bookOf(t, smallSheet, "xl/../../x", ""), `f: the archive has the entry "xl/../../x", which points outside of it`},
		{"backslash path out of it", bookOf(t, smallSheet, `xl\..\..\x`, ""), `f: the archive has the entry "xl\\..\\..\\x", which points outside of it`},
		{"absolute path", bookOf(t, smallSheet, "/etc/x", ""), `f: the archive has the entry "/etc/x", which points outside of it`},
		{"same name", bookOf(t, smallSheet, "XL/S.xml", smallSheet), `f: the archive has the entry "XL/S.xml" twice`},
		{"bomb in the sheet", bookOf(t, bomb), `f: the part "xl/s.xml" of the archive is more than 100 times as large as it says; this is no ordinary workbook`},
		{"bomb in the texts", bookOf(t, smallSheet, "xl/t.xml", "<sst>"+bomb+"</sst>"), `f: the part "xl/t.xml" of the archive is more than 100 times as large as it says; this is no ordinary workbook`},
		{"too large by its own word", claimingZip(t, partBook, sheet.MaxInflated/2+1), "f: the archive holds more than 200 MB; export the sheet as CSV, which can be of any size"},
		{"DOCTYPE", bookOf(t, `<!DOCTYPE x [<!ENTITY a "b">]>`+smallSheet), `f: the part "xl/s.xml" of the workbook declares a DOCTYPE; this is no ordinary workbook`},
		{"deep", bookOf(t, strings.Repeat("<a>", 65)), `f: the part "xl/s.xml" of the workbook is nested deeper than 64 elements`},
		{"sheet cut between rows", bookOf(t, strings.SplitAfter(smallSheet, "</row>")[0]), `f: the part "xl/s.xml" of the workbook is damaged or was cut (XML syntax error on line 1: unexpected EOF)`},
		{"sheet cut in a row", bookOf(t, smallSheet[:200]), `f: the part "xl/s.xml" of the workbook is damaged or was cut (XML syntax error on line 1: unexpected EOF)`},
		{"stored as a date with a time", bookOf(t, strings.Replace(smallSheet, `<c r="B2"><v>0`, `<c r="B2" t="d"><v>2006-03-31T12:00:00`, 1)), `f:B2: column "balance": the date "2006-03-31T12:00:00" is no whole day as YYYY-MM-DD`},
		{"stored as a date", bookOf(t, strings.Replace(smallSheet, `<c r="B2"><v>0`, `<c r="B2" t="d"><v>2006-03-31T00:00:00`, 1)), `f:B2: column "balance": amount "2006-03-31": the character '-' is not a digit`},
		{"unknown type", bookOf(t, strings.Replace(smallSheet, `<c r="B2"><v>0`, `<c r="B2" t="q"><v>0`, 1)), `f:B2: column "balance": the cell is of the unknown type "q"`},
		{"another encoding", bookOf(t, `<?xml version="1.0" encoding="latin1"?>`+smallSheet), `f: the part "xl/s.xml" of the workbook is damaged or was cut (xml: encoding "latin1" declared but Decoder.CharsetReader is nil)`},
		{"missing text", bookOf(t, `<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>`), `f: a cell of row 1 points to the text "7", which the workbook does not hold; it is damaged`},
		{"rows out of order", bookOf(t, `<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>`), `f: the rows of the sheet are not in order (row "1" after row 2); the workbook is damaged`},
		{"cells out of order", bookOf(t, `<worksheet><sheetData><row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row></sheetData></worksheet>`), `f: the cell "A1" stands in the wrong place (row 1); the workbook is damaged`},
		{"error cell", bookOf(t, strings.Replace(smallSheet, `<c r="B2"><v>0`, `<c r="B2" t="e"><v>#REF!`, 1)), `f:B2: column "balance": the cell holds the error "#REF!"`},
		{"no sheet part", zipOf(t, "[Content_Types].xml", partTypes, "xl/workbook.xml", partBook, "xl/_rels/workbook.xml.rels", partRels), `f: the workbook is damaged: the part "xl/s.xml" is missing`},
		{"chart sheet", zipOf(t, "[Content_Types].xml", partTypes, "xl/workbook.xml", partBook, "xl/_rels/workbook.xml.rels", strings.Replace(partRels, "x/worksheet", "x/chartsheet", 1)), `f: the sheet "S" is no worksheet with cells`},
		{"outside", zipOf(t, "[Content_Types].xml", partTypes, "xl/workbook.xml", partBook, "xl/_rels/workbook.xml.rels", strings.Replace(partRels, `Target="s.xml"`, `Target="file:///etc/passwd" TargetMode="External"`, 1)), `f: the sheet "S" is no worksheet with cells`},
		{"link", linkedZip(t), `f: the archive has the entry "xl/link", which is a link or a device`},
		{"shared bytes", overlappedZip(t), "f: the archive has entries that share the same bytes"},
		{"lies about its size", claimingZip(t, partBook, 5), "f: the file is damaged or was cut (zip: not a valid zip file); get it again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			got, err := trialIn(c.file, usd)
			if err == nil {
				t.Fatalf("accepted: %q", got)
			}
			same(t, "refusal", []string{err.Error()}, c.want)
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("it took %s", d)
			}
		})
	}
}

func linkedZip(t *testing.T) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "xl/link"}
	h.SetMode(os.ModeSymlink | 0o777)
	if _, err := w.CreateHeader(h); err != nil {
		t.Fatal(err)
	}
	w.Close()
	return b.Bytes()
}

// overlappedZip has a second directory entry that points at the bytes of the first.
func overlappedZip(t *testing.T) []byte {
	b := zipOf(t, "aaaa", "same", "bbbb", "same")
	i := bytes.LastIndex(b, []byte("PK\x01\x02"))
	copy(b[i+42:], []byte{0, 0, 0, 0}) // where its bytes begin
	return b
}

// claimingZip has two parts that claim a size that they do not have.
func claimingZip(t *testing.T, content string, claim uint64) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range []string{"[Content_Types].xml", "xl/workbook.xml"} {
		h := &zip.FileHeader{Name: p, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(content)), CompressedSize64: uint64(len(content)), UncompressedSize64: claim}
		raw, err := w.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		raw.Write([]byte(content))
	}
	w.Close()
	return b.Bytes()
}

// TestXLSXAgreesWithAnotherReader: the cells of a workbook are what excelize reads of it.
func TestXLSXAgreesWithAnotherReader(t *testing.T) {
	rows := [][]any{{"account", "name"}, {"a", "ä _x000D_ \" < & \u20ac"}, {17, "  two  spaces "}, {"0100", "x"}}
	b := sheetOf(t, rows, nil)
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	x, err := newXLSX(bytes.NewReader(b), int64(len(b)), usd.rulesOf(trialLayout))
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range want {
		cells, row, err := x.next()
		if err != nil || row != i+1 || len(cells) != len(w) {
			t.Fatalf("row %d: %v, %v", row, cells, err)
		}
		for k := range w {
			if cells[k].text != w[k] {
				t.Errorf("row %d: %q, want %q", row, cells[k].text, w[k])
			}
		}
	}
}

// day is a time that a sheet shows as a date.
func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
