package exporter

import (
	"fmt"
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// value is what a cell of the table holds now; same says that it is what it held. why says why it cannot be read.
func (c *comparison) value(at place, v ReturnedCell) (is Cell, same bool, why string) {
	was := c.cell(at)
	if v.Holds == Word && was.Text == "" && c.t.Columns[at.col].Amount {
		c.words = true
	}
	if v.unchanged(was) {
		return was, true, ""
	}
	is, why = c.typed(at.col, was, v)
	if why != "" {
		return is, false, why
	}
	is.Mark = was.Mark
	same = is == was || !c.editable(at.row, at.col) && is.nil() && was.nil()
	return is, same, ""
}

// nil says whether a cell holds nothing, or an amount of nothing.
func (c Cell) nil() bool { return c.Text == "" && c.Minor == 0 }

// unchanged says whether a cell stores what it was given.
func (v ReturnedCell) unchanged(was Cell) bool {
	switch {
	case was.Set:
		return v.Holds == Number && sameNumber(v.Text, was.plain())
	case v.Holds == Blank:
		return strings.TrimSpace(was.Text) == ""
	case v.Holds == Number:
		return plainNumber(v.Text) == was.Text
	}
	return v.Holds != Unreadable && oneLineEnd(v.Text) == oneLineEnd(was.Text)
}

// sheetDigits is how many digits of a number spreadsheet programs keep, and show.
const sheetDigits = 15

// sameNumber says whether a stored number is what a program makes of a decimal that it was given: the same binary
// number, or that one written with the fifteen or sixteen digits that programs keep of it.
func sameNumber(stored, given string) bool {
	f, err1 := strconv.ParseFloat(stored, 64)
	g, err2 := strconv.ParseFloat(given, 64)
	if err1 != nil || err2 != nil {
		return false
	}
	for digits := sheetDigits; digits <= sheetDigits+1; digits++ {
		if kept, err := strconv.ParseFloat(strconv.FormatFloat(g, 'g', digits, 64), 64); err == nil && f == kept {
			return true
		}
	}
	return f == g
}

// typed reads a cell as what its column holds, or was; why says what is wrong with it.
func (c *comparison) typed(col int, was Cell, v ReturnedCell) (is Cell, why string) {
	column := c.t.Columns[col]
	switch {
	case v.Holds == Unreadable:
		return Cell{}, v.Text
	case v.Holds == Blank:
		return Cell{}, ""
	case was.Set:
		return amountOf(v, was.Digits)
	case column.Amount:
		return amountOf(v, c.digits[col])
	case column.Date || was.Day != 0:
		return dayOf(v)
	}
	return textOf(v, column)
}

// amountOf reads an amount that was typed in: a number that is a decimal of so many digits, or one written as text.
func amountOf(v ReturnedCell, digits int) (Cell, string) {
	switch v.Holds {
	case Day:
		return Cell{}, fmt.Sprintf("the cell holds the date %s, not an amount; show it as a number", v.Text)
	case Word:
		if s := strings.TrimSpace(v.Text); s == "-" || s == "–" || s == "—" { // as nil is printed
			return Amount(0, digits), ""
		}
		n, err := money.ParseMinor(v.Text, digits)
		if err != nil {
			return Cell{}, err.Error()
		}
		return Amount(n, digits), ""
	}
	s := plainNumber(v.Text)
	whole, decimals, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	switch {
	case len(decimals) > digits:
		return Cell{}, fmt.Sprintf("the cell holds %s, which has more than %d decimals and no exact value in the books; round it in the sheet, as in =ROUND(…,%d)", v.Text, digits, digits)
	case len(strings.Trim(whole+decimals, "0")) > sheetDigits:
		return Cell{}, fmt.Sprintf("the cell holds %s, of which a sheet keeps %d digits; enter it in the books", v.Text, sheetDigits)
	}
	n, err := money.ParseMinor(s, digits)
	if err != nil {
		return Cell{}, err.Error()
	}
	return Amount(n, digits), ""
}

// dayOf reads a day: a cell that shows a date, or the text of one.
func dayOf(v ReturnedCell) (Cell, string) {
	if v.Holds == Number {
		return Cell{}, fmt.Sprintf("the cell holds the number %s, not a date; write it as YYYY-MM-DD or show it as a date", v.Text)
	}
	d, err := fiscal.Parse(strings.TrimSpace(v.Text))
	if err != nil {
		return Cell{}, err.Error()
	}
	return Date(d), ""
}

// textLimit is how many bytes of text may be typed into a cell of a column that names no other limit.
const textLimit = 1000

// textOf reads a text: what the ledger may store.
func textOf(v ReturnedCell, c Column) (Cell, string) {
	s := v.Text
	if v.Holds == Number {
		s = plainNumber(s)
	}
	limit := c.Limit
	if limit == 0 {
		limit = textLimit
	}
	if err := ledger.CheckText("the text", s, limit); err != nil {
		return Cell{}, err.Error()
	}
	return Text(s), ""
}
