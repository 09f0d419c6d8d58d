package filing

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tieout/fiscal"
)

func names(ps []fiscal.Named) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Name)
	}
	return strings.Join(out, " ")
}

// What a form shows depends on the form and on the day it is made for.
func TestColumnsByFormAndDay(t *testing.T) {
	for _, c := range []struct {
		name                           string
		spec                           Spec
		balance, income, cash, changes string
		cite                           string
	}{
		{"the 10-K of 2005 in 2007 (S-X 3-02)", annual(2005, "2007-08-31"), "2005-12-31 2004-12-31", "2005 2004 2003", "2005 2004 2003", "2005 2004 2003", "3-02"},
		{"small, the day before Release 33-8876", Spec{Form: Form10K, Year: 2007, On: fiscal.MustParse("2008-02-03"), Small: true}, "2007-12-31 2006-12-31", "2007 2006 2005", "2007 2006 2005", "2007 2006 2005", "3-02"},
		{"small, on its day (S-X 8-02)", Spec{Form: Form10K, Year: 2007, On: fiscal.MustParse("2008-02-04"), Small: true}, "2007-12-31 2006-12-31", "2007 2006", "2007 2006", "2007 2006", "8-02"},
		{"not small after it", annual(2007, "2008-03-31"), "2007-12-31 2006-12-31", "2007 2006 2005", "2007 2006 2005", "2007 2006 2005", "3-02"},
		{"first quarter (S-X 10-01(c))", quarterly(2006, 1, "2006-05-15"), "2006-03-31 2005-12-31", "2006-Q1 2005-Q1", "2006-Q1 2005-Q1", "", "10-01"},
		{"second quarter", quarterly(2006, 2, "2006-08-14"), "2006-06-30 2005-12-31", "2006-Q2 2005-Q2 2006-H1 2005-H1", "2006-H1 2005-H1", "", "10-01"},
		{"third quarter", quarterly(2006, 3, "2006-11-14"), "2006-09-30 2005-12-31", "2006-Q3 2005-Q3 2006-9M 2005-9M", "2006-9M 2005-9M", "", "10-01"},
		{"the day before Release 33-10532", quarterly(2018, 3, "2018-11-04"), "2018-09-30 2017-12-31", "2018-Q3 2017-Q3 2018-9M 2017-9M", "2018-9M 2017-9M", "", "10-01"},
		{"changes in equity since it (S-X 3-04)", quarterly(2018, 3, "2018-11-05"), "2018-09-30 2017-12-31", "2018-Q3 2017-Q3 2018-9M 2017-9M", "2018-9M 2017-9M", "2018-9M 2017-9M", "10-01"},
		{"small quarter (S-X 8-03)", Spec{Form: Form10Q, Year: 2009, Quarter: 1, On: fiscal.MustParse("2009-05-15"), Small: true}, "2009-03-31 2008-12-31", "2009-Q1 2008-Q1", "2009-Q1 2008-Q1", "", "8-03"},
	} {
		got := c.spec.Columns(fiscal.CalendarYear)
		var dates []string
		for _, d := range got.BalanceDates {
			dates = append(dates, d.String())
		}
		if strings.Join(dates, " ") != c.balance || names(got.Income) != c.income || names(got.CashFlow) != c.cash || names(got.Equity) != c.changes || !strings.Contains(got.Cite, c.cite) {
			t.Errorf("%s: %v, %s, %s, %s, %s", c.name, dates, names(got.Income), names(got.CashFlow), names(got.Equity), got.Cite)
		}
	}
}

// In a year of 52 or 53 weeks the columns follow its own quarters.
func TestColumnsOfWeeks(t *testing.T) {
	c := fiscal.Calendar{Pattern: fiscal.Weeks445, EndMonth: time.December, EndDay: 31, Weekday: time.Saturday, Nearest: true}
	got := annual(2005, "2006-03-15").Columns(c)
	if fmt.Sprint(got.BalanceDates) != "[2005-12-31 2005-01-01]" || got.Income[0].Days() != 364 || got.Income[1].Days() != 52*7 || got.Income[0].Start != fiscal.MustParse("2005-01-02") {
		t.Error(got.BalanceDates, got.Income)
	}
	quarter := quarterly(2006, 2, "2006-08-01").Columns(c)
	q1, q2 := quarterly(2006, 1, "2006-05-01").Columns(c).Income[0], quarter.Income[0]
	if q2.Days() != 91 || q2.Start != q1.End+1 || q2.End.Weekday() != time.Saturday || quarter.CashFlow[0].Start != c.YearPeriod(2006).Start || quarter.CashFlow[0].End != q2.End {
		t.Error(q1, q2, quarter.CashFlow)
	}
	long := c
	if d := long.YearPeriod(2000).Days() + long.YearPeriod(2003).Days() + long.YearPeriod(2004).Days() + long.YearPeriod(2005).Days() + long.YearPeriod(2006).Days(); d%7 != 0 {
		t.Errorf("%d days are no whole weeks", d)
	}
}

func TestPeriodWords(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"2006-01-01", "2006-03-31", "Three Months Ended March 31, 2006"}, {"2006-01-01", "2006-06-30", "Six Months Ended June 30, 2006"},
		{"2006-01-01", "2006-09-30", "Nine Months Ended September 30, 2006"}, {"2004-01-01", "2004-12-31", "Year Ended December 31, 2004"},
		{"2005-01-02", "2005-04-02", "Three Months Ended April 2, 2005"}, {"2005-01-02", "2005-12-31", "Year Ended December 31, 2005"},
		{"2006-01-01", "2006-01-31", "One Month Ended January 31, 2006"}, {"2006-01-01", "2006-02-14", "45 Days Ended February 14, 2006"},
	} {
		if got := PeriodWords(fiscal.Period{Start: fiscal.MustParse(c.from), End: fiscal.MustParse(c.to)}); got != c.want {
			t.Errorf("%s to %s: %q", c.from, c.to, got)
		}
	}
}
