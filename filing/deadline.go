// Package filing holds what the SEC asks of a report: when it is due, what it consists of, how it is tagged.
package filing

import (
	"fmt"

	"tieout/fiscal"
	"tieout/workpaper"
)

// Report is a periodic report of a registrant.
type Report struct {
	Form      Form
	Status    FilerStatus
	PeriodEnd fiscal.Date // last day of the fiscal year or quarter, whatever the day: 52/53-week years count from it
	// YearEnd is the end of the fiscal year of which a quarter is part. It matters only for accelerated filers'
	// quarters from March to September 2004, when 45 days became 40; where it is needed and missing, a calendar
	// year is taken and the steps say so.
	YearEnd fiscal.Date
}

// Due is when a report is due. All days are last days: a filing accepted by 17:30 Eastern on that day is in time.
type Due struct {
	Form      Form            `json:"form"`
	Status    FilerStatus     `json:"filer_status"`
	PeriodEnd fiscal.Date     `json:"period_end"`
	Days      int             `json:"days"`        // calendar days after the period end that the form allows
	Nominal   fiscal.Date     `json:"nominal_due"` // the period end and those days
	Due       fiscal.Date     `json:"due"`         // rolled to a business day (Rule 0-3(a))
	NTDue     fiscal.Date     `json:"nt_due"`      // last day for Form 12b-25: one business day after Due
	Extended  fiscal.Date     `json:"extended_due"`
	PartIII   fiscal.Date     `json:"part_iii_due,omitempty"` // 10-K: Part III or the proxy statement, 120 days
	Cite      string          `json:"cite"`
	Steps     workpaper.Sheet `json:"work"`
}

// Deadlines are the due dates of a report for a form, a filer status and the last day of its period. It refuses
// dates outside First and Last.
func Deadlines(form Form, status FilerStatus, periodEnd fiscal.Date) (Due, error) {
	return Report{Form: form, Status: status, PeriodEnd: periodEnd}.Deadlines()
}

// Deadlines are the due dates of the report (Forms 10-K and 10-Q, General Instruction A; Rules 0-3(a) and 12b-25).
func (r Report) Deadlines() (Due, error) {
	if err := known(r.PeriodEnd); err != nil {
		return Due{}, err
	}
	a, assumed, err := r.allowance()
	if err != nil {
		return Due{}, err
	}
	d := Due{Form: r.Form, Status: r.Status, PeriodEnd: r.PeriodEnd, Days: a.days, Cite: a.cite}
	d.Nominal = r.PeriodEnd + fiscal.Date(a.days)
	d.Due = Roll(d.Nominal)
	d.NTDue = AddBusinessDays(d.Due, 1)
	d.Extended = Roll(d.Due + fiscal.Date(r.Form.extension()))
	if r.Form == Form10K {
		d.PartIII = Roll(r.PeriodEnd + partIIIDays)
	}
	if err := known(max(d.Extended, d.PartIII)); err != nil {
		return Due{}, err
	}
	d.explain(assumed)
	return d, nil
}

// partIIIDays: General Instruction G(3) of Form 10-K lets Part III follow in a proxy statement or an amendment not
// later than 120 days after the end of the fiscal year.
const partIIIDays = 120

// allowance picks the rule by the end of the fiscal year. For a quarter whose fiscal year is not given it tries the
// earliest and the latest year end that the quarter can belong to, and takes the calendar year where they differ.
func (r Report) allowance() (a allowance, assumed bool, err error) {
	if r.Form == Form10K {
		a, err = allowed(r.Form, r.Status, r.PeriodEnd)
		return a, false, err
	}
	if r.YearEnd != 0 {
		if gap := r.YearEnd - r.PeriodEnd; gap < 80 || gap > 290 {
			return a, false, Mistake{r.YearEnd.String(), fmt.Sprintf("is not the end of a fiscal year with a quarter ending %v; the first three quarters end three to nine months before it", r.PeriodEnd)}
		}
		a, err = allowed(r.Form, r.Status, r.YearEnd)
		return a, false, err
	}
	early, err := allowed(r.Form, r.Status, r.PeriodEnd.AddMonths(3, true))
	if err != nil {
		return a, false, err
	}
	late, err := allowed(r.Form, r.Status, r.PeriodEnd.AddMonths(9, true))
	if err != nil || early == late {
		return late, false, err
	}
	a, err = allowed(r.Form, r.Status, fiscal.Of(r.PeriodEnd.Year(), 12, 31))
	return a, true, err
}

// LateDays are the calendar days by which a filing came after a last day; 0 when it was in time.
func LateDays(last, filed fiscal.Date) int { return max(0, int(filed-last)) }

// Timeliness is how a filing stands against its due dates.
type Timeliness struct {
	LateDays int  `json:"late_days"` // calendar days after the due date, whatever the extension
	InTime   bool `json:"in_time"`   // filed by the due date
	// Deemed: filed late, but Form 12b-25 came in time and the report by the extended date, so Rule 12b-25(b)(3)
	// deems it filed on the due date.
	Deemed bool `json:"deemed_timely"`
}

// Judge compares a filing date, and the date of Form 12b-25 if one was filed, with the due dates.
func (d Due) Judge(filed, nt fiscal.Date) Timeliness {
	late := LateDays(d.Due, filed)
	return Timeliness{
		LateDays: late,
		InTime:   late == 0,
		Deemed:   late > 0 && nt != 0 && nt <= d.NTDue && filed <= d.Extended,
	}
}
