package app

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"tieout/check"
	"tieout/evidence"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/ledger"
	"tieout/statement"
)

// What a site needs of a view beyond the commands: pages of entries and acts, a statement as it is laid out on a
// page, and one of its figures by row and column.

// Newest is the newest position of the book and the time of its act, both empty before the first.
func (a *App) Newest(ctx context.Context) (position int64, at string, err error) {
	err = a.book.Read(ctx, func(tx *store.Tx) error {
		position = tx.Head().Acts
		return tx.Acts(position-1, position, func(act evidence.Act, _ int64) error { at = act.At; return nil })
	})
	return position, at, err
}

// FirstDay is the earliest effective date of the books, none when they are empty.
func (v *View) FirstDay() (fiscal.Date, error) { return v.first() }

// LastDay is the latest effective date in the book, none when it is empty. Entries that are not known at the view's position
// count too: it bounds a search and says nothing of them.
func (v *View) LastDay() (fiscal.Date, error) {
	text, err := v.tx.LastDay()
	if err != nil || text == "" {
		return 0, err
	}
	return fiscal.Parse(text)
}

// LastEntry is the id of the last entry known; ids run from 1 without gaps.
func (v *View) LastEntry() int64 { return v.last }

// LastEntryAt is the id of the last entry known at a position.
func (v *View) LastEntryAt(position int64) (int64, error) {
	last, err := v.tx.LastEntry(min(position, v.Position))
	return min(last, v.last), err
}

// EntriesBetween yields the entries with ids after one and up to another, as far as they are known.
func (v *View) EntriesBetween(after, upTo int64) iter.Seq2[store.Stored, error] {
	return v.tx.Entries(v.State.Chart, max(after, 0), min(upTo, v.last))
}

// EntryWithID finds an entry by its id, if it is known.
func (v *View) EntryWithID(id int64) (ledger.Entry, bool, error) {
	if id < 1 || id > v.last {
		return ledger.Entry{}, false, nil
	}
	e, ok, err := v.tx.EntryByID(v.State.Chart, id)
	return e.Entry, ok, err
}

// ActsBetween are the acts at positions after one and up to another, as far as they are known.
func (v *View) ActsBetween(after, upTo int64) ([]evidence.Act, error) {
	var out []evidence.Act
	err := v.tx.Acts(max(after, 0), min(upTo, v.Position), func(act evidence.Act, _ int64) error { out = append(out, act); return nil })
	return out, err
}

// Kept makes a kept report again at the position it was made at.
func (v *View) Kept(f Filing) (filing.Package, error) {
	p, _, err := v.remake(f)
	return p, err
}

// Comparative is a statement as its form shows it: the chosen period first, then the year to date of an income
// statement's later quarters, each with its comparative. The columns of changes in equity are its components.
func (v *View) Comparative(kind string, p fiscal.Named, on fiscal.Date) (statement.Statement, []check.Finding, error) {
	switch kind {
	case "balance-sheet":
		return v.BalanceSheet(p.End, v.State.Calendar.YearPeriod(v.State.Calendar.Year(p.Start)).Start-1)
	case "equity":
		e, found, err := v.Equity(p)
		return byComponent(e, p), found, err
	}
	periods, err := v.periods(kind, p, on)
	if err != nil {
		return statement.Statement{}, nil, err
	}
	switch kind {
	case "income":
		return v.Income(periods...)
	case "comprehensive-income":
		return v.Comprehensive(periods...)
	case "cash-flow":
		return v.CashFlow(periods...)
	}
	return statement.Statement{}, nil, mistake("", "there is no statement %q", kind)
}

// totalColumn is the key of the column that adds up the components of equity.
const totalColumn = "total"

// byComponent is the statement of changes in equity with a column for each component and one for their total.
func byComponent(e statement.EquityStatement, p fiscal.Named) statement.Statement {
	s := statement.Statement{ID: e.ID, Title: e.Title}
	for _, c := range append(slices.Clone(e.Components), statement.Component{Key: totalColumn, Label: "Total"}) {
		s.Columns = append(s.Columns, statement.Column{Key: c.Key, Title: c.Label, Over: p.Period})
	}
	for _, r := range e.Rows {
		row := statement.Row{ID: r.ID, Label: r.Label, Concept: r.Concept, Kind: statement.LineRow, Show: r.Show, Instant: r.Instant, AtStart: r.Opening, Figures: slices.Clone(r.Figures)}
		if r.Instant {
			row.Kind, row.Double = statement.TotalRow, !r.Opening
		}
		total := r.Total
		total.Column, total.Of = totalColumn, nil // it is the sum of columns, not of rows
		if len(total.Sources) == 0 {
			for _, f := range r.Figures {
				total.Sources = append(total.Sources, f.Sources...)
			}
		}
		row.Figures = append(row.Figures, total)
		s.Rows = append(s.Rows, row)
	}
	for _, c := range e.Columns {
		if c.Absent != "" {
			s.Columns[0].Absent = c.Absent
		}
	}
	return s
}

// periods are the columns of a statement of flows: those of the form for a year or one of the first three quarters,
// else the period and the one a year earlier.
func (v *View) periods(kind string, p fiscal.Named, on fiscal.Date) ([]fiscal.Named, error) {
	r, _, err := v.Registrant()
	if err != nil {
		return nil, mistake("", "%v", err)
	}
	spec := filing.Spec{Form: filing.Form10Q, Year: p.Year, Quarter: p.Quarter, On: on, Small: r.SmallerReporting != nil && *r.SmallerReporting}
	if p.Name == fmt.Sprint(p.Year) {
		spec.Form, spec.Quarter = filing.Form10K, 0
		return spec.Columns(v.State.Calendar).Income, nil
	}
	if kind == "income" && p.Quarter < 4 && p.Name == fmt.Sprintf("%d-Q%d", p.Year, p.Quarter) {
		return spec.Columns(v.State.Calendar).Income, nil
	}
	prior, err := v.State.Calendar.ParsePeriod(fmt.Sprint(p.Year-1) + p.Name[4:])
	return []fiscal.Named{p, prior}, err
}

// Shown is one figure of a statement with the statement it stands on and what is behind it.
type Shown struct {
	Statement statement.Statement
	Row       statement.Row
	Figure    statement.Figure
	Time      statement.Column
	Chain     Explanation
}

// ExplainFigure goes down from the figure of a statement in a row and a column: a day for the balance sheet, a
// component for changes in equity, whose rows name their period, and the name of a period for the others. It looks on
// the statement of a period as it is laid out on a day first, because a caption may be shown only for a comparative.
func (v *View) ExplainFigure(kind, row, column string, near fiscal.Named, on fiscal.Date) (Shown, error) {
	out := Shown{Chain: Explanation{What: row, Position: v.Position}}
	if kind == "equity" && column == "" {
		column = totalColumn
	}
	if !slices.Contains(StatementKinds, kind) {
		return out, mistake("", "there is no statement %q", kind)
	}
	s, _, err := v.Comparative(kind, near, on)
	if err == nil && out.find(s, row, column) {
		return out, v.behind(&out)
	}
	if s, err = v.oneColumn(kind, row, column); err != nil {
		return out, err
	}
	if !out.find(s, row, column) {
		return out, mistake("", "the statement %s has no figure %q in the column %q at that position", kind, row, column)
	}
	return out, v.behind(&out)
}

// find takes the figure of a row and column from a statement; Time is its column.
func (s *Shown) find(st statement.Statement, row, column string) bool {
	r, ok := st.Row(row)
	f := slices.IndexFunc(r.Figures, func(f statement.Figure) bool { return f.Column == column })
	c := slices.IndexFunc(st.Columns, func(c statement.Column) bool { return c.Key == column })
	if !ok || f < 0 || c < 0 {
		return false
	}
	s.Statement, s.Row, s.Figure, s.Time = st, r, r.Figures[f], st.Columns[c]
	return true
}

// oneColumn builds the statement that a figure stands on, with its column alone where columns are times.
func (v *View) oneColumn(kind, row, column string) (statement.Statement, error) {
	name := column
	switch kind {
	case "balance-sheet":
		at, err := fiscal.Parse(column)
		if err != nil {
			return statement.Statement{}, err
		}
		s, _, err := v.BalanceSheet(at)
		return s, err
	case "equity":
		name = row[strings.LastIndexByte(row, ' ')+1:]
	}
	p, err := v.State.Calendar.ParsePeriod(name)
	if err != nil {
		return statement.Statement{}, err
	}
	if kind == "equity" {
		s, _, err := v.Comparative(kind, p, 0)
		return s, err
	}
	s, _, err := v.build(kind, p, 0)
	return s, err
}

// behind fills the chain below a figure.
func (v *View) behind(s *Shown) error {
	s.Chain.Figures = []FigureLink{v.figureLink(s.Statement, s.Row, s.Figure)}
	accounts := v.leaves(s.Statement, s.Row, s.Figure)
	for _, a := range accounts {
		acct, _ := v.State.Chart.Account(a.Account)
		s.Chain.Accounts = append(s.Chain.Accounts, AccountLink{a.Account, acct.Name, v.fmt(a.Amount), a.Basis})
	}
	col := s.Time
	p := col.Over
	switch {
	case col.At != 0:
		p = fiscal.Period{Start: minDate, End: col.At}
	case s.Row.AtStart:
		p = fiscal.Period{Start: minDate, End: p.Start - 1}
	case s.Row.Instant:
		p.Start = minDate
	}
	return v.linesOf(&s.Chain, accounts, p)
}

// ExplainAccounts goes down from some accounts over a period to their lines and documents.
func (v *View) ExplainAccounts(what string, accounts []statement.Source, p fiscal.Period) (Explanation, error) {
	x := Explanation{What: what, Position: v.Position}
	for _, a := range accounts {
		acct, _ := v.State.Chart.Account(a.Account)
		x.Accounts = append(x.Accounts, AccountLink{a.Account, acct.Name, v.fmt(a.Amount), a.Basis})
	}
	return x, v.linesOf(&x, accounts, p)
}

// Caption is a line of a statement that an entry is part of.
type Caption struct {
	Statement, Row, Column string
	Label                  string
	Amount                 int64 // as shown
}

// Captions are the lines of the balance sheet and the income statement of the entry's quarter that its accounts are
// part of.
func (v *View) Captions(e ledger.Entry) ([]Caption, error) {
	year, month := v.State.Calendar.MonthOf(e.Effective)
	p, err := v.State.Calendar.ParsePeriod(fmt.Sprintf("%d-Q%d", year, min((month+2)/3, 4)))
	if err != nil {
		return nil, err
	}
	var out []Caption
	for _, id := range []string{"balance-sheet", "income"} {
		s, _, err := v.build(id, p, p.End)
		if err != nil {
			return nil, err
		}
		for _, r := range s.Rows {
			for _, f := range r.Figures[:min(1, len(r.Figures))] {
				if slices.ContainsFunc(f.Sources, func(src statement.Source) bool { return e.Touches(src.Account) }) {
					out = append(out, Caption{id, r.ID, f.Column, r.Label, r.Shown(f)})
				}
			}
		}
	}
	return out, nil
}

// AsOf is the same book as known at an earlier position.
func (v *View) AsOf(position int64) (*View, error) {
	if position < 1 || position > v.Position {
		return nil, mistake("", "position %d is not known at position %d", position, v.Position)
	}
	return v.at(position)
}
