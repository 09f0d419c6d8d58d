package xbrl

import (
	"fmt"

	"tieout/money"
)

// SignRule is a recorded decision on the sign of a concept for which the taxonomy gives no balance, such as
// us-gaap:NetCashProvidedByUsedInOperatingActivities.
type SignRule uint8

const (
	// ByBalance: no decision; the taxonomy's balance attribute decides.
	ByBalance SignRule = iota
	// DebitIsPositive: the value is the debit amount.
	DebitIsPositive
	// CreditIsPositive: the value is the credit amount.
	CreditIsPositive
)

func (r SignRule) String() string {
	return [...]string{"by balance", "debit is positive", "credit is positive"}[r]
}

// NoSign is the refusal to guess the sign of a concept.
type NoSign struct {
	Concept string
	Balance Balance
	Rule    SignRule
}

func (n NoSign) Error() string {
	if n.Balance == NoBalance {
		return fmt.Sprintf("%s has no balance attribute: record whether a debit or a credit is positive", n.Concept)
	}
	return fmt.Sprintf("%s has a %s balance in the taxonomy, and the recorded rule says %s: remove the rule", n.Concept, n.Balance, n.Rule)
}

// SignFor turns a ledger amount, debit positive, into the amount with XBRL's sign: a credit of a concept with a
// credit balance is positive (XBRL 2.1 section 5.1.1.2, EFM 6.8.11). Presentation plays no part; a
// caption that shows the other sign uses a negated label. A concept without balance needs a rule, and a rule that
// contradicts a balance is refused; both errors are NoSign.
func SignFor(c Concept, debitPositive money.Amount, rule SignRule) (money.Amount, error) {
	side := c.Balance
	switch {
	case side == NoBalance && rule == ByBalance:
		return money.Amount{}, NoSign{c.Name, side, rule}
	case side == NoBalance:
		side = Balance(rule)
	case rule != ByBalance && Balance(rule) != side:
		return money.Amount{}, NoSign{c.Name, side, rule}
	}
	if side == Credit {
		return debitPositive.Neg(), nil
	}
	return debitPositive, nil
}
