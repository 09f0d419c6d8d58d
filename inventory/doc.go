// Package inventory values what a company holds for sale: cost flow by first-in first-out, last-in first-out, averages,
// standard and specific identification; dollar-value LIFO pools; the retail and gross profit methods; lower of cost or market
// and lower of cost and net realizable value (ASC 330; ARB 43 chapter 4 before the codification).
//
// Units and costs are exact numbers; amounts are rounded by name where they are booked. Every calculation shows its work in a
// workpaper.Paper, from which its results are read.
package inventory

import (
	"tieout/workpaper"
)

var nought = workpaper.Whole(0)
