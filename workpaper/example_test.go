package workpaper_test

import (
	"encoding/json"
	"fmt"

	"tieout/money"
	"tieout/workpaper"
)

// Lower of cost and net realisable value, item by item.
func Example() {
	usd, per := workpaper.Money("USD"), workpaper.Per("USD", "unit").To(2)
	p := workpaper.New(workpaper.Head{Title: "Lower of cost and net realisable value", Entity: "Example Company", Period: "31 December 2005"})
	t := p.Table("Items", "item")
	units, cost, value := t.Column("units", workpaper.Count), t.Column("cost", per), t.Column("net realisable value", per)
	lower := t.Column("lower", per, workpaper.Cite("ASC 330-10-35-1B"))
	loss := t.Column("write-down", usd)
	for _, item := range []struct {
		name        string
		units       int64
		cost, value string
	}{{"AB-9", 10, "380.00", "350.00"}, {"XY-7", 4, "260.00", "275.50"}} {
		r := t.Row(item.name)
		u := r.Input(units, workpaper.Whole(item.units))
		c, v := r.Input(cost, workpaper.MustParse(item.cost)), r.Input(value, workpaper.MustParse(item.value))
		l := r.Step(lower, workpaper.Least(c, v))
		r.Step(loss, u.Times(c.Minus(l)))
	}
	total := loss.Total()
	rate := p.Section("Tax").Input("tax rate", workpaper.Percent, workpaper.MustParse("0.21"), workpaper.Source("tax department"))
	p.Section("Result").Step("write-down after tax", usd, total.Times(workpaper.Int(1).Minus(rate)).Round(2, money.HalfAway))

	fmt.Println("to be booked:", money.New(total.Minor(2), "USD"))
	step, _ := p.Sheet().Find("write-down after tax")
	text, _ := json.MarshalIndent(step, "", "  ")
	fmt.Println(string(text))
	fmt.Println(p.Sheet().Tables[0].Columns[4].Formula)
	// Output:
	// to be booked: 300.00
	// {
	//   "section": "Result",
	//   "name": "write-down after tax",
	//   "formula": "Items: total write-down × (1 − tax rate), rounded to 2 decimals half away from zero = 300.00 × (1 − 21.00%), rounded to 2 decimals half away from zero",
	//   "value": "237.00",
	//   "unit": "USD"
	// }
	// units × (cost − lower)
}
