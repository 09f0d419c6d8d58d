package estimate

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// Ledger is what a schedule may ask of the books. What is asked for is an account with all below it, by its code, or all accounts that
// carry an element ("us-gaap:Cash"). Amounts are minor units, debit positive.
type Ledger interface {
	Known(what string) bool
	Balance(what string, at fiscal.Date) (int64, error)
	Movement(what string, p fiscal.Period) (int64, error)
}

// Books is where a record is read: the currency with its decimals, the fiscal calendar, the first day for which the books have entries,
// the ledger, which may be nil where there is none, and when Form 8-K is due for an event under an item, nil where no calendar is at hand.
type Books struct {
	Currency money.Currency
	Digits   int
	Calendar fiscal.Calendar
	Began    fiscal.Date
	Ledger   Ledger
	Current  func(event fiscal.Date, item string) (CurrentReport, error)
}

// Exact is minor units of the books as a number.
func (b Books) Exact(minor int64) workpaper.Number { return workpaper.FromMinor(minor, b.Digits) }

// Minor is a number in minor units of the books.
func (b Books) Minor(n workpaper.Number) int64 {
	m, _ := n.Round(b.Digits, money.HalfAway).Minor(b.Digits)
	return m
}

// Text is an amount of the books as people read it.
func (b Books) Text(minor int64) string { return money.Group(money.FormatMinor(minor, b.Digits)) }

// Reader reads a record by its form. What is wrong is kept with its place; ask Err at the end.
type Reader struct {
	Books
	Found  []check.Finding // notes and warnings about what was read, and what is wrong
	form   Form
	record Record
}

// NewReader begins to read a record: what must be there is looked for, and every cell must be of its kind.
func NewReader(f Form, r Record, b Books) *Reader {
	x := &Reader{Books: b, form: f, record: r}
	for _, s := range f {
		rows := x.Rows(s.Key)
		if s.One && len(rows) != 1 {
			x.Fail(s.Title, "it has %d rows; write exactly one", len(rows))
		}
		for _, row := range rows {
			row.check()
		}
	}
	return x
}

// Fail says that something is wrong at a place of the record.
func (x *Reader) Fail(place, format string, args ...any) {
	x.Found = append(x.Found, check.Finding{Rule: "input", Severity: check.Stop, Subject: place, Message: fmt.Sprintf(format, args...)})
}

// Warn says that something is open or to be noted: it does not keep the record out.
func (x *Reader) Warn(rule string, severity check.Severity, place, cite, format string, args ...any) {
	x.Found = append(x.Found, check.Finding{Rule: rule, Severity: severity, Subject: place, Message: fmt.Sprintf(format, args...), Cite: cite})
}

// Failed says whether the record cannot be taken.
func (x *Reader) Failed() bool { return check.Worst(x.Found) >= check.Stop }

// Line is one row as it is read.
type Line struct {
	At      int // number of the row in its section, from 1
	reader  *Reader
	section Section
	cells   Row
}

// Rows are the rows of a section.
func (x *Reader) Rows(section string) (out []Line) {
	s, ok := x.form.Section(section)
	if !ok {
		panic("estimate: no section " + section)
	}
	for i, cells := range x.record.Rows(section) {
		out = append(out, Line{i + 1, x, s, cells})
	}
	return out
}

// One is the row of a section of one; an empty line where it is missing.
func (x *Reader) One(section string) Line {
	if rows := x.Rows(section); len(rows) > 0 {
		return rows[0]
	}
	s, _ := x.form.Section(section)
	return Line{0, x, s, Row{}}
}

// Place is what messages call a cell, or the row for no key.
func (l Line) Place(key string) string {
	place := l.section.Title
	if !l.section.One {
		place += fmt.Sprintf(", row %d", l.At)
	}
	if c, ok := l.section.Column(key); ok {
		place += ", " + c.Title
	}
	return place
}

// Fail says what is wrong with a cell, or with the row for no key.
func (l Line) Fail(key, format string, args ...any) { l.reader.Fail(l.Place(key), format, args...) }

// check holds every cell against its column.
func (l Line) check() {
	for _, c := range l.section.Columns {
		text := l.cells[c.Key]
		if text == "" {
			if c.Needed {
				l.Fail(c.Key, "it is missing")
			}
			continue
		}
		if err := l.reader.wrong(c, text); err != "" {
			l.Fail(c.Key, "%s", err)
		}
	}
}

// wrong says what is wrong with a cell; empty for nothing.
func (x *Reader) wrong(c Column, text string) string {
	switch c.Kind {
	case Date:
		if _, err := fiscal.Parse(text); err != nil {
			return err.Error()
		}
	case Amount:
		if _, err := money.ParseMinor(plain(text), x.Digits); err != nil {
			return err.Error()
		}
	case Number:
		if _, err := workpaper.Parse(plain(text)); err != nil {
			return fmt.Sprintf("%q is not a number", text)
		}
	case Rate:
		if _, ok := rate(text); !ok {
			return fmt.Sprintf("%q is not a rate; write 5.5%% or 0.055", text)
		}
	case Yes:
		if l := strings.ToLower(text); l != "yes" && l != "no" {
			return fmt.Sprintf("%q is neither yes nor no", text)
		}
	case Choice:
		if !slices.Contains(c.Choices, text) {
			return fmt.Sprintf("%q is not one of %s", text, strings.Join(c.Choices, ", "))
		}
	case Account:
		if x.Ledger != nil && !x.Ledger.Known(text) {
			return fmt.Sprintf("the account %q is not in the chart; open it, or correct the code", text)
		}
	}
	return ""
}

// plain is an amount as a machine writes it: 1,000 and (1,000) are read too.
func plain(text string) string {
	if len(text) > 2 && text[0] == '(' && text[len(text)-1] == ')' {
		text = "-" + text[1:len(text)-1]
	}
	return strings.ReplaceAll(text, ",", "")
}

func rate(text string) (workpaper.Number, bool) {
	t, percent := strings.CutSuffix(text, "%")
	n, err := workpaper.Parse(plain(strings.TrimSpace(t)))
	if percent {
		n = n.Quo(workpaper.Whole(100))
	}
	return n, err == nil
}

func (l Line) text(key string, kinds ...Kind) string {
	c, ok := l.section.Column(key)
	if !ok || !slices.Contains(kinds, c.Kind) {
		panic(fmt.Sprintf("estimate: section %s has no column %s of kind %v", l.section.Key, key, kinds))
	}
	return l.cells[key]
}

// Has says whether a cell is not blank.
func (l Line) Has(key string) bool { return l.cells[key] != "" }

// Text is a cell of text, choice or account.
func (l Line) Text(key string) string { return l.text(key, Text, Choice, Account) }

// Date is a day; 0 for a blank or unreadable cell.
func (l Line) Date(key string) fiscal.Date {
	d, _ := fiscal.Parse(l.text(key, Date))
	return d
}

// Minor is an amount in minor units; 0 for a blank or unreadable cell.
func (l Line) Minor(key string) int64 {
	n, _ := money.ParseMinor(plain(l.text(key, Amount)), l.reader.Digits)
	return n
}

// Number is an exact number, an amount or a rate; nil for a blank or unreadable cell.
func (l Line) Number(key string) *workpaper.Number {
	t := l.text(key, Number, Rate, Amount)
	n, ok := rate(t)
	if t == "" || !ok {
		return nil
	}
	return &n
}

// Exact is an exact number, an amount or a rate; nought for a blank or unreadable cell.
func (l Line) Exact(key string) workpaper.Number {
	if n := l.Number(key); n != nil {
		return *n
	}
	return workpaper.Whole(0)
}

// Dims are dimensions written as plant=Jamestown; product=metal.
func (l Line) Dims(key string) ledger.Dims {
	var pairs []string
	for _, part := range strings.Split(l.text(key, Text), ";") {
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if strings.TrimSpace(part) == "" {
			continue
		}
		if !ok {
			l.Fail(key, "%q is not a dimension; write plant=Jamestown", strings.TrimSpace(part))
			return ""
		}
		pairs = append(pairs, strings.TrimSpace(name), strings.TrimSpace(value))
	}
	d, err := ledger.MakeDims(pairs...)
	if err != nil {
		l.Fail(key, "%v", err)
	}
	return d
}

// Yes says whether a cell says yes.
func (l Line) Yes(key string) bool { return strings.EqualFold(l.text(key, Yes), "yes") }
