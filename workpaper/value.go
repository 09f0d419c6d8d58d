package workpaper

import (
	"strings"

	"tieout/fiscal"
	"tieout/money"
)

// Kind is what a value is.
type Kind uint8

// Kinds of values. An undefined one is what a spreadsheet shows as an error: a division by zero, and all that follows
// from it.
const (
	NumberKind Kind = iota + 1
	TruthKind
	DayKind
	TextKind
	UndefinedKind
)

// Value is what stands in a cell.
type Value struct {
	kind  Kind
	truth bool
	day   fiscal.Date
	num   Number
	text  string // or why it is undefined
}

// NumberValue is a number.
func NumberValue(n Number) Value { return Value{kind: NumberKind, num: n} }

// TruthValue is yes or no.
func TruthValue(yes bool) Value { return Value{kind: TruthKind, truth: yes} }

// DayValue is a date.
func DayValue(d fiscal.Date) Value { return Value{kind: DayKind, day: d} }

// TextValue is words.
func TextValue(s string) Value { return Value{kind: TextKind, text: s} }

func undefined(why string) Value { return Value{kind: UndefinedKind, text: why} }

// Kind is what the value is.
func (v Value) Kind() Kind { return v.kind }

// Number is the number; it panics on any other kind, with the reason where the value is undefined.
func (v Value) Number() Number {
	v.must(NumberKind)
	return v.num
}

// Truth is yes or no; it panics on any other kind.
func (v Value) Truth() bool {
	v.must(TruthKind)
	return v.truth
}

// Day is the date; it panics on any other kind.
func (v Value) Day() fiscal.Date {
	v.must(DayKind)
	return v.day
}

func (v Value) must(k Kind) {
	if v.kind == UndefinedKind {
		panic("workpaper: the value is undefined: " + v.text)
	}
	if v.kind != k {
		panic("workpaper: the value is of another kind")
	}
}

// Same says whether two values are equal. All undefined values are.
func (v Value) Same(w Value) bool {
	if v.kind != w.kind {
		return false
	}
	switch v.kind {
	case NumberKind:
		return v.num.Cmp(w.num) == 0
	case UndefinedKind:
		return true
	}
	return v == w
}

// Plain is the value as data: a number without grouping, exact to ten decimals and with no fewer than its unit shows;
// a date as YYYY-MM-DD; yes or no; the words themselves.
func (v Value) Plain(u Unit) string {
	switch v.kind {
	case NumberKind:
		return padded(u.shown(v.num).String(), u.Places)
	case TruthKind:
		return yesNo(v.truth)
	case DayKind:
		return v.day.String()
	case UndefinedKind:
		return "undefined: " + v.text
	}
	return v.text
}

// exact is a text that only equal values have.
func (v Value) exact() string {
	if v.kind == NumberKind {
		return v.num.rat().String()
	}
	return v.Plain(Unit{})
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// padded gives a plain number no fewer than the given decimals.
func padded(plain string, places int) string {
	have := Places(plain)
	if have >= places {
		return plain
	}
	if have == 0 {
		plain += "."
	}
	return plain + strings.Repeat("0", places-have)
}

// Printed is the value for people: thousands grouped, a minus sign, the decimals of the unit. A number that the unit's
// decimals do not hold is rounded there, half away from zero.
func (v Value) Printed(u Unit) string {
	if v.kind != NumberKind {
		return v.Plain(u)
	}
	return grouped(u.shown(v.num).Text(u.Places, money.HalfAway)) + percentSign(u)
}

// worked is the value inside a formula: as printed, but with up to six decimals where it has more than its unit shows.
func (v Value) worked(u Unit) string {
	if v.kind != NumberKind {
		return v.Plain(u)
	}
	text := u.shown(v.num).Text(max(u.Places, 6), money.HalfAway)
	text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	return grouped(padded(text, u.Places)) + percentSign(u)
}

func percentSign(u Unit) string {
	if u.Percent {
		return "%"
	}
	return ""
}

func grouped(plain string) string {
	digits, negative := strings.CutPrefix(plain, "-")
	if strings.Trim(digits, "0.") == "" {
		negative = false
	}
	if negative {
		return "−" + money.Group(digits)
	}
	return money.Group(digits)
}
