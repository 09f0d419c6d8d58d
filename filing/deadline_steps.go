package filing

import (
	"fmt"
	"strings"

	"tieout/fiscal"
	"tieout/workpaper"
)

const (
	citeRoll    = "Exchange Act Rule 0-3(a)"
	citeNT      = "Exchange Act Rule 12b-25(a)"
	citeExtend  = "Exchange Act Rule 12b-25(b)(2)(ii)"
	citePartIII = "Form 10-K General Instruction G(3)"
)

func (d *Due) explain(assumed bool) {
	days := fmt.Sprintf("%s of a %s filer", d.Form, d.Status)
	if assumed {
		days += "; the fiscal year was not given and is taken to end on 31 December"
	}
	d.Steps.Add(workpaper.Step{Name: "days allowed", Formula: days, Value: fmt.Sprint(d.Days), Unit: "calendar days", Cite: d.Cite})
	addDate(&d.Steps, "nominal due date", fmt.Sprintf("%v + %d days", d.PeriodEnd, d.Days), d.Nominal, d.Cite)
	addDate(&d.Steps, "due date", rolled(d.Nominal, d.Due), d.Due, citeRoll)
	addDate(&d.Steps, "last day for Form 12b-25", "one business day after "+d.Due.String()+skipped(d.Due+1, d.NTDue), d.NTDue, citeNT)
	after := d.Due + fiscal.Date(d.Form.extension())
	addDate(&d.Steps, "extension ends", fmt.Sprintf("%v + %d calendar days", d.Due, d.Form.extension()), after, citeExtend)
	addDate(&d.Steps, "extended due date", rolled(after, d.Extended), d.Extended, citeRoll)
	if d.PartIII != 0 {
		after := d.PeriodEnd + partIIIDays
		addDate(&d.Steps, "Part III or proxy statement", fmt.Sprintf("%v + %d days: %s", d.PeriodEnd, partIIIDays, rolled(after, d.PartIII)), d.PartIII, citePartIII)
	}
}

func addDate(s *workpaper.Sheet, name, formula string, d fiscal.Date, cite string) {
	s.Add(workpaper.Step{Name: name, Formula: formula, Value: d.String(), Unit: "date", Cite: cite})
}

// rolled says in words how a day became a business day.
func rolled(from, to fiscal.Date) string {
	if from == to {
		return fmt.Sprintf("%v is a business day", from)
	}
	return fmt.Sprintf("next business day after %v%s", from, skipped(from, to))
}

// skipped names the closed days from one day up to, not including, another: " (2006-12-31 Sunday)".
func skipped(from, to fiscal.Date) string {
	var names []string
	for d := from; d < to; d++ {
		if why, closed := Closed(d); closed {
			names = append(names, d.String()+" "+why)
		}
	}
	if names == nil {
		return ""
	}
	return " (" + strings.Join(names, ", ") + ")"
}
