package importer

import (
	"strconv"

	"tieout/fiscal"
	"tieout/ledger"
)

// composer makes entries of transactions with postings: what hledger and beancount have in common.
type composer struct {
	sink
	o       Options
	numbers numbers
	words   interner
	tags    tagNames
	txn     transaction
}

func newComposer(o Options, yield func(Item, error) bool) composer {
	return composer{sink: sink{reporter: newReporter(o), yield: yield}, o: o, numbers: newNumbers(o.Currency), words: interner{}, tags: newTagNames(o.Dimensions)}
}

// complete fills the entry from what was written.
func (j *composer) complete(t *transaction) (err error) {
	if len(t.postings) == 0 {
		return unread("the transaction has no postings")
	}
	if err := j.completeHead(t); err != nil {
		return err
	}
	missing := -1
	plain := t.tags.dims(&tagset{})
	for i := range t.postings {
		p := &t.postings[i]
		if p.missing && missing >= 0 {
			return mistake{rule: ruleRead, row: p.row, col: p.col, why: "a second posting without an amount; only one can be worked out"}
		}
		if p.missing {
			missing = len(t.entry.Lines)
		}
		l := ledger.Line{Account: p.account.name, Entity: p.entity(t), Dims: plain, Memo: p.memo}
		if p.tags != nil {
			l.Dims = p.tags.dims(&t.tags)
		}
		if l.Amount, l.Transaction, err = j.value(p, l.Entity); err != nil {
			return err
		}
		if p.assert == nil || l.Amount != 0 {
			t.entry.Lines = append(t.entry.Lines, l)
		}
	}
	if missing >= 0 {
		if err := infer(t.entry.Lines, missing); err != nil {
			return err
		}
	}
	if n := len(t.entry.Lines); n == 1 {
		return unread("the transaction has one posting; an entry has a debit and a credit")
	}
	return j.o.balance(t.entry.Lines)
}

func (j *composer) completeHead(t *transaction) (err error) {
	t.entry.Source, err = j.source(t)
	if err != nil {
		return err
	}
	t.entry.Kind, err = parseKind(t.kind)
	if err != nil || t.origin == "" {
		return err
	}
	if t.entry.Origin, err = fiscal.Parse(t.origin); err != nil {
		return unread("the tag \"origin:\": %v", err)
	}
	return nil
}

// source is "file:row (CODE)".
func (j *composer) source(t *transaction) (string, error) {
	var buf [200]byte
	b := append(append(buf[:0], j.name...), ':')
	b = strconv.AppendInt(b, int64(t.row), 10)
	if len(t.code) > 0 {
		b = append(append(append(b, " ("...), t.code...), ')')
	}
	s := string(b)
	if err := ledger.CheckText("the code with the name of the file", s, 500); err != nil {
		return "", unread("%v", err)
	}
	return s, nil
}

// parseKind reads the kind of an entry; none is standard.
func parseKind(s string) (ledger.Kind, error) {
	if s == "" {
		return ledger.Standard, nil
	}
	for _, k := range ledger.Kinds {
		if string(k) == s {
			return k, nil
		}
	}
	return "", unread("kind %q is not one of %v", clip(s), ledger.Kinds)
}
