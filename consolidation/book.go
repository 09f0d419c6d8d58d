package consolidation

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// Subsidiary is a foreign subsidiary as a schedule of the book: see Topic.
type Subsidiary struct {
	Name     string
	Currency money.Currency
	account  string
	Dims     ledger.Dims
	rates    Rates
	sets     []set
	pairs    []pairAt
	books    estimate.Books
}

// set is a trial balance of a quarter end with its translation.
type set struct {
	at       fiscal.Date
	foreign  Foreign
	accounts []string // by line
	result   ForeignResult
}

// pairAt is what both sides of a pair within the group have on a day: a balance, or a flow of the fiscal year to date.
type pairAt struct {
	on                   fiscal.Date
	what, account, their string
	theirs               workpaper.Number
	why                  string
	flow                 bool
	translated           int64 // theirs in the currency of the books, a debit positive
}

// read makes the schedule of a record.
func read(r *estimate.Reader) estimate.Schedule {
	l := r.One("subsidiary")
	s := &Subsidiary{Name: l.Text("name"), Currency: money.Currency(strings.ToUpper(l.Text("currency"))), account: l.Text("adjustment"), Dims: l.Dims("dims"), books: r.Books}
	if _, ok := s.Currency.Digits(); !ok {
		l.Fail("currency", "%q is not an ISO 4217 currency code", string(s.Currency))
	}
	for _, x := range r.Rows("rates") {
		rate := Rate{Currency: s.Currency, On: x.Date("date")}
		if n := x.Number("rate"); n != nil {
			rate.Rate = *n
		}
		if err := rate.check(); err != nil {
			x.Fail("rate", "%v", err)
		}
		if x.Text("kind") == "average" {
			rate.From = r.Calendar.YearPeriod(r.Calendar.Year(rate.On)).Start
		}
		s.rates = append(s.rates, rate)
	}
	s.readSets(r)
	for _, x := range r.Rows("intercompany") {
		s.readPair(r, x)
	}
	return s
}

// readPair translates a side of a pair: a balance at the rate of the day, a flow at the average of the year to date, as the line of the trial
// balance that went to the same account.
func (s *Subsidiary) readPair(r *estimate.Reader, x estimate.Line) {
	p := pairAt{on: x.Date("date"), what: x.Text("what"), account: x.Text("account"), their: x.Text("their"), theirs: x.Exact("theirs"), why: x.Text("why")}
	for _, y := range s.pairs {
		if y.what == p.what && y.on >= p.on {
			x.Fail("date", "%s stands at %s before it; rows of a pair are in order of their days, one a day", p.what, y.on)
		}
		if y.what == p.what && (y.account != p.account || y.their != p.their) {
			x.Fail("account", "%s has other accounts at %s; give another pair another name", p.what, y.on)
		}
	}
	if k := s.last(p.on); p.their != "" && (k == nil || k.at != p.on || !slices.Contains(k.accounts, p.their)) {
		x.Fail("their", "the trial balance of %s has no line that goes to %s", p.on, p.their)
	} else if p.their != "" {
		kind := k.foreign.Lines[slices.Index(k.accounts, p.their)].Kind
		p.flow = kind == Revenue || kind == Expense
	}
	rate, err := s.rates.On(s.Currency, p.on)
	if p.flow {
		rate, err = s.rates.Average(s.Currency, fiscal.Period{Start: r.Calendar.YearPeriod(r.Calendar.Year(p.on)).Start, End: p.on})
	}
	if err != nil {
		x.Fail("date", "%v", err)
	}
	p.translated = s.books.Minor(p.theirs.Mul(rate))
	s.pairs = append(s.pairs, p)
}

// eliminations take what the subsidiary has of each pair out of both sides, from day to day (ASC 810-10-45-1): what does not match stays in
// the company's account, and is found. The day of the first trial balance is where the books go on.
func (s *Subsidiary) eliminations(p fiscal.Period) (out []ledger.Entry) {
	for i, x := range s.pairs {
		if x.their == "" || !p.Contains(x.on) || len(s.sets) > 0 && x.on == s.sets[0].at {
			continue
		}
		n := x.translated
		for j := i - 1; j >= 0; j-- {
			if y := s.pairs[j]; y.what == x.what {
				if !x.flow || s.books.Calendar.Year(y.on) == s.books.Calendar.Year(x.on) {
					n -= y.translated
				}
				break
			}
		}
		if n != 0 {
			out = append(out, ledger.Entry{Kind: ledger.Adjusting, Effective: x.on, Key: fmt.Sprintf("%s/elimination-%d", x.on, s.nth(x)), Description: "Eliminated within the group: " + x.what + ", " + s.Name,
				Lines: []ledger.Line{{Account: x.account, Amount: n, Dims: s.Dims}, {Account: x.their, Amount: -n, Dims: s.Dims}}})
		}
	}
	return out
}

// nth numbers the pairs by their first row.
func (s *Subsidiary) nth(x pairAt) int {
	var names []string
	for _, p := range s.pairs {
		if !slices.Contains(names, p.what) {
			names = append(names, p.what)
		}
	}
	return slices.Index(names, x.what) + 1
}

// readSets gathers the lines of each quarter end, and translates them in order.
func (s *Subsidiary) readSets(r *estimate.Reader) {
	var lines []estimate.Line
	flush := func() {
		if len(lines) > 0 && !r.Failed() {
			s.translate(r, lines)
		}
		lines = nil
	}
	for _, x := range r.Rows("balances") {
		if len(lines) > 0 && x.Date("date") != lines[0].Date("date") {
			if x.Date("date") < lines[0].Date("date") {
				x.Fail("date", "trial balances are in the order of their days; the one before is of %s", lines[0].Date("date"))
				return
			}
			flush()
		}
		lines = append(lines, x)
	}
	flush()
}

func (s *Subsidiary) translate(r *estimate.Reader, lines []estimate.Line) {
	at := lines[0].Date("date")
	year := r.Calendar.Year(at)
	k := set{at: at, foreign: Foreign{Name: s.Name, Currency: r.Currency, From: s.Currency, Places: r.Digits}}
	closing, err := s.rates.On(s.Currency, at)
	if err != nil {
		lines[0].Fail("date", "%v", err)
		return
	}
	k.foreign.Closing = &closing
	average, err := s.rates.Average(s.Currency, fiscal.Period{Start: r.Calendar.YearPeriod(year).Start, End: at})
	if err == nil {
		k.foreign.Average = &average
	}
	known, begun := s.retained(r, lines[0], year)
	if begun != nil {
		k.foreign.Opening, k.foreign.CTA = begun.foreign.Closing, &begun.result.Adjustment
	}
	for _, x := range lines {
		y := Line{Name: x.Text("line"), Kind: Kind(x.Text("kind")), Rate: x.Number("rate")}
		if n := x.Number("amount"); n != nil {
			y.Amount = *n
		}
		if x.Has("known") {
			y.Known = x.Number("known")
		}
		if y.Kind == Retained && x.Has("account") {
			x.Fail("account", "retained earnings at the beginning have no account: they carry themselves forward; what has one is capital, revenue or expense")
		}
		if y.Kind == Retained && slices.ContainsFunc(k.foreign.Lines, func(other Line) bool { return other.Kind == Retained }) {
			x.Fail("kind", "the trial balance of %s has retained earnings already; write them in one row", at)
		}
		if y.Kind == Retained && known != nil {
			if x.Has("known") {
				x.Fail("known", "it is of the first year alone; later it follows from the year before")
			}
			y.Known = known
		}
		if y.Kind != Retained && !x.Has("account") {
			x.Fail("account", "it is missing")
		}
		k.foreign.Lines, k.accounts = append(k.foreign.Lines, y), append(k.accounts, x.Text("account"))
	}
	if known != nil && known.Sign() != 0 && !slices.ContainsFunc(k.foreign.Lines, func(x Line) bool { return x.Kind == Retained }) {
		lines[0].Fail("", "the trial balance of %s has no retained earnings; the year before left %s %s of them", at, shown(*known, r.Digits), r.Currency)
	}
	if r.Failed() {
		return
	}
	if k.result, err = k.foreign.Compute(); err != nil {
		lines[0].Fail("", "trial balance of %s: %v", at, err)
		return
	}
	s.sets = append(s.sets, k)
}

// retained is what retained earnings at the beginning of a fiscal year are as translated, from the trial balance at the end of the year before;
// nil in the first year.
func (s *Subsidiary) retained(r *estimate.Reader, l estimate.Line, year int) (*workpaper.Number, *set) {
	if len(s.sets) == 0 || r.Calendar.Year(s.sets[0].at) == year {
		return nil, nil
	}
	for i := len(s.sets) - 1; i >= 0; i-- {
		before := &s.sets[i]
		if r.Calendar.Year(before.at) == year {
			continue
		}
		if before.at != r.Calendar.YearEnd(year-1) {
			l.Fail("date", "the fiscal year before has no trial balance at its end, %s; write it down first", r.Calendar.YearEnd(year-1))
			return nil, nil
		}
		sum := before.result.NetIncome
		for j, x := range before.foreign.Lines {
			switch x.Kind {
			case Retained:
				sum = sum.Add(before.result.Lines[j])
			case Dividend:
				sum = sum.Sub(before.result.Lines[j])
			}
		}
		return &sum, before
	}
	return nil, nil
}

// debits are the translated lines by account, debit positive; those of income and dividends apart.
func (s *Subsidiary) debits(k set, balance bool) (accounts []string, amounts []int64) {
	for i, x := range k.foreign.Lines {
		flow := x.Kind == Revenue || x.Kind == Expense || x.Kind == Dividend
		if x.Kind == Retained || flow == balance {
			continue
		}
		n := s.books.Minor(k.result.Lines[i])
		if !x.Kind.debit() {
			n = -n
		}
		j := slices.Index(accounts, k.accounts[i])
		if j < 0 {
			accounts, amounts = append(accounts, k.accounts[i]), append(amounts, 0)
			j = len(accounts) - 1
		}
		amounts[j] += n
	}
	return accounts, amounts
}

// Entries bring the subsidiary's accounts from one quarter end to the next, with the change of the adjustment.
func (s *Subsidiary) Entries(p fiscal.Period) (out []ledger.Entry) {
	for i := 1; i < len(s.sets); i++ {
		k, before := s.sets[i], s.sets[i-1]
		if !p.Contains(k.at) {
			continue
		}
		e := ledger.Entry{Kind: ledger.Adjusting, Effective: k.at, Key: k.at.String() + "/translation", Description: "Translation of " + s.Name}
		add := func(account string, n int64) {
			j := slices.IndexFunc(e.Lines, func(l ledger.Line) bool { return l.Account == account })
			if j < 0 {
				e.Lines = append(e.Lines, ledger.Line{Account: account, Dims: s.Dims})
				j = len(e.Lines) - 1
			}
			e.Lines[j].Amount += n
		}
		for _, balance := range []bool{true, false} {
			accounts, amounts := s.debits(k, balance)
			for j, a := range accounts {
				add(a, amounts[j])
			}
			if balance || s.books.Calendar.Year(before.at) == s.books.Calendar.Year(k.at) {
				accounts, amounts = s.debits(before, balance)
				for j, a := range accounts {
					add(a, -amounts[j])
				}
			}
		}
		add(s.account, s.books.Minor(before.result.Adjustment)-s.books.Minor(k.result.Adjustment))
		e.Lines = slices.DeleteFunc(e.Lines, func(l ledger.Line) bool { return l.Amount == 0 })
		if len(e.Lines) > 1 {
			out = append(out, e)
		}
	}
	return append(out, s.eliminations(p)...)
}

// at is the cumulative adjustment at the end of a day, a credit positive.
func (s *Subsidiary) at(d fiscal.Date) (n int64) {
	for _, k := range s.sets {
		if k.at <= d {
			n = s.books.Minor(k.result.Adjustment)
		}
	}
	return n
}

// Rollforward is the cumulative adjustment (ASC 830-30-45-20).
func (s *Subsidiary) Rollforward(p fiscal.Period) estimate.Rollforward {
	row := estimate.RollRow{Component: "Cumulative translation adjustment, " + s.Name, Begin: s.at(p.Start - 1), End: s.at(p.End), Moves: make([]int64, 2)}
	if len(s.sets) > 0 && p.Contains(s.sets[0].at) {
		row.Moves[0] = s.books.Minor(s.sets[0].result.Adjustment)
	}
	row.Moves[1] = row.End - row.Begin - row.Moves[0]
	return estimate.Rollforward{Title: "Translation", Moves: []string{"Before the record", "Translation of the period"}, Rows: []estimate.RollRow{row}}
}

// Check holds the adjustment against the ledger, the accounts within the group against each other, and raises what the proof found.
func (s *Subsidiary) Check(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	if have, err := l.Balance(s.account, at); err == nil && -have != s.at(at) {
		found = append(found, check.Finding{Rule: "translation-ties", Severity: check.Open, Subject: s.account, Cite: "ASC 830-30-45-12",
			Message: fmt.Sprintf("the cumulative adjustment at the end of %s is %s by the translation and %s in the ledger; the difference is %s: propose the entries that are due, or correct rates and lines", at, s.books.Text(s.at(at)), s.books.Text(-have), s.books.Text(-have-s.at(at)))})
	}
	for _, k := range s.sets {
		if k.at <= at && s.books.Calendar.Year(k.at) == s.books.Calendar.Year(at) {
			found = append(found, k.result.Findings...)
		}
	}
	for _, p := range s.pairs {
		if p.on > at || s.books.Calendar.Year(p.on) != s.books.Calendar.Year(at) {
			continue
		}
		have, err := l.Balance(p.account, p.on)
		theirs := p.translated
		if p.their != "" && err == nil { // eliminated or not, both sides together are nothing
			var both int64
			both, err = l.Balance(p.their, p.on)
			have += both - theirs
		}
		if err != nil || have+theirs == 0 {
			continue
		}
		f := check.Finding{Rule: "intercompany-unmatched", Severity: check.Open, Subject: p.what, Cite: "ASC 810-10-45-1", Message: fmt.Sprintf("at %s account %s has %s and %s has %s %s, which is %s; %s does not match and is not eliminated", p.on, p.account, s.books.Text(have), s.Name, s.Currency, money.Group(p.theirs.String()), s.books.Text(theirs), s.books.Text(max(have+theirs, -have-theirs)))}
		if p.why != "" {
			f.Severity, f.Message = check.Note, f.Message+" ("+p.why+")"
		}
		found = append(found, f)
	}
	return found
}

// last is the newest trial balance by a day.
func (s *Subsidiary) last(d fiscal.Date) *set {
	for i := len(s.sets) - 1; i >= 0; i-- {
		if s.sets[i].at <= d {
			return &s.sets[i]
		}
	}
	return nil
}

// Papers is the translation of the newest trial balance of the period.
func (s *Subsidiary) Papers(p fiscal.Period) []*workpaper.Paper {
	if k := s.last(p.End); k != nil && k.at >= p.Start {
		return []*workpaper.Paper{k.result.Paper}
	}
	return nil
}

// Grids are the newest trial balance in both currencies.
func (s *Subsidiary) Grids(p fiscal.Period) []estimate.Grid {
	k := s.last(p.End)
	if k == nil {
		return nil
	}
	g := estimate.Grid{ID: "translation", Title: "Translation at " + k.at.String(), Columns: []estimate.GridColumn{{Key: "line", Title: "Line"}, {Key: "kind", Title: "Kind"}, {Key: "own", Title: string(s.Currency), Kind: estimate.Number, Places: 2}, {Key: "translated", Title: string(s.books.Currency), Kind: estimate.Amount}}}
	for i, x := range k.foreign.Lines {
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words(x.Name), estimate.Words(string(x.Kind)), estimate.Exact(x.Amount), estimate.Money(s.books.Minor(k.result.Lines[i]))}})
	}
	g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Words("Cumulative translation adjustment"), {}, {}, estimate.Money(s.books.Minor(k.result.Adjustment))}})
	if k.result.Proof != nil {
		g.Notes = append(g.Notes, "By net assets at the differences of rates the adjustment is "+s.books.Text(s.books.Minor(*k.result.Proof))+".")
	}
	return []estimate.Grid{g}
}

// Charts are the adjustment at the quarter ends.
func (s *Subsidiary) Charts(fiscal.Period) []estimate.Chart {
	c := estimate.Chart{ID: "adjustment", Title: "Cumulative translation adjustment", Lines: true, Series: []estimate.Series{{Name: s.Name}}}
	for _, k := range s.sets {
		c.Labels, c.Series[0].Values = append(c.Labels, k.at.String()), append(c.Series[0].Values, s.books.Minor(k.result.Adjustment))
	}
	if len(c.Labels) == 0 {
		return nil
	}
	return []estimate.Chart{c}
}

// note is the part of a note on foreign currency.
func note(all []estimate.Schedule, c estimate.Columns) (estimate.Note, error) {
	var n estimate.Note
	now, ok := c.Instants["now"]
	if !ok {
		return n, fmt.Errorf("the books have no figures at the date of the report")
	}
	total := estimate.Figure{Label: "Cumulative translation adjustment", Concept: "us-gaap:AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax", Credit: true, Instants: map[string]int64{}}
	change := estimate.Figure{Label: "Translation adjustment of the period", Concept: "us-gaap:OtherComprehensiveIncomeLossForeignCurrencyTransactionAndTranslationAdjustmentNetOfTax", Credit: true, Spans: map[string]int64{}}
	var names []string
	for _, x := range all {
		s := x.(*Subsidiary)
		if s.last(now) == nil {
			continue
		}
		names = append(names, fmt.Sprintf("%s (%s)", s.Name, s.Currency))
		total.Synthetic = total.Synthetic || s.Dims.Synthetic()
		for name, d := range c.Instants {
			total.Instants[name] += s.at(d)
		}
		for name, p := range c.Spans {
			change.Spans[name] += s.Rollforward(p).Rows[0].Moves[1]
		}
	}
	if len(names) == 0 {
		n.Text = "The company had no foreign subsidiaries at {{date now}}.\n"
		return n, nil
	}
	change.Synthetic = total.Synthetic
	n.Figures = []estimate.Figure{total, change}
	n.Text = "Assets and liabilities of foreign subsidiaries, " + strings.Join(names, ", ") + ", are translated at the rate of the balance sheet date, income and expenses at average rates; the adjustment is a part of other comprehensive income. At {{date now}} the cumulative adjustment was {{AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax}}.\n"
	for _, span := range []string{"ytd", "now"} {
		if _, ok := c.Spans[span]; ok {
			n.Text += "The adjustment of the period was {{OtherComprehensiveIncomeLossForeignCurrencyTransactionAndTranslationAdjustmentNetOfTax " + span + "}}.\n"
			break
		}
	}
	return n, nil
}
