package importer

import (
	"slices"
	"strings"
)

// columns are where a header put things.
type columns struct {
	at     map[string]int // by name, a dimension by dim:CODE; numbers from 1
	pos    []int          // by column; 0 for none
	fixed  []cell         // by column: its constant, where a mapping gives one
	titles []string       // the headers as written
	dims   []string       // codes of the dimensions that have a column, in file order
	keyed  bool           // the entry's id is one that makes an idempotency key
}

func (c *columns) has(name column) bool { return c.pos[name] > 0 || !c.fixed[name].blank() }

// match reads a header row. Every column must be known and come once; one without header must stay empty.
func (r *rules) match(cells []cell, row int) (columns, []mistake) {
	c := columns{at: map[string]int{}, pos: make([]int, colFirstDim), fixed: make([]cell, colFirstDim)}
	var wrong []mistake
	refuse := func(err error, col int, title string) {
		m, _ := asMistake(err)
		m.row, m.col, m.title, m.text = row, col, title, title
		wrong = append(wrong, m)
	}
	for i, h := range cells {
		title := strings.TrimSpace(h.text)
		c.titles = append(c.titles, title)
		if err := r.place(&c, title, i+1, h.bad != ""); err != nil {
			refuse(err, i+1, title)
		}
	}
	for _, err := range r.lacking(c) {
		refuse(err, 0, "")
	}
	for _, k := range r.mapping.Constants {
		if err := r.constant(&c, k); err != nil {
			refuse(err, 0, "")
		}
	}
	if r.code && c.pos[colEntry] == 0 {
		c.pos[colEntry] = c.pos[colCode]
	}
	return c, wrong
}

// place puts a column of the file where it belongs: as the mapping says, else as its header does.
func (r *rules) place(c *columns, title string, i int, bad bool) error {
	is := r.mapped(title, i)
	switch {
	case is == ignored || is == "" && (r.pass[squeeze(title)] || r.open && title != "" && !r.knows(title)):
		if title == "" {
			c.titles[i-1] = MappedColumn{Number: i}.name()
		}
		return nil
	case is == "" && title == "" && i == 1 && r.unnamed != 0:
		c.titles[0] = r.unnamed.String()
		return c.put(r.unnamed, "", i)
	case is == "" && title == "" && !bad:
		return nil
	case is != "" && title == "":
		c.titles[i-1] = MappedColumn{Number: i}.name()
	}
	col, dim, err := r.column(title, is)
	if err != nil {
		return err
	}
	if col == colEntry && r.keyed != "" && squeeze(title) == r.keyed {
		c.keyed = true
	}
	return c.put(col, dim, i)
}

// mapped is what the mapping says of a column; empty for nothing.
func (r *rules) mapped(title string, i int) string {
	for _, m := range r.mapping.Columns {
		if m.Number == i || m.Number == 0 && squeeze(m.Header) == squeeze(title) && title != "" {
			return m.Is
		}
	}
	return ""
}

// lacking are the columns that the mapping names and the file does not have, or has twice.
func (r *rules) lacking(c columns) (wrong []error) {
	if r.open {
		return nil // a file of several tables has them in one of these
	}
	for _, m := range r.mapping.Columns {
		n := 0
		for i, t := range c.titles {
			if m.Number == i+1 || m.Number == 0 && squeeze(m.Header) == squeeze(t) {
				n++
			}
		}
		switch {
		case n == 0:
			wrong = append(wrong, unread("the mapping names %s, which the file does not have", m.name()))
		case n > 1 && m.Is != ignored:
			wrong = append(wrong, unread("the mapping names %s, which the file has %d times; name the columns by number", m.name(), n))
		}
	}
	return wrong
}

// constant gives a column that the file does not have its value.
func (r *rules) constant(c *columns, k Constant) error {
	col, dim, err := r.column("", k.Column)
	if err != nil {
		return err
	}
	if was := c.at[k.Column]; was > 0 {
		return unread("the mapping has a constant for %s, and column %d %s is it too; keep one", k.Column, was, quote(clip(c.titles[was-1])))
	}
	v := cell{text: k.Value, date: col.dated()}
	if dim != "" {
		c.dims, c.pos, c.fixed = append(c.dims, dim), append(c.pos, 0), append(c.fixed, v)
		return nil
	}
	c.fixed[col] = v
	return nil
}

// put makes column i of the file one of ours.
func (c *columns) put(col column, dim string, i int) error {
	name := dimPrefix + dim
	if dim == "" {
		name = col.String()
	}
	if was := c.at[name]; was > 0 {
		return unread("column %d %q is %s, and so is column %d %q; keep one", i, clip(c.titles[i-1]), name, was, clip(c.titles[was-1]))
	}
	c.at[name] = i
	if dim == "" {
		c.pos[col] = i
		return nil
	}
	c.dims, c.pos, c.fixed = append(c.dims, dim), append(c.pos, i), append(c.fixed, cell{})
	return nil
}

// column knows a header, or what a mapping says that it is: one of the columns, or the code of a dimension.
func (r *rules) column(title, is string) (c column, dim string, err error) {
	if is == "" && !strings.HasPrefix(strings.ToLower(title), dimPrefix) {
		if d := r.dims[squeeze(title)]; d != "" {
			return 0, r.dimension(d), nil
		}
		if c = r.also[squeeze(title)]; c == 0 {
			err = unread("column %q is not known; the columns are %s and dim:CODE. Rename it, delete it, or say in a mapping what it is; if this row is a title, delete the rows above the header or skip them in a mapping", clip(title), r.names())
		}
		return c, "", err
	}
	if is == "" {
		is = dimPrefix + strings.TrimSpace(title[len(dimPrefix):])
	}
	if c, dim, err = parseColumn(is); err != nil {
		return 0, "", unread("column %q: %v", clip(title), err)
	}
	if code, isDim := strings.CutPrefix(is, dimPrefix); isDim && dim == "" && !slices.Contains(r.known, colEntry) {
		return 0, code, nil // in a trial balance the column cashflow is the class of the account
	}
	if dim == "" && !slices.Contains(r.known, c) {
		return 0, "", unread("column %q: a table of this kind has no column %s; it has %s and dim:CODE", clip(title), c, r.names())
	}
	return c, dim, nil
}
