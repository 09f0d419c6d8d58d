package statement

import (
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
	case amount != 0 && strings.Contains(m.account.Concept, "ForeignCurrencyTransactionGainLoss"):
		p.note(check.Note, "cashflow-exchange", "account "+m.account.Label(), "ASC 830-230-45-1", "what of its "+p.format(-amount)+" is an exchange gain (loss) on cash itself is not named and stays in operating activities; tag such lines cashflow="+flowGainExchange)
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
