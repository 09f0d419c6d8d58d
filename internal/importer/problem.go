package importer

import (
	"errors"
	"fmt"
	"strings"

	"tieout/check"
	"tieout/internal/sheet"
)

// Rules of the findings that importing raises.
const (
	ruleRead    = "import-read"    // it cannot be read as what it should be
	ruleBalance = "import-balance" // it can be read and does not add up
	ruleFile    = "import-file"    // the file as a whole is refused
	ruleMapping = "import-mapping" // what was said of the file does not hold
)

// Problem is one thing wrong with a file, and where. Its Subject is file:row or file:row:column, in a sheet
// file:cell; its Message says what is wrong, the amounts, and what to do. The other fields say the same place as
// data, so that a page can mark the cell.
type Problem struct {
	check.Finding
	Row    int    // line of a text file, row of a sheet, from 1; 0 for the file as a whole
	Column int    // byte of the line in a text, number of the column in a table, from 1; 0 for the row as a whole
	Title  string // in a table: the header of the column as written
	Text   string // the text that is refused, cut after 200 bytes; empty when a row or the file as a whole is
}

// Error is "file:row:column: message".
func (p Problem) Error() string {
	if p.Subject == "" {
		return p.Message
	}
	return p.Subject + ": " + p.Message
}

// Problems are all problems of a file. A file that has any is not imported.
type Problems []Problem

// Error lists the first twenty, a line each.
func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i == 20 {
			fmt.Fprintf(&b, "\n… and %d more", len(ps)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Error())
	}
	return b.String()
}

// Findings are the problems as findings, in the same order.
func (ps Problems) Findings() []check.Finding {
	out := make([]check.Finding, len(ps))
	for i, p := range ps {
		out[i] = p.Finding
	}
	return out
}

// reporter numbers, names and collects the problems of one reading.
type reporter struct {
	name  string
	max   int
	sheet bool // places are cells of a sheet
	found Problems
}

func newReporter(o Options) reporter {
	r := reporter{name: o.Name, max: o.MaxProblems}
	if r.max <= 0 {
		r.max = 100
	}
	return r
}

// problem records what is wrong at a row and column, either of which may be 0.
func (r *reporter) problem(m mistake) Problem {
	f := check.Finding{Rule: m.rule, Severity: check.Stop, Subject: r.place(m.row, m.col), Message: m.why}
	p := Problem{f, m.row, m.col, cut(m.title, maxText), cut(m.text, maxText)}
	r.found = append(r.found, p)
	return p
}

// maxText is how much of a refused text a Problem carries, in bytes.
const maxText = 200

func (r *reporter) place(row, col int) string {
	name := r.name
	if name == "" {
		name = "input"
	}
	switch {
	case row == 0:
		return name
	case col == 0:
		return fmt.Sprintf("%s:%d", name, row)
	case r.sheet:
		return fmt.Sprintf("%s:%s%d", name, sheet.ColumnName(col), row)
	}
	return fmt.Sprintf("%s:%d:%d", name, row, col)
}

// full says that no further problem is wanted.
func (r *reporter) full() bool { return len(r.found) >= r.max }

// mistake is a Problem that has no place yet: whoever knows row and column gives it one.
type mistake struct {
	rule, why   string
	row, col    int
	title, text string
}

func (m mistake) Error() string { return m.why }

func unread(format string, args ...any) error {
	return mistake{rule: ruleRead, why: fmt.Sprintf(format, args...)}
}

func unfit(format string, args ...any) error {
	return mistake{rule: ruleFile, why: fmt.Sprintf(format, args...)}
}

// at places a mistake that has no place yet.
func (m mistake) at(row, col int, text string) mistake {
	if m.row == 0 {
		m.row, m.col = row, col
	}
	if m.text == "" {
		m.text = text
	}
	return m
}

// asMistake sees whether an error is bad input and not a fault of the world.
func asMistake(err error) (mistake, bool) {
	var m mistake
	ok := errors.As(err, &m)
	return m, ok
}
