package importer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ofxToken is a piece of an OFX file: a tag that opens or closes an element, or text between tags.
type ofxToken struct {
	kind     ofxKind
	text     string // the name of the element, or the text
	row, col int    // where it begins
}

type ofxKind uint8

const (
	ofxText ofxKind = iota
	ofxOpen
	ofxClose
	ofxEmpty // <NAME/>
	ofxPI    // <? … ?>
)

// ofxLexer cuts an OFX file, SGML or XML, into tokens. It holds one token at a time.
type ofxLexer struct {
	r        *bufio.Reader
	row, col int // of the next byte
	buf      []byte
}

func newOFXLexer(r io.Reader) *ofxLexer {
	return &ofxLexer{r: bufio.NewReaderSize(r, 64<<10), row: 1, col: 1}
}

// next is the next token; io.EOF after the last. Text that is blank comes too.
func (l *ofxLexer) next() (t ofxToken, err error) {
	t.row, t.col = l.row, l.col
	c, err := l.byte()
	if err != nil {
		return t, err
	}
	if c == '<' {
		return l.tag(t)
	}
	l.buf = append(l.buf[:0], c)
	for {
		if c, err = l.peek(); c == '<' || errors.Is(err, io.EOF) {
			t.text = string(l.buf)
			return t, nil
		}
		if err == nil {
			_, err = l.byte()
		}
		if err != nil {
			return t, err
		}
		if l.buf = append(l.buf, c); len(l.buf) > maxLine {
			return t, mistake{rule: ruleFile, row: t.row, col: t.col, why: "a text is longer than 1 MiB; this is no bank statement"}
		}
	}
}

// byte is the next byte, counted.
func (l *ofxLexer) byte() (byte, error) {
	c, err := l.r.ReadByte()
	switch {
	case errors.Is(err, io.EOF):
		return 0, io.EOF
	case err != nil:
		return 0, fmt.Errorf("reading line %d: %w", l.row, err)
	case c == '\n':
		l.row, l.col = l.row+1, 1
	default:
		l.col++
	}
	return c, nil
}

func (l *ofxLexer) peek() (byte, error) {
	b, err := l.r.Peek(1)
	if len(b) == 1 {
		return b[0], nil
	}
	if !errors.Is(err, io.EOF) {
		err = fmt.Errorf("reading line %d: %w", l.row, err)
	}
	return 0, err
}

// maxTag bounds what stands between < and >.
const maxTag = 4096

// tag reads on from <.
func (l *ofxLexer) tag(t ofxToken) (ofxToken, error) {
	l.buf = l.buf[:0]
	for {
		c, err := l.byte()
		switch {
		case errors.Is(err, io.EOF):
			return t, l.wrong(t, ruleFile, "the file ends inside a tag; it was cut")
		case err != nil:
			return t, err
		case c == '>' && l.closed():
			return l.meaning(t)
		case c == '<' && !l.special():
			return t, l.wrong(t, ruleRead, "a tag is not closed")
		}
		if l.buf = append(l.buf, c); bytes.HasPrefix(l.buf, []byte("![CDATA[")) {
			return l.cdata(t)
		}
		if l.declares() {
			return t, l.wrong(t, ruleFile, "the file declares a DOCTYPE; this is no ordinary bank statement")
		}
		if len(l.buf) > maxTag {
			return t, l.wrong(t, ruleFile, "a tag is longer than 4 KiB; this is no bank statement")
		}
	}
}

// declares says that the tag begins as one that declares something, such as a DOCTYPE.
func (l *ofxLexer) declares() bool {
	n := len(l.buf)
	return n > 1 && n < 9 && l.buf[0] == '!' && !bytes.HasPrefix([]byte("!--"), l.buf[:min(n, 3)]) && !bytes.HasPrefix([]byte("![CDATA["), l.buf)
}

// special says that the tag is a comment, an instruction or a character block, in which < may stand.
func (l *ofxLexer) special() bool {
	return len(l.buf) > 0 && (l.buf[0] == '!' || l.buf[0] == '?')
}

// closed says whether the > that comes next closes the tag.
func (l *ofxLexer) closed() bool {
	switch {
	case bytes.HasPrefix(l.buf, []byte("!--")):
		return len(l.buf) >= 5 && bytes.HasSuffix(l.buf, []byte("--"))
	case bytes.HasPrefix(l.buf, []byte("?")):
		return len(l.buf) > 1 && bytes.HasSuffix(l.buf, []byte("?"))
	}
	return true
}

// meaning is the token that a whole tag is.
func (l *ofxLexer) meaning(t ofxToken) (ofxToken, error) {
	b := l.buf
	switch {
	case bytes.HasPrefix(b, []byte("!--")):
		return t, nil // a comment is blank text
	case bytes.HasPrefix(b, []byte("?")):
		t.kind, t.text = ofxPI, string(b[1:len(b)-1])
		return t, nil
	case bytes.HasPrefix(b, []byte("/")):
		t.kind, b = ofxClose, b[1:]
	case bytes.HasSuffix(b, []byte("/")):
		t.kind, b = ofxEmpty, b[:len(b)-1]
	default:
		t.kind = ofxOpen
	}
	t.text = strings.ToUpper(string(bytes.TrimSpace(b)))
	if t.text == "" || strings.Trim(t.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._") != "" || len(t.text) > 64 {
		return t, l.wrong(t, ruleRead, "the tag <"+clip(strings.ToValidUTF8(string(l.buf), "\ufffd"))+"> is none of OFX; a < in a text is written &lt;")
	}
	return t, nil
}

// cdata reads a character block of XML as text; its marks & and < stand for themselves.
func (l *ofxLexer) cdata(t ofxToken) (ofxToken, error) {
	l.buf = l.buf[:0]
	for !bytes.HasSuffix(l.buf, []byte("]]>")) {
		c, err := l.byte()
		if errors.Is(err, io.EOF) {
			return t, l.wrong(t, ruleFile, "the file ends inside a character block; it was cut")
		}
		if err != nil {
			return t, err
		}
		if l.buf = append(l.buf, c); len(l.buf) > maxLine {
			return t, l.wrong(t, ruleFile, "a text is longer than 1 MiB; this is no bank statement")
		}
	}
	t.text = strings.ReplaceAll(strings.ReplaceAll(string(l.buf[:len(l.buf)-3]), "&", "&amp;"), "<", "&lt;")
	return t, nil
}

func (l *ofxLexer) wrong(t ofxToken, rule, why string) error {
	return mistake{rule: rule, row: t.row, col: t.col, why: why}
}
