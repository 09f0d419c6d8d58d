package leases

import (
	"errors"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/workpaper"
)

func num(s string) workpaper.Number { return workpaper.MustParse(s) }

func numP(s string) *workpaper.Number { n := num(s); return &n }

func nums(ss ...string) (out []workpaper.Number) {
	for _, s := range ss {
		out = append(out, num(s))
	}
	return out
}

func must(t *testing.T, l Lease) Result {
	t.Helper()
	l.Currency = "USD"
	if l.PerYear == 0 {
		l.PerYear = 1
	}
	if l.Standard == "" {
		l.Standard = New
	}
	r, err := l.Compute()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func is(t *testing.T, what string, got workpaper.Number, want string) {
	t.Helper()
	if got.Cmp(num(want)) != 0 {
		t.Errorf("%s is %v, want %s", what, got, want)
	}
}

// TestExample3 has the figures of ASC 842-20-55-22 to 55-40: payments of 10,000, 12,000 and 14,000 at the ends of three years, 4.235%: 33,000 is
// recognised; as an operating lease every year costs 12,000.
func TestExample3(t *testing.T) {
	l := Lease{Payments: nums("10000", "12000", "14000"), Rate: num("0.04235"), Class: Operating}
	r := must(t, l)
	is(t, "present value", r.Present, "33000")
	for i, want := range [][4]string{{"1398", "24398", "12000", "22398"}, {"1033", "13431", "12000", "11431"}, {"569", "0", "12000", "0"}} {
		p := r.Periods[i]
		is(t, "interest", p.Interest, want[0])
		is(t, "liability", p.End, want[1])
		is(t, "cost", p.Cost, want[2])
		if i < 2 {
			is(t, "asset", p.AssetEnd, []string{"22398", "11431"}[i])
		}
	}
	l.Class = Finance
	r = must(t, l)
	is(t, "first year of a finance lease", r.Periods[0].Cost, "12398")
	is(t, "amortisation", r.Periods[0].Amortised, "11000")
	is(t, "cost in all", r.Cost, "36000")
}

func TestClassification(t *testing.T) {
	base := Lease{Payments: nums("1000", "1000", "1000", "1000"), Rate: num("0.1"), Facts: Facts{Fair: numP("4000"), EconomicAge: numP("6")}}
	for _, c := range []struct {
		name string
		with func(*Lease)
		want Class
	}{
		{"none", func(*Lease) {}, Operating},
		{"transfer", func(l *Lease) { l.Facts.Transfers = true }, Finance},
		{"option", func(l *Lease) { l.Option = num("10") }, Finance},
		{"term", func(l *Lease) { l.Facts.EconomicAge = numP("5") }, Finance},
		{"term at the end of life", func(l *Lease) { l.Facts.EconomicAge, l.Facts.NearEnd = numP("4"), true }, Operating},
		{"fair value", func(l *Lease) { l.Facts.Fair = numP("3500") }, Finance},
		{"specialised", func(l *Lease) { l.Facts.Special = true }, Finance},
		{"specialised before ASC 842", func(l *Lease) { l.Facts.Special, l.Standard = true, Old }, Operating},
		{"capital", func(l *Lease) { l.Facts.EconomicAge, l.Standard = numP("5"), Old }, Capital},
		{"short", func(l *Lease) { l.Payments, l.ShortTerm = l.Payments[:1], true }, Short},
	} {
		l := base
		c.with(&l)
		if r := must(t, l); r.Class != c.want {
			t.Errorf("%s: %s, want %s", c.name, r.Class, c.want)
		}
	}
}

// TestProof: at every moment the asset of an operating lease is its liability with what is prepaid, less what is accrued, with direct costs
// not yet borne less incentives not yet given back (ASC 842-20-35-3).
func TestProof(t *testing.T) {
	for _, advance := range []bool{false, true} {
		l := Lease{Payments: nums("100", "110", "121", "133.1"), Rate: num("0.07"), Places: 2, Advance: advance, Direct: num("30"), Incentives: num("50"), Prepaid: num("5"), Class: Operating}
		r := must(t, l)
		paid, cost := num("-15"), num("0")
		for _, p := range r.Periods {
			paid, cost = paid.Add(p.Paid), cost.Add(p.Cost)
			if d := p.AssetEnd.Sub(p.End).Sub(paid.Sub(cost)); d.Sign() != 0 {
				t.Errorf("period %d: differs by %v", p.Number, d)
			}
		}
		if last := r.Periods[3]; last.End.Sign() != 0 || last.AssetEnd.Sign() != 0 {
			t.Error(last)
		}
	}
}

// TestRent: before ASC 842 an operating lease is rent in equal parts, and what is not paid yet is deferred.
func TestRent(t *testing.T) {
	r := must(t, Lease{Standard: Old, Payments: nums("0", "1000", "1100", "1300"), Rate: num("0.08"), Places: 2})
	for i, want := range []string{"850", "700", "450", "0"} {
		is(t, "cost", r.Periods[i].Cost, "850")
		is(t, "deferred rent", r.Periods[i].End, want)
	}
}

func TestChanges(t *testing.T) {
	l := Lease{Payments: nums("100", "100", "100", "100"), Rate: num("0.06"), Places: 2, Class: Operating, Changes: []Change{{After: 2, Payments: nums("100", "100", "110"), Rate: numP("0.08")}}}
	r := must(t, l)
	p := r.Periods[2]
	if len(r.Periods) != 5 || p.Adjusted.Sign() <= 0 {
		t.Fatal(r.Periods)
	}
	is(t, "liability", p.Begin, "265.65") // 100/1.08 + 100/1.08² + 110/1.08³
	is(t, "liability at the end", r.Periods[4].End, "0")
	is(t, "asset at the end", r.Periods[4].AssetEnd, "0")
	l.Changes = []Change{{After: 2, Impairment: num("50")}}
	r = must(t, l)
	if a := r.Periods[2]; a.Amortised.Sub(r.Periods[3].Amortised).Abs().Cmp(num("0.01")) > 0 || r.Periods[3].AssetEnd.Sign() != 0 {
		t.Error("after a loss of value the asset is amortised in equal parts", r.Periods[2:])
	}
	l.Changes = []Change{{After: 2, Ended: true, Penalty: num("20")}}
	if r = must(t, l); len(r.Periods) != 2 || r.Gain.Cmp(r.Periods[1].End.Sub(r.Periods[1].AssetEnd).Sub(num("20"))) != 0 {
		t.Error(r.Gain)
	}
}

// TestLessor: the payment that earns 8% on a fair value of 100,000 over five years in advance, and what is sold.
func TestLessor(t *testing.T) {
	g := Given{Lease: Lease{Currency: "USD", Standard: New, PerYear: 1, Advance: true, Rate: num("0.08"), Facts: Facts{EconomicAge: numP("5")}}, Count: 5, Fair: num("100000"), Cost: numP("85000")}
	r, err := g.Compute()
	if err != nil || r.Class != SalesType {
		t.Fatal(r.Class, err)
	}
	is(t, "payment", r.Payment, "23190")
	is(t, "selling profit, two less for the rounded payment", r.Profit, "14998")
	is(t, "end", r.Periods[4].End, "0")
	g.Facts.EconomicAge, g.Unguaranteed = numP("9"), num("60000")
	if r, err = g.Compute(); err != nil || r.Class != Operating {
		t.Error(r.Class, err)
	}
	g.Unguaranteed, g.ThirdParty = num("0"), num("60000")
	if r, err = g.Compute(); err != nil || r.Class != DirectFinancing {
		t.Error(r.Class, err)
	}
}

func TestStandardFor(t *testing.T) {
	if StandardFor(fiscal.MustParse("2018-12-15"), false) != Old || StandardFor(fiscal.MustParse("2019-01-01"), false) != New || StandardFor(fiscal.MustParse("2021-01-01"), true) != Old || StandardFor(0, false) != New {
		t.Error("the standard of a year")
	}
}

func TestRefusals(t *testing.T) {
	for name, l := range map[string]Lease{
		"no payments": {}, "periods": {Payments: nums("1"), PerYear: 5}, "rate": {Payments: nums("1"), PerYear: 1, Rate: num("8")}, "short": {Payments: nums("1", "1"), PerYear: 1, ShortTerm: true}, "negative": {Payments: nums("-1"), PerYear: 1},
		"a change": {Payments: nums("1", "1"), PerYear: 1, Changes: []Change{{After: 3}}},
	} {
		l.Currency = "USD"
		if _, err := l.Compute(); !errors.As(err, new(check.Mistake)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
