package importer

import (
	"bytes"

	"tieout/money"
)

// beanParser reads the tokens of a line one after another.
type beanParser struct {
	*bean
	rest []beanToken
	last beanToken // read last, for the place of what is missing
}

// mark reads a mark, if it comes next.
func (p *beanParser) mark(s string) bool {
	if len(p.rest) == 0 || !p.rest[0].is(s) {
		return false
	}
	p.next()
	return true
}

func (p *beanParser) next() beanToken {
	p.last, p.rest = p.rest[0], p.rest[1:]
	return p.last
}

// comes says which kind of token comes next.
func (p *beanParser) comes(k beanKind) bool { return len(p.rest) > 0 && p.rest[0].kind == k }

// nothingMore refuses what is left.
func (p *beanParser) nothingMore() error {
	if len(p.rest) == 0 {
		return nil
	}
	return p.refuseToken(p.rest[0], "%q is not understood here", clip(string(p.rest[0].text)))
}

// beanNumberRead is a number as written.
type beanNumberRead struct {
	text beanToken
	neg  bool
}

// number reads a number with its sign. Arithmetic is refused.
func (p *beanParser) number() (n beanNumberRead, err error) {
	if n.neg = p.mark("-"); !n.neg {
		p.mark("+")
	}
	if !p.comes(beanNumber) {
		if p.mark("(") || p.mark("-") || p.mark("+") {
			return n, p.refuseToken(p.last, "arithmetic is not done; write the result")
		}
		return n, p.refuseToken(p.last, "an amount is missing behind %q", clip(string(p.last.text)))
	}
	n.text = p.next()
	for _, op := range []string{"+", "-", "*", "/"} {
		if p.mark(op) {
			return n, p.refuseToken(p.last, "arithmetic is not done; write the result")
		}
	}
	return n, nil
}

// currency reads the currency behind a number.
func (p *beanParser) currency() (money.Currency, error) {
	if !p.comes(beanCurrency) {
		return "", p.refuseToken(p.last, "the amount %q has no currency behind it; amounts are not completed", clip(string(p.last.text)))
	}
	t := p.next()
	c, err := p.numbers.currency(t.text)
	if err != nil {
		return "", p.at(err, t)
	}
	return c, nil
}

// amount reads a number with its currency.
func (p *beanParser) amount() (quantity, error) {
	n, err := p.number()
	if err != nil {
		return quantity{}, err
	}
	return p.amountOf(n)
}

// amountOf reads the currency behind a number and makes an amount of the two.
func (p *beanParser) amountOf(n beanNumberRead) (quantity, error) {
	cur, err := p.currency()
	if err != nil {
		return quantity{}, err
	}
	text := bytes.TrimSuffix(n.text.text, []byte("."))
	minor, ok := quick(text, p.numbers.digitsOf(cur))
	if !ok {
		a, err := money.Parse(string(text), cur)
		if err != nil {
			return quantity{}, p.refuseToken(n.text, "%v", err)
		}
		minor = a.Minor
	}
	if n.neg {
		minor = -minor
	}
	return quantity{minor, cur}, nil
}

// rate reads what one unit costs.
func (p *beanParser) rate() (decimal, money.Currency, error) {
	n, err := p.number()
	if err != nil {
		return decimal{}, "", err
	}
	cur, err := p.currency()
	switch {
	case err != nil:
		return decimal{}, "", err
	case n.neg:
		return decimal{}, "", p.refuseToken(n.text, "a cost or price is not negative; the sign stands with the amount")
	}
	d, err := p.numbers.rate(n.text.text, bytes.TrimSuffix(n.text.text, []byte(".")), nil)
	if err != nil {
		return decimal{}, "", p.refuseToken(n.text, "%v", err)
	}
	return d, cur, nil
}

// total reads what all units cost.
func (p *beanParser) total() (quantity, error) {
	q, err := p.amount()
	if err == nil && q.minor < 0 {
		err = p.refuseToken(p.last, "a cost or price is not negative; the sign stands with the amount")
	}
	return q, err
}

// cost reads a cost in braces or a price behind @; nil when there is neither. Beside a cost, a price is a note.
func (p *beanParser) cost() (c *cost, err error) {
	switch {
	case p.mark("{"):
		c, err = p.braces(true, "}")
	case p.mark("{{"):
		c, err = p.braces(false, "}}")
	}
	if err != nil {
		return nil, err
	}
	var price *cost
	switch {
	case p.mark("@"):
		price, err = p.costOf(true)
	case p.mark("@@"):
		price, err = p.costOf(false)
	}
	if c == nil {
		c = price
	}
	return c, err
}

// costOf reads the number and the currency of a cost or price.
func (p *beanParser) costOf(unit bool) (*cost, error) {
	c := &cost{unit: unit}
	var err error
	if unit {
		c.rate, c.cur, err = p.rate()
		return c, err
	}
	q, err := p.total()
	c.total, c.cur = q.minor, q.cur
	return c, err
}

// braces reads a cost to its closing brace. The date and the label of a lot are notes.
func (p *beanParser) braces(unit bool, end string) (*cost, error) {
	if !p.comes(beanNumber) && !p.comes(beanMark) || len(p.rest) > 0 && (p.rest[0].is(end) || p.rest[0].is("*")) {
		return nil, p.refuseToken(p.last, "the cost of the lot is not written, and lots are not matched; write the cost in the braces")
	}
	c, err := p.costOf(unit)
	for err == nil && p.mark(",") {
		if !p.comes(beanDate) && !p.comes(beanString) {
			return nil, p.refuseToken(p.last, "behind the cost of a lot stand its date and its label, and nothing else")
		}
		p.next()
	}
	if err == nil && !p.mark(end) {
		err = p.refuseToken(p.last, "the cost is not closed by %s, or has more in it than a price, a date and a label", end)
	}
	return c, err
}
