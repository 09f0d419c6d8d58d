package store

import (
	"fmt"
	"strconv"
	"strings"
)

type postgresDialect struct{}

func (postgresDialect) name() string { return "postgres" }

func (postgresDialect) bind(n int) string { return "$" + strconv.Itoa(n) }

func (postgresDialect) createTable(t table) string {
	return fmt.Sprintf("CREATE TABLE %s (%s)", t.name,
		renderColumns(t, map[string]string{"int": "BIGINT", "text": `TEXT COLLATE "C"`, "blob": "BYTEA"}))
}

// insertGuards switches the two guards of lines and entries.
func (postgresDialect) insertGuards() (off, on []string) {
	for _, t := range []string{"line DISABLE TRIGGER line_sealed", "entry DISABLE TRIGGER entry_guard"} {
		off = append(off, "ALTER TABLE "+t)
		on = append(on, "ALTER TABLE "+strings.Replace(t, "DISABLE", "ENABLE", 1))
	}
	return off, on
}

// guards are the refusals that hold against plain SQL, as in SQLite. They name their tables with the schema (here
// "@.") and have a search path of their own, so that nobody can put an empty table of the same name before them.
func (postgresDialect) guards() []string {
	out := []string{
		`CREATE FUNCTION tieout_never() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
RAISE EXCEPTION 'tieout: rows of % are never changed or deleted', TG_TABLE_NAME; END $$`,
		`CREATE FUNCTION tieout_line_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
IF EXISTS (SELECT 1 FROM @.entry WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id) THEN
  RAISE EXCEPTION 'tieout: a posted entry takes no further lines'; END IF;
RETURN NEW; END $$`,
		`CREATE FUNCTION tieout_entry_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
IF NOT EXISTS (SELECT 1 FROM @.line WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id)
OR EXISTS (SELECT 1 FROM @.line WHERE book_id = NEW.book_id AND entry_id = NEW.entry_id GROUP BY entity HAVING SUM(amount) <> 0) THEN
  RAISE EXCEPTION 'tieout: the entry is not in balance'; END IF;
IF ` + lockedSQL + ` THEN RAISE EXCEPTION 'tieout: the period is locked'; END IF;
RETURN NEW; END $$`,
		`CREATE TRIGGER line_sealed BEFORE INSERT ON line FOR EACH ROW EXECUTE FUNCTION tieout_line_guard()`,
		`CREATE TRIGGER entry_guard BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION tieout_entry_guard()`,
	}
	for _, t := range tables {
		if t.ground {
			out = append(out,
				fmt.Sprintf("CREATE TRIGGER %s_no_change BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION tieout_never()", t.name, t.name),
				fmt.Sprintf("CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION tieout_never()", t.name, t.name))
		}
	}
	return out
}
