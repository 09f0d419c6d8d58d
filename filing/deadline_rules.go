package filing

import (
	"fmt"
	"strings"

	"tieout/check"
	"tieout/fiscal"
)

// Form is a periodic report whose due date is counted from the end of its period.
type Form string

const (
	Form10K Form = "10-K"
	Form10Q Form = "10-Q"
)

// FilerStatus is the class of filer under Exchange Act Rule 12b-2 at the end of the fiscal year.
type FilerStatus string

const (
	LargeAccelerated FilerStatus = "LAF"
	Accelerated      FilerStatus = "AF"
	// NonAccelerated is every other registrant. A smaller reporting company that is not also an accelerated filer
	// is one.
	NonAccelerated FilerStatus = "NAF"
)

// Mistake is a form, status, item or date that has no due date here, and why.
type Mistake struct{ Text, Why string }

func (m Mistake) Error() string { return fmt.Sprintf("%q: %s", m.Text, m.Why) }

// ParseForm reads 10-K and 10-Q, with or without "Form".
func ParseForm(s string) (Form, error) {
	t := strings.ToUpper(strings.TrimSpace(s))
	t = strings.TrimSpace(strings.TrimPrefix(t, "FORM"))
	switch t {
	case "10-K", "10K":
		return Form10K, nil
	case "10-Q", "10Q":
		return Form10Q, nil
	case "10-K/A", "10-Q/A":
		return "", Mistake{s, "an amendment has no due date of its own"}
	case "8-K", "8K":
		return "", Mistake{s, "a current report is due by its event, not by a period; give the event and its date"}
	}
	return "", Mistake{s, "due dates are known for 10-K and 10-Q"}
}

// ParseFilerStatus reads LAF, AF, NAF, SRC or the words; SRC alone is read as non-accelerated.
func ParseFilerStatus(s string) (FilerStatus, error) {
	t := strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(strings.TrimSpace(s)))
	t = strings.TrimSpace(strings.TrimSuffix(t, "filer"))
	switch t {
	case "laf", "large accelerated":
		return LargeAccelerated, nil
	case "af", "accelerated":
		return Accelerated, nil
	case "naf", "non accelerated", "nonaccelerated", "src", "smaller reporting company":
		return NonAccelerated, nil
	}
	return "", Mistake{s, "write LAF, AF, NAF or SRC, or large accelerated, accelerated, non-accelerated or smaller reporting company"}
}

// allowance is the number of calendar days that a rule gives, for the fiscal years that end in its span.
type allowance struct {
	form   Form
	status FilerStatus
	check.Span
	days int
	cite string
}

// allowances is the history of the periods of time, by the end of the fiscal year reported on. For a 10-Q that is
// the fiscal year of which the quarter is part: the shorter period began with the quarters that followed the first
// year whose 10-K was accelerated, so with fiscal years ending on or after 15 December 2004.
//
// Release 33-8128 (2002) planned 60 and 35 days from 2004, Release 33-8507 (November 2004) put that off by a year,
// and Release 33-8644 (December 2005) kept 75 and 40 days and gave 60 days to large accelerated filers only, for
// years ending on or after 15 December 2006. The 60 and 35 days for all accelerated filers never came into force.
// Before 2002 there was no such status: one asked about then is given the 90 or 45 days of every registrant.
var allowances = []allowance{
	{Form10K, NonAccelerated, since("", ""), 90, "Form 10-K General Instruction A(2)(c)"},
	{Form10K, Accelerated, since("", "2003-12-14"), 90, "Form 10-K General Instruction A; Release 33-8128, first year of the phase-in"},
	{Form10K, Accelerated, since("2003-12-15", ""), 75, "Form 10-K General Instruction A(2)(b); Releases 33-8128, 33-8507 and 33-8644"},
	{Form10K, LargeAccelerated, since("", "2003-12-14"), 90, "Form 10-K General Instruction A; Release 33-8128, first year of the phase-in"},
	{Form10K, LargeAccelerated, since("2003-12-15", "2006-12-14"), 75, "Form 10-K General Instruction A(2)(a); Releases 33-8507 and 33-8644"},
	{Form10K, LargeAccelerated, since("2006-12-15", ""), 60, "Form 10-K General Instruction A(2)(a); Release 33-8644"},
	{Form10Q, NonAccelerated, since("", ""), 45, "Form 10-Q General Instruction A.1.b"},
	{Form10Q, Accelerated, since("", "2004-12-14"), 45, "Form 10-Q General Instruction A.1; Release 33-8128, first year of the phase-in"},
	{Form10Q, Accelerated, since("2004-12-15", ""), 40, "Form 10-Q General Instruction A.1.a; Releases 33-8128, 33-8507 and 33-8644"},
	{Form10Q, LargeAccelerated, since("", "2004-12-14"), 45, "Form 10-Q General Instruction A.1; Release 33-8128, first year of the phase-in"},
	{Form10Q, LargeAccelerated, since("2004-12-15", ""), 40, "Form 10-Q General Instruction A.1.a; Releases 33-8128, 33-8507 and 33-8644"},
}

func since(from, until string) check.Span {
	var s check.Span
	if from != "" {
		s.Since = fiscal.MustParse(from)
	}
	if until != "" {
		s.Until = fiscal.MustParse(until)
	}
	return s
}

func allowed(form Form, status FilerStatus, yearEnd fiscal.Date) (allowance, error) {
	for _, a := range allowances {
		if a.form == form && a.status == status && a.Holds(yearEnd) {
			return a, nil
		}
	}
	return allowance{}, Mistake{string(form) + " " + string(status), "no rule gives a due date for this form and filer status"}
}

// extension is the number of calendar days that Rule 12b-25(b)(2)(ii) adds to the due date.
func (f Form) extension() int {
	if f == Form10K {
		return 15
	}
	return 5
}
