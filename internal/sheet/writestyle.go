package sheet

import (
	"fmt"
	"slices"
	"strconv"
)

// styleList numbers the looks of cells in the order in which they come up. Zero is the look that every workbook has.
type styleList struct {
	list    []Style
	numbers map[Style]int
	formats []string // of numbers, by the order in which they come up
}

// of is the number of a cell's style.
func (l *styleList) of(v Value) int {
	s := v.Style
	if !v.Number && s.Format == "" {
		s.Format = textFormat
	}
	if n, ok := l.numbers[s]; ok {
		return n
	}
	if l.numbers == nil {
		l.numbers = map[Style]int{}
	}
	l.list = append(l.list, s)
	l.numbers[s] = len(l.list)
	if s.Format != textFormat && s.Format != "" && !slices.Contains(l.formats, s.Format) {
		l.formats = append(l.formats, s.Format)
	}
	return len(l.list)
}

// textFormat is the format of cells that keep what is typed into them as it was typed.
const textFormat = "@"

// firstFormat is the first number that a workbook's own format may have.
const firstFormat = 164

func (l *styleList) formatID(format string) int {
	switch format {
	case "":
		return 0
	case textFormat:
		return 49
	}
	return firstFormat + slices.Index(l.formats, format)
}

// write writes the part: fonts, fills and borders that the styles choose from, and the styles.
func (l *styleList) write(p *partWriter) {
	p.raw(`<styleSheet xmlns="` + nsMain + `">`)
	if len(l.formats) > 0 {
		p.raw(`<numFmts count="` + strconv.Itoa(len(l.formats)) + `">`)
		for i, f := range l.formats {
			p.raw(fmt.Sprintf(`<numFmt numFmtId="%d" formatCode="%s"/>`, firstFormat+i, escape(f)))
		}
		p.raw(`</numFmts>`)
	}
	const font = `<sz val="10"/>%s<name val="Arial"/><family val="2"/></font>`
	p.raw(`<fonts count="4"><font>` + fmt.Sprintf(font, "") + `<font><b/>` + fmt.Sprintf(font, "") + `<font>` + fmt.Sprintf(font, `<color rgb="FF6A727C"/>`) + `<font>` + fmt.Sprintf(font, `<color rgb="FF0000FF"/>`) + `</fonts>`)
	p.raw(`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>`)
	const thin = `<%s style="thin"><color rgb="FF000000"/></%s>`
	over, under := fmt.Sprintf(thin, "top", "top"), fmt.Sprintf(thin, "bottom", "bottom")
	p.raw(`<borders count="4">`)
	for _, b := range [][2]string{{"<top/>", "<bottom/>"}, {over, "<bottom/>"}, {"<top/>", under}, {over, under}} {
		p.raw(`<border><left/><right/>` + b[0] + b[1] + `<diagonal/></border>`)
	}
	p.raw(`</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`)
	p.raw(`<cellXfs count="` + strconv.Itoa(len(l.list)+1) + `"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`)
	for _, s := range l.list {
		p.raw(s.xf(l.formatID(s.Format)))
	}
	p.raw(`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
}

// xf is one style as the part lists it.
func (s Style) xf(format int) string {
	font, border, align := 0, 0, ""
	switch {
	case s.Bold:
		font = 1
	case s.Soft:
		font = 2
	case s.Input:
		font = 3
	}
	if s.Over {
		border |= 1
	}
	if s.Under {
		border |= 2
	}
	if s.Right {
		align = ` horizontal="right"`
	}
	if s.Indent > 0 {
		align = fmt.Sprintf(` horizontal="left" indent="%d"`, min(s.Indent, 15))
	}
	x := fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="0" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1"`, format, font, border)
	if align == "" {
		return x + `/>`
	}
	return x + ` applyAlignment="1"><alignment` + align + `/></xf>`
}
