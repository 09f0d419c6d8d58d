package cli

import (
	"os"

	"tieout/internal/app"
	"tieout/workpaper"
)

type inventoryBillsCmd struct {
	File string `arg:"" help:"YAML in the notation of tieout calc rollup: items with components, operations and costs; an item that costs latest costs what the book last bought it at."`
	bookFlag
	asFlag
	From string `required:"" help:"From which day on they hold."`
}

func (c *inventoryBillsCmd) Run(e *Env) error {
	text, err := readFile(c.File)
	if err != nil {
		return err
	}
	d, err := parseDate(c.From)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.SetBills(e.Ctx, c.As, d, string(text))
		if err == nil {
			e.say("bills hold from %s", d)
		}
		return err
	})
}

type inventoryRollUpCmd struct {
	bookFlag
	viewFlags
	atFlag
	Standards string `placeholder:"FILE.csv" help:"Write the standards that change as movements, to be taken in with import stock: that freezes them and revalues what is on hand."`
	Workpaper string `placeholder:"FILE.xlsx" help:"Also write the roll-up as a workbook with live formulas."`
}

func (c *inventoryRollUpCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		r, err := v.RollUp(d)
		if err != nil {
			return err
		}
		if err := e.write(v.RollUpTable(r), c.viewFlags); err != nil {
			return err
		}
		if err := e.papers(c.Workpaper, "roll-up", []*workpaper.Paper{r.Paper}); err != nil || c.Standards == "" {
			return err
		}
		text, n := v.StandardMovements(r)
		if n == 0 {
			e.say("no standard changes; %s is not written", c.Standards)
			return nil
		}
		if err := os.WriteFile(c.Standards, []byte(text), 0o644); err != nil {
			return err
		}
		e.say("%s: %d standards, to be taken in with: tieout import stock %s", c.Standards, n, c.Standards)
		return nil
	})
}

type inventoryVariancesCmd struct {
	bookFlag
	viewFlags
	Period string `required:"" help:"2006-Q1, 2006-M03 or 2006."`
	WIP    string `name:"wip" placeholder:"ACCOUNT" help:"Account of work in process: movements against it with one reference are a production order."`
}

func (c *inventoryVariancesCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		t, err := v.VarianceTable(p, c.WIP)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}
