package pension

import (
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// span is what an assumption has been in practice since 1987, in thousandths. What is outside is asked about, never refused.
type span struct {
	what      string
	low, high int64
}

// The assumptions of a plan and their plausible ranges.
var (
	discountSpan = span{"a discount rate", 5, 150}
	returnSpan   = span{"an expected return", 10, 120}
	salarySpan   = span{"a rate of compensation increase", 0, 100}
	creditSpan   = span{"an interest credit", 0, 120}
)

// plausible warns of an assumption outside its range.
func plausible(about string, s span, n *workpaper.Number) []finding {
	if n == nil || n.Cmp(workpaper.Ratio(s.low, 1000)) >= 0 && n.Cmp(workpaper.Ratio(s.high, 1000)) <= 0 {
		return nil
	}
	return []finding{{Rule: "assumption-plausible", Severity: check.Note, Subject: about, Cite: "ASC 715-30-35-43 to 35-47", Message: fmt.Sprintf("%s of %s%% is outside %s%% to %s%%", s.what, percent2(*n), workpaper.Ratio(s.low, 10), workpaper.Ratio(s.high, 10))}}
}

func percent2(n workpaper.Number) string {
	return n.Mul(workpaper.Whole(100)).Text(2, money.HalfAway)
}

// onFrozen asks about a service cost of a plan in which no benefits accrue.
func onFrozen(about string, frozen bool, service workpaper.Number) []finding {
	if !frozen || service.Sign() == 0 {
		return nil
	}
	return []finding{open("service-on-frozen-plan", about, "ASC 715-30-35-6", "the plan is frozen and has a service cost of %s; ask the actuary: it is often the expenses of administration, which belong elsewhere", two(service))}
}

// Dated says why an actuary's report cannot be taken in: without a date nobody knows what it knew, and one that is older than the year it
// is about says nothing of it.
func Dated(about string, yearEnd, dated, frozen fiscal.Date) error {
	switch {
	case dated == 0:
		return check.Refuse(about, "the actuary's report has no date; write dated, the day on which it was signed")
	case yearEnd != 0 && dated < yearEnd.AddMonths(-12, true):
		return check.Refuse(about, "a report dated %s says nothing of the year that ends on %s; give that year's report", dated, yearEnd)
	case frozen != 0 && frozen > dated:
		return check.Refuse(about, "the plan was frozen on %s, after its report of %s; the dates are out of order", frozen, dated)
	}
	return nil
}

// discounts refuses a rate at which nothing can be discounted.
func discounts(about string, n *workpaper.Number) error {
	if n != nil && n.Sign() < 0 {
		return check.Refuse(about, "a discount rate of %s%%; it is not below zero", percent2(*n))
	}
	return nil
}
