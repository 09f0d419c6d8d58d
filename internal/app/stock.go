package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/inventory"
	"tieout/ledger"
	"tieout/workpaper"
)

// StockClass is a class of inventory: how its items are costed, and the accounts that its movements go to.
type StockClass struct {
	Code, Name  string
	Method      inventory.Method
	Inventory   string // account of what is on hand
	Cost        string // cost of sales: the other side of issues
	Clearing    string // goods received not invoiced, or payables: the other side of receipts
	Adjustments string // physical inventory adjustments: the other side of counts; Cost where it is empty
	WriteDowns  string // the other side of write-downs and their recoveries; Cost where it is empty
	Variance    string // purchase-price variances of a class at standard cost
	Revaluation string // the other side of new standards; Variance where it is empty
	Dims        ledger.Dims
	// Since is the day from which Method holds and Before did before it: LIFO is adopted so. 0 for always.
	Since  fiscal.Date
	Before inventory.Method
	// Imported says that entries come with the journals of another system: movements are costed and held against the account, and
	// make no entries. The accounts of the other sides are not needed then.
	Imported bool
}

// StockItem is an item that is held in stock.
type StockItem struct {
	Code, Name string
	Class      string
	Unit       string
	Places     int    // decimals of the unit: 0 where only whole ones move
	Units      string // other units as "box=12,pallet=480": how many of Unit one of them is
}

// StockMove is a movement as the book keeps it.
type StockMove struct {
	inventory.Move
	Position  int64
	Item      string
	Site, To  string
	Said      string // the kind in words: receipt, issue, transfer, count, cost, write-down
	Other     string // account of the other side, where it is not the class's
	Reference string
	Memo      string
}

// StockBook is what a book knows of stock.
type StockBook struct {
	Classes []StockClass
	Items   []StockItem
	Moves   []StockMove
	Pools   []StockPool
	Indexes []StockIndex
	Bills   []StockBills
	Counts  []StockCount
}

// Class finds a class by its code.
func (b *StockBook) Class(code string) (StockClass, bool) {
	i := slices.IndexFunc(b.Classes, func(c StockClass) bool { return c.Code == code })
	if i < 0 {
		return StockClass{}, false
	}
	return b.Classes[i], true
}

// Item finds an item by its code.
func (b *StockBook) Item(code string) (StockItem, bool) {
	i := slices.IndexFunc(b.Items, func(c StockItem) bool { return c.Code == code })
	if i < 0 {
		return StockItem{}, false
	}
	return b.Items[i], true
}

// Of are the moves of an item that cost: transfers between sites do not.
func (b *StockBook) Of(item string) (out []inventory.Move) {
	for _, m := range b.Moves {
		if m.Item == item && m.Kind != 0 {
			out = append(out, m.Move)
		}
	}
	return out
}

// policy is how an item of a class is costed.
func (s *State) policy(c StockClass, it StockItem) inventory.Policy {
	return inventory.Policy{Method: c.Method, Calendar: s.Calendar, Places: it.Places, Since: c.Since, Before: c.Before}
}

// StockClosed is the last day that stock may not move on any more: the last that any lock covers. Closed valuation never moves, so
// even days before a lock that are open themselves take no movements.
func (s *State) StockClosed() (last fiscal.Date) {
	for _, l := range s.Locks {
		last = max(last, l.Last)
	}
	return last
}

func (s *State) applyStock(a evidence.Act, r evidence.Record) error {
	switch r.Word {
	case "stock-class":
		since := fiscal.Date(0)
		if t := r.Get("since"); t != "" {
			var err error
			if since, err = fiscal.Parse(t); err != nil {
				return err
			}
		}
		c := StockClass{Since: since, Before: inventory.Method(r.Get("before")), Code: r.Get("code"), Name: r.Get("name"), Method: inventory.Method(r.Get("method")), Inventory: r.Get("inventory"), Cost: r.Get("cost"), Clearing: r.Get("clearing"), Adjustments: r.Get("adjustments"), WriteDowns: r.Get("write-downs"), Variance: r.Get("variance"), Revaluation: r.Get("revaluation"), Dims: ledger.Dims(r.Get("dims")), Imported: r.Get("entries") == "imported"}
		if i := slices.IndexFunc(s.Stock.Classes, func(x StockClass) bool { return x.Code == c.Code }); i >= 0 {
			s.Stock.Classes = slices.Clone(s.Stock.Classes)
			s.Stock.Classes[i] = c
			return nil
		}
		s.Stock.Classes = append(s.Stock.Classes, c)
	case "stock-item":
		places, err := strconv.Atoi(r.Get("places"))
		if err != nil {
			return err
		}
		it := StockItem{Code: r.Get("code"), Name: r.Get("name"), Class: r.Get("class"), Unit: r.Get("unit"), Places: places, Units: r.Get("units")}
		if i := slices.IndexFunc(s.Stock.Items, func(x StockItem) bool { return x.Code == it.Code }); i >= 0 {
			s.Stock.Items = slices.Clone(s.Stock.Items)
			s.Stock.Items[i] = it
			return nil
		}
		s.Stock.Items = append(s.Stock.Items, it)
	case "stock-move":
		m := StockMove{Position: a.Position, Item: r.Get("item"), Site: r.Get("site"), To: r.Get("to"), Said: r.Get("kind"), Other: r.Get("other"), Reference: r.Get("reference"), Memo: r.Get("memo")}
		m.ID, m.Units, m.Cost, m.Of = r.Int("id"), r.Int("units"), r.Int("cost"), r.Int("of")
		m.Kind = inventory.MoveKind(r.Int("does"))
		var err error
		if m.Date, err = fiscal.Parse(r.Get("date")); err != nil {
			return err
		}
		if m.Costed, err = fiscal.Parse(r.Get("counts")); err != nil {
			return err
		}
		s.Stock.Moves = append(s.Stock.Moves, m)
	}
	return nil
}

// DefineClass adds a class of inventory or changes what is known of it. The method of a class with movements does not change: that
// is a change in accounting principle, applied retrospectively (ASC 250-10-45-5).
func (a *App) DefineClass(ctx context.Context, by string, c StockClass) (evidence.Act, error) {
	return a.act(ctx, by, cmdStockClass, "", func(w *writing) error {
		if err := w.classOK(&c); err != nil {
			return err
		}
		old, known := w.state.Stock.Class(c.Code)
		if known && old == c {
			w.skip = true
			return nil
		}
		moved := known && slices.ContainsFunc(w.state.Stock.Moves, func(m StockMove) bool { it, _ := w.state.Stock.Item(m.Item); return it.Class == c.Code })
		if moved && old.Method != c.Method && c.Method == inventory.LIFO && c.Since != 0 && old.Since == 0 {
			if err := w.adopts(c); err != nil {
				return err
			}
			c.Before, old.Method = old.Method, c.Method
		} else if known {
			c.Since, c.Before = old.Since, old.Before
		} else {
			c.Since = 0
		}
		switch {
		case moved && old.Method != c.Method:
			return refused("stock-method", "class %s has movements costed by %s; another method is a change in accounting principle, applied retrospectively: last-in, first-out alone is adopted from a fiscal year on; else open a class for what is costed anew", c.Code, old.Method)
		case moved && old.Inventory != c.Inventory:
			return refused("stock-account", "class %s has movements in account %s; move its balance with a reclassifying entry into a class of its own", c.Code, old.Inventory)
		case moved && old.Imported != c.Imported:
			return refused("stock-entries", "class %s has movements whose entries %s; open a class for those that are entered otherwise, and transfer what is on hand to its items", c.Code, map[bool]string{true: "came with the journals", false: "were made here"}[old.Imported])
		}
		entries := ""
		if c.Imported {
			entries = "imported"
		}
		return w.apply(evidence.Rec("stock-class", "code", c.Code, "name", c.Name, "method", string(c.Method), "inventory", c.Inventory, "cost", c.Cost, "clearing", c.Clearing, "adjustments", c.Adjustments, "write-downs", c.WriteDowns, "variance", c.Variance, "revaluation", c.Revaluation, "dims", string(c.Dims), "entries", entries, "since", sinceText(c.Since), "before", string(c.Before)))
	})
}

func sinceText(d fiscal.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// adopts refuses an adoption of LIFO that would cost anew what is entered: it begins with a fiscal year that is open and in which nothing of
// the class has moved yet. What is on hand is its base layer (ASC 250-10-45-5 to 45-7).
func (w *writing) adopts(c StockClass) error {
	switch start := w.state.Calendar.YearPeriod(w.state.Calendar.Year(c.Since)).Start; {
	case start != c.Since:
		return mistake("class "+c.Code, "last-in, first-out is adopted with a fiscal year, from %s, not from %s", start, c.Since)
	case c.Since <= w.state.StockClosed():
		return refused("stock-method", "class %s cannot be last-in, first-out from %s: days up to %s are locked", c.Code, c.Since, w.state.StockClosed())
	}
	for _, m := range w.state.Stock.Moves {
		if it, _ := w.state.Stock.Item(m.Item); it.Class == c.Code && m.Costed >= c.Since {
			return refused("stock-method", "class %s cannot be last-in, first-out from %s: item %s moved on %s and is entered; adopt it with the next year", c.Code, c.Since, m.Item, m.Costed)
		}
	}
	return nil
}

func (w *writing) classOK(c *StockClass) error {
	about := "class " + c.Code
	if c.Code == "" {
		return mistake("", "a class needs a code")
	}
	for what, text := range map[string]string{"the code": c.Code, "the name": c.Name} {
		if err := ledger.CheckText(what, text, 100); err != nil {
			return mistake(about, "%v", err)
		}
	}
	if !slices.Contains([]inventory.Method{inventory.FIFO, inventory.Average, inventory.LIFO, inventory.Specific, inventory.Standard}, c.Method) {
		return mistake(about, "it is costed by fifo, average, lifo, specific or standard, not %q", string(c.Method))
	}
	for _, x := range []struct {
		what, account string
		need          bool
	}{{"inventory", c.Inventory, true}, {"cost of sales", c.Cost, !c.Imported}, {"clearing", c.Clearing, !c.Imported}, {"adjustments", c.Adjustments, false}, {"write-downs", c.WriteDowns, false}, {"price variances", c.Variance, !c.Imported && c.Method == inventory.Standard}, {"revaluation", c.Revaluation, false}} {
		if x.account == "" && !x.need {
			continue
		}
		if _, ok := w.state.Chart.Account(x.account); !ok {
			return mistake(about, "the account of %s is %q, which is not in the chart", x.what, x.account)
		}
	}
	for _, d := range c.Dims.Codes() {
		if !w.state.Chart.HasDimension(d) {
			return mistake(about, "dimension %q is not defined in the book", d)
		}
	}
	return nil
}

// DefineItems adds items or changes what is known of them: all or none. The unit and the class of an item with movements do not change.
func (a *App) DefineItems(ctx context.Context, by string, items []StockItem) (evidence.Act, error) {
	return a.act(ctx, by, cmdStockItems, "", func(w *writing) error {
		if len(items) == 0 {
			return mistake("", "there is no item")
		}
		changed := false
		for _, it := range items {
			old, known := w.state.Stock.Item(it.Code)
			if known && old == it {
				continue
			}
			if err := w.itemOK(it, old, known); err != nil {
				return err
			}
			changed = true
			if err := w.apply(evidence.Rec("stock-item", "code", it.Code, "name", it.Name, "class", it.Class, "unit", it.Unit, "places", strconv.Itoa(it.Places), "units", it.Units)); err != nil {
				return err
			}
		}
		w.skip = !changed
		return nil
	})
}

// mostPlaces is how many decimals a unit of stock has at most.
const mostPlaces = 4

func (w *writing) itemOK(it, old StockItem, known bool) error {
	about := "item " + it.Code
	switch {
	case it.Code == "":
		return mistake("", "an item needs a code")
	case it.Unit == "":
		return mistake(about, "say in which unit it is counted")
	case it.Places < 0 || it.Places > mostPlaces:
		return mistake(about, "%d decimals of its unit; there are 0 to %d", it.Places, mostPlaces)
	}
	for what, text := range map[string]string{"the code": it.Code, "the name": it.Name, "the unit": it.Unit, "other units": it.Units} {
		if err := ledger.CheckText(what, text, 200); err != nil {
			return mistake(about, "%v", err)
		}
	}
	if _, ok := w.state.Stock.Class(it.Class); !ok {
		return mistake(about, "its class %q is not defined; define it first", it.Class)
	}
	if _, err := it.factors(); err != nil {
		return mistake(about, "%v", err)
	}
	moved := known && slices.ContainsFunc(w.state.Stock.Moves, func(m StockMove) bool { return m.Item == it.Code })
	if moved && (old.Unit != it.Unit || old.Places != it.Places || old.Class != it.Class) {
		return refused("stock-item", "item %s has movements; its unit, the decimals of it and its class stay as they are. Open another item", it.Code)
	}
	return nil
}

// factors are the other units of an item.
func (it StockItem) factors() (map[string]workpaper.Number, error) {
	out := map[string]workpaper.Number{it.Unit: workpaper.Whole(1)}
	for _, part := range strings.Split(it.Units, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		name, n, ok := strings.Cut(part, "=")
		f, err := workpaper.Parse(strings.TrimSpace(n))
		if name = strings.TrimSpace(name); !ok || err != nil || name == "" || f.Sign() <= 0 || name == it.Unit {
			return nil, fmt.Errorf("other units are written box=12,pallet=480, not %q", part)
		}
		out[name] = f
	}
	return out, nil
}

// smallest is a quantity in the smallest parts of the item's unit.
func (it StockItem) smallest(q workpaper.Number, unit string) (int64, error) {
	fs, err := it.factors()
	if err != nil {
		return 0, err
	}
	if unit == "" {
		unit = it.Unit
	}
	f, ok := fs[unit]
	if !ok {
		return 0, fmt.Errorf("unit %q is not one of the item's; it is counted in %s. Say on the item how many of them one is", unit, it.Unit)
	}
	n, whole := q.Mul(f).Minor(it.Places)
	if !whole {
		return 0, fmt.Errorf("%s %s is no whole number of the smallest part of the item's unit (%d decimals)", q, unit, it.Places)
	}
	return n, nil
}

// Quantity writes a number of smallest parts in the item's unit.
func (it StockItem) Quantity(n int64) string {
	return workpaper.FromMinor(n, it.Places).Text(it.Places, 1)
}
