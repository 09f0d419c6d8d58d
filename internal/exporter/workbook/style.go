package workbook

import (
	"bytes"
	"strconv"
)

// look is how a cell appears. Equal looks share one style of the workbook.
type look struct {
	font, fill, edge int
	format           string // number format, empty for general
	wrap, right      bool
	indent           bool
	words            bool // typed text stays text, whatever it begins with
}

// Fonts, fills and edges by their numbers in the style sheet below.
const (
	fontPlain = iota
	fontBold
	fontTitle
	fontInput
	fontSmall
	fontLink
)

const (
	fillNone = iota
	_        // the format wants a pattern of its own in second place
	fillInput
	fillSolved
	fillHead
	fillFinding
)

const (
	edgeNone = iota
	edgeHead
	edgeTotal
)

const fontsXML = `<fonts count="6">` +
	`<font><sz val="10"/><name val="Arial"/><family val="2"/></font>` +
	`<font><b/><sz val="10"/><name val="Arial"/><family val="2"/></font>` +
	`<font><b/><sz val="14"/><name val="Arial"/><family val="2"/></font>` +
	`<font><sz val="10"/><color rgb="FF1F3FA0"/><name val="Arial"/><family val="2"/></font>` +
	`<font><sz val="8"/><color rgb="FF555D67"/><name val="Arial"/><family val="2"/></font>` +
	`<font><u/><sz val="10"/><color rgb="FF0B5C4A"/><name val="Arial"/><family val="2"/></font></fonts>`

const fillsXML = `<fills count="6"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFFFF8DC"/></patternFill></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFE3F1E3"/></patternFill></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFEEEEEA"/></patternFill></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFFBE3E1"/></patternFill></fill></fills>`

const edgesXML = `<borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border>` +
	`<border><left/><right/><top/><bottom style="thin"><color rgb="FF868E97"/></bottom><diagonal/></border>` +
	`<border><left/><right/><top style="thin"><color rgb="FF1A1D21"/></top><bottom style="double"><color rgb="FF1A1D21"/></bottom><diagonal/></border></borders>`

// styles numbers the looks of a workbook in the order in which they are first used.
type styles struct {
	looks   []look
	number  map[look]int
	formats []string
}

func newStyles() *styles { return &styles{looks: []look{{}}, number: map[look]int{{}: 0}} }

func (s *styles) of(l look) int {
	if n, ok := s.number[l]; ok {
		return n
	}
	s.looks = append(s.looks, l)
	s.number[l] = len(s.looks) - 1
	return len(s.looks) - 1
}

// firstFormat is the first number of formats of one's own.
const firstFormat = 164

func (s *styles) format(f string) int {
	if f == "" {
		return 0
	}
	for i, known := range s.formats {
		if known == f {
			return firstFormat + i
		}
	}
	s.formats = append(s.formats, f)
	return firstFormat + len(s.formats) - 1
}

// xml is the style sheet.
func (s *styles) xml() []byte {
	var cells bytes.Buffer
	for _, l := range s.looks {
		cells.WriteString(`<xf numFmtId="` + strconv.Itoa(s.format(l.format)) + `" fontId="` + strconv.Itoa(l.font) + `" fillId="` + strconv.Itoa(l.fill) +
			`" borderId="` + strconv.Itoa(l.edge) + `" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"`)
		if l.words {
			cells.WriteString(` quotePrefix="1"`)
		}
		cells.WriteString(`><alignment vertical="top"`)
		if l.right {
			cells.WriteString(` horizontal="right"`)
		}
		if l.indent {
			cells.WriteString(` horizontal="left" indent="1"`)
		}
		if l.wrap {
			cells.WriteString(` wrapText="1"`)
		}
		cells.WriteString(`/></xf>`)
	}
	var b bytes.Buffer
	b.WriteString(xmlHead + `<styleSheet xmlns="` + nsMain + `">`)
	if len(s.formats) > 0 {
		b.WriteString(`<numFmts count="` + strconv.Itoa(len(s.formats)) + `">`)
		for i, f := range s.formats {
			b.WriteString(`<numFmt numFmtId="` + strconv.Itoa(firstFormat+i) + `" formatCode="` + escaped(f) + `"/>`)
		}
		b.WriteString(`</numFmts>`)
	}
	b.WriteString(fontsXML + fillsXML + edgesXML + `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="` + strconv.Itoa(len(s.looks)) + `">`)
	b.Write(cells.Bytes())
	b.WriteString(`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
	return b.Bytes()
}
