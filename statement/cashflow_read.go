package statement

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/ledger"
)

// read sorts the movement table by account and flow.
func (p *bookPeriod) read() {
	rows := map[string][]ledger.Row{}
	for _, r := range p.col.TB.Rows {
		rows[r.Account] = append(rows[r.Account], r)
	}
	for _, a := range p.accounts() {
		m := movement{account: a, class: p.classOf(a), begin: p.col.Begin.Account(a.Code)}
		for _, r := range rows[a.Code] {
			m.total += r.Amount
			p.sort(&m, r)
		}
		slices.SortStableFunc(m.tagged, func(x, y tagged) int { return place(x.flow.Name) - place(y.flow.Name) })
		p.moves = append(p.moves, m)
	}
}

// accounts are all of the chart, the virtual one for retained earnings last.
func (b *bookBuilder) accounts() []ledger.Account {
	all := b.chart.Accounts()
	if v := b.chart.Retained(); v.ID == 0 {
		all = append(slices.Clone(all), v)
	}
	return all
}

// classOf is the place of an account; the one for retained earnings is known by the chart even without an element.
func (b *bookBuilder) classOf(a ledger.Account) cashClass {
	if a.Code == b.retained && a.CashFlow == "" {
		a.Concept = ledger.RetainedConcept
	}
	return classOf(a)
}

func place(name string) int {
	return slices.IndexFunc(flows, func(f NamedFlow) bool { return f.Name == name })
}

// sort puts a row under its flow, or under none when its tag says nothing that can stand there.
func (p *bookPeriod) sort(m *movement, r ledger.Row) {
	pt := part{r.Account, r.Dims.Get(ledger.BasisDimension), r.Amount}
	f, ok := p.flowOf(m, r)
	if !ok {
		m.rest = append(m.rest, pt)
		return
	}
	for i := range m.tagged {
		if m.tagged[i].flow.Name == f.Name {
			m.tagged[i].parts = append(m.tagged[i].parts, pt)
			return
		}
	}
	m.tagged = append(m.tagged, tagged{f, []part{pt}})
}

// flowOf is the flow that a row's tag names, when there is one and the account can have it.
func (p *bookPeriod) flowOf(m *movement, r ledger.Row) (NamedFlow, bool) {
	name := r.Dims.Get(ledger.CashFlowDimension)
	if name == "" {
		return NamedFlow{}, false
	}
	const cite = "ASC 230-10-45-7"
	f, ok := FlowNamed(name)
	subject := "account " + m.account.Label()
	switch income := m.class.kind == incomeAccount; {
	case !ok:
		p.open("cashflow-unknown", subject, cite, "%s is tagged cashflow=%s, which is no flow; use one of %s", p.format(r.Amount), name, strings.Join(FlowNames(), ", "))
	case m.class.kind == cashAccount:
		p.note(check.Note, "cashflow-on-cash", subject, cite, fmt.Sprintf("%s of cash is tagged cashflow=%s; the tag counts on the other side of the entry", p.format(r.Amount), name))
		ok = false
	case income && name == flowExchange:
		return FlowNamed(flowGainExchange)
	case income && f.Section != Operating:
		p.open("cashflow-misplaced", subject, cite, "%s of income is tagged cashflow=%s, which moves balance-sheet accounts; tag them, and here the gain or expense", p.format(r.Amount), name)
		ok = false
	case !income && f.gain():
		p.open("cashflow-misplaced", subject, cite, "%s is tagged cashflow=%s, which stands on the income account of the gain; tag this line %s", p.format(r.Amount), name, f.Into)
		ok = false
	}
	return f, ok
}
