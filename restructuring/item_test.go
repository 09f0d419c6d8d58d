package restructuring

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/filing"
	"tieout/fiscal"
)

// byCalendar is the calendar of filing, as the book hands it to a record.
func byCalendar(event fiscal.Date, item string) (estimate.CurrentReport, error) {
	d, err := filing.Current(event, item)
	return estimate.CurrentReport{FirstDay: d.FirstDay, Due: d.Due, Rule: d.Rule, Cite: d.Cite}, err
}

// planned is a plan of 15 June 2005 with an impairment, as a record has it.
func planned(t *testing.T, plan, cost estimate.Row) (*Plan, []check.Finding) {
	t.Helper()
	p := estimate.Row{"committed": "2005-06-15", "description": "Office moved"}
	c := estimate.Row{"id": "moulds", "type": "impairment", "description": "Moulds", "expected": "95000"}
	for _, x := range []struct{ into, from estimate.Row }{{p, plan}, {c, cost}} {
		for k, v := range x.from {
			x.into[k] = v
		}
	}
	rec, err := form.Record([]estimate.Table{{Section: "plan", Rows: []estimate.Row{p}}, {Section: "accounts", Rows: []estimate.Row{{"liability": "L", "charge": "E"}}}, {Section: "costs", Rows: []estimate.Row{c}}})
	if err != nil {
		t.Fatal(err)
	}
	r := estimate.NewReader(form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear, Current: byCalendar})
	if r.Failed() {
		t.Fatal(r.Found)
	}
	return read(r).(*Plan), r.Found
}

// TestItemsOfForm8K: Items 2.05 and 2.06 are due on the fourth business day (Form 8-K, General Instruction B.1), which Juneteenth did not yet
// move in 2005; what is late, missing or free is said.
func TestItemsOfForm8K(t *testing.T) {
	for _, c := range []struct {
		name       string
		plan, cost estimate.Row
		at         string
		due        []string
		says       []string
	}{
		{"in time", estimate.Row{"reported": "2005-06-21"}, nil, "2005-12-31", []string{"2005-06-21"}, nil},
		{"late", estimate.Row{"reported": "2005-06-23"}, nil, "2005-12-31", []string{"2005-06-21"}, []string{"was due on 2005-06-21 and was filed on 2005-06-23, 2 days late"}},
		{"no day recorded", nil, nil, "2005-12-31", []string{"2005-06-21"}, []string{"no day of filing is recorded"}},
		{"before it is due", nil, nil, "2005-06-17", []string{"2005-06-21"}, []string{"is due on 2005-06-21"}},
		{"none is due", estimate.Row{"no-report": "no material charge"}, nil, "2005-12-31", []string{""}, nil},
		{"an impairment over Independence Day", estimate.Row{"reported": "2005-06-21"}, estimate.Row{"concluded": "2005-06-30", "reported": "2005-07-07"}, "2005-12-31", []string{"2005-06-21", "2005-07-07"}, nil},
		{"with the statements", estimate.Row{"reported": "2005-06-21"}, estimate.Row{"concluded": "2005-06-30", "with-statements": "yes"}, "2005-12-31", []string{"2005-06-21", ""}, nil},
	} {
		s, _ := planned(t, c.plan, c.cost)
		at := fiscal.MustParse(c.at)
		var due []string
		for _, r := range s.dueGrid(at).Rows {
			text := ""
			if d := r.Cells[4].Day; d != 0 {
				text = d.String()
			}
			due = append(due, text)
		}
		if !slices.Equal(due, c.due) {
			t.Errorf("%s: due %v, want %v", c.name, due, c.due)
		}
		var said []string
		for _, f := range s.Check(ledgerOf(0), at) {
			if f.Rule == "8-K-due" {
				said = append(said, f.Message)
			}
		}
		if len(said) != len(c.says) || len(said) > 0 && !strings.Contains(said[0], c.says[0]) {
			t.Errorf("%s: %v, want %v", c.name, said, c.says)
		}
	}
	g := func() estimate.Grid {
		s, _ := planned(t, nil, estimate.Row{"concluded": "2005-06-30"})
		return s.item()
	}()
	if last := g.Rows[len(g.Rows)-1]; last.Cells[2].Minor != 9_500_000 || last.Cells[3].Minor != 0 {
		t.Errorf("the item says %+v", last)
	}
	for want, x := range map[string][2]estimate.Row{
		"before it was concluded":            {nil, {"concluded": "2005-06-30", "reported": "2005-06-01"}},
		"is of impairments, and this cost":   {nil, {"type": "fees", "concluded": "2005-06-30"}},
		"leave out one of them":              {{"reported": "2005-06-21", "no-report": "small"}, nil},
		"is before the plan was committed t": {{"reported": "2005-06-01"}, nil},
	} {
		if _, found := planned(t, x[0], x[1]); !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Severity == check.Stop && strings.Contains(f.Message, want) }) {
			t.Errorf("%q is not said: %v", want, found)
		}
	}
}
