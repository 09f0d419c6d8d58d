package restructuring

import (
	"fmt"

	"tieout/check"
	"tieout/fiscal"
)

// Kind is a type of cost of an exit or disposal activity.
type Kind string

// The types of cost.
const (
	Severance  Kind = "severance"  // termination benefits
	Retention  Kind = "retention"  // pay for staying until a day
	Contract   Kind = "contract"   // termination of a contract that is no lease
	Lease      Kind = "lease"      // of a place that is left
	Relocation Kind = "relocation" // of people and equipment
	Closing    Kind = "closing"    // consolidating and closing facilities
	Fees       Kind = "fees"       // of professionals
	Other      Kind = "other"
	Impairment Kind = "impairment" // of long-lived assets: ASC 360
	Inventory  Kind = "inventory"  // write-down of inventory: ASC 330
	Pension    Kind = "pension"    // curtailment, settlement, special termination benefits: ASC 715
)

// Kinds are all types of cost.
var Kinds = []Kind{Severance, Retention, Contract, Lease, Relocation, Closing, Fees, Other, Impairment, Inventory, Pension}

// Linked says that another standard measures the cost and another part of the books records it: it is shown with the plan and is not part
// of its obligation.
func (k Kind) Linked() bool { return k == Impairment || k == Inventory || k == Pension }

// When says when a cost is recognised.
type When string

// The times of recognition.
const (
	AtOnce      When = "at once"
	OverService When = "over required service"
	AsIncurred  When = "as incurred"
	CeaseUse    When = "at cease-use"
	Elsewhere   When = "elsewhere"
	NotYet      When = "not yet"
)

// Facts are what decides how one cost is accounted for. A day of 0 is not known.
type Facts struct {
	Kind Kind
	// Committed is the day on which management with the authority committed itself to the plan, and Communicated the day on which those
	// concerned were told, with the four things a plan must say.
	Committed, Communicated fiscal.Date
	Incomplete              bool // the plan does not name number, classes, places and expected day, or the benefits, or may still change much
	Ongoing                 bool // under a plan, a contract or a past practice that is a benefit arrangement
	Probable                fiscal.Date
	LastService             fiscal.Date // last day of service that is required for the benefit; none where none is required
	LegalNotice             int         // days of notice that law or contract asks for; 0 for none
	Ended                   fiscal.Date // contract terminated by its terms, or the place left
	Commenced               fiscal.Date // of the lease's books: fiscal year in which it is left
}

// Test is one question of a decision, recorded with its answer.
type Test struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
	Rests    string `json:"rests_on"`
	Cite     string `json:"cite"`
}

// Decision is how a cost is accounted for, with the tests that decide it in the order in which they were asked.
type Decision struct {
	Standard, Cite string
	When           When
	On, Until      fiscal.Date // recognised on, or from and until
	Tests          []Test
}

func (d *Decision) ask(question string, yes bool, rests, cite string) bool {
	answer := "no"
	if yes {
		answer = "yes"
	}
	d.Tests = append(d.Tests, Test{question, answer, rests, cite})
	return yes
}

func (d Decision) is(standard, cite string, when When, on, until fiscal.Date) Decision {
	d.Standard, d.Cite, d.When, d.On, d.Until = standard, cite, when, on, until
	return d
}

// MinimumRetention is the number of days up to which service after communication does not spread a benefit: the legal notice, and 60 days
// where there is none (ASC 420-10-25-7; SFAS 146 paragraph 10).
func MinimumRetention(legalNotice int) int {
	if legalNotice > 0 {
		return legalNotice
	}
	return 60
}

// Decide asks which standard governs a cost and when it is recognised.
func Decide(f Facts) (Decision, error) {
	if err := f.ordered(); err != nil {
		return Decision{}, err
	}
	var d Decision
	switch f.Kind {
	case Impairment:
		d.ask("Is it a write-down of a long-lived asset?", true, "type of cost: "+string(f.Kind), "ASC 420-10-15-3")
		return d.is("ASC 360 (SFAS 144)", "ASC 360-10-35-17", Elsewhere, 0, 0), nil
	case Inventory:
		d.ask("Is it a write-down of inventory?", true, "type of cost: "+string(f.Kind), "ASC 420-10-S99-3 (SAB Topic 5.P)")
		return d.is("ASC 330 (ARB 43 chapter 4), in cost of sales", "ASC 330-10-35", Elsewhere, 0, 0), nil
	case Pension:
		d.ask("Does it come through a pension plan?", true, "type of cost: "+string(f.Kind), "ASC 420-10-15-6")
		return d.is("ASC 715-30 (SFAS 88)", "ASC 715-30-35-92", Elsewhere, 0, 0), nil
	case Severance, Retention:
		return f.benefits(d), nil
	case Lease:
		return f.lease(d), nil
	case Contract:
		left := d.ask("Has the contract been terminated by its terms, or the right ceased to be used?", f.Ended != 0, since(f.Ended), "ASC 420-10-25-12, 25-13")
		if !left {
			return d.is("ASC 420 (SFAS 146)", "ASC 420-10-25-11", NotYet, 0, 0), nil
		}
		return d.is("ASC 420 (SFAS 146)", "ASC 420-10-25-12", AtOnce, f.Ended, 0), nil
	case Relocation, Closing, Fees, Other:
		d.ask("Is it another cost of the activity, for goods or services still to come?", true, "type of cost: "+string(f.Kind), "ASC 420-10-25-14")
		return d.is("ASC 420 (SFAS 146)", "ASC 420-10-25-15", AsIncurred, 0, 0), nil
	}
	return d, check.Refuse("cost", "%q is not a type of cost; there are %v", string(f.Kind), Kinds)
}

func since(d fiscal.Date) string {
	if d == 0 {
		return "no day is known"
	}
	return "on " + d.String()
}

// benefits decides about termination benefits.
func (f Facts) benefits(d Decision) Decision {
	if d.ask("Are they paid under an ongoing benefit arrangement: a plan, a contract or an established practice?", f.Ongoing, "as recorded for the cost", "ASC 712-10-15-4; ASC 420-10-15-5") {
		if !d.ask("Is payment probable and can it be estimated?", f.Probable != 0, since(f.Probable), "ASC 712-10-25-4, 450-20-25-2") {
			return d.is("ASC 712 (SFAS 112)", "ASC 712-10-25-4", NotYet, 0, 0)
		}
		return d.is("ASC 712 (SFAS 112)", "ASC 712-10-25-4", AtOnce, f.Probable, 0)
	}
	if f.Committed != 0 && !SFAS146.Holds(f.Committed) {
		d.ask("Was the activity initiated after 31 December 2002?", false, since(f.Committed), "SFAS 146 paragraph 20")
		return d.is("EITF 94-3", "EITF 94-3", AtOnce, f.Committed, 0)
	}
	committed := d.ask("Has management with the authority committed itself to a plan?", f.Committed != 0, since(f.Committed), "ASC 420-10-25-4(a)")
	whole := d.ask("Does the plan name number, classes or functions, places and the expected day, and the benefits, and are large changes unlikely?", !f.Incomplete, "as recorded for the cost", "ASC 420-10-25-4(b) to (d)")
	told := d.ask("Have those concerned been told?", f.Communicated != 0, since(f.Communicated), "ASC 420-10-25-4")
	if !committed || !whole || !told {
		return d.is("ASC 420 (SFAS 146)", "ASC 420-10-25-4", NotYet, 0, 0)
	}
	least := f.Communicated + fiscal.Date(MinimumRetention(f.LegalNotice))
	required := d.ask("Must they serve until they are terminated to receive it?", f.LastService != 0, since(f.LastService), "ASC 420-10-25-6")
	if !required {
		return d.is("ASC 420 (SFAS 146)", "ASC 420-10-25-8", AtOnce, f.Communicated, 0)
	}
	if !d.ask(fmt.Sprintf("Are they kept beyond the minimum retention period of %d days, which ends on %s?", MinimumRetention(f.LegalNotice), least), f.LastService > least, "last day of service "+f.LastService.String(), "ASC 420-10-25-7, 25-8") {
		return d.is("ASC 420 (SFAS 146)", "ASC 420-10-25-8", AtOnce, f.Communicated, 0)
	}
	return d.is("ASC 420 (SFAS 146)", "ASC 420-10-25-9", OverService, f.Communicated, f.LastService)
}

// lease decides about a place that is left.
func (f Facts) lease(d Decision) Decision {
	day := max(f.Commenced, f.Ended)
	if d.ask("Is the fiscal year under ASC 842?", day != 0 && ASC842.Holds(day), since(day), "ASC 842-10-65-1; ASC 420-10-15-3 as amended") {
		return d.is("ASC 360 on the right-of-use asset (ASC 842)", "ASC 842-20-35-9", Elsewhere, 0, 0)
	}
	if !d.ask("Has the place been left, or the lease terminated by its terms?", f.Ended != 0, since(f.Ended), "ASC 420-10-25-12, 25-13") {
		return d.is("ASC 420 (SFAS 146)", "ASC 420-10-25-13", NotYet, 0, 0)
	}
	return d.is("ASC 420 (SFAS 146)", "ASC 420-10-25-13, 30-8", CeaseUse, f.Ended, 0)
}

// ordered refuses days that cannot follow one another.
func (f Facts) ordered() error {
	for _, x := range []struct {
		first, then         fiscal.Date
		firstName, thenName string
	}{{f.Committed, f.Communicated, "the plan was committed to", "communicated"}, {f.Communicated, f.LastService, "it was communicated", "the last day of service"}} {
		if x.first != 0 && x.then != 0 && x.then < x.first {
			return check.Refuse("dates", "%s on %s, and %s is %s, which is before; correct one of them", x.firstName, x.first, x.thenName, x.then)
		}
	}
	return nil
}
