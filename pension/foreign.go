package pension

import (
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// exchange is the closing and the average rate of a year, units of the books' currency for one of the plan's.
type exchange struct{ closing, average *workpaper.Number }

// foreign says that the plan is in another currency than the books.
func (p *Plan) foreign() bool { return p.Currency != "" }

// currency is that of the actuary's reports.
func (p *Plan) currency() money.Currency {
	if p.foreign() {
		return p.Currency
	}
	return p.books.Currency
}

// readRates reads the rates of a plan in another currency and translates its reports.
func (p *Plan) readRates(r *estimate.Reader, plan, accounts estimate.Line) {
	p.reports, p.rates = p.own, map[fiscal.Date]exchange{}
	rows := r.Rows("rates")
	p.Currency, p.Translation = money.Currency(plan.Text("currency")), accounts.Text("translation")
	if p.Currency == p.books.Currency {
		p.Currency = ""
	}
	if !p.foreign() {
		if len(rows) > 0 {
			plan.Fail("currency", "rates of exchange are given and no currency of the plan; write it, or leave the rates out")
		}
		return
	}
	if _, ok := p.Currency.Digits(); !ok {
		plan.Fail("currency", "%q is not the code of a currency; write one such as CAD", string(p.Currency))
		return
	}
	if p.Translation == "" {
		accounts.Fail("translation", "the plan is in %s; name the account of the translation adjustment", p.Currency)
	}
	for _, x := range rows {
		e := exchange{x.Number("closing"), x.Number("average")}
		for _, key := range []string{"closing", "average"} {
			if n := x.Number(key); n != nil && (n.Sign() <= 0 || n.Cmp(workpaper.Whole(1_000_000)) > 0) {
				x.Fail(key, "%s is no rate of exchange: it is above zero, and at most a million", n)
			}
		}
		p.yearEnd(x, x.Date("year-end"))
		p.rates[x.Date("year-end")] = e
	}
	if p.rates[p.opened].closing == nil {
		r.Fail("Rates of exchange", "the opening of %s has no rate; add a row with its closing rate", p.opened)
	}
	for _, w := range p.own {
		if e := p.rates[w.End]; e.closing == nil || e.average == nil {
			r.Fail(w.place, "the year to %s has no closing and average rate of %s; add its row to the rates of exchange", w.End, p.Currency)
		}
	}
	if r.Failed() {
		return
	}
	p.reports = nil
	before := Report{End: p.opened}
	for i, w := range p.own {
		if i == 0 {
			before.PBOEnd, before.AssetsEnd = p.inBooks(w.PBOBegin, p.opened), p.inBooks(w.AssetsBegin, p.opened)
		}
		before = p.translate(w, before)
		p.reports = append(p.reports, before)
	}
}

// translate puts a report into the currency of the books: what happened in the year at its average rate, what stood at its end at the closing
// rate, beginnings as the year before ended; the rest is the effect of exchange rates (ASC 830-30-45-3, 45-12; ASC 715-20-50-1(a)(6), (b)(4)).
func (p *Plan) translate(w, before Report) Report {
	r := w
	flow := func(ns ...*int64) {
		for _, n := range ns {
			*n = times(*n, p.rates[w.End].average)
		}
	}
	stand := func(ns ...*int64) {
		for _, n := range ns {
			*n = p.inBooks(*n, w.End)
		}
	}
	flow(&r.Service, &r.Interest, &r.Amendments, &r.Loss, &r.Benefits, &r.Expenses, &r.Settlements, &r.Curtailment, &r.Return, &r.Contributions, &r.Expected, &r.PriorService, &r.LossAmortised, &r.Special)
	stand(&r.PBOEnd, &r.ABO, &r.AssetsEnd, &r.NetLoss, &r.PriorEnd, &r.ContributeNext)
	for i := range r.Pay {
		stand(&r.Pay[i])
	}
	r.PBOBegin, r.AssetsBegin = before.PBOEnd, before.AssetsEnd
	r.FX = r.PBOEnd - (r.PBOBegin + r.Service + r.Interest + r.Amendments + r.Loss - r.Benefits - r.Expenses - r.Settlements - r.Curtailment)
	r.FXAssets = r.AssetsEnd - (r.AssetsBegin + r.Return + r.Contributions - r.Benefits - r.Expenses - r.Settlements)
	return r
}

// ownReport is the report of a year as the actuary wrote it; p has one.
func (p *Plan) ownReport(end fiscal.Date) Report {
	r, _ := ofYear(p.own, end)
	return r
}

// inBooks is an amount of the plan's currency at the closing rate of a year end.
func (p *Plan) inBooks(n int64, at fiscal.Date) int64 {
	if !p.foreign() {
		return n
	}
	return times(n, p.rates[at].closing)
}

// inPlan is an amount of the books in the plan's currency, at the closing rate of a year end.
func (p *Plan) inPlan(n int64, at fiscal.Date) int64 {
	if !p.foreign() {
		return n
	}
	out, _ := workpaper.Whole(n).Quo(*p.rates[at].closing).Round(0, money.HalfAway).Int64()
	return out
}

// times is minor units at a rate, halves away from zero.
func times(n int64, rate *workpaper.Number) int64 {
	if rate == nil {
		return n
	}
	out, _ := workpaper.Whole(n).Mul(*rate).Round(0, money.HalfAway).Int64()
	return out
}
