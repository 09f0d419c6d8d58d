package sheet

import (
	"fmt"
	"strconv"
	"strings"
)

// Range is a rectangle of cells with both of its corners, counted from 1.
type Range struct{ Row, Column, LastRow, LastColumn int }

// String is the range as in a formula: B2:D9, or B2 for one cell.
func (g Range) String() string {
	first, last := At(g.Row, g.Column), At(g.LastRow, g.LastColumn)
	if first == last {
		return first
	}
	return first + ":" + last
}

// Fixed is the range as in a name that means these cells wherever it stands: $B$2:$D$9, or $B$2 for one cell.
func (g Range) Fixed() string {
	first, last := fmt.Sprintf("$%s$%d", ColumnName(g.Column), g.Row), fmt.Sprintf("$%s$%d", ColumnName(g.LastColumn), g.LastRow)
	if first == last {
		return first
	}
	return first + ":" + last
}

// Meets says whether two ranges share a cell.
func (g Range) Meets(h Range) bool {
	return g.Row <= h.LastRow && h.Row <= g.LastRow && g.Column <= h.LastColumn && h.Column <= g.LastColumn
}

// At is the address of a cell: row 2 of column 3 is C2.
func At(row, column int) string { return ColumnName(column) + strconv.Itoa(row) }

// ColumnName is the letters of a column: 1 is A, 27 is AA.
func ColumnName(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// ParseRange reads B2, B2:D9 and $B$2:$D$9.
func ParseRange(s string) (Range, bool) {
	first, last, two := strings.Cut(strings.ReplaceAll(s, "$", ""), ":")
	if !two {
		last = first
	}
	r1, c1, ok1 := parseAt(first)
	r2, c2, ok2 := parseAt(last)
	return Range{min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)}, ok1 && ok2
}

// parseAt reads the address of a cell; it is not further than a sheet of any program goes.
func parseAt(ref string) (row, column int, ok bool) {
	letters := strings.TrimRight(ref, "0123456789")
	for _, c := range []byte(letters) {
		if c < 'A' || c > 'Z' || column > MaxRows {
			return 0, 0, false
		}
		column = column*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(ref[len(letters):])
	return row, column, err == nil && row > 0 && row <= MaxRows && column > 0
}

// Name is a name that the workbook gives to cells.
type Name struct{ Name, Ref string }

// Sheet is the name of the sheet whose cells are meant, empty for a name of anything else.
func (n Name) Sheet() string {
	i := strings.LastIndexByte(n.Ref, '!')
	if i < 0 {
		return ""
	}
	s := n.Ref[:i]
	if strings.HasPrefix(s, "'") && strings.HasSuffix(s, "'") && len(s) > 1 {
		s = strings.ReplaceAll(s[1:len(s)-1], "''", "'")
	}
	return s
}

// Quoted is the name of a sheet as formulas write it, in quotes.
func Quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }
