package statement

import (
	"errors"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"tieout/ledger"
)

func readSupply(t *testing.T, text string) Supply {
	t.Helper()
	dec := yaml.NewDecoder(strings.NewReader(text))
	dec.KnownFields(true)
	var s Supply
	if err := dec.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func (b *book) supply(text string) *book {
	b.t.Helper()
	e, err := SupplyEntry(readSupply(b.t, text), b.chart, bookYear.End)
	if err != nil {
		b.t.Fatal(err)
	}
	b.entries = append(b.entries, b.entry(e.Kind, e.Effective, e.Lines))
	return b
}

// unknownYear is the year of TestUnknownFlowsAreOpen as one trial balance less another.
func unknownYear(t *testing.T) *book {
	return newBook(t, unknownChart).opening(unknownOpening).
		post("sales -5000; cash 12150; plant -10000; accumulated 2000; gain -2000; notes 30000; newnotes -30000; pay 600; capital -600; aoci -150; depreciation 3000")
}

const unknownSupply = `
disposals: [{asset: plant, cost: 10000, accumulated: accumulated, depreciation: 5000, gain_account: gain, gain: 2000, proceeds: "7,000.00"}]
stock_pay: [{expense: pay, equity: capital, amount: 600}]
exchange_effect: [{account: aoci, amount: 150}]
`

func TestSuppliedFlowsProveTrialBalances(t *testing.T) {
	if _, proof, _ := unknownYear(t).cashFlow(); proof.Proven {
		t.Fatal("proven before anything is known")
	}
	for _, cash := range []string{"no", "yes"} {
		s, proof, found := unknownYear(t).supply(unknownSupply + "refinancings: [{old: notes, new: newnotes, amount: 30000, cash: " + cash + "}]").cashFlow()
		if !proof.Proven || len(found) > 0 {
			t.Error(found)
		}
		want := map[string]int64{"operating": 5000, "investing": 7000, "financing": 0, "fx-effect": 150, "repayments": 0, "noncash-refinancing": 30000}
		if cash == "yes" {
			want["repayments"], want["noncash-refinancing"] = -30000, 0
		}
		wantRow(t, s, want)
	}
}

func TestSuppliedEntryMovesNothingBetweenAccounts(t *testing.T) {
	b := unknownYear(t)
	e, err := SupplyEntry(readSupply(t, unknownSupply+"basis: synthetic"), b.chart, bookYear.End)
	if err != nil || e.Kind != ledger.Analysing || len(e.Check(b.chart)) > 0 {
		t.Fatal(e, err)
	}
	net := map[string]int64{}
	for _, l := range e.Lines {
		net[l.Account] += l.Amount
		if !l.Dims.Synthetic() {
			t.Error(l)
		}
	}
	for account, sum := range net {
		if sum != 0 {
			t.Errorf("%s moves by %d", account, sum)
		}
	}
}

func TestSupplyRefusals(t *testing.T) {
	b := unknownYear(t)
	for text, want := range map[string]string{
		"{}": "nothing is supplied",
		"{entity: elsewhere, dividends: [{account: retained, amount: 1}]}":                              "not in the book",
		"{basis: guess, dividends: [{account: retained, amount: 1}]}":                                   "basis",
		"purchases: [{account: nowhere, amount: 1}]":                                                    "purchases 1: account: account \"nowhere\" is not in the chart",
		"purchases: [{account: notes, amount: 1}]":                                                      "not an investing asset",
		"purchases: [{account: plant, amount: -1}]":                                                     "positive",
		"purchases: [{account: plant, amount: 1.005}]":                                                  "decimals",
		"purchases: [{account: plant, amount: 1, unpaid: 2, payable: payables}]":                        "unpaid is 2 of 1",
		"purchases: [{account: plant, amount: 3, unpaid: 2, payable: notes}]":                           "working capital",
		"borrowings: [{account: plant, amount: 1}]":                                                     "not a debt",
		"repayments: [{account: notes, amount: 0}]":                                                     "positive",
		"refinancings: [{old: notes, new: notes, amount: 1}]":                                           "one account",
		"dividends: [{account: common, amount: 1}]":                                                     "dividends payable",
		"stock_pay: [{expense: plant, equity: capital, amount: 1}]":                                     "not an income account",
		"disposals: [{asset: plant, cost: 10, accumulated: accumulated, depreciation: 4, proceeds: 7}]": "6.00 and not the proceeds 7.00",
		"disposals: [{asset: plant, cost: 10, accumulated: land, depreciation: 4, proceeds: 6}]":        "not accumulated depreciation",
		"adjustments: [{flow: borrowings, account: notes, amount: 1}]":                                  "not a non-cash expense",
		"flows: [{flow: refinancing, account: notes, amount: 1}]":                                       "not an investing or financing flow",
		"noncash: [{flow: repayments, debit: notes, credit: newnotes, amount: 1}]":                      "without cash",
		"noncash: [{flow: refinancing, debit: notes, credit: cash, amount: 1}]":                         "other than cash",
		"exchange_effect: [{account: plant, amount: 1}]":                                                "income or equity",
		"noncash_acquisitions: [{asset: plant, for: payables, amount: 1}]":                              "debt or equity",
	} {
		_, err := SupplyEntry(readSupply(t, text), b.chart, bookYear.End)
		var m SupplyMistake
		if !errors.As(err, &m) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// The example is read and posted as it stands, and proves the year that it describes.
func TestSupplyExample(t *testing.T) {
	b := newBook(t, `
1000 asset CashAndCashEquivalentsAtCarryingValue
1500 asset MachineryAndEquipmentGross
1590 asset AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment
2000 liability AccountsPayableCurrent
2400 liability LongTermDebtCurrent
2500 liability LongTermDebtNoncurrent
2510 liability LongTermNotesPayable
3000 equity CommonStockValue
3100 equity AdditionalPaidInCapital
3200 equity RetainedEarningsAccumulatedDeficit
3300 equity AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax
4000 revenue Revenues
5000 expense CostOfRevenue
6300 expense AllocatedShareBasedCompensationExpense
7100 revenue GainLossOnSaleOfPropertyPlantEquipment`).
		opening("1000 1000; 1500 90000; 1590 -30000; 2500 -50000; 3000 -11000").
		post("1500 58000; 1590 -8400; 2500 -4000; 2400 -12000; 2510 -20000; 3000 -45000; 3100 -3000; 3200 2000; 3300 150; 2000 -5000; 6300 3000; 7100 -1500; 4000 -50000; 5000 34400; 1000 51350").
		supply(SupplyExample)
	s, proof, found := b.cashFlow()
	if !proof.Proven || len(found) > 0 {
		t.Error(found)
	}
	wantRow(t, s, map[string]int64{"purchases-ppe": -55000, "proceeds-ppe": 5500, "noncash-noncash-acquisition": 8000, "noncash-refinancing": 20000, "depreciation": 14400, "borrowings": 40000, "repayments": -12000,
		"dividends": -2000, "stock-issued": 45000, "fx-effect": -150, "net-income": 14100, "operating": 30000})
}
