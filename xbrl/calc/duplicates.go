package calc

import (
	"fmt"

	"tieout/check"
	"tieout/xbrl"
)

// The rules of this package as findings name them.
const (
	RuleDuplicates = "oime:disallowedDuplicateFacts"
	RuleExcess     = "calc11e:excessDigits"
	RuleRounding   = "calc11e:inconsistentCalculationUsingRounding"
	RuleTruncation = "calc11e:inconsistentCalculationUsingTruncation"
)

// group is all facts about one thing, in the order given.
type group struct {
	facts    []xbrl.Fact
	interval Interval // what a number may be, all of them taken together; unset for text and nil
	number   bool     // the interval is set and usable
}

// groups brings facts about the same thing together, in the order of their first.
func groups(facts []xbrl.Fact) ([]*group, map[string]*group) {
	var order []*group
	by := map[string]*group{}
	for _, f := range facts {
		g, ok := by[f.Key()]
		if !ok {
			g = &group{}
			by[f.Key()] = g
			order = append(order, g)
		}
		g.facts = append(g.facts, f)
	}
	return order, by
}

// settle intersects the intervals of the group, and tells what contradicts.
func (g *group) settle(r Rounding) []check.Finding {
	var out []check.Finding
	for i, f := range g.facts {
		if f.Nil || f.Unit.IsZero() {
			if i > 0 && (f.Nil != g.facts[0].Nil || f.Value != g.facts[0].Value) {
				return append(out, contradiction(g.facts[0], f))
			}
			continue
		}
		if xbrl.Excess(f.Value, f.Decimals) {
			out = append(out, excess(f))
			continue
		}
		in, err := Of(f.Value, f.Decimals, r)
		if err != nil {
			return append(out, finding(RuleExcess, check.Stop, f, err.Error(), ""))
		}
		meets := g.facts[0].Nil == f.Nil
		if g.number && meets {
			in, meets = g.interval.Intersect(in)
		}
		if !meets {
			g.number = false
			return append(out, contradiction(g.facts[0], f))
		}
		g.interval, g.number = in, true
	}
	g.number = g.number && len(out) == 0
	return out
}

// Duplicates finds facts that are reported more than once with values that cannot be the same (OIM 1.0,
// EFM 6.5.12), and numbers with digits beyond their accuracy (EFM 6.5.37). Equal values, and numbers whose intervals
// meet, are allowed.
func Duplicates(facts []xbrl.Fact, r Rounding) []check.Finding {
	var out []check.Finding
	order, _ := groups(facts)
	for _, g := range order {
		out = append(out, g.settle(r)...)
	}
	return out
}

func contradiction(a, b xbrl.Fact) check.Finding {
	why := fmt.Sprintf("reported as %s (%s) and as %s (%s): only one can be true; report the same amount in both places", shown(a), a.ID, shown(b), b.ID)
	return finding(RuleDuplicates, check.Stop, b, why, "OIM 1.0, fact duplicates; EFM 6.5.12")
}

func excess(f xbrl.Fact) check.Finding {
	why := fmt.Sprintf("%s has digits beyond its accuracy of decimals %s: round it first", f.Value, f.Decimals)
	return finding(RuleExcess, check.Stop, f, why, "Calculations 1.1, EFM 6.5.37")
}

func shown(f xbrl.Fact) string {
	if f.Nil {
		return "nil"
	}
	if f.Unit.IsZero() {
		if r := []rune(f.Value); len(r) > 40 {
			return fmt.Sprintf("%q…", string(r[:40]))
		}
		return fmt.Sprintf("%q", f.Value)
	}
	return f.Value + " (decimals " + f.Decimals.String() + ")"
}

func finding(rule string, s check.Severity, f xbrl.Fact, message, cite string) check.Finding {
	return check.Finding{Rule: rule, Severity: s, Subject: subject(f), Message: message, Cite: cite}
}

// subject names a fact: concept and context.
func subject(f xbrl.Fact) string { return f.Concept + " " + f.Context("").ID() }
