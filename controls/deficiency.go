package controls

import (
	"cmp"
	"slices"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
)

// Type is whether a control is missing or wrong by design, or did not operate as designed (AS 2201.A3).
type Type string

// The two.
const (
	Design    Type = "design"
	Operation Type = "operation"
)

// FoundBy is who found the deficiency.
type FoundBy string

// Who may.
const (
	ByManagement FoundBy = "management"
	ByInternal   FoundBy = "internal audit"
	ByAuditor    FoundBy = "external auditor"
	ByHotline    FoundBy = "hotline"
	ByOther      FoundBy = "other"
)

// Affected is an account with the assertion at risk: EO existence or occurrence, CO completeness, VA valuation or allocation, RO rights
// and obligations, PD presentation and disclosure; all of them where none is named.
type Affected struct{ Account, Assertion string }

// Component is a component of the COSO framework.
type Component string

// The five.
const (
	Environment Component = "control environment"
	Risk        Component = "risk assessment"
	Activities  Component = "control activities"
	Information Component = "information and communication"
	Monitoring  Component = "monitoring activities"
)

// ComponentOf is the component of a principle of COSO 2013, 1 to 17; none for another number.
func ComponentOf(principle int) Component {
	switch {
	case principle < 1 || principle > 17:
		return ""
	case principle <= 5:
		return Environment
	case principle <= 9:
		return Risk
	case principle <= 12:
		return Activities
	case principle <= 15:
		return Information
	}
	return Monitoring
}

// Function is what a control is there for.
type Function string

// The two.
const (
	Prevents Function = "prevents"
	Detects  Function = "detects"
)

// Indicator is a fact from which a material weakness is presumed.
type Indicator string

// The first four are listed by AS 2 paragraph 140 and by AS 2201.69; the others by AS 2 alone.
const (
	SeniorFraud     Indicator = "fraud by senior management"
	Restatement     Indicator = "restatement for a material misstatement"
	AuditorFound    Indicator = "material misstatement found by the auditor"
	NoOversight     Indicator = "ineffective oversight by the audit committee"
	NoInternalAudit Indicator = "ineffective internal audit or risk assessment"
	NoCompliance    Indicator = "ineffective regulatory compliance"
	LeftUncorrected Indicator = "significant deficiency left uncorrected"
	BadEnvironment  Indicator = "ineffective control environment"
)

// Indicators are all of them, those that every standard lists first.
var Indicators = []Indicator{SeniorFraud, Restatement, AuditorFound, NoOversight, NoInternalAudit, NoCompliance, LeftUncorrected, BadEnvironment}

// Rebuttal is why a presumption does not hold: in writing, by somebody, and reviewed by the audit committee on a day.
type Rebuttal struct {
	Why, By  string
	Reviewed fiscal.Date
}

// Area is a kind of control whose deficiencies were at least significant under AS 2 (paragraph 139).
type Area string

// The four.
const (
	PolicyChoice Area = "selection of accounting policies"
	AntiFraud    Area = "antifraud programs"
	NonRoutine   Area = "non-routine transactions"
	PeriodEnd    Area = "period-end reporting"
)

// Compensating is a control that may still prevent or detect the misstatement.
type Compensating struct {
	Control string
	// Tested is whether it was tested and found to operate; nil where that is not known.
	Tested *bool
	// Precision is the amount from which on it finds a misstatement; nil where it is said in words or not known.
	Precision *int64
	// Finds is the least magnitude that it finds, in words; 0 where it is not known.
	Finds Magnitude
	// Imprecise says that it would not find even a material misstatement.
	Imprecise bool
	// EntityOnly says that it looks at a total above the accounts at risk, which is not precise for them.
	EntityOnly bool
	// Caught says that it was this control that found the misstatement which happened.
	Caught bool
}

// Relying is an automated control or report that relies on a general control of information technology.
type Relying struct {
	Control  string
	Works    *bool  // it was shown to work anyway, as by performing all of it again; nil where that is not known
	Exposure *int64 // what it guards; nil where that is not known
}

// Deficiency is a control that does not do what it is there for, with the facts by which its severity is judged.
type Deficiency struct {
	ID, Control, Failed, Cause string
	Type                       Type
	FoundBy                    FoundBy
	Accounts                   []Affected
	Component                  Component
	Principle                  int  // of COSO 2013; 0 for none
	NotFunctioning             bool // the principle itself is not present or not functioning
	Process, Entity, Person    string
	Application                string
	Function                   Function

	Likelihood Likelihood
	Gross      *int64    // the most that could be misstated without the control; nil where it is not known
	Recorded   *int64    // of the account; the most by which it can be overstated
	Over       bool      // only overstatement is possible
	Judged     Magnitude // of what could happen, in words
	AtLeast    Magnitude // what it could at least come to, in words
	// Individual says whether single transactions are material, Volume whether many are exposed; nil where that is not known.
	Individual, Volume *bool
	Growing            bool // the amounts exposed grew, or will grow
	Actual             int64
	ActualMagnitude    Magnitude // of the misstatement that happened, in words

	Compensating []Compensating
	Indicators   []Indicator
	Rebuttal     *Rebuttal
	Area         Area
	// Merits is whether it merits the attention of those who oversee reporting, Prudent whether a prudent official would be content;
	// nil where nobody has judged.
	Merits, Prudent *bool
	Agreed          Severity // what management and auditor agreed on, by facts that are not here

	General bool // a general control of information technology
	Relying []Relying

	Remediation *Remediation
}

var assertions = []string{"", "EO", "CO", "VA", "RO", "PD"}

// check refuses a deficiency that cannot be judged.
func (d Deficiency) check(c money.Currency) error {
	about := cmp.Or(d.ID, "deficiency")
	if d.ID == "" {
		return check.Refuse(about, "it has no id (%s); give one by which it is known in the log", cmp.Or(d.Control, d.Failed, "nothing else is said of it"))
	}
	for _, a := range []struct {
		what   string
		amount *int64
	}{{"gross exposure", d.Gross}, {"recorded amount", d.Recorded}, {"actual error", &d.Actual}} {
		if a.amount != nil && *a.amount < 0 {
			return check.Refuse(about, "the %s is %s; write amounts without a sign", a.what, shown(*a.amount, c))
		}
	}
	if d.Gross != nil && d.Actual > *d.Gross {
		return check.Refuse(about, "an error of %s happened and the gross exposure is %s; what could happen is at least what did: correct one of them", shown(d.Actual, c), shown(*d.Gross, c))
	}
	for _, a := range d.Accounts {
		if a.Account == "" || !slices.Contains(assertions, a.Assertion) {
			return check.Refuse(about, "%q with the assertion %q; name an account, and an assertion as EO, CO, VA, RO or PD", a.Account, a.Assertion)
		}
	}
	if d.Principle < 0 || d.Principle > 17 || d.NotFunctioning && d.Principle == 0 {
		return check.Refuse(about, "principle %d; COSO has 1 to 17", d.Principle)
	}
	if d.Principle > 0 && d.Component != "" && d.Component != ComponentOf(d.Principle) {
		return check.Refuse(about, "principle %d belongs to %s and not to %s; leave one out", d.Principle, ComponentOf(d.Principle), d.Component)
	}
	if r := d.Rebuttal; r != nil && (r.Why == "" || r.By == "" || r.Reviewed == 0) {
		return check.Refuse(about, "a presumption is rebutted in writing: why, by whom, and the day on which the audit committee reviewed it")
	}
	return d.checkOthers(about, c)
}

func (d Deficiency) checkOthers(about string, c money.Currency) error {
	for _, x := range d.Compensating {
		if x.Control == "" {
			return check.Refuse(about, "a compensating control has no name; one that nobody can name was not tested")
		}
		if x.Precision != nil && *x.Precision < 0 {
			return check.Refuse(about, "the precision of %s is %s; write the amount from which on it finds a misstatement", x.Control, shown(*x.Precision, c))
		}
		if x.Control == d.Control {
			return check.Refuse(about, "%s is the control that failed and cannot compensate for itself", x.Control)
		}
	}
	for _, x := range d.Relying {
		if x.Exposure != nil && *x.Exposure < 0 {
			return check.Refuse(about, "%s guards %s; write amounts without a sign", x.Control, shown(*x.Exposure, c))
		}
	}
	if len(d.Relying) > 0 && !d.General {
		return check.Refuse(about, "only a general control of information technology has controls that rely on it; say general: yes")
	}
	return nil
}

func shown(minor int64, c money.Currency) string {
	return money.New(minor, c).Grouped() + " " + string(c)
}
