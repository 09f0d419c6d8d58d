package main

import (
	"fmt"
	"slices"
	"strconv"

	"tieout/fiscal"
	"tieout/money"
)

// plan is what a quarter's ordinary entries must add up to, in cents.
type plan struct {
	quarter
	start, end           fiscal.Date
	metal, plastic       int64 // net sales
	cost, sga            int64
	taxCurrent, taxDefer int64
	taxPaid              int64
	benefits             int64 // other than pensions
	targets              map[string]int64
}

// free are the accounts that ordinary flows bring to their targets; every other balance-sheet account is moved by
// the schedule alone.
var free = []string{"trade", "allowance", "raw", "wip", "fg-metal", "fg-plastic", "obsolescence", "lifo", "prepaid", "prepaid-tax", "deferred-current", "deferred-noncurrent", "payables", "employee", "accrued", "other-benefits"}

// planQuarter works out the income of a quarter, or what its balances leave for it.
func (w *world) planQuarter(q quarter) {
	start, end := quarterOf(q.Quarter)
	p := plan{quarter: q, start: start, end: end, sga: q.SGA * 100, benefits: q.Benefits * 100, targets: map[string]int64{}}
	p.plastic = q.Plastic * 100
	p.metal = q.Sales*100 - p.plastic
	for _, id := range free {
		if id != "payables" || !w.solves(end) {
			p.targets[id] = w.target(id, end)
		}
	}
	scheduled := w.scheduledMoves(start, end)
	late := -w.lateIncome(start, end)
	var income int64 // of ordinary entries
	if q.Income == "difference" {
		income = w.left(p, scheduled, w.cashAt[end])
		w.income[q.Quarter] = income + late
	} else {
		n, err := strconv.ParseInt(q.Income, 10, 64)
		if err != nil {
			panic(err)
		}
		w.income[q.Quarter] = n * 100
		income = n*100 - late
		if w.solves(end) {
			p.targets["payables"] = w.books["payables"]
			p.targets["payables"] += income - w.left(p, scheduled, w.cashAt[end])
		}
	}
	w.taxes(&p, late)
	p.cost = q.Sales*100 - p.sga + q.InterestIncome*100 + scheduled.income - p.taxCurrent - p.taxDefer - income
	w.plan = p
}

func (w *world) solves(end fiscal.Date) bool {
	return slices.ContainsFunc(w.r.Balances["payables"], func(p point) bool { return p.On == end && p.Solve })
}

// moves are what the schedule does in a quarter.
type moves struct {
	by     map[string]int64
	income int64 // net income outside selling, general and administrative expenses: positive is income
	sga    int64
	equity int64 // debits to equity accounts
}

func (w *world) scheduledMoves(start, end fiscal.Date) moves {
	m := moves{by: map[string]int64{}}
	for _, month := range monthEnds(start-1, end) {
		for _, e := range w.planned[month] {
			for _, p := range e.posts {
				m.by[p.id] += p.amount
				switch {
				case w.account[p.id].Concept == "SellingGeneralAndAdministrativeExpense":
					m.sga += p.amount
				case w.isIncome(p.id):
					m.income -= p.amount
				case w.account[p.id].Type == "E":
					m.equity += p.amount
				}
			}
		}
	}
	return m
}

// left is the net income that takes the ordinary books from where they stand to the targets and the printed cash.
func (w *world) left(p plan, s moves, cash int64) int64 {
	income := cash - w.books["cash"] + s.equity
	for _, a := range w.r.Chart {
		switch {
		case w.isIncome(a.ID) || a.Type == "E" || a.ID == "cash":
		case slices.Contains(free, a.ID):
			if t, ok := p.targets[a.ID]; ok {
				income += t - w.books[a.ID]
			}
		default:
			income += s.by[a.ID]
		}
	}
	return income
}

// lateIncome is the debits that later entries make to income accounts in a quarter.
func (w *world) lateIncome(start, end fiscal.Date) (sum int64) {
	for _, a := range w.r.Chart {
		if w.isIncome(a.ID) {
			sum += w.lateSum(a.ID, end) - w.lateSum(a.ID, start-1)
		}
	}
	return sum
}

// taxes splits the quarter's income tax: the rate on income before tax and before the impairment of goodwill.
func (w *world) taxes(p *plan, late int64) {
	net, rate := w.income[p.Quarter], w.r.TaxPercent
	pretax := 100 * money.MulDiv(net+p.Goodwill*rate, 1, 100-rate, money.HalfAway)
	tax := pretax - net
	for _, id := range []string{"tax-current", "tax-deferred"} {
		tax -= w.lateSum(id, p.end) - w.lateSum(id, p.start-1)
	}
	p.taxDefer = w.books["deferred-current"] - p.targets["deferred-current"] + w.books["deferred-noncurrent"] - p.targets["deferred-noncurrent"]
	p.taxCurrent = tax - p.taxDefer
	if p.NoCurrentTax {
		p.taxCurrent = 0
	}
	p.taxPaid = p.targets["prepaid-tax"] - w.books["prepaid-tax"] + p.taxCurrent
}

func quarterOf(name string) (start, end fiscal.Date) {
	y, _ := strconv.Atoi(name[:4])
	q, _ := strconv.Atoi(name[6:])
	start = fiscal.MustParse(fmt.Sprintf("%04d-%02d-01", y, q*3-2))
	return start, monthEnd(fiscal.MustParse(fmt.Sprintf("%04d-%02d-01", y, q*3)))
}
