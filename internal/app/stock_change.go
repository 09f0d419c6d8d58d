package app

import (
	"context"
	"fmt"
	"strconv"

	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/workpaper"
)

// MethodChange asks what it means to go from LIFO to FIFO (ASC 250-10-45-5): the change is applied to all years presented, as if the
// new method had always been used.
type MethodChange struct {
	Pool     string
	From, To int              // fiscal years presented, first and last
	Tax      workpaper.Number // rate, a part of one
}

// MethodLine is a caption of a year: as reported by LIFO, what the change does, and as adjusted to FIFO. Minor units; per-share amounts
// are cents.
type MethodLine struct {
	Key, Caption, Concept      string
	Reported, Effect, Adjusted int64
	Absent                     bool // nothing was reported
}

// MethodYear is a year presented. Begin and End are the LIFO reserve; TaxBegin and TaxEnd the deferred tax on it.
type MethodYear struct {
	Period           fiscal.Named
	Begin, End       int64
	TaxBegin, TaxEnd int64
	Lines            []MethodLine
}

// MethodEffect is the change over the years presented, oldest first.
type MethodEffect struct {
	MethodChange
	Standing StockPool
	Years    []MethodYear
}

// Cumulative is the effect on retained earnings at the beginning of the first year presented (ASC 250-10-45-5(b)).
func (m MethodEffect) Cumulative() int64 { return m.Years[0].Begin - m.Years[0].TaxBegin }

// ChangeOfMethod works out the change from the reserve that the pool's layers leave at the ends of years. It is asked at a position at
// which the books are still by LIFO.
func (v *View) ChangeOfMethod(c MethodChange) (MethodEffect, error) {
	p, ok := v.State.Stock.Pool(c.Pool)
	first := v.State.Calendar.Year(p.Base) + 1
	switch {
	case !ok:
		return MethodEffect{}, mistake("", "there is no pool %q at this position", c.Pool)
	case p.Ended != 0:
		return MethodEffect{}, mistake("pool "+c.Pool, "the books know since position %d that it ended on %s; look at the change at an earlier position, where they are still by last-in, first-out", p.EndedAt, p.Ended)
	case c.From > c.To || c.To-c.From > 9:
		return MethodEffect{}, mistake("", "years are presented from the first to the last, ten at most; not %d to %d", c.From, c.To)
	case c.From < first:
		return MethodEffect{}, mistake("pool "+c.Pool, "its layers begin at the end of %s; the first year that can be presented is %d", p.Base, first)
	case c.Tax.Sign() < 0 || c.Tax.Cmp(workpaper.Whole(1)) >= 0:
		return MethodEffect{}, mistake("", "a tax rate of %s; it is a part of one, such as 0.38", c.Tax)
	}
	s, err := v.PoolAt(c.Pool, v.State.Calendar.YearPeriod(c.To).End)
	if err != nil {
		return MethodEffect{}, err
	}
	out := MethodEffect{MethodChange: c, Standing: p}
	reserve := map[fiscal.Date]int64{}
	for _, d := range s.Days {
		reserve[d.On] = d.Reserve
	}
	work, err := p.begin(v.Entity().Currency)
	if err != nil {
		return out, err
	}
	if prior := work.PriorIndex; prior != nil { // the reserve that the layers begin with
		n := workpaper.Whole(0)
		for _, l := range work.Layers {
			n = n.Add(l.Base.Mul(prior.Sub(l.Index)))
		}
		reserve[p.Base] = v.poolMinor(p, n)
	} else if c.From == first {
		return out, mistake("pool "+c.Pool, "the reserve at %s is not known without the cumulative index of that day; present years from %d on", p.Base, first+1)
	}
	for y := c.From; y <= c.To; y++ {
		year, err := v.methodYear(y, reserve, c.Tax)
		if err != nil {
			return out, err
		}
		out.Years = append(out.Years, year)
	}
	return out, nil
}

// poolMinor is a reserve in minor units as the pool carries it.
func (v *View) poolMinor(p StockPool, n workpaper.Number) int64 {
	places := v.digits()
	if p.Whole {
		places = 0
	}
	m, _ := n.Round(places, money.HalfAway).Minor(v.digits())
	return m
}

func (v *View) methodYear(year int, reserve map[fiscal.Date]int64, rate workpaper.Number) (MethodYear, error) {
	p, err := v.State.Calendar.ParsePeriod(strconv.Itoa(year))
	if err != nil {
		return MethodYear{}, err
	}
	y := MethodYear{Period: p, Begin: reserve[p.Start-1], End: reserve[p.End]}
	tax := func(n int64) int64 {
		m, _ := workpaper.Whole(n).Mul(rate).Round(0, money.HalfAway).Int64()
		return m
	}
	y.TaxBegin, y.TaxEnd = tax(y.Begin), tax(y.End)
	income, _, err := v.Income(p)
	if err != nil {
		return y, err
	}
	balance, _, err := v.BalanceSheet(p.End, p.Start-1)
	if err != nil {
		return y, err
	}
	pre, taxed := y.End-y.Begin, y.TaxEnd-y.TaxBegin
	add := func(s statement.Statement, row, key, caption string, col int, effect int64) {
		l := MethodLine{Key: key, Caption: caption, Effect: effect, Absent: true}
		if r, ok := s.Row(row); ok && !r.Figures[col].Absent {
			l.Reported, l.Concept, l.Absent = r.Shown(r.Figures[col]), r.Concept, false
			if caption == "" {
				l.Caption = r.Label
			}
			l.Adjusted = l.Reported + effect
		}
		y.Lines = append(y.Lines, l)
	}
	add(income, "cost-of-sales", "cost", "Cost of products sold", 0, -pre)
	add(income, "pretax", "pretax", "Income (loss) before income taxes", 0, pre)
	add(income, "income-tax", "tax", "Income tax expense (benefit)", 0, taxed)
	add(income, "net-income", "income", "Net income (loss)", 0, pre-taxed)
	v.methodShare(&y, income, pre-taxed)
	for _, x := range []struct {
		concept, key, caption string
		col                   int
		effect                int64
	}{{"InventoryNet", "inventory", "Inventories at the end", 0, y.End}, {"RetainedEarningsAccumulatedDeficit", "retained-begin", "Retained earnings at the beginning", 1, y.Begin - y.TaxBegin}, {"RetainedEarningsAccumulatedDeficit", "retained-end", "Retained earnings at the end", 0, y.End - y.TaxEnd}} {
		r, ok := balance.RowOf("us-gaap:" + x.concept)
		if !ok {
			y.Lines = append(y.Lines, MethodLine{Key: x.key, Caption: x.caption, Effect: x.effect, Absent: true})
			continue
		}
		add(balance, r.ID, x.key, x.caption, x.col, x.effect)
	}
	return y, nil
}

// methodShare adds basic earnings per share, where shares are known.
func (v *View) methodShare(y *MethodYear, income statement.Statement, effect int64) {
	basic, ok1 := income.Row("eps-basic")
	shares, ok2 := income.Row("shares-basic")
	net, ok3 := income.Row("net-income")
	if !ok1 || !ok2 || !ok3 || basic.Figures[0].Absent || shares.Figures[0].Amount == 0 {
		return
	}
	adjusted := money.Quotient(net.Shown(net.Figures[0])+effect, shares.Figures[0].Amount, money.HalfAway)
	reported := basic.Figures[0].Amount
	y.Lines = append(y.Lines, MethodLine{Key: "eps", Caption: "Basic earnings (loss) per share", Concept: basic.Concept, Reported: reported, Effect: adjusted - reported, Adjusted: adjusted})
}

// MethodTable is the change side by side, year by year, with what an auditor's letter on it rests on (Regulation S-K Item 601(b)(18)).
func (v *View) MethodTable(m MethodEffect) exporter.Table {
	d := v.digits()
	t := exporter.Table{ID: "change-of-method", Title: []string{v.State.Name, "From last-in, first-out to first-in, first-out"}, Columns: texts("Caption")}
	for _, y := range m.Years {
		n := y.Period.Name
		t.Columns = append(t.Columns, exporter.Column{Key: "reported-" + n, Title: n + " as reported", Amount: true, Digits: d}, exporter.Column{Key: "effect-" + n, Title: "Effect", Amount: true, Digits: d}, exporter.Column{Key: "adjusted-" + n, Title: "As adjusted", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "reported-" + n}, {Key: "effect-" + n}}})
	}
	for i, l := range m.Years[0].Lines {
		r := exporter.Row{Key: l.Key, Cells: []exporter.Cell{exporter.Text(l.Caption)}}
		for _, y := range m.Years {
			if i >= len(y.Lines) || y.Lines[i].Absent {
				r.Cells = append(r.Cells, exporter.Cell{}, exporter.Cell{}, exporter.Cell{})
				continue
			}
			x := y.Lines[i]
			r.Cells = append(r.Cells, exporter.Amount(x.Reported, d), exporter.Amount(x.Effect, d), exporter.Amount(x.Adjusted, d))
		}
		t.Rows = append(t.Rows, r)
	}
	for _, f := range v.MethodFacts(m) {
		t.Notes = append(t.Notes, f[0]+": "+f[1])
	}
	v.stamp(&t, fmt.Sprintf("pool %s, %d to %d, tax %s", m.Pool, m.From, m.To, m.Tax))
	return t
}

// MethodFacts are what the notes and the accountant's letter say of the change (ASC 250-10-50-1; Regulation S-K Item 601(b)(18)).
func (v *View) MethodFacts(m MethodEffect) [][2]string {
	first, last := m.Years[0], m.Years[len(m.Years)-1]
	return [][2]string{
		{"Change", "inventories of " + orOther(m.Standing.Name, m.Standing.Code) + " from last-in, first-out (dollar-value, " + m.Standing.Index + ") to first-in, first-out"},
		{"How it is applied", "retrospectively to all years presented, as if the new method had always been used (ASC 250-10-45-5)"},
		{"Years presented", fmt.Sprintf("%d to %d", m.From, m.To)},
		{"Cumulative effect on retained earnings at " + (first.Period.Start - 1).Long(), v.said(m.Cumulative())},
		{"Of it before tax, and deferred tax on it at " + m.Tax.Mul(workpaper.Whole(100)).String() + " %", v.said(first.Begin) + ", " + v.said(first.TaxBegin)},
		{"Inventories at " + last.Period.End.Long(), "higher by " + v.said(last.End)},
		{"Letter of the accountant on preferability", "exhibit 18 of the first report after the change (Regulation S-K Item 601(b)(18)); why the method is preferable is management's to say (ASC 250-10-45-2)"},
	}
}

// MethodAccounts are the accounts of the entries of a change.
type MethodAccounts struct{ Retained, Deferred, TaxExpense string }

// Entries apply the change: the effect of earlier years to retained earnings at the beginning, and each year's own to its cost and tax.
func (m MethodEffect) Entries(a MethodAccounts) (out []ledger.Entry) {
	first := m.Years[0]
	flow := ledger.Dims(ledger.CashFlowDimension + "=" + statement.AccountingChange)
	p := m.Standing
	line := func(account string, n int64, d ledger.Dims) ledger.Line {
		return ledger.Line{Account: account, Amount: n, Dims: d}
	}
	if first.Begin != 0 {
		out = append(out, ledger.Entry{Kind: ledger.Correcting, Effective: first.Period.Start - 1, Description: "Change to first-in, first-out: the LIFO reserve of earlier years to retained earnings, net of tax",
			Lines: []ledger.Line{line(p.Reserve, first.Begin, flow), line(a.Deferred, -first.TaxBegin, flow), line(a.Retained, first.TaxBegin-first.Begin, flow)}})
	}
	for _, y := range m.Years {
		n, tax := y.End-y.Begin, y.TaxEnd-y.TaxBegin
		if n == 0 {
			continue
		}
		out = append(out, ledger.Entry{Kind: ledger.Correcting, Effective: y.Period.End, Description: "Change to first-in, first-out: cost of sales and tax of " + y.Period.Name,
			Lines: []ledger.Line{line(p.Reserve, n, ""), line(p.Cost, -n, ""), line(a.TaxExpense, tax, ""), line(a.Deferred, -tax, "")}})
	}
	for i := range out {
		out[i].Lines = dropNil(out[i].Lines)
	}
	return out
}

func dropNil(ls []ledger.Line) (out []ledger.Line) {
	for _, l := range ls {
		if l.Amount != 0 {
			out = append(out, l)
		}
	}
	return out
}

// ProposeChange opens a branch with the entries of a change: statements seen on it are the comparative statements as adjusted. Nothing is
// posted until a second person merges it, and locked years need their overrides.
func (a *App) ProposeChange(ctx context.Context, by, name, why string, m MethodEffect, accounts MethodAccounts) (int64, error) {
	s, err := a.State(ctx, 0)
	if err != nil {
		return 0, err
	}
	for what, code := range map[string]string{"retained earnings": accounts.Retained, "deferred taxes": accounts.Deferred, "deferred tax expense": accounts.TaxExpense} {
		if _, ok := s.Chart.Account(code); !ok {
			return 0, mistake("", "the account of %s is %q, which is not in the chart", what, code)
		}
	}
	id, err := a.OpenBranch(ctx, by, name, why)
	if err != nil {
		return 0, err
	}
	_, err = a.Propose(ctx, by, id, m.Entries(accounts)...)
	return id, err
}
