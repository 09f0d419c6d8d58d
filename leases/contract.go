package leases

import (
	"fmt"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/workpaper"
)

// Contract is a lease as a schedule of the book: see Topic. Amounts are minor units.
type Contract struct {
	Description                                string
	Commences                                  fiscal.Date
	liability, asset, cost, interest, other, g string
	Dims                                       ledger.Dims
	classes                                    []stage
	moves                                      []move
	due                                        []payment
	known                                      []*Contract // as it was before each change, in order
	changed                                    []fiscal.Date
	papers                                     []*workpaper.Paper
	books                                      estimate.Books
}

// stage is a stretch of time under one standard.
type stage struct {
	from     fiscal.Date
	class    Class
	standard Standard
	rate     workpaper.Number
	tests    []Test
}

// sort is what a movement is, in the order of the roll-forward's columns.
type sort int

const (
	recognised sort = iota
	remeasured
	interest
	paid
	amortised
	straightened
	ended
)

// move changes the liability, the asset and deferred rent; credits of liability and deferred rent are positive, and so are debits of the asset.
type move struct {
	on                         fiscal.Date
	sort                       sort
	liability, asset, deferred int64
	cost                       int64 // debit of the cost of the lease
	interest                   int64 // debit of interest
	gain                       int64 // debit of gains and losses
	other                      int64 // debit of direct costs and incentives
	key, text                  string
	noEntry                    bool // payments come with the journals
}

type payment struct {
	on     fiscal.Date
	amount int64
}

// read makes the schedule of a record.
func read(r *estimate.Reader) estimate.Schedule {
	l, a := r.One("lease"), r.One("accounts")
	c := &Contract{Description: l.Text("description"), Commences: l.Date("commences"), liability: a.Text("liability"), asset: a.Text("asset"), cost: a.Text("cost"), interest: a.Text("interest"), other: a.Text("other"), g: a.Text("gain"), Dims: a.Dims("dims"), books: r.Books}
	if c.interest == "" {
		c.interest = c.cost
	}
	if c.g == "" {
		c.g = c.cost
	}
	if c.other == "" && (l.Minor("direct") != 0 || l.Minor("incentives") != 0) {
		a.Fail("other", "there are direct costs or incentives; name the account where the journals put them")
	}
	lease, ok := c.terms(r, l)
	if !ok {
		return c
	}
	adopted := l.Date("adopted")
	if adopted == 0 {
		y := r.Calendar.Year(ASC842.Since)
		for adopted = r.Calendar.YearPeriod(y).Start; !ASC842.Holds(adopted); y++ {
			adopted = r.Calendar.YearPeriod(y + 1).Start
		}
	}
	for k, ch := range lease.Changes { // what was to be paid, as it was known before each change
		before, earlier := Contract{Description: c.Description, Commences: c.Commences, books: c.books}, lease
		earlier.Changes = lease.Changes[:k]
		if err := before.build(earlier, adopted); err == nil {
			c.known, c.changed = append(c.known, &before), append(c.changed, c.Commences.AddMonths(ch.After, false))
		}
	}
	if err := c.build(lease, adopted); err != nil {
		l.Fail("", "%v", err)
	}
	return c
}

// months is a number of months.
func months(l estimate.Line, key string, most int64) int {
	n := l.Number(key)
	if n == nil {
		return 0
	}
	k, ok := n.Int64()
	if !ok || k < 1 || k > most {
		l.Fail(key, "%s is not a number of months from 1 to %d", *n, most)
		return 0
	}
	return int(k)
}

// terms reads the lease itself.
func (c *Contract) terms(r *estimate.Reader, l estimate.Line) (x Lease, ok bool) {
	n := months(l, "months", 1200)
	x = Lease{Name: c.Description, Currency: r.Currency, Places: r.Digits, PerYear: 12, Advance: l.Yes("advance"), Guarantee: c.books.Exact(l.Minor("guarantee")), Option: c.books.Exact(l.Minor("option")), Direct: c.books.Exact(l.Minor("direct")), Incentives: c.books.Exact(l.Minor("incentives")), ShortTerm: l.Yes("short"), Life: l.Number("life"),
		Facts: Facts{Transfers: l.Yes("transfers"), Certain: l.Minor("option") > 0, EconomicAge: l.Number("life"), Special: l.Yes("special")}}
	if rate := l.Number("rate"); rate != nil {
		x.Rate = *rate
	}
	if l.Has("fair") {
		v := c.books.Exact(l.Minor("fair"))
		x.Facts.Fair = &v
	}
	x.Payments = make([]workpaper.Number, n)
	last := 0
	for i, p := range r.Rows("payments") {
		from := months(p, "from", int64(max(n, 1)))
		if from <= last || i == 0 && from != 1 {
			p.Fail("from", "rows begin with month 1 and go on in order; this one begins with %d", from)
			return x, false
		}
		last = from
		for k := from - 1; k < n; k++ {
			x.Payments[k] = c.books.Exact(p.Minor("amount"))
		}
	}
	if last == 0 {
		r.Fail("Payments", "there are none; write what is paid from month 1 on")
	}
	x.Changes = c.changes(r, x.Payments)
	return x, !r.Failed()
}

func (c *Contract) changes(r *estimate.Reader, payments []workpaper.Number) (out []Change) {
	left := payments
	before := 0
	for _, l := range r.Rows("changes") {
		after := months(l, "after", 1200)
		if after <= before || after-before > len(left) {
			l.Fail("after", "changes are in order and within the %d months", before+len(left))
			return out
		}
		ch := Change{After: after, Rate: l.Number("rate"), Impairment: c.books.Exact(l.Minor("loss")), Ended: l.Yes("ended"), Penalty: c.books.Exact(l.Minor("penalty")), Why: l.Text("why")}
		left, before = left[after-before:], after
		if l.Has("amount") || l.Has("months") {
			n := len(left)
			if l.Has("months") {
				n = months(l, "months", 1200)
			}
			next := make([]workpaper.Number, n)
			for i := range next {
				switch {
				case l.Has("amount"):
					next[i] = c.books.Exact(l.Minor("amount"))
				case len(left) > 0:
					next[i] = left[min(i, len(left)-1)]
				}
			}
			left, ch.Payments = next, next
		}
		out = append(out, ch)
	}
	return out
}

// build works the lease out, under SFAS 13 up to the adoption of ASC 842 and from there on as a lease of what remains, whose asset is the
// liability less deferred rent (ASC 842-10-65-1(l)).
func (c *Contract) build(x Lease, adopted fiscal.Date) error {
	gone := monthsTo(c.Commences, adopted)
	if c.Commences >= adopted {
		x.Standard = New
		r, err := x.Compute()
		if err != nil {
			return err
		}
		c.take(x, r, c.Commences, 0, "recognised", "Lease recognised", nil)
		return nil
	}
	old := x
	old.Standard, old.ShortTerm, old.Changes = Old, false, nil
	for _, ch := range x.Changes {
		if ch.After < gone {
			return check.Refuse(c.Description, "a change after month %d lies before the adoption of ASC 842 on %s; record what was changed before as a lease of its own", ch.After, adopted)
		}
	}
	r, err := old.Compute()
	if err != nil {
		return err
	}
	total := len(x.Payments)
	kept := r
	if gone < total {
		kept.Periods = r.Periods[:gone]
	}
	c.take(old, kept, c.Commences, 0, "recognised", "Capital lease recognised", nil)
	if gone >= total || r.Class != Operating {
		if r.Class != Operating && gone < total { // a capital lease goes on as a finance lease with the same amounts
			rest := r
			rest.Periods, rest.Class = r.Periods[gone:], Finance
			on := old
			on.Standard = New
			c.take(on, rest, adopted, gone, "", "", nil)
		}
		return nil
	}
	return c.adopt(x, r, adopted, gone)
}

func (c *Contract) adopt(x Lease, before Result, adopted fiscal.Date, gone int) error {
	next := x
	next.Standard, next.Payments, next.Class, next.Direct, next.Prepaid, next.Incentives = New, x.Payments[gone:], Operating, nought, nought, nought
	next.Changes = nil
	for _, ch := range x.Changes {
		ch.After -= gone
		next.Changes = append(next.Changes, ch)
	}
	deferred := nought
	if gone > 0 {
		deferred = before.Periods[gone-1].End
	}
	if deferred.Sign() > 0 {
		next.Incentives = deferred
	} else {
		next.Prepaid = deferred.Neg()
	}
	r, err := next.Compute()
	if err != nil {
		return err
	}
	c.take(next, r, adopted, gone, "adopted", "Adoption of ASC 842", &deferred)
	return nil
}

// monthsTo are whole months of the lease before a day.
func monthsTo(from, to fiscal.Date) (n int) {
	for from.AddMonths(n+1, false) <= to {
		n++
	}
	return n
}

// take turns a result into movements from a day on. gone are months of the lease before it; deferred is deferred rent that goes into the asset.
func (c *Contract) take(x Lease, r Result, from fiscal.Date, gone int, key, text string, deferred *workpaper.Number) {
	c.classes = append(c.classes, stage{from, r.Class, x.Standard, x.Rate, r.Tests})
	if r.Paper != nil && (len(c.papers) == 0 || c.papers[len(c.papers)-1] != r.Paper) {
		c.papers = append(c.papers, r.Paper)
	}
	balance := x.Standard == New && r.Class != Short || r.Class == Capital
	add := func(m move) {
		if m.liability != 0 || m.asset != 0 || m.deferred != 0 || m.cost != 0 {
			c.moves = append(c.moves, m)
		}
	}
	if balance && key != "" {
		m := move{on: from, sort: recognised, liability: c.books.Minor(r.Present), asset: c.books.Minor(r.Asset), key: key, text: text}
		if deferred != nil {
			m.deferred = -c.books.Minor(*deferred)
		} else {
			m.other = m.liability - m.asset
		}
		add(m)
	}
	for i, p := range r.Periods {
		begin := c.Commences.AddMonths(gone+i, false)
		c.period(x, r, p, i, begin, c.Commences.AddMonths(gone+i+1, false)-1, balance, add)
	}
	if n := len(x.Changes); n > 0 && x.Changes[n-1].Ended && balance && len(r.Periods) > 0 {
		last := r.Periods[len(r.Periods)-1]
		liability, asset := c.books.Minor(last.End), c.books.Minor(last.AssetEnd)
		add(move{on: c.Commences.AddMonths(gone+len(r.Periods), false), sort: ended, liability: -liability, asset: -asset, gain: asset - liability, key: "ended", text: "Lease given up: " + x.Changes[n-1].Why})
	}
}

// period is the movements of a month.
func (c *Contract) period(x Lease, r Result, p Period, i int, begin, end fiscal.Date, balance bool, add func(move)) {
	if p.Adjusted.Sign() != 0 || p.Impaired.Sign() != 0 {
		before := r.Periods[i-1]
		adjusted, loss := c.books.Minor(p.Adjusted), c.books.Minor(p.Impaired)
		asset := c.books.Minor(p.AssetBegin) - c.books.Minor(before.AssetEnd) + loss
		add(move{on: begin, sort: remeasured, liability: adjusted, asset: asset, gain: adjusted - asset, key: "remeasured", text: "Lease remeasured"})
		if loss != 0 {
			add(move{on: begin, sort: amortised, asset: -loss, gain: loss, key: "loss", text: "Loss of value of the right-of-use asset"})
		}
	}
	pay := c.books.Minor(p.Paid)
	first := pay
	if x.Advance {
		if p.Number == len(x.Payments) {
			first -= c.books.Minor(x.end())
		}
		c.pays(begin, first, balance, add)
		first = pay - first
	}
	c.pays(end, first, balance, add)
	if !balance {
		if d := c.books.Minor(p.Cost) - pay; d != 0 {
			add(move{on: end, sort: straightened, deferred: d, cost: d, key: "rent", text: "Rent in equal parts"})
		}
		return
	}
	in, am := c.books.Minor(p.Interest), c.books.Minor(p.Amortised)
	m := move{on: end, sort: interest, liability: in, asset: -am, key: "month", text: "Lease cost of the month"}
	if r.Class == Operating {
		m.cost = in + am
	} else {
		m.cost, m.interest = am, in
	}
	add(m)
}

func (c *Contract) pays(on fiscal.Date, amount int64, balance bool, add func(move)) {
	if amount == 0 {
		return
	}
	c.due = append(c.due, payment{on, amount})
	if balance {
		add(move{on: on, sort: paid, liability: -amount, noEntry: true})
	}
}

// Entries are recognition, the cost of each month, and changes. Payments come with the journals.
func (c *Contract) Entries(p fiscal.Period) (out []ledger.Entry) {
	for _, m := range c.moves {
		if m.noEntry || !p.Contains(m.on) {
			continue
		}
		e := ledger.Entry{Kind: ledger.Adjusting, Effective: m.on, Key: m.on.String() + "/" + m.key, Description: m.text + ", " + c.Description}
		line := func(account string, amount int64) {
			if amount == 0 {
				return
			}
			for i := range e.Lines {
				if e.Lines[i].Account == account {
					e.Lines[i].Amount += amount
					return
				}
			}
			e.Lines = append(e.Lines, ledger.Line{Account: account, Amount: amount, Dims: c.Dims})
		}
		line(c.asset, m.asset)
		line(c.cost, m.cost)
		line(c.interest, m.interest)
		line(c.g, m.gain)
		line(c.other, m.other)
		line(c.liability, -m.liability-m.deferred)
		kept := e.Lines[:0]
		for _, l := range e.Lines {
			if l.Amount != 0 {
				kept = append(kept, l)
			}
		}
		if e.Lines = kept; len(e.Lines) > 1 {
			out = append(out, e)
		}
	}
	return out
}

// at are the balances at the end of a day.
func (c *Contract) at(d fiscal.Date) (liability, asset, deferred int64) {
	for _, m := range c.moves {
		if m.on <= d {
			liability, asset, deferred = liability+m.liability, asset+m.asset, deferred+m.deferred
		}
	}
	return liability, asset, deferred
}

// Rollforward is the liability with deferred rent, and apart from them the asset.
func (c *Contract) Rollforward(p fiscal.Period) estimate.Rollforward {
	r := estimate.Rollforward{Title: "Leases", Moves: []string{"Recognised", "Remeasured", "Interest", "Paid", "Amortised and lost", "Rent in equal parts", "Given up"}}
	rows := [3]estimate.RollRow{{Component: "Lease liability"}, {Component: "Deferred rent"}, {Component: "Right-of-use asset", Apart: true}}
	l0, a0, d0 := c.at(p.Start - 1)
	l1, a1, d1 := c.at(p.End)
	for i, n := range [3][2]int64{{l0, l1}, {d0, d1}, {a0, a1}} {
		rows[i].Begin, rows[i].End, rows[i].Moves = n[0], n[1], make([]int64, 7)
	}
	for _, m := range c.moves {
		if !p.Contains(m.on) {
			continue
		}
		rows[0].Moves[m.sort] += m.liability
		rows[1].Moves[m.sort] += m.deferred
		k := m.sort
		if k == interest {
			k = amortised
		}
		rows[2].Moves[k] += m.asset
	}
	r.Rows = rows[:]
	return r
}

// Check holds liability and asset against the ledger.
func (c *Contract) Check(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	liability, asset, deferred := c.at(at)
	for _, x := range []struct {
		what, account string
		want          int64
	}{{"liability", c.liability, -liability - deferred}, {"asset", c.asset, asset}} {
		if have, err := l.Balance(x.account, at); err == nil && have != x.want {
			found = append(found, check.Finding{Rule: "lease-ties", Severity: check.Open, Subject: c.Description, Cite: "ASC 842-20-45-1",
				Message: fmt.Sprintf("the %s at the end of %s is %s by the schedule and %s in account %s; the difference is %s: propose the entries that are due, and look for payments that are missing or went elsewhere", x.what, at, c.books.Text(x.want), c.books.Text(have), x.account, c.books.Text(have-x.want))})
		}
	}
	return found
}

// Papers are the calculations under each standard.
func (c *Contract) Papers(fiscal.Period) []*workpaper.Paper { return c.papers }
