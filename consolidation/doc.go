// Package consolidation makes one set of books of several: translation of a foreign entity's figures at the current rate with the
// cumulative adjustment and its proof (ASC 830-30-45; SFAS 52 paragraphs 12 and 13), remeasurement into the functional currency with its
// gain or loss in income (ASC 830-10-45-17, 830-20-35-1; SFAS 52 paragraphs 10 and 47 to 49), elimination of what is owed and sold within
// the group with what does not match (ASC 810-10-45-1; ARB 51 paragraph 6), and the interest of others (ASC 810-10-45-15 to 45-21 since
// SFAS 160; minority interest before).
//
// Rates are units of the reporting currency for one of the other. In books and worksheets debits are positive. Translated amounts are
// rounded half away from zero, line by line; what rounding leaves is in the adjustment and shown in its proof.
package consolidation

import (
	"slices"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// SFAS160 made the interest of others a part of equity: fiscal years beginning on or after 15 December 2008.
var SFAS160 = check.Span{Since: fiscal.MustParse("2008-12-15")}

func shown(n workpaper.Number, places int) string { return money.Group(n.Text(places, money.HalfAway)) }

var nought = workpaper.Whole(0)

// Rate is what one unit of a currency was worth on a day, or on average over the days from From.
type Rate struct {
	Currency money.Currency
	From, On fiscal.Date // From is 0 for the rate of a day
	Rate     workpaper.Number
}

// Rates are known rates.
type Rates []Rate

// On is the rate of a day. A currency without a rate on that day is refused by name: no other day's stands in for it.
func (r Rates) On(c money.Currency, d fiscal.Date) (workpaper.Number, error) {
	i := slices.IndexFunc(r, func(x Rate) bool { return x.Currency == c && x.From == 0 && x.On == d })
	if i < 0 {
		return nought, check.Refuse(string(c), "there is no rate on %s; enter it, no other day's is taken", d)
	}
	return r[i].Rate, r[i].check()
}

// Average is the average rate of a period.
func (r Rates) Average(c money.Currency, p fiscal.Period) (workpaper.Number, error) {
	i := slices.IndexFunc(r, func(x Rate) bool { return x.Currency == c && x.From == p.Start && x.On == p.End })
	if i < 0 {
		return nought, check.Refuse(string(c), "there is no average rate for %s to %s; enter it", p.Start, p.End)
	}
	return r[i].Rate, r[i].check()
}

func (x Rate) check() error {
	if x.Rate.Sign() <= 0 {
		return check.Refuse(string(x.Currency), "a rate of %s on %s; it is above zero", x.Rate, x.On)
	}
	return nil
}
