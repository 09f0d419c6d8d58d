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

// change is an exchange or change of terms as it was written down, with the test and what follows.
type change struct {
	on, until      fiscal.Date // until is the maturity of the new terms
	name           string
	period         int   // months between payments of the new terms
	lender, third  int64 // fees to the lender, costs of third parties: both stand in the account of issue costs as they were paid
	fair           *int64
	input          Modified
	result         ModifiedResult
	bond           BondResult // new terms carried from what the debt begins at; none of a line of credit
	takes          []int64    // of each cost before it, what is written off; nil where the change is not decided
	line           *LineResult
	extinguished   bool
	unpaid, part   int64 // not amortised before it, and of it written off
	expensed, gain int64 // costs and fees that go to the result at once; gain of an extinguishment, a loss negative
	goesOn, fees   int64 // amortised over the new terms: in all, and of it the change's own fees and costs
	begins         int64 // what the new debt begins at, before costs that are deducted from it
}

// modifiedSections are the sections in which changes of terms are written down.
var modifiedSections = estimate.Form{
	{Key: "modifications", Title: "Changes of terms", Help: "An exchange of debt or a change of its terms with the same lender: the ten-per-cent test and its entries (ASC 470-50-40-6 to 40-18), and of a line of credit its borrowing capacity (40-21). Fees and costs were debited to issue costs as they were paid. Debt that another lender pays off is repaid early, under Drawn and repaid; a concession to a debtor in difficulties is troubled debt (ASC 470-60), which the test does not decide: work it out by the calculation of that name.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "what", Title: "What", Kind: estimate.Text, Needed: true}, {Key: "until", Title: "New maturity", Kind: estimate.Date, Needed: true},
		{Key: "rate", Title: "Original effective rate", Kind: estimate.Rate, Help: "Of a year; where it is blank, that of the effective method above, or the stated rate where nothing else was amortised."},
		{Key: "period", Title: "Months between payments", Kind: estimate.Number, Help: "Of the flows below; 1 where it is blank."},
		{Key: "lender", Title: "Fees to the lender", Kind: estimate.Amount, Help: "Received is negative."}, {Key: "third", Title: "Costs of third parties", Kind: estimate.Amount},
		{Key: "troubled", Title: "Troubled", Kind: estimate.Yes, Help: "A concession to a debtor in difficulties: ASC 470-60, no test."},
		{Key: "fair", Title: "Fair value of the new debt", Kind: estimate.Amount, Help: "Of an extinguishment (40-13); the new principal where it is blank."},
		{Key: "old-amount", Title: "Old commitment", Kind: estimate.Amount, Help: "Of a line of credit, with the next three."}, {Key: "old-months", Title: "Months left of it", Kind: estimate.Number}, {Key: "new-amount", Title: "New commitment", Kind: estimate.Amount}, {Key: "new-months", Title: "Months of it", Kind: estimate.Number},
	}},
	{Key: "flows", Title: "Flows of old and new terms", Help: "Payments of principal and interest after the change, in order, by period.", Columns: []estimate.Column{
		{Key: "date", Title: "Date of the change", Kind: estimate.Date, Needed: true}, {Key: "terms", Title: "Terms", Kind: estimate.Choice, Choices: []string{"old", "new"}, Needed: true}, {Key: "periods", Title: "Periods", Kind: estimate.Number, Help: "How many in a row have the payment; 1 where it is blank."}, {Key: "payment", Title: "Payment of a period", Kind: estimate.Amount, Needed: true},
	}},
}

// readModified reads changes of terms in their order. It is asked after the costs: what is not amortised on the day is theirs.
func (f *Facility) readModified(r *estimate.Reader) {
	var lines []estimate.Line
	for _, l := range r.Rows("modifications") {
		m := change{on: l.Date("date"), until: l.Date("until"), name: l.Text("what"), period: 1, lender: l.Minor("lender"), third: l.Minor("third")}
		if n := l.Number("period"); n != nil {
			k, ok := n.Int64()
			if m.period = int(k); !ok || k < 1 || k > 12 || 12%k != 0 {
				l.Fail("period", "%s is not 1, 2, 3, 4, 6 or 12 months", *n)
				m.period = 1
			}
		}
		if l.Has("fair") {
			n := l.Minor("fair")
			m.fair = &n
		}
		switch {
		case m.until <= m.on:
			l.Fail("until", "the new terms end on %s and begin on %s; correct one of them", m.until, m.on)
		case f.owed(m.on) == 0 && !f.terms.Revolver:
			l.Fail("date", "nothing is owed on %s; write down what was drawn", m.on)
		case slices.ContainsFunc(f.changes, func(x change) bool { return x.on >= m.on }):
			l.Fail("date", "changes stand in the order of their days, one a day")
		case f.Costs == "" || f.Interest == "":
			l.Fail("", "a change of terms needs the accounts of issue costs and interest expense")
		}
		m.input = Modified{Name: f.Lender + ", " + m.name, Currency: f.books.Currency, Lender: f.books.Exact(m.lender), Third: f.books.Exact(m.third)}
		if n := l.Number("rate"); n != nil {
			x := n.Mul(workpaper.Ratio(int64(m.period), 12))
			m.input.Rate = &x
		}
		f.changes, lines = append(f.changes, m), append(lines, l)
	}
	for _, l := range r.Rows("flows") {
		i := slices.IndexFunc(f.changes, func(m change) bool { return m.on == l.Date("date") })
		if i < 0 {
			l.Fail("date", "there is no change of terms on %s", l.Date("date"))
			continue
		}
		k := int64(1)
		if n := l.Number("periods"); n != nil {
			var ok bool
			if k, ok = n.Int64(); !ok || k < 1 || k > mostPeriods {
				l.Fail("periods", "%s is not a number from 1 to %d", *n, mostPeriods)
				continue
			}
		}
		into := &f.changes[i].input.New
		if l.Text("terms") == "old" {
			into = &f.changes[i].input.Old
		}
		*into = append(*into, slices.Repeat([]workpaper.Number{f.books.Exact(l.Minor("payment"))}, int(k))...)
	}
	if r.Failed() {
		return
	}
	for i, l := range lines {
		if err := f.decide(r, &f.changes[i], l); err != nil {
			l.Fail("", "%v", err)
			return
		}
		f.carryOn(i)
		f.amortise()
	}
}

// decide makes the test of a change, and works out what becomes of old and new costs.
func (f *Facility) decide(r *estimate.Reader, m *change, l estimate.Line) error {
	m.unpaid = f.unamortised(-1, m.on)
	m.begins = f.owed(m.on)
	if f.terms.Revolver {
		x := Line{Name: m.input.Name, Currency: f.books.Currency, OldAmount: f.books.Exact(l.Minor("old-amount")), NewAmount: f.books.Exact(l.Minor("new-amount")), OldMonths: l.Exact("old-months"), NewMonths: l.Exact("new-months"), Unpaid: f.books.Exact(m.unpaid), Fees: f.books.Exact(m.lender + m.third)}
		res, err := x.Compute()
		m.line = &res
		m.part, m.goesOn, m.fees = f.books.Minor(res.WriteOff), f.books.Minor(res.Deferred), m.lender+m.third
		f.take(m)
		return err
	}
	if m.input.Rate == nil {
		n := f.rateAt(m.on).Mul(workpaper.Ratio(int64(m.period), 12))
		if len(f.bond.Periods) > 0 {
			n = f.annual().Mul(workpaper.Ratio(int64(m.period), 12))
		}
		m.input.Rate = &n
	}
	if len(m.input.Old) == 0 {
		n := f.books.Exact(f.owed(m.on) - m.unpaid) // less its costs, as payments at the effective rate would be: Unpaid stays nil
		m.input.Carrying = &n
	}
	res, err := m.input.Compute()
	if m.result = res; err != nil {
		return err
	}
	switch {
	case res.Substantial:
		m.extinguished, m.part, m.expensed = true, m.unpaid, m.lender
		if m.fair != nil {
			m.begins = *m.fair
		}
		if m.begins != f.owed(m.on) && f.Discount == "" {
			return check.Refuse(f.Lender, "the new debt of %s begins at its fair value of %s; the difference needs the account of discount and premium", f.books.Text(f.owed(m.on)), f.books.Text(m.begins))
		}
		m.gain = f.owed(m.on) - m.unpaid - m.begins - m.lender
		m.goesOn, m.fees = m.third, m.third
	default:
		m.expensed, m.goesOn, m.fees = m.third, m.unpaid+m.lender, m.lender
	}
	f.take(m)
	proceeds := f.books.Exact(m.begins - m.goesOn)
	b := Bond{Name: m.input.Name, Currency: f.books.Currency, Face: f.books.Exact(f.owed(m.on)), Pay: m.input.New, Proceeds: &proceeds, PerYear: 12 / m.period, Places: cmp.Or(f.books.Digits, -1)}
	if m.bond, err = b.Compute(); err == nil && !m.extinguished {
		m.result.NewRate = &m.bond.Rate
	}
	return err
}

// take spreads what is written off over the costs before the change by what each stands at; the last takes what is left.
func (f *Facility) take(m *change) {
	m.takes = make([]int64, len(f.costs))
	rest, last := m.part, -1
	for k := range f.costs {
		n := f.unamortised(k, m.on)
		switch {
		case n == 0:
		case m.extinguished:
			m.takes[k] = n
		default:
			m.takes[k], _ = workpaper.Whole(n).Mul(workpaper.Ratio(m.part, max(m.unpaid, 1))).Round(0, money.HalfAway).Int64()
			last = k
		}
		rest -= m.takes[k]
	}
	if last >= 0 {
		m.takes[last] += rest
	}
}

// carryOn begins the costs of the new terms: what each cost before them stands at and keeps, the fees and costs of the change, and what the new
// debt's fair value differs from its principal.
func (f *Facility) carryOn(i int) {
	m := &f.changes[i]
	begin := func(what, account string, n int64) {
		for k := range f.costs {
			if x := &f.costs[k]; x.from == i+1 && x.what == what {
				x.amount += n
				return
			}
		}
		if n != 0 {
			f.costs = append(f.costs, cost{paid: m.on, until: m.until, amount: n, what: what, account: account, from: i + 1})
		}
	}
	for k, off := range m.takes {
		if c := f.costs[k]; c.from <= i {
			begin(c.what, c.account, f.unamortised(k, m.on)-off)
		}
	}
	begin("issue costs", f.Costs, m.fees)
	if n := f.owed(m.on) - m.begins; m.extinguished && n > 0 {
		begin("discount", f.Discount, n)
	} else if m.extinguished {
		begin("premium", f.Discount, n)
	}
}

// changeEntries are the entries of changes: what is written off, what is expensed, and the new debt at its fair value.
func (f *Facility) changeEntries(p fiscal.Period) (out []ledger.Entry) {
	loss := cmp.Or(f.Loss, f.Interest)
	for i, m := range f.changes {
		if !p.Contains(m.on) {
			continue
		}
		add := func(key, text, debit, credit string, n int64) {
			if n == 0 {
				return
			}
			e := f.entry(m.on, fmt.Sprintf("change-%d-%s", i+1, key), ledger.Adjusting, text+", "+m.name, debit, credit, n)
			for k := range e.Lines {
				e.Lines[k].Dims = f.plainDims()
			}
			out = append(out, e)
		}
		switch {
		case m.extinguished:
			add("fees", "Fees to the lender are part of the extinguishment", loss, f.Costs, m.expensed)
			add("fair", "New debt at its fair value", f.Discount, loss, f.owed(m.on)-m.begins)
		case m.expensed != 0:
			add("third", "Costs of third parties of a modification", f.Interest, f.Costs, m.expensed)
		}
	}
	return out
}

// outcome is what a change is, in words.
func (m change) outcome() string {
	switch {
	case m.line != nil && m.part == 0:
		return "line of credit: costs go on over the new term"
	case m.line != nil:
		return "line of credit with less capacity: a part is written off"
	case m.extinguished:
		return "extinguishment"
	}
	return "modification: no gain or loss"
}

// changeGrid is each change with its test and what follows.
func (f *Facility) changeGrid(until fiscal.Date) (g estimate.Grid, some bool) {
	g = estimate.Grid{ID: "modifications", Title: "Changes of terms: test and what follows", Columns: []estimate.GridColumn{{Key: "what", Title: "What"}, {Key: "amount", Title: "Amount", Kind: estimate.Amount}, {Key: "part", Title: "Part", Kind: estimate.Rate, Places: 2}, {Key: "cite", Title: "Paragraph"}}}
	row := func(what string, amount, part estimate.Cell, cite string, total bool) {
		g.Rows = append(g.Rows, estimate.GridRow{Total: total, Cells: []estimate.Cell{estimate.Words(what), amount, part, estimate.Words(cite)}})
	}
	blank := estimate.Cell{}
	exact := func(n workpaper.Number) estimate.Cell { return estimate.Money(f.books.Minor(n)) }
	for _, m := range f.changes {
		if m.on > until {
			continue
		}
		some = true
		if m.line != nil {
			g.Notes = append(g.Notes, fmt.Sprintf("%s, %s: borrowing capacity is amount times months, %s before and %s after.", m.name, m.on, f.books.Text(f.books.Minor(m.line.Old)), f.books.Text(f.books.Minor(m.line.New))))
		} else {
			row("Old terms at the original effective rate", exact(m.result.Base), blank, "ASC 470-50-40-12", false)
			row("New terms, with fees to the lender", exact(m.result.WithFees), blank, "ASC 470-50-40-12(a)", false)
			row("Change", exact(m.result.Change), estimate.Exact(m.result.Percent.Quo(workpaper.Whole(100))), "ASC 470-50-40-10", false)
			for _, a := range m.result.Accounting {
				g.Notes = append(g.Notes, m.on.String()+": "+a)
			}
			if len(m.bond.Periods) > 0 {
				g.Notes = append(g.Notes, fmt.Sprintf("%s: new effective rate of a period %s%%.", m.on, m.bond.Rate.Mul(workpaper.Whole(100)).Text(6, money.HalfAway)))
			}
		}
		row("Not amortised before it", estimate.Money(m.unpaid), blank, "", false)
		row("Of it written off", estimate.Money(m.part), blank, "ASC 470-50-40-2, 40-21", false)
		row("Fees and costs expensed at once", estimate.Money(m.expensed), blank, "ASC 470-50-40-17, 40-18", false)
		row("Amortised over the new terms, to "+m.until.String(), estimate.Money(m.goesOn), blank, "", false)
		if m.extinguished {
			row("Gain, a loss negative", estimate.Money(m.gain), blank, "ASC 470-50-40-2", false)
		}
		row(sentence(m.name)+", "+m.on.Long()+": "+m.outcome(), blank, blank, "", true)
	}
	return g, some
}
