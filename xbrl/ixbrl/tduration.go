package ixbrl

import (
	"math/big"
	"strings"

	"tieout/xbrl/internal/lazy"
)

var durationForm = lazy.New(`^[+-]?([0-9]{1,18}(\.[0-9]{0,18})?|\.[0-9]{1,18})$`)

// span is a duration that is being put together: a number of the largest unit, spilling into smaller ones.
type span struct {
	sign string
	left *big.Rat
	text string
	zero string // the leading part alone
	any  bool   // a part other than zero was written
}

func newSpan(s string) *span {
	if !durationForm.Match(s) {
		return nil
	}
	r, ok := new(big.Rat).SetString(strings.TrimSuffix(s, "."))
	if !ok {
		return nil
	}
	p := &span{left: r.Abs(r)}
	if strings.HasPrefix(s, "-") {
		p.sign = "-"
	}
	return p
}

// take writes the whole part of what is left in a unit and keeps the rest times factor for the next unit. The leading
// unit is written even when it is zero, as the SEC's rules do: half a year is P0Y6M.
func (p *span) take(unit string, factor *big.Rat) *span {
	whole := new(big.Int).Quo(p.left.Num(), p.left.Denom())
	if leading := p.text == ""; leading || whole.Sign() != 0 {
		if unit == "H" {
			p.text += "T"
		}
		p.text += whole.String() + unit
		p.any = p.any || whole.Sign() != 0
		if leading {
			p.zero = p.text
		}
	}
	p.left.Sub(p.left, new(big.Rat).SetInt(whole))
	p.left.Mul(p.left, factor)
	return p
}

// value is the duration; nothing at all is zero of the leading unit, without a sign.
func (p *span) value() (string, string) {
	if !p.any {
		return "P" + p.zero, ""
	}
	return p.sign + "P" + p.text, ""
}

// duration makes a rule that reads a plain number of some unit, multiplies it and writes it in units, each the given
// number of times smaller than the one before.
func duration(times int64, units string, factors ...*big.Rat) rule {
	return func(s string) (string, string) {
		p := newSpan(s)
		if p == nil {
			return "", "it is not a plain number"
		}
		p.left.Mul(p.left, big.NewRat(times, 1))
		for i, unit := range units {
			factor := big.NewRat(1, 1)
			if i < len(factors) {
				factor = factors[i]
			}
			p.take(string(unit), factor)
		}
		return p.value()
	}
}

var (
	months = big.NewRat(12, 1)
	days   = big.NewRat(487, 16) // 30.4375 in a month: the mean the SEC's rules use
	hours  = big.NewRat(24, 1)

	durYear  = duration(1, "YMD", months, days) // 7.3 is P7Y3M18D
	durMonth = duration(1, "MD", days)
	durWeek  = duration(7, "D")
	durDay   = duration(1, "DH", hours) // 7.5 is P7DT12H
	durHour  = duration(1, "H")         // a fraction of an hour is dropped
)
