package calc

import (
	"go.yaml.in/yaml/v3"

	"tieout/money"
	"tieout/pension"
	"tieout/workpaper"
)

type priorOut struct {
	Name         string          `json:"name,omitempty"`
	ServiceYears string          `json:"service_years,omitempty"`
	Average      string          `json:"average_remaining_service"`
	Rate         string          `json:"per_service_year,omitempty"`
	Amortisation []string        `json:"amortisation"`
	Left         []string        `json:"balance"`
	Reduced      string          `json:"reduces_prior_service,omitempty"`
	Work         workpaper.Sheet `json:"work"`
}

func (out *pensionOut) prior(c costContext, f field, transition bool) {
	a := c.known(f, "cost", "amount", "psc", "psc_open", "transition", "past_service", "pbo", "assets", "accrued", "method", "employees", "groups", "service_years", "retire", "employees_total", "remaining_service", "years", "elect_15", "first_year", "rate_decimals", "against", "stated", "amortisation")
	x := pension.Prior{Name: a.text("name"), Currency: c.currency, Places: c.places, Transition: transition, Remaining: a.num("remaining_service"), Elect15: a.yes("elect_15"), Against: a.or("against")}
	if n := a.num("cost", "amount", "psc", "psc_open", "transition", "past_service"); n != nil {
		x.Cost = *n
	} else if transition {
		x.Cost = a.must("pbo").Sub(a.must("assets")).Sub(a.or("accrued"))
	} else {
		a.miss([]string{"amount"})
	}
	if x.Remaining == nil && !a.has("employees", "groups", "service_years", "retire") {
		x.Remaining = a.num("years")
	}
	x.Groups = readGroups(a)
	otherwise := "years-of-service"
	if len(x.Groups) == 0 || transition {
		otherwise = "straight-line"
	}
	x.Straight = a.word(otherwise, [][]string{{"straight-line", "straight_line", "sl", "average", "straight"}, {"years-of-service", "years_of_service", "service_years", "yos"}}, "method") == "straight-line"
	x.First, _ = a.whole(1900, 2200, "first_year")
	if n, ok := a.whole(0, 6, "rate_decimals"); ok {
		x.RateTo = &n
	}
	x.Stated = a.numbers("stated", "amortisation")
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	y := priorOut{Name: x.Name, Average: res.Average.String(), Work: res.Paper.Sheet()}
	if res.ServiceYears.Sign() > 0 {
		y.ServiceYears = res.ServiceYears.String()
	}
	if !x.Straight {
		y.Rate = res.Rate.Text(max(c.places, 2), money.HalfAway)
	}
	if res.Reduced.Sign() != 0 {
		y.Reduced = c.text(res.Reduced)
	}
	for _, n := range res.Years {
		y.Amortisation, y.Left = append(y.Amortisation, c.text(n.Amortised)), append(y.Left, c.text(n.Left))
	}
	out.Prior = append(out.Prior, y)
	out.add(res.Paper, res.Findings...)
}

// readGroups reads who serves how long: names with years, a list of years, a list of {employees, years}, or how many retire at the end of each year.
func readGroups(a *asked) (out []pension.Group) {
	r := a.c.r
	one := workpaper.Whole(1)
	if f, ok := a.find("employees", "groups", "service_years"); ok {
		if f.node.Kind == yaml.MappingNode {
			for _, p := range r.pairs(f) {
				if p.node.Kind == yaml.MappingNode {
					out = append(out, readGroup(a.c, p.field, p.name))
				} else {
					out = append(out, pension.Group{Name: p.name, Employees: one, Years: r.number(p.field)})
				}
			}
			return out
		}
		for _, x := range r.many(f) {
			if x.node.Kind == yaml.MappingNode {
				out = append(out, readGroup(a.c, x, ""))
			} else {
				out = append(out, pension.Group{Employees: one, Years: r.number(x)})
			}
		}
		return out
	}
	ns := a.numbers("retire")
	total := a.num("employees_total")
	if len(ns) == 1 && total != nil && ns[0].Sign() > 0 { // the same number each year, until all have gone
		for left := *total; left.Sign() > 0 && len(ns) <= 60; left = left.Sub(ns[0]) {
			out = append(out, pension.Group{Employees: least(left, ns[0]), Years: workpaper.Whole(int64(len(out) + 1))})
		}
		return out
	}
	for i, n := range ns {
		out = append(out, pension.Group{Employees: n, Years: workpaper.Whole(int64(i + 1))})
	}
	return out
}

func least(a, b workpaper.Number) workpaper.Number {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func readGroup(c costContext, f field, name string) pension.Group {
	b := c.asking(f)
	g := pension.Group{Name: name, Employees: workpaper.Whole(1)}
	if n := b.num("employees", "number", "count"); n != nil {
		g.Employees = *n
	}
	if s := b.text("name", "group"); s != "" {
		g.Name = s
	}
	g.Years = b.must("years", "years_to_serve", "remaining_service", "service_years", "expected_years", "retire_in")
	b.done()
	return g
}
