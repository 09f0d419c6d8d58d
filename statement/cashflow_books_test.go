package statement

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/money"
	"tieout/xbrl"
)

const propensityChart = `
cash asset CashAndCashEquivalentsAtCarryingValue
receivables asset AccountsReceivableNetCurrent
prepaid asset PrepaidExpenseCurrent
inventory asset InventoryNet
land asset Land
plant asset MachineryAndEquipmentGross
accumulated asset AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment
payables liability AccountsPayableCurrent
salaries liability AccruedSalariesCurrent
notes liability LongTermDebtNoncurrent
common equity CommonStockValue
retained equity RetainedEarningsAccumulatedDeficit
sales revenue Revenues
costs expense CostOfRevenue
depreciation expense Depreciation
gain revenue GainLossOnSaleOfPropertyPlantEquipment`

// The case with the wrong printed split (CF-04): the balances give 33,840, (45,200) and 34,560.
func TestPropensityFromTheBooks(t *testing.T) {
	b := newBook(t, propensityChart).
		opening("cash 24300; receivables 26000; prepaid 1800; inventory 45500; land 10000; plant 170000; payables -19000; salaries -1500; notes -75000; common -50000; retained -132100").
		post("receivables -4500; prepaid 700; inventory 2500; payables 1800; salaries -400; cash -100",
			"costs 18280; sales -18280; cash 0",
			"sales -33940; cash 33940", "costs 20000; common -20000 stock-compensation",
			"depreciation 14400; accumulated -14400",
			"cash 14800; land -10000 proceeds-ppe; gain -4800 gain-disposal",
			"land 20000 noncash-acquisition; notes -20000 noncash-acquisition",
			"notes 10000 repayments; cash -10000", "plant 60000 purchases-ppe; cash -60000",
			"cash 45000; common -45000 stock-issued", "retained 440 dividends; cash -440")
	s, proof, found := b.cashFlow()
	wantRow(t, s, map[string]int64{"net-income": 4340, "depreciation": 14400, "gain-disposal": -4800, "stock-compensation": 20000, "change-receivables": 4500, "change-prepaid": -700,
		"change-inventories": -2500, "change-payables": -1800, "change-employee": 400, "operating": 33840, "proceeds-ppe": 14800, "purchases-ppe": -60000, "investing": -45200,
		"repayments": -10000, "stock-issued": 45000, "dividends": -440, "financing": 34560, "net-change": 23200, "cash-begin": 24300, "cash-end": 47500, "noncash-noncash-acquisition": 20000})
	if !proof.Proven || s.Title != cashFlowTitle || len(found) > 0 {
		t.Error(s.Title, found)
	}
}

// Virtual Co. (CF-03) gives cash amounts only; the accounts here move by them.
func TestVirtualCoFromTheBooks(t *testing.T) {
	b := newBook(t, propensityChart+"\ninvestments asset LongTermInvestments").
		opening("cash 83250; receivables 54220; prepaid 3600; payables -47300; plant 100000; notes -100000; retained -93770").
		post("sales -83630; cash 83630", "costs 29500; cash -29500", "receivables 1180; prepaid -1200; payables -800; cash 820", "depreciation 29000; accumulated -29000",
			"cash 47500; plant -50000 proceeds-ppe; accumulated 20000 proceeds-ppe; gain -17500 gain-disposal", "investments 50000 purchases-investments; cash -50000",
			"plant 66000 purchases-ppe; cash -66000", "notes 25000 repayments; cash -25000", "cash 30000; common -30000 stock-issued", "retained 8000 dividends; cash -8000")
	s, proof, found := b.cashFlow()
	wantRow(t, s, map[string]int64{"net-income": 42630, "operating": 54950, "investing": -68500, "proceeds-ppe": 47500, "financing": -3000, "net-change": -16550})
	if !proof.Proven {
		t.Error(found)
	}
}

// A firm of accountants and a bakery (CF-05).
func TestAccountantsAndBakeryFromTheBooks(t *testing.T) {
	a := newBook(t, propensityChart).opening("cash 146000; receivables 198500; prepaid 7200; payables -102500; retained -249200").
		post("sales -88000; cash 88000", "receivables 17500; prepaid -1200; payables 22000; cash -38300")
	s, proof, found := a.cashFlow()
	wantRow(t, s, map[string]int64{"operating": 49700, "net-change": 49700, "cash-end": 195700})
	if !proof.Proven {
		t.Error(found)
	}
	bakery := newBook(t, propensityChart).opening("receivables 2000; payables -5500; retained 3500").
		post("sales -31900; cash 31900", "depreciation 12000; accumulated -12000", "receivables -2000; inventory 1600; payables 5500; cash -5100")
	s, proof, found = bakery.cashFlow()
	wantRow(t, s, map[string]int64{"net-income": 19900, "operating": 26800})
	if !proof.Proven {
		t.Error(found)
	}
}

const unknownChart = propensityChart + `
newnotes liability LongTermNotesPayable
capital equity AdditionalPaidInCapital
aoci equity AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax
pay expense AllocatedShareBasedCompensationExpense`

const unknownOpening = "cash 10000; plant 50000; accumulated -20000; notes -30000; common -1000; retained -9000"

// A disposal with a gain, a refinancing, stock pay and an exchange effect that nothing names are shown net and open.
func TestUnknownFlowsAreOpenAndNothingIsPlugged(t *testing.T) {
	b := newBook(t, unknownChart).opening(unknownOpening).
		post("sales -5000; cash 5000", "cash 7000; plant -10000; accumulated 5000; gain -2000", "notes 30000; newnotes -30000", "pay 600; capital -600", "cash 150; aoci -150", "depreciation 3000; accumulated -3000")
	s, proof, found := b.cashFlow()
	if proof.Proven || s.Title != cashFlowTitle+cashFlowUnproven {
		t.Error("proven")
	}
	wantRow(t, s, map[string]int64{"net-income": 3400, "net-plant": 10000, "net-notes": -30000, "net-newnotes": 30000, "net-capital": 600, "net-aoci": 150, "net-accumulated": -2000, "net-change": 12150})
	text := rules(found)
	for _, want := range []string{"cashflow-gross account plant", "cashflow-gross account notes", "cashflow-gross account newnotes", "cashflow-gross account capital", "cashflow-gross account aoci",
		"cashflow-gross account accumulated", "cashflow-gain account gain", "cashflow-adjustment Stock-based compensation"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	for _, f := range found {
		if f.Rule == "cashflow-gross" && !(strings.HasPrefix(f.Message, "Year 2006: ") && strings.Contains(f.Message, "cashflow")) {
			t.Error(f)
		}
	}
}

// The same year with its lines tagged is proven; the refinancing is cash or none.
func TestTaggedLinesProveTheStatement(t *testing.T) {
	for _, c := range []struct {
		refinance string
		want      map[string]int64
	}{
		{"notes 30000 refinancing; newnotes -30000 refinancing", map[string]int64{"financing": 0, "noncash-refinancing": 30000}},
		{"notes 30000 repayments; newnotes -30000 borrowings", map[string]int64{"financing": 0, "repayments": -30000, "borrowings": 30000}},
	} {
		b := newBook(t, unknownChart).opening(unknownOpening).
			post("sales -5000; cash 5000", "cash 7000; plant -10000 proceeds-ppe; accumulated 5000 proceeds-ppe; gain -2000 gain-disposal", c.refinance,
				"pay 600; capital -600 stock-compensation", "cash 150; aoci -150 fx-effect", "depreciation 3000; accumulated -3000")
		s, proof, found := b.cashFlow()
		if !proof.Proven || len(openOnes(found)) > 0 {
			t.Error(found)
		}
		wantRow(t, s, c.want)
		wantRow(t, s, map[string]int64{"operating": 5000, "gain-disposal": -2000, "depreciation": 3000, "investing": 7000, "fx-effect": 150, "net-change": 12150})
	}
}

func TestTagsThatCannotStand(t *testing.T) {
	for tag, want := range map[string]string{
		"plant 100 nonsense; cash -100":                               "cashflow-unknown account plant",
		"plant 100 gain-disposal; cash -100":                          "cashflow-misplaced account plant",
		"sales -100 borrowings; cash 100":                             "cashflow-misplaced account sales",
		"plant -100 purchases-ppe; cash 100":                          "cashflow-direction cashflow=purchases-ppe",
		"gain -100 gain-disposal; cash 100":                           "cashflow-gain (Gain) loss on disposal",
		"plant 100 noncash-acquisition; cash -100":                    "cashflow-noncash Assets acquired for debt",
		"depreciation 100; accumulated -90; cash -10":                 "cashflow-gross account accumulated",
		"depreciation 100; plant -100 proceeds-ppe":                   "cashflow-adjustment Depreciation and amortization",
		"sales -100; other 100":                                       "cashflow-class account other",
		"retained 100; cash -100":                                     "cashflow-gross account retained",
		"plant 100 purchases-ppe; payables -100; costs 5; pension -5": "",
	} {
		b := newBook(t, propensityChart+"\nother asset\npension liability DefinedBenefitPensionPlanLiabilitiesNoncurrent").post(tag)
		_, proof, found := b.cashFlow()
		if text := rules(openOnes(found)); !strings.Contains(text, want) || proof.Proven != (want == "") {
			t.Errorf("%s: %q, want %q", tag, text, want)
		}
	}
}

func TestEquipmentBoughtOnAccountIsNotWorkingCapital(t *testing.T) {
	b := newBook(t, propensityChart).post("plant 100 purchases-ppe; payables -30 purchases-ppe; cash -70", "costs 8; payables -8")
	s, proof, found := b.cashFlow()
	wantRow(t, s, map[string]int64{"purchases-ppe": -70, "investing": -70, "change-payables": 8, "operating": 0})
	if !proof.Proven {
		t.Error(found)
	}
}

// A change of inventory method goes past income to retained earnings and is never operating.
func TestAccountingChangeIsNoCash(t *testing.T) {
	b := newBook(t, propensityChart+"\ndeferred liability DeferredIncomeTaxLiabilitiesNet").
		post("inventory 100 accounting-change; deferred -40 accounting-change; retained -60 accounting-change", "sales -10; cash 10")
	s, proof, found := b.cashFlow()
	wantRow(t, s, map[string]int64{"operating": 10, "change-inventories": 0, "deferred-tax": 0, "noncash-accounting-change": 0})
	if !proof.Proven || len(s.Rows) == 0 {
		t.Error(found)
	}
}

func TestRestrictedCashDeferredTaxesAndGoodwill(t *testing.T) {
	b := newBook(t, propensityChart+`
escrow asset RestrictedCashCurrent
deferred asset DeferredIncomeTaxAssetsNet
goodwill asset Goodwill
loss expense GoodwillImpairmentLoss
tax expense IncomeTaxExpenseBenefit`).opening("cash 100; escrow 20; goodwill 50; retained -170").
		post("sales -30; cash 25; escrow 5", "tax -4; deferred 4", "loss 50; goodwill -50")
	s, proof, found := b.cashFlow()
	wantRow(t, s, map[string]int64{"net-income": -16, "deferred-tax": -4, "goodwill-impairment": 50, "operating": 30, "cash-begin": 120, "cash-end": 150})
	if r, _ := s.Row("cash-end"); r.Concept != gaap(cashTotal) || !proof.Proven {
		t.Error(r.Concept, found)
	}
}

func TestSyntheticAndVouchedFor(t *testing.T) {
	b := newBook(t, propensityChart).post("receivables 10 +synthetic; sales -10 +synthetic", "inventory 5; cash -5", "notes -7 borrowings+synthetic; cash 7")
	col := b.column()
	s, _, _ := CashFlowStatementOf(b.chart, []Column{col})
	for id, want := range map[string]bool{"change-receivables": true, "change-inventories": false, "net-income": true, "operating": true, "borrowings": true, "investing": false, "net-change": true} {
		if f, _ := s.Figure(id, "2006"); f.Synthetic != want {
			t.Errorf("%s: %v", id, f)
		}
	}
	col.Agreed = func(accounts []string) (string, bool) { return "audited", accounts[0] == "receivables" }
	s, _, _ = CashFlowStatementOf(b.chart, []Column{col})
	if f, _ := s.Figure("change-receivables", "2006"); f.Synthetic || f.Citation != "audited" {
		t.Error(f)
	}
}

func TestAbsentColumnsStayAbsent(t *testing.T) {
	b := newBook(t, propensityChart).post("sales -10; cash 10")
	dark := b.column()
	dark.Founded, dark.Key = false, "2005"
	s, proofs, found := CashFlowStatementOf(b.chart, []Column{b.column(), dark})
	if !proofs[0].Proven || proofs[1].Proven || !proofs[1].Absent || s.Title != cashFlowTitle || s.Columns[1].Absent == "" {
		t.Error(proofs, found)
	}
	for _, r := range s.Rows {
		if r.Kind != HeadingRow && (!r.Figures[1].Absent || r.Figures[1].Amount != 0 || r.Figures[0].Absent) {
			t.Error(r.ID, r.Figures)
		}
	}
	s, _, _ = CashFlowStatementOf(b.chart, []Column{dark})
	if s.Title == cashFlowTitle {
		t.Error("nothing is proven by a column that is not there")
	}
}

func TestCashThatDoesNotTieIsADifference(t *testing.T) {
	b := newBook(t, propensityChart).post("sales -10; cash 10")
	col := b.column()
	col.End.Rows = append(col.End.Rows, col.End.Rows[0])
	_, proofs, found := CashFlowStatementOf(b.chart, []Column{col})
	if proofs[0].Proven || proofs[0].Difference == 0 || check.Worst(found) < check.Open {
		t.Error(proofs, found)
	}
}

// Every element exists and is in force, and gives the sign that a reader expects of it.
func TestFlowElementsAreStandard(t *testing.T) {
	tax := standard(t)
	elements := map[string]bool{}
	for _, f := range flows {
		if f.Line == "" && (f.Section != NoCash || f.Disclosed) {
			elements[f.Concept] = true
		}
		if c, ok := tax.Concept(f.Concept); ok && (f.Direction == In && c.Balance != xbrl.Debit || f.Direction == Out && c.Balance != xbrl.Credit || f.Disclosed && f.Credit != (c.Balance == xbrl.Credit)) {
			t.Errorf("%s: %s has a %s balance", f.Name, c.Name, c.Balance)
		}
	}
	for _, w := range workingCaptions {
		elements[w.concept] = true
	}
	for _, c := range []string{cashTotal, "NetIncomeLoss", "NetCashProvidedByUsedInOperatingActivities", "NetCashProvidedByUsedInInvestingActivities", "NetCashProvidedByUsedInFinancingActivities",
		"CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalentsPeriodIncreaseDecreaseIncludingExchangeRateEffect"} {
		elements[gaap(c)] = true
	}
	for name := range elements {
		if c, ok := tax.Concept(name); !ok || c.Deprecated != "" || !c.Monetary() {
			t.Errorf("%q: %v %+v", name, ok, c)
		}
	}
	if len(FlowNames()) != len(flows) || !ClassKnown("") || !ClassKnown("cash") || !ClassKnown("dividends") || ClassKnown("nonsense") {
		t.Error("names")
	}
}

// A line without a balance attribute has a recorded sign; the others have none.
func TestCashFlowSigns(t *testing.T) {
	tax := standard(t)
	b := newBook(t, unknownChart).opening(unknownOpening).post("sales -5000; cash 5000", "depreciation 3000; accumulated -3000", "plant 9 purchases-ppe; cash -9", "plant 5 noncash-stock; common -5 noncash-stock", "receivables 3; sales -3")
	s, _, _ := b.cashFlow()
	want := map[string]int64{"net-income": 200300, "depreciation": 300000, "purchases-ppe": 900, "change-receivables": 300, "operating": 500000, "investing": -900, "noncash-noncash-stock": 500, "cash-end": 1499100}
	for id, value := range want {
		r, _ := s.Row(id)
		c, _ := tax.Concept(r.Concept)
		a, err := xbrl.SignFor(c, moneyOf(r.Ledger(r.Figures[0])), r.Sign)
		if err != nil || a.Minor != value {
			t.Errorf("%s: %v %v, want %d", id, a, err, value)
		}
	}
}

// Whatever is tagged as whatever: the statement foots and equals the change of cash, its lines equal the ledger behind
// them, and it is proven exactly when nothing is open.
func TestIdentityHoldsForAnyTags(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(t, unknownChart+"\nescrow asset RestrictedCash\ndeferred liability DeferredIncomeTaxLiabilitiesNet\ngoodwill asset Goodwill\nother asset - investing\nplain liability")
		codes := rapid.SampledFrom(b.chart.Accounts())
		tags := rapid.SampledFrom(append([]string{"", "", "", "nonsense"}, FlowNames()...))
		for range rapid.IntRange(1, 12).Draw(rt, "entries") {
			amount := money.FormatMinor(rapid.Int64Range(-1e9, 1e9).Draw(rt, "amount"), 2)
			against := strings.TrimPrefix("-"+amount, "--")
			b.post(codes.Draw(rt, "debit").Code + " " + amount + " " + tags.Draw(rt, "tag") + "; " + codes.Draw(rt, "credit").Code + " " + against + " " + tags.Draw(rt, "tag"))
		}
		s, proof, found := b.cashFlow()
		if proof.Proven != (len(openOnes(found)) == 0) || proof.Proven != (s.Title == cashFlowTitle) {
			rt.Error(proof, found)
		}
		e, _ := ChangesInEquity(b.chart, []Column{b.column()})
		if stops := e.Foot(whole, 2); check.Worst(stops) == check.Stop {
			rt.Error(stops)
		}
	})
}
