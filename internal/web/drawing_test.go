package web

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// wellFormed reads a drawing as XML.
func wellFormed(t interface{ Fatalf(string, ...any) }, svg string) {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		_, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in %.300s", err, svg)
		}
	}
}

func TestAxis(t *testing.T) {
	for _, c := range []struct {
		values          []int64
		low, high, step int64
	}{{[]int64{420, -60}, -100, 500, 100}, {[]int64{0, 0}, 0, 1, 1}, {[]int64{7}, 0, 8, 2}, {[]int64{-1_234_567}, -1_500_000, 0, 500_000}, {[]int64{999_999_999_999}, 0, 1_000_000_000_000, 200_000_000_000}} {
		a := axisFor(c.values, 2)
		if a.low != c.low || a.high != c.high || a.step != c.step {
			t.Errorf("%v: %d to %d by %d", c.values, a.low, a.high, a.step)
		}
	}
	for n, want := range map[int64]string{150_000_000: "1.5 m", -50_000_000: "(0.5 m)", 0: "0 m"} {
		if got := (axis{step: 50_000_000, digits: 2}).label(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}

func TestChartsHoldTheirFigures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 24).Draw(t, "labels")
		labels := make([]string, n)
		for i := range labels {
			labels[i] = rapid.String().Draw(t, "label")
		}
		var ss []series
		for range rapid.IntRange(1, 6).Draw(t, "series") {
			s := series{Name: rapid.String().Draw(t, "name")}
			for range n {
				s.Values = append(s.Values, rapid.Int64Range(-1e13, 1e13).Draw(t, "value"))
				s.Absent = append(s.Absent, rapid.Bool().Draw(t, "absent"))
			}
			ss = append(ss, s)
		}
		for _, c := range []chart{lineChart("c", "<t>", labels, ss, 2), barChart("c", "<t>", labels, ss, 2, false), barChart("c", "<t>", labels, ss, 2, true)} {
			wellFormed(t, c.markup(false))
			wellFormed(t, c.markup(true))
			for i, v := range ss[0].Values {
				if !ss[0].Absent[i] && !strings.Contains(c.Words, inParentheses(v, 2)) {
					t.Fatalf("%d is not in the words", v)
				}
			}
			for _, s := range c.shapes {
				for i := 0; i+1 < len(s.at); i += 2 {
					if (s.at[i] == "y" || s.at[i] == "cy") && (len(s.at[i+1]) > 4 || strings.HasPrefix(s.at[i+1], "-")) {
						t.Fatalf("%s at %s is outside the drawing", s.name, s.at[i+1])
					}
				}
			}
		}
	})
}

func TestBridgeEndsWhereItSays(t *testing.T) {
	c := bridgeChart("b", "Bridge", []bridgeStep{{"from", 1200, true}, {"less", -480, false}, {"more", 150, false}, {"to", 870, true}}, 0)
	wellFormed(t, c.markup(true))
	if c.Words != "Bridge: from 1,200, less (480), more 150, to 870." {
		t.Errorf("%q", c.Words)
	}
	var bars []string
	for _, s := range c.shapes {
		if s.name == "rect" {
			bars = append(bars, s.class)
		}
	}
	if got := strings.Join(bars, ","); got != "bar s1,bar down,bar up,bar s1" {
		t.Errorf("the bars are %s", got)
	}
}
