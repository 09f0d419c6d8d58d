package exporter

import (
	"fmt"
	"strings"

	"tieout/internal/sheet"
	"tieout/money"
)

// place is a cell of a table by the numbers of its row and column, from 0.
type place struct{ row, col int }

// part is a cell that goes into a sum.
type part struct {
	place
	minus bool
}

// sums knows of every cell of a table which others it is the sum of.
type sums struct {
	t      Table
	rows   map[string]int // by key
	cols   map[string]int
	digits []int // minor digits of amounts that are typed into a column: those it names, or else has
}

// newSums looks up the keys of the table. Keys must be there, must differ, and sums must name ones that exist: what
// goes out without them could not come back.
func newSums(t Table) (*sums, error) {
	s := &sums{t: t, rows: map[string]int{}, cols: map[string]int{}}
	for i, c := range t.Columns {
		if _, twice := s.cols[c.Key]; twice || c.Key == "" || c.Key == keyColumn {
			return nil, fmt.Errorf("table %s: the column key %q is empty, taken or there twice", t.ID, c.Key)
		}
		s.cols[c.Key] = i
		s.digits = append(s.digits, c.Digits)
	}
	for i, r := range t.Rows {
		if _, twice := s.rows[r.Key]; twice || strings.TrimSpace(r.Key) == "" {
			return nil, fmt.Errorf("table %s: row %d has the key %q, which is empty or taken", t.ID, i+1, r.Key)
		}
		s.rows[r.Key] = i
		for j, c := range r.Cells {
			if s.digits[j] == 0 && c.Set {
				s.digits[j] = c.Digits
			}
		}
	}
	return s, s.named()
}

// named refuses sums of what is not in the table.
func (s *sums) named() error {
	for _, c := range s.t.Columns {
		for _, term := range c.Sum {
			if _, ok := s.cols[term.Key]; !ok {
				return fmt.Errorf("table %s: column %s is a sum of %q, which is no column", s.t.ID, c.Key, term.Key)
			}
		}
	}
	for _, r := range s.t.Rows {
		for _, term := range r.Sum {
			if _, ok := s.rows[term.Key]; !ok {
				return fmt.Errorf("table %s: row %s is a sum of %q, which is no row", s.t.ID, r.Key, term.Key)
			}
		}
	}
	return nil
}

// parts are the cells whose sum a cell is: those of other rows for a row that is a sum, else those of other columns.
// There are none for what stands by itself.
func (s *sums) parts(row, col int) []part {
	r, c := s.t.Rows[row], s.t.Columns[col]
	if col >= len(r.Cells) || !r.Cells[col].Set {
		return nil
	}
	var out []part
	if len(r.Sum) > 0 && !c.Running {
		for _, term := range r.Sum {
			out = append(out, part{place{s.rows[term.Key], col}, term.Minus})
		}
		return out
	}
	if r.Brought || len(c.Sum) == 0 {
		return nil
	}
	if c.Running && row > 0 {
		out = append(out, part{place: place{row - 1, col}})
	}
	for _, term := range c.Sum {
		out = append(out, part{place{row, s.cols[term.Key]}, term.Minus})
	}
	return out
}

// cell is the cell at a place, blank where a row ends before it.
func (s *sums) cell(p place) Cell {
	if r := s.t.Rows[p.row]; p.col < len(r.Cells) {
		return r.Cells[p.col]
	}
	return Cell{}
}

// editable says whether a cell may be changed in a workbook that comes back.
func (s *sums) editable(i, j int) bool {
	r := s.t.Rows[i]
	return s.t.Columns[j].Editable && r.Kind == "" && !r.Brought && len(s.parts(i, j)) == 0
}

// add adds the parts at so many minor digits; false when one of them has others or the sum leaves 64 bits. Cells
// without an amount count as nil, as a spreadsheet's SUM has them.
func add(parts []part, digits int, cell func(place) Cell) (int64, bool) {
	var total int64
	for _, p := range parts {
		c := cell(p.place)
		if !c.Set {
			continue
		}
		if c.Digits != digits {
			return 0, false
		}
		n := c.Minor
		if p.minus {
			n = -n
		}
		if next := total + n; n != 0 && (n > 0) != (next > total) {
			return 0, false
		}
		total += n
	}
	return total, true
}

// foots says whether a cell is what its parts add up to. Where it is not, only a table of rounded figures may go out.
func (s *sums) foots(row, col int, parts []part) (bool, error) {
	c := s.cell(place{row, col})
	total, ok := add(parts, c.Digits, s.cell)
	if ok && total == c.Minor {
		return true, nil
	}
	if s.t.Rounded {
		return false, nil
	}
	return false, fmt.Errorf("table %s: row %q, column %s is %s, and what it is the sum of adds up to %s", s.t.ID, s.t.Rows[row].Key, s.t.Columns[col].Key, c.plain(), money.FormatMinor(total, c.Digits))
}

// formula adds the parts up as a spreadsheet does, adjoining cells as ranges: SUM(E5:E9,E12)-SUM(F5). It is empty when
// it would be longer than a formula can be.
func formula(parts []part, at func(place) (row, column int)) string {
	var plus, minus []string
	for _, g := range ranges(parts, at) {
		if g.minus {
			minus = append(minus, g.String())
		} else {
			plus = append(plus, g.String())
		}
	}
	f := strings.Join(sumsOf(plus), "+")
	for _, m := range sumsOf(minus) {
		f += "-" + m
	}
	if len(f) > sheet.MaxFormula {
		return ""
	}
	return f
}

// maxArguments is how many arguments SUM takes.
const maxArguments = 255

func sumsOf(ranges []string) []string {
	var out []string
	for len(ranges) > 0 {
		n := min(len(ranges), maxArguments)
		out = append(out, "SUM("+strings.Join(ranges[:n], ",")+")")
		ranges = ranges[n:]
	}
	return out
}

// signed is a range of cells that go into a sum with one sign.
type signed struct {
	sheet.Range
	minus bool
}

// ranges joins parts that adjoin, down a column or along a row.
func ranges(parts []part, at func(place) (row, column int)) []signed {
	var out []signed
	for _, p := range parts {
		row, col := at(p.place)
		if n := len(out); n > 0 && out[n-1].minus == p.minus {
			g := &out[n-1].Range
			down := g.Column == g.LastColumn && col == g.Column && row == g.LastRow+1
			along := g.Row == g.LastRow && row == g.Row && col == g.LastColumn+1
			if down || along {
				g.LastRow, g.LastColumn = row, col
				continue
			}
		}
		out = append(out, signed{sheet.Range{Row: row, Column: col, LastRow: row, LastColumn: col}, p.minus})
	}
	return out
}
