// Package costing is what things cost to make: overhead absorbed at normal capacity and spoilage (ASC 330-10-30-2 to 30-8; SFAS 151;
// ARB 43 chapter 4 before it), variances from standard and what of them is capitalised (ASC 330-10-30-12), process costing by
// equivalent units, the roll-up of bills of material and routings, and activity-based pools.
//
// A variance is unfavourable positive. Quantities and rates are exact; every calculation shows its work in a workpaper.Paper, from
// which its results are read.
package costing

import (
	"tieout/workpaper"
)

var nought = workpaper.Whole(0)

func keep(n workpaper.Num) *workpaper.Number {
	x := n.Number()
	return &x
}
