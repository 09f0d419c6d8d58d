package store

import (
	"fmt"
	"strings"
)

type sqliteDialect struct{}

func (sqliteDialect) name() string { return "sqlite" }

func (sqliteDialect) bind(int) string { return "?" }

func (sqliteDialect) createTable(t table) string {
	options := "STRICT, WITHOUT ROWID"
	if rowidTable(t.name) {
		options = "STRICT"
	}
	return fmt.Sprintf("CREATE TABLE %s (%s) %s", t.name,
		renderColumns(t, map[string]string{"int": "INTEGER", "text": "TEXT", "blob": "BLOB"}), options)
}

// rowidTable says which tables have a rowid: wide rows sit better there.
func rowidTable(name string) bool { return name == "document" || name == "entry" || name == "act" }

// guards are the refusals that hold against plain SQL. A guard is the one place where SQL adds up a few lines.
// INSERT OR REPLACE would delete without a delete trigger, so inserting over an existing key is refused too.
func (d sqliteDialect) guards() []string {
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
			out = append(out, noReplace(t.name+"_no_replace", t.name, sameRow(t)))
		}
		for _, ix := range t.indexes {
			if g := d.indexGuard(t, ix); g != "" {
				out = append(out, g)
			}
		}
	}
	return append(out,
		`CREATE TRIGGER line_sealed BEFORE INSERT ON line WHEN EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'tieout: a posted entry takes no further lines'); END`,
		`CREATE TRIGGER entry_balanced BEFORE INSERT ON entry WHEN NOT EXISTS (SELECT 1 FROM line WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id)
OR EXISTS (SELECT 1 FROM line WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id GROUP BY entity HAVING SUM(amount) <> 0)
BEGIN SELECT RAISE(ABORT, 'tieout: the entry is not in balance'); END`,
		`CREATE TRIGGER entry_unlocked BEFORE INSERT ON entry WHEN `+lockedSQL+`
BEGIN SELECT RAISE(ABORT, 'tieout: the period is locked'); END`)
}

// insertGuards drops and makes again the guards of lines and entries that are inserted.
func (d sqliteDialect) insertGuards() (off, on []string) {
	for _, g := range d.guards() {
		if name, rest, _ := strings.Cut(strings.TrimPrefix(g, "CREATE TRIGGER "), " "); strings.HasPrefix(rest, "BEFORE INSERT ON line ") || strings.HasPrefix(rest, "BEFORE INSERT ON entry ") {
			off, on = append(off, "DROP TRIGGER "+name), append(on, strings.ReplaceAll(g, "@.", ""))
		}
	}
	return off, on
}

// noReplace is a trigger that refuses a row which would take the place of another.
func noReplace(name, table, where string) string {
	return fmt.Sprintf("CREATE TRIGGER %s BEFORE INSERT ON %s WHEN %s BEGIN SELECT RAISE(ABORT, 'tieout: rows of %s are never replaced'); END", name, table, where, table)
}

// sameRow says that a row with the key of NEW is there, or that NEW chooses the rowid of its own, which could be
// that of another row (a row that leaves it to the engine has -1 here).
func sameRow(t table) string {
	cond := exists(t.name, sameKey(t.key))
	if rowidTable(t.name) {
		cond += " OR NEW.rowid <> -1"
	}
	return cond
}

func exists(table, cond string) string {
	return "EXISTS (SELECT 1 FROM " + table + " WHERE " + cond + ")"
}

// indexGuard refuses what INSERT OR REPLACE would delete by way of a unique index.
func (sqliteDialect) indexGuard(t table, ix index) string {
	if !t.ground || !ix.unique {
		return ""
	}
	cond := exists(t.name, sameKey(ix.columns))
	if ix.where != "" {
		cond = "NEW." + ix.where + " AND " + cond[:len(cond)-1] + " AND " + ix.where + ")"
	}
	return noReplace(ix.name+"_no_replace", t.name, cond)
}

func sameKey(key string) string {
	var conds []string
	for c := range strings.SplitSeq(key, ", ") {
		conds = append(conds, c+" = NEW."+c)
	}
	return strings.Join(conds, " AND ")
}

// lockedSQL says whether the row NEW of entry falls in a locked period without an override that covers it.
const lockedSQL = `(NEW.override_id = 0 AND EXISTS (SELECT 1 FROM @.period_lock k WHERE k.book_id = NEW.book_id AND NEW.effective >= k.first_day AND NEW.effective <= k.last_day
  AND (k.level <> 'soft' OR NEW.kind IN ('standard', 'opening', 'recurring'))))
OR (NEW.override_id <> 0 AND NOT EXISTS (SELECT 1 FROM @.override_grant g WHERE g.book_id = NEW.book_id AND g.override_id = NEW.override_id
  AND NEW.effective >= g.first_day AND NEW.effective <= g.last_day))`
