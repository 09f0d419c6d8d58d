package calc

import (
	"strings"

	"tieout/check"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/workpaper"
)

type fiscalDate = fiscal.Date

// itemEventOut are the facts that Item 2.05 of Form 8-K asks for, and when the report is due.
type itemEventOut struct {
	Name      string    `json:"name,omitempty"`
	Committed string    `json:"committed"`
	Due       string    `json:"due"`
	Low       string    `json:"total_low"`
	High      string    `json:"total_high"`
	Cash      string    `json:"future_cash"`
	By        []partOut `json:"by_type"`
	Estimate  string    `json:"estimate_due,omitempty"`
	Cite      string    `json:"cite"`
}

// event reads a commitment to a plan with material charges (Form 8-K Item 2.05): by type, a range or an amount, and the cash to come. Where
// no estimate can be made, it is due by amendment four business days after it can.
func (out *restructuringOut) event(c costContext, f field) {
	r := c.r
	o := r.object(f, "name", "committed", "description", "types", "cash", "estimated_on")
	on := r.date(o.must("committed"))
	x := itemEventOut{Name: r.optional(o, "name"), Committed: on.String(), Cite: "Form 8-K Item 2.05"}
	low, high := workpaper.Whole(0), workpaper.Whole(0)
	if t, ok := o.get("types"); ok {
		for _, p := range r.pairs(t) {
			a := r.many(p.field)
			n := r.positive(a[0])
			m := n
			if len(a) == 2 {
				m = r.positive(a[1])
			}
			if m.Cmp(n) < 0 || len(a) > 2 {
				r.fail(p.field, "write an amount, or [lowest, highest]")
			}
			low, high = low.Add(n), high.Add(m)
			x.By = append(x.By, partOut{p.name, c.text(m)})
		}
	}
	x.Low, x.High, x.Cash = c.text(low), c.text(high), c.text(c.or(o, "cash"))
	if r.err != nil {
		return
	}
	due, err := filing.Current(on, "2.05")
	if r.failed(f, err); err != nil {
		return
	}
	x.Due = due.Due.String()
	later := r.optionalDate(o, "estimated_on")
	if later != 0 && later < on {
		r.fail(f, "the estimate of %s is before the commitment of %s", later, on)
		return
	}
	if later != 0 {
		amended, err := filing.Current(later, "2.05")
		if r.failed(f, err); err != nil {
			return
		}
		x.Estimate = amended.Due.String()
	} else if len(x.By) == 0 {
		out.Findings = append(out.Findings, check.Finding{Rule: "item-2-05", Severity: check.Note, Subject: strings.TrimPrefix(x.Name+" "+x.Committed, " "), Cite: x.Cite, Message: "no estimate is given: the 8-K says that none can be made in good faith, and an amendment is due four business days after one can"})
	}
	out.Events = append(out.Events, x)
}
