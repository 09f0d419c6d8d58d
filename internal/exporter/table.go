// Package exporter writes tables of figures for people and programs: text, JSON, CSV and XLSX. Amounts are exact in
// all of them; in JSON they are strings.
package exporter

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tieout/evidence"
	"tieout/money"
)

// Column is a column of a table. A key names it in JSON and CSV.
type Column struct {
	Key, Title string
	Amount     bool // the cells are amounts in minor units
	Aside      bool // left out of the text form, which has no room for it
}

// Row is a row of cells, texts and amounts, with a stable key.
type Row struct {
	Key   string
	Cells []Cell
	Kind  string // "", "heading", "group" or "total"
	Level int
}

// Cell is a text, an amount, or nothing.
type Cell struct {
	Text   string
	Minor  int64
	Digits int  // minor digits of the amount
	Set    bool // there is an amount
	Mark   string
}

// Text is a cell of words.
func Text(s string) Cell { return Cell{Text: s} }

// Amount is a cell of money.
func Amount(minor int64, digits int) Cell { return Cell{Minor: minor, Digits: digits, Set: true} }

// Table is a report as rows and columns with what stands above and below it.
type Table struct {
	ID      string
	Title   []string
	Columns []Column
	Rows    []Row
	Notes   []string
	Extra   map[string]any // further members of the JSON form
	Stamp   evidence.Stamp
}

// Formats are what Write knows.
var Formats = []string{"table", "json", "csv", "xlsx"}

// Write writes the table in a format.
func (t Table) Write(w io.Writer, format string) error {
	switch format {
	case "", "table":
		return t.text(w)
	case "json":
		return t.json(w)
	case "csv":
		return t.csv(w)
	case "xlsx":
		return t.xlsx(w)
	}
	return fmt.Errorf("format %q is not one of %v", format, Formats)
}

// Hash is the SHA-256 of the table's rows in canonical text: what the stamp binds.
func (t Table) Hash() string {
	var b []byte
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			b = evidence.AppendField(b, "c", c.plain())
		}
		b = append(b, '\n')
	}
	return evidence.SHA256(b)
}

func (c Cell) plain() string {
	if c.Set {
		return money.FormatMinor(c.Minor, c.Digits)
	}
	return c.Text
}

func (c Cell) printed() string {
	if !c.Set {
		return c.Text + c.Mark
	}
	if c.Minor == 0 {
		return "–" + c.Mark + " "
	}
	s := money.Group(money.FormatMinor(max(c.Minor, -c.Minor), c.Digits)) + c.Mark
	if c.Minor < 0 {
		return "(" + s + ")"
	}
	return s + " "
}

func (t Table) text(w io.Writer) error {
	t = t.withoutAsides()
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = utf8.RuneCountInString(c.Title)
	}
	for _, r := range t.Rows {
		for i, c := range r.Cells {
			n := utf8.RuneCountInString(c.printed())
			if i == 0 {
				n += 2 * r.Level
			}
			widths[i] = max(widths[i], n)
		}
	}
	var b strings.Builder
	for _, l := range t.Title {
		b.WriteString(l + "\n")
	}
	head := Row{}
	for _, c := range t.Columns {
		head.Cells = append(head.Cells, Text(c.Title))
	}
	t.line(&b, head, widths)
	for _, r := range t.Rows {
		if r.Kind == "total" {
			t.rule(&b, widths, "─")
		}
		t.line(&b, r, widths)
	}
	for _, n := range t.Notes {
		b.WriteString(n + "\n")
	}
	if t.Stamp.Report != "" {
		b.WriteString(t.Stamp.String() + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// withoutAsides is the table without the columns that the text form leaves out.
func (t Table) withoutAsides() Table {
	out := t
	out.Columns, out.Rows = nil, make([]Row, len(t.Rows))
	for i, c := range t.Columns {
		if c.Aside {
			continue
		}
		out.Columns = append(out.Columns, c)
		for n, r := range t.Rows {
			out.Rows[n].Cells = append(out.Rows[n].Cells, r.Cells[i])
			out.Rows[n].Kind, out.Rows[n].Level = r.Kind, r.Level
		}
	}
	return out
}

func (t Table) line(b *strings.Builder, r Row, widths []int) {
	var l strings.Builder
	for i, c := range r.Cells {
		s := c.printed()
		if i == 0 {
			s = strings.Repeat("  ", r.Level) + s
		}
		pad := strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(s)))
		if t.Columns[i].Amount {
			s = pad + s
		} else {
			s += pad
		}
		l.WriteString(s + "  ")
	}
	b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
}

func (t Table) rule(b *strings.Builder, widths []int, c string) {
	var l strings.Builder
	for i, w := range widths {
		mark := " "
		if t.Columns[i].Amount {
			mark = c
		}
		l.WriteString(strings.Repeat(mark, w) + "  ")
	}
	b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
}

func (t Table) json(w io.Writer) error {
	rows := make([]map[string]any, 0, len(t.Rows))
	for _, r := range t.Rows {
		m := map[string]any{"key": r.Key}
		if r.Kind != "" {
			m["kind"] = r.Kind
		}
		for i, c := range r.Cells {
			if c.Set || c.Text != "" {
				m[t.Columns[i].Key] = c.plain()
			}
			if c.Mark != "" {
				m[t.Columns[i].Key+"_mark"] = c.Mark
			}
		}
		rows = append(rows, m)
	}
	out := map[string]any{"report": t.ID, "title": t.Title, "rows": rows}
	if len(t.Notes) > 0 {
		out["notes"] = t.Notes
	}
	for k, v := range t.Extra {
		out[k] = v
	}
	if t.Stamp.Report != "" {
		out["stamp"] = t.Stamp
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

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
			out.Columns = append(out.Columns, Column{Key: c.Key + "_mark", Title: c.Title + " mark"})
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

// csv writes plain numbers and quotes text that a spreadsheet would run as a formula.
func (t Table) csv(w io.Writer) error {
	t = t.withMarks()
	c := csv.NewWriter(w)
	head := []string{"key"}
	for _, col := range t.Columns {
		head = append(head, col.Key)
	}
	if err := c.Write(head); err != nil {
		return err
	}
	for _, r := range t.Rows {
		rec := []string{Inert(r.Key)}
		for _, cell := range r.Cells {
			if cell.Set {
				rec = append(rec, cell.plain())
			} else {
				rec = append(rec, Inert(cell.Text))
			}
		}
		if err := c.Write(rec); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// Inert makes a text safe to open in a spreadsheet: one that begins like a formula gets an apostrophe in front.
func Inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (t Table) xlsx(w io.Writer) error {
	t = t.withMarks()
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "Sheet1"
	at := func(col, row int) string { n, _ := excelize.CoordinatesToCellName(col, row); return n }
	row := 1
	var err error
	put := func(col int, v any) {
		if err == nil {
			err = f.SetCellValue(sheet, at(col, row), v)
		}
	}
	for _, l := range t.Title {
		put(2, l)
		row++
	}
	put(1, "key")
	for i, c := range t.Columns {
		put(i+2, c.Title)
	}
	styles := map[int]int{}
	for _, r := range t.Rows {
		row++
		put(1, r.Key)
		for i, c := range r.Cells {
			if !c.Set {
				put(i+2, c.Text)
				continue
			}
			if err == nil { // the exact decimal text as a number: no float stands between
				err = f.SetCellDefault(sheet, at(i+2, row), c.plain())
			}
			if _, ok := styles[c.Digits]; !ok && err == nil {
				styles[c.Digits], err = f.NewStyle(&excelize.Style{CustomNumFmt: ptr(numberFormat(c.Digits))})
			}
			if err == nil {
				err = f.SetCellStyle(sheet, at(i+2, row), at(i+2, row), styles[c.Digits])
			}
		}
	}
	row += 2
	put(1, t.Stamp.String())
	if err != nil {
		return err
	}
	return f.Write(w)
}

// numberFormat shows as many digits as the currency has, negative amounts in parentheses and a dash for nil.
func numberFormat(digits int) string {
	n := "#,##0"
	if digits > 0 {
		n += "." + strings.Repeat("0", digits)
	}
	return n + "_);(" + n + `);"–"_)`
}

func ptr[T any](v T) *T { return &v }
