package workpaper

import (
	"testing"

	"pgregory.net/rapid"

	"tieout/money"
)

func TestSolve(t *testing.T) {
	square := func(of string) func(Number) Number {
		return func(x Number) Number { return x.Mul(x).Sub(MustParse(of)) }
	}
	for _, c := range []struct {
		low, high string
		places    int
		of, want  string // want is empty where nothing can be found
	}{
		{"0", "10", 6, "2", "1.414214"}, {"0", "10", 2, "4", "2"}, {"2", "10", 2, "4", "2"}, {"0", "2", 2, "4", "2"},
		{"-10", "0", 3, "2", "-1.414"}, {"3", "10", 2, "4", ""}, {"-10", "10", 2, "4", ""}, {"10", "0", 2, "4", ""}, {"0", "10000000000000", 8, "4", ""},
	} {
		got, ok := Solve(MustParse(c.low), MustParse(c.high), c.places, square(c.of))
		if ok != (c.want != "") || ok && got.String() != c.want {
			t.Errorf("root of %s from %s to %s: %v %v, want %q", c.of, c.low, c.high, got, ok, c.want)
		}
	}
}

// The rate of an annuity is found again from what it is worth.
func TestSolvedRates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := FromMinor(rapid.Int64Range(1, 3000).Draw(t, "rate"), 4)
		n := Int(rapid.Int64Range(1, 30).Draw(t, "n"))
		worth := Annuity(Lit(rate), n).Number()
		got, ok := Solve(Number{}, Whole(1), 8, func(r Number) Number { return Annuity(Lit(r), n).Number().Sub(worth) })
		if !ok || got.Cmp(rate) != 0 {
			t.Fatal(got, rate, ok)
		}
	})
}

func TestAmounts(t *testing.T) {
	if got := FromAmount(money.New(-1250, "USD")); got.String() != "-12.5" {
		t.Error(got)
	}
	if got := FromAmount(money.New(7, "JPY")); got.String() != "7" {
		t.Error(got)
	}
}
