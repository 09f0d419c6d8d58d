package importer

import (
	"io"
	"strings"

	"tieout/fiscal"
	"tieout/workpaper"
)

// StockRow is one movement of stock as someone's system exported it. What is left out is empty, or nil.
type StockRow struct {
	Row                          int
	Date                         fiscal.Date
	Kind                         string // as written, in small letters
	Item, Site, To, Unit         string
	Quantity                     *workpaper.Number
	Amount                       *int64            // minor units: of all of it
	Each                         *workpaper.Number // cost of one
	Reference, Of, Account, Memo string
}

// stockColumns are the columns of such a file with their other names.
var stockColumns = map[string][]string{
	"date": {"ownership date", "posting date"}, "kind": {"type", "movement", "transaction"}, "item": {"item code", "sku", "part", "part number", "item number"}, "site": {"location", "warehouse", "from", "from site"},
	"to": {"to site", "to location"}, "quantity": {"qty", "units", "count", "counted"}, "unit": {"uom", "unit of measure"}, "amount": {"total", "total cost", "value", "extended cost"}, "unit cost": {"cost", "cost each", "price each", "unit price"},
	"reference": {"document", "receipt", "number", "ref"}, "of": {"of receipt", "applies to", "lot"}, "account": {"offset account", "other account", "contra"}, "memo": {"description", "note", "comment"},
}

// maxStockRows bounds a file of movements, which are posted in one act.
const maxStockRows = 50_000

// Stock reads movements of stock from a CSV file or a sheet: a header, then a row each. Columns that are not known are refused. Bad
// input is Problems: all of them, up to Options.MaxProblems; then there are no rows.
func Stock(f Format, r io.ReaderAt, size int64, o Options) ([]StockRow, error) {
	var out []StockRow
	err := readNamed(f, r, size, o, namedColumns{what: "movements of stock", columns: stockColumns, need: []string{"date", "kind", "item"}, most: maxStockRows}, func(x *namedRow) {
		s := StockRow{Row: x.row, Kind: strings.ToLower(x.text("kind", 40)), Item: x.text("item", 100), Site: x.text("site", 100), To: x.text("to", 100), Unit: x.text("unit", 40), Reference: x.text("reference", 200), Of: x.text("of", 200),
			Account: x.text("account", 200), Memo: x.text("memo", 1000), Quantity: x.number("quantity"), Each: x.number("unit cost"), Amount: x.amount("amount"), Date: x.day("date")}
		out = append(out, s)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// PriceRow is what an item is expected to sell for and what it would cost now, of one unit, with the evidence.
type PriceRow struct {
	Row                                                     int
	Item, Evidence                                          string
	Price, Complete, Sell, NRV, Replacement, Profit, Market *workpaper.Number
}

var priceColumns = map[string][]string{
	"item": {"item code", "sku", "part", "part number"}, "selling price": {"price", "sales price"}, "cost to complete": {"completion"}, "cost to sell": {"selling cost", "disposal", "freight out"}, "net realizable value": {"nrv", "net realisable value"},
	"replacement cost": {"replacement", "current cost"}, "normal profit": {"profit", "margin"}, "market": {}, "evidence": {"reference", "invoice", "source", "memo"},
}

// Prices reads what a lower-of-cost test needs of items, from a CSV file or a sheet. Errors are as Stock's.
func Prices(f Format, r io.ReaderAt, size int64, o Options) ([]PriceRow, error) {
	var out []PriceRow
	err := readNamed(f, r, size, o, namedColumns{what: "selling prices", columns: priceColumns, need: []string{"item"}, most: maxStockRows}, func(x *namedRow) {
		out = append(out, PriceRow{Row: x.row, Item: x.text("item", 100), Evidence: x.text("evidence", 200), Price: x.number("selling price"), Complete: x.number("cost to complete"), Sell: x.number("cost to sell"), NRV: x.number("net realizable value"),
			Replacement: x.number("replacement cost"), Profit: x.number("normal profit"), Market: x.number("market")})
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// ItemRow is an item of stock.
type ItemRow struct {
	Row                            int
	Code, Name, Class, Unit, Units string
	Decimals                       int
}

var itemColumns = map[string][]string{
	"code": {"item", "item code", "sku", "part", "part number"}, "name": {"description"}, "class": {"category"}, "unit": {"uom", "unit of measure", "counted in"}, "decimals": {"places"}, "other units": {"units"},
}

// Items reads items from a CSV file or a sheet. Errors are as Stock's.
func Items(f Format, r io.ReaderAt, size int64, o Options) ([]ItemRow, error) {
	var out []ItemRow
	err := readNamed(f, r, size, o, namedColumns{what: "items", columns: itemColumns, need: []string{"code", "class", "unit"}, most: maxStockRows}, func(x *namedRow) {
		i := ItemRow{Row: x.row, Code: x.text("code", 100), Name: x.text("name", 200), Class: x.text("class", 100), Unit: x.text("unit", 40), Units: x.text("other units", 200)}
		if n := x.number("decimals"); n != nil {
			d, whole := n.Minor(0)
			if !whole || d < 0 || d > 9 {
				c, col := x.get("decimals")
				x.wrong(col, c, unread("%s is not a number of decimals", n))
			}
			i.Decimals = int(d)
		}
		out = append(out, i)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// CountRow is a tag of a physical count as someone filled it in.
type CountRow struct {
	Row, Tag               int
	Item, Unit, Memo, Void string
	Counted                *workpaper.Number
}

var countColumns = map[string][]string{"tag": {"tag number"}, "item": {"item code", "sku", "part"}, "counted": {"quantity", "qty", "count"}, "unit": {"uom"}, "remark": {"memo", "comment", "note"}, "void": {"why void"}}

// Counts reads tags from a CSV file or a sheet; rows without a tag are items that have none. Errors are as Stock's.
func Counts(f Format, r io.ReaderAt, size int64, o Options) ([]CountRow, error) {
	var out []CountRow
	err := readNamed(f, r, size, o, namedColumns{what: "tags of a count", columns: countColumns, need: []string{"tag", "counted"}, most: maxStockRows}, func(x *namedRow) {
		c := CountRow{Row: x.row, Item: x.text("item", 100), Unit: x.text("unit", 40), Memo: x.text("remark", 400), Void: x.text("void", 400), Counted: x.number("counted")}
		if n := x.number("tag"); n != nil {
			tag, whole := n.Minor(0)
			if !whole || tag < 1 || tag > maxStockRows {
				cell, col := x.get("tag")
				x.wrong(col, cell, unread("%s is not the number of a tag", n))
			}
			c.Tag = int(tag)
		}
		out = append(out, c)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// HoursRow is what was worked on an operation of a production order.
type HoursRow struct {
	Row              int
	Order, Operation string
	Hours            workpaper.Number
	Cost             int64 // minor units
}

var hoursColumns = map[string][]string{"order": {"work order", "production order", "reference"}, "operation": {"step", "work centre", "work center"}, "hours": {"hours worked"}, "cost": {"amount", "wages"}}

// Hours reads what was worked from a CSV file or a sheet. Errors are as Stock's.
func Hours(f Format, r io.ReaderAt, size int64, o Options) ([]HoursRow, error) {
	var out []HoursRow
	err := readNamed(f, r, size, o, namedColumns{what: "hours worked", columns: hoursColumns, need: []string{"order", "operation", "hours", "cost"}, most: maxStockRows}, func(x *namedRow) {
		h := HoursRow{Row: x.row, Order: x.text("order", 200), Operation: x.text("operation", 200)}
		if n := x.number("hours"); n != nil && n.Sign() >= 0 {
			h.Hours = *n
		} else {
			c, col := x.get("hours")
			x.wrong(col, c, unread("hours are a number, not below zero"))
		}
		if n := x.amount("cost"); n != nil && *n >= 0 {
			h.Cost = *n
		} else {
			c, col := x.get("cost")
			x.wrong(col, c, unread("the cost is an amount, not below zero"))
		}
		out = append(out, h)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
