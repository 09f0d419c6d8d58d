package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// readStyles finds the cell styles that show numbers as dates.
func (b *Book) readStyles(name string) error {
	p, err := b.openXML(name)
	if err != nil || p == nil {
		return err
	}
	custom := map[string]bool{}
	return p.each(func(at []string, e xml.StartElement) error {
		switch {
		case len(custom) > maxList || len(b.dates) > maxList:
			return errList
		case e.Name.Local == "numFmt":
			custom[attr(e, "numFmtId")] = showsDate(attr(e, "formatCode"))
		case e.Name.Local == "xf" && len(at) > 1 && at[len(at)-2] == "cellXfs":
			id := attr(e, "numFmtId")
			is, ok := custom[id]
			b.dates = append(b.dates, ok && is || !ok && builtinDate(id))
		}
		return nil
	})
}

// builtinDate knows the numbers of the date and time formats that every workbook has without naming them.
func builtinDate(id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58)
}

// showsDate says whether a format code shows parts of a date: d, m, y, h or s outside quotes, escapes and brackets.
func showsDate(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case !bracket && strings.IndexByte("dmyhsDMYHS", c) >= 0:
			return true
		}
	}
	return false
}
