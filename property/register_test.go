package property

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
)

func tables(more ...estimate.Table) []estimate.Table {
	return append([]estimate.Table{{Section: "terms", Rows: []estimate.Row{{"convention": "full-month"}}}, {Section: "classes", Rows: []estimate.Row{{"class": "M", "cost": "C", "accumulated": "A", "expense": "E", "gain": "G", "proceeds": "P"}}},
		{Section: "assets", Rows: []estimate.Row{{"asset": "press", "class": "M", "in-service": "2004-03-10", "cost": "1000", "method": "straight-line", "life": "3"}, {"asset": "lathe", "class": "M", "in-service": "2005-01-20", "cost": "700", "method": "declining-balance", "life": "5", "factor": "2", "switch": "yes"}}}}, more...)
}

func registerOf(t *testing.T, ts []estimate.Table) (*Register, []check.Finding) {
	t.Helper()
	rec, err := form.Record(ts)
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear})
	if r.Failed() {
		return nil, r.Found
	}
	return read(r).(*Register), r.Found
}

// TestRegisterIsItsEntries: at the end of every month what entries took to accumulated depreciation, and purchases to cost, is what the
// roll-forward carries, with a disposal and a loss of value between.
func TestRegisterIsItsEntries(t *testing.T) {
	x, found := registerOf(t, tables(estimate.Table{Section: "disposals", Rows: []estimate.Row{{"date": "2006-05-20", "asset": "press", "proceeds": "250"}}}, estimate.Table{Section: "changes", Rows: []estimate.Row{{"date": "2005-06-30", "asset": "lathe", "loss": "50", "why": "idle"}}}))
	if check.Worst(found) >= check.Stop {
		t.Fatal(found)
	}
	begin := fiscal.MustParse("2004-01-01")
	sums := map[string]int64{}
	last := begin - 1
	for end := fiscal.MustParse("2004-01-31"); end < fiscal.MustParse("2011-01-31"); end = (end+1).AddMonths(1, true) - 1 {
		for _, e := range x.Entries(fiscal.Period{Start: last + 1, End: end}) {
			for _, l := range e.Lines {
				sums[l.Account] += l.Amount
			}
		}
		last = end
		roll := x.Rollforward(fiscal.Period{Start: begin, End: end})
		bought := roll.Rows[0].Moves[0]
		if got := roll.Rows[0].End; got != bought+sums["C"] {
			t.Fatalf("%s: cost is %d in the roll-forward, %d by entries", end, got, bought+sums["C"])
		}
		if got := roll.Rows[1].End; got != sums["A"] {
			t.Fatalf("%s: accumulated depreciation is %d in the roll-forward, %d by entries", end, got, sums["A"])
		}
		if f := roll.Foot(2); f != nil {
			t.Fatal(f)
		}
	}
	if sums["P"] != 25_000 || sums["G"] != 100_000-25_000-26*100_000/36 {
		t.Errorf("the disposal: proceeds %d, loss %d", sums["P"], sums["G"])
	}
	if sums["A"] != -70_000 {
		t.Errorf("the lathe ends at %d", sums["A"])
	}
}

func TestRegisterRefusals(t *testing.T) {
	for want, table := range map[string]estimate.Table{
		"there is no asset \"saw\"": {Section: "disposals", Rows: []estimate.Row{{"date": "2006-05-20", "asset": "saw"}}},
		"stands twice":              {Section: "classes", Rows: []estimate.Row{{"class": "M", "cost": "C", "accumulated": "A", "expense": "E"}}},
		"there is no class \"N\"":   {Section: "assets", Rows: []estimate.Row{{"asset": "saw", "class": "N", "in-service": "2004-03-10", "cost": "1000", "method": "straight-line", "life": "3"}}},
		"nothing is left":           {Section: "changes", Rows: []estimate.Row{{"date": "2008-06-30", "asset": "press", "salvage": "5", "why": "x"}}},
		"disposed of on":            {Section: "disposals", Rows: []estimate.Row{{"date": "2003-05-20", "asset": "press"}}},
	} {
		if _, found := registerOf(t, tables(table)); !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Severity == check.Stop && strings.Contains(f.Message, want) }) {
			t.Errorf("%q is not said: %v", want, found)
		}
	}
}
