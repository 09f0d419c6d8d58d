package statement

import (
	"cmp"
	"slices"
	"strings"

	"tieout/check"
)

const cite28 = "ASC 230-10-45-28"

// netSuffix marks the line of a movement that no gross flow explains.
const netSuffix = "/net"

// netKey is the key of the line that shows the account's movement net.
func (m *movement) netKey() string { return accountKey(m.account.Code) + netSuffix }

// convert turns the movements into the calculator's input.
func (p *bookPeriod) convert() {
	p.in = CashFlow{Currency: p.currency, Cash: &CashBalance{}}
	for i := range p.moves {
		p.income(&p.moves[i])
	}
	for i := range p.moves {
		p.balance(&p.moves[i])
	}
	p.matched()
	p.noncashFlows()
	p.gainFlows()
	p.expenseCheck()
	p.directions()
	for _, key := range p.adjustmentKeys() {
		p.in.Adjustments = append(p.in.Adjustments, Adjustment{Key: key, Label: orElse(p.labels[key], lineLabel(key)), Amount: p.adjusted[key]})
	}
}

func lineLabel(key string) string { f, _ := FlowNamed(key); return f.Label }

// adjustmentKeys are the adjustments in the order of flows, then those that are no flow in order of the chart.
func (p *bookPeriod) adjustmentKeys() []string {
	var out []string
	for _, f := range flows {
		if _, ok := p.adjusted[f.Name]; ok {
			out = append(out, f.Name)
		}
	}
	for _, m := range p.moves {
		if _, ok := p.adjusted[m.netKey()]; ok {
			out = append(out, m.netKey())
		}
	}
	return out
}

// income takes an income account into net income, and notes what of it is a gain or a non-cash expense.
func (p *bookPeriod) income(m *movement) {
	if m.class.kind != incomeAccount {
		return
	}
	for _, t := range m.tagged {
		p.result(t.parts)
		p.ofIncome(t.flow, t.parts)
	}
	p.result(m.rest)
	f, ok := FlowNamed(m.class.line)
	switch amount := sumOf(m.rest); {
	case !ok || amount == 0:
	case f.gain() && !m.class.certain:
		p.open("cashflow-gain", "account "+m.account.Label(), cite28, "%s stands in net income as a gain (loss) and nothing says what cash it is part of: tag its lines cashflow=%s and the lines of what was given up cashflow=%s",
			p.format(-amount), f.Name, f.Into)
	default:
		p.ofIncome(f, m.rest)
	}
}

func (p *bookPeriod) result(parts []part) {
	p.in.NetIncome.Amount -= sumOf(parts)
	p.parts[NetIncomeKey] = append(p.parts[NetIncomeKey], parts...)
}

func (p *bookPeriod) ofIncome(f NamedFlow, parts []part) {
	if f.gain() {
		p.gains[f.Name] = append(p.gains[f.Name], parts...)
		return
	}
	p.expenses[f.line()] += sumOf(parts)
}

// balance takes a balance-sheet account into the calculator's input.
func (p *bookPeriod) balance(m *movement) {
	switch m.class.kind {
	case incomeAccount:
		return
	case cashAccount:
		p.in.Cash.Begin += m.begin
		p.in.Cash.End += p.col.End.Account(m.account.Code)
		p.restricts = p.restricts || m.class.restricted && (m.begin != 0 || m.total != 0)
		return
	}
	if m.total == 0 && m.begin == 0 && len(m.tagged) == 0 {
		return
	}
	a := p.calculatorAccount(m)
	a.Begin += a.Side.debit(m.begin)
	a.End += a.Side.debit(m.begin + m.total)
	for _, t := range m.tagged {
		p.flow(a, m, t)
	}
	rest := sumOf(m.rest)
	if m.class.doubt && rest != 0 {
		p.open("cashflow-class", "account "+m.account.Label(), "ASC 230-10-45-10", "it moved by %s and neither an element nor a class says whether that is operating, investing or financing; give the account a us-gaap element or the cash-flow class %s",
			p.format(rest), strings.Join(ClassNames(), ", "))
	}
	switch m.class.kind {
	case workingAccount:
		p.parts[m.class.caption] = append(p.parts[m.class.caption], m.rest...)
	case grossAccount:
		p.parts[m.netKey()] = m.rest
	}
}

// calculatorAccount is the account, or for working capital the caption, in the calculator's input.
func (p *bookPeriod) calculatorAccount(m *movement) *CashAccount {
	side := BalanceSide(m.account.Type)
	if m.class.contra {
		side = ContraAsset
	}
	if m.class.kind != workingAccount {
		label := "account " + m.account.Label()
		p.ways[label] = m.class.ways
		section := m.class.section
		if section == Operating { // its movement is an adjustment and leaves nothing behind
			section = Investing
		}
		p.in.Gross = append(p.in.Gross, CashAccount{Key: accountKey(m.account.Code), Label: label, Side: side, Section: section})
		return &p.in.Gross[len(p.in.Gross)-1]
	}
	key := m.class.caption
	if i := slices.IndexFunc(p.in.Working, func(a CashAccount) bool { return a.Key == key }); i >= 0 {
		return &p.in.Working[i]
	}
	i := slices.IndexFunc(workingCaptions, func(w workingCaption) bool { return w.key == key })
	p.in.Working = append(p.in.Working, CashAccount{Key: key, Label: strings.TrimPrefix(workingCaptions[i].label, "Change in "), Side: side})
	return &p.in.Working[len(p.in.Working)-1]
}

// flow adds what lines of one account tagged with one flow say.
func (p *bookPeriod) flow(a *CashAccount, m *movement, t tagged) {
	debit := sumOf(t.parts)
	f := Flow{Key: t.flow.Name + "@" + m.account.Code, Label: t.flow.Label, Change: a.Side.debit(debit)}
	line := t.flow.line()
	switch t.flow.Section {
	case Operating:
		p.adjust(a, f, line, t.parts)
		return
	case Exchange:
		if debit != 0 {
			f.Against = []Leg{{Key: TranslationKey}}
			p.in.FXEffect.Amount -= debit
			a.Flows = append(a.Flows, f)
		}
	case NoCash:
		p.noncash[line] = append(p.noncash[line], leg{a.Key, debit})
	default:
		f.Cash, f.Section = -debit, t.flow.Section
		a.Flows = append(a.Flows, f)
	}
	p.parts[line] = append(p.parts[line], t.parts...)
}

// adjust makes the movement of an account the counterpart of an adjustment.
func (p *bookPeriod) adjust(a *CashAccount, f Flow, line string, parts []part) {
	if f.Change == 0 {
		return
	}
	f.Against = []Leg{{Key: line}}
	a.Flows = append(a.Flows, f)
	p.adjusted[line] -= sumOf(parts)
	p.parts[line] = append(p.parts[line], parts...)
}

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
