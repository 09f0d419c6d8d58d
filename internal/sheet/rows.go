package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

const (
	MaxRows    = 1 << 20 // the last row that a sheet can have
	MaxColumns = 256     // columns that are read
	maxText    = 1 << 20 // bytes of one cell
)

// Rows reads the rows of one sheet, one after another.
type Rows struct {
	Sheet  string  // its name
	Merged []Range // cells that are shown as one, known at the end of the sheet
	book   *Book
	p      *xmlPart
	row    int
	cells  []Cell
	wrong  error // what makes the row unreadable while the sheet can go on
}

// Open opens a sheet of a workbook by its name, whatever its case; an empty name is the first sheet.
func Open(r io.ReaderAt, size int64, sheet string) (*Rows, error) {
	b, err := OpenBook(r, size)
	if err != nil {
		return nil, err
	}
	return b.Rows(sheet)
}

// Rows opens a sheet by its name, whatever its case; an empty name is the first sheet.
func (b *Book) Rows(sheet string) (*Rows, error) {
	i, err := b.find(sheet)
	if err != nil {
		return nil, err
	}
	dir, rels := b.neighbours()
	part, err := b.related(rels, dir, func(kind, id string) bool { return kind == "worksheet" && id == b.rels[i] })
	if err != nil {
		return nil, err
	}
	if part == "" {
		return nil, unfit("the sheet %q is no worksheet with cells", clip(b.Sheets[i]))
	}
	p, err := b.openXML(part)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, unfit("the workbook is damaged: the part %q is missing", clip(part))
	}
	return &Rows{Sheet: b.Sheets[i], book: b, p: p}, nil
}

// Close ends the reading of a sheet that is not read to its end.
func (x *Rows) Close() error { return x.p.close() }

// Next reads on to the next row that is not blank, and gives its number; io.EOF after the last. A Refusal with a row
// makes that row unreadable and the sheet can go on; one without a row ends it, and so does any other error, which is
// a fault of the world. At the end of the cells the part is read to its end, so that a sheet that was cut is refused.
// The cells are valid until the next call.
func (x *Rows) Next() ([]Cell, int, error) {
	for {
		t, err := x.p.token()
		if err != nil {
			x.p.close()
			return nil, 0, err
		}
		e, ok := t.(xml.StartElement)
		switch {
		case ok && e.Name.Local == "row":
			blank, err := x.readRow(e)
			if err != nil || !blank {
				return x.cells, x.row, err
			}
		case ok && e.Name.Local == "mergeCell" && len(x.Merged) < maxList:
			if g, ok := ParseRange(attr(e, "ref")); ok {
				x.Merged = append(x.Merged, g)
			}
		}
	}
}

// readRow reads the cells of a row.
func (x *Rows) readRow(e xml.StartElement) (blank bool, err error) {
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
func (x *Rows) number(r string) error {
	n := x.row + 1
	if r != "" {
		var err error
		if n, err = strconv.Atoi(r); err != nil || n <= x.row {
			return unfit("the rows of the sheet are not in order (row %q after row %d); the workbook is damaged", clip(r), x.row)
		}
	}
	if n > MaxRows {
		return unfit("the sheet has more than %d rows", MaxRows)
	}
	x.row = n
	return nil
}

// place is the column of a cell reference such as C14; without one, the next column.
func (x *Rows) place(ref string, last int) (int, error) {
	if ref == "" {
		return last + 1, nil
	}
	row, col, ok := parseAt(ref)
	if !ok || row != x.row || col <= last {
		return 0, unfit("the cell %q stands in the wrong place (row %d); the workbook is damaged", clip(ref), x.row)
	}
	return col, nil
}

// cell reads one cell to its end and keeps it when it holds anything.
func (x *Rows) cell(e xml.StartElement, col int) error {
	c, err := x.content(e)
	if err != nil || c.Blank() {
		return err
	}
	if col > MaxColumns {
		x.wrong = &Refusal{x.row, col, fmt.Sprintf("the cell stands beyond column %d; delete it", MaxColumns)}
		return nil
	}
	for len(x.cells) < col {
		x.cells = append(x.cells, Cell{})
	}
	x.cells[col-1] = c
	return nil
}

func (x *Rows) blank() bool {
	for _, c := range x.cells {
		if !c.Blank() {
			return false
		}
	}
	return true
}
