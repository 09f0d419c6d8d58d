package workpaper

import "tieout/money"

// Op is what a formula does with its arguments.
type Op uint8

// Operations. Comparisons take two numbers or two days. A range is an argument of OpSum, OpProduct, OpLeast and
// OpGreatest only.
const (
	OpLiteral  Op = iota + 1 // Literal
	OpCell                   // the value of Cell
	OpRange                  // the cells of Span
	OpAdd                    // a + b
	OpSub                    // a − b
	OpMul                    // a × b
	OpDiv                    // a ÷ b; undefined where b is zero
	OpNeg                    // −a
	OpAbs                    // a without its sign
	OpPower                  // a to the whole number b
	OpSum                    // of numbers and ranges
	OpProduct                // the sum of products of two ranges of one length
	OpLeast                  // of numbers and ranges
	OpGreatest               // of numbers and ranges
	OpRound                  // to Places by Rounding
	OpIf                     // if a then b, otherwise c
	OpLess
	OpAtMost
	OpMore
	OpAtLeast
	OpEqual
	OpDiffer
	OpAnd
	OpOr
	OpNot
	OpAddDays   // the day b days after a
	OpDays      // days from b to a
	OpAddMonths // the day b months after a; see Day.AddMonths
	OpKeepEnd   // the same, where the last day of a month stays the last
	OpMonthEnd  // the last day of a's month
	OpYear
	OpMonth
	OpDay // of the month
)

// Formula is an expression as a tree. The value, the words, the figures and the spreadsheet's formula are all read
// from it. Formulas do not change once made.
type Formula struct {
	Op       Op
	Places   int8
	Rounding money.Rounding
	Args     []*Formula
	Cell     *Cell
	Span     *Span
	Literal  Value
}

// Uses calls yield for every cell that the formula names, in the order of writing, a cell as often as it is named.
func (f *Formula) Uses(yield func(*Cell)) {
	switch f.Op {
	case OpCell:
		yield(f.Cell)
	case OpRange:
		for c := range f.Span.Cells() {
			yield(c)
		}
	}
	for _, a := range f.Args {
		a.Uses(yield)
	}
}

// expr is a formula and its value at the time of writing.
type expr struct {
	f *Formula
	v Value
}

func (e expr) written() expr {
	if e.f == nil {
		panic("workpaper: a formula uses a Num, Cond, Day or Words that nothing was put into")
	}
	return e
}

// Expr is a Num, Cond, Day or Words.
type Expr interface{ written() expr }

// make1 to make3 write a formula over others and compute it.
func make1(op Op, a expr) expr { return compute(&Formula{Op: op}, a) }

func make2(op Op, a, b expr) expr { return compute(&Formula{Op: op}, a, b) }

func make3(op Op, a, b, c expr) expr { return compute(&Formula{Op: op}, a, b, c) }

func compute(f *Formula, args ...expr) expr {
	f.Args = make([]*Formula, len(args))
	values := make([]Value, len(args))
	for i, a := range args {
		a.written()
		f.Args[i], values[i] = a.f, a.v
	}
	return expr{f, apply(f, values, written)}
}

// written is the value of a cell as it was put there.
func written(c *Cell) Value { return c.paper().values[c.id] }

func literal(v Value) expr { return expr{&Formula{Op: OpLiteral, Literal: v}, v} }
