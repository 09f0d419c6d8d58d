package calc

import (
	_ "embed"

	"tieout/check"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/inventory.yaml
var inventoryExample []byte

var inventoryTopic = Topic{
	Name:    "inventory",
	Summary: "inventory cost flow: FIFO, LIFO, average, specific identification and standard cost, periodic and perpetual, over one or more periods",
	Example: inventoryExample,
	Run:     func(in []byte) (any, error) { return inventories(in) },
}

type inventoryOut struct {
	Item     string               `json:"item,omitempty"`
	Currency money.Currency       `json:"currency"`
	Periods  []inventoryPeriodOut `json:"periods"`
	Findings []check.Finding      `json:"findings"`

	papers []*workpaper.Paper
}

func (o inventoryOut) Raised() []check.Finding    { return o.Findings }
func (o inventoryOut) Papers() []*workpaper.Paper { return o.papers }

type inventoryPeriodOut struct {
	Name    string               `json:"name,omitempty"`
	Methods []inventoryMethodOut `json:"methods"`
}

type inventoryMethodOut struct {
	Method         inventory.Method `json:"method"`
	System         inventory.System `json:"system"`
	UnitsAvailable string           `json:"units_available"`
	CostAvailable  string           `json:"cost_available"`
	UnitsIssued    string           `json:"units_issued"`
	CostOfSales    string           `json:"cost_of_goods_sold"` // cost available less inventory at the end, so that the two add up
	EndingUnits    string           `json:"ending_units"`
	Ending         string           `json:"ending_inventory"`
	UnitCost       string           `json:"unit_cost,omitempty"`
	Variance       string           `json:"purchase_price_variance,omitempty"`
	Sales          string           `json:"sales,omitempty"`
	GrossProfit    string           `json:"gross_profit,omitempty"`
	Layers         []layerOut       `json:"layers"`
	Issues         []issueOut       `json:"issues,omitempty"`
	Work           workpaper.Sheet  `json:"work"`
}

type layerOut struct {
	Name     string `json:"name,omitempty"`
	Date     string `json:"date,omitempty"`
	Units    string `json:"units"`
	UnitCost string `json:"unit_cost"`
	Cost     string `json:"cost"`
}

type issueOut struct {
	Name  string `json:"name,omitempty"`
	Date  string `json:"date,omitempty"`
	Units string `json:"units"`
	Cost  string `json:"cost"`
}

func inventories(in []byte) (inventoryOut, error) {
	out := inventoryOut{Periods: []inventoryPeriodOut{}, Findings: []check.Finding{}}
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	p := readInventory(r, top)
	if r.err != nil {
		return out, r.err
	}
	out.Item, out.Currency = p.item, p.currency
	opening := map[inventory.Method][]inventory.Movement{}
	for _, period := range p.periods {
		po := inventoryPeriodOut{Name: period.name}
		for _, m := range p.methods {
			f := p.flow(m, period)
			if len(period.opening) == 0 {
				f.Opening = opening[m]
			}
			if period.ending != nil {
				f.Movements = withCount(f, *period.ending)
			}
			f.Movements = p.priced(f.Movements)
			res, err := f.Compute()
			if err != nil {
				r.failed(period.at, err)
				return out, r.err
			}
			po.Methods = append(po.Methods, p.method(f, res))
			out.papers = append(out.papers, res.Paper)
			out.Findings = append(out.Findings, res.Findings...)
			opening[m] = nil
			for _, l := range res.Layers {
				opening[m] = append(opening[m], inventory.Movement{Name: l.Name, Date: l.Date, Units: l.Units, Cost: l.Cost})
			}
		}
		out.Periods = append(out.Periods, po)
	}
	return out, r.err
}

// withCount adds the issue of all that a count at the end did not find.
func withCount(f inventory.Flow, ending workpaper.Number) []inventory.Movement {
	gone := ending
	for _, m := range f.Opening {
		gone = gone.Sub(m.Units)
	}
	for _, m := range f.Movements {
		gone = gone.Sub(m.Units)
	}
	if gone.Sign() == 0 {
		return f.Movements
	}
	return append(append([]inventory.Movement(nil), f.Movements...), inventory.Movement{Name: "issued, by count at the end", Units: gone})
}

// method prints the result of one method. Amounts are rounded half away from zero to the decimals asked for.
func (p inventoryIn) method(f inventory.Flow, r inventory.FlowResult) inventoryMethodOut {
	amount := func(n workpaper.Number) string { return n.Text(p.places, money.HalfAway) }
	ending, cost := r.Ending.Round(p.places, money.HalfAway), r.AvailableCost.Round(p.places, money.HalfAway)
	m := inventoryMethodOut{Method: f.Method, System: f.System, UnitsAvailable: r.AvailableUnits.String(), CostAvailable: amount(cost), UnitsIssued: r.IssuedUnits.String(),
		EndingUnits: r.EndingUnits.String(), Ending: amount(ending), CostOfSales: amount(cost.Sub(ending)), Layers: []layerOut{}, Work: r.Paper.Sheet()}
	if f.Method == inventory.Standard {
		m.CostOfSales, m.Variance = amount(r.CostOfSales), amount(r.Variance)
	}
	if r.UnitCost != nil {
		m.UnitCost = r.UnitCost.String()
	}
	if r.Sales != nil {
		m.Sales, m.GrossProfit = amount(*r.Sales), amount(r.Sales.Sub(workpaper.MustParse(m.CostOfSales)))
	}
	for _, l := range r.Layers {
		m.Layers = append(m.Layers, layerOut{l.Name, dateText(l.Date), l.Units.String(), l.Cost.String(), amount(l.Units.Mul(l.Cost))})
	}
	for _, i := range r.Issues {
		m.Issues = append(m.Issues, issueOut{i.Name, dateText(i.Date), i.Units.String(), amount(i.Cost)})
	}
	return m
}
