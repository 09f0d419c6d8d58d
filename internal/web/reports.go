package web

import (
	"archive/zip"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tieout/evidence"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/xbrl"
)

// reportRoutes are those of reports that are being made.
func (s *site) reportRoutes() []route {
	return []route{
		{Pattern: "/reports/{form}/{period}", Action: access.ReadBooks, Page: s.report},
		{Pattern: "/reports/{form}/{period}/style", Action: access.ReadBooks, Raw: s.reportStyle},
		{Pattern: "/reports/{form}/{period}/facts/{id}", Action: access.ReadBooks, Page: s.reportFact},
		{Pattern: "/reports/{form}/{period}/package", Action: access.Export, Raw: s.reportPackage},
		{Pattern: "/reports/{form}/{period}/text", Action: access.WriteReport, Page: s.reportText},
		{Pattern: "/reports/{form}/{period}/text", Action: access.WriteReport, Do: s.saveReportText},
		{Pattern: "/reports/{form}/{period}/plan", Action: access.PlanReport, Do: s.planReport},
		{Pattern: "/reports/{form}/{period}/keep", Action: access.MakeReport, Do: s.keepReport},
		{Pattern: "/filings/{act}/package", Action: access.Export, Raw: s.filingPackage},
	}
}

// reportPage is a report as it would be filed now, with what stands against that beside it.
type reportPage struct {
	Title, Sub  string
	Path        string
	Standing    reportRow
	Plans       []planRow
	Tabs        []tab
	Style, HTML string
	Other       string
	Findings    []finding
	Open        int
	Facts       int
	Package     string
	Position    int64
	Newest      bool
	Filed       string // address of the report that was kept
	Text        bool   // there is a text of its own
	TextHash    string
	TextBy      string
	Write, Plan bool
	Keep        bool
	Ask         proofAsk
	Wrong       string
	Today       string
	Scale       int
}

type planRow struct {
	Said, By string
	Date     fiscal.Date
	Moved    int // days later than said before
	Why      string
}

// draftReport is a report in the making: what is asked for, and what comes out.
type draftReport struct {
	request app.ReportRequest
	text    app.Working
	pkg     filing.Package
	at      int64
}

const reportTextKind = "report-text"

// reportAsked reads which report the address means.
func (c *call) reportAsked() (app.ReportRequest, error) {
	var r app.ReportRequest
	form, err := filing.ParseForm(strings.ToUpper(c.r.PathValue("form")))
	if err != nil || form != filing.Form10K && form != filing.Form10Q {
		return r, c.notThere("There is no report of the form " + plainText(c.r.PathValue("form"), 20) + " here; there are 10-K and 10-Q.")
	}
	p, err := c.who.state.Calendar.ParsePeriod(c.r.PathValue("period"))
	if err != nil {
		return r, c.notThere(sentence(err.Error()))
	}
	r.Form, r.Period, r.On = form, p, c.site.App.Today()
	if form == filing.Form10K && p.Quarter != 0 || form == filing.Form10Q && !p.Interim() {
		return r, c.notThere("A 10-K covers a fiscal year, a 10-Q one of its first three quarters; " + p.Name + " is neither for a " + string(form) + ".")
	}
	return r, nil
}

func (c *call) notThere(what string) problem {
	return problem{Code: http.StatusNotFound, Title: "Not found", What: what, Way: "The reports are listed under Reports."}
}

func reportID(r app.ReportRequest) string { return string(r.Form) + " " + r.Period.Name }

// drafted makes the report as known at the clock's position, with the text that is being written.
func (c *call) drafted() (draftReport, error) {
	r, err := c.reportAsked()
	if err != nil {
		return draftReport{}, err
	}
	d := draftReport{request: r}
	if d.text, _, err = c.site.App.FindWorking(c.r.Context(), reportTextKind, reportID(r)); err != nil {
		return d, err
	}
	d.request.Document, d.request.Position = d.text.Body, c.Position
	if !c.Newest {
		d.request.On = c.On
	}
	if n, err := strconv.Atoi(c.query.Get("scale")); err == nil && n == 3 {
		d.request.Scale = 3
	}
	d.pkg, d.at, err = c.site.draftPackage(c, d.request)
	return d, err
}

// draftPackage makes a package, or gives the same one that was made a moment ago.
func (s *site) draftPackage(c *call, r app.ReportRequest) (filing.Package, int64, error) {
	key := fmt.Sprint(reportID(r), r.On, r.Scale, r.Position, evidence.SHA256([]byte(r.Document)))
	s.mu.Lock()
	p, ok := s.drafts[key]
	s.mu.Unlock()
	if ok {
		return p, r.Position, nil
	}
	p, at, err := s.App.Package(c.r.Context(), r)
	if err != nil {
		return p, at, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.drafts) >= 16 {
		clear(s.drafts)
	}
	s.drafts[key] = p
	return p, at, nil
}

func (s *site) report(c *call) (page, error) { return s.reportWith(c, "") }

// reportWith is the page with what was wrong with a form on it.
func (s *site) reportWith(c *call, wrong string) (page, error) {
	r, err := c.reportAsked()
	if err != nil {
		return page{}, err
	}
	p := reportPage{Title: reportTitle(string(r.Form), r.Period.Name, r.Period.End), Path: "/reports/" + string(r.Form) + "/" + r.Period.Name, Newest: c.Newest, Position: c.Position, Wrong: wrong,
		Write: c.who.can(access.WriteReport), Plan: c.who.can(access.PlanReport) && c.Newest, Keep: c.who.can(access.MakeReport) && c.Newest, Today: s.App.Today().String()}
	own, err := s.App.Credentials(c.r.Context(), c.who.Code)
	if err != nil {
		return page{}, err
	}
	p.Ask = askOf(c.who, own)
	if err := c.standingOf(r, &p); err != nil {
		return page{}, err
	}
	d, err := c.drafted()
	if m := mistakeIn(err); m != "" {
		p.Other = m
		return page{Title: p.Title, Section: "filings", Body: reportBody(p)}, nil
	}
	if err != nil {
		return page{}, err
	}
	p = p.shown(c, d)
	return page{Title: p.Title, Section: "filings", Body: reportBody(p), Panel: true, Beside: besideFindings(p.Findings)}, nil
}

// standingOf fills in where the report stands against its due dates and its plans.
func (c *call) standingOf(r app.ReportRequest, p *reportPage) error {
	all, err := c.view.ReportCalendar([]int{r.Period.Year}, c.On)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Due.Form != r.Form || x.Period.Name != r.Period.Name {
			continue
		}
		p.Standing = c.reportRow(x)
		p.Filed = p.Standing.Kept
		for i, pl := range x.Plans {
			row := planRow{Said: moment(pl.At), By: pl.By, Date: pl.Date, Why: pl.Why}
			if i > 0 {
				row.Moved = int(pl.Date - x.Plans[i-1].Date)
			}
			p.Plans = append(p.Plans, row)
		}
	}
	return nil
}

// shown fills in what was made.
func (p reportPage) shown(c *call, d draftReport) reportPage {
	p.Facts, p.Findings, p.Text, p.Scale = len(d.pkg.Facts), findingsOf(d.pkg.Findings), d.text.Body != "", d.request.Scale
	p.TextHash = evidence.SHA256([]byte(d.text.Body))
	for _, f := range p.Findings {
		if f.Mark.Class != "info" {
			p.Open++
		}
	}
	if p.Text {
		p.TextBy = "its text was written last by " + d.text.Person + ", " + moment(d.text.At)
	} else {
		p.TextBy = "it has no text of its own yet: the form's plain one stands in"
	}
	p.Sub = "As it would be filed on " + day(d.request.On) + " from the books " + c.known() + ", position " + count(d.at) + "; " + p.TextBy + "."
	p.Style, p.Package = string(c.link(p.Path+"/style")), string(c.link(p.Path+"/package"))
	var err error
	if p.HTML, _, err = inlinePage(mainFile(d.pkg), func(id string) string {
		if _, ok := d.pkg.Origins[id]; !ok {
			return ""
		}
		return string(c.link(p.Path + "/facts/" + id))
	}); err != nil {
		p.HTML, p.Other = "", "The document is not well-formed and cannot be shown: "+err.Error()
	}
	return p
}

// mainFile is the inline document of a package.
func mainFile(p filing.Package) []byte {
	if len(p.Files) == 0 {
		return nil
	}
	return p.Files[0].Body
}

func (s *site) reportStyle(c *call, w http.ResponseWriter) error {
	d, err := c.drafted()
	if err != nil {
		return err
	}
	_, css, err := inlinePage(mainFile(d.pkg), func(string) string { return "" })
	if err != nil {
		css = ""
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, err = w.Write([]byte(css))
	return err
}

// reportFact is the chain of a tagged fact of a report in the making.
func (s *site) reportFact(c *call) (page, error) {
	d, err := c.drafted()
	if err != nil {
		return page{}, err
	}
	id := c.r.PathValue("id")
	i := slices.IndexFunc(d.pkg.Facts, func(x xbrl.Fact) bool { return x.ID == id })
	if i < 0 {
		return page{}, c.missing("The report has no fact "+plainText(id, 80)+".", "Choose an underlined number in the report.")
	}
	fact := d.pkg.Facts[i]
	x, err := c.factChain(c.view, app.Filing{Form: string(d.request.Form), Period: d.request.Period.Name, On: d.request.On}, fact, d.pkg.Origins[id])
	if err != nil {
		return page{}, err
	}
	x.Facts = []factRow{{Report: "the " + reportID(d.request) + " in the making", Concept: fact.Concept, Value: fact.Value, Period: periodOf(fact.Period) + " · id " + id, Href: string(c.link("/reports/"+string(d.request.Form)+"/"+d.request.Period.Name)) + "#" + id}}
	x.Concept = fact.Concept
	return page{Title: x.Title, Section: "filings", Body: explainBody(x)}, nil
}

// reportPackage takes a package away that is not kept.
func (s *site) reportPackage(c *call, w http.ResponseWriter) error {
	d, err := c.drafted()
	if err != nil {
		return err
	}
	s.note(c.r, c.who.Code, "exported", "package of "+reportID(d.request)+", not kept")
	return zipped(w, d.pkg.Base+"-draft", d.pkg.Files)
}

// filingPackage takes a kept package away, as it was kept.
func (s *site) filingPackage(c *call, w http.ResponseWriter) error {
	f, pkg, err := c.filingOf()
	if err != nil {
		return err
	}
	var files []xbrl.File
	for _, x := range f.Files {
		body, err := c.fileOf(f, x.Key)
		if err != nil {
			return err
		}
		files = append(files, xbrl.File{Name: x.Key, Body: body})
	}
	s.note(c.r, c.who.Code, "exported", "package of "+f.Form+" "+f.Period)
	return zipped(w, pkg.Base, files)
}

// zipped writes files as a zip with fixed times: the same files give the same bytes.
func zipped(w http.ResponseWriter, name string, files []xbrl.File) error {
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.zip"`)
	z := zip.NewWriter(w)
	for _, f := range files {
		part, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = part.Write(f.Body)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// planReport says when the report is expected.
func (s *site) planReport(c *call) (done, error) {
	r, err := c.reportAsked()
	if err != nil {
		return done{}, err
	}
	on, err := fiscal.Parse(strings.TrimSpace(c.form.Get("date")))
	if err == nil {
		_, err = s.App.PlanReport(c.ctx(), c.who.Code, r.Form, r.Period, on, strings.TrimSpace(c.form.Get("why")))
	}
	return c.reportDone(r, err, "The "+string(r.Form)+" for "+r.Period.Name+" is now expected on "+day(on)+".")
}

// keepReport makes the report and keeps it.
func (s *site) keepReport(c *call) (done, error) {
	r, err := c.reportAsked()
	if err != nil {
		return done{}, err
	}
	text, _, err := s.App.FindWorking(c.r.Context(), reportTextKind, reportID(r))
	if err != nil {
		return done{}, err
	}
	position, perr := strconv.ParseInt(c.form.Get("position"), 10, 64)
	on, derr := fiscal.Parse(strings.TrimSpace(c.form.Get("on")))
	r.Document, r.Position, r.On = text.Body, position, on
	r.Scale, _ = strconv.Atoi(c.form.Get("scale"))
	switch {
	case perr != nil:
		err = app.Refused{Rule: "stale", Message: "the form does not say which position was read; open the page again"}
	case derr != nil:
		err = derr
	case c.form.Get("text") != evidence.SHA256([]byte(text.Body)):
		err = app.Refused{Rule: "stale", Message: "the text changed since the page was shown (" + text.Person + ", " + moment(text.At) + "); read the report again before it is released"}
	default:
		_, err = s.App.KeepReport(c.ctx(), c.who.Code, r)
	}
	d, err := c.reportDone(r, err, "The report is kept, with a signed checkpoint. Take the package to the filing agent from its page.")
	if d.Again == nil && err == nil {
		d.To = "/filings"
	}
	return d, err
}

// reportDone goes back to the report, with what was wrong.
func (c *call) reportDone(r app.ReportRequest, err error, say string) (done, error) {
	var fm fiscal.Mistake
	wrong := mistakeIn(err)
	if errors.As(err, &fm) {
		wrong = sentence(err.Error())
	}
	if wrong != "" {
		return done{Again: func(c *call) (page, error) { return c.site.reportWith(c, wrong) }}, nil
	}
	return done{To: "/reports/" + string(r.Form) + "/" + r.Period.Name, Say: say}, err
}

// textPage is the text of a report, to be written.
type textPage struct {
	Title, Path string
	Text, Read  string // Read is the hash of what was read: whoever changed it since is not overwritten
	By          string
	Wrong       string
	Theirs      string // what stands there now, when it is another
	HasOwn      bool
}

// maxText is how long the text of a report may be.
const maxText = 1 << 20

func (s *site) reportText(c *call) (page, error) { return s.textWith(c, textPage{}) }

func (s *site) textWith(c *call, p textPage) (page, error) {
	r, err := c.reportAsked()
	if err != nil {
		return page{}, err
	}
	w, ok, err := s.App.FindWorking(c.r.Context(), reportTextKind, reportID(r))
	if err != nil {
		return page{}, err
	}
	p.Title, p.Path, p.HasOwn = "Text of the "+reportTitle(string(r.Form), r.Period.Name, r.Period.End), "/reports/"+string(r.Form)+"/"+r.Period.Name, ok
	if ok {
		p.By = w.Person + ", " + moment(w.At)
	}
	if p.Wrong == "" {
		p.Text = w.Body
		if !ok {
			p.Text = s.beginning(c, r)
		}
	} else if p.Theirs != "" {
		p.Theirs = w.Body
	}
	p.Read = evidence.SHA256([]byte(w.Body))
	return page{Title: p.Title, Section: "filings", Body: textBody(p)}, nil
}

// beginning is the text to begin with: that of the last report of the form that was kept, else the form's plain one.
func (s *site) beginning(c *call, r app.ReportRequest) string {
	for _, f := range slices.Backward(c.view.State.Filings) {
		if f.Form == string(r.Form) && f.Document != "" {
			if _, text, ok, err := c.view.Document(ledger.Hash(f.Document)); ok && err == nil {
				return string(text)
			}
		}
	}
	return filing.PlainDocument(r.Form)
}

// saveReportText keeps the text.
func (s *site) saveReportText(c *call) (done, error) {
	r, err := c.reportAsked()
	if err != nil {
		return done{}, err
	}
	text := strings.ReplaceAll(c.form.Get("text"), "\r\n", "\n")
	again := func(wrong string, stale bool) (done, error) {
		p := textPage{Text: text, Wrong: wrong}
		if stale {
			p.Theirs = "theirs"
		}
		return done{Again: func(c *call) (page, error) { return c.site.textWith(c, p) }}, nil
	}
	if len(text) > maxText {
		return again(fmt.Sprintf("The text has %s; a report has at most %s.", size(int64(len(text))), size(maxText)), false)
	}
	if _, err := filing.ParseDocument(text); err != nil {
		return again(sentence(plainText(err.Error(), 600)), false)
	}
	stale, by := false, ""
	err = s.App.ChangeWorking(c.r.Context(), reportTextKind, reportID(r), func(w *app.Working) (bool, error) {
		if evidence.SHA256([]byte(w.Body)) != c.form.Get("read") {
			stale, by = true, orText(w.Person, "somebody")
			return false, nil
		}
		w.Kind, w.ID, w.Person, w.Body = reportTextKind, reportID(r), c.who.Code, text
		return true, nil
	})
	if stale {
		return again("Meanwhile "+by+" changed the text. Yours stands below, theirs beneath it; bring the two together and save again.", true)
	}
	return done{To: "/reports/" + string(r.Form) + "/" + r.Period.Name, Say: "The text is kept. It is part of no book until the report is released."}, err
}
