package audit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
)

func items(amounts ...int64) (p Population) {
	for i, a := range amounts {
		p = append(p, Item{fmt.Sprintf("INV-%03d", i+1), a})
	}
	return p
}

// TestSelectionStands: a sample drawn years ago must be drawn again. Hash and start were computed apart with another SHA-256.
func TestSelectionStands(t *testing.T) {
	p := items(100, 2500, 300, 0, -40, 700, 999, 1000, 50, 450)
	s, err := Units(p, "2005 receivables", 1000)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(p.Hash()[:16], " ", s.Start); got != "115056c029235de3 538" {
		t.Error(got)
	}
	if len(s.Top) != 2 || len(s.Apart) != 2 || s.Recorded != 6099 || s.TopSum != 3500 || s.ApartSum != -40 {
		t.Errorf("%+v", s)
	}
	r, err := Random(p, "2005 receivables", 4)
	if err != nil || fmt.Sprint(r) != "[2 4 5 9]" {
		t.Error(r, err)
	}
}

// TestUnitsCover: every item of the interval or more is drawn, none twice; of the rest as many as whole intervals fit in, or one more;
// the same seed gives the same sample; and each picked item holds its unit.
func TestUnitsCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := items(rapid.SliceOfN(rapid.Int64Range(-500, 5000), 1, 60).Draw(t, "amounts")...)
		p = append(p, Item{"last", 17})
		interval, seed := rapid.Int64Range(1, 3000).Draw(t, "interval"), rapid.StringN(1, 8, -1).Draw(t, "seed")
		s, err := Units(p, seed, interval)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := Units(slices.Clone(p), seed, interval)
		if fmt.Sprint(s) != fmt.Sprint(again) {
			t.Fatal("two drawings differ")
		}
		seen := map[int]bool{}
		for _, x := range slices.Concat(s.Top, s.Picks, s.Apart) {
			if seen[x.Index] || p[x.Index] != x.Item {
				t.Fatal("drawn twice, or another item", x)
			}
			seen[x.Index] = true
		}
		before := int64(0)
		for i, x := range p {
			if x.Amount >= interval && !slices.ContainsFunc(s.Top, func(q Pick) bool { return q.Index == i }) {
				t.Fatal("not drawn", x)
			}
			if x.Amount > 0 && x.Amount < interval {
				for _, q := range s.Picks {
					if q.Index == i && (q.Unit <= before || q.Unit > before+x.Amount || (q.Unit-s.Start)%interval != 0) {
						t.Fatal("the unit is not in the item", q, before)
					}
				}
				before += x.Amount
			}
		}
		if n := int64(len(s.Picks)); n < before/interval || n > before/interval+1 {
			t.Fatal(n, before, interval)
		}
	})
}

// TestUnitsAreFair: over many seeds an item is drawn as often as its amount is a part of the interval.
func TestUnitsAreFair(t *testing.T) {
	p := items(100, 400, 250, 250)
	drawn := map[int]int{}
	for i := range 4000 {
		s, err := Units(p, fmt.Sprint("seed ", i), 1000)
		if err != nil || s.Size() != 1 {
			t.Fatal(s, err)
		}
		drawn[s.Picks[0].Index]++
	}
	for i, want := range []int{400, 1600, 1000, 1000} {
		if got := drawn[i]; got < want-130 || got > want+130 {
			t.Errorf("item %d: %d of 4000, about %d expected", i+1, got, want)
		}
	}
}

// TestRandom: as many items as asked, each once, in order, the same again; over many seeds each as often as any other.
func TestRandom(t *testing.T) {
	p := items(make([]int64, 10)...)
	drawn := map[int]int{}
	for i := range 2000 {
		r, err := Random(p, fmt.Sprint(i), 3)
		again, _ := Random(p, fmt.Sprint(i), 3)
		if err != nil || len(r) != 3 || !slices.IsSorted(r) || r[0] == r[1] || r[1] == r[2] || !slices.Equal(r, again) {
			t.Fatal(r, err)
		}
		for _, x := range r {
			drawn[x]++
		}
	}
	for i := range p {
		if n := drawn[i]; n < 500 || n > 700 {
			t.Errorf("item %d was drawn %d times of about 600", i, n)
		}
	}
	all, err := Random(p, "s", 10)
	if err != nil || len(all) != 10 {
		t.Error(all, err)
	}
}

// TestHashIsOfContent: what looks alike when written together is not the same population.
func TestHashIsOfContent(t *testing.T) {
	a, b := Population{{"1\t2", 3}}, Population{{"1", 2}, {"3", 3}}
	if a.Hash() == b.Hash() || (Population{{"a", 1}, {"b", 1}}).Hash() == (Population{{"b", 1}, {"a", 1}}).Hash() {
		t.Error("two populations have one hash")
	}
}

func TestSelectionRefusals(t *testing.T) {
	units := func(p Population, seed string, interval int64) func() error {
		return func() error { _, err := Units(p, seed, interval); return err }
	}
	for _, c := range []struct {
		err  func() error
		want string
	}{
		{units(nil, "s", 1), "no items"},
		{units(Population{{"a", 1}, {"a", 2}}, "s", 1), "a stands in row 1 too"},
		{units(Population{{"", 1}}, "s", 1), "has no id"},
		{units(items(1), "", 1), "write any text down"},
		{units(items(1), "s", 0), "above nothing"},
		{units(items(-1, 0), "s", 5), "no monetary unit can be drawn"},
		{units(items(1<<62, 1<<62), "s", 5), "too large"},
		{func() error { _, err := Random(items(1), "s", 2); return err }, "from 1 to all"},
		{func() error { _, err := Random(items(1), "", 1); return err }, "write any text down"},
	} {
		if err := c.err(); !errors.As(err, new(check.Mistake)) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}
