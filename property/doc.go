// Package property is property, plant and equipment through time: cost shared over useful life by a systematic and rational method (ASC
// 360-10-35-2 to 35-4; ARB 43 chapter 9C paragraph 5), changes of estimate from their day on (ASC 250-10-45-17; SFAS 154 paragraph 19, APB 20
// before it), disposals with their gain or loss (ASC 610-20-32-2 for most; ASC 360-10-40 before ASU 2014-09), and the roll-forward by class.
//
// Depreciation to a day is a curve; what a period bears is the curve at its end less the curve at its beginning, both rounded half away
// from zero. So the parts of a period add up to it, whatever they are. Amounts are of one currency; cost, accumulated depreciation and
// depreciation are positive.
package property

import (
	"tieout/workpaper"
)

var nought, one = workpaper.Whole(0), workpaper.Whole(1)

// longest is the longest life in years that is taken: what is longer is months written as years, or land.
var longest = workpaper.Whole(200)

func least(a, b workpaper.Number) workpaper.Number {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func greatest(a, b workpaper.Number) workpaper.Number {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}
