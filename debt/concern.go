package debt

import (
	"fmt"

	"tieout/check"
	"tieout/fiscal"
)

// Concern is what decides about going concern.
type Concern struct {
	PeriodEnds fiscal.Date // of the annual or interim period: decides whose test it is
	Issued     fiscal.Date // statements issued, or available to be issued
	// Conditions are what raises doubt, in the aggregate: negative cash flows, defaults, debt due.
	Conditions []string
	Probable   bool // it is probable that obligations of the look-forward year cannot be met, before plans
	Plans      []MitigatingPlan
}

// MitigatingPlan is a plan of management. Under management's own test it counts where it was approved before the statements are issued, is
// probably carried out and probably relieves the conditions (ASC 205-40-50-6 to 50-8); under the auditor's rule before, where it is likely
// to be carried out and to be enough (AU 341.07, .08).
type MitigatingPlan struct {
	Name                         string
	Approved, Effective, Carried bool
}

// Conclusion is what the tests come to.
type Conclusion struct {
	By          string      // management, or the auditor alone
	LookTo      fiscal.Date // last day of the time that is looked at
	AuditorsEnd fiscal.Date // last day of the auditor's time, a year from the balance sheet (AU 341.02; AS 2415.02)
	Doubt       bool        // substantial doubt is raised
	Alleviated  bool
	Disclose    string
	Tests       []Test
}

// Assess asks the tests of ASC 205-40-50, or before ASU 2014-15 those of AU 341, which were the auditor's.
func (c Concern) Assess() (out Conclusion, err error) {
	if c.PeriodEnds == 0 {
		return out, check.Refuse("going concern", "give the end of the period: it decides whose test it is")
	}
	if c.Issued != 0 && c.Issued < c.PeriodEnds {
		return out, check.Refuse("going concern", "statements are issued on %s, before the period ends on %s", c.Issued, c.PeriodEnds)
	}
	by, from, cite := "management", c.Issued, "ASC 205-40-50-1 to 50-5"
	own := ManagementAssesses.Holds(c.PeriodEnds)
	if !own {
		by, from, cite = "the auditor", c.PeriodEnds, "AU 341.02, .06"
	} else if from == 0 {
		from = c.PeriodEnds
	}
	out.By, out.LookTo, out.AuditorsEnd = by, from.AddMonths(12, true), c.PeriodEnds.AddMonths(12, true)
	ask := func(q string, yes bool, rests, cite string) bool {
		x := Classified{}
		x.ask(q, yes, rests, cite)
		out.Tests = append(out.Tests, x.Tests...)
		return yes
	}
	ask("Does management itself assess going concern?", own, "period ended "+c.PeriodEnds.String(), "ASU 2014-15; ASC 205-40-65-1")
	out.Doubt = ask("Is it probable that what falls due by "+out.LookTo.String()+" cannot be met, before plans?", c.Probable && len(c.Conditions) > 0, counted(len(c.Conditions), "condition"), cite)
	if !out.Doubt {
		out.Disclose = "nothing"
		return out, nil
	}
	for _, p := range c.Plans {
		counts, cite := p.Approved && p.Carried && p.Effective, "ASC 205-40-50-6 to 50-8"
		if !own {
			counts, cite = p.Carried && p.Effective, "AU 341.07, .08"
		}
		if ask("Does the plan count: "+p.Name+"?", counts, planWords(p, own), cite) {
			out.Alleviated = true
		}
	}
	switch {
	case own && out.Alleviated:
		out.Disclose = "conditions, their significance, and the plans that relieved them (ASC 205-40-50-12)"
	case own:
		out.Disclose = "conditions, their significance, plans, and that substantial doubt exists (ASC 205-40-50-13)"
	case out.Alleviated:
		out.Disclose = "the auditor considers whether conditions and plans need to be disclosed (AU 341.11)"
	default:
		out.Disclose = "conditions, their possible effects, management's view of them and its plans, and that no adjustments are made (AU 341.10); the auditor adds a paragraph (AU 341.12)"
	}
	return out, nil
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

func planWords(p MitigatingPlan, approval bool) string {
	say := func(yes bool, what string) string {
		if yes {
			return what
		}
		return "not " + what
	}
	out := say(p.Carried, "probably carried out") + ", " + say(p.Effective, "probably enough")
	if approval {
		out = say(p.Approved, "approved before issue") + ", " + out
	}
	return out
}
