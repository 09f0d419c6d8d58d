package acceptance

import (
	"path/filepath"
	"testing"
)

const ownPlan = `code: NORTH
name: Works in the north
plan: {committed: 2024-05-01, communicated: 2024-05-15, complete: 2025-06-30, description: The works in the north are closed and their lines moved}
accounts: {liability: "2150", charge: "6300"}
costs:
  - {id: sev, type: severance, description: Severance, amount: 40000}
  - {id: stay, type: retention, description: Pay for staying, last-service: 2024-10-31, amount: 12000}
  - {id: close, type: closing, description: Closing of the works, expected: 30000}
charges: [{date: 2024-09-30, cost: close, amount: 9000}]
changes: [{date: 2024-12-31, cost: sev, amount: -3000, why: one employee stays}]
payments: [{date: 2024-08-31, cost: sev, amount: 21000}]
`

const ownLoan = `code: BANK
name: Term loan
facility: {lender: First Bank, kind: term loan, description: "Term loan secured by machines, at a fixed rate", agreed: 2023-01-10, matures: 2029-12-31}
accounts: {long-term: "2500", current: "2400"}
principal: [{date: 2023-01-10, amount: 500000, portion: long-term}]
instalments: [{due: 2024-06-30, amount: 30000}, {due: 2025-06-30, amount: 30000}, {due: 2026-06-30, amount: 30000}]
`

const ownPension = `code: US
name: Retirement plan
plan: {country: United States, kind: final pay, description: The plan covers hourly employees, tax: 25%}
accounts: {liability: "2600", expense: "6400", aoci: "3200", deferred: "1700"}
opening: [{at: 2022-12-31, liability: 60000}]
reports:
  - {year-end: 2023-12-31, dated: 2024-02-01, pbo-begin: 900000, service: 31000, interest: 45000, loss: 12000, benefits: 38000, expenses: 4000, pbo-end: 946000, abo: 910000, assets-begin: 840000, return: 51000, contributions: 30000, assets-end: 879000, expected: 50400, psc: 2000, loss-amortised: 1500, discount: 5%, return-rate: 6%, discount-end: 5.1%}
  - {year-end: 2024-12-31, dated: 2025-02-03, pbo-begin: 946000, service: 33000, interest: 48200, loss: -9000, benefits: 41000, expenses: 4200, pbo-end: 973000, abo: 941000, assets-begin: 879000, return: 70000, contributions: 32000, assets-end: 935800, expected: 52700, psc: 2000, loss-amortised: 1800, discount: 5.1%, return-rate: 6%, discount-end: 5.3%, salary: 3%,
     pay-1: 43000, pay-2: 45000, pay-3: 46000, pay-4: 48000, pay-5: 50000, pay-next: 270000, contribute-next: 33000}
contributions: [{date: 2023-09-15, amount: 30000}, {date: 2024-09-16, amount: 32000}]
`

const ownCanadian = `code: CA
name: Retirement plan, Canada
plan: {country: Canada, kind: final pay, description: The plan covers employees in Ontario}
accounts: {liability: "2610", expense: "6400", aoci: "3200"}
opening: [{at: 2022-12-31, liability: 5000}]
reports:
  - {year-end: 2023-12-31, dated: 2024-02-01, pbo-begin: 100000, interest: 5000, benefits: 4000, pbo-end: 101000, assets-begin: 95000, return: 4000, contributions: 2000, assets-end: 97000, expected: 4700}
  - {year-end: 2024-12-31, dated: 2025-02-03, pbo-begin: 101000, interest: 5100, loss: 900, benefits: 4000, fx: -1500, pbo-end: 101500, assets-begin: 97000, return: 5000, contributions: 2000, fx-assets: -1400, assets-end: 98600, expected: 4800}
contributions: [{date: 2023-09-15, amount: 2000}, {date: 2024-09-16, amount: 2000}]
`

const ownMachines = `code: PLANT
name: Machines
classes: [{class: Machines, cost: "1500", accumulated: "1590", expense: "6100"}]
terms: {convention: full-month}
assets: [{asset: Press, class: Machines, in-service: 2021-01-10, cost: 1200000, method: straight-line, life: 9}, {asset: Lathe, class: Machines, in-service: 2024-03-01, cost: 110000, method: straight-line, life: 10}]
`

const ownReceivables = `code: TRADE
name: Trade receivables
portfolio: {description: Trade receivables, filer: smaller, policy: Receivables are written off when collection has failed}
accounts: {receivable: "1100", allowance: "1190", expense: "6000", retained: "3100"}
opening: [{date: 2022-12-31, allowance: 14000}]
ages:
  - {date: 2023-01-01, class: Current, balance: 300000, rate: 2%, adjust: 10%}
  - {date: 2023-01-01, class: Past due, balance: 40000, rate: 25%}
  - {date: 2023-12-31, class: Current, balance: 310000, rate: 2%, adjust: 10%}
  - {date: 2023-12-31, class: Past due, balance: 30000, rate: 25%}
  - {date: 2024-12-31, class: Current, balance: 312410, rate: 2%, adjust: 10%}
  - {date: 2024-12-31, class: Past due, balance: 40000, rate: 25%}
write-offs: [{date: 2024-05-31, customer: Hill Hardware, amount: 6300}]
recoveries: [{date: 2024-11-30, customer: Hill Hardware, amount: 800}]
`

const ownUnit = `code: CASTINGS
name: Castings
unit: {description: Castings, filer: smaller, tax: 25%}
accounts: {goodwill: "1800", accumulated: "1890", goodwill-loss: "6970", loss: "6980"}
events: [{date: 2024-10-15, event: The largest customer of castings closed its works, of: both}]
goodwill: [{date: 2022-12-31, what: taken over, gross: 90000, losses: 10000}]
groups: [{date: 2024-12-31, group: Furnaces, fair: 61000, why: a quoted price of dealers}]
assets: [{date: 2024-12-31, group: Furnaces, asset: Furnaces, cost: 120000, depreciation: 41000, account: "1590"}]
flows: [{date: 2024-12-31, group: Furnaces, year: 1, flow: 70000}]
tests:
  - {date: 2023-12-31, carrying: 400000, not-likely: yes, why: orders were above those of the year before}
  - {date: 2024-12-31, carrying: 400000, fair: 367000, why: the present value of expected cash flows}
`

const ownLease = `code: TRUCKS
name: Trucks
lease: {description: two trucks, commences: 2024-01-01, months: 36, rate: 7%, life: 9, adopted: 2022-01-01}
accounts: {liability: "2550", asset: "1650", cost: "6100"}
payments: [{from: 1, amount: 1800}]
`

const ownTax = `code: US
name: Federal income tax
terms: {jurisdiction: United States, rate: 21%}
accounts: {expense: "8010", payable: "2310", assets: "1700", liabilities: "2620", allowance: "1710"}
years: [{year-end: 2023-12-31, rate: 21%, allowance: 1000}, {year-end: 2024-12-31, rate: 21%, pretax: 200000, permanent: 5000, allowance: 1000}]
differences: [{year-end: 2023-12-31, name: Inventory, amount: 50000}, {year-end: 2024-12-31, name: Inventory, amount: 61000}, {year-end: 2024-12-31, name: Depreciation, amount: -20000}]
`

const ownSubsidiary = `code: CANADA
name: Canadian subsidiary
subsidiary: {name: Works of Canada, currency: CAD, adjustment: "3200"}
rates: [{date: 2023-12-31, kind: closing, rate: 0.76}, {date: 2023-12-31, kind: average, rate: 0.74}, {date: 2024-12-31, kind: closing, rate: 0.7}, {date: 2024-12-31, kind: average, rate: 0.73}]
balances: [{date: 2023-12-31, line: Net, kind: asset, account: "1100", amount: 100000}, {date: 2023-12-31, line: Stock, kind: capital, account: "3000", amount: 100000, rate: 0.8}, {date: 2024-12-31, line: Net, kind: asset, account: "1100", amount: 110000}, {date: 2024-12-31, line: Stock, kind: capital, account: "3000", amount: 100000, rate: 0.8}, {date: 2024-12-31, line: Sales, kind: revenue, account: "4000", amount: 10000}]
`

const ownReport = `@cover
# PART II
## Item 8. Financial Statements
@statement balance-sheet
@statement income
@note "1. Restructuring" RestructuringAndRelatedActivitiesDisclosureTextBlock
@topic restructuring
@end
@note "2. Debt" DebtDisclosureTextBlock
@topic debt
@end
@note "3. Pension" PensionAndOtherPostretirementBenefitsDisclosureTextBlock
@topic pension
@end
@note "4. Property" PropertyPlantAndEquipmentDisclosureTextBlock
@topic property
@end
@note "5. Receivables" AllowanceForCreditLossesTextBlock
@topic allowance
@end
@note "6. Impairment" AssetImpairmentChargesTextBlock
@topic impairment
@end
@note "7. Leases" LesseeOperatingLeasesTextBlock
@topic leases
@end
@note "8. Income tax" IncomeTaxDisclosureTextBlock
@topic income-tax
@end
@note "9. Foreign currency" ForeignCurrencyDisclosureTextBlock
@topic consolidation
@end
`

// TestNotesOfEstimates: what the topics write into a 10-K passes Arelle with the SEC's rules, figure by figure, on axes too.
func TestNotesOfEstimates(t *testing.T) {
	dir, book := ownBook(t)
	for _, a := range [][]string{{"2150", "current liability", "Restructuring reserve", "us-gaap:RestructuringReserveCurrent"}, {"6300", "expense", "Restructuring", "us-gaap:RestructuringCharges"}, {"2400", "current liability", "Current portion", "us-gaap:LongTermDebtCurrent"},
		{"2600", "long-term liability", "Pension", "us-gaap:LiabilityDefinedBenefitPlanNoncurrent"}, {"2610", "long-term liability", "Pension, Canada", "us-gaap:LiabilityDefinedBenefitPlanNoncurrent"}, {"6400", "expense", "Pension cost", "us-gaap:SellingGeneralAndAdministrativeExpense"},
		{"1190", "current asset", "Allowance for credit losses", "us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent"}, {"1800", "fixed asset", "Goodwill", "us-gaap:Goodwill"}, {"1890", "fixed asset", "Accumulated losses of goodwill", "us-gaap:Goodwill"}, {"6970", "expense", "Impairment of goodwill", "us-gaap:GoodwillImpairmentLoss"}, {"6980", "expense", "Impairment of long-lived assets", "us-gaap:ImpairmentOfLongLivedAssetsHeldForUse"},
		{"3200", "equity", "Accumulated other comprehensive income", "us-gaap:AccumulatedOtherComprehensiveIncomeLossNetOfTax"}, {"1700", "fixed asset", "Deferred taxes", "us-gaap:DeferredIncomeTaxAssetsNet"},
		{"2550", "long-term liability", "Lease liabilities", "us-gaap:OperatingLeaseLiabilityNoncurrent"}, {"1650", "fixed asset", "Right-of-use assets", "us-gaap:OperatingLeaseRightOfUseAsset"}, {"8010", "expense", "Income tax", "us-gaap:IncomeTaxExpenseBenefit"}, {"2310", "current liability", "Income tax payable", "us-gaap:AccruedIncomeTaxesCurrent"}, {"2620", "long-term liability", "Deferred tax liabilities", "us-gaap:DeferredIncomeTaxLiabilitiesNet"}, {"1710", "fixed asset", "Valuation allowance", "us-gaap:DeferredIncomeTaxAssetsNet"}} {
		must(t, fine, "account", "open", a[0], "--type", a[1], "--name", a[2], "--concept", a[3], "--book", book)
	}
	for topic, records := range map[string][]string{"restructuring": {ownPlan}, "debt": {ownLoan}, "pension": {ownPension, ownCanadian}, "property": {ownMachines}, "allowance": {ownReceivables}, "impairment": {ownUnit}, "leases": {ownLease}, "income-tax": {ownTax}, "consolidation": {ownSubsidiary}} {
		for _, r := range records {
			code, _, errs := tieout(t, "estimate", "record", topic, write(t, filepath.Join(dir, topic+".yaml"), r), "--book", book)
			if code > 1 {
				t.Fatalf("%s: exit %d: %s", topic, code, errs)
			}
		}
	}
	code, out, errs := tieout(t, "file", "10-K", "--book", book, "--period", "2024", "--on", "2025-03-20", "--document", write(t, filepath.Join(dir, "report.txt"), ownReport), "--out", filepath.Join(dir, "package"))
	if code > 1 {
		t.Fatalf("exit %d: %s%s", code, out, errs)
	}
	page := filepath.Join(dir, "package", "pftw-20241231.htm")
	facts := judged(t, []string{page})[page]
	want := map[string]string{
		"us-gaap:RestructuringReserve us-gaap:EmployeeSeveranceMember 2025-01-01":                                                        "28000",
		"us-gaap:PaymentsForRestructuring us-gaap:EmployeeSeveranceMember 2024-01-01":                                                    "21000",
		"us-gaap:DebtInstrumentCarryingAmount pftw:FirstBankTermLoanMember 2025-01-01":                                                   "470000",
		"us-gaap:LongTermDebtMaturitiesRepaymentsOfPrincipalInNextTwelveMonths  2025-01-01":                                              "30000",
		"us-gaap:DefinedBenefitPlanFundedStatusOfPlan pftw:UnitedStatesPlansMember 2025-01-01":                                           "-37200",
		"us-gaap:DefinedBenefitPlanFundedStatusOfPlan us-gaap:ForeignPlanMember 2024-01-01":                                              "-4000",
		"us-gaap:DefinedBenefitPlanExpectedReturnOnPlanAssets pftw:UnitedStatesPlansMember 2024-01-01":                                   "52700",
		"us-gaap:DefinedBenefitPlanNetPeriodicBenefitCost pftw:UnitedStatesPlansMember 2024-01-01":                                       "32300",
		"us-gaap:DefinedBenefitPlanAssumptionsUsedCalculatingBenefitObligationDiscountRate pftw:UnitedStatesPlansMember 2025-01-01":      "0.053",
		"us-gaap:DefinedBenefitPlanAssumptionsUsedCalculatingNetPeriodicBenefitCostDiscountRate pftw:UnitedStatesPlansMember 2024-01-01": "0.051",
		"us-gaap:DefinedBenefitPlanForeignCurrencyExchangeRateChangesBenefitObligation us-gaap:ForeignPlanMember 2024-01-01":             "1500",
		"us-gaap:DefinedBenefitPlanPlanAssetsForeignCurrencyTranslationGainLoss us-gaap:ForeignPlanMember 2024-01-01":                    "-1400",
		"us-gaap:DefinedBenefitPlanExpectedFutureBenefitPaymentsYearThree pftw:UnitedStatesPlansMember 2025-01-01":                       "46000",
		"us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent  2024-01-01":                                                              "14320",
		"us-gaap:ProvisionForDoubtfulAccounts  2024-01-01":                                                                               "8053",
		"us-gaap:AllowanceForDoubtfulAccountsReceivableWriteOffs  2024-01-01":                                                            "6300",
		"us-gaap:AllowanceForDoubtfulAccountsReceivableRecoveries  2024-01-01":                                                           "800",
		"us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent  2025-01-01":                                                              "16873",
		"us-gaap:GoodwillGross  2025-01-01":                                                                                              "90000",
		"us-gaap:GoodwillImpairedAccumulatedImpairmentLoss  2025-01-01":                                                                  "30000",
		"us-gaap:GoodwillImpairmentLoss  2024-01-01":                                                                                     "20000",
		"us-gaap:ImpairmentOfLongLivedAssetsHeldForUse  2024-01-01":                                                                      "18000",
		"us-gaap:OperatingLeaseLiability  2025-01-01":                                                                                    "40203",
		"us-gaap:LesseeOperatingLeaseLiabilityPaymentsDue  2025-01-01":                                                                   "43200",
		"us-gaap:CurrentIncomeTaxExpenseBenefit  2024-01-01":                                                                             "41160",
		"us-gaap:DeferredTaxAssetsNet  2025-01-01":                                                                                       "11810",
		"us-gaap:AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax  2025-01-01":                        "-10300",
		"us-gaap:PropertyPlantAndEquipmentGross  2025-01-01":                                                                             "1310000",
	}
	for _, f := range facts {
		member := ""
		for _, m := range f.Dimensions {
			member = m
		}
		key := f.Concept + " " + member + " " + f.Period[:10]
		if v, ok := want[key]; ok {
			if f.Value != v {
				t.Errorf("%s is %s, want %s", key, f.Value, v)
			}
			delete(want, key)
		}
	}
	for key := range want {
		t.Errorf("%s is not in the report", key)
	}
}
