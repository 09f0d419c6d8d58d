package cli

import (
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/recurring"
)

type recurringCmd struct {
	Keep recurringKeepCmd `cmd:"" help:"Keep a template, or an entry that comes again, from a YAML file."`
	List recurringListCmd `cmd:"" help:"Templates, entries that come again, and what is due."`
	Make recurringMakeCmd `cmd:"" help:"Make what is due."`
	End  recurringEndCmd  `cmd:"" help:"End a template or an entry that comes again."`
}

type recurringKeepCmd struct {
	Name string `arg:""`
	File string `arg:"" help:"YAML file of the entry; with --spread its amounts are totals."`
	bookFlag
	asFlag
	Every  string `enum:",month,quarter,year" default:"" help:"month, quarter or year; a template that is used by hand when left out."`
	Day    int    `help:"Day of the month, 1 to 28; its last day when left out."`
	From   string `help:"First day on which it may come." placeholder:"DATE"`
	Until  string `help:"Last such day." placeholder:"DATE"`
	Spread bool   `help:"Spread the amounts of the file in equal parts."`
}

func (c *recurringKeepCmd) Run(e *Env) error {
	x := recurring.Standing{Name: c.Name, Every: recurring.Every(c.Every), Day: c.Day, Spread: c.Spread}
	for _, d := range []struct {
		text string
		into *fiscal.Date
	}{{c.From, &x.From}, {c.Until, &x.Until}} {
		if d.text != "" {
			var err error
			if *d.into, err = parseDate(d.text); err != nil {
				return err
			}
		}
	}
	return e.withEntry(c.Book, c.As, c.File, func(a *app.App, entry ledger.Entry) error {
		x.Entry = entry
		id, err := a.KeepStanding(e.Ctx, c.As, x)
		if err == nil {
			e.say("%s is kept as %d", c.Name, id)
		}
		return err
	})
}

type recurringListCmd struct {
	bookFlag
	UpTo string `help:"Day up to which entries are due; today by default." placeholder:"DATE"`
}

func (c *recurringListCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		upTo := a.Today()
		if c.UpTo != "" {
			var err error
			if upTo, err = parseDate(c.UpTo); err != nil {
				return err
			}
		}
		return a.Read(e.Ctx, 0, func(v *app.View) error {
			for _, s := range v.State.Standing {
				state := "stands"
				if s.EndedAt != 0 {
					state = "ended"
				}
				e.say("%6d  %s  %s  %s", s.ID, s.Name, s.Every, state)
			}
			due, err := v.Due(upTo)
			for _, o := range due {
				e.say("due %s  %s  %s", o.Entry.Effective, o.Entry.Description, o.Key)
			}
			return err
		})
	})
}

type recurringMakeCmd struct {
	bookFlag
	asFlag
	UpTo string `required:"" help:"Day up to which entries are made." placeholder:"DATE"`
}

func (c *recurringMakeCmd) Run(e *Env) error {
	upTo, err := parseDate(c.UpTo)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		made, err := a.MakeDue(e.Ctx, c.As, upTo)
		for _, m := range made {
			if m.Refused != "" {
				e.say("%s refused: %s", m.Key, m.Refused)
				continue
			}
			e.outcome(m.Outcome, m.Key)
		}
		return err
	})
}

type recurringEndCmd struct {
	Number int64 `arg:""`
	bookFlag
	asFlag
	Why string `help:"Reason."`
}

func (c *recurringEndCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.EndStanding(e.Ctx, c.As, c.Number, c.Why)
		if err == nil {
			e.say("%d has ended; what it made stays", c.Number)
		}
		return err
	})
}
