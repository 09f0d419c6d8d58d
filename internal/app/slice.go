package app

import (
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/ledger"
)

// Slice is a part of an entity's books: the lines with a value of a dimension, or with none (an empty value).
type Slice struct{ Dimension, Value string }

func (s Slice) String() string {
	if s.Value == "" {
		return s.Dimension + " not named"
	}
	return s.Dimension + " " + s.Value
}

// Look narrows the view to a slice: balances, registers and income statements have only its lines. What does not balance
// within a slice is shown as it is; nothing is plugged. A dimension that is not defined is refused.
func (v *View) Look(s Slice) error {
	if !v.State.Chart.HasDimension(s.Dimension) {
		return mistake("", "dimension %q is not defined in the book", s.Dimension)
	}
	v.slice, v.open = s, nil
	return nil
}

// Sliced is the slice that the view looks at; ok is false for the whole.
func (v *View) Sliced() (s Slice, ok bool) { return v.slice, v.slice != Slice{} }

// counts says which lines are of the slice, by their dimensions; nil when all are.
func (v *View) counts() func(ledger.Dims) bool {
	if v.slice == (Slice{}) {
		return nil
	}
	return func(d ledger.Dims) bool { return d.Get(v.slice.Dimension) == v.slice.Value }
}

// mostSlices is how many slices are offered.
const mostSlices = 200

// Slices are the slices that have balances at a day, by dimension and value, those without a value first; at most 200.
func (v *View) Slices(asOf fiscal.Date) ([]Slice, error) {
	if len(v.State.Chart.Dimensions()) == 0 {
		return nil, nil
	}
	tb, err := v.Open(asOf)
	if err != nil {
		return nil, err
	}
	seen := map[Slice]bool{}
	for _, r := range tb.Rows {
		for _, d := range v.State.Chart.Dimensions() {
			seen[Slice{d.Code, r.Dims.Get(d.Code)}] = true
		}
	}
	var out []Slice
	for s := range seen {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Slice) int {
		if c := strings.Compare(a.Dimension, b.Dimension); c != 0 {
			return c
		}
		return strings.Compare(a.Value, b.Value)
	})
	return out[:min(len(out), mostSlices)], nil
}
