package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/internal/importer"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

// LowerTest is a lower-of-cost test of what is on hand at a day. Prices are by item; items without one are not tested, and named.
type LowerTest struct {
	Day    fiscal.Date
	By     inventory.LowerBy
	Early  bool // ASU 2015-11 was adopted before it had to be
	Prices []importer.PriceRow
}

// LowerOutcome is the test by the rules that the classes are under, and the write-down of each item.
type LowerOutcome struct {
	Parts    []LowerPart
	Untested []string // items on hand without a price
	Lines    []LowerLine
	Total    int64 // minor units
}

// LowerPart is the items under one rule: market for LIFO, and for everything in fiscal years beginning before 16 December 2016.
type LowerPart struct {
	Rule   inventory.LowerRule
	Result inventory.LowerResult
}

// LowerLine is an item that is written down. Evidence is what its price rests on.
type LowerLine struct {
	Item, Class, Evidence string
	Rule                  inventory.LowerRule
	Cost, Lower, Amount   int64 // minor units: of all on hand; the write-down
}

// ReadPrices reads a file of prices.
func (a *App) ReadPrices(ctx context.Context, path string) ([]importer.PriceRow, error) {
	return readNamed(ctx, a, path, importer.Prices)
}

// ReadItems reads a file of items.
func (a *App) ReadItems(ctx context.Context, path string) ([]StockItem, error) {
	rows, err := readNamed(ctx, a, path, importer.Items)
	var out []StockItem
	for _, r := range rows {
		out = append(out, StockItem{Code: r.Code, Name: r.Name, Class: r.Class, Unit: r.Unit, Places: r.Decimals, Units: r.Units})
	}
	return out, err
}

// PricesIn reads prices out of a file's bytes.
func (a *App) PricesIn(ctx context.Context, name string, body []byte) ([]importer.PriceRow, error) {
	return namedIn(ctx, a, name, bytes.NewReader(body), int64(len(body)), importer.Prices)
}

// readNamed reads a file of rows that are looked at and not posted by themselves.
func readNamed[T any](ctx context.Context, a *App, path string, read func(importer.Format, io.ReaderAt, int64, importer.Options) ([]T, error)) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, mistake("", "%v", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return namedIn(ctx, a, path, f, info.Size(), read)
}

func namedIn[T any](ctx context.Context, a *App, path string, f io.ReaderAt, size int64, read func(importer.Format, io.ReaderAt, int64, importer.Options) ([]T, error)) ([]T, error) {
	head := make([]byte, min(size, 4096))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	s, err := a.State(ctx, 0)
	if err != nil {
		return nil, err
	}
	rows, err := read(importer.Detect(path, head), f, size, importOptions(s.Chart, path, importer.Mapping{}))
	if ps, ok := err.(importer.Problems); ok {
		return nil, ImportMistake{Mistake{ps.Findings()}, ps}
	}
	return rows, err
}

// LowerOfCost tests what is on hand against market or net realizable value (ASC 330-10-35) and says by how much each item is written
// down: item by item, or its part of what its class or all of it is short of. It posts nothing.
func (v *View) LowerOfCost(t LowerTest) (LowerOutcome, error) {
	var out LowerOutcome
	stock, err := v.StockAt(t.Day)
	if err != nil {
		return out, err
	}
	prices := map[string]importer.PriceRow{}
	for _, p := range t.Prices {
		if _, ok := v.State.Stock.Item(p.Item); !ok {
			return out, mistake("", "row %d: item %q is not known", p.Row, p.Item)
		}
		if was, twice := prices[p.Item]; twice {
			return out, mistake("", "row %d: item %s stands in row %d too; keep one", p.Row, p.Item, was.Row)
		}
		prices[p.Item] = p
	}
	begins := v.State.Calendar.YearPeriod(v.State.Calendar.Year(t.Day)).Start
	for _, rule := range []inventory.LowerRule{inventory.Market, inventory.Realizable} {
		var of []StockOnHand
		for _, x := range stock {
			if _, ok := prices[x.Item.Code]; ok && x.Units > 0 && inventory.RuleFor(begins, string(x.Class.Method), t.Early) == rule {
				of = append(of, x)
			}
		}
		if len(of) == 0 {
			continue
		}
		if err := v.lowerPart(&out, t, rule, of, prices); err != nil {
			return out, err
		}
	}
	for _, x := range stock {
		if _, ok := prices[x.Item.Code]; !ok && x.Units > 0 {
			out.Untested = append(out.Untested, x.Item.Code)
		}
	}
	return out, nil
}

// lowerPart tests the items under one rule.
func (v *View) lowerPart(out *LowerOutcome, t LowerTest, rule inventory.LowerRule, of []StockOnHand, prices map[string]importer.PriceRow) error {
	l := inventory.Lower{Currency: v.Entity().Currency, Rule: rule, By: t.By}
	for _, x := range of {
		p := prices[x.Item.Code]
		it := inventory.LowerItem{Name: x.Item.Code, Class: x.Class.Code, Units: workpaper.FromMinor(x.Units, x.Item.Places), Market: p.Market, NRV: p.NRV, Price: p.Price, Replacement: p.Replacement, Profit: p.Profit}
		it.Cost = workpaper.FromMinor(x.Value, v.digits()).Quo(it.Units)
		for _, n := range []*workpaper.Number{p.Complete, p.Sell} {
			if n != nil {
				it.Dispose = it.Dispose.Add(*n)
			}
		}
		l.Items = append(l.Items, it)
	}
	r, err := l.Compute()
	if err != nil {
		return mistake("", "%v", err)
	}
	out.Parts = append(out.Parts, LowerPart{rule, r})
	shares, err := v.writeDowns(t.By, of, r)
	if err != nil {
		return err
	}
	for i, x := range of {
		if shares[i] == 0 {
			continue
		}
		out.Lines = append(out.Lines, LowerLine{x.Item.Code, x.Class.Code, prices[x.Item.Code].Evidence, rule, x.Value, x.Value - shares[i], shares[i]})
		out.Total += shares[i]
	}
	return nil
}

// writeDowns shares the write-down over the items, in minor units rounded half away from zero: each its own, or by how much each is
// short, of what its class or all are short.
func (v *View) writeDowns(by inventory.LowerBy, of []StockOnHand, r inventory.LowerResult) ([]int64, error) {
	d := v.digits()
	minor := func(n workpaper.Number) int64 {
		m, _ := n.Round(d, money.HalfAway).Minor(d)
		return m
	}
	own := make([]int64, len(of))
	for i, x := range r.Items {
		own[i] = minor(x.WriteDown)
	}
	if by == inventory.ByItem || by == "" {
		return own, nil
	}
	groups := map[string][]int{}
	for i, x := range of {
		key := ""
		if by == inventory.ByClass {
			key = x.Class.Code
		}
		groups[key] = append(groups[key], i)
	}
	out := make([]int64, len(of))
	share := func(total int64, key string) error {
		var weights []int64
		any := false
		for _, i := range groups[key] {
			weights, any = append(weights, own[i]), any || own[i] > 0
		}
		if total == 0 || !any {
			return nil
		}
		parts, err := money.Allocate(total, weights)
		for n, i := range groups[key] {
			if err == nil {
				out[i] = parts[n]
			}
		}
		return err
	}
	if by == inventory.ByTotal {
		return out, share(minor(r.WriteDown), "")
	}
	for _, c := range r.Classes {
		if err := share(minor(c.Writedown), c.Name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// LowerTable is the write-downs as a table.
func (v *View) LowerTable(t LowerTest, o LowerOutcome) exporter.Table {
	d := v.digits()
	x := exporter.Table{ID: "lower-of-cost", Title: []string{v.State.Name, "Lower of cost at " + t.Day.Long() + ", by " + orOther(string(t.By), "item")}, Columns: append(append([]exporter.Column{{Key: "item", Title: "Item"}, {Key: "class", Title: "Class"}}, texts("Rule", "Evidence")...),
		exporter.Column{Key: "cost", Title: "At cost", Amount: true, Digits: d}, exporter.Column{Key: "lower", Title: "As carried", Amount: true, Digits: d}, exporter.Column{Key: "write_down", Title: "Write-down", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "cost"}, {Key: "lower", Minus: true}}})}
	var all []exporter.Term
	var cost, lower int64
	for _, l := range o.Lines {
		all, cost, lower = append(all, exporter.Term{Key: l.Item}), cost+l.Cost, lower+l.Lower
		x.Rows = append(x.Rows, exporter.Row{Key: l.Item, Cells: []exporter.Cell{exporter.Text(l.Item), exporter.Text(l.Class), exporter.Text(string(l.Rule)), exporter.Text(l.Evidence), exporter.Amount(l.Cost, d), exporter.Amount(l.Lower, d), exporter.Amount(l.Amount, d)}})
	}
	x.Rows = append(x.Rows, exporter.Row{Key: "total", Kind: "total", Sum: all, Cells: []exporter.Cell{exporter.Text("Written down"), {}, {}, {}, exporter.Amount(cost, d), exporter.Amount(lower, d), exporter.Amount(o.Total, d)}})
	if len(o.Untested) > 0 {
		x.Notes = append(x.Notes, "On hand and not tested, for want of a price: "+strings.Join(o.Untested, ", "))
	}
	v.stamp(&x, "at "+t.Day.String()+" by "+orOther(string(t.By), "item"))
	return x
}

// LowerMovements writes the write-downs as movements of stock on the day of the test, as CSV that import stock reads.
func LowerMovements(t LowerTest, o LowerOutcome, digits int) string {
	var b strings.Builder
	b.WriteString("date,kind,item,amount,memo\n")
	for _, l := range o.Lines {
		memo := "lower of cost, " + string(l.Rule)
		if l.Evidence != "" {
			memo += ", " + l.Evidence
		}
		fmt.Fprintf(&b, "%s,write-down,%s,%s,%s\n", t.Day, csvText(l.Item), money.FormatMinor(l.Amount, digits), csvText(exporter.Inert(memo)))
	}
	return b.String()
}

// csvText is a text as a cell of CSV.
func csvText(s string) string {
	if strings.ContainsAny(s, ",\"\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// Digits are the minor digits of the currency of the entity that is looked at.
func (v *View) Digits() int { return v.digits() }
