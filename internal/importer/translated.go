package importer

import (
	"math/big"

	"tieout/ledger"
	"tieout/money"
)

// transaction reads what a line was in another currency.
func (j *journalTable) transaction(r *record, functional int64, cur money.Currency) (*ledger.Transaction, error) {
	code, err := r.text(j.words, colCurrency, 3)
	if err != nil {
		return nil, err
	}
	c := money.Currency(code)
	if _, known := c.Digits(); code != "" && !known {
		return nil, r.wrong(colCurrency, unread("currency %q is not an ISO 4217 code", code))
	}
	if code == "" {
		c = cur
	}
	n, blank, err := r.amount(colTransaction, c)
	if err != nil {
		return nil, err
	}
	rate, err := r.text(j.words, colRate, 40)
	switch {
	case err != nil:
		return nil, err
	case c == cur:
		return nil, j.domestic(r, n, blank, rate, functional, cur)
	case blank:
		return nil, r.wrong(colCurrency, unread("the currency is %s and the entity's is %s, so the column transaction_amount must say how much it was", c, cur))
	case (n < 0) != (functional < 0) && n != 0 && functional != 0:
		return nil, r.wrong(colTransaction, unread("the transaction amount %s %s and the amount %s %s have opposite signs", money.New(n, c), c, money.New(functional, cur), cur))
	}
	return r.translated(money.New(n, c), functional, cur, rate)
}

// domestic sees that columns for another currency say nothing else than the amount.
func (j *journalTable) domestic(r *record, n int64, blank bool, rate string, functional int64, cur money.Currency) error {
	if !blank && n != functional {
		return r.wrong(colTransaction, unread("the transaction amount is %s and the amount %s, both in %s; name the other currency in the column currency", money.New(n, cur), money.New(functional, cur), cur))
	}
	if rate == "" {
		return nil
	}
	if d, err := parseDecimal(rate); err != nil || d.String() != "1" {
		return r.wrong(colRate, unread("a rate of %s and no other currency; name it in the column currency", rate))
	}
	return nil
}

// translated holds a given rate against the two amounts, or works it out.
func (r *record) translated(t money.Amount, functional int64, cur money.Currency, rate string) (*ledger.Transaction, error) {
	from, _ := t.Currency.Digits()
	to, _ := cur.Digits()
	if rate != "" {
		d, err := parseDecimal(rate)
		if err != nil {
			return nil, r.wrong(colRate, err)
		}
		if !d.gives(t.Minor, functional, from, to) {
			return nil, r.wrong(colRate, unread("%s %s at %s is not %s %s; correct the one that is wrong, or leave the rate blank", t, t.Currency, rate, money.New(functional, cur), cur))
		}
		return &ledger.Transaction{Amount: t, Rate: d.String()}, nil
	}
	if t.Minor == 0 {
		return nil, r.wrong(colTransaction, unread("the transaction amount is nil, so there is no rate"))
	}
	d, ok := rateOf(functional, t.Minor, to, from)
	if !ok {
		return nil, r.wrong(colTransaction, unread("%s %s and %s %s give no rate", t, t.Currency, money.New(functional, cur), cur))
	}
	return &ledger.Transaction{Amount: t, Rate: d.String()}, nil
}

// gives says whether a rate, which is rounded to its last decimal, can have led from one amount to the other:
// they may differ by half a unit of that decimal on the whole, and by one minor unit.
func (d decimal) gives(minor, functional int64, from, to int) bool {
	product := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(minor), big.NewInt(d.mant)), pow10(from+d.scale))
	product.Mul(product, new(big.Rat).SetInt(pow10(to)))
	diff := product.Sub(product, new(big.Rat).SetInt64(functional))
	slack := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(minor), pow10(to)), new(big.Int).Mul(big.NewInt(2), pow10(from+d.scale)))
	slack.Abs(slack).Add(slack, big.NewRat(1, 1))
	return diff.Abs(diff).Cmp(slack) <= 0
}
