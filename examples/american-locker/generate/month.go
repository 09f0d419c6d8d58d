package main

import (
	"fmt"
	"slices"

	"tieout/fiscal"
	"tieout/money"
)

// month is one month in the making.
type month struct {
	w                    *world
	start, end           fiscal.Date
	days                 []fiscal.Date // business days
	part                 func(total int64) int64
	last                 bool // of the quarter
	metal, plastic       int64
	cost                 int64
	billed, labour, wage int64 // credits to payables, to employee liabilities
	moved                map[string]int64
}

// runQuarter makes the ordinary entries of a quarter.
func (w *world) runQuarter(q quarter) error {
	w.planQuarter(q)
	p := w.plan
	if p.cost <= 0 {
		return fmt.Errorf("%s: cost of products sold is %d", q.Quarter, p.cost)
	}
	weights := []int64{100 + w.rnd.between(-9, 4), 100 + w.rnd.between(-6, 6), 100 + w.rnd.between(-2, 12)}
	ends := monthEnds(p.start-1, p.end)
	apart := make([]int64, 3) // cost of what the records of items follow, in its month
	followed := int64(0)
	for _, f := range w.r.Followed {
		if i := slices.Index(ends, monthEnd(f.On)); i >= 0 {
			apart[i] -= f.Amount * 100
			followed -= f.Amount * 100
		}
	}
	metal, plastic, cost := split(p.metal, weights), split(p.plastic, weights), split(p.cost-followed, weights)
	sga, benefits, interest := even(p.sga, 3), even(p.benefits, 3), even(q.InterestIncome*100, 3)
	for i, end := range ends {
		m := &month{w: w, start: monthEnd(end-40) + 1, end: end, last: i == 2, metal: metal[i], plastic: plastic[i], cost: cost[i] + apart[i], moved: map[string]int64{}}
		y, mo, _ := end.YMD()
		m.start = fiscal.Of(y, mo, 1)
		for d := m.start; d <= end; d++ {
			if d.Weekday() != 0 && d.Weekday() != 6 {
				m.days = append(m.days, d)
			}
		}
		if err := m.run(sga[i], benefits[i], interest[i]); err != nil {
			return fmt.Errorf("%s: %w", end, err)
		}
	}
	if want, ok := w.cashAt[p.end]; ok && w.books["cash"] != want {
		return fmt.Errorf("%s: cash is %s, printed %s", p.end, money.New(w.books["cash"], "USD").Grouped(), money.New(want, "USD").Grouped())
	}
	return nil
}

// target is where an account is to stand at the end of the month.
func (m *month) target(id string) int64 {
	if m.last {
		return m.w.plan.targets[id]
	}
	if id == "payables" && m.w.solves(m.w.plan.end) {
		from, to := m.w.books[id], m.w.plan.targets[id]
		left := int64(len(monthEnds(m.start-1, m.w.plan.end)))
		return from + (to-from)/left
	}
	return m.w.target(id, m.end)
}

func (m *month) run(sga, benefits, interest int64) error {
	w := m.w
	for _, e := range w.planned[m.end] {
		w.book(e.on, e.code, e.text, e.tags, e.posts...)
		for _, p := range e.posts {
			m.moved[p.id] += p.amount
			if w.account[p.id].Concept == "SellingGeneralAndAdministrativeExpense" {
				sga -= p.amount
			}
		}
	}
	if err := m.inventory(); err != nil {
		return err
	}
	sga = m.overheads(sga, benefits)
	if sga <= 0 {
		return fmt.Errorf("selling, general and administrative expenses of %d are used up", sga)
	}
	m.office(sga)
	m.payroll()
	m.collect()
	m.pay()
	w.book(m.end, "JE", "Interest earned on cash", synthetic, line("cash", interest), line("interest-income", -interest))
	if m.last {
		m.tax()
	}
	return nil
}

// spread gives n days of the month, in order, from a day on.
func (m *month) spread(n, from int) []fiscal.Date {
	out := make([]fiscal.Date, n)
	for i := range out {
		out[i] = m.days[m.w.rnd.between(int64(from), int64(len(m.days)-1))]
	}
	slices.Sort(out)
	return out
}

func customer(r *random) string { return fmt.Sprintf("Customer %03d", r.between(1, 64)) }
func supplier(r *random) string { return fmt.Sprintf("Vendor %03d", r.between(1, 28)) }

// inventory sells, relieves, produces and buys, so that every class of inventory stands at its target. Costs of what leaves are those
// of its items, first in, first out; the last receipt of the month takes a class to its target, and what the month's cost of sales
// is off is variances of production.
func (m *month) inventory() error {
	w := m.w
	lifo, reserve := m.target("lifo")-w.books["lifo"], m.target("obsolescence")-w.books["obsolescence"]
	w.book(m.end, "JE", "LIFO reserve for the month, estimated", kind("adjusting"), line("cost-other", -lifo), line("lifo", lifo))
	w.book(m.end, "JE", "Reserve for obsolescence, by turnover", kind("adjusting"), line("cost-other", -reserve), line("obsolescence", reserve))
	left := m.cost + lifo + reserve
	for _, f := range w.r.Followed {
		if monthEnd(f.On) == m.end {
			left -= -f.Amount * 100
		}
	}
	relief := split(left, []int64{m.metal, m.plastic})
	bought := map[int]int64{2004: 46, 2005: 38, 2006: 24, 2007: 14, 2008: 8}[m.end.Year()]
	variance := m.cost + lifo + reserve
	for _, p := range []product{{"fg-metal", "metal", m.metal, relief[0], bought}, {"fg-plastic", "plastic", m.plastic, relief[1], 0}} {
		cost, err := m.product(p)
		if err != nil {
			return err
		}
		variance -= cost
	}
	return m.produce(variance)
}

type product struct {
	fg, name    string
	sales, cost int64
	bought      int64 // parts of a hundred bought in rather than made
}

// happening is what happens to a class of stock on a day.
type happening struct {
	on   fiscal.Date
	rank int // within the day
	do   func()
}

func inOrder(hs []happening) {
	slices.SortStableFunc(hs, func(a, b happening) int {
		if a.on != b.on {
			return int(a.on - b.on)
		}
		return a.rank - b.rank
	})
	for _, h := range hs {
		h.do()
	}
}

// follows are the differences of a class that its records follow in the month, and what they were booked at.
func (m *month) follows(class string, cost *int64) (out []happening, booked int64) {
	for _, f := range m.w.r.Followed {
		if f.Class == class && monthEnd(f.On) == m.end {
			booked += f.Amount * 100
			out = append(out, happening{f.On, 8, func() { *cost += m.follow(f) }})
		}
	}
	return out, booked
}

// product buys, completes and sells a product; it gives what left as cost.
func (m *month) product(p product) (cost int64, err error) {
	w := m.w
	hs, found := m.follows(p.fg, &cost)
	in := m.target(p.fg) - w.books[p.fg] + p.cost - found
	if in < 0 {
		return 0, fmt.Errorf("%s would take in %d", p.fg, in)
	}
	buy := money.MulDiv(in, p.bought, 100, money.HalfAway)
	hs = append(hs, m.buyLockers(buy)...)
	hs = append(hs, m.complete(p.fg, in-buy)...)
	inOrder(append(hs, m.sell(p, &cost)...))
	if n := w.books[p.fg] - m.target(p.fg); n != 0 {
		return 0, fmt.Errorf("%s is %d off its target", p.fg, n)
	}
	return cost, nil
}

// sell invoices customers.
func (m *month) sell(p product, sum *int64) (out []happening) {
	w := m.w
	n := int(max(4, min(24, p.sales/6000000)))
	days := m.spread(n, 0)
	weights := w.rnd.weights(n)
	costs := split(p.cost, weights)
	owed := int64(0) // what earlier invoices could not take
	for i, amount := range split(p.sales, weights) {
		who := customer(&w.rnd)
		if p.name == "plastic" && i == n/2 {
			who = "Customer 001"
		}
		out = append(out, happening{days[i], 5, func() {
			tag := "product: " + p.name
			text := fmt.Sprintf("%s - %s lockers", who, p.name)
			cost := w.give(p.fg, costs[i]+owed, 1+int(w.rnd.between(0, 2)), stockMove{on: days[i], kind: "issue", entry: w.next(), memo: who})
			owed += costs[i] - cost
			*sum += cost
			w.book(days[i], "INV", text, synthetic, line("trade", amount), line("sales-"+p.name, -amount, tag), line("cost-"+p.name, cost, tag), line(p.fg, -cost, tag))
		}})
	}
	return out
}

func (m *month) bill(on fiscal.Date, text string, tags []string, posts ...post) {
	var sum int64
	for _, p := range posts {
		sum += p.amount
	}
	m.billed += sum
	m.w.book(on, "VI", text, tags, append(posts, line("payables", -sum))...)
}

// buyLockers buys metal lockers in.
func (m *month) buyLockers(total int64) (out []happening) {
	if total == 0 {
		return nil
	}
	w := m.w
	items := slices.DeleteFunc(w.stockItems("fg-metal"), func(h *held) bool { return !h.Bought })
	n := int(max(1, min(5, total/9000000)))
	days := m.spread(n, 0)
	for i, amount := range split(total, w.rnd.weights(n)) {
		on := m.early(days[i], i)
		out = append(out, happening{on, 0, func() {
			sum := w.take(items, amount, false, stockMove{on: on, kind: "receipt", entry: w.next(), memo: "bought in"})
			tags := synthetic
			if attached(m.end) && i == 0 {
				tags = append(slices.Clone(synthetic), w.invoice("invoice-lockers-"+m.end.String()[:7]+".txt", "Vendor 001", "metal lockers, bought in", on, sum))
			}
			m.bill(on, "Vendor 001 - metal lockers bought in", tags, line("fg-metal", sum, "product: metal"))
		}})
	}
	return out
}

// lean are weights that lean one way, moved a little.
func (w *world) lean(weights ...int64) []int64 {
	for i := range weights {
		weights[i] *= w.rnd.between(90, 110)
	}
	return weights
}

// early puts the first receipt of a month on its first business day.
func (m *month) early(d fiscal.Date, i int) fiscal.Date {
	if i == 0 {
		return m.days[0]
	}
	return d
}

// complete moves what was made to finished goods, every week; the last week takes the class to its target.
func (m *month) complete(fg string, total int64) (out []happening) {
	w := m.w
	for i, amount := range split(total, w.lean(18, 23, 27, 32)) {
		d := m.days[(i+1)*len(m.days)/4-1]
		rank := 1
		if i == 3 {
			rank = 9
		}
		out = append(out, happening{d, rank, func() {
			items := slices.DeleteFunc(w.stockItems(fg), func(h *held) bool {
				return h.Bought && d < fiscal.MustParse("2006-01-01") || h.Until != 0 && d > h.Until
			})
			if i == 3 {
				amount = m.target(fg) - w.books[fg]
			}
			if amount <= 0 {
				return
			}
			sum := w.take(w.some(items, 4), amount, i == 3, stockMove{on: d, kind: "receipt", entry: w.next(), memo: fmt.Sprintf("made, week %d", i+1)})
			w.book(d, "PR", fmt.Sprintf("Work orders completed, week %d", i+1), synthetic, line(fg, sum, productTags(fg)...), line("wip", -sum))
		}})
	}
	return out
}

// produce buys materials and puts them, labour and overhead into work in process; what the month's cost of sales is off leaves it as
// variances.
func (m *month) produce(variance int64) error {
	w := m.w
	in := m.target("wip") - w.books["wip"] + variance
	depreciation := m.moved["wip"]
	overhead := max(0, money.MulDiv(in, 24, 100, money.HalfAway)-depreciation)
	material := in - money.MulDiv(in, 23, 100, money.HalfAway) - overhead
	if in < 0 || material < 0 {
		return fmt.Errorf("work in process would take in %d", in)
	}
	followed := int64(0)
	hs, found := m.follows("raw", &followed)
	buy := m.target("raw") - w.books["raw"] + material - found
	if buy < 0 {
		return fmt.Errorf("raw materials would take in %d", buy)
	}
	inOrder(append(append(hs, m.buyMaterials(buy)...), m.issueMaterials(material)...))
	if n := w.books["raw"] - m.target("raw"); n != 0 {
		return fmt.Errorf("raw materials are %d off their target", n)
	}
	for i, amount := range split(overhead, w.rnd.weights(3)) {
		m.bill(m.spread(1, 2)[0], fmt.Sprintf("%s - %s", supplier(&w.rnd), []string{"electricity and gas of the works", "maintenance", "shop supplies"}[i]), synthetic, line("wip", amount))
	}
	variance -= followed
	w.book(m.end, "JE", "Variances of production in the month", kind("adjusting"), line("cost-other", variance), line("wip", -variance))
	m.labour = m.target("wip") - w.books["wip"]
	if m.labour < 0 {
		return fmt.Errorf("labour of %d", m.labour)
	}
	return nil
}

// buyMaterials buys by group; the last purchase takes materials to their target.
func (m *month) buyMaterials(total int64) (out []happening) {
	w := m.w
	groups := []string{"sheet steel", "locks and hardware", "resin", "paint powder", "packaging"}
	weights := []int64{45, 25, 15, 8, 7}
	for i := range weights {
		weights[i] *= w.rnd.between(70, 130)
	}
	for i, amount := range split(total, weights) {
		on, rank := m.early(m.days[min(i*len(m.days)/5+int(w.rnd.between(0, 2)), len(m.days)-1)], i), 0
		if i == len(groups)-1 {
			on, rank = m.days[len(m.days)-1], 9
		}
		vendor, what := supplier(&w.rnd), groups[i]
		out = append(out, happening{on, rank, func() {
			if rank == 9 {
				amount = m.target("raw") - w.books["raw"]
			}
			if amount <= 0 {
				return
			}
			items := slices.DeleteFunc(w.stockItems("raw"), func(h *held) bool { return h.Group != what })
			sum := w.take(items, amount, rank == 9, stockMove{on: on, kind: "receipt", entry: w.next(), memo: vendor})
			tags := synthetic
			if attached(m.end) && i == 0 {
				tags = append(slices.Clone(synthetic), w.invoice("invoice-steel-"+m.end.String()[:7]+".txt", vendor, what, on, sum))
			}
			m.bill(on, vendor+" - "+what, tags, line("raw", sum))
		}})
	}
	return out
}

// issueMaterials issues materials to work orders, every week.
func (m *month) issueMaterials(total int64) (out []happening) {
	w := m.w
	owed := int64(0)
	for i, amount := range split(total, w.lean(32, 27, 23, 18)) {
		on := m.days[i*len(m.days)/4]
		out = append(out, happening{on, 5, func() {
			sum := w.give("raw", amount+owed, 7, stockMove{on: on, kind: "issue", entry: w.next(), memo: fmt.Sprintf("to work orders, week %d", i+1)})
			owed += amount - sum
			w.book(on, "PR", fmt.Sprintf("Materials issued to work orders, week %d", i+1), synthetic, line("wip", sum), line("raw", -sum))
		}})
	}
	return out
}

// overheads books what has a schedule or a rule of its own, and returns what is left of the month's expenses.
func (m *month) overheads(sga, benefits int64) int64 {
	w := m.w
	// Insurance: premiums are paid when the balance is to rise.
	used := int64(1650000 + w.rnd.between(0, 40000))
	premium := m.target("prepaid") - w.books["prepaid"] + used
	if premium < 0 {
		used -= premium
		premium = 0
	}
	w.book(m.days[3], "CD", "Insurance premium and other prepayments", synthetic, line("prepaid", premium), line("cash", -premium))
	w.book(m.end, "JE", "Insurance and prepayments used in the month", kind("recurring"), line("insurance", used), line("prepaid", -used))
	// Doubtful accounts: written off in the last month of a quarter.
	var off int64
	if m.last {
		off = min(w.rnd.between(400000, 900000), -w.books["allowance"]/3)
	}
	provision := w.books["allowance"] + off - m.target("allowance")
	w.book(m.end, "JE", "Provision for doubtful accounts, by age", kind("adjusting"), line("bad-debts", provision), line("allowance", -provision))
	w.book(m.end-2, "JE", customer(&w.rnd)+" - receivable written off", synthetic, line("allowance", off), line("trade", -off))
	// Other benefits: cost every month, payments in the last month of a quarter. Pension plans have records of their own.
	w.book(m.end, "JE", "Benefits of former employees, cost of the month", kind("recurring"), line("benefits", benefits), line("other-benefits", -benefits))
	if m.last {
		paid := m.target("other-benefits") - w.books["other-benefits"]
		if paid < 0 {
			w.book(m.end, "JE", "Benefits of former employees, true-up to the estimate", kind("adjusting"), line("benefits", -paid), line("other-benefits", paid))
			benefits -= paid
			paid = 0
		}
		w.book(m.days[9], "CD", "Benefits of former employees paid", synthetic, line("other-benefits", paid), line("cash", -paid))
	}
	return sga - used - provision - benefits
}

var bills = []struct {
	id, what string
	part     int64
}{{"freight", "freight", 22}, {"freight", "warehouse and handling", 9}, {"professional", "accountants and counsel", 20}, {"office", "telephone and data lines", 7}, {"office", "rent", 12}, {"office", "travel", 9}, {"office", "advertising and catalogues", 10}, {"benefits", "health insurance of the staff", 11}}

// office books the remaining expenses: wages, commissions, suppliers' bills and accruals.
func (m *month) office(sga int64) {
	w := m.w
	parts := split(sga, []int64{46, 9, 45})
	m.wage = parts[0] + parts[1]
	w.book(m.end, "JE", "Commissions of the sales agents for the month", kind("recurring"), line("commissions", parts[1]), line("employee", -parts[1]))
	half := split(parts[0]+m.labour, []int64{1, 1})
	labour := split(m.labour, []int64{1, 1})
	for i, d := range []fiscal.Date{m.days[len(m.days)/2], m.days[len(m.days)-1]} {
		w.book(d, "PY", fmt.Sprintf("Payroll %d of the month", i+1), synthetic, line("wip", labour[i]), line("salaries", half[i]-labour[i]), line("employee", -half[i]))
	}
	// Accruals: a quarter of the bills reach the ledger through other accrued expenses, more when the balance rises.
	accrue := max(parts[2]/4, w.books["accrued"]-m.target("accrued")+parts[2]/10)
	weights := make([]int64, len(bills))
	for i, b := range bills {
		weights[i] = b.part * m.w.rnd.between(80, 120)
	}
	amounts := split(parts[2]-accrue, weights)
	for i, b := range bills {
		m.bill(m.spread(1, 1)[0], fmt.Sprintf("Vendor %03d - %s", 30+i*4+int(w.rnd.between(0, 3)), b.what), synthetic, line(b.id, amounts[i]))
	}
	acc := split(accrue, []int64{6, 3, 1})
	w.book(m.end, "JE", "Accrued expenses of the month - fees, utilities, warranty", kind("recurring"), line("professional", acc[0]), line("office", acc[1]), line("freight", acc[2]), line("accrued", -accrue))
	paid := m.target("accrued") - w.books["accrued"]
	for i, amount := range split(paid, []int64{2, 1}) {
		w.book(m.days[6+i*8], "CD", "Accrued expenses paid", synthetic, line("accrued", amount), line("cash", -amount))
	}
}

// payroll pays employees, so that what is owed to them stands at its target.
func (m *month) payroll() {
	paid := m.target("employee") - m.w.books["employee"]
	for i, amount := range split(paid, []int64{44, 44, 12}) {
		d := m.days[[]int{len(m.days) / 2, len(m.days) - 1, 11}[i]]
		m.w.book(d, "CD", []string{"Wages and salaries paid", "Wages and salaries paid", "Commissions and payroll taxes paid"}[i], synthetic, line("employee", amount), line("cash", -amount))
	}
}

// collect receives what customers owe beyond the target.
func (m *month) collect() {
	total := m.w.books["trade"] - m.target("trade")
	n := int(max(6, min(16, total/15000000)))
	for i, amount := range split(total, m.w.rnd.weights(n)) {
		m.w.book(m.days[i*len(m.days)/n], "CR", customer(&m.w.rnd)+" - received on account", synthetic, line("cash", amount), line("trade", -amount))
	}
}

// pay pays suppliers what is owed beyond the target.
func (m *month) pay() {
	total := m.target("payables") - m.w.books["payables"]
	n := int(max(5, min(12, total/12000000)))
	for i, amount := range split(total, m.w.rnd.weights(n)) {
		m.w.book(m.days[min(i*len(m.days)/n+1, len(m.days)-1)], "CD", supplier(&m.w.rnd)+" - paid on account", synthetic, line("payables", amount), line("cash", -amount))
	}
}

// tax books the quarter's income taxes and what was paid or refunded.
func (m *month) tax() {
	w, p := m.w, m.w.plan
	text := "Estimated income taxes paid"
	prefix := "CD"
	if p.taxPaid < 0 {
		text, prefix = "Refund of income taxes", "CR"
	}
	w.book(m.days[len(m.days)/2-1], prefix, text, synthetic, line("prepaid-tax", p.taxPaid), line("cash", -p.taxPaid))
	w.book(m.end, "JE", "Income taxes of the quarter, current", kind("recurring"), line("tax-current", p.taxCurrent), line("prepaid-tax", -p.taxCurrent))
	current, noncurrent := p.targets["deferred-current"]-w.books["deferred-current"], p.targets["deferred-noncurrent"]-w.books["deferred-noncurrent"]
	w.book(m.end, "JE", "Income taxes of the quarter, deferred", kind("recurring"), line("tax-deferred", p.taxDefer), line("deferred-current", current), line("deferred-noncurrent", noncurrent))
}
