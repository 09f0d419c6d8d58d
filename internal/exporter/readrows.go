package exporter

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tieout/internal/sheet"
)

// reading takes the rows of a table's sheet.
type reading struct {
	returnedBlock
	rows       *sheet.Rows
	out        Returned
	stampSheet string
	key        int            // the sheet's column of the row keys
	own        map[int]bool   // columns of the sheet that are the table's, its keys among them
	extra      map[int]bool   // columns that are not, and were reported
	seen       map[string]int // row of the sheet by key
	keyRow     int
	refused    Refusals
}

func newReading(book *sheet.Book, b returnedBlock) (*reading, error) {
	rows, err := book.Rows(b.table)
	if err != nil {
		return nil, ofSheet(err, b.table)
	}
	t := &reading{returnedBlock: b, rows: rows, stampSheet: b.on, own: map[int]bool{}, extra: map[int]bool{}, seen: map[string]int{}}
	t.out = Returned{Stamp: b.stamp, Title: b.title, Sheet: b.table}
	for _, c := range b.columns {
		t.out.Columns = append(t.out.Columns, c.key)
	}
	return t, nil
}

// read reads the sheet to its end.
func (t *reading) read() error {
	defer t.rows.Close()
	take := t.findKeys
	for {
		cells, n, err := t.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err = t.beyond(err); err != nil {
			return ofSheet(err, t.table)
		}
		if err := take(cells, n); err != nil {
			return err
		}
		switch {
		case t.keyRow == n:
			take = t.titles
		case t.keyRow > 0:
			take = t.row
		}
	}
	if t.keyRow == 0 {
		return refuse(RuleColumns, t.table, "the hidden row with the keys of the columns is gone; take a fresh copy of the workbook and make the changes there")
	}
	t.merged()
	if len(t.refused) > 0 {
		return t.refused
	}
	return nil
}

// beyond passes over cells that stand further right than is read.
func (t *reading) beyond(err error) error {
	var r *sheet.Refusal
	if errors.As(err, &r) && r.Row > 0 && r.Column > sheet.MaxColumns {
		t.addedColumn(r.Row, r.Column)
		return nil
	}
	return err
}

// findKeys looks for the row that names the columns. What stands above it is the title of the report.
func (t *reading) findKeys(cells []sheet.Cell, n int) error {
	at := map[string]int{}
	for i, c := range cells {
		if _, twice := at[c.Text]; !twice {
			at[c.Text] = i + 1
		} else if c.Text == keyColumn || slices.Contains(t.out.Columns, c.Text) {
			at[c.Text] = -1
		}
	}
	if at[keyColumn] == 0 || !slices.ContainsFunc(t.out.Columns, func(k string) bool { return at[k] != 0 }) {
		return nil
	}
	t.keyRow, t.key = n, at[keyColumn]
	for _, c := range append([]blockColumn{{key: keyColumn, title: headOf(Column{Key: keyColumn})}}, t.columns...) {
		switch i := at[c.key]; {
		case i == 0:
			t.refuse(RuleColumns, t.table, "the column %q with the key %s is gone; columns may be added, not deleted", c.title, shown(c.key))
		case i < 0:
			t.refuse(RuleColumns, t.table, "the column with the key %s is there twice; delete the copy, or at least its key in row %d", shown(c.key), n)
		default:
			t.own[i] = true
			if c.key != keyColumn {
				t.out.at = append(t.out.at, i)
			}
		}
	}
	if len(t.refused) > 0 {
		return t.refused
	}
	return nil
}

// titles compares the row below the keys with the titles that the columns had.
func (t *reading) titles(cells []sheet.Cell, n int) error {
	if get(cells, t.key).Text != headOf(Column{Key: keyColumn}) {
		return refuse(RuleColumns, t.table+"!"+sheet.At(n, t.key), "the row of titles does not stand below the keys any more; it may have been sorted with the rows. Put it back in its place")
	}
	for i, c := range t.columns {
		if is := get(cells, t.out.at[i]).Text; strings.TrimSpace(oneLineEnd(is)) != strings.TrimSpace(oneLineEnd(c.title)) {
			t.refuse(RuleColumns, t.table+"!"+sheet.At(n, t.out.at[i]), "the title was %s and is %s; put it back, and use a column of your own for what is yours", shown(c.title), shown(is))
		}
	}
	t.extras(cells, n)
	if len(t.refused) > 0 {
		return t.refused
	}
	return nil
}

func get(cells []sheet.Cell, column int) sheet.Cell {
	if column > len(cells) {
		return sheet.Cell{}
	}
	return cells[column-1]
}

// row takes one row of the table, one that was added, or passes over what stands below and beside it.
func (t *reading) row(cells []sheet.Cell, n int) error {
	c := get(cells, t.key)
	if strings.HasPrefix(c.Text, ownPrefix) {
		return nil
	}
	t.extras(cells, n)
	r := ReturnedRow{Key: keyOf(c), Number: n}
	if c.Bad != "" {
		t.refuse(RuleKey, t.table+"!"+sheet.At(n, t.key), "the key of the row cannot be read: %s", c.Bad)
		return nil
	}
	blank := true
	for _, at := range t.out.at {
		cell := found(get(cells, at))
		blank = blank && cell.Holds == Blank
		r.Cells = append(r.Cells, cell)
	}
	if r.Key == "" && blank {
		return nil
	}
	if first, twice := t.seen[r.Key]; twice && r.Key != "" {
		t.refuse(RuleKey, t.table+"!"+sheet.At(n, t.key), "the key %s stands in row %d too; a row that was copied to make a new one must have no key (column %s, which is hidden)", shown(r.Key), first, sheet.ColumnName(t.key))
		return nil
	}
	t.seen[r.Key] = n
	t.out.Rows = append(t.out.Rows, r)
	return nil
}

// keyOf is the key that a cell holds. One that a program made a number of is the number as it is typed.
func keyOf(c sheet.Cell) string {
	if c.Number {
		return plainNumber(c.Text)
	}
	return strings.TrimPrefix(c.Text, `\`)
}

// plainNumber is a stored number as it is typed: the shortest decimal that a program stores as the same.
func plainNumber(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// extras reports the columns that somebody added, once each.
func (t *reading) extras(cells []sheet.Cell, n int) {
	for i, c := range cells {
		if !c.Blank() && !t.own[i+1] {
			t.addedColumn(n, i+1)
		}
	}
}

func (t *reading) addedColumn(row, column int) {
	if !t.extra[column] && t.keyRow > 0 {
		t.extra[column] = true
		t.ignore(t.table+"!"+sheet.At(row, column), "the first cell of a column that is not the table's")
	}
}

const maxIgnored = 100

func (t *reading) ignore(where, what string) {
	if len(t.out.Ignored) < maxIgnored {
		t.out.Ignored = append(t.out.Ignored, Ignored{where, what})
	}
}

// merged refuses cells that are shown as one: what stood in all but the first of them is gone.
func (t *reading) merged() {
	last := t.keyRow + 1
	if n := len(t.out.Rows); n > 0 {
		last = t.out.Rows[n-1].Number
	}
	for _, g := range t.rows.Merged {
		for c := range t.own {
			if g.Meets(sheet.Range{Row: t.keyRow, Column: c, LastRow: last, LastColumn: c}) {
				t.refuse(RuleValue, fmt.Sprintf("%s!%s", t.table, g), "the cells are merged, and all but the first have lost what they held; undo that, or take a fresh copy")
				break
			}
		}
	}
}

func (t *reading) refuse(rule, subject, format string, args ...any) {
	if len(t.refused) < maxRefusals {
		t.refused = append(t.refused, refusal(rule, subject, format, args...))
	}
}
