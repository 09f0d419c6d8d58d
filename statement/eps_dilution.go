package statement

import (
	"fmt"
	"slices"

	"tieout/fiscal"
	"tieout/workpaper"
)

// Held is the part of the period for which a potential share was outstanding: between two days, or a fraction as
// given. All empty means the whole period.
type Held struct {
	From, To fiscal.Date
	Fraction *workpaper.Number
}

// Option is a set of options, warrants or unvested awards on the same terms, for the treasury stock method
// (ASC 260-10-45-22 to 45-28B). Prices are per share, in the unit of the income over the unit of the shares; number
// and prices are after any split.
type Option struct {
	Name     string
	Number   workpaper.Number
	Exercise workpaper.Number
	Average  workpaper.Number // average market price of the period
	// Quarters are the average prices of the quarters of a year-to-date period: the increment is then the average of
	// the quarters' increments (260-10-55-3), not the one at the average price of the whole period.
	Quarters     []workpaper.Number
	Unrecognised workpaper.Number // average compensation cost not yet recognised, in all: part of the proceeds (45-29)
	Held         Held
}

// Convertible is debt or preferred stock for the if-converted method (ASC 260-10-45-40). Effect is what income
// gains: interest after tax, or the preferred dividend that was deducted.
type Convertible struct {
	Name   string
	Shares workpaper.Number // issuable on conversion
	Effect workpaper.Number
	Held   Held // Effect is of the same part of the period and is not weighted again
}

// Contingent is shares issuable for little or no cash when conditions are met (ASC 260-10-45-48 to 45-57).
type Contingent struct {
	Name   string
	Shares workpaper.Number
	Met    fiscal.Date // the day all conditions were met: in basic shares from then on
	// MetIfEnded says that the conditions are met at the end of the period, as if the contingency period ended then:
	// in diluted shares from the start of the period, or from Since.
	MetIfEnded bool
	Since      fiscal.Date // date of the agreement, if within the period
}

// OtherShares is an increment that someone else computed.
type OtherShares struct {
	Name   string
	Shares workpaper.Number
}

// Dilution is one potential share tested against the control number.
type Dilution struct {
	Name     string
	Effect   workpaper.Number // on income
	Shares   workpaper.Number // incremental
	Included bool
	Why      string
	formula  string
	cite     string
}

// increments lists every potential share in the order of the input, with its effect on both sides.
func (e EPS) increments() ([]Dilution, error) {
	var all []Dilution
	for _, o := range e.Options {
		d, err := e.treasury(o)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	for _, c := range e.Convertibles {
		w, err := e.weight(c.Name, c.Held)
		if err != nil {
			return nil, err
		}
		all = append(all, Dilution{Name: c.Name, Effect: c.Effect, Shares: c.Shares.Mul(w),
			formula: fmt.Sprintf("%v shares on conversion × %v of the period; income + %v", c.Shares, w, c.Effect), cite: "ASC 260-10-45-40"})
	}
	for _, c := range e.Contingent {
		d, err := e.contingent(c)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	for _, o := range e.Other {
		all = append(all, Dilution{Name: o.Name, Shares: o.Shares, formula: "as given"})
	}
	return all, nil
}

func (e EPS) weight(name string, h Held) (workpaper.Number, error) {
	if h.Fraction != nil {
		if h.Fraction.Sign() < 0 || h.Fraction.Cmp(workpaper.Whole(1)) > 0 {
			return workpaper.Number{}, EPSMistake{name, "the fraction of the period is not between 0 and 1"}
		}
		return *h.Fraction, nil
	}
	if h.From == 0 && h.To == 0 {
		return workpaper.Whole(1), nil
	}
	return e.fraction(name, h.From, h.To)
}

// treasury is the treasury stock method: the shares issued less those that the proceeds buy at the average price,
// never below zero.
func (e EPS) treasury(o Option) (Dilution, error) {
	prices := o.Quarters
	if len(prices) == 0 {
		prices = []workpaper.Number{o.Average}
	}
	w, err := e.weight(o.Name, o.Held)
	if err != nil {
		return Dilution{}, err
	}
	proceeds := o.Number.Mul(o.Exercise).Add(o.Unrecognised)
	var sum workpaper.Number
	for _, p := range prices {
		if p.Sign() <= 0 {
			return Dilution{}, EPSMistake{o.Name, "the average market price must be above zero"}
		}
		if inc := o.Number.Sub(proceeds.Quo(p)); inc.Sign() > 0 {
			sum = sum.Add(inc)
		}
	}
	d := Dilution{Name: o.Name, Shares: sum.Quo(workpaper.Whole(int64(len(prices)))).Mul(w), cite: "ASC 260-10-45-23"}
	d.formula = fmt.Sprintf("%v − (%v × %v + %v) ÷ %v, not below 0, × %v of the period", o.Number, o.Number, o.Exercise, o.Unrecognised, prices[0], w)
	if len(prices) > 1 {
		d.formula = fmt.Sprintf("average of %d quarters: %v − (%v × %v + %v) ÷ the average price of the quarter, not below 0", len(prices), o.Number, o.Number, o.Exercise, o.Unrecognised)
		d.cite += "; 260-10-55-3"
	}
	return d, nil
}

// contingent is what diluted shares hold beyond the basic ones.
func (e EPS) contingent(c Contingent) (Dilution, error) {
	d := Dilution{Name: c.Name, formula: "conditions not met at the end of the period", cite: "ASC 260-10-45-51"}
	if c.Met == 0 && !c.MetIfEnded {
		return d, nil
	}
	whole := workpaper.Whole(1)
	var err error
	if c.Since != 0 {
		if whole, err = e.fraction(c.Name, c.Since, 0); err != nil {
			return d, err
		}
	}
	var basic workpaper.Number
	if c.Met != 0 {
		if basic, err = e.fraction(c.Name, c.Met, 0); err != nil {
			return d, err
		}
	}
	d.Shares = c.Shares.Mul(whole.Sub(basic))
	d.formula = fmt.Sprintf("%v × (%v of the period − %v in basic shares)", c.Shares, whole, basic)
	return d, nil
}

// sequence tests the increments one by one, most dilutive first (ASC 260-10-45-18): each is included when it lowers
// what the ones before it left. The control number is income from continuing operations available to common; when
// that is a loss nothing dilutes (45-19).
func (r *EPSResult) sequence(all []Dilution) {
	slices.SortStableFunc(all, func(a, b Dilution) int { return cheaper(a, b) })
	income, shares := r.Available, r.BasicShares
	for i := range all {
		d := &all[i]
		switch {
		case d.Shares.Sign() <= 0:
			d.Why = "no incremental shares"
		case r.Available.Sign() < 0:
			d.Why = "antidilutive: loss from continuing operations"
		case d.Effect.Mul(shares).Cmp(income.Mul(d.Shares)) >= 0:
			d.Why = fmt.Sprintf("antidilutive: %v a share is not below %v", d.Effect.Quo(d.Shares), income.Quo(shares))
		default:
			d.Included = true
			d.Why = fmt.Sprintf("dilutive: %v a share is below %v", d.Effect.Quo(d.Shares), income.Quo(shares))
			income, shares = income.Add(d.Effect), shares.Add(d.Shares)
		}
	}
	r.Sequence = all
}

// cheaper orders by effect on income per incremental share; what adds no shares comes last.
func cheaper(a, b Dilution) int {
	za, zb := a.Shares.Sign() <= 0, b.Shares.Sign() <= 0
	switch {
	case za && zb:
		return 0
	case za:
		return 1
	case zb:
		return -1
	}
	return a.Effect.Mul(b.Shares).Cmp(b.Effect.Mul(a.Shares))
}
