package statement

import (
	"slices"

	"tieout/ledger"
)

// Two further places where a flow may stand besides the three sections.
const (
	Exchange Activity = "exchange" // effect of exchange rates on cash (ASC 830-230-45-1)
	NoCash   Activity = "noncash"  // moves accounts and no cash; investing and financing ones are disclosed (ASC 230-10-50-3)
)

// Direction says which way the cash of a flow goes, or whether an adjustment is added back (In) or deducted (Out).
type Direction int8

// The directions of a flow.
const (
	Either Direction = iota
	In
	Out
)

// NamedFlow is a gross flow or non-cash item that a line of the books may name in the dimension cashflow
// (ASC 230-10-45-7 to 45-9, 45-28, 50-3). Flows of one Line share a line of the statement.
type NamedFlow struct {
	Name      string
	Section   Activity
	Label     string // of the line
	Concept   string // element of the line
	Direction Direction
	Line      string // Name of the flow under whose line it stands; empty for its own
	// Into names the flow whose cash a gain in income is part of: the gain leaves operating activities and joins it.
	Into string
	// Expense lists elements of income accounts that are this item whole: what the books adjust must equal them.
	Expense   []string
	Disclosed bool // a non-cash item that is a supplemental disclosure
	Credit    bool // the element of a disclosed item has a credit balance
}

// line is the key of the statement line.
func (f NamedFlow) line() string { return orElse(f.Line, f.Name) }

// gain says that the flow stands on income accounts only.
func (f NamedFlow) gain() bool { return f.Into != "" }

// Names of flows that the program itself refers to.
const (
	flowDepreciation    = "depreciation"
	flowDeferredTax     = "deferred-tax"
	flowStockPay        = "stock-compensation"
	flowGoodwill        = "goodwill-impairment"
	flowGain            = "gain-disposal"
	flowGainInvestments = "gain-investments"
	flowGainExchange    = "gain-exchange"
	flowBuyPPE          = "purchases-ppe"
	flowSellPPE         = "proceeds-ppe"
	flowBorrow          = "borrowings"
	flowRepay           = "repayments"
	flowDraw            = "line-draws"
	flowRepayLine       = "line-repayments"
	flowStock           = "stock-issued"
	flowPreferred       = "preferred-issued"
	flowRepurchase      = "stock-repurchased"
	flowOptions         = "option-exercise"
	flowDividends       = "dividends"
	flowExchange        = "fx-effect"
	flowAcquire         = "noncash-acquisition"
	flowStockFor        = "noncash-stock"
	flowRefinance       = "refinancing"
	flowReclass         = "reclassification"
	flowMethod          = AccountingChange
	flowTranslation     = ledger.Translation
	flowOCI             = "oci"
	flowAdopt           = ledger.Adoption
)

// AccountingChange is the flow of lines that apply a change of accounting principle retrospectively.
const AccountingChange = "accounting-change"

// flows is every flow that a line may name, in the order in which the statement shows them.
var flows = []NamedFlow{
	{Name: flowDepreciation, Section: Operating, Label: "Depreciation and amortization", Concept: gaap("DepreciationDepletionAndAmortization"), Direction: In,
		Expense: gaaps([]string{"DepreciationDepletionAndAmortization", "DepreciationAndAmortization", "Depreciation", "DepreciationNonproduction", "AmortizationOfIntangibleAssets"})},
	{Name: "amortization", Section: Operating, Line: flowDepreciation, Direction: In},
	{Name: "amortization-debt-costs", Section: Operating, Label: "Amortization of debt issuance costs and discounts", Concept: gaap("AmortizationOfFinancingCostsAndDiscounts"), Direction: In,
		Expense: gaaps([]string{"AmortizationOfFinancingCostsAndDiscounts", "AmortizationOfFinancingCosts", "AmortizationOfDebtDiscountPremium"})},
	{Name: flowDeferredTax, Section: Operating, Label: "Deferred income taxes", Concept: gaap("DeferredIncomeTaxExpenseBenefit"), Expense: gaaps([]string{"DeferredIncomeTaxExpenseBenefit"})},
	{Name: flowStockPay, Section: Operating, Label: "Stock-based compensation", Concept: gaap("ShareBasedCompensation"), Direction: In,
		Expense: gaaps([]string{"ShareBasedCompensation", "AllocatedShareBasedCompensationExpense"})},
	{Name: "bad-debt", Section: Operating, Label: "Provision for doubtful accounts", Concept: gaap("ProvisionForDoubtfulAccounts"), Direction: In},
	{Name: "inventory-writedown", Section: Operating, Label: "Write-down of inventories", Concept: gaap("InventoryWriteDown"), Direction: In},
	{Name: flowGain, Section: Operating, Label: "(Gain) loss on disposal of property, plant and equipment", Concept: gaap("GainLossOnSaleOfPropertyPlantEquipment"), Into: flowSellPPE,
		Expense: gaaps([]string{"GainLossOnSaleOfPropertyPlantEquipment", "GainLossOnDispositionOfAssets1", "GainLossOnDispositionOfAssets"})},
	{Name: flowGainInvestments, Section: Operating, Label: "(Gain) loss on investments", Concept: gaap("GainLossOnInvestments"), Into: "proceeds-investments",
		Expense: gaaps([]string{"GainLossOnInvestments", "GainLossOnSaleOfInvestments"})},
	{Name: "gain-debt", Section: Operating, Label: "(Gain) loss on extinguishment of debt", Concept: gaap("GainsLossesOnExtinguishmentOfDebt"), Into: flowRepay,
		Expense: gaaps([]string{"GainsLossesOnExtinguishmentOfDebt"})},
	{Name: flowGainExchange, Section: Operating, Label: "Unrealized foreign currency transaction (gain) loss", Concept: gaap("ForeignCurrencyTransactionGainLossUnrealized"), Into: flowExchange},
	{Name: "impairment", Section: Operating, Label: "Impairment of long-lived assets", Concept: gaap("AssetImpairmentCharges"), Direction: In,
		Expense: gaaps([]string{"AssetImpairmentCharges", "ImpairmentOfLongLivedAssetsHeldForUse", "ImpairmentOfIntangibleAssetsExcludingGoodwill"})},
	{Name: flowGoodwill, Section: Operating, Label: "Impairment of goodwill", Concept: gaap("GoodwillImpairmentLoss"), Direction: In,
		Expense: gaaps([]string{"GoodwillImpairmentLoss", "GoodwillAndIntangibleAssetImpairment"})},
	{Name: "restructuring-noncash", Section: Operating, Label: "Non-cash restructuring charges", Concept: gaap("RestructuringCostsAndAssetImpairmentCharges"), Direction: In},
	{Name: "other-noncash", Section: Operating, Label: "Other non-cash items", Concept: gaap("OtherNoncashIncomeExpense")},

	{Name: flowBuyPPE, Section: Investing, Label: "Purchases of property, plant and equipment", Concept: gaap("PaymentsToAcquirePropertyPlantAndEquipment"), Direction: Out},
	{Name: flowSellPPE, Section: Investing, Label: "Proceeds from disposal of property, plant and equipment", Concept: gaap("ProceedsFromSaleOfPropertyPlantAndEquipment"), Direction: In},
	{Name: "purchases-intangibles", Section: Investing, Label: "Purchases of intangible assets", Concept: gaap("PaymentsToAcquireIntangibleAssets"), Direction: Out},
	{Name: "purchases-investments", Section: Investing, Label: "Purchases of investments", Concept: gaap("PaymentsToAcquireInvestments"), Direction: Out},
	{Name: "proceeds-investments", Section: Investing, Label: "Proceeds from sale and maturity of investments", Concept: gaap("ProceedsFromSaleMaturityAndCollectionsOfInvestments"), Direction: In},
	{Name: "loans-made", Section: Investing, Label: "Loans made", Concept: gaap("PaymentsToAcquireNotesReceivable"), Direction: Out},
	{Name: "loans-collected", Section: Investing, Label: "Collections of loans made", Concept: gaap("ProceedsFromCollectionOfNotesReceivable"), Direction: In},
	{Name: "business-acquisition", Section: Investing, Label: "Acquisition of businesses, net of cash acquired", Concept: gaap("PaymentsToAcquireBusinessesNetOfCashAcquired"), Direction: Out},
	{Name: "business-disposal", Section: Investing, Label: "Disposal of businesses, net of cash", Concept: gaap("ProceedsFromDivestitureOfBusinessesNetOfCashDivested"), Direction: In},
	{Name: "other-investing", Section: Investing, Label: "Other investing activities", Concept: gaap("PaymentsForProceedsFromOtherInvestingActivities")},

	{Name: flowDraw, Section: Financing, Label: "Borrowings under line of credit", Concept: gaap("ProceedsFromLinesOfCredit"), Direction: In},
	{Name: flowRepayLine, Section: Financing, Label: "Repayments of line of credit", Concept: gaap("RepaymentsOfLinesOfCredit"), Direction: Out},
	{Name: flowBorrow, Section: Financing, Label: "Proceeds from long-term debt", Concept: gaap("ProceedsFromIssuanceOfLongTermDebt"), Direction: In},
	{Name: flowRepay, Section: Financing, Label: "Repayments of long-term debt", Concept: gaap("RepaymentsOfLongTermDebt"), Direction: Out},
	{Name: "lease-principal", Section: Financing, Label: "Principal payments on finance leases", Concept: gaap("FinanceLeasePrincipalPayments"), Direction: Out},
	{Name: "debt-issue-costs", Section: Financing, Label: "Debt issuance costs", Concept: gaap("PaymentsOfDebtIssuanceCosts"), Direction: Out},
	{Name: flowStock, Section: Financing, Label: "Proceeds from issuance of common stock", Concept: gaap("ProceedsFromIssuanceOfCommonStock"), Direction: In},
	{Name: flowPreferred, Section: Financing, Label: "Proceeds from issuance of preferred stock", Concept: gaap("ProceedsFromIssuanceOfPreferredStockAndPreferenceStock"), Direction: In},
	{Name: flowOptions, Section: Financing, Label: "Proceeds from exercise of stock options", Concept: gaap("ProceedsFromStockOptionsExercised"), Direction: In},
	{Name: flowRepurchase, Section: Financing, Label: "Repurchases of common stock", Concept: gaap("PaymentsForRepurchaseOfCommonStock"), Direction: Out},
	{Name: flowDividends, Section: Financing, Label: "Dividends paid", Concept: gaap("PaymentsOfDividends"), Direction: Out},
	{Name: "other-financing", Section: Financing, Label: "Other financing activities", Concept: gaap("ProceedsFromPaymentsForOtherFinancingActivities")},

	{Name: flowExchange, Section: Exchange, Label: "Effect of exchange rates on cash", Concept: gaap("EffectOfExchangeRateOnCashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents")},

	{Name: flowAcquire, Section: NoCash, Label: "Assets acquired for debt", Concept: gaap("NoncashOrPartNoncashAcquisitionValueOfAssetsAcquired1"), Disclosed: true},
	{Name: flowStockFor, Section: NoCash, Label: "Stock issued without cash", Concept: gaap("StockIssued1"), Disclosed: true, Credit: true},
	{Name: flowRefinance, Section: NoCash, Label: "Debt refinanced lender to lender", Concept: gaap("ExtinguishmentOfDebtAmount"), Disclosed: true},
	{Name: "noncash", Section: NoCash, Label: "Other non-cash investing and financing", Concept: gaap("OtherSignificantNoncashTransactionValueOfConsiderationReceived1"), Disclosed: true},
	{Name: flowReclass, Section: NoCash, Label: "Reclassification between accounts"},
	{Name: flowMethod, Section: NoCash, Label: "Retrospective change of accounting method"},
	{Name: flowAdopt, Section: NoCash, Label: "Adoption of an accounting standard"},
	{Name: flowTranslation, Section: NoCash, Label: "Exchange differences other than on cash"},
	{Name: flowOCI, Section: NoCash, Label: "Other comprehensive income without cash"},
}

// FlowNamed finds a flow by its name.
func FlowNamed(name string) (NamedFlow, bool) {
	i := slices.IndexFunc(flows, func(f NamedFlow) bool { return f.Name == name })
	if i < 0 {
		return NamedFlow{}, false
	}
	f := flows[i]
	if f.Line != "" {
		head, _ := FlowNamed(f.Line)
		f.Label, f.Concept, f.Expense = head.Label, head.Concept, head.Expense
	}
	return f, true
}

// FlowNames are the names that the dimension cashflow may take, in the order of the statement.
func FlowNames() []string {
	out := make([]string, len(flows))
	for i, f := range flows {
		out[i] = f.Name
	}
	return out
}

// ClassNames are the values that an account's cash-flow class may take besides a flow name: where its movement
// stands when no line says more.
func ClassNames() []string {
	return []string{classCash, string(Operating), string(Investing), string(Financing)}
}

// ClassKnown says whether an account may carry the cash-flow class: one of ClassNames, a flow name, or none.
func ClassKnown(class string) bool {
	_, flow := FlowNamed(class)
	return class == "" || flow || slices.Contains(ClassNames(), class)
}
