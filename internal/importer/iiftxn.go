package importer

import (
	"strconv"
	"strings"

	"tieout/ledger"
)

// iifOrders are the types of transaction that post nothing.
const iifOrders = " ESTIMATES ESTIMATE PURCHORD SALESORD SALESORDER "

// begin is a row TRNS: the first line of a transaction and what holds for all of it.
func (f *iif) begin() error {
	t := &f.txn
	was := t.row
	*t = iifTxn{row: f.in.row, entry: ledger.Entry{Kind: ledger.Standard, Lines: t.entry.Lines[:0]}}
	f.rows++
	if was != 0 {
		t.bad = true
		return unread("the transaction that began in line %d is not closed by ENDTRNS", was)
	}
	r, err := f.record(iifTransaction)
	if err != nil {
		return err
	}
	typ, err := r.text(f.words, colType, 100)
	if err != nil {
		return err
	}
	if strings.Contains(iifOrders, " "+strings.ReplaceAll(strings.ToUpper(typ), " ", "")+" ") {
		return r.wrong(colType, unread("a transaction of type %q is an offer or an order and posts nothing; leave it out of the export", typ))
	}
	if err := f.date(r); err != nil {
		return err
	}
	if err := f.source(r, typ); err != nil {
		return err
	}
	l, text, err := f.readLine(r)
	if err != nil {
		return err
	}
	t.entry.Description = text
	if text == "" {
		t.entry.Description = typ
	}
	t.entry.Lines = append(t.entry.Lines, l)
	return nil
}

// date reads the date of a transaction.
func (f *iif) date(r *record) error {
	s, err := r.day(f.words, colDate)
	if err != nil {
		return err
	}
	if s == "" {
		return r.wrong(colDate, unread("the transaction has no date"))
	}
	f.txn.entry.Effective, err = tableDate(s)
	return err
}

// source is "file:row (TYPE NUMBER)".
func (f *iif) source(r *record, typ string) error {
	number, err := r.text(f.words, colCode, 200)
	if err != nil {
		return err
	}
	s := f.name + ":" + strconv.Itoa(r.row)
	if code := strings.TrimSpace(typ + " " + number); code != "" {
		s += " (" + code + ")"
	}
	if err := ledger.CheckText("the number with the name of the file", s, 500); err != nil {
		return r.wrong(colCode, err)
	}
	f.txn.entry.Source = s
	return nil
}

// more is a row SPL: another line of the transaction.
func (f *iif) more() error {
	t := &f.txn
	if t.row == 0 {
		return f.at(0, unread("a row SPL belongs to no transaction; each begins with a row TRNS"))
	}
	r, err := f.record(iifSplit)
	if err != nil {
		return err
	}
	s, err := r.day(f.words, colDate)
	if err != nil {
		return err
	}
	if s != "" && !t.bad && s != t.entry.Effective.String() {
		return r.wrong(colDate, unread("the line is dated %s and its transaction %s; an entry has one date", s, t.entry.Effective))
	}
	if len(t.entry.Lines) >= maxLines {
		return mistake{rule: ruleFile, row: r.row, why: "the transaction has more than " + strconv.Itoa(maxLines) + " lines; split it"}
	}
	l, text, err := f.readLine(r)
	if err != nil {
		return err
	}
	if l.Memo = text; text == t.entry.Description {
		l.Memo = ""
	}
	t.entry.Lines = append(t.entry.Lines, l)
	return nil
}

// readLine reads what TRNS and SPL have in common: the line, and the text that says what it is for.
func (f *iif) readLine(r *record) (l ledger.Line, text string, err error) {
	if l.Account, err = f.use(r); err != nil {
		return l, "", err
	}
	if l.Entity, err = r.text(f.words, colEntity, 100); err != nil {
		return l, "", err
	}
	if l.Dims, err = r.dimensions(f.words); err != nil {
		return l, "", err
	}
	n, blank, err := r.amount(colAmount, f.o.functional(l.Entity))
	if err == nil && blank {
		err = r.wrong(colAmount, unread("the row has no amount"))
	}
	if err != nil {
		return l, "", err
	}
	l.Amount = n
	party, err := r.text(f.words, colParty, 400)
	if err != nil {
		return l, "", err
	}
	memo, err := r.text(f.words, colMemo, 1000)
	if err != nil {
		return l, "", err
	}
	if text, err = f.words.pair(party, memo, 1000); err != nil {
		return l, "", r.wrong(colMemo, err)
	}
	return l, text, nil
}

// complete is a row ENDTRNS: it hands the entry on.
func (f *iif) complete() error {
	t := &f.txn
	row := t.row
	t.row = 0
	switch {
	case row == 0:
		return f.at(0, unread("a row ENDTRNS closes no transaction"))
	case t.bad:
		return nil
	case len(t.entry.Lines) < 2:
		return mistake{rule: ruleRead, row: row, why: "the transaction has one line; an entry has a debit and a credit"}
	}
	if m, ok := asMistake(f.o.balance(t.entry.Lines)); ok {
		m.row = row
		return m
	}
	f.item(Item{Row: row, Entry: &t.entry})
	return nil
}
