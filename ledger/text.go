package ledger

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// CheckText says whether a text may be stored: valid UTF-8, no longer than max bytes, no control characters
// and none of the invisible characters that reverse or hide what a reader sees.
func CheckText(what, s string, max int) error {
	if len(s) > max {
		return fmt.Errorf("%s has %d bytes; at most %d fit", what, len(s), max)
	}
	for i := 0; i < len(s); {
		if c := s[i]; c >= 0x20 && c < 0x7f { // the common case, a byte a step
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			return fmt.Errorf("%s is not valid UTF-8 at byte %d", what, i+1)
		}
		if unicode.IsControl(r) && r != '\t' {
			return fmt.Errorf("%s holds the control character %U at byte %d", what, r, i+1)
		}
		if hidesText(r) {
			return fmt.Errorf("%s holds the invisible direction mark %U at byte %d", what, r, i+1)
		}
		i += n
	}
	return nil
}

func hidesText(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c
}
