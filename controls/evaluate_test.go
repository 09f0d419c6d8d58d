package controls

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/fiscal"
)

func p[T any](v T) *T { return &v }

var (
	year2005 = fiscal.MustParse("2005-12-31")
	year2009 = fiscal.MustParse("2009-12-31")
	million  = Materiality{Annual: 1_000_000_00, Interim: 300_000_00}
)

// one judges a single deficiency.
func one(t *testing.T, d Deficiency, m Materiality, yearEnd fiscal.Date) (Judgement, Conclusion) {
	t.Helper()
	if d.ID == "" {
		d.ID = "D-1"
	}
	c, err := Assessment{Currency: "USD", Materiality: m, YearEnd: yearEnd, Deficiencies: []Deficiency{d}}.Conclude()
	if err != nil {
		t.Fatal(err)
	}
	return c.Judgements[0], c
}

func cites(j Judgement, paragraph string) bool {
	for _, r := range j.Reasons {
		if strings.Contains(r.Cite, paragraph) {
			return true
		}
	}
	return false
}

// The facts of AS 2 appendix D (PCAOB Release 2004-001), restated. No amounts are given there.
func reconciliations() Deficiency {
	return Deficiency{Control: "monthly reconciliation of intercompany accounts", Type: Design, Likelihood: Possible, Individual: p(false), Volume: p(true),
		Accounts: []Affected{{"intercompany", ""}}, Compensating: []Compensating{{Control: "monthly look into large differences", Tested: p(true), Finds: Material}}}
}

func contracts() Deficiency {
	return Deficiency{Control: "review of modified sales contracts", Type: Design, Likelihood: Possible, Individual: p(false), Volume: p(true), ActualMagnitude: MoreThanInconsequential,
		Accounts: []Affected{{"revenue", "EO"}}, Compensating: []Compensating{{Control: "monthly review of gross margins and of inventory", Tested: p(true), Finds: Material}}}
}

// TestAppendixD has examples D-1 and D-2 of AS 2, and ICFR-07 of the collection: D-1 without the review of large differences.
func TestAppendixD(t *testing.T) {
	change := func(d Deficiency, f func(*Deficiency)) Deficiency { f(&d); return d }
	for _, c := range []struct {
		name  string
		d     Deficiency
		least Severity
		most  Severity
	}{
		{"D-1 A", reconciliations(), SignificantDeficiency, SignificantDeficiency},
		{"D-1 B", change(reconciliations(), func(d *Deficiency) { d.Individual, d.Compensating = p(true), nil }), MaterialWeakness, MaterialWeakness},
		{"D-2 A", contracts(), SignificantDeficiency, SignificantDeficiency},
		{"D-2 B", change(contracts(), func(d *Deficiency) {
			d.Individual, d.ActualMagnitude = p(true), Material
			d.Compensating[0].Finds, d.Compensating[0].Imprecise = 0, true
		}), MaterialWeakness, MaterialWeakness},
		{"D-2 C", change(contracts(), func(d *Deficiency) {
			d.Volume, d.ActualMagnitude, d.Compensating = p(true), Material, nil
		}), MaterialWeakness, MaterialWeakness},
		{"ICFR-07", change(reconciliations(), func(d *Deficiency) {
			d.Compensating = []Compensating{{Control: "look into large differences", Tested: p(false)}, {Control: "variance analysis of operating expenses", Tested: p(true), Imprecise: true}}
		}), SignificantDeficiency, MaterialWeakness},
	} {
		for _, year := range []fiscal.Date{year2005, year2009, 0} {
			j, _ := one(t, c.d, Materiality{}, year)
			if j.Least != c.least || j.Most != c.most {
				t.Errorf("%s, %s: %s, want %s\n%+v", c.name, j.Standard, j.Text(), severityText(c.least, c.most), j.Reasons)
			}
			if c.least != c.most && (len(j.Unknown) == 0 || !strings.Contains(j.Unknown[0].Ask, "how large")) {
				t.Errorf("%s asks for nothing: %+v", c.name, j.Unknown)
			}
		}
	}
}

// TestSeveral is example D-3: deficiencies agreed to be significant each, on the same accounts. In A access, recording and the
// reconciliation that would find what went wrong fail together; in B the loans that they guard grow.
func TestSeveral(t *testing.T) {
	loans := []Affected{{"loans", "VA"}}
	for _, c := range []struct {
		name string
		all  []Deficiency
		want Severity
		most Severity
	}{
		{"D-3 A", []Deficiency{
			{ID: "1", Control: "access rights", Agreed: SignificantDeficiency, Function: Prevents, Accounts: loans},
			{ID: "2", Control: "recording in the subledger", Agreed: SignificantDeficiency, Function: Prevents, Accounts: loans},
			{ID: "3", Control: "reconciliation", Agreed: SignificantDeficiency, Function: Detects, Accounts: loans}}, MaterialWeakness, MaterialWeakness},
		{"D-3 B", []Deficiency{
			{ID: "1", Agreed: SignificantDeficiency, Accounts: loans, Growing: true}, {ID: "2", Agreed: SignificantDeficiency, Accounts: loans}, {ID: "3", Agreed: SignificantDeficiency, Accounts: loans}}, MaterialWeakness, MaterialWeakness},
		{"nothing said of them", []Deficiency{{ID: "1", Agreed: SignificantDeficiency, Accounts: loans}, {ID: "2", Agreed: SignificantDeficiency, Accounts: []Affected{{"loans", ""}}}}, SignificantDeficiency, MaterialWeakness},
		{"other accounts", []Deficiency{{ID: "1", Agreed: SignificantDeficiency, Accounts: loans}, {ID: "2", Agreed: SignificantDeficiency, Accounts: []Affected{{"loans", "CO"}}}}, SignificantDeficiency, SignificantDeficiency},
	} {
		r, err := Assessment{Currency: "USD", YearEnd: year2005, Deficiencies: c.all}.Conclude()
		if err != nil || r.Least != c.want || r.Most != c.most {
			t.Errorf("%s: %s %v\n%+v", c.name, severityText(r.Least, r.Most), err, r.Groups)
		}
		for _, j := range r.Judgements {
			if j.Least != SignificantDeficiency || !j.Decided() {
				t.Errorf("%s: %s is %s", c.name, j.ID, j.Text())
			}
		}
	}
}

// TestIndicators: AS 2201.69 lists four; AS 2 paragraph 140 lists eight. ICFR-11 is the third of them.
func TestIndicators(t *testing.T) {
	for i, x := range Indicators {
		for _, year := range []fiscal.Date{year2005, year2009} {
			j, c := one(t, Deficiency{Indicators: []Indicator{x}, Likelihood: Remote, Gross: p(int64(1))}, million, year)
			if year == year2009 && i >= 4 {
				if j.Least != ControlDeficiency || j.Most != MaterialWeakness || len(j.Unknown) != 1 {
					t.Errorf("%s since AS 5: %s %+v", x, j.Text(), j.Unknown)
				}
				continue
			}
			want := "AS 2 paragraph 140"
			if year == year2009 {
				want = "AS 5.69"
			}
			if j.Least != MaterialWeakness || !cites(j, want) || c.Effective != "not effective" {
				t.Errorf("%s: %s %+v", x, j.Text(), j.Reasons)
			}
		}
	}
	r := &Rebuttal{"an error of a year before the acquisition", "controller", year2009}
	if j, _ := one(t, Deficiency{Indicators: []Indicator{Restatement}, Rebuttal: r, Likelihood: Remote}, million, year2009); j.Least != ControlDeficiency || !j.Decided() {
		t.Error(j.Text())
	}
	if j, _ := one(t, Deficiency{Indicators: []Indicator{Restatement}, Rebuttal: r, Likelihood: Remote}, million, year2005); j.Least != SignificantDeficiency || !j.Decided() {
		t.Error(j.Text())
	}
	j, c := one(t, Deficiency{Indicators: []Indicator{NoOversight}}, Materiality{}, 0)
	if j.Text() != "material weakness" || !cites(j, "AS 2201.69") || len(j.Unknown) != 0 || !strings.Contains(strings.Join(c.Reports[0].To, ", "), "board of directors") {
		t.Errorf("%+v %+v", j, c.Reports)
	}
}

// TestStarterCases are the worked examples that stand beside the starter rules.
func TestStarterCases(t *testing.T) {
	for _, c := range []struct {
		name string
		d    Deficiency
		m    Materiality
		want string
	}{
		{"payroll account reconciled late, imprest balance of 50,000", Deficiency{Likelihood: Possible, Gross: p(int64(50_000_00))}, Materiality{Annual: 1_000_000_00}, "control deficiency"},
		{"entries without a second look, 41 million, flux at the level of the company", Deficiency{Likelihood: Possible, Gross: p(int64(41_000_000_00)),
			Compensating: []Compensating{{Control: "monthly flux", Tested: p(true), Precision: p(int64(100_000_00)), EntityOnly: true}}}, Materiality{Annual: 1_000_000_00}, "material weakness"},
		{"the flux is precise at the level of the account", Deficiency{Likelihood: Possible, Gross: p(int64(41_000_000_00)),
			Compensating: []Compensating{{Control: "monthly flux", Tested: p(true), Precision: p(int64(100_000_00))}}}, Materiality{Annual: 1_000_000_00}, "control deficiency"},
		{"reserve short by 420,000, found by the auditor at the half-year", Deficiency{Actual: 420_000_00, FoundBy: ByAuditor}, million, "material weakness"},
		{"two leavers kept access; the log shows no use", Deficiency{Likelihood: Remote}, million, "control deficiency"},
	} {
		for _, year := range []fiscal.Date{year2005, year2009} {
			if j, _ := one(t, c.d, c.m, year); j.Text() != c.want {
				t.Errorf("%s: %s, want %s\n%+v", c.name, j.Text(), c.want, j.Reasons)
			}
		}
	}
	// The weakness of the second case says what could take it down.
	j, c := one(t, Deficiency{Likelihood: Possible, Gross: p(int64(41_000_000_00)), Compensating: []Compensating{{Control: "monthly flux", Tested: p(true), EntityOnly: true}}}, million, year2005)
	if len(j.Unknown) != 1 || c.Findings[0].Severity != check.Note || c.Paper == nil {
		t.Errorf("%+v", j.Unknown)
	}
}

// TestStandards: the words differ by the year.
func TestStandards(t *testing.T) {
	for day, want := range map[string]string{"2004-12-31": "AS 2", "2007-11-14": "AS 2", "2007-11-15": "AS 5", "2016-12-30": "AS 5", "2016-12-31": "AS 2201"} {
		if got := StandardFor(fiscal.MustParse(day), false).Name; got != want {
			t.Errorf("%s: %s", day, got)
		}
	}
	if StandardFor(year2005, true).Name != "AS 5" || StandardFor(0, false).Name != "AS 2201" {
		t.Error("early, or none")
	}
	middle := Deficiency{Likelihood: Possible, Gross: p(int64(100_000_00))}
	for _, c := range []struct {
		name string
		year fiscal.Date
		f    func(*Deficiency)
		want string
	}{
		{"more than inconsequential", year2005, func(*Deficiency) {}, "significant deficiency"},
		{"taken to merit attention", year2009, func(*Deficiency) {}, "significant deficiency"},
		{"does not merit it", year2009, func(d *Deficiency) { d.Merits = p(false) }, "control deficiency"},
		{"AS 2 does not ask", year2005, func(d *Deficiency) { d.Merits = p(false) }, "significant deficiency"},
		{"small, and merits it", year2009, func(d *Deficiency) { d.Gross, d.Merits = p(int64(1)), p(true) }, "significant deficiency"},
		{"remote, and merits it", year2009, func(d *Deficiency) { d.Likelihood, d.Merits = Remote, p(true) }, "significant deficiency"},
		{"antifraud, AS 2", year2005, func(d *Deficiency) { d.Gross, d.Area = p(int64(1)), AntiFraud }, "significant deficiency"},
		{"antifraud, AS 5", year2009, func(d *Deficiency) { d.Gross, d.Area = p(int64(1)), AntiFraud }, "control deficiency"},
		{"prudent official, AS 2", year2005, func(d *Deficiency) { d.Prudent = p(false) }, "at least significant deficiency, at most material weakness"},
		{"prudent official, AS 5", year2009, func(d *Deficiency) { d.Prudent = p(false) }, "material weakness"},
		{"interim decides", year2005, func(d *Deficiency) { d.Gross = p(int64(300_000_00)) }, "material weakness"},
		{"likelihood not known", year2005, func(d *Deficiency) { d.Likelihood = "" }, "at least control deficiency, at most significant deficiency"},
		{"an error that happened is possible", year2005, func(d *Deficiency) { d.Likelihood, d.Actual = Remote, 100 }, "significant deficiency"},
		{"by nature", year2005, func(d *Deficiency) { d.Judged = Material }, "material weakness"},
		{"a principle of COSO", year2009, func(d *Deficiency) { d.Principle, d.NotFunctioning = 8, true }, "material weakness"},
		{"overstatement is at most what is recorded", year2005, func(d *Deficiency) { d.Gross, d.Recorded, d.Over = p(int64(900_000_00)), p(int64(20_000_00)), true }, "control deficiency"},
		{"understatement is not", year2005, func(d *Deficiency) { d.Gross, d.Recorded = p(int64(900_000_00)), p(int64(20_000_00)) }, "material weakness"},
		{"recorded alone", year2005, func(d *Deficiency) { d.Gross, d.Recorded, d.Over = nil, p(int64(20_000_00)), true }, "control deficiency"},
		{"agreed above the facts", year2005, func(d *Deficiency) { d.Agreed = MaterialWeakness }, "material weakness"},
		{"agreed below the facts", year2005, func(d *Deficiency) { d.Agreed = ControlDeficiency }, "significant deficiency"},
	} {
		d := middle
		c.f(&d)
		if j, _ := one(t, d, million, c.year); j.Text() != c.want {
			t.Errorf("%s: %s, want %s\n%+v", c.name, j.Text(), c.want, j.Reasons)
		}
	}
	j, _ := one(t, Deficiency{Likelihood: Possible, Gross: p(int64(5))}, Materiality{}, 0)
	if j.Decided() || !strings.Contains(j.Unknown[0].Ask, "material") {
		t.Errorf("%+v", j)
	}
}

// TestCompensating: a control caps severity only if it was tested, looks at the account, and is precise enough; it does not make the
// deficiency vanish.
func TestCompensating(t *testing.T) {
	d := Deficiency{Likelihood: Possible, Gross: p(int64(5_000_000_00))}
	for _, c := range []struct {
		name string
		x    Compensating
		want Severity
	}{
		{"tested and precise", Compensating{Tested: p(true), Precision: p(int64(200_000_00))}, SignificantDeficiency},
		{"finds all that counts", Compensating{Tested: p(true), Precision: p(int64(10_000_00))}, ControlDeficiency},
		{"in words", Compensating{Tested: p(true), Finds: Material}, SignificantDeficiency},
		{"in words, more", Compensating{Tested: p(true), Finds: MoreThanInconsequential}, ControlDeficiency},
		{"not known to be tested", Compensating{Precision: p(int64(10_000_00))}, MaterialWeakness},
		{"failed its test", Compensating{Tested: p(false), Precision: p(int64(10_000_00))}, MaterialWeakness},
		{"precise to materiality", Compensating{Tested: p(true), Precision: p(int64(300_000_00))}, MaterialWeakness},
		{"at entity level", Compensating{Tested: p(true), Precision: p(int64(10_000_00)), EntityOnly: true}, MaterialWeakness},
		{"precision not said", Compensating{Tested: p(true)}, MaterialWeakness},
	} {
		c.x.Control = "review"
		d.Compensating = []Compensating{c.x}
		if j, _ := one(t, d, million, year2005); j.Least != c.want || !j.Decided() || !cites(j, "AS 2 paragraph 10") {
			t.Errorf("%s: %s %+v", c.name, j.Text(), j.Reasons)
		}
	}
	// It let a material misstatement pass, unless it was what caught it.
	d = Deficiency{Actual: 400_000_00, Compensating: []Compensating{{Control: "review", Tested: p(true), Precision: p(int64(200_000_00))}}}
	if j, _ := one(t, d, million, year2005); j.Least != MaterialWeakness {
		t.Error(j.Text())
	}
	d.Gross, d.Compensating[0].Caught = p(int64(500_000_00)), true
	if j, _ := one(t, d, million, year2005); j.Text() != "significant deficiency" {
		t.Error(j.Text())
	}
	// A control that is deficient itself compensates for nothing.
	r, err := Assessment{Currency: "USD", Materiality: million, YearEnd: year2005, Deficiencies: []Deficiency{
		{ID: "1", Control: "approval", Likelihood: Possible, Gross: p(int64(5_000_000_00)), Compensating: []Compensating{{Control: "review", Tested: p(true), Precision: p(int64(100))}}},
		{ID: "2", Control: "review", Likelihood: Remote}}}.Conclude()
	if err != nil || r.Judgements[0].Least != MaterialWeakness {
		t.Error(r.Judgements, err)
	}
}

// TestGeneral: a general control of information technology is as severe as what relied on it.
func TestGeneral(t *testing.T) {
	relies := func(works *bool, exposure *int64) []Relying { return []Relying{{"three-way match", works, exposure}} }
	for _, c := range []struct {
		name string
		of   []Relying
		want string
	}{
		{"not known", nil, "at least control deficiency, at most material weakness"},
		{"shown to work", relies(p(true), p(int64(900_000_00))), "control deficiency"},
		{"not shown", relies(nil, p(int64(900_000_00))), "material weakness"},
		{"shown not to work", relies(p(false), p(int64(100_000_00))), "significant deficiency"},
		{"exposure not known", relies(p(false), nil), "at least control deficiency, at most material weakness"},
	} {
		if j, _ := one(t, Deficiency{General: true, Likelihood: Possible, Relying: c.of}, million, year2009); j.Text() != c.want || !cites(j, "33-8810 section II.A.1.d") {
			t.Errorf("%s: %s %+v", c.name, j.Text(), j.Reasons)
		}
	}
}

// TestTogether: amounts of one account and assertion add up; in other views they raise a question.
func TestTogether(t *testing.T) {
	make := func(id string, amount int64, a Affected, process string, l Likelihood) Deficiency {
		return Deficiency{ID: id, Likelihood: l, Gross: &amount, Accounts: []Affected{a}, Process: process, Merits: nil}
	}
	inventory, revenue := Affected{"inventory", "VA"}, Affected{"revenue", "EO"}
	for _, c := range []struct {
		name string
		all  []Deficiency
		want string
	}{
		{"two on one account", []Deficiency{make("1", 160_000_00, inventory, "", Possible), make("2", 150_000_00, inventory, "", Possible)}, "material weakness"},
		{"two small ones", []Deficiency{make("1", 40_000_00, inventory, "", Possible), make("2", 50_000_00, inventory, "", Possible)}, "significant deficiency"},
		{"one of them remote", []Deficiency{make("1", 160_000_00, inventory, "", Possible), make("2", 150_000_00, inventory, "", Remote)}, "significant deficiency"},
		{"two accounts", []Deficiency{make("1", 160_000_00, inventory, "", Possible), make("2", 150_000_00, revenue, "", Possible)}, "significant deficiency"},
		{"one process", []Deficiency{make("1", 160_000_00, inventory, "close", Possible), make("2", 150_000_00, revenue, "close", Possible)}, "at least significant deficiency, at most material weakness"},
	} {
		r, err := Assessment{Currency: "USD", Materiality: million, YearEnd: year2005, Deficiencies: c.all}.Conclude()
		if err != nil || severityText(r.Least, r.Most) != c.want {
			t.Errorf("%s: %s %v %+v", c.name, severityText(r.Least, r.Most), err, r.Groups)
		}
	}
	r, _ := Assessment{Currency: "USD", Materiality: million, YearEnd: year2005, Deficiencies: []Deficiency{make("1", 160_000_00, inventory, "", Possible), make("2", 150_000_00, inventory, "", Possible)}}.Conclude()
	last := r.Reports[len(r.Reports)-1]
	if len(r.Reports) != 3 || last.What != MaterialWeakness || last.ID != "account and assertion: inventory, VA" {
		t.Errorf("%+v", r.Reports)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		d    Deficiency
		want string
	}{
		{Deficiency{}, "it has no id"},
		{Deficiency{ID: "1", Gross: p(int64(-5))}, "the gross exposure is -0.05 USD"},
		{Deficiency{ID: "1", Gross: p(int64(100)), Actual: 500}, "an error of 5.00 USD happened and the gross exposure is 1.00 USD"},
		{Deficiency{ID: "1", Accounts: []Affected{{"cash", "XX"}}}, "as EO, CO, VA, RO or PD"},
		{Deficiency{ID: "1", Principle: 18}, "COSO has 1 to 17"},
		{Deficiency{ID: "1", Principle: 8, Component: Monitoring}, "belongs to risk assessment"},
		{Deficiency{ID: "1", Rebuttal: &Rebuttal{Why: "x"}}, "the audit committee reviewed it"},
		{Deficiency{ID: "1", Control: "a", Compensating: []Compensating{{Control: "a"}}}, "cannot compensate for itself"},
		{Deficiency{ID: "1", Compensating: []Compensating{{}}}, "has no name"},
		{Deficiency{ID: "1", Relying: []Relying{{Control: "a"}}}, "say general: yes"},
	} {
		_, err := Assessment{Currency: "USD", Deficiencies: []Deficiency{c.d}}.Conclude()
		if !errors.As(err, new(check.Mistake)) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	for _, a := range []Assessment{
		{}, {Materiality: Materiality{Annual: -1}}, {Materiality: Materiality{Annual: 5, Inconsequential: 5}, Deficiencies: []Deficiency{{ID: "1"}}}, {Deficiencies: []Deficiency{{ID: "1"}, {ID: "1"}}},
	} {
		if _, err := a.Conclude(); !errors.As(err, new(check.Mistake)) {
			t.Error(err)
		}
	}
}

// anything draws a deficiency of whatever facts.
func anything(t *rapid.T, id string) Deficiency {
	d := Deficiency{ID: id, Likelihood: rapid.SampledFrom([]Likelihood{"", Remote, Possible, Probable}).Draw(t, "likelihood"), Gross: p(rapid.Int64Range(0, 2_000_000_00).Draw(t, "gross")),
		Area: rapid.SampledFrom([]Area{"", "", PeriodEnd}).Draw(t, "area"), Accounts: []Affected{{"cash", rapid.SampledFrom([]string{"", "EO", "CO"}).Draw(t, "assertion")}}}
	if rapid.Bool().Draw(t, "compensated") {
		d.Compensating = []Compensating{{Control: "review", Tested: p(rapid.Bool().Draw(t, "tested")), Precision: p(rapid.Int64Range(0, 2_000_000_00).Draw(t, "precision"))}}
	}
	if rapid.Bool().Draw(t, "judged") {
		d.Merits = p(rapid.Bool().Draw(t, "merits"))
	}
	return d
}

// TestSeverityIsMonotone: a larger exposure, or a compensating control taken away, never makes it less severe; at least is never above
// at most.
func TestSeverityIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.SampledFrom([]fiscal.Date{year2005, year2009}).Draw(t, "year")
		judge := func(d Deficiency) Judgement {
			c, err := Assessment{Currency: "USD", Materiality: million, YearEnd: year, Deficiencies: []Deficiency{d}}.Conclude()
			if err != nil {
				t.Fatal(err)
			}
			return c.Judgements[0]
		}
		d := anything(t, "1")
		less := judge(d)
		more := d
		more.Gross = p(*d.Gross + rapid.Int64Range(0, 1_000_000_00).Draw(t, "more"))
		bare := d
		bare.Compensating = nil
		for _, j := range []Judgement{judge(more), judge(bare)} {
			if less.Least > less.Most || j.Least < less.Least || j.Most < less.Most {
				t.Fatal(less.Text(), j.Text())
			}
		}
	})
}

// TestGroupsAreNeverLess: a group is at least as severe as the worst in it, and one more deficiency never makes the year better.
func TestGroupsAreNeverLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Assessment{Currency: "USD", Materiality: million, YearEnd: year2005}
		for _, id := range []string{"1", "2", "3"}[:rapid.IntRange(1, 3).Draw(t, "n")] {
			a.Deficiencies = append(a.Deficiencies, anything(t, id))
		}
		before, err := a.Conclude()
		if err != nil {
			t.Fatal(err)
		}
		worst := map[string]Severity{}
		for _, j := range before.Judgements {
			worst[j.ID] = j.Least
		}
		for _, g := range before.Groups {
			for _, id := range g.IDs {
				if g.Least < worst[id] || g.Least > g.Most {
					t.Fatal(g)
				}
			}
		}
		a.Deficiencies = append(a.Deficiencies, anything(t, "9"))
		after, err := a.Conclude()
		if err != nil || after.Least < before.Least || after.Most < before.Most {
			t.Fatal(before.Least, after.Least, before.Most, after.Most, err)
		}
	})
}
