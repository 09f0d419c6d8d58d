package leases

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
)

func contractOf(t *testing.T, lease estimate.Row, more ...estimate.Table) (*Contract, []check.Finding) {
	t.Helper()
	row := estimate.Row{"description": "a press", "commences": "2018-03-01", "months": "24", "rate": "6%", "life": "20"}
	for k, v := range lease {
		row[k] = v
	}
	ts := append([]estimate.Table{{Section: "lease", Rows: []estimate.Row{row}}, {Section: "accounts", Rows: []estimate.Row{{"liability": "L", "asset": "A", "cost": "C", "interest": "I", "gain": "G", "other": "O"}}}}, more...)
	if !slices.ContainsFunc(ts, func(x estimate.Table) bool { return x.Section == "payments" }) {
		ts = append(ts, estimate.Table{Section: "payments", Rows: []estimate.Row{{"from": "1", "amount": "1000"}, {"from": "13", "amount": "1200"}}})
	}
	rec, err := form.Record(ts)
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear})
	if r.Failed() {
		return nil, r.Found
	}
	return read(r).(*Contract), r.Found
}

// TestContractIsItsEntries: at the end of every month what entries and payments took to liability and asset is what the roll-forward has, before
// and after the adoption of ASC 842, through a change, to the end; and all cost is what is paid.
func TestContractIsItsEntries(t *testing.T) {
	for name, c := range map[string]struct {
		lease estimate.Row
		more  []estimate.Table
		cost  int64
	}{
		"adopted on the way":   {nil, nil, 26400_00},
		"in advance":           {estimate.Row{"advance": "yes"}, nil, 26400_00},
		"new":                  {estimate.Row{"commences": "2019-02-01"}, nil, 26400_00},
		"finance":              {estimate.Row{"commences": "2019-02-01", "transfers": "yes", "life": "2"}, nil, 26400_00},
		"capital":              {estimate.Row{"transfers": "yes", "life": "2"}, nil, 26400_00},
		"direct costs":         {estimate.Row{"commences": "2019-02-01", "direct": "240", "incentives": "100"}, nil, 26540_00},
		"changed":              {nil, []estimate.Table{{Section: "changes", Rows: []estimate.Row{{"after": "18", "months": "12", "amount": "1300", "rate": "5%", "why": "longer"}}}}, 12000_00 + 6*1200_00 + 12*1300_00},
		"impaired":             {nil, []estimate.Table{{Section: "changes", Rows: []estimate.Row{{"after": "14", "loss": "500", "why": "idle"}}}}, 26400_00},
		"given up":             {nil, []estimate.Table{{Section: "changes", Rows: []estimate.Row{{"after": "20", "ended": "yes", "why": "moved"}}}}, 12000_00 + 8*1200_00},
		"short":                {estimate.Row{"commences": "2020-01-01", "months": "12", "short": "yes"}, []estimate.Table{{Section: "payments", Rows: []estimate.Row{{"from": "1", "amount": "500"}, {"from": "7", "amount": "700"}}}}, 7200_00},
		"ended before ASC 842": {estimate.Row{"commences": "2005-01-01"}, nil, 26400_00},
	} {
		x, found := contractOf(t, c.lease, c.more...)
		if check.Worst(found) >= check.Stop {
			t.Error(name, found)
			continue
		}
		sums, last, begin := map[string]int64{}, fiscal.MustParse("2004-12-31"), fiscal.MustParse("2005-01-01")
		for end := fiscal.MustParse("2005-01-31"); end < fiscal.MustParse("2022-12-31"); end = (end+1).AddMonths(1, true) - 1 {
			p := fiscal.Period{Start: last + 1, End: end}
			for _, e := range x.Entries(p) {
				for _, l := range e.Lines {
					sums[l.Account] += l.Amount
				}
			}
			for _, d := range x.due { // as the cash journals have it
				if p.Contains(d.on) {
					s, _ := x.stageAt(d.on)
					sums[map[bool]string{true: "L", false: "C"}[s.standard == New && s.class != Short || s.class == Capital]] += d.amount
				}
			}
			last = end
			roll := x.Rollforward(fiscal.Period{Start: begin, End: end})
			if f := roll.Foot(2); f != nil {
				t.Fatal(name, f)
			}
			if got := roll.Rows[0].End + roll.Rows[1].End; got != -sums["L"] {
				t.Fatalf("%s, %s: %d owed in the roll-forward, %d by entries", name, end, got, -sums["L"])
			}
			if got := roll.Rows[2].End; got != sums["A"] {
				t.Fatalf("%s, %s: the asset is %d in the roll-forward, %d by entries", name, end, got, sums["A"])
			}
		}
		if sums["L"] != 0 || sums["A"] != 0 {
			t.Errorf("%s: %d and %d are left", name, sums["L"], sums["A"])
		}
		if got := sums["C"] + sums["I"] + sums["G"]; got != c.cost {
			t.Errorf("%s: it cost %d, paid were %d", name, got, c.cost)
		}
	}
}

// TestKnownThen: what was to be paid at a day is what was known then.
func TestKnownThen(t *testing.T) {
	x, _ := contractOf(t, nil, estimate.Table{Section: "changes", Rows: []estimate.Row{{"after": "18", "months": "12", "amount": "1300", "rate": "5%", "why": "longer"}}})
	sum := func(at string) (n int64) {
		for _, y := range x.years(fiscal.MustParse(at)) {
			n += y
		}
		return n
	}
	if a, b := sum("2019-08-31"), sum("2019-09-01"); a != 6*1200_00 || b != 12*1300_00 {
		t.Error(a, b)
	}
}

func TestContractRefusals(t *testing.T) {
	for want, c := range map[string]struct {
		lease estimate.Row
		more  []estimate.Table
	}{
		"begin with month 1":       {nil, []estimate.Table{{Section: "payments", Rows: []estimate.Row{{"from": "2", "amount": "5"}}}}},
		"not a number of months":   {estimate.Row{"months": "2.5"}, nil},
		"within the 24 months":     {nil, []estimate.Table{{Section: "changes", Rows: []estimate.Row{{"after": "30", "why": "x"}}}}},
		"before the adoption":      {nil, []estimate.Table{{Section: "changes", Rows: []estimate.Row{{"after": "3", "amount": "7", "why": "x"}}}}},
		"twelve months or less":    {estimate.Row{"commences": "2020-01-01", "short": "yes"}, nil},
		"a rate of 6 a year":       {estimate.Row{"rate": "6"}, nil},
		"\"five\" is not a number": {estimate.Row{"months": "five"}, nil},
	} {
		if _, found := contractOf(t, c.lease, c.more...); !slices.ContainsFunc(found, func(f check.Finding) bool {
			return f.Severity == check.Stop && strings.Contains(f.Message, want)
		}) {
			t.Errorf("%q is not said: %v", want, found)
		}
	}
}
