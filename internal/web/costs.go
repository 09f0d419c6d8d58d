package web

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tieout/evidence"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/internal/exporter"
	"tieout/inventory"
	"tieout/workpaper"
	"tieout/xbrl"
)

// costRoutes are those of inventory's parts beside what is on hand.
func (s *site) costRoutes() []route {
	return []route{
		{Pattern: "/inventory/movements", Action: access.ReadBooks, Page: s.stockMovements},
		{Pattern: "/inventory/movements/one", Action: access.PrepareImport, Do: s.moveOne},
		{Pattern: "/inventory/ageing", Action: access.PrepareEntry, Do: s.proposeReserve},
		{Pattern: "/inventory/variances", Action: access.PrepareEntry, Do: s.proposeVariances},
		{Pattern: "/inventory/lifo", Action: access.ReadBooks, Page: s.lifo},
		{Pattern: "/inventory/lifo/download", Action: access.Export, Raw: s.lifoDownload},
		{Pattern: "/inventory/lifo/workpaper", Action: access.Export, Raw: s.lifoPaper},
		{Pattern: "/inventory/lifo", Action: access.PrepareEntry, Do: s.proposeLIFO},
		{Pattern: "/inventory/lifo/pools", Action: access.ChangeChart, Do: s.definePool},
		{Pattern: "/inventory/lifo/index", Action: access.ChangeChart, Do: s.setIndex},
		{Pattern: "/inventory/lifo/end", Action: access.ChangeChart, Do: s.endPool},
		{Pattern: "/inventory/change", Action: access.ReadBooks, Page: s.methodChange},
		{Pattern: "/inventory/change/download", Action: access.Export, Raw: s.methodDownload},
		{Pattern: "/inventory/change", Action: access.Propose, Do: s.proposeMethod},
		{Pattern: "/inventory/lower", Action: access.PrepareImport, Page: s.lowerOfCost},
		{Pattern: "/inventory/lower", Action: access.PrepareImport, Do: s.testLower, Large: true},
		{Pattern: "/inventory/lower/take", Action: access.PrepareImport, Do: s.takeLower, Large: true},
		{Pattern: "/inventory/costs", Action: access.ReadBooks, Page: s.standardCosts},
		{Pattern: "/inventory/costs/download", Action: access.Export, Raw: s.costsDownload},
		{Pattern: "/inventory/costs/workpaper", Action: access.Export, Raw: s.costsPaper},
		{Pattern: "/inventory/costs", Action: access.PrepareImport, Do: s.freezeCosts},
		{Pattern: "/inventory/costs/bills", Action: access.ChangeChart, Do: s.setBills},
		{Pattern: "/inventory/variances", Action: access.ReadBooks, Page: s.variances},
		{Pattern: "/inventory/variances/download", Action: access.Export, Raw: s.variancesDownload},
		{Pattern: "/inventory/reserves", Action: access.ReadBooks, Page: s.reserves},
		{Pattern: "/inventory/reserves/download", Action: access.Export, Raw: s.reservesDownload},
		{Pattern: "/inventory/note", Action: access.ReadBooks, Page: s.inventoryNote},
		{Pattern: "/inventory/note/facts/{id}", Action: access.ReadBooks, Page: s.noteFact},
		{Pattern: "/inventory/note/style", Action: access.ReadBooks, Raw: s.noteStyle},
	}
}

// sheetsPage is a page of sections.
type sheetsPage struct {
	Title, Sub, Path string
	Tabs             []tab
	TabsOf, Section  string // what the tabs are parts of, and the place in the navigation; inventory where they are empty
	Links            []pair // buttons beside the title
	Carried          []pair
	Ask              []ask
	Paper            string
	Wrong, Empty     string
	Findings         []finding
	Facts            []bookLine
	Sections         []sheetSection
	Style, HTML      string
	Forms            []sheetForm
}

// sheetSection is a table with its drawings and notes.
type sheetSection struct {
	Title     string
	Charts    []chart
	Heads     []head
	Rows      []tableRow
	Notes     []string
	Stamp     string
	Downloads []pair
	Empty     string
}

// sheetForm is something that can be done from such a page.
type sheetForm struct {
	Title, To, Once     string
	Hidden              []pair
	Fields              []ask
	Consequence, Button string
	File, Folded        bool
	Optional            bool // fields may stay blank
}

func (f sheetForm) encoding() string {
	if f.File {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

// stockTabs are the parts of inventory, with the one that is shown.
func (c *call) stockTabs(on string) (out []tab) {
	for _, x := range [][2]string{{"", "On hand"}, {"/movements", "Movements"}, {"/counts", "Counts"}, {"/ageing", "Age and demand"}, {"/lower", "Lower of cost"}, {"/lifo", "LIFO"}, {"/change", "Change of method"}, {"/costs", "Standard cost"}, {"/variances", "Variances"}, {"/reserves", "Reserves"}, {"/note", "Note"}} {
		if x[0] == "/lower" && !c.who.can(access.PrepareImport) {
			continue
		}
		out = append(out, tab{x[1], string(c.link("/inventory" + x[0])), x[0] == on})
	}
	return out
}

// costPage begins a page of a part.
func (c *call) costPage(part, title string) sheetsPage {
	return sheetsPage{Title: title, Sub: "At the end of " + shortDay(c.stockDay()) + ", " + c.known() + ", in " + string(c.view.Entity().Currency) + ".", Path: "/inventory" + part, Tabs: c.stockTabs(part), Carried: c.carriedPairs()}
}

func (p sheetsPage) page() page {
	p.TabsOf = orText(p.TabsOf, "Parts of inventory")
	return page{Title: strings.TrimSuffix(p.Title, "."), Section: orText(p.Section, "inventory"), Body: sheetsBody(p)}
}

// section is a table as it stands, all of its columns but some.
func (c *call) section(title string, t exporter.Table, without ...string) sheetSection {
	var keys []string
	for _, col := range t.Columns {
		if !slices.Contains(without, col.Key) {
			keys = append(keys, col.Key)
		}
	}
	x := sheetSection{Title: title, Notes: t.Notes, Stamp: t.Stamp.String()}
	x.Heads, x.Rows = tableOf(t, keys, func(r exporter.Row, col string) string {
		if col == "item" {
			for _, cl := range r.Cells {
				if _, ok := c.view.State.Stock.Item(cl.Text); ok && cl.Text != "" {
					return string(c.link("/inventory/items/" + pathText(cl.Text)))
				}
			}
		}
		return ""
	})
	return x
}

// workbook sends papers' first as a workbook.
func (c *call) workbook(w http.ResponseWriter, p *workpaper.Paper, report, name string) error {
	var b bytes.Buffer
	if err := exporter.WriteWorkpaper(&b, p, evidence.Stamp{Report: report, Params: p.Head.Title, Position: c.view.Position, Version: app.Version}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.xlsx"`)
	_, err := w.Write(b.Bytes())
	return err
}

// stockMovements lists the movements of the period.
func (s *site) stockMovements(c *call) (page, error) { return s.movementsWith(c, "") }

func (s *site) movementsWith(c *call, wrong string) (page, error) {
	item := plainText(c.query.Get("item"), 100)
	p := c.costPage("/movements", "Movements")
	p.Wrong = wrong
	p.Sub = "Movements that count in " + c.Period.Name + ", " + c.known() + "."
	p.Ask = []ask{{"Item", "item", item, "text"}}
	t, err := c.view.StockMovesTable(item, c.Period)
	if m := mistakeIn(err); m != "" {
		p.Wrong = m
		return p.page(), nil
	}
	if err != nil {
		return page{}, err
	}
	x := c.section("", t, empty(t, "counts", "date", "to", "unit")...)
	x.Downloads, x.Empty = c.downloadLinks("/inventory/movements/download", "item", item), "Nothing moved in the period."
	const most = 1000
	if len(x.Rows) > most {
		x.Notes = append(x.Notes, fmt.Sprintf("The first %s of %s movements; choose an item or a shorter period, or take the file.", count(most), count(len(x.Rows))))
		x.Rows = x.Rows[:most]
	}
	p.Sections = []sheetSection{x}
	if c.who.can(access.PrepareImport) && c.Newest && len(c.view.State.Stock.Items) > 0 {
		f := sheetForm{Title: "Enter one movement", Folded: true, To: "/inventory/movements/one", Once: newOnce(), Button: "Enter it", Consequence: "If you enter it, it is taken in as a file of one row would be, once a second person has approved it. An issue is costed from what is on hand."}
		for _, x := range oneMove {
			f.Fields = append(f.Fields, ask{x.label, x.name, map[string]string{"date": c.stockDay().String(), "item": item}[x.name], map[bool]string{true: "date", false: "text"}[x.name == "date"]})
		}
		f.Optional = true
		p.Forms = append(p.Forms, f)
	}
	return p.page(), nil
}

// oneMove are the fields of a movement that is entered by hand, and the columns that they are.
var oneMove = []struct{ label, name, column string }{{"Date", "date", "date"}, {"Kind (receipt, issue, transfer, return …)", "kind", "kind"}, {"Item", "item", "item"}, {"Site", "site", "site"}, {"To", "to", "to"}, {"Quantity", "quantity", "quantity"}, {"Unit", "unit", "unit"}, {"Amount of all", "amount", "amount"}, {"or unit cost", "each", "unit cost"}, {"Reference", "reference", "reference"}, {"Of receipt", "of", "of"}, {"Other account", "account", "account"}, {"Memo", "memo", "memo"}}

// moveOne takes one movement in that was typed.
func (s *site) moveOne(c *call) (done, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	var heads, cells []string
	for _, x := range oneMove {
		if t := strings.TrimSpace(c.form.Get(x.name)); t != "" {
			heads, cells = append(heads, x.column), append(cells, t)
		}
	}
	_ = w.Write(heads)
	_ = w.Write(cells)
	w.Flush()
	return s.takeStock(c, "movement of "+plainText(c.form.Get("item"), 60)+" on "+plainText(c.form.Get("date"), 10)+".csv", b.String(), func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.movementsWith(c, what) }}, nil
	})
}

// empty are the columns of a table that say nothing: the first where it is the second in every row, and the others where they are blank.
func empty(t exporter.Table, same, as string, blank ...string) (out []string) {
	at := func(key string) int {
		return slices.IndexFunc(t.Columns, func(c exporter.Column) bool { return c.Key == key })
	}
	if a, b := at(same), at(as); !slices.ContainsFunc(t.Rows, func(r exporter.Row) bool { return r.Cells[a].Day != r.Cells[b].Day }) {
		out = append(out, same)
	}
	for _, key := range blank {
		if i := at(key); !slices.ContainsFunc(t.Rows, func(r exporter.Row) bool { return r.Cells[i].Text != "" }) {
			out = append(out, key)
		}
	}
	return out
}

// poolAsked is the pool that the address means: the one named, or the first.
func (c *call) poolAsked() (app.StockPool, bool) {
	if code := c.query.Get("pool"); code != "" {
		return c.view.State.Stock.Pool(code)
	}
	if ps := c.view.State.Stock.Pools; len(ps) > 0 {
		return ps[0], true
	}
	return app.StockPool{}, false
}

const noPool = "No dollar-value LIFO pool is defined at this position."

// poolExample is what a definition begins from.
const poolExample = `code: MAIN
name: Lockers and materials
accounts: ["1210", "1220"]
reserve: "1290"
cost: "5010"
index: link-chain          # or double-extension, or supplied
base: 2025-12-31           # the layers stand at the end of this day
prior_index: "1.12"
layers:
  - {name: base, base: "2600000", index: "1"}
  - {name: layer of 1999, base: "2000000", index: "1.08"}
`

// poolForms are what an officer can do with pools.
func (c *call) poolForms(pool app.StockPool, known bool) (out []sheetForm) {
	if !c.who.can(access.ChangeChart) || !c.Newest {
		return nil
	}
	if known && pool.Ended == 0 {
		if pool.Index == "supplied" {
			out = append(out, sheetForm{Title: "Say an index", Folded: true, To: "/inventory/lifo/index", Once: newOnce(), Hidden: []pair{{"pool", pool.Code}}, Button: "Say it", Fields: []ask{{"End of the day", "on", c.stockDay().String(), "date"}, {"Index, cumulative", "index", "", "text"}, {"What it rests on", "evidence", "", "text"}},
				Consequence: "If you say it, the pool is measured by it on that day; what was said before stays in the log."})
		}
		out = append(out, sheetForm{Title: "End the pool", Folded: true, To: "/inventory/lifo/end", Once: newOnce(), Hidden: []pair{{"pool", pool.Code}}, Button: "End it", Fields: []ask{{"At the end of", "on", c.stockDay().String(), "date"}, {"Why the other method is preferable", "why", "", "text"}},
			Consequence: "If you end it, its inventory is carried by another method from the end of that day on. The entries of the change are proposed under Change of method, before it is ended."})
	}
	return append(out, sheetForm{Title: "Define a pool, or change what is known of one", Folded: true, To: "/inventory/lifo/pools", Once: newOnce(), Button: "Keep the pool", Fields: []ask{{"Definition, YAML", "text", poolExample, "area"}},
		Consequence: "If you keep it, its layers and its reserve are worked out from the books at every position; nothing is entered until somebody proposes it."})
}

// answered answers a form of a part: where it leads, or the page again with what is wrong.
func answered(err error, to, say string, again func(string) (done, error)) (done, error) {
	if m := mistakeIn(err); m != "" {
		return again(m)
	}
	if err != nil {
		return done{}, err
	}
	return done{To: to, Say: say}, nil
}

func (s *site) lifoAgain(what string) (done, error) {
	return done{Again: func(c *call) (page, error) { return s.lifoWith(c, what) }}, nil
}

func (s *site) definePool(c *call) (done, error) {
	p, err := app.ParsePool([]byte(c.form.Get("text")))
	if err == nil {
		_, err = s.App.DefinePool(c.ctx(), c.who.Code, p)
	}
	return answered(err, "/inventory/lifo", "The pool "+p.Code+" is defined as it stands here.", s.lifoAgain)
}

func (s *site) setIndex(c *call) (done, error) {
	on, err := fiscal.Parse(c.form.Get("on"))
	if err != nil {
		return s.lifoAgain("The day of the index is not a date.")
	}
	x := app.StockIndex{Pool: c.form.Get("pool"), On: on, Index: strings.TrimSpace(c.form.Get("index")), Evidence: strings.TrimSpace(c.form.Get("evidence"))}
	_, err = s.App.SetPoolIndex(c.ctx(), c.who.Code, x)
	return answered(err, "/inventory/lifo", "The index of "+shortDay(on)+" is said.", s.lifoAgain)
}

func (s *site) endPool(c *call) (done, error) {
	on, err := fiscal.Parse(c.form.Get("on"))
	if err != nil {
		return s.lifoAgain("The last day of the pool is not a date.")
	}
	_, err = s.App.EndPool(c.ctx(), c.who.Code, c.form.Get("pool"), on, strings.TrimSpace(c.form.Get("why")))
	return answered(err, "/inventory/lifo", "The pool ends with "+shortDay(on)+".", s.lifoAgain)
}

func (s *site) setBills(c *call) (done, error) {
	again := func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.costsWith(c, what) }}, nil
	}
	from, err := fiscal.Parse(c.form.Get("from"))
	if err != nil {
		return again("The day from which the bills hold is not a date.")
	}
	_, err = s.App.SetBills(c.ctx(), c.who.Code, from, strings.ReplaceAll(c.form.Get("text"), "\r\n", "\n"))
	return answered(err, "/inventory/costs", "The bills hold from "+shortDay(from)+".", again)
}

// billsForm sets bills, beginning from those in force.
func (c *call) billsForm(text string) []sheetForm {
	if !c.who.can(access.ChangeChart) || !c.Newest {
		return nil
	}
	return []sheetForm{{Title: "Set bills of material and routings", Folded: true, To: "/inventory/costs/bills", Once: newOnce(), Button: "Set the bills", Fields: []ask{{"From", "from", c.stockDay().String(), "date"}, {"Bills, YAML", "text", orText(text, billsExample), "area"}},
		Consequence: "If you set them, roll-ups from that day on follow them; earlier days keep theirs. No standard changes until a roll-up is frozen."}}
}

const billsExample = `items:
  STEEL: latest            # what the book last bought it at, or a cost
  DOOR:
    components: {STEEL: {quantity: 2, scrap: 5%}}
    operations: {name: cut, minutes: 15, labour_rate: 20, overhead_of_labour: 150%}
`

// lifo shows a pool over its years, its layers, and what its reserve is in the ledger.
func (s *site) lifo(c *call) (page, error) { return s.lifoWith(c, "") }

func (s *site) lifoWith(c *call, wrong string) (page, error) {
	p := c.costPage("/lifo", "Last-in, first-out")
	p.Wrong = wrong
	pool, ok := c.poolAsked()
	p.Forms = c.poolForms(pool, ok)
	if !ok {
		p.Empty = noPool
		return p.page(), nil
	}
	if len(c.view.State.Stock.Pools) > 1 {
		p.Ask = []ask{{"Pool", "pool", pool.Code, "text"}}
	}
	standing, err := c.view.PoolAt(pool.Code, c.stockDay())
	if m := mistakeIn(err); m != "" {
		p.Empty = m
		return p.page(), nil
	}
	if err != nil {
		return page{}, err
	}
	d, last := c.digits(), standing.Last()
	p.Title = "LIFO pool " + orText(pool.Name, pool.Code)
	p.Findings = findingsOf(standing.Findings)
	p.Facts = []bookLine{{What: "Index", Text: strings.ReplaceAll(pool.Index, "-", " ")}, {What: "Layers stand since", Text: day(pool.Base)}, {What: "LIFO reserve", Text: amountOf(last.Reserve, d).Digits}, {What: "In the ledger", Text: amountOf(last.Ledger, d).Digits}}
	if pool.Ended != 0 {
		p.Facts = append(p.Facts, bookLine{What: "Another method since", Text: day(pool.Ended)})
	}
	var labels []string
	current, lifo := series{Name: "At current cost"}, series{Name: "At LIFO"}
	for _, x := range standing.Days {
		labels = append(labels, shortDay(x.On))
		current.Values, lifo.Values = append(current.Values, x.Current), append(lifo.Values, x.Current-x.Reserve)
	}
	years := c.section("Year by year", c.view.PoolTable(standing), "note")
	for _, x := range standing.Days {
		if x.Evidence != "" {
			years.Notes = append(years.Notes, "Index of "+shortDay(x.On)+": "+plainText(x.Evidence, 400))
		}
		if x.Interim {
			years.Notes = append(years.Notes, shortDay(x.On)+" is within a year: its index and reserve are estimates (ASC 270-10-45-6).")
		}
	}
	years.Charts = []chart{barChart("lifo", "Inventory at current cost and at LIFO", labels, []series{current, lifo}, d, false)}
	years.Downloads = c.downloadLinks("/inventory/lifo/download", "pool", pool.Code)
	layers := c.section("Layers at "+day(last.On), c.view.PoolLayersTable(standing))
	p.Sections = []sheetSection{years, layers}
	p.Paper = string(c.link("/inventory/lifo/workpaper", "pool", pool.Code))
	if c.who.can(access.PrepareEntry) && pool.Ended == 0 && last.Reserve != last.Ledger && c.Newest {
		p.Forms = append([]sheetForm{{Title: "The reserve in the ledger", To: "/inventory/lifo", Once: newOnce(), Hidden: []pair{{"pool", pool.Code}, {"day", last.On.String()}}, Button: "Propose the entry",
			Consequence: "If you propose it, an entry of " + amountOf(last.Reserve-last.Ledger, d).Digits + " at " + day(last.On) + " takes the reserve to that of the pool; it waits for a second person."}}, p.Forms...)
	}
	return p.page(), nil
}

func (c *call) standing() (app.PoolStanding, error) {
	pool, ok := c.poolAsked()
	if !ok {
		return app.PoolStanding{}, c.missing(noPool, "Pools are shown under Inventory, LIFO.")
	}
	x, err := c.view.PoolAt(pool.Code, c.stockDay())
	if m := mistakeIn(err); m != "" {
		return x, c.missing(m, "Pools are shown under Inventory, LIFO.")
	}
	return x, err
}

func (s *site) lifoDownload(c *call, w http.ResponseWriter) error {
	x, err := c.standing()
	if err != nil {
		return err
	}
	return c.send(w, c.view.PoolTable(x), "lifo-"+c.stockDay().String())
}

func (s *site) lifoPaper(c *call, w http.ResponseWriter) error {
	x, err := c.standing()
	if err != nil {
		return err
	}
	return c.workbook(w, x.Paper, "lifo-pool", "lifo-"+c.stockDay().String())
}

func (s *site) proposeLIFO(c *call) (done, error) {
	on, err := fiscal.Parse(c.form.Get("day"))
	if err != nil {
		return done{}, bad("The day is not a date.", "Go back to the page of the pool.")
	}
	out, any, err := s.App.ProposePool(c.ctx(), c.who.Code, c.form.Get("pool"), on)
	if m := mistakeIn(err); m != "" {
		return done{Again: func(c *call) (page, error) { return s.lifoWith(c, m) }}, nil
	}
	switch {
	case err != nil:
		return done{}, err
	case !any:
		return done{To: "/inventory/lifo", Say: "The ledger carries the pool's reserve; there is nothing to enter."}, nil
	case out.Draft > 0:
		return done{To: "/drafts/" + itoa(out.Draft), Say: "The reserve waits for a second person as " + draftName(out.Draft) + "."}, nil
	}
	return done{To: "/journal?act=" + itoa(out.Act), Say: "The reserve is entered at position " + count(out.Act) + "."}, nil
}

// methodAsked reads which change the address asks for: the last two fiscal years that have ended, the pool's own tax rate.
func (c *call) methodAsked() (m app.MethodChange, asks []ask, err error) {
	pool, _ := c.poolAsked()
	end := c.view.State.Calendar.Year(c.stockDay())
	if c.stockDay() != c.view.State.Calendar.YearPeriod(end).End {
		end--
	}
	first := c.view.State.Calendar.Year(pool.Base) + 1
	from, to, tax := strconv.Itoa(max(end-1, first)), strconv.Itoa(max(end, first)), orText(pool.Tax, "0.38")
	get := func(key, otherwise string) string { return orText(plainText(c.query.Get(key), 20), otherwise) }
	asks = []ask{{"From year", "from", get("from", from), "text"}, {"To year", "to", get("to", to), "text"}, {"Tax rate", "tax", get("tax", tax), "text"}}
	m.Pool = pool.Code
	if m.From, err = strconv.Atoi(asks[0].Value); err == nil {
		m.To, err = strconv.Atoi(asks[1].Value)
	}
	if err == nil {
		m.Tax, err = workpaper.Parse(asks[2].Value)
	}
	if err != nil {
		err = bad("A year is written like 2005 and a tax rate like 0.38.", "Choose above the table.")
	}
	return m, asks, err
}

// methodChange shows a change from LIFO to FIFO side by side.
func (s *site) methodChange(c *call) (page, error) { return s.methodWith(c, "") }

func (s *site) methodWith(c *call, wrong string) (page, error) {
	p := c.costPage("/change", "From last-in, first-out to first-in, first-out")
	p.Wrong = wrong
	if _, ok := c.poolAsked(); !ok {
		p.Empty = noPool
		return p.page(), nil
	}
	m, asks, err := c.methodAsked()
	p.Ask = asks
	if err != nil {
		return page{}, err
	}
	x, err := c.view.ChangeOfMethod(m)
	if w := mistakeIn(err); w != "" {
		p.Empty = w
		return p.page(), nil
	}
	if err != nil {
		return page{}, err
	}
	p.Sub = fmt.Sprintf("As reported by LIFO, what the change does, and as adjusted, as if FIFO had always been used (ASC 250-10-45-5); %s, in %s.", c.known(), c.view.Entity().Currency)
	sec := c.section("Side by side", c.view.MethodTable(x))
	sec.Notes = nil
	sec.Downloads = c.downloadLinks("/inventory/change/download", "from", strconv.Itoa(m.From), "to", strconv.Itoa(m.To), "tax", m.Tax.String())
	facts := sheetSection{Title: "What the note and the accountant's letter say", Heads: []head{{Text: "Fact"}, {Text: "What is said"}}}
	for _, f := range c.view.MethodFacts(x) {
		facts.Rows = append(facts.Rows, tableRow{Cells: []cell{{Text: f[0]}, {Text: sentence(f[1])}}})
	}
	p.Sections = []sheetSection{sec, facts}
	if c.who.can(access.Propose) && c.Newest {
		p.Forms = []sheetForm{{Title: "Its entries on a branch", To: "/inventory/change", Once: newOnce(), Hidden: []pair{{"pool", m.Pool}, {"from", strconv.Itoa(m.From)}, {"to", strconv.Itoa(m.To)}, {"tax", m.Tax.String()}}, Button: "Open the branch",
			Fields:      []ask{{"Name of the branch", "name", "Change to first-in, first-out", "text"}, {"Why the method is preferable", "why", "", "text"}, {"Retained earnings", "retained", "", "text"}, {"Deferred taxes", "deferred", "", "text"}, {"Deferred tax expense", "expense", "", "text"}},
			Consequence: "If you open it, the entries are proposed on a branch of their own: statements seen on it are as adjusted, and nothing is posted until somebody merges it."}}
	}
	return p.page(), nil
}

func (s *site) methodDownload(c *call, w http.ResponseWriter) error {
	m, _, err := c.methodAsked()
	if err != nil {
		return err
	}
	x, err := c.view.ChangeOfMethod(m)
	if what := mistakeIn(err); what != "" {
		return c.missing(what, "The change is shown under Inventory, Change of method.")
	}
	if err != nil {
		return err
	}
	return c.send(w, c.view.MethodTable(x), "change-of-method")
}

func (s *site) proposeMethod(c *call) (done, error) {
	f := func(k string) string { return strings.TrimSpace(c.form.Get(k)) }
	again := func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.methodWith(c, what) }}, nil
	}
	from, err1 := strconv.Atoi(f("from"))
	to, err2 := strconv.Atoi(f("to"))
	tax, err3 := workpaper.Parse(f("tax"))
	if err := errors.Join(err1, err2, err3); err != nil {
		return again("A year is written like 2005 and a tax rate like 0.38.")
	}
	var x app.MethodEffect
	var a app.MethodAccounts
	err := c.reading(func(v *app.View) (err error) {
		for _, e := range []struct {
			key  string
			into *string
		}{{"retained", &a.Retained}, {"deferred", &a.Deferred}, {"expense", &a.TaxExpense}} {
			*e.into = f(e.key)
			if code, ok := accountTyped(v.State.Chart, f(e.key)); ok {
				*e.into = code
			}
		}
		x, err = v.ChangeOfMethod(app.MethodChange{Pool: f("pool"), From: from, To: to, Tax: tax})
		return err
	})
	var id int64
	if err == nil {
		id, err = s.App.ProposeChange(c.ctx(), c.who.Code, f("name"), f("why"), x, a)
	}
	if m := mistakeIn(err); m != "" {
		return again(m)
	}
	if err != nil {
		return done{}, err
	}
	return done{To: "/branches/" + itoa(id), Say: "The change is proposed; nothing is posted."}, nil
}

// lowerOfCost asks for prices and shows the test of what is on hand.
func (s *site) lowerOfCost(c *call) (page, error) { return s.lowerWith(c, sheetsPage{}) }

func (s *site) lowerWith(c *call, with sheetsPage) (page, error) {
	p := c.costPage("/lower", "Lower of cost")
	p.Wrong, p.Empty, p.Sections, p.Forms = with.Wrong, with.Empty, with.Sections, with.Forms
	p.Sub += " By market with ceiling and floor for fiscal years that began by 15 December 2016, and since then for LIFO; by net realizable value otherwise."
	p.Forms = append(p.Forms, sheetForm{Title: "Test what is on hand", To: "/inventory/lower", Once: newOnce(), File: true, Button: "Test", Hidden: []pair{{"day", c.stockDay().String()}},
		Fields:      []ask{{"Prices, CSV or XLSX", "file", "", "file"}, {"By item, class or total", "by", "item", "text"}},
		Consequence: "Columns: item, selling price, cost to complete, cost to sell (or net realizable value), replacement cost, normal profit, evidence. If you test, nothing is written: write-downs are shown, and taken in as movements only when you say so."})
	return p.page(), nil
}

func (s *site) testLower(c *call) (done, error) {
	again := func(p sheetsPage, err error) (done, error) {
		if m := mistakeIn(err); m != "" {
			p.Wrong = m
		} else if err != nil {
			return done{}, err
		}
		return done{Again: func(c *call) (page, error) { return s.lowerWith(c, p) }}, nil
	}
	name, body, err := c.file("file")
	if err != nil {
		return done{}, err
	}
	on, derr := fiscal.Parse(c.form.Get("day"))
	by := inventory.LowerBy(orText(strings.TrimSpace(c.form.Get("by")), "item"))
	switch {
	case body == nil:
		return again(sheetsPage{Wrong: "Choose a file of prices."}, nil)
	case derr != nil || !slices.Contains([]inventory.LowerBy{inventory.ByItem, inventory.ByClass, inventory.ByTotal}, by):
		return again(sheetsPage{Wrong: "The test is by item, by class or by total."}, nil)
	}
	test := app.LowerTest{Day: on, By: by}
	if test.Prices, err = s.App.PricesIn(c.ctx(), filepath.Base(strings.ReplaceAll(name, `\`, "/")), body); err != nil {
		return again(sheetsPage{}, err)
	}
	var p sheetsPage
	err = c.reading(func(v *app.View) error {
		out, err := v.LowerOfCost(test)
		if err != nil {
			return err
		}
		c.view = v
		x := c.section("Write-downs at "+day(on), v.LowerTable(test, out))
		x.Empty = "Nothing is written down."
		if len(out.Untested) > 0 {
			x.Notes = append(x.Notes, "Not tested, for want of a price: "+strings.Join(out.Untested, ", ")+".")
		}
		p.Sections = []sheetSection{x}
		if len(out.Lines) > 0 {
			p.Forms = []sheetForm{{Title: "Take the write-downs in", To: "/inventory/lower/take", Once: newOnce(), Hidden: []pair{{"day", on.String()}, {"text", app.LowerMovements(test, out, v.Digits())}}, Button: "Take them in",
				Consequence: "If you take them in, " + counted(len(out.Lines), "movement writes", "movements write") + " down what is on hand, with the evidence of each, once a second person has approved it. A write-down is a new cost basis; it comes back only within its fiscal year."}}
		}
		return nil
	})
	return again(p, err)
}

func (s *site) takeLower(c *call) (done, error) {
	return s.takeStock(c, "write-downs of "+plainText(c.form.Get("day"), 10)+".csv", c.form.Get("text"), func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.lowerWith(c, sheetsPage{Wrong: what}) }}, nil
	})
}

// takeStock takes movements in that a page has made: after a second person where there is one.
func (s *site) takeStock(c *call, name, text string, again func(string) (done, error)) (done, error) {
	u, err := s.App.KeepUpload(c.ctx(), c.who.Code, app.Upload{Name: name, Kind: "stock"}, []byte(text))
	if m := mistakeIn(err); m != "" {
		return again(m)
	}
	if err != nil {
		return done{}, err
	}
	r, err := u.Request()
	if err != nil {
		return done{}, err
	}
	out, err := s.App.Import(c.ctx(), c.who.Code, r)
	var im app.ImportMistake
	if errors.As(err, &im) && len(im.Problems) > 0 {
		return again(sentence(plainText(im.Problems[0].Message, 400)))
	}
	if m := mistakeIn(err); m != "" {
		return again(m)
	}
	switch {
	case err != nil:
		return done{}, err
	case out.Draft > 0:
		return done{To: "/drafts/" + itoa(out.Draft), Say: u.Name + " waits for a second person as " + draftName(out.Draft) + "."}, nil
	case out.Already:
		return done{To: "/inventory", Say: u.Name + " was taken in before; nothing moved twice."}, nil
	}
	return done{To: "/inventory/movements", Say: u.Name + " is taken in at position " + count(out.Act) + "."}, nil
}

// standardCosts shows the roll-up of the bills in force as a tree: what is made with its components under it.
func (s *site) standardCosts(c *call) (page, error) { return s.costsWith(c, "") }

func (s *site) costsWith(c *call, wrong string) (page, error) {
	p := c.costPage("/costs", "Standard cost")
	p.Wrong = wrong
	r, err := c.view.RollUp(c.stockDay())
	p.Forms = c.billsForm(r.Bills.Text)
	if m := mistakeIn(err); m != "" {
		p.Empty = m
		return p.page(), nil
	}
	if err != nil {
		return page{}, err
	}
	p.Sub = "Rolled up from the bills in force since " + day(r.Bills.From) + ", at the end of " + shortDay(c.stockDay()) + ", " + c.known() + ", in " + string(c.view.Entity().Currency) + "."
	p.Sections = []sheetSection{c.tree(r), c.section("Item by item", c.view.RollUpTable(r))}
	p.Sections[1].Downloads = c.downloadLinks("/inventory/costs/download")
	p.Paper = string(c.link("/inventory/costs/workpaper"))
	if text, n := c.view.StandardMovements(r); n > 0 && c.who.can(access.PrepareImport) && c.Newest {
		p.Forms = append([]sheetForm{{Title: "Freeze it", To: "/inventory/costs", Once: newOnce(), Hidden: []pair{{"text", text}, {"day", r.Day.String()}}, Button: "Set the standards",
			Consequence: "If you set them, " + counted(n, "standard changes", "standards change") + " from " + day(r.Day) + " on and what is on hand is revalued, once a second person has approved it."}}, p.Forms...)
	}
	return p.page(), nil
}

// tree is what is made, each with its components indented under it.
func (c *call) tree(r app.Rolled) sheetSection {
	byCode := map[string]app.RolledItem{}
	used := map[string]bool{}
	for _, x := range r.Items {
		byCode[x.Code] = x
		for _, l := range x.Lines {
			used[l.Item] = true
		}
	}
	out := sheetSection{Title: "Bills", Heads: []head{{Text: "Item"}, {Text: "Name"}, {Text: "Quantity", Amount: true}, {Text: "Scrap", Amount: true}, {Text: "Cost of one", Amount: true}, {Text: "In it", Amount: true}}}
	d := c.digits()
	var walk func(code string, depth int, quantity, scrap workpaper.Number)
	walk = func(code string, depth int, quantity, scrap workpaper.Number) {
		x := byCode[code]
		in := x.Total.Mul(quantity)
		if scrap.Sign() > 0 {
			in = in.Quo(workpaper.Whole(1).Sub(scrap))
		}
		row := tableRow{Cells: []cell{{Text: code, Indent: depth, Href: string(c.link("/inventory/items/" + pathText(code)))}, {Text: x.Item.Name}, {Amount: true}, {Amount: true}, {Amount: true, Figure: figure{Digits: x.Total.Text(d+2, 1)}}, {Amount: true, Figure: figure{Digits: in.Text(d, 1)}}}}
		if depth > 0 {
			row.Cells[2].Figure = figure{Digits: quantity.String()}
		}
		if scrap.Sign() > 0 {
			row.Cells[3].Figure = figure{Digits: scrap.Mul(workpaper.Whole(100)).String() + " %"}
		}
		out.Rows = append(out.Rows, row)
		if depth < 20 {
			for _, l := range x.Lines {
				walk(l.Item, depth+1, l.Quantity, l.Scrap)
			}
		}
	}
	for _, x := range slices.Backward(r.Items) {
		if !used[x.Code] && len(x.Lines) > 0 {
			walk(x.Code, 0, workpaper.Whole(1), workpaper.Number{})
		}
	}
	out.Empty = "Nothing is made of anything in these bills."
	return out
}

func (c *call) rolled() (app.Rolled, error) {
	r, err := c.view.RollUp(c.stockDay())
	if m := mistakeIn(err); m != "" {
		return r, c.missing(m, "The roll-up is shown under Inventory, Standard cost.")
	}
	return r, err
}

func (s *site) costsDownload(c *call, w http.ResponseWriter) error {
	r, err := c.rolled()
	if err != nil {
		return err
	}
	return c.send(w, c.view.RollUpTable(r), "roll-up-"+c.stockDay().String())
}

func (s *site) costsPaper(c *call, w http.ResponseWriter) error {
	r, err := c.rolled()
	if err != nil {
		return err
	}
	return c.workbook(w, r.Paper, "roll-up", "roll-up-"+c.stockDay().String())
}

func (s *site) freezeCosts(c *call) (done, error) {
	return s.takeStock(c, "standards of "+plainText(c.form.Get("day"), 10)+".csv", c.form.Get("text"), func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.costsWith(c, what) }}, nil
	})
}

// variances shows what the period left beside the standards.
func (s *site) variances(c *call) (page, error) { return s.variancesWith(c, "") }

func (s *site) variancesWith(c *call, wrong string) (page, error) {
	p := c.costPage("/variances", "Variances")
	p.Wrong = wrong
	p.Sub = "Purchase prices, revaluations and material usage of " + c.Period.Name + ", " + c.known() + ", in " + string(c.view.Entity().Currency) + "; unfavourable positive."
	wip := plainText(c.query.Get("wip"), 200)
	p.Ask = []ask{{"Work in process, account", "wip", wip, "text"}}
	t, err := c.varianceTable()
	if m := mistakeIn(err); m != "" {
		p.Wrong = m
		return p.page(), nil
	}
	if err != nil {
		return page{}, err
	}
	x := c.section("One by one", t)
	x.Empty = "No class is at standard cost, or nothing moved against it in the period. Name the account of work in process to see usage by order."
	x.Downloads = c.downloadLinks("/inventory/variances/download", "wip", wip)
	sums := map[string]int64{}
	var labels []string
	at := slices.IndexFunc(t.Columns, func(k exporter.Column) bool { return k.Key == "variance" })
	for _, r := range t.Rows {
		k := r.Cells[0].Text
		if _, seen := sums[k]; !seen {
			labels = append(labels, k)
		}
		sums[k] += r.Cells[at].Minor
	}
	if len(labels) > 0 {
		s := series{Name: "Unfavourable (favourable)"}
		for _, l := range labels {
			s.Values = append(s.Values, sums[l])
		}
		x.Charts = []chart{barChart("variances", "Variances by kind", labels, []series{s}, c.digits(), false)}
	}
	p.Sections = []sheetSection{x}
	if code, ok := accountTyped(c.view.State.Chart, wip); ok && wip != "" {
		orders, err := c.view.OrdersTable(code, c.Period)
		if err != nil {
			return page{}, err
		}
		p.Sections = append(p.Sections, c.section("Work in process by order", orders))
	}
	if slices.ContainsFunc(c.view.State.Stock.Classes, func(k app.StockClass) bool { return k.Method == inventory.Standard }) && c.who.can(access.PrepareEntry) && c.Newest {
		p.Forms = []sheetForm{{Title: "What stays in inventory", Folded: true, To: "/inventory/variances", Once: newOnce(), Hidden: []pair{{"period", c.Period.Name}}, Fields: []ask{{"Account of variances in inventory", "account", "", "text"}}, Button: "Propose the entry",
			Consequence: "If you propose it, the part of the period's price variances that is still on hand, first in, first out, is taken to that account, and what was there is released; it waits for a second person. An abnormal part is left out with tieout inventory capitalise --abnormal."}}
	}
	return p.page(), nil
}

// proposeVariances prepares the entry of the variances that stay in inventory.
func (s *site) proposeVariances(c *call) (done, error) {
	again := func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.variancesWith(c, what) }}, nil
	}
	ask := app.Capitalising{Account: strings.TrimSpace(c.form.Get("account")), Abnormal: map[string]int64{}}
	err := c.reading(func(v *app.View) (err error) {
		if code, ok := accountTyped(v.State.Chart, ask.Account); ok {
			ask.Account = code
		}
		ask.Period, err = v.State.Calendar.ParsePeriod(c.form.Get("period"))
		return err
	})
	var out app.Outcome
	any := false
	if err == nil {
		out, any, err = s.App.ProposeCapitalised(c.ctx(), c.who.Code, ask)
	}
	return s.proposedEntry(out, any, err, "/inventory/variances", "The variances in inventory", again)
}

// proposedEntry answers a form that proposes an entry.
func (s *site) proposedEntry(out app.Outcome, any bool, err error, to, what string, again func(string) (done, error)) (done, error) {
	switch {
	case err == nil && !any:
		return done{To: to, Say: "The ledger has it; there is nothing to enter."}, nil
	case err == nil && out.Draft > 0:
		return done{To: "/drafts/" + itoa(out.Draft), Say: what + " waits for a second person as " + draftName(out.Draft) + "."}, nil
	}
	return answered(err, "/journal?act="+itoa(out.Act), what+" is entered at position "+count(out.Act)+".", again)
}

// proposeReserve prepares the entry that takes a reserve to what is in excess.
func (s *site) proposeReserve(c *call) (done, error) {
	again := func(what string) (done, error) {
		return done{Again: func(c *call) (page, error) { return s.ageingWith(c, what) }}, nil
	}
	on, err1 := fiscal.Parse(c.form.Get("day"))
	demand, err2 := strconv.Atoi(c.form.Get("demand"))
	cover, err3 := strconv.Atoi(c.form.Get("cover"))
	percent, err4 := workpaper.Parse(strings.TrimSpace(c.form.Get("percent")))
	if errors.Join(err1, err2, err3, err4) != nil {
		return again("Months and the part of a hundred are numbers.")
	}
	reserve, cost := strings.TrimSpace(c.form.Get("reserve")), strings.TrimSpace(c.form.Get("charge"))
	err := c.reading(func(v *app.View) error {
		for _, x := range []*string{&reserve, &cost} {
			if code, ok := accountTyped(v.State.Chart, *x); ok {
				*x = code
			}
		}
		return nil
	})
	var out app.Outcome
	any := false
	if err == nil {
		out, any, err = s.App.ProposeExcess(c.ctx(), c.who.Code, on, demand, cover, percent, reserve, cost)
	}
	return s.proposedEntry(out, any, err, "/inventory/ageing", "The reserve", again)
}

func (c *call) varianceTable() (exporter.Table, error) {
	wip := plainText(c.query.Get("wip"), 200)
	if code, ok := accountTyped(c.view.State.Chart, wip); ok && wip != "" {
		wip = code
	}
	return c.view.VarianceTable(c.Period, wip)
}

func (s *site) variancesDownload(c *call, w http.ResponseWriter) error {
	t, err := c.varianceTable()
	if m := mistakeIn(err); m != "" {
		return c.missing(m, "Variances are shown under Inventory, Variances.")
	}
	if err != nil {
		return err
	}
	return c.send(w, t, "variances-"+c.Period.Name)
}

// reserveYears are the last three fiscal years up to that of the day.
func (c *call) reserveYears() (out []fiscal.Named, err error) {
	last := c.view.State.Calendar.Year(c.stockDay())
	for y := last - 2; y <= last; y++ {
		p, err := c.view.State.Calendar.ParsePeriod(strconv.Itoa(y))
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// reserves shows valuation accounts rolled forward: Schedule II.
func (s *site) reserves(c *call) (page, error) {
	p := c.costPage("/reserves", "Valuation and qualifying accounts")
	years, err := c.reserveYears()
	if err != nil {
		return page{}, err
	}
	t, err := c.view.ScheduleTwo(years...)
	if err != nil {
		return page{}, err
	}
	p.Sub = "Schedule II, " + years[0].Name + " to " + years[2].Name + ", " + c.known() + ", in " + string(c.view.Entity().Currency) + "."
	x := c.section("Account by account", t)
	x.Empty = "No account of the chart carries an element of a valuation account, or none has moved."
	x.Downloads = c.downloadLinks("/inventory/reserves/download")
	rolls, err := c.view.ReserveRolls(years...)
	if err != nil {
		return page{}, err
	}
	byAccount := map[string]*series{}
	var ss []series
	for _, r := range rolls {
		if byAccount[r.Account] == nil {
			byAccount[r.Account] = &series{Name: orText(r.Title, r.Account)}
		}
	}
	var labels []string
	for _, y := range years {
		labels = append(labels, "end of "+y.Name)
		for account, s := range byAccount {
			i := slices.IndexFunc(rolls, func(r app.ReserveRoll) bool { return r.Account == account && r.Period == y })
			s.Absent = append(s.Absent, i < 0)
			if i < 0 {
				s.Values = append(s.Values, 0)
				continue
			}
			s.Values = append(s.Values, rolls[i].End)
		}
	}
	for _, r := range rolls {
		if s := byAccount[r.Account]; s != nil {
			ss = append(ss, *s)
			byAccount[r.Account] = nil
		}
	}
	if len(ss) > 0 {
		x.Charts = []chart{barChart("reserves", "Reserves at the ends of years", labels, ss, c.digits(), false)}
	}
	p.Sections = []sheetSection{x}
	return p.page(), nil
}

func (s *site) reservesDownload(c *call, w http.ResponseWriter) error {
	years, err := c.reserveYears()
	if err != nil {
		return err
	}
	t, err := c.view.ScheduleTwo(years...)
	if err != nil {
		return err
	}
	return c.send(w, t, "schedule-ii-"+years[2].Name)
}

// noteText is a report of the note alone.
const noteText = "@note \"Inventories\" InventoryDisclosureTextBlock\n@topic inventory\n@end\n"

// notePackage makes the note as the report of the period would print it: the 10-Q of one of the first three quarters, else the 10-K of the
// fiscal year.
func (c *call) notePackage(text string) (filing.Package, app.ReportRequest, error) {
	form, p := c.view.ReportOf(c.Period)
	r := app.ReportRequest{Form: form, Period: p, On: c.site.App.Today(), Document: text, Position: c.Position}
	if !c.Newest {
		r.On = c.On
	}
	pkg, _, err := c.site.draftPackage(c, r)
	return pkg, r, err
}

// inventoryNote previews the note as the 10-K of the year takes it in.
func (s *site) inventoryNote(c *call) (page, error) {
	return s.notePreview(c, c.costPage("/note", "Note on inventories"), noteText, "@topic inventory", "/inventory/note")
}

// notePreview shows what a topic writes into the report of the period, number by number.
func (s *site) notePreview(c *call, p sheetsPage, text, says, path string) (page, error) {
	pkg, r, err := c.notePackage(text)
	if m := mistakeIn(err); m != "" {
		p.Empty = m
		return p.page(), nil
	}
	if err != nil {
		return page{}, err
	}
	p.Sub = "As the " + string(r.Form) + " for " + r.Period.Name + " takes it in where its text says " + says + ", " + c.known() + ". Its numbers are references: they follow the books, and are tagged."
	if p.HTML, _, err = inlinePage(mainFile(pkg), func(id string) string {
		if _, ok := pkg.Origins[id]; !ok {
			return ""
		}
		return string(c.link(path + "/facts/" + id))
	}); err != nil {
		p.HTML, p.Wrong = "", "The note is not well-formed and cannot be shown: "+err.Error()
	}
	p.Style = string(c.link(path + "/style"))
	return p.page(), nil
}

// noteFact is the chain of a number of the note.
func (s *site) noteFact(c *call) (page, error) {
	return s.noteFactOf(c, noteText, "inventory", "The note is shown under Inventory, Note.")
}

func (s *site) noteFactOf(c *call, text, section, way string) (page, error) {
	pkg, r, err := c.notePackage(text)
	if m := mistakeIn(err); m != "" {
		return page{}, c.missing(m, way)
	}
	if err != nil {
		return page{}, err
	}
	id := c.r.PathValue("id")
	i := slices.IndexFunc(pkg.Facts, func(x xbrl.Fact) bool { return x.ID == id })
	if i < 0 {
		return page{}, c.missing("The note has no fact "+plainText(id, 80)+".", "Choose an underlined number in the note.")
	}
	x, err := c.factChain(c.view, app.Filing{Form: string(r.Form), Period: r.Period.Name, On: r.On}, pkg.Facts[i], pkg.Origins[id])
	if err != nil {
		return page{}, err
	}
	x.Concept = pkg.Facts[i].Concept
	return page{Title: x.Title, Section: section, Body: explainBody(x)}, nil
}

func (s *site) noteStyle(c *call, w http.ResponseWriter) error { return s.noteStyleOf(c, w, noteText) }

func (s *site) noteStyleOf(c *call, w http.ResponseWriter, text string) error {
	pkg, _, err := c.notePackage(text)
	css := ""
	if err == nil {
		if _, css, err = inlinePage(mainFile(pkg), func(string) string { return "" }); err != nil {
			css = ""
		}
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, err = w.Write([]byte(css))
	return err
}
