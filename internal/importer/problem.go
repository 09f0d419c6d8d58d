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
)

// Problem is one thing wrong with a file, and where. Its Subject is file:row or file:row:column, in a sheet
// file:cell; its Message says what is wrong, the amounts, and what to do.
type Problem struct {
	check.Finding
	Row    int // line of a text file, row of a sheet, from 1; 0 for the file as a whole
	Column int // byte of the line in a journal, number of the column in a table, from 1; 0 for the row as a whole
}

// Error is "file:row:column: message".
func (p Problem) Error() string {
	if p.Subject == "" {
		return p.Message
	}
	return p.Subject + ": " + p.Message
}

// Problems are all problems of a file. A file that has any is not imported.
type Problems []check.Finding

// Error lists the first twenty, a line each.
func (ps Problems) Error() string {
	var b strings.Builder
	for i, f := range ps {
		if i == 20 {
			fmt.Fprintf(&b, "\n… and %d more", len(ps)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(Problem{Finding: f}.Error())
	}
	return b.String()
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
func (r *reporter) problem(rule string, row, col int, message string) Problem {
	p := Problem{check.Finding{Rule: rule, Severity: check.Stop, Subject: r.place(row, col), Message: message}, row, col}
	r.found = append(r.found, p.Finding)
	return p
}

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
	rule, why string
	row, col  int
}

func (m mistake) Error() string { return m.why }

func unread(format string, args ...any) error {
	return mistake{rule: ruleRead, why: fmt.Sprintf(format, args...)}
}

func unfit(format string, args ...any) error {
	return mistake{rule: ruleFile, why: fmt.Sprintf(format, args...)}
}

// asMistake sees whether an error is bad input and not a fault of the world.
func asMistake(err error) (mistake, bool) {
	var m mistake
	ok := errors.As(err, &m)
	return m, ok
}
