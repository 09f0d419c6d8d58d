package importer

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxSheetRows is the last row that a sheet can have.
const maxSheetRows = 1 << 20

// xlsxTable reads the rows of one sheet, one after another.
type xlsxTable struct {
	*workbook
	p     *xmlPart
	skip  int // rows that stand above the header
	row   int
	cells []cell
	wrong error // what makes the row unreadable while the sheet can go on
}

// newXLSX opens the sheet that a mapping names.
func newXLSX(r io.ReaderAt, size int64, u *rules) (*xlsxTable, error) {
	w, err := openWorkbook(r, size, u.mapping.Sheet)
	if err != nil {
		return nil, err
	}
	p, err := w.openXML(w.sheet)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, unfit("the workbook is damaged: the part %q is missing", clip(w.sheet))
	}
	return &xlsxTable{workbook: w, p: p, skip: u.mapping.Skip}, nil
}

// next reads on to the next row that is not blank. At the end of the cells it reads the part to its end, so that
// a sheet that was cut is refused.
func (x *xlsxTable) next() ([]cell, int, error) {
	for {
		t, err := x.p.token()
		if err != nil {
			x.p.close()
			return nil, 0, err
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "row" {
			blank, err := x.readRow(e)
			if m, ok := asMistake(err); ok && m.rule != ruleFile && x.row <= x.skip {
				continue
			}
			if err != nil || !blank && x.row > x.skip {
				return x.cells, x.row, err
			}
		}
	}
}

// readRow reads the cells of a row.
func (x *xlsxTable) readRow(e xml.StartElement) (blank bool, err error) {
	if err := x.number(attr(e, "r")); err != nil {
		return false, err
	}
	x.cells, x.wrong = x.cells[:0], nil
	for col := 0; ; {
		t, err := x.p.token()
		if err != nil {
			return false, eofInside(err)
		}
		switch e := t.(type) {
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			if col, err = x.place(attr(e, "r"), col); err != nil {
				return false, err
			}
			if err := x.cell(e, col); err != nil {
				return false, err
			}
		case xml.EndElement:
			if e.Name.Local == "row" {
				return x.blank(), x.wrong
			}
		}
	}
}

func eofInside(err error) error {
	if errors.Is(err, io.EOF) {
		return unfit("the sheet ends inside a row; the workbook is damaged")
	}
	return err
}

// number takes over the number of a row, which must grow.
func (x *xlsxTable) number(r string) error {
	n := x.row + 1
	if r != "" {
		var err error
		if n, err = strconv.Atoi(r); err != nil || n <= x.row {
			return unfit("the rows of the sheet are not in order (row %q after row %d); the workbook is damaged", clip(r), x.row)
		}
	}
	if n > maxSheetRows {
		return unfit("the sheet has more than %d rows", maxSheetRows)
	}
	x.row = n
	return nil
}

// place is the column of a cell reference such as C14; without one, the next column.
func (x *xlsxTable) place(ref string, last int) (int, error) {
	if ref == "" {
		return last + 1, nil
	}
	col := 0
	letters := strings.TrimRight(ref, "0123456789")
	for _, c := range []byte(letters) {
		if c < 'A' || c > 'Z' || col > maxSheetRows {
			return 0, unfit("the cell %q has no place in a sheet; the workbook is damaged", clip(ref))
		}
		col = col*26 + int(c-'A') + 1
	}
	if n, err := strconv.Atoi(ref[len(letters):]); err != nil || n != x.row || col <= last {
		return 0, unfit("the cell %q stands in the wrong place (row %d); the workbook is damaged", clip(ref), x.row)
	}
	return col, nil
}

// cell reads one cell to its end and keeps it when it holds anything.
func (x *xlsxTable) cell(e xml.StartElement, col int) error {
	c, err := x.content(e)
	if err != nil || c.blank() {
		return err
	}
	if col > maxColumns {
		x.wrong = mistake{rule: ruleRead, row: x.row, col: col, why: fmt.Sprintf("the cell stands beyond column %d; delete it", maxColumns)}
		return nil
	}
	for len(x.cells) < col {
		x.cells = append(x.cells, cell{})
	}
	x.cells[col-1] = c
	return nil
}

func (x *xlsxTable) blank() bool {
	for _, c := range x.cells {
		if !c.blank() {
			return false
		}
	}
	return true
}
