package importer

import (
	"fmt"

	"tieout/ledger"
	"tieout/money"
)

func (t *trial) add(row TBRow) error {
	if t.sums[row.Entity] == nil {
		t.sums[row.Entity] = &ledger.Turnover{}
		t.entities = append(t.entities, row.Entity)
	}
	s := t.sums[row.Entity]
	var ok1, ok2, ok3, ok4 bool
	s.Debit, ok1 = money.TryAdd(s.Debit, row.Debit)
	s.Credit, ok2 = money.TryAdd(s.Credit, row.Credit)
	t.tb.Debits, ok3 = money.TryAdd(t.tb.Debits, row.Debit)
	t.tb.Credits, ok4 = money.TryAdd(t.tb.Credits, row.Credit)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return mistake{rule: ruleFile, row: row.Row, why: "the rows add up to more than the book can hold"}
	}
	if len(t.tb.Rows) >= maxTrialRows {
		return mistake{rule: ruleFile, row: row.Row, why: fmt.Sprintf("there are more than %d rows; this is no trial balance", maxTrialRows)}
	}
	t.tb.Rows = append(t.tb.Rows, row)
	t.tb.Count++
	return nil
}

// total holds the total row against the sums so far. It is not imported.
func (t *trial) total(r *record) error {
	if t.tb.TotalRow != 0 {
		return r.wrong(colAccount, unread("there is a total row already, row %d", t.tb.TotalRow))
	}
	t.tb.TotalRow = r.row
	for _, c := range []struct {
		name column
		want int64
	}{{colDebit, t.tb.Debits}, {colCredit, t.tb.Credits}, {colBalance, t.tb.Debits - t.tb.Credits}} {
		if err := r.agrees(c.name, c.want, t.o.Currency, len(t.found) > 0); err != nil {
			return err
		}
	}
	return nil
}

// totals checks the whole: not empty, and in balance entity by entity.
func (t *trial) totals() error {
	switch {
	case len(t.found) > 0:
		return nil
	case t.cols.at == nil:
		return unfit("there is no header and no row")
	case len(t.tb.Rows) == 0:
		return unfit("there is a header and no account below it")
	}
	for _, e := range t.entities {
		s, what := t.sums[e], "the trial balance is "
		if len(t.entities) > 1 {
			what = fmt.Sprintf("the rows of entity %s are ", entityLabel(e))
		}
		if s.Debit != s.Credit {
			t.note(mistake{rule: ruleBalance, why: what + t.o.outOfBalance(e, s.Debit, s.Credit)})
		}
	}
	for i := range t.tb.Rows {
		a := t.accounts[t.tb.Rows[i].Account.Code].Account
		if a.Type == "" {
			a.Type = typeByName(a.Code)
		}
		t.tb.Rows[i].Account = a
	}
	return nil
}
