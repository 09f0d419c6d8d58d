// Package debt is what is owed to lenders: effective interest, discount, premium and issue costs (ASC 835-30; APB 21, 12), extinguishment
// (ASC 470-50-40-2; APB 26), modification and the ten-per-cent test (ASC 470-50-40-6 to 40-12; EITF 96-19), lines of credit (470-50-40-21;
// EITF 98-14), troubled debt of the debtor (ASC 470-60; SFAS 15), current or non-current by recorded tests (ASC 470-10-45; SFAS 6, SFAS 78, EITF 86-30,
// 95-22, FTB 79-3), covenants as formulas, the borrowing base, a view of cash by week, and going concern (ASC 205-40; AU 341 before).
//
// Amounts owed are positive. Figures are exact until they are rounded by name; every calculation shows its work in a workpaper.Paper.
package debt

import (
	"slices"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// When standards hold.
var (
	// CostsDeducted: issue costs are a deduction from the debt and no asset (ASU 2015-03), fiscal years beginning after 15 December 2015.
	CostsDeducted = check.Span{Since: fiscal.MustParse("2015-12-16")}
	// ManagementAssesses: management itself assesses going concern (ASU 2014-15), annual periods ending after 15 December 2016.
	ManagementAssesses = check.Span{Since: fiscal.MustParse("2016-12-16")}
)

var nought, unit = workpaper.Whole(0), workpaper.Whole(1)

// valueOf is the value today of amounts at the end of periods 1, 2, … at a rate of a period.
func valueOf(flows []workpaper.Number, rate workpaper.Number) workpaper.Number {
	sum, factor, step := nought, unit, unit.Add(rate)
	for _, f := range flows {
		factor = factor.Mul(step)
		sum = sum.Add(f.Quo(factor))
	}
	return sum
}

// solve finds the rate of a period, to ten decimals, at which flows are worth an amount; false where there is none from −0.5 to 4. The
// value is taken from the last flow to the first and rounded to sixty decimals on its way, since exact fractions of a loan of thirty years
// are of many thousand digits.
func solve(flows []workpaper.Number, worth workpaper.Number) (workpaper.Number, bool) {
	return workpaper.Solve(workpaper.MustParse("-0.5"), workpaper.Whole(4), 10, func(r workpaper.Number) workpaper.Number {
		value, step := nought, unit.Add(r)
		for _, f := range slices.Backward(flows) {
			value = value.Add(f).Quo(step).Round(60, money.HalfEven)
		}
		return value.Sub(worth)
	})
}
