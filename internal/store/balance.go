package store

import (
	"fmt"

	"tieout/fiscal"
	"tieout/ledger"
)

type slotKey struct{ account, entity, dims int64 }

// TrialBalance is what stood in every slot at the end of a day, as known at a position. It reads the kept
// balances of whole months; lines are read only for a part of a month and for what was posted later.
func (t *Tx) TrialBalance(c *ledger.Chart, cal fiscal.Calendar, asOf fiscal.Date, position int64) (ledger.TrialBalance, error) {
	last, err := t.LastEntry(position)
	if err != nil {
		return ledger.TrialBalance{}, err
	}
	y, n := cal.MonthOf(asOf)
	m := cal.Month(y, n)
	whole := m.End
	if asOf < m.End {
		whole = m.Start - 1
	}
	sums := map[slotKey]int64{}
	if err := t.addBalances(sums, whole); err != nil {
		return ledger.TrialBalance{}, err
	}
	if last < t.head.Entries {
		err = t.addLines(sums, -1, "e.entry_id > $2 AND e.effective <= $3", last, whole.String())
	}
	if err == nil && whole < asOf {
		err = t.addLines(sums, 1, "e.effective > $2 AND e.effective <= $3 AND e.entry_id <= $4", whole.String(), asOf.String(), last)
	}
	if err != nil {
		return ledger.TrialBalance{}, err
	}
	tb := ledger.TrialBalance{AsOf: asOf, Position: min(position, t.head.Acts)}
	tb.Rows, err = t.rows(c, sums)
	tb.Sort()
	return tb, err
}

func (t *Tx) addBalances(sums map[slotKey]int64, upTo fiscal.Date) error {
	rows, err := t.q.QueryContext(t.ctx, "SELECT account, entity, dims, debit, credit FROM balance WHERE book_id = $1 AND period_end <= $2", t.b.id, upTo.String())
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k slotKey
		var d, cr int64
		if err := rows.Scan(&k.account, &k.entity, &k.dims, &d, &cr); err != nil {
			return err
		}
		sums[k] += d - cr
	}
	return rows.Err()
}

func (t *Tx) addLines(sums map[slotKey]int64, sign int64, cond string, args ...any) error {
	rows, err := t.q.QueryContext(t.ctx, "SELECT l.account, l.entity, l.dims, l.amount FROM entry e JOIN line l ON l.book_id = e.book_id AND l.entry_id = e.entry_id WHERE e.book_id = $1 AND "+cond,
		append([]any{t.b.id}, args...)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k slotKey
		var amount int64
		if err := rows.Scan(&k.account, &k.entity, &k.dims, &amount); err != nil {
			return err
		}
		sums[k] += sign * amount
	}
	return rows.Err()
}

func (t *Tx) rows(c *ledger.Chart, sums map[slotKey]int64) ([]ledger.Row, error) {
	dims, err := t.loadDims()
	if err != nil {
		return nil, err
	}
	rows := make([]ledger.Row, 0, len(sums))
	for k, amount := range sums {
		if amount == 0 { // as of an earlier position it may be of an account that was opened later
			continue
		}
		var l ledger.Line
		if err := fillLine(&l, c, dims, k.account, k.entity, k.dims, ""); err != nil {
			return nil, Corrupt{"a kept balance", err.Error()}
		}
		rows = append(rows, ledger.Row{Slot: ledger.Slot{Account: l.Account, Entity: l.Entity, Dims: l.Dims}, Amount: amount})
	}
	return rows, nil
}

// Month is a kept balance: the turnover of one slot in one fiscal month.
type Month struct {
	End  string
	Slot ledger.Slot
	ledger.Turnover
}

// Months reads all kept balances in the order of their key.
func (t *Tx) Months(c *ledger.Chart) ([]Month, error) {
	dims, err := t.loadDims()
	if err != nil {
		return nil, err
	}
	rows, err := t.q.QueryContext(t.ctx, "SELECT period_end, account, entity, dims, debit, credit FROM balance WHERE book_id = $1 ORDER BY period_end, account, entity, dims", t.b.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ms []Month
	for rows.Next() {
		var m Month
		var k slotKey
		if err := rows.Scan(&m.End, &k.account, &k.entity, &k.dims, &m.Debit, &m.Credit); err != nil {
			return nil, err
		}
		var l ledger.Line
		if err := fillLine(&l, c, dims, k.account, k.entity, k.dims, ""); err != nil {
			return nil, Corrupt{fmt.Sprintf("the kept balance of account number %d for the month to %s", k.account, m.End), err.Error()}
		}
		m.Slot = ledger.Slot{Account: l.Account, Entity: l.Entity, Dims: l.Dims}
		ms = append(ms, m)
	}
	return ms, rows.Err()
}
