package store

import (
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/fiscal"
	"tieout/ledger"
)

// Stored is an entry as its rows hold it, with the hash that was stored when it was posted.
type Stored struct {
	ledger.Entry
	Hash tlog.Hash
}

const chunk = 1000

// Entries yields the entries with ids after one and up to another, in order of posting.
func (t *Tx) Entries(c *ledger.Chart, after, upTo int64) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		for from := after; from < upTo; {
			to, err := t.chunkEnd(from, upTo)
			if err != nil {
				yield(Stored{}, err)
				return
			}
			es, err := t.entriesWhere(c, "entry_id > $2 AND entry_id <= $3", from, to)
			if err != nil {
				yield(Stored{}, err)
				return
			}
			for _, e := range es {
				if !yield(e, nil) {
					return
				}
			}
			from = to
		}
	}
}

// chunkEnd is the id at which the next chunk of entries ends. It goes by the rows there are, so that a range that
// was tampered with ends where the rows end.
func (t *Tx) chunkEnd(from, upTo int64) (int64, error) {
	if upTo-from <= chunk {
		return upTo, nil
	}
	var last sql.NullInt64
	err := t.q.QueryRowContext(t.ctx, "SELECT max(entry_id) FROM (SELECT entry_id FROM entry WHERE book_id = $1 AND entry_id > $2 AND entry_id <= $3 ORDER BY entry_id LIMIT $4) AS c",
		t.b.id, from, upTo, chunk).Scan(&last)
	if err == nil && !last.Valid {
		return upTo, nil
	}
	return last.Int64, err
}

// entriesWhere reads whole entries by a condition on entry_id with parameters $2 and $3.
func (t *Tx) entriesWhere(c *ledger.Chart, cond string, args ...any) ([]Stored, error) {
	args = append([]any{t.b.id}, args...)
	rows, err := t.q.QueryContext(t.ctx, "SELECT "+columnNames("entry")[len("book_id, "):]+" FROM entry WHERE book_id = $1 AND "+cond+" ORDER BY entry_id", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var es []Stored
	at := map[int64]int{}
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		at[e.ID] = len(es)
		es = append(es, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	return es, t.linesInto(c, es, at, cond, args)
}

func (t *Tx) linesInto(c *ledger.Chart, es []Stored, at map[int64]int, cond string, args []any) error {
	dims, err := t.loadDims()
	if err != nil {
		return err
	}
	rows, err := t.q.QueryContext(t.ctx, "SELECT entry_id, line_no, account, entity, dims, amount, extra FROM line WHERE book_id = $1 AND "+cond+" ORDER BY entry_id, line_no", args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, no, acct, ent, dim int64
		var extra string
		var l ledger.Line
		if err := rows.Scan(&id, &no, &acct, &ent, &dim, &l.Amount, &extra); err != nil {
			return err
		}
		i, ok := at[id]
		if !ok {
			return Corrupt{fmt.Sprintf("line %d of entry %d", no, id), "the line belongs to no posted entry"}
		}
		if int64(len(es[i].Lines)) != no-1 {
			return Corrupt{fmt.Sprintf("line %d of entry %d (%s)", no, id, es[i].Number), "the line before it is missing"}
		}
		if err := fillLine(&l, c, dims, acct, ent, dim, extra); err != nil {
			return Corrupt{fmt.Sprintf("line %d of entry %d (%s)", no, id, es[i].Number), err.Error()}
		}
		es[i].Lines = append(es[i].Lines, l)
	}
	return rows.Err()
}

// Corrupt is a row that cannot be what was written: the record and what is wrong with it.
type Corrupt struct{ Record, Why string }

func (c Corrupt) Error() string { return c.Record + ": " + c.Why }

func fillLine(l *ledger.Line, c *ledger.Chart, dims *dimsets, acct, ent, dim int64, extra string) error {
	if acct < 1 || acct > int64(len(c.Accounts())) {
		return fmt.Errorf("it names account number %d, which the chart does not have", acct)
	}
	if ent < 1 || ent > int64(len(c.Entities())) {
		return fmt.Errorf("it names entity number %d, which the book does not have", ent)
	}
	text, ok := dims.texts[dim]
	if !ok {
		return fmt.Errorf("it names dimension set %d, which is not there", dim)
	}
	l.Account, l.Dims = c.ByID(int(acct)).Code, text
	if ent > 1 {
		l.Entity = c.Entities()[ent-1].Code
	}
	return decodeExtra(extra, l)
}

func scanEntry(rows *sql.Rows) (Stored, error) {
	var e Stored
	var effective, origin, documents string
	var hash []byte
	err := rows.Scan(&e.ID, &e.Position, &e.Number.Year, &e.Number.Seq, &e.Kind, &effective, &origin, &e.Key, &e.Reverses, &e.Override,
		&e.Source, &e.Preparer, &e.Approver, &documents, &e.Description, &hash)
	if err != nil {
		return e, err
	}
	rec := fmt.Sprintf("entry %d (%s)", e.ID, e.Number)
	if e.Effective, err = fiscal.Parse(effective); err != nil {
		return e, Corrupt{rec, err.Error()}
	}
	if origin != "" {
		if e.Origin, err = fiscal.Parse(origin); err != nil {
			return e, Corrupt{rec, err.Error()}
		}
	}
	if e.Documents, err = splitHashes(documents); err != nil {
		return e, Corrupt{rec, err.Error()}
	}
	copy(e.Hash[:], hash)
	if len(hash) != len(e.Hash) {
		return e, Corrupt{rec, "its stored hash is not one"}
	}
	return e, nil
}

// splitHashes reads what joinHashes wrote.
func splitHashes(s string) ([]ledger.Hash, error) {
	if s == "" {
		return nil, nil
	}
	var hs []ledger.Hash
	for d := range strings.SplitSeq(s, ",") {
		if d == "" {
			return nil, fmt.Errorf("its list of documents %q has an empty place", s)
		}
		hs = append(hs, ledger.Hash(d))
	}
	return hs, nil
}

// EntryByID reads one entry.
func (t *Tx) EntryByID(c *ledger.Chart, id int64) (Stored, bool, error) {
	return one(t.entriesWhere(c, "entry_id = $2", id))
}

// EntryByNumber reads the entry with a spoken number.
func (t *Tx) EntryByNumber(c *ledger.Chart, n ledger.Number) (Stored, bool, error) {
	return t.entryBy(c, "fiscal_year = $2 AND seq = $3", n.Year, n.Seq)
}

// EntryByKey reads the entry with an idempotency key.
func (t *Tx) EntryByKey(c *ledger.Chart, key string) (Stored, bool, error) {
	return t.entryBy(c, "idem_key = $2 AND idem_key <> ''", key)
}

// ReversalOf reads the entry that reverses another.
func (t *Tx) ReversalOf(c *ledger.Chart, id int64) (Stored, bool, error) {
	return t.entryBy(c, "reverses = $2 AND reverses <> 0", id)
}

func (t *Tx) entryBy(c *ledger.Chart, cond string, args ...any) (Stored, bool, error) {
	var id int64
	err := t.q.QueryRowContext(t.ctx, "SELECT entry_id FROM entry WHERE book_id = $1 AND "+cond, append([]any{t.b.id}, args...)...).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return Stored{}, false, nil
	}
	if err != nil {
		return Stored{}, false, err
	}
	return t.EntryByID(c, id)
}

func one(es []Stored, err error) (Stored, bool, error) {
	if err != nil || len(es) == 0 {
		return Stored{}, false, err
	}
	return es[0], true, nil
}

// RegisterLine is one line of an account with the head of its entry.
type RegisterLine struct {
	Entry  ledger.Entry // without its lines
	LineNo int
	Line   ledger.Line
}

// Register yields the lines of an account with effective dates in a period, of entries with ids up to one, in
// order of date and posting.
func (t *Tx) Register(c *ledger.Chart, account string, p fiscal.Period, upTo int64) iter.Seq2[RegisterLine, error] {
	return func(yield func(RegisterLine, error) bool) {
		dims, err := t.loadDims()
		if err != nil {
			yield(RegisterLine{}, err)
			return
		}
		// SQLite takes the tables of a cross join in the order they are named in: lines of the account first, by its index
		a, _ := c.Account(account)
		first, last, err := t.entriesEffective(p)
		if err != nil || first == 0 {
			if err != nil {
				yield(RegisterLine{}, err)
			}
			return
		}
		rows, err := t.q.QueryContext(t.ctx, `SELECT l.entry_id, l.line_no, l.entity, l.dims, l.amount, l.extra, e.position, e.fiscal_year, e.seq, e.kind, e.effective, e.origin, e.source, e.preparer, e.approver, e.documents, e.description
FROM line l CROSS JOIN entry e
WHERE e.book_id = l.book_id AND e.entry_id = l.entry_id AND l.book_id = $1 AND l.account = $2 AND l.entry_id >= $3 AND l.entry_id <= $4 AND e.effective >= $5 AND e.effective <= $6 ORDER BY e.effective, l.entry_id, l.line_no`,
			t.b.id, a.ID, first, min(last, upTo), p.Start.String(), p.End.String())
		if err != nil {
			yield(RegisterLine{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			r, err := scanRegister(rows, c, dims, int64(a.ID))
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(RegisterLine{}, err)
		}
	}
}

// entriesEffective are the lowest and the highest id of the entries effective in a period; zeros for none. Entries are mostly
// posted in order of their dates, so that the lines of an account in a period lie between them.
func (t *Tx) entriesEffective(p fiscal.Period) (first, last int64, err error) {
	if b, ok := t.bounds[p]; ok {
		return b[0], b[1], nil
	}
	err = t.q.QueryRowContext(t.ctx, "SELECT COALESCE(MIN(entry_id), 0), COALESCE(MAX(entry_id), 0) FROM entry WHERE book_id = $1 AND effective >= $2 AND effective <= $3",
		t.b.id, p.Start.String(), p.End.String()).Scan(&first, &last)
	if err == nil && t.bounds != nil {
		t.bounds[p] = [2]int64{first, last}
	}
	return first, last, err
}

func scanRegister(rows *sql.Rows, c *ledger.Chart, dims *dimsets, acct int64) (RegisterLine, error) {
	var r RegisterLine
	var ent, dim int64
	var extra, effective, origin, documents string
	e := &r.Entry
	err := rows.Scan(&e.ID, &r.LineNo, &ent, &dim, &r.Line.Amount, &extra, &e.Position, &e.Number.Year, &e.Number.Seq, &e.Kind, &effective, &origin,
		&e.Source, &e.Preparer, &e.Approver, &documents, &e.Description)
	if err != nil {
		return r, err
	}
	if e.Effective, err = fiscal.Parse(effective); err != nil {
		return r, err
	}
	if origin != "" {
		if e.Origin, err = fiscal.Parse(origin); err != nil {
			return r, err
		}
	}
	if e.Documents, err = splitHashes(documents); err != nil {
		return r, err
	}
	return r, fillLine(&r.Line, c, dims, acct, ent, dim, extra)
}

// EntriesOfKeys reads the entries whose idempotency keys begin with a text, with ids up to one, in order of posting.
func (t *Tx) EntriesOfKeys(c *ledger.Chart, begin string, upTo int64) ([]Stored, error) {
	if begin == "" {
		return nil, nil
	}
	return t.entriesWhere(c, "entry_id IN (SELECT entry_id FROM entry WHERE book_id = $1 AND idem_key >= $2 AND idem_key < $3 AND idem_key <> '' AND entry_id <= $4)", begin, begin+"\U0010FFFF", upTo)
}
