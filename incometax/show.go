package incometax

import (
	"fmt"
	"strings"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/workpaper"
)

// Grids are the quarters of the year, temporary differences at its end, and the rate reconciliation.
func (b *Book) Grids(p fiscal.Period) (out []estimate.Grid) {
	year := b.books.Calendar.Year(p.End)
	for _, i := range b.interims {
		if b.books.Calendar.Year(i.ends[0]) == year {
			out = append(out, b.quarterGrid(i))
		}
	}
	for n := len(b.years) - 1; n >= 0; n-- {
		y := b.years[n]
		if y.end > p.End {
			continue
		}
		out = append(out, b.differenceGrid(y))
		if rec, ok := b.reconcile(y); ok {
			out = append(out, b.reconcileGrid(y, rec))
		}
		break
	}
	return out
}

func (b *Book) quarterGrid(i interimOf) estimate.Grid {
	g := estimate.Grid{ID: "quarters", Title: "Tax of quarters by the rate of the year", Columns: []estimate.GridColumn{{Key: "end", Title: "Quarter ends on", Kind: estimate.Date}, {Key: "income", Title: "Ordinary income", Kind: estimate.Amount}, {Key: "to-date", Title: "To date", Kind: estimate.Amount}, {Key: "rate", Title: "Estimated annual rate", Kind: estimate.Rate, Places: 2}, {Key: "tax-to-date", Title: "Tax to date", Kind: estimate.Amount}, {Key: "tax", Title: "Of the quarter", Kind: estimate.Amount}}}
	for n, q := range i.result.Quarters {
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Day(i.ends[n]), estimate.Money(b.books.Minor(q.Income)), estimate.Money(b.books.Minor(q.IncomeToDate)), estimate.Exact(q.Rate), estimate.Money(b.books.Minor(q.TaxToDate)), estimate.Money(b.books.Minor(q.Tax))}})
	}
	return g
}

func (b *Book) differenceGrid(y yearOf) estimate.Grid {
	g := estimate.Grid{ID: "differences", Title: "Temporary differences and deferred tax at " + y.end.String(), Columns: []estimate.GridColumn{{Key: "of", Title: "Of"}, {Key: "difference", Title: "Difference", Kind: estimate.Amount}, {Key: "tax", Title: "Deferred tax, an asset positive", Kind: estimate.Amount}}}
	row := func(name string, n, tax workpaper.Number, total bool) {
		cells := []estimate.Cell{estimate.Words(name), estimate.Money(b.books.Minor(n)), estimate.Money(b.books.Minor(tax))}
		if total {
			cells[1] = estimate.Cell{}
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: cells, Total: total})
	}
	for _, d := range y.diffs {
		row(d.Name, d.End, d.End.Mul(y.rate), false)
	}
	if y.loss.Sign() != 0 {
		row("Loss carried forward", y.loss, y.loss.Mul(y.rate), false)
	}
	row("Valuation allowance", nought, y.result.Allowance.Neg(), true)
	row("Net", nought, y.result.Net, true)
	if y.year.Begins != 0 && !NonCurrent.Holds(y.year.Begins) {
		g.Notes = append(g.Notes, fmt.Sprintf("Of the net, %s is current and %s non-current (SFAS 109 paragraph 41).", b.books.Text(b.books.Minor(y.result.NetCurrent)), b.books.Text(b.books.Minor(y.result.NetNoncurrent))))
	}
	return g
}

func (b *Book) reconcileGrid(y yearOf, r ReconciliationResult) estimate.Grid {
	g := estimate.Grid{ID: "reconciliation", Title: "From the statutory rate to the expense of the year to " + y.end.String(), Columns: []estimate.GridColumn{{Key: "item", Title: "Item"}, {Key: "tax", Title: "Tax", Kind: estimate.Amount}}}
	g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words("At the statutory rate"), estimate.Money(b.books.Minor(r.Statutory))}})
	for i, n := range r.Taxes {
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words(b.items(y)[i]), estimate.Money(b.books.Minor(n))}})
	}
	g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Words("Income tax expense"), estimate.Money(b.books.Minor(r.Total))}})
	return g
}

// items are the names of the reconciling items, in their order.
func (b *Book) items(y yearOf) (out []string) {
	if len(y.year.Permanent) > 0 {
		out = append(out, "Permanent differences")
	}
	for _, x := range []struct {
		name string
		n    workpaper.Number
	}{{"Credits", y.year.Credits}, {"Change of the valuation allowance", y.year.Allowance.Sub(y.year.AllowanceBegin)}, {"Change of the enacted rate", y.result.RateEffect}, {"Discrete items", b.books.Exact(b.discrete(y.end))}} {
		if x.n.Sign() != 0 {
			out = append(out, x.name)
		}
	}
	return append(out, "Other rates and rounding")
}

// Charts are deferred tax at year ends.
func (b *Book) Charts(fiscal.Period) []estimate.Chart {
	c := estimate.Chart{ID: "deferred", Title: "Deferred tax at year ends", Series: []estimate.Series{{Name: "Assets"}, {Name: "Liabilities"}, {Name: "Valuation allowance"}}}
	for _, y := range b.years {
		m := b.at(y.end)
		c.Labels = append(c.Labels, y.end.String())
		for i, n := range []int64{m.assets, m.liabilities, m.allowance} {
			c.Series[i].Values = append(c.Series[i].Values, n)
		}
	}
	if len(c.Labels) == 0 {
		return nil
	}
	return []estimate.Chart{c}
}

// lossAt is the loss carried forward at the last year end by a day.
func (b *Book) lossAt(d fiscal.Date) (n int64) {
	for _, y := range b.years {
		if y.end <= d {
			n = b.books.Minor(y.loss)
		}
	}
	return n
}

// of is current and deferred expense of a period.
func (b *Book) of(p fiscal.Period) (current, deferred int64) {
	for _, m := range b.moves {
		if p.Contains(m.on) && !m.paid && !m.opening {
			c, d := m.tax()
			current, deferred = current+c, deferred+d
		}
	}
	return current, deferred
}

// note is the part of a note on income tax: current and deferred expense, deferred tax, and losses carried forward (ASC 740-10-50-2, 50-3, 50-9).
func note(all []estimate.Schedule, c estimate.Columns) (estimate.Note, error) {
	var n estimate.Note
	if _, ok := c.Instants["now"]; !ok {
		return n, fmt.Errorf("the books have no figures at the date of the report")
	}
	var books []*Book
	synthetic := false
	for _, x := range all {
		k := x.(*Book)
		books, synthetic = append(books, k), synthetic || k.Dims.Synthetic()
	}
	figure := func(label, concept string, credit bool, instant func(b *Book, d fiscal.Date) int64, span func(b *Book, p fiscal.Period) int64) {
		f := estimate.Figure{Label: label, Concept: "us-gaap:" + concept, Credit: credit, Synthetic: synthetic, Instants: map[string]int64{}, Spans: map[string]int64{}}
		for _, b := range books {
			for name, d := range c.Instants {
				if instant != nil {
					f.Instants[name] += instant(b, d)
				}
			}
			for name, p := range c.Spans {
				if span != nil {
					f.Spans[name] += span(b, p)
				}
			}
		}
		n.Figures = append(n.Figures, f)
	}
	figure("Current income tax", "CurrentIncomeTaxExpenseBenefit", false, nil, func(b *Book, p fiscal.Period) int64 { x, _ := b.of(p); return x })
	figure("Deferred income tax", "DeferredIncomeTaxExpenseBenefit", false, nil, func(b *Book, p fiscal.Period) int64 { _, x := b.of(p); return x })
	figure("Deferred tax assets", "DeferredTaxAssetsGross", false, func(b *Book, d fiscal.Date) int64 { return b.at(d).assets }, nil)
	figure("Valuation allowance", "DeferredTaxAssetsValuationAllowance", true, func(b *Book, d fiscal.Date) int64 { return b.at(d).allowance }, nil)
	figure("Deferred tax assets after the allowance", "DeferredTaxAssetsNet", false, func(b *Book, d fiscal.Date) int64 { return b.at(d).assets - b.at(d).allowance }, nil)
	figure("Deferred tax liabilities", "DeferredTaxLiabilities", true, func(b *Book, d fiscal.Date) int64 { return b.at(d).liabilities }, nil)
	figure("Losses carried forward", "OperatingLossCarryforwards", false, func(b *Book, d fiscal.Date) int64 { return b.lossAt(d) }, nil)
	n.Text = words(n.Figures, c)
	return n, nil
}

// words writes the note over the columns that are there.
func words(f []estimate.Figure, c estimate.Columns) string {
	var b strings.Builder
	span := "now"
	if _, ok := c.Spans["ytd"]; ok {
		span = "ytd"
	}
	if _, ok := c.Spans[span]; ok {
		fmt.Fprintf(&b, "Income tax was {{CurrentIncomeTaxExpenseBenefit %s}} current and {{DeferredIncomeTaxExpenseBenefit %s}} deferred. Quarters bear the tax of the rate that is estimated for the year, and items that are not ordinary when they occur.\n", span, span)
	}
	_, prior := c.Instants["prior"]
	row := func(caption, concept string) {
		b.WriteString("| " + caption + " | {{" + concept + "}} |")
		if prior {
			b.WriteString(" {{" + concept + " prior}} |")
		}
		b.WriteString("\n")
	}
	b.WriteString("@block ScheduleOfDeferredTaxAssetsAndLiabilitiesTableTextBlock\n| | {{date now}} |")
	if prior {
		b.WriteString(" {{date prior}} |")
	}
	b.WriteString("\n")
	row("Deferred tax assets", "DeferredTaxAssetsGross")
	row("Valuation allowance", "DeferredTaxAssetsValuationAllowance")
	row("Deferred tax assets after the allowance", "DeferredTaxAssetsNet")
	row("Deferred tax liabilities", "DeferredTaxLiabilities")
	b.WriteString("@end\n")
	if f[6].Instants["now"] != 0 {
		b.WriteString("Losses of {{OperatingLossCarryforwards}} can still be used.\n")
	}
	return b.String()
}
