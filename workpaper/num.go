package workpaper

import "tieout/money"

// Num is a number in a workpaper: a cell, a literal, or a formula over others. It has its exact value from the start,
// so a calculator takes its results from where it shows them.
type Num struct{ expr }

// Lit is a number that stands in a formula itself, such as the 12 of a year's months. What someone may want to change
// or look up is an input instead.
func Lit(n Number) Num { return Num{literal(NumberValue(n))} }

// Int is Lit of a whole number.
func Int(i int64) Num { return Lit(Whole(i)) }

// Number is the exact value. It panics where the value is undefined: see Defined.
func (a Num) Number() Number { return a.v.Number() }

// Defined is false where the value is undefined because something is divided by zero.
func (a Num) Defined() bool { return a.v.kind == NumberKind }

// Minor is the value in minor units of a currency with that many digits. It panics where the value is not a whole
// number of them: money is rounded by name before it is booked.
func (a Num) Minor(digits int) int64 {
	minor, whole := a.Number().Minor(digits)
	if !whole {
		panic("workpaper: " + a.Number().String() + " is not rounded to minor units")
	}
	return minor
}

// Plus is a + b.
func (a Num) Plus(b Num) Num { return Num{make2(OpAdd, a.expr, b.expr)} }

// Minus is a − b.
func (a Num) Minus(b Num) Num { return Num{make2(OpSub, a.expr, b.expr)} }

// Times is a × b.
func (a Num) Times(b Num) Num { return Num{make2(OpMul, a.expr, b.expr)} }

// Over is a ÷ b, undefined where b is zero. A calculator refuses such input first, or asks with If.
func (a Num) Over(b Num) Num { return Num{make2(OpDiv, a.expr, b.expr)} }

// Neg is −a.
func (a Num) Neg() Num { return Num{make1(OpNeg, a.expr)} }

// Abs is a without its sign.
func (a Num) Abs() Num { return Num{make1(OpAbs, a.expr)} }

// Power is a to the power of a whole number from −4,000 to 4,000, undefined for any other and for zero to a power that
// is not above zero. Roots are not exact: a rate that needs one is solved outside and checked here (Section.Solved).
func (a Num) Power(n Num) Num { return Num{make2(OpPower, a.expr, n.expr)} }

// Round rounds by name to a number of decimals, 0 to 10.
func (a Num) Round(places int, how money.Rounding) Num {
	if places < 0 || places > MaxPlaces {
		panic("workpaper: rounding to that many decimals")
	}
	return Num{compute(&Formula{Op: OpRound, Places: int8(places), Rounding: how}, a.expr)}
}

// Term is what Sum, Least and Greatest take: numbers, columns and ranges of a table.
type Term interface{ term() expr }

func (a Num) term() expr { return a.written() }

func terms(op Op, of []Term) Num {
	args := make([]expr, len(of))
	for i, t := range of {
		args[i] = t.term()
	}
	return Num{compute(&Formula{Op: op}, args...)}
}

// Sum adds numbers and the numbers of columns and ranges.
func Sum(of ...Term) Num { return terms(OpSum, of) }

// Least is the lowest of its terms; blank cells do not count.
func Least(of ...Term) Num { return terms(OpLeast, of) }

// Greatest is the highest of its terms; blank cells do not count.
func Greatest(of ...Term) Num { return terms(OpGreatest, of) }

// NotBelowZero is a, or zero where a is negative.
func NotBelowZero(a Num) Num { return Greatest(Int(0), a) }

// SumOfProducts multiplies two ranges of one length cell by cell and adds up, as units × unit cost over all layers.
func SumOfProducts(a, b Ranger) Num {
	x, y := a.ranged(), b.ranged()
	if x.f.Span.Len() != y.f.Span.Len() || x.f.Span.upright() != y.f.Span.upright() {
		panic("workpaper: two ranges of different length or direction")
	}
	return Num{compute(&Formula{Op: OpProduct}, x, y)}
}

// If is one number where the condition holds and another where it does not.
func If(c Cond, then, otherwise Num) Num { return Num{make3(OpIf, c.expr, then.expr, otherwise.expr)} }

// Less is a < b.
func (a Num) Less(b Num) Cond { return Cond{make2(OpLess, a.expr, b.expr)} }

// AtMost is a ≤ b.
func (a Num) AtMost(b Num) Cond { return Cond{make2(OpAtMost, a.expr, b.expr)} }

// More is a > b.
func (a Num) More(b Num) Cond { return Cond{make2(OpMore, a.expr, b.expr)} }

// AtLeast is a ≥ b.
func (a Num) AtLeast(b Num) Cond { return Cond{make2(OpAtLeast, a.expr, b.expr)} }

// Equals is a = b, exactly.
func (a Num) Equals(b Num) Cond { return Cond{make2(OpEqual, a.expr, b.expr)} }

// Differs is a ≠ b.
func (a Num) Differs(b Num) Cond { return Cond{make2(OpDiffer, a.expr, b.expr)} }
