package store

import (
	"fmt"
	"strings"
)

// A table is rendered for each engine from one list. Types: int (64 bits), text, blob.
type table struct {
	name    string
	columns []string // "name type"
	key     string   // primary key; book_id leads every key so that a book can live on one shard
	ground  bool     // append-only: the engine refuses UPDATE, DELETE and TRUNCATE
	since   int      // the format that brought it; 0 for the first
	indexes []index
}

type index struct {
	name, columns, where string
	unique               bool
	bulk                 bool // dropped for a large import and built afterwards
	since                int  // the format that brought it; 0 for the first
}

var tables = []table{
	{name: "head", key: "book_id", columns: []string{"book_id int", "name text", "format int", "acts int", "entries int"},
		indexes: []index{{name: "head_name", columns: "name", unique: true}}},
	{name: "act", key: "book_id, position", ground: true, columns: []string{"book_id int", "position int", "at_time text", "actor text",
		"kind text", "why text", "body text", "last_entry int"}},
	{name: "entry", key: "book_id, entry_id", ground: true, columns: []string{"book_id int", "entry_id int", "position int", "fiscal_year int",
		"seq int", "kind text", "effective text", "origin text", "idem_key text", "reverses int", "override_id int", "source text", "preparer text",
		"approver text", "documents text", "description text", "hash blob"},
		indexes: []index{
			{name: "entry_key", columns: "book_id, idem_key", where: "idem_key <> ''", unique: true},
			{name: "entry_reverses", columns: "book_id, reverses", where: "reverses <> 0", unique: true},
			{name: "entry_number", columns: "book_id, fiscal_year, seq", unique: true, bulk: true},
			{name: "entry_effective", columns: "book_id, effective", bulk: true},
			{name: "entry_kind", columns: "book_id, kind, effective", where: "kind <> 'standard'", since: 2},
			{name: "entry_origin", columns: "book_id, origin", where: "origin <> ''", since: 2},
		}},
	{name: "line", key: "book_id, entry_id, line_no", ground: true, columns: []string{"book_id int", "entry_id int", "line_no int", "account int",
		"entity int", "dims int", "amount int", "extra text"},
		indexes: []index{{name: "line_account", columns: "book_id, account, entry_id", bulk: true}}},
	{name: "dimset", key: "book_id, dims", ground: true, columns: []string{"book_id int", "dims int", "body text"}},
	{name: "document", key: "book_id, sha256", ground: true, columns: []string{"book_id int", "sha256 text", "content blob"}},
	{name: "period_lock", key: "book_id, lock_id", ground: true, columns: []string{"book_id int", "lock_id int", "first_day text", "last_day text", "level text"}},
	{name: "override_grant", key: "book_id, override_id", ground: true, columns: []string{"book_id int", "override_id int", "first_day text", "last_day text"}},
	{name: "balance", key: "book_id, period_end, account, entity, dims", columns: []string{"book_id int", "period_end text", "account int", "entity int",
		"dims int", "debit int", "credit int"}},
	{name: "tile", key: "book_id, level, tile_no", columns: []string{"book_id int", "level int", "tile_no int", "hashes blob"}},
	{name: "counter", key: "book_id, fiscal_year", columns: []string{"book_id int", "fiscal_year int", "last_seq int"}},
	{name: "draft", key: "book_id, draft_id", columns: []string{"book_id int", "draft_id int", "kind text", "actor text", "at_time text", "sha256 text", "body text"}},
	{name: "working", key: "book_id, kind, item", since: 2, columns: []string{"book_id int", "kind text", "item text", "person text", "at_time text", "until_time text",
		"body text", "content blob"},
		indexes: []index{{name: "working_until", columns: "book_id, until_time", where: "until_time <> ''", since: 2}}},
	{name: "event", key: "book_id, event_id", since: 2, ground: true, columns: []string{"book_id int", "event_id int", "at_time text", "person text", "kind text",
		"place text", "detail text", "hash text"}},
}

// ddl is the schema for one engine, guards included.
func ddl(d dialect) []string {
	var out []string
	for _, t := range tables {
		out = append(out, d.createTable(t))
		for _, ix := range t.indexes {
			out = append(out, ix.create(t.name))
		}
	}
	return append(out, d.guards()...)
}

func (ix index) create(table string) string {
	s := "CREATE "
	if ix.unique {
		s += "UNIQUE "
	}
	s += fmt.Sprintf("INDEX %s ON %s (%s)", ix.name, table, ix.columns)
	if ix.where != "" {
		s += " WHERE " + ix.where
	}
	return s
}

// columnNames are the names of a table's columns, comma separated.
func columnNames(name string) string {
	for _, t := range tables {
		if t.name == name {
			names := make([]string, len(t.columns))
			for i, c := range t.columns {
				names[i], _, _ = strings.Cut(c, " ")
			}
			return strings.Join(names, ", ")
		}
	}
	panic("store: no table " + name)
}

// A dialect is what differs between the engines.
type dialect interface {
	name() string
	createTable(t table) string
	guards() []string
	// insertGuards are the statements that take off, and put back, the guards which look at every inserted line and entry.
	insertGuards() (off, on []string)
	// installed lists what guards the rows as the database has it, expected as this program makes it.
	installed(t *Tx) ([]string, error)
	expected(schema string) []string
	// bind is the n-th parameter of a statement with very many: SQLite looks numbered names up one by one.
	bind(n int) string
}

func renderColumns(t table, types map[string]string) string {
	var b strings.Builder
	for _, c := range t.columns {
		n, typ, _ := strings.Cut(c, " ")
		fmt.Fprintf(&b, "%s %s NOT NULL, ", n, types[typ])
	}
	return b.String() + "PRIMARY KEY (" + t.key + ")"
}
