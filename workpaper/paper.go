package workpaper

import (
	"fmt"
	"slices"

	"tieout/check"
)

// Head is what stands at the top of a workpaper.
type Head struct {
	Title   string
	Purpose string // the question the paper answers
	Entity  string
	Period  string // as people say it: "year ended 31 December 2005"
}

// Paper is a calculation that shows its work: blocks of named steps and tables, every figure an input or a formula
// over other figures. It is built in the order in which things are computed, so no figure can depend on itself; it is
// read in the order in which its blocks were begun.
type Paper struct {
	Head
	*body
	values []Value // by cell; those of the body unless inputs were changed
	raised []Raised
	copied bool // by With: for reading only
}

// body is what a paper shares with the copies of it in which inputs are changed.
type body struct {
	blocks []Block
	cells  []*Cell
	values []Value // as written
	slugs  slugs
}

// Block is a section or a table; the other is nil.
type Block struct {
	Section *Section
	Table   *Table
}

// Raised is a finding and the cell it is about.
type Raised struct {
	check.Finding
	Cell *Cell
}

// New is an empty paper.
func New(h Head) *Paper { return &Paper{Head: h, body: &body{}} }

// Blocks are the sections and tables in the order of reading.
func (p *Paper) Blocks() []Block { return slices.Clone(p.blocks) }

// Cells are all cells in the order in which they were written: a formula uses only cells before its own.
func (p *Paper) Cells() []*Cell { return slices.Clone(p.cells) }

// Inputs are the cells that hold what was given or solved, in the order in which they were written.
func (p *Paper) Inputs() []*Cell {
	return slices.DeleteFunc(p.Cells(), func(c *Cell) bool { return c.kind != Input && c.kind != Solved })
}

// Value is what stands in a cell of this paper.
func (p *Paper) Value(c *Cell) Value { return p.values[c.id] }

// Eval is the value of a formula, or of a part of one, with the values of this paper.
func (p *Paper) Eval(f *Formula) Value { return eval(f, p.Value) }

// Raise attaches a finding to a figure, which must be a cell of the paper and not a formula.
func (p *Paper) Raise(f check.Finding, about Expr) {
	e := about.written()
	if e.f.Op != OpCell {
		panic("workpaper: finding " + f.Rule + " is about a formula; give it a step of its own")
	}
	p.raised = append(p.raised, Raised{f, e.f.Cell})
}

// Raised are the findings with their cells, in the order in which they were raised.
func (p *Paper) Raised() []Raised { return slices.Clone(p.raised) }

// Findings are the findings without their cells.
func (p *Paper) Findings() []check.Finding {
	var all []check.Finding
	for _, r := range p.raised {
		all = append(all, r.Finding)
	}
	return all
}

// Section begins a block of named steps. The title may be empty.
func (p *Paper) Section(title string) *Section {
	p.writable()
	s := &Section{p: p, title: title, slug: p.slugs.unique(title, "section")}
	p.blocks = append(p.blocks, Block{Section: s})
	return s
}

// Table begins a table. rows is what its rows are, the head of the column of their names: "layer", "month".
func (p *Paper) Table(title, rows string) *Table {
	p.writable()
	t := &Table{p: p, title: title, head: rows, slug: p.slugs.unique(title, "table")}
	p.blocks = append(p.blocks, Block{Table: t})
	return t
}

func (p *Paper) writable() {
	if p.copied {
		panic("workpaper: a copy with changed inputs is for reading; build the paper from the changed inputs")
	}
}

// add puts a cell with its value into the paper and gives the expression that stands for it.
func (p *Paper) add(c *Cell, v Value) expr {
	c.id = len(p.cells)
	p.cells = append(p.cells, c)
	p.body.values = append(p.body.values, v)
	p.values = p.body.values
	return expr{&Formula{Op: OpCell, Cell: c}, v}
}

// computed puts a cell with a formula into the paper.
func (p *Paper) computed(c *Cell, e expr) expr {
	e.written()
	c.kind, c.f = Computed, e.f
	if !p.grounded(e.f, c) {
		panic("workpaper: " + c.Name() + " depends on no cell; what is given is an input, with its source")
	}
	return p.add(c, e.v)
}

// grounded says whether a formula for a cell uses other cells; it panics where one is of another paper.
func (p *Paper) grounded(f *Formula, of *Cell) bool {
	switch f.Op {
	case OpCell:
		p.own(f.Cell.paper(), of)
		return true
	case OpRange:
		p.own(f.Span.Table.p, of)
		return true
	}
	uses := false
	for _, a := range f.Args {
		uses = p.grounded(a, of) || uses
	}
	return uses
}

func (p *Paper) own(other *Paper, of *Cell) {
	if other.body != p.body {
		panic(fmt.Sprintf("workpaper: %s uses a figure of another paper, %s", of.Name(), other.Title))
	}
}
