// Package exporter writes tables of figures for people and programs: text, JSON, CSV, TSV and XLSX, and reads its own
// workbooks back. Amounts are exact in all of them; in JSON they are strings.
//
// A workbook carries stable keys of its rows and columns and a stamp block that says what it was made from. Read takes
// one that has been through other hands, and Compare says which cells, rows and totals are not what they were; what
// follows from that is for the caller. docs/spec/workbook.md is the contract.
package exporter

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/money"
)

// Column is a column of a table. A key names it in JSON and CSV and in a workbook that comes back; no two columns of a
// table have the same.
type Column struct {
	Key, Title string
	Amount     bool   // the cells are amounts in minor units
	Date       bool   // the cells are days
	Aside      bool   // left out of the text form, which has no room for it
	Digits     int    // minor digits of amounts that are typed into blank cells and added rows
	Editable   bool   // the cells may be changed in a workbook that comes back, but for totals and what is computed
	Limit      int    // bytes of a text that is typed in; 0 for 1,000
	Why        string // why the cells may not be changed, and what to change instead; empty for what the table knows
	Sum        []Term // in every row, the columns whose amounts this one is the sum of
	Running    bool   // and of its own amount in the row above

	marks bool // it holds the marks of the column before it
}

// Term is a row or column that goes into a sum, by its key, with its sign.
type Term struct {
	Key   string
	Minus bool
}

// Plus are terms that are added.
func Plus(keys ...string) []Term {
	var out []Term
	for _, k := range keys {
		out = append(out, Term{Key: k})
	}
	return out
}

// Row is a row of cells, texts and amounts, with a stable key that no other row of the table has.
type Row struct {
	Key     string
	Cells   []Cell
	Kind    string // "", "heading", "group" or "total"
	Level   int
	Sum     []Term // the rows whose amounts this one is the sum of, column by column
	Brought bool   // its amounts are brought forward: none is computed across the columns
}

// Cell is a text, an amount, a day, or nothing.
type Cell struct {
	Text   string // of a day, YYYY-MM-DD
	Minor  int64
	Digits int         // minor digits of the amount
	Set    bool        // there is an amount
	Day    fiscal.Date // 0 for none
	Mark   string
}

// Text is a cell of words.
func Text(s string) Cell { return Cell{Text: s} }

// Amount is a cell of money.
func Amount(minor int64, digits int) Cell { return Cell{Minor: minor, Digits: digits, Set: true} }

// Date is a cell that holds a day.
func Date(d fiscal.Date) Cell { return Cell{Text: d.String(), Day: d} }

// Table is a report as rows and columns with what stands above and below it.
type Table struct {
	ID      string
	Title   []string
	Columns []Column
	Rows    []Row
	Notes   []string
	Rounded bool           // every figure is rounded on its own, so that a total may differ from the sum of its rows
	Extra   map[string]any // further members of the JSON form
	Stamp   evidence.Stamp
}

// Formats are what Write knows.
var Formats = []string{"table", "json", "csv", "tsv", "xlsx"}

// Write writes the table in a format.
func (t Table) Write(w io.Writer, format string) error {
	switch format {
	case "", "table":
		return t.text(w)
	case "json":
		return t.json(w)
	case "csv":
		return t.csv(w)
	case "tsv":
		return t.WriteTSV(w)
	case "xlsx":
		return t.xlsx(w)
	}
	return fmt.Errorf("format %q is not one of %v", format, Formats)
}

// Hash is the SHA-256 of the table's columns and rows in canonical text: what the stamp binds. It moves with every key,
// every cell and its place, and every mark.
func (t Table) Hash() string {
	b := []byte("columns")
	for _, c := range t.Columns {
		b = evidence.AppendField(b, "key", c.Key)
	}
	for _, r := range t.Rows {
		b = evidence.AppendField(append(b, "\nrow"...), "key", r.Key)
		for i, c := range r.Cells {
			b = evidence.AppendField(b, "c"+strconv.Itoa(i+1), c.plain())
			b = evidence.AppendField(b, "m"+strconv.Itoa(i+1), c.Mark)
		}
	}
	return evidence.SHA256(append(b, '\n'))
}

// stamped is the stamp of the table; one that was never stamped has what it knows of itself.
func (t Table) stamped() evidence.Stamp {
	if t.Stamp.Report != "" {
		return t.Stamp
	}
	return evidence.Stamp{Report: t.ID, Rows: len(t.Rows), Hash: t.Hash()}
}

func (c Cell) plain() string {
	if c.Set {
		return money.FormatMinor(c.Minor, c.Digits)
	}
	return c.Text
}

// markKey ends the key of a column of marks; it begins with that of the column marked.
const markKey = "_mark"

// withMarks is the table with the marks of a column, if it has any, in a column of their own beside it.
func (t Table) withMarks() Table {
	out := t
	out.Columns, out.Rows = nil, slices.Clone(t.Rows)
	for n := range out.Rows {
		out.Rows[n].Cells = nil
	}
	for i, c := range t.Columns {
		marked := slices.ContainsFunc(t.Rows, func(r Row) bool { return i < len(r.Cells) && r.Cells[i].Mark != "" })
		out.Columns = append(out.Columns, c)
		if marked {
			out.Columns = append(out.Columns, Column{Key: c.Key + markKey, Title: c.Title + " mark", Why: "it says how the figure is known", marks: true})
		}
		for n, r := range t.Rows {
			if i >= len(r.Cells) {
				continue
			}
			out.Rows[n].Cells = append(out.Rows[n].Cells, r.Cells[i])
			if marked {
				out.Rows[n].Cells = append(out.Rows[n].Cells, Text(r.Cells[i].Mark))
			}
		}
	}
	return out
}

// String is the cell as a person reads it: its text, or its amount as a decimal.
func (c Cell) String() string { return c.printed() }
