package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tieout/fiscal"
	"tieout/money"
)

// pensionPlan is a pension plan: how it stood at the beginning of the books and what happened each year, in dollars.
type pensionPlan struct {
	Code, ID, Name     string
	Head               planHead
	Obligation, Assets int64
	Loss               int64 // net, not borne by cost
	Liability, Minimum int64 // in the books, and of it the additional minimum liability
	Years              []*planYear

	moved []planMove
}

type planHead struct {
	Country, Kind, Description string
	Frozen                     fiscal.Date
}

// planYear is a fiscal year of a plan. Without a date of the report it has none yet.
type planYear struct {
	Year                              int
	Dated                             fiscal.Date
	Estimate, Service, Curtailment    int64
	Discount, Return, End             int64 // rates, hundredths of a per cent
	Earned, Benefits, Expenses        int64
	Contributions                     []int64 // by quarter
	Loss                              int64   // actuarial, on the obligation
	Funded                            int64   // obligation less assets at the end; 0: what the loss comes to
	Accumulated                       int64   // obligation without later pay; 0: the whole
	Remaining                         int64
	Pay                               []int64
	Next                              int64
	begin, assetsBegin                int64
	interest, expected, amortised     int64
	obligation, assets, lossEnd, paid int64
}

func (y *planYear) last() fiscal.Date { return fiscal.Of(y.Year, 12, 31) }

func (y *planYear) cost() int64 { return y.Service + y.interest - y.expected + y.amortised }

// planMove is a movement of a plan's liability in cents, an increase positive.
type planMove struct {
	on     fiscal.Date
	amount int64
}

// planRecord is a version of the records of all plans.
type planRecord struct {
	On                  fiscal.Date
	Name                string
	Reported, Estimated int
}

// planOf is the plan whose liability an account is; nil for other accounts.
func (w *world) planOf(id string) *pensionPlan {
	for _, p := range w.r.Plans {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// owedToPlans is what all plans stand at in the books on a day, with everything posted later; cents.
func (w *world) owedToPlans(at fiscal.Date) (sum int64) {
	for _, p := range w.r.Plans {
		sum += p.Liability * 100
		for _, m := range p.moved {
			if m.on <= at {
				sum += m.amount
			}
		}
	}
	return sum
}

// pensions goes through the years of the plans: a quarter of the estimated cost at each quarter end and what the report asks for at the year
// end are proposed from the records, contributions stand in the journals.
func (w *world) pensions() {
	for _, p := range w.r.Plans {
		obligation, assets, loss, liability, least := p.Obligation, p.Assets, p.Loss, p.Liability, p.Minimum
		for i, y := range p.Years {
			over := y.Remaining
			if i > 0 {
				over = p.Years[i-1].Remaining
			}
			y.happened(obligation, assets, loss, over)
			w.quarters(p, y)
			liability += y.Estimate - y.paid
			if y.Dated == 0 {
				continue
			}
			obligation, assets, loss = y.obligation, y.assets, y.lossEnd
			liability, least = w.yearEnd(p, y, liability, least)
		}
	}
}

// happened works out what the year began with, its cost and where it ends.
func (y *planYear) happened(obligation, assets, loss, over int64) {
	y.begin, y.assetsBegin = obligation, assets
	for _, c := range y.Contributions {
		y.paid += c
	}
	if y.Dated == 0 {
		return
	}
	y.interest, y.expected = money.MulDiv(obligation, y.Discount, 10000, money.HalfAway), money.MulDiv(assets, y.Return, 10000, money.HalfAway)
	corridor := max(obligation, assets) / 10
	y.amortised = money.MulDiv(max(0, loss-corridor), 1, over, money.HalfAway)
	y.assets = assets + y.Earned + y.paid - y.Benefits - y.Expenses
	y.obligation = obligation + y.Service + y.interest - y.Curtailment - y.Benefits - y.Expenses
	if y.Funded != 0 {
		y.Loss = y.Funded + y.assets - y.obligation
	}
	y.obligation += y.Loss
	y.lossEnd = loss - y.amortised + y.Loss + y.expected - y.Earned - y.Curtailment
	if y.Accumulated == 0 {
		y.Accumulated = y.obligation
	}
}

// quarters accrues the estimate and pays contributions.
func (w *world) quarters(p *pensionPlan, y *planYear) {
	parts := split(y.Estimate*100, []int64{1, 1, 1, 1})
	for q := range y.Contributions {
		end := monthEnd(fiscal.Of(y.Year, time.Month(q*3+3), 1))
		w.fix(end, "JE", "Pension cost of the quarter, estimated - "+p.Name, []string{"synthetic:", recorded}, line("benefits", parts[q]), line(p.ID, -parts[q]))
		p.moved = append(p.moved, planMove{end, parts[q]})
		if c := y.Contributions[q] * 100; c != 0 {
			on := y.paidOn(q)
			w.fix(on, "CD", "Contribution to the pension plan - "+p.Name, synthetic, line(p.ID, c), line("cash", -c))
			p.moved = append(p.moved, planMove{on, -c})
		}
	}
}

// paidOn is the day of a quarter's contribution.
func (y *planYear) paidOn(quarter int) fiscal.Date {
	return businessDay(fiscal.Of(y.Year, time.Month(quarter*3+3), 14))
}

// yearEnd books what the report asks for: the rest of the cost, the minimum liability to 2006, the funded status since.
func (w *world) yearEnd(p *pensionPlan, y *planYear, liability, least int64) (int64, int64) {
	i := slices.IndexFunc(w.r.PlanRecords, func(r planRecord) bool { return r.Reported >= y.Year })
	f := file{posted: w.r.PlanRecords[i].On, slug: fmt.Sprintf("pension-%d-%s", y.Year, strings.ToLower(p.Code))}
	add := func(text string, n int64, posts ...post) {
		if n != 0 {
			f.entries = append(f.entries, entry{on: y.last(), text: text, tags: kind("adjusting", recorded), posts: append(posts, line(p.ID, -n*100))})
			p.moved = append(p.moved, planMove{y.last(), n * 100})
			liability += n
		}
	}
	comprehensive := func(text string, n int64) {
		tax := money.MulDiv(n*100, w.r.TaxPercent, 100, money.HalfAway)
		add(text, n, line("aoci", n*100-tax), line("deferred-noncurrent", tax))
	}
	rest := y.cost() - y.Estimate
	add("Pension cost of the year by the actuary's report", rest, line("benefits", rest*100))
	if y.Year <= 2006 {
		want := max(0, y.Accumulated-y.assets-(liability-least))
		n := want - least
		least = want
		comprehensive("Additional minimum pension liability (SFAS 87)", n)
	}
	if y.Year >= 2006 {
		least = 0
		comprehensive("Funded status of the pension plan recognised", y.obligation-y.assets-liability)
	}
	w.late = append(w.late, f)
	return liability, least
}

// writePensions writes the versions of the records.
func (w *world) writePensions(out map[string][]byte) {
	for _, r := range w.r.PlanRecords {
		for _, p := range w.r.Plans {
			out[fmt.Sprintf("estimates/pension-%s-%s-%s.yaml", r.On, strings.ToLower(p.Code[:2]), r.Name)] = []byte(w.pensionRecord(p, r))
		}
	}
}

func (w *world) pensionRecord(p *pensionPlan, r planRecord) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# The record of a pension plan as written down on %s. The freeze of 15 July 2005 and the plan in Canada are real; every amount and the\n# actuary's reports are synthetic. Amounts are in dollars.\ncode: %s\nname: %q\nplan:\n  country: %s\n  kind: %s\n  description: %q\n", r.On, p.Code, p.Name, p.Head.Country, p.Head.Kind, p.Head.Description)
	if p.Head.Frozen != 0 && p.Head.Frozen < r.On {
		fmt.Fprintf(&b, "  frozen: %s\n", p.Head.Frozen)
	}
	fmt.Fprintf(&b, "  tax: %d%%\naccounts:\n  liability: %q\n  expense: %q\n  aoci: %q\n  deferred: %q\n  dims: \"basis=synthetic\"\n  oci-dims: \"basis=synthetic; cashflow=oci\"\nopening:\n  - {at: %s, liability: %q, minimum: %q}\n", w.r.TaxPercent, w.name(p.ID), w.name("benefits"), w.name("aoci"), w.name("deferred-noncurrent"), w.r.Begin, wholly(p.Liability), wholly(p.Minimum))
	var reports, estimates, contributions strings.Builder
	known := quarterBefore(r.On)
	for _, y := range p.Years {
		if y.Year <= r.Reported {
			reports.WriteString(y.row())
		}
		if y.Year <= r.Estimated {
			fmt.Fprintf(&estimates, "  - {year-end: %s, cost: %q}\n", y.last(), wholly(y.Estimate))
		}
		for q, c := range y.Contributions {
			if on := y.paidOn(q); c != 0 && on <= known {
				fmt.Fprintf(&contributions, "  - {date: %s, amount: %q}\n", on, wholly(c))
			}
		}
	}
	for _, s := range []struct{ head, rows string }{{"reports", reports.String()}, {"estimates", estimates.String()}, {"contributions", contributions.String()}} {
		if s.rows != "" {
			b.WriteString(s.head + ":\n" + s.rows)
		}
	}
	return b.String()
}

// row is the report of a year.
func (y *planYear) row() string {
	var b strings.Builder
	fmt.Fprintf(&b, "  - {year-end: %s, dated: %s", y.last(), y.Dated)
	put := func(key string, n int64) {
		if n != 0 {
			fmt.Fprintf(&b, ", %s: %q", key, wholly(n))
		}
	}
	put("pbo-begin", y.begin)
	put("service", y.Service)
	put("interest", y.interest)
	put("loss", y.Loss)
	put("curtailment", y.Curtailment)
	put("benefits", y.Benefits)
	put("expenses", y.Expenses)
	put("pbo-end", y.obligation)
	put("abo", y.Accumulated)
	b.WriteString(",\n     ")
	b.WriteString(strings.TrimPrefix(fmt.Sprintf(", assets-begin: %q", wholly(y.assetsBegin)), ", "))
	put("return", y.Earned)
	put("contributions", y.paid)
	put("assets-end", y.assets)
	put("expected", y.expected)
	put("loss-amortised", y.amortised)
	fmt.Fprintf(&b, ", discount: %s, return-rate: %s, discount-end: %s", percent(y.Discount), percent(y.Return), percent(y.End))
	put("net-loss", y.lossEnd)
	fmt.Fprintf(&b, ", remaining: %d,\n     ", y.Remaining)
	for i, n := range y.Pay {
		key := fmt.Sprintf("pay-%d", i+1)
		if i == 5 {
			key = "pay-next"
		}
		fmt.Fprintf(&b, "%s: %q, ", key, wholly(n))
	}
	fmt.Fprintf(&b, "contribute-next: %q}\n", wholly(y.Next))
	return b.String()
}

func wholly(n int64) string { return exactly(n * 100) }

func percent(bp int64) string { return fmt.Sprintf("%d.%02d%%", bp/100, bp%100) }

// quarterBefore is the end of the last quarter before a day.
func quarterBefore(d fiscal.Date) fiscal.Date {
	y, m, _ := d.YMD()
	return fiscal.Of(y, m-(m-1)%3, 1) - 1
}
