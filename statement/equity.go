package statement

import (
	"slices"

	"tieout/check"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/xbrl"
)

// EquityAxis is the dimension of the components of equity.
const EquityAxis = "us-gaap:StatementEquityComponentsAxis"

// Component is one column of the statement of changes in equity. Member is its member on EquityAxis; the total of all
// components is the fact without a member.
type Component struct{ Key, Label, Member string }

// EquityKind says what a row of the statement of changes in equity is.
type EquityKind uint8

// The kinds of row: a balance, or a movement.
const (
	EquityBalance EquityKind = iota + 1
	EquityIncome
	EquityOCI
	EquityOwners // with owners, and everything else that no tag makes one of the above
)

// EquityRow is a balance at the end of a day or a movement over a period. Figures stand in the order of Components;
// they and Total are debit positive, and Show is the side that is printed positive.
type EquityRow struct {
	ID      string // stable within the statement: "opening 2006", "net-income 2006"
	Label   string
	Concept string
	Kind    EquityKind
	Instant bool
	At      fiscal.Date   // of a balance
	Over    fiscal.Period // of a movement
	Period  string        // key of the column that it belongs to
	Opening bool          // a balance at the beginning of its period
	Show    xbrl.Balance
	Figures []Figure // Column is the component's key
	Total   Figure
}

// Shown is the amount as the row prints it, with its own side positive.
func (r EquityRow) Shown(f Figure) int64 { return Row{Show: r.Show}.Shown(f) }

// EquityStatement is the statement of changes in stockholders' equity for one or more periods, oldest first (Regulation S-X
// 3-04). Periods that follow one another share the balance between them.
type EquityStatement struct {
	ID, Title  string
	Components []Component
	Columns    []Column // oldest first
	Rows       []EquityRow
}

// Row finds a row by its id.
func (e EquityStatement) Row(id string) (EquityRow, bool) {
	i := slices.IndexFunc(e.Rows, func(r EquityRow) bool { return r.ID == id })
	if i < 0 {
		return EquityRow{}, false
	}
	return e.Rows[i], true
}

// Figure is the figure of a row in a component; the empty component is the total.
func (e EquityStatement) Figure(row, component string) (Figure, bool) {
	r, ok := e.Row(row)
	if ok && component == "" {
		return r.Total, true
	}
	for _, f := range r.Figures {
		if ok && f.Column == component {
			return f, true
		}
	}
	return Figure{}, false
}

// equityComponents are the columns by the caption of the balance sheet that takes the account.
var equityComponents = []Component{
	{"preferred-stock", "Preferred stock", gaap("PreferredStockMember")},
	{"common-stock", "Common stock", gaap("CommonStockMember")},
	{"paid-in-capital", "Additional paid-in capital", gaap("AdditionalPaidInCapitalMember")},
	{"retained-earnings", "Retained earnings", gaap("RetainedEarningsMember")},
	{"aoci", "Accumulated other comprehensive income (loss)", gaap("AccumulatedOtherComprehensiveIncomeMember")},
	{"treasury-stock", "Treasury stock", gaap("TreasuryStockCommonMember")},
	{"other-equity", "Other equity", "ext:OtherStockholdersEquityMember"},
}

// equityMove is a movement of equity and the flows that lines of it name.
type equityMove struct {
	id, label, concept string
	kind               EquityKind
	flows              []string
}

// equityMoves in the order of the statement; the last takes what no tag explains.
var equityMoves = []equityMove{
	{"net-income", "Net income (loss)", gaap("NetIncomeLoss"), EquityIncome, nil},
	{"oci", "Other comprehensive income (loss), net of tax", gaap("OtherComprehensiveIncomeLossNetOfTax"), EquityOCI, nil},
	{"stock-issued", "Issuance of common stock", gaap("StockIssuedDuringPeriodValueNewIssues"), EquityOwners, []string{flowStock}},
	{"preferred-issued", "Issuance of preferred stock", "ext:PreferredStockIssuedDuringPeriodValue", EquityOwners, []string{flowPreferred}},
	{"stock-for-assets", "Stock issued for assets", gaap("StockIssuedDuringPeriodValuePurchaseOfAssets"), EquityOwners, []string{flowStockFor}},
	{"options", "Exercise of stock options", gaap("StockIssuedDuringPeriodValueStockOptionsExercised"), EquityOwners, []string{flowOptions}},
	{"stock-compensation", "Stock-based compensation", gaap("AdjustmentsToAdditionalPaidInCapitalSharebasedCompensationRequisiteServicePeriodRecognitionValue"), EquityOwners, []string{flowStockPay}},
	{"repurchases", "Purchase of treasury stock", gaap("TreasuryStockValueAcquiredCostMethod"), EquityOwners, []string{flowRepurchase}},
	{"dividends", "Dividends", gaap("Dividends"), EquityOwners, []string{flowDividends}},
	{"transfers", "Transfers within equity", "ext:TransfersWithinStockholdersEquity", EquityOwners, []string{flowReclass}},
	{"accounting-change", "Retrospective change of accounting method", "ext:RetrospectiveChangeOfAccountingMethodEffectOnEquity", EquityOwners, []string{flowMethod}},
	{"adoption", "Adjustment to initially apply an accounting standard, net of tax", "ext:AdjustmentToInitiallyApplyAccountingStandardEffectOnEquity", EquityOwners, []string{flowAdopt}},
	{"other", "Other changes", gaap("StockholdersEquityOther"), EquityOwners, nil},
}

// ChangesInEquity builds the statement of changes in stockholders' equity (Regulation S-X 3-04, ASC 505-10-50-2) from
// TB, Begin and End of the columns, given in any order. Net income stands in retained earnings, movements of accumulated
// other comprehensive income are other comprehensive income, and the rest is what its lines are tagged in the
// dimension cashflow; a movement that no tag explains is "Other changes" and an open finding.
func ChangesInEquity(c *ledger.Chart, columns []Column) (EquityStatement, []check.Finding) {
	b := &equityBuilder{chart: c, out: EquityStatement{ID: "equity", Title: "CONSOLIDATED STATEMENTS OF CHANGES IN STOCKHOLDERS' EQUITY"}, components: equityComponents, moves: equityMoves, balance: gaap("StockholdersEquity")}
	b.component = b.equityComponent
	return b.build(columns)
}

// AOCIRoll builds the roll of accumulated other comprehensive income by item (ASC 220-10-45-14A): opening balance,
// other comprehensive income, other changes, closing balance. Figures as in ChangesInEquity.
func AOCIRoll(c *ledger.Chart, columns []Column) (EquityStatement, []check.Finding) {
	b := &equityBuilder{chart: c, out: EquityStatement{ID: "aoci", Title: "ACCUMULATED OTHER COMPREHENSIVE INCOME"}, balance: gaap("AccumulatedOtherComprehensiveIncomeLossNetOfTax")}
	for _, item := range ociItems {
		b.components = append(b.components, Component{item.key, item.label, item.member})
	}
	for _, m := range equityMoves {
		if m.kind == EquityOCI || slices.ContainsFunc(m.flows, func(flow string) bool { return slices.Contains(besideOCI, flow) }) {
			b.moves = append(b.moves, m)
		}
	}
	b.component = func(a ledger.Account) string {
		if !isAOCI(a) {
			return ""
		}
		return ociOf(a).key
	}
	return b.build(columns)
}
