package restructuring

import (
	"fmt"
	"slices"
	"strings"

	"tieout/estimate"
	"tieout/fiscal"
)

const costAxis = "us-gaap:RestructuringCostAndReserveAxis"

// members are the types of cost as the taxonomy has them, in the order of the note.
var members = []struct {
	member, caption string
	kinds           []Kind
}{
	{"us-gaap:EmployeeSeveranceMember", "Severance and retention", []Kind{Severance, Retention}},
	{"us-gaap:ContractTerminationMember", "Contract termination", []Kind{Contract}},
	{"us-gaap:FacilityClosingMember", "Leases and closing of facilities", []Kind{Lease, Closing}},
	{"us-gaap:EmployeeRelocationMember", "Relocation", []Kind{Relocation}},
	{"us-gaap:OtherRestructuringMember", "Other", []Kind{Fees, Other}},
}

// figureOf is an element of the reserve over the columns of a report.
type figureOf struct {
	label, concept string
	credit         bool
	instant        bool
	amount         func(s *Plan, cost string, p fiscal.Period) int64
}

var noteFigures = []figureOf{
	{"Restructuring reserve", "us-gaap:RestructuringReserve", true, true, func(s *Plan, c string, p fiscal.Period) int64 { return s.sum(c, upTo(p.End)) }},
	{"Restructuring cost incurred", "us-gaap:RestructuringAndRelatedCostIncurredCost", false, false, func(s *Plan, c string, p fiscal.Period) int64 { return s.sum(c, p, incurred, accretion) }},
	{"Restructuring payments", "us-gaap:PaymentsForRestructuring", true, false, func(s *Plan, c string, p fiscal.Period) int64 { return -s.sum(c, p, paid) }},
	{"Restructuring reserve settled without cash", "us-gaap:RestructuringReserveSettledWithoutCash2", false, false, func(s *Plan, c string, p fiscal.Period) int64 { return -s.sum(c, p, noncash) }},
	{"Change of estimate of the restructuring reserve", "us-gaap:RestructuringReserveAccrualAdjustment1", false, false, func(s *Plan, c string, p fiscal.Period) int64 { return s.sum(c, p, changed) }},
	{"Restructuring cost incurred to date", "us-gaap:RestructuringAndRelatedCostCostIncurredToDate1", false, true, func(s *Plan, c string, p fiscal.Period) int64 {
		return s.sum(c, upTo(p.End), incurred, accretion, changed)
	}},
	{"Restructuring cost expected", "us-gaap:RestructuringAndRelatedCostExpectedCost1", false, true, func(s *Plan, c string, p fiscal.Period) int64 { return s.expected(c, p.End) }},
}

// expected is the total that a cost is expected to come to, as known at a day.
func (s *Plan) expected(id string, at fiscal.Date) (n int64) {
	for _, c := range s.Costs {
		if id != "" && c.ID != id {
			continue
		}
		n += max(c.Expected, c.Amount, s.sum(c.ID, upTo(at), incurred, accretion)) + s.sum(c.ID, upTo(at), changed)
	}
	return n
}

// over adds a figure up over plans and the costs of some kinds; all of the reserve's for none.
func (f figureOf) over(plans []*Plan, kinds []Kind, p fiscal.Period) (n int64) {
	for _, s := range plans {
		for _, c := range s.Costs {
			if c.Kind.Linked() || kinds != nil && !slices.Contains(kinds, c.Kind) {
				continue
			}
			n += f.amount(s, c.ID, p)
		}
	}
	return n
}

// figure is the element over the columns.
func (f figureOf) figure(plans []*Plan, kinds []Kind, c estimate.Columns, at ...estimate.Member) estimate.Figure {
	synthetic := slices.ContainsFunc(plans, func(s *Plan) bool { return s.Dims.Synthetic() })
	out := estimate.Figure{Synthetic: synthetic, Label: f.label, Concept: f.concept, Credit: f.credit, Members: at, Instants: map[string]int64{}, Spans: map[string]int64{}}
	if f.instant {
		for name, d := range c.Instants {
			out.Instants[name] = f.over(plans, kinds, fiscal.Period{End: d})
		}
		return out
	}
	for name, p := range c.Spans {
		out.Spans[name] = f.over(plans, kinds, p)
	}
	return out
}

// note is the part of a note on exit costs: the plans in words, and the reserve by type of cost over the year to date (ASC 420-10-50-1).
func note(all []estimate.Schedule, c estimate.Columns) (estimate.Note, error) {
	var n estimate.Note
	var plans []*Plan
	now, ok := c.Instants["now"]
	if !ok {
		return n, fmt.Errorf("the books have no figures at the date of the report")
	}
	var b strings.Builder
	for _, x := range all {
		s := x.(*Plan)
		if s.Committed > now {
			continue
		}
		plans = append(plans, s)
		b.WriteString(s.words() + "\n\n")
	}
	if len(plans) == 0 {
		n.Text = "No restructuring plan had been committed to at {{date now}}.\n"
		return n, nil
	}
	for _, f := range noteFigures {
		n.Figures = append(n.Figures, f.figure(plans, nil, c))
	}
	span, spanned := c.Spans["ytd"]
	prior, begun := c.Instants["prior"]
	if spanned && begun && prior == span.Start-1 {
		n.Figures = append(n.Figures, table(&b, plans, c, span)...)
	}
	b.WriteString(totals(n.Figures))
	n.Text = b.String()
	return n, nil
}

// words describes a plan, with the standards that its costs follow.
func (s *Plan) words() string {
	var standards []string
	for _, c := range s.Costs {
		if d := c.Decision; d.When != NotYet && d.When != Elsewhere && !slices.Contains(standards, d.Standard) {
			standards = append(standards, d.Standard)
		}
	}
	text := strings.TrimSuffix(s.Description, ".") + ". Management committed itself to the plan on " + s.Committed.Long()
	if s.Communicated != 0 && s.Communicated != s.Committed {
		text += " and told the employees concerned on " + s.Communicated.Long()
	}
	text += "."
	if s.Complete != 0 {
		text += " It was expected to be complete by " + s.Complete.Long() + "."
	}
	if len(standards) > 0 {
		text += " Its costs are recognized by " + strings.Join(standards, " and ") + "."
	}
	return text
}

// table writes the reserve by type of cost.
func table(b *strings.Builder, plans []*Plan, c estimate.Columns, span fiscal.Period) (out []estimate.Figure) {
	shown := []figureOf{noteFigures[1], noteFigures[2]}
	heads := []string{"Incurred", "Paid"}
	for i, head := range []string{3: "Settled otherwise", 4: "Change of estimate"} {
		if head != "" && noteFigures[i].over(plans, nil, span) != 0 {
			shown, heads = append(shown, noteFigures[i]), append(heads, head)
		}
	}
	b.WriteString("@block ScheduleOfRestructuringReserveByTypeOfCostTextBlock\n| Type of cost | {{date prior}} | " + strings.Join(heads, " | ") + " | {{date now}} |\n")
	row := func(caption, at string) {
		fmt.Fprintf(b, "%s | {{RestructuringReserve%s prior}} |", caption, at)
		for _, f := range shown {
			fmt.Fprintf(b, " {{%s%s ytd}} |", strings.TrimPrefix(f.concept, "us-gaap:"), at)
		}
		fmt.Fprintf(b, " {{RestructuringReserve%s}} |\n", at)
	}
	rows := 0
	for _, m := range members {
		at := estimate.Member{Axis: costAxis, Member: m.member}
		figures := []estimate.Figure{noteFigures[0].figure(plans, m.kinds, c, at)}
		for _, f := range shown {
			figures = append(figures, f.figure(plans, m.kinds, c, at))
		}
		if !slices.ContainsFunc(figures, inTable) {
			continue
		}
		rows++
		out = append(out, figures...)
		row("| "+m.caption, "@RestructuringCostAndReserveAxis="+strings.TrimPrefix(m.member, "us-gaap:"))
	}
	row("|= Total", "")
	b.WriteString("@end\n")
	return out
}

// inTable says whether the table of the year to date has something to show of a figure.
func inTable(f estimate.Figure) bool {
	return f.Instants["now"] != 0 || f.Instants["prior"] != 0 || f.Spans["ytd"] != 0
}

// totals say what was incurred to date and what is expected in all.
func totals(figures []estimate.Figure) string {
	if figures[5].Instants["now"] == 0 {
		return ""
	}
	if figures[5].Instants["now"] == figures[6].Instants["now"] {
		return "Costs of {{RestructuringAndRelatedCostCostIncurredToDate1}} were incurred to {{date now}}; no more are expected.\n"
	}
	return "Costs of {{RestructuringAndRelatedCostCostIncurredToDate1}} were incurred to {{date now}}, of {{RestructuringAndRelatedCostExpectedCost1}} that are expected in all.\n"
}
