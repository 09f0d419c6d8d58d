package ixbrl

import (
	"strings"

	"tieout/xbrl"
	"tieout/xbrl/internal/lazy"
)

var (
	dotForm   = lazy.New(`^[, \x{A0}0-9]*(\.[ \x{A0}0-9]+)?$`)
	commaForm = lazy.New(`^[. \x{A0}0-9]*(,[ \x{A0}0-9]+)?$`)
	unitForm  = lazy.New(`^([0-9.,]+)[^0-9.,][^0-9]*([0-9]{1,2})[^0-9]*$`)
	dashForm  = lazy.New(`^[-\x{058A}\x{05BE}\x{2010}-\x{2015}\x{FE58}\x{FE63}\x{FF0D}]$`)
	spaces    = strings.NewReplacer(" ", "", "\u00A0", "")
)

// dotDecimal reads 1,234.56: commas and spaces anywhere before the point, as registry 4 allows.
func dotDecimal(s string) (string, string) {
	if !dotForm.Match(s) {
		return "", "it is not digits with commas and one point"
	}
	return plainNumber(strings.ReplaceAll(spaces.Replace(s), ",", ""))
}

// commaDecimal reads 1.234,56.
func commaDecimal(s string) (string, string) {
	if !commaForm.Match(s) {
		return "", "it is not digits with points and one comma"
	}
	return plainNumber(strings.Replace(strings.ReplaceAll(spaces.Replace(s), ".", ""), ",", ".", 1))
}

// unitDecimal reads "1,234 dollars 56 cents".
func unitDecimal(s string) (string, string) {
	m := unitForm.Parts(s)
	if m == nil {
		return "", "it is not an amount in two units"
	}
	minor := m[2]
	if len(minor) == 1 {
		minor = "0" + minor
	}
	return plainNumber(strings.NewReplacer(".", "", ",", "").Replace(m[1]) + "." + minor)
}

func plainNumber(s string) (string, string) {
	c, err := xbrl.Canonical(s)
	if err != nil {
		return "", "no digits are left"
	}
	return c, ""
}

// zeroDash reads a dash of any kind as zero (registry 3; registry 4 has fixed-zero for any text).
func zeroDash(s string) (string, string) {
	if !dashForm.Match(s) {
		return "", "it is not a dash"
	}
	return "0", ""
}

// ballotBox reads an empty box, and a checked or crossed one.
func ballotBox(no, yes string) rule {
	return func(s string) (string, string) {
		switch s {
		case "\u2610":
			return no, ""
		case "\u2611", "\u2612":
			return yes, ""
		}
		return "", "it is not a ballot box"
	}
}
