package calc

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/fiscal"
	"tieout/xbrl"
)

var end = xbrl.At(fiscal.MustParse("2024-12-31"))

func num(concept, value string, d xbrl.Decimals) xbrl.Fact {
	return xbrl.Fact{ID: concept + value, Concept: concept, Period: end, Unit: xbrl.USD, Value: value, Decimals: d}
}

func TestIntervals(t *testing.T) {
	for _, c := range []struct {
		value string
		d     xbrl.Decimals
		r     Rounding
		want  string
	}{
		{"1000", -3, Nearest, "[500, 1500]"},
		{"-1000", -3, Nearest, "[-1500, -500]"},
		{"0.54", 2, Nearest, "[0.535, 0.545]"},
		{"7", xbrl.INF, Nearest, "[7, 7]"},
		{"1000", -3, Truncated, "[1000, 2000)"},
		{"-1000", -3, Truncated, "(-2000, -1000]"},
		{"0", 0, Truncated, "(-1, 1)"},
		{"7", xbrl.INF, Truncated, "[7, 7]"},
	} {
		i, err := Of(c.value, c.d, c.r)
		if err != nil || i.String() != c.want {
			t.Errorf("%s at %s: %v, %v; want %s", c.value, c.d, i, err, c.want)
		}
	}
	if _, err := Of("1e3", 0, Nearest); err == nil {
		t.Error("an exponent was read")
	}
}

// TestSums is a table of calculations with their verdict: the rule of the finding, or "" for consistent. Total T is
// A + B, or A − C.
func TestSums(t *testing.T) {
	nilled := num("a:A", "", 0)
	nilled.Nil = true
	euro := num("a:B", "5", 0)
	euro.Unit = xbrl.Measure("iso4217:EUR")
	member := num("a:B", "5", 0)
	member.Dimensions = []xbrl.Member{{Axis: "a:Axis", Member: "a:M"}}
	plus := []xbrl.Part{{Concept: "a:A", Weight: 1}, {Concept: "a:B", Weight: 1}}
	minus := []xbrl.Part{{Concept: "a:A", Weight: 1}, {Concept: "a:C", Weight: -1}}
	for _, c := range []struct {
		name  string
		parts []xbrl.Part
		r     Rounding
		facts []xbrl.Fact
		want  string
	}{
		{"exact", plus, Nearest, []xbrl.Fact{num("a:T", "3", xbrl.INF), num("a:A", "1", xbrl.INF), num("a:B", "2", xbrl.INF)}, ""},
		{"exact and wrong", plus, Nearest, []xbrl.Fact{num("a:T", "3.01", xbrl.INF), num("a:A", "1", xbrl.INF), num("a:B", "2", xbrl.INF)}, RuleRounding},
		{"rounding difference", plus, Nearest, []xbrl.Fact{num("a:T", "3000", -3), num("a:A", "1000", -3), num("a:B", "1000", -3)}, ""},
		{"more than rounding", plus, Nearest, []xbrl.Fact{num("a:T", "4000", -3), num("a:A", "1000", -3), num("a:B", "1000", -3)}, RuleRounding},
		{"ends meet", plus, Nearest, []xbrl.Fact{num("a:T", "3", xbrl.INF), num("a:A", "1", 0), num("a:B", "1", 0)}, ""},
		{"ends do not meet", plus, Nearest, []xbrl.Fact{num("a:T", "3.0001", xbrl.INF), num("a:A", "1", 0), num("a:B", "1", 0)}, RuleRounding},
		{"mixed accuracy", plus, Nearest, []xbrl.Fact{num("a:T", "2000000", -6), num("a:A", "1499600", -2), num("a:B", "350", 0)}, ""},
		{"mixed accuracy, just too far", plus, Nearest, []xbrl.Fact{num("a:T", "2000000", -6), num("a:A", "1499600", -2), num("a:B", "349", 0)}, RuleRounding},
		{"truncated, below the open end", plus, Truncated, []xbrl.Fact{num("a:T", "3.999", xbrl.INF), num("a:A", "1", 0), num("a:B", "1", 0)}, ""},
		{"truncated, at the open end", plus, Truncated, []xbrl.Fact{num("a:T", "4", xbrl.INF), num("a:A", "1", 0), num("a:B", "1", 0)}, RuleTruncation},
		{"truncated, at the closed end", plus, Truncated, []xbrl.Fact{num("a:T", "2", xbrl.INF), num("a:A", "1", 0), num("a:B", "1", 0)}, ""},
		{"truncated, subtracted", minus, Truncated, []xbrl.Fact{num("a:T", "1", xbrl.INF), num("a:A", "1", 0), num("a:C", "1", 0)}, RuleTruncation},
		{"weight", minus, Nearest, []xbrl.Fact{num("a:T", "-1", 0), num("a:A", "1", 0), num("a:C", "2", 0)}, ""},
		{"weight forgotten", plus, Nearest, []xbrl.Fact{num("a:T", "-1", 0), num("a:A", "1", 0), num("a:B", "2", 0)}, RuleRounding},
		{"a part is missing", plus, Nearest, []xbrl.Fact{num("a:T", "3", 0), num("a:A", "1", 0)}, RuleRounding},
		{"no part is reported", plus, Nearest, []xbrl.Fact{num("a:T", "3", 0)}, ""},
		{"no total is reported", plus, Nearest, []xbrl.Fact{num("a:A", "3", 0), num("a:B", "3", 0)}, ""},
		{"a nil part adds nothing", plus, Nearest, []xbrl.Fact{num("a:T", "2", 0), nilled, num("a:B", "2", 0)}, ""},
		{"another unit", plus, Nearest, []xbrl.Fact{num("a:T", "1", 0), num("a:A", "1", 0), euro}, ""},
		{"another dimension", plus, Nearest, []xbrl.Fact{num("a:T", "1", 0), num("a:A", "1", 0), member}, ""},
		{"duplicates narrow the total", plus, Nearest, []xbrl.Fact{num("a:T", "3000", -3), num("a:T", "2600", -2), num("a:A", "1000", -2), num("a:B", "1400", -2)}, RuleRounding},
		{"consistent duplicates", plus, Nearest, []xbrl.Fact{num("a:T", "3000", -3), num("a:T", "2600", -2), num("a:A", "1100", -2), num("a:B", "1400", -2)}, ""},
		{"inconsistent duplicates", plus, Nearest, []xbrl.Fact{num("a:T", "3000", -3), num("a:T", "2400", 0), num("a:A", "9", 0)}, RuleDuplicates},
		{"two exact values", plus, Nearest, []xbrl.Fact{num("a:T", "3", xbrl.INF), num("a:T", "4", xbrl.INF), num("a:A", "9", 0)}, RuleDuplicates},
		{"nil and a value", plus, Nearest, []xbrl.Fact{nilled, num("a:A", "9", 0)}, RuleDuplicates},
		{"excess digits stop the check", plus, Nearest, []xbrl.Fact{num("a:T", "3001", -3), num("a:A", "9000", -3)}, RuleExcess},
	} {
		sums := []xbrl.RoleSums{{Role: "r", Sums: []xbrl.Sum{{Total: "a:T", Parts: c.parts}}}}
		got := Check(c.facts, sums, c.r)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || got[0].Rule != c.want) {
			t.Errorf("%s: %v, want %q", c.name, got, c.want)
		}
	}
}

func TestDuplicatesOfText(t *testing.T) {
	text := func(v string) xbrl.Fact {
		return xbrl.Fact{ID: v, Concept: "a:N", Period: end, Value: v, Language: "en-US"}
	}
	if got := Duplicates([]xbrl.Fact{text("x"), text("x")}, Nearest); len(got) > 0 {
		t.Error(got)
	}
	got := Duplicates([]xbrl.Fact{text("x"), text("y")}, Nearest)
	if len(got) != 1 || got[0].Severity != check.Stop || !strings.Contains(got[0].Message, `"x" (x) and as "y" (y)`) {
		t.Error(got)
	}
}

// TestMessage is what a person reads.
func TestMessage(t *testing.T) {
	sums := []xbrl.RoleSums{{Role: "http://a/role/BS", Sums: []xbrl.Sum{{Total: "a:T", Parts: []xbrl.Part{{Concept: "a:A", Weight: 1}, {Concept: "a:B", Weight: -1}}}}}}
	got := Check([]xbrl.Fact{num("a:T", "5000", -3), num("a:A", "9000", -3), num("a:B", "2000", -3)}, sums, Nearest)
	const want = "open calc11e:inconsistentCalculationUsingRounding: a:T I20241231: reported as 5000, its parts add up to 7000 " +
		"(a:A 9000 - a:B 2000): the true values lie in [4500, 5500] and [6000, 8000], which do not meet; correct a fact, a weight or a missing part in role http://a/role/BS"
	if len(got) != 1 || got[0].String() != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
}

// TestRoundingIsAlwaysConsistent: true amounts that add up, each rounded on its own to any accuracy, are never
// inconsistent; and a total moved beyond all rounding always is.
func TestRoundingIsAlwaysConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "parts")
		var total int64
		var facts []xbrl.Fact
		sum := xbrl.Sum{Total: "a:T"}
		report := func(concept string, minor int64) xbrl.Fact {
			d := xbrl.Decimals(rapid.IntRange(-6, 2).Draw(t, "decimals"))
			v, err := xbrl.Round(xbrl.FromMinor(minor, 2), d)
			if err != nil {
				t.Fatal(err)
			}
			return num(concept, v, d)
		}
		for i := range n {
			minor := rapid.Int64Range(-1e12, 1e12).Draw(t, "minor")
			weight := rapid.SampledFrom([]int{1, -1}).Draw(t, "weight")
			concept := fmt.Sprintf("a:P%d", i)
			sum.Parts = append(sum.Parts, xbrl.Part{Concept: concept, Weight: weight})
			facts = append(facts, report(concept, minor))
			total += int64(weight) * minor
		}
		sums := []xbrl.RoleSums{{Role: "r", Sums: []xbrl.Sum{sum}}}
		if got := Check(append(facts, report("a:T", total)), sums, Nearest); len(got) > 0 {
			t.Fatal(got)
		}
		off := int64(n+1) * 1e8 // a million for each number, in minor units: two halves and more
		if got := Check(append(facts, report("a:T", total+off)), sums, Nearest); len(got) != 1 {
			t.Fatalf("a total wrong by %d passed: %v", off, got)
		}
	})
}
