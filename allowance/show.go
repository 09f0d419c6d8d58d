package allowance

import (
	"fmt"
	"slices"
	"strings"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/workpaper"
)

// shown are the measurements of a period; where it has none, the last before its end.
func (x *Portfolio) shown(p fiscal.Period) (out []measure) {
	for _, m := range x.measures {
		switch {
		case p.Contains(m.on):
			if len(out) > 0 && out[0].on < p.Start {
				out = nil
			}
			out = append(out, m)
		case m.on < p.Start:
			out = []measure{m}
		}
	}
	return out
}

// Grids are the receivables by age as they were measured, the adoption of ASC 326, write-offs and recoveries, and the look-back.
func (x *Portfolio) Grids(p fiscal.Period) (out []estimate.Grid) {
	for _, m := range x.shown(p) {
		out = append(out, x.ageing(m))
	}
	out = append(out, x.events(p))
	if g := x.lookBack(p.End); len(g.Rows) > 0 {
		out = append(out, g)
	}
	return out
}

// ageing is a measurement by age.
func (x *Portfolio) ageing(m measure) estimate.Grid {
	g := estimate.Grid{ID: "ageing-" + m.on.String(), Title: "Receivables by age at " + m.on.String(), Columns: []estimate.GridColumn{{Key: "age", Title: "Age"}, {Key: "balance", Title: "Receivables", Kind: estimate.Amount}, {Key: "rate", Title: "Rate of loss", Kind: estimate.Rate, Places: 2}, {Key: "allowance", Title: "Allowance", Kind: estimate.Amount}}}
	r := m.result
	for _, c := range r.Classes {
		row := []estimate.Cell{estimate.Words(c.Name), estimate.Money(x.books.Minor(c.Balance)), {}, estimate.Money(x.books.Minor(c.Required))}
		if c.Rated {
			row[2] = estimate.Exact(c.Rate)
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: row})
	}
	g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Words("Total"), estimate.Money(x.books.Minor(r.Receivables)), estimate.Exact(r.Coverage), estimate.Money(x.books.Minor(r.Required))}})
	how := "Incurred losses (SFAS 5 paragraph 8; ASC 450-20-25-2)."
	if m.basis == Expected {
		how = "Expected losses (ASC 326-20-30-1)."
	}
	to := "the provision is"
	if m.adopting {
		to = "on adoption retained earnings bear, before tax,"
	}
	g.Notes = []string{how, fmt.Sprintf("The allowance stood at %s; %s %s.", x.books.Text(x.books.Minor(r.Before)), to, x.books.Text(x.books.Minor(r.Expense)))}
	return g
}

// events are the movements of a period one by one.
func (x *Portfolio) events(p fiscal.Period) estimate.Grid {
	g := estimate.Grid{ID: "movements", Title: "Movements of the allowance", Columns: []estimate.GridColumn{{Key: "date", Title: "Date", Kind: estimate.Date}, {Key: "what", Title: "What"}, {Key: "customer", Title: "Customer"}, {Key: "amount", Title: "Amount", Kind: estimate.Amount}, {Key: "allowance", Title: "Allowance after it", Kind: estimate.Amount}}}
	now := int64(0)
	for _, m := range x.moves {
		if now += m.amount; p.Contains(m.on) {
			g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Day(m.on), estimate.Words(string(m.what)), estimate.Words(m.customer), estimate.Money(m.amount), estimate.Money(now)}})
		}
	}
	if len(g.Rows) == 0 {
		g.Notes = []string{"Nothing moved in the period."}
	}
	return g
}

// lookBack is each allowance against what became of the receivables that it was for, as seen by a day.
func (x *Portfolio) lookBack(at fiscal.Date) estimate.Grid {
	g := estimate.Grid{ID: "look-back", Title: "Look-back: allowance against what was lost", Columns: []estimate.GridColumn{{Key: "date", Title: "Receivables of", Kind: estimate.Date}, {Key: "seen", Title: "As seen on", Kind: estimate.Date}, {Key: "allowance", Title: "Allowance", Kind: estimate.Amount}, {Key: "lost", Title: "Lost since", Kind: estimate.Amount}, {Key: "doubtful", Title: "Still doubtful", Kind: estimate.Amount}, {Key: "over", Title: "More than was needed", Kind: estimate.Amount}}}
	for _, v := range x.reviews {
		if v.seen > at {
			continue
		}
		n := x.books.Minor(x.measured(v.of).result.Required)
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Day(v.of), estimate.Day(v.seen), estimate.Money(n), estimate.Money(v.lost), estimate.Money(v.doubtful), estimate.Money(n - v.lost - v.doubtful)}})
	}
	return g
}

// mostDrawn bounds the dates of a drawing.
const mostDrawn = 12

// Charts are the allowance and the receivables by age at the last dates on which they were measured.
func (x *Portfolio) Charts(p fiscal.Period) []estimate.Chart {
	ms := slices.DeleteFunc(slices.Clone(x.measures), func(m measure) bool { return m.on > p.End })
	if ms = ms[max(0, len(ms)-mostDrawn):]; len(ms) == 0 {
		return nil
	}
	allowance := estimate.Chart{ID: "allowance", Title: "Allowance", Series: []estimate.Series{{Name: "Allowance"}}}
	ages := estimate.Chart{ID: "ages", Title: "Receivables by age", Stacked: true}
	alone := "Judged by themselves"
	name := func(c ClassResult) string {
		if c.Rated {
			return c.Name
		}
		return alone
	}
	for i, m := range ms {
		allowance.Labels, ages.Labels = append(allowance.Labels, m.on.String()), append(ages.Labels, m.on.String())
		allowance.Series[0].Values = append(allowance.Series[0].Values, x.books.Minor(m.result.Required))
		for _, c := range m.result.Classes {
			k := slices.IndexFunc(ages.Series, func(s estimate.Series) bool { return s.Name == name(c) })
			if k < 0 {
				k, ages.Series = len(ages.Series), append(ages.Series, estimate.Series{Name: name(c), Values: make([]int64, len(ms))})
			}
			ages.Series[k].Values[i] += x.books.Minor(c.Balance)
		}
	}
	if len(ms) == 1 {
		return []estimate.Chart{ages}
	}
	return []estimate.Chart{allowance, ages}
}

// Papers are the measurements of the period.
func (x *Portfolio) Papers(p fiscal.Period) (out []*workpaper.Paper) {
	for _, m := range x.measures {
		if p.Contains(m.on) {
			out = append(out, m.result.Paper)
		}
	}
	return out
}

// noteFigures are the elements of the roll-forward. Taxonomies have none of what an adoption does to the allowance over a period.
var noteFigures = []struct {
	label, concept string
	credit         bool
	what           doing // none for the allowance itself
	sign           int64
}{
	{"Allowance for credit losses", "us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent", true, "", 1},
	{"Adoption of ASC 326", "ext:AllowanceForDoubtfulAccountsReceivableAdoptionOfTopic326", true, adopted, 1},
	{"Provision for credit losses", "us-gaap:ProvisionForDoubtfulAccounts", false, provided, 1},
	{"Written off", "us-gaap:AllowanceForDoubtfulAccountsReceivableWriteOffs", false, writtenOff, -1},
	{"Recovered", "us-gaap:AllowanceForDoubtfulAccountsReceivableRecoveries", true, recovered, 1},
}

// note is the part of a note on the allowance: how it is measured, and its roll-forward over the year to date (ASC 326-20-50-13, 50-17;
// before it SFAS 114 paragraph 20 and Regulation S-X, rule 12-09).
func note(all []estimate.Schedule, c estimate.Columns) (estimate.Note, error) {
	var n estimate.Note
	now, ok := c.Instants["now"]
	if !ok {
		return n, fmt.Errorf("the books have no figures at the date of the report")
	}
	var ps []*Portfolio
	for _, s := range all {
		ps = append(ps, s.(*Portfolio))
	}
	for _, f := range noteFigures {
		x := estimate.Figure{Label: f.label, Concept: f.concept, Credit: f.credit, Instants: map[string]int64{}, Spans: map[string]int64{}}
		for _, p := range ps {
			x.Synthetic = x.Synthetic || p.Dims.Synthetic()
			for name, d := range c.Instants {
				if f.what == "" {
					x.Instants[name] += p.at(d)
				}
			}
			for name, span := range c.Spans {
				if f.what != "" {
					x.Spans[name] += f.sign * p.sum(span, f.what)
				}
			}
		}
		n.Figures = append(n.Figures, x)
	}
	var b strings.Builder
	policies(&b, ps, now)
	span, spanned := c.Spans["ytd"]
	prior, compared := c.Instants["prior"]
	whole := spanned && compared && prior == span.Start-1 && !slices.ContainsFunc(ps, func(p *Portfolio) bool { return p.sum(span, opening) != 0 })
	if !whole {
		b.WriteString("The allowance was {{AllowanceForDoubtfulAccountsReceivableCurrent}} at {{date now}}.\n")
		n.Text = b.String()
		return n, nil
	}
	b.WriteString("@block AccountsReceivableAllowanceForCreditLossTableTextBlock\n| Allowance | |\n| At {{date prior}} | {{AllowanceForDoubtfulAccountsReceivableCurrent prior}} |\n")
	for i, f := range n.Figures[1:] {
		if f.Spans["ytd"] != 0 || f.Concept == "us-gaap:ProvisionForDoubtfulAccounts" {
			caption := f.Label
			if noteFigures[i+1].sign < 0 {
				caption = "Less " + strings.ToLower(caption)
			}
			fmt.Fprintf(&b, "| %s | {{%s ytd}} |\n", caption, strings.TrimPrefix(f.Concept, "us-gaap:"))
		}
	}
	b.WriteString("|= At {{date now}} | {{AllowanceForDoubtfulAccountsReceivableCurrent}} |\n@end\n")
	n.Text = b.String()
	return n, nil
}

// policies say how losses are measured at a day, once for the portfolios that are alike.
func policies(b *strings.Builder, ps []*Portfolio, now fiscal.Date) {
	var said []string
	for _, p := range ps {
		block, text := "ReceivablesPolicyTextBlock", "The allowance for doubtful accounts is what of the receivables it is probable at the balance sheet date will not be collected. It is estimated by the age of receivables from losses of the past, and one by one where there is doubt about a customer."
		if now >= p.adoption {
			block, text = "CreditLossFinancialInstrumentPolicyTextBlock", "The allowance for credit losses is what of the receivables is not expected to be collected over their life. It is estimated by the age of receivables from losses of the past, changed for current conditions and for reasonable and supportable forecasts; a receivable that shares no risk with others is judged by itself."
			text += " Expected losses have been measured since " + p.adoption.Long() + "."
		}
		if p.policy != "" {
			text += " " + strings.TrimSuffix(p.policy, ".") + "."
		}
		if text = "@block " + block + "\n" + text + "\n@end\n"; !slices.Contains(said, text) {
			said = append(said, text)
			b.WriteString(text)
		}
	}
}
