package filing

import (
	"tieout/check"
	"tieout/statement"
	"tieout/xbrl"
	"tieout/xbrl/ixbrl"
)

// equityHere writes the statement of changes in equity: rows of balances and movements, a column for each
// component, facts on the axis of equity components and the total without it.
func (m *maker) equityHere(e statement.EquityStatement) {
	m.notice()
	m.out.Leaf("p", m.in.Registrant.Name, "style", titleStyle)
	m.out.Leaf("p", e.Title, "style", titleStyle)
	m.out.Leaf("p", scaleWords(m.in.Scale)+unaudited(m.in.Spec), "style", noteStyle)
	m.out.Open("table", "style", "border-collapse:collapse;width:100%;font-size:10pt")
	m.out.Open("tr")
	m.out.Leaf("td", "")
	for _, c := range append(e.Components, statement.Component{Label: "Total"}) {
		m.out.Leaf("td", c.Label, "style", "text-align:right;font-weight:bold;border-bottom:1px solid #000000;padding:1pt 6pt;vertical-align:bottom")
	}
	m.out.Close("tr")
	for _, r := range e.Rows {
		m.equityRow(e, r)
	}
	m.out.Close("table")
	for _, c := range e.Columns {
		if c.Absent != "" {
			m.out.Leaf("p", c.Title+": "+c.Absent, "style", noteStyle)
			m.find("comparative-absent", check.Open, e.Title, "%s is absent: %s", c.Title, c.Absent)
		}
	}
}

func (m *maker) equityRow(e statement.EquityStatement, r statement.EquityRow) {
	m.out.Open("tr")
	style := "padding:1pt 4pt;vertical-align:bottom"
	label := r.Label
	if r.Instant {
		style += ";font-weight:bold"
		label = "Balance at " + r.At.Long()
	}
	m.out.Leaf("td", label, "style", style)
	for i, f := range r.Figures {
		m.equityCell(e, r, f, m.member(e.Components[i].Member))
	}
	m.equityCell(e, r, r.Total, "")
	m.out.Close("tr")
	m.out.Line()
}

// member settles a component's member: the standard one, or one of the registrant's own.
func (m *maker) member(name string) string {
	if c, ok := m.in.Taxonomy.Concept(name); ok && c.Deprecated == "" {
		return name
	}
	own := m.in.Registrant.Prefix + ":" + localName(name)
	if _, ok := m.own[own]; !ok {
		m.own[own] = xbrl.Concept{Name: own, Type: "dtr-types:domainItemType", Period: xbrl.Duration, Abstract: true, Label: xbrl.Humanise(localName(name))}
		m.ownOrder = append(m.ownOrder, own)
	}
	return own
}

func (m *maker) equityCell(e statement.EquityStatement, r statement.EquityRow, f statement.Figure, member string) {
	style := "text-align:right;white-space:nowrap;padding:1pt 6pt;vertical-align:bottom"
	if r.Instant {
		style += ";border-top:1px solid #000000;border-bottom:1px solid #000000"
	}
	m.out.Open("td", "style", style)
	defer m.out.Close("td")
	if f.Absent {
		m.out.Text("n/a")
		return
	}
	if f.Amount == 0 && !r.Instant {
		m.out.Text(ixbrl.Dash)
		return
	}
	concept := m.equityConcept(r)
	value, decimals, err := m.value(concept, f.Amount, xbrl.ByBalance)
	if err != nil {
		m.find("figure", check.Stop, r.Label, "%v", err)
		return
	}
	fact := &xbrl.Fact{Concept: concept, Period: equityPeriod(r), Unit: m.unit(), Value: value, Decimals: decimals}
	if member != "" {
		fact.Dimensions = []xbrl.Member{{Axis: statement.EquityAxis, Member: member}}
	}
	shown := r.Shown(f)
	m.put(resolved{fact: fact, shown: shown, show: ixbrl.Show{Scale: m.in.Scale.Power, Flip: value != "0" && (shown < 0) != (value[0] == '-')},
		origin: Origin{Statement: e.ID, Row: r.ID, Column: f.Column, Label: r.Label, Accounts: f.Sources, Synthetic: f.Synthetic}})
}

func equityPeriod(r statement.EquityRow) xbrl.Period {
	if r.Instant {
		return xbrl.At(r.At)
	}
	return xbrl.Over(r.Over)
}

func (m *maker) equityConcept(r statement.EquityRow) string {
	typ := xbrl.Duration
	if r.Instant {
		typ = xbrl.Instant
	}
	return m.element(r.Concept, typ, r.Show, "xbrli:monetaryItemType", r.Label)
}

// equityRole is the presentation of the statement with its table of components.
func (m *maker) equityRole(e statement.EquityStatement) {
	root := xbrl.Node{Concept: roots["equity"]}
	seen := map[string]bool{}
	var closing *xbrl.Node
	for _, r := range e.Rows {
		concept := m.equityConcept(r)
		n := xbrl.Node{Concept: concept, Label: r.Label}
		switch {
		case r.Instant && len(root.Children) == 0:
			n.Preferred, n.Label = xbrl.LabelPeriodStart, "Balance at beginning of period"
		case r.Instant:
			closing = &xbrl.Node{Concept: concept, Preferred: xbrl.LabelPeriodEnd, Label: "Balance at end of period"}
			continue
		case seen[concept]:
			continue
		case m.side(concept, statement.Row{}) != r.Show:
			n.Preferred = xbrl.LabelNegated
		}
		seen[concept] = true
		root.Children = append(root.Children, n)
	}
	if closing != nil {
		root.Children = append(root.Children, *closing)
	}
	m.role("Statement", e.Title, "", []xbrl.Node{root}, nil)
	cube := &xbrl.Cube{Table: "us-gaap:StatementTable", LineItems: "us-gaap:StatementLineItems", Axes: []xbrl.Breakdown{{Axis: statement.EquityAxis, Domain: "us-gaap:EquityComponentDomain"}}}
	for _, c := range e.Components {
		cube.Axes[0].Members = append(cube.Axes[0].Members, m.member(c.Member))
	}
	m.roles[len(m.roles)-1].Table = cube
}
