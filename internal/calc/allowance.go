package calc

import (
	_ "embed"

	"go.yaml.in/yaml/v3"

	"tieout/allowance"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/allowance.yaml
var allowanceExample []byte

var allowanceTopic = Topic{
	Name:    "allowance",
	Summary: "credit losses by age, by rate of loss and one by one, incurred and expected; rates from history and flow; roll-forward",
	Example: allowanceExample,
	Run:     func(in []byte) (any, error) { return allow(in) },
}

type allowancesOut struct {
	Allowances []allowanceOut `json:"allowances"`
	papered
}

type allowanceOut struct {
	Name        string              `json:"name,omitempty"`
	Basis       allowance.Basis     `json:"basis"`
	Classes     []allowanceClassOut `json:"classes,omitempty"`
	Rates       map[string]string   `json:"rates,omitempty"`
	Receivables string              `json:"receivables,omitempty"`
	Begin       string              `json:"beginning"`
	WrittenOff  string              `json:"written_off"`
	Recovered   string              `json:"recovered"`
	Required    string              `json:"required_allowance,omitempty"`
	Expense     string              `json:"expense,omitempty"`
	Adoption    string              `json:"to_retained_earnings,omitempty"`
	Net         string              `json:"net_receivables,omitempty"`
	Coverage    string              `json:"allowance_of_receivables,omitempty"`
	BySales     string              `json:"expense_by_sales,omitempty"`
	SalesEnd    string              `json:"allowance_by_sales,omitempty"`
	HistoryRate string              `json:"history_rate,omitempty"`
	Work        *workpaper.Sheet    `json:"work,omitempty"`
}

type allowanceClassOut struct {
	Name     string `json:"name,omitempty"`
	Balance  string `json:"receivables"`
	Rate     string `json:"rate,omitempty"`
	Required string `json:"allowance"`
}

func allow(in []byte) (out allowancesOut, err error) {
	a, err := asking(in)
	if err != nil {
		return out, err
	}
	out.Allowances = []allowanceOut{}
	switch {
	case a.has("allowances", "pools", "portfolios"):
		for _, x := range a.each("allowances", "pools", "portfolios") {
			out.one(x)
		}
		a.done()
	case allMappings(a.o.node) && !a.has("historical", "balances", "ageing", "aging", "classes", "rates"):
		for _, x := range a.c.problems(a.o.field) {
			out.one(x)
		}
	default:
		out.one(a)
	}
	out.done()
	return out, a.c.r.err
}

func (out *allowancesOut) one(a *asked) {
	m := allowance.Matrix{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, WrittenOff: a.or("write_offs", "written_off", "writeoffs", "charge_offs", "write_off"), Recovered: a.or("recoveries", "recovered", "recovery"), Adopting: a.yes("adoption", "adopting")}
	m.Begin = a.or("beginning", "opening", "opening_credit", "beginning_allowance", "credit_balance", "allowance_beginning", "unadjusted_credit", "opening_allowance").Sub(a.or("opening_debit", "debit_balance", "unadjusted_debit"))
	for _, p := range a.parts("other_movements", "movements", "other") {
		m.Moves = append(m.Moves, allowance.Move{Name: p.name, Amount: p.amount})
	}
	filer := allowance.Filer(a.word("sec", [][]string{{"sec", "accelerated"}, {"smaller", "src", "smaller_reporting_company"}, {"private", "other"}}, "filer"))
	m.Basis = allowance.BasisFor(a.day("fiscal_year_begins", "year_begins"), filer, a.yes("early_adoption"))
	if b := a.word("", [][]string{{"expected", "cecl", "asc_326"}, {"incurred", "sfas_5", "asc_450"}}, "basis"); b != "" {
		m.Basis = allowance.Basis(b)
	}
	y := allowanceOut{Name: m.Name, Basis: m.Basis, Begin: a.c.text(m.Begin), WrittenOff: a.c.text(m.WrittenOff), Recovered: a.c.text(m.Recovered)}
	history := out.history(a, &y)
	out.classes(a, &m, &y, history)
	for _, b := range a.each("individually", "one_by_one", "specific") {
		x := allowance.Single{Name: b.text("name", "customer"), Balance: b.must("balance", "receivable", "amount")}
		if n := b.num("loss", "allowance"); n != nil {
			x.Loss = *n
		} else if n := b.rate("rate"); n != nil {
			x.Loss = x.Balance.Mul(*n).Round(m.Places, money.HalfAway)
		}
		b.done()
		m.Singles = append(m.Singles, x)
	}
	sales, salesRate := a.num("credit_sales", "sales", "net_credit_sales"), a.rate("sales_rate", "rate_of_sales", "percent_of_sales")
	if sales != nil && salesRate == nil && len(m.Classes) == 0 {
		salesRate = a.rate("rate", "loss_rate")
	}
	out.hindsight(a)
	a.known = append(a.known, "published", "stated", "expected")
	a.done()
	if a.c.r.err != nil {
		return
	}
	if sales != nil && salesRate != nil {
		x := allowance.Sales{Currency: m.Currency, Places: m.Places, Sales: *sales, Rate: *salesRate, Begin: m.Begin, WrittenOff: m.WrittenOff, Recovered: m.Recovered}
		res, err := x.Compute()
		if a.c.r.failed(a.o.field, err); err != nil {
			return
		}
		y.BySales, y.SalesEnd = a.c.text(res.Expense), a.c.text(res.End)
		out.add(res.Paper)
	}
	if len(m.Classes)+len(m.Singles) > 0 || y.BySales == "" && len(y.Rates) == 0 && y.HistoryRate == "" {
		if !out.matrix(a, m, &y) {
			return
		}
	}
	out.Allowances = append(out.Allowances, y)
	a.hold("allowance", y, &out.papered)
}

func (out *allowancesOut) matrix(a *asked, m allowance.Matrix, y *allowanceOut) bool {
	res, err := m.Compute()
	if a.c.r.failed(a.o.field, err); err != nil {
		return false
	}
	t := a.c.text
	for _, c := range res.Classes {
		one := allowanceClassOut{Name: c.Name, Balance: t(c.Balance), Required: t(c.Required)}
		if c.Rate.Sign() != 0 {
			one.Rate = percentText(c.Rate)
		}
		y.Classes = append(y.Classes, one)
	}
	y.Receivables, y.Required, y.Net, y.Coverage, y.Work = t(res.Receivables), t(res.Required), t(res.Net), percentText(res.Coverage), sheetOf(res.Paper)
	if m.Adopting {
		y.Adoption = t(res.Expense)
	} else {
		y.Expense = t(res.Expense)
	}
	out.add(res.Paper, res.Findings...)
	return true
}

// history is the rate by history, nil where none is given.
func (out *allowancesOut) history(a *asked, y *allowanceOut) *workpaper.Number {
	var years []allowance.Past
	for _, b := range a.each("history") {
		years = append(years, allowance.Past{Name: b.text("name", "year"), WrittenOff: b.must("written_off", "write_offs", "losses", "charge_offs"), Recovered: b.or("recovered", "recoveries"), Of: b.must("of", "average_receivables", "receivables", "credit_sales", "sales", "average_balance")})
		b.done()
	}
	if len(years) == 0 || a.c.r.err != nil {
		return nil
	}
	n, p, err := allowance.HistoryRate(a.c.currency, a.c.places, years)
	if a.c.r.failed(a.o.field, err); err != nil {
		return nil
	}
	y.HistoryRate = percentText(n)
	out.add(p)
	return &n
}

// classes reads receivables by age or kind with their rates: a list, or balances and rates under the same names.
func (out *allowancesOut) classes(a *asked, m *allowance.Matrix, y *allowanceOut, history *workpaper.Number) {
	adjust, points := a.rate("uplift", "forecast_adjustment", "adjustment", "adjust"), a.rate("points", "forecast_points")
	with := func(c allowance.Class) allowance.Class {
		if adjust != nil {
			c.Adjust = *adjust
		}
		if points != nil {
			c.Add = *points
		}
		return c
	}
	if f, ok := a.find("ageing", "aging", "classes", "age_groups", "buckets", "matrix", "aging_schedule"); ok {
		for _, b := range a.c.agesOf(f) {
			c := with(allowance.Class{Name: b.text("name", "age", "class", "days", "category"), Balance: b.must("balance", "amount", "receivables", "receivable")})
			if n := b.rate("rate", "loss_rate", "percent_uncollectible", "uncollectible", "percentage"); n != nil {
				c.Rate = *n
			} else {
				b.miss([]string{"rate"})
			}
			if n := b.rate("uplift", "adjust"); n != nil {
				c.Adjust = *n
			}
			b.done()
			m.Classes = append(m.Classes, c)
		}
	}
	names, rates := out.rates(a, y)
	balances := a.balances(names)
	some := len(balances) > 0
	for i, name := range names {
		if b, ok := balances[spelled(name)]; ok {
			m.Classes = append(m.Classes, with(allowance.Class{Name: name, Balance: b, Rate: rates[i]}))
			delete(balances, spelled(name))
		} else if some {
			a.c.r.fail(a.o.field, "there is no balance for %s", name)
		}
	}
	if len(balances) > 0 && a.c.r.err == nil {
		a.c.r.fail(a.o.field, "give a rate for each balance: rates, historical or roll_rates under the same names")
	}
	if n := a.num("receivables", "accounts_receivable", "ending_receivables", "gross_receivables", "balance"); n != nil {
		c := with(allowance.Class{Name: "receivables", Balance: *n})
		r := a.rate("rate", "loss_rate", "percent_uncollectible", "receivables_rate", "uncollectible_rate")
		switch {
		case r != nil:
			c.Rate = *r
		case history != nil:
			c.Rate = *history
		default:
			a.miss([]string{"rate", "loss_rate"})
		}
		m.Classes = append(m.Classes, c)
	}
}

// agesOf are the rows of an ageing: a list of mappings or of [balance, rate], or names with either.
func (c costContext) agesOf(f field) (out []*asked) {
	row := func(name string, n field) *asked {
		if n.node.Kind == yaml.SequenceNode && len(n.node.Content) == 2 {
			word := func(s string) *yaml.Node {
				return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Line: n.node.Line}
			}
			n = field{n.path, &yaml.Node{Kind: yaml.MappingNode, Line: n.node.Line, Content: []*yaml.Node{word("balance"), n.node.Content[0], word("rate"), n.node.Content[1]}}}
		}
		x := c.asking(n)
		if name != "" {
			x.name(name)
		}
		return x
	}
	if f.node.Kind == yaml.MappingNode {
		for _, p := range c.r.pairs(f) {
			out = append(out, row(p.name, p.field))
		}
		return out
	}
	for _, x := range c.r.list(f) {
		out = append(out, row("", x))
	}
	return out
}

// rates are rates of loss by name: given, or from the flow between ages.
func (out *allowancesOut) rates(a *asked, y *allowanceOut) (names []string, rates []workpaper.Number) {
	f, flow := a.find("roll_rates", "flow")
	if !flow {
		g, ok := a.find("historical", "rates", "historical_rates", "loss_rates")
		if !ok {
			return nil, nil
		}
		f = g
	}
	for _, p := range a.c.r.pairs(f) {
		names, rates = append(names, p.name), append(rates, a.c.r.rateOf(p.field))
	}
	if flow && a.c.r.err == nil {
		n, p, err := allowance.FlowRates(names, rates)
		if a.c.r.failed(f, err); err != nil {
			return nil, nil
		}
		rates = n
		out.add(p)
	}
	y.Rates = map[string]string{}
	for i, name := range names {
		y.Rates[name] = percentText(rates[i])
	}
	return names, rates
}

// balances are receivables by age: given by name, or added up from invoices.
func (a *asked) balances(names []string) map[string]workpaper.Number {
	out := map[string]workpaper.Number{}
	if f, ok := a.find("balances", "receivables_by_age"); ok {
		for _, p := range a.c.r.pairs(f) {
			out[spelled(p.name)] = a.c.r.number(p.field)
		}
		return out
	}
	var all []allowance.Invoice
	for _, b := range a.each("invoices") {
		all = append(all, allowance.Invoice{Customer: b.text("customer", "name"), Due: b.day("due", "due_date"), Amount: b.must("amount", "open")})
		if b.text("number"); all[len(all)-1].Due == 0 {
			b.miss([]string{"due"})
		}
		b.done()
	}
	at := a.day("as_of", "at")
	if len(all) == 0 {
		return out
	}
	if at == fiscal.Date(0) {
		a.miss([]string{"as_of"})
	}
	ages := allowance.Ages
	if len(names) != len(ages) {
		a.c.r.fail(a.o.field, "invoices are aged as current, 1-30, 31-60, 61-90 and 90+: give a rate for each of the five")
		return out
	}
	for i, n := range allowance.ByAge(all, at, ages) {
		out[spelled(names[i])] = n
	}
	return out
}

// hindsight reads what became of an earlier allowance.
func (out *allowancesOut) hindsight(a *asked) {
	f, ok := a.find("hindsight", "look_back")
	if !ok {
		return
	}
	b := a.c.asking(f)
	found := allowance.Hindsight(orWord(b.text("name"), "allowance"), a.c.places, b.must("allowance", "allowed"), b.or("written_off", "lost").Sub(b.or("recovered")), b.or("still_doubtful", "open"))
	b.done()
	out.Findings = append(out.Findings, found...)
}
