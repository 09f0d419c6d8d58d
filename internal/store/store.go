// Package store keeps books in SQLite or PostgreSQL. It is the only package that knows a database driver. SQL
// here inserts and selects by key or range; sums and rules are Go. One text serves both engines.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	"modernc.org/sqlite"               // the SQLite driver
)

// Format is the version of the tables that this program reads and writes.
const Format = 2

// Store is an open database that holds one or more books.
type Store struct {
	db *sql.DB
	d  dialect
	// writer holds one value while a write is under way in this process: SQLite lets one writer in, and those who
	// wait for it in its own way can wait for ever. Nil in PostgreSQL, whose writers queue for the head row.
	writer chan bool
	// Where is the address as given, without a password.
	Where string
}

// ErrNoBook says that there is no book at the address.
var ErrNoBook = errors.New("there is no book here")

// Options for opening. The zero value is right for everything but tests.
type Options struct {
	Create   bool  // make the file or the tables when they are missing
	MaxPages int64 // SQLite: refuse to grow beyond so many pages, as a full disk would
}

// Open opens the database at a file path or a postgres:// address.
func Open(ctx context.Context, address string, o Options) (*Store, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return openPostgres(ctx, address, o)
	}
	return openSQLite(ctx, address, o)
}

func openPostgres(ctx context.Context, address string, o Options) (*Store, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("the address of the database cannot be read: %w", err)
	}
	u.Fragment = ""
	db, err := sql.Open("pgx", u.String())
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, d: postgresDialect{}, Where: u.Redacted()}
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("PostgreSQL at %s does not answer: %w", s.Where, err)
	}
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'head'").Scan(&n); err != nil {
		db.Close()
		return nil, err
	}
	return s.prepared(ctx, n > 0, o)
}

func openSQLite(ctx context.Context, path string, o Options) (*Store, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s is a directory, not a book", path)
	case errors.Is(err, os.ErrNotExist) && !o.Create:
		return nil, fmt.Errorf("%s: %w; make one with: tieout init %s --name NAME --cik CIK --fiscal-year-end 12-31", path, ErrNoBook, path)
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return nil, err
	case err == nil && !o.Create:
		if err := checkFile(path); err != nil {
			return nil, err
		}
	}
	q := url.Values{}
	q.Set("_txlock", "immediate")
	for _, p := range []string{"busy_timeout(10000)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-65536)", "trusted_schema(0)"} {
		q.Add("_pragma", p)
	}
	if o.MaxPages > 0 {
		q.Add("_pragma", fmt.Sprintf("max_page_count(%d)", o.MaxPages))
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, d: sqliteDialect{}, Where: path, writer: make(chan bool, 1)}
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'head'").Scan(&n); err != nil {
		db.Close()
		var lite *sqlite.Error
		if errors.As(err, &lite) && lite.Code()&0xff == sqliteNotADB {
			return nil, fmt.Errorf("%s is not a book: %w", path, err)
		}
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	if n > 0 || o.Create {
		err = writeAhead(ctx, db)
	}
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	return s.prepared(ctx, n > 0, o)
}

// writeAhead turns the write-ahead log on. The file keeps that, unless a large write was killed; while another is
// under way the file stays as it is, without waiting.
func writeAhead(ctx context.Context, db *sql.DB) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	var mode string
	if _, err := c.ExecContext(ctx, "PRAGMA busy_timeout = 0"); err != nil {
		return err
	}
	_ = c.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode) // no is an answer
	_, err = c.ExecContext(ctx, "PRAGMA busy_timeout = 10000")
	return err
}

// sqliteNotADB is SQLite's code for a file that is none of its own.
const sqliteNotADB = 26

// checkFile looks at the first bytes of a file before SQLite does, which would write into an empty one and turn
// another program's database to its own ways.
func checkFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(f, head); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if string(head) != magic {
		return fmt.Errorf("%s is not a book: it does not begin as one", path)
	}
	return nil
}

// prepared makes the tables when they are missing and may be made.
func (s *Store) prepared(ctx context.Context, exists bool, o Options) (*Store, error) {
	if exists {
		if err := s.upgrade(ctx); err != nil {
			s.db.Close()
			return nil, err
		}
		return s, nil
	}
	if !o.Create {
		s.db.Close()
		return nil, fmt.Errorf("%s: %w", s.Where, ErrNoBook)
	}
	if err := s.install(ctx); err != nil {
		s.db.Close()
		return nil, fmt.Errorf("making the tables of %s: %w", s.Where, err)
	}
	return s, nil
}

func (s *Store) install(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	schema, err := s.schema(ctx, tx)
	if err != nil {
		return err
	}
	for _, stmt := range ddl(s.d) {
		stmt = strings.ReplaceAll(stmt, "@.", schema)
		if _, err := tx.ExecContext(ctx, stmt); err != nil {
			return fmt.Errorf("%s: %w", strings.SplitN(stmt, "(", 2)[0], err)
		}
	}
	return tx.Commit()
}

// schema is what names the tables for certain, with its point: nothing in SQLite, where a trigger sees its own file only.
func (s *Store) schema(ctx context.Context, q querier) (name string, err error) {
	if s.d.name() == "postgres" {
		err = q.QueryRowContext(ctx, "SELECT quote_ident(current_schema()) || '.'").Scan(&name)
	}
	return name, err
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Engine is "sqlite" or "postgres".
func (s *Store) Engine() string { return s.d.name() }

// DB is the open database, for tests that go behind the guards.
func (s *Store) DB() *sql.DB { return s.db }

// Refusal is a write that the engine's guards refused.
type Refusal struct{ Message string }

func (r Refusal) Error() string { return r.Message }

// classify turns a driver's error into a Refusal where a guard spoke.
func classify(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && strings.HasPrefix(pg.Message, "tieout: ") {
		return Refusal{strings.TrimPrefix(pg.Message, "tieout: ")}
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		if _, m, ok := strings.Cut(lite.Error(), "tieout: "); ok {
			if i := strings.LastIndex(m, " ("); i > 0 {
				m = m[:i]
			}
			return Refusal{m}
		}
	}
	return err
}

// again says that the transaction may be tried again: PostgreSQL asks for it, or another process is writing to the
// file for long.
func again(err error) bool {
	const sqliteBusy = 5
	var pg *pgconn.PgError
	var lite *sqlite.Error
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") || errors.As(err, &lite) && lite.Code()&0xff == sqliteBusy
}

// queue waits until no other write of this process is under way, and gives the function that ends the turn.
func (s *Store) queue(ctx context.Context) (done func(), err error) {
	if s.writer == nil {
		return func() {}, nil
	}
	select {
	case s.writer <- true:
		return func() { <-s.writer }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
