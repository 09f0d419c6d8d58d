// Package fiscal holds civil dates, periods and fiscal calendars. Nothing here knows a clock or a time zone.
package fiscal

import (
	"fmt"
	"time"
)

// Date is a civil date: a day in the calendar with no time and no zone. Dates count days, so d+1 is the next
// day and d-e the days between. The zero Date means "no date".
type Date int32

// epoch is the day before 0001-01-01, counted from 1970-01-01.
const epoch = -719163

// Of is the date of a year, month and day, which must exist.
func Of(year int, month time.Month, day int) Date {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Date(t.Unix()/86400 - epoch)
}

// FromTime is the civil date of an instant in the zone that the instant carries.
func FromTime(t time.Time) Date { y, m, d := t.Date(); return Of(y, m, d) }

// Mistake is a date or period as typed that cannot be read, and why.
type Mistake struct{ Text, Why string }

func (m Mistake) Error() string { return fmt.Sprintf("date %q: %s", m.Text, m.Why) }

// Parse reads YYYY-MM-DD and nothing else: two-digit years and other orders are refused, not guessed, and so
// is a day that the month does not have.
func Parse(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, Mistake{s, "write it as YYYY-MM-DD with a four-digit year"}
	}
	y, ok1 := number(s[:4])
	m, ok2 := number(s[5:7])
	d, ok3 := number(s[8:])
	if !ok1 || !ok2 || !ok3 {
		return 0, Mistake{s, "write it as YYYY-MM-DD in digits"}
	}
	if y < 1800 || y > 2999 {
		return 0, Mistake{s, "the year is not between 1800 and 2999"}
	}
	if m < 1 || m > 12 {
		return 0, Mistake{s, "there is no such month"}
	}
	if d < 1 || d > DaysIn(y, time.Month(m)) {
		return 0, Mistake{s, fmt.Sprintf("%s %d has no day %d", time.Month(m), y, d)}
	}
	return Of(y, time.Month(m), d), nil
}

// MustParse is Parse for dates written in the program.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func number(s string) (int, bool) {
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// DaysIn is the number of days of a month.
func DaysIn(year int, m time.Month) int {
	switch m {
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

// Time is midnight UTC of the date, for formatting only.
func (d Date) Time() time.Time { return time.Unix((int64(d)+epoch)*86400, 0).UTC() }

// YMD are the year, month and day.
func (d Date) YMD() (int, time.Month, int) { return d.Time().Date() }

// Year is the calendar year.
func (d Date) Year() int { return d.Time().Year() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// String is YYYY-MM-DD, or "none" for no date.
func (d Date) String() string {
	if d == 0 {
		return "none"
	}
	return string(d.Append(nil))
}

// Append appends YYYY-MM-DD.
func (d Date) Append(b []byte) []byte {
	y, m, day := d.YMD()
	return append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+int(m)/10), byte('0'+int(m)%10), '-', byte('0'+day/10), byte('0'+day%10))
}

// Long is the date as a filing prints it: March 31, 2006.
func (d Date) Long() string { return d.Time().Format("January 2, 2006") }

// AddMonths moves by whole months and keeps to the last day where the month is shorter: 31 January and one
// month is 28 February, and a month's last day stays last when end is true.
func (d Date) AddMonths(n int, keepEnd bool) Date {
	y, m, day := d.YMD()
	last := day == DaysIn(y, m)
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	max := DaysIn(first.Year(), first.Month())
	if day > max || keepEnd && last {
		day = max
	}
	return Of(first.Year(), first.Month(), day)
}

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) {
	if d == 0 {
		return nil, nil
	}
	return d.Append(nil), nil
}

// UnmarshalText reads YYYY-MM-DD; the empty text is no date.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	*d, err = Parse(string(b))
	return err
}

// Days30E counts the days from one day to another with months of thirty days: a 31st counts as a 30th, the end of February as it stands
// (30E/360; 2006 ISDA Definitions, section 4.16(g)). The days of spans that join add up, which the bond basis, where a second 31st moves only
// after a first 30th, does not give: that is why accruals that are cut at months count by this rule.
func Days30E(from, to Date) int64 {
	a, am, ad := from.YMD()
	b, bm, bd := to.YMD()
	return int64((b-a)*360 + (int(bm)-int(am))*30 + min(bd, 30) - min(ad, 30))
}
