// Package sheet reads the cells of an XLSX workbook that somebody else has written or changed: the archive within hard
// limits, its XML without a DOCTYPE, and the rows of a sheet one after another. It says what a cell holds and nothing
// of what that means. It also writes workbooks (Workbook).
//
// The parts are read here and not through a spreadsheet library, because a damaged sheet must be refused: a reader
// that ends at the first broken element and calls it the end makes a shorter trial balance.
package sheet

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Refusal is why a workbook, or one row of it, is not read, and the way out. Row and Column count from 1; a refusal
// without a row is of the file as a whole, and nothing more can be read of it.
type Refusal struct {
	Row, Column int
	Why         string
}

func (r *Refusal) Error() string { return r.Why }

func unfit(format string, args ...any) error { return &Refusal{Why: fmt.Sprintf(format, args...)} }

// refused sees whether an error is bad input and not a fault of the world.
func refused(err error) bool {
	var r *Refusal
	return errors.As(err, &r)
}

func quote(s string) string { return strconv.Quote(clip(s)) }

// clip shortens a text for a message.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
