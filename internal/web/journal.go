package web

import (
	"strconv"
	"strings"

	"tieout/ledger"
	"tieout/money"
)

// journalRows is how many entries a page of the journal holds.
const journalRows = 60

// entryHeads are the columns of a list of entries.
var entryHeads = []head{{Text: "Entry", Tight: true}, {Text: "Effective", Tight: true}, {Text: "Kind", Tight: true}, {Text: "Description"}, {Text: "Accounts"}, {Text: "Amount", Amount: true}, {Text: "Position", Amount: true}}

// journal lists the entries, the newest posting first, all or those of one act.
func (s *site) journal(c *call) (page, error) {
	first, total, sub, err := c.journalRange()
	if err != nil {
		return page{}, err
	}
	pg, err := c.pageOf(total, journalRows)
	if err != nil {
		return page{}, err
	}
	p := tablePage{Title: "Journal", Sub: sub, Pages: pg, Heads: entryHeads}
	upTo := first - 1 + total - (pg.Page-1)*journalRows
	after := max(first-1, upTo-journalRows)
	for e, err := range c.view.EntriesBetween(after, upTo) {
		if err != nil {
			return page{}, err
		}
		p.Rows = append(p.Rows, c.journalRow(e.Entry))
	}
	for i, j := 0, len(p.Rows)-1; i < j; i, j = i+1, j-1 {
		p.Rows[i], p.Rows[j] = p.Rows[j], p.Rows[i]
	}
	if len(p.Rows) == 0 {
		p.Empty = "The book has no entries at this position."
	}
	p.Downloads = c.listLinks("journal")
	p.Notes = append(p.Notes, "The download has the lines of the entries effective "+shortDay(c.Period.Start)+" to "+shortDay(c.Period.End)+".")
	return page{Title: "Journal", Section: "journal", Body: tableBody(p)}, nil
}

// journalRange is the run of entry ids to list: all that are known, or those of one act.
func (c *call) journalRange() (first, total int64, sub string, err error) {
	total = c.view.LastEntry()
	text := c.query.Get("act")
	if text == "" {
		return 1, total, counted(total, "entry", "entries") + ", " + c.known() + ", the newest posting first.", nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, 0, "", bad("The act "+plainText(text, 40)+" is not a number.", "Choose an act on the log.")
	}
	for _, p := range c.view.State.Postings {
		if p.Position == n {
			return p.First, p.Count, counted(p.Count, "entry", "entries") + " posted by the act at position " + count(n) + ".", nil
		}
	}
	return 0, 0, "", c.missing("No act at position "+count(n)+" posted entries, as far as is known.", "Choose an act on the log.")
}

func (c *call) journalRow(e ledger.Entry) tableRow {
	debits, _, _ := e.Totals()
	return tableRow{Cells: []cell{{Text: e.Number.String(), Href: string(c.link("/entries/" + e.Number.String()))}, {Text: shortDay(e.Effective)}, {Text: string(e.Kind), Soft: e.Kind == ledger.Standard},
		{Text: e.Description}, {Text: accountsOf(e), Soft: true}, {Amount: true, Figure: c.entryFigure(e, debits)}, {Amount: true, Figure: figure{Digits: count(e.Position), Href: ""}}}}
}

// entryFigure is the amount of an entry, marked when a line of it is synthetic.
func (c *call) entryFigure(e ledger.Entry, minor int64) figure {
	f := figure{Digits: money.Group(money.FormatMinor(minor, c.digits())), Nil: minor == 0}
	for _, l := range e.Lines {
		f.Synthetic = f.Synthetic || l.Dims.Synthetic()
	}
	return f
}

// accountsOf names the accounts of an entry by the last part of their codes.
func accountsOf(e ledger.Entry) string {
	var names []string
	seen := map[string]bool{}
	for _, l := range e.Lines {
		name := l.Account[strings.LastIndexByte(l.Account, ':')+1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		if len(names) == 3 {
			return strings.Join(names, ", ") + " …"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
