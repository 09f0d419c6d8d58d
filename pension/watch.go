package pension

import (
	"cmp"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Watch watches for settlement accounting: lump sums and other settlements of a year against service cost plus interest cost (ASC 715-30-35-82;
// SFAS 88 paragraph 11). When their sum is above it, a part of the net loss must be recognised; below it the company's policy decides.
type Watch struct {
	Name              string
	Currency          money.Currency
	Service, Interest workpaper.Number // of the whole year
	Payments          []Payment        // in the order of days
	Obligation        *workpaper.Number
	NetLoss           workpaper.Number
	Always            bool
	Reference         string // what brought them, such as a restructuring plan
}

// Payment is a settlement; a day of 0 is not known. One that is Expected has not been paid yet.
type Payment struct {
	Name     string
	On       fiscal.Date
	Amount   workpaper.Number
	Expected bool
}

// WatchResult says where the year stands.
type WatchResult struct {
	Limit, Paid, Expected, Headroom workpaper.Number
	Crossed                         string // the payment that went above the limit
	Recognise                       bool
	Loss                            *workpaper.Number // to be recognised, a gain negative
	Findings                        []finding
	Paper                           *workpaper.Paper
}

// Compute adds the payments up.
func (w Watch) Compute() (r WatchResult, err error) {
	about := cmp.Or(w.Name, "settlement watch")
	p := workpaper.New(workpaper.Head{Title: "Settlement watch", Entity: w.Name, Purpose: "Whether payments of the year ask for settlement accounting"})
	r.Paper = p
	usd := workpaper.Money(w.Currency)
	s := p.Section("Limit")
	limit := s.Step("service and interest cost of the year", usd, s.Input("service cost", usd, w.Service).Plus(s.Input("interest cost", usd, w.Interest)), workpaper.Cite("ASC 715-30-35-82"))
	t := p.Table("Payments that settle", "payment")
	amount, sofar, room := t.Column("amount", usd), t.Column("so far", usd), t.Column("room below the limit", usd)
	last := fiscal.Date(0)
	total := workpaper.Int(0)
	for i, x := range w.Payments {
		if x.Amount.Sign() <= 0 || x.On != 0 && x.On < last {
			return r, check.Refuse(about, "payment %d of %s on %s: amounts are above zero and days in order", i+1, two(x.Amount), x.On)
		}
		last = max(last, x.On)
		name := cmp.Or(x.Name, workpaper.Whole(int64(i+1)).String())
		if x.On != 0 {
			name += ", " + x.On.String()
		}
		row := t.Row(name)
		total = row.Running(sofar, row.Input(amount, x.Amount))
		left := row.Step(room, limit.Minus(total))
		if r.Crossed == "" && left.Number().Sign() < 0 {
			r.Crossed = name
		}
		if x.Expected {
			r.Expected = r.Expected.Add(x.Amount)
		} else {
			r.Paid = r.Paid.Add(x.Amount)
		}
	}
	all := r.Paid.Add(r.Expected)
	r.Limit, r.Headroom = limit.Number(), limit.Number().Sub(all)
	r.Recognise = all.Sign() > 0 && (w.Always || r.Paid.Cmp(r.Limit) > 0 || all.Cmp(r.Limit) > 0)
	if w.Obligation != nil && len(w.Payments) > 0 {
		if w.Obligation.Sign() <= 0 || w.Obligation.Cmp(r.Paid) < 0 {
			return r, check.Refuse(about, "settlements of %s of an obligation of %s", two(r.Paid), two(*w.Obligation))
		}
		q := p.Section("To be recognised")
		share := q.Input("net loss not recognised, gain negative", usd, w.NetLoss).Times(total).Over(q.Input("obligation before", usd, *w.Obligation)).Round(2, money.HalfAway)
		if !w.Always {
			share = workpaper.If(total.More(limit), share, workpaper.Int(0))
		}
		n := q.Step("settlement loss, gain negative", usd, share, workpaper.Cite("ASC 715-30-35-79")).Number()
		r.Loss = &n
	}
	r.Findings = w.found(about, r, all)
	return r, nil
}

func (w Watch) found(about string, r WatchResult, all workpaper.Number) []finding {
	why := ""
	if w.Reference != "" {
		why = " (" + w.Reference + ")"
	}
	switch {
	case r.Paid.Cmp(r.Limit) > 0:
		return []finding{open("settlement-watch", about, "ASC 715-30-35-82", "payments%s of %s are above service and interest cost of %s, by %s: settlement accounting is due in the period of %s", why, two(r.Paid), two(r.Limit), two(r.Paid.Sub(r.Limit)), r.Crossed)}
	case all.Cmp(r.Limit) > 0:
		return []finding{open("settlement-watch", about, "ASC 715-30-35-82", "payments%s of %s and %s more expected go above service and interest cost of %s: settlement accounting will be due", why, two(r.Paid), two(r.Expected), two(r.Limit))}
	case all.Mul(workpaper.Ratio(5, 4)).Cmp(r.Limit) > 0:
		return []finding{{Rule: "settlement-watch", Severity: check.Note, Subject: about, Cite: "ASC 715-30-35-82", Message: "payments" + why + " of " + two(all) + " leave " + two(r.Headroom) + " below service and interest cost of " + two(r.Limit)}}
	}
	return nil
}

// Termination is termination benefits paid out of a pension plan or by the employer (ASC 715-30-25-10; SFAS 88 paragraph 15): special ones,
// offered for a short time, when the employee accepts and the amount can be estimated; contractual ones when they are probable. What the plan
// had already accrued is no part of the loss.
type Termination struct {
	Name        string
	Currency    money.Currency
	Contractual bool
	Probable    bool // of contractual ones; special ones need Accepted
	Accepted    bool
	Lump        workpaper.Number
	Payment     workpaper.Number // of each year
	Years       int
	Rate        *workpaper.Number
	Already     workpaper.Number // accrued under the plan for the same people
}

// TerminationResult is the loss and liability.
type TerminationResult struct {
	Recognise           bool
	Present, Loss, Both workpaper.Number // value of later payments, loss, and value of all benefits
	Paper               *workpaper.Paper
}

// Compute values them.
func (x Termination) Compute() (r TerminationResult, err error) {
	about := cmp.Or(x.Name, "termination benefits")
	if x.Payment.Sign() != 0 && (x.Years < 1 || x.Rate == nil) {
		return r, check.Refuse(about, "payments of %s a year need their years and the rate at which they are discounted", two(x.Payment))
	}
	if err := discounts(about, x.Rate); err != nil {
		return r, err
	}
	p := workpaper.New(workpaper.Head{Title: "Termination benefits", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Money(x.Currency)
	s := p.Section("Benefits")
	value := s.Input("lump sums", usd, x.Lump)
	if x.Payment.Sign() != 0 {
		each := s.Input("payment at the end of each year", usd, x.Payment)
		later := s.Step("value of the payments", usd, each.Times(workpaper.Annuity(s.Input("discount rate", workpaper.Percent.To(2), *x.Rate), s.Input("years", workpaper.Years, workpaper.Whole(int64(x.Years))))).Round(2, money.HalfAway), workpaper.Cite("ASC 715-30-25-10"))
		value = s.Step("value of all benefits", usd, value.Plus(later))
		r.Present = later.Number()
	}
	accepted := x.Accepted || x.Contractual && x.Probable
	loss := s.Step("loss", usd, workpaper.If(s.Input("accepted, or probable where contractual: 1, otherwise 0", workpaper.NoUnit, flag(accepted)).Equals(workpaper.Int(1)), value.Minus(s.Input("accrued under the plan before", usd, x.Already)), workpaper.Int(0)), workpaper.Cite("ASC 715-30-25-10"))
	r.Recognise, r.Loss, r.Both = accepted, loss.Number(), value.Number()
	return r, nil
}

func flag(yes bool) workpaper.Number {
	if yes {
		return workpaper.Whole(1)
	}
	return nought
}
