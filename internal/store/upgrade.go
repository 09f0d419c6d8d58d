package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// upgrade brings a database of an earlier format to this program's: it adds the tables, indexes and guards that came
// since, in one transaction. What is there stays as it is.
func (s *Store) upgrade(ctx context.Context) error {
	var oldest int
	if err := s.db.QueryRowContext(ctx, "SELECT coalesce(min(format), $1) FROM head", Format).Scan(&oldest); err != nil || oldest >= Format || oldest < 1 {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	lock := "SELECT format FROM head ORDER BY book_id LIMIT 1"
	if s.d.name() == "postgres" {
		lock = "SELECT min(format) FROM (SELECT format FROM head ORDER BY book_id FOR UPDATE) AS h"
	}
	if err := tx.QueryRowContext(ctx, lock).Scan(&oldest); err != nil || oldest >= Format {
		return err // another program was faster
	}
	schema, err := s.schema(ctx, tx)
	if err != nil {
		return err
	}
	before := statements(s.d, oldest)
	for _, stmt := range ddl(s.d) {
		if slices.Contains(before, stmt) {
			continue
		}
		if _, err := tx.ExecContext(ctx, strings.ReplaceAll(stmt, "@.", schema)); err != nil {
			return fmt.Errorf("bringing %s from format %d to %d: %s: %w", s.Where, oldest, Format, strings.SplitN(stmt, "(", 2)[0], err)
		}
	}
	if _, err := tx.ExecContext(ctx, "UPDATE head SET format = $1", Format); err != nil {
		return err
	}
	return tx.Commit()
}

// statements are those that made a database of an earlier format.
func statements(d dialect, format int) []string {
	var out []string
	later := map[string]bool{}
	for _, t := range tables {
		later[t.name] = t.since > format
		for _, ix := range t.indexes {
			later[ix.name] = later[t.name] || ix.since > format
		}
	}
	for _, stmt := range ddl(d) {
		if !later[subject(stmt)] {
			out = append(out, stmt)
		}
	}
	return out
}

// subject is the table or index that a statement makes, or the table that a trigger guards.
func subject(stmt string) string {
	words := strings.Fields(stmt)
	switch {
	case words[1] == "TABLE":
		return words[2]
	case words[1] == "INDEX":
		return words[2]
	case words[1] == "UNIQUE":
		return words[3]
	case words[1] == "TRIGGER":
		if i := slices.Index(words, "ON"); i > 0 && i+1 < len(words) {
			return words[i+1]
		}
	}
	return ""
}
