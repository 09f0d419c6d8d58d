package statement

import (
	"cmp"
	"slices"
	"strings"

	"tieout/check"
)

// matched makes the movement of accumulated depreciation, intangibles, goodwill and deferred taxes an adjustment
// where the matching expense proves it. What is not proven is shown net, by itself, and is open.
func (p *bookPeriod) matched() {
	untagged := map[string]int64{}
	for _, m := range p.moves {
		if m.class.kind == matchedAccount {
			untagged[p.lineOf(m)] -= sumOf(m.rest)
		}
	}
	proven := map[string]bool{}
	for line, amount := range untagged {
		proven[line] = amount != 0 && p.expenses[line] != 0 && p.adjusted[line]+amount == p.expenses[line]
	}
	for i := range p.moves {
		if m := &p.moves[i]; m.class.kind == matchedAccount && sumOf(m.rest) != 0 {
			p.match(m, proven[p.lineOf(*m)])
		}
	}
}

func (p *bookPeriod) lineOf(m movement) string {
	f, _ := FlowNamed(m.class.line)
	return f.line()
}

func (p *bookPeriod) match(m *movement, proven bool) {
	i := slices.IndexFunc(p.in.Gross, func(a CashAccount) bool { return a.Key == accountKey(m.account.Code) })
	a := &p.in.Gross[i]
	f := Flow{Key: "movement", Label: a.Label, Change: a.Side.debit(sumOf(m.rest))}
	net := m.netKey()
	switch {
	case proven || m.class.certain:
		p.adjust(a, f, p.lineOf(*m), m.rest)
	case m.class.section == Operating:
		p.labels[net] = "Net change in " + inSentence(orElse(m.account.Name, m.account.Code))
		p.adjust(a, f, net, m.rest)
		p.open("cashflow-gross", a.Label, cite28, "it moved by %s and %s of matching expense is known in net income: the movement is shown net until the expense and the disposals in it are named%s",
			p.format(-sumOf(m.rest)), p.format(p.expenses[p.lineOf(*m)]), wayOut(m.class.ways))
	default:
		p.parts[net] = m.rest
	}
}

// noncashFlows makes one transaction of every non-cash item. One that does not come to nil has moved cash that
// nothing names: the remainder is its own line and is open.
func (p *bookPeriod) noncashFlows() {
	for _, f := range flows {
		legs := p.noncash[f.Name]
		if len(legs) == 0 {
			continue
		}
		slices.SortStableFunc(legs, func(x, y leg) int { return cmp.Compare(x.key, y.key) })
		p.noncashFlow(f, merged(legs))
	}
}

// merged adds up legs of one account; those that come to nil are left out. The legs are sorted by account.
func merged(legs []leg) []leg {
	var out []leg
	for _, l := range legs {
		if n := len(out); n > 0 && out[n-1].key == l.key {
			out[n-1].debit += l.debit
			continue
		}
		out = append(out, l)
	}
	return slices.DeleteFunc(out, func(l leg) bool { return l.debit == 0 })
}

func (p *bookPeriod) noncashFlow(f NamedFlow, legs []leg) {
	if len(legs) == 0 {
		return
	}
	var total, debits int64
	for _, l := range legs {
		total += l.debit
		debits += max(l.debit, 0)
	}
	host := p.account(legs[0].key)
	flow := Flow{Key: f.Name + "@" + host.Key, Label: f.Label, Change: host.Side.debit(legs[0].debit), Cash: -total, Section: Financing}
	for _, l := range legs[1:] {
		flow.Against = append(flow.Against, Leg{l.key, p.account(l.key).Side.debit(l.debit)})
	}
	host.Flows = append(host.Flows, flow)
	if p.disclosed[f.Name] = debits; total != 0 {
		p.disclosed[f.Name] = 0
		p.open("cashflow-noncash", f.Label, "ASC 230-10-50-3", "the lines tagged cashflow=%s come to %s and not to nil, so cash moved that nothing names; tag both sides of what moved no cash, and what moved cash as what it was", f.Name, p.format(-total))
	}
}

// account finds an account of the calculator's input.
func (p *bookPeriod) account(key string) *CashAccount {
	for _, accounts := range [][]CashAccount{p.in.Working, p.in.Gross} {
		if i := slices.IndexFunc(accounts, func(a CashAccount) bool { return a.Key == key }); i >= 0 {
			return &accounts[i]
		}
	}
	panic("statement: no account " + key)
}

// gainFlows moves gains out of operating activities into the cash that they are part of.
func (p *bookPeriod) gainFlows() {
	for _, f := range flows {
		parts := p.gains[f.Name]
		gain := sumOf(parts)
		if gain == 0 {
			continue
		}
		if f.Into == flowExchange {
			p.in.FXEffect.Amount -= gain
		} else if !p.join(f, gain) {
			p.open("cashflow-gain", f.Label, cite28, "%s stands in net income and no line is tagged cashflow=%s, so nothing says what was given up for it; tag it", p.format(-gain), f.Into)
			continue
		}
		p.adjusted[f.Name] += gain
		p.parts[f.Name] = append(p.parts[f.Name], parts...)
		p.parts[f.Into] = append(p.parts[f.Into], parts...)
	}
}

// join adds a gain to the first transaction of its flow.
func (p *bookPeriod) join(f NamedFlow, gain int64) bool {
	for _, accounts := range [][]CashAccount{p.in.Gross, p.in.Working} {
		for i := range accounts {
			for j := range accounts[i].Flows {
				if flow := &accounts[i].Flows[j]; strings.HasPrefix(flow.Key, f.Into+"@") {
					flow.Cash -= gain
					flow.Against = append(flow.Against, Leg{f.Name, gain})
					return true
				}
			}
		}
	}
	return false
}

// expenseCheck holds every adjustment against the expense that net income shows of it.
func (p *bookPeriod) expenseCheck() {
	for _, f := range flows {
		e := p.expenses[f.Name]
		if e == 0 || e == p.adjusted[f.Name] || p.netMatched(f.Name) {
			continue
		}
		p.open("cashflow-adjustment", f.Label, cite28, "net income has %s of it and the balance sheet shows %s that moved without cash: %s apart; tag the lines that it went against", p.format(e), p.format(p.adjusted[f.Name]), p.format(e-p.adjusted[f.Name]))
	}
}

// netMatched says that a movement of the line is already open by itself.
func (p *bookPeriod) netMatched(line string) bool {
	return slices.ContainsFunc(p.moves, func(m movement) bool {
		return m.class.kind == matchedAccount && p.lineOf(m) == line && len(p.parts[m.netKey()]) > 0
	})
}

// directions finds flows whose cash goes the wrong way.
func (p *bookPeriod) directions() {
	total := map[string]int64{}
	for _, m := range p.moves {
		for _, t := range m.tagged {
			if m.class.kind != incomeAccount {
				total[t.flow.Name] -= sumOf(t.parts)
			}
		}
	}
	for _, f := range flows {
		for _, g := range flows {
			if g.Into == f.Name {
				total[f.Name] -= sumOf(p.gains[g.Name])
			}
		}
		if n := total[f.Name]; f.Direction == In && n < 0 || f.Direction == Out && n > 0 {
			p.note(check.Open, "cashflow-direction", "cashflow="+f.Name, "ASC 230-10-45-7", "its lines come to "+p.format(n)+" of cash, which is the other way round; correct the tags")
		}
	}
}
