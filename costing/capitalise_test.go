package costing

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/workpaper"
)

// TestCapitalised: by hand. 200,000 came in at standard with variances of 12,000, of which 2,000 were abnormal waste; 50,000 of it is on hand: a
// quarter of 10,000 stays. A slow stage still has a third of what it began with, and of its 900.
func TestCapitalised(t *testing.T) {
	r, err := (Capitalised{Currency: "USD", Stages: []CapitalisedStage{
		{Name: "raw", BeginHand: n("40000"), Begin: n("1600"), Throughput: n("200000"), EndHand: n("50000"), Variance: n("12000"), Abnormal: n("2000")},
		{Name: "finished", BeginHand: n("30000"), Begin: n("900"), Throughput: n("20000"), EndHand: n("30000"), Variance: n("-500")},
	}}).Compute()
	if err != nil {
		t.Fatal(err)
	}
	if a, b := r.Stages[0], r.Stages[1]; a.End.String() != "2500" || a.Released.String() != "9100" || a.Share.String() != "0.25" || b.End.String() != "-200" || b.Released.String() != "600" {
		t.Errorf("%+v", r.Stages)
	}
	if r.Begin.String() != "2500" || r.Normal.String() != "9500" || r.Abnormal.String() != "2000" || r.Released.String() != "9700" || r.End.String() != "2300" {
		t.Errorf("%s + %s - %s = %s", r.Begin, r.Normal, r.Released, r.End)
	}
	for want, s := range map[string]CapitalisedStage{
		"only 10 was there":      {BeginHand: n("4"), Throughput: n("6"), EndHand: n("11")},
		"cannot be abnormal":     {Throughput: n("6"), Variance: n("1"), Abnormal: n("2")},
		"is below zero":          {Throughput: n("-6")},
		"stand on nothing at":    {Begin: n("5"), Throughput: n("6")},
		"-1 of a variance of 1 ": {Throughput: n("6"), Variance: n("1"), Abnormal: n("-1")},
	} {
		if _, err := (Capitalised{Currency: "USD", Stages: []CapitalisedStage{s}}).Compute(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	old, err := (Capitalised{Currency: "USD", Begins: fiscal.MustParse("2005-01-01"), Stages: []CapitalisedStage{{Throughput: n("6"), Variance: n("2"), Abnormal: n("1")}}}).Compute()
	if err != nil || len(old.Findings) != 1 {
		t.Errorf("before SFAS 151: %v, %v", old.Findings, err)
	}
}

// TestCapitalisedStays: the roll foots, and no more than all of a variance stays.
func TestCapitalisedStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) workpaper.Number { return workpaper.Whole(rapid.Int64Range(0, 1000).Draw(t, name)) }
		b, in := draw("begin"), draw("in")
		all, _ := b.Add(in).Int64()
		s := CapitalisedStage{BeginHand: b, Throughput: in, EndHand: workpaper.Whole(rapid.Int64Range(0, all).Draw(t, "end")), Variance: draw("variance")}
		if b.Sign() > 0 {
			s.Begin = draw("in it")
		}
		r, err := (Capitalised{Currency: "USD", Stages: []CapitalisedStage{s}}).Compute()
		if err != nil {
			t.Fatal(err)
		}
		if r.End.Cmp(s.Begin.Add(s.Variance)) > 0 || r.End.Sign() < 0 || r.Begin.Add(r.Normal).Sub(r.Released).Cmp(r.End) != 0 {
			t.Fatalf("%+v", r)
		}
	})
}
