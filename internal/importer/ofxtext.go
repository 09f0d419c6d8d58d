package importer

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// ofxCharset is how the bytes of an OFX file are characters.
type ofxCharset uint8

const (
	ofxUTF8 ofxCharset = iota
	ofx1252
	ofxLatin1
)

// findOFXCharset knows the names of character sets; ok is false for one that is not read.
func findOFXCharset(name string) (set ofxCharset, ok bool) {
	switch strings.ToUpper(strings.TrimSpace(name)) {
	case "UTF-8", "UTF8", "UNICODE", "NONE", "", "USASCII", "US-ASCII", "ASCII":
		return ofxUTF8, true
	case "1252", "WINDOWS-1252", "CP1252":
		return ofx1252, true
	case "ISO-8859-1", "8859-1", "LATIN1":
		return ofxLatin1, true
	}
	return 0, false
}

// high1252 are the characters of the bytes 0x80 to 0x9F in Windows-1252; 0 where it has none.
var high1252 = [32]rune{0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178}

// decode makes text of bytes. Text that is UTF-8 in a file that says it is something else can be read in two ways.
func (set ofxCharset) decode(s string) (string, error) {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < 0x80
	}
	switch valid := utf8.ValidString(s); {
	case plain:
		return s, nil
	case set == ofxUTF8 && !valid:
		return "", unread("the text is not valid UTF-8, which the file says that it is; name its character set in the header, such as CHARSET:1252")
	case set == ofxUTF8:
		return s, nil
	case valid:
		return "", unread("the text is UTF-8 and the file says that it is not; correct ENCODING and CHARSET in its header")
	}
	var b strings.Builder
	for i := range len(s) {
		r := rune(s[i])
		if set == ofx1252 && r >= 0x80 && r < 0xA0 {
			if r = high1252[r-0x80]; r == 0 {
				return "", unread("the byte %#x is no character of Windows-1252", s[i])
			}
		}
		b.WriteRune(r)
	}
	return b.String(), nil
}

// entities are the names of characters in OFX; the last two only in XML.
var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "nbsp": " ", "quot": `"`, "apos": "'"}

// unentity replaces the names of characters. In SGML an & that begins no name stands for itself.
func unentity(s string, xml bool) (string, error) {
	if !strings.Contains(s, "&") {
		return s, nil
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "&")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, after, closed := strings.Cut(rest, ";")
		if !closed || name == "" || len(name) > 10 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#") != "" {
			if xml {
				return "", unread("an & that begins no name of a character is written &amp;")
			}
			b.WriteByte('&')
			s = rest
			continue
		}
		c, ok := entity(name)
		if !ok {
			return "", unread("the character &%s; is not known", name)
		}
		b.WriteString(c)
		s = after
	}
}

func entity(name string) (string, bool) {
	if c, ok := entities[name]; ok {
		return c, true
	}
	number, isNumber := strings.CutPrefix(name, "#")
	base := 10
	if strings.HasPrefix(number, "x") || strings.HasPrefix(number, "X") {
		number, base = number[1:], 16
	}
	n, err := strconv.ParseUint(number, base, 21)
	if !isNumber || err != nil || !utf8.ValidRune(rune(n)) || n == 0 {
		return "", false
	}
	return string(rune(n)), true
}
