package workpaper

import (
	"slices"
	"strings"

	"tieout/fiscal"
)

// Table is rows and columns of figures: layers, movements, a schedule. A formula in it is written once, in the loop
// that fills the rows; a figure of the row before is the variable that the loop carried over.
type Table struct {
	p       *Paper
	title   string
	head    string
	slug    string
	byRow   bool
	columns []*Column
	rows    []*row
	closed  bool // a column was read as a whole: no more rows but the totals
	total   bool // the last row is the totals
}

type row struct {
	name  string
	cells []*Cell
	unit  *Unit
	notes
}

// Column is a column of a table with its unit.
type Column struct {
	t    *Table
	n    int
	name string
	unit Unit
	notes
}

// Row is a row of a table that is being filled.
type Row struct {
	t *Table
	n int
}

// Title is the table's name.
func (t *Table) Title() string { return t.title }

// RowsAre is the head of the column of row names.
func (t *Table) RowsAre() string { return t.head }

// Columns are the columns in order.
func (t *Table) Columns() []*Column { return slices.Clone(t.columns) }

// Len is the number of rows, with the totals.
func (t *Table) Len() int { return len(t.rows) }

// HasTotals says that the last row is the totals.
func (t *Table) HasTotals() bool { return t.total }

// RowName is the name of a row, counted from 0.
func (t *Table) RowName(n int) string { return t.rows[n].name }

// rowTitle is the name of a row with what rows are before it where the name is a number or a date.
func (t *Table) rowTitle(n int) string {
	name := t.rows[n].name
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		return strings.TrimSpace(t.head + " " + name)
	}
	return name
}

// RowUnit is the unit that a row has of its own, in parentheses, or nothing.
func (t *Table) RowUnit(n int) string {
	if u := t.rows[n].unit; u != nil && u.Name != "" {
		return " (" + u.Name + ")"
	}
	return ""
}

// RunName is the name of a run (see Runs), with its citation and remark.
func (t *Table) RunName(n int) (name, cite, remark string) {
	if t.byRow {
		return t.rows[n].name, t.rows[n].cite, t.rows[n].remark
	}
	return t.columns[n].name, t.columns[n].cite, t.columns[n].remark
}

// Cell is what stands in a row and column, nil for nothing.
func (t *Table) Cell(row, col int) *Cell {
	cells := t.rows[row].cells
	if col >= len(cells) || cells[col] == blank {
		return nil
	}
	return cells[col]
}

// ByRow says that a formula runs along a row and not down a column: periods side by side, as a roll-forward is shown.
// Each row has one formula in words, and a neighbour to the left is "the previous" one.
func (t *Table) ByRow() *Table {
	t.byRow = true
	return t
}

// RunsByRow says whether formulas run along rows.
func (t *Table) RunsByRow() bool { return t.byRow }

// Column adds a column.
func (t *Table) Column(name string, u Unit, opts ...Option) *Column {
	c := &Column{t: t, n: len(t.columns), name: name, unit: u, notes: noted(opts)}
	t.columns = append(t.columns, c)
	return c
}

// Name is the head of the column.
func (c *Column) Name() string { return c.name }

// Unit is the column's unit.
func (c *Column) Unit() Unit { return c.unit }

// Cite is the paragraph that asks for the column.
func (c *Column) Cite() string { return c.cite }

// Remark is what else was said about the column.
func (c *Column) Remark() string { return c.remark }

// Row adds a row. It panics where a column was used as a whole before, in a sum or the totals.
func (t *Table) Row(name string, opts ...Option) Row {
	if t.closed {
		panic("workpaper: columns of table " + t.title + " were added up; no row can follow")
	}
	return t.add(name, opts)
}

func (t *Table) add(name string, opts []Option) Row {
	t.rows = append(t.rows, &row{name: name, notes: noted(opts)})
	return Row{t, len(t.rows) - 1}
}

// In gives the row a unit of its own, for a table whose formulas run along rows.
func (r Row) In(u Unit) Row {
	r.t.rows[r.n].unit = &u
	return r
}

// Input puts in a number that was given.
func (r Row) Input(c *Column, n Number, opts ...Option) Num {
	return Num{r.given(Input, c, NumberValue(n), opts)}
}

// InputDay puts in a date that was given.
func (r Row) InputDay(c *Column, d fiscal.Date, opts ...Option) Day {
	return Day{r.given(Input, c, DayValue(d), opts)}
}

// InputTruth puts in a yes or no that was given.
func (r Row) InputTruth(c *Column, yes bool, opts ...Option) Cond {
	return Cond{r.given(Input, c, TruthValue(yes), opts)}
}

// Solved puts in a number that was found by search outside the paper.
func (r Row) Solved(c *Column, n Number, opts ...Option) Num {
	return Num{r.given(Solved, c, NumberValue(n), opts)}
}

// Text puts in information that nothing is computed from.
func (r Row) Text(c *Column, text string) { r.given(Label, c, TextValue(text), nil) }

// Step puts in a number computed by a formula and gives the cell to compute on from.
func (r Row) Step(c *Column, n Num, opts ...Option) Num {
	return Num{r.t.p.computed(r.cell(c, opts), n.expr)}
}

// StepDay puts in a computed date.
func (r Row) StepDay(c *Column, d Day, opts ...Option) Day {
	return Day{r.t.p.computed(r.cell(c, opts), d.expr)}
}

// Test puts in a condition.
func (r Row) Test(c *Column, holds Cond, opts ...Option) Cond {
	return Cond{r.t.p.computed(r.cell(c, opts), holds.expr)}
}

// Verdict puts in computed words.
func (r Row) Verdict(c *Column, w Words, opts ...Option) Words {
	return Words{r.t.p.computed(r.cell(c, opts), w.expr)}
}

// Running puts in the figure above it in the column plus another: a balance carried forward, a cumulative quantity.
// The first row has the addition alone.
func (r Row) Running(c *Column, add Num, opts ...Option) Num {
	if r.n > 0 {
		if above := r.t.Cell(r.n-1, c.n); above != nil {
			add = Num{reference(above)}.Plus(add)
		}
	}
	return r.Step(c, add, opts...)
}

// reference is the expression of a cell that was written before.
func reference(c *Cell) expr { return expr{&Formula{Op: OpCell, Cell: c}, written(c)} }

// Totals is the last row, for column totals and what is computed from them. No row can follow; asking again gives the
// same row.
func (t *Table) Totals() Row {
	if !t.total {
		t.add("total", nil)
		t.closed, t.total = true, true
	}
	return Row{t, len(t.rows) - 1}
}

// body is the number of rows without the totals.
func (t *Table) body() int {
	if t.total {
		return len(t.rows) - 1
	}
	return len(t.rows)
}

// Total puts the sum of the column into the totals and gives it; asking again gives the same cell.
func (c *Column) Total(opts ...Option) Num {
	totals := c.t.Totals()
	if c.t.Cell(totals.n, c.n) != nil {
		return totals.At(c)
	}
	return totals.Step(c, Sum(c), opts...)
}

func (r Row) given(k CellKind, c *Column, v Value, opts []Option) expr {
	cell := r.cell(c, opts)
	cell.kind = k
	return r.t.p.add(cell, v)
}

// blank marks a place that a range has read as empty.
var blank = &Cell{}

func (r Row) cell(c *Column, opts []Option) *Cell {
	if c.t != r.t {
		panic("workpaper: column " + c.name + " is of another table")
	}
	here := r.t.rows[r.n]
	for len(here.cells) <= c.n {
		here.cells = append(here.cells, nil)
	}
	switch here.cells[c.n] {
	case nil:
	case blank:
		panic("workpaper: " + c.name + ", " + here.name + " was read as blank by a range; fill it before the range is used")
	default:
		panic("workpaper: " + c.name + ", " + here.name + " is filled twice")
	}
	cell := &Cell{table: r.t, row: r.n, col: c.n}
	if len(opts) > 0 {
		cell.d = &details{notes: noted(opts)}
	}
	here.cells[c.n] = cell
	return cell
}

// At is a number that was put into the row before.
func (r Row) At(c *Column) Num { return Num{r.put(c, NumberKind)} }

// DayAt is a date that was put into the row before.
func (r Row) DayAt(c *Column) Day { return Day{r.put(c, DayKind)} }

func (r Row) put(c *Column, k Kind) expr {
	c.mine(r)
	cell := r.t.Cell(r.n, c.n)
	if cell == nil {
		panic("workpaper: nothing was put into " + c.name + ", " + r.t.rows[r.n].name)
	}
	e := reference(cell)
	if e.v.kind != k && e.v.kind != UndefinedKind {
		panic("workpaper: " + cell.Name() + " is of another kind")
	}
	return e
}
