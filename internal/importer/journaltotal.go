package importer

import (
	"fmt"
	"strings"

	"tieout/ledger"
	"tieout/money"
)

// journalTotals are the sums of a journal so far, to be held against a total row.
type journalTotals struct {
	debits, credits int64
	cur             money.Currency // of all lines; empty before the first
	mixed           bool           // lines are in several currencies
	row             int            // the total row, 0 before it
}

// sum adds a line.
func (j *journalTable) sum(r *record, l ledger.Line) error {
	t := &j.totals
	if cur := j.o.functional(l.Entity); t.cur == "" {
		t.cur = cur
	} else if t.cur != cur {
		t.mixed = true
	}
	t.mixed = t.mixed || r.mapping.Amounts == transacted && l.Transaction != nil
	fits := true
	if l.Amount > 0 {
		t.debits, fits = money.TryAdd(t.debits, l.Amount)
	} else {
		t.credits, fits = money.TryAdd(t.credits, -l.Amount)
	}
	if !fits {
		return mistake{rule: ruleFile, row: r.row, why: "the rows add up to more than the book can hold"}
	}
	return nil
}

// total takes a row of totals: one whose first text says so, without an account. It is held against the sums, and
// nothing may follow it but, in a printed report, notes of one cell.
func (j *journalTable) total(r *record) (done bool, err error) {
	t := &j.totals
	if c := r.get(colAccount); t.row == 0 && !c.blank() && !isTotal(c.text) {
		return false, nil
	}
	switch label, n := r.firstText(); {
	case t.row != 0 && r.report && n == 1:
		return true, nil
	case t.row != 0:
		return true, mistake{rule: ruleRead, row: r.row, text: label, why: fmt.Sprintf("the row comes after the total row %d; nothing can", t.row)}
	case !isTotal(label):
		return subtotal(r, label)
	default:
		t.row = r.row
	}
	if t.mixed {
		return true, mistake{rule: ruleRead, row: r.row, why: "the total row adds up several currencies and cannot be held against the rows; delete it"}
	}
	for _, c := range []struct {
		name column
		want int64
	}{{colDebit, t.debits}, {colCredit, t.credits}, {colAmount, t.debits - t.credits}} {
		if err := r.agrees(c.name, c.want, t.cur, len(j.found) > 0); err != nil {
			return true, err
		}
	}
	return true, nil
}

// subtotal refuses a row that adds up others before the end.
func subtotal(r *record, label string) (bool, error) {
	if !strings.HasPrefix(strings.ToLower(label), "total ") {
		return false, nil
	}
	return true, mistake{rule: ruleRead, row: r.row, text: label, why: quote(clip(label)) + " looks like a subtotal; delete it: only a grand total in the last row is understood"}
}

// firstText is the first cell of a row that is not blank, and how many are not.
func (r *record) firstText() (label string, n int) {
	for _, c := range r.cells {
		if c.blank() {
			continue
		}
		if n++; n == 1 {
			label = strings.TrimSpace(c.text)
		}
	}
	return label, n
}

// agrees holds one total against its sum, unless a row before it could not be read.
func (r *record) agrees(name column, want int64, cur money.Currency, unsure bool) error {
	if r.pos[name] == 0 {
		return nil
	}
	r.dash(name)
	read := r.amount
	if name == colAmount || name == colBalance {
		read = r.signed
	}
	got, blank, err := read(name, cur)
	if err != nil || blank || got == want || unsure {
		return err
	}
	f := func(n int64) string { return money.New(n, cur).Grouped() }
	return r.wrong(name, mistake{rule: ruleBalance, why: fmt.Sprintf("the total is %s and the rows add up to %s, a difference of %s %s; a row is missing or wrong", f(got), f(want), f(got-want), cur)})
}
