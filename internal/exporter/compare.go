package exporter

import (
	"slices"

	"tieout/money"
)

// Changes are what a workbook that came back says otherwise than the table that it was made from.
type Changes struct {
	Cells   []Change   // in the order in which the rows now stand
	Added   []AddedRow // likewise
	Removed []string   // keys, in the order of the original
	Ignored []Ignored  // what stands in the workbook besides and was not read
}

// None says that nothing was changed.
func (c Changes) None() bool { return len(c.Cells)+len(c.Added)+len(c.Removed) == 0 }

// Change is one changed cell. Was and Is are of the same kind, or blank.
type Change struct {
	Row, Column string // keys
	Was, Is     Cell
	Address     string // "Trial balance!F12"
}

// AddedRow is a row that the original does not have. Columns that are computed are blank in it.
type AddedRow struct {
	Key     string // as typed; usually empty
	Cells   []Cell // by column of the original
	Address string // of its first cell
}

// Compare holds a workbook that came back against its original: the table of the same report, made again at the same
// position. The original decides which columns may be changed; a change anywhere else, and a value that cannot be read
// exactly, is a Refusal, and any refusal means that nothing is taken. Nothing is decided about the books.
//
// A cell is unchanged when it holds the same value, however it is stored: a number as text, a formula for its result, a
// date as text. Rows may stand in another order. A total, and any other computed cell, is unchanged too when it is what
// the changed cells add up to.
func Compare(original Table, back Returned) (Changes, error) {
	c, err := newComparison(original, back)
	if err != nil {
		return Changes{}, err
	}
	for n, r := range back.Rows {
		if i, ok := c.rows[r.Key]; ok && r.Key != "" {
			c.row(i, n)
		} else {
			c.added(r)
		}
	}
	for i, r := range c.t.Rows {
		if c.back[i] < 0 {
			c.out.Removed = append(c.out.Removed, r.Key)
		}
	}
	c.judgeComputed()
	if len(c.refused) > 0 {
		return Changes{}, c.refused
	}
	c.out.Ignored = back.Ignored
	return c.out, nil
}

// comparison is a table and the workbook that it went out as.
type comparison struct {
	*sums
	found    Returned
	back     []int          // by row of the table: its row in found, -1 for none
	is       map[place]Cell // what the cells hold now, where that is not what they held
	words    bool           // some amount is stored as text, which formulas pass over
	computed []computedCell // to be judged when all else is known
	out      Changes
	refused  Refusals
}

func newComparison(original Table, back Returned) (*comparison, error) {
	if err := sameStamp(original, back); err != nil {
		return nil, err
	}
	s, err := newSums(original.withMarks())
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, c := range s.t.Columns {
		keys = append(keys, c.Key)
	}
	if !slices.Equal(keys, back.Columns) {
		return nil, refuse(RuleColumns, back.Sheet, "the workbook has the columns %v and the report has %v; take a fresh copy", back.Columns, keys)
	}
	c := &comparison{sums: s, found: back, back: make([]int, len(s.t.Rows)), is: map[place]Cell{}}
	for i := range c.back {
		c.back[i] = -1
	}
	for n, r := range back.Rows {
		if i, ok := c.rows[r.Key]; ok && r.Key != "" {
			c.back[i] = n
		}
	}
	return c, nil
}

// sameStamp refuses a workbook that was made from something else than the original.
func sameStamp(original Table, back Returned) error {
	was, is := original.stamped(), back.Stamp
	first := func(title []string) string {
		if len(title) == 0 {
			return ""
		}
		return title[0]
	}
	switch {
	case was.Report != is.Report:
		return refuse(RuleStamp, "", "the workbook is the report %s and not %s", shown(is.Report), shown(was.Report))
	case oneLineEnd(first(original.Title)) != oneLineEnd(first(back.Title)):
		return refuse(RuleStamp, "", "the workbook is of %s and not of %s", shown(first(back.Title)), shown(first(original.Title)))
	case was.Params != is.Params:
		return refuse(RuleStamp, "", "the workbook is the report %s and not %s", shown(is.Params), shown(was.Params))
	case was.Position != is.Position:
		return refuse(RuleStamp, "", "the workbook was made at position %d and is held against position %d; make the report again at the position of the workbook", is.Position, was.Position)
	case was.Hash != is.Hash:
		return refuse(RuleStamp, "", "the workbook was made from other figures than the report has at position %d (sha256 %.16s and %.16s): it is of another book, or of another version of the program (%s and %s); take a fresh copy", was.Position, is.Hash, was.Hash, shown(is.Version), shown(was.Version))
	}
	return nil
}

// row compares the cells of a row that is still there.
func (c *comparison) row(i, n int) {
	r := c.found.Rows[n]
	for j, v := range r.Cells {
		at := place{i, j}
		if parts := c.parts(i, j); len(parts) > 0 {
			c.computed = append(c.computed, computedCell{at, v, parts})
			continue
		}
		is, same, why := c.value(at, v)
		switch {
		case same:
		case v.Holds == Unreadable:
			c.refuse(at, RuleValue, "%s", v.Text)
		case !c.editable(i, j):
			c.refuse(at, RuleFixed, "%s may not be changed from %s to %s: %s", c.t.Columns[j].name(), c.cell(at).said(), v.said(), c.fixedWhy(i, j))
		case why != "":
			c.refuse(at, RuleValue, "%s", why)
		default:
			c.is[at] = is
			c.out.Cells = append(c.out.Cells, Change{r.Key, c.t.Columns[j].Key, c.cell(at), is, c.found.Address(r, j)})
		}
	}
}

// fixedWhy is the way out when a cell may not be changed.
func (c *comparison) fixedWhy(i, j int) string {
	switch r := c.t.Rows[i]; {
	case !c.t.Columns[j].Editable:
		return c.t.why(j)
	case r.Kind == "total":
		return "it is a total; change what it is the sum of"
	case r.Brought:
		return "it is brought forward; change it where it comes from"
	}
	return "the row is a heading"
}

// added takes a row that the original does not have.
func (c *comparison) added(r ReturnedRow) {
	out := AddedRow{Key: r.Key, Address: c.found.Address(r, 0)}
	for j, v := range r.Cells {
		col := c.t.Columns[j]
		switch {
		case col.marks:
			if v.Holds != Blank {
				c.refuseAt(c.found.Address(r, j), r.Key, col.Key, RuleFixed, "%s may not be filled in: %s", col.name(), col.Why)
			}
			continue
		case len(col.Sum) > 0:
			out.Cells = append(out.Cells, Cell{})
			continue
		}
		is, why := c.typed(j, Cell{}, v)
		if why != "" {
			c.refuseAt(c.found.Address(r, j), r.Key, col.Key, RuleValue, "%s", why)
		}
		out.Cells = append(out.Cells, is)
	}
	c.out.Added = append(c.out.Added, out)
}

func (c *comparison) refuse(at place, rule, format string, args ...any) {
	r := c.found.Rows[c.back[at.row]]
	c.refuseAt(c.found.Address(r, at.col), r.Key, c.t.Columns[at.col].Key, rule, format, args...)
}

func (c *comparison) refuseAt(address, row, column, rule, format string, args ...any) {
	if len(c.refused) < maxRefusals {
		r := refusal(rule, address, format, args...)
		r.Row, r.Column = row, column
		c.refused = append(c.refused, r)
	}
}

// name is a column as messages call it.
func (c Column) name() string {
	if c.Title != "" {
		return c.Title
	}
	return c.Key
}

// said is a cell as messages call its value.
func (c Cell) said() string {
	switch {
	case c.Set:
		return money.Group(c.plain())
	case c.Text == "":
		return "blank"
	}
	return shown(c.Text)
}

func (v ReturnedCell) said() string {
	switch v.Holds {
	case Blank:
		return "blank"
	case Word:
		return shown(v.Text)
	}
	return v.Text
}
