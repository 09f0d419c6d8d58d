package exportertest

import (
	"testing"

	"tieout/money"
	"tieout/workpaper"
)

func n(text string) workpaper.Number { return workpaper.MustParse(text) }

type costLayer struct{ name, units, cost string }

// lifoPaper is a stack of layers, oldest first, of which the units at the end reach up to some height: periodic LIFO with
// what a liquidation of old layers does to income.
func lifoPaper(opening []costLayer, purchased, purchaseCost, ending, taxRate string) *workpaper.Paper {
	p := workpaper.New(workpaper.Head{Title: "LIFO layers", Purpose: "What remains of each layer, and what did using old ones add to income?"})
	count, usd, per := workpaper.Count, workpaper.Money("USD"), workpaper.Per("USD", "unit").To(2)
	in := p.Section("Inputs")
	bought := in.Input("units purchased", count, n(purchased))
	current := in.Input("cost of purchases per unit", per, n(purchaseCost))
	left := in.Input("units at the end", count, n(ending), workpaper.Source("count"))
	tax := in.Input("tax rate", workpaper.Percent, n(taxRate))

	t := p.Table("Layers, oldest first", "layer")
	units, cost := t.Column("opening units", count), t.Column("unit cost", per)
	to, remain := t.Column("up to", count), t.Column("units remaining", count, workpaper.Cite("ASC 330-10-30-9"))
	amount := t.Column("cost remaining", usd)
	used := t.Column("units liquidated", count)
	effect := t.Column("effect on income before tax", usd, workpaper.Cite("SAB Topic 11.F"))
	for _, l := range opening {
		r := t.Row(l.name)
		u, c := r.Input(units, n(l.units)), r.Input(cost, n(l.cost))
		end := r.Running(to, u)
		rest := r.Step(remain, workpaper.NotBelowZero(workpaper.Least(left, end).Minus(end.Minus(u))))
		r.Step(amount, rest.Times(c))
		gone := r.Step(used, u.Minus(rest))
		r.Step(effect, gone.Times(current.Minus(c)))
	}
	openingUnits, openingCost := units.Total(), workpaper.SumOfProducts(units, cost)
	old, liquidation := amount.Total(), effect.Total()

	s := p.Section("Result")
	added := s.Step("units of this year's layer", count, workpaper.NotBelowZero(left.Minus(openingUnits)))
	inventory := s.Step("ending inventory", usd, old.Plus(added.Times(current)).Round(2, money.HalfAway))
	available := s.Step("cost of goods available", usd, openingCost.Plus(bought.Times(current)))
	s.Step("cost of goods sold", usd, available.Minus(inventory))
	before := s.Step("liquidation effect before tax", usd, liquidation)
	s.Step("liquidation effect after tax", usd, before.Minus(before.Times(tax)).Round(2, money.HalfAway))
	return p
}

// LIQ-02, Hearthstone: layers of 25,000 at 4.00, 8,000 at 5.50 and 3,000 at 7.00, 50,000 purchased at 9.00, 12,000 left:
// inventory 48,000, cost of goods sold 567,000, effect 99,000 before and 74,250 after tax at 25 %.
func TestLIFO(t *testing.T) {
	p := lifoPaper(hearthstone, "50000", "9", "12000", "0.25")
	for name, want := range map[string]string{"ending inventory": "48000.00", "cost of goods sold": "567000.00",
		"liquidation effect before tax": "99000.00", "liquidation effect after tax": "74250.00"} {
		if got := figure(t, p, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

var hearthstone = []costLayer{{"base", "25000", "4"}, {"second", "8000", "5.50"}, {"third", "3000", "7"}}

// lifoCases have a year without liquidation, and a pool with years that cut off one layer and part of another.
func lifoCases() []Case {
	years := append(arna, costLayer{"third", "29000", "1.16"}, costLayer{"fourth", "25300", "1.2"})
	return []Case{
		{Name: "lifo", Paper: lifoPaper(hearthstone, "50000", "9", "12000", "0.25"), Rebuilt: []*workpaper.Paper{lifoPaper(hearthstone, "50000", "9.125", "41000", "0.35")}},
		{Name: "dollar value", Paper: dollarValuePaper("19750", years)},
	}
}

// dollarValuePaper values a pool at dollar value with the index given for each year. A layer lies between the base-year
// costs of two year-ends; of it remains what no later year-end has cut off.
func dollarValuePaper(base string, years []costLayer) *workpaper.Paper {
	p := workpaper.New(workpaper.Head{Title: "Dollar-value LIFO"})
	usd, index := workpaper.Money("USD"), workpaper.Unit{Name: "index", Places: 4}
	in := p.Section("Inputs")
	opening := in.Input("base inventory", usd, n(base))

	t := p.Table("Year-ends", "year")
	current, rate := t.Column("at current cost", usd), t.Column("index", index)
	atBase := t.Column("at base-year cost", usd, workpaper.Cite("Reg. 1.472-8(e)"))
	below := t.Column("layer begins at", usd)
	var rows []workpaper.Row
	before := opening
	for _, y := range years {
		r := t.Row(y.name)
		r.Step(below, before)
		before = r.Step(atBase, r.Input(current, n(y.units)).Over(r.Input(rate, n(y.cost))))
		rows = append(rows, r)
	}

	l := p.Table("Layers at the end of the last year", "layer of")
	layerBase := l.Column("at base-year cost", usd)
	layerIndex := l.Column("index", index)
	layerCost := l.Column("LIFO cost", usd)
	r := l.Row("base")
	r.Step(layerCost, r.Step(layerBase, workpaper.Least(opening, atBase)))
	for i, y := range years {
		r := l.Row(y.name)
		low := rows[i].At(below)
		remains := r.Step(layerBase, workpaper.NotBelowZero(workpaper.Least(atBase.From(rows[i])).Minus(low)))
		r.Step(layerCost, remains.Times(r.Step(layerIndex, rows[i].At(rate))))
	}
	s := p.Section("Result")
	s.Step("inventory at LIFO", usd, layerCost.Total().Round(0, money.HalfAway))
	return p
}

// DVL-06, Arna: base 19,750; 22,140 at index 1.08, then 25,935 at 1.14: LIFO 20,560, then 23,125.
func TestDollarValueLIFO(t *testing.T) {
	for n, want := range []string{"20560.00", "23125.00"} {
		if got := figure(t, dollarValuePaper("19750", arna[:n+1]), "inventory at LIFO"); got != want {
			t.Errorf("year %d: %s, want %s", n+1, got, want)
		}
	}
}

var arna = []costLayer{{"first", "22140", "1.08"}, {"second", "25935", "1.14"}}
