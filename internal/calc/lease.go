package calc

import (
	_ "embed"
	"strings"

	"tieout/leases"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/lease.yaml
var leaseExample []byte

var leaseTopic = Topic{
	Name:    "lease",
	Summary: "classification tests, liability and right-of-use asset with their schedules, changes on the way, straight-line rent before ASC 842, lessors",
	Example: leaseExample,
	Run:     func(in []byte) (any, error) { return lease(in) },
}

type leasesOut struct {
	Leases  []leaseOut  `json:"leases,omitempty"`
	Lessors []lessorOut `json:"lessors,omitempty"`
	papered
}

type leaseOut struct {
	Name       string            `json:"name,omitempty"`
	Standard   leases.Standard   `json:"standard"`
	Class      leases.Class      `json:"classification"`
	Tests      []leases.Test     `json:"tests"`
	Present    string            `json:"present_value"`
	Liability  string            `json:"lease_liability,omitempty"`
	Asset      string            `json:"right_of_use_asset,omitempty"`
	PeriodRate string            `json:"rate_of_a_period"`
	Payments   string            `json:"total_payments"`
	Interest   string            `json:"total_interest,omitempty"`
	Cost       string            `json:"total_cost"`
	PerPeriod  string            `json:"cost_per_period,omitempty"`
	Gain       string            `json:"gain_on_termination,omitempty"`
	Periods    []leasePeriodOut  `json:"periods"`
	Maturities []leaseYearDueOut `json:"payments_by_year,omitempty"`
	Work       *workpaper.Sheet  `json:"work"`
}

type leasePeriodOut struct {
	Period     int    `json:"period"`
	Begin      string `json:"liability_beginning,omitempty"`
	Interest   string `json:"interest,omitempty"`
	Paid       string `json:"payment"`
	End        string `json:"liability_end,omitempty"`
	Cost       string `json:"cost"`
	Amortised  string `json:"amortisation,omitempty"`
	AssetEnd   string `json:"asset_end,omitempty"`
	Deferred   string `json:"deferred_rent,omitempty"`
	Remeasured string `json:"remeasured_by,omitempty"`
	Impaired   string `json:"impairment,omitempty"`
}

type leaseYearDueOut struct {
	Year int    `json:"year"`
	Due  string `json:"payments"`
}

type lessorOut struct {
	Name       string           `json:"name,omitempty"`
	Class      leases.Class     `json:"classification"`
	Tests      []leases.Test    `json:"tests"`
	Payment    string           `json:"payment,omitempty"`
	Receivable string           `json:"lease_receivable"`
	Residual   string           `json:"unguaranteed_residual"`
	Investment string           `json:"net_investment"`
	Revenue    string           `json:"revenue"`
	CostSales  string           `json:"cost_of_goods_sold"`
	Profit     string           `json:"selling_profit"`
	Income     string           `json:"total_interest_income"`
	Periods    []leasePeriodOut `json:"periods"`
	Work       *workpaper.Sheet `json:"work"`
}

func lease(in []byte) (out leasesOut, err error) {
	a, err := asking(in)
	if err != nil {
		return out, err
	}
	a.kinds(out.bare, kindOf{[]string{"leases", "lease", "lessee"}, out.lessee}, kindOf{[]string{"lessors", "lessor_leases"}, out.lessor})
	out.done()
	return out, a.c.r.err
}

func (out *leasesOut) bare(a *asked) {
	if a.has("lessor", "unguaranteed", "unguaranteed_residual", "lessor_cost") || a.has("party") && strings.EqualFold(a.text("party"), "lessor") {
		out.lessor(a)
		return
	}
	out.lessee(a)
}

var paymentWords = map[string]int{"annual_payment": 1, "annual_rent": 1, "annual_payments": 1, "annual": 1, "annual_rental": 1, "semiannual_payment": 2, "quarterly_payment": 4, "quarterly_rent": 4, "monthly_payment": 12, "monthly_rent": 12, "monthly_payments": 12, "monthly": 12}

// readLease reads what lessee and lessor share.
func readLease(a *asked, needed bool) (l leases.Lease, count int) {
	l = leases.Lease{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, PerYear: 1}
	l.Standard = leases.StandardFor(a.day("fiscal_year_begins", "year_begins"), a.yes("private"))
	if s := a.word("", [][]string{{string(leases.New), "asc_842", "842", "new"}, {string(leases.Old), "sfas_13", "asc_840", "840", "old", "fas_13"}}, "standard"); s != "" {
		l.Standard = leases.Standard(s)
	}
	keys := []string{"payments", "payment", "rent", "rents", "lease_payments", "rental", "rentals", "lease_payment"}
	for _, k := range []string{"annual_payment", "annual_rent", "annual_payments", "annual", "annual_rental", "semiannual_payment", "quarterly_payment", "quarterly_rent", "monthly_payment", "monthly_rent", "monthly_payments", "monthly"} {
		if a.has(k) {
			l.PerYear = paymentWords[k]
		}
		keys = append(keys, k)
	}
	if n, ok := a.whole(1, 12, "per_year", "payments_per_year", "periods_per_year"); ok {
		l.PerYear = n
	}
	switch a.word("", [][]string{{"annual", "yearly"}, {"semiannual", "semi_annual"}, {"quarterly"}, {"monthly"}}, "frequency", "paid") {
	case "semiannual":
		l.PerYear = 2
	case "quarterly":
		l.PerYear = 4
	case "monthly":
		l.PerYear = 12
	}
	l.Payments = a.numbers(keys...)
	count = readTerm(a, l.PerYear)
	if len(l.Payments) == 1 && count > 0 {
		l.Payments = escalated(a, l.Payments[0], count, l.PerYear)
	} else if count > 0 && len(l.Payments) > 1 {
		l.Payments = stepped(a, l.Payments, count, l.PerYear)
	}
	if needed && len(l.Payments) == 0 {
		a.miss(keys)
	}
	free, _ := a.whole(1, 600, "free_periods", "rent_free_periods", "rent_free_months")
	for i := range min(free, len(l.Payments)) {
		l.Payments[i] = workpaper.Whole(0)
	}
	l.Advance = a.yes("advance", "in_advance", "annuity_due", "beginning_of_period", "paid_at_beginning") || a.word("end", [][]string{{"end", "arrears", "in_arrears", "end_of_period", "ordinary"}, {"begin", "beginning", "advance", "in_advance", "due"}}, "timing", "payments_at", "payment_timing") == "begin"
	l.Compound = a.yes("compound", "effective")
	l.Factors, _ = a.whole(1, 10, "factor_decimals", "table_decimals")
	readLeaseRate(a, &l)
	l.Guarantee, l.Option, l.Penalty = a.or("guaranteed_residual", "residual_guarantee", "guarantee", "probable_under_guarantee"), a.or("purchase_option", "bargain_purchase_option", "option_price"), a.or("termination_penalty")
	f := &l.Facts
	f.Transfers, f.Certain, f.NearEnd, f.Special = a.yes("transfer", "transfers_ownership", "transfer_of_ownership", "title_transfers"), a.yes("option_certain", "bargain"), a.yes("near_end_of_life"), a.yes("specialised", "specialized", "no_alternative_use")
	f.EconomicAge, f.Fair = a.num("economic_life", "remaining_economic_life", "remaining_life", "useful_life", "asset_life"), a.num("fair_value", "fair", "asset_fair_value")
	f.Credit = a.or("investment_tax_credit")
	if n := a.rate("major_part"); n != nil {
		f.Major = *n
	}
	if n := a.rate("substantially_all"); n != nil {
		f.Substantial = *n
	}
	l.Life = f.EconomicAge
	l.Class = leases.Class(a.word("", [][]string{{string(leases.Operating)}, {string(leases.Finance), "financing"}, {string(leases.Capital)}, {string(leases.SalesType), "sales_type"}, {string(leases.DirectFinancing), "direct_financing"}}, "classification", "class", "lease_type", "type"))
	return l, count
}

// readTerm is the number of periods.
func readTerm(a *asked, perYear int) int {
	if n, ok := a.whole(1, 1200, "periods", "number_of_payments", "n"); ok {
		return n
	}
	if n := a.num("term", "years", "term_years", "lease_term", "lease_term_years"); n != nil {
		k, whole := n.Mul(workpaper.Whole(int64(perYear))).Int64()
		if !whole || k < 1 || k > 1200 {
			a.c.r.fail(a.o.field, "a term of %s years is not a number of whole periods", *n)
			return 0
		}
		return int(k)
	}
	if n, ok := a.whole(1, 1200, "term_months", "months"); ok {
		return n * perYear / 12
	}
	return 0
}

// escalated is one payment for every period, higher each year by a part or by an amount.
func escalated(a *asked, first workpaper.Number, count, perYear int) (out []workpaper.Number) {
	up, by := a.rate("escalation", "escalator", "annual_increase", "increase"), a.num("increase_amount", "step")
	now := first
	for i := range count {
		if i > 0 && i%perYear == 0 {
			switch {
			case up != nil:
				now = now.Mul(workpaper.Whole(1).Add(*up))
			case by != nil:
				now = now.Add(*by)
			}
		}
		out = append(out, now.Round(a.c.places, money.HalfAway))
	}
	return out
}

// stepped is a list of payments: one each period, or one each year for a term of more periods.
func stepped(a *asked, list []workpaper.Number, count, perYear int) (out []workpaper.Number) {
	switch {
	case len(list) == count:
		return list
	case len(list)*perYear == count:
		for _, n := range list {
			for range perYear {
				out = append(out, n)
			}
		}
		return out
	}
	a.c.r.fail(a.o.field, "%d payments for %d periods", len(list), count)
	return list
}

// readLeaseRate reads the rate: ASC 842 takes the rate implicit in the lease where it is known, SFAS 13 the lower of it and the incremental
// borrowing rate.
func readLeaseRate(a *asked, l *leases.Lease) {
	r := a.rate("rate", "discount_rate", "interest_rate", "interest")
	implicit, own := a.rate("implicit_rate", "lessor_rate"), a.rate("incremental_rate", "incremental_borrowing_rate", "borrowing_rate", "ibr")
	switch {
	case r != nil:
	case implicit == nil:
		r = own
	case own != nil && l.Standard == leases.Old && own.Cmp(*implicit) < 0:
		r = own
	default:
		r = implicit
	}
	if r == nil {
		a.miss([]string{"rate", "implicit_rate", "incremental_rate"})
		return
	}
	l.Rate = *r
}

func (out *leasesOut) lessee(a *asked) {
	l, _ := readLease(a, true)
	l.Direct, l.Prepaid, l.Incentives = a.or("direct_costs", "initial_direct_costs", "initial_direct_cost", "idc"), a.or("prepaid", "prepaid_rent"), a.or("incentives", "incentive", "lease_incentives", "tenant_allowance")
	l.ShortTerm = a.yes("short_term")
	for _, b := range a.each("changes", "change", "modification", "remeasurement") {
		var c leases.Change
		c.After, _ = b.whole(1, 1200, "after", "after_period", "after_periods")
		c.Payments, c.Rate, c.Impairment, c.Ended, c.Penalty, c.Why = b.numbers("payments", "payment"), b.rate("rate", "discount_rate"), b.or("impairment"), b.yes("ended", "terminated"), b.or("penalty"), b.text("why")
		if n, ok := b.whole(1, 1200, "periods", "remaining"); ok && len(c.Payments) == 1 {
			for len(c.Payments) < n {
				c.Payments = append(c.Payments, c.Payments[0])
			}
		} else if len(c.Payments) == 1 {
			for len(c.Payments) < len(l.Payments)-c.After {
				c.Payments = append(c.Payments, c.Payments[0])
			}
		}
		b.done()
		l.Changes = append(l.Changes, c)
	}
	a.known = append(a.known, "party", "lessor")
	res, ok := computed(a, l.Compute)
	if !ok {
		return
	}
	y := leaseOf(a.c, l, res)
	out.Leases = append(out.Leases, y)
	out.add(res.Paper, res.Findings...)
	a.hold("lease", y, &out.papered)
}

func leaseOf(c costContext, l leases.Lease, res leases.Result) leaseOut {
	t := c.text
	recognised := res.Class != leases.Short && (l.Standard == leases.New || res.Class != leases.Operating)
	y := leaseOut{Name: l.Name, Standard: l.Standard, Class: res.Class, Tests: res.Tests, Present: t(res.Present), PeriodRate: res.PeriodRate.Text(8, money.HalfAway), Payments: t(res.Paid), Cost: t(res.Cost), Periods: []leasePeriodOut{}, Work: sheetOf(res.Paper)}
	if y.Tests == nil {
		y.Tests = []leases.Test{}
	}
	interest, due := workpaper.Whole(0), map[int]workpaper.Number{}
	for _, p := range res.Periods {
		one := leasePeriodOut{Period: p.Number, Paid: t(p.Paid), Cost: t(p.Cost)}
		if recognised {
			one.Begin, one.Interest, one.End, one.Amortised, one.AssetEnd = t(p.Begin), t(p.Interest), t(p.End), t(p.Amortised), t(p.AssetEnd)
		} else {
			one.Deferred = t(p.End)
		}
		if p.Adjusted.Sign() != 0 {
			one.Remeasured = t(p.Adjusted)
		}
		if p.Impaired.Sign() != 0 {
			one.Impaired = t(p.Impaired)
		}
		interest = interest.Add(p.Interest)
		year := (p.Number-1)/l.PerYear + 1
		due[year] = due[year].Add(p.Paid)
		y.Periods = append(y.Periods, one)
	}
	for year := 1; year <= len(due); year++ {
		y.Maturities = append(y.Maturities, leaseYearDueOut{year, t(due[year])})
	}
	if recognised {
		y.Liability, y.Asset, y.Interest = t(res.Liability), t(res.Asset), t(interest)
	}
	if res.Class == leases.Operating || res.Class == leases.Short {
		y.PerPeriod = t(res.Periods[0].Cost)
	}
	if len(l.Changes) > 0 && l.Changes[len(l.Changes)-1].Ended {
		y.Gain = t(res.Gain)
	}
	return y
}

func (out *leasesOut) lessor(a *asked) {
	l, count := readLease(a, false)
	g := leases.Given{Lease: l, Count: count, Cost: a.num("cost", "carrying_amount", "lessor_cost", "book_value"), Unguaranteed: a.or("unguaranteed", "unguaranteed_residual", "residual", "residual_value"), ThirdParty: a.or("third_party_guarantee"), Uncertain: a.yes("collection_uncertain")}
	if l.Facts.Fair != nil {
		g.Fair = *l.Facts.Fair
	}
	a.known = append(a.known, "party", "lessor")
	res, ok := computed(a, g.Compute)
	if !ok {
		return
	}
	t := a.c.text
	y := lessorOut{Name: g.Name, Class: res.Class, Tests: res.Tests, Receivable: t(res.Receivable), Residual: t(res.Residual), Investment: t(res.Investment), Revenue: t(res.Revenue), CostSales: t(res.CostSales), Profit: t(res.Profit), Income: t(res.Income), Periods: []leasePeriodOut{}, Work: sheetOf(res.Paper)}
	if len(g.Payments) == 0 {
		y.Payment = t(res.Payment)
	}
	for _, p := range res.Periods {
		y.Periods = append(y.Periods, leasePeriodOut{Period: p.Number, Begin: t(p.Begin), Interest: t(p.Interest), Paid: t(p.Paid), End: t(p.End), Cost: t(p.Cost)})
	}
	out.Lessors = append(out.Lessors, y)
	out.add(res.Paper, res.Findings...)
	a.hold("lease", y, &out.papered)
}
