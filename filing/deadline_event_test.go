package filing

import (
	"errors"
	"testing"
	"time"

	"tieout/fiscal"
)

func TestClosedDays(t *testing.T) {
	for _, c := range study(t).Closed {
		if why, closed := Closed(fiscal.MustParse(c.Date)); !closed || why != c.Name {
			t.Errorf("%s %s: %q", c.ID, c.Date, why)
		}
	}
	for day, closed := range map[string]bool{
		"2021-06-18": true, "2021-12-24": true, "2021-12-31": true, "2004-12-24": true, "2004-12-31": true, "2022-01-01": true,
		"2018-12-05": true, "2018-12-24": true, "2020-12-24": true, "2025-12-26": true, "2008-12-26": true, "2004-06-11": true,
		"2020-06-19": false,                      // Juneteenth was no holiday yet
		"2024-03-29": false,                      // Good Friday
		"2021-01-20": false, "2017-01-20": false, // Inauguration Day
		"2015-12-24": false, "2002-12-24": false, // half a day
		"2023-11-10": true, "2023-11-24": false, "2026-07-03": true,
	} {
		if why, got := Closed(fiscal.MustParse(day)); got != closed {
			t.Errorf("%s: %v %q", day, got, why)
		}
	}
}

func TestHolidaysOfEveryYear(t *testing.T) {
	for year := First.Year(); year <= Last.Year(); year++ {
		days := Holidays(year)
		for i, d := range days {
			if w := d.Date.Weekday(); w == time.Saturday || w == time.Sunday || d.Date.Year() != year || d.Name == "" || d.Cite == "" {
				t.Errorf("%d: %+v on a %v", year, d, w)
			}
			if i > 0 && d.Date <= days[i-1].Date {
				t.Errorf("%d: %v after %v", year, d, days[i-1])
			}
		}
		want := 10
		if year >= 2021 {
			want = 11
		}
		for _, c := range closings {
			if c.Date.Year() == year {
				want++
			}
		}
		if fiscal.Of(year, time.January, 1).Weekday() == time.Saturday {
			want--
		}
		if fiscal.Of(year+1, time.January, 1).Weekday() == time.Saturday {
			want++
		}
		if len(days) != want {
			t.Errorf("%d has %d holidays, want %d: %v", year, len(days), want, days)
		}
	}
}

func TestCurrentReports(t *testing.T) {
	for _, c := range []struct{ event, item, due, statements string }{
		{"2024-06-03", "4.02", "2024-06-07", ""},           // Monday: Tuesday to Friday
		{"2024-06-07", "1.01", "2024-06-13", ""},           // Friday: Monday to Thursday
		{"2024-06-08", "1.01", "2024-06-13", ""},           // Saturday: the period begins on and includes Monday
		{"2024-06-09", "", "2024-06-13", ""},               // Sunday
		{"2024-06-14", "5.02", "2024-06-21", ""},           // Juneteenth between
		{"2024-12-20", "1.01", "2024-12-30", ""},           // 24 and 25 December closed
		{"2025-01-08", "1.01", "2025-01-15", ""},           // 9 January closed
		{"2007-08-29", "4.02", "2007-09-05", ""},           // Labor Day on 3 September
		{"2005-03-18", "2.04", "2005-03-24", ""},           // American Locker's default, filed as Item 2.04
		{"2024-01-02", "2.01", "2024-01-08", "2024-03-19"}, // 71 calendar days
		{"2004-08-20", "4", "2004-08-27", ""},              // the last business day of the old form: five business days
		{"2004-08-23", "4.01", "2004-08-27", ""},
		{"2003-06-02", "2", "2003-06-17", "2003-08-18"}, // 15 calendar days, then 60; 16 August 2003 is a Saturday
		{"2003-06-07", "1", "2003-06-23", ""},           // the 15th day is a Sunday
		{"2024-06-03", "8.01", "none", ""}, {"2024-06-03", "7.01", "none", ""}, {"2002-06-03", "5", "none", ""},
	} {
		got, err := Current(fiscal.MustParse(c.event), c.item)
		if err != nil || got.Due.String() != c.due || c.statements != "" && got.Statements.String() != c.statements {
			t.Errorf("%s item %s: %v, statements %v, %v; want %s %s", c.event, c.item, got.Due, got.Statements, err, c.due, c.statements)
		}
	}
	for _, c := range []struct{ event, item string }{{"2004-08-20", "4.01"}, {"2004-08-20", ""}, {"2024-01-02", "4"}, {"2024-01-02", "9.99"}} {
		if got, err := Current(fiscal.MustParse(c.event), c.item); !errors.As(err, new(Mistake)) {
			t.Errorf("%s item %q: %v, %v", c.event, c.item, got.Due, err)
		}
	}
}

func TestFilingDate(t *testing.T) {
	for in, want := range map[string]string{
		"2008-08-15 17:31": "2008-08-18", "20080815173125": "2008-08-18", "2008-08-15T17:30:00": "2008-08-15",
		"2008-08-15 17:30:01": "2008-08-18", "2008-08-15 06:02": "2008-08-15", "2024-12-23 21:59": "2024-12-26",
		"2024-12-24 10:00": "2024-12-26", "2021-12-31 09:00": "2022-01-03", "2024-03-28 17:45": "2024-03-29",
	} {
		a, err := ParseAcceptance(in)
		if err != nil {
			t.Error(in, err)
			continue
		}
		if got, steps, err := a.FilingDate(); err != nil || got.String() != want || len(steps.Steps) == 0 {
			t.Errorf("%s: filed %v, %v, want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"2008-08-15", "2008-08-15 5:31 PM", "2008-08-15 17:31 EDT", "2008-08-15T17:31:00Z", "2008-08-15 24:00", "2008-08-15 17:60", "08-08-15 17:31", "20080815", "2008-02-30 10:00", "2008-08-15 17.31"} {
		if a, err := ParseAcceptance(in); err == nil {
			t.Errorf("%q is %v", in, a)
		}
	}
}

func TestComfort(t *testing.T) {
	for _, c := range study(t).Comfort {
		day, allowed := NegativeAssurance(fiscal.MustParse(c.BalanceSheet)).Allows(c.Day)
		if day.String() != c.Date || allowed != c.Allowed {
			t.Errorf("%s: %v, %v", c.ID, day, allowed)
		}
	}
	// Latham & Watkins, "(134) Days of Comfort": the last day for each quarter end.
	for end, want := range map[string]string{"2023-03-31": "2023-08-12", "2023-06-30": "2023-11-11", "2023-09-30": "2024-02-11", "2023-12-31": "2024-05-13", "2024-12-31": "2025-05-14"} {
		w := NegativeAssurance(fiscal.MustParse(end))
		if w.LastDay.String() != want || w.Barred != w.LastDay+1 {
			t.Errorf("%s: %+v", end, w)
		}
		if _, ok := w.Allows(135); ok {
			t.Errorf("%s allows day 135", end)
		}
	}
}

func TestStaleness(t *testing.T) {
	for _, c := range []struct {
		status         FilerStatus
		sheet, yearEnd string
		eligible       bool
		days           int
		want           string
	}{
		{NonAccelerated, "2024-12-31", "", false, 134, "2025-05-14"}, // Cherry Bekaert, 2025 staleness dates
		{NonAccelerated, "2025-03-31", "", false, 134, "2025-08-12"}, // the same
		{LargeAccelerated, "2024-03-31", "", true, 129, "2024-08-07"},
		{Accelerated, "2023-12-31", "2023-12-31", true, 129, "2024-05-08"},
		{NonAccelerated, "2024-06-30", "", false, 134, "2024-11-12"}, // 11 November is Veterans Day
		{LargeAccelerated, "2023-09-30", "2023-12-31", true, 60, "2024-02-29"},
		{Accelerated, "2023-09-30", "2023-12-31", true, 75, "2024-03-15"},
		{NonAccelerated, "2023-09-30", "2023-12-31", true, 90, "2024-04-01"}, // 30 March is a Saturday
		{LargeAccelerated, "2023-09-30", "2023-12-31", false, 45, "2024-02-14"},
		{Accelerated, "2002-03-31", "", true, 134, "2002-08-12"},
	} {
		a := Age{Status: c.status, BalanceSheet: fiscal.MustParse(c.sheet), Eligible: c.eligible}
		if c.yearEnd != "" {
			a.YearEnd = fiscal.MustParse(c.yearEnd)
		}
		got, err := a.LastDay()
		if err != nil || got.LastDay.String() != c.want || got.Days != c.days {
			t.Errorf("%s %s: %v (%d days), %v; want %s (%d)", c.status, c.sheet, got.LastDay, got.Days, err, c.want, c.days)
		}
	}
	bad := Age{Status: Accelerated, BalanceSheet: fiscal.MustParse("2023-06-30"), YearEnd: fiscal.MustParse("2023-12-31")}
	if _, err := bad.LastDay(); !errors.As(err, new(Mistake)) {
		t.Error(err)
	}
}
