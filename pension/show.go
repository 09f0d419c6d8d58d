package pension

import (
	"fmt"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/workpaper"
)

// published are a report's figures to be footed and performed again.
func (p *Plan) published(r Report) Published {
	x := Published{Name: "Actuary's report of " + r.Dated.String() + ", year to " + r.End.String(), Currency: p.currency(), Places: p.books.Digits, Discount: r.Discount, Return: r.ReturnRate, RateStep: workpaper.Ratio(5, 100000), Tolerance: workpaper.Whole(1), Frozen: p.Frozen != 0 && p.Frozen < r.End.AddMonths(-12, true)+1}
	add := func(into *[]Item, name string, n int64, always bool) {
		if n != 0 || always {
			*into = append(*into, Item{name, p.books.Exact(n)})
		}
	}
	add(&x.Cost, "service cost", r.Service, false)
	add(&x.Cost, "interest cost", r.Interest, true)
	add(&x.Cost, "expected return", -r.Expected, true)
	add(&x.Cost, "prior service amortised", r.PriorService, false)
	add(&x.Cost, "net loss amortised", r.LossAmortised, false)
	add(&x.Cost, "settlement, curtailment, special", r.Special, false)
	add(&x.Obligation, "beginning", r.PBOBegin, true)
	add(&x.Obligation, "service cost", r.Service, false)
	add(&x.Obligation, "interest cost", r.Interest, true)
	add(&x.Obligation, "amendments", r.Amendments, false)
	add(&x.Obligation, "actuarial loss", r.Loss, true)
	add(&x.Obligation, "benefits paid", -r.Benefits, true)
	add(&x.Obligation, "expenses paid", -r.Expenses, false)
	add(&x.Obligation, "settlements", -r.Settlements, false)
	add(&x.Obligation, "curtailment", -r.Curtailment, false)
	add(&x.Obligation, "currency", r.FX, false)
	add(&x.Assets, "beginning", r.AssetsBegin, true)
	add(&x.Assets, "actual return", r.Return, true)
	add(&x.Assets, "contributions", r.Contributions, true)
	add(&x.Assets, "benefits paid", -r.Benefits, true)
	add(&x.Assets, "expenses paid", -r.Expenses, false)
	add(&x.Assets, "settlements", -r.Settlements, false)
	add(&x.Assets, "currency", r.FXAssets, false)
	a, b := p.books.Exact(r.PBOEnd), p.books.Exact(r.AssetsEnd)
	x.ObligationEnd, x.AssetsEnd = &a, &b
	return x
}

// Check performs reports again, holds them against one another and against the books, and watches for settlements.
func (p *Plan) Check(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	if at >= p.opened {
		if have, err := l.Balance(p.Liability, at); err == nil && -have != p.balance(at) {
			want := p.balance(at)
			found = append(found, check.Finding{Rule: "pension-ties", Severity: check.Open, Subject: p.Liability, Cite: "ASC 715-30-25-1", Message: fmt.Sprintf("at the end of %s the plan's liability is %s and the ledger has %s; the difference is %s: propose the entries that are due, and record the contributions", at, p.books.Text(want), p.books.Text(-have), p.books.Text(-have-want))})
		}
	}
	for i, r := range p.own {
		if r.End > at {
			break
		}
		if res, err := p.published(r).Compute(); err == nil {
			found = append(found, res.Findings...)
		}
		if i > 0 {
			found = append(found, p.joins(p.own[i-1], r)...)
		}
		found = append(append(found, p.froze(r)...), p.watch(p.reports[i])...)
	}
	return found
}

// joins holds a report's beginnings against the ends of the one before, and performs the corridor again.
func (p *Plan) joins(before, r Report) (found []check.Finding) {
	about := "Actuary's report, year to " + r.End.String()
	for _, x := range []struct {
		what string
		a, b int64
	}{{"obligation", before.PBOEnd, r.PBOBegin}, {"assets", before.AssetsEnd, r.AssetsBegin}} {
		if x.a != x.b {
			found = append(found, open("reports-join", about, "", "the %s begins with %s, the report before ends with %s; the difference is %s", x.what, p.books.Text(x.b), p.books.Text(x.a), p.books.Text(x.b-x.a)))
		}
	}
	found = append(found, p.carried(about, before, r)...)
	if before.Remaining != nil && before.Remaining.Sign() > 0 {
		c := Corridor{Currency: p.books.Currency, Opening: p.books.Exact(before.NetLoss), Places: p.books.Digits, Years: []CorridorYear{{Obligation: p.books.Exact(r.PBOBegin), Assets: p.books.Exact(r.AssetsBegin), Service: *before.Remaining}}}
		if res, err := c.Compute(); err == nil {
			if least := res.Amortised[0]; least.Abs().Cmp(p.books.Exact(r.LossAmortised).Abs().Add(workpaper.Whole(1))) > 0 {
				found = append(found, open("corridor", about, "ASC 715-30-35-24", "net loss amortised is %s; the corridor asks for at least %s (net loss %s, obligation %s, assets %s, %s years)", p.books.Text(r.LossAmortised), two(least), p.books.Text(before.NetLoss), p.books.Text(r.PBOBegin), p.books.Text(r.AssetsBegin), before.Remaining))
			}
		}
	}
	return found
}

// carried performs again what no cost has borne yet: net loss and prior service from one report to the next. Where something was settled or
// curtailed the report's own figures stand.
func (p *Plan) carried(about string, before, r Report) (found []check.Finding) {
	if r.Special != 0 || r.Settlements != 0 || r.Curtailment != 0 || r.FX != 0 || r.FXAssets != 0 {
		return nil
	}
	off := func(rule, what string, want, have int64, how string) {
		if d := have - want; max(d, -d) > p.one() {
			found = append(found, open(rule, about, "ASC 715-20-50-1(i)", "%s at the end is %s in the report; %s that is %s; the difference is %s", what, p.books.Text(have), how, p.books.Text(want), p.books.Text(d)))
		}
	}
	if before.NetLoss != 0 && r.NetLoss != 0 {
		off("net-loss-rolls", "net loss not recognised", before.NetLoss-r.LossAmortised+r.Loss+r.Expected-r.Return, r.NetLoss, fmt.Sprintf("from %s, amortised %s, actuarial loss %s, and return %s below the expected one", p.books.Text(before.NetLoss), p.books.Text(r.LossAmortised), p.books.Text(r.Loss), p.books.Text(r.Expected-r.Return)))
	}
	if before.PriorEnd != 0 && r.PriorEnd != 0 {
		off("prior-service-rolls", "prior service not recognised", before.PriorEnd+r.Amendments-r.PriorService, r.PriorEnd, fmt.Sprintf("from %s, given %s, amortised %s", p.books.Text(before.PriorEnd), p.books.Text(r.Amendments), p.books.Text(r.PriorService)))
	}
	return found
}

// one is a unit of the currency in minor units: as much as figures may be off that were rounded one by one.
func (p *Plan) one() int64 {
	n, _ := workpaper.Whole(1).Minor(p.books.Digits)
	return n
}

// froze asks what became of prior service in the year in which a plan was frozen.
func (p *Plan) froze(r Report) []check.Finding {
	year := p.books.Calendar.YearPeriod(p.books.Calendar.Year(r.End))
	if p.Frozen == 0 || !year.Contains(p.Frozen) || r.PriorEnd == 0 || r.Curtailment != 0 || r.Special != 0 {
		return nil
	}
	return []check.Finding{open("freeze-without-curtailment", "Plan, year to "+r.End.String(), "ASC 715-30-35-92", "the plan was frozen on %s and the report has no curtailment; prior service of %s is of years in which nothing accrues any more: ask the actuary what of it must be recognised", p.Frozen, p.books.Text(r.PriorEnd))}
}

// watch asks about settlements, contributions and the true-up of a year.
func (p *Plan) watch(r Report) (found []check.Finding) {
	about := "Plan, year to " + r.End.String()
	if lump := r.Benefits + r.Settlements; lump > r.Service+r.Interest && lump > 0 {
		found = append(found, check.Finding{Rule: "settlement-watch", Severity: check.Note, Subject: about, Cite: "ASC 715-30-35-82", Message: fmt.Sprintf("benefits paid of %s are more than service and interest cost of %s: if they were lump sums, settlement accounting is due", p.books.Text(lump), p.books.Text(r.Service+r.Interest))})
	}
	year := p.books.Calendar.YearPeriod(p.books.Calendar.Year(r.End))
	var sum int64
	for _, x := range p.paid {
		if year.Contains(x.on) {
			sum += x.amount
		}
	}
	if d := r.Contributions - sum; d != 0 && (!p.foreign() || max(d, -d)*20 > sum) { // in another currency within what rates of days explain
		found = append(found, open("contributions-tie", about, "", "the report has contributions of %s, the record %s; the difference is %s", p.books.Text(r.Contributions), p.books.Text(sum), p.books.Text(r.Contributions-sum)))
	}
	if est, ok := p.estimates[r.End]; ok && est != 0 {
		if d := r.Cost() - est; max(d, -d)*10 > max(est, -est) {
			found = append(found, check.Finding{Rule: "true-up", Severity: check.Note, Subject: about, Cite: "ASC 270-10-45-4", Message: fmt.Sprintf("the quarters accrued %s, the report has %s: a true-up of %s at the year end", p.books.Text(est), p.books.Text(r.Cost()), p.books.Text(d))})
		}
	}
	return found
}

// Grids are obligation and assets year by year, the cost, and what was performed again.
func (p *Plan) Grids(period fiscal.Period) []estimate.Grid {
	return []estimate.Grid{p.obligation(period.End), p.assets(period.End), p.components(period.End), p.performed(period.End)}
}

// upTo are the last reports to a day, at most four.
func (p *Plan) upTo(at fiscal.Date) []Report { return last4(p.reports, at) }

func last4(rs []Report, at fiscal.Date) []Report {
	n := 0
	for n < len(rs) && rs[n].End <= at {
		n++
	}
	return rs[max(0, n-4):n]
}

func (p *Plan) byYear(id, title string, at fiscal.Date, lines []struct {
	name  string
	of    func(Report) int64
	total bool
}) estimate.Grid {
	g := estimate.Grid{ID: id, Title: title, Columns: []estimate.GridColumn{{Key: "item", Title: "Item"}}}
	rs := p.upTo(at)
	for _, r := range rs {
		g.Columns = append(g.Columns, estimate.GridColumn{Key: r.End.String(), Title: "Year to " + r.End.String(), Kind: estimate.Amount})
	}
	if len(rs) == 0 {
		g.Notes = []string{"No report is there yet."}
		return g
	}
	for _, l := range lines {
		row := estimate.GridRow{Cells: []estimate.Cell{estimate.Words(l.name)}, Total: l.total}
		any := false
		for _, r := range rs {
			n := l.of(r)
			any = any || n != 0
			row.Cells = append(row.Cells, estimate.Money(n))
		}
		if any || l.total {
			g.Rows = append(g.Rows, row)
		}
	}
	return g
}

type lines = []struct {
	name  string
	of    func(Report) int64
	total bool
}

func (p *Plan) obligation(at fiscal.Date) estimate.Grid {
	return p.byYear("obligation", "Projected benefit obligation", at, lines{{"Beginning", func(r Report) int64 { return r.PBOBegin }, false}, {"Service cost", func(r Report) int64 { return r.Service }, false}, {"Interest cost", func(r Report) int64 { return r.Interest }, false}, {"Amendments", func(r Report) int64 { return r.Amendments }, false},
		{"Actuarial loss", func(r Report) int64 { return r.Loss }, false}, {"Benefits paid", func(r Report) int64 { return -r.Benefits }, false}, {"Expenses paid", func(r Report) int64 { return -r.Expenses }, false}, {"Settlements", func(r Report) int64 { return -r.Settlements }, false}, {"Curtailment", func(r Report) int64 { return -r.Curtailment }, false},
		{"Currency", func(r Report) int64 { return r.FX }, false}, {"End", func(r Report) int64 { return r.PBOEnd }, true}})
}

func (p *Plan) assets(at fiscal.Date) estimate.Grid {
	return p.byYear("assets", "Plan assets and funded status", at, lines{{"Beginning", func(r Report) int64 { return r.AssetsBegin }, false}, {"Actual return", func(r Report) int64 { return r.Return }, false}, {"Contributions", func(r Report) int64 { return r.Contributions }, false}, {"Benefits paid", func(r Report) int64 { return -r.Benefits }, false}, {"Expenses paid", func(r Report) int64 { return -r.Expenses }, false},
		{"Settlements", func(r Report) int64 { return -r.Settlements }, false}, {"Currency", func(r Report) int64 { return r.FXAssets }, false}, {"End", func(r Report) int64 { return r.AssetsEnd }, true}, {"Funded status", func(r Report) int64 { return r.AssetsEnd - r.PBOEnd }, true}})
}

func (p *Plan) components(at fiscal.Date) estimate.Grid {
	return p.byYear("cost", "Net periodic cost", at, lines{{"Service cost", func(r Report) int64 { return r.Service }, false}, {"Interest cost", func(r Report) int64 { return r.Interest }, false}, {"Expected return on assets", func(r Report) int64 { return -r.Expected }, false}, {"Prior service amortised", func(r Report) int64 { return r.PriorService }, false},
		{"Net loss amortised", func(r Report) int64 { return r.LossAmortised }, false}, {"Settlement, curtailment, special", func(r Report) int64 { return r.Special }, false}, {"Net periodic cost", Report.Cost, true}})
}

// performed is interest and return of each report, performed again or footed.
func (p *Plan) performed(at fiscal.Date) estimate.Grid {
	g := estimate.Grid{ID: "performed", Title: "Figures of the reports, performed again", Columns: []estimate.GridColumn{{Key: "year", Title: "Year to", Kind: estimate.Date}, {Key: "what", Title: "Figure"}, {Key: "report", Title: "In the report", Kind: estimate.Number, Places: p.books.Digits}, {Key: "again", Title: "Performed again", Kind: estimate.Number, Places: p.books.Digits}, {Key: "allowed", Title: "Rounding explains", Kind: estimate.Number, Places: p.books.Digits}, {Key: "verdict", Title: "Verdict"}}}
	for _, r := range last4(p.own, at) {
		res, err := p.published(r).Compute()
		if err != nil {
			continue
		}
		for _, x := range res.Performed {
			row := []estimate.Cell{estimate.Day(r.End), estimate.Words(x.What), estimate.Exact(x.Published), estimate.Exact(x.Computed), estimate.Exact(x.Allowed), estimate.Words(x.Verdict)}
			if x.Verdict == FootedVerdict {
				row[3], row[4] = estimate.Cell{}, estimate.Cell{}
			}
			g.Rows = append(g.Rows, estimate.GridRow{Cells: row})
		}
	}
	return g
}

// Charts are obligation, assets and funded status at year ends.
func (p *Plan) Charts(period fiscal.Period) []estimate.Chart {
	c := estimate.Chart{ID: "funded", Title: "Obligation, assets and funded status at year ends", Series: []estimate.Series{{Name: "obligation"}, {Name: "assets"}, {Name: "funded status"}}}
	for _, r := range p.reports {
		if r.End > period.End {
			break
		}
		c.Labels = append(c.Labels, r.End.String())
		for i, n := range []int64{r.PBOEnd, r.AssetsEnd, r.AssetsEnd - r.PBOEnd} {
			c.Series[i].Values = append(c.Series[i].Values, n)
		}
	}
	if len(c.Labels) == 0 {
		return nil
	}
	return []estimate.Chart{c}
}

// Papers are the report of the period's fiscal year performed again, and the minimum liability or the adoption of SFAS 158 at its end.
func (p *Plan) Papers(period fiscal.Period) (out []*workpaper.Paper) {
	rs := p.upTo(period.End)
	if len(rs) == 0 {
		return nil
	}
	r := rs[len(rs)-1]
	if res, err := p.published(p.ownReport(r.End)).Compute(); err == nil {
		out = append(out, res.Paper)
	}
	for _, m := range p.moves {
		if m.on != r.End {
			continue
		}
		switch m.what {
		case minimum:
			w := p.ownReport(r.End)
			x := Minimum{Name: p.Description, Currency: p.currency(), Accumulated: p.books.Exact(w.ABO), Assets: p.books.Exact(w.AssetsEnd), Accrued: p.books.Exact(m.before), PriorService: p.books.Exact(w.PriorEnd), Tax: p.Tax}
			if res, err := x.Compute(); err == nil {
				out = append(out, res.Paper)
			}
		case adopted:
			x := Adoption{Name: p.Description, Currency: p.books.Currency, Before: p.books.Exact(r.PBOEnd - r.AssetsEnd - m.amount), Intangible: p.books.Exact(-m.asset), After: p.books.Exact(r.PBOEnd - r.AssetsEnd), Tax: p.Tax}
			if res, err := x.Compute(); err == nil {
				out = append(out, res.Paper)
			}
		}
	}
	return out
}
