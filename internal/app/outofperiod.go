package app

import (
	"cmp"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/ledger"
)

// LateEntry is an entry that belongs to another quarter than it counts in, or that came into a quarter after its report was
// made.
type LateEntry struct {
	ledger.Entry
	OriginOf fiscal.Named // the quarter that it belongs to
	BookedIn fiscal.Named // the quarter that it counts in
	After    string       // the report that had been made before it came; empty for none
	PreTax   int64        // effect on income before income taxes, minor units; positive raises it
}

// OutOfPeriod are the late adjustments that belong to quarters of some years, by quarter and order of posting. Entries that an
// entry takes back or is taken back by are among them.
func (v *View) OutOfPeriod(first, last int) ([]LateEntry, error) {
	var out []LateEntry
	seen := map[int64]bool{}
	add := func(e ledger.Entry, origin fiscal.Date, after string) {
		q := v.quarterOf(origin)
		if q.Year < first || q.Year > last || seen[e.ID] {
			return
		}
		seen[e.ID] = true
		out = append(out, LateEntry{Entry: e, OriginOf: q, BookedIn: v.quarterOf(e.Effective), After: after, PreTax: v.preTax(e)})
	}
	es, err := v.tx.EntriesOfOtherPeriods(v.State.Chart, v.last)
	if err != nil {
		return nil, err
	}
	for _, e := range es {
		if v.quarterOf(e.Origin) != v.quarterOf(e.Effective) {
			add(e.Entry, e.Origin, "")
		}
	}
	for _, f := range v.State.Filings {
		p, err := v.State.Calendar.ParsePeriod(f.Period)
		if err != nil {
			continue
		}
		q := v.quarterOf(p.End)
		known, err := v.tx.LastEntry(f.AsKnown)
		if err != nil {
			return nil, err
		}
		es, err := v.tx.EntriesBackdated(v.State.Chart, q.Period, known, v.last)
		if err != nil {
			return nil, err
		}
		for _, e := range es {
			add(e.Entry, e.Effective, f.Form+" for "+f.Period)
		}
	}
	slices.SortStableFunc(out, func(a, b LateEntry) int {
		return cmp.Or(cmp.Compare(a.OriginOf.End, b.OriginOf.End), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// quarterOf is the fiscal quarter of a day.
func (v *View) quarterOf(d fiscal.Date) fiscal.Named {
	year, month := v.State.Calendar.MonthOf(d)
	q := (month + 2) / 3
	n, err := v.State.Calendar.ParsePeriod(itoa(int64(year)) + "-Q" + itoa(int64(q)))
	if err != nil {
		panic(err)
	}
	return n
}

// preTax is what an entry does to income before income taxes: revenue less expenses, but for those of income taxes.
func (v *View) preTax(e ledger.Entry) int64 {
	var sum int64
	for _, l := range e.Lines {
		a, ok := v.State.Chart.Account(l.Account)
		if ok && (a.Type == ledger.Revenue || a.Type == ledger.Expense) && !strings.Contains(a.Concept, "IncomeTaxExpenseBenefit") {
			sum -= l.Amount
		}
	}
	return sum
}

// OutOfPeriodTable is the register of late adjustments as a table, with a total for each quarter that they belong to.
func (v *View) OutOfPeriodTable(first, last int) (exporter.Table, error) {
	ls, err := v.OutOfPeriod(first, last)
	if err != nil {
		return exporter.Table{}, err
	}
	d := v.digits()
	t := exporter.Table{ID: "out-of-period", Title: []string{v.State.Name, "Late adjustments by the quarter that they belong to"},
		Columns: []exporter.Column{{Key: "origin", Title: "Belongs to"}, {Key: "booked", Title: "Counts in"}, {Key: "entry", Title: "Entry"}, {Key: "date", Title: "Effective"}, {Key: "position", Title: "Known at position"},
			{Key: "description", Title: "Description"}, {Key: "after", Title: "Came after"}, {Key: "amount", Title: "Amount", Amount: true, Digits: d}, {Key: "pretax", Title: "Effect on income before taxes", Amount: true, Digits: d}}}
	quarters := 0
	for i := 0; i < len(ls); {
		q := ls[i].OriginOf
		var sum int64
		for ; i < len(ls) && ls[i].OriginOf == q; i++ {
			l := ls[i]
			debits, _, _ := l.Totals()
			key := l.Number.String()
			sum += l.PreTax
			t.Rows = append(t.Rows, exporter.Row{Key: key, Cells: []exporter.Cell{exporter.Text(q.Name), exporter.Text(l.BookedIn.Name), exporter.Text(key), exporter.Text(l.Effective.String()), exporter.Text(itoa(l.Position)),
				exporter.Text(l.Description), exporter.Text(l.After), exporter.Amount(debits, d), exporter.Amount(l.PreTax, d)}})
		}
		key := "total-" + q.Name
		quarters++
		t.Rows = append(t.Rows, exporter.Row{Key: key, Kind: "total", Cells: []exporter.Cell{exporter.Text("Total of " + q.Name), {}, {}, {}, {}, {}, {}, {}, exporter.Amount(sum, d)}})
	}
	var total int64
	for _, l := range ls {
		total += l.PreTax
	}
	if quarters > 1 {
		t.Rows = append(t.Rows, exporter.Row{Key: "total", Kind: "total", Cells: []exporter.Cell{exporter.Text("All quarters"), {}, {}, {}, {}, {}, {}, {}, exporter.Amount(total, d)}})
	}
	v.stamp(&t, "years "+itoa(int64(first))+" to "+itoa(int64(last)))
	return t, nil
}

// LedgerAccount is an account's part of the general ledger of a period: what it opens and closes with, and its lines.
type LedgerAccount struct {
	Account          ledger.Account
	Opening, Closing int64 // debit positive, minor units
	Debits, Credits  int64
	Moved            bool // it has lines in the period
}

// GeneralLedger are the accounts that have a balance or lines in a period, in order of their codes, for the selected entity.
// Income accounts open a fiscal year at nil; earlier results stand in retained earnings.
func (v *View) GeneralLedger(p fiscal.Period) ([]LedgerAccount, error) {
	cal := v.State.Calendar
	if cal.Year(p.Start) != cal.Year(p.End) {
		return nil, mistake("", "%s goes over the end of a fiscal year; look at one year at a time", p)
	}
	before, err := v.Open(p.Start - 1)
	if err != nil {
		return nil, err
	}
	prior, err := v.Open(cal.YearPeriod(cal.Year(p.Start)).Start - 1)
	if err != nil {
		return nil, err
	}
	open := before.Close(v.State.Chart, prior, v.State.Chart.Retained().Code)
	movement, err := v.tx.Movement(cal, v.Entity().ID, p, v.last, v.counts())
	if err != nil {
		return nil, err
	}
	var out []LedgerAccount
	for _, a := range v.State.Chart.Accounts() {
		m, moved := movement[a.ID]
		x := LedgerAccount{Account: a, Opening: open.Account(a.Code), Debits: m.Debits, Credits: m.Credits, Moved: moved}
		x.Closing = x.Opening + x.Debits - x.Credits
		if x.Opening != 0 || moved {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b LedgerAccount) int { return strings.Compare(a.Account.Code, b.Account.Code) })
	return out, nil
}

// GeneralLedgerTable is the general ledger of a period as a table: a row an account.
func (v *View) GeneralLedgerTable(p fiscal.Named) (exporter.Table, error) {
	as, err := v.GeneralLedger(p.Period)
	if err != nil {
		return exporter.Table{}, err
	}
	d := v.digits()
	amount := func(key, title string) exporter.Column {
		return exporter.Column{Key: key, Title: title, Amount: true, Digits: d}
	}
	closing := amount("closing", "Closing")
	closing.Sum = []exporter.Term{{Key: "opening"}, {Key: "debit"}, {Key: "credit", Minus: true}}
	t := exporter.Table{ID: "general-ledger", Title: []string{v.State.Name, "General ledger of " + p.Name, "debit positive"}, Columns: []exporter.Column{{Key: "account", Title: "Account"}, {Key: "name", Title: "Name"}, amount("opening", "Opening"), amount("debit", "Debit"), amount("credit", "Credit"), closing}}
	var terms []exporter.Term
	var opening, debits, credits, closed int64
	for _, a := range as {
		terms = append(terms, exporter.Term{Key: a.Account.Code})
		opening, debits, credits, closed = opening+a.Opening, debits+a.Debits, credits+a.Credits, closed+a.Closing
		t.Rows = append(t.Rows, exporter.Row{Key: a.Account.Code, Cells: []exporter.Cell{exporter.Text(a.Account.Code), exporter.Text(a.Account.Name), exporter.Amount(a.Opening, d), exporter.Amount(a.Debits, d), exporter.Amount(a.Credits, d), exporter.Amount(a.Closing, d)}})
	}
	t.Rows = append(t.Rows, exporter.Row{Key: "total", Kind: "total", Sum: terms, Cells: []exporter.Cell{exporter.Text("Total"), {}, exporter.Amount(opening, d), exporter.Amount(debits, d), exporter.Amount(credits, d), exporter.Amount(closed, d)}})
	v.stamp(&t, "period "+p.Name)
	return t, nil
}
