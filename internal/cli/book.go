package cli

import (
	"fmt"
	"os"
	"strings"
	"time"

	"tieout/filing"
	"tieout/internal/app"
	"tieout/internal/exporter"
	"tieout/ledger"
	"tieout/money"
)

type initCmd struct {
	Book          string `arg:"" help:"Path of the new book, or postgres://…#NAME."`
	Name          string `required:"" help:"The registrant's name."`
	CIK           string `name:"cik" help:"Central Index Key."`
	FiscalYearEnd string `default:"12-31" help:"MM-DD, or \"4-4-5 MM-DD nearest|last WEEKDAY\"."`
	Currency      string `default:"USD" help:"Functional currency of the first entity."`
	Entity        string `default:"main" help:"Code of the first entity."`
}

func (c *initCmd) Run(e *Env) error {
	a, err := app.Create(e.Ctx, c.Book, app.New{Name: c.Name, CIK: c.CIK, Calendar: c.FiscalYearEnd, Currency: c.Currency, Entity: c.Entity}, time.Now)
	if err != nil {
		return err
	}
	defer a.Close()
	e.say("%s: a book for %s", a.Address(), c.Name)
	return nil
}

type registrantCmd struct {
	Show registrantShowCmd `cmd:"" default:"withargs" help:"Print the data in force, or a complete example."`
	Set  registrantSetCmd  `cmd:"" help:"Set the data from a YAML file."`
}

type registrantShowCmd struct {
	Example bool   `help:"Print a complete example."`
	Book    string `placeholder:"BOOK" help:"The book." env:"TIEOUT_BOOK"`
}

func (c *registrantShowCmd) Run(e *Env) error {
	if c.Example {
		fmt.Fprint(e.Out, filing.RegistrantExample)
		return nil
	}
	if c.Book == "" {
		return mistake("name a book with --book, or ask for --example")
	}
	return e.open(c.Book, func(a *app.App) error {
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		if len(s.Registrants) == 0 {
			return mistake("the book has no registrant data; see tieout registrant --example")
		}
		fmt.Fprint(e.Out, s.Registrants[len(s.Registrants)-1].YAML)
		return nil
	})
}

type registrantSetCmd struct {
	File string `arg:"" help:"YAML file."`
	bookFlag
	asFlag
}

func (c *registrantSetCmd) Run(e *Env) error {
	text, err := readFile(c.File)
	if err != nil {
		return err
	}
	if _, err := filing.ParseRegistrant(text); err != nil {
		return mistake("%s: %v", c.File, err)
	}
	return e.open(c.Book, func(a *app.App) error {
		act, err := a.SetRegistrant(e.Ctx, c.As, string(text))
		if err == nil && act.Position == 0 {
			e.say("the data is as it was; nothing changed")
		} else if err == nil {
			e.say("registrant data set at position %d", act.Position)
		}
		return err
	})
}

type personCmd struct {
	Add    personAddCmd    `cmd:"" help:"Add a person."`
	Remove personRemoveCmd `cmd:"" help:"Take a person's right to act."`
	List   personListCmd   `cmd:"" help:"List the people."`
}

type personAddCmd struct {
	Code string `arg:"" help:"Short code, such as jane."`
	bookFlag
	asFlag
	Name  string `help:"Full name."`
	Role  string `help:"Role, such as controller; the first person of a book is the controller, others are accountants."`
	Until string `placeholder:"DATE" help:"Last day of the seat; consultants and external auditors have one."`
}

func (c *personAddCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		p := app.Person{Code: c.Code, Name: c.Name, Role: c.Role}
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		switch {
		case p.Role == "" && len(s.People) == 0:
			p.Role = "controller"
		case p.Role == "":
			p.Role = "accountant"
		}
		if c.Until != "" {
			if p.Until, err = parseDate(c.Until); err != nil {
				return err
			}
		}
		act, err := a.AddPerson(e.Ctx, c.As, p)
		if err == nil {
			e.say("%s added at position %d", c.Code, act.Position)
		}
		return err
	})
}

type personRemoveCmd struct {
	Code string `arg:""`
	bookFlag
	asFlag
	Why string `help:"Reason."`
}

func (c *personRemoveCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		act, err := a.RemovePerson(e.Ctx, c.As, c.Code, c.Why)
		if err == nil {
			e.say("%s removed at position %d", c.Code, act.Position)
		}
		return err
	})
}

type personListCmd struct{ bookFlag }

func (c *personListCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		for _, p := range s.People {
			state := ""
			if p.Removed {
				state = " (removed)"
			}
			e.say("%s\t%s\t%s%s", p.Code, p.Name, p.Role, state)
		}
		return nil
	})
}

type accountCmd struct {
	Open accountOpenCmd `cmd:"" help:"Open an account or change what is known of it."`
	List accountListCmd `cmd:"" help:"List the chart."`
}

type accountOpenCmd struct {
	Code string `arg:""`
	bookFlag
	asFlag
	Name     string `help:"Name."`
	Type     string `required:"" help:"asset, liability, equity, revenue or expense; \"current asset\" and the like too."`
	Concept  string `help:"us-gaap element."`
	CashFlow string `name:"cashflow" help:"Class of the cash-flow statement."`
}

func (c *accountOpenCmd) Run(e *Env) error {
	t, section, err := ledger.ParseType(c.Type)
	if err != nil {
		return mistake("%v", err)
	}
	concept := c.Concept
	if concept != "" && !strings.Contains(concept, ":") {
		concept = "us-gaap:" + concept
	}
	return e.open(c.Book, func(a *app.App) error {
		act, err := a.OpenAccounts(e.Ctx, c.As, []ledger.Account{{Code: c.Code, Name: c.Name, Type: t, Section: section, Concept: concept, CashFlow: c.CashFlow}})
		if err == nil {
			e.say("account %s opened at position %d", c.Code, act.Position)
		}
		return err
	})
}

type accountListCmd struct {
	bookFlag
	viewFlags
}

func (c *accountListCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		s, err := a.State(e.Ctx, c.Position)
		if err != nil {
			return err
		}
		t := exporter.Table{ID: "chart", Title: []string{s.Name, "Chart of accounts"}, Columns: []exporter.Column{{Key: "account", Title: "Account"}, {Key: "name", Title: "Name"},
			{Key: "type", Title: "Type"}, {Key: "section", Title: "Section"}, {Key: "concept", Title: "Element"}, {Key: "cashflow", Title: "Cash flow"}}}
		for _, x := range s.Chart.Accounts() {
			t.Rows = append(t.Rows, exporter.Row{Key: x.Code, Cells: []exporter.Cell{exporter.Text(x.Code), exporter.Text(x.Name), exporter.Text(string(x.Type)), exporter.Text(string(x.Section)), exporter.Text(x.Concept), exporter.Text(x.CashFlow)}})
		}
		return e.write(t, c.viewFlags)
	})
}

type entityCmd struct {
	Add entityAddCmd `cmd:"" help:"Add a legal entity."`
}

type entityAddCmd struct {
	Code string `arg:""`
	bookFlag
	asFlag
	Name     string
	Currency string `default:"USD"`
}

func (c *entityAddCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		act, err := a.Found(e.Ctx, c.As, ledger.Entity{Code: c.Code, Name: c.Name, Currency: money.Currency(c.Currency)})
		if err == nil {
			e.say("entity %s added at position %d", c.Code, act.Position)
		}
		return err
	})
}

type checkpointCmd struct {
	bookFlag
	asFlag
	Out    string `short:"o" placeholder:"FILE" help:"Keep the signed text in a file, away from the book."`
	Reason string `default:"demand" help:"Why it is made."`
}

func (c *checkpointCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		text, err := a.Checkpoint(e.Ctx, c.As, c.Reason)
		if err != nil {
			return err
		}
		if c.Out == "" {
			fmt.Fprint(e.Out, text)
			return nil
		}
		if err := os.WriteFile(c.Out, []byte(text), 0o644); err != nil {
			return err
		}
		e.say("signed checkpoint kept in %s", c.Out)
		return nil
	})
}

type logCmd struct{ bookFlag }

func (c *logCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		acts, err := a.Acts(e.Ctx)
		for _, act := range acts {
			e.say("%6d  %s  %-12s %-24s %s", act.Position, act.At, act.By, act.Kind, act.Why)
		}
		return err
	})
}

type versionCmd struct{}

func (versionCmd) Run(e *Env) error { e.say("tieout %s", app.Version); return nil }

type dimensionCmd struct {
	Add dimensionAddCmd `cmd:"" help:"Define a way of analysing lines: segment, plant, product."`
}

type dimensionAddCmd struct {
	Code string `arg:""`
	bookFlag
	asFlag
	Name string
}

func (c *dimensionAddCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		act, err := a.Define(e.Ctx, c.As, ledger.Dimension{Code: c.Code, Name: c.Name})
		if err == nil {
			e.say("dimension %s defined at position %d", c.Code, act.Position)
		}
		return err
	})
}
