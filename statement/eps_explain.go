package statement

import (
	"fmt"

	"tieout/check"
	"tieout/workpaper"
)

func (r *EPSResult) explainIncrements() {
	for i := range r.Sequence {
		d := &r.Sequence[i]
		d.Included = d.Shares.Sign() > 0
		d.Why = "incremental shares only; no income was given to test them against"
		if !d.Included {
			d.Why = "no incremental shares"
		}
		r.Steps.Add(d.step())
	}
}

func (d Dilution) step() workpaper.Step {
	return workpaper.Step{Name: "incremental shares " + d.Name, Formula: d.formula, Value: d.Shares.String(), Unit: "shares", Cite: d.cite}
}

// explain writes the steps from basic EPS to diluted EPS; numerator is the diluted income of continuing operations.
func (e EPS) explain(r *EPSResult, numerator workpaper.Number) {
	e.explainPerShare(r, "basic", r.Available, r.BasicShares, r.Basic, "ASC 260-10-45-10")
	for i, d := range r.Sequence {
		r.Steps.Add(d.step())
		verdict := "left out"
		if d.Included {
			verdict = "included"
		}
		r.Steps.Add(workpaper.Step{Name: fmt.Sprintf("test %d: %s", i+1, d.Name), Formula: d.Why, Value: verdict, Cite: "ASC 260-10-45-17 to 45-20"})
	}
	r.Steps.Add(workpaper.Step{Name: "diluted shares", Formula: "basic shares and the increments included", Value: r.DilutedShares.String(), Unit: "shares", Cite: "ASC 260-10-45-16"})
	e.explainPerShare(r, "diluted", numerator, r.DilutedShares, r.Diluted, "ASC 260-10-45-16")
}

func (e EPS) explainPerShare(r *EPSResult, which string, income, shares workpaper.Number, p EPSMeasure, cite string) {
	rounding := fmt.Sprintf(", to %d decimals, %v", e.Places, e.Rounding)
	add := func(what string, num, q workpaper.Number) {
		r.Steps.Add(workpaper.Step{Name: which + " EPS" + what, Formula: fmt.Sprintf("%v ÷ %v", num, shares) + rounding, Value: e.Text(q), Unit: "per share", Cite: cite})
	}
	if e.Income.Discontinued.Sign() != 0 {
		add(", continuing operations", income, p.Continuing)
		add(", discontinued operations", e.Income.Discontinued, p.Discontinued)
	}
	add("", income.Add(e.Income.Discontinued), p.Net)
}

// Text is a per-share amount as it is printed.
func (e EPS) Text(n workpaper.Number) string { return n.Text(e.Places, e.Rounding) }

// compare raises a finding when a published figure cannot come from the inputs, even allowing for their rounding.
func (e EPS) compare(r *EPSResult) {
	if e.Published == nil {
		return
	}
	pub := func(which string, printed *workpaper.Number, p EPSMeasure) {
		if printed == nil {
			return
		}
		slack := half(workpaper.Whole(1))
		for range e.Published.Places {
			slack = slack.Quo(workpaper.Whole(10))
		}
		if printed.Cmp(p.Low.Sub(slack)) >= 0 && printed.Cmp(p.High.Add(slack)) <= 0 {
			return
		}
		r.Findings = append(r.Findings, check.Finding{Rule: "eps-published", Severity: check.Open, Subject: which + " EPS", Cite: "ASC 260-10-45-2",
			Message: fmt.Sprintf("published as %v, computed as %s (%v to %v within the rounding of the inputs); find the missing income, dividend or shares", printed, e.Text(p.Net), p.Low, p.High)})
	}
	pub("basic", e.Published.Basic, r.Basic)
	pub("diluted", e.Published.Diluted, r.Diluted)
}
