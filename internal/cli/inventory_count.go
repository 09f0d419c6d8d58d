package cli

import (
	"strconv"

	"tieout/internal/app"
)

type inventoryCountCmd struct {
	Open  inventoryCountOpenCmd  `cmd:"" help:"Open a physical count of a site: a tag for each item that ever was there."`
	Enter inventoryCountEnterCmd `cmd:"" help:"Enter what was counted, from a file; a tag that is counted already is counted again."`
	Show  inventoryCountShowCmd  `cmd:"" help:"A count: blind until every tag is accounted for, then against the books."`
	Post  inventoryCountPostCmd  `cmd:"" help:"Take the count in, book to physical."`
}

type inventoryCountOpenCmd struct {
	Site string `arg:""`
	bookFlag
	asFlag
	atFlag
	Tolerance string `default:"0" help:"Difference at cost up to which a tag is not counted again."`
}

func (c *inventoryCountOpenCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		tolerance, err := a.Amount(e.Ctx, c.Tolerance)
		if err != nil {
			return err
		}
		id, err := a.OpenCount(e.Ctx, c.As, d, c.Site, tolerance)
		if err == nil {
			e.say("count %d is open", id)
		}
		return err
	})
}

type inventoryCountEnterCmd struct {
	Count int64  `arg:""`
	File  string `arg:"" help:"CSV or XLSX: tag, item (of what has no tag), counted, unit, remark, void (why a tag is not counted)."`
	bookFlag
	asFlag
}

func (c *inventoryCountEnterCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		entries, err := a.ReadCount(e.Ctx, c.File)
		if err != nil {
			return err
		}
		if _, err = a.EnterCount(e.Ctx, c.As, c.Count, entries); err == nil {
			e.say("%d tags are entered", len(entries))
		}
		return err
	})
}

type inventoryCountShowCmd struct {
	Count int64 `arg:""`
	bookFlag
	viewFlags
}

func (c *inventoryCountShowCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		x, ok := v.State.Stock.Count(c.Count)
		if !ok {
			return mistake("there is no count %s at this position", strconv.FormatInt(c.Count, 10))
		}
		t, _, err := v.CountTable(x)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

type inventoryCountPostCmd struct {
	Count int64 `arg:""`
	bookFlag
	asFlag
}

func (c *inventoryCountPostCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		out, err := a.PostCount(e.Ctx, c.As, c.Count)
		if err == nil {
			e.outcome(out, "the count")
		}
		return err
	})
}
