package debt

import (
	"regexp"
	"slices"
	"strings"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/workpaper"
)

var quantityName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// readCovenants reads quantities and covenants. A formula that names what is not there is refused by name, and so is an account that the
// chart does not have.
func (f *Facility) readCovenants(r *estimate.Reader) {
	known := func(name string) bool {
		return slices.ContainsFunc(f.quantities, func(q quantity) bool { return q.name == name })
	}
	for _, l := range r.Rows("quantities") {
		q := quantity{name: l.Text("name"), how: l.Text("how"), of: l.Text("of"), credit: l.Yes("credit")}
		switch {
		case !quantityName.MatchString(q.name):
			l.Fail("name", "%q: small letters, digits and underscores", q.name)
		case known(q.name):
			l.Fail("name", "%q stands twice", q.name)
		case q.how == "given":
		case q.how == "formula":
			x, err := ParseFormula(q.of)
			if err != nil {
				l.Fail("of", "%v", err)
				continue
			}
			if q.formula = x; len(x.Names()) == 0 {
				l.Fail("of", "%s names no quantity", q.of)
			}
			f.unknown(l, "of", x, known)
		case q.of == "":
			l.Fail("of", "say which account or element")
		case r.Ledger != nil && !r.Ledger.Known(q.of):
			l.Fail("of", "the account or element %q is not in the chart", q.of)
		}
		f.quantities = append(f.quantities, q)
	}
	for _, l := range r.Rows("given") {
		if !known(l.Text("name")) {
			l.Fail("name", "there is no quantity %q", l.Text("name"))
		}
		f.given = append(f.given, givenAmount{l.Text("name"), l.Date("quarter-end"), l.Minor("amount"), l.Text("memo")})
	}
	for _, l := range r.Rows("covenants") {
		x, err := ParseFormula(l.Text("formula"))
		if err != nil {
			l.Fail("formula", "%v", err)
			continue
		}
		f.unknown(l, "formula", x, known)
		s := Step{l.Date("from"), l.Exact("limit")}
		i := slices.IndexFunc(f.covenants, func(c Covenant) bool { return c.Name == l.Text("name") })
		if i < 0 {
			f.covenants = append(f.covenants, Covenant{Name: l.Text("name"), Formula: x, AtMost: l.Text("bound") == "at most", Places: 2, Steps: []Step{s}})
			continue
		}
		if f.covenants[i].Formula.Text != x.Text || f.covenants[i].AtMost != (l.Text("bound") == "at most") {
			l.Fail("formula", "%s has another formula or bound above; a new formula is a covenant of its own name", l.Text("name"))
		}
		f.covenants[i].Steps = append(f.covenants[i].Steps, s)
	}
}

// unknown refuses names that are no quantity.
func (f *Facility) unknown(l estimate.Line, key string, x Formula, known func(string) bool) {
	for _, name := range x.Names() {
		if !known(name) {
			l.Fail(key, "the formula %s names %q, which is no quantity; define it under Quantities of covenants, above", x.Text, name)
		}
	}
}

func (f *Facility) readCash(r *estimate.Reader) {
	rows := r.Rows("liquidity")
	if len(rows) > 1 {
		rows[1].Fail("", "one row is enough: a later view takes its place")
	}
	if len(rows) == 0 {
		return
	}
	l := rows[0]
	v := CashView{Name: f.Lender, Currency: f.books.Currency, Begins: l.Date("begins"), Weeks: 13}
	for key, into := range map[string]*workpaper.Number{"opening": &v.Opening, "least": &v.Floor, "drawn": &v.Drawn, "line": &v.Line} {
		*into = f.books.Exact(l.Minor(key))
	}
	for _, c := range r.Rows("cash") {
		x := Flow{Name: c.Text("line")}
		for _, n := range weekKeys {
			x.Weeks = append(x.Weeks, f.books.Exact(c.Minor("w"+n)))
		}
		v.Flows = append(v.Flows, x)
	}
	if len(v.Flows) == 0 {
		l.Fail("", "it has no lines; write them under Cash by week")
		return
	}
	if _, err := v.Compute(); err != nil {
		l.Fail("", "%v", err)
		return
	}
	f.view = &v
}

// certificate is the covenants on a quarter end, over the ledger.
func (f *Facility) certificate(at fiscal.Date) (CertificateResult, error) {
	c := Certificate{Name: f.Lender, Unit: string(f.books.Currency), At: at, Covenants: f.covenants}
	for _, q := range f.quantities {
		x := Quantity{Name: q.name, Source: strings.TrimSpace(q.how + " " + q.of)}
		if q.how == "formula" {
			x.Formula = &q.formula
		} else {
			n, err := f.quantity(q, at)
			if err != nil {
				return CertificateResult{}, err
			}
			x.Amount = &n
		}
		c.Quantities = append(c.Quantities, x)
	}
	var tested []Covenant
	for _, v := range c.Covenants {
		if _, ok := v.limit(at); ok {
			tested = append(tested, v)
		}
	}
	c.Covenants = tested
	return c.Compute()
}

// quantity is an amount of the ledger, or given, at a quarter end.
func (f *Facility) quantity(q quantity, at fiscal.Date) (workpaper.Number, error) {
	y, m := f.books.Calendar.MonthOf(at)
	quarter := f.books.Calendar.Quarter(y, (m+2)/3)
	span := quarter
	switch q.how {
	case "year to date":
		span.Start = f.books.Calendar.YearPeriod(y).Start
	case "four quarters":
		span.Start = (at + 1).AddMonths(-12, true)
		if f.books.Calendar.YearPeriod(y).End == at {
			span.Start = f.books.Calendar.YearPeriod(y).Start
		}
	}
	var n int64
	var err error
	switch {
	case q.how == "given":
		for _, g := range f.given {
			if g.name == q.name && g.end > (at+1).AddMonths(-12, true) && g.end <= at {
				n += g.amount
			}
		}
		return f.books.Exact(n), nil
	case f.books.Ledger == nil:
		return nought, nil
	case q.how == "balance":
		n, err = f.books.Ledger.Balance(q.of, at)
	default:
		n, err = f.books.Ledger.Movement(q.of, span)
	}
	if q.credit {
		n = -n
	}
	return f.books.Exact(n), err
}
