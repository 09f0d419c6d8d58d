package cli

import (
	"bytes"
	"os"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/inventory"
	"tieout/ledger"
	"tieout/workpaper"
)

type inventoryCmd struct {
	Class      inventoryClassCmd      `cmd:"" help:"Define a class: how its items are costed, and the accounts of their movements."`
	Item       inventoryItemCmd       `cmd:"" help:"Define an item, or change what is known of one."`
	Items      inventoryItemsCmd      `cmd:"" help:"Define the items of a file: all of them or none."`
	OnHand     inventoryOnHandCmd     `cmd:"" help:"What is on hand at the end of a day, by class and item."`
	Movements  inventoryMovementsCmd  `cmd:"" help:"Movements of a period with what each does."`
	Layers     inventoryLayersCmd     `cmd:"" help:"The layers of an item at the end of a day."`
	Lower      inventoryLowerCmd      `cmd:"" help:"Test what is on hand against market or net realizable value, and propose the write-downs."`
	Ageing     inventoryAgeingCmd     `cmd:"" help:"What is on hand by age and against demand: what is in excess."`
	Pack       inventoryPackCmd       `cmd:"" help:"An auditor's pack: existence sample, price test or cut-off."`
	Pool       inventoryPoolCmd       `cmd:"" help:"Dollar-value LIFO pools."`
	Change     inventoryChangeCmd     `cmd:"" help:"From LIFO to FIFO over the years presented: as reported, effect, as adjusted; and the entries of it on a branch."`
	Note       inventoryNoteCmd       `cmd:"" help:"The note on inventories as a report takes it in, its numbers being references."`
	Bills      inventoryBillsCmd      `cmd:"" help:"Set bills of material and routings from a day on."`
	RollUp     inventoryRollUpCmd     `cmd:"" help:"Roll standard cost up through the bills in force, and write the new standards as movements."`
	Variances  inventoryVariancesCmd  `cmd:"" help:"Purchase-price variances, revaluations, and material usage by production order."`
	Count      inventoryCountCmd      `cmd:"" help:"Physical counts with tags, blind, and counted again."`
	Capitalise inventoryCapitaliseCmd `cmd:"" help:"What of the price variances of a period stays in inventory, rolled forward, and the entry of it."`
	Reserve    inventoryReserveCmd    `cmd:"" help:"Prepare the entry that takes a reserve to what is in excess by age and demand."`
	Orders     inventoryOrdersCmd     `cmd:"" help:"Work in process rolled forward, production order by order."`
	Tie        inventoryTieCmd        `cmd:"" help:"Hold the ledger against the stock, account by account."`
}

type inventoryClassCmd struct {
	Code string `arg:""`
	bookFlag
	asFlag
	Name        string `help:"What it is called."`
	Method      string `required:"" enum:"fifo,average,lifo,specific,standard" help:"fifo, average, lifo, specific or standard."`
	Account     string `required:"" help:"Account of what is on hand."`
	Entries     string `enum:"posted,imported" default:"posted" help:"posted: movements make their entries; imported: those come with the journals of another system, and stock is held against them."`
	Cost        string `help:"Cost of sales: the other side of issues."`
	Clearing    string `help:"Goods received and not invoiced: the other side of receipts."`
	Adjustments string `help:"The other side of counts; cost of sales by default."`
	WriteDowns  string `help:"The other side of write-downs; cost of sales by default."`
	Since       string `help:"From which fiscal year on a class that has moved is last-in, first-out: the first day of it."`
	Variance    string `help:"Purchase-price variances of a class at standard cost."`
	Revaluation string `help:"The other side of new standards; price variances by default."`
	Dims        string `placeholder:"plant=Jamestown" help:"Dimensions of its lines."`
}

func (c *inventoryClassCmd) Run(e *Env) error {
	var since fiscal.Date
	if c.Since != "" {
		var err error
		if since, err = parseDate(c.Since); err != nil {
			return err
		}
	}
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.DefineClass(e.Ctx, c.As, app.StockClass{Since: since, Code: c.Code, Name: c.Name, Method: inventory.Method(c.Method), Inventory: c.Account, Cost: c.Cost, Clearing: c.Clearing, Adjustments: c.Adjustments, WriteDowns: c.WriteDowns, Variance: c.Variance, Revaluation: c.Revaluation, Dims: ledger.Dims(c.Dims), Imported: c.Entries == "imported"})
		if err == nil {
			e.say("class %s is defined", c.Code)
		}
		return err
	})
}

type inventoryItemsCmd struct {
	File string `arg:"" help:"CSV or XLSX: code, name, class, unit, decimals, other units."`
	bookFlag
	asFlag
}

func (c *inventoryItemsCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		items, err := a.ReadItems(e.Ctx, c.File)
		if err != nil {
			return err
		}
		if _, err = a.DefineItems(e.Ctx, c.As, items); err == nil {
			e.say("%d items are defined as %s has them", len(items), c.File)
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
	Workpaper string `placeholder:"FILE.xlsx" help:"Also write the valuation as a workbook with live formulas, from the movements on."`
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
		if err := e.write(t, c.viewFlags); err != nil || c.Workpaper == "" {
			return err
		}
		var b bytes.Buffer
		if err := v.WriteStockPaper(&b, c.Item, d); err != nil {
			return err
		}
		return os.WriteFile(c.Workpaper, b.Bytes(), 0o644)
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

type inventoryLowerCmd struct {
	Prices string `arg:"" help:"CSV or XLSX: item, selling price, cost to complete, cost to sell (or net realizable value), replacement cost, normal profit, evidence."`
	bookFlag
	viewFlags
	atFlag
	By        string `enum:"item,class,total" default:"item" help:"item, class or total."`
	Early     bool   `help:"ASU 2015-11 was adopted before it had to be."`
	Movements string `placeholder:"FILE.csv" help:"Write the write-downs as movements, to be taken in with import stock."`
	Workpaper string `placeholder:"FILE.xlsx" help:"Write the test as a workbook with live formulas."`
}

func (c *inventoryLowerCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	test := app.LowerTest{Day: d, By: inventory.LowerBy(c.By), Early: c.Early}
	if err := e.open(c.Book, func(a *app.App) (err error) {
		test.Prices, err = a.ReadPrices(e.Ctx, c.Prices)
		return err
	}); err != nil {
		return err
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		out, err := v.LowerOfCost(test)
		if err != nil {
			return err
		}
		if err := e.write(v.LowerTable(test, out), c.viewFlags); err != nil {
			return err
		}
		var papers []*workpaper.Paper
		for _, p := range out.Parts {
			papers = append(papers, p.Result.Paper)
		}
		if err := e.papers(c.Workpaper, "lower-of-cost", papers); err != nil {
			return err
		}
		if c.Movements == "" || len(out.Lines) == 0 {
			return nil
		}
		if err := os.WriteFile(c.Movements, []byte(app.LowerMovements(test, out, v.Digits())), 0o644); err != nil {
			return err
		}
		e.say("%s: %d write-downs, to be taken in with: tieout import stock %s", c.Movements, len(out.Lines), c.Movements)
		return nil
	})
}

type inventoryPackCmd struct {
	Pack string `arg:"" enum:"existence,price,cut-off" help:"existence, price or cut-off."`
	bookFlag
	viewFlags
	atFlag
	Size int    `default:"25" help:"Selections."`
	Seed string `help:"Any words; the same seed makes the same selection at the same position."`
	Days int    `default:"5" help:"Of a cut-off, before and after."`
}

func (c *inventoryPackCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		t, err := v.StockPack(app.PackRequest{Pack: c.Pack, Day: d, Size: c.Size, Seed: c.Seed, Days: c.Days})
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}

type inventoryAgeingCmd struct {
	bookFlag
	viewFlags
	atFlag
	Demand int `default:"12" help:"Months before the day whose issues are the demand."`
	Cover  int `default:"12" help:"Months of demand that are not excess."`
}

func (c *inventoryAgeingCmd) Run(e *Env) error {
	d, err := parseDate(c.At)
	if err != nil {
		return err
	}
	return e.view(c.Book, c.viewFlags, func(v *app.View) error {
		t, err := v.AgeingTable(d, c.Demand, c.Cover)
		if err != nil {
			return err
		}
		return e.write(t, c.viewFlags)
	})
}
