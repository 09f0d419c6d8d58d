// Package pension is the sponsor's side of defined benefit plans (ASC 715-30; SFAS 87, 88, 132R, 158): net periodic cost by component, the corridor
// (715-30-35-24), prior service (35-11), market-related value (35-22), settlements and curtailments (35-79 to 35-96), roll-forwards of obligation and
// assets with the actuary's figures performed again from the assumptions, the additional minimum liability of the time to 31 December 2006 and
// the adoption of SFAS 158, and plans in the book.
//
// A cost, an obligation and a loss are positive; a return and a gain are positive where they are named so. Figures are exact until they are
// rounded by name; every calculation shows its work in a workpaper.Paper.
package pension

import (
	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// FundedStatus: the funded status is on the balance sheet (SFAS 158), fiscal years ending after 15 December 2006 for companies with public
// equity. Before, a minimum liability was (SFAS 87 paragraphs 36 to 38).
var FundedStatus = check.Span{Since: fiscal.MustParse("2006-12-16")}

var nought = workpaper.Whole(0)

func two(n workpaper.Number) string { return n.Text(2, money.HalfAway) }
