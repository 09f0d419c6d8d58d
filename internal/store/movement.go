package store

import (
	"tieout/fiscal"
	"tieout/ledger"
)

// Moved is what went through an account: debits, credits, both not negative, minor units.
type Moved struct{ Debits, Credits int64 }

// Movement is what went through each account of an entity over a period, by the account's place in the chart, as far as is
// known at an id. Whole months of the newest position are read from the kept balances, anything else from lines. counts says
// which lines count by their dimensions; nil for all.
func (t *Tx) Movement(cal fiscal.Calendar, entity int, p fiscal.Period, last int64, counts func(ledger.Dims) bool) (map[int]Moved, error) {
	dims, err := t.loadDims()
	if err != nil {
		return nil, err
	}
	out := map[int]Moved{}
	y, n := cal.MonthOf(p.Start)
	whole := cal.Month(y, n).Start == p.Start
	y, n = cal.MonthOf(p.End)
	whole = whole && cal.Month(y, n).End == p.End
	query, args := "SELECT l.account, l.dims, CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END, CASE WHEN l.amount < 0 THEN -l.amount ELSE 0 END FROM entry e JOIN line l ON l.book_id = e.book_id AND l.entry_id = e.entry_id WHERE e.book_id = $1 AND l.entity = $2 AND e.effective >= $3 AND e.effective <= $4 AND e.entry_id <= $5",
		[]any{t.b.id, entity, p.Start.String(), p.End.String(), last}
	if whole && last >= t.head.Entries {
		query, args = "SELECT account, dims, debit, credit FROM balance WHERE book_id = $1 AND entity = $2 AND period_end >= $3 AND period_end <= $4", args[:4]
	}
	rows, err := t.q.QueryContext(t.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var account int
		var set int64
		var m Moved
		if err := rows.Scan(&account, &set, &m.Debits, &m.Credits); err != nil {
			return nil, err
		}
		if counts != nil && !counts(dims.texts[set]) {
			continue
		}
		sum := out[account]
		out[account] = Moved{sum.Debits + m.Debits, sum.Credits + m.Credits}
	}
	return out, rows.Err()
}
