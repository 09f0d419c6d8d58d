package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// This file is what verify reads beside the acts and entries: the rows that nothing should have made.

// Stray names a row of entries or acts that lies outside the runs of ids that the head counts, or "" when there
// is none. Such a row was put in behind the guards.
func (t *Tx) Stray(lastAct, lastEntry int64) (string, error) {
	var id int64
	err := t.q.QueryRowContext(t.ctx, "SELECT position FROM act WHERE book_id = $1 AND (position < 1 OR position > $2) ORDER BY position LIMIT 1", t.b.id, lastAct).Scan(&id)
	if err == nil {
		return fmt.Sprintf("act %d", id), nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	err = t.q.QueryRowContext(t.ctx, "SELECT entry_id FROM entry WHERE book_id = $1 AND (entry_id < 1 OR entry_id > $2) ORDER BY entry_id LIMIT 1", t.b.id, lastEntry).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return fmt.Sprintf("entry %d", id), err
}

// EachTile calls fn for every tile of the log that is stored.
func (t *Tx) EachTile(fn func(level int, n int64, hashes []byte)) error {
	rows, err := t.q.QueryContext(t.ctx, "SELECT level, tile_no, hashes FROM tile WHERE book_id = $1 ORDER BY level, tile_no", t.b.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var level int
		var n int64
		var hashes []byte
		if err := rows.Scan(&level, &n, &hashes); err != nil {
			return err
		}
		fn(level, n, hashes)
	}
	return rows.Err()
}

// GuardFaults names what is not as this program made it: tables, indexes and the guards on them.
func (t *Tx) GuardFaults() ([]string, error) {
	schema, err := t.b.s.schema(t.ctx, t.q)
	if err != nil {
		return nil, err
	}
	have, err := t.b.s.d.installed(t)
	if err != nil {
		return nil, err
	}
	want := t.b.s.d.expected(schema)
	var faults []string
	for _, w := range want {
		if !slices.Contains(have, w) {
			faults = append(faults, firstLine(w)+" is missing or is another")
		}
	}
	for _, h := range have {
		if !slices.Contains(want, h) {
			faults = append(faults, firstLine(h)+" was not made by this program")
		}
	}
	return faults, nil
}

// Damage is what the engine itself finds wrong with its file, such as an index that leads to other rows. PostgreSQL
// has no such question for everyone to ask; it says so when it reads.
func (t *Tx) Damage() ([]string, error) {
	if t.b.s.d.name() != "sqlite" {
		return nil, nil
	}
	found, err := t.columnTexts("PRAGMA integrity_check(20)")
	return slices.DeleteFunc(found, func(s string) bool { return s == "ok" }), err
}

// firstLine is the beginning of a definition: enough to know which it is.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if words := strings.Fields(s); len(words) > 5 {
		s = strings.Join(words[:5], " ") + " …"
	}
	return s
}

// columnTexts runs a query of one text column without parameters.
func (t *Tx) columnTexts(query string) ([]string, error) {
	rows, err := t.q.QueryContext(t.ctx, query)
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

// installed is the text of everything in the file that was made by a statement. A bulk index made again has the
// same text.
func (sqliteDialect) installed(t *Tx) ([]string, error) {
	return t.columnTexts("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
}

func (d sqliteDialect) expected(schema string) []string {
	out := ddl(d)
	for i, s := range out {
		out[i] = strings.ReplaceAll(s, "@.", schema)
	}
	return out
}

// installed lists triggers with their state, indexes, rules, and the text of the triggers' functions.
func (postgresDialect) installed(t *Tx) ([]string, error) {
	names := make([]string, len(tables))
	for i, tb := range tables {
		names[i] = "'" + tb.name + "'"
	}
	ours := "c.relnamespace = current_schema()::regnamespace AND c.relname IN (" + strings.Join(names, ", ") + ")"
	return t.columnTexts(`SELECT 'TRIGGER ' || g.tgname || ' ON ' || c.relname || ' ' || g.tgenabled::text || ' ' || g.tgtype::text || ' ' || p.proname
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid WHERE NOT g.tgisinternal AND ` + ours + `
UNION ALL SELECT 'INDEX ' || i.relname || ' ON ' || c.relname || ' ' || x.indisunique::text || ' ' || x.indisvalid::text
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid WHERE NOT x.indisprimary AND ` + ours + `
UNION ALL SELECT 'RULE ' || r.rulename || ' ON ' || c.relname FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE ` + ours + `
UNION ALL SELECT 'FUNCTION ' || proname || ' ' || coalesce(array_to_string(proconfig, ' '), '') || E'\n' || prosrc FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'tieout\_%'`)
}

// expected is what installed lists in a book that nobody touched.
func (d postgresDialect) expected(schema string) []string {
	const rowBefore, insert, deletion, update, truncate = 3, 4, 8, 16, 2 + 32 // bits of pg_trigger.tgtype
	out := []string{
		fmt.Sprintf("TRIGGER line_sealed ON line O %d tieout_line_guard", rowBefore+insert),
		fmt.Sprintf("TRIGGER entry_guard ON entry O %d tieout_entry_guard", rowBefore+insert),
	}
	for _, t := range tables {
		for _, ix := range t.indexes {
			out = append(out, fmt.Sprintf("INDEX %s ON %s %t true", ix.name, t.name, ix.unique))
		}
		if t.ground {
			out = append(out, fmt.Sprintf("TRIGGER %s_no_change ON %s O %d tieout_never", t.name, t.name, rowBefore+deletion+update),
				fmt.Sprintf("TRIGGER %s_no_truncate ON %s O %d tieout_never", t.name, t.name, truncate))
		}
	}
	for _, s := range d.guards() {
		if head, body, ok := strings.Cut(strings.ReplaceAll(s, "@.", schema), "$$"); ok {
			name, _, _ := strings.Cut(strings.TrimPrefix(head, "CREATE FUNCTION "), "(")
			out = append(out, "FUNCTION "+name+" search_path=pg_catalog, pg_temp\n"+strings.TrimSuffix(body, "$$"))
		}
	}
	return out
}
