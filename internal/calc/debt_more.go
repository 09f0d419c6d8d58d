package calc

import (
	"slices"

	"tieout/check"
	"tieout/debt"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// classification reads a facility at the date of a balance sheet. Amounts are in the currency's own decimals.
func (out *debtOut) classification(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "balance_sheet", "at_date", "issued", "owed", "due_within_a_year", "revolver", "lockbox", "subjective_acceleration", "on_demand", "acceleration_likely", "violation_probable", "matures", "events")
	p := debt.Position{At: r.date(o.oneOf("balance_sheet", "at_date")), Issued: r.optionalDate(o, "issued"), Owed: r.amount(o.must("owed"), c.currency), Revolver: r.optionalYes(o, "revolver"), Lockbox: r.optionalYes(o, "lockbox"), Subjective: r.optionalYes(o, "subjective_acceleration"),
		OnDemand: r.optionalYes(o, "on_demand"), Likely: r.optionalYes(o, "acceleration_likely"), Probable: r.optionalYes(o, "violation_probable"), Matures: r.optionalDate(o, "matures")}
	if n, ok := o.get("due_within_a_year"); ok {
		p.Due = r.amount(n, c.currency)
	}
	if p.Issued != 0 && p.Issued < p.At {
		r.fail(f, "the statements are issued on %s, before the balance sheet date %s", p.Issued, p.At)
	}
	if n, ok := o.get("events"); ok {
		for _, one := range r.many(n) {
			p.Events = append(p.Events, readDebtEvent(r, one))
		}
	}
	if r.err != nil {
		return
	}
	res := p.Classify()
	digits, _ := c.currency.Digits()
	out.Classified = append(out.Classified, classOut{r.optional(o, "name"), money.FormatMinor(res.Current, digits), money.FormatMinor(res.NonCurrent, digits), res.Why, res.Tests})
}

func readDebtEvent(r *reader, f field) debt.Event {
	o := r.object(f, "kind", "what", "as_of", "signed", "effective", "until", "cure_probable", "long_term")
	e := debt.Event{Kind: debt.EventKind(r.text(o.must("kind"))), What: r.optional(o, "what"), AsOf: r.optionalDate(o, "as_of"), Signed: r.optionalDate(o, "signed"), Effective: r.optionalDate(o, "effective"), Until: r.optionalDate(o, "until"), Probable: r.optionalYes(o, "cure_probable"), LongTerm: true}
	if n, ok := o.get("long_term"); ok {
		e.LongTerm = r.yes(n)
	}
	if !slices.Contains(debt.EventKinds, e.Kind) {
		r.fail(f, "%q is not one of %v", string(e.Kind), debt.EventKinds)
	}
	if e.Effective == 0 {
		e.Effective = max(e.Signed, e.AsOf)
	}
	if e.Effective == 0 {
		r.fail(f, "give the day on which it is effective, or signed")
	}
	if e.Until != 0 && e.Until < e.Effective {
		r.fail(f, "it ends on %s, before it is effective on %s", e.Until, e.Effective)
	}
	return e
}

// maturities adds principal up by years after a date (ASC 470-10-50-1): five years, and what is later.
func (out *debtOut) maturities(c costContext, f field) {
	r := c.r
	o := r.object(f, "at_date", "principal")
	at := r.date(o.must("at_date"))
	sums := make([]workpaper.Number, 6)
	p := workpaper.New(workpaper.Head{Title: "Maturities of debt", Period: at.String()})
	t := p.Table("Principal", "due")
	amount := t.Column("amount", workpaper.Money(c.currency))
	for _, one := range r.pairs(o.must("principal")) {
		due, err := fiscal.Parse(one.name)
		if r.failed(one.field, err); r.err != nil {
			return
		}
		if due <= at {
			r.fail(one.field, "%s is not after %s: it is past due, or paid", due, at)
			return
		}
		n := r.number(one.field)
		i := debt.YearAfter(at, due)
		sums[i] = sums[i].Add(n)
		t.Row(one.name).Input(amount, n)
	}
	if r.err != nil {
		return
	}
	s := p.Section("In all")
	s.Step("principal", workpaper.Money(c.currency), amount.Total(), workpaper.Cite("ASC 470-10-50-1"))
	for i, name := range []string{"first year", "second year", "third year", "fourth year", "fifth year", "later"} {
		out.Maturities = append(out.Maturities, partOut{name, c.text(sums[i])})
	}
	out.add(p)
}

func (out *debtOut) base(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "classes", "reserves", "commitment", "drawn", "letters_of_credit")
	x := debt.Base{Name: r.optional(o, "name"), Currency: c.currency, Reserves: c.or(o, "reserves"), Commitment: r.positive(o.must("commitment")), Drawn: c.or(o, "drawn"), Letters: c.or(o, "letters_of_credit")}
	for _, p := range r.pairs(o.must("classes")) {
		k := r.object(p.field, "gross", "ineligible", "rate", "cap", "customers", "cross_aging", "concentration")
		cl := debt.Class{Name: p.name, Rate: r.rate(k.must("rate")), Cap: c.some(k, "cap"), Cross: r.optionalRate(k, "cross_aging"), Most: r.optionalRate(k, "concentration")}
		if n, ok := k.get("customers"); ok {
			for _, one := range r.pairs(n) {
				d := r.object(one.field, "owed", "over_age", "contra", "other")
				cl.Customers = append(cl.Customers, debt.Customer{Name: one.name, Owed: r.number(d.must("owed")), Over: c.or(d, "over_age"), Contra: c.or(d, "contra"), Other: c.or(d, "other")})
			}
		} else {
			cl.Gross = r.positive(k.must("gross"))
		}
		if n, ok := k.get("ineligible"); ok {
			for _, e := range c.parts(n) {
				cl.Ineligible = append(cl.Ineligible, debt.Excluded{Name: e.Name, Amount: e.Amount})
			}
		}
		x.Classes = append(x.Classes, cl)
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := baseOut{Name: x.Name, Base: c.text(res.Base), Available: c.text(res.Available), Work: res.Paper.Sheet()}
	for i, n := range res.Each {
		y.Classes = append(y.Classes, partOut{x.Classes[i].Name, c.text(n.Available)})
	}
	out.Bases = append(out.Bases, y)
	out.add(res.Paper)
	if res.Excess.Sign() > 0 {
		out.Findings = append(out.Findings, check.Finding{Rule: "overadvance", Severity: check.Open, Subject: "borrowing base", Message: c.text(res.Excess) + " more is drawn than the base allows"})
	}
}

func (out *debtOut) cash(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "begins", "opening", "weeks", "flows", "least_cash", "line", "drawn")
	x := debt.CashView{Name: r.optional(o, "name"), Currency: c.currency, Begins: r.optionalDate(o, "begins"), Opening: r.number(o.must("opening")), Floor: c.or(o, "least_cash"), Line: c.or(o, "line"), Drawn: c.or(o, "drawn")}
	if n, ok := o.get("weeks"); ok {
		x.Weeks = r.count(n, 1, 53)
	}
	for _, p := range r.pairs(o.must("flows")) {
		x.Flows = append(x.Flows, debt.Flow{Name: p.name, Weeks: c.numbers(p.field)})
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := cashOut{Name: x.Name, Lowest: res.Lowest, Work: res.Paper.Sheet()}
	for i, w := range res.Weeks {
		z := cashWeekOut{Net: c.text(w.Net), Draw: c.text(w.Draw), Closing: c.text(w.Closing), Owed: c.text(w.Drawn), Liquidity: c.text(w.Liquidity), Short: c.text(w.Short)}
		if w.Ends != 0 {
			z.Ends = w.Ends.String()
		}
		y.Weeks = append(y.Weeks, z)
		if w.Short.Sign() > 0 {
			out.Findings = append(out.Findings, check.Finding{Rule: "cash-short", Severity: check.Open, Subject: "week " + workpaper.Whole(int64(i+1)).String(), Message: "cash is " + c.text(w.Short) + " below the least, and the line is used up"})
		}
	}
	out.Cash = append(out.Cash, y)
	out.add(res.Paper)
}

func (out *debtOut) concern(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "period_ends", "issued", "conditions", "probable", "plans")
	x := debt.Concern{PeriodEnds: r.date(o.must("period_ends")), Issued: r.optionalDate(o, "issued"), Probable: r.optionalYes(o, "probable")}
	if n, ok := o.get("conditions"); ok {
		for _, one := range r.many(n) {
			x.Conditions = append(x.Conditions, r.text(one))
		}
	}
	if n, ok := o.get("plans"); ok {
		for _, one := range r.many(n) {
			p := r.object(one, "name", "approved", "carried_out", "enough")
			x.Plans = append(x.Plans, debt.MitigatingPlan{Name: r.text(p.must("name")), Approved: r.optionalYes(p, "approved"), Carried: r.optionalYes(p, "carried_out"), Effective: r.optionalYes(p, "enough")})
		}
	}
	if r.err != nil {
		return
	}
	res, err := x.Assess()
	if r.failed(f, err); err != nil {
		return
	}
	out.Concern = append(out.Concern, concernOut{res.By, res.LookTo.String(), res.Doubt, res.Alleviated, res.Disclose, res.Tests})
}
