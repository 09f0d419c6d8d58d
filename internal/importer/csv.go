package importer

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// csvTable reads RFC 4180 text.
type csvTable struct {
	guard *csvGuard
	r     *csv.Reader
	row   int  // line on which the last row began
	above int  // lines above the header, which were passed over
	width int  // cells of the header, 0 before it
	loose bool // rows may be shorter than the header: a printed report
	free  bool // rows may have any width: a look at the file
	cells []cell
}

// csvGuard stops a row that grows without end, such as one that opens a quote and never closes it.
type csvGuard struct {
	r     io.Reader
	since int64 // bytes read since the last whole row
	total int64
}

// csvBuffer is what the CSV reader may hold beyond the row that it is in.
const csvBuffer = 64 << 10

var errLongRow = errors.New("long row")

func (g *csvGuard) Read(p []byte) (int, error) {
	if g.since > maxLine+csvBuffer {
		return 0, errLongRow
	}
	n, err := g.r.Read(p)
	g.since += int64(n)
	g.total += int64(n)
	return n, err
}

// newCSV passes over the byte order mark and what stands above the header, and finds the delimiter in the header.
func newCSV(r io.Reader, u *rules) (*csvTable, error) {
	br, err := csvText(r)
	if err != nil {
		return nil, err
	}
	t := &csvTable{guard: &csvGuard{r: br}, loose: u.report}
	for t.above < u.mapping.Skip {
		if err := passLine(br, t.above+1); err != nil {
			return nil, err
		}
		t.above++
	}
	t.row = t.above
	head, err := br.Peek(csvBuffer)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading row 1: %w", err)
	}
	first, _, whole := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n"))
	if !whole && bytes.Count(first, []byte("\r")) > 1 {
		return nil, unfit("the lines end in CR alone; save the file with LF or CR LF")
	}
	t.r = csv.NewReader(t.guard)
	t.r.Comma, t.r.FieldsPerRecord, t.r.ReuseRecord = delimiter(first), -1, true
	return t, nil
}

// csvText passes over the byte order mark of a file that is text.
func csvText(r io.Reader) (*bufio.Reader, error) {
	br := bufio.NewReaderSize(r, csvBuffer)
	head, err := br.Peek(csvBuffer)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("reading row 1: %w", err)
	case utf16(head):
		return nil, unfit(sayUTF16)
	case bytes.HasPrefix(head, bom):
		br.Discard(len(bom))
		head = head[len(bom):]
	}
	if len(bytes.TrimSpace(head)) == 0 && err != nil {
		return nil, unfit(sayEmpty)
	}
	return br, nil
}

// passLine passes over a line that is no part of the table.
func passLine(br *bufio.Reader, row int) error {
	for n := 0; ; {
		b, err := br.ReadSlice('\n')
		n += len(b)
		switch {
		case err == nil:
			return nil
		case n > maxLine:
			return mistake{rule: ruleFile, row: row, why: "the row is longer than 1 MiB"}
		case errors.Is(err, io.EOF):
			return mistake{rule: ruleFile, row: row, why: "the file ends above the header, if the mapping is right in the rows to skip"}
		case !errors.Is(err, bufio.ErrBufferFull):
			return fmt.Errorf("reading row %d: %w", row, err)
		}
	}
}

// delimiter is the one of comma, semicolon and tab that stands most often outside quotes in the header.
func delimiter(header []byte) rune {
	var n [3]int
	quoted := false
	for _, c := range header {
		if c == '"' {
			quoted = !quoted
		}
		if i := strings.IndexByte(",;\t", c); i >= 0 && !quoted {
			n[i]++
		}
	}
	switch {
	case n[1] > n[0] && n[1] >= n[2]:
		return ';'
	case n[2] > n[0]:
		return '\t'
	}
	return ','
}

func (t *csvTable) next() ([]cell, int, error) {
	for {
		rec, err := t.r.Read()
		t.guard.since = 0
		if err != nil {
			return nil, 0, t.refusal(err, len(rec)+1)
		}
		t.row, _ = t.r.FieldPos(0)
		t.row += t.above
		blank, err := t.fill(rec, t.row)
		if err != nil || !blank {
			return t.cells, t.row, err
		}
	}
}

// refusal says what is wrong with a row that is no CSV, and in which cell.
func (t *csvTable) refusal(err error, col int) error {
	var p *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.Is(err, errLongRow):
		return mistake{rule: ruleFile, row: t.row + 1, why: "the row is longer than 1 MiB; a quote may not be closed"}
	case !errors.As(err, &p):
		return fmt.Errorf("reading the table: %w", err)
	case errors.Is(err, csv.ErrQuote) && t.r.InputOffset() == t.guard.total:
		return mistake{rule: ruleFile, row: p.StartLine + t.above, col: col, why: "the file ends inside quotes that open in this row; it was cut, or a quote is not closed"}
	case errors.Is(err, csv.ErrQuote), errors.Is(err, csv.ErrBareQuote):
		return mistake{rule: ruleRead, row: p.StartLine + t.above, col: col, why: `a quote (") stands inside a cell or is not closed; put the cell in quotes and double the quotes in it`}
	}
	return mistake{rule: ruleRead, row: p.StartLine + t.above, why: p.Err.Error()}
}

// fill turns fields into cells and checks that they are text.
func (t *csvTable) fill(rec []string, row int) (blank bool, err error) {
	blank = true
	t.cells = t.cells[:0]
	for i, f := range rec {
		if i >= maxColumns {
			return false, mistake{rule: ruleRead, row: row, why: fmt.Sprintf("the row has more than %d cells", maxColumns)}
		}
		if strings.IndexByte(f, 0) >= 0 || !utf8.ValidString(f) {
			return false, mistake{rule: ruleRead, row: row, col: i + 1, text: strings.ToValidUTF8(f, "\ufffd"), why: "the cell holds a NUL byte or is not valid UTF-8; save the file as UTF-8"}
		}
		c := cell{text: f}
		blank = blank && c.blank()
		t.cells = append(t.cells, c)
	}
	if !blank {
		err = t.fit(row)
	}
	return blank, err
}

// fit holds a row to the width of the header. Blank cells beyond it are dropped.
func (t *csvTable) fit(row int) error {
	if t.width == 0 {
		t.width = len(t.cells)
	}
	for len(t.cells) > t.width && t.cells[len(t.cells)-1].blank() {
		t.cells = t.cells[:len(t.cells)-1]
	}
	if t.free {
		return nil
	}
	for t.loose && len(t.cells) < t.width {
		t.cells = append(t.cells, cell{})
	}
	if n := len(t.cells); n != t.width {
		m := mistake{rule: ruleRead, row: row, why: fmt.Sprintf("the row has %d cells and the header has %d; a cell with the delimiter %q in it needs quotes", n, t.width, t.r.Comma)}
		if n > t.width {
			m.col, m.text = t.width+1, t.cells[t.width].text
		}
		return m
	}
	return nil
}
