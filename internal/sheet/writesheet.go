package sheet

import (
	"fmt"
	"strconv"
	"strings"
)

// write writes a sheet, the first of which is the one that is seen; the order of its elements is part of the format.
func (s Sheet) write(p *partWriter, first bool, styles *styleList) {
	p.raw(`<worksheet xmlns="` + nsMain + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	s.view(p, first)
	s.widths(p)
	p.raw(`<sheetData>`)
	n := 0
	for r := range s.Rows {
		n++
		r.write(p, n, styles)
	}
	p.raw(`</sheetData>`)
	if s.Filter != (Range{}) {
		p.raw(`<autoFilter ref="` + s.Filter.String() + `"/>`)
	}
	s.Page.write(p)
	if s.Texts != (Range{}) {
		p.raw(`<ignoredErrors><ignoredError sqref="` + s.Texts.String() + `" numberStoredAsText="1"/></ignoredErrors>`)
	}
	p.raw(`</worksheet>`)
}

func (s Sheet) view(p *partWriter, first bool) {
	p.raw(`<sheetViews><sheetView workbookViewId="0"`)
	if first {
		p.raw(` tabSelected="1"`)
	}
	if s.Frozen == 0 {
		p.raw(`/></sheetViews>`)
		return
	}
	p.raw(fmt.Sprintf(`><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>`, s.Frozen, s.Frozen+1))
}

func (s Sheet) widths(p *partWriter) {
	if len(s.Columns) == 0 {
		return
	}
	p.raw(`<cols>`)
	for i, c := range s.Columns {
		p.raw(fmt.Sprintf(`<col min="%d" max="%d" width="%d" customWidth="1"`, i+1, i+1, max(c.Characters, 1)))
		if c.Hidden {
			p.raw(` hidden="1"`)
		}
		p.raw(`/>`)
	}
	p.raw(`</cols>`)
}

func (r Row) write(p *partWriter, n int, styles *styleList) {
	p.raw(`<row r="` + strconv.Itoa(n) + `"`)
	if r.Hidden {
		p.raw(` hidden="1"`)
	}
	p.raw(`>`)
	for i, v := range r.Values {
		if v != (Value{}) {
			v.write(p, At(n, i+1), styles.of(v))
		}
	}
	p.raw(`</row>`)
}

// write writes a cell: a number, the stored result of a formula, or a text that stays one.
func (v Value) write(p *partWriter, at string, style int) {
	p.raw(`<c r="` + at + `" s="` + strconv.Itoa(style) + `"`)
	switch {
	case v.Number && v.Formula != "":
		p.raw(`><f>` + escape(v.Formula) + `</f><v>` + v.Text + `</v></c>`)
	case v.Number:
		p.raw(`><v>` + v.Text + `</v></c>`)
	case v.Text == "":
		p.raw(`/>`)
	default:
		p.raw(` t="inlineStr"><is><t xml:space="preserve">`)
		p.text(v.Text)
		p.raw(`</t></is></c>`)
	}
}

// maxFooter is what programs take of a footer.
const maxFooter = 255

func (g Page) write(p *partWriter) {
	p.raw(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="1" orientation="`)
	if g.Landscape {
		p.raw(`landscape`)
	} else {
		p.raw(`portrait`)
	}
	p.raw(`" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>`)
	const end = "&R&8Page &P of &N"
	left := "&L&8" + strings.ReplaceAll(g.Footer, "&", "&&")
	for Units(left) > maxFooter-len(end) {
		r := []rune(left)
		left = strings.TrimRight(string(r[:len(r)-1]), "&")
	}
	p.text(left + end)
	p.raw(`</oddFooter></headerFooter>`)
}
