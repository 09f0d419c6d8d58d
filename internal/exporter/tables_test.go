package exporter

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"tieout/evidence"
	"tieout/fiscal"
)

// debitLessCredit is the balance of a row.
var debitLessCredit = []Term{{Key: "debit"}, {Key: "credit", Minus: true}}

func side(n int64) Cell {
	if n == 0 {
		return Cell{}
	}
	return Amount(n, 2)
}

// trialTable is a synthetic trial balance whose debits, credits and names may be changed.
func trialTable() Table {
	t := Table{ID: "trial-balance", Title: []string{"Synthetic Lock Company", "Trial balance at March 31, 2006"}, Columns: []Column{
		{Key: "account", Title: "Account"}, {Key: "name", Title: "Name", Editable: true, Limit: 40},
		{Key: "debit", Title: "Debit", Amount: true, Digits: 2, Editable: true}, {Key: "credit", Title: "Credit", Amount: true, Digits: 2, Editable: true},
		{Key: "balance", Title: "Balance", Amount: true, Digits: 2, Sum: debitLessCredit, Why: "computed by the books; change the debit or the credit instead"}}}
	var all []Term
	var debits, credits int64
	for _, a := range []struct {
		code, name string
		amount     int64
	}{{"0100", "Cash", 123456}, {"1310.1", "Inventories", 70000001}, {"2000", "Accounts payable", -50000}, {"3000", "Capital", -70073457}, {"Expenses:Rent", "Rent", 0}} {
		t.Rows = append(t.Rows, Row{Key: a.code, Cells: []Cell{Text(a.code), Text(a.name), side(max(a.amount, 0)), side(max(-a.amount, 0)), Amount(a.amount, 2)}})
		debits, credits, all = debits+max(a.amount, 0), credits+max(-a.amount, 0), append(all, Term{Key: a.code})
	}
	t.Rows[1].Cells[2].Mark = "s"
	t.Rows = append(t.Rows, Row{Key: "total", Kind: "total", Sum: all, Cells: []Cell{Text("Total"), {}, Amount(debits, 2), Amount(credits, 2), Amount(debits-credits, 2)}})
	return stampedTable(t, "at 2006-03-31", 17)
}

func stampedTable(t Table, params string, position int64) Table {
	t.Stamp = evidence.Stamp{Report: t.ID, Params: params, Rows: len(t.Rows), Totals: "9 entries, debits and credits 701,234.57", Position: position, Version: "0.0.1", Hash: t.Hash()}
	return t
}

// registerTable is a synthetic register: days, and a balance that runs.
func registerTable() Table {
	day := fiscal.MustParse("2006-01-01")
	t := Table{ID: "register", Title: []string{"Synthetic Lock Company", "Register of cash"}, Notes: []string{"A note."}, Columns: []Column{
		{Key: "date", Title: "Date", Date: true, Editable: true}, {Key: "description", Title: "Description", Editable: true}, {Key: "debit", Title: "Debit", Amount: true, Digits: 2, Editable: true},
		{Key: "credit", Title: "Credit", Amount: true, Digits: 2, Editable: true}, {Key: "balance", Title: "Balance", Amount: true, Digits: 2, Sum: debitLessCredit, Running: true}}}
	running := int64(1000000)
	t.Rows = append(t.Rows, Row{Key: "begin", Brought: true, Cells: []Cell{Date(day - 1), Text("Balance brought forward"), {}, {}, Amount(running, 2)}})
	for i := range 40 {
		n := int64(i*i*37) - 9000
		running += n
		t.Rows = append(t.Rows, Row{Key: fmt.Sprintf("JE-2006-%06d/1", i+1), Cells: []Cell{Date(day + fiscal.Date(i)), Text(fmt.Sprint("Line ", i)), side(max(n, 0)), side(max(-n, 0)), Amount(running, 2)}})
	}
	return stampedTable(t, "account 0100 2006", 17)
}

// statementTable is a synthetic statement in thousands: one total adds up, one does not, and one figure is absent.
func statementTable() Table {
	t := Table{ID: "balance-sheet", Title: []string{"Synthetic Lock Company", "Balance sheets"}, Rounded: true, Columns: []Column{{Key: "caption"}, {Key: "2006-12-31", Title: "December 31, 2006", Amount: true}, {Key: "2005-12-31", Title: "December 31, 2005", Amount: true}}}
	t.Rows = []Row{
		{Key: "heading", Kind: "heading", Cells: []Cell{Text("Assets"), {}, {}}},
		{Key: "cash", Level: 1, Cells: []Cell{Text("Cash"), Amount(100, 0), Amount(33, 0)}},
		{Key: "allowance", Level: 1, Cells: []Cell{Text("Less allowance"), Amount(30, 0), Text("n/a")}},
		{Key: "assets", Kind: "total", Sum: []Term{{Key: "cash"}, {Key: "allowance", Minus: true}}, Cells: []Cell{Text("Total assets"), Amount(70, 0), Amount(34, 0)}},
		{Key: "per-share", Cells: []Cell{Text("Book value per share"), Amount(1234, 2), Amount(-5, 2)}}}
	return stampedTable(t, "period 2006", 17)
}

// oddTable holds what is hard to carry: formulas in texts, characters that XML has no place for, amounts beyond the
// digits of a sheet, days that sheets count wrongly, and keys that look like marks.
func oddTable() Table {
	t := Table{ID: "odd", Title: []string{"=1+1", " @SUM(A1)"}, Columns: []Column{{Key: "text", Title: "=Text", Editable: true}, {Key: "yen", Title: "Yen", Amount: true, Editable: true}, {Key: "dinar", Title: "Dinar", Amount: true, Digits: 3, Editable: true}, {Key: "day", Title: "Day", Date: true, Editable: true}}}
	for i, s := range oddTexts {
		t.Rows = append(t.Rows, Row{Key: fmt.Sprint("k", i), Cells: []Cell{Text(s), Amount(int64(i)*1_000_000_007, 0), {}, {}}})
	}
	for i, n := range []int64{0, 1, -1, 999_999_999_999_999, -9_007_199_254_740_993, 9_223_372_036_854_775_807, 123_456_789_012_345_678} {
		t.Rows = append(t.Rows, Row{Key: fmt.Sprint("n", i), Cells: []Cell{{}, Amount(n, 0), Amount(n, 3), {}}})
	}
	for _, d := range []string{"1899-12-31", "1900-02-28", "1900-03-01", "2000-02-29", "2999-12-31"} {
		t.Rows = append(t.Rows, Row{Key: d, Cells: []Cell{Text(d), {}, {}, Date(fiscal.MustParse(d))}})
	}
	for _, k := range []string{"tieout:note", `\tieout:note`, `\`, "=1", "key", "TRUE", "1e3", "0100", "#REF!"} {
		t.Rows = append(t.Rows, Row{Key: k, Cells: []Cell{Text(k), {}, {}, {}}})
	}
	return t
}

var oddTexts = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff201", " =1", `"=1`, `'=1`, "'", "a\n=1+1", "a\r\n=1", "\u200b=1", "\ufeff=1",
	`=HYPERLINK("http://example.com","x")`, "0100", "1e5", "TRUE", "2006-03-31", "3/4/2006", "1,234.56", "(5)", "#REF!", "_x0041_", "_x005F_x0041_", "_X0041_", "a\x01b", "\x1f", "<b>&amp;</b>", "]]>", "é \u00a0 日本 \U0001f600", "  two  spaces  ", "\ufffe", "tieout:stamp", "5%", "$5", "ＡＢＣ"}

// everyTable is what must come back from any program as it went out.
func everyTable() []Table {
	return []Table{trialTable(), registerTable(), statementTable(), oddTable(), {ID: "empty", Columns: []Column{{Key: "a"}}}}
}

// back reads a workbook that must be readable.
func back(t testing.TB, body []byte) Returned {
	t.Helper()
	r, err := Read(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// changed opens a workbook in a library that is not ours, changes it and saves it.
func changed(t testing.TB, body []byte, change func(*excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// must takes a value whose making cannot fail here.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
