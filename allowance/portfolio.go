package allowance

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/workpaper"
)

// Portfolio is receivables with their allowance as a schedule of the book: see Topic. Amounts are minor units, the allowance positive.
type Portfolio struct {
	Description, policy                                string
	receivable, allowance, expense, retained, deferred string // accounts
	Dims                                               ledger.Dims
	adoption                                           fiscal.Date // first day under ASC 326
	tax                                                workpaper.Number
	measures                                           []measure // in order of days
	moves                                              []move    // in order of days
	reviews                                            []review
	books                                              estimate.Books
}

// measure is the allowance as it is measured on a day.
type measure struct {
	on       fiscal.Date
	basis    Basis
	adopting bool
	result   MatrixResult
}

// doing is what a movement of the allowance does.
type doing string

// The movements in the order of a day: an adoption is of its beginning, the provision of its end.
const (
	opening    doing = "Taken over"
	adopted    doing = "Adoption of ASC 326"
	provided   doing = "Provision"
	writtenOff doing = "Written off"
	recovered  doing = "Recovered"
)

var orderOfDay = []doing{opening, adopted, writtenOff, recovered, provided}

// move is one dated movement of the allowance: more of it is positive.
type move struct {
	on       fiscal.Date
	what     doing
	amount   int64
	tax      int64 // of an adoption: what of it is deferred tax
	customer string
	key      string
	entered  bool // it comes with the journals
}

type review struct {
	of, seen       fiscal.Date
	lost, doubtful int64
}

// read makes the schedule of a record.
func read(r *estimate.Reader) estimate.Schedule {
	p, a := r.One("portfolio"), r.One("accounts")
	x := &Portfolio{Description: p.Text("description"), policy: p.Text("policy"), Dims: p.Dims("dims"), receivable: a.Text("receivable"), allowance: a.Text("allowance"), expense: a.Text("expense"), retained: a.Text("retained"), deferred: a.Text("deferred"), books: r.Books}
	if n := p.Number("tax"); n != nil {
		x.tax = *n
	}
	if x.tax.Sign() < 0 || x.tax.Cmp(one) >= 0 {
		p.Fail("tax", "a tax rate of %s; it is from 0%% to below 100%%", x.tax)
	}
	if x.tax.Sign() != 0 && x.deferred == "" {
		a.Fail("deferred", "the adoption bears tax of %s%%; name the account of deferred tax, or leave the rate out", x.tax.Mul(workpaper.Whole(100)))
	}
	x.readOpening(r)
	x.readEvents(r)
	x.adopt(p)
	for _, d := range x.days(r) {
		if !x.measure(r, a, d) {
			break
		}
	}
	x.order()
	x.readReviews(r)
	return x
}

func (x *Portfolio) order() {
	slices.SortStableFunc(x.moves, func(a, b move) int {
		return cmp.Or(int(a.on-b.on), slices.Index(orderOfDay, a.what)-slices.Index(orderOfDay, b.what))
	})
}

func (x *Portfolio) readOpening(r *estimate.Reader) {
	for i, l := range r.Rows("opening") {
		if i > 0 {
			l.Fail("", "a record goes on from one day; take the other row out")
			return
		}
		x.moves = append(x.moves, move{on: l.Date("date"), what: opening, amount: l.Minor("allowance"), entered: true})
	}
}

// began is the day from which the record goes on; 0 where it begins with nothing.
func (x *Portfolio) began() fiscal.Date {
	for _, m := range x.moves {
		if m.what == opening {
			return m.on
		}
	}
	return 0
}

// readEvents are write-offs and recoveries.
func (x *Portfolio) readEvents(r *estimate.Reader) {
	off := map[string]int64{}
	for _, s := range []struct {
		section string
		what    doing
		sign    int64
	}{{"write-offs", writtenOff, -1}, {"recoveries", recovered, 1}} {
		nth := map[fiscal.Date]int{}
		for _, l := range r.Rows(s.section) {
			m := move{on: l.Date("date"), what: s.what, amount: s.sign * l.Minor("amount"), customer: l.Text("customer"), entered: l.Yes("entered")}
			if l.Minor("amount") <= 0 {
				l.Fail("amount", "an amount of %s; it is above zero", x.books.Text(l.Minor("amount")))
			}
			if m.on <= x.began() {
				l.Fail("date", "%s is not after %s, from which the record goes on; the allowance of that day has it already", m.on, x.began())
			}
			nth[m.on]++
			m.key = fmt.Sprintf("%s/%s-%d", m.on, s.section, nth[m.on])
			x.moves = append(x.moves, m)
			off[m.customer] += m.amount
			if s.what == recovered && off[m.customer] > 0 {
				r.Warn("allowance-recovery", check.Note, l.Place("amount"), "ASC 326-20-35-9", "with it %s more was received of %s than the record has written off; was that before it began?", x.books.Text(off[m.customer]), m.customer)
			}
		}
	}
	x.order()
}

// days are the dates on which the allowance is measured.
func (x *Portfolio) days(r *estimate.Reader) (out []fiscal.Date) {
	for _, section := range []string{"ages", "specific"} {
		for _, l := range r.Rows(section) {
			d := l.Date("date")
			if d <= x.began() {
				l.Fail("date", "%s is not after %s, from which the record goes on", d, x.began())
			}
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// adopt finds the first day under ASC 326.
func (x *Portfolio) adopt(p estimate.Line) {
	cal, filer, early := x.books.Calendar, Filer(p.Text("filer")), p.Date("adopted")
	x.adoption = mandatory(filer, cal)
	if early == 0 {
		return
	}
	begins := cal.YearPeriod(cal.Year(early)).Start
	switch {
	case early != begins:
		p.Fail("adopted", "it is adopted as of the first day of a fiscal year; that of %s begins on %s", early, begins)
	case BasisFor(early, filer, true) != Expected:
		p.Fail("adopted", "it could be adopted from fiscal years beginning after 15 December 2018 (ASU 2016-13); leave the day out, or correct it")
	case x.adoption < early:
		p.Fail("adopted", "the filer had to adopt it on %s; leave the day out", x.adoption)
	}
	x.adoption = early
}

// begun says whether anything of the record is before a day.
func (x *Portfolio) begun(d fiscal.Date) bool {
	b := x.began()
	return b != 0 && b < d || len(x.measures) > 0 && x.measures[0].on < d
}

// measure measures the allowance on a day, and adds what it takes to come there from where it stands: the definition of the provision.
func (x *Portfolio) measure(r *estimate.Reader, a estimate.Line, d fiscal.Date) bool {
	m := measure{on: d, basis: Incurred, adopting: d == x.adoption}
	if d >= x.adoption {
		m.basis = Expected
	}
	f := Matrix{Name: x.Description + ", " + d.String(), Currency: x.books.Currency, Places: x.books.Digits, Basis: m.basis, Adopting: m.adopting}
	first := x.classes(r, d, &f)
	last := x.began()
	if n := len(x.measures); n > 0 {
		last = x.measures[n-1].on
	}
	if d >= x.adoption && last < x.adoption && !x.adopting(a, first, m, last) {
		return false
	}
	upTo := d
	if m.adopting {
		upTo = d - 1
	}
	f.Begin = x.books.Exact(x.sum(fiscal.Period{End: last}))
	since := fiscal.Period{Start: last + 1, End: upTo}
	if n := len(x.measures); n > 0 && x.measures[n-1].adopting { // what happened on the day of adoption came after it
		since.Start = last
		f.Begin = x.books.Exact(x.sum(fiscal.Period{End: last - 1}) + x.sum(fiscal.Period{Start: last, End: last}, adopted))
	}
	f.WrittenOff, f.Recovered = x.books.Exact(-x.sum(since, writtenOff)), x.books.Exact(x.sum(since, recovered))
	res, err := f.Compute()
	if err != nil {
		first.Fail("", "%v", err)
		return false
	}
	m.result = res
	x.measures = append(x.measures, m)
	v := move{on: d, what: provided, amount: x.books.Minor(res.Expense), key: d.String() + "/provision"}
	if m.adopting {
		v.what, v.key, v.tax = adopted, d.String()+"/adoption", x.books.Minor(res.Expense.Mul(x.tax))
	}
	x.moves = append(x.moves, v)
	x.order()
	return true
}

// adopting refuses an adoption of which the record does not say enough.
func (x *Portfolio) adopting(a, first estimate.Line, m measure, last fiscal.Date) bool {
	switch {
	case !x.begun(x.adoption) && !m.adopting: // the record begins under ASC 326
		return true
	case !m.adopting:
		first.Fail("date", "ASC 326 holds from %s: give the ageing of that day by what is expected; the difference to the allowance before goes to retained earnings (ASC 326-10-65-1(c))", x.adoption)
	case last != x.adoption-1:
		first.Fail("date", "give the allowance of %s by incurred losses, as a measurement or as the opening: the adoption on %s is the difference to it", x.adoption-1, x.adoption)
	case x.retained == "":
		a.Fail("retained", "ASC 326 is adopted on %s; name the account of retained earnings (ASC 326-10-65-1(c))", x.adoption)
	default:
		return true
	}
	return false
}

// classes reads what is measured on a day, and gives its first row.
func (x *Portfolio) classes(r *estimate.Reader, d fiscal.Date, f *Matrix) (first estimate.Line) {
	seen := map[string]bool{}
	note := func(l estimate.Line, key, name string) {
		if first.At == 0 {
			first = l
		}
		if seen[name] {
			l.Fail(key, "%s stands twice at %s", name, d)
		}
		seen[name] = true
		if n := l.Minor("balance"); n < 0 {
			r.Warn("allowance-credit-balance", check.Open, l.Place("balance"), "ASC 210-20-45", "%s at %s is a credit of %s: it is a liability, unless it may be set off against the customer's other receivables", name, d, x.books.Text(-n))
		}
	}
	for _, l := range r.Rows("ages") {
		if l.Date("date") != d {
			continue
		}
		note(l, "class", l.Text("class"))
		c := Class{Name: l.Text("class"), Balance: x.books.Exact(l.Minor("balance")), Rate: *l.Number("rate")}
		if n := l.Number("adjust"); n != nil {
			c.Adjust = *n
		}
		if n := l.Number("points"); n != nil {
			c.Add = *n
		}
		f.Classes = append(f.Classes, c)
	}
	for _, l := range r.Rows("specific") {
		if l.Date("date") == d {
			note(l, "customer", l.Text("customer"))
			f.Singles = append(f.Singles, Single{l.Text("customer"), x.books.Exact(l.Minor("balance")), x.books.Exact(l.Minor("loss"))})
		}
	}
	return first
}

func (x *Portfolio) readReviews(r *estimate.Reader) {
	for _, l := range r.Rows("reviews") {
		v := review{l.Date("date"), l.Date("seen"), l.Minor("lost"), l.Minor("doubtful")}
		if x.measured(v.of) == nil && !r.Failed() {
			l.Fail("date", "the allowance was not measured on %s", v.of)
		}
		if v.seen <= v.of {
			l.Fail("seen", "%s is not after %s", v.seen, v.of)
		}
		x.reviews = append(x.reviews, v)
	}
}

// measured is the last measurement on a day; nil for none.
func (x *Portfolio) measured(d fiscal.Date) *measure {
	i := slices.IndexFunc(x.measures, func(m measure) bool { return m.on == d })
	if i < 0 {
		return nil
	}
	return &x.measures[i]
}

// sum adds movements up over a period, of some kinds or of all.
func (x *Portfolio) sum(p fiscal.Period, of ...doing) (n int64) {
	for _, m := range x.moves {
		if p.Contains(m.on) && (len(of) == 0 || slices.Contains(of, m.what)) {
			n += m.amount
		}
	}
	return n
}

// at is the allowance at the end of a day.
func (x *Portfolio) at(d fiscal.Date) int64 { return x.sum(fiscal.Period{End: d}) }

// Entries are the provision of each measurement, the adoption of ASC 326, write-offs, and recoveries as receivables put back.
func (x *Portfolio) Entries(p fiscal.Period) (out []ledger.Entry) {
	for _, m := range x.moves {
		if m.entered || m.amount == 0 || !p.Contains(m.on) {
			continue
		}
		e := ledger.Entry{Kind: ledger.Adjusting, Effective: m.on, Key: m.key}
		against := ledger.Line{Account: x.receivable, Amount: m.amount}
		switch m.what {
		case provided:
			e.Description, against.Account = "Provision for credit losses, "+x.Description, x.expense
		case adopted:
			e.Description, against.Account = "Adoption of ASC 326, "+x.Description, x.retained
			if against.Amount -= m.tax; m.tax != 0 {
				e.Lines = append(e.Lines, ledger.Line{Account: x.deferred, Amount: m.tax})
			}
		case writtenOff:
			e.Description = "Written off: " + m.customer
		case recovered:
			e.Description = "Recovered, receivable put back: " + m.customer
		}
		e.Lines = append(e.Lines, against, ledger.Line{Account: x.allowance, Amount: -m.amount})
		for i := range e.Lines {
			e.Lines[i].Dims = x.Dims
			if m.what == adopted {
				e.Lines[i].Dims = x.Dims.With(ledger.CashFlowDimension, ledger.Adoption)
			}
		}
		out = append(out, e)
	}
	return out
}

// Rollforward is the allowance from the beginning of a period to its end (ASC 326-20-50-13; Regulation S-X, rule 12-09).
func (x *Portfolio) Rollforward(p fiscal.Period) estimate.Rollforward {
	r := estimate.Rollforward{Title: "Allowance for credit losses"}
	row := estimate.RollRow{Component: x.Description, Begin: x.at(p.Start - 1), End: x.at(p.End)}
	for _, what := range []doing{opening, adopted, provided, writtenOff, recovered} {
		r.Moves, row.Moves = append(r.Moves, string(what)), append(row.Moves, x.sum(p, what))
	}
	r.Rows = []estimate.RollRow{row}
	return r
}

// Check holds the allowance and, on each date of the fiscal year on which it was measured, the ageing against the ledger; and looks at what
// the measurements say, whether there is one of the last quarter end, and what became of earlier ones.
func (x *Portfolio) Check(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	if have, err := l.Balance(x.allowance, at); err == nil && -have != x.at(at) {
		found = append(found, check.Finding{Rule: "allowance-ties", Severity: check.Open, Subject: x.allowance, Cite: "ASC 326-20-50-13",
			Message: fmt.Sprintf("at the end of %s the record's allowance is %s and the ledger has %s; the difference is %s: propose the entries that are due, and record write-offs and recoveries that came with the journals", at, x.books.Text(x.at(at)), x.books.Text(-have), x.books.Text(-have-x.at(at)))})
	}
	year := fiscal.Period{Start: x.books.Calendar.YearPeriod(x.books.Calendar.Year(at)).Start, End: at}
	for _, m := range x.measures {
		if !year.Contains(m.on) {
			continue
		}
		found = append(found, x.ageingTies(l, m)...)
		for _, f := range m.result.Findings {
			f.Subject = m.on.String() + ", " + f.Subject
			found = append(found, f)
		}
	}
	found = append(found, x.late(at)...)
	for _, v := range x.reviews {
		if year.Contains(v.seen) {
			found = append(found, Hindsight(x.Description+" of "+v.of.String(), x.books.Digits, x.measured(v.of).result.Required, x.books.Exact(v.lost), x.books.Exact(v.doubtful))...)
		}
	}
	return found
}

// ageingTies holds the receivables measured on a day against the ledger: on the day of adoption they are those of the day before.
func (x *Portfolio) ageingTies(l estimate.Ledger, m measure) []check.Finding {
	d := m.on
	if m.adopting {
		d--
	}
	have, err := l.Balance(x.receivable, d)
	want := x.books.Minor(m.result.Receivables)
	if err != nil || have == want || d < x.books.Began {
		return nil
	}
	return []check.Finding{{Rule: "allowance-ageing", Severity: check.Open, Subject: x.receivable, Cite: "ASC 326-20-30-2",
		Message: fmt.Sprintf("the ageing of %s comes to %s and the ledger has receivables of %s; the difference is %s: complete the ageing, or enter what is missing", m.on, x.books.Text(want), x.books.Text(have), x.books.Text(have-want))}}
}

// late finds a quarter that ended without a measurement.
func (x *Portfolio) late(at fiscal.Date) []check.Finding {
	y, n := x.books.Calendar.MonthOf(at)
	quarter := x.books.Calendar.Quarter(y, (n+2)/3)
	end := quarter.End
	if end > at {
		end = quarter.Start - 1
	}
	last := x.began()
	for _, m := range x.measures {
		if m.on <= at {
			last = max(last, m.on)
		}
	}
	if last == 0 || last >= end {
		return nil
	}
	since := fiscal.Period{Start: last + 1, End: end}
	return []check.Finding{{Rule: "allowance-measured", Severity: check.Open, Subject: x.Description, Cite: "ASC 326-20-35-1",
		Message: fmt.Sprintf("the quarter that ended on %s has no measurement; the last is of %s, since when %s was written off and %s recovered: give the ageing of the quarter end", end, last, x.books.Text(-x.sum(since, writtenOff)), x.books.Text(x.sum(since, recovered)))}}
}
