package exporter

import (
	"encoding/csv"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// csv writes plain numbers and quotes text that a spreadsheet would run as a formula.
func (t Table) csv(w io.Writer) error {
	t = t.withMarks()
	c := csv.NewWriter(w)
	head := []string{"key"}
	for _, col := range t.Columns {
		head = append(head, Inert(col.Key))
	}
	if err := c.Write(head); err != nil {
		return err
	}
	for _, r := range t.Rows {
		if err := c.Write(append([]string{Inert(r.Key)}, r.inert()...)); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// inert are the cells as plain numbers and texts that no spreadsheet runs.
func (r Row) inert() []string {
	var out []string
	for _, c := range r.Cells {
		if c.Set {
			out = append(out, c.plain())
		} else {
			out = append(out, Inert(c.Text))
		}
	}
	return out
}

// triggers are the characters by which spreadsheet programs know a formula: the ASCII ones, and their full-width forms,
// which programs for East Asian languages take for them.
const triggers = "=+-@\uff1d\uff0b\uff0d\uff20"

// Inert makes a text safe to open in a spreadsheet: one that begins like a formula gets an apostrophe in front. Spaces,
// quotes and what cannot be seen do not hide such a beginning, and a tab or a line end is one itself. Numbers are not
// texts and must not pass through here, or negative ones would become words.
func Inert(s string) string {
	if s != "" && strings.IndexByte("\t\r\n", s[0]) >= 0 {
		return "'" + s
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, hides))
	if first != utf8.RuneError && strings.ContainsRune(triggers, first) {
		return "'" + s
	}
	return s
}

// hides says whether a character may stand before a formula without keeping a program from running it.
func hides(r rune) bool {
	return !unicode.IsGraphic(r) || unicode.IsSpace(r) || r == '"' || r == '\''
}

// WriteTSV writes the table as a clipboard holds cells: titles and rows, tabs between cells, CR LF between rows, and in
// quotes the texts that hold a tab, a quote or a line end. Numbers are plain, with a point; what a spreadsheet would run
// is made inert. The keys, which nobody pastes, are left out.
func (t Table) WriteTSV(w io.Writer) error {
	t = t.withMarks()
	var b strings.Builder
	var head []string
	for _, c := range t.Columns {
		head = append(head, Inert(c.Title))
	}
	pasted(&b, head)
	for _, r := range t.Rows {
		pasted(&b, r.inert())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// pasted appends one row of a clipboard.
func pasted(b *strings.Builder, cells []string) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte('\t')
		}
		if strings.ContainsAny(c, "\t\"\r\n") {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		b.WriteString(c)
	}
	b.WriteString("\r\n")
}
