package debt

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Check holds the portions against the ledger, and the covenants of the last quarter end against their limits.
func (f *Facility) Check(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	b, steps := f.walk(at)
	accounts := []struct {
		code string
		want int64
		skip bool
	}{{f.LongTerm, b[long], false}, {f.Current, b[scheduled], f.Shared}, {f.Callable, b[callable], false}}
	if f.Callable == f.Current {
		accounts[1].want, accounts[2].skip = b[scheduled]+b[callable], true
	}
	for _, a := range accounts {
		if a.skip {
			continue
		}
		if have, err := l.Balance(a.code, at); err == nil && -have != a.want {
			found = append(found, check.Finding{Rule: "debt-ties", Severity: check.Open, Subject: a.code, Cite: "ASC 210-10-45-9",
				Message: fmt.Sprintf("at the end of %s the schedule has %s and the ledger %s; the difference is %s: propose the reclassifications that are due, and record what was drawn or repaid", at, f.books.Text(a.want), f.books.Text(-have), f.books.Text(-have-a.want))})
		}
	}
	if len(steps) > 0 {
		d := steps[len(steps)-1].Decision
		if d.Callable > 0 {
			found = append(found, check.Finding{Rule: "debt-callable", Severity: check.Note, Subject: f.Lender, Cite: "ASC 470-10-45-11", Message: fmt.Sprintf("%s of it are current because the lender could call it: %s", f.books.Text(d.Callable), strings.TrimPrefix(d.Why, "callable: "))})
		}
	}
	found = append(found, f.heldCosts(l, at)...)
	found = append(found, f.heldBase(l, at)...)
	found = append(found, f.doubts(at)...)
	found = append(found, f.books.LateItems(f.items(at), at)...)
	return append(found, f.breaches(at)...)
}

func (f *Facility) breaches(at fiscal.Date) (found []check.Finding) {
	ends := f.quarterEnds(at)
	if len(f.covenants) == 0 || len(ends) == 0 {
		return nil
	}
	c, err := f.certificate(ends[len(ends)-1])
	if err != nil {
		return []check.Finding{{Rule: "covenants", Severity: check.Open, Subject: f.Lender, Message: err.Error()}}
	}
	for _, t := range c.Tests {
		if t.Undefined {
			found = append(found, check.Finding{Rule: "covenant-breached", Severity: check.Open, Subject: t.Name, Message: "it has no value at " + t.At.String() + ": its formula divides by nil"})
		} else if !t.Met {
			found = append(found, check.Finding{Rule: "covenant-breached", Severity: check.Open, Subject: t.Name, Cite: "ASC 470-10-45-11", Message: fmt.Sprintf("it is %s at %s against %s; ask for a waiver, and record the violation as an event", t.Value.Text(2, money.HalfAway), t.At, t.Limit.Text(2, money.HalfAway))})
		}
	}
	return found
}

// Grids are the tests of classification, maturities, events with the reports that they ask for, interest by the effective method, covenants
// with what would break them, the borrowing base, cash by week and going concern.
func (f *Facility) Grids(p fiscal.Period) []estimate.Grid {
	out := []estimate.Grid{f.tests(p.End), f.maturities(p.End)}
	if len(f.terms.Events) > 0 {
		out = append(out, f.eventGrid())
	}
	if items := f.items(p.End); len(items) > 0 {
		out = append(out, f.itemGrids(items)...)
	}
	if len(f.bond.Periods) > 0 {
		out = append(out, f.effectiveGrid())
	}
	if g, some := f.changeGrid(p.End); some {
		out = append(out, g)
	}
	if len(f.covenants) > 0 {
		out = append(out, f.covenantGrid(p.End), f.roomGrid(p.End))
	}
	if b := f.baseBy(p.End); b != nil {
		out = append(out, f.baseGrid(b))
	}
	if f.view != nil {
		out = append(out, f.cashGrid())
	}
	if a := f.assessedBy(p.End); a != nil {
		out = append(out, f.concernGrids(a)...)
	}
	return out
}

// items are the events up to a day that Item 2.04 of Form 8-K reports: what lets the lender accelerate an obligation. A violation is one only
// where the agreement makes it so, which its report says.
func (f *Facility) items(at fiscal.Date) (out []estimate.Item) {
	for _, e := range f.terms.sorted() {
		triggers := e.Kind == Default || e.Kind == Adverse || e.Kind == Demanded || e.Kind == Violation && e.Reported != 0
		if triggers && e.Effective <= at {
			out = append(out, estimate.Item{Number: "2.04", What: sentence(strings.TrimSuffix(e.What, ".")), On: e.Effective, Filed: e.Reported})
		}
	}
	return out
}

// itemGrids are the due dates of Item 2.04, and what it says (Item 2.04(a)(1) to (4)).
func (f *Facility) itemGrids(items []estimate.Item) []estimate.Grid {
	due := f.books.ItemGrid("item-2-04", "Item 2.04 of Form 8-K: events that let the lender accelerate", items)
	due.Notes = []string{"It is due where the consequences are material to the company, once the event has happened as the agreement defines it, notice and grace included."}
	say := estimate.Grid{ID: "item-2-04-facts", Title: "What Item 2.04 says", Columns: []estimate.GridColumn{{Key: "what", Title: "What"}, {Key: "says", Title: "From the record"}, {Key: "cite", Title: "Paragraph"}}}
	add := func(what, says, cite string) {
		say.Rows = append(say.Rows, estimate.GridRow{Cells: words(what, says, cite)})
	}
	for _, x := range items {
		owed := f.owed(x.On)
		add("Day of the event, and the agreement", x.On.Long()+": "+f.Description+", "+f.Lender+", of "+f.Agreed.Long(), "Item 2.04(a)(1)")
		add("The event", x.What, "Item 2.04(a)(2)")
		add("The obligation, and when it is to be paid", f.books.Text(owed)+" "+string(f.books.Currency)+" of principal, of it "+f.books.Text(f.due(x.On))+" within a year by its terms, due in all by "+f.Matures.Long()+"; callable at once if it is accelerated", "Item 2.04(a)(3)")
		add("Other obligations that may arise or be accelerated", "Cross-defaults of other facilities: hold their agreements against this event", "Item 2.04(a)(4)")
	}
	return []estimate.Grid{due, say}
}

func words(ss ...string) (out []estimate.Cell) {
	for _, s := range ss {
		out = append(out, estimate.Words(s))
	}
	return out
}

// tests are the questions at the last quarter end, with their answers.
func (f *Facility) tests(at fiscal.Date) estimate.Grid {
	g := estimate.Grid{ID: "classification", Title: "Current or non-current, by recorded tests", Columns: []estimate.GridColumn{{Key: "question", Title: "Test"}, {Key: "answer", Title: "Answer"}, {Key: "rests", Title: "Rests on"}, {Key: "cite", Title: "Paragraph"}}}
	ends := f.quarterEnds(at)
	if len(ends) == 0 {
		g.Notes = []string{"Nothing was owed at the end of a quarter yet."}
		return g
	}
	end := ends[len(ends)-1]
	c := f.position(end).Classify()
	for _, t := range c.Tests {
		g.Rows = append(g.Rows, estimate.GridRow{Cells: words(t.Question, t.Answer, t.Rests, t.Cite)})
	}
	g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: words("At "+end.String()+": current "+f.books.Text(c.Current)+", non-current "+f.books.Text(c.NonCurrent), "", c.Why, "")})
	return g
}

// years are the principal due in the five years after a day, and later (ASC 470-10-50-1).
func (f *Facility) years(at fiscal.Date) (out [6]int64) {
	left := f.owed(at)
	for _, d := range f.instalments {
		if d.on <= at || left <= 0 {
			continue
		}
		i, n := YearAfter(at, d.on), min(d.amount, left)
		out[i], left = out[i]+n, left-n
	}
	out[YearAfter(at, f.Matures)] += left
	return out
}

// YearAfter is the year after a day in which something falls due: 0 for the first to 4 for the fifth, and 5 for all later ones, as ASC 470-10-50-1
// sorts maturities.
func YearAfter(at, due fiscal.Date) int {
	i := 0
	for i < 5 && due > at.AddMonths(12*(i+1), true) {
		i++
	}
	return i
}

var yearNames = []string{"First year", "Second year", "Third year", "Fourth year", "Fifth year", "Later"}

func (f *Facility) maturities(at fiscal.Date) estimate.Grid {
	g := estimate.Grid{ID: "maturities", Title: "Principal by the year in which it is due, after " + at.Long(), Columns: []estimate.GridColumn{{Key: "year", Title: "Year"}, {Key: "until", Title: "Until", Kind: estimate.Date}, {Key: "amount", Title: "Principal", Kind: estimate.Amount}}}
	sum := int64(0)
	for i, n := range f.years(at) {
		sum += n
		until := at.AddMonths(12*(i+1), true)
		if i == 5 {
			if until = f.Matures; n == 0 {
				until = 0
			}
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words(yearNames[i]), estimate.Day(until), estimate.Money(n)}})
	}
	g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Words("Total"), {}, estimate.Money(sum)}})
	return g
}

func (f *Facility) eventGrid() estimate.Grid {
	g := estimate.Grid{ID: "events", Title: "Events, with the day of the document, of its signature and from which it holds", Columns: []estimate.GridColumn{{Key: "what", Title: "What"}, {Key: "kind", Title: "Kind"}, {Key: "as-of", Title: "Dated as of", Kind: estimate.Date}, {Key: "signed", Title: "Signed", Kind: estimate.Date}, {Key: "effective", Title: "Effective", Kind: estimate.Date}, {Key: "until", Title: "Until", Kind: estimate.Date}}}
	for _, e := range f.terms.Events {
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words(e.What), estimate.Words(string(e.Kind)), estimate.Day(e.AsOf), estimate.Day(e.Signed), estimate.Day(e.Effective), estimate.Day(e.Until)}})
	}
	return g
}

// lastEnds are at most so many quarter ends up to a day.
func (f *Facility) lastEnds(at fiscal.Date, most int) []fiscal.Date {
	ends := f.quarterEnds(at)
	return ends[max(0, len(ends)-most):]
}

func (f *Facility) covenantGrid(at fiscal.Date) estimate.Grid {
	g := estimate.Grid{ID: "covenants", Title: "Covenants at the ends of quarters", Columns: []estimate.GridColumn{{Key: "at", Title: "At", Kind: estimate.Date}, {Key: "name", Title: "Covenant"}, {Key: "value", Title: "Value", Kind: estimate.Number, Places: 2}, {Key: "limit", Title: "Limit", Kind: estimate.Number, Places: 2}, {Key: "headroom", Title: "Headroom", Kind: estimate.Number, Places: 2}, {Key: "met", Title: "Met"}}}
	for _, end := range f.lastEnds(at, 8) {
		c, err := f.certificate(end)
		if err != nil {
			g.Notes = append(g.Notes, end.String()+": "+err.Error())
			continue
		}
		for _, t := range c.Tests {
			met := "yes"
			if !t.Met {
				met = "no"
			}
			row := []estimate.Cell{estimate.Day(end), estimate.Words(t.Name), estimate.Exact(t.Value), estimate.Exact(t.Limit), estimate.Exact(t.Headroom), estimate.Words(met)}
			if t.Undefined {
				row[2], row[4] = estimate.Cell{}, estimate.Cell{}
			}
			g.Rows = append(g.Rows, estimate.GridRow{Cells: row})
		}
	}
	for _, c := range f.covenants {
		bound := "at least"
		if c.AtMost {
			bound = "at most"
		}
		g.Notes = append(g.Notes, c.Name+" = "+c.Formula.Text+", "+bound+" its limit.")
	}
	return g
}

func (f *Facility) roomGrid(at fiscal.Date) estimate.Grid {
	g := estimate.Grid{ID: "headroom", Title: "By how much each quantity may move alone until the limit is met", Columns: []estimate.GridColumn{{Key: "name", Title: "Covenant"}, {Key: "quantity", Title: "Quantity"}, {Key: "now", Title: "Now", Kind: estimate.Number, Places: 2}, {Key: "breaks", Title: "Limit is met at", Kind: estimate.Number, Places: 2}, {Key: "move", Title: "Room", Kind: estimate.Number, Places: 2}}}
	ends := f.lastEnds(at, 1)
	if len(ends) == 0 {
		return g
	}
	c, err := f.certificate(ends[0])
	if err != nil {
		return g
	}
	for _, t := range c.Tests {
		for _, r := range t.Room {
			g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words(t.Name), estimate.Words(r.Name), estimate.Exact(r.Now), estimate.Exact(r.Breaks), estimate.Exact(r.Move)}})
		}
	}
	return g
}

func (f *Facility) cashGrid() estimate.Grid {
	g := estimate.Grid{ID: "cash", Title: "Cash by week", Columns: []estimate.GridColumn{{Key: "ends", Title: "Week ends", Kind: estimate.Date}, {Key: "opening", Title: "Opening", Kind: estimate.Amount}, {Key: "net", Title: "Receipts less payments", Kind: estimate.Amount}, {Key: "draw", Title: "Drawn, repaid negative", Kind: estimate.Amount}, {Key: "closing", Title: "Closing", Kind: estimate.Amount}, {Key: "owed", Title: "Line drawn", Kind: estimate.Amount}, {Key: "liquidity", Title: "Liquidity", Kind: estimate.Amount}}}
	r, err := f.view.Compute()
	if err != nil {
		return g
	}
	for _, w := range r.Weeks {
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Day(w.Ends), estimate.Money(f.books.Minor(w.Opening)), estimate.Money(f.books.Minor(w.Net)), estimate.Money(f.books.Minor(w.Draw)), estimate.Money(f.books.Minor(w.Closing)), estimate.Money(f.books.Minor(w.Drawn)), estimate.Money(f.books.Minor(w.Liquidity))}})
		if w.Short.Sign() > 0 {
			g.Notes = append(g.Notes, fmt.Sprintf("In the week to %s cash is %s below the least, and the line is used up.", w.Ends, w.Short.Text(2, money.HalfAway)))
		}
	}
	g.Notes = append(g.Notes, fmt.Sprintf("Liquidity is least in week %d.", r.Lowest))
	return g
}

// Charts are maturities, headroom of the covenants, and cash by week.
func (f *Facility) Charts(p fiscal.Period) []estimate.Chart {
	m := estimate.Chart{ID: "maturities", Title: "Principal by the year in which it is due", Series: []estimate.Series{{Name: "principal"}}}
	for i, n := range f.years(p.End) {
		m.Labels, m.Series[0].Values = append(m.Labels, yearNames[i]), append(m.Series[0].Values, n)
	}
	out := []estimate.Chart{m}
	if ends := f.lastEnds(p.End, 12); len(f.covenants) > 0 && len(ends) > 1 {
		c := estimate.Chart{ID: "headroom", Title: "Headroom of covenants (ratio or amount)", Lines: true}
		for _, v := range f.covenants {
			c.Series = append(c.Series, estimate.Series{Name: v.Name})
		}
		for _, end := range ends {
			x, err := f.certificate(end)
			if err != nil || len(x.Tests) != len(f.covenants) {
				continue
			}
			c.Labels = append(c.Labels, end.String())
			for i, t := range x.Tests {
				c.Series[i].Values = append(c.Series[i].Values, f.books.Minor(t.Headroom))
			}
		}
		if len(c.Labels) > 1 {
			out = append(out, c)
		}
	}
	if c, ok := f.baseChart(p.End); ok {
		out = append(out, c)
	}
	if f.view != nil {
		if r, err := f.view.Compute(); err == nil {
			c := estimate.Chart{ID: "cash", Title: "Cash and liquidity by week", Lines: true, Series: []estimate.Series{{Name: "cash"}, {Name: "liquidity"}}}
			for _, w := range r.Weeks {
				c.Labels = append(c.Labels, w.Ends.String())
				c.Series[0].Values = append(c.Series[0].Values, f.books.Minor(w.Closing))
				c.Series[1].Values = append(c.Series[1].Values, f.books.Minor(w.Liquidity))
			}
			out = append(out, c)
		}
	}
	return out
}

// Papers are the principal of the period, the covenants of its last quarter end, and cash by week.
func (f *Facility) Papers(p fiscal.Period) (out []*workpaper.Paper) {
	paper := workpaper.New(workpaper.Head{Title: "Principal", Entity: f.Lender, Period: p.Start.String() + " to " + p.End.String()})
	usd := workpaper.Money(f.books.Currency)
	t := paper.Table("By portion", "portion")
	begin, drawn, repaid, moved, end := t.Column("beginning", usd), t.Column("drawn", usd), t.Column("repaid", usd), t.Column("reclassified", usd), t.Column("end", usd)
	roll := f.Rollforward(p)
	costs := f.rollCosts(p)
	for _, x := range roll.Rows[:len(roll.Rows)-len(costs)] {
		row := t.Row(x.Component)
		row.Step(end, row.Input(begin, f.books.Exact(x.Begin)).Plus(row.Input(drawn, f.books.Exact(x.Moves[0]))).Plus(row.Input(repaid, f.books.Exact(x.Moves[1]))).Plus(row.Input(moved, f.books.Exact(x.Moves[2]))))
	}
	s := paper.Section("In all")
	s.Step("owed", usd, end.Total())
	s.Step("reclassified, which must be nil", usd, moved.Total())
	if len(costs) > 0 {
		t := paper.Table("Not amortised, as a deduction from the debt", "what")
		begin, paid, gone, left := t.Column("beginning", usd), t.Column("at issue", usd), t.Column("amortised or written off", usd), t.Column("end", usd)
		for _, x := range costs {
			row := t.Row(x.Component)
			row.Step(left, row.Input(begin, f.books.Exact(x.Begin)).Plus(row.Input(paid, f.books.Exact(x.Moves[0]))).Plus(row.Input(gone, f.books.Exact(x.Moves[3]))))
		}
		deducted := CostsDeducted.Holds(f.books.Calendar.YearPeriod(f.books.Calendar.Year(p.End)).Start)
		if deducted || !slices.ContainsFunc(costs, func(x estimate.RollRow) bool { return x.Apart }) {
			s.Step("owed less what is not amortised", usd, end.Total().Plus(left.Total()), workpaper.Cite("ASC 835-30-45-1A"))
		}
	}
	out = append(out, paper)
	if f.bond.Paper != nil {
		out = append(out, f.bond.Paper)
	}
	for _, m := range f.changes {
		for _, paper := range []*workpaper.Paper{m.result.Paper, m.bond.Paper} {
			if paper != nil && m.on <= p.End {
				out = append(out, paper)
			}
		}
		if m.line != nil && m.line.Paper != nil && m.on <= p.End {
			out = append(out, m.line.Paper)
		}
	}
	if ends := f.lastEnds(p.End, 1); len(f.covenants) > 0 && len(ends) > 0 {
		if c, err := f.certificate(ends[0]); err == nil {
			out = append(out, c.Paper)
		}
	}
	if b := f.baseBy(p.End); b != nil && b.result.Paper != nil {
		out = append(out, b.result.Paper)
	}
	if f.view != nil {
		if r, err := f.view.Compute(); err == nil {
			out = append(out, r.Paper)
		}
	}
	return out
}
