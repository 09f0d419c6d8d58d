package main

import (
	"fmt"
	"slices"

	"tieout/fiscal"
	"tieout/money"
)

var synthetic = []string{"synthetic:"}

func kind(k string, more ...string) []string {
	return append([]string{"synthetic:", "kind: " + k}, more...)
}

// recorded is the tag of entries that are proposed from a record of an estimate: they count here and stand in no journal.
const recorded = "recorded:"

func flow(name string) string { return "cashflow: " + name }

// fix puts an entry on the schedule.
func (w *world) fix(on fiscal.Date, prefix, text string, tags []string, posts ...post) {
	w.planned[monthEnd(on)] = append(w.planned[monthEnd(on)], entry{0, on, prefix, text, tags, slices.DeleteFunc(posts, func(p post) bool { return p.amount == 0 })})
}

// schedule fixes the entries that depend on nothing but the rules.
func (w *world) schedule() {
	w.property()
	w.loans()
	w.equity()
	for _, f := range w.r.Followed {
		w.fix(f.On, "JE", "Difference of a count taken back, the records of items have it", synthetic, line(f.Class+"-count", -f.Amount*100, productTags(f.Class)...), line("cost-other", f.Amount*100))
	}
	for month, paid := range w.r.Restructuring {
		half := paid * 45
		d := fiscal.MustParse(month + "-01")
		w.fix(businessDay(d+9), "CD", "Severance and closing costs paid under the restructuring plan", synthetic, line("restructuring", half), line("cash", -half))
		w.fix(businessDay(d+23), "CD", "Severance and closing costs paid under the restructuring plan", synthetic, line("restructuring", paid*100-half), line("cash", half-paid*100))
	}
	for _, es := range w.planned {
		slices.SortStableFunc(es, func(a, b entry) int {
			if a.on != b.on {
				return int(a.on - b.on)
			}
			return compareText(a.text, b.text)
		})
	}
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// monthEnds are the last days of the months after one day until another.
func monthEnds(after, until fiscal.Date) (out []fiscal.Date) {
	for d := monthEnd(after + 1); d <= until; d = monthEnd(d + 1) {
		out = append(out, d)
	}
	return out
}

func businessDay(d fiscal.Date) fiscal.Date {
	for d.Weekday() == 0 || d.Weekday() == 6 {
		if monthEnd(d+1) != monthEnd(d) || monthEnd(d+2) != monthEnd(d) {
			return previousBusinessDay(d)
		}
		d++
	}
	return d
}

func previousBusinessDay(d fiscal.Date) fiscal.Date {
	for d.Weekday() == 0 || d.Weekday() == 6 {
		d--
	}
	return d
}

func split(total int64, weights []int64) []int64 {
	parts, err := money.Allocate(total, weights)
	if err != nil {
		panic(err)
	}
	return parts
}

// even splits into n equal parts, in dollars when the total is in dollars.
func even(total int64, n int) []int64 {
	unit := int64(1)
	if total%100 == 0 {
		unit = 100
	}
	w := make([]int64, n)
	for i := range w {
		w[i] = 1
	}
	parts := split(total/unit, w)
	for i := range parts {
		parts[i] *= unit
	}
	return parts
}

// property buys what the balances leave, charges depreciation evenly and sells what the rules say.
func (w *world) property() {
	for _, d := range w.r.Disposals {
		gain := d.Proceeds - d.Cost + d.Depreciated
		w.fix(d.On, "JE", d.Text, synthetic, line("cash", d.Proceeds*100), line("accumulated", d.Depreciated*100, flow("proceeds-ppe")),
			line(d.Account, -d.Cost*100, flow("proceeds-ppe")), line("disposal", -gain*100, flow("gain-disposal")))
	}
	for _, id := range []string{"buildings", "machinery"} {
		w.each(id, func(from, to point) { w.buy(id, from, to) })
	}
	w.each("accumulated", w.depreciate)
	for _, d := range monthEnds(w.r.Begin, w.r.Amortization.Until) {
		w.fix(d, "JE", "Amortization of licences and tooling rights", kind("recurring"), line("admin-depreciation", w.r.Amortization.Monthly*100), line("intangibles", -w.r.Amortization.Monthly*100, flow("amortization")))
	}
}

func (w *world) each(id string, do func(from, to point)) {
	ps := w.targets[id]
	for i := 1; i < len(ps); i++ {
		do(ps[i-1], ps[i])
	}
}

// sold is the cost or the depreciation of what leaves an account after one day until another.
func (w *world) sold(id string, after, until fiscal.Date) (sum int64) {
	for _, d := range w.r.Disposals {
		switch {
		case d.On <= after || d.On > until:
		case id == "accumulated":
			sum += d.Depreciated * 100
		case id == d.Account:
			sum += d.Cost * 100
		}
	}
	return sum
}

var purchases = map[string][]string{
	"buildings": {"Roof over the loading dock", "Office fittings", "Electrical service of the shop floor", "Paving of the yard", "Sprinkler heads and piping"},
	"machinery": {"Turret punch tooling", "Spot welder", "Powder coating racks", "Conveyor section", "Press brake", "Computer equipment", "Injection mould", "Pallet racking", "Compressor", "Coil feeder"},
}

func (w *world) buy(id string, from, to point) {
	total := to.Amount - from.Amount + w.sold(id, from.On, to.On)
	ends := monthEnds(from.On, to.On)
	n := int(min(int64(len(ends)), max(1, total/2500000)))
	if total == 0 {
		return
	}
	for i, price := range split(total/100, w.rnd.weights(n)) {
		amount := price * 100
		end := ends[i*len(ends)/n]
		y, m, _ := end.YMD()
		what := purchases[id][w.rnd.between(0, int64(len(purchases[id]))-1)]
		if amount < 100000 {
			what = "Small fittings"
		}
		tags, vendor := synthetic, fmt.Sprintf("Vendor %03d", w.rnd.between(70, 89))
		on := businessDay(fiscal.Of(y, m, int(w.rnd.between(8, 22))))
		if attached(end) {
			tags = append(slices.Clone(synthetic), w.invoice(fmt.Sprintf("invoice-%s-%s-%d.txt", id, end.String()[:7], i+1), vendor, what, on, amount))
		}
		w.fix(on, "CD", what+" - "+vendor, tags,
			line(id, amount, flow("purchases-ppe")), line("cash", -amount))
	}
}

// depreciate charges two thirds to production and one third to administration.
func (w *world) depreciate(from, to point) {
	total := from.Amount - to.Amount + w.sold("accumulated", from.On, to.On)
	ends := monthEnds(from.On, to.On)
	for i, amount := range even(total, len(ends)) {
		office := money.MulDiv(amount, 1, 300, money.HalfAway) * 100
		w.fix(ends[i], "JE", "Depreciation for the month, straight line", kind("recurring"), line("wip", amount-office), line("admin-depreciation", office), line("accumulated", -amount, flow("depreciation")))
	}
}

// equity issues stock.
func (w *world) equity() {
	for _, s := range w.r.Stock {
		cash := s.Shares * s.Price
		w.fix(s.On, "CR", fmt.Sprintf("%s - %d shares", s.Text, s.Shares), synthetic, line("cash", cash), line("common", -s.Shares*100, flow("option-exercise")), line("paid-in", s.Shares*100-cash, flow("option-exercise")))
	}
	d := w.r.Directors
	for q := d.From; q <= w.r.End; q = monthEnd(monthEnd(monthEnd(q+1)+1) + 1) {
		stock, cash := d.Number*d.Stock, d.Number*d.Cash
		shares := stock / d.Price
		w.fix(q, "JE", fmt.Sprintf("Directors' fees of the quarter - %d unregistered shares and cash", shares), synthetic, line("directors", stock+cash),
			line("common", -shares*100, flow("stock-compensation")), line("paid-in", shares*100-stock, flow("stock-compensation")), line("cash", -cash))
	}
}
