package app

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"tieout/check"
	"tieout/internal/importer"
	"tieout/ledger"
	"tieout/money"
)

func amount(minor int64, e ledger.Entity) string {
	return money.New(minor, e.Currency).Grouped() + " " + string(e.Currency)
}

// trialBalance posts what brings the books to the trial balance of the file at its date: the difference, account
// by account, in one entry. Accounts of the book that the file does not list are taken to nil, and named.
func (im *importing) trialBalance(r io.ReaderAt) error {
	if im.r.Date == 0 {
		return mistake("", "a trial balance needs its date: --date YYYY-MM-DD")
	}
	tb, err := importer.Trial(im.format, r, im.size, im.options())
	if err != nil {
		if err := im.problem("", err); err != nil {
			return err
		}
		return im.mistake()
	}
	if err := im.openRows(tb.Rows); err != nil || len(im.problems) > 0 {
		return err
	}
	return im.difference(tb.Rows)
}

// openRows opens the accounts of the rows; an account that the book does not know needs a type.
func (im *importing) openRows(rows []importer.TBRow) error {
	for _, row := range rows {
		a := row.Account
		old, known := im.w.state.Chart.Account(a.Code)
		where := fmt.Sprintf("%s row %d", filepath.Base(im.r.Path), row.Row)
		im.row = row.Row
		if a.Type == "" && !known {
			if err := im.problem(where, mistake("", "account %s is new and has no type; give it one in the column type", a.Code)); err != nil {
				return err
			}
			continue
		}
		if known {
			a = mergeAccount(old, a)
		}
		if err := im.problem(where, im.w.open([]ledger.Account{a})); err != nil {
			return err
		}
	}
	return nil
}

// mergeAccount keeps what the file leaves out.
func mergeAccount(old, a ledger.Account) ledger.Account {
	keep := func(v *string, o string) {
		if *v == "" {
			*v = o
		}
	}
	keep(&a.Name, old.Name)
	keep(&a.Concept, old.Concept)
	keep(&a.CashFlow, old.CashFlow)
	if a.Type == "" {
		a.Type = old.Type
	}
	if a.Section == "" {
		a.Section = old.Section
	}
	return a
}

// difference posts file less book, slot by slot.
func (im *importing) difference(rows []importer.TBRow) error {
	book, err := im.books(rows)
	if err != nil {
		return err
	}
	byDims := slices.ContainsFunc(rows, func(r importer.TBRow) bool { return r.Dims != "" })
	stand := map[ledger.Slot]int64{}
	for _, r := range book.Rows {
		stand[im.slot(r.Slot, byDims)] += r.Amount
	}
	e := ledger.Entry{Kind: ledger.Standard, Effective: im.r.Date, Description: "Trial balance of " + im.r.Date.String() + ", " + filepath.Base(im.r.Path),
		Preparer: im.preparer, Approver: im.approver, Source: filepath.Base(im.r.Path)}
	line := func(s ledger.Slot, amount int64, memo string) {
		if amount != 0 {
			e.Lines = append(e.Lines, ledger.Line{Account: s.Account, Entity: s.Entity, Dims: s.Dims, Amount: amount, Memo: memo})
		}
	}
	for _, r := range rows {
		s := im.slot(ledger.Slot{Account: r.Account.Code, Entity: r.Entity, Dims: r.Dims}, byDims)
		line(s, r.Amount()-stand[s], fmt.Sprintf("row %d", r.Row))
		delete(stand, s)
	}
	im.takenToNil(stand, line)
	im.laterOnes()
	if len(e.Lines) == 0 {
		im.out.Notes = append(im.out.Notes, check.Finding{Rule: "import-equal", Severity: check.Note, Subject: e.Source, Message: "the books stand as the file says; nothing was posted"})
		return nil
	}
	if im.w.state.Chart.Retained().ID == 0 && slices.ContainsFunc(e.Lines, func(l ledger.Line) bool { return l.Account == im.w.state.Chart.Retained().Code }) {
		return mistake(e.Source, "earlier years have a result and no account takes it up; give one account the concept RetainedEarningsAccumulatedDeficit")
	}
	if err := im.w.admit(&e); err != nil {
		return err
	}
	return im.post(&e)
}

// books is what the file is compared with: the trial balance at its date, with the income of the year in its
// accounts. A file after closing, one of a year's end without any income, says nothing of those accounts: then they
// stay as they are, and what is compared is the trial balance after closing, with their result in retained earnings.
func (im *importing) books(rows []importer.TBRow) (ledger.TrialBalance, error) {
	v := &View{tx: im.w.tx, State: im.w.state, Position: im.w.tx.Head().Acts + 1, every: true}
	chart, cal, d := im.w.state.Chart, im.w.state.Calendar, im.r.Date
	book, err := v.TrialBalance(d)
	income := func(code string) bool { a, ok := chart.Account(code); return ok && a.Type.Income() }
	if err != nil || d != cal.YearEnd(cal.Year(d)) || slices.ContainsFunc(rows, func(r importer.TBRow) bool { return r.Debit != r.Credit && income(r.Account.Code) }) {
		return book, err
	}
	result := book.Of(func(r ledger.Row) bool { return income(r.Account) })
	if !slices.ContainsFunc(book.Rows, func(r ledger.Row) bool { return income(r.Account) }) {
		return book, nil
	}
	open, err := v.Open(d)
	if err != nil {
		return book, err
	}
	ent, _ := chart.Entity("")
	im.out.Notes = append(im.out.Notes, check.Finding{Rule: "import-after-closing", Severity: check.Note, Subject: filepath.Base(im.r.Path),
		Message: fmt.Sprintf("it is a trial balance after closing: the income accounts of the year stay as they are, and their result (%s, credit negative) is compared within retained earnings", amount(result, ent))})
	return open.Close(chart, open, chart.Retained().Code), nil
}

// slot is what rows of the file and of the book are compared by: the analysis of cash flows and of the basis
// never stands in a file, other dimensions only when the file has them.
func (im *importing) slot(s ledger.Slot, byDims bool) ledger.Slot {
	if ent, ok := im.w.state.Chart.Entity(s.Entity); ok && ent.ID == 1 {
		s.Entity = ""
	}
	if !byDims {
		s.Dims = ""
		return s
	}
	s.Dims = s.Dims.With(ledger.BasisDimension, "").With(ledger.CashFlowDimension, "")
	return s
}

func (im *importing) takenToNil(left map[ledger.Slot]int64, line func(ledger.Slot, int64, string)) {
	var slots []ledger.Slot
	for s, amount := range left {
		if amount != 0 {
			slots = append(slots, s)
		}
	}
	slices.SortFunc(slots, func(a, b ledger.Slot) int { return cmpSlot(a, b) })
	ent, _ := im.w.state.Chart.Entity("")
	for _, s := range slots {
		line(s, -left[s], "not in the file")
		im.out.Notes = append(im.out.Notes, check.Finding{Rule: "import-absent", Severity: check.Open, Subject: "account " + s.Account,
			Message: fmt.Sprintf("it stood at %s and is not in the file; it was taken to nil. If that is wrong, import a file that lists it", amount(left[s], ent))})
	}
}

func cmpSlot(a, b ledger.Slot) int {
	switch {
	case a.Account != b.Account:
		return compare(a.Account, b.Account)
	case a.Entity != b.Entity:
		return compare(a.Entity, b.Entity)
	}
	return compare(string(a.Dims), string(b.Dims))
}

func compare(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

// laterOnes says which later trial balances were imported before and now stand on changed ground.
func (im *importing) laterOnes() {
	for _, old := range im.w.state.Imports {
		var d string
		if n, _ := fmt.Sscanf(old.Kind, "trial-balance %s", &d); n == 1 && d > im.r.Date.String() {
			im.out.Notes = append(im.out.Notes, check.Finding{Rule: "import-later", Severity: check.Open, Subject: old.File,
				Message: fmt.Sprintf("the trial balance of %s was imported before this earlier one; import it again so that the books stand as it says", d)})
		}
	}
}
