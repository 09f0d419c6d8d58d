package calc

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/check"
	"tieout/controls"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/severity.yaml
var severityExample []byte

var severityTopic = Topic{
	Name:    "severity",
	Summary: "deficiencies of internal control: how severe by themselves and together, why, to whom they are reported, when a retest may be",
	Example: severityExample,
	Run:     func(in []byte) (any, error) { return severity(in) },
}

type severityOut struct {
	Standard       string           `json:"standard"`
	Classification string           `json:"classification,omitempty"`
	Effective      string           `json:"internal_control,omitempty"`
	Deficiencies   []judgementOut   `json:"deficiencies,omitempty"`
	Groups         []groupedOut     `json:"together,omitempty"`
	Reports        []reportedOut    `json:"reported,omitempty"`
	Retests        []retestOut      `json:"retests,omitempty"`
	Work           *workpaper.Sheet `json:"work,omitempty"`
	papered

	held []controls.Severity // as printed, for each deficiency; 0 for none
}

type judgementOut struct {
	ID             string        `json:"id"`
	Classification string        `json:"classification"`
	Least          string        `json:"at_least"`
	Most           string        `json:"at_most"`
	Remains        string        `json:"could_be_misstated,omitempty"`
	Magnitude      string        `json:"magnitude"`
	Remediated     bool          `json:"remediated,omitempty"`
	Reasons        []reasonOut   `json:"reasons"`
	Questions      []questionOut `json:"unknown,omitempty"`
}

type reasonOut struct {
	Step string `json:"step"`
	Says string `json:"says"`
	Cite string `json:"cite"`
}

type questionOut struct {
	Ask  string `json:"ask"`
	Why  string `json:"why"`
	Cite string `json:"cite"`
}

type groupedOut struct {
	View           string        `json:"by"`
	Key            string        `json:"of"`
	IDs            []string      `json:"deficiencies"`
	Classification string        `json:"classification"`
	Sum            string        `json:"could_be_misstated,omitempty"`
	Reasons        []reasonOut   `json:"reasons"`
	Questions      []questionOut `json:"unknown,omitempty"`
}

type reportedOut struct {
	ID   string   `json:"id"`
	What string   `json:"what"`
	To   []string `json:"to"`
	How  string   `json:"how"`
	When string   `json:"when"`
	Cite string   `json:"cite"`
}

type retestOut struct {
	ID       string `json:"id"`
	Earliest string `json:"earliest,omitempty"`
	Runs     int    `json:"runs_needed"`
	Allowed  *bool  `json:"allowed,omitempty"`
	Why      string `json:"why"`
}

var retestKeys = []string{"retests", "retest", "remediations"}

// severity reads the deficiencies of a year with what is material. A single one may stand by itself, and so may retests.
func severity(in []byte) (out severityOut, err error) {
	a, err := asking(in)
	if err != nil {
		return out, err
	}
	x := controls.Assessment{Currency: a.c.currency, YearEnd: a.day("fiscal_year_end", "year_end", "as_of"), Early: a.yes("early_adoption")}
	x.Standard = a.standard()
	x.Materiality = a.materiality()
	x.Calendar = a.yearEnds()
	out.Standard = x.Governing().Name
	for _, r := range a.each(retestKeys...) {
		out.retest(r, x.Calendar)
	}
	switch {
	case a.has("deficiencies", "deficiency"):
		for i, b := range a.each("deficiencies", "deficiency") {
			d := b.deficiency(i + 1)
			out.held = append(out.held, controls.Severity(b.ranked(severityWords, "published", "stated")))
			b.done()
			x.Deficiencies = append(x.Deficiencies, d)
		}
		a.done()
	case len(out.Retests) > 0:
		a.done()
	default:
		x.Deficiencies = append(x.Deficiencies, a.deficiency(1))
		out.held = append(out.held, controls.Severity(a.ranked(severityWords, "published", "stated")))
		a.done()
	}
	if a.c.r.err != nil || len(x.Deficiencies) == 0 && !a.has("deficiencies", "deficiency") {
		out.done()
		return out, a.c.r.err
	}
	res, err := x.Conclude()
	if a.c.r.failed(a.o.field, err); err != nil {
		return out, a.c.r.err
	}
	out.fill(res, a.c.currency)
	out.done()
	return out, nil
}

func (out *severityOut) fill(res controls.Conclusion, c money.Currency) {
	digits, _ := c.Digits()
	out.Classification, out.Effective = res.Text(), res.Effective
	for i, j := range res.Judgements {
		if want := out.held[i]; want > 0 && (j.Least != want || j.Most != want) {
			out.Findings = append(out.Findings, check.Finding{Rule: "severity-published", Severity: check.Open, Subject: j.ID, Message: fmt.Sprintf("the published answer is %s, the facts give %s", want, j.Text())})
		}
		y := judgementOut{ID: j.ID, Classification: j.Text(), Least: j.Least.String(), Most: j.Most.String(), Magnitude: j.High.String(), Remediated: j.Remediated, Reasons: reasonsOut(j.Reasons), Questions: questionsOut(j.Unknown)}
		if j.Low != j.High {
			y.Magnitude = "at least " + strings.TrimSuffix(j.Low.String(), ", less than material") + ", at most " + j.High.String()
		}
		if j.Net != nil {
			y.Remains = money.FormatMinor(*j.Net, digits)
		}
		out.Deficiencies = append(out.Deficiencies, y)
	}
	for _, g := range res.Groups {
		y := groupedOut{View: string(g.View), Key: g.Key, IDs: g.IDs, Classification: g.Text(), Reasons: reasonsOut(g.Reasons), Questions: questionsOut(g.Unknown)}
		if g.Net > 0 {
			y.Sum = money.FormatMinor(g.Net, digits)
		}
		out.Groups = append(out.Groups, y)
	}
	for _, m := range res.Reports {
		out.Reports = append(out.Reports, reportedOut{m.ID, m.What.String(), m.To, m.How, m.When, m.Cite})
	}
	out.Findings = append(out.Findings, res.Findings...)
	if res.Paper != nil {
		out.Work = sheetOf(res.Paper)
		out.add(res.Paper)
	}
}

func reasonsOut(all []controls.Reason) (out []reasonOut) {
	for _, r := range all {
		out = append(out, reasonOut(r))
	}
	return out
}

func questionsOut(all []controls.Question) (out []questionOut) {
	for _, q := range all {
		out = append(out, questionOut{q.Ask, q.Why, q.Cite})
	}
	return out
}

// standard is the one given by name; nil where it is to follow from the year.
func (a *asked) standard() *controls.Standard {
	switch a.word("", [][]string{{"as_2", "as2"}, {"as_5", "as5"}, {"as_2201", "as2201", "current"}}, "standard") {
	case "as_2":
		return &controls.AS2
	case "as_5":
		return &controls.AS5
	case "as_2201":
		return &controls.AS2201
	}
	return nil
}

// yearEnds is the fiscal calendar of the company, by the last day of its year.
func (a *asked) yearEnds() fiscal.Calendar {
	f, ok := a.find("fiscal_calendar", "year_ends_on")
	if !ok {
		return fiscal.CalendarYear
	}
	cal, err := fiscal.ParseYearEnd(a.c.r.text(f))
	a.c.r.failed(f, err)
	return cal
}

func (a *asked) minor(keys ...string) *int64 {
	f, ok := a.find(keys...)
	if !ok {
		return nil
	}
	n := a.c.r.amount(f, a.c.currency)
	return &n
}

func (a *asked) minorOr(keys ...string) int64 {
	if n := a.minor(keys...); n != nil {
		return *n
	}
	return 0
}

// maybe is yes, no, or nil where it is left out.
func (a *asked) maybe(keys ...string) *bool {
	f, ok := a.find(keys...)
	if !ok {
		return nil
	}
	y := a.c.r.yes(f)
	return &y
}

// materiality is one amount, or that of the year and of an interim period.
func (a *asked) materiality() (m controls.Materiality) {
	f, ok := a.find("materiality")
	if !ok {
		m.Annual, m.Interim = a.minorOr("annual_materiality"), a.minorOr("interim_materiality")
		m.Inconsequential = a.minorOr("inconsequential")
		return m
	}
	if f.node.Kind != yaml.MappingNode {
		m.Annual = a.c.r.amount(f, a.c.currency)
		m.Interim, m.Inconsequential = a.minorOr("interim_materiality"), a.minorOr("inconsequential")
		return m
	}
	b := a.c.asking(f)
	m = controls.Materiality{Annual: b.minorOr("annual", "year"), Interim: b.minorOr("interim", "quarter"), Inconsequential: b.minorOr("inconsequential", "inconsequential_up_to")}
	b.done()
	return m
}

var (
	magnitudeWords = [][]string{{"inconsequential", "small"}, {"more_than_inconsequential", "significant"}, {"material"}}
	severityWords  = [][]string{{"control_deficiency", "cd"}, {"significant_deficiency", "sd"}, {"material_weakness", "mw"}}
	indicatorWords = [][]string{{"senior_fraud", "fraud_by_senior_management", "fraud"}, {"restatement", "restatement_for_a_material_misstatement"}, {"auditor_found", "material_misstatement_found_by_the_auditor", "auditor_found_material_misstatement"},
		{"no_oversight", "ineffective_oversight_by_the_audit_committee", "ineffective_audit_committee", "ineffective_oversight"}, {"no_internal_audit", "ineffective_internal_audit_or_risk_assessment", "ineffective_internal_audit"}, {"no_compliance", "ineffective_regulatory_compliance"},
		{"left_uncorrected", "significant_deficiency_left_uncorrected", "uncorrected"}, {"bad_environment", "ineffective_control_environment"}}
)

// ranked is the place of a word in its list, from 1; 0 where it is left out.
func (a *asked) ranked(words [][]string, keys ...string) int {
	w := a.word("", words, keys...)
	for i, x := range words {
		if x[0] == w {
			return i + 1
		}
	}
	return 0
}

func (a *asked) deficiency(number int) (d controls.Deficiency) {
	d = controls.Deficiency{ID: a.text("id", "name"), Control: a.text("control", "control_id"), Failed: a.text("what_failed", "failed", "fact", "facts"), Cause: a.text("root_cause", "cause"), Process: a.text("process"), Entity: a.text("entity", "site"), Person: a.text("person", "role"), Application: a.text("application", "system")}
	if d.ID == "" {
		d.ID = strconv.Itoa(number)
	}
	d.Type = controls.Type(a.word("", [][]string{{"design"}, {"operation", "operating"}}, "type"))
	d.FoundBy = controls.FoundBy(strings.ReplaceAll(a.word("", [][]string{{"management"}, {"internal_audit"}, {"external_auditor", "auditor"}, {"hotline"}, {"other"}}, "found_by"), "_", " "))
	d.Accounts = a.affected()
	d.Component = controls.Component(strings.ReplaceAll(a.word("", [][]string{{"control_environment", "ce"}, {"risk_assessment", "ra"}, {"control_activities", "ca"}, {"information_and_communication", "ic"}, {"monitoring_activities", "monitoring", "ma"}}, "component"), "_", " "))
	d.Principle, _ = a.whole(1, 17, "principle", "coso_principle")
	d.NotFunctioning = a.yes("principle_not_functioning", "not_functioning")
	d.Function = controls.Function(a.word("", [][]string{{"prevents", "preventive"}, {"detects", "detective"}}, "function", "direction"))
	d.Likelihood = map[string]controls.Likelihood{"remote": controls.Remote, "possible": controls.Possible, "probable": controls.Probable}[a.word("", [][]string{{"remote"}, {"possible", "reasonably_possible", "more_than_remote", "reasonable_possibility"}, {"probable", "likely"}}, "likelihood")]
	d.Gross, d.Recorded, d.Over = a.minor("gross_exposure", "gross", "exposure", "exposed"), a.minor("recorded", "recorded_amount", "account_balance"), a.yes("overstatement_only", "only_overstatement")
	d.Judged, d.AtLeast = controls.Magnitude(a.ranked(magnitudeWords, "magnitude")), controls.Magnitude(a.ranked(magnitudeWords, "magnitude_at_least"))
	d.Individual, d.Volume, d.Growing = a.maybe("transactions_material", "individual_transactions_material"), a.maybe("many_transactions", "significant_volume"), a.yes("growing")
	d.Actual, d.ActualMagnitude = a.minorOr("actual_error", "actual", "actual_misstatement"), controls.Magnitude(a.ranked(magnitudeWords, "misstatement_found", "misstatements_found"))
	for _, b := range a.each("compensating", "compensating_controls") {
		d.Compensating = append(d.Compensating, b.compensating())
		b.done()
	}
	d.Indicators = a.indicators()
	if f, ok := a.find("rebuttal"); ok {
		b := a.c.asking(f)
		d.Rebuttal = &controls.Rebuttal{Why: b.text("why"), By: b.text("by"), Reviewed: b.day("reviewed", "reviewed_on")}
		b.done()
	}
	d.Area = controls.Area(map[string]controls.Area{"policies": controls.PolicyChoice, "antifraud": controls.AntiFraud, "nonroutine": controls.NonRoutine, "period_end": controls.PeriodEnd}[a.word("", [][]string{{"policies", "policy_choice", "selection_of_accounting_policies"}, {"antifraud", "anti_fraud", "antifraud_programs"}, {"nonroutine", "non_routine", "non_routine_transactions"}, {"period_end", "period_end_reporting", "close"}}, "area")])
	d.Merits, d.Prudent = a.maybe("merits_attention"), a.maybe("prudent_official", "prudent_official_content")
	d.Agreed = controls.Severity(a.ranked(severityWords, "agreed", "agreed_severity"))
	d.General = a.yes("general", "itgc")
	for _, b := range a.each("relied_on_by", "relying") {
		d.Relying = append(d.Relying, controls.Relying{Control: b.text("control", "name"), Works: b.maybe("works", "shown_to_work"), Exposure: b.minor("guards", "exposure", "gross_exposure")})
		b.done()
	}
	if f, ok := a.find("remediation"); ok {
		r := a.c.asking(f).remediation(true)
		d.Remediation = &r
	}
	return d
}

// affected are accounts with assertions: "inventory: VA", "inventory: [VA, EO]", or names alone.
func (a *asked) affected() (out []controls.Affected) {
	f, ok := a.find("accounts", "account")
	if !ok {
		return nil
	}
	r := a.c.r
	if f.node.Kind != yaml.MappingNode {
		for _, x := range r.many(f) {
			out = append(out, controls.Affected{Account: r.text(x)})
		}
		return out
	}
	for _, p := range r.pairs(f) {
		for _, x := range r.many(p.field) {
			out = append(out, controls.Affected{Account: p.name, Assertion: assertionCode(r.text(x))})
		}
	}
	return out
}

// assertionCode is the code of an assertion that is written out.
func assertionCode(s string) string {
	codes := map[string]string{"existence": "EO", "occurrence": "EO", "existence_or_occurrence": "EO", "completeness": "CO", "valuation": "VA", "allocation": "VA", "valuation_or_allocation": "VA", "rights_and_obligations": "RO", "rights": "RO", "presentation": "PD", "presentation_and_disclosure": "PD", "disclosure": "PD", "all": ""}
	if c, ok := codes[spelled(s)]; ok {
		return c
	}
	return strings.ToUpper(s)
}

func (a *asked) compensating() controls.Compensating {
	x := controls.Compensating{Control: a.text("control", "name"), Tested: a.maybe("tested", "tested_effective"), EntityOnly: a.word("", [][]string{{"entity", "company"}, {"account"}}, "level") == "entity", Caught: a.yes("caught_it", "found_it")}
	if f, ok := a.find("precision", "finds_from"); ok {
		n := a.c.r.amount(f, a.c.currency)
		x.Precision = &n
	}
	switch a.word("", [][]string{{"inconsequential"}, {"more_than_inconsequential"}, {"material"}, {"nothing", "not_precise", "no"}}, "precise_to", "finds") {
	case "inconsequential":
		x.Finds = controls.Inconsequential
	case "more_than_inconsequential":
		x.Finds = controls.MoreThanInconsequential
	case "material":
		x.Finds = controls.Material
	case "nothing":
		x.Imprecise = true
	}
	return x
}

func (a *asked) indicators() (out []controls.Indicator) {
	f, ok := a.find("indicators", "indicator")
	if !ok {
		return nil
	}
	for _, x := range a.c.r.many(f) {
		said := spelled(a.c.r.text(x))
		found := false
		for i, words := range indicatorWords {
			for _, w := range words {
				if w == said {
					out, found = append(out, controls.Indicators[i]), true
				}
			}
		}
		if !found && a.c.r.err == nil {
			var names []string
			for _, words := range indicatorWords {
				names = append(names, words[0])
			}
			a.c.r.fail(x, "%q is not one of %s", said, strings.Join(names, ", "))
		}
	}
	return out
}

var frequencyWords = [][]string{{"A", "a", "annual", "yearly"}, {"S", "s", "semi_annual"}, {"Q", "q", "quarterly"}, {"M", "m", "monthly"}, {"BW", "bw", "two_weekly", "every_two_weeks"}, {"W", "w", "weekly"}, {"D", "d", "daily"}, {"X", "x", "many_times_a_day", "many_a_day"}, {"E", "e", "on_event"}, {"C", "c", "continuous", "automated"}}

func (a *asked) remediation(whole bool) controls.Remediation {
	r := controls.Remediation{Frequency: controls.Frequency(a.word("", frequencyWords, "frequency")), HighRisk: a.yes("high_risk"), Live: a.day("live", "live_from", "fixed_on")}
	if f, ok := a.find("ran", "ran_on"); ok {
		for _, x := range a.c.r.many(f) {
			r.Ran = append(r.Ran, a.c.r.date(x))
		}
	}
	if whole {
		r.Retested, r.Design = a.day("retested", "retested_on"), a.yes("design_walked_through", "design")
		r.Items, _ = a.whole(0, 100_000, "items", "items_tested")
		r.Deviations, _ = a.whole(0, 100_000, "deviations")
		a.done()
	}
	return r
}

// retest answers whether a mended control may be tested on a day, and from which day on.
func (out *severityOut) retest(a *asked, cal fiscal.Calendar) {
	id := a.text("id", "name", "control")
	r := a.remediation(false)
	on := a.day("on", "day")
	if a.done(); a.c.r.err != nil {
		return
	}
	t, err := r.Earliest(cal, on)
	if a.c.r.failed(a.o.field, err); err != nil {
		return
	}
	y := retestOut{ID: id, Runs: t.Runs, Why: t.Why}
	if y.ID == "" {
		y.ID = fmt.Sprint(len(out.Retests) + 1)
	}
	if t.Earliest != 0 {
		y.Earliest = t.Earliest.String()
	}
	if on != 0 {
		y.Allowed = &t.Allowed
	}
	out.Retests = append(out.Retests, y)
}
