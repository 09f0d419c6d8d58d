package exportertest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/money"
	"tieout/workpaper"
)

// writer makes random formulas over the cells it has made so far.
type writer struct {
	*rand.Rand
	nums  []workpaper.Num
	days  []workpaper.Day
	conds []workpaper.Cond
}

func pick[T any](w *writer, from []T) T { return from[w.IntN(len(from))] }

func (w *writer) literal() workpaper.Num {
	return workpaper.Lit(n(pick(w, []string{"0", "1", "2", "-3", "7", "12", "0.5", "0.005", "1.005", "0.125", "-0.25", "365", "0.1", "100"})))
}

// num is a formula none of whose parts leaves the sizes that people compute with.
func (w *writer) num(depth int) workpaper.Num {
	if a := w.wild(depth); a.Defined() && tame(workpaper.NumberValue(a.Number())) {
		return a
	}
	return pick(w, w.nums)
}

func (w *writer) wild(depth int) workpaper.Num {
	if depth == 0 {
		if w.IntN(5) == 0 {
			return w.literal()
		}
		return pick(w, w.nums)
	}
	a, b := w.num(w.IntN(depth)), w.num(w.IntN(depth))
	switch w.IntN(17) {
	case 0, 1:
		return a.Plus(b)
	case 2, 3:
		return a.Minus(b)
	case 4, 5:
		return a.Times(b)
	case 6, 7:
		return a.Over(b)
	case 8:
		return a.Neg()
	case 9:
		return a.Abs()
	case 10:
		return workpaper.Least(a, b, w.num(0))
	case 11:
		return workpaper.Greatest(a, b)
	case 12:
		return workpaper.Sum(a, b.Neg(), w.num(0))
	case 13:
		return workpaper.If(w.cond(depth-1), a, b)
	case 14:
		return workpaper.Int(1).Plus(workpaper.Least(a.Abs(), workpaper.Lit(n("0.3")))).Power(workpaper.Int(int64(w.IntN(40) - 10)))
	case 15:
		return pick(w, w.days).DaysSince(pick(w, w.days)).Plus(pick(w, w.days).Month())
	}
	return a.Round(w.IntN(5), money.Rounding(1+w.IntN(4)))
}

func (w *writer) cond(depth int) workpaper.Cond {
	a, b := w.num(max(depth, 0)), w.num(0)
	switch w.IntN(10) {
	case 0:
		return a.Less(b)
	case 1:
		return a.AtMost(b)
	case 2:
		return a.More(b)
	case 3:
		return a.AtLeast(b)
	case 4:
		return a.Equals(b)
	case 5:
		return a.Times(b).Over(b).AtMost(a) // equal, but for dust
	case 6:
		return workpaper.And(a.Less(b), pick(w, w.conds))
	case 7:
		return workpaper.Or(pick(w, w.conds), a.Differs(b))
	case 8:
		return pick(w, w.days).Before(pick(w, w.days))
	}
	return pick(w, w.conds).Not()
}

func (w *writer) day() workpaper.Day {
	d, m := pick(w, w.days), workpaper.Int(int64(w.IntN(60)-30))
	switch w.IntN(6) {
	case 0:
		return d.AddDays(m.Over(workpaper.Int(7)))
	case 1:
		return d.AddMonths(m, false)
	case 2:
		return d.AddMonths(m, true)
	case 3:
		return d.MonthEnd()
	case 4:
		return workpaper.Later(d, pick(w, w.days))
	}
	return workpaper.IfDay(pick(w, w.conds), d, pick(w, w.days))
}

// tie makes a figure that often lies exactly between two roundings: half a cent and the like.
func (w *writer) tie() workpaper.Num {
	rates := []string{"0.005", "0.05", "0.5", "0.125", "0.0625", "0.0025", "0.15"}
	a := pick(w, w.nums).Round(2, money.HalfAway).Times(workpaper.Lit(n(pick(w, rates))))
	if w.IntN(2) == 0 {
		a = a.Over(workpaper.Int(pick(w, []int64{3, 7, 12}))).Times(workpaper.Int(pick(w, []int64{3, 7, 12})))
	}
	return a.Round(2, money.Rounding(1+w.IntN(4)))
}

func tame(v workpaper.Value) bool {
	if v.Kind() != workpaper.NumberKind {
		return true
	}
	n := v.Number()
	return n.Abs().Cmp(workpaper.Whole(1e7)) < 0 && n.Rat().Denom().BitLen() < 1500 && (n.Sign() == 0 || n.Abs().Cmp(workpaper.Ratio(1, 1e9)) > 0)
}

func randomPaper(seed uint64, size int) *workpaper.Paper {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 7))}
	p := workpaper.New(workpaper.Head{Title: "Random"})
	s := p.Section("Inputs")
	for i := range 30 {
		m := workpaper.FromMinor(w.Int64N(20_000_000)-5_000_000, 2)
		if i%3 == 1 {
			m = workpaper.FromMinor(w.Int64N(2000), 4)
		}
		if i%3 == 2 {
			m = workpaper.Whole(w.Int64N(48))
		}
		w.nums = append(w.nums, s.Input(fmt.Sprintf("n%d", i), workpaper.Unit{Places: []int{2, 4, 0}[i%3]}, m))
	}
	for i := range 6 {
		w.days = append(w.days, s.InputDay(fmt.Sprintf("d%d", i), fiscal.MustParse("2004-01-31")+fiscal.Date(w.IntN(900))))
	}
	w.conds = append(w.conds, s.InputTruth("c", true))
	t := p.Section("Formulas")
	for i := range size {
		w.add(t, i)
	}
	return p
}

func (w *writer) add(t *workpaper.Section, i int) {
	name := fmt.Sprintf("f%d", i)
	switch w.IntN(12) {
	case 0:
		w.conds = append(w.conds, t.Test(name, workpaper.Or(w.conds[0], w.cond(2))))
	case 1:
		w.days = append(w.days, t.StepDay(name, w.day()))
	case 2, 3:
		w.nums = append(w.nums, t.Step(name, workpaper.Unit{Places: 2}, w.tie()))
	default:
		x := pick(w, w.nums).Plus(w.num(4))
		c := t.Step(name, workpaper.Factor, x)
		if x.Defined() && tame(workpaper.NumberValue(x.Number())) {
			w.nums = append(w.nums, c)
		}
	}
}

// downstream are the names of the figures that findings are about, and of all that are computed from them.
func downstream(p *workpaper.Paper, about []check.Finding) []string {
	var names []string
	for _, f := range about {
		names = append(names, f.Subject)
	}
	for _, c := range p.Cells() {
		if !slices.Contains(names, c.Name()) && slices.ContainsFunc(c.Uses(), func(u *workpaper.Cell) bool { return slices.Contains(names, u.Name()) }) {
			names = append(names, c.Name())
		}
	}
	return names
}

// Random formulas give the same in the paper and in LibreOffice, as they are and with all inputs changed.
func TestRandomFormulasRecalculate(t *testing.T) {
	p := randomPaper(1, 3000)
	all, err := exporter.WorkpaperLimits(p)
	if err != nil {
		t.Fatal(err)
	}
	known := downstream(p, all)
	if len(all) > 30 {
		t.Errorf("%d of 3,000 figures are beyond the limits", len(all))
	}
	t.Logf("%d cells, %d beyond the limits, %d that rest on them", len(p.Cells()), len(all), len(known)-len(all))
	Recalculates(t, Case{Name: "random", Paper: p, Except: known, scope: onlyTogether})
}
