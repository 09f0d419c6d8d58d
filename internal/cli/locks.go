package cli

import (
	"strconv"
	"strings"

	"tieout/internal/app"
)

type lockCmd struct {
	bookFlag
	asFlag
	Period string `required:"" help:"2006-Q1, 2006-M03 or 2006."`
	Level  string `enum:"soft,closed,filed" default:"closed" help:"soft lets adjusting entries in; closed and filed let nothing in."`
}

func (c *lockCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		p, err := s.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		act, err := a.Lock(e.Ctx, c.As, p.Period, app.Level(c.Level))
		if err == nil {
			e.say("%s locked (%s) at position %d; a signed checkpoint follows it", p.Period, c.Level, act.Position)
		}
		return err
	})
}

type overrideCmd struct {
	Request overrideRequestCmd `cmd:"" help:"Ask to let entries into a locked period."`
	Approve overrideApproveCmd `cmd:"" help:"Approve what another person asked for."`
	List    overrideListCmd    `cmd:"" help:"Every override with exactly what was posted under it."`
}

type overrideRequestCmd struct {
	bookFlag
	asFlag
	Period string `required:"" help:"2006-Q1, 2006-M03 or 2006."`
	Until  string `required:"" help:"Last day on which it may be used."`
	Why    string `required:"" help:"Reason."`
}

func (c *overrideRequestCmd) Run(e *Env) error {
	until, err := parseDate(c.Until)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		p, err := s.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		act, err := a.RequestOverride(e.Ctx, c.As, p.Period, until, c.Why)
		if err != nil {
			return err
		}
		if s.Alone() {
			e.say("override %d holds until %s; the book has had one person only, so nobody reviewed it", act.Position, until)
		} else {
			e.say("override %d waits for a second person: tieout override approve %d --book … --as PERSON", act.Position, act.Position)
		}
		return nil
	})
}

type overrideApproveCmd struct {
	ID int64 `arg:""`
	bookFlag
	asFlag
}

func (c *overrideApproveCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.ApproveOverride(e.Ctx, c.As, c.ID)
		if err == nil {
			e.say("override %d approved", c.ID)
		}
		return err
	})
}

type overrideListCmd struct{ bookFlag }

func (c *overrideListCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		us, err := a.Overrides(e.Ctx)
		for _, u := range us {
			by := u.ApprovedBy
			switch by {
			case "":
				by = "waiting for a second person"
			case u.By:
				by = "not reviewed: one person only"
			}
			e.say("override %s  %s to %s  until %s  asked by %s, %s: %s", strconv.FormatInt(u.ID, 10), u.First, u.Last, u.Until, u.By, by, u.Why)
			e.say("  posted under it: %s", orNothing(u.Entries))
		}
		return err
	})
}

func orNothing(s []string) string {
	if len(s) == 0 {
		return "nothing"
	}
	return strings.Join(s, ", ")
}
