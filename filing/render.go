package filing

import (
	"slices"

	"tieout/check"
	"tieout/fiscal"
	"tieout/statement"
	"tieout/xbrl"
	"tieout/xbrl/ixbrl"
)

const (
	fontStyle  = "font-family:'Times New Roman',Times,serif;font-size:10pt;line-height:1.35"
	titleStyle = "text-align:center;font-weight:bold;margin:14pt 0 4pt 0"
	noteStyle  = "text-align:center;font-size:9pt;font-style:italic;margin:2pt 0"
)

// render writes the document on the current surface. Only the inline page collects the roles of its facts.
func (m *maker) render(d Document, inline bool) {
	m.out.Open("div", "style", fontStyle)
	m.notice()
	for _, b := range d.Blocks {
		m.block(b, inline)
	}
	m.notice()
	if m.in.Stamp != "" {
		m.out.Leaf("p", m.in.Stamp, "style", "font-size:8pt;color:#555555;margin-top:18pt")
	}
	m.out.Close("div")
}

// notice prints what every page must say of itself.
func (m *maker) notice() {
	if n := m.in.Registrant.Notice; n != "" {
		m.out.Leaf("p", n, "style", noteStyle+";color:#8a4b00")
		m.out.Line()
	}
}

func (m *maker) block(b Block, inline bool) {
	switch b := b.(type) {
	case Heading:
		m.heading(b)
	case Paragraph:
		m.paragraph(b)
	case Cover:
		m.cover(inline)
	case StatementHere:
		m.statementHere(b.ID)
	case TextBlock:
		m.textBlock(b, inline)
	case TableHere:
		m.table(b)
	case TopicHere:
		m.find("topic", check.Open, b.Name, "line %d: nothing writes the topic %q", b.Line, b.Name)
	}
	m.out.Line()
}

func (m *maker) heading(h Heading) {
	style := [...]string{1: "text-align:center;font-weight:bold;font-size:12pt;margin:18pt 0 8pt 0", 2: "font-weight:bold;margin:14pt 0 6pt 0", 3: "font-weight:bold;font-style:italic;margin:10pt 0 4pt 0"}[h.Level]
	m.out.Open("p", "style", style)
	for _, s := range h.Text {
		m.span(s)
	}
	m.out.Close("p")
}

func (m *maker) paragraph(p Paragraph) {
	style := "margin:6pt 0;text-align:justify"
	if p.Bullet {
		style = "margin:3pt 0 3pt 24pt;text-indent:-12pt"
	}
	m.out.Open("p", "style", style)
	if p.Bullet {
		m.out.Text("\u2022 ")
	}
	for _, s := range p.Text {
		m.span(s)
	}
	m.out.Close("p")
}

// textBlock writes a note, policy or table as one tagged text block.
func (m *maker) textBlock(t TextBlock, inline bool) {
	outer := m.note
	if outer == nil {
		m.note = &noteDetail{title: t.Title, concept: t.Concept}
	}
	concept := m.element(t.Concept, xbrl.Duration, xbrl.NoBalance, "dtr-types:textBlockItemType", t.Title)
	m.out.OpenBlock(xbrl.Fact{Concept: concept, Period: xbrl.Over(m.required())})
	if t.Title != "" {
		m.out.Leaf("p", t.Title, "style", "font-weight:bold;margin:14pt 0 6pt 0")
	}
	for _, b := range t.Blocks {
		m.block(b, inline)
	}
	m.out.CloseBlock()
	if outer != nil {
		outer.nest(concept)
	} else {
		m.note.concept = concept
		if inline {
			m.details = append(m.details, *m.note)
		}
		m.note = nil
	}
}

func (n *noteDetail) nest(concept string) {
	list := &n.tables
	if len(concept) > 15 && concept[len(concept)-15:] == "PolicyTextBlock" {
		list = &n.policies
	}
	for _, c := range *list {
		if c == concept {
			return
		}
	}
	*list = append(*list, concept)
}

// required is the period of the report as a whole: the fiscal year to its end (EFM 6.5.19).
func (m *maker) required() fiscal.Period {
	return fiscal.Period{Start: m.in.Calendar.YearPeriod(m.in.Spec.Year).Start, End: m.in.Spec.End(m.in.Calendar)}
}

func (m *maker) table(t TableHere) {
	m.out.Open("table", "style", "border-collapse:collapse;margin:8pt auto;min-width:60%;font-size:10pt")
	for _, row := range t.Rows {
		m.out.Open("tr")
		for i, cell := range row.Cells {
			style := "padding:1pt 8pt;vertical-align:bottom"
			if i > 0 {
				style += ";text-align:right;white-space:nowrap"
			}
			if row.Total && i > 0 {
				style += ";border-top:1px solid #000000;border-bottom:3px double #000000"
			}
			if row.Head {
				style += ";font-weight:bold;border-bottom:1px solid #000000"
			}
			m.out.Open("td", "style", style)
			for _, s := range cell {
				m.span(s)
			}
			m.out.Close("td")
		}
		m.out.Close("tr")
		m.out.Line()
	}
	m.out.Close("table")
}

// statementHere writes a statement as printed accounts look.
func (m *maker) statementHere(id string) {
	for _, s := range m.in.Statements {
		switch {
		case s.ID == id && allAbsent(s.Columns):
			m.absent(s.Title, s.Columns)
			return
		case s.ID == id:
			m.statement(s)
			return
		}
	}
	if id == "equity" && m.in.Equity != nil {
		if allAbsent(m.in.Equity.Columns) {
			m.absent(m.in.Equity.Title, m.in.Equity.Columns)
			return
		}
		m.equityHere(*m.in.Equity)
		return
	}
	if id == "equity" && m.in.Spec.Form == Form10Q {
		return // interim periods need none before November 2018
	}
	m.find("statement", check.Open, id, "the document asks for a statement that the report does not have")
}

// allAbsent says that the book has figures for none of the columns.
func allAbsent(cols []statement.Column) bool {
	return !slices.ContainsFunc(cols, func(c statement.Column) bool { return c.Absent == "" })
}

// absent stands in for a statement that the book has no figures for: its title and why, and nothing tagged.
func (m *maker) absent(title string, cols []statement.Column) {
	m.notice()
	m.out.Leaf("p", title, "style", titleStyle)
	for _, c := range cols {
		m.out.Leaf("p", c.Title+": "+c.Absent, "style", noteStyle)
		m.find("comparative-absent", check.Open, title, "%s is absent: %s", c.Title, c.Absent)
	}
}

func (m *maker) statement(s statement.Statement) {
	m.notice()
	m.out.Leaf("p", m.in.Registrant.Name, "style", titleStyle)
	m.out.Leaf("p", s.Title, "style", titleStyle)
	m.out.Leaf("p", scaleWords(m.in.Scale)+unaudited(m.in.Spec), "style", noteStyle)
	m.out.Open("table", "style", "border-collapse:collapse;width:100%;font-size:10pt")
	m.columnHeads(s)
	for _, r := range s.Rows {
		m.row(s, r)
	}
	m.out.Close("table")
	for _, c := range s.Columns {
		if c.Absent != "" {
			m.out.Leaf("p", c.Title+": "+c.Absent, "style", noteStyle)
		}
	}
	if len(statement.Foot(s, m.in.Scale, m.digits())) > 0 {
		m.out.Leaf("p", "Every figure is rounded on its own; the rounded figures may not add to the rounded totals.", "style", noteStyle)
	}
	m.out.Leaf("p", "See accompanying notes.", "style", noteStyle)
}

func scaleWords(s statement.Scale) string {
	switch s.Power {
	case 3:
		return "(in thousands, except per share amounts)"
	case 6:
		return "(in millions, except per share amounts)"
	}
	return "(US dollars)"
}

func unaudited(s Spec) string {
	if s.Form == Form10Q {
		return " (unaudited)"
	}
	return ""
}

func (m *maker) columnHeads(s statement.Statement) {
	m.out.Open("tr")
	m.out.Leaf("td", "")
	for _, c := range s.Columns {
		m.out.Leaf("td", c.Title, "style", "text-align:right;font-weight:bold;border-bottom:1px solid #000000;padding:1pt 8pt;vertical-align:bottom")
	}
	m.out.Close("tr")
	m.out.Line()
}

func (m *maker) row(s statement.Statement, r statement.Row) {
	m.out.Open("tr")
	style := "padding:1pt 4pt 1pt " + [...]string{"0", "10", "20", "30", "40", "50", "60", "70"}[min(r.Level, 7)] + "pt;vertical-align:bottom"
	if r.Kind != statement.LineRow {
		style += ";font-weight:bold"
	}
	m.out.Leaf("td", m.label(r), "style", style)
	for i := range s.Columns {
		m.cell(s, r, i)
	}
	m.out.Close("tr")
	m.out.Line()
}

func (m *maker) cell(s statement.Statement, r statement.Row, i int) {
	style := "text-align:right;white-space:nowrap;padding:1pt 8pt;vertical-align:bottom"
	if r.Kind == statement.TotalRow {
		style += ";border-top:1px solid #000000"
	}
	if r.Double {
		style += ";border-bottom:3px double #000000"
	}
	m.out.Open("td", "style", style)
	switch {
	case r.Kind == statement.HeadingRow:
	case r.Figures[i].Absent:
		m.out.Text("n/a")
		m.find("comparative-absent", check.Open, s.Title, "%s is absent: %s", s.Columns[i].Title, s.Columns[i].Absent)
	default:
		v, err := m.figure(s, r, r.Figures[i])
		if err != nil {
			m.find("figure", check.Stop, r.Label, "%v", err)
			break
		}
		outer := m.note
		m.note = nil
		m.put(v)
		m.note = outer
	}
	m.out.Close("td")
}

// label is the caption, the company's own where it has chosen one.
func (m *maker) label(r statement.Row) string {
	if l, ok := m.in.Registrant.Label(r.Concept); ok && r.Kind != statement.HeadingRow {
		return l
	}
	return r.Label
}

var _ surface = (*ixbrl.Page)(nil)
