// Package incometax is the tax on income: of interim periods by the rate that is estimated for the year (ASC 740-270-30; FIN 18), current and
// deferred tax of a year by temporary differences and carryforwards with the valuation allowance (ASC 740-10-30; SFAS 109), the effect of a
// rate that is enacted (ASC 740-10-45-15), where it stands on the balance sheet (ASC 740-10-45-4; ASU 2015-17), and the reconciliation to
// the statutory rate (ASC 740-10-50-12; Regulation S-X rule 4-08(h)).
//
// Income and tax expense are positive; losses and benefits negative. A difference that will be deducted is positive, one that will be
// taxed negative. Amounts are exact until the rounding that is named, half away from zero, in the cell where tax is booked.
package incometax

import (
	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// When the standards hold, by the day on which a fiscal year begins.
var (
	// SFAS109 took the place of SFAS 96 and APB 11: fiscal years beginning after 15 December 1992.
	SFAS109 = check.Span{Since: fiscal.MustParse("1992-12-16")}
	// Uncapped is ASU 2019-12, which ended the limit on the benefit of a loss to date that is above the year's: public companies, fiscal
	// years beginning after 15 December 2020.
	Uncapped = check.Span{Since: fiscal.MustParse("2020-12-16")}
	// NonCurrent is ASU 2015-17, by which all deferred tax is non-current: public companies, fiscal years beginning after 15 December 2016.
	NonCurrent = check.Span{Since: fiscal.MustParse("2016-12-16")}
)

// Part is a named amount.
type Part struct {
	Name   string
	Amount workpaper.Number
}

var nought, one = workpaper.Whole(0), workpaper.Whole(1)

func shown(n workpaper.Number, places int) string { return money.Group(n.Text(places, money.HalfAway)) }
