package pension

import (
	"cmp"
	"fmt"
	"strings"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Published is a plan's figures as a note or an actuary gives them, to be footed and, where assumptions are given, performed again.
type Published struct {
	Name     string
	Currency money.Currency
	Unit     string
	Places   int
	Cost     []Item // components of net periodic cost; expected return is negative
	CostSum  *workpaper.Number
	// Rolls: the first item is the beginning. End is as published.
	Obligation, Assets       []Item
	ObligationEnd, AssetsEnd *workpaper.Number
	Funded                   *workpaper.Number // assets less obligation, as published
	OCI                      []Item
	OCISum                   *workpaper.Number
	// Assumptions: nil where none was published. Then nothing is performed again.
	Discount, Return *workpaper.Number
	RateStep         workpaper.Number // to which the rates are rounded: 0.0005 for one decimal of a percentage; 0.00005 for two
	Related          *workpaper.Number
	Flows            string // where benefits and contributions fall: "mid-year" (half a year's interest), "begin", "end"
	Tolerance        workpaper.Number
	Frozen           bool
}

// Performed is one figure performed again.
type Performed struct {
	What                         string
	Published, Computed, Allowed workpaper.Number
	Verdict                      string // re-performed, differs, footed
	How                          string
}

// PublishedResult is what comes of it.
type PublishedResult struct {
	Cost, ObligationEnd, AssetsEnd, Funded, OCI, Arising workpaper.Number
	Has                                                  map[string]bool
	Performed                                            []Performed
	Findings                                             []finding
	Paper                                                *workpaper.Paper
}

// Verdicts of figures.
const (
	ReperformedVerdict = "re-performed"
	DiffersVerdict     = "differs"
	FootedVerdict      = "footed"
)

// item is the amount of the first item whose name holds a word.
func item(items []Item, words ...string) (workpaper.Number, bool) {
	for _, w := range words {
		for _, x := range items {
			if strings.Contains(strings.ToLower(x.Name), w) {
				return x.Amount, true
			}
		}
	}
	return nought, false
}

// Compute foots what is there, holds it against what is published, and performs interest and return again where there are assumptions.
func (x Published) Compute() (r PublishedResult, err error) {
	about := cmp.Or(x.Name, "plan")
	if len(x.Cost)+len(x.Obligation)+len(x.Assets)+len(x.OCI) == 0 {
		return r, check.Refuse(about, "give components of cost, or a roll-forward of the obligation or of the assets")
	}
	p := workpaper.New(workpaper.Head{Title: "Pension figures footed and performed again", Entity: x.Name})
	r.Paper, r.Has = p, map[string]bool{}
	usd := workpaper.Unit{Name: cmp.Or(x.Unit, string(x.Currency)), Places: x.Places}
	sum := func(key, title, total string, items []Item, stated *workpaper.Number, rule string) workpaper.Number {
		if len(items) == 0 {
			return nought
		}
		t := p.Table(title, "item")
		col := t.Column("amount", usd)
		for _, i := range items {
			t.Row(i.Name).Input(col, i.Amount)
		}
		n := p.Section(title+", footed").Step(total, usd, col.Total()).Number()
		r.Has[key] = true
		if stated != nil && stated.Sub(n).Abs().Cmp(x.Tolerance) > 0 {
			r.Findings = append(r.Findings, open(rule, about, "ASC 715-20-50-1", "%s comes to %s, published is %s; the difference is %s", total, x.text(n), x.text(*stated), x.text(stated.Sub(n))))
		}
		return n
	}
	r.Cost = sum("cost", "Net periodic cost", "net periodic cost", x.Cost, x.CostSum, "cost-foots")
	r.ObligationEnd = sum("obligation", "Obligation", "obligation at the end", x.Obligation, x.ObligationEnd, "roll-foots")
	r.AssetsEnd = sum("assets", "Plan assets", "assets at the end", x.Assets, x.AssetsEnd, "roll-foots")
	r.OCI = sum("oci", "Other comprehensive income", "in other comprehensive income", x.OCI, x.OCISum, "oci-foots")
	if r.Has["obligation"] && r.Has["assets"] {
		r.Funded, r.Has["funded"] = r.AssetsEnd.Sub(r.ObligationEnd), true
		if x.Funded != nil && x.Funded.Sub(r.Funded).Abs().Cmp(x.Tolerance.Add(x.Tolerance)) > 0 {
			r.Findings = append(r.Findings, open("funded-status", about, "ASC 715-20-50-1(c)", "assets less obligation are %s, published is %s", x.text(r.Funded), x.text(*x.Funded)))
		}
	}
	x.arising(&r)
	x.questions(&r, about)
	x.perform(&r, p, usd, about)
	return r, nil
}

func (x Published) text(n workpaper.Number) string { return n.Text(x.Places, money.HalfAway) }

// arising is the net loss of the year: actuarial loss and return below the expected one.
func (x Published) arising(r *PublishedResult) {
	loss, ok1 := item(x.Obligation, "actuarial", "loss", "gain")
	actual, ok2 := item(x.Assets, "return")
	expected, ok3 := item(x.Cost, "expected")
	if ok1 && ok2 && ok3 {
		r.Arising, r.Has["arising"] = loss.Add(expected.Abs().Sub(actual)), true
	}
}

// questions are what is odd about the figures.
func (x Published) questions(r *PublishedResult, about string) {
	service, ok := item(x.Obligation, "service")
	if !ok {
		service, ok = item(x.Cost, "service")
	}
	if ok {
		r.Findings = append(r.Findings, onFrozen(about, x.Frozen, service)...)
	}
	inCost, ok1 := item(x.Cost, "interest")
	inRoll, ok2 := item(x.Obligation, "interest")
	if ok1 && ok2 && inCost.Sub(inRoll).Abs().Cmp(x.Tolerance) > 0 {
		r.Findings = append(r.Findings, open("interest-ties", about, "", "interest is %s in the cost and %s in the roll-forward of the obligation", x.text(inCost), x.text(inRoll)))
	}
	paidA, ok1 := item(x.Obligation, "benefit")
	paidB, ok2 := item(x.Assets, "benefit")
	if ok1 && ok2 && paidA.Abs().Cmp(paidB.Abs()) < 0 {
		r.Findings = append(r.Findings, open("benefits-tie", about, "", "assets paid benefits of %s, the obligation fell by %s; the difference of %s is not explained", x.text(paidB.Abs()), x.text(paidA.Abs()), x.text(paidB.Abs().Sub(paidA.Abs()))))
	}
	x.ties(r, about)
	r.Findings = append(append(r.Findings, plausible(about, discountSpan, x.Discount)...), plausible(about, returnSpan, x.Return)...)
}

// ties holds figures against one another that stand in two tables: settlements, and what comes back from other comprehensive income into cost.
func (x Published) ties(r *PublishedResult, about string) {
	a, ok1 := item(x.Obligation, "settle")
	b, ok2 := item(x.Assets, "settle")
	if ok1 && ok2 && a.Sub(b).Abs().Cmp(x.Tolerance) > 0 {
		r.Findings = append(r.Findings, finding{Rule: "settlements-tie", Severity: check.Note, Subject: about, Cite: "ASC 715-20-50-1(a), (b)", Message: fmt.Sprintf("the obligation fell by %s through settlements and assets paid %s; %s of it is a loss or gain on them", x.text(a.Abs()), x.text(b.Abs()), x.text(b.Abs().Sub(a.Abs())))})
	}
	for _, k := range []struct {
		what string
		is   func(string) bool
	}{{"prior service", isPrior}, {"net loss", func(n string) bool {
		return !isPrior(n) && !strings.Contains(n, "transition") && (strings.Contains(n, "amort") || strings.Contains(n, "recogni"))
	}}} {
		cost, ok1 := only(x.Cost, k.is)
		oci, ok2 := only(x.OCI, k.is)
		if ok1 && ok2 && cost.Add(oci).Abs().Cmp(x.Tolerance) > 0 {
			r.Findings = append(r.Findings, open("amortisation-ties", about, "ASC 715-20-50-1(h), (i)", "%s of %s is in the cost and %s comes back from other comprehensive income; they should be alike with the opposite sign", k.what, x.text(cost), x.text(oci)))
		}
	}
}

func isPrior(name string) bool {
	return strings.Contains(name, "psc") || strings.Contains(name, "prior")
}

// only is the one item that is meant; none where there are several.
func only(items []Item, is func(string) bool) (n workpaper.Number, ok bool) {
	count := 0
	for _, x := range items {
		if is(strings.ToLower(x.Name)) {
			n, count = x.Amount, count+1
		}
	}
	return n, count == 1
}

// perform computes interest and expected return from the assumptions. What is allowed is the rounding of the rates over the base, and half of
// the flows' interest, since their days are not known.
func (x Published) perform(r *PublishedResult, p *workpaper.Paper, usd workpaper.Unit, about string) {
	half := workpaper.Ratio(1, 2)
	again := func(what string, published workpaper.Number, base workpaper.Number, rate *workpaper.Number, flows workpaper.Number, name string) {
		if rate == nil {
			r.Performed = append(r.Performed, Performed{what, published, nought, nought, FootedVerdict, "no assumption was published"})
			return
		}
		part := half
		switch x.Flows {
		case "begin":
			part = workpaper.Whole(1)
		case "end":
			part = nought
		}
		s := p.Section(what + ", performed again")
		b, q := s.Input(name, usd, base), s.Input("rate", workpaper.Percent.To(3), *rate)
		f := s.Input("flows of the year that bear it for a part of it", usd, flows)
		n := s.Step(what, usd, b.Plus(f.Times(s.Input("part of the year", workpaper.NoUnit.To(2), part))).Times(q)).Number()
		step := x.RateStep
		if step.Sign() == 0 {
			step = workpaper.Ratio(5, 10000)
		}
		allowed := base.Abs().Mul(step).Add(flows.Abs().Mul(*rate).Mul(half)).Add(x.Tolerance)
		v := Performed{what, published, n, allowed, ReperformedVerdict, fmt.Sprintf("%s of %s at %s%%, flows %s", name, x.text(base), rate.Mul(workpaper.Whole(100)).Text(2, money.HalfAway), cmp.Or(x.Flows, "mid-year"))}
		if published.Sub(n).Abs().Cmp(allowed) > 0 {
			v.Verdict = DiffersVerdict
			r.Findings = append(r.Findings, open("reperformed-differs", about, "ASC 715-30-35", "%s published is %s; from the assumptions it is %s, and %s is the most that rounding and the days of flows explain", what, x.text(published), x.text(n), x.text(allowed)))
		}
		r.Performed = append(r.Performed, v)
	}
	if interest, ok := item(append(append([]Item{}, x.Cost...), x.Obligation...), "interest"); ok && len(x.Obligation) > 0 {
		paid, _ := item(x.Obligation, "benefit")
		again("interest cost", interest, x.Obligation[0].Amount, x.Discount, paid.Abs().Neg(), "obligation at the beginning")
	}
	if expected, ok := item(x.Cost, "expected"); ok && (len(x.Assets) > 0 || x.Related != nil) {
		base, name, flows := nought, "market-related value", nought
		if x.Related != nil {
			base = *x.Related
		} else {
			base, name = x.Assets[0].Amount, "assets at the beginning"
			paid, _ := item(x.Assets, "benefit")
			gave, _ := item(x.Assets, "contribution")
			flows = gave.Sub(paid.Abs())
		}
		again("expected return", expected.Abs(), base, x.Return, flows, name)
	}
}
