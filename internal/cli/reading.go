package cli

import (
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/internal/app"
)

type generalLedgerCmd struct {
	bookFlag
	viewFlags
	Period string `required:"" help:"2006-Q1, 2006-M03 or 2006."`
}

func (c *generalLedgerCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		t, err := v.GeneralLedgerTable(p)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

type outOfPeriodCmd struct {
	bookFlag
	viewFlags
	From int `required:"" help:"First fiscal year whose quarters are looked at."`
	To   int `required:"" help:"Last fiscal year."`
}

func (c *outOfPeriodCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		t, err := v.OutOfPeriodTable(c.From, c.To)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

type noteCmd struct {
	Write noteWriteCmd `cmd:"" help:"Write a note at a figure, an account or an entry."`
	Close noteCloseCmd `cmd:"" help:"Close a note."`
	List  noteListCmd  `cmd:"" help:"Every note."`
}

type noteWriteCmd struct {
	On   string `arg:"" help:"entry/JE-2006-000042, account/1010@2006-Q1 or balance-sheet/ROW@2006-03-31."`
	Text string `arg:""`
	bookFlag
	asFlag
	Answers int64 `help:"The note that it answers."`
}

func (c *noteWriteCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		act, err := a.WriteNote(e.Ctx, c.As, app.Note{On: c.On, Text: c.Text, Answers: c.Answers})
		if err == nil {
			e.say("note %d is written", act.Position)
		}
		return err
	})
}

type noteCloseCmd struct {
	Note int64 `arg:""`
	bookFlag
	asFlag
}

func (c *noteCloseCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.CloseNote(e.Ctx, c.As, c.Note)
		if err == nil {
			e.say("note %d is closed", c.Note)
		}
		return err
	})
}

type noteListCmd struct{ bookFlag }

func (c *noteListCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		for _, n := range s.Notes {
			state := ""
			switch {
			case n.ClosedBy != "":
				state = "  closed by " + n.ClosedBy
			case n.Answers != 0:
				state = "  answers " + strconv.FormatInt(n.Answers, 10)
			}
			e.say("%6d  %s  %s  by %s%s", n.ID, n.On, strings.ReplaceAll(n.Text, "\n", " / "), n.By, state)
		}
		return nil
	})
}

type listCmd struct {
	Name string `arg:"" help:"journal, log, drafts, imports, documents, notes or branches."`
	bookFlag
	viewFlags
	Period string `help:"2006-Q1, 2006-M03 or 2006; for the journal and the log, which are listed by period."`
}

func (c *listCmd) Run(e *Env) error {
	if c.Period == "" && (c.Name == "journal" || c.Name == "log") {
		return mistake("name a --period: the %s is listed by period", c.Name)
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		var p fiscal.Named
		if c.Period != "" {
			var err error
			if p, err = v.State.Calendar.ParsePeriod(c.Period); err != nil {
				return err
			}
		}
		t, err := v.ListTable(c.Name, p)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}
