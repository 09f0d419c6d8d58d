package pension

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Corridor amortises net gains and losses over years (ASC 715-30-35-24; SFAS 87 paragraph 32): what of the net loss at the beginning of a year is
// above a tenth of the greater of obligation and market-related value is amortised over the remaining service, at least.
type Corridor struct {
	Name     string
	Currency money.Currency
	Opening  workpaper.Number // net loss at the beginning of the first year, a gain negative
	Years    []CorridorYear
	Places   int               // of an amortisation that is booked; the balance falls by the rounded amount
	Percent  *workpaper.Number // a tenth where it is nil
	Stated   []workpaper.Number
}

// CorridorYear is a year: amounts at its beginning, and the loss that arises in it.
type CorridorYear struct {
	Name                        string
	Obligation, Assets, Arising workpaper.Number
	Service                     workpaper.Number // average remaining years; of the inactive their life expectancy
}

// CorridorResult is the net loss at the beginning of each year and what is amortised.
type CorridorResult struct {
	Begin, Corridor, Amortised []workpaper.Number
	End                        workpaper.Number
	Findings                   []finding
	Paper                      *workpaper.Paper
}

// Compute carries the net loss from year to year.
func (c Corridor) Compute() (r CorridorResult, err error) {
	about := cmp.Or(c.Name, "corridor")
	if len(c.Years) == 0 {
		return r, check.Refuse(about, "give its years")
	}
	p := workpaper.New(workpaper.Head{Title: "Corridor", Entity: c.Name, Purpose: "What of net gains and losses is amortised"})
	r.Paper = p
	usd := workpaper.Unit{Name: string(c.Currency), Places: max(c.Places, 0)}
	s := p.Section("Terms")
	tenth := workpaper.Ratio(10, 100)
	if c.Percent != nil {
		tenth = *c.Percent
	}
	part := s.Input("corridor, of the greater", workpaper.Percent, tenth, workpaper.Cite("ASC 715-30-35-24"))
	balance := s.Input("net loss at the beginning of the first year", usd, c.Opening)
	t := p.Table("Years", "year")
	pbo, assets, begin, limit, excess, service, amort, arising, end := t.Column("obligation", usd), t.Column("market-related value", usd), t.Column("net loss, gain negative", usd), t.Column("corridor", usd), t.Column("above it", usd), t.Column("remaining service", workpaper.Unit{Name: "years", Places: 1}), t.Column("amortised", usd), t.Column("arising in the year", usd), t.Column("net loss at the end", usd)
	for i, y := range c.Years {
		if y.Service.Sign() <= 0 {
			return r, check.Refuse(fmt.Sprintf("%s, year %d", about, i+1), "remaining service of %s; it must be above zero", y.Service)
		}
		row := t.Row(cmp.Or(y.Name, fmt.Sprintf("year %d", i+1)))
		from := row.Step(begin, balance.Plus(workpaper.Int(0)))
		line := row.Step(limit, workpaper.Greatest(row.Input(pbo, y.Obligation), row.Input(assets, y.Assets)).Times(part), workpaper.Cite("ASC 715-30-35-24"))
		over := row.Step(excess, workpaper.NotBelowZero(from.Abs().Minus(line)))
		sign := workpaper.If(from.Less(workpaper.Int(0)), workpaper.Int(-1), workpaper.Int(1))
		out := row.Step(amort, over.Over(row.Input(service, y.Service)).Round(max(c.Places, 0), money.HalfAway).Times(sign))
		balance = row.Step(end, from.Minus(out).Plus(row.Input(arising, y.Arising)))
		r.Begin, r.Corridor, r.Amortised = append(r.Begin, from.Number()), append(r.Corridor, line.Number()), append(r.Amortised, out.Number())
		if i < len(c.Stated) && c.Stated[i].Sub(out.Number()).Abs().Cmp(workpaper.Whole(1)) > 0 {
			r.Findings = append(r.Findings, open("stated-amortisation", fmt.Sprintf("%s, year %d", about, i+1), "ASC 715-30-35-24", "%s was stated; a tenth of the greater is %s, %s of the net loss of %s is above it, and over %s years that is %s", two(c.Stated[i]), two(line.Number()), two(over.Number()), two(from.Number()), y.Service, two(out.Number())))
		}
	}
	r.End = balance.Number()
	return r, nil
}
