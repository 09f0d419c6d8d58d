package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/inventory"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// PoolDay is a pool at the end of a day: as its layers have it, and as the ledger carries its reserve. Amounts are minor units.
type PoolDay struct {
	On       fiscal.Date
	Interim  bool  // not the end of a fiscal year: an estimate (ASC 270-10-45-6)
	Current  int64 // what is in it at current cost, by the ledger
	Reserve  int64 // current cost less LIFO, rounded half away from zero
	Ledger   int64 // the reserve as the ledger carries it
	Exact    inventory.PoolYearResult
	Evidence string // of a supplied index
}

// PoolStanding is a pool over its years until a day.
type PoolStanding struct {
	Pool     StockPool
	Days     []PoolDay // the ends of its fiscal years, and the day itself
	Paper    *workpaper.Paper
	Findings []check.Finding
}

// Last is the newest day.
func (p PoolStanding) Last() PoolDay { return p.Days[len(p.Days)-1] }

// PoolAt carries a pool from the day of its layers over the ends of its fiscal years to a day, as known at the view's position.
// A pool that ended is carried to its last day. Where the ledger's reserve is not the pool's at the end of a year, that is a finding; within a year it is an estimate and shown.
func (v *View) PoolAt(code string, day fiscal.Date) (PoolStanding, error) {
	p, ok := v.State.Stock.Pool(code)
	if !ok {
		return PoolStanding{}, mistake("", "there is no pool %q at this position", code)
	}
	if day <= p.Base {
		return PoolStanding{}, mistake("pool "+code, "its layers stand at the end of %s; look at a later day", p.Base)
	}
	if p.Ended != 0 {
		day = min(day, p.Ended)
	}
	work, err := p.begin(v.Entity().Currency)
	if err != nil {
		return PoolStanding{}, err
	}
	out := PoolStanding{Pool: p}
	before := p.Base
	for year := v.State.Calendar.Year(p.Base) + 1; ; year++ {
		on := min(v.State.Calendar.YearPeriod(year).End, day)
		d := PoolDay{On: on, Interim: on != v.State.Calendar.YearPeriod(year).End}
		y, err := v.poolYear(p, before, &d)
		if err != nil {
			return out, err
		}
		out.Days, work.Years = append(out.Days, d), append(work.Years, y)
		if before = on; on == day {
			break
		}
	}
	r, err := work.Compute()
	if err != nil {
		return out, mistake("pool "+code, "%v", err)
	}
	out.Paper = r.Paper
	digits := v.digits()
	for i := range out.Days {
		d := &out.Days[i]
		d.Exact = r.Years[i]
		places := digits
		if p.Whole {
			places = 0
		}
		if d.Reserve, ok = d.Exact.Reserve.Round(places, money.HalfAway).Minor(digits); !ok {
			return out, mistake("pool "+code, "a reserve of %s is more than the book can hold", d.Exact.Reserve)
		}
		if n := d.Ledger - d.Reserve; n != 0 && !d.Interim && p.Ended == 0 {
			out.Findings = append(out.Findings, check.Finding{Rule: "pool-tie", Severity: check.Open, Subject: "pool " + p.Code, Cite: "ASC 330-10-30-9",
				Message: fmt.Sprintf("at the end of %s the layers leave a LIFO reserve of %s and the ledger carries %s: %s to enter. Propose the entry, or find what moved the reserve", d.On, v.said(d.Reserve), v.said(d.Ledger), v.said(-n))})
		}
	}
	out.Findings = append(out.Findings, r.Findings...)
	return out, nil
}

// poolYear is the pool at the end of a day for the calculation: what the ledger has at current cost, and the index as its method has it.
func (v *View) poolYear(p StockPool, before fiscal.Date, d *PoolDay) (inventory.PoolYear, error) {
	y := inventory.PoolYear{Name: d.On.String()}
	tb, err := v.Open(d.On)
	if err != nil {
		return y, err
	}
	for _, a := range p.Accounts {
		d.Current += tb.Account(a)
	}
	d.Ledger = -tb.Account(p.Reserve)
	if d.Current < 0 {
		return y, mistake("pool "+p.Code, "at the end of %s its accounts stand at %s: inventory below zero", d.On, v.said(d.Current))
	}
	current := workpaper.FromMinor(d.Current, v.digits())
	y.Current = &current
	if p.Index == "supplied" {
		x, ok := v.State.Stock.supplied(p.Code, d.On)
		if !ok {
			return y, mistake("pool "+p.Code, "no index is said for the end of %s; say it with its evidence", d.On)
		}
		n, err := workpaper.Parse(x.Index)
		y.Index, d.Evidence = &n, x.Evidence
		return y, err
	}
	y.Items, err = v.poolItems(p, before, d.On)
	if err == nil && len(y.Items) == 0 {
		if current.Sign() == 0 {
			zero := workpaper.Whole(0)
			y.Base = &zero
			return y, nil
		}
		err = mistake("pool "+p.Code, "at the end of %s no item is on hand in its accounts, so there is nothing to work an index out of; let the index be supplied", d.On)
	}
	return y, err
}

// poolItems are the items on hand in the accounts of a pool with their cost of one now, first in, first out, and before: in the base
// year for double extension, at the beginning of the year for a link chain. An item that was not there before stands at its
// current cost in a link chain.
func (v *View) poolItems(p StockPool, before, day fiscal.Date) (out []inventory.PoolItem, err error) {
	now, err := v.StockAt(day)
	if err != nil {
		return nil, err
	}
	then := map[string]workpaper.Number{}
	if p.Index == "link-chain" {
		stock, err := v.StockAt(before)
		if err != nil {
			return nil, err
		}
		for _, x := range stock {
			if n := v.costOfOne(x); n != nil {
				then[x.Item.Code] = *n
			}
		}
	} else {
		then = p.BaseCosts
	}
	var missing []string
	for _, x := range now {
		one := v.costOfOne(x)
		if one == nil || !slices.Contains(p.Accounts, x.Class.Inventory) {
			continue
		}
		it := inventory.PoolItem{Name: strings.TrimSpace(x.Item.Code + " " + x.Item.Name), Units: workpaper.FromMinor(x.Units, x.Item.Places), Current: *one}
		was, known := then[x.Item.Code]
		switch {
		case p.Index == "link-chain" && !known:
			was = *one
		case !known:
			missing = append(missing, x.Item.Code)
			continue
		}
		if it.Prior = &was; p.Index == "double-extension" {
			it.Base, it.Prior = it.Prior, nil
		}
		out = append(out, it)
	}
	if len(missing) > 0 {
		return nil, mistake("pool "+p.Code, "items %s are on hand on %s without a cost in the base year; reconstruct it, and add it to the pool's base costs", strings.Join(missing, ", "), day)
	}
	return out, nil
}

// costOfOne is what one of an item costs first in, first out, to six decimals; nil for nothing on hand or nothing paid.
func (v *View) costOfOne(x StockOnHand) *workpaper.Number {
	if x.Units == 0 || x.FIFO == 0 {
		return nil
	}
	n := workpaper.FromMinor(x.FIFO, v.digits()).Quo(workpaper.FromMinor(x.Units, x.Item.Places)).Round(6, money.HalfAway)
	if n.Sign() == 0 {
		return nil
	}
	return &n
}

// PoolEntry is the entry that takes the ledger's reserve to that of the pool at the end of a day; false where they agree.
func (v *View) PoolEntry(code string, day fiscal.Date) (ledger.Entry, bool, error) {
	s, err := v.PoolAt(code, day)
	if err != nil {
		return ledger.Entry{}, false, err
	}
	if s.Pool.Ended != 0 {
		return ledger.Entry{}, false, refused("pool-ended", "pool %s is last-in, first-out until %s (position %d); its reserve is not entered any more", code, s.Pool.Ended, s.Pool.EndedAt)
	}
	d := s.Last()
	n := d.Reserve - d.Ledger
	what := "LIFO reserve of " + orOther(s.Pool.Name, s.Pool.Code) + " at " + day.String()
	if d.Interim {
		what += ", estimated"
	}
	return ledger.Entry{Kind: ledger.Adjusting, Effective: day, Description: what, Lines: []ledger.Line{{Account: s.Pool.Cost, Amount: n}, {Account: s.Pool.Reserve, Amount: -n}}}, n != 0, nil
}

// ProposePool prepares the entry of PoolEntry, which waits for a second person like any other; false where there is nothing to enter.
func (a *App) ProposePool(ctx context.Context, by, code string, day fiscal.Date) (out Outcome, any bool, err error) {
	var e ledger.Entry
	if err = a.read(ctx, 0, func(v *View) error {
		e, any, err = v.PoolEntry(code, day)
		return err
	}); err != nil || !any {
		return out, any, err
	}
	out, err = a.Post(ctx, by, e)
	return out, true, err
}

// indexPlaces are the decimals that show every index of a pool as it is, eight at most.
func (s PoolStanding) indexPlaces() int {
	out := 2
	see := func(n workpaper.Number) {
		for out < 8 && n.Round(out, money.HalfAway).Cmp(n) != 0 {
			out++
		}
	}
	for _, d := range s.Days {
		see(d.Exact.Index)
		for _, l := range d.Exact.Layers {
			see(l.Index)
		}
	}
	return out
}

// PoolTable is a pool over its years.
func (v *View) PoolTable(s PoolStanding) exporter.Table {
	d, places := v.digits(), s.indexPlaces()
	t := exporter.Table{ID: "lifo-pool", Title: []string{v.State.Name, "LIFO pool " + orOther(s.Pool.Name, s.Pool.Code)}, Columns: []exporter.Column{{Key: "date", Title: "End of", Date: true}, {Key: "current", Title: "At current cost", Amount: true, Digits: d}, {Key: "index", Title: "Index", Amount: true, Digits: places},
		{Key: "base", Title: "At base-year cost", Amount: true, Digits: d}, {Key: "lifo", Title: "At LIFO", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "current"}, {Key: "reserve", Minus: true}}}, {Key: "reserve", Title: "LIFO reserve", Amount: true, Digits: d}, {Key: "ledger", Title: "In the ledger", Amount: true, Digits: d},
		{Key: "difference", Title: "To enter", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "reserve"}, {Key: "ledger", Minus: true}}}, {Key: "effect", Title: "Effect of liquidation", Amount: true, Digits: d}, {Key: "note", Title: "Note"}}}
	for _, x := range s.Days {
		index, ok := x.Exact.Index.Round(places, money.HalfAway).Minor(places)
		base, ok2 := x.Exact.Base.Round(d, money.HalfAway).Minor(d)
		effect, ok3 := x.Exact.Effect.Round(d, money.HalfAway).Minor(d)
		if !ok || !ok2 || !ok3 {
			continue
		}
		note := x.Evidence
		if x.Interim {
			note = strings.TrimPrefix(note+", estimated within the year", ", ")
		}
		difference := exporter.Amount(x.Reserve-x.Ledger, d)
		if x.On == s.Pool.Ended {
			difference = exporter.Cell{} // nothing of it is entered any more
			note = strings.TrimPrefix(note+", the method was changed", ", ")
		}
		t.Rows = append(t.Rows, exporter.Row{Key: x.On.String(), Cells: []exporter.Cell{exporter.Date(x.On), exporter.Amount(x.Current, d), exporter.Amount(index, places), exporter.Amount(base, d), exporter.Amount(x.Current-x.Reserve, d), exporter.Amount(x.Reserve, d), exporter.Amount(x.Ledger, d),
			difference, exporter.Amount(effect, d), exporter.Text(note)}})
	}
	v.stamp(&t, "pool "+s.Pool.Code+" at "+s.Last().On.String())
	return t
}

// PoolLayersTable are the layers of a pool at its last day, oldest first.
func (v *View) PoolLayersTable(s PoolStanding) exporter.Table {
	d, places := v.digits(), s.indexPlaces()
	t := exporter.Table{ID: "lifo-layers", Title: []string{v.State.Name, "Layers of LIFO pool " + orOther(s.Pool.Name, s.Pool.Code) + " at " + s.Last().On.Long()}, Columns: append(texts("Layer"), exporter.Column{Key: "base", Title: "At base-year cost", Amount: true, Digits: d}, exporter.Column{Key: "index", Title: "Index", Amount: true, Digits: places}, exporter.Column{Key: "cost", Title: "At LIFO", Amount: true, Digits: d})}
	for i, l := range s.Last().Exact.Layers {
		base, _ := l.Base.Round(d, money.HalfAway).Minor(d)
		index, _ := l.Index.Round(places, money.HalfAway).Minor(places)
		cost, _ := l.Cost().Round(d, money.HalfAway).Minor(d)
		t.Rows = append(t.Rows, exporter.Row{Key: fmt.Sprintf("layer %d", i+1), Cells: []exporter.Cell{exporter.Text(l.Name), exporter.Amount(base, d), exporter.Amount(index, places), exporter.Amount(cost, d)}})
	}
	v.stamp(&t, "pool "+s.Pool.Code+" at "+s.Last().On.String())
	return t
}
