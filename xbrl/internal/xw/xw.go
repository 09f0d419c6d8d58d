// Package xw writes XML of which every byte is ASCII: other characters become numeric references, as EDGAR
// wants them (EFM 5.2.2.6). It refuses what would not be well-formed instead of repairing it.
package xw

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Writer collects one XML document or fragment. The first mistake sticks: later calls do nothing and Err tells it.
type Writer struct {
	buf  []byte
	open []string
	err  error
}

// Mistake is a call that would have made the document not well-formed.
type Mistake struct{ What string }

func (m Mistake) Error() string { return "xml: " + m.What }

// Len is the number of bytes written so far.
func (w *Writer) Len() int { return len(w.buf) }

// Depth is the number of elements that are open.
func (w *Writer) Depth() int { return len(w.open) }

// Top is the innermost open element, "" at the top.
func (w *Writer) Top() string {
	if len(w.open) == 0 {
		return ""
	}
	return w.open[len(w.open)-1]
}

// Err is the first mistake.
func (w *Writer) Err() error { return w.err }

// Fail records a mistake unless there is one already.
func (w *Writer) Fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Failf records a mistake in words.
func (w *Writer) Failf(format string, a ...any) { w.Fail(Mistake{fmt.Sprintf(format, a...)}) }

// Raw appends bytes that are markup already.
func (w *Writer) Raw(s string) {
	if w.err == nil {
		w.buf = append(w.buf, s...)
	}
}

// Open starts an element. Attributes are pairs of name and value and keep their order; an empty value is written.
func (w *Writer) Open(name string, attrs ...string) {
	w.start(name, attrs, ">")
	if w.err == nil {
		w.open = append(w.open, name)
	}
}

// Empty writes an element without content.
func (w *Writer) Empty(name string, attrs ...string) { w.start(name, attrs, "/>") }

// Leaf writes an element that holds only text.
func (w *Writer) Leaf(name, text string, attrs ...string) {
	w.Open(name, attrs...)
	w.Text(text)
	w.Close(name)
}

// Close ends the innermost element, which must bear the name.
func (w *Writer) Close(name string) {
	if w.err != nil {
		return
	}
	if w.Top() != name {
		w.Failf("</%s> where <%s> is open", name, w.Top())
		return
	}
	w.open = w.open[:len(w.open)-1]
	w.buf = append(append(append(w.buf, "</"...), name...), '>')
}

// Text writes character data.
func (w *Writer) Text(s string) {
	if w.err == nil {
		w.buf, w.err = appendEscaped(w.buf, s, false)
	}
}

// Bytes is the document. Open elements are a mistake.
func (w *Writer) Bytes() ([]byte, error) {
	if w.err == nil && len(w.open) > 0 {
		w.Failf("<%s> was never closed", strings.Join(w.open, "><"))
	}
	return w.buf, w.err
}

func (w *Writer) start(name string, attrs []string, end string) {
	if w.err != nil {
		return
	}
	if !isName(name) {
		w.Failf("%q is not a name", name)
		return
	}
	if len(attrs)%2 != 0 {
		w.Failf("<%s>: attribute %q has no value", name, attrs[len(attrs)-1])
		return
	}
	w.buf = append(append(w.buf, '<'), name...)
	for i := 0; i < len(attrs) && w.err == nil; i += 2 {
		w.attribute(name, attrs, i)
	}
	w.buf = append(w.buf, end...)
}

func (w *Writer) attribute(element string, attrs []string, i int) {
	name := attrs[i]
	if !isName(name) {
		w.Failf("<%s>: %q is not a name", element, name)
		return
	}
	for j := 0; j < i; j += 2 {
		if attrs[j] == name {
			w.Failf("<%s>: attribute %s is there twice", element, name)
			return
		}
	}
	w.buf = append(append(append(w.buf, ' '), name...), '=', '"')
	w.buf, w.err = appendEscaped(w.buf, attrs[i+1], true)
	w.buf = append(w.buf, '"')
}

func appendEscaped(dst []byte, s string, attr bool) ([]byte, error) {
	for i, r := range s {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '"' && attr:
			dst = append(dst, "&quot;"...)
		case r == '\r', attr && (r == '\n' || r == '\t'):
			dst = append(strconv.AppendInt(append(dst, "&#"...), int64(r), 10), ';')
		case r < 0x20 && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
			return dst, Mistake{fmt.Sprintf("character U+%04X at byte %d cannot stand in XML", r, i)}
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			return dst, Mistake{fmt.Sprintf("byte %d is not UTF-8", i)}
		case r < 0x7F:
			dst = append(dst, byte(r))
		default:
			dst = append(strconv.AppendInt(append(dst, "&#"...), int64(r), 10), ';')
		}
	}
	return dst, nil
}

func isName(s string) bool {
	for i, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if !letter && (i == 0 || c != ':' && c != '-' && c != '.' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != "" && s[len(s)-1] != ':'
}

// Stack is the open elements from the outside in. It is not to be changed.
func (w *Writer) Stack() []string { return w.open }

// From is what was written since byte n. It is valid until the next call.
func (w *Writer) From(n int) []byte { return w.buf[n:] }
