// Package inventory values what a company holds for sale: cost flow by first-in first-out, last-in first-out, averages,
// standard and specific identification; dollar-value LIFO pools; the retail and gross profit methods; lower of cost or market
// and lower of cost and net realizable value (ASC 330; ARB 43 chapter 4 before the codification).
//
// Units and costs are exact numbers; amounts are rounded by name where they are booked. Every calculation shows its work in a
// workpaper.Paper, from which its results are read.
package inventory

import (
	"fmt"

	"tieout/workpaper"
)

// Mistake is an input that cannot be valued: about what, why, and the way out.
type Mistake struct{ Subject, Why string }

func (m Mistake) Error() string { return m.Subject + ": " + m.Why }

func mistake(subject, format string, args ...any) error {
	return Mistake{subject, fmt.Sprintf(format, args...)}
}

// placesOf is how many decimals a count of units needs to be shown whole, at most six.
func placesOf(ns ...workpaper.Number) int {
	places := 0
	for _, n := range ns {
		places = max(places, workpaper.Places(n.String()))
	}
	return min(places, 6)
}

var nought = workpaper.Whole(0)
