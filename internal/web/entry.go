package web

import (
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
)

// entryPage is one entry: its lines, and where it ends up.
type entryPage struct {
	Number, Description string
	Marks               []mark
	Facts               []bookLine
	Lines               []entryLine
	Debits, Credits     figure
	Documents           []documentRow
	Captions            []partRow
	Reported            []reportFacts
	Quarter             string
	Thread              noteThread
	Actions             []pair // what can be done with it, and where
}

// reportFacts are the facts of one kept report that the entry is part of.
type reportFacts struct {
	Report string
	Facts  []partRow
}

// entryLine is a line of the entry.
type entryLine struct {
	No             int
	Account, Href  string
	Name           string
	Analysis, Memo string
	Debit, Credit  figure
	Foreign        string
}

// entry is the page of one entry.
func (s *site) entry(c *call) (page, error) {
	text := c.r.PathValue("number")
	n, err := app.ParseNumber(text)
	if err != nil {
		return page{}, c.missing("There is no entry "+plainText(text, 40)+".", "Entries are listed in the journal.")
	}
	e, ok, err := c.view.Entry(n)
	if err != nil {
		return page{}, err
	}
	if !ok {
		return page{}, c.missing("There is no entry "+n.String()+" at position "+count(c.Position)+".", "It may have been posted later: move the clock, or look in the journal.")
	}
	p := entryPage{Number: e.Number.String(), Description: e.Description}
	if e.Kind != ledger.Standard {
		p.Marks = append(p.Marks, mark{"info", string(e.Kind)})
	}
	if p.Facts, err = c.entryFacts(e); err != nil {
		return page{}, err
	}
	c.entryLines(&p, e)
	if err := c.endsUp(&p, e); err != nil {
		return page{}, err
	}
	p.Thread = c.thread("entry/"+e.Number.String(), "")
	if c.who.can(access.PrepareEntry) {
		at := "/entries/" + e.Number.String()
		if !c.isReversed(p) {
			p.Actions = append(p.Actions, pair{"Reverse", string(c.link(at + "/reverse"))}, pair{"Correct", string(c.link(at + "/correct"))})
		}
		p.Actions = append(p.Actions, pair{"Make it recurring", string(c.link("/recurring/new", "like", e.Number.String()))}, pair{"Copy to a new entry", string(c.link("/entries/new", "like", e.Number.String()))})
	}
	return page{Title: e.Number.String(), Section: "journal", Body: entryBody(p), Panel: true}, nil
}

// isReversed says whether an entry was taken back.
func (c *call) isReversed(p entryPage) bool {
	return slices.ContainsFunc(p.Facts, func(f bookLine) bool { return f.What == "Reversed by" })
}

// entryFacts are its four dates, who made it and what it is linked to.
func (c *call) entryFacts(e ledger.Entry) ([]bookLine, error) {
	acts, err := c.view.ActsBetween(e.Position-1, e.Position)
	if err != nil {
		return nil, err
	}
	posted := ""
	if len(acts) == 1 {
		posted = moment(acts[0].At)
	}
	out := []bookLine{{What: "Effective", Text: day(e.Effective)}, {What: "Posted", Text: posted}, {What: "Known at position", Text: count(e.Position), Href: string(c.link("/log/" + itoa(e.Position)))}}
	if e.Origin != 0 {
		out = append(out, bookLine{What: "Origin period", Text: "of " + day(e.Origin)})
	}
	out = append(out, bookLine{What: "Prepared by", Text: e.Preparer})
	if e.Approver != "" {
		out = append(out, bookLine{What: "Approved by", Text: e.Approver})
	}
	if n, ok := strings.CutPrefix(e.Source, "corrects "); ok {
		out = append(out, bookLine{What: "Corrects", Text: n, Href: string(c.link("/entries/" + n))})
	} else if e.Source != "" {
		out = append(out, bookLine{What: "Source", Text: e.Source})
	}
	if r, ok, err := c.view.EntryWithID(e.Reverses); err != nil {
		return nil, err
	} else if ok {
		out = append(out, bookLine{What: "Reverses", Text: r.Number.String(), Href: string(c.link("/entries/" + r.Number.String()))})
	}
	r, ok, err := c.view.ReversedBy(e.ID)
	if err != nil || !ok {
		return out, err
	}
	out = append(out, bookLine{What: "Reversed by", Text: r.Number.String(), Href: string(c.link("/entries/" + r.Number.String()))})
	next, ok, err := c.view.EntryWithID(r.ID + 1)
	if err == nil && ok && next.Source == "corrects "+e.Number.String() {
		out = append(out, bookLine{What: "Corrected by", Text: next.Number.String(), Href: string(c.link("/entries/" + next.Number.String()))})
	}
	return out, err
}

// columnWords are the key of a column in words: a day or a period.
func (c *call) columnWords(key string) string {
	if d, err := fiscal.Parse(key); err == nil {
		return shortDay(d)
	}
	if p, err := c.view.State.Calendar.ParsePeriod(key); err == nil {
		return periodTitle(p)
	}
	return key
}

func (c *call) entryLines(p *entryPage, e ledger.Entry) {
	for i, l := range e.Lines {
		a, _ := c.view.State.Chart.Account(l.Account)
		x := entryLine{No: i + 1, Account: l.Account, Name: a.Name, Href: c.registerLink(l.Account), Analysis: readable("analysis", string(l.Dims)), Memo: l.Memo}
		if strings.Contains(x.Account, ":") { // a path of names needs no name
			x.Name = ""
		}
		f := amountOf(max(l.Amount, -l.Amount), c.digits())
		f.Synthetic = l.Dims.Synthetic()
		if l.Amount < 0 {
			x.Credit = f
		} else {
			x.Debit = f
		}
		if t := l.Transaction; t != nil {
			x.Foreign = t.Amount.Grouped() + " " + string(t.Amount.Currency) + " at " + t.Rate
		}
		p.Lines = append(p.Lines, x)
	}
	debits, credits, _ := e.Totals()
	p.Debits, p.Credits = figure{Digits: money.Group(money.FormatMinor(debits, c.digits()))}, figure{Digits: money.Group(money.FormatMinor(credits, c.digits()))}
	for _, h := range e.Documents {
		for _, d := range c.view.State.Documents {
			if d.Hash == h {
				p.Documents = append(p.Documents, c.documentLink(string(h), d.Name, d.Bytes))
				break
			}
		}
	}
}

// endsUp goes up from the entry: captions of its quarter, facts of the reports made since.
func (c *call) endsUp(p *entryPage, e ledger.Entry) error {
	captions, err := c.view.Captions(e)
	if err != nil {
		return err
	}
	for _, x := range captions {
		p.Captions = append(p.Captions, partRow{Label: x.Label, Name: kindTitle(x.Statement) + ", " + c.columnWords(x.Column), Href: c.explainLink(x.Statement, x.Row, x.Column), Figure: amountOf(x.Amount, c.digits())})
	}
	facts, err := c.factsWith(e)
	for _, f := range facts {
		if n := len(p.Reported); n == 0 || p.Reported[n-1].Report != f.Report {
			p.Reported = append(p.Reported, reportFacts{Report: f.Report})
		}
		group := &p.Reported[len(p.Reported)-1]
		group.Facts = append(group.Facts, partRow{Label: strings.TrimPrefix(f.Concept, "us-gaap:"), Name: f.Period, Title: f.Concept, Href: f.Href, Figure: exactly(f.Value)})
	}
	return err
}
