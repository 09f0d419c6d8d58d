package fiscal

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Period is a run of days, both ends included, as accountants say it: 1 January to 31 March.
type Period struct{ Start, End Date }

// Contains says whether the day falls in the period.
func (p Period) Contains(d Date) bool { return d >= p.Start && d <= p.End }

// Days is the number of days in the period.
func (p Period) Days() int { return int(p.End-p.Start) + 1 }

func (p Period) String() string { return p.Start.String() + " to " + p.End.String() }

// Pattern says how a fiscal year is cut.
type Pattern string

const (
	// Months: twelve calendar months ending on the last day of the year-end month.
	Months Pattern = "months"
	// Weeks445 is a 52/53-week year of quarters of 4, 4 and 5 weeks, ending on the weekday nearest to the
	// year end (Nearest) or on the last such weekday of the month (Last). A 53rd week falls in the last period.
	Weeks445 Pattern = "4-4-5"
)

// Calendar cuts time into fiscal years, quarters and periods. The fiscal year bears the name of the calendar
// year in which its nominal end falls.
type Calendar struct {
	Pattern  Pattern
	EndMonth time.Month   // month in which the year ends nominally
	EndDay   int          // nominal last day; 31 for "last day of December"; 29 is 28 February in a common year
	Weekday  time.Weekday // Weeks445: the weekday on which years end
	Nearest  bool         // Weeks445: nearest to the nominal end, else the last in the month
}

// CalendarYear is the fiscal year that ends on 31 December.
var CalendarYear = Calendar{Pattern: Months, EndMonth: time.December, EndDay: 31}

// ParseYearEnd reads "12-31" into a calendar of months.
func ParseYearEnd(s string) (Calendar, error) {
	m, d, ok := strings.Cut(s, "-")
	mm, ok1 := number(m)
	dd, ok2 := number(d)
	if !ok || len(m) != 2 || len(d) != 2 || !ok1 || !ok2 || mm < 1 || mm > 12 {
		return Calendar{}, Mistake{s, "write the fiscal year end as MM-DD, such as 12-31"}
	}
	if dd != DaysIn(2000, time.Month(mm)) && !(mm == 2 && dd == 28) {
		return Calendar{}, Mistake{s, "a year of months ends on the last day of a month; a 52/53-week year needs pattern 4-4-5"}
	}
	return Calendar{Pattern: Months, EndMonth: time.Month(mm), EndDay: dd}, nil
}

// String is the calendar in a form that ParseCalendar reads back.
func (c Calendar) String() string {
	s := fmt.Sprintf("%s %02d-%02d", c.Pattern, c.EndMonth, c.EndDay)
	if c.Pattern == Weeks445 {
		rule := "last"
		if c.Nearest {
			rule = "nearest"
		}
		s += " " + rule + " " + c.Weekday.String()
	}
	return s
}

// ParseCalendar reads what String writes: "months 12-31" or "4-4-5 12-31 nearest Saturday".
func ParseCalendar(s string) (Calendar, error) {
	f := strings.Fields(s)
	if len(f) == 1 {
		return ParseYearEnd(f[0])
	}
	if len(f) == 2 && f[0] == string(Months) {
		return ParseYearEnd(f[1])
	}
	if len(f) != 4 || f[0] != string(Weeks445) || f[2] != "last" && f[2] != "nearest" {
		return Calendar{}, Mistake{s, "write the calendar as MM-DD, or as 4-4-5 MM-DD nearest|last WEEKDAY"}
	}
	c, err := ParseYearEnd(f[1])
	if err != nil {
		return c, err
	}
	for w := time.Sunday; w <= time.Saturday; w++ {
		if strings.EqualFold(w.String(), f[3]) {
			c.Pattern, c.Weekday, c.Nearest = Weeks445, w, f[2] == "nearest"
			return c, nil
		}
	}
	return c, Mistake{s, fmt.Sprintf("%q is not a weekday", f[3])}
}

// YearEnd is the last day of a fiscal year.
func (c Calendar) YearEnd(year int) Date {
	day := min(c.EndDay, DaysIn(year, c.EndMonth))
	if c.Pattern == Months {
		return Of(year, c.EndMonth, DaysIn(year, c.EndMonth))
	}
	nominal := Of(year, c.EndMonth, day)
	back := (int(nominal.Weekday()) - int(c.Weekday) + 7) % 7
	if c.Nearest && back > 3 {
		return nominal + Date(7-back)
	}
	return nominal - Date(back)
}

// Year is the fiscal year in which a day falls.
func (c Calendar) Year(d Date) int {
	y := d.Year() - 1
	for c.YearEnd(y) < d {
		y++
	}
	return y
}

// YearPeriod is a whole fiscal year.
func (c Calendar) YearPeriod(year int) Period { return Period{c.YearEnd(year-1) + 1, c.YearEnd(year)} }

// Month is the n-th of the twelve periods of a fiscal year, 1 to 12.
func (c Calendar) Month(year, n int) Period {
	if n < 1 || n > 12 {
		panic(fmt.Sprintf("fiscal: period %d of a year", n))
	}
	y := c.YearPeriod(year)
	if c.Pattern == Months {
		start := y.Start.AddMonths(n-1, false)
		return Period{start, start.AddMonths(1, false) - 1}
	}
	weeks := [13]Date{0, 4, 8, 13, 17, 21, 26, 30, 34, 39, 43, 47, 52}
	p := Period{y.Start + 7*weeks[n-1], y.Start + 7*weeks[n] - 1}
	if n == 12 {
		p.End = y.End
	}
	return p
}

// MonthOf is the fiscal month (1 to 12) of the year in which a day falls, and that year.
func (c Calendar) MonthOf(d Date) (year, n int) {
	if c.Pattern == Months {
		y, m, _ := d.YMD()
		if m > c.EndMonth {
			y++
		}
		return y, (int(m)-int(c.EndMonth)+11)%12 + 1
	}
	year = c.Year(d)
	for n = 1; c.Month(year, n).End < d; n++ {
	}
	return year, n
}

// Quarter is the q-th quarter of a fiscal year, 1 to 4.
func (c Calendar) Quarter(year, q int) Period {
	return Period{c.Month(year, 3*q-2).Start, c.Month(year, 3*q).End}
}

// YearToDate runs from the first day of the fiscal year to the end of its q-th quarter.
func (c Calendar) YearToDate(year, q int) Period {
	return Period{c.YearPeriod(year).Start, c.Quarter(year, q).End}
}

// Named is a period with the name people type: 2006-Q1, 2005-H1, 2005-9M, 2006-M03 or 2005.
type Named struct {
	Period
	Name    string
	Year    int
	Quarter int // 1 to 4 for a quarter, and the last quarter of a half or of nine months; 0 for a year or month
}

// Interim says that it is a quarter with a report of its own on Form 10-Q: one of the first three.
func (n Named) Interim() bool {
	return n.Quarter >= 1 && n.Quarter <= 3 && strings.Contains(n.Name, "-Q")
}

// ParsePeriod reads 2006-Q1, 2005-H1, 2005-9M, 2006-M03 or 2005.
func (c Calendar) ParsePeriod(s string) (Named, error) {
	ys, part, cut := strings.Cut(s, "-")
	year, ok := number(ys)
	if !ok || len(ys) != 4 || year < 1801 || year > 2998 {
		return Named{}, Mistake{s, "write a period as 2006, 2006-Q1, 2006-H1, 2006-9M or 2006-M03"}
	}
	n := Named{Name: s, Year: year}
	switch {
	case !cut:
		n.Period = c.YearPeriod(year)
	case len(part) == 2 && part[0] == 'Q' && part[1] >= '1' && part[1] <= '4':
		n.Quarter = int(part[1] - '0')
		n.Period = c.Quarter(year, n.Quarter)
	case part == "H1":
		n.Quarter, n.Period = 2, c.YearToDate(year, 2)
	case part == "9M":
		n.Quarter, n.Period = 3, c.YearToDate(year, 3)
	case len(part) == 3 && part[0] == 'M':
		m, err := strconv.Atoi(part[1:])
		if err != nil || m < 1 || m > 12 {
			return Named{}, Mistake{s, "months run from M01 to M12"}
		}
		n.Period = c.Month(year, m)
	default:
		return Named{}, Mistake{s, "write a period as 2006, 2006-Q1, 2006-H1, 2006-9M or 2006-M03"}
	}
	return n, nil
}
