package importer

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/workpaper"
)

// StockRow is one movement of stock as someone's system exported it. What is left out is empty, or nil.
type StockRow struct {
	Row                          int
	Date                         fiscal.Date
	Kind                         string // as written, in small letters
	Item, Site, To, Unit         string
	Quantity                     *workpaper.Number
	Amount                       *int64            // minor units: of all of it
	Each                         *workpaper.Number // cost of one
	Reference, Of, Account, Memo string
}

// stockColumns are the columns of such a file with their other names.
var stockColumns = map[string][]string{
	"date": {"ownership date", "posting date"}, "kind": {"type", "movement", "transaction"}, "item": {"item code", "sku", "part", "part number", "item number"}, "site": {"location", "warehouse", "from", "from site"},
	"to": {"to site", "to location"}, "quantity": {"qty", "units", "count", "counted"}, "unit": {"uom", "unit of measure"}, "amount": {"total", "total cost", "value", "extended cost"}, "unit cost": {"cost", "cost each", "price each", "unit price"},
	"reference": {"document", "receipt", "number", "ref"}, "of": {"of receipt", "applies to", "lot"}, "account": {"offset account", "other account", "contra"}, "memo": {"description", "note", "comment"},
}

// maxStockRows bounds a file of movements, which are posted in one act.
const maxStockRows = 50_000

// Stock reads movements of stock from a CSV file or a sheet: a header, then a row each. Columns that are not known are refused. Bad
// input is Problems: all of them, up to Options.MaxProblems; then there are no rows.
func Stock(f Format, r io.ReaderAt, size int64, o Options) ([]StockRow, error) {
	s := &stockReader{reporter: newReporter(o), o: o, at: map[string]int{}}
	rows, err := s.read(f, r, size)
	if m, ok := asMistake(err); ok {
		s.problem(m)
	} else if err != nil {
		return nil, fmt.Errorf("%s: %w", s.place(0, 0), err)
	}
	if len(s.found) > 0 {
		return nil, s.found
	}
	return rows, nil
}

type stockReader struct {
	reporter
	o     Options
	rules *rules
	at    map[string]int // column number from 1 by name
	heads []string
}

func (s *stockReader) read(f Format, r io.ReaderAt, size int64) ([]StockRow, error) {
	u, err := s.o.rules(KindJournal)
	if err != nil {
		return nil, err
	}
	s.rules = u
	var src table
	switch f {
	case FormatCSV:
		src, err = newCSV(io.NewSectionReader(r, 0, size), u)
	case FormatXLSX:
		s.sheet = true
		src, err = newXLSX(r, size, u)
	default:
		return nil, unfit("movements of stock are CSV or XLSX; this is %s", f.Title())
	}
	if err != nil {
		return nil, err
	}
	var out []StockRow
	for !s.full() {
		cells, row, err := src.next()
		if errors.Is(err, io.EOF) {
			if len(s.at) == 0 {
				return nil, mistake{rule: ruleFile, why: "the file has no header"}
			}
			return out, nil
		}
		if m, ok := asMistake(err); ok && m.rule != ruleFile {
			s.problem(m)
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(s.at) == 0 {
			if err := s.header(cells, row); err != nil {
				return nil, err
			}
			continue
		}
		if len(out) == maxStockRows {
			return nil, mistake{rule: ruleFile, row: row, why: fmt.Sprintf("the file has more than %d rows; take it in by parts", maxStockRows)}
		}
		if x, ok := s.row(cells, row); ok {
			out = append(out, x)
		}
	}
	return nil, nil
}

func (s *stockReader) header(cells []cell, row int) error {
	for i, c := range cells {
		s.heads = append(s.heads, c.text)
		h := squeeze(c.text)
		if h == "" {
			continue
		}
		name := ""
		for k, others := range stockColumns {
			if squeeze(k) == h || slices.ContainsFunc(others, func(x string) bool { return squeeze(x) == h }) {
				name = k
			}
		}
		switch {
		case name == "":
			s.problem(mistake{rule: ruleRead, row: row, col: i + 1, title: c.text, text: c.text, why: "the column " + quote(clip(c.text)) + " is not known; there are date, kind, item, site, to, quantity, unit, amount, unit cost, reference, of, account and memo"})
		case s.at[name] != 0:
			s.problem(mistake{rule: ruleRead, row: row, col: i + 1, title: c.text, why: "two columns are the " + name + "; keep one"})
		default:
			s.at[name] = i + 1
		}
	}
	for _, need := range []string{"date", "kind", "item"} {
		if s.at[need] == 0 {
			s.problem(mistake{rule: ruleRead, row: row, why: "no column is the " + need})
		}
	}
	if len(s.found) > 0 {
		return mistake{rule: ruleFile, row: row, why: sayHeader}
	}
	return nil
}

// row reads one movement; what is wrong is reported.
func (s *stockReader) row(cells []cell, row int) (x StockRow, ok bool) {
	x.Row, ok = row, true
	in := interner{}
	get := func(name string) (cell, int) {
		if i := s.at[name]; i > 0 && i <= len(cells) {
			return cells[i-1], i
		}
		return cell{}, s.at[name]
	}
	wrong := func(col int, c cell, err error) {
		ok = false
		m, is := asMistake(err)
		if !is {
			m = mistake{rule: ruleRead, why: err.Error()}
		}
		m.row, m.col, m.text = row, col, c.text
		if col > 0 {
			m.title = s.heads[col-1]
		}
		s.problem(m)
	}
	text := func(name string, limit int) string {
		c, col := get(name)
		if c.bad != "" {
			wrong(col, c, unread("%s", c.bad))
			return ""
		}
		t := c.text
		if c.number {
			t = c.label()
		}
		t, err := in.clone("the text", strings.TrimSpace(t), limit)
		if err != nil {
			wrong(col, c, err)
		}
		return t
	}
	number := func(name string) *workpaper.Number {
		c, col := get(name)
		if c.blank() {
			return nil
		}
		t := strings.TrimSpace(c.text)
		if c.number {
			t = c.label()
		} else if p, err := s.rules.numbers.plain(t); err == nil {
			t = p
		}
		n, err := workpaper.Parse(t)
		if err != nil {
			wrong(col, c, unread("%q is not a number", clip(c.text)))
			return nil
		}
		return &n
	}
	x.Kind, x.Item, x.Site, x.To, x.Unit = strings.ToLower(text("kind", 40)), text("item", 100), text("site", 100), text("to", 100), text("unit", 40)
	x.Reference, x.Of, x.Account, x.Memo = text("reference", 200), text("of", 200), text("account", 200), text("memo", 1000)
	x.Quantity, x.Each = number("quantity"), number("unit cost")
	if c, col := get("amount"); !c.blank() {
		var n int64
		var err error
		if c.number {
			n, err = c.minor(s.o.Currency)
		} else {
			n, err = s.rules.numbers.amount(c.text, s.o.Currency)
		}
		if err != nil {
			wrong(col, c, err)
		}
		x.Amount = &n
	}
	s.day(&x, get, wrong)
	return x, ok
}

func (s *stockReader) day(x *StockRow, get func(string) (cell, int), wrong func(int, cell, error)) {
	c, col := get("date")
	if c.blank() {
		wrong(col, c, unread("the row has no date"))
		return
	}
	var d fiscal.Date
	var err error
	if t := strings.TrimSpace(c.text); c.date || s.rules.dates.name == isoFormat {
		d, err = fiscal.Parse(t)
	} else {
		d, err = s.rules.dates.parse(t)
	}
	if err != nil {
		wrong(col, c, unread("%v", err))
	}
	x.Date = d
}
