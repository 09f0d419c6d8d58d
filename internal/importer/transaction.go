package importer

import (
	"bytes"

	"tieout/ledger"
	"tieout/money"
)

// transaction is what has been read of the current one.
type transaction struct {
	row      int
	bad      bool // it had a problem, so what follows from its lines is not said
	code     []byte
	entry    ledger.Entry
	origin   string
	kind     string
	tags     tagset
	docs     []string
	postings []posting
}

// posting is one posting as written.
type posting struct {
	account *account
	row     int
	col     int
	missing bool // its amount was left out
	amount  quantity
	cost    *cost
	assert  *assertion
	tags    *tagset
	memo    string
}

// cost is what follows @ or @@.
type cost struct {
	unit  bool
	cur   money.Currency
	rate  decimal // of a unit
	total int64   // of all, not negative
}

// assertion is what follows = or =*.
type assertion struct {
	amount    quantity
	inclusive bool
}

// head is the first line of a transaction: DATE [*|!] [(CODE)] DESCRIPTION [; COMMENT].
func (j *journal) head(line []byte) {
	t := &j.txn
	*t = transaction{row: j.in.row, code: t.code[:0], docs: t.docs[:0], postings: t.postings[:0], entry: ledger.Entry{Lines: t.entry.Lines[:0]}, tags: t.tags}
	t.tags.reset()
	j.block = blockEntry
	if err := j.headLine(line); err != nil {
		t.bad = true
		j.refuse(line, err)
	}
}

func (j *journal) headLine(line []byte) (err error) {
	t := &j.txn
	date, rest := line, []byte(nil)
	if i := bytes.IndexAny(line, " \t;"); i >= 0 {
		date, rest = line[:i], bytes.TrimLeft(line[i:], " \t")
	}
	if bytes.IndexByte(date, '=') >= 0 {
		return unread("date %q: a secondary date is not read; write one date, and the tag origin: for the period that an entry belongs to", clip(string(date)))
	}
	if t.entry.Effective, err = j.date(date); err != nil {
		return err
	}
	if len(rest) > 0 && (rest[0] == '*' || rest[0] == '!') {
		rest = bytes.TrimLeft(rest[1:], " \t")
	}
	if len(rest) > 0 && rest[0] == '(' {
		end := bytes.IndexByte(rest, ')')
		if end < 0 {
			return unread("the code in parentheses is not closed")
		}
		t.code, rest = append(t.code, rest[1:end]...), bytes.TrimLeft(rest[end+1:], " \t")
	}
	if i := bytes.IndexByte(rest, ';'); i >= 0 {
		if err := j.headTags(rest[i+1:]); err != nil {
			return err
		}
		rest = rest[:i]
	}
	t.entry.Description, err = j.words.text("the description", bytes.TrimRight(rest, " \t"), 2000)
	return err
}

// headTags reads a comment of the transaction. Its text beside the tags is a comment and stays in the file.
func (j *journal) headTags(comment []byte) error {
	_, err := j.tags.eachTag(comment, func(name string, v []byte) error { return j.headTag(name, string(v)) })
	return err
}

// headTag takes a tag of the transaction.
func (j *composer) headTag(name, value string) error {
	t := &j.txn
	switch name {
	case tagKey:
		return once(&t.entry.Key, name, value)
	case tagKind:
		return once(&t.kind, name, value)
	case tagOrigin:
		return once(&t.origin, name, value)
	case tagDocument:
		return t.document(value)
	case tagDate, tagDate2:
		return nil // hledger moves postings by it, not transactions
	}
	_, err := t.tags.set(j.tags, name, value)
	return err
}

func (t *transaction) document(name string) error {
	field := ""
	if err := once(&field, tagDocument, name); err != nil {
		return err
	}
	t.docs = append(t.docs, name)
	return nil
}

// finish makes the entry of a transaction and hands it on, with its assertions after it.
func (j *composer) finish() {
	t := &j.txn
	if t.bad || j.done {
		return
	}
	if err := j.complete(t); err != nil {
		m, _ := asMistake(err)
		m.row, m.why = cmpOr(m.row, t.row), err.Error()
		j.fail(m)
		return
	}
	if len(t.entry.Lines) > 0 {
		j.item(Item{Row: t.row, Entry: &t.entry, Documents: t.docs})
	}
	for i := range t.postings {
		if p := &t.postings[i]; p.assert != nil {
			j.item(Item{Row: p.row, Assertion: &Assertion{
				Account: p.account.name, Date: t.entry.Effective, Amount: p.assert.amount.minor, Citation: p.cite(t), Inclusive: p.assert.inclusive, Entity: p.entity(t), Row: p.row,
			}})
		}
	}
}

func cmpOr(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

func (p *posting) cite(t *transaction) string {
	if p.tags != nil && p.tags.cite != "" {
		return p.tags.cite
	}
	return t.tags.cite
}

func (p *posting) entity(t *transaction) string {
	if p.tags != nil && p.tags.entity != "" {
		return p.tags.entity
	}
	return t.tags.entity
}
