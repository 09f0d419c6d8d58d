package web

import (
	"bytes"
	"net/http"
	"strconv"

	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
)

// workbookRoutes are those of workbooks that come back.
func (s *site) workbookRoutes() []route {
	return []route{
		{Pattern: "/workbook", Action: access.ReadBooks, Page: s.workbook},
		{Pattern: "/workbook", Action: access.PrepareEntry, Do: s.readBack, Large: true},
		{Pattern: "/workbook/accounts", Action: access.ChangeChart, Do: s.accountsBack},
		{Pattern: "/chart/download", Action: access.Export, Raw: s.chartDownload},
	}
}

// workbookPage takes a workbook back, and says what was changed in it.
type workbookPage struct {
	Sentence, Sub, Wrong string
	May, MayChart        bool
	Once                 string
	Back                 app.Back
	Read                 bool
	Grid                 grid
	Form                 gridForm
	OutOf                string
}

func (s *site) workbook(c *call) (page, error) { return c.workbookWith(workbookPage{}) }

func (c *call) workbookWith(p workbookPage) (page, error) {
	p.May, p.MayChart, p.Once = c.who.can(access.PrepareEntry), c.who.can(access.ChangeChart), newOnce()
	p.Sentence, p.Sub = "Bring a workbook back", "A trial balance or the chart of accounts, taken as XLSX, worked on in a spreadsheet and brought back: what was changed becomes a proposal. Nothing is written by reading it."
	if p.Read {
		p.Sentence = changedSentence(len(p.Back.Changes))
		p.Sub = p.Back.Title + ", made at position " + count(p.Back.Position) + "."
		if p.Back.Moved {
			p.Sub += " The books were written to since; differences are against the position of the workbook."
		}
	}
	if e := p.Back.Entry; e != nil {
		p.Grid = c.gridOf(*e)
		button, consequence := c.sendWords()
		p.Form = gridForm{Post: "/entries/new", Once: newOnce(), Button: button, Consequence: consequence}
		for _, b := range c.view.State.Branches {
			if b.Open() && c.who.can(access.Propose) {
				p.Form.Also = append(p.Form.Also, pair{"Propose on " + b.Name, "/branches/" + itoa(b.ID) + "/propose"})
			}
		}
		if p.Back.Out != 0 {
			p.OutOf = money.Group(money.FormatMinor(max(p.Back.Out, -p.Back.Out), c.digits()))
		}
	}
	return page{Title: "Workbook", Section: "imports", Body: workbookBody(p), Scripts: append([]string{"drop.js"}, gridScripts...)}, nil
}

func changedSentence(n int) string {
	switch n {
	case 0:
		return "Nothing was changed in the workbook."
	case 1:
		return "One cell was changed in the workbook."
	}
	if n < len(numberWords) {
		return inWords(n) + " cells were changed in the workbook."
	}
	return count(n) + " cells were changed in the workbook."
}

// readBack reads a workbook and shows what was changed in it.
func (s *site) readBack(c *call) (done, error) {
	var p workbookPage
	_, body, err := c.file("file")
	if err != nil {
		return done{}, err
	}
	if len(body) == 0 {
		p.Wrong = "Choose a workbook."
	} else {
		back, err := s.App.ReadBack(c.r.Context(), bytes.NewReader(body), int64(len(body)))
		if p.Wrong = mistakeIn(err); p.Wrong == "" && err != nil {
			return done{}, err
		}
		p.Back, p.Read = back, p.Wrong == ""
	}
	d := done{Again: func(c *call) (page, error) { return c.workbookWith(p) }}
	if p.Wrong == "" {
		d.Code = http.StatusOK
	}
	return d, nil
}

// accountsBack keeps accounts as a workbook has them.
func (s *site) accountsBack(c *call) (done, error) {
	var as []ledger.Account
	for i, code := range c.form["code"] {
		as = append(as, ledger.Account{Code: code, Name: at(c.form["name"], i), Type: ledger.AccountType(at(c.form["type"], i)), Section: ledger.Section(at(c.form["section"], i)), Concept: at(c.form["concept"], i), CashFlow: at(c.form["cashflow"], i)})
	}
	if len(as) == 0 {
		return done{}, problem{Code: 422, Title: "Nothing to keep", What: "No account was changed.", Way: "Bring a workbook of the chart back first."}
	}
	_, err := s.App.OpenAccounts(c.ctx(), c.who.Code, as)
	if m := mistakeIn(err); m != "" {
		return done{Again: func(c *call) (page, error) { return c.workbookWith(workbookPage{Wrong: m}) }}, nil
	}
	return done{To: "/chart", Say: strconv.Itoa(len(as)) + " accounts stand as in the workbook."}, err
}

func (s *site) chartDownload(c *call, w http.ResponseWriter) error {
	t, err := c.view.ChartTable()
	if err != nil {
		return err
	}
	return c.send(w, t, "chart")
}
