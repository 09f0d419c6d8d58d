package app

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/internal/importer"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// StockCount is a physical count of a site at the end of a day: tags that are all to be accounted for, counted without what the books say,
// and counted again by another person where the difference is more than the tolerance.
type StockCount struct {
	ID        int64 // 1 for the first of the book
	On        fiscal.Date
	Site      string
	By        string
	Tolerance int64 // minor units of a difference that is not counted again
	Tags      []CountTag
}

// CountTag is a tag: an item at a place, with what was counted, round by round.
type CountTag struct {
	Number int
	Item   string
	Rounds []CountRound
	Void   string // why it is not counted: spoilt, a duplicate
}

// CountRound is one count of a tag.
type CountRound struct {
	By       string
	Position int64
	Units    int64 // smallest parts of the item's unit
	Memo     string
}

// Code is how a count is named: the reference of its movements.
func (c StockCount) Code() string { return fmt.Sprintf("C-%06d", c.ID) }

// Count finds a count.
func (b *StockBook) Count(id int64) (StockCount, bool) {
	i := slices.IndexFunc(b.Counts, func(c StockCount) bool { return c.ID == id })
	if i < 0 {
		return StockCount{}, false
	}
	return b.Counts[i], true
}

func (s *State) applyCount(a evidence.Act, r evidence.Record) error {
	s.Stock.Counts = slices.Clone(s.Stock.Counts)
	if r.Word == "stock-count" {
		on, err := fiscal.Parse(r.Get("on"))
		s.Stock.Counts = append(s.Stock.Counts, StockCount{ID: int64(len(s.Stock.Counts)) + 1, On: on, Site: r.Get("site"), By: a.By, Tolerance: r.Int("tolerance")})
		return err
	}
	i := slices.IndexFunc(s.Stock.Counts, func(c StockCount) bool { return c.ID == r.Int("count") })
	if i < 0 {
		return fmt.Errorf("no count %s", r.Get("count"))
	}
	c := &s.Stock.Counts[i]
	c.Tags = slices.Clone(c.Tags)
	n := int(r.Int("tag"))
	if r.Word == "stock-tag" {
		c.Tags = append(c.Tags, CountTag{Number: n, Item: r.Get("item")})
		return nil
	}
	j := slices.IndexFunc(c.Tags, func(t CountTag) bool { return t.Number == n })
	if j < 0 {
		return fmt.Errorf("no tag %d of count %d", n, c.ID)
	}
	t := &c.Tags[j]
	if t.Void = r.Get("void"); t.Void == "" {
		t.Rounds = append(slices.Clip(t.Rounds), CountRound{a.By, a.Position, r.Int("units"), r.Get("memo")})
	}
	return nil
}

// OpenCount opens a count of a site at the end of a day: a tag for every item that is there by the books or ever was. It gives the number of the count.
func (a *App) OpenCount(ctx context.Context, by string, on fiscal.Date, site string, tolerance int64) (id int64, err error) {
	_, err = a.act(ctx, by, cmdOpenCount, "", func(w *writing) error {
		if on == 0 || tolerance < 0 {
			return mistake("", "say at the end of which day is counted, and a tolerance that is not below zero")
		}
		if err := ledger.CheckText("the site", site, 100); err != nil {
			return mistake("", "%v", err)
		}
		var items []string
		for _, it := range w.state.Stock.Items {
			if slices.ContainsFunc(w.state.Stock.Moves, func(m StockMove) bool {
				return m.Item == it.Code && m.Costed <= on && (m.Site == site || m.To == site)
			}) {
				items = append(items, it.Code)
			}
		}
		if len(items) == 0 {
			return mistake("", "nothing has ever been at site %q by %s; choose another site, or take its movements in first", site, on)
		}
		slices.SortStableFunc(items, func(x, y string) int {
			a, _ := w.state.Stock.Item(x)
			b, _ := w.state.Stock.Item(y)
			return strings.Compare(a.Class+" "+a.Code, b.Class+" "+b.Code)
		})
		if err := w.apply(evidence.Rec("stock-count", "on", on.String(), "site", site, "tolerance", itoa(tolerance))); err != nil {
			return err
		}
		id = int64(len(w.state.Stock.Counts))
		for i, item := range items {
			if err := w.apply(evidence.Rec("stock-tag", "count", itoa(id), "tag", strconv.Itoa(i+1), "item", item)); err != nil {
				return err
			}
		}
		return nil
	})
	return id, err
}

// CountEntry is what is entered of a tag. Tag 0 is an item that has none: it gets the next. Void is why a tag is not counted.
type CountEntry struct {
	Tag      int
	Item     string
	Quantity *workpaper.Number
	Unit     string
	Memo     string
	Void     string
}

// posted says whether the movements of a count are in the book.
func (b *StockBook) posted(c StockCount) bool {
	return slices.ContainsFunc(b.Moves, func(m StockMove) bool { return m.Reference == c.Code() })
}

// EnterCount enters what was counted. A tag that is counted already is counted again, by another person where there is one.
func (a *App) EnterCount(ctx context.Context, by string, id int64, entries []CountEntry) (evidence.Act, error) {
	return a.act(ctx, by, cmdEnterCount, "", func(w *writing) error {
		c, ok := w.state.Stock.Count(id)
		switch {
		case !ok:
			return mistake("", "there is no count %d", id)
		case w.state.Stock.posted(c):
			return refused("count-posted", "the movements of count %s are in the book; open another count", c.Code())
		case len(entries) == 0:
			return mistake("", "nothing is counted yet")
		}
		next := len(c.Tags)
		for _, e := range entries {
			if e.Tag == 0 {
				if _, ok := w.state.Stock.Item(e.Item); !ok {
					return mistake("", "item %q is not known; define it first, or correct the code", e.Item)
				}
				next++
				e.Tag = next
				if err := w.apply(evidence.Rec("stock-tag", "count", itoa(id), "tag", strconv.Itoa(e.Tag), "item", e.Item)); err != nil {
					return err
				}
				c, _ = w.state.Stock.Count(id)
			}
			if err := w.countOne(c, e); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *writing) countOne(c StockCount, e CountEntry) error {
	i := slices.IndexFunc(c.Tags, func(t CountTag) bool { return t.Number == e.Tag })
	if i < 0 {
		return mistake("", "count %s has no tag %d; tags run from 1 to %d", c.Code(), e.Tag, len(c.Tags))
	}
	t := c.Tags[i]
	about := fmt.Sprintf("tag %d, item %s", t.Number, t.Item)
	for what, text := range map[string]string{"the remark": e.Memo, "the reason": e.Void} {
		if err := ledger.CheckText(what, text, 400); err != nil {
			return mistake(about, "%v", err)
		}
	}
	rec := func(pairs ...string) error {
		return w.apply(evidence.Rec("stock-tagged", append([]string{"count", itoa(c.ID), "tag", strconv.Itoa(t.Number), "memo", e.Memo}, pairs...)...))
	}
	switch {
	case e.Void != "":
		return rec("void", e.Void)
	case e.Quantity == nil || e.Quantity.Sign() < 0:
		return mistake(about, "say how many there are, 0 for none, or why the tag is void")
	case len(t.Rounds) > 0 && !w.state.Alone() && t.Rounds[len(t.Rounds)-1].By == w.act.By:
		return refused("count-again", "%s was counted by %s; another person counts it again", about, w.act.By)
	}
	it, _ := w.state.Stock.Item(t.Item)
	units, err := it.smallest(*e.Quantity, e.Unit)
	if err != nil {
		return mistake(about, "%v", err)
	}
	return rec("units", itoa(units))
}

// CountLine is a tag against the books.
type CountLine struct {
	CountTag
	Item       StockItem
	Book       int64 // units on the site at the end of the day, with nothing of other tags of the item
	Counted    int64 // the last round
	Difference int64 // minor units at the cost of one on hand, counted over book positive
	Open       bool  // not counted, and not void
	Again      bool  // beyond the tolerance, and counted once only
}

// CountLines hold a count against the books. An item with several tags is compared in its first; the others add to it.
func (v *View) CountLines(c StockCount) ([]CountLine, error) {
	stock, err := v.StockAt(c.On)
	if err != nil {
		return nil, err
	}
	var out []CountLine
	first := map[string]int{}
	for _, t := range c.Tags {
		l := CountLine{CountTag: t}
		l.Item, _ = v.State.Stock.Item(t.Item)
		l.Open = len(t.Rounds) == 0 && t.Void == ""
		if n := len(t.Rounds); n > 0 && t.Void == "" {
			l.Counted = t.Rounds[n-1].Units
		}
		if i, seen := first[t.Item]; seen {
			out[i].Counted += l.Counted
		} else {
			first[t.Item] = len(out)
			l.Book = v.State.Stock.onSite(t.Item, c.Site, c.On)
		}
		out = append(out, l)
	}
	for item, i := range first {
		l := &out[i]
		for _, x := range stock {
			if x.Item.Code == item && x.Units > 0 {
				l.Difference = money.MulDiv(x.Value, l.Counted-l.Book, x.Units, money.HalfAway)
			}
		}
		beyond := max(l.Difference, -l.Difference) > c.Tolerance || l.Difference == 0 && l.Counted != l.Book
		for j := range out {
			if out[j].CountTag.Item == item && beyond && len(out[j].Rounds) == 1 && out[j].Void == "" {
				out[j].Again = true
			}
		}
	}
	return out, nil
}

// CountTable is a count against the books; before every tag is accounted for it says nothing of the books, so that the count stays blind.
func (v *View) CountTable(c StockCount) (t exporter.Table, blind bool, err error) {
	lines, err := v.CountLines(c)
	if err != nil {
		return t, false, err
	}
	blind = slices.ContainsFunc(lines, func(l CountLine) bool { return l.Open })
	d := v.digits()
	t = exporter.Table{ID: "stock-count", Title: []string{v.State.Name, "Count " + c.Code() + " of " + orOther(c.Site, "no site") + " at " + c.On.Long()}, Columns: append([]exporter.Column{{Key: "tag", Title: "Tag", Amount: true}}, texts("Item", "Name", "Unit", "Counted by", "State")...)}
	if !blind {
		t.Columns = append(t.Columns, exporter.Column{Key: "counted", Title: "Counted", Amount: true}, exporter.Column{Key: "book", Title: "Books", Amount: true}, exporter.Column{Key: "difference", Title: "Difference, at cost", Amount: true, Digits: d})
	}
	seen := map[string]bool{}
	for _, l := range lines {
		state := "counted"
		switch {
		case l.Void != "":
			state = "void: " + l.Void
		case l.Open:
			state = "to count"
		case l.Again:
			state = "count again"
		case len(l.Rounds) > 1:
			state = fmt.Sprintf("counted %d times", len(l.Rounds))
		}
		var by []string
		for _, r := range l.Rounds {
			by = append(by, r.By)
		}
		row := exporter.Row{Key: "tag " + strconv.Itoa(l.Number), Cells: []exporter.Cell{exporter.Amount(int64(l.Number), 0), exporter.Text(l.CountTag.Item), exporter.Text(l.Item.Name), exporter.Text(l.Item.Unit), exporter.Text(strings.Join(by, ", ")), exporter.Text(state)}}
		if !blind {
			row.Cells = append(row.Cells, exporter.Amount(l.Counted, l.Item.Places), exporter.Amount(l.Book, l.Item.Places), exporter.Amount(l.Difference, d))
			if seen[l.CountTag.Item] { // its count stands with the first tag
				row.Cells[6], row.Cells[7], row.Cells[8] = exporter.Cell{}, exporter.Cell{}, exporter.Cell{}
			}
		}
		seen[l.CountTag.Item] = true
		t.Rows = append(t.Rows, row)
	}
	v.stamp(&t, "count "+c.Code())
	return t, blind, nil
}

// countRows are the movements of a count: to what was counted, at the end of its day; where that day is closed by now, its difference is
// rolled forward to the first open one.
func (v *View) countRows(c StockCount) (string, error) {
	lines, err := v.CountLines(c)
	if err != nil {
		return "", err
	}
	var open, again []string
	for _, l := range lines {
		switch {
		case l.Open:
			open = append(open, strconv.Itoa(l.Number))
		case l.Again:
			again = append(again, strconv.Itoa(l.Number))
		}
	}
	if len(open) > 0 {
		return "", mistake("count "+c.Code(), "tags %s are not accounted for; count them, or say why they are void", strings.Join(open, ", "))
	}
	if len(again) > 0 {
		return "", mistake("count "+c.Code(), "tags %s differ from the books by more than the tolerance; another person counts them again", strings.Join(again, ", "))
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"date", "kind", "item", "site", "quantity", "reference", "memo"})
	day, memo := c.On, ""
	if closed := v.State.StockClosed(); day <= closed {
		day, memo = closed+1, "rolled forward from "+c.On.String()
	}
	done := map[string]bool{}
	for _, l := range lines {
		if done[l.CountTag.Item] {
			continue
		}
		done[l.CountTag.Item] = true
		n := l.Counted
		if day != c.On {
			if n = v.State.Stock.onSite(l.CountTag.Item, c.Site, day) + l.Counted - l.Book; n < 0 {
				return "", mistake("count "+c.Code(), "item %s: rolled forward to %s its difference would leave less than nothing; look at what was issued since", l.CountTag.Item, day)
			}
		}
		_ = w.Write([]string{day.String(), "count", l.CountTag.Item, c.Site, workpaper.FromMinor(n, l.Item.Places).String(), c.Code(), memo})
	}
	w.Flush()
	return b.String(), nil
}

// PostCount takes the movements of a count in, book to physical, or has them wait for a second person.
func (a *App) PostCount(ctx context.Context, by string, id int64) (Outcome, error) {
	var text string
	var c StockCount
	if err := a.read(ctx, 0, func(v *View) (err error) {
		var ok bool
		if c, ok = v.State.Stock.Count(id); !ok {
			return mistake("", "there is no count %d", id)
		}
		text, err = v.countRows(c)
		return err
	}); err != nil {
		return Outcome{}, err
	}
	u, err := a.KeepUpload(ctx, by, Upload{Name: "count " + c.Code() + ".csv", Kind: "stock"}, []byte(text))
	if err != nil {
		return Outcome{}, err
	}
	r, err := u.Request()
	if err != nil {
		return Outcome{}, err
	}
	return a.Import(ctx, by, r)
}

// ReadCount reads a file of tags.
func (a *App) ReadCount(ctx context.Context, path string) ([]CountEntry, error) {
	rows, err := readNamed(ctx, a, path, importer.Counts)
	var out []CountEntry
	for _, r := range rows {
		if r.Counted != nil || r.Void != "" { // a line left blank is not counted yet
			out = append(out, CountEntry{Tag: r.Tag, Item: r.Item, Quantity: r.Counted, Unit: r.Unit, Memo: r.Memo, Void: r.Void})
		}
	}
	return out, err
}

// Amount reads an amount in the book's currency, minor units.
func (a *App) Amount(ctx context.Context, text string) (int64, error) {
	s, err := a.State(ctx, 0)
	if err != nil {
		return 0, err
	}
	ent, _ := s.Chart.Entity("")
	n, err := money.Parse(text, ent.Currency)
	if err != nil {
		return 0, mistake("", "%v", err)
	}
	return n.Minor, nil
}
