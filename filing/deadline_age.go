package filing

import (
	"fmt"

	"tieout/fiscal"
	"tieout/workpaper"
)

// Comfort is the window in which an accountant may give negative assurance on changes since a balance sheet that
// was audited or reviewed.
type Comfort struct {
	BalanceSheet fiscal.Date `json:"balance_sheet"`
	LastDay      fiscal.Date `json:"last_day"` // the 134th day after it
	Barred       fiscal.Date `json:"barred"`   // the 135th: from here on procedures and findings only
}

const comfortDays = 135

// NegativeAssurance is the window of PCAOB AS 6101.47 (AU 634.47): not as of a date 135 days or more after the end
// of the most recent period audited or reviewed. The days are calendar days and are not rolled.
func NegativeAssurance(balanceSheet fiscal.Date) Comfort {
	return Comfort{balanceSheet, balanceSheet + comfortDays - 1, balanceSheet + comfortDays}
}

// Allows says whether negative assurance can be given as of the nth day after the balance sheet, and which day that
// is. The day of the balance sheet is day 0.
func (c Comfort) Allows(n int) (day fiscal.Date, allowed bool) {
	return c.BalanceSheet + fiscal.Date(n), n < comfortDays
}

// Age asks how long statements may be used in a registration or proxy statement (Regulation S-X 3-12).
type Age struct {
	Status       FilerStatus
	BalanceSheet fiscal.Date
	// YearEnd is set when the balance sheet is that of the third quarter: the end of its fiscal year.
	YearEnd fiscal.Date
	// Eligible says that the registrant meets S-X 3-01(c): it reports under the Exchange Act, has filed all reports
	// due, expects income for the year just ended and had income in one of the two before.
	Eligible bool
}

// Stale is the last day on which statements may be used, and why.
type Stale struct {
	Status       FilerStatus     `json:"filer_status"`
	BalanceSheet fiscal.Date     `json:"balance_sheet"`
	Days         int             `json:"days"`
	LastDay      fiscal.Date     `json:"last_day"`
	Cite         string          `json:"cite"`
	Steps        workpaper.Sheet `json:"work"`
}

// LastDay is the last day before the statements go stale, rolled to a business day under Securities Act Rule 417.
//
// A year end, first or second quarter serves for 129 days for accelerated filers and 134 for others (3-12(a) and
// (g)(1): not 130 or 135 days and more). A third quarter serves until 45 days after the year end, or for an
// eligible registrant until its annual report is due: 60, 75 or 90 days (3-12(b) and (g)(2)).
func (a Age) LastDay() (Stale, error) {
	if err := known(a.BalanceSheet); err != nil {
		return Stale{}, err
	}
	if a.YearEnd == 0 || a.YearEnd == a.BalanceSheet {
		return a.interim()
	}
	if gap := a.YearEnd - a.BalanceSheet; gap < 80 || gap > 105 {
		return Stale{}, Mistake{a.YearEnd.String(), fmt.Sprintf("is not the end of the fiscal year whose third quarter ended %v; leave it out for other balance sheets", a.BalanceSheet)}
	}
	return a.thirdQuarter()
}

// interim: the days follow the 10-Q of the next quarter, 90 days and the 40 or 45 that it is allowed.
func (a Age) interim() (Stale, error) {
	next, _, err := Report{Form: Form10Q, Status: a.Status, PeriodEnd: a.BalanceSheet.AddMonths(3, true)}.allowance()
	if err != nil {
		return Stale{}, err
	}
	return a.stale(a.BalanceSheet, 90+next.days-1, "Regulation S-X 3-12(a) and (g)(1)"), nil
}

func (a Age) thirdQuarter() (Stale, error) {
	annual, err := allowed(Form10K, a.Status, a.YearEnd)
	if err != nil {
		return Stale{}, err
	}
	if a.Eligible {
		return a.stale(a.YearEnd, annual.days, "Regulation S-X 3-12(b) and (g)(2); 3-01(c)"), nil
	}
	return a.stale(a.YearEnd, 45, "Regulation S-X 3-12(b); 3-01(c) not met"), nil
}

func (a Age) stale(from fiscal.Date, days int, cite string) Stale {
	last := from + fiscal.Date(days)
	s := Stale{Status: a.Status, BalanceSheet: a.BalanceSheet, Days: days, LastDay: Roll(last), Cite: cite}
	addDate(&s.Steps, "last day of use", fmt.Sprintf("%v + %d days: %s", from, days, rolled(last, s.LastDay)), s.LastDay, cite+"; Securities Act Rule 417")
	return s
}
