package workpaper

import "tieout/fiscal"

// Day is a date in a workpaper.
type Day struct{ expr }

// On is a date that stands in a formula itself.
func On(d fiscal.Date) Day { return Day{literal(DayValue(d))} }

// Date is the value. It panics where the value is undefined.
func (d Day) Date() fiscal.Date { return d.v.Day() }

// AddDays is the day a number of days later; a fraction of a day is cut off.
func (d Day) AddDays(n Num) Day { return Day{make2(OpAddDays, d.expr, n.expr)} }

// DaysSince is the number of days from an earlier day to this one.
func (d Day) DaysSince(earlier Day) Num { return Num{make2(OpDays, d.expr, earlier.expr)} }

// AddMonths is the same day of the month a number of months later, or the last where the month is shorter; see
// fiscal.Date.AddMonths. With keepEnd the last day of a month stays the last. A fraction of a month is cut off.
func (d Day) AddMonths(n Num, keepEnd bool) Day {
	op := OpAddMonths
	if keepEnd {
		op = OpKeepEnd
	}
	return Day{make2(op, d.expr, n.expr)}
}

// MonthEnd is the last day of the month.
func (d Day) MonthEnd() Day { return Day{make1(OpMonthEnd, d.expr)} }

// Year is the calendar year.
func (d Day) Year() Num { return Num{make1(OpYear, d.expr)} }

// Month is the number of the month.
func (d Day) Month() Num { return Num{make1(OpMonth, d.expr)} }

// OfMonth is the day of the month.
func (d Day) OfMonth() Num { return Num{make1(OpDay, d.expr)} }

// Before is d < e.
func (d Day) Before(e Day) Cond { return Cond{make2(OpLess, d.expr, e.expr)} }

// NotAfter is d ≤ e.
func (d Day) NotAfter(e Day) Cond { return Cond{make2(OpAtMost, d.expr, e.expr)} }

// Same is d = e.
func (d Day) Same(e Day) Cond { return Cond{make2(OpEqual, d.expr, e.expr)} }

// IfDay is one day where the condition holds and another where it does not.
func IfDay(c Cond, then, otherwise Day) Day {
	return Day{make3(OpIf, c.expr, then.expr, otherwise.expr)}
}

// Earlier is the first of two days.
func Earlier(d, e Day) Day { return IfDay(d.Before(e), d, e) }

// Later is the last of two days.
func Later(d, e Day) Day { return IfDay(d.Before(e), e, d) }

// MonthsBetween is the number of calendar months from the month of an earlier day to the month of a later one,
// whatever the days of the month.
func MonthsBetween(earlier, later Day) Num {
	years := later.Year().Minus(earlier.Year())
	return years.Times(Int(12)).Plus(later.Month().Minus(earlier.Month()))
}

// DayCount says how a part of a year is counted.
type DayCount uint8

const (
	// Actual365 is days ÷ 365.
	Actual365 DayCount = iota + 1
	// Actual360 is days ÷ 360.
	Actual360
	// Thirty360 counts every month as 30 days (the bond basis): a first day of 31 becomes 30, and so does a second
	// one of 31 where the first is then 30.
	Thirty360
)

// YearsBetween is the part of a year, or years, from one day to a later one, by a named count of days.
func YearsBetween(from, to Day, count DayCount) Num {
	switch count {
	case Actual365:
		return to.DaysSince(from).Over(Int(365))
	case Actual360:
		return to.DaysSince(from).Over(Int(360))
	case Thirty360:
		return days30360(from, to).Over(Int(360))
	}
	panic("workpaper: a count of days without a name")
}

func days30360(from, to Day) Num {
	first := Least(from.OfMonth(), Int(30))
	moves := And(to.OfMonth().Equals(Int(31)), first.Equals(Int(30)))
	second := If(moves, Int(30), to.OfMonth())
	return MonthsBetween(from, to).Times(Int(30)).Plus(second.Minus(first))
}
