package workpaper

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
)

var usd = Money("USD")

// average is the paper of the package's first sentence: a unit cost and what is left.
func average(cost, units, left string) *Paper {
	p := New(Head{Title: "Weighted average", Purpose: "What is the inventory worth?"})
	in := p.Section("Inputs")
	c := in.Input("cost available", usd, MustParse(cost), Source("purchase ledger"))
	u := in.Input("units available", Count, MustParse(units))
	rest := in.Input("units at the end", Count, MustParse(left), Source("count"))
	s := p.Section("Inventory")
	each := s.Step("unit cost", Per("USD", "unit"), c.Over(u), Cite("ASC 330-10-30-9"))
	s.Step("ending inventory", usd, rest.Times(each).Round(2, money.HalfAway))
	s.Note("The unit cost is not rounded.")
	return p
}

func TestOneExpressionGivesValueWordsAndFigures(t *testing.T) {
	s := average("12500", "500", "33").Sheet()
	each, ok := s.Find("unit cost")
	want := Step{Section: "Inventory", Name: "unit cost", Formula: "cost available ÷ units available = 12,500.00 ÷ 500", Value: "25.0000", Unit: "USD per unit", Cite: "ASC 330-10-30-9"}
	if !ok || each != want {
		t.Errorf("got  %+v\nwant %+v", each, want)
	}
	left, _ := s.Find("ending inventory")
	if left.Value != "825.00" || left.Formula != "units at the end × unit cost, rounded to 2 decimals half away from zero = 33 × 25.0000, rounded to 2 decimals half away from zero" {
		t.Errorf("%+v", left)
	}
	given, _ := s.Find("cost available")
	if given.Given != "input" || given.Source != "purchase ledger" || given.Formula != "" {
		t.Errorf("%+v", given)
	}
	if !slices.Equal(s.Notes, []string{"The unit cost is not rounded."}) {
		t.Error(s.Notes)
	}
}

func TestSheetsOfOnePaperAreEqual(t *testing.T) {
	a, err := json.Marshal(average("10000.01", "3", "2").Sheet())
	b, _ := json.Marshal(average("10000.01", "3", "2").Sheet())
	if err != nil || string(a) != string(b) || !strings.Contains(string(a), `"value":"3333.3366666667"`) {
		t.Error(string(a), err)
	}
}

// Changing an input is building the paper from the changed input.
func TestWith(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) string { return Whole(rapid.Int64Range(0, 1e6).Draw(t, name)).String() }
		p, q := average(draw("cost"), draw("units"), draw("left")), average(draw("cost"), draw("units"), draw("left"))
		var changes []Change
		for i, c := range p.Inputs() {
			changes = append(changes, Change{c, q.Value(q.Inputs()[i])})
		}
		r := p.With(changes...)
		for i, c := range p.Cells() {
			if !r.Value(c).Same(q.Value(q.Cells()[i])) {
				t.Fatalf("%s: %v and %v", c.Name(), r.Value(c), q.Value(q.Cells()[i]))
			}
		}
	})
}

func TestUndefinedSpreadsButNotThroughAChoice(t *testing.T) {
	p := average("12500", "0", "3")
	left, _ := p.Sheet().Find("ending inventory")
	if left.Value != "undefined: division by zero" {
		t.Error(left.Value)
	}
	s := p.Section("Choice")
	units := Num{reference(p.Inputs()[1])}
	each := s.Step("asked first", usd, If(units.Equals(Int(0)), Int(0).Minus(units), Int(1).Over(units)))
	if !each.Defined() || each.Number().Sign() != 0 {
		t.Error(each.v)
	}
	if total := Sum(each, Int(1).Over(units)); total.Defined() {
		t.Error("a sum over what is undefined is defined")
	}
}

func TestExactness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Number {
			return Ratio(rapid.Int64Range(-1e9, 1e9).Draw(t, name), rapid.Int64Range(1, 1e5).Draw(t, name+" ÷"))
		}
		a, b, c := draw("a"), draw("b"), draw("c")
		s := New(Head{}).Section("")
		x, y, z := s.Input("a", usd, a), s.Input("b", usd, b), s.Input("c", usd, c)
		for name, got := range map[string]struct {
			n    Num
			want Number
		}{
			"sum": {Sum(x, y, z), a.Add(b).Add(c)}, "plus": {x.Plus(y), a.Add(b)}, "minus": {x.Minus(y), a.Sub(b)}, "times": {x.Times(y), a.Mul(b)},
			"negative": {x.Neg(), a.Neg()}, "abs": {x.Abs(), a.Abs()}, "cube": {x.Power(Int(3)), a.Mul(a).Mul(a)},
			"least": {Least(x, y, z), minOf(a, b, c)}, "greatest": {Greatest(x, y, z), minOf(a.Neg(), b.Neg(), c.Neg()).Neg()},
			"rounded": {x.Round(2, money.HalfEven), a.Round(2, money.HalfEven)},
		} {
			if got.n.Number().Cmp(got.want) != 0 {
				t.Fatalf("%s of %v, %v, %v is %v", name, a, b, c, got.n.Number())
			}
		}
		less := a.Cmp(b) < 0
		if x.Less(y).Holds() != less || x.AtLeast(y).Holds() == less || And(x.Less(y), x.Less(y).Not()).Holds() || !Or(x.Less(y), x.AtLeast(y)).Holds() {
			t.Fatal("conditions")
		}
	})
}

func minOf(ns ...Number) Number { return slices.MinFunc(ns, Number.Cmp) }

func TestChecksRaiseFindingsAtTheirCell(t *testing.T) {
	s := New(Head{}).Section("")
	a := s.Input("debits", usd, MustParse("100"))
	b := s.Input("credits", usd, MustParse("87.50"))
	f := check.Finding{Rule: "balance", Severity: check.Stop, Message: "out of balance by 12.50"}
	if s.Check("balanced", a.Equals(b), f, Cite("ASC 105")).Holds() || !s.Check("not below", a.AtLeast(b), f).Holds() {
		t.Error("the conditions are wrong")
	}
	got := s.p.Raised()
	if len(got) != 1 || got[0].Cell.Name() != "balanced" || got[0].Subject != "balanced" || got[0].Cite != "ASC 105" {
		t.Errorf("%+v", got)
	}
	if fs := s.p.Findings(); len(fs) != 1 || fs[0].Rule != "balance" {
		t.Error(fs)
	}
}

// What is a bug of a calculator panics when the paper is built, and says what to do.
func TestBugsPanic(t *testing.T) {
	p := New(Head{Title: "this"})
	s := p.Section("s")
	x := s.Input("x", usd, Whole(1))
	tab := p.Table("t", "row")
	col, other := tab.Column("c", usd), p.Table("u", "row").Column("d", usd)
	r := tab.Row("1")
	r.Input(col, Whole(1))
	r.Step(tab.Column("after", usd), Sum(col))
	foreign := New(Head{Title: "other paper"}).Section("").Input("y", usd, Whole(1))
	for name, bug := range map[string]struct {
		do   func()
		says string
	}{
		"empty":            {func() { s.Step("z", usd, x.Plus(Num{})) }, "nothing was put into"},
		"constant":         {func() { s.Step("z", usd, Int(5)) }, "depends on no cell"},
		"another paper":    {func() { s.Step("z", usd, x.Plus(foreign)) }, "of another paper, other paper"},
		"row after sum":    {func() { tab.Row("2") }, "no row can follow"},
		"filled twice":     {func() { r.Input(col, Whole(2)) }, "filled twice"},
		"another table":    {func() { r.Input(other, Whole(2)) }, "of another table"},
		"nothing there":    {func() { r.At(tab.Column("empty", usd)) }, "nothing was put into"},
		"finding":          {func() { p.Raise(check.Finding{}, x.Plus(x)) }, "give it a step of its own"},
		"change":           {func() { p.With(Change{r.At(col).f.Cell, TextValue("a")}) }, "cannot be changed"},
		"copy":             {func() { p.With().Section("more") }, "for reading"},
		"undefined":        {func() { x.Over(x.Minus(x)).Number() }, "undefined: division by zero"},
		"not in cents":     {func() { x.Over(x.Plus(x).Plus(x)).Minor(2) }, "not rounded to minor units"},
		"currency":         {func() { Money("XXQ") }, "currency XXQ"},
		"rounding":         {func() { x.Round(11, money.Down) }, "decimals"},
		"no condition":     {func() { And() }, "no condition"},
		"range backwards":  {func() { col.Rows(Row{tab, 1}, Row{tab, 0}) }, "not in order"},
		"unequal products": {func() { SumOfProducts(col, other) }, "different length"},
		"day count":        {func() { YearsBetween(On(1), On(2), 0) }, "without a name"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, bug.says) {
					t.Errorf("%q, want %q", said, bug.says)
				}
			}()
			bug.do()
		})
	}
}

func TestBlankReadByARangeStaysBlank(t *testing.T) {
	tab := New(Head{}).Table("t", "row")
	a, b := tab.Column("a", usd), tab.Column("b", usd)
	r := tab.Row("1")
	r.Input(a, Whole(1))
	if got := Sum(a, b).Number(); got.Cmp(Whole(1)) != 0 {
		t.Error(got)
	}
	defer func() {
		if said, _ := recover().(string); !strings.Contains(said, "read as blank") {
			t.Error(said)
		}
	}()
	r.Input(b, Whole(1))
}

func TestTableWithoutRowsAddsUpToNothing(t *testing.T) {
	p := New(Head{})
	col := p.Table("purchases", "purchase").Column("cost", usd)
	if total := col.Total(); total.Number().Sign() != 0 || p.Words(total.f.Cell) != "sum of cost" || p.Figures(total.f.Cell) != "nothing" {
		t.Error(total.v, p.Words(total.f.Cell), p.Figures(total.f.Cell))
	}
}

func TestDaysAreFiscalDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := fiscal.MustParse("1950-01-01") + fiscal.Date(rapid.IntRange(0, 40000).Draw(t, "day"))
		e := d + fiscal.Date(rapid.IntRange(0, 4000).Draw(t, "later"))
		n := rapid.IntRange(-60, 60).Draw(t, "n")
		day, later := On(d), On(e)
		y, m, of := d.YMD()
		if day.AddDays(Int(int64(n))).Date() != d+fiscal.Date(n) || later.DaysSince(day).Number().Cmp(Whole(int64(e-d))) != 0 ||
			day.AddMonths(Int(int64(n)), true).Date() != d.AddMonths(n, true) || day.AddMonths(Int(int64(n)), false).Date() != d.AddMonths(n, false) ||
			day.MonthEnd().Date() != fiscal.Of(y, m, fiscal.DaysIn(y, m)) || day.OfMonth().Number().Cmp(Whole(int64(of))) != 0 {
			t.Fatal(d, e, n)
		}
		if Earlier(day, later).Date() != d || Later(day, later).Date() != e || !day.NotAfter(later).Holds() || day.Before(later).Holds() != (d < e) || day.Same(later).Holds() != (d == e) {
			t.Fatal(d, e)
		}
		if MonthsBetween(day, day.AddMonths(Int(int64(n)), false)).Number().Cmp(Whole(int64(n))) != 0 {
			t.Fatal(d, n)
		}
	})
}

func TestDayCounts(t *testing.T) {
	for _, c := range []struct {
		from, to string
		count    DayCount
		want     string
	}{
		{"2006-01-01", "2007-01-01", Actual365, "1"}, {"2006-01-15", "2006-04-15", Actual360, "0.25"},
		{"2006-01-31", "2006-02-28", Thirty360, "0.0777777778"}, // 28 days: the 31st counts as the 30th
		{"2006-01-30", "2006-03-31", Thirty360, "0.1666666667"}, // two months
		{"2006-01-29", "2006-03-31", Thirty360, "0.1722222222"}, // and two days: a first day before the 30th leaves the 31st
		{"2006-02-28", "2006-08-31", Thirty360, "0.5083333333"}, {"2006-06-15", "2007-06-15", Thirty360, "1"},
	} {
		if got := YearsBetween(On(fiscal.MustParse(c.from)), On(fiscal.MustParse(c.to)), c.count).Number().String(); got != c.want {
			t.Errorf("%s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

// An annuity is the sum of its payments' present values, and a loan repaid by its payment is nil at the end.
func TestPresentValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := Lit(FromMinor(rapid.Int64Range(0, 3000).Draw(t, "rate"), 4))
		n := rapid.Int64Range(1, 60).Draw(t, "n")
		sum, balance := Int(0), Int(1000)
		payment := Payment(balance, rate, Int(n))
		for i := range n {
			sum = sum.Plus(DiscountFactor(rate, Int(i+1)))
			balance = balance.Plus(balance.Times(rate)).Minus(payment)
		}
		if !Annuity(rate, Int(n)).Equals(sum).Holds() || !AnnuityDue(rate, Int(n)).Equals(sum.Times(Int(1).Plus(rate))).Holds() || balance.Number().Sign() != 0 {
			t.Fatal(rate.v, n)
		}
		if !PresentValue(Int(5), rate, Int(n)).Equals(Int(5).Times(DiscountFactor(rate, Int(n)))).Holds() {
			t.Fatal("present value")
		}
	})
}

func TestPowersThatAreNot(t *testing.T) {
	for name, n := range map[string]Num{"root": Int(2).Power(Lit(Ratio(1, 2))), "zero": Int(0).Power(Int(0)), "below zero": Int(0).Power(Int(-1)), "far": Int(2).Power(Int(4001))} {
		if n.Defined() {
			t.Errorf("%s: %v", name, n.v)
		}
	}
}

func TestNotesOfACell(t *testing.T) {
	tab := New(Head{}).Table("t", "row")
	col := tab.Column("c", usd, Cite("column"), Remark("of all"))
	a, b, c := tab.Row("1"), tab.Row("2", Cite("row")), tab.Row("3")
	for r, want := range map[Row]string{a: "column", b: "row"} {
		if got := r.Input(col, Whole(1)).f.Cell; got.Cite() != want || got.Remark() != "of all" {
			t.Errorf("%q %q, want %q", got.Cite(), got.Remark(), want)
		}
	}
	if got := c.Input(col, Whole(1), Cite("own"), Source("invoice")).f.Cell; got.Cite() != "own" || got.Source() != "invoice" {
		t.Error(got.Cite(), got.Source())
	}
}

func TestNamesThatUsersChoose(t *testing.T) {
	p := New(Head{})
	s := p.Section("Layers")
	s.Input("A/1", usd, Whole(1))
	s.Input("A-1", usd, Whole(2))
	p.Section("Layers").Input("", usd, Whole(3))
	var ids []string
	for _, c := range p.Cells() {
		ids = append(ids, c.ID())
	}
	if want := []string{"layers.a-1", "layers.a-1-2", "layers-2.step"}; !slices.Equal(ids, want) {
		t.Errorf("%v, want %v", ids, want)
	}
}

func TestAmountsOutOfThePaper(t *testing.T) {
	s := New(Head{}).Section("")
	x := s.Input("x", usd, MustParse("10"))
	if got := x.Over(Int(3)).Round(2, money.HalfAway).Minor(2); got != 333 {
		t.Error(got)
	}
	d := s.StepDay("due", s.InputDay("from", fiscal.MustParse("2006-01-31")).AddMonths(x.Minus(Int(9)), true))
	if d.Date().String() != "2006-02-28" {
		t.Error(d.Date())
	}
	if got := s.Verdict("verdict", IfSay(s.Test("large", x.More(Int(9))), Say("large"), Say("small"))).Text(); got != "large" {
		t.Error(got)
	}
	if _, err := Parse("x"); !errors.As(err, new(Mistake)) {
		t.Error(err)
	}
}
