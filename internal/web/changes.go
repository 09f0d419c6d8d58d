package web

import (
	"cmp"
	"slices"
	"strconv"

	"tieout/fiscal"
	"tieout/ledger"
	"tieout/statement"
)

// changesPage compares a statement at two positions: the figures that differ, and the entries that did it.
type changesPage struct {
	Kind, Title, Before, Now string
	From                     string // value of the form
	Path                     string
	Carried                  []pair
	Rows                     []changeRow
	Entries                  []tableRow
	Left                     int // entries that are not listed
	Back                     string
	Same                     string // why there is nothing to compare
}

// changeRow is a figure that differs.
type changeRow struct {
	Label, Column       string
	Before, Now, Change figure
	accounts            []string
}

// mostChanges is how many entries are listed.
const mostChanges = 40

// changes is what changed in a statement since another day or position.
func (s *site) changes(c *call) (page, error) {
	kind, err := c.kind()
	if err != nil {
		return page{}, err
	}
	from, when, err := c.fromPosition()
	if err != nil {
		return page{}, err
	}
	p := changesPage{Kind: kind, Title: kindTitle(kind) + ", " + periodTitle(c.Period), Before: when, Now: c.known(), From: c.query.Get("from"), Path: "/statements/" + kind + "/changes",
		Carried: c.carriedPairs(), Back: string(c.link("/statements/" + kind))}
	then, err := c.view.AsOf(from)
	if err != nil {
		return page{}, err
	}
	before, _, err := then.Comparative(kind, c.Period, c.On)
	if err == nil {
		var now statement.Statement
		if now, _, err = c.built(kind); err == nil {
			p.Rows = c.changeRows(before, now)
			err = c.changeEntries(&p, from)
		}
	}
	if err != nil {
		if p.Same, err = whyAbsent(err); err != nil {
			return page{}, err
		}
	}
	return page{Title: "What changed: " + p.Title, Section: "statements", Body: changesBody(p)}, nil
}

// fromPosition reads what the statement is compared with: a day, or a position. Both lie before the clock.
func (c *call) fromPosition() (int64, string, error) {
	text := c.query.Get("from")
	if text == "" {
		text = itoa(max(1, c.Position-1))
	}
	n, err := strconv.ParseInt(text, 10, 64)
	when := "at position " + plainText(text, 20)
	if err != nil {
		d, derr := fiscal.Parse(text)
		if derr != nil {
			return 0, "", derr
		}
		if n, err = c.positionOn(d); err != nil {
			return 0, "", err
		}
		when = "on " + day(d)
	}
	if n < 1 || n > c.Position {
		return 0, "", bad("The statement can be compared with positions from 1 to "+count(c.Position)+".", "Choose an earlier day to compare with, or move the clock forward.")
	}
	return n, when + ", position " + count(n), nil
}

// positionOn is the position at the end of a day, as far as is known.
func (c *call) positionOn(d fiscal.Date) (n int64, err error) {
	acts, err := c.view.ActsBetween(0, c.Position)
	for _, a := range acts {
		if a.At < (d + 1).String() {
			n = a.Position
		}
	}
	return n, err
}

// changeRows are the figures that differ, in the order of the newer statement; figures that it has no longer follow.
func (c *call) changeRows(before, now statement.Statement) []changeRow {
	var out []changeRow
	for _, r := range now.Rows {
		for _, f := range r.Figures {
			old, _ := before.Figure(r.ID, f.Column)
			out = c.appendChange(out, now, r, old, f)
		}
	}
	for _, r := range before.Rows {
		if _, ok := now.Row(r.ID); ok {
			continue
		}
		for _, f := range r.Figures {
			out = c.appendChange(out, now, r, f, statement.Figure{Column: f.Column})
		}
	}
	return out
}

func (c *call) appendChange(out []changeRow, s statement.Statement, r statement.Row, old, f statement.Figure) []changeRow {
	if old.Amount == f.Amount && old.Absent == f.Absent {
		return out
	}
	scale := statement.Scale{Power: -1}
	change := f
	change.Amount -= old.Amount
	row := changeRow{Label: r.Label, Column: f.Column, Before: shownFigure(r, old, scale, c.digits()), Now: shownFigure(r, f, scale, c.digits()), Change: shownFigure(r, change, scale, c.digits())}
	row.Before.Absent, row.Now.Absent = old.Absent, f.Absent
	if i := slices.IndexFunc(s.Columns, func(col statement.Column) bool { return col.Key == f.Column }); i >= 0 {
		row.Column = s.Columns[i].Title
		if _, ok := s.Row(r.ID); ok {
			row.Now.Href = c.explainLink(s.ID, r.ID, f.Column)
		}
	}
	for _, src := range slices.Concat(old.Sources, f.Sources) {
		row.accounts = append(row.accounts, src.Account)
	}
	return append(out, row)
}

// changeEntries are the entries posted since that touch the accounts behind the differences, the largest first.
func (c *call) changeEntries(p *changesPage, from int64) error {
	behind := map[string]bool{}
	for _, r := range p.Rows {
		for _, a := range r.accounts {
			behind[a] = true
		}
	}
	after, err := c.view.LastEntryAt(from)
	if err != nil {
		return err
	}
	var found []ledger.Entry
	for e, err := range c.view.EntriesBetween(after, c.view.LastEntry()) {
		if err != nil {
			return err
		}
		if e.Effective <= c.Period.End && touchesAny(e.Entry, behind) {
			found = append(found, e.Entry)
		}
	}
	slices.SortStableFunc(found, func(a, b ledger.Entry) int { return cmp.Compare(largest(b, behind), largest(a, behind)) })
	if len(found) > mostChanges {
		p.Left, found = len(found)-mostChanges, found[:mostChanges]
	}
	for _, e := range found {
		p.Entries = append(p.Entries, c.journalRow(e))
	}
	return nil
}

func touchesAny(e ledger.Entry, accounts map[string]bool) bool {
	return slices.ContainsFunc(e.Lines, func(l ledger.Line) bool { return accounts[l.Account] })
}

// largest is the largest amount that an entry moves on the accounts.
func largest(e ledger.Entry, accounts map[string]bool) int64 {
	var most int64
	for _, l := range e.Lines {
		if accounts[l.Account] {
			most = max(most, l.Amount, -l.Amount)
		}
	}
	return most
}
