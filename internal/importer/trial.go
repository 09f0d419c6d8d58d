package importer

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"tieout/ledger"
)

// TrialBalance is a trial balance as someone else's system exported it.
type TrialBalance struct {
	Rows    []TBRow
	Columns map[string]int // column, or dim:CODE, to its number in the file from 1
	ControlTotals
}

// ControlTotals say what was read, to be held against the source.
type ControlTotals struct {
	Count           int   // rows, without a total row
	Debits, Credits int64 // both not negative, in minor units
	TotalRow        int   // row of the total row that agreed with the sums, 0 for none
}

// TBRow is one row of a trial balance.
type TBRow struct {
	Row           int
	Account       ledger.Account // Type is empty when neither the file nor the account's name says it
	Debit, Credit int64          // minor units of the entity's currency; not negative, and at least one of them is nil
	Dims          ledger.Dims
	Entity        string // empty for the book's first entity
}

// Amount is the balance, debit positive.
func (r TBRow) Amount() int64 { return r.Debit - r.Credit }

// TrialBalanceCSV reads a trial balance from CSV text. Bad input is Problems: all of them, up to
// Options.MaxProblems; then the trial balance is empty.
func TrialBalanceCSV(r io.Reader, o Options) (TrialBalance, error) {
	return trialOf(o, false, func(u *rules) (table, error) { return newCSV(r, u) })
}

// TrialBalanceXLSX reads a trial balance from a sheet of a workbook of the given size in bytes. Errors are as
// TrialBalanceCSV's.
func TrialBalanceXLSX(r io.ReaderAt, size int64, o Options) (TrialBalance, error) {
	return trialOf(o, true, func(u *rules) (table, error) { return newXLSX(r, size, u) })
}

func trialOf(o Options, sheet bool, open func(*rules) (table, error)) (TrialBalance, error) {
	t := newTrial(o)
	t.sheet = sheet
	u, err := o.rules(KindTrialBalance)
	if err != nil {
		return t.result(err)
	}
	t.rules = u
	src, err := open(u)
	if err != nil {
		return t.result(err)
	}
	return t.result(t.read(src))
}

// trial is the reading of one trial balance.
type trial struct {
	reporter
	o        Options
	rules    *rules
	words    interner
	cols     columns
	tb       TrialBalance
	slots    map[ledger.Slot]int // row by slot
	accounts map[string]*tableAccount
	entities []string // in file order
	sums     map[string]*ledger.Turnover
}

func newTrial(o Options) *trial {
	return &trial{reporter: newReporter(o), o: o, words: interner{}, slots: map[ledger.Slot]int{}, accounts: map[string]*tableAccount{}, sums: map[string]*ledger.Turnover{}}
}

// maxTrialRows bounds a trial balance, which is kept in memory.
const maxTrialRows = 1 << 18

// result is the trial balance, or everything that is wrong with it.
func (t *trial) result(err error) (TrialBalance, error) {
	if m, ok := asMistake(err); ok {
		t.note(m)
	} else if err != nil {
		return TrialBalance{}, fmt.Errorf("%s: %w", t.place(0, 0), err)
	}
	if len(t.found) > 0 {
		return TrialBalance{}, t.found
	}
	return t.tb, nil
}

func (t *trial) note(m mistake) { t.problem(m) }

// read reads all rows, noting what is wrong. Its error is what ends the reading.
func (t *trial) read(src table) error {
	for !t.full() {
		cells, row, err := src.next()
		if errors.Is(err, io.EOF) {
			return t.totals()
		}
		if m, ok := asMistake(err); ok && m.rule != ruleFile {
			t.note(m)
			continue
		}
		if err != nil {
			return err
		}
		if t.cols.at == nil {
			if err := t.header(cells, row); err != nil {
				return err
			}
			continue
		}
		if m, ok := asMistake(t.row(&record{t.rules, t.cols, cells, row})); ok && m.rule == ruleFile {
			return m
		} else if ok {
			t.note(m)
		}
	}
	return nil
}

func (t *trial) header(cells []cell, row int) error {
	cols, wrong := t.rules.match(cells, row)
	for _, m := range wrong {
		t.note(m)
	}
	t.cols, t.tb.Columns = cols, cols.at
	if len(wrong) > 0 {
		return mistake{rule: ruleFile, row: row, why: sayHeader}
	}
	return trialLacks(cols, row)
}

// trialLacks says what keeps the columns of a header from being a trial balance.
func trialLacks(cols columns, row int) error {
	lack := func(why string) error { return mistake{rule: ruleFile, row: row, why: why} }
	switch {
	case !cols.has(colAccount):
		return lack("no column is the account; call it \"account\", or say in a mapping which it is")
	case cols.has(colBalance) && (cols.has(colDebit) || cols.has(colCredit)):
		return lack("there is a column for the balance and one for debits or credits; keep one signed column, or both of the others")
	case !cols.has(colBalance) && !(cols.has(colDebit) && cols.has(colCredit)):
		return lack("there are no columns for the amounts; call them \"debit\" and \"credit\", or one signed column \"balance\"")
	}
	return nil
}

func (t *trial) row(r *record) error {
	if err := r.stray(); err != nil {
		return err
	}
	label, n := r.firstText()
	if t.tb.TotalRow != 0 && r.report && n == 1 && !isTotal(label) {
		return nil // a note below a printed report
	}
	code, shown, err := r.accountCell(t.words)
	if err != nil {
		return err
	}
	name, err := r.text(t.words, colName, 400)
	if err != nil {
		return err
	}
	if isTotal(code) || code == "" && isTotal(name) {
		return t.total(r)
	}
	switch {
	case t.tb.TotalRow != 0:
		return r.wrong(colAccount, unread("the row comes after the total row %d; nothing can", t.tb.TotalRow))
	case code == "":
		return r.wrong(colAccount, unread("the row has no account"))
	case strings.HasPrefix(strings.ToLower(code), "total "):
		return r.wrong(colAccount, unread("%q looks like a subtotal; delete it: only a grand total in the last row is understood", clip(code)))
	}
	return t.account(r, code, cmp.Or(name, shown))
}

// isTotal knows the label of a grand total.
func isTotal(s string) bool {
	if s = strings.TrimSpace(s); len(s) > 20 || len(s) == 0 || strings.IndexByte("tTgGoO", s[0]) < 0 {
		return false
	}
	switch strings.TrimRight(strings.ToLower(s), " :") {
	case "total", "totals", "grand total", "grand totals", "overall total":
		return true
	}
	return false
}

func (t *trial) account(r *record, code, name string) error {
	row := TBRow{Row: r.row}
	var err error
	if row.Account, err = r.account(t.words, code, name); err != nil {
		return err
	}
	if row.Account.CashFlow, err = r.text(t.words, colCashFlow, 100); err != nil {
		return err
	}
	if row.Entity, err = r.text(t.words, colEntity, 100); err != nil {
		return err
	}
	if row.Dims, err = r.dimensions(t.words); err != nil {
		return err
	}
	if row.Debit, row.Credit, err = t.amounts(r, row.Entity); err != nil {
		return err
	}
	slot := ledger.Slot{Account: code, Entity: row.Entity, Dims: row.Dims}
	if was := t.slots[slot]; was != 0 {
		return r.wrong(colAccount, unread("account %s stands in row %d too, with the same entity and dimensions; add the two up, or keep one", code, was))
	}
	t.slots[slot] = r.row
	if err := t.know(r, row.Account); err != nil {
		return err
	}
	return t.add(row)
}

// amounts reads debit and credit, or the signed balance. Blank and a lone dash are nil.
func (t *trial) amounts(r *record, entity string) (debit, credit int64, err error) {
	r.dash(colDebit, colCredit, colBalance)
	if !r.has(colBalance) {
		debit, credit, _, err = r.sided(t.o.functional(entity))
		return debit, credit, err
	}
	n, _, err := r.signed(colBalance, t.o.functional(entity))
	return max(n, 0), max(-n, 0), err
}
