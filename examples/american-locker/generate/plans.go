package main

import (
	"fmt"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/money"
)

// planned is a version of the record of the restructuring plan: the day on which it was written down, and the last charge known by then.
type planned struct {
	on, upTo fiscal.Date
	name     string
}

var plans = []planned{{fiscal.MustParse("2005-08-12"), fiscal.MustParse("2005-06-30"), "second-quarter-2005"}, {fiscal.MustParse("2005-11-18"), fiscal.MustParse("2005-09-30"), "third-quarter-2005"},
	{fiscal.MustParse("2006-11-10"), fiscal.MustParse("2005-09-30"), "payments"}, {fiscal.MustParse("2007-05-11"), fiscal.MustParse("2005-12-31"), "review"}}

// planCost is a cost of the plan: what late.yaml books under its text.
type planCost struct{ id, kind, text, late, told string }

// planCosts are the costs in the order in which payments settle them.
var planCosts = []planCost{
	{"move", "relocation", "Move of the head office to Grapevine", "Restructuring - move of the head office to Grapevine", ""},
	{"closing", "closing", "Lease and closing costs of the Jamestown office", "Restructuring - lease and closing costs of the Jamestown office", ""},
	{"severance", "severance", "Severance of the Jamestown staff", "Restructuring - severance of the Jamestown staff", "2005-06-30"},
	{"equipment", "relocation", "Move of equipment and records", "Restructuring - move of equipment and records", ""},
	{"severance-2", "severance", "Further severance", "Restructuring - further severance", "2005-09-30"},
}

// charge is what late.yaml books to a cost, and when.
func (w *world) charge(c planCost) (on fiscal.Date, amount int64) {
	for _, f := range w.late {
		for _, e := range f.entries {
			if e.text == c.late {
				return e.on, e.posts[0].amount
			}
		}
	}
	panic("late.yaml does not book " + c.late)
}

// writePlans writes the versions of the plan's record: what was known of it on each day. Payments settle the costs in their order; those of
// a month are known when its books were posted.
func (w *world) writePlans(out map[string][]byte) {
	for _, v := range plans {
		var b strings.Builder
		fmt.Fprintf(&b, `# The restructuring plan of 2005 as written down on %s. The charges of its two quarters are real (PR05-15, PR05-16); their split,
# its days, payments and savings are synthetic.
code: PLAN-2005
name: Head office moved and staff reduced
plan:
  committed: 2005-06-15
  communicated: 2005-06-30
  complete: 2006-11-30
  description: The plan of 2005 reduced the staff in Jamestown, New York and moved the head office to owned premises in Grapevine, Texas
accounts:
  liability: "Liabilities:Current:Other accrued expenses:Restructuring"
  charge: "Results:Restructuring"
  sga: "Results:Selling, general and administrative"
  dims: "basis=synthetic"
costs:
`, v.on)
		var charges strings.Builder
		left := map[string]int64{}
		for _, c := range planCosts {
			on, amount := w.charge(c)
			if on > v.upTo {
				continue
			}
			left[c.id] = amount
			if c.kind == "severance" {
				fmt.Fprintf(&b, "  - {id: %s, type: severance, description: %s, segment: Lockers, communicated: %s, amount: %q}\n", c.id, c.text, c.told, exactly(amount))
				continue
			}
			fmt.Fprintf(&b, "  - {id: %s, type: %s, description: %s, segment: Lockers, expected: %q}\n", c.id, c.kind, c.text, exactly(amount))
			fmt.Fprintf(&charges, "  - {date: %s, cost: %s, amount: %q}\n", on, c.id, exactly(amount))
		}
		b.WriteString("charges:\n" + charges.String())
		if v.name == "review" {
			b.WriteString("changes:\n  - {date: 2005-12-31, cost: severance-2, amount: \"-35000.00\", origin: 2005-09-30, why: \"Severance accrued for staff who stayed, released\"}\n")
			left["severance-2"] -= 3_500_000
		}
		b.WriteString(w.settled(v, left))
		b.WriteString("savings:\n  - {initiative: \"Staff of the head office reduced\", from: 2006-01-01, annual: \"1400000.00\"}\nbaseline:\n")
		fmt.Fprintf(&b, "  - {quarter-end: 2005-03-31, amount: %q, memo: \"the quarter before the plan\"}\n", exactly(w.r.Quarters[4].SGA*100))
		out["estimates/restructuring-"+v.on.String()+"-"+v.name+".yaml"] = []byte(b.String())
	}
}

// settled are the payments known on the day of a version, by the costs that they settle.
func (w *world) settled(v planned, left map[string]int64) string {
	var es []entry
	for _, list := range w.planned {
		for _, e := range list {
			if len(e.posts) > 0 && e.posts[0].id == "restructuring" && posted(monthEnd(e.on)) <= v.on {
				es = append(es, e)
			}
		}
	}
	slices.SortFunc(es, func(a, b entry) int { return int(a.on - b.on) })
	var b strings.Builder
	for _, e := range es {
		rest := e.posts[0].amount
		for _, c := range planCosts {
			part := min(rest, left[c.id])
			if part == 0 {
				continue
			}
			left[c.id], rest = left[c.id]-part, rest-part
			fmt.Fprintf(&b, "  - {date: %s, cost: %s, amount: %q, reference: cash journal}\n", e.on, c.id, exactly(part))
		}
		if rest != 0 {
			panic(fmt.Sprintf("%s: %d more is paid than was accrued", e.on, rest))
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "payments:\n" + b.String()
}

func exactly(cents int64) string { return money.FormatMinor(cents, 2) }
