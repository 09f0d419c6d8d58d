package importer

import (
	"slices"
	"strconv"

	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// head reads what a row says of its entry. Later rows repeat it or leave it blank.
func (j *journalTable) head(r *record) error {
	e := &j.entry
	for _, f := range []struct {
		field *string
		name  column
		limit int
	}{
		{&e.date, colDate, 40}, {&e.ledger.Description, colDescription, 2000}, {&e.kind, colKind, 40}, {&e.ledger.Key, colKey, 200},
		{&e.code, colCode, 200}, {&e.origin, colOrigin, 40},
	} {
		if !r.has(f.name) {
			continue
		}
		v, err := j.headText(r, f.name, f.limit)
		if err != nil {
			return err
		}
		if v == "" || v == *f.field {
			continue
		}
		if r.row != e.row {
			return r.wrong(f.name, unread("%q differs from %q in row %d of the same entry; what belongs to one line goes into the column memo", clip(v), clip(*f.field), e.row))
		}
		*f.field = v
	}
	doc, err := r.text(j.words, colDocument, 300)
	if err == nil && doc != "" && !slices.Contains(e.docs, doc) {
		e.docs = append(e.docs, doc)
	}
	if err != nil || r.row != e.row {
		return err
	}
	return j.dated(r)
}

func (j *journalTable) headText(r *record, name column, limit int) (string, error) {
	if name.dated() {
		return r.day(j.words, name)
	}
	return r.text(j.words, name, limit)
}

// dated reads the dates and the kind, which stand in the first row of an entry.
func (j *journalTable) dated(r *record) (err error) {
	e := &j.entry
	if e.date == "" {
		return r.wrong(colDate, unread("the entry has no date in its first row"))
	}
	if e.ledger.Effective, err = tableDate(e.date); err != nil {
		return r.wrong(colDate, err)
	}
	if e.origin != "" {
		if e.ledger.Origin, err = tableDate(e.origin); err != nil {
			return r.wrong(colOrigin, err)
		}
	}
	if e.ledger.Kind, err = parseKind(e.kind); err != nil {
		return r.wrong(colKind, err)
	}
	e.ledger.Source, err = j.source()
	return err
}

// tableDate reads YYYY-MM-DD. Dates that are written otherwise are not guessed at.
func tableDate(s string) (fiscal.Date, error) {
	d, err := fiscal.Parse(s)
	if err != nil {
		return 0, unread("%v; 03/04/2005 is two dates to two readers, so only YYYY-MM-DD and date cells of a sheet are read, unless a mapping says how the file writes its dates", err)
	}
	return d, nil
}

func (j *journalTable) source() (string, error) {
	s := j.name + ":" + strconv.Itoa(j.entry.row)
	if j.entry.code != "" {
		s += " (" + j.entry.code + ")"
	}
	if err := ledger.CheckText("the code with the name of the file", s, 500); err != nil {
		return "", mistake{rule: ruleRead, row: j.entry.row, why: err.Error()}
	}
	return s, nil
}

// line reads the line itself.
func (j *journalTable) line(r *record) (err error) {
	l := ledger.Line{}
	code, name, err := r.accountCell(j.words)
	if err != nil {
		return err
	}
	l.Account = code
	if err := j.account(r, code, name); err != nil {
		return err
	}
	if l.Entity, err = r.text(j.words, colEntity, 100); err != nil {
		return err
	}
	if l.Memo, err = j.memo(r); err != nil {
		return err
	}
	if l.Dims, err = r.dimensions(j.words, colBasis, colCashFlow); err != nil {
		return err
	}
	if l.Amount, l.Transaction, err = j.value(r, j.o.functional(l.Entity)); err != nil {
		return err
	}
	if len(j.entry.ledger.Lines) >= maxLines {
		return mistake{rule: ruleFile, row: r.row, why: "the entry has more than " + strconv.Itoa(maxLines) + " lines; split it"}
	}
	j.entry.ledger.Lines = append(j.entry.ledger.Lines, l)
	return j.sum(r, l)
}

// memo is the text of a line, with the name of a customer, vendor or employee in front.
func (j *journalTable) memo(r *record) (string, error) {
	memo, err := r.text(j.words, colMemo, 1000)
	if err != nil {
		return "", err
	}
	party, err := r.text(j.words, colParty, 400)
	if err != nil {
		return "", err
	}
	return j.words.pair(party, memo, 1000)
}

// account hands on what a row says of an account: once as declared, or as inferred when it says nothing. The name
// that an account cell shows beside the number comes along and declares nothing by itself.
func (j *journalTable) account(r *record, code, shown string) error {
	name, err := r.text(j.words, colName, 400)
	if err != nil {
		return err
	}
	a, err := r.account(j.words, code, name)
	if err != nil {
		return err
	}
	old := j.accounts[code]
	if old == nil && len(j.accounts) >= maxAccounts {
		return mistake{rule: ruleFile, row: r.row, why: "the file names more than " + strconv.Itoa(maxAccounts) + " accounts"}
	}
	if old != nil && said(old.Account) {
		if what, x, y := differs(old.Account, a); what != "" {
			return r.wrong(colAccount, unread("the %s of account %s is %q here and %q in row %d", what, code, y, x, old.row))
		}
		return nil
	}
	if old != nil && !said(a) {
		return nil
	}
	j.accounts[code] = &tableAccount{a, r.row}
	it := Item{Row: r.row, Inferred: !said(a)}
	if a.Name == "" && !it.Inferred {
		a.Name = shown
	}
	if a.Type == "" {
		a.Type = typeByName(code)
	}
	it.Account = &a
	j.item(it)
	return nil
}

// amount is the amount of a line as the row states it, debit positive.
func (j *journalTable) amount(r *record, cur money.Currency) (int64, error) {
	if !r.has(colAmount) {
		debit, credit, blank, err := r.sided(cur)
		if err == nil && blank {
			err = r.wrong(colDebit, unread("the row has no debit and no credit"))
		}
		return debit - credit, err
	}
	n, blank, err := r.signed(colAmount, cur)
	if err == nil && blank {
		err = r.wrong(colAmount, unread("the row has no amount"))
	}
	return n, err
}

// complete checks the entry that has ended and hands it on.
func (j *journalTable) complete() {
	e := &j.entry
	if e.row == 0 || e.bad || j.done {
		return
	}
	if len(e.ledger.Lines) < 2 {
		j.fail(mistake{rule: ruleRead, row: e.row, why: "entry " + quote(clip(e.id)) + " has one line; an entry has a debit and a credit"})
		return
	}
	if m, ok := asMistake(j.o.balance(e.ledger.Lines)); ok {
		m.row, m.why = e.row, "entry "+quote(clip(e.id))+": "+m.why
		j.fail(m)
		return
	}
	j.item(Item{Row: e.row, Entry: &e.ledger, Documents: e.docs})
}
