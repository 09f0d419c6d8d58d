package exportertest

import (
	"testing"

	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// A calculator that values movements does so over arrays, and builds a paper only when someone asks to see the work. The
// test holds one against the other.

type layer struct {
	name  string
	units int64
	cost  int64 // in cents per unit
}

type issue struct {
	date  fiscal.Date
	units int64
}

// fifo is what each issue costs, in cents, first in first out: one pass over both arrays.
func fifo(layers []layer, issues []issue) []int64 {
	costs := make([]int64, len(issues))
	next, left := 0, layers[0].units
	for i, is := range issues {
		for want := is.units; want > 0; {
			take := min(want, left)
			costs[i] += take * layers[next].cost
			want, left = want-take, left-take
			if left == 0 && next+1 < len(layers) {
				next++
				left = layers[next].units
			}
		}
	}
	return costs
}

// fifoPaper shows the same with a formula for every issue and layer: of a layer an issue takes what lies both between
// the quantities issued before and after it, and between the layer's ends.
func fifoPaper(layers []layer, issues []issue) *workpaper.Paper {
	p := workpaper.New(workpaper.Head{Title: "Cost of goods sold, first in first out", Purpose: "What did each issue cost, and what is left?"})
	count, usd := workpaper.Count, workpaper.Money("USD")

	t := p.Table("Layers", "received")
	units := t.Column("units", count)
	cost := t.Column("unit cost", workpaper.Per("USD", "unit").To(2))
	from := t.Column("from", count, workpaper.Remark("units received before the layer"))
	to := t.Column("to", count)
	amount := t.Column("cost", usd)
	type bounds struct{ from, to, cost workpaper.Num }
	var all []bounds
	for _, l := range layers {
		r := t.Row(l.name)
		u, c := r.Input(units, workpaper.Whole(l.units)), r.Input(cost, workpaper.FromMinor(l.cost, 2))
		end := r.Running(to, u)
		all = append(all, bounds{r.Step(from, end.Minus(u)), end, c})
		r.Step(amount, u.Times(c))
	}
	received, available := units.Total(), amount.Total()

	m := p.Table("Issues", "issue")
	date := m.Column("date", workpaper.NoUnit)
	issued := m.Column("units issued", count)
	upTo := m.Column("issued to date", count)
	sold := m.Column("cost of issue", usd, workpaper.Cite("ASC 330-10-30-9"))
	var taken []*workpaper.Column
	for _, l := range layers {
		taken = append(taken, m.Column("of layer "+l.name, count))
	}
	for _, is := range issues {
		r := m.Row("issue of " + is.date.String())
		r.InputDay(date, is.date)
		u := r.Input(issued, workpaper.Whole(is.units))
		after := r.Running(upTo, u)
		before := after.Minus(u)
		var parts []workpaper.Term
		for j, l := range all {
			take := workpaper.NotBelowZero(workpaper.Least(after, l.to).Minus(workpaper.Greatest(before, l.from)))
			parts = append(parts, r.Step(taken[j], take).Times(l.cost))
		}
		r.Step(sold, workpaper.Sum(parts...))
	}
	total := sold.Total()

	s := p.Section("Result")
	s.Step("units in ending inventory", count, received.Minus(issued.Total()))
	s.Step("cost of goods sold", usd, total, workpaper.Cite("ASC 330-10-30-9"))
	s.Step("ending inventory", usd, available.Minus(total))
	return p
}

func figure(t *testing.T, p *workpaper.Paper, name string) string {
	t.Helper()
	step, ok := p.Sheet().Find(name)
	if !ok {
		t.Fatalf("no step %s", name)
	}
	return step.Value
}

// INV-CF-01: OpenStax, Principles of Accounting, m67890: 585 units for 16,155; 300 are sold; ending inventory 8,955 and
// cost of goods sold 7,200.
var (
	openStaxLayers = []layer{{"1 July", 150, 2100}, {"10 July", 225, 2700}, {"25 July", 210, 3300}}
	openStaxIssues = []issue{{fiscal.MustParse("2023-07-05"), 120}, {fiscal.MustParse("2023-07-15"), 180}}
)

func TestFIFO(t *testing.T) {
	p := fifoPaper(openStaxLayers, openStaxIssues)
	if cogs, left := figure(t, p, "cost of goods sold"), figure(t, p, "ending inventory"); cogs != "7200.00" || left != "8955.00" {
		t.Errorf("cost of goods sold %s, ending inventory %s", cogs, left)
	}
}

// fifoCases have other quantities, unit costs, and an issue that reaches over three layers.
func fifoCases() []Case {
	other := []layer{{"1 July", 100, 1999}, {"10 July", 40, 2701}, {"25 July", 310, 3333}}
	return []Case{{Name: "fifo", Paper: fifoPaper(openStaxLayers, openStaxIssues), Rebuilt: []*workpaper.Paper{
		fifoPaper(other, []issue{{fiscal.MustParse("2023-07-05"), 20}, {fiscal.MustParse("2023-07-31"), 300}})}}}
}

func TestFastFIFOAgreesWithItsPaper(t *testing.T) {
	var layers []layer
	for i := range int64(40) {
		layers = append(layers, layer{fiscal.MustParse("2023-01-01").Long(), 100 + i*13%37, 1000 + i*77%501})
	}
	var issues []issue
	for i := range int64(60) {
		issues = append(issues, issue{fiscal.MustParse("2023-01-01") + fiscal.Date(i), 7 + i*29%90})
	}
	p := fifoPaper(layers, issues)
	column := p.Blocks()[1].Table
	for i, cents := range fifo(layers, issues) {
		for n, c := range column.Columns() {
			if c.Name() != "cost of issue" {
				continue
			}
			if got := p.Value(column.Cell(i, n)).Number(); got.Cmp(workpaper.FromMinor(cents, 2)) != 0 {
				t.Errorf("issue %d costs %v in the paper and %s over arrays", i+1, got, money.FormatMinor(cents, 2))
			}
		}
	}
}
