package pension

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Prior amortises an amount over the service to come: prior service cost or credit of an amendment (ASC 715-30-35-10 to 35-17; SFAS 87
// paragraphs 24 to 28), or the transition obligation or asset of the first adoption (SFAS 87 paragraph 77). By years of service each year bears
// as much as is served in it; straight line over the average remaining service is allowed, as it is faster (715-30-35-13).
type Prior struct {
	Name       string
	Currency   money.Currency
	Places     int
	Cost       workpaper.Number // a credit or a transition asset is negative
	Groups     []Group          // who is active at the amendment; may be left out for straight line
	Straight   bool
	Remaining  *workpaper.Number // average remaining service, where groups are not given
	Transition bool              // 15 years may be taken where the remaining service is shorter
	Elect15    bool
	First      int // number of the first year, 0 for year 1
	RateTo     *int
	Against    workpaper.Number // prior service cost that a credit reduces first, 715-30-35-17
	Stated     []workpaper.Number
}

// Group is employees who serve the same years from the amendment on.
type Group struct {
	Name             string
	Employees, Years workpaper.Number
}

// PriorResult is the schedule.
type PriorResult struct {
	ServiceYears, Average workpaper.Number
	Rate                  workpaper.Number // of a service year, or of a year
	Reduced               workpaper.Number // of earlier cost by a credit
	Years                 []PriorYear
	Findings              []finding
	Paper                 *workpaper.Paper
}

// PriorYear is a year of the schedule; Left is what is left at its end.
type PriorYear struct {
	Name                     string
	Service, Amortised, Left workpaper.Number
}

const mostYears = 60

// Compute makes the schedule. The last year takes what rounding left.
func (x Prior) Compute() (r PriorResult, err error) {
	about := cmp.Or(x.Name, "prior service")
	if err := x.refuse(about); err != nil {
		return r, err
	}
	p := workpaper.New(workpaper.Head{Title: "Prior service amortised", Entity: x.Name, Purpose: "What each year bears of an amount that is spread over service to come"})
	if x.Transition {
		p.Title = "Transition amount amortised"
	}
	r.Paper = p
	usd := workpaper.Unit{Name: string(x.Currency), Places: x.Places}
	s := p.Section("Amount")
	cost := s.Input("amount to be amortised, a credit negative", usd, x.Cost, workpaper.Cite("ASC 715-30-35-10, 35-11"))
	if x.Against.Sign() != 0 {
		before := s.Input("prior service cost of earlier amendments", usd, x.Against)
		used := s.Step("credit that reduces it", usd, workpaper.Least(workpaper.NotBelowZero(cost.Neg()), workpaper.NotBelowZero(before)), workpaper.Cite("ASC 715-30-35-17"))
		cost = s.Step("amount left", usd, cost.Plus(used))
		r.Reduced = used.Number()
	}
	total, average, service := x.service(p, &r)
	if x.Straight {
		r.Years = x.straight(p, usd, cost, average)
	} else {
		r.Years = x.byService(p, usd, cost, total, service, &r)
	}
	x.hold(&r, about)
	return r, nil
}

func (x Prior) refuse(about string) error {
	if len(x.Groups) == 0 && x.Remaining == nil {
		return check.Refuse(about, "give who is active and how many years each will serve, or the average remaining service")
	}
	if len(x.Groups) == 0 && !x.Straight {
		return check.Refuse(about, "by years of service it needs who is active and how many years each will serve")
	}
	if len(x.Groups) > 500 {
		return check.Refuse(about, "%d groups are more than 500; put employees of the same years together", len(x.Groups))
	}
	for i, g := range x.Groups {
		if g.Employees.Sign() <= 0 || g.Years.Sign() <= 0 || g.Years.Cmp(workpaper.Whole(mostYears)) > 0 {
			return check.Refuse(about, "group %d (%s) has %s employees for %s years; both are above zero, and years at most %d", i+1, cmp.Or(g.Name, "no name"), g.Employees, g.Years, mostYears)
		}
	}
	if x.Remaining != nil && (x.Remaining.Sign() <= 0 || x.Remaining.Cmp(workpaper.Whole(mostYears)) > 0) {
		return check.Refuse(about, "remaining service of %s years; it is above zero and at most %d", x.Remaining, mostYears)
	}
	return nil
}

// years is the number of years until the last has served.
func (x Prior) years() int {
	n := 0
	for _, g := range x.Groups {
		whole, _ := g.Years.Round(0, money.Up).Int64()
		n = max(n, int(whole))
	}
	return n
}

// service adds up years of service, of all and of each year.
func (x Prior) service(p *workpaper.Paper, r *PriorResult) (total, average workpaper.Num, each []workpaper.Num) {
	years := workpaper.Unit{Name: "years", Places: 2}
	if len(x.Groups) == 0 {
		average = p.Section("Service").Input("average remaining service", years, *x.Remaining, workpaper.Cite("ASC 715-30-35-13"))
		r.Average = average.Number()
		return total, average, nil
	}
	t := p.Table("Employees", "group")
	people, serve := t.Column("employees", workpaper.Unit{Name: "employees", Places: 1}), t.Column("years to serve", years)
	type pair struct{ people, serve workpaper.Num }
	var groups []pair
	for i, g := range x.Groups {
		row := t.Row(cmp.Or(g.Name, fmt.Sprintf("group %d", i+1)))
		groups = append(groups, pair{row.Input(people, g.Employees), row.Input(serve, g.Years)})
	}
	s := p.Section("Service")
	total = s.Step("years of service to come", years, workpaper.SumOfProducts(people, serve), workpaper.Cite("ASC 715-30-35-11"))
	average = s.Step("average remaining service", years, total.Over(people.Total()), workpaper.Cite("ASC 715-30-35-13"))
	r.ServiceYears, r.Average = total.Number(), average.Number()
	if x.Straight {
		return total, average, nil
	}
	for n := range x.years() {
		var terms []workpaper.Term
		for _, g := range groups {
			terms = append(terms, g.people.Times(workpaper.Least(workpaper.Int(1), workpaper.NotBelowZero(g.serve.Minus(workpaper.Int(int64(n)))))))
		}
		each = append(each, s.Step("served in "+x.name(n), years, workpaper.Sum(terms...)))
	}
	return total, average, each
}

func (x Prior) name(i int) string {
	if x.First == 0 {
		return fmt.Sprintf("year %d", i+1)
	}
	return fmt.Sprint(x.First + i)
}

func (x Prior) byService(p *workpaper.Paper, usd workpaper.Unit, cost, total workpaper.Num, service []workpaper.Num, r *PriorResult) (out []PriorYear) {
	s := p.Section("Rate")
	rate := cost.Over(total)
	if x.RateTo != nil {
		rate = rate.Round(*x.RateTo, money.HalfAway)
	}
	each := s.Step("of a year of service", workpaper.Unit{Name: usd.Name, Places: 4}, rate)
	r.Rate = each.Number()
	t := p.Table("Schedule", "year")
	served, amort, left := t.Column("years served", workpaper.Unit{Name: "years", Places: 2}), t.Column("amortised", usd), t.Column("left", usd)
	balance := cost
	for i, n := range service {
		row := t.Row(x.name(i))
		now := row.Step(served, n.Plus(workpaper.Int(0)))
		part := now.Times(each).Round(x.Places, money.HalfAway)
		if i == len(service)-1 {
			part = balance.Plus(workpaper.Int(0))
		}
		a := row.Step(amort, part, workpaper.Cite("ASC 715-30-35-11"))
		balance = row.Step(left, balance.Minus(a))
		out = append(out, PriorYear{x.name(i), now.Number(), a.Number(), balance.Number()})
	}
	return out
}

func (x Prior) straight(p *workpaper.Paper, usd workpaper.Unit, cost, average workpaper.Num) (out []PriorYear) {
	s := p.Section("Years")
	span := average
	if x.Transition && x.Elect15 {
		span = s.Step("years, 15 where service is shorter", workpaper.Unit{Name: "years", Places: 2}, workpaper.Greatest(average, workpaper.Int(15)), workpaper.Cite("SFAS 87 paragraph 77"))
	}
	last, _ := span.Number().Round(0, money.Up).Int64()
	t := p.Table("Schedule", "year")
	amort, left := t.Column("amortised", usd), t.Column("left", usd)
	balance := cost
	for i := range int(last) {
		row := t.Row(x.name(i))
		part := cost.Over(span).Round(x.Places, money.HalfAway)
		if i == int(last)-1 {
			part = balance.Plus(workpaper.Int(0))
		}
		a := row.Step(amort, part, workpaper.Cite("ASC 715-30-35-13"))
		balance = row.Step(left, balance.Minus(a))
		out = append(out, PriorYear{Name: x.name(i), Amortised: a.Number(), Left: balance.Number()})
	}
	return out
}

// hold holds answers against the schedule.
func (x Prior) hold(r *PriorResult, about string) {
	for i, n := range x.Stated {
		if i < len(r.Years) && n.Sub(r.Years[i].Amortised).Abs().Cmp(workpaper.Whole(1)) > 0 {
			r.Findings = append(r.Findings, open("stated-amortisation", about+", "+r.Years[i].Name, "ASC 715-30-35-11", "%s was stated, the schedule has %s; the difference is %s", two(n), two(r.Years[i].Amortised), two(n.Sub(r.Years[i].Amortised))))
		}
	}
}
