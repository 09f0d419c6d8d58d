package store

import (
	"database/sql"
	"errors"
	"fmt"

	"tieout/evidence"
)

// PutDocument stores content under its hash; the same content is stored once.
func (t *Tx) PutDocument(content []byte) (string, error) {
	h := evidence.SHA256(content)
	var n int
	if err := t.q.QueryRowContext(t.ctx, "SELECT count(*) FROM document WHERE book_id = $1 AND sha256 = $2", t.b.id, h).Scan(&n); err != nil || n > 0 {
		return h, err
	}
	_, err := t.q.ExecContext(t.ctx, "INSERT INTO document (book_id, sha256, content) VALUES ($1, $2, $3)", t.b.id, h, content)
	return h, err
}

// Document reads content by its hash.
func (t *Tx) Document(hash string) ([]byte, bool, error) {
	var b []byte
	err := t.q.QueryRowContext(t.ctx, "SELECT content FROM document WHERE book_id = $1 AND sha256 = $2", t.b.id, hash).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return b, err == nil, err
}

// DocumentHashes are the hashes of all stored documents, sorted.
func (t *Tx) DocumentHashes() ([]string, error) {
	return t.texts("SELECT sha256 FROM document WHERE book_id = $1 ORDER BY sha256")
}

func (t *Tx) texts(query string) ([]string, error) {
	rows, err := t.q.QueryContext(t.ctx, query, t.b.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// PutLock tells the engine's guards of a locked period.
func (t *Tx) PutLock(id int64, first, last, level string) error {
	_, err := t.q.ExecContext(t.ctx, "INSERT INTO period_lock (book_id, lock_id, first_day, last_day, level) VALUES ($1, $2, $3, $4, $5)", t.b.id, id, first, last, level)
	return err
}

// PutOverride tells the engine's guards of an approved override.
func (t *Tx) PutOverride(id int64, first, last string) error {
	_, err := t.q.ExecContext(t.ctx, "INSERT INTO override_grant (book_id, override_id, first_day, last_day) VALUES ($1, $2, $3, $4)", t.b.id, id, first, last)
	return err
}

// Guards are the rows that the engine's guards go by, as lines of text in order, for verify.
func (t *Tx) Guards() ([]string, error) {
	locks, err := t.texts("SELECT 'lock ' || lock_id || ' ' || first_day || ' ' || last_day || ' ' || level FROM period_lock WHERE book_id = $1 ORDER BY lock_id")
	if err != nil {
		return nil, err
	}
	grants, err := t.texts("SELECT 'override ' || override_id || ' ' || first_day || ' ' || last_day FROM override_grant WHERE book_id = $1 ORDER BY override_id")
	return append(locks, grants...), err
}

// Counters are the last numbers given by fiscal year, as lines of text, for verify.
func (t *Tx) Counters() ([]string, error) {
	return t.texts("SELECT fiscal_year || ' ' || last_seq FROM counter WHERE book_id = $1 AND fiscal_year <> 0 ORDER BY fiscal_year")
}

// Orphans counts the lines that belong to no entry and says which is first.
func (t *Tx) Orphans() (first string, err error) {
	var id, no int64
	err = t.q.QueryRowContext(t.ctx, "SELECT l.entry_id, l.line_no FROM line l LEFT JOIN entry e ON e.book_id = l.book_id AND e.entry_id = l.entry_id WHERE l.book_id = $1 AND e.entry_id IS NULL ORDER BY l.entry_id, l.line_no LIMIT 1",
		t.b.id).Scan(&id, &no)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return fmt.Sprintf("line %d of entry %d", no, id), err
}

// Counts are how many acts and entries there are rows for.
func (t *Tx) Counts() (acts, entries int64, err error) {
	if err = t.q.QueryRowContext(t.ctx, "SELECT count(*) FROM act WHERE book_id = $1", t.b.id).Scan(&acts); err != nil {
		return
	}
	err = t.q.QueryRowContext(t.ctx, "SELECT count(*) FROM entry WHERE book_id = $1", t.b.id).Scan(&entries)
	return
}

// Draft is mutable working state that waits for a person: an entry or an import. It is not in the log; approval
// binds its hash.
type Draft struct {
	ID              int64
	Kind, Actor, At string
	Hash, Body      string
}

// PutDraft stores a draft and gives it the next number.
func (t *Tx) PutDraft(d Draft) (Draft, error) {
	const series = 0 // no fiscal year: the numbers of drafts, never given twice
	err := t.q.QueryRowContext(t.ctx, "SELECT coalesce(max(last_seq), 0) + 1 FROM counter WHERE book_id = $1 AND fiscal_year = $2", t.b.id, series).Scan(&d.ID)
	if err == nil {
		err = t.setCounter(series, d.ID)
	}
	if err != nil {
		return d, err
	}
	d.Hash = evidence.SHA256([]byte(d.Body))
	_, err = t.q.ExecContext(t.ctx, "INSERT INTO draft ("+columnNames("draft")+") VALUES ($1, $2, $3, $4, $5, $6, $7)", t.b.id, d.ID, d.Kind, d.Actor, d.At, d.Hash, d.Body)
	return d, err
}

// ReviseDraft writes another kind, time and body over a draft.
func (t *Tx) ReviseDraft(d Draft) error {
	_, err := t.q.ExecContext(t.ctx, "UPDATE draft SET kind = $3, at_time = $4, sha256 = $5, body = $6 WHERE book_id = $1 AND draft_id = $2", t.b.id, d.ID, d.Kind, d.At, evidence.SHA256([]byte(d.Body)), d.Body)
	return err
}

// Drafts are all drafts in order of making.
func (t *Tx) Drafts() ([]Draft, error) {
	rows, err := t.q.QueryContext(t.ctx, "SELECT draft_id, kind, actor, at_time, sha256, body FROM draft WHERE book_id = $1 ORDER BY draft_id", t.b.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Draft
	for rows.Next() {
		var d Draft
		if err := rows.Scan(&d.ID, &d.Kind, &d.Actor, &d.At, &d.Hash, &d.Body); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// DeleteDraft removes a draft that was posted or withdrawn.
func (t *Tx) DeleteDraft(id int64) error {
	_, err := t.q.ExecContext(t.ctx, "DELETE FROM draft WHERE book_id = $1 AND draft_id = $2", t.b.id, id)
	return err
}

// ActTimes are the times of all acts in order of position.
func (t *Tx) ActTimes() ([]string, error) {
	return t.texts("SELECT at_time FROM act WHERE book_id = $1 ORDER BY position")
}

// DimTexts are the dimension sets that occur, in order of their numbers, and the numbers.
func (t *Tx) DimTexts() (texts []string, numbers []int64, err error) {
	rows, err := t.q.QueryContext(t.ctx, "SELECT dims, body FROM dimset WHERE book_id = $1 ORDER BY dims", t.b.id)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var s string
		if err := rows.Scan(&n, &s); err != nil {
			return nil, nil, err
		}
		texts, numbers = append(texts, s), append(numbers, n)
	}
	return texts, numbers, rows.Err()
}

// FirstEffective is the earliest effective date among entries with ids up to one, or "" when there are none.
func (t *Tx) FirstEffective(upTo int64) (string, error) {
	query, args := "SELECT coalesce(min(effective), '') FROM entry WHERE book_id = $1", []any{t.b.id}
	if upTo < t.head.Entries { // the index alone answers for the newest position
		query, args = query+" AND entry_id <= $2", append(args, upTo)
	}
	var d string
	err := t.q.QueryRowContext(t.ctx, query, args...).Scan(&d)
	return d, err
}
