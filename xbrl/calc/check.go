package calc

import (
	"fmt"
	"strings"

	"tieout/check"
	"tieout/xbrl"
)

// Check tests every calculation of every role against the facts, after their duplicates (Calculations 1.1). A
// calculation is tested where a total and at least one part are reported as numbers for the same period, unit and
// dimensions; parts that are not reported, or nil, add nothing. Facts that contradict themselves or have excess digits
// raise their own finding and take part in no calculation. Findings come in the order of the facts, then of the roles.
func Check(facts []xbrl.Fact, sums []xbrl.RoleSums, r Rounding) []check.Finding {
	var out []check.Finding
	order, by := groups(facts)
	for _, g := range order {
		out = append(out, g.settle(r)...)
	}
	for _, role := range sums {
		for _, s := range role.Sums {
			for _, g := range order {
				if g.facts[0].Concept == s.Total {
					out = append(out, checkSum(role.Role, s, g, by, r)...)
				}
			}
		}
	}
	return out
}

// Tested counts the calculations that Check can test: totals with at least one part. A check that tested nothing
// proves nothing.
func Tested(facts []xbrl.Fact, sums []xbrl.RoleSums) int {
	n := 0
	order, by := groups(facts)
	for _, g := range order {
		g.settle(Nearest)
	}
	for _, role := range sums {
		for _, s := range role.Sums {
			for _, g := range order {
				if g.facts[0].Concept == s.Total && g.number && len(partsOf(s, g.facts[0], by)) > 0 {
					n++
				}
			}
		}
	}
	return n
}

// reported is one part of a sum that is reported beside the total.
type reported struct {
	weight int
	group  *group
}

func partsOf(s xbrl.Sum, total xbrl.Fact, by map[string]*group) []reported {
	var out []reported
	for _, p := range s.Parts {
		f := total
		f.Concept = p.Concept
		if g, ok := by[f.Key()]; ok && !g.facts[0].Nil {
			out = append(out, reported{p.Weight, g})
		}
	}
	return out
}

func checkSum(role string, s xbrl.Sum, total *group, by map[string]*group, r Rounding) []check.Finding {
	parts := partsOf(s, total.facts[0], by)
	if !total.number || len(parts) == 0 {
		return nil
	}
	sum, err := Of("0", xbrl.INF, r)
	if err != nil {
		panic(err)
	}
	for _, p := range parts {
		if !p.group.number {
			return nil
		}
		sum = sum.Plus(p.weight, p.group.interval)
	}
	if _, meet := sum.Intersect(total.interval); meet {
		return nil
	}
	return []check.Finding{inconsistent(role, total, parts, sum, r)}
}

func inconsistent(role string, total *group, parts []reported, sum Interval, r Rounding) check.Finding {
	rule := RuleRounding
	if r == Truncated {
		rule = RuleTruncation
	}
	f := total.facts[0]
	var addends strings.Builder
	value := "0"
	for _, p := range parts {
		sign := " + "
		if p.weight < 0 {
			sign = " - "
		}
		addends.WriteString(sign + p.group.facts[0].Concept + " " + p.group.facts[0].Value)
		value = plus(value, p.weight, p.group.facts[0].Value)
	}
	why := fmt.Sprintf("reported as %s, its parts add up to %s (%s): the true values lie in %s and %s, which do not meet; correct a fact, a weight or a missing part in role %s",
		f.Value, value, strings.TrimPrefix(addends.String(), " + "), total.interval, sum, role)
	return finding(rule, check.Open, f, why, "Calculations 1.1")
}

// plus adds weight × b to a, both numbers that were parsed before.
func plus(a string, weight int, b string) string {
	x, errA := xbrl.ParseDecimal(a)
	y, errB := xbrl.ParseDecimal(b)
	if errA != nil || errB != nil {
		return a
	}
	if weight < 0 {
		return xbrl.Print(sub(x, y))
	}
	return xbrl.Print(add(x, y))
}
