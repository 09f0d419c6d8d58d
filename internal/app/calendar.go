package app

import (
	"fmt"

	"tieout/filing"
	"tieout/fiscal"
)

// Standing is where one periodic report stands.
type Standing struct {
	Period fiscal.Named
	Due    filing.Due
	Filed  fiscal.Date // 0 while it is not, as far as is known
	Plans  []Plan      // when it was expected, in order of being said: the first is the plan, the last the forecast
}

// Planned is when the report was first expected to be filed, 0 when nobody said.
func (s Standing) Planned() fiscal.Date {
	if len(s.Plans) == 0 {
		return 0
	}
	return s.Plans[0].Date
}

// Forecast is when it is expected now, 0 when that is what was planned.
func (s Standing) Forecast() fiscal.Date {
	if len(s.Plans) < 2 {
		return 0
	}
	return s.Plans[len(s.Plans)-1].Date
}

// Status is the standing on a day, in words.
func (s Standing) Status(on fiscal.Date) string {
	switch {
	case s.Filed != 0 && s.Filed > s.Due.Due:
		return fmt.Sprintf("filed %s, %d days late", s.Filed, s.Filed-s.Due.Due)
	case s.Filed != 0:
		return "filed " + s.Filed.String()
	case on > s.Due.Due:
		return fmt.Sprintf("late by %d days", on-s.Due.Due)
	case on == s.Due.Due:
		return "due today"
	case on+1 == s.Due.Due:
		return "due tomorrow"
	case on >= s.Due.PeriodEnd:
		return fmt.Sprintf("due in %d days", s.Due.Due-on)
	}
	return "period not ended"
}

// Late says whether the report is late and not filed on a day.
func (s Standing) Late(on fiscal.Date) bool { return s.Filed == 0 && on > s.Due.Due }

// ReportCalendar is where the periodic reports of some fiscal years stand on a day, in order of their due dates.
func (v *View) ReportCalendar(years []int, on fiscal.Date) ([]Standing, error) {
	r, _, err := v.Registrant()
	if err != nil {
		return nil, mistake("", "%v", err)
	}
	status := filing.FilerStatus("NAF")
	if r.FilerStatus != "" {
		if status, err = filing.ParseFilerStatus(r.FilerStatus); err != nil {
			return nil, mistake("", "%v", err)
		}
	}
	var out []Standing
	for _, y := range years {
		for q := 1; q <= 4; q++ {
			name, form := fmt.Sprintf("%d-Q%d", y, q), filing.Form10Q
			if q == 4 {
				name, form = fmt.Sprint(y), filing.Form10K
			}
			p, err := v.State.Calendar.ParsePeriod(name)
			if err != nil {
				return nil, err
			}
			due, err := filing.Report{Form: form, Status: status, PeriodEnd: p.End, YearEnd: yearEnd(form, v.State.Calendar, y)}.Deadlines()
			if err != nil {
				return nil, mistake("", "%v", err)
			}
			out = append(out, Standing{p, due, v.filedOn(form, name), v.State.plansOf(string(form), name)})
		}
	}
	return out, nil
}

func yearEnd(f filing.Form, c fiscal.Calendar, y int) fiscal.Date {
	if f == filing.Form10K {
		return 0
	}
	return c.YearEnd(y)
}

// filedOn is the day for which the report was made and kept, as far as the view's position knows.
func (v *View) filedOn(form filing.Form, period string) fiscal.Date {
	for _, f := range v.State.Filings {
		if f.Form == string(form) && f.Period == period {
			return f.On
		}
	}
	return 0
}
