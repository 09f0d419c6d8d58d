package statement

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/check"
	"tieout/ledger"
)

// equityBuilder makes a statement of rows by components.
type equityBuilder struct {
	chart      *ledger.Chart
	components []Component
	moves      []equityMove
	balance    string                      // element of the balances
	component  func(ledger.Account) string // empty for accounts outside
	out        EquityStatement
	found      []check.Finding
}

func (b *equityBuilder) build(columns []Column) (EquityStatement, []check.Finding) {
	for _, col := range columns {
		b.out.Columns = append(b.out.Columns, begun(col, "of changes in equity"))
	}
	slices.SortStableFunc(b.out.Columns, func(x, y Column) int {
		return cmp.Or(cmp.Compare(x.Over.Start, y.Over.Start), cmp.Compare(x.Over.End, y.Over.End))
	})
	for i, col := range b.out.Columns {
		follows := i > 0 && b.out.Columns[i-1].Over.End+1 == col.Over.Start && b.out.Columns[i-1].Absent == "" && col.Absent == ""
		b.period(col, follows)
	}
	b.drop()
	return b.out, b.found
}

// period adds the rows of one period; the opening balance only when the period before did not end there.
func (b *equityBuilder) period(col Column, follows bool) {
	if !follows {
		b.balanceRow(col, true)
	}
	for _, m := range b.moves {
		b.moveRow(col, m)
	}
	b.balanceRow(col, false)
}

func (b *equityBuilder) balanceRow(col Column, opening bool) {
	r := EquityRow{ID: "closing " + col.Key, Label: "Balance, " + col.Over.End.Long(), Concept: b.balance, Kind: EquityBalance, Instant: true, At: col.Over.End, Period: col.Key, Show: Credit}
	from := col
	from.TB = col.End
	if opening {
		r.ID, r.Label, r.At, r.Opening = "opening "+col.Key, "Balance, "+(col.Over.Start-1).Long(), col.Over.Start-1, true
		from.TB = col.Begin
	}
	b.fill(&r, from, func(ledger.Account, ledger.Row) bool { return true })
	b.out.Rows = append(b.out.Rows, r)
}

func (b *equityBuilder) moveRow(col Column, m equityMove) {
	r := EquityRow{ID: m.id + " " + col.Key, Label: m.label, Concept: m.concept, Kind: m.kind, Over: col.Over, Period: col.Key, Show: Credit}
	b.fill(&r, col, func(a ledger.Account, row ledger.Row) bool { return moveOf(a, row) == m.id })
	shown := slices.ContainsFunc(r.Figures, func(f Figure) bool { return f.Amount != 0 })
	if !shown && m.kind != EquityIncome {
		return
	}
	b.out.Rows = append(b.out.Rows, r)
	if m.id == "other" {
		b.unexplained(col, r)
	}
}

// fill adds up the rows that are taken, by component.
func (b *equityBuilder) fill(r *EquityRow, col Column, take func(ledger.Account, ledger.Row) bool) {
	r.Total = Figure{Row: r.ID, Absent: col.Absent != ""}
	for _, comp := range b.components {
		f := figureOf(r.ID, col, func(row ledger.Row) bool {
			a, _ := b.chart.Account(row.Account)
			return b.component(a) == comp.Key && take(a, row)
		})
		f.Column = comp.Key
		r.Figures = append(r.Figures, f)
		r.Total.Amount += f.Amount
		r.Total.Synthetic = r.Total.Synthetic || f.Synthetic
		r.Total.Difference = r.Total.Difference || f.Difference
		r.Total.Of = append(r.Total.Of, comp.Key)
	}
}

// equityComponent is the column of an account: results not yet closed are retained earnings.
func (b *equityBuilder) equityComponent(a ledger.Account) string {
	switch line := balanceLine(a); {
	case a.Type.Income(), a.Type == ledger.Equity && a.Code == b.chart.Retained().Code:
		return "retained-earnings"
	case a.Type != ledger.Equity:
		return ""
	case isAOCI(a):
		return "aoci"
	case slices.ContainsFunc(b.components, func(c Component) bool { return c.Key == line }):
		return line
	}
	return "other-equity"
}

// moveOf is the movement that a row of the ledger is.
func moveOf(a ledger.Account, r ledger.Row) string {
	flow := r.Dims.Get(ledger.CashFlowDimension)
	switch {
	case a.Type.Income():
		return "net-income"
	case isAOCI(a) && isOCI(r):
		return "oci"
	}
	for _, m := range equityMoves {
		if slices.Contains(m.flows, flow) {
			return m.id
		}
	}
	return "other"
}

// unexplained names the accounts whose movement no tag explains.
func (b *equityBuilder) unexplained(col Column, r EquityRow) {
	for _, f := range r.Figures {
		for _, code := range accountsOf(f.Sources) {
			var sum int64
			for _, s := range f.Sources {
				if s.Account == code {
					sum += s.Amount
				}
			}
			a, _ := b.chart.Account(code)
			if sum != 0 {
				b.found = append(b.found, check.Finding{Rule: "equity-other", Severity: check.Open, Subject: "account " + a.Label(), Cite: "Regulation S-X 3-04",
					Message: fmt.Sprintf("%s: it changed by %s and no line says why; tag the lines of the entries in the dimension cashflow, or supply the flows of the period (stock-issued, stock-compensation, stock-repurchased, dividends, accounting-change ...)", col.Title, b.text(-sum))})
			}
		}
	}
}
