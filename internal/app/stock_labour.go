package app

import (
	"context"
	"slices"
	"strings"

	"tieout/costing"
	"tieout/fiscal"
	"tieout/internal/calc"
	"tieout/internal/exporter"
	"tieout/internal/importer"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

// ReadHours reads a file of hours worked by production order and operation.
func (a *App) ReadHours(ctx context.Context, path string) ([]importer.HoursRow, error) {
	return readNamed(ctx, a, path, importer.Hours)
}

// LabourLine is an operation of a production order: the hours that the routing allows for what the order made, and those that were worked.
type LabourLine struct {
	Order, Operation string
	Allowed, Worked  workpaper.Number
	Rate             workpaper.Number // standard, an hour
	Cost             int64            // of the hours worked, minor units
	RateVariance     int64            // unfavourable positive
	Efficiency       int64
	Unknown          bool // no routing of what the order made has the operation
}

// Labour holds hours worked against the routings of what the orders made in a period. Setup is of the lots that the output makes.
func (v *View) Labour(wip string, p fiscal.Period, hours []importer.HoursRow) (out []LabourLine, papers []*workpaper.Paper, err error) {
	made := map[string]map[string]workpaper.Number{}
	last := map[string]fiscal.Date{}
	for _, m := range v.State.Stock.Moves {
		if m.Other != wip || m.Reference == "" || m.Kind != inventory.Receive || !p.Contains(m.Costed) {
			continue
		}
		if made[m.Reference] == nil {
			made[m.Reference] = map[string]workpaper.Number{}
		}
		it, _ := v.State.Stock.Item(m.Item)
		made[m.Reference][m.Item] = made[m.Reference][m.Item].Add(workpaper.FromMinor(m.Units, it.Places))
		last[m.Reference] = max(last[m.Reference], m.Costed)
	}
	type key struct{ order, operation string }
	lines := map[key]*LabourLine{}
	var keys []key
	at := func(k key) *LabourLine {
		if lines[k] == nil {
			lines[k], keys = &LabourLine{Order: k.order, Operation: k.operation, Unknown: true}, append(keys, k)
		}
		return lines[k]
	}
	one := workpaper.Whole(1)
	for order, items := range made {
		b, ok := v.State.Stock.bills(last[order])
		if !ok {
			return nil, nil, mistake("order "+order, "no bills of material are in force on %s", last[order])
		}
		x, err := calc.ReadRollup([]byte(b.Text), func(string) *workpaper.Number { return &one })
		if err != nil {
			return nil, nil, mistake("the bills of "+b.From.String(), "%v", err)
		}
		for _, it := range x.Items {
			n, ok := items[it.Code]
			if !ok {
				continue
			}
			for _, op := range it.Routing {
				l := at(key{order, op.Name})
				each := op.Hours
				if op.Lot.Sign() > 0 {
					each = each.Add(op.Setup.Quo(op.Lot))
				}
				l.Allowed, l.Rate, l.Unknown = l.Allowed.Add(n.Mul(each)), op.Rate, false
			}
		}
	}
	for _, h := range hours {
		if made[h.Order] == nil {
			return nil, nil, mistake("hours, row "+itoa(int64(h.Row)), "order %q made nothing out of %s in the period", h.Order, wip)
		}
		l := at(key{h.Order, h.Operation})
		l.Worked, l.Cost = l.Worked.Add(h.Hours), l.Cost+h.Cost
	}
	slices.SortFunc(keys, func(a, b key) int { return strings.Compare(a.order+"\x00"+a.operation, b.order+"\x00"+b.operation) })
	d := v.digits()
	for _, k := range keys {
		l := lines[k]
		if l.Worked.Sign() > 0 && !l.Unknown {
			cost := workpaper.FromMinor(l.Cost, d)
			r, err := costing.Resource{Labour: true, Currency: v.Entity().Currency, Inputs: []costing.Input{{Name: k.order + ", " + k.operation, StandardQuantity: l.Allowed, StandardPrice: l.Rate, Quantity: l.Worked, Price: cost.Quo(l.Worked).Round(10, money.HalfAway)}}}.Compute()
			if err != nil {
				return nil, nil, mistake("order "+k.order, "%v", err)
			}
			papers = append(papers, r.Paper)
		}
		rate, _ := workpaper.FromMinor(l.Cost, d).Sub(l.Worked.Mul(l.Rate)).Round(d, money.HalfAway).Minor(d)
		all, _ := workpaper.FromMinor(l.Cost, d).Sub(l.Allowed.Mul(l.Rate)).Round(d, money.HalfAway).Minor(d)
		l.RateVariance, l.Efficiency = rate, all-rate
		out = append(out, *l)
	}
	return out, papers, nil
}

// LabourTable is rate and efficiency by order and operation.
func (v *View) LabourTable(lines []LabourLine, p fiscal.Named) exporter.Table {
	d := v.digits()
	t := exporter.Table{ID: "labour-variances", Title: []string{v.State.Name, "Labour variances, " + p.String()}, Columns: append(texts("Order", "Operation"), exporter.Column{Key: "allowed", Title: "Hours allowed", Amount: true, Digits: 2}, exporter.Column{Key: "worked", Title: "Hours worked", Amount: true, Digits: 2}, exporter.Column{Key: "cost", Title: "Cost", Amount: true, Digits: d},
		exporter.Column{Key: "rate", Title: "Rate variance", Amount: true, Digits: d}, exporter.Column{Key: "efficiency", Title: "Efficiency variance", Amount: true, Digits: d}, exporter.Column{Key: "note", Title: "Note"}), Notes: []string{"Unfavourable positive. Hours are rounded to hundredths here and exact in the variances."}}
	hundredths := func(n workpaper.Number) exporter.Cell {
		m, _ := n.Round(2, money.HalfAway).Minor(2)
		return exporter.Amount(m, 2)
	}
	for _, l := range lines {
		note := ""
		if l.Unknown {
			note = "in no routing of what the order made"
		}
		t.Rows = append(t.Rows, exporter.Row{Key: l.Order + " " + l.Operation, Cells: []exporter.Cell{exporter.Text(l.Order), exporter.Text(l.Operation), hundredths(l.Allowed), hundredths(l.Worked), exporter.Amount(l.Cost, d), exporter.Amount(l.RateVariance, d), exporter.Amount(l.Efficiency, d), exporter.Text(note)}})
	}
	v.stamp(&t, p.Name)
	return t
}
