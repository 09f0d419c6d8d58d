package impairment

import (
	"slices"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/workpaper"
)

// Holding is a reporting unit or asset groups as a schedule of the book: see Topic. Amounts are minor units; what is carried is positive,
// so that a loss is negative.
type Holding struct {
	Description                               string
	goodwill, accumulated, goodwillLoss, loss string // accounts
	Dims                                      ledger.Dims
	filer                                     Filer
	oneStep                                   fiscal.Date // since when goodwill is tested in one step by choice; 0 for none
	tax                                       *workpaper.Number
	events                                    []event
	moves                                     []move // in order of days
	units                                     []unitTest
	groups                                    []groupTest
	sales                                     []saleTest
	intangibles                               []intangibleTest
	books                                     estimate.Books
}

type event struct {
	on       fiscal.Date
	text, of string
}

// component is a row of the roll-forward.
type component struct{ kind, name string }

// The kinds of component. Goodwill is carried; of other assets what is rolled forward are the losses.
const (
	ofGoodwill   = "Goodwill"
	heldAndUsed  = "Held and used"
	heldForSale  = "Held for sale"
	notAmortised = "Not amortised"
)

var gross, accumulated = component{ofGoodwill, "Goodwill, gross"}, component{ofGoodwill, "Goodwill, accumulated impairment losses"}

// doing is what a movement does.
type doing string

// The movements: those of goodwill that a record gives, and what tests and sales do.
const (
	takenOver   doing = "taken over"
	acquired    doing = "acquired"
	measured    doing = "measurement period"
	translation doing = "translation"
	disposed    doing = "disposed"
	lost        doing = "lost"
	regained    doing = "regained"
)

// move is one dated movement of a component: what raises what is carried is positive.
type move struct {
	on     fiscal.Date
	of     component
	what   doing
	amount int64
	key    string
	text   string
	lines  []ledger.Line // of the entry that is proposed; none where another part of the books has it
}

// read makes the schedule of a record: day by day other assets first, then long-lived ones, then goodwill (ASC 350-20-35-31).
func read(r *estimate.Reader) estimate.Schedule {
	u, a := r.One("unit"), r.One("accounts")
	h := &Holding{Description: u.Text("description"), goodwill: a.Text("goodwill"), accumulated: a.Text("accumulated"), goodwillLoss: a.Text("goodwill-loss"), loss: a.Text("loss"), Dims: u.Dims("dims"), filer: Filer(u.Text("filer")), oneStep: u.Date("one-step"), tax: u.Number("tax"), books: r.Books}
	if h.oneStep != 0 && h.oneStep < earliest {
		u.Fail("one-step", "one step could be used for tests since %s (ASU 2017-04); correct the day, or leave it out", earliest)
	}
	for _, l := range r.Rows("events") {
		h.events = append(h.events, event{l.Date("date"), l.Text("event"), l.Text("of")})
	}
	h.readGoodwill(r, a)
	h.readPlaces(r)
	for _, d := range days(r) {
		first := h.others(r, d)
		first = append(first, h.testIntangibles(r, a, d)...)
		first = append(first, h.testGroups(r, a, d)...)
		first = append(first, h.testSales(r, a, d)...)
		h.testGoodwill(r, a, d, first)
	}
	slices.SortStableFunc(h.moves, func(x, y move) int { return int(x.on - y.on) })
	h.hold(r)
	return h
}

// hold refuses goodwill that went below nothing, and losses that come before a test of goodwill that is not made.
func (h *Holding) hold(r *estimate.Reader) {
	for _, l := range r.Rows("goodwill") {
		upTo := fiscal.Period{End: l.Date("date")}
		if cost, losses := h.sum(gross, upTo), -h.sum(accumulated, upTo); cost < 0 || losses < 0 || losses > cost {
			l.Fail("gross", "with it goodwill is %s gross with accumulated losses of %s; neither goes below zero, nor the second above the first", h.books.Text(cost), h.books.Text(losses))
		}
	}
	for _, l := range r.Rows("others") {
		if d := l.Date("date"); len(onDay(r, "tests", d)) == 0 {
			l.Fail("date", "goodwill is not tested on %s, before which the loss would come; leave it out, or give the test", d)
		}
	}
}

// readGoodwill are the movements of goodwill that are no losses.
func (h *Holding) readGoodwill(r *estimate.Reader, a estimate.Line) {
	for i, l := range r.Rows("goodwill") {
		d, n, losses := l.Date("date"), l.Minor("gross"), l.Minor("losses")
		k := doing(l.Text("what"))
		switch {
		case k == disposed && (n > 0 || losses > 0):
			l.Fail("gross", "what is disposed of is negative, and so are the losses that go with it")
		case (k == takenOver || k == acquired) && (n < 0 || losses < 0 || losses > n):
			l.Fail("gross", "goodwill of %s with accumulated losses of %s; neither is negative, nor the second above the first", h.books.Text(n), h.books.Text(losses))
		case k != takenOver && k != disposed && losses != 0:
			l.Fail("losses", "accumulated losses come with goodwill that is taken over, and go with what is disposed of")
		case k == takenOver && i > 0:
			l.Fail("what", "the first row alone is goodwill taken over")
		case i > 0 && h.moves[0].what == takenOver && d <= h.moves[0].on:
			l.Fail("date", "%s is not after %s, on which goodwill is taken over with all before it", d, h.moves[0].on)
		}
		h.moves = append(h.moves, move{on: d, of: gross, what: k, amount: n}, move{on: d, of: accumulated, what: k, amount: -losses})
	}
	if len(h.moves) > 0 && h.goodwill == "" {
		a.Fail("goodwill", "the unit has goodwill; name its account")
	}
}

// enter is a movement with the entry of a loss: what is credited, against the account of losses. A gain is negative. What is credited names
// the flow that it is, for a loss takes no cash (ASC 230-10-45-28), unless the record's dimensions name one.
func (h *Holding) enter(a estimate.Line, of component, d fiscal.Date, key, text string, loss int64, credits []ledger.Line) {
	m := move{on: d, of: of, what: lost, amount: -loss, key: d.String() + "/" + key, text: text}
	if loss < 0 {
		m.what = regained
	}
	account, column, flow := h.loss, "loss", "impairment"
	if of == accumulated {
		account, column, flow = h.goodwillLoss, "goodwill-loss", "goodwill-impairment"
	}
	dims := h.Dims
	if dims.Get(ledger.CashFlowDimension) == "" {
		dims = dims.With(ledger.CashFlowDimension, flow)
	}
	sum := int64(0)
	for _, c := range credits {
		if c.Account != "" && c.Amount != 0 {
			m.lines, sum = append(m.lines, ledger.Line{Account: c.Account, Amount: -c.Amount, Dims: dims}), sum+c.Amount
		}
	}
	if sum != 0 {
		if account == "" {
			a.Fail(column, "there is a loss on %s (%s); name its account", d, text)
		}
		m.lines = append([]ledger.Line{{Account: account, Amount: sum, Dims: h.Dims}}, m.lines...)
	}
	h.moves = append(h.moves, m)
}

// sum adds the movements of a component up over a period, of some kinds or of all.
func (h *Holding) sum(of component, p fiscal.Period, what ...doing) (n int64) {
	for _, m := range h.moves {
		if m.of == of && p.Contains(m.on) && (len(what) == 0 || slices.Contains(what, m.what)) {
			n += m.amount
		}
	}
	return n
}

// kind adds the movements of all components of a kind up over a period.
func (h *Holding) kind(kind string, p fiscal.Period, what ...doing) (n int64) {
	for _, c := range h.components() {
		if c.kind == kind {
			n += h.sum(c, p, what...)
		}
	}
	return n
}

// components are those that anything was written down of: goodwill first, then in the order in which they first appear.
func (h *Holding) components() (out []component) {
	for _, m := range h.moves {
		if m.of.kind == ofGoodwill {
			out = []component{gross, accumulated}
			break
		}
	}
	for _, m := range h.moves {
		if !slices.Contains(out, m.of) {
			out = append(out, m.of)
		}
	}
	return out
}

// Entries are the losses of the period, of each test by itself, and what is taken back of assets held for sale.
func (h *Holding) Entries(p fiscal.Period) (out []ledger.Entry) {
	for _, m := range h.moves {
		if len(m.lines) > 0 && p.Contains(m.on) {
			out = append(out, ledger.Entry{Kind: ledger.Adjusting, Effective: m.on, Key: m.key, Description: m.text, Lines: slices.Clone(m.lines)})
		}
	}
	return out
}

// columns are the movements as the roll-forward shows them, always all: "move-1" of an export is the same whatever the period.
var columns = []struct {
	title string
	what  []doing
}{{"Acquired or taken over", []doing{takenOver, acquired}}, {"Other changes", []doing{measured, translation}}, {"Impairment losses", []doing{lost}}, {"Taken back", []doing{regained}}, {"Disposed", []doing{disposed}}}

// Rollforward is goodwill, gross and its accumulated losses, which come together to what is carried (ASC 350-20-50-1); of other assets it is
// the losses, which are not added to goodwill.
func (h *Holding) Rollforward(p fiscal.Period) estimate.Rollforward {
	r := estimate.Rollforward{Title: "Goodwill and impairment losses"}
	for _, c := range columns {
		r.Moves = append(r.Moves, c.title)
	}
	components := h.components()
	apart := slices.Contains(components, gross)
	for _, c := range components {
		row := estimate.RollRow{Component: c.name, Group: c.kind, Begin: h.sum(c, fiscal.Period{End: p.Start - 1}), End: h.sum(c, fiscal.Period{End: p.End}), Apart: apart && c.kind != ofGoodwill}
		if c.kind != ofGoodwill {
			row.Component += ", losses"
		}
		for _, x := range columns {
			row.Moves = append(row.Moves, h.sum(c, p, x.what...))
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}
