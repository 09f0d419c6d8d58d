package workpaper

import "strconv"

// CellKind is how a cell has its value.
type CellKind uint8

const (
	// Input is what was given: a fact, an assumption, a constant of a standard.
	Input CellKind = iota + 1
	// Solved was found outside the paper, by search, and is proven by a step that checks it: an effective rate.
	Solved
	// Computed follows from other cells by a formula.
	Computed
	// Label is information that nothing is computed from.
	Label
)

// Cell is one figure of a paper with its name and where it stands. What stands in it depends on the paper: see
// Paper.Value.
type Cell struct {
	id       int
	kind     CellKind
	section  *Section
	table    *Table
	row, col int // in a table; in a section row is the line
	f        *Formula
	d        *details
}

// details are what a section's cell has of its own, and a table's cell only where it was given something.
type details struct {
	name, slug string
	unit       Unit
	notes
}

// notes are what may be said about a step, a column or a cell.
type notes struct{ cite, source, remark string }

// Option says something more about a step, a column or a cell.
type Option func(*notes)

// Cite is the paragraph that asks for the figure.
func Cite(paragraph string) Option { return func(n *notes) { n.cite = paragraph } }

// Source is where an input comes from: a document, a page, a person.
func Source(where string) Option { return func(n *notes) { n.source = where } }

// Remark is anything else the reader should know.
func Remark(text string) Option { return func(n *notes) { n.remark = text } }

func noted(opts []Option) notes {
	var n notes
	for _, o := range opts {
		o(&n)
	}
	return n
}

func (c *Cell) paper() *Paper {
	if c.table != nil {
		return c.table.p
	}
	return c.section.p
}

// Kind is how the cell has its value.
func (c *Cell) Kind() CellKind { return c.kind }

// Formula is how a computed cell is computed, nil for others.
func (c *Cell) Formula() *Formula { return c.f }

// Section is the section in which the cell stands, nil for one in a table.
func (c *Cell) Section() *Section { return c.section }

// Table is the table in which the cell stands, nil for one in a section.
func (c *Cell) Table() *Table { return c.table }

// Row is the number of the table's row, or of the section's line, from 0.
func (c *Cell) Row() int { return c.row }

// Column is the table's column, nil for a cell of a section.
func (c *Cell) Column() *Column {
	if c.table == nil {
		return nil
	}
	return c.table.columns[c.col]
}

// Name is the name of the step; in a table the column's, then the row's: "cost, layer of 10 July", "interest, year 3".
func (c *Cell) Name() string {
	if c.table == nil {
		return c.d.name
	}
	return c.Column().name + ", " + c.table.rowTitle(c.row)
}

// ID names the cell within the paper by block, row and column. It stays the same when other blocks change.
func (c *Cell) ID() string {
	if c.table == nil {
		return c.section.slug + "." + c.d.slug
	}
	return c.table.slug + "." + strconv.Itoa(c.row+1) + "." + strconv.Itoa(c.col+1)
}

// Unit is the unit of the step or of the column.
func (c *Cell) Unit() Unit {
	switch {
	case c.table == nil:
		return c.d.unit
	case c.table.byRow:
		if u := c.table.rows[c.row].unit; u != nil {
			return *u
		}
	}
	return c.Column().unit
}

// Cite is the paragraph that asks for the figure: the cell's own, or its column's or row's.
func (c *Cell) Cite() string { return c.note(func(n notes) string { return n.cite }) }

// Source is where an input comes from: the cell's own, or its column's or row's.
func (c *Cell) Source() string { return c.note(func(n notes) string { return n.source }) }

// Remark is what else was said about the cell, or about its column or row.
func (c *Cell) Remark() string { return c.note(func(n notes) string { return n.remark }) }

func (c *Cell) note(of func(notes) string) string {
	if c.d != nil && of(c.d.notes) != "" {
		return of(c.d.notes)
	}
	if c.table == nil {
		return ""
	}
	if s := of(c.table.rows[c.row].notes); s != "" {
		return s
	}
	return of(c.Column().notes)
}
