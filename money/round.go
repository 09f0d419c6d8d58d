package money

import (
	"fmt"
	"math/bits"
)

// Rounding names how a quotient that is not whole becomes whole. There is no default.
type Rounding uint8

const (
	// HalfAway rounds to the nearest, halves away from zero: 2.5 to 3, -2.5 to -3. What people do by hand and
	// what statements are rounded with.
	HalfAway Rounding = iota + 1
	// HalfEven rounds to the nearest, halves to the even neighbour: 2.5 to 2, 3.5 to 4.
	HalfEven
	// Down cuts towards zero: 2.9 to 2, -2.9 to -2.
	Down
	// Up goes away from zero: 2.1 to 3, -2.1 to -3.
	Up
)

func (r Rounding) String() string {
	switch r {
	case HalfAway:
		return "half away from zero"
	case HalfEven:
		return "half to even"
	case Down:
		return "towards zero"
	case Up:
		return "away from zero"
	}
	return fmt.Sprintf("rounding %d", uint8(r))
}

// Quotient divides n by d and rounds by name. It panics when d is zero or the rounding has no name.
func Quotient(n, d int64, r Rounding) int64 { return MulDiv(n, 1, d, r) }

// MulDiv is n × m ÷ d, exact until the one named rounding. It panics when d is zero, when the rounding has no
// name or when the result leaves 64 bits.
func MulDiv(n, m, d int64, r Rounding) int64 {
	if d == 0 {
		panic("money: division by zero")
	}
	neg := (n < 0) != (m < 0) != (d < 0)
	hi, lo := bits.Mul64(magnitude(n), magnitude(m))
	dd := magnitude(d)
	if hi >= dd {
		panic(Overflow{n, m})
	}
	q, rem := bits.Div64(hi, lo, dd)
	if roundsUp(q, rem, dd, r) {
		q++
	}
	if q > 1<<63-1 {
		panic(Overflow{n, m})
	}
	if neg {
		return -int64(q)
	}
	return int64(q)
}

func roundsUp(q, rem, d uint64, r Rounding) bool {
	if rem == 0 {
		return false
	}
	switch r {
	case Down:
		return false
	case Up:
		return true
	case HalfAway:
		return rem >= d-rem
	case HalfEven:
		return rem > d-rem || rem == d-rem && q&1 == 1
	}
	panic("money: rounding without a name")
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// Allocate splits a total by weights so that the parts add up to it exactly (largest remainder; on equal
// remainders the earlier part gets the unit). Weights are not negative and not all zero.
func Allocate(total int64, weights []int64) ([]int64, error) {
	var sum int64
	for i, w := range weights {
		var ok bool
		if w < 0 {
			return nil, fmt.Errorf("weight %d is negative: %d", i+1, w)
		}
		if sum, ok = TryAdd(sum, w); !ok {
			return nil, fmt.Errorf("the weights add up to more than fits")
		}
	}
	if sum == 0 {
		return nil, fmt.Errorf("nothing to allocate by: the weights add up to zero")
	}
	return largestRemainder(total, weights, sum), nil
}

func largestRemainder(total int64, weights []int64, sum int64) []int64 {
	parts := make([]int64, len(weights))
	rems := make([]uint64, len(weights))
	left := magnitude(total)
	for i, w := range weights {
		hi, lo := bits.Mul64(magnitude(total), uint64(w))
		q, rem := bits.Div64(hi, lo, uint64(sum))
		parts[i], rems[i] = int64(q), rem
		left -= q
	}
	for ; left > 0; left-- {
		best := -1
		for i, w := range weights {
			if w > 0 && rems[i] != spent && (best < 0 || rems[i] > rems[best]) {
				best = i
			}
		}
		parts[best]++
		rems[best] = spent
	}
	if total < 0 {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts
}

// spent marks a part that has had its unit; a true remainder is always smaller than a 63-bit sum.
const spent = 1<<64 - 1
