package statement

import (
	"fmt"
	"math"
	"slices"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// cashBuilder holds a statement while it is made.
type cashBuilder struct {
	in    CashFlow
	kinds map[string]*cashNode // what a leg may name, by key
	out   CashFlowStatement
}

// cashNode is what is known of an account or adjustment: the flows that named it.
type cashNode struct {
	account    *CashAccount
	section    Activity
	adjustment *Adjustment
	explained  int64 // account: change explained by flows and legs; adjustment: sum of its legs
	flows      int   // how many flows and legs touched it
}

func (b *cashBuilder) step(name, formula string, amount int64, cite string) {
	b.out.Steps.Add(workpaper.Step{Name: name, Formula: formula, Value: money.New(amount, b.in.Currency).String(), Unit: string(b.in.Currency), Cite: cite})
}

// index gives every account and adjustment its place and refuses two under one key.
func (b *cashBuilder) index() error {
	if err := b.in.inRange(); err != nil {
		return err
	}
	for i := range b.in.Adjustments {
		a := &b.in.Adjustments[i]
		if err := b.claim(a.Key, a.Label, &cashNode{adjustment: a}); err != nil {
			return err
		}
	}
	for i := range b.in.Working {
		a := &b.in.Working[i]
		if err := b.claim(a.Key, a.Label, &cashNode{account: a, section: Operating}); err != nil {
			return err
		}
	}
	for i := range b.in.Gross {
		a := &b.in.Gross[i]
		if a.Section != Investing && a.Section != Financing {
			return CashFlowMistake{a.Label, fmt.Sprintf("section %q is not investing or financing", a.Section)}
		}
		if err := b.claim(a.Key, a.Label, &cashNode{account: a, section: a.Section}); err != nil {
			return err
		}
	}
	return nil
}

func (b *cashBuilder) claim(key, label string, n *cashNode) error {
	if key == "" || key == NetIncomeKey || key == TranslationKey {
		return CashFlowMistake{label, fmt.Sprintf("%q cannot be its key", key)}
	}
	if b.kinds[key] != nil {
		return CashFlowMistake{label, "the key " + key + " is used twice"}
	}
	if a := n.account; a != nil && a.Side != Asset && a.Side != Liability && a.Side != Equity && a.Side != ContraAsset {
		return CashFlowMistake{label, fmt.Sprintf("side %q is not asset, contra-asset, liability or equity", a.Side)}
	}
	if a := n.account; a != nil {
		seen := map[string]bool{}
		for _, f := range a.Flows {
			if f.Key == "" || seen[f.Key] {
				return CashFlowMistake{label, fmt.Sprintf("the key %q of %q is empty or used twice in the account", f.Key, f.Label)}
			}
			seen[f.Key] = true
		}
	}
	b.kinds[key] = n
	return nil
}

// cloneAccounts copies accounts down to their legs.
func cloneAccounts(accounts []CashAccount) []CashAccount {
	out := slices.Clone(accounts)
	for i := range out {
		out[i].Flows = slices.Clone(out[i].Flows)
		for j := range out[i].Flows {
			out[i].Flows[j].Against = slices.Clone(out[i].Flows[j].Against)
		}
	}
	return out
}

// inRange refuses inputs whose sum could leave 64 bits: every figure of the statement is a sum of them, none more
// than a few times.
func (c CashFlow) inRange() error {
	var sum uint64
	add := func(amounts ...int64) bool {
		for _, a := range amounts {
			if a == math.MinInt64 {
				return false
			}
			sum += uint64(max(a, -a))
			if sum > math.MaxInt64/16 {
				return false
			}
		}
		return true
	}
	ok := add(c.NetIncome.Amount, c.FXEffect.Amount)
	if c.Cash != nil {
		ok = ok && add(c.Cash.Begin, c.Cash.End)
	}
	for _, in := range [][]CashInput{c.Adjustments, c.NonCash, c.Supplemental} {
		for _, i := range in {
			ok = ok && add(i.Amount)
		}
	}
	for _, accounts := range [][]CashAccount{c.Working, c.Gross} {
		for _, a := range accounts {
			ok = ok && add(a.Begin, a.End)
			for _, f := range a.Flows {
				ok = ok && add(f.Change, f.Cash)
				for _, l := range f.Against {
					ok = ok && add(l.Amount)
				}
			}
		}
	}
	if !ok {
		return CashFlowMistake{"amounts", "together they are larger than a statement can add up"}
	}
	return nil
}

// transactions applies every flow to its account and its legs, and finds those that do not balance.
func (b *cashBuilder) transactions() error {
	for _, accounts := range [][]CashAccount{b.in.Working, b.in.Gross} {
		for i := range accounts {
			for j := range accounts[i].Flows {
				if err := b.transaction(&accounts[i], &accounts[i].Flows[j]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// transaction balances one flow. What it does after the checks is double entry: debit of the account, cash and the
// debits of the legs come to zero.
func (b *cashBuilder) transaction(a *CashAccount, f *Flow) error {
	own := b.kinds[a.Key]
	own.explained += f.Change
	own.flows++
	left := -(a.Side.debit(f.Change) + f.Cash) // what the legs must debit
	rest := -1
	for i, l := range f.Against {
		if b.kinds[l.Key] == nil && l.Key != NetIncomeKey && l.Key != TranslationKey {
			return CashFlowMistake{f.Label, fmt.Sprintf("it is against %q, which is no account or adjustment here", l.Key)}
		}
		if l.Key == a.Key {
			return CashFlowMistake{f.Label, "it is against its own account"}
		}
		if l.Amount == 0 && rest >= 0 {
			return CashFlowMistake{f.Label, "two of its counterparts have no amount; only one can take the rest"}
		}
		if l.Amount == 0 {
			rest = i
		}
		left -= b.legDebit(l)
	}
	if rest >= 0 {
		f.Against[rest].Amount = b.fromDebit(f.Against[rest].Key, left)
		left = 0
	}
	for _, l := range f.Against {
		if n := b.kinds[l.Key]; n != nil {
			n.explained += l.Amount
			n.flows++
		}
	}
	if left != 0 {
		b.open("cashflow-entry", a.Label, "ASC 230-10-45-7", "%s: %s moved in the account, %s in cash, and %s has no counterpart; name the account or the gain or loss that it went against",
			f.Label, b.format(f.Change), b.format(f.Cash), b.format(left))
	}
	return nil
}

// legDebit is a leg as a debit: an account by its side, an expense added back as the debit it was.
func (b *cashBuilder) legDebit(l Leg) int64 {
	switch n := b.kinds[l.Key]; {
	case n != nil && n.account != nil:
		return n.account.Side.debit(l.Amount)
	default:
		return l.Amount
	}
}

// fromDebit turns a debit into the sign in which a leg is written; debit is its own inverse.
func (b *cashBuilder) fromDebit(key string, debit int64) int64 { return b.legDebit(Leg{key, debit}) }

// adjustments holds each adjustment against the accounts that its transactions moved.
func (b *cashBuilder) adjustments() {
	for _, a := range b.in.Adjustments {
		n := b.kinds[a.Key]
		if n.flows > 0 && n.explained != a.Amount {
			b.open("cashflow-adjustment", a.Label, "ASC 230-10-45-28", "net income is adjusted by %s and the accounts moved by %s: %s apart; correct the adjustment or the transactions against it",
				b.format(a.Amount), b.format(n.explained), b.format(a.Amount-n.explained))
		}
	}
	var closed int64
	var any bool
	for _, accounts := range [][]CashAccount{b.in.Working, b.in.Gross} {
		for _, a := range accounts {
			for _, f := range a.Flows {
				for _, l := range f.Against {
					if l.Key == NetIncomeKey {
						closed, any = closed+l.Amount, true
					}
				}
			}
		}
	}
	if any && closed != b.in.NetIncome.Amount {
		b.open("cashflow-adjustment", "net income", "ASC 230-10-45-28", "net income is %s and %s was closed to equity; %s is unexplained", b.format(b.in.NetIncome.Amount), b.format(closed), b.format(b.in.NetIncome.Amount-closed))
	}
}

func (b *cashBuilder) note(rule, subject, cite, message string) {
	b.out.Findings = append(b.out.Findings, check.Finding{Rule: rule, Severity: check.Note, Subject: subject, Message: message, Cite: cite})
}
