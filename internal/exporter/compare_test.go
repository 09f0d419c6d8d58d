package exporter

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// told is a comparison in lines: changes, rows and what was ignored, or the refusals with their rules.
func told(changes Changes, err error) []string {
	var out []string
	var rs Refusals
	switch {
	case errors.As(err, &rs):
		for _, r := range rs {
			out = append(out, strings.TrimPrefix(r.Rule, "workbook-")+" | "+r.Error())
		}
		return out
	case err != nil:
		return []string{"fault: " + err.Error()}
	}
	for _, c := range changes.Cells {
		out = append(out, fmt.Sprintf("%s | %s %s | %s -> %s", c.Address, c.Row, c.Column, c.Was.said(), c.Is.said()))
	}
	for _, r := range changes.Added {
		s := r.Address + " | added " + shown(r.Key) + " |"
		for _, c := range r.Cells {
			s += " " + c.said()
		}
		out = append(out, s)
	}
	for _, k := range changes.Removed {
		out = append(out, "removed "+k)
	}
	for _, i := range changes.Ignored {
		out = append(out, i.Where+" | ignored: "+i.What)
	}
	return out
}

// compared writes a table, lets somebody change the workbook, and compares what comes back.
func compared(t *testing.T, table Table, change func(*excelize.File)) []string {
	t.Helper()
	body := changed(t, write(t, table, "xlsx"), change)
	r, err := Read(strings.NewReader(string(body)), int64(len(body)))
	if err != nil {
		return told(Changes{}, err)
	}
	return told(Compare(table, r))
}

const tb = "Trial balance"

// swap puts the cells of two rows in each other's place, as sorting does.
func swap(f *excelize.File, sheet string, a, b int) {
	rows, _ := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	type held struct {
		at, value string
		text      bool
	}
	var all []held
	for i := range max(len(rows[a-1]), len(rows[b-1])) {
		for _, n := range [][2]int{{a, b}, {b, a}} {
			from, to := must(excelize.CoordinatesToCellName(i+1, n[0])), must(excelize.CoordinatesToCellName(i+1, n[1]))
			all = append(all, held{to, must(f.GetCellValue(sheet, from, excelize.Options{RawCellValue: true})), must(f.GetCellType(sheet, from)) == excelize.CellTypeInlineString})
		}
	}
	for _, h := range all {
		if h.text {
			f.SetCellStr(sheet, h.at, h.value)
		} else {
			f.SetCellDefault(sheet, h.at, h.value)
		}
	}
}

func TestCompare(t *testing.T) {
	set := func(cell string, v any) func(*excelize.File) {
		return func(f *excelize.File) { f.SetCellValue(tb, cell, v) }
	}
	for _, c := range []struct {
		name   string
		change func(*excelize.File)
		want   string
	}{
		{"nothing", func(*excelize.File) {}, ""},
		{"an amount", set("D6", 2000.5), "Trial balance!D6 | 0100 debit | 1,234.56 -> 2,000.50"},
		{"the same amount", set("D6", 1234.56), ""},
		{"as a program stores it", func(f *excelize.File) { f.SetCellDefault(tb, "D6", "1234.5599999999999") }, ""},
		{"as a text", set("D6", "1234.56"), ""},
		{"as a text with thousands", set("D6", "1,234.56"), ""},
		{"another, as a text in parentheses", set("D6", "(1,234.50)"), "Trial balance!D6 | 0100 debit | 1,234.56 -> -1,234.50"},
		{"as it is printed for nil", set("D6", "–"), "Trial balance!D6 | 0100 debit | 1,234.56 -> 0.00"},
		{"by a formula", func(f *excelize.File) { f.SetCellFormula(tb, "D6", "1000+234.56") }, ""},
		{"taken away", set("D6", nil), "Trial balance!D6 | 0100 debit | 1,234.56 -> blank"},
		{"put into a blank cell", set("F6", 5), "Trial balance!F6 | 0100 credit | blank -> 5.00"},
		{"nil put into a blank cell", set("F6", 0), "Trial balance!F6 | 0100 credit | blank -> 0.00"},
		{"a text", set("C8", "Trade payables"), `Trial balance!C8 | 2000 name | "Accounts payable" -> "Trade payables"`},
		{"a number for a text", set("C8", 42), `Trial balance!C8 | 2000 name | "Accounts payable" -> "42"`},
		{"several", func(f *excelize.File) { set("D7", 1)(f); set("D6", 2)(f); set("C6", "x")(f) }, `Trial balance!C6 | 0100 name | "Cash" -> "x"
Trial balance!D6 | 0100 debit | 1,234.56 -> 2.00
Trial balance!D7 | 1310.1 debit | 700,000.01 -> 1.00`},
		{"totals that follow", func(f *excelize.File) {
			set("D6", 1334.56)(f)
			set("D11", 701334.57)(f)
			set("G6", 1334.56)(f)
			set("G11", 100.00000000001)(f)
		}, "Trial balance!D6 | 0100 debit | 1,234.56 -> 1,334.56"},
		{"a total", set("D11", 5), "fixed | Trial balance!D11: Debit may not be changed from 701,234.57 to 5: it is a total; change what it is the sum of"},
		{"a total that does not follow", func(f *excelize.File) { set("D6", 1334.56)(f); set("D11", 701434.57)(f) }, "fixed | Trial balance!D11: Debit may not be changed from 701,234.57 to 701434.57: it is a total; change what it is the sum of"},
		{"a computed column", set("G7", 5), "fixed | Trial balance!G7: Balance may not be changed from 700,000.01 to 5: computed by the books; change the debit or the credit instead"},
		{"a column that is not editable", set("B6", "0101"), `fixed | Trial balance!B6: Account may not be changed from "0100" to "0101": it is what the books hold; change the books`},
		{"a code that became a number", set("B8", 2000), ""},
		{"a code that lost its zero", set("B6", 100), `fixed | Trial balance!B6: Account may not be changed from "0100" to 100: it is what the books hold; change the books`},
		{"a mark", set("E7", ""), `fixed | Trial balance!E7: Debit mark may not be changed from "s" to blank: it says how the figure is known`},
		{"a text in a total row", set("C11", "x"), `fixed | Trial balance!C11: Name may not be changed from blank to "x": it is a total; change what it is the sum of`},
		{"binary noise", func(f *excelize.File) { f.SetCellDefault(tb, "D6", "0.30000000000000004") }, "value | Trial balance!D6: the cell holds 0.30000000000000004, which has more than 2 decimals and no exact value in the books; round it in the sheet, as in =ROUND(…,2)"},
		{"too many decimals", set("D6", 1.005), "value | Trial balance!D6: the cell holds 1.005, which has more than 2 decimals and no exact value in the books; round it in the sheet, as in =ROUND(…,2)"},
		{"too many digits", func(f *excelize.File) { f.SetCellDefault(tb, "D6", "12345678901234567") }, "value | Trial balance!D6: the cell holds 12345678901234567, of which a sheet keeps 15 digits; enter it in the books"},
		{"too large", func(f *excelize.File) { f.SetCellDefault(tb, "D6", "1e15") }, `value | Trial balance!D6: amount "1000000000000000": it is larger than 10,000,000,000,000.00, the largest single amount`},
		{"a word for an amount", set("D6", "see note"), `value | Trial balance!D6: amount "see note": the character 's' is not a digit`},
		{"decimals with a comma", set("D6", "1.234,56"), `value | Trial balance!D6: amount "1.234,56": a comma after the point; the decimal mark is a point and commas only group thousands`},
		{"decimals with a comma alone", set("D6", "1234,56"), `value | Trial balance!D6: amount "1234,56": the commas do not stand between thousands; the decimal mark is a point`},
		{"full-width digits", set("D6", "１２"), `value | Trial balance!D6: amount "１２": the character '１' is not a digit`},
		{"a date for an amount", func(f *excelize.File) {
			set("D6", 38807)(f)
			f.SetCellStyle(tb, "D6", "D6", must(f.NewStyle(&excelize.Style{NumFmt: 14})))
		}, "value | Trial balance!D6: the cell holds the date 2006-03-31, not an amount; show it as a number"},
		{"a truth for an amount", set("D6", true), `value | Trial balance!D6: amount "TRUE": the character 'T' is not a digit`},
		{"a formula without result", func(f *excelize.File) { set("D6", nil)(f); f.SetCellFormula(tb, "D6", "1/0") }, "value | Trial balance!D6: the formula has no stored value; open the workbook in a spreadsheet program and save it"},
		{"a formula without result in a cell that is not editable", func(f *excelize.File) { set("B6", nil)(f); f.SetCellFormula(tb, "B6", "NA()") }, "value | Trial balance!B6: the formula has no stored value; open the workbook in a spreadsheet program and save it"},
		{"a total without result", func(f *excelize.File) { set("D11", nil)(f); f.SetCellFormula(tb, "D11", "SUM(D6:D10)") }, ""},
		{"a text that is too long", set("C6", strings.Repeat("x", 41)), "value | Trial balance!C6: the text has 41 bytes; at most 40 fit"},
		{"a text that turns round", set("C6", "Ca\u202esh"), "value | Trial balance!C6: the text holds the invisible direction mark U+202E at byte 3"},
		{"a text with a line end", set("C6", "Ca\nsh"), "value | Trial balance!C6: the text holds the control character U+000A at byte 3"},
		{"a text with a control character", set("C6", "Ca_x0007_sh"), "value | Trial balance!C6: the text holds the control character U+0007 at byte 3"},
		{"rows in another order", func(f *excelize.File) { swap(f, tb, 6, 9); swap(f, tb, 7, 8) }, ""},
		{"a change in another order", func(f *excelize.File) { swap(f, tb, 6, 9); f.SetCellValue(tb, "D9", 5) }, "Trial balance!D9 | 0100 debit | 1,234.56 -> 5.00"},
		{"a blank row", func(f *excelize.File) { f.InsertRows(tb, 8, 3) }, ""},
		{"a row deleted", func(f *excelize.File) { f.RemoveRow(tb, 8) }, "removed 2000"},
		{"a row cleared", func(f *excelize.File) {
			for _, c := range "ABCDEFG" {
				f.SetCellValue(tb, string(c)+"8", nil)
			}
		}, "removed 2000"},
		{"a row that lost its key", set("A8", nil), `Trial balance!B8 | added "" | "2000" "Accounts payable" blank 500.00 blank
removed 2000`},
		{"a row added", func(f *excelize.File) {
			f.InsertRows(tb, 8, 1)
			set("B8", "1999")(f)
			set("D8", 7.5)(f)
			set("G8", 7.5)(f)
		}, `Trial balance!B8 | added "" | "1999" blank 7.50 blank blank`},
		{"a row added that cannot be read", func(f *excelize.File) { f.InsertRows(tb, 8, 1); set("B8", "1999")(f); set("D8", "7,5")(f) }, `value | Trial balance!D8: amount "7,5": the commas do not stand between thousands; the decimal mark is a point`},
		{"a row added with a mark", func(f *excelize.File) { f.InsertRows(tb, 8, 1); set("B8", "1999")(f); set("E8", "s")(f) }, "fixed | Trial balance!E8: Debit mark may not be filled in: it says how the figure is known"},
		{"a row added with a key of its own", func(f *excelize.File) { f.InsertRows(tb, 8, 1); set("A8", "new")(f); set("B8", "1999")(f) }, `Trial balance!B8 | added "new" | "1999" blank blank blank blank`},
		{"a remark below", set("C20", "seen"), `Trial balance!B20 | added "" | blank "seen" blank blank blank`},
		{"a column added", func(f *excelize.File) { f.InsertCols(tb, "D", 1); set("D7", "?")(f); set("D8", "!")(f) }, "Trial balance!D7 | ignored: the first cell of a column that is not the table's"},
		{"a column at the end, and one far out", func(f *excelize.File) { set("H3", "above")(f); set("H8", 5)(f); set("XFD9", 5)(f) }, "Trial balance!H8 | ignored: the first cell of a column that is not the table's\nTrial balance!XFD9 | ignored: the first cell of a column that is not the table's"},
		{"columns in another order", func(f *excelize.File) {
			f.InsertCols(tb, "B", 1)
			rows, _ := f.GetRows(tb, excelize.Options{RawCellValue: true})
			for i := 3; i < len(rows)-2; i++ {
				if len(rows[i]) > 3 {
					set(fmt.Sprintf("B%d", i+1), rows[i][3])(f)
					set(fmt.Sprintf("D%d", i+1), nil)(f)
				}
			}
		}, ""},
		{"another sheet", func(f *excelize.File) { f.NewSheet("Mine"); f.SetCellValue("Mine", "A1", 5) }, "Mine | ignored: a sheet that is not the table's"},
		{"sheets with other names, in another order", func(f *excelize.File) {
			for _, n := range f.GetDefinedName() { // which spreadsheet programs do when a sheet is renamed
				if strings.HasPrefix(n.Name, namePrefix) {
					f.DeleteDefinedName(&n)
					n.RefersTo = strings.NewReplacer("'Trial balance'", "'TB''s Q1'", "'Stamp'", "About").Replace(n.RefersTo)
					f.SetDefinedName(&n)
				}
			}
			f.SetSheetName(tb, "TB's Q1")
			f.SetSheetName("Stamp", "About")
			f.MoveSheet("About", "TB's Q1")
			f.SetCellValue("TB's Q1", "D6", 1)
		}, "TB's Q1!D6 | 0100 debit | 1,234.56 -> 1.00"},
		{"names deleted", func(f *excelize.File) {
			for _, n := range f.GetDefinedName() {
				f.DeleteDefinedName(&n)
			}
		}, ""},
		{"cells merged", func(f *excelize.File) {
			f.MergeCell(tb, "C6", "D7")
			f.MergeCell(tb, "H6", "H7")
			f.MergeCell(tb, "A1", "C1")
		}, "value | Trial balance!C6:D7: the cells are merged, and all but the first have lost what they held; undo that, or take a fresh copy"},
		{"a key twice", set("A8", "0100"), `key | Trial balance!A8: the key "0100" stands in row 6 too; a row that was copied to make a new one must have no key (column A, which is hidden)`},
		{"a key that cannot be read", func(f *excelize.File) { set("A8", nil)(f); f.SetCellFormula(tb, "A8", "NA()") }, "key | Trial balance!A8: the key of the row cannot be read: the formula has no stored value; open the workbook in a spreadsheet program and save it"},
		{"a title changed", set("D5", "Dr"), `columns | Trial balance!D5: the title was "Debit" and is "Dr"; put it back, and use a column of your own for what is yours`},
		{"a column deleted", func(f *excelize.File) { f.RemoveCol(tb, "F") }, `columns | Trial balance: the column "Credit" with the key "credit" is gone; columns may be added, not deleted`},
		{"a column copied", set("H4", "debit"), `columns | Trial balance: the column with the key "debit" is there twice; delete the copy, or at least its key in row 4`},
		{"the keys deleted", func(f *excelize.File) { f.RemoveRow(tb, 4) }, "columns | Trial balance: the hidden row with the keys of the columns is gone; take a fresh copy of the workbook and make the changes there"},
		{"the titles sorted away", func(f *excelize.File) { swap(f, tb, 5, 7) }, "columns | Trial balance!A5: the row of titles does not stand below the keys any more; it may have been sorted with the rows. Put it back in its place"},
		{"the stamp deleted", func(f *excelize.File) { f.DeleteSheet("Stamp") }, `stamp | the workbook has no stamp block, so nothing says what it was made from; only a workbook that was written here, with its sheet "Stamp", can come back`},
		{"the stamp altered", func(f *excelize.File) { f.SetCellValue("Stamp", "B8", "18") }, "stamp | Stamp: the stamp block is not as it was written; take a fresh copy of the workbook and make the changes there, leaving this sheet as it is"},
		{"the stamp emptied", func(f *excelize.File) { f.RemoveCol("Stamp", "A") }, `stamp | Stamp: the workbook has no stamp block, so nothing says what it was made from; only a workbook that was written here, with its sheet "Stamp", can come back`},
		{"the sheet deleted", func(f *excelize.File) { f.NewSheet("x"); f.DeleteSheet(tb) }, `stamp | the workbook has no sheet "Trial balance" any more, on which the table was`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(compared(t, trialTable(), c.change), "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestCompareDays(t *testing.T) {
	day := time.Date(2006, 7, 4, 0, 0, 0, 0, time.UTC)
	yes := true
	for _, c := range []struct {
		name   string
		change func(*excelize.File)
		want   string
	}{
		{"as a text", func(f *excelize.File) { f.SetCellValue("Register", "B7", "2006-01-01") }, ""},
		{"another", func(f *excelize.File) { f.SetCellValue("Register", "B8", day) }, "Register!B8 | JE-2006-000002/1 date | \"2006-01-02\" -> \"2006-07-04\""},
		{"of a row brought forward", func(f *excelize.File) { f.SetCellValue("Register", "B6", "2006-07-04") }, `fixed | Register!B6: Date may not be changed from "2005-12-31" to "2006-07-04": it is brought forward; change it where it comes from`},
		{"another, as a text", func(f *excelize.File) { f.SetCellValue("Register", "B8", "2006-07-04") }, "Register!B8 | JE-2006-000002/1 date | \"2006-01-02\" -> \"2006-07-04\""},
		{"a text that is two days", func(f *excelize.File) { f.SetCellValue("Register", "B7", "7/4/2006") }, `value | Register!B7: date "7/4/2006": write it as YYYY-MM-DD with a four-digit year`},
		{"a number", func(f *excelize.File) {
			f.SetCellValue("Register", "B7", 38902)
			f.SetCellStyle("Register", "B7", "B7", 0)
		}, "value | Register!B7: the cell holds the number 38902, not a date; write it as YYYY-MM-DD or show it as a date"},
		{"a time of day", func(f *excelize.File) { f.SetCellDefault("Register", "B7", "38902.25") }, `value | Register!B7: the date "38902.25" is no whole day; dates have no time of day`},
		{"another date system", func(f *excelize.File) {
			f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
			rows, _ := f.GetRows("Register", excelize.Options{RawCellValue: true})
			for i := 5; i < 46; i++ {
				var serial int
				fmt.Sscan(rows[i][1], &serial)
				f.SetCellDefault("Register", fmt.Sprintf("B%d", i+1), fmt.Sprint(serial-1462))
			}
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := registerTable()
			if got := strings.Join(compared(t, table, c.change), "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
