package pension

import (
	"slices"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// Plan is a pension plan as a schedule of the book: see Topic. Amounts are minor units.
type Plan struct {
	Country, Kind, Description                     string
	Frozen                                         fiscal.Date
	Tax                                            *workpaper.Number
	Liability, Expense, AOCI, Deferred, Intangible string
	Dims, OCIDims                                  ledger.Dims
	opened                                         fiscal.Date
	opening, openMinimum, openIntangible           int64
	Currency                                       money.Currency // of the plan, where it is not that of the books
	Translation                                    string
	reports                                        []Report // in the currency of the books
	own                                            []Report // as the actuary wrote them, in the plan's currency
	rates                                          map[fiscal.Date]exchange
	estimates                                      map[fiscal.Date]int64
	paid                                           []paid
	moves                                          []move
	books                                          estimate.Books
}

// Report is an actuary's report of a fiscal year.
type Report struct {
	End, Dated                                                        fiscal.Date
	PBOBegin, Service, Interest, Amendments, Loss, Benefits, Expenses int64
	Settlements, Curtailment, FX, PBOEnd, ABO                         int64
	AssetsBegin, Return, Contributions, FXAssets, AssetsEnd           int64
	Expected, PriorService, LossAmortised, Special                    int64
	Discount, ReturnRate, DiscountEnd, Salary, Remaining              *workpaper.Number
	NetLoss, PriorEnd                                                 int64
	Pay                                                               [6]int64
	ContributeNext                                                    int64
	place                                                             string
}

// Cost is the net periodic cost of the year.
func (r Report) Cost() int64 {
	return r.Service + r.Interest - r.Expected + r.PriorService + r.LossAmortised + r.Special
}

type paid struct {
	on        fiscal.Date
	amount    int64
	reference string
}

// what a movement of the liability is.
type doing int

const (
	cost doing = iota
	contributed
	minimum
	adopted
	comprehensive
	translated
)

// move is a dated movement of the liability, an increase positive, with what balances it.
type move struct {
	on     fiscal.Date
	what   doing
	amount int64 // of the liability
	asset  int64 // of the intangible asset, with what balances it: an increase positive
	before int64 // accrued cost before a minimum liability, in the plan's currency
	key    string
	text   string
}

// read makes the schedule of a record.
func read(r *estimate.Reader) estimate.Schedule {
	l, a := r.One("plan"), r.One("accounts")
	p := &Plan{Country: l.Text("country"), Kind: l.Text("kind"), Description: l.Text("description"), Frozen: l.Date("frozen"), Tax: l.Number("tax"), Liability: a.Text("liability"), Expense: a.Text("expense"), AOCI: a.Text("aoci"), Deferred: a.Text("deferred"), Intangible: a.Text("intangible"),
		Dims: a.Dims("dims"), OCIDims: a.Dims("oci-dims"), estimates: map[fiscal.Date]int64{}, books: r.Books}
	if p.Tax != nil && p.Deferred == "" {
		a.Fail("deferred", "a tax rate needs the account of deferred taxes")
	}
	if p.Tax != nil && (p.Tax.Sign() < 0 || p.Tax.Cmp(workpaper.Whole(1)) >= 0) {
		l.Fail("tax", "a tax rate of %s is not between 0 and 1", p.Tax)
	}
	p.readOpening(r)
	for _, x := range r.Rows("reports") {
		p.readReport(x)
	}
	p.readRates(r, l, a)
	for _, x := range r.Rows("estimates") {
		p.yearEnd(x, x.Date("year-end"))
		p.estimates[x.Date("year-end")] = x.Minor("cost")
	}
	for _, x := range r.Rows("contributions") {
		if x.Minor("amount") <= 0 {
			x.Fail("amount", "a contribution is above zero")
		}
		p.paid = append(p.paid, paid{x.Date("date"), x.Minor("amount"), x.Text("reference")})
	}
	if !r.Failed() {
		p.build()
	}
	return p
}

func (p *Plan) readOpening(r *estimate.Reader) {
	rows := r.Rows("opening")
	if len(rows) != 1 {
		r.Fail("Opening", "it has %d rows; write exactly one", len(rows))
		return
	}
	l := rows[0]
	p.opened, p.opening, p.openMinimum, p.openIntangible = l.Date("at"), l.Minor("liability"), l.Minor("minimum"), l.Minor("intangible")
	p.yearEnd(l, p.opened)
	if FundedStatus.Holds(p.opened) && (p.openMinimum != 0 || p.openIntangible != 0) {
		l.Fail("minimum", "at %s there is no additional minimum liability any more: since SFAS 158 the liability is the funded status", p.opened)
	}
	if p.openIntangible != 0 && p.Intangible == "" {
		l.Fail("intangible", "it needs its account")
	}
}

func (p *Plan) yearEnd(l estimate.Line, d fiscal.Date) {
	if d != 0 && p.books.Calendar.YearPeriod(p.books.Calendar.Year(d)).End != d {
		l.Fail("", "%s is not the end of a fiscal year", d)
	}
}

// readReport reads a year, which must follow the one before.
func (p *Plan) readReport(l estimate.Line) {
	m := l.Minor
	x := Report{End: l.Date("year-end"), Dated: l.Date("dated"), PBOBegin: m("pbo-begin"), Service: m("service"), Interest: m("interest"), Amendments: m("amendments"), Loss: m("loss"), Benefits: m("benefits"), Expenses: m("expenses"), Settlements: m("settlements"), Curtailment: m("curtailment"), FX: m("fx"), PBOEnd: m("pbo-end"), ABO: m("abo"),
		AssetsBegin: m("assets-begin"), Return: m("return"), Contributions: m("contributions"), FXAssets: m("fx-assets"), AssetsEnd: m("assets-end"), Expected: m("expected"), PriorService: m("psc"), LossAmortised: m("loss-amortised"), Special: m("special"),
		Discount: l.Number("discount"), ReturnRate: l.Number("return-rate"), DiscountEnd: l.Number("discount-end"), Salary: l.Number("salary"), Remaining: l.Number("remaining"), NetLoss: m("net-loss"), PriorEnd: m("prior-service"), ContributeNext: m("contribute-next"), place: l.Place("")}
	for i, k := range []string{"pay-1", "pay-2", "pay-3", "pay-4", "pay-5", "pay-next"} {
		x.Pay[i] = m(k)
	}
	if !l.Has("abo") {
		x.ABO = x.PBOEnd
	}
	p.yearEnd(l, x.End)
	if x.Dated != 0 && x.Dated < x.End.AddMonths(-12, true) {
		l.Fail("dated", "a report dated %s says nothing of the year that ends on %s", x.Dated, x.End)
	}
	before := p.opened
	if n := len(p.own); n > 0 {
		before = p.own[n-1].End
	}
	if before != 0 && p.books.Calendar.Year(x.End) != p.books.Calendar.Year(before)+1 {
		l.Fail("year-end", "the year that ends on %s does not follow the one before, which ends on %s", x.End, before)
	}
	p.own = append(p.own, x)
}

// report finds the report of a fiscal year.
func (p *Plan) report(end fiscal.Date) (Report, bool) {
	return ofYear(p.reports, end)
}

func ofYear(rs []Report, end fiscal.Date) (Report, bool) {
	i := slices.IndexFunc(rs, func(r Report) bool { return r.End == end })
	if i < 0 {
		return Report{}, false
	}
	return rs[i], true
}

// standing is a plan between two years: what the books have of it, and the same in the plan's currency.
type standing struct {
	liability, held          int64 // net liability and intangible asset in the books
	own, minimal, intangible int64 // the same, and of the liability the minimum liability, in the plan's currency
	done                     bool  // SFAS 158 is adopted
}

// build works out every movement of the liability: cost accrued by quarters and trued up, contributions, and what a year end asks for.
func (p *Plan) build() {
	p.moves = nil
	for _, x := range p.paid {
		p.moves = append(p.moves, move{on: x.on, what: contributed, amount: -x.amount})
	}
	st := standing{liability: p.opening, held: p.openIntangible, own: p.inPlan(p.opening, p.opened), minimal: p.inPlan(p.openMinimum, p.opened), intangible: p.inPlan(p.openIntangible, p.opened)}
	last := p.opened
	ends := p.years()
	begun := p.opened
	if begun == 0 && len(ends) > 0 {
		begun = p.books.Calendar.YearEnd(p.books.Calendar.Year(ends[0]) - 1)
	}
	st.done = FundedStatus.Holds(begun) // what the record begins with is the funded status already
	for _, end := range ends {
		accrued := p.accrue(p.books.Calendar.Year(end), end)
		st.liability += accrued
		for _, x := range p.paid {
			if x.on > last && x.on <= end {
				st.liability -= x.amount
			}
		}
		last = end
		if r, reported := p.report(end); reported {
			if d := r.Cost() - accrued; d != 0 {
				p.moves = append(p.moves, move{on: end, what: cost, amount: d, key: end.String() + "/true-up", text: "Pension cost of the year by the actuary's report of " + r.Dated.String()})
				st.liability += d
			}
			p.atYearEnd(&st, p.ownReport(end))
		}
	}
	slices.SortStableFunc(p.moves, func(x, y move) int { return int(x.on - y.on) })
}

// atYearEnd books what a report asks for at its year end beside the cost: translation, the minimum liability of SFAS 87, the funded status.
func (p *Plan) atYearEnd(s *standing, r Report) {
	put := func(what doing, n, asset int64, key, text string) { // to amounts of the plan's currency, at the rate of the year end
		m := move{on: r.End, what: what, amount: p.inBooks(n, r.End) - s.liability, asset: p.inBooks(asset, r.End) - s.held, before: s.own - s.minimal, key: r.End.String() + key, text: text}
		if m.amount != 0 || m.asset != 0 {
			p.moves = append(p.moves, m)
			s.liability, s.held = s.liability+m.amount, s.held+m.asset
		}
		s.own, s.intangible = n, asset
	}
	if p.foreign() {
		put(translated, s.own+r.Cost()-r.Contributions, s.intangible, "/translation", "Translation of the pension liability")
	} else {
		s.own = s.liability
	}
	if !s.done { // as before SFAS 158, in the year of adoption too
		x := p.least(r, s.own-s.minimal)
		put(minimum, s.own+x.amount-s.minimal, x.asset, "/minimum", "Additional minimum pension liability (SFAS 87)")
		s.minimal = x.amount
	}
	if !FundedStatus.Holds(r.End) {
		return
	}
	what, key, text := comprehensive, "/oci", "Pension gains, losses and prior service of the year"
	if !s.done {
		what, key, text = adopted, "/sfas-158", "Funded status of the pension plan recognised (SFAS 158)"
	}
	put(what, r.PBOEnd-r.AssetsEnd, 0, key, text)
	s.done, s.minimal = true, 0
}

// years are the ends of all fiscal years with an estimate or a report.
func (p *Plan) years() (out []fiscal.Date) {
	for _, r := range p.reports {
		out = append(out, r.End)
	}
	for end := range p.estimates {
		if !slices.Contains(out, end) {
			out = append(out, end)
		}
	}
	slices.Sort(out)
	return out
}

// accrue accrues a quarter of the estimated cost at every quarter end.
func (p *Plan) accrue(year int, end fiscal.Date) (sum int64) {
	n, ok := p.estimates[end]
	if !ok || n == 0 {
		return 0
	}
	parts, err := money.Allocate(n, []int64{1, 1, 1, 1})
	if err != nil {
		return 0
	}
	for q := range 4 {
		on := p.books.Calendar.Quarter(year, q+1).End
		p.moves = append(p.moves, move{on: on, what: cost, amount: parts[q], key: on.String() + "/cost", text: "Pension cost of the quarter, estimated"})
		sum += parts[q]
	}
	return sum
}

// least is the additional minimum liability and its intangible asset at a year end.
func (p *Plan) least(r Report, accrued int64) (out struct{ amount, asset int64 }) {
	need := r.ABO - r.AssetsEnd
	if need <= 0 || need <= accrued {
		return out
	}
	out.amount = need - accrued
	out.asset = max(0, min(out.amount, r.PriorEnd))
	if p.Intangible == "" {
		out.asset = 0
	}
	return out
}

// taxOf is the tax of an amount that goes to other comprehensive income.
func (p *Plan) taxOf(n int64) int64 {
	if p.Tax == nil {
		return 0
	}
	t, _ := workpaper.Whole(n).Mul(*p.Tax).Round(0, money.HalfAway).Int64()
	return t
}

// Entries are cost, true-up, and what a year end asks for. Contributions come with the cash journals. The liability of a plan in another currency is
// translated at each year end (ASC 830-30-45-3), which goes to the translation adjustment without tax.
func (p *Plan) Entries(period fiscal.Period) (out []ledger.Entry) {
	for _, m := range p.moves {
		if !period.Contains(m.on) || m.what == contributed || m.amount == 0 && m.asset == 0 {
			continue
		}
		e := ledger.Entry{Kind: ledger.Adjusting, Effective: m.on, Key: m.key, Description: m.text}
		add := func(account string, n int64, dims ledger.Dims) {
			if n != 0 {
				e.Lines = append(e.Lines, ledger.Line{Account: account, Amount: n, Dims: dims})
			}
		}
		dims := p.dims(m.what)
		switch m.what {
		case cost:
			add(p.Expense, m.amount, dims)
		case translated:
			add(p.Intangible, m.asset, dims)
			add(p.Translation, m.amount-m.asset, dims)
		default:
			equity := m.amount - m.asset
			tax := p.taxOf(equity)
			add(p.Intangible, m.asset, dims)
			add(p.AOCI, equity-tax, dims)
			add(p.Deferred, tax, dims)
		}
		add(p.Liability, -m.amount, dims)
		out = append(out, e)
	}
	return out
}

// dims are the dimensions of a movement's lines: an adoption adjusts ending accumulated other comprehensive income and says so (SFAS 158
// paragraph 16).
func (p *Plan) dims(of doing) ledger.Dims {
	switch of {
	case cost:
		return p.Dims
	case adopted:
		return p.OCIDims.With(ledger.CashFlowDimension, ledger.Adoption)
	case translated:
		return p.OCIDims.With(ledger.CashFlowDimension, ledger.Translation)
	}
	return p.OCIDims
}

var moveNames = []string{"Cost", "Contributions", "Minimum liability", "Adoption of SFAS 158", "Other comprehensive income", "Translation"}

// Rollforward is the net liability in the balance sheet.
func (p *Plan) Rollforward(period fiscal.Period) estimate.Rollforward {
	r := estimate.Rollforward{Title: "Pension liability", Moves: moveNames}
	row := estimate.RollRow{Component: "Net liability", Moves: make([]int64, len(moveNames))}
	row.Begin, row.End = p.balance(period.Start-1), p.balance(period.End)
	for _, m := range p.moves {
		if period.Contains(m.on) && m.on > p.opened {
			row.Moves[m.what] += m.amount
		}
	}
	r.Rows = []estimate.RollRow{row}
	return r
}

// balance is the liability at the end of a day; before the opening it is not known and taken to be that of the opening.
func (p *Plan) balance(at fiscal.Date) int64 {
	n := p.opening
	for _, m := range p.moves {
		if m.on > p.opened && m.on <= at {
			n += m.amount
		}
	}
	return n
}

// costIn is the cost that the books bear in a period.
func (p *Plan) costIn(period fiscal.Period) (n int64) {
	for _, m := range p.moves {
		if m.what == cost && period.Contains(m.on) {
			n += m.amount
		}
	}
	return n
}
