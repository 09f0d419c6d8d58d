package statement

import (
	"slices"
	"strings"
	"unicode"

	"tieout/ledger"
	"tieout/xbrl"
)

// Elements of cash: all of it, or what the balance sheet shows when none is restricted (ASC 230-10-45-4, 50-7).
const (
	cashOnly       = "CashAndCashEquivalentsAtCarryingValue"
	cashRestricted = "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents"
)

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

// figure is a line in one column with the accounts behind it.
func (p *bookPeriod) figure(l bookLine) Figure {
	f := Figure{Row: l.id, Column: p.col.Key, Absent: p.col.Absent != ""}
	if f.Absent {
		return f
	}
	f.Amount = l.amount(p)
	for _, pt := range l.parts(p) {
		f.Synthetic = f.Synthetic || pt.basis == ledger.Synthetic
		f.Difference = f.Difference || pt.basis == ledger.ByDifference
		f.Sources = addSource(f.Sources, pt.account, pt.amount, pt.basis)
	}
	if p.col.Agreed != nil && len(f.Sources) > 0 && p.whole(f.Sources) {
		if cite, ok := p.col.Agreed(accountsOf(f.Sources)); ok {
			f.Citation, f.Synthetic = cite, false
		}
	}
	return f
}

// whole says that the sources are all that their accounts did in the period.
func (p *bookPeriod) whole(ss []Source) bool {
	for _, code := range accountsOf(ss) {
		left := p.col.TB.Account(code)
		for _, s := range ss {
			if s.Account == code {
				left -= s.Amount
			}
		}
		if left != 0 {
			return false
		}
	}
	return true
}

// section is the total of a section over the rows before it.
func (b *bookBuilder) section(s Activity, label string, rows []Row) Row {
	concept := map[Activity]string{Operating: "NetCashProvidedByUsedInOperatingActivities", Investing: "NetCashProvidedByUsedInInvestingActivities", Financing: "NetCashProvidedByUsedInFinancingActivities"}[s]
	r := Row{ID: string(s), Label: label, Concept: gaap(concept), Kind: TotalRow, Level: 1, Show: Debit, Parent: "net-change"}
	if s == Operating { // the others have a balance in the taxonomy
		r.Sign = xbrl.DebitIsPositive
	}
	return b.total(r, rows, func(p *bookPeriod) int64 {
		return map[Activity]int64{Operating: p.out.Operating.Total, Investing: p.out.Investing.Total, Financing: p.out.Financing.Total}[s]
	})
}

func (b *bookBuilder) change(rows []Row) Row {
	r := Row{ID: "net-change", Label: "Net increase (decrease) in cash" + b.restrictedWords(), Kind: TotalRow, Show: Debit,
		Concept: gaap("CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalentsPeriodIncreaseDecreaseIncludingExchangeRateEffect")}
	return b.total(r, rows, func(p *bookPeriod) int64 { return p.out.NetChange })
}

// total adds the figures of a total, which the calculator has added up, and names the rows that it is the sum of.
func (b *bookBuilder) total(r Row, rows []Row, amount func(*bookPeriod) int64) Row {
	var of []string
	for _, x := range rows {
		if x.Parent == r.ID && x.Kind != HeadingRow {
			of = append(of, x.ID)
		}
	}
	for n, p := range b.periods {
		f := Figure{Row: r.ID, Column: p.col.Key, Of: of, Absent: p.col.Absent != "", Amount: amount(p)}
		for _, x := range rows {
			if x.Parent == r.ID && x.Kind != HeadingRow {
				f.Synthetic = f.Synthetic || x.Figures[n].Synthetic
				f.Difference = f.Difference || x.Figures[n].Difference
			}
		}
		r.Figures = append(r.Figures, f)
	}
	return r
}

func (b *bookBuilder) restricted() bool {
	return slices.ContainsFunc(b.periods, func(p *bookPeriod) bool { return p.restricts })
}

func (b *bookBuilder) restrictedWords() string {
	if b.restricted() {
		return ", cash equivalents and restricted cash"
	}
	return " and cash equivalents"
}

// cashRows are cash at the beginning and the end, from the balances themselves.
func (b *bookBuilder) cashRows() []Row {
	concept := cashOnly
	if b.restricted() {
		concept = cashRestricted
	}
	cash := "Cash" + b.restrictedWords()
	begin := Row{ID: "cash-begin", Label: cash + " at beginning of period", Concept: gaap(concept), Kind: LineRow, Show: Debit, Instant: true, AtStart: true}
	end := Row{ID: "cash-end", Label: cash + " at end of period", Concept: gaap(concept), Kind: LineRow, Show: Debit, Instant: true, Double: true}
	for _, p := range b.periods {
		begin.Figures = append(begin.Figures, p.cash(begin.ID, p.col.Begin))
		end.Figures = append(end.Figures, p.cash(end.ID, p.col.End))
	}
	return []Row{begin, end}
}

// cash is the balance of all cash accounts in a trial balance. Who vouches for a period vouches for both its ends.
func (p *bookPeriod) cash(row string, tb ledger.TrialBalance) Figure {
	var accounts []string
	for _, m := range p.moves {
		if m.class.kind == cashAccount {
			accounts = append(accounts, m.account.Code)
		}
	}
	return figure(row, Column{Key: p.col.Key, TB: tb, Absent: p.col.Absent, Agreed: p.col.Agreed}, accounts)
}

// noncashRows disclose investing and financing that moved no cash (ASC 230-10-50-3).
func (b *bookBuilder) noncashRows() []Row {
	var lines []bookLine
	for _, f := range flows {
		if f.Disclosed {
			lines = append(lines, bookLine{id: "noncash-" + f.Name, label: f.Label, concept: f.Concept, flip: f.Credit,
				amount: func(p *bookPeriod) int64 { return p.disclosed[f.Name] }, parts: func(p *bookPeriod) []part { return p.parts[f.Name] }})
		}
	}
	rows := b.shown("", lines)
	if len(rows) == 0 {
		return nil
	}
	for i := range rows {
		rows[i].Level = 1
	}
	return append([]Row{{ID: "noncash-heading", Label: "Non-cash investing and financing activities", Kind: HeadingRow}}, rows...)
}
