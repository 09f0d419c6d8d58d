package calc

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/debt"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/covenants.yaml
var covenantsExample []byte

var covenantsTopic = Topic{
	Name:    "covenants",
	Summary: "covenants as formulas over named quantities: ratio, limit by date, headroom, what would break it, projection, certificate",
	Example: covenantsExample,
	Run:     func(in []byte) (any, error) { return covenants(in) },
}

type covenantsOut struct {
	Tests       []covenantTestOut `json:"tests"`
	Quantities  []partOut         `json:"quantities"`
	AllMet      bool              `json:"all_met"`
	Projection  []covenantTestOut `json:"projection,omitempty"`
	Certificate []string          `json:"certificate"`
	Work        workpaper.Sheet   `json:"work"`
	papered
}

type covenantTestOut struct {
	Name     string    `json:"name"`
	At       string    `json:"at,omitempty"`
	Value    string    `json:"value"`
	Limit    string    `json:"limit"`
	Pass     bool      `json:"pass"`
	Headroom string    `json:"headroom"`
	Percent  string    `json:"headroom_percent"`
	Room     []roomOut `json:"room,omitempty"`
}

type roomOut struct {
	Quantity string `json:"quantity"`
	Now      string `json:"now"`
	Breaks   string `json:"breaks_at"`
	Move     string `json:"move"`
}

// usualDefinitions are quantities and ratios that many agreements share, used where the input gives their parts and no formulas.
var usualDefinitions = []struct{ name, formula string }{
	{"adjusted_ebitda", "net_income + interest_charges + income_tax + depreciation_amortisation + non_cash_charges"},
}

var usualCovenants = []struct {
	key, name, formula string
	atMost             bool
}{
	{"max_leverage", "leverage", "total_debt / adjusted_ebitda", true},
	{"min_fixed_charge_coverage", "fccr", "(adjusted_ebitda - cash_taxes - maintenance_capex) / (cash_interest + current_portion_other_ltd)", false},
	{"min_fccr", "fccr", "(adjusted_ebitda - cash_taxes - maintenance_capex) / (cash_interest + current_portion_other_ltd)", false},
	{"min_interest_coverage", "interest_coverage", "adjusted_ebitda / interest_charges", false},
	{"min_debt_service_coverage", "debt_service_coverage", "adjusted_ebitda / (interest_charges + principal_payments)", false},
	{"min_current_ratio", "current_ratio", "current_assets / current_liabilities", false},
	{"min_tangible_net_worth", "tangible_net_worth", "equity - intangibles", false},
}

var covenantWords = []string{"currency", "amount_decimals", "name", "unit", "at", "at_date", "quantities", "definitions", "covenants", "projection"}

func covenants(in []byte) (out covenantsOut, err error) {
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	o := object{top, r}
	c := costContext{r: r, currency: readCurrency(r, o), places: r.decimals(o, 2)}
	x := debt.Certificate{Name: r.optional(o, "name"), Unit: r.optional(o, "unit"), At: r.anyDate(o, "at", "at_date")}
	if x.Unit == "" {
		x.Unit = string(c.currency)
	}
	limits := c.quantities(&x, o)
	c.definitions(&x, o)
	c.covenants(&x, o, limits)
	if r.err == nil && len(x.Covenants) == 0 {
		r.fail(top, "give covenants with their formulas and limits, or a limit such as max_leverage with the quantities that it needs")
	}
	if r.err != nil {
		return out, r.err
	}
	res, err := x.Compute()
	if r.failed(top, err); err != nil {
		return out, r.err
	}
	out.print(c, x, res)
	out.project(c, x, o)
	out.done()
	return out, r.err
}

// quantities reads the amounts: under quantities, or at the top; what begins with max_ or min_ is a limit.
func (c costContext) quantities(x *debt.Certificate, o object) (limits []pair) {
	add := func(p pair) {
		n := c.r.number(p.field)
		x.Quantities = append(x.Quantities, debt.Quantity{Name: p.name, Amount: &n})
	}
	if f, ok := o.get("quantities"); ok {
		for _, p := range c.r.pairs(f) {
			add(p)
		}
	}
	for _, p := range c.r.pairs(o.field) {
		switch {
		case slices.Contains(covenantWords, p.name):
		case strings.HasPrefix(p.name, "max_") || strings.HasPrefix(p.name, "min_"):
			limits = append(limits, p)
		default:
			add(p)
		}
	}
	return limits
}

func (c costContext) definitions(x *debt.Certificate, o object) {
	has := func(name string) bool {
		return slices.ContainsFunc(x.Quantities, func(q debt.Quantity) bool { return q.Name == name })
	}
	if f, ok := o.get("definitions"); ok {
		for _, p := range c.r.pairs(f) {
			q, err := debt.ParseFormula(c.r.text(p.field))
			c.r.failed(p.field, err)
			x.Quantities = append(x.Quantities, debt.Quantity{Name: p.name, Formula: &q})
		}
	}
	for _, d := range usualDefinitions {
		if has(d.name) || !has("net_income") {
			continue
		}
		var parts []string
		for _, name := range strings.Split(d.formula, " + ") {
			if has(name) {
				parts = append(parts, name)
			}
		}
		q, err := debt.ParseFormula(strings.Join(parts, " + "))
		c.r.failed(o.field, err)
		x.Quantities = append(x.Quantities, debt.Quantity{Name: d.name, Formula: &q})
	}
}

func (c costContext) covenants(x *debt.Certificate, o object, limits []pair) {
	r := c.r
	for _, l := range limits {
		i := slices.IndexFunc(usualCovenants, func(u struct {
			key, name, formula string
			atMost             bool
		}) bool {
			return u.key == l.name
		})
		if i < 0 {
			r.fail(l.field, "the limit is not known by itself; write the covenant with its formula under covenants")
			return
		}
		u := usualCovenants[i]
		f, err := debt.ParseFormula(u.formula)
		r.failed(l.field, err)
		x.Covenants = append(x.Covenants, debt.Covenant{Name: u.name, Formula: f, AtMost: u.atMost, Places: 2, Steps: []debt.Step{{Limit: r.number(l.field)}}})
	}
	f, ok := o.get("covenants")
	if !ok {
		return
	}
	for _, one := range r.many(f) {
		k := r.object(one, "name", "formula", "max", "min", "steps", "decimals", "cure_days")
		q, err := debt.ParseFormula(r.text(k.must("formula")))
		r.failed(one, err)
		v := debt.Covenant{Name: r.text(k.must("name")), Formula: q, Places: 2}
		if n, ok := k.get("decimals"); ok {
			v.Places = r.count(n, 0, 6)
		}
		if n, ok := k.get("cure_days"); ok {
			v.Cure = r.count(n, 0, 366)
		}
		switch {
		case k.has("max") == k.has("min") && !k.has("steps"):
			r.fail(one, "give max or min, or steps of one of them")
		case k.has("max"):
			v.AtMost, v.Steps = true, []debt.Step{{Limit: r.number(k.must("max"))}}
		case k.has("min"):
			v.Steps = []debt.Step{{Limit: r.number(k.must("min"))}}
		}
		if n, ok := k.get("steps"); ok {
			for _, s := range r.many(n) {
				so := r.object(s, "from", "max", "min")
				v.AtMost = v.AtMost || so.has("max")
				v.Steps = append(v.Steps, debt.Step{From: r.date(so.must("from")), Limit: r.number(so.oneOf("max", "min"))})
			}
		}
		x.Covenants = append(x.Covenants, v)
	}
}

func (out *covenantsOut) print(c costContext, x debt.Certificate, res debt.CertificateResult) {
	out.AllMet, out.Work = res.AllMet, res.Paper.Sheet()
	for _, q := range res.Values {
		out.Quantities = append(out.Quantities, partOut{q.Name, q.Amount.Text(max(c.places, 0), money.HalfAway)})
	}
	for _, t := range res.Tests {
		out.Tests = append(out.Tests, c.tested(x, t))
		if !t.Met {
			out.Findings = append(out.Findings, breach(t))
		}
	}
	out.Certificate = certificateWords(x, res)
	out.add(res.Paper)
}

func breach(t debt.Tested) check.Finding {
	when := ""
	if t.At != 0 {
		when = " at " + t.At.String()
	}
	msg := fmt.Sprintf("it is %s%s against a limit of %s; ask the lender for a waiver, and classify the debt by its tests", t.Value.Text(2, money.HalfAway), when, t.Limit.Text(2, money.HalfAway))
	if t.Undefined {
		msg = "it has no value" + when + ": its formula divides by nil"
	}
	return check.Finding{Rule: "covenant-breached", Severity: check.Open, Subject: t.Name, Message: msg, Cite: "ASC 470-10-45-11"}
}

func (c costContext) tested(x debt.Certificate, t debt.Tested) covenantTestOut {
	places := 2
	for _, v := range x.Covenants {
		if v.Name == t.Name {
			places = v.Places
		}
	}
	y := covenantTestOut{Name: t.Name, Value: t.Value.Text(places, money.HalfAway), Limit: t.Limit.Text(places, money.HalfAway), Pass: t.Met, Headroom: t.Headroom.Text(places, money.HalfAway), Percent: t.HeadroomPercent.Text(1, money.HalfAway)}
	if t.At != 0 {
		y.At = t.At.String()
	}
	if t.Undefined {
		y.Value = ""
	}
	for _, r := range t.Room {
		y.Room = append(y.Room, roomOut{r.Name, r.Now.Text(2, money.HalfAway), r.Breaks.Text(2, money.HalfAway), r.Move.Text(2, money.HalfAway)})
	}
	return y
}

// certificateWords is the certificate as it can be printed.
func certificateWords(x debt.Certificate, res debt.CertificateResult) (out []string) {
	day := "the date tested"
	if x.At != 0 {
		day = x.At.Long()
	}
	out = append(out, "Compliance certificate at "+day+". Amounts in "+x.Unit+".")
	for i, t := range res.Tests {
		word, bound := "met", "at least"
		if !t.Met {
			word = "NOT met"
		}
		if x.Covenants[i].AtMost {
			bound = "at most"
		}
		out = append(out, fmt.Sprintf("%s: %s = %s; required %s %s; %s.", t.Name, x.Covenants[i].Formula.Text, t.Value.Text(2, money.HalfAway), bound, t.Limit.Text(2, money.HalfAway), word))
		if !t.Met && x.Covenants[i].Cure > 0 && x.At != 0 {
			out = append(out, fmt.Sprintf("%s may be cured until %s.", t.Name, (x.At+fiscal.Date(x.Covenants[i].Cure)).Long()))
		}
	}
	return append(out, "Signed: ____________________  Date: ______________")
}

// project tests the covenants on coming days with other quantities.
func (out *covenantsOut) project(c costContext, x debt.Certificate, o object) {
	f, ok := o.get("projection")
	if !ok || c.r.err != nil {
		return
	}
	for _, one := range c.r.many(f) {
		k := c.r.object(one, "at", "quantities")
		y := x
		y.At, y.Quantities = c.r.date(k.must("at")), slices.Clone(x.Quantities)
		if x.At != 0 && y.At <= x.At {
			c.r.fail(one, "%s is not after %s", y.At, x.At)
		}
		for _, p := range c.r.pairs(k.must("quantities")) {
			i := slices.IndexFunc(y.Quantities, func(q debt.Quantity) bool { return q.Name == p.name && q.Amount != nil })
			if i < 0 {
				c.r.fail(p.field, "there is no quantity %q that is given", p.name)
				return
			}
			n := c.r.number(p.field)
			y.Quantities[i].Amount = &n
		}
		if c.r.err != nil {
			return
		}
		res, err := y.Compute()
		if c.r.failed(one, err); err != nil {
			return
		}
		for _, t := range res.Tests {
			out.Projection = append(out.Projection, c.tested(x, t))
			if !t.Met {
				out.Findings = append(out.Findings, breach(t))
			}
		}
		out.add(res.Paper)
	}
}
