package store

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/ledger"
)

// EntriesUnder are the entries that entered under an override, as far as they are known at an id, in order of posting.
func (t *Tx) EntriesUnder(c *ledger.Chart, override, upTo int64) ([]Stored, error) {
	return t.entriesSelected(c, "override_id = $2 AND entry_id <= $3", override, upTo)
}

// EntriesOfOtherPeriods are the entries that belong to another period than that of their effective date, as far as they are
// known at an id, in order of posting.
func (t *Tx) EntriesOfOtherPeriods(c *ledger.Chart, upTo int64) ([]Stored, error) {
	return t.entriesSelected(c, "origin <> '' AND origin > '' AND entry_id <= $2", upTo)
}

// EntriesOfKind are the entries of a kind other than standard with effective dates in a period, as far as they are known at an
// id, in order of posting.
func (t *Tx) EntriesOfKind(c *ledger.Chart, kind ledger.Kind, p fiscal.Period, upTo int64) ([]Stored, error) {
	return t.entriesSelected(c, "kind = $2 AND kind <> 'standard' AND effective >= $3 AND effective <= $4 AND entry_id <= $5", string(kind), p.Start.String(), p.End.String(), upTo)
}

// EntriesWith are the newest entries known at an id that rest on a document, at most as many as asked for.
func (t *Tx) EntriesWith(c *ledger.Chart, document string, upTo int64, most int) ([]Stored, error) {
	return t.entriesSelected(c, "documents LIKE $2 AND entry_id <= $3 ORDER BY entry_id DESC LIMIT $4", "%"+document+"%", upTo, most)
}

// EntriesBackdated are the entries effective in a period that were posted after an id, as far as they are known at another.
func (t *Tx) EntriesBackdated(c *ledger.Chart, p fiscal.Period, after, upTo int64) ([]Stored, error) {
	return t.entriesSelected(c, "effective >= $2 AND effective <= $3 AND entry_id > $4 AND entry_id <= $5", p.Start.String(), p.End.String(), after, upTo)
}

// entriesSelected reads whole entries by a condition on the row of the entry.
func (t *Tx) entriesSelected(c *ledger.Chart, cond string, args ...any) ([]Stored, error) {
	rows, err := t.q.QueryContext(t.ctx, "SELECT entry_id FROM entry WHERE book_id = $1 AND "+cond, append([]any{t.b.id}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	var out []Stored
	for len(ids) > 0 {
		n := min(len(ids), 500)
		es, err := t.entriesWhere(c, fmt.Sprintf("entry_id IN (%s)", strings.Join(ids[:n], ", ")))
		if err != nil {
			return nil, err
		}
		out, ids = append(out, es...), ids[n:]
	}
	return out, nil
}

// LastDay is the latest effective date of the book's entries, whenever they were posted; empty when there are none.
func (t *Tx) LastDay() (string, error) {
	var day sql.NullString
	err := t.q.QueryRowContext(t.ctx, "SELECT max(effective) FROM entry WHERE book_id = $1", t.b.id).Scan(&day)
	return day.String, err
}
