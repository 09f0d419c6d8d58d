package calc

import (
	"go.yaml.in/yaml/v3"

	"tieout/statement"
)

// flow reads one transaction: {name, paid or received, increase or decrease, against}. What is not written follows
// from the rest where it can follow in one way only.
func (r *cashReader) flow(f field, side statement.BalanceSide) statement.Flow {
	o := r.object(f, "name", "paid", "received", "increase", "decrease", "against", "concept")
	flow := statement.Flow{Label: r.text(o.must("name")), Concept: r.concept(o)}
	if flow.Key = slug(flow.Label); flow.Key == "" {
		r.fail(o.must("name"), "the name has no letter or digit")
	}
	received, _ := r.either(o, "received", "paid")
	flow.Cash = received
	var changed bool
	flow.Change, changed = r.either(o, "increase", "decrease")
	named := true
	if against, ok := o.get("against"); ok {
		flow.Against, named = r.legs(against, changed)
	}
	switch {
	case changed:
	case len(flow.Against) > 0 && !named:
		r.fail(f, "say by how much the balance moved: increase or decrease")
	case len(flow.Against) == 0 && flow.Cash == 0:
		r.fail(f, "nothing moved; give paid or received, or increase or decrease with against")
	default:
		flow.Change = r.balancing(f, flow, side)
	}
	return flow
}

// either reads one of two opposite amounts, both written without a sign, as positive for the first.
func (r *cashReader) either(o object, plus, minus string) (int64, bool) {
	p, hasPlus := o.get(plus)
	m, hasMinus := o.get(minus)
	switch {
	case hasPlus && hasMinus:
		r.fail(m, "give %s or %s, not both", plus, minus)
	case hasPlus:
		return r.unsigned(p, "the opposite is "+minus), true
	case hasMinus:
		return -r.unsigned(m, "the opposite is "+plus), true
	}
	return 0, false
}

// legs reads the counterparts: one name, which takes what is left, or names with amounts. Adjustments are written as
// they stand under add_back and deduct; of accounts a positive amount is an increase. When the change of the account
// is not written, one adjustment named alone is taken whole. named says that every leg has its amount.
func (r *cashReader) legs(f field, changed bool) (legs []statement.Leg, named bool) {
	if f.node.Kind == yaml.ScalarNode {
		key := slug(r.text(f))
		whole, adjustment := r.adjusted[key]
		if !changed && adjustment {
			return []statement.Leg{{Key: key, Amount: whole}}, true
		}
		return []statement.Leg{{Key: key}}, false
	}
	for _, p := range r.pairs(f) {
		l := statement.Leg{Key: slug(p.name), Amount: r.money(p.field)}
		if whole := r.adjusted[l.Key]; whole < 0 {
			l.Amount = -l.Amount
		}
		if l.Amount == 0 {
			r.fail(p.field, "a counterpart of nil; leave it out")
		}
		legs = append(legs, l)
	}
	return legs, true
}

// balancing is the change that makes a transaction balance when cash and every leg to an adjustment are known; with a
// leg to another account the change must be written.
func (r *cashReader) balancing(f field, flow statement.Flow, side statement.BalanceSide) int64 {
	debit := -flow.Cash
	for _, l := range flow.Against {
		if _, ok := r.adjusted[l.Key]; !ok && l.Key != statement.NetIncomeKey {
			r.fail(f, "say by how much the balance moved: increase or decrease")
		}
		debit -= l.Amount
	}
	if side == statement.Asset {
		return debit
	}
	return -debit
}
