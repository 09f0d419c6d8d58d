package acceptance

import (
	"path/filepath"
	"strings"
	"testing"
)

const tb2023 = `Acct No,Account Name,Account Type,Concept,Debit,Credit
1000,Cash,current asset,CashAndCashEquivalentsAtCarryingValue,"412,350.00",
1100,Trade receivables,current asset,AccountsReceivableNetCurrent,318200.40,
1200,Inventories,current asset,InventoryNet,455010.10,
1300,Prepaid insurance,current asset,PrepaidExpenseCurrent,12000,
1500,Machines,fixed asset,MachineryAndEquipmentGross,1200000,
1590,Accumulated depreciation,fixed asset,AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment,,410000
2000,Trade payables,current liability,AccountsPayableCurrent,,201400.25
2100,Accrued wages,current liability,EmployeeRelatedLiabilitiesCurrent,,44100
2500,Bank loan,long-term liability,LongTermDebtNoncurrent,,500000
3000,Common stock,equity,CommonStockValue,,100000
3050,Paid-in capital,equity,AdditionalPaidInCapital,,250000
3100,Retained earnings,equity,RetainedEarningsAccumulatedDeficit,,892060.25
`

const tb2024 = `Acct No,Account Name,Account Type,Concept,Debit,Credit
1000,Cash,current asset,CashAndCashEquivalentsAtCarryingValue,"466,019.55",
1100,Trade receivables,current asset,AccountsReceivableNetCurrent,352410.00,
1200,Inventories,current asset,InventoryNet,431900.30,
1300,Prepaid insurance,current asset,PrepaidExpenseCurrent,9000,
1500,Machines,fixed asset,MachineryAndEquipmentGross,1310000,
1590,Accumulated depreciation,fixed asset,AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment,,495000
2000,Trade payables,current liability,AccountsPayableCurrent,,188230.25
2100,Accrued wages,current liability,EmployeeRelatedLiabilitiesCurrent,,51200
2500,Bank loan,long-term liability,LongTermDebtNoncurrent,,470000
3000,Common stock,equity,CommonStockValue,,100000
3050,Paid-in capital,equity,AdditionalPaidInCapital,,268000
3100,Retained earnings,equity,RetainedEarningsAccumulatedDeficit,,892060.25
4000,Product sales,revenue,Revenues,,2810000.00
4900,Gain on disposal of machines,revenue,GainLossOnSaleOfPropertyPlantEquipment,,6500
5000,Cost of products sold,expense,CostOfGoodsAndServicesSold,1905000.40,
6000,"Selling, general and administrative",expense,SellingGeneralAndAdministrativeExpense,624110.25,
6100,Depreciation,expense,DepreciationDepletionAndAmortization,115000,
6200,Interest on loan,expense,InterestExpense,24550,
6900,Income taxes,expense,IncomeTaxExpenseBenefit,43000,
`

const registrant = `name: Plainfield Tool Works, Inc.
cik: "1999998"
prefix: pftw
file_number: 001-88888
state_of_incorporation: IN
employer_identification_number: 35-0000000
address: {line1: 1 Shop Street, city: Plainfield, state: IN, zip: "46168"}
phone_area_code: "317"
phone_number: 555-0101
filer_status: NAF
smaller_reporting_company: true
emerging_growth_company: false
shell_company: false
well_known_seasoned_issuer: false
voluntary_filer: false
filed_all_reports: true
submitted_all_interactive_data: true
securities:
  - {title: "Common Stock, no par value", symbol: PFTW, exchange: NASDAQ}
shares_outstanding:
  - {date: 2023-12-31, shares: 1000000}
  - {date: 2024-07-01, shares: 1012000}
public_float:
  - {date: 2024-06-28, amount: 9000000}
auditor: {name: Example Auditors LLP, location: "Indianapolis, Indiana", firm_id: "9999"}
`

// ownBook is a company that the product was not designed for: two trial balances and registrant data, all by command.
func ownBook(t *testing.T) (dir, book string) {
	t.Helper()
	dir = place(t)
	book = filepath.Join(dir, "plainfield.db")
	must(t, fine, "init", book, "--name", "Plainfield Tool Works, Inc.", "--cik", "1999998", "--fiscal-year-end", "12-31")
	must(t, fine, "registrant", "set", write(t, filepath.Join(dir, "registrant.yaml"), registrant), "--book", book)
	must(t, fine, "import", "trial-balance", write(t, filepath.Join(dir, "tb2023.csv"), tb2023), "--book", book, "--date", "2023-12-31")
	must(t, fine, "import", "trial-balance", write(t, filepath.Join(dir, "tb2024.csv"), tb2024), "--book", book, "--date", "2024-12-31")
	return dir, book
}

func TestOwnBooksBecomeStatements(t *testing.T) {
	_, book := ownBook(t)
	bs := table(t, must(t, []int{0, 1}, "statement", "balance-sheet", "--book", book, "--period", "2024", "--format", "json"))
	for key, want := range map[string]string{"assets": "2074329.85", "liabilities": "709430.25", "retained-earnings": "996899.60", "liabilities-and-equity": "2074329.85"} {
		if got := cell(t, bs, key, "2024-12-31"); got != want {
			t.Errorf("%s at 2024-12-31 is %s, want %s", key, got, want)
		}
	}
	if got := cell(t, bs, "assets", "2023-12-31"); got != "1987560.50" {
		t.Errorf("assets at 2023-12-31 are %s", got)
	}
	is := table(t, must(t, []int{0, 1}, "statement", "income", "--book", book, "--period", "2024", "--format", "json"))
	for key, want := range map[string]string{"gross-profit": "904999.60", "operating-income": "165889.35", "net-income": "104839.35", "eps-basic": "0.10"} {
		if got := cell(t, is, key, "2024"); got != want {
			t.Errorf("%s of 2024 is %s, want %s", key, got, want)
		}
	}
}

func TestOwnBooksBecomeAPackage(t *testing.T) {
	dir, book := ownBook(t)
	code, out, errs := tieout(t, "file", "10-K", "--book", book, "--period", "2024", "--on", "2025-03-20", "--out", filepath.Join(dir, "package"))
	if code > 1 {
		t.Fatalf("exit %d: %s%s", code, out, errs)
	}
	if strings.Contains(errs, "cover-missing") {
		t.Errorf("cover facts are missing: %s", errs)
	}
	page := filepath.Join(dir, "package", "pftw-20241231.htm")
	facts := judged(t, []string{page})[page]
	for _, f := range []struct{ concept, period, want string }{
		{"us-gaap:Assets", "2025-01-01", "2074330"}, {"us-gaap:NetIncomeLoss", "2024-01-01", "104839"}, {"us-gaap:InterestExpense", "2024-01-01", "24550"},
		{"us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment", "2025-01-01", "495000"},
	} {
		if got := fact(t, facts, f.concept, f.period); got != f.want {
			t.Errorf("%s is %s, want %s", f.concept, got, f.want)
		}
	}
}

func TestMissingCoverFactsAreListedAndThePackageIsWritten(t *testing.T) {
	dir := place(t)
	book := filepath.Join(dir, "b.db")
	must(t, fine, "init", book, "--name", "Bare Company", "--cik", "1999997")
	must(t, fine, "import", "trial-balance", write(t, filepath.Join(dir, "tb.csv"), tb2023), "--book", book, "--date", "2023-12-31")
	code, _, errs := tieout(t, "file", "10-K", "--book", book, "--period", "2023", "--on", "2024-03-20", "--out", filepath.Join(dir, "package"))
	if code != 1 || !strings.Contains(errs, "file_number") || !strings.Contains(errs, "EntityPublicFloat") {
		t.Errorf("exit %d, %s", code, errs)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "package", "*.htm")); len(files) < 4 {
		t.Errorf("the package holds %v", files)
	}
}

const supply2024 = `source: fixed-asset register, loan statements and payroll for 2024
purchases:
  - {account: "1500", amount: 150000}
disposals:
  - {asset: "1500", cost: 40000, accumulated: "1590", depreciation: 30000, gain_account: "4900", gain: 6500, proceeds: 16500}
borrowings:
  - {account: "2500", amount: 20000}
repayments:
  - {account: "2500", amount: 50000}
stock_pay:
  - {expense: "6000", equity: "3050", amount: 18000}
exchange_effect:
  - {account: "6000", amount: -1200}
`

// With trial balances alone the cash flow is not proven and says why; once the gross flows are supplied it is.
func TestSupplyingGrossFlowsProvesTheCashFlow(t *testing.T) {
	dir, book := ownBook(t)
	code, out, errs := tieout(t, "statement", "cash-flow", "--book", book, "--period", "2024")
	if code != 1 || !strings.Contains(out, "NOT PROVEN") || !strings.Contains(errs, "cashflow-gross: account 1500") || !strings.Contains(out, "Net change in machines") {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	must(t, fine, "cash-flow", "supply", write(t, filepath.Join(dir, "supply.yaml"), supply2024), "--book", book, "--date", "2024-12-31")
	code, out, errs = tieout(t, "statement", "cash-flow", "--book", book, "--period", "2024")
	if code != 0 || strings.Contains(out, "NOT PROVEN") {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	for _, want := range []string{"(150,000)", "16,500", "Stock-based compensation", "18,000", "(50,000)", "20,000", "(1,200)", "466,020"} {
		if !strings.Contains(out, want) {
			t.Errorf("the statement does not show %s\n%s", want, out)
		}
	}
	code, _, errs = tieout(t, "file", "10-K", "--book", book, "--period", "2024", "--on", "2025-03-20", "--out", filepath.Join(dir, "package"))
	if code > 1 {
		t.Fatal(errs)
	}
	page := filepath.Join(dir, "package", "pftw-20241231.htm")
	facts := judged(t, []string{page})[page]
	if got := fact(t, facts, "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment", "2024-01-01"); got != "150000" {
		t.Errorf("purchases are tagged %s", got)
	}
}

// A company whose books begin with one trial balance, income of the year included: what has no figures is named, and
// what is made is accepted.
func TestAFirstTrialBalanceAloneBecomesAPackage(t *testing.T) {
	dir := place(t)
	book := filepath.Join(dir, "b.db")
	must(t, fine, "init", book, "--name", "Plainfield Tool Works, Inc.", "--cik", "1999998")
	must(t, fine, "registrant", "set", write(t, filepath.Join(dir, "registrant.yaml"), registrant), "--book", book)
	must(t, fine, "import", "trial-balance", write(t, filepath.Join(dir, "tb.csv"), tb2024), "--book", book, "--date", "2024-12-31")
	code, _, errs := tieout(t, "file", "10-K", "--book", book, "--period", "2024", "--on", "2025-03-20", "--out", filepath.Join(dir, "package"))
	if code != 1 || !strings.Contains(errs, "December 31, 2023 is absent: the books begin on December 31, 2024") {
		t.Errorf("exit %d: %s", code, errs)
	}
	page := filepath.Join(dir, "package", "pftw-20241231.htm")
	facts := judged(t, []string{page})[page]
	if got := fact(t, facts, "us-gaap:NetIncomeLoss", "2024-01-01"); got != "104839" {
		t.Errorf("net income is %s", got)
	}
}

// The books of another year end and of 52 and 53 weeks, by quarter.
func TestAQuarterOfA52WeekYear(t *testing.T) {
	dir := place(t)
	book := filepath.Join(dir, "b.db")
	must(t, fine, "init", book, "--name", "Plainfield Tool Works, Inc.", "--cik", "1999998", "--fiscal-year-end", "4-4-5 09-30 last Saturday")
	must(t, fine, "registrant", "set", write(t, filepath.Join(dir, "registrant.yaml"), registrant), "--book", book)
	must(t, fine, "import", "trial-balance", write(t, filepath.Join(dir, "a.csv"), tb2023), "--book", book, "--date", "2024-09-28")
	must(t, fine, "import", "trial-balance", write(t, filepath.Join(dir, "b.csv"), tb2024), "--book", book, "--date", "2024-12-28")
	code, _, errs := tieout(t, "file", "10-Q", "--book", book, "--period", "2025-Q1", "--on", "2025-02-07", "--out", filepath.Join(dir, "package"))
	if code != 1 {
		t.Errorf("exit %d: %s", code, errs)
	}
	page := filepath.Join(dir, "package", "pftw-20241228.htm")
	facts := judged(t, []string{page})[page]
	if got := fact(t, facts, "us-gaap:Assets", "2024-12-29"); got != "2074330" {
		t.Errorf("assets are %s", got)
	}
}

// In thousands every figure is rounded on its own; the referee's intervals still add up, and nothing was forced.
func TestAPackageInThousands(t *testing.T) {
	dir, book := ownBook(t)
	code, _, errs := tieout(t, "file", "10-K", "--book", book, "--period", "2024", "--on", "2025-03-20", "--thousands", "--out", filepath.Join(dir, "package"))
	if code > 1 || !strings.Contains(errs, "foot-rounding") {
		t.Errorf("exit %d: %s", code, errs)
	}
	page := filepath.Join(dir, "package", "pftw-20241231.htm")
	facts := judged(t, []string{page})[page]
	if got := fact(t, facts, "us-gaap:Assets", "2025-01-01"); got != "2074000" {
		t.Errorf("assets are %s", got)
	}
}
