package efm

import (
	"slices"

	"tieout/check"
	"tieout/xbrl"
	"tieout/xbrl/calc"
)

// calculationRules are about how facts add up (EFM 6.14, Calculations 1.1).
var calculationRules = []Rule{
	{ID: "EFM.6.14.01", Text: "every calculation relationship has an order (6.14.1)", Since: xbrlReports, Check: each(sumArcsOf, hasOrder)},
	{ID: "EFM.6.14.02", Text: "a weight is 1 or -1 (6.14.2)", Since: xbrlReports, Check: each(sumArcsOf, weightFits)},
	{ID: "EFM.6.14.03", Text: "a total and its parts have one kind of period (6.14.3)", Since: xbrlReports, Check: each(sumArcsOf, periodsAgree)},
	{ID: "EFM.6.14.04", Text: "nothing is a part of itself (6.14.4)", Since: xbrlReports, Check: each(sumArcsOf, noCircle)},
	{ID: "EFM.6.14.05", Text: "some role shows a total together with each part (6.14.5)", Since: xbrlReports, Check: each(sumArcsOf, shownTogether)},
	{ID: "EFM.6.14.weight", Text: "parts with the balance of the total are added, others taken away (XBRL 2.1 section 5.1.1.2)", Since: xbrlReports, Check: each(sumArcsOf, balancesAgree)},
	{ID: "EFM.6.14.sum", Text: "totals are the sums of their parts, within their rounding (Calculations 1.1)", Since: xbrlReports, Check: addsUp},
}

func sumArcsOf(p Package) []xbrl.Arc {
	return slices.DeleteFunc(slices.Clone(p.Cal.Arcs), func(a xbrl.Arc) bool { return a.Arcrole != xbrl.ArcroleSum && a.Arcrole != xbrl.ArcroleSum11 })
}

func weightFits(_ Package, a xbrl.Arc) (check.Finding, bool) {
	return when(a.Weight != 1 && a.Weight != -1, arcName(a), "its weight is %d", a.Weight)
}

// ends are the total and the part of an arc, when both are known.
func (p Package) ends(a xbrl.Arc) (total, part xbrl.Concept, ok bool) {
	total, ok1 := p.Concept(nameAt(a.From))
	part, ok2 := p.Concept(nameAt(a.To))
	return total, part, ok1 && ok2
}

func periodsAgree(p Package, a xbrl.Arc) (check.Finding, bool) {
	total, part, ok := p.ends(a)
	return when(ok && total.Period != part.Period, arcName(a), "one is a %s and the other a %s", total.Period, part.Period)
}

func balancesAgree(p Package, a xbrl.Arc) (check.Finding, bool) {
	total, part, ok := p.ends(a)
	known := ok && total.Balance != xbrl.NoBalance && part.Balance != xbrl.NoBalance && (a.Weight == 1 || a.Weight == -1)
	return when(known && (total.Balance == part.Balance) != (a.Weight == 1), arcName(a), "the balances are %s and %s and the weight is %d", total.Balance, part.Balance, a.Weight)
}

// noCircle looks for a way from the part back to the total, over totals of the role that were not yet looked at.
func noCircle(p Package, a xbrl.Arc) (check.Finding, bool) {
	seen, next := []string{}, []string{a.To}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		if at == a.From {
			return refused(arcName(a), "the total is, over other totals, a part of itself")
		}
		if contains(seen, at) {
			continue
		}
		seen = append(seen, at)
		for _, x := range sumArcsOf(p) {
			if x.Role == a.Role && x.From == at {
				next = append(next, x.To)
			}
		}
	}
	return fine()
}

func shownTogether(p Package, a xbrl.Arc) (check.Finding, bool) {
	in := func(role, href string) bool {
		return slices.ContainsFunc(p.Pre.Arcs, func(x xbrl.Arc) bool { return x.Role == role && (x.To == href || x.From == href) })
	}
	both := slices.ContainsFunc(groupsOf(p), func(role string) bool { return in(role, a.From) && in(role, a.To) })
	return when(!both, arcName(a), "no presentation group shows them together")
}

// addsUp are the sums that no true values behind the rounded ones could make.
func addsUp(p Package) findings {
	return func(yield func(check.Finding) bool) {
		for _, f := range calc.Check(p.Facts, p.Cal.SumsOf(), calc.Nearest) {
			if f.Rule == calc.RuleRounding && !yield(f) {
				return
			}
		}
	}
}
