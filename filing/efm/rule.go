// Package efm judges a report package by the rules of the EDGAR Filer Manual, volume II, before EDGAR does: one small
// function a rule, one file a family of rules.
//
// A package is judged as it would be received: its files are read back and nothing of how they were made counts. A
// rule bears the code under which EDGAR reports its breach, so that a person can find the manual's text, and the time
// in which it is in force: the day that counts is the day of submission, not the period of the report.
//
// What EDGAR refuses is a stop; what it only warns of is open. A code that ends in a word may be ours: such rules are
// what XBRL itself asks for, or a fact of the cover page by its name.
package efm

import (
	"fmt"
	"iter"
	"slices"

	"tieout/check"
	"tieout/filing"
	"tieout/fiscal"
)

// Rule is one rule of the manual. A zero Since or Until is open.
type Rule struct {
	ID, Text     string
	Since, Until fiscal.Date
	Check        func(Package) iter.Seq[check.Finding]
}

// Holds says whether the rule is in force on a day.
func (r Rule) Holds(d fiscal.Date) bool { return check.Span{Since: r.Since, Until: r.Until}.Holds(d) }

// Since when the families are in force.
var (
	xbrlReports   = fiscal.MustParse("2009-04-13") // Release 33-9002
	inlineReports = fiscal.MustParse("2018-09-17") // Release 33-10514
	coverTagging  = fiscal.MustParse("2019-05-02") // Release 33-10618, Regulation S-T 406
)

// Rules are all rules in the order of the manual.
func Rules() []Rule {
	return slices.Concat(fileRules, textRules, hiddenRules, contextRules, factRules, requiredRules, coverRules(), schemaRules, elementRules, labelRules, presentationRules, calculationRules)
}

// Check judges a package by the rules in force on the day of submission. Findings come in the order of the rules.
func Check(p filing.Package, asOf fiscal.Date) []check.Finding {
	pkg, found := Read(p)
	for _, r := range Rules() {
		if !r.Holds(asOf) {
			continue
		}
		for f := range r.Check(pkg) {
			f.Rule, f.Cite = r.ID, "EDGAR Filer Manual II: "+r.Text
			found = append(found, f)
		}
	}
	return found
}

// findings is what a rule sees, one after the other.
type findings = iter.Seq[check.Finding]

// each makes a rule of a function that looks at the members of a list one by one.
func each[T any](list func(Package) []T, look func(Package, T) (check.Finding, bool)) func(Package) findings {
	return func(p Package) findings {
		return func(yield func(check.Finding) bool) {
			for _, x := range list(p) {
				if f, bad := look(p, x); bad && !yield(f) {
					return
				}
			}
		}
	}
}

// once makes a rule of a function that looks at the package as a whole.
func once(look func(Package) (check.Finding, bool)) func(Package) findings {
	return func(p Package) findings {
		return func(yield func(check.Finding) bool) {
			if f, bad := look(p); bad {
				yield(f)
			}
		}
	}
}

// refused is a finding that keeps a submission out; warned one that EDGAR lets pass; fine none.
func refused(subject, format string, a ...any) (check.Finding, bool) {
	return check.Finding{Severity: check.Stop, Subject: subject, Message: fmt.Sprintf(format, a...)}, true
}

func warned(subject, format string, a ...any) (check.Finding, bool) {
	return check.Finding{Severity: check.Open, Subject: subject, Message: fmt.Sprintf(format, a...)}, true
}

func fine() (check.Finding, bool) { return check.Finding{}, false }

// when is a refusal if something is wrong.
func when(bad bool, subject, format string, a ...any) (check.Finding, bool) {
	if !bad {
		return fine()
	}
	return refused(subject, format, a...)
}
