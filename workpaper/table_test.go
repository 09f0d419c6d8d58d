package workpaper

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
)

// movements is a table with an opening row, a running balance and totals.
func movements() (*Paper, *Table) {
	p := New(Head{Title: "Movements"})
	t := p.Table("Moves", "month")
	in, out := t.Column("in", Count), t.Column("out", Count)
	balance := t.Column("balance", Count, Cite("ASC 330-10"))
	share := t.Column("share", Percent)
	var rows []Row
	for i, name := range []string{"1", "2", "3"} {
		r := t.Row(name)
		a, b := r.Input(in, Whole(int64(10*i+10))), r.Input(out, Whole(int64(i)))
		r.Running(balance, a.Minus(b))
		rows = append(rows, r)
	}
	for _, r := range rows {
		r.Step(share, r.At(in).Over(Sum(in)))
	}
	in.Total()
	out.Total()
	return p, t
}

func TestGridJSON(t *testing.T) {
	p, _ := movements()
	got, err := json.MarshalIndent(p.Sheet().Tables[0], "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
 "title": "Moves",
 "rows_are": "month",
 "columns": [
  {
   "name": "in",
   "unit": "units"
  },
  {
   "name": "out",
   "unit": "units"
  },
  {
   "name": "balance",
   "unit": "units",
   "formula": "previous balance + in − out",
   "cite": "ASC 330-10"
  },
  {
   "name": "share",
   "unit": "%",
   "formula": "in ÷ (sum of in)"
  }
 ],
 "rows": [
  {
   "name": "1",
   "values": [
    "10",
    "0",
    "10",
    "16.6666666667"
   ],
   "formulas": [
    {
     "column": "balance",
     "formula": "in − out"
    }
   ]
  },
  {
   "name": "2",
   "values": [
    "20",
    "1",
    "29",
    "33.3333333333"
   ]
  },
  {
   "name": "3",
   "values": [
    "30",
    "2",
    "57",
    "50.00"
   ]
  }
 ],
 "total": {
  "name": "total",
  "values": [
   "60",
   "3",
   "",
   ""
  ],
  "formulas": [
   {
    "column": "in",
    "formula": "sum of in"
   },
   {
    "column": "out",
    "formula": "sum of out"
   }
  ]
 }
}`
	if string(got) != want {
		t.Errorf("got\n%s", got)
	}
}

// Cells whose formulas say the same of their neighbours are one run, whatever row they stand in.
func TestRuns(t *testing.T) {
	p := New(Head{})
	tab := p.Table("t", "row")
	base := tab.Column("base", usd)
	upTo, from, whole := tab.Column("up to", usd), tab.Column("from", usd), tab.Column("whole", usd)
	other := tab.Column("other", usd)
	var rows []Row
	for range 4 {
		r := tab.Row("")
		r.Input(base, Whole(2))
		rows = append(rows, r)
	}
	for i, r := range rows {
		r.Step(upTo, Sum(base.UpTo(r)))
		r.Step(from, Greatest(base.From(r)))
		r.Step(whole, r.At(base).Over(Sum(base)))
		n := r.At(base).Plus(Int(1))
		if i == 2 {
			n = r.At(base).Plus(Int(2))
		}
		r.Step(other, n)
	}
	runs := tab.Runs()
	for n, words := range map[int]string{1: "sum of base up to here", 2: "max(base from here on)", 3: "base ÷ (sum of base)"} {
		if got := runs[n]; got.Lead == nil || p.Words(got.Lead) != words || got.Odd != nil {
			t.Errorf("column %d: %+v %s", n, got, p.Words(got.Lead))
		}
	}
	if got := runs[4]; len(got.Odd) != 1 || got.Odd[0].Row() != 2 || p.Words(got.Odd[0]) != "base + 2" {
		t.Errorf("%+v", got)
	}
	if runs[0].Lead != nil {
		t.Error("inputs have a formula")
	}
}

func TestSpelling(t *testing.T) {
	p := New(Head{})
	s := p.Section("A")
	a, b := s.Input("a", usd, Whole(-3)), s.Input("b", Percent, MustParse("0.05"))
	tab := p.Table("T", "row")
	c := tab.Column("c", usd)
	for i := range 8 {
		tab.Row("").Input(c, Whole(int64(i)))
	}
	more := p.Section("B")
	more.Input("a", usd, Whole(1))
	for _, x := range []struct {
		n              Num
		words, figures string
	}{
		{a.Minus(b.Minus(a)), "A: a − (b − A: a)", "−3.00 − (5.00% − (−3.00))"},
		{a.Plus(b).Times(Int(2)), "(A: a + b) × 2", "(−3.00 + 5.00%) × 2"},
		{a.Over(b.Times(Int(2))), "A: a ÷ (b × 2)", "−3.00 ÷ (5.00% × 2)"},
		{Int(1).Plus(b).Power(Int(-2)), "(1 + b)^(−2)", "(1 + 5.00%)^(−2)"},
		{b.Neg().Abs(), "|−b|", "|−5.00%|"},
		{Sum(a, b.Neg(), Lit(Ratio(1, 3))), "A: a − b + 0.333333", "−3.00 − 5.00% + 0.333333"},
		{Sum(c, a), "sum of T: c + A: a", "sum of 8 figures + (−3.00)"},
		{Least(a, c.Rows(Row{tab, 0}, Row{tab, 2})), "min(A: a, T: c from row to row)", "min(−3.00, 0.00, 1.00, 2.00)"},
		{SumOfProducts(c, c), "sum of T: c × T: c", "sum of 8 products"},
		{If(Or(a.Less(b), And(a.Equals(b), a.Differs(b).Not())), a, b), "if A: a < b or A: a = b and not (A: a ≠ b) then A: a, otherwise b",
			"if −3.00 < 5.00% or −3.00 = 5.00% and not (−3.00 ≠ 5.00%) then −3.00, otherwise 5.00%"},
		{a.Round(0, money.Down).Minus(Int(1)), "(A: a, rounded to whole towards zero) − 1", "(−3.00, rounded to whole towards zero) − 1"},
	} {
		step := more.Step("x", usd, x.n).f.Cell
		if got := p.Words(step); got != x.words {
			t.Errorf("words   %s\nwant    %s", got, x.words)
		}
		if got := p.Figures(step); got != x.figures {
			t.Errorf("figures %s\nwant    %s", got, x.figures)
		}
	}
}

func TestSpellingOfDays(t *testing.T) {
	p := New(Head{})
	s := p.Section("")
	d, e := s.InputDay("signed", 731000), s.InputDay("due", 731100)
	for want, day := range map[string]Day{
		"signed + 90 days": d.AddDays(Int(90)), "signed + 3 months": d.AddMonths(Int(3), false),
		"signed + 3 months, a month's last day staying the last": d.AddMonths(Int(3), true), "last day of the month of due": e.MonthEnd(),
	} {
		if got := p.Words(s.StepDay("x", day).f.Cell); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for want, n := range map[string]Num{"days from signed to due": e.DaysSince(d), "year of due": e.Year(), "month of due": e.Month(), "day of the month of due": e.OfMonth()} {
		if got := p.Words(s.Step("x", Days, n).f.Cell); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestView(t *testing.T) {
	p, tab := movements()
	s := p.Section("Result")
	total := tab.Totals().At(tab.Columns()[0])
	last := s.Step("in all", Count, total.Minus(Int(1)), Remark("less one"))
	s.Note("A note.")
	p.Raise(check.Finding{Rule: "odd", Severity: check.Open, Message: "why one?"}, last)
	v := p.View()
	table := v.Blocks[0].Table
	if v.Title != "Movements" || v.Blocks[0].ID != "moves" || len(table.Rows) != 4 || !table.Rows[3].Total || table.Columns[2].Words != "previous balance + in − out" {
		t.Errorf("%+v", v.Blocks[0])
	}
	second := table.Rows[1].Figures[2]
	if second.ID != "moves.2.3" || second.Text != "29" || second.Figures != "10 + 20 − 1" || !slices.Equal(second.Uses, []string{"moves.1.3", "moves.2.1", "moves.2.2"}) || second.Odd {
		t.Errorf("%+v", second)
	}
	if first := table.Rows[0].Figures[2]; !first.Odd || first.Words != "in − out" || first.Kind != Computed {
		t.Errorf("%+v", first)
	}
	if table.Rows[3].Figures[2] != nil {
		t.Error("a figure where there is none")
	}
	step := v.Blocks[1].Lines[0].Figure
	if step.Name != "in all" || len(step.Findings) != 1 || step.Remark != "less one" || v.Blocks[1].Lines[1].Note != "A note." {
		t.Errorf("%+v", step)
	}
	var rests []string
	for _, c := range p.Rests(last.f.Cell) {
		rests = append(rests, c.Name())
	}
	if want := "in, month 1; in, month 2; in, month 3"; strings.Join(rests, "; ") != want {
		t.Errorf("%v, want %s", rests, want)
	}
}

func TestPrinted(t *testing.T) {
	for _, c := range []struct {
		v    Value
		u    Unit
		want string
	}{
		{NumberValue(MustParse("-1234567.5")), usd, "−1,234,567.50"}, {NumberValue(MustParse("-0.001")), usd, "0.00"},
		{NumberValue(MustParse("0.0525")), Percent, "5.25%"}, {TruthValue(true), Unit{}, "yes"}, {DayValue(fiscal.MustParse("2002-06-01")), Unit{}, "2002-06-01"},
		{TextValue("words"), usd, "words"}, {undefined("division by zero"), usd, "undefined: division by zero"},
	} {
		if got := c.v.Printed(c.u); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
