package statement

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// add puts a line into a section and into the steps.
func (b *cashBuilder) add(s *CashSection, l CashLine, formula, cite string) {
	s.Lines = append(s.Lines, l)
	s.Total += l.Amount
	b.step(l.Label, formula, l.Amount, cite)
}

// operating reconciles net income to operating cash (ASC 230-10-45-28): the adjustments, then the movement of each
// operating account less what in it was not operating.
func (b *cashBuilder) operating() {
	s := &b.out.Operating
	ni := b.in.NetIncome
	b.add(s, CashLine{Key: orElse(ni.Key, NetIncomeKey), Label: orElse(ni.Label, "Net income"), Amount: ni.Amount, Concept: ni.Concept, Sources: []string{orElse(ni.Key, NetIncomeKey)}}, "", "ASC 230-10-45-28")
	for _, a := range b.in.Adjustments {
		b.add(s, CashLine{Key: a.Key, Label: a.Label, Amount: a.Amount, Concept: a.Concept, Sources: []string{a.Key}}, "no cash in the period, or cash of another section", "ASC 230-10-45-28")
	}
	for _, a := range b.in.Gross {
		b.cashLines(s, a, a.Section, Operating)
	}
	for _, a := range b.in.Working {
		b.cashLines(s, a, Operating, Operating)
		other := b.kinds[a.Key].explained
		moved := a.End - a.Begin - other
		formula := fmt.Sprintf("%s at the end − %s at the beginning", b.format(a.End), b.format(a.Begin))
		if other != 0 {
			formula += fmt.Sprintf(" − %s that is not operating or is adjusted above", b.format(other))
		}
		l := CashLine{Key: a.Key, Label: direction(moved) + " in " + inSentence(a.Label), Amount: -a.Side.debit(moved), Concept: a.Concept, Sources: []string{a.Key}}
		b.add(s, l, formula, "ASC 230-10-45-28")
	}
	b.step("net cash from operating activities", "sum of the above", s.Total, "ASC 230-10-45-28")
}

// cashLines adds one line for every transaction of an account, whose own section is given, that moved cash of a section.
func (b *cashBuilder) cashLines(s *CashSection, a CashAccount, own, section Activity) {
	for _, f := range a.Flows {
		of := own
		if f.Section != "" {
			of = f.Section
		}
		if f.Cash != 0 && of == section {
			key := a.Key + "/" + f.Key
			b.add(s, CashLine{Key: key, Label: f.Label, Amount: f.Cash, Concept: f.Concept, Sources: []string{a.Key, key}}, "cash of the transaction, gross", "ASC 230-10-45-7")
		}
	}
}

// gross builds the investing and financing sections. What the transactions leave of an account's movement is shown
// as a net line and is a finding, unless net reporting is allowed for it (ASC 230-10-45-7 to 45-9).
func (b *cashBuilder) gross() {
	for _, part := range []struct {
		section Activity
		into    *CashSection
		cite    string
	}{{Investing, &b.out.Investing, "ASC 230-10-45-11 to 45-13"}, {Financing, &b.out.Financing, "ASC 230-10-45-14 and 45-15"}} {
		for _, a := range b.in.Working {
			b.cashLines(part.into, a, Operating, part.section)
		}
		for _, a := range b.in.Gross {
			b.cashLines(part.into, a, a.Section, part.section)
			if a.Section == part.section {
				b.unexplained(part.into, a)
			}
		}
		b.step("net cash from "+string(part.section)+" activities", "sum of the above", part.into.Total, part.cite)
	}
}

func (b *cashBuilder) unexplained(s *CashSection, a CashAccount) {
	const cite = "ASC 230-10-45-7 to 45-9"
	n := b.kinds[a.Key]
	if a.Unbacked {
		b.open("cashflow-unbacked", a.Label, cite, "its flows are not tied to balances; give the balance at the beginning and the end")
		return
	}
	left := a.End - a.Begin - n.explained
	if left == 0 {
		return
	}
	l := CashLine{Key: a.Key + "/net", Label: "Net change in " + inSentence(a.Label), Amount: -a.Side.debit(left), Concept: a.Concept, Sources: []string{a.Key}, Net: true}
	formula := fmt.Sprintf("%s at the end − %s at the beginning − %s explained by transactions", b.format(a.End), b.format(a.Begin), b.format(n.explained))
	b.add(s, l, formula, cite)
	if a.NetReason != "" {
		b.note("cashflow-net", a.Label, "ASC 230-10-45-8 and 45-9", "shown net: "+a.NetReason)
		return
	}
	b.open("cashflow-gross", a.Label, cite, "the balance moved by %s and its transactions explain %s: %s is shown net until it is split; name the purchases, disposals, borrowings or repayments behind it, each with its cash or its counterpart",
		b.format(a.End-a.Begin), b.format(n.explained), b.format(left))
}

// disclose lists investing and financing that moved no cash (ASC 230-10-50-3 and 50-4): every leg between two
// accounts of which at least one is investing or financing. Not listed are legs of a valuation account (it leaves
// with its asset) and those within equity (no asset or liability is affected).
func (b *cashBuilder) disclose() {
	for _, accounts := range [][]CashAccount{b.in.Working, b.in.Gross} {
		for _, a := range accounts {
			for _, f := range a.Flows {
				for _, l := range f.Against {
					if b.discloses(a, l) {
						b.out.NonCash = append(b.out.NonCash, CashLine{Key: a.Key + "/" + f.Key + "/" + l.Key, Label: f.Label, Amount: max(l.Amount, -l.Amount), Concept: f.Concept, Sources: []string{a.Key, l.Key}})
					}
				}
			}
		}
	}
	b.out.NonCash = append(b.out.NonCash, inputLines(b.in.NonCash)...)
	b.out.Supplemental = inputLines(b.in.Supplemental)
}

func (b *cashBuilder) discloses(a CashAccount, l Leg) bool {
	n := b.kinds[l.Key]
	if n == nil || n.account == nil || l.Amount == 0 {
		return false
	}
	own, other := b.kinds[a.Key].section, n.section
	switch {
	case own == Operating && other == Operating:
		return false
	case a.Side == ContraAsset || n.account.Side == ContraAsset:
		return false
	case a.Side == Equity && n.account.Side == Equity:
		return false
	}
	return true
}

func inputLines(in []CashInput) []CashLine {
	var out []CashLine
	for _, i := range in {
		out = append(out, CashLine{Key: i.Key, Label: i.Label, Amount: i.Amount, Concept: i.Concept, Sources: []string{i.Key}})
	}
	return out
}

// direction names the movement of a balance as it is, so that a caption cannot say the opposite of its figure.
func direction(moved int64) string {
	switch {
	case moved > 0:
		return "Increase"
	case moved < 0:
		return "Decrease"
	}
	return "No change"
}

// inSentence puts a label inside a sentence: its first letter is lowered unless the word is in capitals.
func inSentence(label string) string {
	r, n := utf8.DecodeRuneInString(label)
	next, _ := utf8.DecodeRuneInString(label[n:])
	if unicode.IsUpper(next) {
		return label
	}
	return string(unicode.ToLower(r)) + label[n:]
}

func orElse(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
