package app

import (
	"fmt"
	"slices"

	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/inventory"
	"tieout/money"
)

// ageBounds are the ends of the first buckets of age, in days; the last bucket is what is older.
var ageBounds = []fiscal.Date{90, 180, 365}

// AgeingTable is what is on hand at the end of a day by age of its layers and against demand: what went out in the months before, for how
// many months the stock is enough, and what is beyond the cover asked for, at the average cost of the item. It is the analysis
// behind a reserve for excess and obsolete inventory (ASC 330-10-35; Regulation S-X 12-09); it proposes and posts nothing.
func (v *View) AgeingTable(day fiscal.Date, demand, cover int) (exporter.Table, error) {
	if demand < 1 || demand > 60 || cover < 0 || cover > 120 {
		return exporter.Table{}, mistake("", "demand is looked at over 1 to 60 months, and cover is 0 to 120 months")
	}
	stock, err := v.StockAt(day)
	if err != nil {
		return exporter.Table{}, err
	}
	d := v.digits()
	amount := func(key, title string) exporter.Column {
		return exporter.Column{Key: key, Title: title, Amount: true, Digits: d}
	}
	t := exporter.Table{ID: "stock-ageing", Title: []string{v.State.Name, "Age and demand of inventory at " + day.Long()}, Columns: append(texts("Class", "Item", "Name"), exporter.Column{Key: "quantity", Title: "Quantity", Amount: true}, amount("value", "Value"),
		amount("to90", "To 90 days"), amount("to180", "To 180"), amount("to365", "To 365"), amount("older", "Older"), exporter.Column{Key: "demand", Title: "Went out", Amount: true}, exporter.Column{Key: "months", Title: "Months of supply", Amount: true, Digits: 1}, exporter.Column{Key: "excess", Title: "Excess", Amount: true}, amount("excess_value", "Excess, value"))}
	from := day - fiscal.Date(demand*365/12)
	out := map[string]int64{}
	for _, m := range v.State.Stock.Moves {
		if m.Kind == inventory.Issue && m.Said == "issue" && m.Costed > from && m.Costed <= day {
			out[m.Item] += m.Units
		}
	}
	var all []exporter.Term
	var sums [6]int64 // value, four buckets, excess
	for _, x := range stock {
		if x.Units == 0 {
			continue
		}
		ages := ageBuckets(v.agedLayers(x, day), x.Value, day)
		used := out[x.Item.Code]
		months := exporter.Text("no demand")
		if used > 0 {
			months = exporter.Amount(money.MulDiv(x.Units, int64(demand)*10, used, money.HalfAway), 1)
		}
		excess := max(0, x.Units-money.MulDiv(used, int64(cover), int64(demand), money.HalfAway))
		worth := money.MulDiv(x.Value, excess, x.Units, money.HalfAway)
		for i, n := range []int64{x.Value, ages[0], ages[1], ages[2], ages[3], worth} {
			sums[i] += n
		}
		all = append(all, exporter.Term{Key: x.Item.Code})
		t.Rows = append(t.Rows, exporter.Row{Key: x.Item.Code, Cells: []exporter.Cell{exporter.Text(x.Class.Code), exporter.Text(x.Item.Code), exporter.Text(x.Item.Name), exporter.Amount(x.Units, x.Item.Places), exporter.Amount(x.Value, d),
			exporter.Amount(ages[0], d), exporter.Amount(ages[1], d), exporter.Amount(ages[2], d), exporter.Amount(ages[3], d), exporter.Amount(used, x.Item.Places), months, exporter.Amount(excess, x.Item.Places), exporter.Amount(worth, d)}})
	}
	t.Rows = append(t.Rows, exporter.Row{Key: "total", Kind: "total", Sum: all, Cells: []exporter.Cell{{}, exporter.Text("Inventory"), {}, {}, exporter.Amount(sums[0], d), exporter.Amount(sums[1], d), exporter.Amount(sums[2], d), exporter.Amount(sums[3], d), exporter.Amount(sums[4], d), {}, {}, {}, exporter.Amount(sums[5], d)}})
	t.Notes = append(t.Notes, fmt.Sprintf("Demand: what was issued in the %d months to the day. Excess: what is beyond %d months of it, all of an item without demand. Ages are those of the layers; an average has the age of the newest receipts that make up its quantity.", demand, cover))
	v.stamp(&t, fmt.Sprintf("at %s, demand of %d months, cover of %d", day, demand, cover))
	return t, nil
}

// agedLayers are the layers of a stock with their days. An average has none: it is taken to be of the newest receipts that make up its
// quantity, at its own cost.
func (v *View) agedLayers(x StockOnHand, day fiscal.Date) []inventory.Stacked {
	if x.Class.Method != inventory.Average {
		return x.Layers
	}
	var out []inventory.Stacked
	left := x.Units
	for _, m := range slices.Backward(v.State.Stock.Moves) {
		if m.Item != x.Item.Code || m.Kind != inventory.Receive || m.Costed > day || left == 0 {
			continue
		}
		n := min(left, m.Units)
		out = append(out, inventory.Stacked{Date: m.Costed, Units: n, Cost: money.MulDiv(x.Value, n, x.Units, money.HalfAway)})
		left -= n
	}
	return out
}

// ageBuckets part a value by the age of its layers, minor units that add up to it; the last layer takes what rounding leaves. A LIFO
// layer has the age of its year's end.
func ageBuckets(layers []inventory.Stacked, value int64, day fiscal.Date) (out [4]int64) {
	for i, l := range layers {
		b := 0
		for b < len(ageBounds) && day-l.Date > ageBounds[b] {
			b++
		}
		n := l.Cost
		if i == len(layers)-1 {
			n = value
		}
		out[b], value = out[b]+n, value-n
	}
	return out
}
