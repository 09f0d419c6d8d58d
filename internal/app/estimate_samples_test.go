package app_test

import (
	"fmt"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/exporter/exportertest"
)

// TestSamplesOfEveryTopic: the sample of every topic is a whole record; its roll-forwards foot and join, its entries have keys of their own
// and are the same whatever period is asked, and LibreOffice computes its papers to the same cents, with inputs changed too.
func TestSamplesOfEveryTopic(t *testing.T) {
	var papers []exportertest.Case
	for _, topic := range app.EstimateTopics() {
		if topic.Note != nil && topic.Disclosure == "" {
			t.Errorf("%s writes a note that no element tags", topic.Name)
		}
		var shown []exportertest.Case
		f, err := app.ParseEstimate(topic, topic.Sample)
		if err != nil || f.Code == "" || f.Name == "" {
			t.Fatal(topic.Name, err)
		}
		rec, err := topic.Form.Record(f.Tables)
		if err != nil {
			t.Fatal(topic.Name, err)
		}
		back, err := estimate.ParseText(topic.Form.Text(rec))
		if err != nil || topic.Form.Text(back) != topic.Form.Text(rec) {
			t.Error(topic.Name, "its text does not come back", err)
		}
		r := estimate.NewReader(topic.Form, rec, estimate.Books{Currency: "USD", Digits: 2, Calendar: fiscal.CalendarYear, Began: fiscal.MustParse("2000-01-01")})
		if r.Failed() {
			t.Fatal(topic.Name, r.Found)
		}
		s := topic.Read(r)
		if check.Worst(r.Found) >= check.Stop {
			t.Fatal(topic.Name, r.Found)
		}
		keys, entries := map[string]bool{}, 0
		var before []int64
		for year := 2000; year <= 2026; year++ {
			p := fiscal.CalendarYear.YearPeriod(year)
			roll := s.Rollforward(p)
			for _, f := range roll.Foot(2) {
				t.Error(topic.Name, year, f)
			}
			total := roll.Total()
			if before != nil && total.Begin != before[0] {
				t.Errorf("%s: %d begins with %d, the year before ends with %d", topic.Name, year, total.Begin, before[0])
			}
			before = []int64{total.End}
			byQuarter := 0
			for q := 1; q <= 4; q++ {
				byQuarter += len(s.Entries(fiscal.CalendarYear.Quarter(year, q)))
			}
			es := s.Entries(p)
			if len(es) != byQuarter {
				t.Errorf("%s: %d has %d entries, its quarters %d", topic.Name, year, len(es), byQuarter)
			}
			for _, e := range es {
				sum := int64(0)
				for _, l := range e.Lines {
					sum += l.Amount
				}
				if keys[e.Key] || !p.Contains(e.Effective) || sum != 0 || len(e.Lines) < 2 {
					t.Errorf("%s: entry %s of %s: %d", topic.Name, e.Key, e.Effective, sum)
				}
				keys[e.Key] = true
				entries++
			}
			if w, ok := s.(estimate.Papered); ok && len(es) > 0 && len(shown) < 6 {
				for i, paper := range w.Papers(p) {
					shown = append(shown, exportertest.Case{Name: fmt.Sprintf("%s %d %d", topic.Name, year, i+1), Paper: paper})
				}
			}
		}
		if entries == 0 || len(shown) == 0 {
			t.Errorf("%s proposes %d entries and shows %d papers", topic.Name, entries, len(shown))
		}
		papers = append(papers, shown...)
		for _, section := range topic.Form {
			for _, c := range section.Columns {
				if c.Title == "" || c.Kind == "" || c.Kind == estimate.Choice && len(c.Choices) == 0 {
					t.Errorf("%s, %s, %s: no title, kind or choices", topic.Name, section.Key, c.Key)
				}
			}
		}
	}
	exportertest.Recalculates(t, papers...)
}
