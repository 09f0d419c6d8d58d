package incometax

import (
	"fmt"

	"tieout/check"
	"tieout/workpaper"
)

// Bracket is a part of income with its rate. The last has no width: it takes what is left.
type Bracket struct {
	Width *workpaper.Number
	Rate  workpaper.Number
}

// Scale is how income is taxed: brackets, or one rate as a single bracket without width.
type Scale []Bracket

// Flat is a scale of one rate.
func Flat(rate workpaper.Number) Scale { return Scale{{nil, rate}} }

// Combined is the rate of two taxes of which the second is deducted for the first, as a state's is for the federal one.
func Combined(federal, state workpaper.Number) workpaper.Number {
	return federal.Add(state.Mul(one.Sub(federal)))
}

func (s Scale) check(about string) error {
	if len(s) == 0 {
		return check.Refuse(about, "give the rate, the brackets, or the tax that is expected for the year")
	}
	for i, b := range s {
		switch {
		case b.Rate.Sign() < 0 || b.Rate.Cmp(one) > 0:
			return check.Refuse(about, "a rate of %s; it is from 0 to 1, or 0%% to 100%%", b.Rate)
		case b.Width == nil && i+1 < len(s):
			return check.Refuse(about, "a bracket without width can only be the last")
		case b.Width != nil && b.Width.Sign() <= 0:
			return check.Refuse(about, "a bracket of %s; its width is above zero", *b.Width)
		}
	}
	if s[len(s)-1].Width != nil {
		return check.Refuse(about, "say at what rate what is above the last bracket is taxed")
	}
	return nil
}

// scaled is a scale on a paper.
type scaled struct {
	widths, rates []workpaper.Num
	s             Scale
}

func (s Scale) paper(p *workpaper.Paper, usd workpaper.Unit) scaled {
	t := p.Table("Rates", "bracket")
	width, rate := t.Column("income up to its width", usd), t.Column("rate", workpaper.Percent.To(4))
	x := scaled{s: s}
	for i, b := range s {
		row := t.Row(fmt.Sprint(i + 1))
		if b.Width != nil {
			x.widths = append(x.widths, row.Input(width, *b.Width))
		}
		x.rates = append(x.rates, row.Input(rate, b.Rate))
	}
	return x
}

// tax is the tax on income; on a loss it is the benefit at one rate, or nothing where the scale has several.
func (x scaled) tax(income workpaper.Num) workpaper.Num {
	if len(x.s) == 1 {
		return income.Times(x.rates[0])
	}
	var sum workpaper.Num
	left := workpaper.NotBelowZero(income)
	for i := range x.s {
		part := left
		if i < len(x.widths) {
			part = workpaper.Least(left, x.widths[i])
		}
		if i == 0 {
			sum = part.Times(x.rates[0])
		} else {
			sum = sum.Plus(part.Times(x.rates[i]))
		}
		if i < len(x.widths) {
			left = workpaper.NotBelowZero(left.Minus(x.widths[i]))
		}
	}
	return sum
}
