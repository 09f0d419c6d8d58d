package calc

import (
	_ "embed"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/check"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/retail.yaml
var retailExample []byte

var retailTopic = Topic{
	Name:    "retail",
	Summary: "retail method: conventional, average, FIFO, LIFO and dollar-value LIFO; gross profit method",
	Example: retailExample,
	Run:     func(in []byte) (any, error) { return retail(in) },
}

type retailOut struct {
	Methods     []retailMethodOut `json:"methods,omitempty"`
	DollarValue *retailPoolOut    `json:"dollar_value,omitempty"`
	GrossProfit *grossProfitOut   `json:"gross_profit_method,omitempty"`
	Findings    []check.Finding   `json:"findings"`

	papers []*workpaper.Paper
}

func (o retailOut) Raised() []check.Finding    { return o.Findings }
func (o retailOut) Papers() []*workpaper.Paper { return o.papers }

type retailMethodOut struct {
	Method      inventory.RetailMethod `json:"method"`
	Retail      string                 `json:"ending_inventory_at_retail"`
	Ratio       string                 `json:"cost_ratio"`
	Cost        string                 `json:"ending_inventory"`
	CostOfSales string                 `json:"cost_of_goods_sold"`
	Layers      []retailLayerOut       `json:"layers,omitempty"`
	Work        workpaper.Sheet        `json:"work"`
}

type retailLayerOut struct {
	Name  string `json:"name"`
	Base  string `json:"base_year_retail"`
	Index string `json:"index"`
	Ratio string `json:"cost_ratio"`
	Cost  string `json:"cost"`
}

type retailPoolOut struct {
	Years []retailYearOut `json:"years"`
	Work  workpaper.Sheet `json:"work"`
}

type retailYearOut struct {
	Name      string           `json:"name,omitempty"`
	Base      string           `json:"base_year_retail"`
	Increment string           `json:"increment_at_base"`
	LIFO      string           `json:"lifo"`
	Layers    []retailLayerOut `json:"layers"`
}

type grossProfitOut struct {
	CostOfSales string          `json:"cost_of_goods_sold"`
	Ending      string          `json:"ending_inventory"`
	Loss        string          `json:"loss"`
	Work        workpaper.Sheet `json:"work"`
}

var retailKeys = []string{"name", "methods", "method", "begin", "beginning", "layers", "purchases", "freight_in", "purchase_returns", "purchase_discounts", "transfers_in", "abnormal_losses", "net_markups", "markups", "markup_cancellations",
	"net_markdowns", "markdowns", "markdown_cancellations", "sales", "sales_returns", "employee_discounts", "shrinkage", "index", "ratio_decimals"}

func retail(in []byte) (retailOut, error) {
	out := retailOut{Findings: []check.Finding{}}
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	o := r.object(top, append([]string{"currency", "amount_decimals", "gross_profit_method", "dollar_value"}, retailKeys...)...)
	c := readCurrency(r, o)
	places := r.decimals(o, 2)
	if f, ok := o.get("gross_profit_method"); ok {
		out.grossProfit(r, f, c, places)
	}
	if f, ok := o.get("dollar_value"); ok {
		out.dollarValue(r, f, c, places)
	}
	if o.has("purchases") || o.has("begin") || o.has("beginning") {
		out.department(r, o, c, places)
	}
	if r.err == nil && len(out.papers) == 0 {
		r.fail(top, "give a department (beginning, purchases, sales), dollar_value or gross_profit_method")
	}
	return out, r.err
}

// department computes every method that is named; all where none is.
func (out *retailOut) department(r *reader, o object, c money.Currency, places int) {
	d := readDepartment(r, o, c)
	methods := inventory.RetailMethods
	if f, ok := o.get("methods"); ok {
		methods = nil
		for _, one := range r.many(f) {
			methods = append(methods, inventory.RetailMethod(strings.ToLower(r.text(one))))
		}
	} else if f, ok := o.get("method"); ok {
		methods = []inventory.RetailMethod{inventory.RetailMethod(strings.ToLower(r.text(f)))}
	} else if d.Index != nil || len(d.Layers) > 0 {
		methods = []inventory.RetailMethod{inventory.RetailLIFO}
	}
	for _, m := range methods {
		if !slices.Contains(inventory.RetailMethods, m) {
			r.fail(o.field, "%q is not conventional, average, fifo or lifo", string(m))
		}
		if r.err != nil {
			return
		}
		d.Method = m
		res, err := d.Compute()
		if err != nil {
			r.failed(o.field, err)
			return
		}
		text := func(n workpaper.Number) string { return n.Text(places, money.HalfAway) }
		mo := retailMethodOut{Method: m, Retail: text(res.Retail), Ratio: res.Ratio.String(), Cost: text(res.Cost), CostOfSales: text(res.CostOfSales), Work: res.Paper.Sheet()}
		for _, l := range res.Layers {
			mo.Layers = append(mo.Layers, retailLayerOut{l.Name, text(l.Base), l.Index.String(), l.Ratio.String(), text(l.Base.Mul(l.Index).Mul(l.Ratio))})
		}
		out.Methods, out.papers = append(out.Methods, mo), append(out.papers, res.Paper)
		out.Findings = append(out.Findings, res.Findings...)
	}
}

func readDepartment(r *reader, o object, c money.Currency) inventory.Retail {
	d := inventory.Retail{Name: r.optional(o, "name"), Currency: c, Sales: r.positive(o.must("sales"))}
	both := func(into *inventory.CostRetail, keys ...string) {
		for _, k := range keys {
			if f, ok := o.get(k); ok {
				*into = readCostRetail(r, f)
			}
		}
	}
	both(&d.Begin, "begin", "beginning")
	both(&d.Purchases, "purchases")
	both(&d.Returns, "purchase_returns")
	both(&d.Transfers, "transfers_in")
	both(&d.Abnormal, "abnormal_losses")
	one := func(key string) workpaper.Number {
		if f, ok := o.get(key); ok {
			return r.positive(f)
		}
		return workpaper.Number{}
	}
	d.Freight, d.Discounts, d.Employees, d.Shrinkage = one("freight_in"), one("purchase_discounts"), one("employee_discounts"), one("shrinkage")
	d.Markups = one("net_markups").Add(one("markups")).Sub(one("markup_cancellations"))
	d.Markdowns = one("net_markdowns").Add(one("markdowns")).Sub(one("markdown_cancellations"))
	d.Sales = d.Sales.Sub(one("sales_returns"))
	if f, ok := o.get("index"); ok {
		n := aboveZero(r, f)
		d.Index = &n
	}
	if f, ok := o.get("ratio_decimals"); ok {
		n := r.count(f, 0, 8)
		d.RatioRound = &n
	}
	if f, ok := o.get("layers"); ok {
		for i, x := range r.list(f) {
			l := r.object(x, "name", "base_retail", "index", "cost_ratio")
			d.Layers = append(d.Layers, inventory.RetailLayer{Name: label(r, l, "layer", i), Base: r.positive(l.must("base_retail")), Index: aboveZero(r, l.must("index")), Ratio: r.rate(l.must("cost_ratio"))})
		}
	}
	return d
}

// readCostRetail reads {cost, retail} or [cost, retail].
func readCostRetail(r *reader, f field) inventory.CostRetail {
	if f.node.Kind == yaml.SequenceNode {
		xs := items(f)
		if len(xs) != 2 {
			r.fail(f, "write [cost, retail]")
			return inventory.CostRetail{}
		}
		return inventory.CostRetail{Cost: r.positive(xs[0]), Retail: r.positive(xs[1])}
	}
	o := r.object(f, "cost", "retail")
	return inventory.CostRetail{Cost: r.positive(o.must("cost")), Retail: r.positive(o.must("retail"))}
}

// dollarValue carries the layers of dollar-value LIFO retail through years.
func (out *retailOut) dollarValue(r *reader, f field, c money.Currency, places int) {
	o := r.object(f, "name", "base", "layers", "years")
	p := inventory.RetailPool{Name: r.optional(o, "name"), Currency: c}
	if f, ok := o.get("base"); ok {
		b := readCostRetail(r, f)
		if b.Retail.Sign() <= 0 {
			r.fail(f, "the base inventory at retail is above zero")
			return
		}
		p.Layers = []inventory.RetailLayer{{Name: "base layer", Base: b.Retail, Index: workpaper.Whole(1), Ratio: b.Cost.Quo(b.Retail)}}
	}
	if f, ok := o.get("layers"); ok {
		for i, x := range r.list(f) {
			l := r.object(x, "name", "base_retail", "index", "cost_ratio")
			p.Layers = append(p.Layers, inventory.RetailLayer{Name: label(r, l, "layer", i), Base: r.positive(l.must("base_retail")), Index: aboveZero(r, l.must("index")), Ratio: r.rate(l.must("cost_ratio"))})
		}
	}
	for _, x := range r.many(o.must("years")) {
		y := r.object(x, "name", "year", "ending_retail", "retail", "index", "cost_ratio")
		one := inventory.RetailYear{Name: r.optional(y, "name"), Retail: r.positive(y.oneOf("ending_retail", "retail")), Index: aboveZero(r, y.must("index"))}
		if t := r.optional(y, "year"); one.Name == "" {
			one.Name = t
		}
		one.Ratio = r.rate(y.must("cost_ratio"))
		p.Years = append(p.Years, one)
	}
	if r.err != nil {
		return
	}
	ys, paper, err := p.Compute()
	if err != nil {
		r.failed(f, err)
		return
	}
	text := func(n workpaper.Number) string { return n.Text(places, money.HalfAway) }
	out.DollarValue = &retailPoolOut{Work: paper.Sheet()}
	for _, y := range ys {
		yo := retailYearOut{y.Name, text(y.Base), text(y.Increment), text(y.LIFO), nil}
		for _, l := range y.Layers {
			yo.Layers = append(yo.Layers, retailLayerOut{l.Name, text(l.Base), l.Index.String(), l.Ratio.String(), text(l.Base.Mul(l.Index).Mul(l.Ratio))})
		}
		out.DollarValue.Years = append(out.DollarValue.Years, yo)
	}
	out.papers = append(out.papers, paper)
}

func (out *retailOut) grossProfit(r *reader, f field, c money.Currency, places int) {
	o := r.object(f, "name", "begin", "beginning", "purchases", "freight_in", "purchase_returns", "purchase_discounts", "sales", "sales_returns", "gp_on_sales", "gross_profit_on_sales", "gp_on_cost", "markup_on_cost", "undamaged", "salvage")
	one := func(keys ...string) (sum workpaper.Number) {
		for _, key := range keys {
			if f, ok := o.get(key); ok {
				sum = sum.Add(r.positive(f))
			}
		}
		return sum
	}
	g := inventory.GrossProfit{Name: r.optional(o, "name"), Currency: c, Begin: one("begin", "beginning"), Purchases: one("purchases", "freight_in").Sub(one("purchase_returns", "purchase_discounts")),
		Sales: one("sales").Sub(one("sales_returns")), Undamaged: one("undamaged"), Salvage: one("salvage")}
	for _, key := range []string{"gp_on_sales", "gross_profit_on_sales"} {
		if s := r.optionalShare(o, key); s != nil {
			g.OnSales = s
		}
	}
	for _, key := range []string{"gp_on_cost", "markup_on_cost"} {
		if f, ok := o.get(key); ok {
			n := r.rate(f)
			g.OnCost = &n
		}
	}
	if r.err != nil {
		return
	}
	res, err := g.Compute()
	if err != nil {
		r.failed(f, err)
		return
	}
	text := func(n workpaper.Number) string { return n.Text(places, money.HalfAway) }
	out.GrossProfit = &grossProfitOut{text(res.CostOfSales), text(res.Ending), text(res.Loss), res.Paper.Sheet()}
	out.papers = append(out.papers, res.Paper)
}
