package sheet

import (
	"strconv"
	"strings"
	"time"

	"tieout/fiscal"
)

// serialDate is the date that a sheet stores as a number of days.
func serialDate(value string, date1904 bool) Cell {
	n, err := strconv.Atoi(strings.TrimSuffix(value, ".0"))
	if err != nil {
		return Cell{Bad: "the date " + quote(value) + " is no whole day; dates have no time of day"}
	}
	d := fiscal.Of(1899, time.December, 30) + fiscal.Date(min(max(n, 0), 1<<20))
	switch {
	case date1904:
		d = fiscal.Of(1904, time.January, 1) + fiscal.Date(min(max(n, 0), 1<<20))
	case n < 61:
		return Cell{Bad: "the date number " + value + " lies before 1 March 1900, where sheets count wrongly; write it as the text YYYY-MM-DD"}
	}
	if n < 0 || d.Year() > 2999 {
		return Cell{Bad: "the date number " + value + " is not between 1900 and 2999"}
	}
	return Cell{Text: d.String(), Date: true}
}

// isoDate is a date that a sheet stores as text.
func isoDate(value string) Cell {
	s, _, _ := strings.Cut(value, "T00:00:00")
	if _, err := fiscal.Parse(s); err != nil {
		return Cell{Bad: "the date " + quote(value) + " is no whole day as YYYY-MM-DD"}
	}
	return Cell{Text: s, Date: true}
}
