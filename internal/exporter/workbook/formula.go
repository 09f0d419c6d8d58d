package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"tieout/money"
	"tieout/workpaper"
)

// formulas writes the formulas of a paper as a spreadsheet does. Everything in it is read alike by Excel and by
// LibreOffice.
type formulas struct {
	p      *workpaper.Paper
	at     map[*workpaper.Cell]place
	tables map[*workpaper.Table]place // of the first figure
	dust   *dust
	// of is the cell whose formula is written; unsafe is set where the spreadsheet may decide otherwise than the paper.
	of     *workpaper.Cell
	unsafe bool
}

// place is where a cell stands in the workbook, counted from 1.
type place struct {
	sheet    *sheet
	col, row int
}

func (p place) ref() string {
	name, err := excelize.CoordinatesToCellName(p.col, p.row)
	if err != nil {
		panic(err) // the layout is within the bounds of a sheet
	}
	return name
}

func (p place) fixed() string {
	col, err := excelize.ColumnNumberToName(p.col)
	if err != nil {
		panic(err)
	}
	return "$" + col + "$" + strconv.Itoa(p.row)
}

// How firmly the parts of a formula hold together. Operations stand in the order of the paper's own, with parentheses
// where a spreadsheet would take another: the bounds on dust are of that order. A sign binds more firmly than a power in a spreadsheet, against all
// custom, so what stands behind a sign or in a power is always an atom here.
const (
	comparing = iota
	adding
	multiplying
	raising
	atom
)

func (w *formulas) write(f *workpaper.Formula, least int) string {
	text, firm := w.text(f)
	if firm < least {
		return "(" + text + ")"
	}
	return text
}

func (w *formulas) text(f *workpaper.Formula) (string, int) {
	switch f.Op {
	case workpaper.OpLiteral:
		return literal(f.Literal), atom
	case workpaper.OpCell:
		return w.cell(f.Cell), atom
	case workpaper.OpRange:
		return w.span(f.Span), atom
	case workpaper.OpNeg:
		return "-" + w.write(f.Args[0], atom), adding
	case workpaper.OpAdd:
		return w.write(f.Args[0], adding) + "+" + w.write(f.Args[1], multiplying), adding
	case workpaper.OpSub:
		return w.write(f.Args[0], adding) + "-" + w.write(f.Args[1], multiplying), adding
	case workpaper.OpMul:
		return w.write(f.Args[0], multiplying) + "*" + w.write(f.Args[1], raising), multiplying
	case workpaper.OpDiv:
		return w.write(f.Args[0], multiplying) + "/" + w.write(f.Args[1], raising), multiplying
	case workpaper.OpPower:
		return w.write(f.Args[0], atom) + "^" + w.write(f.Args[1], atom), raising
	case workpaper.OpLess, workpaper.OpAtMost, workpaper.OpMore, workpaper.OpAtLeast, workpaper.OpEqual, workpaper.OpDiffer:
		return w.comparison(f), comparing
	case workpaper.OpRound:
		return w.round(f), atom
	case workpaper.OpDays:
		return w.write(f.Args[0], adding) + "-" + w.write(f.Args[1], multiplying), comparing // whole days first, then what follows
	case workpaper.OpAddDays:
		return w.write(f.Args[0], adding) + "+TRUNC(" + w.write(f.Args[1], comparing) + ")", adding
	case workpaper.OpKeepEnd:
		day, months := w.write(f.Args[0], comparing), w.write(f.Args[1], comparing)
		return fmt.Sprintf("IF(%s=EOMONTH(%s,0),EOMONTH(%s,%s),EDATE(%s,%s))", day, day, day, months, day, months), atom
	}
	return w.function(f), atom
}

// functions are the operations that a spreadsheet has a function for.
var functions = map[workpaper.Op]string{
	workpaper.OpSum: "SUM", workpaper.OpProduct: "SUMPRODUCT", workpaper.OpLeast: "MIN", workpaper.OpGreatest: "MAX",
	workpaper.OpAbs: "ABS", workpaper.OpIf: "IF", workpaper.OpAnd: "AND", workpaper.OpOr: "OR", workpaper.OpNot: "NOT",
	workpaper.OpAddMonths: "EDATE", workpaper.OpYear: "YEAR", workpaper.OpMonth: "MONTH", workpaper.OpDay: "DAY",
}

// mostArguments is how many a function takes.
const mostArguments = 250

func (w *formulas) function(f *workpaper.Formula) string {
	if f.Op == workpaper.OpMonthEnd {
		return "EOMONTH(" + w.write(f.Args[0], comparing) + ",0)"
	}
	name := functions[f.Op]
	args := w.arguments(f)
	for len(args) > mostArguments { // sums of sums; a condition with so many parts nests as well
		var fewer []string
		for len(args) > 0 {
			n := min(mostArguments, len(args))
			fewer = append(fewer, name+"("+strings.Join(args[:n], ",")+")")
			args = args[n:]
		}
		args = fewer
	}
	return name + "(" + strings.Join(args, ",") + ")"
}

// arguments writes the arguments, with cells that stand in one line as ranges where the function adds or compares.
func (w *formulas) arguments(f *workpaper.Formula) []string {
	gathers := f.Op == workpaper.OpSum || f.Op == workpaper.OpLeast || f.Op == workpaper.OpGreatest
	var args []string
	for i := 0; i < len(f.Args); i++ {
		n := 1
		if gathers {
			n = w.lineUp(f.Args[i:])
		}
		if n > 1 {
			args = append(args, w.cell(f.Args[i].Cell)+":"+w.at[f.Args[i+n-1].Cell].inStyle(w.cell(f.Args[i].Cell)))
			i += n - 1
			continue
		}
		args = append(args, w.write(f.Args[i], comparing))
	}
	return args
}

// inStyle is the reference of the place, fixed where another one is.
func (p place) inStyle(other string) string {
	if strings.Contains(other, "$") {
		return p.fixed()
	}
	return p.ref()
}

// lineUp is how many of the arguments, from the first on, are cells one below the other in one column.
func (w *formulas) lineUp(args []*workpaper.Formula) int {
	if args[0].Op != workpaper.OpCell {
		return 1
	}
	first := w.at[args[0].Cell]
	n := 1
	for n < len(args) && args[n].Op == workpaper.OpCell && w.at[args[n].Cell] == (place{first.sheet, first.col, first.row + n}) {
		n++
	}
	return n
}

// cell is a reference: fixed to a place outside the table that the formula stands in, so that a row can be copied.
func (w *formulas) cell(c *workpaper.Cell) string {
	p := w.at[c]
	ref := p.ref()
	if w.of.Table() != nil && c.Table() != w.of.Table() {
		ref = p.fixed()
	}
	return w.elsewhere(p) + ref
}

func (w *formulas) elsewhere(p place) string {
	if p.sheet == w.at[w.of].sheet {
		return ""
	}
	return p.sheet.quoted() + "!"
}

// span is a range. Within its own table an end that stays with the first or last row is fixed and the other moves along.
func (w *formulas) span(s *workpaper.Span) string {
	o := w.tables[s.Table]
	from := place{o.sheet, o.col + s.Left, o.row + s.Top}
	to := place{o.sheet, o.col + s.Right, o.row + max(s.Bottom, s.Top)} // a table without rows has a blank one
	if w.of.Table() != s.Table {
		return w.elsewhere(from) + from.fixed() + ":" + to.fixed()
	}
	return from.anchored(s.FromFirst) + ":" + to.anchored(s.ToLast)
}

// anchored is the reference with its row fixed or not.
func (p place) anchored(row bool) string {
	if !row {
		return p.ref()
	}
	return strings.TrimRight(p.ref(), "0123456789") + "$" + strconv.Itoa(p.row)
}

// literal is a value that stands in a formula.
func literal(v workpaper.Value) string {
	switch v.Kind() {
	case workpaper.NumberKind:
		return number(v.Number())
	case workpaper.DayKind:
		y, m, d := v.Day().YMD()
		return fmt.Sprintf("DATE(%d,%d,%d)", y, m, d)
	case workpaper.TruthKind:
		if v.Truth() {
			return "TRUE()"
		}
		return "FALSE()"
	}
	return `"` + strings.ReplaceAll(v.Plain(workpaper.Unit{}), `"`, `""`) + `"`
}

// number is a number in a formula: in decimals where they hold it, otherwise as a quotient.
func number(n workpaper.Number) string {
	text := n.String()
	if back, err := workpaper.Parse(text); err != nil || back.Cmp(n) != 0 {
		text = n.Rat().String()
	} else if n.Sign() >= 0 {
		return text
	}
	return "(" + text + ")"
}

// comparison compares as it is, or rounds the difference first where dust could decide.
func (w *formulas) comparison(f *workpaper.Formula) string {
	sign := map[workpaper.Op]string{workpaper.OpLess: "<", workpaper.OpAtMost: "<=", workpaper.OpMore: ">", workpaper.OpAtLeast: ">=",
		workpaper.OpEqual: "=", workpaper.OpDiffer: "<>"}[f.Op]
	g, plain, safe := w.dust.comparison(f)
	w.unsafe = w.unsafe || !safe
	if plain {
		return w.write(f.Args[0], adding) + sign + w.write(f.Args[1], adding)
	}
	return fmt.Sprintf("ROUND(%s-%s,%d)%s0", w.write(f.Args[0], adding), w.write(f.Args[1], multiplying), g, sign)
}

// round rounds by name, after the guard has swallowed the dust. To the nearest there is a function. For the others the
// figure is counted in units of the last decimal kept: the functions for rounding up and down look at twelve digits only
// in LibreOffice, and there is none for ties to even.
func (w *formulas) round(f *workpaper.Formula) string {
	g, safe := w.dust.rounding(f)
	w.unsafe = w.unsafe || !safe
	places := int(f.Places)
	if f.Rounding == money.HalfAway {
		arg := w.write(f.Args[0], comparing)
		if g > 0 && safe {
			arg = fmt.Sprintf("ROUND(%s,%d)", arg, g)
		}
		return fmt.Sprintf("ROUND(%s,%d)", arg, places)
	}
	scale := "1" + strings.Repeat("0", places)
	units := fmt.Sprintf("ROUND(%s*%s,%d)", w.write(f.Args[0], multiplying), scale, g-places)
	if places == 0 {
		units = fmt.Sprintf("ROUND(%s,%d)", w.write(f.Args[0], comparing), g)
	}
	switch f.Rounding {
	case money.Down:
		units = "TRUNC(" + units + ")"
	case money.Up:
		units = fmt.Sprintf("-INT(-ABS(%s))*SIGN(%s)", units, units)
	default: // a tie goes to twice the rounded half, which is even
		units = fmt.Sprintf("IF(ABS(%s-TRUNC(%s))=0.5,2*ROUND(%s/2,0),ROUND(%s,0))", units, units, units, units)
	}
	if places > 0 {
		units += "/" + scale
	}
	return "(" + units + ")"
}
