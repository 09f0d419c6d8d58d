package money

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseAcceptsAndRefuses(t *testing.T) {
	for _, c := range []struct {
		text string
		cur  Currency
		want string // the amount, or a part of the refusal after "!"
	}{
		{"12.50", "USD", "12.50"},
		{" 1,234,567.8 ", "USD", "1234567.80"},
		{"(12.50)", "USD", "-12.50"},
		{"-0", "USD", "0.00"},
		{"$7", "USD", "7.00"},
		{"1.500", "USD", "1.50"},
		{"1000", "JPY", "1000"},
		{"1.234", "BHD", "1.234"},
		{"", "USD", "!empty"},
		{"1.234,56", "USD", "!comma after the point"},
		{"1e9", "USD", "!exponents"},
		{"12.345", "USD", "!decimals"},
		{"5-", "USD", "!trailing minus"},
		{"(5", "USD", "!not closed"},
		{"(-5)", "USD", "!both"},
		{"12,34", "USD", "!thousands"},
		{"1.2.3", "USD", "!two decimal points"},
		{".5", "USD", "!both sides"},
		{"５", "USD", "!not a digit"},
		{"−5", "USD", "!not a digit"},
		{"NaN", "USD", "!not a digit"},
		{"1\x00", "USD", "!not a digit"},
		{"10000000000000.01", "USD", "!largest single amount"},
		{"99999999999999999999999999", "USD", "!largest single amount"},
		{"1", "ZZZ", "!ISO 4217"},
	} {
		got, err := Parse(c.text, c.cur)
		if refusal, ok := strings.CutPrefix(c.want, "!"); ok {
			if err == nil || !strings.Contains(err.Error(), refusal) {
				t.Errorf("Parse(%q) = %v, %v; want a refusal with %q", c.text, got, err, refusal)
			}
			continue
		}
		if err != nil || got.String() != c.want {
			t.Errorf("Parse(%q) = %v, %v; want %s", c.text, got, err, c.want)
		}
	}
}

// TestGroupKeepsTheSignApart: a sign is no digit of the thousands.
func TestGroupKeepsTheSignApart(t *testing.T) {
	for in, want := range map[string]string{"-300.00": "-300.00", "-1300.00": "-1,300.00", "300": "300", "1234567.5": "1,234,567.5", "-123456": "-123,456", "0.05": "0.05"} {
		if got := Group(in); got != want {
			t.Errorf("Group(%q) is %q, want %q", in, got, want)
		}
	}
	if got := New(-300_00, "USD").Grouped(); got != "-300.00" {
		t.Error(got)
	}
}

func TestRoundingIsNamed(t *testing.T) {
	for _, c := range []struct {
		n, d int64
		r    Rounding
		want int64
	}{
		{5, 2, HalfAway, 3}, {-5, 2, HalfAway, -3}, {5, 2, HalfEven, 2}, {7, 2, HalfEven, 4}, {-7, 2, HalfEven, -4},
		{29, 10, Down, 2}, {-29, 10, Down, -2}, {21, 10, Up, 3}, {-21, 10, Up, -3}, {20, 10, Up, 2}, {49, 100, HalfAway, 0},
		{-1, 3, HalfAway, 0}, {1, -2, HalfAway, -1},
	} {
		if got := Quotient(c.n, c.d, c.r); got != c.want {
			t.Errorf("%d ÷ %d %s = %d, want %d", c.n, c.d, c.r, got, c.want)
		}
	}
}

func TestAllocateAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(-1e15, 1e15).Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1e9), 1, 40).Draw(t, "weights")
		parts, err := Allocate(total, weights)
		var sum, ws int64
		for i := range weights {
			ws += weights[i]
			if err == nil {
				sum += parts[i]
				if weights[i] == 0 && parts[i] != 0 {
					t.Fatalf("a part without weight got %d", parts[i])
				}
			}
		}
		if (err != nil) != (ws == 0) {
			t.Fatalf("weights %v: %v", weights, err)
		}
		if err == nil && sum != total {
			t.Fatalf("parts add up to %d, not %d", sum, total)
		}
	})
}

func TestPrinting(t *testing.T) {
	for minor, want := range map[int64]string{0: "–", 5: "0.05", -5: "(0.05)", 123456789: "1,234,567.89", -100: "(1.00)"} {
		if got := New(minor, "USD").Accounting(); got != want {
			t.Errorf("%d prints as %q, want %q", minor, got, want)
		}
	}
	if got := FormatMinor(-1<<63, 2); got != "-92233720368547758.08" {
		t.Error(got)
	}
}

func TestAddRefusesToWrap(t *testing.T) {
	defer func() {
		if _, ok := recover().(Overflow); !ok {
			t.Error("an overflow went unnoticed")
		}
	}()
	New(1<<62, "USD").Add(New(1<<62, "USD"))
}
