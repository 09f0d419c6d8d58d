package statement

import (
	"fmt"

	"tieout/check"
	"tieout/money"
)

// Scale is how statements are rounded: to dollars or to thousands of dollars.
type Scale struct {
	Power    int // of ten: 0 for units, 3 for thousands
	Rounding money.Rounding
}

// Round is a shown amount of minor units in whole units of the scale. Every figure is rounded on its own from the
// exact amount; totals are not forced to foot.
func (s Scale) Round(minor int64, digits int) int64 {
	d := int64(1)
	for range s.Power + digits {
		d *= 10
	}
	return money.Quotient(minor, d, s.Rounding)
}

// Foot adds up the printed, rounded figures under every total and says where rounding makes them differ. A
// difference is a note, not an error; a difference beyond what rounding can make is a stop.
func Foot(s Statement, scale Scale, digits int) []check.Finding {
	var out []check.Finding
	for _, total := range s.Rows {
		if total.Kind != TotalRow {
			continue
		}
		for n, f := range total.Figures {
			if f.Absent {
				continue
			}
			var sum, exact int64
			for _, id := range f.Of {
				r, _ := s.Row(id)
				sum += scale.Round(r.Figures[n].Amount, digits)
				exact += r.Figures[n].Amount
			}
			printed := scale.Round(f.Amount, digits)
			if exact != f.Amount && len(f.Of) > 0 {
				out = append(out, check.Finding{Rule: "foot", Severity: check.Stop, Subject: total.Label, Message: fmt.Sprintf("%s: its parts add up to %s and it is %s", f.Column, grouped(exact, digits), grouped(f.Amount, digits))})
			} else if sum != printed && len(f.Of) > 0 {
				out = append(out, check.Finding{Rule: "foot-rounding", Severity: check.Note, Subject: total.Label, Message: fmt.Sprintf("%s: the rounded parts add up to %d and the rounded total is %d; nothing was forced", f.Column, sum, printed)})
			}
		}
	}
	return out
}

// grouped is an amount in a sentence.
func grouped(minor int64, digits int) string { return money.Group(money.FormatMinor(minor, digits)) }

// Tie proves what must agree between statements: assets with liabilities and equity. Amounts have so many decimals.
func Tie(balance Statement, digits int) []check.Finding {
	assets, ok1 := balance.Row("assets")
	claims, ok2 := balance.Row("liabilities-and-equity")
	if !ok1 || !ok2 {
		return nil
	}
	var out []check.Finding
	for n := range assets.Figures {
		if d := assets.Figures[n].Amount + claims.Figures[n].Amount; d != 0 {
			out = append(out, check.Finding{Rule: "balance-sheet-ties", Severity: check.Stop, Subject: assets.Figures[n].Column,
				Message: fmt.Sprintf("assets and liabilities with equity differ by %s", grouped(d, digits))})
		}
	}
	return out
}
