package consolidation

import (
	"errors"
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/workpaper"
)

func num(s string) workpaper.Number { return workpaper.MustParse(s) }

func numP(s string) *workpaper.Number { n := num(s); return &n }

func is(t *testing.T, what string, got workpaper.Number, want string) {
	t.Helper()
	if got.Cmp(num(want)) != 0 {
		t.Errorf("%s is %v, want %s", what, got, want)
	}
}

// canada is a subsidiary in its second year: net assets of 1,000 at the beginning at 0.80 with an adjustment of 50, income of 200 at 0.85, a
// dividend of 60 at 0.88, capital of 100 paid in at 0.82, closing at 0.90.
func canada() Foreign {
	return Foreign{Name: "Canada", Currency: "USD", From: "CAD", Places: 2, Opening: numP("0.8"), Average: numP("0.85"), Closing: numP("0.9"), CTA: numP("50"), Lines: []Line{
		{Name: "assets", Kind: Asset, Amount: num("1740")}, {Name: "liabilities", Kind: Liability, Amount: num("500")},
		{Name: "capital", Kind: Capital, Amount: num("600"), Rate: numP("0.75")}, {Name: "paid in", Kind: Issue, Amount: num("100"), Rate: numP("0.82")},
		{Name: "retained", Kind: Retained, Amount: num("400"), Known: numP("300")}, {Name: "dividend", Kind: Dividend, Amount: num("60"), Rate: numP("0.88")},
		{Name: "sales", Kind: Revenue, Amount: num("900")}, {Name: "costs", Kind: Expense, Amount: num("700")}}}
}

func TestTranslation(t *testing.T) {
	r, err := canada().Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "assets", r.Assets, "1566")
	is(t, "net income", r.NetIncome, "170")
	is(t, "adjustment", r.Adjustment, "166.8") // 1,566 − 450 − (450 + 82 + 300 − 52.80 + 170)
	// 1,000 × 0.10 + 200 × 0.05 − 60 × 0.02 + 100 × 0.08, with the 50 of the beginning
	is(t, "proof", *r.Proof, "166.8")
	if len(r.Findings) != 0 {
		t.Error(r.Findings)
	}
	f := canada()
	f.Lines[4].Known = numP("310")
	if r, _ = f.Compute(); len(r.Findings) != 1 || r.Findings[0].Rule != "translation-proof" || !strings.Contains(r.Findings[0].Message, "10.00") {
		t.Error(r.Findings)
	}
}

func TestRemeasurement(t *testing.T) {
	f := Foreign{Currency: "USD", From: "CAD", Places: 2, Remeasure: true, Opening: numP("0.8"), Average: numP("0.85"), Closing: numP("0.9"), NetMonetary: numP("100"), Lines: []Line{
		{Name: "cash", Kind: Asset, Amount: num("400")}, {Name: "machinery", Kind: Asset, Amount: num("500"), Nonmonetary: true, Rate: numP("0.7")}, {Name: "payables", Kind: Liability, Amount: num("150")},
		{Name: "capital", Kind: Capital, Amount: num("600"), Known: numP("422.5")}, {Name: "sales", Kind: Revenue, Amount: num("300")}, {Name: "depreciation", Kind: Expense, Amount: num("50"), Rate: numP("0.7")}, {Name: "costs", Kind: Expense, Amount: num("100")}}}
	r, err := f.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "gain", r.Adjustment, "17.5") // 360 + 350 − 135 − 422.50 − (255 − 35 − 85); by position 100 × 0.10 + 150 × 0.05
	is(t, "net income", r.NetIncome, "152.5")
	is(t, "by the monetary position", *r.Proof, "17.5")
	f.NetMonetary = numP("140")
	if r, _ = f.Compute(); len(r.Findings) != 1 || r.Findings[0].Rule != "remeasurement-proof" {
		t.Error(r.Findings)
	}
	f.Lines[1].Rate = nil
	if _, err := f.Compute(); !errors.As(err, new(check.Mistake)) {
		t.Error(err)
	}
}

func TestRefusals(t *testing.T) {
	rates := Rates{{Currency: "CAD", On: fiscal.MustParse("2005-12-31"), Rate: num("0.86")}}
	if _, err := rates.On("CAD", fiscal.MustParse("2005-12-30")); err == nil || !strings.Contains(err.Error(), "CAD: there is no rate on 2005-12-30") {
		t.Error(err)
	}
	if _, err := rates.Average("CAD", fiscal.CalendarYear.YearPeriod(2005)); err == nil || !strings.Contains(err.Error(), "no average rate") {
		t.Error(err)
	}
	for name, with := range map[string]func(*Foreign){
		"closing": func(f *Foreign) { f.Closing = nil }, "average": func(f *Foreign) { f.Average = nil }, "capital": func(f *Foreign) { f.Lines[2].Rate = nil }, "balance": func(f *Foreign) { f.Lines[0].Amount = num("1") }, "zero": func(f *Foreign) { f.Closing = numP("0") },
	} {
		f := canada()
		with(&f)
		if _, err := f.Compute(); !errors.As(err, new(check.Mistake)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEliminations(t *testing.T) {
	x := Elimination{Currency: "USD", Places: 2, Pairs: []Pair{
		{Name: "loan", A: Side{"US", "due from Canada", num("90"), nil}, B: Side{"Canada", "due to US", num("-100"), numP("0.9")}},
		{Name: "sales", A: Side{"US", "sales", num("-500"), nil}, B: Side{"Canada", "purchases", num("480"), nil}, Left: num("120"), Margin: num("0.25")}}}
	r, err := x.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "loan", r.Unmatched[0], "0")
	is(t, "sales", r.Unmatched[1], "-20")
	is(t, "taken off", r.Off[1], "480")
	is(t, "profit", r.Profit[1], "30")
	if len(r.Findings) != 1 || r.Findings[0].Rule != "intercompany-unmatched" {
		t.Error(r.Findings)
	}
	x.Pairs[0].B.Amount = num("100")
	if _, err := x.Compute(); err == nil {
		t.Error("two debits were eliminated")
	}
}

func TestOthers(t *testing.T) {
	o := Others{Currency: "USD", Places: 2, Share: num("0.2"), Begin: num("30"), Income: num("-200"), OCI: num("10"), Dividend: num("5")}
	r, err := o.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "since SFAS 160", r.End, "-9")
	o.Begins = fiscal.MustParse("2008-12-14")
	r, _ = o.Compute()
	is(t, "before", r.End, "0")
	is(t, "borne by the parent", r.Absorbed, "9")
	if r.Title != "Minority interest" || len(r.Findings) != 1 {
		t.Error(r.Title, r.Findings)
	}
}

func TestWorksheet(t *testing.T) {
	x := Worksheet{Currency: "USD", Columns: []Column{{"US", []Balance{{"cash", num("10")}, {"due from Canada", num("5")}, {"equity", num("-15")}}}, {"Canada", []Balance{{"cash", num("5")}, {"due to US", num("-5")}}}},
		Eliminations: []Column{{"loan", []Balance{{"due to US", num("5")}, {"due from Canada", num("-5")}}}}}
	r, err := x.Compute()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"15", "0", "-15", "0"} {
		is(t, r.Accounts[i].Account, r.Accounts[i].Amount, want)
	}
	x.Columns[0].Balances[0].Amount = num("11")
	if _, err := x.Compute(); !errors.As(err, new(check.Mistake)) {
		t.Error(err)
	}
}
