package workpaper

import "tieout/money"

// Solve finds where f changes its sign between two numbers, to a number of decimals: the rate at which payments are worth
// what was received, say. Of the two neighbours in those decimals between which it does, the one where f is nearer to nil
// is given. It is false where f has one sign at both ends, for then there is none to find, or more than one. A paper
// shows the result as Solved, with a step that proves it.
func Solve(low, high Number, places int, f func(Number) Number) (Number, bool) {
	unit := Whole(10).Power(-places)
	a, okA := low.Round(places, money.Down).Quo(unit).Int64()
	b, okB := high.Round(places, money.Down).Quo(unit).Int64()
	at := func(k int64) Number { return f(Whole(k).Mul(unit)) }
	first, last := Number{}, Number{}
	if okA && okB && a <= b {
		first, last = at(a), at(b)
	}
	switch {
	case !okA || !okB || a > b || first.Sign()*last.Sign() > 0:
		return Number{}, false
	case first.Sign() == 0:
		return Whole(a).Mul(unit), true
	}
	for b-a > 1 {
		mid := a + (b-a)/2
		if v := at(mid); v.Sign() == first.Sign() {
			a, first = mid, v
		} else {
			b, last = mid, v
		}
	}
	if first.Abs().Cmp(last.Abs()) < 0 {
		b = a
	}
	return Whole(b).Mul(unit), true
}
