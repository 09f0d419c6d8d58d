package web

import (
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
)

// entryRoutes are those of entries that are typed, taken back and corrected, and of drafts.
func (s *site) entryRoutes() []route {
	return []route{
		{Pattern: "/entries/new", Action: access.PrepareEntry, Page: s.newEntry},
		{Pattern: "/entries/new", Action: access.PrepareEntry, Do: s.postEntry, Large: true},
		{Pattern: "/entries/{number}/correct", Action: access.PrepareEntry, Page: s.correction},
		{Pattern: "/entries/{number}/correct", Action: access.PrepareEntry, Do: s.correct, Large: true},
		{Pattern: "/entries/{number}/reverse", Action: access.PrepareEntry, Page: s.reversal},
		{Pattern: "/entries/{number}/reverse", Action: access.PrepareEntry, Do: s.reverse},
		{Pattern: "/drafts", Action: access.ReadBooks, Page: s.draftList},
		{Pattern: "/drafts/{id}", Action: access.ReadBooks, Page: s.draft},
		{Pattern: "/drafts/{id}/edit", Action: access.PrepareEntry, Page: s.editDraft},
		{Pattern: "/drafts/{id}/edit", Action: access.PrepareEntry, Do: s.reviseDraft, Large: true},
		{Pattern: "/drafts/{id}/approve", Action: access.ApproveEntry, Do: s.approveDraft},
		{Pattern: "/drafts/{id}/return", Action: access.ReturnDraft, Do: s.returnDraft},
		{Pattern: "/drafts/{id}/withdraw", Action: access.WithdrawDraft, Do: s.withdrawDraft},
		{Pattern: "/drafts/{id}/post-for-review", Action: access.ApproveEntry, Do: s.postForReview},
		{Pattern: "/reviews/{position}", Action: access.ReadBooks, Page: s.reviewPage},
		{Pattern: "/reviews/{position}", Action: access.ReviewEntry, Do: s.review},
	}
}

// gridScripts are the scripts of a page with a grid.
var gridScripts = []string{"grid.js"}

// newEntry is the page on which an entry is typed: empty, or like another (?like=JE-2006-000042).
func (s *site) newEntry(c *call) (page, error) {
	g := c.emptyGrid()
	if text := c.query.Get("like"); text != "" {
		e, err := c.entryNamed(text)
		if err != nil {
			return page{}, err
		}
		date := g.Date
		g = c.gridOf(e)
		g.Date, g.Origin = date, ""
		if e.Kind == ledger.Reversing {
			g.Kind = string(ledger.Standard)
		}
	}
	if text := c.query.Get("template"); text != "" {
		i := slices.IndexFunc(c.view.State.Standing, func(x app.StandingEntry) bool { return itoa(x.ID) == text })
		if i < 0 {
			return page{}, c.missing("There is no template "+plainText(text, 20)+".", "Templates are listed under Recurring.")
		}
		date := g.Date
		g = c.gridOf(c.view.State.Standing[i].Entry)
		g.Date = date
	}
	return c.gridPage(gridPage{Grid: g}), nil
}

// gridPage is the page of a new entry.
func (c *call) gridPage(p gridPage) page {
	p.Title = "New entry"
	p.Form.Post, p.Form.Once = "/entries/new", newOnce()
	p.Form.Button, p.Form.Consequence = c.sendWords()
	p.Sub = "Amounts in " + string(c.view.Entity().Currency) + ". Every line names its account by code or by a part of its name."
	return page{Title: "New entry", Section: "new-entry", Body: gridBody(p), Scripts: gridScripts}
}

// sendWords are what sending an entry does here: it waits for another, or is posted at once.
func (c *call) sendWords() (button, consequence string) {
	if c.who.state.Alone() {
		return "Post", "If you post it, it counts at once and stays for good: what is wrong is taken back by another entry."
	}
	return "Send for approval", "If you send it, it waits for a second person; until they approve it, no figure moves and you can revise it or take it back."
}

// entryNamed is the entry of a number that the address gives.
func (c *call) entryNamed(text string) (ledger.Entry, error) {
	n, err := app.ParseNumber(text)
	if err != nil {
		return ledger.Entry{}, c.missing("There is no entry "+plainText(text, 40)+".", "Entries are listed in the journal.")
	}
	e, ok, err := c.view.Entry(n)
	if err == nil && !ok {
		err = c.missing("There is no entry "+n.String()+" at position "+count(c.Position)+".", "It may have been posted later: move the clock, or look in the journal.")
	}
	return e, err
}

// typed reads the grid of a form with its files and says what is to be done with it. While the grid is only looked at
// (rows, check) or something is wrong, again shows it again.
func (s *site) typed(c *call, show func(*call, grid) page) (es []ledger.Entry, g grid, again *done, err error) {
	var e ledger.Entry
	err = c.reading(func(v *app.View) error {
		c.view = v
		if g, err = c.typedGrid(); err != nil {
			return err
		}
		if err := c.attachFiles(&g); err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		return nil, g, nil, err
	}
	// documents that were stored now are in the book now
	err = c.reading(func(v *app.View) error {
		c.view = v
		switch c.form.Get("do") {
		case "rows", "currency":
			g.total(c.digits())
			g.Wrong = nil
			if c.form.Get("do") == "currency" {
				g.Foreign = true
			} else {
				g.grow(len(g.Rows) + moreRows)
			}
			again = &done{Code: 200}
			return nil
		}
		wrong := len(g.Wrong)
		e = g.entry(c)
		es = []ledger.Entry{e}
		if g.ReverseOn != "" {
			on, perr := fiscal.Parse(g.ReverseOn)
			switch {
			case perr != nil:
				g.wrong("reverse-on", "the day on which it is reversed: %v", perr)
			case on <= e.Effective:
				g.wrong("reverse-on", "it is reversed on a later day than %s", day(e.Effective))
			default:
				es = app.Reversing(e, on)
			}
		}
		if len(g.Wrong) == wrong {
			for _, f := range e.Check(v.State.Chart) {
				g.wrong("", "%s", f.Message)
			}
		}
		if c.form.Get("do") == "check" || len(g.Wrong) > 0 {
			g.grow(len(g.Rows) + 1)
			again = &done{}
			if len(g.Wrong) == 0 {
				again.Code = 200
			}
		}
		return nil
	})
	if again != nil {
		again.Again = func(c *call) (page, error) { return show(c, g), nil }
	}
	return es, g, again, err
}

// gridAgain shows a grid again with what a command found wrong with it.
func gridAgain(g grid, err error, show func(*call, grid) page) (done, error) {
	if !g.mistakesIn(err) {
		return done{}, err
	}
	g.grow(len(g.Rows) + 1)
	return done{Again: func(c *call) (page, error) { return show(c, g), nil }}, nil
}

// postEntry posts what was typed, or has it wait for a second person.
func (s *site) postEntry(c *call) (done, error) {
	show := func(c *call, g grid) page { return c.gridPage(gridPage{Grid: g}) }
	es, g, again, err := s.typed(c, show)
	if err != nil || again != nil {
		return orDone(again), err
	}
	out, err := s.App.PostTogether(c.ctx(), c.who.Code, es)
	if err != nil {
		return gridAgain(g, err, show)
	}
	return c.outcomeSaid(out, "The entry"), nil
}

func orDone(d *done) done {
	if d == nil {
		return done{}
	}
	return *d
}

// correction is the page on which an entry is put right.
func (s *site) correction(c *call) (page, error) {
	e, err := c.entryNamed(c.r.PathValue("number"))
	if err != nil {
		return page{}, err
	}
	g := c.gridOf(e)
	return c.correctionPage(e, g, ""), nil
}

func (c *call) correctionPage(e ledger.Entry, g grid, why string) page {
	g.Kind = string(ledger.Correcting)
	p := gridPage{Title: "Correct " + e.Number.String(), Grid: g,
		Sub:  "Below stands the entry as it is posted. Put it right: what was posted stays, is taken back in full, and this stands in its place. Both count on the effective date.",
		Form: gridForm{Post: "/entries/" + e.Number.String() + "/correct", Once: newOnce(), WithWhy: true, Why: why, NoReverse: true, NoKind: true}}
	p.Form.Button, p.Form.Consequence = "Send the correction", "If you send it, "+e.Number.String()+" is reversed and the corrected entry posted in one act, after a second person approves both."
	if c.who.state.Alone() {
		p.Form.Button, p.Form.Consequence = "Post the correction", "If you post it, "+e.Number.String()+" is reversed and the corrected entry posted, in one act."
	}
	return page{Title: p.Title, Section: "journal", Body: gridBody(p), Scripts: gridScripts}
}

func (s *site) correct(c *call) (done, error) {
	var old ledger.Entry
	err := c.reading(func(v *app.View) (err error) {
		c.view = v
		old, err = c.entryNamed(c.r.PathValue("number"))
		return err
	})
	if err != nil {
		return done{}, err
	}
	why := strings.TrimSpace(c.form.Get("why"))
	show := func(c *call, g grid) page { return c.correctionPage(old, g, why) }
	es, g, again, err := s.typed(c, show)
	if err != nil || again != nil {
		return orDone(again), err
	}
	out, err := s.App.Correct(c.ctx(), c.who.Code, old.Number, es[0].Effective, es[0], why)
	if err != nil {
		return gridAgain(g, err, show)
	}
	return c.outcomeSaid(out, "The correction of "+old.Number.String()), nil
}

// reversalPage asks on which day an entry is taken back.
type reversalPage struct {
	Number, Description, Wrong, On, Why, Once string
	Lines                                     entryPage
	Consequence                               string
}

func (s *site) reversal(c *call) (page, error) { return c.reversalWith(reversalPage{}) }

func (c *call) reversalWith(p reversalPage) (page, error) {
	e, err := c.entryNamed(c.r.PathValue("number"))
	if err != nil {
		return page{}, err
	}
	if p.On == "" {
		p.On = max(e.Effective, c.view.OpenDay(e.Effective)).String()
	}
	p.Number, p.Description, p.Once = e.Number.String(), e.Description, newOnce()
	c.entryLines(&p.Lines, e)
	p.Consequence = "If you send it, an entry with opposite signs waits for a second person; " + p.Number + " itself stays as it is."
	if c.who.state.Alone() {
		p.Consequence = "If you post it, an entry with opposite signs counts from that day; " + p.Number + " itself stays as it is."
	}
	return page{Title: "Reverse " + p.Number, Section: "journal", Body: reversalBody(p)}, nil
}

func (s *site) reverse(c *call) (done, error) {
	p := reversalPage{On: strings.TrimSpace(c.form.Get("on")), Why: strings.TrimSpace(c.form.Get("why"))}
	again := func(wrong string) (done, error) {
		p.Wrong = wrong
		return done{Again: func(c *call) (page, error) { return c.reversalWith(p) }}, nil
	}
	n, err := app.ParseNumber(c.r.PathValue("number"))
	if err != nil {
		return done{}, problem{Code: 404, Title: "Not found", What: "There is no entry " + plainText(c.r.PathValue("number"), 40) + ".", Way: "Entries are listed in the journal."}
	}
	on, err := fiscal.Parse(p.On)
	if err != nil {
		return again(sentence("the day of the reversal: " + err.Error()))
	}
	out, err := s.App.Reverse(c.ctx(), c.who.Code, n, on, p.Why)
	if m := mistakeIn(err); m != "" {
		return again(m)
	}
	if err != nil {
		return done{}, err
	}
	return c.outcomeSaid(out, "The reversal of "+n.String()), nil
}
