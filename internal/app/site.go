package app

import (
	"context"
	"fmt"
	"iter"
	"slices"

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
// statement's later quarters, each with its comparative.
func (v *View) Comparative(kind string, p fiscal.Named, on fiscal.Date) (statement.Statement, []check.Finding, error) {
	if kind == "balance-sheet" {
		return v.BalanceSheet(p.End, v.State.Calendar.YearPeriod(v.State.Calendar.Year(p.Start)).Start-1)
	}
	periods, err := v.periods(kind, p, on)
	if err != nil {
		return statement.Statement{}, nil, err
	}
	if kind == "income" {
		return v.Income(periods...)
	}
	var s statement.Statement
	var found []check.Finding
	for i, p := range periods {
		one, fs, err := v.build(kind, p, 0)
		if err != nil {
			return s, found, err
		}
		if i == 0 {
			s = one
		} else {
			s = beside(s, one)
		}
		found = append(found, fs...)
	}
	return s, dropRepeats(found), nil
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

// beside puts the columns of one statement to the right of another of the same kind, row by row. A row that only one
// of them has is nil in the other.
func beside(a, b statement.Statement) statement.Statement {
	width, more := len(a.Columns), len(b.Columns)
	out := statement.Statement{ID: a.ID, Title: a.Title, Columns: slices.Concat(a.Columns, b.Columns)}
	for _, r := range a.Rows {
		if r.Kind != statement.HeadingRow {
			right := nilFigures(r.ID, b.Columns)
			if other, ok := b.Row(r.ID); ok && len(other.Figures) == more {
				right = other.Figures
			}
			r.Figures = slices.Concat(r.Figures, right)
		}
		out.Rows = append(out.Rows, r)
	}
	at := 0 // where a row that only the right one has goes: behind the row it follows there
	for _, r := range b.Rows {
		if i := slices.IndexFunc(out.Rows, func(x statement.Row) bool { return x.ID == r.ID }); i >= 0 {
			at = i + 1
			continue
		}
		if r.Kind != statement.HeadingRow {
			r.Figures = slices.Concat(nilFigures(r.ID, a.Columns), r.Figures)
		}
		out.Rows = slices.Insert(out.Rows, at, r)
		at++
	}
	for i, r := range out.Rows {
		if r.Kind != statement.HeadingRow && len(r.Figures) != width+more {
			out.Rows[i].Figures = nilFigures(r.ID, out.Columns)
		}
	}
	return out
}

func nilFigures(row string, cols []statement.Column) []statement.Figure {
	var out []statement.Figure
	for _, c := range cols {
		out = append(out, statement.Figure{Row: row, Column: c.Key, Absent: c.Absent != ""})
	}
	return out
}

// Shown is one figure of a statement with the statement it stands on and what is behind it.
type Shown struct {
	Statement statement.Statement
	Row       statement.Row
	Figure    statement.Figure
	Chain     Explanation
}

// ExplainFigure goes down from the figure of a statement in a row and a column: a day for the balance sheet, the name
// of a period for the others.
func (v *View) ExplainFigure(kind, row, column string) (Shown, error) {
	out := Shown{Chain: Explanation{What: row, Position: v.Position}}
	var p fiscal.Named
	var at fiscal.Date
	var err error
	if kind == "balance-sheet" {
		if at, err = fiscal.Parse(column); err == nil {
			p.End = at
		}
	} else {
		p, err = v.State.Calendar.ParsePeriod(column)
	}
	if err != nil {
		return out, err
	}
	if out.Statement, _, err = v.build(kind, p, at); err != nil {
		return out, err
	}
	r, ok := out.Statement.Row(row)
	if !ok || r.Kind == statement.HeadingRow || len(r.Figures) == 0 {
		return out, mistake("", "the statement %s has no figure %q at that time and position", kind, row)
	}
	out.Row, out.Figure = r, r.Figures[0]
	return out, v.behind(&out)
}

// behind fills the chain below a figure.
func (v *View) behind(s *Shown) error {
	s.Chain.Figures = []FigureLink{v.figureLink(s.Statement, s.Row, s.Figure)}
	accounts := v.leaves(s.Statement, s.Row, s.Figure)
	for _, a := range accounts {
		acct, _ := v.State.Chart.Account(a.Account)
		s.Chain.Accounts = append(s.Chain.Accounts, AccountLink{a.Account, acct.Name, v.fmt(a.Amount), a.Basis})
	}
	col := s.Statement.Columns[0]
	p := col.Over
	if col.At != 0 {
		p = fiscal.Period{Start: minDate, End: col.At}
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
