package debt

import (
	"fmt"
	"slices"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/workpaper"
)

// baseAt is a borrowing base certificate: what it rests on, and what it comes to.
type baseAt struct {
	at       fiscal.Date
	base     Base
	result   BaseResult
	reserves []Excluded
	letters  []Excluded
	accounts map[string]string // by class, what its gross amount is held against
}

// baseSections are the sections of the record in which a borrowing base is written down.
var baseSections = estimate.Form{
	{Key: "base", Title: "Borrowing base", Help: "A certificate has a row for each class of collateral, with its day. What customers owe may stand below instead of a gross amount.", Columns: []estimate.Column{
		{Key: "at", Title: "At", Kind: estimate.Date, Needed: true}, {Key: "class", Title: "Class", Kind: estimate.Text, Needed: true, Help: "Receivables, raw material, finished goods, …"},
		{Key: "gross", Title: "Gross", Kind: estimate.Amount, Help: "Blank where customers of the class stand below; where both are given they must be the same."},
		{Key: "account", Title: "Held against", Kind: estimate.Text, Help: "Account with what is below it, or an element (us-gaap:…), that the gross amount must be the balance of."},
		{Key: "rate", Title: "Advance rate", Kind: estimate.Rate, Needed: true}, {Key: "cap", Title: "Cap", Kind: estimate.Amount, Help: "Most that may be drawn on the class."},
		{Key: "cross", Title: "Cross-aging", Kind: estimate.Rate, Help: "Part over age of what a customer owes from which all of it is out."}, {Key: "most", Title: "Concentration", Kind: estimate.Rate, Help: "Part of all eligible receivables of the class that one customer may be."},
	}},
	{Key: "customers", Title: "Customers of the base", Columns: []estimate.Column{
		{Key: "at", Title: "At", Kind: estimate.Date, Needed: true}, {Key: "class", Title: "Class", Kind: estimate.Text, Needed: true}, {Key: "customer", Title: "Customer", Kind: estimate.Text, Needed: true}, {Key: "owed", Title: "Owed", Kind: estimate.Amount, Needed: true},
		{Key: "over", Title: "Over age", Kind: estimate.Amount, Help: "Of it past the age that the agreement allows."}, {Key: "contra", Title: "Contra", Kind: estimate.Amount, Help: "Owed to the customer, who may set it off."}, {Key: "other", Title: "Other", Kind: estimate.Amount, Help: "Out for another reason: foreign, affiliated, disputed."},
	}},
	{Key: "ineligible", Title: "Not eligible", Help: "What else the lender does not lend on, by class.", Columns: []estimate.Column{
		{Key: "at", Title: "At", Kind: estimate.Date, Needed: true}, {Key: "class", Title: "Class", Kind: estimate.Text, Needed: true}, {Key: "reason", Title: "Reason", Kind: estimate.Text, Needed: true}, {Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true},
	}},
	{Key: "reserves", Title: "Reserves and letters of credit", Columns: []estimate.Column{
		{Key: "at", Title: "At", Kind: estimate.Date, Needed: true}, {Key: "kind", Title: "Kind", Kind: estimate.Choice, Choices: []string{"reserve", "letter of credit"}, Needed: true, Help: "A reserve lowers the base, a letter of credit uses it."}, {Key: "what", Title: "What", Kind: estimate.Text, Needed: true}, {Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true},
	}},
}

// readBases reads the certificates of a line, the oldest first.
func (f *Facility) readBases(r *estimate.Reader) {
	at := func(d fiscal.Date) *baseAt {
		i := slices.IndexFunc(f.bases, func(b baseAt) bool { return b.at == d })
		if i < 0 {
			return nil
		}
		return &f.bases[i]
	}
	class := func(l estimate.Line) *Class {
		if b := at(l.Date("at")); b != nil {
			if i := slices.IndexFunc(b.base.Classes, func(c Class) bool { return c.Name == l.Text("class") }); i >= 0 {
				return &b.base.Classes[i]
			}
		}
		l.Fail("class", "there is no class %q at %s; write its row under Borrowing base", l.Text("class"), l.Date("at"))
		return nil
	}
	number := func(l estimate.Line, key string) workpaper.Number { return f.books.Exact(l.Minor(key)) }
	positive := func(l estimate.Line, key string) {
		if l.Minor(key) < 0 {
			l.Fail(key, "%s is below zero", f.books.Text(l.Minor(key)))
		}
	}
	var firsts []estimate.Line
	gross := map[*Class]estimate.Line{}
	for _, l := range r.Rows("base") {
		d := l.Date("at")
		if at(d) == nil {
			f.bases = append(f.bases, baseAt{at: d, base: Base{Name: f.Lender + ", " + d.String(), Currency: f.books.Currency, Commitment: f.books.Exact(f.Commitment), Drawn: f.books.Exact(f.owed(d))}, accounts: map[string]string{}})
			firsts = append(firsts, l)
		}
		b := at(d)
		if slices.ContainsFunc(b.base.Classes, func(c Class) bool { return c.Name == l.Text("class") }) {
			l.Fail("class", "%q stands twice at %s", l.Text("class"), d)
		}
		positive(l, "gross")
		c := Class{Name: l.Text("class"), Gross: number(l, "gross"), Rate: l.Exact("rate"), Cross: l.Number("cross"), Most: l.Number("most")}
		if l.Has("cap") {
			n := number(l, "cap")
			c.Cap = &n
		}
		if a := l.Text("account"); a != "" {
			if b.accounts[c.Name] = a; r.Ledger != nil && !r.Ledger.Known(a) {
				l.Fail("account", "the account or element %q is not in the chart", a)
			}
		}
		b.base.Classes = append(b.base.Classes, c)
	}
	if len(f.bases) > 0 && f.Commitment <= 0 {
		r.One("facility").Fail("commitment", "a borrowing base is of a line: say how much of it may be drawn")
	}
	for _, l := range r.Rows("customers") {
		if c := class(l); c != nil {
			c.Customers = append(c.Customers, Customer{Name: l.Text("customer"), Owed: number(l, "owed"), Over: number(l, "over"), Contra: number(l, "contra"), Other: number(l, "other")})
		}
	}
	for _, l := range r.Rows("ineligible") {
		positive(l, "amount")
		if c := class(l); c != nil {
			c.Ineligible = append(c.Ineligible, Excluded{l.Text("reason"), number(l, "amount")})
		}
	}
	for _, l := range r.Rows("reserves") {
		b := at(l.Date("at"))
		if positive(l, "amount"); b == nil {
			l.Fail("at", "there is no borrowing base at %s", l.Date("at"))
			continue
		}
		x := Excluded{l.Text("what"), number(l, "amount")}
		if l.Text("kind") == "reserve" {
			b.reserves, b.base.Reserves = append(b.reserves, x), b.base.Reserves.Add(x.Amount)
		} else {
			b.letters, b.base.Letters = append(b.letters, x), b.base.Letters.Add(x.Amount)
		}
	}
	if r.Failed() {
		return
	}
	for _, l := range r.Rows("base") {
		gross[class(l)] = l
	}
	for i := range f.bases {
		b := &f.bases[i]
		for k := range b.base.Classes {
			c := &b.base.Classes[k]
			sum := nought
			for _, x := range c.Customers {
				sum = sum.Add(x.Owed)
			}
			switch l := gross[c]; {
			case !l.Has("gross") && len(c.Customers) == 0:
				l.Fail("gross", "give the gross amount of %q, or what its customers owe", c.Name)
			case l.Has("gross") && len(c.Customers) > 0 && sum.Cmp(c.Gross) != 0:
				l.Fail("gross", "it is %s, and the customers of %q owe %s; the difference is %s: correct one of them, or leave the gross amount out", f.books.Text(f.books.Minor(c.Gross)), c.Name, f.books.Text(f.books.Minor(sum)), f.books.Text(f.books.Minor(sum.Sub(c.Gross))))
			}
		}
		if r.Failed() {
			continue
		}
		res, err := b.base.Compute()
		if b.result = res; err != nil {
			firsts[i].Fail("", "%v", err)
		}
	}
	slices.SortStableFunc(f.bases, func(x, y baseAt) int { return int(x.at - y.at) })
}

// baseBy is the last certificate up to a day; nil for none.
func (f *Facility) baseBy(at fiscal.Date) (b *baseAt) {
	for i := range f.bases {
		if f.bases[i].at <= at {
			b = &f.bases[i]
		}
	}
	return b
}

// heldBase holds the last certificate against the ledger, and what is drawn against what may be.
func (f *Facility) heldBase(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	b := f.baseBy(at)
	if b == nil {
		return nil
	}
	if b.result.Excess.Sign() > 0 {
		found = append(found, check.Finding{Rule: "overadvance", Severity: check.Open, Subject: f.Lender, Cite: "ASC 470-10-45-11",
			Message: fmt.Sprintf("at %s %s is drawn, with letters of credit, and no more than %s may be: %s too much. Repay it or have the lender allow it, and record as an event what the agreement makes of it", b.at, f.books.Text(f.books.Minor(b.base.Drawn.Add(b.base.Letters))), f.books.Text(f.books.Minor(b.result.Limit)), f.books.Text(f.books.Minor(b.result.Excess)))})
	}
	for i, c := range b.base.Classes {
		a := b.accounts[c.Name]
		if a == "" {
			continue
		}
		if have, err := l.Balance(a, b.at); err == nil && have != f.books.Minor(b.result.Each[i].Gross) {
			found = append(found, check.Finding{Rule: "base-ties", Severity: check.Open, Subject: c.Name, Message: fmt.Sprintf("the borrowing base at %s has %s, and %s stands at %s; the difference is %s: explain it to the lender or correct the certificate", b.at, f.books.Text(f.books.Minor(b.result.Each[i].Gross)), a, f.books.Text(have), f.books.Text(have-f.books.Minor(b.result.Each[i].Gross)))})
		}
	}
	return found
}

// baseGrid is the certificate as it is sent to the lender.
func (f *Facility) baseGrid(b *baseAt) estimate.Grid {
	g := estimate.Grid{ID: "base", Title: "Borrowing base certificate at " + b.at.Long(), Columns: []estimate.GridColumn{{Key: "line", Title: "Line"}, {Key: "detail", Title: "Detail", Kind: estimate.Amount}, {Key: "amount", Title: "Amount", Kind: estimate.Amount}, {Key: "rate", Title: "Advance rate", Kind: estimate.Rate, Places: 1}, {Key: "available", Title: "May be drawn", Kind: estimate.Amount}}}
	money := func(n workpaper.Number) estimate.Cell { return estimate.Money(f.books.Minor(n)) }
	row := func(line string, total bool, cells ...estimate.Cell) {
		g.Rows = append(g.Rows, estimate.GridRow{Total: total, Cells: append([]estimate.Cell{estimate.Words(line)}, cells...)})
	}
	blank := estimate.Cell{}
	for i, c := range b.base.Classes {
		x := b.result.Each[i]
		row(sentence(c.Name)+", gross", false, blank, money(x.Gross), blank, blank)
		for _, e := range x.Reasons {
			if e.Amount.Sign() != 0 {
				row("Not eligible: "+e.Name, false, money(e.Amount.Neg()), blank, blank, blank)
			}
		}
		row(sentence(c.Name)+", eligible", true, blank, money(x.Eligible), estimate.Exact(c.Rate), money(x.Available))
		if c.Cap != nil && x.Available.Cmp(*c.Cap) == 0 {
			g.Notes = append(g.Notes, fmt.Sprintf("%s stands at its cap of %s.", sentence(c.Name), f.books.Text(f.books.Minor(*c.Cap))))
		}
	}
	for _, e := range b.reserves {
		row("Reserve: "+e.Name, false, blank, blank, blank, money(e.Amount.Neg()))
	}
	row("Borrowing base", true, blank, blank, blank, money(b.result.Base))
	row("Commitment", false, blank, blank, blank, money(b.base.Commitment))
	row("The lower of the two", true, blank, blank, blank, money(b.result.Limit))
	row("Drawn", false, blank, blank, blank, money(b.base.Drawn.Neg()))
	for _, e := range b.letters {
		row("Letter of credit: "+e.Name, false, blank, blank, blank, money(e.Amount.Neg()))
	}
	end := "Available"
	if b.result.Excess.Sign() > 0 {
		end = "Drawn too much"
	}
	row(end, true, blank, blank, blank, money(b.result.Available))
	g.Notes = append(g.Notes, "An officer of the company certifies that the amounts are those of its books and that what is eligible meets the agreement of "+f.Agreed.Long()+".", "Signature and date: ____________________")
	return g
}

// baseChart is what may be drawn and what is drawn, certificate by certificate.
func (f *Facility) baseChart(until fiscal.Date) (c estimate.Chart, ok bool) {
	c = estimate.Chart{ID: "base", Title: "Borrowing base: what may be drawn and what is drawn", Series: []estimate.Series{{Name: "may be drawn"}, {Name: "drawn, with letters of credit"}}}
	for _, b := range f.bases {
		if b.at <= until {
			c.Labels = append(c.Labels, b.at.String())
			c.Series[0].Values = append(c.Series[0].Values, f.books.Minor(b.result.Limit))
			c.Series[1].Values = append(c.Series[1].Values, f.books.Minor(b.base.Drawn.Add(b.base.Letters)))
		}
	}
	return c, len(c.Labels) > 1
}
