package calc

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/money"
	"tieout/restructuring"
	"tieout/workpaper"
)

//go:embed examples/restructuring.yaml
var restructuringExample []byte

var restructuringTopic = Topic{
	Name:    "restructuring",
	Summary: "which standard governs a cost, termination benefits, cease-use with accretion, roll-forwards and what they tie to, look-back, savings",
	Example: restructuringExample,
	Run:     func(in []byte) (any, error) { return restructure(in) },
}

type restructuringOut struct {
	Decisions []decisionOut  `json:"decisions,omitempty"`
	Benefits  []benefitsOut  `json:"benefits,omitempty"`
	Ongoing   []ongoingOut   `json:"ongoing,omitempty"`
	Leases    []ceaseOut     `json:"leases,omitempty"`
	Rolls     []rollOut      `json:"rollforwards,omitempty"`
	LookBacks []lookBackOut  `json:"look_backs,omitempty"`
	Savings   []savingsOut   `json:"savings,omitempty"`
	Events    []itemEventOut `json:"events,omitempty"`
	papered
}

type decisionOut struct {
	Name       string               `json:"name,omitempty"`
	Standard   string               `json:"standard"`
	Recognised string               `json:"recognised"`
	On         string               `json:"on,omitempty"`
	Until      string               `json:"until,omitempty"`
	Cite       string               `json:"cite"`
	Tests      []restructuring.Test `json:"tests"`
}

func decided(name string, d restructuring.Decision) decisionOut {
	out := decisionOut{Name: name, Standard: d.Standard, Recognised: string(d.When), Cite: d.Cite, Tests: d.Tests}
	if d.On != 0 {
		out.On = d.On.String()
	}
	if d.Until != 0 {
		out.Until = d.Until.String()
	}
	return out
}

type benefitsOut struct {
	Name       string          `json:"name,omitempty"`
	Decision   decisionOut     `json:"decision"`
	Total      string          `json:"total_liability"`
	PerMonth   string          `json:"monthly_expense,omitempty"`
	Service    string          `json:"service,omitempty"`
	Accruals   []accrualOut    `json:"accruals"`
	Reversals  []reversalOut   `json:"reversals,omitempty"`
	Components []componentOut  `json:"components,omitempty"`
	Work       workpaper.Sheet `json:"work"`
}

type componentOut struct {
	Name    string `json:"name"`
	Amount  string `json:"amount"`
	Monthly string `json:"monthly_expense,omitempty"`
}

type accrualOut struct {
	Date    string `json:"date"`
	Accrued string `json:"accrued"`
	Expense string `json:"expense"`
}

// reversalOut is what of a part is taken back when it will not be paid: what was accrued by service, and the whole benefit.
type reversalOut struct {
	Date    string `json:"date"`
	Part    string `json:"part"`
	Benefit string `json:"benefit"`
	Accrued string `json:"accrued_to_date"`
}

type ongoingOut struct {
	Name       string          `json:"name,omitempty"`
	Decision   decisionOut     `json:"decision"`
	Accrual    string          `json:"accrual"`
	Recognised string          `json:"recognised_on"`
	Year       string          `json:"fiscal_year"`
	Work       workpaper.Sheet `json:"work"`
}

type ceaseOut struct {
	Name      string          `json:"name,omitempty"`
	Gross     string          `json:"net_cash_outlay"`
	Liability string          `json:"liability"`
	Charge    string          `json:"charge"`
	Rate      string          `json:"rate_of_a_period"`
	Accretion string          `json:"accretion_in_all"`
	Periods   []periodOut     `json:"periods,omitempty"`
	Work      workpaper.Sheet `json:"work"`
}

type periodOut struct {
	Period    int    `json:"period"`
	Begin     string `json:"beginning"`
	Accretion string `json:"accretion"`
	Paid      string `json:"paid_less_sublease"`
	Adjusted  string `json:"change_of_estimate,omitempty"`
	End       string `json:"end"`
}

type rollOut struct {
	Name    string          `json:"name,omitempty"`
	Columns []rollColumnOut `json:"columns"`
	Close   string          `json:"total_close"`
	Printed string          `json:"total_row_close,omitempty"`
	Foots   bool            `json:"foots"`
	Work    workpaper.Sheet `json:"work"`
}

type rollColumnOut struct {
	Name  string `json:"name"`
	Close string `json:"close"`
}

type lookBackOut struct {
	Name string `json:"name,omitempty"`
	Over string `json:"over_accrued"`
}

type savingsOut struct {
	Name     string              `json:"name,omitempty"`
	Quarters []savingsQuarterOut `json:"quarters"`
	Work     workpaper.Sheet     `json:"work"`
}

type savingsQuarterOut struct {
	Name     string `json:"name"`
	Planned  string `json:"planned"`
	Realised string `json:"realised"`
}

// restructuringKeys are the parts of the input.
var restructuringKeys = []string{"costs", "benefits", "ongoing", "leases", "lease", "contract", "rollforwards", "rollforward", "notes", "look_back", "savings", "event", "events"}

// restructure reads the parts. A problem that is typed without its part is known by what it gives.
func restructure(in []byte) (out restructuringOut, err error) {
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	o := object{top, r}
	c := costContext{r: r, currency: readCurrency(r, o), places: r.decimals(o, 2)}
	if part := bare(o); part != "" {
		out.part(c, part, top)
	} else {
		r.object(top, append([]string{"currency", "amount_decimals"}, restructuringKeys...)...)
		for _, key := range restructuringKeys {
			if f, ok := o.get(key); ok && r.err == nil {
				for _, one := range partsOf(key, r, f) {
					out.part(c, key, one)
				}
			}
		}
	}
	if r.err == nil && out.blank() {
		r.fail(top, "give one of %s", strings.Join(restructuringKeys, ", "))
	}
	out.done()
	return out, r.err
}

// partsOf are the problems of a part: a list, or one. The notes of one tie stand together.
func partsOf(key string, r *reader, f field) []field {
	if key == "notes" && f.node.Kind == yaml.MappingNode {
		return []field{f}
	}
	return r.many(f)
}

func (out *restructuringOut) blank() bool {
	return len(out.papers) == 0 && len(out.Decisions) == 0 && len(out.LookBacks) == 0 && len(out.Events) == 0
}

// bare says which part the whole input is, where it names none.
func bare(o object) string {
	for _, key := range restructuringKeys {
		if o.has(key) {
			return ""
		}
	}
	for _, x := range []struct{ part, keys string }{
		{"ongoing", "decision_before prior_pattern_of_severance probable"}, {"benefits", "notified communicated severance_amount employees"},
		{"leases", "rent monthly_rent annual_rent quarterly_rent payments cash_flows remaining_rent"}, {"look_back", "accrued"}, {"savings", "baseline"},
		{"rollforwards", "columns begin beginning opening total_row totals"},
	} {
		for _, key := range strings.Fields(x.keys) {
			if o.has(key) {
				return x.part
			}
		}
	}
	if o.node.Kind == yaml.MappingNode {
		for i := 1; i < len(o.node.Content); i += 2 {
			if o.node.Content[i].Kind == yaml.SequenceNode {
				return "rollforwards"
			}
		}
	}
	return ""
}

func (out *restructuringOut) part(c costContext, key string, f field) {
	if c.r.err != nil {
		return
	}
	switch key {
	case "costs":
		out.cost(c, f)
	case "benefits":
		out.benefits(c, f)
	case "ongoing":
		out.ongoing(c, f)
	case "leases", "lease", "contract":
		out.lease(c, f)
	case "rollforwards", "rollforward":
		out.roll(c, f)
	case "notes":
		out.notes(c, f)
	case "look_back":
		out.lookBack(c, f)
	case "savings":
		out.savings(c, f)
	default:
		out.event(c, f)
	}
}

func (out *restructuringOut) cost(c costContext, f field) {
	r := c.r
	o := r.object(f, "name", "type", "committed", "communicated", "notified", "plan_incomplete", "ongoing_arrangement", "probable", "last_service", "legal_notice_days", "ended", "fiscal_year_begins")
	x := restructuring.Facts{Kind: restructuring.Kind(strings.ToLower(r.text(o.must("type")))), Committed: r.optionalDate(o, "committed"), Communicated: r.anyDate(o, "communicated", "notified"), Probable: r.optionalDate(o, "probable"), LastService: r.optionalDate(o, "last_service"), Ended: r.optionalDate(o, "ended"), Commenced: r.optionalDate(o, "fiscal_year_begins")}
	x.Incomplete, x.Ongoing = r.optionalYes(o, "plan_incomplete"), r.optionalYes(o, "ongoing_arrangement")
	if n, ok := o.get("legal_notice_days"); ok {
		x.LegalNotice = r.count(n, 1, 366)
	}
	if r.err != nil {
		return
	}
	d, err := restructuring.Decide(x)
	if r.failed(f, err); err == nil {
		out.Decisions = append(out.Decisions, decided(r.optional(o, "name"), d))
	}
}

// anyDate is the date of the first of several keys that is there.
func (r *reader) anyDate(o object, keys ...string) (d fiscalDate) {
	for _, k := range keys {
		if o.has(k) {
			return r.date(o.oneOf(keys...))
		}
	}
	return 0
}

func (r *reader) optionalYes(o object, key string) bool {
	f, ok := o.get(key)
	return ok && r.yes(f)
}

func (out *restructuringOut) benefits(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "severance", "severance_amount", "retention", "bonus", "amount", "employees", "each", "per_employee", "communicated", "notified", "last_service", "termination", "terminated", "service_months", "months", "legal_notice_days", "service_required",
		"count", "discount_rate", "paid_after_months", "at", "dates", "changes", "reversed_on")
	x := restructuring.Benefits{Name: r.optional(o, "name"), Currency: c.currency, Communicated: r.anyDate(o, "communicated", "notified"), Last: r.anyDate(o, "last_service", "termination", "terminated"), Months: c.some(o, "service_months", "months"), Employees: c.some(o, "employees"), Each: c.some(o, "each", "per_employee"), Rate: r.optionalRate(o, "discount_rate"), PayMonths: c.some(o, "paid_after_months"), Count: restructuring.Thirty}
	for _, p := range []struct{ name, key string }{{"severance", "severance"}, {"severance", "severance_amount"}, {"retention", "retention"}, {"retention", "bonus"}, {"benefit", "amount"}} {
		if n := c.some(o, p.key); n != nil {
			x.Parts = append(x.Parts, restructuring.Part{Name: p.name, Amount: *n})
		}
	}
	if n, ok := o.get("count"); ok {
		x.Count = restructuring.Service(strings.ToLower(r.text(n)))
		if !slices.Contains([]restructuring.Service{restructuring.Thirty, restructuring.Days, restructuring.Months}, x.Count) {
			r.fail(n, "%q is not 30/360, days or months", string(x.Count))
		}
	}
	if n, ok := o.get("legal_notice_days"); ok {
		x.LegalNotice = r.count(n, 1, 366)
	}
	if n, ok := o.get("service_required"); ok {
		x.AtOnce = !r.yes(n)
	}
	for _, key := range []string{"at", "dates", "reversed_on"} {
		if n, ok := o.get(key); ok {
			for _, d := range r.many(n) {
				x.Ends = append(x.Ends, r.date(d))
			}
		}
	}
	if n, ok := o.get("changes"); ok {
		for _, one := range r.many(n) {
			ch := r.object(one, "date", "on", "total", "why")
			x.Changes = append(x.Changes, restructuring.Change{On: r.date(ch.oneOf("date", "on")), Total: r.positive(ch.must("total")), Why: r.optional(ch, "why")})
		}
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	b := benefitsOut{Name: x.Name, Decision: decided("", res.Decision), Total: c.text(res.Total), Work: res.Paper.Sheet(), Accruals: []accrualOut{}}
	spread := res.Decision.When == restructuring.OverService
	if spread {
		b.PerMonth, b.Service = c.text(res.PerMonth), res.ServiceTime.String()
	}
	for _, a := range res.Accruals {
		b.Accruals = append(b.Accruals, accrualOut{a.On.String(), c.text(a.Accrued), c.text(a.Expense)})
	}
	for _, p := range x.Parts {
		y := componentOut{Name: p.Name, Amount: c.text(p.Amount)}
		if spread {
			y.Monthly = c.text(p.Amount.Quo(res.ServiceTime))
		}
		b.Components = append(b.Components, y)
	}
	if d := r.optionalDate(o, "reversed_on"); d != 0 {
		for _, a := range res.Accruals {
			for _, p := range x.Parts {
				if a.On == d && p.Name == "severance" {
					b.Reversals = append(b.Reversals, reversalOut{d.String(), p.Name, c.text(p.Amount), c.text(p.Amount.Mul(a.Part))})
				}
			}
		}
	}
	out.Benefits = append(out.Benefits, b)
	out.add(res.Paper)
}

// optionalRate is a rate, nil where it is left out.
func (r *reader) optionalRate(o object, key string) *workpaper.Number {
	f, ok := o.get(key)
	if !ok {
		return nil
	}
	n := r.rate(f)
	return &n
}

func (out *restructuringOut) ongoing(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "employees", "monthly", "each", "months", "probable", "decided", "decision_before", "terminated", "termination", "prior_pattern_of_severance", "plan")
	x := restructuring.Ongoing{Name: r.optional(o, "name"), Currency: c.currency, Employees: c.some(o, "employees"), Each: r.number(o.oneOf("monthly", "each")), Months: workpaper.Whole(1), Probable: r.anyDate(o, "probable", "decided", "decision_before"), Terminated: r.anyDate(o, "terminated", "termination"), Pattern: true}
	if n := c.some(o, "months"); n != nil {
		x.Months = *n
	}
	for _, key := range []string{"prior_pattern_of_severance", "plan"} {
		if n, ok := o.get(key); ok {
			x.Pattern = r.yes(n)
		}
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y, _, _ := res.Decision.On.YMD()
	if res.Decision.On == 0 {
		y = 0
	}
	out.Ongoing = append(out.Ongoing, ongoingOut{x.Name, decided("", res.Decision), c.text(res.Accrual), res.Decision.On.String(), strconv.Itoa(y), res.Paper.Sheet()})
	out.add(res.Paper)
}

func (out *restructuringOut) lease(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "cease_use", "cease_use_date", "rent", "monthly_rent", "quarterly_rent", "annual_rent", "payments", "cash_flows", "remaining", "remaining_months", "remaining_quarters", "remaining_years", "sublease", "monthly_sublease", "quarterly_sublease", "annual_sublease", "sublease_income",
		"rate", "discount_rate", "credit_adjusted_risk_free_rate", "per_year", "in_advance", "compound", "deferred_rent", "deferred", "revisions")
	x := restructuring.CeaseUsed{Name: r.optional(o, "name"), Currency: c.currency, On: r.anyDate(o, "cease_use", "cease_use_date"), Rate: r.rate(o.oneOf("rate", "discount_rate", "credit_adjusted_risk_free_rate")), PerYear: 12, Advance: r.optionalYes(o, "in_advance"), Compound: r.optionalYes(o, "compound"), Deferred: c.or(o, "deferred_rent", "deferred")}
	for key, n := range map[string]int{"annual_rent": 1, "remaining_years": 1, "quarterly_rent": 4, "remaining_quarters": 4} {
		if o.has(key) && !o.has("monthly_rent") {
			x.PerYear = n
		}
	}
	if n, ok := o.get("per_year"); ok {
		x.PerYear = r.count(n, 1, 12)
	}
	rent := o.oneOf("rent", "monthly_rent", "quarterly_rent", "annual_rent", "payments", "cash_flows")
	count := 0
	for _, k := range []string{"remaining", "remaining_months", "remaining_quarters", "remaining_years"} {
		if n, ok := o.get(k); ok {
			count = r.count(n, 1, 600)
		}
	}
	x.Pay = c.stream(rent, count)
	for _, k := range []string{"sublease", "monthly_sublease", "quarterly_sublease", "annual_sublease", "sublease_income"} {
		if n, ok := o.get(k); ok {
			x.Sublease = c.stream(n, len(x.Pay))
		}
	}
	if n, ok := o.get("revisions"); ok {
		for _, one := range r.many(n) {
			v := r.object(one, "after", "sublease")
			x.Revisions = append(x.Revisions, restructuring.Revision{After: r.count(v.must("after"), 1, 600), Sublease: r.positive(v.must("sublease"))})
		}
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := ceaseOut{Name: x.Name, Gross: c.text(res.Gross), Liability: c.text(res.Liability), Charge: c.text(res.Cost), Rate: res.PeriodRate.Text(8, money.HalfAway), Work: res.Paper.Sheet()}
	sum := workpaper.Whole(0)
	for _, p := range res.Periods {
		sum = sum.Add(p.Accretion)
		z := periodOut{p.Number, c.text(p.Begin), c.text(p.Accretion), c.text(p.Net), "", c.text(p.End)}
		if p.Adjusted.Sign() != 0 {
			z.Adjusted = c.text(p.Adjusted)
		}
		y.Periods = append(y.Periods, z)
	}
	y.Accretion = c.text(sum)
	out.Leases = append(out.Leases, y)
	out.add(res.Paper)
}

// stream is an amount of every period: a list, or one amount for a number of periods.
func (c costContext) stream(f field, count int) (ns []workpaper.Number) {
	if f.node.Kind == yaml.SequenceNode {
		for _, x := range items(f) {
			ns = append(ns, c.r.number(x))
		}
		if count > 0 && len(ns) != count {
			c.r.fail(f, "it has %d amounts for %d periods", len(ns), count)
		}
		return ns
	}
	n := c.r.number(f)
	if count == 0 {
		c.r.fail(f, "say how many periods remain (remaining_months, remaining_years), or give a list")
		return nil
	}
	return slices.Repeat([]workpaper.Number{n}, count)
}

// rollWords are the keys of a roll-forward that are not columns.
var rollWords = []string{"currency", "amount_decimals", "name", "unit", "columns", "movements", "total_row", "totals", "total", "total_close", "close", "stated", "stated_close", "end", "ending", "tolerance", "charges_only"}

func (out *restructuringOut) roll(c costContext, f field) {
	r := c.r
	o := object{f, r}
	x := restructuring.Roll{Name: r.optional(o, "name"), Currency: c.currency, Unit: r.optional(o, "unit"), Places: c.places}
	var columns []pair
	for _, p := range r.pairs(f) {
		switch {
		case p.name == "columns" || p.name == "components":
			columns = append(columns, r.pairs(p.field)...)
		case slices.Contains(rollWords, p.name):
		case p.node.Kind == yaml.SequenceNode:
			columns = append(columns, p)
		default:
			r.fail(p.field, "the key is not known here; a column is a list of its beginning and movements, other keys are %s", strings.Join(rollWords, ", "))
		}
	}
	if n, ok := o.get("movements"); ok {
		for _, m := range r.many(n) {
			x.Moves = append(x.Moves, r.text(m))
		}
	}
	for _, p := range columns {
		values := c.numbers(p.field)
		if p.name == "total" || p.name == "totals" || p.name == "total_row" {
			x.Total = values
			continue
		}
		x.Columns = append(x.Columns, restructuring.Column{Name: p.name, Values: values})
	}
	for _, key := range []string{"total_row", "totals", "total"} {
		if n, ok := o.get(key); ok && n.node.Kind == yaml.SequenceNode {
			x.Total = c.numbers(n)
		} else if ok {
			v := r.number(n)
			x.TotalEnd = &v
		}
	}
	for _, key := range []string{"close", "stated", "stated_close", "end", "ending"} {
		if n, ok := o.get(key); ok {
			c.stated(&x, n)
		}
	}
	if n := c.some(o, "total_close"); n != nil {
		x.TotalEnd = n
	}
	if n := c.some(o, "tolerance"); n != nil {
		x.Tolerance = *n
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := rollOut{Name: x.Name, Columns: []rollColumnOut{}, Close: c.text(res.TotalEnd), Printed: c.given(res.Printed), Foots: len(res.Findings) == 0, Work: res.Paper.Sheet()}
	for i, col := range x.Columns {
		y.Columns = append(y.Columns, rollColumnOut{col.Name, c.text(res.Ends[i])})
	}
	out.Rolls = append(out.Rolls, y)
	out.add(res.Paper, res.Findings...)
}

func (c costContext) numbers(f field) (ns []workpaper.Number) {
	for _, x := range c.r.list(f) {
		ns = append(ns, c.r.number(x))
	}
	return ns
}

// stated reads the ends as printed, by column; total is that of the total.
func (c costContext) stated(x *restructuring.Roll, f field) {
	for _, p := range c.r.pairs(f) {
		n := c.r.number(p.field)
		if p.name == "total" || p.name == "total_row" {
			x.TotalEnd = &n
			continue
		}
		i := slices.IndexFunc(x.Columns, func(col restructuring.Column) bool { return col.Name == p.name })
		if i < 0 {
			c.r.fail(p.field, "there is no column %q", p.name)
			return
		}
		x.Columns[i].End = &n
	}
}

func (out *restructuringOut) notes(c costContext, f field) {
	r := c.r
	o := r.object(f, "what", "say")
	var claims []restructuring.Claim
	for _, p := range r.pairs(o.must("say")) {
		claims = append(claims, restructuring.Claim{Where: p.name, Amount: r.number(p.field)})
	}
	what := r.text(o.must("what"))
	if r.err != nil {
		return
	}
	paper, found, err := restructuring.Ties(what, c.currency, claims)
	if r.failed(f, err); err == nil {
		out.add(paper, found...)
	}
}

func (out *restructuringOut) lookBack(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "accrued", "paid", "released", "reversed", "open", "complete", "tolerance")
	x := restructuring.LookBack{Name: r.optional(o, "name"), Accrued: r.positive(o.must("accrued")), Paid: r.positive(o.must("paid")), Reversed: c.or(o, "released", "reversed"), Open: c.or(o, "open"), Complete: r.optionalYes(o, "complete"), Tolerance: workpaper.Ratio(5, 100)}
	if n, ok := o.get("tolerance"); ok {
		x.Tolerance = r.share(n)
	}
	if !o.has("open") {
		x.Open = x.Accrued.Sub(x.Paid).Sub(x.Reversed)
	}
	if r.err != nil {
		return
	}
	over, found := x.Judge()
	out.LookBacks = append(out.LookBacks, lookBackOut{x.Name, c.text(over)})
	out.Findings = append(out.Findings, found...)
}

func (out *restructuringOut) savings(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "baseline", "quarters", "initiatives")
	x := restructuring.Savings{Name: r.optional(o, "name"), Currency: c.currency, Baseline: r.number(o.must("baseline"))}
	for _, one := range r.many(o.must("quarters")) {
		q := r.object(one, "name", "reported", "one_off", "volume")
		x.Quarters = append(x.Quarters, restructuring.Quarter{Name: r.optional(q, "name"), Reported: r.number(q.must("reported")), Oneoff: c.or(q, "one_off"), Volume: c.or(q, "volume")})
	}
	for _, one := range r.many(o.must("initiatives")) {
		i := r.object(one, "name", "annual", "from")
		from := 1
		if n, ok := i.get("from"); ok {
			from = r.count(n, 1, 200)
		}
		x.Initiatives = append(x.Initiatives, restructuring.Initiative{Name: r.optional(i, "name"), Annual: r.number(i.must("annual")), From: from})
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	y := savingsOut{Name: x.Name, Work: res.Paper.Sheet()}
	for n, q := range x.Quarters {
		y.Quarters = append(y.Quarters, savingsQuarterOut{q.Name, c.text(res.Planned[n]), c.text(res.Realised[n])})
	}
	out.Savings = append(out.Savings, y)
	out.add(res.Paper)
}
