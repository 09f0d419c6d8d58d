package storetest

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"tieout/internal/store"
)

// Outside these tests' reach, and found by verify instead: what only an owner of the file or the database can do. In
// SQLite: writable_schema, dropping triggers, switching triggers off for a connection. In PostgreSQL: disabling or
// dropping triggers, session_replication_role, inheriting tables.

const (
	neverChanged  = "are never changed or deleted"
	neverReplaced = "are never replaced"
	noLines       = "a posted entry takes no further lines"
	notBalanced   = "the entry is not in balance"
	locked        = "the period is locked"
)

// TestPlainSQLCannotChangeGround tries every way of changing, deleting or replacing a row of every ground table.
func TestPlainSQLCannotChangeGround(t *testing.T) {
	Each(t, func(t *testing.T, address string) {
		b := newBook(t, address)
		b.ground()
		before := Take(t, b.st)
		for _, table := range store.Schema() {
			if !table.Ground {
				continue
			}
			if len(before[table.Name]) == 0 {
				t.Fatalf("%s has no row to protect", table.Name)
			}
			for _, q := range attacks(b.st.Engine(), table) {
				refused(t, b.st.DB(), q)
			}
		}
		if after := Take(t, b.st); after.String() != before.String() {
			t.Error("a refused statement changed something")
		}
	})
}

// refused runs a statement that a guard must refuse by its word.
func refused(t *testing.T, db *sql.DB, q string) {
	t.Helper()
	_, err := db.Exec(q)
	if err == nil {
		t.Errorf("done and should be refused: %s", q)
		return
	}
	for _, words := range []string{neverChanged, neverReplaced, noLines, locked} {
		if strings.Contains(err.Error(), "tieout: ") && strings.Contains(err.Error(), words) {
			return
		}
	}
	t.Errorf("refused without a guard's word: %s: %v", q, err)
}

func attacks(engine string, table store.Table) []string {
	n, key := table.Name, strings.Join(table.Key, ", ")
	all := names(table)
	out := []string{"DELETE FROM " + n, "DELETE FROM " + n + " WHERE book_id = 1"}
	for _, c := range table.Columns {
		out = append(out, fmt.Sprintf("UPDATE %s SET %s = %s", n, c.Name, c.Name))
	}
	last := table.Columns[len(table.Columns)-1].Name
	out = append(out, fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s WHERE true ON CONFLICT (%s) DO UPDATE SET %s = excluded.%s", n, all, all, n, key, last, last))
	if engine == "postgres" {
		return append(out, "TRUNCATE "+n, "TRUNCATE "+n+" CASCADE", "DELETE FROM ONLY "+n,
			fmt.Sprintf("MERGE INTO %s a USING %s b ON a.book_id = b.book_id WHEN MATCHED THEN DELETE", n, n),
			fmt.Sprintf("WITH gone AS (DELETE FROM %s RETURNING 1) SELECT count(*) FROM gone", n))
	}
	out = append(out, fmt.Sprintf("INSERT OR REPLACE INTO %s SELECT * FROM %s", n, n), fmt.Sprintf("REPLACE INTO %s SELECT * FROM %s LIMIT 1", n, n),
		fmt.Sprintf("UPDATE OR REPLACE %s SET %s = %s", n, last, last), fmt.Sprintf("UPDATE OR IGNORE %s SET %s = %s", n, last, last))
	if rowid(n) {
		out = append(out, "UPDATE "+n+" SET rowid = rowid + 100", "UPDATE "+n+" SET _rowid_ = 7")
	}
	return out
}

func rowid(table string) bool { return table == "act" || table == "entry" || table == "document" }

// TestReplaceThroughOtherKeys tries to delete rows by INSERT OR REPLACE of a row with a new key that collides
// elsewhere: in a unique index or in the rowid.
func TestReplaceThroughOtherKeys(t *testing.T) {
	b := newBook(t, SQLite(t))
	b.ground()
	before := Take(t, b.st).String()
	for name, q := range map[string]string{
		"key":      "'key-1', 0, 7, 77",
		"reversal": "'', 1, 7, 77",
		"number":   "'', 0, 1, 77",
	} {
		inTx(t, b.st, func(tx *sql.Tx) {
			must(t, tx, "INSERT INTO line SELECT book_id, 9, line_no, account, entity, dims, amount, extra FROM line WHERE entry_id = 1")
			v := strings.Split(q, ", ")
			_, err := tx.Exec(fmt.Sprintf(`INSERT OR REPLACE INTO entry SELECT book_id, 9, position, fiscal_year, %s, kind, '2026-03-01', origin, %s, %s, 0, source, preparer, approver, documents, description, hash
FROM entry WHERE entry_id = 1`, v[2], v[0], v[1]))
			wantWords(t, name, err, neverReplaced)
		})
	}
	for name, q := range map[string]string{
		"entry":    "INSERT OR REPLACE INTO entry (rowid, " + columnsOf("entry") + ") SELECT 1, book_id, 9, position, fiscal_year, 9, kind, '2026-03-01', origin, '', 0, 0, source, preparer, approver, documents, description, hash FROM entry WHERE entry_id = 1",
		"act":      "INSERT OR REPLACE INTO act (rowid, " + columnsOf("act") + ") SELECT 1, book_id, 9, at_time, actor, kind, why, body, last_entry FROM act WHERE position = 1",
		"document": "INSERT OR REPLACE INTO document (rowid, " + columnsOf("document") + ") SELECT 1, book_id, 'aa', content FROM document",
	} {
		inTx(t, b.st, func(tx *sql.Tx) {
			must(t, tx, "INSERT INTO line SELECT book_id, 9, line_no, account, entity, dims, amount, extra FROM line WHERE entry_id = 1")
			_, err := tx.Exec(q)
			wantWords(t, "rowid of "+name, err, neverReplaced)
		})
	}
	if Take(t, b.st).String() != before {
		t.Error("a refused statement changed something")
	}
}

func columnsOf(name string) string {
	for _, table := range store.Schema() {
		if table.Name == name {
			return names(table)
		}
	}
	panic(name)
}

// inTx runs fn in a transaction that is always taken back.
func inTx(t *testing.T, st *store.Store, fn func(tx *sql.Tx)) {
	t.Helper()
	tx, err := st.DB().Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	fn(tx)
}

func must(t *testing.T, tx *sql.Tx, q string, args ...any) {
	t.Helper()
	if _, err := tx.Exec(q, args...); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}

func wantWords(t *testing.T, what string, err error, words string) {
	t.Helper()
	if words == "" {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		return
	}
	if err == nil || !strings.Contains(err.Error(), "tieout: ") || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: should be refused with %q and says: %v", what, words, err)
	}
}

// plainEntry inserts an entry by plain SQL: lines are amount by entity.
func plainEntry(tx *sql.Tx, lines [][2]int64, effective, kind string, override int) error {
	for i, l := range lines {
		if _, err := tx.Exec("INSERT INTO line VALUES (1, 9, $1, 1, $2, 0, $3, '')", i+1, l[0], l[1]); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`INSERT INTO entry SELECT book_id, 9, position, 2026, 9, $1, $2, '', '', 0, $3, '', 'x', '', '', 'plain', hash FROM entry WHERE entry_id = 1`, kind, effective, override)
	return err
}

// TestPlainSQLEntry is the rule book of the guard on entries: balance within each entity, and locks.
func TestPlainSQLEntry(t *testing.T) {
	even := [][2]int64{{1, 5}, {1, -5}}
	const open, closed, overridden, soft, filed = "2026-05-05", "2025-03-01", "2025-06-15", "2026-01-20", "2024-06-15"
	cases := []struct {
		name      string
		lines     [][2]int64
		effective string
		kind      string
		override  int
		words     string
	}{
		{"balanced", even, open, "standard", 0, ""},
		{"balanced in two entities", [][2]int64{{1, 5}, {2, 7}, {1, -5}, {2, -7}}, open, "standard", 0, ""},
		{"no lines", nil, open, "standard", 0, notBalanced},
		{"one line", [][2]int64{{1, 5}}, open, "standard", 0, notBalanced},
		{"out by one", [][2]int64{{1, 5}, {1, -4}}, open, "standard", 0, notBalanced},
		{"balanced over entities only", [][2]int64{{1, 5}, {2, -5}}, open, "standard", 0, notBalanced},
		{"closed", even, closed, "standard", 0, locked},
		{"closed, first day", even, "2025-01-01", "standard", 0, locked},
		{"closed, last day, and soft", even, "2025-12-31", "adjusting", 0, locked},
		{"day before", even, "2023-12-31", "standard", 0, ""},
		{"closed, adjusting", even, closed, "adjusting", 0, locked},
		{"filed", even, filed, "correcting", 0, locked},
		{"soft, standard", even, soft, "standard", 0, locked},
		{"soft, opening", even, soft, "opening", 0, locked},
		{"soft, recurring", even, soft, "recurring", 0, locked},
		{"soft, adjusting", even, soft, "adjusting", 0, ""},
		{"soft, reversing", even, soft, "reversing", 0, ""},
		{"closed under the override", even, overridden, "standard", 4, ""},
		{"closed under an override of other days", even, closed, "standard", 4, locked},
		{"under an override that nobody approved", even, overridden, "standard", 5, locked},
		{"open under an override that nobody approved", even, open, "standard", 5, locked},
	}
	Each(t, func(t *testing.T, address string) {
		b := newBook(t, address)
		b.ground()
		for _, c := range cases {
			inTx(t, b.st, func(tx *sql.Tx) {
				wantWords(t, c.name, plainEntry(tx, c.lines, c.effective, c.kind, c.override), c.words)
			})
		}
		inTx(t, b.st, func(tx *sql.Tx) {
			_, err := tx.Exec("INSERT INTO line VALUES (1, 1, 3, 1, 1, 0, 0, '')")
			wantWords(t, "a line into a posted entry", err, noLines)
		})
		inTx(t, b.st, func(tx *sql.Tx) {
			_, err := tx.Exec("INSERT INTO line VALUES (1, 1, 1, 1, 1, 0, 0, '')")
			wantWords(t, "a line in place of another", err, noLines)
		})
	})
}

// TestPostgresGuardsAreNotMisled puts empty tables and functions of the same names before the real ones, and comes
// by way of COPY.
func TestPostgresGuardsAreNotMisled(t *testing.T) {
	b := newBook(t, Postgres(t))
	b.ground()
	shadows := []string{"CREATE TEMP TABLE period_lock (LIKE public.period_lock)", "CREATE TEMP TABLE override_grant (LIKE public.override_grant)"}
	inTx(t, b.st, func(tx *sql.Tx) {
		for _, q := range shadows {
			must(t, tx, q)
		}
		wantWords(t, "an empty table of locks before the real one", plainEntry(tx, [][2]int64{{1, 5}, {1, -5}}, "2025-03-01", "standard", 0), locked)
	})
	inTx(t, b.st, func(tx *sql.Tx) {
		must(t, tx, "CREATE TEMP TABLE entry (LIKE public.entry)")
		_, err := tx.Exec("INSERT INTO line VALUES (1, 1, 3, 1, 1, 0, 0, '')")
		wantWords(t, "an empty table of entries before the real one", err, noLines)
	})
	inTx(t, b.st, func(tx *sql.Tx) {
		must(t, tx, "CREATE SCHEMA evil")
		must(t, tx, "CREATE FUNCTION evil.never(bigint, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false'")
		must(t, tx, "CREATE OPERATOR evil.= (FUNCTION = evil.never, LEFTARG = bigint, RIGHTARG = bigint)")
		must(t, tx, "SET LOCAL search_path = evil, pg_catalog, public")
		_, err := tx.Exec("INSERT INTO line VALUES (1, 1, 3, 1, 1, 0, 0, '')")
		wantWords(t, "an equality that never holds", err, noLines)
	})
	inTx(t, b.st, func(tx *sql.Tx) {
		_, err := tx.Exec("COPY line FROM PROGRAM 'printf \"1\\t1\\t3\\t1\\t1\\t0\\t0\\t\\n\"'")
		wantWords(t, "COPY", err, noLines)
	})
}
