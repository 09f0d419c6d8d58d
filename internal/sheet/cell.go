package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// Cell is what a cell shows: a text, a number or a date, or why it cannot be used. The zero Cell is blank.
type Cell struct {
	Text    string // as stored; a date is YYYY-MM-DD
	Number  bool   // Text is a stored number
	Date    bool   // Text is a date
	Formula bool   // what it shows is the stored result of a formula
	Lacking bool   // a formula has no stored result; Bad says so
	Bad     string // why the cell cannot be used, such as the error #REF!
}

// Blank says whether there is nothing in the cell but white space.
func (c Cell) Blank() bool { return c.Bad == "" && strings.TrimSpace(c.Text) == "" }

// content reads the elements of a cell.
func (x *Rows) content(start xml.StartElement) (c Cell, err error) {
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
				c, err := x.meaning(start, value, inline, lacking)
				c.Formula, c.Lacking = formula, lacking
				return c, err
			}
		}
	}
}

// meaning is the cell that a stored value stands for. lacking says that there is a formula without a stored
// result; an empty text is a result, and blank.
func (x *Rows) meaning(start xml.StartElement, value, inline string, lacking bool) (Cell, error) {
	kind := attr(start, "t")
	if lacking {
		return Cell{Bad: "the formula has no stored value; open the workbook in a spreadsheet program and save it"}, nil
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if value == "" {
			return Cell{}, nil
		}
		if err != nil || i < 0 || i >= len(x.book.strings) {
			return Cell{}, unfit("a cell of row %d points to the text %q, which the workbook does not hold; it is damaged", x.row, clip(value))
		}
		return Cell{Text: unescape(x.book.strings[i])}, nil
	case "inlineStr":
		return Cell{Text: unescape(inline)}, nil
	case "str":
		return Cell{Text: unescape(value)}, nil
	case "b":
		return Cell{Text: map[string]string{"1": "TRUE", "0": "FALSE"}[value]}, nil
	case "e":
		return Cell{Text: value, Bad: "the cell holds the error " + quote(clip(value))}, nil
	case "d":
		return isoDate(value), nil
	case "", "n":
		return x.numeric(start, strings.TrimSpace(value)), nil
	}
	return Cell{Bad: "the cell is of the unknown type " + quote(kind)}, nil
}

// numeric is a number, or a date when the cell's style shows one.
func (x *Rows) numeric(start xml.StartElement, value string) Cell {
	style, err := strconv.Atoi(attr(start, "s"))
	if value == "" || err != nil || style < 0 || style >= len(x.book.dates) || !x.book.dates[style] {
		return Cell{Text: value, Number: value != ""}
	}
	return serialDate(value, x.book.date1904)
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
