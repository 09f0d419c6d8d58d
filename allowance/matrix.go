package allowance

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Class is receivables of one age or kind with the part of them that is lost.
type Class struct {
	Name    string
	Balance workpaper.Number
	Rate    workpaper.Number // by history
	// Adjust changes the rate for current conditions and reasonable and supportable forecasts (ASC 326-20-30-8, 30-9): 0.1 is a tenth more.
	Adjust workpaper.Number
	Add    workpaper.Number // points added to the rate: 0.02
}

// Single is a receivable that shares no risk with others and is judged by itself (ASC 326-20-30-2; SFAS 114).
type Single struct {
	Name    string
	Balance workpaper.Number
	Loss    workpaper.Number
}

// Move is a movement of the allowance that has a name of its own, such as translation or an acquired company; more is positive.
type Move struct {
	Name   string
	Amount workpaper.Number
}

// Matrix is the allowance of a day and how it came there.
type Matrix struct {
	Name     string
	Currency money.Currency
	Places   int
	Basis    Basis
	Classes  []Class
	Singles  []Single

	Begin      workpaper.Number // a debit negative
	WrittenOff workpaper.Number
	Recovered  workpaper.Number
	Moves      []Move
	// Adoption: the allowance before the first day of ASC 326; the difference goes to retained earnings (ASC 326-10-65-1(c)).
	Adopting bool
}

// ClassResult is a class, or a receivable judged by itself, which has no rate.
type ClassResult struct {
	Name                    string
	Balance, Rate, Required workpaper.Number
	Rated                   bool
}

// MatrixResult is the allowance and the expense that takes it there.
type MatrixResult struct {
	Classes     []ClassResult
	Receivables workpaper.Number
	Required    workpaper.Number
	Before      workpaper.Number // the allowance before the period's expense
	Expense     workpaper.Number
	Net         workpaper.Number // receivables less allowance
	Coverage    workpaper.Number // allowance as part of receivables; nought where there are none
	Paper       *workpaper.Paper
	Findings    []check.Finding
}

// Compute measures what is required and what the period bears.
func (m Matrix) Compute() (r MatrixResult, err error) {
	about := cmp.Or(m.Name, "allowance")
	if err := m.check(about); err != nil {
		return r, err
	}
	p := workpaper.New(workpaper.Head{Title: "Allowance for credit losses", Entity: m.Name, Purpose: "What will not be collected, and what does the period bear?"})
	r.Paper = p
	usd, pct := workpaper.Money(m.Currency).To(m.Places), workpaper.Percent.To(3)
	cite := "ASC 326-20-30-1, 55-37 to 55-40"
	if m.Basis == Incurred {
		cite = "SFAS 5 paragraph 8; ASC 450-20-25-2"
	}
	t := p.Table("Classes", "class")
	balance, rate, adjust, add := t.Column("receivables", usd), t.Column("rate of loss", pct), t.Column("changed by", pct, workpaper.Cite("ASC 326-20-30-8, 30-9")), t.Column("points added", pct)
	used, loss := t.Column("rate used", pct), t.Column("allowance", usd, workpaper.Cite(cite))
	for i, c := range m.Classes {
		row := t.Row(cmp.Or(c.Name, fmt.Sprintf("class %d", i+1)))
		b, f := row.Input(balance, c.Balance), row.Input(rate, c.Rate)
		u := row.Step(used, f.Times(workpaper.Int(1).Plus(row.Input(adjust, c.Adjust))).Plus(row.Input(add, c.Add)))
		l := row.Step(loss, b.Times(u).Round(m.Places, money.HalfAway))
		r.Classes = append(r.Classes, ClassResult{c.Name, c.Balance, u.Number(), l.Number(), true})
		if u.Number().Cmp(one) > 0 {
			p.Raise(check.Finding{Rule: "allowance-above-balance", Severity: check.Open, Subject: cmp.Or(c.Name, about), Message: "the rate used is " + u.Number().Mul(workpaper.Whole(100)).String() + "%: more is lost than is owed"}, u)
		}
	}
	for i, x := range m.Singles {
		row := t.Row(cmp.Or(x.Name, fmt.Sprintf("judged by itself %d", i+1)))
		row.Input(balance, x.Balance)
		r.Classes = append(r.Classes, ClassResult{x.Name, x.Balance, nought, row.Input(loss, x.Loss, workpaper.Cite("ASC 326-20-30-2; SFAS 114 paragraph 8")).Number(), false})
	}
	m.roll(p, &r, usd, balance.Total(), loss.Total(), about)
	r.Findings = p.Findings()
	return r, nil
}

func (m Matrix) check(about string) error {
	if len(m.Classes)+len(m.Singles) == 0 {
		return check.Refuse(about, "give receivables with a rate of loss, by age or kind, or one by one")
	}
	for _, c := range m.Classes {
		switch {
		case c.Rate.Sign() < 0 || c.Rate.Cmp(one) > 0:
			return check.Refuse(cmp.Or(c.Name, about), "a rate of loss of %s; it is from 0 to 1, or 0%% to 100%%", c.Rate)
		case m.Basis == Incurred && (c.Adjust.Sign() != 0 || c.Add.Sign() != 0):
			return check.Refuse(cmp.Or(c.Name, about), "forecasts do not change an incurred loss (SFAS 5 paragraph 8); put current conditions into the rate itself, or leave the change out")
		case c.Adjust.Cmp(one.Neg()) < 0:
			return check.Refuse(cmp.Or(c.Name, about), "the rate is changed by %s; it cannot fall by more than all of it", c.Adjust)
		}
	}
	for _, x := range m.Singles {
		if x.Loss.Sign() < 0 || x.Loss.Cmp(x.Balance.Abs()) > 0 {
			return check.Refuse(cmp.Or(x.Name, about), "a loss of %s on %s; it is between nothing and the receivable", x.Loss, x.Balance)
		}
	}
	if m.WrittenOff.Sign() < 0 || m.Recovered.Sign() < 0 {
		return check.Refuse(about, "write-offs %s and recoveries %s; both are positive", m.WrittenOff, m.Recovered)
	}
	return nil
}

// roll is the way from the beginning to what is required: the rest is the period's expense.
func (m Matrix) roll(p *workpaper.Paper, r *MatrixResult, usd workpaper.Unit, receivables, required workpaper.Num, about string) {
	s := p.Section("Roll-forward")
	begin := s.Input("allowance at the beginning", usd, m.Begin, workpaper.Cite("ASC 326-20-50-13; rule 12-09"))
	now := begin.Minus(s.Input("written off", usd, m.WrittenOff, workpaper.Cite("ASC 326-20-35-8"))).Plus(s.Input("recovered", usd, m.Recovered, workpaper.Cite("ASC 326-20-35-9")))
	for i, x := range m.Moves {
		now = now.Plus(s.Input(cmp.Or(x.Name, fmt.Sprintf("movement %d", i+1)), usd, x.Amount))
	}
	before := s.Step("allowance before the expense", usd, now)
	end := s.Step("allowance that is required", usd, required)
	name, cite := "expense of the period", "ASC 326-20-35-1; SFAS 5 paragraph 8"
	if m.Adopting {
		name, cite = "to retained earnings on adoption, before tax", "ASC 326-10-65-1(c)"
	}
	expense := s.Step(name, usd, end.Minus(before), workpaper.Cite(cite))
	total := s.Step("receivables", usd, receivables)
	net := s.Step("net amount expected to be collected", usd, total.Minus(end), workpaper.Cite("ASC 326-20-30-1"))
	r.Receivables, r.Required, r.Before, r.Expense, r.Net = total.Number(), end.Number(), before.Number(), expense.Number(), net.Number()
	if r.Receivables.Sign() > 0 {
		r.Coverage = s.Step("allowance as part of receivables", workpaper.Percent, end.Over(total)).Number()
	}
	if r.Before.Sign() < 0 {
		p.Raise(check.Finding{Rule: "allowance-debit", Severity: check.Note, Subject: about, Message: "write-offs took the allowance to a debit of " + shown(r.Before.Neg(), m.Places) + " before the period's expense: the allowance before was too low by at least that"}, before)
	}
	if r.Expense.Sign() < 0 {
		p.Raise(check.Finding{Rule: "allowance-release", Severity: check.Note, Subject: about, Cite: "ASC 326-20-35-1", Message: shown(r.Expense.Neg(), m.Places) + " of the allowance goes back to income; say what became better"}, expense)
	}
}

// Invoice is a receivable of a day.
type Invoice struct {
	Customer string
	Due      fiscal.Date
	Amount   workpaper.Number // credits negative
}

// Age is a bucket: days past due up to and with To; the last has none. Current is what is not past due.
type Age struct {
	Name string
	To   int
	Last bool
}

// Ages are the buckets most use.
var Ages = []Age{{"current", 0, false}, {"1-30", 30, false}, {"31-60", 60, false}, {"61-90", 90, false}, {"90+", 0, true}}

// ByAge adds invoices up by how long they are past due at the end of a day.
func ByAge(all []Invoice, at fiscal.Date, ages []Age) []workpaper.Number {
	sums := make([]workpaper.Number, len(ages))
	for _, v := range all {
		days := int(at - v.Due)
		for i, a := range ages {
			if a.Last || days <= a.To {
				sums[i] = sums[i].Add(v.Amount)
				break
			}
		}
	}
	return sums
}
