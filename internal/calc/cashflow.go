package calc

import (
	_ "embed"
	"strings"
	"unicode"

	"tieout/check"
	"tieout/money"
	"tieout/statement"
	"tieout/workpaper"
)

//go:embed examples/cash-flow.yaml
var cashFlowExample []byte

var cashFlowTopic = Topic{
	Name:    "cash-flow",
	Summary: "statement of cash flows, indirect method, from comparative balances and gross flows; proven or not, and why",
	Example: cashFlowExample,
	Run:     func(in []byte) (any, error) { return cashFlow(in) },
}

type cashFlowOut struct {
	Currency     money.Currency  `json:"currency"`
	Operating    sectionOut      `json:"operating"`
	Investing    sectionOut      `json:"investing"`
	Financing    sectionOut      `json:"financing"`
	FX           lineOut         `json:"exchange_rate_effect"`
	NetChange    string          `json:"net_change"`
	CashBegin    string          `json:"cash_begin,omitempty"`
	CashEnd      string          `json:"cash_end,omitempty"`
	Difference   string          `json:"difference,omitempty"` // change of cash less net_change
	Reconciled   bool            `json:"reconciled"`
	Proven       bool            `json:"proven"`
	NonCash      []lineOut       `json:"noncash_activities"`
	Supplemental []lineOut       `json:"supplemental,omitempty"`
	Findings     []check.Finding `json:"findings"`
	Work         workpaper.Sheet `json:"work"`
}

func (c cashFlowOut) Raised() []check.Finding { return c.Findings }

type sectionOut struct {
	Lines   []lineOut `json:"lines"`
	NetCash string    `json:"net_cash"`
}

type lineOut struct {
	statement.CashLine
	Amount string `json:"amount"`
}

func cashFlow(in []byte) (cashFlowOut, error) {
	top, err := parse(in)
	if err != nil {
		return cashFlowOut{}, err
	}
	r := &cashReader{reader: reader{}, currency: "USD"}
	c := r.statement(top)
	if r.err != nil {
		return cashFlowOut{}, r.err
	}
	s, err := c.Build()
	if err != nil {
		return cashFlowOut{}, BadInput{Line: top.node.Line, Why: err.Error()}
	}
	return present(s), nil
}

func present(s statement.CashFlowStatement) cashFlowOut {
	text := func(minor int64) string { return money.New(minor, s.Currency).String() }
	lines := func(in []statement.CashLine) []lineOut {
		out := []lineOut{}
		for _, l := range in {
			out = append(out, lineOut{l, text(l.Amount)})
		}
		return out
	}
	section := func(p statement.CashSection) sectionOut { return sectionOut{lines(p.Lines), text(p.Total)} }
	o := cashFlowOut{Currency: s.Currency, Operating: section(s.Operating), Investing: section(s.Investing), Financing: section(s.Financing),
		FX: lineOut{s.FX, text(s.FX.Amount)}, NetChange: text(s.NetChange), Proven: s.Proven, NonCash: lines(s.NonCash),
		Supplemental: lines(s.Supplemental), Findings: append([]check.Finding{}, s.Findings...), Work: s.Steps}
	if s.Cash != nil {
		o.CashBegin, o.CashEnd, o.Difference = text(s.Cash.Begin), text(s.Cash.End), text(s.Difference)
		o.Reconciled = s.Difference == 0
	}
	return o
}

// slug makes a key of a name, so that a transaction can name its counterpart in any case: "Gain on sale" is
// gain-on-sale.
func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	return strings.Join(words, "-")
}
