package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/internal/exporter"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/workpaper"
)

// readingRoutes are those of the general ledger, late adjustments, flux and notes.
func (s *site) readingRoutes() []route {
	return []route{
		{Pattern: "/general-ledger", Action: access.ReadBooks, Page: s.generalLedger},
		{Pattern: "/general-ledger/download", Action: access.Export, Raw: s.generalLedgerDownload},
		{Pattern: "/out-of-period", Action: access.ReadBooks, Page: s.outOfPeriod},
		{Pattern: "/out-of-period/download", Action: access.Export, Raw: s.outOfPeriodDownload},
		{Pattern: "/flux/{kind}", Action: access.ReadBooks, Page: s.flux},
		{Pattern: "/notes", Action: access.ReadBooks, Page: s.notes},
		{Pattern: "/notes", Action: access.WriteNote, Do: s.writeNote},
		{Pattern: "/notes/{id}/close", Action: access.WriteNote, Do: s.closeNote},
	}
}

// ledgerPage is the general ledger of a period: accounts with what they open and close with, and their first lines.
type ledgerPage struct {
	Title, Sub, Stamp string
	Path              string
	Carried           []pair
	Entity            string
	Entities          []ledger.Entity
	Slices            []choice
	Search            string
	Accounts          []ledgerAccount
	Total             ledgerAccount
	Pages             pages
	Downloads         []pair
	Tabs              []tab
}

type ledgerAccount struct {
	Title, Href                       string
	Opening, Debits, Credits, Closing figure
	Lines                             []tableRow
	More                              string
}

// Sizes of a page of the general ledger.
const (
	ledgerAccounts = 15
	ledgerLines    = 12
)

func (s *site) generalLedger(c *call) (page, error) {
	if err := c.chooseEntity(); err != nil {
		return page{}, err
	}
	as, err := c.view.GeneralLedger(c.Period.Period)
	if err != nil {
		return page{}, err
	}
	p := ledgerPage{Title: "General ledger", Path: "/general-ledger", Carried: c.formPairs(), Slices: c.slices, Entity: c.query.Get("entity"), Search: plainText(c.query.Get("q"), 80), Tabs: c.readingTabs("/general-ledger"),
		Sub: shortDay(c.Period.Start) + " to " + shortDay(c.Period.End) + ", " + c.known() + ", debit positive, in " + string(c.view.Entity().Currency) + "." + c.only()}
	if es := c.view.State.Chart.Entities(); len(es) > 1 {
		p.Entities = es
	}
	if want := strings.ToLower(p.Search); want != "" {
		as = slices.DeleteFunc(as, func(a app.LedgerAccount) bool {
			return !strings.Contains(strings.ToLower(a.Account.Code+" "+a.Account.Name), want)
		})
	}
	d := c.digits()
	var sum app.LedgerAccount
	for _, a := range as {
		sum.Opening, sum.Debits, sum.Credits, sum.Closing = sum.Opening+a.Opening, sum.Debits+a.Debits, sum.Credits+a.Credits, sum.Closing+a.Closing
	}
	p.Total = ledgerAccount{Opening: amountOf(sum.Opening, d), Debits: amountOf(sum.Debits, d), Credits: amountOf(sum.Credits, d), Closing: amountOf(sum.Closing, d)}
	if p.Pages, err = c.pageOf(int64(len(as)), ledgerAccounts); err != nil {
		return page{}, err
	}
	first := int(p.Pages.Page-1) * ledgerAccounts
	for _, a := range as[first:min(len(as), first+ledgerAccounts)] {
		x := ledgerAccount{Title: accountTitle(a.Account), Href: c.registerLink(a.Account.Code), Opening: amountOf(a.Opening, d), Debits: amountOf(a.Debits, d), Credits: amountOf(a.Credits, d), Closing: amountOf(a.Closing, d)}
		if a.Moved {
			if err := c.ledgerLines(&x, a.Account.Code); err != nil {
				return page{}, err
			}
		}
		p.Accounts = append(p.Accounts, x)
	}
	p.Downloads = c.downloadLinks("/general-ledger/download", "entity", p.Entity)
	return page{Title: "General ledger", Section: "general-ledger", Body: ledgerBody(p)}, nil
}

// ledgerLines are the first lines of an account in the period.
func (c *call) ledgerLines(x *ledgerAccount, account string) error {
	d := c.digits()
	lines, more, err := c.view.RegisterFirst(account, c.Period.Period, ledgerLines)
	if err != nil {
		return err
	}
	if more {
		x.More = "All lines of the account in the period"
	}
	for _, r := range lines {
		side := func(n int64) figure {
			if n <= 0 {
				return figure{}
			}
			f := amountOf(n, d)
			f.Synthetic = r.Line.Dims.Synthetic()
			return f
		}
		x.Lines = append(x.Lines, tableRow{Cells: []cell{{Text: shortDay(r.Entry.Effective)}, {Text: r.Entry.Number.String(), Href: string(c.link("/entries/" + r.Entry.Number.String()))}, {Text: r.Entry.Description},
			{Amount: true, Figure: side(r.Line.Amount)}, {Amount: true, Figure: side(-r.Line.Amount)}}})
	}
	return nil
}

// chooseEntity looks at the entity that the address names.
func (c *call) chooseEntity() error {
	if e := c.query.Get("entity"); e != "" {
		return c.view.Select(e)
	}
	return nil
}

func (s *site) generalLedgerDownload(c *call, w http.ResponseWriter) error {
	if err := c.chooseEntity(); err != nil {
		return err
	}
	t, err := c.view.GeneralLedgerTable(c.Period)
	if err != nil {
		return err
	}
	return c.send(w, t, "general-ledger-"+c.Period.Name)
}

// readingTabs are the ways to read the books.
func (c *call) readingTabs(now string) []tab {
	var out []tab
	for _, x := range [][2]string{{"Trial balance", "/trial-balance"}, {"General ledger", "/general-ledger"}, {"Late adjustments", "/out-of-period"}, {"Flux", "/flux/income"}, {"Notes", "/notes"}} {
		out = append(out, tab{x[0], string(c.link(x[1])), x[1] == now})
	}
	return out
}

// outOfPeriodYears is how many years the page of late adjustments looks back.
const outOfPeriodYears = 4

func (c *call) outOfPeriodTable() (exporter.Table, error) {
	last := c.view.State.Calendar.Year(c.On)
	return c.view.OutOfPeriodTable(last-outOfPeriodYears, last)
}

// outOfPeriod lists late adjustments by the quarter that they belong to.
func (s *site) outOfPeriod(c *call) (page, error) {
	t, err := c.outOfPeriodTable()
	if err != nil {
		return page{}, err
	}
	n := 0
	for _, r := range t.Rows {
		if r.Kind == "" {
			n++
		}
	}
	p := tablePage{Title: lateSentence(n), Sub: "Entries that belong to another quarter than they count in, and those that came into a quarter after its report was made; " + c.known() + ". A positive effect raises income.",
		Path: "/out-of-period", Stamp: t.Stamp.String(), Downloads: c.downloadLinks("/out-of-period/download")}
	p.Heads, p.Rows = tableOf(t, []string{"origin", "booked", "entry", "date", "description", "after", "amount", "pretax"}, func(r exporter.Row, col string) string {
		if col == "entry" && r.Kind == "" {
			return string(c.link("/entries/" + r.Key))
		}
		return ""
	})
	if n == 0 {
		p.Empty = "Every entry counts in the quarter that it belongs to, and none came after a report."
	}
	return page{Title: "Late adjustments", Section: "general-ledger", Body: tabbedBody("Ways to read the books", c.readingTabs("/out-of-period"), tableBody(p))}, nil
}

func lateSentence(n int) string {
	switch n {
	case 0:
		return "No adjustment came late."
	case 1:
		return "One adjustment came late."
	}
	if n < len(numberWords) {
		return inWords(n) + " adjustments came late."
	}
	return count(n) + " adjustments came late."
}

func (s *site) outOfPeriodDownload(c *call, w http.ResponseWriter) error {
	t, err := c.outOfPeriodTable()
	if err != nil {
		return err
	}
	return c.send(w, t, "late-adjustments")
}

// fluxPage is a statement against another period: what moved, by how much, and why.
type fluxPage struct {
	Kind, Title, Sub, Wrong string
	Kinds, Tabs             []tab
	Against                 string
	Slices                  []choice
	Amount, Percent         string
	Path                    string
	Carried                 []pair
	Now, Then               string
	Rows                    []fluxRow
	Flagged, Explained      int
}

type fluxRow struct {
	Label, Kind       string
	Level             int
	Now, Then, Change figure
	Percent           string
	Flagged           bool
	Notes             []app.Note
	Key, Href         string
}

// flux compares a statement with the same a year or a period before.
func (s *site) flux(c *call) (page, error) {
	kind, err := c.kind()
	if err != nil {
		return page{}, err
	}
	if kind == "equity" {
		kind = "balance-sheet"
	}
	p := fluxPage{Kind: kind, Against: orText(c.query.Get("against"), "prior-year"), Amount: orText(c.query.Get("amount"), "10,000"), Percent: orText(c.query.Get("percent"), "10"), Path: "/flux/" + kind, Carried: c.formPairs(), Slices: c.slices, Tabs: c.readingTabs("/flux/income")}
	for _, k := range []string{"income", "balance-sheet", "cash-flow"} {
		p.Kinds = append(p.Kinds, tab{kindTitle(k), string(c.link("/flux/"+k, "against", c.query.Get("against"), "amount", c.query.Get("amount"), "percent", c.query.Get("percent"))), k == kind})
	}
	least, err := amountTyped(p.Amount, c.digits())
	if err != nil || least < 0 {
		return page{}, bad("The threshold "+plainText(p.Amount, 30)+" is not an amount.", "Write it like 10,000.")
	}
	share, err := strconv.Atoi(p.Percent)
	if err != nil || share < 0 || share > 1_000_000 {
		return page{}, bad("The threshold "+plainText(p.Percent, 30)+" is not a whole number of percent.", "Write it like 10.")
	}
	then, err := c.earlier(p.Against)
	if err != nil {
		return page{}, err
	}
	st, err := c.side(kind, then)
	if err != nil {
		if p.Wrong, err = whyAbsent(err); err != nil {
			return page{}, err
		}
	}
	p.Now, p.Then = periodTitle(c.Period), periodTitle(then)
	for _, r := range st.Rows {
		p.Rows = append(p.Rows, c.fluxRow(st, r, least, int64(share)))
	}
	for _, r := range p.Rows {
		if r.Flagged {
			p.Flagged++
			if len(r.Notes) > 0 {
				p.Explained++
			}
		}
	}
	p.Title = fluxSentence(p)
	p.Sub = kindTitle(kind) + ", " + p.Now + " against " + p.Then + ", " + c.known() + "." + c.only()
	return page{Title: "Flux, " + kindTitle(kind), Section: "general-ledger", Body: fluxBody(p), Panel: true}, nil
}

func fluxSentence(p fluxPage) string {
	switch {
	case p.Wrong != "":
		return "There is nothing to compare."
	case p.Flagged == 0:
		return "Nothing moved beyond the thresholds."
	case p.Flagged == p.Explained:
		return "All that moved beyond the thresholds is explained."
	}
	n := p.Flagged - p.Explained
	if n == 1 {
		return "One caption moved and is not explained."
	}
	return fmt.Sprintf("%s captions moved and are not explained.", inWords(n))
}

// earlier is the period that the chosen one is compared with.
func (c *call) earlier(against string) (fiscal.Named, error) {
	cal, p := c.view.State.Calendar, c.Period
	name := strings.Replace(p.Name, itoa(p.Year), itoa(p.Year-1), 1)
	if against == "prior-period" {
		head, part, ok := strings.Cut(p.Name, "-Q")
		if n, err := strconv.Atoi(part); ok && err == nil && n > 1 {
			name = head + "-Q" + itoa(n-1)
		} else if ok {
			name = itoa(p.Year-1) + "-Q4"
		}
		head, part, ok = strings.Cut(p.Name, "-M")
		if n, err := strconv.Atoi(part); ok && err == nil && n > 1 {
			name = head + "-M" + two(n-1)
		} else if ok {
			name = itoa(p.Year-1) + "-M12"
		}
	} else if against != "prior-year" {
		return p, bad("What is compared with is prior-year or prior-period, not "+plainText(against, 30)+".", "Choose one above the table.")
	}
	return cal.ParsePeriod(name)
}

// side is a statement of the chosen period beside an earlier one.
func (c *call) side(kind string, then fiscal.Named) (st statement.Statement, err error) {
	switch kind {
	case "balance-sheet":
		st, _, err = c.view.BalanceSheet(min(c.Period.End, max(c.On, c.Period.Start)), then.End)
	case "cash-flow":
		st, _, err = c.view.CashFlow(c.Period, then)
	case "comprehensive-income":
		st, _, err = c.view.Comprehensive(c.Period, then)
	default:
		st, _, err = c.view.Income(c.Period, then)
	}
	return st, err
}

func (c *call) fluxRow(st statement.Statement, r statement.Row, least, share int64) fluxRow {
	x := fluxRow{Label: r.Label, Level: r.Level, Kind: map[statement.Kind]string{statement.HeadingRow: "heading", statement.LineRow: "line", statement.TotalRow: "total"}[r.Kind]}
	if r.Kind == statement.HeadingRow || len(r.Figures) < 2 {
		return x
	}
	scale := statement.Scale{Rounding: money.HalfAway}
	x.Now, x.Then = c.figureOf(st, r, 0, scale), c.figureOf(st, r, 1, scale)
	if x.Now.Absent || x.Then.Absent || r.Measure != 0 && (r.Measure == statement.InPerShare || r.Measure == statement.InShares) {
		return x
	}
	now, then := r.Shown(r.Figures[0]), r.Shown(r.Figures[1])
	change := now - then
	x.Change = amountOf(scale.Round(change, c.digits()), 0)
	beyond := change != 0
	if then != 0 {
		pct := workpaper.Ratio(change, max(then, -then)).Mul(workpaper.Whole(100))
		if x.Percent = pct.Abs().Text(1, money.HalfAway) + "%"; change < 0 {
			x.Percent = "(" + x.Percent + ")"
		}
		beyond = beyond && pct.Abs().Cmp(workpaper.Whole(share)) >= 0
	} else if change != 0 {
		x.Percent = "new"
	}
	x.Flagged = beyond && max(change, -change) >= least && r.Kind == statement.LineRow
	x.Key = noteKey(st.ID, r.ID, st.Columns[0].Key)
	x.Href = x.Now.Href
	x.Notes = c.view.State.NotesOn(x.Key)
	return x
}

// noteKey is what a note at a figure of a statement is at.
func noteKey(kind, row, column string) string { return kind + "/" + row + "@" + column }

// noteThread is what was written at one thing, with the form to write more.
type noteThread struct {
	On, Figure, Then string
	Notes            []noteRow
	May              bool
	Once             string
}

type noteRow struct {
	ID             int64
	Text, By, When string
	Answer, Open   bool
	Moved          string // what the figure was when the note was written, if it is another now
	Closed         string
	Href           string
}

// thread are the notes at a thing. Figure is the amount as it stands now.
func (c *call) thread(on, figure string) noteThread {
	t := noteThread{On: on, Figure: figure, May: c.who.can(access.WriteNote) && c.Newest, Once: newOnce(), Then: c.r.URL.RequestURI()}
	for _, n := range c.view.State.NotesOn(on) {
		t.Notes = append(t.Notes, c.noteRow(n, figure))
	}
	return t
}

func (c *call) noteRow(n app.Note, figure string) noteRow {
	r := noteRow{ID: n.ID, Text: n.Text, By: n.By, When: moment(n.At), Answer: n.Answers != 0, Open: n.Answers == 0 && n.ClosedBy == "", Href: c.noteHref(n.On)}
	if n.Figure != "" && figure != "" && n.Figure != figure {
		r.Moved = "The figure was " + money.Group(n.Figure) + " then."
	}
	if n.ClosedBy != "" {
		r.Closed = "closed by " + n.ClosedBy
	}
	return r
}

// noteHref is where the thing is that a note is at.
func (c *call) noteHref(on string) string {
	what, key, _ := strings.Cut(on, "/")
	switch what {
	case "entry":
		return string(c.link("/entries/" + key))
	case "account":
		code, _, _ := strings.Cut(key, "@")
		return c.registerLink(code)
	}
	row, column, _ := strings.Cut(key, "@")
	return c.explainLink(what, row, column)
}

// notesPage lists what was written.
type notesPage struct {
	Sentence string
	Tabs     []tab
	Rows     []noteListRow

	Downloads []pair
}

type noteListRow struct {
	noteRow
	On       string
	Answers  int
	Standing mark
}

func (s *site) notes(c *call) (page, error) {
	p := notesPage{Tabs: c.readingTabs("/notes")}
	open := 0
	for _, n := range slices.Backward(c.view.State.Notes) {
		if n.Answers != 0 {
			continue
		}
		r := noteListRow{noteRow: c.noteRow(n, ""), On: n.On, Standing: mark{"wait", "open"}}
		for _, m := range c.view.State.Notes {
			if m.Answers == n.ID {
				r.Answers++
			}
		}
		if n.ClosedBy != "" {
			r.Standing = mark{"done", "closed"}
		} else {
			open++
		}
		p.Rows = append(p.Rows, r)
	}
	switch open {
	case 0:
		p.Sentence = "No note is open."
	case 1:
		p.Sentence = "One note is open."
	default:
		p.Sentence = inWords(open) + " notes are open."
	}
	p.Downloads = c.listLinks("notes")
	return page{Title: "Notes", Section: "general-ledger", Body: notesBody(p)}, nil
}

func (s *site) writeNote(c *call) (done, error) {
	answers, _ := strconv.ParseInt(c.form.Get("answers"), 10, 64)
	_, err := s.App.WriteNote(c.ctx(), c.who.Code, app.Note{On: c.form.Get("on"), Text: strings.ReplaceAll(c.form.Get("text"), "\r\n", "\n"), Figure: c.form.Get("figure"), Answers: answers})
	if m := mistakeIn(err); m != "" {
		return done{}, problem{Code: 422, Title: "The note was not written", What: m, Way: "Go back and write it again."}
	}
	return done{To: orText(localPath(c.form.Get("then")), "/notes"), Say: "The note is in the log."}, err
}

func (s *site) closeNote(c *call) (done, error) {
	id, err := strconv.ParseInt(c.r.PathValue("id"), 10, 64)
	if err != nil {
		id = -1
	}
	_, err = s.App.CloseNote(c.ctx(), c.who.Code, id)
	if m := mistakeIn(err); m != "" {
		return done{}, problem{Code: 409, Title: "Refused", What: m, Way: "Notes are listed under Notes."}
	}
	return done{To: orText(localPath(c.form.Get("then")), "/notes"), Say: "The note is closed."}, err
}
