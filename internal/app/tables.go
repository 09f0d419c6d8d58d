package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/internal/store"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
)

// digits of the entity's currency.
func (v *View) digits() int {
	d, _ := v.Entity().Currency.Digits()
	return d
}

// stamp binds a table to the position and the program.
func (v *View) stamp(t *exporter.Table, params string) {
	if b, ok := v.Branch(); ok {
		params += ", with what is proposed on branch " + itoa(b.ID)
		t.Title = append(t.Title, "With what is proposed on the branch "+b.Name+", not posted")
	}
	if v.slice != (Slice{}) {
		params += ", only " + v.slice.String()
		t.Title = append(t.Title, "Only lines with "+v.slice.String())
	}
	t.Stamp = evidence.Stamp{Report: t.ID, Params: params, Rows: len(t.Rows), Totals: v.totals(), Position: v.Position, Version: Version, Hash: t.Hash()}
}

// TrialBalanceTable is the trial balance at the end of a day, with the totals of the groups that account paths
// make and of the captions that elements make.
func (v *View) TrialBalanceTable(asOf fiscal.Date) (exporter.Table, error) {
	tb, err := v.TrialBalance(asOf)
	if err != nil {
		return exporter.Table{}, err
	}
	d := v.digits()
	t := exporter.Table{ID: "trial-balance", Title: []string{v.State.Name, "Trial balance at " + asOf.Long()}, Columns: []exporter.Column{
		{Key: "account", Title: "Account"}, {Key: "name", Title: "Name"}, {Key: "type", Title: "Type"}, {Key: "concept", Title: "Element", Aside: true},
		{Key: "debit", Title: "Debit", Amount: true, Digits: d, Editable: true}, {Key: "credit", Title: "Credit", Amount: true, Digits: d, Editable: true}, {Key: "balance", Title: "Balance", Amount: true, Digits: d, Sum: debitLessCredit}}}
	for i := range t.Columns {
		if !t.Columns[i].Editable && len(t.Columns[i].Sum) == 0 {
			t.Columns[i].Why = "the chart says it; change it in a workbook of the chart of accounts"
		}
	}
	var debits, credits int64
	var all []exporter.Term
	for _, a := range accountsOf(v.State.Chart, tb) {
		amount := tb.Account(a.Code)
		debits, credits, all = debits+max(amount, 0), credits+max(-amount, 0), append(all, exporter.Term{Key: a.Code})
		t.Rows = append(t.Rows, exporter.Row{Key: a.Code, Cells: []exporter.Cell{exporter.Text(a.Code), exporter.Text(a.Name), exporter.Text(string(a.Type)), exporter.Text(a.Concept),
			side(max(amount, 0), d), side(max(-amount, 0), d), exporter.Amount(amount, d)}})
	}
	t.Rows = append(t.Rows, exporter.Row{Key: "total", Kind: "total", Sum: all, Cells: []exporter.Cell{exporter.Text("Total"), {}, {}, {}, exporter.Amount(debits, d), exporter.Amount(credits, d), exporter.Amount(debits-credits, d)}})
	bs, _, err := v.BalanceSheet(asOf)
	if err != nil {
		return t, err
	}
	t.Extra = map[string]any{"as_of": asOf.String(), "position": v.Position, "groups": groups(v.State.Chart, tb, d), "captions": captions(bs, d)}
	v.stamp(&t, "at "+asOf.String())
	return t, nil
}

// debitLessCredit is what a balance is the sum of, debit positive.
var debitLessCredit = []exporter.Term{{Key: "debit"}, {Key: "credit", Minus: true}}

func side(n int64, d int) exporter.Cell {
	if n == 0 {
		return exporter.Cell{}
	}
	return exporter.Amount(n, d)
}

// accountsOf are the accounts with a balance, in order of their code.
func accountsOf(c *ledger.Chart, tb ledger.TrialBalance) []ledger.Account {
	var out []ledger.Account
	last := ""
	for _, r := range tb.Rows {
		if a, ok := c.Account(r.Account); ok && r.Account != last {
			out = append(out, a)
		}
		last = r.Account
	}
	return out
}

// groups are the balances of the parents that account paths have: "Assets:Current:Inventories".
func groups(c *ledger.Chart, tb ledger.TrialBalance, d int) []map[string]string {
	sums := map[string]int64{}
	var order []string
	for _, r := range tb.Rows {
		for i := strings.IndexByte(r.Account, ':'); i >= 0; {
			parent := r.Account[:i]
			if _, ok := sums[parent]; !ok {
				order = append(order, parent)
			}
			sums[parent] += r.Amount
			next := strings.IndexByte(r.Account[i+1:], ':')
			if next < 0 {
				break
			}
			i += 1 + next
		}
	}
	out := []map[string]string{}
	for _, g := range order {
		out = append(out, map[string]string{"group": g, "balance": money.FormatMinor(sums[g], d)})
	}
	return out
}

// captions are the lines and totals of the balance sheet as they are shown, in exact amounts.
func captions(s statement.Statement, d int) []map[string]string {
	out := []map[string]string{}
	for _, r := range s.Rows {
		if r.Kind != statement.HeadingRow {
			out = append(out, map[string]string{"caption": r.Label, "concept": r.Concept, "balance": money.FormatMinor(r.Shown(r.Figures[0]), d)})
		}
	}
	return out
}

// StatementTable prints a built statement at a scale.
func (v *View) StatementTable(s statement.Statement, scale statement.Scale, params string) exporter.Table {
	t := exporter.Table{ID: s.ID, Title: []string{v.State.Name, s.Title}, Rounded: scale.Power >= 0, Columns: []exporter.Column{{Key: "caption", Title: ""}, {Key: "concept", Title: "Element", Aside: true}}}
	for _, c := range s.Columns {
		t.Columns = append(t.Columns, exporter.Column{Key: c.Key, Title: c.Title, Amount: true})
		if c.Absent != "" {
			t.Notes = append(t.Notes, c.Title+" is absent: "+c.Absent)
		}
	}
	d := v.digits()
	for _, r := range s.Rows {
		row := exporter.Row{Key: r.ID, Level: r.Level, Kind: map[statement.Kind]string{statement.HeadingRow: "heading", statement.TotalRow: "total"}[r.Kind],
			Sum: sumOf(s, r), Cells: []exporter.Cell{exporter.Text(r.Label), exporter.Text(r.Concept)}}
		for i := range s.Columns {
			row.Cells = append(row.Cells, figureCell(r, i, scale, d))
		}
		t.Rows = append(t.Rows, row)
	}
	if hasMark(t) {
		t.Notes = append(t.Notes, "s: synthetic, in whole or in part")
	}
	v.stamp(&t, params)
	return t
}

// sumOf are the rows whose printed amounts a total is the sum of: those printed with their other side positive are taken
// off.
func sumOf(s statement.Statement, total statement.Row) []exporter.Term {
	if total.Kind != statement.TotalRow || total.Measure != statement.InMoney {
		return nil
	}
	var out []exporter.Term
	for _, f := range total.Figures {
		if out != nil || f.Absent {
			continue
		}
		for _, id := range f.Of {
			if r, ok := s.Row(id); ok {
				out = append(out, exporter.Term{Key: id, Minus: r.Show != total.Show})
			}
		}
	}
	return out
}

func figureCell(r statement.Row, i int, scale statement.Scale, d int) exporter.Cell {
	if r.Kind == statement.HeadingRow {
		return exporter.Cell{}
	}
	f := r.Figures[i]
	if f.Absent {
		return exporter.Text("n/a")
	}
	var c exporter.Cell
	switch {
	case r.Measure == statement.InPerShare:
		c = exporter.Amount(f.Amount, 2)
	case r.Measure == statement.InShares:
		c = exporter.Amount(f.Amount, 0)
	case scale.Power < 0:
		c = exporter.Amount(r.Shown(f), d)
	default:
		c = exporter.Amount(scale.Round(r.Shown(f), d), 0)
	}
	if f.Synthetic {
		c.Mark = "s"
	}
	return c
}

func hasMark(t exporter.Table) bool {
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			if c.Mark != "" {
				return true
			}
		}
	}
	return false
}

// RegisterTable lists the lines of an account over a period with the running balance.
func (v *View) RegisterTable(account string, p fiscal.Period) (exporter.Table, error) {
	t, running, err := v.registerHead(account, p)
	if err != nil {
		return t, err
	}
	t.Rows = append(t.Rows, v.broughtForward(p.Start-1, running))
	for r, err := range v.Register(account, p) {
		if err != nil {
			return t, err
		}
		running += r.Line.Amount
		t.Rows = append(t.Rows, v.registerRow(r, len(t.Rows), running))
	}
	v.stamp(&t, "account "+account+" "+p.String())
	return t, nil
}

// RegisterPart is a page of a register, the newest lines on page 1, with what the lines before it come to brought forward, and
// how many lines the period has. Only the lines of the page are read whole.
func (v *View) RegisterPart(account string, p fiscal.Period, size, page int64) (exporter.Table, int64, error) {
	if v.branch != nil {
		t, err := v.RegisterTable(account, p)
		return t, int64(len(t.Rows)) - 1, err
	}
	t, running, err := v.registerHead(account, p)
	if err != nil {
		return t, 0, err
	}
	var heads []store.LineHead
	for h, err := range v.heads(account, p) {
		if err != nil {
			return t, 0, err
		}
		heads = append(heads, h)
	}
	slices.SortFunc(heads, func(a, b store.LineHead) int {
		return cmp.Or(strings.Compare(a.Effective, b.Effective), cmp.Compare(a.Entry, b.Entry), a.LineNo-b.LineNo)
	})
	total := int64(len(heads))
	end := max(0, total-(page-1)*size)
	first := max(0, end-size)
	for _, h := range heads[:first] {
		running += h.Amount
	}
	if first == end {
		t.Rows = append(t.Rows, v.broughtForward(p.Start-1, running))
		v.stamp(&t, "account "+account+" "+p.String())
		return t, total, nil
	}
	from, err := fiscal.Parse(heads[first].Effective)
	if err != nil {
		return t, total, err
	}
	until, err := fiscal.Parse(heads[end-1].Effective)
	if err != nil {
		return t, total, err
	}
	before := p.Start - 1
	if first > 0 {
		before = from
	}
	t.Rows = append(t.Rows, v.broughtForward(before, running))
	at := map[[2]int64]bool{}
	for _, h := range heads[first:end] {
		at[[2]int64{h.Entry, int64(h.LineNo)}] = true
	}
	for r, err := range v.Register(account, fiscal.Period{Start: from, End: until}) {
		if err != nil {
			return t, total, err
		}
		if at[[2]int64{r.Entry.ID, int64(r.LineNo)}] {
			running += r.Line.Amount
			t.Rows = append(t.Rows, v.registerRow(r, len(t.Rows), running))
		}
	}
	part := ""
	if total > size {
		part = fmt.Sprintf(", lines %d to %d of %d", first+1, end, total)
	}
	v.stamp(&t, "account "+account+" "+p.String()+part)
	return t, total, nil
}

// registerHead is a register without its rows, and the balance it begins with.
func (v *View) registerHead(account string, p fiscal.Period) (exporter.Table, int64, error) {
	a, ok := v.State.Chart.Account(account)
	if !ok {
		return exporter.Table{}, 0, mistake("", "account %q is not in the chart", account)
	}
	begin, err := v.Open(p.Start - 1)
	if err != nil {
		return exporter.Table{}, 0, err
	}
	d := v.digits()
	t := exporter.Table{ID: "register", Title: []string{v.State.Name, "Register of " + a.Label() + ", " + p.String()}, Columns: []exporter.Column{
		{Key: "date", Title: "Date", Date: true}, {Key: "entry", Title: "Entry"}, {Key: "description", Title: "Description"}, {Key: "analysis", Title: "Analysis"},
		{Key: "debit", Title: "Debit", Amount: true, Digits: d}, {Key: "credit", Title: "Credit", Amount: true, Digits: d}, {Key: "balance", Title: "Balance", Amount: true, Digits: d, Sum: debitLessCredit, Running: true}}}
	return t, begin.Account(account), nil
}

func (v *View) broughtForward(d fiscal.Date, running int64) exporter.Row {
	return exporter.Row{Key: "begin", Brought: true, Cells: []exporter.Cell{exporter.Date(d), {}, exporter.Text("Balance brought forward"), {}, {}, {}, exporter.Amount(running, v.digits())}}
}

// registerRow is a line, the n-th row of its register, with the balance after it.
func (v *View) registerRow(r store.RegisterLine, n int, running int64) exporter.Row {
	d := v.digits()
	key := fmt.Sprintf("%s/%d", r.Entry.Number, r.LineNo)
	if r.Entry.Number.Seq == 0 { // proposed on a branch: it has no number
		key = fmt.Sprintf("%s/%d of row %d", r.Entry.Number, r.LineNo, n)
	}
	return exporter.Row{Key: key, Cells: []exporter.Cell{exporter.Date(r.Entry.Effective), exporter.Text(r.Entry.Number.String()),
		exporter.Text(r.Entry.Description), exporter.Text(string(r.Line.Dims)), side(max(r.Line.Amount, 0), d), side(max(-r.Line.Amount, 0), d), exporter.Amount(running, d)}}
}

// equityReport prints the statement of changes in equity as a table.
func (v *View) equityReport(p fiscal.Named, scale statement.Scale) (exporter.Table, []check.Finding, error) {
	e, found, err := v.Equity(p)
	if err != nil {
		return exporter.Table{}, nil, err
	}
	t := exporter.Table{ID: e.ID, Title: []string{v.State.Name, e.Title}, Rounded: scale.Power >= 0, Columns: []exporter.Column{{Key: "caption"}, {Key: "concept", Title: "Element", Aside: true}}}
	total := exporter.Column{Key: "total", Title: "Total", Amount: true}
	for _, c := range e.Components {
		t.Columns = append(t.Columns, exporter.Column{Key: c.Key, Title: c.Label, Amount: true})
		total.Sum = append(total.Sum, exporter.Term{Key: c.Key})
	}
	t.Columns = append(t.Columns, total)
	for _, c := range e.Columns {
		if c.Absent != "" {
			t.Notes = append(t.Notes, c.Title+" is absent: "+c.Absent)
		}
	}
	sums := equitySums(e)
	for i, r := range e.Rows {
		row := exporter.Row{Key: r.ID, Sum: sums[i], Cells: []exporter.Cell{exporter.Text(r.Label), exporter.Text(r.Concept)}}
		for _, f := range append(r.Figures, r.Total) {
			row.Cells = append(row.Cells, figureCell(statement.Row{Kind: statement.LineRow, Show: r.Show, Figures: []statement.Figure{f}}, 0, scale, v.digits()))
		}
		t.Rows = append(t.Rows, row)
	}
	v.stamp(&t, "period "+p.Name)
	return t, found, nil
}

// equitySums are, for every row, the rows that a balance is the sum of: the balance before it and the changes since.
func equitySums(e statement.EquityStatement) [][]exporter.Term {
	out := make([][]exporter.Term, len(e.Rows))
	var since []statement.EquityRow
	for i, r := range e.Rows {
		if r.Kind != statement.EquityBalance {
			since = append(since, r)
			continue
		}
		if !r.Opening {
			for _, x := range since {
				out[i] = append(out[i], exporter.Term{Key: x.ID, Minus: x.Show != r.Show})
			}
		}
		since = []statement.EquityRow{r}
	}
	return out
}
