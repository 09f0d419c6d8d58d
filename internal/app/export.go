package app

import (
	"context"
	"encoding/csv"
	"io"
	"strings"

	"tieout/internal/exporter"
	"tieout/ledger"
	"tieout/money"
)

// exportHead are the columns of an exported journal: those that an import of a CSV journal reads.
var exportHead = []string{"entry", "date", "description", "kind", "key", "origin", "account", "account_name", "type", "concept", "entity", "debit", "credit",
	"currency", "transaction_amount", "rate", "cashflow", "basis", "memo"}

// Export writes every entry as a CSV journal, one row a line, and signs a checkpoint over the book it was taken from.
// Text that a spreadsheet would run as a formula gets an apostrophe in front. The checkpoint's text is returned for
// keeping beside the file.
func (a *App) Export(ctx context.Context, by string, out io.Writer) (checkpoint string, entries int64, err error) {
	checkpoint, err = a.Checkpoint(ctx, by, "an export of the journal")
	if err != nil {
		return "", 0, err
	}
	err = a.read(ctx, 0, func(v *View) error {
		w := csv.NewWriter(out)
		head := append([]string{}, exportHead...)
		for _, d := range v.State.Chart.Dimensions() {
			head = append(head, "dim:"+d.Code)
		}
		if err := w.Write(head); err != nil {
			return err
		}
		for e, err := range v.Entries() {
			if err != nil {
				return err
			}
			entries++
			for i := range e.Lines {
				if err := w.Write(v.exportRow(&e.Entry, &e.Lines[i])); err != nil {
					return err
				}
			}
		}
		w.Flush()
		return w.Error()
	})
	return checkpoint, entries, err
}

func (v *View) exportRow(e *ledger.Entry, l *ledger.Line) []string {
	acct, _ := v.State.Chart.Account(l.Account)
	ent, _ := v.State.Chart.Entity(l.Entity)
	d, _ := ent.Currency.Digits()
	debit, credit := "", ""
	if l.Amount < 0 {
		credit = money.FormatMinor(-l.Amount, d)
	} else {
		debit = money.FormatMinor(l.Amount, d)
	}
	origin := ""
	if e.Origin != 0 {
		origin = e.Origin.String()
	}
	currency, amount, rate := "", "", ""
	if t := l.Transaction; t != nil {
		currency, amount, rate = string(t.Amount.Currency), t.Amount.String(), t.Rate
	}
	row := []string{e.Number.String(), e.Effective.String(), exporter.Inert(e.Description), string(e.Kind), e.Key, origin, l.Account, exporter.Inert(acct.Name),
		strings.TrimSpace(string(acct.Section) + " " + string(acct.Type)), acct.Concept, l.Entity, debit, credit, currency, amount, rate,
		l.Dims.Get(ledger.CashFlowDimension), l.Dims.Get(ledger.BasisDimension), exporter.Inert(l.Memo)}
	for _, dim := range v.State.Chart.Dimensions() {
		row = append(row, l.Dims.Get(dim.Code))
	}
	return row
}
