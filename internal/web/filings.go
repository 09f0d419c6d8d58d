package web

import (
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"tieout/check"
	"tieout/evidence"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/statement"
	"tieout/xbrl"
)

// reportsPage lists the reports against their due dates, and those that were kept.
type reportsPage struct {
	Sentence, More string
	Timeline       timeline
	Reports        []reportRow
	Kept           []tableRow
}

var keptHeads = []head{{Text: "Report"}, {Text: "Made for"}, {Text: "Made at position", Amount: true}, {Text: "Facts", Amount: true}, {Text: "Findings"}, {Text: "Files", Amount: true}, {Text: "Kept at position", Amount: true}}

// filings is the page of all reports.
func (s *site) filings(c *call) (page, error) {
	standings, err := c.standings()
	if err != nil {
		return page{}, err
	}
	p := reportsPage{Sentence: answer(standings, c.On), More: sentence(c.known()) + " " + nextDue(standings, c.On)}
	for _, x := range standings {
		p.Reports = append(p.Reports, c.reportRow(x))
	}
	p.Timeline = newTimeline(p.Reports, c.On)
	for _, f := range slices.Backward(c.view.State.Filings) {
		pkg, err := s.kept(c.view, f)
		if err != nil {
			return page{}, err
		}
		p.Kept = append(p.Kept, tableRow{Cells: []cell{{Text: c.filingTitle(f), Href: string(c.link("/filings/" + itoa(f.Position)))}, {Text: shortDay(f.On)}, {Amount: true, Figure: figure{Digits: count(f.AsKnown)}},
			{Amount: true, Figure: figure{Digits: count(len(pkg.Facts))}}, {Text: findingsInWords(pkg.Findings)}, {Amount: true, Figure: figure{Digits: count(len(f.Files))}}, {Amount: true, Figure: figure{Digits: count(f.Position), Href: ""}}}})
	}
	return page{Title: "Reports", Section: "filings", Body: reportsBody(p)}, nil
}

func findingsInWords(fs []check.Finding) string {
	n := 0
	for _, f := range fs {
		if f.Severity > check.Note {
			n++
		}
	}
	if n == 0 {
		return "none open"
	}
	return count(n) + " open"
}

func (c *call) filingTitle(f app.Filing) string {
	p, err := c.view.State.Calendar.ParsePeriod(f.Period)
	if err != nil {
		return f.Form + " for " + f.Period
	}
	return reportTitle(f.Form, f.Period, p.End)
}

// filingPage is a report as EDGAR will show it, with what stands behind it.
type filingPage struct {
	Title     string
	Sub       string
	Tabs      []tab
	Style     string // address of the report's style sheet
	HTML      string // of the report, made safe
	Other     string // why a file is not shown
	Findings  []finding
	Facts     int
	Synthetic int
	Files     []fileRow
	Package   string // address of all of them in one
}

// fileRow is a file of the package.
type fileRow struct {
	Name, What, Size, Hash string
	Open, Save             string
}

// filingOf finds the kept report that the address names by its act.
func (c *call) filingOf() (app.Filing, filing.Package, error) {
	text := c.r.PathValue("act")
	n, err := strconv.ParseInt(text, 10, 64)
	i := slices.IndexFunc(c.view.State.Filings, func(f app.Filing) bool { return f.Position == n })
	if err != nil || i < 0 {
		return app.Filing{}, filing.Package{}, c.missing("No report was kept by the act at position "+plainText(text, 20)+", as far as is known at position "+count(c.Position)+".", "It may have been made later: move the clock, or look under Reports.")
	}
	f := c.view.State.Filings[i]
	p, err := c.site.kept(c.view, f)
	return f, p, err
}

// filing is the page of one report, opened at one of its files.
func (s *site) filing(c *call) (page, error) {
	f, pkg, err := c.filingOf()
	if err != nil {
		return page{}, err
	}
	shown := c.query.Get("file")
	if shown == "" && len(f.Files) > 0 {
		shown = f.Files[0].Key
	}
	body, err := c.fileOf(f, shown)
	if err != nil {
		return page{}, err
	}
	p := filingPage{Title: c.filingTitle(f), Findings: findingsOf(pkg.Findings), Facts: len(pkg.Facts), Files: c.fileRows(f),
		Sub:  "Made for " + day(f.On) + " from the books at position " + count(f.AsKnown) + ", kept at position " + count(f.Position) + ". Files are served as they were kept.",
		Tabs: c.fileTabs(f, shown), Style: string(c.link("/filings/" + itoa(f.Position) + "/style/" + shown))}
	for _, o := range pkg.Origins {
		if o.Synthetic {
			p.Synthetic++
		}
	}
	p.Package = string(c.link("/filings/" + itoa(f.Position) + "/package"))
	base := "/filings/" + itoa(f.Position) + "/facts/"
	p.HTML, _, err = inlinePage(body, func(id string) string {
		if _, ok := pkg.Origins[id]; !ok {
			return ""
		}
		return string(c.link(base + id))
	})
	if err != nil {
		p.HTML, p.Other = "", "The file is not well-formed and is shown only as it was kept: open it below."
	}
	return page{Title: p.Title, Section: "filings", Body: filingBody(p), Panel: true, Beside: besideFindings(p.Findings)}, nil
}

// fileOf reads a kept file of a report.
func (c *call) fileOf(f app.Filing, name string) ([]byte, error) {
	i := slices.IndexFunc(f.Files, func(x evidence.Field) bool { return x.Key == name })
	if i < 0 {
		return nil, c.missing("The report has no file "+plainText(name, 80)+".", "Its files are listed on its page.")
	}
	_, body, ok, err := c.view.Document(ledger.Hash(f.Files[i].Value))
	if err == nil && !ok {
		err = c.missing("The content of "+plainText(name, 80)+" is no longer stored; its hash is "+f.Files[i].Value+".", "Make the report again with tieout file.")
	}
	return body, err
}

// fileTabs are the parts of the report that are read: the inline document, the form of its day, the exhibits.
func (c *call) fileTabs(f app.Filing, shown string) []tab {
	var out []tab
	for _, x := range f.Files {
		if path.Ext(x.Key) == ".htm" {
			out = append(out, tab{fileWords(x.Key, f), string(c.link("/filings/"+itoa(f.Position), "file", x.Key)), x.Key == shown})
		}
	}
	return out
}

// fileWords say what a file of a package is.
func fileWords(name string, f app.Filing) string {
	switch {
	case len(f.Files) > 0 && name == f.Files[0].Key:
		return "Inline XBRL"
	case strings.Contains(name, "ex31"), strings.Contains(name, "ex32"):
		_, n, _ := strings.Cut(strings.TrimSuffix(name, ".htm"), "ex")
		return "Exhibit " + exhibitNumber(n)
	case path.Ext(name) == ".htm":
		return "Form of its day"
	case path.Ext(name) == ".xsd":
		return "Schema of own elements"
	}
	for suffix, words := range map[string]string{"_lab": "Labels", "_pre": "Presentation", "_cal": "Calculation", "_def": "Definition"} {
		if strings.Contains(name, suffix) {
			return words
		}
	}
	return "File"
}

// exhibitNumber is 31.1 for 311.
func exhibitNumber(s string) string {
	s = strings.Trim(strings.ReplaceAll(s, "-", "."), ".")
	if len(s) == 3 && !strings.Contains(s, ".") {
		return s[:2] + "." + s[2:]
	}
	return s
}

func (c *call) fileRows(f app.Filing) []fileRow {
	var out []fileRow
	for _, x := range f.Files {
		at := "/filings/" + itoa(f.Position) + "/files/" + x.Key
		r := fileRow{Name: x.Key, What: fileWords(x.Key, f), Hash: x.Value, Open: string(c.link(at)), Save: string(c.link(at, "take", "1"))}
		for _, d := range c.view.State.Documents {
			if string(d.Hash) == x.Value {
				r.Size = size(d.Bytes)
			}
		}
		out = append(out, r)
	}
	return out
}

// filingFile serves a file as it was kept, in a sandbox, or to be saved.
func (s *site) filingFile(c *call, w http.ResponseWriter) error {
	f, _, err := c.filingOf()
	if err != nil {
		return err
	}
	name := c.r.PathValue("file")
	body, err := c.fileOf(f, name)
	if err != nil {
		return err
	}
	media := "application/xml"
	if path.Ext(name) == ".htm" {
		media = "text/html"
	}
	return serveFile(w, name, media, body, c.query.Get("take") != "")
}

// filingStyle is the style sheet of a report's file: what its elements carry, as classes.
func (s *site) filingStyle(c *call, w http.ResponseWriter) error {
	f, _, err := c.filingOf()
	if err != nil {
		return err
	}
	body, err := c.fileOf(f, c.r.PathValue("file"))
	if err != nil {
		return err
	}
	_, css, err := inlinePage(body, func(string) string { return "" })
	if err != nil {
		css = ""
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(".css"))
	_, err = w.Write([]byte(css))
	return err
}

// fact is the chain of a tagged fact of a kept report, as known when the report was made.
func (s *site) fact(c *call) (page, error) {
	f, pkg, err := c.filingOf()
	if err != nil {
		return page{}, err
	}
	id := c.r.PathValue("id")
	i := slices.IndexFunc(pkg.Facts, func(x xbrl.Fact) bool { return x.ID == id })
	if i < 0 {
		return page{}, c.missing("The report has no fact "+plainText(id, 80)+".", "Choose an underlined number in the report.")
	}
	then, err := c.view.AsOf(f.AsKnown)
	if err != nil {
		return page{}, err
	}
	x, err := c.factChain(then, f, pkg.Facts[i], pkg.Origins[id])
	if err != nil {
		return page{}, err
	}
	fact := pkg.Facts[i]
	x.Facts = []factRow{{Report: c.filingTitle(f) + ", made on " + shortDay(f.On), Concept: fact.Concept, Value: fact.Value, Period: periodOf(fact.Period) + " · id " + id, Href: string(c.link("/filings/"+itoa(f.Position))) + "#" + id}}
	x.Concept = fact.Concept
	return page{Title: x.Title, Section: "filings", Body: explainBody(x)}, nil
}

// topicPage is where a topic shows how it comes to its figures.
func (c *call) topicPage(topic string) string {
	if _, err := app.EstimateTopic(topic); err != nil {
		return string(c.link("/" + topic))
	}
	return string(c.link("/estimates/" + topic))
}

// factChain goes down from a fact through its origin.
func (c *call) factChain(v *app.View, f app.Filing, fact xbrl.Fact, o filing.Origin) (chain, error) {
	if o.Statement != "" {
		near, err := v.State.Calendar.ParsePeriod(f.Period)
		if err != nil {
			return chain{}, err
		}
		x, err := c.figureChain(v, o.Statement, o.Row, o.Column, near, f.On)
		if err == nil {
			return x, nil
		}
		if _, err := whyAbsent(err); err != nil {
			return chain{}, err
		}
	}
	x := chain{Title: o.Label, Under: periodOf(fact.Period), Figure: exactly(fact.Value), Position: v.Position}
	if o.Registrant || len(o.Accounts) == 0 {
		x.Note = "It comes from the registrant's data"
		switch {
		case o.Topic != "":
			x.Note, x.Steps = "It is worked out by the topic "+o.Topic, c.topicPage(o.Topic)
		case !o.Registrant:
			x.Note = "It is computed from other figures of the statement " + o.Statement
		}
		x.Title = orText(x.Title, fact.Concept)
		return x, nil
	}
	span := fiscal.Period{Start: earliest, End: fact.Period.End()}
	if fact.Period.Type() == xbrl.Duration {
		span = fact.Period.Span
	}
	e, err := v.ExplainAccounts(o.Label, slices.DeleteFunc(slices.Clone(o.Accounts), func(s statement.Source) bool { return s.Amount == 0 }), span)
	if err != nil {
		return chain{}, err
	}
	y := c.chainOf(v, e)
	y.Title, y.Under, y.Figure = x.Title, x.Under, x.Figure
	y.Figure.Synthetic = o.Synthetic
	return y, nil
}

func orText(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
