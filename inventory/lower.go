package inventory

import (
	"cmp"
	"strings"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// LowerRule is what cost is held against.
type LowerRule string

// The two rules. Until ASU 2015-11 market held for all cost flows: replacement cost, not above net realizable value and not below
// it less a normal profit (ARB 43 chapter 4, statement 6). Since then it holds for LIFO and the retail method alone, and net
// realizable value for the rest (ASC 330-10-35-1A to 35-1C).
const (
	Market     LowerRule = "lcm"
	Realizable LowerRule = "lcnrv"
)

// lastOldYear is the last day on which a fiscal year could begin under the old rule (ASU 2015-11, 330-10-65-3).
var lastOldYear = fiscal.MustParse("2016-12-15")

// RuleFor is the rule for a fiscal year by the day on which it begins, and the cost flow. early says that the entity adopted ASU
// 2015-11 before it had to.
func RuleFor(begins fiscal.Date, flow string, early bool) LowerRule {
	if f := strings.ToLower(flow); f == "lifo" || f == "retail" || begins <= lastOldYear && !early {
		return Market
	}
	return Realizable
}

// LowerBy is over what the comparison is made (ASC 330-10-35-8 to 35-11).
type LowerBy string

// The three levels.
const (
	ByItem  LowerBy = "item"
	ByClass LowerBy = "class"
	ByTotal LowerBy = "total"
)

// LowerItem is an item on hand. Costs, prices and market are of one unit.
type LowerItem struct {
	Name, Class string
	Units       workpaper.Number
	Cost        workpaper.Number
	Replacement *workpaper.Number
	Market      *workpaper.Number // as someone settled it already; then nothing else is needed
	NRV         *workpaper.Number // net realizable value, or Price less Dispose
	Price       *workpaper.Number
	Dispose     workpaper.Number  // cost to complete and sell
	Floor       *workpaper.Number // or NRV less Profit
	Profit      *workpaper.Number // normal profit
}

// Lower is a comparison of cost with market or net realizable value.
type Lower struct {
	Currency money.Currency
	Rule     LowerRule
	By       LowerBy
	Items    []LowerItem
}

// LowerItemResult is one item.
type LowerItemResult struct {
	Name, Class                 string
	Ceiling, Floor, Replacement *workpaper.Number
	Against                     workpaper.Number // market, or net realizable value
	Value                       workpaper.Number // of one unit: the lower
	Cost, Total, WriteDown      workpaper.Number // of all units
}

// LowerGroup is a class.
type LowerGroup struct {
	Name                            string
	Cost, Against, Value, Writedown workpaper.Number
}

// LowerResult has all three comparisons; By chose Value and WriteDown.
type LowerResult struct {
	Items                              []LowerItemResult
	Classes                            []LowerGroup
	Cost, Against                      workpaper.Number
	ValueByItem, ValueByClass, ByTotal workpaper.Number
	Value, WriteDown                   workpaper.Number
	Paper                              *workpaper.Paper
	Findings                           []check.Finding
}

// Compute compares. A quantity not above zero, a cost below zero, and an item whose market or net realizable value cannot be told
// are refused.
func (l Lower) Compute() (LowerResult, error) {
	for i, it := range l.Items {
		if err := l.check(it, i); err != nil {
			return LowerResult{}, err
		}
	}
	if len(l.Items) == 0 {
		return LowerResult{}, check.Refuse("items", "there is none")
	}
	return l.work(), nil
}

func (l Lower) check(it LowerItem, i int) error {
	name := cmp.Or(it.Name, "item "+workpaper.Whole(int64(i+1)).String())
	switch {
	case it.Units.Sign() <= 0:
		return check.Refuse(name, "%s units; a quantity is above zero", it.Units)
	case it.Cost.Sign() < 0:
		return check.Refuse(name, "a cost of %s is below zero", it.Cost)
	case it.Market != nil:
		return nil
	case it.Floor != nil && it.NRV != nil && it.Floor.Cmp(*it.NRV) > 0, it.Floor != nil && it.NRV == nil && it.Price != nil && it.Floor.Cmp(it.Price.Sub(it.Dispose)) > 0, it.Profit != nil && it.Profit.Sign() < 0:
		return check.Refuse(name, "its floor is above net realizable value, its ceiling: the floor is that less a normal profit")
	case it.NRV == nil && it.Price == nil:
		return check.Refuse(name, "give its net realizable value, or its selling price with what it costs to complete and sell")
	case l.Rule == Realizable:
		return nil
	case it.Replacement == nil:
		return check.Refuse(name, "give its replacement cost: market is replacement cost between ceiling and floor")
	case it.Floor == nil && it.Profit == nil:
		return check.Refuse(name, "give its normal profit: market is not below net realizable value less a normal profit")
	}
	return nil
}

func (l Lower) work() (r LowerResult) {
	title, word := "Lower of cost or market", "market"
	if l.Rule == Realizable {
		title, word = "Lower of cost and net realizable value", "net realizable value"
	}
	p := workpaper.New(workpaper.Head{Title: title})
	usd, each := workpaper.Money(l.Currency), workpaper.Per(l.Currency, "unit")
	var counts []workpaper.Number
	for _, it := range l.Items {
		counts = append(counts, it.Units)
	}
	t := p.Table("Items", "item")
	units, cost := t.Column("units", workpaper.Count.To(workpaper.PlacesOf(counts...))), t.Column("cost", each)
	price, dispose := t.Column("selling price", each), t.Column("cost to complete and sell", each)
	nrv := t.Column("net realizable value: the ceiling", each, workpaper.Cite("ASC 330-10-20"))
	profit, floor := t.Column("normal profit", each), t.Column("floor", each, workpaper.Cite("ASC 330-10-35-1C"))
	replacement := t.Column("replacement cost", each)
	against := t.Column(word, each, workpaper.Cite(map[LowerRule]string{Market: "ASC 330-10-35-1C", Realizable: "ASC 330-10-35-1B"}[l.Rule]))
	lower := t.Column("the lower", each)
	costs, markets, values, losses := t.Column("at cost", usd), t.Column("at "+word, usd), t.Column("at the lower, item by item", usd), t.Column("write-down", usd)
	classes := map[string][]int{}
	var order []string
	var rows []workpaper.Row
	for i, it := range l.Items {
		row := t.Row(cmp.Or(it.Name, "item "+workpaper.Whole(int64(i+1)).String()))
		rows = append(rows, row)
		u, c := row.Input(units, it.Units), row.Input(cost, it.Cost)
		x := LowerItemResult{Name: it.Name, Class: it.Class}
		var m workpaper.Num
		if it.Market != nil {
			m = row.Input(against, *it.Market)
		} else {
			ceiling := l.ceiling(it, row, price, dispose, nrv)
			n := ceiling.Number()
			x.Ceiling = &n
			if l.Rule == Realizable {
				m = row.Step(against, ceiling)
			} else {
				var f workpaper.Num
				if it.Floor != nil {
					f = row.Input(floor, *it.Floor)
				} else {
					f = row.Step(floor, ceiling.Minus(row.Input(profit, *it.Profit)))
				}
				rc := row.Input(replacement, *it.Replacement)
				m = row.Step(against, workpaper.Least(ceiling, workpaper.Greatest(rc, f)))
				a := f.Number()
				x.Floor, x.Replacement = &a, it.Replacement
			}
		}
		v := row.Step(lower, workpaper.Least(c, m))
		at, with := row.Step(costs, u.Times(c)), row.Step(values, u.Times(v))
		row.Step(markets, u.Times(m))
		loss := row.Step(losses, at.Minus(with))
		x.Against, x.Value, x.Cost, x.Total, x.WriteDown = m.Number(), v.Number(), at.Number(), with.Number(), loss.Number()
		r.Items = append(r.Items, x)
		if classes[it.Class] == nil {
			order = append(order, it.Class)
		}
		classes[it.Class] = append(classes[it.Class], i)
	}
	l.compare(p, &r, rows, costs, markets, values, classes, order, word)
	return r
}

// ceiling is net realizable value, given or worked out.
func (l Lower) ceiling(it LowerItem, row workpaper.Row, price, dispose, nrv *workpaper.Column) workpaper.Num {
	if it.NRV != nil {
		return row.Input(nrv, *it.NRV)
	}
	return row.Step(nrv, row.Input(price, *it.Price).Minus(row.Input(dispose, it.Dispose)))
}

// compare makes the comparison by class and in total beside the one by item.
func (l Lower) compare(p *workpaper.Paper, r *LowerResult, rows []workpaper.Row, costs, markets, values *workpaper.Column, classes map[string][]int, order []string, word string) {
	usd := workpaper.Money(l.Currency)
	t := p.Table("Classes", "class")
	cost, against, lower := t.Column("at cost", usd), t.Column("at "+word, usd), t.Column("the lower", usd, workpaper.Cite("ASC 330-10-35-9"))
	for _, name := range order {
		row := t.Row(cmp.Or(name, "all items"))
		var cs, ms []workpaper.Term
		for _, i := range classes[name] {
			cs, ms = append(cs, rows[i].At(costs)), append(ms, rows[i].At(markets))
		}
		c, m := row.Step(cost, workpaper.Sum(cs...)), row.Step(against, workpaper.Sum(ms...))
		v := row.Step(lower, workpaper.Least(c, m))
		r.Classes = append(r.Classes, LowerGroup{name, c.Number(), m.Number(), v.Number(), c.Number().Sub(v.Number())})
	}
	total, market := costs.Total(), markets.Total()
	s := p.Section("Result")
	atCost := s.Step("inventory at cost", usd, total)
	atMarket := s.Step("inventory at "+word, usd, market)
	byItem := s.Step("the lower, item by item", usd, values.Total(), workpaper.Cite("ASC 330-10-35-8"))
	byClass := s.Step("the lower, class by class", usd, lower.Total(), workpaper.Cite("ASC 330-10-35-9"))
	byTotal := s.Step("the lower, in total", usd, workpaper.Least(atCost, atMarket), workpaper.Cite("ASC 330-10-35-10"))
	chosen := map[LowerBy]workpaper.Num{ByItem: byItem, ByClass: byClass, ByTotal: byTotal, "": byItem}[l.By]
	value := s.Step("inventory as carried", usd, chosen)
	loss := s.Step("write-down", usd, atCost.Minus(value), workpaper.Cite("ASC 330-10-50-2"))
	r.Cost, r.Against, r.ValueByItem, r.ValueByClass, r.ByTotal = atCost.Number(), atMarket.Number(), byItem.Number(), byClass.Number(), byTotal.Number()
	r.Value, r.WriteDown, r.Paper = value.Number(), loss.Number(), p
	if r.WriteDown.Sign() > 0 {
		p.Raise(check.Finding{Rule: "write-down", Severity: check.Note, Subject: "write-down", Cite: "ASC 330-10-35-14; SAB Topic 5.BB",
			Message: "the write-down of " + money.Group(r.WriteDown.Text(2, money.HalfAway)) + " makes a new cost basis; it is not reversed when prices recover after the fiscal year"}, loss)
	}
	r.Findings = p.Findings()
}
