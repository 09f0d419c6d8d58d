package debt

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// assessment is an assessment of going concern as it was written down.
type assessment struct {
	Concern
	basis      string
	conclusion Conclusion
}

// sign is something that the record itself shows of the year that is looked at.
type sign struct{ what, rests, cite string }

// concernSections are the sections in which going concern is written down.
var concernSections = estimate.Form{
	{Key: "concern", Title: "Going concern", Help: "One row for each period that was assessed: management's own test for annual periods that end after 15 December 2016 and interim periods after them, looking a year from the day of issue (ASC 205-40); before, the auditor's, looking a year from the balance sheet (AU 341).", Columns: []estimate.Column{
		{Key: "at", Title: "Period ends on", Kind: estimate.Date, Needed: true}, {Key: "issued", Title: "Statements issued on", Kind: estimate.Date, Help: "As under Statements issued where it is blank."},
		{Key: "probable", Title: "Cannot be met", Kind: estimate.Yes, Help: "It is probable that what falls due in that year cannot be met, before plans (ASC 205-40-50-5)."},
		{Key: "basis", Title: "Rests on", Kind: estimate.Text, Needed: true, Help: "What the answer rests on: forecasts, letters, minutes."},
	}},
	{Key: "conditions", Title: "Conditions", Help: "What raises doubt, taken together, whether or not the record shows it itself.", Columns: []estimate.Column{
		{Key: "at", Title: "Period ends on", Kind: estimate.Date, Needed: true}, {Key: "kind", Title: "Kind", Kind: estimate.Choice, Choices: []string{"negative trend", "financial difficulty", "internal", "external"}, Needed: true, Help: "As ASC 205-40-55-2 and AU 341.06 sort them."},
		{Key: "condition", Title: "Condition", Kind: estimate.Text, Needed: true, Help: "As the note says it."},
	}},
	{Key: "plans", Title: "Plans of management", Columns: []estimate.Column{
		{Key: "at", Title: "Period ends on", Kind: estimate.Date, Needed: true}, {Key: "plan", Title: "Plan", Kind: estimate.Text, Needed: true, Help: "As the note says it."}, {Key: "approved", Title: "Approved on", Kind: estimate.Date, Help: "By the board or who else decides; it counts only up to the day of issue (ASC 205-40-50-8)."},
		{Key: "carried", Title: "Probably carried out", Kind: estimate.Yes}, {Key: "enough", Title: "Probably enough", Kind: estimate.Yes, Help: "It relieves the conditions within the year."},
	}},
}

// readConcern reads the assessments, the oldest first.
func (f *Facility) readConcern(r *estimate.Reader) {
	at := func(l estimate.Line) *assessment {
		i := slices.IndexFunc(f.assessed, func(a assessment) bool { return a.PeriodEnds == l.Date("at") })
		if i < 0 {
			l.Fail("at", "no assessment is of %s; write its row under Going concern", l.Date("at"))
			return nil
		}
		return &f.assessed[i]
	}
	var rows []estimate.Line
	for _, l := range r.Rows("concern") {
		if slices.ContainsFunc(f.assessed, func(a assessment) bool { return a.PeriodEnds == l.Date("at") }) {
			l.Fail("at", "%s is assessed twice", l.Date("at"))
		}
		a := assessment{Concern: Concern{PeriodEnds: l.Date("at"), Issued: l.Date("issued"), Probable: l.Yes("probable")}, basis: l.Text("basis")}
		if a.Issued == 0 {
			a.Issued = f.issued[a.PeriodEnds]
		}
		f.assessed, rows = append(f.assessed, a), append(rows, l)
	}
	for _, l := range r.Rows("conditions") {
		if a := at(l); a != nil {
			a.Conditions = append(a.Conditions, l.Text("condition"))
		}
	}
	for _, l := range r.Rows("plans") {
		if a := at(l); a != nil {
			on := l.Date("approved")
			a.Plans = append(a.Plans, MitigatingPlan{Name: l.Text("plan"), Approved: on != 0 && (a.Issued == 0 || on <= a.Issued), Carried: l.Yes("carried"), Effective: l.Yes("enough")})
		}
	}
	for i, l := range rows {
		a := &f.assessed[i]
		if a.Probable && len(a.Conditions) == 0 {
			l.Fail("probable", "what falls due probably cannot be met, and no condition of %s says why; write them under Conditions", a.PeriodEnds)
		}
		c, err := a.Assess()
		if a.conclusion = c; err != nil {
			l.Fail("", "%v", err)
		}
	}
	slices.SortStableFunc(f.assessed, func(x, y assessment) int { return int(x.PeriodEnds - y.PeriodEnds) })
}

// assessedAt is the assessment of a period end; nil for none.
func (f *Facility) assessedAt(at fiscal.Date) *assessment {
	i := slices.IndexFunc(f.assessed, func(a assessment) bool { return a.PeriodEnds == at })
	if i < 0 {
		return nil
	}
	return &f.assessed[i]
}

// assessedBy is the last assessment of a period that ended up to a day; nil for none.
func (f *Facility) assessedBy(at fiscal.Date) (out *assessment) {
	for i := range f.assessed {
		if f.assessed[i].PeriodEnds <= at {
			out = &f.assessed[i]
		}
	}
	return out
}

// tight is the headroom, of the limit, below which a covenant is a sign: a tenth.
var tight = workpaper.Whole(10)

// signs are what the record shows of a balance sheet date and the time up to a day: debt that could be called or falls due, covenants that are
// not met or hardly, weeks without the least cash, more drawn than the base allows.
func (f *Facility) signs(at, until fiscal.Date) (out []sign) {
	add := func(cite, rests, format string, args ...any) {
		out = append(out, sign{fmt.Sprintf(format, args...), rests, cite})
	}
	if c := f.position(at).Classify(); c.Callable > 0 {
		add("ASC 205-40-55-2(b)", "classification at "+at.String(), "%s could be called: %s", f.books.Text(c.Callable), strings.TrimPrefix(c.Why, "callable: "))
	}
	if f.owed(at) > 0 && f.Matures > at && f.Matures <= until {
		add("ASC 205-40-55-2(b)", "maturity", "%s is owed and all of it falls due on %s", f.books.Text(f.owed(at)), f.Matures)
	}
	if ends := f.lastEnds(at, 1); len(f.covenants) > 0 && len(ends) > 0 {
		if c, err := f.certificate(ends[0]); err == nil {
			for _, t := range c.Tests {
				switch {
				case t.Undefined:
				case !t.Met:
					add("ASC 205-40-55-2(b)", "covenants at "+ends[0].String(), "%s is not met: %s against %s", t.Name, t.Value.Text(2, money.HalfAway), t.Limit.Text(2, money.HalfAway))
				case t.Limit.Sign() != 0 && t.HeadroomPercent.Cmp(tight) < 0:
					add("ASC 205-40-55-2(b)", "covenants at "+ends[0].String(), "%s is met by %s%% of its limit only: %s against %s", t.Name, t.HeadroomPercent.Text(1, money.HalfAway), t.Value.Text(2, money.HalfAway), t.Limit.Text(2, money.HalfAway))
				}
			}
		}
	}
	if f.view != nil {
		if r, err := f.view.Compute(); err == nil {
			for _, w := range r.Weeks {
				if w.Short.Sign() > 0 && w.Ends > at && w.Ends <= until {
					add("ASC 205-40-55-2(a)", "cash by week", "in the week to %s cash is %s below the least, with the line used up", w.Ends, f.books.Text(f.books.Minor(w.Short)))
				}
			}
		}
	}
	if b := f.baseBy(at); b != nil && b.result.Excess.Sign() > 0 {
		add("ASC 205-40-55-2(b)", "borrowing base at "+b.at.String(), "%s more is drawn than the base allows", f.books.Text(f.books.Minor(b.result.Excess)))
	}
	return out
}

// doubts says what is open about going concern at a day: a year end whose record shows conditions and that nobody assessed, and doubt that
// plans do not relieve.
func (f *Facility) doubts(at fiscal.Date) (found []check.Finding) {
	year := f.books.Calendar.Year(at)
	end := f.books.Calendar.YearEnd(year)
	if end > at {
		end = f.books.Calendar.YearEnd(year - 1)
	}
	if len(f.moves) > 0 && end >= f.moves[0].on && f.assessedAt(end) == nil && !f.began(end) {
		if signs := f.signs(end, end.AddMonths(12, true)); len(signs) > 0 {
			severity, whose := check.Note, "the auditor's, AU 341"
			if ManagementAssesses.Holds(end) {
				severity, whose = check.Open, "management's own, ASC 205-40"
			}
			found = append(found, check.Finding{Rule: "concern-missing", Severity: severity, Subject: f.Lender, Cite: "ASC 205-40-50-1; AU 341.03", Message: fmt.Sprintf("at %s the record shows: %s. No assessment of going concern is recorded; the test is %s: write it down under Going concern", end, signs[0].what, whose)})
		}
	}
	if a := f.assessedBy(at); a != nil && a.conclusion.Doubt && !a.conclusion.Alleviated {
		found = append(found, check.Finding{Rule: "going-concern", Severity: check.Open, Subject: f.Lender, Cite: "ASC 205-40-50-13; AU 341.10", Message: fmt.Sprintf("for the period ended %s substantial doubt exists and no plan relieves it: disclose %s", a.PeriodEnds, a.conclusion.Disclose)})
	}
	return found
}

// concernGrids are the tests of an assessment, and what the record shows beside it.
func (f *Facility) concernGrids(a *assessment) []estimate.Grid {
	c := a.conclusion
	g := estimate.Grid{ID: "going-concern", Title: "Going concern, period ended " + a.PeriodEnds.Long(), Columns: []estimate.GridColumn{{Key: "question", Title: "Test"}, {Key: "answer", Title: "Answer"}, {Key: "rests", Title: "Rests on"}, {Key: "cite", Title: "Paragraph"}}}
	for _, t := range c.Tests {
		g.Rows = append(g.Rows, estimate.GridRow{Cells: words(t.Question, t.Answer, t.Rests, t.Cite)})
	}
	verdict := "no substantial doubt"
	switch {
	case c.Doubt && c.Alleviated:
		verdict = "substantial doubt, relieved by plans"
	case c.Doubt:
		verdict = "substantial doubt"
	}
	g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: words(sentence(verdict)+"; to be disclosed: "+c.Disclose, "", a.basis, "")})
	from := "the balance sheet"
	if c.By == "management" {
		from = "the day of issue, " + issuedWords(a.Issued)
	}
	g.Notes = append(g.Notes, fmt.Sprintf("The test is %s, up to %s, a year from %s. The auditor looks up to %s.", possessive(c.By), c.LookTo.Long(), from, c.AuditorsEnd.Long()))
	if a.Issued == 0 && c.By == "management" {
		g.Notes = append(g.Notes, "The statements are not issued yet: the year is counted from the balance sheet until their day is written down.")
	}
	s := estimate.Grid{ID: "signs", Title: "What the record shows itself, from " + a.PeriodEnds.Long() + " to " + c.LookTo.Long(), Columns: []estimate.GridColumn{{Key: "what", Title: "Condition"}, {Key: "rests", Title: "Rests on"}, {Key: "cite", Title: "Paragraph"}}}
	for _, x := range f.signs(a.PeriodEnds, c.LookTo) {
		s.Rows = append(s.Rows, estimate.GridRow{Cells: words(x.what, x.rests, x.cite)})
	}
	if len(s.Rows) == 0 {
		s.Notes = []string{"Nothing: no debt that could be called or falls due as a whole, no covenant that is not met or hardly, no week without the least cash."}
	}
	return []estimate.Grid{g, s}
}

func possessive(who string) string {
	if who == "management" {
		return "management's own"
	}
	return "the auditor's"
}

// noteWords is what the note says about going concern; empty where it says nothing.
func (a assessment) noteWords() string {
	c := a.conclusion
	if !c.Doubt {
		return ""
	}
	var plans, relieving []string
	for _, p := range a.Plans {
		plans = append(plans, clause(p.Name))
		if p.Carried && p.Effective && (p.Approved || c.By != "management") {
			relieving = append(relieving, clause(p.Name))
		}
	}
	var conditions []string
	for _, x := range a.Conditions {
		conditions = append(conditions, clause(x))
	}
	raised := strings.Join(conditions, "; ")
	year := "within one year after the date on which these statements are issued"
	if c.By != "management" {
		year = "for a year after the date of the balance sheet"
	}
	if c.Alleviated {
		return "Before management's plans were considered, these conditions raised substantial doubt about the Company's ability to continue as a going concern " + year + ": " + raised + ". The doubt is relieved by: " + strings.Join(relieving, "; ") + "."
	}
	text := "There is substantial doubt about the Company's ability to continue as a going concern " + year + ". The conditions that raise it are: " + raised + "."
	if len(plans) > 0 {
		text += " Management plans: " + strings.Join(plans, "; ") + ". These plans do not relieve the doubt."
	}
	return text + " The statements assume that the Company continues as a going concern and hold no adjustments that could follow if it does not."
}

// clause is a sentence without its full stop, to stand in a list.
func clause(s string) string { return strings.TrimSuffix(strings.TrimSpace(s), ".") }
