// Package storetest runs one suite of tests on every engine that keeps books. Its own tests are the suite for the
// store; other packages use Each to run theirs on both engines, and Behind to go past the guards.
package storetest

import (
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"tieout/internal/store"
	"tieout/internal/testenv"
)

// Each runs fn once for every engine, as a subtest, with the address of an empty database of the subtest's own.
// A package that uses it needs TestMain with testenv.Run.
func Each(t *testing.T, fn func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// SQLite is the path of a book that is not there yet.
func SQLite(t testing.TB) string { return filepath.Join(t.TempDir(), "book.db") }

// Postgres is the address of an empty database, without the name of a book.
func Postgres(t testing.TB) string { return testenv.Postgres(t) }

// Named is the address of the book with a name in a PostgreSQL database. A file holds one book and has no name.
func Named(address, book string) string {
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(u.Scheme, "postgres") {
		return address
	}
	u.Fragment = book
	return u.String()
}

// Behind runs fn in a transaction behind the guards, as someone with the file or the database's owner could, and
// puts the guards back as they were. It gives fn's error, and then nothing has changed.
func Behind(t testing.TB, s *store.Store, fn func(tx *sql.Tx) error) error {
	t.Helper()
	off, on := sqliteGuards(t, s)
	if s.Engine() == "postgres" {
		off, on = postgresGuards()
	}
	tx, err := s.DB().Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	exec(t, tx, off)
	if err := fn(tx); err != nil {
		return err
	}
	exec(t, tx, on)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return nil
}

func exec(t testing.TB, tx *sql.Tx, statements []string) {
	t.Helper()
	for _, q := range statements {
		if _, err := tx.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

func sqliteGuards(t testing.TB, s *store.Store) (off, on []string) {
	t.Helper()
	if s.Engine() != "sqlite" {
		return nil, nil
	}
	rows, err := s.DB().Query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			t.Fatal(err)
		}
		off, on = append(off, "DROP TRIGGER "+name), append(on, text)
	}
	if len(off) == 0 {
		t.Fatal("the file has no guards to take off")
	}
	return off, on
}

func postgresGuards() (off, on []string) {
	for _, table := range store.Schema() {
		off = append(off, fmt.Sprintf("ALTER TABLE %s DISABLE TRIGGER USER", table.Name))
		on = append(on, fmt.Sprintf("ALTER TABLE %s ENABLE TRIGGER USER", table.Name))
	}
	return off, on
}

// Without runs fn while the guards are off, for what needs transactions of its own, and puts them back.
func Without(t testing.TB, s *store.Store, fn func()) {
	t.Helper()
	off, on := sqliteGuards(t, s)
	if s.Engine() == "postgres" {
		off, on = postgresGuards()
	}
	both := func(statements []string) {
		tx, err := s.DB().Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		exec(t, tx, statements)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	both(off)
	defer both(on)
	fn()
}

// Dump is the content of every table: column values by row, in the order of the key.
type Dump map[string][][]any

// Take reads every table.
func Take(t testing.TB, s *store.Store) Dump {
	t.Helper()
	d := Dump{}
	for _, table := range store.Schema() {
		d[table.Name] = Rows(t, s, table)
	}
	return d
}

// Rows reads a table in the order of its key.
func Rows(t testing.TB, s *store.Store, table store.Table) [][]any {
	t.Helper()
	rows, err := s.DB().Query("SELECT " + names(table) + " FROM " + table.Name + " ORDER BY " + strings.Join(table.Key, ", "))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out [][]any
	for rows.Next() {
		row, into := make([]any, len(table.Columns)), make([]any, len(table.Columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func names(table store.Table) string {
	var out []string
	for _, c := range table.Columns {
		out = append(out, c.Name)
	}
	return strings.Join(out, ", ")
}

// String is the content as text, for comparing.
func (d Dump) String() string {
	var b strings.Builder
	for _, table := range store.Schema() {
		for _, row := range d[table.Name] {
			fmt.Fprintf(&b, "%s %q\n", table.Name, row)
		}
	}
	return b.String()
}

// Put makes the tables hold what was dumped, behind the guards: the older copy that an insider puts back.
func (d Dump) Put(t testing.TB, s *store.Store) {
	t.Helper()
	err := Behind(t, s, func(tx *sql.Tx) error {
		for _, table := range store.Schema() {
			if _, err := tx.Exec("DELETE FROM " + table.Name); err != nil {
				return err
			}
			for _, row := range d[table.Name] {
				if err := Insert(tx, table, row); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Insert puts a row into a table.
func Insert(tx *sql.Tx, table store.Table, row []any) error {
	var marks []string
	for i, v := range row {
		marks = append(marks, fmt.Sprintf("$%d", i+1))
		if b, ok := v.([]byte); ok && b == nil { // how no bytes at all are read
			row[i] = []byte{}
		}
	}
	_, err := tx.Exec("INSERT INTO "+table.Name+" ("+names(table)+") VALUES ("+strings.Join(marks, ", ")+")", row...)
	return err
}
