package store

import "strings"

// Table says what a table holds, for tests that go through every table and column.
type Table struct {
	Name    string
	Columns []Column
	Key     []string // names of the columns of the primary key
	Ground  bool     // append-only
}

// Column is a column of a table; its type is int, text or blob.
type Column struct{ Name, Type string }

// Schema lists all tables.
func Schema() []Table {
	var out []Table
	for _, t := range tables {
		x := Table{Name: t.name, Key: strings.Split(t.key, ", "), Ground: t.ground}
		for _, c := range t.columns {
			name, typ, _ := strings.Cut(c, " ")
			x.Columns = append(x.Columns, Column{name, typ})
		}
		out = append(out, x)
	}
	return out
}
