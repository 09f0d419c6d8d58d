package calc

import (
	"tieout/pension"
	"tieout/workpaper"
)

type finalPayOut struct {
	Name        string          `json:"name,omitempty"`
	Final       string          `json:"final_salary"`
	Annual      string          `json:"annual_benefit"`
	Projected   string          `json:"pbo"`
	Accumulated string          `json:"abo,omitempty"`
	Service     string          `json:"service_cost"`
	Interest    string          `json:"interest_next_year"`
	Work        workpaper.Sheet `json:"work"`
}

type cashBalanceOut struct {
	Name       string          `json:"name,omitempty"`
	Credits    []string        `json:"pay_credits"`
	Interest   []string        `json:"interest_credits"`
	Balances   []string        `json:"balances"`
	Projected  string          `json:"projected,omitempty"`
	Obligation string          `json:"pbo,omitempty"`
	Work       workpaper.Sheet `json:"work"`
}

type fundedOut struct {
	Name       string          `json:"name,omitempty"`
	Currency   string          `json:"currency"`
	Plans      []fundedPlanOut `json:"plans"`
	Status     string          `json:"funded_status"`
	Asset      string          `json:"noncurrent_asset"`
	Current    string          `json:"current_liability"`
	Noncurrent string          `json:"noncurrent_liability"`
	Work       workpaper.Sheet `json:"work"`
}

type fundedPlanOut struct {
	Name       string `json:"name"`
	Currency   string `json:"currency"`
	Status     string `json:"funded_status"`
	Asset      string `json:"noncurrent_asset"`
	Current    string `json:"current_liability"`
	Noncurrent string `json:"noncurrent_liability"`
}

func (out *pensionOut) finalPay(c costContext, f field) {
	a := c.known(f, "percent", "factor", "served", "years_of_service", "salary", "current_salary", "growth", "salary_growth", "final_salary", "to_retirement", "years_to_retirement", "retirement_years", "years_of_retirement", "rate", "discount_rate", "factor_decimals")
	x := pension.FinalPay{Name: a.text("name"), Currency: c.currency, Served: a.must("served", "years_of_service"), Salary: a.num("salary", "current_salary"), Growth: a.rate("growth", "salary_growth"), Final: a.num("final_salary")}
	if n := a.rate("percent", "factor"); n != nil {
		x.Percent = *n
	} else {
		a.miss([]string{"percent"})
	}
	if n := a.rate("rate", "discount_rate"); n != nil {
		x.Discount = *n
	} else {
		a.miss([]string{"discount_rate"})
	}
	x.ToRetire, _ = a.whole(0, 100, "to_retirement", "years_to_retirement")
	x.Retired, _ = a.whole(1, 100, "retirement_years", "years_of_retirement")
	if n, ok := a.whole(0, 10, "factor_decimals"); ok {
		x.Places = &n
	}
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	out.FinalPay = append(out.FinalPay, finalPayOut{x.Name, c.text(res.Final), c.text(res.Annual), c.text(res.Projected), c.given(res.Accumulated), c.text(res.Service), c.text(res.Interest), res.Paper.Sheet()})
	out.add(res.Paper, res.Findings...)
}

func (out *pensionOut) cashBalance(c costContext, f field) {
	a := c.known(f, "opening", "opening_balance", "frozen_from", "years", "mid_year", "payout_years", "years_to_payout", "interest_credit", "rate", "discount_rate", "pay_credit")
	x := pension.CashBalance{Name: a.text("name"), Currency: c.currency, Opening: a.or("opening", "opening_balance"), Mid: a.yes("mid_year"), Credit: a.rate("interest_credit"), Discount: a.rate("rate", "discount_rate")}
	part := a.rate("pay_credit")
	x.Payout, _ = a.whole(0, 100, "payout_years", "years_to_payout")
	frozen := a.text("frozen_from")
	for _, one := range a.each("years") {
		b := c.known(one.o.field, "year", "pay", "pay_credit", "credit", "interest_credit", "benefits", "paid")
		y := pension.CreditYear{Name: b.text("name", "year"), Pay: b.or("pay"), Amount: b.num("credit"), Paid: b.or("benefits", "paid")}
		if n := b.rate("pay_credit"); n != nil {
			y.Part = *n
		} else if part != nil {
			y.Part = *part
		}
		if n := b.rate("interest_credit"); n != nil {
			y.Rate = *n
		} else if x.Credit != nil {
			y.Rate = *x.Credit
		} else {
			b.miss([]string{"interest_credit"})
		}
		b.done()
		x.Years = append(x.Years, y)
		if frozen != "" && (y.Name == frozen) {
			x.Frozen = len(x.Years)
		}
	}
	a.done()
	if frozen != "" && x.Frozen == 0 {
		c.r.fail(f, "frozen_from %s is none of the years", frozen)
	}
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	y := cashBalanceOut{Name: x.Name, Projected: c.given(res.Projected), Obligation: c.given(res.Obligation), Work: res.Paper.Sheet()}
	for i := range res.Balances {
		y.Credits, y.Interest, y.Balances = append(y.Credits, c.text(res.PayCredits[i])), append(y.Interest, c.text(res.Interest[i])), append(y.Balances, c.text(res.Balances[i]))
	}
	out.CashBalance = append(out.CashBalance, y)
	out.add(res.Paper, res.Findings...)
}

func (out *pensionOut) funded(c costContext, f field) {
	a := c.known(f, "plans", "pbo", "assets")
	x := pension.Funded{Name: a.text("name"), Currency: c.currency}
	plans := a.each("plans")
	if len(plans) == 0 {
		plans = []*asked{a}
	}
	for _, one := range plans {
		b := a
		if one != a {
			b = c.known(one.o.field, "pbo", "assets", "exchange_rate", "next_year_benefits", "stated", "funded_status")
		}
		p := pension.FundedPlan{Name: b.text("name"), Rate: b.num("exchange_rate"), Obligation: b.must("pbo"), Assets: b.must("assets"), Next: b.or("next_year_benefits"), Stated: b.num("stated", "funded_status"), Currency: c.of(b.o.field).currency}
		if b != a {
			b.done()
		}
		x.Plans = append(x.Plans, p)
	}
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	y := fundedOut{Name: x.Name, Currency: string(c.currency), Status: c.text(res.Status), Asset: c.text(res.Asset), Current: c.text(res.Current), Noncurrent: c.text(res.Noncurrent), Work: res.Paper.Sheet()}
	for _, l := range res.Lines {
		y.Plans = append(y.Plans, fundedPlanOut{l.Name, string(l.Currency), c.text(l.Status), c.text(l.Asset), c.text(l.Current), c.text(l.Noncurrent)})
	}
	out.Funded = append(out.Funded, y)
	out.add(res.Paper, res.Findings...)
}
