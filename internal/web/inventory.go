package web

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/internal/exporter"
	"tieout/inventory"
)

// inventoryRoutes are those of stock.
func (s *site) inventoryRoutes() []route {
	return []route{
		{Pattern: "/inventory", Action: access.ReadBooks, Page: s.inventory},
		{Pattern: "/inventory/download", Action: access.Export, Raw: s.inventoryDownload},
		{Pattern: "/inventory/movements/download", Action: access.Export, Raw: s.movementsDownload},
		{Pattern: "/inventory/items/{item}", Action: access.ReadBooks, Page: s.stockItem},
		{Pattern: "/inventory/items/{item}/workpaper", Action: access.Export, Raw: s.stockPaper},
		{Pattern: "/inventory/ageing", Action: access.ReadBooks, Page: s.ageing},
		{Pattern: "/inventory/ageing/download", Action: access.Export, Raw: s.ageingDownload},
		{Pattern: "/inventory/packs/{pack}", Action: access.Export, Raw: s.stockPack},
		{Pattern: "/inventory/count", Action: access.PrepareImport, Page: s.countSheet},
		{Pattern: "/inventory/count", Action: access.PrepareImport, Do: s.sendCount},
		{Pattern: "/inventory/movements", Action: access.PrepareImport, Do: s.takeMovements, Large: true},
		{Pattern: "/inventory/classes", Action: access.ChangeChart, Do: s.defineClass},
		{Pattern: "/inventory/items", Action: access.ChangeChart, Do: s.defineItem},
	}
}

// inventoryPage is what is on hand, how it ties to the ledger, and what can be taken in.
type inventoryPage struct {
	Sentence, Sub string
	Wrong         string
	Problems      []problemRow
	Ties          []tieLine
	Findings      []finding
	Heads         []head
	Rows          []tableRow
	Stamp         string
	Downloads     []pair
	Classes       []app.StockClass
	Methods       []inventory.Method
	Class         app.StockClass // as typed
	Item          app.StockItem
	Carried       []pair
	Tabs          []tab
	Packs         []packRow
	MayMove       bool
	MayDefine     bool
	Once          string
}

// packRow is an auditor's pack that can be taken.
type packRow struct{ Key, Title, CSV string }

// tieLine is an account of inventory: ledger, stock, and whether they agree.
type tieLine struct {
	Title, Href   string
	Ledger, Stock figure
	Mark          mark
}

// stockDay is the day that inventory is looked at: the end of the period, or the clock's day within it.
func (c *call) stockDay() fiscal.Date { return min(c.Period.End, max(c.On, c.Period.Start)) }

func (s *site) inventory(c *call) (page, error) { return s.inventoryWith(c, inventoryPage{}) }

func (s *site) inventoryWith(c *call, p inventoryPage) (page, error) {
	day := c.stockDay()
	t, err := c.view.StockTable(day)
	if err != nil {
		return page{}, err
	}
	ties, found, err := c.view.StockTies(day)
	if err != nil {
		return page{}, err
	}
	for _, x := range ties {
		a, _ := c.view.State.Chart.Account(x.Account)
		l := tieLine{accountTitle(a), c.registerLink(x.Account), amountOf(x.Ledger, c.digits()), amountOf(x.Stock, c.digits()), mark{"done", "ties"}}
		if x.Ledger != x.Stock {
			l.Mark = mark{"stop", "differs by " + amountOf(x.Ledger-x.Stock, c.digits()).Digits}
		}
		p.Ties = append(p.Ties, l)
	}
	p.Findings = findingsOf(found)
	if len(t.Rows) > 1 {
		keys := []string{"class", "item", "name", "unit", "quantity", "unit_cost", "value", "fifo", "reserve"}
		if !slices.ContainsFunc(c.view.State.Stock.Classes, func(k app.StockClass) bool { return k.Method == inventory.LIFO || k.Method == inventory.Average }) {
			keys = keys[:7] // the two bases are one
		}
		p.Heads, p.Rows = tableOf(t, keys, func(r exporter.Row, col string) string {
			if col == "item" && r.Kind == "" {
				return string(c.link("/inventory/items/" + pathText(r.Key)))
			}
			return ""
		})
		p.Stamp, p.Downloads = t.Stamp.String(), append(c.downloadLinks("/inventory/download"), prefixed("Movements ", c.downloadLinks("/inventory/movements/download"))...)
	}
	for _, x := range [][2]string{{"existence", "Existence sample"}, {"price", "Price test"}, {"cut-off", "Cut-off"}} {
		p.Packs = append(p.Packs, packRow{x[0], x[1], string(c.link("/inventory/packs/"+x[0], "format", "csv"))})
	}
	p.Carried, p.Tabs = c.carriedPairs(), c.stockTabs("")
	p.Sentence = stockSentence(len(t.Rows), c.view.State.Stock, len(found) > 0)
	p.Sub = "At the end of " + shortDay(day) + ", " + c.known() + ", in " + string(c.view.Entity().Currency) + ". Closed days keep their valuation: what comes late counts from the first open day on."
	p.Classes, p.Methods = c.view.State.Stock.Classes, []inventory.Method{inventory.FIFO, inventory.Average, inventory.LIFO, inventory.Specific, inventory.Standard}
	p.MayMove, p.MayDefine, p.Once = c.who.can(access.PrepareImport), c.who.can(access.ChangeChart), newOnce()
	return page{Title: "Inventory", Section: "inventory", Body: inventoryBody(p), Scripts: []string{"drop.js"}}, nil
}

func prefixed(before string, ps []pair) (out []pair) {
	for _, p := range ps {
		out = append(out, pair{before + p.Key, p.Value})
	}
	return out
}

func stockSentence(rows int, b app.StockBook, differs bool) string {
	switch {
	case len(b.Classes) == 0:
		return "No class of inventory is defined yet."
	case len(b.Moves) == 0:
		return "No stock has moved yet."
	case rows <= 1:
		return "Nothing is on hand on this day."
	}
	if differs {
		return "Stock and ledger differ."
	}
	return "Inventory on hand."
}

// pathText escapes a code for a path.
func pathText(s string) string { return strings.ReplaceAll(queryText(s), "+", "%20") }

func (s *site) inventoryDownload(c *call, w http.ResponseWriter) error {
	t, err := c.view.StockTable(c.stockDay())
	if err != nil {
		return err
	}
	return c.send(w, t, "inventory-"+c.stockDay().String())
}

// ageingTable is the table that the address asks for.
func (c *call) ageingTable() (exporter.Table, error) {
	n := [2]int{12, 12}
	for i, key := range []string{"demand", "cover"} {
		if text := c.query.Get(key); text != "" {
			var err error
			if n[i], err = strconv.Atoi(text); err != nil {
				return exporter.Table{}, bad("The months "+plainText(text, 20)+" are not a number.", "Write it like 12.")
			}
		}
	}
	t, err := c.view.AgeingTable(c.stockDay(), n[0], n[1])
	if m := mistakeIn(err); m != "" {
		return t, bad(m, "Choose above the table.")
	}
	return t, err
}

// ageing shows inventory by age and against demand.
func (s *site) ageing(c *call) (page, error) { return s.ageingWith(c, "") }

func (s *site) ageingWith(c *call, wrong string) (page, error) {
	t, err := c.ageingTable()
	if err != nil {
		return page{}, err
	}
	demand, cover := orText(c.query.Get("demand"), "12"), orText(c.query.Get("cover"), "12")
	p := c.costPage("/ageing", "Age and demand")
	p.Wrong = wrong
	p.Ask = []ask{{"Demand of months", "demand", demand, "text"}, {"Cover, months", "cover", cover, "text"}}
	if len(t.Rows) < 2 {
		p.Empty = "Nothing is on hand on this day."
		return p.page(), nil
	}
	x := c.section("Item by item", t, "class", "name")
	x.Downloads = c.downloadLinks("/inventory/ageing/download", "demand", demand, "cover", cover)
	x.Charts = []chart{ageChart(t, c.digits())}
	p.Sections = []sheetSection{x}
	if c.who.can(access.PrepareEntry) && c.Newest {
		p.Forms = []sheetForm{{Title: "A reserve for what is in excess", Folded: true, To: "/inventory/ageing", Once: newOnce(), Hidden: []pair{{"day", c.stockDay().String()}, {"demand", demand}, {"cover", cover}}, Button: "Propose the entry",
			Fields:      []ask{{"Part of the excess, %", "percent", "100", "text"}, {"Account of the reserve", "reserve", "", "text"}, {"Charged to", "charge", "", "text"}},
			Consequence: "If you propose it, an entry takes the reserve to that part of the excess above; it waits for a second person, and Reserves rolls it forward."}}
	}
	return p.page(), nil
}

// ageChart draws the value of each class by age, on top of each other.
func ageChart(t exporter.Table, digits int) chart {
	at := func(key string) int {
		return slices.IndexFunc(t.Columns, func(c exporter.Column) bool { return c.Key == key })
	}
	var classes []string
	for _, r := range t.Rows {
		if r.Kind == "" && !slices.Contains(classes, r.Cells[0].Text) {
			classes = append(classes, r.Cells[0].Text)
		}
	}
	var ss []series
	for _, key := range []string{"to90", "to180", "to365", "older"} {
		x := series{Name: t.Columns[at(key)].Title, Values: make([]int64, len(classes))}
		for _, r := range t.Rows {
			if i := slices.Index(classes, r.Cells[0].Text); i >= 0 && r.Kind == "" {
				x.Values[i] += r.Cells[at(key)].Minor
			}
		}
		ss = append(ss, x)
	}
	return barChart("age", "Value by class and age", classes, ss, digits, true)
}

func (s *site) ageingDownload(c *call, w http.ResponseWriter) error {
	t, err := c.ageingTable()
	if err != nil {
		return err
	}
	return c.send(w, t, "ageing-"+c.stockDay().String())
}

// stockPack is an auditor's pack as a file; size, seed and days are in the address.
func (s *site) stockPack(c *call, w http.ResponseWriter) error {
	r := app.PackRequest{Pack: c.r.PathValue("pack"), Day: c.stockDay(), Seed: plainText(c.query.Get("seed"), 200)}
	for key, into := range map[string]*int{"size": &r.Size, "days": &r.Days} {
		if text := c.query.Get(key); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil {
				return bad("The "+key+" "+plainText(text, 20)+" is not a number.", "Write it like 25.")
			}
			*into = n
		}
	}
	t, err := c.view.StockPack(r)
	if m := mistakeIn(err); m != "" {
		return c.missing(m, "Packs are taken at the foot of Inventory.")
	}
	if err != nil {
		return err
	}
	return c.send(w, t, r.Pack+"-"+r.Day.String())
}

func (s *site) movementsDownload(c *call, w http.ResponseWriter) error {
	t, err := c.view.StockMovesTable(c.query.Get("item"), c.Period)
	if m := mistakeIn(err); m != "" {
		return c.missing(m, "Items are listed under Inventory.")
	}
	if err != nil {
		return err
	}
	return c.send(w, t, "movements-"+c.Period.Name)
}

// stockItemPage is one item: its layers and its movements.
type stockItemPage struct {
	Title, Sub string
	Tabs       []tab
	Facts      []bookLine
	Layers     []tableRow
	LayerHeads []head
	Sites      []bookLine
	Heads      []head
	Rows       []tableRow
	Downloads  []pair
	Stamp      string
	Paper      string // where its workpaper is
}

func (s *site) stockItem(c *call) (page, error) {
	code := c.r.PathValue("item")
	it, ok := c.view.State.Stock.Item(code)
	if !ok {
		return page{}, c.missing("There is no item "+plainText(code, 60)+" at this position.", "Items are listed under Inventory.")
	}
	day, d := c.stockDay(), c.digits()
	stock, err := c.view.StockAt(day)
	if err != nil {
		return page{}, err
	}
	class, _ := c.view.State.Stock.Class(it.Class)
	p := stockItemPage{Tabs: c.stockTabs(""), Title: orText(it.Name, it.Code), Sub: "Item " + it.Code + " at the end of " + shortDay(day) + ", " + c.known() + ".",
		Facts: []bookLine{{What: "Class", Text: orText(class.Name, class.Code)}, {What: "Costed by", Text: class.Method.Words()}, {What: "Counted in", Text: it.Unit}}}
	if it.Units != "" {
		p.Facts = append(p.Facts, bookLine{What: "Other units", Text: strings.ReplaceAll(it.Units, ",", ", ")})
	}
	for _, x := range stock {
		if x.Item.Code != code {
			continue
		}
		p.Facts = append(p.Facts, bookLine{What: "On hand", Text: it.Quantity(x.Units) + " " + it.Unit}, bookLine{What: "Worth", Text: amountOf(x.Value, d).Digits})
		p.LayerHeads = []head{{Text: "Layer"}, {Text: "Age, days", Amount: true}, {Text: "Quantity", Amount: true}, {Text: "Unit cost", Amount: true}, {Text: "Cost", Amount: true}}
		for _, l := range x.Layers {
			p.Layers = append(p.Layers, c.layerRow(it, l, day))
		}
		p.Layers = append(p.Layers, tableRow{Kind: "total", Cells: []cell{{Text: "On hand"}, {Amount: true}, {Amount: true, Figure: figure{Digits: it.Quantity(x.Units)}}, {Amount: true, Figure: figure{Digits: c.view.UnitCost(it, x.Units, x.Value)}}, {Amount: true, Figure: amountOf(x.Value, d)}}})
		for _, y := range x.Sites {
			p.Sites = append(p.Sites, bookLine{What: orText(y.Site, "no site named"), Text: it.Quantity(y.Units) + " " + it.Unit})
		}
	}
	if len(p.Layers) > 0 {
		p.Paper = string(c.link("/inventory/items/" + pathText(code) + "/workpaper"))
	}
	t, err := c.view.StockMovesTable(code, c.Period)
	if err != nil {
		return page{}, err
	}
	p.Heads, p.Rows = tableOf(t, []string{"date", "counts", "kind", "site", "to", "reference", "quantity", "inventory", "cost", "position", "memo"}, func(r exporter.Row, col string) string { return "" })
	p.Stamp, p.Downloads = t.Stamp.String(), c.downloadLinks("/inventory/movements/download", "item", code)
	return page{Title: p.Title, Section: "inventory", Body: stockItemBody(p)}, nil
}

// stockPaper is the valuation of an item as a workbook with live formulas.
func (s *site) stockPaper(c *call, w http.ResponseWriter) error {
	var b bytes.Buffer
	item := c.r.PathValue("item")
	err := c.view.WriteStockPaper(&b, item, c.stockDay())
	if m := mistakeIn(err); m != "" {
		return c.missing(m, "Items are listed under Inventory.")
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", formats[0].Media)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "valuation-" + plainText(item, 60) + "-" + c.stockDay().String() + ".xlsx"}))
	_, err = w.Write(b.Bytes())
	return err
}

// layerRow is a layer with its age.
func (c *call) layerRow(it app.StockItem, l inventory.Stacked, day fiscal.Date) tableRow {
	age := figure{}
	if l.Receipt != 0 {
		age.Digits = strconv.Itoa(int(day - l.Date))
	}
	return tableRow{Cells: []cell{{Text: strings.Replace(c.view.LayerName(l), l.Date.String(), shortDay(l.Date), 1)}, {Amount: true, Figure: age}, {Amount: true, Figure: figure{Digits: it.Quantity(l.Units)}}, {Amount: true, Figure: figure{Digits: c.view.UnitCost(it, l.Units, l.Cost)}}, {Amount: true, Figure: amountOf(l.Cost, c.digits())}}}
}

// inventoryAgain shows the page again with what is wrong.
func (s *site) inventoryAgain(p inventoryPage, err error) (done, error) {
	if p.Wrong == "" && len(p.Problems) == 0 {
		if p.Wrong = mistakeIn(err); p.Wrong == "" {
			return done{}, err
		}
	}
	return done{Again: func(c *call) (page, error) { return s.inventoryWith(c, p) }}, nil
}

// takeMovements takes a file of movements in: all of it or nothing, after a second person where there is one.
func (s *site) takeMovements(c *call) (done, error) {
	name, body, err := c.file("file")
	if err != nil {
		return done{}, err
	}
	if body == nil {
		return s.inventoryAgain(inventoryPage{Wrong: "Choose a file."}, nil)
	}
	u, err := s.App.KeepUpload(c.ctx(), c.who.Code, app.Upload{Name: filepath.Base(strings.ReplaceAll(name, `\`, "/")), Kind: "stock"}, body)
	if err != nil {
		return s.inventoryAgain(inventoryPage{}, err)
	}
	r, err := u.Request()
	if err != nil {
		return done{}, err
	}
	out, err := s.App.Import(c.ctx(), c.who.Code, r)
	var im app.ImportMistake
	switch {
	case errors.As(err, &im):
		var p importingPage
		p.takeProblems(err)
		for i := range p.Problems {
			p.Problems[i].Href = ""
		}
		return s.inventoryAgain(inventoryPage{Problems: p.Problems, Wrong: p.Wrong}, err)
	case err != nil:
		return s.inventoryAgain(inventoryPage{}, err)
	case out.Draft > 0:
		return done{To: "/drafts/" + itoa(out.Draft), Say: u.Name + " waits for a second person as " + draftName(out.Draft) + "."}, nil
	case out.Already:
		return done{To: "/inventory", Say: u.Name + " was taken in before; nothing moved twice."}, nil
	}
	return done{To: "/journal?act=" + itoa(out.Act), Say: u.Name + " is taken in: " + counted(out.Count, "entry", "entries") + " at position " + count(out.Act) + "."}, nil
}

func (s *site) defineClass(c *call) (done, error) {
	f := func(k string) string { return strings.TrimSpace(c.form.Get(k)) }
	k := app.StockClass{Code: f("code"), Name: f("name"), Method: inventory.Method(f("method")), Imported: f("entries") == "imported"}
	err := c.reading(func(v *app.View) error {
		for _, x := range []struct {
			key  string
			into *string
		}{{"inventory", &k.Inventory}, {"cost", &k.Cost}, {"clearing", &k.Clearing}, {"adjustments", &k.Adjustments}, {"write-downs", &k.WriteDowns}, {"variance", &k.Variance}, {"revaluation", &k.Revaluation}} {
			*x.into = f(x.key)
			if code, ok := accountTyped(v.State.Chart, f(x.key)); ok {
				*x.into = code
			}
		}
		return nil
	})
	if err != nil {
		return done{}, err
	}
	if _, err := s.App.DefineClass(c.ctx(), c.who.Code, k); err != nil {
		return s.inventoryAgain(inventoryPage{Class: k}, err)
	}
	return done{To: "/inventory", Say: "The class " + k.Code + " is defined as it stands here."}, nil
}

func (s *site) defineItem(c *call) (done, error) {
	f := func(k string) string { return strings.TrimSpace(c.form.Get(k)) }
	it := app.StockItem{Code: f("code"), Name: f("name"), Class: f("class"), Unit: f("unit"), Units: f("units")}
	var err error
	if t := f("places"); t != "" {
		if it.Places, err = strconv.Atoi(t); err != nil {
			return s.inventoryAgain(inventoryPage{Item: it, Wrong: "The decimals of the unit are a number from 0 to 4."}, nil)
		}
	}
	if _, err := s.App.DefineItems(c.ctx(), c.who.Code, []app.StockItem{it}); err != nil {
		return s.inventoryAgain(inventoryPage{Item: it}, err)
	}
	return done{To: "/inventory/items/" + pathText(it.Code), Say: "The item " + it.Code + " is defined as it stands here."}, nil
}
