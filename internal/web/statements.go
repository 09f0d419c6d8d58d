package web

import (
	"net/http"
	"slices"
	"strings"

	"tieout/check"
	"tieout/internal/app"
	"tieout/money"
	"tieout/statement"
)

// statementPage is a statement as printed accounts show it.
type statementPage struct {
	Kind      string
	Tabs      []tab
	Entity    string
	Heading   string
	Under     string // currency, rounding, unaudited
	Sheet     sheet
	Notes     []string
	Stamp     string
	Downloads []pair
	Scales    []tab
	Changes   []tab // what changed since other days
	Findings  []finding
	Absent    string // why there is no statement
}

// tab is one of several views of the same thing.
type tab struct {
	Label, Href string
	On          bool
}

// sheet is a statement as rows of figures; the head of a column is a line or two.
type sheet struct {
	Columns [][]string
	Rows    []sheetRow
}

// sheetRow is a heading, a line or a total.
type sheetRow struct {
	Label   string
	Kind    string // "heading", "line" or "total"
	Level   int
	Double  bool
	Rule    bool
	Figures []figure
}

// scaleOf reads how figures are rounded.
func (c *call) scaleOf() (statement.Scale, error) {
	switch v := c.query.Get("scale"); v {
	case "", "dollars":
		return statement.Scale{Rounding: money.HalfAway}, nil
	case "thousands":
		return statement.Scale{Power: 3, Rounding: money.HalfAway}, nil
	case "exact":
		return statement.Scale{Power: -1, Rounding: money.HalfAway}, nil
	default:
		return statement.Scale{}, bad("The scale "+plainText(v, 20)+" is not one of dollars, thousands and exact.", "Choose a rounding above the statement.")
	}
}

// kind reads which statement is asked for.
func (c *call) kind() (string, error) {
	k := c.r.PathValue("kind")
	if !slices.Contains(app.StatementKinds, k) {
		return k, c.missing("There is no statement "+plainText(k, 40)+".", "The statements are the tabs of the page Statements.")
	}
	return k, nil
}

// built is a statement with what was found while it was built.
func (c *call) built(kind string) (statement.Statement, []check.Finding, error) {
	return c.view.Comparative(kind, c.Period, c.On)
}

// statement is the page of one statement.
func (s *site) statement(c *call) (page, error) {
	kind, err := c.kind()
	if err != nil {
		return page{}, err
	}
	scale, err := c.scaleOf()
	if err != nil {
		return page{}, err
	}
	p := statementPage{Kind: kind, Entity: c.registrantName(), Tabs: c.statementTabs(kind), Scales: c.scaleTabs(kind), Changes: c.changeTabs(kind)}
	st, found, err := c.built(kind)
	if err != nil {
		if p.Absent, err = whyAbsent(err); err != nil {
			return page{}, err
		}
		return page{Title: kindTitle(kind), Section: "statements", Body: statementBody(p), Panel: true}, nil
	}
	t := c.view.StatementTable(st, scale, "period "+c.Period.Name)
	if scale.Power >= 0 {
		found = append(found, statement.Foot(st, scale, c.digits())...)
	}
	p.Heading, p.Under = st.Title, c.under(scale)
	p.Sheet, p.Notes = c.sheetOf(st, scale), t.Notes
	p.Stamp, p.Findings = t.Stamp.String(), findingsOf(found)
	p.Downloads = c.downloadLinks("/statements/"+kind+"/download", "scale", c.query.Get("scale"))
	return page{Title: kindTitle(kind) + ", " + periodTitle(c.Period), Section: "statements", Body: statementBody(p), Panel: true}, nil
}

// whyAbsent turns a mistake into the reason why there is no statement; faults stay errors.
func whyAbsent(err error) (string, error) {
	if m, ok := err.(app.Mistake); ok {
		return sentence(m.Error()), nil
	}
	return "", err
}

func (c *call) registrantName() string {
	if r, ok, err := c.view.Registrant(); err == nil && ok {
		return r.Name
	}
	return c.view.State.Name
}

func (c *call) digits() int {
	e, _ := c.view.State.Chart.Entity("")
	d, _ := e.Currency.Digits()
	return d
}

// under says how the figures are to be read.
func (c *call) under(s statement.Scale) string {
	e, _ := c.view.State.Chart.Entity("")
	unit := map[int]string{0: "whole " + string(e.Currency), 3: "thousands of " + string(e.Currency), -1: string(e.Currency)}[s.Power]
	return "In " + unit + " · unaudited · " + c.known()
}

func (c *call) statementTabs(kind string) []tab {
	var out []tab
	for _, k := range app.StatementKinds {
		out = append(out, tab{kindTitle(k), string(c.link("/statements/"+k, "scale", c.query.Get("scale"))), k == kind})
	}
	return out
}

func (c *call) scaleTabs(kind string) []tab {
	now := c.query.Get("scale")
	var out []tab
	for _, x := range []struct{ key, label string }{{"", "Dollars"}, {"thousands", "Thousands"}, {"exact", "Exact"}} {
		out = append(out, tab{x.label, string(c.link("/statements/"+kind, "scale", x.key)), x.key == now || x.key == "" && now == "dollars"})
	}
	return out
}

// changeTabs lead to what changed since the days that the clock offers, as far as they are past, and since the
// newest report that was kept.
func (c *call) changeTabs(kind string) []tab {
	var out []tab
	for _, p := range c.site.Presets {
		if p.On < c.On {
			out = append(out, tab{day(p.On), string(c.link("/statements/"+kind+"/changes", "from", p.On.String())), false})
		}
	}
	if n := len(c.view.State.Filings); n > 0 {
		f := c.view.State.Filings[n-1]
		if f.AsKnown < c.Position {
			out = append(out, tab{"the " + f.Form + " for " + f.Period + " was made", string(c.link("/statements/"+kind+"/changes", "from", itoa(f.AsKnown))), false})
		}
	}
	return out
}

// sheetOf lays a statement out.
func (c *call) sheetOf(s statement.Statement, scale statement.Scale) sheet {
	var out sheet
	for _, col := range s.Columns {
		out.Columns = append(out.Columns, headLines(col.Title))
	}
	for _, r := range s.Rows {
		row := sheetRow{Label: r.Label, Level: r.Level, Double: r.Double, Kind: map[statement.Kind]string{statement.HeadingRow: "heading", statement.LineRow: "line", statement.TotalRow: "total"}[r.Kind]}
		row.Rule = r.Kind == statement.TotalRow
		if r.Kind != statement.HeadingRow {
			for i := range s.Columns {
				row.Figures = append(row.Figures, c.figureOf(s, r, i, scale))
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// headLines breaks "Three Months Ended March 31, 2006" in front of the day.
func headLines(title string) []string {
	if words, date, ok := strings.Cut(title, " Ended "); ok {
		return []string{words + " Ended", date}
	}
	return []string{title}
}

// figureOf is one figure of a statement as it is printed, with the way to its explanation.
func (c *call) figureOf(s statement.Statement, r statement.Row, i int, scale statement.Scale) figure {
	if i >= len(r.Figures) {
		return figure{}
	}
	f := r.Figures[i]
	if f.Absent {
		return figure{Absent: true}
	}
	out := shownFigure(r, f, scale, c.digits())
	out.Href = string(c.link("/explain", "statement", s.ID, "row", r.ID, "column", s.Columns[i].Key))
	if f.Citation != "" {
		out.Title = "agreed with " + f.Citation
	}
	out.Noted = len(c.view.State.NotesOn(noteKey(s.ID, r.ID, s.Columns[i].Key))) > 0
	return out
}

// shownFigure rounds a figure as its row and the scale say.
func shownFigure(r statement.Row, f statement.Figure, scale statement.Scale, digits int) figure {
	var out figure
	switch {
	case r.Measure == statement.InPerShare:
		out = amountOf(f.Amount, 2)
	case r.Measure == statement.InShares:
		out = amountOf(f.Amount, 0)
	case scale.Power < 0:
		out = amountOf(r.Shown(f), digits)
	default:
		out = amountOf(scale.Round(r.Shown(f), digits), 0)
	}
	out.Synthetic = f.Synthetic
	return out
}

// statementDownload is the same statement as a file.
func (s *site) statementDownload(c *call, w http.ResponseWriter) error {
	kind, err := c.kind()
	if err != nil {
		return err
	}
	scale, err := c.scaleOf()
	if err != nil {
		return err
	}
	st, _, err := c.built(kind)
	if err != nil {
		return err
	}
	return c.send(w, c.view.StatementTable(st, scale, "period "+c.Period.Name), kind+"-"+c.Period.Name)
}
