package workpaper

// Grid is a table of a sheet. Values stand in the order of the columns, as text; an empty one is a blank cell.
type Grid struct {
	Title   string       `json:"title,omitempty"`
	RowsAre string       `json:"rows_are,omitempty"`
	Columns []GridColumn `json:"columns"`
	Rows    []GridRow    `json:"rows"`
	Total   *GridRow     `json:"total,omitempty"`
}

// GridColumn is a column with the formula that most of its cells have, in words.
type GridColumn struct {
	Name    string `json:"name"`
	Unit    string `json:"unit,omitempty"`
	Formula string `json:"formula,omitempty"`
	Cite    string `json:"cite,omitempty"`
}

// GridRow is a row. Formula is set in a table whose formulas run along rows; Formulas are those that differ from their
// column's or row's.
type GridRow struct {
	Name     string        `json:"name"`
	Unit     string        `json:"unit,omitempty"`
	Formula  string        `json:"formula,omitempty"`
	Cite     string        `json:"cite,omitempty"`
	Values   []string      `json:"values"`
	Formulas []GridFormula `json:"formulas,omitempty"`
}

// GridFormula is a formula of a single cell.
type GridFormula struct {
	Column  string `json:"column"`
	Formula string `json:"formula"`
}

// Sheet is the paper as named steps and grids, in the order of reading: the form in which calculators answer. A step's
// formula is in words and then in figures: "cost available ÷ units available = 12,500 ÷ 500".
func (p *Paper) Sheet() Sheet {
	s := Sheet{Title: p.Title, Steps: []Step{}}
	for _, b := range p.blocks {
		if b.Table != nil {
			s.Tables = append(s.Tables, p.grid(b.Table))
			continue
		}
		for _, l := range b.Section.lines {
			if l.Cell == nil {
				s.Notes = append(s.Notes, l.Note)
				continue
			}
			s.Add(p.step(l.Cell))
		}
	}
	return s
}

func (p *Paper) step(c *Cell) Step {
	return Step{Section: c.section.title, Name: c.d.name, Formula: p.worked(c), Value: p.Value(c).Plain(c.d.unit),
		Unit: unitWord(p.Value(c), c.d.unit), Given: c.given(), Source: c.Source(), Cite: c.Cite()}
}

// worked is a computed cell's formula in words and in figures.
func (p *Paper) worked(c *Cell) string {
	words, figures := p.Words(c), p.Figures(c)
	if words == figures {
		return words
	}
	return words + " = " + figures
}

func unitWord(v Value, u Unit) string {
	if v.kind == DayKind {
		return "date"
	}
	return u.Name
}

// given says how a cell has its value where it is not computed.
func (c *Cell) given() string {
	switch c.kind {
	case Input:
		return "input"
	case Solved:
		return "solved"
	}
	return ""
}

func (p *Paper) grid(t *Table) Grid {
	g := Grid{Title: t.title, RowsAre: t.head, Columns: []GridColumn{}, Rows: []GridRow{}}
	for _, c := range t.columns {
		g.Columns = append(g.Columns, GridColumn{Name: c.name, Unit: c.unit.Name, Cite: c.cite})
	}
	for n := range t.rows {
		row := p.gridRow(t, n)
		if t.total && n == len(t.rows)-1 {
			g.Total = &row
			continue
		}
		g.Rows = append(g.Rows, row)
	}
	for n, r := range t.Runs() {
		g.describe(p, t, n, r)
	}
	if g.Total != nil && !t.byRow {
		g.Total.Formulas = p.formulas(t, len(t.rows)-1)
	}
	return g
}

// formulas are those of a row, cell by cell.
func (p *Paper) formulas(t *Table, n int) []GridFormula {
	var all []GridFormula
	for i, col := range t.columns {
		if c := t.Cell(n, i); c != nil && c.f != nil {
			all = append(all, GridFormula{col.name, p.Words(c)})
		}
	}
	return all
}

func (p *Paper) gridRow(t *Table, n int) GridRow {
	row := GridRow{Name: t.rows[n].name, Cite: t.rows[n].cite, Values: make([]string, len(t.columns))}
	if u := t.rows[n].unit; u != nil {
		row.Unit = u.Name
	}
	for i := range t.columns {
		if c := t.Cell(n, i); c != nil {
			row.Values[i] = p.Value(c).Plain(c.Unit())
		}
	}
	return row
}

// describe puts the formulas of a run where they belong.
func (g *Grid) describe(p *Paper, t *Table, n int, r Run) {
	if r.Lead != nil {
		if t.byRow {
			g.row(n).Formula = p.Words(r.Lead)
		} else {
			g.Columns[n].Formula = p.Words(r.Lead)
		}
	}
	for _, c := range r.Odd {
		row := g.row(c.row)
		row.Formulas = append(row.Formulas, GridFormula{c.Column().name, p.Words(c)})
	}
}

func (g *Grid) row(n int) *GridRow {
	if n == len(g.Rows) {
		return g.Total
	}
	return &g.Rows[n]
}
