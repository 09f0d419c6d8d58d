package cli

import (
	"strconv"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/workpaper"
)

type inventoryPoolCmd struct {
	Define inventoryPoolDefineCmd `cmd:"" help:"Define a dollar-value LIFO pool from a YAML file."`
	Index  inventoryPoolIndexCmd  `cmd:"" help:"Say the index of a pool for a day, with what it rests on."`
	End    inventoryPoolEndCmd    `cmd:"" help:"End a pool: from a day on its inventory is carried by another method."`
	Show   inventoryPoolShowCmd   `cmd:"" help:"A pool over its years: index, layers, LIFO reserve, and the reserve in the ledger."`
}

type inventoryPoolDefineCmd struct {
	File string `arg:"" help:"YAML: code, name, accounts, reserve, cost, index (link-chain, double-extension, supplied), base (day), layers, prior_index, index_decimals, whole_reserve, tax_rate, base_costs."`
	bookFlag
	asFlag
}

func (c *inventoryPoolDefineCmd) Run(e *Env) error {
	text, err := readFile(c.File)
	if err != nil {
		return err
	}
	p, err := app.ParsePool(text)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		if _, err := a.DefinePool(e.Ctx, c.As, p); err != nil {
			return err
		}
		e.say("pool %s is defined", p.Code)
		return nil
	})
}

type inventoryPoolIndexCmd struct {
	Pool  string `arg:""`
	Index string `arg:"" help:"Prices of the day over those of the base year."`
	bookFlag
	asFlag
	atFlag
	Evidence string `required:"" help:"What it rests on."`
}

func (c *inventoryPoolIndexCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.SetPoolIndex(e.Ctx, c.As, app.StockIndex{Pool: c.Pool, Index: c.Index, Evidence: c.Evidence, On: d})
		if err == nil {
			e.say("index of pool %s at %s: %s", c.Pool, d, c.Index)
		}
		return err
	})
}

type inventoryPoolEndCmd struct {
	Pool string `arg:""`
	bookFlag
	asFlag
	atFlag
	Why string `required:"" help:"Why the other method is preferable."`
}

func (c *inventoryPoolEndCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.EndPool(e.Ctx, c.As, c.Pool, d, c.Why)
		if err == nil {
			e.say("pool %s ends with %s", c.Pool, d)
		}
		return err
	})
}

type inventoryPoolShowCmd struct {
	Pool string `arg:""`
	bookFlag
	viewFlags
	atFlag
	Layers    bool   `help:"The layers at the day instead."`
	Workpaper string `placeholder:"FILE.xlsx" help:"Also write the work as a workbook with live formulas."`
	Propose   bool   `help:"Prepare the entry that takes the ledger's reserve to that of the pool."`
	asFlag
}

func (c *inventoryPoolShowCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	if err := e.view(c.Book, c.viewFlags, func(v *app.View) error {
		s, err := v.PoolAt(c.Pool, d)
		if err != nil {
			return err
		}
		t := v.PoolTable(s)
		if c.Layers {
			t = v.PoolLayersTable(s)
		}
		if err := e.write(t, c.viewFlags); err != nil {
			return err
		}
		e.findings(s.Findings)
		return e.papers(c.Workpaper, "lifo-pool", []*workpaper.Paper{s.Paper})
	}); err != nil || !c.Propose {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		out, any, err := a.ProposePool(e.Ctx, c.As, c.Pool, d)
		return e.proposed(out, any, err, "the reserve of pool "+c.Pool)
	})
}

type inventoryChangeCmd struct {
	Pool string `arg:""`
	bookFlag
	viewFlags
	asFlag
	From       int    `required:"" help:"First fiscal year presented."`
	To         int    `required:"" help:"Last fiscal year presented."`
	Tax        string `required:"" help:"Tax rate, such as 0.38."`
	Propose    string `placeholder:"NAME" help:"Also propose its entries on a new branch of this name; statements seen on it are as adjusted."`
	Why        string `help:"Why the new method is preferable; with --propose."`
	Retained   string `help:"Account of retained earnings; with --propose."`
	Deferred   string `help:"Account of deferred taxes; with --propose."`
	TaxExpense string `help:"Account of deferred tax expense; with --propose."`
}

func (c *inventoryChangeCmd) Run(e *Env) error {
	rate, err := workpaper.Parse(c.Tax)
	if err != nil {
		return mistake("the tax rate %q is not a number such as 0.38", c.Tax)
	}
	if c.Propose != "" && (c.Retained == "" || c.Deferred == "" || c.TaxExpense == "" || c.Why == "") {
		return mistake("with --propose give --retained, --deferred, --tax-expense and --why")
	}
	var m app.MethodEffect
	if err := e.view(c.Book, c.viewFlags, func(v *app.View) error {
		if m, err = v.ChangeOfMethod(app.MethodChange{Pool: c.Pool, From: c.From, To: c.To, Tax: rate}); err != nil {
			return err
		}
		return e.write(v.MethodTable(m), c.viewFlags)
	}); err != nil || c.Propose == "" {
		return err
	}
	return e.open(c.Book, func(a *app.App) error {
		id, err := a.ProposeChange(e.Ctx, c.As, c.Propose, c.Why, m, app.MethodAccounts{Retained: c.Retained, Deferred: c.Deferred, TaxExpense: c.TaxExpense})
		if err == nil {
			e.say("branch %d %s is open with the entries; look at statements with --branch %d", id, c.Propose, id)
		}
		return err
	})
}

type inventoryNoteCmd struct {
	bookFlag
	Position int64  `help:"The position of the books to look at; the newest by default."`
	Period   string `required:"" help:"2006 or 2006-Q1."`
	Prior    string `required:"" help:"The period beside it: 2005, or for a quarter the year before, at whose end the balance sheet stands."`
}

func (c *inventoryNoteCmd) Run(e *Env) error {
	return e.view(c.Book, viewFlags{Position: c.Position}, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		prior, err := v.State.Calendar.ParsePeriod(c.Prior)
		if err != nil {
			return err
		}
		n, err := v.InventoryNote(p, prior)
		if err == nil {
			_, err = e.Out.Write([]byte(n.Text))
		}
		return err
	})
}

type scheduleTwoCmd struct {
	bookFlag
	viewFlags
	Year  int `required:"" help:"Last fiscal year."`
	Years int `default:"3" help:"How many, to ten."`
}

func (c *scheduleTwoCmd) Run(e *Env) error {
	if c.Years < 1 || c.Years > 10 {
		return mistake("%d years; give 1 to 10", c.Years)
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		var ps []fiscal.Named
		for y := c.Year - c.Years + 1; y <= c.Year; y++ {
			p, err := v.State.Calendar.ParsePeriod(strconv.Itoa(y))
			if err != nil {
				return err
			}
			ps = append(ps, p)
		}
		t, err := v.ScheduleTwo(ps...)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}
