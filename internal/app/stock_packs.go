package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/inventory"
	"tieout/money"
)

// StockPacks are the packs that an auditor takes: what was counted is there, what was paid is what it cost, and movements around the
// day stand in the right period.
var StockPacks = []string{"existence", "price", "cut-off"}

// PackRequest is a pack of the stock at a day. The same seed, size and position give the same selection, whoever takes it.
type PackRequest struct {
	Pack string
	Day  fiscal.Date
	Size int    // selections; 25 where it is 0
	Seed string // any words; the auditor's own
	Days int    // of the cut-off before and after; 5 where it is 0
}

// StockPack makes a pack.
func (v *View) StockPack(r PackRequest) (exporter.Table, error) {
	if r.Size == 0 {
		r.Size = 25
	}
	if r.Days == 0 {
		r.Days = 5
	}
	if r.Size < 1 || r.Size > 1000 || r.Days < 1 || r.Days > 60 {
		return exporter.Table{}, mistake("", "a pack has 1 to 1,000 selections, and a cut-off 1 to 60 days")
	}
	var t exporter.Table
	var err error
	params := fmt.Sprintf("%s at %s, size %d, seed %q", r.Pack, r.Day, r.Size, r.Seed)
	switch r.Pack {
	case "existence":
		t, err = v.existence(r)
	case "price":
		t, err = v.prices(r)
	case "cut-off":
		t, err = v.cutOff(r)
		params = fmt.Sprintf("cut-off at %s, %d days", r.Day, r.Days)
	default:
		return t, mistake("", "there is no pack %q; there are %s", r.Pack, strings.Join(StockPacks, ", "))
	}
	if err != nil {
		return t, err
	}
	t.ID = "stock-" + r.Pack
	v.stamp(&t, params)
	return t, nil
}

// selectable is one thing of a population.
type selectable struct {
	key   string
	value int64
	cells []exporter.Cell
	how   string
}

// chosen are half of the selections by value, the largest, and the rest by the hash of seed and key: nobody can steer them, and
// everybody can make them again.
func chosen(all []selectable, r PackRequest) []selectable {
	slices.SortFunc(all, func(a, b selectable) int { return cmp.Or(cmp.Compare(b.value, a.value), strings.Compare(a.key, b.key)) })
	n := min(r.Size, len(all))
	large := (n + 1) / 2
	out, rest := slices.Clone(all[:large]), slices.Clone(all[large:])
	for i := range out {
		out[i].how = "largest"
	}
	hash := func(s selectable) string { return evidence.SHA256([]byte(r.Seed + "\n" + s.key)) }
	slices.SortFunc(rest, func(a, b selectable) int { return strings.Compare(hash(a), hash(b)) })
	for _, x := range rest[:n-large] {
		x.how = "by seed"
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b selectable) int { return strings.Compare(a.key, b.key) })
	return out
}

// pack is a table of selections, with how much of the population they are.
func (v *View) pack(title string, r PackRequest, columns []exporter.Column, all []selectable) exporter.Table {
	t := exporter.Table{Title: []string{v.State.Name, title + " at " + r.Day.Long()}, Columns: append(columns, exporter.Column{Key: "selected", Title: "Selected"})}
	var whole, taken int64
	for _, x := range all {
		whole += x.value
	}
	picked := chosen(all, r)
	for _, x := range picked {
		taken += x.value
		t.Rows = append(t.Rows, exporter.Row{Key: x.key, Cells: append(x.cells, exporter.Text(x.how))})
	}
	t.Notes = append(t.Notes, fmt.Sprintf("%d of %d, worth %s of %s. The largest half by value, the rest in the order of the SHA-256 of the seed %q, a line end and the key.", len(picked), len(all), v.said(taken), v.said(whole), r.Seed))
	return t
}

// existence selects from what is on hand, item by site, with room for what is counted.
func (v *View) existence(r PackRequest) (exporter.Table, error) {
	stock, err := v.StockAt(r.Day)
	if err != nil {
		return exporter.Table{}, err
	}
	d := v.digits()
	var all []selectable
	for _, x := range stock {
		for _, s := range x.Sites {
			if s.Units <= 0 || x.Units <= 0 {
				continue
			}
			value := money.MulDiv(x.Value, s.Units, x.Units, money.HalfAway)
			all = append(all, selectable{key: x.Item.Code + " @ " + s.Site, value: value, cells: []exporter.Cell{exporter.Text(x.Item.Code), exporter.Text(x.Item.Name), exporter.Text(s.Site), exporter.Text(x.Item.Unit), exporter.Amount(s.Units, x.Item.Places), exporter.Amount(value, d), {}, {}}})
		}
	}
	return v.pack("Existence of inventory", r, append(texts("Item", "Name", "Site", "Unit"), exporter.Column{Key: "quantity", Title: "Quantity", Amount: true}, exporter.Column{Key: "value", Title: "Value", Amount: true, Digits: d}, exporter.Column{Key: "counted", Title: "Counted"}, exporter.Column{Key: "remark", Title: "Remark"}), all), nil
}

// prices selects receipts whose cost is on hand: of FIFO and lots what is left of them; of averages and LIFO the receipts of the fiscal year.
func (v *View) prices(r PackRequest) (exporter.Table, error) {
	stock, err := v.StockAt(r.Day)
	if err != nil {
		return exporter.Table{}, err
	}
	d := v.digits()
	begins := v.State.Calendar.YearPeriod(v.State.Calendar.Year(r.Day)).Start
	var all []selectable
	add := func(x StockOnHand, id, units, cost int64) {
		m := v.State.Stock.Moves[id-1]
		all = append(all, selectable{key: fmt.Sprintf("%s receipt %d", x.Item.Code, id), value: cost, cells: []exporter.Cell{exporter.Text(x.Item.Code), exporter.Date(m.Date), exporter.Text(m.Reference), exporter.Amount(m.Units, x.Item.Places), exporter.Amount(m.Cost, d),
			v.unitCostCell(x.Item, m.Units, m.Cost), exporter.Amount(units, x.Item.Places), exporter.Amount(cost, d), {}, {}}})
	}
	for _, x := range stock {
		for _, l := range x.Layers {
			if l.Receipt != 0 {
				add(x, l.Receipt, l.Units, l.Cost)
			}
		}
		if x.Class.Method == inventory.FIFO || x.Class.Method == inventory.Specific || x.Units == 0 {
			continue
		}
		for _, m := range v.State.Stock.Moves {
			if m.Item == x.Item.Code && m.Kind == inventory.Receive && m.Costed >= begins && m.Costed <= r.Day {
				add(x, m.ID, m.Units, m.Cost)
			}
		}
	}
	return v.pack("Price test of inventory", r, append([]exporter.Column{{Key: "item", Title: "Item"}, {Key: "date", Title: "Date", Date: true}, {Key: "reference", Title: "Receipt"}}, exporter.Column{Key: "units", Title: "Received", Amount: true}, exporter.Column{Key: "cost", Title: "Cost", Amount: true, Digits: d}, exporter.Column{Key: "unit_cost", Title: "Unit cost", Amount: true, Digits: 4},
		exporter.Column{Key: "left", Title: "On hand of it", Amount: true}, exporter.Column{Key: "left_cost", Title: "Cost on hand", Amount: true, Digits: d}, exporter.Column{Key: "invoice", Title: "Invoice"}, exporter.Column{Key: "remark", Title: "Remark"}), all), nil
}

// cutOff lists the movements around the end of a day, those first whose date and whose count lie on different sides of it.
func (v *View) cutOff(r PackRequest) (exporter.Table, error) {
	d := v.digits()
	t := exporter.Table{Title: []string{v.State.Name, fmt.Sprintf("Cut-off of inventory at %s, %d days before and after", r.Day.Long(), r.Days)}, Columns: append([]exporter.Column{{Key: "date", Title: "Ownership", Date: true}, {Key: "counts", Title: "Counts on", Date: true}}, append(texts("Posted", "Kind", "Item", "Site", "Reference"),
		exporter.Column{Key: "quantity", Title: "Quantity", Amount: true}, exporter.Column{Key: "inventory", Title: "Inventory", Amount: true, Digits: d}, exporter.Column{Key: "position", Title: "Position", Amount: true}, exporter.Column{Key: "side", Title: "Side"}, exporter.Column{Key: "remark", Title: "Remark"})...)}
	whole, err := v.StockMovesTable("", fiscal.Named{Period: fiscal.Period{Start: r.Day - fiscal.Date(400), End: r.Day + fiscal.Date(400)}})
	if err != nil {
		return t, err
	}
	effects := map[string]exporter.Cell{}
	for _, x := range whole.Rows {
		effects[x.Key] = x.Cells[9]
	}
	crossed := 0
	for _, m := range v.State.Stock.Moves {
		near := func(day fiscal.Date) bool { return day > r.Day-fiscal.Date(r.Days) && day <= r.Day+fiscal.Date(r.Days) }
		across := m.Date <= r.Day && m.Costed > r.Day
		if !near(m.Date) && !near(m.Costed) {
			continue
		}
		it, _ := v.State.Stock.Item(m.Item)
		acts, err := v.ActsBetween(m.Position-1, m.Position)
		if err != nil {
			return t, err
		}
		posted := ""
		if len(acts) == 1 {
			posted = acts[0].At[:min(10, len(acts[0].At))]
		}
		side, n := "before", m.Units
		switch {
		case across:
			side = "owned before, counts after"
			crossed++
		case m.Costed > r.Day:
			side = "after"
		}
		if m.Kind == inventory.Issue {
			n = -n
		}
		if err := addRow(&t, itoa(m.ID), exporter.Date(m.Date), exporter.Date(m.Costed), exporter.Text(posted), exporter.Text(m.Said), exporter.Text(m.Item), exporter.Text(m.Site), exporter.Text(m.Reference), exporter.Amount(n, it.Places), effects[itoa(m.ID)], counted(m.Position), exporter.Text(side), exporter.Cell{}); err != nil {
			return t, err
		}
	}
	slices.SortStableFunc(t.Rows, func(a, b exporter.Row) int {
		first := func(x exporter.Row) int {
			if strings.HasPrefix(x.Cells[10].Text, "owned") {
				return 0
			}
			return 1
		}
		return cmp.Or(first(a)-first(b), int(a.Cells[1].Day-b.Cells[1].Day))
	})
	t.Notes = append(t.Notes, fmt.Sprintf("%d of %d belong before the day and count after it: the period was locked when they came.", crossed, len(t.Rows)))
	return t, nil
}
