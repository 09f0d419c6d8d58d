package allowance

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

// portfolioOf reads a record; what is not given of portfolio and accounts is that of a smaller company.
func portfolioOf(t *testing.T, ts ...estimate.Table) (*Portfolio, []check.Finding) {
	t.Helper()
	for _, d := range []estimate.Table{rows("portfolio", estimate.Row{"description": "Trade", "filer": "smaller", "tax": "25%"}), rows("accounts", estimate.Row{"receivable": "R", "allowance": "A", "expense": "E", "retained": "RE", "deferred": "D"})} {
		if !slices.ContainsFunc(ts, func(x estimate.Table) bool { return x.Section == d.Section }) {
			ts = append(ts, d)
		}
	}
	rec, err := form.Record(ts)
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear, Began: fiscal.MustParse("2000-01-01")})
	if r.Failed() {
		return nil, r.Found
	}
	return read(r).(*Portfolio), r.Found
}

func age(date, balance, rate string) estimate.Row {
	return estimate.Row{"date": date, "class": "all", "balance": balance, "rate": rate}
}

var across = []estimate.Table{
	rows("opening", estimate.Row{"date": "2021-12-31", "allowance": "400"}),
	rows("ages", age("2022-12-31", "10000", "5%"), age("2023-01-01", "10000", "8%"), age("2023-03-31", "12000", "8%"), age("2023-12-31", "9000", "8%")),
	rows("write-offs", estimate.Row{"date": "2022-06-30", "customer": "X", "amount": "150"}, estimate.Row{"date": "2023-01-01", "customer": "Y", "amount": "90"}, estimate.Row{"date": "2023-05-02", "customer": "Z", "amount": "70", "entered": "yes"}),
	rows("recoveries", estimate.Row{"date": "2023-06-30", "customer": "X", "amount": "40"}),
}

// TestPortfolioIsItsEntries: what entries and journals took to the accounts is what the roll-forward has at every month end across the adoption
// of ASC 326, which goes to retained earnings less its tax and never to expense.
func TestPortfolioIsItsEntries(t *testing.T) {
	x, found := portfolioOf(t, across...)
	if check.Worst(found) >= check.Stop {
		t.Fatal(found)
	}
	sums := map[string]int64{"A": -400_00}
	for end := fiscal.MustParse("2022-01-31"); end <= fiscal.MustParse("2024-01-31"); end = (end+1).AddMonths(1, true) - 1 {
		y, m := fiscal.CalendarYear.MonthOf(end)
		p := fiscal.CalendarYear.Month(y, m)
		for _, e := range x.Entries(p) {
			for _, l := range e.Lines {
				sums[l.Account] += l.Amount
			}
		}
		if p.Contains(fiscal.MustParse("2023-05-02")) { // the journals wrote it off
			sums["A"] += 70_00
		}
		roll := x.Rollforward(p)
		if f := roll.Foot(2); f != nil {
			t.Fatal(f)
		}
		if roll.Rows[0].End != -sums["A"] {
			t.Fatalf("%s: %d in the roll-forward, %d by entries", end, roll.Rows[0].End, -sums["A"])
		}
	}
	// 2022: 500 − (400 − 150) = 250. Adoption: 800 − 500 = 300, a quarter of it tax. March: 960 − (800 − 90) = 250. December: 720 − (960 − 70 + 40) = −210.
	for account, want := range map[string]int64{"RE": 225_00, "D": 75_00, "E": 250_00 + 250_00 - 210_00, "R": -150_00 - 90_00 + 40_00, "A": -720_00} {
		if sums[account] != want {
			t.Errorf("%s comes to %d, want %d", account, sums[account], want)
		}
	}
}

// books is a ledger of two balances.
type books struct{ receivable, allowance int64 }

func (books) Known(string) bool { return true }
func (b books) Balance(what string, _ fiscal.Date) (int64, error) {
	if what == "R" {
		return b.receivable, nil
	}
	return b.allowance, nil
}
func (books) Movement(string, fiscal.Period) (int64, error) { return 0, nil }

// TestPortfolioTies: each difference to the ledger is found with its amount, and nothing else.
func TestPortfolioTies(t *testing.T) {
	x, _ := portfolioOf(t, append(across, rows("reviews", estimate.Row{"date": "2022-12-31", "seen": "2023-12-31", "lost": "120", "doubtful": "30"}))...)
	at := fiscal.MustParse("2023-12-31")
	for _, c := range []struct {
		b    books
		at   fiscal.Date
		want []string
	}{
		{books{9000_00, -720_00}, at, []string{"allowance-ageing the difference is -1,000.00", "allowance-ageing the difference is -3,000.00", "allowance-release 210.00 of the allowance goes back", "allowance-hindsight it was 350.00 above"}},
		{books{10000_00, -700_00}, fiscal.MustParse("2022-12-31"), []string{"allowance-ties the difference is 200.00"}},
		{books{10000_00, -660_00}, fiscal.MustParse("2024-05-15"), []string{"allowance-ties the difference is -60.00", "allowance-measured the last is of 2023-12-31"}},
		{books{10000_00, -720_00}, fiscal.MustParse("2024-02-15"), nil},
	} {
		found := x.Check(c.b, c.at)
		for _, want := range c.want {
			rule, words, _ := strings.Cut(want, " ")
			if !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Rule == rule && strings.Contains(f.Message, words) }) {
				t.Errorf("%s: %q is not found: %v", c.at, want, found)
			}
		}
		if len(found) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.at, found, c.want)
		}
	}
}

// TestAdoptionByFiler: a fiscal year that begins in July has ASC 326 from 2020-07-01 or 2023-07-01, or from an earlier first day.
func TestAdoptionByFiler(t *testing.T) {
	june := fiscal.Calendar{Pattern: fiscal.Months, EndMonth: 6, EndDay: 30}
	for filer, want := range map[Filer]string{SECFiler: "2020-07-01", Smaller: "2023-07-01", Private: "2023-07-01"} {
		if got := mandatory(filer, june); got.String() != want {
			t.Errorf("%s: %s, want %s", filer, got, want)
		}
	}
	if got := mandatory(SECFiler, fiscal.CalendarYear); got.String() != "2020-01-01" {
		t.Error(got)
	}
	early := rows("portfolio", estimate.Row{"description": "Trade", "filer": "smaller", "adopted": "2021-01-01"})
	x, found := portfolioOf(t, early, rows("ages", age("2020-12-31", "100", "1%"), age("2021-01-01", "100", "2%")))
	if check.Worst(found) >= check.Stop || x.measures[0].basis != Incurred || !x.measures[1].adopting || x.measures[1].basis != Expected {
		t.Error(found)
	}
}

func TestPortfolioRefusals(t *testing.T) {
	open := rows("opening", estimate.Row{"date": "2021-12-31", "allowance": "40"})
	portfolio := func(more estimate.Row) estimate.Table {
		row := estimate.Row{"description": "Trade", "filer": "smaller"}
		for k, v := range more {
			row[k] = v
		}
		return rows("portfolio", row)
	}
	bare := rows("accounts", estimate.Row{"receivable": "R", "allowance": "A", "expense": "E"})
	for want, ts := range map[string][]estimate.Table{
		"give the ageing of that day by what is expected":     {open, rows("ages", age("2023-12-31", "100", "1%"))},
		"give the allowance of 2022-12-31 by incurred losses": {open, rows("ages", age("2023-01-01", "100", "1%"))},
		"name the account of retained earnings":               {bare, portfolio(nil), rows("ages", age("2022-12-31", "100", "1%"), age("2023-01-01", "100", "2%"))},
		"name the account of deferred tax":                    {bare, portfolio(estimate.Row{"tax": "25%"})},
		"that of 2021-04-01 begins on 2021-01-01":             {portfolio(estimate.Row{"adopted": "2021-04-01"})},
		"beginning after 15 December 2018":                    {portfolio(estimate.Row{"adopted": "2018-01-01"})},
		"had to adopt it on 2023-01-01":                       {portfolio(estimate.Row{"adopted": "2024-01-01"})},
		"forecasts do not change an incurred loss":            {rows("ages", estimate.Row{"date": "2022-12-31", "class": "all", "balance": "100", "rate": "1%", "adjust": "10%"})},
		"a rate of loss of 2":                                 {rows("ages", age("2022-12-31", "100", "2"))},
		"all stands twice at 2022-12-31":                      {rows("ages", age("2022-12-31", "100", "1%"), age("2022-12-31", "50", "1%"))},
		"2021-12-31 is not after 2021-12-31":                  {open, rows("ages", age("2021-12-31", "100", "1%"))},
		"the allowance of that day has it already":            {open, rows("write-offs", estimate.Row{"date": "2021-12-31", "customer": "X", "amount": "1"})},
		"an amount of -1.00; it is above zero":                {rows("recoveries", estimate.Row{"date": "2022-12-31", "customer": "X", "amount": "-1"})},
		"a loss of 6 on 5":                                    {rows("specific", estimate.Row{"date": "2022-12-31", "customer": "X", "balance": "5", "loss": "6", "why": "y"})},
		"a record goes on from one day":                       {rows("opening", estimate.Row{"date": "2021-12-31", "allowance": "40"}, estimate.Row{"date": "2022-12-31", "allowance": "40"})},
		"the allowance was not measured on 2022-06-30":        {rows("ages", age("2022-12-31", "100", "1%")), rows("reviews", estimate.Row{"date": "2022-06-30", "seen": "2023-06-30", "lost": "1"})},
		"2022-12-31 is not after 2022-12-31":                  {rows("ages", age("2022-12-31", "100", "1%")), rows("reviews", estimate.Row{"date": "2022-12-31", "seen": "2022-12-31", "lost": "1"})},
		"\"federal\" is not one of sec, smaller, private":     {rows("portfolio", estimate.Row{"description": "Trade", "filer": "federal"})},
	} {
		if _, found := portfolioOf(t, ts...); !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Severity == check.Stop && strings.Contains(f.Message, want) }) {
			t.Errorf("%q is not said: %v", want, found)
		}
	}
	_, found := portfolioOf(t, rows("ages", age("2022-12-31", "-100", "1%")), rows("recoveries", estimate.Row{"date": "2022-05-31", "customer": "X", "amount": "1"}))
	for _, rule := range []string{"allowance-credit-balance", "allowance-recovery"} {
		if !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Rule == rule && f.Severity < check.Stop }) {
			t.Errorf("%s is not found: %v", rule, found)
		}
	}
}

// TestNoteOfPortfolios: over the year of adoption the elements of the roll-forward take the allowance from one year end to the next, and the
// method of the day is said.
func TestNoteOfPortfolios(t *testing.T) {
	x, _ := portfolioOf(t, across...)
	year := fiscal.CalendarYear.YearPeriod(2023)
	n, err := note([]estimate.Schedule{x, x}, estimate.Columns{Instants: map[string]fiscal.Date{"now": year.End, "prior": year.Start - 1}, Spans: map[string]fiscal.Period{"ytd": year}})
	if err != nil {
		t.Fatal(err)
	}
	f := n.Figures
	if sum := f[0].Instants["prior"] + f[1].Spans["ytd"] + f[2].Spans["ytd"] - f[3].Spans["ytd"] + f[4].Spans["ytd"]; sum != f[0].Instants["now"] || sum != 2*720_00 {
		t.Errorf("the roll-forward comes to %d, the allowance is %d", sum, f[0].Instants["now"])
	}
	for _, want := range []string{"not expected to be collected over their life", "since January 1, 2023", "{{ext:AllowanceForDoubtfulAccountsReceivableAdoptionOfTopic326 ytd}}", "| Less written off | {{AllowanceForDoubtfulAccountsReceivableWriteOffs ytd}}"} {
		if strings.Count(n.Text, want) != 1 {
			t.Errorf("%q stands %d times in %s", want, strings.Count(n.Text, want), n.Text)
		}
	}
	n, err = note([]estimate.Schedule{x}, estimate.Columns{Instants: map[string]fiscal.Date{"now": fiscal.MustParse("2022-12-31")}})
	if err != nil || !strings.Contains(n.Text, "it is probable") || strings.Contains(n.Text, "| At") {
		t.Error(err, n.Text)
	}
}
