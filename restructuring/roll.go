package restructuring

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Roll is a roll-forward as it is disclosed: columns of components, each with its balance at the beginning and its movements
// (ASC 420-10-50-1(b)(2)).
type Roll struct {
	Name     string
	Currency money.Currency
	Unit     string // "USD m" where the amounts are not in units of the currency
	Places   int
	Moves    []string // names of the movements after the beginning; may be shorter than the columns
	Columns  []Column
	Total    []workpaper.Number // the total as printed: beginning and movements; nil for none
	TotalEnd *workpaper.Number  // its end as printed
	// Tolerance is by how much printed figures may differ from their sums: half a unit of the last decimal for each that was rounded.
	Tolerance workpaper.Number
}

// Column is a component: beginning, then movements with their signs.
type Column struct {
	Name   string
	Values []workpaper.Number
	End    *workpaper.Number // as printed; nil for none
	Charge bool              // amounts of charges that are added up, with no balance at the beginning
}

// RollResult is what the columns come to.
type RollResult struct {
	Ends     []workpaper.Number
	TotalEnd workpaper.Number // sum of the ends
	Printed  *workpaper.Number
	Findings []check.Finding
	Paper    *workpaper.Paper
}

// Compute adds every column up, and holds what is printed against it: each end, and the totals across the columns.
func (x Roll) Compute() (r RollResult, err error) {
	about := cmp.Or(x.Name, "roll-forward")
	if len(x.Columns) == 0 {
		return r, check.Refuse(about, "it has no columns; give each with its beginning and its movements")
	}
	p := workpaper.New(workpaper.Head{Title: "Roll-forward", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Unit{Name: cmp.Or(x.Unit, string(x.Currency)), Places: x.Places}
	most := len(x.Total)
	for _, c := range x.Columns {
		if len(c.Values) == 0 {
			return r, check.Refuse(about+", "+c.Name, "it has no amounts; give the beginning and the movements")
		}
		most = max(most, len(c.Values))
	}
	t := p.Table("Components", "component")
	var cols []*workpaper.Column
	for i := range most {
		cols = append(cols, t.Column(x.move(i), usd))
	}
	end := t.Column("end", usd)
	for _, c := range x.Columns {
		row := t.Row(c.Name)
		var terms []workpaper.Term
		for i, v := range c.Values {
			terms = append(terms, row.Input(cols[i], v))
		}
		r.Ends = append(r.Ends, row.Step(end, workpaper.Sum(terms...)).Number())
	}
	for i, c := range x.Columns {
		if c.End != nil && !x.near(*c.End, r.Ends[i]) {
			r.Findings = append(r.Findings, x.finding("roll-foots", about+", "+c.Name, "its beginning and movements come to %s, the end printed is %s; the difference is %s", r.Ends[i], *c.End, c.End.Sub(r.Ends[i])))
		}
	}
	total := p.Section("Total").Step("sum of the ends", usd, end.Total())
	r.TotalEnd = total.Number()
	x.totals(&r, p, usd, about)
	return r, nil
}

// move is the name of a movement.
func (x Roll) move(i int) string {
	switch {
	case i == 0 && !slices.ContainsFunc(x.Columns, func(c Column) bool { return !c.Charge }):
		return "amount 1"
	case i == 0:
		return "beginning"
	case i-1 < len(x.Moves):
		return x.Moves[i-1]
	}
	return fmt.Sprintf("movement %d", i)
}

func (x Roll) near(a, b workpaper.Number) bool { return a.Sub(b).Abs().Cmp(x.Tolerance) <= 0 }

func (x Roll) finding(rule, subject, format string, ns ...workpaper.Number) check.Finding {
	var args []any
	for _, n := range ns {
		args = append(args, n.Text(x.Places, money.HalfAway))
	}
	return check.Finding{Rule: rule, Severity: check.Open, Subject: subject, Message: fmt.Sprintf(format, args...)}
}

// totals holds the printed total against the columns, movement by movement and at its end.
func (x Roll) totals(r *RollResult, p *workpaper.Paper, usd workpaper.Unit, about string) {
	if x.Total == nil && x.TotalEnd == nil {
		return
	}
	s := p.Section("Total as printed")
	if x.Total != nil {
		var terms []workpaper.Term
		for i, v := range x.Total {
			terms = append(terms, s.Input(x.move(i)+" as printed", usd, v))
		}
		n := s.Step("end of the total row", usd, workpaper.Sum(terms...)).Number()
		r.Printed = &n
		if !x.near(n, r.TotalEnd) {
			r.Findings = append(r.Findings, x.finding("roll-total", about, "the total row comes to %s, the columns to %s; the difference is %s", n, r.TotalEnd, n.Sub(r.TotalEnd)))
		}
		for i := range x.Total {
			x.across(r, i, about)
		}
	}
	if x.TotalEnd != nil && !x.near(*x.TotalEnd, r.TotalEnd) {
		r.Findings = append(r.Findings, x.finding("roll-total", about, "the total printed at the end is %s, the columns come to %s; the difference is %s", *x.TotalEnd, r.TotalEnd, x.TotalEnd.Sub(r.TotalEnd)))
	}
	if x.TotalEnd != nil && r.Printed != nil && !x.near(*x.TotalEnd, *r.Printed) {
		r.Findings = append(r.Findings, x.finding("roll-total", about, "the total row comes to %s, its end printed is %s; the difference is %s", *r.Printed, *x.TotalEnd, x.TotalEnd.Sub(*r.Printed)))
	}
}

// across holds one printed movement against the sum of the columns', where all have as many as the total.
func (x Roll) across(r *RollResult, i int, about string) {
	sum := nought
	for _, c := range x.Columns {
		if len(c.Values) != len(x.Total) {
			return
		}
		sum = sum.Add(c.Values[i])
	}
	if !x.near(sum, x.Total[i]) {
		r.Findings = append(r.Findings, x.finding("roll-across", about+", "+x.move(i), "the total printed is %s, the columns come to %s; the difference is %s", x.Total[i], sum, x.Total[i].Sub(sum)))
	}
}

// Claim is what a note says of an amount that another note says too.
type Claim struct {
	Where  string // note or schedule
	Amount workpaper.Number
}

// Ties holds amounts that must be the same in several notes against the first of them. A difference is found by name: rule notes-tie.
func Ties(what string, currency money.Currency, claims []Claim) (*workpaper.Paper, []check.Finding, error) {
	if len(claims) < 2 {
		return nil, nil, check.Refuse(what, "give what at least two notes say")
	}
	p := workpaper.New(workpaper.Head{Title: "Notes that must agree", Entity: what})
	usd := workpaper.Money(currency)
	t := p.Table("What the notes say", "note")
	amount, diff := t.Column("amount", usd), t.Column("difference to the first", usd)
	var first workpaper.Num
	var found []check.Finding
	for i, c := range claims {
		row := t.Row(c.Where)
		n := row.Input(amount, c.Amount)
		if i == 0 {
			first = n
		}
		if d := row.Step(diff, n.Minus(first)).Number(); d.Sign() != 0 {
			found = append(found, check.Finding{Rule: "notes-tie", Severity: check.Open, Subject: what, Message: fmt.Sprintf("%s says %s and %s says %s; the difference of %s is not explained", claims[0].Where, claims[0].Amount.Text(2, money.HalfAway), c.Where, c.Amount.Text(2, money.HalfAway), d.Abs().Text(2, money.HalfAway)), Cite: "ASC 420-10-50-1"})
		}
	}
	return p, found, nil
}

// LookBack is an accrual against what it came to.
type LookBack struct {
	Name                    string
	Accrued, Paid, Reversed workpaper.Number // Reversed is what was released as not needed
	Open                    workpaper.Number
	Complete                bool             // nothing more is expected
	Tolerance               workpaper.Number // part of the accrual that an estimate may be off
}

// Judge says whether the accrual was too high: what was released, and what is still open though nothing is expected, beyond the tolerance.
func (l LookBack) Judge() (over workpaper.Number, found []check.Finding) {
	over = l.Reversed
	if l.Complete {
		over = over.Add(l.Open)
	}
	if l.Accrued.Sign() > 0 && over.Quo(l.Accrued).Cmp(l.Tolerance) > 0 {
		found = append(found, check.Finding{Rule: "over-accrued", Severity: check.Open, Subject: l.Name, Cite: "ASC 250-10-20; SAB Topic 5.P",
			Message: fmt.Sprintf("of %s accrued, %s was paid and %s was not needed, %s%%; say whether that was a change in estimate or an error when it was accrued", l.Accrued.Text(2, money.HalfAway), l.Paid.Text(2, money.HalfAway), over.Text(2, money.HalfAway), over.Quo(l.Accrued).Mul(workpaper.Whole(100)).Text(1, money.HalfAway))})
	}
	return over, found
}
