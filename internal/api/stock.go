package api

import (
	"context"
	"encoding/json"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/inventory"
	"tieout/ledger"
)

// stockCommands are those of inventory.
func (s *Server) stockCommands() {
	register(s, "stock.define-class", func(ctx context.Context, c *call, b stockClassBody) (Done, error) {
		act, err := s.app.DefineClass(ctx, c.token.Person, app.StockClass{Code: b.Code, Name: b.Name, Method: inventory.Method(b.Method), Inventory: b.Inventory, Cost: b.Cost, Clearing: b.Clearing, Adjustments: b.Adjustments, WriteDowns: b.WriteDowns, Dims: ledger.Dims(b.Dims), Imported: b.Entries == "imported"})
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

// stockClassBody is the request of stock.define-class.
type stockClassBody struct {
	Code        string `json:"code" minLength:"1" maxLength:"100"`
	Name        string `json:"name,omitempty" maxLength:"100"`
	Method      string `json:"method" enum:"fifo,average,lifo,specific"`
	Inventory   string `json:"inventory" minLength:"1" maxLength:"200" doc:"Account of what is on hand."`
	Entries     string `json:"entries,omitempty" enum:"posted,imported" doc:"Whether movements make their entries (posted, the default), or those come with the journals of another system and stock is held against them."`
	Cost        string `json:"cost,omitempty" maxLength:"200" doc:"Cost of sales: the other side of issues."`
	Clearing    string `json:"clearing,omitempty" maxLength:"200" doc:"Goods received and not invoiced: the other side of receipts."`
	Adjustments string `json:"adjustments,omitempty" maxLength:"200" doc:"The other side of counts; cost where it is left out."`
	WriteDowns  string `json:"write_downs,omitempty" maxLength:"200" doc:"The other side of write-downs; cost where it is left out."`
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

// moved asks for movements.
type moved struct {
	At
	Period string `query:"period" required:"true" maxLength:"20" example:"2006-Q1"`
	Item   string `query:"item" maxLength:"100" doc:"Its code; all items where it is left out."`
}
