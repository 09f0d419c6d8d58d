package incometax

import (
	"errors"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
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

// TestBrackets is TAX-04: a question with graduated rates and four unequal quarters; published are 26,150 and 23.77%, the quarters are ours.
func TestBrackets(t *testing.T) {
	x := Interim{Currency: "USD", Places: 6, Quarters: nums("20000", "25000", "30000", "35000"), Scale: Scale{{numP("50000"), num("0.15")}, {numP("25000"), num("0.25")}, {numP("25000"), num("0.34")}, {nil, num("0.39")}}}
	r, err := x.Compute()
	if err != nil || r.AnnualTax.Cmp(num("26150")) != 0 || r.Rate.Text(4, money.HalfAway) != "0.2377" {
		t.Fatal(r.AnnualTax, r.Rate, err)
	}
	for i, want := range []string{"4754.545455", "5943.181818", "7131.818182", "8320.454545"} {
		if got := r.Quarters[i].Tax.Text(6, money.HalfAway); got != want {
			t.Errorf("quarter %d: %s, want %s", i+1, got, want)
		}
	}
}

// TestYears are the arrangements of FIN 18 appendix C, now ASC 740-270-55-2 to 55-23: statutory rate 50%, credits of 10,000.
func TestYears(t *testing.T) {
	half := Flat(num("0.5"))
	for _, c := range []struct {
		name  string
		x     Interim
		taxes []string
	}{
		{"income in every quarter", Interim{Quarters: nums("20000", "20000", "20000", "40000"), Estimates: []Estimate{{Ordinary: num("100000"), Credits: num("10000")}}}, []string{"8000", "8000", "8000", "16000"}},
		{"income and losses, a benefit assured", Interim{Quarters: nums("-20000", "10000", "-20000", "130000"), Estimates: []Estimate{{Ordinary: num("100000"), Credits: num("10000")}}}, []string{"-8000", "4000", "-8000", "52000"}},
		{"a benefit not assured", Interim{NoBenefit: true, Quarters: nums("-20000", "10000", "80000", "30000"), Estimates: []Estimate{{Ordinary: num("100000"), Credits: num("10000")}}}, []string{"0", "0", "28000", "12000"}},
		{"a loss, the benefit assured", Interim{Quarters: nums("-20000", "-20000", "-20000", "-40000"), Estimates: []Estimate{{Ordinary: num("-100000"), Credits: num("10000")}}}, []string{"-12000", "-12000", "-12000", "-24000"}},
		{"a loss, the benefit assured in part", Interim{Benefit: numP("30000"), Quarters: nums("-20000", "-20000", "-20000", "-40000"), Estimates: []Estimate{{Ordinary: num("-100000"), Credits: num("10000")}}}, []string{"-6000", "-6000", "-6000", "-12000"}},
		{"a loss to date above the year's", Interim{Begins: fiscal.MustParse("2005-01-01"), Quarters: nums("-20000", "-120000"), Estimates: []Estimate{{Ordinary: num("-100000"), Credits: num("10000")}}}, []string{"-12000", "-68000"}},
		{"the same since ASU 2019-12", Interim{Begins: fiscal.MustParse("2021-01-01"), Quarters: nums("-20000", "-120000"), Estimates: []Estimate{{Ordinary: num("-100000"), Credits: num("10000")}}}, []string{"-12000", "-72000"}},
		{"a new estimate catches up", Interim{Quarters: nums("20000", "20000"), Estimates: []Estimate{{Ordinary: num("100000"), Credits: num("10000")}, {Ordinary: num("50000"), Credits: num("10000")}}}, []string{"8000", "4000"}},
		{"no reliable estimate", Interim{ToDate: true, Quarters: nums("10000", "30000")}, []string{"5000", "15000"}},
	} {
		c.x.Currency, c.x.Scale = "USD", half
		r, err := c.x.Compute()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for i, want := range c.taxes {
			if r.Quarters[i].Tax.Cmp(num(want)) != 0 {
				t.Errorf("%s, quarter %d: %v, want %s", c.name, i+1, r.Quarters[i].Tax, want)
			}
		}
	}
}

func TestInterimRefusals(t *testing.T) {
	half := Flat(num("0.5"))
	for name, x := range map[string]Interim{
		"no quarters": {Scale: half}, "no rate": {Quarters: nums("1")}, "rate": {Quarters: nums("1"), Scale: Flat(num("35"))}, "estimates": {Quarters: nums("1", "2", "3"), Scale: half, Estimates: make([]Estimate, 2)},
		"no income": {Quarters: nums("1"), Scale: half, Estimates: make([]Estimate, 1)}, "a quarter that is not there": {Quarters: nums("1"), Scale: half, Discrete: []Discrete{{Quarter: 2, Tax: numP("1")}}},
		"a loss by brackets": {Quarters: nums("-1"), Scale: Scale{{numP("5"), num("0.1")}, {nil, num("0.2")}}, Estimates: []Estimate{{Ordinary: num("-5")}}},
		"an open end":        {Quarters: nums("1"), Scale: Scale{{numP("5"), num("0.1")}}},
	} {
		if _, err := x.Compute(); !errors.As(err, new(check.Mistake)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
