package xbrl

import (
	"slices"
	"strings"
)

// Unit is what a number counts: measures multiplied, and those divided by. Measures are prefixed names as in a unit
// element ("iso4217:USD", "xbrli:shares"), sorted (XBRL 2.1 section 4.8). The zero Unit means "no unit".
type Unit struct {
	Over  []string // numerator
	Under []string // denominator, empty for a plain measure
}

// The units of nearly every fact in a filing.
var (
	USD         = Measure("iso4217:USD")
	Shares      = Measure("xbrli:shares")
	Pure        = Measure("xbrli:pure")
	USDPerShare = Per("iso4217:USD", "xbrli:shares")
)

// Measure is a unit of one measure.
func Measure(name string) Unit { return Unit{Over: []string{name}} }

// Per is one measure divided by another.
func Per(over, under string) Unit { return Unit{[]string{over}, []string{under}} }

// IsZero says that there is no unit: the fact is not a number.
func (u Unit) IsZero() bool { return len(u.Over) == 0 && len(u.Under) == 0 }

// Key is the same for equal units and only for those, in the notation of OIM (OIM 1.0):
// "iso4217:USD/xbrli:shares", a product in parentheses.
func (u Unit) Key() string {
	if len(u.Under) == 0 {
		return product(u.Over, false)
	}
	return product(u.Over, true) + "/" + product(u.Under, true)
}

func product(measures []string, group bool) string {
	m := slices.Sorted(slices.Values(measures))
	s := strings.Join(m, "*")
	if group && len(m) > 1 {
		return "(" + s + ")"
	}
	return s
}

// ID is a stable id for a unit element: "usd", "shares", "usdPerShare".
func (u Unit) ID() string {
	id := joinLocals(u.Over)
	if len(u.Under) > 0 {
		under := joinLocals(u.Under)
		id += "Per" + strings.ToUpper(under[:1]) + under[1:]
	}
	return id
}

func joinLocals(measures []string) string {
	var parts []string
	for _, m := range slices.Sorted(slices.Values(measures)) {
		_, local := Split(m)
		if local == strings.ToUpper(local) {
			local = strings.ToLower(local)
		}
		parts = append(parts, local)
	}
	return strings.Join(parts, ".")
}

// Monetary says whether the unit is one currency (XBRL 2.1 section 4.8.2).
func (u Unit) Monetary() bool {
	return len(u.Under) == 0 && len(u.Over) == 1 && strings.HasPrefix(u.Over[0], "iso4217:")
}

// Equal compares by measure, in any order.
func (u Unit) Equal(v Unit) bool { return u.Key() == v.Key() }
