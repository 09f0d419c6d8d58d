package ixbrl

import (
	"testing"

	"tieout/fiscal"
	"tieout/xbrl"
)

// The demonstration company: a cover page, a balance sheet and its parenthetical, a statement of income, one of equity
// by component and one of cash flows, and a note in four levels of detail. It goes through the public API only.

var (
	fy24 = xbrl.Over(fiscal.CalendarYear.YearPeriod(2024))
	fy23 = xbrl.Over(fiscal.CalendarYear.YearPeriod(2023))
	at24 = xbrl.At(fiscal.MustParse("2024-12-31"))
	at23 = xbrl.At(fiscal.MustParse("2023-12-31"))
	at22 = xbrl.At(fiscal.MustParse("2022-12-31"))
)

const demoEntity = "0001999998"

// g names a us-gaap concept.
func g(local string) string { return "us-gaap:" + local }

func list(concepts ...string) []xbrl.Node {
	var out []xbrl.Node
	for _, c := range concepts {
		out = append(out, xbrl.Node{Concept: c})
	}
	return out
}

func demoExtension(t testing.TB) xbrl.Extension {
	t.Helper()
	taxonomy, err := xbrl.Standard(2024)
	if err != nil {
		t.Fatal(err)
	}
	const space = "http://www.lakeside.example.com/20241231"
	role := func(id, definition string, root string, nodes []xbrl.Node, sums ...xbrl.Sum) xbrl.Role {
		return xbrl.Role{
			ID: id, URI: "http://www.lakeside.example.com/role/" + id, Definition: definition,
			Tree: []xbrl.Node{{Concept: root, Children: nodes}}, Sums: sums,
		}
	}
	equity := role("Equity", "000005 - Statement - CONSOLIDATED STATEMENTS OF STOCKHOLDERS' EQUITY", g("StatementOfStockholdersEquityAbstract"),
		[]xbrl.Node{{Concept: g("IncreaseDecreaseInStockholdersEquityRollForward"), Children: []xbrl.Node{
			{Concept: g("StockholdersEquity"), Label: "Balance at beginning of year", Preferred: xbrl.LabelPeriodStart},
			{Concept: g("NetIncomeLoss"), Label: "Net income"},
			{Concept: g("DividendsCommonStockCash"), Label: "Dividends", Preferred: xbrl.LabelNegated},
			{Concept: g("StockholdersEquity"), Label: "Balance at end of year", Preferred: xbrl.LabelPeriodEnd},
		}}})
	equity.Table = &xbrl.Cube{
		Table: g("StatementTable"), LineItems: g("StatementLineItems"),
		Axes: []xbrl.Breakdown{{
			Axis: g("StatementEquityComponentsAxis"), Domain: g("EquityComponentDomain"),
			Members: []string{g("CommonStockMember"), g("RetainedEarningsMember")},
		}},
	}
	return xbrl.Extension{
		Prefix: "lksd", Namespace: space, Base: "lksd-20241231", Taxonomy: taxonomy,
		Concepts: []xbrl.Concept{{
			Name: "lksd:ToolingHeldForCustomers", Type: "xbrli:monetaryItemType", Balance: xbrl.Debit, Period: xbrl.Instant,
			Label: "Tooling Held for Customers", Doc: "Carrying amount of tooling that customers paid for and that the company keeps for them.",
		}, {
			Name: "lksd:CoverReportAbstract", Type: "xbrli:stringItemType", Abstract: true, Label: "Cover Report [Abstract]",
		}},
		Roles: []xbrl.Role{
			role("Cover", "000001 - Document - Cover", "dei:CoverAbstract", list(demoCover...)),
			role("AuditInformation", "000002 - Document - Audit Information", "lksd:CoverReportAbstract", list("dei:AuditorName", "dei:AuditorLocation", "dei:AuditorFirmId")),
			role("BalanceSheets", "000003 - Statement - CONSOLIDATED BALANCE SHEETS", g("StatementOfFinancialPositionAbstract"),
				[]xbrl.Node{
					{Concept: g("AssetsAbstract"), Label: "Assets", Children: []xbrl.Node{
						{Concept: g("CashAndCashEquivalentsAtCarryingValue"), Label: "Cash"},
						{Concept: g("InventoryNet"), Label: "Inventories"},
						{Concept: g("Assets"), Label: "Total assets", Preferred: xbrl.LabelTotal},
					}},
					{Concept: g("LiabilitiesAndStockholdersEquityAbstract"), Children: []xbrl.Node{
						{Concept: g("Liabilities"), Label: "Liabilities"},
						{Concept: g("CommitmentsAndContingencies"), Label: "Commitments and contingencies (Note 3)"},
						{Concept: g("CommonStockValue"), Label: "Common stock"},
						{Concept: g("RetainedEarningsAccumulatedDeficit"), Label: "Retained earnings"},
						{Concept: g("StockholdersEquity"), Label: "Total stockholders\u2019 equity", Preferred: xbrl.LabelTotal},
						{Concept: g("LiabilitiesAndStockholdersEquity"), Label: "Total liabilities and equity", Preferred: xbrl.LabelTotal},
					}},
				},
				xbrl.Sum{Total: g("Assets"), Parts: []xbrl.Part{{Concept: g("CashAndCashEquivalentsAtCarryingValue"), Weight: 1}, {Concept: g("InventoryNet"), Weight: 1}}},
				xbrl.Sum{Total: g("StockholdersEquity"), Parts: []xbrl.Part{{Concept: g("CommonStockValue"), Weight: 1}, {Concept: g("RetainedEarningsAccumulatedDeficit"), Weight: 1}}},
				xbrl.Sum{Total: g("LiabilitiesAndStockholdersEquity"), Parts: []xbrl.Part{
					{Concept: g("Liabilities"), Weight: 1}, {Concept: g("CommitmentsAndContingencies"), Weight: 1}, {Concept: g("StockholdersEquity"), Weight: 1}}},
			),
			role("Income", "000004 - Statement - CONSOLIDATED STATEMENTS OF INCOME", g("IncomeStatementAbstract"),
				[]xbrl.Node{
					{Concept: g("Revenues"), Label: "Sales"},
					{Concept: g("CostOfRevenue"), Label: "Cost of sales"},
					{Concept: g("OtherNonoperatingIncomeExpense"), Label: "Other expense"},
					{Concept: g("NetIncomeLoss"), Label: "Net income", Preferred: xbrl.LabelTotal},
					{Concept: g("EarningsPerShareBasic"), Label: "Per share"},
				},
				xbrl.Sum{Total: g("NetIncomeLoss"), Parts: []xbrl.Part{{Concept: g("Revenues"), Weight: 1}, {Concept: g("CostOfRevenue"), Weight: -1}, {Concept: g("OtherNonoperatingIncomeExpense"), Weight: 1}}},
			),
			equity,
			role("Inventories", "000006 - Disclosure - INVENTORIES", g("InventoryDisclosureAbstract"), list(g("InventoryDisclosureTextBlock"))),
			role("InventoriesPolicies", "000007 - Disclosure - INVENTORIES (Policies)", g("InventoryDisclosureAbstract"), list(g("InventoryPolicyTextBlock"))),
			role("InventoriesTables", "000008 - Disclosure - INVENTORIES (Tables)", g("InventoryDisclosureAbstract"), list(g("ScheduleOfInventoryCurrentTableTextBlock"))),
			role("InventoriesDetails", "000009 - Disclosure - INVENTORIES (Details)", g("InventoryDisclosureAbstract"),
				[]xbrl.Node{{Concept: g("InventoryRawMaterials")}, {Concept: g("InventoryFinishedGoods")},
					{Concept: g("InventoryNet"), Label: "Inventories", Preferred: xbrl.LabelTotal}, {Concept: "lksd:ToolingHeldForCustomers"}},
				xbrl.Sum{Total: g("InventoryNet"), Parts: []xbrl.Part{{Concept: g("InventoryRawMaterials"), Weight: 1}, {Concept: g("InventoryFinishedGoods"), Weight: 1}}},
			),
		},
	}
}
