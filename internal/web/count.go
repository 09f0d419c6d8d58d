package web

import (
	"cmp"
	"encoding/csv"
	"errors"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/internal/app"
)

// countPage is a count sheet: the items of a site without what the books say of them, so that the count is blind.
type countPage struct {
	Sub      string
	Date     string
	Site     string
	Sites    []string
	Rows     []countRow
	Wrong    string
	Problems []problemRow
	Once     string
	Path     string
	Carried  []pair
}

type countRow struct {
	Tag              int
	Item, Name, Unit string
	Counted, Memo    string
	Bad              bool
}

func (s *site) countSheet(c *call) (page, error) {
	return s.countWith(c, countPage{Date: c.stockDay().String(), Site: plainText(c.query.Get("site"), 100)}, nil)
}

func (s *site) countWith(c *call, p countPage, typed map[string][2]string) (page, error) {
	seen := map[string]bool{}
	for _, m := range c.view.State.Stock.Moves {
		for _, x := range []string{m.Site, m.To} {
			if x != "" && !seen[x] {
				seen[x] = true
				p.Sites = append(p.Sites, x)
			}
		}
	}
	slices.Sort(p.Sites)
	if p.Site == "" && len(p.Sites) > 0 {
		p.Site = p.Sites[0]
	}
	items := slices.Clone(c.view.State.Stock.Items)
	slices.SortFunc(items, func(a, b app.StockItem) int {
		return cmp.Or(strings.Compare(a.Class, b.Class), strings.Compare(a.Code, b.Code))
	})
	for i, it := range items {
		t := typed[it.Code]
		p.Rows = append(p.Rows, countRow{Tag: i + 1, Item: it.Code, Name: it.Name, Unit: it.Unit, Counted: t[0], Memo: t[1]})
	}
	p.Sub = "Write what is there at the end of the day, nothing where you did not count. The sheet does not say what the books have."
	p.Once, p.Path, p.Carried = newOnce(), "/inventory/count", c.carriedPairs()
	return page{Title: "Count sheet", Section: "inventory", Body: countBody(p)}, nil
}

// sendCount makes movements of a count and takes them in, or has them wait for a second person.
func (s *site) sendCount(c *call) (done, error) {
	p := countPage{Date: strings.TrimSpace(c.form.Get("date")), Site: strings.TrimSpace(c.form.Get("site"))}
	typed := map[string][2]string{}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"date", "kind", "item", "site", "quantity", "memo"})
	var rows []string
	for i, item := range c.form["item"] {
		n, memo := strings.TrimSpace(at(c.form["counted"], i)), strings.TrimSpace(at(c.form["memo"], i))
		typed[item] = [2]string{n, memo}
		if n == "" {
			continue
		}
		rows = append(rows, item)
		_ = w.Write([]string{p.Date, "count", item, p.Site, n, memo})
	}
	w.Flush()
	again := func(err error) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.countWith(c, p, typed) }}, err
	}
	if _, err := fiscal.Parse(p.Date); err != nil {
		p.Wrong = "The day of the count: " + sentence(err.Error())
		return again(nil)
	}
	if len(rows) == 0 {
		p.Wrong = "Nothing is counted yet."
		return again(nil)
	}
	u, err := s.App.KeepUpload(c.ctx(), c.who.Code, app.Upload{Name: "count of " + plainText(p.Site, 60) + " " + p.Date + ".csv", Kind: "stock"}, []byte(b.String()))
	if err != nil {
		if p.Wrong = mistakeIn(err); p.Wrong == "" {
			return done{}, err
		}
		return again(nil)
	}
	r, err := u.Request()
	if err != nil {
		return done{}, err
	}
	out, err := s.App.Import(c.ctx(), c.who.Code, r)
	var im app.ImportMistake
	switch {
	case errors.As(err, &im):
		for _, x := range im.Problems {
			row := problemRow{What: sentence(plainText(x.Message, 400))}
			if n := x.Row - 2; n >= 0 && n < len(rows) {
				row.Where = rows[n]
			}
			p.Problems = append(p.Problems, row)
		}
		return again(nil)
	case err != nil:
		if p.Wrong = mistakeIn(err); p.Wrong == "" {
			return done{}, err
		}
		return again(nil)
	case out.Draft > 0:
		return done{To: "/drafts/" + itoa(out.Draft), Say: "The count waits for a second person as " + draftName(out.Draft) + "."}, nil
	case out.Already:
		return done{To: "/inventory", Say: "The same count was taken in before; nothing moved twice."}, nil
	}
	return done{To: "/inventory", Say: "The count is taken in: " + counted(len(rows), "item", "items") + " at position " + count(out.Act) + "."}, nil
}
