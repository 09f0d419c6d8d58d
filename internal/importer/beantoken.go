package importer

import (
	"bytes"
	"strings"
)

// beanKind is a kind of token in a beancount file.
type beanKind uint8

const (
	beanMark     beanKind = iota // punctuation, and the flags of transactions
	beanDate                     // 2006-03-31
	beanNumber                   // 1,250.00
	beanAccount                  // Assets:Bank
	beanCurrency                 // USD; also a flag of one letter
	beanString                   // "text", without its quotes
	beanTag                      // #tag
	beanLink                     // ^link
	beanKey                      // key:
	beanWord                     // open
)

// beanToken is a token and where it begins in the text that was cut.
type beanToken struct {
	kind beanKind
	text []byte
	at   int
}

func (t beanToken) is(mark string) bool { return t.kind == beanMark && string(t.text) == mark }

// beanTokens cuts a text into tokens, which it appends to out. What follows a semicolon is a comment. On an error
// at is where it stands.
func beanTokens(out []beanToken, b []byte) (tokens []beanToken, at int, err error) {
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
			continue
		case c == ';':
			return out, 0, nil
		}
		t, n, err := beanOne(b[i:])
		if err != nil {
			return nil, i, err
		}
		t.at = i
		out = append(out, t)
		i += n
	}
	return out, 0, nil
}

// beanOne cuts the token at the beginning of a text; n is its length there.
func beanOne(b []byte) (t beanToken, n int, err error) {
	take := func(k beanKind, n int) (beanToken, int, error) { return beanToken{kind: k, text: b[:n]}, n, nil }
	switch c := b[0]; {
	case c == '"':
		return beanQuoted(b)
	case c >= '0' && c <= '9':
		if n := dateLength(b); n > 0 {
			return take(beanDate, n)
		}
		return take(beanNumber, span(b, numberBytes))
	case (c == '#' || c == '^') && len(b) > 1 && span(b[1:], labelBytes) > 0:
		k := beanTag
		if c == '^' {
			k = beanLink
		}
		return take(k, 1+span(b[1:], labelBytes))
	case c >= 'a' && c <= 'z':
		n := span(b, wordBytes)
		if n < len(b) && b[n] == ':' {
			return beanToken{kind: beanKey, text: b[:n]}, n + 1, nil
		}
		return take(beanWord, n)
	case c >= 'A' && c <= 'Z' || c >= 0x80:
		return beanName(b)
	}
	return beanPunctuation(b)
}

// byteSet says of each byte whether it belongs.
type byteSet [256]bool

func setOf(members string, high bool) *byteSet {
	s := &byteSet{}
	for i := range len(members) {
		s[members[i]] = true
	}
	for c := 0x80; high && c < len(s); c++ {
		s[c] = true
	}
	return s
}

const wordText = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

var (
	digitBytes    = setOf("0123456789", false)
	numberBytes   = setOf("0123456789.,", false)
	wordBytes     = setOf(wordText, false)
	labelBytes    = setOf(wordText+"/.", false)
	nameBytes     = setOf(wordText+":'.", true)
	currencyBytes = setOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'._-", false)
)

// span is how many bytes at the beginning are of a set.
func span(b []byte, set *byteSet) int {
	for i, c := range b {
		if !set[c] {
			return i
		}
	}
	return len(b)
}

// dateLength is the length of YYYY-MM-DD or YYYY/MM/DD at the beginning, 0 for none.
func dateLength(b []byte) int {
	at := 0
	for part, most := range []int{4, 2, 2} {
		if part > 0 {
			if at >= len(b) || b[at] != '-' && b[at] != '/' {
				return 0
			}
			at++
		}
		n := span(b[at:], digitBytes)
		if n == 0 || n > most || part == 0 && n != 4 {
			return 0
		}
		at += n
	}
	return at
}

// beanName cuts an account or a currency.
func beanName(b []byte) (beanToken, int, error) {
	n := span(b, nameBytes)
	t := beanToken{kind: beanCurrency, text: b[:n]}
	if bytes.IndexByte(t.text, ':') >= 0 {
		t.kind = beanAccount
		return t, n, beanAccountName(t.text)
	}
	if span(t.text, currencyBytes) < n || n > 24 {
		return t, n, unread("%q is no account, no currency and no word of beancount", clip(string(t.text)))
	}
	return t, n, nil
}

// beanAccountName refuses what beancount does not take for an account: parts that begin with a capital or a digit.
func beanAccountName(name []byte) error {
	for i, part := range bytes.Split(name, []byte(":")) {
		if len(part) == 0 || part[0] == '_' || part[0] == '-' || part[0] >= 'a' && part[0] <= 'z' || i == 0 && part[0] <= '9' || bytes.ContainsAny(part, "'._") {
			return unread("account %q: the parts of an account begin with a capital or a digit and hold letters, digits and hyphens", clip(string(name)))
		}
	}
	return nil
}

// beanQuoted cuts a string in quotes.
func beanQuoted(b []byte) (beanToken, int, error) {
	plain := true
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			plain = false
			i++
		case '"':
			text := b[1:i]
			if !plain {
				text = beanUnescape(text)
			}
			return beanToken{kind: beanString, text: text}, i + 1, nil
		}
	}
	return beanToken{}, 0, unread("a quote is not closed")
}

// beanUnescape reads the escapes of a string: \n, \t and \r, and any other character as itself.
func beanUnescape(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		i++
		if k := strings.IndexByte("ntr", b[i]); k >= 0 {
			out = append(out, "\n\t\r"[k])
		} else {
			out = append(out, b[i])
		}
	}
	return out
}

// beanPunctuation cuts a mark of one or two characters.
func beanPunctuation(b []byte) (beanToken, int, error) {
	n := 1
	for _, two := range []string{"@@", "{{", "}}"} {
		if bytes.HasPrefix(b, []byte(two)) {
			n = 2
		}
	}
	if strings.IndexByte("@{},~+-*/()|!&?%#", b[0]) < 0 {
		return beanToken{}, 0, unread("%q is not understood", clip(string(b)))
	}
	return beanToken{kind: beanMark, text: b[:n]}, n, nil
}
