package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tieout/check"
	"tieout/evidence"
	"tieout/filing"
	"tieout/internal/app"
	"tieout/internal/calc"
	"tieout/internal/exporter"
	"tieout/money"
	"tieout/statement"
	"tieout/workpaper"
)

type trialBalanceCmd struct {
	Worksheet string `help:"Show the columns unadjusted, adjusting, reclassifying and adjusted, of a period such as 2006-Q1." placeholder:"PERIOD"`
	bookFlag
	viewFlags
	At string `required:"" help:"Date, YYYY-MM-DD."`
}

func (c *trialBalanceCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		if c.Worksheet != "" {
			p, err := v.State.Calendar.ParsePeriod(c.Worksheet)
			if err != nil {
				return err
			}
			t, err := v.WorksheetTable(p, d)
			if err != nil {
				return err
			}
			return e.write(t, c.viewFlags)
		}
		t, err := v.TrialBalanceTable(d)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

func (e *Env) view(book string, f viewFlags, fn func(*app.View) error) error {
	return e.open(book, func(a *app.App) error {
		return a.Read(e.Ctx, f.Position, func(v *app.View) error {
			if err := v.Select(f.Entity); err != nil {
				return err
			}
			if f.Branch != 0 {
				if err := v.On(f.Branch); err != nil {
					return err
				}
			}
			return fn(v)
		})
	})
}

type registerCmd struct {
	Account string `arg:""`
	bookFlag
	viewFlags
	Period string `required:"" help:"2006-Q1, 2006-M03 or 2006."`
}

func (c *registerCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		t, err := v.RegisterTable(c.Account, p.Period)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

type statementCmd struct {
	Kind string `arg:"" enum:"balance-sheet,income,comprehensive-income,cash-flow,equity" help:"balance-sheet, income, comprehensive-income, cash-flow or equity."`
	bookFlag
	viewFlags
	Period    string `required:"" help:"2006-Q1, 2006-H1, 2006-9M, 2006-M03 or 2006."`
	Thousands bool   `help:"Round to thousands."`
	Exact     bool   `help:"Do not round: show cents."`
}

func (c *statementCmd) Run(e *Env) error {
	scale := statement.Scale{Rounding: money.HalfAway}
	if c.Thousands {
		scale.Power = 3
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		if c.Exact || c.Format == "json" && !c.Thousands {
			scale.Power = -1
		}
		t, found, err := v.StatementReport(c.Kind, p, scale)
		if err != nil {
			return err
		}
		e.findings(found)
		return e.write(t, c.viewFlags)
	})
}

type explainCmd struct {
	What string `arg:"" help:"An element (InventoryNet, InventoryNet@2006-03-31), an account, an entry (JE-2006-000187), a fact id of a kept report, or a document's hash."`
	bookFlag
	viewFlags
	At     string `help:"Date of a balance."`
	Period string `help:"Period of a flow: 2006-Q1 or 2006."`
}

func (c *explainCmd) Run(e *Env) error {
	q := app.Question{What: c.What, Period: c.Period}
	if c.At != "" {
		d, err := parseDate(c.At)
		if err != nil {
			return err
		}
		q.At = d
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		x, err := v.Explain(q)
		if err != nil {
			return err
		}
		if c.Format == "json" {
			enc := json.NewEncoder(e.Out)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			return enc.Encode(x)
		}
		return x.Print(e.Out)
	})
}

type verifyCmd struct {
	bookFlag
	Checkpoint string `placeholder:"FILE" help:"A signed checkpoint that was kept outside the book."`
}

func (c *verifyCmd) Run(e *Env) error {
	var outside *evidence.Checkpoint
	if c.Checkpoint != "" {
		text, err := readFile(c.Checkpoint)
		if err != nil {
			return err
		}
		cp, err := app.ReadCheckpoint(string(text))
		if err != nil {
			return err
		}
		outside = &cp
	}
	return e.open(c.Book, func(a *app.App) error {
		v, err := a.Verify(e.Ctx, outside, app.RebuildFiling)
		if err != nil {
			return err
		}
		for _, f := range v.Findings {
			if f.Severity == check.Note {
				e.note("%s", f)
			}
		}
		for _, f := range v.Findings {
			if f.Severity > check.Note {
				e.exit = Findings
				e.say("ALTERED: %s: %s", f.Subject, f.Message)
			}
		}
		if e.exit == Fine {
			e.say("verified: %d acts, %d entries with %d lines, %d kept balances, %d documents, %d checkpoints, %d packages made again", v.Acts, v.Entries, v.Lines, v.Balances, v.Documents, v.Checkpoints, v.Packages)
			if outside == nil {
				e.say("without a checkpoint kept elsewhere (--checkpoint FILE) a cut tail or an older copy cannot be seen")
			}
		}
		return nil
	})
}

type fileCmd struct {
	Form string `arg:"" enum:"10-K,10-Q" help:"10-K or 10-Q."`
	bookFlag
	asFlag
	Period    string `required:"" help:"2005 for a 10-K, 2006-Q1 for a 10-Q."`
	Out       string `required:"" placeholder:"DIR" help:"Folder of the package."`
	Document  string `placeholder:"FILE" help:"Text of the report; the plain form by default."`
	On        string `help:"The day the report is made for; today by default."`
	Thousands bool   `help:"Round to thousands."`
	Position  int64  `help:"Position of the books; the newest by default."`
	Keep      bool   `help:"Keep the package in the book, with a signed checkpoint."`
	Taxonomy  string `placeholder:"PATH" help:"Official taxonomy packages (folder or zip) instead of the shipped table."`
	Year      int    `help:"Taxonomy year with --taxonomy."`
}

func (c *fileCmd) Run(e *Env) error {
	form, err := filing.ParseForm(c.Form)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		r, err := c.request(a, e, form)
		if err != nil {
			return err
		}
		p, err := a.FileReport(e.Ctx, c.As, r, c.Out, c.Keep)
		if err != nil {
			return err
		}
		e.findings(p.Findings)
		for _, f := range p.Files {
			e.say("%-10s %s", f.Type, filepath.Join(c.Out, f.Name))
		}
		e.say("%d facts, %d findings", len(p.Facts), len(p.Findings))
		return nil
	})
}

func (c *fileCmd) request(a *app.App, e *Env, form filing.Form) (app.ReportRequest, error) {
	r := app.ReportRequest{Form: form, On: a.Today(), Position: c.Position, TaxYear: c.Year}
	s, err := a.State(e.Ctx, c.Position)
	if err != nil {
		return r, err
	}
	if r.Period, err = s.Calendar.ParsePeriod(c.Period); err != nil {
		return r, err
	}
	if c.On != "" {
		if r.On, err = parseDate(c.On); err != nil {
			return r, err
		}
	}
	if c.Thousands {
		r.Scale = 3
	}
	if c.Document != "" {
		text, err := readFile(c.Document)
		if err != nil {
			return r, err
		}
		r.Document = string(text)
	}
	if c.Taxonomy != "" {
		r.Taxonomy, err = app.LoadTaxonomy(c.Taxonomy, c.Year)
	}
	return r, err
}

type deadlinesCmd struct {
	bookFlag
	viewFlags
	Year int    `required:"" help:"Fiscal year."`
	On   string `help:"The day to judge by; today by default."`
}

func (c *deadlinesCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		on := a.Today()
		if c.On != "" {
			d, err := parseDate(c.On)
			if err != nil {
				return err
			}
			on = d
		}
		return a.Read(e.Ctx, c.Position, func(v *app.View) error {
			t := exporter.Table{ID: "deadlines", Title: []string{v.State.Name, fmt.Sprintf("Periodic reports for fiscal %d, as of %s", c.Year, on.Long())}, Columns: []exporter.Column{
				{Key: "form", Title: "Form"}, {Key: "period", Title: "Period"}, {Key: "due", Title: "Due", Date: true}, {Key: "nt_due", Title: "NT due", Date: true}, {Key: "extended", Title: "Extended", Date: true}, {Key: "status", Title: "Status"}}}
			rs, err := v.ReportCalendar([]int{c.Year}, on)
			if err != nil {
				return err
			}
			for _, r := range rs {
				t.Rows = append(t.Rows, exporter.Row{Key: string(r.Due.Form) + " " + r.Period.Name, Cells: []exporter.Cell{exporter.Text(string(r.Due.Form)), exporter.Text(r.Period.Name),
					exporter.Date(r.Due.Due), exporter.Date(r.Due.NTDue), exporter.Date(r.Due.Extended), exporter.Text(r.Status(on))}})
			}
			return e.write(t, c.viewFlags)
		})
	})
}

type calcCmd struct {
	Topic     string `arg:"" optional:"" help:"What to compute; without it, the topics are listed."`
	File      string `arg:"" optional:"" help:"YAML file; - for standard input."`
	Example   bool   `help:"Print a complete sample of the documented input."`
	Workpaper string `placeholder:"FILE.xlsx" help:"Also write the work as a workbook with live formulas; several papers get -1, -2 … in their names."`
}

func (c *calcCmd) Run(e *Env) error {
	if c.Topic == "" {
		for _, t := range calc.Topics() {
			fmt.Fprintf(e.Out, "%-12s %s\n", t.Name, t.Summary)
		}
		return nil
	}
	t, err := calc.Find(c.Topic)
	if err != nil {
		return err
	}
	if c.Example {
		_, err := e.Out.Write(t.Example)
		return err
	}
	if c.File == "" {
		return mistake("name a YAML file, or ask for --example")
	}
	var in []byte
	if c.File == "-" {
		in, err = io.ReadAll(io.LimitReader(e.In, 8<<20))
	} else {
		in, err = readFile(c.File)
	}
	if err != nil {
		return err
	}
	out, found, papers, err := calc.RunPapers(c.Topic, in)
	if err != nil {
		return err
	}
	if c.Workpaper != "" && len(papers) == 0 {
		return mistake("the topic %s has no workpaper", c.Topic)
	}
	if err := e.papers(c.Workpaper, "calc "+c.Topic, papers); err != nil {
		return err
	}
	if _, err := e.Out.Write(append(out, '\n')); err != nil {
		return err
	}
	e.findings(found)
	return nil
}

// papers writes papers as workbooks: one under the name given, several with numbers.
func (e *Env) papers(to, report string, papers []*workpaper.Paper) error {
	if to == "" {
		return nil
	}
	base := strings.TrimSuffix(to, ".xlsx")
	for i, p := range papers {
		name := base + ".xlsx"
		if len(papers) > 1 {
			name = fmt.Sprintf("%s-%d.xlsx", base, i+1)
		}
		var b bytes.Buffer
		if err := exporter.WriteWorkpaper(&b, p, evidence.Stamp{Report: report, Params: p.Head.Title, Version: app.Version}); err != nil {
			return err
		}
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			return err
		}
		e.say("%s: %s", name, p.Head.Title)
	}
	return nil
}
