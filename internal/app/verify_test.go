package app_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"

	"tieout/check"
	"tieout/internal/app"
	"tieout/internal/store"
	"tieout/internal/store/storetest"
)

// unproven are the cells that verify lets anyone change, with the reason. Everything else in every table is proven.
var unproven = map[string]string{
	"draft":         "drafts are working state; approval binds their hash",
	"head.name":     "it is the book's address in a database, as a file's name is",
	"working":       "sessions, credentials and preferences; no figure rests on them",
	"event.book_id": "the newest events can be cut off; those before are bound to each other",
}

// TestVerifyFindsEveryAlteredCell changes one byte of one cell behind the guards, for every table and every column,
// and wants verify to fail and to name the record.
func TestVerifyFindsEveryAlteredCell(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := richBook(t, address)
		f.verified()
		for _, table := range tables(t) {
			rows := readRows(t, f, table)
			if len(rows) == 0 {
				t.Errorf("the book has no row of %s to alter", table.Name)
			}
			for c := range table.Columns {
				alterColumn(t, f, table, pick(rows), c)
			}
		}
		f.verified()
	})
}

// pick takes the first, last and some rows between.
func pick(rows [][]any) [][]any {
	most := 3
	if os.Getenv("TIEOUT_SOAK") != "" {
		most = 40
	}
	if len(rows) <= most {
		return rows
	}
	var out [][]any
	for i := range most {
		out = append(out, rows[i*(len(rows)-1)/(most-1)])
	}
	return out
}

func readRows(t testing.TB, f *fixture, table store.Table) [][]any {
	t.Helper()
	st, _ := f.Store()
	return storetest.Rows(t, st, table)
}

// alterColumn alters a column in each of the rows, in each of several ways, and puts it back every time.
func alterColumn(t *testing.T, f *fixture, table store.Table, rows [][]any, c int) {
	t.Helper()
	column := table.Columns[c].Name
	applied := 0
	for _, row := range rows {
		if free(table.Name, column, row) {
			continue
		}
		for _, changed := range alterations(row[c]) {
			if !update(t, f, table, row, c, changed) {
				continue // another row has that key
			}
			applied++
			v := look(f, table.Name)
			if names := recordNames(table, row); !names.among(v) {
				t.Errorf("%s.%s of %v changed to %.80q: verify should name one of %q and says %v", table.Name, column, short(row), fmt.Sprint(changed), names, first(v, 3))
			}
			back := append([]any(nil), row...)
			back[c] = changed
			if !update(t, f, table, back, c, row[c]) {
				t.Fatalf("%s.%s cannot be put back", table.Name, column)
			}
		}
	}
	if applied == 0 && unproven[table.Name] == "" && unproven[table.Name+"."+column] == "" {
		t.Errorf("nothing was altered in %s.%s", table.Name, column)
	}
}

func free(table, column string, row []any) bool {
	drafts := table == "counter" && fmt.Sprint(row[1]) == "0"
	return drafts || unproven[table] != "" || unproven[table+"."+column] != ""
}

// look is what opening and verifying the book anew finds.
func look(f *fixture, table string) []check.Finding {
	a := f.App
	if table == "head" {
		opened, err := app.Open(f.ctx, f.address)
		if err != nil {
			return []check.Finding{{Message: "the head of the book: " + err.Error()}}
		}
		defer opened.Close()
		a = opened
	}
	v, err := a.Verify(f.ctx, nil, nil)
	f.ok(err)
	return v.Findings
}

func update(t testing.TB, f *fixture, table store.Table, row []any, c int, value any) bool {
	t.Helper()
	q := fmt.Sprintf("UPDATE %s SET %s = $1 WHERE true", table.Name, table.Columns[c].Name)
	args := []any{value}
	for i, col := range table.Columns {
		for _, k := range table.Key {
			if k == col.Name {
				args = append(args, row[i])
				q += fmt.Sprintf(" AND %s = $%d", k, len(args))
			}
		}
	}
	st, _ := f.Store()
	return storetest.Behind(t, st, func(tx *sql.Tx) error {
		r, err := tx.Exec(q, args...)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n != 1 {
			t.Fatalf("%s altered %d rows: %v", q, n, err)
		}
		return nil
	}) == nil
}

// alterations are a value with a bit of one of its bytes turned, a byte more, or a byte less.
func alterations(v any) []any {
	var out []any
	switch v := v.(type) {
	case int64:
		for _, bit := range []uint{0, 42, 63} {
			out = append(out, v^int64(uint64(1)<<bit))
		}
	case string:
		for _, b := range alteredBytes([]byte(v)) {
			out = append(out, string(b))
		}
	case []byte:
		for _, b := range alteredBytes(v) {
			out = append(out, b)
		}
	default:
		panic(fmt.Sprintf("a cell of type %T", v))
	}
	return out
}

func alteredBytes(b []byte) [][]byte {
	out := [][]byte{append(bytes.Clone(b), ' '), append(bytes.Clone(b), ',')}
	if len(b) == 0 {
		return out
	}
	out = append(out, b[:len(b)-1])
	for _, i := range []int{len(b) / 3, len(b) - 1} {
		if b[i] < 0x80 && b[i] > 1 { // stays valid UTF-8, which PostgreSQL insists on
			x := bytes.Clone(b)
			x[i] ^= 1
			out = append(out, x)
		}
	}
	return out
}

// wanted are the names of a record, any of which will do.
type wanted []string

func (w wanted) among(fs []check.Finding) bool {
	for _, f := range fs {
		for _, name := range w {
			if strings.Contains(f.Subject+": "+f.Message, name) {
				return true
			}
		}
	}
	return false
}

func recordNames(table store.Table, row []any) wanted {
	cell := func(column string) string {
		for i, c := range table.Columns {
			if c.Name == column {
				return fmt.Sprint(row[i])
			}
		}
		panic(table.Name + " has no column " + column)
	}
	switch table.Name {
	case "head":
		return wanted{"the head of the book", "a record cannot be read"}
	case "act":
		return wanted{"act " + cell("position") + " ", "act " + cell("position") + ":"}
	case "entry", "line":
		return wanted{"entry " + cell("entry_id") + " ", "entry " + cell("entry_id") + ":"}
	case "dimset":
		return wanted{"dimension set " + cell("dims"), "its rows no longer have the hash"}
	case "document":
		return wanted{cell("sha256")}
	case "period_lock":
		return wanted{"lock " + cell("lock_id") + " "}
	case "override_grant":
		return wanted{"override " + cell("override_id") + " "}
	case "balance":
		return wanted{"for the month to " + cell("period_end")} // the message says which account
	case "tile":
		return wanted{fmt.Sprintf("tile %s of level %s", cell("tile_no"), cell("level"))}
	case "counter":
		return wanted{`"` + cell("fiscal_year") + " "}
	case "event":
		return wanted{"event "}
	}
	return nil
}

func short(row []any) string {
	s := fmt.Sprintf("%.120q", fmt.Sprint(row...))
	return s
}

func first(fs []check.Finding, n int) []check.Finding {
	return fs[:min(n, len(fs))]
}
