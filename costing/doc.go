// Package costing is what things cost to make: overhead absorbed at normal capacity and spoilage (ASC 330-10-30-2 to 30-8; SFAS 151;
// ARB 43 chapter 4 before it), variances from standard and what of them is capitalised (ASC 330-10-30-12), process costing by
// equivalent units, the roll-up of bills of material and routings, and activity-based pools.
//
// A variance is unfavourable positive. Quantities and rates are exact; every calculation shows its work in a workpaper.Paper, from
// which its results are read.
package costing

import (
	"fmt"

	"tieout/workpaper"
)

// Mistake is an input that cannot be costed: about what, why, and the way out.
type Mistake struct{ Subject, Why string }

func (m Mistake) Error() string { return m.Subject + ": " + m.Why }

func mistake(subject, format string, args ...any) error {
	return Mistake{subject, fmt.Sprintf(format, args...)}
}

var nought = workpaper.Whole(0)

func orName(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return name
}

// placesOf is how many decimals quantities need to be shown whole, at most six.
func placesOf(ns ...workpaper.Number) int {
	places := 0
	for _, n := range ns {
		places = max(places, workpaper.Places(n.String()))
	}
	return min(places, 6)
}

func keep(n workpaper.Num) *workpaper.Number {
	x := n.Number()
	return &x
}
