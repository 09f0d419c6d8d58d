package app

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"tieout/check"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/ledger"
)

// Back is a workbook that came back: what was changed in it, and what follows as proposals. Nothing is written by reading it.
type Back struct {
	Report   string
	Title    string
	Position int64 // of the books that it was made from
	Moved    bool  // the books were written to since
	Changes  []BackChange
	Ignored  []exporter.Ignored
	Entry    *ledger.Entry    // of a trial balance: what brings the accounts to the changed amounts; it may be out of balance
	Out      int64            // by how much it is, debit positive, minor units
	Accounts []ledger.Account // of the chart: as they should be
}

// BackChange is a changed cell.
type BackChange struct{ Where, Row, Column, Was, Is string }

// Tables of which a workbook that comes back says something: their reports.
const (
	trialReport = "trial-balance"
	chartReport = "chart"
)

// ReadBack reads a workbook that the program made and that has been through other hands. What it is refused for comes as a
// Mistake with every cell.
func (a *App) ReadBack(ctx context.Context, r io.ReaderAt, size int64) (Back, error) {
	back, err := exporter.Read(r, size)
	if err != nil {
		return Back{}, backMistake(err)
	}
	out := Back{Report: back.Stamp.Report, Position: back.Stamp.Position, Title: strings.Join(back.Title[min(1, len(back.Title)):], ", ")}
	newest, _, err := a.Newest(ctx)
	if err != nil {
		return out, err
	}
	if out.Position < 1 || out.Position > newest {
		return out, mistake("", "the workbook was made at position %d, and the book ends at %d; it is of another book, or of a copy that went on", out.Position, newest)
	}
	out.Moved = out.Position < newest
	err = a.read(ctx, out.Position, func(v *View) error {
		if len(back.Title) == 0 || back.Title[0] != v.State.Name {
			return mistake("", "the workbook is of %q, and the book is of %q", strings.Join(back.Title[:min(1, len(back.Title))], ""), v.State.Name)
		}
		return v.readBack(&out, back)
	})
	return out, err
}

func backMistake(err error) error {
	var all exporter.Refusals
	var one exporter.Refusal
	switch {
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = exporter.Refusals{one}
	default:
		return mistake("", "%v", err)
	}
	var m Mistake
	for _, x := range all {
		m.Findings = append(m.Findings, check.Finding(x.Finding))
	}
	return m
}

func (v *View) readBack(out *Back, back exporter.Returned) error {
	var original exporter.Table
	var day fiscal.Date
	var err error
	switch out.Report {
	case trialReport:
		text, _ := strings.CutPrefix(back.Stamp.Params, "at ")
		if day, err = fiscal.Parse(text); err != nil {
			return mistake("", "the workbook does not say of which day its trial balance is")
		}
		original, err = v.TrialBalanceTable(day)
	case chartReport:
		original, err = v.ChartTable()
	default:
		return mistake("", "a workbook of the report %q brings nothing back; a trial balance and the chart of accounts do", out.Report)
	}
	if err != nil {
		return err
	}
	changes, err := exporter.Compare(original, back)
	if err != nil {
		return backMistake(err)
	}
	out.Ignored = changes.Ignored
	if len(changes.Removed) > 0 {
		return mistake("", "the row %s was taken out of the workbook; an account is not removed by that: leave its row, with an amount of nil", changes.Removed[0])
	}
	for _, c := range changes.Cells {
		out.Changes = append(out.Changes, BackChange{c.Address, c.Row, c.Column, c.Was.String(), c.Is.String()})
	}
	if out.Report == trialReport {
		return v.proposeBalances(out, original, changes, day)
	}
	return v.proposeAccounts(out, original, changes)
}

// proposeBalances makes the entry that brings accounts to the changed amounts.
func (v *View) proposeBalances(out *Back, original exporter.Table, changes exporter.Changes, day fiscal.Date) error {
	if len(changes.Added) > 0 {
		return mistake(changes.Added[0].Address, "a row was added; an account that the trial balance does not have is added in the entry, or opened in the chart")
	}
	moved := map[string]int64{}
	for _, c := range changes.Cells {
		n := c.Is.Minor - c.Was.Minor
		if c.Column == "credit" {
			n = -n
		}
		moved[c.Row] += n
	}
	e := ledger.Entry{Effective: day, Kind: ledger.Adjusting, Description: "Brings accounts to the amounts of a workbook made at position " + itoa(v.Position)}
	for _, r := range original.Rows {
		if n := moved[r.Key]; n != 0 {
			e.Lines = append(e.Lines, ledger.Line{Account: r.Key, Amount: n})
			out.Out += n
		}
	}
	if len(e.Lines) > 0 {
		out.Entry = &e
	}
	return nil
}

// proposeAccounts makes the accounts as the workbook has them.
func (v *View) proposeAccounts(out *Back, original exporter.Table, changes exporter.Changes) error {
	var order []string
	all := map[string]ledger.Account{}
	set := func(a *ledger.Account, column, text string) {
		switch column {
		case "name":
			a.Name = text
		case "section":
			a.Section = ledger.Section(text)
		case "concept":
			a.Concept = text
		case "cashflow":
			a.CashFlow = text
		}
	}
	for _, c := range changes.Cells {
		a, ok := all[c.Row]
		if !ok {
			if a, ok = v.State.Chart.Account(c.Row); !ok {
				return mistake(c.Address, "account %s is not in the chart", c.Row)
			}
			order = append(order, c.Row)
		}
		set(&a, c.Column, c.Is.Text)
		all[c.Row] = a
	}
	if len(changes.Added) > 0 {
		return mistake(changes.Added[0].Address, "a row was added; a new account is opened on the page of the chart, where its code and type are asked for")
	}
	for _, code := range order {
		out.Accounts = append(out.Accounts, all[code])
	}
	return nil
}

// ChartTable is the chart of accounts as a table. Names, sections, elements and classes may be changed in a workbook that comes
// back; code and type stay for good.
func (v *View) ChartTable() (exporter.Table, error) {
	fixed := "the code and the type of an account stay for good; open another account and reclassify"
	t := exporter.Table{ID: chartReport, Title: []string{v.State.Name, "Chart of accounts"}, Columns: []exporter.Column{
		{Key: "account", Title: "Account", Why: fixed}, {Key: "name", Title: "Name", Editable: true, Limit: 200}, {Key: "type", Title: "Type", Why: fixed},
		{Key: "section", Title: "Section", Editable: true, Limit: 20}, {Key: "concept", Title: "Element", Editable: true, Limit: 200}, {Key: "cashflow", Title: "Cash flow", Editable: true, Limit: 60}}}
	all := slices.Clone(v.State.Chart.Accounts())
	slices.SortFunc(all, func(a, b ledger.Account) int { return strings.Compare(a.Code, b.Code) })
	for _, a := range all {
		t.Rows = append(t.Rows, exporter.Row{Key: a.Code, Cells: []exporter.Cell{exporter.Text(a.Code), exporter.Text(a.Name), exporter.Text(string(a.Type)), exporter.Text(string(a.Section)), exporter.Text(a.Concept), exporter.Text(a.CashFlow)}})
	}
	v.stamp(&t, "all accounts")
	return t, nil
}
