package app

import (
	"context"
	"fmt"

	"tieout/evidence"
	"tieout/filing"
	"tieout/fiscal"
)

// Plan is one day on which a report was expected to be filed. The first of a report is its plan; each later one is the
// forecast from then on. None is ever taken back, so that forecasts can be held against what came.
type Plan struct {
	Position     int64 // of the act
	By, At       string
	Form, Period string
	Date         fiscal.Date
	Why          string
}

// PlanReport says when a report is expected to be filed, and why.
func (a *App) PlanReport(ctx context.Context, by string, form filing.Form, p fiscal.Named, on fiscal.Date, why string) (evidence.Act, error) {
	return a.act(ctx, by, cmdPlanReport, why, func(w *writing) error {
		if err := checkPeriod(ReportRequest{Form: form, Period: p}); err != nil {
			return err
		}
		switch last := w.state.forecast(string(form), p.Name); {
		case on <= p.End:
			return mistake("", "a report cannot be filed on %s: its period ends on %s", on, p.End)
		case w.state.filed(form, p.Name):
			return mistake("", "the %s for %s is filed", form, p.Name)
		case last != nil && last.Date == on:
			w.skip = true
			return nil
		case last != nil && why == "":
			return mistake("", "the %s for %s was expected on %s; say why it moves to %s", form, p.Name, last.Date, on)
		}
		return w.apply(evidence.Rec("plan", "form", string(form), "period", p.Name, "date", on.String()))
	})
}

func (s *State) applyPlan(a evidence.Act, r evidence.Record) error {
	d, err := fiscal.Parse(r.Get("date"))
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	s.Plans = append(s.Plans, Plan{a.Position, a.By, a.At, r.Get("form"), r.Get("period"), d, a.Why})
	return nil
}

// plansOf are the days on which a report was expected, in order of being said.
func (s *State) plansOf(form, period string) []Plan {
	var out []Plan
	for _, p := range s.Plans {
		if p.Form == form && p.Period == period {
			out = append(out, p)
		}
	}
	return out
}

// forecast is the newest day on which a report is expected, nil when nobody said.
func (s *State) forecast(form, period string) *Plan {
	ps := s.plansOf(form, period)
	if len(ps) == 0 {
		return nil
	}
	return &ps[len(ps)-1]
}

func (s *State) filed(form filing.Form, period string) bool {
	for _, f := range s.Filings {
		if f.Form == string(form) && f.Period == period {
			return true
		}
	}
	return false
}
