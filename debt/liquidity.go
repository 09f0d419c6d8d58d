package debt

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Flow is one line of the view of cash, week by week; payments are negative.
type Flow struct {
	Name  string
	Weeks []workpaper.Number
}

// CashView is cash by week: opening, flows, and a revolving line that is drawn to a floor and repaid from what is above it.
type CashView struct {
	Name     string
	Currency money.Currency
	Begins   fiscal.Date // first day of the first week; 0 for none
	Opening  workpaper.Number
	Weeks    int
	Flows    []Flow
	Floor    workpaper.Number
	Drawn    workpaper.Number
	Line     workpaper.Number // most that may be drawn
}

// Week is one week of the view.
type Week struct {
	Ends                               fiscal.Date
	Opening, Net, Draw, Closing, Drawn workpaper.Number
	Liquidity                          workpaper.Number // cash and what is left of the line
	Short                              workpaper.Number // by which cash is below the floor though the line is used up
}

// CashResult is the weeks, and the one with the least liquidity, counted from 1.
type CashResult struct {
	Weeks  []Week
	Lowest int
	Paper  *workpaper.Paper
}

// Compute carries cash from week to week.
func (v CashView) Compute() (r CashResult, err error) {
	about := cmp.Or(v.Name, "cash view")
	if v.Weeks == 0 {
		v.Weeks = 13
	}
	if v.Weeks < 1 || v.Weeks > 53 || len(v.Flows) == 0 {
		return r, check.Refuse(about, "%d weeks with %d lines; there are 1 to 53 weeks and at least one line", v.Weeks, len(v.Flows))
	}
	if v.Drawn.Cmp(v.Line) > 0 {
		return r, check.Refuse(about, "%s is drawn of a line of %s", v.Drawn.Text(2, money.HalfAway), v.Line.Text(2, money.HalfAway))
	}
	p := workpaper.New(workpaper.Head{Title: "Cash by week", Entity: v.Name, Purpose: "Whether there is enough every week"})
	r.Paper = p
	usd := workpaper.Money(v.Currency)
	s := p.Section("Terms")
	floor, line := s.Input("least cash", usd, v.Floor), s.Input("line of credit", usd, v.Line)
	cash, drawn := s.Input("cash at the beginning", usd, v.Opening), s.Input("drawn at the beginning", usd, v.Drawn)
	t := p.Table("Weeks", "week")
	opening := t.Column("opening", usd)
	var cols []*workpaper.Column
	for _, f := range v.Flows {
		if len(f.Weeks) > v.Weeks {
			return r, check.Refuse(about+", "+f.Name, "it has %d weeks, the view %d", len(f.Weeks), v.Weeks)
		}
		cols = append(cols, t.Column(f.Name, usd))
	}
	before, draw, closing, owed, liquidity := t.Column("before the line", usd), t.Column("drawn, repaid negative", usd), t.Column("closing", usd), t.Column("line drawn", usd), t.Column("liquidity", usd)
	for w := range v.Weeks {
		name := fmt.Sprintf("week %d", w+1)
		var ends fiscal.Date
		if v.Begins != 0 {
			ends = v.Begins + fiscal.Date(7*w+6)
			name += ", to " + ends.String()
		}
		row := t.Row(name)
		from := row.Step(opening, cash.Plus(workpaper.Int(0)))
		terms := []workpaper.Term{from}
		net := nought
		for i, f := range v.Flows {
			n := nought
			if w < len(f.Weeks) {
				n = f.Weeks[w]
			}
			net = net.Add(n)
			terms = append(terms, row.Input(cols[i], n))
		}
		bare := row.Step(before, workpaper.Sum(terms...))
		need := floor.Minus(bare)
		take := row.Step(draw, workpaper.Greatest(drawn.Neg(), workpaper.Least(need, line.Minus(drawn))))
		cash = row.Step(closing, bare.Plus(take))
		drawn = row.Step(owed, drawn.Plus(take))
		liquid := row.Step(liquidity, cash.Plus(line).Minus(drawn))
		x := Week{ends, from.Number(), net, take.Number(), cash.Number(), drawn.Number(), liquid.Number(), nought}
		if short := v.Floor.Sub(x.Closing); short.Sign() > 0 {
			x.Short = short
		}
		if r.Weeks = append(r.Weeks, x); r.Lowest == 0 || x.Liquidity.Cmp(r.Weeks[r.Lowest-1].Liquidity) < 0 {
			r.Lowest = w + 1
		}
	}
	return r, nil
}
