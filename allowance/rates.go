package allowance

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Sales is the expense as a part of credit sales: what the allowance then is, follows.
type Sales struct {
	Currency                     money.Currency
	Places                       int
	Sales, Rate                  workpaper.Number
	Begin, WrittenOff, Recovered workpaper.Number
}

// SalesResult is the expense and the allowance after it.
type SalesResult struct {
	Expense, End workpaper.Number
	Paper        *workpaper.Paper
}

// Compute multiplies. It was used for interim periods under incurred losses; ASC 326 asks what of the receivables will be lost.
func (x Sales) Compute() (r SalesResult, err error) {
	if x.Sales.Sign() < 0 || x.Rate.Sign() < 0 || x.Rate.Cmp(one) > 0 {
		return r, check.Refuse("sales", "credit sales of %s at a rate of %s; the first is not negative and the second from 0 to 1", x.Sales, x.Rate)
	}
	p := workpaper.New(workpaper.Head{Title: "Expense by credit sales"})
	usd := workpaper.Money(x.Currency).To(x.Places)
	s := p.Section("Expense")
	e := s.Step("expense", usd, s.Input("credit sales", usd, x.Sales).Times(s.Input("part that is lost", workpaper.Percent, x.Rate)).Round(x.Places, money.HalfAway), workpaper.Cite("SFAS 5 paragraph 23"))
	end := s.Step("allowance after it", usd, s.Input("allowance at the beginning", usd, x.Begin).Minus(s.Input("written off", usd, x.WrittenOff)).Plus(s.Input("recovered", usd, x.Recovered)).Plus(e))
	return SalesResult{e.Number(), end.Number(), p}, nil
}

// Past is a year of history.
type Past struct {
	Name                  string
	WrittenOff, Recovered workpaper.Number
	Of                    workpaper.Number // average receivables, or credit sales
}

// HistoryRate is what was lost of what could be, over all years together, with its paper.
func HistoryRate(currency money.Currency, places int, years []Past) (workpaper.Number, *workpaper.Paper, error) {
	p := workpaper.New(workpaper.Head{Title: "Rate of loss by history"})
	usd := workpaper.Money(currency).To(places)
	t := p.Table("Years", "year")
	off, back, of, rate := t.Column("written off", usd), t.Column("recovered", usd), t.Column("of", usd), t.Column("rate", workpaper.Percent.To(4))
	for i, y := range years {
		if y.Of.Sign() <= 0 {
			return nought, nil, check.Refuse(cmp.Or(y.Name, fmt.Sprintf("year %d", i+1)), "receivables or sales of %s; a rate needs some", y.Of)
		}
		row := t.Row(cmp.Or(y.Name, fmt.Sprint(i+1)))
		row.Step(rate, row.Input(off, y.WrittenOff).Minus(row.Input(back, y.Recovered)).Over(row.Input(of, y.Of)))
	}
	if len(years) == 0 {
		return nought, nil, check.Refuse("history", "give at least one year with what was written off")
	}
	n := p.Section("Rate").Step("rate over all years", workpaper.Percent.To(4), off.Total().Minus(back.Total()).Over(of.Total()), workpaper.Cite("ASC 326-20-30-8"))
	return n.Number(), p, nil
}

// FlowRates are rates of loss from how much of each age becomes older, the last being how much of the oldest is lost: what is lost of an
// age has gone through all the older ones.
func FlowRates(names []string, flows []workpaper.Number) ([]workpaper.Number, *workpaper.Paper, error) {
	p := workpaper.New(workpaper.Head{Title: "Rates of loss by the flow between ages"})
	t := p.Table("Flow", "age")
	flow, rate := t.Column("becomes older, or is lost", workpaper.Percent), t.Column("rate of loss", workpaper.Percent.To(4))
	var rows []workpaper.Row
	var in []workpaper.Num
	for i, f := range flows {
		name := fmt.Sprint(i + 1)
		if i < len(names) {
			name = names[i]
		}
		if f.Sign() < 0 || f.Cmp(one) > 0 {
			return nil, nil, check.Refuse(name, "a flow of %s; it is from 0 to 1, or 0%% to 100%%", f)
		}
		rows = append(rows, t.Row(name))
		in = append(in, rows[i].Input(flow, f))
	}
	if len(flows) == 0 {
		return nil, nil, check.Refuse("flow", "give the part of each age that becomes older")
	}
	out := make([]workpaper.Number, len(flows))
	var below workpaper.Num
	for i := len(flows) - 1; i >= 0; i-- {
		n := in[i]
		if i < len(flows)-1 {
			n = n.Times(below)
		} else {
			n = n.Plus(workpaper.Int(0))
		}
		below = rows[i].Step(rate, n)
		out[i] = below.Number()
	}
	return out, p, nil
}

// Hindsight holds an allowance against what was written off of the receivables it was for.
func Hindsight(about string, places int, allowed, lost, open workpaper.Number) []check.Finding {
	over := allowed.Sub(lost).Sub(open)
	if allowed.Sign() == 0 && over.Sign() == 0 || over.Abs().Cmp(allowed.Mul(workpaper.Ratio(1, 4))) <= 0 {
		return nil
	}
	word, n := "above", over
	if over.Sign() < 0 {
		word, n = "below", over.Neg()
	}
	return []check.Finding{{Rule: "allowance-hindsight", Severity: check.Open, Subject: about, Cite: "ASC 326-20-30-8; AS 2501.19",
		Message: fmt.Sprintf("the allowance was %s, and %s of those receivables was lost with %s still doubtful: it was %s %s what became of it", shown(allowed, places), shown(lost, places), shown(open, places), shown(n, places), word)}}
}
