package importer

import (
	"fmt"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/ledger"
)

type mappingCheck struct{ reporter }

func (c *mappingCheck) stop(format string, args ...any) {
	c.problem(mistake{rule: ruleMapping, why: fmt.Sprintf(format, args...)})
}

// word refuses a choice that there is not.
func (c *mappingCheck) word(what, s string, choices ...string) {
	if s != "" && !slices.Contains(choices, s) {
		c.stop("%s %q is not one of %s", what, clip(s), strings.Join(quoted(choices), ", "))
	}
}

func quoted(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, quote(w))
	}
	return out
}

func (c *mappingCheck) words(m Mapping) {
	c.word("layout", m.Layout, Layouts()...)
	c.word("dates", m.Dates, DateFormats()...)
	c.word("decimal", m.Decimal, ".", ",")
	c.word("group", m.Group, ",", ".", " ", "'", noGroup)
	c.word("positive", m.Positive, "debit", credit)
	c.word("amounts", m.Amounts, "functional", transacted)
	c.word("accounts", m.Accounts, accountCode, accountHead, accountLeaf)
	if n := m.numerals(); n.decimal == n.group {
		c.stop("the decimal mark and the mark between thousands are both %q", n.decimal)
	}
	if m.Skip < 0 || m.Skip > maxSkip {
		c.stop("skip %d is not between 0 and %d", m.Skip, maxSkip)
	}
	c.text("sheet", m.Sheet)
}

// text refuses what may not be stored.
func (c *mappingCheck) text(what, s string) {
	if err := ledger.CheckText(what, s, 500); err != nil {
		c.stop("%v", err)
	}
}

func (c *mappingCheck) columns(all []MappedColumn) {
	if len(all) > maxColumns {
		c.stop("it names more than %d columns", maxColumns)
		return
	}
	for i, m := range all {
		c.text("a header", m.Header)
		switch {
		case (m.Header == "") == (m.Number == 0):
			c.stop("columns[%d] needs a header or a number, and not both", i)
		case m.Number < 0 || m.Number > maxColumns:
			c.stop("columns[%d]: number %d is not between 1 and %d", i, m.Number, maxColumns)
		case slices.ContainsFunc(all[:i], func(o MappedColumn) bool { return o.Number == m.Number && squeeze(o.Header) == squeeze(m.Header) }):
			c.stop("columns[%d] says again what %s is", i, m.name())
		case m.Is != ignored:
			c.target(fmt.Sprintf("columns[%d]", i), m.Is)
		}
	}
}

// name is what messages call the column.
func (m MappedColumn) name() string {
	if m.Number > 0 {
		return fmt.Sprintf("column %d", m.Number)
	}
	return "column " + quote(clip(m.Header))
}

// target refuses the name of a column that no table has.
func (c *mappingCheck) target(where, name string) {
	if _, _, err := parseColumn(name); err != nil {
		c.stop("%s: %v", where, err)
	}
}

func (c *mappingCheck) constants(all []Constant) {
	for i, k := range all {
		where := fmt.Sprintf("constants[%d]", i)
		c.target(where, k.Column)
		c.text("a constant", k.Value)
		col, _, _ := parseColumn(k.Column)
		switch {
		case k.Value == "":
			c.stop("%s has no value", where)
		case slices.Contains([]column{colAccount, colAmount, colBalance, colDebit, colCredit, colTransaction}, col):
			c.stop("%s: the column %s differs from row to row and has no constant", where, k.Column)
		case slices.ContainsFunc(all[:i], func(o Constant) bool { return o.Column == k.Column }):
			c.stop("%s: the column %s has a constant already", where, k.Column)
		case col.dated():
			if _, err := fiscal.Parse(k.Value); err != nil {
				c.stop("%s: %v", where, err)
			}
		}
	}
}

func (c *mappingCheck) values(all []Value) {
	if len(all) > maxValues {
		c.stop("it has more than %d values", maxValues)
		return
	}
	seen := map[[2]string]bool{}
	for i, v := range all {
		where := fmt.Sprintf("values[%d]", i)
		c.target(where, v.Column)
		c.text("a value", v.From)
		c.text("a value", v.To)
		col, _, _ := parseColumn(v.Column)
		key := [2]string{v.Column, v.From}
		switch {
		case v.From == "":
			c.stop("%s does not say which text it is for", where)
		case slices.Contains([]column{colAmount, colBalance, colDebit, colCredit, colTransaction, colRate, colDate, colOrigin}, col):
			c.stop("%s: amounts, rates and dates have no values of other names", where)
		case seen[key]:
			c.stop("%s: %s of the column %s has a value already", where, quote(clip(v.From)), v.Column)
		}
		seen[key] = true
	}
}

// maxValues is how many texts a mapping may translate: those of a large chart of accounts.
const maxValues = 20_000

func (c *mappingCheck) statements(all []Statement) {
	for i, s := range all {
		where := fmt.Sprintf("statements[%d]", i)
		for _, t := range []string{s.ID, s.Account, s.Clearing, s.Entity} {
			c.text(where, t)
		}
		switch {
		case s.Account == "" || s.Clearing == "":
			c.stop("%s needs the account of the statement and the clearing account that takes the other side", where)
		case s.Account == s.Clearing:
			c.stop("%s: the account %s cannot be its own clearing account", where, quote(clip(s.Account)))
		case s.ID == "" && len(all) > 1:
			c.stop("%s needs the id of its account, because there are several", where)
		case slices.ContainsFunc(all[:i], func(o Statement) bool { return o.ID == s.ID }):
			c.stop("%s: the account %s comes twice", where, quote(clip(s.ID)))
		}
	}
}
