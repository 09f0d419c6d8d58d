package importer

import (
	"regexp"
	"strings"

	"tieout/fiscal"
	"tieout/money"
)

// ofxNumber is an amount in OFX: a sign in front, and a point or a comma before decimals. Thousands have no marks.
var ofxNumber = regexp.MustCompile(`^[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)$`)

// ofxAmount reads an amount in minor units.
func ofxAmount(s string, cur money.Currency) (int64, error) {
	if !ofxNumber.MatchString(s) || len(s) > 32 {
		return 0, unread("amount %s is not written as digits with one point or comma before the decimals", quote(clip(s)))
	}
	number, neg := strings.CutPrefix(strings.TrimPrefix(s, "+"), "-")
	number = strings.TrimSuffix(strings.Replace(number, ",", ".", 1), ".")
	if strings.HasPrefix(number, ".") {
		number = "0" + number
	}
	a, err := money.Parse(number, cur)
	if err != nil {
		return 0, unread("amount %s: %v", quote(clip(s)), err)
	}
	if neg {
		a.Minor = -a.Minor
	}
	return a.Minor, nil
}

// ofxDateTime is a day, perhaps with the time of day, its fraction and the zone.
var ofxDateTime = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})(?:([01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9]|60)?(?:\.[0-9]{1,6})?)?(?:\[[+-]?[0-9]{1,2}(?:\.[0-9]{1,2})?(?::[A-Za-z0-9 /+-]{1,32})?\])?$`)

// ofxDate is the day as written. Time and zone are checked and never move it.
func ofxDate(s string) (fiscal.Date, error) {
	m := ofxDateTime.FindStringSubmatch(s)
	if m == nil {
		return 0, unread("date %s is not written as YYYYMMDD, perhaps with a time and a zone behind it", quote(clip(s)))
	}
	d, err := fiscal.Parse(m[1] + "-" + m[2] + "-" + m[3])
	if err != nil {
		return 0, unread("date %s: %v", quote(clip(s)), err)
	}
	return d, nil
}
