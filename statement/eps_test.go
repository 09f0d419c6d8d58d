package statement

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

func num(s string) workpaper.Number { return workpaper.MustParse(s) }

func ptr(s string) *workpaper.Number { n := num(s); return &n }

func load(t *testing.T, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		t.Fatal(err)
	}
}

type epsFacts struct {
	Rounded []struct {
		ID             string
		Year           int
		NetIncome      string `yaml:"net_income"`
		BasicShares    string `yaml:"basic_shares"`
		Dilutive       string
		Basic, Diluted string
		Computed       []string
	}
	Options []struct {
		ID                        string
		NetIncome                 string `yaml:"net_income"`
		Shares                    string
		Number, Exercise, Average string
		Increment, Basic, Diluted string
		Places                    int
	}
}

func TestRoundedFilingIsWithinItsRounding(t *testing.T) {
	var f epsFacts
	load(t, "testdata/eps.yaml", &f)
	if len(f.Rounded) != 3 {
		t.Fatal(len(f.Rounded))
	}
	for _, c := range f.Rounded {
		e := EPS{Income: Earnings{Given: true, Net: num(c.NetIncome)}, Shares: ShareHistory{Weighted: ptr(c.BasicShares)},
			Other: []OtherShares{{"dilutive", num(c.Dilutive)}}, Places: 2, Rounding: money.HalfAway,
			Precision: EPSPrecision{num("1"), num("0.1")}, Published: &PublishedShare{ptr(c.Basic), ptr(c.Diluted), 2}}
		r, err := e.Compute()
		if err != nil || len(r.Findings) > 0 {
			t.Errorf("%s %d: %v %v", c.ID, c.Year, err, r.Findings)
		}
		if b, d := r.Basic.Net.Text(6, money.HalfAway), r.Diluted.Net.Text(6, money.HalfAway); b != c.Computed[0] || d != c.Computed[1] {
			t.Errorf("%s %d: %s and %s, want %v", c.ID, c.Year, b, d, c.Computed)
		}
		e.Precision = EPSPrecision{}
		exact, _ := e.Compute()
		if c.Year == 2021 && len(exact.Findings) != 2 {
			t.Errorf("with exact inputs 8.72 and 8.61 cannot be right: %v", exact.Findings)
		}
		e.Precision, e.Published.Basic = EPSPrecision{num("1"), num("0.1")}, ptr("8.99")
		if wrong, _ := e.Compute(); len(wrong.Findings) != 1 {
			t.Errorf("%d: 8.99 passes: %v", c.Year, wrong.Findings)
		}
	}
}

func TestOptionsAsPublished(t *testing.T) {
	var f epsFacts
	load(t, "testdata/eps.yaml", &f)
	if len(f.Options) != 5 {
		t.Fatal(len(f.Options))
	}
	for _, c := range f.Options {
		e := EPS{Options: []Option{{Name: "options", Number: num(c.Number), Exercise: num(c.Exercise), Average: num(c.Average)}}, Places: c.Places, Rounding: money.HalfAway}
		if c.NetIncome != "" {
			e.Income, e.Shares = Earnings{Given: true, Net: num(c.NetIncome)}, ShareHistory{Weighted: ptr(c.Shares)}
		}
		r, err := e.Compute()
		if err != nil || len(r.Sequence) != 1 {
			t.Fatal(c.ID, err)
		}
		if c.Increment != "" && r.Sequence[0].Shares.String() != c.Increment {
			t.Errorf("%s: %v incremental shares, want %s", c.ID, r.Sequence[0].Shares, c.Increment)
		}
		if c.NetIncome != "" && (e.Text(r.Basic.Net) != c.Basic || e.Text(r.Diluted.Net) != c.Diluted) {
			t.Errorf("%s: basic %s, diluted %s, want %s and %s", c.ID, e.Text(r.Basic.Net), e.Text(r.Diluted.Net), c.Basic, c.Diluted)
		}
	}
}

// The antidilution sequence of ASC 260-10-55 (FASB Statement 128, Illustration 4): options, then debentures at 1.50 a
// share; preferred stock at 4.00 a share would raise 1.64 to 2.31.
func TestAntidilutionSequence(t *testing.T) {
	e := EPS{
		Income:    Earnings{Given: true, Net: num("6200000"), Discontinued: num("-3800000")},
		Preferred: []PreferredDividend{{Name: "convertible preferred", Cumulative: true, Accrued: num("6400000")}},
		Shares:    ShareHistory{Weighted: ptr("2000000")},
		Convertibles: []Convertible{
			{Name: "convertible preferred", Shares: num("1600000"), Effect: num("6400000")},
			{Name: "5% debentures", Shares: num("2000000"), Effect: num("3000000")},
		},
		Options: []Option{{Name: "options", Number: num("100000"), Exercise: num("60"), Average: num("75")}},
		Places:  2, Rounding: money.HalfAway,
	}
	r, err := e.Compute()
	if err != nil {
		t.Fatal(err)
	}
	if e.Text(r.Basic.Continuing) != "1.80" || e.Text(r.Basic.Net) != "-0.10" || e.Text(r.Diluted.Continuing) != "1.64" || e.Text(r.Diluted.Discontinued) != "-0.95" {
		t.Errorf("basic %v, diluted %v", r.Basic, r.Diluted)
	}
	for i, want := range []struct {
		name string
		in   bool
	}{{"options", true}, {"5% debentures", true}, {"convertible preferred", false}} {
		if d := r.Sequence[i]; d.Name != want.name || d.Included != want.in {
			t.Errorf("%d: %s %v %s", i, d.Name, d.Included, d.Why)
		}
	}
	if r.DilutedShares.String() != "4020000" {
		t.Errorf("%v diluted shares", r.DilutedShares)
	}
	e.Income.Net = num("2000000") // 5,800,000 before discontinued operations, below the preferred dividends
	if r, _ = e.Compute(); r.DilutedShares.Cmp(r.BasicShares) != 0 || r.Diluted.Net.Cmp(r.Basic.Net) != 0 {
		t.Errorf("a loss is diluted: %v", r.Sequence)
	}
}

func year(t *testing.T, start, end string) fiscal.Period {
	t.Helper()
	return fiscal.Period{Start: fiscal.MustParse(start), End: fiscal.MustParse(end)}
}

func TestWeightedAverage(t *testing.T) {
	moves := []ShareMove{{"issue", fiscal.MustParse("2023-04-01"), num("20000")}, {"repurchase", fiscal.MustParse("2023-10-01"), num("-6000")}}
	split := []Split{{fiscal.MustParse("2023-07-01"), num("2")}}
	later := []Split{{fiscal.MustParse("2024-02-10"), num("2")}}
	for _, c := range []struct {
		name  string
		how   Weighting
		moves []ShareMove
		split []Split
		want  string
	}{
		{"nothing happened", ByDays, nil, nil, "100000"},
		{"months", ByMonths, moves, nil, "113500"},         // + 20,000 × 9/12 − 6,000 × 3/12
		{"days", ByDays, moves, nil, "113556.1643835616"},  // + 20,000 × 275/365 − 6,000 × 92/365
		{"split inside", ByMonths, moves, split, "228500"}, // (100,000 + 15,000) × 2 − 1,500
		{"split after the period", ByMonths, moves, later, "227000"},
	} {
		e := EPS{Period: year(t, "2023-01-01", "2023-12-31"), Weighting: c.how, Income: Earnings{Given: true, Net: num("1")}, Places: 2, Rounding: money.HalfAway,
			Shares: ShareHistory{Opening: num("100000"), Moves: c.moves, Splits: c.split}}
		r, err := e.Compute()
		if err != nil || r.BasicShares.String() != c.want {
			t.Errorf("%s: %v, %v, want %s", c.name, r.BasicShares, err, c.want)
		}
	}
}

func TestMonthEndsBelongToTheNextMonth(t *testing.T) {
	e := EPS{Period: year(t, "2023-01-01", "2023-12-31"), Weighting: ByMonths}
	for from, want := range map[string]string{"2023-09-30": "0.25", "2023-10-01": "0.25", "2023-01-01": "1"} {
		if got, err := e.fraction("issue", fiscal.MustParse(from), 0); err != nil || got.String() != want {
			t.Errorf("%s: %v, %v", from, got, err)
		}
	}
	if got, err := e.fraction("issue", fiscal.MustParse("2023-09-15"), 0); !errors.As(err, new(EPSMistake)) {
		t.Error(got, err)
	}
}

func TestContingentAndQuarterlyOptions(t *testing.T) {
	e := EPS{Period: year(t, "2023-01-01", "2023-12-31"), Weighting: ByMonths, Places: 2, Rounding: money.HalfAway,
		Income: Earnings{Given: true, Net: num("300000")}, Shares: ShareHistory{Opening: num("100000")},
		Contingent: []Contingent{
			{Name: "stores opened", Shares: num("8000"), Met: fiscal.MustParse("2023-07-01"), MetIfEnded: true},
			{Name: "income reached", Shares: num("3000"), MetIfEnded: true},
			{Name: "price not reached", Shares: num("5000")},
		},
		Options: []Option{{Name: "options", Number: num("1000"), Exercise: num("20"), Unrecognised: num("5000"), Quarters: []workpaper.Number{num("50"), num("20")}}},
	}
	r, err := e.Compute()
	if err != nil || r.BasicShares.String() != "104000" {
		t.Fatal(r.BasicShares, err)
	}
	// 4,000 more of the first, 3,000 of the second; options (1,000 − 25,000/50 = 500, then nil) ÷ 2.
	if r.DilutedShares.String() != "111250" {
		t.Errorf("%v diluted: %+v", r.DilutedShares, r.Sequence)
	}
}

func TestPreferred(t *testing.T) {
	e := EPS{Income: Earnings{Given: true, Net: num("50000")}, Shares: ShareHistory{Weighted: ptr("10000")}, Places: 2, Rounding: money.HalfAway,
		Preferred: []PreferredDividend{
			{Name: "A, cumulative, in arrears", Cumulative: true, Accrued: num("7000")},
			{Name: "B, not declared", Accrued: num("9000")},
			{Name: "C, declared", Declared: num("3000")},
		}}
	if r, err := e.Compute(); err != nil || e.Text(r.Basic.Net) != "4.00" || r.Available.String() != "40000" {
		t.Error(r.Available, err)
	}
}

func TestEPSRefusals(t *testing.T) {
	good := func() EPS {
		return EPS{Period: year(t, "2023-01-01", "2023-12-31"), Income: Earnings{Given: true, Net: num("1")}, Shares: ShareHistory{Opening: num("100")}, Places: 2, Rounding: money.HalfAway}
	}
	for name, spoil := range map[string]func(*EPS){
		"no shares":    func(e *EPS) { e.Shares = ShareHistory{Weighted: ptr("0")} },
		"no period":    func(e *EPS) { e.Period = fiscal.Period{} },
		"outside":      func(e *EPS) { e.Shares.Moves = []ShareMove{{"late", fiscal.MustParse("2024-01-01"), num("1")}} },
		"split before": func(e *EPS) { e.Shares.Splits = []Split{{fiscal.MustParse("2022-12-31"), num("2")}} },
		"ratio":        func(e *EPS) { e.Shares.Splits = []Split{{fiscal.MustParse("2023-12-31"), num("0")}} },
		"price":        func(e *EPS) { e.Options = []Option{{Name: "o", Number: num("1"), Exercise: num("1")}} },
		"fraction above 1": func(e *EPS) {
			e.Convertibles = []Convertible{{Name: "c", Shares: num("1"), Held: Held{Fraction: ptr("2")}}}
		},
	} {
		e := good()
		spoil(&e)
		if r, err := e.Compute(); !errors.As(err, new(EPSMistake)) {
			t.Errorf("%s: %v, %v", name, r.Basic, err)
		}
	}
}

func TestDilutionNeverRaisesTheControlNumber(t *testing.T) {
	n := func(t *rapid.T, name string, lo, hi int64) workpaper.Number {
		return workpaper.Whole(rapid.Int64Range(lo, hi).Draw(t, name))
	}
	rapid.Check(t, func(t *rapid.T) {
		shares := n(t, "shares", 1, 1e6)
		e := EPS{Income: Earnings{Given: true, Net: n(t, "income", -1e7, 1e7), Discontinued: n(t, "discontinued", -1e6, 1e6)}, Shares: ShareHistory{Weighted: &shares}, Places: 2, Rounding: money.HalfAway}
		for range rapid.IntRange(0, 5).Draw(t, "convertibles") {
			e.Convertibles = append(e.Convertibles, Convertible{Name: "c", Shares: n(t, "c shares", 0, 1e5), Effect: n(t, "effect", 0, 1e6)})
		}
		for range rapid.IntRange(0, 3).Draw(t, "options") {
			e.Options = append(e.Options, Option{Name: "o", Number: n(t, "o number", 0, 1e5), Exercise: n(t, "exercise", 0, 100), Average: n(t, "average", 1, 100)})
		}
		r, err := e.Compute()
		if err != nil {
			t.Fatal(err)
		}
		if r.Diluted.Continuing.Cmp(r.Basic.Continuing) > 0 {
			t.Fatalf("diluted %v above basic %v", r.Diluted.Continuing, r.Basic.Continuing)
		}
		for _, d := range r.Sequence { // leaving out or putting in any one security gives no lower figure than the sequence
			num, den := r.Diluted.Continuing.Mul(r.DilutedShares), r.DilutedShares
			if d.Included || d.Shares.Sign() == 0 || r.Available.Sign() < 0 {
				continue
			}
			if num.Add(d.Effect).Quo(den.Add(d.Shares)).Cmp(r.Diluted.Continuing) < 0 {
				t.Fatalf("%s would dilute further", d.Name)
			}
		}
	})
}
