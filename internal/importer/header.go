package importer

import (
	"strings"

	"tieout/ledger"
)

// column is one of the columns that tables have. Those behind the last are the dimensions of a file, in order.
type column int

// The columns.
const (
	_ column = iota
	colAccount
	colAmount
	colBalance
	colBasis
	colCashFlow
	colCode
	colConcept
	colCredit
	colCurrency
	colDate
	colDebit
	colDescription
	colDocument
	colEntity
	colEntry
	colKey
	colKind
	colMemo
	colName
	colOrigin
	colRate
	colSection
	colTransaction
	colType
	colFirstDim
)

// columnNames are what messages and TrialBalance.Columns call them.
var columnNames = [colFirstDim]string{
	colAccount:     "account",
	colAmount:      "amount",
	colBalance:     "balance",
	colBasis:       "basis",
	colCashFlow:    "cashflow",
	colCode:        "code",
	colConcept:     "concept",
	colCredit:      "credit",
	colCurrency:    "currency",
	colDate:        "date",
	colDebit:       "debit",
	colDescription: "description",
	colDocument:    "document",
	colEntity:      "entity",
	colEntry:       "entry",
	colKey:         "key",
	colKind:        "kind",
	colMemo:        "memo",
	colName:        "account_name",
	colOrigin:      "origin",
	colRate:        "rate",
	colSection:     "section",
	colTransaction: "transaction_amount",
	colType:        "type",
}

func (c column) String() string { return columnNames[c] }

const dimPrefix = "dim:"

// layout says which columns a kind of table knows and by which other headers they go.
type layout struct {
	known []column          // in the order in which messages list them
	also  map[string]column // by squeezed header
}

func newLayout(known []column, also map[column][]string) layout {
	l := layout{known, map[string]column{}}
	for _, k := range known {
		l.also[squeeze(k.String())] = k
		for _, a := range also[k] {
			l.also[squeeze(a)] = k
		}
	}
	return l
}

func (l layout) names() string {
	var names []string
	for _, k := range l.known {
		names = append(names, k.String())
	}
	return strings.Join(names, ", ")
}

var squeezer = strings.NewReplacer(" ", "", "_", "", "-", "", ".", "", "\t", "", "\u00a0", "", "/", "", "#", "")

// squeeze makes headers comparable: lower case, without spaces, underscores, hyphens, points, slashes and #.
func squeeze(s string) string { return squeezer.Replace(strings.ToLower(s)) }

// columns are where a header put things.
type columns struct {
	at     map[string]int // by name, a dimension by dim:CODE; numbers from 1
	pos    []int          // by column; 0 for none
	titles []string       // the headers as written
	dims   []string       // codes of the dimensions that have a column, in file order
}

func (c *columns) has(name column) bool { return c.pos[name] > 0 }

// match reads a header row. Every column must be known and come once; one without header must stay empty.
func (l layout) match(cells []cell, row int) (columns, []mistake) {
	c := columns{at: map[string]int{}, pos: make([]int, colFirstDim)}
	var wrong []mistake
	for i, h := range cells {
		title := strings.TrimSpace(h.text)
		c.titles = append(c.titles, title)
		if title == "" && h.bad == "" {
			continue
		}
		if err := c.put(l, title, i+1); err != nil {
			m, _ := asMistake(err)
			m.row, m.col = row, i+1
			wrong = append(wrong, m)
		}
	}
	return c, wrong
}

// put places the header of a column.
func (c *columns) put(l layout, title string, i int) error {
	col, dim, err := l.column(title)
	if err != nil {
		return err
	}
	name := dimPrefix + dim
	if dim == "" {
		name = col.String()
	}
	if was := c.at[name]; was > 0 {
		return unread("column %d %q is %s, and so is column %d %q; keep one", i, clip(title), name, was, clip(c.titles[was-1]))
	}
	c.at[name] = i
	if dim == "" {
		c.pos[col] = i
		return nil
	}
	c.dims, c.pos = append(c.dims, dim), append(c.pos, i)
	return nil
}

// column knows a header: one of the columns, or the code of a dimension.
func (l layout) column(title string) (c column, dim string, err error) {
	if len(title) > len(dimPrefix) && strings.EqualFold(title[:len(dimPrefix)], dimPrefix) {
		code := strings.TrimSpace(title[len(dimPrefix):])
		switch {
		case code == ledger.BasisDimension && l.also[code] != 0, code == ledger.CashFlowDimension && l.also[squeeze(colEntry.String())] != 0:
			return l.also[code], "", nil
		case strings.ContainsAny(code, "=; ") || code == "" || ledger.CheckText("dimension", code, 100) != nil:
			return 0, "", unread("column %q: %q is no code of a dimension", clip(title), clip(code))
		}
		return 0, code, nil
	}
	if c := l.also[squeeze(title)]; c != 0 {
		return c, "", nil
	}
	return 0, "", unread("column %q is not known; the columns are %s and dim:CODE. Rename or delete it; if this row is a title, delete the rows above the header", clip(title), l.names())
}
