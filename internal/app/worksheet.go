package app

import (
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/ledger"
)

// worksheetColumns are the columns between unadjusted and adjusted, and the kinds of entry that are in each.
var worksheetColumns = []struct {
	Key, Title string
	Kinds      []ledger.Kind
}{
	{"adjusting", "Adjusting", []ledger.Kind{ledger.Adjusting, ledger.Correcting}},
	{"reclassifying", "Reclassifying", []ledger.Kind{ledger.Reclassifying, ledger.Eliminating}},
}

// WorksheetTable is the trial balance at the end of a period as a worksheet: unadjusted, the period's adjusting and
// reclassifying entries, adjusted and, on a branch, what is proposed and what the balances would be with it. Debit positive.
func (v *View) WorksheetTable(p fiscal.Named, asOf fiscal.Date) (exporter.Table, error) {
	d := v.digits()
	amount := func(key, title string) exporter.Column {
		return exporter.Column{Key: key, Title: title, Amount: true, Digits: d}
	}
	t := exporter.Table{ID: "worksheet", Title: []string{v.State.Name, "Worksheet at " + asOf.Long() + ", debit positive"},
		Columns: []exporter.Column{{Key: "account", Title: "Account"}, {Key: "name", Title: "Name"}, amount("unadjusted", "Unadjusted")}}
	var parts []map[string]int64
	terms := []exporter.Term{{Key: "unadjusted"}}
	for _, c := range worksheetColumns {
		sums := map[string]int64{}
		for _, k := range c.Kinds {
			es, err := v.tx.EntriesOfKind(v.State.Chart, k, fiscal.Period{Start: p.Start, End: asOf}, v.last)
			if err != nil {
				return t, err
			}
			for _, e := range es {
				v.addLines(sums, e.Entry)
			}
		}
		parts, terms = append(parts, sums), append(terms, exporter.Term{Key: c.Key})
		t.Columns = append(t.Columns, amount(c.Key, c.Title))
	}
	adjusted := amount("adjusted", "Adjusted")
	adjusted.Sum = terms
	t.Columns = append(t.Columns, adjusted)
	proposed := map[string]int64{}
	branch, on := v.Branch()
	if on {
		with := amount("with", "With it")
		with.Sum = []exporter.Term{{Key: "adjusted"}, {Key: "proposed"}}
		t.Columns = append(t.Columns, amount("proposed", "Proposed: "+branch.Name), with)
		for _, e := range v.proposed {
			if e.Effective <= asOf {
				v.addLines(proposed, e)
			}
		}
	}
	tb, err := v.TrialBalance(asOf)
	if err != nil {
		return t, err
	}
	retained := v.State.Chart.Retained().Code
	start := v.State.Calendar.YearPeriod(v.State.Calendar.Year(asOf)).Start
	for _, e := range v.proposed { // what is proposed in earlier years and on income has gone to retained earnings
		if e.Effective >= start {
			continue
		}
		for _, l := range e.Lines {
			if a, ok := v.State.Chart.Account(l.Account); ok && (a.Type == ledger.Revenue || a.Type == ledger.Expense) && l.Entity == v.entity {
				proposed[l.Account] -= l.Amount
				proposed[retained] += l.Amount
			}
		}
	}
	total := make([]int64, len(t.Columns)-2)
	var all []exporter.Term
	for _, a := range v.State.Chart.Accounts() {
		with := tb.Account(a.Code)
		adj := with - proposed[a.Code]
		row := []int64{adj}
		any := with != 0 || adj != 0
		for _, sums := range parts {
			row[0] -= sums[a.Code]
			row, any = append(row, sums[a.Code]), any || sums[a.Code] != 0
		}
		if row = append(row, adj); on {
			row = append(row, proposed[a.Code], with)
		}
		if !any && row[0] == 0 {
			continue
		}
		r := exporter.Row{Key: a.Code, Cells: []exporter.Cell{exporter.Text(a.Code), exporter.Text(a.Name)}}
		for i, n := range row {
			total[i] += n
			r.Cells = append(r.Cells, exporter.Amount(n, d))
		}
		all, t.Rows = append(all, exporter.Term{Key: a.Code}), append(t.Rows, r)
	}
	last := exporter.Row{Key: "total", Kind: "total", Sum: all, Cells: []exporter.Cell{exporter.Text("Total"), {}}}
	for _, n := range total {
		last.Cells = append(last.Cells, exporter.Amount(n, d))
	}
	t.Rows = append(t.Rows, last)
	v.stamp(&t, "period "+p.Name+" at "+asOf.String())
	return t, nil
}

// addLines adds an entry's lines of the selected entity by account.
func (v *View) addLines(sums map[string]int64, e ledger.Entry) {
	for _, l := range e.Lines {
		if l.Entity == v.entity {
			sums[l.Account] += l.Amount
		}
	}
}
