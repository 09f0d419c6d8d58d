package ixbrl

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tieout/fiscal"
	"tieout/xbrl/internal/lazy"
)

const monthForm = `(January|February|March|April|May|June|July|August|September|October|November|December|` +
	`JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|` +
	`Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)`

// parts of a date by letter: m a month's name, M its number, d and D the day, y and Y the year.
var parts = map[rune]string{
	'm': monthForm, 'M': `([0-9]{1,2})`, 'd': `([0-9]{1,2})`, 'D': `([0-9]{1,2})`, 'y': `([0-9]{4}|[0-9]{1,2})`, 'Y': `([0-9]{4}|[0-9]{1,2})`,
}

// dateRule reads the parts of a date in the order of the letters, anything but digits between them, and gives
// YYYY-MM-DD, --MM-DD or YYYY-MM. Years of one or two digits are of this century, as the registry says.
func dateRule(order string) rule {
	var forms []string
	for _, part := range order {
		forms = append(forms, parts[part])
	}
	tail := ""
	if strings.HasSuffix(order, "D") || strings.HasSuffix(order, "d") {
		tail = `[A-Za-z]{0,2}` // 3rd
	}
	form := lazy.New(`^` + strings.Join(forms, `[^0-9]+`) + tail + `$`)
	return func(s string) (string, string) {
		m := form.Parts(s)
		if m == nil {
			return "", "it is not a date of that form"
		}
		var d dateParts
		for i, part := range order {
			d.set(part, m[i+1])
		}
		return d.value()
	}
}

type dateParts struct{ y, m, d int }

func (p *dateParts) set(part rune, text string) {
	n, _ := strconv.Atoi(text) // digits by the form, or a month's name
	switch part {
	case 'm':
		t, err := time.Parse("Jan", text[:1]+strings.ToLower(text[1:3]))
		if err == nil {
			p.m = int(t.Month())
		}
	case 'M':
		p.m = n
	case 'd', 'D':
		p.d = n
	default:
		if n < 100 && len(text) < 4 {
			n += 2000
		}
		p.y = n
	}
}

func (p dateParts) value() (string, string) {
	switch {
	case p.m < 1 || p.m > 12:
		return "", "there is no such month"
	case p.y == 0 && p.d >= 1 && p.d <= fiscal.DaysIn(2000, time.Month(p.m)):
		return fmt.Sprintf("--%02d-%02d", p.m, p.d), ""
	case p.d == 0 && p.y > 0:
		return fmt.Sprintf("%04d-%02d", p.y, p.m), ""
	case p.y > 0 && p.d >= 1 && p.d <= fiscal.DaysIn(p.y, time.Month(p.m)):
		return fmt.Sprintf("%04d-%02d-%02d", p.y, p.m, p.d), ""
	}
	return "", "the month has no such day"
}

const quarterForm = `(1|[Ff]irst|2|[Ss]econd|3|[Tt]hird|4|[Ff]ourth|[Ll]ast)`

var (
	quarterYear = lazy.New(`^(?:[\pL_][^0-9]*|[0-9][^0-9]+)?` + quarterForm + `[^0-9]*([0-9]{4})$`)
	yearQuarter = lazy.New(`^([0-9]{4})[^0-9]*` + quarterForm + `(?:[^0-9].*[\pL\pN_]|[\pL_])?$`)
)

// quarterEnd reads "3rd quarter, 1999" and gives the last day of the calendar quarter.
func quarterEnd(s string) (string, string) {
	var year, quarter string
	if m := quarterYear.Parts(s); m != nil {
		quarter, year = m[1], m[2]
	} else if m := yearQuarter.Parts(s); m != nil {
		year, quarter = m[1], m[2]
	} else {
		return "", "it is not a quarter of a year"
	}
	n := map[byte]int{'1': 3, '2': 6, '3': 9, '4': 12}[quarter[0]]
	if n == 0 {
		n = map[string]int{"first": 3, "second": 6, "third": 9, "fourth": 12, "last": 12}[strings.ToLower(quarter)]
	}
	y, _ := strconv.Atoi(year)
	return fmt.Sprintf("%04d-%02d-%02d", y, n, fiscal.DaysIn(y, time.Month(n))), ""
}
