package filing

import (
	"fmt"
	"slices"
	"strings"

	"tieout/statement"
	"tieout/xbrl"
)

// extension is the taxonomy of the report: the roles of what the page shows, in the order EDGAR wants them: cover,
// statements, notes, policies, tables, details (EFM 6.7.12).
func (m *maker) extension() xbrl.Extension {
	x := xbrl.Extension{Prefix: m.in.Registrant.Prefix, Namespace: m.namespace, Base: m.base, Taxonomy: m.in.Taxonomy}
	m.coverRoles()
	for _, s := range m.in.Statements {
		m.statementRole(s)
	}
	if m.in.Equity != nil && m.shown("equity") && !allAbsent(m.in.Equity.Columns) {
		m.equityRole(*m.in.Equity)
	}
	for _, n := range m.details {
		m.role("Disclosure", strings.ToUpper(n.title), "", textTree(n.concept), nil)
	}
	for _, kind := range []struct {
		suffix string
		list   func(noteDetail) []string
	}{{"(Policies)", func(n noteDetail) []string { return n.policies }}, {"(Tables)", func(n noteDetail) []string { return n.tables }}} {
		for _, n := range m.details {
			if l := kind.list(n); len(l) > 0 {
				m.role("Disclosure", strings.ToUpper(n.title)+" "+kind.suffix, "", textTree(l...), nil)
			}
		}
	}
	for _, n := range m.details {
		m.detailRole(n)
	}
	for _, name := range m.ownOrder {
		x.Concepts = append(x.Concepts, m.own[name])
	}
	x.Roles = m.roles
	return x
}

// role adds a role with the next number.
func (m *maker) role(kind, title, id string, tree []xbrl.Node, sums []xbrl.Sum) {
	if len(tree) == 0 {
		return
	}
	if id == "" {
		id = roleID(title)
	}
	for n := 2; slices.ContainsFunc(m.roles, func(r xbrl.Role) bool { return r.ID == id }); n++ {
		id = fmt.Sprintf("%s%d", roleID(title), n)
	}
	m.roles = append(m.roles, xbrl.Role{ID: id, URI: m.namespace[:strings.LastIndex(m.namespace, "/")] + "/role/" + id,
		Definition: fmt.Sprintf("%06d - %s - %s", len(m.roles)+1, kind, title), Tree: tree, Sums: sums})
}

// roleID makes letters and digits of a title.
func roleID(title string) string {
	var b strings.Builder
	for i, w := range strings.FieldsFunc(title, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') }) {
		if i == 0 && w[0] <= '9' {
			b.WriteString("Note")
		}
		b.WriteString(strings.ToUpper(w[:1]) + strings.ToLower(w[1:]))
	}
	return b.String()
}

func textTree(concepts ...string) []xbrl.Node {
	root := xbrl.Node{Concept: "us-gaap:OrganizationConsolidationAndPresentationOfFinancialStatementsAbstract"}
	for _, c := range concepts {
		root.Children = append(root.Children, xbrl.Node{Concept: c})
	}
	return []xbrl.Node{root}
}

// coverRoles put every cover fact that was written into the cover, the auditor's into a role of their own.
func (m *maker) coverRoles() {
	cover, audit := xbrl.Node{Concept: "dei:CoverAbstract"}, xbrl.Node{Concept: m.in.Registrant.Prefix + ":AuditInformationAbstract"}
	seen := map[string]bool{}
	for _, f := range m.page.Facts() {
		if !strings.HasPrefix(f.Concept, "dei:") || seen[f.Concept] {
			continue
		}
		seen[f.Concept] = true
		if strings.HasPrefix(f.Concept, "dei:Auditor") {
			audit.Children = append(audit.Children, xbrl.Node{Concept: f.Concept})
		} else {
			cover.Children = append(cover.Children, xbrl.Node{Concept: f.Concept})
		}
	}
	if len(cover.Children) > 0 {
		m.role("Document", "Cover Page", "Cover", []xbrl.Node{cover}, nil)
	}
	if len(audit.Children) > 0 { // dei has no heading for the auditor's data
		m.own[audit.Concept] = xbrl.Concept{Name: audit.Concept, Type: "xbrli:stringItemType", Period: xbrl.Duration, Abstract: true, Label: "Audit Information [Abstract]"}
		m.ownOrder = append(m.ownOrder, audit.Concept)
		m.role("Document", "Audit Information", "AuditInformation", []xbrl.Node{audit}, nil)
	}
}

// roots are the headings that the trees of the statements hang from.
var roots = map[string]string{"balance-sheet": "us-gaap:StatementOfFinancialPositionAbstract", "income": "us-gaap:IncomeStatementAbstract",
	"comprehensive-income": "us-gaap:StatementOfIncomeAndComprehensiveIncomeAbstract", "cash-flow": "us-gaap:StatementOfCashFlowsAbstract", "equity": "us-gaap:StatementOfStockholdersEquityAbstract"}

// statementRole is the presentation and calculation of one statement, from its rows.
func (m *maker) statementRole(s statement.Statement) {
	if !m.shown(s.ID) || allAbsent(s.Columns) {
		return
	}
	root := xbrl.Node{Concept: roots[s.ID], Children: m.rowTree(s, "")}
	m.role("Statement", s.Title, "", []xbrl.Node{root}, m.sums(s))
}

// shown says whether the page has the statement.
func (m *maker) shown(id string) bool {
	for _, b := range m.in.Document.Blocks {
		if h, ok := b.(StatementHere); ok && h.ID == id {
			return true
		}
	}
	return false
}

// rowTree nests rows under the headings of their groups.
func (m *maker) rowTree(s statement.Statement, parent string) []xbrl.Node {
	var out []xbrl.Node
	for _, r := range s.Rows {
		if r.Parent != parent {
			continue
		}
		switch r.Kind {
		case statement.LineRow:
			out = append(out, m.rowNode(s, r))
		case statement.TotalRow:
			inner := append(m.rowTree(s, r.ID), m.rowNode(s, r))
			heading, ok := s.Row(r.ID + "-heading")
			abstract := r.Concept + "Abstract"
			if c, known := m.in.Taxonomy.Concept(abstract); ok && known && c.Deprecated == "" {
				out = append(out, xbrl.Node{Concept: abstract, Label: heading.Label, Children: inner})
			} else {
				out = append(out, inner...)
			}
		}
	}
	return out
}

// rowNode is the row of a figure with the kind of its label: total, negated where the caption shows the other sign.
func (m *maker) rowNode(s statement.Statement, r statement.Row) xbrl.Node {
	concept := m.conceptOf(s, r)
	n := xbrl.Node{Concept: concept, Label: m.label(r)}
	negated := m.negated(concept, r)
	switch {
	case r.AtStart && r.Instant:
		n.Preferred = xbrl.LabelPeriodStart
	case r.Instant && len(s.Columns) > 0 && s.Columns[0].At == 0:
		n.Preferred = xbrl.LabelPeriodEnd
	case r.Kind == statement.TotalRow && negated:
		n.Preferred = xbrl.LabelNegatedTotal
	case r.Kind == statement.TotalRow:
		n.Preferred = xbrl.LabelTotal
	case negated:
		n.Preferred = xbrl.LabelNegated
	}
	return n
}

func (m *maker) conceptOf(s statement.Statement, r statement.Row) string {
	if r.Measure != statement.InMoney {
		return r.Concept
	}
	typ := xbrl.Duration
	if r.Instant || len(s.Columns) > 0 && s.Columns[0].At != 0 {
		typ = xbrl.Instant
	}
	return m.element(r.Concept, typ, r.Show, "xbrli:monetaryItemType", r.Label)
}

// side is the side on which a row's element is positive.
func (m *maker) side(concept string, r statement.Row) xbrl.Balance {
	c, _ := m.Concept(concept)
	if c.Balance != xbrl.NoBalance {
		return c.Balance
	}
	return xbrl.Balance(r.Sign)
}

// negated says that the row prints the opposite of its element's sign.
func (m *maker) negated(concept string, r statement.Row) bool {
	if r.Measure != statement.InMoney {
		return false
	}
	return m.towards(concept, r) != r.Show
}

// towards is the element's positive side in the statement's direction.
func (m *maker) towards(concept string, r statement.Row) xbrl.Balance {
	side := m.side(concept, r)
	if r.Flip {
		return opposite(side)
	}
	return side
}

func opposite(b xbrl.Balance) xbrl.Balance {
	if b == xbrl.Debit {
		return xbrl.Credit
	}
	return xbrl.Debit
}

// sums are the totals of a statement with the weights that the elements' sides give.
func (m *maker) sums(s statement.Statement) []xbrl.Sum {
	var out []xbrl.Sum
	for _, total := range s.Rows {
		if total.Kind != statement.TotalRow {
			continue
		}
		sum := xbrl.Sum{Total: m.conceptOf(s, total)}
		for _, r := range s.Rows {
			if r.Parent != total.ID || r.Kind == statement.HeadingRow || r.Measure != statement.InMoney || r.Instant && s.Columns[0].At == 0 {
				continue
			}
			p := xbrl.Part{Concept: m.conceptOf(s, r), Weight: 1}
			if m.towards(p.Concept, r) != m.towards(sum.Total, total) {
				p.Weight = -1
			}
			sum.Parts = append(sum.Parts, p)
		}
		if len(sum.Parts) > 0 {
			out = append(out, sum)
		}
	}
	return out
}

// detailRole shows the amounts of a note.
func (m *maker) detailRole(n noteDetail) {
	if len(n.facts) == 0 {
		return
	}
	root := xbrl.Node{Concept: "us-gaap:OrganizationConsolidationAndPresentationOfFinancialStatementsAbstract"}
	for _, f := range n.facts {
		root.Children = append(root.Children, xbrl.Node{Concept: f.concept})
	}
	m.role("Disclosure", strings.ToUpper(n.title)+" (Details)", "", []xbrl.Node{root}, nil)
	m.roles[len(m.roles)-1].Table = n.cube()
}
