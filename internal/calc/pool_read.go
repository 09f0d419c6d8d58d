package calc

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

// poolContext is what all parts of the topic share.
type poolContext struct {
	r        *reader
	currency money.Currency
	tax      *workpaper.Number
	places   int
}

func (c poolContext) text(n workpaper.Number) string { return n.Text(c.places, money.HalfAway) }

// given is an amount where there is one.
func (c poolContext) given(n *workpaper.Number) string {
	if n == nil {
		return ""
	}
	return c.text(*n)
}

var poolKeys = []string{"name", "base_inventory", "layers", "prior_index", "years", "index_decimals", "index_rounding", "current_cost", "year_end_current_cost", "index", "base_cost", "base_year_cost"}

// pools are the pools of the input: one at the top, or a list.
func (c poolContext) pools(o object) []field {
	if f, ok := o.get("pools"); ok {
		return c.r.many(f)
	}
	if o.has("base_inventory") || o.has("layers") || o.has("years") {
		return []field{o.field}
	}
	return nil
}

func (c poolContext) pool(f field) inventory.Pool {
	o := object{f, c.r}
	if f.path != "" {
		o = c.r.object(f, poolKeys...)
	}
	p := inventory.Pool{Name: c.r.optional(o, "name"), Currency: c.currency, Tax: c.tax}
	if f, ok := o.get("base_inventory"); ok {
		p.Layers = append(p.Layers, inventory.PoolLayer{Name: "base layer", Base: c.r.positive(f), Index: workpaper.Whole(1)})
	}
	if f, ok := o.get("layers"); ok {
		for _, one := range layersIn(c.r, f) {
			p.Layers = append(p.Layers, c.layer(one))
		}
	}
	if f, ok := o.get("prior_index"); ok {
		n := aboveZero(c.r, f)
		p.PriorIndex = &n
	}
	p.Rule.Rounding = money.HalfAway
	if f, ok := o.get("index_decimals"); ok {
		n := c.r.count(f, 0, 8)
		p.Rule.Places = &n
	}
	if f, ok := o.get("index_rounding"); ok {
		if p.Rule.Places == nil {
			c.r.fail(f, "say to how many index_decimals")
		}
		switch w := strings.ToLower(c.r.text(f)); w {
		case "half up", "half-up", "half away from zero", "nearest":
		case "truncate", "truncated", "down":
			p.Rule.Rounding = money.Down
		case "up":
			p.Rule.Rounding = money.Up
		default:
			c.r.fail(f, "%q is not half-up, truncate or up", w)
		}
	}
	years, ok := o.get("years")
	if !ok { // one year without a list
		p.Years = []inventory.PoolYear{c.year(f, true)}
		return p
	}
	for _, one := range c.r.many(years) {
		p.Years = append(p.Years, c.year(one, false))
	}
	return p
}

// layer reads [base-year cost, index] or the same with names.
func (c poolContext) layer(f field) inventory.PoolLayer {
	if b, i, ok := readPair(c.r, f); ok {
		return inventory.PoolLayer{Base: b, Index: i}
	}
	o := c.r.object(f, "name", "year", "base_cost", "base_year_cost", "index")
	l := inventory.PoolLayer{Name: c.r.optional(o, "name"), Base: c.r.positive(o.oneOf("base_cost", "base_year_cost")), Index: c.r.positive(o.must("index"))}
	if y := c.r.optional(o, "year"); l.Name == "" && y != "" {
		l.Name = "layer of " + y
	}
	return l
}

// year reads the inventory at the end of a year. At the top the keys of the pool stand beside it.
func (c poolContext) year(f field, top bool) inventory.PoolYear {
	o := object{f, c.r}
	if !top {
		o = c.r.object(f, "name", "year", "year_end_current_cost", "current_cost", "base_cost", "base_year_cost", "index", "prior_cost", "cost_at_beginning_prices", "items", "purchases")
	}
	y := inventory.PoolYear{}
	if !top {
		y.Name = c.r.optional(o, "name")
		if n := c.r.optional(o, "year"); y.Name == "" {
			y.Name = n
		}
	}
	number := func(keys ...string) *workpaper.Number {
		for _, k := range keys {
			if o.has(k) {
				n := c.r.positive(o.oneOf(keys...))
				return &n
			}
		}
		return nil
	}
	y.Current, y.Base, y.Index = number("year_end_current_cost", "current_cost"), number("base_cost", "base_year_cost"), number("index")
	if top {
		return y
	}
	y.Prior, y.Purchases = number("prior_cost", "cost_at_beginning_prices"), number("purchases")
	if f, ok := o.get("items"); ok {
		for _, one := range c.r.list(f) {
			y.Items = append(y.Items, c.item(one))
		}
	}
	return y
}

func (c poolContext) item(f field) inventory.PoolItem {
	o := c.r.object(f, "name", "units", "current_cost", "base_cost", "prior_cost")
	it := inventory.PoolItem{Name: c.r.optional(o, "name"), Units: aboveZero(c.r, o.must("units")), Current: aboveZero(c.r, o.must("current_cost"))}
	if f, ok := o.get("base_cost"); ok {
		n := aboveZero(c.r, f)
		it.Base = &n
	}
	if f, ok := o.get("prior_cost"); ok {
		n := aboveZero(c.r, f)
		it.Prior = &n
	}
	return it
}

func (c poolContext) liquidation(f field) inventory.Liquidation {
	o := c.r.object(f, "item", "opening_layers", "layers", "purchases", "purchases_units", "purchase_cost", "ending_units", "sold_units", "replacement_cost", "tax_rate")
	l := inventory.Liquidation{Item: c.r.optional(o, "item"), Currency: c.currency, Tax: c.tax}
	if t := c.r.optionalShare(o, "tax_rate"); t != nil {
		l.Tax = t
	}
	total := workpaper.Whole(0)
	for _, one := range layersIn(c.r, o.oneOf("opening_layers", "layers")) {
		m := readReceipt(c.r, one, c.currency)
		l.Layers, total = append(l.Layers, inventory.Layer{Name: m.Name, Date: m.Date, Units: m.Units, Cost: m.Cost}), total.Add(m.Units)
	}
	if f, ok := o.get("purchases"); ok {
		for _, one := range layersIn(c.r, f) {
			m := readReceipt(c.r, one, c.currency)
			l.Purchases, total = append(l.Purchases, inventory.Layer{Name: m.Name, Date: m.Date, Units: m.Units, Cost: m.Cost}), total.Add(m.Units)
		}
	} else if f, ok := o.get("purchases_units"); ok {
		u := aboveZero(c.r, f)
		l.Purchases, total = []inventory.Layer{{Units: u, Cost: c.r.positive(o.must("purchase_cost"))}}, total.Add(u)
	}
	if f, ok := o.get("replacement_cost"); ok {
		n := c.r.positive(f)
		l.Replacement = &n
	}
	if f, ok := o.get("sold_units"); ok && !o.has("ending_units") {
		l.Ending = total.Sub(aboveZero(c.r, f))
	} else {
		l.Ending = c.r.positive(o.must("ending_units"))
	}
	return l
}

func (c poolContext) reserve(f field) inventory.Reserve {
	o := c.r.object(f, "reserve", "beginning", "end", "lifo_inventory", "lifo_cost_of_goods_sold", "lifo_net_income", "fifo_inventory", "fifo_cost_of_goods_sold", "fifo_net_income", "tax_rate")
	v := inventory.Reserve{Currency: c.currency, Tax: c.tax}
	if t := c.r.optionalShare(o, "tax_rate"); t != nil {
		v.Tax = t
	}
	v.Begin, v.End = c.reserves(o)
	for _, x := range []struct {
		key  string
		into **workpaper.Number
	}{{"lifo_inventory", &v.Inventory}, {"lifo_cost_of_goods_sold", &v.CostOfSales}, {"lifo_net_income", &v.Income}, {"fifo_inventory", &v.FIFOInventory}, {"fifo_cost_of_goods_sold", &v.FIFOCostOfSales}, {"fifo_net_income", &v.FIFOIncome}} {
		if f, ok := o.get(x.key); ok {
			_, n := c.beginEnd(f)
			*x.into = &n
		}
	}
	return v
}

// reserves are the LIFO reserve at the beginning, nil where it is not given, and at the end: given, or inventory at FIFO less
// inventory at LIFO.
func (c poolContext) reserves(o object) (begin *workpaper.Number, end workpaper.Number) {
	switch {
	case o.has("reserve"):
		return c.beginEnd(o.must("reserve"))
	case o.has("end"):
		if f, ok := o.get("beginning"); ok {
			n := c.r.number(f)
			begin = &n
		}
		return begin, c.r.number(o.must("end"))
	case o.has("fifo_inventory") && o.has("lifo_inventory"):
		fb, fe := c.beginEnd(o.must("fifo_inventory"))
		lb, le := c.beginEnd(o.must("lifo_inventory"))
		if fb == nil || lb == nil {
			return nil, fe.Sub(le)
		}
		n := fb.Sub(*lb)
		return &n, fe.Sub(le)
	}
	c.r.fail(o.field, "give reserve, or the inventory at FIFO and at LIFO, whose difference it is")
	return begin, end
}

// beginEnd reads [at the beginning, at the end], or what is at the end alone.
func (c poolContext) beginEnd(f field) (begin *workpaper.Number, end workpaper.Number) {
	if f.node.Kind != yaml.SequenceNode {
		return nil, c.r.number(f)
	}
	xs := items(f)
	if len(xs) != 2 {
		c.r.fail(f, "write [at the beginning, at the end]")
		return nil, end
	}
	n := c.r.number(xs[0])
	return &n, c.r.number(xs[1])
}

// optionalShare is a part of one, nil where it is left out.
func (r *reader) optionalShare(o object, key string) *workpaper.Number {
	f, ok := o.get(key)
	if !ok {
		return nil
	}
	n := r.share(f)
	return &n
}

// decimals reads amount_decimals.
func (r *reader) decimals(o object, otherwise int) int {
	if f, ok := o.get("amount_decimals"); ok {
		return r.count(f, 0, 6)
	}
	return otherwise
}
