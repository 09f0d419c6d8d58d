package costing

import (
	"cmp"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// firstSFAS151 is the first day on which a fiscal year could begin under SFAS 151, now ASC 330-10-30-3 and 30-7: fiscal years
// beginning after 15 June 2005.
var firstSFAS151 = fiscal.MustParse("2005-06-16")

// AbnormalRule says whether abnormal idle cost, spoilage, freight and handling must be expensed in the period (SFAS 151), or only
// where they are so abnormal as to require it (ARB 43 chapter 4, paragraph 5).
func AbnormalRule(begins fiscal.Date) (must bool, cite string) {
	if begins == 0 || begins >= firstSFAS151 {
		return true, "ASC 330-10-30-7"
	}
	return false, "ARB 43 chapter 4 paragraph 5"
}

// Overhead is a period's overhead: applied at a rate, or as given, against what it was.
type Overhead struct {
	Name     string
	Currency money.Currency
	Rate     *workpaper.Number // of one unit of the base; or Budget over BudgetBase
	Budget   *workpaper.Number
	BaseOf   *workpaper.Number // budgeted base that Budget is for
	Base     *workpaper.Number // actual hours, or units
	Applied  *workpaper.Number // as given; then no rate is needed
	Actual   []Part
	Prorate  []Part // balances by which the difference is shared; none for all to cost of sales
	Places   int    // of shares
}

// Part is a named amount.
type Part struct {
	Name   string
	Amount workpaper.Number
}

// OverheadResult is what was applied. Under is positive where less was applied than incurred.
type OverheadResult struct {
	Rate                   *workpaper.Number
	Actual, Applied, Under workpaper.Number
	Shares                 []Part
	Paper                  *workpaper.Paper
}

// Compute applies the overhead and shares the difference. A base of zero behind a rate is refused.
func (o Overhead) Compute() (r OverheadResult, err error) {
	about := cmp.Or(o.Name, "overhead")
	p := workpaper.New(workpaper.Head{Title: "Overhead applied", Entity: o.Name})
	usd, rateUnit := workpaper.Money(o.Currency), workpaper.Per(o.Currency, "unit of the base")
	t := p.Table("Overhead incurred", "kind")
	incurred := t.Column("amount", usd)
	for i, a := range o.Actual {
		t.Row(cmp.Or(a.Name, "overhead "+workpaper.Whole(int64(i+1)).String())).Input(incurred, a.Amount)
	}
	if len(o.Actual) == 0 {
		return r, check.Refuse(about, "give the overhead incurred")
	}
	s := p.Section("Applied")
	var applied workpaper.Num
	switch {
	case o.Applied != nil:
		applied = s.Input("overhead applied", usd, *o.Applied)
	case o.Base == nil:
		return r, check.Refuse(about, "give what was applied, or the actual base with a rate")
	default:
		var rate workpaper.Num
		switch {
		case o.Rate != nil:
			rate = s.Input("predetermined rate", rateUnit, *o.Rate)
		case o.Budget == nil || o.BaseOf == nil:
			return r, check.Refuse(about, "give the rate, or budgeted overhead and the base it is for")
		case o.BaseOf.Sign() <= 0:
			return r, check.Refuse(about, "a budgeted base of %s gives no rate", *o.BaseOf)
		default:
			rate = s.Step("predetermined rate", rateUnit, s.Input("budgeted overhead", usd, *o.Budget).Over(s.Input("budgeted base", workpaper.NoUnit.To(workpaper.PlacesOf(*o.BaseOf)), *o.BaseOf)), workpaper.Cite("ASC 330-10-30-3"))
		}
		r.Rate = keep(rate)
		applied = s.Step("overhead applied", usd, rate.Times(s.Input("actual base", workpaper.NoUnit.To(workpaper.PlacesOf(*o.Base)), *o.Base)))
	}
	actual := s.Step("overhead incurred", usd, incurred.Total())
	under := s.Step("underapplied, overapplied negative", usd, actual.Minus(applied))
	r.Actual, r.Applied, r.Under, r.Paper = actual.Number(), applied.Number(), under.Number(), p
	return r, o.share(&r, p, under, usd, about)
}

// share gives the difference to cost of sales, or to the balances by their size; the last takes what rounding leaves.
func (o Overhead) share(r *OverheadResult, p *workpaper.Paper, under workpaper.Num, usd workpaper.Unit, about string) error {
	if len(o.Prorate) == 0 {
		r.Shares = []Part{{"cost of sales", under.Number()}}
		return nil
	}
	total := nought
	for _, x := range o.Prorate {
		total = total.Add(x.Amount)
	}
	if total.Sign() <= 0 {
		return check.Refuse(about, "the balances to share by come to %s; they must be above zero", total)
	}
	t := p.Table("Shared by balances", "balance")
	balance, part, share := t.Column("balance", usd), t.Column("part", workpaper.Percent), t.Column("share", usd)
	sum := p.Section("Balances").Input("all balances", usd, total)
	var before []workpaper.Term
	for i, x := range o.Prorate {
		row := t.Row(x.Name)
		q := row.Step(part, row.Input(balance, x.Amount).Over(sum))
		n := under.Times(q).Round(o.Places, money.HalfAway)
		if i == len(o.Prorate)-1 && len(before) > 0 {
			n = under.Minus(workpaper.Sum(before...))
		}
		got := row.Step(share, n)
		before = append(before, got)
		r.Shares = append(r.Shares, Part{x.Name, got.Number()})
	}
	return nil
}

// Capacity is fixed overhead against normal capacity (ASC 330-10-30-3 to 30-7).
type Capacity struct {
	Currency   money.Currency
	YearBegins fiscal.Date      // decides the rule for idle cost; none for today's
	Fixed      workpaper.Number // overhead incurred
	Normal     workpaper.Number // capacity, units
	Low        *workpaper.Number
	High       *workpaper.Number // the range of normal; nil for Normal itself
	Produced   workpaper.Number
	// Unusual says, before SFAS 151, that the idle cost is so abnormal that it is expensed.
	Unusual bool
}

// CapacityResult is what goes into inventory and what is expensed.
type CapacityResult struct {
	Rate, Absorbed, Idle workpaper.Number
	Expensed             bool // the idle cost is an expense of the period
	Paper                *workpaper.Paper
	Findings             []check.Finding
}

// Compute allocates fixed overhead to production: at the rate of normal capacity, or of actual production where that is abnormally
// high, so that inventories are not above cost. Within the range of normal all is absorbed.
func (c Capacity) Compute() (r CapacityResult, err error) {
	if c.Normal.Sign() <= 0 || c.Produced.Sign() < 0 {
		return r, check.Refuse("capacity", "normal capacity %s and production %s; the first is above zero and the second not below", c.Normal, c.Produced)
	}
	p := workpaper.New(workpaper.Head{Title: "Fixed overhead at normal capacity"})
	usd, count := workpaper.Money(c.Currency), workpaper.Count.To(workpaper.PlacesOf(c.Normal, c.Produced))
	must, cite := AbnormalRule(c.YearBegins)
	s := p.Section("Capacity")
	fixed, normal, made := s.Input("fixed overhead", usd, c.Fixed), s.Input("normal capacity", count, c.Normal), s.Input("production", count, c.Produced)
	low, high := normal, normal
	if c.Low != nil {
		low = s.Input("lower end of the range of normal", count, *c.Low)
	}
	if c.High != nil {
		high = s.Input("upper end of the range of normal", count, *c.High)
	}
	within := s.Test("production is within the range of normal", workpaper.And(made.AtLeast(low), made.AtMost(high)), workpaper.Cite("ASC 330-10-30-4"))
	over := s.Test("production is abnormally high", made.More(high), workpaper.Cite("ASC 330-10-30-6"))
	r.Rate = s.Step("rate of fixed overhead", workpaper.Per(c.Currency, "unit"), fixed.Over(workpaper.If(workpaper.Or(within, over), made, normal)), workpaper.Cite("ASC 330-10-30-3")).Number()
	absorbed := s.Step("absorbed by production", usd, workpaper.If(workpaper.Or(within, over), fixed, fixed.Times(made).Over(normal)))
	idle := s.Step("not allocated: idle capacity", usd, fixed.Minus(absorbed), workpaper.Cite(cite))
	r.Absorbed, r.Idle, r.Expensed, r.Paper = absorbed.Number(), idle.Number(), must || c.Unusual, p
	if r.Idle.Sign() > 0 {
		f := check.Finding{Rule: "idle-capacity", Severity: check.Note, Subject: "idle capacity", Cite: cite, Message: money.Group(r.Idle.Text(2, money.HalfAway)) + " of fixed overhead is not allocated; it is an expense of the period"}
		if !r.Expensed {
			f.Severity, f.Message = check.Open, money.Group(r.Idle.Text(2, money.HalfAway))+" of fixed overhead is not allocated; say whether it is so abnormal that it is expensed"
		}
		p.Raise(f, idle)
	}
	r.Findings = p.Findings()
	return r, nil
}

// Spoilage is a batch with units that were lost.
type Spoilage struct {
	Currency   money.Currency
	YearBegins fiscal.Date
	Units      *workpaper.Number // started; or Good plus Spoiled
	Good       workpaper.Number
	Spoiled    *workpaper.Number
	Normal     *workpaper.Number // units, or
	NormalOf   *workpaper.Number // a part of the good units, or
	NormalIn   *workpaper.Number // a part of the units started
	Cost       *workpaper.Number // of all units; or
	UnitCost   *workpaper.Number
	Disposal   workpaper.Number // of one spoiled unit
}

// SpoilageResult parts the lost units. What is normal is borne by the good ones.
type SpoilageResult struct {
	Spoiled, Normal, Abnormal          workpaper.Number // units
	UnitCost                           workpaper.Number
	GoodCost, NormalCost, AbnormalCost workpaper.Number
	Transferred, PerGood               workpaper.Number // good units with the normal loss
	Paper                              *workpaper.Paper
}

// Compute parts normal from abnormal spoilage. More good units than were started, and none, are refused.
func (x Spoilage) Compute() (r SpoilageResult, err error) {
	if x.Good.Sign() <= 0 {
		return r, check.Refuse("spoilage", "%s good units; there must be some to bear the normal loss", x.Good)
	}
	if (x.Units == nil) == (x.Spoiled == nil) {
		return r, check.Refuse("spoilage", "give the units started or the units spoiled")
	}
	if (x.Cost == nil) == (x.UnitCost == nil) {
		return r, check.Refuse("spoilage", "give the cost of all units or of one")
	}
	p := workpaper.New(workpaper.Head{Title: "Normal and abnormal spoilage"})
	usd, each := workpaper.Money(x.Currency), workpaper.Per(x.Currency, "unit")
	count := workpaper.Count.To(2)
	s := p.Section("Units")
	good := s.Input("good units", count, x.Good)
	var spoiled, started workpaper.Num
	if x.Spoiled != nil {
		spoiled = s.Input("units spoiled", count, *x.Spoiled)
		started = s.Step("units started", count, good.Plus(spoiled))
	} else {
		started = s.Input("units started", count, *x.Units)
		spoiled = s.Step("units spoiled", count, started.Minus(good))
	}
	if spoiled.Number().Sign() < 0 {
		return r, check.Refuse("spoilage", "%s good units of %s started", x.Good, started.Number())
	}
	var expected workpaper.Num
	switch {
	case x.Normal != nil:
		expected = s.Input("normal spoilage expected", count, *x.Normal)
	case x.NormalOf != nil:
		expected = s.Step("normal spoilage expected", count, good.Times(s.Input("normal spoilage, part of good units", workpaper.Percent, *x.NormalOf)))
	case x.NormalIn != nil:
		expected = s.Step("normal spoilage expected", count, started.Times(s.Input("normal spoilage, part of units started", workpaper.Percent, *x.NormalIn)))
	default:
		return r, check.Refuse("spoilage", "say how much is normal: units, or a part of the good units or of those started")
	}
	_, cite := AbnormalRule(x.YearBegins)
	normal := s.Step("normal spoilage", count, workpaper.Least(spoiled, expected))
	abnormal := s.Step("abnormal spoilage", count, spoiled.Minus(normal), workpaper.Cite(cite))
	c := p.Section("Costs")
	var unit workpaper.Num
	if x.UnitCost != nil {
		unit = c.Input("cost of a unit", each, *x.UnitCost)
	} else {
		unit = c.Step("cost of a unit", each, c.Input("cost of all units", usd, *x.Cost).Over(started))
	}
	lost := c.Step("loss on a spoiled unit", each, unit.Minus(c.Input("disposal value of a spoiled unit", each, x.Disposal)))
	g, n := c.Step("cost of good units", usd, good.Times(unit)), c.Step("cost of normal spoilage", usd, normal.Times(lost))
	a := c.Step("cost of abnormal spoilage: expense of the period", usd, abnormal.Times(lost), workpaper.Cite(cite))
	out := c.Step("cost of good units with the normal loss", usd, g.Plus(n))
	per := c.Step("cost of a good unit", each, out.Over(good))
	return SpoilageResult{spoiled.Number(), normal.Number(), abnormal.Number(), unit.Number(), g.Number(), n.Number(), a.Number(), out.Number(), per.Number(), p}, nil
}
