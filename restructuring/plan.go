package restructuring

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// Plan is a restructuring plan as a schedule of the book: see Topic. Amounts are minor units, an obligation positive.
type Plan struct {
	Committed, Communicated, Complete, Reported fiscal.Date
	Description                                 string
	noReport                                    string // why no Item 2.05 is due
	Liability, Charge, Accretion, SGA           string // accounts
	Dims                                        ledger.Dims
	Costs                                       []Cost
	moves                                       []move
	notes                                       []claim
	initiatives                                 []initiative
	baseline                                    []baselineRow
	books                                       estimate.Books
}

// Cost is one cost of a plan with the decision about it.
type Cost struct {
	ID, Description, Segment string
	Kind                     Kind
	Decision                 Decision
	Amount, Expected         int64
	Concluded, Reported      fiscal.Date // of an impairment: that a charge is required, and Item 2.06
	withStatements           bool
	lease                    *CeaseUsedResult
	leaseInput               CeaseUsed
}

// what a movement does.
type doing string

const (
	incurred  doing = "incurred"
	accretion doing = "accretion"
	paid      doing = "paid"
	noncash   doing = "non-cash"
	changed   doing = "changed"
)

// move is one dated movement of a cost: what raises the obligation is positive.
type move struct {
	on, origin fiscal.Date
	cost       string
	what       doing
	amount     int64
	text, key  string
	entered    bool // by another part of the books: no entry is proposed
}

type claim struct {
	where, what, cost string
	from, to          fiscal.Date
	amount            int64
	place             string
}

type initiative struct {
	name   string
	from   fiscal.Date
	annual int64
}

type baselineRow struct {
	end    fiscal.Date
	amount int64
	oneoff bool
	memo   string
}

// read makes the schedule of a record.
func read(r *estimate.Reader) estimate.Schedule {
	p, a := r.One("plan"), r.One("accounts")
	s := &Plan{Committed: p.Date("committed"), Communicated: p.Date("communicated"), Complete: p.Date("complete"), Reported: p.Date("reported"), Description: p.Text("description"), noReport: p.Text("no-report"),
		Liability: a.Text("liability"), Charge: a.Text("charge"), Accretion: a.Text("accretion"), SGA: a.Text("sga"), books: r.Books}
	s.Dims = a.Dims("dims")
	if s.Accretion == "" {
		s.Accretion = s.Charge
	}
	for _, x := range []struct {
		key string
		day fiscal.Date
	}{{"communicated", s.Communicated}, {"complete", s.Complete}, {"reported", s.Reported}} {
		if x.day != 0 && x.day < s.Committed {
			p.Fail(x.key, "%s is before the plan was committed to on %s; correct one of them", x.day, s.Committed)
		}
	}
	if s.Reported != 0 && s.noReport != "" {
		p.Fail("no-report", "Form 8-K was filed on %s; leave out one of them", s.Reported)
	}
	for _, l := range r.Rows("costs") {
		s.readCost(l)
	}
	s.readLeases(r)
	s.readMoves(r)
	for _, l := range r.Rows("notes") {
		c := claim{l.Text("where"), l.Text("what"), l.Text("cost"), l.Date("from"), l.Date("to"), l.Minor("amount"), l.Place("amount")}
		if c.what != "end" && (c.from == 0 || c.to < c.from) {
			l.Fail("from", "a movement is of a period: its first day is %s and its last %s", c.from, c.to)
		}
		if c.cost != "" && s.cost(c.cost) == nil {
			l.Fail("cost", "there is no cost %q", c.cost)
		}
		s.notes = append(s.notes, c)
	}
	for _, l := range r.Rows("savings") {
		s.initiatives = append(s.initiatives, initiative{l.Text("initiative"), l.Date("from"), l.Minor("annual")})
	}
	for _, l := range r.Rows("baseline") {
		s.baseline = append(s.baseline, baselineRow{l.Date("quarter-end"), l.Minor("amount"), l.Yes("one-off"), l.Text("memo")})
	}
	slices.SortStableFunc(s.moves, func(x, y move) int { return int(x.on - y.on) })
	return s
}

func (s *Plan) cost(id string) *Cost {
	i := slices.IndexFunc(s.Costs, func(c Cost) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Costs[i]
}

// readCost decides a cost and accrues what its decision recognises.
func (s *Plan) readCost(l estimate.Line) {
	c := Cost{ID: l.Text("id"), Description: l.Text("description"), Segment: l.Text("segment"), Kind: Kind(l.Text("type")), Amount: l.Minor("amount"), Expected: l.Minor("expected"), Concluded: l.Date("concluded"), Reported: l.Date("reported"), withStatements: l.Yes("with-statements")}
	if c.Kind != Impairment && (c.Concluded != 0 || c.Reported != 0) {
		l.Fail("concluded", "Item 2.06 of Form 8-K is of impairments, and this cost is %s; leave the day out", c.Kind)
	}
	if c.Reported != 0 && c.Reported < c.Concluded {
		l.Fail("reported", "it was filed on %s, before it was concluded on %s; correct one of them", c.Reported, c.Concluded)
	}
	if s.cost(c.ID) != nil {
		l.Fail("id", "the code %q stands twice", c.ID)
		return
	}
	f := Facts{Kind: c.Kind, Committed: s.Committed, Communicated: s.Communicated, Ongoing: l.Yes("ongoing"), Probable: l.Date("probable"), LastService: l.Date("last-service"), Ended: l.Date("ended")}
	if d := l.Date("communicated"); d != 0 {
		f.Communicated = d
	}
	if n := l.Number("notice"); n != nil {
		days, ok := n.Int64()
		if f.LegalNotice = int(days); !ok || days < 1 || days > 366 {
			l.Fail("notice", "%s is not a number of days from 1 to 366", *n)
		}
	}
	if f.Ended != 0 {
		f.Commenced = s.books.Calendar.YearPeriod(s.books.Calendar.Year(f.Ended)).Start
	}
	d, err := Decide(f)
	if err != nil {
		l.Fail("", "%v", err)
		return
	}
	c.Decision = d
	if c.Amount < 0 || c.Expected < 0 {
		l.Fail("amount", "a cost is not below zero")
	}
	s.Costs = append(s.Costs, c)
	s.accrue(c)
	if c.Amount == 0 && (d.When == AtOnce || d.When == OverService) {
		l.Fail("amount", "the cost is recognised %s, so its amount is needed", d.When)
	}
}

// accrue adds what a cost's decision recognises.
func (s *Plan) accrue(c Cost) {
	switch c.Decision.When {
	case AtOnce:
		s.moves = append(s.moves, move{on: c.Decision.On, cost: c.ID, what: incurred, amount: c.Amount, text: c.Description, key: c.ID + "/" + c.Decision.On.String()})
	case OverService:
		whole, before := elapsed(c.Decision.On, c.Decision.Until, Thirty), int64(0)
		for _, end := range monthEnds(s.books.Calendar, c.Decision.On, c.Decision.Until) {
			done := elapsed(c.Decision.On, end, Thirty)
			if end == c.Decision.Until {
				done = whole
			}
			to, _ := workpaper.Whole(c.Amount).Mul(done).Quo(whole).Round(0, money.HalfAway).Int64()
			if to != before {
				s.moves = append(s.moves, move{on: end, cost: c.ID, what: incurred, amount: to - before, text: c.Description + ", earned by service", key: c.ID + "/" + end.String()})
			}
			before = to
		}
	}
}

// monthEnds are the ends of fiscal months from a day on, and a last day.
func monthEnds(cal fiscal.Calendar, from, until fiscal.Date) (out []fiscal.Date) {
	for d := from; d <= until; {
		y, n := cal.MonthOf(d)
		end := min(cal.Month(y, n).End, until)
		out = append(out, end)
		d = end + 1
	}
	return out
}

// readLeases measures places that were left.
func (s *Plan) readLeases(r *estimate.Reader) {
	for _, l := range r.Rows("leases") {
		c := s.cost(l.Text("cost"))
		if c == nil || c.Kind != Lease {
			l.Fail("cost", "there is no cost %q of type lease", l.Text("cost"))
			continue
		}
		months, ok := l.Number("months").Int64()
		if !ok || months < 1 || months > mostPeriods {
			l.Fail("months", "%s is not a number of months from 1 to %d", l.Number("months"), mostPeriods)
			continue
		}
		if c.Decision.When != CeaseUse {
			continue
		}
		x := CeaseUsed{Name: c.Description, Currency: s.books.Currency, On: c.Decision.On, Rate: *l.Number("rate"), PerYear: 12, Pay: slices.Repeat([]workpaper.Number{s.books.Exact(l.Minor("rent"))}, int(months)), Deferred: s.books.Exact(l.Minor("deferred"))}
		if l.Has("sublease") {
			x.Sublease = slices.Repeat([]workpaper.Number{s.books.Exact(l.Minor("sublease"))}, int(months))
		}
		res, err := x.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			continue
		}
		c.lease, c.leaseInput = &res, x
		s.moves = append(s.moves, move{on: x.On, cost: c.ID, what: incurred, amount: s.books.Minor(res.Liability), text: c.Description + ", fair value at cease-use", key: c.ID + "/" + x.On.String()})
		for i, p := range res.Periods {
			end := x.On.AddMonths(i+1, true)
			if n := s.books.Minor(p.Accretion); n != 0 {
				s.moves = append(s.moves, move{on: end, cost: c.ID, what: accretion, amount: n, text: c.Description + ", accretion", key: c.ID + "/" + end.String() + "/accretion"})
			}
		}
		if c.Expected == 0 {
			c.Expected = s.books.Minor(res.Gross)
		}
	}
}

// readMoves reads charges, changes and payments.
func (s *Plan) readMoves(r *estimate.Reader) {
	seen := map[string]int{}
	key := func(section string, m move) string {
		k := m.cost + "/" + m.on.String() + "/" + section
		if seen[k]++; seen[k] > 1 {
			k += fmt.Sprintf("-%d", seen[k])
		}
		return k
	}
	for _, l := range r.Rows("charges") {
		m, c := s.moveOf(l, incurred)
		if c == nil {
			continue
		}
		if m.entered = c.Kind.Linked(); !m.entered && c.Decision.When != AsIncurred {
			l.Fail("cost", "%s is recognised %s by its own facts, not as incurred; use Changes of estimate", c.ID, c.Decision.When)
		}
		m.text, m.key = cmp.Or(l.Text("memo"), c.Description), key("charge", m)
		s.moves = append(s.moves, m)
		if m.entered {
			m.what, m.amount = noncash, -m.amount
			s.moves = append(s.moves, m)
		}
	}
	for _, l := range r.Rows("changes") {
		if m, c := s.moveOf(l, changed); c != nil {
			m.origin, m.text, m.key = l.Date("origin"), l.Text("why"), key("change", m)
			if m.origin > m.on {
				l.Fail("origin", "it belongs to %s, after its own day %s", m.origin, m.on)
			}
			s.moves = append(s.moves, m)
		}
	}
	for _, l := range r.Rows("payments") {
		m, c := s.moveOf(l, paid)
		if c == nil {
			continue
		}
		if m.amount < 0 {
			l.Fail("amount", "a payment is above zero; what came back is a change of estimate")
		}
		if m.entered, m.amount, m.text = true, -m.amount, l.Text("reference"); l.Yes("noncash") {
			m.what = noncash
		}
		s.moves = append(s.moves, m)
	}
}

func (s *Plan) moveOf(l estimate.Line, what doing) (move, *Cost) {
	m := move{on: l.Date("date"), cost: l.Text("cost"), what: what, amount: l.Minor("amount")}
	c := s.cost(m.cost)
	if c == nil {
		l.Fail("cost", "there is no cost %q", m.cost)
	}
	if m.on < s.Committed {
		l.Fail("date", "%s is before the plan was committed to on %s", m.on, s.Committed)
	}
	return m, c
}

// Entries are the charges, accretion and changes of a period. Payments come with the cash journals.
func (s *Plan) Entries(p fiscal.Period) (out []ledger.Entry) {
	for _, m := range s.moves {
		if m.entered || !p.Contains(m.on) || m.amount == 0 {
			continue
		}
		other := s.Charge
		if m.what == accretion {
			other = s.Accretion
		}
		out = append(out, ledger.Entry{Kind: ledger.Adjusting, Effective: m.on, Origin: m.origin, Key: m.key, Description: "Restructuring - " + m.text, Lines: []ledger.Line{{Account: other, Amount: m.amount, Dims: s.Dims}, {Account: s.Liability, Amount: -m.amount, Dims: s.Dims}}})
	}
	return out
}

// sum adds up movements of a cost (all for none) of some kinds in a period.
func (s *Plan) sum(cost string, p fiscal.Period, what ...doing) (n int64) {
	for _, m := range s.moves {
		if (cost == "" || m.cost == cost) && p.Contains(m.on) && (len(what) == 0 || slices.Contains(what, m.what)) {
			n += m.amount
		}
	}
	return n
}

// before is all time before a day, and upTo all time to its end.
func before(d fiscal.Date) fiscal.Period { return fiscal.Period{Start: -1 << 30, End: d - 1} }
func upTo(d fiscal.Date) fiscal.Period   { return fiscal.Period{Start: -1 << 30, End: d} }

// rollMoves are the columns of the roll-forward, by what they do.
var rollMoves = []struct {
	title string
	what  doing
}{{"Incurred", incurred}, {"Accretion", accretion}, {"Paid", paid}, {"Settled otherwise", noncash}, {"Change of estimate", changed}}

// Rollforward is the reserve by cost (ASC 420-10-50-1(b)).
func (s *Plan) Rollforward(p fiscal.Period) estimate.Rollforward {
	r := estimate.Rollforward{Title: "Restructuring reserve"}
	var shown []doing
	for _, m := range rollMoves {
		if m.what == incurred || m.what == paid || m.what == changed || slices.ContainsFunc(s.moves, func(x move) bool { return x.what == m.what }) {
			r.Moves, shown = append(r.Moves, m.title), append(shown, m.what)
		}
	}
	for _, c := range s.Costs {
		row := estimate.RollRow{Component: c.Description, Group: c.Segment, Begin: s.sum(c.ID, before(p.Start)), End: s.sum(c.ID, upTo(p.End))}
		for _, what := range shown {
			row.Moves = append(row.Moves, s.sum(c.ID, p, what))
		}
		todate := s.sum(c.ID, upTo(p.End), incurred, accretion, changed)
		expected := s.expected(c.ID, p.End)
		row.ToDate, row.Expected = &todate, &expected
		r.Rows = append(r.Rows, row)
	}
	return r
}
