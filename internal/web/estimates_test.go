package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"tieout/internal/app"
	"tieout/ledger"
)

func init() {
	rows(everyRole, "GET /estimates", "GET /estimates/{topic}", "GET /estimates/{topic}/template", "GET /estimates/{topic}/note", "GET /estimates/{topic}/note/facts/{id}", "GET /estimates/{topic}/note/style", "GET /estimates/{topic}/of/{code}", "GET /estimates/{topic}/of/{code}/entries",
		"GET /estimates/{topic}/of/{code}/record", "GET /estimates/{topic}/of/{code}/work", "GET /estimates/{topic}/of/{code}/workpaper", "GET /estimates/{topic}/of/{code}/history", "GET /estimates/{topic}/of/{code}/download")
	rows(preparers, "GET /estimates/{topic}/new", "POST /estimates/{topic}/record", "POST /estimates/{topic}/upload", "POST /estimates/{topic}/of/{code}/entries")
	lookAt("/estimates", "/estimates?period=2026-Q1")
	lookAt("/estimates/{topic}/note/facts/{id}", "link:/estimates/restructuring/note?period=2026-Q1 .filing table a.ix")
	for _, x := range testEstimates {
		at := "/estimates/" + x.topic
		lookAt("/estimates/{topic}", at+"?period=2026-Q1")
		lookAt("/estimates/{topic}/new", at+"/new")
		if !x.noteless {
			lookAt("/estimates/{topic}/note", at+"/note?period=2026-Q1")
		}
		for _, part := range []string{"", "/entries", "/record", "/work", "/history"} {
			lookAt("/estimates/{topic}/of/{code}"+part, at+"/of/"+x.code+part+"?period=2026-Q1")
		}
	}
	furnishings = append(furnishings, func(w *work) {
		ctx := context.Background()
		for _, x := range testEstimates {
			_, err := w.app.OpenAccounts(ctx, "cora", x.accounts)
			w.ok(err)
			w.record(x.topic, x.yaml, "")
		}
	})
}

// record writes an estimate's record down in the book of the tests.
func (w *work) record(topic, yaml, why string) {
	t, _ := app.EstimateTopic(topic)
	f, err := app.ParseEstimate(t, []byte(yaml))
	w.ok(err)
	_, _, err = w.app.RecordEstimate(context.Background(), "anna", app.EstimateRecord{Topic: topic, Code: f.Code, Name: f.Name, Tables: f.Tables, Why: why})
	w.ok(err)
}

// testEstimates are what the book of the tests has of each topic.
var testEstimates = []struct {
	topic, code, yaml string
	accounts          []ledger.Account
	noteless          bool
}{
	{topic: "restructuring", code: "P1", yaml: testPlan, accounts: []ledger.Account{{Code: "2150", Name: "Restructuring reserve", Type: ledger.Liability, Section: "current", Concept: "us-gaap:RestructuringReserveCurrent"}, {Code: "6900", Name: "Restructuring charges", Type: ledger.Expense, Concept: "us-gaap:RestructuringCharges"}}},
	{topic: "pension", code: "PLAN", yaml: testPension, accounts: []ledger.Account{{Code: "2600", Name: "Pension liability", Type: ledger.Liability, Section: "noncurrent", Concept: "us-gaap:PensionAndOtherPostretirementDefinedBenefitPlansLiabilitiesNoncurrent"}, {Code: "6210", Name: "Pension cost", Type: ledger.Expense, Concept: "us-gaap:SellingGeneralAndAdministrativeExpense"}, {Code: "3300", Name: "Accumulated other comprehensive income", Type: ledger.Equity, Concept: "us-gaap:AccumulatedOtherComprehensiveIncomeLossNetOfTax"}, {Code: "1705", Name: "Deferred taxes", Type: ledger.Asset, Section: "noncurrent", Concept: "us-gaap:DeferredIncomeTaxAssetsNet"}}},
	{topic: "property", code: "PLANT", yaml: testProperty, accounts: []ledger.Account{{Code: "1520", Name: "Presses", Type: ledger.Asset, Section: "noncurrent", Concept: "us-gaap:PropertyPlantAndEquipmentGross"}, {Code: "1592", Name: "Accumulated depreciation of presses", Type: ledger.Asset, Section: "noncurrent", Concept: "us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment"}, {Code: "5410", Name: "Depreciation of presses", Type: ledger.Expense, Concept: "us-gaap:CostOfRevenue"}}},
	{topic: "leases", code: "TRUCKS", yaml: testLease, accounts: []ledger.Account{{Code: "2550", Name: "Lease liabilities", Type: ledger.Liability, Section: "noncurrent", Concept: "us-gaap:OperatingLeaseLiability"}, {Code: "1650", Name: "Right-of-use assets", Type: ledger.Asset, Section: "noncurrent", Concept: "us-gaap:OperatingLeaseRightOfUseAsset"}, {Code: "6510", Name: "Lease cost", Type: ledger.Expense, Concept: "us-gaap:SellingGeneralAndAdministrativeExpense"}}},
	{topic: "income-tax", code: "US", yaml: testTax, accounts: []ledger.Account{{Code: "8010", Name: "Income tax", Type: ledger.Expense, Concept: "us-gaap:IncomeTaxExpenseBenefit"}, {Code: "2310", Name: "Income tax payable", Type: ledger.Liability, Section: "current", Concept: "us-gaap:AccruedIncomeTaxesCurrent"}, {Code: "1715", Name: "Deferred tax assets", Type: ledger.Asset, Section: "noncurrent", Concept: "us-gaap:DeferredIncomeTaxAssetsNet"}, {Code: "2615", Name: "Deferred tax liabilities", Type: ledger.Liability, Section: "noncurrent", Concept: "us-gaap:DeferredIncomeTaxLiabilitiesNet"}, {Code: "1716", Name: "Valuation allowance", Type: ledger.Asset, Section: "noncurrent", Concept: "us-gaap:DeferredIncomeTaxAssetsNet"}}},
	{topic: "consolidation", code: "CANADA", yaml: testSubsidiary, accounts: []ledger.Account{{Code: "1950", Name: "Net assets in Canada", Type: ledger.Asset, Section: "current"}, {Code: "3125", Name: "Capital stock of Canada", Type: ledger.Equity}, {Code: "4950", Name: "Sales in Canada", Type: ledger.Revenue, Concept: "us-gaap:Revenues"}, {Code: "3310", Name: "Cumulative translation adjustment", Type: ledger.Equity}}},
	{topic: "allowance", code: "TRADE", yaml: testAllowance, accounts: []ledger.Account{{Code: "1150", Name: "Trade receivables", Type: ledger.Asset, Section: "current", Concept: "us-gaap:AccountsReceivableGrossCurrent"}, {Code: "1190", Name: "Allowance for credit losses", Type: ledger.Asset, Section: "current", Concept: "us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent"}, {Code: "6350", Name: "Credit losses", Type: ledger.Expense, Concept: "us-gaap:SellingGeneralAndAdministrativeExpense"}}},
	{topic: "impairment", code: "UNIT", yaml: testImpairment, accounts: []ledger.Account{{Code: "1800", Name: "Goodwill of plastic lockers", Type: ledger.Asset, Section: "noncurrent", Concept: "us-gaap:Goodwill"}, {Code: "1593", Name: "Moulds, accumulated", Type: ledger.Asset, Section: "noncurrent", Concept: "us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment"}, {Code: "1596", Name: "Works held for sale", Type: ledger.Asset, Section: "current", Concept: "us-gaap:AssetsHeldForSaleNotPartOfDisposalGroupCurrent"}, {Code: "6970", Name: "Impairment of goodwill", Type: ledger.Expense, Concept: "us-gaap:GoodwillImpairmentLoss"}, {Code: "6950", Name: "Impairment of long-lived assets", Type: ledger.Expense, Concept: "us-gaap:ImpairmentOfLongLivedAssetsHeldForUse"}}},
	{topic: "debt", code: "BANK", yaml: testLoan, accounts: []ledger.Account{{Code: "2500", Name: "Term loan", Type: ledger.Liability, Section: "noncurrent", Concept: "us-gaap:LongTermDebtNoncurrent"}, {Code: "2410", Name: "Current portion", Type: ledger.Liability, Section: "current", Concept: "us-gaap:LongTermDebtCurrent"}, {Code: "2420", Name: "Callable debt", Type: ledger.Liability, Section: "current", Concept: "us-gaap:LongTermDebtCurrent"}, {Code: "2160", Name: "Interest payable", Type: ledger.Liability, Section: "current"}, {Code: "7025", Name: "Interest on loans", Type: ledger.Expense, Concept: "us-gaap:InterestExpense"}}},
}

const testPension = `code: PLAN
name: Retirement plan
plan: {country: United States, kind: final pay, description: The plan covers the works, tax: 38%}
accounts: {liability: "2600", expense: "6210", aoci: "3300", deferred: "1705"}
opening: [{at: 2025-12-31, liability: "0.00"}]
estimates: [{year-end: 2026-12-31, cost: "48,000.00"}]
contributions: [{date: 2026-03-15, amount: "10,000.00"}]
reports: [{year-end: 2026-12-31, dated: 2027-02-01, pbo-begin: 900000, service: 40000, interest: 45000, benefits: 30000, pbo-end: 955000, assets-begin: 900000, return: 30000, contributions: 10000, assets-end: 910000, expected: 54000, discount: 5%, return-rate: 6%}]
`

const testAllowance = `code: TRADE
name: Trade receivables
portfolio: {description: Trade receivables from distributors, filer: sec, policy: Receivables are written off when collection has failed}
accounts: {receivable: "1150", allowance: "1190", expense: "6350"}
opening: [{date: 2025-12-31, allowance: "18,000.00"}]
ages:
  - {date: 2026-03-31, class: Current, balance: "410,000.00", rate: 1%, adjust: 10%, why: Building starts are forecast to fall}
  - {date: 2026-03-31, class: 1 to 30 days, balance: "82,000.00", rate: 4%, adjust: 10%}
  - {date: 2026-03-31, class: Over 30 days, balance: "24,000.00", rate: 30%, points: 2%}
specific: [{date: 2026-03-31, customer: Northern Hardware, balance: "15,000.00", loss: "9,000.00", why: It asked for time to pay}]
write-offs: [{date: 2026-02-12, customer: Bay Builders, amount: "6,200.00"}]
recoveries: [{date: 2026-03-03, customer: Bay Builders, amount: "1,100.00"}]
reviews: [{date: 2026-03-31, seen: 2026-06-30, lost: "4,000.00", doubtful: "9,000.00"}]
`

const testImpairment = `code: UNIT
name: Plastic lockers
unit: {description: Plastic lockers, filer: sec, tax: 25%}
accounts: {goodwill: "1800", goodwill-loss: "6970", loss: "6950"}
events: [{date: 2026-02-10, event: The largest customer did not renew its contract, of: both}]
goodwill: [{date: 2025-12-31, what: taken over, gross: "900,000.00", losses: "150,000.00"}]
others: [{date: 2026-03-31, what: Inventory of the contract, amount: "20,000.00"}]
groups: [{date: 2026-03-31, group: Moulds, fair: "210,000.00", years: 5, why: prices of the same moulds}]
assets:
  - {date: 2026-03-31, group: Moulds, asset: Moulds of the contract, cost: "300,000.00", depreciation: "90,000.00", account: "1593"}
  - {date: 2026-03-31, group: Moulds, asset: Presses, carrying: "85,000.00", fair: "80,000.00", account: "1593"}
flows: [{date: 2026-03-31, group: Moulds, year: 1, flow: "150,000.00"}, {date: 2026-03-31, group: Moulds, year: 2, flow: "110,000.00"}]
sales: [{date: 2026-03-31, asset: Northern works, carrying: "64,000.00", fair: "60,000.00", cost-to-sell: "3,600.00", committed: yes, available: yes, searching: yes, probable: yes, marketed: yes, unlikely: yes, account: "1596"}]
tests: [{date: 2026-03-31, carrying: "2,100,000.00", fair: "1,650,000.00", why: the present value of expected cash flows}]
`

const testProperty = `code: PLANT
name: Machines
classes: [{class: Machines, cost: "1520", accumulated: "1592", expense: "5410"}]
terms: {convention: full-month}
assets: [{asset: Press, class: Machines, in-service: 2026-01-10, cost: "36,000.00", method: straight-line, life: 3}]
`

const testLease = `code: TRUCKS
name: Trucks
lease: {description: two trucks, commences: 2026-01-01, months: 36, rate: 7%, life: 9}
accounts: {liability: "2550", asset: "1650", cost: "6510"}
payments: [{from: 1, amount: "1,800.00"}, {from: 13, amount: "1,900.00"}]
`

const testTax = `code: US
name: Federal income tax
terms: {jurisdiction: United States, rate: 21%}
accounts: {expense: "8010", payable: "2310", assets: "1715", liabilities: "2615", allowance: "1716"}
quarters: [{quarter-end: 2026-03-31, income: "40,000.00", expected: "180,000.00", permanent: "5,000.00"}]
years: [{year-end: 2025-12-31, rate: 21%, loss: "30,000.00", allowance: "2,000.00"}]
differences: [{year-end: 2025-12-31, name: Inventory, amount: "50,000.00"}, {year-end: 2025-12-31, name: Depreciation, amount: "-20,000.00"}]
`

const testSubsidiary = `code: CANADA
name: Canadian subsidiary
subsidiary: {name: Canadian Locker Company, currency: CAD, adjustment: "3310"}
rates: [{date: 2025-12-31, kind: closing, rate: 0.73}, {date: 2025-12-31, kind: average, rate: 0.72}, {date: 2026-03-31, kind: closing, rate: 0.74}, {date: 2026-03-31, kind: average, rate: 0.735}]
balances:
  - {date: 2025-12-31, line: Net assets, kind: asset, account: "1950", amount: 200000}
  - {date: 2025-12-31, line: Stock, kind: capital, account: "3125", amount: 200000, rate: 0.7}
  - {date: 2026-03-31, line: Net assets, kind: asset, account: "1950", amount: 230000}
  - {date: 2026-03-31, line: Stock, kind: capital, account: "3125", amount: 200000, rate: 0.7}
  - {date: 2026-03-31, line: Sales, kind: revenue, account: "4950", amount: 30000}
`

const testLoan = `code: BANK
name: Term loan of the bank
facility: {lender: First Bank, kind: term loan, description: Term loan secured by receivables, agreed: 2026-01-02, matures: 2030-12-31, subjective: yes}
accounts: {long-term: "2500", current: "2410", callable: "2420", interest: "7025", payable: "2160"}
principal: [{date: 2026-01-05, amount: "500,000.00", portion: long-term, reference: drawn}]
instalments: [{due: 2026-03-31, amount: 20000}, {due: 2026-06-30, amount: 20000}, {due: 2026-09-30, amount: 20000}, {due: 2026-12-31, amount: 20000}]
rates: [{from: 2026-01-05, rate: 7%, basis: actual/360}]
events: [{kind: violation, what: leverage was above its limit, effective: 2026-03-31}, {kind: waiver, what: the bank gives its right up, as-of: 2026-03-31, signed: 2026-04-20, effective: 2026-03-31, until: 2027-06-30}]
quantities: [{name: debt, how: balance, of: "2500", credit: yes}, {name: sales, how: four quarters, of: "us-gaap:Revenues", credit: yes}]
covenants: [{name: Debt to sales, formula: debt / sales, bound: at most, limit: 3, from: 2026-01-01}]
liquidity: [{begins: 2026-04-01, opening: "90,000.00", least: "50,000.00", line: "100,000.00"}]
cash: [{line: Receipts, w1: 40000, w2: 42000, w3: 39000, w4: 45000}, {line: Payments, w1: -60000, w2: -41000, w3: -52000, w4: -40000}]
`

const testPlan = `code: P1
name: Works in the north closed
plan: {committed: 2026-01-05, communicated: 2026-01-10, complete: 2026-12-31, description: The works in the north are closed and their lines moved}
accounts: {liability: "2150", charge: "6900", sga: "6010"}
costs:
  - {id: sev, type: severance, description: Severance of the works, segment: Lockers, amount: "90,000.00"}
  - {id: stay, type: retention, description: Pay for staying, segment: Lockers, last-service: 2026-06-30, amount: "30,000.00"}
  - {id: close, type: closing, description: Closing of the works, segment: Lockers, expected: "40,000.00"}
  - {id: office, type: contract, description: Contract of the guards, ended: 2026-02-15, amount: "12,000.00"}
charges: [{date: 2026-03-15, cost: close, amount: "8,000.00", memo: Dismantling}]
changes: [{date: 2026-03-31, cost: sev, amount: "-10,000.00", why: two people stay}]
payments: [{date: 2026-03-10, cost: sev, amount: "25,000.00", reference: CK 991}]
savings: [{initiative: Works closed, from: 2026-04-01, annual: "200,000.00"}]
baseline: [{quarter-end: 2025-12-31, amount: "60,000.00"}]
`

// TestEstimateByHand: a record is written down on the page, its entries proposed and approved, changed with a reason, and each thing that is
// wrong is said where it was typed.
func TestEstimateByHand(t *testing.T) {
	w := newWork(t)
	for _, f := range furnishings {
		f(w)
	}
	anna, cora := w.as("anna"), w.as("cora")
	if text := textOf(one(anna.open("/estimates?period=2026-Q1"), "main")); !strings.Contains(text, "P1") || !strings.Contains(text, "to propose") {
		t.Errorf("the register reads %s", text)
	}
	page := anna.open("/estimates/restructuring/of/P1?period=2026-Q1")
	for _, want := range []string{"Works in the north closed.", "Severance of the works", "90,000.00", "ASC 420-10-25-9", "the ledger has"} {
		if text := textOf(one(page, "main")); !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	r := anna.post("/estimates/restructuring/of/P1/entries", "up-to", "2026-03-31")
	if r.code != http.StatusSeeOther || r.location() != "/drafts" {
		t.Fatalf("proposed: %d %s", r.code, r.text())
	}
	drafts := 0
	w.ok(w.app.Read(context.Background(), 0, func(v *app.View) error {
		ds, err := v.Drafts()
		for _, d := range ds {
			if len(d.Entries) == 1 && strings.HasPrefix(d.Entries[0].Key, "restructuring/P1/") {
				drafts++
				defer func() {
					if r := cora.post("/drafts/"+itoa(d.ID)+"/approve", "read", d.Hash); r.code != http.StatusSeeOther {
						t.Errorf("draft %d: %d %s", d.ID, r.code, r.text())
					}
				}()
			}
		}
		return err
	}))
	if drafts != 7 {
		t.Errorf("%d entries were proposed", drafts)
	}
	if text := textOf(one(anna.open("/estimates/restructuring/of/P1/entries?period=2026-Q1"), "main")); !strings.Contains(text, "posted: JE-2026-") || strings.Contains(text, "Propose what is to be entered") {
		t.Errorf("the entries read %s", text)
	}
	r = anna.post("/estimates/restructuring/record", "code", "P2", "name", "Second", "f.plan.0.committed", "2026-03-01", "f.plan.0.communicated", "2026-02-01", "f.plan.0.description", "x", "f.accounts.0.liability", "2150", "f.accounts.0.charge", "9999")
	if text := r.text(); !strings.Contains(text, `the account "9999" is not in the chart`) {
		t.Errorf("what is wrong reads %s", text)
	}
	for _, typed := range []string{"Second", "2026-02-01", "9999"} {
		if !strings.Contains(r.body, `value="`+typed+`"`) {
			t.Errorf("%s must be typed again", typed)
		}
	}
	r = anna.post("/estimates/restructuring/record", "code", "P2", "name", "Second", "f.plan.0.committed", "2026-03-01", "f.plan.0.description", "A second plan", "f.accounts.0.liability", "2150", "f.accounts.0.charge", "6900", "f.costs.0.id", "a", "f.costs.0.type", "fees", "f.costs.0.description", "Fees")
	if r.code != http.StatusSeeOther || r.location() != "/estimates/restructuring/of/P2" {
		t.Fatalf("the second record: %d %s", r.code, r.text())
	}
	if r = anna.post("/estimates/restructuring/record", "code", "P2", "name", "Second"); !strings.Contains(r.text(), "There is an estimate P2 already") {
		t.Errorf("a second one of the same code: %s", r.text())
	}
	change := func(seen string) reply {
		return anna.post("/estimates/restructuring/record", "seen", seen, "code", "P2", "name", "Second plan", "why", "its name", "f.plan.0.committed", "2026-03-01", "f.plan.0.description", "A second plan", "f.accounts.0.liability", "2150", "f.accounts.0.charge", "6900")
	}
	if r = change("1"); !strings.Contains(r.text(), "after you had read it at position 1") {
		t.Errorf("over another's change: %d %s", r.code, r.text())
	}
	if r = change(attr(one(r.page(), "input[name=seen]"), "value")); r.code != http.StatusSeeOther {
		t.Errorf("changed: %d %s", r.code, r.text())
	}
	if text := textOf(one(anna.open("/estimates/restructuring/of/P2/history"), "main")); !strings.Contains(text, "its name") || !strings.Contains(text, "description Fees") {
		t.Errorf("the history reads %s", text)
	}
	book := anna.get("/estimates/restructuring/template?code=P1")
	if r = anna.sendFile("/estimates/restructuring/upload", "p.xlsx", book.body, "code", "P3", "name", "From the workbook", "why", ""); r.code != http.StatusSeeOther {
		t.Errorf("from the workbook: %d %s", r.code, r.text())
	}
	if text := textOf(one(anna.open("/estimates/restructuring/note?period=2026-Q1"), "main")); !strings.Contains(text, "Severance and retention") {
		t.Errorf("the note reads %s", text)
	}
}
