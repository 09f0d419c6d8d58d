package costing

import (
	"cmp"
	"strings"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Item is what is bought or made. A bought item has a cost; a made one has lines and operations.
type Item struct {
	Code, Name string
	Cost       *workpaper.Number // of one, bought
	Lines      []BOMLine
	Routing    []Operation
	Other      workpaper.Number  // of one: work done outside, and the like
	Yield      *workpaper.Number // good part of what is made, above 0 to 1; nil for all
	Overhead   *workpaper.Number // on materials of this level, a part of their cost
}

// BOMLine is a component and how much of it goes into one unit, before scrap.
type BOMLine struct {
	Item     string
	Quantity workpaper.Number
	Scrap    workpaper.Number // part of the component that is lost, 0 to below 1
}

// Operation is a step of the routing of one unit.
type Operation struct {
	Name             string
	Hours            workpaper.Number // of one unit
	Setup, Lot       workpaper.Number // hours a lot, and units in it; zero for none
	Rate             workpaper.Number // of labour, an hour
	Overhead         workpaper.Number // an hour
	OverheadOfLabour workpaper.Number // a part of labour cost
}

// Rollup is bills of material and routings, with what is on hand at the old standard for a revaluation.
type Rollup struct {
	Currency money.Currency
	Items    []Item
	// LinePlaces and ItemPlaces round each extension and each item's cost, half away from zero; nil for not at all.
	LinePlaces, ItemPlaces *int
	OnHand                 []OnHand
}

// OnHand is a quantity at the standard that it is carried at.
type OnHand struct {
	Item     string
	Units    workpaper.Number
	Standard workpaper.Number
}

// ItemCost is the standard cost of one, by element, with what the levels below bring.
type ItemCost struct {
	Code                                     string
	Level                                    int // 0 for what is bought; a made item is one above its highest component
	Material, Labour, Overhead, Other, Total workpaper.Number
}

// Revalued is what a new standard does to a quantity on hand.
type Revalued struct {
	Item                    string
	Units, Old, New, Change workpaper.Number // Change of value, positive up
}

// RollupResult has the items in the order in which they were rolled up.
type RollupResult struct {
	Items    []ItemCost
	Revalued []Revalued
	Change   workpaper.Number
	Paper    *workpaper.Paper
}

// Compute rolls costs up from what is bought. A loop is refused with its path; so are unknown items, quantities not above zero, and
// an item that is neither bought nor made, or both.
func (x Rollup) Compute() (r RollupResult, err error) {
	order, err := x.order()
	if err != nil {
		return r, err
	}
	w := rollupWork{Rollup: x, p: workpaper.New(workpaper.Head{Title: "Standard cost rolled up"}), costs: map[string]elements{}, levels: map[string]int{}}
	for _, it := range order {
		w.item(it)
	}
	if err := w.revalue(); err != nil {
		return r, err
	}
	w.res.Paper = w.p
	return w.res, nil
}

// order sorts the items so that components come first.
func (x Rollup) order() (out []Item, err error) {
	byCode := map[string]Item{}
	for _, it := range x.Items {
		if _, twice := byCode[it.Code]; twice {
			return nil, check.Refuse(it.Code, "it stands twice")
		}
		if err := it.check(); err != nil {
			return nil, err
		}
		byCode[it.Code] = it
	}
	state := map[string]int{} // 1 being visited, 2 done
	var visit func(code string, path []string) error
	visit = func(code string, path []string) error {
		it, ok := byCode[code]
		switch {
		case !ok:
			return check.Refuse(path[len(path)-1], "its component %s is not among the items", code)
		case state[code] == 2:
			return nil
		case state[code] == 1:
			return check.Refuse(code, "its bill of materials comes back to itself: %s", strings.Join(append(path, code), " > "))
		}
		state[code] = 1
		for _, l := range it.Lines {
			if err := visit(l.Item, append(path, code)); err != nil {
				return err
			}
		}
		state[code] = 2
		out = append(out, it)
		return nil
	}
	for _, it := range x.Items {
		if err := visit(it.Code, nil); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (it Item) check() error {
	one := workpaper.Whole(1)
	made := len(it.Lines)+len(it.Routing) > 0
	switch {
	case it.Cost != nil && made:
		return check.Refuse(it.Code, "it has a purchase cost and a bill of materials; it is bought or made")
	case it.Cost == nil && !made && it.Other.Sign() == 0:
		return check.Refuse(it.Code, "it has no purchase cost and nothing that it is made of")
	case it.Cost != nil && it.Cost.Sign() < 0:
		return check.Refuse(it.Code, "a cost of %s is below zero", *it.Cost)
	case it.Yield != nil && (it.Yield.Sign() <= 0 || it.Yield.Cmp(one) > 0):
		return check.Refuse(it.Code, "a yield of %s; it is above 0 and at most 1", *it.Yield)
	}
	for _, l := range it.Lines {
		if l.Quantity.Sign() <= 0 || l.Scrap.Sign() < 0 || l.Scrap.Cmp(one) >= 0 {
			return check.Refuse(it.Code, "%s of component %s with scrap %s; the quantity is above zero and scrap a part below one", l.Quantity, l.Item, l.Scrap)
		}
	}
	for _, o := range it.Routing {
		if o.Hours.Sign() < 0 || o.Setup.Sign() < 0 || o.Rate.Sign() < 0 || o.Setup.Sign() > 0 && o.Lot.Sign() <= 0 {
			return check.Refuse(it.Code, "operation %s: hours and rates are not below zero, and set-up needs the size of a lot", o.Name)
		}
	}
	return nil
}

// elements are the cells of an item's cost.
type elements struct{ material, labour, overhead, other, total workpaper.Num }

type rollupWork struct {
	Rollup
	p      *workpaper.Paper
	costs  map[string]elements
	levels map[string]int
	res    RollupResult
}

func rounded(n workpaper.Num, places *int) workpaper.Num {
	if places == nil {
		return n
	}
	return n.Round(*places, money.HalfAway)
}

// item rolls one item up.
func (w *rollupWork) item(it Item) {
	each := workpaper.Per(w.Currency, "unit")
	title := it.Code
	if it.Name != "" {
		title += ", " + it.Name
	}
	s := w.p.Section(title)
	if it.Cost != nil {
		m := s.Input("purchase cost", each, *it.Cost)
		zero := m.Minus(m) // a purchased item has a cost of these all the same
		e := elements{m, s.Step("labour", each, zero), s.Step("overhead", each, zero), s.Step("other", each, zero), m}
		if it.Other.Sign() != 0 {
			e.other = s.Input("landed and other", each, it.Other)
			e.total = s.Step("standard cost", each, m.Plus(e.other))
		}
		w.done(it, 0, e)
		return
	}
	material, labour, overhead, other, level := w.lines(it, title)
	l, o := w.routing(it, title)
	z := w.p.Section(title + ", cost")
	yield := workpaper.Int(1)
	if it.Yield != nil {
		yield = z.Input("yield", workpaper.Percent, *it.Yield)
	}
	own := func(name string, below workpaper.Num, here *workpaper.Num) workpaper.Num {
		n := below
		if here != nil {
			n = n.Plus(*here)
		}
		if it.Yield != nil {
			n = n.Over(yield)
		}
		return z.Step(name, each, rounded(n, w.ItemPlaces))
	}
	extra := z.Input("outside work and other", each, it.Other)
	if it.Overhead != nil {
		a := z.Step("overhead on materials", each, material.Times(z.Input("overhead on materials, part", workpaper.Percent, *it.Overhead)))
		overhead = overhead.Plus(a)
	}
	e := elements{material: own("material", material, nil), labour: own("labour", labour, l), overhead: own("overhead", overhead, o), other: own("other", other, &extra)}
	e.total = z.Step("standard cost", each, e.material.Plus(e.labour).Plus(e.overhead).Plus(e.other), workpaper.Cite("ASC 330-10-30-12"))
	w.done(it, level, e)
}

// lines extends the components, element by element.
func (w *rollupWork) lines(it Item, title string) (material, labour, overhead, other workpaper.Num, level int) {
	each := workpaper.Per(w.Currency, "unit")
	t := w.p.Table(title+", components", "component")
	quantity, scrap := t.Column("quantity", workpaper.NoUnit.To(4)), t.Column("scrap", workpaper.Percent)
	gross := t.Column("quantity with scrap", workpaper.NoUnit.To(4))
	cols := []*workpaper.Column{t.Column("material", each), t.Column("labour", each), t.Column("overhead", each), t.Column("other", each)}
	level = 1
	for _, l := range it.Lines {
		row := t.Row(l.Item)
		g := row.Step(gross, row.Input(quantity, l.Quantity).Over(workpaper.Int(1).Minus(row.Input(scrap, l.Scrap))))
		c := w.costs[l.Item]
		for i, n := range []workpaper.Num{c.material, c.labour, c.overhead, c.other} {
			row.Step(cols[i], rounded(g.Times(n), w.LinePlaces))
		}
		level = max(level, w.levels[l.Item]+1)
	}
	return cols[0].Total(), cols[1].Total(), cols[2].Total(), cols[3].Total(), level
}

// routing is labour and overhead of this level; nil for none.
func (w *rollupWork) routing(it Item, title string) (labour, overhead *workpaper.Num) {
	if len(it.Routing) == 0 {
		return nil, nil
	}
	each, hours := workpaper.Per(w.Currency, "unit"), workpaper.Unit{Name: "hours", Places: 4}
	t := w.p.Table(title+", operations", "operation")
	run, setup, lot, total := t.Column("run", hours), t.Column("set-up of a lot", hours), t.Column("units in a lot", workpaper.Count), t.Column("hours of a unit", hours)
	rate, cost := t.Column("labour rate", workpaper.Per(w.Currency, "hour")), t.Column("labour", each)
	oh, part, over := t.Column("overhead rate", workpaper.Per(w.Currency, "hour")), t.Column("overhead, part of labour", workpaper.Percent), t.Column("overhead", each)
	for i, o := range it.Routing {
		row := t.Row(cmp.Or(o.Name, "operation "+workpaper.Whole(int64(i+1)).String()))
		h := row.Input(run, o.Hours)
		if o.Setup.Sign() > 0 {
			h = h.Plus(row.Input(setup, o.Setup).Over(row.Input(lot, o.Lot)))
		}
		n := row.Step(total, h)
		l := row.Step(cost, rounded(n.Times(row.Input(rate, o.Rate)), w.LinePlaces))
		row.Step(over, rounded(n.Times(row.Input(oh, o.Overhead)).Plus(l.Times(row.Input(part, o.OverheadOfLabour))), w.LinePlaces))
	}
	a, b := cost.Total(), over.Total()
	return &a, &b
}

func (w *rollupWork) done(it Item, level int, e elements) {
	w.costs[it.Code], w.levels[it.Code] = e, level
	w.res.Items = append(w.res.Items, ItemCost{it.Code, level, e.material.Number(), e.labour.Number(), e.overhead.Number(), e.other.Number(), e.total.Number()})
}

// revalue takes what is on hand from the old standard to the new one.
func (w *rollupWork) revalue() error {
	if len(w.OnHand) == 0 {
		return nil
	}
	usd, each := workpaper.Money(w.Currency), workpaper.Per(w.Currency, "unit")
	var counts []workpaper.Number
	for _, h := range w.OnHand {
		counts = append(counts, h.Units)
	}
	t := w.p.Table("Revaluation of what is on hand", "item")
	units, was, now, change := t.Column("units", workpaper.Count.To(workpaper.PlacesOf(counts...))), t.Column("old standard", each), t.Column("new standard", each), t.Column("change of value", usd)
	for _, h := range w.OnHand {
		c, ok := w.costs[h.Item]
		if !ok {
			return check.Refuse(h.Item, "it is on hand and not among the items")
		}
		if h.Units.Sign() < 0 || h.Standard.Sign() < 0 {
			return check.Refuse(h.Item, "%s on hand at %s; neither is below zero", h.Units, h.Standard)
		}
		row := t.Row(h.Item)
		u, o, n := row.Input(units, h.Units), row.Input(was, h.Standard), row.Step(now, c.total)
		d := row.Step(change, u.Times(n.Minus(o)).Round(2, money.HalfAway))
		w.res.Revalued = append(w.res.Revalued, Revalued{h.Item, h.Units, h.Standard, n.Number(), d.Number()})
	}
	w.res.Change = change.Total().Number()
	return nil
}
