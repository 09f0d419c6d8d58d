package importer

import (
	"fmt"
	"strings"

	"tieout/fiscal"
)

// dateFormat is one way to write dates.
type dateFormat struct {
	name  string
	order string // of Y, M and D
	sep   string // between them; empty for eight digits
	words bool   // the month is a word
}

// isoFormat is the format of a table whose mapping names no other.
const isoFormat = "YYYY-MM-DD"

var dateFormats = []dateFormat{
	{isoFormat, "YMD", "-", false},
	{"YYYY/MM/DD", "YMD", "/", false},
	{"YYYYMMDD", "YMD", "", false},
	{"MM/DD/YYYY", "MDY", "/", false},
	{"MM-DD-YYYY", "MDY", "-", false},
	{"DD/MM/YYYY", "DMY", "/", false},
	{"DD-MM-YYYY", "DMY", "-", false},
	{"DD.MM.YYYY", "DMY", ".", false},
	{"DD-MMM-YYYY", "DMY", "-", true},
	{"MMM DD, YYYY", "MDY", " ", true},
}

// DateFormats are the formats of dates that a mapping can choose, the default first.
func DateFormats() []string {
	var names []string
	for _, f := range dateFormats {
		names = append(names, f.name)
	}
	return names
}

// findDates is the format of a name; the empty name is the default's.
func findDates(name string) dateFormat {
	for _, f := range dateFormats {
		if f.name == name {
			return f
		}
	}
	return dateFormats[0]
}

// parse reads a date of the format. Leading zeros of day and month may be missing; a year has four digits.
func (f dateFormat) parse(s string) (fiscal.Date, error) {
	if f.name == isoFormat {
		return tableDate(s)
	}
	parts, ok := f.cut(s)
	if !ok {
		return 0, unread("date %q is not written as %s, the format chosen for this file", clip(s), f.name)
	}
	part := map[byte]string{}
	for i := range parts {
		part[f.order[i]] = parts[i]
	}
	y, m, d := part['Y'], part['M'], part['D']
	if f.words {
		m = monthNumber(m)
	}
	switch {
	case len(y) == 2 && digits(y):
		return 0, unread("date %q has a year of two digits; write all four", clip(s))
	case len(y) != 4 || len(m) < 1 || len(m) > 2 || len(d) < 1 || len(d) > 2 || !digits(y+m+d):
		return 0, unread("date %q is not written as %s, the format chosen for this file", clip(s), f.name)
	}
	date, err := fiscal.Parse(fmt.Sprintf("%s-%02s-%02s", y, m, d))
	if err != nil {
		return 0, unread("date %q, read as %s: %v", clip(s), f.name, err)
	}
	return date, nil
}

// cut divides a date into its three parts.
func (f dateFormat) cut(s string) ([]string, bool) {
	if f.sep == "" {
		if len(s) != 8 {
			return nil, false
		}
		return []string{s[:4], s[4:6], s[6:]}, true
	}
	parts := strings.Split(s, f.sep)
	if len(parts) != 3 {
		return nil, false
	}
	if f.words && f.sep == " " {
		day, comma := strings.CutSuffix(parts[1], ",")
		if !comma {
			return nil, false
		}
		parts[1] = day
	}
	return parts, true
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// monthNumber is the number of an English month, by its name or its first three letters; empty for another word.
func monthNumber(word string) string {
	for i, m := range []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"} {
		if w := strings.ToLower(word); w == m || w == m[:3] {
			return fmt.Sprint(i + 1)
		}
	}
	return ""
}
