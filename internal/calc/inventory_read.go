package calc

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/fiscal"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

// inventoryIn is the input of the inventory topic.
type inventoryIn struct {
	item       string
	currency   money.Currency
	system     inventory.System
	methods    []inventory.Method
	unitPlaces *int
	places     int
	standard   workpaper.Number
	price      *workpaper.Number // of every unit issued that has none of its own
	periods    []inventoryPeriod
}

type inventoryPeriod struct {
	at      field
	name    string
	opening []inventory.Movement
	moves   []inventory.Movement
	ending  *workpaper.Number // units counted at the end, instead of issues
}

var periodKeys = []string{"name", "beginning", "movements", "receipts", "purchases", "layers", "issues", "sales", "ending_units"}

func (p inventoryIn) flow(m inventory.Method, period inventoryPeriod) inventory.Flow {
	return inventory.Flow{Item: p.item, Currency: p.currency, Method: m, System: p.system, Opening: period.opening, Movements: period.moves, UnitPlaces: p.unitPlaces, Standard: p.standard}
}

// priced gives the issues that have no price of their own the price of all.
func (p inventoryIn) priced(moves []inventory.Movement) []inventory.Movement {
	if p.price == nil {
		return moves
	}
	out := slices.Clone(moves)
	for i := range out {
		if out[i].Units.Sign() < 0 && out[i].Price == nil {
			out[i].Price = p.price
		}
	}
	return out
}

// readInventory reads an item over one or more periods.
func readInventory(r *reader, top field) inventoryIn {
	o := r.object(top, append([]string{"item", "currency", "system", "method", "methods", "unit_cost_decimals", "amount_decimals", "standard_cost", "selling_price", "periods"}, periodKeys...)...)
	p := inventoryIn{currency: "USD", system: inventory.Periodic, places: 2}
	p.item = r.optional(o, "item")
	p.currency = readCurrency(r, o)
	if f, ok := o.get("system"); ok {
		if p.system = inventory.System(r.text(f)); p.system != inventory.Periodic && p.system != inventory.Perpetual {
			r.fail(f, "%q is not periodic or perpetual", string(p.system))
		}
	}
	if f, ok := o.get("unit_cost_decimals"); ok {
		n := r.count(f, 0, 8)
		p.unitPlaces = &n
	}
	if f, ok := o.get("amount_decimals"); ok {
		p.places = r.count(f, 0, 4)
	}
	if f, ok := o.get("standard_cost"); ok {
		p.standard = r.positive(f)
	}
	p.methods = readMethods(r, o)
	if f, ok := o.get("selling_price"); ok {
		n := r.positive(f)
		p.price = &n
	}
	f, several := o.get("periods")
	if !several {
		p.periods = []inventoryPeriod{readStockPeriod(r, o, p)}
		return p
	}
	for _, k := range periodKeys {
		if o.has(k) {
			r.fail(o.must(k), "it belongs under one of the periods")
		}
	}
	for _, one := range r.list(f) {
		p.periods = append(p.periods, readStockPeriod(r, r.object(one, periodKeys...), p))
	}
	return p
}

// readMethods reads the methods; FIFO, LIFO and average where none is named.
func readMethods(r *reader, o object) (out []inventory.Method) {
	f, ok := o.get("methods")
	if !ok {
		f, ok = o.get("method")
	}
	if !ok {
		out = []inventory.Method{inventory.FIFO, inventory.LIFO, inventory.Average}
		if o.has("standard_cost") {
			out = append(out, inventory.Standard)
		}
		return out
	}
	for _, one := range r.many(f) {
		m := inventory.Method(strings.ToLower(r.text(one)))
		if m == "weighted-average" || m == "moving-average" || m == "weighted average" || m == "moving average" {
			m = inventory.Average
		}
		if !slices.Contains(inventory.Methods, m) {
			r.fail(one, "%q is not fifo, lifo, average, specific or standard", string(m))
		}
		if m == inventory.Standard && !o.has("standard_cost") {
			r.fail(one, "give standard_cost, the standard cost of a unit")
		}
		out = append(out, m)
	}
	return out
}

// readStockPeriod reads what a period began with and what moved.
func readStockPeriod(r *reader, o object, p inventoryIn) inventoryPeriod {
	out := inventoryPeriod{at: o.field, name: r.optional(o, "name")}
	if f, ok := o.get("beginning"); ok {
		for _, one := range layersIn(r, f) {
			out.opening = append(out.opening, readReceipt(r, one, p.currency))
		}
	}
	if f, ok := o.get("movements"); ok {
		for _, one := range r.list(f) {
			out.moves = append(out.moves, readMovement(r, one, p.currency))
		}
	}
	apart := out.apart(r, o, p)
	if f, ok := o.get("ending_units"); ok {
		n := r.positive(f)
		out.ending = &n
		if slices.ContainsFunc(out.moves, func(m inventory.Movement) bool { return m.Units.Sign() < 0 }) {
			r.fail(f, "give what was issued or what is left, not both")
		}
	}
	if apart && p.system == inventory.Perpetual && slices.ContainsFunc(out.moves, func(m inventory.Movement) bool { return m.Date == 0 }) {
		r.fail(o.field, "a perpetual system must know which came first: give every receipt and issue a date, or list them in order under movements")
	}
	slices.SortStableFunc(out.moves, func(a, b inventory.Movement) int {
		if a.Date == 0 || b.Date == 0 {
			return 0
		}
		return int(a.Date - b.Date)
	})
	return out
}

// apart reads receipts and issues that stand in lists of their own; on one day receipts come first.
func (out *inventoryPeriod) apart(r *reader, o object, p inventoryIn) bool {
	var receipts, issues []inventory.Movement
	for _, key := range []string{"layers", "receipts", "purchases"} {
		if f, ok := o.get(key); ok {
			for _, one := range layersIn(r, f) {
				receipts = append(receipts, readReceipt(r, one, p.currency))
			}
		}
	}
	for _, key := range []string{"issues", "sales"} {
		f, ok := o.get(key)
		if !ok {
			continue
		}
		if f.node.Kind == yaml.ScalarNode {
			issues = append(issues, inventory.Movement{Units: r.positive(f).Neg()})
			continue
		}
		for _, one := range layersIn(r, f) {
			issues = append(issues, readIssue(r, one))
		}
	}
	if len(receipts)+len(issues) > 0 && o.has("movements") {
		r.fail(o.must("movements"), "list everything under movements, or receipts and issues apart")
	}
	out.moves = append(append(out.moves, receipts...), issues...)
	return len(receipts)+len(issues) > 0
}

// layersIn are the items of a list, or the one item that stands without it: a mapping, or a pair such as [150, 21].
func layersIn(r *reader, f field) []field {
	if f.node.Kind == yaml.MappingNode || f.node.Kind == yaml.SequenceNode && len(f.node.Content) == 2 && f.node.Content[0].Kind == yaml.ScalarNode {
		return []field{f}
	}
	return r.list(f)
}

// readPair reads [units, amount], an amount each.
func readPair(r *reader, f field) (units, each workpaper.Number, ok bool) {
	if f.node.Kind != yaml.SequenceNode {
		return units, each, false
	}
	xs := items(f)
	if len(xs) != 2 {
		r.fail(f, "a pair is [units, cost of one]")
		return units, each, true
	}
	return aboveZero(r, xs[0]), r.positive(xs[1]), true
}

func aboveZero(r *reader, f field) workpaper.Number {
	n := r.number(f)
	if n.Sign() <= 0 {
		r.fail(f, "it must be above zero")
	}
	return n
}

// readReceipt reads a receipt: units with the cost of one, or of all.
func readReceipt(r *reader, f field, c money.Currency) inventory.Movement {
	if u, each, ok := readPair(r, f); ok {
		return inventory.Movement{Units: u, Cost: each}
	}
	o := r.object(f, "date", "name", "units", "received", "cost", "unit_cost", "total", "freight")
	m := inventory.Movement{Name: r.optional(o, "name"), Date: r.optionalDate(o, "date"), Units: aboveZero(r, o.oneOf("units", "received"))}
	m.Cost = readCost(r, o, m.Units)
	return m
}

// readCost reads what one unit cost, with freight and the like on all of them.
func readCost(r *reader, o object, units workpaper.Number) workpaper.Number {
	if units.Sign() <= 0 {
		return workpaper.Number{}
	}
	var cost workpaper.Number
	if f, ok := o.get("total"); ok {
		cost = r.positive(f).Quo(units)
	} else {
		cost = r.positive(o.oneOf("cost", "unit_cost"))
	}
	if f, ok := o.get("freight"); ok {
		cost = cost.Add(r.positive(f).Quo(units))
	}
	return cost
}

// readIssue reads an issue: units, with the price of one where it is a sale, and its lots by specific identification.
func readIssue(r *reader, f field) inventory.Movement {
	if u, price, ok := readPair(r, f); ok {
		return inventory.Movement{Units: u.Neg(), Price: &price}
	}
	o := r.object(f, "date", "name", "units", "issued", "sold", "price", "lots")
	m := inventory.Movement{Name: r.optional(o, "name"), Date: r.optionalDate(o, "date"), Units: aboveZero(r, o.oneOf("units", "issued", "sold")).Neg()}
	readSale(r, o, &m)
	return m
}

func readSale(r *reader, o object, m *inventory.Movement) {
	if f, ok := o.get("price"); ok {
		n := r.positive(f)
		m.Price = &n
	}
	if f, ok := o.get("lots"); ok {
		for _, p := range r.pairs(f) {
			m.From = append(m.From, inventory.Lot{Name: p.name, Units: aboveZero(r, p.field)})
		}
	}
}

// readMovement reads a line of movements: received or issued.
func readMovement(r *reader, f field, c money.Currency) inventory.Movement {
	o := r.object(f, "date", "name", "received", "issued", "sold", "cost", "unit_cost", "total", "freight", "price", "lots")
	if o.has("received") == (o.has("issued") || o.has("sold")) {
		r.fail(f, "say received or issued")
		return inventory.Movement{}
	}
	m := inventory.Movement{Name: r.optional(o, "name"), Date: r.optionalDate(o, "date")}
	if o.has("received") {
		m.Units = aboveZero(r, o.must("received"))
		m.Cost = readCost(r, o, m.Units)
		return m
	}
	m.Units = aboveZero(r, o.oneOf("issued", "sold")).Neg()
	readSale(r, o, &m)
	return m
}

// dateText is a date, or nothing for none.
func dateText(d fiscal.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
