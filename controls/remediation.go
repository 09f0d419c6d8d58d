package controls

import (
	"fmt"
	"slices"

	"tieout/check"
	"tieout/fiscal"
)

// Frequency is how often a control runs.
type Frequency string

// The frequencies, by their codes in a risk and control matrix.
const (
	Annual     Frequency = "A"
	SemiAnnual Frequency = "S"
	Quarterly  Frequency = "Q"
	Monthly    Frequency = "M"
	TwoWeekly  Frequency = "BW"
	Weekly     Frequency = "W"
	Daily      Frequency = "D"
	ManyADay   Frequency = "X"
	OnEvent    Frequency = "E"
	Continuous Frequency = "C" // automated, each transaction
)

// operating is the least a mended control operates before it is tested again: runs, and for those that run by the calendar day the days.
type operating struct {
	runs, high int // runs, and of a high risk
	days       int // calendar days, 0 for none
	working    bool
}

// No standard fixes these numbers; they are the common practice that auditors accept, to be agreed with them before use.
var leastOperation = map[Frequency]operating{
	Annual: {runs: 1, high: 1}, SemiAnnual: {runs: 1, high: 2}, Quarterly: {runs: 2, high: 2}, Monthly: {runs: 2, high: 3},
	TwoWeekly: {runs: 4, high: 4, days: 14}, Weekly: {runs: 5, high: 5, days: 7}, Daily: {runs: 20, high: 25, days: 1, working: true},
	ManyADay: {runs: 25, high: 25, days: 15}, OnEvent: {}, Continuous: {runs: 1, high: 1},
}

// Remediation is how a control was mended.
type Remediation struct {
	Frequency  Frequency
	HighRisk   bool
	Live       fiscal.Date   // from which day the mended control ran
	Ran        []fiscal.Date // the days on which it ran since, where they are known: they decide then, and of a control on events always
	Retested   fiscal.Date   // day of the retest; 0 for none
	Items      int           // tested in it
	Deviations int
	Design     bool // the design was walked through again
}

// Retest says when a mended control may be tested again.
type Retest struct {
	Allowed  bool
	Earliest fiscal.Date // first day on which it may; 0 where the days of its runs have to be known
	Runs     int         // that it must have had
	Why      string
}

// band is how many items of events are tested: all of up to three, a tenth of many.
func band(occurrences int) int {
	switch {
	case occurrences <= 3:
		return occurrences
	case occurrences == 4:
		return 2
	case occurrences <= 12:
		return 4
	case occurrences <= 52:
		return 8
	case occurrences <= 250:
		return max(5, (occurrences+9)/10)
	}
	return 60
}

// Earliest finds the first day on which the control may be tested again, and whether a day is one. A control that runs by period counts
// the ends of periods from the day it went live; the test follows the last of them. A fix that is too late in the year cannot be
// concluded to be effective in it. A mistake of the input is a check.Mistake.
func (r Remediation) Earliest(cal fiscal.Calendar, on fiscal.Date) (t Retest, err error) {
	o, ok := leastOperation[r.Frequency]
	switch {
	case !ok:
		return t, check.Refuse("frequency", "there is no frequency %q; write A, S, Q, M, BW, W, D, X, E or C", r.Frequency)
	case r.Live == 0:
		return t, check.Refuse("remediation", "the day from which the mended control ran is missing")
	}
	t.Runs = o.runs
	if r.HighRisk {
		t.Runs = o.high
	}
	switch {
	case r.Frequency == OnEvent:
		t.Runs = max(1, band(len(r.after())))
		t.Earliest = r.nth(t.Runs)
	case len(r.Ran) > 0:
		t.Earliest = r.nth(t.Runs)
	case r.Frequency == Continuous:
		t.Earliest = r.Live + 1
	case o.working:
		t.Earliest = workingDays(r.Live, t.Runs)
	case r.Frequency == ManyADay:
		t.Earliest = r.Live + fiscal.Date(o.days)
		if r.HighRisk {
			t.Earliest = r.Live + 30
		}
	case o.days > 0:
		t.Earliest = r.Live + fiscal.Date(o.days*t.Runs)
	default:
		t.Earliest = r.periodEnds(cal, t.Runs) + 1
	}
	t.Allowed = t.Earliest != 0 && on >= t.Earliest
	t.Why = r.why(t, on)
	return t, nil
}

func (r Remediation) why(t Retest, on fiscal.Date) string {
	switch {
	case t.Earliest == 0:
		return fmt.Sprintf("it has to run %s from %s on and ran %s; test it when it has", times(t.Runs), r.Live, times(len(r.after())))
	case t.Allowed:
		return fmt.Sprintf("live from %s, it has run long enough (%s) by %s", r.Live, times(t.Runs), t.Earliest)
	}
	return fmt.Sprintf("live from %s, it has to run %s first; the earliest day is %s, and %s is before it", r.Live, times(t.Runs), t.Earliest, on)
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// after are the runs since the control went live, in order.
func (r Remediation) after() (days []fiscal.Date) {
	for _, d := range r.Ran {
		if d >= r.Live {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	return days
}

// nth is the day after which as many runs are behind; 0 where there were fewer.
func (r Remediation) nth(n int) fiscal.Date {
	days := r.after()
	if n < 1 || len(days) < n {
		return 0
	}
	return days[n-1] + 1
}

// periodEnds is the last day of the nth period that ends on or after the day the control went live.
func (r Remediation) periodEnds(cal fiscal.Calendar, n int) fiscal.Date {
	year, month := cal.MonthOf(r.Live)
	step := map[Frequency]int{Annual: 12, SemiAnnual: 6, Quarterly: 3, Monthly: 1}[r.Frequency]
	month = (month + step - 1) / step * step
	for range n - 1 {
		month += step
	}
	return cal.Month(year+(month-1)/12, (month-1)%12+1).End
}

// workingDays is the day after as many weekdays from a day on; holidays are not known here.
func workingDays(from fiscal.Date, n int) fiscal.Date {
	for d := from; ; d++ {
		if w := d.Weekday(); w != 0 && w != 6 {
			if n--; n == 0 {
				return d + 1
			}
		}
	}
}

// proved says whether the retest shows by a day that the control works again, and why it does or not.
func (r Remediation) proved(cal fiscal.Calendar, by fiscal.Date) (bool, string) {
	t, err := r.Earliest(cal, r.Retested)
	switch {
	case err != nil:
		return false, err.Error()
	case r.Retested == 0:
		return false, "it was mended and not tested again: " + t.Why
	case !r.Design:
		return false, "its design was not walked through again; design comes before operation"
	case !t.Allowed:
		return false, "the retest was too early: " + t.Why
	case r.Items < t.Runs:
		return false, fmt.Sprintf("%d items were tested again and at least %d are needed", r.Items, t.Runs)
	case r.Deviations > 0:
		return false, fmt.Sprintf("the retest found %d deviations", r.Deviations)
	case by > 0 && r.Retested > by:
		return false, fmt.Sprintf("the retest of %s is after the day of the assessment, %s: it existed on that day", r.Retested, by)
	}
	return true, fmt.Sprintf("it was mended, ran from %s on, and the retest of %s found nothing in %d items", r.Live, r.Retested, r.Items)
}

// mended says whether a deficiency no longer exists at the end of the year.
func (a Assessment) mended(d Deficiency) bool {
	if d.Remediation == nil {
		return false
	}
	ok, _ := d.Remediation.proved(a.calendar(), a.YearEnd)
	return ok
}

func (a Assessment) calendar() fiscal.Calendar {
	if a.Calendar == (fiscal.Calendar{}) {
		return fiscal.CalendarYear
	}
	return a.Calendar
}

func (a Assessment) remediated(d Deficiency, j *Judgement) {
	if d.Remediation == nil {
		return
	}
	ok, why := d.Remediation.proved(a.calendar(), a.YearEnd)
	j.Remediated = ok
	cite := "AS 4 (AS 6115); SEC Release 33-8810 section II.A.2"
	j.Reasons = append(j.Reasons, Reason{"remediation", why, cite})
}
