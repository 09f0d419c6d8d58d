package workpaper

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/money"
)

func TestRoundingByName(t *testing.T) {
	for _, c := range []struct {
		num, den int64
		places   int
		how      money.Rounding
		want     string
	}{
		{1, 200, 2, money.HalfAway, "0.01"}, {-1, 200, 2, money.HalfAway, "-0.01"},
		{1, 200, 2, money.HalfEven, "0.00"}, {3, 200, 2, money.HalfEven, "0.02"},
		{2, 3, 2, money.Down, "0.66"}, {2, 3, 2, money.Up, "0.67"}, {-2, 3, 2, money.Up, "-0.67"},
		{600000, 202000, 4, money.HalfAway, "2.9703"}, {7, 1, 0, money.Up, "7"},
	} {
		if got := Ratio(c.num, c.den).Text(c.places, c.how); got != c.want {
			t.Errorf("%d/%d to %d places %v: %s, want %s", c.num, c.den, c.places, c.how, got, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"", "-", "1e3", "1E3", "0x10", "1_000", "1.", ".5", "1.2.3", "1,00", "1.234,56", "NaN", "12-", "1 000", "１", "123456789012345678901", "0.12345678901", "--1", "+1"} {
		if n, err := Parse(s); !errors.As(err, new(Mistake)) {
			t.Errorf("Parse(%q) = %v, %v", s, n, err)
		}
	}
	for s, want := range map[string]string{"1,234,567.50": "1234567.5", "-0.10": "-0.1", "007": "7", "0": "0"} {
		if n, err := Parse(s); err != nil || n.String() != want {
			t.Errorf("Parse(%q) = %v, %v, want %s", s, n, err, want)
		}
	}
}

func TestQuotientsStayExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Whole(rapid.Int64().Draw(t, "a"))
		b := Whole(rapid.Int64Range(1, 1<<62).Draw(t, "b"))
		if a.Quo(b).Mul(b).Cmp(a) != 0 || a.Sub(b).Add(b).Cmp(a) != 0 || a.Neg().Neg().Cmp(a) != 0 {
			t.Fatalf("%v and %v", a, b)
		}
		places := rapid.IntRange(0, 8).Draw(t, "places")
		down, up := a.Quo(b).Round(places, money.Down), a.Quo(b).Round(places, money.Up)
		for _, how := range []money.Rounding{money.HalfAway, money.HalfEven} {
			if r := a.Quo(b).Round(places, how); r.Cmp(down) != 0 && r.Cmp(up) != 0 {
				t.Fatalf("%v rounds to %v, not %v or %v", a.Quo(b), r, down, up)
			}
		}
		if back, err := Parse(a.String()); err != nil || back.Cmp(a) != 0 {
			t.Fatal(back, err)
		}
	})
}

func TestSheetAsJSON(t *testing.T) {
	var inner, s Sheet
	inner.Add(Step{Name: "due", Value: "2006-03-31", Unit: "date", Cite: "Rule 0-3(a)"})
	s.Append("10-K ", inner)
	if got, ok := s.Find("10-K due"); !ok || got.Value != "2006-03-31" {
		t.Error(got, ok)
	}
	b, err := json.Marshal(s)
	if err != nil || !strings.Contains(string(b), `"value":"2006-03-31"`) {
		t.Error(string(b), err)
	}
}
