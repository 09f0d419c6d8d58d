package importer

import (
	"strconv"
	"strings"

	"tieout/ledger"
	"tieout/money"
)

// cell is one cell of a table.
type cell struct {
	text   string // as in the file; a date cell of a sheet is YYYY-MM-DD
	number bool   // a number cell of a sheet: text is the stored number
	date   bool   // a date cell of a sheet: text is YYYY-MM-DD, whatever the mapping says of dates
	bad    string // why the cell cannot be used, such as the error #REF! of a sheet
}

func (c cell) blank() bool { return c.bad == "" && strings.TrimSpace(c.text) == "" }

// table is a source of rows: a CSV file or a sheet. next yields io.EOF at the end, a mistake for a row that cannot
// be read (with rule import-file when there is no going on), and anything else for a fault of the world. Blank
// rows are passed over. The cells are valid until the next call.
type table interface {
	next() (cells []cell, row int, err error)
}

// maxColumns bounds the columns of a table.
const maxColumns = 256

// record is a row with its columns.
type record struct {
	*rules
	columns
	cells []cell
	row   int
}

// get is the cell in a column, its constant when the table has no such column, else blank.
func (r *record) get(name column) cell {
	if i := r.pos[name]; i > 0 && i <= len(r.cells) {
		return r.cells[i-1]
	} else if i > 0 {
		return cell{}
	}
	return r.fixed[name]
}

// name is what mappings call a column.
func (r *record) name(c column) string {
	if c < colFirstDim {
		return c.String()
	}
	return dimPrefix + r.columns.dims[c-colFirstDim]
}

// wrong places an error at a column, with the header as written in front.
func (r *record) wrong(name column, err error) error {
	m, ok := asMistake(err)
	if !ok {
		m = mistake{rule: ruleRead, why: err.Error()}
	}
	m.row, m.col = r.row, r.pos[name]
	if m.col > 0 {
		m.title = r.titles[m.col-1]
		m.why = "column " + quote(clip(m.title)) + ": " + m.why
		m.text = r.get(name).text
	}
	return m
}

// quote shows a text in a message, with what is invisible in it spelt out.
func quote(s string) string { return strconv.Quote(s) }

// text is a cell as trimmed, checked text; what the mapping says that it means, when it says so.
func (r *record) text(in interner, name column, limit int) (string, error) {
	s, err := r.raw(in, name, limit)
	if err != nil {
		return "", err
	}
	s, _ = r.means(r.name(name), s)
	return s, nil
}

// raw is a cell as trimmed, checked text.
func (r *record) raw(in interner, name column, limit int) (string, error) {
	if !r.has(name) {
		return "", nil
	}
	c := r.get(name)
	if c.bad != "" {
		return "", r.wrong(name, unread("%s", c.bad))
	}
	s := c.text
	if c.number {
		s = c.label()
	}
	s, err := in.clone("the text", strings.TrimSpace(s), limit)
	if err != nil {
		return "", r.wrong(name, err)
	}
	return s, nil
}

// day is the date in a column as YYYY-MM-DD, and empty for a blank cell.
func (r *record) day(in interner, name column) (string, error) {
	s, err := r.raw(in, name, 40)
	if err != nil || s == "" || r.get(name).date || r.dates.name == isoFormat {
		return s, err
	}
	d, err := r.dates.parse(s)
	if err != nil {
		return "", r.wrong(name, err)
	}
	return in.text("the date", d.Append(nil), 40)
}

// amount is a cell as minor units; blank is nil and says so.
func (r *record) amount(name column, cur money.Currency) (minor int64, blank bool, err error) {
	c := r.get(name)
	if c.blank() {
		return 0, true, nil
	}
	switch {
	case c.bad != "":
		err = unread("%s", c.bad)
	case c.number:
		minor, err = c.minor(cur)
	default:
		minor, err = r.numbers.amount(c.text, cur)
	}
	if err != nil {
		return 0, false, r.wrong(name, err)
	}
	return minor, false, nil
}

// parsePlain is money.Parse, with a short way for plain digits.
func parsePlain(s string, cur money.Currency) (int64, error) {
	digits, known := cur.Digits()
	number, neg := strings.CutPrefix(s, "-")
	if n, ok := quick(number, digits); ok && known {
		if neg {
			n = -n
		}
		return n, nil
	}
	a, err := money.Parse(s, cur)
	return a.Minor, err
}

// signed is a cell of a signed column, debit positive.
func (r *record) signed(name column, cur money.Currency) (minor int64, blank bool, err error) {
	minor, blank, err = r.amount(name, cur)
	if r.negate {
		minor = -minor
	}
	return minor, blank, err
}

// dash blanks the cells that hold a lone dash, as accountants print nil.
func (r *record) dash(names ...column) {
	for _, name := range names {
		if i := r.pos[name]; i > 0 && i <= len(r.cells) {
			switch strings.TrimSpace(r.cells[i-1].text) {
			case "-", "–", "—":
				r.cells[i-1].text = ""
			}
		}
	}
}

// sided reads the columns debit and credit into one signed amount. A zero beside an amount is no amount.
func (r *record) sided(cur money.Currency) (debit, credit int64, blank bool, err error) {
	debit, noDebit, err := r.amount(colDebit, cur)
	if err != nil {
		return 0, 0, false, err
	}
	credit, noCredit, err := r.amount(colCredit, cur)
	if err != nil {
		return 0, 0, false, err
	}
	say := func(n int64) string { return money.New(n, cur).Grouped() }
	switch {
	case debit < 0:
		err = r.wrong(colDebit, unread("the debit %s is negative; write it as a credit", say(debit)))
	case credit < 0:
		err = r.wrong(colCredit, unread("the credit %s is negative; write it as a debit", say(credit)))
	case debit != 0 && credit != 0:
		err = r.wrong(colCredit, unread("the row has a debit of %s and a credit of %s; it can have one", say(debit), say(credit)))
	}
	return debit, credit, noDebit && noCredit, err
}

// stray refuses content in a column without header.
func (r *record) stray() error {
	for i, c := range r.cells {
		if (i >= len(r.titles) || r.titles[i] == "") && !c.blank() {
			return mistake{rule: ruleRead, row: r.row, col: i + 1, text: c.text, why: "the cell " + quote(clip(c.text)) + " stands in a column without header"}
		}
	}
	return nil
}

// dimensions are the values in the dimension columns, with basis and cash flow where the table has them so.
func (r *record) dimensions(in interner, more ...column) (ledger.Dims, error) {
	var pairs []string
	add := func(c column, code string) error {
		v, err := r.text(in, c, 100)
		if err != nil || v == "" {
			return err
		}
		if c >= colFirstDim && r.declared[strings.ToLower(code)] != code && code != ledger.BasisDimension && code != ledger.CashFlowDimension {
			r.declared[strings.ToLower(code)] = code // said once
			return r.wrong(c, unread("the book has no dimension %q; define it, or say in a mapping that the column is %q", code, ignored))
		}
		pairs = append(pairs, code, v)
		return nil
	}
	for _, c := range more {
		if err := add(c, c.String()); err != nil {
			return "", err
		}
	}
	for i, code := range r.columns.dims {
		if err := add(colFirstDim+column(i), code); err != nil {
			return "", err
		}
	}
	if len(pairs) == 0 {
		return "", nil
	}
	d, err := ledger.MakeDims(pairs...)
	if err != nil {
		return "", mistake{rule: ruleRead, row: r.row, why: err.Error()}
	}
	return d, nil
}
