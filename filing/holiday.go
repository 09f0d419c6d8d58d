package filing

import (
	"fmt"
	"slices"
	"time"

	"tieout/fiscal"
)

// The days on which EDGAR takes no filing, as rules and a table of exceptions. Exchange Act Rule 0-3(a) moves a
// due date from a Saturday, Sunday or holiday to the next business day, and 17 CFR 201.104 counts as holidays
// the federal ones and "any other day appointed as a holiday in Washington, D.C. by the President".
//
// Not holidays here, on purpose: Good Friday (exchanges close, the government does not) and Inauguration Day (a
// holiday for federal employees of the Washington area only; EDGAR operates). Half-day closings, shutdowns for
// want of appropriations, storms and relief orders for named filers move no due date either.

// First and Last bound the years for which the table of closings was drawn up.
var (
	First = fiscal.MustParse("1990-01-01")
	Last  = fiscal.MustParse("2035-12-31")
)

// OutOfRange is a date for which no holidays are known here.
type OutOfRange struct{ Date fiscal.Date }

func (o OutOfRange) Error() string {
	return fmt.Sprintf("%v is outside %v to %v, the years whose holidays are known", o.Date, First, Last)
}

// DayOff is one weekday on which EDGAR is closed, and why.
type DayOff struct {
	Date fiscal.Date `json:"date"` // the day observed, not the nominal one
	Name string      `json:"name"`
	Cite string      `json:"cite"`
}

// yearly is a holiday of every year: a fixed day, or the nth weekday of a month (-1 for the last).
type yearly struct {
	name    string
	month   time.Month
	day     int
	nth     int
	weekday time.Weekday
	since   int
}

const holidayLaw = "5 U.S.C. 6103(a)"

var federal = []yearly{
	{name: "New Year's Day", month: time.January, day: 1},
	{name: "Birthday of Martin Luther King, Jr.", month: time.January, nth: 3, weekday: time.Monday},
	{name: "Washington's Birthday", month: time.February, nth: 3, weekday: time.Monday},
	{name: "Memorial Day", month: time.May, nth: -1, weekday: time.Monday},
	{name: "Juneteenth National Independence Day", month: time.June, day: 19, since: 2021}, // Public Law 117-17
	{name: "Independence Day", month: time.July, day: 4},
	{name: "Labor Day", month: time.September, nth: 1, weekday: time.Monday},
	{name: "Columbus Day", month: time.October, nth: 2, weekday: time.Monday},
	{name: "Veterans Day", month: time.November, day: 11},
	{name: "Thanksgiving Day", month: time.November, nth: 4, weekday: time.Thursday},
	{name: "Christmas Day", month: time.December, day: 25},
}

// in is the day on which the holiday of a year is observed: Friday for a Saturday and Monday for a Sunday
// (5 U.S.C. 6103(b); Executive Order 11582). EDGAR follows it: it was closed on Friday 24 and 31 December 2004
// and 2021 and on Friday 18 June 2021.
func (h yearly) in(year int) fiscal.Date {
	if h.nth == 0 {
		return observed(fiscal.Of(year, h.month, h.day))
	}
	first := fiscal.Of(year, h.month, 1)
	d := first + fiscal.Date((int(h.weekday)-int(first.Weekday())+7)%7)
	if h.nth > 0 {
		return d + fiscal.Date(7*(h.nth-1))
	}
	last := fiscal.Of(year, h.month, fiscal.DaysIn(year, h.month))
	return d + (last-d)/7*7
}

func observed(d fiscal.Date) fiscal.Date {
	switch d.Weekday() {
	case time.Saturday:
		return d - 1
	case time.Sunday:
		return d + 1
	}
	return d
}

// Holidays are the weekdays of a calendar year on which EDGAR is closed, in order: federal holidays as observed
// and closings by order of the President.
func Holidays(year int) []DayOff {
	var days []DayOff
	for _, y := range []int{year, year + 1} { // 1 January on a Saturday is observed in the year before
		for _, h := range federal {
			if d := h.in(y); y >= h.since && d.Year() == year {
				days = append(days, DayOff{d, h.name, holidayLaw})
			}
		}
	}
	for _, c := range closings {
		if c.Date.Year() == year {
			days = append(days, c)
		}
	}
	slices.SortFunc(days, func(a, b DayOff) int { return int(a.Date - b.Date) })
	return days
}

// Closed says whether EDGAR is closed on a day, and why: "Saturday", "Sunday" or the name of the holiday.
func Closed(d fiscal.Date) (why string, closed bool) {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return w.String(), true
	}
	for _, h := range Holidays(d.Year()) {
		if h.Date == d {
			return h.Name, true
		}
	}
	return "", false
}

// BusinessDay says whether EDGAR takes filings on a day.
func BusinessDay(d fiscal.Date) bool {
	_, closed := Closed(d)
	return !closed
}

// Roll is the day itself when it is a business day, otherwise the next one (Exchange Act Rule 0-3(a)).
func Roll(d fiscal.Date) fiscal.Date {
	for !BusinessDay(d) {
		d++
	}
	return d
}

// AddBusinessDays is the nth business day after a day, which itself does not count; n is at least 1.
func AddBusinessDays(d fiscal.Date, n int) fiscal.Date {
	for ; n > 0; n-- {
		d = Roll(d + 1)
	}
	return d
}

func known(d fiscal.Date) error {
	if d < First || d > Last {
		return OutOfRange{d}
	}
	return nil
}
