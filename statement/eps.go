package statement

import (
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// EPS is what earnings per share are computed from (ASC 260). Income and share figures are in one scale: dollars
// and shares, or millions of both. Not covered: the two-class method of participating securities (260-10-45-59A).
type EPS struct {
	Period    fiscal.Period // needed where anything is weighted by date
	Weighting Weighting     // ByDays unless said otherwise
	Income    Earnings
	Preferred []PreferredDividend
	Shares    ShareHistory

	Options      []Option
	Convertibles []Convertible
	Contingent   []Contingent
	Other        []OtherShares

	Places    int             // decimals of a per-share amount: 2 for cents
	Rounding  money.Rounding  // of a per-share amount; HalfAway is what is printed
	Precision EPSPrecision    // how far the inputs themselves are rounded
	Published *PublishedShare // figures to compare with, if any
}

// Earnings is the income of the period attributable to the parent. Given is false for a question about increments
// of shares alone.
type Earnings struct {
	Given        bool
	Net          workpaper.Number
	Discontinued workpaper.Number // after tax; a loss is negative; part of Net
}

// EPSPrecision is the unit that rounded inputs were rounded to: 1 for whole millions, 0.1 for tenths. Zero means exact.
type EPSPrecision struct{ Income, Shares workpaper.Number }

// PublishedShare is what someone printed, with the decimals that were printed.
type PublishedShare struct {
	Basic, Diluted *workpaper.Number
	Places         int
}

// EPSMeasure is one measure of earnings per share, exact; a reader rounds it by EPS.Places and EPS.Rounding.
type EPSMeasure struct {
	Continuing, Discontinued, Net workpaper.Number
	// Low and High bound Net when the inputs were rounded to Precision; both equal Net for exact inputs.
	Low, High workpaper.Number
}

// EPSResult is basic and diluted earnings per share with the order in which securities were tested.
type EPSResult struct {
	Given          bool             // false when only increments were asked for
	Available      workpaper.Number // income from continuing operations available to common: the control number
	Basic, Diluted EPSMeasure
	BasicShares    workpaper.Number
	DilutedShares  workpaper.Number
	Sequence       []Dilution // most dilutive first
	Steps          workpaper.Sheet
	Findings       []check.Finding
}

// EPSMistake is an input that earnings per share cannot be computed from, and why.
type EPSMistake struct{ Subject, Why string }

func (m EPSMistake) Error() string { return m.Subject + ": " + m.Why }

// Compute gives basic and diluted earnings per share. Nothing is rounded before the per-share amount.
func (e EPS) Compute() (EPSResult, error) {
	var r EPSResult
	increments, err := e.increments()
	if err != nil {
		return r, err
	}
	if !e.Income.Given {
		r.Sequence = increments
		r.explainIncrements()
		return r, nil
	}
	if r.BasicShares, err = e.basicShares(&r.Steps); err != nil {
		return r, err
	}
	if r.BasicShares.Sign() <= 0 {
		return r, EPSMistake{"shares", "the weighted average is not above zero: " + r.BasicShares.String()}
	}
	r.Given = true
	preferred := e.preferred(&r.Steps)
	r.Available = e.Income.Net.Sub(e.Income.Discontinued).Sub(preferred)
	r.Steps.Add(workpaper.Step{Name: "income from continuing operations available to common", Value: r.Available.String(),
		Formula: fmt.Sprintf("%v net income − %v discontinued − %v preferred dividends", e.Income.Net, e.Income.Discontinued, preferred), Cite: "ASC 260-10-45-11"})
	r.Basic = e.perShare(r.Available, r.BasicShares, e.basicSlack())
	r.sequence(increments)
	numerator, slack := r.Available, e.basicSlack()
	r.DilutedShares = r.BasicShares
	for _, d := range r.Sequence {
		if d.Included {
			numerator = numerator.Add(d.Effect)
			r.DilutedShares = r.DilutedShares.Add(d.Shares)
			slack.Shares = slack.Shares.Add(half(e.Precision.Shares))
		}
	}
	r.Diluted = e.perShare(numerator, r.DilutedShares, slack)
	e.explain(&r, numerator)
	e.compare(&r)
	return r, nil
}

func half(n workpaper.Number) workpaper.Number { return n.Quo(workpaper.Whole(2)) }

// basicSlack is how far the numerator and the denominator of basic EPS may be off: half a unit for every rounded
// figure in them.
func (e EPS) basicSlack() EPSPrecision {
	income := half(e.Precision.Income)
	for range e.Preferred {
		income = income.Add(half(e.Precision.Income))
	}
	return EPSPrecision{income, half(e.Precision.Shares)}
}

func (e EPS) perShare(continuing, shares workpaper.Number, slack EPSPrecision) EPSMeasure {
	net := continuing.Add(e.Income.Discontinued)
	p := EPSMeasure{Continuing: continuing.Quo(shares), Discontinued: e.Income.Discontinued.Quo(shares), Net: net.Quo(shares)}
	p.Low, p.High = p.Net, p.Net
	for _, n := range []workpaper.Number{net.Sub(slack.Income), net.Add(slack.Income)} {
		for _, d := range []workpaper.Number{shares.Sub(slack.Shares), shares.Add(slack.Shares)} {
			if d.Sign() <= 0 {
				continue
			}
			if q := n.Quo(d); q.Cmp(p.Low) < 0 {
				p.Low = q
			} else if q.Cmp(p.High) > 0 {
				p.High = q
			}
		}
	}
	return p
}
