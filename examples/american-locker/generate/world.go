package main

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/fiscal"
	"tieout/money"
)

// world is the company as the generator keeps it. Ordinary entries are made month by month. What became known
// later is fixed beforehand, so the ordinary books aim at the filed balances less what later entries will add.
type world struct {
	r         *rules
	rnd       random
	account   map[string]account
	books     map[string]int64        // ordinary balances, cents, debits positive
	targets   map[string][]point      // ordinary balances aimed at, cents, debits positive, by date
	planned   map[fiscal.Date][]entry // entries that schedules fix: loans, property, stock
	months    map[fiscal.Date][]entry // ordinary entries by the last day of their month
	late      []file                  // what was posted later
	cashAt    map[fiscal.Date]int64   // printed cash
	serial    map[string]int          // last number of a code
	plan      plan                    // of the current quarter
	income    map[string]int64        // net income of the quarters, all entries
	documents map[string][]byte
	stock     []*held
	moves     map[fiscal.Date][]stockMove // by the last day of their month
	numbered  int                         // entries booked
}

func newWorld(r *rules) (*world, error) {
	w := &world{r: r, rnd: random(r.Seed), account: map[string]account{}, books: map[string]int64{}, targets: map[string][]point{}, planned: map[fiscal.Date][]entry{},
		months: map[fiscal.Date][]entry{}, cashAt: map[fiscal.Date]int64{}, serial: map[string]int{}, income: map[string]int64{}, documents: map[string][]byte{}, moves: map[fiscal.Date][]stockMove{}}
	for _, a := range append(slices.Clone(r.Parents), r.Chart...) {
		if _, twice := w.account[a.ID]; twice {
			return nil, fmt.Errorf("account %s is declared twice", a.ID)
		}
		w.account[a.ID] = a
	}
	if err := w.readLate(); err != nil {
		return nil, err
	}
	w.pensions()
	if err := w.stockUp(); err != nil {
		return nil, err
	}
	w.aim()
	w.schedule()
	return w, nil
}

func (w *world) name(id string) string {
	a, ok := w.account[id]
	if !ok {
		panic("no account " + id)
	}
	return a.Account
}

// side is 1 for accounts that grow on the debit side and -1 for the others.
func (w *world) side(id string) int64 {
	if t := w.account[id].Type; t == "A" || t == "X" {
		switch id {
		case "allowance", "obsolescence", "lifo", "accumulated":
			return -1
		}
		return 1
	}
	return -1
}

func (w *world) isIncome(id string) bool {
	t := w.account[id].Type
	return t == "R" || t == "X"
}

// code is the next number of a series of vouchers.
func (w *world) code(prefix string, on fiscal.Date) string {
	key := fmt.Sprintf("%s-%02d", prefix, on.Year()%100)
	w.serial[key]++
	return fmt.Sprintf("%s-%04d", key, w.serial[key])
}

// book makes an ordinary entry. Lines without an amount are left out.
func (w *world) book(on fiscal.Date, prefix, text string, tags []string, posts ...post) {
	posts = slices.DeleteFunc(posts, func(p post) bool { return p.amount == 0 })
	if len(posts) == 0 {
		return
	}
	w.numbered++
	w.months[monthEnd(on)] = append(w.months[monthEnd(on)], entry{w.numbered, on, prefix, text, tags, posts})
	for _, p := range posts {
		w.books[p.id] += p.amount
	}
}

func monthEnd(d fiscal.Date) fiscal.Date {
	y, m, _ := d.YMD()
	return fiscal.Of(y, m, fiscal.DaysIn(y, m))
}

// lateSum is what entries posted later add to an account by the end of a day.
func (w *world) lateSum(id string, at fiscal.Date) int64 {
	var sum int64
	for _, f := range w.late {
		for _, e := range f.entries {
			for _, p := range e.posts {
				if p.id == id && e.on <= at {
					sum += p.amount
				}
			}
		}
	}
	return sum
}

// target is the ordinary balance of an account aimed at on a day: the points of the rules with the days between
// them in proportion, moved a little on days that are no point.
func (w *world) target(id string, at fiscal.Date) int64 {
	ps := w.targets[id]
	if len(ps) == 0 {
		panic("no balances for " + id)
	}
	for i, p := range ps {
		switch {
		case p.On == at:
			return p.Amount
		case p.On > at && i > 0:
			a, b := ps[i-1], p
			if a.Amount == b.Amount { // what stands still does not waver
				return a.Amount
			}
			n := a.Amount + money.MulDiv(b.Amount-a.Amount, int64(at-a.On), int64(b.On-a.On), money.HalfAway)
			return 100 * money.MulDiv(n, 10000+w.wobble(id, at), 1000000, money.HalfAway)
		}
	}
	return ps[len(ps)-1].Amount
}

// wobble is a number between -150 and 150 that belongs to an account and a day.
func (w *world) wobble(id string, at fiscal.Date) int64 {
	r := random(w.r.Seed ^ uint64(at)*0x9e3779b9)
	for _, c := range id {
		r = random(r.next() ^ uint64(c))
	}
	return r.between(-150, 150)
}

// aim turns the captions of the rules into ordinary balances of accounts.
func (w *world) aim() {
	for id, caption := range map[string]string{"allowance": "allowance", "prepaid": "prepaid-all", "prepaid-tax": "prepaid-tax", "deferred-current": "deferred-current", "deferred-noncurrent": "deferred-noncurrent",
		"payables": "payables", "employee": "employee", "buildings": "buildings", "machinery": "machinery", "accumulated": "accumulated", "lifo": "lifo", "obsolescence": "obsolescence", "land": "land"} {
		for _, p := range w.r.Balances[caption] {
			if !p.Solve {
				w.aimAt(id, p.On, p.Amount*100*w.side(id))
			}
		}
	}
	for _, p := range w.r.Balances["pension"] {
		w.aimAt("other-benefits", p.On, w.owedToPlans(p.On)-p.Amount*100)
	}
	for _, p := range w.r.Balances["receivables"] {
		w.aimAt("trade", p.On, p.Amount*100-w.final("allowance", p.On))
	}
	for _, p := range w.r.Balances["accrued-all"] {
		w.aimAt("accrued", p.On, -p.Amount*100-w.reserve(p.On))
	}
	for _, p := range w.r.Balances["inventories"] {
		w.aimInventories(p)
	}
	for _, p := range w.r.Balances["cash-all"] {
		w.cashAt[p.On] = p.Amount * 100
	}
}

// final is the balance aimed at with everything posted later.
func (w *world) final(id string, at fiscal.Date) int64 { return w.target(id, at) + w.lateSum(id, at) }

func (w *world) aimAt(id string, on fiscal.Date, final int64) {
	w.targets[id] = append(w.targets[id], point{On: on, Amount: final - w.lateSum(id, on)})
	slices.SortFunc(w.targets[id], func(a, b point) int { return cmp.Compare(a.On, b.On) })
}

// aimInventories splits inventories into their classes.
func (w *world) aimInventories(p point) {
	gross := p.Amount*100 - w.final("lifo", p.On) - w.final("obsolescence", p.On)
	c := w.r.Classes[0]
	for _, x := range w.r.Classes {
		if x.From <= p.On {
			c = x
		}
	}
	for _, class := range []string{"raw", "fg-metal", "fg-plastic"} {
		gross -= w.differences(class, p.On)
	}
	part := func(of int64) int64 { return money.MulDiv(gross, of, 10000, money.HalfAway) * 100 }
	raw, wip, plastic := part(c.Raw), part(c.WIP), part(c.Plastic)
	for id, n := range map[string]int64{"raw": raw, "wip": wip, "fg-plastic": plastic, "fg-metal": gross - raw - wip - plastic} {
		w.aimAt(id, p.On, n)
	}
}

// reserve is the balance of the restructuring reserve with everything posted later.
func (w *world) reserve(at fiscal.Date) int64 {
	sum := w.lateSum("restructuring", at)
	for month, paid := range w.r.Restructuring {
		if d := monthEnd(fiscal.MustParse(month + "-01")); d <= at {
			sum += paid * 100
		}
	}
	return sum
}

// readLate makes entries of what was posted later.
func (w *world) readLate() error {
	for _, b := range w.r.late {
		f := file{posted: b.Posted, slug: b.Slug, about: b.About}
		for _, l := range b.Entries {
			e := entry{on: l.On, text: l.Text, tags: []string{"synthetic:", "kind: " + l.Kind}}
			if l.Estimate != "" {
				e.tags = append(e.tags, recorded)
			}
			if l.Origin != 0 {
				e.tags = append(e.tags, "origin: "+l.Origin.String())
			}
			if l.Document != "" {
				e.tags = append(e.tags, "document: documents/"+l.Document)
			}
			for _, x := range l.Lines {
				p, err := latePost(x)
				if err != nil {
					return fmt.Errorf("late.yaml, %s: %w", l.Text, err)
				}
				p.tags = append(p.tags, productTags(p.id)...)
				e.posts = append(e.posts, p)
			}
			f.entries = append(f.entries, e)
		}
		w.late = append(w.late, f)
	}
	return nil
}

func latePost(x []any) (post, error) {
	if len(x) < 2 {
		return post{}, fmt.Errorf("%v is not [account, dollars]", x)
	}
	id, ok1 := x[0].(string)
	n, ok2 := x[1].(int)
	if !ok1 || !ok2 {
		return post{}, fmt.Errorf("%v is not [account, dollars]", x)
	}
	p := line(id, int64(n)*100)
	if len(x) > 2 {
		p.tags = append(p.tags, "cashflow: "+fmt.Sprint(x[2]))
	}
	return p, nil
}

// productTags name the product line of the accounts that belong to one.
func productTags(id string) []string {
	switch id {
	case "sales-metal", "cost-metal", "fg-metal", "fg-metal-count":
		return []string{"product: metal"}
	case "sales-plastic", "cost-plastic", "fg-plastic", "fg-plastic-count":
		return []string{"product: plastic"}
	}
	return nil
}
