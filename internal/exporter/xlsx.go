package exporter

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tieout/fiscal"
	"tieout/internal/sheet"
	"tieout/money"
)

// xlsx writes the table as a workbook that can come back.
func (t Table) xlsx(w io.Writer) error {
	l, err := newLayout(t)
	if err != nil {
		return err
	}
	b := l.block()
	title := t.ID
	if len(t.Title) > 0 {
		title = strings.Join(t.Title, ", ")
	}
	stamp, names := b.asSheet()
	names = append(names, sheet.Name{Name: tableName, Ref: sheet.Quoted(l.name) + "!" + l.whole().Fixed()})
	return sheet.Workbook{Title: title, Sheets: []sheet.Sheet{l.asSheet(), stamp}, Names: names}.Write(w)
}

// asSheet is the table as a sheet.
func (l *layout) asSheet() sheet.Sheet {
	widths := l.widths()
	wide := 0
	for _, w := range widths[1:] {
		wide += w.Characters
	}
	s := sheet.Sheet{Name: l.name, Columns: widths, Rows: l.rows, Frozen: l.first - 1, Texts: l.whole(),
		Page: sheet.Page{Landscape: wide > portraitWidth, Repeat: l.first - 1, Footer: footer(l.t.stamped())}}
	if n := l.flat(); n > 1 {
		s.Filter = l.whole()
		s.Filter.LastRow = l.first + n - 1
	}
	return s
}

// portraitWidth is how many characters a page holds upright.
const portraitWidth = 90

// flat is the number of rows before the totals of a table that has no other structure, and 0 for any other: those rows
// the reader may sort and choose from.
func (l *layout) flat() int {
	n := slices.IndexFunc(l.t.Rows, func(r Row) bool { return r.Kind == "total" })
	if n < 0 {
		n = len(l.t.Rows)
	}
	for i, r := range l.t.Rows {
		if r.Level != 0 || i < n && r.Kind != "" || i >= n && r.Kind != "total" {
			return 0
		}
	}
	return n
}

// rows are the rows of the sheet from the first on.
func (l *layout) rows(yield func(sheet.Row) bool) {
	for i, s := range l.t.Title {
		if !yield(sheet.Row{Values: []sheet.Value{{}, {Text: s, Style: sheet.Style{Bold: i == 0}}}}) {
			return
		}
	}
	if len(l.t.Title) > 0 && !yield(sheet.Row{}) || !yield(l.columnKeys()) || !yield(l.titles()) {
		return
	}
	for i := range l.t.Rows {
		if !yield(l.row(i)) {
			return
		}
	}
	for _, r := range l.foot() {
		if !yield(r) {
			return
		}
	}
}

// columnKeys is the hidden row by which columns are known when they come back.
func (l *layout) columnKeys() sheet.Row {
	r := sheet.Row{Hidden: true, Values: []sheet.Value{{Text: keyColumn, Style: sheet.Style{Soft: true}}}}
	for _, c := range l.t.Columns {
		r.Values = append(r.Values, sheet.Value{Text: c.Key, Style: sheet.Style{Soft: true}})
	}
	return r
}

func (l *layout) titles() sheet.Row {
	r := sheet.Row{Values: []sheet.Value{{Text: headOf(Column{Key: keyColumn}), Style: sheet.Style{Soft: true, Under: true}}}}
	for _, c := range l.t.Columns {
		r.Values = append(r.Values, sheet.Value{Text: headOf(c), Style: sheet.Style{Bold: true, Under: true, Right: c.Amount}})
	}
	return r
}

// headOf is what stands over a column: nothing over marks, which are narrow.
func headOf(c Column) string {
	switch {
	case c.Key == keyColumn:
		return "Key"
	case c.marks:
		return ""
	}
	return c.Title
}

func (l *layout) row(i int) sheet.Row {
	r := l.t.Rows[i]
	out := sheet.Row{Values: []sheet.Value{{Text: written(r.Key), Style: sheet.Style{Soft: true}}}}
	for j := range l.t.Columns {
		out.Values = append(out.Values, l.value(i, j))
	}
	return out
}

// written is a key as it stands in a cell: one that looks like a mark of ours has a backslash in front.
func written(key string) string {
	if strings.HasPrefix(key, ownPrefix) || strings.HasPrefix(key, `\`) {
		return `\` + key
	}
	return key
}

// value is a cell of the table as a cell of the sheet.
func (l *layout) value(i, j int) sheet.Value {
	r, col, c := l.t.Rows[i], l.t.Columns[j], l.cell(place{i, j})
	style := sheet.Style{Bold: r.Kind != "" && r.Kind != "group", Over: r.Kind == "total" && col.Amount, Input: l.editable(i, j)}
	switch {
	case c.Set:
		style.Format = numberFormat(c.Digits)
		return sheet.Value{Text: c.plain(), Number: true, Formula: l.formula(i, j), Style: style}
	case c.Day >= firstSheetDay:
		style.Format = dateFormat
		return sheet.Value{Text: strconv.Itoa(int(c.Day - sheetEpoch)), Number: true, Style: style}
	case c.Text != "":
		style.Right = col.Amount
		if j == 0 {
			style.Indent = r.Level
		}
		return sheet.Value{Text: c.Text, Style: style}
	case style == (sheet.Style{}):
		return sheet.Value{}
	case col.Amount:
		style.Format = numberFormat(l.digits[j])
	case col.Date:
		style.Format = dateFormat
	}
	return sheet.Value{Style: style}
}

// Sheets count days from the end of 1899, and wrongly before 1 March 1900: earlier days go out as texts.
var sheetEpoch, firstSheetDay = fiscal.Of(1899, time.December, 30), fiscal.Of(1900, time.March, 1)

const dateFormat = `yyyy\-mm\-dd`

// formula is the live formula of a cell, or nothing where it stands by itself or rounding keeps it from adding up.
func (l *layout) formula(i, j int) string {
	parts := l.parts(i, j)
	if whole, err := l.foots(i, j, parts); len(parts) == 0 || err != nil || !whole {
		return ""
	}
	return formula(parts, l.at)
}

// foot are the rows below the table: a blank one, its notes and its stamp.
func (l *layout) foot() []sheet.Row {
	out := []sheet.Row{{}}
	add := func(key, text string) {
		soft := sheet.Style{Soft: true}
		out = append(out, sheet.Row{Values: []sheet.Value{{Text: key, Style: soft}, {Text: text, Style: soft}}})
	}
	for _, n := range l.t.Notes {
		add(noteKey, n)
	}
	if l.rounded > 0 {
		add(noteKey, fmt.Sprintf("Every figure is rounded on its own from its exact amount. %d are sums of more than their rounded parts and stand as values, not formulas.", l.rounded))
	}
	add(stampKey, l.t.stamped().String())
	return out
}

// widths are the widths of the columns by what stands in them.
func (l *layout) widths() []sheet.Width {
	const least, most, marks = 6, 60, 3
	out := []sheet.Width{{Characters: 12, Hidden: true}}
	for j, c := range l.t.Columns {
		n := utf8.RuneCountInString(c.Title) + 2
		for _, r := range l.t.Rows {
			if j < len(r.Cells) {
				n = max(n, r.Cells[j].width()+2*r.Level)
			}
		}
		if n = min(max(n+2, least), most); c.marks {
			n = marks
		}
		out = append(out, sheet.Width{Characters: n})
	}
	return out
}

func (c Cell) width() int {
	if c.Set {
		return len(money.Group(c.plain())) + 2
	}
	return utf8.RuneCountInString(c.Text)
}

// numberFormat shows as many digits as the currency has, negative amounts in parentheses and a dash for nil.
func numberFormat(digits int) string {
	n := "#,##0"
	if digits > 0 {
		n += "." + strings.Repeat("0", digits)
	}
	return n + "_);(" + n + `);"–"_)`
}
