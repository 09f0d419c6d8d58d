package debt

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/fiscal"
)

// EventKind is something that happens to a facility.
type EventKind string

// The kinds of event.
const (
	Default     EventKind = "default"   // of the agreement: the lender may call it
	Violation   EventKind = "violation" // of a covenant
	Adverse     EventKind = "mac"       // the lender declares a material adverse change
	Waived      EventKind = "waiver"    // the lender gives up the right, until a day
	Grace       EventKind = "grace"     // the agreement gives time to cure, until a day
	Cured       EventKind = "cured"
	Forbearance EventKind = "forbearance" // the lender does not act until a day; the default stands
	Demanded    EventKind = "demand"
	Refinanced  EventKind = "refinanced" // replaced with long-term debt or equity that was issued
	Agreement   EventKind = "agreement"  // a financing agreement that permits refinancing long-term
	Repaid      EventKind = "repaid"
)

// EventKinds are all kinds of event.
var EventKinds = []EventKind{Default, Violation, Adverse, Waived, Grace, Cured, Forbearance, Demanded, Refinanced, Agreement, Repaid}

// Event is one event. As-of is the day that the document says of itself, Signed the day on which it was signed, Effective the day from which
// it holds; a day that is left out is the one before it in that order.
type Event struct {
	Kind                    EventKind
	Effective, AsOf, Signed fiscal.Date
	Until                   fiscal.Date // of a waiver, grace, forbearance or new debt: its last day
	Probable                bool        // of a grace period: cure within it is probable
	LongTerm                bool        // of a refinancing: not due within a year of the balance sheet, and not callable
	Reported                fiscal.Date // Form 8-K that reports it was filed; 0 where none is recorded
	What                    string
}

// known is the day from which the event can count: both signed and effective.
func (e Event) known() fiscal.Date { return max(e.Effective, e.Signed) }

// Position is a facility at the date of a balance sheet.
type Position struct {
	At     fiscal.Date
	Issued fiscal.Date // day on which the statements are issued, or available; 0 for not yet: then all events that are known count
	Owed   int64       // principal, minor units
	Due    int64       // of it within a year by its terms
	// Operating cycle longer than a year, revolving, lockbox and clause as the agreement has them.
	Revolver, Lockbox, Subjective, OnDemand bool
	Likely                                  bool // acceleration under a subjective clause is likely (FTB 79-3)
	Probable                                bool // a covenant that is met only by a waiver will probably be violated within a year (EITF 86-30)
	Matures                                 fiscal.Date
	Events                                  []Event
}

// Test is one question of the classification, with its answer and what it rests on.
type Test struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
	Rests    string `json:"rests_on"`
	Cite     string `json:"cite"`
}

// Classified is how a facility stands in the balance sheet.
type Classified struct {
	Current, NonCurrent int64
	Callable            int64 // of the current part, what is current because the lender could call it
	Why                 string
	Tests               []Test
}

func (c *Classified) ask(question string, yes bool, rests, cite string) bool {
	answer := "no"
	if yes {
		answer = "yes"
	}
	c.Tests = append(c.Tests, Test{question, answer, rests, cite})
	return yes
}

// Classify asks the tests in their order.
func (p Position) Classify() (c Classified) {
	due := min(max(p.Due, 0), p.Owed)
	c.Current, c.NonCurrent, c.Why = due, p.Owed-due, "by its terms"
	c.ask("Is part of it due within a year by its terms?", due > 0, fmt.Sprintf("at %s", p.At), "ASC 210-10-45-9; ARB 43 chapter 3A")
	callNow, why := p.callable(&c)
	if !callNow {
		return c
	}
	rest := p.Owed - due
	if p.refinanced(&c) {
		c.Why = "long-term: refinanced before the statements were issued"
		return c
	}
	c.Current, c.NonCurrent, c.Callable, c.Why = p.Owed, 0, rest, why
	return c
}

// callable says whether the lender could call all of it at the balance sheet date, or within a year.
func (p Position) callable(c *Classified) (bool, string) {
	if c.ask("Is it due on demand, or a revolver with a lockbox and a subjective acceleration clause?", p.OnDemand || p.Revolver && p.Lockbox && p.Subjective, "the agreement", "ASC 470-10-45-5, 45-10") {
		return true, "due on demand, or a revolving line with a lockbox and a subjective acceleration clause (EITF 95-22)"
	}
	e, in := p.standing(Default, Violation, Adverse, Demanded)
	rests := "no default or violation was recorded by " + p.At.String()
	if in {
		rests = e.words()
	}
	if !c.ask("Was it in default, or a covenant violated, so that the lender could call it at the date of the balance sheet?", in, rests, "ASC 470-10-45-11; SFAS 78") {
		likely := p.Subjective && p.Likely
		if p.Subjective {
			c.ask("Is acceleration under the subjective clause likely?", likely, "as recorded", "ASC 470-10-45-2; FTB 79-3")
		}
		if likely {
			return true, "acceleration under a subjective clause is likely"
		}
		return false, ""
	}
	if p.waived(c, e) || p.inGrace(c) {
		return false, ""
	}
	return true, "callable: " + e.words()
}

// words is what a test rests on.
func (e Event) words() string {
	s := cmp.Or(e.What, string(e.Kind)) + ", effective " + e.Effective.String()
	if e.Signed != 0 && e.Signed != e.Effective {
		s += ", signed " + e.Signed.String()
	}
	if e.AsOf != 0 && e.AsOf != e.Effective {
		s += ", as of " + e.AsOf.String()
	}
	if e.Until != 0 {
		s += ", until " + e.Until.String()
	}
	return s
}

// standing is the last event of some kinds at the balance sheet date that was not cured by then.
func (p Position) standing(kinds ...EventKind) (out Event, in bool) {
	for _, e := range p.sorted() {
		switch {
		case e.Effective > p.At:
		case slices.Contains(kinds, e.Kind):
			if !in {
				out = e
			}
			in = true
		case e.Kind == Cured || e.Kind == Repaid:
			in = false
		}
	}
	return out, in
}

func (p Position) sorted() []Event {
	es := slices.Clone(p.Events)
	slices.SortStableFunc(es, func(a, b Event) int { return int(a.Effective - b.Effective) })
	return es
}

// inTime says whether something that was signed can count in statements of the day they are issued.
func (p Position) inTime(d fiscal.Date) bool { return p.Issued == 0 || d <= p.Issued }

// year is a year after the balance sheet date.
func (p Position) year() fiscal.Date { return p.At.AddMonths(12, true) }

// waived asks for a waiver of more than a year, obtained before the statements are issued.
func (p Position) waived(c *Classified, of Event) bool {
	best, found := Event{}, false
	for _, e := range p.Events {
		if e.Kind == Waived && p.inTime(e.known()) && e.known() >= of.Effective && (e.Until == 0 || e.Until > best.Until || !found) {
			best, found = e, true
		}
	}
	long := found && (best.Until == 0 || best.Until > p.year())
	rests := "no waiver was recorded"
	if found {
		rests = best.words()
	}
	if !c.ask("Has the lender given its right up for more than a year, before the statements are issued?", long, rests, "ASC 470-10-45-11(a)") {
		return false
	}
	if c.ask("Is it probable that the covenant will be violated again within a year?", p.Probable, "as recorded", "ASC 470-10-45-1; EITF 86-30") {
		return false
	}
	c.Why = "long-term: the lender waived its right for more than a year"
	return true
}

// inGrace asks for a grace period in which a cure is probable.
func (p Position) inGrace(c *Classified) bool {
	for _, e := range p.Events {
		if e.Kind == Grace && e.Effective <= p.At && e.Until > p.At {
			if c.ask("Does the agreement give time to cure, and is the cure probable within it?", e.Probable, e.words(), "ASC 470-10-45-11(b)") {
				c.Why = "long-term: a cure within the grace period is probable"
				return true
			}
		}
	}
	return false
}

// refinanced asks whether the debt was replaced with long-term debt or equity after the balance sheet date and before the statements are
// issued, or can be under an agreement of that time (ASC 470-10-45-14).
func (p Position) refinanced(c *Classified) bool {
	for _, e := range p.sorted() {
		if e.Kind != Refinanced && e.Kind != Agreement || e.known() <= p.At {
			continue
		}
		in := p.inTime(e.known())
		long := e.LongTerm && (e.Until == 0 || e.Until > p.year())
		question := "Was it replaced with long-term debt or equity after the balance sheet date and before the statements are issued?"
		if e.Kind == Agreement {
			question = "Does an agreement of the time before the statements are issued permit long-term refinancing, without a violation and with a lender who can perform?"
		}
		if c.ask(question, in && long, e.words()+", statements issued "+issuedWords(p.Issued), "ASC 470-10-45-14; SFAS 6") {
			return true
		}
	}
	return false
}

func issuedWords(d fiscal.Date) string {
	if d == 0 {
		return "not yet"
	}
	return d.String()
}
