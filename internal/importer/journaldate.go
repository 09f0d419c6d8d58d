package importer

import (
	"bytes"
	"fmt"
	"strings"

	"tieout/fiscal"
)

// cutName cuts an account name off: it ends at two spaces or a tab.
func cutName(b []byte) (name, rest []byte) {
	for i := 0; i < len(b); i++ {
		if b[i] == '\t' || b[i] == ' ' && i+1 < len(b) && (b[i+1] == ' ' || b[i+1] == '\t') {
			return b[:i], bytes.TrimLeft(b[i:], " \t")
		}
	}
	return b, nil
}

// date reads the date at the beginning of a transaction.
func (j *journal) date(b []byte) (fiscal.Date, error) {
	if d, ok := j.dates[string(b)]; ok {
		return d, nil
	}
	d, err := journalDate(string(b))
	if err != nil {
		return 0, err
	}
	if len(j.dates) >= maxInterned {
		clear(j.dates)
	}
	j.dates[string(b)] = d
	return d, nil
}

// journalDate reads YYYY-MM-DD, also with slashes or points and without leading zeros.
func journalDate(s string) (fiscal.Date, error) {
	sep := strings.Trim(s, "0123456789")
	if len(sep) > 0 {
		sep = sep[:1]
	}
	parts := strings.Split(s, sep)
	if sep == "" || !strings.Contains("-/.", sep) || len(parts) > 3 {
		return 0, unread("date %q: write it as YYYY-MM-DD with a four-digit year", clip(s))
	}
	if len(parts) == 2 {
		return 0, unread("date %q has no year or no day; write it as YYYY-MM-DD", clip(s))
	}
	if len(parts[0]) != 4 || len(parts[1]) > 2 || len(parts[2]) > 2 {
		return 0, unread("date %q is in another order or has a year of two digits; write it as YYYY-MM-DD", clip(s))
	}
	d, err := fiscal.Parse(fmt.Sprintf("%s-%02s-%02s", parts[0], parts[1], parts[2]))
	if err != nil {
		return 0, unread("%v", err)
	}
	return d, nil
}
