package controls

import (
	"fmt"
	"slices"

	"tieout/money"
)

// Reason is one step of the way to a severity.
type Reason struct {
	Step string // what was asked: "likelihood", "magnitude", "compensating controls"
	Says string // what the facts say to it
	Cite string // the paragraph
}

// Question is a fact that is missing, and why it matters.
type Question struct {
	Ask, Why, Cite string

	down bool // the answer may lower what is decided: it is asked even then
}

// Judgement is the severity of a deficiency by itself.
type Judgement struct {
	ID       string
	Standard string
	// Least is what it is by the facts given, Most what it may be while facts are unknown; equal where it is decided.
	Least, Most Severity
	// Net is what could still be misstated after compensating controls, in minor units; nil where it is not known.
	Net *int64
	// Low and High are the least and the highest magnitude that could remain, after compensating controls.
	Low, High Magnitude
	Reasons   []Reason
	Unknown   []Question
	// Remediated says that it was mended and tested with success by the day of the assessment; see Remediation.
	Remediated bool

	possible, likely bool   // may be more than remote; is
	gross            *int64 // before compensating controls
}

// Decided says whether nothing that is unknown could change the severity.
func (j Judgement) Decided() bool { return j.Least == j.Most }

// Text is the severity in words: "significant deficiency", "at least significant deficiency, at most material weakness".
func (j Judgement) Text() string { return severityText(j.Least, j.Most) }

func severityText(least, most Severity) string {
	if least == most {
		return least.String()
	}
	return "at least " + least.String() + ", at most " + most.String()
}

// judging is a judgement in the making.
type judging struct {
	Judgement
	d              Deficiency
	m              Materiality
	s              Standard
	currency       money.Currency
	deficient      []string // controls that failed themselves
	presumed, open Severity // by indicators: what it is at least, and what it may be
}

func (j *judging) reason(step, cite, format string, args ...any) {
	j.Reasons = append(j.Reasons, Reason{step, fmt.Sprintf(format, args...), cite})
}

func (j *judging) ask(cite, ask, why string) {
	j.Unknown = append(j.Unknown, Question{ask, why, cite, false})
}

// wayDown asks for what may lower the severity.
func (j *judging) wayDown(cite, ask, why string) {
	j.Unknown = append(j.Unknown, Question{ask, why, cite, true})
}

func (j *judging) shown(minor int64) string { return shown(minor, j.currency) }

// evaluate judges one deficiency. The controls that failed themselves do not compensate for it.
func evaluate(d Deficiency, m Materiality, s Standard, c money.Currency, deficient []string) Judgement {
	j := &judging{d: d, m: m, s: s, currency: c, deficient: deficient}
	j.ID, j.Standard, j.Low, j.High = d.ID, s.Name, Inconsequential, Material
	j.Least, j.Most = ControlDeficiency, ControlDeficiency
	j.indicate()
	if j.presumed < MaterialWeakness || !j.bare() {
		j.general()
		j.likelihood()
		j.magnitude()
		j.compensate()
		j.grade()
	}
	j.floors()
	j.raise(j.presumed)
	j.Most = max(j.Most, j.open)
	if j.Decided() {
		j.Unknown = slices.DeleteFunc(j.Unknown, func(q Question) bool { return !q.down || j.Least == ControlDeficiency })
	}
	return j.Judgement
}

// general takes the exposure of a general control from the automated controls that rely on it: by itself it misstates nothing.
func (j *judging) general() {
	if !j.d.General {
		return
	}
	const release = "SEC Release 33-8810 section II.A.1.d"
	cite := release
	if j.s.Remote {
		cite = "AS 2 paragraph 50"
	}
	step := "general control of information technology"
	if len(j.d.Relying) == 0 {
		j.reason(step, cite, "a general control misstates nothing by itself; what relies on it is not known")
		j.ask(cite, "which automated controls and reports relied on it, and were they shown to work anyway?", "its severity is that of what relied on it")
		return
	}
	total, known, open := int64(0), true, 0
	for _, r := range j.d.Relying {
		switch {
		case r.Works != nil && *r.Works:
			j.reason(step, cite, "%s was shown to work without it", r.Control)
			continue
		case r.Works == nil:
			j.wayDown(cite, "was "+r.Control+" shown to work anyway?", "as long as it was not, all that it guards is exposed")
		}
		open++
		if r.Exposure == nil {
			known = false
			j.reason(step, cite, "%s relied on it; how much it guards is not known", r.Control)
			j.ask(cite, "how much does "+r.Control+" guard?", "the exposure of the general control is that of what relied on it")
			continue
		}
		total += *r.Exposure
		j.reason(step, cite, "%s relied on it and guards %s", r.Control, j.shown(*r.Exposure))
	}
	if open == 0 {
		j.d.Likelihood, j.d.Gross = Remote, new(int64)
		j.reason(step, cite, "all that relied on it was shown to work, so nothing is exposed through it")
		return
	}
	if j.d.Gross == nil && known {
		j.d.Gross = &total
	}
}

// happened says whether a misstatement is known to have come of it.
func (j *judging) happened() bool { return j.d.Actual > 0 || j.d.ActualMagnitude > 0 }

// actual is the magnitude of the misstatement that happened; zero for none, or where it cannot be measured.
func (j *judging) actual() Magnitude {
	if !j.happened() {
		return 0
	}
	if j.d.ActualMagnitude > 0 {
		return max(j.d.ActualMagnitude, j.m.Of(j.d.Actual))
	}
	return j.m.Of(j.d.Actual)
}

func (j *judging) likelihood() {
	const step = "likelihood"
	cite := j.s.cite("9, 132 and 133", ".63 and .65")
	switch {
	case j.happened() && j.d.Likelihood == Remote:
		j.reason(step, j.s.cite("131", ".64"), "a misstatement happened, so it is possible whatever was estimated; severity does not depend on whether one happened, but one that did shows that it can")
		j.possible, j.likely = true, true
	case j.d.Likelihood == Remote:
		j.reason(step, cite, "it is remote that the control's failure leads to a misstatement")
	case j.d.Likelihood != "":
		j.reason(step, cite, "there is %s that the control fails to prevent or detect a misstatement", j.s.possible())
		j.possible, j.likely = true, true
	case j.happened():
		j.reason(step, cite, "a misstatement happened, so there is %s of one", j.s.possible())
		j.possible, j.likely = true, true
	default:
		j.possible = true
		j.ask(cite, "is there "+j.s.possible()+" that the control fails to prevent or detect a misstatement?", "where it is remote no magnitude makes a material weakness")
	}
}

func (j *judging) magnitude() {
	const step = "magnitude"
	cite := j.s.cite("134", ".66")
	d := j.d
	if d.Gross == nil && d.Recorded != nil && d.Over {
		d.Gross = d.Recorded
		j.reason(step, j.s.cite("135", ".67"), "only overstatement is possible, which is at most the recorded amount of %s", j.shown(*d.Recorded))
	} else if d.Gross != nil && d.Recorded != nil && d.Over && *d.Recorded < *d.Gross {
		j.reason(step, j.s.cite("135", ".67"), "the exposure of %s is cut to the recorded amount of %s: an account cannot be overstated by more", j.shown(*d.Gross), j.shown(*d.Recorded))
		d.Gross = d.Recorded
	}
	if d.Gross != nil {
		gross := max(*d.Gross, d.Actual)
		j.Net, j.gross = &gross, &gross
		if j.exposed(gross) {
			if words := max(d.Judged, d.AtLeast, j.actual()); words > j.Low {
				j.Low, j.High = words, words
				j.reason(step, cite, "by its nature it is %s, whatever the amount", words)
			}
			return
		}
	}
	j.inWords(step, cite)
}

// exposed takes the magnitude from the exposure; false where materiality is not given.
func (j *judging) exposed(gross int64) bool {
	const step = "magnitude"
	cite := j.s.cite("134", ".66")
	level := j.m.Of(gross)
	if level == 0 {
		j.reason(step, cite, "%s could be misstated; materiality is not given", j.shown(gross))
		if j.d.Judged == 0 {
			j.ask(j.s.cite("22 and 23", ".20"), "what is material to the annual and interim statements?", j.shown(gross)+" is exposed and cannot be measured without it")
		}
		return false
	}
	j.Low, j.High = level, level
	limit, taken := j.m.consequential()
	by := ""
	if taken {
		by = ", a fifth of it, the measure of practice"
	}
	j.reason(step, cite, "%s could be misstated: %s (material from %s, inconsequential up to %s%s)", j.shown(gross), level, j.shown(j.m.Least()), j.shown(limit), by)
	if j.m.Annual == 0 || j.m.Interim == 0 {
		j.reason(step, j.s.cite("10", ".A7"), "only one materiality was given; a material weakness is judged by annual and by interim statements")
	}
	return true
}

// inWords takes the magnitude from what is said of transactions and of the misstatement that happened, and asks for what is not known.
func (j *judging) inWords(step, cite string) {
	d := j.d
	if d.Judged > 0 {
		j.Low, j.High = d.Judged, d.Judged
		j.reason(step, cite, "it was judged to be %s", d.Judged)
	}
	raise := func(to Magnitude, format string, args ...any) {
		if to > j.Low {
			j.Low, j.High = to, max(to, j.High)
		}
		j.reason(step, cite, format, args...)
	}
	if d.AtLeast > 0 {
		raise(d.AtLeast, "it was judged to be at least %s", d.AtLeast)
	}
	if d.Individual != nil && *d.Individual {
		raise(Material, "single transactions are material, so one that goes wrong is a material misstatement")
	}
	if d.Volume != nil && *d.Volume {
		raise(MoreThanInconsequential, "many transactions are exposed: together they are more than inconsequential")
	}
	if level := j.actual(); level > 0 {
		raise(level, "a misstatement that is %s happened", level)
	}
	if d.Individual != nil && !*d.Individual {
		j.reason(step, cite, "single transactions are not material; what they could add up to is another question")
	}
	if d.Judged == 0 && d.Gross == nil && j.Low < Material && !(d.Agreed > 0 && j.bare()) {
		j.ask(cite, "how large could the misstatement be: what amounts, or what total of transactions, are exposed?", "it is at least "+found(j.Low)+"; nothing given says that it could not be material")
	}
}

// bare says whether nothing but an agreed severity was given.
func (j *judging) bare() bool {
	d := j.d
	return d.Likelihood == "" && d.Gross == nil && d.Judged == 0 && d.AtLeast == 0 && d.Individual == nil && d.Volume == nil && !j.happened() && !d.General
}

func (j *judging) compensate() {
	const step = "compensating controls"
	cite := j.s.cite("10", ".68")
	if len(j.d.Compensating) == 0 {
		if j.High == Material && j.Low > Inconsequential {
			j.reason(step, cite, "no compensating control was given")
		}
		return
	}
	for _, x := range j.d.Compensating {
		j.compensateBy(x, step, cite)
	}
}

func (j *judging) compensateBy(x Compensating, step, cite string) {
	material := j.actual() == Material
	least := j.m.Least()
	switch {
	case slices.Contains(j.deficient, x.Control):
		j.reason(step, cite, "%s is deficient itself and compensates for nothing", x.Control)
	case x.Tested == nil:
		j.reason(step, cite, "%s may compensate; it does not count before it was tested", x.Control)
		j.wayDown(cite, "was "+x.Control+" tested, and did it operate?", "only a tested control lowers severity")
	case !*x.Tested:
		j.reason(step, cite, "%s was not tested, or did not operate: it does not count", x.Control)
	case x.EntityOnly:
		j.reason(step, cite, "%s looks at a total above the accounts at risk, which would not show a misstatement of one of them", x.Control)
		j.wayDown(cite, "is "+x.Control+" precise at the level of the account?", "at that level it could cap the severity")
	case x.Imprecise:
		j.reason(step, cite, "%s is not precise enough to find a material misstatement", x.Control)
	case material && !x.Caught:
		j.reason(step, cite, "%s let a material misstatement pass", x.Control)
	case x.Precision != nil && least == 0:
		j.reason(step, cite, "%s finds misstatements from %s on; without materiality nobody can say whether that is enough", x.Control, j.shown(*x.Precision))
	case x.Precision != nil && *x.Precision >= least:
		j.reason(step, cite, "%s finds misstatements from %s on, which is not below materiality of %s: a material one may pass", x.Control, j.shown(*x.Precision), j.shown(least))
	case x.Precision != nil:
		j.cap(max(j.m.Of(*x.Precision), Inconsequential), x.Precision)
		j.reason(step, cite, "%s was tested and finds misstatements from %s on: what remains is below that, and %s; the deficiency remains", x.Control, j.shown(*x.Precision), j.High)
	case x.Finds > 0:
		j.cap(x.Finds-min(x.Finds-1, 1), nil)
		j.reason(step, cite, "%s was tested and finds what is %s: what remains is at most %s; the deficiency remains", x.Control, found(x.Finds), j.High)
	default:
		j.reason(step, cite, "%s was tested; how precise it is was not said, so it does not count", x.Control)
		j.wayDown(cite, "from which amount on does "+x.Control+" find a misstatement?", "it caps severity only where it would find a material one")
	}
}

func found(m Magnitude) string {
	if m == MoreThanInconsequential {
		return "more than inconsequential"
	}
	return m.String()
}

// cap lowers what could remain; it never says that nothing does.
func (j *judging) cap(to Magnitude, net *int64) {
	j.Low, j.High = min(j.Low, to), min(j.High, to)
	if net != nil && (j.Net == nil || *net < *j.Net) {
		n := *net
		j.Net = &n
	}
	if net == nil && j.Net != nil && j.m.Of(*j.Net) > to {
		j.Net = nil // it is below an amount that was not given
	}
}

// grade turns likelihood and magnitude into a severity.
func (j *judging) grade() {
	cite := j.s.cite("8 to 10", ".A3, .A7 and .A11; SEC Release 33-8810 section II.B.1")
	if a := j.d.Agreed; a > 0 && j.bare() {
		j.Least, j.Most = a, a
		j.reason("severity", cite, "management and auditor agree that it is a %s; the facts are not here", a)
		j.Unknown = nil
		j.likely, j.possible = a > ControlDeficiency, true
		if a < MaterialWeakness {
			j.Low, j.High = Magnitude(a), Magnitude(a)
		}
		return
	}
	j.Least, j.Most = ControlDeficiency, ControlDeficiency
	if j.possible {
		j.Most = j.of(j.High)
	}
	if j.likely {
		j.Least = j.of(j.Low)
	}
	j.merits()
	switch {
	case j.Least == j.Most:
		j.reason("severity", cite, "by likelihood and magnitude it is a %s", j.Least)
	default:
		j.reason("severity", cite, "by likelihood and magnitude it is %s, as long as something is unknown", severityText(j.Least, j.Most))
	}
	if a := j.d.Agreed; a > j.Least {
		j.reason("severity", cite, "management and auditor agree that it is a %s", a)
		j.raise(a)
	} else if a > 0 && a < j.Least {
		j.reason("severity", cite, "management and auditor agreed on a %s; the facts given say more", a)
	}
}

// of is the severity of a magnitude that is possible.
func (j *judging) of(m Magnitude) Severity {
	switch m {
	case Material:
		return MaterialWeakness
	case MoreThanInconsequential:
		return SignificantDeficiency
	}
	return ControlDeficiency
}

// merits is the later standards' test of a significant deficiency: what merits the attention of those who oversee reporting.
func (j *judging) merits() {
	if j.s.Remote {
		return
	}
	const step = "attention of those who oversee reporting"
	cite := j.s.cite("", ".A11")
	switch {
	case j.d.Merits == nil && j.Most >= SignificantDeficiency && j.Low == MoreThanInconsequential:
		j.reason(step, cite, "nobody said whether it merits attention; what is more than inconsequential is taken to merit it until those who oversee reporting decide otherwise")
	case j.d.Merits != nil && *j.d.Merits && j.Least < SignificantDeficiency:
		j.reason(step, cite, "it merits the attention of those who oversee reporting")
		j.raise(SignificantDeficiency)
	case j.d.Merits != nil && !*j.d.Merits && j.Least == SignificantDeficiency:
		j.reason(step, cite, "it was judged not to merit the attention of those who oversee reporting")
		j.Least = ControlDeficiency
		if j.Most == SignificantDeficiency {
			j.Most = ControlDeficiency
		}
	}
}

func (j *judging) raise(to Severity) { j.Least, j.Most = max(j.Least, to), max(j.Most, to) }

// floors are facts that make it at least something.
func (j *judging) floors() {
	d := j.d
	if d.Area != "" {
		if j.s.Remote {
			j.reason("area", j.s.cite("139", ""), "deficiencies of controls over %s are ordinarily at least significant", d.Area)
			j.raise(SignificantDeficiency)
		} else {
			j.reason("area", j.s.cite("", ".65"), "it is a control over %s; that is a factor of its likelihood and no longer a floor", d.Area)
		}
	}
	if d.Prudent != nil && !*d.Prudent {
		cite := j.s.cite("137", ".70")
		if j.s.Remote {
			j.reason("prudent official", cite, "a prudent official would not be content, so it is at least a significant deficiency")
			j.raise(SignificantDeficiency)
			if j.Most < MaterialWeakness {
				j.Most = MaterialWeakness
				j.ask(cite, "is it a material weakness, by itself or with others?", "what would not content a prudent official is at least significant and must be looked at again")
			}
		} else {
			j.presume(cite, "a prudent official would not be content with the assurance that is left, which is an indicator of a material weakness", ControlDeficiency)
		}
	}
	if d.NotFunctioning {
		j.presume("COSO Internal Control: Integrated Framework (2013), effectiveness; SEC Release 33-8810 section II.A", fmt.Sprintf("principle %d of COSO is not present or not functioning, so internal control is not effective, which is a material weakness", d.Principle), ControlDeficiency)
	}
}

// indicate presumes a material weakness from what the standard lists.
func (j *judging) indicate() {
	all := slices.Clone(j.d.Indicators)
	if j.d.FoundBy == ByAuditor && j.actual() == Material && !slices.Contains(all, AuditorFound) {
		all = append(all, AuditorFound)
	}
	for i, x := range all {
		if slices.Contains(all[:i], x) {
			continue
		}
		if !j.s.Remote && slices.Index(Indicators, x) >= listed {
			j.reason("indicator", j.s.cite("", ".69"), "%s was listed by AS 2 and is a matter of judgement since", x)
			j.open = MaterialWeakness
			j.ask(j.s.cite("", ".69 and .70"), "does "+string(x)+" leave reasonable assurance?", "it is no longer listed, and the list is not complete")
			continue
		}
		floor := ControlDeficiency
		if j.s.Remote {
			floor = SignificantDeficiency
		}
		text := string(x) + " is an indicator of a material weakness"
		if x == SeniorFraud {
			text += " whatever the amount"
		}
		j.presume(j.s.cite("140", ".69"), text, floor)
	}
}

// listed is how many indicators every standard lists.
const listed = 4

// presume takes it for a material weakness, unless the presumption was rebutted; then it is at least the floor.
func (j *judging) presume(cite, why string, floor Severity) {
	if r := j.d.Rebuttal; r != nil {
		j.reason("indicator", cite, "%s; the presumption was rebutted by %s (%s), reviewed by the audit committee on %s", why, r.By, r.Why, r.Reviewed)
		j.presumed = max(j.presumed, floor)
		return
	}
	j.reason("indicator", cite, "%s: one is presumed", why)
	j.presumed = MaterialWeakness
}
