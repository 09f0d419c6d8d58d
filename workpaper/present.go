package workpaper

// The time value of money, built from the operations. A rate belongs to one period of the flows.

// DiscountFactor is the value today of one due n periods from now: 1 ÷ (1 + rate)^n.
func DiscountFactor(rate, n Num) Num { return Int(1).Over(Int(1).Plus(rate).Power(n)) }

// PresentValue is the value today of an amount due n periods from now: amount ÷ (1 + rate)^n.
func PresentValue(amount, rate, n Num) Num { return amount.Over(Int(1).Plus(rate).Power(n)) }

// Annuity is the value today of one at the end of each of n periods: (1 − (1 + rate)^−n) ÷ rate, and n where the rate
// is zero.
func Annuity(rate, n Num) Num {
	none := rate.Equals(Int(0))
	// the divisor is never zero, so that a spreadsheet that computes both branches has nothing to complain of
	divisor := If(none, Int(1), rate)
	return If(none, n, Int(1).Minus(Int(1).Plus(rate).Power(n.Neg())).Over(divisor))
}

// AnnuityDue is Annuity with payments at the beginning of each period.
func AnnuityDue(rate, n Num) Num { return Annuity(rate, n).Times(Int(1).Plus(rate)) }

// Payment is the level payment at the end of each of n periods that repays a principal with interest.
func Payment(principal, rate, n Num) Num { return principal.Over(Annuity(rate, n)) }
