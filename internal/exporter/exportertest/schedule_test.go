package exportertest

import (
	"testing"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// decliningPaper depreciates by a declining balance that goes over to straight line when that takes off more, and never
// below salvage.
func decliningPaper(cost, salvage, factor string, life int) *workpaper.Paper {
	p := workpaper.New(workpaper.Head{Title: "Declining balance with a switch to straight line"})
	usd, years := workpaper.Money("USD"), workpaper.Years
	in := p.Section("Inputs")
	price, rest := in.Input("cost", usd, n(cost)), in.Input("salvage", usd, n(salvage))
	times := in.Input("multiple of the straight-line rate", workpaper.Factor.To(2), n(factor))
	term := in.Input("life", years, workpaper.Whole(int64(life)))
	rate := in.Step("rate", workpaper.Percent, times.Over(term))

	t := p.Table("Schedule", "year")
	number := t.Column("year", years)
	opening := t.Column("book value, beginning", usd)
	declining, straight := t.Column("declining balance", usd), t.Column("straight line", usd)
	expense := t.Column("depreciation", usd, workpaper.Cite("ASC 360-10-35-4"))
	closing := t.Column("book value, end", usd)
	book := price
	for y := range life {
		r := t.Row("")
		year := r.Input(number, workpaper.Whole(int64(y+1)))
		open := r.Step(opening, book)
		left := open.Minus(rest)
		d := r.Step(declining, open.Times(rate).Round(2, money.HalfAway))
		remaining := term.Minus(year).Plus(workpaper.Int(1))
		s := r.Step(straight, workpaper.If(remaining.More(workpaper.Int(0)), left.Over(remaining), workpaper.Int(0)).Round(2, money.HalfAway))
		e := r.Step(expense, workpaper.NotBelowZero(workpaper.Least(left, workpaper.Greatest(d, s))))
		book = r.Step(closing, open.Minus(e))
	}
	total := expense.Total()
	p.Section("Check").Check("depreciation in all is cost less salvage", total.Equals(price.Minus(rest)),
		check.Finding{Rule: "depreciation-total", Severity: check.Open, Message: "the schedule does not depreciate cost less salvage; the life is longer than the schedule"})
	return p
}

// DEP-02, Kenzie (OpenStax m67897): cost 58,000, salvage 10,000, five years: double declining takes 23,200 in year 1.
func TestDeclining(t *testing.T) {
	p := decliningPaper("58000", "10000", "2", 5)
	table := p.Blocks()[1].Table
	var got []string
	for r := range table.Len() {
		if c := table.Cell(r, 4); c != nil {
			got = append(got, p.Value(c).Plain(c.Unit()))
		}
	}
	// from the second year on ours: 34,800 × 40 %, 20,880 × 40 %, then down to salvage
	want := []string{"23200.00", "13920.00", "8352.00", "2528.00", "0.00", "48000.00"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("depreciation %v, want %v", got, want)
			break
		}
	}
	if len(p.Findings()) != 0 {
		t.Error(p.Findings())
	}
}

// bondPaper amortises by effective interest: interest is rounded each year, and the last year takes the rest to face.
// The yield is solved outside; the present value of the payments at it proves it.
func bondPaper(face, proceeds, coupon, yield string, years int) *workpaper.Paper {
	p := workpaper.New(workpaper.Head{Title: "Effective interest"})
	usd := workpaper.Money("USD")
	in := p.Section("Inputs")
	due, paid := in.Input("face", usd, n(face)), in.Input("proceeds", usd, n(proceeds))
	stated := in.Input("coupon", workpaper.Percent, n(coupon))
	effective := in.Solved("effective rate", workpaper.Percent.To(6), n(yield), workpaper.Cite("ASC 835-30-35-2"))

	t := p.Table("Amortisation", "year")
	opening, cash := t.Column("carrying amount, beginning", usd), t.Column("paid", usd)
	interest := t.Column("interest expense", usd, workpaper.Cite("ASC 835-30-35-2"))
	amortised := t.Column("amortised", usd)
	closing := t.Column("carrying amount, end", usd)
	factor := t.Column("discount factor", workpaper.Factor)
	worth := t.Column("present value of payments", usd)
	carrying := paid
	discount := workpaper.Int(1)
	for y := range years {
		r := t.Row(string(rune('1' + y)))
		open := r.Step(opening, carrying)
		c := r.Step(cash, due.Times(stated).Round(2, money.HalfAway))
		expense := open.Times(effective).Round(0, money.HalfAway)
		flow := c
		if y == years-1 {
			expense = due.Plus(c).Minus(open)
			flow = c.Plus(due)
		}
		e := r.Step(interest, expense)
		carrying = r.Step(closing, open.Plus(r.Step(amortised, e.Minus(c))))
		discount = r.Step(factor, discount.Over(workpaper.Int(1).Plus(effective)))
		r.Step(worth, flow.Times(discount))
	}
	value := worth.Total()
	s := p.Section("Proof of the rate")
	off := s.Step("present value of payments less proceeds", usd, value.Minus(paid))
	s.Check("the rate is the effective one", off.Abs().Less(workpaper.Lit(n("0.005"))),
		check.Finding{Rule: "effective-rate", Severity: check.Open, Message: "at this rate the payments are not worth the proceeds; solve it again"}, workpaper.Cite("ASC 835-30-35-2"))
	return p
}

// DBT-02 (OpenStax m67914): 5 % bonds of 100,000 sold for 104,460 at 4 %: interest 4,178, 4,146, 4,111, 4,076, 4,029. At
// 4 % the payments are worth 104,451.82, so the proof says that 4 % is not quite the effective rate.
func TestEffectiveInterest(t *testing.T) {
	p := bondPaper("100000", "104460", "0.05", "0.04", 5)
	table := p.Blocks()[1].Table
	for y, want := range [][2]string{{"4178.00", "103638.00"}, {"4146.00", "102784.00"}, {"4111.00", "101895.00"}, {"4076.00", "100971.00"}, {"4029.00", "100000.00"}} {
		for i, col := range []int{2, 4} {
			if c := table.Cell(y, col); p.Value(c).Plain(c.Unit()) != want[i] {
				t.Errorf("year %d: %s is %s, want %s", y+1, c.Name(), p.Value(c).Plain(c.Unit()), want[i])
			}
		}
	}
	if f := p.Findings(); len(f) != 1 || f[0].Subject != "the rate is the effective one" {
		t.Error(f)
	}
	if f := bondPaper("100000", "104460", "0.05", effectiveRate, 5).Findings(); len(f) != 0 {
		t.Error(f)
	}
	solved, ok := workpaper.Solve(workpaper.Number{}, n("1"), 10, func(rate workpaper.Number) workpaper.Number {
		r, five := workpaper.Lit(rate), workpaper.Int(5)
		return workpaper.PresentValue(workpaper.Int(100000), r, five).Plus(workpaper.Annuity(r, five).Times(workpaper.Int(5000))).Number().Sub(n("104460"))
	})
	if !ok || solved.String() != effectiveRate {
		t.Error(solved, ok)
	}
}

// effectiveRate is the rate at which those payments are worth 104,460, to ten decimals, computed by other means.
const effectiveRate = "0.0399821336"

func scheduleCases() []Case {
	return []Case{
		{Name: "declining balance", Paper: decliningPaper("58000", "10000", "2", 5), Rebuilt: []*workpaper.Paper{decliningPaper("58123.45", "999.99", "1.5", 5)}},
		{Name: "effective interest", Paper: bondPaper("100000", "104460", "0.05", effectiveRate, 5), Rebuilt: []*workpaper.Paper{bondPaper("100000", "97000", "0.05", "0.0570651245", 5)}},
	}
}
