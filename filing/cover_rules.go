package filing

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/money"
)

// coverQuestion is a check mark of the cover page in the time in which the form had it.
type coverQuestion struct {
	form   Form // empty for both
	span   check.Span
	text   string
	answer func(Registrant) string
}

func yes(v *bool) string {
	switch {
	case v == nil:
		return "[ ] Yes [ ] No"
	case *v:
		return "[X] Yes [ ] No"
	}
	return "[ ] Yes [X] No"
}

const smaller, nonAccelerated = "Smaller reporting company", "Non-accelerated Filer"

// category marks the class of filer, and the smaller reporting company where the form asks for it.
func category(names ...string) func(Registrant) string {
	return func(r Registrant) string {
		small := slices.Contains(names, smaller) && r.SmallerReporting != nil && *r.SmallerReporting
		out := ""
		for _, n := range names {
			mark := "[ ]"
			if class, ok := filerNames[r.FilerStatus]; ok && strings.HasPrefix(n, class) || n == smaller && small {
				mark = "[X]"
			}
			out += mark + " " + n + " "
		}
		return out
	}
}

// oneCategory is category on the form that says of the non-accelerated filer "Do not check if a smaller reporting
// company".
func oneCategory(r Registrant) string {
	if r.SmallerReporting != nil && *r.SmallerReporting && r.FilerStatus == string(NonAccelerated) {
		r.FilerStatus = ""
	}
	return category("Large Accelerated Filer", "Accelerated Filer", nonAccelerated+" (Do not check if a smaller reporting company)", smaller)(r)
}

// coverQuestions, with the releases that brought and took them.
var coverQuestions = []coverQuestion{
	// Release 33-8591, effective 1 December 2005.
	{Form10K, since("2005-12-01", ""), "Indicate by check mark if the registrant is a well-known seasoned issuer, as defined in Rule 405 of the Securities Act.", func(r Registrant) string { return yes(r.WellKnown) }},
	{Form10K, since("2005-12-01", ""), "Indicate by check mark if the registrant is not required to file reports pursuant to Section 13 or Section 15(d) of the Act.", func(r Registrant) string { return yes(r.Voluntary) }},
	{"", since("1980-01-01", ""), "Indicate by check mark whether the registrant (1) has filed all reports required to be filed by Section 13 or 15(d) of the Securities Exchange Act of 1934 during the preceding 12 months, and (2) has been subject to such filing requirements for the past 90 days.", func(r Registrant) string { return yes(r.ReportsCurrent) }},
	// Accelerated filers on the cover: Release 33-8128, from 2002 until the three categories of Release 33-8644.
	{"", since("2002-11-15", "2005-12-26"), "Indicate by check mark whether the registrant is an accelerated filer (as defined in Rule 12b-2 of the Act).", func(r Registrant) string {
		if r.FilerStatus == "" {
			return yes(nil)
		}
		af := r.FilerStatus == "AF" || r.FilerStatus == "LAF"
		return yes(&af)
	}},
	// Release 33-8644, effective 27 December 2005; Release 33-8876 added the fourth, effective 4 February 2008.
	{"", since("2005-12-27", "2008-02-03"), "Indicate by check mark whether the registrant is a large accelerated filer, an accelerated filer, or a non-accelerated filer.", category("Large Accelerated Filer", "Accelerated Filer", nonAccelerated)},
	{"", since("2008-02-04", "2018-09-09"), "Indicate by check mark whether the registrant is a large accelerated filer, an accelerated filer, a non-accelerated filer, or a smaller reporting company.", oneCategory},
	// Release 33-10513, effective 10 September 2018: both may be checked.
	{"", since("2018-09-10", ""), "Indicate by check mark whether the registrant is a large accelerated filer, an accelerated filer, a non-accelerated filer, or a smaller reporting company.", category("Large Accelerated Filer", "Accelerated Filer", nonAccelerated, smaller)},
	// Release 33-8587, effective 22 August 2005.
	{"", since("2005-08-22", ""), "Indicate by check mark whether the registrant is a shell company (as defined in Rule 12b-2 of the Act).", func(r Registrant) string { return yes(r.Shell) }},
}

func groupInt(n int64) string { return money.Group(fmt.Sprint(n)) }
