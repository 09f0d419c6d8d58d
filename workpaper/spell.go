package workpaper

import (
	"fmt"
	"strings"
)

// Words is how a computed cell is computed, in the names of the cells: "cost available ÷ units available". It is empty
// for a cell that is not computed.
func (p *Paper) Words(c *Cell) string {
	if c.f == nil {
		return ""
	}
	return speller{p: p, at: c}.spell(c.f, loose)
}

// Figures is the same with the figures in the place of the names: "12,500 ÷ 500".
func (p *Paper) Figures(c *Cell) string {
	if c.f == nil {
		return ""
	}
	return speller{p: p, at: c, figures: true}.spell(c.f, loose)
}

// speller writes a formula of a cell in words, or with figures.
type speller struct {
	p       *Paper
	at      *Cell
	figures bool
}

// How firmly the parts of a spelled formula hold together, loosest first. A part that holds less firmly than its place
// asks for stands in parentheses.
const (
	loose = iota // a rounding, a choice
	either
	both
	comparing
	adding
	multiplying
	signed
	raised
	atom
)

func (s speller) spell(f *Formula, place int) string {
	text, firm := s.text(f)
	if firm < place {
		return "(" + text + ")"
	}
	return text
}

func (s speller) text(f *Formula) (string, int) {
	switch f.Op {
	case OpLiteral:
		return f.Literal.worked(Unit{}), literalFirm(f.Literal)
	case OpCell:
		return s.cell(f.Cell)
	case OpRange:
		return s.span(f.Span), adding
	case OpSum:
		return s.sum(f), adding
	case OpProduct:
		return s.products(f), adding
	case OpLeast:
		return "min(" + s.list(f.Args) + ")", atom
	case OpGreatest:
		return "max(" + s.list(f.Args) + ")", atom
	case OpRound:
		return fmt.Sprintf("%s, rounded to %s %v", s.spell(f.Args[0], either), decimals(int(f.Places)), f.Rounding), loose
	case OpIf:
		return "if " + s.spell(f.Args[0], either) + " then " + s.spell(f.Args[1], either) + ", otherwise " + s.spell(f.Args[2], loose), loose
	case OpAnd, OpOr, OpNot:
		return s.logic(f)
	case OpAddDays, OpDays, OpAddMonths, OpKeepEnd, OpMonthEnd, OpYear, OpMonth, OpDay:
		return s.calendar(f), adding
	}
	return s.operation(f)
}

func literalFirm(v Value) int {
	if v.kind == NumberKind && v.num.Sign() < 0 {
		return signed
	}
	return atom
}

func decimals(n int) string {
	switch n {
	case 0:
		return "whole"
	case 1:
		return "1 decimal"
	}
	return fmt.Sprintf("%d decimals", n)
}

// infix are the operations with two sides: the sign between, how firmly they hold, and what their right side asks for.
var infix = map[Op]struct {
	sign        string
	firm, right int
}{
	OpAdd: {" + ", adding, adding}, OpSub: {" − ", adding, multiplying},
	OpMul: {" × ", multiplying, multiplying}, OpDiv: {" ÷ ", multiplying, signed},
	OpPower: {"^", raised, atom},
	OpLess:  {" < ", comparing, adding}, OpAtMost: {" ≤ ", comparing, adding}, OpMore: {" > ", comparing, adding},
	OpAtLeast: {" ≥ ", comparing, adding}, OpEqual: {" = ", comparing, adding}, OpDiffer: {" ≠ ", comparing, adding},
}

func (s speller) operation(f *Formula) (string, int) {
	switch f.Op {
	case OpNeg:
		return "−" + s.spell(f.Args[0], signed), signed
	case OpAbs:
		return "|" + s.spell(f.Args[0], loose) + "|", atom
	}
	op := infix[f.Op]
	left := op.firm
	if f.Op == OpPower {
		left = atom
	}
	if op.firm == comparing {
		left = adding
	}
	return s.spell(f.Args[0], left) + op.sign + apart(s.spell(f.Args[1], op.right)), op.firm
}

// apart puts what begins with a sign into parentheses, so that two signs do not meet.
func apart(text string) string {
	if strings.HasPrefix(text, "−") {
		return "(" + text + ")"
	}
	return text
}

func (s speller) logic(f *Formula) (string, int) {
	if f.Op == OpNot {
		return "not " + s.spell(f.Args[0], atom), comparing
	}
	word, firm := " and ", both
	if f.Op == OpOr {
		word, firm = " or ", either
	}
	parts := make([]string, len(f.Args))
	for i, a := range f.Args {
		parts[i] = s.spell(a, firm+1)
	}
	return strings.Join(parts, word), firm
}

// sum writes terms with signs between them, and ranges by name or, with figures, cell by cell.
func (s speller) sum(f *Formula) string {
	var b strings.Builder
	for i, a := range f.Args {
		switch {
		case a.Op == OpNeg && i > 0:
			b.WriteString(" − " + apart(s.spell(a.Args[0], multiplying)))
			continue
		case i > 0:
			b.WriteString(" + ")
		}
		switch {
		case a.Op != OpRange:
			b.WriteString(behind(i, s.spell(a, adding)))
		case s.figures:
			b.WriteString(s.spread(a.Span, " + ", "sum of "))
		default:
			b.WriteString("sum of " + s.span(a.Span))
		}
	}
	return b.String()
}

// behind is a term of a sum, apart from the sign before it.
func behind(n int, text string) string {
	if n == 0 {
		return text
	}
	return apart(text)
}

func (s speller) list(args []*Formula) string {
	parts := make([]string, len(args))
	for i, a := range args {
		if a.Op == OpRange && s.figures {
			parts[i] = s.spread(a.Span, ", ", "")
			continue
		}
		parts[i] = s.spell(a, loose)
	}
	return strings.Join(parts, ", ")
}

// spreadMost is how many figures of a range are written out.
const spreadMost = 6

// spread writes out a short range and says how long a longer one is.
func (s speller) spread(span *Span, sign, lead string) string {
	var parts []string
	for c := range span.Cells() {
		if v := s.p.Value(c); v.kind == NumberKind {
			parts = append(parts, s.figure(c))
		}
	}
	switch {
	case len(parts) == 0:
		return "nothing"
	case len(parts) > spreadMost:
		return fmt.Sprintf("%s%d figures", lead, len(parts))
	}
	if sign == " + " {
		for i := range parts {
			parts[i] = behind(i, parts[i])
		}
	}
	return strings.Join(parts, sign)
}

func (s speller) products(f *Formula) string {
	a, b := f.Args[0].Span, f.Args[1].Span
	if !s.figures {
		return "sum of " + s.span(a) + " × " + s.span(b)
	}
	if a.Len() > spreadMost {
		return fmt.Sprintf("sum of %d products", a.Len())
	}
	var parts []string
	for i := range a.Len() {
		if c, d := a.at(i), b.at(i); c != nil && d != nil {
			parts = append(parts, s.figure(c)+" × "+s.figure(d))
		}
	}
	if parts == nil {
		return "nothing"
	}
	return strings.Join(parts, " + ")
}

func (s speller) calendar(f *Formula) string {
	arg := func(i int) string { return s.spell(f.Args[i], multiplying) }
	switch f.Op {
	case OpAddDays:
		return arg(0) + " + " + arg(1) + " days"
	case OpDays:
		return "days from " + arg(1) + " to " + arg(0)
	case OpAddMonths:
		return arg(0) + " + " + arg(1) + " months"
	case OpKeepEnd:
		return arg(0) + " + " + arg(1) + " months, a month's last day staying the last"
	case OpMonthEnd:
		return "last day of the month of " + arg(0)
	case OpYear:
		return "year of " + arg(0)
	case OpMonth:
		return "month of " + arg(0)
	}
	return "day of the month of " + arg(0)
}
