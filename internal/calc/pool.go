package calc

import (
	_ "embed"

	"tieout/check"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/lifo-pool.yaml
var poolExample []byte

var poolTopic = Topic{
	Name:    "lifo-pool",
	Summary: "LIFO: dollar-value pools by double extension, link chain and supplied index; liquidation, reserve, interim estimate, conversion to FIFO",
	Example: poolExample,
	Run:     func(in []byte) (any, error) { return pools(in) },
}

type poolOut struct {
	Currency    money.Currency  `json:"currency"`
	Pools       []onePoolOut    `json:"pools,omitempty"`
	Liquidation *liquidationOut `json:"liquidation,omitempty"`
	Interim     *interimOut     `json:"interim,omitempty"`
	Reserve     *reserveOut     `json:"reserve,omitempty"`
	Margin      *marginOut      `json:"margin,omitempty"`
	Findings    []check.Finding `json:"findings"`

	papers []*workpaper.Paper
}

func (o poolOut) Raised() []check.Finding    { return o.Findings }
func (o poolOut) Papers() []*workpaper.Paper { return o.papers }

type onePoolOut struct {
	Name  string          `json:"name,omitempty"`
	Years []poolYearOut   `json:"years"`
	Work  workpaper.Sheet `json:"work"`
}

type poolYearOut struct {
	Name           string         `json:"name,omitempty"`
	Current        string         `json:"current_cost"`
	Index          string         `json:"index"`
	Base           string         `json:"base_year_cost"`
	Increment      string         `json:"increment_at_base"`
	LIFO           string         `json:"lifo"`
	Reserve        string         `json:"lifo_reserve"`
	ReserveChange  string         `json:"change_of_reserve,omitempty"`
	Liquidated     []poolLayerOut `json:"liquidated,omitempty"`
	Effect         string         `json:"liquidation_effect_before_tax,omitempty"`
	EffectAfterTax string         `json:"liquidation_effect_after_tax,omitempty"`
	CostOfSales    string         `json:"cost_of_goods_sold,omitempty"`
	Layers         []poolLayerOut `json:"layers"`
}

type poolLayerOut struct {
	Name  string `json:"name"`
	Base  string `json:"base_year_cost"`
	Index string `json:"index"`
	Cost  string `json:"cost"`
}

type liquidationOut struct {
	Ending      string          `json:"ending_inventory"`
	CostOfSales string          `json:"cost_of_goods_sold"`
	Units       string          `json:"units_liquidated"`
	Effect      string          `json:"effect_before_tax"`
	Tax         string          `json:"tax,omitempty"`
	AfterTax    string          `json:"effect_after_tax,omitempty"`
	Layers      []layerOut      `json:"layers"`
	Work        workpaper.Sheet `json:"work"`
}

type interimOut struct {
	Accrual string          `json:"accrual_for_replacement"`
	Effect  string          `json:"effect_of_the_interim_period"`
	Work    workpaper.Sheet `json:"work"`
}

type reserveOut struct {
	Reserve          string          `json:"lifo_reserve"`
	Inventory        string          `json:"fifo_inventory,omitempty"`
	Change           string          `json:"change_of_reserve,omitempty"`
	CostOfSales      string          `json:"fifo_cost_of_goods_sold,omitempty"`
	IncomeBeforeTax  string          `json:"increase_of_income_before_tax,omitempty"`
	IncomeChange     string          `json:"increase_of_net_income,omitempty"`
	Income           string          `json:"fifo_net_income,omitempty"`
	RetainedEarnings string          `json:"increase_of_retained_earnings,omitempty"`
	DeferredTax      string          `json:"deferred_tax,omitempty"` // what LIFO has saved in taxes to date
	LIFOInventory    string          `json:"lifo_inventory,omitempty"`
	LIFOCostOfSales  string          `json:"lifo_cost_of_goods_sold,omitempty"`
	LIFOIncome       string          `json:"lifo_net_income,omitempty"`
	Work             workpaper.Sheet `json:"work"`
}

type marginOut struct {
	Liquidated string          `json:"gross_profit_if_liquidated"`
	Replaced   string          `json:"gross_profit_if_replaced"`
	Work       workpaper.Sheet `json:"work"`
}

func pools(in []byte) (poolOut, error) {
	out := poolOut{Findings: []check.Finding{}}
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	o := r.object(top, append([]string{"currency", "tax_rate", "amount_decimals", "pools", "liquidation", "interim", "reserve", "margin"}, poolKeys...)...)
	out.Currency = readCurrency(r, o)
	c := poolContext{r: r, currency: out.Currency, tax: r.optionalShare(o, "tax_rate"), places: r.decimals(o, 2)}
	for _, f := range c.pools(o) {
		out.pool(c, f)
	}
	if f, ok := o.get("liquidation"); ok {
		out.liquidation(c, f)
	}
	if f, ok := o.get("interim"); ok {
		out.interim(c, f)
	}
	if f, ok := o.get("reserve"); ok {
		out.reserve(c, f)
	}
	if f, ok := o.get("margin"); ok {
		out.margin(c, f)
	}
	if r.err == nil && len(out.papers) == 0 {
		r.fail(top, "give a pool (base_inventory and years), liquidation, interim, reserve or margin")
	}
	return out, r.err
}

func (o *poolOut) pool(c poolContext, f field) {
	p := c.pool(f)
	if c.r.err != nil {
		return
	}
	res, err := p.Compute()
	if err != nil {
		c.r.failed(f, err)
		return
	}
	po := onePoolOut{Name: p.Name, Work: res.Paper.Sheet()}
	for _, y := range res.Years {
		yo := poolYearOut{Name: y.Name, Current: c.text(y.Current), Index: y.Index.String(), Base: c.text(y.Base), Increment: c.text(y.Increment), LIFO: c.text(y.LIFO), Reserve: c.text(y.Reserve), ReserveChange: c.given(y.ReserveChange),
			Liquidated: c.layers(y.Liquidated), Layers: c.layers(y.Layers), CostOfSales: c.given(y.CostOfSales)}
		if len(y.Liquidated) > 0 {
			yo.Effect, yo.EffectAfterTax = c.text(y.Effect), c.given(y.EffectAfterTax)
		}
		po.Years = append(po.Years, yo)
	}
	o.Pools, o.papers = append(o.Pools, po), append(o.papers, res.Paper)
	o.Findings = append(o.Findings, res.Findings...)
}

func (c poolContext) layers(ls []inventory.PoolLayer) (out []poolLayerOut) {
	for _, l := range ls {
		out = append(out, poolLayerOut{l.Name, c.text(l.Base), l.Index.String(), c.text(l.Cost())})
	}
	return out
}

func (o *poolOut) liquidation(c poolContext, f field) {
	l := c.liquidation(f)
	if c.r.err != nil {
		return
	}
	res, err := l.Compute()
	if err != nil {
		c.r.failed(f, err)
		return
	}
	lo := &liquidationOut{Ending: c.text(res.Ending), CostOfSales: c.text(res.CostOfSales), Units: res.Units.String(), Effect: c.text(res.Effect), Tax: c.given(res.EffectTax), AfterTax: c.given(res.AfterTax), Layers: []layerOut{}, Work: res.Paper.Sheet()}
	for _, x := range res.Layers {
		lo.Layers = append(lo.Layers, layerOut{x.Name, dateText(x.Date), x.Units.String(), x.Cost.String(), c.text(x.Units.Mul(x.Cost))})
	}
	o.Liquidation, o.papers = lo, append(o.papers, res.Paper)
}

func (o *poolOut) interim(c poolContext, f field) {
	x := c.r.object(f, "units", "temporarily_liquidated_units", "replacement_cost", "lifo_cost", "expected_replaced_by_year_end")
	l := inventory.InterimLiquidation{Currency: c.currency, Units: aboveZero(c.r, x.oneOf("units", "temporarily_liquidated_units")), Replacement: c.r.positive(x.must("replacement_cost")), LIFO: c.r.positive(x.must("lifo_cost")), Replaced: c.r.yes(x.must("expected_replaced_by_year_end"))}
	if c.r.err != nil {
		return
	}
	accrual, effect, p := l.Compute()
	o.Interim, o.papers = &interimOut{c.text(accrual), c.text(effect), p.Sheet()}, append(o.papers, p)
	o.Findings = append(o.Findings, p.Findings()...)
}

func (o *poolOut) reserve(c poolContext, f field) {
	v := c.reserve(f)
	if c.r.err != nil {
		return
	}
	res, err := v.Compute()
	if err != nil {
		c.r.failed(f, err)
		return
	}
	o.Reserve = &reserveOut{c.text(v.End), c.given(res.Inventory), c.given(res.Change), c.given(res.CostOfSales), c.given(res.Change), c.given(res.IncomeChange), c.given(res.Income), c.given(res.RetainedEarnings), c.given(res.DeferredTax), c.given(res.LIFOInventory), c.given(res.LIFOCostOfSales), c.given(res.LIFOIncome), res.Paper.Sheet()}
	o.papers = append(o.papers, res.Paper)
}

// margin is what selling a unit of an old layer earns, and what selling one that is replaced does.
func (o *poolOut) margin(c poolContext, f field) {
	x := c.r.object(f, "price", "old_cost", "current_cost")
	price, old, now := c.r.positive(x.must("price")), c.r.positive(x.must("old_cost")), c.r.positive(x.must("current_cost"))
	if c.r.err != nil {
		return
	}
	p := workpaper.New(workpaper.Head{Title: "Gross profit of a unit under LIFO"})
	each := workpaper.Per(c.currency, "unit")
	s := p.Section("A unit")
	sold := s.Input("price", each, price)
	a := s.Step("gross profit if an old layer is liquidated", each, sold.Minus(s.Input("cost in the old layer", each, old)))
	b := s.Step("gross profit if it is replaced", each, sold.Minus(s.Input("current cost", each, now)))
	o.Margin, o.papers = &marginOut{a.Number().String(), b.Number().String(), p.Sheet()}, append(o.papers, p)
}
