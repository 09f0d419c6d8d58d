package impairment

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
)

func rows(section string, rs ...estimate.Row) estimate.Table {
	return estimate.Table{Section: section, Rows: rs}
}

// holdingOf reads a record; what is not given of unit and accounts is that of a company that files with the SEC.
func holdingOf(t *testing.T, ts ...estimate.Table) (*Holding, []check.Finding) {
	t.Helper()
	for _, d := range []estimate.Table{rows("unit", estimate.Row{"description": "Lockers", "filer": "sec"}), rows("accounts", estimate.Row{"goodwill": "G", "accumulated": "GA", "goodwill-loss": "GL", "loss": "L"})} {
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
	return read(r).(*Holding), r.Found
}

func held(date, carrying, fair string, more estimate.Row) estimate.Row {
	row := estimate.Row{"date": date, "asset": "Works", "fair": fair, "cost-to-sell": "36", "committed": "yes", "available": "yes", "searching": "yes", "probable": "yes", "marketed": "yes", "unlikely": "yes", "account": "H", "carrying": carrying}
	for k, v := range more {
		row[k] = v
	}
	return row
}

func asset(date, name, carrying, account string, more estimate.Row) estimate.Row {
	row := estimate.Row{"date": date, "group": "M", "asset": name, "carrying": carrying, "account": account}
	for k, v := range more {
		row[k] = v
	}
	return row
}

// quarter is a quarter with all that a record has. The asset group is the example of ASC 360-10-55-20 to 55-22, to the cent: what the third
// asset cannot bear of 600 is shared by 590, 780 and 430, so that the first two bear 359.24 of 472.
var quarter = []estimate.Table{
	rows("goodwill", estimate.Row{"date": "2003-12-31", "what": "taken over", "gross": "5500", "losses": "300"}, estimate.Row{"date": "2004-06-30", "what": "acquired", "gross": "900"}, estimate.Row{"date": "2005-11-30", "what": "disposed", "gross": "-640", "losses": "-490"}),
	rows("others", estimate.Row{"date": "2005-03-31", "what": "inventory", "amount": "120"}),
	rows("intangibles", estimate.Row{"date": "2005-03-31", "asset": "Name", "carrying": "250", "fair": "190", "account": "N"}),
	rows("groups", estimate.Row{"date": "2005-03-31", "group": "M", "fair": "2100", "why": "prices"}),
	rows("assets", asset("2005-03-31", "A", "590", "A", estimate.Row{"ledger": "AL"}), asset("2005-03-31", "B", "780", "A", estimate.Row{"ledger": "AL"}), asset("2005-03-31", "C", "950", "C", estimate.Row{"fair": "822"}), asset("2005-03-31", "D", "430", "", nil), asset("2005-03-31", "inventory", "400", "", estimate.Row{"other": "yes"}), asset("2005-03-31", "payables", "-450", "", estimate.Row{"other": "yes"})),
	rows("flows", estimate.Row{"date": "2005-03-31", "group": "M", "scenario": "s", "probability": "60%", "year": "1", "flow": "1500"}, estimate.Row{"date": "2005-03-31", "group": "M", "scenario": "s", "year": "2", "flow": "1000"}, estimate.Row{"date": "2005-03-31", "group": "M", "scenario": "t", "probability": "40%", "year": "1", "flow": "1750"}),
	rows("sales", held("2005-03-31", "640", "600", nil), estimate.Row{"date": "2005-09-30", "asset": "Works", "fair": "625", "cost-to-sell": "36"}, estimate.Row{"date": "2005-12-15", "asset": "Works", "sold": "yes"}),
	rows("tests", estimate.Row{"date": "2005-03-31", "carrying": "11100", "fair": "7000", "identifiable": "5500", "why": "present value"}),
	rows("events", estimate.Row{"date": "2005-02-24", "event": "a contract ended", "of": "both"}),
}

// TestHoldingIsItsEntries: at every month end the roll-forward is what entries and journals took to the accounts, and goodwill is tested after
// the losses of the other assets: 11,100 − 120 − 60 − 600 − 76 against 7,000, then 6,100 of goodwill against 7,000 − 5,500.
func TestHoldingIsItsEntries(t *testing.T) {
	h, found := holdingOf(t, quarter...)
	if check.Worst(found) >= check.Stop {
		t.Fatal(found)
	}
	if got := h.units[0].result; h.books.Minor(got.Carrying) != 10244_00 || h.books.Minor(got.Loss) != 4600_00 {
		t.Errorf("carried %v, loss %v", got.Carrying, got.Loss)
	}
	sums, journals := map[string]int64{}, map[string]map[string]int64{"2003-12-31": {"G": 5500_00, "GA": -300_00}, "2004-06-30": {"G": 900_00}, "2005-11-30": {"G": -640_00, "GA": 490_00}, "2005-12-31": {"H": 51_00}}
	for end := fiscal.MustParse("2003-12-31"); end <= fiscal.MustParse("2006-01-31"); end = (end+1).AddMonths(1, true) - 1 {
		y, m := fiscal.CalendarYear.MonthOf(end)
		p := fiscal.CalendarYear.Month(y, m)
		for account, n := range journals[end.String()] {
			sums[account] += n
		}
		for _, e := range h.Entries(p) {
			for _, l := range e.Lines {
				sums[l.Account] += l.Amount
				want := "impairment"
				switch l.Account {
				case "L", "GL":
					want = ""
				case "GA":
					want = "goodwill-impairment"
				}
				if l.Dims.Get(ledger.CashFlowDimension) != want {
					t.Errorf("%s: the line of %s has %q", e.Key, l.Account, l.Dims)
				}
			}
		}
		roll := h.Rollforward(p)
		if f := roll.Foot(2); f != nil {
			t.Fatal(f)
		}
		for i, row := range roll.Rows {
			want := []int64{sums["G"], sums["GA"], sums["N"], sums["A"] + sums["C"], sums["H"]}[i]
			if i == 3 && want != 0 { // what the register of property enters
				want -= 112_76
			}
			if row.End != want || row.Apart != (i > 1) {
				t.Fatalf("%s: %s is %d in the roll-forward, %d by entries", end, row.Component, row.End, want)
			}
		}
	}
	for account, want := range map[string]int64{"A": -359_24, "C": -128_00, "N": -60_00, "H": 0, "L": 359_24 + 128_00 + 60_00 + 76_00 - 25_00, "GL": 4600_00, "G": 5760_00, "GA": -4410_00} {
		if sums[account] != want {
			t.Errorf("%s comes to %d, want %d", account, sums[account], want)
		}
	}
}

// books are the balances of a ledger.
type books map[string]int64

func (books) Known(string) bool                                   { return true }
func (b books) Balance(what string, _ fiscal.Date) (int64, error) { return b[what], nil }
func (books) Movement(string, fiscal.Period) (int64, error)       { return 0, nil }

// TestHoldingTies: each difference to the ledger and each test that is missing is found with its amount, and nothing else.
func TestHoldingTies(t *testing.T) {
	later := append(slices.Clone(quarter[:len(quarter)-1]), rows("events", estimate.Row{"date": "2005-02-24", "event": "a contract ended", "of": "both"}, estimate.Row{"date": "2005-05-10", "event": "prices fell", "of": "both"}))
	h, _ := holdingOf(t, later...)
	for _, c := range []struct {
		name string
		b    books
		at   string
		want []string
	}{
		{"the quarter", books{"G": 6400_00, "GA": -4900_00, "H": 564_00, "AL": 1010_76}, "2005-03-31", nil},
		{"nothing entered", books{"G": 6400_00, "GA": -300_00, "H": 640_00, "AL": 1370_00}, "2005-03-31", []string{"impairment-ties the difference is 4,600.00", "impairment-ties the difference is 76.00", "impairment-ties the difference is 359.24"}},
		{"an event", books{"G": 6400_00, "GA": -4900_00, "H": 564_00, "AL": 1010_76}, "2005-06-30", []string{"impairment-untested goodwill of 1,500.00 was not tested", "impairment-untested no asset group was tested between"}},
		{"no test for a year", books{"G": 5760_00, "GA": -4410_00}, "2006-04-30", []string{"goodwill-annual goodwill of 1,350.00 must be tested every year, and the last test is of 2005-03-31"}},
	} {
		found := h.Check(c.b, fiscal.MustParse(c.at))
		for _, want := range c.want {
			rule, words, _ := strings.Cut(want, " ")
			if !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Rule == rule && strings.Contains(f.Message, words) }) {
				t.Errorf("%s: %q is not found: %v", c.name, want, found)
			}
		}
		if len(found) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.name, found, c.want)
		}
	}
	open := []estimate.Table{quarter[0], rows("tests", estimate.Row{"date": "2005-03-31", "carrying": "11100", "fair": "7000", "why": "x"})}
	h, _ = holdingOf(t, open...)
	if found := h.Check(books{"G": 6400_00, "GA": -300_00}, fiscal.MustParse("2005-03-31")); len(found) != 1 || found[0].Rule != "goodwill-second-step" || !strings.HasPrefix(found[0].Subject, "2005-03-31, ") {
		t.Errorf("without a second step: %v", found)
	}
}

// TestHoldingByItsDay: two steps until the filer's day of ASU 2017-04, one step from then on or from a day of choice, and with tax the loss of
// the example of ASC 350-20-55-23A to 55-23D: 100 of excess at 40% is 166.67 of loss.
func TestHoldingByItsDay(t *testing.T) {
	for _, c := range []struct {
		unit, test estimate.Row
		rule       Rule
		loss       int64
	}{
		{nil, estimate.Row{"date": "2019-12-31", "identifiable": "850"}, TwoSteps, 350_00},
		{nil, estimate.Row{"date": "2020-12-31"}, OneStep, 100_00},
		{estimate.Row{"filer": "smaller"}, estimate.Row{"date": "2020-12-31", "identifiable": "850"}, TwoSteps, 350_00},
		{estimate.Row{"filer": "private", "one-step": "2017-06-30"}, estimate.Row{"date": "2017-09-30"}, OneStep, 100_00},
		{estimate.Row{"tax": "40%"}, estimate.Row{"date": "2020-12-31"}, OneStep, 166_67},
		{nil, estimate.Row{"date": "2020-12-31", "fair": "", "not-likely": "yes"}, OneStep, 0},
	} {
		unit, test := estimate.Row{"description": "Lockers", "filer": "sec"}, estimate.Row{"carrying": "1000", "fair": "900", "why": "x"}
		for k, v := range c.unit {
			unit[k] = v
		}
		for k, v := range c.test {
			test[k] = v
		}
		h, found := holdingOf(t, rows("unit", unit), rows("goodwill", estimate.Row{"date": "2016-12-31", "what": "taken over", "gross": "400"}), rows("tests", test))
		if check.Worst(found) >= check.Stop {
			t.Fatal(c.test, found)
		}
		if got := h.units[0].result; got.Rule != c.rule || h.books.Minor(got.Loss) != c.loss || h.sum(accumulated, fiscal.Period{End: fiscal.MustParse("2021-01-01")}) != -c.loss {
			t.Errorf("%v %v: %s %v", c.unit, c.test, got.Rule, got.Loss)
		}
	}
}

// TestKeptAfterAll: what is no longer held for sale goes back at the lower of what it would be carried at and fair value, and takes its losses
// with it.
func TestKeptAfterAll(t *testing.T) {
	h, found := holdingOf(t, rows("sales", estimate.Row{"date": "2005-09-30", "asset": "Works", "fair": "650", "probable": "no", "kept": "yes", "meanwhile": "20"}, held("2005-03-31", "640", "600", nil)))
	if check.Worst(found) >= check.Stop {
		t.Fatal(found)
	}
	if got := h.books.Minor(h.sales[1].result.NewCarrying); got != 620_00 {
		t.Errorf("it is carried at %d", got)
	}
	e := h.Entries(fiscal.CalendarYear.YearPeriod(2005))
	if len(e) != 2 || e[1].Lines[1].Account != "H" || e[1].Lines[1].Amount != 56_00 {
		t.Errorf("entries %v", e)
	}
	if r := h.Rollforward(fiscal.CalendarYear.YearPeriod(2005)); r.Foot(2) != nil || r.Rows[0].End != 0 {
		t.Errorf("%+v", r)
	}
}

func TestHoldingRefusals(t *testing.T) {
	goodwill := rows("goodwill", estimate.Row{"date": "2003-12-31", "what": "taken over", "gross": "500"})
	test := func(more estimate.Row) estimate.Table {
		row := estimate.Row{"date": "2005-03-31", "carrying": "1000", "fair": "900", "why": "x"}
		for k, v := range more {
			row[k] = v
		}
		return rows("tests", row)
	}
	group := rows("groups", estimate.Row{"date": "2005-03-31", "group": "M", "fair": "50", "why": "x"})
	flow := rows("flows", estimate.Row{"date": "2005-03-31", "group": "M", "year": "1", "flow": "60"})
	for want, ts := range map[string][]estimate.Table{
		"there is no goodwill on 2005-03-31":                  {test(nil)},
		"goodwill is tested twice":                            {goodwill, rows("tests", test(nil).Rows[0], test(nil).Rows[0])},
		"give the fair value of the reporting unit":           {goodwill, test(estimate.Row{"fair": ""})},
		"a second step is of the old rule":                    {goodwill, test(estimate.Row{"date": "2021-03-31", "implied": "5"})},
		"goodwill was amortised over":                         {rows("goodwill", estimate.Row{"date": "1999-12-31", "what": "taken over", "gross": "500"}), test(estimate.Row{"date": "2001-12-31"})},
		"before fiscal years beginning after 15 December":     {goodwill, test(estimate.Row{"not-likely": "yes"})},
		"one step could be used for tests since 2017-01-01":   {rows("unit", estimate.Row{"description": "x", "filer": "sec", "one-step": "2016-01-01"})},
		"the unit has goodwill; name its account":             {rows("accounts", estimate.Row{"loss": "L"}), goodwill},
		"(Impairment of goodwill, Lockers); name its":         {rows("accounts", estimate.Row{"goodwill": "G"}), goodwill, test(estimate.Row{"implied": "5"})},
		"(Impairment of M); name its account":                 {rows("accounts", estimate.Row{"goodwill": "G"}), group, flow, rows("assets", asset("2005-03-31", "A", "100", "A", nil))},
		"neither is negative, nor the second above":           {rows("goodwill", estimate.Row{"date": "2003-12-31", "what": "taken over", "gross": "500", "losses": "501"})},
		"what is disposed of is negative":                     {goodwill, rows("goodwill", estimate.Row{"date": "2004-12-31", "what": "disposed", "gross": "5"})},
		"is not after 2003-12-31, on which goodwill is taken": {rows("goodwill", goodwill.Rows[0], estimate.Row{"date": "2003-12-31", "what": "acquired", "gross": "5"})},
		"with it goodwill is -5.00 gross":                     {rows("goodwill", goodwill.Rows[0], estimate.Row{"date": "2004-12-31", "what": "disposed", "gross": "-505"})},
		"with it goodwill is 10.00 gross with accumulated":    {rows("goodwill", goodwill.Rows[0], estimate.Row{"date": "2005-12-31", "what": "disposed", "gross": "-490"}), test(estimate.Row{"implied": "5"})},
		"goodwill is not tested on 2005-03-31":                {goodwill, rows("others", estimate.Row{"date": "2005-03-31", "what": "x", "amount": "5"})},
		"the first row alone is goodwill taken over":          {rows("goodwill", goodwill.Rows[0], goodwill.Rows[0])},
		"accumulated losses come with goodwill":               {rows("goodwill", estimate.Row{"date": "2003-12-31", "what": "acquired", "gross": "500", "losses": "1"})},
		"no group \"M\" is tested on 2005-03-31":              {flow},
		"M stands twice at 2005-03-31":                        {rows("groups", group.Rows[0], group.Rows[0])},
		"give cost and accumulated depreciation, or":          {group, flow, rows("assets", asset("2005-03-31", "A", "100", "A", estimate.Row{"cost": "5"}))},
		"it has no long-lived asset":                          {group, flow},
		"expected is 1":                                       {group, rows("flows", estimate.Row{"date": "2005-03-31", "group": "M", "year": "2", "flow": "60"})},
		"the probabilities come to 0.5":                       {group, rows("flows", estimate.Row{"date": "2005-03-31", "group": "M", "year": "1", "flow": "60", "probability": "50%"}), rows("assets", asset("2005-03-31", "A", "100", "A", nil))},
		"a loss of -5.00; it is above zero":                   {rows("others", estimate.Row{"date": "2005-03-31", "what": "x", "amount": "-5"})},
		"is not held for sale on 2005-03-31":                  {rows("sales", estimate.Row{"date": "2005-03-31", "asset": "Works", "sold": "yes"})},
		"answer with yes or no whether the sale is probable":  {rows("sales", held("2005-03-31", "5", "4", estimate.Row{"probable": ""}))},
		"the first row names the account":                     {rows("sales", held("2005-03-31", "5", "4", estimate.Row{"account": ""}))},
		"the first row says what the asset is carried at":     {rows("sales", held("2005-03-31", "", "4", nil))},
		"it is carried at 5.00 since its row before":          {rows("sales", held("2005-03-31", "5", "60", nil), held("2005-06-30", "5", "60", nil))},
		"one of the criteria is no longer met":                {rows("sales", held("2005-03-31", "5", "60", nil), held("2005-06-30", "", "60", estimate.Row{"marketed": "no"}))},
		"Works stands twice at 2005-03-31":                    {rows("sales", held("2005-03-31", "5", "60", nil), held("2005-03-31", "5", "60", nil))},
		"is not held for sale before it":                      {rows("sales", held("2005-03-31", "5", "60", estimate.Row{"kept": "yes"}))},
	} {
		if _, found := holdingOf(t, ts...); !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Severity == check.Stop && strings.Contains(f.Message, want) }) {
			t.Errorf("%q is not said: %v", want, found)
		}
	}
}

// TestNoteOfHoldings: over the year the elements take goodwill from one year end to the next, and each loss of other assets has its own.
func TestNoteOfHoldings(t *testing.T) {
	h, _ := holdingOf(t, quarter...)
	year := fiscal.CalendarYear.YearPeriod(2005)
	n, err := note([]estimate.Schedule{h}, estimate.Columns{Instants: map[string]fiscal.Date{"now": year.End, "prior": year.Start - 1}, Spans: map[string]fiscal.Period{"ytd": year}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]estimate.Figure{}
	for _, f := range n.Figures {
		got[strings.TrimPrefix(f.Concept, "us-gaap:")] = f
	}
	if end := got["Goodwill"].Instants["prior"] - got["GoodwillImpairmentLoss"].Spans["ytd"] - got["GoodwillWrittenOffRelatedToSaleOfBusinessUnit"].Spans["ytd"]; end != 1350_00 || got["Goodwill"].Instants["now"] != end || got["GoodwillGross"].Instants["now"]-got["GoodwillImpairedAccumulatedImpairmentLoss"].Instants["now"] != end {
		t.Errorf("goodwill comes to %d: %+v", end, got)
	}
	for concept, want := range map[string]int64{"ImpairmentOfLongLivedAssetsHeldForUse": 600_00, "ImpairmentOfLongLivedAssetsToBeDisposedOf": 51_00, "ImpairmentOfIntangibleAssetsIndefinitelivedExcludingGoodwill": 60_00} {
		if got[concept].Spans["ytd"] != want {
			t.Errorf("%s is %d, want %d", concept, got[concept].Spans["ytd"], want)
		}
	}
	for _, want := range []string{"a contract ended (February 24, 2005).", "was not recoverable at March 31, 2005 and was written down to fair value, found from prices", "in two steps. Its fair value, found from present value, was below", "| Less impairment losses | {{GoodwillImpairmentLoss ytd}}", "{{ImpairmentOfLongLivedAssetsToBeDisposedOf ytd}}", "{{GoodwillGross prior}}"} {
		if !strings.Contains(n.Text, want) {
			t.Errorf("%q is missing in %s", want, n.Text)
		}
	}
}
