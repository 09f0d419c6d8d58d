package restructuring

import (
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/workpaper"
)

// Grids are the tests that decide each cost, the settlements, the look-back, the reports on Form 8-K, and the bridge of the savings.
func (s *Plan) Grids(p fiscal.Period) []estimate.Grid {
	out := []estimate.Grid{s.tests(), s.settlements(p), s.outcomes(p.End), s.dueGrid(p.End), s.item()}
	if len(s.initiatives) > 0 {
		out = append(out, s.bridge(p))
	}
	return out
}

// tests are the questions that decided each cost's standard, with their answers.
func (s *Plan) tests() estimate.Grid {
	g := estimate.Grid{ID: "tests", Title: "Standard of each cost, by recorded tests", Columns: []estimate.GridColumn{{Key: "cost", Title: "Cost"}, {Key: "question", Title: "Test"}, {Key: "answer", Title: "Answer"}, {Key: "rests", Title: "Rests on"}, {Key: "cite", Title: "Paragraph"}}}
	for _, c := range s.Costs {
		for i, t := range c.Decision.Tests {
			name := ""
			if i == 0 {
				name = c.Description
			}
			g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words(name), estimate.Words(t.Question), estimate.Words(t.Answer), estimate.Words(t.Rests), estimate.Words(t.Cite)}})
		}
		d := c.Decision
		when := string(d.When)
		if d.On != 0 {
			when += ", " + d.On.String()
		}
		if d.Until != 0 {
			when += " to " + d.Until.String()
		}
		g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Words(""), estimate.Words(d.Standard), estimate.Words(when), {}, estimate.Words(d.Cite)}})
	}
	return g
}

// settlements are what was paid in a period, matched to costs.
func (s *Plan) settlements(p fiscal.Period) estimate.Grid {
	g := estimate.Grid{ID: "settlements", Title: "Settlements matched to costs", Columns: []estimate.GridColumn{{Key: "date", Title: "Date", Kind: estimate.Date}, {Key: "cost", Title: "Cost"}, {Key: "what", Title: "How"}, {Key: "reference", Title: "Reference"}, {Key: "amount", Title: "Settled", Kind: estimate.Amount}, {Key: "left", Title: "Left of the cost", Kind: estimate.Amount}}}
	sum := int64(0)
	left := map[string]int64{}
	for _, c := range s.Costs {
		left[c.ID] = s.sum(c.ID, before(p.Start))
	}
	for _, m := range s.moves {
		if !p.Contains(m.on) {
			continue
		}
		left[m.cost] += m.amount
		if m.what != paid && m.what != noncash {
			continue
		}
		how := "cash"
		if m.what == noncash {
			how = "otherwise"
		}
		sum -= m.amount
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Day(m.on), estimate.Words(s.cost(m.cost).Description), estimate.Words(how), estimate.Words(m.text), estimate.Money(-m.amount), estimate.Money(left[m.cost])}})
	}
	if len(g.Rows) == 0 {
		g.Notes = []string{"Nothing was settled in the period."}
		return g
	}
	g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{{}, estimate.Words("Total"), {}, {}, estimate.Money(sum), {}}})
	return g
}

// outcomes are accruals against what became of them.
func (s *Plan) outcomes(at fiscal.Date) estimate.Grid {
	g := estimate.Grid{ID: "look-back", Title: "Look-back: accrued against outcome", Columns: []estimate.GridColumn{{Key: "cost", Title: "Cost"}, {Key: "accrued", Title: "Accrued", Kind: estimate.Amount}, {Key: "paid", Title: "Settled", Kind: estimate.Amount}, {Key: "released", Title: "Released", Kind: estimate.Amount}, {Key: "open", Title: "Open", Kind: estimate.Amount}, {Key: "over", Title: "Over-accrued", Kind: estimate.Rate, Places: 1}}}
	for _, c := range s.Costs {
		x := s.outcome(c, at)
		row := []estimate.Cell{estimate.Words(c.Description), estimate.Money(s.books.Minor(x.Accrued)), estimate.Money(s.books.Minor(x.Paid)), estimate.Money(s.books.Minor(x.Reversed)), estimate.Money(s.books.Minor(x.Open)), {}}
		if over, _ := x.Judge(); x.Accrued.Sign() > 0 {
			row[5] = estimate.Exact(over.Quo(x.Accrued))
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: row})
	}
	return g
}

// items are the events up to a day that Form 8-K reports: the plan (Item 2.05) and impairments that were concluded (Item 2.06).
func (s *Plan) items(at fiscal.Date) (out []estimate.Item) {
	if s.Committed <= at {
		out = append(out, estimate.Item{Number: "2.05", What: "Committed to the plan", On: s.Committed, Filed: s.Reported, Free: s.noReport})
	}
	for _, c := range s.Costs {
		if c.Concluded == 0 || c.Concluded > at {
			continue
		}
		x := estimate.Item{Number: "2.06", What: "Impairment concluded: " + c.Description, On: c.Concluded, Filed: c.Reported}
		if c.withStatements && c.Reported == 0 {
			x.Free = "concluded with the statements of a periodic report that is filed in time and says so (Instruction to Item 2.06)"
		}
		out = append(out, x)
	}
	return out
}

// dueGrid are the due dates of Items 2.05 and 2.06.
func (s *Plan) dueGrid(at fiscal.Date) estimate.Grid {
	g := s.books.ItemGrid("item-due", "Form 8-K: when Items 2.05 and 2.06 are due", s.items(at))
	g.Notes = []string{"Item 2.05 is due where material charges are expected of the plan. What could not be estimated then is reported by amendment within four business days after it is."}
	if len(g.Rows) == 0 {
		g.Notes = []string{"Nothing was committed to by " + at.Long() + "."}
	}
	return g
}

// item is what Items 2.05 and 2.06 of Form 8-K say, from the record.
func (s *Plan) item() estimate.Grid {
	g := estimate.Grid{ID: "item-2-05", Title: "What Items 2.05 and 2.06 of Form 8-K say", Columns: []estimate.GridColumn{{Key: "what", Title: "What"}, {Key: "date", Title: "Date", Kind: estimate.Date}, {Key: "amount", Title: "Estimate", Kind: estimate.Amount}, {Key: "cash", Title: "Of it in cash", Kind: estimate.Amount}, {Key: "cite", Title: "Paragraph"}}}
	add := func(what string, on fiscal.Date, amount, cash estimate.Cell, cite string) {
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words(what), estimate.Day(on), amount, cash, estimate.Words(cite)}})
	}
	none := estimate.Cell{}
	add("Committed to the plan: "+s.Description, s.Committed, none, none, "Item 2.05(a)")
	if s.Complete != 0 {
		add("Expected to be complete", s.Complete, none, none, "Item 2.05(a)")
	} else {
		add("Expected to be complete: no day is recorded, and the item asks for one", 0, none, none, "Item 2.05(a)")
	}
	all, cash := int64(0), int64(0)
	for _, c := range s.Costs {
		n := max(c.Expected, c.Amount, s.sum(c.ID, upTo(1<<30), incurred, accretion))
		in := n
		if c.Kind.Linked() {
			in = 0
		}
		all, cash = all+n, cash+in
		add(string(c.Kind)+": "+c.Description, 0, estimate.Money(n), estimate.Money(in), "Item 2.05(b), (d)")
		if c.Concluded != 0 {
			add("impaired: "+c.Description, c.Concluded, estimate.Money(n), estimate.Money(in), "Item 2.06(a) to (c)")
		}
	}
	g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Words("Total expected"), {}, estimate.Money(all), estimate.Money(cash), estimate.Words("Item 2.05(c), (d)")}})
	return g
}

// bridge holds reported SG&A against the baseline and the savings, quarter by quarter up to a day.
func (s *Plan) bridge(p fiscal.Period) estimate.Grid {
	g := estimate.Grid{ID: "savings", Title: "Savings of SG&A: from the baseline to what was reported", Columns: []estimate.GridColumn{{Key: "quarter", Title: "Quarter ended", Kind: estimate.Date}, {Key: "baseline", Title: "Baseline", Kind: estimate.Amount}, {Key: "planned", Title: "Savings planned", Kind: estimate.Amount}, {Key: "one-off", Title: "One-off items", Kind: estimate.Amount},
		{Key: "expected", Title: "Expected", Kind: estimate.Amount}, {Key: "reported", Title: "Reported", Kind: estimate.Amount}, {Key: "realised", Title: "Savings realised", Kind: estimate.Amount}}}
	for _, q := range s.quarters(p.End) {
		base, once, ok := s.base(q.End)
		if !ok {
			continue
		}
		planned := s.planned(q)
		reported, known := s.reported(q)
		row := []estimate.Cell{estimate.Day(q.End), estimate.Money(base), estimate.Money(-planned), estimate.Money(once), estimate.Money(base - planned + once), {}, {}}
		if known {
			row[5], row[6] = estimate.Money(reported), estimate.Money(base+once-reported)
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: row})
	}
	for _, i := range s.initiatives {
		g.Notes = append(g.Notes, i.name+": "+s.books.Text(i.annual)+" a year, in full from "+i.from.String()+".")
	}
	for _, b := range s.baseline {
		if b.memo != "" {
			g.Notes = append(g.Notes, b.end.String()+": "+b.memo+".")
		}
	}
	return g
}

// quarters are the fiscal quarters from the one after the baseline to a day.
func (s *Plan) quarters(until fiscal.Date) (out []fiscal.Period) {
	var d fiscal.Date
	for _, b := range s.baseline {
		if !b.oneoff && (d == 0 || b.end < d) {
			d = b.end
		}
	}
	for d != 0 && len(out) < 24 {
		q := s.quarterOf(d + 1)
		if q.End > until {
			break
		}
		out = append(out, q)
		d = q.End
	}
	return out
}

func (s *Plan) quarterOf(d fiscal.Date) fiscal.Period {
	y, m := s.books.Calendar.MonthOf(d)
	return s.books.Calendar.Quarter(y, (m+2)/3)
}

// base is the baseline that counts for a quarter, and its one-off items.
func (s *Plan) base(end fiscal.Date) (amount, once int64, ok bool) {
	var of fiscal.Date
	for _, b := range s.baseline {
		if b.oneoff && b.end == end {
			once += b.amount
		}
		if !b.oneoff && b.end < end && b.end >= of {
			amount, of, ok = b.amount, b.end, true
		}
	}
	return amount, once, ok
}

func (s *Plan) planned(q fiscal.Period) (n int64) {
	for _, i := range s.initiatives {
		if i.from <= q.Start {
			n += i.annual / 4
		}
	}
	return n
}

func (s *Plan) reported(q fiscal.Period) (int64, bool) {
	if s.SGA == "" || s.books.Ledger == nil {
		return 0, false
	}
	n, err := s.books.Ledger.Movement(s.SGA, q)
	return n, err == nil
}

// Charts are the reserve at quarter ends by cost, and the savings.
func (s *Plan) Charts(p fiscal.Period) []estimate.Chart {
	roll := estimate.Chart{ID: "reserve", Title: "Restructuring reserve at the ends of quarters", Stacked: true}
	last := p.End
	for _, m := range s.moves {
		last = max(last, m.on)
	}
	for _, c := range s.Costs {
		if !c.Kind.Linked() {
			roll.Series = append(roll.Series, estimate.Series{Name: c.Description})
		}
	}
	for d := s.Committed; d <= last && len(roll.Labels) < 24; {
		q := s.quarterOf(d)
		roll.Labels = append(roll.Labels, q.End.String())
		k := 0
		for _, c := range s.Costs {
			if !c.Kind.Linked() {
				roll.Series[k].Values = append(roll.Series[k].Values, s.sum(c.ID, upTo(q.End)))
				k++
			}
		}
		d = q.End + 1
	}
	out := []estimate.Chart{roll}
	if len(s.initiatives) > 0 {
		c := estimate.Chart{ID: "savings", Title: "Savings of SG&A planned and realised", Series: []estimate.Series{{Name: "planned"}, {Name: "realised"}}}
		for _, q := range s.quarters(p.End) {
			base, once, ok := s.base(q.End)
			reported, known := s.reported(q)
			if !ok || !known {
				continue
			}
			c.Labels = append(c.Labels, q.End.String())
			c.Series[0].Values = append(c.Series[0].Values, s.planned(q))
			c.Series[1].Values = append(c.Series[1].Values, base+once-reported)
		}
		if len(c.Labels) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Papers are the roll-forward of the period, the benefits that are earned by service, and the leases that were left.
func (s *Plan) Papers(p fiscal.Period) (out []*workpaper.Paper) {
	r := s.Rollforward(p)
	roll := Roll{Name: "Restructuring reserve, " + p.Start.String() + " to " + p.End.String(), Currency: s.books.Currency, Places: s.books.Digits}
	for _, m := range r.Moves {
		roll.Moves = append(roll.Moves, lower(m))
	}
	for _, row := range r.Rows {
		c := Column{Name: row.Component, Values: []workpaper.Number{s.books.Exact(row.Begin)}}
		for _, m := range row.Moves {
			c.Values = append(c.Values, s.books.Exact(m))
		}
		roll.Columns = append(roll.Columns, c)
	}
	if res, err := roll.Compute(); err == nil {
		out = append(out, res.Paper)
	}
	for _, c := range s.Costs {
		if c.lease != nil {
			out = append(out, c.lease.Paper)
		}
		if c.Decision.When == OverService {
			b := Benefits{Name: c.Description, Currency: s.books.Currency, Parts: []Part{{"benefit of the group", s.books.Exact(c.Amount)}}, Communicated: c.Decision.On, Last: c.Decision.Until, Ends: monthEnds(s.books.Calendar, c.Decision.On, c.Decision.Until)}
			if res, err := b.Compute(); err == nil {
				out = append(out, res.Paper)
			}
		}
	}
	return out
}

func lower(s string) string {
	if s == "" {
		return s
	}
	b := []byte(s)
	if b[0] >= 'A' && b[0] <= 'Z' {
		b[0] += 'a' - 'A'
	}
	return string(b)
}
