package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"tieout/fiscal"
	"tieout/inventory"
	"tieout/money"
)

// stockMove is a movement of an item, for a file of movements. Its reference is the voucher of the entry that it belongs to.
type stockMove struct {
	on       fiscal.Date
	kind     string
	item     string
	quantity int64
	amount   int64 // cents; of receipts and of what a count found
	entry    int   // the entry's number
	memo     string
}

// held is an item with what is known of its stock.
type held struct {
	item
	card   *inventory.Card
	on     int64 // pieces
	posted int64
}

// stockItems are the items of a class.
func (w *world) stockItems(class string) (out []*held) {
	for _, h := range w.stock {
		if h.Class == class {
			out = append(out, h)
		}
	}
	return out
}

// stockUp makes the cards of the items.
func (w *world) stockUp() error {
	for _, it := range w.r.Items {
		if _, known := w.account[it.Class]; !known {
			return fmt.Errorf("item %s is in %q, which is no account", it.Code, it.Class)
		}
		c, err := inventory.NewCard(inventory.Policy{Method: inventory.FIFO, Calendar: fiscal.CalendarYear})
		if err != nil {
			return err
		}
		w.stock = append(w.stock, &held{item: it, card: c})
	}
	return nil
}

// price is what one of an item costs on a day, cents.
func (w *world) price(h *held, on fiscal.Date) int64 {
	ps := w.r.Prices[h.Class]
	index := ps[len(ps)-1].Amount
	for i := 1; i < len(ps); i++ {
		if a, b := ps[i-1], ps[i]; on <= b.On {
			index = a.Amount + money.MulDiv(b.Amount-a.Amount, int64(max(on, a.On)-a.On), int64(b.On-a.On), money.HalfAway)
			break
		}
	}
	return money.MulDiv(h.Cents, index, 10000, money.HalfAway)
}

// move posts to the card and puts the row into the month's file. It gives what the movement cost: of an issue, what left.
func (w *world) move(h *held, m inventory.Move, row stockMove) int64 {
	h.posted++
	m.ID, m.Date, m.Costed = h.posted, row.on, row.on
	changes, err := h.card.Post(m)
	if err != nil || len(changes) != 1 {
		panic(fmt.Sprintf("%s on %s: %d changes, %v", h.Code, row.on, len(changes), err))
	}
	row.item = h.Code
	if row.kind == "count" {
		row.quantity = h.on + m.Units
	} else {
		row.quantity = m.Units
	}
	if m.Kind == inventory.Issue {
		h.on -= m.Units
		if row.kind == "count" {
			row.quantity = h.on
		}
		row.amount = 0
	} else {
		h.on += m.Units
		row.amount = m.Cost
	}
	w.moves[monthEnd(row.on)] = append(w.moves[monthEnd(row.on)], row)
	return changes[0].Inventory
}

// take receives some items for an amount in all, each in its part. Where exact is not asked for, the price of one is in whole cents
// and the sum follows; it is given back.
func (w *world) take(items []*held, amount int64, exact bool, row stockMove) (sum int64) {
	weights := make([]int64, len(items))
	for i, h := range items {
		weights[i] = w.rnd.between(60, 140)
		if h.on == 0 {
			weights[i] += 120
		}
	}
	for i, part := range split(amount, weights) {
		h := items[i]
		each := money.MulDiv(w.price(h, row.on), w.rnd.between(985, 1015), 1000, money.HalfAway)
		units := max(1, money.Quotient(part, each, money.HalfAway))
		if !exact {
			part = units * each
		}
		if part <= 0 {
			continue
		}
		sum += w.move(h, inventory.Move{Kind: inventory.Receive, Units: units, Cost: part}, row)
	}
	return sum
}

// give issues items of a class that cost about an amount, from the oldest on, of some items; it gives what they cost. Items whose
// contract is lost go last.
func (w *world) give(class string, about int64, of int, row stockMove) (sum int64) {
	items := slices.DeleteFunc(w.stockItems(class), func(h *held) bool { return h.on == 0 })
	rank := map[string]int64{}
	for _, h := range items {
		_, value, _ := h.card.At(row.on)
		rank[h.Code] = value * w.rnd.between(20, 100)
		if h.Until != 0 && row.on > h.Until {
			rank[h.Code] /= 1000
		}
	}
	slices.SortStableFunc(items, func(a, b *held) int { return cmp.Compare(rank[b.Code], rank[a.Code]) })
	for i, h := range items {
		part := about - sum
		if i+1 < of {
			part = money.MulDiv(part, w.rnd.between(35, 70), 100, money.HalfAway)
		}
		if units := h.worth(row.on, part); units > 0 {
			sum -= w.move(h, inventory.Move{Kind: inventory.Issue, Units: units}, row)
		}
		if i+1 >= of && about-sum < h.Cents*2 {
			break
		}
	}
	return sum
}

// worth is how many of an item, the oldest first, cost at most an amount.
func (h *held) worth(on fiscal.Date, amount int64) (units int64) {
	_, _, layers := h.card.At(on)
	for _, l := range layers {
		n := min(l.Units, amount*l.Units/max(1, l.Cost))
		units, amount = units+n, amount-money.MulDiv(l.Cost, n, l.Units, money.HalfAway)
		if n < l.Units {
			break
		}
	}
	return units
}

// some are up to n items of those, chosen by chance, in the order of the list.
func (w *world) some(of []*held, n int) []*held {
	out := slices.Clone(of)
	for len(out) > n {
		i := int(w.rnd.between(0, int64(len(out))-1))
		out = slices.Delete(out, i, i+1)
	}
	return out
}

// follow takes what was booked as a difference of a count into the records of items: the difference is taken back, and items leave or
// come. It gives what they cost.
func (m *month) follow(f followed) int64 {
	w := m.w
	row := stockMove{on: f.On, kind: "count", entry: w.next(), memo: f.Text}
	if f.Amount > 0 {
		sum := w.take(w.some(w.stockItems(f.Class), 2), f.Amount*100, true, row)
		w.book(f.On, "PR", f.Text, synthetic, line(f.Class, sum, productTags(f.Class)...), line("cost-other", -sum))
		return -sum
	}
	sum := w.give(f.Class, -f.Amount*100, 4, row)
	w.book(f.On, "PR", f.Text, synthetic, line("cost-other", sum), line(f.Class, -sum, productTags(f.Class)...))
	return sum
}

// next is the number of the entry that is booked next.
func (w *world) next() int { return w.numbered + 1 }

// followedUp are the differences taken back until a day, dollars: what the balance of differences lost.
func (w *world) followedUp(class string, at fiscal.Date) (sum int64) {
	for _, f := range w.r.Followed {
		if f.Class == class && f.On <= at {
			sum += f.Amount * 100
		}
	}
	return sum
}

// differences is the balance of count differences of a class with everything posted later.
func (w *world) differences(class string, at fiscal.Date) int64 {
	return w.lateSum(class+"-count", at) - w.followedUp(class, at)
}

var sites = map[string]string{"raw": "works", "fg-metal": "works", "fg-plastic": "outside warehouse"}

// writeItems prints the items and the movements, a file for each month.
func (w *world) writeItems(out map[string][]byte, codes map[int]string) {
	class := map[string]string{"raw": "RAW", "fg-metal": "METAL", "fg-plastic": "PLASTIC"}
	var b bytes.Buffer
	b.WriteString("code,name,class,unit,decimals\n")
	of := map[string]string{}
	for _, it := range w.r.Items {
		of[it.Code] = it.Class
		fmt.Fprintf(&b, "%s,%q,%s,%s,0\n", it.Code, it.Name, class[it.Class], it.Unit)
	}
	out["stock/items.csv"] = b.Bytes()
	for end, moves := range w.moves {
		slices.SortStableFunc(moves, func(a, b stockMove) int { return int(a.on - b.on) })
		var b bytes.Buffer
		b.WriteString("date,kind,item,site,quantity,amount,reference,memo\n")
		for _, m := range moves {
			amount := ""
			if m.amount != 0 {
				amount = money.FormatMinor(m.amount, 2)
			}
			fmt.Fprintf(&b, "%s,%s,%s,%s,%d,%s,%s,%q\n", m.on, m.kind, m.item, sites[of[m.item]], m.quantity, amount, codes[m.entry], m.memo)
		}
		name := fmt.Sprintf("stock/%s-movements-of-%s.csv", posted(end), end.String()[:7])
		if end == w.r.Begin {
			name = fmt.Sprintf("stock/%s-opening.csv", w.r.Begin+5)
		}
		out[name] = b.Bytes()
	}
}
