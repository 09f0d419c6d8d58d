package statement

import (
	"fmt"
	"slices"

	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// Supply names the gross flows and non-cash items of a period where the books are plain trial balances and no line of
// an entry says what it was (ASC 230-10-45-7 to 45-9, 50-3). Amounts are written without a sign except gains, losses
// and exchange effects, exactly, with at most the currency's decimals.
type Supply struct {
	Source       string             `yaml:"source"` // where the amounts were found
	Entity       string             `yaml:"entity"` // empty for the book's first
	Basis        string             `yaml:"basis"`  // empty, synthetic or difference: how the amounts are known
	Purchases    []SupplyPurchase   `yaml:"purchases"`
	Disposals    []SupplyDisposal   `yaml:"disposals"`
	Borrowings   []SupplyAmount     `yaml:"borrowings"`
	Repayments   []SupplyAmount     `yaml:"repayments"`
	Refinancings []SupplyRefinance  `yaml:"refinancings"`
	Acquisitions []SupplyAcquire    `yaml:"noncash_acquisitions"`
	StockPay     []SupplyPay        `yaml:"stock_pay"`
	Dividends    []SupplyAmount     `yaml:"dividends"`
	Exchange     []SupplyAmount     `yaml:"exchange_effect"` // positive: cash rose
	Adjustments  []SupplyAdjustment `yaml:"adjustments"`
	Flows        []SupplyFlow       `yaml:"flows"`
	NonCash      []SupplyNonCash    `yaml:"noncash"`
}

// SupplyAmount is an amount of one account.
type SupplyAmount struct {
	Account string `yaml:"account"`
	Amount  string `yaml:"amount"`
}

// SupplyPurchase is what was bought for an investing account; Unpaid is the part that still stands in a payable.
type SupplyPurchase struct {
	Account string `yaml:"account"`
	Amount  string `yaml:"amount"`
	Unpaid  string `yaml:"unpaid"`
	Payable string `yaml:"payable"`
}

// SupplyDisposal is an asset sold: its cost, what was written off of it, the gain (a loss is negative) and the cash.
type SupplyDisposal struct {
	Asset        string `yaml:"asset"`
	Cost         string `yaml:"cost"`
	Accumulated  string `yaml:"accumulated"`  // account of accumulated depreciation; empty for land
	Depreciation string `yaml:"depreciation"` // amount that left it
	GainAccount  string `yaml:"gain_account"`
	Gain         string `yaml:"gain"`
	Proceeds     string `yaml:"proceeds"`
}

// SupplyRefinance is a debt replaced by another; Cash says that the money went through the company.
type SupplyRefinance struct {
	Old    string `yaml:"old"`
	New    string `yaml:"new"`
	Amount string `yaml:"amount"`
	Cash   bool   `yaml:"cash"`
}

// SupplyAcquire is an asset acquired for a debt or for stock, without cash.
type SupplyAcquire struct {
	Asset  string `yaml:"asset"`
	For    string `yaml:"for"`
	Amount string `yaml:"amount"`
}

// SupplyPay is stock-based compensation: an expense against equity.
type SupplyPay struct {
	Expense string `yaml:"expense"`
	Equity  string `yaml:"equity"`
	Amount  string `yaml:"amount"`
}

// SupplyAdjustment is a non-cash expense: the balance-sheet account it went against and, where known, the expense.
type SupplyAdjustment struct {
	Flow    string `yaml:"flow"`
	Account string `yaml:"account"`
	Expense string `yaml:"expense"`
	Amount  string `yaml:"amount"`
}

// SupplyFlow is any investing or financing flow of one account by its name.
type SupplyFlow struct {
	Flow    string `yaml:"flow"`
	Account string `yaml:"account"`
	Amount  string `yaml:"amount"`
}

// SupplyNonCash is any movement from one balance-sheet account to another without cash.
type SupplyNonCash struct {
	Flow   string `yaml:"flow"`
	Debit  string `yaml:"debit"`
	Credit string `yaml:"credit"`
	Amount string `yaml:"amount"`
}

// SupplyExample is a supply file with every key.
const SupplyExample = `# Gross cash flows of a period, for books that hold trial balances only. Leave out what did not happen.
# Amounts have no sign, except gain (a loss is negative) and exchange_effect (positive: cash rose).
source: fixed-asset register and loan statements for 2006
basis: ""                 # or synthetic, or difference, when the amounts are not from records
purchases:
  - {account: "1500", amount: 60000, unpaid: 5000, payable: "2000"}
disposals:
  - {asset: "1500", cost: 10000, accumulated: "1590", depreciation: 6000, gain_account: "7100", gain: 1500, proceeds: 5500}
borrowings:
  - {account: "2500", amount: 40000}
repayments:
  - {account: "2500", amount: 12000}
refinancings:
  - {old: "2500", new: "2510", amount: 20000, cash: no}   # cash: yes when the money came in and went out
noncash_acquisitions:
  - {asset: "1500", for: "2500", amount: 8000}
stock_pay:
  - {expense: "6300", equity: "3100", amount: 3000}
dividends:
  - {account: "3200", amount: 2000}
exchange_effect:
  - {account: "3300", amount: -150}
adjustments:
  - {flow: depreciation, account: "1590", amount: 14400}   # an expense inside cost of sales
flows:
  - {flow: stock-issued, account: "3000", amount: 45000}
noncash:
  - {flow: reclassification, debit: "2500", credit: "2400", amount: 12000}   # current portion of debt
`

// SupplyMistake is a supplied flow that does not fit the books, and why.
type SupplyMistake struct{ Where, Why string }

func (m SupplyMistake) Error() string { return m.Where + ": " + m.Why }

// SupplyEntry turns the supplied flows into an analysing entry effective on the day: on every account it nets to nil and
// moves amounts from lines without a flow to lines with one. A flow that does not fit its accounts is a SupplyMistake.
func SupplyEntry(s Supply, c *ledger.Chart, on fiscal.Date) (ledger.Entry, error) {
	ent, ok := c.Entity(s.Entity)
	if !ok {
		return ledger.Entry{}, SupplyMistake{"entity", fmt.Sprintf("%q is not in the book", s.Entity)}
	}
	if !slices.Contains([]string{"", ledger.Synthetic, ledger.ByDifference}, s.Basis) {
		return ledger.Entry{}, SupplyMistake{"basis", fmt.Sprintf("%q is not empty, %s or %s", s.Basis, ledger.Synthetic, ledger.ByDifference)}
	}
	b := &supplier{bookBuilder: bookBuilder{chart: c, retained: c.Retained().Code, currency: ent.Currency}, supply: s}
	b.all()
	if b.err == nil && len(b.lines) == 0 {
		b.err = SupplyMistake{"flows", "nothing is supplied"}
	}
	e := ledger.Entry{Kind: ledger.Analysing, Effective: on, Description: "Gross cash flows of the period", Source: s.Source, Lines: b.lines}
	if b.err != nil {
		return ledger.Entry{}, b.err
	}
	if found := e.Check(c); len(found) > 0 {
		return ledger.Entry{}, SupplyMistake{found[0].Subject, found[0].Message}
	}
	return e, nil
}

// supplier collects the lines; it keeps the first mistake and does nothing after it.
type supplier struct {
	bookBuilder
	supply Supply
	where  string // "purchases 1"
	lines  []ledger.Line
	err    error
}

func (b *supplier) fail(format string, args ...any) {
	if b.err == nil {
		b.err = SupplyMistake{b.where, fmt.Sprintf(format, args...)}
	}
}

func (b *supplier) amount(key, text string) int64 {
	a, err := money.Parse(text, b.currency)
	if err != nil {
		b.fail("%s: %v", key, err)
	}
	return a.Minor
}

// positive is an amount that has no sign.
func (b *supplier) positive(key, text string) int64 {
	n := b.amount(key, text)
	if n <= 0 {
		b.fail("%s is %s; write the amount itself, positive: its direction follows from where it stands", key, text)
	}
	return n
}

// account finds an account and holds its class against what the flow needs.
func (b *supplier) account(key, code, need string, fits func(ledger.Account, cashClass) bool) ledger.Account {
	a, ok := b.chart.Account(code)
	if !ok || a.ID == 0 {
		b.fail("%s: account %q is not in the chart", key, code)
		return a
	}
	if !fits(a, b.classOf(a)) {
		b.fail("%s: account %s is not %s; correct the account, or its element or cash-flow class", key, a.Label(), need)
	}
	return a
}

// move names debit of the untagged movement of an account as the flow.
func (b *supplier) move(code string, debit int64, flow string) {
	if debit == 0 || b.err != nil {
		return
	}
	dims := ledger.Dims("").With(ledger.BasisDimension, b.supply.Basis)
	l := ledger.Line{Account: code, Entity: b.supply.Entity, Amount: -debit, Dims: dims, Memo: b.where}
	b.lines = append(b.lines, l)
	l.Amount, l.Dims = debit, dims.With(ledger.CashFlowDimension, flow)
	b.lines = append(b.lines, l)
}
