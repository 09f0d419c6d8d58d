package api

import (
	"context"
	"encoding/json"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
)

// estimateCommands are those of accounting estimates.
func (s *Server) estimateCommands() {
	register(s, "estimate.record", func(ctx context.Context, c *call, b estimateBody) (Done, error) {
		r := app.EstimateRecord{Topic: b.Topic, Code: b.Code, Name: b.Name, Why: b.Why}
		for _, t := range b.Sections {
			table := estimate.Table{Section: t.Section}
			for _, row := range t.Rows {
				table.Rows = append(table.Rows, estimate.Row(row))
			}
			r.Tables = append(r.Tables, table)
		}
		act, found, err := s.app.RecordEstimate(ctx, c.token.Person, r)
		return Done{Position: act.Position, Notes: notesOf(found)}, err
	})
	register(s, "estimate.propose", func(ctx context.Context, c *call, b estimateProposeBody) (Done, error) {
		upTo, err := fiscal.Parse(b.UpTo)
		if err != nil {
			return Done{}, wrong("up_to", "%v", err)
		}
		made, err := s.app.ProposeEstimate(ctx, c.token.Person, b.Topic, b.Code, upTo)
		d := Done{}
		for _, m := range made {
			if m.Refused != "" {
				d.Notes = append(d.Notes, Wrong{Where: m.Entry.Key, Rule: "refused", What: m.Refused})
				continue
			}
			d.Count++
		}
		return d, err
	})
}

// estimateBody is the request of estimate.record.
type estimateBody struct {
	Topic    string            `json:"topic" minLength:"1" maxLength:"40" example:"restructuring"`
	Code     string            `json:"code" minLength:"1" maxLength:"40"`
	Name     string            `json:"name,omitempty" maxLength:"200"`
	Sections []EstimateSection `json:"sections" maxItems:"40"`
	Why      string            `json:"why,omitempty" maxLength:"2000" doc:"Why the record is changed; needed where there is one already."`
}

// EstimateSection is a section of a record: its rows with the texts of their cells by column.
type EstimateSection struct {
	Section string              `json:"section" minLength:"1" maxLength:"40"`
	Rows    []map[string]string `json:"rows" maxItems:"5000"`
}

// estimateProposeBody is the request of estimate.propose.
type estimateProposeBody struct {
	Topic string `json:"topic" minLength:"1" maxLength:"40"`
	Code  string `json:"code" minLength:"1" maxLength:"40"`
	UpTo  string `json:"up_to" format:"date"`
}

// readEstimates registers what can be read of estimates.
func (s *Server) readEstimates() {
	read(s, "estimates", "/estimates", "Accounting estimates of the book.", access.Export, func(i *listedEstimates) *At { return &i.At }, func(_ context.Context, v *app.View, in *listedEstimates) (json.RawMessage, error) {
		return table(v.EstimatesTable(in.Topic))
	})
	read(s, "estimate", "/estimates/{topic}/{code}", "The roll-forward of an estimate over a period with findings, or its entries, one of its tables, or the versions of its record.", access.Export, func(i *estimated) *At { return &i.At }, func(_ context.Context, v *app.View, in *estimated) (json.RawMessage, error) {
		x, err := v.Schedule(in.Topic, in.Code)
		if err != nil {
			return nil, err
		}
		p, err := v.EstimatePeriod(in.Period)
		if err != nil {
			return nil, err
		}
		switch in.Show {
		case "", "roll":
			t := v.RollTable(x, p)
			t.Extra = map[string]any{"findings": notesOf(v.Checked(x, p.End))}
			return table(t)
		case "history":
			return table(v.EstimateHistory(x))
		case "entries":
			es, err := v.EstimateEntries(x, p.End)
			if err != nil {
				return nil, err
			}
			return table(v.EntriesTable(x, es, p.End))
		}
		t, err := v.EstimateGrid(x, in.Show, p)
		if err != nil {
			return nil, err
		}
		return table(t)
	})
}

// listedEstimates asks for the estimates of a topic, or of all.
type listedEstimates struct {
	At
	Topic string `query:"topic" maxLength:"40"`
}

// estimated asks for what follows from an estimate.
type estimated struct {
	At
	Topic  string `path:"topic" maxLength:"40"`
	Code   string `path:"code" maxLength:"40"`
	Period string `query:"period" maxLength:"20" example:"2006-Q1"`
	Show   string `query:"show" maxLength:"40" doc:"roll, entries, history, or the id of a table; roll where it is left out."`
}
