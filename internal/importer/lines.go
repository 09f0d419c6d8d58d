package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxLine is the longest line or table row that is read, in bytes.
const maxLine = 1 << 20

// lines cuts a stream into lines without holding more than two of the longest. A line is valid until the next.
type lines struct {
	r          io.Reader
	buf        []byte
	start, end int
	row        int   // of the line returned last
	err        error // what ended the stream: io.EOF, or a fault
	unfinished bool  // the line returned last has no line end
}

func newLines(r io.Reader) *lines { return &lines{r: r, buf: make([]byte, 256<<10)} }

// next is the next line without its line end; ok is false at the end of the stream or after a fault. A fault
// never yields what was read of the line it struck.
func (l *lines) next() (line []byte, ok bool, err error) {
	scanned := 0
	for {
		if i := bytes.IndexByte(l.buf[l.start+scanned:l.end], '\n'); i >= 0 {
			line = l.buf[l.start : l.start+scanned+i]
			l.start += len(line) + 1
			l.row++
			return trimCR(line), true, nil
		}
		scanned = l.end - l.start
		if scanned > maxLine {
			return nil, false, mistake{rule: ruleFile, row: l.row + 1, why: "the line is longer than 1 MiB; this is not a journal"}
		}
		if l.err != nil {
			return l.last()
		}
		l.fill()
	}
}

func (l *lines) last() ([]byte, bool, error) {
	if !errors.Is(l.err, io.EOF) {
		return nil, false, fmt.Errorf("reading line %d: %w", l.row+1, l.err)
	}
	if l.start == l.end {
		return nil, false, nil
	}
	line := l.buf[l.start:l.end]
	l.start = l.end
	l.row++
	l.unfinished = true
	return trimCR(line), true, nil
}

// fill reads more behind what is not used yet, making room first.
func (l *lines) fill() {
	if l.start > 0 {
		l.end = copy(l.buf, l.buf[l.start:l.end])
		l.start = 0
	}
	if l.end == len(l.buf) {
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	for tries := 0; tries < 100; tries++ {
		n, err := l.r.Read(l.buf[l.end:])
		l.end += n
		if l.err = err; n > 0 || err != nil {
			return
		}
	}
	l.err = io.ErrNoProgress
}

func trimCR(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

var bom = []byte("\xef\xbb\xbf")

// utf16 says whether a file starts as UTF-16 text does.
func utf16(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

const sayUTF16 = "the file is UTF-16 text; save it as UTF-8"

const sayEmpty = "the file is empty"
