package web

import (
	"net/http"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/ledger"
)

// tablePage is a report as rows and columns.
type tablePage struct {
	Title     string
	Sub       string
	Ask       []ask // what the reader may choose
	Path      string
	Carried   []pair
	Heads     []head
	Rows      []tableRow
	Notes     []string
	Stamp     string
	Downloads []pair
	Pages     pages
	Empty     string
}

// ask is a field of the form above a table.
type ask struct {
	Label, Name, Value string
	Type               string // "date" or "text"
}

// head is the head of a column.
type head struct {
	Text   string
	Amount bool
	Tight  bool // its texts stay on one line
}

// tableRow is a row of cells.
type tableRow struct {
	Kind  string
	Cells []cell
}

// cell is a text with where it leads, or a figure.
type cell struct {
	Text, Href string
	Figure     figure
	Amount     bool
	Soft       bool
	Indent     int // of a tree: how far in
}

// carriedPairs are what a form of the page sends on.
func (c *call) carriedPairs() []pair {
	var out []pair
	for i := 0; i+1 < len(c.carried); i += 2 {
		out = append(out, pair{c.carried[i], c.carried[i+1]})
	}
	return out
}

// tight are the columns whose texts stay on one line.
var tight = []string{"date", "counts", "entry", "item", "reference", "order"}

// tableOf turns columns of an exported table into a page's; link says where a text of a column leads.
func tableOf(t exporter.Table, keys []string, link func(row exporter.Row, column string) string) ([]head, []tableRow) {
	var heads []head
	var at []int
	for _, k := range keys {
		i := slices.IndexFunc(t.Columns, func(c exporter.Column) bool { return c.Key == k })
		heads, at = append(heads, head{Text: t.Columns[i].Title, Amount: t.Columns[i].Amount, Tight: slices.Contains(tight, k) || t.Columns[i].Date}), append(at, i)
	}
	var rows []tableRow
	for _, r := range t.Rows {
		row := tableRow{Kind: r.Kind}
		for _, i := range at {
			x, col := r.Cells[i], t.Columns[i]
			out := cell{Text: readable(col.Key, x.Text), Amount: col.Amount, Soft: col.Aside}
			if x.Set {
				out.Figure = amountOf(x.Minor, x.Digits)
			} else if x.Text != "" {
				out.Href = link(r, col.Key)
			}
			row.Cells = append(row.Cells, out)
		}
		rows = append(rows, row)
	}
	return heads, rows
}

// readable is a text as a page prints it: days in words, standard elements without their prefix, and the mark of what is
// synthetic in the place of its dimension.
func readable(column, text string) string {
	switch column {
	case "date", "counts":
		if d, err := fiscal.Parse(text); err == nil {
			return shortDay(d)
		}
	case "concept":
		return strings.TrimPrefix(text, "us-gaap:")
	case "analysis":
		return strings.ReplaceAll(strings.ReplaceAll(text, ledger.BasisDimension+"="+ledger.Synthetic, "synthetic"), ";", ", ")
	}
	return text
}

// columnsOf are the columns of a trial balance that a page has room for. Where the codes of accounts are paths of
// names, the names say nothing more.
func columnsOf(t exporter.Table) []string {
	for _, r := range t.Rows {
		if r.Kind == "" && !strings.Contains(r.Key, ":") {
			return []string{"account", "name", "debit", "credit", "concept"}
		}
	}
	return []string{"account", "debit", "credit", "concept"}
}

// balanceDay reads the day of a trial balance: the one asked for, else the end of the period, but never after the clock.
func (c *call) balanceDay() (fiscal.Date, error) {
	if at := c.query.Get("at"); at != "" {
		return fiscal.Parse(at)
	}
	return min(c.Period.End, max(c.On, c.Period.Start)), nil
}

// trialBalance is the trial balance at the end of a day.
func (s *site) trialBalance(c *call) (page, error) {
	d, err := c.balanceDay()
	if err != nil {
		return page{}, err
	}
	if c.onWorksheet() {
		return s.worksheet(c, d)
	}
	t, err := c.view.TrialBalanceTable(d)
	if err != nil {
		return page{}, err
	}
	p := tablePage{Title: "Trial balance", Sub: "At the end of " + day(d) + ", " + c.known() + ". Income accounts hold the fiscal year to date; earlier results stand in retained earnings.",
		Path: "/trial-balance", Carried: c.carriedPairs(), Ask: []ask{{"At the end of", "at", d.String(), "date"}}, Stamp: t.Stamp.String(),
		Downloads: c.downloadLinks("/trial-balance/download", "at", d.String())}
	p.Heads, p.Rows = tableOf(t, columnsOf(t), func(r exporter.Row, col string) string {
		if col != "account" || r.Kind == "total" {
			return ""
		}
		if _, ok := c.view.State.Chart.Account(r.Key); !ok {
			return ""
		}
		return c.registerLink(r.Key)
	})
	if len(p.Rows) <= 1 {
		p.Empty = "The books have no balances at that day."
	}
	return page{Title: "Trial balance at " + day(d), Section: "trial-balance", Body: tabbedBody("Columns of the trial balance", c.columnTabs(), tableBody(p))}, nil
}

// onWorksheet says whether the trial balance is asked for with its columns of adjustment; on a branch it always is.
func (c *call) onWorksheet() bool {
	_, on := c.view.Branch()
	return on || c.query.Get("columns") == "all"
}

// columnTabs are the ways to see the trial balance.
func (c *call) columnTabs() []tab {
	_, on := c.view.Branch()
	out := []tab{{"Debit and credit", string(c.link("/trial-balance", "at", c.query.Get("at"))), !c.onWorksheet()}, {"Worksheet", string(c.link("/trial-balance", "at", c.query.Get("at"), "columns", "all")), c.onWorksheet() && !on}}
	for _, b := range c.view.State.Branches {
		if b.Open() {
			out = append(out, tab{"with " + b.Name, string(c.link("/trial-balance", "at", c.query.Get("at"), "with", itoa(b.ID))), on && c.query.Get("with") == itoa(b.ID)})
		}
	}
	return append(out, c.readingTabs("")[1:]...)
}

// worksheet is the trial balance with columns of adjustment.
func (s *site) worksheet(c *call, d fiscal.Date) (page, error) {
	t, err := c.view.WorksheetTable(c.Period, d)
	if err != nil {
		return page{}, err
	}
	p := tablePage{Title: "Worksheet", Sub: "At the end of " + day(d) + ", " + c.known() + ", debit positive. Adjusting and reclassifying entries are those of " + periodTitle(c.Period) + ".",
		Path: "/trial-balance", Carried: append(c.carriedPairs(), pair{"columns", "all"}), Ask: []ask{{"At the end of", "at", d.String(), "date"}}, Stamp: t.Stamp.String(),
		Downloads: c.downloadLinks("/trial-balance/download", "at", d.String(), "columns", "all")}
	var keys []string
	for _, col := range t.Columns {
		keys = append(keys, col.Key)
	}
	p.Heads, p.Rows = tableOf(t, keys, func(r exporter.Row, col string) string {
		if col != "account" || r.Kind == "total" {
			return ""
		}
		return c.registerLink(r.Key)
	})
	if len(p.Rows) <= 1 {
		p.Empty = "The books have no balances at that day."
	}
	return page{Title: "Worksheet at " + day(d), Section: "trial-balance", Body: tabbedBody("Columns of the trial balance", c.columnTabs(), tableBody(p))}, nil
}

func (s *site) trialBalanceDownload(c *call, w http.ResponseWriter) error {
	d, err := c.balanceDay()
	if err != nil {
		return err
	}
	if c.onWorksheet() {
		t, err := c.view.WorksheetTable(c.Period, d)
		if err != nil {
			return err
		}
		return c.send(w, t, "worksheet-"+d.String())
	}
	t, err := c.view.TrialBalanceTable(d)
	if err != nil {
		return err
	}
	return c.send(w, t, "trial-balance-"+d.String())
}
