package sheet

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// partWriter writes one XML part. Its errors come out of Flush.
type partWriter struct{ *bufio.Writer }

func newPart(w io.Writer) *partWriter { return &partWriter{bufio.NewWriter(w)} }

func (p *partWriter) raw(s string) { p.WriteString(s) }

// text writes the text of an element.
func (p *partWriter) text(s string) { p.WriteString(escape(s)) }

// attribute writes the text of an attribute, whose line ends and tabs a reader would turn into spaces.
func (p *partWriter) attribute(s string) { p.WriteString(attributeEscaper.Replace(escape(s))) }

var (
	escaper          = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
	attributeEscaper = strings.NewReplacer("\t", "&#9;", "\n", "&#10;")
)

// escape is a text in XML. A character that XML cannot hold is spelt _x001F_ as spreadsheet programs do, and so is the
// underscore of a text that happens to look like that.
func escape(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r == '_' || unholdable(r) }) {
		s = spell(s)
	}
	return escaper.Replace(s)
}

// unholdable are the characters that XML 1.0 has no place for, and the return, which it turns into a line feed.
func unholdable(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}

func spell(s string) string {
	var b strings.Builder
	for i, r := range s {
		if unholdable(r) || r == '_' && spelt(s[i:]) {
			fmt.Fprintf(&b, "_x%04X_", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// spelt says whether a text begins like _x001F_, in whatever case.
func spelt(s string) bool {
	if len(s) < 7 || s[1] != 'x' && s[1] != 'X' || s[6] != '_' {
		return false
	}
	return strings.Trim(s[2:6], "0123456789abcdefABCDEF") == ""
}

// Units is the length of a text as spreadsheet programs count it.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// SheetName makes a name that a sheet can have out of a text: without : \ / ? * [ ] and apostrophes, and not longer
// than programs take.
func SheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || unholdable(r) || r == '\t' || r == '\n' {
			return -1
		}
		return r
	}, s)
	for Units(s) > maxName {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	return strings.TrimSpace(s)
}
