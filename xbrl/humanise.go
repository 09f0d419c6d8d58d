package xbrl

import "strings"

// endings are the parts of names that labels put in brackets.
var endings = []struct{ name, label string }{
	{"LineItems", "[Line Items]"}, {"RollForward", "[Roll Forward]"}, {"PolicyTextBlock", "[Policy Text Block]"},
	{"TableTextBlock", "[Table Text Block]"}, {"TextBlock", "[Text Block]"}, {"Abstract", "[Abstract]"},
	{"Axis", "[Axis]"}, {"Domain", "[Domain]"}, {"Member", "[Member]"}, {"Table", "[Table]"},
}

// Humanise makes a label from an element name where the taxonomy's own label is not known:
// "AuditInformationAbstract" is "Audit Information [Abstract]".
func Humanise(local string) string {
	tail := ""
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(local, e.name); ok && rest != "" {
			local, tail = rest, " "+e.label
			break
		}
	}
	var b strings.Builder
	for i := 0; i < len(local); i++ {
		if i > 0 && boundary(local, i) {
			b.WriteByte(' ')
		}
		b.WriteByte(local[i])
	}
	return b.String() + tail
}

// boundary says whether a word begins at byte i: at a capital after a small letter or digit, or at the last capital of a run
// before a small letter ("LIFOMethod").
func boundary(s string, i int) bool {
	upper := func(c byte) bool { return c >= 'A' && c <= 'Z' }
	if !upper(s[i]) {
		return s[i] >= '0' && s[i] <= '9' && (s[i-1] < '0' || s[i-1] > '9')
	}
	return !upper(s[i-1]) || i+1 < len(s) && s[i+1] >= 'a' && s[i+1] <= 'z'
}
