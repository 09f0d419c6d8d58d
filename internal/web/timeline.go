package web

import (
	"fmt"
	"strings"
	"time"

	"tieout/fiscal"
)

// timeline is the chart of reports: when each was due, when it was filed, and today. Its coordinates are whole units
// of the drawing.
type timeline struct {
	Width, Height int
	Bottom        int
	Grid          []gridLine
	Rows          []timelineRow
	Today         int
	TodayLeft     bool // the label stands left of the line
	TodayLabel    string
	Alternative   string
}

type gridLine struct {
	X     int
	Label string
}

type timelineRow struct {
	Label     string
	Y         int
	Due       int
	End       int // where the dotted line of lateness ends
	Late      bool
	Filed     int // 0 while it is not
	Extended  int
	Planned   int // 0 when nobody said
	Forecast  int // 0 when it is as planned
	LateLabel string
	LabelX    int
}

const (
	timelineLeft  = 118
	timelineWidth = 860
	timelineRow0  = 40
	timelineStep  = 30
)

// newTimeline draws the reports.
func newTimeline(rows []reportRow, today fiscal.Date) timeline {
	if len(rows) == 0 {
		return timeline{}
	}
	from, to := today, today
	for _, r := range rows {
		from, to = min(from, r.Due), max(to, r.Due, r.Extended, r.Filed, r.Planned, r.Forecast)
	}
	from, to = from.AddMonths(-1, false), to.AddMonths(2, false)
	at := func(d fiscal.Date) int {
		return timelineLeft + int(d-from)*(timelineWidth-timelineLeft-12)/int(to-from)
	}
	t := timeline{Width: timelineWidth, Height: timelineRow0 + timelineStep*len(rows) + 16, Bottom: timelineRow0 + timelineStep*len(rows) - 12, Today: at(today), TodayLabel: "today, " + day(today)}
	t.TodayLeft = t.Today > timelineWidth-190
	t.Grid = gridLines(from, to, at)
	var words []string
	for i, r := range rows {
		x := timelineRow{Label: axisLabel(r.Name), Y: timelineRow0 + timelineStep*i, Due: at(r.Due), Extended: at(r.Extended), Late: r.LateDays > 0}
		x.End = max(x.Due, t.Today)
		if r.Filed != 0 {
			x.Filed = at(r.Filed)
			x.End = max(x.Due, x.Filed)
		}
		if r.Planned != 0 {
			x.Planned = at(r.Planned)
		}
		if r.Forecast != 0 {
			x.Forecast = at(r.Forecast)
		}
		if r.LateDays > 0 {
			x.LateLabel = count(r.LateDays) + " days"
			x.LabelX = (x.Due + x.End) / 2
		}
		t.Rows = append(t.Rows, x)
		words = append(words, alternative(r))
	}
	t.Alternative = strings.Join(words, " ")
	return t
}

// axisLabel is short for the axis: "10-Q Mar 06".
func axisLabel(name string) string {
	form, rest, _ := strings.Cut(name, " for ")
	if m, err := time.Parse("January 2006", rest); err == nil {
		return form + " " + m.Format("Jan 06")
	}
	return form + " " + rest
}

// grid is a line a quarter, or a year where quarters would crowd.
func gridLines(from, to fiscal.Date, at func(fiscal.Date) int) []gridLine {
	var out []gridLine
	step := 3
	if int(to-from) > 5*365 {
		step = 12
	}
	for d := fiscal.Of(from.Year(), 1, 1); d < to; d = d.AddMonths(step, false) {
		if d < from {
			continue
		}
		label := d.Time().Format("Jan")
		if len(out) == 0 || d.Time().Month() == time.January {
			label = d.Time().Format("Jan 06")
		}
		out = append(out, gridLine{at(d), label})
	}
	return out
}

func alternative(r reportRow) string {
	s := fmt.Sprintf("%s: due %s", r.Name, day(r.Due))
	switch {
	case r.Filed != 0 && r.LateDays > 0:
		s += fmt.Sprintf(", filed %s, %s days late", day(r.Filed), count(r.LateDays))
	case r.Filed != 0:
		s += ", filed " + day(r.Filed)
	case r.LateDays > 0:
		s += fmt.Sprintf(", late by %s days", count(r.LateDays))
	}
	if r.Planned != 0 {
		s += ", planned for " + day(r.Planned)
	}
	if r.Forecast != 0 {
		s += ", forecast for " + day(r.Forecast)
	}
	return s + "."
}
