package controls

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// View is by what deficiencies are put together.
type View string

// The views. Only deficiencies of one account and assertion add up by themselves; in the other views they raise a question.
const (
	ByAccount     View = "account and assertion"
	ByComponent   View = "component of COSO"
	ByPrinciple   View = "principle of COSO"
	ByProcess     View = "process"
	ByEntity      View = "entity"
	ByCause       View = "root cause"
	ByApplication View = "application"
	ByPerson      View = "person or role"
)

// Views are all of them, in the order of the answer.
var Views = []View{ByAccount, ByComponent, ByPrinciple, ByProcess, ByEntity, ByCause, ByApplication, ByPerson}

// Group is two or more deficiencies that have something in common.
type Group struct {
	View        View
	Key         string
	IDs         []string
	Least, Most Severity
	Net         int64 // sum of what could be misstated by those whose amount is known, in minor units
	Reasons     []Reason
	Unknown     []Question
}

// Text is the severity of the group in words.
func (g Group) Text() string { return severityText(g.Least, g.Most) }

// Assessment is a year's deficiencies with what is material.
type Assessment struct {
	Currency     money.Currency
	Materiality  Materiality
	YearEnd      fiscal.Date // last day of the fiscal year, as of which control is assessed; none for today's standard
	Early        bool        // AS 5 was taken up early
	Standard     *Standard   // given, where it is not to follow from the year
	Calendar     fiscal.Calendar
	Deficiencies []Deficiency
}

// Conclusion is what an assessment comes to.
type Conclusion struct {
	Standard    Standard
	Judgements  []Judgement
	Groups      []Group
	Least, Most Severity // of all that exist at the end of the year, 0 where there is none
	// Effective is whether internal control may be called effective: "effective", "not effective", or "not determined" while something
	// that is unknown could be a material weakness (Regulation S-K item 308(a)(3)).
	Effective string
	Reports   []Communication
	Paper     *workpaper.Paper // exposures against materiality; nil where neither is an amount
	Findings  []check.Finding
}

// Governing is the standard that the deficiencies are judged by: the one given, or that of the year.
func (a Assessment) Governing() Standard {
	if a.Standard != nil {
		return *a.Standard
	}
	return StandardFor(a.YearEnd, a.Early)
}

// Text is the gravest severity at the end of the year in words.
func (c Conclusion) Text() string {
	switch {
	case c.Most == 0:
		return "no deficiency at the end of the year"
	case c.Least == 0:
		return "at most " + c.Most.String()
	}
	return severityText(c.Least, c.Most)
}

// Conclude judges every deficiency, then groups of them, and says what is reported to whom. A mistake of the input is a check.Mistake.
func (a Assessment) Conclude() (c Conclusion, err error) {
	c.Standard = a.Governing()
	if err := a.check(); err != nil {
		return c, err
	}
	var deficient []string
	for _, d := range a.Deficiencies {
		if d.Control != "" && !a.mended(d) {
			deficient = append(deficient, d.Control)
		}
	}
	for _, d := range a.Deficiencies {
		j := evaluate(d, a.Materiality, c.Standard, a.Currency, deficient)
		a.remediated(d, &j)
		c.Judgements = append(c.Judgements, j)
	}
	c.Groups = a.groups(c.Judgements, c.Standard)
	c.conclude(a)
	c.Paper = a.paper(c)
	return c, nil
}

func (a Assessment) check() error {
	m := a.Materiality
	for _, x := range []struct {
		what   string
		amount int64
	}{{"annual", m.Annual}, {"interim", m.Interim}, {"inconsequential", m.Inconsequential}} {
		if x.amount < 0 {
			return check.Refuse("materiality", "%s is %s; write it without a sign, or leave it out where it is not known", x.what, shown(x.amount, a.Currency))
		}
	}
	if least := m.Least(); m.Inconsequential > 0 && m.Inconsequential >= least && least > 0 {
		return check.Refuse("materiality", "%s is called inconsequential and %s is material; the first is far below the second", shown(m.Inconsequential, a.Currency), shown(least, a.Currency))
	}
	if len(a.Deficiencies) == 0 {
		return check.Refuse("deficiencies", "there are none; give at least one")
	}
	seen := map[string]bool{}
	for _, d := range a.Deficiencies {
		if err := d.check(a.Currency); err != nil {
			return err
		}
		if seen[d.ID] {
			return check.Refuse(d.ID, "two deficiencies have this id; give each its own")
		}
		seen[d.ID] = true
	}
	return nil
}

// keys are the groups a deficiency belongs to in a view.
func (a Assessment) keys(v View, d Deficiency) []string {
	switch v {
	case ByAccount:
		return a.accountKeys(d)
	case ByComponent:
		return some(string(cmp.Or(d.Component, ComponentOf(d.Principle))))
	case ByPrinciple:
		if d.Principle > 0 {
			return []string{fmt.Sprintf("principle %d", d.Principle)}
		}
		return nil
	case ByProcess:
		return some(d.Process)
	case ByEntity:
		return some(d.Entity)
	case ByCause:
		return some(d.Cause)
	case ByApplication:
		return some(d.Application)
	}
	return some(d.Person)
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// accountKeys are account and assertion; an account without an assertion stands for all that others name of it.
func (a Assessment) accountKeys(d Deficiency) (keys []string) {
	for _, x := range d.Accounts {
		if x.Assertion != "" {
			keys = append(keys, x.Account+", "+x.Assertion)
			continue
		}
		named := false
		for _, other := range a.Deficiencies {
			for _, y := range other.Accounts {
				if y.Account == x.Account && y.Assertion != "" {
					keys, named = append(keys, y.Account+", "+y.Assertion), true
				}
			}
		}
		if !named {
			keys = append(keys, x.Account)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (a Assessment) groups(all []Judgement, s Standard) (out []Group) {
	for _, v := range Views {
		members := map[string][]int{}
		var keys []string
		for i, d := range a.Deficiencies {
			if all[i].Remediated {
				continue
			}
			for _, k := range a.keys(v, d) {
				if members[k] == nil {
					keys = append(keys, k)
				}
				members[k] = append(members[k], i)
			}
		}
		for _, k := range keys {
			if len(members[k]) > 1 {
				out = append(out, a.group(v, k, members[k], all, s))
			}
		}
	}
	return out
}

// group judges deficiencies together.
func (a Assessment) group(v View, key string, members []int, all []Judgement, s Standard) Group {
	g := Group{View: v, Key: key}
	significant, unknown, growing, counted := 0, false, false, 0
	functions := map[Function]bool{}
	for _, i := range members {
		j, d := all[i], a.Deficiencies[i]
		g.IDs = append(g.IDs, d.ID)
		g.Least, g.Most = max(g.Least, j.Least), max(g.Most, j.Most)
		growing = growing || d.Growing
		if j.Least >= SignificantDeficiency {
			significant++
		}
		functions[d.Function] = true
		if !j.possible && j.Most == ControlDeficiency {
			continue // remote: it adds nothing
		}
		counted++
		if j.Net != nil {
			g.Net += *j.Net
		} else if j.High > Inconsequential {
			unknown = true
		}
	}
	cite := s.cite("10 and 130", ".65")
	reason := func(format string, args ...any) {
		g.Reasons = append(g.Reasons, Reason{"together", fmt.Sprintf(format, args...), cite})
	}
	reason("the gravest of them is %s by itself", severityText(g.Least, g.Most))
	if counted < 2 {
		reason("only %s of them is more than remote, so there is nothing to add", plural(counted))
		return g
	}
	a.add(&g, reason)
	if g.Least < MaterialWeakness && v == ByAccount && significant > 1 {
		switch {
		case functions[Prevents] && functions[Detects]:
			reason("what prevents and what detects a misstatement of the account both fail: nothing is left to find a material one")
			g.Least, g.Most = MaterialWeakness, MaterialWeakness
		case growing:
			reason("the amounts exposed grow, and each of %d deficiencies is significant: together they leave %s of a material misstatement", significant, s.possible())
			g.Least, g.Most = MaterialWeakness, MaterialWeakness
		}
	}
	if g.Most < MaterialWeakness && (unknown || significant > 1 && v == ByAccount && a.Materiality.Least() == 0) {
		g.Most = MaterialWeakness
		reason("how much they come to together is not known")
		g.Unknown = append(g.Unknown, Question{"how large could a misstatement be by " + strings.Join(g.IDs, ", ") + " together, and would another control find it?", "deficiencies that are less by themselves may together be a material weakness", cite, false})
	}
	return g
}

// add holds the sum of what could be misstated against materiality.
func (a Assessment) add(g *Group, reason func(string, ...any)) {
	level := a.Materiality.Of(g.Net)
	if g.Net == 0 || level == 0 {
		return
	}
	reason("together %s could be misstated: %s", shown(g.Net, a.Currency), level)
	to := ControlDeficiency
	switch level {
	case Material:
		to = MaterialWeakness
	case MoreThanInconsequential:
		to = SignificantDeficiency
	}
	switch {
	case to <= g.Least:
	case g.View == ByAccount:
		reason("they affect the same account and assertion, so they add up to a %s", to)
		g.Least, g.Most = to, max(g.Most, to)
	case to > g.Most:
		g.Most = to
		g.Unknown = append(g.Unknown, Question{"do " + strings.Join(g.IDs, ", ") + " together leave reasonable assurance, given that they have the same " + string(g.View) + "?", "together " + shown(g.Net, a.Currency) + " could be misstated", g.Reasons[0].Cite, false})
	}
}

func plural(n int) string {
	if n == 1 {
		return "one"
	}
	return fmt.Sprint(n)
}

func (c *Conclusion) conclude(a Assessment) {
	for i, j := range c.Judgements {
		d := a.Deficiencies[i]
		if !j.Remediated {
			c.Least, c.Most = max(c.Least, j.Least), max(c.Most, j.Most)
		}
		for _, q := range j.Unknown {
			grave := check.Open
			if j.Decided() {
				grave = check.Note
			}
			c.Findings = append(c.Findings, check.Finding{Rule: "severity-unknown", Severity: grave, Subject: d.ID, Message: q.Ask + " (" + q.Why + ")", Cite: q.Cite})
		}
	}
	for _, g := range c.Groups {
		c.Least, c.Most = max(c.Least, g.Least), max(c.Most, g.Most)
		for _, q := range g.Unknown {
			c.Findings = append(c.Findings, check.Finding{Rule: "severity-together", Severity: check.Open, Subject: g.Key, Message: q.Ask + " (" + q.Why + ")", Cite: q.Cite})
		}
	}
	switch {
	case c.Least == MaterialWeakness:
		c.Effective = "not effective"
	case c.Most == MaterialWeakness:
		c.Effective = "not determined"
	default:
		c.Effective = "effective"
	}
	if a.YearEnd > 0 && a.YearEnd < firstAS2 && a.Standard == nil {
		c.Findings = append(c.Findings, check.Finding{Rule: "severity-standard", Severity: check.Note, Subject: a.YearEnd.String(), Message: "AS 2 holds for fiscal years that end on or after 15 November 2004; before there were reportable conditions (AU 325). Its words are used here"})
	}
	c.Reports = communications(c, a)
}
