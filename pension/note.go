package pension

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/workpaper"
)

const locationAxis = "us-gaap:RetirementPlanSponsorLocationAxis"

// Domestic says whether the plan is of the United States.
func (p *Plan) Domestic() bool {
	c := strings.ToLower(strings.TrimSpace(p.Country))
	return c == "united states" || c == "us" || c == "usa" || c == "u.s."
}

// noteLine is an element of the note: at year ends, or over years.
type noteLine struct {
	caption, concept string
	credit, instant  bool
	of               func(Report) int64
}

var endLines = []noteLine{
	{"Projected benefit obligation", "us-gaap:DefinedBenefitPlanBenefitObligation", true, true, func(r Report) int64 { return r.PBOEnd }},
	{"Fair value of plan assets", "us-gaap:DefinedBenefitPlanFairValueOfPlanAssets", false, true, func(r Report) int64 { return r.AssetsEnd }},
	{"Funded status", "us-gaap:DefinedBenefitPlanFundedStatusOfPlan", false, true, func(r Report) int64 { return r.AssetsEnd - r.PBOEnd }},
	{"Accumulated benefit obligation", "us-gaap:DefinedBenefitPlanAccumulatedBenefitObligation", true, true, func(r Report) int64 { return r.ABO }},
}

var changeLines = []noteLine{
	{"Actuarial gain (loss)", "us-gaap:DefinedBenefitPlanActuarialGainLoss", true, false, func(r Report) int64 { return -r.Loss }},
	{"Benefits paid", "us-gaap:DefinedBenefitPlanBenefitObligationBenefitsPaid", true, false, func(r Report) int64 { return r.Benefits }},
	{"Administrative expenses", "us-gaap:DefinedBenefitPlanAdministrationExpenses", false, false, func(r Report) int64 { return r.Expenses }},
	{"Exchange rates, gain (loss) on the obligation", "us-gaap:DefinedBenefitPlanForeignCurrencyExchangeRateChangesBenefitObligation", true, false, func(r Report) int64 { return -r.FX }},
	{"Actual return on assets", "us-gaap:DefinedBenefitPlanActualReturnOnPlanAssets", false, false, func(r Report) int64 { return r.Return }},
	{"Contributions", "us-gaap:DefinedBenefitPlanContributionsByEmployer", false, false, func(r Report) int64 { return r.Contributions }},
	{"Exchange rates, gain (loss) on assets", "us-gaap:DefinedBenefitPlanPlanAssetsForeignCurrencyTranslationGainLoss", true, false, func(r Report) int64 { return r.FXAssets }},
}

var costLines = []noteLine{
	{"Service cost", "us-gaap:DefinedBenefitPlanServiceCost", false, false, func(r Report) int64 { return r.Service }},
	{"Interest cost", "us-gaap:DefinedBenefitPlanInterestCost", false, false, func(r Report) int64 { return r.Interest }},
	{"Expected return on assets", "us-gaap:DefinedBenefitPlanExpectedReturnOnPlanAssets", true, false, func(r Report) int64 { return r.Expected }},
	{"Amortization of prior service", "us-gaap:DefinedBenefitPlanAmortizationOfPriorServiceCostCredit", false, false, func(r Report) int64 { return r.PriorService }},
	{"Amortization of net gain (loss)", "us-gaap:DefinedBenefitPlanAmortizationOfGainsLosses", true, false, func(r Report) int64 { return -r.LossAmortised }},
	{"Gain (loss) of settlements and curtailments", "us-gaap:DefinedBenefitPlanRecognizedNetGainLossDueToSettlementsAndCurtailments1", true, false, func(r Report) int64 { return -r.Special }},
}

var payConcepts = []string{"us-gaap:DefinedBenefitPlanExpectedFutureBenefitPaymentsNextTwelveMonths", "us-gaap:DefinedBenefitPlanExpectedFutureBenefitPaymentsYearTwo", "us-gaap:DefinedBenefitPlanExpectedFutureBenefitPaymentsYearThree", "us-gaap:DefinedBenefitPlanExpectedFutureBenefitPaymentsYearFour", "us-gaap:DefinedBenefitPlanExpectedFutureBenefitPaymentsYearFive", "us-gaap:DefinedBenefitPlanExpectedFutureBenefitPaymentsFiveFiscalYearsThereafter"}

const costConcept = "us-gaap:DefinedBenefitPlanNetPeriodicBenefitCost"

// note is the part of a note on pensions: plans in words, funded status, changes, cost, assumptions and payments, domestic and foreign apart.
func note(all []estimate.Schedule, c estimate.Columns) (estimate.Note, error) {
	var n estimate.Note
	now, ok := c.Instants["now"]
	if !ok {
		return n, fmt.Errorf("the books have no figures at the date of the report")
	}
	groups := map[bool][]*Plan{}
	var b strings.Builder
	for _, x := range all {
		p := x.(*Plan)
		if p.opened > now {
			continue
		}
		groups[p.Domestic()] = append(groups[p.Domestic()], p)
		b.WriteString(p.words(now) + "\n\n")
	}
	if len(groups) == 0 {
		n.Text = "There was no pension plan at {{date now}}.\n"
		return n, nil
	}
	w := &noteWriter{b: &b, c: c, n: &n, now: now}
	for _, domestic := range []bool{true, false} {
		if ps := groups[domestic]; len(ps) > 0 {
			w.location(domestic, ps)
		}
	}
	n.Text = b.String()
	return n, nil
}

func (p *Plan) words(now fiscal.Date) string {
	text := strings.TrimSuffix(p.Description, ".") + " (" + p.Country + ", " + p.Kind + ")."
	if p.Frozen != 0 && p.Frozen <= now {
		text += " No benefits accrue since " + p.Frozen.Long() + "."
	}
	return text
}

// noteWriter writes the tables of a location.
type noteWriter struct {
	b   *strings.Builder
	c   estimate.Columns
	n   *estimate.Note
	now fiscal.Date
}

func (w *noteWriter) figure(l noteLine, ps []*Plan, at estimate.Member) (estimate.Figure, bool) {
	f := estimate.Figure{Label: l.caption, Concept: l.concept, Credit: l.credit, Members: []estimate.Member{at}, Instants: map[string]int64{}, Spans: map[string]int64{}}
	any := false
	sum := func(end fiscal.Date) (total int64, whole bool) {
		whole = true
		for _, p := range ps {
			f.Synthetic = f.Synthetic || p.Dims.Synthetic()
			r, ok := p.report(end)
			whole = whole && ok
			total += l.of(r)
		}
		return total, whole
	}
	if l.instant {
		for name, d := range w.c.Instants {
			if n, ok := sum(d); ok {
				f.Instants[name], any = n, any || n != 0
			}
		}
		return f, any
	}
	for name, s := range w.c.Spans {
		if (name == "now" || name == "prior") && ps[0].books.Calendar.YearPeriod(ps[0].books.Calendar.Year(s.End)) == s {
			if n, ok := sum(s.End); ok {
				f.Spans[name], any = n, any || n != 0
			}
		}
	}
	return f, any
}

// location writes the tables of domestic or foreign plans.
func (w *noteWriter) location(domestic bool, ps []*Plan) {
	at, caption := estimate.Member{Axis: locationAxis, Member: "us-gaap:UnitedStatesPlansMember"}, "United States" // the registrant's own: no fact may stand on the standard domestic member (DQC 0052)
	if !domestic {
		at, caption = estimate.Member{Axis: locationAxis, Member: "us-gaap:ForeignPlanMember"}, ps[0].Country
	}
	place := "@RetirementPlanSponsorLocationAxis=" + strings.TrimPrefix(at.Member, "us-gaap:")
	w.table(caption+", funded status", "", endLines, ps, at, place)
	w.table(caption+", changes of the year", "", changeLines, ps, at, place)
	w.cost(caption, ps, at, place)
	w.payments(caption, ps, at, place)
}

// table writes lines that have something in a column.
func (w *noteWriter) table(title, total string, ls []noteLine, ps []*Plan, at estimate.Member, place string) {
	var rows []string
	for _, l := range ls {
		f, any := w.figure(l, ps, at)
		if !any {
			continue
		}
		cells := w.cells(f, place)
		if cells == "" {
			continue
		}
		w.n.Figures = append(w.n.Figures, f)
		rows = append(rows, "| "+l.caption+cells)
	}
	if len(rows) == 0 {
		return
	}
	if total != "" {
		rows = append(rows, total)
	}
	w.b.WriteString("| " + title + " | {{date now}} | {{date prior}} |\n" + strings.Join(rows, "\n") + "\n\n")
}

// cells are the references of a figure in the columns now and prior; empty where neither has one.
func (w *noteWriter) cells(f estimate.Figure, place string) string {
	out, any := "", false
	for _, name := range []string{"now", "prior"} {
		_, a := f.Instants[name]
		_, b := f.Spans[name]
		if !a && !b {
			out += " | "
			continue
		}
		any = true
		ref := strings.TrimPrefix(f.Concept, "us-gaap:") + place
		if name == "prior" {
			ref += " prior"
		}
		out += " | {{" + ref + "}}"
	}
	if !any {
		return ""
	}
	return out + " |"
}

// cost writes the components of a fiscal year, or the cost of an interim period as it was accrued.
func (w *noteWriter) cost(caption string, ps []*Plan, at estimate.Member, place string) {
	total := estimate.Figure{Label: "Net periodic pension cost", Concept: costConcept, Members: []estimate.Member{at}, Spans: map[string]int64{}, Instants: map[string]int64{}}
	for name, s := range w.c.Spans {
		if name != "now" && name != "prior" {
			continue
		}
		for _, p := range ps {
			total.Spans[name] += p.costIn(s)
			total.Synthetic = total.Synthetic || p.Dims.Synthetic()
		}
	}
	w.n.Figures = append(w.n.Figures, total)
	w.table(caption+", net periodic cost", "|= Net periodic cost"+w.cells(total, place), costLines, ps, at, place)
	if _, any := w.figure(costLines[1], ps, at); !any {
		w.b.WriteString(caption + ": net periodic pension cost was {{" + strings.TrimPrefix(costConcept, "us-gaap:") + place + "}} in the period, as estimated for the year.\n\n")
	}
}

// payments writes the benefits expected to be paid and the contributions of the next year.
func (w *noteWriter) payments(caption string, ps []*Plan, at estimate.Member, place string) {
	var rows []string
	year := ps[0].books.Calendar.Year(w.now)
	for i, concept := range payConcepts {
		l := noteLine{yearNames(year, i), concept, true, true, func(r Report) int64 { return r.Pay[i] }}
		f, _ := w.figure(l, ps, at)
		n, ok := f.Instants["now"]
		if !ok || n == 0 {
			continue
		}
		f.Instants = map[string]int64{"now": n}
		w.n.Figures = append(w.n.Figures, f)
		rows = append(rows, fmt.Sprintf("| %s | {{%s%s}} |", l.caption, strings.TrimPrefix(concept, "us-gaap:"), place))
	}
	if len(rows) > 0 {
		w.b.WriteString("| " + caption + ", benefits expected to be paid | |\n" + strings.Join(rows, "\n") + "\n\n")
	}
	next := noteLine{"Expected contributions", "us-gaap:DefinedBenefitPlanExpectedFutureEmployerContributionsNextFiscalYear", false, true, func(r Report) int64 { return r.ContributeNext }}
	f, _ := w.figure(next, ps, at)
	if n, ok := f.Instants["now"]; ok && n != 0 {
		f.Instants = map[string]int64{"now": n}
		w.n.Figures = append(w.n.Figures, f)
		fmt.Fprintf(w.b, "%s: contributions of {{%s%s}} are expected in the next fiscal year.\n\n", caption, strings.TrimPrefix(next.concept, "us-gaap:"), place)
	}
	w.assumptions(caption, ps, at, place)
}

// rateLine is an assumption: at year ends, or for the cost of years.
type rateLine struct {
	caption, concept string
	instant          bool
	of               func(Report) *workpaper.Number
}

const assumed = "us-gaap:DefinedBenefitPlanAssumptionsUsedCalculating"

var rateLines = []rateLine{
	{"Discount rate of the obligation", assumed + "BenefitObligationDiscountRate", true, func(r Report) *workpaper.Number { return r.DiscountEnd }},
	{"Discount rate of the cost", assumed + "NetPeriodicBenefitCostDiscountRate", false, func(r Report) *workpaper.Number { return r.Discount }},
	{"Expected return on assets", assumed + "NetPeriodicBenefitCostExpectedLongTermReturnOnAssets", false, func(r Report) *workpaper.Number { return r.ReturnRate }},
	{"Rate of compensation increase", assumed + "BenefitObligationRateOfCompensationIncrease", true, func(r Report) *workpaper.Number { return r.Salary }},
}

// assumptions writes the rates of the reports in per cent. Plans of a location that assume different rates have none in common: each has its
// own sentence.
func (w *noteWriter) assumptions(caption string, ps []*Plan, at estimate.Member, place string) {
	var rows []string
	differ := false
	for _, l := range rateLines {
		f := estimate.Figure{Label: l.caption, Concept: l.concept, Members: []estimate.Member{at}, Measure: estimate.InPure, Instants: map[string]int64{}, Spans: map[string]int64{}}
		into := func(m map[string]int64, name string, end fiscal.Date) {
			n, same, ok := l.common(ps, end)
			differ = differ || !same
			if ok {
				m[name] = n
				f.Synthetic = f.Synthetic || slices.ContainsFunc(ps, func(p *Plan) bool { return p.Dims.Synthetic() })
			}
		}
		for name, d := range w.c.Instants {
			if l.instant {
				into(f.Instants, name, d)
			}
		}
		for name, s := range w.c.Spans {
			if !l.instant && (name == "now" || name == "prior") && ps[0].books.Calendar.YearPeriod(ps[0].books.Calendar.Year(s.End)) == s {
				into(f.Spans, name, s.End)
			}
		}
		if cells := w.cells(f, place); cells != "" {
			w.n.Figures = append(w.n.Figures, f)
			rows = append(rows, "| "+l.caption+cells)
		}
	}
	if len(rows) > 0 {
		w.b.WriteString("| " + caption + ", assumptions in per cent | {{date now}} | {{date prior}} |\n" + strings.Join(rows, "\n") + "\n\n")
	}
	if differ {
		for _, p := range ps {
			w.spelt(p)
		}
	}
}

// common is the rate that all plans assumed in their reports of a year, in millionths; none where one has no report or no rate, not the same
// where they differ.
func (l rateLine) common(ps []*Plan, end fiscal.Date) (n int64, same, ok bool) {
	var first *workpaper.Number
	for _, p := range ps {
		r, _ := p.report(end)
		rate := l.of(r)
		switch {
		case rate == nil:
			return 0, true, false
		case first != nil && rate.Cmp(*first) != 0:
			return 0, false, false
		}
		first = rate
	}
	n, ok = first.Mul(workpaper.Whole(1_000_000)).Int64()
	return n, true, ok
}

// spelt writes the assumptions of a plan in words.
func (w *noteWriter) spelt(p *Plan) {
	r, ok := p.report(w.now)
	if !ok {
		return
	}
	var parts []string
	for _, l := range rateLines {
		if n := l.of(r); n != nil {
			parts = append(parts, strings.ToLower(l.caption)+" "+percent2(*n)+" %")
		}
	}
	if len(parts) > 0 {
		fmt.Fprintf(w.b, "%s at {{date now}}: %s.\n\n", cmp.Or(strings.TrimSuffix(p.Description, "."), p.Country), strings.Join(parts, ", "))
	}
}

// yearNames name the year of a payment.
func yearNames(year, i int) string {
	if i == 5 {
		return fmt.Sprintf("%d to %d", year+6, year+10)
	}
	return fmt.Sprint(year + 1 + i)
}
