// Package estimate is the one shape that accounting estimates share: a record of facts and assumptions that a person writes down, and the
// schedule that follows from it. A schedule answers three questions of any period (the entries it proposes, the roll-forward it discloses,
// the findings it raises against the ledger), shows its work in papers, and hands its note to a report. Nothing here posts anything.
package estimate

import (
	"fmt"
	"slices"
	"strings"

	"tieout/ledger"
)

// Kind is what a column of a record holds.
type Kind string

// The kinds of column. An amount is in the currency of the books with its decimals, a number is exact, a rate is a percentage ("5.5%") or a
// part of one ("0.055").
const (
	Text    Kind = "text"
	Date    Kind = "date"
	Amount  Kind = "amount"
	Number  Kind = "number"
	Rate    Kind = "rate"
	Yes     Kind = "yes" // yes or no; blank is no
	Choice  Kind = "choice"
	Account Kind = "account" // of the chart
)

// Column is one thing that is written down of a row.
type Column struct {
	Key, Title string
	Kind       Kind
	Choices    []string // of a choice
	Needed     bool     // may not be blank
	Help       string   // unit, sign and what it rests on, in one sentence
}

// Section is a table of a record. A section of one has exactly one row.
type Section struct {
	Key, Title, Help string
	One              bool
	Columns          []Column
}

// Column finds a column by its key.
func (s Section) Column(key string) (Column, bool) {
	i := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Key == key })
	if i < 0 {
		return Column{}, false
	}
	return s.Columns[i], true
}

// Form is what the record of a topic looks like.
type Form []Section

// Section finds a section by its key.
func (f Form) Section(key string) (Section, bool) {
	i := slices.IndexFunc(f, func(s Section) bool { return s.Key == key })
	if i < 0 {
		return Section{}, false
	}
	return f[i], true
}

// Row is one row of a record: the texts of the cells that are not blank, by column.
type Row map[string]string

// Table is the rows of a section, in their order.
type Table struct {
	Section string
	Rows    []Row
}

// Record is what is written down, in the order of the form. Make one with Form.Record, which leaves out what is blank.
type Record []Table

// Rows are the rows of a section.
func (r Record) Rows(section string) []Row {
	for _, t := range r {
		if t.Section == section {
			return t.Rows
		}
	}
	return nil
}

// Mistake is a record that cannot be taken: what is wrong, cell by cell.
type Mistake struct{ Text string }

func (m Mistake) Error() string { return m.Text }

// Record puts given rows in the order of the form. Unknown sections and columns are refused, blank rows left out.
func (f Form) Record(given []Table) (Record, error) {
	var out Record
	for _, t := range given {
		if _, ok := f.Section(t.Section); !ok {
			return nil, Mistake{fmt.Sprintf("there is no section %q; there are %s", t.Section, strings.Join(f.Keys(), ", "))}
		}
	}
	for _, s := range f {
		table := Table{Section: s.Key}
		for _, t := range given {
			if t.Section != s.Key {
				continue
			}
			for i, row := range t.Rows {
				clean, err := s.clean(row, i+1)
				if err != nil {
					return nil, err
				}
				if len(clean) > 0 {
					table.Rows = append(table.Rows, clean)
				}
			}
		}
		if len(table.Rows) > 0 {
			out = append(out, table)
		}
	}
	return out, nil
}

// Keys are the keys of the sections, in order.
func (f Form) Keys() (out []string) {
	for _, s := range f {
		out = append(out, s.Key)
	}
	return out
}

// clean is a row without what is blank.
func (s Section) clean(row Row, n int) (Row, error) {
	out := Row{}
	for key := range row {
		if _, ok := s.Column(key); !ok {
			return nil, Mistake{fmt.Sprintf("%s, row %d: there is no column %q; there are %s", s.Title, n, key, strings.Join(s.Keys(), ", "))}
		}
	}
	for _, c := range s.Columns {
		text := strings.TrimSpace(row[c.Key])
		if text == "" {
			continue
		}
		if err := ledger.CheckText(strings.ToLower(c.Title), text, 2000); err != nil {
			return nil, Mistake{fmt.Sprintf("%s, row %d: %v", s.Title, n, err)}
		}
		if strings.ContainsAny(text, "\n\r") {
			return nil, Mistake{fmt.Sprintf("%s, row %d, %s: write it on one line", s.Title, n, c.Title)}
		}
		out[c.Key] = text
	}
	return out, nil
}

// Keys are the keys of the columns, in order.
func (s Section) Keys() (out []string) {
	for _, c := range s.Columns {
		out = append(out, c.Key)
	}
	return out
}

// Text is the record as the log keeps it: a line with the section for each row, then a line for each cell that is not blank, after two
// spaces its column and value. Equal records are equal texts.
func (f Form) Text(r Record) string {
	var b strings.Builder
	for _, s := range f {
		for _, row := range r.Rows(s.Key) {
			b.WriteString(s.Key + "\n")
			for _, c := range s.Columns {
				if v := row[c.Key]; v != "" {
					b.WriteString("  " + c.Key + " " + v + "\n")
				}
			}
		}
	}
	return b.String()
}

// ParseText reads a record's text back.
func ParseText(text string) (Record, error) {
	var out Record
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		cell, inner := strings.CutPrefix(line, "  ")
		switch {
		case line == "":
		case !inner:
			if n := len(out); n == 0 || out[n-1].Section != line {
				out = append(out, Table{Section: line})
			}
			t := &out[len(out)-1]
			t.Rows = append(t.Rows, Row{})
		case len(out) == 0:
			return nil, Mistake{fmt.Sprintf("line %d of the record belongs to no section", i+1)}
		default:
			key, value, ok := strings.Cut(cell, " ")
			if !ok {
				return nil, Mistake{fmt.Sprintf("line %d of the record has no value", i+1)}
			}
			rows := out[len(out)-1].Rows
			rows[len(rows)-1][key] = value
		}
	}
	return out, nil
}
