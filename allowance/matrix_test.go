package allowance

import (
	"errors"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/workpaper"
)

func num(s string) workpaper.Number { return workpaper.MustParse(s) }

func is(t *testing.T, what string, got workpaper.Number, want string) {
	t.Helper()
	if got.Cmp(num(want)) != 0 {
		t.Errorf("%s is %v, want %s", what, got, want)
	}
}

// TestReceivables is CEC-02: OpenStax, Principles of Accounting, m67882: a part of receivables with a credit at the beginning, and of sales.
func TestReceivables(t *testing.T) {
	r, err := Matrix{Currency: "USD", Places: 2, Basis: Incurred, Classes: []Class{{Balance: num("324850"), Rate: num("0.15")}}, Begin: num("23000")}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "required", r.Required, "48727.5")
	is(t, "expense", r.Expense, "25727.5")
	s, err := Sales{Currency: "USD", Places: 2, Sales: num("458230"), Rate: num("0.05")}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "by sales", s.Expense, "22911.5")
}

// TestAgeing has the rates of CEC-03 (adapted from ASU 2016-13 example 5), with a tenth more for the forecast; the balances are ours.
func TestAgeing(t *testing.T) {
	m := Matrix{Currency: "USD", Places: 2, Basis: Expected, Begin: num("500"), WrittenOff: num("900"), Recovered: num("50"), Moves: []Move{{"translation", num("-7")}}}
	for i, rate := range []string{"0.003", "0.08", "0.26", "0.58", "0.82"} {
		m.Classes = append(m.Classes, Class{Name: Ages[i].Name, Balance: num([]string{"100000", "20000", "5000", "2000", "1000"}[i]), Rate: num(rate), Adjust: num("0.1")})
	}
	r, err := m.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "required", r.Required, "5698") // 330 + 1,760 + 1,430 + 1,276 + 902
	is(t, "expense", r.Expense, "6055")
	is(t, "net", r.Net, "122302")
	if len(r.Findings) != 1 || r.Findings[0].Rule != "allowance-debit" {
		t.Error(r.Findings)
	}
}

// TestScheduleII: the company's allowance went from 134,000 (2010) to 199,000 (2013); its schedule foots.
func TestScheduleII(t *testing.T) {
	r, err := Matrix{Currency: "USD", Basis: Incurred, Classes: []Class{{Balance: num("1990000"), Rate: num("0.1")}}, Begin: num("162000")}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "net addition of 2013", r.Expense, "37000")
}

func TestByAge(t *testing.T) {
	at := fiscal.MustParse("2005-12-31")
	got := ByAge([]Invoice{{"A", at + 10, num("5")}, {"B", at, num("7")}, {"C", at - 1, num("11")}, {"D", at - 30, num("13")}, {"E", at - 31, num("17")}, {"F", at - 91, num("19")}, {"F", at - 200, num("-4")}}, at, Ages)
	for i, want := range []string{"12", "24", "17", "0", "15"} {
		is(t, Ages[i].Name, got[i], want)
	}
}

func TestRates(t *testing.T) {
	n, _, err := HistoryRate("USD", 0, []Past{{"2003", num("30"), num("5"), num("1000")}, {"2004", num("45"), num("0"), num("1500")}})
	if err != nil {
		t.Fatal(err)
	}
	is(t, "history", n, "0.028")
	rates, _, err := FlowRates([]string{"current", "1-30", "31-60"}, []workpaper.Number{num("0.1"), num("0.5"), num("0.8")})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"0.04", "0.4", "0.8"} {
		is(t, "flow", rates[i], want)
	}
	if Hindsight("2004", 0, num("100"), num("90"), num("5")) != nil || Hindsight("2004", 0, num("100"), num("40"), num("5")) == nil || Hindsight("2004", 0, num("100"), num("160"), num("0")) == nil {
		t.Error("hindsight")
	}
}

func TestBasisFor(t *testing.T) {
	for _, c := range []struct {
		begins string
		filer  Filer
		early  bool
		want   Basis
	}{{"2019-01-01", SECFiler, false, Incurred}, {"2020-01-01", SECFiler, false, Expected}, {"2020-01-01", Smaller, false, Incurred}, {"2023-01-01", Smaller, false, Expected}, {"2019-01-01", Private, true, Expected}} {
		if got := BasisFor(fiscal.MustParse(c.begins), c.filer, c.early); got != c.want {
			t.Errorf("%s %s: %s", c.begins, c.filer, got)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, m := range map[string]Matrix{
		"nothing": {}, "rate": {Classes: []Class{{Rate: num("15")}}}, "forecast": {Basis: Incurred, Classes: []Class{{Adjust: num("0.1")}}}, "single": {Singles: []Single{{"A", num("5"), num("6")}}},
		"negative": {Classes: []Class{{}}, WrittenOff: num("-1")}, "all of it": {Classes: []Class{{Adjust: num("-2")}}},
	} {
		m.Currency = "USD"
		if _, err := m.Compute(); !errors.As(err, new(check.Mistake)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
