package app

import (
	"slices"

	"tieout/check"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
)

// first is the earliest effective date of the books, none when they are empty.
func (v *View) first() (fiscal.Date, error) {
	if v.began != 0 {
		return v.began, nil
	}
	d, err := v.tx.FirstEffective(v.last)
	if err != nil || d == "" {
		return 0, err
	}
	v.began, err = fiscal.Parse(d)
	return v.began, err
}

// At is the column of a balance sheet at the end of a day.
func (v *View) At(d fiscal.Date) (statement.Column, error) {
	c := statement.Column{Key: d.String(), Title: d.Long(), At: d}
	first, err := v.first()
	if err != nil {
		return c, err
	}
	if first == 0 || d < first {
		c.Absent = absentText(first)
		return c, nil
	}
	if c.TB, err = v.TrialBalance(d); err != nil {
		return c, err
	}
	tb := c.TB
	c.Agreed = func(accounts []string) (string, bool) {
		cite, ok := v.agreedAt(accounts, d, tb)
		return cite, ok && cite != ""
	}
	return c, nil
}

func absentText(first fiscal.Date) string {
	if first == 0 {
		return "the book has no entries"
	}
	return "the books begin on " + first.Long()
}

// Over is the column of a period: the movement of every account, income accounts not closed.
func (v *View) Over(p fiscal.Named) (statement.Column, error) {
	c := statement.Column{Key: p.Name, Title: filing.PeriodWords(p.Period), Over: p.Period}
	first, err := v.first()
	if err != nil {
		return c, err
	}
	begin, err := v.Open(p.Start - 1)
	if err != nil {
		return c, err
	}
	end, err := v.Open(p.End)
	if err != nil {
		return c, err
	}
	c.TB, c.Begin, c.End = end.Less(begin), begin, end
	// Income is known for a period that begins after the books did, or for a year to date that an opening trial
	// balance brought in.
	yearStart := v.State.Calendar.YearPeriod(v.State.Calendar.Year(p.End)).Start
	opened := p.Start == yearStart && first >= p.Start && first <= p.End && v.hasIncome(c.TB)
	if first == 0 || p.Start <= first && !opened {
		return statement.Column{Key: c.Key, Title: c.Title, Over: c.Over, Absent: absentText(first)}, nil
	}
	c.Agreed = func(accounts []string) (string, bool) { return v.agreedOver(accounts, p.Period, begin, end) }
	return c, nil
}

func (v *View) hasIncome(tb ledger.TrialBalance) bool {
	return slices.ContainsFunc(tb.Rows, func(r ledger.Row) bool {
		a, ok := v.State.Chart.Account(r.Account)
		return ok && a.Type.Income()
	})
}

// agreedAt says that assertions stand for every one of the accounts on the day, and for nothing else that stood in the
// trial balance; the citation is that of the outside document, or empty when none vouches.
func (v *View) agreedAt(accounts []string, d fiscal.Date, tb ledger.TrialBalance) (string, bool) {
	cite := ""
	for _, code := range accounts {
		a, _ := v.State.Chart.Account(code)
		i := slices.IndexFunc(v.State.Assertions, func(s Assertion) bool {
			return s.Date == d && a.Within(s.Account) && v.nothingElse(s.Account, accounts, tb)
		})
		if i < 0 {
			return "", false
		}
		cite = v.State.Assertions[i].Citation
	}
	return cite, len(accounts) > 0
}

// nothingElse says that every account below a code with an amount is among the given ones.
func (v *View) nothingElse(code string, accounts []string, tb ledger.TrialBalance) bool {
	for _, r := range tb.Rows {
		a, _ := v.State.Chart.Account(r.Account)
		if r.Amount != 0 && a.Within(code) && !slices.Contains(accounts, r.Account) {
			return false
		}
	}
	return true
}

// agreedOver says that a document vouches for the end of a period whose beginning is asserted too, or is nil.
func (v *View) agreedOver(accounts []string, p fiscal.Period, begin, end ledger.TrialBalance) (string, bool) {
	cite, ok := v.agreedAt(accounts, p.End, end)
	if !ok || cite == "" {
		return "", false
	}
	if _, ok := v.agreedAt(accounts, p.Start-1, begin); ok {
		return cite, true
	}
	for _, code := range accounts {
		if begin.Account(code) != 0 {
			return "", false
		}
	}
	return cite, true
}

// BalanceSheet is the balance sheet at the end of some days.
func (v *View) BalanceSheet(days ...fiscal.Date) (statement.Statement, []check.Finding, error) {
	var cols []statement.Column
	for _, d := range days {
		c, err := v.At(d)
		if err != nil {
			return statement.Statement{}, nil, err
		}
		cols = append(cols, c)
	}
	s, found := statement.Build(statement.BalanceSheet, v.State.Chart, cols)
	return s, append(found, statement.Tie(s, v.digits())...), nil
}

// Income is the income statement over some periods, with earnings per share where the registrant's data has the
// shares.
func (v *View) Income(periods ...fiscal.Named) (statement.Statement, []check.Finding, error) {
	cols, err := v.spans(periods)
	if err != nil {
		return statement.Statement{}, nil, err
	}
	s, found := statement.Build(statement.IncomeStatement, v.State.Chart, cols)
	more, err := v.perShare(&s)
	return s, append(found, more...), err
}

func (v *View) spans(periods []fiscal.Named) ([]statement.Column, error) {
	var cols []statement.Column
	for _, p := range periods {
		c, err := v.Over(p)
		if err != nil {
			return nil, err
		}
		cols = append(cols, c)
	}
	return cols, nil
}

// StatementKinds are the statements by name.
var StatementKinds = []string{"balance-sheet", "income", "comprehensive-income", "cash-flow", "equity"}

// build makes one statement with one column: a period, or its last day.
func (v *View) build(id string, p fiscal.Named, at fiscal.Date) (statement.Statement, []check.Finding, error) {
	switch id {
	case "balance-sheet":
		if at == 0 {
			at = p.End
		}
		return v.BalanceSheet(at)
	case "income":
		return v.Income(p)
	case "cash-flow":
		return v.CashFlow(p)
	case "comprehensive-income":
		return v.Comprehensive(p)
	}
	return statement.Statement{}, nil, mistake("", "there is no statement %q", id)
}

// CashFlow is the cash-flow statement over some periods. It is titled as not proven until gross flows and non-cash
// items are known in every one of them.
func (v *View) CashFlow(periods ...fiscal.Named) (statement.Statement, []check.Finding, error) {
	cols, err := v.spans(periods)
	if err != nil {
		return statement.Statement{}, nil, err
	}
	s, _, found := statement.CashFlowStatementOf(v.State.Chart, cols)
	return s, found, nil
}

// Comprehensive is the statement of comprehensive income over some periods.
func (v *View) Comprehensive(periods ...fiscal.Named) (statement.Statement, []check.Finding, error) {
	cols, err := v.spans(periods)
	if err != nil {
		return statement.Statement{}, nil, err
	}
	s, found := statement.ComprehensiveIncome(v.State.Chart, cols)
	return s, found, nil
}

// Equity is the statement of changes in equity over some periods.
func (v *View) Equity(periods ...fiscal.Named) (statement.EquityStatement, []check.Finding, error) {
	cols, err := v.spans(periods)
	if err != nil {
		return statement.EquityStatement{}, nil, err
	}
	var known, absent []statement.Column
	for _, c := range cols {
		if c.Absent == "" && len(c.Begin.Rows) == 0 { // an opening trial balance brings income of the year, not the year's opening equity
			c.Absent = absentText(v.began)
		}
		if c.Absent != "" {
			absent = append(absent, c)
		} else {
			known = append(known, c)
		}
	}
	e, found := statement.ChangesInEquity(v.State.Chart, known)
	found = append(found, e.Foot(statement.Scale{Rounding: money.HalfAway}, v.digits())...)
	var ends []statement.Column
	for _, c := range known {
		ends = append(ends, statement.Column{Key: "begin " + c.Key, At: c.Over.Start - 1, TB: c.Begin}, statement.Column{Key: "end " + c.Key, At: c.Over.End, TB: c.End})
	}
	balance, _ := statement.Build(statement.BalanceSheet, v.State.Chart, ends)
	comprehensive, _ := statement.ComprehensiveIncome(v.State.Chart, known)
	found = append(found, statement.TieEquity(e, balance, comprehensive, v.digits())...)
	e.Columns = append(e.Columns, absent...)
	return e, found, nil
}

// StatementReport is a statement for a period with its comparative, as a table.
func (v *View) StatementReport(id string, p fiscal.Named, scale statement.Scale) (exporter.Table, []check.Finding, error) {
	var s statement.Statement
	var found []check.Finding
	var err error
	switch id {
	case "balance-sheet":
		s, found, err = v.BalanceSheet(p.End, v.State.Calendar.YearPeriod(v.State.Calendar.Year(p.Start)).Start-1)
	case "equity":
		return v.equityReport(p, scale)
	default:
		s, found, err = v.build(id, p, 0)
	}
	if err != nil {
		return exporter.Table{}, nil, err
	}
	if scale.Power >= 0 {
		found = append(found, statement.Foot(s, scale, v.digits())...)
	}
	return v.StatementTable(s, scale, "period "+p.Name), found, nil
}
