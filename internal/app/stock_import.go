package app

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/importer"
	"tieout/inventory"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// stocking is the movements of one act in the making: the cards of the items that they touch, and the entries that they make.
type stocking struct {
	w      *writing
	closed fiscal.Date
	cards  map[string]*inventory.Card
	lines  map[fiscal.Date]map[stockSlot]int64
}

type stockSlot struct {
	account string
	dims    ledger.Dims
}

func (w *writing) stocking() *stocking {
	return &stocking{w: w, closed: w.state.StockClosed(), cards: map[string]*inventory.Card{}, lines: map[fiscal.Date]map[stockSlot]int64{}}
}

// card is the card of an item with all its movements so far.
func (s *stocking) card(it StockItem, c StockClass) (*inventory.Card, error) {
	if k := s.cards[it.Code]; k != nil {
		return k, nil
	}
	k, err := inventory.CardOf(s.w.state.policy(c, it), s.closed, s.w.state.Stock.Of(it.Code))
	if err == nil {
		s.cards[it.Code] = k
	}
	return k, err
}

// row takes one movement in: it is read, costed and entered, or refused with what is wrong with it.
func (s *stocking) row(x importer.StockRow) error {
	it, ok := s.w.state.Stock.Item(x.Item)
	if !ok {
		return mistake("", "item %q is not known; define it first, or correct the code", x.Item)
	}
	c, ok := s.w.state.Stock.Class(it.Class)
	if !ok {
		return mistake("", "item %s is of class %q, which is not defined", it.Code, it.Class)
	}
	if x.Account != "" {
		if _, ok := s.w.state.Chart.Account(x.Account); !ok {
			return mistake("", "account %q is not in the chart; open it, or correct the code", x.Account)
		}
	}
	k, err := s.card(it, c)
	if err != nil {
		return err
	}
	m := StockMove{Item: it.Code, Site: x.Site, To: x.To, Other: x.Account, Reference: x.Reference, Memo: x.Memo}
	m.ID, m.Date, m.Costed = int64(len(s.w.state.Stock.Moves))+1, x.Date, k.FirstOpen(x.Date)
	if err := s.meant(&m, x, it, c, k); err != nil {
		return err
	}
	if err := s.there(m, it); err != nil {
		return err
	}
	if m.Kind != 0 {
		changes, err := k.Post(m.Move)
		if err != nil {
			ent, _ := s.w.state.Chart.Entity("")
			return stockMistake(err, it, ent.Currency)
		}
		if err := s.keep(m); err != nil {
			return err
		}
		return s.enter(changes)
	}
	return s.keep(m)
}

// stockMistake says a refusal of the costing in the item's unit.
func stockMistake(err error, it StockItem, cur money.Currency) error {
	var short inventory.Shortage
	var over inventory.Excess
	var m check.Mistake
	switch {
	case errors.As(err, &over) && over.Recovery:
		return mistake("", "item %s: the recovery of %s gives %s back; of what is on hand %s were written down in its fiscal year, and no more comes back", it.Code, over.On, money.New(over.Amount, cur).Accounting(), money.New(over.Cost, cur).Accounting())
	case errors.As(err, &over):
		return mistake("", "item %s: the write-down of %s takes %s and on that day it is worth %s; a write-down is at most what stock costs", it.Code, over.On, money.New(over.Amount, cur).Accounting(), money.New(over.Cost, cur).Accounting())
	case errors.As(err, &short):
		return mistake("", "item %s: on %s %s %s are taken and %s are on hand; take in the receipt that came first, or correct the quantity", it.Code, short.On, it.Quantity(short.Wanted), it.Unit, it.Quantity(short.OnHand))
	case errors.As(err, &m):
		return mistake("", "item %s, %s: %s", it.Code, m.Subject, m.Why)
	}
	return err
}

// stockKinds are the kinds that a file may say, in several spellings.
var stockKinds = map[string]string{"receipt": "receipt", "receive": "receipt", "received": "receipt", "purchase": "receipt", "production": "receipt", "issue": "issue", "issued": "issue", "sale": "issue", "sold": "issue", "shipment": "issue", "consumption": "issue",
	"transfer": "transfer", "count": "count", "physical count": "count", "cost": "cost", "landed cost": "cost", "late cost": "cost", "freight": "cost", "write-down": "write-down", "writedown": "write-down", "recovery": "recovery", "standard": "standard", "standard cost": "standard", "return": "return", "supplier return": "return", "customer return": "customer return"}

// meant fills in what a row means.
func (s *stocking) meant(m *StockMove, x importer.StockRow, it StockItem, c StockClass, k *inventory.Card) error {
	kind, ok := stockKinds[x.Kind]
	if !ok {
		return mistake("", "the kind %q is not receipt, issue, transfer, count, cost, write-down, recovery, standard, return or customer return", x.Kind)
	}
	m.Said = kind
	units, err := s.quantity(x, it, kind)
	if err != nil {
		return err
	}
	if kind == "standard" {
		return s.standard(m, x, it)
	}
	amount, err := s.amount(x, it, units)
	if err != nil {
		return err
	}
	if x.Of != "" {
		if m.Of, err = s.receipt(it.Code, x.Of); err != nil {
			return err
		}
	}
	switch kind {
	case "receipt", "customer return":
		if amount == nil {
			return mistake("", "item %s: say what the receipt cost: amount of all, or unit cost", it.Code)
		}
		m.Kind, m.Units, m.Cost = inventory.Receive, units, *amount
		if kind == "customer return" && m.Other == "" {
			m.Other = c.Cost
		}
	case "issue", "return":
		if amount != nil {
			return mistake("", "item %s: an issue is costed from what is on hand; leave amount and unit cost blank", it.Code)
		}
		m.Kind, m.Units = inventory.Issue, units
		if kind == "return" && m.Other == "" {
			m.Other = c.Clearing
		}
	case "transfer":
		if m.Site == "" || m.To == "" || m.Site == m.To {
			return mistake("", "item %s: a transfer goes from one site to another; name both", it.Code)
		}
		m.Units = units
	case "count":
		return s.count(m, it, c, k, units, amount)
	case "cost":
		if amount == nil || m.Of == 0 {
			return mistake("", "item %s: a cost has an amount, and names in the column of the receipt that it belongs to", it.Code)
		}
		m.Kind, m.Cost = inventory.AddCost, *amount
	case "write-down", "recovery":
		if amount == nil {
			return mistake("", "item %s: a %s has an amount", it.Code, kind)
		}
		if m.Kind, m.Cost = inventory.WriteDown, *amount; kind == "recovery" {
			m.Kind = inventory.Recover
		}
	}
	return nil
}

// standard is what one of an item costs from a day on, exact to ten-thousandths of a minor unit.
func (s *stocking) standard(m *StockMove, x importer.StockRow, it StockItem) error {
	ent, _ := s.w.state.Chart.Entity("")
	d, _ := ent.Currency.Digits()
	if x.Each == nil || x.Amount != nil || x.Each.Sign() < 0 {
		return mistake("", "item %s: a standard is the unit cost, not below zero, and no amount", it.Code)
	}
	for _, o := range s.w.state.Stock.Moves {
		if o.Item == it.Code && o.Kind == inventory.SetStandard && o.Costed == m.Costed {
			return mistake("", "item %s has a standard from %s already (position %d); two would overlap, so set the other from another day", it.Code, m.Costed, o.Position)
		}
	}
	n, exact := x.Each.Minor(d + inventory.StandardPlaces)
	if !exact || n > money.MaxMinor {
		return mistake("", "item %s: a standard of %s has more than %d decimals, or is more than the book can hold", it.Code, x.Each, d+inventory.StandardPlaces)
	}
	m.Kind, m.Cost = inventory.SetStandard, n
	return nil
}

// quantity is what moves, in smallest parts; kinds without one have none.
func (s *stocking) quantity(x importer.StockRow, it StockItem, kind string) (int64, error) {
	if kind == "cost" || kind == "write-down" || kind == "recovery" || kind == "standard" {
		if x.Quantity != nil {
			return 0, mistake("", "item %s: a %s has no quantity", it.Code, kind)
		}
		return 0, nil
	}
	if x.Quantity == nil {
		return 0, mistake("", "item %s: the row has no quantity", it.Code)
	}
	n, err := it.smallest(*x.Quantity, x.Unit)
	switch {
	case err != nil:
		return 0, mistake("", "item %s: %v", it.Code, err)
	case n < 0 || n == 0 && kind != "count":
		return 0, mistake("", "item %s: the quantity %s is not above zero; say with the kind which way it goes", it.Code, *x.Quantity)
	}
	return n, nil
}

// amount is what all of a row costs: given, or units times the cost of one, rounded half away from zero to the cent.
func (s *stocking) amount(x importer.StockRow, it StockItem, units int64) (*int64, error) {
	ent, _ := s.w.state.Chart.Entity("")
	d, _ := ent.Currency.Digits()
	switch {
	case x.Amount != nil && x.Each != nil:
		return nil, mistake("", "item %s: give the amount or the unit cost, not both", it.Code)
	case x.Amount == nil && x.Each == nil:
		return nil, nil
	case x.Amount != nil && *x.Amount < 0, x.Each != nil && x.Each.Sign() < 0:
		return nil, mistake("", "item %s: a cost below zero", it.Code)
	case x.Amount != nil:
		return x.Amount, nil
	}
	of := workpaper.FromMinor(units, it.Places)
	if x.Unit != "" && x.Unit != it.Unit { // the cost of one of the units that are named
		of = *x.Quantity
	}
	n, ok := of.Mul(*x.Each).Round(d, money.HalfAway).Minor(d)
	if !ok || n > money.MaxMinor {
		return nil, mistake("", "item %s: %s at %s is more than the book can hold", it.Code, of, *x.Each)
	}
	return &n, nil
}

// receipt finds the receipt of an item by its reference, the newest of that name.
func (s *stocking) receipt(item, reference string) (int64, error) {
	for _, m := range slices.Backward(s.w.state.Stock.Moves) {
		if m.Item == item && m.Reference == reference && m.Kind == inventory.Receive {
			return m.ID, nil
		}
	}
	return 0, mistake("", "item %s has no receipt with the reference %q", item, reference)
}

// count brings the books to what was counted at a site at the end of a day: a surplus comes in at the average cost of what is on
// hand, or at the cost given; what is missing goes out.
func (s *stocking) count(m *StockMove, it StockItem, c StockClass, k *inventory.Card, counted int64, amount *int64) error {
	if m.Date <= s.closed {
		return mistake("", "item %s: the count of %s comes after the lock up to %s; count again on an open day, or roll the count forward to one", it.Code, m.Date, s.closed)
	}
	on := s.w.state.Stock.onSite(it.Code, m.Site, m.Date)
	m.Other = orOther(m.Other, orOther(c.Adjustments, c.Cost))
	m.Memo = strings.TrimSpace(fmt.Sprintf("%s %s %s counted, %s on the books", m.Memo, it.Quantity(counted), it.Unit, it.Quantity(on)))
	switch {
	case counted == on:
		return nil
	case counted < on:
		m.Kind, m.Units = inventory.Issue, on-counted
		return nil
	}
	m.Kind, m.Units = inventory.Receive, counted-on
	if amount != nil {
		m.Cost = *amount
		return nil
	}
	units, value, _ := k.At(max(m.Date, k.Closed()))
	if units == 0 {
		return mistake("", "item %s: %s %s were found and none were on the books, so their cost is not known; give it", it.Code, it.Quantity(counted), it.Unit)
	}
	m.Cost = money.MulDiv(value, m.Units, units, money.HalfAway)
	return nil
}

func orOther(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// onSite is how many of an item are at a site at the end of a day, smallest parts.
func (b *StockBook) onSite(item, site string, day fiscal.Date) (n int64) {
	for _, m := range b.Moves {
		if m.Item != item || m.Costed > day {
			continue
		}
		if m.Site == site {
			switch m.Kind {
			case inventory.Receive:
				n += m.Units
			case inventory.Issue:
				n -= m.Units
			case 0:
				n -= m.Units
			}
		}
		if m.Kind == 0 && m.To == site {
			n += m.Units
		}
	}
	return n
}

// there refuses what takes more from a site than is there, on its day or at the end.
func (s *stocking) there(m StockMove, it StockItem) error {
	if m.Kind != inventory.Issue && m.Kind != 0 || m.Units == 0 {
		return nil
	}
	for _, day := range []fiscal.Date{m.Costed, maxDay} {
		if on := s.w.state.Stock.onSite(it.Code, m.Site, day); on < m.Units {
			when := "on " + m.Costed.String()
			if day == maxDay {
				when = "in the end"
			}
			return mistake("", "item %s: %s %s are taken from site %q and %s are there %s; take in what came first, or correct the site", it.Code, it.Quantity(m.Units), it.Unit, m.Site, it.Quantity(on), when)
		}
	}
	return nil
}

var maxDay = fiscal.MustParse("2999-12-31")

// keep records a movement.
func (s *stocking) keep(m StockMove) error {
	return s.w.apply(evidence.Rec("stock-move", "id", itoa(m.ID), "does", itoa(int64(m.Kind)), "kind", m.Said, "item", m.Item, "site", m.Site, "to", m.To, "date", m.Date.String(), "counts", m.Costed.String(), "units", itoa(m.Units), "cost", itoa(m.Cost),
		"of", some(m.Of), "other", m.Other, "reference", m.Reference, "memo", m.Memo))
}

// enter adds what changes to the entries of their days.
func (s *stocking) enter(changes []inventory.Change) error {
	for _, ch := range changes {
		m := s.w.state.Stock.Moves[ch.Move-1]
		it, _ := s.w.state.Stock.Item(m.Item)
		c, _ := s.w.state.Stock.Class(it.Class)
		if c.Imported {
			continue
		}
		for account, amount := range stockLines(c, m, ch.Effect) {
			if s.lines[ch.On] == nil {
				s.lines[ch.On] = map[stockSlot]int64{}
			}
			s.lines[ch.On][stockSlot{account, c.Dims}] += amount
		}
	}
	return nil
}

// stockLines are the accounts that an effect of a movement goes to, debit positive. They add up to nil.
func stockLines(c StockClass, m StockMove, e inventory.Effect) map[string]int64 {
	out := map[string]int64{}
	out[c.Inventory] += e.Inventory
	switch m.Kind {
	case inventory.Receive, inventory.AddCost:
		beside := c.Cost // of what is gone already
		if c.Method == inventory.Standard {
			beside = c.Variance
		}
		out[beside] += e.CostOfSales
		out[orOther(m.Other, c.Clearing)] -= e.Inventory + e.CostOfSales
	case inventory.SetStandard:
		out[orOther(m.Other, orOther(c.Revaluation, c.Variance))] += e.CostOfSales
	case inventory.WriteDown, inventory.Recover:
		out[orOther(m.Other, orOther(c.WriteDowns, c.Cost))] += e.CostOfSales
	default:
		out[orOther(m.Other, c.Cost)] += e.CostOfSales
	}
	return out
}

// entries are the entries that the movements make, one a day.
func (s *stocking) entries(source, preparer, approver string) (out []*ledger.Entry) {
	days := make([]fiscal.Date, 0, len(s.lines))
	for d := range s.lines {
		days = append(days, d)
	}
	slices.Sort(days)
	for _, d := range days {
		e := &ledger.Entry{Kind: ledger.Standard, Effective: d, Description: "Movements of stock, " + source, Source: source, Preparer: preparer, Approver: approver}
		slots := make([]stockSlot, 0, len(s.lines[d]))
		for x, n := range s.lines[d] {
			if n != 0 {
				slots = append(slots, x)
			}
		}
		slices.SortFunc(slots, func(a, b stockSlot) int {
			return strings.Compare(a.account+" "+string(a.dims), b.account+" "+string(b.dims))
		})
		for _, x := range slots {
			e.Lines = append(e.Lines, ledger.Line{Account: x.account, Dims: x.dims, Amount: s.lines[d][x]})
		}
		if len(e.Lines) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// stock takes the movements of a file in.
func (im *importing) stock(r io.ReaderAt) error {
	rows, err := importer.Stock(im.format, r, im.size, im.options())
	if err != nil {
		if err := im.problem("", err); err != nil {
			return err
		}
		return im.mistake()
	}
	s := im.w.stocking()
	for _, x := range rows {
		im.row = x.Row
		if err := im.problem(fmt.Sprintf("%s row %d", filepath.Base(im.r.Path), x.Row), s.row(x)); err != nil {
			return err
		}
	}
	if len(im.problems) > 0 {
		return nil
	}
	for _, e := range s.entries(filepath.Base(im.r.Path), im.preparer, im.approver) {
		if err := im.w.admit(e); err != nil {
			return err
		}
		if err := im.post(e); err != nil {
			return err
		}
	}
	return nil
}
