package exportertest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tieout/workpaper"
)

// LibreOffice takes longer for a file or a sheet than for thousands of cells. So the variants of a paper stand on the
// paper's own sheets, one below the other: each is the sheet as it was written, moved down, without stored results and
// without what has no part in computing, and with its inputs changed.

// mostCells bounds the formulas of one file.
const mostCells = 200_000

// chunks are the variants by file.
func (tr *trial) chunks() [][]variant {
	size := max(1, min(mostCells/max(1, len(tr.located)), 1_000_000/tr.height()))
	return slices.Collect(slices.Chunk(tr.variants, size))
}

// height is how far one variant stands below the other: the rows of the longest sheet.
func (tr *trial) height() int {
	most := 0
	for _, l := range tr.located {
		_, row := split(l.Ref)
		most = max(most, row)
	}
	return most + 1
}

// split takes a reference apart.
func split(ref string) (column string, row int) {
	column = strings.TrimRight(ref, "0123456789")
	row, err := strconv.Atoi(ref[len(column):])
	if err != nil {
		panic("exportertest: " + ref + " is no cell")
	}
	return column, row
}

// down is a reference moved down.
func down(ref string, rows int) string {
	column, row := split(ref)
	return column + strconv.Itoa(row+rows)
}

func (tr *trial) files(t testing.TB) [][]byte {
	t.Helper()
	var files [][]byte
	for _, chunk := range tr.chunks() {
		parts := maps.Clone(tr.book.parts)
		for i := range tr.book.names {
			parts[sheetPart(i)] = tr.sheet(i, chunk)
		}
		body, err := pack(parts)
		if err != nil {
			t.Fatalf("%s: %v", tr.Name, err)
		}
		files = append(files, body)
	}
	return files
}

func pack(parts map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range parts {
		w, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(body); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// sheet is one sheet with all variants.
func (tr *trial) sheet(i int, chunk []variant) []byte {
	var b bytes.Buffer
	io.WriteString(&b, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for n, v := range chunk {
		tr.variant(&b, i, n*tr.height(), v)
	}
	io.WriteString(&b, `</sheetData></worksheet>`)
	return b.Bytes()
}

var (
	rowXML  = regexp.MustCompile(`<row r="([0-9]+)"[^>]*>(.*?)</row>`)
	cellXML = regexp.MustCompile(`<c r="([A-Z]+[0-9]+)" s="([0-9]+)"(?: t="([A-Za-z]+)")?>(?:<f>([^<]*)</f>)?(?:<v>([^<]*)</v>)?`)
	// moving are the parts of a formula that a reference may not be looked for in, and references.
	moving = regexp.MustCompile(`&#34;.*?&#34;|&#39;.*?&#39;!|(\$?[A-Z]{1,3}\$?)([0-9]+)\b`)
)

func (tr *trial) variant(b *bytes.Buffer, i, rows int, v variant) {
	typed := map[string]workpaper.Value{}
	for _, c := range v.changes {
		if l := tr.where[c.Cell]; l.Sheet == tr.book.names[i] {
			typed[l.Ref] = c.Value
		}
	}
	for _, r := range rowXML.FindAllSubmatch(tr.book.parts[sheetPart(i)], -1) {
		row, _ := strconv.Atoi(string(r[1]))
		fmt.Fprintf(b, `<row r="%d">`, row+rows)
		for _, m := range cellXML.FindAllSubmatch(r[2], -1) {
			ref, style, kind, formula, value := string(m[1]), m[2], string(m[3]), string(m[4]), m[5]
			other, changed := typed[ref]
			fmt.Fprintf(b, `<c r="%s" s="%s"`, down(ref, rows), style)
			switch {
			case changed:
				io.WriteString(b, asTyped(other))
			case formula != "":
				fmt.Fprintf(b, `><f>%s</f>`, moved(formula, rows))
			case kind == "b":
				fmt.Fprintf(b, ` t="b"><v>%s</v>`, value)
			case kind == "":
				fmt.Fprintf(b, `><v>%s</v>`, value)
			default:
				io.WriteString(b, `>`)
			}
			io.WriteString(b, `</c>`)
		}
		io.WriteString(b, `</row>`)
	}
}

// moved is a formula, as XML has it, whose references are moved down.
func moved(formula string, rows int) string {
	return moving.ReplaceAllStringFunc(formula, func(s string) string {
		m := moving.FindStringSubmatch(s)
		if m[1] == "" {
			return s
		}
		return down(s, rows)
	})
}

// asTyped is a value as someone types it into a cell.
func asTyped(v workpaper.Value) string {
	switch v.Kind() {
	case workpaper.DayKind:
		return fmt.Sprintf(`><v>%d</v>`, v.Day()-spreadsheetZero)
	case workpaper.TruthKind:
		if v.Truth() {
			return ` t="b"><v>1</v>`
		}
		return ` t="b"><v>0</v>`
	}
	if text := v.Number().String(); workpaper.MustParse(text).Cmp(v.Number()) == 0 {
		return `><v>` + text + `</v>`
	}
	return `><f>` + v.Number().Rat().String() + `</f>`
}
