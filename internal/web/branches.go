package web

import (
	"slices"
	"strconv"
	"strings"

	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/statement"
)

// branchRoutes are those of branches of proposed entries.
func (s *site) branchRoutes() []route {
	return []route{
		{Pattern: "/branches", Action: access.ReadBooks, Page: s.branches},
		{Pattern: "/branches", Action: access.Propose, Do: s.openBranch},
		{Pattern: "/branches/{id}", Action: access.ReadBooks, Page: s.branch},
		{Pattern: "/branches/{id}/propose", Action: access.Propose, Page: s.proposal},
		{Pattern: "/branches/{id}/propose", Action: access.Propose, Do: s.propose, Large: true},
		{Pattern: "/branches/{id}/withdraw", Action: access.Propose, Do: s.withdrawProposal},
		{Pattern: "/branches/{id}/merge", Action: access.ApproveEntry, Do: s.mergeBranch},
		{Pattern: "/branches/{id}/drop", Action: access.Propose, Do: s.dropBranch},
	}
}

// branchesPage lists branches.
type branchesPage struct {
	Sentence, Wrong, Name, Why, Once string
	Rows                             []branchRow
	Downloads                        []pair
	May                              bool
}

type branchRow struct {
	Name, Href, By, When string
	Standing             mark
	Entries              int
	Debits               figure
}

func (s *site) branches(c *call) (page, error) { return s.branchesWith(c, branchesPage{}) }

func (s *site) branchesWith(c *call, p branchesPage) (page, error) {
	p.May, p.Once = c.who.can(access.Propose), newOnce()
	open := 0
	for _, b := range slices.Backward(c.view.State.Branches) {
		r := branchRow{Name: b.Name, Href: string(c.link("/branches/" + itoa(b.ID))), By: b.By, When: moment(b.At), Standing: branchMark(b), Entries: len(b.Entries()), Debits: amountOf(b.Debits(), c.digits())}
		if b.Open() {
			open++
		}
		p.Rows = append(p.Rows, r)
	}
	switch open {
	case 0:
		p.Sentence = "Nothing is proposed on a branch."
	case 1:
		p.Sentence = "One branch is open."
	default:
		p.Sentence = inWords(open) + " branches are open."
	}
	p.Downloads = c.listLinks("branches")
	return page{Title: "Branches", Section: "branches", Body: branchesBody(p)}, nil
}

func branchMark(b app.Branch) mark {
	switch {
	case b.MergedAt != 0:
		return mark{"done", "merged by " + b.MergedBy}
	case b.DroppedAt != 0:
		return mark{"idle", "dropped"}
	}
	return mark{"wait", "open"}
}

func (s *site) openBranch(c *call) (done, error) {
	p := branchesPage{Name: strings.TrimSpace(c.form.Get("name")), Why: strings.TrimSpace(c.form.Get("why"))}
	id, err := s.App.OpenBranch(c.ctx(), c.who.Code, p.Name, p.Why)
	if p.Wrong = mistakeIn(err); p.Wrong != "" {
		return done{Again: func(c *call) (page, error) { return s.branchesWith(c, p) }}, nil
	}
	return done{To: "/branches/" + itoa(id), Say: "The branch is open; no figure of the books rests on it."}, err
}

// branchPage is a branch: what is proposed, and what the statements would be with it.
type branchPage struct {
	Name, Why, Wrong           string
	ID                         int64
	Standing                   mark
	Facts                      []bookLine
	Proposals                  []proposalRow
	Effect                     []effectRow
	EffectTitle                string
	Seen                       []pair // where the books are seen with it
	Hash                       string
	Open, CanPropose, CanMerge bool
	WhyNot                     string
	Ask                        proofAsk
	Once                       string
	Next                       string
}

type proposalRow struct {
	ID        int64
	By        string
	Withdrawn bool
	Can       bool
	Entry     draftedEntry
}

func (c *call) branchNamed() (app.Branch, error) {
	id, err := strconv.ParseInt(c.r.PathValue("id"), 10, 64)
	b, ok := c.view.State.Branch(id)
	if err != nil || !ok {
		return b, c.missing("There is no branch "+plainText(c.r.PathValue("id"), 40)+" at this position.", "Branches are listed under Branches.")
	}
	return b, nil
}

func (s *site) branch(c *call) (page, error) { return s.branchWith(c, "") }

func (s *site) branchWith(c *call, wrong string) (page, error) {
	b, err := c.branchNamed()
	if err != nil {
		return page{}, err
	}
	cred, err := s.App.Credentials(c.r.Context(), c.who.Code)
	if err != nil {
		return page{}, err
	}
	p := branchPage{Name: b.Name, Why: b.Why, Wrong: wrong, ID: b.ID, Standing: branchMark(b), Hash: b.Hash(), Open: b.Open(), Ask: askOf(c.who, cred), Once: newOnce(), Next: "position " + count(c.view.State.Position+1)}
	p.Facts = []bookLine{{What: "Opened by", Text: b.By}, {What: "On", Text: moment(b.At)}, {What: "At position", Text: count(b.ID), Href: string(c.link("/log/" + itoa(b.ID)))}}
	if b.MergedAt != 0 {
		p.Facts = append(p.Facts, bookLine{What: "Posted at position", Text: count(b.MergedAt), Href: string(c.link("/journal", "act", itoa(b.MergedAt)))})
	}
	if b.DroppedAt != 0 {
		p.Facts = append(p.Facts, bookLine{What: "Dropped because", Text: b.Reason})
	}
	p.CanPropose = b.Open() && c.who.can(access.Propose)
	for i, x := range b.Proposals {
		p.Proposals = append(p.Proposals, proposalRow{ID: x.ID, By: x.By, Withdrawn: x.Withdrawn, Can: p.CanPropose && !x.Withdrawn && (x.By == c.who.Code || c.who.can(access.ReturnDraft)), Entry: c.draftedEntry(x.Entry, i)})
	}
	c.mayMerge(&p, b)
	if b.Open() && len(b.Entries()) > 0 {
		if err := c.branchEffect(&p, b); err != nil {
			return page{}, err
		}
		for _, x := range [][2]string{{"Balance sheet", "/statements/balance-sheet"}, {"Income statement", "/statements/income"}, {"Worksheet", "/trial-balance"}} {
			p.Seen = append(p.Seen, pair{x[0], string(c.link(x[1], "with", itoa(b.ID)))})
		}
	}
	return page{Title: "Branch " + b.Name, Section: "branches", Body: branchBody(p)}, nil
}

// mayMerge says whether the reader may merge the branch, and why not.
func (c *call) mayMerge(p *branchPage, b app.Branch) {
	p.CanMerge = p.Open && len(b.Entries()) > 0
	for _, e := range b.Entries() {
		debits, _, _ := e.Totals()
		owner := e.Preparer
		if c.who.state.Alone() {
			owner = ""
		}
		if d := c.who.may(access.What{Action: access.ApproveEntry, Owner: owner, Amount: debits}); !d.Allowed {
			p.CanMerge, p.WhyNot = false, sentence(d.Reason)
		}
	}
}

// branchEffect is what the branch does to the captions of the balance sheet and the income statement of the chosen period.
func (c *call) branchEffect(p *branchPage, b app.Branch) error {
	p.EffectTitle = "What it does to the statements of " + periodTitle(c.Period)
	before, err := c.captionsNow()
	if err != nil {
		return err
	}
	with, err := c.view.AsOf(c.Position)
	if err != nil {
		return err
	}
	if err := with.On(b.ID); err != nil {
		return err
	}
	old := c.view
	c.view = with
	after, err := c.captionsNow()
	c.view = old
	if err != nil {
		return err
	}
	d := c.digits()
	for _, x := range after {
		i := slices.IndexFunc(before, func(y captionNow) bool { return y.kind == x.kind && y.row == x.row })
		var was int64
		if i >= 0 {
			was = before[i].amount
		}
		if was != x.amount {
			p.Effect = append(p.Effect, effectRow{Account: x.label, Name: kindTitle(x.kind), Href: string(c.link("/explain", "statement", x.kind, "row", x.row, "column", x.column, "with", itoa(b.ID))), Before: amountOf(was, d), Change: amountOf(x.amount-was, d), After: amountOf(x.amount, d)})
		}
	}
	return nil
}

// captionNow is a figure of a statement as shown.
type captionNow struct {
	kind, row, label, column string
	amount                   int64
}

func (c *call) captionsNow() ([]captionNow, error) {
	var out []captionNow
	for _, kind := range []string{"balance-sheet", "income"} {
		var st statement.Statement
		var err error
		if kind == "income" {
			st, _, err = c.view.Income(c.Period)
		} else {
			st, _, err = c.view.BalanceSheet(c.Period.End)
		}
		if err != nil {
			if _, err := whyAbsent(err); err != nil {
				return nil, err
			}
			continue
		}
		for _, r := range st.Rows {
			if r.Kind != statement.HeadingRow && len(r.Figures) > 0 && !r.Figures[0].Absent && r.Measure != statement.InPerShare && r.Measure != statement.InShares {
				out = append(out, captionNow{kind, r.ID, r.Label, st.Columns[0].Key, r.Shown(r.Figures[0])})
			}
		}
	}
	return out, nil
}

// proposal is the page on which an entry is proposed.
func (s *site) proposal(c *call) (page, error) {
	b, err := c.branchNamed()
	if err != nil {
		return page{}, err
	}
	return c.proposalPage(b, c.emptyGrid()), nil
}

func (c *call) proposalPage(b app.Branch, g grid) page {
	p := gridPage{Title: "Propose an entry on " + b.Name, Grid: g, Sub: "It is seen in the statements on the branch, and posted when the branch is merged.",
		Form: gridForm{Post: "/branches/" + itoa(b.ID) + "/propose", Once: newOnce(), Button: "Propose", Consequence: "If you propose it, it stands in the log with your name; no figure of the books moves.", NoReverse: true}}
	return page{Title: p.Title, Section: "branches", Body: gridBody(p), Scripts: gridScripts}
}

func (s *site) propose(c *call) (done, error) {
	var b app.Branch
	err := c.reading(func(v *app.View) (err error) { c.view = v; b, err = c.branchNamed(); return err })
	if err != nil {
		return done{}, err
	}
	show := func(c *call, g grid) page { return c.proposalPage(b, g) }
	es, g, again, err := s.typed(c, show)
	if err != nil || again != nil {
		return orDone(again), err
	}
	if _, err := s.App.Propose(c.ctx(), c.who.Code, b.ID, es...); err != nil {
		return gridAgain(g, err, show)
	}
	return done{To: "/branches/" + itoa(b.ID), Say: "The entry is proposed."}, nil
}

// branchAgain shows a branch again with what a command refused.
func (s *site) branchAgain(err error) (done, error) {
	m := mistakeIn(err)
	if m == "" {
		return done{}, err
	}
	return done{Code: 409, Again: func(c *call) (page, error) { return s.branchWith(c, m) }}, nil
}

func (c *call) branchID() int64 {
	id, err := strconv.ParseInt(c.r.PathValue("id"), 10, 64)
	if err != nil {
		return -1
	}
	return id
}

func (s *site) withdrawProposal(c *call) (done, error) {
	id, err := strconv.ParseInt(c.form.Get("proposal"), 10, 64)
	if err != nil {
		id = -1
	}
	if _, err := s.App.WithdrawProposal(c.ctx(), c.who.Code, c.branchID(), id); err != nil {
		return s.branchAgain(err)
	}
	return done{To: "/branches/" + itoa(c.branchID()), Say: "The proposal is taken back."}, nil
}

func (s *site) mergeBranch(c *call) (done, error) {
	out, err := s.App.MergeBranch(c.ctx(), c.who.Code, c.branchID(), c.form.Get("read"))
	if err != nil {
		return s.branchAgain(err)
	}
	return done{To: "/journal?act=" + itoa(out.Act), Say: "The branch is merged: " + counted(out.Count, "entry", "entries") + " at position " + count(out.Act) + "."}, nil
}

func (s *site) dropBranch(c *call) (done, error) {
	if _, err := s.App.DropBranch(c.ctx(), c.who.Code, c.branchID(), strings.TrimSpace(c.form.Get("why"))); err != nil {
		return s.branchAgain(err)
	}
	return done{To: "/branches", Say: "The branch is dropped; nothing was posted."}, nil
}

// seenOnBranch are the pages that show the books with what is proposed on a branch.
var seenOnBranch = []string{"/statements/", "/trial-balance", "/register", "/explain", "/flux/"}

// chooseBranch takes the branch that the address asks for, on pages that can show it.
func (c *call) chooseBranch() error {
	text := c.query.Get("with")
	if text == "" || !slices.ContainsFunc(seenOnBranch, func(p string) bool { return strings.HasPrefix(c.r.URL.Path, p) }) {
		return nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		id = -1
	}
	if err := c.view.On(id); err != nil {
		return c.missing("There is no branch "+plainText(text, 20)+" at this position.", "Branches are listed under Branches.")
	}
	c.carried = append(c.carried, "with", text)
	return nil
}

// branchBanner says on which branch the books are seen, and the way back.
type branchBanner struct{ Name, Href, Leave string }

func (c *call) branchBanner() branchBanner {
	b, ok := c.view.Branch()
	if !ok {
		return branchBanner{}
	}
	leave := c.r.URL.Path
	if q := c.r.URL.Query(); len(q) > 0 {
		q.Del("with")
		leave += "?" + q.Encode()
	}
	return branchBanner{Name: b.Name, Href: "/branches/" + itoa(b.ID), Leave: leave}
}
