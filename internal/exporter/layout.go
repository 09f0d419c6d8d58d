package exporter

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tieout/internal/sheet"
)

// What the key column holds in rows that are none of the table's. Keys of rows never begin so; see written.
const (
	keyColumn = "key"
	ownPrefix = "tieout:"
	noteKey   = ownPrefix + "note"
	stampKey  = ownPrefix + "stamp"
)

// layout is where a table stands on its sheet. The first column holds the keys of the rows and is hidden; a hidden row
// above the titles holds the keys of the columns.
type layout struct {
	*sums
	name        string // of the sheet
	keys, first int    // the rows of the column keys and of the table's first row; the titles stand between
	rounded     int    // totals that their rounded rows do not add up to
}

// newLayout lays a table out with its marks in columns of their own.
func newLayout(t Table) (*layout, error) {
	if i := slices.IndexFunc(t.Rows, func(r Row) bool { return len(r.Cells) > len(t.Columns) }); i >= 0 {
		return nil, fmt.Errorf("table %s: row %q has %d cells and there are %d columns", t.ID, t.Rows[i].Key, len(t.Rows[i].Cells), len(t.Columns))
	}
	t = t.withMarks()
	s, err := newSums(t)
	if err != nil {
		return nil, err
	}
	l := &layout{sums: s, name: sheetName(t.ID), keys: len(t.Title) + 1}
	if len(t.Title) > 0 {
		l.keys++ // a blank row
	}
	l.first = l.keys + 2
	if n := l.first + len(t.Rows) + len(t.Notes) + 4; n > sheet.MaxRows {
		return nil, fmt.Errorf("the table has %d rows and a sheet holds %d; take it as CSV, or for a shorter period", len(t.Rows), sheet.MaxRows-l.first-len(t.Notes)-4)
	}
	if n := len(t.Columns) + 1; n > sheet.MaxColumns {
		return nil, fmt.Errorf("the table has %d columns and a workbook that can come back holds %d; take it as CSV", len(t.Columns), sheet.MaxColumns-1)
	}
	return l, l.check()
}

// sheetName is the id of a report in words.
func sheetName(id string) string {
	s := sheet.SheetName(strings.ReplaceAll(id, "-", " "))
	switch {
	case s == "":
		return "Table"
	case strings.EqualFold(s, stampSheet):
		return stampSheet + " table"
	}
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// check sees that every total is what it says it is the sum of, and that every text fits into a cell.
func (l *layout) check() error {
	for i, r := range l.t.Rows {
		if err := fits(r.Key, r.Key, keyColumn); err != nil {
			return err
		}
		for j, c := range r.Cells {
			if err := fits(c.Text, r.Key, l.t.Columns[j].Key); err != nil {
				return err
			}
			if parts := l.parts(i, j); len(parts) > 0 {
				whole, err := l.foots(i, j, parts)
				if err != nil {
					return err
				}
				if !whole {
					l.rounded++
				}
			}
		}
	}
	return nil
}

// fits refuses a text that a cell would cut or change.
func fits(s, row, column string) error {
	switch {
	case !utf8.ValidString(s):
		return fmt.Errorf("row %q, column %s: the text is not valid UTF-8", row, column)
	case sheet.Units(s) > sheet.MaxText:
		return fmt.Errorf("row %q, column %s: the text has %d characters and a cell of a workbook holds %d; take the table as CSV", row, column, sheet.Units(s), sheet.MaxText)
	}
	return nil
}

// at is the sheet's row and column of a place in the table.
func (l *layout) at(p place) (row, column int) { return l.first + p.row, p.col + 2 }

// last is the sheet's last row of the table.
func (l *layout) last() int { return l.first + len(l.t.Rows) - 1 }

// whole is the range of the table with its titles.
func (l *layout) whole() sheet.Range {
	return sheet.Range{Row: l.first - 1, Column: 1, LastRow: l.last(), LastColumn: len(l.t.Columns) + 1}
}
