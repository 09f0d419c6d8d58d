package workpaper

// Run is a column of a table, or a row of one whose formulas run along rows, with the formula that most of its cells
// have; of several as frequent, the one that comes last.
type Run struct {
	Lead *Cell   // the first cell with that formula, nil where nothing is computed
	Odd  []*Cell // computed cells with another formula, such as an opening one
}

// Runs are the runs of the table in order.
func (t *Table) Runs() []Run {
	if t.byRow {
		runs := make([]Run, len(t.rows))
		for n := range t.rows {
			runs[n] = run(len(t.columns), func(i int) *Cell { return t.Cell(n, i) })
		}
		return runs
	}
	runs := make([]Run, len(t.columns))
	for n := range t.columns {
		runs[n] = run(t.body(), func(i int) *Cell { return t.Cell(i, n) })
	}
	return runs
}

func run(length int, at func(int) *Cell) Run {
	count := map[uint64]int{}
	shapes := make([]uint64, length)
	best := uint64(0)
	for i := range length {
		if c := at(i); c != nil && c.f != nil {
			shapes[i] = shape(c.f, c)
			count[shapes[i]]++
		}
	}
	for _, s := range shapes {
		if s != 0 && count[s] >= count[best] { // of two as frequent the later: the first row is often an opening
			best = s
		}
	}
	var r Run
	for i, s := range shapes {
		switch {
		case s == best && s != 0 && r.Lead == nil:
			r.Lead = at(i)
		case s != best && s != 0:
			r.Odd = append(r.Odd, at(i))
		}
	}
	return r
}

// shape is a fingerprint of a formula that is equal for cells which say the same of their neighbours: other cells of
// the table count by their distance, everything else by what it is.
func shape(f *Formula, of *Cell) uint64 {
	h := fingerprint(14695981039346656037)
	h.formula(f, of)
	return uint64(h) | 1
}

// fingerprint is the FNV-1a hash over 64-bit words.
type fingerprint uint64

func (h *fingerprint) add(n int) { *h = (*h ^ fingerprint(uint64(n))) * 1099511628211 }

func (h *fingerprint) formula(f *Formula, of *Cell) {
	h.add(int(f.Op))
	h.add(int(f.Places)<<8 | int(f.Rounding))
	switch f.Op {
	case OpLiteral:
		h.text(f.Literal.exact())
	case OpCell:
		h.cell(f.Cell, of)
	case OpRange:
		h.span(f.Span, of)
	}
	for _, a := range f.Args {
		h.formula(a, of)
	}
}

func (h *fingerprint) cell(c, of *Cell) {
	if c.table != nil && c.table == of.table {
		h.place(c.table, c.row, c.col, of)
		return
	}
	h.add(c.id)
}

// place counts by distance from the cell within its own table; the totals are a place of their own.
func (h *fingerprint) place(t *Table, row, col int, of *Cell) {
	if t != of.table {
		h.text(t.slug)
		h.add(row)
		h.add(col)
		return
	}
	if t.total && row == len(t.rows)-1 {
		row = of.row + fixed
	}
	h.add(row - of.row)
	h.add(col - of.col)
}

// fixed is a distance that no cell has: the place is the same for all cells.
const fixed = 1 << 30

func (h *fingerprint) span(s *Span, of *Cell) {
	top, bottom := s.Top, s.Bottom
	if s.FromFirst {
		top = of.row + fixed
	}
	if s.ToLast {
		bottom = of.row + fixed
	}
	h.place(s.Table, top, s.Left, of)
	h.place(s.Table, bottom, s.Right, of)
}

func (h *fingerprint) text(s string) {
	for _, b := range []byte(s) {
		h.add(int(b))
	}
}
