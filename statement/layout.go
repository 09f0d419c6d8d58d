// Package statement turns trial balances into financial statements: a layout is data, a statement is figures that
// know where they came from. It also computes the cash-flow statement, the statement of changes in equity and
// earnings per share.
package statement

import (
	"tieout/ledger"
	"tieout/xbrl"
)

// Debit and Credit say which side of the ledger a caption shows as positive.
const (
	Debit  = xbrl.Debit
	Credit = xbrl.Credit
)

// Item is a caption of a layout: one line, or a group of items with a total beneath them. The layout's nesting
// is the footing, the order of presentation and the calculation linkbase at once.
type Item struct {
	ID       string   // stable key
	Label    string   // of the line, or of the total of a group
	Heading  string   // above the items of a group; may be empty
	Concept  string   // us-gaap element of the line or total
	Concepts []string // further elements whose accounts the line takes up
	Own      bool     // when all accounts of the line share one element, the line is tagged with it
	Show     xbrl.Balance
	Sign     xbrl.SignRule // recorded for an element without a balance attribute
	Flip     bool          // the figure runs against the ledger's direction (net income in a cash-flow statement)
	Items    []Item
	Rest     *Rest // a group takes the accounts that no other item takes
	Collapse bool  // a group with one line is that line alone
	Always   bool  // shown even when nil in every column
	Double   bool  // a double rule under the total
	Less     bool  // printed with "Less" and a negated label
}

// Rest selects accounts by type and section for a group.
type Rest struct {
	Type    ledger.AccountType
	Section ledger.Section
	Concept string // for accounts without an element of their own
	Label   string
}

// Layout is a statement as data.
type Layout struct {
	ID      string // "balance-sheet"
	Title   string // "CONSOLIDATED BALANCE SHEETS"
	Instant bool   // columns are dates, not periods
	Items   []Item
}

func line(id, label, concept string, show xbrl.Balance, more ...string) Item {
	return Item{ID: id, Label: label, Concept: gaap(concept), Show: show, Concepts: gaaps(more)}
}

func own(i Item) Item { i.Own = true; return i }

func always(i Item) Item { i.Always = true; return i }

func gaap(c string) string {
	if c == "" {
		return ""
	}
	return "us-gaap:" + c
}

func gaaps(cs []string) []string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = gaap(c)
	}
	return out
}

// BalanceSheet is the classified balance sheet (Regulation S-X 5-02).
var BalanceSheet = Layout{ID: "balance-sheet", Title: "CONSOLIDATED BALANCE SHEETS", Instant: true, Items: []Item{
	{ID: "assets", Label: "Total assets", Heading: "Assets", Concept: gaap("Assets"), Show: Debit, Always: true, Double: true, Items: []Item{
		{ID: "current-assets", Label: "Total current assets", Heading: "Current assets", Concept: gaap("AssetsCurrent"), Show: Debit, Always: true,
			Rest: &Rest{ledger.Asset, ledger.Current, gaap("OtherAssetsCurrent"), "Other current assets"}, Items: []Item{
				always(line("cash", "Cash and cash equivalents", "CashAndCashEquivalentsAtCarryingValue", Debit, "Cash", "CashEquivalentsAtCarryingValue")),
				own(line("restricted-cash", "Restricted cash", "RestrictedCashCurrent", Debit)),
				own(line("short-term-investments", "Short-term investments", "ShortTermInvestments", Debit, "MarketableSecuritiesCurrent", "AvailableForSaleSecuritiesDebtSecuritiesCurrent")),
				line("receivables", "Accounts receivable, net", "AccountsReceivableNetCurrent", Debit, "AccountsReceivableGrossCurrent", "AllowanceForDoubtfulAccountsReceivableCurrent", "AccountsReceivableGross", "AllowanceForDoubtfulAccountsReceivable"),
				line("inventories", "Inventories, net", "InventoryNet", Debit, "InventoryRawMaterials", "InventoryWorkInProcess", "InventoryFinishedGoods", "InventoryRawMaterialsAndSupplies",
					"InventoryRawMaterialsNetOfReserves", "InventoryWorkInProcessNetOfReserves", "InventoryFinishedGoodsNetOfReserves", "InventoryGross", "InventoryValuationReserves", "InventoryLIFOReserve", "RetailRelatedInventoryMerchandise"),
				own(line("prepaid", "Prepaid expenses", "PrepaidExpenseCurrent", Debit, "PrepaidExpenseAndOtherAssetsCurrent", "PrepaidInsurance", "PrepaidRent")),
				own(line("prepaid-taxes", "Prepaid income taxes", "PrepaidTaxes", Debit, "IncomeTaxesReceivable", "IncomeTaxReceivable")),
				line("deferred-tax-current", "Deferred income taxes", "DeferredTaxAssetsNetCurrent", Debit),
			}},
		{ID: "ppe", Label: "Property, plant and equipment, net", Heading: "Property, plant and equipment", Concept: gaap("PropertyPlantAndEquipmentNet"), Show: Debit, Collapse: true, Items: []Item{
			{ID: "ppe-gross", Label: "Property, plant and equipment, gross", Concept: gaap("PropertyPlantAndEquipmentGross"), Show: Debit, Collapse: true, Items: []Item{
				line("land", "Land", "Land", Debit, "LandAndLandImprovements"),
				line("buildings", "Buildings", "BuildingsAndImprovementsGross", Debit),
				line("machinery", "Machinery and equipment", "MachineryAndEquipmentGross", Debit),
				own(line("furniture", "Furniture and fixtures", "FurnitureAndFixturesGross", Debit)),
				own(line("leasehold", "Leasehold improvements", "LeaseholdImprovementsGross", Debit)),
				own(line("construction", "Construction in progress", "ConstructionInProgressGross", Debit)),
				own(line("vehicles", "Other property, plant and equipment", "PropertyPlantAndEquipmentOther", Debit)),
				line("ppe-cost", "Property, plant and equipment", "PropertyPlantAndEquipmentGross", Debit),
			}},
			{ID: "accumulated-depreciation", Label: "Less accumulated depreciation", Concept: gaap("AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment"), Show: Debit, Less: true},
			line("ppe-net", "Property, plant and equipment, net", "PropertyPlantAndEquipmentNet", Debit),
		}},
		own(line("lease-assets", "Operating lease right-of-use assets", "OperatingLeaseRightOfUseAsset", Debit)),
		own(line("goodwill", "Goodwill", "Goodwill", Debit)),
		own(line("intangibles", "Intangible assets, net", "IntangibleAssetsNetExcludingGoodwill", Debit, "FiniteLivedIntangibleAssetsNet")),
		line("deferred-tax-noncurrent", "Deferred income taxes", "DeferredIncomeTaxAssetsNet", Debit, "DeferredTaxAssetsNetNoncurrent", "DeferredTaxAssetsNet"),
		{ID: "other-assets", Show: Debit, Rest: &Rest{ledger.Asset, ledger.Noncurrent, gaap("OtherAssetsNoncurrent"), "Other assets"}, Items: []Item{
			line("other-assets-line", "Other assets", "OtherAssetsNoncurrent", Debit)}},
	}},
	{ID: "liabilities-and-equity", Label: "Total liabilities and stockholders' equity", Heading: "Liabilities and stockholders' equity", Concept: gaap("LiabilitiesAndStockholdersEquity"), Show: Credit, Always: true, Double: true, Items: []Item{
		{ID: "liabilities", Label: "Total liabilities", Concept: gaap("Liabilities"), Show: Credit, Items: []Item{
			{ID: "current-liabilities", Label: "Total current liabilities", Heading: "Current liabilities", Concept: gaap("LiabilitiesCurrent"), Show: Credit, Always: true,
				Rest: &Rest{ledger.Liability, ledger.Current, gaap("OtherLiabilitiesCurrent"), "Other current liabilities"}, Items: []Item{
					own(line("line-of-credit", "Line of credit", "LineOfCredit", Credit, "LinesOfCreditCurrent", "ShortTermBorrowings")),
					own(line("current-debt", "Current portion of long-term debt", "LongTermDebtCurrent", Credit, "NotesPayableCurrent")),
					own(line("payables", "Accounts payable", "AccountsPayableCurrent", Credit, "AccountsPayableTradeCurrent")),
					own(line("employee-liabilities", "Commissions, salaries, wages and taxes", "EmployeeRelatedLiabilitiesCurrent", Credit, "AccruedSalariesCurrent")),
					own(line("taxes-payable", "Income taxes payable", "AccruedIncomeTaxesCurrent", Credit, "TaxesPayableCurrent")),
					line("restructuring-reserve", "Restructuring reserve", "RestructuringReserveCurrent", Credit),
					own(line("accrued", "Other accrued expenses", "OtherAccruedLiabilitiesCurrent", Credit, "AccruedLiabilitiesCurrent")),
				}},
			{ID: "long-term-liabilities", Label: "Total long-term liabilities", Heading: "Long-term liabilities", Concept: gaap("LiabilitiesNoncurrent"), Show: Credit,
				Rest: &Rest{ledger.Liability, ledger.Noncurrent, gaap("OtherLiabilitiesNoncurrent"), "Other long-term liabilities"}, Items: []Item{
					own(line("long-term-debt", "Long-term debt", "LongTermDebtNoncurrent", Credit, "LongTermNotesPayable", "LongTermDebt", "NotesPayable")),
					own(line("pension", "Pension, benefits and other long-term liabilities", "PensionAndOtherPostretirementAndPostemploymentBenefitPlansLiabilitiesNoncurrent", Credit, "PensionAndOtherPostretirementDefinedBenefitPlansLiabilitiesNoncurrent", "DefinedBenefitPensionPlanLiabilitiesNoncurrent")),
					line("deferred-tax-liability", "Deferred income taxes", "DeferredIncomeTaxLiabilitiesNet", Credit, "DeferredTaxLiabilitiesNoncurrent"),
				}},
		}},
		{ID: "equity", Label: "Total stockholders' equity", Heading: "Stockholders' equity", Concept: gaap("StockholdersEquity"), Show: Credit, Always: true,
			Rest: &Rest{ledger.Equity, "", "ext:OtherStockholdersEquity", "Other equity"}, Items: []Item{
				own(line("preferred-stock", "Preferred stock", "PreferredStockValue", Credit)),
				own(line("common-stock", "Common stock", "CommonStockValue", Credit, "CommonStocksIncludingAdditionalPaidInCapital")),
				own(line("paid-in-capital", "Additional paid-in capital", "AdditionalPaidInCapital", Credit, "AdditionalPaidInCapitalCommonStock")),
				line("retained-earnings", "Retained earnings", "RetainedEarningsAccumulatedDeficit", Credit),
				{ID: "aoci", Label: "Accumulated other comprehensive loss", Concept: gaap("AccumulatedOtherComprehensiveIncomeLossNetOfTax"), Show: Credit, Concepts: gaaps(aociConcepts)},
				{ID: "treasury-stock", Label: "Less treasury stock, at cost", Concept: gaap("TreasuryStockCommonValue"), Show: Credit, Less: true, Own: true, Concepts: gaaps([]string{"TreasuryStockValue"})},
			}},
	}},
}}

var aociConcepts = []string{"AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax",
	"AccumulatedOtherComprehensiveIncomeLossDefinedBenefitPensionAndOtherPostretirementPlansNetOfTax", "AccumulatedOtherComprehensiveIncomeLossAvailableForSaleSecuritiesAdjustmentNetOfTax",
	"AccumulatedOtherComprehensiveIncomeMinimumPensionLiabilityNetAdjustmentNetOfTax"}

// IncomeStatement is the multi-step income statement (Regulation S-X 5-03).
var IncomeStatement = Layout{ID: "income", Title: "CONSOLIDATED STATEMENTS OF OPERATIONS", Items: []Item{netIncome}}

var netIncome = Item{ID: "net-income", Label: "Net income (loss)", Concept: gaap("NetIncomeLoss"), Show: Credit, Always: true, Double: true, Items: []Item{
	{ID: "pretax", Label: "Income (loss) before income taxes", Concept: gaap("IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"), Show: Credit, Collapse: true, Items: []Item{
		{ID: "operating-income", Label: "Operating income (loss)", Concept: gaap("OperatingIncomeLoss"), Show: Credit, Collapse: true, Items: []Item{
			{ID: "gross-profit", Label: "Gross profit", Concept: gaap("GrossProfit"), Show: Credit, Collapse: true, Items: []Item{
				{ID: "revenues", Label: "Total revenues", Concept: gaap("Revenues"), Show: Credit, Collapse: true, Rest: &Rest{ledger.Revenue, "", gaap("RevenueNotFromContractWithCustomerOther"), "Other revenues"}, Items: []Item{
					own(line("net-sales", "Net sales", "Revenues", Credit, "SalesRevenueNet", "SalesRevenueGoodsNet", "RevenueFromContractWithCustomerExcludingAssessedTax", "RevenueFromContractWithCustomerIncludingAssessedTax")),
				}},
				own(line("cost-of-sales", "Cost of products sold", "CostOfRevenue", Debit, "CostOfGoodsAndServicesSold", "CostOfGoodsSold", "CostOfServices")),
			}},
			{ID: "operating-expenses", Label: "Total operating expenses", Concept: gaap("OperatingExpenses"), Show: Debit, Collapse: true,
				Rest: &Rest{ledger.Expense, "", gaap("OtherCostAndExpenseOperating"), "Other operating expenses"}, Items: []Item{
					own(line("sga", "Selling, general and administrative expenses", "SellingGeneralAndAdministrativeExpense", Debit)),
					own(line("research", "Research and development", "ResearchAndDevelopmentExpense", Debit)),
					own(line("depreciation", "Depreciation and amortization", "DepreciationDepletionAndAmortization", Debit, "Depreciation", "DepreciationAndAmortization", "DepreciationNonproduction")),
					own(line("restructuring", "Restructuring charges", "RestructuringCharges", Debit)),
					own(line("goodwill-impairment", "Impairment of goodwill", "GoodwillImpairmentLoss", Debit, "GoodwillAndIntangibleAssetImpairment")),
					own(line("asset-impairment", "Impairment of long-lived assets", "ImpairmentOfLongLivedAssetsHeldForUse", Debit, "AssetImpairmentCharges")),
				}},
		}},
		{ID: "other-income", Label: "Total other income (expense)", Heading: "Other income (expense)", Concept: gaap("NonoperatingIncomeExpense"), Show: Credit, Collapse: true, Items: []Item{
			own(line("interest-income", "Interest income", "InvestmentIncomeInterest", Credit, "InterestIncomeOther", "InvestmentIncomeInterestAndDividend")),
			{ID: "interest-expense", Label: "Interest expense", Concept: gaap("InterestExpense"), Show: Credit, Own: true, Less: true, Concepts: gaaps([]string{"InterestExpenseDebt", "InterestExpenseNonoperating"})},
			own(line("disposal-gain", "Gain (loss) on disposal of property, plant and equipment", "GainLossOnSaleOfPropertyPlantEquipment", Credit, "GainLossOnDispositionOfAssets1", "GainLossOnDispositionOfAssets")),
			own(line("exchange-gain", "Foreign currency transaction gain (loss)", "ForeignCurrencyTransactionGainLossBeforeTax", Credit)),
			own(line("other-nonoperating", "Other income (expense), net", "OtherNonoperatingIncomeExpense", Credit, "OtherNonoperatingIncome", "OtherNonoperatingExpense")),
		}},
	}},
	{ID: "income-tax", Label: "Income tax expense (benefit)", Concept: gaap("IncomeTaxExpenseBenefit"), Show: Debit, Concepts: gaaps([]string{"CurrentIncomeTaxExpenseBenefit", "DeferredIncomeTaxExpenseBenefit"})},
}}
