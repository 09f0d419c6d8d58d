package exportertest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// spreadsheetZero is the day that a spreadsheet counts from.
var spreadsheetZero = fiscal.MustParse("1899-12-30")

// Bounds on the trouble that one paper makes.
const (
	mostInputs = 60 // changed one at a time; of more, as many spread evenly
	together   = 4  // variants with all inputs changed
)

// vary makes variants: none changed, each input changed in several ways, all changed together. They are the same in
// every run.
func (tr *trial) vary() []variant {
	all := []variant{{name: "as it is", paper: tr.Paper.With()}}
	inputs := tr.Paper.Inputs()
	switch tr.scope {
	case unchanged:
		return all
	case 0:
		all = append(all, tr.oneByOne(inputs)...)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range together {
		var changes []workpaper.Change
		for _, c := range inputs {
			if o := others(tr.Paper.Value(c), c.Unit()); len(o) > 0 {
				changes = append(changes, workpaper.Change{Cell: c, Value: o[random.IntN(len(o))]})
			}
		}
		all = append(all, variant{fmt.Sprintf("all changed, draw %d", n+1), changes, tr.Paper.With(changes...), nil})
	}
	return all
}

func (tr *trial) oneByOne(inputs []*workpaper.Cell) []variant {
	var all []variant
	step := max(1, (len(inputs)+mostInputs-1)/mostInputs)
	for i := 0; i < len(inputs); i += step {
		c := inputs[i]
		for _, v := range others(tr.Paper.Value(c), c.Unit()) {
			change := workpaper.Change{Cell: c, Value: v}
			all = append(all, variant{fmt.Sprintf("%s changed to %s", c.Name(), v.Plain(c.Unit())), []workpaper.Change{change}, tr.Paper.With(change), nil})
		}
	}
	return all
}

// others are other values for an input: a tenth more, one more in its last decimal, half, nil; other days; the opposite.
func others(v workpaper.Value, u workpaper.Unit) []workpaper.Value {
	switch v.Kind() {
	case workpaper.NumberKind:
		return otherNumbers(v.Number(), u)
	case workpaper.DayKind:
		return []workpaper.Value{workpaper.DayValue(v.Day() + 1), workpaper.DayValue(v.Day() + 45), workpaper.DayValue(v.Day() - 17)}
	case workpaper.TruthKind:
		return []workpaper.Value{workpaper.TruthValue(!v.Truth())}
	}
	return nil
}

func otherNumbers(n workpaper.Number, u workpaper.Unit) []workpaper.Value {
	places := workpaper.Places(n.String())
	if u.Percent {
		places = max(places, u.Places+2)
	} else {
		places = max(places, min(u.Places, 2))
	}
	last := workpaper.Whole(1).Quo(workpaper.Whole(10).Power(places))
	var all []workpaper.Value
	for _, m := range []workpaper.Number{n.Mul(workpaper.Ratio(11, 10)).Round(places, money.HalfAway), n.Add(last), n.Quo(workpaper.Whole(2)).Round(places, money.HalfAway), {}} {
		if m.Cmp(n) != 0 {
			all = append(all, workpaper.NumberValue(m))
		}
	}
	return all
}

// rebuilt is the variant in which the inputs are those of another paper of the same calculator.
func (tr *trial) rebuilt(t testing.TB, n int, r *workpaper.Paper) variant {
	t.Helper()
	v := variant{name: fmt.Sprintf("rebuilt paper %d", n+1), paper: r}
	ours, theirs := tr.Paper.Cells(), r.Cells()
	if len(ours) != len(theirs) {
		t.Fatalf("%s: %s has %d cells and not %d", tr.Name, v.name, len(theirs), len(ours))
	}
	for i, c := range ours {
		d := theirs[i]
		if why := unlike(c, d); why != "" {
			t.Fatalf("%s: %s, %s: %s", tr.Name, v.name, d.Name(), why)
		}
		if given := c.Kind() == workpaper.Input || c.Kind() == workpaper.Solved; given && !tr.Paper.Value(c).Same(r.Value(d)) {
			v.changes = append(v.changes, workpaper.Change{Cell: c, Value: r.Value(d)})
		}
	}
	ourWay := tr.Paper.With(v.changes...)
	for i, c := range ours {
		if !ourWay.Value(c).Same(r.Value(theirs[i])) && c.Kind() == workpaper.Computed {
			t.Errorf("%s: %s: %s is %s, and %s when the inputs of the first paper are changed", tr.Name, v.name, c.Name(), r.Value(theirs[i]).Plain(c.Unit()), ourWay.Value(c).Plain(c.Unit()))
		}
	}
	return v
}

// unlike says how two cells differ in what they are, apart from what stands in them.
func unlike(c, d *workpaper.Cell) string {
	switch {
	case c.ID() != d.ID():
		return "stands in another place, " + c.ID()
	case c.Kind() != d.Kind():
		return "is computed in one paper only"
	case !alike(c.Formula(), d.Formula()):
		return "has another formula: something was decided outside it"
	}
	return ""
}

func alike(f, g *workpaper.Formula) bool {
	if f == nil || g == nil {
		return f == g
	}
	if f.Op != g.Op || f.Places != g.Places || f.Rounding != g.Rounding || len(f.Args) != len(g.Args) {
		return false
	}
	switch f.Op {
	case workpaper.OpLiteral:
		return f.Literal.Same(g.Literal)
	case workpaper.OpCell:
		return f.Cell.ID() == g.Cell.ID()
	case workpaper.OpRange:
		a, b := *f.Span, *g.Span
		same := a.Table.Title() == b.Table.Title()
		a.Table, b.Table = nil, nil
		return same && a == b
	}
	for i := range f.Args {
		if !alike(f.Args[i], g.Args[i]) {
			return false
		}
	}
	return true
}
