package debt

import (
	"maps"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// changedRecord is a bond of 1,000,000 at 8 per cent, changed on 1 January 2009 with two years to go, on which nothing is unamortised but what a
// test puts there. What is left of it is worth its face.
func changedRecord(change estimate.Row, payment1, payment2 string) map[string][]estimate.Row {
	r := loanRecord("")
	r["facility"][0]["matures"] = "2010-12-31"
	r["principal"][0]["amount"] = "1000000"
	r["rates"][0]["rate"] = "8%"
	m := estimate.Row{"date": "2009-01-01", "what": "lower interest", "until": "2010-12-31", "period": "12", "rate": "8%"}
	maps.Copy(m, change)
	r["modifications"] = []estimate.Row{m}
	r["flows"] = []estimate.Row{{"date": "2009-01-01", "terms": "new", "payment": payment1}, {"date": "2009-01-01", "terms": "new", "payment": payment2}}
	return r
}

// TestTenPercentInTheBook is DBT-12 of the collection (Grant Thornton, example 2): terms worth 976,000 at the original rate and a fee of 10,000 against
// 1,000,000 are a change of −1.4 per cent, and no extinguishment. The payments here are made to be worth 976,000 at 8 per cent: 66,541.55 and
// 1,066,541.53.
func TestTenPercentInTheBook(t *testing.T) {
	f, _ := recorded(t, changedRecord(estimate.Row{"lender": "10000", "third": "3000"}, "66541.55", "1066541.53"))
	m := f.changes[0]
	if m.extinguished || f.books.Minor(m.result.New) != 97_600_000 || f.books.Minor(m.result.WithFees) != 98_600_000 || m.result.Percent.Text(2, money.HalfAway) != "-1.40" {
		t.Errorf("new %s, with fees %s, %s%%, %s", m.result.New, m.result.WithFees, m.result.Percent, m.outcome())
	}
	if m.expensed != 300_000 || m.goesOn != 1_000_000 || f.unamortised(-1, day("2009-01-01")) != 1_000_000 || f.unamortised(-1, day("2010-12-31")) != 0 {
		t.Errorf("expensed %d, goes on %d", m.expensed, m.goesOn)
	}
	if got := onAccount(f, fiscal.Period{Start: day("2009-01-01"), End: day("2009-01-01")}, "C"); got != -300_000 {
		t.Errorf("third parties' costs leave issue costs by %d", got)
	}
	g, some := f.changeGrid(day("2009-12-31"))
	if last := g.Rows[len(g.Rows)-1]; !some || last.Cells[0].Text != "Lower interest, January 1, 2009: modification: no gain or loss" {
		t.Errorf("%+v", last)
	}
}

// TestExtinguishmentInTheBook: terms worth 11.6 per cent less are a new debt: at its fair value of 920,000, with a fee of 5,000 and old costs of
// 4,800 not amortised, the gain is 1,000,000 − 4,800 − 920,000 − 5,000 = 70,200; third parties' 2,000 belong to the new debt.
func TestExtinguishmentInTheBook(t *testing.T) {
	r := changedRecord(estimate.Row{"lender": "5000", "third": "2000", "fair": "920000"}, "10000", "1010000")
	r["costs"] = []estimate.Row{{"paid": "2007-01-01", "amount": "9600", "until": "2010-12-31"}}
	f, _ := recorded(t, r)
	m := f.changes[0]
	if !m.extinguished || m.unpaid != 480_000 || m.gain != 7_020_000 || m.goesOn != 200_000 {
		t.Errorf("%s: unpaid %d, gain %d, goes on %d", m.outcome(), m.unpaid, m.gain, m.goesOn)
	}
	on := fiscal.Period{Start: m.on, End: m.on}
	if x, c, d := onAccount(f, on, "X"), onAccount(f, on, "C"), onAccount(f, on, "D"); x != -7_020_000 || c != -980_000 || d != 8_000_000 {
		t.Errorf("result %d, issue costs %d, discount %d", x, c, d)
	}
}

// TestChangesTie: whatever the change, the entries with what was paid leave in the accounts what the schedule says, and nothing is left at maturity.
func TestChangesTie(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		amount := func(name string, most int) string {
			return money.FormatMinor(int64(rapid.IntRange(1, most).Draw(rt, name)), 2)
		}
		lender, third := amount("lender", 3_000_000), amount("third", 3_000_000)
		principal := amount("new principal", 40_000_000)
		r := changedRecord(estimate.Row{"lender": lender, "third": third, "fair": amount("fair", 110_000_000)}, "60000", principal)
		r["flows"][1]["payment"] = money.FormatMinor(90_000_000+cents(t, principal), 2)
		r["costs"] = []estimate.Row{{"paid": "2007-01-01", "amount": amount("costs", 5_000_000), "until": "2010-12-31"}, {"what": "discount", "paid": "2007-01-01", "amount": amount("discount", 5_000_000), "until": "2010-12-31"}}
		if rapid.Bool().Draw(rt, "effective") {
			r["facility"][0]["method"], r["facility"][0]["effective-rate"] = "effective interest", "8.6%"
		}
		if r["modifications"][0]["fair"] == "1000000.00" || cents(t, r["modifications"][0]["fair"]) < 10_000_000 {
			delete(r["modifications"][0], "fair")
		}
		f, _ := recorded(t, r)
		at := day("2009-01-01") + fiscal.Date(rapid.IntRange(0, 729).Draw(rt, "at"))
		span := fiscal.Period{Start: day("2007-01-01"), End: at}
		paid := map[string]int64{"C": cents(t, r["costs"][0]["amount"]) + cents(t, lender) + cents(t, third), "D": cents(t, r["costs"][1]["amount"])}
		for account, in := range paid {
			want := int64(0)
			for i, c := range f.costs {
				if c.account == account {
					want += f.unamortised(i, at)
				}
			}
			if got := in + onAccount(f, span, account); got != want {
				rt.Fatalf("%s, %s: the account stands at %d, the schedule at %d", account, f.changes[0].outcome(), got, want)
			}
		}
		if n := f.unamortised(-1, day("2010-12-31")); n != 0 {
			rt.Fatalf("%d is left", n)
		}
		if found := f.Rollforward(fiscal.Period{Start: day("2009-01-01"), End: at}).Foot(2); found != nil {
			rt.Fatal(found)
		}
	})
}

// TestLineOfCreditInTheBook: a line of 500,000 with 24 months left becomes one of 300,000 for 24: two fifths of capacity are lost, and of 12,000 not
// amortised 4,800 are written off; 7,200 and the fee of 3,000 go on (ASC 470-50-40-21(b)).
func TestLineOfCreditInTheBook(t *testing.T) {
	r := lineRecord("290000")
	for _, s := range []string{"base", "customers", "ineligible", "reserves"} {
		delete(r, s)
	}
	maps.Copy(r["accounts"][0], estimate.Row{"interest": "I", "payable": "P", "costs": "C", "loss": "X"})
	r["costs"] = []estimate.Row{{"paid": "2011-01-01", "amount": "18000", "until": "2013-12-31"}}
	r["modifications"] = []estimate.Row{{"date": "2012-01-01", "what": "smaller line", "until": "2013-12-31", "third": "3000", "old-amount": "500000", "old-months": "24", "new-amount": "300000", "new-months": "24"}}
	f, _ := recorded(t, r)
	m := f.changes[0]
	if m.unpaid != 1_200_000 || m.part != 480_000 || m.goesOn != 1_020_000 || f.unamortised(-1, day("2012-12-31")) != 510_000 {
		t.Errorf("unpaid %d, written off %d, goes on %d, left after a year %d", m.unpaid, m.part, m.goesOn, f.unamortised(-1, day("2012-12-31")))
	}
	if x := onAccount(f, fiscal.Period{Start: m.on, End: m.on}, "X"); x != 480_000 {
		t.Errorf("the result bears %d", x)
	}
}

// TestChangeRefusals: a change that cannot be worked out is refused with what is missing.
func TestChangeRefusals(t *testing.T) {
	for want, change := range map[string]func(r map[string][]estimate.Row){
		"give the payments of the new terms": func(r map[string][]estimate.Row) { delete(r, "flows") },
		"there is no change of terms on":     func(r map[string][]estimate.Row) { r["flows"][0]["date"] = "2009-02-01" },
		"the new terms end on":               func(r map[string][]estimate.Row) { r["modifications"][0]["until"] = "2008-12-31" },
		"nothing is owed on":                 func(r map[string][]estimate.Row) { r["modifications"][0]["date"] = "2006-01-01" },
		"needs the account of discount": func(r map[string][]estimate.Row) {
			delete(r["accounts"][0], "discount")
			r["modifications"][0]["fair"] = "500000"
			r["flows"][1]["payment"] = "500000"
		},
		"give it as it was at issue": func(r map[string][]estimate.Row) {
			r["facility"][0]["method"] = "effective interest"
			r["costs"] = []estimate.Row{{"paid": "2007-01-01", "amount": "5", "until": "2010-12-31"}}
		},
		"no rate makes its payments worth": func(r map[string][]estimate.Row) {
			r["flows"][0]["payment"], r["flows"][1]["payment"] = "-500000", "-900000"
		},
	} {
		r := changedRecord(nil, "66541.55", "1066541.53")
		change(r)
		refused(t, r, want)
	}
	if !strings.Contains(modifiedSections[0].Help, "470-60") {
		t.Error("the form does not say where troubled debt goes")
	}
}

// TestUnpaidCountsOnce: old payments at the original effective rate are worth the debt less its costs, so costs given beside them are refused; with
// the carrying amount before costs they are deducted, and both ways give one rate.
func TestUnpaidCountsOnce(t *testing.T) {
	n := func(s string) workpaper.Number { return workpaper.MustParse(s) }
	fresh := []workpaper.Number{n("60000"), n("1060000")}
	old, rate, costs := []workpaper.Number{n("80000"), n("1080000")}, n("0.09"), n("17591.11") // worth 982,408.89 at nine per cent
	_, err := Modified{Currency: "USD", Old: old, New: fresh, Rate: &rate, Unpaid: costs}.Compute()
	if err == nil || !strings.Contains(err.Error(), "deducted twice; leave the costs out, or give the carrying amount before them") {
		t.Error(err)
	}
	byFlows, err := Modified{Currency: "USD", Old: old, New: fresh, Rate: &rate}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	before := n("1000000")
	byAmount, err := Modified{Currency: "USD", Carrying: &before, New: fresh, Rate: &rate, Unpaid: costs}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	want := bisected(982_408.89, 60_000, 1_060_000)
	for how, r := range map[string]ModifiedResult{"old payments": byFlows, "carrying amount and costs": byAmount} {
		if r.NewRate == nil || math.Abs(float(*r.NewRate)-want) > 1e-7 {
			t.Errorf("%s: %v, and the payments give %.8f", how, r.NewRate, want)
		}
	}
}

// TestNewRateInTheBook: however the old terms are written down, the rate of the new ones is that at which their payments are worth what is carried,
// less the fee: costs not amortised are deducted once.
func TestNewRateInTheBook(t *testing.T) {
	for name, change := range map[string]func(r map[string][]estimate.Row){
		"equal months, no old payments": func(map[string][]estimate.Row) {},
		"equal months, old payments": func(r map[string][]estimate.Row) {
			r["flows"] = append(r["flows"], estimate.Row{"date": "2009-01-01", "terms": "old", "payment": "80000"}, estimate.Row{"date": "2009-01-01", "terms": "old", "payment": "1080000"})
		},
		"effective interest": func(r map[string][]estimate.Row) {
			r["facility"][0]["method"], r["facility"][0]["effective-rate"] = "effective interest", "8.6%"
		},
	} {
		r := changedRecord(estimate.Row{"lender": "10000", "rate": "8.6%"}, "60000", "1060000")
		r["costs"] = []estimate.Row{{"paid": "2007-01-01", "amount": "20000", "until": "2010-12-31"}}
		change(r)
		f, _ := recorded(t, r)
		m := f.changes[0]
		if m.extinguished || m.unpaid == 0 || m.result.NewRate == nil {
			t.Fatalf("%s: %s, %d not amortised, rate %v", name, m.outcome(), m.unpaid, m.result.NewRate)
		}
		carried := 1_000_000 - float64(m.unpaid)/100 - 10_000
		want := bisected(carried, 60_000, 1_060_000)
		if got := float(*m.result.NewRate); math.Abs(got-want) > 1e-7 {
			t.Errorf("%s: the book has %.8f, and the payments give %.8f", name, got, want)
		}
	}
}

// bisected is the rate at which payments at the ends of periods are worth an amount.
func bisected(worth float64, pay ...float64) float64 {
	low, high := 0.0, 1.0
	for range 100 {
		mid, value := (low+high)/2, 0.0
		for i := len(pay) - 1; i >= 0; i-- {
			value = (value + pay[i]) / (1 + mid)
		}
		if value > worth {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

func float(n workpaper.Number) float64 {
	f, _ := strconv.ParseFloat(n.Text(12, money.HalfAway), 64)
	return f
}
