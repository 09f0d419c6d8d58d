package exporter

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"tieout/money"
)

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
