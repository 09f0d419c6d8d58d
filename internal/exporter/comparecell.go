package exporter

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
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

// computedCell is a cell that the table computes, as it came back.
type computedCell struct {
	place
	holds ReturnedCell
	parts []part
}

// judgeComputed looks at the totals and the columns that are computed, when all changes are known. Each must be what it
// was or what its parts now add up to, to the nearest minor unit. Where rows came, went or moved, or an amount is stored
// as text, a spreadsheet's own result is passed over: nothing is taken from it.
func (c *comparison) judgeComputed() {
	if len(c.refused) > 0 {
		return
	}
	moved := c.words || len(c.out.Added)+len(c.out.Removed) > 0 || !increasing(c.back)
	slices.SortFunc(c.computed, func(a, b computedCell) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) })
	known := map[place]Cell{}
	for _, x := range c.computed {
		want := c.now(x.place, known)
		switch v := x.holds; {
		case v.unchanged(c.cell(x.place)), v.unchanged(want), v.near(want), v.Formula && (moved || v.Lacking):
		case v.Holds == Unreadable:
			c.refuse(x.place, RuleValue, "%s", v.Text)
		default:
			c.refuse(x.place, RuleFixed, "%s may not be changed from %s to %s: %s", c.t.Columns[x.col].name(), c.cell(x.place).said(), v.said(), c.computedWhy(x.row, x.col))
		}
	}
}

func increasing(rows []int) bool {
	last := -1
	for _, n := range rows {
		if n >= 0 && n < last {
			return false
		}
		last = max(last, n)
	}
	return true
}

// now is what a cell of the table amounts to with the changes that came back.
func (c *comparison) now(at place, known map[place]Cell) Cell {
	if is, ok := c.is[at]; ok {
		return is
	}
	if is, ok := known[at]; ok {
		return is
	}
	out := c.cell(at)
	known[at] = out
	if parts := c.parts(at.row, at.col); len(parts) > 0 {
		if total, ok := add(parts, out.Digits, func(p place) Cell { return c.now(p, known) }); ok {
			out.Minor = total
		}
	}
	known[at] = out
	return out
}

// near says whether a number is an amount to within half a minor unit, which is what binary sums leave behind.
func (v ReturnedCell) near(want Cell) bool {
	if v.Holds != Number || len(v.Text) > 40 {
		return false
	}
	f, err := strconv.ParseFloat(v.Text, 64)
	if err != nil {
		return false
	}
	got := new(big.Rat).SetFloat64(f)
	exact, ok := new(big.Rat).SetString(want.plain())
	if got == nil || !ok {
		return false
	}
	half, _ := new(big.Rat).SetString(money.FormatMinor(1, want.Digits))
	half.Mul(half, big.NewRat(1, 2))
	return got.Sub(got, exact).Abs(got).Cmp(half) < 0
}

// computedWhy is the way out for a cell that is computed.
func (c *comparison) computedWhy(i, j int) string {
	if len(c.t.Rows[i].Sum) > 0 {
		return "it is a total; change what it is the sum of"
	}
	return c.t.why(j)
}
