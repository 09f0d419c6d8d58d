package web

import (
	"slices"
	"strconv"
	"strings"

	"tieout/estimate"
	"tieout/internal/access"
	"tieout/internal/app"
)

// recordPage is the record of an estimate: a form, or, for who may not change it, tables.
type recordPage struct {
	Title, Sub, Wrong string
	Tabs              []tab
	TabsOf            string
	Topic             estimate.Topic
	Code, Name, Why   string
	May               bool
	Record            estimate.Record
	Findings          []finding
	Links             []pair
	To, Once          string
	Seen              int64 // position of the version that is shown; 0 for a new record
}

// spareRows are how many blank rows each section offers.
const spareRows = 4

// rowsOf are the rows of a section, with blank ones to write in.
func (p recordPage) rowsOf(s estimate.Section) []estimate.Row {
	rows := p.Record.Rows(s.Key)
	if s.One && len(rows) == 0 {
		return []estimate.Row{{}}
	}
	if s.One || !p.May {
		return rows
	}
	out := append([]estimate.Row{}, rows...)
	spare := spareRows
	if wide(s) {
		spare = 1
	}
	for range spare {
		out = append(out, estimate.Row{})
	}
	return out
}

// wide says that a section has too many columns to stand side by side.
func wide(s estimate.Section) bool { return len(s.Columns) > 13 }

// columnsOf are the columns of a section: for who may not write, those with something in them.
func (p recordPage) columnsOf(s estimate.Section) (out []estimate.Column) {
	for _, c := range s.Columns {
		if p.May || slices.ContainsFunc(p.Record.Rows(s.Key), func(r estimate.Row) bool { return r[c.Key] != "" }) {
			out = append(out, c)
		}
	}
	return out
}

// fieldName is a cell of the form.
func fieldName(section string, row int, column string) string {
	return "f." + section + "." + strconv.Itoa(row) + "." + column
}

// typedRecord reads the form back.
func typedRecord(c *call, f estimate.Form) (out []estimate.Table) {
	for _, s := range f {
		t := estimate.Table{Section: s.Key}
		for i := 0; ; i++ {
			row, any := estimate.Row{}, false
			for _, col := range s.Columns {
				name := fieldName(s.Key, i, col.Key)
				if _, ok := c.form[name]; ok {
					any = true
					row[col.Key] = strings.TrimSpace(c.form.Get(name))
				}
			}
			if !any {
				break
			}
			t.Rows = append(t.Rows, row)
		}
		out = append(out, t)
	}
	return out
}

// inputType is the type of an input for a kind of column.
func inputType(k estimate.Kind) string {
	if k == estimate.Date {
		return "date"
	}
	return "text"
}

// inputSize is how many characters an input shows.
func inputSize(c estimate.Column) string {
	switch c.Kind {
	case estimate.Amount, estimate.Number:
		return "12"
	case estimate.Rate:
		return "7"
	case estimate.Account:
		return "18"
	}
	return "18"
}

func rightSide(k estimate.Kind) bool {
	return k == estimate.Amount || k == estimate.Number || k == estimate.Rate
}

func (p recordPage) page() page {
	return page{Title: strings.TrimSuffix(p.Title, "."), Section: "estimates", Body: recordBody(p)}
}

// newEstimate is a blank record.
func (s *site) newEstimate(c *call) (page, error) {
	t, err := c.topicAsked()
	if err != nil {
		return page{}, err
	}
	return recordPage{Title: "New record: " + strings.ToLower(t.Title) + ".", Sub: t.Summary, Tabs: c.topicTabs(t.Name), TabsOf: "Accounting estimates", Topic: t, May: true, To: "/estimates/" + t.Name + "/record", Once: newOnce(), Links: []pair{{"Template (XLSX)", string(c.link("/estimates/" + t.Name + "/template"))}}}.page(), nil
}

// estimateRecord is the record of an estimate as it stands.
func (s *site) estimateRecord(c *call) (page, error) {
	x, err := c.scheduleAsked()
	if err != nil {
		return page{}, err
	}
	last := x.Last()
	p := recordPage{Title: "Record of " + titleOf(x) + ".", Sub: "As " + last.By + " wrote it down on " + last.At[:10] + " at position " + count(last.Position) + ", " + c.known() + ".", Tabs: c.scheduleTabs(x, "/record"), TabsOf: "Accounting estimates",
		Topic: x.Topic, Code: x.Code, Name: x.Name, May: c.Newest && c.who.can(access.PrepareEntry), Record: x.Record, Findings: findingsOf(x.Found), To: "/estimates/" + x.Topic.Name + "/record", Once: newOnce(), Seen: last.Position,
		Links: []pair{{"As a workbook", string(c.link("/estimates/"+x.Topic.Name+"/template", "code", x.Code))}}}
	return p.page(), nil
}

// recordEstimate writes down what was typed.
func (s *site) recordEstimate(c *call) (done, error) {
	t, err := c.topicAsked()
	if err != nil {
		return done{}, err
	}
	r := app.EstimateRecord{Topic: t.Name, Code: strings.TrimSpace(c.form.Get("code")), Name: strings.TrimSpace(c.form.Get("name")), Why: strings.TrimSpace(c.form.Get("why")), Tables: typedRecord(c, t.Form)}
	r.Seen, _ = strconv.ParseInt(c.form.Get("seen"), 10, 64)
	again := func(wrong string) action {
		return func(c *call) (page, error) {
			rec, _ := t.Form.Record(r.Tables)
			// Who sends it again has been told of a version in between.
			seen := r.Seen
			if x, ok := c.who.state.Estimate(t.Name, r.Code); ok && seen != 0 {
				seen = x.Last().Position
			}
			p := recordPage{Title: "Record of " + orText(r.Name, t.Title) + ".", Sub: t.Summary, Tabs: c.topicTabs(t.Name), TabsOf: "Accounting estimates", Topic: t, Code: r.Code, Name: r.Name, Why: r.Why, Seen: seen, May: true, Record: rec, Wrong: wrong, To: "/estimates/" + t.Name + "/record", Once: newOnce()}
			return p.page(), nil
		}
	}
	if r.Seen == 0 {
		taken := false
		if err := c.reading(func(v *app.View) error { _, taken = v.State.Estimate(t.Name, r.Code); return nil }); err != nil {
			return done{}, err
		}
		if taken {
			return done{Again: again("There is an estimate " + r.Code + " already: change its record, or choose another code.")}, nil
		}
	}
	return s.recorded(c, r, again)
}

// uploadEstimate takes a record in from a file.
func (s *site) uploadEstimate(c *call) (done, error) {
	t, err := c.topicAsked()
	if err != nil {
		return done{}, err
	}
	again := func(wrong string) action {
		return func(c *call) (page, error) { return s.topicWith(c, wrong) }
	}
	name, body, err := c.file("file")
	if err != nil {
		return done{}, err
	}
	if name == "" {
		return done{Again: again("Choose the workbook or the YAML of the record.")}, nil
	}
	f, err := app.ReadEstimate(t.Name, name, body)
	if m := mistakeIn(err); m != "" {
		return done{Again: again(m)}, nil
	}
	if err != nil {
		return done{}, err
	}
	r := app.EstimateRecord{Topic: t.Name, Code: orText(strings.TrimSpace(c.form.Get("code")), f.Code), Name: orText(strings.TrimSpace(c.form.Get("name")), f.Name), Tables: f.Tables, Why: strings.TrimSpace(c.form.Get("why"))}
	return s.recorded(c, r, again)
}

func (s *site) recorded(c *call, r app.EstimateRecord, again func(string) action) (done, error) {
	act, found, err := s.App.RecordEstimate(c.ctx(), c.who.Code, r)
	if m := mistakeIn(err); m != "" {
		return done{Again: again(m)}, nil
	}
	if err != nil {
		return done{}, err
	}
	say := "The record counts from position " + count(act.Position) + " on."
	if act.Position == 0 {
		say = "Nothing was changed."
	}
	if len(found) > 0 {
		say += " " + counted(len(found), "finding about it stands on its page.", "findings about it stand on its page.")
	}
	return done{To: "/estimates/" + r.Topic + "/of/" + pathText(r.Code), Say: say}, nil
}

// choicesOf are what a column with a choice takes.
func choicesOf(c estimate.Column) []string {
	if c.Kind == estimate.Yes {
		return []string{"yes", "no"}
	}
	return c.Choices
}
