package app

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

// StockOnHand is an item as it stands at the end of a day.
type StockOnHand struct {
	Item   StockItem
	Class  StockClass
	Units  int64 // smallest parts of its unit
	Value  int64 // minor units
	FIFO   int64 // what it would be worth by first-in first-out; Value but for other methods
	Layers []inventory.Stacked
	Sites  []SiteUnits
}

// SiteUnits is how many are at a site.
type SiteUnits struct {
	Site  string
	Units int64
}

// StockAt is what is on hand at the end of a day, as known at the view's position, by class and item; items that never moved by then
// are left out.
func (v *View) StockAt(day fiscal.Date) ([]StockOnHand, error) {
	b := &v.State.Stock
	byItem := map[string][]inventory.Move{}
	sites := map[string]map[string]int64{}
	for _, m := range b.Moves {
		if m.Costed > day {
			continue
		}
		at := sites[m.Item]
		if at == nil {
			at = map[string]int64{}
			sites[m.Item] = at
		}
		switch m.Kind {
		case inventory.Receive:
			at[m.Site] += m.Units
		case inventory.Issue:
			at[m.Site] -= m.Units
		case 0:
			at[m.Site], at[m.To] = at[m.Site]-m.Units, at[m.To]+m.Units
			continue
		}
		byItem[m.Item] = append(byItem[m.Item], m.Move)
	}
	var out []StockOnHand
	for _, it := range b.Items {
		moves := byItem[it.Code]
		if len(moves) == 0 {
			continue
		}
		c, _ := b.Class(it.Class)
		x := StockOnHand{Item: it, Class: c}
		k, err := inventory.CardOf(v.State.policy(c, it), day, moves)
		if err != nil {
			return nil, fmt.Errorf("item %s: %w", it.Code, err)
		}
		x.Units, x.Value, x.Layers = k.At(day)
		x.FIFO = x.Value
		if c.Method == inventory.LIFO || c.Method == inventory.Average {
			if x.FIFO, err = v.byFIFO(moves); err != nil {
				return nil, fmt.Errorf("item %s: %w", it.Code, err)
			}
		}
		for site, n := range sites[it.Code] {
			if n != 0 {
				x.Sites = append(x.Sites, SiteUnits{site, n})
			}
		}
		slices.SortFunc(x.Sites, func(a, b SiteUnits) int { return strings.Compare(a.Site, b.Site) })
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b StockOnHand) int {
		if n := strings.Compare(a.Class.Code, b.Class.Code); n != 0 {
			return n
		}
		return strings.Compare(a.Item.Code, b.Item.Code)
	})
	return out, nil
}

// byFIFO is what a stock of another method would be worth first in, first out. A write-down that is more than it would cost then, and a
// recovery of it, are left out.
func (v *View) byFIFO(moves []inventory.Move) (int64, error) {
	s, err := inventory.NewStocks(inventory.Policy{Method: inventory.FIFO, Calendar: v.State.Calendar}, 1)
	if err != nil {
		return 0, err
	}
	moves = slices.Clone(moves)
	slices.SortStableFunc(moves, func(a, b inventory.Move) int { return cmp.Or(cmp.Compare(a.Costed, b.Costed), cmp.Compare(a.ID, b.ID)) })
	for _, m := range moves {
		if _, err := s.Apply(0, m); err != nil && !errors.As(err, new(inventory.Excess)) {
			return 0, err
		}
	}
	_, value := s.At(0)
	return value, nil
}

// StockTie holds an account of inventory against the stock in it.
type StockTie struct {
	Account       string
	Ledger, Stock int64 // minor units
}

// StockTies hold the ledger against the stock at the end of a day, account by account: a difference is an entry that no movement
// made. It is open and never plugged.
func (v *View) StockTies(day fiscal.Date) ([]StockTie, []check.Finding, error) {
	stock, err := v.StockAt(day)
	if err != nil {
		return nil, nil, err
	}
	tb, err := v.Open(day)
	if err != nil {
		return nil, nil, err
	}
	worth := map[string]int64{}
	var order []string
	for _, c := range v.State.Stock.Classes {
		if _, seen := worth[c.Inventory]; !seen {
			order = append(order, c.Inventory)
		}
		worth[c.Inventory] += 0
	}
	for _, x := range stock {
		worth[x.Class.Inventory] += x.Value
	}
	var out []StockTie
	var found []check.Finding
	for _, account := range order {
		t := StockTie{account, tb.Account(account), worth[account]}
		out = append(out, t)
		if d := t.Ledger - t.Stock; d != 0 {
			found = append(found, check.Finding{Rule: "stock-tie", Severity: check.Open, Subject: "account " + account,
				Message: fmt.Sprintf("at the end of %s the ledger has %s and the stock is worth %s: %s were entered without a movement. Find the entries on its register, and move or reclassify them", day, v.said(t.Ledger), v.said(t.Stock), v.said(d))})
		}
	}
	return out, found, nil
}

// said is an amount as accountants write it in a sentence.
func (v *View) said(minor int64) string { return money.New(minor, v.Entity().Currency).Accounting() }

// StockTable is what is on hand at the end of a day, item by item, with totals of the classes; for other methods than FIFO with what it
// would be by FIFO and the difference: the LIFO reserve.
func (v *View) StockTable(day fiscal.Date) (exporter.Table, error) {
	stock, err := v.StockAt(day)
	if err != nil {
		return exporter.Table{}, err
	}
	d := v.digits()
	t := exporter.Table{ID: "stock", Title: []string{v.State.Name, "Inventory on hand at " + day.Long()}, Columns: append(texts("Class", "Item", "Name", "Unit"), exporter.Column{Key: "quantity", Title: "Quantity", Amount: true}, exporter.Column{Key: "unit_cost", Title: "Unit cost", Amount: true, Digits: 4},
		exporter.Column{Key: "value", Title: "Value", Amount: true, Digits: d}, exporter.Column{Key: "fifo", Title: "By FIFO", Amount: true, Digits: d}, exporter.Column{Key: "reserve", Title: "Difference", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "fifo"}, {Key: "value", Minus: true}}})}
	var all []exporter.Term
	var value, fifo int64
	for i := 0; i < len(stock); {
		c := stock[i].Class
		var of []exporter.Term
		var cv, cf int64
		for ; i < len(stock) && stock[i].Class.Code == c.Code; i++ {
			x := stock[i]
			of, all, cv, cf = append(of, exporter.Term{Key: x.Item.Code}), append(all, exporter.Term{Key: x.Item.Code}), cv+x.Value, cf+x.FIFO
			t.Rows = append(t.Rows, exporter.Row{Key: x.Item.Code, Cells: []exporter.Cell{exporter.Text(c.Code), exporter.Text(x.Item.Code), exporter.Text(x.Item.Name), exporter.Text(x.Item.Unit), exporter.Amount(x.Units, x.Item.Places), v.unitCostCell(x.Item, x.Units, x.Value), exporter.Amount(x.Value, d), exporter.Amount(x.FIFO, d), exporter.Amount(x.FIFO-x.Value, d)}})
		}
		value, fifo = value+cv, fifo+cf
		t.Rows = append(t.Rows, exporter.Row{Key: "class " + c.Code, Kind: "total", Sum: of, Cells: []exporter.Cell{exporter.Text("Total of " + orOther(c.Name, c.Code)), {}, {}, {}, {}, {}, exporter.Amount(cv, d), exporter.Amount(cf, d), exporter.Amount(cf-cv, d)}})
	}
	t.Rows = append(t.Rows, exporter.Row{Key: "total", Kind: "total", Sum: all, Cells: []exporter.Cell{exporter.Text("Inventory"), {}, {}, {}, {}, {}, exporter.Amount(value, d), exporter.Amount(fifo, d), exporter.Amount(fifo-value, d)}})
	v.stamp(&t, "at "+day.String())
	return t, nil
}

// UnitCost is what one unit of an item costs, to four decimals half away from zero; empty for nothing.
func (v *View) UnitCost(it StockItem, units, value int64) string {
	if units == 0 {
		return ""
	}
	return workpaper.FromMinor(value, v.digits()).Quo(workpaper.FromMinor(units, it.Places)).Text(4, money.HalfAway)
}

// unitCostCell is UnitCost as an amount.
func (v *View) unitCostCell(it StockItem, units, value int64) exporter.Cell {
	if units == 0 {
		return exporter.Cell{}
	}
	n, ok := workpaper.MustParse(v.UnitCost(it, units, value)).Minor(4)
	if !ok {
		return exporter.Cell{}
	}
	return exporter.Amount(n, 4)
}

// StockMovesTable lists the movements of an item, or of all with an empty code, that count in a period, with what each does.
func (v *View) StockMovesTable(item string, p fiscal.Named) (exporter.Table, error) {
	if item != "" {
		if _, ok := v.State.Stock.Item(item); !ok {
			return exporter.Table{}, mistake("", "item %q is not known", item)
		}
	}
	d := v.digits()
	t := exporter.Table{ID: "stock-movements", Title: []string{v.State.Name, "Movements of inventory, " + p.String()}, Columns: append(append([]exporter.Column{{Key: "date", Title: "Date", Date: true}, {Key: "counts", Title: "Counts on", Date: true}}, texts("Kind", "Item", "Site", "To", "Reference", "Unit")...), exporter.Column{Key: "quantity", Title: "Quantity", Amount: true},
		exporter.Column{Key: "inventory", Title: "Inventory", Amount: true, Digits: d}, exporter.Column{Key: "cost", Title: "Cost of sales", Amount: true, Digits: d}, exporter.Column{Key: "position", Title: "Position", Amount: true}, exporter.Column{Key: "memo", Title: "Memo"})}
	effects := map[string]map[int64]inventory.Effect{}
	for _, m := range v.State.Stock.Moves {
		if item != "" && m.Item != item || m.Costed < p.Start || m.Costed > p.End {
			continue
		}
		it, _ := v.State.Stock.Item(m.Item)
		if effects[m.Item] == nil {
			c, _ := v.State.Stock.Class(it.Class)
			var err error
			if effects[m.Item], err = inventory.Effects(v.State.policy(c, it), v.State.Stock.Of(m.Item)); err != nil {
				return t, fmt.Errorf("item %s: %w", m.Item, err)
			}
		}
		e := effects[m.Item][m.ID]
		n := m.Units
		if m.Kind == inventory.Issue {
			n = -n
		}
		if err := addRow(&t, itoa(m.ID), exporter.Date(m.Date), exporter.Date(m.Costed), exporter.Text(m.Said), exporter.Text(m.Item), exporter.Text(m.Site), exporter.Text(m.To), exporter.Text(m.Reference), exporter.Text(it.Unit), exporter.Amount(n, it.Places),
			exporter.Amount(e.Inventory, d), exporter.Amount(e.CostOfSales, d), counted(m.Position), exporter.Text(m.Memo)); err != nil {
			return t, err
		}
	}
	slices.SortStableFunc(t.Rows, func(a, b exporter.Row) int { return int(a.Cells[1].Day - b.Cells[1].Day) })
	v.stamp(&t, strings.TrimSpace("item "+item+" "+p.String()))
	return t, nil
}

// StockLayersTable are the layers of an item at the end of a day, oldest first.
func (v *View) StockLayersTable(item string, day fiscal.Date) (exporter.Table, error) {
	it, ok := v.State.Stock.Item(item)
	if !ok {
		return exporter.Table{}, mistake("", "item %q is not known", item)
	}
	stock, err := v.StockAt(day)
	if err != nil {
		return exporter.Table{}, err
	}
	d := v.digits()
	t := exporter.Table{ID: "stock-layers", Title: []string{v.State.Name, "Layers of " + item + " at " + day.Long()}, Columns: append(texts("Layer"), exporter.Column{Key: "quantity", Title: "Quantity", Amount: true}, exporter.Column{Key: "unit_cost", Title: "Unit cost", Amount: true, Digits: 4}, exporter.Column{Key: "cost", Title: "Cost", Amount: true, Digits: d})}
	for _, x := range stock {
		if x.Item.Code != item {
			continue
		}
		var of []exporter.Term
		for i, l := range x.Layers {
			key := fmt.Sprintf("layer %d", i+1)
			of = append(of, exporter.Term{Key: key})
			t.Rows = append(t.Rows, exporter.Row{Key: key, Cells: []exporter.Cell{exporter.Text(v.LayerName(l)), exporter.Amount(l.Units, it.Places), v.unitCostCell(it, l.Units, l.Cost), exporter.Amount(l.Cost, d)}})
		}
		t.Rows = append(t.Rows, exporter.Row{Key: "total", Kind: "total", Sum: of, Cells: []exporter.Cell{exporter.Text("On hand"), exporter.Amount(x.Units, it.Places), v.unitCostCell(it, x.Units, x.Value), exporter.Amount(x.Value, d)}})
	}
	v.stamp(&t, "item "+item+" at "+day.String())
	return t, nil
}

// LayerName says which layer it is: its day and receipt, its year, or the average.
func (v *View) LayerName(l inventory.Stacked) string {
	switch {
	case l.Year != 0:
		return fmt.Sprintf("year %d", l.Year)
	case l.Receipt != 0:
		return strings.TrimSuffix(l.Date.String()+", "+v.State.Stock.Moves[l.Receipt-1].Reference, ", ")
	}
	return "average of all"
}

// StockTieTable holds the ledger against the stock as a table, with what is found.
func (v *View) StockTieTable(day fiscal.Date) (exporter.Table, []check.Finding, error) {
	ties, found, err := v.StockTies(day)
	if err != nil {
		return exporter.Table{}, nil, err
	}
	d := v.digits()
	t := exporter.Table{ID: "stock-tie", Title: []string{v.State.Name, "Ledger against stock at " + day.Long()}, Columns: append(texts("Account"), exporter.Column{Key: "ledger", Title: "Ledger", Amount: true, Digits: d}, exporter.Column{Key: "stock", Title: "Stock", Amount: true, Digits: d},
		exporter.Column{Key: "difference", Title: "Difference", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "ledger"}, {Key: "stock", Minus: true}}})}
	for _, x := range ties {
		t.Rows = append(t.Rows, exporter.Row{Key: x.Account, Cells: []exporter.Cell{exporter.Text(x.Account), exporter.Amount(x.Ledger, d), exporter.Amount(x.Stock, d), exporter.Amount(x.Ledger-x.Stock, d)}})
	}
	v.stamp(&t, "at "+day.String())
	return t, found, nil
}

// StockPaper is the valuation of an item at the end of a day as a workpaper, from its movements alone.
func (v *View) StockPaper(item string, day fiscal.Date) (*workpaper.Paper, error) {
	it, ok := v.State.Stock.Item(item)
	if !ok {
		return nil, mistake("", "item %q is not known", item)
	}
	c, _ := v.State.Stock.Class(it.Class)
	var moves []inventory.Move
	for _, m := range v.State.Stock.Of(item) {
		if m.Costed <= day {
			moves = append(moves, m)
		}
	}
	slices.SortStableFunc(moves, func(a, b inventory.Move) int {
		if a.Costed != b.Costed {
			return int(a.Costed - b.Costed)
		}
		return int(a.ID - b.ID)
	})
	const most = 2000
	if len(moves) > most {
		return nil, mistake("", "item %s has %d movements by then; a workpaper shows at most %d. Its layers and movements are lists", item, len(moves), most)
	}
	p, err := inventory.StockPaper{Head: workpaper.Head{Title: "Valuation of " + strings.TrimSpace(item+" "+it.Name) + ", " + c.Method.Words(), Entity: v.State.Name, Period: day.Long()}, Item: item, Unit: it.Unit, Places: it.Places, Currency: v.Entity().Currency,
		Policy: v.State.policy(c, it), Moves: moves, Name: func(m inventory.Move) string {
			x := v.State.Stock.Moves[m.ID-1]
			return strings.TrimSpace(strings.Join([]string{x.Said, m.Costed.String(), x.Reference}, " ")) + " (" + itoa(m.ID) + ")"
		}}.Paper()
	if err != nil {
		return nil, stockMistake(err, it, v.Entity().Currency)
	}
	return p, nil
}

// WriteStockPaper writes it as a workbook with live formulas, stamped.
func (v *View) WriteStockPaper(w io.Writer, item string, day fiscal.Date) error {
	p, err := v.StockPaper(item, day)
	if err != nil {
		return err
	}
	return exporter.WriteWorkpaper(w, p, evidence.Stamp{Report: "stock-paper", Params: "item " + item + " at " + day.String(), Totals: v.totals(), Position: v.Position, Version: Version})
}
