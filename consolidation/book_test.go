package consolidation

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
)

// setRows is a trial balance: net assets, capital of 100 at 0.80, retained earnings, income of the year, dividend.
func setRows(at string, assets, retained, income, dividend, known string) (out []estimate.Row) {
	out = []estimate.Row{{"date": at, "line": "net", "kind": "asset", "account": "N", "amount": assets}, {"date": at, "line": "stock", "kind": "capital", "account": "S", "amount": "100", "rate": "0.8"}, {"date": at, "line": "retained", "kind": "retained earnings", "amount": retained, "known": known}, {"date": at, "line": "income", "kind": "revenue", "account": "R", "amount": income}}
	if dividend != "" {
		out = append(out, estimate.Row{"date": at, "line": "dividend", "kind": "dividend", "account": "D", "amount": dividend, "rate": "0.83"})
	}
	return out
}

func subsidiaryOf(t *testing.T, ts ...estimate.Table) (*Subsidiary, []check.Finding) {
	t.Helper()
	ts = append(ts, estimate.Table{Section: "subsidiary", Rows: []estimate.Row{{"name": "Canada", "currency": "CAD", "adjustment": "X"}}})
	rec, err := form.Record(ts)
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear})
	if r.Failed() {
		return nil, r.Found
	}
	return read(r).(*Subsidiary), r.Found
}

func ratesOf(pairs ...string) estimate.Table {
	t := estimate.Table{Section: "rates"}
	for i := 0; i < len(pairs); i += 3 {
		t.Rows = append(t.Rows, estimate.Row{"date": pairs[i], "kind": "closing", "rate": pairs[i+1]}, estimate.Row{"date": pairs[i], "kind": "average", "rate": pairs[i+2]})
	}
	return t
}

// TestSubsidiaryIsItsEntries: across two fiscal years what entries took to the adjustment is what the roll-forward has, and to net assets what they
// are at the closing rate; the proof agrees each time.
func TestSubsidiaryIsItsEntries(t *testing.T) {
	var rows []estimate.Row
	rows = append(rows, setRows("2004-12-31", "500", "300", "100", "", "230")...)
	rows = append(rows, setRows("2005-06-30", "560", "400", "60", "", "")...)
	rows = append(rows, setRows("2005-12-31", "580", "400", "110", "30", "")...)
	rows = append(rows, setRows("2006-03-31", "605", "480", "25", "", "")...)
	s, found := subsidiaryOf(t, estimate.Table{Section: "balances", Rows: rows}, ratesOf("2004-12-31", "0.831", "0.77", "2005-06-30", "0.816", "0.81", "2005-12-31", "0.8577", "0.825", "2006-03-31", "0.857", "0.866"))
	if check.Worst(found) >= check.Stop {
		t.Fatal(found)
	}
	sums := map[string]int64{"X": -s.at(fiscal.MustParse("2004-12-31")), "N": 415_50}
	for y := 2005; y <= 2006; y++ {
		for q := 1; q <= 4; q++ {
			p := fiscal.CalendarYear.Quarter(y, q)
			for _, e := range s.Entries(p) {
				total := int64(0)
				for _, l := range e.Lines {
					sums[l.Account] += l.Amount
					total += l.Amount
				}
				if total != 0 {
					t.Errorf("%s does not balance: %d", e.Key, total)
				}
			}
			if roll := s.Rollforward(p); roll.Rows[0].End != -sums["X"] || roll.Foot(2) != nil {
				t.Errorf("%s: the adjustment is %d in the roll-forward, %d by entries", p, roll.Rows[0].End, -sums["X"])
			}
		}
	}
	if sums["N"] != 518_49 { // 605 at 0.857, rounded
		t.Errorf("net assets are %d", sums["N"])
	}
	for _, k := range s.sets {
		if len(k.result.Findings) > 0 {
			t.Error(k.at, k.result.Findings)
		}
	}
}

func TestSubsidiaryRefusals(t *testing.T) {
	first := setRows("2004-12-31", "500", "300", "100", "", "230")
	ok := ratesOf("2004-12-31", "0.831", "0.77")
	for want, ts := range map[string][]estimate.Table{
		"CAD: there is no rate on 2004-12-31": {{Section: "balances", Rows: first}},
		"no average rate":                     {{Section: "balances", Rows: first}, {Section: "rates", Rows: ok.Rows[:1]}},
		"does not balance":                    {{Section: "balances", Rows: first[:3]}, ok},
		"write it down first":                 {{Section: "balances", Rows: append(setRows("2004-09-30", "500", "300", "100", "", "230"), setRows("2005-03-31", "500", "400", "0", "", "")...)}, ratesOf("2004-09-30", "0.8", "0.8", "2005-03-31", "0.8", "0.8")},
		"in the order of their days":          {{Section: "balances", Rows: append(slices.Clone(first), setRows("2004-09-30", "500", "300", "100", "", "230")...)}, ok},
		"of the first year alone":             {{Section: "balances", Rows: append(slices.Clone(first), setRows("2005-03-31", "500", "400", "0", "", "5")...)}, ratesOf("2004-12-31", "0.8", "0.8", "2005-03-31", "0.8", "0.8")},
		"a rate of 0":                         {{Section: "balances", Rows: first}, ratesOf("2004-12-31", "0", "0.77")},
	} {
		if _, found := subsidiaryOf(t, ts...); !slices.ContainsFunc(found, func(f check.Finding) bool {
			return f.Severity == check.Stop && strings.Contains(f.Message, want)
		}) {
			t.Errorf("%q is not said: %v", want, found)
		}
	}
}

// TestEliminationsProposed: sales within the group of the year to date leave at the average rate and begin anew each year; what does not match is
// found, eliminated or not; a side that no line takes to its account is refused.
func TestEliminationsProposed(t *testing.T) {
	var rows []estimate.Row
	rows = append(rows, setRows("2004-12-31", "500", "300", "100", "", "230")...)
	rows = append(rows, setRows("2005-12-31", "550", "400", "50", "", "")...)
	rows = append(rows, setRows("2006-03-31", "575", "450", "25", "", "")...)
	rates := ratesOf("2004-12-31", "0.8", "0.8", "2005-12-31", "0.9", "0.85", "2006-03-31", "0.9", "0.9")
	pair := func(at, theirs, account string) estimate.Row {
		return estimate.Row{"date": at, "what": "Sales to the company", "account": "P", "their": account, "theirs": theirs}
	}
	s, found := subsidiaryOf(t, estimate.Table{Section: "balances", Rows: rows}, rates, estimate.Table{Section: "intercompany", Rows: []estimate.Row{pair("2005-12-31", "-40", "R"), pair("2006-03-31", "-10", "R")}})
	if check.Worst(found) >= check.Stop {
		t.Fatal(found)
	}
	got := map[string]int64{}
	for _, e := range s.Entries(fiscal.Period{Start: 1, End: fiscal.MustParse("2006-12-31")}) {
		if strings.Contains(e.Key, "elimination") {
			got[e.Key+" "+e.Lines[0].Account], got[e.Key+" "+e.Lines[1].Account] = e.Lines[0].Amount, e.Lines[1].Amount
		}
	}
	want := map[string]int64{"2005-12-31/elimination-1 P": -34_00, "2005-12-31/elimination-1 R": 34_00, "2006-03-31/elimination-1 P": -9_00, "2006-03-31/elimination-1 R": 9_00}
	if len(got) != len(want) {
		t.Errorf("eliminated %v", got)
	}
	for k, n := range want {
		if got[k] != n {
			t.Errorf("%s is %d, want %d", k, got[k], n)
		}
	}
	at := fiscal.MustParse("2005-12-31")
	unmatched := func(l balances) (n int) {
		for _, f := range s.Check(l, at) {
			if f.Rule == "intercompany-unmatched" {
				n++
			}
		}
		return n
	}
	if unmatched(balances{"P": 34_00, "R": -34_00}) != 0 || unmatched(balances{}) != 0 || unmatched(balances{"P": 30_00, "R": -34_00}) != 1 || unmatched(balances{"P": -4_00}) != 1 {
		t.Error("what matches is found, or what does not is not")
	}
	if _, found = subsidiaryOf(t, estimate.Table{Section: "balances", Rows: rows}, rates, estimate.Table{Section: "intercompany", Rows: []estimate.Row{pair("2005-12-31", "-40", "Z")}}); check.Worst(found) < check.Stop || !strings.Contains(found[0].Message, "has no line that goes to Z") {
		t.Errorf("a side that no line takes: %v", found)
	}
}

// balances is a ledger of given balances.
type balances map[string]int64

func (b balances) Known(string) bool                                 { return true }
func (b balances) Balance(what string, _ fiscal.Date) (int64, error) { return b[what], nil }
func (b balances) Movement(string, fiscal.Period) (int64, error)     { return 0, nil }
