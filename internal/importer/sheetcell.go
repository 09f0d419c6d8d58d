package importer

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// content reads the elements of a cell.
func (x *xlsxTable) content(start xml.StartElement) (c cell, err error) {
	var value, inline string
	formula, stored := false, false
	for {
		t, err := x.p.token()
		if err != nil {
			return c, eofInside(err)
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "v":
				stored = true
				value, err = x.p.text("v")
			case "is":
				inline, err = x.p.text("is")
			case "f":
				formula = true
				_, err = x.p.text("f")
			}
			if err != nil {
				return c, eofInside(err)
			}
		case xml.EndElement:
			if e.Name.Local == "c" {
				lacking := formula && (!stored || value == "" && attr(start, "t") != "str")
				return x.meaning(start, value, inline, lacking)
			}
		}
	}
}

// meaning is the cell that a stored value stands for. lacking says that there is a formula without a stored
// result; an empty text is a result, and blank.
func (x *xlsxTable) meaning(start xml.StartElement, value, inline string, lacking bool) (cell, error) {
	kind := attr(start, "t")
	if lacking {
		return cell{bad: "the formula has no stored value; open the workbook in a spreadsheet program and save it"}, nil
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if value == "" {
			return cell{}, nil
		}
		if err != nil || i < 0 || i >= len(x.strings) {
			return cell{}, unfit("a cell of row %d points to the text %q, which the workbook does not hold; it is damaged", x.row, clip(value))
		}
		return cell{text: unescape(x.strings[i])}, nil
	case "inlineStr":
		return cell{text: unescape(inline)}, nil
	case "str":
		return cell{text: unescape(value)}, nil
	case "b":
		return cell{text: map[string]string{"1": "TRUE", "0": "FALSE"}[value]}, nil
	case "e":
		return cell{text: value, bad: "the cell holds the error " + quote(clip(value))}, nil
	case "d":
		return isoDate(value), nil
	case "", "n":
		return x.numeric(start, strings.TrimSpace(value)), nil
	}
	return cell{bad: "the cell is of the unknown type " + quote(clip(kind))}, nil
}

// numeric is a number, or a date when the cell's style shows one.
func (x *xlsxTable) numeric(start xml.StartElement, value string) cell {
	style, err := strconv.Atoi(attr(start, "s"))
	if value == "" || err != nil || style < 0 || style >= len(x.dates) || !x.dates[style] {
		return cell{text: value, number: value != ""}
	}
	return serialDate(value, x.date1904)
}

// unescape reads _x000D_ and its like, by which XML writes characters that it cannot hold.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				b.WriteRune(rune(n))
				i += 6
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
