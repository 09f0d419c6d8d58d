package statement

import (
	"fmt"
	"slices"

	"tieout/ledger"
	"tieout/money"
)

// Tests of what a supplied account must be.
func isIncome(a ledger.Account, _ cashClass) bool { return a.Type.Income() }

func isEquity(a ledger.Account, c cashClass) bool { return a.Type == ledger.Equity }

func isInvesting(a ledger.Account, c cashClass) bool {
	return a.Type == ledger.Asset && c.section == Investing
}

func isDebt(a ledger.Account, c cashClass) bool {
	return a.Type == ledger.Liability && c.kind == grossAccount && c.section == Financing
}

func isBalance(a ledger.Account, c cashClass) bool {
	return !a.Type.Income() && c.kind != cashAccount
}

// each numbers the items of a list for messages and stops at the first mistake.
func each[T any](b *supplier, name string, items []T, do func(T)) {
	for i, item := range items {
		if b.err != nil {
			return
		}
		b.where = fmt.Sprintf("%s %d", name, i+1)
		do(item)
	}
}

func (b *supplier) all() {
	each(b, "purchases", b.supply.Purchases, b.purchase)
	each(b, "disposals", b.supply.Disposals, b.disposal)
	each(b, "borrowings", b.supply.Borrowings, func(x SupplyAmount) { b.debt(x, flowBorrow, flowDraw, -1) })
	each(b, "repayments", b.supply.Repayments, func(x SupplyAmount) { b.debt(x, flowRepay, flowRepayLine, 1) })
	each(b, "refinancings", b.supply.Refinancings, b.refinance)
	each(b, "noncash_acquisitions", b.supply.Acquisitions, b.acquire)
	each(b, "stock_pay", b.supply.StockPay, func(x SupplyPay) {
		b.adjustment(SupplyAdjustment{flowStockPay, b.account("equity", x.Equity, "an equity account", isEquity).Code, x.Expense, x.Amount}, true)
	})
	each(b, "dividends", b.supply.Dividends, func(x SupplyAmount) {
		b.account("account", x.Account, "an equity account or dividends payable", func(a ledger.Account, c cashClass) bool {
			return slices.Contains(c.ways, flowDividends)
		})
		b.move(x.Account, b.positive("amount", x.Amount), flowDividends)
	})
	each(b, "exchange_effect", b.supply.Exchange, b.exchange)
	each(b, "adjustments", b.supply.Adjustments, func(x SupplyAdjustment) { b.adjustment(x, false) })
	each(b, "flows", b.supply.Flows, b.flow)
	each(b, "noncash", b.supply.NonCash, b.noncash)
}

// bought is the flow of a purchase by the account's class, sold that of a disposal with its gain.
func bought(c cashClass) string {
	for _, name := range []string{"purchases-investments", "purchases-intangibles", "loans-made"} {
		if slices.Contains(c.ways, name) {
			return name
		}
	}
	return flowBuyPPE
}

func sold(c cashClass) (proceeds, gain string) {
	if slices.Contains(c.ways, "proceeds-investments") {
		return "proceeds-investments", flowGainInvestments
	}
	return flowSellPPE, flowGain
}

func (b *supplier) purchase(x SupplyPurchase) {
	a := b.account("account", x.Account, "an investing asset", isInvesting)
	amount, flow := b.positive("amount", x.Amount), bought(b.classOf(a))
	b.move(a.Code, amount, flow)
	if x.Unpaid == "" && x.Payable == "" {
		return
	}
	unpaid := b.positive("unpaid", x.Unpaid)
	if unpaid > amount {
		b.fail("unpaid is %s of %s", x.Unpaid, x.Amount)
	}
	b.account("payable", x.Payable, "a liability of working capital", func(a ledger.Account, c cashClass) bool {
		return a.Type == ledger.Liability && c.kind == workingAccount
	})
	b.move(x.Payable, -unpaid, flow)
}

// disposal: cost and accumulated depreciation leave, the gain is part of the cash (ASC 230-10-45-28(b)).
func (b *supplier) disposal(x SupplyDisposal) {
	a := b.account("asset", x.Asset, "an investing asset", isInvesting)
	proceeds, gainFlow := sold(b.classOf(a))
	cost := b.positive("cost", x.Cost)
	var written, gain int64
	if x.Accumulated != "" || x.Depreciation != "" {
		written = b.positive("depreciation", x.Depreciation)
		b.account("accumulated", x.Accumulated, "accumulated depreciation", func(a ledger.Account, c cashClass) bool {
			return a.Type == ledger.Asset && c.kind == matchedAccount && c.contra
		})
	}
	if x.GainAccount != "" || x.Gain != "" {
		gain = b.amount("gain", x.Gain)
		b.account("gain_account", x.GainAccount, "an income account", isIncome)
	}
	if cash := b.amount("proceeds", x.Proceeds); b.err == nil && (cash < 0 || cost-written+gain != cash) {
		b.fail("cost %s less depreciation %s with a gain of %s is %s and not the proceeds %s", b.text(cost), b.text(written), b.text(gain), b.text(cost-written+gain), b.text(cash))
	}
	b.move(x.Asset, -cost, proceeds)
	b.move(x.Accumulated, written, proceeds)
	b.move(x.GainAccount, -gain, gainFlow)
}

// debt names a borrowing or repayment; a line of credit has flows of its own.
func (b *supplier) debt(x SupplyAmount, flow, ofLine string, side int64) {
	a := b.account("account", x.Account, "a debt", isDebt)
	b.move(a.Code, side*b.positive("amount", x.Amount), b.debtFlow(a, flow, ofLine))
}

func (b *supplier) debtFlow(a ledger.Account, flow, ofLine string) string {
	if slices.Contains(b.classOf(a).ways, ofLine) {
		return ofLine
	}
	return flow
}

func (b *supplier) refinance(x SupplyRefinance) {
	old, in := b.account("old", x.Old, "a debt", isDebt), b.account("new", x.New, "a debt", isDebt)
	amount := b.positive("amount", x.Amount)
	if old.Code == in.Code {
		b.fail("old and new are one account; a renewal in the same account moves nothing")
	}
	if !x.Cash {
		b.move(old.Code, amount, flowRefinance)
		b.move(in.Code, -amount, flowRefinance)
		return
	}
	b.move(old.Code, amount, b.debtFlow(old, flowRepay, flowRepayLine))
	b.move(in.Code, -amount, b.debtFlow(in, flowBorrow, flowDraw))
}

func (b *supplier) acquire(x SupplyAcquire) {
	asset := b.account("asset", x.Asset, "an investing asset", isInvesting)
	paid := b.account("for", x.For, "a debt or equity account", func(a ledger.Account, c cashClass) bool { return isDebt(a, c) || isEquity(a, c) })
	amount, flow := b.positive("amount", x.Amount), flowAcquire
	if paid.Type == ledger.Equity {
		flow = flowStockFor
	}
	b.move(asset.Code, amount, flow)
	b.move(paid.Code, -amount, flow)
}

// adjustment names a non-cash item of net income: a credit of the balance-sheet account is added back.
func (b *supplier) adjustment(x SupplyAdjustment, expense bool) {
	f, ok := FlowNamed(x.Flow)
	if !ok || f.Section != Operating || f.gain() {
		b.fail("flow %q is not a non-cash expense", x.Flow)
	}
	b.account("account", x.Account, "a balance-sheet account other than cash", isBalance)
	amount := b.amount("amount", x.Amount)
	if f.Direction == In {
		amount = b.positive("amount", x.Amount)
	}
	b.move(x.Account, -amount, x.Flow)
	if x.Expense == "" && !expense {
		return
	}
	b.account("expense", x.Expense, "an income account", isIncome)
	b.move(x.Expense, amount, x.Flow)
}

// exchange names the effect of exchange rates on cash where it sits: in equity, or as a gain in income.
func (b *supplier) exchange(x SupplyAmount) {
	a := b.account("account", x.Account, "an income or equity account", func(a ledger.Account, c cashClass) bool { return isIncome(a, c) || isEquity(a, c) })
	flow := flowExchange
	if a.Type.Income() {
		flow = flowGainExchange
	}
	b.move(a.Code, -b.amount("amount", x.Amount), flow)
}

func (b *supplier) flow(x SupplyFlow) {
	f, ok := FlowNamed(x.Flow)
	if !ok || f.Section != Investing && f.Section != Financing {
		b.fail("flow %q is not an investing or financing flow", x.Flow)
	}
	b.account("account", x.Account, "a balance-sheet account other than cash", isBalance)
	switch f.Direction {
	case In:
		b.move(x.Account, -b.positive("amount", x.Amount), x.Flow)
	case Out:
		b.move(x.Account, b.positive("amount", x.Amount), x.Flow)
	default:
		b.move(x.Account, -b.amount("amount", x.Amount), x.Flow)
	}
}

func (b *supplier) noncash(x SupplyNonCash) {
	if f, ok := FlowNamed(x.Flow); !ok || f.Section != NoCash {
		b.fail("flow %q is not a movement without cash", x.Flow)
	}
	b.account("debit", x.Debit, "a balance-sheet account other than cash", isBalance)
	b.account("credit", x.Credit, "a balance-sheet account other than cash", isBalance)
	amount := b.positive("amount", x.Amount)
	b.move(x.Debit, amount, x.Flow)
	b.move(x.Credit, -amount, x.Flow)
}

func (b *supplier) text(minor int64) string { return money.New(minor, b.currency).Grouped() }
