package debt

import (
	"slices"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// Facility is a loan or line as a schedule of the book: see Topic. Amounts are minor units, what is owed positive.
type Facility struct {
	Lender, Kind, Description   string
	Agreed, Matures             fiscal.Date
	Commitment                  int64
	terms                       Position // clauses and events; the rest is of a day
	LongTerm, Current, Callable string   // accounts
	Interest, Payable, Costs    string
	Discount, Loss              string // discount and premium; gain or loss on extinguishment
	Shared                      bool
	Dims                        ledger.Dims
	documents                   map[EventKind]ledger.Hash
	moves                       []principal
	instalments                 []dueAmount
	portions                    map[fiscal.Date]int64
	rates                       []rate
	costs                       []cost
	effective, floating         bool              // method of amortisation; the rate follows an index
	period                      int               // months between payments
	yield                       *workpaper.Number // effective rate of a year as given
	bond                        BondResult        // by period; none where no rate can be found
	stated                      []workpaper.Number
	steps                       []amortised
	issued                      map[fiscal.Date]fiscal.Date
	quantities                  []quantity
	given                       []givenAmount
	covenants                   []Covenant
	view                        *CashView
	changes                     []change
	bases                       []baseAt
	assessed                    []assessment
	books                       estimate.Books
}

// portion is one of the accounts in which principal stands.
type portion int

const (
	long portion = iota
	scheduled
	callable
)

type principal struct {
	on        fiscal.Date
	amount    int64
	of        portion
	reference string
}

type dueAmount struct {
	on     fiscal.Date
	amount int64
}

type rate struct {
	from  fiscal.Date
	rate  workpaper.Number
	basis string
}

type quantity struct {
	name, how, of string
	credit        bool
	formula       Formula
}

type givenAmount struct {
	name   string
	end    fiscal.Date
	amount int64
	memo   string
}

// read makes the schedule of a record.
func read(r *estimate.Reader) estimate.Schedule {
	l, a := r.One("facility"), r.One("accounts")
	f := &Facility{Lender: l.Text("lender"), Kind: l.Text("kind"), Description: l.Text("description"), Agreed: l.Date("agreed"), Matures: l.Date("matures"), Commitment: l.Minor("commitment"),
		terms:    Position{Revolver: l.Text("kind") == "revolving line", Lockbox: l.Yes("lockbox"), Subjective: l.Yes("subjective"), OnDemand: l.Yes("on-demand"), Likely: l.Yes("likely"), Probable: l.Yes("probable")},
		LongTerm: a.Text("long-term"), Current: a.Text("current"), Callable: a.Text("callable"), Interest: a.Text("interest"), Payable: a.Text("payable"), Costs: a.Text("costs"), Discount: a.Text("discount"), Loss: a.Text("loss"), Shared: a.Yes("shared"), Dims: a.Dims("dims"),
		documents: map[EventKind]ledger.Hash{}, portions: map[fiscal.Date]int64{}, issued: map[fiscal.Date]fiscal.Date{}, books: r.Books}
	if f.Callable == "" {
		f.Callable = f.Current
	}
	if f.Matures <= f.Agreed {
		l.Fail("matures", "it matures on %s and was agreed on %s; correct one of them", f.Matures, f.Agreed)
	}
	if (f.Interest == "") != (f.Payable == "") {
		a.Fail("payable", "interest is accrued with both its expense and what is payable; give both accounts or none")
	}
	f.readPrincipal(r)
	f.readEvents(r)
	f.readCovenants(r)
	f.readCash(r)
	f.readModified(r)
	f.readBases(r)
	f.readConcern(r)
	return f
}

func (f *Facility) readPrincipal(r *estimate.Reader) {
	portions := map[string]portion{"long-term": long, "current": scheduled, "callable": callable}
	for _, l := range r.Rows("principal") {
		if m := (principal{l.Date("date"), l.Minor("amount"), portions[l.Text("portion")], l.Text("reference")}); m.amount != 0 {
			f.moves = append(f.moves, m)
		}
	}
	for _, l := range r.Rows("instalments") {
		d := dueAmount{l.Date("due"), l.Minor("amount")}
		if d.amount <= 0 {
			l.Fail("amount", "an instalment is above zero")
		}
		if d.on > f.Matures {
			l.Fail("due", "%s is after the day on which it matures, %s", d.on, f.Matures)
		}
		f.instalments = append(f.instalments, d)
		f.moves = append(f.moves, principal{d.on, -d.amount, scheduled, "instalment"})
	}
	slices.SortStableFunc(f.moves, func(x, y principal) int { return int(x.on - y.on) })
	owed := int64(0)
	for _, m := range f.moves {
		if owed += m.amount; owed < 0 {
			r.Fail("Drawn and repaid", "on %s %s more is repaid than is owed", m.on, money.FormatMinor(-owed, f.books.Digits))
			break
		}
	}
	for _, l := range r.Rows("portions") {
		f.portions[l.Date("at")] = l.Minor("amount")
	}
	for _, l := range r.Rows("rates") {
		x := rate{l.Date("from"), l.Exact("rate"), l.Text("basis")}
		if x.rate.Sign() < 0 || x.rate.Cmp(workpaper.Ratio(30, 100)) > 0 {
			r.Warn("rate-plausible", 2, l.Place("rate"), "", "a rate of %s%% a year is outside 0 to 30%%", x.rate.Mul(workpaper.Whole(100)).Text(2, money.HalfAway))
		}
		f.rates = append(f.rates, x)
	}
	slices.SortStableFunc(f.rates, func(x, y rate) int { return int(x.from - y.from) })
	f.readCosts(r)
	for _, l := range r.Rows("issued") {
		if l.Date("on") < l.Date("at") {
			l.Fail("on", "statements at %s are issued on %s, which is before", l.Date("at"), l.Date("on"))
		}
		f.issued[l.Date("at")] = l.Date("on")
	}
}

func (f *Facility) readEvents(r *estimate.Reader) {
	for _, l := range r.Rows("events") {
		e := Event{Kind: EventKind(l.Text("kind")), What: l.Text("what"), AsOf: l.Date("as-of"), Signed: l.Date("signed"), Effective: l.Date("effective"), Until: l.Date("until"), LongTerm: l.Yes("long-term"), Probable: l.Yes("cure"), Reported: l.Date("reported")}
		if e.Reported != 0 && e.Reported < e.Effective {
			l.Fail("reported", "Form 8-K was filed on %s, before the event of %s; correct one of them", e.Reported, e.Effective)
		}
		if e.Until != 0 && e.Until < e.Effective {
			l.Fail("until", "it ends on %s, before it is effective on %s", e.Until, e.Effective)
		}
		if e.Signed != 0 && e.AsOf != 0 && e.Signed > e.AsOf {
			r.Warn("dated-back", 1, l.Place("as-of"), "ASC 470-10-45-11", "the document is dated as of %s and was signed on %s: it counts from its signature", e.AsOf, e.Signed)
		}
		if d := l.Text("document"); d != "" {
			f.documents[e.Kind] = ledger.Hash(d)
		}
		f.terms.Events = append(f.terms.Events, e)
	}
}

// owed is the principal at the end of a day.
func (f *Facility) owed(at fiscal.Date) (n int64) {
	for _, m := range f.moves {
		if m.on <= at {
			n += m.amount
		}
	}
	return n
}

// due is what falls due by its terms within a year after a day.
func (f *Facility) due(at fiscal.Date) (n int64) {
	if x, ok := f.portions[at]; ok {
		return x
	}
	year := at.AddMonths(12, true)
	if f.Matures <= year {
		return f.owed(at)
	}
	for _, d := range f.instalments {
		if d.on > at && d.on <= year {
			n += d.amount
		}
	}
	return n
}

// position is the facility at the date of a balance sheet.
func (f *Facility) position(at fiscal.Date) Position {
	p := f.terms
	p.At, p.Issued, p.Owed, p.Due, p.Matures = at, f.issued[at], f.owed(at), f.due(at), f.Matures
	return p
}

// quarterEnds are the ends of fiscal quarters from the first movement to a day.
func (f *Facility) quarterEnds(until fiscal.Date) (out []fiscal.Date) {
	if len(f.moves) == 0 {
		return nil
	}
	for d := f.moves[0].on; d <= until; {
		y, m := f.books.Calendar.MonthOf(d)
		q := f.books.Calendar.Quarter(y, (m+2)/3)
		if q.End > until {
			break
		}
		out = append(out, q.End)
		d = q.End + 1
	}
	return out
}

// balances are the portions at the end of a day: as principal moved, and reclassified at every quarter end by then.
type balances [3]int64

// step is a reclassification at a quarter end.
type step struct {
	at       fiscal.Date
	due      int64 // from long-term to the current portion
	call     int64 // from long-term to the callable portion
	Decision Classified
}

// walk carries the portions to a day.
func (f *Facility) walk(until fiscal.Date) (b balances, steps []step) {
	next := 0
	take := func(to fiscal.Date) {
		for ; next < len(f.moves) && f.moves[next].on <= to; next++ {
			b[f.moves[next].of] += f.moves[next].amount
		}
	}
	for i, end := range f.quarterEnds(until) {
		take(end)
		c := f.position(end).Classify()
		s := step{at: end, due: c.Current - c.Callable - b[scheduled], call: c.Callable - b[callable], Decision: c}
		if i == 0 && f.began(end) { // what the books opened with stands as it was opened
			s.due, s.call = 0, 0
		}
		b[long], b[scheduled], b[callable] = b[long]-s.due-s.call, b[scheduled]+s.due, b[callable]+s.call
		steps = append(steps, s)
	}
	take(until)
	return b, steps
}

// began says that a quarter end is before the books did.
func (f *Facility) began(end fiscal.Date) bool { return f.books.Began != 0 && end < f.books.Began }

// Entries are the reclassifications of a period, interest and the amortisation of issue costs. What moves cash comes with the journals.
func (f *Facility) Entries(p fiscal.Period) (out []ledger.Entry) {
	_, steps := f.walk(p.End)
	for _, s := range steps {
		if !p.Contains(s.at) {
			continue
		}
		if f.Callable == f.Current { // one account for both: one entry
			if n := s.due + s.call; n != 0 {
				text := "Principal falling due within twelve months, " + f.Lender
				if s.call > 0 {
					text = "Callable by " + f.Lender + ": all of it shown as current"
				}
				e := f.entry(s.at, "due", ledger.Reclassifying, text, f.LongTerm, f.Current, n)
				if h := f.documents[Adverse]; h != "" && s.call > 0 {
					e.Documents = append(e.Documents, h)
				}
				out = append(out, e)
			}
			continue
		}
		if s.due != 0 {
			text := "Principal falling due within twelve months, " + f.Lender
			out = append(out, f.entry(s.at, "due", ledger.Reclassifying, text, f.LongTerm, f.Current, s.due))
		}
		if s.call != 0 {
			text := "Callable by " + f.Lender + ": shown as current"
			if s.call < 0 {
				text = f.Lender + ": " + s.Decision.Why
			}
			e := f.entry(s.at, "callable", ledger.Reclassifying, text, f.LongTerm, f.Callable, s.call)
			for _, k := range []EventKind{Adverse, Default, Violation, Refinanced} {
				if h := f.documents[k]; h != "" && (s.call > 0) == (k != Refinanced) {
					e.Documents = append(e.Documents, h)
				}
			}
			out = append(out, e)
		}
	}
	out = append(out, f.interestEntries(p)...)
	out = append(out, f.costEntries(p)...)
	out = append(out, f.changeEntries(p)...)
	slices.SortStableFunc(out, func(x, y ledger.Entry) int { return int(x.Effective - y.Effective) })
	return out
}

func (f *Facility) entry(on fiscal.Date, key string, kind ledger.Kind, text, debit, credit string, amount int64) ledger.Entry {
	return ledger.Entry{Kind: kind, Effective: on, Key: on.String() + "/" + key, Description: text, Lines: []ledger.Line{{Account: debit, Amount: amount, Dims: f.Dims}, {Account: credit, Amount: -amount, Dims: f.Dims}}}
}

// months are the fiscal months that end in a period, from the first movement on.
func (f *Facility) months(p fiscal.Period) (out []fiscal.Period) {
	if len(f.moves) == 0 {
		return nil
	}
	for d := max(p.Start, f.moves[0].on); d <= p.End; {
		y, n := f.books.Calendar.MonthOf(d)
		m := f.books.Calendar.Month(y, n)
		if m.End <= p.End {
			out = append(out, m)
		}
		d = m.End + 1
	}
	return out
}

// interestOf is the interest of a month: principal of every day at its rate, by the count of days.
func (f *Facility) interestOf(m fiscal.Period) int64 {
	sum := nought
	for d := m.Start; d <= m.End; {
		i := -1
		for k, x := range f.rates {
			if x.from <= d {
				i = k
			}
		}
		next := m.End + 1
		for _, x := range f.rates {
			if x.from > d {
				next = min(next, x.from)
			}
		}
		for _, x := range f.moves {
			if x.on > d {
				next = min(next, x.on)
			}
		}
		if i >= 0 {
			days, year := int64(next-d), int64(365)
			switch f.rates[i].basis {
			case "actual/360":
				year = 360
			case "30/360":
				days, year = fiscal.Days30E(d, next), 360
			}
			sum = sum.Add(workpaper.Whole(f.owed(d)).Mul(f.rates[i].rate).Mul(workpaper.Ratio(days, year)))
		}
		d = next
	}
	n, _ := sum.Round(0, money.HalfAway).Int64()
	return n
}

func (f *Facility) interestEntries(p fiscal.Period) (out []ledger.Entry) {
	if f.Interest == "" {
		return nil
	}
	for _, m := range f.months(p) {
		if n := f.interestOf(m); n != 0 {
			e := f.entry(m.End, "interest", ledger.Adjusting, "Interest of the month, "+f.Lender, f.Interest, f.Payable, n)
			for i := range e.Lines {
				e.Lines[i].Dims = f.plainDims()
			}
			out = append(out, e)
		}
	}
	return out
}

// plainDims are the dimensions without the cash flow of reclassifications.
func (f *Facility) plainDims() ledger.Dims { return f.Dims.With(ledger.CashFlowDimension, "") }

func (f *Facility) monthsOf(c cost) (out []fiscal.Period) {
	for d := c.paid; d <= c.until; {
		y, n := f.books.Calendar.MonthOf(d)
		m := f.books.Calendar.Month(y, n)
		out = append(out, m)
		d = m.End + 1
	}
	if len(out) > 1 && out[len(out)-1].End > c.until {
		out = out[:len(out)-1]
	}
	return out
}

// Rollforward is principal by portion, and what of issue costs, discount and premium is not amortised.
func (f *Facility) Rollforward(p fiscal.Period) estimate.Rollforward {
	r := estimate.Rollforward{Title: "Debt, " + f.Lender, Moves: []string{"Drawn", "Repaid", "Reclassified"}}
	if len(f.costs) > 0 {
		r.Moves = append(r.Moves, "Amortised")
	}
	begin, _ := f.walk(p.Start - 1)
	end, _ := f.walk(p.End)
	for i, name := range []string{"Long-term", "Current portion", "Callable, shown as current"} {
		var drawn, repaid int64
		for _, m := range f.moves {
			if m.of == portion(i) && p.Contains(m.on) {
				drawn, repaid = drawn+max(m.amount, 0), repaid+min(m.amount, 0)
			}
		}
		if portion(i) == callable && begin[i] == 0 && end[i] == 0 && drawn == 0 && repaid == 0 {
			continue
		}
		row := estimate.RollRow{Component: name, Begin: begin[i], Moves: make([]int64, len(r.Moves)), End: end[i]}
		row.Moves[0], row.Moves[1], row.Moves[2] = drawn, repaid, end[i]-begin[i]-drawn-repaid
		r.Rows = append(r.Rows, row)
	}
	r.Rows = append(r.Rows, f.rollCosts(p)...)
	return r
}
