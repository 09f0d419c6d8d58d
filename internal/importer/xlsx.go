package importer

import (
	"errors"
	"io"

	"tieout/internal/sheet"
)

// xlsxTable reads the rows of one sheet, one after another.
type xlsxTable struct {
	rows   *sheet.Rows
	sheets []string // names of all sheets
	skip   int      // rows that stand above the header
	cells  []cell
}

// newXLSX opens the sheet that a mapping names.
func newXLSX(r io.ReaderAt, size int64, u *rules) (*xlsxTable, error) {
	b, err := sheet.OpenBook(r, size)
	if err != nil {
		return nil, ofSheet(err)
	}
	rows, err := b.Rows(u.mapping.Sheet)
	if err != nil {
		return nil, ofSheet(err)
	}
	return &xlsxTable{rows: rows, sheets: b.Sheets, skip: u.mapping.Skip}, nil
}

// next is the next row that is not blank and stands below those to skip.
func (x *xlsxTable) next() ([]cell, int, error) {
	for {
		cells, row, err := x.rows.Next()
		err = ofSheet(err)
		if m, ok := asMistake(err); (err == nil || ok && m.rule != ruleFile) && row <= x.skip {
			continue
		}
		x.cells = x.cells[:0]
		for _, c := range cells {
			x.cells = append(x.cells, cell{text: c.Text, number: c.Number, date: c.Date, bad: c.Bad})
		}
		return x.cells, row, err
	}
}

// ofSheet makes a mistake of what a sheet was refused for.
func ofSheet(err error) error {
	var r *sheet.Refusal
	switch {
	case !errors.As(err, &r):
		return err
	case r.Row == 0:
		return mistake{rule: ruleFile, why: r.Why}
	}
	return mistake{rule: ruleRead, row: r.Row, col: r.Column, why: r.Why}
}
