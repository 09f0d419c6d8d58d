// Package workbook writes a workpaper as an XLSX workbook with live formulas.
//
// The parts of the file are written here and not through a library: the stored result of a formula stands in it as the
// exact decimal, with its type, and equal papers give equal bytes.
package workbook

import (
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf16"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// TooMuch is a paper that no spreadsheet can hold, and what of it.
type TooMuch struct{ What, Why string }

func (t TooMuch) Error() string { return t.What + ": " + t.Why }

// Write writes a paper as an XLSX workbook with live formulas: change an input, and everything that follows
// changes as it does in the paper. Inputs stand on yellow ground and have names; every computed figure is a formula
// with its value beside it, for readers that do not compute. The stamp stands at the foot in named cells. Equal papers
// and stamps give equal bytes.
//
// A spreadsheet computes with fifteen digits. Formulas that decide on a figure round its dust away first; where that is
// not sure to give the paper's cents, Limits says so, and so does the workbook.
func Write(w io.Writer, p *workpaper.Paper, stamp evidence.Stamp) error {
	l, err := layOut(p)
	if err != nil {
		return err
	}
	limits, err := l.fill()
	if err != nil {
		return err
	}
	l.findings("Findings", found(p.Raised()))
	l.findings("Limits of the spreadsheet", limits)
	l.stamp(stamp)
	for _, s := range l.book.sheets {
		if err := s.tooLong(); err != nil {
			return err
		}
	}
	return l.book.write(w)
}

// longestText is what a cell takes, in units of UTF-16.
const longestText = 32767

func (s *sheet) tooLong() error {
	for _, r := range s.rows {
		for _, c := range r.cells {
			if len(c.value) > longestText && len(utf16.Encode([]rune(c.value))) > longestText {
				return TooMuch{"the text " + string([]rune(c.value)[:40]) + "…", fmt.Sprintf("a cell takes %d characters", longestText)}
			}
		}
	}
	return nil
}

// Limits are the figures of a paper that its workbook may compute otherwise: roundings and comparisons that
// fifteen digits cannot decide, and inputs with more digits than that.
func Limits(p *workpaper.Paper) ([]check.Finding, error) {
	l, err := layOut(p)
	if err != nil {
		return nil, err
	}
	return l.fill()
}

// Located is where a cell of a paper stands in its workbook. Off bounds how far a spreadsheet's figure may be from the
// exact one when it computes the formula.
type Located struct {
	Cell       *workpaper.Cell
	Sheet, Ref string
	Off        float64
}

// Locate says where the cells of a paper stand in its workbook, in the order in which they were written, for those who
// check one against the other.
func Locate(p *workpaper.Paper) ([]Located, error) {
	l, err := layOut(p)
	if err != nil {
		return nil, err
	}
	dust := newDust(p)
	var all []Located
	for _, c := range p.Cells() {
		at := l.at[c]
		all = append(all, Located{c, at.sheet.name, at.ref(), dust.cells[c].off})
	}
	return all, nil
}

func found(raised []workpaper.Raised) []check.Finding {
	var all []check.Finding
	for _, r := range raised {
		f := r.Finding
		if f.Subject == "" {
			f.Subject = r.Cell.Name()
		}
		all = append(all, f)
	}
	return all
}

// fill writes formulas and values into the cells that the layout has placed, and collects what is beyond the limits.
func (l *layout) fill() ([]check.Finding, error) {
	w := &formulas{p: l.p, at: l.at, tables: l.tables, dust: newDust(l.p)}
	var limits []check.Finding
	for _, s := range l.book.sheets {
		for r := range s.rows {
			for i := range s.rows[r].cells {
				c := &s.rows[r].cells[i]
				if c.from == nil {
					continue
				}
				limit, err := w.fill(c)
				if err != nil {
					return nil, err
				}
				limits = append(limits, limit...)
			}
		}
	}
	return limits, nil
}

// longestFormula is what a cell takes.
const longestFormula = 8192

func (w *formulas) fill(c *sheetCell) ([]check.Finding, error) {
	from := c.from
	v := w.p.Value(from)
	if v.Kind() == workpaper.DayKind && v.Day() < firstDay {
		return nil, TooMuch{from.Name(), "a spreadsheet has no days before 1 March 1900, and it is " + v.Day().String()}
	}
	value := valueCell(v)
	c.value, c.kind = value.value, value.kind
	if from.Formula() == nil {
		return w.typed(c, v), nil
	}
	w.of, w.unsafe = from, false
	c.formula = w.write(from.Formula(), comparing)
	if len(c.formula) > longestFormula {
		return nil, TooMuch{from.Name(), fmt.Sprintf("its formula has %d characters and a cell takes %d; give its parts steps of their own", len(c.formula), longestFormula)}
	}
	if w.unsafe {
		return []check.Finding{limited(from, "the fifteen digits of a spreadsheet may round or compare it otherwise than the exact figure "+v.Plain(from.Unit()))}, nil
	}
	return nil, nil
}

// typed is an input: one that has no finite decimals is written as a quotient.
func (w *formulas) typed(c *sheetCell, v workpaper.Value) []check.Finding {
	if v.Kind() == workpaper.TextKind {
		c.kind = "inlineStr"
	}
	if v.Kind() != workpaper.NumberKind {
		return nil
	}
	if _, finite := places(v.Number()); !finite {
		c.formula = v.Number().Rat().String()
	}
	if digits := len(strings.Trim(strings.Replace(strings.TrimLeft(c.value, "-0."), ".", "", 1), "0")); digits > 15 && c.formula == "" {
		return []check.Finding{limited(c.from, "a spreadsheet keeps fifteen digits of "+c.value)}
	}
	return nil
}

func limited(c *workpaper.Cell, why string) check.Finding {
	return check.Finding{Rule: "spreadsheet-digits", Severity: check.Note, Subject: c.Name(), Message: why + "; the figure shown here is the exact one"}
}

// firstDay is the first on which all spreadsheets agree: one of them has a 29 February 1900.
var firstDay = fiscal.MustParse("1900-03-01")

// serial is a date as a spreadsheet counts it.
func serial(d fiscal.Date) int { return int(d - fiscal.MustParse("1899-12-30")) }

// places is how many decimals a number has, false where it has no end.
func places(n workpaper.Number) (int, bool) {
	if _, whole := n.Int64(); whole {
		return 0, true
	}
	den, twos, fives := n.Rat().Denom(), 0, 0
	for _, f := range []struct {
		by    int64
		count *int
	}{{2, &twos}, {5, &fives}} {
		q, rem, by := new(big.Int).Set(den), new(big.Int), big.NewInt(f.by)
		for {
			q.QuoRem(q, by, rem)
			if rem.Sign() != 0 {
				break
			}
			den = new(big.Int).Set(q)
			*f.count++
		}
	}
	return max(twos, fives), den.IsInt64() && den.Int64() == 1
}

// decimals is a number in plain decimals: exact where its decimals end within reach, otherwise the nearest figure that a
// spreadsheet can hold.
func decimals(n workpaper.Number) string {
	k, finite := places(n)
	if !finite || k > 30 {
		nearest, _ := n.Rat().Float64()
		return strconv.FormatFloat(nearest, 'f', -1, 64)
	}
	text := n.Text(k, money.HalfEven)
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}
