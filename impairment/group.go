package impairment

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Asset is one asset or liability of a group. Cost and accumulated depreciation are both positive; a liability is negative.
type Asset struct {
	Name               string
	Cost, Depreciation workpaper.Number
	Carrying           *workpaper.Number // instead of both
	// Fair is its own fair value, where that can be told without undue cost and effort: a loss does not take the asset below it.
	Fair *workpaper.Number
	// Other says that another standard measures it, such as inventory or a payable: it is tested with the group and not reduced.
	Other bool
}

// Scenario is one course of the cash flows from use and disposal, in or out of which the group may come, not discounted.
type Scenario struct {
	Name        string
	Probability workpaper.Number // part of one
	Flows       []workpaper.Number
}

// Group is an asset group held and used: the lowest level whose cash flows are largely independent (ASC 360-10-35-23).
type Group struct {
	Name      string
	Currency  money.Currency
	Places    int
	Tested    fiscal.Date // 0 where no day is known
	Assets    []Asset
	Scenarios []Scenario
	Fair      *workpaper.Number // of the group; or
	Rate      *workpaper.Number // a year, at which the flows are discounted from the ends of their years
	Years     *workpaper.Number // that remain, for the depreciation of the new cost
	Residual  workpaper.Number
}

// GroupResult is what the test gave.
type GroupResult struct {
	Carrying, Undiscounted, Fair workpaper.Number
	Recoverable                  bool
	Loss                         workpaper.Number
	Assets                       []AssetResult
	NewCarrying                  workpaper.Number
	Depreciation                 *workpaper.Number // of a year, of the new cost
	Standard                     string
	Paper                        *workpaper.Paper
	Findings                     []check.Finding
}

// AssetResult is one asset before and after.
type AssetResult struct {
	Name                    string
	Carrying, Loss, Written workpaper.Number
}

// Compute tests the group: not recoverable where its carrying amount is above the undiscounted flows, and then down to fair value
// (ASC 360-10-35-17; SFAS 144 paragraph 7). The loss is shared over the long-lived assets by carrying amount (ASC 360-10-35-28).
func (g Group) Compute() (r GroupResult, err error) {
	about := cmp.Or(g.Name, "asset group")
	if err := g.check(about); err != nil {
		return r, err
	}
	p := workpaper.New(workpaper.Head{Title: "Long-lived assets held and used", Entity: g.Name, Purpose: "Is the carrying amount recoverable, and if not, what is the loss?"})
	r.Paper, r.Standard = p, "ASC 360-10 (SFAS 144)"
	if g.Tested != 0 && g.Tested < SFAS144.Since {
		r.Standard = "SFAS 121"
	}
	usd := workpaper.Money(g.Currency).To(g.Places)
	a := g.assets(p, usd)
	flows, discounted := g.flows(p, usd)
	s := p.Section("Test")
	carrying := s.Step("carrying amount of the group", usd, a.carrying.Total())
	use := s.Step("undiscounted cash flows from use and disposal", usd, flows, workpaper.Cite("ASC 360-10-35-29"))
	ok := s.Test("the carrying amount is recoverable", carrying.AtMost(use), workpaper.Cite("ASC 360-10-35-17; SFAS 144 paragraph 7"))
	fair := discounted
	if g.Fair != nil {
		fair = s.Input("fair value of the group", usd, *g.Fair)
	}
	loss := s.Step("impairment loss", usd, workpaper.If(ok, workpaper.Int(0), workpaper.NotBelowZero(carrying.Minus(fair))).Round(g.Places, money.HalfAway), workpaper.Cite("ASC 360-10-35-17"))
	r.Carrying, r.Undiscounted, r.Fair, r.Recoverable = carrying.Number(), use.Number(), fair.Number(), ok.Holds()
	taken := g.allocate(p, usd, a, loss)
	g.after(p, usd, &r, a, carrying, taken, loss)
	return r, nil
}

func (g Group) check(about string) error {
	long := 0
	for _, a := range g.Assets {
		if !a.Other {
			long++
		}
		if a.Depreciation.Sign() < 0 || a.Carrying == nil && !a.Other && a.Depreciation.Cmp(a.Cost) > 0 {
			return check.Refuse(cmp.Or(a.Name, about), "accumulated depreciation of %s against a cost of %s; both are positive, and the first is not above the second", a.Depreciation, a.Cost)
		}
	}
	sum := workpaper.Whole(0)
	for _, s := range g.Scenarios {
		sum = sum.Add(s.Probability)
		if len(s.Flows) == 0 || s.Probability.Sign() < 0 {
			return check.Refuse(cmp.Or(s.Name, about), "give a scenario its cash flows and a probability that is not negative")
		}
	}
	switch {
	case long == 0:
		return check.Refuse(about, "it has no long-lived asset; give cost and accumulated depreciation, or the carrying amount")
	case len(g.Scenarios) == 0:
		return check.Refuse(about, "give the undiscounted cash flows expected from use and disposal: they decide whether there is a loss at all")
	case sum.Cmp(workpaper.Whole(1)) != 0:
		return check.Refuse(about, "the probabilities come to %s; they must come to 1", sum)
	case (g.Fair == nil) == (g.Rate == nil):
		return check.Refuse(about, "give the fair value of the group, or the rate at which the cash flows are discounted, and not both")
	case g.Fair != nil && g.Fair.Sign() < 0 || g.Rate != nil && g.Rate.Sign() < 0:
		return check.Refuse(about, "a fair value or rate below zero")
	case g.Years != nil && g.Years.Sign() <= 0:
		return check.Refuse(about, "%s years remain; a remaining life is above zero", *g.Years)
	}
	return nil
}

// assetTable is the table of the assets with what the allocation needs of it.
type assetTable struct {
	carrying *workpaper.Column
	values   []workpaper.Num
	floors   []workpaper.Num // own fair value; the number of a literal zero where there is none
	floored  []bool
}

func (g Group) assets(p *workpaper.Paper, usd workpaper.Unit) (a assetTable) {
	t := p.Table("Assets", "asset")
	cost, dep := t.Column("cost", usd), t.Column("accumulated depreciation", usd)
	a.carrying = t.Column("carrying amount", usd)
	own := t.Column("own fair value", usd, workpaper.Remark("where it can be told without undue cost and effort"))
	for i, x := range g.Assets {
		row := t.Row(cmp.Or(x.Name, fmt.Sprintf("asset %d", i+1)))
		if x.Carrying != nil {
			a.values = append(a.values, row.Input(a.carrying, *x.Carrying))
		} else {
			a.values = append(a.values, row.Step(a.carrying, row.Input(cost, x.Cost).Minus(row.Input(dep, x.Depreciation))))
		}
		floor := workpaper.Int(0)
		if x.Fair != nil {
			floor = row.Input(own, *x.Fair)
		}
		a.floors, a.floored = append(a.floors, floor), append(a.floored, x.Fair != nil)
	}
	return a
}

// flows are the expected cash flows, and their present value where a rate is given.
func (g Group) flows(p *workpaper.Paper, usd workpaper.Unit) (sum, present workpaper.Num) {
	var rate workpaper.Num
	if g.Rate != nil {
		rate = p.Section("Discounting").Input("rate of a year", workpaper.Percent, *g.Rate, workpaper.Cite("ASC 820-10-55-4"))
	}
	t := p.Table("Cash flows", "scenario and year")
	prob, flow := t.Column("probability", workpaper.Percent), t.Column("cash flow", usd)
	weighted := t.Column("weighted", usd, workpaper.Cite("ASC 360-10-35-30"))
	var worth *workpaper.Column
	if g.Rate != nil {
		worth = t.Column("discounted", usd)
	}
	for i, s := range g.Scenarios {
		for year, f := range s.Flows {
			row := t.Row(fmt.Sprintf("%s, year %d", cmp.Or(s.Name, fmt.Sprintf("scenario %d", i+1)), year+1))
			w := row.Step(weighted, row.Input(prob, s.Probability).Times(row.Input(flow, f)))
			if worth != nil {
				row.Step(worth, w.Over(workpaper.Int(1).Plus(rate).Power(workpaper.Int(int64(year+1)))))
			}
		}
	}
	if worth != nil {
		present = worth.Total()
	}
	return weighted.Total(), present
}

// allocate shares the loss by carrying amount, in as many rounds as assets may come to rest at their own fair values, and gives what
// is taken from each, exact.
func (g Group) allocate(p *workpaper.Paper, usd workpaper.Unit, a assetTable, loss workpaper.Num) []workpaper.Num {
	rounds := 1
	for _, f := range a.floored {
		if f {
			rounds++
		}
	}
	now, taken := append([]workpaper.Num(nil), a.values...), make([]workpaper.Num, len(g.Assets))
	left := loss
	for k := range rounds {
		title := "Loss shared by carrying amount"
		if k > 0 {
			title = fmt.Sprintf("What was above own fair values shared again, %d", k)
		}
		t := p.Table(title, "asset")
		base, part := t.Column("carrying amount that can be reduced", usd), t.Column("part", workpaper.Percent)
		loss1 := t.Column("loss", usd, workpaper.Cite("ASC 360-10-35-28; SFAS 144 paragraph 14"))
		var rows []workpaper.Row
		var bases []workpaper.Num
		for i, x := range g.Assets {
			if x.Other {
				continue
			}
			row := t.Row(cmp.Or(x.Name, fmt.Sprintf("asset %d", i+1)))
			rows, bases = append(rows, row), append(bases, row.Step(base, workpaper.If(now[i].More(a.floors[i]), now[i], workpaper.Int(0))))
		}
		whole := base.Total()
		n := 0
		for i, x := range g.Assets {
			if x.Other {
				continue
			}
			share := rows[n].Step(part, workpaper.If(whole.More(workpaper.Int(0)), bases[n].Over(whole), workpaper.Int(0)))
			l := rows[n].Step(loss1, workpaper.Least(left.Times(share), workpaper.NotBelowZero(now[i].Minus(a.floors[i]))))
			now[i], n = now[i].Minus(l), n+1
			if k == 0 {
				taken[i] = l
			} else {
				taken[i] = taken[i].Plus(l)
			}
		}
		left = left.Minus(loss1.Total())
	}
	return taken
}

// after is what the assets are carried at from now on: a new cost that is not written up again (ASC 360-10-35-20).
func (g Group) after(p *workpaper.Paper, usd workpaper.Unit, r *GroupResult, a assetTable, carrying workpaper.Num, taken []workpaper.Num, loss workpaper.Num) {
	t := p.Table("New cost", "asset")
	before, run, part, now := t.Column("carrying amount", usd), t.Column("loss to here, exact", usd.To(g.Places+4)), t.Column("loss", usd), t.Column("new cost", usd, workpaper.Cite("ASC 360-10-35-20"))
	var above workpaper.Num
	var long []workpaper.Term
	first := true
	for i, x := range g.Assets {
		row := t.Row(cmp.Or(x.Name, fmt.Sprintf("asset %d", i+1)))
		c := row.Step(before, a.values[i])
		res := AssetResult{Name: x.Name, Carrying: c.Number()}
		if !x.Other {
			sum := taken[i]
			if !first {
				sum = above.Plus(taken[i])
			}
			here := row.Step(run, sum)
			l := here.Round(g.Places, money.HalfAway)
			if !first {
				l = l.Minus(above.Round(g.Places, money.HalfAway))
			}
			above, first = here, false
			res.Loss = row.Step(part, l).Number()
			end := row.Step(now, c.Minus(row.At(part)))
			long, res.Written = append(long, end), end.Number()
		} else {
			res.Written = row.Step(now, c).Number()
		}
		r.Assets = append(r.Assets, res)
	}
	s := p.Section("Result")
	booked := s.Step("loss recognised", usd, part.Total())
	s.Check("the loss found no place above own fair values", booked.Equals(loss), check.Finding{Rule: "impairment-unallocated", Severity: check.Open,
		Message: "the assets' own fair values are together above the group's: " + shown(loss.Number().Sub(booked.Number()), g.Places) + " of the loss cannot be allocated; look at the fair values again"}, workpaper.Cite("ASC 360-10-35-28"))
	end := s.Step("carrying amount after the loss", usd, carrying.Minus(booked))
	r.Loss, r.NewCarrying = booked.Number(), end.Number()
	if g.Years != nil {
		n := s.Step("depreciation of a year from now on", usd, workpaper.NotBelowZero(workpaper.Sum(long...).Minus(s.Input("residual value", usd, g.Residual))).Over(s.Input("years that remain", workpaper.Years.To(2), *g.Years)), workpaper.Cite("ASC 360-10-35-20")).Number()
		r.Depreciation = &n
	}
	if r.Recoverable && r.Fair.Cmp(r.Carrying) < 0 {
		p.Raise(check.Finding{Rule: "impairment-recoverable", Severity: check.Note, Subject: cmp.Or(g.Name, "asset group"), Cite: "ASC 360-10-35-17",
			Message: "fair value is " + shown(r.Carrying.Sub(r.Fair), g.Places) + " below the carrying amount, but that is recoverable: no loss"}, booked)
	}
	r.Findings = p.Findings()
}
