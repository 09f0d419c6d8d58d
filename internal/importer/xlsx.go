package importer

import (
	"errors"
	"io"

	"tieout/internal/sheet"
)

// xlsxTable reads the rows of one sheet, one after another.
type xlsxTable struct {
	rows  *sheet.Rows
	cells []cell
}

// newXLSX opens a sheet.
func newXLSX(r io.ReaderAt, size int64, name string) (*xlsxTable, error) {
	rows, err := sheet.Open(r, size, name)
	if err != nil {
		return nil, ofSheet(err)
	}
	return &xlsxTable{rows: rows}, nil
}

func (x *xlsxTable) next() ([]cell, int, error) {
	cells, row, err := x.rows.Next()
	x.cells = x.cells[:0]
	for _, c := range cells {
		x.cells = append(x.cells, cell{text: c.Text, number: c.Number, bad: c.Bad})
	}
	return x.cells, row, ofSheet(err)
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
