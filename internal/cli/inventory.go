package cli

import (
	"tieout/internal/app"
	"tieout/inventory"
	"tieout/ledger"
)

type inventoryCmd struct {
	Class     inventoryClassCmd     `cmd:"" help:"Define a class: how its items are costed, and the accounts of their movements."`
	Item      inventoryItemCmd      `cmd:"" help:"Define an item, or change what is known of one."`
	OnHand    inventoryOnHandCmd    `cmd:"" help:"What is on hand at the end of a day, by class and item."`
	Movements inventoryMovementsCmd `cmd:"" help:"Movements of a period with what each does."`
	Layers    inventoryLayersCmd    `cmd:"" help:"The layers of an item at the end of a day."`
	Tie       inventoryTieCmd       `cmd:"" help:"Hold the ledger against the stock, account by account."`
}

type inventoryClassCmd struct {
	Code string `arg:""`
	bookFlag
	asFlag
	Name        string `help:"What it is called."`
	Method      string `required:"" enum:"fifo,average,lifo,specific" help:"fifo, average, lifo or specific."`
	Account     string `required:"" help:"Account of what is on hand."`
	Cost        string `required:"" help:"Cost of sales: the other side of issues."`
	Clearing    string `required:"" help:"Goods received and not invoiced: the other side of receipts."`
	Adjustments string `help:"The other side of counts; cost of sales by default."`
	WriteDowns  string `help:"The other side of write-downs; cost of sales by default."`
	Dims        string `placeholder:"plant=Jamestown" help:"Dimensions of its lines."`
}

func (c *inventoryClassCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.DefineClass(e.Ctx, c.As, app.StockClass{Code: c.Code, Name: c.Name, Method: inventory.Method(c.Method), Inventory: c.Account, Cost: c.Cost, Clearing: c.Clearing, Adjustments: c.Adjustments, WriteDowns: c.WriteDowns, Dims: ledger.Dims(c.Dims)})
		if err == nil {
			e.say("class %s is defined", c.Code)
		}
		return err
	})
}

type inventoryItemCmd struct {
	Code string `arg:""`
	bookFlag
	asFlag
	Name     string `help:"What it is called."`
	Class    string `required:"" help:"Its class."`
	Unit     string `required:"" help:"What it is counted in."`
	Decimals int    `help:"Decimals of the unit, 0 to 4."`
	Units    string `placeholder:"box=12,pallet=480" help:"Other units and how many one of them is."`
}

func (c *inventoryItemCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.DefineItems(e.Ctx, c.As, []app.StockItem{{Code: c.Code, Name: c.Name, Class: c.Class, Unit: c.Unit, Places: c.Decimals, Units: c.Units}})
		if err == nil {
			e.say("item %s is defined", c.Code)
		}
		return err
	})
}

type atFlag struct {
	At string `required:"" help:"Date, YYYY-MM-DD."`
}

type inventoryOnHandCmd struct {
	bookFlag
	viewFlags
	atFlag
}

func (c *inventoryOnHandCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		t, err := v.StockTable(d)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

type inventoryMovementsCmd struct {
	Item string `arg:"" optional:"" help:"Its code; all items by default."`
	bookFlag
	viewFlags
	Period string `required:"" help:"2006-Q1, 2006-M03 or 2006."`
}

func (c *inventoryMovementsCmd) Run(e *Env) error {
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod(c.Period)
		if err != nil {
			return err
		}
		t, err := v.StockMovesTable(c.Item, p)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

type inventoryLayersCmd struct {
	Item string `arg:""`
	bookFlag
	viewFlags
	atFlag
}

func (c *inventoryLayersCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		t, err := v.StockLayersTable(c.Item, d)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

type inventoryTieCmd struct {
	bookFlag
	viewFlags
	atFlag
}

func (c *inventoryTieCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		t, found, err := v.StockTieTable(d)
		if err != nil {
			return err
		}
		if err := e.write(t, c.viewFlags); err != nil {
			return err
		}
		e.findings(found)
		return nil
	})
}

type importStockCmd struct {
	File string `arg:""`
	bookFlag
	asFlag
	mappingFlag
	DryRun bool `help:"Check everything and write nothing."`
}

func (c *importStockCmd) Run(e *Env) error {
	m, err := c.text()
	if err != nil {
		return err
	}
	return e.take(c.Book, c.As, app.ImportRequest{Kind: "stock", Path: c.File, DryRun: c.DryRun, Mapping: m})
}
