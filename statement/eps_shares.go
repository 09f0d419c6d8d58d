package statement

import (
	"fmt"

	"tieout/fiscal"
	"tieout/workpaper"
)

// Weighting says how the part of a period is measured for which shares were outstanding.
type Weighting uint8

const (
	// ByDays: the day of issue counts, the day of repurchase does not.
	ByDays Weighting = iota
	// ByMonths: whole months, as textbooks do; a date is the first or the last day of a month.
	ByMonths
)

// ShareHistory is the common stock outstanding: its weighted average if that is known, otherwise what it was at the
// start of the period and every change since.
type ShareHistory struct {
	Weighted *workpaper.Number
	Opening  workpaper.Number
	Moves    []ShareMove
	Splits   []Split
}

// ShareMove is an issue (positive) or a repurchase (negative) of shares, counted as they were on its date.
type ShareMove struct {
	Name   string
	Date   fiscal.Date
	Number workpaper.Number
}

// Split is a stock split or stock dividend: Ratio new shares for each old one, 2 for two-for-one, 1.1 for a dividend
// of 10 percent, 0.1 for a reverse split. A split after the period but before the statements are issued counts too
// (ASC 260-10-55-12).
type Split struct {
	Date  fiscal.Date
	Ratio workpaper.Number
}

// PreferredDividend is what preferred stock takes before common: dividends declared, and for cumulative stock those
// of the period whether declared or not (ASC 260-10-45-11). Arrears of earlier periods are not deducted again.
type PreferredDividend struct {
	Name       string
	Declared   workpaper.Number
	Cumulative bool
	Accrued    workpaper.Number // cumulative: the dividend of the period
}

// Deducted is what comes off income.
func (p PreferredDividend) Deducted() workpaper.Number {
	if p.Cumulative {
		return p.Accrued
	}
	return p.Declared
}

func (e EPS) preferred(s *workpaper.Sheet) workpaper.Number {
	var sum workpaper.Number
	for _, p := range e.Preferred {
		why := "declared in the period"
		if p.Cumulative {
			why = "cumulative: the dividend of the period, declared or not"
		}
		s.Add(workpaper.Step{Name: "preferred dividend " + p.Name, Formula: why, Value: p.Deducted().String(), Cite: "ASC 260-10-45-11"})
		sum = sum.Add(p.Deducted())
	}
	return sum
}

// basicShares is the weighted average with shares contingently issued since their conditions were met.
func (e EPS) basicShares(s *workpaper.Sheet) (workpaper.Number, error) {
	sum, err := e.weighted(s)
	if err != nil {
		return sum, err
	}
	for _, c := range e.Contingent {
		if c.Met == 0 {
			continue
		}
		w, err := e.fraction("contingent shares "+c.Name, c.Met, 0)
		if err != nil {
			return sum, err
		}
		part := c.Shares.Mul(w)
		s.Add(workpaper.Step{Name: "contingent shares " + c.Name, Formula: fmt.Sprintf("%v × %v, all conditions met on %v", c.Shares, w, c.Met), Value: part.String(), Unit: "shares", Cite: "ASC 260-10-45-13"})
		sum = sum.Add(part)
	}
	return sum, nil
}

func (e EPS) weighted(s *workpaper.Sheet) (workpaper.Number, error) {
	if e.Shares.Weighted != nil {
		s.Add(workpaper.Step{Name: "weighted average shares", Formula: "as given", Value: e.Shares.Weighted.String(), Unit: "shares"})
		return *e.Shares.Weighted, nil
	}
	if err := e.checkPeriod(); err != nil {
		return workpaper.Number{}, err
	}
	moves := append([]ShareMove{{"outstanding at the start", e.Period.Start, e.Shares.Opening}}, e.Shares.Moves...)
	var sum workpaper.Number
	for _, m := range moves {
		w, err := e.fraction(m.Name, m.Date, 0)
		if err != nil {
			return sum, err
		}
		factor, err := e.restated(m.Date)
		if err != nil {
			return sum, err
		}
		part := m.Number.Mul(factor).Mul(w)
		s.Add(workpaper.Step{Name: m.Name, Formula: fmt.Sprintf("%v × %v for splits × %v of the period from %v", m.Number, factor, w, m.Date), Value: part.String(), Unit: "shares", Cite: "ASC 260-10-45-10; 260-10-55-12"})
		sum = sum.Add(part)
	}
	s.Add(workpaper.Step{Name: "weighted average shares", Formula: "sum of the above", Value: sum.String(), Unit: "shares", Cite: "ASC 260-10-45-10"})
	return sum, nil
}

// restated is the product of the splits after a day: shares of that day are counted as if split before it.
func (e EPS) restated(d fiscal.Date) (workpaper.Number, error) {
	factor := workpaper.Whole(1)
	for _, sp := range e.Shares.Splits {
		if sp.Ratio.Sign() <= 0 {
			return factor, EPSMistake{"split of " + sp.Date.String(), "the ratio must be above zero"}
		}
		if sp.Date < e.Period.Start {
			return factor, EPSMistake{"split of " + sp.Date.String(), "it is before the period; the opening shares hold it already"}
		}
		if sp.Date > d || d == e.Period.Start {
			factor = factor.Mul(sp.Ratio)
		}
	}
	return factor, nil
}

func (e EPS) checkPeriod() error {
	if e.Period.Start == 0 || e.Period.End < e.Period.Start {
		return EPSMistake{"period", "give its first and last day: shares are weighted by the time they are outstanding"}
	}
	return nil
}

// fraction is the part of the period from a day, to a day or (0) to the end, both included.
func (e EPS) fraction(name string, from, to fiscal.Date) (workpaper.Number, error) {
	if err := e.checkPeriod(); err != nil {
		return workpaper.Number{}, err
	}
	if to == 0 {
		to = e.Period.End
	}
	if from == 0 {
		from = e.Period.Start
	}
	if from < e.Period.Start || to > e.Period.End || from > to {
		return workpaper.Number{}, EPSMistake{name, fmt.Sprintf("%v to %v is not within the period, %v", from, to, e.Period)}
	}
	if e.Weighting == ByMonths {
		return e.months(name, from, to)
	}
	return workpaper.Ratio(int64(to-from)+1, int64(e.Period.Days())), nil
}

// months counts whole months; an event on the last day of a month belongs to the next one.
func (e EPS) months(name string, from, to fiscal.Date) (workpaper.Number, error) {
	start, ok1 := firstOfMonth(from)
	end, ok2 := firstOfMonth(to + 1)
	base, ok3 := firstOfMonth(e.Period.Start)
	last, ok4 := firstOfMonth(e.Period.End + 1)
	if !ok1 || !ok2 || !ok3 || !ok4 || last == base {
		return workpaper.Number{}, EPSMistake{name, fmt.Sprintf("%v to %v is not whole months; weight by days", from, to)}
	}
	return workpaper.Ratio(int64(end-start), int64(last-base)), nil
}

// firstOfMonth numbers the month that begins on a day, or on the day after it.
func firstOfMonth(d fiscal.Date) (int, bool) {
	if _, _, day := d.YMD(); day != 1 {
		d++
	}
	y, m, day := d.YMD()
	return y*12 + int(m), day == 1
}
