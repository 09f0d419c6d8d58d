package calc

import (
	"fmt"

	"github.com/cockroachdb/apd/v3"

	"tieout/xbrl"
)

// Rounding says how reported numbers came from true ones.
type Rounding uint8

const (
	// Nearest: rounded to the nearest, halves either way. The interval holds both its ends.
	Nearest Rounding = iota
	// Truncated: cut towards zero. The interval lacks the end away from zero.
	Truncated
)

// Interval is the set of true values that a number may stand for. Its ends are exact.
type Interval struct {
	Low, High         *apd.Decimal
	LowOpen, HighOpen bool // the end itself is not in it
}

// exact adds and multiplies decimals without rounding.
var exact = apd.BaseContext

// must is for operations that are exact on the bounded numbers xbrl parses.
func must(_ apd.Condition, err error) {
	if err != nil {
		panic(fmt.Sprintf("calc: %v", err))
	}
}

// Of is the interval of a number with its accuracy (Calculations 1.1): [v − ½·10^-d, v + ½·10^-d] when
// rounded to the nearest, [v, v + 10^-d) away from zero when truncated, and the point itself for INF.
func Of(value string, d xbrl.Decimals, r Rounding) (Interval, error) {
	v, err := xbrl.ParseDecimal(value)
	if err != nil {
		return Interval{}, err
	}
	if d == xbrl.INF {
		return Interval{Low: v, High: v}, nil
	}
	if r == Nearest {
		half := apd.New(5, -int32(d)-1)
		return Interval{Low: sub(v, half), High: add(v, half)}, nil
	}
	step, i := apd.New(1, -int32(d)), Interval{Low: v, High: v}
	if v.Sign() >= 0 {
		i.High, i.HighOpen = add(v, step), true
	}
	if v.Sign() <= 0 {
		i.Low, i.LowOpen = sub(v, step), true
	}
	return i, nil
}

func add(a, b *apd.Decimal) *apd.Decimal {
	sum := new(apd.Decimal)
	must(exact.Add(sum, a, b))
	return sum
}

func sub(a, b *apd.Decimal) *apd.Decimal {
	diff := new(apd.Decimal)
	must(exact.Sub(diff, a, b))
	return diff
}

// Plus is the interval of the sum of a number and weight × another. Weight is 1 or -1.
func (i Interval) Plus(weight int, j Interval) Interval {
	if weight < 0 {
		return Interval{sub(i.Low, j.High), sub(i.High, j.Low), i.LowOpen || j.HighOpen, i.HighOpen || j.LowOpen}
	}
	return Interval{add(i.Low, j.Low), add(i.High, j.High), i.LowOpen || j.LowOpen, i.HighOpen || j.HighOpen}
}

// Intersect is what two intervals have in common; false when that is nothing.
func (i Interval) Intersect(j Interval) (Interval, bool) {
	switch c := j.Low.Cmp(i.Low); {
	case c > 0:
		i.Low, i.LowOpen = j.Low, j.LowOpen
	case c == 0:
		i.LowOpen = i.LowOpen || j.LowOpen
	}
	switch c := j.High.Cmp(i.High); {
	case c < 0:
		i.High, i.HighOpen = j.High, j.HighOpen
	case c == 0:
		i.HighOpen = i.HighOpen || j.HighOpen
	}
	c := i.Low.Cmp(i.High)
	return i, c < 0 || c == 0 && !i.LowOpen && !i.HighOpen
}

// String is the interval in mathematical notation: "[999.5, 1000.5]", "[1000, 1001)".
func (i Interval) String() string {
	left, right := "[", "]"
	if i.LowOpen {
		left = "("
	}
	if i.HighOpen {
		right = ")"
	}
	return left + xbrl.Print(i.Low) + ", " + xbrl.Print(i.High) + right
}
