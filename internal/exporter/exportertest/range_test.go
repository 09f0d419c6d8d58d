package exportertest

import (
	"fmt"
	"strings"
	"testing"

	"tieout/internal/exporter"
	"tieout/money"
	"tieout/workpaper"
)

// rangePaper rounds products and quotients of amounts of sizes from one power of ten to another, ties among them.
func rangePaper(least, most int) *workpaper.Paper {
	p := workpaper.New(workpaper.Head{Title: "Range"})
	usd := workpaper.Money("USD")
	for size := least; size <= most; size++ {
		t := p.Table(fmt.Sprintf("10^%d", size), "amount")
		amount, rate := t.Column("amount", usd), t.Column("rate", workpaper.Percent)
		var rounded []*workpaper.Column
		for how := money.HalfAway; how <= money.Up; how++ {
			rounded = append(rounded, t.Column(fmt.Sprintf("10^%d %v", size, how), usd))
		}
		scale := workpaper.Whole(10).Power(size)
		for i := range int64(50) {
			r := t.Row(fmt.Sprint(i + 1))
			a := r.Input(amount, workpaper.Ratio(i*7919%997+1, 997).Mul(scale).Round(2, money.Down))
			b := r.Input(rate, n([]string{"0.5", "0.0525", "0.125", "0.005", "0.3333"}[i%5]))
			figure := a.Times(b)
			if i%3 == 0 {
				figure = figure.Over(workpaper.Int(12)).Times(workpaper.Int(6))
			}
			for k, c := range rounded {
				r.Step(c, figure.Round(2, money.HalfAway+money.Rounding(k)))
			}
		}
	}
	return p
}

// Cents are safe to a billion and more. Beyond, what is not safe is named, and what is not named is right.
func TestRangeOfCents(t *testing.T) {
	small, large := rangePaper(3, 9), rangePaper(10, 13)
	if limits, err := exporter.WorkpaperLimits(small); err != nil || len(limits) > 0 {
		t.Errorf("amounts up to a billion: %v %v", limits, err)
	}
	limits, err := exporter.WorkpaperLimits(large)
	if err != nil {
		t.Fatal(err)
	}
	var known []string
	count := map[string]int{}
	for _, f := range limits {
		known = append(known, f.Subject)
		size, _, _ := strings.Cut(f.Subject, " ")
		count[size]++
	}
	if count["10^11"] < 50 || count["10^13"] < 150 {
		t.Errorf("too few of 200 roundings of large amounts are named: %v", count)
	}
	t.Log(count)
	Recalculates(t, Case{Name: "small", Paper: small, scope: onlyTogether}, Case{Name: "large", Paper: large, Except: known, scope: unchanged})
}
