package impairment

import (
	"fmt"
	"slices"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Grids are the triggering events with the tests that followed, the tests of goodwill and of asset groups, and what is held for sale.
func (h *Holding) Grids(p fiscal.Period) (out []estimate.Grid) {
	for _, g := range []estimate.Grid{h.eventGrid(p), h.goodwillGrid(p), h.assetGrid(p), h.saleGrid(p)} {
		if len(g.Rows) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func (h *Holding) eventGrid(p fiscal.Period) estimate.Grid {
	g := estimate.Grid{ID: "events", Title: "Triggering events", Columns: []estimate.GridColumn{{Key: "date", Title: "Date", Kind: estimate.Date}, {Key: "event", Title: "Event"}, {Key: "touches", Title: "Touches"}, {Key: "tested", Title: "Tested in its quarter"}}}
	for _, e := range h.events {
		if !p.Contains(e.on) {
			continue
		}
		touches, answer := map[string]string{"both": "goodwill and assets"}[e.of], "no"
		if touches == "" {
			touches = e.of
		}
		if goodwill, assets := h.followed(e); goodwill && assets {
			answer = "yes"
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Day(e.on), estimate.Words(e.text), estimate.Words(touches), estimate.Words(answer)}})
	}
	return g
}

// goodwillGrid are the tests of a period; the last before it where it has none.
func (h *Holding) goodwillGrid(p fiscal.Period) estimate.Grid {
	g := estimate.Grid{ID: "goodwill", Title: "Tests of goodwill", Columns: []estimate.GridColumn{{Key: "date", Title: "Tested on", Kind: estimate.Date}, {Key: "rule", Title: "Rule"}, {Key: "carrying", Title: "Carrying amount", Kind: estimate.Amount}, {Key: "fair", Title: "Fair value", Kind: estimate.Amount}, {Key: "headroom", Title: "Headroom", Kind: estimate.Amount},
		{Key: "loss", Title: "Loss", Kind: estimate.Amount}, {Key: "left", Title: "Goodwill left", Kind: estimate.Amount}}, Notes: []string{"Carrying amounts are after the losses of other assets and of long-lived assets, which come first (ASC 350-20-35-31)."}}
	var shown []unitTest
	for _, t := range h.units {
		switch {
		case p.Contains(t.on):
			shown = append(slices.DeleteFunc(shown, func(b unitTest) bool { return b.on < p.Start }), t)
		case t.on < p.Start:
			shown = []unitTest{t}
		}
	}
	for _, t := range shown {
		r := t.result
		row := []estimate.Cell{estimate.Day(t.on), estimate.Words(ruleNames[r.Rule]), estimate.Money(h.books.Minor(r.Carrying)), {}, {}, estimate.Money(h.books.Minor(r.Loss)), estimate.Money(h.books.Minor(r.Remaining))}
		if t.passed {
			row[1] = estimate.Words("loss not likely")
		} else {
			row[3], row[4] = estimate.Money(h.books.Minor(*t.fair)), estimate.Money(h.books.Minor(t.fair.Sub(r.Carrying)))
		}
		if r.Implied != nil {
			g.Notes = append(g.Notes, "At "+t.on.String()+" the implied fair value of goodwill was "+h.books.Text(h.books.Minor(*r.Implied))+" (SFAS 142 paragraph 21).")
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: row})
	}
	return g
}

var ruleNames = map[Rule]string{TwoSteps: "two steps", OneStep: "one step"}

// assetGrid are the asset groups tested in a period, asset by asset.
func (h *Holding) assetGrid(p fiscal.Period) estimate.Grid {
	g := estimate.Grid{ID: "assets", Title: "Asset groups held and used", Columns: []estimate.GridColumn{{Key: "date", Title: "Tested on", Kind: estimate.Date}, {Key: "asset", Title: "Asset"}, {Key: "carrying", Title: "Carrying amount", Kind: estimate.Amount}, {Key: "loss", Title: "Loss", Kind: estimate.Amount}, {Key: "written", Title: "New cost", Kind: estimate.Amount}}}
	for _, t := range h.groups {
		if !p.Contains(t.on) {
			continue
		}
		r := t.result
		for _, a := range r.Assets {
			g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Day(t.on), estimate.Words(a.Name), estimate.Money(h.books.Minor(a.Carrying)), estimate.Money(h.books.Minor(a.Loss)), estimate.Money(h.books.Minor(a.Written))}})
		}
		g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{{}, estimate.Words(t.name), estimate.Money(h.books.Minor(r.Carrying)), estimate.Money(h.books.Minor(r.Loss)), estimate.Money(h.books.Minor(r.NewCarrying))}})
		verdict := "not recoverable"
		if r.Recoverable {
			verdict = "recoverable, so that fair value does not count"
		}
		note := fmt.Sprintf("%s: the carrying amount of %s is %s from cash flows of %s, not discounted; fair value is %s (%s).", t.name, h.books.Text(h.books.Minor(r.Carrying)), verdict, h.books.Text(h.books.Minor(r.Undiscounted)), h.books.Text(h.books.Minor(r.Fair)), r.Standard)
		if r.Depreciation != nil {
			note += " Depreciation of a year is " + money.Group(r.Depreciation.Text(h.books.Digits, money.HalfAway)) + " from now on."
		}
		g.Notes = append(g.Notes, note)
	}
	return g
}

func (h *Holding) saleGrid(p fiscal.Period) estimate.Grid {
	g := estimate.Grid{ID: "sales", Title: "Held for sale", Columns: []estimate.GridColumn{{Key: "date", Title: "Date", Kind: estimate.Date}, {Key: "asset", Title: "Asset"}, {Key: "before", Title: "Carried before", Kind: estimate.Amount}, {Key: "net", Title: "Fair value, net", Kind: estimate.Amount}, {Key: "loss", Title: "Loss (taken back)", Kind: estimate.Amount}, {Key: "carried", Title: "Carried", Kind: estimate.Amount}, {Key: "held", Title: "Held for sale"}}}
	for _, t := range h.sales {
		if !p.Contains(t.on) {
			continue
		}
		r := t.result
		row := []estimate.Cell{estimate.Day(t.on), estimate.Words(t.name), estimate.Money(h.books.Minor(t.begin)), {}, estimate.Money(h.books.Minor(r.Loss.Sub(r.Gain))), estimate.Money(h.books.Minor(r.NewCarrying)), estimate.Words("yes")}
		switch {
		case t.held:
			row[3] = estimate.Money(h.books.Minor(r.Net))
		case r.Paper == nil:
			row[4], row[6] = estimate.Cell{}, estimate.Words("sold")
		default:
			row[6] = estimate.Words("no")
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: row})
	}
	return g
}

// mostDrawn bounds the tests of a drawing.
const mostDrawn = 12

// Charts are the carrying amount beside fair value at the last tests of goodwill, and of asset groups beside their cash flows too.
func (h *Holding) Charts(p fiscal.Period) (out []estimate.Chart) {
	unit := estimate.Chart{ID: "goodwill", Title: "Reporting unit: carrying amount and fair value", Series: []estimate.Series{{Name: "Carrying amount"}, {Name: "Fair value"}, {Name: "Goodwill left"}}}
	group := estimate.Chart{ID: "groups", Title: "Asset groups: carrying amount, cash flows and fair value", Series: []estimate.Series{{Name: "Carrying amount"}, {Name: "Cash flows, not discounted"}, {Name: "Fair value"}}}
	draw := func(c *estimate.Chart, label string, values ...workpaper.Number) {
		c.Labels = append(c.Labels, label)
		for i, v := range values {
			c.Series[i].Values = append(c.Series[i].Values, h.books.Minor(v))
		}
	}
	for _, t := range h.units {
		if t.on <= p.End && !t.passed {
			draw(&unit, t.on.String(), t.result.Carrying, *t.fair, t.result.Remaining)
		}
	}
	for _, t := range h.groups {
		if t.on <= p.End {
			draw(&group, t.name+" "+t.on.String(), t.result.Carrying, t.result.Undiscounted, t.result.Fair)
		}
	}
	for _, c := range []estimate.Chart{unit, group} {
		if from := max(0, len(c.Labels)-mostDrawn); len(c.Labels) > 0 {
			c.Labels = c.Labels[from:]
			for i := range c.Series {
				c.Series[i].Values = c.Series[i].Values[from:]
			}
			out = append(out, c)
		}
	}
	return out
}

// Papers are the tests of the period in the order in which they are made.
func (h *Holding) Papers(p fiscal.Period) (out []*workpaper.Paper) {
	add := func(on fiscal.Date, paper *workpaper.Paper) {
		if p.Contains(on) && paper != nil {
			out = append(out, paper)
		}
	}
	for _, t := range h.intangibles {
		add(t.on, t.result.Paper)
	}
	for _, t := range h.groups {
		add(t.on, t.result.Paper)
	}
	for _, t := range h.sales {
		add(t.on, t.result.Paper)
	}
	for _, t := range h.units {
		add(t.on, t.result.Paper)
	}
	return out
}
