package impairment

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

type unitTest struct {
	on     fiscal.Date
	fair   *workpaper.Number
	why    string
	passed bool // by the qualitative look: nothing was measured
	result UnitResult
}

type groupTest struct {
	on        fiscal.Date
	name, why string
	ledgers   []string // of each asset: where it is carried; empty for not said
	result    GroupResult
}

type saleTest struct {
	on      fiscal.Date
	name    string
	account string
	begin   workpaper.Number
	held    bool
	result  SaleResult
}

type intangibleTest struct {
	on     fiscal.Date
	name   string
	result IntangibleResult
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
			l.Fail("gross", "with it goodwill is %s gross with accumulated losses of %s; neither goes below zero, nor the second above the first", h.text(cost), h.text(losses))
		}
	}
	for _, l := range r.Rows("others") {
		if d := l.Date("date"); len(onDay(r, "tests", d)) == 0 {
			l.Fail("date", "goodwill is not tested on %s, before which the loss would come; leave it out, or give the test", d)
		}
	}
}

func (h *Holding) exact(minor int64) workpaper.Number {
	return workpaper.FromMinor(minor, h.books.Digits)
}

func (h *Holding) minor(n workpaper.Number) int64 {
	m, _ := n.Round(h.books.Digits, money.HalfAway).Minor(h.books.Digits)
	return m
}

func (h *Holding) text(n int64) string { return money.Group(money.FormatMinor(n, h.books.Digits)) }

// days are the dates of tests.
func days(r *estimate.Reader) (out []fiscal.Date) {
	for _, section := range []string{"others", "intangibles", "groups", "sales", "tests"} {
		for _, l := range r.Rows(section) {
			out = append(out, l.Date("date"))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// onDay are the rows of a section on a day. Their numbers are parts of the keys of entries, so that rows of other days do not move them.
func onDay(r *estimate.Reader, section string, d fiscal.Date) (out []estimate.Line) {
	for _, l := range r.Rows(section) {
		if l.Date("date") == d {
			out = append(out, l)
		}
	}
	return out
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
			l.Fail("gross", "goodwill of %s with accumulated losses of %s; neither is negative, nor the second above the first", h.text(n), h.text(losses))
		case k != takenOver && k != disposed && losses != 0:
			l.Fail("losses", "accumulated losses come with goodwill that is taken over, and go with what is disposed of")
		case k == takenOver && i > 0:
			l.Fail("what", "the first row alone is goodwill taken over")
		}
		h.moves = append(h.moves, move{on: d, of: gross, what: k, amount: n}, move{on: d, of: accumulated, what: k, amount: -losses})
	}
	if len(h.moves) > 0 && h.goodwill == "" {
		a.Fail("goodwill", "the unit has goodwill; name its account")
	}
}

// readPlaces refuses assets and cash flows of groups that are not tested on their day.
func (h *Holding) readPlaces(r *estimate.Reader) {
	type place struct {
		on    fiscal.Date
		group string
	}
	there := map[place]bool{}
	for _, l := range r.Rows("groups") {
		p := place{l.Date("date"), l.Text("group")}
		if there[p] {
			l.Fail("group", "%s stands twice at %s", p.group, p.on)
		}
		there[p] = true
	}
	for _, section := range []string{"assets", "flows"} {
		for _, l := range r.Rows(section) {
			if p := (place{l.Date("date"), l.Text("group")}); !there[p] {
				l.Fail("group", "no group %q is tested on %s", p.group, p.on)
			}
		}
	}
}

// others are losses that other parts of the books recognise on a day.
func (h *Holding) others(r *estimate.Reader, d fiscal.Date) (out []Part) {
	for _, l := range onDay(r, "others", d) {
		if l.Minor("amount") <= 0 {
			l.Fail("amount", "a loss of %s; it is above zero", h.text(l.Minor("amount")))
		}
		out = append(out, Part{l.Text("what"), h.exact(l.Minor("amount"))})
	}
	return out
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

func (h *Holding) testIntangibles(r *estimate.Reader, a estimate.Line, d fiscal.Date) (losses []Part) {
	for n, l := range onDay(r, "intangibles", d) {
		name := l.Text("asset")
		res, err := Intangible{Name: name, Currency: r.Currency, Places: r.Digits, Carrying: h.exact(l.Minor("carrying")), Fair: h.exact(l.Minor("fair"))}.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			continue
		}
		h.intangibles = append(h.intangibles, intangibleTest{d, name, res})
		losses = before(losses, name, res.Loss)
		loss := h.minor(res.Loss)
		h.enter(a, component{notAmortised, name}, d, fmt.Sprintf("intangible-%d", n+1), "Impairment of "+name, loss, []ledger.Line{{Account: l.Text("account"), Amount: loss}})
	}
	return losses
}

// before adds a loss to those that come before the test of goodwill.
func before(all []Part, name string, loss workpaper.Number) []Part {
	if loss.Sign() <= 0 {
		return all
	}
	return append(all, Part{name, loss})
}

func (h *Holding) testGroups(r *estimate.Reader, a estimate.Line, d fiscal.Date) (losses []Part) {
	for n, l := range onDay(r, "groups", d) {
		name := l.Text("group")
		g := Group{Name: name, Currency: r.Currency, Places: r.Digits, Tested: d, Fair: l.Number("fair"), Rate: l.Number("rate"), Years: l.Number("years"), Residual: h.exact(l.Minor("residual"))}
		t := groupTest{on: d, name: name, why: l.Text("why")}
		var accounts []string
		for _, x := range r.Rows("assets") {
			if x.Date("date") != d || x.Text("group") != name {
				continue
			}
			if x.Has("carrying") == (x.Has("cost") || x.Has("depreciation")) {
				x.Fail("carrying", "give cost and accumulated depreciation, or the carrying amount, and not both")
			}
			g.Assets = append(g.Assets, Asset{Name: x.Text("asset"), Cost: h.exact(x.Minor("cost")), Depreciation: h.exact(x.Minor("depreciation")), Carrying: x.Number("carrying"), Fair: x.Number("fair"), Other: x.Yes("other")})
			accounts, t.ledgers = append(accounts, x.Text("account")), append(t.ledgers, x.Text("ledger"))
		}
		g.Scenarios = flowsOf(r, d, name)
		res, err := g.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			continue
		}
		t.result = res
		h.groups = append(h.groups, t)
		losses = before(losses, name, res.Loss)
		var credits []ledger.Line
		for i, x := range res.Assets {
			credits = append(credits, ledger.Line{Account: accounts[i], Amount: h.minor(x.Loss)})
		}
		h.enter(a, component{heldAndUsed, name}, d, fmt.Sprintf("group-%d", n+1), "Impairment of "+name, h.minor(res.Loss), credits)
	}
	return losses
}

// flowsOf are the scenarios of a group on a day, in the order in which they are first named.
func flowsOf(r *estimate.Reader, d fiscal.Date, group string) (out []Scenario) {
	for _, l := range r.Rows("flows") {
		if l.Date("date") != d || l.Text("group") != group {
			continue
		}
		name := cmp.Or(l.Text("scenario"), "expected")
		i := slices.IndexFunc(out, func(s Scenario) bool { return s.Name == name })
		p := l.Number("probability")
		if i < 0 {
			i, out = len(out), append(out, Scenario{Name: name, Probability: workpaper.Whole(1)})
			if p != nil {
				out[i].Probability = *p
			}
		} else if p != nil && p.Cmp(out[i].Probability) != 0 {
			l.Fail("probability", "the first row of %s says %s; leave it out here, or correct one", name, out[i].Probability)
		}
		if want := int64(len(out[i].Flows) + 1); l.Number("year").Cmp(workpaper.Whole(want)) != 0 {
			l.Fail("year", "the years of %s follow each other; expected is %d", name, want)
		}
		out[i].Flows = append(out[i].Flows, *l.Number("flow"))
	}
	return out
}

// heldSince is an asset held for sale as it goes on from row to row.
type heldSince struct {
	carried, recognised workpaper.Number
	answers             []Criterion
	account             string
}

// testSales measures what is held for sale on a day. The rows before it say what it is carried at.
func (h *Holding) testSales(r *estimate.Reader, a estimate.Line, d fiscal.Date) (losses []Part) {
	for n, l := range onDay(r, "sales", d) {
		name := l.Text("asset")
		if slices.ContainsFunc(h.sales, func(t saleTest) bool { return t.on == d && t.name == name }) {
			l.Fail("asset", "%s stands twice at %s", name, d)
			continue
		}
		since := h.heldAt(r, name, d)
		of := component{heldForSale, name}
		if l.Yes("sold") {
			if since == nil {
				l.Fail("sold", "%s is not held for sale on %s", name, d)
				continue
			}
			h.sales = append(h.sales, saleTest{on: d, name: name, account: since.account, begin: since.carried})
			h.moves = append(h.moves, move{on: d, of: of, what: disposed, amount: h.minor(since.recognised)})
			continue
		}
		now, ok := h.classified(l, since)
		if !ok {
			continue
		}
		res, err := Sale{Name: name, Currency: r.Currency, Places: r.Digits, Carrying: now.carried, Fair: h.exact(l.Minor("fair")), CostToSell: h.exact(l.Minor("cost-to-sell")), Recognised: now.recognised, Criteria: now.answers, Kept: l.Yes("kept"), Meanwhile: h.exact(l.Minor("meanwhile"))}.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			continue
		}
		if since != nil && !res.Held && !l.Yes("kept") {
			l.Fail("kept", "one of the criteria is no longer met: say that it is kept, which measures it anew (ASC 360-10-35-44)")
			continue
		}
		h.sales = append(h.sales, saleTest{on: d, name: name, account: now.account, begin: now.carried, held: res.Held, result: res})
		losses = before(losses, name, res.Loss)
		loss := h.minor(res.Loss.Sub(res.Gain))
		h.enter(a, of, d, fmt.Sprintf("sale-%d", n+1), "Held for sale: "+name, loss, []ledger.Line{{Account: now.account, Amount: loss}})
		if !res.Held && since != nil { // what was kept takes its losses with it
			h.moves = append(h.moves, move{on: d, of: of, what: disposed, amount: h.minor(now.recognised) + loss})
		}
	}
	return losses
}

// heldAt is how an asset stands before its row of a day; nil where it is not held for sale.
func (h *Holding) heldAt(r *estimate.Reader, name string, d fiscal.Date) *heldSince {
	var s *heldSince
	for _, t := range h.sales {
		if t.name != name || t.on >= d {
			continue
		}
		if !t.held {
			s = nil
			continue
		}
		if s == nil {
			s = &heldSince{account: t.account}
		}
		s.carried, s.recognised = t.result.NewCarrying, s.recognised.Add(t.result.Loss).Sub(t.result.Gain)
	}
	if s == nil {
		return nil
	}
	for _, l := range r.Rows("sales") { // the answers that stand
		if l.Text("asset") == name && l.Date("date") < d {
			s.answers = answersOf(l, s.answers)
		}
	}
	return s
}

// answersOf are the criteria as a row answers them; what it leaves out stands as before.
func answersOf(l estimate.Line, before []Criterion) (out []Criterion) {
	for i, c := range Criteria {
		switch key := criteriaColumns[i].Key; {
		case l.Has(key):
			out = append(out, Criterion{c.Question, c.Cite, l.Yes(key)})
		case i < len(before):
			out = append(out, before[i])
		}
	}
	return out
}

// classified is a row with what stands of the asset: in its first row all criteria are answered, and the carrying amount is given.
func (h *Holding) classified(l estimate.Line, since *heldSince) (heldSince, bool) {
	if since != nil {
		if l.Has("carrying") {
			l.Fail("carrying", "it is carried at %s since its row before; leave it out", h.text(h.minor(since.carried)))
			return heldSince{}, false
		}
		now := *since
		now.answers = answersOf(l, since.answers)
		if l.Has("account") && l.Text("account") != since.account {
			l.Fail("account", "it is held for sale in the account %s since its first row; leave it out", since.account)
		}
		return now, true
	}
	now := heldSince{carried: h.exact(l.Minor("carrying")), answers: answersOf(l, nil), account: l.Text("account")}
	switch {
	case l.Yes("kept"):
		l.Fail("kept", "%s is not held for sale before it", l.Text("asset"))
	case !l.Has("carrying"):
		l.Fail("carrying", "it is missing: the first row says what the asset is carried at when it is classified")
	case now.account == "":
		l.Fail("account", "it is missing: the first row names the account in which the asset is held for sale")
	case len(now.answers) < len(Criteria):
		for i, c := range Criteria {
			if key := criteriaColumns[i].Key; !l.Has(key) {
				l.Fail(key, "in the first row answer with yes or no whether %s", c.Question)
			}
		}
	default:
		return now, true
	}
	return now, false
}

// rule is how goodwill is tested on a day.
func (h *Holding) rule(d fiscal.Date) Rule {
	if h.oneStep != 0 && d >= h.oneStep {
		return OneStep
	}
	return RuleFor(h.begins(d), h.filer, false)
}

// begins is the first day of the fiscal year of a day.
func (h *Holding) begins(d fiscal.Date) fiscal.Date {
	return h.books.Calendar.YearPeriod(h.books.Calendar.Year(d)).Start
}

// testGoodwill tests the unit's goodwill on a day, after the losses of its other assets.
func (h *Holding) testGoodwill(r *estimate.Reader, a estimate.Line, d fiscal.Date, first []Part) {
	for n, l := range onDay(r, "tests", d) {
		if n > 0 {
			l.Fail("date", "goodwill is tested twice on %s", d)
			return
		}
		has := h.sum(gross, fiscal.Period{End: d}) + h.sum(accumulated, fiscal.Period{End: d})
		if has <= 0 {
			l.Fail("date", "there is no goodwill on %s; give what was taken over or acquired", d)
			return
		}
		u := Unit{Name: h.Description, Currency: r.Currency, Places: r.Digits, Rule: h.rule(d), Goodwill: h.exact(has), Carrying: h.exact(l.Minor("carrying")), First: first, Fair: l.Number("fair"), NotLikely: l.Yes("not-likely"), Identifiable: l.Number("identifiable"), Implied: l.Number("implied"), TaxRate: h.tax, Deductible: l.Number("deductible")}
		res, err := u.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			return
		}
		if u.NotLikely && !Qualitative.Holds(h.begins(d)) {
			l.Fail("not-likely", "fair value is measured every year before fiscal years beginning after 15 December 2011 (ASU 2011-08); give it")
		}
		h.units = append(h.units, unitTest{d, u.Fair, l.Text("why"), u.NotLikely, res})
		account := cmp.Or(h.accumulated, h.goodwill)
		loss := h.minor(res.Loss)
		h.enter(a, accumulated, d, "goodwill", "Impairment of goodwill, "+h.Description, loss, []ledger.Line{{Account: account, Amount: loss}})
	}
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
