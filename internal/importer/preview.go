package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Sample is what a file looks like before it is imported: enough to show it as a grid with what its columns are on
// top. Texts are cut after 200 bytes, and what is invisible in them is spelt out.
type Sample struct {
	Format     Format
	Sheets     []string          // of a workbook: the names of its sheets
	Above      []SampleRow       // what stands above the header
	HeaderRow  int               // the row that is, or seems to be, the header; 0 for a format without one
	Columns    []SampleColumn    // in file order
	Rows       []SampleRow       // the first rows below the header, or of the file
	Statements []SampleStatement // of a bank statement
	Mapping    Mapping           // the one given, else what the headers suggest: a layout, rows to skip, never more
	Problems   Problems          // what is wrong with the header under that mapping
	Signature  string            // by which a mapping is remembered for files of the same source
	Meanings   []Meaning         // the columns that a mapping can choose from
}

// SampleColumn is a column of the file, and what it is taken for.
type SampleColumn struct {
	Number int    // from 1
	Letter string // as in a sheet: A, B, … AA
	Title  string
	Is     string // the name of our column, dim:CODE, "ignore", or empty for not known
}

// SampleRow is a row of the file.
type SampleRow struct {
	Row   int
	Cells []SampleCell
}

// SampleCell is a cell as text.
type SampleCell struct {
	Text string
	Bad  string // why it cannot be used, such as an error in a sheet
}

// Meaning is one of our columns.
type Meaning struct {
	Name   string
	Text   string // what it holds
	Needed bool   // no table of the kind goes without it
}

// The size of a sample.
const (
	sampleRows = 20
	sampleHead = 50 // rows in which a header is looked for
)

// Preview looks at the beginning of a file of the given size in bytes. It never guesses: a column is known by its
// header or not at all, and formats of dates and numbers are for a person to choose. With a mapping in the options
// the file is shown as that mapping reads it. Bad input is Problems, with as much of the sample as there is.
func Preview(k Kind, name string, r io.ReaderAt, size int64, o Options) (Sample, error) {
	head := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return Sample{}, fmt.Errorf("reading %s: %w", name, err)
	}
	o.Name = name
	p := &preview{kind: k, o: o, reporter: newReporter(o), Sample: Sample{Format: Detect(name, head), Mapping: o.Mapping, Meanings: meanings(k)}}
	p.sheet = p.Format == FormatXLSX
	err := p.look(r, size)
	if m, ok := asMistake(err); ok {
		p.problem(m)
	} else if err != nil {
		return p.Sample, fmt.Errorf("%s: %w", p.place(0, 0), err)
	}
	if len(p.found) > 0 {
		return p.Sample, p.found
	}
	return p.Sample, nil
}

// preview is a look at one file.
type preview struct {
	Sample
	reporter
	kind Kind
	o    Options
}

func (p *preview) look(r io.ReaderAt, size int64) error {
	if ps := p.o.Mapping.Check(); len(ps) > 0 {
		return mistake{rule: ruleMapping, why: "the mapping is refused: " + ps[0].Message}
	}
	if err := p.o.Mapping.fits(p.Format); err != nil {
		return err
	}
	stream := io.NewSectionReader(r, 0, size)
	switch p.Format {
	case FormatCSV:
		return p.csv(stream)
	case FormatXLSX:
		return p.xlsx(r, size)
	case FormatOFX:
		return p.ofx(stream)
	case FormatUnknown:
		return unfit("the file is none that is recognised; it can be %s", strings.Join(formatNames(p.kind), ", "))
	}
	return p.lines(stream)
}

// lines shows the first lines of a text. IIF has cells.
func (p *preview) lines(r io.Reader) error {
	in := newLines(r)
	for len(p.Rows) < sampleRows {
		line, ok, err := in.next()
		if err != nil || !ok {
			return err
		}
		cells := []string{string(line)}
		if p.Format == FormatIIF {
			cells = strings.Split(string(line), "\t")
		}
		p.Rows = append(p.Rows, sampleTexts(in.row, cells))
	}
	return nil
}

func sampleTexts(row int, texts []string) SampleRow {
	s := SampleRow{Row: row}
	for _, t := range texts[:min(len(texts), maxColumns)] {
		s.Cells = append(s.Cells, SampleCell{Text: visible(t)})
	}
	return s
}

// sampleOf is a row of a table.
func sampleOf(row int, cells []cell) SampleRow {
	s := SampleRow{Row: row}
	for _, c := range cells {
		text := c.text
		if c.number {
			text = c.label()
		}
		s.Cells = append(s.Cells, SampleCell{visible(strings.TrimSpace(text)), c.bad})
	}
	return s
}

// visible cuts a text and spells out what cannot be seen in it, or would change what is seen around it.
func visible(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(cut(s, maxText), "\ufffd") {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			fmt.Fprintf(&b, "⟨%U⟩", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Signature is the same for files whose headers are the same, whatever their case, spaces and punctuation: the
// columns of one source. It is 32 hexadecimal digits.
func Signature(head []string) string {
	var b bytes.Buffer
	n := len(head)
	for n > 0 && squeeze(strings.TrimSpace(head[n-1])) == "" {
		n--
	}
	for _, h := range head[:n] {
		b.WriteString(squeeze(strings.TrimSpace(h)))
		b.WriteByte('\n')
	}
	sum := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(sum[:16])
}
