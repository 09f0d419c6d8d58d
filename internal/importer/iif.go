package importer

import (
	"bytes"
	"io"
	"iter"
	"strings"

	"tieout/ledger"
)

// IIF reads a QuickBooks interchange file: its list of accounts and its transactions. It may be ranged over once;
// memory is constant but for the names of accounts.
//
// The format says what is debit (positive) and how dates are written (month, day, year); years need all four
// digits. An account with a number in the list goes by its number, any other by its name. Other lists hold no
// entries and are passed over.
func IIF(r io.Reader, o Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		f := &iif{sink: sink{reporter: newReporter(o), yield: yield}, o: o, in: newLines(r), words: interner{}, heads: map[string]*record{}, accounts: iifAccounts{byName: map[string]*iifAccount{}, byCode: map[string]*iifAccount{}}}
		if err := f.open(); err != nil {
			f.close(err)
			return
		}
		f.read()
	}
}

// The keys of rows that are read.
const (
	iifTransaction = "TRNS"
	iifSplit       = "SPL"
	iifEnd         = "ENDTRNS"
	iifAccountRow  = "ACCNT"
)

// iif is the reading of one file.
type iif struct {
	sink
	o        Options
	in       *lines
	words    interner
	heads    map[string]*record // by key: the columns that its header gave
	accounts iifAccounts
	txn      iifTxn
	cells    []cell
	rows     int // of accounts and transactions
}

// iifTxn is the transaction that is open.
type iifTxn struct {
	row   int // its first, 0 for none
	bad   bool
	entry ledger.Entry
}

// iifLines is the layout of TRNS and SPL rows. Their other columns (addresses, terms, items, tax codes) do not bear
// on the entry.
var iifLines = func() layout {
	l := foreign(journalColumns, map[column][]string{colDate: {"DATE"}, colAccount: {"ACCNT"}, colAmount: {"AMOUNT"}, colParty: {"NAME"}, colMemo: {"MEMO"}, colCode: {"DOCNUM"}, colType: {"TRNSTYPE"}})
	l.dims, l.open = map[string]string{"class": "class"}, true
	return l
}()

// iifList is the layout of ACCNT rows.
var iifList = func() layout {
	l := foreign(trialColumns, map[column][]string{colAccount: {"ACCNUM"}, colName: {"NAME"}, colType: {"ACCNTTYPE"}, colConcept: {"DESC"}})
	l.open = true
	return l
}()

// open makes the rules of the rows that are read.
func (f *iif) open() error {
	if ps := f.o.Mapping.Check(); len(ps) > 0 {
		return mistake{rule: ruleMapping, why: "the mapping is refused: " + ps[0].Message}
	}
	lines := f.o.rulesOf(iifLines)
	lines.dates = findDates("MM/DD/YYYY")
	list := f.o.rulesOf(iifList)
	list.mapping, list.values = Mapping{}, nil
	f.heads[iifTransaction], f.heads[iifSplit], f.heads[iifAccountRow] = &record{rules: lines}, &record{rules: lines}, &record{rules: list}
	return nil
}

func (f *iif) read() {
	for !f.done {
		line, ok, err := f.in.next()
		if err != nil {
			f.close(err)
			return
		}
		if !ok {
			f.endOfFile()
			return
		}
		if f.in.row == 1 {
			line = bytes.TrimPrefix(line, bom)
			if utf16(line) {
				f.close(mistake{rule: ruleFile, why: sayUTF16})
				return
			}
		}
		if err := f.line(line); err != nil {
			f.txn.bad = true
			f.fail(placed(err, f.in.row, 0, nil))
		}
	}
}

func (f *iif) endOfFile() {
	switch {
	case f.txn.row != 0:
		f.fail(mistake{rule: ruleFile, row: f.txn.row, why: "the transaction is not closed by ENDTRNS; the file may have been cut"})
	case f.in.row == 0:
		f.fail(mistake{rule: ruleFile, why: sayEmpty})
	case f.rows == 0 && len(f.found) == 0:
		f.fail(mistake{rule: ruleFile, why: "the file has no transaction and no account; it is a list of something else, or no IIF file"})
	}
	f.end()
}

// line takes one row.
func (f *iif) line(line []byte) error {
	if err := checkLine(line); err != nil {
		return placed(err, f.in.row, 0, line)
	}
	if err := f.split(string(line)); err != nil || len(f.cells) == 0 {
		return err
	}
	key := f.cells[0].text
	switch {
	case strings.HasPrefix(key, "!"):
		return f.header(key[1:])
	case key == iifTransaction:
		return f.begin()
	case key == iifSplit:
		return f.more()
	case key == iifEnd:
		return f.complete()
	case f.txn.row != 0:
		return unread("a row %q stands inside the transaction that began in line %d and is not closed by ENDTRNS", clip(key), f.txn.row)
	case key == iifAccountRow:
		return f.account()
	case f.heads[key] != nil, f.heads[strings.TrimPrefix(key, "END")] != nil:
		return nil // another list
	}
	return f.at(0, unread("the row begins with %q, of which no header !%s stands above it", clip(key), clip(key)))
}

// split cuts a line at its tabs. A cell in quotes loses them. Blank lines have no cells.
func (f *iif) split(line string) error {
	f.cells = f.cells[:0]
	if strings.TrimSpace(line) == "" {
		return nil
	}
	for i, s := range strings.Split(line, "\t") {
		if i >= maxColumns {
			return unread("the row has more than %d cells", maxColumns)
		}
		if s = strings.TrimSpace(s); strings.HasPrefix(s, `"`) {
			if len(s) < 2 || !strings.HasSuffix(s, `"`) {
				return f.at(i, mistake{rule: ruleRead, text: s, why: "the cell " + quote(clip(s)) + " opens a quote that it does not close"})
			}
			s = strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
		}
		f.cells = append(f.cells, cell{text: s})
	}
	return nil
}

// at places an error at a cell, counted from 0.
func (f *iif) at(i int, err error) error {
	text := ""
	if i < len(f.cells) {
		text = f.cells[i].text
	}
	return placed(err, f.in.row, i+1, []byte(text))
}

// header is a row that begins with an exclamation mark and names the columns of the rows below.
func (f *iif) header(key string) error {
	if f.txn.row != 0 {
		return unread("a header stands inside the transaction that began in line %d and is not closed by ENDTRNS", f.txn.row)
	}
	r := f.heads[key]
	if r == nil || r.rules == nil {
		f.heads[key] = &record{}
		return nil
	}
	cols, wrong := r.match(f.cells, f.in.row)
	if len(wrong) > 0 {
		return wrong[0]
	}
	r.columns = cols
	need := []column{colAccount, colAmount}
	switch key {
	case iifTransaction:
		need = append(need, colDate, colType)
	case iifAccountRow:
		need = []column{colName, colType}
	}
	for _, c := range need {
		if !cols.has(c) {
			return unread("the header !%s names no column %s", key, headerOf(r.rules, c))
		}
	}
	return nil
}

// headerOf is how a format calls a column.
func headerOf(r *rules, c column) string {
	for h, col := range r.also {
		if col == c {
			return strings.ToUpper(h) // each of its columns has one header
		}
	}
	return c.String()
}

// record is the current row under its header.
func (f *iif) record(key string) (*record, error) {
	r := f.heads[key]
	if r.columns.at == nil {
		return nil, f.at(0, unread("no header !%s stands above the row", key))
	}
	r.cells, r.row = f.cells, f.in.row
	return r, r.stray()
}
