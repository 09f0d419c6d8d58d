package web

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/demo"
)

// homePage answers: where do the reports stand?
type homePage struct {
	Sentence string
	More     string
	Reports  []reportRow
	Timeline timeline
	Findings []finding
	Books    []bookLine
	Acts     []tableRow // the newest
	Ties     []tieCount
	TieHref  string
	Where    *place

	Waits     []waitRow // what waits for the reader
	WaitWords string

	SinceWhen string // when the person looked last
	Since     []sinceLine
}

// reportRow is a report against its due dates.
type reportRow struct {
	Name               string
	PeriodEnd, Due, NT fiscal.Date
	Extended, Filed    fiscal.Date
	Planned, Forecast  fiscal.Date
	Standing           mark
	LateDays           int
	Href               string // of the report: as it was kept, else in the making
	Kept               string // of the report as it was kept
}

func (r reportRow) forecast() fiscal.Date { return r.Forecast }
func (r reportRow) filed() fiscal.Date    { return r.Filed }

// anyDay says whether any of the rows has a day.
func anyDay(rows []reportRow, of func(reportRow) fiscal.Date) bool {
	return slices.ContainsFunc(rows, func(r reportRow) bool { return of(r) != 0 })
}

// bookLine is one thing about the state of the books, as a word with a mark or a text.
type bookLine struct {
	What, Text string
	Mark       mark
	Href       string
}

// homeActs is how many acts home shows.
const homeActs = 8

// home is the first page.
func (s *site) home(c *call) (page, error) {
	standings, err := c.standings()
	if err != nil {
		return page{}, err
	}
	h := homePage{Where: c.place, Sentence: answer(standings, c.On), More: nextDue(standings, c.On)}
	for _, x := range standings {
		h.Reports = append(h.Reports, c.reportRow(x))
	}
	h.Timeline = newTimeline(h.Reports, c.On)
	if h.Findings, err = c.homeFindings(); err != nil {
		return page{}, err
	}
	if h.Waits, err = c.waitRows(); err != nil {
		return page{}, err
	}
	h.WaitWords = waitSentence(len(h.Waits))
	h.Books = c.bookLines()
	acts, err := c.view.ActsBetween(c.Position-homeActs, c.Position)
	if err != nil {
		return page{}, err
	}
	for _, a := range slices.Backward(acts) {
		h.Acts = append(h.Acts, c.actRow(a))
	}
	was, err := s.look(c)
	if err != nil {
		return page{}, err
	}
	if h.SinceWhen, h.Since, err = c.since(was); err != nil {
		return page{}, err
	}
	if c.Newest && len(s.Ties) > 0 {
		h.Ties, h.TieHref = c.tieCounts(s.Ties, ""), string(c.link("/tie-out"))
	}
	return page{Title: "Where the reports stand", Section: "home", Body: homeBody(h)}, nil
}

// standings are the reports that home follows, up to the next one whose period has not ended.
func (c *call) standings() ([]app.Standing, error) {
	first, err := c.view.FirstDay()
	if err != nil || first == 0 {
		return nil, err
	}
	cal := c.view.State.Calendar
	var years []int
	for y := max(cal.Year(first), cal.Year(c.On)-6); y <= cal.Year(c.On)+1; y++ {
		years = append(years, y)
	}
	all, err := c.view.ReportCalendar(years, c.On)
	if err != nil {
		return nil, err
	}
	var out []app.Standing
	for _, x := range all {
		if x.Due.PeriodEnd > c.On && len(out) > 0 && out[len(out)-1].Due.PeriodEnd > c.On {
			break
		}
		if c.followed(x, first) {
			out = append(out, x)
		}
	}
	return out, nil
}

// followed says whether a report is this book's to file: it is in the list of the options, or its period ended after
// the books began and no lock says that it was filed elsewhere.
func (c *call) followed(x app.Standing, first fiscal.Date) bool {
	if len(c.site.Reports) > 0 {
		return slices.Contains(c.site.Reports, reportName(x))
	}
	return x.Filed != 0 || x.Due.PeriodEnd > first && x.Due.PeriodEnd >= c.site.Since && c.view.State.LockAt(x.Due.PeriodEnd).Level != app.Filed
}

func reportName(x app.Standing) string { return string(x.Due.Form) + " " + x.Period.Name }

// answer is the sentence that the page opens with.
func answer(xs []app.Standing, on fiscal.Date) string {
	late, today, tomorrow := 0, 0, 0
	for _, x := range xs {
		switch {
		case x.Late(on):
			late++
		case x.Filed == 0 && x.Due.Due == on:
			today++
		case x.Filed == 0 && x.Due.Due == on+1:
			tomorrow++
		}
	}
	var parts []string
	if late > 0 {
		parts = append(parts, isOrAre(late, true)+" late")
	}
	if today > 0 {
		parts = append(parts, isOrAre(today, len(parts) == 0)+" due today")
	}
	if tomorrow > 0 {
		parts = append(parts, isOrAre(tomorrow, len(parts) == 0)+" due tomorrow")
	}
	switch {
	case len(xs) == 0:
		return "The book has no entries yet, so no report can be judged."
	case len(parts) == 0:
		return "No report is late."
	}
	return join(parts) + "."
}

// isOrAre is "Three reports are" in front and "one is" behind.
func isOrAre(n int, first bool) string {
	noun, verb := " report", " is"
	if n != 1 {
		noun, verb = " reports", " are"
	}
	if !first {
		return strings.ToLower(inWords(n)) + verb
	}
	return inWords(n) + noun + verb
}

// join is "a", "a and b", "a, b and c".
func join(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}

// nextDue says what is due after tomorrow, or how those were filed that are done.
func nextDue(xs []app.Standing, on fiscal.Date) string {
	filed, late := 0, 0
	for _, x := range xs {
		if x.Filed != 0 {
			filed++
			late += min(1, filing.LateDays(x.Due.Due, x.Filed))
		}
	}
	if filed > 0 && filed == len(xs) {
		return fmt.Sprintf("%s, %d late.", filedInWords(filed), late)
	}
	for _, x := range xs {
		if x.Filed == 0 && x.Due.Due > on+1 {
			return fmt.Sprintf("The next one, the %s, is due on %s.", reportTitle(string(x.Due.Form), x.Period.Name, x.Due.PeriodEnd), day(x.Due.Due))
		}
	}
	return ""
}

func filedInWords(n int) string {
	if n == 1 {
		return "The report is filed"
	}
	return "All " + strings.ToLower(inWords(n)) + " reports are filed"
}

// reportTitle names a report: "10-K for 2005", "10-Q for March 2006".
func reportTitle(form, period string, end fiscal.Date) string {
	if form == string(filing.Form10K) {
		return form + " for " + period
	}
	return form + " for " + end.Time().Format("January 2006")
}

func (c *call) reportRow(x app.Standing) reportRow {
	r := reportRow{Name: reportTitle(string(x.Due.Form), x.Period.Name, x.Due.PeriodEnd), PeriodEnd: x.Due.PeriodEnd, Due: x.Due.Due, NT: x.Due.NTDue, Extended: x.Due.Extended, Filed: x.Filed, Planned: x.Planned(), Forecast: x.Forecast()}
	class := "idle"
	switch {
	case x.Filed != 0 && x.Filed > x.Due.Due:
		class, r.LateDays = "info", int(x.Filed-x.Due.Due)
	case x.Filed != 0:
		class = "done"
	case x.Late(c.On):
		class, r.LateDays = "stop", int(c.On-x.Due.Due)
	case c.On >= x.Due.PeriodEnd && x.Due.Due-c.On <= 14:
		class = "wait"
	}
	word := x.Status(c.On)
	switch {
	case x.Filed != 0 && r.LateDays > 0:
		word = "filed late"
	case x.Filed != 0:
		word = "filed"
	case x.Late(c.On):
		word = "late"
	}
	r.Standing = mark{class, word}
	for _, f := range c.view.State.Filings {
		if f.Form == string(x.Due.Form) && f.Period == x.Period.Name {
			r.Kept = string(c.link("/filings/" + itoa(f.Position)))
		}
	}
	r.Href = r.Kept
	if r.Href == "" && c.On >= x.Due.PeriodEnd {
		r.Href = string(c.link("/reports/"+string(x.Due.Form)+"/"+x.Period.Name, "period", x.Period.Name))
	}
	return r
}

// homeFindings are those of the balance sheet and the income statement of the chosen period, without mere notes.
func (c *call) homeFindings() ([]finding, error) {
	var all []check.Finding
	for _, kind := range []string{"balance-sheet", "income"} {
		_, fs, err := c.view.Comparative(kind, c.Period, c.On)
		if err != nil {
			return nil, err
		}
		for _, f := range fs {
			if f.Severity > check.Note && !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	return findingsOf(all), nil
}

// bookLines are the state of the books, the log and the proofs.
func (c *call) bookLines() []bookLine {
	out := []bookLine{
		{What: "Entries", Text: count(c.view.LastEntry()), Href: string(c.link("/journal"))},
		{What: "Log", Text: "position " + count(c.Position) + ", last act " + moment(c.view.State.At), Href: string(c.link("/log"))},
		c.verifyLine(),
	}
	if n := len(c.view.State.Checkpoints); n > 0 {
		last := c.view.State.Checkpoints[n-1]
		out = append(out, bookLine{What: "Signed checkpoint", Text: "kept at position " + count(last.Position), Href: string(c.link("/log/" + itoa(last.Position)))})
	}
	if n := len(c.view.State.Locks); n > 0 {
		l := c.view.State.Locks[n-1]
		out = append(out, bookLine{What: "Last lock", Text: string(l.Level) + ", up to " + shortDay(l.Last), Href: string(c.link("/log/" + itoa(l.ID)))})
	}
	return out
}

// verifyLine says what verify found since the site was started.
func (c *call) verifyLine() bookLine {
	h := c.site.verified()
	l := bookLine{What: "Verify"}
	switch {
	case h.Running:
		l.Mark = mark{"info", "running"}
	case !h.Done:
		l.Mark = mark{"idle", "not run by this site"}
	case h.Err != nil:
		l.Mark = mark{"stop", "could not be run"}
	case check.Worst(h.Result.Findings) > check.Note:
		l.Mark, l.Text = mark{"stop", "altered"}, h.Result.Findings[0].Subject
	case c.Newest:
		l.Mark = mark{"done", "nothing altered"}
		l.Text = counted(h.Result.Acts, "act", "acts") + ", " + counted(h.Result.Entries, "entry", "entries")
	default:
		l.Mark = mark{"done", "nothing altered"}
	}
	return l
}

// tieCount is how many filed figures carry a label.
type tieCount struct {
	Label  demo.Label
	Mark   mark
	Count  int
	Means  string
	Href   string
	Chosen bool
}

var tieLabels = []tieCount{
	{Label: demo.Computed, Mark: mark{"done", string(demo.Computed)}, Means: "the books give it without having been aimed at it, as the sum of figures that tie: proof"},
	{Label: demo.Booked, Mark: mark{"idle", string(demo.Booked)}, Means: "entries were sized so that the books arrive at it: it proves nothing"},
	{Label: demo.Exception, Mark: mark{"wait", "known exception"}, Means: "it does not tie, is explained, and stays visible"},
	{Label: demo.Differs, Mark: mark{"stop", "differs"}, Means: "it does not tie and nobody has explained why"},
}

// tieCounts are the counts of all labels, with links that show only one.
func (c *call) tieCounts(ties []demo.Tie, chosen string) []tieCount {
	out := slices.Clone(tieLabels)
	for i := range out {
		for _, t := range ties {
			if t.Label == out[i].Label {
				out[i].Count++
			}
		}
		out[i].Chosen = chosen == string(out[i].Label)
		out[i].Href = string(c.link("/tie-out", "label", string(out[i].Label)))
	}
	return out
}
