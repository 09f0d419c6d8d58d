package cli

import (
	"os"

	"tieout/internal/app"
	"tieout/internal/importer"
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
	Period    string `required:"" help:"2006-Q1, 2006-M03 or 2006."`
	WIP       string `name:"wip" placeholder:"ACCOUNT" help:"Account of work in process: movements against it with one reference are a production order."`
	Hours     string `placeholder:"FILE" help:"CSV or XLSX of hours worked (order, operation, hours, cost): rate and efficiency instead, against the routings of what the orders made."`
	Workpaper string `placeholder:"FILE.xlsx" help:"With --hours: also write the work as workbooks with live formulas."`
}

func (c *inventoryVariancesCmd) Run(e *Env) error {
	var hours []importer.HoursRow
	if c.Hours != "" {
		if c.WIP == "" {
			return mistake("with --hours name the account of work in process, --wip")
		}
		if err := e.open(c.Book, func(a *app.App) (err error) {
			hours, err = a.ReadHours(e.Ctx, c.Hours)
			return err
		}); err != nil {
			return err
		}
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		if c.Hours != "" {
			lines, papers, err := v.Labour(c.WIP, p.Period, hours)
			if err != nil {
				return err
			}
			if err := e.write(v.LabourTable(lines, p), c.viewFlags); err != nil {
				return err
			}
			return e.papers(c.Workpaper, "labour-variances", papers)
		}
		t, err := v.VarianceTable(p, c.WIP)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

type inventoryCapitaliseCmd struct {
	bookFlag
	viewFlags
	asFlag
	Period    string            `required:"" help:"2006-Q1, 2006-M03 or 2006."`
	Account   string            `required:"" help:"Account of variances in inventory."`
	Abnormal  map[string]string `placeholder:"CLASS=AMOUNT" help:"Abnormal part of a class's variance, an expense of the period."`
	Workpaper string            `placeholder:"FILE.xlsx" help:"Also write the roll-forward as a workbook with live formulas."`
	Propose   bool              `help:"Prepare the entry that takes the account to what stays in inventory."`
}

func (c *inventoryCapitaliseCmd) Run(e *Env) error {
	ask := app.Capitalising{Account: c.Account, Abnormal: map[string]int64{}}
	if err := e.open(c.Book, func(a *app.App) (err error) {
		for class, text := range c.Abnormal {
			if ask.Abnormal[class], err = a.Amount(e.Ctx, text); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	if err := e.view(c.Book, c.viewFlags, func(v *app.View) (err error) {
		if ask.Period, err = v.State.Calendar.ParsePeriod(c.Period); err != nil {
			return err
		}
		x, err := v.Capitalise(ask)
		if err != nil {
			return err
		}
		if err := e.write(v.CapitalisedTable(x), c.viewFlags); err != nil {
			return err
		}
		e.findings(x.Result.Findings)
		return e.papers(c.Workpaper, "variances-capitalised", []*workpaper.Paper{x.Result.Paper})
	}); err != nil || !c.Propose {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		out, any, err := a.ProposeCapitalised(e.Ctx, c.As, ask)
		return e.proposed(out, any, err, "the variances in inventory")
	})
}

// proposed says what became of a proposal.
func (e *Env) proposed(out app.Outcome, any bool, err error, what string) error {
	switch {
	case err != nil:
		return err
	case !any:
		e.say("the ledger has it; there is nothing to enter")
	default:
		e.outcome(out, what)
	}
	return nil
}

type inventoryReserveCmd struct {
	bookFlag
	asFlag
	atFlag
	Reserve string `required:"" help:"Account of the reserve for excess and obsolete inventory."`
	Cost    string `required:"" help:"Account that is charged."`
	Percent string `default:"100" help:"Of what is in excess."`
	Demand  int    `default:"12" help:"Months before the day whose issues are the demand."`
	Cover   int    `default:"12" help:"Months of demand that are not excess."`
}

func (c *inventoryReserveCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	percent, err := workpaper.Parse(c.Percent)
	if err != nil {
		return mistake("the percentage %q is not a number", c.Percent)
	}
	return e.open(c.Book, func(a *app.App) error {
		out, any, err := a.ProposeExcess(e.Ctx, c.As, d, c.Demand, c.Cover, percent, c.Reserve, c.Cost)
		return e.proposed(out, any, err, "the reserve")
	})
}

type inventoryOrdersCmd struct {
	bookFlag
	viewFlags
	Period string `required:"" help:"2006-Q1, 2006-M03 or 2006."`
	WIP    string `name:"wip" required:"" placeholder:"ACCOUNT" help:"Account of work in process."`
}

func (c *inventoryOrdersCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		t, err := v.OrdersTable(c.WIP, p)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}
