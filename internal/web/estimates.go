package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/internal/exporter"
	"tieout/money"
	"tieout/workpaper"
)

// estimateRoutes are those of accounting estimates: the same pages for every topic.
func (s *site) estimateRoutes() []route {
	return []route{
		{Pattern: "/estimates", Action: access.ReadBooks, Page: s.estimates},
		{Pattern: "/estimates/{topic}", Action: access.ReadBooks, Page: s.estimateTopic},
		{Pattern: "/estimates/{topic}/template", Action: access.Export, Raw: s.estimateTemplate},
		{Pattern: "/estimates/{topic}/new", Action: access.PrepareEntry, Page: s.newEstimate},
		{Pattern: "/estimates/{topic}/record", Action: access.PrepareEntry, Do: s.recordEstimate},
		{Pattern: "/estimates/{topic}/upload", Action: access.PrepareEntry, Do: s.uploadEstimate, Large: true},
		{Pattern: "/estimates/{topic}/note", Action: access.ReadBooks, Page: s.estimateNote},
		{Pattern: "/estimates/{topic}/note/facts/{id}", Action: access.ReadBooks, Page: s.estimateNoteFact},
		{Pattern: "/estimates/{topic}/note/style", Action: access.ReadBooks, Raw: s.estimateNoteStyle},
		{Pattern: "/estimates/{topic}/of/{code}", Action: access.ReadBooks, Page: s.estimateSchedule},
		{Pattern: "/estimates/{topic}/of/{code}/entries", Action: access.ReadBooks, Page: s.estimateEntries},
		{Pattern: "/estimates/{topic}/of/{code}/entries", Action: access.PrepareEntry, Do: s.proposeEstimate},
		{Pattern: "/estimates/{topic}/of/{code}/record", Action: access.ReadBooks, Page: s.estimateRecord},
		{Pattern: "/estimates/{topic}/of/{code}/work", Action: access.ReadBooks, Page: s.estimateWork},
		{Pattern: "/estimates/{topic}/of/{code}/workpaper", Action: access.Export, Raw: s.estimatePaper},
		{Pattern: "/estimates/{topic}/of/{code}/history", Action: access.ReadBooks, Page: s.estimateHistory},
		{Pattern: "/estimates/{topic}/of/{code}/download", Action: access.Export, Raw: s.estimateDownload},
	}
}

// topicTabs are the topics, with the one that is shown.
func (c *call) topicTabs(on string) []tab {
	out := []tab{{"All", string(c.link("/estimates")), on == ""}}
	for _, t := range app.EstimateTopics() {
		out = append(out, tab{t.Title, string(c.link("/estimates/" + t.Name)), t.Name == on})
	}
	return out
}

// estimatePage begins a page of estimates.
func (c *call) estimatePage(title, sub, path string, tabs []tab) sheetsPage {
	return sheetsPage{Title: title, Sub: sub, Path: path, Tabs: tabs, TabsOf: "Accounting estimates", Section: "estimates", Carried: c.carriedPairs()}
}

// asOf says which day and knowledge a page shows.
func (c *call) asOf() string {
	return "At the end of " + shortDay(c.stockDay()) + ", " + c.known() + ", in " + string(c.view.Entity().Currency) + "."
}

// estimates lists all estimates by topic with where each stands.
func (s *site) estimates(c *call) (page, error) {
	p := c.estimatePage("Accounting estimates", c.asOf(), "/estimates", c.topicTabs(""))
	for _, t := range app.EstimateTopics() {
		x, err := c.topicSection(t)
		if err != nil {
			return page{}, err
		}
		if x.Title = t.Title; len(x.Rows) > 0 {
			p.Sections = append(p.Sections, x)
		}
	}
	if len(p.Sections) == 0 {
		p.Empty = "No estimate is recorded. Choose a topic above: its page takes a record in, typed or as a workbook."
	}
	return p.page(), nil
}

// topicSection is the register of a topic: each estimate with its balance by the schedule, what remains to be entered and its findings.
func (c *call) topicSection(t estimate.Topic) (sheetSection, error) {
	x := sheetSection{Heads: []head{{Text: "Code", Tight: true}, {Text: "Name"}, {Text: "By the schedule", Amount: true}, {Text: "Entries to make"}, {Text: "Findings"}, {Text: "Recorded", Tight: true}, {Text: "By"}}}
	for _, e := range c.view.State.Estimates {
		if e.Topic != t.Name {
			continue
		}
		row := tableRow{Cells: []cell{{Text: e.Code, Href: string(c.link("/estimates/" + t.Name + "/of/" + pathText(e.Code)))}, {Text: e.Name}}}
		s, err := c.view.Schedule(t.Name, e.Code)
		if m := mistakeIn(err); m != "" {
			row.Cells = append(row.Cells, cell{Amount: true}, cell{}, cell{Text: m})
		} else if err != nil {
			return x, err
		} else {
			es, err := c.view.EstimateEntries(s, c.stockDay())
			if err != nil {
				return x, err
			}
			row.Cells = append(row.Cells, cell{Amount: true, Figure: amountOf(s.Schedule.Rollforward(c.Period.Period).Total().End, c.digits())}, cell{Text: remainingWords(es)}, cell{Text: findingWords(c.view.Checked(s, c.stockDay()))})
		}
		last := e.Last()
		row.Cells = append(row.Cells, cell{Text: last.At[:10]}, cell{Text: last.By})
		x.Rows = append(x.Rows, row)
	}
	return x, nil
}

func remainingWords(es []app.EstimateEntry) string {
	todo, waiting := 0, 0
	for _, e := range es {
		switch {
		case e.Waiting != 0:
			waiting++
		case e.Remaining != nil:
			todo++
		}
	}
	switch {
	case todo > 0 && waiting > 0:
		return fmt.Sprintf("%d to propose, %d waiting", todo, waiting)
	case todo > 0:
		return fmt.Sprintf("%d to propose", todo)
	case waiting > 0:
		return fmt.Sprintf("%d waiting", waiting)
	}
	return "none"
}

func findingWords(fs []check.Finding) string {
	n := 0
	for _, f := range fs {
		if f.Severity >= check.Open {
			n++
		}
	}
	if n == 0 {
		return "none open"
	}
	return strconv.Itoa(n) + " open"
}

// topicAsked is the topic of the address.
func (c *call) topicAsked() (estimate.Topic, error) {
	t, err := app.EstimateTopic(c.r.PathValue("topic"))
	if err != nil {
		return t, c.missing("There is no topic "+plainText(c.r.PathValue("topic"), 40)+".", "The topics are shown under Estimates.")
	}
	return t, nil
}

// estimateTopic is the register of one topic, with its roll-forwards and what can be begun.
func (s *site) estimateTopic(c *call) (page, error) { return s.topicWith(c, "") }

func (s *site) topicWith(c *call, wrong string) (page, error) {
	t, err := c.topicAsked()
	if err != nil {
		return page{}, err
	}
	p := c.estimatePage(t.Title, t.Summary+" "+c.asOf(), "/estimates/"+t.Name, c.topicTabs(t.Name))
	p.Wrong = wrong
	x, err := c.topicSection(t)
	if err != nil {
		return page{}, err
	}
	x.Empty = "Nothing is recorded yet."
	p.Sections = []sheetSection{x}
	if t.Note != nil && len(x.Rows) > 0 {
		p.Links = append(p.Links, pair{"Note", string(c.link("/estimates/" + t.Name + "/note"))})
	}
	p.Links = append(p.Links, pair{"Template (XLSX)", string(c.link("/estimates/" + t.Name + "/template"))})
	if c.who.can(access.PrepareEntry) && c.Newest {
		p.Links = append(p.Links, pair{"New record", string(c.link("/estimates/" + t.Name + "/new"))})
		p.Forms = []sheetForm{{Title: "Take a record in from a workbook", Folded: true, File: true, Optional: true, To: "/estimates/" + t.Name + "/upload", Once: newOnce(), Button: "Take it in",
			Fields:      []ask{{"Code", "code", "", "text"}, {"Name", "name", "", "text"}, {"Why it is changed", "why", "", "text"}, {"Workbook or YAML", "file", "", "file"}},
			Consequence: "If you take it in, it is the record that counts for this code; the one before stays in its history. Entries are only proposed."}}
	}
	return p.page(), nil
}

func (s *site) estimateTemplate(c *call, w http.ResponseWriter) error {
	t, err := c.topicAsked()
	if err != nil {
		return err
	}
	var rec estimate.Record
	if code := c.query.Get("code"); code != "" {
		x, err := c.view.Schedule(t.Name, code)
		if m := mistakeIn(err); m != "" {
			return c.missing(m, "Estimates are listed under their topic.")
		}
		if err != nil {
			return err
		}
		rec = x.Record
	}
	b, err := app.EstimateTemplate(t, rec)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="`+t.Name+`.xlsx"`)
	_, err = w.Write(b)
	return err
}

// scheduleAsked is the estimate of the address with what follows from it.
func (c *call) scheduleAsked() (app.Schedule, error) {
	t, err := c.topicAsked()
	if err != nil {
		return app.Schedule{}, err
	}
	s, err := c.view.Schedule(t.Name, c.r.PathValue("code"))
	if m := mistakeIn(err); m != "" {
		return s, c.missing(m, "Estimates are listed under their topic.")
	}
	return s, err
}

// scheduleTabs are the views of one estimate.
func (c *call) scheduleTabs(s app.Schedule, on string) []tab {
	base := "/estimates/" + s.Topic.Name + "/of/" + pathText(s.Code)
	out := []tab{{s.Topic.Title, string(c.link("/estimates/" + s.Topic.Name)), false}}
	for _, x := range [][2]string{{"", "Schedule"}, {"/entries", "Entries"}, {"/work", "Workpaper"}, {"/record", "Record"}, {"/history", "History"}} {
		if _, ok := s.Schedule.(estimate.Papered); !ok && x[0] == "/work" {
			continue
		}
		out = append(out, tab{x[1], string(c.link(base + x[0])), x[0] == on})
	}
	return out
}

func (c *call) schedulePage(s app.Schedule, part, title, sub string) sheetsPage {
	return c.estimatePage(title, sub, "/estimates/"+s.Topic.Name+"/of/"+s.Code+part, c.scheduleTabs(s, part))
}

// titleOf names an estimate.
func titleOf(s app.Schedule) string { return orText(s.Name, s.Topic.Title+" "+s.Code) }

// estimateSchedule is what follows from a record over the period: findings, drawings, roll-forward and further tables.
func (s *site) estimateSchedule(c *call) (page, error) {
	x, err := c.scheduleAsked()
	if err != nil {
		return page{}, err
	}
	p := c.schedulePage(x, "", titleOf(x)+".", "Over "+c.Period.Name+", "+c.known()+", in "+string(c.view.Entity().Currency)+".")
	p.Findings = findingsOf(c.view.Checked(x, c.stockDay()))
	base := "/estimates/" + x.Topic.Name + "/of/" + pathText(x.Code)
	roll := c.section("Roll-forward", c.view.RollTable(x, c.Period))
	roll.Downloads = c.downloadLinks(base+"/download", "table", "roll")
	if d, ok := x.Schedule.(estimate.Charted); ok {
		for _, ch := range d.Charts(c.Period.Period) {
			roll.Charts = append(roll.Charts, drawn(ch, c.digits()))
		}
	}
	p.Sections = []sheetSection{roll}
	if g, ok := x.Schedule.(estimate.Tabled); ok {
		for _, grid := range g.Grids(c.Period.Period) {
			t := c.section(grid.Title, c.view.GridTable(x, grid, c.Period))
			t.Downloads = c.downloadLinks(base+"/download", "table", grid.ID)
			p.Sections = append(p.Sections, t)
		}
	}
	return p.page(), nil
}

// drawn is a schedule's drawing.
func drawn(x estimate.Chart, digits int) chart {
	var ss []series
	for _, s := range x.Series {
		ss = append(ss, series{Name: s.Name, Values: s.Values})
	}
	if x.Lines {
		return lineChart(x.ID, x.Title, x.Labels, ss, digits)
	}
	return barChart(x.ID, x.Title, x.Labels, ss, digits, x.Stacked)
}

func (s *site) estimateDownload(c *call, w http.ResponseWriter) error {
	x, err := c.scheduleAsked()
	if err != nil {
		return err
	}
	var t exporter.Table
	switch id := c.query.Get("table"); id {
	case "roll":
		t = c.view.RollTable(x, c.Period)
	case "history":
		t = c.view.EstimateHistory(x)
	case "entries":
		es, err := c.view.EstimateEntries(x, c.Period.End)
		if err != nil {
			return err
		}
		t = c.view.EntriesTable(x, es, c.Period.End)
	default:
		if t, err = c.view.EstimateGrid(x, id, c.Period); mistakeIn(err) != "" {
			return c.missing(mistakeIn(err), "Choose a table on the page of the estimate.")
		}
	}
	if err != nil {
		return err
	}
	return c.send(w, t, x.Topic.Name+"-"+x.Code+"-"+c.Period.Name)
}

// estimateEntries are the entries that the schedule says, beside what is posted.
func (s *site) estimateEntries(c *call) (page, error) { return s.entriesWith(c, "") }

func (s *site) entriesWith(c *call, wrong string) (page, error) {
	x, err := c.scheduleAsked()
	if err != nil {
		return page{}, err
	}
	end := c.Period.End
	p := c.schedulePage(x, "/entries", "Entries of "+titleOf(x)+".", "From the books' first day to "+shortDay(end)+", "+c.known()+". Debits are positive.")
	p.Wrong = wrong
	es, err := c.view.EstimateEntries(x, end)
	if err != nil {
		return page{}, err
	}
	t := c.section("", c.view.EntriesTable(x, es, end))
	t.Empty = "The schedule says no entry up to " + shortDay(end) + "."
	t.Downloads = c.downloadLinks("/estimates/"+x.Topic.Name+"/of/"+pathText(x.Code)+"/download", "table", "entries")
	p.Sections = []sheetSection{t}
	todo := slices.ContainsFunc(es, func(e app.EstimateEntry) bool { return e.Remaining != nil && e.Waiting == 0 })
	if todo && c.Newest && c.who.can(access.PrepareEntry) {
		p.Forms = []sheetForm{{Title: "Enter them", To: "/estimates/" + x.Topic.Name + "/of/" + pathText(x.Code) + "/entries", Once: newOnce(), Hidden: []pair{{"up-to", end.String()}}, Button: "Propose what is to be entered",
			Consequence: "If you propose them, each is an entry of its own, once, and waits for a second person where there is one; one that a lock refuses does not hold up the others."}}
	}
	return p.page(), nil
}

func (s *site) proposeEstimate(c *call) (done, error) {
	topic, code := c.r.PathValue("topic"), c.r.PathValue("code")
	upTo, err := fiscal.Parse(c.form.Get("up-to"))
	if err != nil {
		return done{}, bad("The day is not a date.", "Go back to the entries of the estimate.")
	}
	made, err := s.App.ProposeEstimate(c.ctx(), c.who.Code, topic, code, upTo)
	if m := mistakeIn(err); m != "" {
		return done{Again: func(c *call) (page, error) { return s.entriesWith(c, m) }}, nil
	}
	if err != nil {
		return done{}, err
	}
	var refused []string
	for _, m := range made {
		if m.Refused != "" {
			refused = append(refused, m.Entry.Effective.String()+": "+m.Refused)
		}
	}
	if len(refused) > 0 {
		return done{Again: func(c *call) (page, error) {
			return s.entriesWith(c, counted(len(refused), "entry was refused. ", "entries were refused. ")+strings.Join(refused, " "))
		}}, nil
	}
	to := "/estimates/" + url.PathEscape(topic) + "/of/" + url.PathEscape(code) + "/entries"
	if len(made) == 0 {
		return done{To: to, Say: "The books have them; there is nothing to enter."}, nil
	}
	waiting := 0
	for _, m := range made {
		if m.Outcome.Draft > 0 {
			waiting++
		}
	}
	var say []string
	if posted := len(made) - waiting; posted > 0 {
		say = append(say, counted(posted, "entry is posted.", "entries are posted."))
	}
	if waiting > 0 {
		to, say = "/drafts", append(say, counted(waiting, "entry waits for a second person.", "entries wait for a second person."))
	}
	return done{To: to, Say: strings.Join(say, " ")}, nil
}

// estimateWork shows the papers behind a schedule, step by step.
func (s *site) estimateWork(c *call) (page, error) {
	x, err := c.scheduleAsked()
	if err != nil {
		return page{}, err
	}
	p := c.schedulePage(x, "/work", "Workpaper of "+titleOf(x)+".", "Over "+c.Period.Name+", "+c.known()+". Each step is one expression: in words here, as a live formula in the workbook.")
	papers := c.papersAsked(x)
	if len(papers) == 0 {
		p.Empty = "There is nothing to compute in the period."
	}
	for i, paper := range papers {
		link := string(c.link("/estimates/"+x.Topic.Name+"/of/"+pathText(x.Code)+"/workpaper", "n", strconv.Itoa(i+1)))
		p.Sections = append(p.Sections, paperSections(paper, link)...)
	}
	return p.page(), nil
}

func (c *call) papersAsked(x app.Schedule) []*workpaper.Paper {
	if w, ok := x.Schedule.(estimate.Papered); ok {
		return w.Papers(c.Period.Period)
	}
	return nil
}

func (s *site) estimatePaper(c *call, w http.ResponseWriter) error {
	x, err := c.scheduleAsked()
	if err != nil {
		return err
	}
	papers := c.papersAsked(x)
	n, err := strconv.Atoi(orText(c.query.Get("n"), "1"))
	if err != nil || n < 1 || n > len(papers) {
		return c.missing("There is no such workpaper.", "Workpapers are shown on the page of the estimate.")
	}
	return c.workbook(w, papers[n-1], "estimate-"+x.Topic.Name, x.Topic.Name+"-"+x.Code+"-"+strconv.Itoa(n))
}

// paperSections are a paper's steps and tables.
func paperSections(p *workpaper.Paper, link string) (out []sheetSection) {
	sheet := p.Sheet()
	first := sheetSection{Title: p.Head.Title, Notes: sheet.Notes, Downloads: []pair{{"Workbook with live formulas", link}}}
	if len(sheet.Steps) > 0 {
		first.Heads = []head{{Text: "Step"}, {Text: "Value", Amount: true}, {Text: "Unit"}, {Text: "How"}, {Text: "Paragraph or source"}}
	}
	section := ""
	for _, s := range sheet.Steps {
		if s.Section != section {
			section = s.Section
			first.Rows = append(first.Rows, tableRow{Kind: "heading", Cells: []cell{{Text: section}, {}, {}, {}, {}}})
		}
		first.Rows = append(first.Rows, tableRow{Cells: []cell{{Text: s.Name}, numberCell(s.Value), {Text: s.Unit}, {Text: orText(s.Formula, s.Given)}, {Text: orText(s.Cite, s.Source)}}})
	}
	out = append(out, first)
	for _, g := range sheet.Tables {
		t := sheetSection{Title: g.Title, Heads: []head{{Text: orText(g.RowsAre, "Row")}}}
		for _, col := range g.Columns {
			t.Heads = append(t.Heads, head{Text: col.Name, Amount: true})
			if col.Formula != "" {
				t.Notes = append(t.Notes, col.Name+": "+col.Formula+strings.TrimSuffix(" ("+col.Cite+")", " ()"))
			}
		}
		for _, r := range g.Rows {
			t.Rows = append(t.Rows, gridTableRow(r, ""))
		}
		if g.Total != nil {
			t.Rows = append(t.Rows, gridTableRow(*g.Total, "total"))
		}
		out = append(out, t)
	}
	return out
}

func gridTableRow(r workpaper.GridRow, kind string) tableRow {
	row := tableRow{Kind: kind, Cells: []cell{{Text: r.Name}}}
	for _, v := range r.Values {
		row.Cells = append(row.Cells, numberCell(v))
	}
	return row
}

// numberCell is a value of a paper: a number as people read it, anything else as it stands.
func numberCell(v string) cell {
	_, after, _ := strings.Cut(v, ".")
	n, err := money.ParseMinor(v, len(after))
	if err != nil || v == "" {
		return cell{Text: v, Amount: true}
	}
	return cell{Amount: true, Figure: amountOf(n, len(after))}
}

func (s *site) estimateHistory(c *call) (page, error) {
	x, err := c.scheduleAsked()
	if err != nil {
		return page{}, err
	}
	p := c.schedulePage(x, "/history", "Versions of "+titleOf(x)+".", "Every record that was ever written down, "+c.known()+". What a version changed stands beside it.")
	t := c.section("", c.view.EstimateHistory(x))
	t.Downloads = c.downloadLinks("/estimates/"+x.Topic.Name+"/of/"+pathText(x.Code)+"/download", "table", "history")
	p.Sections = []sheetSection{t}
	return p.page(), nil
}

// estimateNoteText is a report of a topic's note alone.
func estimateNoteText(t estimate.Topic) string {
	return "@note \"" + t.Title + "\" " + t.Disclosure + "\n@topic " + t.Name + "\n@end\n"
}

// estimateNote previews what a topic writes into the report of the period.
func (s *site) estimateNote(c *call) (page, error) {
	t, err := c.topicAsked()
	if err != nil {
		return page{}, err
	}
	p := c.estimatePage("Note: "+strings.ToLower(t.Title[:1])+t.Title[1:]+".", "", "/estimates/"+t.Name+"/note", c.topicTabs(t.Name))
	return s.notePreview(c, p, estimateNoteText(t), "@topic "+t.Name, "/estimates/"+t.Name+"/note")
}

func (s *site) estimateNoteFact(c *call) (page, error) {
	t, err := c.topicAsked()
	if err != nil {
		return page{}, err
	}
	return s.noteFactOf(c, estimateNoteText(t), "estimates", "The note is shown under the topic.")
}

func (s *site) estimateNoteStyle(c *call, w http.ResponseWriter) error {
	t, err := c.topicAsked()
	if err != nil {
		return err
	}
	return s.noteStyleOf(c, w, estimateNoteText(t))
}
