package calc

import (
	_ "embed"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/check"
	"tieout/debt"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/debt.yaml
var debtExample []byte

var debtTopic = Topic{
	Name:    "debt",
	Summary: "effective interest and straight line, price, early extinguishment, troubled debt, current or non-current by tests, maturities, borrowing base, cash by week, going concern",
	Example: debtExample,
	Run:     func(in []byte) (any, error) { return debts(in) },
}

type debtOut struct {
	Bonds      []bondOut     `json:"debts,omitempty"`
	Retired    []retiredOut  `json:"extinguishments,omitempty"`
	Troubled   []troubledOut `json:"troubled,omitempty"`
	Classified []classOut    `json:"classification,omitempty"`
	Maturities []partOut     `json:"maturities,omitempty"`
	Bases      []baseOut     `json:"borrowing_base,omitempty"`
	Cash       []cashOut     `json:"cash_view,omitempty"`
	Concern    []concernOut  `json:"going_concern,omitempty"`
	papered
}

type bondOut struct {
	Name     string          `json:"name,omitempty"`
	Price    string          `json:"price"`
	Net      string          `json:"carrying_at_issue"`
	Payment  string          `json:"payment,omitempty"`
	Rate     string          `json:"effective_rate_of_a_period"`
	Interest string          `json:"interest_in_all"`
	Costs    string          `json:"issue_costs"` // a deduction, or an asset
	Periods  []bondPeriodOut `json:"periods"`
	Work     workpaper.Sheet `json:"work"`
}

type bondPeriodOut struct {
	Interest     string `json:"interest"`
	Paid         string `json:"paid"`
	Amortisation string `json:"amortisation"`
	Carrying     string `json:"carrying"`
	StraightLine string `json:"straight_line,omitempty"`
}

type retiredOut struct {
	Name  string          `json:"name,omitempty"`
	Paid  string          `json:"paid"`
	Gain  string          `json:"gain"`
	Loss  string          `json:"loss"`
	Price string          `json:"call_price,omitempty"`
	Work  workpaper.Sheet `json:"work"`
}

type troubledOut struct {
	Name  string          `json:"name,omitempty"`
	Total string          `json:"undiscounted_total"`
	Gain  string          `json:"gain"`
	Rate  string          `json:"new_effective_rate,omitempty"`
	Work  workpaper.Sheet `json:"work"`
}

type classOut struct {
	Name       string      `json:"name,omitempty"`
	Current    string      `json:"current"`
	NonCurrent string      `json:"non_current"`
	Why        string      `json:"why"`
	Tests      []debt.Test `json:"tests"`
}

type baseOut struct {
	Name      string          `json:"name,omitempty"`
	Classes   []partOut       `json:"classes"`
	Base      string          `json:"borrowing_base"`
	Available string          `json:"availability"`
	Work      workpaper.Sheet `json:"work"`
}

type cashOut struct {
	Name   string          `json:"name,omitempty"`
	Lowest int             `json:"lowest_week"`
	Weeks  []cashWeekOut   `json:"weeks"`
	Work   workpaper.Sheet `json:"work"`
}

type cashWeekOut struct {
	Ends      string `json:"ends,omitempty"`
	Net       string `json:"net"`
	Draw      string `json:"drawn"`
	Closing   string `json:"closing"`
	Owed      string `json:"line_drawn"`
	Liquidity string `json:"liquidity"`
	Short     string `json:"short"`
}

type concernOut struct {
	By         string      `json:"assessed_by"`
	LookTo     string      `json:"look_forward_to"`
	Doubt      bool        `json:"substantial_doubt_raised"`
	Alleviated bool        `json:"alleviated"`
	Disclose   string      `json:"disclose"`
	Tests      []debt.Test `json:"tests"`
}

var debtParts = []string{"debts", "bonds", "bond", "loan", "loans", "extinguishment", "troubled", "classification", "maturities", "borrowing_base", "cash_view", "going_concern"}

func debts(in []byte) (out debtOut, err error) {
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	o := object{top, r}
	c := costContext{r: r, currency: readCurrency(r, o), places: r.decimals(o, 2)}
	if part := bareDebt(o); part != "" {
		out.part(c, part, top)
	} else {
		r.object(top, append([]string{"currency", "amount_decimals"}, debtParts...)...)
		for _, key := range debtParts {
			if f, ok := o.get(key); ok && r.err == nil {
				for _, one := range r.many(f) {
					out.part(c, key, one)
				}
			}
		}
	}
	if r.err == nil && len(out.papers) == 0 && len(out.Classified) == 0 && len(out.Maturities) == 0 && len(out.Concern) == 0 {
		r.fail(top, "give one of %s", strings.Join(debtParts, ", "))
	}
	out.done()
	return out, r.err
}

// bareDebt says which part the whole input is, where it names none.
func bareDebt(o object) string {
	for _, k := range debtParts {
		if o.has(k) {
			return ""
		}
	}
	for _, x := range []struct{ part, keys string }{
		{"classification", "balance_sheet at_date events"}, {"troubled", "new_principal new_payments"}, {"extinguishment", "call call_price reacquisition_price gain"}, {"borrowing_base", "classes"}, {"cash_view", "weeks flows"}, {"going_concern", "conditions period_ends"},
		{"debts", "face principal payments proceeds coupon yield"},
	} {
		for _, k := range strings.Fields(x.keys) {
			if o.has(k) {
				return x.part
			}
		}
	}
	return ""
}

func (out *debtOut) part(c costContext, key string, f field) {
	if c.r.err != nil {
		return
	}
	switch key {
	case "extinguishment":
		out.retired(c, f)
	case "troubled":
		out.troubled(c, f)
	case "classification":
		out.classification(c, f)
	case "maturities":
		out.maturities(c, f)
	case "borrowing_base":
		out.base(c, f)
	case "cash_view":
		out.cash(c, f)
	case "going_concern":
		out.concern(c, f)
	default:
		out.bond(c, f)
	}
}

func (out *debtOut) bond(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "face", "principal", "coupon", "coupon_rate", "stated_rate", "yield", "market_rate", "effective_rate", "proceeds", "issue_price", "issue_pct", "years", "periods", "months", "per_year", "payments_per_year", "payments", "level_payments", "issue_costs", "factor_decimals", "interest_decimals", "price_decimals", "last_period", "fiscal_year_begins", "b", "c")
	x := debt.Bond{Name: r.optional(o, "name"), Currency: c.currency, PerYear: 1, Places: c.interestPlaces(o), Costs: c.or(o, "issue_costs"), Begins: r.optionalDate(o, "fiscal_year_begins"), Proceeds: c.some(o, "proceeds", "issue_price")}
	if n := c.some(o, "face", "principal"); n != nil {
		x.Face = *n
	}
	for _, k := range []string{"per_year", "payments_per_year"} {
		if n, ok := o.get(k); ok {
			x.PerYear = r.count(n, 1, 12)
		}
	}
	for _, k := range []string{"coupon", "coupon_rate", "stated_rate"} {
		if n, ok := o.get(k); ok {
			x.Coupon = r.rate(n)
		}
	}
	for _, k := range []string{"yield", "market_rate", "effective_rate"} {
		if n, ok := o.get(k); ok {
			y := r.rate(n)
			x.Yield = &y
		}
	}
	if n, ok := o.get("issue_pct"); ok {
		p := x.Face.Mul(r.number(n)).Quo(workpaper.Whole(100))
		x.Proceeds = &p
	}
	if n, ok := o.get("payments"); ok {
		x.Pay = c.numbers(n)
	}
	x.Periods = c.periods(o, x.PerYear)
	if n, ok := o.get("level_payments"); ok {
		x.Level = r.yes(n)
	}
	for key, into := range map[string]*int{"factor_decimals": &x.Factors, "price_decimals": &x.Price} {
		if n, ok := o.get(key); ok {
			*into = r.count(n, 1, 10)
		}
	}
	if n, ok := o.get("last_period"); ok {
		if s := r.text(n); s == "own interest" {
			x.Exact = true
		} else if s != "to face" {
			r.fail(n, "%q is not \"to face\" or \"own interest\"", s)
		}
	}
	if x.Level && x.Yield == nil && x.Proceeds == nil {
		y := x.Coupon
		x.Yield = &y
	}
	if x.Yield == nil && x.Proceeds == nil && x.Coupon.Sign() > 0 {
		y := x.Coupon
		x.Yield = &y
	}
	if r.err != nil {
		return
	}
	if x.Level && x.Proceeds == nil {
		x.Proceeds = &x.Face
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	places := c
	if x.Price > 0 {
		places.places = x.Price
	}
	y := bondOut{Name: x.Name, Price: places.text(res.Price), Net: c.text(res.Net), Interest: c.text(res.Interest), Costs: "asset", Work: res.Paper.Sheet(), Periods: []bondPeriodOut{}}
	y.Rate = res.Rate.Text(10, money.HalfAway)
	if res.CostsDeducted {
		y.Costs = "deduction from the debt"
	}
	if res.Payment.Sign() != 0 {
		y.Payment = c.text(res.Payment)
	}
	for _, p := range res.Periods {
		z := bondPeriodOut{c.text(p.Interest), c.text(p.Paid), c.text(p.Amortised), c.text(p.Carrying), ""}
		if !x.Level && len(x.Pay) == 0 {
			z.StraightLine = c.text(p.Straight)
		}
		y.Periods = append(y.Periods, z)
	}
	out.Bonds = append(out.Bonds, y)
	out.add(res.Paper)
	for _, k := range []string{"b", "c"} {
		if n, ok := o.get(k); ok && n.node.Kind == yaml.MappingNode {
			sub := "debts"
			if object := (object{n, r}); object.has("gain") {
				sub = "extinguishment"
			}
			out.part(c, sub, n)
		}
	}
}

// interestPlaces are the decimals that interest is booked to: those asked for, else those of amounts.
func (c costContext) interestPlaces(o object) int {
	n := c.places
	if f, ok := o.get("interest_decimals"); ok {
		n = c.r.count(f, 0, 6)
	}
	if n == 0 {
		return -1
	}
	return n
}

// periods reads how many there are: periods, or years or months at so many a year.
func (c costContext) periods(o object, perYear int) int {
	if f, ok := o.get("periods"); ok {
		return c.r.count(f, 1, 600)
	}
	if f, ok := o.get("years"); ok {
		return c.r.count(f, 1, 100) * perYear
	}
	if f, ok := o.get("months"); ok {
		return c.r.count(f, 1, 600) * perYear / 12
	}
	return 1
}

func (out *debtOut) retired(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "face", "carrying", "carrying_amount", "call", "call_price", "paid", "reacquisition_price", "gain", "unamortised_issue_costs", "yield")
	x := debt.Retired{Name: r.optional(o, "name"), Currency: c.currency, Face: c.some(o, "face"), Paid: c.some(o, "paid", "reacquisition_price"), Gain: c.some(o, "gain"), Unpaid: c.or(o, "unamortised_issue_costs")}
	if n := c.some(o, "carrying", "carrying_amount"); n != nil {
		x.Carrying = *n
	} else {
		r.fail(f, "carrying is missing")
	}
	if n := c.some(o, "call", "call_price"); n != nil {
		p := *n
		if p.Cmp(workpaper.Whole(10)) > 0 {
			p = p.Quo(workpaper.Whole(100)) // 102 of a hundred
		}
		x.Call = &p
	}
	if x.Face == nil && x.Gain != nil {
		if x.Face = roundFace(x.Carrying); x.Face != nil {
			out.Findings = append(out.Findings, check.Finding{Rule: "face-taken", Severity: check.Note, Subject: "extinguishment", Message: "no face is given; the price per hundred is of " + x.Face.String() + ", the round amount that the carrying amount is a small discount from"})
		}
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := retiredOut{x.Name, c.text(res.Paid), c.text(res.Gain), c.text(res.Gain.Neg()), "", res.Paper.Sheet()}
	if res.CallPrice != nil {
		y.Price = c.text(*res.CallPrice)
	}
	out.Retired = append(out.Retired, y)
	out.add(res.Paper)
}

// roundFace is the round amount (a power of ten) that a carrying amount at a discount of less than a tenth belongs to; nil for none.
func roundFace(carrying workpaper.Number) *workpaper.Number {
	for n := workpaper.Whole(1000); n.Cmp(workpaper.Whole(1_000_000_000_000)) < 0; n = n.Mul(workpaper.Whole(10)) {
		if carrying.Cmp(n) <= 0 && carrying.Cmp(n.Mul(workpaper.Ratio(9, 10))) >= 0 {
			return &n
		}
	}
	return nil
}

func (out *debtOut) troubled(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "carrying", "carrying_amount", "new_principal", "new_rate", "years", "periods", "new_payments", "payments")
	x := debt.Troubled{Name: r.optional(o, "name"), Currency: c.currency}
	if n := c.some(o, "carrying", "carrying_amount"); n != nil {
		x.Carrying = *n
	} else {
		r.fail(f, "carrying is missing")
	}
	if n := c.some(o, "new_principal"); n != nil {
		rate := workpaper.Whole(0)
		if q, ok := o.get("new_rate"); ok {
			rate = r.rate(q)
		}
		count := c.periods(o, 1)
		x.Pay = slices.Repeat([]workpaper.Number{n.Mul(rate)}, count)
		x.Pay[count-1] = x.Pay[count-1].Add(*n)
	}
	for _, k := range []string{"new_payments", "payments"} {
		if n, ok := o.get(k); ok {
			x.Pay = c.numbers(n)
		}
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := troubledOut{Name: x.Name, Total: c.text(res.Total), Gain: c.text(res.Gain), Work: res.Paper.Sheet()}
	if res.Rate != nil {
		y.Rate = res.Rate.Text(8, money.HalfAway)
	}
	out.Troubled = append(out.Troubled, y)
	out.add(res.Paper)
}
