package pension

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
)

// canadian is a record of a plan in Canadian dollars: of 2005 by SFAS 87, of 2006 with the adoption of SFAS 158, of 2007 by funded status. All is
// synthetic.
const canadian = `plan country=Canada, kind=final pay, description=x, currency=CAD, tax=30%
accounts liability=L, expense=E, aoci=A, deferred=D, translation=T
opening at=2004-12-31, liability=8000
rates year-end=2004-12-31, closing=0.8
rates year-end=2005-12-31, closing=0.85, average=0.82
rates year-end=2006-12-31, closing=0.86, average=0.88
rates year-end=2007-12-31, closing=1.01, average=0.93
reports year-end=2005-12-31, dated=2006-02-01, pbo-begin=100000, service=4000, interest=6000, loss=9000, benefits=5000, pbo-end=114000, abo=108000, assets-begin=85000, return=2000, contributions=5000, assets-end=87000, expected=6000
reports year-end=2006-12-31, dated=2007-02-01, pbo-begin=114000, service=4500, interest=6500, loss=-2000, benefits=5000, pbo-end=118000, abo=110000, assets-begin=87000, return=7000, contributions=8000, assets-end=97000, expected=6000
reports year-end=2007-12-31, dated=2008-02-01, pbo-begin=118000, service=4600, interest=6400, loss=1000, benefits=6000, pbo-end=124000, abo=116000, assets-begin=97000, return=5000, contributions=9000, assets-end=105000, expected=6800
estimates year-end=2005-12-31, cost=3000
contributions date=2005-09-15, amount=4150
contributions date=2006-09-15, amount=7020
contributions date=2007-09-14, amount=8600
`

// readPlan reads a record from lines of a section and its cells.
func readPlan(t *testing.T, text string) (*Plan, []check.Finding) {
	t.Helper()
	var tables []estimate.Table
	for line := range strings.Lines(text) {
		section, cells, _ := strings.Cut(strings.TrimSpace(line), " ")
		row := estimate.Row{}
		for cell := range strings.SplitSeq(cells, ", ") {
			key, value, _ := strings.Cut(cell, "=")
			row[key] = value
		}
		if n := len(tables); n == 0 || tables[n-1].Section != section {
			tables = append(tables, estimate.Table{Section: section})
		}
		last := &tables[len(tables)-1]
		last.Rows = append(last.Rows, row)
	}
	rec, err := form.Record(tables)
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear})
	if r.Failed() {
		return nil, r.Found
	}
	p, _ := read(r).(*Plan)
	return p, r.Found
}

// TestPlanInItsCurrency: at every year end the books have what the plan's own currency comes to at the closing rate. By hand, in Canadian dollars:
// accrued 10,000; 9,000 after cost of 4,000 and 5,000 paid, 21,000 with the minimum liability; 18,000 after cost of 5,000 and 8,000 paid, of which
// the minimum liability of 7,000 leaves 13,000, and funded 21,000; 16,200 after cost of 4,200 and 9,000 paid, and funded 19,000.
func TestPlanInItsCurrency(t *testing.T) {
	p, found := readPlan(t, canadian)
	if len(found) > 0 {
		t.Fatal(found)
	}
	for year, want := range map[int]map[string]int64{
		2005: {"E": 300_000 + 28_000, "T": 765_000 - (800_000 + 328_000 - 415_000), "A": 714_000, "D": 306_000, "L": -(1_785_000 - 800_000 + 415_000)},
		2006: {"E": 440_000, "T": 1_548_000 - (1_785_000 + 440_000 - 702_000), "A": 180_600, "D": 77_400, "L": -(1_806_000 - 1_785_000 + 702_000)},
		2007: {"E": 390_600, "T": 1_636_200 - (1_806_000 + 390_600 - 860_000), "A": 197_960, "D": 84_840, "L": -(1_919_000 - 1_806_000 + 860_000)},
	} {
		got := map[string]int64{}
		var sum int64
		for _, e := range p.Entries(fiscal.CalendarYear.YearPeriod(year)) {
			for _, l := range e.Lines {
				got[l.Account] += l.Amount
				sum += l.Amount
				if strings.HasSuffix(e.Key, "/translation") != (l.Dims.Get(ledger.CashFlowDimension) == ledger.Translation) {
					t.Errorf("%s: %s flows as %q", e.Key, l.Account, l.Dims)
				}
			}
		}
		for account, n := range want {
			if got[account] != n {
				t.Errorf("%d, %s: %d, want %d", year, account, got[account], n)
			}
		}
		if sum != 0 {
			t.Errorf("%d is out of balance by %d", year, sum)
		}
	}
	for _, r := range p.reports {
		if n := r.PBOBegin + r.Service + r.Interest + r.Loss - r.Benefits + r.FX - r.PBOEnd; n != 0 {
			t.Errorf("%s: the obligation is off by %d", r.End, n)
		}
		if n := r.AssetsBegin + r.Return + r.Contributions - r.Benefits + r.FXAssets - r.AssetsEnd; n != 0 {
			t.Errorf("%s: assets are off by %d", r.End, n)
		}
	}
	if r := p.reports[1]; r.PBOBegin != 9_690_000 || r.Interest != 572_000 || r.PBOEnd != 10_148_000 || r.FX != 106_000 {
		t.Errorf("2006 is translated to %+v", r)
	}
}

// TestRateOfOne: a plan whose currency is worth one of the books' is the plan of the books, and nothing is translated.
func TestRateOfOne(t *testing.T) {
	one := strings.NewReplacer("0.8\n", "1\n", "0.85", "1", "0.82", "1", "0.86", "1", "0.88", "1", "1.01", "1", "0.93", "1", "amount=4150", "amount=5000", "amount=7020", "amount=8000", "amount=8600", "amount=9000").Replace(canadian)
	home := strings.NewReplacer(", currency=CAD", "", ", translation=T", "").Replace(one)
	for line := range strings.Lines(home) {
		if strings.HasPrefix(line, "rates ") {
			home = strings.Replace(home, line, "", 1)
		}
	}
	a, found := readPlan(t, one)
	b, more := readPlan(t, home)
	if len(found)+len(more) > 0 {
		t.Fatal(found, more)
	}
	x, y := a.Entries(fiscal.Period{End: day("2007-12-31")}), b.Entries(fiscal.Period{End: day("2007-12-31")})
	if !slices.EqualFunc(x, y, func(p, q ledger.Entry) bool { return p.Key == q.Key && slices.Equal(p.Lines, q.Lines) }) {
		t.Errorf("%v\n%v", x, y)
	}
}

// TestRatesAreAskedFor: what a plan in another currency needs, by name.
func TestRatesAreAskedFor(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"closing=0.86, average=0.88", "closing=0.86", "the year to 2006-12-31 has no closing and average rate of CAD"},
		{"rates year-end=2004-12-31, closing=0.8\n", "", "the opening of 2004-12-31 has no rate"},
		{", translation=T", "", "name the account of the translation adjustment"},
		{"currency=CAD", "currency=CDN", `"CDN" is not the code of a currency`},
		{"closing=1.01", "closing=-1.01", "-1.01 is no rate of exchange"},
		{", currency=CAD", "", "no currency of the plan"},
	} {
		_, found := readPlan(t, strings.Replace(canadian, c.from, c.to, 1))
		if !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Severity == check.Stop && strings.Contains(f.Message, c.want) }) {
			t.Errorf("%q is not said: %v", c.want, found)
		}
	}
}
