package workpaper

import (
	"slices"

	"tieout/check"
)

// View is a paper as a page shows it, without saying how the page looks.
type View struct {
	Head
	Blocks []ViewBlock
}

// ViewBlock is a section, whose lines are steps and notes, or a table.
type ViewBlock struct {
	Title, ID string
	Lines     []ViewLine
	Table     *ViewTable
}

// ViewLine is a step or a note.
type ViewLine struct {
	Note   string
	Figure *Figure
}

// ViewTable is a table with its formulas in words beside its columns, or its rows where formulas run along them.
type ViewTable struct {
	RowsAre string
	ByRow   bool
	Columns []ViewColumn
	Rows    []ViewRow
}

// ViewColumn is the head of a column.
type ViewColumn struct{ Name, Unit, Words, Cite, Remark string }

// ViewRow is a row; a place without a figure is nil.
type ViewRow struct {
	Name, Words, Cite string
	Total             bool
	Figures           []*Figure
}

// Figure is one cell of a page: what it is called, what stands in it, where that comes from, and the ids of the
// figures it is computed from, so that a page can show them together.
type Figure struct {
	ID, Name             string
	Kind                 CellKind
	Value                Value
	Text                 string // the value for people: grouped, with the decimals of its unit
	Unit                 string
	Words, Figures       string // how it is computed, in names and in figures
	Cite, Source, Remark string
	Odd                  bool // computed otherwise than its column or row
	Uses                 []string
	Findings             []check.Finding
}

// View is the paper for a page.
func (p *Paper) View() View {
	v := viewer{p: p, findings: map[*Cell][]check.Finding{}}
	for _, r := range p.raised {
		v.findings[r.Cell] = append(v.findings[r.Cell], r.Finding)
	}
	out := View{Head: p.Head}
	for _, b := range p.blocks {
		if b.Table != nil {
			out.Blocks = append(out.Blocks, v.table(b.Table))
		} else {
			out.Blocks = append(out.Blocks, v.section(b.Section))
		}
	}
	return out
}

type viewer struct {
	p        *Paper
	findings map[*Cell][]check.Finding
}

func (v viewer) section(s *Section) ViewBlock {
	b := ViewBlock{Title: s.title, ID: s.slug}
	for _, l := range s.lines {
		line := ViewLine{Note: l.Note}
		if l.Cell != nil {
			line.Figure = v.figure(l.Cell)
		}
		b.Lines = append(b.Lines, line)
	}
	return b
}

func (v viewer) table(t *Table) ViewBlock {
	out := &ViewTable{RowsAre: t.head, ByRow: t.byRow}
	for _, c := range t.columns {
		out.Columns = append(out.Columns, ViewColumn{Name: c.name, Unit: c.unit.Name, Cite: c.cite, Remark: c.remark})
	}
	for n, r := range t.rows {
		row := ViewRow{Name: r.name, Cite: r.cite, Total: t.total && n == len(t.rows)-1, Figures: make([]*Figure, len(t.columns))}
		for i := range t.columns {
			if c := t.Cell(n, i); c != nil {
				row.Figures[i] = v.figure(c)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	for n, r := range t.Runs() {
		if r.Lead != nil && t.byRow {
			out.Rows[n].Words = v.p.Words(r.Lead)
		} else if r.Lead != nil {
			out.Columns[n].Words = v.p.Words(r.Lead)
		}
		for _, c := range r.Odd {
			out.Rows[c.row].Figures[c.col].Odd = true
		}
	}
	return ViewBlock{Title: t.title, ID: t.slug, Table: out}
}

func (v viewer) figure(c *Cell) *Figure {
	value, unit := v.p.Value(c), c.Unit()
	f := &Figure{ID: c.ID(), Name: c.Name(), Kind: c.kind, Value: value, Text: value.Printed(unit), Unit: unitWord(value, unit),
		Words: v.p.Words(c), Figures: v.p.Figures(c), Cite: c.Cite(), Source: c.Source(), Remark: c.Remark(), Findings: v.findings[c]}
	for _, u := range c.Uses() {
		f.Uses = append(f.Uses, u.ID())
	}
	return f
}

// Uses are the cells that a computed cell's formula names, each once, in the order of writing.
func (c *Cell) Uses() []*Cell {
	if c.f == nil {
		return nil
	}
	var all []*Cell
	seen := map[*Cell]bool{}
	c.f.Uses(func(u *Cell) {
		if !seen[u] {
			seen[u] = true
			all = append(all, u)
		}
	})
	return all
}

// Rests are the inputs and solved figures on which a cell rests, directly or through others, in the order in which they
// were written.
func (p *Paper) Rests(c *Cell) []*Cell {
	seen := map[*Cell]bool{}
	todo := []*Cell{c}
	for len(todo) > 0 {
		last := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, u := range last.Uses() {
			if !seen[u] {
				seen[u] = true
				todo = append(todo, u)
			}
		}
	}
	return slices.DeleteFunc(p.Inputs(), func(in *Cell) bool { return !seen[in] })
}
