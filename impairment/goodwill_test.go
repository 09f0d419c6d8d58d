package impairment

import (
	"errors"
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// TestSimultaneous is the arithmetic of ASC 350-20-55-23A to 55-23D: an excess of 100, tax 40%, all goodwill deductible; then goodwill that
// limits the loss; then goodwill of which half is deductible.
func TestSimultaneous(t *testing.T) {
	rate := workpaper.Ratio(2, 5)
	for _, c := range []struct {
		goodwill         int64
		deductible       *workpaper.Number
		loss, tax, after string
	}{{400, nil, "166.67", "66.67", "233.33"}, {150, nil, "150.00", "60.00", "0.00"}, {400, whole(200), "125.00", "25.00", "275.00"}} {
		u := Unit{Currency: "USD", Places: 2, Rule: OneStep, Goodwill: *whole(c.goodwill), Carrying: *whole(1000), Fair: whole(900), TaxRate: &rate, Deductible: c.deductible}
		r, err := u.Compute()
		if err != nil {
			t.Fatal(err)
		}
		if got := []string{r.Loss.Text(2, money.HalfAway), r.Deferred.Text(2, money.HalfAway), r.Remaining.Text(2, money.HalfAway)}; strings.Join(got, " ") != c.loss+" "+c.tax+" "+c.after {
			t.Errorf("goodwill %d: %v, want %s %s %s", c.goodwill, got, c.loss, c.tax, c.after)
		}
	}
}

// TestTwoSteps: the company wrote its goodwill of some 6.1 million off in the first quarter of 2005 (releases of 27 July and 1 August 2005);
// the other figures are invented.
func TestTwoSteps(t *testing.T) {
	u := Unit{Currency: "USD", Rule: RuleFor(fiscal.MustParse("2005-01-01"), SECFiler, false), Goodwill: *whole(6100000), Carrying: *whole(15200000), First: []Part{{"moulds", *whole(300000)}}, Fair: whole(8100000), Identifiable: whole(8400000)}
	if r, err := u.Compute(); err != nil || r.Loss.Cmp(*whole(6100000)) != 0 || r.Remaining.Sign() != 0 {
		t.Error(r.Loss, err)
	}
	u.Identifiable = whole(6000000)
	if r, _ := u.Compute(); r.Loss.Cmp(*whole(4000000)) != 0 {
		t.Error(r.Loss)
	}
	u.Identifiable = nil
	if r, _ := u.Compute(); r.Loss.Sign() != 0 || len(r.Findings) != 1 || r.Findings[0].Rule != "goodwill-second-step" {
		t.Error(r.Loss, r.Findings)
	}
	u.Fair = whole(15000000)
	if r, _ := u.Compute(); r.Loss.Sign() != 0 || r.Failed || len(r.Findings) != 0 {
		t.Error(r.Loss, r.Findings)
	}
}

func TestRuleFor(t *testing.T) {
	for _, c := range []struct {
		begins string
		filer  Filer
		early  bool
		want   Rule
	}{{"2001-01-01", SECFiler, false, Amortised}, {"2002-01-01", SECFiler, false, TwoSteps}, {"2019-12-15", SECFiler, false, TwoSteps}, {"2019-12-16", SECFiler, false, OneStep}, {"2020-01-01", Smaller, false, TwoSteps},
		{"2023-01-01", Smaller, false, OneStep}, {"2017-01-01", Private, true, OneStep}, {"2016-12-31", Private, true, TwoSteps}} {
		if got := RuleFor(fiscal.MustParse(c.begins), c.filer, c.early); got != c.want {
			t.Errorf("%s %s %v: %s, want %s", c.begins, c.filer, c.early, got, c.want)
		}
	}
}

func TestUnitRefusals(t *testing.T) {
	rate := workpaper.Whole(1)
	for name, u := range map[string]Unit{
		"amortised": {Rule: Amortised}, "negative": {Rule: OneStep, Goodwill: *whole(-1)}, "no fair value": {Rule: OneStep}, "both": {Rule: TwoSteps, Fair: whole(1), Implied: whole(1), Identifiable: whole(1)},
		"second step": {Rule: OneStep, Fair: whole(1), Implied: whole(1)}, "rate": {Rule: OneStep, Fair: whole(1), TaxRate: &rate}, "deductible": {Rule: OneStep, Fair: whole(1), Deductible: whole(5), Goodwill: *whole(4)},
	} {
		if _, err := u.Compute(); !errors.As(err, new(check.Mistake)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSale(t *testing.T) {
	s := Sale{Currency: "USD", Carrying: *whole(100), Fair: *whole(90), CostToSell: *whole(5)}
	if r, err := s.Compute(); err != nil || r.Loss.Cmp(*whole(15)) != 0 {
		t.Error(r.Loss, err)
	}
	s = Sale{Currency: "USD", Carrying: *whole(85), Fair: *whole(115), CostToSell: *whole(5), Recognised: *whole(15)} // not above what was lost
	if r, err := s.Compute(); err != nil || r.Gain.Cmp(*whole(15)) != 0 || r.NewCarrying.Cmp(*whole(100)) != 0 {
		t.Error(r.Gain, err)
	}
	s.Criteria = []Criterion{{"available", "", false}}
	if r, _ := s.Compute(); r.Held || r.Gain.Sign() != 0 || len(r.Findings) != 1 {
		t.Error(r)
	}
	s.Criteria, s.Kept, s.Meanwhile = nil, true, *whole(20)
	if r, _ := s.Compute(); r.NewCarrying.Cmp(*whole(80)) != 0 || r.Loss.Cmp(*whole(5)) != 0 {
		t.Error(r.NewCarrying, r.Loss)
	}
}
