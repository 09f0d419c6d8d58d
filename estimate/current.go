package estimate

import (
	"fmt"

	"tieout/check"
	"tieout/fiscal"
)

// CurrentReport is when a report on Form 8-K is due for an event.
type CurrentReport struct {
	FirstDay, Due fiscal.Date // day one and the last day; 0 where the item sets no count of days
	Rule, Cite    string
	How           string // how the days were counted, with those that were left out
}

// Item is an event that an item of Form 8-K reports.
type Item struct {
	Number, What string
	On, Filed    fiscal.Date // 0 for not filed, or not recorded
	Free         string      // why no report is due; empty where one is
}

// ItemGrid is the due dates of current reports by the calendar of filing, beside the days on which they were filed.
func (b Books) ItemGrid(id, title string, items []Item) Grid {
	g := Grid{ID: id, Title: title, Columns: []GridColumn{{Key: "item", Title: "Item"}, {Key: "what", Title: "Event"}, {Key: "on", Title: "On", Kind: Date}, {Key: "first", Title: "Day one", Kind: Date}, {Key: "due", Title: "Due", Kind: Date}, {Key: "filed", Title: "Filed", Kind: Date}, {Key: "how", Title: "How it is counted"}, {Key: "cite", Title: "Rule"}}}
	for _, x := range items {
		row := []Cell{Words(x.Number), Words(x.What), Day(x.On), {}, {}, Day(x.Filed), {}, {}}
		c, err := b.due(x)
		switch {
		case x.Free != "":
			row[6] = Words(x.Free)
		case err != nil:
			row[6] = Words(err.Error())
		default:
			row[3], row[4], row[6], row[7] = Day(c.FirstDay), Day(c.Due), Words(c.How), Words(c.Cite)
		}
		g.Rows = append(g.Rows, GridRow{Cells: row})
	}
	return g
}

// due is when an item is due.
func (b Books) due(x Item) (CurrentReport, error) {
	if b.Current == nil {
		return CurrentReport{}, fmt.Errorf("the calendar of filing is not at hand here")
	}
	return b.Current(x.On, x.Number)
}

// LateItems says what was filed late, and what has no day of filing though it is due by a day.
func (b Books) LateItems(items []Item, at fiscal.Date) (found []check.Finding) {
	for _, x := range items {
		c, err := b.due(x)
		if x.Free != "" || err != nil || c.Due == 0 || x.On > at {
			continue
		}
		f := check.Finding{Rule: "8-K-due", Severity: check.Note, Subject: "Item " + x.Number, Cite: c.Cite}
		switch {
		case x.Filed > c.Due:
			f.Message = fmt.Sprintf("%s on %s: Form 8-K was due on %s and was filed on %s, %d days late", x.What, x.On, c.Due, x.Filed, x.Filed-c.Due)
		case x.Filed == 0 && at >= c.Due:
			f.Message = fmt.Sprintf("%s on %s: Form 8-K was due on %s and no day of filing is recorded; record it, or why none is due", x.What, x.On, c.Due)
		case x.Filed == 0:
			f.Message = fmt.Sprintf("%s on %s: Form 8-K is due on %s", x.What, x.On, c.Due)
		default:
			continue
		}
		found = append(found, f)
	}
	return found
}
