package controls

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/fiscal"
)

func day(s string) fiscal.Date { return fiscal.MustParse(s) }

// TestEarliestRetest: counts by frequency are the common practice: once a year, two quarters, two months, five weeks, twenty days.
func TestEarliestRetest(t *testing.T) {
	for _, c := range []struct {
		r    Remediation
		want string
		runs int
	}{
		{Remediation{Frequency: Annual, Live: day("2005-07-15")}, "2006-01-01", 1},
		{Remediation{Frequency: SemiAnnual, Live: day("2005-07-15"), HighRisk: true}, "2006-07-01", 2},
		{Remediation{Frequency: Quarterly, Live: day("2005-07-15")}, "2006-01-01", 2},
		{Remediation{Frequency: Quarterly, Live: day("2005-06-30")}, "2005-10-01", 2},
		{Remediation{Frequency: Monthly, Live: day("2005-10-20")}, "2005-12-01", 2},
		{Remediation{Frequency: Monthly, Live: day("2005-10-20"), HighRisk: true}, "2006-01-01", 3},
		{Remediation{Frequency: Monthly, Live: day("2005-12-31")}, "2006-02-01", 2},
		{Remediation{Frequency: TwoWeekly, Live: day("2005-10-03")}, "2005-11-28", 4},
		{Remediation{Frequency: Weekly, Live: day("2005-10-03")}, "2005-11-07", 5},
		{Remediation{Frequency: Daily, Live: day("2005-10-03")}, "2005-10-29", 20},
		{Remediation{Frequency: Daily, Live: day("2005-10-03"), HighRisk: true}, "2005-11-05", 25},
		{Remediation{Frequency: ManyADay, Live: day("2005-10-03")}, "2005-10-18", 25},
		{Remediation{Frequency: ManyADay, Live: day("2005-10-03"), HighRisk: true}, "2005-11-02", 25},
		{Remediation{Frequency: Continuous, Live: day("2005-10-03")}, "2005-10-04", 1},
		{Remediation{Frequency: OnEvent, Live: day("2005-10-03")}, "", 1},
		{Remediation{Frequency: OnEvent, Live: day("2005-10-03"), Ran: []fiscal.Date{day("2005-09-01"), day("2005-12-02"), day("2005-11-01")}}, "2005-12-03", 2},
		{Remediation{Frequency: Quarterly, Live: day("2005-07-15"), Ran: []fiscal.Date{day("2005-10-12"), day("2006-01-14")}}, "2006-01-15", 2},
		{Remediation{Frequency: Quarterly, Live: day("2005-07-15"), Ran: []fiscal.Date{day("2005-10-12")}}, "", 2},
	} {
		got, err := c.r.Earliest(fiscal.CalendarYear, day("2005-12-31"))
		want := fiscal.Date(0)
		if c.want != "" {
			want = day(c.want)
		}
		if err != nil || got.Earliest != want || got.Runs != c.runs || got.Allowed != (want != 0 && want <= day("2005-12-31")) || got.Why == "" {
			t.Errorf("%s from %s: %+v %v, want %s", c.r.Frequency, c.r.Live, got, err, c.want)
		}
	}
	cal, err := fiscal.ParseYearEnd("06-30")
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := (Remediation{Frequency: Annual, Live: day("2005-07-15")}).Earliest(cal, day("2005-12-31")); got.Earliest != day("2006-07-01") {
		t.Error(got)
	}
	for _, r := range []Remediation{{Frequency: "Z", Live: 1}, {Frequency: Monthly}} {
		if _, err := r.Earliest(fiscal.CalendarYear, 0); !errors.As(err, new(check.Mistake)) {
			t.Error(err)
		}
	}
}

// TestMended: a weakness exists at the end of the year until design and operation are both proved.
func TestMended(t *testing.T) {
	good := Remediation{Frequency: Monthly, Live: day("2005-09-10"), Retested: day("2005-12-05"), Items: 2, Design: true}
	for _, c := range []struct {
		name string
		f    func(*Remediation)
		says string
	}{
		{"", func(*Remediation) {}, "found nothing in 2 items"},
		{"never tested", func(r *Remediation) { r.Retested = 0 }, "not tested again"},
		{"design", func(r *Remediation) { r.Design = false }, "design comes before operation"},
		{"early", func(r *Remediation) { r.Live = day("2005-11-30") }, "too early"},
		{"few", func(r *Remediation) { r.Items = 1 }, "at least 2 are needed"},
		{"failed", func(r *Remediation) { r.Deviations = 1 }, "found 1 deviations"},
		{"late", func(r *Remediation) { r.Retested = day("2006-01-20") }, "it existed on that day"},
	} {
		r := good
		c.f(&r)
		j, all := one(t, Deficiency{Likelihood: Possible, Judged: Material, Remediation: &r}, million, year2005)
		effective := map[bool]string{true: "effective", false: "not effective"}[c.name == ""]
		if j.Least != MaterialWeakness || j.Remediated != (c.name == "") || all.Effective != effective || !strings.Contains(j.Reasons[len(j.Reasons)-1].Says, c.says) {
			t.Errorf("%q: %+v %s", c.name, j.Reasons[len(j.Reasons)-1], all.Effective)
		}
	}
}

// TestRetestIsNeverBeforeTheFix, and a day later is allowed whenever a day is.
func TestRetestIsNeverBeforeTheFix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Remediation{Frequency: rapid.SampledFrom([]Frequency{Annual, SemiAnnual, Quarterly, Monthly, TwoWeekly, Weekly, Daily, ManyADay, Continuous}).Draw(t, "frequency"),
			HighRisk: rapid.Bool().Draw(t, "high"), Live: day("2000-01-01") + fiscal.Date(rapid.IntRange(0, 9000).Draw(t, "live"))}
		on := r.Live + fiscal.Date(rapid.IntRange(0, 800).Draw(t, "on"))
		a, err := r.Earliest(fiscal.CalendarYear, on)
		b, _ := r.Earliest(fiscal.CalendarYear, on+1)
		if err != nil || a.Earliest <= r.Live || a.Allowed && !b.Allowed || a.Allowed != (on >= a.Earliest) {
			t.Fatal(a, b, err)
		}
	})
}
