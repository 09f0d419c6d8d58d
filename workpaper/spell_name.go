package workpaper

import "fmt"

// cell is a cell by name as seen from the cell whose formula is spelled, or its figure.
func (s speller) cell(c *Cell) (string, int) {
	if s.figures {
		return s.figure(c), literalFirm(s.p.Value(c))
	}
	return s.name(c), atom
}

func (s speller) figure(c *Cell) string { return s.p.Value(c).worked(c.Unit()) }

func (s speller) name(c *Cell) string {
	switch {
	case c.table == nil:
		return s.step(c)
	case c.table != s.at.table:
		return titled(c.table.title, c.inTable())
	case c.table.byRow:
		return neighbour(c.table.rowTitle(c.row), c.Column().name, s.at.col-c.col)
	case c.table.total && c.row == len(c.table.rows)-1:
		return "total " + c.Column().name
	}
	return neighbour(c.Column().name, c.table.rowTitle(c.row), s.at.row-c.row)
}

// step is the name of a step, with its section's title where another section has a step of that name.
func (s speller) step(c *Cell) string {
	if c.section == s.at.section {
		return c.d.name
	}
	for _, b := range s.p.blocks {
		if b.Section != nil && b.Section != c.section && b.Section.named[c.d.name] {
			return titled(c.section.title, c.d.name)
		}
	}
	return c.d.name
}

func titled(title, name string) string {
	if title == "" {
		return name
	}
	return title + ": " + name
}

func (c *Cell) inTable() string {
	if c.table.total && c.row == len(c.table.rows)-1 {
		return "total " + c.Column().name
	}
	return c.Name()
}

// neighbour names a figure of the same table along the run of a formula: in step with it, one before, or elsewhere.
func neighbour(name, place string, back int) string {
	switch back {
	case 0:
		return name
	case 1:
		return "previous " + name
	}
	return name + " of " + place
}

// span is a range by name.
func (s speller) span(r *Span) string {
	t := r.Table
	if !r.upright() {
		return s.inside(t, t.rowTitle(r.Top), t.columns[r.Left].name, t.columns[r.Right].name)
	}
	name := t.columns[r.Left].name
	here := s.at.table == t
	switch {
	case r.FromFirst && r.ToLast:
		if here {
			return name
		}
		return titled(t.title, name)
	case here && r.FromFirst && r.Bottom == s.at.row:
		return name + " up to here"
	case here && r.FromFirst && r.Bottom == s.at.row-1:
		return name + " up to the row before"
	case here && r.ToLast && r.Top == s.at.row:
		return name + " from here on"
	}
	return s.inside(t, name, t.rowTitle(r.Top), t.rowTitle(r.Bottom))
}

func (s speller) inside(t *Table, name, from, to string) string {
	text := fmt.Sprintf("%s from %s to %s", name, from, to)
	if s.at.table == t {
		return text
	}
	return titled(t.title, text)
}
