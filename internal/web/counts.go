package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/internal/exporter"
	"tieout/workpaper"
)

// countRoutes are those of physical counts.
func (s *site) countRoutes() []route {
	return []route{
		{Pattern: "/inventory/counts", Action: access.ReadBooks, Page: s.counts},
		{Pattern: "/inventory/counts", Action: access.PrepareImport, Do: s.openCount},
		{Pattern: "/inventory/counts/{count}", Action: access.ReadBooks, Page: s.countOf},
		{Pattern: "/inventory/counts/{count}", Action: access.PrepareImport, Do: s.enterCount},
		{Pattern: "/inventory/counts/{count}/post", Action: access.PrepareImport, Do: s.postCount},
		{Pattern: "/inventory/counts/{count}/download", Action: access.Export, Raw: s.countDownload},
	}
}

// countTags is a physical count on a page.
type countTags struct {
	Title, Sub, Path string
	Tabs             []tab
	Mark             mark
	All              int
	Rows             []countRow // to count, or to count again
	May              bool
	Wrong, Once      string
	Heads            []head
	Table            []tableRow
	Stamp            string
	Downloads        []pair
	Forms            []sheetForm
}

// counts lists the physical counts, and opens one.
func (s *site) counts(c *call) (page, error) { return s.countsWith(c, "") }

func (s *site) countsWith(c *call, wrong string) (page, error) {
	p := c.costPage("/counts", "Physical counts")
	p.Sub = "Each item of a site on a tag, counted without what the books say, again where it differs, and taken in when every tag is accounted for; " + c.known() + "."
	p.Wrong = wrong
	x := sheetSection{Heads: []head{{Text: "Count", Tight: true}, {Text: "At the end of", Tight: true}, {Text: "Site"}, {Text: "Opened by"}, {Text: "Tags", Amount: true}, {Text: "State"}}, Empty: "No count is open yet."}
	for _, k := range slices.Backward(c.view.State.Stock.Counts) {
		m, err := c.countMark(k)
		if err != nil {
			return page{}, err
		}
		x.Rows = append(x.Rows, tableRow{Cells: []cell{{Text: k.Code(), Href: string(c.link("/inventory/counts/" + itoa(k.ID)))}, {Text: shortDay(k.On)}, {Text: orText(k.Site, "no site named")}, {Text: k.By}, {Amount: true, Figure: figure{Digits: count(len(k.Tags))}}, {Text: m.Word}}})
	}
	p.Sections = []sheetSection{x}
	if c.who.can(access.PrepareImport) && c.Newest {
		site := ""
		for _, m := range c.view.State.Stock.Moves {
			site = cmp.Or(site, m.Site)
		}
		p.Forms = []sheetForm{{Title: "Open a count", To: "/inventory/counts", Once: newOnce(), Button: "Open it", Fields: []ask{{"Counted at the end of", "on", c.stockDay().String(), "date"}, {"Site", "site", site, "text"}, {"Tolerance, at cost", "tolerance", "100.00", "text"}},
			Consequence: "If you open it, every item that ever was at the site gets a tag. Nothing moves before the count is taken in."}}
	}
	return p.page(), nil
}

// countMark is where a count stands.
func (c *call) countMark(k app.StockCount) (mark, error) {
	if slices.ContainsFunc(c.view.State.Stock.Moves, func(m app.StockMove) bool { return m.Reference == k.Code() }) {
		return mark{"done", "taken in"}, nil
	}
	lines, err := c.view.CountLines(k)
	if err != nil {
		return mark{}, err
	}
	open, again := 0, 0
	for _, l := range lines {
		switch {
		case l.Open:
			open++
		case l.Again:
			again++
		}
	}
	switch {
	case open > 0:
		return mark{"wait", counted(open, "tag", "tags") + " to count"}, nil
	case again > 0:
		return mark{"wait", counted(again, "tag", "tags") + " to count again"}, nil
	}
	return mark{"info", "counted"}, nil
}

func (c *call) countAsked() (app.StockCount, error) {
	id, err := strconv.ParseInt(c.r.PathValue("count"), 10, 64)
	k, ok := c.view.State.Stock.Count(id)
	if err != nil || !ok {
		return k, c.missing("There is no count "+plainText(c.r.PathValue("count"), 20)+" at this position.", "Counts are listed under Inventory, Counts.")
	}
	return k, nil
}

func (s *site) countOf(c *call) (page, error) { return s.countOfWith(c, "", nil) }

func (s *site) countOfWith(c *call, wrong string, typed map[int][2]string) (page, error) {
	k, err := c.countAsked()
	if err != nil {
		return page{}, err
	}
	lines, err := c.view.CountLines(k)
	if err != nil {
		return page{}, err
	}
	t, blind, err := c.view.CountTable(k)
	if err != nil {
		return page{}, err
	}
	p := countTags{Title: "Count " + k.Code(), Path: "/inventory/counts/" + itoa(k.ID), Tabs: c.stockTabs("/counts"), All: len(k.Tags), Wrong: wrong, Once: newOnce(), Stamp: t.Stamp.String(), Downloads: c.downloadLinks("/inventory/counts/" + itoa(k.ID) + "/download")}
	p.Sub = "Of " + orText(k.Site, "no site named") + " at the end of " + shortDay(k.On) + ", opened by " + k.By + "; what differs by more than " + amountOf(k.Tolerance, c.digits()).Digits + " at cost is counted again. "
	if blind {
		p.Sub += "Until every tag is accounted for the page does not say what the books have."
	}
	if p.Mark, err = c.countMark(k); err != nil {
		return page{}, err
	}
	taken := p.Mark.Class == "done"
	p.May = c.who.can(access.PrepareImport) && c.Newest && !taken
	again := 0
	for _, l := range lines {
		if !l.Open && !l.Again {
			continue
		}
		if l.Again {
			again++
		}
		p.Rows = append(p.Rows, countRow{Tag: l.Number, Item: l.CountTag.Item, Name: l.Item.Name, Unit: l.Item.Unit, Counted: typed[l.Number][0], Memo: typed[l.Number][1]})
	}
	var keys []string
	for _, col := range t.Columns {
		keys = append(keys, col.Key)
	}
	p.Heads, p.Table = tableOf(t, keys, func(exporter.Row, string) string { return "" })
	if !blind && again == 0 && p.May {
		p.Forms = []sheetForm{{Title: "Take it in", To: p.Path + "/post", Once: newOnce(), Button: "Book to physical",
			Consequence: "If you take it in, what is missing goes out and a surplus comes in, in the account of counts, once a second person has approved it. Where the day is locked by now, the differences are rolled forward to the first open day."}}
	}
	return page{Title: p.Title, Section: "inventory", Body: countTagsBody(p)}, nil
}

func (s *site) openCount(c *call) (done, error) {
	again := func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.countsWith(c, what) }}, nil
	}
	on, err := fiscal.Parse(c.form.Get("on"))
	if err != nil {
		return again("The day of the count is not a date.")
	}
	tolerance, err := s.App.Amount(c.ctx(), strings.TrimSpace(c.form.Get("tolerance")))
	if err != nil {
		return again("The tolerance is an amount such as 100.00.")
	}
	id, err := s.App.OpenCount(c.ctx(), c.who.Code, on, strings.TrimSpace(c.form.Get("site")), tolerance)
	return answered(err, "/inventory/counts/"+itoa(id), "The count is open.", again)
}

func (s *site) enterCount(c *call) (done, error) {
	id, _ := strconv.ParseInt(c.r.PathValue("count"), 10, 64)
	typed := map[int][2]string{}
	again := func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.countOfWith(c, what, typed) }}, nil
	}
	var entries []app.CountEntry
	for i, text := range c.form["tag"] {
		tag, err := strconv.Atoi(text)
		if err != nil {
			return again("A tag is a number.")
		}
		n, memo := strings.TrimSpace(at(c.form["counted"], i)), strings.TrimSpace(at(c.form["memo"], i))
		e := app.CountEntry{Tag: tag, Item: strings.TrimSpace(at(c.form["item"], i)), Memo: memo, Void: strings.TrimSpace(at(c.form["void"], i))}
		typed[tag] = [2]string{n, memo}
		if n == "" && e.Void == "" {
			continue
		}
		if n != "" {
			q, err := workpaper.Parse(strings.ReplaceAll(n, ",", ""))
			if err != nil {
				return again("Tag " + text + ": " + plainText(n, 20) + " is not a number.")
			}
			e.Quantity = &q
		}
		entries = append(entries, e)
	}
	_, err := s.App.EnterCount(c.ctx(), c.who.Code, id, entries)
	return answered(err, "/inventory/counts/"+itoa(id), counted(len(entries), "tag is", "tags are")+" entered.", again)
}

func (s *site) postCount(c *call) (done, error) {
	id, _ := strconv.ParseInt(c.r.PathValue("count"), 10, 64)
	out, err := s.App.PostCount(c.ctx(), c.who.Code, id)
	if err == nil && out.Draft > 0 {
		return done{To: "/drafts/" + itoa(out.Draft), Say: "The count waits for a second person as " + draftName(out.Draft) + "."}, nil
	}
	return answered(err, "/inventory/counts/"+itoa(id), "The count is taken in.", func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.countOfWith(c, what, nil) }}, nil
	})
}

func (s *site) countDownload(c *call, w http.ResponseWriter) error {
	k, err := c.countAsked()
	if err != nil {
		return err
	}
	t, _, err := c.view.CountTable(k)
	if err != nil {
		return err
	}
	return c.send(w, t, "count-"+k.Code())
}
