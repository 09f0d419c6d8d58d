package app

import (
	"context"
	"fmt"

	"tieout/costing"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/inventory"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// Capitalising asks what of the purchase-price variances of classes at standard cost stays in inventory at the end of a period.
type Capitalising struct {
	Period   fiscal.Named
	Account  string           // of variances in inventory
	Abnormal map[string]int64 // by class, minor units: an expense of the period
}

// Capitalised is the roll-forward, class by class, with the entry that takes the account to its end.
type Capitalised struct {
	Capitalising
	Result costing.CapitalisedResult
	Ledger int64 // the account at the end, minor units
	End    int64 // as it should be
}

// Capitalise rolls the variances of the classes at standard forward: what came in and what is on hand are at standard, and goods go
// first in, first out (ASC 330-10-30-12). What was in the account at the beginning belongs to the classes by what they had on hand.
func (v *View) Capitalise(c Capitalising) (Capitalised, error) {
	out := Capitalised{Capitalising: c}
	if _, ok := v.State.Chart.Account(c.Account); !ok {
		return out, mistake("", "account %q is not in the chart", c.Account)
	}
	before, err := v.StockAt(c.Period.Start - 1)
	if err != nil {
		return out, err
	}
	after, err := v.StockAt(c.Period.End)
	if err != nil {
		return out, err
	}
	prices, err := v.PriceVariances(c.Period.Period)
	if err != nil {
		return out, err
	}
	tb, err := v.Open(c.Period.Start - 1)
	if err != nil {
		return out, err
	}
	worth := func(stock []StockOnHand, class string) (n int64) {
		for _, x := range stock {
			if x.Class.Code == class {
				n += x.Value
			}
		}
		return n
	}
	d := v.digits()
	num := func(n int64) workpaper.Number { return workpaper.FromMinor(n, d) }
	var stages []costing.CapitalisedStage
	var hands []int64
	for _, k := range v.State.Stock.Classes {
		if k.Method != inventory.Standard {
			continue
		}
		var in, variance int64
		for _, p := range prices {
			if it, _ := v.State.Stock.Item(p.Item); it.Class == k.Code {
				in, variance = in+p.Standard, variance+p.Price
			}
		}
		begin, end := worth(before, k.Code), worth(after, k.Code)
		if begin == 0 && end == 0 && in == 0 {
			continue
		}
		// A new standard within the period revalued what is on hand: that is no throughput.
		end = min(end, begin+in)
		stages = append(stages, costing.CapitalisedStage{Name: orOther(k.Name, k.Code), BeginHand: num(begin), Throughput: num(in), EndHand: num(end), Variance: num(variance), Abnormal: num(c.Abnormal[k.Code])})
		hands = append(hands, begin)
	}
	if len(stages) == 0 {
		return out, mistake("", "no class at standard cost had anything on hand in %s", c.Period.Name)
	}
	if n := tb.Account(c.Account); n != 0 {
		parts, err := money.Allocate(n, hands)
		if err != nil {
			return out, mistake("account "+c.Account, "at the end of %s it has %s and nothing at standard was on hand then", c.Period.Start-1, v.said(n))
		}
		for i := range stages {
			stages[i].Begin = num(parts[i])
		}
	}
	out.Result, err = costing.Capitalised{Currency: v.Entity().Currency, Begins: v.State.Calendar.YearPeriod(v.State.Calendar.Year(c.Period.End)).Start, Stages: stages}.Compute()
	if err != nil {
		return out, mistake("", "%v", err)
	}
	end, err := v.Open(c.Period.End)
	if err != nil {
		return out, err
	}
	out.Ledger = end.Account(c.Account)
	out.End, _ = out.Result.End.Minor(d)
	return out, nil
}

// capitalisedEntry takes the account to what is to be capitalised, against the account of price variances of the first class at standard; false
// where it stands there.
func (v *View) capitalisedEntry(c Capitalised) (ledger.Entry, bool) {
	n := c.End - c.Ledger
	for _, k := range v.State.Stock.Classes {
		if k.Method == inventory.Standard && k.Variance != "" {
			return ledger.Entry{Kind: ledger.Adjusting, Effective: c.Period.End, Description: "Purchase-price variances in inventory at " + c.Period.End.String(), Lines: []ledger.Line{{Account: c.Account, Amount: n}, {Account: k.Variance, Amount: -n}}}, n != 0
		}
	}
	return ledger.Entry{}, false
}

// ProposeCapitalised prepares the entry of a roll-forward, which waits for a second person like any other; false where there is none.
func (a *App) ProposeCapitalised(ctx context.Context, by string, c Capitalising) (out Outcome, any bool, err error) {
	var e ledger.Entry
	if err = a.read(ctx, 0, func(v *View) error {
		x, err := v.Capitalise(c)
		if err == nil {
			e, any = v.capitalisedEntry(x)
		}
		return err
	}); err != nil || !any {
		return out, any, err
	}
	out, err = a.Post(ctx, by, e)
	return out, true, err
}

// CapitalisedTable is the roll-forward of variances in inventory.
func (v *View) CapitalisedTable(c Capitalised) exporter.Table {
	d := v.digits()
	t := exporter.Table{ID: "variances-capitalised", Title: []string{v.State.Name, "Variances in inventory, " + c.Period.String()}, Columns: append(texts("Class"), exporter.Column{Key: "begin", Title: "At the beginning", Amount: true, Digits: d}, exporter.Column{Key: "capitalised", Title: "Of the period, normal", Amount: true, Digits: d}, exporter.Column{Key: "released", Title: "Released to cost of sales", Amount: true, Digits: d},
		exporter.Column{Key: "end", Title: "At the end", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "begin"}, {Key: "capitalised"}, {Key: "released", Minus: true}}})}
	cell := func(n workpaper.Number) exporter.Cell {
		m, _ := n.Round(d, money.HalfAway).Minor(d)
		return exporter.Amount(m, d)
	}
	var of []exporter.Term
	for _, s := range c.Result.Stages {
		of = append(of, exporter.Term{Key: s.Name})
		t.Rows = append(t.Rows, exporter.Row{Key: s.Name, Cells: []exporter.Cell{exporter.Text(s.Name), cell(s.Begin), cell(s.Capitalised), cell(s.Released), cell(s.End)}})
	}
	t.Rows = append(t.Rows, exporter.Row{Key: "total", Kind: "total", Sum: of, Cells: []exporter.Cell{exporter.Text("All classes"), cell(c.Result.Begin), cell(c.Result.Normal), cell(c.Result.Released), cell(c.Result.End)}})
	t.Notes = []string{fmt.Sprintf("The ledger has %s in %s at the end; %s to enter.", v.said(c.Ledger), c.Account, v.said(c.End-c.Ledger))}
	v.stamp(&t, c.Period.Name)
	return t
}

// ExcessEntry is the entry that takes a reserve to a part of what is in excess at the end of a day, by the analysis of age and demand
// (ASC 330-10-35; Regulation S-X 12-09); false where it stands there. Parts are of a hundred.
func (v *View) ExcessEntry(day fiscal.Date, demand, cover int, percent workpaper.Number, reserve, cost string) (e ledger.Entry, excess int64, any bool, err error) {
	for what, code := range map[string]string{"the reserve": reserve, "its charge": cost} {
		if _, ok := v.State.Chart.Account(code); !ok {
			return e, 0, false, mistake("", "the account of %s is %q, which is not in the chart", what, code)
		}
	}
	if percent.Sign() < 0 || percent.Cmp(workpaper.Whole(100)) > 0 {
		return e, 0, false, mistake("", "%s percent of what is in excess; it is 0 to 100", percent)
	}
	t, err := v.AgeingTable(day, demand, cover)
	if err != nil {
		return e, 0, false, err
	}
	total := t.Rows[len(t.Rows)-1]
	excess = total.Cells[len(total.Cells)-1].Minor
	want, _ := workpaper.Whole(excess).Mul(percent).Quo(workpaper.Whole(100)).Round(0, money.HalfAway).Int64()
	tb, err := v.Open(day)
	if err != nil {
		return e, excess, false, err
	}
	n := want + tb.Account(reserve)
	return ledger.Entry{Kind: ledger.Adjusting, Effective: day, Description: fmt.Sprintf("Reserve for excess and obsolete inventory at %s: %s %% of what is beyond %d months of the demand of %d", day, percent, cover, demand),
		Lines: []ledger.Line{{Account: cost, Amount: n}, {Account: reserve, Amount: -n}}}, excess, n != 0, nil
}

// ProposeExcess prepares that entry, which waits for a second person like any other; false where there is nothing to enter.
func (a *App) ProposeExcess(ctx context.Context, by string, day fiscal.Date, demand, cover int, percent workpaper.Number, reserve, cost string) (out Outcome, any bool, err error) {
	var e ledger.Entry
	if err = a.read(ctx, 0, func(v *View) error {
		e, _, any, err = v.ExcessEntry(day, demand, cover, percent, reserve, cost)
		return err
	}); err != nil || !any {
		return out, any, err
	}
	out, err = a.Post(ctx, by, e)
	return out, true, err
}
