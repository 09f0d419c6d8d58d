package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"tieout/fiscal"

	"tieout/evidence"
)

// Book is one set of books in a store.
type Book struct {
	s    *Store
	id   int64
	Name string
}

// Head is where the book stands.
type Head struct {
	Acts    int64 // the position: number of acts so far
	Entries int64 // number of entries so far
}

// Create makes an empty book with a name that the store does not hold yet.
func (s *Store) Create(ctx context.Context, name string) (*Book, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	var n, id int64
	if err := tx.QueryRowContext(ctx, "SELECT count(*), coalesce(max(book_id), 0) FROM head").Scan(&n, &id); err != nil {
		return nil, err
	}
	if n > 0 && s.d.name() == "sqlite" {
		return nil, fmt.Errorf("%s holds a book already", s.Where)
	}
	id++
	if _, err := tx.ExecContext(ctx, "INSERT INTO head (book_id, name, format, acts, entries) VALUES ($1, $2, $3, 0, 0)", id, name, Format); err != nil {
		return nil, fmt.Errorf("a book named %q cannot be made: %w", name, err)
	}
	return &Book{s, id, name}, tx.Commit()
}

// Book opens the book with the name, or the only book there is when the name is empty.
func (s *Store) Book(ctx context.Context, name string) (*Book, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT book_id, name, format FROM head WHERE name = $1 OR $1 = '' ORDER BY book_id LIMIT 2", name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []*Book
	for rows.Next() {
		b := &Book{s: s}
		var format int
		if err := rows.Scan(&b.id, &b.Name, &format); err != nil {
			return nil, err
		}
		if format != Format {
			return nil, fmt.Errorf("%s: the book has format %d and this program reads format %d", s.Where, format, Format)
		}
		found = append(found, b)
	}
	switch {
	case rows.Err() != nil:
		return nil, rows.Err()
	case len(found) == 0:
		return nil, fmt.Errorf("%s: %w", s.Where, ErrNoBook)
	case len(found) > 1:
		return nil, fmt.Errorf("%s holds several books; name one after a # in the address", s.Where)
	}
	return found[0], nil
}

// Tx is one transaction over a book: a consistent view to read, or the one writer.
type Tx struct {
	ctx      context.Context
	q        querier
	b        *Book
	write    bool
	head     Head
	dims     *dimsets
	bulk     bool
	bulkFrom int64                      // last entry before a bulk posting
	bounds   map[fiscal.Period][2]int64 // see entriesEffective; nil where entries can be added
	headsOf  fiscal.Period
	heads    map[int64]entryHead // of the entries of headsOf
}

type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// Head is where the book stands in this transaction.
func (t *Tx) Head() Head { return t.head }

// Write runs fn as the book's one writer and commits what it did, or nothing. The head row is locked first and
// read again, so the positions and numbers that fn sees are its own. fn has no outside effect: PostgreSQL may
// ask for it to be run again.
func (b *Book) Write(ctx context.Context, fn func(*Tx) error) error {
	done, err := b.s.queue(ctx)
	if err != nil {
		return err
	}
	defer done()
	return b.write(ctx, b.s.db, fn)
}

// write writes once, and again when the engine says that it may go better then.
func (b *Book) write(ctx context.Context, db beginner, fn func(*Tx) error) error {
	for try := 0; ; try++ {
		err := b.writeOnce(ctx, db, fn)
		if err == nil || !again(err) || try == 9 {
			return classify(err)
		}
	}
}

// WriteLarge is Write for one very large act. SQLite then writes new pages straight to the file, which its rollback
// journal makes as safe as its write-ahead log and which spares writing every page twice; while others have the file
// open it stays as it is.
func (b *Book) WriteLarge(ctx context.Context, fn func(*Tx) error) error {
	if b.s.d.name() != "sqlite" {
		return b.Write(ctx, fn)
	}
	done, err := b.s.queue(ctx)
	if err != nil {
		return err
	}
	defer done()
	c, err := b.s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	mode := func(name string) { // no other mode than wanted is no mistake
		var got string
		_ = c.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA journal_mode="+name).Scan(&got)
	}
	mode("DELETE")
	defer mode("WAL")
	return b.write(ctx, c, fn)
}

// beginner is a pool or one connection of it.
type beginner interface {
	BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error)
}

func (b *Book) writeOnce(ctx context.Context, db beginner, fn func(*Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	t := &Tx{ctx: ctx, q: tx, b: b, write: true}
	lock := "SELECT acts, entries FROM head WHERE book_id = $1"
	if b.s.d.name() == "postgres" {
		lock += " FOR UPDATE"
	}
	if err := tx.QueryRowContext(ctx, lock, b.id).Scan(&t.head.Acts, &t.head.Entries); err != nil {
		return err
	}
	if err := fn(t); err != nil {
		return err
	}
	if err := t.flush(); err != nil {
		return err
	}
	return tx.Commit()
}

func (t *Tx) flush() error {
	if t.bulk {
		if err := t.endBulk(); err != nil {
			return err
		}
	}
	_, err := t.q.ExecContext(t.ctx, "UPDATE head SET acts = $1, entries = $2 WHERE book_id = $3", t.head.Acts, t.head.Entries, t.b.id)
	return err
}

// Read runs fn over one consistent view of the book and changes nothing.
func (b *Book) Read(ctx context.Context, fn func(*Tx) error) error {
	c, err := b.s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	begin := "BEGIN"
	if b.s.d.name() == "postgres" {
		begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	}
	if _, err := c.ExecContext(ctx, begin); err != nil {
		return err
	}
	defer c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	t := &Tx{ctx: ctx, q: c, b: b, bounds: map[fiscal.Period][2]int64{}}
	if err := c.QueryRowContext(ctx, "SELECT acts, entries FROM head WHERE book_id = $1", b.id).Scan(&t.head.Acts, &t.head.Entries); err != nil {
		return err
	}
	return fn(t)
}

// AppendAct appends an act at the next position together with its leaf in the log. The act's Position is given
// here; entries it posts have been inserted before.
func (t *Tx) AppendAct(a evidence.Act) (evidence.Act, error) {
	a.Position = t.head.Acts + 1
	_, err := t.q.ExecContext(t.ctx, "INSERT INTO act ("+columnNames("act")+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		t.b.id, a.Position, a.At, a.By, a.Kind, a.Why, a.Body, t.head.Entries)
	if err != nil {
		return a, err
	}
	if err := evidence.AppendLeaf(t, t.head.Acts, a.Leaf()); err != nil {
		return a, err
	}
	t.head.Acts++
	return a, nil
}

// Acts calls fn for the acts after a position up to another, in order, with the id of the last entry then posted.
func (t *Tx) Acts(after, upTo int64, fn func(a evidence.Act, lastEntry int64) error) error {
	rows, err := t.q.QueryContext(t.ctx, "SELECT position, at_time, actor, kind, why, body, last_entry FROM act WHERE book_id = $1 AND position > $2 AND position <= $3 ORDER BY position",
		t.b.id, after, upTo)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a evidence.Act
		var last int64
		if err := rows.Scan(&a.Position, &a.At, &a.By, &a.Kind, &a.Why, &a.Body, &last); err != nil {
			return err
		}
		if err := fn(a, last); err != nil {
			return err
		}
	}
	return rows.Err()
}

// LastEntry is the id of the last entry posted at a position.
func (t *Tx) LastEntry(position int64) (int64, error) {
	if position >= t.head.Acts {
		return t.head.Entries, nil
	}
	var n int64
	err := t.q.QueryRowContext(t.ctx, "SELECT last_entry FROM act WHERE book_id = $1 AND position = $2", t.b.id, position).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

// ReadTile reads a tile of the log; a tile that is not there is empty.
func (t *Tx) ReadTile(level int, n int64) ([]byte, error) {
	var b []byte
	err := t.q.QueryRowContext(t.ctx, "SELECT hashes FROM tile WHERE book_id = $1 AND level = $2 AND tile_no = $3", t.b.id, level, n).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return b, err
}

// WriteTile writes a tile of the log.
func (t *Tx) WriteTile(level int, n int64, hashes []byte) error {
	_, err := t.q.ExecContext(t.ctx, "INSERT INTO tile (book_id, level, tile_no, hashes) VALUES ($1, $2, $3, $4) ON CONFLICT (book_id, level, tile_no) DO UPDATE SET hashes = excluded.hashes",
		t.b.id, level, n, hashes)
	return err
}
