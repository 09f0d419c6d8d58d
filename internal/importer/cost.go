package importer

import (
	"tieout/ledger"
	"tieout/money"
)

// value is the functional amount of a posting, and its transaction when that was in another currency.
func (j *composer) value(p *posting, entity string) (int64, *ledger.Transaction, error) {
	cur := j.o.functional(entity)
	if p.assert != nil {
		if err := j.functional(p, p.assert.amount, cur, "the asserted amount"); err != nil {
			return 0, nil, err
		}
	}
	if p.cost == nil {
		if p.missing {
			return 0, nil, nil
		}
		return p.amount.minor, nil, j.functional(p, p.amount, cur, "amount")
	}
	return j.atCost(p, cur)
}

// functional refuses an amount in another currency than the functional one. Nil is nil in any currency.
func (j *composer) functional(p *posting, q quantity, cur money.Currency, what string) error {
	if q.cur == cur || q.cur == "" && cur == j.o.Currency || q.minor == 0 {
		return nil
	}
	if q.cur == "" {
		return p.mistake("%s %s has no commodity, and its entity is kept in %s; write %s with it", what, money.New(q.minor, j.o.Currency), cur, cur)
	}
	return p.mistake("%s %s %s: wrong currency, the entity is kept in %s; add what it cost, as in %s %s @@ COST %s", what, money.New(q.minor, q.cur), q.cur, cur, money.New(q.minor, q.cur), q.cur, cur)
}

func (p *posting) mistake(format string, args ...any) error {
	m, _ := asMistake(unread(format, args...))
	m.row, m.col = p.row, p.col
	return m
}

// atCost translates a posting by its cost.
func (j *composer) atCost(p *posting, cur money.Currency) (int64, *ledger.Transaction, error) {
	q, c := p.amount, p.cost
	switch {
	case q.cur == "" || q.cur == cur:
		return 0, nil, p.mistake("the amount is in functional currency (%s) already and can have no cost", cur)
	case c.cur != cur && (c.cur != "" || cur != j.o.Currency):
		return 0, nil, p.mistake("the cost is in %s: wrong currency, the entity is kept in %s", entityCurrency(c.cur, j.o.Currency), cur)
	}
	from, to := j.numbers.digitsOf(q.cur), j.numbers.digitsOf(cur)
	amount, rate, ok := c.total, c.rate, true
	if c.unit {
		amount, ok = c.rate.times(q.minor, from, to)
	} else if q.minor != 0 {
		if rate, ok = rateOf(c.total, q.minor, to, from); q.minor < 0 {
			amount = -amount
		}
	}
	if !ok || !c.unit && q.minor == 0 {
		return 0, nil, p.mistake("the cost of %s %s gives no amount that the book can hold", money.New(q.minor, q.cur), q.cur)
	}
	return amount, &ledger.Transaction{Amount: money.New(q.minor, q.cur), Rate: rate.String()}, nil
}

func entityCurrency(c, none money.Currency) money.Currency {
	if c == "" {
		return none
	}
	return c
}

// infer gives the line without an amount what is left in its entity.
func infer(lines []ledger.Line, at int) error {
	var sum int64
	for i := range lines {
		if i == at || lines[i].Entity != lines[at].Entity {
			continue
		}
		var ok bool
		if sum, ok = money.TryAdd(sum, lines[i].Amount); !ok {
			return mistake{rule: ruleBalance, why: sayTooMuch}
		}
	}
	lines[at].Amount = -sum
	return nil
}
