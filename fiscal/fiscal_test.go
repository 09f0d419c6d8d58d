package fiscal

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"", "06-03-31", "2006-3-31", "03/31/2006", "2006-02-29", "2006-13-01", "2006-00-10", "2006-04-31", "0006-01-01", "2006-01-0a", "20060131  "} {
		if d, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %v", s, d)
		}
	}
	if d, err := Parse("2004-02-29"); err != nil || d.String() != "2004-02-29" {
		t.Error(d, err)
	}
}

func TestDatesAgreeWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := time.Date(1800+rapid.IntRange(0, 1100).Draw(t, "y"), 1, rapid.IntRange(1, 366).Draw(t, "d"), 0, 0, 0, 0, time.UTC)
		d := FromTime(u)
		if d.String() != u.Format("2006-01-02") || d.Weekday() != u.Weekday() || (d+1).Time() != u.AddDate(0, 0, 1) {
			t.Fatalf("%v is not %v", d, u)
		}
		if back, err := Parse(d.String()); err != nil || back != d {
			t.Fatal(back, err)
		}
	})
}

func TestMonthEnds(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		keep bool
		want string
	}{{"2006-01-31", 1, false, "2006-02-28"}, {"2004-01-31", 1, false, "2004-02-29"}, {"2006-02-28", 1, true, "2006-03-31"}, {"2006-02-28", 1, false, "2006-03-28"}, {"2006-03-31", -1, false, "2006-02-28"}} {
		if got := MustParse(c.from).AddMonths(c.n, c.keep); got.String() != c.want {
			t.Errorf("%s %+d: %v, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestYearsOf52And53Weeks(t *testing.T) {
	// Apple's fiscal year ends on the last Saturday of September: 2023-09-30 (53 weeks), 2024-09-28 (Forms 10-K).
	apple, err := ParseCalendar("4-4-5 09-30 last Saturday")
	if err != nil {
		t.Fatal(err)
	}
	for year, want := range map[int]string{2022: "2022-09-24", 2023: "2023-09-30", 2024: "2024-09-28"} {
		if got := apple.YearEnd(year); got.String() != want {
			t.Errorf("%d ends %v, want %s", year, got, want)
		}
	}
	if d := apple.YearPeriod(2023).Days(); d != 53*7 {
		t.Errorf("2023 has %d days", d)
	}
}

func TestMonthsCoverTheYear(t *testing.T) {
	cals := []string{"12-31", "06-30", "02-28", "4-4-5 12-31 nearest Saturday", "4-4-5 01-31 nearest Sunday", "4-4-5 09-30 last Saturday"}
	rapid.Check(t, func(t *rapid.T) {
		c, err := ParseCalendar(rapid.SampledFrom(cals).Draw(t, "calendar"))
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ParseCalendar(c.String()); err != nil || back != c {
			t.Fatal(c, back, err)
		}
		year := rapid.IntRange(1990, 2060).Draw(t, "year")
		y := c.YearPeriod(year)
		next := y.Start
		for n := 1; n <= 12; n++ {
			m := c.Month(year, n)
			if m.Start != next || m.Days() < 28 {
				t.Fatalf("%v: month %d is %v", c, n, m)
			}
			next = m.End + 1
			if yy, nn := c.MonthOf(m.Start); yy != year || nn != n {
				t.Fatalf("%v falls in %d-%d", m.Start, yy, nn)
			}
		}
		if next != y.End+1 || c.Year(y.End) != year || c.Year(y.Start) != year {
			t.Fatalf("%v: %v ends %v", c, y, next-1)
		}
	})
}

func TestNamedPeriods(t *testing.T) {
	for s, want := range map[string]string{
		"2006-Q1": "2006-01-01 to 2006-03-31", "2005": "2005-01-01 to 2005-12-31", "2005-H1": "2005-01-01 to 2005-06-30",
		"2005-9M": "2005-01-01 to 2005-09-30", "2004-M02": "2004-02-01 to 2004-02-29",
	} {
		if p, err := CalendarYear.ParsePeriod(s); err != nil || p.String() != want {
			t.Errorf("%s: %v, %v", s, p, err)
		}
	}
	for _, s := range []string{"06", "2006-Q5", "2006Q1", "2006-M13", "Q1-2006", "2006-"} {
		if _, err := CalendarYear.ParsePeriod(s); err == nil || !strings.Contains(err.Error(), s) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// TestDays30E: a 31st is a 30th, February ends where it ends (section 4.16(g)); joined spans add up.
func TestDays30E(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int64
	}{{"2007-01-15", "2007-01-30", 15}, {"2007-01-15", "2007-01-31", 15}, {"2007-01-31", "2007-02-28", 28}, {"2007-02-28", "2007-03-31", 32}, {"2007-09-30", "2008-09-30", 360}, {"2007-10-31", "2008-11-30", 390}} {
		if got := Days30E(MustParse(c.from), MustParse(c.to)); got != c.want {
			t.Errorf("%s to %s: %d, want %d", c.from, c.to, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.Custom(func(t *rapid.T) Date { return MustParse("2004-01-01") + Date(rapid.IntRange(0, 2000).Draw(t, "d")) })
		a, b, c := day.Draw(t, "a"), day.Draw(t, "b"), day.Draw(t, "c")
		if Days30E(a, b)+Days30E(b, c) != Days30E(a, c) {
			t.Fatal(a, b, c)
		}
	})
}
