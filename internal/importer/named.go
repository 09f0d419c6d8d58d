package importer

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/workpaper"
)

// namedColumns are the columns that a plain table may have, by name with their other names.
type namedColumns struct {
	what    string // of the table, in messages
	columns map[string][]string
	need    []string
	most    int // rows
}

// readNamed reads a table with a header, row by row. A row with a mistake is reported and not given; when anything is wrong the
// error is Problems.
func readNamed(f Format, r io.ReaderAt, size int64, o Options, c namedColumns, row func(*namedRow)) error {
	s := &namedReader{reporter: newReporter(o), o: o, namedColumns: c, at: map[string]int{}}
	err := s.read(f, r, size, row)
	if m, ok := asMistake(err); ok {
		s.problem(m)
	} else if err != nil {
		return fmt.Errorf("%s: %w", s.place(0, 0), err)
	}
	if len(s.found) > 0 {
		return s.found
	}
	return nil
}

type namedReader struct {
	reporter
	namedColumns
	o     Options
	rules *rules
	at    map[string]int // number from 1 by name
	heads []string
}

func (s *namedReader) open(f Format, r io.ReaderAt, size int64) (table, error) {
	switch f {
	case FormatCSV:
		return newCSV(io.NewSectionReader(r, 0, size), s.rules)
	case FormatXLSX:
		s.sheet = true
		return newXLSX(r, size, s.rules)
	}
	return nil, unfit("%s are CSV or XLSX; this is %s", s.what, f.Title())
}

func (s *namedReader) read(f Format, r io.ReaderAt, size int64, take func(*namedRow)) error {
	var err error
	if s.rules, err = s.o.rules(KindJournal); err != nil {
		return err
	}
	src, err := s.open(f, r, size)
	if err != nil {
		return err
	}
	for n := 0; !s.full(); {
		cells, row, err := src.next()
		switch m, is := asMistake(err); {
		case errors.Is(err, io.EOF) && len(s.at) == 0:
			return mistake{rule: ruleFile, why: "the file has no header"}
		case errors.Is(err, io.EOF):
			return nil
		case is && m.rule != ruleFile:
			s.problem(m)
			continue
		case err != nil:
			return err
		}
		if len(s.at) == 0 {
			if err := s.header(cells, row); err != nil {
				return err
			}
			continue
		}
		if n++; n > s.most {
			return mistake{rule: ruleFile, row: row, why: fmt.Sprintf("the file has more than %d rows; take it in by parts", s.most)}
		}
		take(&namedRow{namedReader: s, cells: cells, row: row})
	}
	return nil
}

// known is the name of a header, empty for one that is not known.
func (s *namedReader) known(h string) string {
	for k, others := range s.columns {
		if squeeze(k) == h || slices.ContainsFunc(others, func(x string) bool { return squeeze(x) == h }) {
			return k
		}
	}
	return ""
}

func (s *namedReader) header(cells []cell, row int) error {
	for i, c := range cells {
		s.heads = append(s.heads, c.text)
		h := squeeze(c.text)
		if h == "" {
			continue
		}
		switch name := s.known(h); {
		case name == "":
			var names []string
			for k := range s.columns {
				names = append(names, k)
			}
			slices.Sort(names)
			s.problem(mistake{rule: ruleRead, row: row, col: i + 1, title: c.text, text: c.text, why: "the column " + quote(clip(c.text)) + " is not known; there are " + strings.Join(names, ", ")})
		case s.at[name] != 0:
			s.problem(mistake{rule: ruleRead, row: row, col: i + 1, title: c.text, why: "two columns are the " + name + "; keep one"})
		default:
			s.at[name] = i + 1
		}
	}
	for _, need := range s.need {
		if s.at[need] == 0 {
			s.problem(mistake{rule: ruleRead, row: row, why: "no column is the " + need})
		}
	}
	if len(s.found) > 0 {
		return mistake{rule: ruleFile, row: row, why: sayHeader}
	}
	return nil
}

// namedRow is a row of such a table.
type namedRow struct {
	*namedReader
	cells []cell
	row   int
}

func (x *namedRow) get(name string) (cell, int) {
	if i := x.at[name]; i > 0 && i <= len(x.cells) {
		return x.cells[i-1], i
	}
	return cell{}, x.at[name]
}

func (x *namedRow) wrong(col int, c cell, err error) {
	m, is := asMistake(err)
	if !is {
		m = mistake{rule: ruleRead, why: err.Error()}
	}
	m.row, m.col, m.text = x.row, col, c.text
	if col > 0 {
		m.title = x.heads[col-1]
	}
	x.problem(m)
}

// text is a cell as trimmed, checked text.
func (x *namedRow) text(name string, limit int) string {
	c, col := x.get(name)
	if c.bad != "" {
		x.wrong(col, c, unread("%s", c.bad))
		return ""
	}
	t := c.text
	if c.number {
		t = c.label()
	}
	t, err := interner{}.clone("the text", strings.TrimSpace(t), limit)
	if err != nil {
		x.wrong(col, c, err)
	}
	return t
}

// number is a cell as an exact number, nil where it is blank.
func (x *namedRow) number(name string) *workpaper.Number {
	c, col := x.get(name)
	if c.blank() {
		return nil
	}
	t := strings.TrimSpace(c.text)
	if c.number {
		t = c.label()
	} else if p, err := x.rules.numbers.plain(t); err == nil {
		t = p
	}
	n, err := workpaper.Parse(t)
	if c.bad != "" || err != nil {
		x.wrong(col, c, unread("%q is not a number", clip(c.text)))
		return nil
	}
	return &n
}

// amount is a cell as minor units of the book's currency, nil where it is blank.
func (x *namedRow) amount(name string) *int64 {
	c, col := x.get(name)
	if c.blank() {
		return nil
	}
	var n int64
	var err error
	if c.number {
		n, err = c.minor(x.o.Currency)
	} else {
		n, err = x.rules.numbers.amount(c.text, x.o.Currency)
	}
	if err != nil {
		x.wrong(col, c, err)
	}
	return &n
}

// day is a cell as a date that must be there.
func (x *namedRow) day(name string) fiscal.Date {
	c, col := x.get(name)
	if c.blank() {
		x.wrong(col, c, unread("the row has no %s", name))
		return 0
	}
	var d fiscal.Date
	var err error
	if t := strings.TrimSpace(c.text); c.date || x.rules.dates.name == isoFormat {
		d, err = fiscal.Parse(t)
	} else {
		d, err = x.rules.dates.parse(t)
	}
	if err != nil {
		x.wrong(col, c, unread("%v", err))
	}
	return d
}
