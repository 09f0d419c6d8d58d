package property

import (
	"cmp"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Method is how cost is shared over life.
type Method string

// The methods. Declining is at any multiple of the straight-line rate, or at a rate of its own.
const (
	StraightLine Method = "straight-line"
	Units        Method = "units"
	Declining    Method = "declining-balance"
	SumOfYears   Method = "sum-of-years-digits"
	None         Method = "none" // land, and work in progress
)

// Convention says from when an asset that came during a period is depreciated, and until when one that went is.
type Convention string

// The conventions. Of disposals each holds the other way round: under full months the month of disposal bears nothing.
const (
	FullMonth    Convention = "full-month"    // the month in which it came counts whole
	NextMonth    Convention = "next-month"    // from the month after
	NearestMonth Convention = "nearest-month" // whole up to the 15th, else from the next
	MidMonth     Convention = "mid-month"     // half of the month
	HalfYear     Convention = "half-year"     // half of the fiscal year
	FullYear     Convention = "full-year"     // the whole fiscal year
	ByDays       Convention = "days"          // the days, of the days of their calendar year
)

// Terms are what is estimated from a day on.
type Terms struct {
	Method   Method
	Salvage  workpaper.Number
	Life     workpaper.Number  // years from that day
	Factor   workpaper.Number  // of declining balance: 2 is double
	Rate     *workpaper.Number // of declining balance, instead of Factor over Life
	Switch   bool              // to straight line over what remains of life, from the year in which that is more
	ByRate   bool              // the last year is not made to end at salvage value
	Capacity workpaper.Number  // units from that day
	UnitRate *workpaper.Number // of one unit, instead of the cost less salvage value over the capacity
}

// Change is a new estimate, an addition to cost or a loss of value on a day; nothing before it is computed anew.
type Change struct {
	On    fiscal.Date
	Terms Terms
	Add   workpaper.Number // to cost
	Loss  workpaper.Number // impairment: taken off what is carried
	Why   string
}

// Use is what was produced or driven in the time that ends on a day.
type Use struct {
	On    fiscal.Date
	Units workpaper.Number
}

// Disposal is how the asset left.
type Disposal struct {
	On       fiscal.Date
	Proceeds workpaper.Number // less what the sale cost
}

// Part is a named part of cost: price, freight, setting up (ASC 360-10-30-1).
type Part struct {
	Name   string
	Amount workpaper.Number
}

// Asset is one asset.
type Asset struct {
	Name, Class string
	Currency    money.Currency
	Places      int // of amounts
	Costs       []Part
	InService   fiscal.Date
	Calendar    fiscal.Calendar
	Convention  Convention
	Terms       Terms
	Use         []Use
	Changes     []Change // in the order of days
	Disposal    *Disposal
}

// Cost is what it came to when it was put in service.
func (a Asset) Cost() workpaper.Number {
	sum := nought
	for _, p := range a.Costs {
		sum = sum.Add(p.Amount)
	}
	return sum
}

// CostAt is the cost at the end of a day, nought before it came and after it left.
func (a Asset) CostAt(d fiscal.Date) workpaper.Number {
	if d < a.InService || a.Disposal != nil && d >= a.Disposal.On {
		return nought
	}
	sum := a.Cost()
	for _, c := range a.Changes {
		if c.On <= d {
			sum = sum.Add(c.Add)
		}
	}
	return sum
}

// check refuses what cannot be computed.
func (a Asset) check() error {
	about := cmp.Or(a.Name, "asset")
	for _, p := range a.Costs {
		if p.Amount.Sign() < 0 && p.Name == "" {
			return check.Refuse(about, "a cost of %s; it is not negative", p.Amount)
		}
	}
	if err := a.Terms.check(about, a.Cost()); err != nil {
		return err
	}
	last := a.InService
	for _, c := range a.Changes {
		if c.On < last {
			return check.Refuse(about, "the change of %s stands after one of %s, or before the asset was in service on %s; write changes in the order of days", c.On, last, a.InService)
		}
		last = c.On
		if c.Loss.Sign() < 0 {
			return check.Refuse(about, "a loss of %s on %s; a loss is positive", c.Loss, c.On)
		}
	}
	if a.Disposal != nil && a.Disposal.On < last {
		return check.Refuse(about, "it was disposed of on %s, before %s", a.Disposal.On, last)
	}
	for _, u := range a.Use {
		if u.Units.Sign() < 0 {
			return check.Refuse(about, "%s units on %s; what was used is not negative", u.Units, u.On)
		}
	}
	return nil
}

func (t Terms) check(about string, cost workpaper.Number) error {
	switch {
	case t.Method == None:
		return nil
	case t.Salvage.Sign() < 0 || t.UnitRate == nil && t.Salvage.Cmp(cost) > 0 && cost.Sign() > 0:
		return check.Refuse(about, "a salvage value of %s against a cost of %s; it lies between 0 and the cost", t.Salvage, cost)
	case t.Method == Units && t.UnitRate == nil && t.Capacity.Sign() <= 0:
		return check.Refuse(about, "give the units it will produce over its life (capacity), or the rate of a unit")
	case t.Method != Units && t.Life.Sign() <= 0:
		return check.Refuse(about, "a life of %s years; it is above zero", t.Life)
	case t.Life.Cmp(longest) > 0:
		return check.Refuse(about, "a life of %s years; nothing is depreciated over more than %s: write years, not months", t.Life, longest)
	case t.Method == Declining && t.Rate == nil && t.Factor.Sign() <= 0:
		return check.Refuse(about, "give the multiple of the straight-line rate, such as 2, or the rate")
	case t.Method == Declining && t.decline().Cmp(one) > 0:
		return check.Refuse(about, "a rate of %s of the balance; it is not above 1", t.decline())
	}
	return nil
}

// decline is the rate of declining balance.
func (t Terms) decline() workpaper.Number {
	if t.Rate != nil {
		return *t.Rate
	}
	return t.Factor.Quo(t.Life)
}

// years counts years in calendar time: the years before the day and the part of its own that has gone by at its beginning, by whole
// months and days of a month, or by days of the year.
func years(d fiscal.Date, byDays bool) workpaper.Number {
	y, m, day := d.YMD()
	if byDays {
		first := fiscal.Of(y, 1, 1)
		return workpaper.Whole(int64(y)).Add(workpaper.Ratio(int64(d-first), int64(fiscal.Of(y+1, 1, 1)-first)))
	}
	month := workpaper.Ratio(int64(day-1), int64(fiscal.DaysIn(y, m)))
	return workpaper.Whole(int64(y)).Add(workpaper.Whole(int64(m) - 1).Add(month).Quo(workpaper.Whole(12)))
}

// turn is the moment from which, or until which, an asset that came or went on a day is depreciated, in years of calendar time.
func (a Asset) turn(d fiscal.Date) workpaper.Number {
	y, m, day := d.YMD()
	month := workpaper.Whole(int64(y)).Add(workpaper.Ratio(int64(m)-1, 12))
	begin := years(a.Calendar.YearPeriod(a.Calendar.Year(d)).Start, false)
	switch a.Convention {
	case NextMonth:
		return month.Add(workpaper.Ratio(1, 12))
	case NearestMonth:
		if day > 15 {
			return month.Add(workpaper.Ratio(1, 12))
		}
		return month
	case MidMonth:
		return month.Add(workpaper.Ratio(1, 24))
	case HalfYear:
		return begin.Add(workpaper.Ratio(1, 2))
	case FullYear:
		return begin
	case ByDays:
		return years(d, true)
	}
	return month
}

// end is the end of a day in years of calendar time.
func (a Asset) end(d fiscal.Date) workpaper.Number { return years(d+1, a.Convention == ByDays) }
