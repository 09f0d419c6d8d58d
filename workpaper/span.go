package workpaper

import "iter"

// Span is a run of cells of a table, down one column or along one row. Bounds are counted from 0 and included; a
// column without rows is a span whose Bottom is -1.
type Span struct {
	Table                    *Table
	Top, Left, Bottom, Right int
	// FromFirst and ToLast say that the span begins with the first row, or ends with the last, for whichever cell uses
	// it; the other end moves along with the cell.
	FromFirst, ToLast bool
}

// upright says that the span runs down a column.
func (s *Span) upright() bool { return s.Left == s.Right }

// Len is the number of places, blank ones too.
func (s *Span) Len() int {
	if s.upright() {
		return s.Bottom - s.Top + 1
	}
	return s.Right - s.Left + 1
}

// at is the n-th cell, nil for a blank.
func (s *Span) at(n int) *Cell {
	if s.upright() {
		return s.Table.Cell(s.Top+n, s.Left)
	}
	return s.Table.Cell(s.Top, s.Left+n)
}

// Cells are the cells in order, without the blanks.
func (s *Span) Cells() iter.Seq[*Cell] {
	return func(yield func(*Cell) bool) {
		for n := range s.Len() {
			if c := s.at(n); c != nil && !yield(c) {
				return
			}
		}
	}
}

// Range is a run of cells of a table. It is a Term and stands for all its numbers; blank cells and words count for
// nothing.
type Range struct{ span *Span }

// Ranger is a Range, or a Column, which is the range of all its rows without the totals.
type Ranger interface{ ranged() expr }

func (r Range) term() expr   { return r.ranged() }
func (c *Column) term() expr { return c.ranged() }

// ranged also marks what the range reads as blank, so that nothing is put there afterwards.
func (r Range) ranged() expr {
	s := r.span
	for n := range s.Len() {
		if s.at(n) != nil {
			continue
		}
		row, col := s.Top, s.Left+n
		if s.upright() {
			row, col = s.Top+n, s.Left
		}
		s.Table.rows[row].mark(col)
	}
	return expr{f: &Formula{Op: OpRange, Span: s}}
}

func (r *row) mark(col int) {
	for len(r.cells) <= col {
		r.cells = append(r.cells, nil)
	}
	r.cells[col] = blank
}

// ranged is the whole column without the totals, which may have no rows. None can be added afterwards.
func (c *Column) ranged() expr {
	c.t.closed = true
	return Range{c.span(0, c.t.body()-1, true, true)}.ranged()
}

func (c *Column) span(top, bottom int, fromFirst, toLast bool) *Span {
	return &Span{Table: c.t, Top: top, Left: c.n, Bottom: bottom, Right: c.n, FromFirst: fromFirst, ToLast: toLast}
}

// Rows is the part of the column from one row to another, both included.
func (c *Column) Rows(from, to Row) Range {
	if from.t != c.t || to.t != c.t || from.n > to.n {
		panic("workpaper: rows of column " + c.name + " that are not in order")
	}
	return Range{c.span(from.n, to.n, false, false)}
}

// UpTo is the part of the column from its first row to this one.
func (c *Column) UpTo(r Row) Range {
	c.mine(r)
	return Range{c.span(0, r.n, true, false)}
}

// From is the part of the column from this row to its last one. The table gets no more rows.
func (c *Column) From(r Row) Range {
	c.mine(r)
	c.t.closed = true
	return Range{c.span(r.n, c.t.body()-1, false, true)}
}

func (c *Column) mine(r Row) {
	if r.t != c.t {
		panic("workpaper: a row of another table than column " + c.name)
	}
}

// Across is the part of the row from one column to another, both included.
func (r Row) Across(from, to *Column) Range {
	if from.t != r.t || to.t != r.t || from.n > to.n {
		panic("workpaper: columns of row " + r.t.rows[r.n].name + " that are not in order")
	}
	return Range{&Span{Table: r.t, Top: r.n, Left: from.n, Bottom: r.n, Right: to.n}}
}
