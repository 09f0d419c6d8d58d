package calc

import (
	_ "embed"
	"strings"

	"tieout/check"
	"tieout/debt"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/modification.yaml
var modificationExample []byte

var modificationTopic = Topic{
	Name:    "modification",
	Summary: "new terms of a debt: the ten-per-cent test, what follows from it, lines of credit by borrowing capacity",
	Example: modificationExample,
	Run:     func(in []byte) (any, error) { return modification(in) },
}

type modificationOut struct {
	Method string          `json:"method"`
	Tests  []modifiedOut   `json:"tests,omitempty"`
	Lines  []creditLineOut `json:"lines_of_credit,omitempty"`
	papered
}

type modifiedOut struct {
	Name        string          `json:"name,omitempty"`
	Base        string          `json:"old_terms"`
	New         string          `json:"new_terms"`
	WithFees    string          `json:"pv_plus_fee"`
	Change      string          `json:"change"`
	Percent     string          `json:"pct"`
	Substantial bool            `json:"substantial"`
	Accounting  []string        `json:"accounting"`
	NewRate     string          `json:"new_effective_rate_of_a_period,omitempty"`
	Work        workpaper.Sheet `json:"work"`
}

type creditLineOut struct {
	Name     string          `json:"name,omitempty"`
	Old      string          `json:"old_capacity"`
	New      string          `json:"new_capacity"`
	WriteOff string          `json:"written_off"`
	Deferred string          `json:"amortised_over_new_term"`
	Work     workpaper.Sheet `json:"work"`
}

var modificationKeys = []string{"name", "original_carrying", "carrying", "old_payments", "pv_new_at_original_rate", "new_payments", "original_rate", "fee_to_lender", "fees_to_lender", "third_party_costs", "unamortised_costs", "prepayable", "different_lender", "troubled", "claim", "method"}

func modification(in []byte) (out modificationOut, err error) {
	out.Method = debt.TenPercent
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	o := r.object(top, append([]string{"currency", "amount_decimals", "tests", "line_of_credit"}, modificationKeys...)...)
	c := costContext{r: r, currency: readCurrency(r, o), places: r.decimals(o, 2)}
	any := false
	for _, k := range modificationKeys {
		any = any || o.has(k)
	}
	if any {
		out.test(c, top, "currency", "amount_decimals", "tests", "line_of_credit")
	}
	if f, ok := o.get("tests"); ok {
		for _, one := range r.many(f) {
			out.test(c, one)
		}
	}
	if f, ok := o.get("line_of_credit"); ok {
		for _, one := range r.many(f) {
			out.line(c, one)
		}
	}
	if r.err == nil && len(out.papers) == 0 && len(out.Findings) == 0 {
		r.fail(top, "give the old and the new terms, or line_of_credit")
	}
	out.done()
	return out, r.err
}

// test reads one change of terms. A claim about the method alone is answered without figures.
func (out *modificationOut) test(c costContext, f field, also ...string) {
	r := c.r
	o := r.object(f, append(append([]string{}, modificationKeys...), also...)...)
	for _, k := range []string{"claim", "method"} {
		if s := strings.ToLower(r.optional(o, k)); strings.Contains(s, "undiscounted") || strings.Contains(s, "only a fall") {
			out.Findings = append(out.Findings, check.Finding{Rule: "undiscounted-test", Severity: check.Open, Subject: "ten-per-cent test", Cite: "ASC 470-50-40-10, 40-12", Message: "the test does not compare undiscounted totals, and a rise counts like a fall: it is the " + debt.TenPercent})
		}
	}
	if !o.has("original_carrying") && !o.has("carrying") && !o.has("old_payments") && len(out.Findings) > 0 {
		return
	}
	x := debt.Modified{Name: r.optional(o, "name"), Currency: c.currency, Carrying: c.some(o, "original_carrying", "carrying"), NewValue: c.some(o, "pv_new_at_original_rate"), Rate: r.optionalRate(o, "original_rate"), Lender: c.or(o, "fee_to_lender", "fees_to_lender"), Third: c.or(o, "third_party_costs"), Unpaid: c.or(o, "unamortised_costs"), Different: r.optionalYes(o, "different_lender"), Troubled: r.optionalYes(o, "troubled")}
	if n, ok := o.get("old_payments"); ok {
		x.Old = c.numbers(n)
	}
	if n, ok := o.get("new_payments"); ok {
		x.New = c.numbers(n)
	}
	if n, ok := o.get("prepayable"); ok {
		for _, one := range r.many(n) {
			p := r.object(one, "name", "old_payments", "new_payments")
			x.Prepay = append(x.Prepay, debt.Prepay{Name: r.optional(p, "name"), Old: c.numbers(p.must("old_payments")), New: c.numbers(p.must("new_payments"))})
		}
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := modifiedOut{Name: x.Name, Base: c.text(res.Base), New: c.text(res.New), WithFees: c.text(res.WithFees), Change: c.text(res.Change), Percent: res.Percent.Text(2, money.HalfAway), Substantial: res.Substantial, Accounting: res.Accounting, Work: res.Paper.Sheet()}
	if res.NewRate != nil {
		y.NewRate = res.NewRate.Text(8, money.HalfAway)
	}
	out.Tests = append(out.Tests, y)
	out.add(res.Paper, res.Findings...)
}

func (out *modificationOut) line(c costContext, f field) {
	r := c.r
	o := r.object(f, "name", "old_amount", "old_months", "new_amount", "new_months", "unamortised_costs", "fees")
	x := debt.Line{Name: r.optional(o, "name"), Currency: c.currency, OldAmount: r.positive(o.must("old_amount")), OldMonths: r.positive(o.must("old_months")), NewAmount: r.positive(o.must("new_amount")), NewMonths: r.positive(o.must("new_months")), Unpaid: c.or(o, "unamortised_costs"), Fees: c.or(o, "fees")}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	out.Lines = append(out.Lines, creditLineOut{x.Name, c.text(res.Old), c.text(res.New), c.text(res.WriteOff), c.text(res.Deferred), res.Paper.Sheet()})
	out.add(res.Paper)
}
