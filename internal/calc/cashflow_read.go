package calc

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	"tieout/money"
	"tieout/statement"
)

// cashReader reads a cash-flow problem. Amounts are in its currency; adjusted holds the signed adjustments by key.
type cashReader struct {
	reader
	currency money.Currency
	adjusted map[string]int64
}

var cashFlowKeys = []string{"currency", "net_income", "add_back", "deduct", "current_assets", "current_liabilities", "investing",
	"financing", "cash", "exchange_rate_effect", "noncash_activities", "supplemental"}

func (r *cashReader) statement(top field) statement.CashFlow {
	o := r.object(top, cashFlowKeys...)
	if f, ok := o.get("currency"); ok {
		r.currency = money.Currency(r.text(f))
		if _, known := r.currency.Digits(); !known {
			r.fail(f, "%q is not an ISO 4217 code", r.currency)
		}
	}
	c := statement.CashFlow{Currency: r.currency}
	c.NetIncome.Amount = r.money(o.must("net_income"))
	r.adjusted = map[string]int64{}
	c.Adjustments = append(r.adjustments(o, "add_back", 1), r.adjustments(o, "deduct", -1)...)
	c.Working = append(r.working(o, "current_assets", statement.Asset), r.working(o, "current_liabilities", statement.Liability)...)
	c.Gross = append(r.accounts(o, "investing", statement.Investing, statement.Asset), r.accounts(o, "financing", statement.Financing, statement.Liability)...)
	if f, ok := o.get("cash"); ok {
		begin, end := r.both(f)
		c.Cash = &statement.CashBalance{Begin: begin, End: end}
	}
	if f, ok := o.get("exchange_rate_effect"); ok {
		c.FXEffect.Amount = r.money(f)
	}
	c.NonCash, c.Supplemental = r.inputs(o, "noncash_activities"), r.inputs(o, "supplemental")
	return c
}

func (r *cashReader) money(f field) int64 { return r.amount(f, r.currency) }

func (r *cashReader) unsigned(f field, otherwise string) int64 {
	n := r.money(f)
	if n < 0 {
		r.fail(f, "write it without a sign; %s", otherwise)
	}
	return n
}

// adjustments reads names and amounts without a sign, or {amount, concept}.
func (r *cashReader) adjustments(o object, key string, sign int64) []statement.Adjustment {
	f, ok := o.get(key)
	if !ok {
		return nil
	}
	var out []statement.Adjustment
	for _, p := range r.pairs(f) {
		a := statement.Adjustment{Key: slug(p.name), Label: p.name}
		value := p.field
		if p.node.Kind == yaml.MappingNode {
			m := r.object(p.field, "amount", "concept")
			value, a.Concept = m.must("amount"), r.concept(m)
		}
		a.Amount = sign * r.unsigned(value, "expenses and losses go under add_back, gains under deduct")
		r.adjusted[a.Key] = a.Amount
		out = append(out, a)
	}
	return out
}

func (r *cashReader) inputs(o object, key string) []statement.CashInput {
	f, ok := o.get(key)
	if !ok {
		return nil
	}
	var out []statement.CashInput
	for _, p := range r.pairs(f) {
		out = append(out, statement.CashInput{Key: slug(p.name), Label: p.name, Amount: r.money(p.field)})
	}
	return out
}

// both reads the balances at the beginning and the end: [begin, end] or {begin, end}.
func (r *cashReader) both(f field) (begin, end int64) {
	if f.node.Kind == yaml.MappingNode {
		o := r.object(f, "begin", "end")
		return r.money(o.must("begin")), r.money(o.must("end"))
	}
	two := r.list(f)
	if len(two) != 2 {
		r.fail(f, "write two balances: [beginning, end]")
		return 0, 0
	}
	return r.money(two[0]), r.money(two[1])
}

// working reads operating assets or liabilities: [begin, end], {increase: n}, {decrease: n}, or an account in full.
func (r *cashReader) working(o object, key string, side statement.BalanceSide) []statement.CashAccount {
	f, ok := o.get(key)
	if !ok {
		return nil
	}
	var out []statement.CashAccount
	for _, p := range r.pairs(f) {
		a := statement.CashAccount{Key: slug(p.name), Label: p.name, Side: side}
		if p.node.Kind == yaml.SequenceNode {
			a.Begin, a.End = r.both(p.field)
			out = append(out, a)
			continue
		}
		m := r.object(p.field, "begin", "end", "increase", "decrease", "balance", "kind", "flows", "concept")
		a.Side, a.Concept = r.kind(m, side), r.concept(m)
		a.Begin, a.End = r.movement(m)
		a.Flows = r.flows(m, a)
		out = append(out, a)
	}
	return out
}

// movement reads what a mapping says of an account's balances; a change alone starts from nil.
func (r *cashReader) movement(o object) (begin, end int64) {
	up, hasUp := o.get("increase")
	down, hasDown := o.get("decrease")
	balance, hasBalance := o.get("balance")
	switch {
	case hasUp && !hasDown && !hasBalance && !o.has("begin"):
		return 0, r.unsigned(up, "a fall is a decrease")
	case hasDown && !hasUp && !hasBalance && !o.has("begin"):
		return r.unsigned(down, "a rise is an increase"), 0
	case hasBalance && !hasUp && !hasDown && !o.has("begin"):
		return r.both(balance)
	case o.has("begin") && o.has("end") && !hasUp && !hasDown:
		return r.money(o.must("begin")), r.money(o.must("end"))
	}
	r.fail(o.field, "give its balances once: balance: [beginning, end], or begin and end, or increase, or decrease")
	return 0, 0
}

func (r *cashReader) concept(o object) string {
	if f, ok := o.get("concept"); ok {
		return r.text(f)
	}
	return ""
}

func (r *cashReader) kind(o object, otherwise statement.BalanceSide) statement.BalanceSide {
	f, ok := o.get("kind")
	if !ok {
		return otherwise
	}
	switch k := statement.BalanceSide(r.text(f)); k {
	case statement.Asset, statement.Liability, statement.Equity, statement.ContraAsset:
		return k
	default:
		r.fail(f, "%q is not asset, contra-asset, liability or equity", k)
	}
	return otherwise
}

// accounts reads an investing or financing section: an amount of cash, two balances, or an account in full.
func (r *cashReader) accounts(o object, key string, section statement.Activity, side statement.BalanceSide) []statement.CashAccount {
	f, ok := o.get(key)
	if !ok {
		return nil
	}
	var out []statement.CashAccount
	for _, p := range r.pairs(f) {
		a := statement.CashAccount{Key: slug(p.name), Label: p.name, Side: side, Section: section}
		switch p.node.Kind {
		case yaml.ScalarNode:
			cash := r.money(p.field)
			a.Unbacked = true
			a.Flows = []statement.Flow{{Key: "cash", Label: p.name, Cash: cash, Change: natural(side, cash)}}
		case yaml.SequenceNode:
			a.Begin, a.End = r.both(p.field)
		default:
			r.account(p.field, &a)
		}
		out = append(out, a)
	}
	return out
}

func (r *cashReader) account(f field, a *statement.CashAccount) {
	o := r.object(f, "kind", "balance", "begin", "end", "flows", "net_reason", "concept")
	a.Side, a.Concept = r.kind(o, a.Side), r.concept(o)
	if o.has("balance") || o.has("begin") || o.has("end") {
		a.Begin, a.End = r.movement(o)
	} else {
		a.Unbacked = true
	}
	if reason, ok := o.get("net_reason"); ok {
		a.NetReason = r.text(reason)
	}
	a.Flows = r.flows(o, *a)
	if a.Unbacked && a.Flows == nil {
		r.fail(f, "give its balance or its flows")
	}
}

// natural is the change of a balance when all of a transaction is cash.
func natural(side statement.BalanceSide, cash int64) int64 {
	if side == statement.Asset {
		return -cash
	}
	return cash
}

func (r *cashReader) flows(o object, a statement.CashAccount) []statement.Flow {
	f, ok := o.get("flows")
	if !ok {
		return nil
	}
	var out []statement.Flow
	seen := map[string]int{}
	for _, one := range r.list(f) {
		flow := r.flow(one, a.Side)
		if seen[flow.Key]++; seen[flow.Key] > 1 {
			flow.Key += "-" + strconv.Itoa(seen[flow.Key])
		}
		out = append(out, flow)
	}
	return out
}
