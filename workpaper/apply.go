package workpaper

import (
	"tieout/fiscal"
	"tieout/money"
)

// look gives the value of a cell.
type look func(*Cell) Value

// eval is the value of a formula where cells have the values that look gives.
func eval(f *Formula, at look) Value {
	switch f.Op {
	case OpLiteral:
		return f.Literal
	case OpCell:
		return at(f.Cell)
	case OpRange:
		return Value{}
	}
	var few [3]Value
	args := few[:0]
	for _, a := range f.Args {
		args = append(args, eval(a, at))
	}
	return apply(f, args, at)
}

// apply is the value of a formula whose arguments have the values given; a range has none and is looked up.
func apply(f *Formula, args []Value, at look) Value {
	switch f.Op {
	case OpIf:
		return choose(args)
	case OpSum, OpLeast, OpGreatest, OpProduct:
		return gather(f, args, at)
	}
	for _, a := range args {
		if a.kind == UndefinedKind {
			return a
		}
	}
	switch f.Op {
	case OpAnd, OpOr, OpNot:
		return TruthValue(logic(f.Op, args))
	case OpLess, OpAtMost, OpMore, OpAtLeast, OpEqual, OpDiffer:
		return TruthValue(holds(f.Op, compared(args[0], args[1])))
	case OpAddDays, OpDays, OpAddMonths, OpKeepEnd, OpMonthEnd, OpYear, OpMonth, OpDay:
		return calendar(f.Op, args)
	}
	return arithmetic(f, args)
}

func choose(args []Value) Value {
	if args[0].kind == UndefinedKind {
		return args[0]
	}
	if args[0].truth {
		return args[1]
	}
	return args[2]
}

func arithmetic(f *Formula, args []Value) Value {
	a := args[0].num
	switch f.Op {
	case OpNeg:
		return NumberValue(a.Neg())
	case OpAbs:
		return NumberValue(a.Abs())
	case OpRound:
		return NumberValue(a.Round(int(f.Places), f.Rounding))
	}
	b := args[1].num
	switch f.Op {
	case OpAdd:
		return NumberValue(a.Add(b))
	case OpSub:
		return NumberValue(a.Sub(b))
	case OpMul:
		return NumberValue(a.Mul(b))
	case OpDiv:
		if b.Sign() == 0 {
			return undefined("division by zero")
		}
		return NumberValue(a.Quo(b))
	case OpPower:
		return power(a, b)
	}
	panic("workpaper: operation without a meaning")
}

// maxPower bounds exponents: daily compounding over ten years and more.
const maxPower = 4000

func power(base, exponent Number) Value {
	n, whole := exponent.Int64()
	switch {
	case !whole || n > maxPower || n < -maxPower:
		return undefined("the exponent is not a whole number from −4,000 to 4,000")
	case base.Sign() == 0 && n <= 0:
		return undefined("zero to a power that is not above zero")
	}
	return NumberValue(base.Power(int(n)))
}

func logic(op Op, args []Value) bool {
	if op == OpNot {
		return !args[0].truth
	}
	for _, a := range args {
		if a.truth != (op == OpAnd) {
			return op == OpOr
		}
	}
	return op == OpAnd
}

func compared(a, b Value) int {
	if a.kind == DayKind {
		return int(a.day) - int(b.day)
	}
	return a.num.Cmp(b.num)
}

func holds(op Op, cmp int) bool {
	switch op {
	case OpLess:
		return cmp < 0
	case OpAtMost:
		return cmp <= 0
	case OpMore:
		return cmp > 0
	case OpAtLeast:
		return cmp >= 0
	case OpEqual:
		return cmp == 0
	}
	return cmp != 0
}

func calendar(op Op, args []Value) Value {
	d := args[0].day
	y, m, day := d.YMD()
	switch op {
	case OpYear:
		return NumberValue(Whole(int64(y)))
	case OpMonth:
		return NumberValue(Whole(int64(m)))
	case OpDay:
		return NumberValue(Whole(int64(day)))
	case OpMonthEnd:
		return DayValue(fiscal.Of(y, m, fiscal.DaysIn(y, m)))
	case OpDays:
		return NumberValue(Whole(int64(d - args[1].day)))
	}
	n, ok := args[1].num.Round(0, money.Down).Int64()
	if !ok || n > maxShift || n < -maxShift {
		return undefined("a day that far away")
	}
	if op == OpAddDays {
		return DayValue(d + fiscal.Date(n))
	}
	return DayValue(d.AddMonths(int(n), op == OpKeepEnd))
}

// maxShift bounds how far a day is moved, in days or months.
const maxShift = 36500

// gather computes over numbers and the numbers of ranges. Blank cells and words count for nothing.
func gather(f *Formula, args []Value, at look) Value {
	if f.Op == OpProduct {
		return sumProduct(f, at)
	}
	g := gathering{op: f.Op}
	for i, v := range args {
		if f.Args[i].Op != OpRange {
			g.take(v)
			continue
		}
		for c := range f.Args[i].Span.Cells() {
			g.take(at(c))
		}
	}
	if g.bad.kind == UndefinedKind {
		return g.bad
	}
	return NumberValue(g.sum)
}

// gathering is a sum, a least or a greatest in the making.
type gathering struct {
	op   Op
	sum  Number
	some bool
	bad  Value // the first that is undefined
}

func (g *gathering) take(v Value) {
	switch {
	case v.kind == UndefinedKind && g.bad.kind == 0:
		g.bad = v
	case v.kind != NumberKind:
	case g.op == OpSum:
		g.sum = g.sum.Add(v.num)
	case !g.some || (v.num.Cmp(g.sum) < 0) == (g.op == OpLeast):
		g.sum, g.some = v.num, true
	}
}

func sumProduct(f *Formula, at look) Value {
	a, b := f.Args[0].Span, f.Args[1].Span
	var sum Number
	for i := range a.Len() {
		c, d := a.at(i), b.at(i)
		if c == nil || d == nil {
			continue
		}
		v, w := at(c), at(d)
		if v.kind == UndefinedKind {
			return v
		}
		if w.kind == UndefinedKind {
			return w
		}
		if v.kind == NumberKind && w.kind == NumberKind {
			sum = sum.Add(v.num.Mul(w.num))
		}
	}
	return NumberValue(sum)
}
