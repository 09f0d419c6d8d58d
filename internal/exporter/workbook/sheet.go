package workbook

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"tieout/workpaper"
)

// sheet is a worksheet in the making: rows of cells, from the top.
type sheet struct {
	name   string
	widths []int // of columns from the first, in characters
	rows   []sheetRow
	merged []string // ranges
	links  []link
	frozen place // the first cell that moves, none where nothing is frozen
}

type sheetRow struct {
	lines int // of text, for the height
	cells []sheetCell
}

// sheetCell is one cell: a formula with its value, a value, or words.
type sheetCell struct {
	col     int
	style   int
	formula string
	value   string
	kind    string          // the t attribute: "" for a number, "str", "b", "e", or "inlineStr" for words
	from    *workpaper.Cell // the cell of the paper that fill writes here
}

type link struct{ ref, to string }

// quoted is the sheet's name as formulas write it.
func (s *sheet) quoted() string { return "'" + strings.ReplaceAll(s.name, "'", "''") + "'" }

// next begins a row and gives its number.
func (s *sheet) next() int {
	s.rows = append(s.rows, sheetRow{lines: 1})
	return len(s.rows)
}

// put adds a cell to the last row; cells come from left to right.
func (s *sheet) put(c sheetCell) {
	r := &s.rows[len(s.rows)-1]
	r.cells = append(r.cells, c)
}

// words adds a text to the last row.
func (s *sheet) words(col, style int, text string) {
	if text != "" {
		s.put(sheetCell{col: col, style: style, kind: "inlineStr", value: text})
	}
}

// spread merges cells of the last row and makes it as high as a text needs there.
func (s *sheet) spread(from, to int, text string) {
	row := len(s.rows)
	s.merged = append(s.merged, place{s, from, row}.ref()+":"+place{s, to, row}.ref())
	width := 0
	for _, w := range s.widths[from-1 : to] {
		width += w
	}
	s.tall(len([]rune(text))/width + 1)
}

// tallest is how many lines a row can be high.
const tallest = 30

// tall makes the last row at least that many lines high.
func (s *sheet) tall(lines int) {
	r := &s.rows[len(s.rows)-1]
	r.lines = min(max(r.lines, lines), tallest)
}

// valueCell is what stands in a cell of a paper. The exact decimals of a number are written as they are; no binary
// fraction stands between.
func valueCell(v workpaper.Value) sheetCell {
	switch v.Kind() {
	case workpaper.NumberKind:
		return sheetCell{value: decimals(v.Number())}
	case workpaper.TruthKind:
		if v.Truth() {
			return sheetCell{kind: "b", value: "1"}
		}
		return sheetCell{kind: "b", value: "0"}
	case workpaper.DayKind:
		return sheetCell{value: strconv.Itoa(serial(v.Day()))}
	case workpaper.UndefinedKind:
		return sheetCell{kind: "e", value: "#DIV/0!"}
	}
	return sheetCell{kind: "str", value: v.Plain(workpaper.Unit{})}
}

// xml writes the worksheet.
func (s *sheet) xml(title string, first bool) []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<worksheet xmlns="` + nsMain + `" xmlns:r="` + nsRelations + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	s.view(&b, first)
	b.WriteString(`<sheetFormatPr defaultRowHeight="13.5"/><cols>`)
	for i, w := range s.widths {
		n := strconv.Itoa(i + 1)
		b.WriteString(`<col min="` + n + `" max="` + n + `" width="` + strconv.Itoa(w) + `" customWidth="1"/>`)
	}
	b.WriteString(`</cols><sheetData>`)
	for i, r := range s.rows {
		r.xml(&b, i+1)
	}
	b.WriteString(`</sheetData>`)
	if len(s.merged) > 0 {
		b.WriteString(`<mergeCells count="` + strconv.Itoa(len(s.merged)) + `">`)
		for _, m := range s.merged {
			b.WriteString(`<mergeCell ref="` + m + `"/>`)
		}
		b.WriteString(`</mergeCells>`)
	}
	if len(s.links) > 0 {
		b.WriteString(`<hyperlinks>`)
		for _, l := range s.links {
			b.WriteString(`<hyperlink ref="` + l.ref + `" location="` + escaped(l.to) + `"/>`)
		}
		b.WriteString(`</hyperlinks>`)
	}
	b.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="1" orientation="landscape" fitToWidth="1" fitToHeight="0"/>` +
		`<headerFooter><oddFooter>&amp;L` + escaped(strings.ReplaceAll(shortened(title, longestName/2), "&", "&&")) + `&amp;C&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter></worksheet>`)
	return b.Bytes()
}

func (s *sheet) view(b *bytes.Buffer, first bool) {
	b.WriteString(`<sheetViews><sheetView showGridLines="0" workbookViewId="0"`)
	if first {
		b.WriteString(` tabSelected="1"`)
	}
	if s.frozen.row == 0 {
		b.WriteString(`/></sheetViews>`)
		return
	}
	b.WriteString(`><pane`)
	pane := "bottomLeft"
	if s.frozen.col > 1 {
		b.WriteString(` xSplit="` + strconv.Itoa(s.frozen.col-1) + `"`)
		pane = "bottomRight"
	}
	b.WriteString(` ySplit="` + strconv.Itoa(s.frozen.row-1) + `" topLeftCell="` + s.frozen.ref() + `" activePane="` + pane + `" state="frozen"/></sheetView></sheetViews>`)
}

func (r sheetRow) xml(b *bytes.Buffer, n int) {
	if len(r.cells) == 0 && r.lines == 1 {
		return
	}
	b.WriteString(`<row r="` + strconv.Itoa(n) + `"`)
	if r.lines > 1 {
		b.WriteString(` ht="` + strconv.FormatFloat(13.5*float64(r.lines), 'f', -1, 64) + `" customHeight="1"`)
	}
	b.WriteString(`>`)
	for _, c := range r.cells {
		c.xml(b, n)
	}
	b.WriteString(`</row>`)
}

func (c sheetCell) xml(b *bytes.Buffer, row int) {
	col, err := excelize.ColumnNumberToName(c.col)
	if err != nil {
		panic(err) // the layout is within the bounds of a sheet
	}
	b.WriteString(`<c r="` + col + strconv.Itoa(row) + `" s="` + strconv.Itoa(c.style) + `"`)
	if c.kind != "" {
		b.WriteString(` t="` + c.kind + `"`)
	}
	b.WriteString(`>`)
	if c.formula != "" {
		b.WriteString(`<f>` + escaped(c.formula) + `</f>`)
	}
	switch {
	case c.kind == "inlineStr":
		b.WriteString(`<is><t xml:space="preserve">` + escaped(spelt.ReplaceAllString(c.value, "_x005F$0")) + `</t></is>`)
	case c.value != "" || c.kind == "str":
		b.WriteString(`<v>` + escaped(spelt.ReplaceAllString(c.value, "_x005F$0")) + `</v>`)
	}
	b.WriteString(`</c>`)
}

// spelt are texts that a spreadsheet takes for the spelling of a character.
var spelt = regexp.MustCompile(`_[xX][0-9A-Fa-f]{4}_`)

// escaped is a text inside XML; what XML cannot hold becomes the replacement character.
func escaped(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a Builder takes everything
	}
	return b.String()
}
