package app_test

import (
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"tieout/estimate"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
)

// still is a ledger that knows every account and stands at nothing.
type still struct{}

func (still) Known(string) bool                             { return true }
func (still) Balance(string, fiscal.Date) (int64, error)    { return 0, nil }
func (still) Movement(string, fiscal.Period) (int64, error) { return 0, nil }

// TestSamplesChanged: whatever cell of a record is blank or says something else, whatever row is missing or written twice, the record is
// refused or what follows from it holds: entries balance under keys of their own, roll-forwards foot and join, and every table, drawing,
// paper, finding and note can be made.
func TestSamplesChanged(t *testing.T) {
	records := map[string][]string{}
	for _, topic := range app.EstimateTopics() {
		records[topic.Name] = []string{string(topic.Sample)}
	}
	for _, x := range lives {
		records[x.topic] = append(records[x.topic], x.record)
	}
	records["debt"] = append(records["debt"], lineYAML, loanYAML)
	records["pension"] = append(records["pension"], canadianYAML)
	for _, topic := range app.EstimateTopics() {
		for _, text := range records[topic.Name] {
			f, err := app.ParseEstimate(topic, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			t.Run(topic.Name+" "+f.Code, func(t *testing.T) { changed(t, topic, f) })
		}
	}
}

// canadianYAML is a plan in another currency, through the adoption of SFAS 158. Synthetic.
const canadianYAML = `code: CANADA
name: Retirement plan of Canada
plan: {country: Canada, kind: final pay, description: The plan covers employees in Canada, currency: CAD, tax: 30%}
accounts: {liability: "2600", expense: "6200", aoci: "3300", deferred: "1700", intangible: "1750", translation: "3400"}
opening: [{at: 2004-12-31, liability: 9000, minimum: 1000}]
rates: [{year-end: 2004-12-31, closing: 0.8}, {year-end: 2005-12-31, closing: 0.85, average: 0.82}, {year-end: 2006-12-31, closing: 0.86, average: 0.88}, {year-end: 2007-12-31, closing: 1.01, average: 0.93}]
reports:
  - {year-end: 2005-12-31, dated: 2006-02-01, pbo-begin: 100000, service: 4000, interest: 6000, loss: 9000, benefits: 5000, pbo-end: 114000, abo: 108000, assets-begin: 85000, return: 2000, contributions: 5000, assets-end: 87000, expected: 6000, prior-service: 3000, discount: 6%, return-rate: 7%}
  - {year-end: 2006-12-31, dated: 2007-02-01, pbo-begin: 114000, service: 4500, interest: 6500, loss: -2000, benefits: 5000, pbo-end: 118000, abo: 110000, assets-begin: 87000, return: 7000, contributions: 8000, assets-end: 97000, expected: 6000, prior-service: 3000}
  - {year-end: 2007-12-31, dated: 2008-02-01, pbo-begin: 118000, service: 4600, interest: 6400, loss: 1000, benefits: 6000, pbo-end: 124000, abo: 116000, assets-begin: 97000, return: 5000, contributions: 9000, assets-end: 105000, expected: 6800, pay-1: 6000, contribute-next: 9000}
estimates: [{year-end: 2005-12-31, cost: 3000}]
contributions: [{date: 2005-09-15, amount: 4150}, {date: 2006-09-15, amount: 7020}, {date: 2007-09-14, amount: 8600}]
`

// changed takes one record through its changes.
func changed(t *testing.T, topic estimate.Topic, f app.EstimateFile) {
	t.Parallel()
	taken, refused := 0, 0
	try := func(what string, tables []estimate.Table) {
		defer func() {
			if r := recover(); r != nil {
				t.Errorf("%s: %v\n%s", what, r, ours(debug.Stack()))
			}
		}()
		if wrong, ok := holds(topic, tables); !ok {
			refused++
		} else if taken++; wrong != "" {
			t.Errorf("%s: %s", what, wrong)
		}
	}
	for i, table := range f.Tables {
		section, _ := topic.Form.Section(table.Section)
		with := func(rows []estimate.Row) []estimate.Table {
			out := slices.Clone(f.Tables)
			out[i].Rows = rows
			return out
		}
		for j, row := range table.Rows {
			try(fmt.Sprintf("%s row %d missing", table.Section, j+1), with(slices.Delete(slices.Clone(table.Rows), j, j+1)))
			try(fmt.Sprintf("%s row %d twice", table.Section, j+1), with(slices.Insert(slices.Clone(table.Rows), j, row)))
			if j > 2 && j < len(table.Rows)-1 {
				continue // the cells of the first rows and of the last stand for those between
			}
			for _, c := range section.Columns {
				for _, other := range others(c, row[c.Key]) {
					changed := maps.Clone(row)
					changed[c.Key] = other
					rows := slices.Clone(table.Rows)
					rows[j] = changed
					try(fmt.Sprintf("%s row %d, %s %q for %q", table.Section, j+1, c.Key, other, row[c.Key]), with(rows))
				}
			}
		}
	}
	if taken == 0 || refused == 0 {
		t.Errorf("%d records were taken, %d refused", taken, refused)
	}
}

// others are what a cell might say instead.
func others(c estimate.Column, text string) (out []string) {
	switch c.Kind {
	case estimate.Date:
		out = []string{"", "1990-02-28", "2039-12-31"}
		if d, err := fiscal.Parse(text); err == nil {
			out = append(out, (d + 400).String(), (d - 400).String(), (d + 1).String())
		}
	case estimate.Amount, estimate.Number:
		out = []string{"", "0", "1", "-5", "987654321"}
	case estimate.Rate:
		out = []string{"", "0", "0.99", "-0.02"}
	case estimate.Yes:
		out = []string{"", "yes", "no"}
	case estimate.Choice:
		out = append([]string{""}, c.Choices...)
	case estimate.Text:
		out = []string{"", "another"}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == text })
}

// holds says what does not hold of a record that is taken; false where it is refused.
func holds(topic estimate.Topic, tables []estimate.Table) (wrong string, taken bool) {
	rec, err := topic.Form.Record(tables)
	if err != nil {
		return "", false
	}
	r := estimate.NewReader(topic.Form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear, Began: fiscal.MustParse("2000-01-01"), Ledger: still{}})
	if r.Failed() {
		return "", false
	}
	s := topic.Read(r)
	if r.Failed() {
		return "", false
	}
	keys := map[string]bool{}
	for _, e := range s.Entries(fiscal.Period{Start: fiscal.MustParse("2000-01-01"), End: fiscal.MustParse("2045-12-31")}) {
		sum := int64(0)
		for _, l := range e.Lines {
			sum += l.Amount
		}
		if keys[e.Key] || sum != 0 || len(e.Lines) < 2 {
			return fmt.Sprintf("the entry %s of %s has %d lines that come to %d, or its key is another's too", e.Key, e.Effective, len(e.Lines), sum), true
		}
		keys[e.Key] = true
	}
	var end *int64
	for year := 2000; year <= 2030; year++ {
		p := fiscal.CalendarYear.YearPeriod(year)
		roll := s.Rollforward(p)
		if found := roll.Foot(2); len(found) > 0 {
			return fmt.Sprint(year, ": ", found), true
		}
		total := roll.Total()
		if end != nil && *end != total.Begin {
			return fmt.Sprintf("%d begins with %d, the year before ends with %d", year, total.Begin, *end), true
		}
		end = &total.End
		_ = s.Check(still{}, p.End)
		if x, ok := s.(estimate.Tabled); ok {
			for _, g := range x.Grids(p) {
				for _, row := range g.Rows {
					if len(row.Cells) != len(g.Columns) {
						return fmt.Sprintf("%d: a row of %s has %d cells for %d columns", year, g.Title, len(row.Cells), len(g.Columns)), true
					}
				}
			}
		}
		if x, ok := s.(estimate.Charted); ok {
			for _, c := range x.Charts(p) {
				for _, v := range c.Series {
					if len(v.Values) != len(c.Labels) {
						return fmt.Sprintf("%d: %s of %s has %d values for %d labels", year, v.Name, c.Title, len(v.Values), len(c.Labels)), true
					}
				}
			}
		}
		if x, ok := s.(estimate.Papered); ok && year%5 == 1 {
			x.Papers(p)
		}
	}
	for year := 2002; topic.Note != nil && year <= 2026; year++ {
		if err := writes(topic, s, year); err != nil {
			return fmt.Sprintf("the note of %d: %v", year, err), true
		}
	}
	return "", true
}

// writes makes the note of a 10-K of a year, and says what is wrong with it: every reference that stands on an axis, or names an element of the
// topic's figures, must have an amount there.
func writes(topic estimate.Topic, s estimate.Schedule, y int) error {
	year, before := fiscal.CalendarYear.YearPeriod(y), fiscal.CalendarYear.YearPeriod(y-1)
	columns := estimate.Columns{Instants: map[string]fiscal.Date{"now": year.End, "prior": before.End}, Spans: map[string]fiscal.Period{"now": year, "prior": before, "ytd": year, "prior-ytd": before}}
	n, err := topic.Note([]estimate.Schedule{s}, columns)
	if err != nil {
		return err
	}
	d, err := filing.ParseDocument("@note \"1. Estimate\" AccountingPoliciesDisclosureTextBlock\n" + n.Text + "\n@end\n")
	if err != nil {
		return fmt.Errorf("%w in\n%s", err, n.Text)
	}
	seen := map[string]bool{}
	for _, f := range n.Figures {
		if key := f.Concept + fmt.Sprint(f.Members); seen[key] {
			return fmt.Errorf("%s at %v stands twice", f.Concept, f.Members)
		} else {
			seen[key] = true
		}
	}
	for _, r := range references(d.Blocks) {
		if err := has(n, r); err != nil {
			return err
		}
	}
	return nil
}

// has says what is wrong with a reference to a figure of a note.
func has(n estimate.Note, r filing.Ref) error {
	named := len(r.Members) > 0
	for _, f := range n.Figures {
		if f.Concept != r.Concept {
			continue
		}
		named = true
		if len(f.Members) != len(r.Members) {
			continue
		}
		same := true
		for _, m := range r.Members {
			same = same && slices.Contains(f.Members, estimate.Member{Axis: m.Axis, Member: m.Member})
		}
		_, at := f.Instants[r.When]
		_, over := f.Spans[r.When]
		if same && (at || over) {
			return nil
		}
	}
	if named {
		return fmt.Errorf("%s has no amount", r)
	}
	return nil
}

// references are those of blocks, to elements.
func references(blocks []filing.Block) (out []filing.Ref) {
	add := func(spans []filing.Span) {
		for _, s := range spans {
			if s.Ref != nil && strings.Contains(s.Ref.Concept, ":") {
				out = append(out, *s.Ref)
			}
		}
	}
	for _, b := range blocks {
		switch x := b.(type) {
		case filing.Paragraph:
			add(x.Text)
		case filing.TextBlock:
			out = append(out, references(x.Blocks)...)
		case filing.TableHere:
			for _, row := range x.Rows {
				for _, c := range row.Cells {
					add(c)
				}
			}
		}
	}
	return out
}

// ours are the lines of a stack that are of this program.
func ours(stack []byte) string {
	var out []string
	for line := range strings.Lines(string(stack)) {
		if strings.HasPrefix(line, "\t") && !strings.Contains(line, "/usr/") && !strings.Contains(line, "estimate_changed_test.go") {
			out = append(out, strings.TrimSpace(line[strings.LastIndex(line, "/")+1:]))
		}
	}
	return strings.Join(out[:min(4, len(out))], " < ")
}
