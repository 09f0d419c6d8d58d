package calc

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	"tieout/check"
	"tieout/costing"
	"tieout/money"
	"tieout/workpaper"
)

// costContext is what the cost accounting topics share: the reader, the currency and how amounts are printed.
type costContext struct {
	r        *reader
	currency money.Currency
	places   int
	latest   func(item string) *workpaper.Number // what one of an item was last bought at, in a book; nil without one
}

// text prints an amount, rounded half away from zero to the decimals asked for; blank keeps what is not known blank.
func (c costContext) text(n workpaper.Number) string { return n.Text(c.places, money.HalfAway) }

func (c costContext) given(n *workpaper.Number) string {
	if n == nil {
		return ""
	}
	return c.text(*n)
}

func exact(n *workpaper.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}

// costing begins the reading of such a topic.
func costTopic(in []byte, keys ...string) (costContext, object, error) {
	top, err := parse(in)
	if err != nil {
		return costContext{}, object{}, err
	}
	r := &reader{}
	o := r.object(top, append([]string{"currency", "amount_decimals"}, keys...)...)
	return costContext{r: r, currency: readCurrency(r, o), places: r.decimals(o, 2)}, o, nil
}

// some is the number of one of several keys that mean the same, nil where none is there.
func (c costContext) some(o object, keys ...string) *workpaper.Number {
	for _, k := range keys {
		if o.has(k) {
			n := c.r.number(o.oneOf(keys...))
			return &n
		}
	}
	return nil
}

// or is some, or nought.
func (c costContext) or(o object, keys ...string) workpaper.Number {
	if n := c.some(o, keys...); n != nil {
		return *n
	}
	return workpaper.Number{}
}

// parts reads names with amounts, a list of amounts, or one amount.
func (c costContext) parts(f field) (out []costing.Part) {
	switch f.node.Kind {
	case yaml.ScalarNode:
		return []costing.Part{{Amount: c.r.number(f)}}
	case yaml.SequenceNode:
		for i, x := range items(f) {
			out = append(out, costing.Part{Name: strconv.Itoa(i + 1), Amount: c.r.number(x)})
		}
		return out
	}
	for _, p := range c.r.pairs(f) {
		out = append(out, costing.Part{Name: p.name, Amount: c.r.number(p.field)})
	}
	return out
}

type partOut struct {
	Name   string `json:"name"`
	Amount string `json:"amount"`
}

func (c costContext) partsOut(ps []costing.Part) (out []partOut) {
	for _, p := range ps {
		out = append(out, partOut{p.Name, c.text(p.Amount)})
	}
	return out
}

// papered is the common end of a result: its findings and its papers.
type papered struct {
	Findings []check.Finding `json:"findings"`

	papers []*workpaper.Paper
}

func (p papered) Raised() []check.Finding    { return p.Findings }
func (p papered) Papers() []*workpaper.Paper { return p.papers }

func (p *papered) add(paper *workpaper.Paper, findings ...check.Finding) {
	p.papers, p.Findings = append(p.papers, paper), append(p.Findings, findings...)
}

// done gives an empty list where there are no findings.
func (p *papered) done() {
	if p.Findings == nil {
		p.Findings = []check.Finding{}
	}
}
