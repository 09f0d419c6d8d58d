package incometax

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
)

func rows(section string, rs ...estimate.Row) estimate.Table {
	return estimate.Table{Section: section, Rows: rs}
}

func bookOf(t *testing.T, ts ...estimate.Table) (*Book, []check.Finding) {
	t.Helper()
	ts = append(ts, rows("terms", estimate.Row{"jurisdiction": "US", "rate": "40%"}), rows("accounts", estimate.Row{"expense": "E", "payable": "P", "assets": "A", "liabilities": "L", "allowance": "V"}))
	rec, err := form.Record(ts)
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear})
	if r.Failed() {
		return nil, r.Found
	}
	return read(r).(*Book), r.Found
}

var twoYears = []estimate.Table{
	rows("years", estimate.Row{"year-end": "2004-12-31", "rate": "40%", "loss": "50", "payable": "30", "allowance": "5"}, estimate.Row{"year-end": "2005-12-31", "rate": "40%", "pretax": "300", "permanent": "20", "allowance": "0"}, estimate.Row{"year-end": "2006-12-31", "rate": "35%", "pretax": "-200", "carryback": "80", "carryback-rate": "40%", "allowance": "0"}),
	rows("differences", estimate.Row{"year-end": "2004-12-31", "name": "inventory", "amount": "100"}, estimate.Row{"year-end": "2004-12-31", "name": "machinery", "amount": "-150"}, estimate.Row{"year-end": "2005-12-31", "name": "machinery", "amount": "-170"}, estimate.Row{"year-end": "2006-12-31", "name": "machinery", "amount": "-160"}),
	rows("quarters", estimate.Row{"quarter-end": "2005-03-31", "income": "50", "expected": "280", "permanent": "20"}, estimate.Row{"quarter-end": "2005-06-30", "income": "70", "expected": "300", "permanent": "20"}),
	rows("discrete", estimate.Row{"date": "2005-05-05", "what": "refund", "tax": "-7"}),
	rows("payments", estimate.Row{"date": "2005-04-15", "amount": "30"}),
}

// TestBookIsItsEntries: what entries and payments took to the accounts is what the roll-forward has at every quarter end, and the year's expense is
// current and deferred tax whatever the quarters recognised.
func TestBookIsItsEntries(t *testing.T) {
	b, found := bookOf(t, twoYears...)
	if check.Worst(found) >= check.Stop {
		t.Fatal(found)
	}
	m := b.at(fiscal.MustParse("2004-12-31"))
	sums := map[string]int64{"P": -m.payable, "A": m.assets, "L": -m.liabilities, "V": -m.allowance}
	expense := map[int]int64{}
	for y := 2005; y <= 2006; y++ {
		for q := 1; q <= 4; q++ {
			p := fiscal.CalendarYear.Quarter(y, q)
			for _, e := range b.Entries(p) {
				for _, l := range e.Lines {
					sums[l.Account] += l.Amount
					if l.Account == "E" {
						expense[y] += l.Amount
					}
				}
			}
			if p.Contains(fiscal.MustParse("2005-04-15")) {
				sums["P"] += 30_00
			}
			roll := b.Rollforward(p)
			if f := roll.Foot(2); f != nil {
				t.Fatal(f)
			}
			for i, account := range []string{"P", "A", "L", "V"} {
				sign := int64(-1)
				if account == "A" {
					sign = 1
				}
				if roll.Rows[i].End != sign*sums[account] {
					t.Fatalf("%d quarter %d, %s: %d in the roll-forward, %d by entries", y, q, account, roll.Rows[i].End, sign*sums[account])
				}
			}
		}
	}
	// 2005: taxable 300 + 20 − 100 − 20 − 50 of losses = 150, tax 60; deferred 68 − (60 − 60 − 5) = 63; with the refund of 7.
	if expense[2005] != 116_00 {
		t.Errorf("the expense of 2005 is %d", expense[2005])
	}
	// 2006: −200 − ( −170 + 160) = −190; 80 go back at 40%; 110 are carried forward at 35%.
	y := b.years[2].result
	is := func(what string, got, want string) {
		if num(got).Cmp(num(want)) != 0 {
			t.Errorf("%s is %s, want %s", what, got, want)
		}
	}
	is("current", y.CurrentTax.String(), "-32")
	is("loss", y.LossEnd.String(), "110")
	is("net", y.Net.String(), "-17.5")
	if rec, ok := b.reconcile(b.years[1]); !ok || rec.Unexplained.Sign() != 0 || b.books.Minor(rec.Total) != expense[2005] {
		t.Error(rec.Total, rec.Unexplained)
	}
}

func TestBookRefusals(t *testing.T) {
	for want, x := range map[string]estimate.Table{
		"expected is 2005-03-31":            rows("quarters", estimate.Row{"quarter-end": "2005-06-30", "income": "1", "expected": "5"}),
		"a rate cannot be estimated":        rows("quarters", estimate.Row{"quarter-end": "2005-03-31", "income": "1", "expected": "0"}),
		"a fiscal year ends on":             rows("years", estimate.Row{"year-end": "2004-11-30", "rate": "40%"}),
		"the year before ended on":          rows("years", estimate.Row{"year-end": "2004-12-31", "rate": "40%"}, estimate.Row{"year-end": "2006-12-31", "rate": "40%", "pretax": "1"}),
		"later ones are worked out":         rows("years", estimate.Row{"year-end": "2004-12-31", "rate": "40%"}, estimate.Row{"year-end": "2005-12-31", "rate": "40%", "pretax": "1", "loss": "5"}),
		"a valuation allowance is positive": rows("years", estimate.Row{"year-end": "2004-12-31", "rate": "40%", "allowance": "-5"}),
		"it is from 0 to 1":                 rows("years", estimate.Row{"year-end": "2004-12-31", "rate": "40"}),
	} {
		if _, found := bookOf(t, x); !slices.ContainsFunc(found, func(f check.Finding) bool {
			return f.Severity == check.Stop && strings.Contains(f.Message, want)
		}) {
			t.Errorf("%q is not said: %v", want, found)
		}
	}
	two := []estimate.Table{rows("years", estimate.Row{"year-end": "2004-12-31", "rate": "40%"}), rows("differences", estimate.Row{"year-end": "2004-12-31", "name": "a", "amount": "1"}, estimate.Row{"year-end": "2004-12-31", "name": "a", "amount": "2"})}
	if _, found := bookOf(t, two...); check.Worst(found) < check.Stop {
		t.Error(found)
	}
}
