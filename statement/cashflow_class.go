package statement

import (
	"slices"
	"strings"
	"sync"

	"tieout/ledger"
)

// classKind says what the cash-flow statement does with an account's movement that no line names.
type classKind uint8

const (
	cashAccount    classKind = iota + 1 // cash itself
	incomeAccount                       // part of net income
	workingAccount                      // the movement is an operating line
	grossAccount                        // the movement needs gross flows
	matchedAccount                      // the movement is an adjustment when the matching expense proves it
)

// classCash is the class of an account that a chart may give: it is cash.
const classCash = "cash"

// cashClass is the place of an account in the statement.
type cashClass struct {
	kind       classKind
	section    Activity // of a gross account, and of what a matched account leaves unproven
	caption    string   // of a working account: key in workingCaptions
	line       string   // of a matched account and of an income account: name of the flow
	certain    bool     // a matched account that needs no matching expense
	restricted bool     // cash that is restricted
	contra     bool     // takes away from an asset: shown positive
	doubt      bool     // neither an element nor a class says what the account is
	ways       []string // flow names that usually explain it
}

// workingCaption is an operating line made of the movement of balance-sheet accounts (ASC 230-10-45-28).
type workingCaption struct {
	key, label, concept string
	lines               []string // captions of the balance sheet that it takes
}

// workingCaptions in the order of the statement.
var workingCaptions = []workingCaption{
	{"receivables", "Change in accounts receivable", gaap("IncreaseDecreaseInAccountsReceivable"), []string{"receivables"}},
	{"inventories", "Change in inventories", gaap("IncreaseDecreaseInInventories"), []string{"inventories"}},
	{"prepaid", "Change in prepaid expenses", gaap("IncreaseDecreaseInPrepaidExpense"), []string{"prepaid"}},
	{"tax-receivable", "Change in prepaid income taxes", gaap("IncreaseDecreaseInIncomeTaxesReceivable"), []string{"prepaid-taxes"}},
	{"other-current-assets", "Change in other current assets", gaap("IncreaseDecreaseInOtherCurrentAssets"), nil},
	{"other-assets", "Change in other assets", gaap("IncreaseDecreaseInOtherNoncurrentAssets"), nil},
	{"payables", "Change in accounts payable", gaap("IncreaseDecreaseInAccountsPayable"), []string{"payables"}},
	{"employee", "Change in commissions, salaries, wages and taxes", gaap("IncreaseDecreaseInEmployeeRelatedLiabilities"), []string{"employee-liabilities"}},
	{"tax-payable", "Change in income taxes payable", gaap("IncreaseDecreaseInAccruedIncomeTaxesPayable"), []string{"taxes-payable"}},
	{"restructuring", "Change in restructuring reserve", gaap("IncreaseDecreaseInRestructuringReserve"), []string{"restructuring-reserve"}},
	{"interest", "Change in accrued interest", gaap("IncreaseDecreaseInInterestPayableNet"), nil},
	{"contract", "Change in deferred revenue", gaap("IncreaseDecreaseInContractWithCustomerLiability"), nil},
	{"deposits", "Change in customer deposits", gaap("IncreaseDecreaseInCustomerDeposits"), nil},
	{"accrued", "Change in other accrued expenses", gaap("IncreaseDecreaseInAccruedLiabilities"), []string{"accrued"}},
	{"leases", "Change in operating leases", gaap("IncreaseDecreaseInOperatingLeaseLiability"), []string{"lease-assets"}},
	{"other-current-liabilities", "Change in other current liabilities", gaap("IncreaseDecreaseInOtherCurrentLiabilities"), nil},
	{"pension", "Change in pension and benefit obligations", gaap("IncreaseDecreaseInPensionAndPostretirementObligations"), []string{"pension"}},
	{"other-liabilities", "Change in other long-term liabilities", gaap("IncreaseDecreaseInOtherNoncurrentLiabilities"), nil},
}

// classRule gives accounts of a type whose element contains a text their class. The first that fits decides.
type classRule struct {
	types string // a asset, l liability, e equity
	has   string
	class cashClass
}

var (
	waysPPE    = []string{flowBuyPPE, flowSellPPE, "impairment", flowAcquire}
	waysInvest = []string{"purchases-investments", "proceeds-investments", flowOCI}
	waysDebt   = []string{flowBorrow, flowRepay, flowRefinance, flowAcquire, "amortization-debt-costs"}
	waysLine   = []string{flowDraw, flowRepayLine, flowRefinance}
	waysStock  = []string{flowStock, flowStockPay, flowOptions, flowStockFor}
	waysAOCI   = []string{flowExchange, flowTranslation, flowOCI, flowAdopt}

	property    = cashClass{kind: grossAccount, section: Investing, ways: waysPPE}
	accumulated = cashClass{kind: matchedAccount, section: Operating, line: flowDepreciation, contra: true, ways: []string{flowDepreciation, flowSellPPE}}
	investment  = cashClass{kind: grossAccount, section: Investing, ways: waysInvest}
	loan        = cashClass{kind: grossAccount, section: Investing, ways: []string{"loans-made", "loans-collected"}}
	intangible  = cashClass{kind: matchedAccount, section: Investing, line: flowDepreciation, ways: []string{"amortization", "purchases-intangibles", "impairment", "business-acquisition"}}
	debt        = cashClass{kind: grossAccount, section: Financing, ways: waysDebt}
	credit      = cashClass{kind: grossAccount, section: Financing, ways: waysLine}
	stock       = cashClass{kind: grossAccount, section: Financing, ways: waysStock}
	taxes       = cashClass{kind: matchedAccount, section: Operating, line: flowDeferredTax, certain: true}
)

var classRules = []classRule{
	{"a", "CashSurrenderValue", investment},
	{"a", "RestrictedCash", cashClass{kind: cashAccount, restricted: true}},
	{"a", "CashAndCashEquivalents", cashClass{kind: cashAccount}},
	{"a", "CashEquivalents", cashClass{kind: cashAccount}},
	{"a", "CashAndDueFromBanks", cashClass{kind: cashAccount}},
	{"a", "AccumulatedDepreciation", accumulated},
	{"a", "AccumulatedAmortization", accumulated},
	{"al", "DeferredTax", taxes}, {"al", "DeferredIncomeTax", taxes},
	{"a", "IncomeTaxesReceivable", working("tax-receivable")}, {"a", "IncomeTaxReceivable", working("tax-receivable")},
	{"a", "NotesReceivable", loan}, {"a", "LoansReceivable", loan}, {"a", "LoansAndLeases", loan},
	{"a", "Receivable", working("receivables")},
	{"a", "Investment", investment}, {"a", "Securities", investment},
	{"a", "Intangible", intangible},
	{"a", "Goodwill", cashClass{kind: matchedAccount, section: Investing, line: flowGoodwill, ways: []string{flowGoodwill, "business-acquisition", "business-disposal"}}},
	{"a", "OperatingLeaseRightOfUseAsset", working("leases")},
	{"a", "FinanceLeaseRightOfUseAsset", property},
	{"a", "Inventor", working("inventories")},
	{"a", "PrepaidTaxes", working("tax-receivable")},
	{"a", "Prepaid", working("prepaid")},
	{"a", "DebtIssuanceCosts", debt}, {"a", "DeferredFinanceCosts", debt},
	{"a", "PropertyPlant", property}, {"a", "Land", property}, {"a", "Building", property}, {"a", "MachineryAndEquipment", property},
	{"a", "FurnitureAndFixtures", property}, {"a", "Leasehold", property}, {"a", "ConstructionInProgress", property},
	{"l", "LineOfCredit", credit}, {"l", "LinesOfCredit", credit}, {"l", "ShortTermBorrowings", credit}, {"l", "CommercialPaper", credit},
	{"l", "OperatingLeaseLiability", working("leases")},
	{"l", "InterestPayable", working("interest")},
	{"l", "DividendsPayable", cashClass{kind: grossAccount, section: Financing, ways: []string{flowDividends}}},
	{"l", "FinanceLeaseLiability", cashClass{kind: grossAccount, section: Financing, ways: []string{"lease-principal", flowAcquire}}},
	{"l", "CapitalLeaseObligation", cashClass{kind: grossAccount, section: Financing, ways: []string{"lease-principal", flowAcquire}}},
	{"l", "LongTermDebt", debt}, {"l", "NotesPayable", debt}, {"l", "LoansPayable", debt}, {"l", "Debt", debt}, {"l", "Borrowings", debt}, {"l", "ConvertibleNotes", debt},
	{"l", "RestructuringReserve", working("restructuring")},
	{"l", "Pension", working("pension")}, {"l", "DefinedBenefit", working("pension")}, {"l", "Postretirement", working("pension")}, {"l", "Postemployment", working("pension")},
	{"l", "ContractWithCustomerLiability", working("contract")}, {"l", "DeferredRevenue", working("contract")},
	{"l", "CustomerDeposits", working("deposits")}, {"l", "CustomerAdvances", working("deposits")},
	{"e", "AccumulatedOtherComprehensive", cashClass{kind: grossAccount, section: Financing, ways: waysAOCI}},
	{"e", "RetainedEarnings", cashClass{kind: grossAccount, section: Financing, ways: []string{flowDividends, flowMethod, flowAdopt}}},
	{"e", "TreasuryStock", cashClass{kind: grossAccount, section: Financing, contra: true, ways: []string{flowRepurchase, flowReclass}}},
	{"e", "PreferredStock", cashClass{kind: grossAccount, section: Financing, ways: []string{flowPreferred, flowReclass}}},
}

func working(caption string) cashClass { return cashClass{kind: workingAccount, caption: caption} }

// classOf is the place of an account: as the chart says, else as its element says, else by type and section.
func classOf(a ledger.Account) cashClass {
	if a.Type.Income() {
		return incomeClass(a)
	}
	c := elementClass(a)
	switch f, flow := FlowNamed(a.CashFlow); {
	case a.CashFlow == classCash:
		return cashClass{kind: cashAccount, restricted: c.restricted}
	case a.CashFlow == string(Operating):
		return cashClass{kind: workingAccount, caption: captionOf(a)}
	case a.CashFlow == string(Investing), a.CashFlow == string(Financing):
		c.kind, c.section, c.doubt = grossAccount, Activity(a.CashFlow), false
	case flow && f.Section == Operating && !f.gain():
		return cashClass{kind: matchedAccount, section: Operating, line: f.Name, certain: true, contra: c.contra}
	case flow && (f.Section == Investing || f.Section == Financing):
		c.kind, c.section, c.doubt = grossAccount, f.Section, false
		if !slices.Contains(c.ways, f.Name) {
			c.ways = append([]string{f.Name}, c.ways...)
		}
	}
	return c
}

// incomeClass names the flow that an income account is whole: as the chart says, else as its element says.
func incomeClass(a ledger.Account) cashClass {
	c := cashClass{kind: incomeAccount}
	if f, ok := FlowNamed(a.CashFlow); ok && f.Section == Operating {
		c.line, c.certain = f.Name, true
		return c
	}
	for _, f := range flows {
		if a.Concept != "" && slices.Contains(f.Expense, a.Concept) {
			c.line = f.Name
			return c
		}
	}
	return c
}

func elementClass(a ledger.Account) cashClass {
	name := local(a.Concept)
	letter := map[ledger.AccountType]string{ledger.Asset: "a", ledger.Liability: "l", ledger.Equity: "e"}[a.Type]
	for _, r := range classRules {
		if letter != "" && strings.Contains(r.types, letter) && strings.Contains(name, r.has) {
			return r.class
		}
	}
	switch {
	case a.Type == ledger.Equity && a.Concept != "":
		return stock
	case a.Type == ledger.Equity:
		c := stock
		c.doubt = true
		return c
	case name == "Cash":
		return cashClass{kind: cashAccount}
	}
	c := working(captionOf(a))
	c.doubt = a.Concept == ""
	return c
}

// captionOf is the operating line of an account: with its caption on the balance sheet, else by type and section.
func captionOf(a ledger.Account) string {
	line := balanceLine(a)
	for _, w := range workingCaptions {
		if line != "" && slices.Contains(w.lines, line) {
			return w.key
		}
	}
	switch current := SectionOf(a) == ledger.Current; {
	case a.Type == ledger.Asset && current:
		return "other-current-assets"
	case a.Type == ledger.Asset:
		return "other-assets"
	case current:
		return "other-current-liabilities"
	}
	return "other-liabilities"
}

// balanceLine is the caption of the balance sheet that takes an account's element, empty when none does.
func balanceLine(a ledger.Account) string { return balanceLines()[a.Concept] }

var balanceLines = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	walk(BalanceSheet.Items, func(i Item) {
		for _, c := range append([]string{i.Concept}, i.Concepts...) {
			if _, ok := out[c]; !ok && c != "" && len(i.Items) == 0 {
				out[c] = i.ID
			}
		}
	})
	return out
})
