// Package leases is what a lessee owes and has by a lease, and what a lessor gives: classification by recorded tests, the liability and the
// right-of-use asset with their schedules as an operating or a finance lease (ASC 842-10-25-2, 842-20-25 to 35), remeasurement and
// impairment on the way, and before ASC 842 capital leases and straight-line rent (SFAS 13 paragraphs 7 to 15; ASC 840-10-25, 840-20-25).
//
// Payments, liabilities, assets and costs are positive. What is booked is rounded half away from zero to the places named; the last
// interest takes what rounding left, so that nothing remains.
package leases

import (
	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// When the standards hold, by the day on which a fiscal year begins.
var (
	// ASC842 took the place of ASC 840, which was SFAS 13: public companies, fiscal years beginning after 15 December 2018.
	ASC842 = check.Span{Since: fiscal.MustParse("2018-12-16")}
	// ASC842Private is the same for others, after ASU 2020-05: fiscal years beginning after 15 December 2021.
	ASC842Private = check.Span{Since: fiscal.MustParse("2021-12-16")}
)

// Standard is the one that governs.
type Standard string

// The two.
const (
	Old Standard = "SFAS 13"
	New Standard = "ASC 842"
)

// StandardFor is the standard by the day on which the fiscal year begins, today's for none.
func StandardFor(begins fiscal.Date, private bool) Standard {
	since := ASC842
	if private {
		since = ASC842Private
	}
	if begins == 0 || since.Holds(begins) {
		return New
	}
	return Old
}

var nought, one = workpaper.Whole(0), workpaper.Whole(1)

func shown(n workpaper.Number, places int) string { return money.Group(n.Text(places, money.HalfAway)) }
