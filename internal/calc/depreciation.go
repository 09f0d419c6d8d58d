package calc

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/property"
	"tieout/workpaper"
)

//go:embed examples/depreciation.yaml
var depreciationExample []byte

var depreciationTopic = Topic{
	Name:    "depreciation",
	Summary: "straight line, units, declining balance, sum of years' digits; conventions, changes of estimate, disposals, roll-forward by class",
	Example: depreciationExample,
	Run:     func(in []byte) (any, error) { return depreciate(in) },
}

type depreciationOut struct {
	Assets []assetOut     `json:"assets"`
	Roll   []classRollOut `json:"rollforward,omitempty"`
	papered

	held []property.Held
}

type assetOut struct {
	Name        string       `json:"name,omitempty"`
	Class       string       `json:"class,omitempty"`
	Cost        string       `json:"cost"`
	Depreciable string       `json:"depreciable_cost"`
	Methods     []methodsOut `json:"methods"`
}

type methodsOut struct {
	Method   property.Method      `json:"method"`
	Rate     string               `json:"rate,omitempty"` // of a unit, or of the balance
	PerYear  string               `json:"depreciation_per_year,omitempty"`
	Years    []depreciatedYearOut `json:"years"`
	Disposal *disposalOut         `json:"disposal,omitempty"`
	Changes  []changedOut         `json:"changes,omitempty"`
	Work     *workpaper.Sheet     `json:"work"`
}

type depreciatedYearOut struct {
	Year         string `json:"year"`
	Units        string `json:"units,omitempty"`
	Depreciation string `json:"depreciation"`
	Accumulated  string `json:"accumulated_depreciation"`
	Carrying     string `json:"book_value"`
}

type disposalOut struct {
	Date     string `json:"date"`
	Carrying string `json:"book_value"`
	Proceeds string `json:"proceeds"`
	Gain     string `json:"gain"` // a loss negative
}

type changedOut struct {
	Date    string `json:"date"`
	PerYear string `json:"depreciation_per_year"` // of the first year under the new estimate
}

type classRollOut struct {
	Class        string `json:"class,omitempty"`
	CostBegin    string `json:"cost_beginning"`
	Additions    string `json:"additions"`
	Retired      string `json:"disposals"`
	CostEnd      string `json:"cost_end"`
	AccBegin     string `json:"accumulated_beginning"`
	Depreciation string `json:"depreciation"`
	Losses       string `json:"impairment"`
	Freed        string `json:"accumulated_of_disposals"`
	AccEnd       string `json:"accumulated_end"`
	Begin        string `json:"carrying_beginning"`
	End          string `json:"carrying_end"`
	Proceeds     string `json:"proceeds"`
	Gain         string `json:"gain"`
}

var methodWords = [][]string{
	{string(property.StraightLine), "sl", "straight_line", "linear"}, {string(property.Units), "uop", "units_of_production", "units_of_output", "units_of_activity", "activity", "depletion", "production", "usage"},
	{"double-declining-balance", "ddb", "double_declining", "double_declining_balance", "200db", "200%_declining_balance"}, {"150%-declining-balance", "150db", "150_declining_balance", "150%_declining_balance"},
	{string(property.Declining), "db", "declining", "declining_balance", "reducing_balance", "diminishing_balance"}, {string(property.SumOfYears), "syd", "soyd", "sum_of_years_digits", "sum_of_the_years'_digits", "sum_of_the_years_digits", "sum_of_years'_digits"},
	{string(property.None), "land", "not_depreciated"},
}

var conventionWords = [][]string{
	{string(property.FullMonth), "full_month", "months", "month"}, {string(property.NextMonth), "next_month", "following_month"}, {string(property.NearestMonth), "nearest_month", "nearest_full_month", "nearest_whole_month"}, {string(property.MidMonth), "mid_month"},
	{string(property.HalfYear), "half_year"}, {string(property.FullYear), "full_year"}, {string(property.ByDays), "daily", "actual_days", "nearest_day"},
}

var (
	unitsKeys    = []string{"units", "units_used", "use", "used", "usage", "output", "production", "units_produced", "miles", "tons", "hours", "pages_used", "pages_year1", "units_year1", "barrels", "copies", "extracted"}
	capacityKeys = []string{"capacity", "total_units", "estimated_units", "life_units", "units_of_life", "pages", "total_pages", "total_miles", "total_hours", "total_tons", "estimated_miles", "estimated_hours", "estimated_output", "recoverable_tons", "estimated_tons"}
	salvageKeys  = []string{"salvage", "residual", "salvage_value", "residual_value", "scrap", "scrap_value"}
)

// depreciate reads assets: a list, names with one each, or one that stands by itself.
func depreciate(in []byte) (out depreciationOut, err error) {
	a, err := asking(in)
	if err != nil {
		return out, err
	}
	out.Assets = []assetOut{}
	var roll *asked
	switch {
	case a.has("assets", "asset"):
		for _, x := range a.each("assets", "asset") {
			out.asset(x)
		}
		if f, ok := a.find("rollforward", "roll_forward"); ok {
			roll = a.c.asking(f)
		}
		a.done()
	case allMappings(a.o.node):
		for _, x := range a.c.problems(a.o.field) {
			out.asset(x)
		}
	default:
		out.asset(a)
	}
	if roll != nil && a.c.r.err == nil {
		out.roll(roll)
	}
	out.done()
	return out, a.c.r.err
}

func (out *depreciationOut) asset(a *asked) {
	x, dated := readAsset(a)
	methods := readDepreciation(a, &x)
	readChanges(a, &x, methods[0].Terms, dated)
	months, _ := a.whole(1, 12, "months_in_first_year", "first_year_months", "months_year1")
	if months > 0 && !dated {
		y, _, _ := x.InService.YMD()
		x.InService = fiscal.Of(y, time.Month(13-months), 1)
	}
	only, _ := a.whole(1, 100, "show_years", "number_of_years")
	a.known = append(a.known, "published", "stated", "expected")
	a.done()
	if a.c.r.err != nil {
		return
	}
	t := a.c.text
	y := assetOut{Name: x.Name, Class: x.Class, Cost: t(x.Cost()), Depreciable: t(x.Cost().Sub(methods[0].Terms.Salvage)), Methods: []methodsOut{}}
	for i, m := range methods {
		b := x
		b.Terms = m.Terms
		b.Changes = changesUnder(x.Changes, m.Terms, i > 0)
		c, err := b.Curve()
		if a.c.r.failed(a.o.field, err); err != nil {
			return
		}
		if i == 0 && dated {
			out.held = append(out.held, property.Held{Asset: b, Curve: c})
		}
		spans := spansOf(c, dated, only)
		one := methodsOut{Method: m.Terms.Method, Rate: m.rate(b), Years: []depreciatedYearOut{}}
		for _, l := range c.Lines(spans) {
			one.Years = append(one.Years, depreciatedYearOut{l.Name, exact(l.Units), t(l.Depreciation), t(l.Accumulated), t(l.Carrying)})
		}
		if m.Terms.Method == property.StraightLine {
			one.PerYear = t(b.Cost().Sub(m.Terms.Salvage).Quo(m.Terms.Life))
		}
		for k, ch := range b.Changes {
			one.Changes = append(one.Changes, changedOut{moment(ch.On, dated), t(c.Yearly(k))})
		}
		if d := b.Disposal; d != nil {
			carried, gain := c.Left()
			one.Disposal = &disposalOut{moment(d.On, dated), t(carried), t(d.Proceeds), t(gain)}
		}
		p := c.Paper(spans)
		one.Work = sheetOf(p)
		y.Methods = append(y.Methods, one)
		out.add(p)
	}
	out.Assets = append(out.Assets, y)
	if len(y.Methods) > 0 {
		a.hold("depreciation", y, &out.papered)
	}
}

// moment is a day, or of a problem without days the year that begins or ends there.
func moment(d fiscal.Date, dated bool) string {
	if dated {
		return d.String()
	}
	y, m, _ := d.YMD()
	if m == 1 {
		return fmt.Sprintf("beginning of year %d", y-undatedYear+1)
	}
	return fmt.Sprintf("year %d", y-undatedYear+1)
}

// undatedYear is the calendar year that stands for the first of a problem without days: one after which there is a leap year only in the fourth.
const undatedYear = 2001

// spansOf are the years of a curve; of a problem without days they are numbered.
func spansOf(c *property.Curve, dated bool, only int) []property.Span {
	spans := c.Years()
	if !dated {
		for i := range spans {
			spans[i].Name = fmt.Sprintf("year %d", i+1)
		}
	}
	if only > 0 && only < len(spans) {
		spans = spans[:only]
	}
	return spans
}

// readAsset reads what does not depend on the method.
func readAsset(a *asked) (x property.Asset, dated bool) {
	x = property.Asset{Name: a.text("name", "asset_name"), Class: a.text("class"), Currency: a.c.currency, Places: a.c.places, Calendar: fiscal.CalendarYear}
	for _, p := range a.parts("cost", "costs", "original_cost", "acquisition_cost", "price", "purchase_price", "invoice_price", "historical_cost") {
		x.Costs = append(x.Costs, property.Part{Name: orWord(p.name, "price"), Amount: p.amount})
	}
	for _, key := range []string{"freight", "setup", "installation", "sales_tax", "shipping", "delivery", "testing", "set_up", "transport", "insurance_in_transit", "commission", "demolition"} {
		if n := a.num(key); n != nil {
			x.Costs = append(x.Costs, property.Part{Name: strings.ReplaceAll(key, "_", " "), Amount: *n})
		}
	}
	if f, ok := a.find("year_end", "fiscal_year_end"); ok {
		cal, err := fiscal.ParseYearEnd(a.c.r.text(f))
		a.c.r.failed(f, err)
		x.Calendar = cal
	}
	if d := a.day("in_service", "placed_in_service", "acquired", "purchased", "date", "purchase_date"); d != 0 {
		x.InService, dated = d, true
	} else {
		x.InService = fiscal.Of(undatedYear, 1, 1)
	}
	x.Convention = property.Convention(a.word(string(property.FullMonth), conventionWords, "convention"))
	if f, ok := a.find("disposal", "sale", "sold"); ok {
		d := a.c.asking(f)
		x.Disposal = &property.Disposal{On: readMoment(d, dated), Proceeds: d.or("proceeds", "price", "sold_for", "selling_price").Sub(d.or("cost_to_sell", "costs_of_sale"))}
		d.done()
	}
	readUse(a, &x, dated)
	return x, dated
}

func orWord(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// readMoment is a day, or after how many years.
func readMoment(a *asked, dated bool) fiscal.Date {
	if d := a.day("date", "on"); d != 0 {
		return d
	}
	n := a.must("after_years", "after", "end_of_year", "years_used")
	months, whole := n.Mul(workpaper.Whole(12)).Int64()
	if !whole || months < 0 || months > 1200 {
		a.c.r.fail(a.o.field, "%s years are not a number of whole months up to a hundred years", n)
		return 0
	}
	if dated {
		a.c.r.fail(a.o.field, "give the date, as the asset has a date in service")
	}
	return fiscal.Of(undatedYear, 1, 1).AddMonths(int(months), false)
}

// readUse reads what was used, a year each or by date.
func readUse(a *asked, x *property.Asset, dated bool) {
	f, ok := a.find(unitsKeys...)
	if !ok {
		return
	}
	y := x.Calendar.Year(x.InService)
	for i, one := range a.c.r.many(f) {
		u := property.Use{On: x.Calendar.YearEnd(y + i)}
		if one.node.Kind == yaml.MappingNode {
			b := a.c.asking(one)
			if d := b.day("date", "on", "to"); d != 0 {
				u.On = d
			}
			u.Units = b.must(append([]string{"amount"}, unitsKeys...)...)
			b.done()
		} else {
			u.Units = a.c.r.number(one)
		}
		x.Use = append(x.Use, u)
	}
}

// termsIn are terms with the words that asked for them.
type termsIn struct{ property.Terms }

// rate is what the method's own rate is.
func (t termsIn) rate(x property.Asset) string {
	switch t.Method {
	case property.Units:
		if t.UnitRate != nil {
			return t.UnitRate.String()
		}
		return x.Cost().Sub(t.Salvage).Quo(t.Capacity).String()
	case property.Declining:
		if t.Rate != nil {
			return t.Rate.String()
		}
		return t.Factor.Quo(t.Life).String()
	case property.StraightLine:
		return workpaper.Whole(1).Quo(t.Life).String()
	}
	return ""
}

// readDepreciation reads the estimates under each method that is named, or under all that the facts allow.
func readDepreciation(a *asked, x *property.Asset) (out []termsIn) {
	base := property.Terms{Salvage: a.or(salvageKeys...), Switch: a.yes("switch", "switch_to_straight_line"), ByRate: a.word("rest", [][]string{{"rest", "to_salvage"}, {"rate", "by_rate"}}, "last_year") == "rate"}
	if n := a.num("life", "useful_life", "years", "life_years", "service_life"); n != nil {
		base.Life = *n
	} else if n := a.num("life_months", "months"); n != nil {
		base.Life = n.Quo(workpaper.Whole(12))
	}
	base.Capacity = a.or(capacityKeys...)
	factor := a.or("factor", "multiple")
	rate := a.rate("rate", "depreciation_rate", "declining_rate")
	unit := a.num("rate_per_unit", "unit_rate", "depletion_rate", "cost_per_unit", "rate_per_mile", "rate_per_hour", "rate_per_ton")
	if unit == nil && len(x.Use) > 0 && len(x.Costs) == 0 && rate != nil {
		unit, rate = rate, nil
	}
	f, ok := a.find("method", "methods")
	var names []string
	if ok {
		for _, m := range a.c.r.many(f) {
			b := a.c.asking(field{a.o.path, &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: "method"}, m.node}}})
			names = append(names, b.word("", methodWords, "method"))
		}
	} else {
		names = allowedMethods(base, x, unit, rate)
	}
	if len(names) == 0 || len(x.Costs) == 0 && unit == nil {
		a.c.r.fail(a.o.field, "give cost with life (years), or with capacity and units, or rate_per_unit with units")
		return []termsIn{{}}
	}
	for _, name := range names {
		t := base
		t.Method = property.Declining
		switch name {
		case "double-declining-balance":
			t.Factor = workpaper.Whole(2)
		case "150%-declining-balance":
			t.Factor = workpaper.Ratio(3, 2)
		case string(property.Declining):
			t.Factor, t.Rate = factor, rate
			if rate != nil && rate.Cmp(workpaper.Whole(1)) > 0 {
				t.Factor, t.Rate = rate.Mul(t.Life), nil
			}
			if t.Factor.Sign() == 0 && t.Rate == nil {
				t.Factor = workpaper.Whole(2)
			}
			if t.Life.Sign() == 0 && rate != nil {
				t.Life, t.ByRate = workpaper.Whole(10), true
			}
		default:
			t.Method = property.Method(name)
			t.UnitRate = unit
		}
		out = append(out, termsIn{t})
	}
	return out
}

// allowedMethods are those for which the facts are there.
func allowedMethods(t property.Terms, x *property.Asset, unit, rate *workpaper.Number) (names []string) {
	if t.Life.Sign() > 0 {
		names = append(names, string(property.StraightLine))
	}
	if len(x.Use) > 0 && (unit != nil || t.Capacity.Sign() > 0) {
		names = append(names, string(property.Units))
	}
	if t.Life.Sign() > 0 {
		if t.Life.Cmp(workpaper.Whole(2)) >= 0 {
			names = append(names, "double-declining-balance")
		}
		names = append(names, string(property.SumOfYears))
	}
	if rate != nil {
		names = append(names, string(property.Declining))
	}
	return names
}

// readChanges reads changes of estimate; what they do not say stays as it was.
func readChanges(a *asked, x *property.Asset, was property.Terms, dated bool) {
	for _, b := range a.each("changes", "change", "revised", "revision") {
		c := property.Change{On: readMoment(b, dated), Terms: was, Add: b.or("add", "addition", "betterment", "overhaul"), Loss: b.or("loss", "impairment"), Why: b.text("why")}
		if m := b.word("", methodWords, "method"); m != "" {
			c.Terms.Method = property.Method(m)
			if strings.HasSuffix(m, "declining-balance") {
				c.Terms.Method, c.Terms.Factor = property.Declining, workpaper.Whole(2)
			}
		}
		if n := b.num(salvageKeys...); n != nil {
			c.Terms.Salvage = *n
		}
		gone := workpaper.Ratio(monthsFrom(x.InService, c.On), 12)
		c.Terms.Life = was.Life.Sub(gone)
		if n := b.num("remaining_life", "remaining_years", "life_left"); n != nil {
			c.Terms.Life = *n
		} else if n := b.num("total_life", "new_life", "revised_life", "life"); n != nil {
			c.Terms.Life = n.Sub(gone)
		}
		if n := b.num("remaining_units", "remaining_capacity"); n != nil {
			c.Terms.Capacity = *n
		} else if was.Method == property.Units {
			for _, u := range x.Use {
				if u.On < c.On {
					c.Terms.Capacity = c.Terms.Capacity.Sub(u.Units)
				}
			}
		}
		b.done()
		x.Changes = append(x.Changes, c)
	}
	slices.SortStableFunc(x.Changes, func(a, b property.Change) int { return int(a.On) - int(b.On) })
}

// monthsFrom are the calendar months from one day to another.
func monthsFrom(from, to fiscal.Date) int64 {
	y, m, _ := from.YMD()
	z, n, _ := to.YMD()
	return int64(z-y)*12 + int64(n) - int64(m)
}

// changesUnder are the changes under another method than the first, which the changes were read for.
func changesUnder(all []property.Change, t property.Terms, other bool) (out []property.Change) {
	for _, c := range all {
		if other {
			life, salvage := c.Terms.Life, c.Terms.Salvage
			c.Terms = t
			c.Terms.Life, c.Terms.Salvage = life, salvage
		}
		out = append(out, c)
	}
	return out
}

// roll is the roll-forward of the assets by class over a period.
func (out *depreciationOut) roll(a *asked) {
	p := fiscal.Period{Start: a.day("from", "start"), End: a.day("to", "end")}
	a.done()
	if a.c.r.err != nil {
		return
	}
	if p.Start == 0 || p.End < p.Start {
		a.c.r.fail(a.o.field, "give from and to, the first and last day of the period")
		return
	}
	t := a.c.text
	for _, r := range property.Roll(out.held, p) {
		begin, end := r.Carrying()
		out.Roll = append(out.Roll, classRollOut{r.Class, t(r.CostBegin), t(r.Additions), t(r.Retired), t(r.CostEnd), t(r.AccBegin), t(r.Depreciation), t(r.Losses), t(r.Freed), t(r.AccEnd), t(begin), t(end), t(r.Proceeds), t(r.Gain)})
		if d := r.CostBegin.Add(r.Additions).Add(r.Retired).Sub(r.CostEnd); d.Sign() != 0 {
			out.Findings = append(out.Findings, check.Finding{Rule: "roll-foots", Severity: check.Open, Subject: r.Class, Message: "cost does not foot; the difference is " + money.Group(t(d))})
		}
	}
}
