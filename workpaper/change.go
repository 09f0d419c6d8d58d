package workpaper

// Change is another value for an input.
type Change struct {
	Cell  *Cell
	Value Value
}

// With is the paper with some inputs changed and everything that follows from them computed anew: what a spreadsheet
// shows when someone types over its inputs. A solved rate stays as it was, and the step that proves it says so.
// Findings are not raised anew. The copy is for reading. It panics on a change of a cell that is no input, of another
// paper, or to a value of another kind.
func (p *Paper) With(changes ...Change) *Paper {
	q := &Paper{Head: p.Head, body: p.body, copied: true, values: make([]Value, len(p.cells))}
	given := map[*Cell]Value{}
	for _, c := range changes {
		if c.Cell.kind != Input && c.Cell.kind != Solved || c.Cell.paper().body != p.body || c.Value.kind != p.Value(c.Cell).kind {
			panic("workpaper: " + c.Cell.Name() + " cannot be changed to that")
		}
		given[c.Cell] = c.Value
	}
	at := q.Value
	for i, c := range p.cells {
		q.values[i] = p.values[i]
		if c.f != nil {
			q.values[i] = eval(c.f, at)
		} else if v, changed := given[c]; changed {
			q.values[i] = v
		}
	}
	return q
}
