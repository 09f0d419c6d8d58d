package property

import (
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/workpaper"
)

// Held is an asset with its curve.
type Held struct {
	Asset
	*Curve
}

// RollClass is a class of assets over a period: cost, accumulated depreciation and both ends. Movements carry their signs.
type RollClass struct {
	Class                                         string
	CostBegin, Additions, Retired, CostEnd        workpaper.Number
	AccBegin, Depreciation, Losses, Freed, AccEnd workpaper.Number
	Proceeds, Gain                                workpaper.Number
}

// Carrying are the carrying amounts at both ends.
func (r RollClass) Carrying() (begin, end workpaper.Number) {
	return r.CostBegin.Sub(r.AccBegin), r.CostEnd.Sub(r.AccEnd)
}

// Roll is what the classes did in a period (ASC 360-10-50-1; Regulation S-X, former rules 12-06 and 12-07), in the order of their names.
func Roll(all []Held, p fiscal.Period) (out []RollClass) {
	for _, h := range all {
		i := slices.IndexFunc(out, func(r RollClass) bool { return r.Class == h.Class })
		if i < 0 {
			out, i = append(out, RollClass{Class: h.Class}), len(out)
		}
		out[i].add(h, p)
	}
	slices.SortStableFunc(out, func(a, b RollClass) int { return strings.Compare(a.Class, b.Class) })
	return out
}

func (r *RollClass) add(h Held, p fiscal.Period) {
	before := p.Start - 1
	r.CostBegin, r.CostEnd = r.CostBegin.Add(h.CostAt(before)), r.CostEnd.Add(h.CostAt(p.End))
	r.AccBegin, r.AccEnd = r.AccBegin.Add(h.Accumulated(before)), r.AccEnd.Add(h.Accumulated(p.End))
	r.Depreciation, r.Losses = r.Depreciation.Add(h.Of(p)), r.Losses.Add(h.Curve.Losses(p))
	if p.Contains(h.InService) {
		r.Additions = r.Additions.Add(h.Cost())
	}
	for _, c := range h.Changes {
		if p.Contains(c.On) {
			r.Additions = r.Additions.Add(c.Add)
		}
	}
	if d := h.Disposal; d != nil && p.Contains(d.On) {
		_, gain := h.Left()
		r.Retired, r.Freed = r.Retired.Sub(h.CostAt(d.On-1)), r.Freed.Sub(h.At(d.On))
		r.Proceeds, r.Gain = r.Proceeds.Add(d.Proceeds), r.Gain.Add(gain)
	}
}
