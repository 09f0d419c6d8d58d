package incometax

import (
	"fmt"
	"slices"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/workpaper"
)

// Book is the income tax of a jurisdiction as a schedule of the book: see Topic. Amounts are minor units; what is payable, deferred assets,
// deferred liabilities and the allowance are positive.
type Book struct {
	Jurisdiction                                           string
	expense, payable, assets, liabilities, allowance, oci1 string
	Dims                                                   ledger.Dims
	moves                                                  []move
	years                                                  []yearOf
	interims                                               []interimOf
	books                                                  estimate.Books
}

// move is a movement of the balances on a day.
type move struct {
	on                                      fiscal.Date
	payable, assets, liabilities, allowance int64
	oci                                     int64 // to other comprehensive income, a charge positive
	paid                                    bool
	opening                                 bool
	key, text                               string
}

// expense is what of a movement is income tax expense: all but what goes to other comprehensive income.
func (m move) tax() (current, deferred int64) {
	return m.payable, m.liabilities + m.allowance - m.assets - m.oci
}

type yearOf struct {
	end    fiscal.Date
	rate   workpaper.Number
	diffs  []Difference // at the end; Begin is not filled in
	loss   workpaper.Number
	begin  workpaper.Number // loss at the beginning
	year   Year
	result YearResult
	first  bool
}

type interimOf struct {
	ends   []fiscal.Date
	result InterimResult
}

// read makes the schedule of a record.
func read(r *estimate.Reader) estimate.Schedule {
	t, a := r.One("terms"), r.One("accounts")
	b := &Book{Jurisdiction: t.Text("jurisdiction"), expense: a.Text("expense"), payable: a.Text("payable"), assets: a.Text("assets"), liabilities: a.Text("liabilities"), allowance: a.Text("allowance"), oci1: a.Text("oci"), Dims: a.Dims("dims"), books: r.Books}
	interim := b.readQuarters(r, t)
	b.readDiscrete(r)
	b.readYears(r, a, interim)
	for i, l := range r.Rows("payments") {
		if n := l.Minor("amount"); n != 0 {
			b.moves = append(b.moves, move{on: l.Date("date"), payable: -n, paid: true, key: fmt.Sprintf("paid-%d", i+1)})
		}
	}
	slices.SortStableFunc(b.moves, func(x, y move) int { return int(x.on - y.on) })
	return b
}

// readQuarters works the quarters of each year out and gives by year end what they recognised on ordinary income.
func (b *Book) readQuarters(r *estimate.Reader, t estimate.Line) map[fiscal.Date]int64 {
	sums := map[fiscal.Date]int64{}
	var x Interim
	var ends []fiscal.Date
	flush := func(l estimate.Line) {
		if len(ends) == 0 {
			return
		}
		res, err := x.Compute()
		if err != nil {
			l.Fail("", "%v", err)
		} else {
			year := r.Calendar.YearEnd(r.Calendar.Year(ends[0]))
			for i, q := range res.Quarters {
				n := b.books.Minor(q.Tax)
				sums[year] += n
				if n != 0 {
					b.moves = append(b.moves, move{on: ends[i], payable: n, key: "quarter", text: "Income tax of the quarter, " + b.Jurisdiction})
				}
			}
			b.interims = append(b.interims, interimOf{ends, res})
		}
		ends = nil
	}
	rate := t.Exact("rate")
	var last estimate.Line
	for _, l := range r.Rows("quarters") {
		end := l.Date("quarter-end")
		y := r.Calendar.Year(end)
		if len(ends) > 0 && r.Calendar.Year(ends[0]) != y {
			flush(l)
		}
		if want := r.Calendar.Quarter(y, min(len(ends)+1, 4)).End; end != want || len(ends) == 4 {
			l.Fail("quarter-end", "quarters of a year follow each other from the first; expected is %s", want)
			return sums
		}
		if len(ends) == 0 {
			x = Interim{Name: b.Jurisdiction, Currency: r.Currency, Places: r.Digits, Begins: r.Calendar.YearPeriod(y).Start, Scale: Flat(rate), NoBenefit: t.Yes("no-benefit")}
		}
		ends = append(ends, end)
		e := Estimate{Ordinary: b.books.Exact(l.Minor("expected")), Permanent: b.books.Exact(l.Minor("permanent")), Credits: b.books.Exact(l.Minor("credits"))}
		if l.Has("tax") {
			n := b.books.Exact(l.Minor("tax"))
			e.Tax = &n
		}
		if l.Has("realisable") {
			n := b.books.Exact(l.Minor("realisable"))
			x.Benefit = &n
		}
		x.Quarters, x.Estimates = append(x.Quarters, b.books.Exact(l.Minor("income"))), append(x.Estimates, e)
		last = l
	}
	flush(last)
	return sums
}

// readDiscrete puts discrete items to the ends of their quarters.
func (b *Book) readDiscrete(r *estimate.Reader) {
	for i, l := range r.Rows("discrete") {
		d, n := l.Date("date"), l.Minor("tax")
		y := r.Calendar.Year(d)
		for q := 1; q <= 4; q++ {
			if p := r.Calendar.Quarter(y, q); p.Contains(d) && n != 0 {
				b.moves = append(b.moves, move{on: p.End, payable: n, key: fmt.Sprintf("discrete-%d", i+1), text: l.Text("what") + ", " + b.Jurisdiction})
			}
		}
	}
}

// readYears goes from year end to year end.
func (b *Book) readYears(r *estimate.Reader, a estimate.Line, interim map[fiscal.Date]int64) {
	var before *yearOf
	for i, l := range r.Rows("years") {
		y := yearOf{end: l.Date("year-end"), rate: l.Exact("rate"), first: i == 0}
		switch {
		case y.end != r.Calendar.YearEnd(r.Calendar.Year(y.end)):
			l.Fail("year-end", "a fiscal year ends on %s", r.Calendar.YearEnd(r.Calendar.Year(y.end)))
			return
		case before != nil && r.Calendar.Year(y.end) != r.Calendar.Year(before.end)+1:
			l.Fail("year-end", "years follow each other; the year before ended on %s", before.end)
			return
		case i > 0 && (l.Has("loss") || l.Has("payable")):
			l.Fail("loss", "loss and payable are of the first row; later ones are worked out")
		case i > 0 && !l.Has("pretax"):
			l.Fail("pretax", "it is missing")
		}
		b.readDifferences(r, a, &y)
		y.year = Year{Name: b.Jurisdiction, Currency: r.Currency, Places: r.Digits, Begins: r.Calendar.YearPeriod(r.Calendar.Year(y.end)).Start, Rate: y.rate}
		if before == nil {
			y.loss = b.books.Exact(l.Minor("loss"))
			y.year.Diffs, y.year.Carried = y.diffs, []Carried{{Name: "loss carried forward", End: y.loss}}
		} else {
			b.terms(l, &y, *before)
		}
		va := b.books.Exact(l.Minor("allowance"))
		y.year.Allowance = &va
		res, err := y.year.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			return
		}
		y.result = res
		if before != nil {
			y.loss = res.LossEnd
		}
		b.enter(l, y, before, interim)
		b.years = append(b.years, y)
		before = &y
	}
}

func (b *Book) readDifferences(r *estimate.Reader, a estimate.Line, y *yearOf) {
	for _, d := range r.Rows("differences") {
		if d.Date("year-end") != y.end {
			continue
		}
		if slices.ContainsFunc(y.diffs, func(x Difference) bool { return x.Name == d.Text("name") }) {
			d.Fail("name", "%s stands twice at %s", d.Text("name"), y.end)
		}
		if d.Yes("oci") && b.oci1 == "" {
			a.Fail("oci", "a difference belongs to other comprehensive income; name its account")
		}
		y.diffs = append(y.diffs, Difference{Name: d.Text("name"), End: b.books.Exact(d.Minor("amount")), Current: d.Yes("current"), OCI: d.Yes("oci")})
	}
}

// terms are a year's facts with the differences of the year before.
func (b *Book) terms(l estimate.Line, y *yearOf, before yearOf) {
	pretax := b.books.Exact(l.Minor("pretax"))
	x := &y.year
	x.Pretax, x.Current, x.Credits, x.Carryback, x.CarryRate, x.Limit = &pretax, l.Number("current-rate"), b.books.Exact(l.Minor("credits")), b.books.Exact(l.Minor("carryback")), l.Number("carryback-rate"), l.Number("limit")
	if y.rate.Cmp(before.rate) != 0 {
		x.Before = &before.rate
	}
	if n := l.Minor("permanent"); n != 0 {
		x.Permanent = []Part{{"permanent differences", b.books.Exact(n)}}
	}
	for _, d := range y.diffs {
		for _, was := range before.diffs {
			if was.Name == d.Name {
				d.Begin = was.End
			}
		}
		x.Diffs = append(x.Diffs, d)
	}
	for _, was := range before.diffs {
		if !slices.ContainsFunc(y.diffs, func(d Difference) bool { return d.Name == was.Name }) {
			was.Begin, was.End = was.End, nought
			x.Diffs = append(x.Diffs, was)
		}
	}
	x.Carried, x.Unused = []Carried{{Name: "loss carried forward", Begin: before.loss}}, []bool{true}
	x.AllowanceBegin, y.begin = *before.year.Allowance, before.loss
}

// enter is what a year end does to the balances: current tax beyond what the quarters recognised, and deferred tax.
func (b *Book) enter(l estimate.Line, y yearOf, before *yearOf, interim map[fiscal.Date]int64) {
	r := y.result
	m := move{on: y.end, assets: b.books.Minor(r.Assets), liabilities: b.books.Minor(r.Liabilities), allowance: b.books.Minor(r.Allowance), key: "year", text: "Current and deferred income tax of the year, " + b.Jurisdiction}
	if before == nil {
		m.payable, m.opening = l.Minor("payable"), true
	} else {
		p := before.result
		m.assets, m.liabilities, m.allowance = m.assets-b.books.Minor(p.Assets), m.liabilities-b.books.Minor(p.Liabilities), m.allowance-b.books.Minor(p.Allowance)
		m.payable, m.oci = b.books.Minor(r.CurrentTax)-interim[y.end], b.books.Minor(r.OCI)
	}
	if m.payable != 0 || m.assets != 0 || m.liabilities != 0 || m.allowance != 0 {
		b.moves = append(b.moves, m)
	}
}

// Entries are the tax of quarters, discrete items, and the year with its deferred tax. Payments come with the journals.
func (b *Book) Entries(p fiscal.Period) (out []ledger.Entry) {
	for _, m := range b.moves {
		if m.paid || m.opening || !p.Contains(m.on) {
			continue
		}
		current, deferred := m.tax()
		e := ledger.Entry{Kind: ledger.Adjusting, Effective: m.on, Key: m.on.String() + "/" + m.key, Description: m.text}
		for _, l := range []ledger.Line{{Account: b.expense, Amount: current + deferred}, {Account: b.oci1, Amount: m.oci}, {Account: b.payable, Amount: -m.payable}, {Account: b.assets, Amount: m.assets}, {Account: b.liabilities, Amount: -m.liabilities}, {Account: b.allowance, Amount: -m.allowance}} {
			if l.Amount != 0 {
				l.Dims = b.Dims
				e.Lines = append(e.Lines, l)
			}
		}
		if len(e.Lines) > 1 {
			out = append(out, e)
		}
	}
	return out
}

// at are the balances at the end of a day.
func (b *Book) at(d fiscal.Date) (m move) {
	for _, x := range b.moves {
		if x.on <= d {
			m.payable, m.assets, m.liabilities, m.allowance = m.payable+x.payable, m.assets+x.assets, m.liabilities+x.liabilities, m.allowance+x.allowance
		}
	}
	return m
}

// Rollforward is what is payable, and apart from it deferred tax.
func (b *Book) Rollforward(p fiscal.Period) estimate.Rollforward {
	r := estimate.Rollforward{Title: "Income tax", Moves: []string{"Before the record", "Tax", "Paid"}}
	before, after := b.at(p.Start-1), b.at(p.End)
	r.Rows = []estimate.RollRow{{Component: "Income tax payable", Begin: before.payable, End: after.payable}, {Component: "Deferred tax assets", Begin: before.assets, End: after.assets, Apart: true}, {Component: "Deferred tax liabilities", Begin: before.liabilities, End: after.liabilities, Apart: true}, {Component: "Valuation allowance", Begin: before.allowance, End: after.allowance, Apart: true}}
	for i := range r.Rows {
		r.Rows[i].Moves = make([]int64, 3)
	}
	for _, m := range b.moves {
		if !p.Contains(m.on) {
			continue
		}
		k := 1
		if m.opening {
			k = 0
		} else if m.paid {
			k = 2
		}
		for i, n := range []int64{m.payable, m.assets, m.liabilities, m.allowance} {
			r.Rows[i].Moves[k] += n
		}
	}
	return r
}

// Check holds the balances against the ledger, and raises what the calculations of the years to that day found.
func (b *Book) Check(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	m := b.at(at)
	want := map[string]int64{}
	var order []string
	for _, x := range []struct {
		account string
		n       int64
	}{{b.payable, -m.payable}, {b.assets, m.assets}, {b.liabilities, -m.liabilities}, {b.allowance, -m.allowance}} {
		if _, ok := want[x.account]; !ok {
			order = append(order, x.account)
		}
		want[x.account] += x.n
	}
	for _, account := range order {
		if have, err := l.Balance(account, at); err == nil && have != want[account] {
			found = append(found, check.Finding{Rule: "tax-ties", Severity: check.Open, Subject: account, Cite: "ASC 740-10-50-2",
				Message: fmt.Sprintf("at the end of %s it is %s by the record and %s in the ledger; the difference is %s: propose the entries that are due, and record payments that are missing", at, b.books.Text(want[account]), b.books.Text(have), b.books.Text(have-want[account]))})
		}
	}
	for _, y := range b.years {
		if y.end <= at && b.books.Calendar.Year(y.end) >= b.books.Calendar.Year(at)-1 {
			found = append(found, y.result.Findings...)
		}
	}
	for _, i := range b.interims {
		if b.books.Calendar.Year(i.ends[0]) == b.books.Calendar.Year(at) && i.ends[len(i.ends)-1] <= at {
			found = append(found, i.result.Findings...)
		}
	}
	return found
}

// Papers are the quarters and the year of the period's last day.
func (b *Book) Papers(p fiscal.Period) (out []*workpaper.Paper) {
	year := b.books.Calendar.Year(p.End)
	for _, i := range b.interims {
		if b.books.Calendar.Year(i.ends[0]) == year {
			out = append(out, i.result.Paper)
		}
	}
	for _, y := range b.years {
		if b.books.Calendar.Year(y.end) == year && y.end <= p.End {
			out = append(out, y.result.Paper)
			if rec, ok := b.reconcile(y); ok {
				out = append(out, rec.Paper)
			}
		}
	}
	return out
}

// discrete is the tax of discrete items of a fiscal year.
func (b *Book) discrete(end fiscal.Date) (n int64) {
	year := b.books.Calendar.YearPeriod(b.books.Calendar.Year(end))
	for _, m := range b.moves {
		if year.Contains(m.on) && len(m.key) > 8 && m.key[:8] == "discrete" {
			n += m.payable
		}
	}
	return n
}

// reconcile goes from the statutory tax of a year to its expense.
func (b *Book) reconcile(y yearOf) (ReconciliationResult, bool) {
	if y.first {
		return ReconciliationResult{}, false
	}
	rate := y.rate
	if y.year.Current != nil {
		rate = *y.year.Current
	} else if y.year.Before != nil {
		rate = *y.year.Before
	}
	x := Reconciliation{Name: b.Jurisdiction, Currency: b.books.Currency, Places: b.books.Digits, Pretax: *y.year.Pretax, Rate: rate}
	add := func(name string, n workpaper.Number) {
		if n.Sign() != 0 {
			x.Items = append(x.Items, Item{Name: name, Tax: &n})
		}
	}
	for _, p := range y.year.Permanent {
		amount := p.Amount
		x.Items = append(x.Items, Item{Name: p.Name, Base: &amount})
	}
	add("credits", y.year.Credits.Neg())
	add("change of the valuation allowance", y.year.Allowance.Sub(y.year.AllowanceBegin))
	add("change of the enacted rate", y.result.RateEffect)
	d := b.books.Exact(b.discrete(y.end))
	add("discrete items", d)
	expense := y.result.Expense.Add(d)
	first, err := x.Compute()
	if err != nil {
		return first, false
	}
	add("other rates and rounding", expense.Sub(first.Total))
	x.Expense = &expense
	r, err := x.Compute()
	return r, err == nil
}
