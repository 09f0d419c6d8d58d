package statement

import (
	"slices"

	"tieout/ledger"
	"tieout/xbrl"
)

// figure is a line in one column with the accounts behind it.
func (p *bookPeriod) figure(l bookLine) Figure {
	f := Figure{Row: l.id, Column: p.col.Key, Absent: p.col.Absent != ""}
	if f.Absent {
		return f
	}
	f.Amount = l.amount(p)
	for _, pt := range l.parts(p) {
		f.Synthetic = f.Synthetic || pt.basis == ledger.Synthetic
		f.Difference = f.Difference || pt.basis == ledger.ByDifference
		f.Sources = addSource(f.Sources, pt.account, pt.amount, pt.basis)
	}
	if p.col.Agreed != nil && len(f.Sources) > 0 && p.whole(f.Sources) {
		if cite, ok := p.col.Agreed(accountsOf(f.Sources)); ok {
			f.Citation, f.Synthetic = cite, false
		}
	}
	return f
}

// whole says that the sources are all that their accounts did in the period.
func (p *bookPeriod) whole(ss []Source) bool {
	for _, code := range accountsOf(ss) {
		left := p.col.TB.Account(code)
		for _, s := range ss {
			if s.Account == code {
				left -= s.Amount
			}
		}
		if left != 0 {
			return false
		}
	}
	return true
}

// section is the total of a section over the rows before it.
func (b *bookBuilder) section(s Activity, label string, rows []Row) Row {
	concept := map[Activity]string{Operating: "NetCashProvidedByUsedInOperatingActivities", Investing: "NetCashProvidedByUsedInInvestingActivities", Financing: "NetCashProvidedByUsedInFinancingActivities"}[s]
	r := Row{ID: string(s), Label: label, Concept: gaap(concept), Kind: TotalRow, Level: 1, Show: Debit, Parent: "net-change"}
	if s == Operating { // the others have a balance in the taxonomy
		r.Sign = xbrl.DebitIsPositive
	}
	return b.total(r, rows, func(p *bookPeriod) int64 {
		return map[Activity]int64{Operating: p.out.Operating.Total, Investing: p.out.Investing.Total, Financing: p.out.Financing.Total}[s]
	})
}

func (b *bookBuilder) change(rows []Row) Row {
	r := Row{ID: "net-change", Label: "Net increase (decrease) in cash" + b.restrictedWords(), Kind: TotalRow, Show: Debit,
		Concept: gaap("CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalentsPeriodIncreaseDecreaseIncludingExchangeRateEffect")}
	return b.total(r, rows, func(p *bookPeriod) int64 { return p.out.NetChange })
}

// total adds the figures of a total, which the calculator has added up, and names the rows that it is the sum of.
func (b *bookBuilder) total(r Row, rows []Row, amount func(*bookPeriod) int64) Row {
	var of []string
	for _, x := range rows {
		if x.Parent == r.ID && x.Kind != HeadingRow {
			of = append(of, x.ID)
		}
	}
	for n, p := range b.periods {
		f := Figure{Row: r.ID, Column: p.col.Key, Of: of, Absent: p.col.Absent != "", Amount: amount(p)}
		for _, x := range rows {
			if x.Parent == r.ID && x.Kind != HeadingRow {
				f.Synthetic = f.Synthetic || x.Figures[n].Synthetic
				f.Difference = f.Difference || x.Figures[n].Difference
			}
		}
		r.Figures = append(r.Figures, f)
	}
	return r
}

func (b *bookBuilder) restricted() bool {
	return slices.ContainsFunc(b.periods, func(p *bookPeriod) bool { return p.restricts })
}

func (b *bookBuilder) restrictedWords() string {
	if b.restricted() {
		return ", cash equivalents and restricted cash"
	}
	return " and cash equivalents"
}

// cashRows are cash at the beginning and the end, from the balances themselves.
func (b *bookBuilder) cashRows() []Row {
	cash := "Cash" + b.restrictedWords()
	begin := Row{ID: "cash-begin", Label: cash + " at beginning of period", Concept: gaap(cashTotal), Kind: LineRow, Show: Debit, Instant: true, AtStart: true}
	end := Row{ID: "cash-end", Label: cash + " at end of period", Concept: gaap(cashTotal), Kind: LineRow, Show: Debit, Instant: true, Double: true}
	for _, p := range b.periods {
		begin.Figures = append(begin.Figures, p.cash(begin.ID, p.col.Begin))
		end.Figures = append(end.Figures, p.cash(end.ID, p.col.End))
	}
	return []Row{begin, end}
}

// cash is the balance of all cash accounts in a trial balance. Who vouches for a period vouches for both its ends.
func (p *bookPeriod) cash(row string, tb ledger.TrialBalance) Figure {
	var accounts []string
	for _, m := range p.moves {
		if m.class.kind == cashAccount {
			accounts = append(accounts, m.account.Code)
		}
	}
	return figure(row, Column{Key: p.col.Key, TB: tb, Absent: p.col.Absent, Agreed: p.col.Agreed}, accounts)
}

// noncashRows disclose investing and financing that moved no cash (ASC 230-10-50-3).
func (b *bookBuilder) noncashRows() []Row {
	var lines []bookLine
	for _, f := range flows {
		if f.Disclosed {
			lines = append(lines, bookLine{id: "noncash-" + f.Name, label: f.Label, concept: f.Concept, flip: f.Credit,
				amount: func(p *bookPeriod) int64 { return p.disclosed[f.Name] }, parts: func(p *bookPeriod) []part { return p.parts[f.Name] }})
		}
	}
	rows := b.shown("", lines)
	if len(rows) == 0 {
		return nil
	}
	for i := range rows {
		rows[i].Level = 1
	}
	return append([]Row{{ID: "noncash-heading", Label: "Non-cash investing and financing activities", Kind: HeadingRow}}, rows...)
}
