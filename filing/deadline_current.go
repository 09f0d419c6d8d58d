package filing

import (
	"fmt"
	"slices"

	"tieout/fiscal"
	"tieout/workpaper"
)

// CurrentDue is when a report on Form 8-K is due for one event.
type CurrentDue struct {
	Event fiscal.Date `json:"event"`
	Item  string      `json:"item,omitempty"`
	// FirstDay is day one of a period in business days: the next business day after the event, whether or not the
	// event itself fell on one (Form 8-K General Instruction B.1).
	FirstDay   fiscal.Date     `json:"first_day,omitempty"`
	Due        fiscal.Date     `json:"due,omitempty"`            // none where the form sets no period: see Rule
	Statements fiscal.Date     `json:"statements_due,omitempty"` // acquired business: financial statements by amendment
	Rule       string          `json:"rule"`
	Cite       string          `json:"cite"`
	Steps      workpaper.Sheet `json:"work"`
}

// newForm8K is the day the present Form 8-K took effect (Release 33-8400).
var newForm8K = fiscal.MustParse("2004-08-23")

const (
	citeNow    = "Form 8-K General Instruction B.1"
	citeBefore = "Form 8-K General Instruction B.1 before Release 33-8400"
)

// itemRule is the time that an item of Form 8-K allows.
type itemRule struct {
	items        []string
	business     int // business days, or
	calendar     int // calendar days, rolled; neither: no fixed period
	statements   int // calendar days after the due date for statements of an acquired business
	rule, source string
}

var itemsNow = []itemRule{
	{items: []string{"2.01"}, business: 4, statements: 71, rule: "four business days; statements of an acquired business by amendment within 71 calendar days after that", source: citeNow + "; Item 9.01(a)"},
	{items: []string{"", "1.01", "1.02", "1.03", "1.04", "1.05", "2.02", "2.03", "2.04", "2.05", "2.06", "3.01", "3.02", "3.03", "4.01", "4.02",
		"5.01", "5.02", "5.03", "5.04", "5.05", "5.06", "5.07", "5.08", "6.01", "6.02", "6.03", "6.04", "6.05", "6.06", "9.01"}, business: 4, rule: "four business days", source: citeNow},
	{items: []string{"7.01"}, rule: "no count of days: as Rule 100(a) of Regulation FD asks, at once or promptly", source: citeNow},
	{items: []string{"8.01"}, rule: "no due date: the item is optional", source: citeNow},
}

var itemsBefore = []itemRule{
	{items: []string{"2"}, calendar: 15, statements: 60, rule: "15 calendar days; statements of an acquired business within 60 calendar days after that", source: citeBefore + "; Item 7(a)(4)"},
	{items: []string{"1", "3", "8"}, calendar: 15, rule: "15 calendar days", source: citeBefore},
	{items: []string{"4", "6", "10", "12"}, business: 5, rule: "five business days", source: citeBefore},
	{items: []string{"5"}, rule: "no due date: the item is optional", source: citeBefore},
	{items: []string{"9"}, rule: "no count of days: as Rule 100(a) of Regulation FD asks, at once or promptly", source: citeBefore},
}

// Current is the due date of Form 8-K for an event under an item ("4.02"; the old form's "4"). An event since 23
// August 2004 may leave the item empty: Sections 1 to 6 and 9 share one period. Rule 12b-25 gives Form 8-K no
// extension.
func Current(event fiscal.Date, item string) (CurrentDue, error) {
	if err := known(event); err != nil {
		return CurrentDue{}, err
	}
	rules, which := itemsNow, "Form 8-K"
	if event < newForm8K {
		rules, which = itemsBefore, "Form 8-K as it was before 23 August 2004"
	}
	i := slices.IndexFunc(rules, func(r itemRule) bool { return slices.Contains(r.items, item) })
	if i < 0 {
		return CurrentDue{}, Mistake{item, fmt.Sprintf("is not an item of %s with a known period", which)}
	}
	return rules[i].due(event, item), nil
}

func (r itemRule) due(event fiscal.Date, item string) CurrentDue {
	c := CurrentDue{Event: event, Item: item, Rule: r.rule, Cite: r.source}
	switch {
	case r.business > 0:
		c.FirstDay = AddBusinessDays(event, 1)
		c.Due = AddBusinessDays(event, r.business)
		addDate(&c.Steps, "day one", "first business day after the event of "+event.String()+skipped(event, c.FirstDay), c.FirstDay, r.source)
		addDate(&c.Steps, "due date", fmt.Sprintf("business day %d%s", r.business, skipped(c.FirstDay, c.Due)), c.Due, r.source)
	case r.calendar > 0:
		last := event + fiscal.Date(r.calendar)
		c.Due = Roll(last)
		addDate(&c.Steps, "due date", fmt.Sprintf("%v + %d calendar days: %s", event, r.calendar, rolled(last, c.Due)), c.Due, r.source+"; "+citeRoll)
	}
	if r.statements > 0 {
		last := c.Due + fiscal.Date(r.statements)
		c.Statements = Roll(last)
		addDate(&c.Steps, "statements of an acquired business", fmt.Sprintf("%v + %d calendar days: %s", c.Due, r.statements, rolled(last, c.Statements)), c.Statements, r.source)
	}
	return c
}
