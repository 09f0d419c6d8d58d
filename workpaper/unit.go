package workpaper

import "tieout/money"

// Unit is what a figure counts and how many decimals it is shown with. Showing rounds nothing: the exact value stays.
type Unit struct {
	Name    string // "USD", "units", "USD per unit"; empty for a pure number
	Places  int
	Percent bool // shown times a hundred: 0.05 as 5.00 %
}

// Units that most calculators share. Dates, conditions and words have NoUnit.
var (
	NoUnit  = Unit{}
	Factor  = Unit{Places: 6}
	Count   = Unit{Name: "units"}
	Shares  = Unit{Name: "shares"}
	Days    = Unit{Name: "days"}
	Months  = Unit{Name: "months"}
	Years   = Unit{Name: "years"}
	Percent = Unit{Name: "%", Places: 2, Percent: true}
)

// Money is a sum in a currency, shown with the currency's minor digits. It panics on a code that is not ISO 4217.
func Money(c money.Currency) Unit {
	digits, ok := c.Digits()
	if !ok {
		panic("workpaper: currency " + string(c))
	}
	return Unit{Name: string(c), Places: digits}
}

// Per is a price or cost of one thing, shown with two decimals more than the currency has: "USD per unit".
func Per(c money.Currency, thing string) Unit {
	u := Money(c)
	return Unit{Name: u.Name + " per " + thing, Places: u.Places + 2}
}

// To is the unit shown with another number of decimals.
func (u Unit) To(places int) Unit {
	u.Places = places
	return u
}

// shown is a number as the unit counts it: five for 0.05 as a percentage.
func (u Unit) shown(n Number) Number {
	if u.Percent {
		return n.Mul(Whole(100))
	}
	return n
}
