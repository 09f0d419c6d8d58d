package importer

import (
	"slices"
	"strings"

	"tieout/ledger"
)

// column is one of the columns that tables have. Those behind the last are the dimensions of a file, in order.
type column int

// The columns.
const (
	_ column = iota
	colAccount
	colAmount
	colBalance
	colBasis
	colCashFlow
	colCode
	colConcept
	colCredit
	colCurrency
	colDate
	colDebit
	colDescription
	colDocument
	colEntity
	colEntry
	colKey
	colKind
	colMemo
	colName
	colOrigin
	colParty
	colRate
	colSection
	colTransaction
	colType
	colFirstDim
)

// columnNames are what messages and TrialBalance.Columns call them.
var columnNames = [colFirstDim]string{
	colAccount:     "account",
	colAmount:      "amount",
	colBalance:     "balance",
	colBasis:       "basis",
	colCashFlow:    "cashflow",
	colCode:        "code",
	colConcept:     "concept",
	colCredit:      "credit",
	colCurrency:    "currency",
	colDate:        "date",
	colDebit:       "debit",
	colDescription: "description",
	colDocument:    "document",
	colEntity:      "entity",
	colEntry:       "entry",
	colKey:         "key",
	colKind:        "kind",
	colMemo:        "memo",
	colName:        "account_name",
	colOrigin:      "origin",
	colParty:       "party",
	colRate:        "rate",
	colSection:     "section",
	colTransaction: "transaction_amount",
	colType:        "type",
}

func (c column) String() string { return columnNames[c] }

// dated says that the column holds dates.
func (c column) dated() bool { return c == colDate || c == colOrigin }

const dimPrefix = "dim:"

var squeezer = strings.NewReplacer(" ", "", "_", "", "-", "", ".", "", "\t", "", "\u00a0", "", "/", "", "#", "")

// squeeze makes headers comparable: lower case, without spaces, underscores, hyphens, points, slashes and #.
func squeeze(s string) string { return squeezer.Replace(strings.ToLower(s)) }

// parseColumn reads the name of a column, or dim:CODE. The two dimensions that every book has are columns too.
func parseColumn(name string) (c column, dim string, err error) {
	code, isDim := strings.CutPrefix(name, dimPrefix)
	switch {
	case isDim && code == ledger.BasisDimension:
		return colBasis, "", nil
	case isDim && code == ledger.CashFlowDimension:
		return colCashFlow, "", nil
	case isDim && (strings.ContainsAny(code, "=; ") || code == "" || ledger.CheckText("dimension", code, 100) != nil):
		return 0, "", unread("%q is no code of a dimension", clip(code))
	case isDim:
		return 0, code, nil
	}
	if i := slices.Index(columnNames[1:], name); i >= 0 {
		return column(i + 1), "", nil
	}
	return 0, "", unread("there is no column %q; the columns are %s and dim:CODE", clip(name), strings.Join(columnNames[1:], ", "))
}
