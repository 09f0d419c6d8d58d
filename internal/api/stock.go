package api

import (
	"context"
	"encoding/json"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/inventory"
	"tieout/ledger"
	"tieout/workpaper"
)

// stockCommands are those of inventory.
func (s *Server) stockCommands() {
	register(s, "stock.define-class", func(ctx context.Context, c *call, b stockClassBody) (Done, error) {
		var since fiscal.Date
		if b.Since != "" {
			var err error
			if since, err = fiscal.Parse(b.Since); err != nil {
				return Done{}, wrong("since", "%v", err)
			}
		}
		act, err := s.app.DefineClass(ctx, c.token.Person, app.StockClass{Since: since, Code: b.Code, Name: b.Name, Method: inventory.Method(b.Method), Inventory: b.Inventory, Cost: b.Cost, Clearing: b.Clearing, Adjustments: b.Adjustments, WriteDowns: b.WriteDowns, Variance: b.Variance, Revaluation: b.Revaluation, Dims: ledger.Dims(b.Dims), Imported: b.Entries == "imported"})
		return Done{Position: act.Position}, err
	})
	register(s, "stock.define-items", func(ctx context.Context, c *call, b stockItemsBody) (Done, error) {
		var items []app.StockItem
		for _, i := range b.Items {
			items = append(items, app.StockItem{Code: i.Code, Name: i.Name, Class: i.Class, Unit: i.Unit, Places: i.Decimals, Units: i.Units})
		}
		act, err := s.app.DefineItems(ctx, c.token.Person, items)
		return Done{Position: act.Position}, err
	})
}

// stockPools are the commands of LIFO pools.
func (s *Server) stockPools() {
	register(s, "stock.define-pool", func(ctx context.Context, c *call, b stockPoolBody) (Done, error) {
		p := app.StockPool{Code: b.Code, Name: b.Name, Accounts: b.Accounts, Reserve: b.Reserve, Cost: b.Cost, Index: b.Index, Prior: b.Prior, Places: b.Decimals, Whole: b.Whole, Tax: b.Tax, BaseCosts: map[string]workpaper.Number{}}
		if p.Places == 0 {
			p.Places = 4
		}
		var err error
		if p.Base, err = fiscal.Parse(b.Base); err != nil {
			return Done{}, wrong("base", "%v", err)
		}
		for _, l := range b.Layers {
			p.Layers = append(p.Layers, app.PoolLayerText{Name: l.Name, Base: l.Base, Index: l.Index})
		}
		for item, text := range b.BaseCosts {
			if p.BaseCosts[item], err = workpaper.Parse(text); err != nil || p.BaseCosts[item].Sign() <= 0 {
				return Done{}, wrong("base_costs", "the base cost of item %s, %q, is not a number above zero", item, text)
			}
		}
		act, err := s.app.DefinePool(ctx, c.token.Person, p)
		return Done{Position: act.Position}, err
	})
	register(s, "stock.set-bills", func(ctx context.Context, c *call, b stockBillsBody) (Done, error) {
		from, err := fiscal.Parse(b.From)
		if err != nil {
			return Done{}, wrong("from", "%v", err)
		}
		act, err := s.app.SetBills(ctx, c.token.Person, from, b.Bills)
		return Done{Position: act.Position}, err
	})
	register(s, "stock.open-count", func(ctx context.Context, c *call, b stockCountBody) (Done, error) {
		on, err := fiscal.Parse(b.On)
		if err != nil {
			return Done{}, wrong("on", "%v", err)
		}
		tolerance, err := s.app.Amount(ctx, b.Tolerance)
		if err != nil {
			return Done{}, wrong("tolerance", "%v", err)
		}
		id, err := s.app.OpenCount(ctx, c.token.Person, on, b.Site, tolerance)
		return Done{Opened: id}, err
	})
	register(s, "stock.enter-count", func(ctx context.Context, c *call, b stockTagsBody) (Done, error) {
		var entries []app.CountEntry
		for _, t := range b.Tags {
			e := app.CountEntry{Tag: t.Tag, Item: t.Item, Unit: t.Unit, Memo: t.Remark, Void: t.Void}
			if t.Counted != "" {
				n, err := workpaper.Parse(t.Counted)
				if err != nil {
					return Done{}, wrong("tags", "tag %d: %q is not a number", t.Tag, t.Counted)
				}
				e.Quantity = &n
			}
			entries = append(entries, e)
		}
		act, err := s.app.EnterCount(ctx, c.token.Person, b.Count, entries)
		return Done{Position: act.Position}, err
	})
	register(s, "stock.end-pool", func(ctx context.Context, c *call, b stockEndBody) (Done, error) {
		on, err := fiscal.Parse(b.On)
		if err != nil {
			return Done{}, wrong("on", "%v", err)
		}
		act, err := s.app.EndPool(ctx, c.token.Person, b.Pool, on, b.Why)
		return Done{Position: act.Position}, err
	})
	register(s, "stock.set-index", func(ctx context.Context, c *call, b stockIndexBody) (Done, error) {
		on, err := fiscal.Parse(b.On)
		if err != nil {
			return Done{}, wrong("on", "%v", err)
		}
		act, err := s.app.SetPoolIndex(ctx, c.token.Person, app.StockIndex{Pool: b.Pool, Index: b.Index, Evidence: b.Evidence, On: on})
		return Done{Position: act.Position}, err
	})
}

// stockBillsBody is the request of stock.set-bills.
type stockBillsBody struct {
	From  string `json:"from" example:"2006-01-01"`
	Bills string `json:"bills" minLength:"1" maxLength:"1000000" doc:"YAML in the notation of tieout calc rollup."`
}

// stockCountBody is the request of stock.open-count.
type stockCountBody struct {
	On        string `json:"on" example:"2006-12-31" doc:"Counted at the end of this day."`
	Site      string `json:"site" maxLength:"100"`
	Tolerance string `json:"tolerance" example:"100.00" doc:"Difference at cost up to which a tag is not counted again."`
}

// stockTagsBody is the request of stock.enter-count.
type stockTagsBody struct {
	Count int64      `json:"count" minimum:"1"`
	Tags  []StockTag `json:"tags" minItems:"1" maxItems:"5000"`
}

// StockTag is what was counted of a tag; one that is counted already is counted again, by another person.
type StockTag struct {
	Tag     int    `json:"tag,omitempty" minimum:"0" doc:"0 for an item that has none: it gets the next."`
	Item    string `json:"item,omitempty" maxLength:"100"`
	Counted string `json:"counted,omitempty" maxLength:"40"`
	Unit    string `json:"unit,omitempty" maxLength:"40"`
	Remark  string `json:"remark,omitempty" maxLength:"400"`
	Void    string `json:"void,omitempty" maxLength:"400" doc:"Why the tag is not counted."`
}

// stockEndBody is the request of stock.end-pool.
type stockEndBody struct {
	Pool string `json:"pool" minLength:"1" maxLength:"100"`
	On   string `json:"on" example:"2006-12-31" doc:"From the end of this day on another method holds."`
	Why  string `json:"why" minLength:"1" maxLength:"400" doc:"Why the other method is preferable."`
}

// stockPoolBody is the request of stock.define-pool. Numbers are exact text.
type stockPoolBody struct {
	Code      string            `json:"code" minLength:"1" maxLength:"100"`
	Name      string            `json:"name,omitempty" maxLength:"100"`
	Accounts  []string          `json:"accounts" minItems:"1" maxItems:"100" doc:"Of what is in it, carried at current cost."`
	Reserve   string            `json:"reserve" minLength:"1" maxLength:"200" doc:"Account of the LIFO reserve."`
	Cost      string            `json:"cost" minLength:"1" maxLength:"200" doc:"The other side of a change of the reserve."`
	Index     string            `json:"index" enum:"link-chain,double-extension,supplied"`
	Base      string            `json:"base" example:"2003-12-31" doc:"The day on which the layers stand: the end of a fiscal year."`
	Layers    []stockLayerBody  `json:"layers" minItems:"1" maxItems:"200" doc:"Oldest first."`
	Prior     string            `json:"prior_index,omitempty" maxLength:"40" doc:"Cumulative index on that day; a link chain needs it."`
	Decimals  int               `json:"index_decimals,omitempty" minimum:"2" maximum:"8" doc:"Of an index that is worked out; 4 where it is left out."`
	Whole     bool              `json:"whole_reserve,omitempty" doc:"The reserve is carried in whole units of the currency."`
	Tax       string            `json:"tax_rate,omitempty" maxLength:"20" example:"0.38"`
	BaseCosts map[string]string `json:"base_costs,omitempty" doc:"Cost of one of an item in the base year, for double extension."`
}

type stockLayerBody struct {
	Name  string `json:"name" minLength:"1" maxLength:"100"`
	Base  string `json:"base" minLength:"1" maxLength:"40" doc:"At base-year cost."`
	Index string `json:"index" minLength:"1" maxLength:"40"`
}

// stockIndexBody is the request of stock.set-index.
type stockIndexBody struct {
	Pool     string `json:"pool" minLength:"1" maxLength:"100"`
	On       string `json:"on" example:"2006-12-31"`
	Index    string `json:"index" minLength:"1" maxLength:"40"`
	Evidence string `json:"evidence" minLength:"1" maxLength:"400" doc:"What it rests on."`
}

// stockClassBody is the request of stock.define-class.
type stockClassBody struct {
	Code        string `json:"code" minLength:"1" maxLength:"100"`
	Name        string `json:"name,omitempty" maxLength:"100"`
	Method      string `json:"method" enum:"fifo,average,lifo,specific,standard"`
	Inventory   string `json:"inventory" minLength:"1" maxLength:"200" doc:"Account of what is on hand."`
	Since       string `json:"since,omitempty" maxLength:"10" doc:"From which fiscal year on a class that has moved is last-in, first-out: the first day of it."`
	Entries     string `json:"entries,omitempty" enum:"posted,imported" doc:"Whether movements make their entries (posted, the default), or those come with the journals of another system and stock is held against them."`
	Cost        string `json:"cost,omitempty" maxLength:"200" doc:"Cost of sales: the other side of issues."`
	Clearing    string `json:"clearing,omitempty" maxLength:"200" doc:"Goods received and not invoiced: the other side of receipts."`
	Adjustments string `json:"adjustments,omitempty" maxLength:"200" doc:"The other side of counts; cost where it is left out."`
	WriteDowns  string `json:"write_downs,omitempty" maxLength:"200" doc:"The other side of write-downs; cost where it is left out."`
	Variance    string `json:"variance,omitempty" maxLength:"200" doc:"Purchase-price variances of a class at standard cost."`
	Revaluation string `json:"revaluation,omitempty" maxLength:"200" doc:"The other side of new standards; price variances where it is left out."`
	Dims        string `json:"dims,omitempty" maxLength:"200" doc:"Dimensions of the lines, such as plant=Jamestown."`
}

// stockItemsBody is the request of stock.define-items.
type stockItemsBody struct {
	Items []StockItem `json:"items" minItems:"1" maxItems:"5000"`
}

// StockItem is an item that is held in stock.
type StockItem struct {
	Code     string `json:"code" minLength:"1" maxLength:"100"`
	Name     string `json:"name,omitempty" maxLength:"200"`
	Class    string `json:"class" minLength:"1" maxLength:"100"`
	Unit     string `json:"unit" minLength:"1" maxLength:"40"`
	Decimals int    `json:"decimals,omitempty" minimum:"0" maximum:"4" doc:"Decimals of the unit."`
	Units    string `json:"units,omitempty" maxLength:"200" doc:"Other units: box=12,pallet=480."`
}

// readStock registers what can be read of inventory.
func (s *Server) readStock() {
	read(s, "inventory-pool", "/inventory/pools/{pool}", "A LIFO pool over its years until a day: index, LIFO reserve, and the reserve in the ledger.", access.Export, func(i *pooled) *At { return &i.At }, func(_ context.Context, v *app.View, in *pooled) (json.RawMessage, error) {
		d, err := fiscal.Parse(in.Date)
		if err != nil {
			return nil, wrong("date", "%v", err)
		}
		p, err := v.PoolAt(in.Pool, d)
		if err != nil {
			return nil, err
		}
		t := v.PoolTable(p)
		t.Extra = map[string]any{"findings": notesOf(p.Findings)}
		return table(t)
	})
	read(s, "inventory", "/inventory", "What is on hand at the end of a day, with the ledger held against it.", access.Export, func(i *dated) *At { return &i.At }, func(_ context.Context, v *app.View, in *dated) (json.RawMessage, error) {
		d := s.app.Today()
		var err error
		if in.Date != "" {
			if d, err = fiscal.Parse(in.Date); err != nil {
				return nil, wrong("date", "%v", err)
			}
		}
		t, err := v.StockTable(d)
		if err != nil {
			return nil, err
		}
		_, fs, err := v.StockTies(d)
		if err != nil {
			return nil, err
		}
		if t.Extra == nil {
			t.Extra = map[string]any{}
		}
		t.Extra["findings"] = notesOf(fs)
		return table(t)
	})
	read(s, "inventory-movements", "/inventory/movements", "Movements of inventory that count in a period, with what each does.", access.Export, func(i *moved) *At { return &i.At }, func(_ context.Context, v *app.View, in *moved) (json.RawMessage, error) {
		p, err := v.State.Calendar.ParsePeriod(in.Period)
		if err != nil {
			return nil, err
		}
		t, err := v.StockMovesTable(in.Item, p)
		if err != nil {
			return nil, err
		}
		return table(t)
	})
}

// pooled asks for a pool.
type pooled struct {
	At
	Pool string `path:"pool" maxLength:"100"`
	Date string `query:"date" required:"true" maxLength:"10" example:"2006-12-31"`
}

// moved asks for movements.
type moved struct {
	At
	Period string `query:"period" required:"true" maxLength:"20" example:"2006-Q1"`
	Item   string `query:"item" maxLength:"100" doc:"Its code; all items where it is left out."`
}
