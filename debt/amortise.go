package debt

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// cost is what the debt was issued at beside its face: issue costs and discount positive, as they are deducted from it, a premium negative.
type cost struct {
	paid, until fiscal.Date
	amount      int64
	what        string
	account     string
	from        int // change of terms that began it, counted from 1; 0 for issue
}

// left is what a cost stands at after a month by the plan of its method.
type left struct {
	end    fiscal.Date
	amount int64
}

// amortised is one step of a cost: what goes to interest, or what is written off.
type amortised struct {
	cost   int // index of the cost
	on     fiscal.Date
	amount int64 // what the deduction falls by; of a premium negative
	off    bool  // written off, not interest
	moved  bool  // goes on in another cost after a change of terms: no entry
	why    string
}

// giveUp is a part of what is not amortised yet that is written off on a day.
type giveUp struct {
	on   fiscal.Date
	part workpaper.Number
	why  string
}

// telling is the part of a year's interest beyond which the straight line is asked about: a twentieth.
var telling = workpaper.Ratio(1, 20)

// readCosts reads issue costs, discount and premium, and makes their schedule.
func (f *Facility) readCosts(r *estimate.Reader) {
	l := r.One("facility")
	f.effective, f.floating = l.Text("method") == "effective interest", l.Yes("floating")
	f.yield = l.Number("effective-rate")
	f.period = 1
	if n := l.Number("period"); n != nil {
		m, ok := n.Int64()
		if f.period = int(m); !ok || m < 1 || m > 12 || 12%m != 0 {
			l.Fail("period", "%s is not 1, 2, 3, 4, 6 or 12 months", *n)
			f.period = 1
		}
	}
	changed := len(r.Rows("modifications")) > 0
	if changed && f.effective && f.yield == nil {
		l.Fail("effective-rate", "the terms were changed, so the record has no more what the rate was found from: give it as it was at issue")
	}
	for _, c := range r.Rows("costs") {
		x := cost{paid: c.Date("paid"), until: c.Date("until"), amount: c.Minor("amount"), what: cmp.Or(c.Text("what"), "issue costs"), account: f.Costs}
		if x.amount < 0 {
			c.Fail("amount", "%s is below zero; the kind says what is deducted from the debt and what is added", f.books.Text(x.amount))
		}
		if x.until <= x.paid {
			c.Fail("until", "%s is not after %s, when they were paid", x.until, x.paid)
		}
		needed := "issue costs"
		if x.what != "issue costs" {
			x.account, needed = f.Discount, "discount and premium"
		}
		if x.what == "premium" {
			x.amount = -x.amount
		}
		if x.account == "" || f.Interest == "" {
			c.Fail("", "%s need their account and that of interest expense", needed)
		}
		if f.effective && len(f.moves) > 0 && (x.paid != f.moves[0].on || x.until != f.Matures && !changed) {
			c.Fail("paid", "by the effective method they run from the day of the loan, %s, to its maturity, %s; here they run from %s to %s", f.moves[0].on, f.Matures, x.paid, x.until)
		}
		f.costs = append(f.costs, x)
	}
	if len(f.costs) == 0 || r.Failed() {
		if f.effective && len(f.costs) == 0 {
			l.Fail("method", "there is nothing to amortise: write the issue costs, the discount or the premium down, or leave the method out")
		}
		return
	}
	b, stated, err := f.issue()
	if f.stated = stated; err == nil {
		f.bond, err = b.Compute()
	}
	if err != nil && f.effective {
		l.Fail("method", "%v", err)
		return
	}
	if err == nil && f.effective && f.yield != nil && !changed {
		f.offRate(r, l)
	}
	f.amortise()
}

// offRate says where a given effective rate does not bring the carrying amount to nil: the last period bears the rest.
func (f *Facility) offRate(r *estimate.Reader, l estimate.Line) {
	last := f.bond.Periods[len(f.bond.Periods)-1]
	if rest := last.Interest.Sub(last.Begin.Mul(f.bond.Rate)); rest.Abs().Cmp(workpaper.Whole(1)) > 0 {
		r.Warn("effective-rate", check.Note, l.Place("effective-rate"), "ASC 835-30-35-2", "the given rate leaves %s, which the last period bears; leave the rate out to have it found from the proceeds", rest.Text(f.books.Digits, money.HalfAway))
	}
}

// periods is how many payment periods there are from the day of the loan to its maturity; false where they are not whole, by up to five days
// of weekends and month ends.
func (f *Facility) periods() (int, bool) {
	issue := f.moves[0].on
	for n := 1; n <= mostPeriods; n++ {
		if end := issue.AddMonths(n*f.period, true); end >= f.Matures-5 {
			return n, end <= f.Matures+5
		}
	}
	return 0, false
}

// issue is the loan as it was issued: its payments by the agreement at the end of the period in which they fall, its proceeds, and the
// interest of each period by its terms.
// A floating rate is taken as it was at issue (ASC 310-20-35-18(a), by analogy).
func (f *Facility) issue() (b Bond, stated []workpaper.Number, err error) {
	if f.terms.Revolver {
		return b, nil, check.Refuse(f.Lender, "a line of credit has no payments to find a rate from; its costs are amortised in equal months over its term (ASC 835-30-S45-1)")
	}
	if len(f.moves) == 0 {
		return b, nil, check.Refuse(f.Lender, "nothing was drawn; write it down under Drawn and repaid")
	}
	start := f.moves[0].on
	n, whole := f.periods()
	if !whole {
		return b, nil, check.Refuse(f.Lender, "from %s to %s are no whole periods of %d months; correct the period or the days", start, f.Matures, f.period)
	}
	begin := int64(0)
	for _, m := range f.moves {
		if m.amount > 0 && m.on != start {
			return b, nil, check.Refuse(f.Lender, "it was drawn on %s and on %s; an effective rate is of one issue: record each as its own note, or use the straight line", start, m.on)
		}
		begin += max(m.amount, 0)
	}
	owed := begin
	for k := range n {
		from, to := start.AddMonths(k*f.period, true), start.AddMonths((k+1)*f.period, true)
		at := from
		if f.floating {
			at = start
		}
		interest := f.books.Exact(owed).Mul(f.rateAt(at)).Mul(workpaper.Ratio(int64(f.period), 12)).Round(f.books.Digits, money.HalfAway)
		paid := int64(0)
		for _, d := range f.instalments {
			if d.on > from && d.on <= to {
				paid += d.amount
			}
		}
		if k == n-1 {
			paid = owed
		}
		owed -= paid
		b.Pay = append(b.Pay, interest.Add(f.books.Exact(paid)))
		stated = append(stated, interest)
	}
	net := begin
	for _, c := range f.costs {
		net -= c.amount
	}
	proceeds := f.books.Exact(net)
	b.Name, b.Currency, b.Face, b.Proceeds, b.PerYear, b.Places = f.Lender, f.books.Currency, f.books.Exact(begin), &proceeds, 12/f.period, f.books.Digits
	if b.Places == 0 {
		b.Places = -1
	}
	if net <= 0 {
		return b, nil, check.Refuse(f.Lender, "issue costs and discount of %s leave nothing of %s", f.books.Text(begin-net), f.books.Text(begin))
	}
	b.Yield, b.Coupon = f.yield, f.rateAt(start)
	return b, stated, nil
}

// rateAt is the stated rate of a year on a day; nil where none is written down.
func (f *Facility) rateAt(d fiscal.Date) workpaper.Number {
	out := nought
	for _, x := range f.rates {
		if x.from <= d {
			out = x.rate
		}
	}
	return out
}

// exact is minor units as a number.
// plan is what a cost stands at at the ends of months by the method of the record.
func (f *Facility) plan(i int) []left {
	if from := f.costs[i].from; f.effective && (from == 0 || len(f.changes[from-1].bond.Periods) > 0) {
		return f.effectivePlan(i)
	}
	return f.straightPlan(i)
}

// straightPlan is a cost in equal months, by largest remainder.
func (f *Facility) straightPlan(i int) (out []left) {
	c := f.costs[i]
	months := f.monthsOf(c)
	parts, err := money.Allocate(c.amount, slices.Repeat([]int64{1}, len(months)))
	if err != nil {
		return nil
	}
	rest := c.amount
	for k, m := range months {
		rest -= parts[k]
		out = append(out, left{m.End, rest})
	}
	return out
}

// effectivePlan spreads each period's amortisation over its months in equal parts. Costs of one beginning share it by their amounts, the last
// taking what is left.
func (f *Facility) effectivePlan(i int) (out []left) {
	start, period, gone, rest := f.gone(f.costs[i].from)
	all := rest
	for k, n := range gone {
		ends := f.monthEnds(start.AddMonths(k*period, true), start.AddMonths((k+1)*period, true)-1)
		for j, end := range ends {
			m, _ := workpaper.Whole(n).Mul(workpaper.Ratio(int64(j+1), int64(len(ends)))).Round(0, money.HalfAway).Int64()
			out = append(out, left{end, f.shareOf(i, rest-m, all)})
		}
		rest -= n
	}
	if n := len(out); n > 0 {
		out[n-1].amount = 0
	}
	return out
}

// gone is what is amortised of the costs of one beginning in each period of its terms, and all of it. After a change of terms it is what is owed
// by the record less the carrying amount by the new flows, from period to period.
func (f *Facility) gone(from int) (start fiscal.Date, period int, gone []int64, all int64) {
	for _, c := range f.costs {
		if c.from == from {
			all += c.amount
		}
	}
	rest := all
	if from == 0 {
		start, period = f.moves[0].on, f.period
		for k, x := range f.bond.Periods {
			n := f.books.Minor(x.Interest.Sub(f.stated[k]))
			gone, rest = append(gone, n), rest-n
		}
	} else {
		m := f.changes[from-1]
		start, period = m.on, m.period
		for k, x := range m.bond.Periods {
			n := rest - (f.owed(start.AddMonths((k+1)*period, true)) - f.books.Minor(x.Carrying))
			gone, rest = append(gone, n), rest-n
		}
	}
	if n := len(gone); n > 0 {
		gone[n-1] += rest
	}
	return start, period, gone, all
}

// shareOf is a cost's part of what is left of all of them.
func (f *Facility) shareOf(i int, rest, all int64) int64 {
	if all == 0 {
		return 0
	}
	sum := int64(0)
	last := 0
	for k, c := range f.costs {
		if c.from == f.costs[i].from {
			last = k
		}
	}
	for k, c := range f.costs {
		if c.from != f.costs[i].from {
			continue
		}
		n, _ := workpaper.Whole(rest).Mul(workpaper.Ratio(c.amount, all)).Round(0, money.HalfAway).Int64()
		if k == last {
			n = rest - sum
		}
		if k == i {
			return n
		}
		sum += n
	}
	return 0
}

// monthEnds are the ends of fiscal months between two days.
func (f *Facility) monthEnds(from, until fiscal.Date) (out []fiscal.Date) {
	for d := from; d <= until; {
		y, n := f.books.Calendar.MonthOf(d)
		m := f.books.Calendar.Month(y, n)
		if m.End <= until {
			out = append(out, m.End)
		}
		d = m.End + 1
	}
	return out
}

// early are the parts of the debt that were repaid beside the instalments: the same part of what is not amortised yet is written off
// (ASC 470-50-40-2). A line of credit may be repaid and drawn again: its costs stay.
func (f *Facility) early() (out []giveUp) {
	if f.terms.Revolver {
		return nil
	}
	owed, planned := int64(0), map[fiscal.Date]int64{}
	for _, d := range f.instalments {
		planned[d.on] -= d.amount
	}
	for i := 0; i < len(f.moves); {
		on, drawn, repaid := f.moves[i].on, int64(0), int64(0)
		for ; i < len(f.moves) && f.moves[i].on == on; i++ {
			drawn, repaid = drawn+max(f.moves[i].amount, 0), repaid+min(f.moves[i].amount, 0)
		}
		if extra := repaid - planned[on]; extra < 0 && on < f.Matures && !slices.ContainsFunc(f.changes, func(m change) bool { return m.on == on }) {
			out = append(out, giveUp{on, workpaper.Ratio(-extra, owed+drawn+planned[on]), "repaid early"})
		}
		owed += drawn + repaid
	}
	return out
}

// amortise makes the steps of all costs: month by month by the plan, scaled by what is given up on its way.
func (f *Facility) amortise() {
	f.steps = nil
	ups := f.early()
	for i, c := range f.costs {
		rest, scale, next := c.amount, unit, 0
		round := func(n workpaper.Number) int64 {
			m, _ := n.Round(0, money.HalfAway).Int64()
			return m
		}
		give := func(before fiscal.Date) {
			for ; next < len(ups) && ups[next].on <= before; next++ {
				if ups[next].on < c.paid || rest == 0 {
					continue
				}
				off := round(workpaper.Whole(rest).Mul(ups[next].part))
				rest, scale = rest-off, scale.Mul(unit.Sub(ups[next].part))
				if off != 0 {
					f.steps = append(f.steps, amortised{cost: i, on: ups[next].on, amount: off, off: true, why: ups[next].why})
				}
			}
		}
		ended := func() *change {
			if c.from < len(f.changes) && len(f.changes[c.from].takes) > i {
				return &f.changes[c.from]
			}
			return nil
		}()
		for _, p := range f.plan(i) {
			if ended != nil && p.end > ended.on {
				break
			}
			give(p.end)
			to := round(workpaper.Whole(p.amount).Mul(scale))
			if rest != to {
				f.steps = append(f.steps, amortised{cost: i, on: p.end, amount: rest - to})
			}
			rest = to
		}
		if ended != nil {
			give(ended.on - 1)
			if off := ended.takes[i]; off != 0 {
				f.steps = append(f.steps, amortised{cost: i, on: ended.on, amount: off, off: true, why: ended.name})
				rest -= off
			}
			if rest != 0 {
				f.steps = append(f.steps, amortised{cost: i, on: ended.on, amount: rest, moved: true})
			}
		}
	}
	slices.SortStableFunc(f.steps, func(x, y amortised) int { return int(x.on - y.on) })
}

// unamortised is what a cost stands at at the end of a day; all costs for −1.
func (f *Facility) unamortised(i int, at fiscal.Date) (n int64) {
	for k, c := range f.costs {
		if (i < 0 || k == i) && c.paid <= at {
			n += c.amount
		}
	}
	for _, s := range f.steps {
		if (i < 0 || s.cost == i) && s.on <= at {
			n -= s.amount
		}
	}
	return n
}

// costEntries amortise issue costs, discount and premium, and write off what goes with debt that was repaid early.
func (f *Facility) costEntries(p fiscal.Period) (out []ledger.Entry) {
	for _, s := range f.steps {
		if !p.Contains(s.on) || s.moved {
			continue
		}
		c := f.costs[s.cost]
		what := sentence(c.what)
		key, text, debit := fmt.Sprintf("costs-%d", s.cost+1), what+" amortised, "+f.Lender, f.Interest
		if s.off {
			key, text, debit = key+"-off", what+" written off, "+s.why+", "+f.Lender, cmp.Or(f.Loss, f.Interest)
		}
		e := f.entry(s.on, key, ledger.Adjusting, text, debit, c.account, s.amount)
		for i := range e.Lines {
			e.Lines[i].Dims = f.plainDims()
		}
		out = append(out, e)
	}
	return out
}

// rollCosts are what is not amortised over a period, as deductions: below zero. Issue costs, which were an asset
// until ASU 2015-03, stand apart, so that one year joins the next.
func (f *Facility) rollCosts(p fiscal.Period) (out []estimate.RollRow) {
	for i, c := range f.costs {
		row := estimate.RollRow{Component: sentence(c.what) + " not amortised", Begin: -f.unamortised(i, p.Start-1), End: -f.unamortised(i, p.End), Moves: make([]int64, 4)}
		row.Apart = c.what == "issue costs"
		if p.Contains(c.paid) {
			row.Moves[0] = -c.amount
		}
		if c.from > 0 {
			row.Component += ", since " + c.paid.String()
		}
		row.Moves[3] = row.End - row.Begin - row.Moves[0]
		if row.Begin != 0 || row.End != 0 || row.Moves[0] != 0 {
			out = append(out, row)
		}
	}
	return out
}

// heldCosts holds what is not amortised against its accounts, and the straight line against the effective method.
func (f *Facility) heldCosts(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	want := map[string]int64{}
	for i, c := range f.costs {
		want[c.account] += f.unamortised(i, at)
	}
	var accounts []string
	for a := range want {
		accounts = append(accounts, a)
	}
	slices.Sort(accounts)
	for _, a := range accounts {
		if have, err := l.Balance(a, at); err == nil && have != want[a] {
			found = append(found, check.Finding{Rule: "debt-costs-tie", Severity: check.Open, Subject: a, Cite: "ASC 835-30-45-1A",
				Message: fmt.Sprintf("at the end of %s %s are not amortised by the schedule, and the ledger has %s; the difference is %s: propose the amortisation that is due, or correct what was entered at issue", at, f.books.Text(want[a]), f.books.Text(have), f.books.Text(have-want[a]))})
		}
	}
	if !f.effective && len(f.bond.Periods) > 0 && len(f.changes) == 0 {
		found = append(found, f.straightLine(at)...)
	}
	return found
}

// straightLine says how far equal months are from the effective method: interest of the fiscal year up to a day, and what the debt stands at.
func (f *Facility) straightLine(at fiscal.Date) []check.Finding {
	year := f.books.Calendar.YearPeriod(f.books.Calendar.Year(at)).Start - 1
	by := func(d fiscal.Date) (straight, effective int64) {
		for i, c := range f.costs {
			if c.paid > d {
				continue
			}
			straight, effective = straight+standing(f.straightPlan(i), c, d), effective+standing(f.effectivePlan(i), c, d)
		}
		return straight, effective
	}
	s0, e0 := by(year)
	s1, e1 := by(at)
	interest, carrying := (s0-s1)-(e0-e1), e1-s1
	if interest == 0 && carrying == 0 {
		return nil
	}
	severity, whole := check.Note, int64(0)
	for _, m := range f.months(fiscal.Period{Start: year + 1, End: at}) {
		whole += f.interestOf(m)
	}
	whole += e0 - e1
	if workpaper.Whole(interest).Abs().Cmp(workpaper.Whole(whole).Abs().Mul(telling)) > 0 {
		severity = check.Open
	}
	return []check.Finding{{Rule: "straight-line", Severity: severity, Subject: f.Lender, Cite: "ASC 835-30-35-4",
		Message: fmt.Sprintf("in equal months interest of the year to %s is %s %s than by the effective method, of %s, and the debt stands %s %s; equal months are allowed where the results are not materially different: judge it, or choose effective interest", at, f.books.Text(max(interest, -interest)), moreOrLess(interest), f.books.Text(whole), f.books.Text(max(carrying, -carrying)), higherOrLower(carrying))}}
}

func moreOrLess(n int64) string {
	if n < 0 {
		return "less"
	}
	return "more"
}

func higherOrLower(n int64) string {
	if n < 0 {
		return "lower"
	}
	return "higher"
}

// standing is what a plan says of a day.
func standing(plan []left, c cost, d fiscal.Date) int64 {
	n := c.amount
	for _, p := range plan {
		if p.end <= d {
			n = p.amount
		}
	}
	return n
}

// effectiveGrid is the loan by payment period: interest by the effective method, what is paid of it, and the straight line beside it.
func (f *Facility) effectiveGrid() estimate.Grid {
	g := estimate.Grid{ID: "effective", Title: "Interest by payment period: effective method and straight line", Columns: []estimate.GridColumn{{Key: "end", Title: "Period to", Kind: estimate.Date}, {Key: "begin", Title: "Carrying amount before", Kind: estimate.Amount}, {Key: "interest", Title: "Interest", Kind: estimate.Amount}, {Key: "stated", Title: "By its terms", Kind: estimate.Amount}, {Key: "amortised", Title: "Amortised", Kind: estimate.Amount},
		{Key: "straight", Title: "In equal parts", Kind: estimate.Amount}, {Key: "difference", Title: "Difference", Kind: estimate.Amount}, {Key: "principal", Title: "Principal paid", Kind: estimate.Amount}, {Key: "carrying", Title: "Carrying amount after", Kind: estimate.Amount}}}
	all := int64(0)
	for _, c := range f.costs {
		if c.from == 0 {
			all += c.amount
		}
	}
	parts, err := money.Allocate(all, slices.Repeat([]int64{1}, len(f.bond.Periods)))
	if err != nil {
		return g
	}
	var sum [5]int64
	for k, x := range f.bond.Periods {
		if len(f.changes) > 0 && f.moves[0].on.AddMonths((k+1)*f.period, true) > f.changes[0].on {
			g.Notes = append(g.Notes, "The terms were changed on "+f.changes[0].on.Long()+".")
			break
		}
		gone := f.books.Minor(x.Interest.Sub(f.stated[k]))
		row := []int64{f.books.Minor(x.Begin), f.books.Minor(x.Interest), f.books.Minor(f.stated[k]), gone, parts[k], parts[k] - gone, f.books.Minor(x.Paid.Sub(f.stated[k])), f.books.Minor(x.Carrying)}
		cells := []estimate.Cell{estimate.Day(f.moves[0].on.AddMonths((k+1)*f.period, true))}
		for _, n := range row {
			cells = append(cells, estimate.Money(n))
		}
		for i, n := range row[1:6] {
			sum[i] += n
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: cells})
	}
	total := []estimate.Cell{{}, {}}
	for _, n := range sum {
		total = append(total, estimate.Money(n))
	}
	g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: append(total, estimate.Cell{}, estimate.Cell{})})
	how := "found from the proceeds"
	if f.yield != nil {
		how = "as given"
	}
	used := "Equal months are used; the effective method is shown beside them."
	if f.effective {
		used = "The effective method is used (ASC 835-30-35-2); within a period its months bear equal parts."
	}
	g.Notes = append(g.Notes, fmt.Sprintf("Effective rate of a year %s%%, %s; of a period %s%%.", f.annual().Mul(workpaper.Whole(100)).Text(4, money.HalfAway), how, f.bond.Rate.Mul(workpaper.Whole(100)).Text(6, money.HalfAway)), used)
	return g
}

// annual is the effective rate of a year, as periods times the rate of one.
func (f *Facility) annual() workpaper.Number {
	return f.bond.Rate.Mul(workpaper.Whole(int64(12 / f.period)))
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	b := []byte(s)
	if b[0] >= 'a' && b[0] <= 'z' {
		b[0] -= 'a' - 'A'
	}
	return string(b)
}
