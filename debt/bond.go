package debt

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Bond is a loan, note or bond with payments at the end of equal periods: its price, and interest by the effective method against a
// straight line (ASC 835-30-35-2 to 35-4).
type Bond struct {
	Name     string
	Currency money.Currency
	Face     workpaper.Number
	Coupon   workpaper.Number  // a year; nil for none
	Yield    *workpaper.Number // a year; solved from the proceeds where it is nil
	Proceeds *workpaper.Number // computed from the yield where it is nil
	Costs    workpaper.Number  // of issue
	Periods  int
	PerYear  int
	Level    bool               // repaid by level payments of principal and interest
	Pay      []workpaper.Number // payments as given, of interest and principal; then no coupon and no face at the end
	Places   int                // of interest that is booked; 2 by default
	Factors  int                // decimals of present-value factors read from a table; 0 for exact
	Price    int                // decimals that the price is rounded to; 2 by default
	Exact    bool               // the last period takes what its own interest is, not what is left to the face
	Begins   fiscal.Date        // fiscal year of issue: decides where issue costs stand
}

// BondPeriod is one period. Interest is the effective one; Straight the interest of a straight line.
type BondPeriod struct {
	Begin, Interest, Paid, Amortised, Carrying, Straight workpaper.Number
}

// BondResult is the price and the periods.
type BondResult struct {
	Price, Net    workpaper.Number // proceeds, and less issue costs
	Payment       workpaper.Number // level payment
	Rate          workpaper.Number // effective, of a period
	Interest      workpaper.Number // in all
	Periods       []BondPeriod
	CostsDeducted bool // issue costs are deducted from the debt, not an asset
	Cite          string
	Paper         *workpaper.Paper
}

const mostPeriods = 600

// Compute prices the bond and carries it to its end.
func (b Bond) Compute() (r BondResult, err error) {
	about := cmp.Or(b.Name, "debt")
	if len(b.Pay) > 0 {
		b.Periods = len(b.Pay)
	}
	switch {
	case b.Periods < 1 || b.Periods > mostPeriods:
		return r, check.Refuse(about, "%d periods; there are 1 to %d", b.Periods, mostPeriods)
	case b.PerYear < 1 || b.PerYear > 12:
		return r, check.Refuse(about, "%d periods a year; there are 1 to 12", b.PerYear)
	case b.Face.Sign() <= 0 && len(b.Pay) == 0:
		return r, check.Refuse(about, "its face is %s; it must be above zero", b.Face)
	case b.Yield == nil && b.Proceeds == nil:
		return r, check.Refuse(about, "give its yield, or its proceeds, from which the yield is found")
	}
	p := workpaper.New(workpaper.Head{Title: "Debt by the effective interest method", Entity: b.Name})
	r.Paper = p
	usd := workpaper.Money(b.Currency)
	s := p.Section("Terms")
	perYear := s.Input("periods a year", workpaper.NoUnit, workpaper.Whole(int64(b.PerYear)))
	n := s.Input("periods", workpaper.NoUnit, workpaper.Whole(int64(b.Periods)))
	face := s.Input("face", usd, b.Face)
	coupon := s.Step("interest paid a period", usd, face.Times(s.Input("interest paid, a year", workpaper.Percent.To(4), b.Coupon)).Over(perYear))
	pay := func(int) workpaper.Num { return coupon }
	if b.Level {
		rate := s.Step("rate of a period", workpaper.Percent.To(6), s.Input("rate, a year", workpaper.Percent.To(4), b.orCoupon()).Over(perYear))
		level := s.Step("level payment", usd, workpaper.Payment(face, rate, n).Round(b.places(), money.HalfAway))
		r.Payment = level.Number()
		pay = func(int) workpaper.Num { return level }
	}
	yield, price, err := b.price(&r, p, s, usd, face, coupon, perYear, n, about)
	if err != nil {
		return r, err
	}
	b.carry(&r, p, usd, face, price, yield, pay)
	r.CostsDeducted, r.Cite = CostsDeducted.Holds(b.Begins) || b.Begins == 0, "ASC 835-30-45-1A"
	if !r.CostsDeducted {
		r.Cite = "APB 21 paragraph 16"
	}
	return r, nil
}

func (b Bond) orCoupon() workpaper.Number {
	if b.Yield != nil {
		return *b.Yield
	}
	return b.Coupon
}

func (b Bond) places() int {
	if b.Places == 0 {
		return 2
	}
	return max(b.Places, 0)
}

// flows are the payments of all periods.
func (b Bond) flows() (out []workpaper.Number) {
	if len(b.Pay) > 0 {
		return b.Pay
	}
	c := b.Face.Mul(b.Coupon).Quo(workpaper.Whole(int64(b.PerYear)))
	for i := range b.Periods {
		x := c
		if i == b.Periods-1 {
			x = x.Add(b.Face)
		}
		out = append(out, x)
	}
	return out
}

// price gives the yield of a period and the amount that the debt begins at.
func (b Bond) price(r *BondResult, p *workpaper.Paper, s *workpaper.Section, usd workpaper.Unit, face, coupon, perYear, n workpaper.Num, about string) (yield, price workpaper.Num, err error) {
	x := p.Section("Issue")
	if b.Yield != nil {
		yield = x.Step("effective rate of a period", workpaper.Percent.To(6), s.Input("effective rate, a year", workpaper.Percent.To(4), *b.Yield).Over(perYear))
	}
	switch {
	case b.Proceeds != nil:
		price = x.Input("proceeds", usd, *b.Proceeds)
	case len(b.Pay) > 0:
		price = x.Input("value of the payments at the effective rate", usd, valueOf(b.Pay, yield.Number()).Round(2, money.HalfAway))
	default:
		single, annuity := workpaper.DiscountFactor(yield, n), workpaper.Annuity(yield, n)
		if b.Factors > 0 {
			single, annuity = single.Round(b.Factors, money.HalfAway), annuity.Round(b.Factors, money.HalfAway)
		}
		f, a := x.Step("present value of one", workpaper.NoUnit.To(6), single), x.Step("present value of an annuity of one", workpaper.NoUnit.To(6), annuity)
		places := 2
		if b.Price > 0 {
			places = b.Price
		}
		price = x.Step("price", usd.To(places), face.Times(f).Plus(coupon.Times(a)).Round(places, money.HalfAway), workpaper.Cite("ASC 835-30-25-4"))
	}
	r.Price = price.Number()
	net := price
	if b.Costs.Sign() != 0 {
		net = x.Step("proceeds less issue costs", usd, price.Minus(x.Input("issue costs", usd, b.Costs)), workpaper.Cite("ASC 835-30-45-1A"))
	}
	r.Net = net.Number()
	if b.Yield == nil || b.Costs.Sign() != 0 {
		flows := b.flows()
		if b.Level {
			flows = nil
			for range b.Periods {
				flows = append(flows, r.Payment)
			}
		}
		rate, ok := solve(flows, r.Net)
		if !ok {
			return yield, price, check.Refuse(about, "no rate makes its payments worth %s", r.Net.Text(2, money.HalfAway))
		}
		yield = x.Solved("effective rate of a period, at which the payments are worth it", workpaper.Percent.To(8), rate, workpaper.Cite("ASC 835-30-35-2"))
	}
	r.Rate = yield.Number()
	return yield, net, nil
}

// carry takes the carrying amount from period to period; the last one ends at the face unless its own interest is asked for.
func (b Bond) carry(r *BondResult, p *workpaper.Paper, usd workpaper.Unit, face, price, yield workpaper.Num, pay func(int) workpaper.Num) {
	t := p.Table("By period", "period")
	begin, interest, paid, amortised, carrying, straight := t.Column("beginning", usd), t.Column("interest", usd), t.Column("paid", usd), t.Column("amortised", usd), t.Column("carrying amount", usd), t.Column("interest by a straight line", usd)
	open := price
	end := face
	if b.Level || len(b.Pay) > 0 {
		end = workpaper.Int(0)
	}
	whole := workpaper.Int(int64(b.Periods))
	for i := range b.Periods {
		row := t.Row(fmt.Sprintf("period %d", i+1))
		from := row.Step(begin, open.Plus(workpaper.Int(0)))
		out := pay(i)
		if len(b.Pay) > 0 {
			out = row.Input(paid, b.Pay[i])
		} else {
			out = row.Step(paid, out.Plus(workpaper.Int(0)))
		}
		own := from.Times(yield).Round(b.places(), money.HalfAway)
		last := i == b.Periods-1
		if last && !b.Exact {
			own = end.Plus(out).Minus(from)
		}
		cost := row.Step(interest, own, workpaper.Cite("ASC 835-30-35-2"))
		change := row.Step(amortised, cost.Minus(out))
		open = row.Step(carrying, from.Plus(change))
		x := BondPeriod{Begin: from.Number(), Interest: cost.Number(), Paid: out.Number(), Amortised: change.Number(), Carrying: open.Number()}
		if !b.Level && len(b.Pay) == 0 {
			x.Straight = row.Step(straight, out.Plus(end.Minus(price).Over(whole)).Round(b.places(), money.HalfAway)).Number()
		}
		r.Interest = r.Interest.Add(x.Interest)
		r.Periods = append(r.Periods, x)
	}
}

// Retired is debt that is paid off before it is due (ASC 470-50-40-2): the difference between what is paid and the carrying amount is a
// gain or loss of the period.
type Retired struct {
	Name     string
	Currency money.Currency
	Face     *workpaper.Number
	Carrying workpaper.Number
	Call     *workpaper.Number // part of the face: 1.02
	Paid     *workpaper.Number
	Gain     *workpaper.Number // then the price is asked
	Unpaid   workpaper.Number  // issue costs that are an asset and not yet amortised
}

// RetiredResult is the gain, a loss negative, and the price.
type RetiredResult struct {
	Paid, Gain workpaper.Number
	CallPrice  *workpaper.Number // per hundred of the face
	Paper      *workpaper.Paper
}

// Compute works the gain out, or the price from the gain.
func (x Retired) Compute() (r RetiredResult, err error) {
	about := cmp.Or(x.Name, "extinguishment")
	p := workpaper.New(workpaper.Head{Title: "Debt paid off early", Entity: x.Name})
	r.Paper = p
	usd := workpaper.Money(x.Currency)
	s := p.Section("Extinguishment")
	carrying := s.Input("carrying amount", usd, x.Carrying)
	if x.Unpaid.Sign() != 0 {
		carrying = s.Step("carrying amount less issue costs not yet amortised", usd, carrying.Minus(s.Input("issue costs that are an asset", usd, x.Unpaid)))
	}
	var paid workpaper.Num
	switch {
	case x.Paid != nil:
		paid = s.Input("paid", usd, *x.Paid)
	case x.Call != nil && x.Face != nil:
		paid = s.Step("paid", usd, s.Input("face", usd, *x.Face).Times(s.Input("call price, of the face", workpaper.Percent, *x.Call)))
	case x.Gain != nil:
		paid = s.Step("paid", usd, carrying.Minus(s.Input("gain", usd, *x.Gain)))
	default:
		return r, check.Refuse(about, "give what was paid, the call price with the face, or the gain")
	}
	gain := s.Step("gain, loss negative", usd, carrying.Minus(paid), workpaper.Cite("ASC 470-50-40-2"))
	r.Paid, r.Gain = paid.Number(), gain.Number()
	if x.Face != nil && x.Face.Sign() > 0 {
		n := s.Step("price per hundred of the face", workpaper.NoUnit.To(2), paid.Over(s.Input("face of it", usd, *x.Face)).Times(workpaper.Int(100))).Number()
		r.CallPrice = &n
	}
	return r, nil
}
