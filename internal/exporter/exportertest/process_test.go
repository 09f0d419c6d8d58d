package exportertest

import (
	"testing"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

type element struct{ name, cost, done string }

// processPaper is a department's cost report by the weighted average, without opening work in process: equivalent units
// by cost element, unit costs rounded by name, and the cost of what went out and of what is left.
func processPaper(started, out, left string, elements []element) *workpaper.Paper {
	p := workpaper.New(workpaper.Head{Title: "Process costing, weighted average"})
	usd, count := workpaper.Money("USD"), workpaper.Count
	in := p.Section("Units")
	begun, gone := in.Input("started", count, n(started)), in.Input("completed and transferred out", count, n(out))
	still := in.Input("in process at the end", count, n(left))
	in.Check("units are accounted for", begun.Equals(gone.Plus(still)),
		check.Finding{Rule: "units", Severity: check.Stop, Message: "units out and units left are not the units started; find the lost units"})

	t := p.Table("Cost elements", "element")
	cost, done := t.Column("cost", usd), t.Column("degree of completion", workpaper.Percent.To(0))
	eu := t.Column("equivalent units", count)
	per := t.Column("cost per equivalent unit", workpaper.Per("USD", "unit"))
	transferred, inProcess := t.Column("cost transferred out", usd), t.Column("cost in process", usd)
	for _, e := range elements {
		r := t.Row(e.name)
		c, d := r.Input(cost, n(e.cost)), r.Input(done, n(e.done))
		part := still.Times(d)
		u := r.Step(eu, gone.Plus(part))
		each := r.Step(per, c.Over(u))
		r.Step(transferred, gone.Times(each).Round(2, money.HalfAway))
		r.Step(inProcess, part.Times(each).Round(2, money.HalfAway))
	}
	per.Total()
	s := p.Section("Result")
	total := s.Step("cost to account for", usd, cost.Total())
	s.Step("transferred out", usd, transferred.Total())
	s.Step("work in process", usd, inProcess.Total())
	s.Check("costs are accounted for within a cent an element", total.Minus(transferred.Total()).Minus(inProcess.Total()).Abs().AtMost(workpaper.Lit(n("0.02"))),
		check.Finding{Rule: "costs", Severity: check.Open, Message: "costs out and costs left are not the costs put in"})
	return p
}

// PC-01, Rock City shaping (OpenStax m68131): equivalent units 8,700 and 7,920, 1.17 and 2.80 each, 29,775 out and 2,580
// in process.
func TestProcessCosting(t *testing.T) {
	p := rockCity()
	g := p.Sheet().Tables[0]
	for i, want := range [][]string{{"8700", "1.1700"}, {"7920", "2.8000"}} {
		if got := g.Rows[i].Values[2:4]; got[0] != want[0] || got[1] != want[1] {
			t.Errorf("%s: %v, want %v", g.Rows[i].Name, got, want)
		}
	}
	if out, left := figure(t, p, "transferred out"), figure(t, p, "work in process"); out != "29775.00" || left != "2580.00" {
		t.Errorf("%s out, %s in process", out, left)
	}
	if len(p.Findings()) != 0 {
		t.Error(p.Findings())
	}
}

func rockCity() *workpaper.Paper {
	return processPaper("8700", "7500", "1200", []element{{"direct materials", "10179", "1"}, {"conversion", "22176", "0.35"}})
}

// processCases have PC-11, Kyler (OpenStax m68131), whose unit costs do not come out even.
func processCases() []Case {
	return []Case{{Name: "process costing", Paper: rockCity(), Rebuilt: []*workpaper.Paper{
		processPaper("8700", "7500", "1200", []element{{"direct materials", "10353", "1"}, {"conversion", "26970", "0.30"}})}}}
}
