package store

import (
	"fmt"
	"strings"
)

type sqliteDialect struct{}

func (sqliteDialect) name() string { return "sqlite" }

func (sqliteDialect) createTable(t table) string {
	options := "STRICT, WITHOUT ROWID"
	if t.name == "document" || t.name == "entry" || t.name == "act" { // wide rows sit better in a rowid table
		options = "STRICT"
	}
	return fmt.Sprintf("CREATE TABLE %s (%s) %s", t.name,
		renderColumns(t, map[string]string{"int": "INTEGER", "text": "TEXT", "blob": "BLOB"}), options)
}

// guards are the refusals that hold against plain SQL. A guard is the one place where SQL adds up a few lines.
// INSERT OR REPLACE would delete without a delete trigger, so inserting over an existing key is refused too.
func (sqliteDialect) guards() []string {
	var out []string
	for _, t := range tables {
		if !t.ground {
			continue
		}
		for _, op := range []string{"UPDATE", "DELETE"} {
			out = append(out, fmt.Sprintf("CREATE TRIGGER %s_no_%s BEFORE %s ON %s BEGIN SELECT RAISE(ABORT, 'tieout: rows of %s are never changed or deleted'); END",
				t.name, strings.ToLower(op), op, t.name, t.name))
		}
		if t.name != "line" {
			out = append(out, fmt.Sprintf("CREATE TRIGGER %s_no_replace BEFORE INSERT ON %s WHEN EXISTS (SELECT 1 FROM %s WHERE %s) BEGIN SELECT RAISE(ABORT, 'tieout: rows of %s are never replaced'); END",
				t.name, t.name, t.name, sameKey(t.key), t.name))
		}
	}
	return append(out,
		`CREATE TRIGGER line_sealed BEFORE INSERT ON line WHEN EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id)
OR EXISTS (SELECT 1 FROM line WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id AND line_no = NEW.line_no)
BEGIN SELECT RAISE(ABORT, 'tieout: a posted entry takes no further lines'); END`,
		`CREATE TRIGGER entry_balanced BEFORE INSERT ON entry WHEN NOT EXISTS (SELECT 1 FROM line WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id)
OR EXISTS (SELECT 1 FROM line WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id GROUP BY entity HAVING SUM(amount) <> 0)
BEGIN SELECT RAISE(ABORT, 'tieout: the entry is not in balance'); END`,
		`CREATE TRIGGER entry_unlocked BEFORE INSERT ON entry WHEN `+lockedSQL+`
BEGIN SELECT RAISE(ABORT, 'tieout: the period is locked'); END`)
}

func sameKey(key string) string {
	var conds []string
	for c := range strings.SplitSeq(key, ", ") {
		conds = append(conds, c+" = NEW."+c)
	}
	return strings.Join(conds, " AND ")
}

// lockedSQL says whether the row NEW of entry falls in a locked period without an override that covers it.
const lockedSQL = `(NEW.override_id = 0 AND EXISTS (SELECT 1 FROM period_lock k WHERE k.book_id = NEW.book_id AND NEW.effective >= k.first_day AND NEW.effective <= k.last_day
  AND (k.level <> 'soft' OR NEW.kind IN ('standard', 'opening', 'recurring'))))
OR (NEW.override_id <> 0 AND NOT EXISTS (SELECT 1 FROM override_grant g WHERE g.book_id = NEW.book_id AND g.override_id = NEW.override_id
  AND NEW.effective >= g.first_day AND NEW.effective <= g.last_day))`
