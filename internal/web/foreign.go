package web

import (
	"fmt"
	"regexp"
	"strings"

	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// foreignForm is a line in another currency as people write it: "CAD 1,200.00 at 0.8765", "1200 CAD @ 0.8765".
var foreignForm = regexp.MustCompile(`^(?:([A-Za-z]{3})\s*([-−(]?[0-9][0-9.,]*\)?)|([-−(]?[0-9][0-9.,]*\)?)\s*([A-Za-z]{3}))(?:\s*(?:at|@|x|×|\*)?\s*([0-9][0-9.,]*))?$`)

// ratePlaces is to how many decimals a rate is worked out of two amounts.
const ratePlaces = 10

// foreignText writes a transaction as foreignTyped reads it; the side of the line says its sign.
func foreignText(t *ledger.Transaction) string {
	if t == nil {
		return ""
	}
	return string(t.Amount.Currency) + " " + money.Group(t.Amount.Abs().String()) + " at " + t.Rate
}

// foreignTyped reads what a line was in another currency. functional is the line's amount in the entity's currency, debit
// positive; where none is typed (given is false) it is the product with the rate, rounded half away from zero to the minor
// unit. A rate that is left out is worked out of the two amounts; one that is given must lead from one to the other, but
// for half a unit of its last decimal and one minor unit.
func foreignTyped(text string, functional int64, given bool, home money.Currency) (*ledger.Transaction, int64, error) {
	m := foreignForm.FindStringSubmatch(strings.TrimSpace(strings.NewReplacer("\u00a0", " ", "\u202f", "").Replace(text)))
	if m == nil {
		return nil, 0, fmt.Errorf("%q is not an amount in another currency; write CAD 1,200.00 at 0.8765", plainText(text, 60))
	}
	cur := money.Currency(strings.ToUpper(m[1] + m[4]))
	digits, ok := cur.Digits()
	if !ok {
		return nil, 0, fmt.Errorf("%s is not a currency code; write CAD 1,200.00 at 0.8765", plainText(string(cur), 3))
	}
	if cur == home {
		return nil, 0, fmt.Errorf("%s is the entity's own currency; leave this blank", cur)
	}
	minor, err := amountTyped(m[2]+m[3], digits)
	if err != nil {
		return nil, 0, err
	}
	if given && (minor < 0) != (functional < 0) {
		minor = -minor
	}
	t := &ledger.Transaction{Amount: money.New(minor, cur)}
	to, _ := home.Digits()
	own, there := workpaper.FromMinor(functional, to), workpaper.FromMinor(minor, digits)
	if m[5] == "" {
		if !given || minor == 0 || functional == 0 {
			return nil, 0, fmt.Errorf("%s %s has no rate and the line no amount to work it out from; write %s %s at the rate, or type the debit or credit", cur, t.Amount.Grouped(), cur, t.Amount.Grouped())
		}
		t.Rate = trimRate(own.Quo(there).Abs().Text(ratePlaces, money.HalfAway))
		return t, functional, nil
	}
	rate, err := workpaper.Parse(m[5])
	if err != nil || rate.Sign() <= 0 {
		return nil, 0, fmt.Errorf("%q is not a rate above zero", plainText(m[5], 40))
	}
	t.Rate = trimRate(strings.ReplaceAll(m[5], ",", ""))
	product := there.Mul(rate)
	if !given {
		counts, ok := product.Round(to, money.HalfAway).Minor(to)
		if !ok {
			return nil, 0, fmt.Errorf("%s %s at %s is more than the book can hold", cur, t.Amount.Grouped(), t.Rate)
		}
		return t, counts, nil
	}
	slack := there.Abs().Mul(workpaper.Ratio(1, 2)).Quo(workpaper.Whole(10).Power(workpaper.Places(t.Rate))).Add(workpaper.FromMinor(1, to))
	if product.Sub(own).Abs().Cmp(slack) > 0 {
		return nil, 0, fmt.Errorf("%s %s at %s is %s %s and the line has %s; correct the one that is wrong, or leave the rate out", cur, t.Amount.Grouped(), t.Rate, home, money.Group(product.Text(to, money.HalfAway)), money.New(functional, home).Grouped())
	}
	return t, functional, nil
}

// trimRate is a plain decimal without zeros at its end.
func trimRate(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
