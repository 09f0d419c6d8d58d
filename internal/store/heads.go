package store

import (
	"database/sql"
	"iter"

	"tieout/fiscal"
	"tieout/ledger"
)

// LineHead is what choosing among many lines needs of one.
type LineHead struct {
	Entry      int64 // id
	LineNo     int
	Effective  string // ISO date
	Amount     int64  // debit positive, minor units
	Entity     int    // number in the chart
	Dims       ledger.Dims
	Documented bool // its entry rests on a document
}

// entryHead is what a LineHead has of its entry.
type entryHead struct {
	effective  string
	documented bool
}

// fewEntries is how many entries are read at once rather than looked up line by line.
const fewEntries = 20_000

// LineHeads yields the heads of the lines that Register yields, in no order.
func (t *Tx) LineHeads(c *ledger.Chart, account string, p fiscal.Period, upTo int64) iter.Seq2[LineHead, error] {
	return func(yield func(LineHead, error) bool) {
		if err := t.lineHeads(c, account, p, upTo, func(h LineHead) bool { return yield(h, nil) }); err != nil {
			yield(LineHead{}, err)
		}
	}
}

func (t *Tx) lineHeads(c *ledger.Chart, account string, p fiscal.Period, upTo int64, yield func(LineHead) bool) error {
	dims, err := t.loadDims()
	if err != nil {
		return err
	}
	first, last, err := t.entriesEffective(p)
	if err != nil || first == 0 {
		return err
	}
	a, _ := c.Account(account)
	query, args := "SELECT entry_id, line_no, entity, dims, amount FROM line WHERE book_id = $1 AND account = $2 AND entry_id >= $3 AND entry_id <= $4", []any{t.b.id, a.ID, first, min(last, upTo)}
	heads, err := t.entryHeads(p, first, last)
	if err != nil {
		return err
	}
	if heads == nil {
		query = `SELECT l.entry_id, l.line_no, l.entity, l.dims, l.amount, e.effective, CASE WHEN e.documents = '' THEN 0 ELSE 1 END
FROM line l CROSS JOIN entry e
WHERE e.book_id = l.book_id AND e.entry_id = l.entry_id AND l.book_id = $1 AND l.account = $2 AND l.entry_id >= $3 AND l.entry_id <= $4 AND e.effective >= $5 AND e.effective <= $6`
		args = append(args, p.Start.String(), p.End.String())
	}
	rows, err := t.q.QueryContext(t.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		h, set, ok, err := scanHead(rows, heads)
		if err != nil {
			return err
		}
		if h.Dims = dims.texts[set]; ok && !yield(h) {
			return nil
		}
	}
	return rows.Err()
}

// scanHead reads a line with what is known of its entry; ok is false for an entry of another day.
func scanHead(rows *sql.Rows, heads map[int64]entryHead) (h LineHead, set int64, ok bool, err error) {
	if heads == nil {
		documented := 0
		err = rows.Scan(&h.Entry, &h.LineNo, &h.Entity, &set, &h.Amount, &h.Effective, &documented)
		h.Documented = documented == 1
		return h, set, true, err
	}
	err = rows.Scan(&h.Entry, &h.LineNo, &h.Entity, &set, &h.Amount)
	e, ok := heads[h.Entry]
	h.Effective, h.Documented = e.effective, e.documented
	return h, set, ok, err
}

// entryHeads are the heads of the entries of a period, read once; nil where they are too many for that.
func (t *Tx) entryHeads(p fiscal.Period, first, last int64) (map[int64]entryHead, error) {
	if last-first >= fewEntries || t.bounds == nil {
		return nil, nil
	}
	if t.headsOf == p && t.heads != nil {
		return t.heads, nil
	}
	rows, err := t.q.QueryContext(t.ctx, "SELECT entry_id, effective, CASE WHEN documents = '' THEN 0 ELSE 1 END FROM entry WHERE book_id = $1 AND entry_id >= $2 AND entry_id <= $3 AND effective >= $4 AND effective <= $5",
		t.b.id, first, last, p.Start.String(), p.End.String())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	heads := map[int64]entryHead{}
	for rows.Next() {
		var id int64
		var h entryHead
		documented := 0
		if err := rows.Scan(&id, &h.effective, &documented); err != nil {
			return nil, err
		}
		h.documented = documented == 1
		heads[id] = h
	}
	t.headsOf, t.heads = p, heads
	return heads, rows.Err()
}
