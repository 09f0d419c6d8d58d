// Package impairment tests assets for losses of value: long-lived assets held and used, by asset group (ASC 360-10-35-17 to 35-35; SFAS 144
// paragraphs 7 to 24), and held for sale (ASC 360-10-35-37 to 35-45, 45-9; SFAS 144 paragraphs 30 to 40); goodwill in two steps (SFAS 142
// paragraphs 19 to 22) and, since ASU 2017-04, in one with its tax effect solved together (ASC 350-20-35-8B); and intangible assets that are
// not amortised (ASC 350-30-35-18; SFAS 142 paragraph 17).
//
// Amounts are of one currency, losses positive. They are exact until the one rounding that is named, half away from zero; every test
// shows its work in a workpaper.Paper, from which its results are read.
package impairment

import (
	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// When the standards hold, by the day on which a fiscal year begins.
var (
	// SFAS142 ended the amortisation of goodwill, and SFAS144 took the place of SFAS 121: fiscal years beginning after 15 December 2001.
	SFAS142 = check.Span{Since: fiscal.MustParse("2001-12-16")}
	SFAS144 = SFAS142
	// Qualitative is the look at whether a loss is more likely than not before any measuring, ASU 2011-08: fiscal years beginning after
	// 15 December 2011, earlier by choice.
	Qualitative = check.Span{Since: fiscal.MustParse("2011-12-16")}
)

// Filer is whose reports they are: it decides when ASU 2017-04 holds (ASC 350-20-65-3 as changed by ASU 2019-10).
type Filer string

// The kinds of filer. A smaller reporting company had as long as those that file nothing.
const (
	SECFiler Filer = "sec"
	Smaller  Filer = "smaller"
	Private  Filer = "private"
)

// oneStep is the last day on which a fiscal year could begin under two steps.
var oneStep = map[Filer]fiscal.Date{
	SECFiler: fiscal.MustParse("2019-12-15"), Smaller: fiscal.MustParse("2022-12-15"), Private: fiscal.MustParse("2022-12-15"),
}

// earliest is the first day of a test that could be made early in one step.
var earliest = fiscal.MustParse("2017-01-01")

// shown is an amount in messages.
func shown(n workpaper.Number, places int) string { return money.Group(n.Text(places, money.HalfAway)) }
