package statement

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/ledger"
)

// ociItem is one item of other comprehensive income: the balance-sheet elements whose movement it is, net of tax, its
// own element, and the member under which its balance stands in the roll of accumulated other comprehensive income.
type ociItem struct {
	key, label, concept, member string
	has                         []string // texts in the element of the account
}

// ociItems in the order of the statement; the last takes what has no element of its own.
var ociItems = []ociItem{
	{"oci-translation", "Foreign currency translation adjustment", gaap("OtherComprehensiveIncomeLossForeignCurrencyTransactionAndTranslationAdjustmentNetOfTax"), gaap("AccumulatedTranslationAdjustmentMember"), []string{"ForeignCurrencyTranslation"}},
	{"oci-pension", "Pension and postretirement benefit adjustment, net of tax", gaap("OtherComprehensiveIncomeLossPensionAndOtherPostretirementBenefitPlansAdjustmentNetOfTax"), gaap("AccumulatedDefinedBenefitPlansAdjustmentMember"), []string{"Pension", "DefinedBenefit"}},
	{"oci-securities", "Unrealized gain (loss) on securities, net of tax", gaap("OtherComprehensiveIncomeLossAvailableForSaleSecuritiesAdjustmentNetOfTax"), gaap("AccumulatedNetUnrealizedInvestmentGainLossMember"), []string{"AvailableForSale", "Securities"}},
	{"oci-hedges", "Gain (loss) on cash flow hedges, net of tax", gaap("OtherComprehensiveIncomeLossCashFlowHedgeGainLossAfterReclassificationAndTax"), gaap("AccumulatedGainLossNetCashFlowHedgeParentMember"), []string{"Hedge", "Derivative"}},
	{"oci-other", "Other comprehensive income, net of tax", gaap("OtherComprehensiveIncomeOtherNetOfTax"), "ext:OtherAccumulatedOtherComprehensiveIncomeMember", nil},
}

// isAOCI says that the account is part of accumulated other comprehensive income.
func isAOCI(a ledger.Account) bool {
	return a.Type == ledger.Equity && strings.Contains(local(a.Concept), "AccumulatedOtherComprehensive")
}

// ociOf is the item whose movement the account is.
func ociOf(a ledger.Account) ociItem {
	for _, item := range ociItems {
		if slices.ContainsFunc(item.has, func(s string) bool { return strings.Contains(local(a.Concept), s) }) {
			return item
		}
	}
	return ociItems[len(ociItems)-1]
}

// besideOCI are the flows that move accumulated other comprehensive income and are no part of comprehensive income.
var besideOCI = []string{flowMethod, flowReclass, flowAdopt}

// isOCI says that a movement of accumulated other comprehensive income went through comprehensive income: a
// retrospective change of method, the adoption of a standard and a transfer within equity did not.
func isOCI(r ledger.Row) bool {
	return !slices.Contains(besideOCI, r.Dims.Get(ledger.CashFlowDimension))
}

// ComprehensiveIncome builds the statement of comprehensive income (ASC 220-10-45-1C) from the movement of every
// account in TB of each column: net income, each item of other comprehensive income net of tax from the movement of
// its accumulated account, their total, and comprehensive income. Amounts are debit positive and shown credit positive.
func ComprehensiveIncome(c *ledger.Chart, columns []Column) (Statement, []check.Finding) {
	b := &layoutBuilder{chart: c, columns: columns, statement: Statement{ID: "comprehensive-income", Title: "CONSOLIDATED STATEMENTS OF COMPREHENSIVE INCOME", Columns: columns}}
	net := b.row(Row{ID: "net-income", Label: "Net income (loss)", Concept: gaap("NetIncomeLoss"), Level: 1, Parent: "comprehensive-income"}, func(r ledger.Row) bool { return b.accountOf(r).Type.Income() })
	b.statement.Rows = append(b.statement.Rows, net, Row{ID: "oci-heading", Label: "Other comprehensive income (loss), net of tax", Kind: HeadingRow, Level: 1, Parent: "comprehensive-income"})
	for _, item := range ociItems {
		r := b.row(Row{ID: item.key, Label: item.label, Concept: item.concept, Level: 2, Parent: "oci"}, func(r ledger.Row) bool {
			a := b.accountOf(r)
			return isAOCI(a) && ociOf(a).key == item.key && isOCI(r)
		})
		if slices.ContainsFunc(r.Figures, func(f Figure) bool { return f.Amount != 0 }) {
			b.statement.Rows = append(b.statement.Rows, r)
			b.unnamed(item, r)
		}
	}
	b.sum(Row{ID: "oci", Label: "Other comprehensive income (loss)", Concept: gaap("OtherComprehensiveIncomeLossNetOfTax"), Level: 1, Parent: "comprehensive-income"})
	b.sum(Row{ID: "comprehensive-income", Label: "Comprehensive income (loss)", Concept: gaap("ComprehensiveIncomeNetOfTax"), Double: true})
	return b.statement, b.found
}

func (b *layoutBuilder) accountOf(r ledger.Row) ledger.Account {
	a, _ := b.chart.Account(r.Account)
	return a
}

// unnamed finds accounts whose element does not say which item they are.
func (b *layoutBuilder) unnamed(item ociItem, r Row) {
	if len(item.has) > 0 {
		return
	}
	var accounts []string
	for _, f := range r.Figures {
		accounts = append(accounts, accountsOf(f.Sources)...)
	}
	slices.Sort(accounts)
	for _, code := range slices.Compact(accounts) {
		a, _ := b.chart.Account(code)
		b.find("oci-item", check.Open, "account "+a.Label(), "its element %s does not say which item of other comprehensive income it is; give it one for translation, pensions, securities or hedges", a.Concept)
	}
}

// row is a line of the rows of the ledger that are taken.
func (b *layoutBuilder) row(r Row, take func(ledger.Row) bool) Row {
	r.Kind, r.Show = LineRow, Credit
	for _, col := range b.columns {
		r.Figures = append(r.Figures, figureOf(r.ID, col, take))
	}
	return r
}

// figureOf adds up the rows of a column that are taken. An outside document vouches for it only when the rows are all
// that their accounts did.
func figureOf(id string, col Column, take func(ledger.Row) bool) Figure {
	part := col
	part.TB.Rows = nil
	var accounts []string
	for _, r := range col.TB.Rows {
		if !take(r) {
			continue
		}
		part.TB.Rows = append(part.TB.Rows, r)
		if !slices.Contains(accounts, r.Account) {
			accounts = append(accounts, r.Account)
		}
	}
	for _, code := range accounts {
		if part.TB.Account(code) != col.TB.Account(code) {
			part.Agreed = nil
		}
	}
	return figure(id, part, accounts)
}

// sum adds the total of the rows before it that name it as their parent.
func (b *layoutBuilder) sum(r Row) {
	r.Kind, r.Show = TotalRow, Credit
	sum := b.nils()
	var of []string
	for _, x := range b.statement.Rows {
		if x.Parent == r.ID && x.Kind != HeadingRow {
			sum, of = b.add(sum, x.Figures), append(of, x.ID)
		}
	}
	for n := range sum {
		sum[n].Row, sum[n].Of = r.ID, of
	}
	r.Figures = sum
	b.statement.Rows = append(b.statement.Rows, r)
}

// tieComprehensive is what comprehensive income must agree with: the movement of equity other than with owners.
func tieComprehensive(s Statement, e EquityStatement, digits int) []check.Finding {
	var out []check.Finding
	for _, col := range s.Columns {
		total, ok := s.Figure("comprehensive-income", col.Key)
		if !ok || total.Absent {
			continue
		}
		var sum int64
		var any bool
		for _, r := range e.Rows {
			if r.Period == col.Key && (r.Kind == EquityIncome || r.Kind == EquityOCI) {
				sum, any = sum+r.Total.Amount, true
			}
		}
		if any && sum != total.Amount {
			out = append(out, check.Finding{Rule: "equity-ties", Severity: check.Stop, Subject: col.Title, Cite: "ASC 220-10-45-1C",
				Message: fmt.Sprintf("comprehensive income is %s and the statement of changes in equity has %s", grouped(-total.Amount, digits), grouped(-sum, digits))})
		}
	}
	return out
}
