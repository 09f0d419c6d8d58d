package filing

import (
	"fmt"
	"strings"

	"tieout/check"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/xbrl"
	"tieout/xbrl/ixbrl"
)

// Input is everything a report is made from. Nothing else goes into it, so the same input gives the same bytes.
type Input struct {
	Spec       Spec
	Registrant Registrant
	Calendar   fiscal.Calendar
	Currency   money.Currency
	Chart      *ledger.Chart
	Document   Document
	Statements []statement.Statement
	Equity     *statement.EquityStatement // nil when the report has none
	Schedules  []Schedule                 // figures of topics that references mean too
	// Instants and Spans are the columns that references mean by now, prior, ytd and prior-ytd.
	Instants, Spans map[string]statement.Column
	Taxonomy        *xbrl.Taxonomy
	Scale           statement.Scale
	Stamp           string // printed at the foot
}

// Schedule is figures that a topic works out for the notes. Its statement is not shown; the topic is named where one of them is explained.
type Schedule struct {
	Topic string
	statement.Statement
}

// Package is a report ready to hand to a filing agent: the report itself in Inline XBRL with its taxonomy, the
// form as it was in its day, and the exhibits.
type Package struct {
	Base     string // "algi-20060331"
	Files    []xbrl.File
	Facts    []xbrl.Fact
	Origins  map[string]Origin // by fact id
	Findings []check.Finding
	Taxonomy *xbrl.Taxonomy // the standard elements that it refers to
}

// Origin says where a fact comes from: a row and column of a statement, accounts of a caption, or the registrant's
// data. It is the first step down from a tagged number.
type Origin struct {
	Statement, Row, Column string
	Topic                  string // of a schedule, instead of a statement
	Label                  string
	Accounts               []statement.Source
	Registrant             bool
	Synthetic              bool
}

// Make builds the package.
func Make(in Input) (Package, error) {
	m := &maker{in: in, origins: map[string]Origin{}, own: map[string]xbrl.Concept{}}
	m.base = fmt.Sprintf("%s-%s", in.Registrant.Prefix, strings.ReplaceAll(in.Spec.End(in.Calendar).String(), "-", ""))
	m.namespace = fmt.Sprintf("http://www.%s.example.com/%s", in.Registrant.Prefix, m.base[len(in.Registrant.Prefix)+1:])
	m.page = ixbrl.New(ixbrl.Head{Entity: in.Registrant.Identifier(), Schema: m.base + ".xsd", Title: m.base}, m)
	m.missing()
	m.out = m.page
	m.render(in.Document, true)
	x := m.extension()
	m.final = &x
	body, err := m.page.Finish()
	if err != nil {
		return Package{}, err
	}
	files, err := x.Files()
	if err != nil {
		return Package{}, err
	}
	p := Package{Base: m.base, Facts: m.page.Facts(), Origins: m.origins, Taxonomy: in.Taxonomy}
	p.Files = append([]xbrl.File{{Name: m.base + ".htm", Type: string(in.Spec.Form), Body: body}}, files...)
	for _, extra := range []func() (xbrl.File, error){m.dateForm, m.exhibit302a, m.exhibit302b, m.exhibit906} {
		f, err := extra()
		if err != nil {
			return Package{}, err
		}
		p.Files = append(p.Files, f)
	}
	p.Findings = m.found
	return p, nil
}

// maker holds a package in the making.
type maker struct {
	in        Input
	base      string
	namespace string
	page      *ixbrl.Page
	out       surface
	own       map[string]xbrl.Concept
	ownOrder  []string
	roles     []xbrl.Role
	details   []noteDetail
	origins   map[string]Origin
	found     []check.Finding
	final     *xbrl.Extension
	quiet     bool // findings were reported in an earlier rendering
	note      *noteDetail
}

// noteDetail collects what a note tags, for its roles.
type noteDetail struct {
	title    string
	concept  string
	policies []string
	tables   []string
	facts    []detailFact
	axes     []xbrl.Breakdown // on which some of the facts stand
}

type detailFact struct{ concept, label string }

// Concept makes the maker the dictionary of its own page.
func (m *maker) Concept(name string) (xbrl.Concept, bool) {
	if c, ok := m.own[name]; ok {
		return c, true
	}
	return m.in.Taxonomy.Concept(name)
}

// NamespaceOf is the namespace of a prefix.
func (m *maker) NamespaceOf(prefix string) (string, bool) {
	if prefix == m.in.Registrant.Prefix {
		return m.namespace, true
	}
	return m.in.Taxonomy.Namespace(prefix)
}

func (m *maker) find(rule string, s check.Severity, subject, format string, args ...any) {
	if m.quiet {
		return
	}
	f := check.Finding{Rule: rule, Severity: s, Subject: subject, Message: fmt.Sprintf(format, args...)}
	for _, old := range m.found {
		if old == f {
			return
		}
	}
	m.found = append(m.found, f)
}

// element settles the element that a caption is tagged with: the standard one when the year's taxonomy has it, it is
// not deprecated and its kind of period fits; else an element of the company's own with the same meaning.
func (m *maker) element(name string, period xbrl.PeriodType, side xbrl.Balance, typ, label string) string {
	money := strings.HasSuffix(typ, "monetaryItemType")
	if c, ok := m.in.Taxonomy.Concept(name); ok && c.Deprecated == "" && c.Period == period && !c.Abstract && c.Monetary() == money {
		return name
	}
	_, local := xbrl.Split(name)
	if _, taken := m.in.Taxonomy.Concept(name); taken { // an own element cannot have a standard one's name (EFM 6.7.16)
		local += "Historical"
	}
	own := m.in.Registrant.Prefix + ":" + local
	if _, ok := m.own[own]; ok {
		return own
	}
	m.own[own] = xbrl.Concept{Name: own, Type: typ, Balance: side, Period: period, Label: xbrl.Humanise(local), Doc: label + ", an element of the registrant's own."}
	m.ownOrder = append(m.ownOrder, own)
	if !strings.HasPrefix(name, "ext:") && !strings.HasPrefix(name, m.in.Registrant.Prefix+":") {
		m.find("element-own", check.Note, name, "the taxonomy of %d has no current element of that name and kind; %s is used", m.in.Taxonomy.Year, own)
	}
	return own
}

// unit is the unit of money in the report.
func (m *maker) unit() xbrl.Unit { return xbrl.Measure("iso4217:" + string(m.in.Currency)) }

func (m *maker) digits() int {
	d, _ := m.in.Currency.Digits()
	return d
}

// value is a ledger amount, debit positive, as a fact of an element: rounded to the scale, with the element's sign.
func (m *maker) value(concept string, ledgerMinor int64, rule xbrl.SignRule) (string, xbrl.Decimals, error) {
	c, _ := m.Concept(concept)
	a, err := xbrl.SignFor(c, money.New(ledgerMinor, m.in.Currency), rule)
	if err != nil {
		return "", 0, err
	}
	n := m.in.Scale.Round(a.Minor, m.digits())
	for range m.in.Scale.Power {
		n *= 10
	}
	return fmt.Sprint(n), xbrl.Decimals(-m.in.Scale.Power), nil
}
