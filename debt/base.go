package debt

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Class is a class of collateral of a borrowing base. Its gross amount is given, or is what its customers owe; then what is not eligible is
// found customer by customer.
type Class struct {
	Name       string
	Gross      workpaper.Number
	Ineligible []Excluded
	Rate       workpaper.Number  // advance rate
	Cap        *workpaper.Number // at most; nil for none
	Customers  []Customer
	Cross      *workpaper.Number // part of a customer's balance over age from which all of it is out (cross-aging); nil for no such rule
	Most       *workpaper.Number // part of all eligible receivables that one customer may be (concentration); nil for no such rule
}

// Excluded is what the lender does not lend on.
type Excluded struct {
	Name   string
	Amount workpaper.Number
}

// Customer is what one customer owes.
type Customer struct {
	Name   string
	Owed   workpaper.Number
	Over   workpaper.Number // of it over the age that the agreement allows
	Contra workpaper.Number // what is owed to the customer, who may set it off
	Other  workpaper.Number // out for other reasons: foreign, affiliated, disputed
}

// Base is a borrowing base: what may be drawn.
type Base struct {
	Name       string
	Currency   money.Currency
	Classes    []Class
	Reserves   workpaper.Number
	Commitment workpaper.Number
	Drawn      workpaper.Number
	Letters    workpaper.Number // letters of credit
}

// Collateral is a class as the base takes it.
type Collateral struct {
	Gross, Out, Eligible, Available workpaper.Number
	Reasons                         []Excluded // what Out is the sum of
}

// BaseResult is the base and what is left of it, negative where more is drawn than may be.
type BaseResult struct {
	Each                           []Collateral
	Base, Limit, Available, Excess workpaper.Number
	Paper                          *workpaper.Paper
}

// Compute adds the classes up. Advances are rounded half away from zero to the decimals of the currency. A base that reserves bring below zero
// is nil.
func (b Base) Compute() (r BaseResult, err error) {
	about := cmp.Or(b.Name, "borrowing base")
	if len(b.Classes) == 0 {
		return r, check.Refuse(about, "give the classes of collateral")
	}
	p := workpaper.New(workpaper.Head{Title: "Borrowing base", Entity: b.Name, Purpose: "What may be drawn"})
	r.Paper = p
	usd := workpaper.Money(b.Currency)
	type part struct { // of a class, where it is worked out before the table
		gross workpaper.Num
		terms []workpaper.Term // what is not eligible
	}
	var parts []part
	for _, c := range b.Classes {
		if c.Rate.Sign() < 0 || c.Rate.Cmp(unit) > 0 {
			return r, check.Refuse(about+", "+c.Name, "an advance rate of %s is not between 0 and 1", c.Rate)
		}
		x := Collateral{}
		var y part
		if len(c.Customers) > 0 {
			if y.gross, y.terms, err = c.customers(&x, p, usd, about+", "+c.Name); err != nil {
				return r, err
			}
		}
		if len(c.Ineligible) > 0 {
			s := p.Section("Not eligible, " + c.Name)
			for _, e := range c.Ineligible {
				y.terms = append(y.terms, s.Input(e.Name, usd, e.Amount))
			}
			x.Reasons = append(x.Reasons, c.Ineligible...)
		}
		parts, r.Each = append(parts, y), append(r.Each, x)
	}
	caps := map[int]workpaper.Num{}
	for i, c := range b.Classes {
		if c.Cap != nil {
			caps[i] = p.Section("Caps").Input("cap of "+c.Name, usd, *c.Cap)
		}
	}
	t := p.Table("Collateral", "class")
	gross, out, eligible, rate, advance := t.Column("gross", usd), t.Column("ineligible", usd), t.Column("eligible", usd), t.Column("advance rate", workpaper.Percent), t.Column("availability", usd)
	for i, c := range b.Classes {
		row, x := t.Row(c.Name), &r.Each[i]
		var g, o workpaper.Num
		if len(c.Customers) > 0 {
			g = row.Step(gross, parts[i].gross.Plus(workpaper.Int(0)))
		} else {
			g = row.Input(gross, c.Gross)
		}
		if len(parts[i].terms) > 0 {
			o = row.Step(out, workpaper.Sum(parts[i].terms...))
		} else {
			o = row.Input(out, nought)
		}
		e := row.Step(eligible, workpaper.NotBelowZero(g.Minus(o)))
		n := e.Times(row.Input(rate, c.Rate)).Round(usd.Places, money.HalfAway)
		if limit, capped := caps[i]; capped {
			n = workpaper.Least(n, limit)
		}
		x.Gross, x.Out, x.Eligible, x.Available = g.Number(), o.Number(), e.Number(), row.Step(advance, n).Number()
	}
	s := p.Section("Base")
	base := s.Step("borrowing base", usd, workpaper.NotBelowZero(advance.Total().Minus(s.Input("reserves", usd, b.Reserves))))
	limit := s.Step("the lower of base and commitment", usd, workpaper.Least(base, s.Input("commitment", usd, b.Commitment)))
	used := s.Step("drawn, with letters of credit", usd, s.Input("drawn", usd, b.Drawn).Plus(s.Input("letters of credit", usd, b.Letters)))
	left := s.Step("available, overdrawn negative", usd, limit.Minus(used))
	r.Base, r.Limit, r.Available = base.Number(), limit.Number(), left.Number()
	if r.Available.Sign() < 0 {
		r.Excess = r.Available.Neg()
	}
	return r, nil
}

// customers tests receivables one customer after the other: over age first, then all of who is over age for the greater part, then set-off and
// other reasons up to what is left, and at last what one customer is beyond the part of all eligible receivables that he may be.
func (c Class) customers(x *Collateral, p *workpaper.Paper, usd workpaper.Unit, about string) (gross workpaper.Num, terms []workpaper.Term, err error) {
	for _, rule := range []*workpaper.Number{c.Cross, c.Most} {
		if rule != nil && (rule.Sign() <= 0 || rule.Cmp(unit) > 0) {
			return gross, nil, check.Refuse(about, "a part of %s is not above 0 and up to 1", *rule)
		}
	}
	rules := p.Section("Rules, " + c.Name)
	cross := workpaper.Int(1)
	if c.Cross != nil {
		cross = rules.Input("part over age from which all of a customer is out", workpaper.Percent, *c.Cross)
	}
	t := p.Table("Customers, "+c.Name, "customer")
	owed, over, crossed, contra, other, rest := t.Column("owed", usd), t.Column("over age", usd), t.Column("cross-aged", usd), t.Column("contra", usd), t.Column("other", usd), t.Column("eligible", usd)
	inContra, inOther := t.Column("owed to the customer", usd), t.Column("other reasons", usd)
	var left []workpaper.Num
	for _, k := range c.Customers {
		for _, n := range []workpaper.Number{k.Over, k.Contra, k.Other} {
			if n.Sign() < 0 {
				return gross, nil, check.Refuse(about+", "+k.Name, "%s is below zero", n)
			}
		}
		if k.Over.Cmp(k.Owed) > 0 && k.Over.Sign() > 0 {
			return gross, nil, check.Refuse(about+", "+k.Name, "%s is over age and %s is owed in all; credits that are past due do not lower what is over age, so take them out of the eligible part under other reasons", k.Over, k.Owed)
		}
		row := t.Row(k.Name)
		o, v := row.Input(owed, k.Owed), row.Input(over, k.Over)
		d, e := row.Input(inContra, k.Contra), row.Input(inOther, k.Other)
		all := workpaper.And(v.More(workpaper.Int(0)), v.AtLeast(cross.Times(o)))
		out := row.Step(crossed, workpaper.If(all, o.Minus(v), workpaper.Int(0)))
		open := workpaper.NotBelowZero(o.Minus(v).Minus(out))
		set := row.Step(contra, workpaper.Least(d, open))
		no := row.Step(other, workpaper.Least(e, open.Minus(set)))
		left = append(left, row.Step(rest, open.Minus(set).Minus(no)))
	}
	gross = owed.Total()
	for _, y := range []struct {
		name string
		of   *workpaper.Column
	}{{"over age", over}, {"cross-aged", crossed}, {"contra", contra}, {"other reasons", other}} {
		n := y.of.Total()
		terms = append(terms, n)
		x.Reasons = append(x.Reasons, Excluded{y.name, n.Number()})
	}
	if c.Most != nil {
		most := rules.Input("part of all eligible receivables that one customer may be", workpaper.Percent, *c.Most)
		s := p.Section("Concentration, " + c.Name)
		limit := s.Step("most of one customer", usd, rest.Total().Times(most).Round(usd.Places, money.HalfAway))
		t := p.Table("Concentration by customer, "+c.Name, "customer")
		beyond := t.Column("beyond the limit", usd)
		for i, k := range c.Customers {
			t.Row(k.Name).Step(beyond, workpaper.NotBelowZero(left[i].Minus(limit)))
		}
		n := beyond.Total()
		terms = append(terms, n)
		x.Reasons = append(x.Reasons, Excluded{"concentration", n.Number()})
	}
	return gross, terms, nil
}
