package costing

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Input is a material, or a grade of labour, against its standard. Quantities are pounds, hours and the like for the whole output.
type Input struct {
	Name             string
	StandardQuantity workpaper.Number // allowed for the actual output
	StandardPrice    workpaper.Number
	Quantity         workpaper.Number  // used
	Price            workpaper.Number  // actual, of one
	Purchased        *workpaper.Number // where the price variance is of what was bought
	Idle             workpaper.Number  // hours paid and not worked, part of Quantity
}

// Resource is inputs that are priced alike: materials, or labour. With several, usage parts into mix and yield.
type Resource struct {
	Labour   bool
	Currency money.Currency
	Inputs   []Input
}

// InputResult is the variances of one input, unfavourable positive. Usage is efficiency for labour; Mix and Yield are its parts.
type InputResult struct {
	Name             string
	Price, Usage     workpaper.Number
	Mix, Yield       workpaper.Number
	IdleTime         workpaper.Number
	Standard, Actual workpaper.Number // cost: allowed, and incurred for what was used
}

// ResourceResult adds up.
type ResourceResult struct {
	Inputs                   []InputResult
	Price, Usage, Mix, Yield workpaper.Number
	IdleTime, Total          workpaper.Number
	Paper                    *workpaper.Paper
}

// Compute parts actual cost less standard cost. Quantities and prices below zero are refused, and none used where there was a
// standard to mix is not.
func (x Resource) Compute() (r ResourceResult, err error) {
	var counts []workpaper.Number
	for i, in := range x.Inputs {
		name := cmp.Or(in.Name, "input "+workpaper.Whole(int64(i+1)).String())
		for what, n := range map[string]workpaper.Number{"standard quantity": in.StandardQuantity, "standard price": in.StandardPrice, "quantity": in.Quantity, "price": in.Price, "idle time": in.Idle} {
			if n.Sign() < 0 {
				return r, check.Refuse(name, "a %s of %s is below zero", what, n)
			}
		}
		if in.Idle.Cmp(in.Quantity) > 0 {
			return r, check.Refuse(name, "%s idle of %s paid", in.Idle, in.Quantity)
		}
		counts = append(counts, in.StandardQuantity, in.Quantity)
	}
	if len(x.Inputs) == 0 {
		return r, check.Refuse("variances", "there is no input")
	}
	words := [3]string{"Material variances", "price variance", "usage variance"}
	if x.Labour {
		words = [3]string{"Labour variances", "rate variance", "efficiency variance"}
	}
	p := workpaper.New(workpaper.Head{Title: words[0] + ", unfavourable positive"})
	usd, each, count := workpaper.Money(x.Currency), workpaper.Per(x.Currency, "unit"), workpaper.NoUnit.To(workpaper.PlacesOf(counts...))
	t := p.Table("Standard and actual", "input")
	allowed, standard := t.Column("quantity allowed", count), t.Column("standard price", each)
	used, paid := t.Column("quantity used", count), t.Column("actual price", each)
	bought, idle := t.Column("quantity that the price variance is of", count), t.Column("idle", count)
	price := t.Column(words[1], usd, workpaper.Cite("ASC 330-10-30-12"))
	lost := t.Column("idle time variance", usd)
	usage := t.Column(words[2], usd, workpaper.Cite("ASC 330-10-30-12"))
	atStandard, incurred := t.Column("standard cost allowed", usd), t.Column("actual cost of what was used", usd)
	type cells struct{ sq, sp, worked workpaper.Num }
	var rows []cells
	for i, in := range x.Inputs {
		row := t.Row(cmp.Or(in.Name, "input "+workpaper.Whole(int64(i+1)).String()))
		sq, sp := row.Input(allowed, in.StandardQuantity), row.Input(standard, in.StandardPrice)
		q, ap := row.Input(used, in.Quantity), row.Input(paid, in.Price)
		of := q
		if in.Purchased != nil {
			of = row.Input(bought, *in.Purchased)
		} else {
			of = row.Step(bought, q)
		}
		z := row.Input(idle, in.Idle)
		a := row.Step(price, of.Times(ap.Minus(sp)))
		d := row.Step(lost, z.Times(sp))
		b := row.Step(usage, q.Minus(z).Minus(sq).Times(sp))
		s, c := row.Step(atStandard, sq.Times(sp)), row.Step(incurred, q.Times(ap))
		rows = append(rows, cells{sq, sp, q.Minus(z)})
		r.Inputs = append(r.Inputs, InputResult{Name: in.Name, Price: a.Number(), Usage: b.Number(), IdleTime: d.Number(), Standard: s.Number(), Actual: c.Number()})
	}
	pr, us, id := price.Total(), usage.Total(), lost.Total()
	r.Price, r.Usage, r.IdleTime, r.Paper = pr.Number(), us.Number(), id.Number(), p
	s := p.Section("Result")
	r.Total = s.Step("total variance", usd, pr.Plus(us).Plus(id)).Number()
	if len(x.Inputs) > 1 {
		var sqs, ws []workpaper.Term
		for _, c := range rows {
			sqs, ws = append(sqs, c.sq), append(ws, c.worked)
		}
		all := p.Section("All inputs")
		total, worked := all.Step("quantity allowed", count, workpaper.Sum(sqs...)), all.Step("quantity used", count, workpaper.Sum(ws...))
		if total.Number().Sign() == 0 {
			return r, nil
		}
		m := p.Table("Mix and yield", "input")
		share := m.Column("used in the standard mix", count)
		mix, yield := m.Column("mix variance", usd), m.Column("yield variance", usd)
		for i, c := range rows {
			row := m.Row(cmp.Or(x.Inputs[i].Name, "input "+workpaper.Whole(int64(i+1)).String()))
			in := row.Step(share, worked.Times(c.sq).Over(total))
			r.Inputs[i].Mix = row.Step(mix, c.worked.Minus(in).Times(c.sp)).Number()
			r.Inputs[i].Yield = row.Step(yield, in.Minus(c.sq).Times(c.sp)).Number()
		}
		r.Mix, r.Yield = mix.Total().Number(), yield.Total().Number()
	}
	return r, nil
}

// OverheadVariance is overhead against a flexible budget. Hours are of the base: labour or machine hours, or units.
type OverheadVariance struct {
	Name         string
	Currency     money.Currency
	Allowed      workpaper.Number  // hours allowed for the actual output
	Hours        *workpaper.Number // actual; nil where only the two-way analysis is asked
	VariableRate workpaper.Number
	Variable     *workpaper.Number // actual variable overhead
	FixedRate    *workpaper.Number // or Budget over Capacity
	Budget       *workpaper.Number // budgeted fixed overhead; or FixedRate times Capacity
	Capacity     *workpaper.Number // hours that the fixed rate is for
	Fixed        *workpaper.Number // actual fixed overhead
	Actual       *workpaper.Number // actual overhead, where variable and fixed are not known apart
}

// OverheadVarianceResult has what the inputs allow; unfavourable positive, nil for what they do not.
type OverheadVarianceResult struct {
	VariableSpending, VariableEfficiency *workpaper.Number // four-way
	FixedSpending, Volume                *workpaper.Number
	FixedEfficiency, FixedCapacity       *workpaper.Number // the parts of Volume: hours against those allowed, and capacity against hours
	Spending, Efficiency                 *workpaper.Number // three-way, with Volume
	Controllable                         *workpaper.Number // two-way, with Volume
	FlexibleBudget, Applied, Total       *workpaper.Number
	Paper                                *workpaper.Paper
}

// Compute analyses. Whatever is given decides how far: variable alone, fixed alone, or both two-, three- and four-way.
func (x OverheadVariance) Compute() (r OverheadVarianceResult, err error) {
	about := cmp.Or(x.Name, "overhead")
	if x.Allowed.Sign() < 0 || x.Capacity != nil && x.Capacity.Sign() <= 0 {
		return r, check.Refuse(about, "hours allowed are not below zero and capacity is above it")
	}
	p := workpaper.New(workpaper.Head{Title: "Overhead variances, unfavourable positive", Entity: x.Name})
	usd, each, hours := workpaper.Money(x.Currency), workpaper.Per(x.Currency, "hour"), workpaper.Unit{Name: "hours", Places: workpaper.PlacesOf(x.Allowed)}
	s := p.Section("Standard")
	allowed, rate := s.Input("hours allowed for the output", hours, x.Allowed), s.Input("variable rate", each, x.VariableRate)
	var worked *workpaper.Num
	if x.Hours != nil {
		n := s.Input("hours worked", hours.To(workpaper.PlacesOf(x.Allowed, *x.Hours)), *x.Hours)
		worked = &n
	}
	v := p.Section("Variable overhead")
	var vs, ve *workpaper.Num
	if worked != nil {
		e := v.Step("variable efficiency variance", usd, worked.Minus(allowed).Times(rate), workpaper.Cite("ASC 330-10-30-12"))
		ve, r.VariableEfficiency = &e, keep(e)
		if x.Variable != nil {
			n := v.Step("variable spending variance", usd, v.Input("actual variable overhead", usd, *x.Variable).Minus(worked.Times(rate)))
			vs, r.VariableSpending = &n, keep(n)
		}
	}
	budget, fixedRate := x.fixed(p, usd, each, hours)
	if budget == nil {
		r.Paper = p
		if x.Actual != nil || x.Fixed != nil {
			return r, check.Refuse(about, "give budgeted fixed overhead, or the fixed rate with the capacity that it is for")
		}
		return r, nil
	}
	f := p.Section("Fixed overhead")
	applied := f.Step("fixed overhead applied", usd, allowed.Times(*fixedRate))
	volume := f.Step("volume variance", usd, budget.Minus(applied), workpaper.Cite("ASC 330-10-30-7"))
	r.Volume = keep(volume)
	if worked != nil {
		r.FixedEfficiency = keep(f.Step("of it efficiency: hours worked beyond those allowed", usd, worked.Minus(allowed).Times(*fixedRate)))
		r.FixedCapacity = keep(f.Step("of it capacity: budget not worked", usd, budget.Minus(worked.Times(*fixedRate))))
	}
	var fs *workpaper.Num
	if x.Fixed != nil {
		n := f.Step("fixed spending variance", usd, f.Input("actual fixed overhead", usd, *x.Fixed).Minus(*budget))
		fs, r.FixedSpending = &n, keep(n)
	}
	x.together(p, &r, usd, *budget, allowed, rate, applied, worked, vs, ve, fs)
	r.Paper = p
	return r, nil
}

// fixed is budgeted fixed overhead and its rate, as far as they are given.
func (x OverheadVariance) fixed(p *workpaper.Paper, usd, each, hours workpaper.Unit) (budget, rate *workpaper.Num) {
	s := p.Section("Fixed budget")
	switch {
	case x.Budget != nil && x.FixedRate != nil:
		b, f := s.Input("budgeted fixed overhead", usd, *x.Budget), s.Input("fixed rate", each, *x.FixedRate)
		return &b, &f
	case x.Budget != nil && x.Capacity != nil:
		b := s.Input("budgeted fixed overhead", usd, *x.Budget)
		f := s.Step("fixed rate", each, b.Over(s.Input("capacity", hours, *x.Capacity)), workpaper.Cite("ASC 330-10-30-3"))
		return &b, &f
	case x.FixedRate != nil && x.Capacity != nil:
		f := s.Input("fixed rate", each, *x.FixedRate)
		b := s.Step("budgeted fixed overhead", usd, f.Times(s.Input("capacity", hours, *x.Capacity)))
		return &b, &f
	}
	return nil, nil
}

// together is the three-way and the two-way analysis.
func (x OverheadVariance) together(p *workpaper.Paper, r *OverheadVarianceResult, usd workpaper.Unit, budget, allowed, rate, applied workpaper.Num, worked, vs, ve, fs *workpaper.Num) {
	s := p.Section("Variable and fixed together")
	flexible := s.Step("flexible budget for the output", usd, budget.Plus(allowed.Times(rate)))
	r.FlexibleBudget = keep(flexible)
	all := s.Step("overhead applied", usd, applied.Plus(allowed.Times(rate)))
	r.Applied = keep(all)
	var actual workpaper.Num
	switch {
	case x.Actual != nil:
		actual = s.Input("actual overhead", usd, *x.Actual)
	case vs != nil && fs != nil:
		actual = s.Step("actual overhead", usd, vs.Plus(worked.Times(rate)).Plus(*fs).Plus(budget))
	default:
		return
	}
	r.Controllable = keep(s.Step("controllable variance", usd, actual.Minus(flexible)))
	r.Total = keep(s.Step("total overhead variance", usd, actual.Minus(all)))
	if worked != nil {
		r.Spending = keep(s.Step("spending variance", usd, actual.Minus(budget.Plus(worked.Times(rate)))))
		r.Efficiency = keep(s.Step("efficiency variance", usd, *ve))
	}
}
