package importer

import (
	"errors"
	"hash/fnv"
	"io"
	"iter"

	"tieout/ledger"
)

// JournalCSV reads a journal from CSV text, one row a line; consecutive rows with one entry id are an entry. It
// may be ranged over once. Memory is constant but for the names of accounts and some twenty bytes an entry, by
// which an id that comes back is found.
func JournalCSV(r io.Reader, o Options) iter.Seq2[Item, error] {
	return journalOf(o, false, func(u *rules) (table, error) { return newCSV(r, u) })
}

// JournalXLSX reads a journal from a sheet of a workbook of the given size in bytes, as JournalCSV does.
func JournalXLSX(r io.ReaderAt, size int64, o Options) iter.Seq2[Item, error] {
	return journalOf(o, true, func(u *rules) (table, error) { return newXLSX(r, size, u) })
}

func journalOf(o Options, sheet bool, open func(*rules) (table, error)) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		j := newJournalTable(o, yield)
		j.sheet = sheet
		u, err := o.rules(KindJournal)
		if err == nil {
			err = j.open(u, open)
		}
		j.finish(err)
	}
}

func (j *journalTable) open(u *rules, open func(*rules) (table, error)) error {
	j.rec.rules = u
	src, err := open(u)
	if err != nil {
		return err
	}
	return j.read(src)
}

// journalTable is the reading of one journal in a table.
type journalTable struct {
	sink
	o        Options
	words    interner
	rec      record
	accounts map[string]*tableAccount
	seen     map[uint64]int32 // row by the hash of an entry's id
	entry    tableEntry
	torn     bool // a row was lost that may have begun the next entry
	totals   journalTotals
}

// tableEntry is what has been read of the current entry.
type tableEntry struct {
	id     string
	row    int // its first row, 0 for no entry
	bad    bool
	code   string
	kind   string
	origin string
	date   string
	docs   []string
	ledger ledger.Entry
}

func newJournalTable(o Options, yield func(Item, error) bool) *journalTable {
	return &journalTable{sink: sink{reporter: newReporter(o), yield: yield}, o: o, words: interner{}, accounts: map[string]*tableAccount{}, seen: map[uint64]int32{}}
}

// finish ends the reading.
func (j *journalTable) finish(err error) {
	if err != nil {
		j.close(err)
		return
	}
	j.end()
}

// read reads all rows. Its error is what ends the reading.
func (j *journalTable) read(src table) error {
	for !j.done {
		cells, row, err := src.next()
		if errors.Is(err, io.EOF) {
			return j.endOfFile()
		}
		if m, ok := asMistake(err); ok && m.rule != ruleFile {
			j.entry.bad, j.torn = true, true
			j.fail(m)
			continue
		}
		if err != nil {
			return err
		}
		if j.rec.at == nil {
			if err := j.header(cells, row); err != nil {
				return err
			}
			continue
		}
		if m, ok := asMistake(j.row(j.at(cells, row))); ok && m.rule == ruleFile {
			return m
		} else if ok {
			j.entry.bad = true
			j.fail(m)
		}
	}
	return nil
}

// at is the row as a record, which is used again for the next.
func (j *journalTable) at(cells []cell, row int) *record {
	j.rec.cells, j.rec.row = cells, row
	return &j.rec
}

func (j *journalTable) endOfFile() error {
	switch {
	case j.rec.at == nil:
		return unfit("there is no header and no row")
	case j.entry.row == 0 && len(j.found) == 0:
		return unfit("there is a header and no entry below it")
	}
	j.complete()
	return nil
}

func (j *journalTable) header(cells []cell, row int) error {
	cols, wrong := j.rec.match(cells, row)
	for _, m := range wrong {
		j.fail(m)
	}
	j.rec.columns = cols
	if len(wrong) > 0 {
		return mistake{rule: ruleFile, row: row, why: sayHeader}
	}
	return journalLacks(cols, row)
}

const sayHeader = "the header is not understood, so no row was read"

// journalLacks says what keeps the columns of a header from being a journal.
func journalLacks(cols columns, row int) error {
	lack := func(why string) error { return mistake{rule: ruleFile, row: row, why: why} }
	for _, need := range []column{colEntry, colDate, colAccount} {
		if !cols.has(need) {
			return lack("no column is the " + need.String() + "; call it " + quote(need.String()) + ", or say in a mapping which it is")
		}
	}
	sides := cols.has(colDebit) && cols.has(colCredit)
	switch {
	case cols.has(colAmount) && (cols.has(colDebit) || cols.has(colCredit)):
		return lack("there is a column for the amount and one for debits or credits; keep one signed column, or both of the others")
	case !cols.has(colAmount) && !sides:
		return lack("there are no columns for the amounts; call them \"debit\" and \"credit\", or one signed column \"amount\"")
	}
	return nil
}

// row reads one line of an entry.
func (j *journalTable) row(r *record) error {
	if err := r.stray(); err != nil {
		return err
	}
	if done, err := j.total(r); done || err != nil {
		return err
	}
	id, err := j.entry.id, error(nil)
	if c := r.get(colEntry); j.entry.row == 0 || c.number || c.text != id || r.values != nil {
		id, err = r.text(j.words, colEntry, 200)
	}
	if err != nil {
		return err
	}
	if id == "" {
		return r.wrong(colEntry, unread("the row has no entry id; every line repeats its entry's"))
	}
	if j.entry.row == 0 || id != j.entry.id {
		j.complete()
		j.begin(id, r.row)
		if err := j.again(r, id); err != nil {
			return err
		}
	}
	if !j.entry.bad {
		if err := j.head(r); err != nil {
			return err
		}
	}
	return j.line(r)
}

func (j *journalTable) begin(id string, row int) {
	e := &j.entry
	*e = tableEntry{id: id, row: row, bad: j.torn, docs: e.docs[:0], ledger: ledger.Entry{Lines: e.ledger.Lines[:0]}}
	if j.rec.keyed {
		e.ledger.Key = j.rec.mapping.Layout + ":" + id
	}
	j.torn = false
}

// again refuses an id that belongs to an entry above. Ids are kept as 64-bit hashes.
func (j *journalTable) again(r *record, id string) error {
	h := fnv.New64a()
	io.WriteString(h, id)
	k := h.Sum64()
	if was := j.seen[k]; was != 0 {
		return r.wrong(colEntry, unread("entry %q began in row %d and comes back here; put the rows of an entry together", clip(id), was))
	}
	j.seen[k] = int32(min(r.row, 1<<31-1))
	return nil
}
