// Package restructuring is the cost of leaving an activity: which standard governs a cost, decided by recorded tests; one-time
// termination benefits at once or over required future service (ASC 420-10-25-4 to 25-9; SFAS 146 paragraphs 8 to 13); ongoing benefit
// arrangements (ASC 712-10-25-4; SFAS 112); contract termination and, before ASC 842, the cease-use of a lease at fair value with accretion
// (ASC 420-10-25-11 to 25-13 and 30-7 to 30-9); the roll-forward that is disclosed (ASC 420-10-50-1), its ties and the look-back.
//
// An obligation is positive. Amounts are exact until they are rounded by name, half away from zero; every calculation shows its work
// in a workpaper.Paper, from which its results are read.
package restructuring

import (
	"tieout/check"
	"tieout/fiscal"
	"tieout/workpaper"
)

// When the standards hold, by the day on which an activity is initiated or a fiscal year begins.
var (
	// SFAS146 took the place of EITF 94-3 for activities initiated after 31 December 2002.
	SFAS146 = check.Span{Since: fiscal.MustParse("2003-01-01")}
	// ASC842 took leases out of ASC 420: a right-of-use asset is tested for impairment instead. Public companies, fiscal years beginning
	// after 15 December 2018.
	ASC842 = check.Span{Since: fiscal.MustParse("2018-12-16")}
)

var nought = workpaper.Whole(0)
