package debt

import (
	"fmt"
	"slices"
	"strings"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// maturityConcepts are the elements of the five years and later.
var maturityConcepts = []string{"us-gaap:LongTermDebtMaturitiesRepaymentsOfPrincipalInNextTwelveMonths", "us-gaap:LongTermDebtMaturitiesRepaymentsOfPrincipalInYearTwo", "us-gaap:LongTermDebtMaturitiesRepaymentsOfPrincipalInYearThree", "us-gaap:LongTermDebtMaturitiesRepaymentsOfPrincipalInYearFour",
	"us-gaap:LongTermDebtMaturitiesRepaymentsOfPrincipalInYearFive", "us-gaap:LongTermDebtMaturitiesRepaymentsOfPrincipalAfterYearFive"}

const debtAxis = "us-gaap:DebtInstrumentAxis"

// member is the registrant's own member of a facility, made of its lender and kind.
func (f *Facility) member() string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(f.Lender+" "+f.Kind, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') }) {
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return "us-gaap:" + b.String() + "Member"
}

// note is the part of a note on debt: each facility in words and its principal, and maturities.
func note(all []estimate.Schedule, c estimate.Columns) (estimate.Note, error) {
	var n estimate.Note
	now, ok := c.Instants["now"]
	if !ok {
		return n, fmt.Errorf("the books have no figures at the date of the report")
	}
	var b strings.Builder
	var rows []string
	var owing []*Facility
	seen := map[string]bool{}
	prior, compared := c.Instants["prior"]
	for _, x := range all {
		f := x.(*Facility)
		if f.owed(now) == 0 && (!compared || f.owed(prior) == 0) {
			continue
		}
		owing = append(owing, f)
		b.WriteString(f.words(now) + "\n\n")
		m := f.member()
		for i := 2; seen[m]; i++ {
			m = fmt.Sprintf("%s%dMember", strings.TrimSuffix(f.member(), "Member"), i)
		}
		seen[m] = true
		b.WriteString(f.writeCosts(&n, m, c, now))
		fig := estimate.Figure{Label: "Principal, " + f.Lender + " " + f.Kind, Concept: "us-gaap:DebtInstrumentCarryingAmount", Credit: true, Members: []estimate.Member{{Axis: debtAxis, Member: m}}, Instants: map[string]int64{}, Synthetic: f.Dims.Synthetic()}
		for name, d := range c.Instants {
			fig.Instants[name] = f.owed(d)
		}
		n.Figures = append(n.Figures, fig)
		at := "@DebtInstrumentAxis=" + strings.TrimPrefix(m, "us-gaap:")
		rows = append(rows, fmt.Sprintf("| %s, %s | {{DebtInstrumentCarryingAmount%s}} |", f.Lender, f.Kind, at))
		if compared {
			rows[len(rows)-1] += fmt.Sprintf(" {{DebtInstrumentCarryingAmount%s prior}} |", at)
		}
	}
	if len(owing) == 0 {
		n.Text = "Nothing was owed to lenders at {{date now}}.\n"
		return n, nil
	}
	for _, f := range owing {
		if a := f.assessedAt(now); a != nil {
			if text := a.noteWords(); text != "" {
				b.WriteString(text + "\n\n")
			}
		}
	}
	n.Figures = append(n.Figures, totalOwed(owing, c))
	head, total := "| Facility | {{date now}} |", "|= Total | {{DebtInstrumentCarryingAmount}} |"
	if compared {
		head, total = head+" {{date prior}} |", total+" {{DebtInstrumentCarryingAmount prior}} |"
	}
	b.WriteString("@block ScheduleOfDebtInstrumentsTextBlock\n" + head + "\n" + strings.Join(rows, "\n") + "\n" + total + "\n@end\n")
	n.Figures = append(n.Figures, writeMaturities(&b, owing, now)...)
	n.Text = b.String()
	return n, nil
}

// costElements are what is not amortised, by kind.
var costElements = []struct {
	what, caption, concept string
	credit                 bool
}{
	{"issue costs", "issue costs", "us-gaap:UnamortizedDebtIssuanceExpense", false},
	{"discount", "discount", "us-gaap:DebtInstrumentUnamortizedDiscount", false},
	{"premium", "premium", "us-gaap:DebtInstrumentUnamortizedPremium", true},
}

// writeCosts says what of issue costs, discount and premium of a facility is not amortised, and the effective rate (ASC 835-30-45-2).
func (f *Facility) writeCosts(n *estimate.Note, member string, c estimate.Columns, now fiscal.Date) string {
	var parts []string
	for _, e := range costElements {
		fig := estimate.Figure{Label: "Not amortised, " + e.caption + ", " + f.Lender, Concept: e.concept, Credit: e.credit, Members: []estimate.Member{{Axis: debtAxis, Member: member}}, Instants: map[string]int64{}, Synthetic: f.Dims.Synthetic()}
		some := false
		for name, d := range c.Instants {
			for i, x := range f.costs {
				if x.what == e.what {
					fig.Instants[name] += max(f.unamortised(i, d), -f.unamortised(i, d))
				}
			}
			some = some || fig.Instants[name] != 0
		}
		if some {
			n.Figures = append(n.Figures, fig)
			parts = append(parts, e.caption+" of {{"+strings.TrimPrefix(e.concept, "us-gaap:")+"@DebtInstrumentAxis="+strings.TrimPrefix(member, "us-gaap:")+"}}")
		}
	}
	if len(parts) == 0 {
		return ""
	}
	text := "Not amortised at {{date now}}: " + strings.Join(parts, ", ") + "."
	if f.effective {
		text += " The effective rate of a year is " + f.annual().Mul(workpaper.Whole(100)).Text(2, money.HalfAway) + " %."
	}
	return text + "\n\n"
}

func totalOwed(fs []*Facility, c estimate.Columns) estimate.Figure {
	out := estimate.Figure{Label: "Principal of debt", Concept: "us-gaap:DebtInstrumentCarryingAmount", Credit: true, Instants: map[string]int64{}}
	for _, f := range fs {
		out.Synthetic = out.Synthetic || f.Dims.Synthetic()
		for name, d := range c.Instants {
			out.Instants[name] += f.owed(d)
		}
	}
	return out
}

// writeMaturities writes the five years and later, of all facilities.
func writeMaturities(b *strings.Builder, fs []*Facility, now fiscal.Date) (out []estimate.Figure) {
	var years [6]int64
	synthetic := slices.ContainsFunc(fs, func(f *Facility) bool { return f.Dims.Synthetic() })
	for _, f := range fs {
		for i, n := range f.years(now) {
			years[i] += n
		}
	}
	b.WriteString("@block ScheduleOfMaturitiesOfLongTermDebtTableTextBlock\n| Principal due by the agreements | |\n")
	for i, n := range years {
		if n == 0 {
			continue
		}
		out = append(out, estimate.Figure{Label: "Principal due, " + strings.ToLower(yearNames[i]), Concept: maturityConcepts[i], Credit: true, Instants: map[string]int64{"now": n}, Synthetic: synthetic})
		name := "Twelve months to " + now.AddMonths(12*(i+1), true).Long()
		if i == 5 {
			name = "Later"
		}
		fmt.Fprintf(b, "| %s | {{%s}} |\n", name, strings.TrimPrefix(maturityConcepts[i], "us-gaap:"))
	}
	b.WriteString("@end\n")
	return out
}

// words describes a facility and how it stands in the balance sheet.
func (f *Facility) words(now fiscal.Date) string {
	text := strings.TrimSuffix(f.Description, ".") + " (" + f.Lender + "), due " + f.Matures.Long() + "."
	if f.owed(now) == 0 {
		return text + " It was repaid."
	}
	if ends := f.quarterEnds(now); len(ends) > 0 {
		p := f.position(ends[len(ends)-1])
		if e, in := p.standing(Default, Violation, Adverse, Demanded); in {
			text += " " + sentenceOf(e)
			c := p.Classify()
			switch {
			case c.Callable > 0:
				text += " The lender could call it and gave no waiver, so all of it is current."
			case strings.Contains(c.Why, "refinanced"):
				text += " Because it was replaced with long-term debt before these statements were issued, what is not due within twelve months is long-term."
			case c.Why != "by its terms":
				text += " What is not due within twelve months is " + strings.Replace(c.Why, ": ", " since ", 1) + "."
			}
		}
	}
	return text
}

func sentenceOf(e Event) string {
	s := strings.TrimSuffix(e.What, ".")
	return strings.ToUpper(s[:1]) + s[1:] + " (" + e.Effective.Long() + ")."
}
