package filing

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"tieout/fiscal"
)

type published struct {
	ID, Form, Status    string
	PeriodEnd           string `yaml:"period_end"`
	NominalDue          string `yaml:"nominal_due"`
	Due                 string
	NTDue               string `yaml:"nt_due"`
	ExtendedDue         string `yaml:"extended_due"`
	Derived             map[string]string
	Source              string
	NTBefore            string `yaml:"nt_before"`
	ExtendedBusinessDay string `yaml:"extended_business_days"`
	Accepted, Filed     string
	Late                int
}

type facts struct {
	Reports, Wrong, Others []published
	AmericanLocker         []published `yaml:"american_locker"`
	Comfort                []struct {
		ID           string
		BalanceSheet string `yaml:"balance_sheet"`
		Day          int
		Date         string
		Allowed      bool
	}
	Closed []struct{ ID, Date, Name string }
}

func study(t *testing.T) facts {
	t.Helper()
	b, err := os.ReadFile("testdata/due_dates.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var f facts
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		t.Fatal(err)
	}
	return f
}

func (p published) due(t *testing.T) Due {
	t.Helper()
	status := NonAccelerated
	if p.Status != "" {
		status = FilerStatus(p.Status)
	}
	d, err := Deadlines(Form(p.Form), status, fiscal.MustParse(p.PeriodEnd))
	if err != nil {
		t.Fatal(p, err)
	}
	return d
}

func TestPublishedDueDates(t *testing.T) {
	f := study(t)
	if len(f.Reports) != 15 || len(f.Others) < 8 {
		t.Fatalf("%d study cases and %d others", len(f.Reports), len(f.Others))
	}
	for _, p := range append(f.Reports, f.Others...) {
		d := p.due(t)
		nt, extended := p.NTDue, p.ExtendedDue
		if p.Derived["nt_due"] != "" {
			nt = p.Derived["nt_due"]
		}
		if p.Derived["extended_due"] != "" {
			extended = p.Derived["extended_due"]
		}
		for _, c := range []struct{ what, want, got string }{
			{"nominal", p.NominalDue, d.Nominal.String()}, {"due", p.Due, d.Due.String()},
			{"NT", nt, d.NTDue.String()}, {"extended", extended, d.Extended.String()},
		} {
			if c.want != "" && c.want != c.got {
				t.Errorf("%s %s %s %s: %s is %s, want %s (%s)", p.ID, p.Form, p.Status, p.PeriodEnd, c.what, c.got, c.want, p.Source)
			}
		}
		if s, ok := d.Steps.Find("due date"); !ok || s.Value != d.Due.String() {
			t.Errorf("%s: the steps say %v", p.ID, s)
		}
	}
}

func TestWrongPublishedAnswerIsNotReproduced(t *testing.T) {
	wrong := study(t).Wrong
	if len(wrong) != 1 {
		t.Fatalf("%d wrong answers", len(wrong))
	}
	for _, p := range wrong {
		d := p.due(t)
		if d.Due.String() != p.Due || d.NTDue <= fiscal.MustParse(p.NTBefore) || d.NTDue != AddBusinessDays(d.Due, 1) {
			t.Errorf("%s: due %v, Form 12b-25 by %v", p.ID, d.Due, d.NTDue)
		}
		if d.Extended.String() == p.ExtendedBusinessDay || d.Extended != d.Due+5 {
			t.Errorf("%s: extended to %v, five calendar days are %v", p.ID, d.Extended, d.Due+5)
		}
	}
}

func TestAmericanLocker(t *testing.T) {
	for _, p := range study(t).AmericanLocker {
		d := p.due(t)
		if d.Due.String() != p.Due {
			t.Errorf("%s %s: due %v, want %s", p.Form, p.PeriodEnd, d.Due, p.Due)
		}
		if p.Filed == "" {
			continue
		}
		filed := fiscal.MustParse(p.Filed)
		if p.Accepted != "" {
			a, err := ParseAcceptance(p.Accepted)
			if got, _, err2 := a.FilingDate(); err != nil || err2 != nil || got != filed {
				t.Errorf("accepted %s: filed %v, want %s", p.Accepted, got, p.Filed)
			}
		}
		if got := d.Judge(filed, 0); got.LateDays != p.Late || got.InTime != (p.Late == 0) || got.Deemed {
			t.Errorf("%s %s filed %s: %+v, want %d days", p.Form, p.PeriodEnd, p.Filed, got, p.Late)
		}
	}
}

// The history of the periods of time: Releases 33-8128, 33-8507 and 33-8644.
func TestHistoryOfTheRule(t *testing.T) {
	for _, c := range []struct {
		form   Form
		status FilerStatus
		end    string
		year   string
		days   int
	}{
		{Form10K, Accelerated, "2001-12-31", "", 90}, {Form10K, Accelerated, "2002-12-31", "", 90},
		{Form10K, Accelerated, "2003-12-14", "", 90}, {Form10K, Accelerated, "2003-12-15", "", 75},
		{Form10K, Accelerated, "2004-12-31", "", 75}, {Form10K, Accelerated, "2005-12-31", "", 75},
		{Form10K, LargeAccelerated, "2005-12-31", "", 75}, {Form10K, LargeAccelerated, "2006-12-14", "", 75},
		{Form10K, LargeAccelerated, "2006-12-15", "", 60}, {Form10K, Accelerated, "2006-12-31", "", 75},
		{Form10K, NonAccelerated, "1995-06-30", "", 90}, {Form10K, NonAccelerated, "2030-06-30", "", 90},
		{Form10Q, Accelerated, "2003-09-30", "", 45}, {Form10Q, Accelerated, "2004-03-31", "2004-12-31", 40},
		{Form10Q, Accelerated, "2004-03-31", "2004-06-30", 45}, {Form10Q, Accelerated, "2004-09-30", "2005-06-30", 40},
		{Form10Q, Accelerated, "2004-06-30", "2004-09-30", 45}, {Form10Q, Accelerated, "2004-06-30", "", 40},
		{Form10Q, LargeAccelerated, "2005-09-30", "", 40}, {Form10Q, Accelerated, "2006-03-31", "", 40},
		{Form10Q, NonAccelerated, "2004-06-30", "", 45}, {Form10Q, NonAccelerated, "2026-09-30", "", 45},
	} {
		r := Report{Form: c.form, Status: c.status, PeriodEnd: fiscal.MustParse(c.end)}
		if c.year != "" {
			r.YearEnd = fiscal.MustParse(c.year)
		}
		if d, err := r.Deadlines(); err != nil || d.Days != c.days {
			t.Errorf("%s %s %s: %d days, %v, want %d", c.form, c.status, c.end, d.Days, err, c.days)
		}
	}
	d, _ := Deadlines(Form10Q, Accelerated, fiscal.MustParse("2004-06-30"))
	if s, _ := d.Steps.Find("days allowed"); !strings.Contains(s.Formula, "taken to end on 31 December") {
		t.Errorf("the assumption is not shown: %v", s)
	}
}

func TestEveryMonthAndWeekYear(t *testing.T) {
	for _, c := range []struct {
		form          Form
		status        FilerStatus
		end, due, ext string
	}{
		{Form10K, LargeAccelerated, "2023-09-30", "2023-11-29", "2023-12-14"},
		{Form10K, LargeAccelerated, "2024-09-28", "2024-11-27", "2024-12-12"}, // last Saturday of September
		{Form10K, NonAccelerated, "2023-02-28", "2023-05-30", "2023-06-14"},   // 29 May is Memorial Day
		{Form10K, Accelerated, "2020-02-29", "2020-05-14", "2020-05-29"},
		{Form10Q, NonAccelerated, "2021-05-20", "2021-07-06", "2021-07-12"},   // 4 July on a Sunday, observed on the 5th
		{Form10Q, NonAccelerated, "2025-11-09", "2025-12-29", "2026-01-05"},   // 24 to 26 December 2025 closed
		{Form10K, Accelerated, "2024-10-10", "2024-12-26", "2025-01-10"},      // 24 and 25 December 2024 closed
		{Form10Q, LargeAccelerated, "2024-11-30", "2025-01-10", "2025-01-15"}, // 9 January 2025 closed
		{Form10K, Accelerated, "2024-01-14", "2024-03-29", "2024-04-15"},      // Good Friday is a business day
		{Form10Q, NonAccelerated, "2006-11-18", "2007-01-03", "2007-01-08"},   // 2 January 2007 closed
	} {
		d, err := Deadlines(c.form, c.status, fiscal.MustParse(c.end))
		if err != nil || d.Due.String() != c.due || d.Extended.String() != c.ext {
			t.Errorf("%s %s %s: due %v, extended %v, %v; want %s and %s", c.form, c.status, c.end, d.Due, d.Extended, err, c.due, c.ext)
		}
	}
}

func TestDueDatesFallOnBusinessDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom([]Form{Form10K, Form10Q}).Draw(t, "form")
		status := rapid.SampledFrom([]FilerStatus{LargeAccelerated, Accelerated, NonAccelerated}).Draw(t, "status")
		end := First + fiscal.Date(rapid.IntRange(0, 16000).Draw(t, "day"))
		d, err := Deadlines(form, status, end)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range []fiscal.Date{d.Due, d.NTDue, d.Extended} {
			if !BusinessDay(day) {
				t.Fatalf("%v is not a business day", day)
			}
		}
		if d.Due < d.Nominal || d.Due > d.Nominal+5 || d.NTDue <= d.Due || d.Extended < d.NTDue {
			t.Fatalf("%+v", d)
		}
		for day := d.Nominal; day < d.Due; day++ {
			if BusinessDay(day) {
				t.Fatalf("%v was skipped", day)
			}
		}
		if j := d.Judge(d.Extended, d.NTDue); j.InTime || !j.Deemed {
			t.Fatalf("%+v", j)
		}
		if j := d.Judge(d.Extended, d.NTDue+1); j.Deemed {
			t.Fatal("Form 12b-25 came a day late")
		}
	})
}

func TestRefusals(t *testing.T) {
	if _, err := Deadlines(Form10K, Accelerated, fiscal.MustParse("1989-12-31")); !errors.As(err, new(OutOfRange)) {
		t.Error(err)
	}
	if _, err := Deadlines(Form10K, LargeAccelerated, fiscal.MustParse("2035-12-31")); !errors.As(err, new(OutOfRange)) {
		t.Error(err)
	}
	if _, err := Deadlines("20-F", Accelerated, fiscal.MustParse("2020-12-31")); !errors.As(err, new(Mistake)) {
		t.Error(err)
	}
	wrong := Report{Form10Q, Accelerated, fiscal.MustParse("2004-12-31"), fiscal.MustParse("2004-12-31")}
	if _, err := wrong.Deadlines(); !errors.As(err, new(Mistake)) {
		t.Error(err)
	}
	for _, s := range []string{"10-K/A", "8-K", "S-1", ""} {
		if f, err := ParseForm(s); err == nil {
			t.Errorf("%q is %v", s, f)
		}
	}
	for s, want := range map[string]FilerStatus{"LAF": LargeAccelerated, "large accelerated filer": LargeAccelerated, "Accelerated": Accelerated, "non-accelerated filer": NonAccelerated, "SRC": NonAccelerated} {
		if got, err := ParseFilerStatus(s); err != nil || got != want {
			t.Errorf("%q is %v, %v", s, got, err)
		}
	}
	if s, err := ParseFilerStatus("big"); err == nil {
		t.Errorf("big is %v", s)
	}
}
