package statement

import (
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// CashFlow is what the indirect statement of cash flows is made from (ASC 230): every amount in minor units of one
// currency. A transaction is stated once, as a Flow of one of the accounts it touches; the others are its legs.
type CashFlow struct {
	Currency     money.Currency
	NetIncome    CashInput // a loss is negative
	Adjustments  []Adjustment
	Working      []CashAccount // operating assets and liabilities: their movement is the operating line
	Gross        []CashAccount // investing and financing accounts: their movement needs gross flows
	Cash         *CashBalance
	FXEffect     CashInput   // effect of exchange rates on cash held in other currencies (ASC 830-230-45-1)
	NonCash      []CashInput // non-cash investing and financing activities known besides those that the flows show
	Supplemental []CashInput // interest paid, income taxes paid
}

// CashBalance is cash, cash equivalents and restricted cash at both ends (ASC 230-10-45-4).
type CashBalance struct{ Begin, End int64 }

// CashInput is one named amount. Key is its stable id; Concept an XBRL element passed through to its line.
type CashInput struct {
	Key, Label string
	Amount     int64
	Concept    string
}

// Adjustment reconciles net income to operating cash: positive is added back (depreciation, losses, stock
// compensation), negative deducted (gains). Its opposite leg is in the account that it moved.
type Adjustment = CashInput

// BalanceSide says in which direction an account's balance is written: balances are positive on their own side.
type BalanceSide string

const (
	Asset       BalanceSide = "asset"
	Liability   BalanceSide = "liability"
	Equity      BalanceSide = "equity"
	ContraAsset BalanceSide = "contra-asset" // accumulated depreciation, allowances: positive lowers an asset
)

// debit is a change of the account's balance as a debit (positive) or credit (negative).
func (s BalanceSide) debit(change int64) int64 {
	if s == Asset {
		return change
	}
	return -change
}

// Activity is a section of the statement.
type Activity string

const (
	Operating Activity = "operating"
	Investing Activity = "investing"
	Financing Activity = "financing"
)

// CashAccount is a balance-sheet account at both ends of the period with the transactions that moved it.
type CashAccount struct {
	Key, Label string
	Side       BalanceSide
	Section    Activity // of Gross: Investing or Financing
	Begin, End int64
	// Unbacked says that no balances are known. The flows are taken, and a finding says that nothing proves them.
	Unbacked bool
	Flows    []Flow
	// NetReason permits the movement that the flows leave unexplained to be shown net, and says why: turnover is
	// quick, amounts are large and maturities three months or less, or the entity holds the money for customers
	// (ASC 230-10-45-8 and 45-9).
	NetReason string
	Concept   string
}

// Flow is one kind of transaction of an account. The change of the account, the cash and the legs must balance.
type Flow struct {
	Key, Label string
	Change     int64 // of the account's own balance: positive increases it
	Cash       int64 // received (positive) or paid (negative); zero for a non-cash transaction
	Against    []Leg
	Concept    string
	Section    Activity // of its cash, when it is not the account's: a payable that equipment was bought on
}

// Leg is the part of a transaction that is neither the account nor cash. Amount is a change of an account's own
// balance, or of an adjustment in its own sign (a gain is negative), or of net income. Zero stands for the rest of
// the transaction, once in a flow.
type Leg struct {
	Key    string // of an account or adjustment, or NetIncomeKey or TranslationKey
	Amount int64
}

// Keys of counterparts that are no account here.
const (
	NetIncomeKey   = "net-income"  // closing of income to retained earnings
	TranslationKey = "translation" // exchange differences on translating balances
)

// CashLine is one line of the statement, with the keys of the inputs that it came from.
type CashLine struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Amount  int64    `json:"-"` // effect on cash: inflow positive
	Sources []string `json:"sources"`
	Concept string   `json:"concept,omitempty"`
	// Net says that the line is a balance-sheet movement and not gross flows.
	Net bool `json:"net,omitempty"`
}

// CashSection is a section with its total.
type CashSection struct {
	Lines []CashLine
	Total int64
}

// CashFlowStatement is the statement and what is open about it. Nothing in it is a plug: what does not reconcile is
// Difference and a finding.
type CashFlowStatement struct {
	Currency                        money.Currency
	Operating, Investing, Financing CashSection
	FX                              CashLine
	NetChange                       int64
	Cash                            *CashBalance
	Difference                      int64      // change of cash less NetChange
	NonCash                         []CashLine // ASC 230-10-50-3
	Supplemental                    []CashLine
	// Proven: the statement equals the change of cash, every movement is explained by gross flows tied to balances,
	// every transaction balances and every adjustment agrees with the accounts it moved.
	Proven   bool
	Findings []check.Finding
	Steps    workpaper.Sheet
}

// CashFlowMistake is an input from which no statement can be built, and why.
type CashFlowMistake struct{ Subject, Why string }

func (m CashFlowMistake) Error() string { return m.Subject + ": " + m.Why }

// Build makes the statement. An error is an input that cannot be read as transactions; everything that is merely
// unexplained is a finding.
func (c CashFlow) Build() (CashFlowStatement, error) {
	c.Working, c.Gross = cloneAccounts(c.Working), cloneAccounts(c.Gross) // legs get their amounts below; the caller's stay as they are
	b := cashBuilder{in: c, kinds: map[string]*cashNode{}}
	if err := b.index(); err != nil {
		return CashFlowStatement{}, err
	}
	if err := b.transactions(); err != nil {
		return CashFlowStatement{}, err
	}
	b.operating()
	b.gross()
	b.adjustments()
	b.disclose()
	b.reconcile()
	return b.out, nil
}

func (b *cashBuilder) format(minor int64) string {
	return money.New(minor, b.in.Currency).Grouped()
}

func (b *cashBuilder) open(rule, subject, cite, message string, args ...any) {
	b.out.Findings = append(b.out.Findings, check.Finding{Rule: rule, Severity: check.Open, Subject: subject, Cite: cite, Message: fmt.Sprintf(message, args...)})
}

// reconcile compares the sum of the sections with the change of cash (ASC 230-10-45-4, 830-230-45-1).
func (b *cashBuilder) reconcile() {
	o := &b.out
	o.Currency, o.Cash = b.in.Currency, b.in.Cash
	o.FX = CashLine{Key: b.in.FXEffect.Key, Label: "Effect of exchange rates on cash", Amount: b.in.FXEffect.Amount, Concept: b.in.FXEffect.Concept, Sources: []string{"fx"}}
	if o.FX.Key == "" {
		o.FX.Key = "fx"
	}
	o.NetChange = o.Operating.Total + o.Investing.Total + o.Financing.Total + o.FX.Amount
	b.step("net change in cash", fmt.Sprintf("%s + %s + %s + %s of exchange rates", b.format(o.Operating.Total), b.format(o.Investing.Total), b.format(o.Financing.Total), b.format(o.FX.Amount)), o.NetChange, "ASC 230-10-45-24")
	if o.Cash == nil {
		b.open("cashflow-no-cash", "cash", "ASC 230-10-45-4", "cash at the beginning and the end is not given, so the statement is not reconciled; give both")
		return
	}
	change := o.Cash.End - o.Cash.Begin
	o.Difference = change - o.NetChange
	b.step("change of cash in the balance sheet", fmt.Sprintf("%s − %s", b.format(o.Cash.End), b.format(o.Cash.Begin)), change, "ASC 230-10-45-4")
	b.step("difference", fmt.Sprintf("%s − %s", b.format(change), b.format(o.NetChange)), o.Difference, "")
	if o.Difference != 0 {
		b.open("cashflow-unreconciled", "cash", "ASC 230-10-45-24", "the statement changes cash by %s and the balance sheet by %s: %s is missing; look for an account or a non-cash item left out, or a balance that does not tie to the trial balance",
			b.format(o.NetChange), b.format(change), b.format(o.Difference))
	}
	o.Proven = check.Worst(o.Findings) < check.Open
}
