package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/internal/app"
)

type estimateCmd struct {
	Topics   estimateTopicsCmd   `cmd:"" help:"The kinds of estimate that a book keeps."`
	Template estimateTemplateCmd `cmd:"" help:"The workbook, or the YAML, in which a record is written down."`
	Record   estimateRecordCmd   `cmd:"" help:"Write a record down from a YAML file or a workbook, or put another in its place."`
	List     estimateListCmd     `cmd:"" help:"The estimates of a book."`
	Show     estimateShowCmd     `cmd:"" help:"The roll-forward of an estimate, its entries, a table of it, or its record."`
	Propose  estimateProposeCmd  `cmd:"" help:"Prepare the entries of an estimate up to a day."`
	Note     estimateNoteCmd     `cmd:"" help:"What a topic writes into a report, in the notation of reports."`
}

type estimateTopicsCmd struct{}

func (c *estimateTopicsCmd) Run(e *Env) error {
	for _, t := range app.EstimateTopics() {
		e.say("%-16s %s", t.Name, t.Summary)
	}
	return nil
}

type estimateTemplateCmd struct {
	Topic string `arg:""`
	Out   string `short:"o" placeholder:"FILE" help:"A workbook (.xlsx) or YAML; the YAML sample on the terminal when left out."`
}

func (c *estimateTemplateCmd) Run(e *Env) error {
	t, err := app.EstimateTopic(c.Topic)
	if err != nil {
		return err
	}
	body := t.Sample
	if strings.HasSuffix(strings.ToLower(c.Out), ".xlsx") {
		if body, err = app.EstimateTemplate(t, nil); err != nil {
			return err
		}
	}
	if c.Out == "" {
		_, err = e.Out.Write(body)
		return err
	}
	return os.WriteFile(c.Out, body, 0o644)
}

type estimateRecordCmd struct {
	Topic string `arg:""`
	File  string `arg:"" help:"YAML, or a workbook made from the template."`
	bookFlag
	asFlag
	Code string `help:"Its code, where the file does not say it."`
	Name string `help:"Its name, where the file does not say it."`
	Why  string `help:"Why the record is changed."`
}

func (c *estimateRecordCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		body, err := os.ReadFile(c.File)
		if err != nil {
			return err
		}
		f, err := app.ReadEstimate(c.Topic, c.File, body)
		if err != nil {
			return err
		}
		r := app.EstimateRecord{Topic: c.Topic, Code: f.Code, Name: f.Name, Tables: f.Tables, Why: c.Why}
		if c.Code != "" {
			r.Code = c.Code
		}
		if c.Name != "" {
			r.Name = c.Name
		}
		act, found, err := a.RecordEstimate(e.Ctx, c.As, r)
		if err != nil {
			return err
		}
		if act.Position == 0 {
			e.say("%s %s stands as it was", c.Topic, r.Code)
		} else {
			e.say("%s %s is recorded at position %d", c.Topic, r.Code, act.Position)
		}
		e.findings(found)
		return nil
	})
}

type estimateListCmd struct {
	bookFlag
	viewFlags
}

func (c *estimateListCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error { return e.write(v.EstimatesTable(""), c.viewFlags) })
}

type estimateShowCmd struct {
	Topic string `arg:""`
	Code  string `arg:""`
	bookFlag
	viewFlags
	Period    string `help:"The period: 2006-Q2, 2006; the fiscal year of the books' last entry when left out."`
	Entries   bool   `help:"Its entries up to the end of the period, beside what is posted."`
	Table     string `placeholder:"ID" help:"One of its tables; a wrong name lists them."`
	Record    bool   `help:"Its record in YAML."`
	History   bool   `help:"The versions of its record."`
	Workpaper string `placeholder:"FILE.xlsx" help:"Also write its work as workbooks with live formulas."`
}

func (c *estimateShowCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		s, err := v.Schedule(c.Topic, c.Code)
		if err != nil {
			return err
		}
		p, err := v.EstimatePeriod(c.Period)
		if err != nil {
			return err
		}
		if err := c.show(e, v, s, p); err != nil {
			return err
		}
		if c.Workpaper != "" {
			w, ok := s.Schedule.(estimate.Papered)
			if !ok {
				return fmt.Errorf("%s has no workpaper", s.Topic.Title)
			}
			return e.papers(c.Workpaper, "estimate-"+c.Topic, w.Papers(p.Period))
		}
		return nil
	})
}

func (c *estimateShowCmd) show(e *Env, v *app.View, s app.Schedule, p fiscal.Named) error {
	switch {
	case c.Record:
		e.say("%s", strings.TrimSuffix(app.FormatEstimate(s.Topic, s.Code, s.Name, s.Record), "\n"))
		return nil
	case c.History:
		return e.write(v.EstimateHistory(s), c.viewFlags)
	case c.Entries:
		es, err := v.EstimateEntries(s, p.End)
		if err != nil {
			return err
		}
		return e.write(v.EntriesTable(s, es, p.End), c.viewFlags)
	case c.Table != "":
		t, err := v.EstimateGrid(s, c.Table, p)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	}
	if err := e.write(v.RollTable(s, p), c.viewFlags); err != nil {
		return err
	}
	found := v.Checked(s, p.End)
	slices.SortStableFunc(found, func(a, b check.Finding) int { return int(b.Severity) - int(a.Severity) })
	e.findings(found)
	return nil
}

type estimateProposeCmd struct {
	Topic string `arg:""`
	Code  string `arg:""`
	bookFlag
	asFlag
	UpTo string `required:"" placeholder:"DATE" help:"Day up to which entries are prepared."`
}

func (c *estimateProposeCmd) Run(e *Env) error {
	upTo, err := parseDate(c.UpTo)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		made, err := a.ProposeEstimate(e.Ctx, c.As, c.Topic, c.Code, upTo)
		for _, m := range made {
			if m.Refused != "" {
				e.say("%s refused: %s", m.Entry.Key, m.Refused)
				e.exit = Findings
				continue
			}
			e.outcome(m.Outcome, m.Entry.Description)
		}
		if err == nil && len(made) == 0 {
			e.say("the books have it; there is nothing to enter")
		}
		return err
	})
}

type estimateNoteCmd struct {
	Topic string `arg:""`
	bookFlag
	viewFlags
	Period string `help:"The fiscal year or quarter; the year of the books' last entry when left out."`
}

func (c *estimateNoteCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		if _, err := app.EstimateTopic(c.Topic); err != nil {
			return err
		}
		p, err := v.EstimatePeriod(c.Period)
		if err != nil {
			return err
		}
		text, figures, err := v.EstimateNote(c.Topic, p)
		if err != nil {
			return err
		}
		if c.Format == "table" {
			_, err = fmt.Fprint(e.Out, text)
			return err
		}
		return e.write(figures, c.viewFlags)
	})
}
