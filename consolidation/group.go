package consolidation

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Side is what one company has in its books of another: a debit is positive.
type Side struct {
	Entity, Account string
	Amount          workpaper.Number
	Rate            *workpaper.Number // into the reporting currency; nil for one
}

// Pair is what two companies have of the same thing.
type Pair struct {
	Name string
	A, B Side
	// Margin is the part of the price that is profit, of goods still on hand with the buyer in Left (ASC 810-10-45-1).
	Left, Margin workpaper.Number
	Why          string // of a difference that is known: goods or cash on the way
}

// Elimination takes both sides off; what does not match stays and is found.
type Elimination struct {
	Currency money.Currency
	Places   int
	Pairs    []Pair
}

// EliminationResult is by pair what is taken off, and what does not match.
type EliminationResult struct {
	Off, Unmatched, Profit []workpaper.Number
	Paper                  *workpaper.Paper
	Findings               []check.Finding
}

// Compute matches the pairs (ASC 810-10-45-1; ARB 51 paragraph 6).
func (x Elimination) Compute() (r EliminationResult, err error) {
	if len(x.Pairs) == 0 {
		return r, check.Refuse("intercompany", "give pairs of what two companies have of one thing")
	}
	p := workpaper.New(workpaper.Head{Title: "Eliminations"})
	r.Paper = p
	usd, per := workpaper.Money(x.Currency).To(x.Places), workpaper.Factor
	t := p.Table("Pairs", "pair")
	a, ra, b, rb := t.Column("one side, debit positive", usd), t.Column("rate", per), t.Column("other side, debit positive", usd), t.Column("rate of the other", per)
	diff, off := t.Column("does not match", usd), t.Column("taken off", usd, workpaper.Cite("ASC 810-10-45-1; ARB 51 paragraph 6"))
	left, margin, profit := t.Column("goods still on hand", usd), t.Column("profit in the price", workpaper.Percent), t.Column("profit taken out of inventory", usd, workpaper.Cite("ASC 810-10-45-1"))
	one := workpaper.Whole(1)
	for i, c := range x.Pairs {
		name := cmp.Or(c.Name, fmt.Sprintf("%s and %s", cmp.Or(c.A.Entity, fmt.Sprintf("pair %d", i+1)), c.B.Entity))
		if c.Margin.Sign() < 0 || c.Margin.Cmp(one) > 0 || c.Left.Sign() < 0 {
			return r, check.Refuse(name, "goods of %s with a profit of %s; the first is not negative and the second a part of one", c.Left, c.Margin)
		}
		if c.A.Amount.Sign()*c.B.Amount.Sign() > 0 {
			return r, check.Refuse(name, "both sides are on the same side of the books, %s and %s; one owes what the other is owed: give one of them negative", c.A.Amount, c.B.Amount)
		}
		row := t.Row(name)
		side := func(amount, rate *workpaper.Column, s Side) workpaper.Num {
			q := one
			if s.Rate != nil {
				q = *s.Rate
			}
			return row.Input(amount, s.Amount).Times(row.Input(rate, q)).Round(x.Places, money.HalfAway)
		}
		m, n := side(a, ra, c.A), side(b, rb, c.B)
		d := row.Step(diff, m.Plus(n))
		r.Off = append(r.Off, row.Step(off, workpaper.Least(m.Abs(), n.Abs())).Number())
		g := row.Step(profit, row.Input(left, c.Left).Times(row.Input(margin, c.Margin)).Round(x.Places, money.HalfAway))
		r.Unmatched, r.Profit = append(r.Unmatched, d.Number()), append(r.Profit, g.Number())
		if d.Number().Sign() != 0 {
			f := check.Finding{Rule: "intercompany-unmatched", Severity: check.Open, Subject: name, Cite: "ASC 810-10-45-1",
				Message: fmt.Sprintf("%s has %s and %s has %s; %s does not match and is not eliminated: find what is on the way or wrong", cmp.Or(c.A.Entity, "one"), shown(m.Number(), x.Places), cmp.Or(c.B.Entity, "the other"), shown(n.Number(), x.Places), shown(d.Number().Abs(), x.Places))}
			if c.Why != "" {
				f.Severity, f.Message = check.Note, f.Message+" ("+c.Why+")"
			}
			p.Raise(f, d)
		}
	}
	r.Findings = p.Findings()
	return r, nil
}

// Others is the interest of others in a subsidiary over a period.
type Others struct {
	Name     string
	Currency money.Currency
	Places   int
	Begins   fiscal.Date      // of the fiscal year: minority interest before SFAS 160. 0 for today's rule
	Share    workpaper.Number // of others, a part of one
	Begin    workpaper.Number // their interest at the beginning
	Income   workpaper.Number // of the subsidiary
	OCI      workpaper.Number
	Upstream workpaper.Number // profit on what the subsidiary sold within the group and is still there
	Dividend workpaper.Number // of the subsidiary, in all
	Binding  bool             // before SFAS 160: others are bound to bear losses beyond their interest
}

// OthersResult is their interest and what is attributed to them.
type OthersResult struct {
	Title                      string
	Income, OCI, Dividend, End workpaper.Number
	Absorbed                   workpaper.Number // of a loss that the parent bears, before SFAS 160
	Parent                     workpaper.Number // income attributable to the parent, of the subsidiary
	Paper                      *workpaper.Paper
	Findings                   []check.Finding
}

// Compute attributes income and comprehensive income. Since SFAS 160 losses go on below nothing (ASC 810-10-45-21); before, the parent bore
// what was beyond the interest (ARB 51 paragraph 15).
func (o Others) Compute() (r OthersResult, err error) {
	about := cmp.Or(o.Name, "subsidiary")
	if o.Share.Sign() < 0 || o.Share.Cmp(workpaper.Whole(1)) >= 0 {
		return r, check.Refuse(about, "others hold %s; it is a part from 0 to below 1", o.Share)
	}
	now := o.Begins == 0 || SFAS160.Holds(o.Begins)
	r.Title = "Noncontrolling interest"
	cite := "ASC 810-10-45-19 to 45-21"
	if !now {
		r.Title, cite = "Minority interest", "ARB 51 paragraphs 14 and 15"
	}
	p := workpaper.New(workpaper.Head{Title: r.Title, Entity: o.Name})
	r.Paper = p
	usd := workpaper.Money(o.Currency).To(o.Places)
	s := p.Section("Interest of others")
	share := s.Input("share of others", workpaper.Percent, o.Share)
	begin := s.Input("their interest at the beginning", usd, o.Begin)
	all := s.Step("income of the subsidiary after profits within the group", usd, s.Input("income of the subsidiary", usd, o.Income).Minus(s.Input("profit on sales to the group still on hand", usd, o.Upstream, workpaper.Cite("ASC 810-10-45-18"))))
	gross := s.Step("their part of it", usd, all.Times(share).Round(o.Places, money.HalfAway), workpaper.Cite(cite))
	oci := s.Step("their part of other comprehensive income", usd, s.Input("other comprehensive income of the subsidiary", usd, o.OCI).Times(share).Round(o.Places, money.HalfAway), workpaper.Cite("ASC 810-10-45-20"))
	paid := s.Step("paid to them", usd, s.Input("dividends of the subsidiary", usd, o.Dividend).Times(share).Round(o.Places, money.HalfAway))
	income := gross
	if !now && !o.Binding {
		room := begin.Plus(oci).Minus(paid)
		income = s.Step("attributed to them, a loss not beyond their interest", usd, workpaper.Greatest(gross, workpaper.NotBelowZero(room).Neg()), workpaper.Cite("ARB 51 paragraph 15"))
		r.Absorbed = income.Number().Sub(gross.Number())
		if r.Absorbed.Sign() > 0 {
			p.Raise(check.Finding{Rule: "minority-absorbed", Severity: check.Note, Subject: about, Cite: "ARB 51 paragraph 15", Message: shown(r.Absorbed, o.Places) + " of the loss is beyond the interest of others: the parent bears it, and is credited first when there is income again"}, income)
		}
	}
	end := s.Step("their interest at the end", usd, begin.Plus(income).Plus(oci).Minus(paid))
	parent := s.Step("attributable to the parent", usd, all.Minus(income))
	r.Income, r.OCI, r.Dividend, r.End, r.Parent = income.Number(), oci.Number(), paid.Number(), end.Number(), parent.Number()
	r.Findings = p.Findings()
	return r, nil
}

// Column is a company's balances by account, debit positive, in the reporting currency.
type Column struct {
	Entity   string
	Balances []Balance
}

// Balance is one of them.
type Balance struct {
	Account string
	Amount  workpaper.Number
}

// Worksheet adds companies and eliminations up, account by account.
type Worksheet struct {
	Currency     money.Currency
	Places       int
	Columns      []Column
	Eliminations []Column
}

// WorksheetResult is by account what the group has.
type WorksheetResult struct {
	Accounts []Balance
	Paper    *workpaper.Paper
}

// Compute adds up. A column that does not balance is refused with the amount.
func (x Worksheet) Compute() (r WorksheetResult, err error) {
	all := append(slices.Clone(x.Columns), x.Eliminations...)
	if len(x.Columns) == 0 {
		return r, check.Refuse("worksheet", "give the companies with their balances")
	}
	var names []string
	for _, c := range all {
		sum := nought
		for _, b := range c.Balances {
			sum = sum.Add(b.Amount)
			if !slices.Contains(names, b.Account) {
				names = append(names, b.Account)
			}
		}
		if sum.Sign() != 0 {
			return r, check.Refuse(cmp.Or(c.Entity, "column"), "it does not balance: debits less credits are %s", shown(sum, x.Places))
		}
	}
	p := workpaper.New(workpaper.Head{Title: "Consolidation worksheet"})
	usd := workpaper.Money(x.Currency).To(x.Places)
	t := p.Table("Accounts", "account")
	var cols []*workpaper.Column
	for _, c := range all {
		cols = append(cols, t.Column(c.Entity, usd))
	}
	group := t.Column("consolidated, debit positive", usd, workpaper.Cite("ASC 810-10-45-1"))
	for _, name := range names {
		row := t.Row(name)
		var terms []workpaper.Term
		for i, c := range all {
			n := nought
			for _, b := range c.Balances {
				if b.Account == name {
					n = n.Add(b.Amount)
				}
			}
			if n.Sign() != 0 {
				terms = append(terms, row.Input(cols[i], n))
			}
		}
		if len(terms) == 0 {
			terms = append(terms, row.Input(cols[0], nought))
		}
		r.Accounts = append(r.Accounts, Balance{name, row.Step(group, workpaper.Sum(terms...)).Number()})
	}
	r.Paper = p
	return r, nil
}
