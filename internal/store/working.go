package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"strconv"
)

// Working is mutable working state of a person or of the program: a session, a credential, a preference, an upload. It
// is not in the log and no figure rests on it.
type Working struct {
	Kind, ID string
	Person   string // whose it is; empty for nobody's
	At       string // when it was written, RFC 3339 in UTC
	Until    string // when it may be swept away, RFC 3339 in UTC; empty for never
	Body     string
	Content  []byte
}

// PutWorking writes a piece of working state, over the one with the same kind and id.
func (t *Tx) PutWorking(w Working) error {
	if w.Content == nil {
		w.Content = []byte{}
	}
	_, err := t.q.ExecContext(t.ctx, "INSERT INTO working ("+columnNames("working")+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (book_id, kind, item) DO UPDATE SET person = excluded.person, at_time = excluded.at_time, until_time = excluded.until_time, body = excluded.body, content = excluded.content`,
		t.b.id, w.Kind, w.ID, w.Person, w.At, w.Until, w.Body, w.Content)
	return err
}

// Working reads one piece of working state.
func (t *Tx) Working(kind, id string) (Working, bool, error) {
	w := Working{Kind: kind, ID: id}
	err := t.q.QueryRowContext(t.ctx, "SELECT person, at_time, until_time, body, content FROM working WHERE book_id = $1 AND kind = $2 AND item = $3", t.b.id, kind, id).
		Scan(&w.Person, &w.At, &w.Until, &w.Body, &w.Content)
	if errors.Is(err, sql.ErrNoRows) {
		return w, false, nil
	}
	return w, err == nil, err
}

// WorkingOf reads all working state of a kind in order of id, without its content.
func (t *Tx) WorkingOf(kind string) ([]Working, error) {
	rows, err := t.q.QueryContext(t.ctx, "SELECT item, person, at_time, until_time, body FROM working WHERE book_id = $1 AND kind = $2 ORDER BY item", t.b.id, kind)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Working
	for rows.Next() {
		w := Working{Kind: kind}
		if err := rows.Scan(&w.ID, &w.Person, &w.At, &w.Until, &w.Body); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, rows.Err()
}

// HoldWorking keeps other programs from changing a piece of working state, or all of a kind when the id is empty, until
// this transaction ends. SQLite has one writer at a time as it is.
func (t *Tx) HoldWorking(kind, id string) error {
	if t.b.s.d.name() != "postgres" {
		return nil
	}
	_, err := t.q.ExecContext(t.ctx, "SELECT 1 FROM working WHERE book_id = $1 AND kind = $2 AND ($3 = '' OR item = $3) ORDER BY item FOR UPDATE", t.b.id, kind, id)
	return err
}

// DeleteWorking removes a piece of working state; one that is not there is no error.
func (t *Tx) DeleteWorking(kind, id string) error {
	_, err := t.q.ExecContext(t.ctx, "DELETE FROM working WHERE book_id = $1 AND kind = $2 AND item = $3", t.b.id, kind, id)
	return err
}

// SweepWorking removes what may be swept away at a time.
func (t *Tx) SweepWorking(now string) error {
	_, err := t.q.ExecContext(t.ctx, "DELETE FROM working WHERE book_id = $1 AND until_time <> '' AND until_time < $2", t.b.id, now)
	return err
}

// WriteWorking runs fn to write working state and events alone: it takes no position and does not lock the head of the
// book, so that in PostgreSQL it waits for nobody's posting.
func (b *Book) WriteWorking(ctx context.Context, fn func(*Tx) error) error {
	done, err := b.s.queue(ctx)
	if err != nil {
		return err
	}
	defer done()
	for try := 0; ; try++ {
		err := b.workingOnce(ctx, fn)
		if err == nil || !again(err) || try == 9 {
			return classify(err)
		}
	}
}

func (b *Book) workingOnce(ctx context.Context, fn func(*Tx) error) error {
	tx, err := b.s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(&Tx{ctx: ctx, q: tx, b: b}); err != nil {
		return err
	}
	return tx.Commit()
}

// Event is something that happened around the book and changed nothing in it: a sign-in, a refusal, an export. Events
// are append-only like the acts. They are no part of the log's proofs; each holds a hash over itself and the one before,
// so that one altered or taken out from the middle shows.
type Event struct {
	ID           int64
	At           string // RFC 3339 in UTC
	Person, Kind string
	Place        string // network address of the other side
	Detail       string
	Hash         string // SHA-256 in hex
}

// Chained is the hash that an event has behind another's.
func (e Event) Chained(before string) string {
	var b []byte
	for _, f := range []string{before, strconv.FormatInt(e.ID, 10), e.At, e.Person, e.Kind, e.Place, e.Detail} {
		b = strconv.AppendQuote(b, f)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

const eventColumns = "event_id, at_time, person, kind, place, detail, hash"

// AddEvent appends an event.
func (t *Tx) AddEvent(e Event) error {
	if t.b.s.d.name() == "postgres" { // one writer at a time gives the next number
		if _, err := t.q.ExecContext(t.ctx, "SELECT 1 FROM head WHERE book_id = $1 FOR UPDATE", t.b.id); err != nil {
			return err
		}
	}
	last, err := t.Events(0, 1)
	if err != nil {
		return err
	}
	before := ""
	if e.ID = 1; len(last) > 0 {
		e.ID, before = last[0].ID+1, last[0].Hash
	}
	_, err = t.q.ExecContext(t.ctx, "INSERT INTO event ("+columnNames("event")+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", t.b.id, e.ID, e.At, e.Person, e.Kind, e.Place, e.Detail, e.Chained(before))
	return err
}

// Events reads up to a number of events with ids before one (0 for the newest), the newest first.
func (t *Tx) Events(before int64, most int) ([]Event, error) {
	rows, err := t.q.QueryContext(t.ctx, "SELECT "+eventColumns+" FROM event WHERE book_id = $1 AND ($2 = 0 OR event_id < $2) ORDER BY event_id DESC LIMIT $3", t.b.id, before, most)
	if err != nil {
		return nil, err
	}
	var out []Event
	err = eachEvent(rows, func(e Event) { out = append(out, e) })
	return out, err
}

// AllEvents calls fn for every event in order of id.
func (t *Tx) AllEvents(fn func(Event)) error {
	rows, err := t.q.QueryContext(t.ctx, "SELECT "+eventColumns+" FROM event WHERE book_id = $1 ORDER BY event_id", t.b.id)
	if err != nil {
		return err
	}
	return eachEvent(rows, fn)
}

func eachEvent(rows *sql.Rows, fn func(Event)) error {
	defer rows.Close()
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.ID, &e.At, &e.Person, &e.Kind, &e.Place, &e.Detail, &e.Hash); err != nil {
			return err
		}
		fn(e)
	}
	return rows.Err()
}
