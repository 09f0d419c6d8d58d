package calc

import (
	_ "embed"
	"slices"

	"tieout/check"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/workpaper"
)

//go:embed examples/deadlines.yaml
var deadlinesExample []byte

var deadlinesTopic = Topic{
	Name:    "deadlines",
	Summary: "SEC due dates: 10-K and 10-Q with Form 12b-25, 8-K clocks, filing dates, 135-day comfort, age of statements, EDGAR holidays",
	Example: deadlinesExample,
	Run:     func(in []byte) (any, error) { return deadlines(in) },
}

// deadlinesOut is the result; every part is there only if it was asked for.
type deadlinesOut struct {
	Reports  []reportOut         `json:"reports,omitempty"`
	Events   []filing.CurrentDue `json:"events,omitempty"`
	Accepted []acceptedOut       `json:"accepted,omitempty"`
	Comfort  []comfortOut        `json:"negative_assurance,omitempty"`
	Ages     []filing.Stale      `json:"statements_age,omitempty"`
	Holidays []holidaysOut       `json:"holidays,omitempty"`
	Lateness []lateOut           `json:"late,omitempty"`
	Findings []check.Finding     `json:"findings"`
}

func (d deadlinesOut) Raised() []check.Finding { return d.Findings }

type reportOut struct {
	Name string `json:"name,omitempty"`
	filing.Due
	Filed   fiscal.Date        `json:"filed,omitempty"`
	Against *filing.Timeliness `json:"timeliness,omitempty"`
}

type acceptedOut struct {
	Accepted string          `json:"accepted"`
	Filed    fiscal.Date     `json:"filed"`
	Work     workpaper.Sheet `json:"work"`
}

type comfortOut struct {
	filing.Comfort
	Day     int         `json:"day,omitempty"`
	Date    fiscal.Date `json:"date,omitempty"`
	Allowed *bool       `json:"allowed,omitempty"`
	Cite    string      `json:"cite"`
}

type holidaysOut struct {
	Year int             `json:"year"`
	Days []filing.DayOff `json:"days"`
}

type lateOut struct {
	Due      fiscal.Date `json:"due"`
	Filed    fiscal.Date `json:"filed"`
	LateDays int         `json:"late_days"`
}

var reportKeys = []string{"name", "form", "filer_status", "period_end", "fiscal_year_end", "filed", "accepted", "nt_filed", "event", "item"}

func deadlines(in []byte) (deadlinesOut, error) {
	out := deadlinesOut{Findings: []check.Finding{}}
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	parts := []struct {
		key  string
		read func(*deadlinesOut, *reader, field)
	}{{"reports", readReport}, {"events", readEvent}, {"accepted", readAccepted}, {"negative_assurance", readComfort},
		{"statements_age", readAge}, {"holidays", readHolidays}, {"late", readLate}}
	allowed := append([]string(nil), reportKeys...)
	for _, p := range parts {
		if p.key != "accepted" {
			allowed = append(allowed, p.key)
		}
	}
	o := r.object(top, allowed...)
	single := slices.ContainsFunc(reportKeys, func(k string) bool { return k != "accepted" && o.has(k) })
	if single {
		out.report(r, o)
	}
	asked := single
	for _, p := range parts {
		f, ok := o.get(p.key)
		if !ok || p.key == "accepted" && single {
			continue
		}
		asked = true
		for _, one := range r.many(f) {
			p.read(&out, r, one)
		}
	}
	if !asked {
		r.fail(top, "nothing is asked; give form, filer_status and period_end, or one of reports, events, accepted, negative_assurance, statements_age, holidays, late")
	}
	return out, r.err
}
