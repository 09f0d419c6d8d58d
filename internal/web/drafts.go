package web

import (
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
)

// waitRow is one thing that waits, as a list shows it.
type waitRow struct {
	Mark                 mark
	Title, Href, By, Age string
	Amount               figure
	Counts               bool
}

// words say from whom, since when and how much.
func (r waitRow) words() string {
	s := "from " + r.By
	if r.Age != "" {
		s += " since " + r.Age
	}
	if r.Counts && !r.Amount.Nil {
		s += ": " + r.Amount.Digits
	}
	return s
}

// waits are what waits for the person who asks.
func (c *call) waits() ([]app.Wait, error) {
	if c.who.Code == "" {
		return nil, nil
	}
	return c.view.Waits(c.who.Code, c.who.today)
}

// waitRows are they as a list.
func (c *call) waitRows() ([]waitRow, error) {
	ws, err := c.waits()
	if err != nil {
		return nil, err
	}
	var out []waitRow
	for _, w := range ws {
		r := waitRow{Title: w.Title, By: w.By, Counts: w.Counts, Amount: amountOf(w.Amount, c.digits())}
		if w.At != "" {
			r.Age = moment(w.At)
		}
		switch w.Kind {
		case "approve":
			r.Mark, r.Href = mark{"wait", "to approve"}, "/drafts/"+itoa(w.ID)
		case "returned":
			r.Mark, r.Href = mark{"stop", "returned"}, "/drafts/"+itoa(w.ID)
		case "review":
			r.Mark, r.Href = mark{"wait", "to review"}, "/reviews/"+itoa(w.ID)
		case "due":
			r.Mark, r.Href, r.By = mark{"wait", "due"}, "/recurring", "the rules"
		case "override":
			r.Mark, r.Href = mark{"wait", "override"}, "/locks"
		}
		r.Href = string(c.link(r.Href))
		out = append(out, r)
	}
	return out, nil
}

// draftsPage lists what waits, for the reader and for others.
type draftsPage struct {
	Sentence string
	Waits    []waitRow
	Others   []draftRow
	Reviews  []waitRow // postings without a second person, reviewed or not
	May      bool

	Downloads []pair
}

type draftRow struct {
	ID, Href, Title, By, Age string
	Standing                 mark
	Amount                   figure
	Counts                   bool
}

func (s *site) draftList(c *call) (page, error) {
	p := draftsPage{May: c.who.can(access.PrepareEntry)}
	var err error
	if p.Waits, err = c.waitRows(); err != nil {
		return page{}, err
	}
	ds, err := c.view.Drafts()
	if err != nil {
		return page{}, err
	}
	for _, d := range ds {
		r := draftRow{ID: draftName(d.ID), Href: string(c.link("/drafts/" + itoa(d.ID))), Title: d.Title(), By: d.By, Age: moment(d.At), Standing: mark{"wait", "waits for approval"}, Counts: len(d.Entries) > 0, Amount: amountOf(d.Debits(), c.digits())}
		if d.Returned {
			r.Standing = mark{"stop", "returned to " + d.By}
		}
		p.Others = append(p.Others, r)
	}
	for _, r := range c.view.State.Reviews {
		x := waitRow{Mark: mark{"wait", "to review"}, Title: orText(r.Why, "position "+count(r.Position)), By: r.By, Href: string(c.link("/reviews/" + itoa(r.Position)))}
		if r.ReviewedBy != "" {
			x.Mark = mark{"done", "reviewed by " + r.ReviewedBy}
		}
		p.Reviews = append(p.Reviews, x)
	}
	p.Sentence = waitSentence(len(p.Waits))
	p.Downloads = c.listLinks("drafts")
	return page{Title: "Drafts", Section: "drafts", Body: draftsBody(p)}, nil
}

// waitSentence says how much waits.
func waitSentence(n int) string {
	switch n {
	case 0:
		return "Nothing waits for you."
	case 1:
		return "One thing waits for you."
	}
	return inWords(n) + " things wait for you."
}

// draftPage is a draft as a voucher, with what it would do and what can be done with it.
type draftPage struct {
	Name     string
	ID       int64
	Hash     string
	Standing mark
	Wrong    string
	Facts    []bookLine
	Entries  []draftedEntry
	Import   *app.ImportWaiting
	Preview  string // where the file of an import is seen
	Revert   *app.RevertWaiting
	Effect   []effectRow
	Trail    []trailRow

	CanApprove, CanReturn, CanRevise, CanWithdraw, CanAlone bool
	WhyNot                                                  string // why the reader cannot approve it
	Ask                                                     proofAsk
	Once                                                    string
	Next                                                    string
}

type draftedEntry struct {
	Title string
	Lines entryPage
	Facts []bookLine
}

// effectRow is an account before and after the draft.
type effectRow struct {
	Account, Name, Href   string
	Before, Change, After figure
}

type trailRow struct{ When, By, What, Why string }

// draftNamed is the draft of an address.
func (c *call) draftNamed() (app.Draft, error) {
	text := strings.TrimPrefix(strings.ToUpper(c.r.PathValue("id")), "D-")
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return app.Draft{}, c.missing("There is no draft "+plainText(text, 40)+".", "Drafts are listed under Drafts.")
	}
	d, ok, err := c.view.Draft(id)
	if err == nil && !ok {
		err = c.missing("There is no draft "+draftName(id)+" any more.", "It was approved, withdrawn, or never there: the journal and the log have what was posted.")
	}
	return d, err
}

func (s *site) draft(c *call) (page, error) { return s.draftWith(c, "") }

func (s *site) draftWith(c *call, wrong string) (page, error) {
	d, err := c.draftNamed()
	if err != nil {
		return page{}, err
	}
	cred, err := s.App.Credentials(c.r.Context(), c.who.Code)
	if err != nil {
		return page{}, err
	}
	p := draftPage{Name: draftName(d.ID), ID: d.ID, Hash: d.Hash, Wrong: wrong, Import: d.Import, Revert: d.Revert, Ask: askOf(c.who, cred), Once: newOnce(), Standing: mark{"wait", "waits for approval"}}
	if d.Returned {
		p.Standing = mark{"stop", "returned to " + d.By}
	}
	p.Facts = []bookLine{{What: "Prepared by", Text: d.By}, {What: "Last changed", Text: moment(d.At)}, {What: "Bound by", Text: "sha256 " + short(d.Hash)}}
	if d.Import != nil {
		if _, ok, err := s.App.FindUpload(c.r.Context(), d.Import.SHA256); err != nil {
			return page{}, err
		} else if ok {
			p.Preview = string(c.link("/imports/" + d.Import.SHA256))
		}
	}
	for i, e := range d.Entries {
		p.Entries = append(p.Entries, c.draftedEntry(e, i))
	}
	for _, t := range d.Trail {
		p.Trail = append(p.Trail, trailRow{moment(t.At), t.By, t.What, t.Why})
	}
	if p.Effect, err = c.effectOf(d.Entries); err != nil {
		return page{}, err
	}
	c.draftRights(&p, d)
	return page{Title: p.Name, Section: "drafts", Body: draftBody(p)}, nil
}

func (c *call) draftedEntry(e ledger.Entry, i int) draftedEntry {
	out := draftedEntry{Title: e.Description}
	c.entryLines(&out.Lines, e)
	out.Facts = []bookLine{{What: "Effective", Text: day(e.Effective)}, {What: "Kind", Text: string(e.Kind)}}
	if e.Origin != 0 {
		out.Facts = append(out.Facts, bookLine{What: "Origin period", Text: "of " + day(e.Origin)})
	}
	if e.Source != "" {
		out.Facts = append(out.Facts, bookLine{What: "Source", Text: e.Source})
	}
	if e.Reverses == app.ThisDraft {
		out.Facts = append(out.Facts, bookLine{What: "Reverses", Text: "the entry above"})
	} else if r, ok, err := c.view.EntryWithID(e.Reverses); err == nil && ok {
		out.Facts = append(out.Facts, bookLine{What: "Reverses", Text: r.Number.String(), Href: string(c.link("/entries/" + r.Number.String()))})
	}
	return out
}

// draftRights are what the reader can do with a draft.
func (c *call) draftRights(p *draftPage, d app.Draft) {
	action := access.ApproveEntry
	if len(d.Entries) == 0 {
		action = access.ApproveImport
	}
	can := c.who.may(access.What{Action: action, Owner: d.By, Amount: d.Debits()})
	own := d.By == c.who.Code
	p.CanApprove = can.Allowed && !d.Returned
	if !can.Allowed {
		p.WhyNot = sentence(can.Reason)
	}
	p.CanReturn = !own && !d.Returned && c.who.can(access.ReturnDraft)
	p.CanRevise = own && len(d.Entries) > 0 && c.who.can(access.PrepareEntry)
	p.CanWithdraw = own && c.who.can(access.WithdrawDraft)
	p.CanAlone = own && len(d.Entries) > 0 && c.who.can(access.ApproveEntry) && !c.who.state.Another(c.who.Code, access.What{Action: access.ApproveEntry, Owner: c.who.Code, Amount: d.Debits()}, c.who.today)
	p.Next = "position " + count(c.view.State.Position+1)
}

// effectOf is what entries do to the balances of their accounts, at the latest of their days.
func (c *call) effectOf(es []ledger.Entry) ([]effectRow, error) {
	if len(es) == 0 {
		return nil, nil
	}
	var at fiscal.Date
	change := map[string]int64{}
	var order []string
	for _, e := range es {
		at = max(at, e.Effective)
		for _, l := range e.Lines {
			if _, seen := change[l.Account]; !seen {
				order = append(order, l.Account)
			}
			change[l.Account] += l.Amount
		}
	}
	tb, err := c.view.TrialBalance(at)
	if err != nil {
		return nil, err
	}
	var out []effectRow
	for _, code := range order {
		before := tb.Account(code)
		out = append(out, effectRow{Account: code, Name: c.accountName(code), Href: c.registerLink(code), Before: amountOf(before, c.digits()), Change: amountOf(change[code], c.digits()), After: amountOf(before+change[code], c.digits())})
	}
	return out, nil
}

// editDraft is the page on which a draft is revised.
func (s *site) editDraft(c *call) (page, error) {
	d, err := c.draftNamed()
	if err != nil {
		return page{}, err
	}
	if len(d.Entries) == 0 {
		return page{}, problem{Code: 409, Title: "Refused", What: draftName(d.ID) + " is an import; its file is put right and taken in again.", Way: "Withdraw it first."}
	}
	return c.revisionPage(d, c.gridOf(d.Entries[len(d.Entries)-1]), d.Hash), nil
}

func (c *call) revisionPage(d app.Draft, g grid, read string) page {
	p := gridPage{Title: "Revise " + draftName(d.ID), Grid: g, Sub: "Prepared by " + d.By + ". What was approved before is approved anew.",
		Form: gridForm{Post: "/drafts/" + itoa(d.ID) + "/edit", Once: newOnce(), Read: read, Button: "Send it again", NoReverse: true,
			Consequence: "If you send it, it waits for a second person again, as it stands here."}}
	if len(d.Entries) > 1 {
		p.Sub += " The reversal that belongs to it follows it."
	}
	return page{Title: p.Title, Section: "drafts", Body: gridBody(p), Scripts: gridScripts}
}

func (s *site) reviseDraft(c *call) (done, error) {
	var d app.Draft
	err := c.reading(func(v *app.View) (err error) { c.view = v; d, err = c.draftNamed(); return err })
	if err != nil {
		return done{}, err
	}
	read := c.form.Get("read")
	show := func(c *call, g grid) page { return c.revisionPage(d, g, read) }
	es, g, again, err := s.typed(c, show)
	if err != nil || again != nil {
		return orDone(again), err
	}
	all := revised(d.Entries, es[0])
	out, err := s.App.Revise(c.ctx(), c.who.Code, d.ID, all, read)
	if err != nil {
		return gridAgain(g, err, show)
	}
	return done{To: "/drafts/" + itoa(out.Draft), Say: draftName(out.Draft) + " is revised and waits for a second person."}, nil
}

// revised are the entries of a draft with the one that was typed in its place. Of a correction it is the last; of an entry
// with its reversal the first, which the reversal follows.
func revised(old []ledger.Entry, typed ledger.Entry) []ledger.Entry {
	switch {
	case len(old) == 1:
		return []ledger.Entry{typed}
	case old[len(old)-1].Reverses == app.ThisDraft:
		return app.Reversing(typed, old[len(old)-1].Effective)
	}
	out := append([]ledger.Entry{}, old...)
	for i := range out[:len(out)-1] {
		out[i].Effective = typed.Effective
	}
	out[len(out)-1] = typed
	return out
}

// draftAgain shows a draft again with what a command refused.
func (s *site) draftAgain(err error) (done, error) {
	m := mistakeIn(err)
	if m == "" {
		return done{}, err
	}
	return done{Code: 409, Again: func(c *call) (page, error) {
		p, err := s.draftWith(c, m)
		if err == nil {
			return p, nil
		}
		return draftGone(m), nil // somebody else was first
	}}, nil
}

// draftGone is the page of a draft on which somebody else decided meanwhile.
func draftGone(what string) page {
	return page{Title: "Drafts", Section: "drafts", Body: goneBody(what)}
}

func (s *site) draftID(c *call) (int64, error) {
	id, err := strconv.ParseInt(c.r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, problem{Code: 404, Title: "Not found", What: "There is no draft " + plainText(c.r.PathValue("id"), 40) + ".", Way: "Drafts are listed under Drafts."}
	}
	return id, nil
}

func (s *site) approveDraft(c *call) (done, error) {
	id, err := s.draftID(c)
	if err != nil {
		return done{}, err
	}
	out, err := s.App.Approve(c.ctx(), c.who.Code, id, c.form.Get("read"))
	if err != nil {
		return s.draftAgain(err)
	}
	if len(out.Entries) == 0 { // an import
		return done{To: "/log/" + itoa(out.Act), Say: draftName(id) + " is taken in: " + counted(out.Count, "entry", "entries") + "."}, nil
	}
	return c.outcomeSaid(out, draftName(id)), nil
}

func (s *site) returnDraft(c *call) (done, error) {
	id, err := s.draftID(c)
	if err == nil {
		err = s.App.Return(c.ctx(), c.who.Code, id, strings.TrimSpace(c.form.Get("why")), c.form.Get("read"))
	}
	if err != nil {
		return s.draftAgain(err)
	}
	return done{To: "/drafts", Say: draftName(id) + " is returned to its preparer."}, nil
}

func (s *site) withdrawDraft(c *call) (done, error) {
	id, err := s.draftID(c)
	if err == nil {
		err = s.App.Withdraw(c.ctx(), c.who.Code, id)
	}
	if err != nil {
		return s.draftAgain(err)
	}
	return done{To: "/drafts", Say: draftName(id) + " is withdrawn; nothing was posted."}, nil
}

func (s *site) postForReview(c *call) (done, error) {
	id, err := s.draftID(c)
	if err != nil {
		return done{}, err
	}
	out, err := s.App.PostForReview(c.ctx(), c.who.Code, id, strings.TrimSpace(c.form.Get("why")))
	if err != nil {
		return s.draftAgain(err)
	}
	return c.outcomeSaid(out, draftName(id)), nil
}

// reviewingPage is a posting that one person made alone, to be looked at by another.
type reviewingPage struct {
	Review  app.Review
	When    string
	Wrong   string
	Entries []tableRow
	May     bool
	WhyNot  string
	Ask     proofAsk
	Once    string
}

func (s *site) reviewPage(c *call) (page, error) { return s.reviewWith(c, "") }

func (s *site) reviewWith(c *call, wrong string) (page, error) {
	n, err := strconv.ParseInt(c.r.PathValue("position"), 10, 64)
	if err != nil {
		n = -1
	}
	for _, r := range c.view.State.Reviews {
		if r.Position != n {
			continue
		}
		cred, err := s.App.Credentials(c.r.Context(), c.who.Code)
		if err != nil {
			return page{}, err
		}
		can := c.who.may(access.What{Action: access.ReviewEntry, Owner: r.By})
		p := reviewingPage{Review: r, Wrong: wrong, May: can.Allowed && r.ReviewedBy == "", Ask: askOf(c.who, cred), Once: newOnce()}
		if !can.Allowed {
			p.WhyNot = sentence(can.Reason)
		}
		for _, x := range c.view.State.Postings {
			if x.Position != n {
				continue
			}
			for e, err := range c.view.EntriesBetween(x.First-1, x.First-1+x.Count) {
				if err != nil {
					return page{}, err
				}
				p.Entries = append(p.Entries, c.journalRow(e.Entry))
			}
		}
		return page{Title: "Review of position " + count(n), Section: "drafts", Body: reviewBody(p)}, nil
	}
	return page{}, c.missing("Nothing at position "+plainText(c.r.PathValue("position"), 20)+" was posted without a second person.", "What waits for you is under Drafts.")
}

func (s *site) review(c *call) (done, error) {
	n, err := strconv.ParseInt(c.r.PathValue("position"), 10, 64)
	if err != nil {
		n = -1
	}
	_, err = s.App.Review(c.ctx(), c.who.Code, n, strings.TrimSpace(c.form.Get("note")))
	if m := mistakeIn(err); m != "" {
		return done{Again: func(c *call) (page, error) { return s.reviewWith(c, m) }}, nil
	}
	return done{To: "/drafts", Say: "The posting at position " + count(n) + " is reviewed."}, err
}
