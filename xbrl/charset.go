package xbrl

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Charset reads the encodings that filings declare besides UTF-8: ASCII and ISO 8859-1. It has the form of
// encoding/xml's CharsetReader.
func Charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "ascii", "us-ascii", "utf-8":
		return in, nil
	case "iso-8859-1", "latin1":
		return &latin1{in: bufio.NewReader(in)}, nil
	}
	return nil, fmt.Errorf("encoding %q is not read: use UTF-8 or ASCII", clip(label))
}

// latin1 turns each byte into the character of that number.
type latin1 struct {
	in   *bufio.Reader
	left []byte
}

func (l *latin1) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(l.left) == 0 {
			b, err := l.in.ReadByte()
			if err != nil {
				return n, err
			}
			l.left = utf8.AppendRune(l.left, rune(b))
		}
		k := copy(p[n:], l.left)
		n, l.left = n+k, l.left[k:]
	}
	return n, nil
}
