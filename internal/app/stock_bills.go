package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tieout/costing"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/calc"
	"tieout/internal/exporter"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

// StockBills are bills of material and routings from a day on: all of them, in the notation of tieout calc rollup. An item that costs
// latest costs what the book last bought it at.
type StockBills struct {
	From     fiscal.Date
	Position int64
	Text     string
}

// bills are those in force on a day: the newest that was set of the last day that has begun.
func (b *StockBook) bills(day fiscal.Date) (out StockBills, ok bool) {
	for _, x := range b.Bills {
		if x.From <= day && (!ok || x.From >= out.From) {
			out, ok = x, true
		}
	}
	return out, ok
}

// SetBills sets bills of material and routings from a day on. They are rolled up to see that they hold: unknown items, loops and
// quantities not above zero are refused.
func (a *App) SetBills(ctx context.Context, by string, from fiscal.Date, text string) (evidence.Act, error) {
	return a.act(ctx, by, cmdStockBills, "", func(w *writing) error {
		if from == 0 {
			return mistake("", "say from which day on the bills hold")
		}
		one := workpaper.Whole(1) // what something costs is asked when it is rolled up
		x, err := calc.ReadRollup([]byte(text), func(string) *workpaper.Number { return &one })
		if err != nil {
			return mistake("the bills", "%v", err)
		}
		ent, _ := w.state.Chart.Entity("")
		if x.Currency != ent.Currency {
			return mistake("the bills", "they are in %s and the book is in %s", x.Currency, ent.Currency)
		}
		for _, it := range x.Items {
			if _, ok := w.state.Stock.Item(it.Code); !ok {
				return mistake("the bills", "item %s is not known; define it first, or correct the code", it.Code)
			}
		}
		if _, err := x.Compute(); err != nil {
			return mistake("the bills", "%v", err)
		}
		if b, ok := w.state.Stock.bills(from); ok && b.From == from {
			if w.skip = b.Text == text; w.skip {
				return nil
			}
			return mistake("the bills", "bills from %s are set already (position %d); two would overlap, so set the others from another day", from, b.Position)
		}
		return w.apply(evidence.Rec("stock-bills", "from", from.String(), "text", text))
	})
}

// RolledItem is an item of a roll-up beside the standard that it is carried at.
type RolledItem struct {
	costing.ItemCost
	Item     StockItem
	Standard *workpaper.Number // carried at; nil where it is not at standard
	Units    int64             // on hand, of an item at standard
	Change   int64             // of the value of what is on hand, minor units
	Lines    []costing.BOMLine
}

// Rolled is a roll-up of the bills that are in force on a day.
type Rolled struct {
	Day   fiscal.Date
	Bills StockBills
	Items []RolledItem
	Paper *workpaper.Paper
}

// RollUp rolls the bills in force on a day up, with what the new standards would do to what is on hand. Nothing is set: standards are
// movements that come in after approval (StandardMovements).
func (v *View) RollUp(day fiscal.Date) (Rolled, error) {
	b, ok := v.State.Stock.bills(day)
	if !ok {
		return Rolled{}, mistake("", "no bills of material are in force on %s; set them", day)
	}
	x, err := calc.ReadRollup([]byte(b.Text), func(item string) *workpaper.Number { return v.latestCost(item, day) })
	if err != nil {
		return Rolled{}, mistake("the bills of "+b.From.String(), "%v", err)
	}
	stock, err := v.StockAt(day)
	if err != nil {
		return Rolled{}, err
	}
	x.OnHand = nil
	units := map[string]int64{}
	lines := map[string][]costing.BOMLine{}
	for _, it := range x.Items {
		lines[it.Code] = it.Lines
	}
	for _, s := range stock {
		std := v.standardOf(s.Item.Code, day)
		if _, rolled := lines[s.Item.Code]; rolled && std != nil && s.Units > 0 {
			units[s.Item.Code] = s.Units
			x.OnHand = append(x.OnHand, costing.OnHand{Item: s.Item.Code, Units: workpaper.FromMinor(s.Units, s.Item.Places), Standard: *std})
		}
	}
	r, err := x.Compute()
	if err != nil {
		return Rolled{}, mistake("the bills of "+b.From.String(), "%v", err)
	}
	out := Rolled{Day: day, Bills: b, Paper: r.Paper}
	change := map[string]int64{}
	for _, c := range r.Revalued {
		change[c.Item], _ = c.Change.Round(v.digits(), money.HalfAway).Minor(v.digits())
	}
	for _, c := range r.Items {
		it, _ := v.State.Stock.Item(c.Code)
		out.Items = append(out.Items, RolledItem{c, it, v.standardOf(c.Code, day), units[c.Code], change[c.Code], lines[c.Code]})
	}
	return out, nil
}

// latestCost is what one of an item cost in its newest receipt by a day, to the decimals of a standard; nil for none.
func (v *View) latestCost(item string, day fiscal.Date) *workpaper.Number {
	it, _ := v.State.Stock.Item(item)
	var last *StockMove
	for i := range v.State.Stock.Moves {
		m := &v.State.Stock.Moves[i]
		if m.Item == item && m.Kind == inventory.Receive && m.Date <= day && (last == nil || m.Date >= last.Date) {
			last = m
		}
	}
	if last == nil {
		return nil
	}
	n := workpaper.FromMinor(last.Cost, v.digits()).Quo(workpaper.FromMinor(last.Units, it.Places)).Round(v.standardPlaces(), money.HalfAway)
	return &n
}

func (v *View) standardPlaces() int { return v.digits() + inventory.StandardPlaces }

// standardOf is the standard cost of one of an item on a day; nil where none is set.
func (v *View) standardOf(item string, day fiscal.Date) *workpaper.Number {
	var on fiscal.Date
	var out *workpaper.Number
	for _, m := range v.State.Stock.Moves {
		if m.Item == item && m.Kind == inventory.SetStandard && m.Costed <= day && m.Costed >= on {
			n := workpaper.FromMinor(m.Cost, v.standardPlaces())
			on, out = m.Costed, &n
		}
	}
	return out
}

// RollUpTable is a roll-up item by item, components before what is made of them.
func (v *View) RollUpTable(r Rolled) exporter.Table {
	d, p := v.digits(), v.standardPlaces()
	t := exporter.Table{ID: "roll-up", Title: []string{v.State.Name, "Standard cost rolled up at " + r.Day.Long()}, Columns: append(texts("Item", "Name"), exporter.Column{Key: "level", Title: "Level", Amount: true}, exporter.Column{Key: "material", Title: "Material", Amount: true, Digits: p}, exporter.Column{Key: "labour", Title: "Labour", Amount: true, Digits: p}, exporter.Column{Key: "overhead", Title: "Overhead", Amount: true, Digits: p}, exporter.Column{Key: "other", Title: "Other", Amount: true, Digits: p},
		exporter.Column{Key: "total", Title: "Cost of one", Amount: true, Digits: p}, exporter.Column{Key: "standard", Title: "Standard now", Amount: true, Digits: p}, exporter.Column{Key: "units", Title: "On hand", Amount: true}, exporter.Column{Key: "change", Title: "Revaluation", Amount: true, Digits: d}),
		Notes: []string{"Bills in force since " + r.Bills.From.Long() + ", set at position " + itoa(r.Bills.Position) + "."}}
	cell := func(n workpaper.Number) exporter.Cell {
		m, _ := n.Round(p, money.HalfAway).Minor(p)
		return exporter.Amount(m, p)
	}
	var sum int64
	var of []exporter.Term
	for _, x := range r.Items {
		row := exporter.Row{Key: x.Code, Cells: []exporter.Cell{exporter.Text(x.Code), exporter.Text(x.Item.Name), exporter.Amount(int64(x.Level), 0), cell(x.Material), cell(x.Labour), cell(x.Overhead), cell(x.Other), cell(x.Total), {}, {}, {}}}
		if x.Standard != nil {
			row.Cells[8], row.Cells[9], row.Cells[10] = cell(*x.Standard), exporter.Amount(x.Units, x.Item.Places), exporter.Amount(x.Change, d)
		}
		sum, of = sum+x.Change, append(of, exporter.Term{Key: x.Code})
		t.Rows = append(t.Rows, row)
	}
	t.Rows = append(t.Rows, exporter.Row{Key: "total", Kind: "total", Sum: of, Cells: []exporter.Cell{exporter.Text("Revaluation of what is on hand"), {}, {}, {}, {}, {}, {}, {}, {}, {}, exporter.Amount(sum, d)}})
	v.stamp(&t, "at "+r.Day.String())
	return t
}

// StandardMovements are the movements that set the standards of a roll-up from its day on, for items of classes at standard cost whose
// standard changes: a file that import stock takes in after approval, which freezes them and revalues what is on hand.
func (v *View) StandardMovements(r Rolled) (text string, n int) {
	var b strings.Builder
	b.WriteString("date,kind,item,unit cost,memo\n")
	for _, x := range r.Items {
		c, _ := v.State.Stock.Class(x.Item.Class)
		total := x.Total.Round(v.standardPlaces(), money.HalfAway)
		if c.Method != inventory.Standard || x.Standard != nil && x.Standard.Cmp(total) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s,standard,%s,%s,rolled up from the bills of %s\n", r.Day, csvCell(x.Code), total.Text(v.standardPlaces(), money.HalfAway), r.Bills.From)
		n++
	}
	return b.String(), n
}

// csvCell quotes a cell where it needs it.
func csvCell(s string) string {
	if strings.ContainsAny(s, ",\"\n\r") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// UsageLine is a component of a production order: what the bills allow for its output, and what it took.
type UsageLine struct {
	Order, Item   string
	Allowed, Used workpaper.Number
	Price         workpaper.Number // of one: its standard, or where it has none what the issues cost
	Variance      int64            // minor units, unfavourable positive
	Charged       int64            // what the issues cost, minor units
	Output        string           // what the order made
	Unknown       bool             // the bills do not name it
}

// Usage is what production orders took against their bills in a period. An order is the reference that receipts from an account and issues
// to it share: the account is work in process.
func (v *View) Usage(wip string, p fiscal.Period) (out []UsageLine, err error) {
	type order struct {
		made  map[string]workpaper.Number
		took  map[string]workpaper.Number
		cost  map[string]int64
		last  fiscal.Date
		names []string
	}
	orders := map[string]*order{}
	var names []string
	for _, m := range v.State.Stock.Moves {
		if m.Other != wip || m.Reference == "" || !p.Contains(m.Costed) || m.Kind != inventory.Receive && m.Kind != inventory.Issue {
			continue
		}
		o := orders[m.Reference]
		if o == nil {
			o = &order{made: map[string]workpaper.Number{}, took: map[string]workpaper.Number{}, cost: map[string]int64{}}
			orders[m.Reference], names = o, append(names, m.Reference)
		}
		it, _ := v.State.Stock.Item(m.Item)
		n := workpaper.FromMinor(m.Units, it.Places)
		o.last = max(o.last, m.Costed)
		if m.Kind == inventory.Receive {
			o.made[m.Item] = o.made[m.Item].Add(n)
			continue
		}
		c, _ := v.State.Stock.Class(it.Class)
		effects, err := inventory.Effects(v.State.policy(c, it), v.State.Stock.Of(m.Item))
		if err != nil {
			return nil, err
		}
		o.took[m.Item], o.cost[m.Item] = o.took[m.Item].Add(n), o.cost[m.Item]-effects[m.ID].Inventory
	}
	slices.Sort(names)
	for _, name := range names {
		o := orders[name]
		b, ok := v.State.Stock.bills(o.last)
		if !ok {
			return nil, mistake("order "+name, "no bills of material are in force on %s", o.last)
		}
		one := workpaper.Whole(1)
		x, err := calc.ReadRollup([]byte(b.Text), func(string) *workpaper.Number { return &one })
		if err != nil {
			return nil, mistake("the bills of "+b.From.String(), "%v", err)
		}
		allowed := map[string]workpaper.Number{}
		var made []string
		for _, it := range x.Items {
			n, ok := o.made[it.Code]
			if !ok {
				continue
			}
			item, _ := v.State.Stock.Item(it.Code)
			made = append(made, n.Text(item.Places, money.HalfAway)+" "+it.Code)
			good := n
			if it.Yield != nil {
				good = n.Quo(*it.Yield)
			}
			for _, l := range it.Lines {
				allowed[l.Item] = allowed[l.Item].Add(good.Mul(l.Quantity).Quo(one.Sub(l.Scrap)))
			}
		}
		var items []string
		for item := range allowed {
			items = append(items, item)
		}
		for item := range o.took {
			if _, ok := allowed[item]; !ok {
				items = append(items, item)
			}
		}
		slices.Sort(items)
		for _, item := range items {
			_, known := allowed[item]
			l := UsageLine{Order: name, Item: item, Allowed: allowed[item], Used: o.took[item], Charged: o.cost[item], Output: strings.Join(made, ", "), Unknown: !known}
			switch std := v.standardOf(item, o.last); {
			case std != nil:
				l.Price = *std
			case l.Used.Sign() > 0:
				l.Price = workpaper.FromMinor(l.Charged, v.digits()).Quo(l.Used)
			default:
				if n := v.latestCost(item, o.last); n != nil {
					l.Price = *n
				}
			}
			l.Variance, _ = l.Used.Sub(l.Allowed).Mul(l.Price).Round(v.digits(), money.HalfAway).Minor(v.digits())
			out = append(out, l)
		}
	}
	return out, nil
}

// PriceVariances are what receipts and late costs left beside the standard in a period, and what new standards revalued, by item.
type PriceVariances struct {
	Item               string
	Received, Standard int64 // paid, and at standard, minor units
	Price, Revaluation int64 // unfavourable positive: paid over standard; what a lower standard took off
}

// PriceVariances are those of all items at standard cost, by item.
func (v *View) PriceVariances(p fiscal.Period) (out []PriceVariances, err error) {
	for _, it := range v.State.Stock.Items {
		c, _ := v.State.Stock.Class(it.Class)
		moves := v.State.Stock.Of(it.Code)
		if c.Method != inventory.Standard || len(moves) == 0 {
			continue
		}
		effects, err := inventory.Effects(v.State.policy(c, it), moves)
		if err != nil {
			return nil, fmt.Errorf("item %s: %w", it.Code, err)
		}
		x := PriceVariances{Item: it.Code}
		for _, m := range moves {
			if !p.Contains(m.Costed) {
				continue
			}
			switch e := effects[m.ID]; m.Kind {
			case inventory.Receive, inventory.AddCost:
				x.Received, x.Standard, x.Price = x.Received+m.Cost, x.Standard+e.Inventory, x.Price+e.CostOfSales
			case inventory.SetStandard:
				x.Revaluation += e.CostOfSales
			}
		}
		if x != (PriceVariances{Item: it.Code}) {
			out = append(out, x)
		}
	}
	return out, nil
}

// VarianceTable is the variance report of a period: prices by item, and usage by order where an account of work in process is named.
func (v *View) VarianceTable(p fiscal.Named, wip string) (exporter.Table, error) {
	d := v.digits()
	if wip != "" {
		if _, ok := v.State.Chart.Account(wip); !ok {
			return exporter.Table{}, mistake("", "account %q is not in the chart", wip)
		}
	}
	t := exporter.Table{ID: "variances", Title: []string{v.State.Name, "Variances, " + p.String()}, Columns: append(texts("Kind", "Order", "Item", "Output"), exporter.Column{Key: "standard", Title: "At standard", Amount: true, Digits: d}, exporter.Column{Key: "actual", Title: "Actual", Amount: true, Digits: d}, exporter.Column{Key: "variance", Title: "Unfavourable (favourable)", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "actual"}, {Key: "standard", Minus: true}}}, exporter.Column{Key: "note", Title: "Note"})}
	prices, err := v.PriceVariances(p.Period)
	if err != nil {
		return t, err
	}
	for _, x := range prices {
		if x.Received != 0 || x.Price != 0 {
			t.Rows = append(t.Rows, exporter.Row{Key: "price " + x.Item, Cells: []exporter.Cell{exporter.Text("Purchase price"), {}, exporter.Text(x.Item), {}, exporter.Amount(x.Standard, d), exporter.Amount(x.Received, d), exporter.Amount(x.Price, d), {}}})
		}
		if x.Revaluation != 0 {
			t.Rows = append(t.Rows, exporter.Row{Key: "revaluation " + x.Item, Cells: []exporter.Cell{exporter.Text("Revaluation"), {}, exporter.Text(x.Item), {}, exporter.Amount(0, d), exporter.Amount(x.Revaluation, d), exporter.Amount(x.Revaluation, d), exporter.Text("a new standard, on hand")}})
		}
	}
	if wip != "" {
		usage, err := v.Usage(wip, p.Period)
		if err != nil {
			return t, err
		}
		for _, x := range usage {
			allowed, _ := x.Allowed.Mul(x.Price).Round(d, money.HalfAway).Minor(d)
			note := ""
			if x.Unknown {
				note = "not in the bills of what the order made"
			}
			it, _ := v.State.Stock.Item(x.Item)
			t.Rows = append(t.Rows, exporter.Row{Key: "usage " + x.Order + " " + x.Item, Cells: []exporter.Cell{exporter.Text("Material usage"), exporter.Text(x.Order), exporter.Text(x.Item), exporter.Text(x.Output), exporter.Amount(allowed, d), exporter.Amount(allowed+x.Variance, d), exporter.Amount(x.Variance, d),
				exporter.Text(strings.TrimSpace(note + " " + x.Used.Text(it.Places, money.HalfAway) + " used, " + x.Allowed.Text(max(it.Places, 2), money.HalfAway) + " allowed"))}})
		}
	}
	v.stamp(&t, p.Name+" "+wip)
	return t, nil
}

// OrdersTable rolls work in process forward over a period, production order by order: materials issued to it, what was completed out of it, and
// what else the ledger charged to the account, such as labour and overhead. It foots to the account.
func (v *View) OrdersTable(wip string, p fiscal.Named) (exporter.Table, error) {
	if _, ok := v.State.Chart.Account(wip); !ok {
		return exporter.Table{}, mistake("", "account %q is not in the chart", wip)
	}
	d := v.digits()
	amount := func(key, title string) exporter.Column {
		return exporter.Column{Key: key, Title: title, Amount: true, Digits: d}
	}
	t := exporter.Table{ID: "orders", Title: []string{v.State.Name, "Work in process by order, " + p.String()}, Columns: append(texts("Order"), amount("begin", "At the beginning"), amount("materials", "Materials issued"), amount("other", "Charged otherwise"), amount("completed", "Completed"),
		exporter.Column{Key: "end", Title: "At the end", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "begin"}, {Key: "materials"}, {Key: "other"}, {Key: "completed", Minus: true}}})}
	type order struct{ begin, materials, completed int64 }
	orders := map[string]*order{}
	var names []string
	for _, it := range v.State.Stock.Items {
		c, _ := v.State.Stock.Class(it.Class)
		if c.Imported || !slices.ContainsFunc(v.State.Stock.Moves, func(m StockMove) bool { return m.Item == it.Code && m.Other == wip }) {
			continue
		}
		effects, err := inventory.Effects(v.State.policy(c, it), v.State.Stock.Of(it.Code))
		if err != nil {
			return t, fmt.Errorf("item %s: %w", it.Code, err)
		}
		for _, m := range v.State.Stock.Moves {
			if m.Item != it.Code || m.Other != wip || m.Costed > p.End {
				continue
			}
			n := stockLines(c, m, effects[m.ID])[wip] // debit positive
			if n == 0 {
				continue
			}
			name := orOther(m.Reference, "no order")
			o := orders[name]
			if o == nil {
				o = &order{}
				orders[name], names = o, append(names, name)
			}
			switch {
			case m.Costed < p.Start:
				o.begin += n
			case n > 0:
				o.materials += n
			default:
				o.completed -= n
			}
		}
	}
	slices.Sort(names)
	var all order
	var of []exporter.Term
	for _, name := range names {
		o := orders[name]
		if o.begin == 0 && o.materials == 0 && o.completed == 0 {
			continue
		}
		all.begin, all.materials, all.completed = all.begin+o.begin, all.materials+o.materials, all.completed+o.completed
		of = append(of, exporter.Term{Key: name})
		t.Rows = append(t.Rows, exporter.Row{Key: name, Cells: []exporter.Cell{exporter.Text(name), exporter.Amount(o.begin, d), exporter.Amount(o.materials, d), exporter.Amount(0, d), exporter.Amount(o.completed, d), exporter.Amount(o.begin+o.materials-o.completed, d)}})
	}
	before, err := v.Open(p.Start - 1)
	if err != nil {
		return t, err
	}
	after, err := v.Open(p.End)
	if err != nil {
		return t, err
	}
	begin, end := before.Account(wip), after.Account(wip)
	other := end - begin - all.materials + all.completed
	of = append(of, exporter.Term{Key: "ledger"})
	t.Rows = append(t.Rows, exporter.Row{Key: "ledger", Cells: []exporter.Cell{exporter.Text("Labour, overhead and other entries"), exporter.Amount(begin-all.begin, d), exporter.Amount(0, d), exporter.Amount(other, d), exporter.Amount(0, d), exporter.Amount(begin-all.begin+other, d)}},
		exporter.Row{Key: "total", Kind: "total", Sum: of, Cells: []exporter.Cell{exporter.Text("Account " + wip), exporter.Amount(begin, d), exporter.Amount(all.materials, d), exporter.Amount(other, d), exporter.Amount(all.completed, d), exporter.Amount(end, d)}})
	v.stamp(&t, p.Name+" "+wip)
	return t, nil
}
