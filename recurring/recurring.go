// Package recurring holds entries that come again: a standing entry every month, quarter or year, and a schedule that spreads
// a total over a span, such as a prepaid expense or an accrual (straight line; ASC 340-10-05-4 for prepaid expenses). It
// proposes; it posts nothing.
package recurring

import (
	"fmt"
	"time"

	"tieout/check"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// Every says how often an entry comes again.
type Every string

// How often.
const (
	Monthly   Every = "month"
	Quarterly Every = "quarter"
	Yearly    Every = "year"
)

var months = map[Every]int{Monthly: 1, Quarterly: 3, Yearly: 12}

// Standing is an entry that comes again on days of a rule.
type Standing struct {
	ID     int64 // given by the book; part of the keys of its entries
	Name   string
	Every  Every
	Day    int         // of the month, 1 to 28; 0 for its last day
	From   fiscal.Date // first day on which it may come
	Until  fiscal.Date // last such day; none for no end. A schedule has one
	Spread bool        // the lines are the totals of a schedule: each time an equal part, so that the parts add up to them exactly
	Entry  ledger.Entry
}

// maxTimes bounds how often one comes.
const maxTimes = 1200

// Check says what keeps it from being kept, beside what is wrong with its entry.
func (s Standing) Check() []check.Finding {
	var out []check.Finding
	stop := func(format string, args ...any) {
		out = append(out, check.Finding{Rule: "recurring", Severity: check.Stop, Subject: s.Name, Message: fmt.Sprintf(format, args...)})
	}
	if months[s.Every] == 0 {
		stop("it comes every month, quarter or year, not every %q", string(s.Every))
	}
	if s.Day < 0 || s.Day > 28 {
		stop("day %d: give 1 to 28, or 0 for the last day of the month", s.Day)
	}
	if s.From == 0 {
		stop("it needs the day from which on it comes")
	}
	if s.Until != 0 && s.Until < s.From {
		stop("it would end on %s, before it begins on %s", s.Until, s.From)
	}
	if s.Spread && s.Until == 0 {
		stop("a total is spread up to a day; give it")
	}
	if len(out) == 0 && s.Until != 0 {
		switch n := len(s.days(s.Until)); {
		case n == 0:
			stop("no day of its rule falls between %s and %s", s.From, s.Until)
		case n > maxTimes:
			stop("it would come %d times; at most %d", n, maxTimes)
		}
	}
	return out
}

// days are those on which it comes, up to one.
func (s Standing) days(upTo fiscal.Date) []fiscal.Date {
	step := months[s.Every]
	if step == 0 {
		return nil
	}
	y, m, _ := s.From.YMD()
	var out []fiscal.Date
	for i := 0; len(out) <= maxTimes; i++ {
		n := int(m) - 1 + i*step
		first := fiscal.Of(y+n/12, time.Month(n%12+1), 1)
		d := first + fiscal.Date(s.Day) - 1
		if s.Day == 0 {
			d = first.AddMonths(1, false) - 1
		}
		if d > upTo {
			break
		}
		if d >= s.From && (s.Until == 0 || d <= s.Until) {
			out = append(out, d)
		}
	}
	return out
}

// Occurrence is one time that it comes.
type Occurrence struct {
	Standing int64
	No, Of   int // of a schedule: which part, of how many
	Key      string
	Entry    ledger.Entry
}

// Due are the occurrences up to a day, made already or not; each has a key by which it is made once.
func (s Standing) Due(upTo fiscal.Date) []Occurrence {
	all := 0
	var parts [][]int64
	if s.Spread {
		all = len(s.days(s.Until))
		parts = s.parts(all)
	}
	var out []Occurrence
	for i, d := range s.days(upTo) {
		e := s.Entry
		e.Effective, e.Kind, e.Key = d, ledger.Recurring, fmt.Sprintf("recurring/%d/%s", s.ID, d)
		e.Lines = append([]ledger.Line(nil), s.Entry.Lines...)
		for j := range e.Lines {
			if s.Spread {
				e.Lines[j].Amount = parts[j][i]
			}
		}
		out = append(out, Occurrence{Standing: s.ID, No: i + 1, Of: all, Key: e.Key, Entry: e})
	}
	return out
}

// parts split the total of every line but the last into equal parts (largest remainder); the last line balances each part, so that
// it too adds up to its total.
func (s Standing) parts(n int) [][]int64 {
	weights := make([]int64, n)
	for i := range weights {
		weights[i] = 1
	}
	lines := s.Entry.Lines
	out := make([][]int64, len(lines))
	last := make([]int64, n)
	for j := range lines[:max(len(lines)-1, 0)] {
		p, err := money.Allocate(lines[j].Amount, weights)
		if err != nil {
			panic(err) // equal weights of one always split
		}
		out[j] = p
		for i := range p {
			last[i] -= p[i]
		}
	}
	if len(lines) > 0 {
		out[len(lines)-1] = last
	}
	return out
}

// Left is what of a schedule's total comes after a day, by its debits, minor units.
func (s Standing) Left(after fiscal.Date) int64 {
	if !s.Spread {
		return 0
	}
	var left int64
	for _, o := range s.Due(s.Until) {
		if o.Entry.Effective > after {
			d, _, _ := o.Entry.Totals()
			left += d
		}
	}
	return left
}
