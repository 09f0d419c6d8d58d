package workpaper

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"tieout/money"
)

// wide draws numbers around the bounds of 64 bits, small ones, and ones that need big ratios.
func wide(t *rapid.T, name string) (Number, *big.Rat) {
	part := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000),
		rapid.SampledFrom([]int64{0, 1, -1, math.MaxInt64, math.MinInt64, math.MinInt64 + 1, 1 << 32, 1<<32 - 1, -1 << 32}))
	n, r := Number{}, new(big.Rat)
	for range rapid.IntRange(0, 3).Draw(t, name+" factors") {
		a, b := part.Draw(t, name), part.Draw(t, name+" ÷")
		if b == 0 {
			continue
		}
		n, r = n.Add(Ratio(a, b)), r.Add(r, new(big.Rat).SetFrac(big.NewInt(a), big.NewInt(b)))
	}
	return n, r
}

// A number computed in two words and one computed in big ratios are the same.
func TestSmallNumbersAgreeWithBigOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, a := wide(t, "n")
		m, b := wide(t, "m")
		same := func(what string, got Number, want *big.Rat) {
			if got.rat().Cmp(want) != 0 {
				t.Fatalf("%v %s %v = %v, want %v", a, what, b, got.rat(), want)
			}
			if got.big != nil && got.big.Num().IsInt64() && got.big.Denom().IsInt64() && fits(got.big.Num().Int64()) {
				t.Fatalf("%v is kept big", got.big)
			}
		}
		same("itself", n, a)
		same("+", n.Add(m), new(big.Rat).Add(a, b))
		same("−", n.Sub(m), new(big.Rat).Sub(a, b))
		same("×", n.Mul(m), new(big.Rat).Mul(a, b))
		same("abs", n.Abs(), new(big.Rat).Abs(a))
		if b.Sign() != 0 {
			same("÷", n.Quo(m), new(big.Rat).Quo(a, b))
			same("^-2", m.Power(-2), new(big.Rat).Inv(new(big.Rat).Mul(b, b)))
		}
		places, how := rapid.IntRange(0, 12).Draw(t, "places"), money.Rounding(rapid.IntRange(1, 4).Draw(t, "how"))
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
		rounded := new(big.Rat).SetFrac(divide(new(big.Int).Mul(a.Num(), scale), a.Denom(), how), scale)
		same("rounded", n.Round(places, how), rounded)
		if text := n.Text(places, how); text != rounded.FloatString(places) {
			t.Fatalf("%v to %d places is %q, want %q", a, places, text, rounded.FloatString(places))
		}
		if n.Cmp(m) != a.Cmp(b) || n.Sign() != a.Sign() || m.Cmp(n) != b.Cmp(a) {
			t.Fatalf("%v and %v compare as %d", a, b, n.Cmp(m))
		}
		if i, whole := n.Int64(); whole != (a.IsInt() && a.Num().IsInt64()) || whole && i != a.Num().Int64() {
			t.Fatalf("%v as a whole number: %d %v", a, i, whole)
		}
	})
}

func TestDivisionByZeroPanics(t *testing.T) {
	for _, divide := range []func(){func() { Ratio(1, 0) }, func() { Whole(1).Quo(Number{}) }, func() { Number{}.Power(-1) }} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			divide()
		}()
	}
}

func TestMinorUnits(t *testing.T) {
	if m, ok := MustParse("-12.5").Minor(2); m != -1250 || !ok {
		t.Error(m, ok)
	}
	if m, ok := MustParse("12.505").Minor(2); ok {
		t.Error(m)
	}
	if n := FromMinor(-1250, 2); n.String() != "-12.5" {
		t.Error(n)
	}
}
