package importer

import (
	"cmp"
	"math/big"

	"tieout/ledger"
	"tieout/money"
)

// value is the functional amount of a line, and its transaction when that was in another currency.
func (j *journalTable) value(r *record, cur money.Currency) (int64, *ledger.Transaction, error) {
	c, err := j.currency(r, cur)
	if err != nil {
		return 0, nil, err
	}
	if c != cur && r.mapping.Amounts == transacted {
		return j.translate(r, c, cur)
	}
	n, err := j.amount(r, cur)
	if err != nil {
		return 0, nil, err
	}
	t, err := j.transaction(r, n, c, cur)
	return n, t, err
}

// currency is the currency of a line; none named is the functional one.
func (j *journalTable) currency(r *record, cur money.Currency) (money.Currency, error) {
	code, err := r.text(j.words, colCurrency, 100)
	if err != nil || code == "" {
		return cur, err
	}
	c := money.Currency(code)
	if _, known := c.Digits(); !known {
		return "", r.wrong(colCurrency, unread("currency %q is not an ISO 4217 code", clip(code)))
	}
	return c, nil
}

// translate reads a line whose amounts are in its own currency: functional is the product with its rate, rounded
// half away from zero to the minor unit.
func (j *journalTable) translate(r *record, c, cur money.Currency) (int64, *ledger.Transaction, error) {
	n, err := j.amount(r, c)
	if err != nil {
		return 0, nil, err
	}
	if twice, blank, err := r.signed(colTransaction, c); err != nil || !blank && twice != n {
		return 0, nil, cmp.Or(err, r.wrong(colTransaction, unread("the transaction amount is %s and the amount of the row %s, both in %s", money.New(twice, c), money.New(n, c), c)))
	}
	d, ok, err := r.decimalRate(j.words)
	if err != nil {
		return 0, nil, err
	}
	if !ok {
		return 0, nil, r.wrong(colCurrency, unread("the line is in %s and the entity's currency is %s, so the column rate must say at what rate it counts", c, cur))
	}
	from, _ := c.Digits()
	to, _ := cur.Digits()
	functional, ok := d.times(n, from, to)
	if !ok {
		return 0, nil, r.wrong(colRate, unread("%s %s at %s is more than the book can hold", money.New(n, c), c, d))
	}
	return functional, &ledger.Transaction{Amount: money.New(n, c), Rate: d.String()}, nil
}

// decimalRate is the rate of a line; ok is false when it gives none.
func (r *record) decimalRate(in interner) (d decimal, ok bool, err error) {
	s, err := r.rate(in)
	if err != nil || s == "" {
		return d, false, err
	}
	if d, err = parseDecimal(s); err != nil {
		return d, false, r.wrong(colRate, err)
	}
	return d, true, nil
}

// rate is the rate of a line in our own writing.
func (r *record) rate(in interner) (string, error) {
	s, err := r.text(in, colRate, 40)
	if err != nil || s == "" || r.get(colRate).number {
		return s, err
	}
	if s, err = r.numbers.plain(s); err != nil {
		return "", r.wrong(colRate, err)
	}
	return s, nil
}

// transaction reads what a line was in another currency.
func (j *journalTable) transaction(r *record, functional int64, c, cur money.Currency) (*ledger.Transaction, error) {
	n, blank, err := r.signed(colTransaction, c)
	if err != nil {
		return nil, err
	}
	rate, err := r.rate(j.words)
	switch {
	case err != nil:
		return nil, err
	case c == cur:
		return nil, j.domestic(r, n, blank, rate, functional, cur)
	case blank:
		return nil, r.wrong(colCurrency, unread("the currency is %s and the entity's is %s, so the column transaction_amount must say how much it was; or say in a mapping that all amounts of the file are in the currency of their line", c, cur))
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
