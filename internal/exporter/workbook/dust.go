package workbook

import (
	"math"

	"tieout/money"
	"tieout/workpaper"
)

// A spreadsheet computes with binary fractions of 53 bits and a paper with exact ratios. Where a formula decides (a
// rounding, a comparison), dust in the last bits could decide otherwise than the exact figure: 1.005 × 100 is
// 100.49999999999999 there. This file bounds the dust of every formula, and from the bound comes a guard: the decimals
// to which the spreadsheet rounds first, coarse enough to swallow the dust and fine enough to change nothing else.

// unitRoundoff is half the distance from 1 to the next binary fraction.
const unitRoundoff = 0x1p-53

// binary is a figure as a spreadsheet holds it: roughly its size, and a bound on how far it is off. A settled one is
// typed in or rounded, whatever the inputs are: it is the binary fraction nearest to the exact figure, and no guard is
// needed. What is computed may happen to be exact and is not settled: with other inputs it would not be.
type binary struct {
	size, off float64
	settled   bool
}

// dust bounds the figures of a paper.
type dust struct {
	p     *workpaper.Paper
	cells map[*workpaper.Cell]binary
}

func newDust(p *workpaper.Paper) *dust {
	d := &dust{p, map[*workpaper.Cell]binary{}}
	for _, c := range p.Cells() {
		if f := c.Formula(); f != nil {
			d.cells[c] = d.of(f)
		} else {
			d.cells[c] = typed(p.Value(c))
		}
	}
	return d
}

// typed is a value as it is typed in or rounded to: the nearest binary fraction.
func typed(v workpaper.Value) binary {
	if v.Kind() != workpaper.NumberKind {
		return binary{}
	}
	size, exact := v.Number().Rat().Float64()
	if exact {
		return binary{size, 0, true}
	}
	return binary{size, math.Abs(size) * unitRoundoff, true}
}

// of bounds a formula.
func (d *dust) of(f *workpaper.Formula) binary {
	switch f.Op {
	case workpaper.OpLiteral, workpaper.OpRound, workpaper.OpDays, workpaper.OpYear, workpaper.OpMonth, workpaper.OpDay:
		return typed(d.p.Eval(f))
	case workpaper.OpCell:
		return d.cells[f.Cell]
	case workpaper.OpSum, workpaper.OpProduct, workpaper.OpLeast, workpaper.OpGreatest:
		return d.gathered(f)
	case workpaper.OpIf:
		a, b := d.of(f.Args[1]), d.of(f.Args[2])
		return d.one(f, max(a.off, b.off), a.settled && b.settled)
	case workpaper.OpNeg, workpaper.OpAbs:
		a := d.of(f.Args[0])
		return d.one(f, a.off, a.settled)
	case workpaper.OpAdd, workpaper.OpSub, workpaper.OpMul, workpaper.OpDiv, workpaper.OpPower:
		return d.operation(f)
	}
	return binary{settled: true}
}

// one is the value of a formula with a bound that its arguments bring along.
func (d *dust) one(f *workpaper.Formula, off float64, settled bool) binary {
	v := d.p.Eval(f)
	if v.Kind() != workpaper.NumberKind {
		return binary{}
	}
	size, _ := v.Number().Rat().Float64()
	return binary{size, off, settled}
}

func (d *dust) operation(f *workpaper.Formula) binary {
	a, b := d.of(f.Args[0]), d.of(f.Args[1])
	value := d.p.Eval(f)
	r := typed(value)
	if a.off == 0 && b.off == 0 && f.Op != workpaper.OpPower {
		return binary{r.size, r.off, false} // one operation on exact figures gives the nearest fraction
	}
	x, y, q := math.Abs(a.size), math.Abs(b.size), math.Abs(r.size)
	brought := 0.0
	switch f.Op {
	case workpaper.OpAdd, workpaper.OpSub:
		brought = a.off + b.off
	case workpaper.OpMul:
		brought = x*b.off + y*a.off
	case workpaper.OpDiv:
		if y > 0 {
			brought = (a.off + q*b.off) / y
		}
	case workpaper.OpPower:
		brought = 2 * q * unitRoundoff
		if x > 0 {
			brought += y * q * a.off / x
		}
	}
	return binary{r.size, brought + q*unitRoundoff, false}
}

// gathered bounds a sum over numbers and ranges by the sizes of all its terms.
func (d *dust) gathered(f *workpaper.Formula) binary {
	terms := d.terms(f)
	if f.Op == workpaper.OpLeast || f.Op == workpaper.OpGreatest {
		return d.outermost(f, terms)
	}
	size, off, exact := 0.0, 0.0, true
	for _, t := range terms {
		size += math.Abs(t.size)
		off += t.off
		exact = exact && t.off == 0
	}
	if r := typed(d.p.Eval(f)); exact && (r.off == 0 || len(terms) <= 2) && size < 1<<53 {
		return binary{r.size, r.off, false}
	}
	n := float64(len(terms))
	return d.one(f, off+min(n, 4*math.Sqrt(n))*size*unitRoundoff, false) // the dust of many additions does not all lie on one side
}

// outermost bounds a least or a greatest: it lies between those of the lower and of the upper ends of all terms.
func (d *dust) outermost(f *workpaper.Formula, terms []binary) binary {
	if len(terms) == 0 {
		return binary{settled: true}
	}
	pick := math.Min
	if f.Op == workpaper.OpGreatest {
		pick = math.Max
	}
	size, low, high, settled := terms[0].size, terms[0].size-terms[0].off, terms[0].size+terms[0].off, terms[0].settled
	for _, t := range terms[1:] {
		size, low, high, settled = pick(size, t.size), pick(low, t.size-t.off), pick(high, t.size+t.off), settled && t.settled
	}
	return binary{size, max(size-low, high-size), settled}
}

func (d *dust) terms(f *workpaper.Formula) []binary {
	var all []binary
	if f.Op == workpaper.OpProduct {
		var a, b []*workpaper.Cell
		f.Args[0].Uses(func(c *workpaper.Cell) { a = append(a, c) })
		f.Args[1].Uses(func(c *workpaper.Cell) { b = append(b, c) })
		for i := range min(len(a), len(b)) {
			x, y := d.cells[a[i]], d.cells[b[i]]
			size := math.Abs(x.size * y.size)
			all = append(all, binary{size, math.Abs(x.size)*y.off + math.Abs(y.size)*x.off + size*unitRoundoff, false})
		}
		return all
	}
	for _, arg := range f.Args {
		if arg.Op != workpaper.OpRange {
			all = append(all, d.of(arg))
			continue
		}
		arg.Uses(func(c *workpaper.Cell) { all = append(all, d.cells[c]) })
	}
	return all
}

// A guard leaves between roomy and generous decimals beyond those that a rounding keeps, where the dust lets it: more
// make it less likely that the guard itself decides, fewer let it hold when inputs grow. With scarce ones or fewer it
// would decide too often. A comparison needs no certain number of decimals and has at most as many as finestComparison.
const (
	scarce           = 2
	roomy            = 4
	generous         = 6
	finestComparison = 10
)

// guard is the number of decimals to round to before a decision on a figure that is off by at most off: more than least
// and at most most, such that the decision comes out as it does exactly. It is false where no number of decimals will do.
func guard(off float64, least, most int, decides func(decimals int) bool) (int, bool) {
	finest := most + 1
	if off > 0 {
		finest = min(finest, int(math.Floor(-math.Log10(4*off))))
	}
	tries := []int{finest, finest - 1}
	if finest-1 >= least+roomy-scarce {
		tries = []int{finest - 1, finest}
	}
	for _, g := range tries {
		if g > least && decides(g) {
			return g, true
		}
	}
	return 0, false
}

// rounding is the guard of a rounding, 0 for one to the nearest that needs none.
func (d *dust) rounding(f *workpaper.Formula) (decimals int, safe bool) {
	arg, v := d.of(f.Args[0]), d.p.Eval(f.Args[0])
	if v.Kind() != workpaper.NumberKind {
		return int(f.Places) + roomy, true
	}
	if arg.settled && f.Rounding == money.HalfAway {
		return 0, math.Abs(arg.size) < 1e15/math.Pow10(int(f.Places))
	}
	exact := v.Number().Round(int(f.Places), f.Rounding)
	off := arg.off + 2*math.Abs(arg.size)*unitRoundoff // the figure is multiplied on the way
	decimals, safe = guard(off, int(f.Places)+scarce, int(f.Places)+generous, func(g int) bool {
		return v.Number().Round(g, money.HalfAway).Round(int(f.Places), f.Rounding).Cmp(exact) == 0
	})
	if !safe {
		decimals = int(f.Places) + roomy
	}
	return decimals, safe
}

// comparison is the guard of a comparison of two numbers; plain is one that needs none.
func (d *dust) comparison(f *workpaper.Formula) (decimals int, plain, safe bool) {
	a, b := d.of(f.Args[0]), d.of(f.Args[1])
	v, w := d.p.Eval(f.Args[0]), d.p.Eval(f.Args[1])
	if a.settled && b.settled || v.Kind() != workpaper.NumberKind || w.Kind() != workpaper.NumberKind {
		return 0, true, true
	}
	diff := v.Number().Sub(w.Number()).Abs()
	off := a.off + b.off + (math.Abs(a.size)+math.Abs(b.size))*unitRoundoff
	decimals, safe = guard(off, -finestComparison, finestComparison, func(g int) bool {
		return diff.Sign() == 0 || diff.Mul(workpaper.Whole(10).Power(g)).Cmp(workpaper.Ratio(1, 2)) >= 0 // rounds to nil only if it is
	})
	return decimals, !safe, safe
}
