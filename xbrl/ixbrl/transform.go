package ixbrl

import (
	"fmt"
	"strings"
)

// Transformation registries by namespace. Version 3 is read from older filings and never written.
const (
	registry3   = "http://www.xbrl.org/inlineXBRL/transformation/2015-02-26"
	registry4   = "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"
	registry5   = "http://www.xbrl.org/inlineXBRL/transformation/2022-02-16"
	registrySEC = "http://www.sec.gov/inlineXBRL/transformation/2015-08-31"
)

// registries are those a page uses, by the prefix that EDGAR requires for them (EFM 5.2.5.standardNamespacePrefix).
var registries = map[string]string{"ixt": registry4, "ixt-sec": registrySEC}

// Untransformable is a text that its format cannot turn into a value.
type Untransformable struct{ Format, Text, Why string }

func (u Untransformable) Error() string {
	text := u.Text
	if len(text) > 80 {
		text = text[:77] + "..."
	}
	return fmt.Sprintf("format %s cannot read %q: %s", u.Format, text, u.Why)
}

// rule turns trimmed text into a value, or says why not.
type rule func(string) (value, why string)

// fixed gives one value whatever the text.
func fixed(value string) rule { return func(string) (string, string) { return value, "" } }

// modern are the rules of registries 4 and 5 that occur in English filings.
var modern = map[string]rule{
	"fixed-zero": fixed("0"), "fixed-empty": fixed(""), "fixed-true": fixed("true"), "fixed-false": fixed("false"),
	"num-dot-decimal": dotDecimal, "num-comma-decimal": commaDecimal, "num-unit-decimal": unitDecimal,
	"date-monthname-day-year-en": dateRule("mdy"), "date-day-monthname-year-en": dateRule("dmy"),
	"date-monthname-day-en": dateRule("md"), "date-day-monthname-en": dateRule("dm"),
	"date-monthname-year-en": dateRule("my"), "date-year-monthname-en": dateRule("ym"),
	"date-month-day-year": dateRule("MDY"), "date-day-month-year": dateRule("DMY"), "date-year-month-day": dateRule("YMD"),
	"date-month-day": dateRule("MD"), "date-day-month": dateRule("DM"),
	"date-month-year": dateRule("MY"), "date-year-month": dateRule("YM"),
}

// older are the rules of registry 3.
var older = map[string]rule{
	"booleantrue": fixed("true"), "booleanfalse": fixed("false"), "nocontent": fixed(""), "zerodash": zeroDash,
	"numdotdecimal": dotDecimal, "numcommadecimal": commaDecimal, "numunitdecimal": unitDecimal,
	"datemonthdayyearen": dateRule("mdy"), "datedaymonthyearen": dateRule("dmy"),
	"datemonthdayen": dateRule("md"), "datedaymonthen": dateRule("dm"),
	"datemonthyearen": dateRule("my"), "dateyearmonthen": dateRule("ym"),
	"datemonthdayyear": dateRule("MDY"), "datedaymonthyear": dateRule("DMY"), "dateyearmonthday": dateRule("YMD"),
	"datemonthday": dateRule("MD"), "datedaymonth": dateRule("DM"), "datemonthyear": dateRule("MY"),
}

// sec are the rules of the SEC's own registry.
var sec = map[string]rule{
	"boolballotbox": ballotBox("false", "true"), "yesnoballotbox": ballotBox("No", "Yes"),
	"duryear": durYear, "durmonth": durMonth, "durweek": durWeek, "durday": durDay, "durhour": durHour,
	"durwordsen": durWords, "numwordsen": numWords, "datequarterend": quarterEnd,
	"numinf": fixed("INF"), "numneginf": fixed("-INF"), "numnan": fixed("NaN"),
	"countrynameen": nameRule("countrynameen"), "stateprovnameen": nameRule("stateprovnameen"),
	"edgarprovcountryen": nameRule("edgarprovcountryen"), "exchnameen": nameRule("exchnameen"),
	"entityfilercategoryen": nameRule("entityfilercategoryen"),
}

// Transform applies a rule of a transformation registry to a text. White space of XML around the text does not count,
// a no-break space does. The error is Untransformable.
func Transform(registry, name, text string) (string, error) {
	var r rule
	switch registry {
	case registry3:
		r = older[name]
	case registry4, registry5:
		r = modern[name]
	case registrySEC:
		r = sec[name]
	}
	if r == nil {
		return "", Untransformable{name, text, "registry " + registry + " has no such rule that we read"}
	}
	value, why := r(strings.Trim(text, " \t\r\n"))
	if why != "" {
		return "", Untransformable{name, text, why}
	}
	return value, nil
}
