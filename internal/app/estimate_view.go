package app

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tieout/check"
	"tieout/estimate"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/workpaper"
	"tieout/xbrl"
)

// Schedule is an estimate with what follows from it at a view's position.
type Schedule struct {
	Estimate
	Topic    estimate.Topic
	Record   estimate.Record
	Schedule estimate.Schedule
	Found    []check.Finding // about the record
}

// booked is the ledger as a schedule asks for it.
type booked struct{ v *View }

func (b booked) match(what string) func(ledger.Row) bool {
	if slices.ContainsFunc(b.v.State.Chart.Accounts(), func(a ledger.Account) bool { return a.Within(what) }) {
		return func(r ledger.Row) bool {
			a, _ := b.v.State.Chart.Account(r.Account)
			return a.Within(what)
		}
	}
	return func(r ledger.Row) bool {
		a, _ := b.v.State.Chart.Account(r.Account)
		return a.Concept != "" && a.Concept == what
	}
}

// Known says whether an account, or a parent of accounts, or an element that accounts carry, is in the chart.
func (b booked) Known(what string) bool {
	return slices.ContainsFunc(b.v.State.Chart.Accounts(), func(a ledger.Account) bool { return a.Within(what) || a.Concept != "" && a.Concept == what })
}

// Balance is what the accounts stand at, at the end of a day.
func (b booked) Balance(what string, at fiscal.Date) (int64, error) {
	tb, err := b.v.TrialBalance(at)
	if err != nil {
		return 0, err
	}
	return tb.Of(b.match(what)), nil
}

// Movement is what went through the accounts in a period.
func (b booked) Movement(what string, p fiscal.Period) (int64, error) {
	begin, err := b.v.Open(p.Start - 1)
	if err != nil {
		return 0, err
	}
	end, err := b.v.Open(p.End)
	if err != nil {
		return 0, err
	}
	return end.Less(begin).Of(b.match(what)), nil
}

// Books are the books as estimates read them.
func (v *View) Books() (estimate.Books, error) {
	began, err := v.first()
	return estimate.Books{Currency: v.Entity().Currency, Digits: v.digits(), Calendar: v.State.Calendar, Began: began, Ledger: booked{v}, Current: CurrentReport}, err
}

// CurrentReport is when Form 8-K is due for an event, by the calendar of filing.
func CurrentReport(event fiscal.Date, item string) (estimate.CurrentReport, error) {
	d, err := filing.Current(event, item)
	if err != nil {
		return estimate.CurrentReport{}, err
	}
	var how []string
	for _, s := range d.Steps.Steps {
		how = append(how, s.Name+": "+s.Formula)
	}
	return estimate.CurrentReport{FirstDay: d.FirstDay, Due: d.Due, Rule: d.Rule, Cite: d.Cite, How: orOther(strings.Join(how, "; "), d.Rule)}, nil
}

// schedule reads a record.
func (v *View) schedule(t estimate.Topic, rec estimate.Record) (Schedule, error) {
	b, err := v.Books()
	if err != nil {
		return Schedule{}, err
	}
	r := estimate.NewReader(t.Form, rec, b)
	s := Schedule{Topic: t, Record: rec}
	if !r.Failed() {
		s.Schedule = t.Read(r)
	}
	s.Found = r.Found
	return s, nil
}

// Schedule reads an estimate of the book as known at the view's position.
func (v *View) Schedule(topic, code string) (Schedule, error) {
	t, err := EstimateTopic(topic)
	if err != nil {
		return Schedule{}, err
	}
	e, ok := v.State.Estimate(topic, code)
	if !ok {
		return Schedule{}, mistake("", "there is no estimate %q of %s at this position", code, t.Title)
	}
	rec, err := estimate.ParseText(e.Last().Text)
	if err != nil {
		return Schedule{}, err
	}
	s, err := v.schedule(t, rec)
	if err != nil {
		return s, err
	}
	if s.Estimate = e; s.Schedule == nil {
		return s, Mistake{s.Found}
	}
	return s, nil
}

// Schedules are all estimates of a topic, in order of their codes.
func (v *View) Schedules(topic string) (out []Schedule, err error) {
	for _, e := range v.State.Estimates {
		if e.Topic != topic {
			continue
		}
		s, err := v.Schedule(topic, e.Code)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// Checked are the findings of an estimate at the end of a day: of its record, of its roll-forward over the fiscal year to the day, and
// against the ledger.
func (v *View) Checked(s Schedule, at fiscal.Date) []check.Finding {
	found := slices.Clone(s.Found)
	year := fiscal.Period{Start: v.State.Calendar.YearPeriod(v.State.Calendar.Year(at)).Start, End: at}
	found = append(found, s.Schedule.Rollforward(year).Foot(v.digits())...)
	return append(found, s.Schedule.Check(booked{v}, at)...)
}

// RollTable is a roll-forward as a table.
func (v *View) RollTable(s Schedule, p fiscal.Named) exporter.Table {
	r, d := s.Schedule.Rollforward(p.Period), v.digits()
	t := exporter.Table{ID: "estimate-roll", Title: []string{v.State.Name, r.Title + ", " + filing.PeriodWords(p.Period)}, Columns: texts("Component")}
	grouped := slices.ContainsFunc(r.Rows, func(x estimate.RollRow) bool { return x.Group != "" })
	if grouped {
		t.Columns = append(t.Columns, texts("Group")...)
	}
	amount := func(key, title string) {
		t.Columns = append(t.Columns, exporter.Column{Key: key, Title: title, Amount: true, Digits: d})
	}
	amount("begin", "Beginning")
	for i, m := range r.Moves {
		amount(fmt.Sprintf("move-%d", i+1), m)
	}
	amount("end", "End")
	end := &t.Columns[len(t.Columns)-1]
	for _, c := range t.Columns[:len(t.Columns)-1] {
		if c.Amount {
			end.Sum = append(end.Sum, exporter.Term{Key: c.Key})
		}
	}
	dated := slices.ContainsFunc(r.Rows, func(x estimate.RollRow) bool { return x.ToDate != nil })
	expected := slices.ContainsFunc(r.Rows, func(x estimate.RollRow) bool { return x.Expected != nil })
	if dated {
		amount("to-date", "Incurred to date")
	}
	if expected {
		amount("expected", "Expected in total")
	}
	some := func(n *int64) exporter.Cell {
		if n == nil {
			return exporter.Cell{}
		}
		return exporter.Amount(*n, d)
	}
	row := func(key string, x estimate.RollRow) {
		cells := []exporter.Cell{exporter.Text(x.Component)}
		if grouped {
			cells = append(cells, exporter.Text(x.Group))
		}
		cells = append(cells, exporter.Amount(x.Begin, d))
		for i := range r.Moves {
			cells = append(cells, exporter.Amount(x.Moves[i], d))
		}
		cells = append(cells, exporter.Amount(x.End, d))
		if dated {
			cells = append(cells, some(x.ToDate))
		}
		if expected {
			cells = append(cells, some(x.Expected))
		}
		t.Rows = append(t.Rows, exporter.Row{Key: key, Cells: cells})
	}
	var together []exporter.Term
	rows := func(apart bool) {
		for i, x := range r.Rows {
			if key := fmt.Sprintf("row %d", i+1); x.Apart == apart {
				row(key, x)
				if !apart {
					together = append(together, exporter.Term{Key: key})
				}
			}
		}
	}
	rows(false)
	if len(together) > 1 {
		row("total", r.Total())
		last := &t.Rows[len(t.Rows)-1]
		last.Kind, last.Sum = "total", together
	}
	rows(true) // below the total that they are no part of
	v.stamp(&t, s.Topic.Name+" "+s.Code+" "+p.Name)
	return t
}

// EntriesTable are an estimate's entries up to a day beside what was posted of them, a row for each line.
func (v *View) EntriesTable(s Schedule, es []EstimateEntry, upTo fiscal.Date) exporter.Table {
	d := v.digits()
	t := exporter.Table{ID: "estimate-entries", Title: []string{v.State.Name, s.Topic.Title + " " + s.Code + ": entries up to " + upTo.Long()}, Columns: []exporter.Column{{Key: "date", Title: "Date", Date: true}, {Key: "what", Title: "Entry"}, {Key: "account", Title: "Account"},
		{Key: "amount", Title: "By the schedule", Amount: true, Digits: d}, {Key: "posted", Title: "Posted", Amount: true, Digits: d}, {Key: "remaining", Title: "To enter", Amount: true, Digits: d}, {Key: "status", Title: "Status"}}}
	for n, e := range es {
		for i, l := range e.all() {
			name := ""
			if i == 0 {
				name = e.Entry.Description
			}
			t.Rows = append(t.Rows, exporter.Row{Key: fmt.Sprintf("entry %d line %d", n+1, i+1), Cells: []exporter.Cell{exporter.Date(e.Entry.Effective), exporter.Text(name), exporter.Text(l.account), exporter.Amount(l.said, d), exporter.Amount(l.posted, d), exporter.Amount(l.remaining, d), exporter.Text(e.Status())}})
		}
	}
	v.stamp(&t, s.Topic.Name+" "+s.Code+" "+upTo.String())
	return t
}

// Status is where an entry stands, in words.
func (e EstimateEntry) Status() string {
	switch {
	case e.Waiting != 0:
		return fmt.Sprintf("draft %d waits for approval", e.Waiting)
	case e.Remaining != nil && len(e.Posted) > 0:
		return "a difference remains"
	case e.Remaining != nil:
		return "to be proposed"
	}
	var names []string
	for _, p := range e.Posted {
		names = append(names, p.Number.String())
	}
	return "posted: " + strings.Join(names, ", ")
}

type estimateLine struct {
	account                 string
	said, posted, remaining int64
}

// all are the lines of an entry by account.
func (e EstimateEntry) all() (out []estimateLine) {
	at := func(account string) *estimateLine {
		i := slices.IndexFunc(out, func(l estimateLine) bool { return l.account == account })
		if i < 0 {
			i, out = len(out), append(out, estimateLine{account: account})
		}
		return &out[i]
	}
	for _, l := range e.Entry.Lines {
		at(l.Account).said += l.Amount
	}
	for _, p := range e.Posted {
		for _, l := range p.Lines {
			at(l.Account).posted += l.Amount
		}
	}
	if e.Remaining != nil {
		for _, l := range e.Remaining.Lines {
			at(l.Account).remaining += l.Amount
		}
	}
	return out
}

// GridTable is a grid of a schedule as a table. Numbers and rates are rounded half away from zero to the column's decimals, a rate as a
// percentage.
func (v *View) GridTable(s Schedule, g estimate.Grid, p fiscal.Named) exporter.Table {
	d := v.digits()
	t := exporter.Table{ID: "estimate-" + g.ID, Title: []string{v.State.Name, g.Title}, Notes: g.Notes}
	for _, c := range g.Columns {
		x := exporter.Column{Key: c.Key, Title: c.Title, Date: c.Kind == estimate.Date}
		if c.Kind == estimate.Amount {
			x.Amount, x.Digits = true, d
		}
		if c.Kind == estimate.Number || c.Kind == estimate.Rate {
			x.Amount, x.Digits = true, c.Places
		}
		if c.Kind == estimate.Rate {
			x.Title += " (%)"
		}
		t.Columns = append(t.Columns, x)
	}
	for i, r := range g.Rows {
		row := exporter.Row{Key: fmt.Sprintf("row %d", i+1)}
		if r.Total {
			row.Kind = "total"
		}
		for k, c := range g.Columns {
			row.Cells = append(row.Cells, gridCell(c, r.Cells[k], d))
		}
		t.Rows = append(t.Rows, row)
	}
	v.stamp(&t, s.Topic.Name+" "+s.Code+" "+p.Name)
	return t
}

func gridCell(c estimate.GridColumn, x estimate.Cell, digits int) exporter.Cell {
	number := func(n workpaper.Number) exporter.Cell {
		minor, ok := n.Round(c.Places, money.HalfAway).Minor(c.Places)
		if !ok {
			return exporter.Text(n.String())
		}
		return exporter.Amount(minor, c.Places)
	}
	switch {
	case !x.Set:
		return exporter.Cell{}
	case c.Kind == estimate.Date:
		return exporter.Date(x.Day)
	case c.Kind == estimate.Amount:
		return exporter.Amount(x.Minor, digits)
	case c.Kind == estimate.Number:
		return number(x.Number)
	case c.Kind == estimate.Rate:
		return number(x.Number.Mul(workpaper.Whole(100)))
	}
	return exporter.Text(x.Text)
}

// EstimatesTable lists the estimates of a topic, or of all.
func (v *View) EstimatesTable(topic string) exporter.Table {
	t := exporter.Table{ID: "estimates", Title: []string{v.State.Name, "Accounting estimates"}, Columns: texts("Topic", "Code", "Name", "Recorded", "By", "Position", "Versions")}
	for _, x := range EstimateTopics() {
		for _, e := range v.State.Estimates {
			if e.Topic != x.Name || topic != "" && topic != x.Name {
				continue
			}
			l := e.Last()
			t.Rows = append(t.Rows, exporter.Row{Key: x.Name + " " + e.Code, Cells: []exporter.Cell{exporter.Text(x.Title), exporter.Text(e.Code), exporter.Text(e.Name), exporter.Text(l.At[:10]), exporter.Text(l.By), exporter.Text(itoa(l.Position)), exporter.Text(strconv.Itoa(len(e.Versions)))}})
		}
	}
	v.stamp(&t, topic)
	return t
}

// EstimateHistory lists the versions of a record, oldest first, with the lines that each took away and put in.
func (v *View) EstimateHistory(s Schedule) exporter.Table {
	t := exporter.Table{ID: "estimate-history", Title: []string{v.State.Name, s.Topic.Title + " " + s.Code + ": versions of the record"}, Columns: texts("Position", "Recorded", "By", "Why", "Was", "Is")}
	before := ""
	for i, x := range s.Versions {
		was, is := changedLines(before, x.Text)
		if i == 0 {
			was, is = "", "the first record"
		}
		t.Rows = append(t.Rows, exporter.Row{Key: itoa(x.Position), Cells: []exporter.Cell{exporter.Text(itoa(x.Position)), exporter.Text(x.At[:10]), exporter.Text(x.By), exporter.Text(x.Why), exporter.Text(was), exporter.Text(is)}})
		before = x.Text
	}
	v.stamp(&t, s.Topic.Name+" "+s.Code)
	return t
}

// changedLines are the cells of one record that the other does not have, and the other way round.
func changedLines(before, after string) (was, is string) {
	count := map[string]int{}
	a, b := recordLines(before), recordLines(after)
	for _, l := range a {
		count[l]++
	}
	var gone, come []string
	for _, l := range b {
		if count[l]--; count[l] < 0 {
			come = append(come, l)
		}
	}
	for _, l := range slices.Backward(a) {
		if count[l]--; count[l] >= 0 {
			gone = append(gone, l)
		}
	}
	slices.Reverse(gone)
	return strings.Join(gone, "; "), strings.Join(come, "; ")
}

// recordLines are the rows of a record, each on one line.
func recordLines(text string) (out []string) {
	for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if cell, inner := strings.CutPrefix(l, "  "); inner && len(out) > 0 {
			out[len(out)-1] += " · " + cell
		} else {
			out = append(out, l)
		}
	}
	return out
}

// EstimateGrid is one of a schedule's tables by its id.
func (v *View) EstimateGrid(s Schedule, id string, p fiscal.Named) (exporter.Table, error) {
	var ids []string
	if x, ok := s.Schedule.(estimate.Tabled); ok {
		for _, g := range x.Grids(p.Period) {
			if g.ID == id {
				return v.GridTable(s, g, p), nil
			}
			ids = append(ids, g.ID)
		}
	}
	return exporter.Table{}, mistake(s.Code, "there is no table %q; there are %s", id, orOther(strings.Join(ids, ", "), "none"))
}

// EstimatePeriod reads the name of a period; for none it is the fiscal year of the books' last day.
func (v *View) EstimatePeriod(name string) (fiscal.Named, error) {
	if name == "" {
		last, err := v.LastDay()
		if err != nil {
			return fiscal.Named{}, err
		}
		name = strconv.Itoa(v.State.Calendar.Year(last))
	}
	return v.State.Calendar.ParsePeriod(name)
}

// EstimateNote is what a topic writes into the report of a period (the 10-Q of one of the first three quarters, else the 10-K of the
// fiscal year), and the figures that it gives the report.
func (v *View) EstimateNote(topic string, p fiscal.Named) (string, exporter.Table, error) {
	form, of := v.ReportOf(p)
	spec := filing.Spec{Form: form, Year: of.Year, Quarter: of.Quarter, On: p.End}
	var in filing.Input
	if err := v.referenceColumns(&in, spec.Columns(v.State.Calendar)); err != nil {
		return "", exporter.Table{}, err
	}
	columns := map[string]statement.Column{}
	for name, c := range in.Instants {
		columns["at "+name] = c
	}
	for name, c := range in.Spans {
		columns["over "+name] = c
	}
	text, s, err := v.estimateNote(topic, columns)
	d := v.digits()
	t := exporter.Table{ID: "estimate-note", Title: []string{v.State.Name, topic + ": figures of the note, " + filing.PeriodWords(p.Period)}, Columns: append(texts("Element", "Members", "Label", "Column"), exporter.Column{Key: "amount", Title: "Amount", Amount: true, Digits: d})}
	for _, r := range s.Rows {
		var members []string
		for _, m := range r.Members {
			members = append(members, m.Axis+"="+m.Member)
		}
		for _, f := range r.Figures {
			x := exporter.Amount(r.Shown(f), d)
			if r.Measure == statement.InPure {
				x = exporter.Amount(f.Amount, 6)
			}
			t.Rows = append(t.Rows, exporter.Row{Key: r.ID + " " + f.Column, Cells: []exporter.Cell{exporter.Text(r.Concept), exporter.Text(strings.Join(members, "; ")), exporter.Text(r.Label), exporter.Text(f.Column), x}})
		}
	}
	v.stamp(&t, topic+" "+p.Name)
	return text, t, err
}

// estimateNote is what a topic writes of all its estimates into a report, and its figures beside the statements.
func (v *View) estimateNote(topic string, columns map[string]statement.Column) (string, statement.Statement, error) {
	var fig statement.Statement
	t, err := EstimateTopic(topic)
	if err != nil {
		return "", fig, err
	}
	if t.Note == nil {
		return "", fig, fmt.Errorf("topic %s writes no note", topic)
	}
	all, err := v.Schedules(topic)
	if err != nil {
		return "", fig, err
	}
	if len(all) == 0 {
		return "", fig, fmt.Errorf("there is no estimate of %s; record one, or write the note yourself", topic)
	}
	var ss []estimate.Schedule
	for _, s := range all {
		ss = append(ss, s.Schedule)
	}
	n, err := t.Note(ss, noteColumns(columns))
	if err != nil {
		return "", fig, err
	}
	return n.Text, v.noteFigures(n, columns), nil
}

// noteColumns are a report's columns as topics know them.
func noteColumns(columns map[string]statement.Column) estimate.Columns {
	c := estimate.Columns{Instants: map[string]fiscal.Date{}, Spans: map[string]fiscal.Period{}}
	for key, col := range columns {
		if name, ok := strings.CutPrefix(key, "at "); ok && col.Absent == "" {
			c.Instants[name] = col.At
		}
		if name, ok := strings.CutPrefix(key, "over "); ok && col.Absent == "" {
			c.Spans[name] = col.Over
		}
	}
	return c
}

// noteFigures are a note's figures as rows of a statement that is not shown.
func (v *View) noteFigures(n estimate.Note, columns map[string]statement.Column) (s statement.Statement) {
	seen := map[string]bool{}
	var keys []string
	for key := range columns {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if c := columns[key]; !seen[c.Key] {
			seen[c.Key], s.Columns = true, append(s.Columns, c)
		}
	}
	for i, f := range n.Figures {
		row := statement.Row{ID: fmt.Sprintf("%s-%d", localName(f.Concept), i+1), Label: f.Label, Concept: f.Concept, Show: xbrl.Debit}
		if f.Credit {
			row.Show = xbrl.Credit
		}
		for _, m := range f.Members {
			row.Members = append(row.Members, xbrl.Member{Axis: m.Axis, Member: m.Member})
		}
		if f.Measure == estimate.InPure {
			row.Measure = statement.InPure
		}
		for _, key := range keys {
			c, amount, ok := columns[key], int64(0), false
			if name, at := strings.CutPrefix(key, "at "); at {
				amount, ok = f.Instants[name]
			} else {
				amount, ok = f.Spans[strings.TrimPrefix(key, "over ")]
			}
			if !ok || slices.ContainsFunc(row.Figures, func(x statement.Figure) bool { return x.Column == c.Key }) {
				continue
			}
			if f.Credit && row.Measure == statement.InMoney {
				amount = -amount
			}
			row.Figures = append(row.Figures, statement.Figure{Row: row.ID, Column: c.Key, Amount: amount, Synthetic: f.Synthetic && amount != 0})
		}
		if len(row.Figures) > 0 {
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

func localName(concept string) string {
	_, l := xbrl.Split(concept)
	return l
}
