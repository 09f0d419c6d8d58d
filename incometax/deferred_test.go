package incometax

import (
	"errors"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/workpaper"
)

func TestYear(t *testing.T) {
	pretax := num("1000")
	x := Year{Currency: "USD", Rate: num("0.4"), Pretax: &pretax, Permanent: []Part{{"fines", num("50")}}, Diffs: []Difference{{Name: "depreciation", Begin: num("-100"), End: num("-300")}, {Name: "warranty", End: num("80")}}}
	r, err := x.Compute()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string][2]workpaper.Number{
		"taxable": {r.Taxable, num("930")}, "current": {r.CurrentTax, num("372")}, "assets": {r.Assets, num("32")}, "liabilities": {r.Liabilities, num("120")}, "deferred": {r.Deferred, num("48")}, "expense": {r.Expense, num("420")},
	} {
		if c[0].Cmp(c[1]) != 0 {
			t.Errorf("%s is %v, want %v", name, c[0], c[1])
		}
	}
	// Whatever the differences are, expense is the rate on income with what is permanent.
	if want := num("0.4").Mul(num("1050")); r.Expense.Cmp(want) != 0 {
		t.Error(r.Expense)
	}
}

// TestRateChange: differences at the beginning at the new rate, in the period of enactment.
func TestRateChange(t *testing.T) {
	x := Year{Currency: "USD", Rate: num("0.21"), Before: numP("0.35"), Diffs: []Difference{{Begin: num("-1000"), End: num("-1200")}}}
	r, err := x.Compute()
	if err != nil || r.RateEffect.Cmp(num("-140")) != 0 || r.Deferred.Cmp(num("-98")) != 0 {
		t.Error(r.RateEffect, r.Deferred, err)
	}
}

func TestLosses(t *testing.T) {
	pretax := num("100")
	x := Year{Currency: "USD", Rate: num("0.21"), Pretax: &pretax, Carried: []Carried{{Name: "loss", Begin: num("250")}}, Unused: []bool{true}, Limit: numP("0.8")}
	r, err := x.Compute()
	if err != nil || r.LossUsed.Cmp(num("80")) != 0 || r.LossEnd.Cmp(num("170")) != 0 || r.CurrentTax.Cmp(num("4")) != 0 || r.Expense.Cmp(num("21")) != 0 {
		t.Error(r.LossUsed, r.LossEnd, r.CurrentTax, r.Expense, err)
	}
	loss := num("-500")
	x = Year{Currency: "USD", Rate: num("0.4"), Pretax: &loss, Carryback: num("300"), CarryRate: numP("0.35"), Carried: []Carried{{Name: "loss"}}, Unused: []bool{true}, Losses: true, Sources: []Source{{"future income", num("50"), true}}}
	r, err = x.Compute()
	if err != nil || r.CurrentTax.Cmp(num("-105")) != 0 || r.LossEnd.Cmp(num("200")) != 0 || r.Assets.Cmp(num("80")) != 0 || r.Allowance.Cmp(num("60")) != 0 || r.Expense.Cmp(num("-125")) != 0 {
		t.Error(r.CurrentTax, r.LossEnd, r.Assets, r.Allowance, r.Expense, err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Rule != "allowance-evidence" {
		t.Error(r.Findings)
	}
}

// TestClassified: before ASU 2015-17 deferred tax was current where its asset or liability was.
func TestClassified(t *testing.T) {
	x := Year{Currency: "USD", Rate: num("0.4"), Begins: fiscal.MustParse("2005-01-01"), Allowance: numP("50"), Diffs: []Difference{{End: num("300"), Current: true}, {End: num("200")}, {End: num("-100")}}}
	r, err := x.Compute()
	if err != nil || r.NetCurrent.Cmp(num("90")) != 0 || r.NetNoncurrent.Cmp(num("20")) != 0 {
		t.Error(r.NetCurrent, r.NetNoncurrent, err)
	}
	x.Begins = fiscal.MustParse("2017-01-01")
	if r, _ = x.Compute(); r.NetCurrent.Sign() != 0 || r.NetNoncurrent.Cmp(num("110")) != 0 {
		t.Error(r.NetCurrent, r.NetNoncurrent)
	}
}

func TestReconciliation(t *testing.T) {
	x := Reconciliation{Currency: "USD", Pretax: num("1000"), Rate: num("0.34"), Items: []Item{{Name: "state", Tax: numP("30")}, {Name: "meals", Base: numP("100")}}, Expense: numP("410")}
	r, err := x.Compute()
	if err != nil || r.Total.Cmp(num("404")) != 0 || r.Unexplained.Cmp(num("6")) != 0 || len(r.Findings) != 1 {
		t.Error(r, err)
	}
}

func TestYearRefusals(t *testing.T) {
	for name, x := range map[string]Year{"rate": {Rate: num("40")}, "carried": {Carried: []Carried{{End: num("-1")}}}, "allowance": {Allowance: numP("-1")}, "both": {Allowance: numP("1"), Sources: []Source{{}}}} {
		x.Currency = "USD"
		if _, err := x.Compute(); !errors.As(err, new(check.Mistake)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
