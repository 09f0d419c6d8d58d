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

// resolved is what a reference means: a fact to print, or text.
type resolved struct {
	fact   *xbrl.Fact
	show   ixbrl.Show
	shown  int64 // minor units as printed, for arithmetic in prose
	text   string
	origin Origin
}

// amount finds the figure for an element in a column: on a statement, else as the sum of the accounts that carry
// the element.
func (m *maker) amount(ref Ref) (resolved, error) {
	name := ref.Concept
	c, known := m.Concept(name)
	instant, okI := m.in.Instants[ref.When]
	span, okS := m.in.Spans[ref.When]
	for _, s := range m.in.Statements {
		row, ok := s.RowOf(name)
		if !ok || len(ref.Members) > 0 {
			continue
		}
		for _, f := range row.Figures {
			if okI && f.Column == instant.Key || okS && f.Column == span.Key {
				return m.figure(s, row, f)
			}
		}
	}
	for _, s := range m.in.Schedules {
		row, ok := s.RowOf(name, ref.Members...)
		if !ok {
			continue
		}
		for _, f := range row.Figures {
			if okI && f.Column == instant.Key || okS && f.Column == span.Key {
				r, err := m.figure(s.Statement, row, f)
				r.origin.Statement, r.origin.Topic = "", s.Topic
				return r, err
			}
		}
	}
	for _, x := range ref.Members {
		if _, ok := axisTables[x.Axis]; !ok {
			return resolved{}, fmt.Errorf("%s is not an axis that notes are written over", x.Axis)
		}
	}
	if len(ref.Members) > 0 {
		return resolved{}, fmt.Errorf("no topic gives a figure for it in the column %q", ref.When)
	}
	col, ok := span, okS
	if known && c.Period == xbrl.Instant || !known && okI {
		col, ok = instant, okI
	}
	if !ok {
		return resolved{}, fmt.Errorf("the report has no column %q", ref.When)
	}
	return m.fromAccounts(name, col)
}

func (m *maker) fromAccounts(name string, col statement.Column) (resolved, error) {
	if col.Absent != "" {
		return resolved{}, fmt.Errorf("%s", col.Absent)
	}
	var sources []statement.Source
	var sum int64
	synthetic, any := false, false
	for _, a := range m.in.Chart.Accounts() {
		if a.Concept != name {
			continue
		}
		any = true
		amount := col.TB.Of(func(r ledger.Row) bool {
			if r.Account == a.Code && r.Dims.Synthetic() {
				synthetic = true
			}
			return r.Account == a.Code
		})
		sum += amount
		sources = append(sources, statement.Source{Account: a.Code, Amount: amount})
	}
	if !any {
		return resolved{}, fmt.Errorf("no statement and no account carries it")
	}
	side, typ := xbrl.Debit, xbrl.Duration
	if col.At != 0 {
		typ = xbrl.Instant
	}
	if c, ok := m.Concept(name); ok && c.Balance == xbrl.Credit {
		side = xbrl.Credit
	}
	row := statement.Row{ID: name, Label: xbrl.Humanise(localName(name)), Concept: name, Show: side}
	concept := m.element(name, typ, side, "xbrli:monetaryItemType", row.Label)
	return m.money(concept, row, statement.Figure{Column: col.Key, Amount: sum, Sources: sources, Synthetic: synthetic}, col, "")
}

// figure turns a figure of a statement into a fact.
func (m *maker) figure(s statement.Statement, row statement.Row, f statement.Figure) (resolved, error) {
	var col statement.Column
	for _, c := range s.Columns {
		if c.Key == f.Column {
			col = c
		}
	}
	if f.Absent {
		return resolved{}, fmt.Errorf("%s", col.Absent)
	}
	if row.Measure != statement.InMoney {
		return m.perShare(s, row, f, col)
	}
	typ := xbrl.Duration
	if col.At != 0 || row.Instant {
		typ = xbrl.Instant
	}
	concept := m.element(row.Concept, typ, row.Show, "xbrli:monetaryItemType", row.Label)
	return m.money(concept, row, f, col, s.ID)
}

func (m *maker) money(concept string, row statement.Row, f statement.Figure, col statement.Column, statementID string) (resolved, error) {
	value, decimals, err := m.value(concept, row.Ledger(f), row.Sign)
	if err != nil {
		return resolved{}, err
	}
	period := col.Period()
	if row.Instant && col.At == 0 {
		period = xbrl.At(col.Over.End)
		if row.AtStart {
			period = xbrl.At(col.Over.Start - 1)
		}
	}
	fact := &xbrl.Fact{Concept: concept, Period: period, Unit: m.unit(), Value: value, Decimals: decimals, Dimensions: m.members(row.Members)}
	shown := row.Shown(f)
	return resolved{fact: fact, shown: shown, show: ixbrl.Show{Scale: m.in.Scale.Power, Flip: (shown < 0) != (value != "0" && value[0] == '-') && value != "0"},
		origin: Origin{Statement: statementID, Row: row.ID, Column: f.Column, Label: row.Label, Accounts: f.Sources, Synthetic: f.Synthetic}}, nil
}

// perShare is a figure that is not money: an amount per share in cents, or a number of shares.
func (m *maker) perShare(s statement.Statement, row statement.Row, f statement.Figure, col statement.Column) (resolved, error) {
	fact := &xbrl.Fact{Concept: row.Concept, Period: col.Period(), Unit: xbrl.Shares, Value: fmt.Sprint(f.Amount), Dimensions: m.members(row.Members)}
	if row.Measure == statement.InPure {
		return m.rate(s, row, f, col)
	}
	if row.Measure == statement.InPerShare {
		v, err := xbrl.Canonical(money.FormatMinor(f.Amount, 2))
		if err != nil {
			return resolved{}, err
		}
		fact.Unit, fact.Value, fact.Decimals = xbrl.Per("iso4217:"+string(m.in.Currency), "xbrli:shares"), v, 2
	}
	return resolved{fact: fact, shown: f.Amount, origin: Origin{Statement: s.ID, Row: row.ID, Column: f.Column, Label: row.Label, Synthetic: f.Synthetic}}, nil
}

// rate is a pure number: it is printed in per cent, with two decimals at least.
func (m *maker) rate(s statement.Statement, row statement.Row, f statement.Figure, col statement.Column) (resolved, error) {
	v, err := xbrl.Canonical(money.FormatMinor(f.Amount, 6))
	if err != nil {
		return resolved{}, err
	}
	typ, decimals := xbrl.Duration, 4
	if col.At != 0 {
		typ = xbrl.Instant
	}
	if _, after, ok := strings.Cut(v, "."); ok {
		decimals = max(decimals, len(after))
	}
	concept := m.element(row.Concept, typ, xbrl.NoBalance, "dtr-types:percentItemType", row.Label)
	fact := &xbrl.Fact{Concept: concept, Period: col.Period(), Unit: xbrl.Pure, Value: v, Decimals: xbrl.Decimals(decimals), Dimensions: m.members(row.Members)}
	return resolved{fact: fact, shown: f.Amount, show: ixbrl.Show{Scale: -2}, origin: Origin{Statement: s.ID, Row: row.ID, Column: f.Column, Label: row.Label, Synthetic: f.Synthetic}}, nil
}

// put writes a resolved fact, with its mark when it has synthetic parts.
func (m *maker) put(r resolved) {
	id := m.out.Number(*r.fact, r.show)
	if id != "" {
		m.origins[id] = r.origin
	}
	if r.origin.Synthetic {
		m.out.Leaf("sup", "s")
	}
	if m.note != nil && !m.quiet {
		m.note.add(r.fact.Concept, r.origin.Label)
		m.note.place(r.fact.Dimensions)
	}
}

func (n *noteDetail) add(concept, label string) {
	for _, f := range n.facts {
		if f.concept == concept {
			return
		}
	}
	n.facts = append(n.facts, detailFact{concept, label})
}

// span writes text or a live value.
func (m *maker) span(s Span) {
	switch {
	case s.Ref == nil && s.Bold:
		m.out.Leaf("b", s.Text)
	case s.Ref == nil:
		m.out.Text(s.Text)
	case s.Bold:
		m.out.Open("b")
		m.reference(*s.Ref)
		m.out.Close("b")
	default:
		m.reference(*s.Ref)
	}
}

func (m *maker) reference(r Ref) {
	var err error
	switch r.Verb {
	case "":
		var v resolved
		if v, err = m.amount(r); err == nil {
			m.put(v)
		}
	case "change", "percent", "direction":
		err = m.comparison(r)
	case "date":
		err = m.date(r)
	default:
		err = m.field(r)
	}
	if err != nil {
		m.find("reference", check.Open, r.String(), "line %d: %v", r.Line, err)
		m.out.Leaf("b", "[not available]")
	}
}

// comparison writes the difference of two figures in prose; it is computed, not a fact of its own.
func (m *maker) comparison(r Ref) error {
	if r.When != "now" && r.When != "ytd" {
		return fmt.Errorf("a comparison is with the prior period: write it without %q", r.When)
	}
	now := Ref{Concept: r.Concept, When: r.When}
	before := Ref{Concept: r.Concept, When: "prior"}
	if r.When == "ytd" {
		before.When = "prior-ytd"
	}
	a, err := m.amount(now)
	if err != nil {
		return err
	}
	b, err := m.amount(before)
	if err != nil {
		return err
	}
	x, y := m.in.Scale.Round(a.shown, m.digits()), m.in.Scale.Round(b.shown, m.digits())
	switch r.Verb {
	case "direction":
		m.out.Text([...]string{"decreased", "did not change", "increased"}[1+sign(x-y)])
	case "change":
		m.out.Text(money.Group(fmt.Sprint(max(x-y, y-x))))
	default:
		if y == 0 {
			return fmt.Errorf("the earlier figure is nil, so there is no percentage")
		}
		tenths := money.MulDiv(max(x-y, y-x), 1000, max(y, -y), money.HalfAway)
		m.out.Text(money.FormatMinor(tenths, 1))
	}
	return nil
}

func sign(n int64) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

func (m *maker) date(r Ref) error {
	c, ok := m.in.Instants[r.When]
	if !ok {
		return fmt.Errorf("the report has no date %q", r.When)
	}
	m.out.Text(c.At.Long())
	return nil
}

// field writes a field of the registrant's data or of the period.
func (m *maker) field(r Ref) error {
	reg := m.in.Registrant
	end := m.in.Spec.End(m.in.Calendar)
	fields := map[string]string{"registrant name": reg.Name, "registrant state": reg.Incorporation, "registrant city": reg.Address.City,
		"period end": end.Long(), "period year": fmt.Sprint(m.in.Spec.Year), "period words": m.periodWords(), "period filed": m.in.Spec.On.Long()}
	v, ok := fields[r.Verb+" "+r.Concept]
	if !ok || v == "" {
		return fmt.Errorf("there is no such field, or it is empty")
	}
	m.out.Text(v)
	return nil
}

func (m *maker) periodWords() string {
	if c, ok := m.in.Spans["now"]; ok {
		return PeriodWords(c.Over)
	}
	return PeriodWords(fiscal.Period{Start: m.in.Calendar.YearPeriod(m.in.Spec.Year).Start, End: m.in.Spec.End(m.in.Calendar)})
}

func localName(concept string) string {
	_, l := xbrl.Split(concept)
	return l
}
