package statement

import (
	"slices"
	"strings"
	"unicode"
)

// cashTotal is the element of all cash at both ends of the period, restricted or not (ASC 230-10-45-4, 50-7); today's
// taxonomy wants it in a cash-flow statement even where none is restricted.
const cashTotal = "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents"

// bookLine is a line of the statement before its figures.
type bookLine struct {
	id, label, concept string
	amount             func(*bookPeriod) int64
	parts              func(*bookPeriod) []part
	flip               bool
}

// rows builds the statement: a line is shown when it is not nil in some column.
func (b *bookBuilder) rows() []Row {
	rows := []Row{heading("operating", "Cash flows from operating activities", "net-change", 1)}
	first := b.line("net-income", NetIncomeKey, "Net income (loss)", gaap("NetIncomeLoss"))
	first.flip = true
	rows = append(rows, b.row(first, "operating", 2))
	adjust := heading("adjustments", "Adjustments to reconcile net income (loss) to net cash provided by (used in) operating activities", "operating", 2)
	rows = append(rows, adjust)
	rows = append(rows, b.shown("operating", b.adjustmentLines(), b.sectionLines(Operating), b.workingLines())...)
	if rows[len(rows)-1].ID == adjust.ID {
		rows = rows[:len(rows)-1]
	}
	rows = append(rows, b.section(Operating, "Net cash provided by (used in) operating activities", rows))
	for _, s := range []struct {
		section Activity
		word    string
	}{{Investing, "investing"}, {Financing, "financing"}} {
		lines := append(b.sectionLines(s.section), b.netLines(s.section)...)
		rows = append(rows, heading(s.word, "Cash flows from "+s.word+" activities", "net-change", 1))
		rows = append(rows, b.shown(s.word, lines)...)
		rows = append(rows, b.section(s.section, "Net cash provided by (used in) "+s.word+" activities", rows))
	}
	rows = append(rows, b.shown("net-change", b.sectionLines(Exchange))...)
	rows = append(rows, b.change(rows))
	return append(append(rows, b.cashRows()...), b.noncashRows()...)
}

func heading(id, label, parent string, level int) Row {
	return Row{ID: id + "-heading", Label: label, Kind: HeadingRow, Level: level, Parent: parent}
}

// line is a line of the calculator's result by its key.
func (b *bookBuilder) line(id, key, label, concept string) bookLine {
	return bookLine{id: id, label: label, concept: concept, amount: func(p *bookPeriod) int64 { return p.amounts[key] }, parts: func(p *bookPeriod) []part { return p.parts[key] }}
}

// lineAmounts are the calculator's lines by key, those of one flow added up over the accounts.
func lineAmounts(out CashFlowStatement) map[string]int64 {
	amounts := map[string]int64{flowExchange: out.FX.Amount}
	for _, s := range []CashSection{out.Operating, out.Investing, out.Financing} {
		for _, l := range s.Lines {
			amounts[lineKey(l)] += l.Amount
		}
	}
	return amounts
}

// lineKey is the key of a line's flow, or of its account or caption.
func lineKey(l CashLine) string {
	if len(l.Sources) < 2 {
		return l.Key
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(l.Key, l.Sources[0]+"/"), "@")
	f, _ := FlowNamed(name)
	return f.line()
}

// adjustmentLines are the non-cash items in net income, then movements that should be matched and are not.
func (b *bookBuilder) adjustmentLines() []bookLine {
	var out []bookLine
	for _, f := range flows {
		if f.Section == Operating && f.Line == "" {
			out = append(out, b.line(f.Name, f.Name, f.Label, f.Concept))
		}
	}
	return append(out, b.netLinesOf(func(c cashClass) bool { return c.kind == matchedAccount && c.section == Operating })...)
}

func (b *bookBuilder) workingLines() []bookLine {
	var out []bookLine
	for _, w := range workingCaptions {
		out = append(out, b.line("change-"+w.key, w.key, w.label, w.concept))
	}
	return out
}

// sectionLines are the gross flows of a section, then what non-cash items left of cash in it.
func (b *bookBuilder) sectionLines(s Activity) []bookLine {
	var out []bookLine
	for _, f := range flows {
		if f.Section == s && s != Operating {
			out = append(out, b.line(f.Name, f.Name, f.Label, f.Concept))
		}
		if f.Section == NoCash && s == Financing {
			out = append(out, b.line(f.Name+"-left", f.Name, f.Label+", not balanced", "ext:"+camel(f.Name)+"NotBalanced"))
		}
	}
	return out
}

func (b *bookBuilder) netLines(s Activity) []bookLine {
	return b.netLinesOf(func(c cashClass) bool {
		return c.section == s && (c.kind == grossAccount || c.kind == matchedAccount)
	})
}

// netLinesOf are the movements that no gross flow explains, account by account, under elements of their own.
func (b *bookBuilder) netLinesOf(take func(cashClass) bool) []bookLine {
	var out []bookLine
	for _, a := range b.accounts() {
		if take(b.classOf(a)) {
			name := orElse(a.Name, a.Code)
			m := movement{account: a}
			out = append(out, b.line("net-"+a.Code, m.netKey(), "Net change in "+inSentence(name), "ext:NetChangeIn"+camel(a.Label())))
		}
	}
	return out
}

// camel makes the local name of an element from words: letters and digits, every word capital.
func camel(s string) string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}

// shown makes rows of the lines that are not nil everywhere.
func (b *bookBuilder) shown(parent string, lists ...[]bookLine) []Row {
	level := 2
	if parent == "net-change" {
		level = 1
	}
	var out []Row
	for _, lines := range lists {
		for _, l := range lines {
			if slices.ContainsFunc(b.periods, func(p *bookPeriod) bool { return l.amount(p) != 0 }) {
				out = append(out, b.row(l, parent, level))
			}
		}
	}
	return out
}

func (b *bookBuilder) row(l bookLine, parent string, level int) Row {
	r := Row{ID: l.id, Label: l.label, Concept: l.concept, Kind: LineRow, Level: level, Show: Debit, Flip: l.flip, Parent: parent}
	for _, p := range b.periods {
		r.Figures = append(r.Figures, p.figure(l))
	}
	return r
}
