package leases

import (
	"fmt"
	"strings"

	"tieout/estimate"
	"tieout/fiscal"
)

// stageAt is the stretch that holds on a day.
func (c *Contract) stageAt(d fiscal.Date) (s stage, ok bool) {
	for _, x := range c.classes {
		if x.from <= d {
			s, ok = x, true
		}
	}
	return s, ok
}

// Grids are the tests of classification, payments by year, and the months of the period.
func (c *Contract) Grids(p fiscal.Period) []estimate.Grid {
	g := estimate.Grid{ID: "classification", Title: "Classification", Columns: []estimate.GridColumn{{Key: "from", Title: "From", Kind: estimate.Date}, {Key: "test", Title: "Test"}, {Key: "answer", Title: "Answer"}, {Key: "cite", Title: "Paragraph"}}}
	for _, s := range c.classes {
		for _, t := range s.tests {
			g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Day(s.from), estimate.Words(t.Question), estimate.Words(map[bool]string{true: "yes", false: "no"}[t.Met]), estimate.Words(t.Cite)}})
		}
		g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Day(s.from), estimate.Words(string(s.class) + " lease"), {}, estimate.Words(string(s.standard))}})
	}
	m := estimate.Grid{ID: "maturities", Title: "To be paid after " + p.End.String(), Columns: []estimate.GridColumn{{Key: "when", Title: "When"}, {Key: "amount", Title: "Amount", Kind: estimate.Amount}}}
	due := c.years(p.End)
	sum := int64(0)
	for i, n := range due {
		sum += n
		m.Rows = append(m.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words(dueWords[i].caption), estimate.Money(n)}})
	}
	m.Rows = append(m.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Words("In all"), estimate.Money(sum)}})
	if l, _, _ := c.at(p.End); l != 0 {
		m.Rows = append(m.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words("Less interest"), estimate.Money(l - sum)}}, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Words("Lease liability"), estimate.Money(l)}})
	}
	return []estimate.Grid{g, m}
}

var dueWords = [6]struct{ caption, suffix string }{{"In the first year", "NextTwelveMonths"}, {"In the second year", "YearTwo"}, {"In the third year", "YearThree"}, {"In the fourth year", "YearFour"}, {"In the fifth year", "YearFive"}, {"Later", "AfterYearFive"}}

// years are the payments of the five years after a day, and later ones, as they were known on that day (ASC 842-20-50-6).
func (c *Contract) years(at fiscal.Date) (out [6]int64) {
	due := c.due
	for i := len(c.changed) - 1; i >= 0 && at < c.changed[i]; i-- {
		due = c.known[i].due
	}
	for _, d := range due {
		if d.on <= at {
			continue
		}
		i := 0
		for i < 5 && d.on > at.AddMonths(12*(i+1), true) {
			i++
		}
		out[i] += d.amount
	}
	return out
}

// Charts are liability and asset at year ends.
func (c *Contract) Charts(p fiscal.Period) []estimate.Chart {
	ch := estimate.Chart{ID: "balances", Title: "Liability and asset at the ends of fiscal years", Series: []estimate.Series{{Name: "Liability"}, {Name: "Asset"}}, Lines: true}
	year := c.books.Calendar.Year(p.End)
	for y := year - 3; y <= year+5; y++ {
		end := c.books.Calendar.YearEnd(y)
		l, a, d := c.at(end)
		ch.Labels = append(ch.Labels, end.String())
		ch.Series[0].Values, ch.Series[1].Values = append(ch.Series[0].Values, l+d), append(ch.Series[1].Values, a)
	}
	return []estimate.Chart{ch}
}

// costs are what a lease costs in a period: of an operating one all, of a finance lease interest and amortisation.
func (c *Contract) costs(p fiscal.Period) (operating, interest, amortisation int64) {
	for _, m := range c.moves {
		if !p.Contains(m.on) || m.noEntry || m.sort == recognised {
			continue
		}
		if s, _ := c.stageAt(m.on); s.class == Finance || s.class == Capital {
			interest, amortisation = interest+m.interest, amortisation+m.cost
		} else {
			operating += m.cost
		}
	}
	for _, d := range c.due { // rent that journals put to the cost
		if s, _ := c.stageAt(d.on); p.Contains(d.on) && (s.class == Short || s.class == Operating && s.standard == Old) {
			operating += d.amount
		}
	}
	return operating, interest, amortisation
}

// note is the part of a note on leases: what is leased, liability and asset, cost, and what is to be paid.
func note(all []estimate.Schedule, c estimate.Columns) (estimate.Note, error) {
	var n estimate.Note
	now, ok := c.Instants["now"]
	if !ok {
		return n, fmt.Errorf("the books have no figures at the date of the report")
	}
	var b strings.Builder
	var kept []*Contract
	for _, x := range all {
		if k := x.(*Contract); k.Commences <= now {
			kept = append(kept, k)
			s, _ := k.stageAt(now)
			fmt.Fprintf(&b, "The company leases %s from %s on, as %s lease (%s).\n\n", strings.TrimSuffix(k.Description, "."), k.Commences.Long(), article(s.class), s.standard)
		}
	}
	if len(kept) == 0 {
		n.Text = "The company had no leases at {{date now}}.\n"
		return n, nil
	}
	n.Figures = figures(kept, c)
	value := func(concept string) estimate.Figure {
		for _, f := range n.Figures {
			if f.Concept == "us-gaap:"+concept {
				return f
			}
		}
		return estimate.Figure{}
	}
	for _, x := range []struct{ liability, asset, word string }{{"OperatingLeaseLiability", "OperatingLeaseRightOfUseAsset", "operating"}, {"FinanceLeaseLiability", "FinanceLeaseRightOfUseAsset", "finance"}} {
		if value(x.liability).Instants["now"] != 0 {
			fmt.Fprintf(&b, "At {{date now}} liabilities of %s leases were {{%s}} and their right-of-use assets {{%s}}.\n", x.word, x.liability, x.asset)
		}
	}
	for _, x := range []struct{ concept, word string }{{"OperatingLeaseCost", "The cost of operating leases was"}, {"FinanceLeaseInterestExpense", "Interest on finance leases was"}, {"FinanceLeaseRightOfUseAssetAmortization", "Amortization of assets of finance leases was"}} {
		for _, span := range []string{"ytd", "now"} {
			if value(x.concept).Spans[span] != 0 {
				fmt.Fprintf(&b, "%s {{%s %s}}.\n", x.word, x.concept, span)
				break
			}
		}
	}
	if value("LesseeOperatingLeaseLiabilityPaymentsDue").Instants["now"] != 0 {
		b.WriteString("@block LesseeOperatingLeaseLiabilityMaturityTableTextBlock\n| To be paid under operating leases | {{date now}} |\n")
		for _, d := range dueWords {
			fmt.Fprintf(&b, "| %s | {{LesseeOperatingLeaseLiabilityPaymentsDue%s}} |\n", d.caption, d.suffix)
		}
		b.WriteString("|= In all | {{LesseeOperatingLeaseLiabilityPaymentsDue}} |\n| Interest in it | {{LesseeOperatingLeaseLiabilityUndiscountedExcessAmount}} |\n@end\n")
	}
	n.Text = b.String()
	return n, nil
}

func article(c Class) string {
	if c == Operating {
		return "an operating"
	}
	return "a " + string(c)
}

// figures are the elements over the columns of a report.
func figures(all []*Contract, c estimate.Columns) (out []estimate.Figure) {
	synthetic := false
	for _, k := range all {
		synthetic = synthetic || k.Dims.Synthetic()
	}
	instant := func(label, concept string, credit bool, of func(k *Contract, d fiscal.Date, s stage) int64) {
		f := estimate.Figure{Label: label, Concept: "us-gaap:" + concept, Credit: credit, Synthetic: synthetic, Instants: map[string]int64{}}
		for name, d := range c.Instants {
			for _, k := range all {
				if s, ok := k.stageAt(d); ok {
					f.Instants[name] += of(k, d, s)
				}
			}
		}
		out = append(out, f)
	}
	operating := func(s stage) bool { return s.class == Operating && s.standard == New }
	finance := func(s stage) bool { return s.class == Finance || s.class == Capital }
	balance := func(is func(stage) bool, asset bool) func(*Contract, fiscal.Date, stage) int64 {
		return func(k *Contract, d fiscal.Date, s stage) int64 {
			l, a, _ := k.at(d)
			switch {
			case !is(s):
				return 0
			case asset:
				return a
			}
			return l
		}
	}
	instant("Operating lease liability", "OperatingLeaseLiability", true, balance(operating, false))
	instant("Operating lease right-of-use asset", "OperatingLeaseRightOfUseAsset", false, balance(operating, true))
	instant("Finance lease liability", "FinanceLeaseLiability", true, balance(finance, false))
	instant("Finance lease right-of-use asset", "FinanceLeaseRightOfUseAsset", false, balance(finance, true))
	due := func(i int) func(*Contract, fiscal.Date, stage) int64 {
		return func(k *Contract, d fiscal.Date, s stage) (n int64) {
			if !operating(s) {
				return 0
			}
			for j, x := range k.years(d) {
				if i < 0 || i == j {
					n += x
				}
			}
			return n
		}
	}
	for i, d := range dueWords {
		instant("Operating leases to be paid, "+strings.ToLower(d.caption), "LesseeOperatingLeaseLiabilityPaymentsDue"+d.suffix, true, due(i))
	}
	instant("Operating leases to be paid", "LesseeOperatingLeaseLiabilityPaymentsDue", true, due(-1))
	instant("Interest in payments of operating leases", "LesseeOperatingLeaseLiabilityUndiscountedExcessAmount", true, func(k *Contract, d fiscal.Date, s stage) int64 {
		return due(-1)(k, d, s) - balance(operating, false)(k, d, s)
	})
	for i, x := range []struct{ label, concept string }{{"Operating lease cost", "OperatingLeaseCost"}, {"Interest on finance leases", "FinanceLeaseInterestExpense"}, {"Amortization of finance leases", "FinanceLeaseRightOfUseAssetAmortization"}} {
		f := estimate.Figure{Label: x.label, Concept: "us-gaap:" + x.concept, Synthetic: synthetic, Spans: map[string]int64{}}
		for name, p := range c.Spans {
			for _, k := range all {
				o, in, am := k.costs(p)
				f.Spans[name] += [3]int64{o, in, am}[i]
			}
		}
		out = append(out, f)
	}
	return out
}
