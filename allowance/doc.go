// Package allowance is what of receivables will not be collected: expected credit losses by ageing, by rates of loss or one by one (ASC
// 326-20-30), before it the loss that was incurred (SFAS 5 paragraph 8, SFAS 114 one by one; ASC 450-20-25-2, 310-10-35), rates from
// history and from the flow between ages, and the roll-forward with write-offs and recoveries (ASC 326-20-50-13; Regulation S-X rule
// 12-09, Schedule II). Topic keeps a portfolio in the book.
//
// Receivables, the allowance (a credit) and expense are positive; a debit in the allowance is negative. What is required is rounded half
// away from zero, class by class.
package allowance

import (
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Basis is how losses are measured.
type Basis string

// The two.
const (
	Incurred Basis = "incurred"
	Expected Basis = "expected"
)

// Filer is whose reports they are: it decides when ASC 326 holds.
type Filer string

// The kinds of filer; a smaller reporting company had as long as private ones.
const (
	SECFiler Filer = "sec"
	Smaller  Filer = "smaller"
	Private  Filer = "private"
)

// lastIncurred is the last day on which a fiscal year could begin under incurred losses (ASU 2016-13 as changed by ASU 2019-10).
var lastIncurred = map[Filer]fiscal.Date{
	SECFiler: fiscal.MustParse("2019-12-15"), Smaller: fiscal.MustParse("2022-12-15"), Private: fiscal.MustParse("2022-12-15"),
}

// BasisFor is the basis by the day on which the fiscal year begins and who files; today's for no day. early says that ASU 2016-13 was
// adopted before it had to be, which could be from years beginning after 15 December 2018.
func BasisFor(begins fiscal.Date, filer Filer, early bool) Basis {
	last, ok := lastIncurred[filer]
	if !ok {
		last = lastIncurred[SECFiler]
	}
	if early {
		last = fiscal.MustParse("2018-12-15")
	}
	if begins == 0 || begins > last {
		return Expected
	}
	return Incurred
}

// mandatory is the first day of the first fiscal year that a filer must measure by expected losses.
func mandatory(filer Filer, cal fiscal.Calendar) fiscal.Date {
	y := cal.Year(lastIncurred[filer])
	if d := cal.YearPeriod(y).Start; BasisFor(d, filer, false) == Expected {
		return d
	}
	return cal.YearPeriod(y + 1).Start
}

var nought, one = workpaper.Whole(0), workpaper.Whole(1)

func shown(n workpaper.Number, places int) string { return money.Group(n.Text(places, money.HalfAway)) }
